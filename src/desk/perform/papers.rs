//! Actions on the council's documents: registered, read, quoted, searched, swept, and their silence
//! recorded.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::super::message::{BackgroundJob, Effect};
use super::super::overlay::{FieldEntry, FieldId, Form, FormField, Overlay, PaperSearch, Purpose};
use super::super::paper_field::Named;
use super::super::papers::{PageView, any_file, source_of};
use super::super::walk::{Filter, WalkBy};
use super::super::{Desk, NoticeTone, Screen};
use super::proof::NewProof;
use crate::audit::{Document, Evidence};
use crate::checklist::{QuestionIx, Status};
use crate::desk::action::keyed;
use crate::desk::field::Field;
use crate::documents::{Passage, Register, Search, Silence, SweepOutcome, say_pages};
use crate::wording::count;

/// The greatest number of passages a search shows.
const SHOWN: usize = 60;

impl Desk {
    /// Returns the page view, if one is open.
    pub fn page_view(&self) -> Option<&PageView> {
        self.open.as_ref()?.papers.page_view.as_ref()
    }

    /// Returns the selected document of the register.
    pub fn document(&self) -> Option<&Document> {
        let open = self.open.as_ref()?;
        open.audit().documents.get(open.papers.row)
    }

    pub(in crate::desk) fn describe_document(&mut self) {
        if let Some(document) = self.document().cloned() {
            self.document_form(document);
        }
    }

    pub(in crate::desk) fn read_again(&mut self) {
        if let Some(open) = &mut self.open {
            open.papers.asked = Vec::new();
            open.papers.register = None;
            open.papers.look = None;
        }
    }

    pub(in crate::desk) fn read_document(&mut self) {
        if let Some(id) = self.document().map(|one| one.id.clone()) {
            self.open_page(&id, (0, 0), Vec::new(), false);
        }
    }

    pub(in crate::desk) fn find_in_documents(&mut self) {
        self.lay(Overlay::Find(PaperSearch {
            query: Field::line(""),
            passages: Vec::new(),
            total: 0,
            by_page: false,
            silence: None,
            selected: 0,
        }));
    }

    /// Returns the passage shown beside the question.
    fn passage(&self) -> Option<Passage> {
        self.open.as_ref()?.papers.passage().cloned()
    }

    pub(in crate::desk) fn quote_passage(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        match self.passage() {
            Some(passage) if !self.brings_passage_in_sight() => self.attach(&passage, now),
            _ => Vec::new(),
        }
    }

    /// Shows the passage in front if its end is not on the screen, and returns true if it had to:
    /// nobody's words are quoted unseen.
    fn brings_passage_in_sight(&mut self) -> bool {
        let rows = self.drawn.page_rows;
        let Some((open, drawn)) = self.open.as_mut().zip(self.drawn.passage.as_ref()) else {
            return false;
        };
        let is_seen = drawn.shown.start < drawn.lines.end && drawn.lines.end <= drawn.shown.end;
        // A step of the tour quotes the passage itself.
        if is_seen || open.tour.is_some() || open.walk.at() != Some(drawn.question) {
            return false;
        }
        open.papers.to_read = Some(drawn.question);
        let (start, end) = (drawn.lines.start, drawn.lines.end);
        open.scroll = start.saturating_sub(1).max((end + 1).saturating_sub(rows));
        self.say(
            NoticeTone::Warning,
            "This passage was not on the screen. Read it, then give the same key again.",
        );
        true
    }

    pub(in crate::desk) fn read_shown_passage(&mut self) {
        if let Some(passage) = self.passage() {
            self.read_passage(&passage, true);
        }
    }

    pub(in crate::desk) fn ask_for_page(&mut self) {
        let field = FormField {
            key: FieldId::Page,
            label: "Page",
            help: "The page of the file, or the number printed on it.".into(),
            entry: FieldEntry::Text(Field::line("")),
        };
        let form = Form::new("Go to page", Purpose::GoToPage, vec![field]);
        self.lay(Overlay::Form(form));
    }

