//! The checks that an action is available just now, each with the reason in words if it is not.

use super::action::{Action, key_of, keyed};
use super::comparing::Comparing;
use super::many::AnswerOrder;
use super::overlay::{FieldEntry, PaperSearch, Picker};
use super::papers::{Papers, any_file};
use super::reason::DisabledReason;
use super::shelf::AuditOrigin;
use super::surveying::Surveying;
use super::{Desk, Overlay, Screen, layout};
use crate::audit::Evidence;
use crate::base::Word as _;
use crate::checklist::{QuestionIx, QuestionKind, Status};
use crate::documents::SweepOutcome;
use crate::findings::edition::is_of_another_edition;
use crate::report::Kind;
use crate::wording::joined;

/// The availability of an action, with the reason if it is not available.
type Availability = Result<(), DisabledReason>;

/// Passes if something is there, or gives the reason.
fn need(there: bool, why: &str) -> Availability {
    if there { Ok(()) } else { Err(why.into()) }
}

/// Returns the reason where no question is in front.
fn no_question() -> String {
    keyed!(
        "no question is shown: press {filter} to show more",
        filter = Filter
    )
}

/// Returns the reason where no document is registered.
fn no_document() -> String {
    keyed!(
        "no document is registered: press {add} to add one",
        add = AddPaper
    )
}

impl Desk {
    /// Returns the question in front.
    fn question(&self) -> Option<QuestionIx> {
        self.open.as_ref().and_then(|open| open.walk.at())
    }

    fn question_kind(&self) -> Option<&QuestionKind> {
        self.question().map(|ix| &self.library.question(ix).kind)
    }

    fn papers(&self) -> Result<&Papers, DisabledReason> {
        let open = self.open.as_ref().ok_or("no audit is open")?;
        Ok(&open.papers)
    }

    pub(super) fn may_change(&self) -> Availability {
        let read_only = self.open.as_ref().and_then(|open| open.read_only.clone());
        read_only.map_or(Ok(()), |why| Err(why.into()))
    }

    pub(super) fn may_open(&self) -> Availability {
        let row = self.shelf.current();
        need(row.is_some(), "there is nothing to open yet")?;
        let put_away = row.is_some_and(|row| matches!(row.origin, AuditOrigin::Archived(_)));
        need(
            !put_away,
            &keyed!(
                "it is in the archive: press {archive} to bring it back first",
                archive = Archive
            ),
        )
    }

    pub(super) fn may_rename(&self) -> Availability {
        let row = self.shelf.current();
        need(
            row.is_some_and(|row| matches!(row.origin, AuditOrigin::Mine(_))),
            "only an audit of your own in the library has a name to change",
        )
    }

    pub(super) fn may_archive(&self) -> Availability {
        let row = self.shelf.current();
        need(
            row.is_some_and(|row| !matches!(row.origin, AuditOrigin::Example(_))),
            "an example is not archived",
        )
    }

    pub(super) fn may_copy(&self) -> Availability {
        let no = |why: &str| Err(why.into());
        match (self.screen, &self.open, self.shelf.current()) {
            (Screen::Library, _, Some(row)) if !row.content.is_unreadable() => self.may_open(),
            (Screen::Library, ..) => no("this audit cannot be read, so it cannot be copied"),
            // In the walk of the tour the same key writes what the other side says.
            (Screen::Walk, Some(open), _) if open.tour.is_some() => {
                no("the tour is still going on")
            }
            (_, Some(open), _) if open.path.is_none() => Ok(()),
            _ => no("only an example is copied; this audit is your own"),
        }
    }

    pub(super) fn may_answer(&self) -> Availability {
        self.may_change()?;
        if self.reply_in_front().is_some() {
            return Ok(());
        }
        self.need_allowed(&AnswerOrder::Answer(Status::Met))
    }

    /// Checks that an order can be carried out for the question in front; for all that are marked,
    /// their preview says which.
    fn need_allowed(&self, order: &AnswerOrder) -> Availability {
        if self.is_together() {
            return Ok(());
        }
        let Some((open, ix)) = self.at() else {
            return Err(no_question().into());
        };
        let refusal = order.refusal(&self.library, open, ix);
        refusal.map_or(Ok(()), |why| Err(why.in_front().into()))
    }

