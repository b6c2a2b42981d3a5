//! A bundle made: what goes in is settled first, then written in one go.

use std::collections::BTreeSet;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::manifest::{
    AUDIT, BUNDLE_FORMAT, BundledFile, JOURNAL, MANIFEST, Manifest, PAGES, PaperLeftOut, READ_ME,
    SCRIPT,
};
use crate::audit::{Audit, Document, Quotes};
use crate::base::digest::hex;
use crate::documents::{
    FileState, NoticeKind, PageJson, PaperReader, ReadingStage, Register, file_state, folder_of,
    open_file, paper_at, quotes, read_register,
};
use crate::report::{for_a_bundle, has_private};
use crate::store::{self, Disk, StoreError};

/// The independent check, which a stranger can run without this program.
const CHECK: &str = include_str!("../../../docs/check-quotations.py");

/// The papers chosen for a bundle.
#[derive(Debug, Clone, Default)]
pub struct BundleChoice {
    /// The ids of the papers that are left out.
    pub without: Vec<String>,
    /// The ids of the papers that were seen in confidence and go in all the same.
    pub in_confidence: Vec<String>,
    /// True if the journal is left out.
    pub without_journal: bool,
}

/// Reason why no bundle is made.
#[derive(Debug, thiserror::Error)]
pub enum NotBundled {
    /// The audit cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The audit cannot be relied on.
    #[error("nothing was bundled: {0}")]
    Unreliable(String),
    /// A paper that was named is not one that can be.
    #[error("nothing was bundled: {0}")]
    Choice(String),
    /// The file of a paper is not the one that was registered.
    #[error(
        "nothing was bundled: the file of “{title}” {why}. Register it again, or leave it out \
         (--without {id})"
    )]
    Paper {
        /// The id of the paper.
        id: String,
        /// Its title.
        title: String,
        /// The reason.
        why: String,
    },
}

