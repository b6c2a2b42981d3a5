//! The facts that one sentence, or one row of a table, tells of.

use std::ops::Range;

use chrono::NaiveDate;

use super::cues::{Cue, Phrase, Side, cues};
use crate::checklist::{FactForm, PaperFact};
use crate::wording::{Mention, Said, SpanEnd, mentions, mentions_near};

/// A value that is told of a fact, with its strength.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    /// The fact.
    pub(super) fact: PaperFact,
    /// The value, with its place in the sentence.
    pub(super) mention: Mention,
    /// Sureness.
    pub(super) strength: f32,
}

/// A sentence is gone through no further than this, in words: a list without an end is none.
const LONGEST: usize = 160;
/// A sentence with more readings than this is none: a list of everything.
const READINGS: usize = 200;
/// Worth of words that are over the sentence and not in it: a heading, the head of a table.
const OVER: f32 = 0.75;
/// Weight of words that are a label.
const LABEL: f32 = 4.0;
/// Worth of a sum that is in the sentence, and not near the words.
const LOOSE: f32 = 0.3;
/// Number of words within which it is still in the same sentence for that.
const FAR: usize = 25;
/// Worth of a sum with another one between it and the words.
const BEHIND: f32 = 0.7;
/// Worth of a date or sum of the past: "previously £5m".
const BEFORE: f32 = 0.5;

/// Words of a text, in small letters, with their places.
struct Tokens {
    words: Vec<String>,
    ranges: Vec<Range<usize>>,
}

impl Tokens {
    fn of(text: &str) -> Self {
        let mut tokens = Self {
            words: Vec::new(),
            ranges: Vec::new(),
        };
        let mut start = None;
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            match (c.is_alphanumeric(), start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    start = None;
                    if let Some(word) = text.get(from..at) {
                        tokens.words.push(word.to_lowercase());
                        tokens.ranges.push(from..at);
                    }
                    if tokens.words.len() == LONGEST {
                        break;
                    }
                }
                _ => {}
            }
        }
        tokens
    }

    /// Returns the places at which any of some phrases begins.
    fn places(&self, phrases: &[Phrase]) -> Vec<usize> {
        let at = |place: &usize| {
            let rest = self.words.get(*place..).unwrap_or_default();
            phrases.iter().any(|phrase| phrase.begins(rest))
        };
        (0..self.words.len()).filter(at).collect()
    }

    fn holds(&self, phrases: &[Phrase]) -> bool {
        !self.places(phrases).is_empty()
    }

    /// Returns the words of a byte range, as first and one after the last.
    fn span(&self, range: &Range<usize>) -> Range<usize> {
        let first = self.ranges.partition_point(|one| one.end <= range.start);
        let end = self.ranges.partition_point(|one| one.start < range.end);
        first..end
    }
}

/// A value that a cue may be about.
struct Candidate<'c> {
    mention: usize,
    cue: &'c Cue,
    fact: PaperFact,
    /// The word with which the cue begins; `None` where it is over the sentence.
    at: Option<usize>,
    /// Number of words between the cue and what it is about.
    about: Option<usize>,
    distance: usize,
    /// True if the value comes after the cue.
    is_after: bool,
    strength: f32,
}

