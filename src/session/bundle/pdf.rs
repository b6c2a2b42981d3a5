//! The plan of a PDF bundle: the submission, the papers, and the passages to mark in them.

use std::collections::BTreeSet;
use std::path::Path;

use super::make::Bundled;
use crate::audit::{Document, Evidence, QuoteState, Quotes};
use crate::documents::{
    Exhibit, PageState, Paper, PaperKind, PassageMark, PdfPlan, Piece, PieceStyle,
};
use crate::report::ReportDocument;
use crate::report::document::{Block, Fact, words_of};
use crate::wording::{count, one_line, say_day};

impl Bundled {
    /// Returns the plan of the bundle as one PDF, with the submission if there is one.
    pub fn pdf_plan(
        &self,
        submission: Option<&ReportDocument>,
        made: chrono::NaiveDate,
    ) -> PdfPlan {
        let review = &self.audit.review;
        let quotes = self.quotes();
        let passages = self.passages(&quotes);
        let mut exhibits = Vec::new();
        for document in &self.audit.documents {
            exhibits.push(self.exhibit(document, &passages));
        }
        let mut about = vec![
            format!("{}: {}", one_line(&review.authority), one_line(&review.service)),
            format!("Made on {} from the papers listed below.", say_day(made)),
            "The number at the foot of each page is its number in this file. Passages that are quoted \
             are marked in yellow; a quotation links to its passage, and the passage back."
                .to_owned(),
        ];
        if self.in_confidence > 0 {
            about.push(format!(
                "{} seen in confidence {} not in this file.",
                crate::wording::capital(&count(self.in_confidence, "paper", "papers")),
                if self.in_confidence == 1 { "is" } else { "are" },
            ));
        }
        let front = submission.map_or_else(Vec::new, |report| pieces(report, &passages));
        PdfPlan {
            title: "Bundle of papers".to_owned(),
            about,
            front_title: submission.map_or_else(String::new, |one| one.title.clone()),
            front,
            exhibits,
        }
    }

    /// Lists the quotations of the audit, each passage once, with the page it stands on.
    fn passages(&self, quotes: &Quotes) -> Vec<Passage> {
        let mut passages: Vec<Passage> = Vec::new();
        for one in self.audit.evidence() {
            let (Some(document), Some(words)) = (&one.document, &one.quote) else {
                continue;
            };
            let same =
                |other: &Passage| other.document == *document && is_same(&other.words, words);
            if words.trim().is_empty() || passages.iter().any(same) {
                continue;
            }
            passages.push(Passage {
                number: passages.len() + 1,
                document: document.clone(),
                words: words.clone(),
                page: self.page_of(one, quotes),
            });
        }
        passages
    }

    /// Returns the page of the file on which a quotation stands.
    fn page_of(&self, evidence: &Evidence, quotes: &Quotes) -> Option<u32> {
        if let Some(QuoteState::FoundOn(page)) = quotes.of(evidence) {
            return Some(page);
        }
        let printed = evidence
            .printed_page
            .as_deref()
            .map(|one| one.trim().to_lowercase());
        evidence.page.or_else(|| {
            let paper = &self
                .register
                .shelf
                .paper(evidence.document.as_deref()?)?
                .paper;
            let is = |page: &&crate::documents::Page| {
                page.printed.as_deref().map(|one| one.trim().to_lowercase()) == printed
            };
            paper
                .pages
                .iter()
                .find(|page| page.printed.is_some() && is(page))
                .map(|page| page.number)
        })
    }

    fn exhibit(&self, document: &Document, passages: &[Passage]) -> Exhibit {
        let of_it = || passages.iter().filter(|one| one.document == document.id);
        let mut exhibit = Exhibit {
            title: one_line(&document.title),
            about: about(document),
            ..Exhibit::default()
        };
        let file = self.papers.iter().find(|one| one.document == document.id);
        let read = self
            .register
            .shelf
            .paper(&document.id)
            .map(|one| &*one.paper);
        match (file, read) {
            (None, _) => {
                let why = self.left_out.iter().find(|one| one.document == document.id);
                exhibit.absent = Some(why.map_or_else(String::new, |one| one.why.clone()));
            }
            (Some(_), Some(paper)) if paper.kind == PaperKind::Pdf && paper.stopped.is_some() => {
                let why = "the file could not be read to its end; it is kept with the audit";
                exhibit.absent = Some(why.to_owned());
            }
            (Some(file), Some(paper)) if paper.kind == PaperKind::Pdf => {
                exhibit.pdf = Some(file.path.clone());
                exhibit.marks = of_it()
                    .map(|one| PassageMark {
                        number: one.number,
                        page: one.page,
                        words: one.words.clone(),
                    })
                    .collect();
            }
            (Some(file), Some(paper)) => {
                let name = file.path.file_name().map_or(file.path.as_path(), Path::new);
                exhibit.text = text_of(
                    &crate::wording::shown(name),
                    paper,
                    &of_it().collect::<Vec<_>>(),
                );
            }
            (Some(_), None) => {
                exhibit.absent =
                    Some("the file could not be read; it is kept with the audit".to_owned());
            }
        }
        exhibit
    }
}

/// A passage quoted in the audit.
struct Passage {
    number: usize,
    document: String,
    words: String,
    page: Option<u32>,
}

