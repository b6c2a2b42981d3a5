//! Old files of office programs: named by the streams in their root folder, never read.
//!
//! Such a file is a small file system (OLE compound file). Only its directory is looked at, and only
//! the names that lie in the root: a Word file may hold a whole workbook further down.

use super::error::Fault;

/// The most sectors of the directory that are followed.
const SECTORS: usize = 512;
/// The sector number that ends a chain; all above it are none.
const LAST: u32 = 0xFFFF_FFFA;
/// The number of an entry that is not there.
const NO_ENTRY: u32 = 0xFFFF_FFFF;

/// Streams that tell a kind, the kind with its article, and the kinds to save it as.
const KINDS: [(&str, &str, &str); 10] = [
    ("worddocument", "an old Word file (.doc)", "DOCX or PDF"),
    (
        "powerpoint document",
        "an old PowerPoint file (.ppt)",
        "PPTX or PDF",
    ),
    ("workbook", "an old Excel file (.xls)", "XLSX or PDF"),
    ("book", "an old Excel file (.xls)", "XLSX or PDF"),
    (
        "__properties_version1.0",
        "an e-mail saved by Outlook (.msg)",
        "EML, HTML or text, its attachments as files of their own",
    ),
    ("quill", "a Publisher file (.pub)", "PDF"),
    ("visiodocument", "an old Visio drawing (.vsd)", "PDF"),
    ("props12", "a Project file (.mpp)", "PDF"),
    ("props14", "a Project file (.mpp)", "PDF"),
    ("matost", "an old Works file (.wps)", "DOCX or PDF"),
];

/// Returns the fault for such a file, by its name and its way out.
pub(super) fn fault(bytes: &[u8], extension: &str) -> Fault {
    let names = root_names(bytes).unwrap_or_default();
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    // Office puts a document with a password into a file of this kind.
    if has("encryptedpackage") || has("encryptioninfo") {
        return Fault::NeedsPassword;
    }
    let by_stream = KINDS.iter().find(|(stream, ..)| has(stream));
    let by_name = || {
        KINDS
            .iter()
            .find(|(_, what, _)| what.contains(&format!("(.{extension})")))
    };
    let (what, save_as) = match by_stream.or_else(by_name) {
        Some((_, what, save_as)) => (*what, *save_as),
        None => (
            "an old file of an office program, of a kind that cannot be told",
            "PDF",
        ),
    };
    Fault::OldFormat {
        what: what.to_owned(),
        save_as: save_as.to_owned(),
    }
}

