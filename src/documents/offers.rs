//! Dates and figures that the papers give, offered as answers: "the papers say".
//!
//! Every sentence with a date or a figure in it is read for the words that tell what it is of
//! ([`cues`]), together with what is over it: a heading, the head of a table, a label. Equal values
//! are one offer with all its places; a month says no more than a day in it. An offer is never
//! taken by itself: it becomes an answer only by a key of the user's.

mod cues;
mod own;
mod pieces;
mod sentence;

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use self::own::Class;
use self::sentence::Told;
use super::index::count;
use super::offer::Offer;
use super::passage::Passage;
use super::shelf::{Shelf, Shelved};
use crate::checklist::{FactForm, PaperFact};
use crate::wording::{
    Said,
    date::{is_open_to_both, month_first},
};

/// The most values offered for one fact.
const OFFERS: usize = 4;
/// The most places of a value that are kept.
const PLACES: usize = 20;
/// Sureness below which nothing is said.
const LEAST: f32 = 0.6;
/// An offer is left out if it is less sure than this share of the first.
const SHARE: f32 = 0.12;
/// Worth of what members of the public are quoted as saying.
const QUOTED: f32 = 0.3;
/// Worth of a date long before those of the papers.
const OLD: f32 = 0.25;
/// Number of days after which a date is long before them.
const LONG: i64 = 400;

/// Worth of a signature under a record as the day of the decision: one person decides by signing.
const SIGNED: f32 = 0.6;

/// A value found at a place.
struct Found {
    told: Told,
    paper: usize,
    page: usize,
    paragraph: usize,
    text: String,
}

impl Shelf {
    /// Returns the dates and figures that the documents give, by fact, the surest of each first.
    ///
    /// They are found the first time they are asked for.
    pub fn offers(&self) -> &[Offer] {
        self.offers.get_or_init(|| self.find_offers())
    }

    /// Finds all offers of the papers, by fact, the surest of each first.
    fn find_offers(&self) -> Vec<Offer> {
        let mut found: Vec<Found> = Vec::new();
        for (number, shelved) in self.papers().iter().enumerate() {
            of_paper(number, shelved, &mut found);
        }
        let present = present(&found);
        for one in &mut found {
            if let (Said::Day(..) | Said::Month(..), Some(present)) =
                (one.told.mention.said, present)
                && one
                    .told
                    .mention
                    .said
                    .first_day()
                    .is_some_and(|day| (present - day).num_days() > LONG)
            {
                one.told.strength *= OLD;
            }
        }
        let places: Places = (0..)
            .map_while(|place| Some((place, self.index.place(place)?)))
            .filter(|(_, at)| at.second_of.is_none())
            .map(|(place, at)| ((at.paper, at.page, at.paragraph), place))
            .collect();
        let mut by_fact: BTreeMap<PaperFact, Vec<Found>> = BTreeMap::new();
        for one in found {
            by_fact.entry(one.told.fact).or_default().push(one);
        }
        by_fact
            .into_iter()
            .flat_map(|(fact, found)| self.of_fact(fact, found, &places))
            .collect()
    }

    /// Folds what was found of one fact to its values, the surest first.
    fn of_fact(&self, fact: PaperFact, found: Vec<Found>, places: &Places) -> Vec<Offer> {
        let mut groups: Vec<(Said, Vec<Found>)> = Vec::new();
        let mut by_value: BTreeMap<String, usize> = BTreeMap::new();
        for one in found.into_iter().filter(|one| one.told.strength >= LEAST) {
            let said = one.told.mention.said;
            let key = match said {
                Said::Day(day, _) => day.to_string(),
                said => said.plain(),
            };
            let next = groups.len();
            let place = *by_value.entry(key).or_insert(next);
            match groups.get_mut(place) {
                Some((there, group)) => {
                    // The hour is told at one place of many.
                    if matches!((*there, said), (Said::Day(_, None), Said::Day(_, Some(_)))) {
                        *there = said;
                    }
                    group.push(one);
                }
                None => groups.push((said, vec![one])),
            }
        }
        fold_months(&mut groups);
        let mut offers: Vec<Offer> = groups
            .into_iter()
            .filter_map(|(said, group)| self.offer(fact, said, group, places))
            .collect();
        offers.sort_by(|one, other| other.strength.total_cmp(&one.strength));
        let least = offers.first().map_or(0.0, |first| first.strength * SHARE);
        offers.retain(|one| one.strength >= least);
        offers.truncate(OFFERS);
        offers
    }