/// A paper written by this program that goes into a bundle.
#[derive(Debug, Clone)]
pub struct WrittenPaper {
    /// Its name: `submission.html`.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The file of a registered paper.
#[derive(Debug, Clone)]
pub struct PaperFile {
    /// The id of the paper.
    pub document: String,
    /// Its name in the bundle.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// Its SHA-256.
    pub sha256: String,
}

/// A bundle that is settled and not yet written.
#[derive(Debug)]
pub struct Bundled {
    /// The audit without what stays with its user.
    pub audit: Audit,
    /// The files of its papers.
    pub papers: Vec<PaperFile>,
    /// The papers as read.
    pub register: Register,
    /// The papers whose files were left out.
    pub left_out: Vec<PaperLeftOut>,
    /// Number of papers that were seen in confidence and left out.
    pub in_confidence: usize,
    /// The reason why the journal is left out.
    pub journal_left_out: Option<String>,
    text: String,
    journal: Option<Vec<u8>>,
}

impl Bundled {
    /// Settles what goes into the bundle of the audit at a path; reads its papers.
    ///
    /// # Errors
    /// [`NotBundled`] with a sentence; nothing was written.
    pub fn settle(
        disk: &dyn Disk,
        path: &Path,
        choice: &BundleChoice,
        reader: &PaperReader,
        go_on: &mut dyn FnMut(ReadingStage<'_>) -> std::ops::ControlFlow<()>,
    ) -> Result<Self, NotBundled> {
        let kept = store::for_bundle(disk, path)?;
        if let Some(why) = kept.damage {
            return Err(NotBundled::Unreliable(why));
        }
        if kept.newer {
            return Err(NotBundled::Unreliable(
                "a newer version of this program made the audit; use that one".to_owned(),
            ));
        }
        check_choice(&kept.audit, choice)?;
        let mut audit = for_a_bundle(&kept.audit, &choice.in_confidence);
        let folder = folder_of(path);
        let mut left_out = Vec::new();
        let mut papers = Vec::new();
        for (number, document) in (1..).zip(&audit.documents) {
            let name = name_of(number, document);
            // An id may be another one now, a path is not.
            let was = |one: &&Document| one.path == document.path && one.sha256 == document.sha256;
            let chosen = |one: &Document| choice.without.contains(&one.id);
            let without = kept.audit.documents.iter().filter(was).any(chosen);
            match paper_file(document, &folder, name, without)? {
                Ok(paper) => papers.push(paper),
                Err(why) => left_out.push(PaperLeftOut {
                    document: document.id.clone(),
                    why,
                }),
            }
        }
        let wanted: BTreeSet<&str> = papers.iter().map(|one| one.document.as_str()).collect();
        let documents: Vec<Document> = (audit.documents.iter())
            .filter(|one| wanted.contains(one.id.as_str()))
            .cloned()
            .collect();
        let register = read_register(&documents, &folder, reader, &[], go_on);
        if register.cancelled {
            return Err(NotBundled::Choice(
                "reading the papers was stopped".to_owned(),
            ));
        }
        let journal = journal_of(&kept.audit, &audit, kept.journal, choice);
        let (journal, text, journal_left_out) = match journal {
            Ok((journal, text)) => (Some(journal), text, None),
            Err(why) => {
                // The paths of this computer lead nowhere on another.
                for document in &mut audit.documents {
                    let file = papers.iter().find(|one| one.document == document.id);
                    document.path = file.map(|one| one.name.clone());
                }
                (None, audit.to_toml(), Some(why))
            }
        };
        Ok(Self {
            in_confidence: kept.audit.documents.len() - audit.documents.len(),
            audit,
            papers,
            register,
            left_out,
            journal_left_out,
            text,
            journal,
        })
    }

    /// Looks the quotations up again in the papers that are in the bundle.
    pub fn quotes(&self) -> Quotes {
        quotes(&self.audit, &self.register.shelf, &Quotes::default())
    }

    /// Returns sentences for the user about what is not in it.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.in_confidence > 0 {
            notes.push(format!(
                "Left out, with every word that names or quotes them: {} seen in confidence",
                crate::wording::count(self.in_confidence, "paper", "papers")
            ));
        }
        notes.extend(
            self.journal_left_out
                .iter()
                .map(|why| format!("The journal is left out: {why}")),
        );
        notes.extend(self.left_out.iter().map(|one| {
            let title = self
                .audit
                .document(&one.document)
                .map_or("", |one| &one.title);
            format!("The file of “{title}” is not in it: {}", one.why)
        }));
        let unread = self.register.notices.iter();
        let unread = unread.filter(|one| matches!(one.kind, NoticeKind::Unread(_)));
        notes.extend(unread.map(|one| format!("{}: {one}", one.document)));
        notes
    }

    /// Writes the bundle. The same bundle, made on the same day, gives the same bytes.
    ///
    /// # Errors
    /// Any error of a disk; a paper that changed since it was settled.
    pub fn write_to(
        &self,
        today: NaiveDate,
        written: &[WrittenPaper],
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .system(System::Dos);
        let mut zip = Packer {
            zip: ZipWriter::new_stream(out),
            options,
            files: Vec::new(),
        };
        zip.put(READ_ME, self.read_me(written).as_bytes())?;
        zip.put(AUDIT, self.text.as_bytes())?;
        if let Some(journal) = &self.journal {
            zip.put(JOURNAL, journal)?;
        }
        for paper in &self.papers {
            zip.copy(paper)?;
        }
        for paper in written {
            zip.put(&format!("written/{}", paper.name), &paper.bytes)?;
        }
        zip.put(PAGES, &self.pages()?)?;
        zip.put(SCRIPT, CHECK.as_bytes())?;
        let manifest = Manifest {
            format: BUNDLE_FORMAT,
            program: format!("scrutineer {}", env!("CARGO_PKG_VERSION")),
            made: today,
            review: (&self.audit.review).into(),
            journal: self.journal.is_some(),
            journal_left_out: self.journal_left_out.clone(),
            in_confidence: self.in_confidence,
            left_out: self.left_out.clone(),
            files: std::mem::take(&mut zip.files),
        };
        let mut text = serde_json::to_vec_pretty(&manifest)?;
        text.push(b'\n');
        zip.put(MANIFEST, &text)?;
        zip.zip.finish().map_err(io::Error::other)?;
        Ok(())
    }

