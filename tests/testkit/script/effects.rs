//! The effects that a desk asks for, carried out in memory: on a pretended disk, with papers at hand.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Script, library, listed};
use scrutineer::audit::{Audit, Document, History, MergeBase, MergePlan, Quotes, merge};
use scrutineer::base::{Digest, Problem, ProblemKind, SourceText};
use scrutineer::desk::comparing::Comparing;
use scrutineer::desk::message::TheirsRead;
use scrutineer::desk::papers::{Added, Fresh};
use scrutineer::desk::shelf::{AuditOrigin, LibraryRow, RowsToWorkOut, example};
use scrutineer::desk::surveying::{ReadForSurvey, SurveyRows, fold_survey};
use scrutineer::desk::{BackgroundJob, EffectOutcome, LibraryMove, OpenedAudit, StoreJob};
use scrutineer::documents::{
    Became, DocumentNotice, Folder, FolderEntry, FoundFile, Lies, NotRead, NoticeKind, Paper,
    Register, Shelf, Shelved, entry_for, find_papers, list_folder, read_trusted,
};
use scrutineer::import::Book;
use scrutineer::report::setting::Settings;
use scrutineer::report::setting::file::OfAuthor;
use scrutineer::report::{Council, Setting};
use scrutineer::session::take_out;
use scrutineer::store::RealDisk;

impl Script {
    /// Works out a row of the library.
    fn work_out(&self, work: &RowsToWorkOut, row: &LibraryRow) -> LibraryRow {
        let (audit, council) = if let AuditOrigin::Example(name) = row.origin {
            (example(name).expect("an example"), None)
        } else {
            let found = self.disk.iter().find(|(name, _)| *name == row.name);
            let audit = found.expect("on the disk").1.clone();
            let mut all = self.councils.iter();
            let council = all.find(|one| one.is_of(&audit.review.authority));
            (audit, council.map(Council::window))
        };
        work.done(row, Ok((&audit, council.as_ref())))
    }

    pub(super) fn store(&mut self, job: StoreJob) -> Option<EffectOutcome> {
        match job {
            StoreJob::List => {
                let rows = self.disk.iter().map(|(name, _)| LibraryRow {
                    modified: Some(self.now),
                    copies: self.copies.clone(),
                    ..self.row(name)
                });
                Some(listed(rows.collect()))
            }
            StoreJob::Create { name, audit } => {
                self.disk.push((name.clone(), (*audit).clone()));
                Some(opened(&name, *audit))
            }
            StoreJob::Move { path, to } => {
                let name = path.display().to_string();
                let (now, taken) = match &to {
                    LibraryMove::Name(now) => {
                        (now.clone(), self.disk.iter().any(|one| one.0 == *now))
                    }
                    _ => (name.clone(), false),
                };
                let moved = if taken {
                    Err(Problem::exists(Path::new(&now)))
                } else {
                    self.archived.retain(|one| *one != name);
                    if to == LibraryMove::Archive {
                        self.archived.push(name.clone());
                    }
                    let mut all = self.disk.iter_mut();
                    let one = all.find(|one| one.0 == name).expect("on the disk");
                    one.0.clone_from(&now);
                    Ok((PathBuf::from(now), Vec::new()))
                };
                Some(EffectOutcome::Moved { to, moved })
            }
            StoreJob::Duplicate { path, name } => {
                let from = path.display().to_string();
                let mut all = self.disk.iter();
                let (_, audit) = all.find(|(one, _)| *one == from).expect("on the disk");
                let audit = audit.clone();
                self.disk.push((name.clone(), audit.clone()));
                Some(opened(&name, audit))
            }
            StoreJob::Open(path) => {
                let name = path.display().to_string();
                let audit = self
                    .disk
                    .iter()
                    .find(|(one, _)| *one == name)
                    .expect("on the disk");
                Some(opened(&name, audit.1.clone()))
            }
            StoreJob::Save { entries, audit } => {
                let seq = entries.last().expect("an entry").seq;
                self.saved.extend(entries);
                if let Some(last) = self.disk.last_mut() {
                    last.1 = Arc::unwrap_or_clone(audit);
                }
                Some(EffectOutcome::Saved {
                    seq,
                    head: Digest::of_text("x"),
                    notices: Vec::new(),
                })
            }
            StoreJob::Close => None,
        }
    }