    fn offer(
        &self,
        fact: PaperFact,
        said: Said,
        mut group: Vec<Found>,
        index: &Places,
    ) -> Option<Offer> {
        // The places that say the value itself come before those that say its month.
        group.sort_by(|one, other| {
            let exact = |one: &Found| matches!(one.told.mention.said, Said::Month(..));
            exact(one)
                .cmp(&exact(other))
                .then(other.told.strength.total_cmp(&one.told.strength))
        });
        let mut best: BTreeMap<usize, f32> = BTreeMap::new();
        for one in &group {
            let sure = best.entry(one.paper).or_default();
            *sure = sure.max(one.told.strength);
        }
        let more = sentence::few((group.len() - best.len()).min(10));
        let strength = best.values().sum::<f32>() * (1.0 + 0.1 * more);
        let printed = group.first().and_then(|one| {
            let range = one.told.mention.range.clone();
            Some(one.text.get(range)?.to_owned())
        })?;
        let mut passages: Vec<Passage> = Vec::new();
        let places = group.len();
        for one in &group {
            if passages.len() == PLACES {
                break;
            }
            let at = (count(one.paper), count(one.page), count(one.paragraph));
            let passage = index.get(&at).and_then(|place| {
                let at = self.locus(*place)?;
                let date = self.papers().get(one.paper)?.date;
                Some(Passage {
                    at,
                    text: one.text.clone(),
                    marks: vec![one.told.mention.range.clone()],
                    terms: vec![printed.clone()],
                    date,
                    score: one.told.strength,
                    also: Vec::new(),
                })
            });
            passages.extend(passage);
        }
        (!passages.is_empty()).then_some(Offer {
            fact,
            said,
            printed,
            passages,
            papers: best.len(),
            places,
            strength,
        })
    }
}

/// Place in the index of every paragraph: document, page and paragraph, each counted from 0.
type Places = HashMap<(u32, u32, u32), u32>;

/// Finds what one paper says.
fn of_paper(number: usize, shelved: &Shelved, found: &mut Vec<Found>) {
    let paper = &shelved.paper;
    let class = own::class(&shelved.title, paper);
    let is_on_call_in = own::is_on_call_in(&shelved.title, paper);
    let own_date = own::date(paper);
    let near = own_date
        .as_ref()
        .and_then(|own| own.mention.said.first_day());
    let is_month_first = is_month_first(paper);
    let reference = own_references(paper);
    pieces::pieces(paper, |mut piece| {
        if is_on_call_in {
            piece.over.insert_str(0, "Requisition. ");
        }
        let others = names_another(&piece.text, &reference);
        let of_earlier = own::is_of_earlier_minutes(&piece.text);
        for mut told in sentence::told(&piece.text, &piece.over, piece.is_row, near) {
            let date = piece
                .text
                .get(told.mention.range.clone())
                .unwrap_or_default();
            if of_earlier && is_of_meeting(told.fact) || is_month_first && is_open_to_both(date) {
                continue;
            }
            told.strength *= worth(told.fact, class, is_on_call_in);
            if piece.is_quoted {
                told.strength *= QUOTED;
            }
            if others && told.fact.form() == FactForm::Date {
                told.strength *= QUOTED;
            }
            let signed =
                (told.fact == PaperFact::RecordSigned && class == Class::Record).then(|| Told {
                    fact: PaperFact::DecisionTaken,
                    strength: told.strength * SIGNED,
                    ..told.clone()
                });
            found.extend(std::iter::once(told).chain(signed).map(|told| Found {
                told,
                paper: number,
                page: piece.page,
                paragraph: piece.paragraph,
                text: piece.text.clone(),
            }));
        }
    });
    let Some(own) = own_date else { return };
    let mut facts = vec![PaperFact::ReportDated];
    match class {
        Class::Equality => facts.push(PaperFact::EqualityAssessed),
        Class::Record => facts.push(PaperFact::DecisionTaken),
        Class::Minutes => facts.push(PaperFact::CommitteeMeeting),
        Class::Other => {}
    }
    let is_form = class == Class::Other && own::is_form_of_decision(&own.line, paper);
    if is_form || class == Class::Minutes && own::is_day_of_decision(&own.line, paper) {
        facts.push(PaperFact::DecisionTaken);
    }
    for fact in facts {
        found.push(Found {
            told: Told {
                fact,
                mention: own.mention.clone(),
                strength: own.strength,
            },
            paper: number,
            page: 0,
            paragraph: own.paragraph,
            text: own.line.clone(),
        });
    }
}

