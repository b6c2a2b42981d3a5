//! The arguments for a call-in notice, applied to the audit for one report alone.

use std::borrow::Cow;

use clap::Args;

use super::ReportCommand;
use crate::audit::{Audit, MostGrounds};
use crate::cli::failure::Failure;
use crate::report::{Kind, Source, call_in};
use crate::wording::clean;

/// The arguments about a call-in notice.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// For a call-in: a member who will sign it, as "name; ward; address; day of the email that
    /// confirms it"; once for each.
    #[arg(long, value_name = "MEMBER")]
    signatory: Vec<String>,
    /// For a call-in: which of the constitution's grounds a ground of the notice falls under, both
    /// by number: 1=2; once for each.
    #[arg(long, value_name = "GROUND=NUMBER", value_parser = under)]
    under: Vec<(usize, usize)>,
    /// For a call-in: the most grounds that it has, or all; four if this is left out.
    #[arg(long, value_name = "NUMBER|all")]
    grounds: Option<MostGrounds>,
    /// For a call-in: a ground that scrutiny discussed before the decision, by the id of its flag or
    /// requirement; once for each.
    #[arg(long, value_name = "GROUND")]
    heard: Vec<String>,
    /// For a call-in: the title of the decision.
    #[arg(long, value_name = "TEXT")]
    decision: Option<String>,
    /// For a call-in: the number of its minute.
    #[arg(long, value_name = "TEXT")]
    minute: Option<String>,
    /// For a call-in: the hour at which the decision was published.
    #[arg(long, value_name = "HOUR", value_parser = hour)]
    published_at: Option<String>,
    /// For a call-in: the wording of the decision.
    #[arg(long, value_name = "TEXT")]
    wording: Option<String>,
    /// For a call-in: what follows for people if the decision is carried out.
    #[arg(long, value_name = "TEXT")]
    consequence: Option<String>,
    /// For a call-in: the chair or seconder who signs as well.
    #[arg(long, value_name = "NAME")]
    also_signed: Option<String>,
    /// For a call-in: a person spoken to first, as "cabinet member: Cllr Dee, 3 June 2026"; once for
    /// each.
    #[arg(long, value_name = "TEXT")]
    spoken_to: Vec<String>,
}

impl Arguments {
    /// Returns true if anything is said of a notice.
    fn are_given(&self) -> bool {
        let texts = self.texts().iter().any(|text| text.is_some());
        let lists = [&self.signatory, &self.heard, &self.spoken_to];
        texts
            || lists.iter().any(|list| !list.is_empty())
            || !self.under.is_empty()
            || self.grounds.is_some()
    }

    /// Returns the texts in the order of [`crate::audit::NoticeParts::texts`], without what is
    /// proposed instead, which a submission has too.
    const fn texts(&self) -> [&Option<String>; 6] {
        [
            &self.decision,
            &self.minute,
            &self.published_at,
            &self.wording,
            &self.consequence,
            &self.also_signed,
        ]
    }

    /// Returns the audit with these arguments and the grounds left out applied.
    pub(super) fn applied<'a>(
        &self,
        command: &ReportCommand,
        source: &Source<'a>,
    ) -> Result<Cow<'a, Audit>, Failure> {
        let is_notice = command.kind == Kind::CallIn;
        if self.are_given() && !is_notice {
            // Any other report shows the recorded audit, and these arguments are not recorded.
            return Err(Failure::usage(
                "--signatory, --under, --grounds, --heard and the other parts of a notice work only \
                 for a call-in: use --kind call-in, or leave them out",
            ));
        }
        let instead = command.alternative.as_ref().filter(|_| is_notice);
        if !self.are_given() && instead.is_none() && command.leave_out.is_empty() {
            return Ok(Cow::Borrowed(source.audit));
        }
        let mut audit = source.audit.clone();
        let notice = &mut audit.notice;
        for (option, ids, there) in [
            ("--leave-out", &command.leave_out, &mut notice.left_out),
            ("--heard", &self.heard, &mut notice.heard),
        ] {
            for id in ids {
                let library = source.library;
                if library.find_flag(id).is_none() && library.find_requirement(id).is_none() {
                    return Err(Failure::usage(format!(
                        "{option} {id}: no flag and no requirement has this id; `check` lists them"
                    )));
                }
                there.insert(id.clone());
            }
        }
        if !self.signatory.is_empty() {
            notice.signatories.clone_from(&self.signatory);
        }
        if !self.spoken_to.is_empty() {
            notice.parts.spoken_to.clone_from(&self.spoken_to);
        }
        notice.most = self.grounds.or(notice.most);
        let [
            decision,
            minute,
            published_at,
            wording,
            consequence,
            also_signed,
        ] = self.texts();
        let said = [
            decision.as_ref(),
            minute.as_ref(),
            published_at.as_ref(),
            wording.as_ref(),
            consequence.as_ref(),
            instead,
            also_signed.as_ref(),
        ];
        for (said, there) in said.into_iter().zip(notice.parts.texts_mut()) {
            if let Some(said) = said {
                *there = clean(said).into_owned();
            }
        }
        // The numbers are those of the notice as it will be.
        let placed = Source {
            audit: &audit.clone(),
            ..*source
        };
        let proposed = call_in::proposed(&placed);
        let allowed = &source.setting.council.grounds;
        for (ground, number) in &self.under {
            let Some(proposed) = proposed.get(ground - 1) else {
                return Err(Failure::usage(format!(
                    "--under {ground}={number}: the notice has no ground {ground}; it has {}",
                    proposed.len()
                )));
            };
            let Some(words) = allowed.get(number - 1) else {
                return Err(Failure::usage(format!(
                    "--under {ground}={number}: the council’s rules list no ground {number}, but \
                     {}; `council show` lists them; use `council set --ground` to enter them",
                    allowed.len()
                )));
            };
            let under = &mut audit.notice.under;
            under.insert(proposed.id.clone(), words.clone());
        }
        Ok(Cow::Owned(audit))
    }
}

/// Parses an hour of the day, in the words in which the notice gives it; 25:00 is none.
fn hour(text: &str) -> Result<String, String> {
    let is_hour = |part: &str| {
        let (hours, minutes) = part.split_once([':', '.']).unwrap_or((part, "0"));
        let at_most = |text: &str, most: u32| text.parse::<u32>().is_ok_and(|one| one <= most);
        at_most(hours, 23) && at_most(minutes, 59)
    };
    let is_one = |part: &&str| {
        let figures = part
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.'));
        figures && part.starts_with(|c: char| c.is_ascii_digit())
    };
    let whole = text.trim();
    let wrong = if is_one(&whole) {
        !is_hour(whole)
    } else {
        let parts = whole.split([' ', ',', 'a', 'p']);
        let mut clocks = parts.filter(|part| part.contains(':')).filter(is_one);
        clocks.any(|part| !is_hour(part))
    };
    if wrong {
        Err("it is not an hour of the day; write it as 10:00 or 5 pm".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// Parses two numbers: a ground of the notice and one of the constitution's.
fn under(text: &str) -> Result<(usize, usize), String> {
    text.split_once('=')
        .and_then(|(ground, number)| {
            Some((ground.trim().parse().ok()?, number.trim().parse().ok()?))
        })
        .filter(|(ground, number)| *ground > 0 && *number > 0)
        .ok_or_else(|| "write two numbers, such as 1=2".to_owned())
}