    pub(super) fn may_mark(&self) -> Availability {
        let open = self.open.as_ref().ok_or("no audit is open")?;
        need(
            !open.questions_behind(&self.library, self.screen).is_empty(),
            "no question is behind this",
        )
    }

    pub(super) fn may_unmark(&self) -> Availability {
        let marked = self.open.as_ref().map_or(0, |open| open.walk.marks.len());
        need(
            marked > 0,
            &keyed!(
                "no question is marked: press {mark} to mark one",
                mark = MarkQuestions
            ),
        )
    }

    pub(super) fn may_order_together(&self) -> Availability {
        self.may_change()?;
        self.may_unmark()
    }

    pub(super) fn may_do_together(&self) -> Availability {
        self.may_change()?;
        let open = self.open.as_ref();
        let together = open.and_then(|open| open.together.as_ref());
        need(
            together.is_some_and(|one| one.order.is_some()),
            &keyed!(
                "first choose what to do with them, for example {met} for “met”",
                met = AnswerMet
            ),
        )?;
        need(
            together.is_some_and(|one| one.change().is_some()),
            "nothing would change",
        )
    }

    pub(super) fn may_list_changes(&self) -> Availability {
        let open = self.open.as_ref();
        need(
            open.is_some_and(|open| open.history.last_seq() > 0),
            "nothing has been changed yet",
        )
    }

    pub(super) fn may_go_forward(&self) -> Availability {
        let open = self.open.as_ref();
        need(
            open.is_some_and(|open| !open.ahead.is_empty()),
            &keyed!(
                "there is nothing ahead: first go back with {back}",
                back = Back
            ),
        )
    }

    pub(super) fn may_list_places(&self) -> Availability {
        let open = self.open.as_ref();
        need(
            open.is_some_and(|open| !open.visited.is_empty() || !open.ahead.is_empty()),
            "you have not jumped anywhere yet",
        )
    }

    /// Checks that the question in front is not answered differently by several people.
    fn need_agreed(&self) -> Availability {
        need(
            self.disputed_here().is_none(),
            &keyed!(
                "people answered this differently: press {agree} to agree on one answer",
                agree = Agree
            ),
        )
    }

    pub(super) fn may_agree(&self) -> Availability {
        self.may_change()?;
        need(
            self.disputed_here().is_some(),
            "no two people answered this differently",
        )
    }

    pub(super) fn may_enter_value(&self) -> Availability {
        self.need_agreed()?;
        let kind = self.question_kind();
        let answers = Status::ALL.iter().map(|one| Action::of_status(*one));
        let keys: Vec<String> = answers.map(key_of).collect();
        let answered = self.question().is_some_and(|ix| self.is_answered(ix));
        need(
            kind != Some(&QuestionKind::Judgement) || answered,
            &format!("answer with {}", joined(&keys, " ", " or ")),
        )?;
        self.may_change()?;
        need(kind.is_some(), &no_question())
    }

    pub(super) fn may_write(&self) -> Availability {
        self.may_change()?;
        need(
            self.question().is_some() || self.is_together(),
            &no_question(),
        )
    }

    pub(super) fn may_clear(&self) -> Availability {
        self.may_change()?;
        self.need_allowed(&AnswerOrder::Clear)
    }

    pub(super) fn may_confirm(&self) -> Availability {
        self.may_change()?;
        self.need_allowed(&AnswerOrder::Confirm)
    }

    pub(super) fn may_undo(&self) -> Availability {
        self.may_change()?;
        let open = self.open.as_ref();
        need(
            self.thrown_last() || open.is_some_and(|open| open.history.can_undo().is_some()),
            "nothing to undo: this is where the history begins",
        )
    }

    pub(super) fn may_redo(&self) -> Availability {
        self.may_change()?;
        let open = self.open.as_ref();
        need(
            open.is_some_and(|open| open.history.can_redo().is_some()),
            "nothing was undone",
        )
    }

    pub(super) fn may_fetch_back(&self) -> Availability {
        need(self.thrown.is_some(), "nothing was left unsaved")
    }

