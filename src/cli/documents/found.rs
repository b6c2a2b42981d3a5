//! The papers that `documents add` is to add: files, those in a folder, those in an archive.

use std::path::{Path, PathBuf};

use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::page::{TextBuilder, count};
use crate::documents::{PackedPapers, papers_in_folder};
use crate::session::{folder_beside, unpack};
use crate::store::RealDisk;
use crate::wording::shown;

/// The papers found at the paths given.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// True if any path was given.
    is_asked: bool,
    places: Vec<Place>,
    passed_over: Vec<String>,
}

#[derive(Debug)]
enum Place {
    /// A file that is there.
    File(PathBuf),
    /// Papers to be taken out into a folder.
    Packed(PathBuf, Box<PackedPapers>, PathBuf),
}

/// The files to read, once the papers in archives have been taken out.
pub(super) struct Taken {
    pub(super) files: Vec<PathBuf>,
    pub(super) notes: Vec<String>,
    /// True if a paper could not be taken out.
    pub(super) failed: bool,
}

impl Found {
    /// Looks at each path; nothing is written.
    pub(super) fn of(
        paths: &[PathBuf],
        attachments: bool,
        into: Option<&Path>,
    ) -> Result<Self, Failure> {
        let mut found = Self {
            is_asked: !paths.is_empty(),
            ..Self::default()
        };
        for path in paths {
            let of_path = |fault: crate::documents::Fault| {
                let name = path.file_name().map_or(path.as_path(), Path::new);
                Failure::new(format!("{} {fault}", shown(name)))
            };
            if path.is_dir() {
                let papers = papers_in_folder(path).map_err(of_path)?;
                found
                    .places
                    .extend(papers.papers.into_iter().map(Place::File));
                found.passed_over.extend(papers.passed_over);
                continue;
            }
            // What is no archive, or not there, is told when it is read.
            let packed = PackedPapers::in_zip(path).ok().flatten();
            let is_zip = packed.is_some();
            let packed = match packed {
                None if attachments => PackedPapers::in_mail(path).ok().flatten(),
                packed => packed,
            };
            if !is_zip {
                found.places.push(Place::File(path.clone()));
            }
            if let Some(mut packed) = packed {
                found.passed_over.append(&mut packed.passed_over);
                let folder = into.map_or_else(|| folder_beside(path), Path::to_owned);
                found
                    .places
                    .push(Place::Packed(path.clone(), Box::new(packed), folder));
            }
        }
        Ok(found)
    }

    /// Lists what would be added.
    pub(super) fn preview(self) -> CommandOutput {
        let mut page = TextBuilder::new();
        let papers: usize = self
            .places
            .iter()
            .map(|place| match place {
                Place::File(_) => 1,
                Place::Packed(_, packed, _) => packed.papers.len(),
            })
            .sum();
        page.heading(&format!(
            "{} would be added",
            count(papers, "paper", "papers")
        ));
        for place in &self.places {
            match place {
                Place::File(path) => page.item(2, &shown(path)),
                Place::Packed(path, packed, folder) => {
                    for paper in &packed.papers {
                        page.item(
                            2,
                            &format!(
                                "{}, taken out of {} into {}",
                                shown(Path::new(&paper.name)),
                                shown(path.file_name().map_or(path.as_path(), Path::new)),
                                shown(folder)
                            ),
                        );
                    }
                }
            }
        }
        if !self.passed_over.is_empty() {
            page.heading("Passed over");
            for name in &self.passed_over {
                page.item(2, name);
            }
        }
        page.paragraph(0, "Nothing was added: this is a preview.");
        CommandOutput::done(page.finish())
    }

    /// Takes the papers out of the archives.
    pub(super) fn take(self) -> Result<Taken, Failure> {
        let mut taken = Taken {
            files: Vec::new(),
            notes: Vec::new(),
            failed: false,
        };
        for place in self.places {
            match place {
                Place::File(path) => taken.files.push(path),
                Place::Packed(path, mut packed, folder) => {
                    let done = unpack(&RealDisk, &mut packed, &folder).map_err(|why| {
                        Failure::new(format!(
                            "nothing was registered: the papers in {} could not be put into {}: \
                             {why}; name another folder with --into",
                            shown(&path),
                            shown(&folder)
                        ))
                    })?;
                    taken.files.extend(done.files);
                    taken.failed |= !done.failed.is_empty();
                    taken.notes.extend(done.failed);
                }
            }
        }
        let over = self.passed_over.into_iter();
        taken
            .notes
            .extend(over.map(|one| format!("Passed over: {one}")));
        if taken.files.is_empty() && self.is_asked {
            taken
                .notes
                .push("No paper that can be read was found there.".to_owned());
            taken.failed = true;
        }
        Ok(taken)
    }
}
