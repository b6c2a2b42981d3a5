//! `edition`: an audit whose checklists have changed since, and the agreement to the new ones.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use super::Now;
use super::checklist::diff::editions;
use super::failure::{CommandOutput, Failure};
use super::home::{Home, who};
use super::page::TextBuilder;
use crate::audit::Audit;
use crate::findings::edition::{EarlierWording, EditionReview, agreement, is_of_another_edition};
use crate::session::Changing;
use crate::store::{self, RealDisk};

/// Show what changed checklists mean for an audit, and agree to them.
///
/// Each answer is in one of three groups: carried over, to be checked again because its question was
/// reworded or merged, or kept although no one asks for it any more. Nothing is changed without --agree.
/// The agreement is one step that undo takes back, and removes no answer.
#[derive(Debug, Args)]
pub(super) struct EditionCommand {
    /// The audit: its name in your library, or the path to its file.
    #[arg(value_name = "AUDIT")]
    audit: PathBuf,
    /// The earlier checklist (a file or a folder), where answers do not say which wording they were given to.
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Agree to the checklists as they are now.
    #[arg(long)]
    agree: bool,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

/// The answers under the checklists at hand, for a program.
#[derive(Debug, Serialize)]
struct EditionJson<'a> {
    agreed: bool,
    current: bool,
    #[serde(flatten)]
    review: &'a EditionReview,
}

impl EditionCommand {
    pub(super) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        let home = Home::here()?;
        let library = home.library()?;
        let path = home.find(&self.audit)?;
        let peeked = store::peek(&RealDisk, &path)?;
        let earlier = self.earlier(&peeked.audit)?;
        let review = EditionReview::of(&library, &peeked.audit, &earlier);
        if !self.agree || !is_of_another_edition(&library, &peeked.audit) {
            let said = self.say(&review, false)?;
            return Ok(said.notes(peeked.notices).on_damaged(peeked.damaged));
        }
        if peeked.damaged {
            let why = store::sentences(&peeked.notices).join(" ");
            return Err(Failure::new(format!("nothing was changed. {why}")));
        }
        let mut changing = Changing::open(Arc::new(RealDisk), &path, who(), now.moment)
            .map_err(|why| Failure::unchanged("nothing was changed", why))?;
        // Worked out again: the audit may have changed in the meantime.
        let review = EditionReview::of(&library, changing.audit(), &earlier);
        let said = self.say(&review, true)?;
        if let Some(change) = agreement(&library, changing.audit(), &earlier) {
            changing
                .record(change)
                .map_err(|why| Failure::new(why.to_string()))?;
        }
        let notes = changing.save().map_err(|why| Failure {
            text: String::from_utf8_lossy(&said.bytes).into_owned(),
            ..Failure::unsaved("the agreement", why)
        })?;
        Ok(said.notes(notes))
    }

    /// Reads the wording of the checklists that the audit was made with.
    fn earlier(&self, audit: &Audit) -> Result<EarlierWording, Failure> {
        let Some(from) = &self.from else {
            return Ok(EarlierWording::new());
        };
        let mut wording = EarlierWording::new();
        for one in editions(from)? {
            let Some(stamp) = audit.checklists.iter().find(|stamp| stamp.id == one.id) else {
                continue;
            };
            if stamp.digest != one.digest {
                return Err(Failure::new(format!(
                    "nothing was changed: {} holds edition {} of “{}”, and the audit was made with another \
                     text, edition {}; give the checklist that the audit was made with",
                    crate::wording::shown(from),
                    one.edition,
                    one.id,
                    stamp.edition
                )));
            }
            wording.extend(one.asks().map(|(id, ask)| (id.to_owned(), ask.to_owned())));
        }
        if wording.is_empty() {
            return Err(Failure::new(format!(
                "nothing was changed: {} holds no question of a checklist that the audit was made with",
                crate::wording::shown(from)
            )));
        }
        Ok(wording)
    }

    fn say(&self, review: &EditionReview, agreed: bool) -> Result<CommandOutput, Failure> {
        let current = review.is_current();
        if self.json {
            return CommandOutput::json(&EditionJson {
                agreed,
                current,
                review,
            });
        }
        let mut page = TextBuilder::new();
        if current {
            page.paragraph(0, "This audit was made with the checklists that you have.");
            let waiting = review.check_again.len();
            if waiting > 0 {
                page.paragraph(0, &review.counts());
            }
            return Ok(CommandOutput::done(page.finish()));
        }
        page.summary(&review.parts());
        page.gap();
        page.paragraph(
            0,
            if agreed {
                "The agreement was written as one step, which you can undo."
            } else {
                "Nothing was changed. --agree agrees to the checklists as they are now."
            },
        );
        Ok(CommandOutput::done(page.finish()))
    }
}