    /// Brings derived state up to date after every message.
    ///
    /// Documents are read when the register changed, the settings when the authority changed; the
    /// question in front is looked up in the documents.
    pub(in crate::desk) fn settle(&mut self) -> Vec<Effect> {
        let library = self.library.clone();
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        let mut effects = Vec::new();
        let documents = &open.history.audit().documents;
        if open.papers.asked != *documents
            && let Some(path) = &open.path
        {
            open.papers.asked.clone_from(documents);
            if any_file(documents) || open.papers.register.is_some() {
                open.papers.awaited = true;
                let job = BackgroundJob::ReadRegister {
                    audit: path.clone(),
                    documents: documents.clone(),
                    known: open.papers.known(),
                };
                effects.push(job.into());
            }
        }
        let authority = &open.history.audit().review.authority;
        if open.setting_of.as_deref() != Some(authority) {
            open.setting_of = Some(authority.clone());
            effects.push(BackgroundJob::LoadSetting(authority.clone()).into());
        }
        let rows = documents.len();
        open.papers.row = open.papers.row.min(rows.saturating_sub(1));
        let question = open.walk.at();
        open.papers.look_up(&library, question);
        if open.papers.page_view.is_some() {
            open.papers.keep_likely(&library);
        }
        let (audit, seq) = (open.history.audit(), open.history.last_seq());
        open.papers.keep_quotes(&library, audit, seq);
        if self.screen == Screen::Report {
            self.keep_preview();
        }
        effects
    }

    /// Adopts the documents of a register that were read.
    pub(in crate::desk) fn papers_read(&mut self, documents: &[Document], register: Arc<Register>) {
        let library = self.library.clone();
        let Some(open) = &mut self.open else { return };
        if open.papers.asked != documents {
            return;
        }
        open.papers.awaited = false;
        open.papers.reading = None;
        let changed = register
            .notices
            .iter()
            .find(|notice| notice.is_of_another_file());
        let told = match (register.cancelled, changed) {
            (true, _) => Some((
                NoticeTone::Warning,
                keyed!(
                    "Stopped. What was not read is marked under Documents; press {again} there to \
                     read again.",
                    again = ReadAgain
                ),
            )),
            (false, Some(notice)) => Some((NoticeTone::Warning, notice.to_string())),
            (false, None) => None,
        };
        if let Some(page_view) = &open.papers.page_view
            && register.shelf.paper(&page_view.document).is_none()
        {
            open.papers.page_view = None;
        }
        open.papers.register = Some(register);
        open.papers.quotes = None;
        open.papers.readings += 1;
        let question = open.walk.at();
        open.papers.look_again(&library, question);
        if let (Some((tone, says)), None) = (told, &self.toast) {
            self.say(tone, says);
        }
    }

    /// Starts a walk in the order of the documents' evidence.
    pub(in crate::desk) fn sweep(&mut self) {
        let library = self.library.clone();
        let Some(open) = &mut self.open else { return };
        let groups = open.papers.sweep(&library, &open.findings);
        if groups.is_empty() {
            self.say(
                NoticeTone::Info,
                "The papers say nothing more about the open questions.",
            );
            return;
        }
        let count = |title: &str| {
            groups
                .iter()
                .find(|group| group.title == title)
                .map_or(0, |group| group.questions.len())
        };
        let says = format!(
            "Sorted: passages for {}, possible mentions for {}, silence on {}. You still give \
             every answer.",
            count("Passages found"),
            count("Possible mentions"),
            count("Not one mention"),
        );
        open.walk.swept = groups;
        open.walk.by = WalkBy::Papers;
        open.walk.filter = Filter::All;
        open.walk
            .ask_again(&library, open.history.audit(), &open.findings);
        open.walk.group = 0;
        open.walk.row = 0;
        self.show(Screen::Walk);
        self.say(NoticeTone::Info, says);
    }

    pub(in crate::desk) fn turn_passage(&mut self, by: isize) {
        let Some(open) = &mut self.open else { return };
        let shown = open.papers.passages();
        if shown > 0 {
            let at = open.papers.at.cast_signed() + by;
            open.papers.at = at.rem_euclid(shown.cast_signed()).cast_unsigned();
        }
    }