/// Returns what a sentence tells, with what is over it: a heading, the head of a table, a label.
///
/// `over` may hold cues of its own where the sentence is a row of a table (`is_row`).
/// `near` is the day of the paper: a date without a year is in the year next to it.
pub(super) fn told(text: &str, over: &str, is_row: bool, near: Option<NaiveDate>) -> Vec<Told> {
    let tokens = Tokens::of(text);
    let end = tokens.ranges.last().map_or(0, |last| last.end);
    // The sentence before tells the year as well.
    let before = mentions(over).into_iter();
    let near: Vec<NaiveDate> = before
        .filter_map(|one| one.said.first_day())
        .chain(near)
        .collect();
    // The mark after a number is part of it: "12%".
    let mut found = mentions_near(text.get(..end + 1).unwrap_or(text), &near);
    let in_thousands = says_thousands(text) || says_thousands(over);
    found.retain(|one| !is_no_value(text, one, in_thousands));
    if found.is_empty() {
        return Vec::new();
    }
    let above = Tokens::of(over);
    let spans: Vec<Range<usize>> = found.iter().map(|one| tokens.span(&one.range)).collect();
    let mut candidates = Vec::new();
    for (at, cue, about) in cues_in(&tokens, &above) {
        attach(&mut candidates, &found, &spans, at, cue, about);
    }
    if is_row {
        for (_, cue, _) in cues_in(&above, &tokens) {
            let Some(fact) = cue.fact else { continue };
            for (mention, one) in found.iter().enumerate() {
                // The head of a table tells what its sums are; of its dates only a label does.
                let is_label = fact.form() != FactForm::Date || cue.weight >= LABEL;
                if is_label && fits(fact, one) && !matches!(cue.side, Side::First | Side::Last) {
                    candidates.push(Candidate {
                        mention,
                        cue,
                        fact,
                        at: None,
                        about: None,
                        distance: 0,
                        is_after: true,
                        strength: cue.weight * OVER,
                    });
                }
            }
        }
    }
    candidates.truncate(READINGS);
    settle(&mut candidates);
    let mut told: Vec<Told> = Vec::new();
    for one in candidates {
        let Some(mention) = found.get(one.mention) else {
            continue;
        };
        // A saving is asked for by the year.
        if one.fact == PaperFact::Saving && is_of_years(text, mention) {
            continue;
        }
        let past = spans
            .get(one.mention)
            .is_some_and(|span| is_past(&tokens, span));
        let strength = one.strength * if past { BEFORE } else { 1.0 } * cited(text, mention);
        let same = |told: &&mut Told| told.fact == one.fact && told.mention == *mention;
        match told.iter_mut().find(same) {
            Some(told) => told.strength = told.strength.max(strength),
            None => told.push(Told {
                fact: one.fact,
                mention: mention.clone(),
                strength,
            }),
        }
    }
    told
}

/// Returns the cues of a text: the word with which each begins, and the distance to what it is
/// about, in the text or above it.
fn cues_in(tokens: &Tokens, above: &Tokens) -> Vec<(usize, &'static Cue, Option<usize>)> {
    let mut found = Vec::new();
    let mut free = 0;
    for at in 0..tokens.words.len() {
        if at < free {
            continue;
        }
        let rest = tokens.words.get(at..).unwrap_or_default();
        let mut here: Vec<(&'static Cue, Option<usize>)> = cues()
            .at(rest)
            .filter_map(|cue| {
                if cue.about.is_empty() {
                    return Some((cue, None));
                }
                let near = tokens.places(&cue.about).into_iter();
                let near = near.map(|place| place.abs_diff(at)).min();
                near.or_else(|| above.holds(&cue.about).then_some(FAR))
                    .map(|near| (cue, Some(near)))
            })
            .collect();
        let longest = here.iter().map(|(cue, _)| cue.says.len()).max();
        here.retain(|(cue, _)| Some(cue.says.len()) == longest);
        if here.iter().any(|(cue, _)| cue.fact.is_none()) {
            free = at + longest.unwrap_or(1);
            continue;
        }
        found.extend(here.into_iter().map(|(cue, about)| (at, cue, about)));
    }
    found
}

/// Returns true if a value has the form of a fact.
fn fits(fact: PaperFact, mention: &Mention) -> bool {
    match (fact.form(), mention.said) {
        (FactForm::Date, Said::Day(..) | Said::Month(..))
        | (FactForm::Number, Said::Number(_))
        | (FactForm::Percent, Said::Percent(_))
        | (FactForm::Score, Said::Percent(_) | Said::Number(_)) => true,
        (FactForm::Sum, Said::Pounds(..)) => !mention.each,
        _ => false,
    }
}

/// Adds the values that a cue may be about.
fn attach<'c>(
    candidates: &mut Vec<Candidate<'c>>,
    found: &[Mention],
    spans: &[Range<usize>],
    at: usize,
    cue: &'c Cue,
    about: Option<usize>,
) {
    let Some(fact) = cue.fact else { return };
    let is_sum = fact.form() == FactForm::Sum;
    let end = at + cue.says.len();
    let mut add = |mention: usize, distance: usize, passed: usize, is_after: bool| {
        let near = if distance <= usize::from(cue.reach) {
            1.0 - 0.4 * few(distance) / f32::from(cue.reach.max(1))
        } else if is_sum && distance <= FAR {
            LOOSE
        } else {
            return;
        };
        let subject = about.map_or(1.0, |about| 1.0 - 0.4 * few(about.min(FAR)) / few(FAR));
        let passed = BEHIND.powi(i32::try_from(passed).unwrap_or(9));
        candidates.push(Candidate {
            mention,
            cue,
            fact,
            at: Some(at),
            about,
            distance,
            is_after,
            strength: cue.weight * near * subject * passed,
        });
    };
    let of_form = || {
        found
            .iter()
            .zip(spans)
            .enumerate()
            .filter(|(_, (mention, _))| fits(fact, mention))
            .map(|(place, (mention, span))| (place, mention, span))
    };
    if matches!(cue.side, Side::First | Side::Last) {
        let wanted = if cue.side == Side::First {
            SpanEnd::First
        } else {
            SpanEnd::Last
        };
        for (place, mention, span) in of_form() {
            if mention.end == Some(wanted) {
                add(place, span.start.abs_diff(at), 0, true);
            }
        }
        return;
    }
    // A date is the nearest one; of sums, those behind it count as well, and of dates those that
    // are named together with it.
    let many = if is_sum { 3 } else { 1 };
    if matches!(cue.side, Side::After | Side::Either) {
        let after = of_form().filter(|(_, _, span)| span.start >= end);
        let mut last: Option<(usize, usize)> = None;
        for (passed, (place, mention, span)) in after.enumerate() {
            let distance = match last {
                Some((before, distance)) if mention.is_listed && place == before + 1 => distance,
                _ if passed < many => span.start - end,
                _ => break,
            };
            last = Some((place, distance));
            add(place, distance, passed, true);
        }
    }
    if matches!(cue.side, Side::Before | Side::Either) {
        let before: Vec<_> = of_form().filter(|(_, _, span)| span.end <= at).collect();
        for (passed, (place, _, span)) in before.into_iter().rev().take(many).enumerate() {
            add(place, at - span.end, passed, false);
        }
    }
}

