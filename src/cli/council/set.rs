//! `council set`: enters some of a council's rules; the others stay as they are.

use chrono::NaiveTime;
use clap::Args;

use super::show::words;
use crate::checklist::Counting;
use crate::cli::arguments::word;
use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::home::Home;
use crate::report::Council;
use crate::report::council::file::parse_hour;

/// Enter some of a council's rules; the others stay as they are.
///
/// If there is no profile yet, one is created. Your own remarks in its file are not kept: the old
/// file is kept next to it, with .bak after its name.
#[derive(Debug, Args)]
pub(in crate::cli) struct Set {
    /// The council's name, as your audits have it.
    #[arg(value_name = "NAME")]
    name: String,
    /// The members who may call in a decision.
    #[arg(long, value_name = "TEXT")]
    who_may: Option<String>,
    /// The number of members who have to sign.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    signatories: Option<u32>,
    /// The length of the call-in period, in days.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    days: Option<u32>,
    /// The way those days are counted.
    #[arg(long, value_parser = word::<Counting>())]
    counted: Option<Counting>,
    /// The event they are counted from: publication of the decision.
    #[arg(long, value_name = "TEXT")]
    from: Option<String>,
    /// The hour at which the period closes: 17:00.
    #[arg(long, value_name = "HOUR", value_parser = hour)]
    hour: Option<NaiveTime>,
    /// The form the notice has to have.
    #[arg(long, value_name = "TEXT")]
    form: Option<String>,
    /// The person or office the notice has to reach.
    #[arg(long, value_name = "TEXT")]
    to: Option<String>,
    /// A ground that the constitution allows, in its own words; once for each. Together they
    /// replace those entered before.
    #[arg(long, value_name = "TEXT")]
    ground: Vec<String>,
    /// Set to yes if the notice has to say what should be done instead.
    #[arg(long, value_name = "yes|no", value_parser = yes)]
    alternative: Option<bool>,
    /// Decisions that cannot be called in.
    #[arg(long, value_name = "TEXT")]
    excluded: Option<String>,
    /// The source of these rules: Constitution, part 4, rule 16.
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
}

fn hour(text: &str) -> Result<NaiveTime, String> {
    parse_hour(text).ok_or_else(|| "not an hour; write it as 17:00".to_owned())
}

fn yes(text: &str) -> Result<bool, String> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err("write yes or no".to_owned()),
    }
}

impl Set {
    pub(in crate::cli) fn run(&self) -> Result<CommandOutput, Failure> {
        let name = self.name.trim();
        if name.is_empty() {
            return Err(Failure::usage("the name is empty; write the council’s"));
        }
        if self.ground.iter().any(|ground| ground.trim().is_empty()) {
            return Err(Failure::usage("--ground is empty; write the ground"));
        }
        let home = Home::here()?;
        let mut council = home.council(name)?.unwrap_or_else(|| Council {
            name: name.to_owned(),
            ..Council::default()
        });
        let before = council.clone();
        self.enter(&mut council);
        if council == before {
            let said = CommandOutput::done(words(&council));
            return Ok(said.notes(vec!["Nothing was changed.".to_owned()]));
        }
        let kept = home.keep_council(&council)?;
        Ok(kept.after(&words(&council)))
    }

    fn enter(&self, council: &mut Council) {
        let texts = [
            (&self.who_may, &mut council.who_may),
            (&self.from, &mut council.from),
            (&self.form, &mut council.form),
            (&self.to, &mut council.to),
            (&self.excluded, &mut council.excluded),
            (&self.source, &mut council.source),
        ];
        for (said, there) in texts {
            if let Some(said) = said {
                said.trim().clone_into(there);
            }
        }
        council.signatories = self.signatories.or(council.signatories);
        council.days = self.days.or(council.days);
        council.counted = self.counted.or(council.counted);
        council.hour = self.hour.or(council.hour);
        council.alternative_needed = self.alternative.or(council.alternative_needed);
        if !self.ground.is_empty() {
            council.grounds = self
                .ground
                .iter()
                .map(|ground| ground.trim().to_owned())
                .collect();
        }
    }
}
