//! The command line: one line in, one text out.
//!
//! This file parses the command line, reads the clock (once, and hands it on), and prints the
//! output of a command. Every command is a file of its own below this one, thin: `findings` derives
//! the results of an audit, `store` finds its file. A command returns its output; only this file
//! prints.

mod agree;
mod arguments;
mod ask;
mod bundle;
mod check;
mod checklist;
mod compare;
mod completions;
mod council;
mod deadline;
mod deadlines;
mod documents;
mod edition;
mod example;
mod failure;
mod history;
mod home;
mod import;
mod list;
mod man;
mod merge;
mod new;
mod open;
mod page;
mod plain;
mod report;
mod shown;
mod survey;
mod timeline;
mod verify;

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::SystemTime;

use chrono::{DateTime, FixedOffset, Local, NaiveDate, Utc};
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use failure::{CommandOutput, Exit, Failure};

use crate::store;

/// The section on exit codes in the long help and the man page.
const EXIT_CODES: &str = "\
Exit codes:
  0   done; for check: no ground found
  1   check: something was found (gaps, departures, grounds or serious grounds);
      verify: a quotation was not found again
  2   check: too early to say, core questions are open; import: something is to be decided;
      survey: a file could not be counted, or its journal cannot be relied on
  3   something could not be read or written, has mistakes, or rests on a damaged journal;
      deadline: no day can be given
  64  the command line was not understood, or it asks for the desk and there is no terminal
  70  a fault in the program itself";

/// The section on the environment in the long help and the man page.
const ENVIRONMENT: &str = "\
Environment:
  SCRUTINEER_HOME   a folder to keep audits and checklists in, instead of the usual ones
  portable.txt      a file next to the program, even an empty one: everything is kept next to it
  SCRUTINEER_ASCII  when set and not empty: drawn with plain characters only
  ACCESSIBLE        when set and not empty: the desk in plain lines, as with --plain
  NO_COLOR          when set and not empty: no bold, no colour";

