//! Actions of the report screen: the council's own rules, the signatures, the questions put and
//! their replies.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::super::field::Field;
use super::super::message::{BackgroundJob, Effect};
use super::super::overlay::{
    FieldEntry, FieldError, FieldId, Form, FormField, Item, Overlay, Pick, Picker, Purpose,
};
use super::super::{Desk, NoticeTone, OpenAudit, dates, forms};
use super::proof::NOTHING;
use crate::audit::{By, CouncilQuestion, ReplyOutcome};
use crate::base::Problem;
use crate::desk::action::keyed;
use crate::report::council::ready;
use crate::report::setting::file::OfAuthor;
use crate::report::{Council, Format, Kind, Setting, author, call_in, ending, question_sheet};

/// Returns the row of a council question: its subject first, since many begin with the same words.
fn row(about: &str, ask: &str) -> String {
    if about.is_empty() {
        ask.to_owned()
    } else {
        format!("{about}: {ask}")
    }
}

/// Returns the offer of a ready profile, next to rules that are still empty.
fn start_from(profile: Council, empty: Council) -> Picker {
    let label = format!("the ready profile of {}", profile.name);
    let items = vec![
        Item::new("", label, "", Pick::Rules(Box::new(profile))),
        Item::new("", "an empty form", "", Pick::Rules(Box::new(empty))),
    ];
    Picker::new("Start from a ready profile?", items)
}

impl Desk {
    pub(in crate::desk) fn edit_rules(&mut self) {
        let Some(open) = &self.open else { return };
        let mut council = open.setting.council.clone();
        if council.name.trim().is_empty() {
            let authority = &open.audit().review.authority;
            council.name.clone_from(authority);
            if let Some(profile) = ready::of_review(&open.audit().review) {
                let picker = start_from(profile, council);
                self.lay(Overlay::Picker(picker));
                return;
            }
        }
        self.rules_form(&council);
    }

    /// Opens the form for a council's own rules.
    pub(in crate::desk) fn rules_form(&mut self, council: &Council) {
        let form = forms::council::council(council);
        self.lay(Overlay::Form(form));
    }

    pub(in crate::desk) fn sign_notice(&mut self) {
        let grounds = self.with_source(call_in::proposed).unwrap_or_default();
        let Some(open) = &self.open else { return };
        let council = &open.setting.council;
        let form = forms::hand_over::notice(&open.audit().notice, council, &grounds);
        self.lay(Overlay::Form(form));
    }

    /// Opens the form for the notice at a ground, to put it under one of the council's own.
    pub(in crate::desk) fn place_ground(&mut self, id: &str) {
        let grounds = self.with_source(call_in::proposed).unwrap_or_default();
        self.sign_notice();
        if let (Some(Overlay::Form(form)), Some(place)) = (
            self.overlays.last_mut(),
            grounds.iter().position(|ground| ground.id == id),
        ) {
            form.go_to(FieldId::Under(place));
        }
    }

    pub(in crate::desk) fn pick_question_to_ask(&mut self) {
        let picker = self.to_ask();
        self.lay(Overlay::Picker(picker));
    }

    /// Returns the picker of questions that can be put, and those already put, with their replies.
    fn to_ask(&self) -> Picker {
        let asked = self
            .with_source(question_sheet::questions)
            .unwrap_or_default();
        let mut items = Vec::new();
        let Some(open) = &self.open else {
            return Picker::new("Which question?", items);
        };
        let audit = open.audit();
        for one in &asked {
            if audit.puts.iter().any(|put| put.is(&one.question)) {
                continue;
            }
            let mut put = CouncilQuestion::asked(audit.free_put(), one.question.clone());
            put.bears_on.clone_from(&one.bears_on);
            let pick = Pick::Put(Box::new(put));
            items.push(
                Item::new("", row(&one.short, &one.question), "not put yet", pick)
                    .found_by(&one.about),
            );
        }
        for put in &audit.puts {
            let mark = match put.outcome {
                ReplyOutcome::Asked => "…",
                ReplyOutcome::Answered => "✓",
                ReplyOutcome::NotAnswered | ReplyOutcome::Refused => "!",
            };
            let pick = Pick::Put(Box::new(put.clone()));
            let bears_on = put.bears_on.iter();
            let about = bears_on
                .filter_map(|id| self.library.find_question(id))
                .map(|ix| self.library.question(ix).short.as_str())
                .next();
            let label = row(about.unwrap_or_default(), &put.ask);
            items.insert(
                0,
                Item::new(mark, label, put.outcome.label(), pick).found_by(&put.reply),
            );
        }
        let own = CouncilQuestion::asked(audit.free_put(), "");
        items.push(Item::new(
            "+",
            "a question of your own",
            "",
            Pick::Put(Box::new(own)),
        ));
        Picker::new("Which question did you ask?", items)
    }