    pub(super) fn may_settle(&self) -> Availability {
        self.may_change()?;
        need(
            self.unsettled_here().is_some(),
            "no evidence here waits to be settled",
        )
    }

    pub(super) fn may_join(&self) -> Availability {
        self.may_describe()?;
        need(
            self.document().is_some_and(|one| one.path.is_none()),
            "this document already has its file",
        )
    }

    pub(super) fn may_ask_why(&self) -> Availability {
        need(self.question().is_some(), "no question is shown")
    }

    pub(super) fn may_set_rules(&self) -> Availability {
        let example = self.open.as_ref().is_some_and(|open| open.path.is_none());
        need(
            !example,
            "this is an example: rules are kept only for your own councils",
        )
    }

    /// Returns true if the report in front is of another kind.
    fn reports_other_than(&self, kind: Kind) -> bool {
        let open = self.open.as_ref();
        open.is_some_and(|open| open.paper.kind != kind)
    }

    pub(super) fn may_do_first(&self) -> Availability {
        self.may_do_step(0)
    }

    pub(super) fn may_do_second(&self) -> Availability {
        self.may_do_step(1)
    }

    pub(super) fn may_do_third(&self) -> Availability {
        self.may_do_step(2)
    }

    fn may_do_step(&self, at: usize) -> Availability {
        let open = self.open.as_ref();
        let steps = open.map_or(0, |open| open.next_steps(&self.library).len());
        need(at < steps, "there are fewer things to do next")
    }

    pub(super) fn may_sign(&self) -> Availability {
        self.may_change()?;
        need(
            !self.reports_other_than(Kind::CallIn),
            &keyed!(
                "only a call-in notice is signed: press {kind} to choose it",
                kind = ReportKind
            ),
        )
    }

    /// Checks that something from the disk can come into the audit: the tour has no place there.
    pub(super) fn may_bring_in(&self) -> Availability {
        self.may_change()?;
        let tour = self.open.as_ref().is_some_and(|open| open.tour.is_some());
        need(
            !tour,
            "this is the tour: start an audit of your own to bring in papers",
        )
    }

    pub(super) fn may_say_what_is_held(&self) -> Availability {
        self.may_change()?;
        let tour = self.open.as_ref().is_some_and(|open| open.tour.is_some());
        need(!tour, "this is the tour: it has its own order")
    }

    pub(super) fn may_name_meeting(&self) -> Availability {
        need(
            self.open
                .as_ref()
                .is_none_or(|open| open.paper.kind.is_sent()),
            &keyed!(
                "only a submission and a right of reply are sent: press {kind} to choose one",
                kind = ReportKind
            ),
        )
    }

    pub(super) fn may_bundle(&self) -> Availability {
        let open = self.open.as_ref();
        need(
            open.is_some_and(|open| open.path.is_some()),
            "an example has no file of its own: copy it into your library first",
        )
    }

    pub(super) fn may_open_written(&self) -> Availability {
        let open = self.open.as_ref();
        need(
            open.is_some_and(|open| open.paper.written.is_some()),
            &keyed!(
                "nothing has been written yet: press {write} to write this paper",
                write = WriteReport
            ),
        )
    }

    pub(super) fn may_turn_answers(&self) -> Availability {
        need(
            !self.reports_other_than(Kind::Blank),
            &keyed!(
                "only the blank checklist can leave the answers out: press {kind} to choose it",
                kind = ReportKind
            ),
        )
    }

    pub(super) fn may_copy_text(&self) -> Availability {
        let nothing = "there is no quotation, flag or law here to copy";
        need(self.text_to_copy().is_some(), nothing)
    }

    pub(super) fn may_read(&self) -> Availability {
        let papers = self.papers()?;
        let Some(document) = self.document() else {
            return Err(no_document().into());
        };
        let notices = papers.notices(&document.id);
        let why: Vec<String> = notices.map(ToString::to_string).collect();
        let why = why.join(" ");
        let why = match (why.as_str(), papers.awaited) {
            (_, true) => "it is still being read",
            ("", false) => "it has no file to read",
            (why, false) => why,
        };
        need(papers.paper(&document.id).is_some(), why)
    }

