//! Migration from older formats to the present one: numbered pure functions, one for each step.
//!
//! The present format is the first, so there is no step yet; the mechanism is here so that the
//! first change of format is a function and a fixture, not an invention. A step changes values,
//! never files: the readable file is migrated in memory, and its old bytes are kept beside it
//! before the first save; the journal is never rewritten at all: each of its lines records its
//! format where that changes, and is migrated whenever it is read.

use serde_json::Value;

use crate::audit::AUDIT_FORMAT;

/// The reason why something in an older format cannot be migrated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum NotMigrated {
    /// No step leads from that format.
    #[error("no format {0} is known")]
    NoStep(i64),
    /// The step from a format does not find what it converts.
    #[error("from format {0}: {1}")]
    Missing(i64, &'static str),
}

/// The result of a migration step: the converted value, or what it does not find.
pub(super) type Migrated<T> = Result<T, &'static str>;

/// A migration step from one format to the next.
#[derive(Debug, Clone, Copy)]
pub(super) struct Migration {
    /// The format to start from; the result has the next number.
    pub(super) from: i64,
    /// Migrates the readable file.
    pub(super) file: fn(toml::Table) -> Migrated<toml::Table>,
    /// Migrates the audit in the first line of a journal.
    pub(super) base: fn(Value) -> Migrated<Value>,
    /// Migrates an entry of a journal.
    pub(super) entry: fn(Value) -> Migrated<Value>,
}

/// The formats known to a program.
#[derive(Debug, Clone, Copy)]
pub(super) struct Formats {
    /// The format it writes.
    pub(super) current: i64,
    /// The steps up to it, in order.
    pub(super) steps: &'static [Migration],
}

impl Formats {
    /// The formats of this program.
    pub(super) const OURS: Self = Self {
        current: AUDIT_FORMAT,
        steps: &[],
    };

    /// Returns true if this older format can be migrated to the present one.
    pub(super) fn knows(&self, format: i64) -> bool {
        format < self.current && (format..self.current).all(|from| self.step(from).is_some())
    }

    fn step(&self, from: i64) -> Option<&Migration> {
        self.steps.iter().find(|step| step.from == from)
    }

    fn migrate<T>(
        &self,
        from: i64,
        value: T,
        which: impl Fn(&Migration) -> fn(T) -> Migrated<T>,
    ) -> Result<T, NotMigrated> {
        (from..self.current).try_fold(value, |value, from| {
            let step = self.step(from).ok_or(NotMigrated::NoStep(from))?;
            which(step)(value).map_err(|why| NotMigrated::Missing(from, why))
        })
    }

    /// Migrates a readable file to the present format.
    pub(super) fn migrate_file(
        &self,
        from: i64,
        table: toml::Table,
    ) -> Result<toml::Table, NotMigrated> {
        let mut table = self.migrate(from, table, |step| step.file)?;
        table.insert("format".to_owned(), toml::Value::Integer(self.current));
        Ok(table)
    }

    /// Migrates the audit in a journal's first line to the present format.
    pub(super) fn migrate_base(&self, from: i64, base: Value) -> Result<Value, NotMigrated> {
        self.migrate(from, base, |step| step.base)
    }

