//! Worker processes of this same program with a cap on memory.
//!
//! A worker leaves no file on the disk when it crashes, and ends with the program that started it.
//! Shared by the readers of documents and of spreadsheets; the contents read are their business.

use std::alloc::System;
use std::io::{self, Read as _};
use std::process::Command;
use std::thread;

use cap::Cap;

use super::error::Stop;

/// The environment variable that overrides the cap on the worker's memory, in bytes.
const MEMORY: &str = "SCRUTINEER_WORKER_MEMORY";
/// The environment variable that makes the worker end when its standard input does.
///
/// So the worker cannot outlive the program that started it.
const TIED: &str = "SCRUTINEER_WORKER_TIED";
/// The worker's stack, in bytes: files nest deep.
const STACK: usize = 64 * 1024 * 1024;

/// An allocator whose memory can be capped. `main.rs` declares it, for a library must not:
///
/// ```ignore
/// #[global_allocator]
/// static HEAP: CappedHeap = capped_heap();
/// ```
pub type CappedHeap = Cap<System>;

/// Returns an allocator without a cap, until the worker sets one.
pub const fn capped_heap() -> CappedHeap {
    Cap::new(System, usize::MAX)
}

/// Prepares a command that starts a worker with a cap on its memory, in bytes.
///
/// Its standard input must be a pipe.
pub fn prepare(command: &mut Command, memory: u64) {
    command
        .env(MEMORY, memory.to_string())
        .env(TIED, "1")
        .env("RUST_BACKTRACE", "0");
    #[cfg(windows)]
    {
        // No console at all, not one without a window: that one is a process of its own, which takes
        // longer to start than most papers take to read, and may hold the pipes beyond the worker.
        use std::os::windows::process::CommandExt as _;
        const DETACHED_PROCESS: u32 = 0x0000_0008;
        command.creation_flags(DETACHED_PROCESS);
    }
}

/// Runs a worker's task with a cap on memory, in bytes, which the environment may override.
///
/// # Errors
/// The reason why there is no result: it crashed, or could not even begin.
pub fn run<T: Send + 'static>(
    heap: &CappedHeap,
    memory: u64,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Stop> {
    let told = std::env::var(MEMORY)
        .ok()
        .and_then(|bytes| bytes.parse().ok());
    let memory: u64 = told.unwrap_or(memory);
    // Fails only if more is already in use than the cap: then the first page will show it.
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

/// Disables core files: a hostile file must not leave a gigabyte of a crashed worker on the disk.
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
