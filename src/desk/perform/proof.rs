//! The strip for proof under the answer just given: document, page, quotation and note in one
//! breath, while the walk stays on its question.
//!
//! The strip is a form that is drawn in the walk. Its page takes whatever can be typed; the keys that
//! type nothing are the walk's, as are a few while it is empty: what was typed is saved first.

use chrono::{DateTime, Utc};

use super::super::key::{Code, Key};
use super::super::message::Effect;
use super::super::overlay::{FieldError, FieldId, Form, Overlay, PageKind, Purpose};
use super::super::paper_field::Named;
use super::super::papers::said_to_stand;
use super::super::{Action, Desk, NoticeTone, Screen, forms};
use crate::audit::{Answer, Audit, Change, Document, Evidence, Quotation, QuoteState, Shows};
use crate::checklist::{Needs, QuestionIx};
use crate::desk::action::{actions_for, keyed};
use crate::documents::free_id;
use crate::findings::support::{Tells, tells};

/// The sentence where a box was saved with nothing in it.
pub(in crate::desk) const NOTHING: &str = "Nothing was entered, so nothing was kept.";

impl Desk {
    /// Opens the strip for proof under the question in front.
    pub(in crate::desk) fn open_strip(&mut self) {
        let Some((open, ix)) = self.at() else { return };
        let answer = open.audit().answer_of(&self.library, ix);
        let needs = answer
            .and_then(|one| one.status)
            .map_or(Needs::Evidence, |status| status.spec().needs);
        let lead = match needs {
            Needs::Request => keyed!(
                "Press {request} to record what you asked for",
                request = Request
            ),
            Needs::Reason => keyed!("It needs a reason: {next} to get to it", next = NextField),
            _ => "As 12 or iv".to_owned(),
        };
        let passage = open.papers.passage();
        let quote = passage.map_or_else(String::new, |_| {
            keyed!(" {quote} to quote the passage shown,", quote = QuotePassage)
        });
        let help = keyed!(
            "{lead};{quote} {next} to go on, {undo} to undo.",
            next = NextOpen,
            undo = Undo
        );
        let document = passage
            .map(|passage| passage.at.document.clone())
            .or_else(|| open.papers.last_used.clone())
            .or_else(|| match open.audit().documents.as_slice() {
                [one] => Some(one.id.clone()),
                _ => None,
            });
        let form = forms::proof(&self.library, open.audit(), ix, document.as_deref(), help);
        self.overlays.insert(0, Overlay::Form(form));
    }

    /// Returns the strip, with the place it has among the overlays.
    fn strip(&self) -> Option<(usize, QuestionIx, &Form)> {
        self.overlays
            .iter()
            .enumerate()
            .find_map(|(at, overlay)| match overlay {
                Overlay::Form(form) => match form.purpose {
                    Purpose::Proof(ix) => Some((at, ix, form)),
                    _ => None,
                },
                _ => None,
            })
    }

    /// Passes a key on to the walk if the strip has no use for it; `None` if it has.
    ///
    /// What was typed so far is saved first, so that no key loses it.
    pub(in crate::desk) fn pass_on(&mut self, key: Key, now: DateTime<Utc>) -> Option<Vec<Effect>> {
        let Some(Overlay::Form(form)) = self.overlays.last() else {
            return None;
        };
        if !form.is_strip() || form.at() != Some(FieldId::Page) {
            return None;
        }
        let empty = form.text(FieldId::Page).is_empty();
        let (key, action) = self.of_the_walk(key, empty)?;
        let mut effects = Vec::new();
        let of = self.at().map(|(_, ix)| ix);
        if form.differs() {
            let form = form.clone();
            match self.take_proof(&form, action == Action::NextOpen, now) {
                Ok(did) => effects.extend(did),
                Err(error) => {
                    self.notice_on(error);
                    return Some(effects);
                }
            }
            // Something is asked about what was saved; or the strip has gone on by itself.
            if !self.overlays.is_empty() || action == Action::NextOpen {
                return Some(effects);
            }
        }
        let before = self.strip().map(|(_, ix, _)| ix);
        let lifted = before.map(|_| self.overlays.remove(0));
        let told = self.toast.take();
        effects.extend(self.key(key, now));
        self.toast = self.toast.take().or(told);
        let strip_again = self.strip().is_some();
        match lifted {
            _ if strip_again => {}
            Some(lifted) => self.overlays.insert(0, lifted),
            None if self.at().map(|(_, ix)| ix) == of => self.reopen_strip(),
            None => {}
        }
        Some(effects)
    }

