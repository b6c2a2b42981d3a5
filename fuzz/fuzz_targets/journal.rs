//! A journal of arbitrary bytes beside a good readable file: it is read or refused in words, it
//! ends, and looking writes nothing.
//!
//! A journal reader that only ever sees broken chains is not tried far. So bytes that begin with
//! `#` are taken line by line, without it, and each line's `prev` is set to what the line before
//! demands; other bytes go in as they are.

#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use scrutineer::base::Digest;
use scrutineer::store;

#[path = "../../tests/testkit/memory_disk.rs"]
mod memory_disk;
use memory_disk::MemoryDisk;

const AUDIT: &str = "/audits/a.audit.toml";
const JOURNAL: &str = "/audits/a.audit.journal";
const GOOD: &[u8] = include_bytes!("../../tests/fixtures/format-1.audit.toml");
const PREV: &[u8] = b"{\"prev\":\"";
const DIGEST: usize = 71;

/// The same lines, each of them following from the one before.
fn chained(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut before: Option<Digest> = None;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let start = out.len();
        let rest = line
            .strip_prefix(PREV)
            .and_then(|rest| rest.get(DIGEST..).map(|rest| (rest, before.as_ref())));
        if let Some((rest, Some(digest))) = rest {
            out.extend_from_slice(PREV);
            out.extend_from_slice(digest.as_str().as_bytes());
            out.extend_from_slice(rest);
        } else {
            out.extend_from_slice(line);
        }
        let line = &out[start..];
        before = Some(Digest::of_bytes(line.strip_suffix(b"\n").unwrap_or(line)));
    }
    out
}

fuzz_target!(|bytes: &[u8]| {
    let journal = match bytes.strip_prefix(b"#") {
        Some(lines) => chained(lines),
        None => bytes.to_vec(),
    };
    let disk = MemoryDisk::with_folder("/audits");
    disk.put(AUDIT, GOOD);
    disk.put(JOURNAL, journal.as_slice());

    let peeked = store::peek(&disk, Path::new(AUDIT));
    let alone = store::peek(&disk, Path::new(JOURNAL));
    let lines = store::history(&disk, Path::new(AUDIT));
    let verified = store::verify(&disk, Path::new(AUDIT));
    assert_eq!(peeked.is_ok(), lines.is_ok());
    assert_eq!(peeked.is_ok(), verified.is_ok());
    for refused in [
        peeked.err().map(|error| error.to_string()),
        alone.err().map(|error| error.to_string()),
    ] {
        let said = refused.unwrap_or_else(|| "nothing".to_owned());
        assert!(!said.is_empty(), "refused without a word");
    }

    assert_eq!(disk.bytes(AUDIT).as_deref(), Some(GOOD));
    assert_eq!(disk.bytes(JOURNAL), Some(journal));
    assert_eq!(disk.files().len(), 2, "looking wrote something");
});
