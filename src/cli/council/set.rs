//! `council set`: enters some of a council's rules; the others stay as they are.

use chrono::NaiveTime;
use clap::Args;

use super::show::words;
use crate::checklist::Counting;
use crate::cli::arguments::{whole, word};
use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::home::Home;
use crate::report::Council;
use crate::report::council::file::parse_hour;
use crate::report::council::{Closes, Hearing, Invalid, Needed};

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
    /// The signatures needed: 5; a share of all members, rounded up: "15 %"; or members or
    /// residents: "9 or 2500 residents".
    #[arg(long, value_name = "NUMBER")]
    signatories: Option<Needed>,
    /// The number of members of the council, if a share of them signs.
    #[arg(long, value_name = "NUMBER", value_parser = whole::<u32>(10_000))]
    members: Option<u32>,
    /// The person who has to sign besides them: the chair of a scrutiny committee.
    #[arg(long, value_name = "TEXT")]
    also_signs: Option<String>,
    /// The length of the call-in period, in days.
    #[arg(long, value_name = "NUMBER", value_parser = whole::<u32>(10_000))]
    days: Option<u32>,
    /// The day of the week on which the period closes, instead: "Tuesday of the week after".
    #[arg(long, value_name = "DAY", conflicts_with_all = ["days", "counted"])]
    closes: Option<Closes>,
    /// The way those days are counted.
    #[arg(long, value_parser = word::<Counting>())]
    counted: Option<Counting>,
    /// The event the period runs from: publication of the decision.
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
    /// Set to yes if putting the decision off is not accepted as that.
    #[arg(long, value_name = "yes|no", value_parser = yes)]
    no_deferral: Option<bool>,
    /// Decisions that cannot be called in.
    #[arg(long, value_name = "TEXT")]
    excluded: Option<String>,
    /// The officer who decides if a notice is valid.
    #[arg(long, value_name = "TEXT")]
    decides: Option<String>,
    /// The person consulted on that.
    #[arg(long, value_name = "TEXT")]
    consults: Option<String>,
    /// A reason that makes a notice invalid: information, scrutinised, "same issue within 6 months",
    /// frivolous, or the council's own words; once for each. Together they replace those entered
    /// before.
    #[arg(long, value_name = "REASON")]
    invalid: Vec<Invalid>,
    /// Set to yes if a decision can be called in only once.
    #[arg(long, value_name = "yes|no", value_parser = yes)]
    once: Option<bool>,
    /// The most call-ins that a member may sign in a council year.
    #[arg(long, value_name = "NUMBER", value_parser = whole::<u32>(10_000))]
    per_member: Option<u32>,
    /// The person who has to attend when it is heard.
    #[arg(long, value_name = "TEXT")]
    attends: Option<String>,
    /// The time within which a valid call-in has to be heard: "15 working days".
    #[arg(long, value_name = "DAYS")]
    heard_within: Option<Hearing>,
    /// The test for a decision too urgent to be called in.
    #[arg(long, value_name = "TEXT")]
    urgent: Option<String>,
    /// The people who have to agree that it is.
    #[arg(long, value_name = "TEXT")]
    urgent_agreed_by: Option<String>,
    /// A decision open to the committee that hears a call-in; once for each. Together they replace
    /// those entered before.
    #[arg(long, value_name = "TEXT")]
    outcome: Vec<String>,
    /// The rule on withdrawing a notice.
    #[arg(long, value_name = "TEXT")]
    withdrawal: Option<String>,
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
            (&self.also_signs, &mut council.also_signs),
            (&self.decides, &mut council.decides),
            (&self.consults, &mut council.consults),
            (&self.attends, &mut council.attends),
            (&self.urgent, &mut council.urgent),
            (&self.urgent_agreed_by, &mut council.urgent_agreed_by),
            (&self.withdrawal, &mut council.withdrawal),
        ];
        for (said, there) in texts {
            if let Some(said) = said {
                said.trim().clone_into(there);
            }
        }
        council.signatories = self.signatories.or(council.signatories);
        let days = self.days.map(Closes::Days);
        council.closes = days.or(self.closes).or(council.closes);
        council.members = self.members.or(council.members);
        council.per_member = self.per_member.or(council.per_member);
        council.heard_within = self.heard_within.or(council.heard_within);
        council.no_deferral = self.no_deferral.unwrap_or(council.no_deferral);
        council.once = self.once.unwrap_or(council.once);
        council.counted = self.counted.or(council.counted);
        council.hour = self.hour.or(council.hour);
        council.alternative_needed = self.alternative.or(council.alternative_needed);
        for (said, there) in [
            (&self.ground, &mut council.grounds),
            (&self.outcome, &mut council.outcomes),
        ] {
            if !said.is_empty() {
                *there = said.iter().map(|one| one.trim().to_owned()).collect();
            }
        }
        if !self.invalid.is_empty() {
            council.invalid.clone_from(&self.invalid);
        }
    }
}
