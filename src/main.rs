//! The program: hands the command line to [`scrutineer::cli`] and ends with its exit code.
//!
//! It is its own worker process as well: a document or a spreadsheet is read by this same program,
//! started with a hidden subcommand and a cap on its memory, before anything else of it runs.

use std::process::ExitCode;

use scrutineer::documents::{Worker, worker_main};

/// The heap of the program; only the worker process caps it.
#[global_allocator]
static HEAP: scrutineer::documents::CappedHeap = scrutineer::documents::capped_heap();

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    if let (Some(first), Some(file)) = (arguments.next(), arguments.next()) {
        let file = std::path::Path::new(&file);
        if first == Worker::SUBCOMMAND {
            return ExitCode::from(worker_main(file, &HEAP));
        }
        if first == Worker::BUNDLE {
            return ExitCode::from(scrutineer::documents::bundle_worker_main(&HEAP));
        }
        if first == Worker::SHEETS {
            return ExitCode::from(scrutineer::import::worker_main(file, &HEAP));
        }
    }
    scrutineer::cli::main()
}
