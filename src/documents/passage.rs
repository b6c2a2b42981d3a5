//! Passages: places in a document, ready to be shown, quoted and cited.

use std::ops::Range;

use chrono::NaiveDate;

use serde::Serialize;

use super::paper::{Paging, ParagraphRole};
use crate::audit::Evidence;
use crate::checklist::SourceClass;

/// Place of a passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Locus {
    /// The id of the document in the register.
    pub document: String,
    /// The document's title.
    pub title: String,
    /// True if it was given in confidence: to be said wherever it is quoted.
    pub in_confidence: bool,
    /// The page in the file, counted from 1; `None` if the file has no pages.
    pub page: Option<u32>,
    /// True if that page is only a hint.
    pub page_is_hint: bool,
    /// The page number as printed, where one was found.
    pub printed: Option<String>,
    /// The paragraph's number as printed ("8.8").
    pub paragraph: Option<String>,
    /// Number of the paragraph on its page, or in the whole text where there are no real pages;
    /// counted from 1.
    pub ordinal: u32,
    /// The heading over it.
    pub heading: Option<String>,
    /// The name of its sheet, in a spreadsheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Role of the paragraph.
    pub role: ParagraphRole,
}

impl Locus {
    /// Formats the citation: "Final report, page 212 of the file (printed 208), para 8.8".
    pub fn cite(&self) -> String {
        let mut out = self.title.clone();
        if let Some(page) = self.page {
            let about = if self.page_is_hint {
                "about page"
            } else {
                "page"
            };
            match self.printed.as_deref() {
                Some(printed) if printed != page.to_string() => {
                    out.push_str(&format!(", {about} {page} of the file (printed {printed})"));
                }
                _ => out.push_str(&format!(", {about} {page}")),
            }
        }
        if let Some(row) = self.row() {
            out.push_str(&format!(", {row}"));
        }
        match (&self.paragraph, self.page) {
            _ if self.sheet.is_some() => {}
            (Some(paragraph), _) => out.push_str(&format!(", para {paragraph}")),
            (None, Some(_)) if !self.page_is_hint => {}
            _ => out.push_str(&format!(", paragraph {} of the text", self.ordinal)),
        }
        if let Some(heading) = &self.heading
            && self.sheet.is_none()
            && (self.page.is_none() || self.page_is_hint)
        {
            out.push_str(&format!(", under “{heading}”"));
        }
        match self.role {
            ParagraphRole::Header => out.push_str(", in the header"),
            ParagraphRole::Footer => out.push_str(", in the footer"),
            ParagraphRole::Note => out.push_str(", in a note"),
            ParagraphRole::Body | ParagraphRole::Heading => {}
        }
        if self.in_confidence {
            out.push_str(" (given in confidence)");
        }
        out
    }
}

impl Locus {
    /// Returns the place in a spreadsheet: "sheet Costs, row 12"; `None` in any other document.
    pub fn row(&self) -> Option<String> {
        let sheet = self.sheet.as_ref()?;
        Some(match &self.paragraph {
            Some(row) => format!("sheet {sheet}, {row}"),
            None => format!("sheet {sheet}"),
        })
    }
}

/// A passage that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Passage {
    /// The place of the passage.
    pub at: Locus,
    /// The passage's text on one line, as printed.
    pub text: String,
    /// Byte ranges of the terms in the text, in order.
    pub marks: Vec<Range<usize>>,
    /// The terms that were found in it.
    pub terms: Vec<String>,
    /// The date of the document.
    pub date: Option<NaiveDate>,
    /// Score of the match; only to compare with others of the same search.
    pub score: f32,
    /// Other places of the same paragraph, word for word or nearly so.
    pub also: Vec<Locus>,
}

/// A quote is no longer than this, in characters, unless a sentence is.
const QUOTE: usize = 400;

impl Passage {
    /// Returns the exact words to quote.
    ///
    /// The whole paragraph if it is short, else the sentences around the first term.
    pub fn quote(&self) -> &str {
        self.text.get(self.quote_range()).unwrap_or(&self.text)
    }

    /// Returns the byte range of the quote in the text.
    pub fn quote_range(&self) -> Range<usize> {
        if self.text.len() <= QUOTE {
            return 0..self.text.len();
        }
        let mark = self.marks.first().cloned().unwrap_or(0..0);
        let start = self
            .text
            .get(..mark.start)
            .and_then(|before| sentence_ends(before).last())
            .unwrap_or(0);
        let ends: Vec<usize> = self
            .text
            .get(mark.end..)
            .map(|after| sentence_ends(after).map(|end| end + mark.end).collect())
            .unwrap_or_default();
        let end = ends
            .iter()
            .copied()
            .take_while(|end| end - start <= QUOTE)
            .last()
            .or_else(|| ends.first().copied())
            .unwrap_or(self.text.len());
        let from = start
            + self
                .text
                .get(start..end)
                .map_or(0, |q| q.len() - q.trim_start().len());
        let to = end
            - self
                .text
                .get(from..end)
                .map_or(0, |q| q.len() - q.trim_end().len());
        from..to
    }

