//! What is done with the council's papers: registered, read, quoted, searched, swept, and their
//! silence recorded.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::super::message::Effect;
use super::super::overlay::{Entry, Find, Form, FormField, Overlay, Page, PageKind, Purpose};
use super::super::papers::{Added, Fresh, Leaf, any_file, lay_out, source_of};
use super::super::walk::{Filter, WalkBy};
use super::super::{Action, Desk, Screen, Tone, forms};
use crate::audit::{Change, Document, Evidence};
use crate::checklist::{QuestionKind, Status};
use crate::desk::field::Field;
use crate::documents::{Became, Outcome as Looked, Passage, Register, Search, Silence, say_pages};

/// How many passages a search shows.
const SHOWN: usize = 60;

impl Desk {
    /// The page of a paper that is read, if one is in front.
    pub fn leaf(&self) -> Option<&Leaf> {
        self.open.as_ref()?.papers.leaf.as_ref()
    }

    /// The document under the bar of the register.
    pub fn document(&self) -> Option<&Document> {
        let open = self.open.as_ref()?;
        open.audit().documents.get(open.papers.row)
    }

    /// Whether something can be done with the papers just now.
    pub(in crate::desk) fn available_of_papers(&self, action: Action) -> Result<(), String> {
        use Action as A;
        let Some(open) = &self.open else {
            return Err("no audit is open".to_owned());
        };
        let papers = &open.papers;
        let may_change = || open.read_only.clone().map_or(Ok(()), Err);
        let need = |there: bool, why: &str| {
            if there { Ok(()) } else { Err(why.to_owned()) }
        };
        let on_shelf = papers
            .register
            .as_ref()
            .is_some_and(|register| !register.shelf.papers().is_empty());
        let searchable = || {
            let why = if papers.awaited {
                "the papers are still being read"
            } else {
                "no paper was read: add one on the screen Documents"
            };
            need(on_shelf, why)
        };
        match action {
            A::AddPaper | A::NoteDocument => may_change(),
            A::ReadDocument => {
                let Some(document) = self.document() else {
                    return Err("no document is registered: a adds one".to_owned());
                };
                let why = papers.notices(&document.id).join(" ");
                let why = match (why.as_str(), papers.awaited) {
                    (_, true) => "it is still being read",
                    ("", false) => "it has no file to read",
                    (why, false) => why,
                };
                need(papers.paper(&document.id).is_some(), why)
            }
            A::AboutDocument => may_change().and_then(|()| {
                need(
                    self.document().is_some(),
                    "no document is registered: a adds one",
                )
            }),
            A::TakeFile => may_change().and_then(|()| {
                let now = self
                    .document()
                    .and_then(|document| papers.as_it_is_now(document));
                need(now.is_some(), "the file is as the register says")
            }),
            A::RemoveDocument => may_change().and_then(|()| {
                let Some(document) = self.document() else {
                    return Err("no document is registered".to_owned());
                };
                let cited = open.audit().answers.values().any(|answer| {
                    answer
                        .evidence
                        .iter()
                        .any(|evidence| cites(evidence, &document.id))
                });
                need(
                    !cited,
                    "evidence refers to it; take that away first (v in the walk)",
                )
            }),
            A::ReadAgain => need(
                any_file(&open.audit().documents) && open.path.is_some(),
                "no document has a file to read",
            ),
            A::StopReading => need(papers.reading.is_some(), "nothing is being read"),
            A::FindInDocuments => searchable(),
            A::Sweep => searchable(),
            A::QuotePassage => {
                may_change().and_then(|()| need(papers.passage().is_some(), "no passage is shown"))
            }
            A::ReadPassage => need(papers.passage().is_some(), "no passage is shown"),
            A::NextPassage | A::PreviousPassage => {
                let many = papers.look.as_ref().map_or(0, |look| look.passages().len());
                need(many > 1, "there is no other passage")
            }
            A::RecordSilence => may_change().and_then(|()| {
                let silent = papers
                    .look
                    .as_ref()
                    .is_some_and(|look| matches!(look.outcome, Looked::Silent(_)));
                let judged = open
                    .walk
                    .at()
                    .is_some_and(|ix| self.library.question(ix).kind == QuestionKind::Judgement);
                searchable()?;
                need(silent, "the papers are not silent on this")?;
                need(judged, "this asks for a date, a figure or a choice")
            }),
            A::AttachParagraph => may_change()
                .and_then(|()| need(open.walk.at().is_some(), "no question is in front")),
            _ => Ok(()),
        }
    }

