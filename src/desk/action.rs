//! The registry of actions: the one source of keys, footer, help, palette and the README's table.
//!
//! An action has a name, keys, the places where it works, and a line of help.
//! [`super::Desk::available`] checks that it is available just now, and gives the reason if not.

use super::key::Key;

/// A set of places in which an action works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place(u16);

macro_rules! places {
    ($($(#[$meta:meta])* $id:ident, $bit:literal, $title:literal;)+) => {
        impl Place {
            $($(#[$meta])* pub const $id: Self = Self(1 << $bit);)+

            /// Every single place with its heading in the help and the manual, the screens first.
            pub const ALL: &[(Self, &str)] = &[$((Self::$id, $title)),+];
        }
    };
}

places! {
    /// The library of audits.
    LIBRARY, 0, "In the library";
    /// The walk through the questions.
    WALK, 1, "In the walk";
    /// The flags.
    FLAGS, 2, "Among the flags";
    /// The instruments: laws and the Code.
    YARDSTICKS, 3, "Among laws and Code";
    /// The register of documents.
    DOCUMENTS, 4, "Among the documents";
    /// A page view of a document.
    LEAF, 5, "On a page of a document";
    /// The report.
    REPORT, 6, "At the report";
    /// A list to pick from.
    PICKER, 7, "In a list to pick from";
    /// A form.
    FORM, 8, "In a form";
    /// A page of text over the screen.
    PAGE, 9, "On a page of text";
}

impl Place {
    /// Every screen of an open audit.
    pub const AUDIT: Self = Self(
        Self::WALK.0
            | Self::FLAGS.0
            | Self::YARDSTICKS.0
            | Self::DOCUMENTS.0
            | Self::LEAF.0
            | Self::REPORT.0,
    );
    /// Every screen, overlays aside.
    pub const SCREEN: Self = Self(Self::LIBRARY.0 | Self::AUDIT.0);
    /// Every place with something to move through.
    pub const LISTS: Self = Self(Self::SCREEN.0 | Self::PICKER.0 | Self::PAGE.0);

    /// Returns each place over a screen with its heading.
    pub fn over_screens() -> impl Iterator<Item = (Self, &'static str)> {
        let over = |(place, _): &(Self, &str)| !place.meets(Self::SCREEN);
        Self::ALL.iter().copied().filter(over)
    }

    /// Returns true if the two sets overlap.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

macro_rules! actions {
    ($($(#[$meta:meta])* $id:ident, $name:literal, [$($key:literal),*], $place:expr, $short:literal, $help:literal;)+) => {
        /// An action that the user can ask for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $($(#[$meta])* #[doc = $help] $id),+
        }

        /// All actions, in the order of display.
        pub const ACTIONS: &[Spec] = &[$(
            Spec { action: Action::$id, name: $name, keys: &[$($key),*], place: $place, short: $short, help: $help }
        ),+];
    };
}

/// The registration of an action.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    /// The action.
    pub action: Action,
    /// Its name, for the command palette and for tests.
    pub name: &'static str,
    /// Its keys; the first is the one displayed.
    pub keys: &'static [&'static str],
    /// The places where it works.
    pub place: Place,
    /// A word or two for the footer.
    pub short: &'static str,
    /// A line of help.
    pub help: &'static str,
}

impl Spec {
    /// Returns its keys.
    pub fn keys(&self) -> impl Iterator<Item = Key> + '_ {
        self.keys.iter().filter_map(|key| Key::parse(key))
    }

    /// Returns its first key, the one displayed.
    pub fn key(&self) -> Option<Key> {
        self.keys().next()
    }
}

actions! {
    OpenAudit, "open", ["Enter"], Place::LIBRARY, "open", "Open the audit under the bar";
    NewAudit, "new-audit", ["n"], Place::LIBRARY, "new audit", "Begin a new audit";
    CopyExample, "copy", ["c"], Place::SCREEN, "copy to work on", "Make your own copy of an example";
    AnswerMet, "met", ["m", "1"], Place::WALK, "met", "Answer: met";
    AnswerPartly, "partly", ["p", "2"], Place::WALK, "partly", "Answer: partly met";
    AnswerNotMet, "not-met", ["n", "3"], Place::WALK, "not met", "Answer: not met";
    AnswerNoEvidence, "no-evidence", ["e", "4"], Place::WALK, "no evidence", "Answer: looked, nothing shows it";
    AnswerWithheld, "withheld", ["w", "5"], Place::WALK, "withheld", "Answer: asked for and refused";
    AnswerNotApplicable, "not-applicable", ["a", "6"], Place::WALK, "n/a", "Answer: does not arise here";
    EnterValue, "enter-value", ["Enter"], Place::WALK, "answer", "Give a date, figure or choice";
    ConfirmAnswer, "confirm", ["k"], Place::WALK, "confirm", "Confirm an answer to re-worded text";
    NextOpen, "next-open", ["o"], Place::WALK, "next open", "Go to the next open question";
    Note, "note", ["t"], Place::WALK, "note", "Write a note: the reason, your words";
    Evidence, "evidence", ["v"], Place::WALK, "evidence", "Add or change evidence";
    Contested, "contested", ["c"], Place::WALK, "other side", "Write what the other side says";
    Request, "request", ["r"], Place::WALK, "asked for", "Record what you asked for and the reply";
    ClearAnswer, "clear", ["x"], Place::WALK, "clear", "Take the answer away (note stays)";
    Why, "why", ["y"], Place::WALK, "why this?", "Why am I seeing this?";
    QuotePassage, "quote-passage", ["q"], Place::WALK, "quote it", "Attach the passage shown as evidence";
    NextPassage, "next-passage", ["."], Place::WALK, "next passage", "Show the next passage found";
    PreviousPassage, "previous-passage", [","], Place::WALK, "passage before", "Show the passage before";
    ReadPassage, "read-passage", ["g"], Place::WALK, "read the page", "Read the page of the passage shown";
    RecordSilence, "record-silence", ["s"], Place::WALK, "record silence", "Answer: no evidence, with proof of silence";
    Sweep, "sweep", ["S"], Place(Place::WALK.0 | Place::DOCUMENTS.0), "first sweep", "Walk open questions by what papers say";
    ReadDocument, "read-document", ["Enter"], Place::DOCUMENTS, "read it", "Read the document, page by page";
    AddPaper, "add-paper", ["a"], Place::DOCUMENTS, "add a paper", "Add papers: PDF, DOCX, ODT, HTML, text";
    NoteDocument, "note-document", ["n"], Place::DOCUMENTS, "one not given", "Note a document you do not have";
    AboutDocument, "about-document", ["i"], Place::DOCUMENTS, "about it", "Title, from whom, date, how it came";
    TakeFile, "take-file", ["k"], Place::DOCUMENTS, "take as it is", "Accept the file as it is, or lies, now";
    RemoveDocument, "remove-document", ["x"], Place::DOCUMENTS, "take out", "Take it out of the register";
    AttachParagraph, "attach-paragraph", ["v", "q"], Place::LEAF, "quote it", "Attach the paragraph as evidence";
    GoToPage, "go-to-page", ["g"], Place::LEAF, "go to page", "Go to a page by its number";
    AskQuestion, "ask", ["a"], Place::REPORT, "asked?", "Record a question put, and what came of it";
    CouncilRules, "council-rules", ["l"], Place::REPORT, "call-in rules", "The council's own rules on call-in";
    Notice, "notice", ["i"], Place::REPORT, "signatures", "Who signs the call-in, under which grounds";
    FindInDocuments, "find-in-documents", ["d"], Place::AUDIT, "search papers", "Search all the papers of this audit";
    ReadAgain, "read-again", ["R"], Place::DOCUMENTS, "read again", "Read all the papers again";
    StopReading, "stop-reading", ["z"], Place(Place::WALK.0 | Place::DOCUMENTS.0), "stop reading", "Stop reading the papers";
    NextGroup, "next-section", ["Right", "]"], Place(Place::WALK.0 | Place::YARDSTICKS.0 | Place::LEAF.0), "next", "Go to the next section or page";
    PreviousGroup, "previous-section", ["Left", "["], Place(Place::WALK.0 | Place::YARDSTICKS.0 | Place::LEAF.0), "previous", "Go to the previous section or page";
    WalkBy, "walk-by", ["b"], Place::WALK, "walk by", "Walk by section, topic, law, core …";
    Filter, "filter", ["f"], Place::WALK, "filter", "Show only some of the questions";
    GoToQuestion, "go-to-question", ["Enter"], Place(Place::FLAGS.0 | Place::YARDSTICKS.0), "go to question", "Go to the question behind this";
    WriteReport, "write", ["Enter", "w"], Place::REPORT, "write file", "Write this paper to a file";
    ReportKind, "report-kind", ["b", "Right"], Place::REPORT, "which paper", "Choose which paper to write";
    ReportFormat, "report-format", ["f"], Place::REPORT, "format", "Choose the format of the file";
    WithAnswers, "with-answers", ["e"], Place::REPORT, "answers", "Blank checklist: with answers, or without";
    Import, "import", ["I"], Place::AUDIT, "take in", "Take a spreadsheet of answers in";
    Profile, "profile", ["P"], Place::AUDIT, "the review", "Change the review’s place, kind and date";
    Search, "search", ["/", "C-f"], Place::AUDIT, "search", "Search questions, laws, flags, your notes";
    NextScreen, "next-screen", ["Tab"], Place::AUDIT, "next screen", "Walk, flags, laws, report: the next";
    PreviousScreen, "previous-screen", ["BackTab"], Place::AUDIT, "previous screen", "The screen before";
    Undo, "undo", ["u", "C-z"], Place::AUDIT, "undo", "Undo the last change";
    Redo, "redo", ["U", "C-y"], Place::AUDIT, "redo", "Make the undone change again";
    Up, "up", ["Up"], Place::LISTS, "up", "One line up";
    Down, "down", ["Down"], Place::LISTS, "down", "One line down";
    PageUp, "page-up", ["PageUp"], Place::LISTS, "page up", "One page up";
    PageDown, "page-down", ["PageDown", "Space"], Place(Place::SCREEN.0 | Place::PAGE.0), "page down", "One page down";
    First, "first", ["Home"], Place::LISTS, "first", "To the beginning";
    Last, "last", ["End"], Place::LISTS, "last", "To the end";
    Back, "back", ["Esc"], Place(Place::AUDIT.0 | Place::PICKER.0 | Place::PAGE.0 | Place::FORM.0), "back", "Close this, or go back to the library";
    Help, "help", ["?", "F1"], Place(Place::SCREEN.0 | Place::PAGE.0), "help", "Show all keys";
    Palette, "palette", [":", "C-p"], Place::SCREEN, "commands", "Find a command by name";
    Mouse, "mouse", ["F9"], Place::SCREEN, "mouse", "Mouse on or off (off: select text)";
    Redraw, "redraw", ["C-l"], Place::SCREEN, "redraw", "Draw the screen afresh";
    Suspend, "suspend", [], Place::SCREEN, "suspend", "Put the program to sleep (shell job)";
    Quit, "quit", ["Q", "C-q", "C-c"], Place(Place::SCREEN.0 | Place::PICKER.0 | Place::PAGE.0 | Place::FORM.0), "quit", "Leave; everything is saved";
}

/// Returns the registration of an action.
#[expect(
    clippy::expect_used,
    reason = "every action is made by the same list as the specs; a test walks them all"
)]
pub fn spec(action: Action) -> &'static Spec {
    ACTIONS
        .iter()
        .find(|spec| spec.action == action)
        .expect("registered")
}

