//! Coverage of the checklists: the law, guidance and practice for each nation and year, the
//! questions that no requirement rests on, and the search words that too many questions share
//! without an idea in common to show anything.
//!
//! Looks at the checklists alone, at no audit.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::base::Text;
use crate::base::Word as _;
use crate::checklist::{
    Checked, Force, Library, QuestionIx, QuestionKind, Requirement, RequirementIx, Territory,
};

/// The most questions that may share a search word before the word is listed.
pub const SHARED_AT_MOST: usize = 4;

/// Coverage of one nation in one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearCovered {
    /// The nation.
    pub territory: Territory,
    /// The year.
    pub year: i32,
    /// Number of requirements in force on some day of the year, for any kind of authority.
    pub all: usize,
    /// Number of requirements of each force, in the order of forces.
    pub by_force: Vec<(Force, usize)>,
    /// Number of requirements of each check level, in the order of levels.
    pub by_checked: Vec<(Checked, usize)>,
}

/// Coverage of the checklists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Each nation, year by year.
    pub years: Vec<YearCovered>,
    /// Judgements that decide no requirement.
    pub bare: Vec<QuestionIx>,
    /// Requirements that no question decides. The loader lets none through.
    pub undecided: Vec<RequirementIx>,
    /// Search words that more than [`SHARED_AT_MOST`] questions name, other than by an idea, the most
    /// shared first.
    pub shared: Vec<(String, Vec<QuestionIx>)>,
}

/// Computes the coverage of the checklists from one year to another, both included.
pub fn coverage(library: &Library, from: i32, to: i32) -> Coverage {
    let mut years = Vec::new();
    for territory in Territory::ALL {
        for year in from..=to {
            let here: Vec<&Requirement> = library
                .requirements()
                .map(|(_, requirement)| requirement)
                .filter(|requirement| holds_in(requirement, *territory, year))
                .collect();
            let forces = |force: Force| here.iter().filter(|one| one.force == force).count();
            let levels = |level: Checked| here.iter().filter(|one| one.checked == level).count();
            years.push(YearCovered {
                territory: *territory,
                year,
                all: here.len(),
                by_force: Force::ALL.iter().map(|one| (*one, forces(*one))).collect(),
                by_checked: Checked::ALL
                    .iter()
                    .map(|one| (*one, levels(*one)))
                    .collect(),
            });
        }
    }
    let bare = library
        .walk()
        .iter()
        .copied()
        .filter(|ix| {
            let question = library.question(*ix);
            question.kind == QuestionKind::Judgement && question.decides.is_empty()
        })
        .collect();
    let undecided = library
        .requirements()
        .filter(|(_, requirement)| requirement.questions.is_empty())
        .map(|(ix, _)| ix)
        .collect();
    Coverage {
        years,
        bare,
        undecided,
        shared: shared(library),
    }
}

/// Returns true if a requirement was in force in a nation on some day of a year.
fn holds_in(requirement: &Requirement, territory: Territory, year: i32) -> bool {
    let first = NaiveDate::from_ymd_opt(year, 1, 1);
    let last = NaiveDate::from_ymd_opt(year, 12, 31);
    let (Some(first), Some(last)) = (first, last) else {
        return false;
    };
    requirement.in_force.iter().any(|span| {
        span.territories.contains(&territory)
            && span.from.is_none_or(|from| from <= last)
            && span.until.is_none_or(|until| first <= until)
    })
}

fn shared(library: &Library) -> Vec<(String, Vec<QuestionIx>)> {
    let mut by_term: BTreeMap<String, Vec<QuestionIx>> = BTreeMap::new();
    for ix in library.walk() {
        let words = &library.question(*ix).look_for;
        // Words of an idea are shared on purpose: whoever names it means all of them.
        let own = |term: &&Text| !words.of_ideas.contains(term);
        for term in words.english.iter().filter(own) {
            let questions = by_term.entry(term.to_lowercase()).or_default();
            if !questions.contains(ix) {
                questions.push(*ix);
            }
        }
    }
    let mut shared: Vec<_> = by_term
        .into_iter()
        .filter(|(_, questions)| questions.len() > SHARED_AT_MOST)
        .collect();
    shared.sort_by_key(|(_, questions)| std::cmp::Reverse(questions.len()));
    shared
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::base::SourceText;
    use crate::checklist::{ChecklistText, load};

    const LIST: &str = r#"
format = 1
id = "t"
title = "T"
edition = "1"
[[section]]
id = "s"
title = "S"
[[question]]
id = "a"
section = "s"
topic = "scope"
ask = "A?"
look_for = ["Word", "word"]
proved_by = ["p"]
usual_failure = "u"
[[question]]
id = "b"
section = "s"
topic = "scope"
ask = "B?"
look_for = ["word"]
proved_by = ["p"]
usual_failure = "u"
[[requirement]]
id = "r"
instrument = "I"
title = "R"
citation = "C"
force = "must"
demands = "D"
checked = "official"
url = "https://example.org"
source = "s"
questions = ["a"]
[[requirement.in_force]]
territory = "wales"
from = 2000-12-31
until = 2002-01-01
"#;

    #[test]
    fn a_year_counts_what_was_in_force_on_one_of_its_days() {
        let text = ChecklistText {
            source: SourceText::new("t.toml", LIST),
            shipped: false,
        };
        let library = load(&[text]).unwrap_or_else(|why| panic!("{}", why[0]));
        let covered = coverage(&library, 1999, 2003);
        let wales: Vec<usize> = covered
            .years
            .iter()
            .filter(|one| one.territory == Territory::Wales)
            .map(|one| one.all)
            .collect();
        assert_eq!(wales, [0, 1, 1, 1, 0]);
        let england = covered
            .years
            .iter()
            .find(|one| one.territory == Territory::England);
        assert_eq!(england.map(|one| one.all), Some(0));
        assert_eq!(covered.bare.len(), 1, "question b decides nothing");
        assert!(covered.undecided.is_empty());
        assert!(covered.shared.is_empty(), "two questions may share a word");
    }

    #[test]
    fn words_shared_through_an_idea_are_not_listed_as_shared() {
        let mut text = LIST.to_owned();
        for number in 0..=SHARED_AT_MOST {
            write!(
                text,
                "[[question]]\nid = \"q{number}\"\nsection = \"s\"\ntopic = \"scope\"\nask = \"Q{number}?\"\n\
                 look_for = [\"@fees\", \"charge\"]\nproved_by = [\"p\"]\nusual_failure = \"u\"\n"
            )
            .expect("a text");
        }
        text.push_str("[[idea]]\nid = \"fees\"\nwords = [\"fee\"]\nnever_alone = [\"rate\"]\n");
        let text = ChecklistText {
            source: SourceText::new("t.toml", text),
            shipped: false,
        };
        let library = load(&[text]).unwrap_or_else(|why| panic!("{}", why[0]));
        let shared = coverage(&library, 2000, 2000).shared;
        let words: Vec<&str> = shared.iter().map(|(word, _)| word.as_str()).collect();
        assert_eq!(words, ["charge"]);
    }
}