    pub(super) fn run(&mut self, job: BackgroundJob) -> Option<EffectOutcome> {
        Some(match job {
            BackgroundJob::LoadChecklists(_) => EffectOutcome::ChecklistsRead(library(), None),
            BackgroundJob::WorkOut(work) => {
                let rows = work.rows.iter().map(|row| self.work_out(&work, row));
                EffectOutcome::WorkedOut(work.listing, rows.collect())
            }
            BackgroundJob::KeepIndex(..) => EffectOutcome::IndexKept,
            BackgroundJob::LoadSetting(authority) => EffectOutcome::Setting {
                setting: Ok(Box::new(Setting {
                    council: self
                        .councils
                        .iter()
                        .find(|one| one.is_of(&authority))
                        .cloned()
                        .unwrap_or_default(),
                    settings: Settings {
                        author: self.author.clone(),
                        we: self.we.clone(),
                        capacity: self.capacity,
                        ..Settings::default()
                    },
                    ..Setting::default()
                })),
                authority,
            },
            BackgroundJob::KeepAuthor(which, text) => {
                match which {
                    OfAuthor::Name => self.author.clone_from(&text),
                    OfAuthor::We => self.we.clone_from(&text),
                }
                EffectOutcome::AuthorKept {
                    which,
                    text,
                    path: PathBuf::from("settings.toml"),
                }
            }
            BackgroundJob::KeepPerson(person) => {
                if !person.name.is_empty() {
                    self.author.clone_from(&person.name);
                }
                if !person.we.is_empty() {
                    self.we.clone_from(&person.we);
                }
                self.capacity = person.capacity.or(self.capacity);
                EffectOutcome::PersonKept(person, PathBuf::from("settings.toml"))
            }
            BackgroundJob::Remember(memory) => {
                self.remembered.keep(memory);
                EffectOutcome::Remembered
            }
            BackgroundJob::KeepTheme(_) => EffectOutcome::ThemeKept("settings.toml".into()),
            BackgroundJob::OpenOutside(path) => {
                self.opened.push(path.clone());
                EffectOutcome::OpenedOutside(path)
            }
            BackgroundJob::KeepCouncil(council) => {
                self.councils.retain(|one| !one.is_of(&council.name));
                let path = PathBuf::from(format!("{}.toml", council.name));
                self.councils.push((*council).clone());
                EffectOutcome::CouncilKept(path, council)
            }
            BackgroundJob::WriteReport {
                order,
                path,
                overwrite,
                ..
            } => {
                let mut bytes = Vec::new();
                let went = order.ready(|paper| paper.write_to(&mut bytes));
                went.expect("it can be built").expect("a Vec takes all");
                if !overwrite && self.files.iter().any(|(one, _)| *one == path) {
                    EffectOutcome::Failed(Problem::exists(&path))
                } else {
                    self.files.push((path.clone(), bytes));
                    EffectOutcome::Wrote(path)
                }
            }
            BackgroundJob::WriteBundle {
                order,
                path,
                overwrite,
                ..
            } => {
                if !overwrite && self.files.iter().any(|(one, _)| *one == path) {
                    EffectOutcome::Failed(Problem::exists(&path))
                } else {
                    let audit = &self.disk.last().expect("an audit").1;
                    let papers = order.papers(audit, &Quotes::default());
                    let names: Vec<String> =
                        papers.files.into_iter().map(|(name, _)| name).collect();
                    self.files
                        .push((path.clone(), names.join(" ").into_bytes()));
                    EffectOutcome::Bundled(path, papers.left_out)
                }
            }
            BackgroundJob::TakeOut { .. } => EffectOutcome::TakenOut,
            BackgroundJob::ReadRegister { .. } | BackgroundJob::ReadFiles { .. }
                if !self.papers_come =>
            {
                return None;
            }
            BackgroundJob::ReadRegister {
                documents, known, ..
            } => {
                self.known = known.len();
                let register = Arc::new(self.register(&documents));
                EffectOutcome::PapersRead {
                    documents,
                    register,
                }
            }
            BackgroundJob::FindPapers { paths, within } => {
                EffectOutcome::PapersFound(self.found(&paths, within))
            }
            BackgroundJob::ReadFiles {
                files, documents, ..
            } => {
                let taken = take_out(&RealDisk, &files, None);
                let mut added = self.added(&taken.files, &documents);
                added.failed.extend(taken.failed);
                EffectOutcome::Added(added)
            }
            BackgroundJob::ReadSheet(path) => {
                let bytes = self.papers.iter().find(|(one, _)| *one == path);
                let book = bytes
                    .ok_or_else(|| "it is not there".to_owned())
                    .and_then(|(_, bytes)| {
                        scrutineer::import::read_trusted(bytes.clone())
                            .map_err(|fault| format!("{} {fault}", path.display()))
                    })
                    .map(|book| {
                        let name = path.file_name().expect("a name").display().to_string();
                        Box::new(Book { name, ..book })
                    });
                EffectOutcome::SheetRead(book.map_err(|why| Problem::new(ProblemKind::Data, why)))
            }
            BackgroundJob::ReadTheirs { history, path, .. } => {
                let Some((_, bytes)) = self.papers.iter().find(|(one, _)| *one == path) else {
                    let why = Problem::new(ProblemKind::Data, "it is not there");
                    return Some(EffectOutcome::TheirsRead(Err(why)));
                };
                let text = String::from_utf8(bytes.clone()).expect("text");
                let theirs = Audit::read(&SourceText::new("theirs", text)).expect("an audit");
                let state = history.ancestor(&History::begin(theirs.clone()));
                let base = state
                    .as_ref()
                    .map_or(MergeBase::Unknown, |_| MergeBase::Common);
                let merged = merge(state.as_ref(), history.audit(), &theirs);
                EffectOutcome::TheirsRead(match merged {
                    Ok(merged) => Ok(Box::new(TheirsRead {
                        name: path.file_name().expect("a name").display().to_string(),
                        bundle: None,
                        plan: MergePlan {
                            base,
                            state,
                            theirs,
                            merged,
                        },
                    })),
                    Err(why) => Err(Problem::new(ProblemKind::Data, why.to_string())),
                })
            }
            BackgroundJob::ComparePapers { .. } if !self.papers_come => return None,
            BackgroundJob::ComparePapers {
                register,
                draft,
                last,
            } => EffectOutcome::Compared(
                Comparing::in_register(&register, &draft, &last).map(Box::new),
            ),
            BackgroundJob::Survey { library, today } => {
                let maker = SurveyRows::new(&library, today);
                let rows = self.disk.iter().map(|(name, audit)| {
                    let read = ReadForSurvey {
                        audit,
                        origin: None,
                        head: None,
                        changes: 0,
                    };
                    (PathBuf::from(name), Ok(maker.row(&read)))
                });
                let survey = fold_survey(&library, rows.collect(), Vec::new());
                EffectOutcome::Surveyed(Box::new(survey))
            }
            BackgroundJob::ListFolder(asked) => EffectOutcome::Folder {
                found: Ok(self.folder(asked.clone())),
                asked,
            },
        })
    }

