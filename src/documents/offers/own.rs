//! The date and the title that a paper bears itself, and the kind of paper it says it is.

use crate::documents::paper::{Paper, ParagraphRole, one_line};
use crate::wording::{Mention, Said, mentions};

/// Kind of paper, as far as it matters to what it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A record or a notice of a decision.
    Record,
    /// Minutes of a meeting.
    Minutes,
    /// An equality assessment.
    Equality,
    /// Anything else: a report, an appendix.
    Other,
}

/// The first paragraphs of a paper: its front.
const FRONT: usize = 24;
/// A title is no longer than this, in characters.
const TITLE: usize = 160;

/// Returns the title and the first short lines of a paper, in small letters.
fn front(title: &str, paper: &Paper) -> String {
    let lines = front_lines(paper).into_iter().take(FRONT / 2);
    let short = lines.filter(|(_, text)| text.len() < 200);
    short.fold(title.to_lowercase(), |front, (_, text)| {
        front + "\n" + &text.to_lowercase()
    })
}

/// Returns true for a paper on a decision that is called in.
pub(super) fn is_on_call_in(title: &str, paper: &Paper) -> bool {
    let front = front(title, paper).replace("call-in", "call in");
    [
        "call in of",
        "call in:",
        "call in notice",
        "notice of call in",
    ]
    .iter()
    .any(|says| front.contains(says))
}

/// Returns true if a date is labelled so and no more, in a form with who decided and why.
pub(super) fn is_form_of_decision(line: &str, paper: &Paper) -> bool {
    let labels: Vec<String> = front_lines(paper)
        .iter()
        .filter_map(|(_, line)| labelled(line).map(|(label, _)| label))
        .collect();
    let has = |any: &[&str]| labels.iter().any(|label| any.contains(&label.as_str()));
    labelled(line).is_some_and(|(label, _)| label == "date")
        && has(&["decision maker", "decision taken by", "decision made by"])
        && has(&["decision", "decisions"])
}

/// Returns true if a date stands on the line of a meeting that decides, and the paper resolves something.
pub(super) fn is_day_of_decision(line: &str, paper: &Paper) -> bool {
    let line = line.to_lowercase();
    let has = |any: &[&str]| any.iter().any(|one| line.contains(one));
    let decides = has(&["cabinet", "executive", "full council"])
        && !has(&[
            "scrutiny",
            "committee",
            "panel",
            "advis",
            "member",
            "director",
        ]);
    let resolves = |text: &str| {
        let text = text.trim_start().to_lowercase();
        let is_heading = matches!(
            text.trim_end().trim_end_matches(':'),
            "decision" | "decisions"
        );
        is_heading || text.starts_with("resolved") || text.starts_with("decision made")
    };
    decides
        && paper
            .pages
            .iter()
            .flat_map(|page| &page.paragraphs)
            .any(|one| resolves(&one.text))
}

/// Returns the kind of a paper, by its title and its front.
pub(super) fn class(title: &str, paper: &Paper) -> Class {
    let front = front(title, paper);
    let says = |any: &[&str]| any.iter().any(|one| front.contains(one));
    if says(&[
        "record of decision",
        "record of executive decision",
        "record of a decision",
        "record of the decision",
        "decision record",
        "decision notice",
        "notice of decision",
        "officer decision",
        "delegated decision",
        "issue - decisions",
    ]) {
        Class::Record
    } else if says(&["minutes"]) {
        Class::Minutes
    } else if says(&[
        "equality impact",
        "eqia",
        "equality analysis",
        "equalities impact",
        "equality assessment",
    ]) {
        Class::Equality
    } else {
        Class::Other
    }
}

/// The date a paper bears, with its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OwnDate {
    /// The place of its paragraph on the first page.
    pub(super) paragraph: usize,
    /// The line that holds it.
    pub(super) line: String,
    /// The date, with its place in the line.
    pub(super) mention: Mention,
    /// Sureness.
    pub(super) strength: f32,
}

