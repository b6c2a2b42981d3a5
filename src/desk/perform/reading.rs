//! Actions of the reading desk: paragraphs marked, dropped on questions; the pages to read first.

use std::ops::Range;

use chrono::{DateTime, Utc};

use super::super::message::Effect;
use super::super::overlay::{Overlay, PageKind};
use super::super::papers::source_of;
use super::super::reading::Dropping;
use super::super::{Desk, NoticeTone, named_change, search};
use crate::audit::{Change, Evidence};
use crate::checklist::QuestionIx;
use crate::wording::count;

impl Desk {
    pub(in crate::desk) fn mark_paragraph(&mut self) {
        let open = self.open.as_mut();
        if let Some(page_view) = open.and_then(|open| open.papers.page_view.as_mut()) {
            page_view.turn_mark();
        }
    }

    /// Lists the questions that the marked paragraphs may be quoted for.
    pub(in crate::desk) fn choose_questions(&mut self) {
        let Some(open) = &self.open else { return };
        let questions = open.questions_for_page(&self.library);
        // The question that led here is the likeliest wish.
        let from_walk = self.page_view().is_some_and(|one| one.from_walk);
        let at = open.walk.at().filter(|_| from_walk);
        let selected = at.and_then(|ix| questions.iter().position(|one| *one == ix));
        let dropping = Dropping::new(&self.library, &questions, selected.unwrap_or_default());
        self.lay(Overlay::Drop(Box::new(dropping)));
    }

    pub(in crate::desk) fn choose_question(&mut self) {
        if let Some(Overlay::Drop(dropping)) = self.overlays.last_mut() {
            dropping.choose();
        }
    }

    /// Quotes the marked paragraphs for the questions chosen.
    pub(in crate::desk) fn quote_for_chosen(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(Overlay::Drop(dropping)) = self.overlays.last() else {
            return Vec::new();
        };
        let targets = dropping.targets();
        if targets.is_empty() {
            self.say(NoticeTone::Info, "No question holds what you typed.");
            return Vec::new();
        }
        let evidence = dropping.evidence.clone();
        self.overlays.pop();
        match evidence {
            Some(evidence) => self.add_evidence(&targets, &evidence, now),
            None => self.quote_for(&targets, now),
        }
    }

    /// Quotes the marked paragraphs for some questions, as one change. No answer changes by it.
    pub(in crate::desk) fn quote_for(
        &mut self,
        questions: &[QuestionIx],
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let quotations = self.quotations();
        self.add_evidence(questions, &quotations, now)
    }

    /// Adds pieces of evidence under some questions, as one change. No answer changes by it.
    fn add_evidence(
        &mut self,
        questions: &[QuestionIx],
        quotations: &[Evidence],
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        if quotations.is_empty() {
            self.say(NoticeTone::Warning, "There are no words here to quote.");
            return Vec::new();
        }
        let mut changes = Vec::new();
        // The places of the new pieces under each question.
        let mut quoted: Vec<(QuestionIx, Range<usize>)> = Vec::new();
        for ix in questions {
            let mut places = 0..0;
            let change = open.audit().edit_answer_of(&self.library, *ix, |answer| {
                let before = answer.evidence.len();
                for one in quotations {
                    if !answer.evidence.iter().any(|other| is_same(one, other)) {
                        answer.evidence.push(one.clone());
                    }
                }
                places = before..answer.evidence.len();
                if !places.is_empty() {
                    answer.by.clone_from(&self.who);
                    answer.at = Some(now);
                }
            });
            if let Some(change) = change {
                changes.push(change);
                quoted.push((*ix, places));
            }
        }
        let change = match changes.len() {
            0 => {
                self.say(
                    NoticeTone::Info,
                    "Everything marked is quoted there already.",
                );
                return Vec::new();
            }
            1 => changes.remove(0),
            _ => Change::Together(changes),
        };
        let is_proof = quotations.iter().any(|one| one.absence.is_some());
        let what = match quotations.len() {
            1 => "Quoted".to_owned(),
            _ if is_proof => "The draft quoted, with the proof that its words are gone,".to_owned(),
            more => format!("{more} paragraphs quoted"),
        };
        let lead = match quoted.as_slice() {
            [(ix, _)] => {
                let short = named_change::quoted(&self.library.question(*ix).short);
                format!("{what} under {short}. Its answer is unchanged")
            }
            many => {
                let questions = count(many.len(), "question", "questions");
                format!("{what} under {questions}. Their answers are unchanged")
            }
        };
        let used = quotations.first().and_then(|one| one.document.clone());
        if let Some(open) = &mut self.open {
            open.papers.last_used = used;
            if let Some(page_view) = &mut open.papers.page_view {
                page_view.marked.clear();
            }
        }
        let effects = self.commit_saying(&lead, change, now);
        if !effects.is_empty() {
            // Each box lies over the next: the first piece is asked about first.
            for (ix, places) in quoted.into_iter().rev() {
                for place in places.rev() {
                    self.ask_what_it_tells(ix, place, false);
                }
            }
        }
        effects
    }

    /// Returns the paragraphs to quote as evidence, word for word.
    fn quotations(&self) -> Vec<Evidence> {
        let Some((open, page_view)) = self.open.as_ref().zip(self.page_view()) else {
            return Vec::new();
        };
        let Some(register) = &open.papers.register else {
            return Vec::new();
        };
        let source = source_of(open.audit(), &page_view.document);
        let marked = page_view.to_quote();
        let passages = marked.iter().filter_map(|(page, paragraph)| {
            register
                .shelf
                .passage_at(&page_view.document, *page, *paragraph)
        });
        passages.map(|passage| passage.evidence(source)).collect()
    }

    /// Lists the pages to read first.
    pub(in crate::desk) fn list_pages_to_read(&mut self) {
        let library = self.library.clone();
        let Some(open) = &mut self.open else { return };
        open.papers.keep_likely(&library);
        if open.pages_to_read(&library).is_empty() {
            self.say(
                NoticeTone::Info,
                "No page holds a likely passage for an open question.",
            );
            return;
        }
        self.pick(search::pages_to_read);
    }

    pub(in crate::desk) fn show_glossary(&mut self) {
        self.show_page(PageKind::Glossary);
    }
}

/// Returns true if two pieces of evidence are the same words of the same page, whatever was said
/// about them later.
fn is_same(one: &Evidence, other: &Evidence) -> bool {
    let words = |one: &Evidence| one.absence.as_ref().map(|absence| absence.words.clone());
    (&one.document, one.page, &one.paragraph, &one.quote)
        == (&other.document, other.page, &other.paragraph, &other.quote)
        && words(one) == words(other)
}
