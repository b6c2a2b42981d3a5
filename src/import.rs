//! Imports a spreadsheet into an audit: our questionnaire, or anybody's table with a header row.
//!
//! * [`read`] reads a file in a worker of its own and gives a [`Book`]: sheets, rows, cells.
//! * [`plan()`] compares a book with an audit and gives a [`Plan`]: what will change, what is to be
//!   decided, what is recorded already, what was not understood, each with its sheet, row and
//!   column.
//!
//! A blank never overwrites a text, and no answer never overwrites an answer; where the two sides
//! differ, the user decides. Anything not understood is reported and never guessed. This room reads
//! the disk and never writes it, and the time is handed in.

mod book;
mod cell;
mod columns;
mod csv;
mod decision;
mod document;
mod fault;
mod file;
mod identify;
mod marks;
mod ods;
mod offer;
mod origin;
mod plan;
mod replies;
mod rows;
mod words;
mod worker;
mod xlsx;
mod xml;

pub use book::{Book, BookCell, BookSheet, CellRef, Row};
pub use decision::{AnswerField, Decision, Decisions, ImportConflict, RowError};
pub use fault::{SheetError, SheetFault};
pub use file::{read_text, read_trusted};
pub use plan::{ComparedRows, ImportSetting, LineKind, NoTable, Plan, plan};
pub use replies::SheetReply;
pub use words::{NotUnderstood, day, figure, status};
pub use worker::{read, worker_main};
