//! The library on the real disk: its listing with the index beside the audits, the rows that are worked
//! out by as many threads as the machine has, and the checklists.

use std::sync::Arc;

use super::disk::{LocalDisk, problem};
use crate::base::{Digest, Problem};
use crate::checklist::{ChecklistText, Library, load_for_use, shipped};
use crate::desk::EffectOutcome;
use crate::desk::shelf::{
    AuditOrigin, Content, LibraryRow, Listing, RowsToWorkOut, Summary, example, no_example,
};
use crate::documents::in_parallel;
use crate::report::Council;
use crate::session::settings;
use crate::store::index::{self, LibraryIndex};
use crate::store::{self, FoundAudit, Places, configuration};

/// The sentence for the user whose own checklists have mistakes.
pub const LEFT_OUT: &str = "Your own checklists have mistakes and are left out; `scrutineer checklist \
                        validate` names them.";

/// Returns what the rows of the library follow from, apart from the audits: this program, what it
/// comes with, the user's own checklists, and the day, which is given in words.
pub fn edition_of(own: &[ChecklistText], day: &str) -> Digest {
    let own = own.iter().map(|text| &*text.source.text);
    let comes = shipped::EDITION.to_string();
    let parts = [&comes, env!("CARGO_PKG_VERSION"), day];
    digest_of(parts.into_iter().chain(own))
}

/// Computes the digest of texts, each with its length before it: no two lists are alike.
fn digest_of<'a>(texts: impl Iterator<Item = &'a str>) -> Digest {
    let mut all = String::new();
    for text in texts {
        all.push_str(&format!("{}:{text}\n", text.len()));
    }
    Digest::of_bytes(all.as_bytes())
}

/// The start of an archived audit's name in the index, and of an example's; no audit has a name with a
/// slash in it.
const ARCHIVE: &str = "archive/";
const EXAMPLE: &str = "example/";

/// The most rows that are shown before the folder of the audits is looked into: more than a screen has.
const AT_A_GLANCE: usize = 128;

/// Returns the name of a row in the index.
fn name_in_index(row: &LibraryRow) -> String {
    match row.origin {
        AuditOrigin::Mine(_) => row.name.clone(),
        AuditOrigin::Archived(_) => format!("{ARCHIVE}{}", row.name),
        AuditOrigin::Example(_) => format!("{EXAMPLE}{}", row.name),
    }
}

impl LocalDisk {
    /// Lists the audits, without reading one: what the index knows of them is shown.
    pub(super) fn listing(&self) -> Result<Listing, Problem> {
        let find =
            |places: &Places| store::found(&*self.disk, places).map_err(|error| problem(&error));
        let mine = find(&self.places)?;
        let archived = find(&Places {
            audits: self.places.archive(),
            ..self.places.clone()
        })?;
        let edition = self.whole_edition();
        let mut index: LibraryIndex<Summary> = edition
            .as_ref()
            .map(|edition| index::read(&*self.disk, &self.places, edition))
            .unwrap_or_default();
        let mut row = |one: FoundAudit, archived: bool| {
            let notices = store::sentences(&one.notices());
            let modified = one.modified();
            let origin = if archived {
                AuditOrigin::Archived(one.path)
            } else {
                AuditOrigin::Mine(one.path)
            };
            let mut row = LibraryRow {
                modified,
                stamp: one.stamp.words().to_owned(),
                notices,
                copies: one.copies.into_iter().map(|copy| copy.path).collect(),
                ..LibraryRow::found(one.name, origin)
            };
            if let Some(summary) = index.take(&name_in_index(&row), &one.stamp) {
                row.content = Content::Known(summary);
                row.stale = false;
            }
            row
        };
        let mut rows: Vec<LibraryRow> = mine.into_iter().map(|one| row(one, false)).collect();
        rows.extend(archived.into_iter().map(|one| row(one, true)));
        for mut row in LibraryRow::examples() {
            if let Some(summary) = index.take_fixed(&name_in_index(&row)) {
                row.content = Content::Known(summary);
                row.stale = false;
                rows.push(row);
            }
        }
        Ok(Listing {
            rows,
            edition: edition.map(|one| one.to_string()).unwrap_or_default(),
            at_a_glance: false,
        })
    }

    /// Returns the edition that the rows are of: with the rules of the councils.
    fn whole_edition(&self) -> Option<Digest> {
        self.edition.as_ref().map(|edition| {
            let all = configuration::councils(&*self.disk, &self.places).unwrap_or_default();
            let councils = all.iter().filter_map(|(_, text)| text.as_ref().ok());
            let parts = councils.map(|text| &*text.text);
            digest_of(std::iter::once(edition.as_str()).chain(parts))
        })
    }