    pub(super) fn may_describe(&self) -> Availability {
        self.may_change()?;
        need(self.document().is_some(), &no_document())
    }

    pub(super) fn may_take_file(&self) -> Availability {
        self.may_change()?;
        let papers = self.papers()?;
        let now = self
            .document()
            .and_then(|document| papers.as_it_is_now(document));
        need(now.is_some(), "the file is as the register says")
    }

    pub(super) fn may_remove(&self) -> Availability {
        self.may_change()?;
        let (Some(open), Some(document)) = (&self.open, self.document()) else {
            return Err("no document is registered".into());
        };
        let cited = open
            .audit()
            .evidence()
            .any(|evidence| cites(evidence, &document.id));
        need(
            !cited,
            &keyed!(
                "evidence or an event refers to it; remove that first ({evidence} in the walk)",
                evidence = Evidence
            ),
        )
    }

    pub(super) fn may_remove_event(&self) -> Availability {
        self.may_change()?;
        need(
            self.own_event().is_some(),
            "only an event of your own is removed here",
        )
    }

    pub(super) fn may_turn_scale(&self) -> Availability {
        need(
            layout::has_scale(self.size),
            "the scale is drawn on a wider and taller screen: 120 columns, 30 rows",
        )
    }

    pub(super) fn may_read_again(&self) -> Availability {
        let open = self.open.as_ref();
        need(
            open.is_some_and(|open| any_file(&open.audit().documents) && open.path.is_some()),
            "no document has a file to read",
        )
    }

    pub(super) fn may_stop_reading(&self) -> Availability {
        need(self.papers()?.reading.is_some(), "nothing is being read")
    }

    pub(super) fn may_compare(&self) -> Availability {
        self.may_read()?;
        let register = self.papers()?.register.as_ref();
        let papers = register.map_or(0, |register| register.shelf.papers().len());
        need(
            papers > 1,
            "there is no other paper to compare it with: add one",
        )
    }

    pub(super) fn may_see_edition(&self) -> Availability {
        let open = self.open.as_ref();
        need(
            open.is_some_and(|open| is_of_another_edition(&self.library, open.audit())),
            "the checklists have not changed since your answers",
        )
    }

    pub(super) fn may_merge_copy(&self) -> Availability {
        let row = self.shelf.current();
        need(
            row.is_some_and(|row| !row.content.is_unreadable() && !row.copies.is_empty()),
            "there is no conflict copy of this audit",
        )
    }

    pub(super) fn may_take_lost(&self) -> Availability {
        self.may_change()?;
        let row = self.comparing().and_then(Comparing::row);
        need(
            row.is_some_and(|row| row.lost.is_some()),
            "the final still has this: only what it lost is evidence of a loss",
        )
    }

    pub(super) fn may_survey(&self) -> Availability {
        let mut rows = self.shelf.all_rows();
        need(
            rows.any(|row| !matches!(row.origin, AuditOrigin::Example(_))),
            &keyed!(
                "you have no audits yet: press {new} to start one",
                new = NewAudit
            ),
        )
    }

    pub(super) fn may_show_counted(&self) -> Availability {
        let row = self.surveying().and_then(Surveying::row);
        need(row.is_some(), "there is no audit to count yet")
    }

    pub(super) fn may_search(&self) -> Availability {
        let papers = self.papers()?;
        let on_shelf = papers
            .register
            .as_ref()
            .is_some_and(|register| !register.shelf.papers().is_empty());
        let why = if papers.awaited {
            "the papers are still being read"
        } else {
            "no paper was read: add one on the screen Documents"
        };
        need(on_shelf, why)
    }

    pub(super) fn may_quote(&self) -> Availability {
        self.may_change()?;
        self.may_read_passage()
    }

    pub(super) fn may_take_offer(&self) -> Availability {
        self.may_change()?;
        let offer = self.papers()?.offer();
        need(
            offer.is_some(),
            "the papers give no date or figure that is offered here",
        )?;
        let fits = self.question_kind().zip(offer);
        need(
            fits.is_some_and(|(kind, offer)| offer.value(kind).is_some()),
            &keyed!(
                "this place gives no day: press {enter} to enter it",
                enter = EnterValue
            ),
        )
    }

