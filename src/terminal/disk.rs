//! The real disk and the real clock: an adapter from `store` to the types of the desk.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use chrono::{DateTime, Utc};

use super::services::{Found, Keeper, Kept, Opened, Services, Written};
use crate::audit::{Audit, Document, Entry};
use crate::desk::papers::{Added, Fresh, Reading};
use crate::desk::{ListedAudit, OpenedAudit};
use crate::documents::{
    Folder, Reader, Register, Shelved, Worker, at_home, folder_of, list_folder, read_register,
    registered,
};
use crate::import::{self, Book};
use crate::report::{Council, Setting};
use crate::session::read_papers;
use crate::session::settings;
use crate::store::{self, Fill, Handed, Places, RealDisk, StoreError};
use crate::wording::sentence;
use crate::wording::shown;

/// The number of names tried for an audit that could not be saved in its own place.
const NAMES: usize = 100;

/// The user's own audits, on the disk.
#[derive(Clone)]
pub struct OnDisk {
    disk: Arc<dyn store::Disk>,
    places: Places,
    who: String,
}

impl OnDisk {
    /// Returns the audits in these places; whoever finds one of them locked is shown `who`.
    pub fn new(places: Places, who: impl Into<String>) -> Self {
        Self {
            disk: Arc::new(RealDisk),
            places,
            who: who.into(),
        }
    }
}

impl Services for OnDisk {
    fn list(&self) -> Vec<ListedAudit> {
        let listed = store::list(&*self.disk, &self.places).into_iter();
        let listed = listed.map(|one| ListedAudit {
            name: one.name,
            path: one.path,
            audit: one.audit.map_err(|error| sentence(&error.to_string())),
            modified: one.modified,
            notices: one.notices,
        });
        listed.collect()
    }

    fn open(&self, path: &Path) -> Result<Opened, String> {
        store::open(Arc::clone(&self.disk), path, &self.who, self.now())
            .map(opened)
            .map_err(|error| sentence(&error.to_string()))
    }

    fn create(&self, name: &str, audit: &Audit) -> Result<Opened, String> {
        let name = store::library::free_name_on(&*self.disk, &self.places, name);
        let path = store::path_for_name(&self.places, &name);
        let disk = Arc::clone(&self.disk);
        store::create(disk, &path, audit.clone(), &self.who, self.now())
            .map(opened)
            .map_err(|error| sentence(&error.to_string()))
    }

    fn write(&self, path: &Path, fill: &mut Fill<'_>, overwrite: bool) -> Result<Written, String> {
        let (disk, places) = (&*self.disk, &self.places);
        match store::hand_over(disk, places, path, Handed::Paper, fill, overwrite) {
            Ok(()) => Ok(Written::Wrote(path.to_owned())),
            Err(StoreError::Exists { .. }) => Ok(Written::Exists(path.to_owned())),
            Err(error) => Err(sentence(&error.to_string())),
        }
    }

    fn rescue(&self, audit: &Audit) -> Result<PathBuf, String> {
        let words = format!(
            "{} {} rescued",
            audit.review.authority, audit.review.service
        );
        let slug = store::slug(&words);
        let text = audit.to_toml();
        let home = directories::UserDirs::new().map(|dirs| dirs.home_dir().to_owned());
        let folders = [
            Some(self.places.audits.clone()),
            home,
            Some(std::env::temp_dir()),
        ];
        let mut why = String::new();
        for folder in folders.into_iter().flatten() {
            for number in 1..=NAMES {
                let end = if number == 1 {
                    String::new()
                } else {
                    format!("-{number}")
                };
                let path = folder.join(format!("{slug}{end}.audit.toml"));
                match store::write_new(&*self.disk, &path, text.as_bytes(), false) {
                    Ok(()) => return Ok(path),
                    Err(StoreError::Exists { .. }) => {}
                    Err(error) => {
                        why = sentence(&error.to_string());
                        break;
                    }
                }
            }
        }
        Err(why)
    }

