//! `documents offers`: the dates and figures that the papers give, with their sentence and place.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::papers::{AuditDocuments, left_out};
use crate::checklist::{FactForm, Library, PaperFact};
use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::home::Home;
use crate::cli::page::{TextBuilder, count};
use crate::documents::{Offer, Passage};

/// The remark printed with every offer.
const NOTHING_TAKEN: &str = "This is what the papers say. Look at each one: nothing was answered, \
                             and the audit is unchanged.";
/// The number of places of a value listed in words.
const PLACES: usize = 3;

/// Show the dates and figures that the papers give, fact by fact.
///
/// When consultation opened and closed, when a committee met, what is to be saved: each with the
/// sentence that says so, its paper and its page. Different values are shown one after the other.
/// Nothing is answered, and the audit is left as it is.
#[derive(Debug, Args)]
pub(in crate::cli) struct Offers {
    /// The audit: its name in your library, or the path to its file.
    #[arg(value_name = "AUDIT")]
    audit: PathBuf,
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
}

/// A place that gives a value, for a program.
#[derive(Debug, Serialize)]
struct OfferJson<'a> {
    kind: PaperFact,
    value: String,
    says: String,
    sentence: &'a str,
    document: &'a str,
    title: &'a str,
    in_confidence: bool,
    page: Option<u32>,
    page_is_hint: bool,
    printed_page: Option<&'a str>,
    paragraph: Option<&'a str>,
    cite: String,
    /// The questions that it can be the answer to.
    questions: Vec<&'a str>,
}

impl Offers {
    pub(in crate::cli) fn run(&self) -> Result<CommandOutput, Failure> {
        let home = Home::here()?;
        let library = home.library()?;
        let read = AuditDocuments::of(&home, &self.audit)?.read()?;
        let offers = read.shelf.offers();
        let said = if self.json {
            let rows: Vec<OfferJson<'_>> = offers
                .iter()
                .flat_map(|offer| {
                    let places = offer.passages.iter();
                    places.map(|passage| json(&library, offer, passage))
                })
                .collect();
            CommandOutput::json(&rows)?
        } else {
            let mut page = words(&library, offers);
            for one in read.shelf.not_read() {
                page.item(2, &format!("Not read: {}", left_out(one)));
            }
            CommandOutput::done(page.finish())
        };
        Ok(said.notes(read.notices).exit(read.exit))
    }
}

fn json<'a>(library: &'a Library, offer: &'a Offer, passage: &'a Passage) -> OfferJson<'a> {
    let at = &passage.at;
    OfferJson {
        kind: offer.fact,
        value: match offer.fact.form() {
            FactForm::Date => offer.said.plain(),
            _ => offer.printed.clone(),
        },
        says: offer.label(),
        sentence: &passage.text,
        document: &at.document,
        title: &at.title,
        in_confidence: at.in_confidence,
        page: at.page,
        page_is_hint: at.page_is_hint,
        printed_page: at.printed.as_deref(),
        paragraph: at.paragraph.as_deref(),
        cite: at.cite(),
        questions: questions(library, offer.fact),
    }
}

/// Returns the questions to which a fact can be the answer.
fn questions(library: &Library, fact: PaperFact) -> Vec<&str> {
    let walk = library.walk().iter().map(|ix| library.question(*ix));
    walk.filter(|question| question.offer == Some(fact))
        .map(|question| question.id.as_str())
        .collect()
}

fn words(library: &Library, offers: &[Offer]) -> TextBuilder {
    let mut page = TextBuilder::new();
    page.heading("What the papers say");
    if offers.is_empty() {
        page.paragraph(
            2,
            "No date or figure was found next to words that tell what it is.",
        );
        return page;
    }
    page.paragraph(2, NOTHING_TAKEN);
    for of_fact in offers.chunk_by(|one, other| one.fact == other.fact) {
        let Some(first) = of_fact.first() else {
            continue;
        };
        let answers = questions(library, first.fact);
        let answers = match (answers.as_slice(), first.fact) {
            ([], PaperFact::DecisionTaken) => " (the day of the review itself)".to_owned(),
            ([], PaperFact::ReportDated) => " (the date in the register)".to_owned(),
            ([], _) => " (no question asks for it)".to_owned(),
            (answers, _) => format!(" (answers {})", answers.join(", ")),
        };
        page.heading(&format!("{}{answers}", first.fact.label()));
        for offer in of_fact {
            say(&mut page, offer);
        }
    }
    page
}

fn say(page: &mut TextBuilder, offer: &Offer) {
    let Some(first) = offer.passages.first() else {
        return;
    };
    page.hanging(
        2,
        &format!("{}: ", offer.label()),
        &format!("“{}” ({})", first.quote(), first.at.cite()),
    );
    let others: Vec<String> = offer
        .passages
        .iter()
        .skip(1)
        .take(PLACES)
        .map(|one| one.at.cite())
        .collect();
    if others.is_empty() {
        return;
    }
    let more = match offer.places.saturating_sub(1 + others.len()) {
        0 => String::new(),
        more => format!("; and {}", count(more, "more place", "more places")),
    };
    page.paragraph(4, &format!("Also in {}{more}.", others.join("; ")));
}
