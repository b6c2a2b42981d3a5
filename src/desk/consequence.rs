//! The effect of a change on the findings, in one line: what a key did, before anybody has to look.
//!
//! It compares the findings before and after, so that it is right for any change: an answer, a
//! piece of evidence, an undo.

use crate::checklist::{FlagIx, Library, VerdictId};
use crate::findings::{Findings, Fired, Level, Support};

use super::wrap;

/// The fewest cells that a flag's title is cut to.
const TITLE_CELLS: usize = 18;

/// The difference between the findings before a change and after it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Consequence {
    /// Flags that are shown now and were not, or are graver than they were.
    pub raised: Vec<(FlagIx, Level)>,
    /// Flags that fired anew on answers still to be proved.
    pub claimed: Vec<(FlagIx, Level)>,
    /// Flags that fired before, and do not any more.
    pub withdrawn: Vec<FlagIx>,
    /// Flags that were shown, and are still to be proved now.
    pub unshown: Vec<FlagIx>,
    /// The verdict before and after, if it changed.
    pub verdict: Option<(VerdictId, VerdictId)>,
    /// The verdict if everything were proved, before and after, if it changed.
    pub if_proved: Option<(VerdictId, VerdictId)>,
    /// The number of answers still to be proved, if it changed.
    pub to_prove: Option<usize>,
}

/// Returns the flags that fired, to be found by [`of_flag`].
fn by_flag(findings: &Findings) -> Vec<&Fired> {
    let mut all: Vec<&Fired> = findings.all_fired().collect();
    all.sort_unstable_by_key(|fired| fired.flag);
    all
}

fn of_flag<'f>(all: &[&'f Fired], flag: FlagIx) -> Option<&'f Fired> {
    let at = all.binary_search_by_key(&flag, |fired| fired.flag);
    all.get(at.ok()?).copied()
}

impl Consequence {
    /// Compares the findings before a change with those after it.
    pub fn between(before: &Findings, after: &Findings) -> Self {
        let shown = |fired: &Fired| fired.support == Support::Shown || fired.level == Level::Gap;
        let (old, new) = (by_flag(before), by_flag(after));
        let before_of = |flag| of_flag(&old, flag);
        let mut found = Self::default();
        for fired in after.all_fired() {
            let came = (fired.flag, fired.level);
            match before_of(fired.flag) {
                None if shown(fired) => found.raised.push(came),
                None => found.claimed.push(came),
                Some(old) if shown(fired) && (!shown(old) || old.level > fired.level) => {
                    found.raised.push(came);
                }
                Some(old) if shown(old) && !shown(fired) => found.unshown.push(fired.flag),
                Some(_) => {}
            }
        }
        found.withdrawn = before
            .all_fired()
            .map(|fired| fired.flag)
            .filter(|flag| of_flag(&new, *flag).is_none())
            .collect();
        let moved = |before: VerdictId, after| (before != after).then_some((before, after));
        found.verdict = moved(before.verdict.id, after.verdict.id);
        found.if_proved = moved(before.if_proved.id, after.if_proved.id);
        let open = after.to_prove.len();
        found.to_prove = (open != before.to_prove.len()).then_some(open);
        found
    }

    /// Returns true if nothing followed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the gravest level of the flags that came up, shown or still to be proved.
    pub fn level(&self) -> Option<Level> {
        let all = self.raised.iter().chain(&self.claimed);
        all.map(|(_, level)| *level).min()
    }

    /// Returns the flag that came up, the gravest first.
    pub fn newest(&self) -> Option<FlagIx> {
        let all = self.raised.iter().chain(&self.claimed);
        all.min_by_key(|(_, level)| *level).map(|(flag, _)| *flag)
    }

