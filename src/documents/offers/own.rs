//! The date and the title that a paper bears itself, and the kind of paper it says it is.

use crate::documents::paper::{Paper, ParagraphRole, one_line};
use crate::wording::{Mention, mentions};

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

/// Returns the kind of a paper, by its title and its front.
pub(super) fn class(title: &str, paper: &Paper) -> Class {
    let mut front = title.to_lowercase();
    for (_, text) in front_lines(paper).into_iter().take(FRONT / 2) {
        if text.len() < 200 {
            front.push('\n');
            front.push_str(&text.to_lowercase());
        }
    }
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
    for (paragraph, line) in front_lines(paper) {
        let words = line.split_whitespace().count();
        let (own, _) = labelled(&line).unwrap_or_default();
        let begins = line.to_lowercase();
        let found = mentions(&line)
            .into_iter()
            .find(|one| one.said.month().is_some());
        if let Some(mention) = found.filter(|_| words <= 24) {
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
            let strength = if is_label(&own) || is_label(first) || (alone && is_label(&label)) {
                4.0
            } else if alone {
                3.0
            } else if addressed.contains(&own.as_str())
                || (words <= 20 && addressed.iter().any(|one| begins.starts_with(*one)))
            {
                2.5
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