    /// Returns the text of the papers as the program reads it, for the independent check.
    fn pages(&self) -> io::Result<Vec<u8>> {
        let papers = self.register.shelf.papers();
        let pages: Vec<PageJson<'_>> = papers
            .iter()
            .filter_map(|one| Some((self.audit.document(&one.id)?, &one.paper)))
            .flat_map(|(document, paper)| {
                let pages = paper.pages.iter();
                pages.map(move |page| PageJson::of(document, paper, page))
            })
            .collect();
        Ok(serde_json::to_vec(&pages)?)
    }

    fn read_me(&self, written: &[WrittenPaper]) -> String {
        let review = &self.audit.review;
        let journal = match &self.journal_left_out {
            None => format!("{JOURNAL}   every change made to the audit, oldest first"),
            Some(why) => format!("The journal is not in this bundle: {why}."),
        };
        let papers = if self.papers.is_empty() {
            ""
        } else {
            "papers/                the papers that the audit rests on, as they were received\n"
        };
        let ours = if written.is_empty() {
            ""
        } else {
            "written/               what was written from the audit\n"
        };
        format!(
            "An audit of a review\n\
             {authority}: {service}\n\n\
             {AUDIT}      the audit: a text that any text editor opens\n\
             {journal}\n\
             {papers}{ours}\
             {PAGES}             the text of every page, as the program reads it\n\
             {SCRIPT}    a program that looks every quotation up again in that text\n\
             {MANIFEST}          every file of this bundle with its SHA-256\n\n\
             To check the quotations without Scrutineer, unpack the bundle and type (Python 3.11 or later):\n    \
             python3 {SCRIPT} {PAGES} {AUDIT}\n\
             To check the bundle with Scrutineer, type:\n    \
             scrutineer verify BUNDLE.zip\n\
             To take it into your own audit of the same review, type:\n    \
             scrutineer merge YOUR-AUDIT BUNDLE.zip\n",
            authority = crate::wording::one_line(&review.authority),
            service = crate::wording::one_line(&review.service),
        )
    }
}

/// Writer of the files of a bundle, which notes what it wrote.
struct Packer<W: io::Write> {
    zip: ZipWriter<zip::write::StreamWriter<W>>,
    options: SimpleFileOptions,
    files: Vec<BundledFile>,
}

impl<W: io::Write> Packer<W> {
    fn put(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.zip
            .start_file(name, self.options)
            .map_err(io::Error::other)?;
        self.zip.write_all(bytes)?;
        self.files.push(BundledFile {
            name: name.to_owned(),
            bytes: bytes.len() as u64,
            sha256: hex(&Sha256::digest(bytes)),
            document: None,
        });
        Ok(())
    }

    fn copy(&mut self, paper: &PaperFile) -> io::Result<()> {
        let options = self.options.large_file(true);
        self.zip
            .start_file(paper.name.as_str(), options)
            .map_err(io::Error::other)?;
        let mut file = open_file(&paper.path)?;
        let mut digest = Sha256::new();
        let (mut buffer, mut bytes) = (vec![0; 1 << 16], 0_u64);
        loop {
            let read = file.read(&mut buffer)?;
            let Some(piece) = buffer.get(..read).filter(|piece| !piece.is_empty()) else {
                break;
            };
            bytes += read as u64;
            digest.update(piece);
            self.zip.write_all(piece)?;
        }
        let sha256 = hex(&digest.finalize());
        if sha256 != paper.sha256 {
            return Err(io::Error::other(format!(
                "the file of {} changed while it was bundled; try again",
                paper.document
            )));
        }
        self.files.push(BundledFile {
            name: paper.name.clone(),
            bytes,
            sha256,
            document: Some(paper.document.clone()),
        });
        Ok(())
    }
}

/// Refuses names of papers that are not what the user takes them for.
fn check_choice(audit: &Audit, choice: &BundleChoice) -> Result<(), NotBundled> {
    for id in choice.without.iter().chain(&choice.in_confidence) {
        let Some(document) = audit.document(id) else {
            let ids: Vec<&str> = audit.documents.iter().map(|one| one.id.as_str()).collect();
            return Err(NotBundled::Choice(format!(
                "there is no document “{id}” in this audit; they are: {}",
                ids.join(", ")
            )));
        };
        if choice.in_confidence.contains(id) && !document.is_in_confidence() {
            return Err(NotBundled::Choice(format!(
                "“{}” ({id}) was not given in confidence, so it goes in anyway; leave --in-confidence \
                 {id} out",
                document.title
            )));
        }
    }
    Ok(())
}