    /// Does what an action on the papers says; it is available.
    pub(in crate::desk) fn perform_papers(
        &mut self,
        action: Action,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        use Action as A;
        match action {
            A::AddPaper => {
                let folder = self.open.as_ref().and_then(|o| o.papers.folder.clone());
                return vec![Effect::ListFolder(folder)];
            }
            A::NoteDocument => self.document_form(Document::default(), None),
            A::AboutDocument => {
                if let Some(document) = self.document().cloned() {
                    self.document_form(document, None);
                }
            }
            A::TakeFile => return self.take_file(now),
            A::RemoveDocument => return self.remove_document(now),
            A::ReadAgain => {
                if let Some(open) = &mut self.open {
                    open.papers.asked = Vec::new();
                    open.papers.register = None;
                    open.papers.look = None;
                }
            }
            A::StopReading => return vec![Effect::StopReading],
            A::ReadDocument => {
                if let Some(id) = self.document().map(|one| one.id.clone()) {
                    self.read_leaf(&id, (0, 0), Vec::new(), false);
                }
            }
            A::FindInDocuments => self.overlays.push(Overlay::Find(Find {
                query: Field::line(""),
                passages: Vec::new(),
                total: 0,
                by_page: false,
                silence: None,
                selected: 0,
            })),
            A::Sweep => self.sweep(),
            A::QuotePassage => {
                let passage = self
                    .open
                    .as_ref()
                    .and_then(|open| open.papers.passage().cloned());
                if let Some(passage) = passage {
                    return self.attach(&passage, now);
                }
            }
            A::NextPassage => self.turn_passage(1),
            A::PreviousPassage => self.turn_passage(-1),
            A::ReadPassage => {
                let passage = self
                    .open
                    .as_ref()
                    .and_then(|open| open.papers.passage().cloned());
                if let Some(passage) = passage {
                    self.read_passage(&passage, true);
                }
            }
            A::RecordSilence => return self.record_silence(now),
            A::AttachParagraph => return self.attach_paragraph(now),
            A::GoToPage => {
                let field = FormField {
                    key: "page",
                    label: "Page",
                    help: "Of the file, or as it is printed on the page.",
                    entry: Entry::Text(Field::line("")),
                };
                let form = Form::new("Go to page", Purpose::GoToPage, vec![field]);
                self.overlays.push(Overlay::Form(form));
            }
            _ => {}
        }
        Vec::new()
    }

