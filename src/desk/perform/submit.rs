//! Handling of rows picked from a list and forms submitted.

use chrono::{DateTime, Utc};

use super::super::field::Field;
use super::super::message::{BackgroundJob, Effect, LibraryMove, StoreJob};
use super::super::open::FlagRow;
use super::super::overlay::{
    EditorTarget, FieldEntry, FieldError, FieldId, Form, FormField, Overlay, Pick, Purpose,
};
use super::super::walk::WalkBy;
use super::super::{Action, Desk, NoticeTone, Screen, Wanted, dates, forms};
use super::proof::{NOTHING, NewProof};
use crate::audit::{Audit, Change, Value};
use crate::checklist::QuestionIx;
use crate::desk::action::keyed;
use crate::report::Format;
use crate::wording::{say_day, sentence};

impl Desk {
    pub(in crate::desk) fn picked(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(Overlay::Picker(picker)) = self.overlays.last() else {
            return Vec::new();
        };
        // A path that was typed on before its folder was listed is meant as it is.
        let ahead = picker.folder.is_some() && picker.query.text().contains(['/', '\\']);
        if picker.reading {
            self.say(
                NoticeTone::Info,
                "The folder is still being read. Choose once its files are listed.",
            );
            return Vec::new();
        }
        let Some(item) = picker.current().filter(|_| !ahead) else {
            return self.take_typed_path();
        };
        if let Some(why) = &item.disabled_reason {
            let message = why.to_string();
            self.say(NoticeTone::Warning, message);
            return Vec::new();
        }
        let pick = item.pick.clone();
        // A folder is opened, and a file read, with the list kept underneath to return to.
        match pick.clone() {
            Pick::Change(seq) => {
                self.ask_to_go(seq);
                return Vec::new();
            }
            Pick::Folder(path) => return self.list_folder(path),
            Pick::Paper(path) => return self.add_papers(vec![path], false),
            Pick::PapersIn(folder) => return self.add_papers(vec![folder], true),
            // The list stays open while it is asked about.
            Pick::Option(ix, option) => {
                let value = Value::Option(option.clone());
                if let Some(says) = self.asks_before_value(ix, Some(&value)) {
                    self.say(NoticeTone::Warning, says);
                    return Vec::new();
                }
            }
            _ => {}
        }
        self.overlays.pop();
        let library = self.library.clone();
        match pick {
            Pick::Command(action) => return self.perform_if_available(action, now),
            Pick::Elsewhere(screen, action) => {
                let mut effects = self.go_to_screen(screen);
                effects.extend(self.perform_if_available(action, now));
                return effects;
            }
            Pick::Screen(screen) => return self.go_to_screen(screen),
            Pick::Audit(origin) => return self.open_from_library(&origin),
            Pick::AuditFile(path) => return self.open_counted(path),
            Pick::Filter(filter) => {
                if let Some(open) = &mut self.open {
                    open.walk.filter = filter;
                    open.walk
                        .ask_again(&library, open.history.audit(), &open.findings);
                    if open.walk.groups.is_empty() {
                        self.say(
                            NoticeTone::Info,
                            keyed!(
                                "No question matches. Press {filter} to show others.",
                                filter = Filter
                            ),
                        );
                    }
                }
            }
            Pick::Theme(theme) => {
                self.looks.theme = theme;
                return vec![BackgroundJob::KeepTheme(theme).into()];
            }
            Pick::WalkBy(WalkBy::Papers) => match self.available(Action::Sweep) {
                Ok(()) => self.sweep(),
                Err(why) => self.say(NoticeTone::Warning, why.to_string()),
            },
            Pick::WalkBy(by) => {
                if let Some(open) = &mut self.open {
                    open.walk.by = by;
                    open.walk
                        .ask_again(&library, open.history.audit(), &open.findings);
                    if by == WalkBy::Next {
                        open.walk.group = 0;
                        open.walk.row = 0;
                    }
                }
            }
            Pick::Question(ix) => self.go_to(ix),
            Pick::Version(_, place) => self.edit_text(|ix| EditorTarget::Agreed(ix, place)),
            Pick::Requirement(ix) => self.go_to_requirement(ix),
            Pick::Flag(flag) => {
                let found = self.go_to_flag_row(|open, row| {
                    let fired = match row {
                        FlagRow::Fired(at) => open.findings.fired.get(at),
                        FlagRow::Unproved(at) => open.findings.unproved.get(at),
                        _ => None,
                    };
                    fired.is_some_and(|one| one.flag == flag)
                });
                if !found {
                    let says = format!("This flag has not fired: {}", library.flag(flag).short);
                    self.say(NoticeTone::Info, says);
                }
            }
            Pick::Strength(strength) => {
                let found = self.go_to_flag_row(|open, row| match row {
                    FlagRow::Strength(at) => open
                        .findings
                        .strengths
                        .get(at)
                        .is_some_and(|one| one.strength == strength),
                    _ => false,
                });
                if !found {
                    self.say(NoticeTone::Info, "This strength does not hold here.");
                }
            }
            Pick::Option(ix, option) => {
                return self.give_value(ix, Some(Value::Option(option)), now);
            }
            Pick::Evidence(ix, place) => self.evidence_form(ix, place),
            Pick::Kind(kind) => {
                self.show(Screen::Report);
                if let Some(open) = &mut self.open {
                    open.paper.kind = kind;
                    open.paper.scroll = 0;
                    if !kind.has(open.paper.format) {
                        open.paper.format = Format::Docx;
                    }
                }
            }
            Pick::Format(format) => {
                if let Some(open) = &mut self.open {
                    open.paper.format = format;
                }
            }
            Pick::Document(row) => {
                self.show(Screen::Documents);
                if let Some(open) = &mut self.open {
                    open.papers.page_view = None;
                    open.papers.row = row;
                }
            }
            Pick::Put(put) => self.put_form(*put),
            Pick::Rules(council) => self.rules_form(&council),
            Pick::Join(id, Some(other)) => return self.join(&id, &other, now),
            Pick::Join(id, None) => {
                if let Some(open) = &mut self.open {
                    open.papers.joining = Some(id);
                }
                return vec![self.ask_for_file(Wanted::Papers).into()];
            }
            Pick::Page(id, page, paragraph) => {
                self.open_page(&id, (page, paragraph), Vec::new(), false);
            }
            Pick::Compare(one, other) => return self.ask_to_compare(&one, &other),
            Pick::ConflictCopy(copy) => return self.open_to_merge(copy),
            Pick::Visited(place) => self.go_to_place(place),
            Pick::Folder(_) | Pick::Paper(_) | Pick::PapersIn(_) | Pick::Change(_) => {}
        }
        Vec::new()
    }