/// Returns the action with a name.
pub fn named(name: &str) -> Option<Action> {
    ACTIONS
        .iter()
        .find(|spec| spec.name == name)
        .map(|spec| spec.action)
}

/// Returns the actions bound to a key in a place, in the order they are tried.
pub fn actions_for(key: Key, place: Place) -> impl Iterator<Item = Action> {
    ACTIONS
        .iter()
        .filter(move |spec| spec.place.meets(place) && spec.keys().any(|one| one == key))
        .map(|spec| spec.action)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_parses_and_every_help_fits_forty_columns() {
        for spec in ACTIONS {
            assert_eq!(spec.keys().count(), spec.keys.len(), "{}", spec.name);
            assert!(
                spec.help.chars().count() <= 42,
                "{}: {}",
                spec.name,
                spec.help
            );
            assert_eq!(super::spec(spec.action).name, spec.name);
            assert_eq!(named(spec.name), Some(spec.action));
        }
    }

    #[test]
    fn no_two_actions_share_a_key_in_one_place() {
        // `c` copies an example where nothing can be contested, and is told apart by availability.
        let known = [("copy", "contested")];
        for &(place, _) in Place::ALL {
            for (at, one) in ACTIONS.iter().enumerate() {
                for other in ACTIONS.iter().skip(at + 1) {
                    if one.place.meets(place)
                        && other.place.meets(place)
                        && !known.contains(&(one.name, other.name))
                    {
                        for key in one.keys() {
                            assert!(
                                other.keys().all(|key2| key2 != key),
                                "{} and {} share {key}",
                                one.name,
                                other.name
                            );
                        }
                    }
                }
            }
        }
    }
}
