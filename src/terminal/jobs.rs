//! The background jobs on the real disk: one function each, and the outcome for the desk.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;

use super::disk::{LocalDisk, problem};
use super::services::{JobRunner, OnProgress};
use super::{library, opener, surveys};
use crate::audit::{Audit, Document, History};
use crate::base::{Problem, ProblemKind, Word as _};
use crate::checklist::Library;
use crate::desk::bundle::BundleOrder;
use crate::desk::comparing::Comparing;
use crate::desk::message::TheirsRead;
use crate::desk::paper::ReportOrder;
use crate::desk::papers::{Added, Fresh, ReadingProgress};
use crate::desk::remembered::Remembered;
use crate::desk::surveying::Survey;
use crate::desk::{BackgroundJob, EffectOutcome};
use crate::documents::{
    Folder, FoundFile, PaperReader, ReadingStage, Register, Shelved, Worker, at_home, find_papers,
    folder_of, list_folder, make_pdf, read_register, registered,
};
use crate::import::{self, Book};
use crate::report::{Kind, Setting};
use crate::session::settings::{self, Unusable};
use crate::session::{
    BundleChoice, Bundled, NotBundled, NotMergeable, Theirs, WrittenPaper, is_bundle, plan_merge,
    read_papers, take_out,
};
use crate::store::{self, Fill, Handed, Places, RealDisk, StoreError};
use crate::wording::shown;

impl JobRunner for LocalDisk {
    fn run(&self, job: BackgroundJob, progress: &mut OnProgress<'_>) -> EffectOutcome {
        match job {
            BackgroundJob::LoadChecklists(own) => library::load_checklists(own),
            BackgroundJob::WorkOut(rows) => self.work_out(&rows),
            BackgroundJob::KeepIndex(edition, rows) => self.keep_index(&edition, rows),
            BackgroundJob::ReadRegister {
                audit,
                documents,
                known,
            } => {
                let register = Arc::new(read_documents(&audit, &documents, &known, progress));
                EffectOutcome::PapersRead {
                    documents,
                    register,
                }
            }
            BackgroundJob::FindPapers { paths, within } => find(&paths, within),
            BackgroundJob::ReadFiles {
                audit,
                files,
                documents,
            } => read_files(&audit, &files, documents, progress),
            BackgroundJob::ReadSheet(path) => {
                EffectOutcome::SheetRead(read_sheet(&path).map(Box::new))
            }
            BackgroundJob::ReadTheirs {
                ours,
                history,
                path,
            } => EffectOutcome::TheirsRead(read_theirs((&history, &ours), &path).map(Box::new)),
            BackgroundJob::ComparePapers {
                register,
                draft,
                last,
            } => EffectOutcome::Compared(
                Comparing::in_register(&register, &draft, &last).map(Box::new),
            ),
            BackgroundJob::Survey { library, today } => {
                EffectOutcome::Surveyed(Box::new(self.survey(&library, today)))
            }
            BackgroundJob::ListFolder(asked) => EffectOutcome::Folder {
                found: folder(asked.as_deref()),
                asked,
            },
            BackgroundJob::LoadSetting(authority) => EffectOutcome::Setting {
                setting: setting(&self.places, &authority)
                    .map(Box::new)
                    .map_err(|why| unusable(&why)),
                authority,
            },
            BackgroundJob::KeepAuthor(which, text) => {
                match settings::keep_author(&self.places, which, &text) {
                    Ok((path, _)) => EffectOutcome::AuthorKept { which, text, path },
                    Err(why) => EffectOutcome::Failed(unusable(&why)),
                }
            }
            BackgroundJob::KeepPerson(person) => {
                match settings::keep_person(&self.places, &person) {
                    Ok((path, _)) => EffectOutcome::PersonKept(person, path),
                    Err(why) => EffectOutcome::Failed(unusable(&why)),
                }
            }
            BackgroundJob::Remember(memory) => {
                let mut all = Remembered::read(&store::remembered(&*self.disk, &self.places));
                all.keep(memory);
                // Nothing depends on it, so a disk that cannot keep it is no news.
                let _kept = store::keep_remembered(&*self.disk, &self.places, &all.to_toml());
                EffectOutcome::Remembered
            }
            BackgroundJob::KeepTheme(theme) => settings::keep_theme(&self.places, theme.word())
                .map_or_else(
                    |why| EffectOutcome::Failed(unusable(&why)),
                    |(path, _)| EffectOutcome::ThemeKept(path),
                ),
            BackgroundJob::KeepCouncil(council) => settings::keep_council(&self.places, &council)
                .map_or_else(
                    |why| EffectOutcome::Failed(unusable(&why)),
                    |(path, _)| EffectOutcome::CouncilKept(path, council.clone()),
                ),
            BackgroundJob::WriteReport {
                order,
                audit,
                path,
                overwrite,
            } => {
                // The user is told the whole path, and where `~` led.
                let path = at_home(&path);
                let path = std::path::absolute(&path).unwrap_or(path);
                self.write_report(&order, audit.as_deref(), &path, overwrite)
                    .map_or_else(EffectOutcome::Failed, |()| EffectOutcome::Wrote(path))
            }
            BackgroundJob::WriteBundle {
                order,
                audit,
                path,
                overwrite,
            } => {
                let path = at_home(&path);
                let path = std::path::absolute(&path).unwrap_or(path);
                self.write_bundle(&order, &audit, &path, overwrite, progress)
                    .map_or_else(EffectOutcome::Failed, |notes| {
                        EffectOutcome::Bundled(path, notes)
                    })
            }
            BackgroundJob::TakeOut {
                ours,
                audit,
                bundle,
            } => match take_papers(&ours, &audit, &bundle) {
                Ok(()) => EffectOutcome::TakenOut,
                Err(why) => EffectOutcome::Failed(why),
            },
            BackgroundJob::OpenOutside(path) => match opener::open(&path) {
                Ok(()) => EffectOutcome::OpenedOutside(path),
                Err(why) => EffectOutcome::Failed(why),
            },
        }
    }
}