    /// Puts a paper on the pretended disk.
    pub fn paper(&mut self, path: &str, text: &str) -> &mut Self {
        let path = PathBuf::from(path);
        self.papers.retain(|(one, _)| *one != path);
        self.papers.push((path, text.as_bytes().to_vec()));
        self
    }

    fn read(&self, path: &Path) -> Result<Arc<Paper>, String> {
        let name = path.display();
        // On Windows a register writes the drive before it.
        let whole = |path: &Path| std::path::absolute(path).expect("a path");
        let is_it = |one: &&(PathBuf, Vec<u8>)| whole(&one.0) == whole(path);
        let pretended = self.papers.iter().find(is_it);
        let bytes = pretended.map(|(_, bytes)| bytes.clone());
        let bytes = bytes.or_else(|| std::fs::read(path).ok());
        let bytes = bytes.ok_or_else(|| format!("{name} is not there"))?;
        read_trusted(bytes, path)
            .map(Arc::new)
            .map_err(|fault| format!("{name} {fault}"))
    }

    fn register(&self, documents: &[Document]) -> Register {
        let mut register = Register::default();
        let (mut papers, mut not_read) = (Vec::new(), Vec::new());
        for document in documents {
            let read = match &document.path {
                Some(path) => self.read(Path::new(path)),
                None => Err("was asked for and refused".to_owned()),
            };
            match read {
                Ok(paper) => {
                    if document.sha256.is_some() && document.sha256 != paper.sha256 {
                        register.notices.push(DocumentNotice {
                            document: document.id.clone(),
                            file: document.title.clone(),
                            kind: NoticeKind::Changed,
                        });
                    }
                    papers.push(Shelved::new(document, paper));
                }
                Err(why) => not_read.push(NotRead {
                    id: document.id.clone(),
                    title: document.title.clone(),
                    why,
                }),
            }
        }
        register.shelf = Shelf::new(papers, not_read);
        register
    }

