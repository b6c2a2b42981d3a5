//! `verify`: a check of an audit's journal, its file and its documents against their records.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::failure::{CommandOutput, Exit, Failure};
use super::home::Home;
use super::page::{TextBuilder, count};
use crate::store::{self, Chain, DocumentCheck, RealDisk, SnapshotCheck, Verification};

/// Check an audit on disk: its journal's chain, its file, its documents.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The audit: its name in your library, or the path to its file.
    #[arg(value_name = "AUDIT")]
    audit: PathBuf,
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
}

/// The result of a verification.
#[derive(Debug, Serialize)]
struct VerifyJson {
    sound: bool,
    chain: &'static str,
    entries: Option<u64>,
    head: Option<String>,
    file: &'static str,
    torn_bytes: Option<usize>,
    clock_went_back: Vec<u64>,
    documents: Vec<DocumentJson>,
    conflict_copies: Vec<PathBuf>,
    findings: Vec<String>,
}

#[derive(Debug, Serialize)]
struct DocumentJson {
    title: String,
    state: &'static str,
    says: String,
}

impl Verify {
    pub(super) fn run(&self) -> Result<CommandOutput, Failure> {
        let path = Home::here()?.find(&self.audit)?;
        let found = store::verify(&RealDisk, &path)?;
        let exit = if found.is_sound() {
            Exit::Done
        } else {
            Exit::BadData
        };
        let report = report(&found);
        let said = if self.json {
            CommandOutput::json(&report)?
        } else {
            CommandOutput::done(words(&report))
        };
        Ok(said.exit(exit))
    }
}

fn report(found: &Verification) -> VerifyJson {
    let mut findings = Vec::new();
    let (chain, entries, head) = match &found.chain {
        Chain::NoJournal => {
            findings.push("There is no journal: nothing was changed with this program yet.".into());
            ("no-journal", None, None)
        }
        Chain::Sound { entries, head } => {
            let steps = usize::try_from(*entries).unwrap_or(usize::MAX);
            findings.push(format!(
                "The journal holds: {}, each following from the one before; head {head}.",
                count(steps, "step", "steps"),
            ));
            ("sound", Some(*entries), Some(head.to_string()))
        }
        Chain::Damaged { path, damage } => {
            findings.push(format!("THE JOURNAL DOES NOT HOLD: {}", damage.label(path)));
            (damage.word(), None, None)
        }
    };
    if let Some(stamp) = &found.before {
        findings.push(format!(
            "It began with a file that had {} behind it, which are in another journal; head {}.",
            count(
                usize::try_from(stamp.entries).unwrap_or(usize::MAX),
                "step",
                "steps"
            ),
            stamp.head.short()
        ));
    }
    if let Some(says) = &found.reformed
        && matches!(found.chain, Chain::Sound { .. })
    {
        findings.push(format!("{says} Every line says what it said."));
    }
    findings.extend(store::copies::label(&found.copies));
    let file = match &found.snapshot {
        SnapshotCheck::NoJournal => "no-journal",
        SnapshotCheck::Same => {
            findings.push("The audit file says what the journal says.".into());
            "same"
        }
        SnapshotCheck::Behind { entries } => {
            let steps = usize::try_from(*entries).unwrap_or(usize::MAX);
            findings.push(format!(
                "The audit file lacks the last {}; opening the audit catches up.",
                count(steps, "step", "steps")
            ));
            "behind"
        }
        SnapshotCheck::Different { what } => {
            findings.push(format!(
                "THE AUDIT FILE IS NOT WHAT THE JOURNAL SAYS: {what}"
            ));
            "different"
        }
        SnapshotCheck::Missing => {
            findings.push(
                "The audit file is not there; opening the audit writes it from the journal.".into(),
            );
            "missing"
        }
    };
    if let Some(bytes) = found.torn {
        findings.push(format!(
            "The last line of the journal was not written to its end ({}); it was never called \
             saved.",
            count(bytes, "byte", "bytes")
        ));
    }
    for seq in &found.clock_went_back {
        findings.push(format!(
            "At step {seq} the clock stood earlier than at the step before."
        ));
    }
    let documents: Vec<DocumentJson> = found.documents.iter().map(document).collect();
    findings.extend(
        documents
            .iter()
            .map(|one| format!("“{}”: {}", one.title, one.says)),
    );
    VerifyJson {
        sound: found.is_sound(),
        chain,
        entries,
        head,
        file,
        torn_bytes: found.torn,
        clock_went_back: found.clock_went_back.clone(),
        documents,
        conflict_copies: found.copies.iter().map(|copy| copy.path.clone()).collect(),
        findings,
    }
}

fn document((title, check): &(String, DocumentCheck)) -> DocumentJson {
    let (state, says) = match check {
        DocumentCheck::Same => (
            "same",
            "the file is the one that was registered.".to_owned(),
        ),
        DocumentCheck::Changed { now } => (
            "changed",
            format!("THE FILE IS ANOTHER ONE NOW (SHA-256 {now})."),
        ),
        DocumentCheck::NoFile => ("no-file", "registered without a file.".to_owned()),
        DocumentCheck::NoDigest => ("no-digest", "registered without a digest.".to_owned()),
        DocumentCheck::Missing => ("missing", "THE FILE IS NOT WHERE IT WAS.".to_owned()),
        DocumentCheck::Unreadable { why } => {
            ("unreadable", format!("THE FILE CANNOT BE READ: {why}."))
        }
    };
    DocumentJson {
        title: title.clone(),
        state,
        says,
    }
}

fn words(report: &VerifyJson) -> String {
    let mut page = TextBuilder::new();
    page.heading(if report.sound { "Sound" } else { "Not sound" });
    for finding in &report.findings {
        page.item(2, finding);
    }
    page.finish()
}
