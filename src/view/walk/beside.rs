//! The text beside a question: its requirements and their evidence, its usual failures, cases like
//! it, and the flags so far.

use crate::checklist::{Precedent, QuestionIx, QuestionKind, RequirementIx};
use crate::desk::action::keyed;
use crate::desk::{Desk, OpenAudit};
use crate::findings::{Because, Level, Support, precedents};
use crate::view::glyph;
use crate::view::text::WrappedText;
use crate::view::theme::{Role, Theme, of_level};

/// The most duties, and the most flags, that are named as hanging on a fact.
const HANGING: usize = 8;

/// The level of detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// Little enough to fit under a question.
    Short,
    /// With the reason why each requirement applies.
    Why,
    /// With the demand of each requirement and the lesson of each case, too.
    Full,
}

/// Adds the basis of a question: its requirements, proof, usual failures, and cases like it.
pub(super) fn rests_on(
    desk: &Desk,
    open: &OpenAudit,
    ix: QuestionIx,
    page: &mut WrappedText<'_>,
    detail: Detail,
) {
    let library = &desk.library;
    let question = library.question(ix);
    let mut ordered: Vec<RequirementIx> = open.findings.rests_on(library, ix).collect();
    ordered.sort_by_key(|ix| {
        let one = library.requirement(*ix);
        (
            !open.findings.applies(*ix).in_force,
            one.is_doubtful(),
            one.force,
        )
    });
    if question.kind == QuestionKind::Judgement {
        page.heading("Rests on");
        if ordered.is_empty() {
            page.text(
                "No rule in force decides this; it helps to spot warning signs.",
                Role::Muted,
            );
        }
    }
    let shown = if detail == Detail::Short { 4 } else { 8 };
    for ix in ordered.iter().take(shown) {
        requirement(desk, open, *ix, page, detail);
    }
    if ordered.len() > shown {
        page.text(
            &keyed!("and {} more: press {why} to see them", why = Why; ordered.len() - shown),
            Role::Muted,
        );
    }
    if !question.proved_by.is_empty() {
        page.heading("What proves it");
        for one in &question.proved_by {
            page.bullet(one, Role::Text);
        }
    }
    if let Some(failure) = &question.usual_failure {
        page.heading("Usual failure");
        page.text(failure, Role::Text);
    }
    if detail != Detail::Full {
        cases(desk, open, ix, page, detail);
    }
    if detail != Detail::Short && question.kind != QuestionKind::Judgement {
        hangs_on(desk, open, ix, page);
    }
}

/// Adds what hangs on a fact: the duties that apply through it, and the flags that test it.
fn hangs_on(desk: &Desk, open: &OpenAudit, ix: QuestionIx, page: &mut WrappedText<'_>) {
    let library = &desk.library;
    let duties = library.requirements().filter_map(|(duty, one)| {
        let asks = one.applies_if.as_ref().is_some_and(|when| when.asks(ix));
        (asks && open.findings.applies(duty).in_force).then_some(one.title.as_str())
    });
    let flags = library.flags().filter(|(_, flag)| flag.when.asks(ix));
    let flags = flags.map(|(_, flag)| flag.short.as_str());
    for (heading, all) in [
        ("Rules that hang on it", duties.collect::<Vec<_>>()),
        ("Flags that hang on it", flags.collect()),
    ] {
        if all.is_empty() {
            continue;
        }
        page.heading(heading);
        for one in all.iter().take(HANGING) {
            page.bullet(one, Role::Text);
        }
        if let Some(more @ 1..) = all.len().checked_sub(HANGING) {
            page.text(&format!("and {more} more"), Role::Muted);
        }
    }
}

/// Adds cases like it; on a large screen with the events and the lesson of each.
pub(super) fn cases(
    desk: &Desk,
    open: &OpenAudit,
    ix: QuestionIx,
    page: &mut WrappedText<'_>,
    detail: Detail,
) {
    let cases = cases_like_it(desk, open, ix);
    if cases.is_empty() {
        return;
    }
    page.heading("Cases like it");
    for case in cases.iter().take(4) {
        let says = format!("{} ({}): {}", case.title, case.year, case.outcome);
        page.bullet(&says, Role::Text);
        if detail == Detail::Full {
            page.item(" ", &case.facts, Role::Muted);
            page.item(" ", &format!("Lesson: {}", case.lesson), Role::Text);
        }
    }
}

fn requirement(
    desk: &Desk,
    open: &OpenAudit,
    ix: RequirementIx,
    page: &mut WrappedText<'_>,
    detail: Detail,
) {
    let requirement = desk.library.requirement(ix);
    let applies = open.findings.applies(ix);
    let firm = requirement.force.is_law() && applies.in_force && !requirement.is_doubtful();
    let role = if firm { Role::Text } else { Role::Muted };
    page.bullet(
        &format!(
            "{}: {}",
            requirement.force.label(),
            requirement.cited(&open.findings.place)
        ),
        role,
    );
    if let Some(says) = requirement.care() {
        page.item(" ", says, Role::Caution);
    }
    if detail == Detail::Full {
        page.item(" ", &requirement.demands, role);
    }
    if !applies.in_force {
        page.item(" ", &open.findings.why(&desk.library, ix), Role::Caution);
    } else if detail != Detail::Short {
        page.item(" ", &open.findings.why(&desk.library, ix), Role::Muted);
    }
}

/// Returns the cases behind the flags that ask a question; judgments of another nation are left
/// out.
fn cases_like_it<'d>(desk: &'d Desk, open: &OpenAudit, ix: QuestionIx) -> Vec<&'d Precedent> {
    let library = &desk.library;
    // So much hangs on a fact that no case is like it.
    if library.question(ix).kind != QuestionKind::Judgement {
        return Vec::new();
    }
    let mut cases = Vec::new();
    for (_, flag) in library.flags().filter(|(_, flag)| flag.when.asks(ix)) {
        for case in precedents::usable(library, open.findings.place.territory, &flag.precedents) {
            if !cases.contains(&case) {
                cases.push(case);
            }
        }
    }
    cases
        .into_iter()
        .map(|case| library.precedent(case))
        .collect()
}

/// Adds the flags so far, the newest marked.
pub(super) fn flags_so_far(
    desk: &Desk,
    open: &OpenAudit,
    page: &mut WrappedText<'_>,
    theme: &Theme,
) {
    let all = open.findings.all_fired().count();
    if all == 0 {
        return;
    }
    page.heading(&format!("Flags so far ({all})"));
    let here = open.walk.at();
    for fired in open.findings.all_fired().take(12) {
        let flag = desk.library.flag(fired.flag);
        let new = if open.newest == Some(fired.flag) {
            "NEW: "
        } else {
            ""
        };
        let mine = here.is_some_and(|ix| {
            fired
                .because
                .iter()
                .filter_map(Because::question)
                .any(|one| one == ix)
        });
        let this = if mine { " (this question)" } else { "" };
        let shown = fired.support == Support::Shown || fired.level == Level::Gap;
        let (proof, role) = if shown {
            ("", of_level(fired.level))
        } else {
            ("to be proved: ", Role::Muted)
        };
        page.item(
            glyph::of_level(theme, fired.if_proved),
            &format!("{new}{proof}{}{this}", flag.short),
            role,
        );
    }
    let more = all.saturating_sub(12);
    if more > 0 {
        page.text(
            &keyed!(
                "and {more} more: press {next} to see them",
                next = NextScreen
            ),
            Role::Muted,
        );
    }
}