    /// Returns the key of the walk that is meant by a key pressed at the page, with its action; `None`
    /// if it is typed there.
    ///
    /// A letter with alt is always the walk's.
    fn of_the_walk(&self, key: Key, empty: bool) -> Option<(Key, Action)> {
        let mut actions = actions_for(key, self.screen_place());
        if key.is_typed() {
            let action = actions.next().filter(|_| empty)?;
            let Code::Char(c) = key.code else { return None };
            let acts = if c.is_alphanumeric() {
                LETTERS.contains(&c)
                    && BESIDE.contains(&action)
                    && (action != Action::Request || self.needs_request())
            } else {
                LOOKS.contains(&action)
            };
            return acts.then_some((key, action));
        }
        if key.alt && !key.ctrl && matches!(key.code, Code::Char(_)) {
            let plain = Key::plain(key.code);
            let action = actions_for(plain, self.screen_place()).next()?;
            return Some((plain, action));
        }
        if is_for_page(key) {
            return None;
        }
        actions.next().map(|action| (key, action))
    }

    /// Returns true if the answer in front stands only with what was asked for.
    fn needs_request(&self) -> bool {
        let answer = self
            .at()
            .and_then(|(open, ix)| open.audit().answer_of(&self.library, ix));
        let status = answer.and_then(|one| one.status);
        status.is_some_and(|status| status.spec().needs == Needs::Request)
    }

    /// Shows a notice on a field of the form on top.
    pub(in crate::desk) fn notice_on(&mut self, error: FieldError) {
        if let Some(Overlay::Form(form)) = self.overlays.last_mut() {
            form.go_to(error.field);
            form.notice = Some(error.message);
        }
    }

    /// Takes the strip away once its question is no longer in front, or no longer answered; what
    /// was typed in it is saved.
    pub(in crate::desk) fn keep_strip_in_front(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let Some((at, ix, form)) = self.strip() else {
            return Vec::new();
        };
        let in_front = self.screen == Screen::Walk
            && self.open.as_ref().and_then(|open| open.walk.at()) == Some(ix);
        let typed = form.differs();
        if in_front && (typed || self.is_answered(ix)) {
            return Vec::new();
        }
        let Overlay::Form(mut form) = self.overlays.remove(at) else {
            return Vec::new();
        };
        if !typed || self.open.is_none() {
            return Vec::new();
        }
        form.asked = true;
        match self.record_proof(&form, ix, now) {
            Ok((effects, _)) => effects,
            Err(error) => {
                self.throw(Overlay::Form(form));
                self.say(
                    NoticeTone::Warning,
                    keyed!("Not saved: {} Press {undo} to bring it back.", undo = Undo; error),
                );
                Vec::new()
            }
        }
    }

    /// Returns true if a status or a value is recorded for a question.
    pub(in crate::desk) fn is_answered(&self, ix: QuestionIx) -> bool {
        let open = self.open.as_ref();
        let answer = open.and_then(|open| open.audit().answer_of(&self.library, ix));
        answer.is_some_and(|one| one.status.is_some() || one.value.is_some())
    }

    /// Submits the strip, and goes on to the next open question if wanted.
    pub(in crate::desk) fn take_proof(
        &mut self,
        form: &Form,
        go_on: bool,
        now: DateTime<Utc>,
    ) -> Result<Vec<Effect>, FieldError> {
        let Purpose::Proof(ix) = form.purpose else {
            return Ok(Vec::new());
        };
        let (effects, place) = self.record_proof(form, ix, now)?;
        self.overlays
            .retain(|overlay| !matches!(overlay, Overlay::Form(form) if form.is_strip()));
        let asks = place.is_some_and(|place| self.ask_what_it_tells(ix, place, go_on));
        if go_on && !asks {
            self.go_on();
        }
        Ok(effects)
    }

    /// Goes on to the next open question, and leaves standing what was said last.
    pub(in crate::desk) fn go_on(&mut self) {
        let told = self.toast.take();
        self.next_open();
        self.toast = told.or(self.toast.take());
    }

    /// Records what the strip says. Returns the place of new evidence as well.
    fn record_proof(
        &mut self,
        form: &Form,
        ix: QuestionIx,
        now: DateTime<Utc>,
    ) -> Result<(Vec<Effect>, Option<usize>), FieldError> {
        let evidence = forms::read_evidence(form, None)?;
        let shows = evidence.has_place() || form.is_changed(FieldId::Document);
        let evidence = Some(evidence).filter(|_| shows);
        if evidence.is_some() && form.named().is_none() && !form.asked {
            if let Some(Overlay::Form(form)) = self.overlays.last_mut() {
                form.asked = true;
            }
            return Err(FieldError::new(
                FieldId::Document,
                keyed!(
                    "Which paper is it in? Type its title. Press {keep} again to save it without \
                     one.",
                    keep = KeepProof
                ),
            ));
        }
        let note = form
            .is_changed(FieldId::Note)
            .then(|| form.text(FieldId::Note));
        let lead = match (&evidence, &note) {
            (Some(one), _) if one.quote.is_some() => "Quotation kept",
            (Some(_), _) => "Evidence kept",
            (None, _) => "Note kept",
        };
        let proof = NewProof {
            named: form.named(),
            place: None,
            evidence,
            note,
        };
        Ok(self.record_evidence(ix, proof, lead, now))
    }

