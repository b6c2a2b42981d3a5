//! Questions asked of a review: what arises at its place and date, and no more.
//!
//! A question arises where and when its own dates and condition hold. A judgement also needs
//! somebody to ask for it: it is core, a requirement that applies hangs on it, a flag or a strength
//! that could hold here tests it, or nothing refers to it anywhere, as with a question of the
//! user's own. The walk asks it unless it is for the full audit only. Whatever has an answer is
//! asked: no answer is ever hidden.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::checklist::applicability::arises;
use crate::checklist::{Condition, FlagIx, Question, QuestionIx, QuestionKind, StrengthIx, Truth};

use super::evaluate::{World, plain_truth};
use super::{Answered, Facts};

/// The reasons to ask a question of this review.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four facts that do not exclude each other"
)]
pub struct Asking {
    /// True if its own place, dates and condition hold here; always, for one that has none.
    pub arises: bool,
    /// The flags that could fire here and test it.
    pub flags: Vec<FlagIx>,
    /// The strengths that could hold here and test it.
    pub strengths: Vec<StrengthIx>,
    /// True if no requirement, flag, strength or trap of any place or date refers to it.
    pub unattached: bool,
    /// True if the full audit asks it: all that is asked, and the questions kept for it.
    pub in_full: bool,
    /// True if it is asked here even without an answer.
    unanswered_too: bool,
}

impl Asking {
    /// Returns true if the question is asked outside the full audit, too.
    pub(super) fn is_asked(&self, question: &Question, answered: &Answered) -> bool {
        self.in_full && (!question.full || !answered.is_untouched())
    }
}

/// Brings the questions asked up to date where no answer but some judgements has changed.
///
/// Whether a question applies never hangs on a judgement: the loader sees to that. What changes is only
/// whether the question itself has an answer.
pub(super) fn asking_again(
    facts: &Facts<'_>,
    mut kept: Arc<Vec<Asking>>,
    changed: &[QuestionIx],
) -> Arc<Vec<Asking>> {
    for ix in changed {
        let answered = !facts.answered(*ix).is_untouched();
        let is = |one: &Asking| answered || one.unanswered_too;
        if kept
            .get(ix.place())
            .is_some_and(|one| one.in_full != is(one))
            && let Some(one) = Arc::make_mut(&mut kept).get_mut(ix.place())
        {
            one.in_full = is(one);
        }
    }
    kept
}

/// Works out for each question of the library if it is asked, and why.
///
/// What else is answered does not matter, facts aside: an answer never takes the next question
/// away.
#[expect(
    clippy::indexing_slicing,
    reason = "one entry for each question of the library the indexes are from"
)]
pub(super) fn asking(world: &World<'_>) -> Vec<Asking> {
    let library = world.facts.library;
    let mut all: Vec<Asking> = library
        .questions()
        .map(|(ix, question)| {
            let condition = question
                .applies_if
                .as_ref()
                .map_or(Truth::True, |when| plain_truth(world.facts, when));
            Asking {
                arises: arises(question, &world.facts.place, condition),
                unattached: !library.is_referred_to(ix),
                ..Asking::default()
            }
        })
        .collect();
    let mut tested = BTreeSet::new();
    for (flag, one) in library.flags() {
        hangs_on(world, &one.when, &mut tested);
        for ix in std::mem::take(&mut tested) {
            all[ix.place()].flags.push(flag);
        }
    }
    for (strength, one) in library.strengths() {
        hangs_on(world, &one.when, &mut tested);
        for ix in std::mem::take(&mut tested) {
            all[ix.place()].strengths.push(strength);
        }
    }
    for (_, requirement) in library.requirements() {
        if let Some(when) = &requirement.applies_if {
            hangs_on(world, when, &mut tested);
        }
    }
    for (ix, question) in library.questions() {
        let one = &mut all[ix.place()];
        let decides = |requirement| world.applies(requirement).is_shown();
        let wanted = question.kind != QuestionKind::Judgement
            || question.core
            || one.unattached
            || !one.flags.is_empty()
            || !one.strengths.is_empty()
            || tested.contains(&ix)
            || question.decides.iter().copied().any(decides);
        let answered = !world.facts.answered(ix).is_untouched();
        one.unanswered_too = one.arises && wanted;
        one.in_full = answered || one.unanswered_too;
    }
    all
}

/// Collects the judgements that could still turn a condition here.
fn hangs_on(world: &World<'_>, condition: &Condition, found: &mut BTreeSet<QuestionIx>) {
    if could(world, condition) != Truth::Unknown {
        return;
    }
    match condition {
        Condition::All(list) | Condition::Any(list) | Condition::AtLeast(_, list) => {
            for one in list {
                hangs_on(world, one, found);
            }
        }
        Condition::Not(inner) => hangs_on(world, inner, found),
        Condition::Question(ix, _) => {
            found.insert(*ix);
        }
        _ => {}
    }
}

