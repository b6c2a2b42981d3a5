//! `verify`: a check of an audit's journal, its file and its documents against their records, and of
//! its quotations against the documents; of a bundle, every file against its list as well.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::documents::LookedUp;
use super::failure::{CommandOutput, Exit, Failure};
use super::home::Home;
use super::page::{TextBuilder, count};
use super::plain;
use crate::audit::{Audit, QuoteCount, QuoteState, Quoted};
use crate::documents::folder_of;
use crate::session::{Bundle, NotABundle, is_bundle};
use crate::store::{self, Chain, DocumentCheck, RealDisk, SnapshotCheck, Verification};
use crate::wording::one_line;

/// Check an audit on disk, or a bundle: its journal's chain, its file, its documents, its quotations.
///
/// A bundle is checked as it is: every file by its SHA-256, then the audit in it. A file that is
/// missing, altered or extra makes the exit code 3.
///
/// Every quotation is looked up again in the paper it is taken from. If a quotation is not found,
/// the exit code is 1; one that is on another page, or in a paper that cannot be read, is reported.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The audit: its name in your library, or the path to its file; or the path to a bundle.
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
    #[serde(skip_serializing_if = "Option::is_none")]
    bundle: Option<BundleJson>,
    chain: &'static str,
    entries: Option<u64>,
    head: Option<String>,
    file: &'static str,
    torn_bytes: Option<usize>,
    clock_went_back: Vec<u64>,
    documents: Vec<DocumentJson>,
    quotes: QuotesJson,
    conflict_copies: Vec<PathBuf>,
    findings: Vec<String>,
}

/// The files of a bundle, held to its list.
#[derive(Debug, Serialize)]
struct BundleJson {
    whole: bool,
    files: usize,
    faults: Vec<String>,
}

/// The quotations: how many are in each state, and those that do not stand where they are said to.
#[derive(Debug, Serialize)]
struct QuotesJson {
    #[serde(flatten)]
    count: QuoteCount,
    not_found: Vec<QuoteJson>,
}

#[derive(Debug, Serialize)]
struct QuoteJson {
    /// The id of the question, or of an event of the user's own.
    question: String,
    /// Number of the piece of evidence under its question, counted from 1.
    evidence: usize,
    document: String,
    page: Option<u32>,
    printed_page: Option<String>,
    begins: String,
    state: &'static str,
    /// The page on which it stands instead.
    found_on: Option<u32>,
    /// The word left out at its ellipsis, which may turn its meaning round.
    leaves_out: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct DocumentJson {
    title: String,
    state: &'static str,
    says: String,
}

impl Verify {
    pub(super) fn run(&self) -> Result<CommandOutput, Failure> {
        if is_bundle(&self.audit) {
            return self.bundle();
        }
        let path = Home::here()?.find(&self.audit)?;
        let found = store::verify(&RealDisk, &path)?;
        let audit = store::peek(&RealDisk, &path)?.audit;
        let looked_up = LookedUp::of(&audit, &folder_of(&path))?;
        let quoted = looked_up.quotes.list(&audit);
        self.say(&report(&found, &audit, &quoted))
    }

    /// Verifies a bundle: its files, then the audit in it, its papers unpacked for the time being.
    fn bundle(&self) -> Result<CommandOutput, Failure> {
        let mut bundle = Bundle::open(&self.audit)?;
        let check = bundle.check()?;
        let files = bundle.manifest.files.len();
        let bundle_json = BundleJson {
            whole: check.faults.is_empty(),
            files,
            faults: check.faults.clone(),
        };
        let (found, audit) = match (check.verify(&bundle.manifest), check.audit()) {
            (Ok(found), Ok(read)) => (found, read.audit),
            // Without its audit there is no more to say than what became of its files.
            (Err(why), _) | (_, Err(why)) => {
                let failure = Failure::from(why);
                let says = check.faults.join(" ");
                return Err(Failure {
                    message: format!("{says} {}", failure.message).trim().to_owned(),
                    ..failure
                });
            }
        };
        let mut report = if check.faults.is_empty() {
            let disk = |source| NotABundle::Disk {
                path: self.audit.clone(),
                source,
            };
            let folder = tempfile::tempdir().map_err(disk)?;
            let here = bundle
                .unpack_papers(&RealDisk, &audit, folder.path())
                .map_err(disk)?;
            let looked_up = LookedUp::of(&here, folder.path())?;
            report(&found, &audit, &looked_up.quotes.list(&audit))
        } else {
            report(&found, &audit, &[])
        };
        let mut says = bundle_json.faults.clone();
        if bundle_json.whole {
            says.push(format!(
                "The bundle is whole: {}, each as its list says.",
                count(files, "file", "files")
            ));
        }
        says.extend(
            (bundle.manifest.journal_left_out.iter())
                .map(|why| format!("The bundle was made without the journal: {why}.")),
        );
        report.findings.splice(0..0, says);
        report.sound &= bundle_json.whole;
        report.bundle = Some(bundle_json);
        self.say(&report)
    }