/// Returns the names in the root folder, in lower case; `None` if the directory cannot be found.
fn root_names(bytes: &[u8]) -> Option<Vec<String>> {
    let half = |at: usize| {
        let two = bytes.get(at..at + 2)?;
        Some(u16::from_le_bytes(two.try_into().ok()?))
    };
    let word = |at: usize| {
        let four = bytes.get(at..at + 4)?;
        Some(u32::from_le_bytes(four.try_into().ok()?))
    };
    let size = 1_usize << half(30)?.clamp(7, 16);
    let place = |sector: u32| {
        usize::try_from(sector)
            .ok()?
            .checked_add(1)?
            .checked_mul(size)
    };
    // The sectors of the table that chains sectors: the first 109 are in the header.
    let next = |sector: u32| {
        let sector = usize::try_from(sector).ok()?;
        let in_table = size / 4;
        let table = sector / in_table;
        if table >= 109 {
            return None;
        }
        let table = word(76 + 4 * table).filter(|one| *one < LAST)?;
        word(place(table)? + 4 * (sector % in_table))
    };
    let mut entries: Vec<&[u8]> = Vec::new();
    let mut sector = word(48)?;
    for _ in 0..SECTORS {
        if sector >= LAST {
            break;
        }
        let Some(start) = place(sector) else { break };
        let Some(bytes) = bytes.get(start..start.saturating_add(size).min(bytes.len())) else {
            break;
        };
        entries.extend(bytes.chunks_exact(128));
        let Some(following) = next(sector) else { break };
        sector = following;
    }
    let number = |entry: &[u8], at: usize| {
        let four = entry.get(at..at + 4)?;
        Some(u32::from_le_bytes(four.try_into().ok()?))
    };
    // The names of a folder are a tree: smaller ones at 68, greater ones at 72; the root's is at 76.
    let mut names = Vec::new();
    let mut seen = vec![false; entries.len()];
    let mut open = vec![number(entries.first()?, 76)?];
    while let Some(at) = open.pop() {
        let Ok(at) = usize::try_from(at) else {
            continue;
        };
        let (Some(entry), Some(seen)) = (entries.get(at), seen.get_mut(at)) else {
            continue;
        };
        if std::mem::replace(seen, true) {
            continue;
        }
        let length = entry.get(64).copied().map_or(0, usize::from).min(64);
        let units: Vec<u16> = entry
            .get(..length.saturating_sub(2))
            .unwrap_or_default()
            .chunks_exact(2)
            .map(|two| u16::from_le_bytes([two[0], two[1]]))
            .collect();
        names.push(String::from_utf16_lossy(&units).to_lowercase());
        open.extend(
            [68, 72]
                .iter()
                .filter_map(|side| number(entry, *side))
                .filter(|one| *one != NO_ENTRY),
        );
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file with these names in its root, and one name in a folder of it.
    fn file(names: &[&str], within: &str) -> Vec<u8> {
        let mut bytes = vec![0_u8; 512];
        bytes[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
        bytes[30] = 9;
        bytes[48..52].copy_from_slice(&1_u32.to_le_bytes());
        bytes[76..80].copy_from_slice(&0_u32.to_le_bytes());
        // Sector 0 is the table, 1 the directory and so on.
        let entries = names.len() + 3;
        let sectors = entries.div_ceil(4);
        let mut table = vec![0xFF_u8; 512];
        for at in 0..sectors {
            let next = if at + 1 == sectors {
                0xFFFF_FFFE
            } else {
                u32::try_from(at).unwrap() + 2
            };
            table[4 * (at + 1)..4 * (at + 2)].copy_from_slice(&next.to_le_bytes());
        }
        bytes.extend(table);
        let entry = |name: &str, left: u32, right: u32, child: u32| {
            let mut entry = vec![0_u8; 128];
            for (at, unit) in name.encode_utf16().enumerate() {
                entry[2 * at..2 * at + 2].copy_from_slice(&unit.to_le_bytes());
            }
            entry[64] = 2 * u8::try_from(name.len()).unwrap() + 2;
            for (at, number) in [(68, left), (72, right), (76, child)] {
                entry[at..at + 4].copy_from_slice(&number.to_le_bytes());
            }
            entry
        };
        bytes.extend(entry("Root Entry", NO_ENTRY, NO_ENTRY, 1));
        for (at, name) in names.iter().enumerate() {
            bytes.extend(entry(
                name,
                NO_ENTRY,
                u32::try_from(at).unwrap() + 2,
                NO_ENTRY,
            ));
        }
        let last = u32::try_from(names.len()).unwrap() + 2;
        bytes.extend(entry("ObjectPool", 1, NO_ENTRY, last));
        bytes.extend(entry(within, NO_ENTRY, NO_ENTRY, NO_ENTRY));
        bytes.resize(512 * (2 + sectors), 0);
        bytes
    }

    fn told(bytes: &[u8]) -> String {
        fault(bytes, "").to_string()
    }

    #[test]
    fn each_old_kind_is_named_by_its_streams_and_an_object_within_is_not_it() {
        let cases = [
            ("WordDocument", "an old Word file (.doc)"),
            ("PowerPoint Document", "an old PowerPoint file (.ppt)"),
            ("Workbook", "an old Excel file (.xls)"),
            ("Book", "an old Excel file (.xls)"),
            ("__properties_version1.0", "saved by Outlook (.msg)"),
            ("Quill", "a Publisher file (.pub)"),
            ("VisioDocument", "an old Visio drawing (.vsd)"),
        ];
        for (stream, what) in cases {
            // A loop of names and a whole kind further down change nothing.
            let bytes = file(
                &["\u{5}SummaryInformation", "1Table", stream],
                "EncryptedPackage",
            );
            let told = told(&bytes);
            assert!(told.contains(what) && told.contains("save it as"), "{told}");
        }
        assert_eq!(
            fault(&file(&["EncryptionInfo", "EncryptedPackage"], "x"), "docx"),
            Fault::NeedsPassword
        );
    }

    #[test]
    fn a_damaged_one_is_named_by_its_ending_and_a_hostile_one_ends() {
        let mut bytes = file(&["WordDocument"], "x");
        let start = bytes[..600].to_vec();
        assert!(fault(&start, "xls").to_string().contains("(.xls)"));
        assert!(told(&start).contains("of a kind that cannot be told"));
        // The directory's chain leads back to itself.
        bytes[512 + 4..512 + 8].copy_from_slice(&1_u32.to_le_bytes());
        assert!(told(&bytes).contains("(.doc)"));
        for at in 0..bytes.len().min(1024) {
            let mut bytes = bytes.clone();
            bytes[at] = 0xFF;
            let _ = told(&bytes);
        }
    }
}