impl LocalDisk {
    fn write_report(
        &self,
        order: &ReportOrder,
        audit: Option<&Path>,
        path: &Path,
        overwrite: bool,
    ) -> Result<(), Problem> {
        let (disk, places) = (&*self.disk, &self.places);
        let near = audit.and_then(Path::parent);
        let written = order
            .ready(|paper| {
                let fill = &mut |out: &mut dyn std::io::Write| paper.write_to(out);
                store::hand_over(disk, places, path, Handed::Paper, near, fill, overwrite)
            })
            .map_err(|why| Problem::new(ProblemKind::Data, why.to_string()))?;
        written.map_err(|error| match error {
            StoreError::Exists { .. } => Problem::exists(path),
            error => problem(&error),
        })
    }
}

impl LocalDisk {
    /// Counts the audits of the library together.
    fn survey(&self, library: &Library, today: NaiveDate) -> Survey {
        let folders = [self.places.audits.clone()];
        let kept = self.edition.as_ref().map(|edition| (&self.places, edition));
        surveys::survey(&*self.disk, kept, &folders, library, today)
    }

    /// Writes a bundle, and returns sentences about what is not in it.
    fn write_bundle(
        &self,
        order: &BundleOrder,
        audit: &Path,
        path: &Path,
        overwrite: bool,
        progress: &mut OnProgress<'_>,
    ) -> Result<Vec<String>, Problem> {
        let data = |why: String| Problem::new(ProblemKind::Data, why);
        let reader = PaperReader::new(worker());
        let choice = BundleChoice::default();
        let mut go_on = |stage: ReadingStage<'_>| progress(progress_of(&stage));
        let bundled =
            Bundled::settle(&*self.disk, audit, &choice, &reader, &mut go_on).map_err(|why| {
                match why {
                    NotBundled::Store(error) => problem(&error),
                    why => data(why.to_string()),
                }
            })?;
        let mut notes = bundled.notes();
        let hand = |fill: &mut Fill<'_>| {
            store::hand_over(
                &*self.disk,
                &self.places,
                path,
                Handed::Paper,
                audit.parent(),
                fill,
                overwrite,
            )
            .map_err(|error| match error {
                StoreError::Exists { .. } => Problem::exists(path),
                error => problem(&error),
            })
        };
        let is_pdf = path
            .extension()
            .is_some_and(|end| end.eq_ignore_ascii_case("pdf"));
        if is_pdf {
            let submission = order.document(Kind::Submission, &bundled.audit, &bundled.quotes());
            let plan = bundled.pdf_plan(submission.as_ref().ok(), order.meta.today);
            let (bytes, report) =
                make_pdf(&reader.worker, &plan).map_err(|why| data(why.to_string()))?;
            hand(&mut |out| out.write_all(&bytes))?;
            notes.extend(submission.err().map(|why| why.to_string()));
            notes.extend(report.sentences());
        } else {
            let papers = order.papers(&bundled.audit, &bundled.quotes());
            let files = papers.files.into_iter();
            let written: Vec<WrittenPaper> = files
                .map(|(name, bytes)| WrittenPaper { name, bytes })
                .collect();
            hand(&mut |out| bundled.write_to(order.meta.today, &written, out))?;
            notes.extend(papers.left_out);
        }
        Ok(notes)
    }
}