/// Audits one review that a council has made of one of its services.
///
/// Without a command, the desk opens with the list of your audits; from there you walk through the
/// questions. Each command below answers in plain text, or with --json for a program. Wherever a
/// command asks for an AUDIT, give its name in your library or the path to its file.
#[derive(Debug, Default, Parser)]
#[command(name = "scrutineer", version, max_term_width = 100)]
#[command(after_long_help = format!("{EXIT_CODES}\n\n{ENVIRONMENT}"))]
#[command(
    after_help = "Exit codes: 0 done, 1 something found, 2 too early to say, 3 bad data, 64 \
    not understood. More: --help."
)]
pub struct Cli {
    /// Judge an open review as of this day, instead of today.
    ///
    /// A review that has been decided is always judged at the day of its decision.
    #[arg(long, global = true, value_name = "DATE", value_parser = arguments::day)]
    as_of: Option<NaiveDate>,
    #[command(flatten)]
    lines: open::Lines,
    #[command(subcommand)]
    command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
enum Command {
    /// Begin an audit in your library.
    New(new::New),
    /// List your audits, and the examples.
    List(list::List),
    /// Open the desk on an audit.
    Open(open::OpenCommand),
    /// Open the desk on an audit, at its questions.
    Walk(open::OpenCommand),
    /// Report the verdict, findings, gaps and mistakes of an audit.
    Check(check::CheckCommand),
    /// Compare two audits of one review, as of the draft and of the final report.
    Compare(compare::CompareCommand),
    /// Count the audits of many branches together, or export them as tables.
    Survey(survey::SurveyCommand),
    /// Write a paper to hand over.
    Report(Box<report::ReportCommand>),
    /// Bundle an audit with its papers in one file that a stranger can check, or in one PDF.
    Bundle(bundle::BundleCommand),
    /// List the examples, or write one out as an audit file.
    Example(example::Example),
    /// Look into the checklists: list, show, validate, diff, coverage.
    #[command(subcommand)]
    Checklist(checklist::ChecklistCommand),
    /// Register the council's own papers, read them, search them, sweep them for the open questions.
    #[command(subcommand)]
    Documents(documents::Documents),
    /// The questions put to the portfolio holder: list, put, answered, not-answered.
    #[command(subcommand)]
    Ask(ask::Ask),
    /// The councils' own rules on call-in: list, show, new, set.
    #[command(subcommand)]
    Council(council::CouncilCommand),
    /// Work out the last day for something under a rule of law, and show the count.
    Deadline(deadline::DeadlineCommand),
    /// List the time limits that an audit's dates have started.
    Deadlines(deadlines::DeadlinesCommand),
    /// Everything dated in an audit, in order: list, add, remove.
    #[command(subcommand)]
    Timeline(timeline::Timeline),
    /// Import a filled-in questionnaire, or any spreadsheet with a header row, into an audit.
    Import(import::Import),
    /// Merge another person’s audit of the same review into yours.
    Merge(merge::Merge),
    /// Agree on one of the answers that differ after a merge, with the reason for it.
    Agree(agree::Agree),
    /// Show what changed checklists mean for an audit, and agree to them.
    Edition(edition::EditionCommand),
    /// List every change made to an audit, with who made it and when.
    History(history::HistoryCommand),
    /// Check an audit on disk, or a bundle: its journal's chain, its file, its documents.
    Verify(verify::Verify),
    /// Print a shell completion script for this program's commands.
    Completions(completions::Completions),
    /// Print the manual page.
    Man,
}

/// The time and time zone: handed to every command.
#[derive(Debug, Clone, Copy)]
struct Now {
    /// The day at which open reviews are judged.
    today: NaiveDate,
    /// The current time, for records.
    moment: DateTime<Utc>,
    /// The user's own time zone.
    offset: FixedOffset,
}

/// Parses the command line, runs the command and prints its output.
pub fn main() -> ExitCode {
    // Without a word there is nothing to parse, and the desk is there sooner.
    let bare = std::env::args_os().len() <= 1;
    let parsed = if bare {
        Ok(Cli::default())
    } else {
        with_minus(Cli::command())
            .try_get_matches()
            .and_then(|found| Cli::from_arg_matches(&found))
    };
    let ended = match parsed {
        Ok(cli) => run(&cli),
        // The help or the version was asked for.
        Err(why) if !why.use_stderr() => Ok(print(&CommandOutput::done(why.render().to_string()))),
        Err(why) => {
            complain(&plain::text(&why.render().to_string()));
            Ok(Exit::Usage.into())
        }
    };
    ended.unwrap_or_else(|failure| {
        // The output produced before the failure is printed first; a closed output is no news here.
        print(&CommandOutput::done(failure.text.as_str()));
        complain(&failure.words());
        failure.exit.into()
    })
}

/// Takes a number with a minus for a value, so that its own parser says what may stand there.
fn with_minus(command: clap::Command) -> clap::Command {
    command
        .mut_args(|one| {
            let takes_value = one.get_action().takes_values();
            one.allow_negative_numbers(takes_value)
        })
        .mut_subcommands(with_minus)
}

fn run(cli: &Cli) -> Result<ExitCode, Failure> {
    let now = clock(cli.as_of)?;
    let mut said = match &cli.command {
        None => return open::desk(None, cli.lines, now),
        Some(Command::Open(open) | Command::Walk(open)) => return open.run(cli.lines, now),
        Some(Command::New(new)) => new.run(now)?,
        Some(Command::List(list)) => list.run(now)?,
        Some(Command::Check(check)) => check.run(now)?,
        Some(Command::Compare(compare)) => compare.run(now)?,
        Some(Command::Survey(survey)) => survey.run(now)?,
        Some(Command::Report(report)) => return report.run(now),
        Some(Command::Bundle(bundle)) => bundle.run(now)?,
        Some(Command::Example(example)) => example.run()?,
        Some(Command::Checklist(checklist)) => checklist.run(now)?,
        Some(Command::Documents(documents)) => documents.run(now)?,
        Some(Command::Ask(ask)) => ask.run(now)?,
        Some(Command::Council(council)) => council.run(now)?,
        Some(Command::Deadline(deadline)) => deadline.run()?,
        Some(Command::Deadlines(deadlines)) => deadlines.run(now)?,
        Some(Command::Timeline(timeline)) => timeline.run(now)?,
        Some(Command::Import(import)) => import.run(now)?,
        Some(Command::Merge(merge)) => merge.run(now)?,
        Some(Command::Agree(agree)) => agree.run(now)?,
        Some(Command::Edition(edition)) => edition.run(now)?,
        Some(Command::History(history)) => history.run()?,
        Some(Command::Verify(verify)) => verify.run()?,
        Some(Command::Completions(completions)) => completions.run(),
        Some(Command::Man) => man::run()?,
    };
    said.notes.splice(0..0, home::elsewhere());
    Ok(print(&said))
}

/// Reads the clock, for every command but the desk's event loop, which has its own
/// (`terminal::now`).
#[expect(
    clippy::disallowed_methods,
    reason = "the one clock; everybody else is told the time"
)]
fn clock(as_of: Option<NaiveDate>) -> Result<Now, Failure> {
    now_at(SystemTime::now(), as_of)
}

