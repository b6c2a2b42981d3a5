//! The rows of the registry: every action with its keys, its words, its rank at the foot of the
//! screen, the check that it is available, and its function.

use super::{Done as _, Spec, always};
use crate::audit::{Document, Shows};
use crate::checklist::Status;
use crate::desk::key::{Code, Key};
use crate::desk::message::{Effect, Queue, TerminalJob};
use crate::desk::overlay::{EditorTarget, Overlay, PageKind};
use crate::desk::{Desk, KeyPlace as P, Screen, Wanted, forms, search};
use crate::import::Decision;

macro_rules! actions {
    ($(
        $id:ident, $name:literal, [$($key:literal),*], $place:expr, $short:literal, $help:literal,
        [$($foot:expr),*], $available:expr, |$desk:tt, $now:tt| $run:expr;
    )+) => {
        /// An action that the user can ask for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $(#[doc = $help] $id),+
        }

        /// All actions, in the order of display.
        pub const ACTIONS: &[Spec] = &[$(
            Spec {
                action: Action::$id,
                name: $name,
                keys: &[$($key),*],
                place: $place,
                short: $short,
                help: $help,
                foot: &[$($foot),*],
                available: $available,
                run: |$desk, $now| $run.effects(),
            }
        ),+];
    };
}

impl Action {
    /// Returns the action that answers with a status.
    pub const fn of_status(status: Status) -> Self {
        match status {
            Status::Met => Self::AnswerMet,
            Status::Partly => Self::AnswerPartly,
            Status::NotMet => Self::AnswerNotMet,
            Status::NoEvidence => Self::AnswerNoEvidence,
            Status::Withheld => Self::AnswerWithheld,
            Status::NotApplicable => Self::AnswerNotApplicable,
        }
    }
}

