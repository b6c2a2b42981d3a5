//! `survey`: audits of many branches together, counted, shown and exported.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::Now;
use super::failure::{CommandOutput, Exit, Failure};
use super::home::{self, Home};
use super::page::{TextBuilder, count};
use crate::base::diagnostic::nearest;
use crate::checklist::{Library, Territory, VerdictId};
use crate::findings::survey::{Survey, SurveyCount, SurveyTopic};
use crate::report::{SURVEY_VERSION, data_package};
use crate::store::{Disk as _, Handed, RealDisk};
use crate::terminal;
use crate::wording::shown;

/// The widest line of the table.
const WIDTH: usize = 80;

/// The greatest number of councils and of services that the table names.
const MOST_NAMES: usize = 20;

/// Count the audits of many branches together: councils, verdicts, flags, duties.
///
/// Every audit file (.audit.toml) in the folders, and in the folders within them, is read and never
/// written; what was counted is remembered beside your own audits, so that the next survey is
/// quick. What an audit leaves open is in no denominator. No note, no quotation, no paper and no
/// person's name is ever in a survey. Files that cannot be counted, or whose journal cannot be
/// relied on, are listed, and the exit code is 2.
#[derive(Debug, Args)]
pub(super) struct SurveyCommand {
    /// The folders of audits, or single audit files.
    #[arg(value_name = "FOLDER", required = true)]
    folders: Vec<PathBuf>,
    /// List the audits behind a number, for example: --show flag:users-never-asked
    #[arg(long, value_name = "WHAT", conflicts_with_all = ["json", "csv"])]
    show: Option<String>,
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
    /// Write a Data Package (CSV files with datapackage.json) into a folder.
    #[arg(long, value_name = "DIR", conflicts_with = "json")]
    csv: Option<PathBuf>,
    /// Write over the files of an earlier Data Package.
    #[arg(long, requires = "csv")]
    force: bool,
}

/// The survey for a program.
#[derive(Debug, Serialize)]
struct SurveyJson<'a> {
    version: &'a str,
    audits: Vec<AuditJson<'a>>,
    counted_already: usize,
    not_counted: usize,
    sections: Vec<SectionJson<'a>>,
}

#[derive(Debug, Serialize)]
struct AuditJson<'a> {
    audit: &'a str,
    council: &'a str,
    service: &'a str,
    nation: Territory,
    verdict: VerdictId,
}

#[derive(Debug, Serialize)]
struct SectionJson<'a> {
    topic: SurveyTopic,
    counts: &'static str,
    rows: Vec<CountedJson<'a>>,
}

#[derive(Debug, Serialize)]
struct CountedJson<'a> {
    what: &'a str,
    label: &'a str,
    n: usize,
    of: usize,
    unproved: usize,
    says_little: bool,
    audits: Vec<&'a str>,
}

impl SurveyCommand {
    pub(super) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        let home = Home::here()?;
        let own = home.own_checklists()?;
        let edition = terminal::edition_of(&own, &now.today.to_string());
        let library = home.library_with(own)?;
        let kept = Some((&home.places, &edition));
        if let Some(folder) = (self.folders.iter()).find(|folder| {
            RealDisk
                .stat(folder)
                .is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
        }) {
            return Err(Failure::new(format!(
                "there is no such folder: {}; name the folder in which the audits lie",
                shown(folder)
            )));
        }
        let survey = terminal::survey(&RealDisk, kept, &self.folders, &library, now.today);
        if survey.audits.is_empty() && survey.left_out.is_empty() {
            return Err(Failure::new(
                "there is no audit file (.audit.toml) in the folders; name the folder in which they \
                 lie",
            ));
        }
        let said = match (&self.show, &self.csv) {
            (Some(what), _) => CommandOutput::done(show(&survey, what)?),
            (None, Some(folder)) => self.export(folder, &library, &survey)?,
            (None, None) if self.json => json(&survey)?,
            (None, None) => CommandOutput::done(words(&survey)),
        };
        let exit = if survey.left_out.is_empty() && survey.doubtful.is_empty() {
            Exit::Done
        } else {
            Exit::TooEarly
        };
        Ok(said.notes(notes(&survey)).exit(exit))
    }

    /// Writes the Data Package, its description last: where that is, the tables are whole.
    fn export(
        &self,
        folder: &Path,
        library: &Library,
        survey: &Survey,
    ) -> Result<CommandOutput, Failure> {
        match RealDisk.stat(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                RealDisk.make_folder(folder).map_err(|error| {
                    Failure::new(format!("{} could not be made: {error}", shown(folder)))
                })?;
            }
            _ => {}
        }
        let files = data_package(library, survey);
        let taken = files.iter().map(|(name, _)| folder.join(name));
        if !self.force
            && let Some(taken) = taken
                .into_iter()
                .find(|path| RealDisk.stat_own(path).is_ok())
        {
            return Err(Failure::new(format!(
                "{} is already there, and nothing was written (--force overwrites an earlier package)",
                shown(&taken)
            )));
        }
        for (name, bytes) in &files {
            let fill: &mut crate::store::Fill<'_> = &mut |file| file.write_all(bytes);
            home::write_with(&folder.join(name), Handed::Paper, None, fill, self.force)?;
        }
        Ok(CommandOutput::done(format!(
            "Written: {} ({}, {})\n",
            shown(&folder.join("datapackage.json")),
            count(files.len() - 1, "table", "tables"),
            count(survey.audits.len(), "audit", "audits"),
        )))
    }
}