    /// Returns what the index says of the audits that were shown first at the last start; none if there
    /// is no index.
    ///
    /// No audit is looked at, so that the first picture waits for none: the listing follows.
    pub fn glance(&self) -> Option<Listing> {
        let edition = self.whole_edition()?;
        let known = index::glance(&*self.disk, &self.places, &edition, AT_A_GLANCE);
        let archive = self.places.archive();
        let rows = known.into_iter().filter_map(|(name, stamp, summary)| {
            let mut row = if let Some(name) = name.strip_prefix(EXAMPLE) {
                LibraryRow::examples().find(|row| row.name == name)?
            } else {
                let (folder, own) = match name.strip_prefix(ARCHIVE) {
                    Some(name) => (&archive, name),
                    None => (&self.places.audits, &*name),
                };
                let path = store::library::path_in(folder, own);
                LibraryRow::found(
                    own.to_owned(),
                    if folder == &archive {
                        AuditOrigin::Archived(path)
                    } else {
                        AuditOrigin::Mine(path)
                    },
                )
            };
            row.modified = stamp.last().and_then(store::clock::moment);
            stamp.words().clone_into(&mut row.stamp);
            row.content = Content::Known(summary);
            Some(row)
        });
        let rows: Vec<LibraryRow> = rows.collect();
        (!rows.is_empty()).then(|| Listing {
            rows,
            edition: edition.to_string(),
            at_a_glance: true,
        })
    }

    /// Works out what the library shows of some audits.
    pub(super) fn work_out(&self, work: &RowsToWorkOut) -> EffectOutcome {
        let councils = settings::councils(&self.places);
        let rows = in_parallel(&work.rows, |row| self.work_out_one(work, row, &councils));
        EffectOutcome::WorkedOut(work.listing, rows)
    }

    fn work_out_one(
        &self,
        work: &RowsToWorkOut,
        row: &LibraryRow,
        councils: &[Council],
    ) -> LibraryRow {
        let path = match &row.origin {
            AuditOrigin::Mine(path) | AuditOrigin::Archived(path) => path,
            AuditOrigin::Example(name) => {
                let audit = example(name).ok_or_else(no_example);
                let audit = audit.as_ref().map(|audit| (audit, None));
                return work.done(row, audit.map_err(Clone::clone));
            }
        };
        let looked = store::look_at(&*self.disk, path);
        let mut done = match &looked.audit {
            Ok(audit) => {
                let mut all = councils.iter();
                let council = all.find(|one| one.is_of(&audit.review.authority));
                let window = council.map(Council::window);
                work.done(row, Ok((audit, window.as_ref())))
            }
            Err(error) => work.done(row, Err(problem(error))),
        };
        looked.stamp.words().clone_into(&mut done.stamp);
        done.damaged = looked.damaged.is_some();
        done.notices
            .extend(store::sentences(looked.damaged.as_slice()));
        done
    }

    /// Writes the index beside the audits. If that fails it is made again at the next start.
    pub(super) fn keep_index(&self, edition: &str, rows: Vec<LibraryRow>) -> EffectOutcome {
        if let Some(edition) = Digest::parse(edition) {
            let rows: Vec<(String, String, Summary)> = rows
                .into_iter()
                .filter_map(|row| match (name_in_index(&row), row) {
                    (
                        name,
                        LibraryRow {
                            content: Content::Known(summary),
                            stamp,
                            ..
                        },
                    ) => Some((name, stamp, summary)),
                    _ => None,
                })
                .collect();
            let _made_again = index::write(&*self.disk, &self.places, &edition, &rows);
        }
        EffectOutcome::IndexKept
    }
}

/// Loads the checklists that come with the program and the user's own; these are left out, and that is
/// said, if they have mistakes.
pub(super) fn load_checklists(own: Vec<ChecklistText>) -> EffectOutcome {
    let mut texts = shipped::checklists();
    texts.extend(own);
    let (library, notice) = match load_for_use(&texts) {
        Ok(library) => (library, None),
        Err(_) => (
            load_for_use(&shipped::checklists()).unwrap_or_default(),
            Some(LEFT_OUT),
        ),
    };
    EffectOutcome::ChecklistsRead(Arc::<Library>::new(library), notice.map(str::to_owned))
}
