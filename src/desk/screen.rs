//! The screens, one row for each, and the places that keys work in.
//!
//! A row ([`ScreenSpec`]) holds everything but a screen's drawing, which is in `view`: its place, its
//! titles, and how the user moves through it.

use super::{Desk, OpenAudit};
use crate::checklist::QuestionIx;

/// A set of places in which an action works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyPlace(u32);

macro_rules! places {
    ($($(#[$meta:meta])* $id:ident, $bit:literal, $title:literal;)+) => {
        impl KeyPlace {
            $($(#[$meta])* pub const $id: Self = Self(1 << $bit);)+

            /// Every single place with its heading in the help and the manual, the screens first.
            pub const ALL: &[(Self, &str)] = &[$((Self::$id, $title)),+];
        }
    };
}

places! {
    /// The library of audits.
    LIBRARY, 0, "In the library";
    /// The library while words that narrow it are typed.
    NARROWED, 26, "While narrowing the library";
    /// The case board.
    BOARD, 25, "On the case board";
    /// The walk through the questions.
    WALK, 1, "In the walk";
    /// The flags.
    FLAGS, 2, "Among the flags";
    /// The instruments: laws and the Code.
    INSTRUMENTS, 3, "Among laws and Code";
    /// The register of documents.
    DOCUMENTS, 4, "Among the documents";
    /// A page view of a document.
    PAGE_VIEW, 5, "On a page of a document";
    /// The report.
    REPORT, 6, "On the report";
    /// A list to pick from.
    PICKER, 7, "In a list to pick from";
    /// The list of a folder.
    FOLDER, 8, "In the list of a folder";
    /// The search in the documents.
    FIND, 9, "While searching the papers";
    /// The review of a spreadsheet before it is taken in.
    IMPORT, 10, "While importing a spreadsheet";
    /// The preview of a merge.
    MERGE, 23, "Before two audits are merged";
    /// The answers under checklists that have changed.
    EDITION, 24, "Before changed checklists are agreed to";
    /// The order for all marked questions, before it is carried out.
    MANY, 29, "Before marked questions are answered together";
    /// Another place in the history, before it is gone to.
    GOING, 30, "Before going to another place in the history";
    /// A form.
    FORM, 11, "In a form";
    /// The editor of a longer text.
    EDITOR, 12, "While writing a text";
    /// A page of text over the screen.
    PAGE, 13, "On a page of text";
    /// The page shown while files are read.
    ADDING, 14, "While files are read";
    /// The strip for proof under the question that was just answered.
    PROOF, 15, "In the strip for proof";
    /// The timeline.
    TIMELINE, 19, "On the timeline";
    /// The read-through of a report.
    READ, 18, "In the read-through";
    /// The questions that a quotation may be dropped on.
    DROP, 20, "While choosing questions for a quotation";
    /// The papers found in a folder or an archive, before they are added.
    GATHER, 21, "Before papers are added";
    /// The comparison of two papers.
    COMPARED, 22, "While comparing two papers";
    /// The survey of the user's own audits.
    SURVEY, 28, "While counting your audits together";
    /// The question which time a later paper tells of.
    SETTLE, 16, "When a paper is later than the decision";
    /// The status proposed after a reply.
    REPLY, 17, "After a reply of the council’s";
}

impl KeyPlace {
    /// Every screen of an open audit.
    pub const AUDIT: Self = Self::of_screens(false).or(Self::PAGE_VIEW);
    /// The screens with a list and a text beside it.
    pub const LISTED: Self = Self::of_screens(true);
    /// Every screen, overlays aside.
    pub const SCREEN: Self = Self::LIBRARY.or(Self::AUDIT);
    /// Every list with a line to type in.
    pub const SEARCHED: Self =
        Self(Self::PICKER.0 | Self::FOLDER.0 | Self::FIND.0 | Self::NARROWED.0);
    /// Every place where a letter is typed, so that no letter alone is a key.
    pub(super) const TYPED: Self = Self(Self::SEARCHED.0 | Self::BOX.0 | Self::DROP.0);
    /// Every box that is filled in and saved.
    pub const BOX: Self = Self(Self::FORM.0 | Self::EDITOR.0 | Self::PROOF.0);
    /// Every box of fields.
    pub const FIELDS: Self = Self(Self::FORM.0 | Self::PROOF.0);
    /// Every list whose rows are chosen with a key.
    pub const CHOSEN: Self =
        Self(Self::READ.0 | Self::DROP.0 | Self::GATHER.0 | Self::COMPARED.0 | Self::SURVEY.0);
    /// Every place with something to move through and nothing to type.
    pub const STILL: Self = Self(Self::SCREEN.0 | Self::IMPORT.0 | Self::READ_ON.0 | Self::PAGE.0);
    /// Every page of text that is agreed to or left.
    pub const READ_ON: Self = Self(Self::MERGE.0 | Self::EDITION.0 | Self::MANY.0 | Self::GOING.0);
    /// Every place with something to move through.
    pub const LISTS: Self = Self(Self::STILL.0 | Self::SEARCHED.0);

    /// Returns the places of the screens of an open audit: all, or those with a text beside a list.
    const fn of_screens(listed: bool) -> Self {
        let mut found = Self(0);
        let mut rest = Screen::TABS.as_slice();
        while let [screen, others @ ..] = rest {
            let spec = screen.spec();
            if spec.text_beside || !listed {
                found = found.or(spec.place);
            }
            rest = others;
        }
        found
    }

    /// Returns each place over a screen with its heading.
    pub fn over_screens() -> impl Iterator<Item = (Self, &'static str)> {
        let over = |(place, _): &(Self, &str)| !place.meets(Self::SCREEN);
        Self::ALL.iter().copied().filter(over)
    }

    /// Returns the places of both sets.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns the places of this set that are not in the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Returns true if the two sets overlap.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// The row of a screen.
#[derive(Debug, Clone, Copy)]
pub(super) struct ScreenSpec {
    /// The place that its keys work in.
    pub(super) place: KeyPlace,
    /// Its title.
    title: &'static str,
    /// Its title for narrow terminals.
    short: &'static str,
    /// True if a text stands beside its list, which the page keys turn.
    pub(super) text_beside: bool,
    /// Its list with a row under the bar, if it has one.
    pub(super) list: Option<ListSpec>,
    /// Moves forward, or back, by so many rows or lines.
    pub(super) step: fn(&mut Desk, bool, usize),
    /// Moves to the next group of rows, or the one before.
    pub(super) step_group: fn(&mut Desk, bool),
    /// The question behind the row under the bar.
    pub(super) question: fn(&Desk, &OpenAudit) -> Option<QuestionIx>,
}

/// The list of a screen.
#[derive(Debug, Clone, Copy)]
pub(super) struct ListSpec {
    /// The number of its rows.
    pub(super) rows: fn(&Desk) -> usize,
    /// The row under the bar, to be changed.
    pub(super) row: fn(&mut Desk) -> Option<&mut usize>,
}

/// A place that the user jumped away from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visited {
    /// The screen.
    pub screen: Screen,
    /// The question in front in the walk.
    pub question: Option<QuestionIx>,
}

/// The screen in front.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// The library of audits.
    Library,
    /// The case board: where the audit has got to.
    Board,
    /// The walk through the questions.
    Walk,
    /// The flags.
    Flags,
    /// The instruments and their requirements.
    Instruments,
    /// The council's documents.
    Documents,
    /// The timeline.
    Timeline,
    /// The report.
    Report,
}

impl Screen {
    /// The screens of an open audit, in the order of Tab.
    pub const TABS: [Self; 7] = [
        Self::Board,
        Self::Walk,
        Self::Flags,
        Self::Instruments,
        Self::Documents,
        Self::Timeline,
        Self::Report,
    ];

    /// Returns the row of the screen.
    pub(super) const fn spec(self) -> &'static ScreenSpec {
        match self {
            Self::Library => &ScreenSpec {
                place: KeyPlace::LIBRARY,
                title: "Library",
                short: "Library",
                text_beside: false,
                list: Some(ListSpec {
                    rows: |desk| desk.shelf.rows.len(),
                    row: |desk| Some(&mut desk.shelf.selected),
                }),
                step: Desk::step_row,
                step_group: |_, _| (),
                question: |_, _| None,
            },
            Self::Board => &ScreenSpec {
                place: KeyPlace::BOARD,
                title: "Case",
                short: "Case",
                text_beside: true,
                list: Some(ListSpec {
                    rows: |desk| {
                        desk.open
                            .as_ref()
                            .map_or(0, |open| open.board_rows(&desk.library))
                    },
                    row: |desk| desk.open.as_mut().map(|open| &mut open.board_row),
                }),
                step: Desk::step_row,
                step_group: |_, _| (),
                question: |_, _| None,
            },
            Self::Walk => &ScreenSpec {
                place: KeyPlace::WALK,
                title: "Walk",
                short: "Walk",
                text_beside: true,
                list: None,
                step: Desk::step_walk,
                step_group: Desk::step_section,
                question: |_, _| None,
            },
            Self::Flags => &ScreenSpec {
                place: KeyPlace::FLAGS,
                title: "Flags",
                short: "Flags",
                text_beside: true,
                list: Some(ListSpec {
                    rows: |desk| desk.open.as_ref().map_or(0, |open| open.flag_rows().len()),
                    row: |desk| desk.open.as_mut().map(|open| &mut open.flag_row),
                }),
                step: Desk::step_row,
                step_group: |_, _| (),
                question: |_, open| open.question_of_flag(),
            },
            Self::Instruments => &ScreenSpec {
                place: KeyPlace::INSTRUMENTS,
                title: "Laws and Code",
                short: "Laws",
                text_beside: true,
                list: Some(ListSpec {
                    rows: Desk::requirement_rows,
                    row: |desk| desk.open.as_mut().map(|open| &mut open.instrument.row),
                }),
                step: Desk::step_row,
                step_group: Desk::step_instrument,
                question: |desk, open| open.question_of_requirement(&desk.library),
            },
            Self::Documents => &ScreenSpec {
                place: KeyPlace::DOCUMENTS,
                title: "Documents",
                short: "Documents",
                text_beside: true,
                list: Some(ListSpec {
                    rows: |desk| {
                        desk.open
                            .as_ref()
                            .map_or(0, |open| open.audit().documents.len())
                    },
                    row: |desk| desk.open.as_mut().map(|open| &mut open.papers.row),
                }),
                step: Desk::step_document,
                step_group: Desk::turn_page,
                question: |_, _| None,
            },
            Self::Timeline => &ScreenSpec {
                place: KeyPlace::TIMELINE,
                title: "Timeline",
                short: "Dates",
                text_beside: true,
                list: Some(ListSpec {
                    rows: |desk| {
                        desk.open
                            .as_ref()
                            .map_or(0, |open| open.timeline.rows.len())
                    },
                    row: |desk| desk.open.as_mut().map(|open| &mut open.timeline_row),
                }),
                step: Desk::step_row,
                step_group: |_, _| (),
                question: |_, _| None,
            },
            Self::Report => &ScreenSpec {
                place: KeyPlace::REPORT,
                title: "Report",
                short: "Report",
                text_beside: false,
                list: None,
                step: Desk::step_report,
                step_group: |_, _| (),
                question: |_, _| None,
            },
        }
    }

    /// Returns the screen's title for narrow terminals.
    pub const fn short(self) -> &'static str {
        self.spec().short
    }

    /// Returns the screen's title.
    pub const fn title(self) -> &'static str {
        self.spec().title
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tab_has_a_place_and_titles_of_its_own() {
        let all: Vec<Screen> = Screen::TABS.into_iter().chain([Screen::Library]).collect();
        for (at, one) in all.iter().enumerate() {
            let place = one.spec().place;
            assert!(
                KeyPlace::ALL.iter().any(|(single, _)| *single == place),
                "{one:?}"
            );
            assert!(place.meets(KeyPlace::SCREEN) && one.short().len() <= one.title().len());
            for other in all.iter().skip(at + 1) {
                assert!(!place.meets(other.spec().place), "{one:?} and {other:?}");
                assert_ne!(one.title(), other.title());
            }
        }
    }

    #[test]
    fn the_places_of_an_open_audit_are_those_of_its_tabs_and_of_a_page_of_a_document() {
        let of_tabs = KeyPlace::ALL
            .iter()
            .filter(|(place, _)| place.meets(KeyPlace::AUDIT));
        assert_eq!(of_tabs.count(), Screen::TABS.len() + 1);
        assert!(
            KeyPlace::AUDIT.meets(KeyPlace::PAGE_VIEW) && !KeyPlace::AUDIT.meets(KeyPlace::LIBRARY)
        );
        assert!(
            KeyPlace::LISTED.meets(KeyPlace::FLAGS) && !KeyPlace::LISTED.meets(KeyPlace::REPORT)
        );
    }
}