/// Converts a small number of words.
pub(super) fn few(number: usize) -> f32 {
    f32::from(u16::try_from(number).unwrap_or(u16::MAX))
}

/// Takes out what another reading of the same words makes less likely.
///
/// Of facts that share a word ("ends"), the one whose subject is nearest to it is meant. A date
/// belongs to the nearest of the verbs that tell of one subject, and a span to the nearest subject.
/// A verb has one date: the one after it, unless one before it is nearer.
fn settle(candidates: &mut Vec<Candidate<'_>>) {
    let is_span = |one: &Candidate<'_>| matches!(one.cue.side, Side::First | Side::Last);
    let is_date = |one: &Candidate<'_>| one.fact.form() == FactForm::Date;
    let is_sum = |one: &Candidate<'_>| one.fact.form() == FactForm::Sum;
    let is_far = |one: &Candidate<'_>| is_sum(one) && one.distance > usize::from(one.cue.reach);
    let in_front = |one: &Candidate<'_>| one.is_after && one.at.is_some();
    let beaten = |one: &Candidate<'_>, other: &Candidate<'_>| {
        let same_value = one.mention == other.mention;
        let same_cue = one.at == other.at && one.at.is_some();
        // The same word, with a subject that is nearer.
        let subject = same_cue && matches!((one.about, other.about), (Some(a), Some(b)) if b < a);
        // The same subject, and a verb that is nearer to the date.
        let verb = same_value
            && one.cue.side == other.cue.side
            && one.fact != other.fact
            && !one.cue.subject.is_empty()
            && one.cue.subject == other.cue.subject
            && other.distance < one.distance;
        let span = same_value
            && is_span(one)
            && is_span(other)
            && one.fact != other.fact
            && other.distance < one.distance;
        // The same verb, with another date.
        let date = same_cue
            && is_date(one)
            && one.fact == other.fact
            && !is_span(one)
            && !is_span(other)
            && match (one.is_after, other.is_after) {
                (false, true) => other.distance <= one.distance.max(3),
                (true, false) => one.distance > other.distance.max(3),
                _ => false,
            };
        // What is told of a decision, or saved, is no meeting's and no budget. Of two words far
        // before a sum the nearer one counts.
        let near = other.distance <= one.distance;
        let taken = same_value
            && match (one.fact, other.fact) {
                (PaperFact::CommitteeMeeting, PaperFact::DecisionTaken) => near && in_front(other),
                (PaperFact::DecisionTaken, PaperFact::CommitteeMeeting) => {
                    near && in_front(one) && in_front(other)
                }
                (PaperFact::CallInEnds, PaperFact::DecisionTaken) => in_front(other),
                (PaperFact::Budget | PaperFact::Cost, PaperFact::Saving) => near,
                (a, b) => a != b && is_far(one) && near && in_front(one) && in_front(other),
            };
        subject || verb || span || date || taken
    };
    let keep: Vec<bool> = candidates
        .iter()
        .map(|one| !candidates.iter().any(|other| beaten(one, other)))
        .collect();
    let mut keep = keep.into_iter();
    candidates.retain(|_| keep.next().unwrap_or(false));
}

