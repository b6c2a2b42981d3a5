//! `council take`: copies a ready profile into the user's own rules.

use clap::Args;

use super::show::words;
use crate::checklist::Territory;
use crate::cli::arguments::word;
use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::home::{Home, no_profile};
use crate::report::council::ready;

/// Take a ready profile into your own rules, to be confirmed.
///
/// The copy says that it comes from a ready profile until you have compared it with the council's
/// constitution: scrutineer council confirm.
#[derive(Debug, Args)]
pub(in crate::cli) struct Take {
    /// The council's name, as your audits have it; see them all with: scrutineer council list.
    #[arg(value_name = "NAME")]
    name: String,
    /// The nation of the council: in Northern Ireland a statute gives the same rules to all.
    #[arg(long, value_parser = word::<Territory>())]
    nation: Option<Territory>,
}

impl Take {
    pub(in crate::cli) fn run(&self) -> Result<CommandOutput, Failure> {
        let Some(council) = ready::of_council(&self.name, self.nation) else {
            return Err(no_profile(&self.name));
        };
        let home = Home::here()?;
        if home.council_path(&council.name)?.is_some() {
            return Err(Failure::new(format!(
                "the rules of {} have already been started; see them with: scrutineer council \
                 show, enter more with: scrutineer council set",
                council.name
            )));
        }
        let kept = home.keep_council(&council)?;
        Ok(kept.after(&words(&council)))
    }
}