/// Evaluates a condition as if no judgement had an answer yet: by facts, place and date alone.
fn could(world: &World<'_>, condition: &Condition) -> Truth {
    match condition {
        Condition::All(list) => Truth::all(list.iter().map(|one| could(world, one))),
        Condition::Any(list) => Truth::any(list.iter().map(|one| could(world, one))),
        Condition::Not(inner) => !could(world, inner),
        Condition::AtLeast(count, list) => {
            Truth::at_least(*count, list.iter().map(|one| could(world, one)))
        }
        Condition::Requirement(ix, _) if world.state(*ix).is_none() => Truth::False,
        Condition::Question(..) | Condition::Requirement(..) => Truth::Unknown,
        fact => plain_truth(world.facts, fact),
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use crate::audit::{Audit, Review, Value};
    use crate::base::SourceText;
    use crate::checklist::{ChecklistText, Library, Status, Territory, load};
    use crate::findings::{Findings, derive};

    const HEAD: &str = r#"
format = 1
id = "t"
title = "T"
edition = "1"
[[section]]
id = "s"
title = "S"
[[question]]
id = "route"
section = "s"
topic = "scope"
kind = "choice"
ask = "Which way?"
options = [{ id = "sell", label = "Sell" }, { id = "keep", label = "Keep" }]
"#;

    /// Makes a library of the head, some judgements with lines of their own, and some more.
    fn library(questions: &[(&str, &str)], more: &str) -> Library {
        let mut text = HEAD.to_owned();
        for (id, lines) in questions {
            text.push_str(&format!(
                "[[question]]\nid = \"{id}\"\nsection = \"s\"\ntopic = \"scope\"\nask = \"Is {id} so?\"\n\
                 look_for = [\"w\"]\nproved_by = [\"p\"]\nusual_failure = \"u\"\n{lines}\n"
            ));
        }
        text.push_str(more);
        let text = ChecklistText {
            source: SourceText::new("t.toml", text),
            shipped: false,
        };
        load(&[text]).unwrap_or_else(|why| panic!("{}", why[0]))
    }

    fn requirement(decides: &str, beside: &str) -> String {
        format!(
            "[[requirement]]\nid = \"r\"\ninstrument = \"I\"\ntitle = \"R\"\ncitation = \"C\"\nforce = \"must\"\n\
             demands = \"D\"\nchecked = \"official\"\nurl = \"https://example.org\"\nsource = \"s\"\n\
             questions = [\"{decides}\"]\nsee_also = [\"{beside}\"]\n\
             [[requirement.in_force]]\nterritory = \"wales\"\nfrom = 2010-01-01\n"
        )
    }

    fn flag(when: &str) -> String {
        format!(
            "[[flag]]\nid = \"f\"\ntitle = \"T\"\nlevel = \"gap\"\nsource = \"S\"\nchecked = \"secondary\"\n\
             when = {when}\nask = [\"A?\"]\nremedy = \"R\"\n"
        )
    }

    fn audit(territory: Territory, decided: (i32, u32, u32)) -> Audit {
        let mut review = Review::named("A", "B");
        review.territory = territory;
        review.decided = NaiveDate::from_ymd_opt(decided.0, decided.1, decided.2);
        Audit::new(review)
    }

    fn with(mut audit: Audit, id: &str, edit: impl FnOnce(&mut crate::audit::Answer)) -> Audit {
        let change = audit.edit_answer(id, edit).expect("a change");
        audit.apply(&change).expect("it fits");
        audit
    }

    fn found(library: &Library, audit: &Audit) -> Findings {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        derive(library, audit, today)
    }

    fn asked(library: &Library, audit: &Audit) -> Vec<String> {
        let findings = found(library, audit);
        let walk = library.walk().iter();
        walk.filter(|ix| findings.is_asked(library, **ix))
            .map(|ix| library.question(*ix).id.to_string())
            .collect()
    }

    const WALES_2020: (Territory, (i32, u32, u32)) = (Territory::Wales, (2020, 1, 1));
    const ENGLAND_2020: (Territory, (i32, u32, u32)) = (Territory::England, (2020, 1, 1));

    #[test]
    fn a_requirement_asks_what_decides_it_here_and_not_what_it_is_shown_beside() {
        let library = library(
            &[("deciding", ""), ("near", "")],
            &requirement("deciding", "near"),
        );
        let here = audit(WALES_2020.0, WALES_2020.1);
        assert_eq!(asked(&library, &here), ["route", "deciding"]);
        let elsewhere = audit(ENGLAND_2020.0, ENGLAND_2020.1);
        assert_eq!(asked(&library, &elsewhere), ["route"]);
        // An answer is never hidden.
        let answered = with(elsewhere, "near", |one| one.note = "Seen.".to_owned());
        assert_eq!(asked(&library, &answered), ["route", "near"]);
    }

    #[test]
    fn a_flag_asks_what_it_tests_only_where_its_facts_let_it_fire() {
        let library = library(
            &[("sold", ""), ("either", "")],
            &flag(
                "{ any = [{ all = [{ choice = \"route\", is = [\"sell\"] }, { question = \"sold\", is = \
                 [\"not-met\"] }] }, { all = [{ profile = \"territory\", is = [\"wales\"] }, { question = \"either\", is = \
                 [\"not-met\"] }] }] }",
            ),
        );
        let open = audit(ENGLAND_2020.0, ENGLAND_2020.1);
        // An unknown fact hides nothing; another place does.
        assert_eq!(asked(&library, &open), ["route", "sold"]);
        let kept = with(open, "route", |one| {
            one.value = Some(Value::Option("keep".into()));
        });
        assert_eq!(asked(&library, &kept), ["route"]);
        let welsh = audit(WALES_2020.0, WALES_2020.1);
        assert_eq!(asked(&library, &welsh), ["route", "sold", "either"]);
        // What is answered takes no other question away.
        let met = with(welsh, "sold", |one| one.status = Some(Status::Met));
        assert_eq!(asked(&library, &met), ["route", "sold", "either"]);
    }

    #[test]
    fn its_own_dates_and_facts_bind_a_core_question_too() {
        let dated =
            "core = true\n[[question.in_force]]\nterritory = \"wales\"\nfrom = 2010-01-01\n";
        let sold = "core = true\napplies_if = { choice = \"route\", is = [\"sell\"] }\n";
        let library = library(
            &[("always", "core = true"), ("sold", sold), ("dated", dated)],
            "",
        );
        let count = |audit: &Audit| {
            let findings = found(&library, audit);
            (findings.core, findings.core_open.len())
        };
        let early = audit(Territory::Wales, (2009, 12, 31));
        assert_eq!(asked(&library, &early), ["route", "always", "sold"]);
        assert_eq!(count(&early), (2, 2));
        let late = audit(WALES_2020.0, WALES_2020.1);
        assert_eq!(asked(&library, &late), ["route", "always", "sold", "dated"]);
        assert_eq!(count(&late), (3, 3));
        let kept = with(late, "route", |one| {
            one.value = Some(Value::Option("keep".into()));
        });
        assert_eq!(asked(&library, &kept), ["route", "always", "dated"]);
        assert_eq!(count(&kept), (2, 2));
        let all = with(kept, "always", |one| one.status = Some(Status::Met));
        let all = with(all, "dated", |one| one.status = Some(Status::Met));
        assert_eq!(
            count(&all),
            (2, 0),
            "a verdict no longer waits for what is not asked"
        );
    }

    #[test]
    fn the_full_audit_asks_more_and_a_question_of_the_users_own_is_asked() {
        let library = library(&[("own", ""), ("trivial", "full = true")], "");
        let audit = audit(ENGLAND_2020.0, ENGLAND_2020.1);
        assert_eq!(asked(&library, &audit), ["route", "own"]);
        let findings = found(&library, &audit);
        let more: Vec<&str> = findings
            .only_in_full(&library)
            .map(|ix| library.question(ix).id.as_str())
            .collect();
        assert_eq!(more, ["trivial"]);
        let answered = with(audit, "trivial", |one| one.status = Some(Status::Met));
        assert_eq!(asked(&library, &answered), ["route", "own", "trivial"]);
    }

    #[test]
    fn the_next_best_question_is_asked_here_and_even_a_small_gain_counts() {
        let both = "{ all = [{ question = \"third\", is = [\"not-met\"] }, { question = \"second\", is = \
                    [\"not-met\"] }] }";
        let library = library(
            &[
                ("first", ""),
                ("second", ""),
                ("third", ""),
                ("trivial", "full = true"),
            ],
            &flag(both),
        );
        let audit = audit(ENGLAND_2020.0, ENGLAND_2020.1);
        let next: Vec<String> = found(&library, &audit)
            .next
            .iter()
            .map(|ix| library.question(*ix).id.to_string())
            .collect();
        assert_eq!(next, ["second", "third", "first"]);
    }
}
