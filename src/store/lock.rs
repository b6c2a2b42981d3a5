//! The lock beside an audit, so that one window writes, and the note in it that names its holder.
//!
//! The lock is the system's own and is released when its process ends, however it ends; a lock
//! *file* that is left over means nothing and is taken. It is a courtesy, and on some network
//! drives not even that: the chain of the journal reveals a second writer anyway.

use std::any::Any;
use std::io;
use std::path::Path;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use super::disk::{Disk, Locked};
use super::error::why;
use crate::wording::escaped;

/// The holder of a lock.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Holder {
    pub(super) pid: u32,
    pub(super) user: String,
    #[serde(default)]
    pub(super) host: String,
    pub(super) since: String,
}

impl Holder {
    pub(super) fn us(user: &str, now: DateTime<Utc>) -> Self {
        Self {
            pid: std::process::id(),
            user: user.to_owned(),
            host: host(),
            since: now.to_rfc3339_opts(SecondsFormat::Secs, true),
        }
    }

    fn note(&self) -> Vec<u8> {
        // Four plain fields cannot fail to be written.
        let mut note = serde_json::to_vec(self).unwrap_or_default();
        note.push(b'\n');
        note
    }

    /// Describes ourselves as another window would see us.
    pub(super) fn say_self(&self) -> String {
        Self::say(&self.note())
    }

    /// Describes a holder in words: user, computer, process, time.
    fn say(note: &[u8]) -> String {
        let Ok(holder) = serde_json::from_slice::<Self>(note) else {
            return "by an unknown user".to_owned();
        };
        let user = if holder.user.is_empty() {
            "somebody"
        } else {
            &holder.user
        };
        let host = if holder.host.is_empty() {
            String::new()
        } else {
            format!(" on {}", holder.host)
        };
        escaped(&format!(
            "by {user}{host}, process {}, since {}",
            holder.pid, holder.since
        ))
    }
}

/// Result of an attempt to lock an audit.
pub(super) enum LockTaken {
    /// The lock is ours until this is dropped.
    Held(Box<dyn Any + Send>),
    /// There are no locks on this disk: go on, and tell the system's reason.
    NoLocks(String),
    /// Somebody holds it; a description of them.
    Busy(String),
    /// Something in the lock's place is no lock: it was left alone.
    NotOurs,
    /// The system's error, if nothing can be written beside the audit.
    Refused(io::Error),
}

/// Returns true if a file holds a note of ours, or the beginning of one: a process may die over it.
pub(super) fn is_note(bytes: &[u8]) -> bool {
    let begins = b"{\"pid\":";
    bytes.starts_with(begins) || begins.starts_with(bytes)
}

/// Tries to take the lock beside an audit.
pub(super) fn take(disk: &dyn Disk, path: &Path, holder: &Holder) -> LockTaken {
    match disk.lock(path, &holder.note(), is_note) {
        Ok(Locked::Held(guard)) => LockTaken::Held(guard),
        Ok(Locked::NotOurs) => LockTaken::NotOurs,
        Ok(Locked::Busy(note)) => LockTaken::Busy(Holder::say(&note)),
        Ok(Locked::Unsupported(error)) => LockTaken::NoLocks(why(&error)),
        Err(error) => LockTaken::Refused(error),
    }
}

fn host() -> String {
    let known = ["HOSTNAME", "COMPUTERNAME"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|name| !name.is_empty()));
    known
        .or_else(|| std::fs::read_to_string("/proc/sys/kernel/hostname").ok())
        .or_else(|| std::fs::read_to_string("/etc/hostname").ok())
        .map(|name| name.trim().chars().take(64).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_holder_is_said_in_words_and_cannot_steer_the_terminal() {
        let holder = Holder {
            pid: 7,
            user: "Ann\u{1b}[2J".to_owned(),
            host: "desk".to_owned(),
            since: "2026-11-22T19:04:00Z".to_owned(),
        };
        assert_eq!(
            Holder::say(&holder.note()),
            "by Ann\\u{1b}[2J on desk, process 7, since 2026-11-22T19:04:00Z"
        );
        assert_eq!(Holder::say(b"\xff garbage"), "by an unknown user");
        assert!(is_note(&holder.note()) && is_note(b"{\"pid\":12,\"us") && is_note(b"{\"p"));
        assert!(!is_note(b"precious\n") && !is_note(b"{\"format\":1}"));
    }
}
