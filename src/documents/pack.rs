//! Papers packed in a zip archive or an e-mail: listed, and handed out one by one.
//!
//! Names come from other people: only the last part of each is used, without signs that a system
//! forbids. Archives within archives are told, never opened.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use zip::ZipArchive;

use super::error::Fault;
use super::folder::refusal;
use super::limits::{ENTRIES, FILE_LIMIT};
use super::mail;
use super::opened::open_file;
use super::plain::clean;

/// The most that all papers of an archive may unpack to, in bytes.
const IN_ALL: u64 = 2 * 1024 * 1024 * 1024;
/// Number of bytes in which a mail is known.
const START: u64 = 4096;
/// The longest name, in characters.
const NAME: usize = 120;

/// A file within an archive or an e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedFile {
    /// The name to give it: no path, and nothing that a system forbids.
    pub name: String,
    /// Number of bytes, as far as the archive says.
    pub bytes: u64,
    /// The reason why it cannot be added as a paper, if it cannot.
    pub refused: Option<String>,
    at: usize,
}

/// The files within an archive or an e-mail.
#[derive(Debug)]
pub struct PackedPapers {
    /// The files, in their order: papers, and those that are refused.
    pub files: Vec<PackedFile>,
    from: Pack,
    left: u64,
}

#[derive(Debug)]
enum Pack {
    Zip(ZipArchive<File>),
    Mail(Vec<Vec<u8>>),
}

impl PackedPapers {
    /// Opens a zip archive of papers or the files attached to an e-mail; `None` if it is neither.
    pub fn open(path: &Path) -> Option<Self> {
        let zip = Self::in_zip(path).ok().flatten();
        zip.or_else(|| Self::in_mail(path).ok().flatten())
    }

    /// Opens a zip archive of papers; `None` if the file is none, such as a Word document.
    ///
    /// # Errors
    /// A [`Fault`] if it is one and cannot be read.
    pub fn in_zip(path: &Path) -> Result<Option<Self>, Fault> {
        let disk = |error: io::Error| Fault::from_io(&error);
        let mut file = open_file(path).map_err(disk)?;
        let mut start = [0; 4];
        let known = file.read_exact(&mut start).is_ok();
        if !known || (start != *b"PK\x03\x04" && start != *b"PK\x05\x06") {
            return Ok(None);
        }
        let damaged = || Fault::Damaged {
            what: "a zip archive".to_owned(),
        };
        let mut zip = ZipArchive::new(file).map_err(|_| damaged())?;
        let is_document = [
            "mimetype",
            "_rels/.rels",
            "[Content_Types].xml",
            "Index/Document.iwa",
        ]
        .iter()
        .any(|part| zip.index_for_name(part).is_some());
        if is_document {
            return Ok(None);
        }
        let mut out = Self {
            files: Vec::new(),
            from: Pack::Mail(Vec::new()),
            left: IN_ALL,
        };
        for at in 0..zip.len().min(ENTRIES) {
            let Ok(entry) = zip.by_index_raw(at) else {
                continue;
            };
            let full = entry
                .name()
                .map_or_else(|_| String::new(), |name| name.to_string());
            if entry.is_dir() || full.starts_with("__MACOSX/") {
                continue;
            }
            let locked = || "it is locked with a password".to_owned();
            let refused = entry.encrypted().then(locked);
            out.offer(clean_name(&full), entry.size(), refused, at);
        }
        out.from = Pack::Zip(zip);
        Ok(Some(out))
    }