    /// Records a piece of evidence with its document, and a note, as one change. Returns the place
    /// of the evidence as well.
    pub(in crate::desk) fn record_evidence(
        &mut self,
        ix: QuestionIx,
        proof: NewProof<'_>,
        lead: &str,
        now: DateTime<Utc>,
    ) -> (Vec<Effect>, Option<usize>) {
        let NewProof {
            named,
            place,
            mut evidence,
            note,
        } = proof;
        let Some(open) = &mut self.open else {
            return (Vec::new(), None);
        };
        let lost = evidence
            .as_ref()
            .and_then(Quotation::of)
            .and_then(|quotation| match open.papers.find_again(&quotation)? {
                QuoteState::Missing => Some(said_to_stand(open.audit(), &quotation)),
                _ => None,
            });
        let mut changes = Vec::new();
        if let (Some(Named::New(title)), Some(evidence)) = (named, &mut evidence) {
            let document = new_document(open.audit(), title);
            evidence.document = Some(document.id.clone());
            let id = document.id.clone();
            changes.extend(open.audit().edit_document(&id, Some(document)));
        }
        if let Some(used) = evidence.as_ref().and_then(|one| one.document.clone()) {
            open.papers.last_used = Some(used);
        }
        let stood = open.audit().answer_of(&self.library, ix);
        let stood = stood.map_or(0, |one| one.evidence.len());
        let at = evidence
            .as_ref()
            .filter(|one| !one.is_empty())
            .map(|_| place.unwrap_or(stood));
        let who = self.who.clone();
        changes.extend(open.audit().edit_answer_of(&self.library, ix, |answer| {
            let before = answer.clone();
            place_evidence(answer, place, evidence);
            if let Some(note) = note {
                answer.note = note;
            }
            if *answer != before {
                answer.by = who;
                answer.at = Some(now);
            }
        }));
        let change = match changes.len() {
            0 => return (Vec::new(), None),
            1 => changes.remove(0),
            _ => Change::Together(changes),
        };
        let Some(place) = lost else {
            return (self.commit_saying(lead, change, now), at);
        };
        // The words stay as they were typed: the paper may have been read badly.
        let effects = self.commit_saying(&format!("Not found {place} · {lead}"), change, now);
        if let Some(toast) = &mut self.toast {
            toast.tone = NoticeTone::Warning;
        }
        (effects, at)
    }

    /// Asks which time a piece of evidence tells of, if its paper is later than the decision and
    /// nobody has said so yet. Returns true if it asks.
    pub(in crate::desk) fn ask_what_it_tells(
        &mut self,
        question: QuestionIx,
        place: usize,
        go_on: bool,
    ) -> bool {
        if !self.is_unsettled(question, place) {
            return false;
        }
        self.show_page(PageKind::Settle {
            question,
            place,
            go_on,
        });
        true
    }

    fn is_unsettled(&self, ix: QuestionIx, place: usize) -> bool {
        let question = self.library.question(ix);
        self.open.as_ref().is_some_and(|open| {
            let audit = open.audit();
            audit.answer_of(&self.library, ix).is_some_and(|answer| {
                answer.evidence.get(place).is_some_and(|evidence| {
                    tells(question, audit, answer, evidence) == Tells::Unsettled
                })
            })
        })
    }

    /// Returns the first piece of evidence under the question in front that is to be settled.
    pub(in crate::desk) fn unsettled_here(&self) -> Option<(QuestionIx, usize)> {
        let (open, ix) = self.at()?;
        let answer = open.audit().answer_of(&self.library, ix)?;
        let place = (0..answer.evidence.len()).find(|at| self.is_unsettled(ix, *at))?;
        Some((ix, place))
    }

    pub(in crate::desk) fn ask_again_what_it_tells(&mut self) {
        if let Some((ix, place)) = self.unsettled_here() {
            self.ask_what_it_tells(ix, place, false);
        }
    }