    /// The papers at some paths: those of a pretended folder, or else what is really there.
    fn found(&self, paths: &[PathBuf], within: bool) -> Vec<FoundFile> {
        let of_folder = |one: &Path| within && one.parent() == paths.first().map(PathBuf::as_path);
        let pretended: Vec<FoundFile> = self
            .papers
            .iter()
            .filter(|(one, _)| of_folder(one))
            .map(|(one, bytes)| FoundFile {
                name: one.file_name().expect("a name").display().to_string(),
                bytes: bytes.len() as u64,
                refused: None,
                lies: Lies::InFolder(one.clone()),
            })
            .collect();
        if pretended.is_empty() {
            find_papers(paths, true)
        } else {
            pretended
        }
    }

    fn added(&self, paths: &[PathBuf], documents: &[Document]) -> Added {
        let mut added = Added::default();
        for path in paths {
            match self.read(path) {
                Ok(paper) => added.fresh.push(Fresh {
                    entry: entry_for(path, &paper, Path::new("/audits"), documents),
                    became: Became::New,
                    paper,
                }),
                Err(why) => added.failed.push(why),
            }
        }
        added
    }

    fn folder(&self, path: Option<PathBuf>) -> Folder {
        let path = path.unwrap_or_else(|| PathBuf::from("/papers"));
        let within = |one: &Path| one.parent() == Some(path.as_path());
        let entries = self
            .papers
            .iter()
            .filter(|(one, _)| within(one))
            .map(|(one, bytes)| FolderEntry {
                name: one.file_name().expect("a name").display().to_string(),
                is_folder: false,
                is_file: true,
                bytes: bytes.len() as u64,
            })
            .collect::<Vec<_>>();
        let real = entries.is_empty().then(|| list_folder(Some(&path)).ok());
        real.flatten().unwrap_or(Folder { path, entries })
    }
}

fn opened(name: &str, audit: Audit) -> EffectOutcome {
    EffectOutcome::Opened(Box::new(OpenedAudit {
        path: PathBuf::from(name),
        name: name.to_owned(),
        history: History::begin(audit),
        read_only: None,
        notices: Vec::new(),
        head: None,
    }))
}