    /// Opens the files attached to an e-mail; `None` if the file is none.
    ///
    /// # Errors
    /// A [`Fault`] if it cannot be read.
    pub fn in_mail(path: &Path) -> Result<Option<Self>, Fault> {
        let disk = |error: io::Error| Fault::from_io(&error);
        let is_mail = |bytes: &[u8]| {
            let sniffed = super::kind::sniff(bytes, path);
            matches!(
                sniffed,
                Ok(super::kind::Sniffed::Known(super::paper::PaperKind::Mail))
            )
        };
        let mut bytes = Vec::new();
        let mut file = open_file(path).map_err(disk)?;
        // Most files show in their first lines that they are none.
        for most in [START, FILE_LIMIT - START] {
            let part = std::io::Read::by_ref(&mut file).take(most);
            { part }.read_to_end(&mut bytes).map_err(disk)?;
            if !is_mail(&bytes) {
                return Ok(None);
            }
        }
        let files = mail::files(&bytes);
        let mut out = Self {
            files: Vec::new(),
            from: Pack::Mail(Vec::new()),
            left: IN_ALL,
        };
        let mut contents = Vec::new();
        for (at, (name, bytes)) in files.into_iter().enumerate() {
            out.offer(clean_name(&name), bytes.len() as u64, None, at);
            contents.push(bytes);
        }
        out.from = Pack::Mail(contents);
        Ok(Some(out))
    }

    fn offer(&mut self, name: String, bytes: u64, refused: Option<String>, at: usize) {
        let refused = refused.or_else(|| refusal(&name, bytes));
        self.files.push(PackedFile {
            name,
            bytes,
            refused,
            at,
        });
    }

    /// Hands out the bytes of a paper, piece by piece.
    ///
    /// # Errors
    /// If it is damaged, larger than it says, or `take` fails.
    pub fn unpack(
        &mut self,
        paper: &PackedFile,
        take: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        let zip = match &mut self.from {
            Pack::Mail(files) => {
                let bytes = files.get(paper.at).map(Vec::as_slice);
                return take(bytes.unwrap_or_default());
            }
            Pack::Zip(zip) => zip,
        };
        let entry = zip.by_index(paper.at).map_err(io::Error::other)?;
        // Declared sizes can be false.
        let most = paper.bytes.min(self.left);
        let mut entry = entry.take(most + 1);
        let mut buffer = vec![0; 64 * 1024];
        let mut read = 0_u64;
        loop {
            let count = entry.read(&mut buffer)?;
            let Some(piece) = buffer.get(..count).filter(|piece| !piece.is_empty()) else {
                break;
            };
            read += count as u64;
            if read > most {
                return Err(io::Error::other("it unpacks to more than is allowed"));
            }
            take(piece)?;
        }
        self.left = self.left.saturating_sub(read);
        Ok(())
    }
}

/// Returns a name that is fit to be a file's: the last part of a path, without signs that a system
/// forbids.
fn clean_name(path: &str) -> String {
    let last = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = clean(last)
        .chars()
        .map(|c| match c {
            '<' | '>' | ':' | '"' | '|' | '?' | '*' => '_',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect();
    let name = name
        .trim()
        .trim_start_matches('.')
        .trim_end_matches(['.', ' ']);
    let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
    let stem: String = stem.chars().take(NAME).collect();
    let device = stem.to_ascii_lowercase();
    let is_device = matches!(device.as_str(), "con" | "prn" | "aux" | "nul")
        || (device.len() == 4
            && (device.starts_with("com") || device.starts_with("lpt"))
            && device.ends_with(|c: char| c.is_ascii_digit()));
    let stem = if is_device || stem.is_empty() {
        format!("paper {stem}").trim().to_owned()
    } else {
        stem
    };
    let end: String = end.chars().take(10).collect();
    if end.is_empty() {
        stem
    } else {
        format!("{stem}.{end}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_from_elsewhere_never_leads_out_of_its_folder() {
        for (given, kept) in [
            ("../../etc/report.pdf", "report.pdf"),
            ("C:\\papers\\01 EqIA.pdf", "01 EqIA.pdf"),
            ("a/b/..", "paper"),
            ("con.pdf", "paper con.pdf"),
            ("what? <now>.pdf", "what_ _now_.pdf"),
            (".hidden.pdf", "hidden.pdf"),
            ("tab\tand\u{202e}fdp.exe", "tab andfdp.exe"),
        ] {
            assert_eq!(clean_name(given), kept, "{given:?}");
        }
        assert!(clean_name(&"x".repeat(5_000)).len() <= NAME);
    }
}