    /// Attaches a passage to the question in front, as evidence.
    fn attach(&mut self, passage: &Passage, now: DateTime<Utc>) -> Vec<Effect> {
        let Some((open, ix)) = self.at() else {
            return Vec::new();
        };
        let source = source_of(open.audit(), &passage.at.document);
        let evidence = passage.evidence(source);
        let answer = open.audit().answer_of(&self.library, ix);
        let there = answer.is_some_and(|answer| answer.evidence.contains(&evidence));
        if there {
            self.say(NoticeTone::Info, "This passage is already attached.");
            return Vec::new();
        }
        let answered = answer.is_some_and(|one| one.status.is_some());
        let own = if answered {
            ""
        } else {
            "; the answer is still yours to give"
        };
        let lead = format!("quoted as evidence: {}{own}", passage.at.cite());
        let named = evidence.document.clone();
        let named = named.as_deref().map(Named::Registered);
        let proof = NewProof {
            named,
            place: None,
            evidence: Some(evidence),
            note: None,
        };
        let (effects, place) = self.record_evidence(ix, proof, &lead, now);
        if let Some(place) = place {
            self.ask_what_it_tells(ix, place, false);
        }
        effects
    }

    /// Answers the question in front with what the papers say, and the sentence as its evidence.
    pub(in crate::desk) fn take_offer(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let Some((open, ix)) = self.at() else {
            return Vec::new();
        };
        let question = self.library.question(ix);
        let (digest, ask) = (question.digest().clone(), question.ask.clone());
        let Some(offer) = open.papers.offer() else {
            return Vec::new();
        };
        let (Some(value), Some(passage)) = (offer.value(&question.kind), offer.passages.first())
        else {
            return Vec::new();
        };
        let source = source_of(open.audit(), &passage.at.document);
        let evidence = passage.evidence(source);
        let used = evidence.document.clone();
        let lead = format!("{}: {}", offer.label(), passage.at.cite());
        if let Some(says) = self.asks_before_value(ix, Some(&value)) {
            self.say(NoticeTone::Warning, says);
            return Vec::new();
        }
        if self.brings_passage_in_sight() {
            return Vec::new();
        }
        let who = self.who.clone();
        let mut place = 0;
        let change = self.open.as_ref().and_then(|open| {
            open.audit().edit_answer_of(&self.library, ix, |answer| {
                let before = answer.clone();
                answer.value = Some(value);
                let there = answer.evidence.iter().position(|one| *one == evidence);
                place = there.unwrap_or(answer.evidence.len());
                if there.is_none() {
                    answer.evidence.push(evidence);
                }
                if *answer != before {
                    answer.asked = Some(digest);
                    answer.asked_text = Some(ask.to_string());
                    answer.by = who;
                    answer.at = Some(now);
                }
            })
        });
        let Some(change) = change else {
            self.say(
                NoticeTone::Info,
                "This is the answer already, with this evidence.",
            );
            return Vec::new();
        };
        if let Some(open) = &mut self.open {
            open.papers.last_used = used;
        }
        let effects = self.commit_saying(&lead, change, now);
        if !effects.is_empty() {
            self.ask_what_it_tells(ix, place, false);
        }
        effects
    }

    pub(in crate::desk) fn attach_paragraph(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        if self.page_view().is_some_and(|one| !one.marked.is_empty()) {
            let in_front = self.at().map(|(_, ix)| ix);
            return in_front.map_or_else(Vec::new, |ix| self.quote_for(&[ix], now));
        }
        let passage = self.open.as_ref().and_then(|open| {
            let page_view = open.papers.page_view.as_ref()?;
            let papers = &open.papers.register.as_ref()?.shelf;
            papers.passage_at(&page_view.document, page_view.page, page_view.paragraph)
        });
        if let Some(passage) = passage {
            return self.attach(&passage, now);
        }
        self.say(NoticeTone::Warning, "There are no words here to quote.");
        Vec::new()
    }

    /// Records the silence of the documents as an answer with its proof.
    ///
    /// Possible mentions and the likeliest paragraphs have to be seen first: the first time, it shows
    /// them and says so.
    pub(in crate::desk) fn record_silence(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        let Some(ix) = open.walk.at() else {
            return Vec::new();
        };
        let Some(SweepOutcome::Silent(silence)) =
            open.papers.look.as_ref().map(|look| &look.outcome)
        else {
            return Vec::new();
        };
        let told = open.papers.told_to_look == Some(ix);
        let drawn = self.drawn.passage.as_ref();
        let drawn = drawn.filter(|one| one.question == ix);
        let below = drawn.filter(|one| open.papers.looked_at < one.lines.len());
        if !silence.to_check().is_empty() && (!told || below.is_some()) {
            let possible = !silence.possible.is_empty();
            if !told {
                open.papers.told_to_look = Some(ix);
                open.papers.looked_at = 0;
            }
            if let Some(one) = drawn {
                // The heading stays in sight, whatever the line above it comes to.
                let from = one.lines.start + open.papers.looked_at;
                open.scroll = from.saturating_sub(1);
            }
            let says = if possible {
                keyed!(
                    "Look first: the passage shown may be a mention (press {read} to read the \
                     page). If it is not, press {silence} again.",
                    read = ReadPassage,
                    silence = RecordSilence
                )
            } else {
                keyed!(
                    "Check the likeliest paragraphs first ({next} shows the next). If \
                     none is a mention, press {silence} again.",
                    next = NextPassage,
                    silence = RecordSilence
                )
            };
            self.say(NoticeTone::Warning, says);
            return Vec::new();
        }
        let silence = silence.clone();
        self.prove_silence(&silence, now)
    }