/// Returns the sentences about what was not counted.
fn notes(survey: &Survey) -> Vec<String> {
    let mut notes = Vec::new();
    for (path, counts) in &survey.again {
        notes.push(format!(
            "{} is another version of {} and is not counted a second time",
            shown(path),
            shown(counts)
        ));
    }
    for (_, says) in &survey.doubtful {
        notes.push(format!("counted as the file says: {says}"));
    }
    for one in &survey.left_out {
        notes.push(format!("not counted: {}", one.why));
    }
    notes
}

fn json(survey: &Survey) -> Result<CommandOutput, Failure> {
    CommandOutput::json(&SurveyJson {
        version: SURVEY_VERSION,
        audits: survey
            .audits
            .iter()
            .map(|one| AuditJson {
                audit: &one.row.key,
                council: &one.row.council,
                service: &one.row.service,
                nation: one.row.nation,
                verdict: one.row.verdict,
            })
            .collect(),
        counted_already: survey.again.len(),
        not_counted: survey.left_out.len(),
        sections: survey
            .sections
            .iter()
            .map(|section| SectionJson {
                topic: section.topic,
                counts: section.topic.counts(),
                rows: section
                    .rows
                    .iter()
                    .map(|row| CountedJson {
                        what: &row.what,
                        label: &row.label,
                        n: row.audits.len(),
                        of: row.of,
                        unproved: row.unproved,
                        says_little: row.says_little,
                        audits: survey.behind(row).map(|one| one.row.key.as_str()).collect(),
                    })
                    .collect(),
            })
            .collect(),
    })
}

fn words(survey: &Survey) -> String {
    let mut page = TextBuilder::at_most(WIDTH);
    page.heading(&survey.headline());
    for section in &survey.sections {
        let (rows, silent): (Vec<&SurveyCount>, Vec<&SurveyCount>) =
            section.rows.iter().partition(|row| !row.audits.is_empty());
        if section.rows.is_empty() {
            continue;
        }
        page.heading(section.topic.heading());
        page.paragraph(2, section.topic.counts());
        let numbers = rows.iter().map(|row| numbers(row));
        let wide = numbers.map(|text| text.len()).max().unwrap_or_default();
        // Of many councils and services a table names the most frequent.
        let named = match section.topic {
            SurveyTopic::Council | SurveyTopic::Service => rows.len().min(MOST_NAMES),
            _ => rows.len(),
        };
        for row in rows.iter().take(named) {
            let numbers = numbers_of(row, wide);
            page.hanging(2, &numbers, &format!("{} [{}]", row.label, row.what));
            for remark in row.remarks() {
                page.paragraph(2 + numbers.len(), &remark);
            }
        }
        if rows.len() > named {
            let more = count(rows.len() - named, "more has", "more have");
            page.paragraph(
                2,
                &format!("{more} fewer or as many; --json lists them all."),
            );
        }
        if !silent.is_empty() {
            let silent = count(silent.len(), "other", "others");
            page.paragraph(2, &format!("{silent} in none of them."));
        }
    }
    page.gap();
    page.paragraph(
        0,
        "The audits behind a number: --show WHAT, with the words in square brackets in quotes.",
    );
    page.finish()
}

fn numbers(row: &SurveyCount) -> String {
    format!("{} of {}", row.audits.len(), row.of)
}

fn numbers_of(row: &SurveyCount, wide: usize) -> String {
    format!("{:>wide$}  ", numbers(row))
}

/// Lists the audits behind a number.
fn show(survey: &Survey, what: &str) -> Result<String, Failure> {
    let Some(row) = survey.find(what) else {
        let near = nearest(what, survey.counted().map(|row| row.what.as_str()));
        let help = near.map_or_else(
            || "survey without --show lists the numbers, each with its WHAT in brackets".to_owned(),
            |near| format!("did you mean “{near}”?"),
        );
        return Err(Failure::new(format!(
            "no number of this survey is “{what}”; {help}"
        )));
    };
    let mut page = TextBuilder::at_most(WIDTH);
    page.heading(&format!("{}: {}", row.label, numbers(row)));
    for remark in row.remarks() {
        page.paragraph(2, &remark);
    }
    for one in survey.behind(row) {
        let (of, verdict) = (&one.row, one.row.verdict.label());
        page.item(2, &format!("{}: {} ({verdict})", of.council, of.service));
        // A path is not wrapped: it is to be copied.
        page.line(&format!("    {}", shown(&one.path)));
    }
    Ok(page.finish())
}
