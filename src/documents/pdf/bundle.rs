//! One PDF for a court or an ombudsman: an index, the bundle's own paper, and the papers it quotes,
//! their pages as they are.
//!
//! Papers are other people's files, so it is made in a worker, as they are read (`capped`). The worker
//! says on its standard error which paper it begins: one that breaks it is left out and named, and
//! the work begins again.

mod bookmarks;
mod check;
mod council;
mod drawing;
mod font;
mod glyphs;
mod lay;
mod measure;
mod places;
mod plan;
mod write;

use std::io::{self, Write as _};
use std::process::{Command, Stdio};

pub use plan::{Exhibit, PassageMark, PdfPlan, PdfReport, Piece, PieceStyle};

use crate::documents::capped::{self, CappedHeap};
use crate::documents::limits::MEMORY_LIMIT;
use crate::documents::reader::Worker;

/// The word before the number of a paper that is begun.
const BEGINS: &str = "begins ";

/// Reason why no PDF was made.
#[derive(Debug, thiserror::Error)]
pub enum NotMade {
    /// The disk or the system refused.
    #[error("the PDF could not be made: {0}")]
    Disk(#[from] io::Error),
    /// The worker ended without a result.
    #[error(
        "the PDF could not be made: the papers are too large for one file, or the program broke; \
         leave some of them out (--without ID)"
    )]
    Broke,
}

/// Makes a PDF bundle in a worker; a paper that breaks it is left out, and the index says so.
///
/// # Errors
/// [`NotMade`] with a sentence.
pub fn make_pdf(worker: &Worker, plan: &PdfPlan) -> Result<(Vec<u8>, PdfReport), NotMade> {
    let mut plan = plan.clone();
    for _ in 0..=plan.exhibits.len() {
        let mut command = Command::new(&worker.program);
        command
            .args([Worker::BUNDLE, "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        capped::prepare(&mut command, 2 * MEMORY_LIMIT);
        let mut child = command.spawn()?;
        // Held open: its end would end the worker.
        let mut held = child.stdin.take();
        if let Some(stdin) = &mut held {
            let mut line = serde_json::to_vec(&plan).map_err(io::Error::from)?;
            line.push(b'\n');
            // A worker that is gone already is told by its end.
            let _ = stdin.write_all(&line).and_then(|()| stdin.flush());
        }
        let output = child.wait_with_output()?;
        drop(held);
        if let Some(made) = read_result(&output.stdout).filter(|_| output.status.success()) {
            return Ok(made);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let mut begun = said
            .lines()
            .filter_map(|line| line.strip_prefix(BEGINS)?.parse::<usize>().ok());
        let broken = begun
            .next_back()
            .and_then(|number| plan.exhibits.get_mut(number));
        let broken = broken
            .filter(|exhibit| exhibit.pdf.is_some())
            .ok_or(NotMade::Broke)?;
        broken.pdf = None;
        broken.absent =
            Some("the file could not be taken over; it is kept with the audit".to_owned());
    }
    Err(NotMade::Broke)
}

/// Reads a worker's result: a line with its report, then the PDF.
fn read_result(out: &[u8]) -> Option<(Vec<u8>, PdfReport)> {
    let end = out.iter().position(|byte| *byte == b'\n')?;
    let report = serde_json::from_slice(out.get(..end)?).ok()?;
    Some((out.get(end + 1..)?.to_vec(), report))
}

/// Makes the PDF of the plan that standard input begins with, prints it, and returns the exit code.
pub fn bundle_worker_main(heap: &CappedHeap) -> u8 {
    let mut line = String::new();
    if io::stdin().read_line(&mut line).is_err() {
        return 1;
    }
    let made = capped::run(heap, 2 * MEMORY_LIMIT, move || -> io::Result<()> {
        let plan: PdfPlan = serde_json::from_str(&line)?;
        let begin = |number: usize| {
            let _ = writeln!(io::stderr(), "{BEGINS}{number}");
        };
        let (bytes, mut report) = write::make(&plan, &begin);
        report.rules = check::rules(&bytes, &plan, &report);
        let mut out = io::stdout().lock();
        serde_json::to_writer(&mut out, &report)?;
        out.write_all(b"\n")?;
        out.write_all(&bytes)?;
        out.flush()
    });
    u8::from(!matches!(made, Ok(Ok(()))))
}

/// Makes the PDF of a plan in this process; for papers that tests made themselves.
pub fn make_trusted(plan: &PdfPlan) -> (Vec<u8>, PdfReport) {
    let (bytes, mut report) = write::make(plan, &|_| ());
    report.rules = check::rules(&bytes, plan, &report);
    (bytes, report)
}
