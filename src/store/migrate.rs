//! From older formats to the present one: numbered pure functions, one for each step.
//!
//! The present format is the first, so there is no step yet; the mechanism is here so that the
//! first change of format is a function and a fixture, not an invention. A step changes values,
//! never files: the readable file is migrated in memory, and its old bytes are kept beside it
//! before the first save; the journal is never rewritten at all: each of its lines says its format
//! where that changes, and is migrated whenever it is read.

use serde_json::Value;

use crate::audit::AUDIT_FORMAT;

/// One step: from a format to the next.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// The format it starts from; it ends at the next number.
    pub(super) from: i64,
    /// What it does to the readable file.
    pub(super) file: fn(toml::Table) -> Result<toml::Table, String>,
    /// What it does to the audit in the first line of a journal.
    pub(super) base: fn(Value) -> Result<Value, String>,
    /// What it does to an entry of a journal.
    pub(super) entry: fn(Value) -> Result<Value, String>,
}

/// The formats a program knows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Formats {
    /// The one it writes.
    pub(super) current: i64,
    /// The steps to it, in order.
    pub(super) steps: &'static [Step],
}

impl Formats {
    /// Those of this program.
    pub(super) const OURS: Self = Self {
        current: AUDIT_FORMAT,
        steps: &[],
    };

    /// Whether there is a way from this older format to the present one.
    pub(super) fn knows(&self, format: i64) -> bool {
        format < self.current && (format..self.current).all(|from| self.step(from).is_some())
    }

    fn step(&self, from: i64) -> Option<&Step> {
        self.steps.iter().find(|step| step.from == from)
    }

    fn migrate<T>(
        &self,
        from: i64,
        value: T,
        which: impl Fn(&Step) -> fn(T) -> Result<T, String>,
    ) -> Result<T, String> {
        (from..self.current).try_fold(value, |value, from| {
            let step = self
                .step(from)
                .ok_or_else(|| format!("no format {from} is known"))?;
            which(step)(value).map_err(|why| format!("from format {from}: {why}"))
        })
    }

    /// A readable file, brought to the present format.
    pub(super) fn migrate_file(
        &self,
        from: i64,
        table: toml::Table,
    ) -> Result<toml::Table, String> {
        let mut table = self.migrate(from, table, |step| step.file)?;
        table.insert("format".to_owned(), toml::Value::Integer(self.current));
        Ok(table)
    }

    /// The beginning of a journal, brought to the present format.
    pub(super) fn migrate_base(&self, from: i64, base: Value) -> Result<Value, String> {
        self.migrate(from, base, |step| step.base)
    }

    /// An entry of a journal, brought to the present format.
    pub(super) fn migrate_entry(&self, from: i64, entry: Value) -> Result<Value, String> {
        self.migrate(from, entry, |step| step.entry)
    }
}