/// Returns the name of a paper's file in a bundle: its number and its id.
fn name_of(number: usize, document: &Document) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let id: String = document.id.chars().map(plain).take(60).collect();
    let end = document
        .path
        .as_deref()
        .and_then(|path| Path::new(path).extension());
    let end: String = end
        .map(|end| {
            end.to_string_lossy()
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .take(8)
                .collect()
        })
        .unwrap_or_default();
    let dot = if end.is_empty() { "" } else { "." };
    format!(
        "papers/{number:02}-{}{dot}{}",
        id.trim_matches('-'),
        end.to_lowercase()
    )
}

/// Returns the file of a paper, or the reason why it is left out.
fn paper_file(
    document: &Document,
    folder: &Path,
    name: String,
    without: bool,
) -> Result<Result<PaperFile, String>, NotBundled> {
    if without {
        return Ok(Err("whoever made the bundle left it out".to_owned()));
    }
    let Some(path) = &document.path else {
        return Ok(Err("it is registered without a file".to_owned()));
    };
    let mut path = paper_at(folder, path);
    let not = |why: &str| NotBundled::Paper {
        id: document.id.clone(),
        title: document.title.clone(),
        why: why.to_owned(),
    };
    let sha256 = match file_state(&path, document.sha256.as_deref()) {
        FileState::Same => document
            .sha256
            .clone()
            .unwrap_or_default()
            .trim()
            .to_lowercase(),
        FileState::Unmarked(now) => now,
        FileState::Moved(Some(to)) => {
            path = to;
            document
                .sha256
                .clone()
                .unwrap_or_default()
                .trim()
                .to_lowercase()
        }
        FileState::Changed(_) => return Err(not("is another one now")),
        FileState::Moved(None) => return Err(not("is not where it was")),
        FileState::Unreadable(why) => return Err(not(&format!("cannot be read: it {why}"))),
    };
    Ok(Ok(PaperFile {
        document: document.id.clone(),
        name,
        path,
        sha256,
    }))
}

/// Returns the journal with the audit file written from it, or the reason why it is left out.
///
/// It holds what is in no file any more, so it goes in only if nothing that stays with the user was
/// ever in it.
fn journal_of(
    whole: &Audit,
    open: &Audit,
    journal: Option<(Vec<u8>, String)>,
    choice: &BundleChoice,
) -> Result<(Vec<u8>, String), String> {
    if choice.without_journal {
        return Err("whoever made the bundle left it out".to_owned());
    }
    let (journal, text) =
        journal.ok_or("there is none, or the audit file was changed without it")?;
    if whole != open {
        return Err("it holds what is not in this bundle".to_owned());
    }
    let named = |document: &serde_json::Map<String, Value>| {
        let text = |key: &str| document.get(key).and_then(Value::as_str);
        let now = text("id").and_then(|id| whole.document(id));
        now.is_some_and(|now| {
            choice.in_confidence.contains(&now.id) && text("sha256") == now.sha256.as_deref()
        })
    };
    for line in journal
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
    {
        let line: Value =
            serde_json::from_slice(line).map_err(|_| "a line of it cannot be read".to_owned())?;
        if stays(&line, &named) {
            return Err("it holds earlier words that stay with whoever wrote them".to_owned());
        }
    }
    Ok((journal, text))
}

/// Returns true if a value holds a paper seen in confidence that was not named, or a private text.
fn stays(value: &Value, named: &dyn Fn(&serde_json::Map<String, Value>) -> bool) -> bool {
    match value {
        Value::String(text) => has_private(text),
        Value::Array(all) => all.iter().any(|one| stays(one, named)),
        Value::Object(all) => {
            let text = |key: &str| all.get(key).and_then(Value::as_str);
            let secret = text("access") == Some("in-confidence") && !named(all);
            let is_document = all.contains_key("title") && all.contains_key("id");
            let noted = is_document && text("note").is_some_and(|note| !note.trim().is_empty());
            secret || noted || all.values().any(|one| stays(one, named))
        }
        _ => false,
    }
}