/// Returns true if the words before a value say that it is one of the past.
fn is_past(tokens: &Tokens, span: &Range<usize>) -> bool {
    const PAST: [&str; 9] = [
        "previous",
        "previously",
        "former",
        "formerly",
        "earlier",
        "historic",
        "historically",
        "originally",
        "initially",
    ];
    let from = span.start.saturating_sub(12);
    let before = tokens.words.get(from..span.start).unwrap_or_default();
    before.iter().any(|word| PAST.contains(&word.as_str()))
}

/// Returns true if a text says that its sums are in thousands or millions: "£000s", "£m".
fn says_thousands(text: &str) -> bool {
    let text = text.to_lowercase().replace(['\'', '’', '‘', ' ', ','], "");
    ["£000", "(£k)", "£ks", "(£m)", "£thousand", "inthousands"]
        .iter()
        .any(|says| text.contains(says))
}

/// Returns true for what has the form of a value and is none: a week ("w/e 5 May"), the number of a
/// heading ("7.2 Signatories"), a bare sum in a table of thousands.
fn is_no_value(text: &str, mention: &Mention, in_thousands: bool) -> bool {
    let before = text.get(..mention.range.start).unwrap_or_default();
    let after = text.get(mention.range.end..).unwrap_or_default();
    match mention.said {
        Said::Day(..) | Said::Month(..) => {
            const WEEK: [&str; 7] = [
                "w/e",
                "w/c",
                "w/b",
                "week ending",
                "week commencing",
                "week beginning",
                "week of",
            ];
            let before = before.trim_end().to_lowercase();
            let before = before.trim_end_matches([':', '.']);
            WEEK.iter().any(|week| before.ends_with(week))
        }
        Said::Number(_) => {
            let mut next = after.trim_start_matches(['.', ')']).trim_start().chars();
            let is_capital = next.next().is_some_and(char::is_uppercase);
            before.trim().is_empty() && is_capital && next.next().is_some_and(char::is_lowercase)
        }
        Said::Pounds(_, unit) => in_thousands && unit < 1.0,
        Said::Percent(_) => false,
    }
}

/// Returns true if a sum is for some years together: "£1.2m over three years".
fn is_of_years(text: &str, mention: &Mention) -> bool {
    let after = text
        .get(mention.range.end..)
        .unwrap_or_default()
        .to_lowercase();
    let next: Vec<&str> = after
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(8)
        .collect();
    let over = next
        .iter()
        .take(4)
        .position(|word| matches!(*word, "over" | "across"));
    over.is_some_and(|over| {
        let then = next.get(over + 1..).unwrap_or_default();
        let is_years = |word: &str| matches!(word, "years" | "year" | "term" | "period" | "life");
        let one = then
            .first()
            .is_some_and(|word| *word == "one" || *word == "a");
        !one && then.iter().take(4).any(|word| is_years(word))
    })
}

/// Returns the worth of a date that stands in brackets after the name of a paper: "(April 2013)".
fn cited(text: &str, mention: &Mention) -> f32 {
    if mention.said.month().is_none() {
        return 1.0;
    }
    let before = text.get(..mention.range.start).unwrap_or_default();
    let after = text.get(mention.range.end..).unwrap_or_default();
    let open = before.trim_end().ends_with('(');
    if open && after.trim_start().starts_with(')') {
        0.4
    } else {
        1.0
    }
}