    /// Opens the form for a council question.
    pub(in crate::desk) fn put_form(&mut self, put: CouncilQuestion) {
        let form = forms::hand_over::put(put);
        self.overlays.push(Overlay::Form(form));
    }

    /// Submits the form for a council question: its reply becomes evidence in the same step.
    pub(in crate::desk) fn take_put(
        &mut self,
        form: &Form,
        before: &CouncilQuestion,
        now: DateTime<Utc>,
    ) -> Result<Vec<Effect>, FieldError> {
        let put = forms::hand_over::read_put(form, before)?;
        let outcome = put.outcome;
        let by = By {
            who: &self.who,
            at: now,
        };
        let change = self
            .open
            .as_ref()
            .and_then(|open| open.audit().record_put(&self.library, &put, None, by));
        self.overlays.pop();
        let Some(change) = change else {
            self.say(NoticeTone::Info, NOTHING);
            return Ok(Vec::new());
        };
        let lead = match outcome {
            ReplyOutcome::Asked => keyed!(
                "kept; {ask} again when there is an answer, or none",
                ask = AskQuestion
            ),
            ReplyOutcome::Answered => "the reply is kept as the council’s answer".to_owned(),
            ReplyOutcome::NotAnswered => "that it was not answered is kept".to_owned(),
            ReplyOutcome::Refused => "the refusal is kept, with who refused and when".to_owned(),
        };
        let lead = dates::with_dates(&lead, form);
        let effects = self.commit_saying(&lead, change, now);
        self.propose_after_reply(&put.id);
        Ok(effects)
    }

    /// Submits the form with a council's own rules.
    pub(in crate::desk) fn take_council(
        form: &Form,
        before: &Council,
    ) -> Result<Vec<Effect>, FieldError> {
        let council: Council = forms::council::read_council(form, before)?;
        // The form stays open until they are stored.
        Ok(vec![BackgroundJob::KeepCouncil(Box::new(council)).into()])
    }

    /// Submits the form for the notice: it is kept with the audit.
    pub(in crate::desk) fn take_notice(
        &mut self,
        form: &Form,
        now: DateTime<Utc>,
    ) -> Result<Vec<Effect>, FieldError> {
        let grounds = self.with_source(call_in::proposed).unwrap_or_default();
        let Some(open) = &self.open else {
            return Ok(Vec::new());
        };
        let mut after = open.audit().notice.clone();
        forms::hand_over::read_notice(form, &open.setting.council, &grounds, &mut after)?;
        let change = open.audit().edit_notice(|notice| *notice = after);
        self.overlays.pop();
        let Some(change) = change else {
            self.say(NoticeTone::Info, NOTHING);
            return Ok(Vec::new());
        };
        Ok(self.commit_saying(
            "taken into the notice, and kept with the audit",
            change,
            now,
        ))
    }

    /// Writes the report, after a read-through if that has a remark.
    pub(in crate::desk) fn read_and_write(&mut self) {
        if self.write_in_tour() {
            return;
        }
        if self.read_through().remarks() > 0 {
            self.open_read_through();
        } else {
            self.hand_paper_over();
        }
    }

    /// Asks for the file to write the report to; the first time, for the user's name, and for the
    /// sender, with the meeting of a submission or the day of a right of reply.
    pub(in crate::desk) fn hand_paper_over(&mut self) {
        if self.write_in_tour() {
            return;
        }
        // A paper with nothing in it asks for no sender and no file.
        if let Some(why) = self.not_built().map(ToString::to_string) {
            self.say(NoticeTone::Warning, why);
            return;
        }
        let Some(open) = &self.open else { return };
        let named = !self.author.name.is_empty() || !open.setting.names_author(open.paper.kind);
        let placed =
            !open.paper.kind.is_sent() || open.paper.sender_asked.contains(&open.paper.kind);
        if !(named || self.author_asked) {
            let form = forms::hand_over::author();
            self.overlays.push(Overlay::Form(form));
        } else if placed {
            self.ask_where_to_write();
        } else {
            let form = Self::meeting_form(open);
            self.overlays.push(Overlay::Form(form));
        }
    }

    fn meeting_form(open: &OpenAudit) -> Form {
        let setting = &open.setting;
        let we = &setting.settings.we;
        if open.paper.kind == Kind::RightOfReply {
            return forms::hand_over::reply_by(we, setting.reply_by);
        }
        forms::hand_over::meeting(we, &setting.meeting)
    }

    /// Opens the form for the sender and the meeting of a submission, or the day of a reply.
    pub(in crate::desk) fn ask_for_meeting(&mut self) {
        let form = self.open.as_ref().map(Self::meeting_form);
        if let Some(form) = form {
            self.was_placed();
            self.lay(Overlay::Form(form));
        }
    }