    /// Performs an action, or says why it is not available.
    fn perform_if_available(&mut self, action: Action, now: DateTime<Utc>) -> Vec<Effect> {
        match self.available(action) {
            Ok(()) => self.perform(action, now),
            Err(why) => {
                self.say(NoticeTone::Warning, why.to_string());
                Vec::new()
            }
        }
    }

    pub(in crate::desk) fn give_value(
        &mut self,
        ix: QuestionIx,
        value: Option<Value>,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let question = self.library.question(ix);
        let (digest, ask) = (question.digest().clone(), question.ask.clone());
        let who = self.who.clone();
        let lead = match &value {
            Some(Value::Date(when)) => format!("Kept as: {}", dates::understood(*when)),
            _ => "entered".to_owned(),
        };
        let change = self.open.as_ref().and_then(|open| {
            let stood = open.audit().answer_of(&self.library, ix);
            if stood.and_then(|one| one.value.as_ref()) == value.as_ref() {
                return None;
            }
            open.audit().edit_answer_of(&self.library, ix, |answer| {
                answer.value = value;
                answer.asked = Some(digest);
                answer.asked_text = Some(ask.to_string());
                answer.by = who;
                answer.at = Some(now);
            })
        });
        let effects = self.commit_box(&lead, change, now);
        self.reopen_strip();
        effects
    }

    pub(in crate::desk) fn ask_where_to_write(&mut self) {
        let Some(open) = &self.open else { return };
        let name = format!("{}-{}.{}", open.name, open.paper.kind, open.paper.format);
        let field = FormField {
            key: FieldId::Path,
            label: "File",
            help: format!(
                "Where to write it; the name ends in .{}. The program asks before it overwrites a \
                 file.",
                open.paper.format
            )
            .into(),
            entry: FieldEntry::Text(Field::line(self.in_papers_folder(&name))),
        };
        let title = format!("Write: {}", open.paper.kind.label());
        let purpose = Purpose::ReportFile(open.paper.kind, open.paper.format);
        self.overlays
            .push(Overlay::Form(Form::new(title, purpose, vec![field])));
    }

    /// Returns the path of a file in the folder that papers are written to.
    pub(in crate::desk) fn in_papers_folder(&self, name: &str) -> String {
        self.papers_folder.join(name).display().to_string()
    }

    /// Submits the form on top.
    pub(in crate::desk) fn submit(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(Overlay::Form(form)) = self.overlays.last() else {
            return Vec::new();
        };
        let form = form.clone();
        match self.take_form(&form, now) {
            Ok(effects) => effects,
            Err(error) => {
                self.notice_on(error);
                Vec::new()
            }
        }
    }