    /// Settles which time the evidence in front tells of.
    pub(in crate::desk) fn settle_time(&mut self, shows: Shows, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(Overlay::Page(page)) = self.overlays.pop() else {
            return Vec::new();
        };
        let PageKind::Settle {
            question,
            place,
            go_on,
        } = page.kind
        else {
            return Vec::new();
        };
        let who = self.who.clone();
        let change = self.open.as_ref().and_then(|open| {
            let audit = open.audit();
            audit.edit_answer_of(&self.library, question, |answer| {
                if let Some(one) = answer.evidence.get_mut(place) {
                    one.shows = Some(shows);
                }
                answer.by = who;
                answer.at = Some(now);
            })
        });
        let lead = match shows {
            Shows::Then => "It is about what was done before the decision",
            Shows::Later => "It is about what came later: hindsight",
        };
        let effects = change.map_or_else(Vec::new, |change| self.commit_saying(lead, change, now));
        self.go_on_after_asking(question, go_on);
        effects
    }

    /// Leaves the question which time the evidence tells of for later.
    pub(in crate::desk) fn settle_later(&mut self) {
        let Some(Overlay::Page(page)) = self.overlays.pop() else {
            return;
        };
        self.say(
            NoticeTone::Warning,
            keyed!(
                "It is to be settled; until then it proves nothing. Press {filter} to find it and \
                 {settle} to settle it.",
                filter = Filter,
                settle = Settle
            ),
        );
        if let PageKind::Settle {
            question, go_on, ..
        } = page.kind
        {
            self.go_on_after_asking(question, go_on);
        }
    }

    fn go_on_after_asking(&mut self, question: QuestionIx, go_on: bool) {
        if go_on {
            self.go_on();
        } else if self.strip().is_none() && self.at().is_some_and(|(_, ix)| ix == question) {
            self.reopen_strip();
        }
    }

    /// Opens the strip again under the question in front, if that is answered.
    pub(in crate::desk) fn reopen_strip(&mut self) {
        let answered = self
            .at()
            .map(|(_, ix)| ix)
            .filter(|ix| self.is_answered(*ix));
        if self.screen == Screen::Walk && self.overlays.is_empty() && answered.is_some() {
            self.open_strip();
        }
    }
}

/// The proof of an answer, as a box gives it.
#[derive(Debug)]
pub(in crate::desk) struct NewProof<'f> {
    /// The document named, if one is.
    pub(in crate::desk) named: Option<Named<'f>>,
    /// The place of the evidence that is changed; `None` for a new one.
    pub(in crate::desk) place: Option<usize>,
    /// The evidence, if any is given.
    pub(in crate::desk) evidence: Option<Evidence>,
    /// The new note, if it changed.
    pub(in crate::desk) note: Option<String>,
}

/// Puts a piece of evidence in its place, or at the end; an empty one takes away what stood there.
fn place_evidence(answer: &mut Answer, place: Option<usize>, evidence: Option<Evidence>) {
    let Some(evidence) = evidence else { return };
    match (place, evidence.is_empty()) {
        (Some(at), true) if at < answer.evidence.len() => {
            answer.evidence.remove(at);
        }
        (Some(at), false) => {
            if let Some(slot) = answer.evidence.get_mut(at) {
                *slot = evidence;
            }
        }
        (None, false) => answer.evidence.push(evidence),
        _ => {}
    }
}

/// The letters that no page's name begins with.
const LETTERS: [char; 7] = ['o', 'q', 'u', 'r', 'Q', 'U', 'Z'];

/// The actions of the walk that such a letter asks for while no page is typed; no answer is among
/// them.
const BESIDE: [Action; 7] = [
    Action::NextOpen,
    Action::QuotePassage,
    Action::Undo,
    Action::Redo,
    Action::FetchBack,
    Action::Request,
    Action::Quit,
];

/// The actions of the walk with a sign for a key that act while no page is typed: they change nothing.
const LOOKS: [Action; 6] = [
    Action::Search,
    Action::Help,
    Action::Palette,
    Action::NextPassage,
    Action::PreviousPassage,
    Action::Forward,
];

/// Returns true if a key types something into the page, moves in it, or is the strip's.
const fn is_for_page(key: Key) -> bool {
    match key.code {
        Code::Char(c) if key.ctrl => matches!(c, 's' | 'z' | 'u' | 'w' | 'a' | 'e'),
        Code::Char(_) => !key.alt,
        Code::Backspace
        | Code::Delete
        | Code::Left
        | Code::Right
        | Code::Home
        | Code::End
        | Code::Enter
        | Code::Tab
        | Code::BackTab
        | Code::Esc => true,
        _ => false,
    }
}

/// Returns a document to register under a title, with an id of its own.
pub(super) fn new_document(audit: &Audit, title: &str) -> Document {
    Document::titled(free_id(title, &audit.documents), title)
}
