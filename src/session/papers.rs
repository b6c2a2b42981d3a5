//! Files read in turn, before they are registered as papers of an audit.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::documents::{Paper, PaperReader, Progress};
use crate::wording::shown;

/// The papers read from files, and what became of the others.
#[derive(Debug, Default)]
pub struct ReadPapers {
    /// The papers, each with its file, in the order asked for.
    pub read: Vec<(PathBuf, Paper)>,
    /// A sentence for each file that gave no paper.
    pub failed: Vec<String>,
    /// True if the reading was stopped before the last file.
    pub stopped: bool,
}

/// Reads files one after the other.
///
/// `step` is told the number of the file, from 1, its name and the pages read so far, about every
/// twentieth of a second; reading stops when it breaks, and the file under way is discarded. No file is
/// an error: one that gives no paper has a sentence in [`ReadPapers::failed`].
pub fn read_papers(
    reader: &PaperReader,
    paths: &[PathBuf],
    step: &mut dyn FnMut(usize, &str, Progress) -> ControlFlow<()>,
) -> ReadPapers {
    let mut papers = ReadPapers::default();
    for (number, path) in (1..).zip(paths) {
        let name = shown(path.file_name().map_or(path.as_path(), Path::new));
        if path.to_str().is_none() {
            papers.failed.push(format!(
                "{name} has a name that cannot be written in a text; rename it, and add it again"
            ));
            continue;
        }
        let read = reader.read(path, &mut |progress| {
            let step = step(number, &name, progress);
            papers.stopped |= step.is_break();
            step
        });
        if papers.stopped {
            break;
        }
        match read {
            Ok(paper) => papers.read.push((path.clone(), paper)),
            Err(why) => papers.failed.push(why.to_string()),
        }
    }
    papers
}
