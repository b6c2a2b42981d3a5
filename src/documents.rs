//! The council's own documents: read, searched, cited, and proved silent.
//!
//! * [`PaperReader`] reads a file in a worker process and returns a [`Paper`]: pages and paragraphs as
//!   printed, and the parts that could not be read.
//! * [`Shelf`] holds the documents of an audit with their index: free [`search`](Shelf::search),
//!   [`passages`](Shelf::passages) for a question, [`Silence`] where nothing was found, and
//!   the first [`sweep`](Shelf::sweep) over all open questions.
//! * [`quotes`] looks every quotation of an audit up again in the papers it is taken from.
//! * [`read_register`] reads all documents of an audit, [`entry_for`] makes the entry for a new
//!   one, and [`file_state`] reports a registered file that changed or moved.
//!
//! This room reads the disk and never writes it; it knows no screen and never asks for the date:
//! that is passed in. A suggestion made here becomes an answer only through the user.

mod assemble;
pub mod capped;
pub mod compare;
mod error;
mod extract;
mod fingerprint;
mod folder;
mod footnotes;
mod from_audit;
mod garbled;
mod gather;
mod html;
mod index;
mod kind;
mod language;
mod likely;
mod limits;
mod looks;
mod mail;
mod margin;
mod meeting;
mod notice;
mod numerals;
mod offer;
mod offers;
mod office;
mod ole;
mod opened;
mod pack;
mod page_json;
mod paper;
mod parallel;
mod passage;
mod pdf;
mod plain;
mod query;
mod quotation;
mod rank;
mod raw;
mod read_first;
mod reader;
mod register;
mod rtf;
mod sections;
mod shelf;
mod silence;
mod sweep;
mod words;
mod worker;

pub use capped::{CappedHeap, capped_heap};
pub use error::{Fault, ReadError, Stop};
pub use extract::read_trusted;
pub use fingerprint::{FileState, file_state, sha256_of_file};
pub use folder::{Folder, FolderEntry, at_home, list_folder};
pub use from_audit::{folder_of, paper_at, path_from};
pub use gather::{FoundFile, Lies, find_papers};
pub use meeting::{LinkedPaper, MeetingPage, linked_papers, title_of_item};
pub use notice::{DocumentNotice, NoticeKind};
pub use offer::Offer;
pub use offers::{OwnDetails, own_details};
pub use opened::{fault_at, open_file};
pub use pack::{PackedFile, PackedPapers};
pub use page_json::{ApartJson, PageJson, ParagraphJson};
pub use paper::{
    ApartKind, ApartText, Besides, Page, PageState, Paging, Paper, PaperKind, Paragraph,
    ParagraphRole, one_line, say_pages,
};
pub use parallel::in_parallel;
pub use passage::{Locus, Passage};
pub use pdf::bundle::{
    Exhibit, NotMade, PassageMark, PdfPlan, PdfReport, Piece, PieceStyle, bundle_worker_main,
    make_pdf, make_trusted,
};
pub use query::Search;
pub use quotation::{find_quotation, quotes};
pub use read_first::{LikelyPlace, LikelyPlaces, PageToRead, read_first};
pub use reader::{Limits, PaperReader, Progress, Worker};
pub use register::{
    Became, ReadingStage, Register, digest_of, entry_for, free_id, read_register, registered,
};
pub use shelf::{NotRead, Results, Shelf, Shelved};
pub use silence::{LooseWord, SearchedPart, Silence};
pub use sweep::{Suggestion, SweepOutcome, open_questions};
pub use worker::worker_main;
