//! The hidden worker for spreadsheets, and the program's side of it.
//!
//! Other people's files are hostile: a part may unpack to gigabytes, or say that it holds more texts
//! than there is memory. So a file is read by this same program started again, with a cap on its
//! memory, and ended from outside when it takes too long. Nothing is written to the disk here.

use std::io::{self, Read, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use super::book::{Book, FILE, TEXT};
use super::fault::{SheetError, SheetFault};
use super::file;
use crate::documents::{CappedHeap, Worker, capped, open_file};
use crate::wording::escaped;

/// Memory limit of the worker, in bytes.
const MEMORY: u64 = 512 << 20;
/// Time limit of the worker.
const TIME: Duration = Duration::from_mins(1);
/// Limit on the worker's output, in bytes: all texts, each character escaped, and the JSON between.
const OUTPUT: u64 = (TEXT as u64) * 6 + (64 << 20);

/// Reads a spreadsheet in a worker process. `worker` is the program itself, by [`Worker::sheets`].
///
/// # Errors
/// A [`SheetError`] whose sentence says what is wrong and what to do.
pub fn read(path: &Path, worker: &Worker) -> Result<Book, SheetError> {
    let name = path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    );
    let name = escaped(&name);
    match look_first(path).and_then(|()| ask(path, worker)) {
        Ok(book) => Ok(Book { name, ..book }),
        Err(fault) => Err(SheetError { name, fault }),
    }
}

/// Checks without a worker that the path is a file, not empty and not too large.
fn look_first(path: &Path) -> Result<(), SheetFault> {
    let about = path.metadata().map_err(|error| disk(&error))?;
    if about.is_dir() {
        return Err(SheetFault::Folder);
    }
    if !about.is_file() {
        return Err(SheetFault::NotAFile);
    }
    match about.len() {
        0 => Err(SheetFault::Empty),
        size if size > FILE => Err(file::too_large(size)),
        _ => Ok(()),
    }
}

fn ask(path: &Path, worker: &Worker) -> Result<Book, SheetFault> {
    let no_reader = |error: io::Error| SheetFault::NoReader(escaped(&error.to_string()));
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut command = Command::new(&worker.program);
    command
        .args(&worker.arguments)
        .arg(path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    capped::prepare(&mut command, MEMORY);
    let mut child = command.spawn().map_err(no_reader)?;
    let Some(out) = child.stdout.take() else {
        let _ = child.kill();
        let _ = child.wait();
        return Err(SheetFault::NoReader("no pipe".to_owned()));
    };
    let (tell, told) = sync_channel(1);
    let listening = thread::Builder::new().spawn(move || {
        let mut bytes = Vec::new();
        let read = out.take(OUTPUT).read_to_end(&mut bytes);
        let _ = tell.send(read.map(|_| bytes));
    });
    let said = match &listening {
        Ok(_) => told.recv_timeout(TIME),
        Err(_) => Err(RecvTimeoutError::Disconnected),
    };
    // Once it has answered or timed out, the worker is not needed any more.
    let _ = child.kill();
    let ended = child.wait();
    match said {
        Err(RecvTimeoutError::Timeout) => Err(SheetFault::TooLong {
            seconds: TIME.as_secs(),
        }),
        Ok(Ok(bytes)) if !bytes.is_empty() => {
            serde_json::from_slice::<Result<Book, SheetFault>>(&bytes)
                .map_err(|_| SheetFault::Broke)?
        }
        _ => Err(ended.map_or_else(no_reader, |_| SheetFault::Broke)),
    }
}

/// Reads a file, prints the book or the fault as JSON, and returns the exit code.
pub fn worker_main(path: &Path, heap: &CappedHeap) -> u8 {
    let path = path.to_owned();
    let said = capped::run(heap, MEMORY, move || {
        read_file(&path).and_then(file::read_trusted)
    });
    let said = said.unwrap_or(Err(SheetFault::Broke));
    let failed = said.is_err();
    let mut out = io::stdout().lock();
    let written = serde_json::to_vec(&said)
        .map_err(io::Error::from)
        .and_then(|bytes| out.write_all(&bytes))
        .and_then(|()| out.flush());
    u8::from(failed || written.is_err())
}

fn read_file(path: &Path) -> Result<Vec<u8>, SheetFault> {
    let mut bytes = Vec::new();
    open_file(path)
        .and_then(|file| file.take(FILE + 1).read_to_end(&mut bytes))
        .map_err(|error| disk(&error))?;
    Ok(bytes)
}

fn disk(error: &io::Error) -> SheetFault {
    match error.kind() {
        io::ErrorKind::NotFound => SheetFault::Missing,
        io::ErrorKind::PermissionDenied => SheetFault::Denied,
        io::ErrorKind::IsADirectory => SheetFault::Folder,
        _ => SheetFault::Disk(escaped(&error.to_string())),
    }
}