    /// Converts the passage to evidence.
    pub fn evidence(&self, source: Option<SourceClass>) -> Evidence {
        let at = &self.at;
        let mut locator = Vec::new();
        if at.page_is_hint {
            locator.push("page as last saved".to_owned());
        }
        if let Some(row) = at.row() {
            locator.push(row);
        } else if at.page.is_none() || at.page_is_hint {
            locator.push(format!("paragraph {} of the text", at.ordinal));
            if let Some(heading) = &at.heading {
                locator.push(format!("under “{heading}”"));
            }
        }
        match at.role {
            ParagraphRole::Header => locator.push("header".to_owned()),
            ParagraphRole::Footer => locator.push("footer".to_owned()),
            ParagraphRole::Note => locator.push("note".to_owned()),
            ParagraphRole::Body | ParagraphRole::Heading => {}
        }
        Evidence {
            document: Some(at.document.clone()),
            page: at.page,
            printed_page: at
                .printed
                .clone()
                .filter(|printed| at.page.is_none_or(|page| *printed != page.to_string())),
            paragraph: at.paragraph.clone().filter(|_| at.sheet.is_none()),
            locator: (!locator.is_empty()).then(|| locator.join(", ")),
            quote: Some(self.quote().to_owned()),
            date: self.date,
            source,
            ..Evidence::default()
        }
    }
}

/// Returns the offsets at which sentences end in a text.
pub(super) fn sentence_ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.char_indices().filter_map(|(at, c)| {
        let end = at + c.len_utf8();
        let rest = text.get(end..)?;
        (matches!(c, '.' | '!' | '?')
            && rest.starts_with(' ')
            && rest
                .trim_start()
                .chars()
                .next()
                .is_none_or(|next| !next.is_lowercase()))
        .then_some(end)
    })
}

/// Returns two flags for a kind of paging: pages may be cited, and they are only hints.
pub(super) const fn citable(paging: Paging) -> (bool, bool) {
    match paging {
        Paging::Real => (true, false),
        Paging::Hints => (true, true),
        Paging::None => (false, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(text: &str, mark: &str) -> Passage {
        let start = text.find(mark).unwrap();
        Passage {
            at: Locus {
                document: "pack".into(),
                title: "Agenda pack".into(),
                in_confidence: true,
                page: Some(212),
                page_is_hint: false,
                printed: Some("208".into()),
                paragraph: Some("8.8".into()),
                ordinal: 3,
                heading: Some("Costs".into()),
                sheet: None,
                role: ParagraphRole::Body,
            },
            text: text.to_owned(),
            marks: std::iter::once(start..start + mark.len()).collect(),
            terms: vec![mark.to_owned()],
            date: NaiveDate::from_ymd_opt(2000, 11, 1),
            score: 1.0,
            also: Vec::new(),
        }
    }

    #[test]
    fn both_page_numbers_are_cited_and_confidence_is_said() {
        let cite = passage("the fee", "fee").at.cite();
        assert_eq!(
            cite,
            "Agenda pack, page 212 of the file (printed 208), para 8.8 (given in confidence)"
        );
    }

    #[test]
    fn a_row_of_a_spreadsheet_is_cited_by_its_sheet() {
        let mut one = passage("Depot £12,000", "Depot");
        (one.at.page, one.at.printed) = (None, None);
        one.at.sheet = Some("Costs".into());
        one.at.paragraph = Some("row 12".into());
        assert_eq!(
            one.at.cite(),
            "Agenda pack, sheet Costs, row 12 (given in confidence)"
        );
        let evidence = one.evidence(None);
        assert_eq!(evidence.locator.as_deref(), Some("sheet Costs, row 12"));
        assert_eq!((evidence.page, evidence.paragraph), (None, None));
    }

    #[test]
    fn a_long_paragraph_is_quoted_by_its_sentences() {
        let filler = "Members noted the position at length and asked for more. ".repeat(12);
        let text = format!("{filler}The consultants' fee was £127,000. {filler}");
        let quote = passage(&text, "fee");
        assert!(
            quote
                .quote()
                .starts_with("The consultants' fee was £127,000.")
        );
        assert!(quote.quote().len() <= QUOTE && quote.quote().ends_with('.'));
    }

    #[test]
    fn evidence_carries_page_paragraph_quote_and_date() {
        let evidence = passage("The fee was £127,000.", "fee").evidence(Some(SourceClass::Council));
        assert_eq!(evidence.page, Some(212));
        assert_eq!(evidence.printed_page.as_deref(), Some("208"));
        assert_eq!(evidence.paragraph.as_deref(), Some("8.8"));
        assert_eq!(evidence.quote.as_deref(), Some("The fee was £127,000."));
        assert_eq!(evidence.date, NaiveDate::from_ymd_opt(2000, 11, 1));
    }
}