    /// After every message: papers are read when the register changed, and the question in front
    /// is looked up in them.
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
                effects.push(Effect::ReadPapers {
                    audit: path.clone(),
                    documents: documents.clone(),
                    known: open.papers.register.clone(),
                });
            }
        }
        let rows = documents.len();
        open.papers.row = open.papers.row.min(rows.saturating_sub(1));
        let question = open.walk.at();
        open.papers.look_up(&library, question);
        effects
    }

    /// The papers of a register were read.
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
            .find(|(_, what)| what.contains("has changed") || what.contains("is not there"));
        let told = match (register.cancelled, changed) {
            (true, _) => Some((
                Tone::Warning,
                "Stopped. What was not read is marked under Documents; R there reads again."
                    .to_owned(),
            )),
            (false, Some((_, what))) => Some((Tone::Warning, what.clone())),
            (false, None) => None,
        };
        if let Some(leaf) = &open.papers.leaf
            && register.shelf.paper(&leaf.document).is_none()
        {
            open.papers.leaf = None;
        }
        open.papers.register = Some(register);
        let question = open.walk.at();
        open.papers.look_again(&library, question);
        if let (Some((tone, says)), None) = (told, &self.toast) {
            self.say(tone, says);
        }
    }

    /// The walk by what the papers say.
    pub(in crate::desk) fn sweep(&mut self) {
        let library = self.library.clone();
        let Some(open) = &mut self.open else { return };
        let groups = open.papers.sweep(&library, &open.findings);
        if groups.is_empty() {
            self.say(
                Tone::Info,
                "The papers tell nothing more of an open question.",
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
            "Swept: passages for {}, possible mentions for {}, silence on {}. Nothing is answered \
             by itself.",
            count("Passages found"),
            count("Possible mentions"),
            count("Not one mention"),
        );
        lay_out(&mut open.walk, groups);
        open.walk.by = WalkBy::Papers;
        open.walk.filter = Filter::All;
        let audit = open.history.audit().clone();
        open.walk.ask_again(&library, &audit, &open.findings);
        open.walk.group = 0;
        open.walk.row = 0;
        self.show(Screen::Walk);
        self.say(Tone::Info, says);
    }

    fn turn_passage(&mut self, by: isize) {
        let Some(open) = &mut self.open else { return };
        let shown = open
            .papers
            .look
            .as_ref()
            .map_or(0, |look| look.passages().len());
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
        let id = &self.library.question(ix).id;
        let there = open
            .audit()
            .answer(id)
            .is_some_and(|answer| answer.evidence.contains(&evidence));
        if there {
            self.say(Tone::Info, "This passage is attached already.");
            return Vec::new();
        }
        let cite = passage.at.cite();
        let says = format!("Quoted as evidence: {cite}. The answer is still yours to give.");
        self.edit_current(now, &says, |answer| answer.evidence.push(evidence))
    }

    fn attach_paragraph(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let passage = self.open.as_ref().and_then(|open| {
            let leaf = open.papers.leaf.as_ref()?;
            let shelf = &open.papers.register.as_ref()?.shelf;
            shelf.passage_at(&leaf.document, leaf.page, leaf.paragraph)
        });
        match passage {
            Some(passage) => self.attach(&passage, now),
            None => {
                self.say(Tone::Warning, "There are no words here to quote.");
                Vec::new()
            }
        }
    }

    /// Turns the silence of the papers into an answer with its proof.
    fn record_silence(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        let Some(ix) = open.walk.at() else {
            return Vec::new();
        };
        let Some(Looked::Silent(silence)) = open.papers.look.as_ref().map(|look| &look.outcome)
        else {
            return Vec::new();
        };
        if !silence.possible.is_empty() && open.papers.told_to_look != Some(ix) {
            open.papers.told_to_look = Some(ix);
            self.say(
                Tone::Warning,
                "Please look first: the passage shown may be a mention (g reads the page). If it \
                 is none, press s again.",
            );
            return Vec::new();
        }
        let silence = silence.clone();
        self.prove_silence(&silence, now)
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
        let (digest, ask) = (question.digest.clone(), question.ask.clone());
        let proofs = silence.evidence(Some(self.today));
        let effects = self.edit_current(now, "", |answer| {
            answer.status = Some(Status::NoEvidence);
            answer.asked = Some(digest);
            answer.asked_text = Some(ask);
            // The same words searched again take the place of the older search.
            for proof in proofs {
                answer
                    .evidence
                    .retain(|one| !searched_the_same(one, &proof));
                answer.evidence.push(proof);
            }
        });
        let pages = silence.pages_read();
        let unread: Vec<u32> = silence
            .searched
            .iter()
            .flat_map(|one| one.unread.iter().copied())
            .collect();
        let but = if unread.is_empty() {
            String::new()
        } else {
            format!(", but for page {}", say_pages(&unread))
        };
        let says = format!(
            "Recorded: no evidence, silent in {}, {}{but}.",
            many(silence.searched.len(), "document"),
            many(pages as usize, "page"),
        );
        let toast = self.toast.take();
        self.next_open();
        self.toast = toast;
        if self.toast.is_none() {
            self.say(Tone::Info, says);
        }
        effects
    }

    /// Opens a page of a paper.
    pub(in crate::desk) fn read_leaf(
        &mut self,
        id: &str,
        (page, paragraph): (usize, usize),
        marks: Vec<Range<usize>>,
        from_walk: bool,
    ) {
        self.show(Screen::Documents);
        if let Some(open) = &mut self.open {
            let documents = &open.history.audit().documents;
            if let Some(row) = documents.iter().position(|one| one.id == id) {
                open.papers.row = row;
            }
            open.papers.leaf = Some(Leaf {
                document: id.to_owned(),
                page,
                paragraph,
                found: (page, paragraph, marks),
                from_walk,
            });
        }
    }

    /// Opens the page a passage stands on.
    pub(in crate::desk) fn read_passage(&mut self, passage: &Passage, from_walk: bool) {
        let spot = self
            .open
            .as_ref()
            .and_then(|open| open.papers.register.as_ref()?.shelf.spot(&passage.at));
        if let Some(spot) = spot {
            let id = passage.at.document.clone();
            self.read_leaf(&id, spot, passage.marks.clone(), from_walk);
        }
    }

    /// Leaves the page that is read, back to where one came from.
    pub(in crate::desk) fn leave_leaf(&mut self) -> bool {
        if self.screen != Screen::Documents {
            return false;
        }
        let leaf = self.open.as_mut().and_then(|open| open.papers.leaf.take());
        match leaf {
            Some(leaf) if leaf.from_walk => self.show(Screen::Walk),
            Some(_) => {}
            None => return false,
        }
        true
    }

    /// Some paragraphs on or back in the page that is read, over the edges of pages.
    pub(in crate::desk) fn step_leaf(&mut self, forward: bool, by: usize) {
        let Some(open) = &mut self.open else { return };
        let Some(leaf) = open.papers.leaf.clone() else {
            return;
        };
        let Some(paper) = open.papers.paper(&leaf.document) else {
            return;
        };
        let pages = &paper.paper.pages;
        let rows = |page: usize| pages.get(page).map_or(0, |page| page.paragraphs.len());
        let (mut page, mut row) = (leaf.page, leaf.paragraph);
        for _ in 0..by {
            if forward && row + 1 < rows(page) {
                row += 1;
            } else if forward && page + 1 < pages.len() {
                (page, row) = (page + 1, 0);
            } else if !forward && row > 0 {
                row -= 1;
            } else if !forward && page > 0 {
                page -= 1;
                row = rows(page).saturating_sub(1);
            } else {
                break;
            }
        }
        open.papers.leaf = Some(Leaf {
            page,
            paragraph: row,
            ..leaf
        });
    }

    /// One page on or back.
    pub(in crate::desk) fn turn_leaf(&mut self, forward: bool) {
        let Some(open) = &mut self.open else { return };
        let Some(leaf) = open.papers.leaf.clone() else {
            return;
        };
        let pages = open
            .papers
            .paper(&leaf.document)
            .map_or(0, |paper| paper.paper.pages.len());
        let page = if forward {
            (leaf.page + 1).min(pages.saturating_sub(1))
        } else {
            leaf.page.saturating_sub(1)
        };
        if page != leaf.page {
            open.papers.leaf = Some(Leaf {
                page,
                paragraph: 0,
                ..leaf
            });
        } else if forward {
            self.say(Tone::Info, "This is the last page.");
        } else {
            self.say(Tone::Info, "This is the first page.");
        }
    }

    /// Goes to the page of a number: as counted in the file, or as printed on it.
    pub(in crate::desk) fn go_to_page(&mut self, typed: &str) -> Result<(), String> {
        let Some(open) = &mut self.open else {
            return Ok(());
        };
        let Some(leaf) = open.papers.leaf.clone() else {
            return Ok(());
        };
        let pages = open
            .papers
            .paper(&leaf.document)
            .map(|paper| paper.paper.pages.as_slice())
            .unwrap_or_default();
        let counted = typed
            .parse::<u32>()
            .ok()
            .and_then(|number| pages.iter().position(|page| page.number == number));
        let printed = || {
            pages
                .iter()
                .position(|page| page.printed.as_deref() == Some(typed))
        };
        let Some(page) = counted.or_else(printed) else {
            let last = pages.last().map_or(0, |page| page.number);
            return Err(format!("There is no page “{typed}”: the last is {last}."));
        };
        open.papers.leaf = Some(Leaf {
            page,
            paragraph: 0,
            ..leaf
        });
        Ok(())
    }

    /// Searches afresh for what stands in the search on top.
    pub(in crate::desk) fn find_again(&mut self) {
        let Some(Overlay::Find(find)) = self.overlays.last_mut() else {
            return;
        };
        find.selected = 0;
        let search = Search::parse(find.query.text());
        let shelf = self
            .open
            .as_ref()
            .and_then(|open| open.papers.register.as_ref())
            .map(|register| &register.shelf);
        let Some(shelf) = shelf.filter(|_| !search.is_empty()) else {
            find.passages.clear();
            find.silence = None;
            find.total = 0;
            return;
        };
        let results = shelf.search(&search, SHOWN);
        find.silence = if results.total == 0 {
            shelf.silence_for(&search).map(Box::new)
        } else {
            None
        };
        find.passages = results.passages;
        find.total = results.total;
        find.by_page = results.by_page;
    }

    /// The form about a document; `told` is what is to be known of it before.
    pub(in crate::desk) fn document_form(&mut self, document: Document, told: Option<String>) {
        let mut form = forms::document(document);
        form.notice = told;
        self.overlays.push(Overlay::Form(form));
    }

    fn take_file(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let change = self.open.as_ref().and_then(|open| {
            let entry = open.audit().documents.get(open.papers.row)?;
            let as_it_is = open.papers.as_it_is_now(entry)?;
            open.audit().edit_document(&entry.id, Some(as_it_is))
        });
        let effects = change.map_or_else(Vec::new, |change| self.commit(change, now));
        self.say(
            Tone::Info,
            "The register holds the file as it is now. Check the quotes taken from it. u undoes it.",
        );
        effects
    }

    fn remove_document(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let change = self.open.as_ref().and_then(|open| {
            let entry = open.audit().documents.get(open.papers.row)?;
            open.audit().edit_document(&entry.id, None)
        });
        let effects = change.map_or_else(Vec::new, |change| self.commit(change, now));
        self.say(
            Tone::Info,
            "Taken out of the register; the file is untouched. u brings it back.",
        );
        effects
    }

    /// Asks for files to be read that are to be registered.
    pub(in crate::desk) fn add_papers(&mut self, paths: Vec<PathBuf>) -> Vec<Effect> {
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        let Some(audit) = open.path.clone() else {
            return Vec::new();
        };
        open.papers.folder = paths
            .first()
            .and_then(|path| path.parent().map(ToOwned::to_owned));
        let documents = open.history.audit().documents.clone();
        self.overlays.push(Overlay::Page(Page {
            kind: PageKind::Adding,
            scroll: 0,
        }));
        vec![Effect::AddPapers {
            audit,
            paths,
            documents,
        }]
    }

    /// Files that are to be registered were read.
    pub(in crate::desk) fn added(&mut self, added: Added, now: DateTime<Utc>) -> Vec<Effect> {
        self.close_adding();
        if added.cancelled {
            self.say(Tone::Info, "Stopped. Nothing was registered.");
            return Vec::new();
        }
        let Added { fresh, failed, .. } = added;
        if !failed.is_empty() {
            self.told = failed.clone();
            self.overlays.push(Overlay::Page(Page {
                kind: PageKind::Told,
                scroll: 0,
            }));
        }
        match fresh.as_slice() {
            [] => Vec::new(),
            [one] if failed.is_empty() => self.added_one(one.clone()),
            several => self.added_many(several, failed.len(), now),
        }
    }

    /// Takes the page away that says how far the reading has come.
    pub(in crate::desk) fn close_adding(&mut self) {
        self.adding = None;
        self.overlays.retain(
            |overlay| !matches!(overlay, Overlay::Page(page) if page.kind == PageKind::Adding),
        );
    }

    fn added_one(&mut self, fresh: Fresh) -> Vec<Effect> {
        self.close_folder();
        let warnings = fresh.paper.warnings();
        let pages = fresh.paper.pages_in_all();
        let told = match fresh.became {
            Became::Same => {
                let says = format!("It is registered already: {}.", fresh.entry.title);
                self.say(Tone::Info, says);
                return Vec::new();
            }
            Became::Moved => "It is registered already; this is where it lies now.".to_owned(),
            Became::Changed => {
                "It is registered already, and the file has changed: check the quotes taken from \
                 it."
                .to_owned()
            }
            Became::New => {
                let pages = many(pages as usize, "page");
                if warnings.is_empty() {
                    format!("Read in full: {pages}.")
                } else {
                    format!("Read: {pages}; {}", warnings.join("; "))
                }
            }
        };
        self.document_form(fresh.entry, Some(told));
        Vec::new()
    }

    fn added_many(&mut self, fresh: &[Fresh], failed: usize, now: DateTime<Utc>) -> Vec<Effect> {
        if failed == 0 {
            self.close_folder();
        }
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let changes: Vec<Change> = fresh
            .iter()
            .filter_map(|fresh| {
                open.audit()
                    .edit_document(&fresh.entry.id, Some(fresh.entry.clone()))
            })
            .collect();
        let count = changes.len();
        if changes.is_empty() {
            self.say(Tone::Info, "They are all registered already.");
            return Vec::new();
        }
        let effects = self.commit(Change::Together(changes), now);
        let pages: u32 = fresh.iter().map(|fresh| fresh.paper.pages_in_all()).sum();
        self.say(
            Tone::Info,
            format!(
                "{} registered, {}. i says whom they are from.",
                many(count, "document"),
                many(pages as usize, "page"),
            ),
        );
        effects
    }

    /// Takes the list of a folder away.
    fn close_folder(&mut self) {
        self.overlays.retain(
            |overlay| !matches!(overlay, Overlay::Picker(picker) if picker.folder.is_some()),
        );
    }

    /// Takes the form about a document.
    pub(in crate::desk) fn take_document(
        &mut self,
        form: &Form,
        before: &Document,
        now: DateTime<Utc>,
    ) -> Result<Vec<Effect>, (&'static str, String)> {
        let mut entry = forms::read_document(form, before)?;
        let Some(open) = &self.open else {
            return Ok(Vec::new());
        };
        if entry.id.is_empty() {
            entry.id = super::taking::free_id(open.audit(), &entry.title);
        }
        let id = entry.id.clone();
        let change = open.audit().edit_document(&id, Some(entry));
        self.overlays.pop();
        let new = self
            .open
            .as_ref()
            .is_some_and(|open| open.audit().document(&id).is_none());
        let effects = change.map_or_else(Vec::new, |change| self.commit(change, now));
        if let Some(open) = &mut self.open
            && let Some(row) = open
                .history
                .audit()
                .documents
                .iter()
                .position(|one| one.id == id)
        {
            open.papers.row = row;
        }
        if self.toast.is_none() {
            let says = if new {
                "Registered. S goes through the open questions by what it says."
            } else {
                "Kept."
            };
            self.say(Tone::Info, says);
        }
        Ok(effects)
    }
}

fn many(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

/// Whether a piece of evidence refers to a document.
fn cites(evidence: &Evidence, id: &str) -> bool {
    evidence.document.as_deref() == Some(id)
        || evidence
            .absence
            .as_ref()
            .is_some_and(|absence| absence.documents.iter().any(|one| one == id))
}

/// Whether two proofs of absence come of searching the same documents for the same words.
fn searched_the_same(one: &Evidence, other: &Evidence) -> bool {
    match (&one.absence, &other.absence) {
        (Some(one), Some(other)) => one.words == other.words && one.documents == other.documents,
        _ => false,
    }
}
