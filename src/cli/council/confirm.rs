//! `council confirm`: records that a ready profile was compared with the council's constitution.

use clap::Args;

use super::show::words;
use crate::cli::Now;
use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::home::Home;

/// Record that you compared a ready profile with the council's constitution, today.
///
/// Correct first what differs: scrutineer council set.
#[derive(Debug, Args)]
pub(in crate::cli) struct Confirm {
    /// The council's name.
    #[arg(value_name = "NAME")]
    name: String,
    /// The page of the constitution on which you found the rules: part 4, page 212.
    #[arg(long, value_name = "TEXT")]
    page: String,
}

impl Confirm {
    pub(in crate::cli) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        let page = self.page.trim();
        if page.is_empty() {
            return Err(Failure::usage(
                "--page is empty; write the page of the constitution",
            ));
        }
        let home = Home::here()?;
        let Some(mut council) = home.council(&self.name)? else {
            return Err(home.no_council(&self.name));
        };
        if council.checked.is_none() {
            return Err(Failure::new(format!(
                "the rules of {} are your own, not from a ready profile: there is nothing to confirm",
                council.name
            )));
        }
        let moment = now.moment.with_timezone(&now.offset);
        council.confirmed_on = Some(moment.date_naive());
        page.clone_into(&mut council.confirmed_at);
        let kept = home.keep_council(&council)?;
        Ok(kept.after(&words(&council)))
    }
}