/// Takes the papers out of a bundle that an audit has not.
fn take_papers(ours: &Path, audit: &Audit, bundle: &Path) -> Result<(), Problem> {
    let data = |why: String| Problem::new(ProblemKind::Data, why);
    let theirs = Theirs::read(&RealDisk, bundle).map_err(|why| data(why.to_string()))?;
    let taken = theirs.taken_over(&RealDisk, audit, &folder_of(ours));
    taken
        .take_out(&RealDisk)
        .map_err(|why| data(why.to_string()))
}

fn progress_of(stage: &ReadingStage<'_>) -> ReadingProgress {
    ReadingProgress {
        title: stage.document.title.clone(),
        paper: (stage.number, stage.of),
        pages: stage.pages.pages,
        of: stage.pages.of,
    }
}

fn setting(places: &Places, authority: &str) -> Result<Setting, Unusable> {
    Ok(Setting {
        settings: settings::settings(places)?,
        council: settings::council_of(places, authority)?.unwrap_or_default(),
        ..Setting::default()
    })
}

fn unusable(why: &Unusable) -> Problem {
    let kind = match why {
        Unusable::Store(error) => problem(error).kind,
        Unusable::Mistakes { .. } => ProblemKind::Data,
    };
    Problem::new(kind, why.to_string())
}

fn read_sheet(path: &Path) -> Result<Book, Problem> {
    let program = worker().program;
    import::read(&at_home(path), &Worker::sheets(program))
        .map_err(|why| Problem::new(ProblemKind::Data, why.to_string()))
}

/// Reads another person's audit, and plans its merge into the one at `ours`.
fn read_theirs((history, ours): (&History, &Path), path: &Path) -> Result<TheirsRead, Problem> {
    let path = at_home(path);
    let theirs = Theirs::read(&RealDisk, &path).map_err(|why| match why {
        NotMergeable::Store(error) => problem(&error),
        why @ (NotMergeable::Bundle(_) | NotMergeable::Unreliable { .. }) => {
            Problem::new(ProblemKind::Data, why.to_string())
        }
    })?;
    let plan = plan_merge((history, &folder_of(ours)), &theirs, None)
        .map_err(|why| Problem::new(ProblemKind::Data, format!("Nothing was merged: {why}.")))?;
    let name = path.file_name().map_or(path.as_path(), Path::new);
    Ok(TheirsRead {
        name: shown(name),
        bundle: is_bundle(&path).then(|| path.clone()),
        plan,
    })
}

fn folder(path: Option<&Path>) -> Result<Folder, Problem> {
    list_folder(path).map_err(|fault| {
        let name = path.map_or_else(|| "The folder".to_owned(), shown);
        Problem::new(ProblemKind::Disk, format!("{name} {fault}"))
    })
}

fn read_documents(
    audit: &Path,
    documents: &[Document],
    known: &[Shelved],
    progress: &mut OnProgress<'_>,
) -> Register {
    let reader = PaperReader::new(worker());
    read_register(documents, &folder_of(audit), &reader, known, &mut |stage| {
        progress(progress_of(&stage))
    })
}

/// Finds the papers at some paths; a single folder that is not to be gone through is listed instead.
fn find(paths: &[PathBuf], within: bool) -> EffectOutcome {
    let paths: Vec<PathBuf> = paths.iter().map(|path| at_home(path)).collect();
    if let [path] = paths.as_slice()
        && !within
        && path.is_dir()
        && let Ok(folder) = list_folder(Some(path))
    {
        return EffectOutcome::Folder {
            asked: None,
            found: Ok(folder),
        };
    }
    EffectOutcome::PapersFound(find_papers(&paths, true))
}

/// Reads papers that are to be registered, those in archives once they are taken out.
fn read_files(
    audit: &Path,
    files: &[FoundFile],
    mut taken: Vec<Document>,
    progress: &mut OnProgress<'_>,
) -> EffectOutcome {
    let taken_out = take_out(&RealDisk, files, None);
    let paths = taken_out.files;
    let reader = PaperReader::new(worker());
    let folder = folder_of(audit);
    let papers = read_papers(&reader, &paths, &mut |number, name, read| {
        progress(ReadingProgress {
            title: name.to_owned(),
            paper: (number, paths.len()),
            pages: read.pages,
            of: read.of,
        })
    });
    let mut added = Added {
        failed: taken_out.failed.into_iter().chain(papers.failed).collect(),
        cancelled: papers.stopped,
        ..Added::default()
    };
    for (path, paper) in papers.read {
        let (entry, became) = registered(&taken, &path, &paper, &folder);
        taken.retain(|one| one.id != entry.id);
        taken.push(entry.clone());
        added.fresh.push(Fresh {
            entry,
            became,
            paper: Arc::new(paper),
        });
    }
    EffectOutcome::Added(added)
}

/// Returns the worker that reads documents: this program itself.
///
/// If it cannot find itself, starting it fails, and that is reported for every document.
fn worker() -> Worker {
    Worker::this_program().unwrap_or_else(|_| Worker::of("scrutineer"))
}