/// Returns how far a kind of paper can be relied on for a fact.
fn worth(fact: PaperFact, class: Class, is_on_call_in: bool) -> f32 {
    match (fact, class) {
        (PaperFact::DecisionTaken, Class::Other) if is_on_call_in => 1.2,
        (PaperFact::DecisionTaken | PaperFact::RecordSigned, Class::Record) => 1.5,
        (PaperFact::DecisionTaken, Class::Minutes)
        | (PaperFact::EqualityAssessed, Class::Equality) => 1.2,
        // A report asks for a decision: one that it tells of is an earlier one.
        (PaperFact::DecisionTaken | PaperFact::RecordSigned, _) => 0.5,
        (PaperFact::EqualityAssessed, _) => 0.7,
        _ => 1.0,
    }
}

/// Returns true for a fact that is the day of a meeting, or of what is signed there.
fn is_of_meeting(fact: PaperFact) -> bool {
    matches!(
        fact,
        PaperFact::CommitteeMeeting
            | PaperFact::Meeting
            | PaperFact::RecordSigned
            | PaperFact::DecisionTaken
    )
}

/// Returns true if a date of a paper can only have its month first: "1/28/2025" in an e-mail.
fn is_month_first(paper: &super::Paper) -> bool {
    let paragraphs = paper.pages.iter().flat_map(|page| &page.paragraphs);
    let words = paragraphs.flat_map(|one| one.text.split_whitespace());
    let words = words.map(|word| word.trim_matches(|c: char| !c.is_ascii_digit()));
    // "1.20.3" is a number of a paragraph.
    let dates = words.filter(|word| word.len() >= 8 && word.matches('/').count() == 2);
    month_first(dates).is_some()
}

/// Returns the middle one of all the days that are told, which is about when the papers were made.
fn present(found: &[Found]) -> Option<NaiveDate> {
    let mut days: Vec<NaiveDate> = found
        .iter()
        .filter(|one| matches!(one.told.mention.said, Said::Day(..)))
        .filter_map(|one| one.told.mention.said.first_day())
        .collect();
    days.sort_unstable();
    days.get(days.len() / 2).copied()
}

/// Folds a month into the surest day in it.
fn fold_months(groups: &mut Vec<(Said, Vec<Found>)>) {
    let sure = |group: &[Found]| group.iter().map(|one| one.told.strength).sum::<f32>();
    let (months, mut days): (Vec<_>, Vec<_>) = std::mem::take(groups)
        .into_iter()
        .partition(|(said, _)| matches!(said, Said::Month(..)));
    for (month, found) in months {
        let in_it = days
            .iter_mut()
            .filter(|(said, _)| matches!(said, Said::Day(..)) && said.month() == month.month());
        let best = in_it.max_by(|one, other| sure(&one.1).total_cmp(&sure(&other.1)));
        match best {
            Some((_, group)) => group.extend(found),
            None => groups.push((month, found)),
        }
    }
    groups.append(&mut days);
}

/// Returns the references of decisions in a text: "24/00093".
fn references(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_digit() || c == '/'))
        .filter(|word| {
            let parts = word.split_once('/');
            parts.is_some_and(|(year, number)| {
                (2..=4).contains(&year.len())
                    && (3..=6).contains(&number.len())
                    && !number.contains('/')
            })
        })
}

/// Returns the references on the front of a paper: its own.
fn own_references(paper: &super::Paper) -> Vec<String> {
    let front = paper
        .pages
        .first()
        .into_iter()
        .flat_map(|page| &page.paragraphs);
    front
        .take(24)
        .flat_map(|one| {
            references(&one.text)
                .map(ToOwned::to_owned)
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Returns true if a sentence names another decision than that of its paper.
fn names_another(text: &str, own: &[String]) -> bool {
    !own.is_empty() && references(text).any(|one| !own.iter().any(|own| own == one))
}

/// The date and the title that a paper gives itself.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnDetails {
    /// The title.
    pub title: Option<String>,
    /// The day, with the line that holds it.
    pub date: Option<(NaiveDate, String)>,
}

/// Returns the date and the title that a paper bears on its front: offered, never taken.
pub fn own_details(paper: &super::Paper) -> OwnDetails {
    let date = own::date(paper).and_then(|own| match own.mention.said {
        Said::Day(day, _) => Some((day, own.line)),
        _ => None,
    });
    OwnDetails {
        title: own::title(paper).map(|(_, title)| title),
        date,
    }
}

#[cfg(test)]
mod tests;
