//! Copying: the quotation, flag or law shown, put on the clipboard.

use super::super::message::{Effect, TerminalJob};
use super::super::open::FlagRow;
use super::super::{Desk, NoticeTone, OpenAudit, Screen};
use crate::checklist::RequirementIx;
use crate::report::words;

/// A text to put on the clipboard, with the word for what it is.
type Copied = (&'static str, String);

impl Desk {
    /// Puts the text shown on the clipboard.
    pub(in crate::desk) fn copy_text(&mut self) -> Vec<Effect> {
        let Some((what, text)) = self.text_to_copy() else {
            return Vec::new();
        };
        // No terminal confirms it.
        self.say(
            NoticeTone::Info,
            format!("The {what} was sent to the clipboard. Some terminals do not allow that."),
        );
        vec![TerminalJob::Copy(text).into()]
    }

    /// Returns the text shown that can be copied.
    pub(in crate::desk) fn text_to_copy(&self) -> Option<Copied> {
        let open = self.open.as_ref()?;
        match self.screen {
            Screen::Walk => Some(("quotation", self.quotation(open)?)),
            Screen::Flags => self.flag(open),
            Screen::Instruments => {
                let rows = open.requirements_in_front(&self.library);
                Some(("law", self.law(*rows.get(open.instrument.row)?)))
            }
            Screen::Documents => {
                let page_view = open.papers.page_view.as_ref()?;
                let papers = &open.papers.register.as_ref()?.shelf;
                let passage =
                    papers.passage_at(&page_view.document, page_view.page, page_view.paragraph)?;
                Some(("quotation", quoted(&passage.text, &passage.at.cite())))
            }
            Screen::Library | Screen::Board | Screen::Timeline | Screen::Report => None,
        }
    }

    /// Returns the passage shown in the walk, or else what is quoted under the answer.
    fn quotation(&self, open: &OpenAudit) -> Option<String> {
        if let Some(passage) = open.papers.passage() {
            return Some(quoted(&passage.text, &passage.at.cite()));
        }
        let answer = open.audit().answer_of(&self.library, open.walk.at()?)?;
        let quotes: Vec<String> = answer
            .evidence
            .iter()
            .filter_map(|one| {
                let quote = one.quote.as_ref()?;
                Some(quoted(quote, &words::origin(open.audit(), one)))
            })
            .collect();
        (!quotes.is_empty()).then(|| quotes.join("\n"))
    }

    /// Returns the law and what it asks for.
    fn law(&self, ix: RequirementIx) -> String {
        let requirement = self.library.requirement(ix);
        let open = self.open.as_ref();
        let citation = open.map_or(requirement.citation.as_str(), |open| {
            requirement.cited(&open.findings.place)
        });
        format!("{citation}: {}", requirement.demands)
    }

    /// Returns the row under the bar of the flags, with the law that it rests on.
    fn flag(&self, open: &OpenAudit) -> Option<Copied> {
        let findings = &open.findings;
        let fired = match open.flag_rows().get(open.flag_row).copied()? {
            FlagRow::Fired(at) => findings.fired.get(at)?,
            FlagRow::Unproved(at) => findings.unproved.get(at)?,
            FlagRow::Breach(ix) | FlagRow::UnprovedDuty(ix) => {
                return Some(("law", self.law(ix)));
            }
            FlagRow::Strength(at) => {
                let strength = findings.strengths.get(at)?.strength;
                return Some((
                    "strength",
                    self.library.strength(strength).title.to_string(),
                ));
            }
            FlagRow::Gap(at) => {
                let question = findings.gaps.get(at)?.question;
                return Some(("question", self.library.question(question).ask.to_string()));
            }
            FlagRow::Lint(at) => {
                return Some(("remark", open.mistake(at)?.1.to_owned()));
            }
        };
        let mut text = format!("{} ({})", fired.heading, fired.level.label());
        for ix in &fired.rests_on {
            text.push_str("\n- ");
            text.push_str(&self.law(*ix));
        }
        Some(("flag", text))
    }
}

/// Returns words in quotation marks with the place that they are from.
fn quoted(text: &str, cite: &str) -> String {
    format!("“{}” ({cite})", text.trim())
}
