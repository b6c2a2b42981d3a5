//! This same program as a worker of its own: a cap on its memory, no file of its remains on the
//! disk when it breaks, and an end with the program that started it.
//!
//! Shared by the readers of papers and of spreadsheets; what is read is their business.

use std::io::{self, Read as _};
use std::process::Command;
use std::thread;

use super::error::Stop;
use super::worker::CappedHeap;

/// The environment variable that names another cap on the worker's memory, in bytes.
const MEMORY: &str = "SCRUTINEER_WORKER_MEMORY";
/// The environment variable that tells the worker to end when its standard input does: then it
/// cannot outlive the program that started it.
const TIED: &str = "SCRUTINEER_WORKER_TIED";
/// The worker's stack: files nest deep.
const STACK: usize = 64 * 1024 * 1024;

/// Makes a command start a worker that may take so many bytes of memory. Its standard input must
/// be a pipe.
pub fn prepare(command: &mut Command, memory: u64) {
    command
        .env(MEMORY, memory.to_string())
        .env(TIED, "1")
        .env("RUST_BACKTRACE", "0");
    #[cfg(windows)]
    {
        use std::os::windows::process::CommandExt as _;
        const CREATE_NO_WINDOW: u32 = 0x0800_0000;
        command.creation_flags(CREATE_NO_WINDOW);
    }
}

/// Does the work of a worker: so many bytes of memory at most, unless the environment says
/// otherwise.
///
/// # Errors
/// Why there is no result: it broke, or could not even begin.
pub fn run<T: Send + 'static>(
    heap: &CappedHeap,
    memory: u64,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Stop> {
    let told = std::env::var(MEMORY)
        .ok()
        .and_then(|bytes| bytes.parse().ok());
    let memory: u64 = told.unwrap_or(memory);
    // Fails only if more is already in use than the cap: then the first page will tell.
    let _ = heap.set_limit(usize::try_from(memory).unwrap_or(usize::MAX));
    no_core_file();
    if std::env::var_os(TIED).is_some() {
        thread::spawn(|| {
            let mut buffer = [0; 64];
            while matches!(io::stdin().read(&mut buffer), Ok(read) if read > 0) {}
            std::process::exit(3);
        });
    }
    let working = thread::Builder::new().stack_size(STACK).spawn(work);
    match working.map(thread::JoinHandle::join) {
        Ok(Ok(result)) => Ok(result),
        Ok(Err(_)) => Err(Stop::Broke),
        Err(_) => Err(Stop::Memory),
    }
}

/// A hostile file must not leave a gigabyte of a broken worker on the disk.
fn no_core_file() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        let _ = setrlimit(Resource::Core, none);
    }
}