fn letters(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

fn is_same(one: &str, other: &str) -> bool {
    letters(one) == letters(other)
}

/// Returns the date and the sender of a paper.
fn about(document: &Document) -> String {
    let date = document.date.map(|day| format!("dated {}", say_day(day)));
    let from = document
        .from
        .as_ref()
        .map(|from| format!("from {}", one_line(from)));
    let parts: Vec<String> = date.into_iter().chain(from).collect();
    parts.join(", ")
}

/// Returns the text of a paper that is no PDF, with the paragraphs marked that are quoted.
fn text_of(name: &str, paper: &Paper, quoted: &[&Passage]) -> Vec<Piece> {
    let mut pieces = vec![Piece::new(
        PieceStyle::Subheading,
        format!("Text of {name}"),
    )];
    let mut marked = BTreeSet::new();
    for page in &paper.pages {
        if page.state == PageState::Blank {
            continue;
        }
        if paper.pages.len() > 1 {
            let says = format!("[part {} of {}]", page.number, paper.pages_in_all());
            pieces.push(Piece::new(PieceStyle::Small, says));
        }
        for paragraph in &page.paragraphs {
            let folded = letters(&paragraph.text);
            let mut piece = Piece::new(PieceStyle::Body, paragraph.text.as_str());
            for one in quoted {
                let part = one
                    .words
                    .split(['…'])
                    .map(letters)
                    .find(|part| !part.is_empty());
                if part.is_some_and(|part| folded.contains(&part)) && marked.insert(one.number) {
                    piece.marks.push(one.number);
                }
            }
            pieces.push(piece);
        }
    }
    pieces
}

/// Returns a report as paragraphs, its quotations with the passages they are of.
fn pieces(report: &ReportDocument, passages: &[Passage]) -> Vec<Piece> {
    let mut out = vec![Piece::new(PieceStyle::Heading, report.title.as_str())];
    out.push(Piece::new(PieceStyle::Subheading, report.subtitle.as_str()));
    report.meta.iter().for_each(|one| out.push(fact(one)));
    report
        .blocks
        .iter()
        .for_each(|block| add(block, passages, &mut out));
    if !report.notes.is_empty() {
        out.push(Piece::new(PieceStyle::Heading, "Notes"));
    }
    for (number, note) in (1..).zip(&report.notes) {
        let text = format!("[{number}] {}", words_of(note));
        out.push(Piece::new(PieceStyle::Item, text));
    }
    out.retain(|piece| !piece.text.trim().is_empty());
    out
}

fn fact(one: &Fact) -> Piece {
    Piece::new(
        PieceStyle::Item,
        format!("{}: {}", one.label, words_of(&one.value)),
    )
}

fn add(block: &Block, passages: &[Passage], out: &mut Vec<Piece>) {
    match block {
        Block::Heading { level, text } => out.push(Piece::new(
            if *level == 1 {
                PieceStyle::Heading
            } else {
                PieceStyle::Subheading
            },
            text.as_str(),
        )),
        Block::Paragraph { spans } => out.push(Piece::new(PieceStyle::Body, words_of(spans))),
        Block::List { ordered, items } => {
            for (number, item) in (1_usize..).zip(items) {
                let lead = if *ordered {
                    format!("{number}. ")
                } else {
                    "• ".to_owned()
                };
                out.push(Piece::new(
                    PieceStyle::Item,
                    format!("{lead}{}", words_of(item)),
                ));
            }
        }
        Block::Facts { facts } => facts.iter().for_each(|one| out.push(fact(one))),
        Block::Table { table } => {
            out.push(Piece::new(PieceStyle::Subheading, table.caption.as_str()));
            for row in &table.rows {
                let cells = table.header.iter().zip(row).filter_map(|(head, cell)| {
                    let words = words_of(cell);
                    (!words.trim().is_empty()).then(|| format!("{head}: {words}"))
                });
                out.push(Piece::new(
                    PieceStyle::Item,
                    cells.collect::<Vec<_>>().join("\n"),
                ));
            }
        }
        Block::Quote { text, source } => {
            let passage = passages.iter().find(|one| is_same(&one.words, text));
            let number = passage.map(|one| one.number);
            let mark = number.map_or_else(String::new, |number| format!(" [{number}]"));
            let mut piece = Piece::new(PieceStyle::Quote, format!("“{}”{mark}", text.trim()));
            piece.quotes = number;
            out.push(piece);
            out.push(Piece::new(PieceStyle::Small, source.as_str()));
        }
        Block::Callout { title, blocks, .. } => {
            out.push(Piece::new(PieceStyle::Subheading, title.as_str()));
            for block in blocks {
                add(block, passages, out);
            }
        }
        Block::Chart { chart } => {
            out.push(Piece::new(PieceStyle::Subheading, chart.title.as_str()));
            for part in &chart.parts {
                let text = format!("{}: {}", part.label, part.number);
                out.push(Piece::new(PieceStyle::Item, text));
            }
        }
        Block::SignOff { lines } => {
            for line in lines {
                let text = format!("{line}: ____________________");
                out.push(Piece::new(PieceStyle::Body, text));
            }
        }
        Block::PageBreak => {}
    }
}