    /// Notes that the user was asked who sends this kind of paper, and where. Returns true if that was
    /// done before.
    fn was_placed(&mut self) -> bool {
        self.open.as_mut().is_none_or(|open| {
            let kind = open.paper.kind;
            let asked = open.paper.sender_asked.contains(&kind);
            if !asked {
                open.paper.sender_asked.push(kind);
            }
            asked
        })
    }

    /// Submits the form with the sender and the meeting, or the day of a reply: those are kept while
    /// the audit is open, the sender for all papers.
    pub(in crate::desk) fn take_meeting(&mut self, form: &Form) -> Result<Vec<Effect>, FieldError> {
        let today = self.today;
        let Some(open) = &mut self.open else {
            return Ok(Vec::new());
        };
        if open.paper.kind == Kind::RightOfReply {
            let by = forms::hand_over::read_reply_by(form, today)?;
            Arc::make_mut(&mut open.setting).reply_by = by;
        } else {
            let meeting = forms::hand_over::read_meeting(form);
            Arc::make_mut(&mut open.setting).meeting = meeting;
        }
        open.setting_count += 1;
        let we = author::we_given(&form.text(FieldId::We));
        if we != open.setting.settings.we && !we.is_empty() {
            // The form stays open until it is stored.
            return Ok(vec![BackgroundJob::KeepAuthor(OfAuthor::We, we).into()]);
        }
        self.overlays.pop();
        self.meeting_taken();
        Ok(Vec::new())
    }

    /// Goes on to the file, unless the form was opened by itself.
    fn meeting_taken(&mut self) {
        if !self.was_placed() {
            self.hand_paper_over();
        }
    }

    /// Closes the form once a report is written, and says where it is.
    pub(in crate::desk) fn paper_written(&mut self, path: PathBuf) {
        self.overlays.clear();
        self.say(NoticeTone::Info, format!("Written: {}", path.display()));
        if let Some(open) = &mut self.open {
            open.paper.written = Some(path);
        }
    }

    /// Asks for the file to write a bundle to.
    pub(in crate::desk) fn ask_where_to_bundle(&mut self) {
        let Some(open) = &self.open else { return };
        let path = self.in_papers_folder(&format!("{}-bundle.zip", open.name));
        let field = FormField {
            key: FieldId::Path,
            label: "File",
            help: "Papers seen in confidence are left out. A name that ends in .zip makes one file to \
                   check and merge: audit, journal, papers. One that ends in .pdf makes a PDF for a \
                   court or an ombudsman."
                .into(),
            entry: FieldEntry::Text(Field::line(path)),
        };
        let title = "Bundle the audit with its papers".to_owned();
        let form = Form::new(title, Purpose::BundleFile, vec![field]);
        self.overlays.push(Overlay::Form(form));
    }

    /// Asks for a bundle to be written.
    ///
    /// # Errors
    /// If the name has the ending of another kind of file.
    pub(in crate::desk) fn write_bundle(
        &mut self,
        typed: &str,
        overwrite: bool,
    ) -> Result<Vec<Effect>, FieldError> {
        let Some(open) = &self.open else {
            return Ok(Vec::new());
        };
        let Some(audit) = open.path.clone() else {
            return Ok(Vec::new());
        };
        let path = PathBuf::from(typed);
        let path = match ending(&path).as_deref() {
            Some("zip" | "pdf") => path,
            Some(end) => {
                let why = format!("No bundle is written as .{end}. End the name in .zip or .pdf.");
                return Err(FieldError::new(FieldId::Path, why));
            }
            None => format!("{typed}.zip").into(),
        };
        let order = self.bundle_order(open);
        if let Some(Overlay::Form(form)) = self.overlays.last_mut() {
            form.notice = Some("The papers are being read, and the bundle written.".to_owned());
        }
        let job = BackgroundJob::WriteBundle {
            order: Box::new(order),
            audit,
            path,
            overwrite,
        };
        Ok(vec![job.into()])
    }

    /// Tells where a bundle was written, and what is not in it.
    pub(in crate::desk) fn bundle_written(&mut self, path: PathBuf, notes: Vec<String>) {
        self.paper_written(path);
        if !notes.is_empty() {
            let path = self
                .open
                .as_ref()
                .and_then(|open| open.paper.written.as_ref());
            let written = path.map(|path| format!("Written: {}", path.display()));
            self.tell_in_full(written.into_iter().chain(notes).collect());
        }
    }

    /// Opens the file written last, or its folder, in another program.
    pub(in crate::desk) fn open_written(&self, folder: bool) -> Vec<Effect> {
        let written = self
            .open
            .as_ref()
            .and_then(|open| open.paper.written.as_deref());
        let path = written.and_then(|path| if folder { path.parent() } else { Some(path) });
        path.map(|path| BackgroundJob::OpenOutside(path.to_owned()).into())
            .into_iter()
            .collect()
    }