/// Returns the lines of the front of a paper, with the place of their paragraph.
fn front_lines(paper: &Paper) -> Vec<(usize, String)> {
    let Some(page) = paper.pages.first() else {
        return Vec::new();
    };
    let paragraphs = page.paragraphs.iter().enumerate().take(FRONT);
    paragraphs
        .flat_map(|(place, paragraph)| {
            let lines = paragraph.text.split('\n').take(FRONT);
            lines.map(move |line| (place, one_line(line)))
        })
        .filter(|(_, line)| !line.is_empty())
        .collect()
}

/// Returns the label at the beginning of a line, in small letters, and what is after it.
fn labelled(line: &str) -> Option<(String, &str)> {
    let (label, rest) = line.split_once(':')?;
    let words = label.split_whitespace().count();
    ((1..=8).contains(&words)).then(|| (label.trim().to_lowercase(), rest.trim()))
}

/// Returns the date that a paper bears on its front, if it bears one.
pub(super) fn date(paper: &Paper) -> Option<OwnDate> {
    const LABELS: [&str; 14] = [
        "date",
        "dated",
        "date of report",
        "report date",
        "date of paper",
        "date of publication",
        "publication date",
        "published",
        "date completed",
        "date of assessment",
        "assessment date",
        "date of meeting",
        "meeting date",
        "date of decision",
    ];
    let mut best: Option<OwnDate> = None;
    let mut label = String::new();
    for (number, (paragraph, line)) in front_lines(paper).into_iter().enumerate() {
        let words = line.split_whitespace().count();
        let (own, _) = labelled(&line).unwrap_or_default();
        let begins = line.to_lowercase();
        let found = mentions(&line)
            .into_iter()
            .find(|one| one.said.month().is_some());
        if let Some(mention) = found.filter(|_| words <= 24 && !is_of_earlier_minutes(&line)) {
            let is_label = |said: &str| LABELS.contains(&said.trim_end_matches(':').trim());
            let alone = mention.range.len() + 2 >= line.trim().len();
            let addressed = [
                "report to",
                "to",
                "meeting",
                "minutes",
                "committee",
                "decision maker",
            ];
            let first = begins.get(..mention.range.start).unwrap_or_default();
            let first = first.trim_matches(|c: char| !c.is_alphanumeric());
            let last = ends_bare(&line, &mention, first);
            let strength = if is_label(&own) || is_label(first) || (alone && is_label(&label)) {
                4.0
            } else if alone && matches!(mention.said, Said::Day(..))
                || (number < LEAD && heads_an_item(&line, &mention))
            {
                3.0
            } else if addressed.contains(&own.as_str())
                || own.ends_with(" minutes")
                || (words <= 20 && addressed.iter().any(|one| begins.starts_with(*one)))
                || (last && words <= 10 && BODIES.iter().any(|one| begins.starts_with(*one)))
            {
                2.5
            } else if alone || (last && number == 0) {
                2.0
            } else {
                0.0
            };
            if strength > best.as_ref().map_or(0.0, |best| best.strength) {
                best = Some(OwnDate {
                    paragraph,
                    line,
                    mention,
                    strength,
                });
                label.clear();
                continue;
            }
        }
        label = begins;
    }
    best
}

/// The first lines of a paper, in which the list of an item's decisions has their days.
const LEAD: usize = 4;
/// Bodies whose name stands before the day they meet: "EXECUTIVE - 12 MARCH 2025".
const BODIES: [&str; 5] = ["board", "cabinet", "committee", "council", "executive"];

/// Returns true if a date ends a line, and no word before it says what happened then.
fn ends_bare(line: &str, mention: &Mention, before: &str) -> bool {
    const LEADS: [&str; 16] = [
        "after", "and", "at", "before", "between", "by", "dated", "for", "from", "in", "of", "on",
        "since", "the", "to", "until",
    ];
    let after = line.get(mention.range.end..).unwrap_or_default();
    let last = before.rsplit(|c: char| !c.is_alphanumeric()).next();
    let is_day = matches!(mention.said, Said::Day(..));
    is_day
        && mention.end.is_none()
        && !after.contains(char::is_alphanumeric)
        && last.is_some_and(|word| !word.is_empty() && !LEADS.contains(&word))
}