    fn say(&self, report: &VerifyJson) -> Result<CommandOutput, Failure> {
        let exit = match (report.sound, report.quotes.count.missing) {
            (false, _) => Exit::BadData,
            (true, 0) => Exit::Done,
            (true, _) => Exit::Found,
        };
        let said = if self.json {
            CommandOutput::json(report)?
        } else {
            CommandOutput::done(words(report))
        };
        Ok(said.exit(exit))
    }
}

fn report(found: &Verification, audit: &Audit, quoted: &[Quoted]) -> VerifyJson {
    let mut findings = Vec::new();
    let (chain, entries, head) = match &found.chain {
        Chain::NoJournal => {
            findings.push("There is no journal: nothing was changed with this program yet.".into());
            ("no-journal", None, None)
        }
        Chain::Sound { entries, head } => {
            let steps = usize::try_from(*entries).unwrap_or(usize::MAX);
            findings.push(format!(
                "The journal is intact: {}, each following from the one before; head {head}.",
                count(steps, "step", "steps"),
            ));
            ("sound", Some(*entries), Some(head.to_string()))
        }
        Chain::Damaged { path, damage } => {
            findings.push(format!("THE JOURNAL IS BROKEN: {}", damage.label(path)));
            (damage.word(), None, None)
        }
    };
    if let Some(stamp) = &found.before {
        findings.push(format!(
            "It began with a file that already had {}, which are in another journal; head {}.",
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
        findings.push(format!("{says} The words of every line are unchanged."));
    }
    if !found.copies.is_empty() {
        findings.push(store::copies::label(&found.copies));
    }
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
            "At step {seq} the clock was earlier than at the step before."
        ));
    }
    let documents: Vec<DocumentJson> = found.documents.iter().map(document).collect();
    findings.extend(
        documents
            .iter()
            .map(|one| format!("“{}”: {}", one.title, one.says)),
    );
    findings.extend(QuoteCount::of(quoted).sentence());
    findings.extend(quoted.iter().filter_map(|one| not_found(audit, one)));
    VerifyJson {
        sound: found.is_sound(),
        bundle: None,
        chain,
        entries,
        head,
        file,
        torn_bytes: found.torn,
        clock_went_back: found.clock_went_back.clone(),
        documents,
        quotes: quotes(quoted),
        conflict_copies: found.copies.iter().map(|copy| copy.path.clone()).collect(),
        findings,
    }
}

/// The length of the beginning of a quotation by which it is told, in characters.
const BEGINNING: usize = 60;

fn beginning(quoted: &Quoted) -> String {
    plain::short(&one_line(&quoted.quotation.words), BEGINNING)
}

fn quotes(quoted: &[Quoted]) -> QuotesJson {
    let not_found = quoted.iter().filter(|one| one.state != QuoteState::Found);
    QuotesJson {
        count: QuoteCount::of(quoted),
        not_found: not_found
            .map(|one| QuoteJson {
                question: one.question.clone(),
                evidence: one.evidence + 1,
                document: one.quotation.document.clone(),
                page: one.quotation.page,
                printed_page: one.quotation.printed_page.clone(),
                begins: beginning(one),
                state: one.state.word(),
                found_on: match one.state {
                    QuoteState::FoundOn(page) => Some(page),
                    _ => None,
                },
                leaves_out: match one.state {
                    QuoteState::LeavesOut(word) => Some(word),
                    _ => None,
                },
            })
            .collect(),
    }
}

/// Returns a sentence about a quotation that does not stand where it is said to.
fn not_found(audit: &Audit, quoted: &Quoted) -> Option<String> {
    let id = &quoted.quotation.document;
    let title = audit.document(id).map_or(id, |document| &document.title);
    let label = match quoted.state {
        QuoteState::Found => return None,
        QuoteState::Missing => quoted.state.label().to_uppercase(),
        _ => quoted.state.label(),
    };
    let page = match (quoted.quotation.page, &quoted.quotation.printed_page) {
        (Some(page), _) => format!(", page {page}"),
        (None, Some(printed)) => format!(", page printed as {printed}"),
        (None, None) => String::new(),
    };
    Some(format!(
        "“{}” (evidence {} under {}; “{title}”{page}): {label}.",
        beginning(quoted),
        quoted.evidence + 1,
        quoted.question,
    ))
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
        DocumentCheck::LeftOut => (
            "left-out",
            "the bundle was made without its file.".to_owned(),
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
    let missing = report.quotes.count.missing;
    page.heading(&match (report.sound, missing) {
        (false, _) => "Not sound".to_owned(),
        (true, 0) => "Sound".to_owned(),
        (true, _) => format!(
            "{} not found again; all else is sound",
            count(missing, "quotation was", "quotations were")
        ),
    });
    for finding in &report.findings {
        page.item(2, finding);
    }
    page.finish()
}