    /// Formats the line: what was done, what followed, and how to take it back; titles are cut so
    /// that it fits into so many cells.
    pub fn says(&self, library: &Library, lead: &str, tail: &str, columns: usize) -> String {
        let raised: Vec<FlagIx> = self.raised.iter().map(|(flag, _)| *flag).collect();
        let claimed: Vec<FlagIx> = self.claimed.iter().map(|(flag, _)| *flag).collect();
        let flags: Vec<(&str, &str, &[FlagIx])> = [
            ("flag", "flags", raised.as_slice()),
            ("flag to be proved", "flags to be proved", &claimed),
            ("flag withdrawn", "flags withdrawn", &self.withdrawn),
            (
                "flag no longer shown",
                "flags no longer shown",
                &self.unshown,
            ),
        ]
        .into_iter()
        .filter(|(_, _, flags)| !flags.is_empty())
        .collect();
        let mut rest: Vec<String> = Vec::new();
        let arrow = |(before, after): (VerdictId, VerdictId)| {
            let word = |id: VerdictId| id.short().to_lowercase();
            format!("{} → {}", word(before), word(after))
        };
        rest.extend(self.verdict.map(|both| format!("verdict: {}", arrow(both))));
        rest.extend(
            self.if_proved
                .filter(|both| self.verdict != Some(*both))
                .map(|both| format!("if proved: {}", arrow(both))),
        );
        rest.extend(self.to_prove.map(|open| format!("to be proved: {open}")));
        rest.push(tail.to_owned());
        let line = |titles: usize| {
            let mut parts = vec![lead.to_owned()];
            for (one, many, list) in &flags {
                let title = list.first().map_or("", |flag| &library.flag(*flag).short);
                let title = wrap::cut(title, titles, "…");
                parts.push(match list.len() {
                    1 => format!("{one}: {title}"),
                    count => format!("{count} {many}: {title} …"),
                });
            }
            parts.extend(rest.iter().cloned());
            parts.retain(|part| !part.is_empty());
            parts.join(" · ")
        };
        let whole = line(usize::MAX);
        let over = wrap::width(&whole).saturating_sub(columns);
        if over == 0 || flags.is_empty() {
            return whole;
        }
        let longest = flags
            .iter()
            .filter_map(|(_, _, list)| list.first())
            .map(|flag| wrap::width(&library.flag(*flag).short))
            .max()
            .unwrap_or_default();
        // Each title gives up its share.
        let share = over.div_ceil(flags.len());
        line(longest.saturating_sub(share).max(TITLE_CELLS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Audit, Document, Evidence, Review};
    use crate::checklist::{Status, load, shipped};
    use crate::findings::derive;
    use chrono::NaiveDate;

    fn found(library: &Library, audit: &Audit) -> Findings {
        derive(
            library,
            audit,
            NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"),
        )
    }

    fn answered(audit: &Audit, status: Status, proof: bool) -> Audit {
        let mut audit = audit.clone();
        audit.documents = vec![Document::titled("report", "Final report")];
        let change = audit
            .edit_answer("options.in-house-equal", |answer| {
                answer.status = Some(status);
                answer.evidence = Vec::new();
                if proof {
                    answer.evidence.push(Evidence {
                        document: Some("report".to_owned()),
                        page: Some(14),
                        ..Evidence::default()
                    });
                }
            })
            .expect("it changes something");
        audit.apply(&change).expect("it fits");
        audit
    }

    #[test]
    fn an_answer_alone_is_told_as_to_be_proved_and_its_proof_moves_the_verdict() {
        let library = load(&shipped::checklists()).expect("they load");
        let start = Audit::new(Review::named("A", "B"));
        let bare = answered(&start, Status::NotMet, false);
        let proved = answered(&start, Status::NotMet, true);
        let silent = answered(&start, Status::NoEvidence, true);
        let [start, bare, proved, silent] =
            [start, bare, proved, silent].map(|audit| found(&library, &audit));
        let first = Consequence::between(&start, &bare);
        assert!(
            first.raised.is_empty() && first.verdict.is_none(),
            "{first:?}"
        );
        assert_eq!(
            first.if_proved,
            Some((VerdictId::TooEarly, VerdictId::Grounds))
        );
        assert_eq!((first.claimed.len(), first.to_prove), (1, Some(1)));
        let says = first.says(&library, "not met", "u takes it back", 300);
        assert!(says.starts_with("not met · flag to be proved: "), "{says}");
        assert!(
            says.ends_with(" · if proved: too early → grounds · to be proved: 1 · u takes it back")
        );

        let second = Consequence::between(&bare, &proved);
        assert_eq!(
            second.verdict,
            Some((VerdictId::TooEarly, VerdictId::Grounds))
        );
        assert_eq!((second.raised.len(), second.to_prove), (1, Some(0)));
        assert_eq!(second.level(), Some(Level::Undermines));

        let third = Consequence::between(&proved, &silent);
        assert_eq!(third.withdrawn, [second.raised[0].0]);
        let says = third.says(&library, "not met → no evidence", "u takes it back", 110);
        assert!(
            says.contains(" · flag withdrawn: ") && says.contains("… · "),
            "{says}"
        );
        assert!(
            says.contains("verdict: grounds → too early · u takes it back"),
            "{says}"
        );
        assert!(wrap::width(&says) <= 110, "{says}");
        let back = Consequence::between(&proved, &bare);
        assert_eq!(back.unshown.len(), 1);
        assert!(Consequence::between(&bare, &bare).is_empty());
    }
}