    /// Migrates an entry of a journal to the present format.
    pub(super) fn migrate_entry(&self, from: i64, entry: Value) -> Result<Value, NotMigrated> {
        self.migrate(from, entry, |step| step.entry)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use chrono::DateTime;

    use super::*;
    use crate::audit::{Audit, Review};
    use crate::base::Digest;
    use crate::store::StoreError;
    use crate::store::memory_disk::{Fault, MemoryDisk};
    use crate::store::open::open_with;

    /// An artificial step: format 0 calls `authority` and `by` of format 1 `council` and `who`.
    const FROM_ZERO: Formats = Formats {
        current: 1,
        steps: &[Migration {
            from: 0,
            file: of_file,
            base: of_base,
            entry: of_entry,
        }],
    };

    fn of_file(mut table: toml::Table) -> Migrated<toml::Table> {
        let review = table.get_mut("review").and_then(toml::Value::as_table_mut);
        let review = review.ok_or("there is no [review]")?;
        let council = review.remove("council").ok_or("the council is missing")?;
        review.insert("authority".to_owned(), council);
        Ok(table)
    }

    fn rename(value: &mut Value, from: &str, to: &str) {
        if let Some(object) = value.as_object_mut()
            && let Some(inner) = object.remove(from)
        {
            object.insert(to.to_owned(), inner);
        }
    }

    fn of_base(mut base: Value) -> Migrated<Value> {
        rename(
            base.get_mut("review").ok_or("no review")?,
            "council",
            "authority",
        );
        Ok(base)
    }

    fn of_entry(mut entry: Value) -> Migrated<Value> {
        entry.get("who").ok_or("nobody made it")?;
        rename(&mut entry, "who", "by");
        Ok(entry)
    }

    const PATH: &str = "/a/x.audit.toml";
    const JOURNAL: &str = "/a/x.audit.journal";

    fn at(second: i64) -> DateTime<chrono::Utc> {
        DateTime::from_timestamp(second, 0).unwrap_or_default()
    }

    /// Returns a disk with an audit in the artificial format 0, with one change in its journal.
    fn old_disk() -> (MemoryDisk, String, String) {
        let disk = MemoryDisk::with_folder("/a");
        let audit = Audit::new(Review::named("Leeds", "Parks"));
        let base = serde_json::to_string(&audit)
            .expect("JSON")
            .replace("authority", "council");
        let header = format!(
            r#"{{"format":0,"program":"0.0","at":"{0}","by":"Ann","base":{base}}}"#,
            at(1).to_rfc3339()
        );
        let prev = Digest::of_bytes(header.as_bytes());
        let entry = format!(
            r#"{{"prev":"{prev}","entry":{{"seq":1,"at":"{}","who":"Ann","action":{{"do":{{"answer":{{"question":"q","before":null,"after":{{"status":"met"}}}}}}}}}}}}"#,
            at(2).to_rfc3339()
        );
        let file = audit
            .to_toml()
            .replace("format = 1", "format = 0")
            .replace("authority", "council")
            + "\n[answers.q]\nstatus = \"met\"\n";
        let journal = format!("{header}\n{entry}\n");
        disk.put(PATH, file.clone());
        disk.put(JOURNAL, journal.clone());
        (disk, file, journal)
    }

    fn open(disk: &MemoryDisk) -> Result<crate::store::Opened, StoreError> {
        open_with(
            Arc::new(disk.clone()),
            Path::new(PATH),
            "Bob",
            at(9),
            FROM_ZERO,
        )
    }

    fn text(disk: &MemoryDisk, path: &str) -> String {
        String::from_utf8(disk.bytes(path).expect("a file")).expect("text")
    }

    #[test]
    fn an_older_audit_is_converted_with_its_first_change_and_kept_as_it_was() {
        let (disk, file, journal) = old_disk();
        let mut opened = open(&disk).expect("opened");
        assert_eq!(opened.history.audit().review.authority, "Leeds");
        assert_eq!(
            opened.history.entries().first().map(|one| one.by.as_str()),
            Some("Ann")
        );
        assert!(
            opened
                .notices
                .iter()
                .any(|notice| notice.to_string().contains("older format 0"))
        );
        assert_eq!(
            (text(&disk, PATH), text(&disk, JOURNAL)),
            (file.clone(), journal.clone())
        );
        let change = opened
            .history
            .audit()
            .edit_review(|review| review.service = "Trees".into());
        let change = change.expect("a change");
        let entry = opened
            .history
            .record(change, "Bob", at(5))
            .expect("it fits")
            .clone();
        let writer = opened.writer.as_mut().expect("a writer");
        writer.append(&[entry]).expect("saved");
        assert_eq!(text(&disk, "/a/x.audit.v0-backup.toml"), file);
        let now = text(&disk, JOURNAL);
        assert!(now.starts_with(&journal), "the journal is never rewritten");
        assert!(
            now.lines()
                .last()
                .is_some_and(|line| line.starts_with("{\"format\":1,"))
        );
        let notices = writer.snapshot(opened.history.audit()).expect("written");
        assert!(
            notices
                .iter()
                .any(|notice| notice.to_string().contains("v0-backup")),
            "{notices:?}"
        );
        assert!(text(&disk, PATH).starts_with("format = 1\n"));
        let history = opened.history.clone();
        drop(opened);
        let mut again = open(&disk).expect("opened");
        assert_eq!((&again.history, again.notices.len()), (&history, 0));
        // The next line records no format: it has that of the line before.
        let undo = again.history.undo("Bob", at(6)).expect("an undo").clone();
        again
            .writer
            .as_mut()
            .expect("a writer")
            .append(&[undo])
            .expect("saved");
        assert!(
            text(&disk, JOURNAL)
                .lines()
                .last()
                .is_some_and(|l| l.starts_with("{\"prev\":"))
        );
        drop(again);
        assert_eq!(open(&disk).expect("opened").history.last_seq(), 3);
    }

    #[test]
    fn nothing_is_written_before_the_old_file_is_kept() {
        let (disk, file, journal) = old_disk();
        let mut opened = open(&disk).expect("opened");
        disk.set_fault(Some(Fault::Always(std::io::ErrorKind::StorageFull)));
        let undo = opened.history.undo("Bob", at(6)).expect("an undo").clone();
        let writer = opened.writer.as_mut().expect("a writer");
        writer
            .append(std::slice::from_ref(&undo))
            .expect_err("the disk is full");
        assert_eq!(
            (text(&disk, PATH), text(&disk, JOURNAL)),
            (file.clone(), journal)
        );
        disk.set_fault(None);
        writer.append(&[]).expect("there is room");
        assert_eq!(text(&disk, "/a/x.audit.v0-backup.toml"), file);
    }

    #[test]
    fn remarks_in_an_older_file_are_kept_where_their_places_still_are() {
        let (disk, file, _) = old_disk();
        let remarked = file
            .replace("council = ", "# which one?\ncouncil = ")
            .replace("service = ", "# all of it\nservice = ")
            .replace("[answers.q]", "[answers.q] # of q");
        disk.put(PATH, remarked.clone());
        let mut opened = open(&disk).expect("opened");
        let writer = opened.writer.as_mut().expect("a writer");
        let notices = writer.snapshot(opened.history.audit()).expect("written");
        assert_eq!(notices.len(), 1, "{notices:?}");
        assert_eq!(text(&disk, "/a/x.audit.v0-backup.toml"), remarked);
        let now = text(&disk, PATH);
        for lines in [
            "[review]\n# which one?\n\nauthority = ",
            "\n# all of it\nservice = ",
            "\n[answers.\"q\"] # of q\n",
        ] {
            assert!(now.contains(lines), "{lines}: {now}");
        }
    }

    #[test]
    fn an_older_file_that_cannot_be_converted_is_left_alone() {
        let (disk, file, _) = old_disk();
        let strange = file.replace("council", "cuoncil");
        disk.put(PATH, strange.clone());
        let error = open(&disk).expect_err("it cannot be converted");
        assert!(
            matches!(error, StoreError::Migration { format: 0, .. }),
            "{error}"
        );
        assert!(
            error.to_string().contains("the council is missing"),
            "{error}"
        );
        assert_eq!(text(&disk, PATH), strange);
    }

    #[test]
    fn there_is_a_step_from_every_format_there_ever_was() {
        let ours = Formats::OURS;
        for format in 1..ours.current {
            assert!(ours.knows(format), "format {format}");
        }
        assert!(!ours.knows(0) && !ours.knows(ours.current));
    }
}
