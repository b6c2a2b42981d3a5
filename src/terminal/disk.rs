//! The real disk and the real clock: `store`, put into the words of the desk.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::services::{Keeper, Kept, Opened, Services, Written};
use crate::audit::{Audit, Entry};
use crate::desk::{ListedAudit, OpenedAudit};
use crate::store::{self, Places, RealDisk, StoreError};

/// How many names are tried for an audit that could not be saved where it belongs.
const NAMES: usize = 100;

/// The user's own audits, on the disk.
#[derive(Clone)]
pub struct OnDisk {
    disk: Arc<dyn store::Disk>,
    places: Places,
    who: String,
}

impl OnDisk {
    /// The audits in these places; `who` is told to whoever finds one of them open.
    pub fn new(places: Places, who: impl Into<String>) -> Self {
        Self {
            disk: Arc::new(RealDisk),
            places,
            who: who.into(),
        }
    }
}

impl Services for OnDisk {
    fn list(&self) -> Result<Vec<ListedAudit>, String> {
        let listed = store::list(&*self.disk, &self.places).into_iter();
        let listed = listed.map(|one| ListedAudit {
            name: one.name,
            path: one.path,
            audit: one.audit.map_err(|error| sentence(&error)),
            modified: one.modified,
        });
        Ok(listed.collect())
    }

    fn open(&self, path: &Path) -> Result<Opened, String> {
        store::open(Arc::clone(&self.disk), path, &self.who, self.now())
            .map(opened)
            .map_err(|error| sentence(&error))
    }

    fn create(&self, name: &str, audit: &Audit) -> Result<Opened, String> {
        let name = store::library::free_name_on(&*self.disk, &self.places, name);
        let path = store::path_for_name(&self.places, &name);
        let disk = Arc::clone(&self.disk);
        store::create(disk, &path, audit.clone(), &self.who, self.now())
            .map(opened)
            .map_err(|error| sentence(&error))
    }

    fn write(&self, path: &Path, bytes: &[u8], overwrite: bool) -> Result<Written, String> {
        match store::write_new(&*self.disk, path, bytes, overwrite) {
            Ok(()) => Ok(Written::Wrote(path.to_owned())),
            Err(StoreError::Exists { .. }) => Ok(Written::Exists(path.to_owned())),
            Err(error) => Err(sentence(&error)),
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
                        why = sentence(&error);
                        break;
                    }
                }
            }
        }
        Err(why)
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the one clock of the desk; everybody else is told the time"
    )]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

impl Keeper for store::Keeper {
    fn append(&mut self, entry: &Entry) -> Result<Kept, String> {
        match Self::append(self, std::slice::from_ref(entry)) {
            Ok(head) => Ok(Kept {
                head,
                notices: self.take_notices(),
            }),
            Err(error) => Err(sentence(&error)),
        }
    }

    fn snapshot(&mut self, audit: &Audit) -> Result<Vec<String>, String> {
        Self::snapshot(self, audit).map_err(|error| sentence(&error))
    }
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
    let keeper = opened
        .keeper
        .map(|keeper| Box::new(keeper) as Box<dyn Keeper>);
    (audit, keeper)
}

/// What went wrong, as a sentence that can stand alone.
fn sentence(error: &StoreError) -> String {
    let says = error.to_string();
    let mut chars = says.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    let end = if says.ends_with(['.', '!', '?']) {
        ""
    } else {
        "."
    };
    format!("{}{}{end}", first.unwrap_or_default(), chars.as_str())
}