    pub(super) fn may_take_own(&self) -> Availability {
        let own = match self.overlays.last() {
            Some(Overlay::Form(form)) => form.own(),
            _ => None,
        };
        need(own.is_some(), "the paper gives nothing for this field")
    }

    pub(super) fn may_read_passage(&self) -> Availability {
        need(self.papers()?.passage().is_some(), "no passage is shown")
    }

    pub(super) fn may_turn_passage(&self) -> Availability {
        let many = self.papers()?.passages();
        need(many > 1, "there is no other passage")
    }

    pub(super) fn may_record_silence(&self) -> Availability {
        self.may_change()?;
        self.may_search()?;
        let look = self.papers()?.look.as_ref();
        need(
            look.is_some_and(|look| matches!(look.outcome, SweepOutcome::Silent(_))),
            "the papers are not silent on this",
        )?;
        need(
            look.is_some_and(|look| match &look.outcome {
                SweepOutcome::Silent(silence) => !silence.is_of_nothing(),
                _ => false,
            }),
            "no page of the papers could be searched for it",
        )?;
        need(
            self.question_kind() == Some(&QuestionKind::Judgement),
            "this asks for a date, a figure or a choice",
        )
    }

    pub(super) fn may_attach(&self) -> Availability {
        self.may_change()?;
        need(self.question().is_some(), "no question is open")
    }

    pub(super) fn may_drop(&self) -> Availability {
        self.may_change()?;
        let papers = self.papers()?;
        let page_view = papers.page_view.as_ref();
        let page = page_view.and_then(|one| papers.paper(&one.document)?.paper.pages.get(one.page));
        need(
            page.is_some_and(|page| !page.paragraphs.is_empty()),
            "this page has no words to quote",
        )
    }

    pub(super) fn may_leave_out(&self) -> Availability {
        let refused = self
            .gathering()
            .and_then(|one| one.current()?.refused.clone());
        need(refused.is_none(), "it cannot be added; the reason is below")
    }

    pub(super) fn may_add_found(&self) -> Availability {
        let Some(gathering) = self.gathering() else {
            return Ok(());
        };
        need(gathering.papers() > 0, "there is no paper to add")?;
        need(
            gathering.kept().next().is_some(),
            "every paper is left out; put one back",
        )
    }

    pub(super) fn may_go_up(&self) -> Availability {
        let empty = |picker: &Picker| picker.query.text().is_empty();
        need(
            matches!(self.overlays.last(), Some(Overlay::Picker(picker)) if empty(picker)),
            "a name is being typed",
        )
    }

    pub(super) fn may_record_found(&self) -> Availability {
        let silent = |find: &PaperSearch| {
            (find.silence.as_ref()).is_some_and(|silence| !silence.is_of_nothing())
        };
        need(
            matches!(self.overlays.last(), Some(Overlay::Find(find)) if silent(find)),
            "Only silence is recorded, and there is none here.",
        )?;
        self.may_write()
    }

    /// Returns the entry of the form on top that gets the keys.
    fn entry(&self) -> Option<&FieldEntry> {
        match self.overlays.last() {
            Some(Overlay::Form(form)) => form.fields.get(form.focus).map(|field| &field.entry),
            _ => None,
        }
    }

    pub(super) fn may_leave_line(&self) -> Availability {
        let lines = matches!(self.entry(), Some(FieldEntry::Text(text)) if text.is_lines());
        need(!lines, "it moves within the text")
    }

    pub(super) fn may_choose(&self) -> Availability {
        need(
            matches!(
                self.entry(),
                Some(FieldEntry::Choice(..) | FieldEntry::Paper(_))
            ),
            "it moves within the text",
        )
    }
}

/// Returns true if a piece of evidence refers to a document.
fn cites(evidence: &Evidence, id: &str) -> bool {
    evidence.document.as_deref() == Some(id)
        || evidence
            .absence
            .as_ref()
            .is_some_and(|absence| absence.documents.iter().any(|one| one == id))
}