/// Returns true for the line with which a committee system heads a decision: "29/07/2025 - Day care".
fn heads_an_item(line: &str, mention: &Mention) -> bool {
    let date = line.get(mention.range.clone()).unwrap_or_default();
    let after = line.get(mention.range.end..).unwrap_or_default();
    mention.range.start == 0 && date.contains('/') && after.trim_start().starts_with(['-', '–'])
}

/// Returns true for a sentence that approves the minutes of an earlier meeting.
pub(super) fn is_of_earlier_minutes(sentence: &str) -> bool {
    let sentence = sentence.to_lowercase();
    let says = |any: &[&str]| any.iter().any(|one| sentence.contains(one));
    sentence.contains("minutes")
        && says(&[
            "approv",
            "confirm",
            "accurate record",
            "correct record",
            "to agree the minutes",
            "previous meeting",
            "last meeting",
        ])
}

/// Returns true for a heading that names a part or a state of any paper: "Section A", "DRAFT VERSION",
/// "Appendix 2", "Not for publication".
fn is_label_only(heading: &str) -> bool {
    const LABELS: [&str; 18] = [
        "agenda",
        "annex",
        "appendices",
        "appendix",
        "chapter",
        "confidential",
        "contents",
        "draft",
        "exempt",
        "final",
        "not",
        "official",
        "page",
        "part",
        "restricted",
        "section",
        "unrestricted",
        "version",
    ];
    let lower = heading.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.len() <= 3 && words.first().is_some_and(|word| LABELS.contains(word))
}

/// Returns the title that a paper gives itself, with the place of its paragraph on the first page.
pub(super) fn title(paper: &Paper) -> Option<(usize, String)> {
    const LABELS: [&str; 12] = [
        "subject",
        "title",
        "report title",
        "title of report",
        "title of the report",
        "report subject",
        "subject of report",
        "title of decision",
        "decision title",
        "subject matter / title of decision",
        "name of policy",
        "project name",
    ];
    let page = paper.pages.first()?;
    let paragraphs = || page.paragraphs.iter().enumerate().take(FRONT);
    let fits = |text: &str| {
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        (letters >= 4 && text.chars().count() <= TITLE).then(|| text.to_owned())
    };
    for (place, paragraph) in paragraphs() {
        let whole = one_line(&paragraph.text);
        if let Some((label, rest)) = labelled(&whole)
            && LABELS.contains(&label.as_str())
        {
            if let Some(title) = fits(rest) {
                return Some((place, title));
            }
            let next = page.paragraphs.get(place + 1)?;
            return fits(&one_line(&next.text)).map(|title| (place + 1, title));
        }
        let mut lines = paragraph.text.split('\n').map(str::trim);
        if lines
            .next()
            .is_some_and(|line| LABELS.contains(&line.to_lowercase().as_str()))
        {
            let rest = lines.collect::<Vec<_>>().join("\n");
            if let Some(title) = fits(&one_line(&rest)) {
                return Some((place, title));
            }
        }
    }
    let heading = paragraphs().find(|(_, one)| {
        let text = one_line(&one.text);
        one.role == ParagraphRole::Heading
            && text.split_whitespace().count() >= 2
            && !is_label_only(&text)
    });
    let (place, heading) = heading?;
    fits(&one_line(&heading.text)).map(|title| (place, title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_part_is_no_title() {
        for label in [
            "Section A",
            "DRAFT VERSION",
            "Appendix 2",
            "Not for publication",
            "Agenda Item 7",
            "Final report",
        ] {
            assert!(is_label_only(label), "{label}");
        }
        for title in [
            "Appendix 1: Comparison of home care services",
            "Home care review",
            "Part-time nursery places in Anytown",
        ] {
            assert!(!is_label_only(title), "{title}");
        }
    }
}