    /// Takes note of the likeliest paragraphs that are on the screen: silence is recorded only once all
    /// of them were.
    pub(in crate::desk) fn note_looked_at(&mut self) {
        let Some(drawn) = &self.drawn.passage else {
            return;
        };
        let Some(open) = &mut self.open else { return };
        if open.papers.told_to_look != Some(drawn.question) {
            return;
        }
        if drawn.shown.start <= drawn.lines.start + open.papers.looked_at {
            let end = drawn.shown.end.min(drawn.lines.end);
            let lines = end.saturating_sub(drawn.lines.start);
            open.papers.looked_at = open.papers.looked_at.max(lines);
        }
    }

    /// Answers the question in front with “no evidence”, and the silence as its proof.
    pub(in crate::desk) fn prove_silence(
        &mut self,
        silence: &Silence,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Some((_, ix)) = self.at() else {
            return Vec::new();
        };
        let question = self.library.question(ix);
        let (digest, ask) = (question.digest().clone(), question.ask.clone());
        let proofs = silence.evidence(Some(self.today));
        let unread: Vec<u32> = silence
            .searched
            .iter()
            .flat_map(|one| one.unread.iter().copied())
            .collect();
        let but = if unread.is_empty() {
            String::new()
        } else {
            format!(" (page {} has no text)", say_pages(&unread))
        };
        let was = self.status_of(ix).filter(|was| *was != Status::NoEvidence);
        let lead = format!(
            "{}no evidence: {}, {} searched{but}",
            was.map_or_else(String::new, |was| format!("{} → ", was.label())),
            count(silence.searched.len(), "document", "documents"),
            count(silence.pages_read() as usize, "page", "pages"),
        );
        let effects = self.edit_current(now, &lead, |answer| {
            answer.status = Some(Status::NoEvidence);
            answer.asked = Some(digest);
            answer.asked_text = Some(ask.to_string());
            // A later search for the same words replaces the older one.
            for proof in proofs {
                answer
                    .evidence
                    .retain(|one| !searched_the_same(one, &proof));
                answer.evidence.push(proof);
            }
        });
        if !effects.is_empty() {
            self.reopen_strip();
        }
        effects
    }

    /// Returns the status recorded for a question.
    fn status_of(&self, ix: QuestionIx) -> Option<Status> {
        let audit = self.open.as_ref()?.audit();
        audit.answer_of(&self.library, ix)?.status
    }

    /// Runs the search on top afresh.
    pub(in crate::desk) fn find_again(&mut self) {
        let Some(Overlay::Find(find)) = self.overlays.last_mut() else {
            return;
        };
        find.selected = 0;
        let search = Search::parse(find.query.text());
        let papers = self
            .open
            .as_ref()
            .and_then(|open| open.papers.register.as_ref())
            .map(|register| &register.shelf);
        let papers = papers.filter(|_| !search.is_empty());
        let results = papers
            .map(|papers| papers.search(&search, SHOWN))
            .unwrap_or_default();
        find.silence = papers
            .filter(|_| results.total == 0)
            .and_then(|papers| papers.silence_for(&search))
            .map(Box::new);
        find.passages = results.passages;
        find.total = results.total;
        find.by_page = results.by_page;
    }
}

/// Returns true if two proofs of absence result from searching the same documents for the same
/// words.
fn searched_the_same(one: &Evidence, other: &Evidence) -> bool {
    match (&one.absence, &other.absence) {
        (Some(one), Some(other)) => one.words == other.words && one.documents == other.documents,
        _ => false,
    }
}