    fn setting(&self, authority: &str) -> Result<Setting, String> {
        let settings = settings::settings(&self.places).map_err(|why| why.to_string())?;
        let council = settings::council_of(&self.places, authority);
        Ok(Setting {
            settings,
            council: council.map_err(|why| why.to_string())?.unwrap_or_default(),
            with_answers: false,
        })
    }

    fn keep_author(&self, name: &str) -> Result<PathBuf, String> {
        settings::keep_author(&self.places, name)
            .map(|(path, _)| path)
            .map_err(|why| why.to_string())
    }

    fn keep_council(&self, council: &Council) -> Result<PathBuf, String> {
        settings::keep_council(&self.places, council)
            .map(|(path, _)| path)
            .map_err(|why| why.to_string())
    }

    fn read_sheet(&self, path: &Path) -> Result<Book, String> {
        let program = worker().program;
        import::read(&at_home(path), &Worker::sheets(program)).map_err(|why| why.to_string())
    }

    fn folder(&self, path: Option<&Path>) -> Result<Folder, String> {
        list_folder(path).map_err(|fault| {
            let name = path.map_or_else(|| "The folder".to_owned(), shown);
            format!("{name} {fault}")
        })
    }

    fn read_register(
        &self,
        audit: &Path,
        documents: &[Document],
        known: &[Shelved],
        step: &mut dyn FnMut(Reading) -> ControlFlow<()>,
    ) -> Register {
        let reader = Reader::new(worker());
        read_register(documents, &folder_of(audit), &reader, known, &mut |stage| {
            step(Reading {
                title: stage.document.title.clone(),
                paper: (stage.number, stage.of),
                pages: stage.pages.pages,
                of: stage.pages.of,
            })
        })
    }

    fn read_papers(
        &self,
        audit: &Path,
        paths: &[PathBuf],
        documents: &[Document],
        step: &mut dyn FnMut(Reading) -> ControlFlow<()>,
    ) -> Found {
        let paths: Vec<PathBuf> = paths.iter().map(|path| at_home(path)).collect();
        if let [path] = paths.as_slice()
            && path.is_dir()
            && let Ok(folder) = list_folder(Some(path))
        {
            return Found::Folder(folder);
        }
        let reader = Reader::new(worker());
        let folder = folder_of(audit);
        let papers = read_papers(&reader, &paths, &mut |number, name, progress| {
            step(Reading {
                title: name.to_owned(),
                paper: (number, paths.len()),
                pages: progress.pages,
                of: progress.of,
            })
        });
        let mut added = Added {
            failed: papers.failed,
            cancelled: papers.stopped,
            ..Added::default()
        };
        let mut taken = documents.to_vec();
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
        Found::Papers(added)
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the one clock of the desk; everybody else is told the time"
    )]
    fn now(&self) -> DateTime<Utc> {
        store::clock::held(SystemTime::now())
    }
}

impl Keeper for store::AuditWriter {
    fn append(&mut self, entry: &Entry) -> Result<Kept, String> {
        match Self::append(self, std::slice::from_ref(entry)) {
            Ok(head) => Ok(Kept {
                head,
                notices: self.take_notices(),
            }),
            Err(error) => Err(sentence(&error.to_string())),
        }
    }

    fn snapshot(&mut self, audit: &Audit) -> Result<Vec<String>, String> {
        Self::snapshot(self, audit).map_err(|error| sentence(&error.to_string()))
    }
}

/// Returns the worker that reads documents: this program itself.
///
/// If it cannot find itself, starting it fails, and that is reported for every document.
fn worker() -> Worker {
    Worker::this_program().unwrap_or_else(|_| Worker::of("scrutineer"))
}

fn opened(opened: store::Opened) -> Opened {
    let audit = OpenedAudit {
        path: opened.path,
        name: opened.name,
        history: opened.history,
        read_only: opened.read_only,
        notices: opened.notices,
        head: opened.head,
    };
    let writer = opened
        .writer
        .map(|writer| Box::new(writer) as Box<dyn Keeper>);
    (audit, writer)
}
