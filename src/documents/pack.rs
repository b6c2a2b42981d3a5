//! Papers in a folder, a zip archive or an e-mail: listed, and handed out one by one.
//!
//! Names come from other people: only the last part of each is used, without signs that a system
//! forbids. Archives within archives are told, never opened.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use super::error::Fault;
use super::folder::is_paper_name;
use super::kind::extension;
use super::limits::FILE_LIMIT;
use super::mail;
use super::plain::clean;

/// The most papers of a folder or an archive.
const PAPERS: usize = 1_000;
/// The most entries of an archive, or of a folder and those within it.
const ENTRIES: usize = 20_000;
/// The most that all papers of an archive may unpack to, in bytes.
const IN_ALL: u64 = 2 * 1024 * 1024 * 1024;
/// Folders within folders are followed no deeper than this.
const DEPTH: usize = 4;
/// The longest name, in characters.
const NAME: usize = 120;

/// Papers found in a folder, and what was passed over.
#[derive(Debug, Default)]
pub struct FolderPapers {
    /// The files, in order of their names.
    pub papers: Vec<PathBuf>,
    /// A few words for each file that is none.
    pub passed_over: Vec<String>,
}

/// Lists the papers in a folder and the folders within it. A link to a folder is not followed.
///
/// # Errors
/// A [`Fault`] if it is no folder, or may not be read.
pub fn papers_in_folder(folder: &Path) -> Result<FolderPapers, Fault> {
    let mut out = FolderPapers::default();
    let mut looked = 0;
    look_into(folder, 0, &mut looked, &mut out)?;
    Ok(out)
}

fn look_into(
    folder: &Path,
    depth: usize,
    looked: &mut usize,
    out: &mut FolderPapers,
) -> Result<(), Fault> {
    let entries = std::fs::read_dir(folder).map_err(|error| Fault::from_io(&error))?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .take(ENTRIES)
        .collect();
    paths.sort();
    for path in paths {
        *looked += 1;
        let name = path
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        if name.starts_with('.') || *looked > ENTRIES {
            continue;
        }
        if path.is_dir() {
            if path.is_symlink() || depth >= DEPTH {
                out.passed_over
                    .push(format!("{name}: a folder that is not followed"));
            } else if let Err(fault) = look_into(&path, depth + 1, looked, out) {
                out.passed_over.push(format!("{name} {fault}"));
            }
        } else if is_paper_name(&name) && out.papers.len() < PAPERS {
            out.papers.push(path);
        } else {
            out.passed_over.push(passed_over(&name));
        }
    }
    Ok(())
}

/// A paper within an archive or an e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedPaper {
    /// The name to give it: no path, and nothing that a system forbids.
    pub name: String,
    /// Number of bytes, as far as the file says.
    pub bytes: u64,
    at: usize,
}

/// The papers within an archive or an e-mail.
#[derive(Debug)]
pub struct PackedPapers {
    /// The papers, in their order.
    pub papers: Vec<PackedPaper>,
    /// A few words for each file that is none.
    pub passed_over: Vec<String>,
    from: Pack,
    left: u64,
}

#[derive(Debug)]
enum Pack {
    Zip(ZipArchive<File>),
    Mail(Vec<Vec<u8>>),
}

impl PackedPapers {
    /// Opens a zip archive of papers; `None` if the file is none, such as a Word document.
    ///
    /// # Errors
    /// A [`Fault`] if it is one and cannot be read.
    pub fn in_zip(path: &Path) -> Result<Option<Self>, Fault> {
        let disk = |error: io::Error| Fault::from_io(&error);
        let mut file = File::open(path).map_err(disk)?;
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
            papers: Vec::new(),
            passed_over: Vec::new(),
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
            let name = clean_name(&full);
            if entry.encrypted() {
                out.passed_over
                    .push(format!("{name}: locked with a password"));
            } else {
                out.offer(name, entry.size(), at);
            }
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
        let mut bytes = Vec::new();
        let file = File::open(path).map_err(disk)?;
        file.take(FILE_LIMIT)
            .read_to_end(&mut bytes)
            .map_err(disk)?;
        let sniffed = super::kind::sniff(&bytes, path);
        let is_mail = matches!(
            sniffed,
            Ok(super::kind::Sniffed::Known(super::paper::PaperKind::Mail))
        );
        if !is_mail {
            return Ok(None);
        }
        let files = mail::files(&bytes);
        let mut out = Self {
            papers: Vec::new(),
            passed_over: Vec::new(),
            from: Pack::Mail(Vec::new()),
            left: IN_ALL,
        };
        let mut contents = Vec::new();
        for (at, (name, bytes)) in files.into_iter().enumerate() {
            out.offer(clean_name(&name), bytes.len() as u64, at);
            contents.push(bytes);
        }
        out.from = Pack::Mail(contents);
        Ok(Some(out))
    }

    fn offer(&mut self, name: String, bytes: u64, at: usize) {
        if is_paper_name(&name) && bytes <= FILE_LIMIT && self.papers.len() < PAPERS {
            self.papers.push(PackedPaper { name, bytes, at });
        } else {
            self.passed_over.push(passed_over(&name));
        }
    }

    /// Hands out the bytes of a paper, piece by piece.
    ///
    /// # Errors
    /// If it is damaged, larger than it says, or `take` fails.
    pub fn unpack(
        &mut self,
        paper: &PackedPaper,
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

fn passed_over(name: &str) -> String {
    let why = match extension(Path::new(name)).as_str() {
        "zip" => "an archive within it; unpack it and add the papers in it",
        "doc" | "xls" | "ppt" | "msg" | "pub" | "vsd" => {
            "an old format that is not read; add it by itself to be told what to do"
        }
        _ => "not a kind of paper that is read",
    };
    format!("{}: {why}", crate::wording::escaped(name))
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

    #[test]
    fn a_folder_is_gone_through_and_what_is_no_paper_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let within = folder.path().join("appendices");
        std::fs::create_dir(&within).unwrap();
        for path in ["b.pdf", "a.docx", "logo.png", "old.doc", ".hidden.pdf"] {
            File::create(folder.path().join(path)).unwrap();
        }
        File::create(within.join("c.eml")).unwrap();
        let found = papers_in_folder(folder.path()).unwrap();
        let names: Vec<String> = found
            .papers
            .iter()
            .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        assert_eq!(names, ["a.docx", "c.eml", "b.pdf"]);
        assert_eq!(found.passed_over.len(), 2, "{:?}", found.passed_over);
        assert_eq!(
            papers_in_folder(Path::new("/no/such/folder")).unwrap_err(),
            Fault::Missing
        );
    }
}