    pub(in crate::desk) fn take_form(
        &mut self,
        form: &Form,
        now: DateTime<Utc>,
    ) -> Result<Vec<Effect>, FieldError> {
        match &form.purpose {
            Purpose::NewAudit => {
                let review = forms::new_review(form, self.today)?;
                let name = format!("{} {}", review.authority, review.service);
                self.overlays.pop();
                if form.is_changed(FieldId::Decided) {
                    self.say(
                        NoticeTone::Info,
                        dates::with_dates("The audit is made", form),
                    );
                }
                self.busy = Some("making");
                self.begins = true;
                let mut audit = Audit::new(review);
                audit.checklists = crate::audit::ChecklistStamp::of(&self.library);
                let audit = Box::new(audit);
                Ok(vec![StoreJob::Create { name, audit }.into()])
            }
            Purpose::Profile => {
                let Some(open) = &self.open else {
                    return Ok(Vec::new());
                };
                let review = forms::review(form, &open.audit().review)?;
                let change = open.audit().edit_review(|now_there| *now_there = review);
                self.overlays.pop();
                let changed = change.is_some();
                let effects = self.commit_box(
                    &dates::with_dates("the review is changed", form),
                    change,
                    now,
                );
                let library = self.library.clone();
                if let Some(open) = &mut self.open {
                    open.walk
                        .ask_again(&library, open.history.audit(), &open.findings);
                    let judged = say_day(open.findings.place.judged);
                    if let Some(toast) = self.toast.as_mut().filter(|_| changed) {
                        toast
                            .message
                            .push_str(&format!(" · the law is judged at {judged}"));
                    }
                }
                Ok(effects)
            }
            Purpose::Evidence(ix, place) => self.take_evidence(form, *ix, *place, now),
            Purpose::Proof(_) => self.take_proof(form, true, now),
            Purpose::Document(before) => self.take_document(form, before, now),
            Purpose::Event(id) => self.take_event(form, id, now),
            Purpose::Put(before) => self.take_put(form, before, now),
            Purpose::NoteTogether => self.take_line(form, now),
            Purpose::Author => self.take_author(form),
            Purpose::WhoYouAre => self.take_person(form),
            Purpose::Holding => self.take_holding(form, now),
            Purpose::Meeting => self.take_meeting(form),
            Purpose::Council(before) => Self::take_council(form, before),
            Purpose::Notice => self.take_notice(form, now),
            Purpose::GoToPage => {
                self.go_to_page(&form.text(FieldId::Page))
                    .map_err(|why| FieldError::new(FieldId::Page, why))?;
                self.overlays.pop();
                Ok(Vec::new())
            }
            Purpose::Rename(path) => {
                let name = form.text(FieldId::Name);
                if name.is_empty() {
                    return Err(FieldError::new(FieldId::Name, "Which name?"));
                }
                self.overlays.pop();
                Ok(self.move_audit(path.clone(), LibraryMove::Name(name)))
            }
            Purpose::Request(ix) => {
                let request = forms::read_request(form)?;
                let change = self.open.as_ref().and_then(|open| {
                    open.audit()
                        .edit_answer_of(&self.library, *ix, |answer| answer.request = request)
                });
                self.overlays.pop();
                Ok(self.commit_box(&dates::with_dates("request kept", form), change, now))
            }
            Purpose::Value(ix) => {
                let value = forms::read_value(form, self.library.question(*ix))?;
                if let Some(says) = self.asks_before_value(*ix, value.as_ref()) {
                    return Err(FieldError::new(FieldId::Value, says));
                }
                self.overlays.pop();
                Ok(self.give_value(*ix, value, now))
            }
            Purpose::BundleFile => {
                let path = form.text(FieldId::Path);
                if path.is_empty() {
                    return Err(FieldError::new(FieldId::Path, "Which file?"));
                }
                self.write_bundle(&path, form.asked)
            }
            Purpose::ReportFile(kind, format) => {
                let path = form.text(FieldId::Path);
                if path.is_empty() {
                    return Err(FieldError::new(FieldId::Path, "Which file?"));
                }
                let path = forms::hand_over::with_extension(&path, *format)
                    .map_err(|why| FieldError::new(FieldId::Path, sentence(&why.to_string())))?;
                self.write_paper((*kind, *format), path, form.asked)
            }
        }
    }

    pub(in crate::desk) fn take_evidence(
        &mut self,
        form: &Form,
        ix: QuestionIx,
        place: Option<usize>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Effect>, FieldError> {
        let before = place.and_then(|at| {
            let audit = self.open.as_ref()?.audit();
            let answer = audit.answer_of(&self.library, ix)?;
            answer.evidence.get(at).cloned()
        });
        let evidence = forms::read_evidence(form, before.as_ref())?;
        let empty = evidence.is_empty() && form.named().is_none();
        let lead = if empty {
            "evidence removed"
        } else {
            "evidence kept"
        };
        self.overlays.pop();
        let proof = NewProof {
            named: form.named(),
            place,
            evidence: Some(evidence),
            note: None,
        };
        let lead = dates::with_dates(lead, form);
        let (effects, place) = self.record_evidence(ix, proof, &lead, now);
        if effects.is_empty() && self.toast.is_none() {
            self.say(NoticeTone::Info, NOTHING);
        }
        if let Some(place) = place {
            self.ask_what_it_tells(ix, place, false);
        }
        Ok(effects)
    }

    /// Makes the change of a box that was saved; one in which nothing was entered says so.
    pub(in crate::desk) fn commit_box(
        &mut self,
        lead: &str,
        change: Option<Change>,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Some(change) = change else {
            self.say(NoticeTone::Info, NOTHING);
            return Vec::new();
        };
        self.commit_saying(lead, change, now)
    }
}
