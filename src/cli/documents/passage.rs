//! Passages in words, and for a program.

use std::ops::Range;

use serde::Serialize;

use crate::cli::page::TextBuilder;
use crate::documents::{Locus, ParagraphRole, Passage};

/// The number of other places of a passage listed.
const ALSO: usize = 5;

/// A passage for a program.
#[derive(Debug, Serialize)]
pub(super) struct PassageJson<'a> {
    #[serde(flatten)]
    at: PassagePlace<'a>,
    text: &'a str,
    quote: &'a str,
    terms: &'a [String],
    marks: Vec<Mark<'a>>,
    also: Vec<PassagePlace<'a>>,
}

#[derive(Debug, Serialize)]
struct PassagePlace<'a> {
    document: &'a str,
    title: &'a str,
    in_confidence: bool,
    cite: String,
    page: Option<u32>,
    page_is_hint: bool,
    printed_page: Option<&'a str>,
    paragraph: Option<&'a str>,
    ordinal: u32,
    heading: Option<&'a str>,
    role: ParagraphRole,
}

/// A match of the search, in characters of the text.
#[derive(Debug, Serialize)]
struct Mark<'a> {
    from: usize,
    to: usize,
    text: &'a str,
}

/// Returns passages for a program.
pub(super) fn json(passages: &[Passage]) -> Vec<PassageJson<'_>> {
    passages.iter().map(found).collect()
}

fn found(passage: &Passage) -> PassageJson<'_> {
    let characters = |upto: usize| {
        let before = passage.text.get(..upto).unwrap_or_default();
        before.chars().count()
    };
    PassageJson {
        at: at(&passage.at),
        text: &passage.text,
        quote: passage.quote(),
        terms: &passage.terms,
        marks: passage
            .marks
            .iter()
            .map(|mark| Mark {
                from: characters(mark.start),
                to: characters(mark.end),
                text: passage.text.get(mark.clone()).unwrap_or_default(),
            })
            .collect(),
        also: passage.also.iter().map(at).collect(),
    }
}

fn at(locus: &Locus) -> PassagePlace<'_> {
    PassagePlace {
        document: &locus.document,
        title: &locus.title,
        in_confidence: locus.in_confidence,
        cite: locus.cite(),
        page: locus.page,
        page_is_hint: locus.page_is_hint,
        printed_page: locus.printed.as_deref(),
        paragraph: locus.paragraph.as_deref(),
        ordinal: locus.ordinal,
        heading: locus.heading.as_deref(),
        role: locus.role,
    }
}

/// Prints passages, numbered, with the matches between stars.
pub(super) fn say(page: &mut TextBuilder, indent: usize, passages: &[Passage]) {
    for (passage, number) in passages.iter().zip(1..) {
        page.hanging(indent, &format!("{number}. "), &passage.at.cite());
        let quote = passage.quote_range();
        let mut text = marked(passage, &quote);
        if quote.start > 0 {
            text.insert_str(0, "… ");
        }
        if quote.end < passage.text.len() {
            text.push_str(" …");
        }
        page.paragraph(indent + 3, &text);
        if !passage.also.is_empty() {
            let places: Vec<String> = passage.also.iter().take(ALSO).map(Locus::cite).collect();
            let more = passage.also.len().saturating_sub(ALSO);
            let more = if more > 0 {
                format!("; and {more} more")
            } else {
                String::new()
            };
            let says = format!("The same words are in: {}{more}", places.join("; "));
            page.paragraph(indent + 3, &says);
        }
    }
}

/// Returns a part of a passage with stars around the matches.
fn marked(passage: &Passage, part: &Range<usize>) -> String {
    let mut out = String::new();
    let mut upto = part.start;
    let piece = |range: Range<usize>| passage.text.get(range).unwrap_or_default();
    for mark in &passage.marks {
        let (start, end) = (mark.start.max(upto), mark.end.min(part.end));
        if start >= end {
            continue;
        }
        out.push_str(piece(upto..start));
        out.push('*');
        out.push_str(piece(start..end));
        out.push('*');
        upto = end;
    }
    out.push_str(piece(upto..part.end));
    out
}