// Name, keys, places, a word for the footer, a line of help; then the places and ranks in the
// footer, the check that it is available, and the function.
actions! {
    OpenAudit, "open", ["Enter"], P::LIBRARY.or(P::NARROWED), "open", "Open the selected audit",
        [(P::LIBRARY.or(P::NARROWED), 1)], Desk::may_open, |desk, _| desk.open_current();
    NewAudit, "new-audit", ["n"], P::LIBRARY, "new audit", "Start a new audit",
        [(P::LIBRARY, 2)], always, |desk, _| desk.lay(Overlay::Form(forms::new_audit()));
    CopyExample, "copy", ["c"], P::SCREEN, "copy to work on", "Make a copy of an example or an audit",
        [(P::LIBRARY, 3), (P::LISTED, 1)], Desk::may_copy, |desk, _| desk.copy_audit();
    AnswerMet, "met", ["m", "1"], P::WALK.or(P::REPLY).or(P::MANY), "met", "Answer: met",
        [(P::MANY, 2)], Desk::may_answer, |desk, now| desk.answer(Status::Met, now);
    AnswerPartly, "partly", ["p", "2"], P::WALK.or(P::REPLY).or(P::MANY), "partly", "Answer: partly",
        [(P::MANY, 3)], Desk::may_answer, |desk, now| desk.answer(Status::Partly, now);
    AnswerNotMet, "not-met", ["n", "3"], P::WALK.or(P::REPLY).or(P::MANY), "not met", "Answer: not met",
        [(P::MANY, 4)], Desk::may_answer, |desk, now| desk.answer(Status::NotMet, now);
    AnswerNoEvidence, "no-evidence", ["e", "4"], P::WALK.or(P::REPLY).or(P::MANY), "no evidence", "Answer: no evidence found",
        [(P::MANY, 5)], Desk::may_answer, |desk, now| desk.answer(Status::NoEvidence, now);
    AnswerWithheld, "withheld", ["w", "5"], P::WALK.or(P::REPLY).or(P::MANY), "withheld", "Answer: withheld (asked and refused)",
        [(P::MANY, 6)], Desk::may_answer, |desk, now| desk.answer(Status::Withheld, now);
    AnswerNotApplicable, "not-applicable", ["a", "6"], P::WALK.or(P::MANY), "n/a", "Answer: not applicable here",
        [(P::MANY, 7)], Desk::may_answer, |desk, now| desk.answer(Status::NotApplicable, now);
    EnterValue, "enter-value", ["Enter"], P::WALK, "answer", "Give a date or choice; prove an answer",
        [(P::WALK, 2)], Desk::may_enter_value, |desk, _| desk.enter_value();
    ConfirmAnswer, "confirm", ["k"], P::WALK.or(P::MANY), "confirm", "Confirm an answer to re-worded text",
        [(P::WALK, 3), (P::MANY, 10)], Desk::may_confirm, |desk, now| desk.confirm(now);
    Agree, "agree", ["A"], P::WALK, "agree", "Agree on one of several people’s answers",
        [(P::WALK, 13)], Desk::may_agree, |desk, _| desk.choose_version();
    NextOpen, "next-open", ["o"], P::WALK, "next open", "Go to the next open question",
        [(P::WALK, 4)], always, |desk, _| desk.next_open();
    Note, "note", ["t"], P::WALK.or(P::MANY), "note", "Write a note: the reason, your words",
        [(P::WALK, 5), (P::MANY, 8)], Desk::may_write, |desk, _| desk.write_note();
    Evidence, "evidence", ["v"], P::WALK, "evidence", "Add or change evidence",
        [(P::WALK, 6)], Desk::may_write, |desk, _| desk.evidence();
    Contested, "contested", ["c"], P::WALK, "other side", "Write what the other side says",
        [(P::WALK, 67)], Desk::may_write, |desk, _| desk.edit_text(EditorTarget::Contested);
    Request, "request", ["r"], P::WALK, "asked for", "Record what you asked for and the reply",
        [(P::WALK, 68)], Desk::may_write, |desk, _| desk.ask_for_request();
    ClearAnswer, "clear", ["x"], P::WALK.or(P::MANY), "clear", "Clear the answer (the note stays)",
        [(P::MANY, 9)], Desk::may_clear, |desk, now| desk.clear_answer(now);
    Settle, "settle", ["l"], P::WALK, "settle", "Say which time a later paper is about",
        [(P::WALK, 0)], Desk::may_settle, |desk, _| desk.ask_again_what_it_tells();
    MarkQuestions, "mark-questions", ["Space"], P::WALK.or(P::FLAGS.or(P::INSTRUMENTS)), "mark", "Mark the question, or all behind this row",
        [(P::WALK, 58), (P::FLAGS.or(P::INSTRUMENTS), 57)], Desk::may_mark, |desk, _| desk.mark_questions();
    MarkAll, "mark-all", ["+"], P::WALK, "mark all", "Mark all questions that the filter shows",
        [(P::WALK, 72)], always, |desk, _| desk.mark_all();
    UnmarkAll, "unmark-all", ["-"], P::WALK.or(P::FLAGS.or(P::INSTRUMENTS)), "unmark all", "Take all marks away",
        [(P::WALK, 59)], Desk::may_unmark, |desk, _| desk.unmark_all();
    Together, "together", ["T"], P::WALK.or(P::FLAGS.or(P::INSTRUMENTS)), "all marked", "Answer or note all marked questions",
        [(P::WALK, 9), (P::FLAGS.or(P::INSTRUMENTS), 3)], Desk::may_order_together, |desk, now| desk.ask_together(now);
    DoTogether, "do-together", ["Enter", "C-s"], P::MANY, "do it", "Do it to all, as one change",
        [(P::MANY, 1)], Desk::may_do_together, |desk, now| desk.do_together(now);
    LeaveTogether, "leave-together", ["Esc"], P::MANY, "leave it", "Close it; nothing is changed",
        [(P::MANY, 20)], always, |desk, _| desk.back();
    Why, "why", ["y"], P::WALK, "why this?", "Why am I seeing this?",
        [(P::WALK, 15)], Desk::may_ask_why, |desk, _| desk.ask_why();
    QuotePassage, "quote-passage", ["q"], P::WALK, "quote it", "Attach the passage shown as evidence",
        [(P::WALK, 7)], Desk::may_quote, |desk, now| desk.quote_passage(now);
    TakeOffer, "take-offer", ["="], P::WALK, "use it", "Answer with what the papers say",
        [(P::WALK, 11)], Desk::may_take_offer, |desk, now| desk.take_offer(now);
    NextPassage, "next-passage", ["."], P::WALK, "next passage", "Show the next passage found",
        [(P::WALK, 63)], Desk::may_turn_passage, |desk, _| desk.turn_passage(1);
    PreviousPassage, "previous-passage", [","], P::WALK, "passage before", "Show the previous passage",
        [], Desk::may_turn_passage, |desk, _| desk.turn_passage(-1);
    ReadPassage, "read-passage", ["g"], P::WALK, "read the page", "Read the page of the passage shown",
        [(P::WALK, 64)], Desk::may_read_passage, |desk, _| desk.read_shown_passage();
    RecordSilence, "record-silence", ["s"], P::WALK, "record silence", "Answer: no evidence, with proof of silence",
        [(P::WALK, 8)], Desk::may_record_silence, |desk, now| desk.record_silence(now);
    Sweep, "sweep", ["S"], P::WALK.or(P::DOCUMENTS), "sort by papers", "Walk open questions by what papers say",
        [(P::WALK, 73), (P::DOCUMENTS, 15)], Desk::may_search, |desk, _| desk.sweep();
    ReadDocument, "read-document", ["Enter"], P::DOCUMENTS, "read it", "Read the document, page by page",
        [(P::DOCUMENTS, 12)], Desk::may_read, |desk, _| desk.read_document();
    AddPaper, "add-paper", ["a"], P::DOCUMENTS, "add a paper", "Add papers: PDF, DOCX, ODT, HTML, text",
        [(P::DOCUMENTS, 11)], Desk::may_bring_in, |desk, _| desk.ask_for_file(Wanted::Papers);
    AddPaperFromHere, "add-paper-here", ["F7"], P::AUDIT, "add a paper", "Add a paper and stay on this screen",
        [(P::WALK, 66)], Desk::may_bring_in, |desk, _| desk.ask_for_file(Wanted::Papers);
    NoteDocument, "note-document", ["n"], P::DOCUMENTS, "missing paper", "Note a document you do not have",
        [(P::DOCUMENTS, 18)], Desk::may_change, |desk, _| desk.document_form(Document::default());
    AboutDocument, "about-document", ["i"], P::DOCUMENTS, "about it", "Title, who from, date, how it came",
        [(P::DOCUMENTS, 17)], Desk::may_describe, |desk, _| desk.describe_document();
    JoinFile, "join-file", ["j"], P::DOCUMENTS, "join with a file", "Join a title with the file of its paper",
        [(P::DOCUMENTS, 19)], Desk::may_join, |desk, _| desk.join_with_file();
    TakeFile, "take-file", ["k"], P::DOCUMENTS, "accept file", "Accept the changed or moved file",
        [(P::DOCUMENTS, 16)], Desk::may_take_file, |desk, now| desk.take_file(now);
    RemoveDocument, "remove-document", ["x"], P::DOCUMENTS, "remove", "Remove it from the register",
        [(P::DOCUMENTS, 70)], Desk::may_remove, |desk, now| desk.remove_document(now);
    AttachParagraph, "attach-paragraph", ["v", "q"], P::PAGE_VIEW, "quote it", "Attach the paragraph as evidence",
        [(P::PAGE_VIEW, 2)], Desk::may_attach, |desk, now| desk.attach_paragraph(now);
    MarkParagraph, "mark-paragraph", ["Space"], P::PAGE_VIEW, "mark", "Mark the paragraph, or unmark it",
        [(P::PAGE_VIEW, 0)], Desk::may_drop, |desk, _| desk.mark_paragraph();
    DropQuotation, "drop", ["Enter"], P::PAGE_VIEW, "quote under …", "Quote it under questions you choose",
        [(P::PAGE_VIEW, 1)], Desk::may_drop, |desk, _| desk.choose_questions();
    ChooseQuestion, "choose-question", ["Space"], P::DROP, "choose", "Choose the question, or take it back",
        [(P::DROP, 2)], always, |desk, _| desk.choose_question();
    DropHere, "drop-here", ["Enter"], P::DROP, "quote it", "Quote it under the questions chosen",
        [(P::DROP, 1)], Desk::may_change, |desk, now| desk.quote_for_chosen(now);
    LeaveOutPaper, "leave-out", ["Space"], P::GATHER, "leave out", "Leave the paper out, or put it back",
        [(P::GATHER, 2)], Desk::may_leave_out, |desk, _| desk.leave_out_paper();
    AddFound, "add-found", ["Enter"], P::GATHER, "add them", "Add the papers of the list",
        [(P::GATHER, 1)], Desk::may_add_found, |desk, _| desk.add_found();
    LeaveFound, "leave-found", ["Esc"], P::GATHER, "leave it", "Close it; nothing is added",
        [(P::GATHER, 20)], always, |desk, _| desk.back();
    ReadFirst, "read-first", ["f"], P::DOCUMENTS, "read first", "List the pages to read first",
        [(P::DOCUMENTS, 10)], Desk::may_search, |desk, _| desk.list_pages_to_read();
    ComparePapers, "compare", ["v"], P::DOCUMENTS, "compare", "Compare a draft with the final paper",
        [(P::DOCUMENTS, 20)], Desk::may_compare, |desk, _| desk.compare_papers();
    TakeLost, "take-lost", ["Enter"], P::COMPARED, "quote under …", "Quote what the final lost, with the proof",
        [(P::COMPARED, 1)], Desk::may_take_lost, |desk, _| desk.take_lost();
    ReadCompared, "read-compared", ["g"], P::COMPARED, "read the page", "Read the page of the change",
        [(P::COMPARED, 2)], always, |desk, _| desk.read_compared();
    Survey, "survey", ["y"], P::LIBRARY, "survey", "Count all your audits together",
        [(P::LIBRARY, 10)], Desk::may_survey, |desk, _| desk.survey();
    ShowCounted, "show-counted", ["Enter"], P::SURVEY, "the audits", "List the audits behind the number",
        [(P::SURVEY, 1)], Desk::may_show_counted, |desk, _| desk.show_counted();
    Glossary, "glossary", ["G"], P::WALK.or(P::PAGE_VIEW), "words", "What the words of the papers mean",
        [(P::PAGE_VIEW, 6), (P::WALK, 70)], always, |desk, _| desk.show_glossary();
    GoToPage, "go-to-page", ["g"], P::PAGE_VIEW, "go to page", "Go to a page by its number",
        [(P::PAGE_VIEW, 7)], always, |desk, _| desk.ask_for_page();
    OpenDated, "open-dated", ["Enter"], P::TIMELINE, "open it", "Edit it, or go to what is behind it",
        [(P::TIMELINE, 2)], always, |desk, _| desk.open_dated();
    AddEvent, "add-event", ["a"], P::TIMELINE, "add an event", "Add a dated event of your own",
        [(P::TIMELINE, 3)], Desk::may_change, |desk, _| desk.add_event();
    RemoveEvent, "remove-event", ["x"], P::TIMELINE, "remove", "Remove the event of your own",
        [(P::TIMELINE, 4)], Desk::may_remove_event, |desk, now| desk.remove_event(now);
    TurnScale, "scale", ["s"], P::TIMELINE, "scale", "Draw it by week, month or year",
        [(P::TIMELINE, 5)], Desk::may_turn_scale, |desk, _| desk.turn_scale();
    SortByDeadline, "sort", ["s"], P::LIBRARY, "sort", "Sort by time limit, verdict, last opened",
        [(P::LIBRARY, 4)], always, |desk, _| desk.sort_library();
    FilterLibrary, "filter-library", ["/", "C-f"], P::LIBRARY, "filter", "Show only the audits with words you type",
        [(P::LIBRARY, 6)], always, |desk, _| desk.filter_library();
    Rename, "rename", ["r"], P::LIBRARY, "rename", "Give the selected audit another name",
        [(P::LIBRARY, 7)], Desk::may_rename, |desk, _| desk.ask_for_name();
    Archive, "archive", ["x"], P::LIBRARY, "archive", "Archive the audit, or bring it back",
        [(P::LIBRARY, 8)], Desk::may_archive, |desk, _| desk.archive();
    ShowArchive, "show-archive", ["v"], P::LIBRARY, "show archive", "Show the archived audits, or hide them",
        [(P::LIBRARY, 59)], always, |desk, _| desk.turn_archive();
    MergeCopy, "merge-copy", ["M"], P::LIBRARY, "merge a copy", "Merge a conflict copy into its audit",
        [(P::LIBRARY, 5)], Desk::may_merge_copy, |desk, _| desk.merge_copy();
    AskQuestion, "ask", ["a"], P::REPORT, "questions asked", "Record a question put, and the outcome",
        [(P::REPORT, 6)], Desk::may_change, |desk, _| desk.pick_question_to_ask();
    CouncilRules, "council-rules", ["l"], P::REPORT.or(P::TIMELINE).or(P::BOARD), "call-in rules", "The council's own rules on call-in",
        [(P::REPORT, 7), (P::TIMELINE, 6), (P::BOARD, 53)], Desk::may_set_rules, |desk, _| desk.edit_rules();
    Notice, "notice", ["i"], P::REPORT, "signatures", "Who signs the call-in, under which grounds",
        [(P::REPORT, 5)], Desk::may_sign, |desk, _| desk.sign_notice();
    FindInDocuments, "find-in-documents", ["d"], P::AUDIT, "search papers", "Search all the papers of this audit",
        [(P::WALK, 65), (P::DOCUMENTS.or(P::PAGE_VIEW), 14)], Desk::may_search, |desk, _| desk.find_in_documents();
    ReadAgain, "read-again", ["R"], P::DOCUMENTS, "read again", "Read all the papers again",
        [(P::DOCUMENTS, 71)], Desk::may_read_again, |desk, _| desk.read_again();
    StopReading, "stop-reading", ["z"], P::WALK.or(P::DOCUMENTS), "stop reading", "Stop reading the papers",
        [(P::DOCUMENTS, 13)], Desk::may_stop_reading, |_, _| Effect::Stop(Queue::Register);
    NextGroup, "next-section", ["Right", "]"], P::WALK.or(P::INSTRUMENTS).or(P::PAGE_VIEW.or(P::SURVEY)), "next", "Go to the next section or page",
        [(P::PAGE_VIEW.or(P::SURVEY), 3), (P::INSTRUMENTS, 55)], always, |desk, _| desk.step_group(true);
    PreviousGroup, "previous-section", ["Left", "["], P::WALK.or(P::INSTRUMENTS).or(P::PAGE_VIEW.or(P::SURVEY)), "previous", "Go to the previous section or page",
        [(P::PAGE_VIEW.or(P::SURVEY), 4)], always, |desk, _| desk.step_group(false);
    WalkBy, "walk-by", ["b"], P::WALK, "walk by", "Walk by section, topic, law, core …",
        [(P::WALK, 62)], always, |desk, _| desk.pick(|_, open| search::orders(open));
    Filter, "filter", ["f"], P::WALK, "filter", "Show only some of the questions",
        [(P::WALK, 61)], always, |desk, _| desk.pick(search::filters);
    DoRow, "do-row", ["Enter"], P::BOARD, "do it", "Do what the row says, or open the section",
        [(P::BOARD, 0)], always, |desk, _| desk.do_board_row();
    FirstStep, "first-step", ["1"], P::BOARD, "first thing", "Do the first thing proposed",
        [], Desk::may_do_first, |desk, _| desk.do_step(0);
    SecondStep, "second-step", ["2"], P::BOARD, "second thing", "Do the second thing proposed",
        [], Desk::may_do_second, |desk, _| desk.do_step(1);
    ThirdStep, "third-step", ["3"], P::BOARD, "third thing", "Do the third thing proposed",
        [], Desk::may_do_third, |desk, _| desk.do_step(2);
    GoToQuestion, "go-to-question", ["Enter"], P::FLAGS.or(P::INSTRUMENTS), "go to question", "Go to the question behind this",
        [(P::FLAGS.or(P::INSTRUMENTS), 2)], always, |desk, _| desk.go_to_question();
    WriteReport, "write", ["Enter", "w"], P::REPORT, "write file", "Write this paper to a file",
        [(P::REPORT, 2)], always, |desk, _| desk.read_and_write();
    Bundle, "bundle", ["B"], P::REPORT, "bundle", "Put the audit and its papers in one file",
        [(P::REPORT, 9)], Desk::may_bundle, |desk, _| desk.ask_where_to_bundle();
    ReadThrough, "read-through", ["r"], P::REPORT, "read-through", "Read the paper as the other side would",
        [(P::REPORT, 8)], always, |desk, _| desk.open_read_through();
    MendRemark, "mend-remark", ["Enter"], P::READ, "fix it", "Go to where the remark is put right",
        [(P::READ, 1)], always, |desk, _| desk.mend_remark();
    LeaveGround, "leave-ground", ["Space"], P::READ, "leave out", "Leave the ground out, or put it back",
        [(P::READ, 2)], Desk::may_change, |desk, now| desk.leave_ground(now);
    WriteAllTheSame, "write-all-the-same", ["w"], P::READ, "write it", "Write it without fixing the remarks",
        [(P::READ, 3)], always, |desk, _| desk.write_all_the_same();
    LeaveReadThrough, "leave-read-through", ["Esc"], P::READ, "leave it", "Close the read-through",
        [(P::READ, 20)], always, |desk, _| desk.back();
    ReportKind, "report-kind", ["b", "Right"], P::REPORT, "which paper", "Choose which paper to write",
        [(P::REPORT, 3)], always, |desk, _| desk.pick(|_, open| search::kinds(open.paper.kind));
    ReportFormat, "report-format", ["f"], P::REPORT, "format", "Choose the format of the file",
        [(P::REPORT, 4)], always, |desk, _| desk.pick(|_, open| search::formats(open.paper.kind));
    Meeting, "meeting", ["m"], P::REPORT, "who and where", "Who sends it, and where or by when",
        [(P::REPORT, 55)], Desk::may_name_meeting, |desk, _| desk.ask_for_meeting();
    OpenWritten, "open-written", ["o"], P::REPORT, "open", "Open the file written last",
        [], Desk::may_open_written, |desk, _| desk.open_written(false);
    OpenFolder, "open-folder", ["O"], P::REPORT, "open folder", "Open the folder of the file written last",
        [], Desk::may_open_written, |desk, _| desk.open_written(true);
    WithAnswers, "with-answers", ["e"], P::REPORT, "answers", "Blank checklist: with answers, or without",
        [], Desk::may_turn_answers, |desk, _| desk.turn_answers();
    Import, "import", ["I"], P::AUDIT, "import", "Import answers from a spreadsheet",
        [(P::WALK, 69)], Desk::may_bring_in, |desk, _| desk.ask_for_file(Wanted::Spreadsheet);
    MergeTheirs, "merge", ["M"], P::AUDIT, "merge", "Merge another person’s audit into this one",
        [], Desk::may_bring_in, |desk, _| desk.ask_for_file(Wanted::Theirs);
    MergeNow, "merge-now", ["Enter", "C-s"], P::MERGE, "merge them", "Merge their audit into yours",
        [(P::MERGE, 1)], always, |desk, now| desk.merge_them(now);
    LeaveMerge, "leave-merge", ["Esc"], P::MERGE, "leave it", "Close it; nothing is merged",
        [(P::MERGE, 2)], always, |desk, _| desk.back();
    Edition, "edition", ["E"], P::AUDIT, "new edition", "See your answers under changed checklists",
        [(P::WALK, 12)], Desk::may_see_edition, |desk, _| desk.show_edition();
    AgreeEdition, "agree-edition", ["Enter", "C-s"], P::EDITION, "agree", "Agree to the changed checklists",
        [(P::EDITION, 1)], Desk::may_change, |desk, now| desk.agree_edition(now);
    LeaveEdition, "leave-edition", ["Esc"], P::EDITION, "leave it", "Close it; nothing is changed",
        [(P::EDITION, 2)], always, |desk, _| desk.back();
    Profile, "profile", ["P"], P::AUDIT, "the review", "Change the review’s place, kind and date",
        [(P::WALK.or(P::FLAGS.or(P::INSTRUMENTS)), 85)], Desk::may_change, |desk, _| desk.edit_profile();
    Search, "search", ["/", "C-f"], P::AUDIT, "search", "Search questions, laws, flags, your notes",
        [(P::WALK.or(P::FLAGS.or(P::INSTRUMENTS)), 60)], always, |desk, _| desk.pick(search::everything);
    NextScreen, "next-screen", ["Tab"], P::AUDIT, "next screen", "Go to the next screen",
        [(P::AUDIT, 51)], always, |desk, _| desk.turn(1);
    PreviousScreen, "previous-screen", ["BackTab"], P::AUDIT, "previous screen", "Go to the previous screen",
        [], always, |desk, _| desk.turn(Screen::TABS.len() - 1);
    Undo, "undo", ["u", "C-z"], P::AUDIT, "undo", "Undo the last change",
        [(P::WALK, 10), (P::LISTED.or(P::PAGE_VIEW), 80)], Desk::may_undo, |desk, now| desk.undo(true, now);
    Redo, "redo", ["U", "C-y"], P::AUDIT, "redo", "Redo the change that you undid",
        [], Desk::may_redo, |desk, now| desk.undo(false, now);
    Changes, "changes", ["H"], P::AUDIT, "changes", "See all changes, and go back to any",
        [(P::WALK, 71), (P::LISTED.or(P::PAGE_VIEW), 81)], Desk::may_list_changes, |desk, _| desk.list_changes();
    GoInHistory, "go-in-history", ["Enter", "C-s"], P::GOING, "go there", "Go to this place in the history",
        [(P::GOING, 1)], Desk::may_change, |desk, now| desk.go_in_history(now);
    StayInHistory, "stay-in-history", ["Esc"], P::GOING, "leave it", "Close it; nothing is changed",
        [(P::GOING, 20)], always, |desk, _| desk.back();
    FetchBack, "fetch-back", ["Z"], P::SCREEN, "fetch back", "Bring back the text that was left unsaved",
        [(P::SCREEN, 49)], Desk::may_fetch_back, |desk, _| desk.fetch_back();
    Choose, "choose", ["Enter"], P::PICKER.or(P::FOLDER), "choose", "Choose the selected row",
        [(P::PICKER.or(P::FOLDER), 1)], always, |desk, now| desk.picked(now);
    Complete, "complete", ["Tab"], P::FOLDER, "complete", "Open the folder, or complete the name",
        [(P::FOLDER, 2)], always, |desk, _| desk.complete();
    FolderUp, "folder-up", ["Backspace"], P::FOLDER, "folder up", "Go to the folder above",
        [(P::FOLDER, 3)], Desk::may_go_up, |desk, _| desk.go_up();
    ReadFound, "read-found", ["Enter"], P::FIND, "read the page", "Read the page of the passage found",
        [(P::FIND, 1)], always, |desk, _| desk.read_found();
    RecordFound, "record-found", ["C-s"], P::FIND, "record silence", "No evidence: keep this search as proof",
        [(P::FIND, 2)], Desk::may_record_found, |desk, now| desk.record_found(now);
    TakeIn, "take-in", ["Enter", "C-s"], P::IMPORT, "import it", "Import what you have decided",
        [(P::IMPORT, 1)], always, |desk, now| desk.take_in(now);
    KeepMine, "keep-mine", ["m"], P::IMPORT, "mine", "Keep what is here",
        [(P::IMPORT, 2)], always, |desk, _| desk.decide(Decision::KeepMine);
    TakeTheirs, "take-theirs", ["t"], P::IMPORT, "theirs", "Use what the spreadsheet says",
        [(P::IMPORT, 3)], always, |desk, _| desk.decide(Decision::TakeTheirs);
    KeepBoth, "keep-both", ["b"], P::IMPORT, "both", "Keep both texts",
        [(P::IMPORT, 4)], always, |desk, _| desk.decide(Decision::KeepBoth);
    AllMine, "all-mine", ["M"], P::IMPORT, "all mine", "Keep what is here, everywhere",
        [(P::IMPORT, 5)], always, |desk, _| desk.decide_all(Decision::KeepMine);
    AllTheirs, "all-theirs", ["T"], P::IMPORT, "all theirs", "Use the spreadsheet’s, everywhere",
        [(P::IMPORT, 6)], always, |desk, _| desk.decide_all(Decision::TakeTheirs);
    LeaveImport, "leave-import", ["Esc"], P::IMPORT, "leave it", "Close it; nothing is imported",
        [(P::IMPORT, 20)], always, |desk, _| desk.back();
    NextField, "next-field", ["Tab"], P::FIELDS, "next field", "Go to the next field",
        [(P::FORM, 1), (P::PROOF, 2)], always, |desk, _| desk.next_field();
    PreviousField, "previous-field", ["BackTab"], P::FIELDS, "field before", "Go to the field before",
        [(P::PROOF, 3)], always, |desk, _| desk.field_above(true);
    EnterField, "enter-field", ["Enter"], P::FORM, "next", "Next field, or save after the last one",
        [(P::FORM, 7)], Desk::may_leave_line, |desk, now| desk.enter_field(now);
    FieldBelow, "field-below", ["Down"], P::FORM, "field below", "Go to the field below",
        [], Desk::may_leave_line, |desk, _| desk.field_below();
    FieldAbove, "field-above", ["Up"], P::FORM, "field above", "Go to the field above",
        [], Desk::may_leave_line, |desk, _| desk.field_above(false);
    KeepProof, "keep-proof", ["Enter", "C-s"], P::PROOF, "save, next question", "Save what is typed, and go on",
        [(P::PROOF, 1)], always, |desk, now| desk.submit(now);
    KeepForm, "keep-form", ["C-s"], P::FORM, "save", "Save what the form says",
        [(P::FORM, 2)], always, |desk, now| desk.submit(now);
    TakeOwn, "take-own", ["C-t"], P::FORM, "as the paper says", "Fill in what the paper itself says",
        [(P::FORM, 3)], Desk::may_take_own, |desk, _| desk.take_own();
    NextOption, "next-option", ["Right"], P::FIELDS, "choose", "Choose the next of the options",
        [(P::FIELDS, 4)], Desk::may_choose, |desk, _| desk.type_key(Key::plain(Code::Right));
    PreviousOption, "previous-option", ["Left"], P::FIELDS, "choose", "Choose the option before",
        [(P::FIELDS, 5)], Desk::may_choose, |desk, _| desk.type_key(Key::plain(Code::Left));
    LeaveForm, "leave-form", ["Esc"], P::FIELDS, "cancel", "Close it; asks if something would be lost",
        [(P::FIELDS, 6)], always, |desk, _| desk.leave_form();
    KeepText, "keep-text", ["C-s", "C-c", "C-q"], P::EDITOR, "save", "Save what is written, and close",
        [(P::EDITOR, 1)], always, |desk, now| desk.keep_what_is_typed(now);
    LeaveText, "leave-text", ["Esc"], P::EDITOR, "cancel", "Close it; asks if something would be lost",
        [(P::EDITOR, 2)], always, |desk, _| desk.leave_text();
    DropText, "drop-text", ["C-x"], P::EDITOR, "leave unsaved", "Close it unsaved; the text can come back",
        [(P::EDITOR, 5)], always, |desk, _| desk.drop_text();
    UndoTyping, "undo-typing", ["C-z"], P::BOX, "undo typing", "Undo what was typed last",
        [(P::EDITOR, 3)], always, |desk, _| desk.type_key(Key::ctrl('z'));
    OwnEditor, "own-editor", ["C-o"], P::EDITOR, "own editor", "Write it in your own editor",
        [(P::EDITOR, 4)], always, |desk, _| desk.edit_outside();
    Close, "close", ["Esc"], P::SEARCHED.or(P::PAGE).or(P::DROP.or(P::COMPARED).or(P::SURVEY)), "close", "Close this",
        [(P::SEARCHED.or(P::PAGE).or(P::DROP.or(P::COMPARED).or(P::SURVEY)), 20)], always, |desk, _| desk.back();
    ShowsThen, "shows-then", ["t"], P::SETTLE, "about then", "It is about what was done before",
        [(P::SETTLE, 1)], always, |desk, now| desk.settle_time(Shows::Then, now);
    ShowsLater, "shows-later", ["l"], P::SETTLE, "about later", "It is about what came later: hindsight",
        [(P::SETTLE, 2)], always, |desk, now| desk.settle_time(Shows::Later, now);
    SettleLater, "settle-later", ["Esc"], P::SETTLE, "not now", "Leave it to be settled",
        [(P::SETTLE, 3)], always, |desk, _| desk.settle_later();
    LeaveReply, "leave-reply", ["Enter", "Esc"], P::REPLY, "leave our answers", "Leave our answers as they are",
        [(P::REPLY, 1)], always, |desk, _| desk.leave_reply();
    StopAdding, "stop-adding", ["Esc"], P::ADDING, "stop", "Stop reading; nothing is changed",
        [(P::ADDING, 1)], always, |desk, _| desk.back();
    Up, "up", ["Up"], P::LISTS.or(P::CHOSEN), "up", "One line up",
        [(P::SEARCHED.or(P::IMPORT).or(P::READ_ON).or(P::PAGE).or(P::CHOSEN), 30)], always, |desk, _| desk.step(false, 1);
    Down, "down", ["Down"], P::LISTS.or(P::CHOSEN), "down", "One line down",
        [(P::SEARCHED.or(P::IMPORT).or(P::READ_ON).or(P::PAGE).or(P::CHOSEN), 31)], always, |desk, _| desk.step(true, 1);
    PageUp, "page-up", ["PageUp"], P::LISTS.or(P::CHOSEN), "page up", "One page up",
        [(P::PAGE, 32)], always, |desk, _| desk.page(false);
    PageDown, "page-down", ["PageDown", "Space"], P::LISTS.without(P::PAGE_VIEW.or(P::WALK.or(P::FLAGS.or(P::INSTRUMENTS)))).or(P::COMPARED), "page down", "One page down",
        [(P::PAGE, 33), (P::REPORT, 56)], always, |desk, _| desk.page(true);
    PageOn, "page-on", ["PageDown"], P::PAGE_VIEW.or(P::WALK.or(P::FLAGS.or(P::INSTRUMENTS))).or(P::CHOSEN).without(P::COMPARED), "page down", "One screenful down",
        [(P::FLAGS.or(P::INSTRUMENTS), 56)], always, |desk, _| desk.page(true);
    First, "first", ["Home"], P::STILL.or(P::CHOSEN), "first", "To the beginning",
        [], always, |desk, _| desk.jump(false);
    Last, "last", ["End"], P::STILL.or(P::CHOSEN), "last", "To the end",
        [], always, |desk, _| desk.jump(true);
    Back, "back", ["Esc"], P::AUDIT, "back", "Close this, or go back one step",
        [(P::PAGE_VIEW, 5), (P::AUDIT, 90)], always, |desk, _| desk.back();
    Forward, "forward", [">", "M-Right"], P::AUDIT, "forward", "Go forward again to where you were",
        [(P::AUDIT, 91)], Desk::may_go_forward, |desk, _| desk.go_forward();
    Places, "places", ["J"], P::AUDIT, "places", "List the places you have been",
        [], Desk::may_list_places, |desk, _| desk.list_places();
    Help, "help", ["?", "F1"], P::SCREEN.or(P::PAGE), "help", "Show what you can do, and search all keys",
        [(P::DOCUMENTS, 9), (P::SCREEN, 50)], always, |desk, _| desk.show_help();
    Marks, "marks", ["F2"], P::SCREEN, "marks", "Show what the marks mean",
        [(P::SCREEN, 97)], always, |desk, _| desk.show_page(PageKind::Marks);
    CopyText, "copy-text", ["C"], P::WALK.or(P::FLAGS).or(P::INSTRUMENTS.or(P::PAGE_VIEW)), "copy text", "Copy the quotation, flag or law shown",
        [(P::WALK.or(P::FLAGS).or(P::INSTRUMENTS.or(P::PAGE_VIEW)), 83)], Desk::may_copy_text, |desk, _| desk.copy_text();
    Tour, "tour", ["F3"], P::SCREEN, "tour", "Take the tour in six steps, or leave it",
        [(P::LIBRARY, 9)], always, |desk, now| desk.turn_tour(now);
    WhoYouAre, "who-you-are", ["F4"], P::SCREEN, "who you are", "Say who you are: name, branch, members",
        [], always, |desk, _| desk.ask_who_you_are();
    Holding, "holding", ["b"], P::BOARD, "what you have", "Say what you have: report, meeting, day",
        [(P::BOARD, 52)], Desk::may_say_what_is_held, |desk, _| desk.ask_what_is_held();
    Palette, "palette", [":", "C-p"], P::SCREEN, "find", "Find anything: commands, questions, laws",
        [(P::LIBRARY.or(P::WALK).or(P::FLAGS.or(P::INSTRUMENTS)), 95)], always, |desk, _| desk.show_finder();
    Theme, "theme", ["F8"], P::SCREEN, "theme", "Choose the colours: light, dark, others",
        [(P::SCREEN, 96)], always, |desk, _| desk.choose_theme();
    Mouse, "mouse", ["F9"], P::SCREEN, "mouse", "Mouse on or off (shift selects text)",
        [], always, |desk, _| desk.turn_mouse();
    Redraw, "redraw", ["C-l"], P::SCREEN, "redraw", "Redraw the screen",
        [], always, |_, _| TerminalJob::Redraw;
    Suspend, "suspend", [], P::SCREEN, "suspend", "Suspend the program",
        [], always, |_, _| TerminalJob::Suspend;
    Quit, "quit", ["Q", "C-q", "C-c"], P::LISTS.or(P::CHOSEN).or(P::FIELDS.or(P::ADDING)), "quit", "Quit; everything is saved",
        [(P::SCREEN, 99)], always, |desk, now| desk.quit(now);
}
