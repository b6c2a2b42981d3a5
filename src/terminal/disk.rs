//! The audits on the real disk, and the real clock: an adapter from `store` to the types of the desk.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use chrono::{DateTime, Utc};

use super::services::{AppendReceipt, AuditSink, AuditStore, OpenedForWriting};
use crate::audit::{Audit, Entry};
use crate::base::{Digest, Problem, ProblemKind};
use crate::desk::shelf::Listing;
use crate::desk::{LibraryMove, OpenedAudit};
use crate::store::{self, Places, RealDisk, StoreError};
use crate::wording::sentence;

/// The number of names tried for an audit that could not be saved in its own place.
const NAMES: usize = 100;

/// The user's own audits, on the disk.
#[derive(Clone)]
pub struct LocalDisk {
    pub(super) disk: Arc<dyn store::Disk>,
    pub(super) places: Places,
    who: String,
    /// The edition that the rows of the library are of, apart from audits and councils; no index is
    /// kept without it.
    pub(super) edition: Option<Digest>,
}

impl LocalDisk {
    /// Returns the audits in these places; whoever finds one of them locked is shown `who`.
    pub fn new(places: Places, who: impl Into<String>) -> Self {
        Self {
            disk: Arc::new(RealDisk),
            places,
            who: who.into(),
            edition: None,
        }
    }

    /// Keeps an index beside the audits, for the checklists and the day of this edition.
    #[must_use]
    pub fn with_index(self, edition: Digest) -> Self {
        Self {
            edition: Some(edition),
            ..self
        }
    }
}

impl AuditStore for LocalDisk {
    fn list(&self) -> Result<Listing, Problem> {
        self.listing()
    }

    fn open(&self, path: &Path) -> Result<OpenedForWriting, Problem> {
        store::open(Arc::clone(&self.disk), path, &self.who, now())
            .map(opened)
            .map_err(|error| problem(&error))
    }

    fn create(&self, name: &str, audit: &Audit) -> Result<OpenedForWriting, Problem> {
        let name = store::library::free_name_on(&*self.disk, &self.places, name);
        let path = store::path_for_name(&self.places, &name);
        let disk = Arc::clone(&self.disk);
        store::create(disk, &path, audit.clone(), &self.who, now())
            .map(opened)
            .map_err(|error| problem(&error))
    }

    fn duplicate(&self, path: &Path, name: &str) -> Result<OpenedForWriting, Problem> {
        let read = store::peek(&*self.disk, path).map_err(|error| problem(&error))?;
        self.create(name, &read.audit)
    }

    fn move_audit(
        &self,
        path: &Path,
        to: &LibraryMove,
    ) -> Result<(PathBuf, Vec<PathBuf>), Problem> {
        let to = match to {
            LibraryMove::Name(name) => store::MoveTo::Name(name.clone()),
            LibraryMove::Archive => store::MoveTo::Archive,
            LibraryMove::Library => store::MoveTo::Library,
        };
        store::move_audit(&*self.disk, &self.places, path, &to, (&self.who, now()))
            .map(|moved| (moved.path, moved.left))
            .map_err(|error| problem(&error))
    }

    fn rescue(&self, audit: &Audit) -> Result<PathBuf, Problem> {
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
        let mut why = Problem::new(ProblemKind::Disk, "");
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
                        why = problem(&error);
                        break;
                    }
                }
            }
        }
        Err(why)
    }
}

/// Returns the current time: the one clock of the event loop.
#[expect(
    clippy::disallowed_methods,
    reason = "the one clock of the desk; everybody else is handed the time"
)]
pub fn now() -> DateTime<Utc> {
    store::clock::held(SystemTime::now())
}

impl AuditSink for store::AuditWriter {
    fn append(&mut self, entry: &Entry) -> Result<AppendReceipt, Problem> {
        match Self::append(self, std::slice::from_ref(entry)) {
            Ok(head) => Ok(AppendReceipt {
                head,
                notices: store::sentences(&self.take_notices()),
            }),
            Err(error) => Err(problem(&error)),
        }
    }

    fn snapshot(&mut self, audit: &Audit) -> Result<Vec<String>, Problem> {
        match Self::snapshot(self, audit) {
            Ok(notices) => Ok(store::sentences(&notices)),
            Err(error) => Err(problem(&error)),
        }
    }
}

fn opened(opened: store::Opened) -> OpenedForWriting {
    let audit = OpenedAudit {
        path: opened.path,
        name: opened.name,
        history: opened.history,
        read_only: opened.read_only.map(|reason| reason.to_string()),
        notices: store::sentences(&opened.notices),
        head: opened.head,
    };
    let writer = opened
        .writer
        .map(|writer| Box::new(writer) as Box<dyn AuditSink>);
    (audit, writer)
}

/// Converts an error to a problem: its kind, and the error as a sentence of its own.
pub(super) fn problem(error: &StoreError) -> Problem {
    let kind = match error {
        StoreError::Exists { .. } => ProblemKind::Exists,
        error if error.is_passing() => ProblemKind::Disk,
        _ => ProblemKind::Data,
    };
    Problem::new(kind, sentence(&error.to_string()))
}