/// Returns the time and time zone for a reading of the system's clock.
fn now_at(clock: SystemTime, as_of: Option<NaiveDate>) -> Result<Now, Failure> {
    let moment = store::clock::read(clock).map_err(|why| Failure::new(why.to_string()))?;
    let local = moment.with_timezone(&Local);
    // East of Greenwich the last day is over before it is over there.
    let today = local.date_naive().min(store::clock::last_day());
    Ok(Now {
        today: as_of.unwrap_or(today),
        moment,
        offset: *local.offset(),
    })
}

/// Prints the output of a command.
fn print(said: &CommandOutput) -> ExitCode {
    print_with(said, &|out| out.write_all(&said.bytes))
}

/// Prints the notes, then the output of `fill`; a reader who has gone away (`| head`) is no
/// mistake.
fn print_with(
    said: &CommandOutput,
    fill: &dyn Fn(&mut dyn io::Write) -> io::Result<()>,
) -> ExitCode {
    let mut out = io::stdout().lock();
    for note in &said.notes {
        complain(&failure::told(note));
    }
    match fill(&mut out).and_then(|()| out.flush()) {
        Err(why) if why.kind() != std::io::ErrorKind::BrokenPipe => {
            complain(&failure::told(&format!(
                "the output could not be written: {why}"
            )));
            Exit::BadData.into()
        }
        _ => said.exit.into(),
    }
}

/// Writes to standard error; if nobody listens, nothing can be done about it.
fn complain(words: &str) {
    let _ = std::io::stderr().lock().write_all(words.as_bytes());
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_clock_that_cannot_be_right_is_bad_data_and_a_sentence() {
        let epoch = SystemTime::UNIX_EPOCH;
        let as_of = NaiveDate::from_ymd_opt(2003, 4, 3);
        for (clock, says) in [
            (epoch - Duration::from_secs(1), "31 December 1969"),
            (
                epoch + Duration::from_secs(253_402_300_801),
                "January 10000",
            ),
        ] {
            for as_of in [None, as_of] {
                let why = now_at(clock, as_of).expect_err("it cannot be right");
                assert_eq!(why.exit, Exit::BadData);
                assert!(why.words().contains(says), "{}", why.words());
                assert!(why.words().contains("Set the date"), "{}", why.words());
            }
        }
    }

    #[test]
    fn the_day_is_the_users_own_and_one_that_can_be_written() {
        let clock = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_360_000);
        let now = now_at(clock, None).expect("it is right");
        assert_eq!(
            now.today,
            now.moment.with_timezone(&now.offset).date_naive()
        );
        let last = SystemTime::UNIX_EPOCH + Duration::from_secs(253_402_300_799);
        let now = now_at(last, None).expect("it is right");
        assert!(now.today <= store::clock::last_day());
        let as_of = NaiveDate::from_ymd_opt(2003, 4, 3);
        assert_eq!(now_at(clock, as_of).map(|now| now.today).ok(), as_of);
    }
}
