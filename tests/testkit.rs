//! What the tests share: the program in a home of its own, the desk driven by keys, a disk that fails,
//! a pseudo-terminal, papers and reports to read.

#![allow(
    dead_code,
    reason = "the tests that run by themselves take a part of it"
)]

pub mod anything;
pub mod chance;
pub mod changed;
pub mod cli_home;
pub mod clocks;
pub mod fake_store;
pub mod front;
#[path = "fixtures/documents/hostile.rs"]
pub mod hostile;
#[path = "fixtures/documents/keeper.rs"]
pub mod keeper;
#[cfg(unix)]
pub mod life;
#[path = "fixtures/documents/locked.rs"]
pub mod locked;
#[path = "fixtures/documents/make.rs"]
pub mod make;
pub mod memory_disk;
#[path = "fixtures/documents/office.rs"]
pub mod office;
pub mod picture;
#[path = "fixtures/documents/programs.rs"]
pub mod programs;
#[cfg(unix)]
pub mod pty;
pub mod report_common;
pub mod schema;
pub mod script;
pub mod store_bench;