    /// Submits the form with the user's name; an empty one goes on without a name.
    pub(in crate::desk) fn take_author(&mut self, form: &Form) -> Result<Vec<Effect>, FieldError> {
        let name = author::given(&form.text(FieldId::Name))
            .map_err(|why| FieldError::new(FieldId::Name, why))?;
        if let Some(name) = name {
            // The form stays open until it is stored.
            return Ok(vec![BackgroundJob::KeepAuthor(OfAuthor::Name, name).into()]);
        }
        self.overlays.pop();
        self.goes_without_name();
        Ok(Vec::new())
    }

    /// Goes on without a name, and does not ask for one again.
    fn goes_without_name(&mut self) {
        self.author_asked = true;
        self.hand_paper_over();
    }

    /// Adopts a text about the user once it is stored: the history uses their name from now on.
    pub(in crate::desk) fn author_kept(
        &mut self,
        which: OfAuthor,
        text: String,
        path: &std::path::Path,
    ) {
        let purpose = match which {
            OfAuthor::Name => {
                self.call_author(text);
                Purpose::Author
            }
            OfAuthor::We => {
                self.first.we.clone_from(&text);
                if let Some(open) = &mut self.open {
                    Arc::make_mut(&mut open.setting).settings.we = text;
                    open.setting_count += 1;
                }
                Purpose::Meeting
            }
        };
        let asked =
            matches!(self.overlays.last(), Some(Overlay::Form(form)) if form.purpose == purpose);
        if asked {
            self.overlays.pop();
            match which {
                OfAuthor::Name => self.hand_paper_over(),
                OfAuthor::We => self.meeting_taken(),
            }
        }
        self.say(
            NoticeTone::Info,
            format!("Kept for all your papers: {}", path.display()),
        );
    }

    pub(in crate::desk) fn call_author(&mut self, name: String) {
        self.author.name = name;
        self.author.signs().clone_into(&mut self.who);
        if let Some(open) = &mut self.open {
            open.setting_count += 1;
        }
    }

    /// Toggles between a blank checklist and one with the answers.
    pub(in crate::desk) fn turn_answers(&mut self) {
        if let Some(open) = &mut self.open {
            let setting = Arc::make_mut(&mut open.setting);
            setting.with_answers = !setting.with_answers;
            open.setting_count += 1;
        }
    }

    /// Adopts the report settings that were read.
    pub(in crate::desk) fn set(&mut self, authority: &str, setting: Result<Box<Setting>, Problem>) {
        let Some(open) = &mut self.open else { return };
        if open.setting_of.as_deref() != Some(authority) {
            return;
        }
        match setting {
            Ok(setting) => {
                let with_answers = open.setting.with_answers;
                let meeting = open.setting.meeting.clone();
                let reply_by = open.setting.reply_by;
                let name = setting.settings.author.clone();
                open.setting = Arc::new(Setting {
                    meeting,
                    reply_by,
                    with_answers,
                    ..*setting
                });
                open.setting_count += 1;
                open.derive_timeline(&self.library, self.today);
                if !name.is_empty() {
                    self.call_author(name);
                }
            }
            Err(why) => self.say(NoticeTone::Error, why.to_string()),
        }
    }

    /// Closes the form once a council's rules are stored, and goes by them at once; they are read again
    /// with the other settings.
    pub(in crate::desk) fn council_kept(&mut self, path: &std::path::Path, council: Council) {
        let mut says = format!("Kept for every notice to this council: {}", path.display());
        if let Some(Overlay::Form(form)) = self.overlays.last() {
            says = dates::with_dates(&says, form);
        }
        self.overlays.clear();
        if let Some(open) = &mut self.open {
            if council.is_of(&open.audit().review.authority) {
                Arc::make_mut(&mut open.setting).council = council;
                open.setting_count += 1;
            }
            open.setting_of = None;
        }
        self.say(NoticeTone::Info, says);
    }

    /// Asks for a report to be written.
    pub(in crate::desk) fn write_paper(
        &mut self,
        (kind, format): (Kind, Format),
        path: PathBuf,
        overwrite: bool,
    ) -> Result<Vec<Effect>, FieldError> {
        self.keep_preview();
        let made = self
            .open
            .as_ref()
            .and_then(|open| open.paper.preview.as_ref());
        if let Some((_, Err(why))) = made {
            return Err(FieldError::new(FieldId::Path, why));
        }
        let Some(order) = self.order(kind, format) else {
            return Ok(Vec::new());
        };
        if let Some(Overlay::Form(form)) = self.overlays.last_mut() {
            form.notice = Some("It is being written.".to_owned());
        }
        let job = BackgroundJob::WriteReport {
            order: Box::new(order),
            audit: self.open.as_ref().and_then(|open| open.path.clone()),
            path,
            overwrite,
        };
        Ok(vec![job.into()])
    }
}
