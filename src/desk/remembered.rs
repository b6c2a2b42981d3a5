//! The desk's memory from one start to the next: how far the tour went, when each audit was opened
//! last, what the user holds for it.
//!
//! Nothing is decided by it and nothing of an audit is in it: a file that is lost or broken is an
//! empty one.
//!
//! ```toml
//! tour = 2
//! [opened]
//! "/home/j/audits/anytown.audit.toml" = "2026-11-22T18:13:20+00:00"
//! [holds]
//! "/home/j/audits/anytown.audit.toml" = ["report", "meeting"]
//! ```

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use toml_edit::{Array, DocumentMut, Item, Table, Value, value};

use super::held::Held;
use crate::base::Word as _;

/// The most audits that are remembered; the ones opened longest ago are forgotten.
const MOST: usize = 200;

/// Everything that is remembered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remembered {
    /// The number of steps of the tour that were done; `None` if it was never begun.
    pub tour: Option<usize>,
    /// The time at which each audit was opened last, by the path of its file.
    pub opened: BTreeMap<PathBuf, DateTime<Utc>>,
    /// The things that the user holds for each audit, by the path of its file.
    pub holds: BTreeMap<PathBuf, Vec<Held>>,
}

/// One thing to remember.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reminder {
    /// So many steps of the tour were done.
    Tour(usize),
    /// An audit was opened.
    Opened(PathBuf, DateTime<Utc>),
    /// The user said what they hold for an audit.
    Holds(PathBuf, Vec<Held>),
}

impl Remembered {
    /// Reads what was kept; what cannot be read is forgotten.
    pub fn read(text: &str) -> Self {
        let Ok(kept) = text.parse::<DocumentMut>() else {
            return Self::default();
        };
        let entries = |name: &str| {
            let table = kept.get(name).and_then(Item::as_table_like);
            let entries = table.into_iter().flat_map(|table| table.iter());
            entries.map(|(path, item)| (PathBuf::from(path), item.clone()))
        };
        let tour = kept.get("tour").and_then(Item::as_integer);
        let moment = |item: &Item| {
            let at = DateTime::parse_from_rfc3339(item.as_str()?).ok()?;
            Some(at.with_timezone(&Utc))
        };
        let words = |item: &Item| -> Vec<Held> {
            let list = item.as_array().into_iter().flat_map(Array::iter);
            list.filter_map(|word| Held::from_word(word.as_str()?))
                .collect()
        };
        Self {
            tour: tour.and_then(|steps| usize::try_from(steps).ok()),
            opened: entries("opened")
                .filter_map(|(path, item)| Some((path, moment(&item)?)))
                .collect(),
            holds: entries("holds")
                .map(|(path, item)| (path, words(&item)))
                .filter(|(_, held)| !held.is_empty())
                .collect(),
        }
    }

    /// Adds one thing to what is remembered.
    pub fn keep(&mut self, memory: Reminder) {
        match memory {
            Reminder::Tour(steps) => self.tour = Some(steps),
            Reminder::Opened(path, at) => {
                self.opened.insert(path, at);
            }
            Reminder::Holds(path, held) if held.is_empty() => {
                self.holds.remove(&path);
            }
            Reminder::Holds(path, held) => {
                self.holds.insert(path, held);
            }
        }
        while self.opened.len() > MOST {
            let oldest = self.opened.iter().min_by_key(|(_, at)| **at);
            let Some(oldest) = oldest.map(|(path, _)| path.clone()) else {
                break;
            };
            self.opened.remove(&oldest);
            self.holds.remove(&oldest);
        }
    }

    /// Returns the text to keep. A path that is no text is left out.
    pub fn to_toml(&self) -> String {
        let mut text = DocumentMut::new();
        if let Some(steps) = self.tour {
            let steps = i64::try_from(steps).unwrap_or_default();
            text.insert("tour", value(steps));
        }
        let name = |path: &Path| path.to_str().map(str::to_owned);
        let mut opened = Table::new();
        for (path, at) in &self.opened {
            if let Some(path) = name(path) {
                opened.insert(&path, value(at.to_rfc3339()));
            }
        }
        let mut holds = Table::new();
        for (path, held) in &self.holds {
            if let Some(path) = name(path) {
                let words: Array = held.iter().map(|one| Value::from(one.word())).collect();
                holds.insert(&path, value(words));
            }
        }
        for (name, table) in [("opened", opened), ("holds", holds)] {
            if !table.is_empty() {
                text.insert(name, Item::Table(table));
            }
        }
        format!("# Kept by the desk for your convenience; it may be deleted.\n{text}")
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn moment(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    #[test]
    fn what_is_kept_is_read_again_whatever_the_paths_are_called() {
        let mut all = Remembered::default();
        assert_eq!(Remembered::read(&all.to_toml()), all);
        all.keep(Reminder::Tour(3));
        for (at, path) in ["/a b/ü.toml", "C:\\x\\\"y\".toml", "plain"]
            .iter()
            .enumerate()
        {
            let at = i64::try_from(at).expect("small");
            all.keep(Reminder::Opened(path.into(), moment(at)));
            all.keep(Reminder::Holds(path.into(), Held::ALL.to_vec()));
        }
        let text = all.to_toml();
        assert_eq!(Remembered::read(&text), all, "{text}");
        all.keep(Reminder::Holds("plain".into(), Vec::new()));
        assert_eq!(all.holds.len(), 2);
    }

    #[test]
    fn a_broken_file_is_an_empty_one_and_a_broken_entry_is_left_out() {
        assert_eq!(Remembered::read("tour = ["), Remembered::default());
        let read = Remembered::read(
            "tour = -4\n[opened]\na = \"yesterday\"\nb = \"1970-01-01T00:00:05Z\"\n[holds]\nc = 4\nd = \
             [\"report\", \"gold\"]\n",
        );
        assert_eq!(read.tour, None);
        assert_eq!(read.opened, [("b".into(), moment(5))].into());
        assert_eq!(read.holds, [("d".into(), vec![Held::Report])].into());
    }

    #[test]
    fn the_audits_opened_longest_ago_are_forgotten_first() {
        let mut all = Remembered::default();
        let most = i64::try_from(MOST).expect("small");
        for at in 0..=most {
            all.keep(Reminder::Opened(format!("{at}").into(), moment(at)));
        }
        assert_eq!(all.opened.len(), MOST);
        assert!(!all.opened.contains_key(Path::new("0")));
        assert!(all.opened.contains_key(Path::new("1")));
    }
}
