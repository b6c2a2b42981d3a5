//! The hidden worker: reads one file and prints one JSON line a page.
//!
//! Other people's files are hostile: a page may hang, a stream unpack to gigabytes, and neither a
//! panic guard nor a thread can end that. So the program starts itself as a worker with a cap on
//! its memory, and `reader` ends it from outside, where the picture of both sides is. Nothing is
//! ever written to the disk here.
//!
//! ```text
//! {"head":{"kind":"pdf",…}}                 once, before any page
//! {"page":{"g":1804,"l":[{"y":91,…},…]}}    one a page, in order
//! {"sha256":"9f86d0…"}                       from a thread of its own, between any two
//! {"end":null}                               last: read to the end, or {"end":REASON}: in part
//! {"failed":REASON}                          last, instead: nothing could be read
//! ```

use std::io::{self, BufWriter, Read as _, Stdout, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;

use super::capped::{self, CappedHeap};
use super::error::{Fault, Stop};
use super::extract::extract;
use super::limits::{FILE_LIMIT, MEMORY_LIMIT};
use super::raw::{Halt, Head, LineSink, Measure, RawPage, WorkerLine};

/// Reads a file, prints its pages as JSON lines, and returns the exit code.
///
/// 0 if the file was read, 1 if it could not be (the last line has the reason).
pub fn worker_main(path: &Path, heap: &CappedHeap) -> u8 {
    let out = LineWriter(Arc::new(Mutex::new(BufWriter::new(io::stdout()))));
    let path = path.to_owned();
    let theirs = out.clone();
    let last = capped::run(heap, MEMORY_LIMIT, move || run(&path, &theirs))
        .unwrap_or_else(|stop| WorkerLine::End(Some(stop)));
    let failed = matches!(last, WorkerLine::Failed(_));
    let _ = out.say(&last);
    u8::from(failed)
}

/// Reads the file and returns the last line.
fn run(path: &Path, out: &LineWriter) -> WorkerLine {
    let bytes = match read_file(path) {
        Ok(bytes) => Arc::new(bytes),
        Err(fault) => return WorkerLine::Failed(fault),
    };
    let mut sink = Printer {
        out: out.clone(),
        left: Measure::USUAL,
    };
    let hashed = Arc::clone(&bytes);
    let theirs = out.clone();
    let hashing = thread::Builder::new().spawn(move || {
        let _ = theirs.say(&WorkerLine::Sha256(super::fingerprint::sha256_of(&hashed)));
    });
    let result = extract(bytes, path, &mut sink);
    if let Ok(hashing) = hashing {
        let _ = hashing.join();
    }
    match result {
        Ok(()) | Err(Halt::Unheard) => WorkerLine::End(None),
        Err(Halt::Stop(stop)) => WorkerLine::End(Some(stop)),
        Err(Halt::Fault(fault)) => WorkerLine::Failed(fault),
    }
}

fn read_file(path: &Path) -> Result<Vec<u8>, Fault> {
    let disk = |error: io::Error| Fault::from_io(&error);
    let about = path.metadata().map_err(disk)?;
    if !about.is_file() {
        return Err(if about.is_dir() {
            Fault::Folder
        } else {
            Fault::NotAFile
        });
    }
    let mut bytes = Vec::new();
    let size = about.len().min(FILE_LIMIT);
    if bytes
        .try_reserve_exact(usize::try_from(size).unwrap_or(0))
        .is_err()
    {
        return Err(Fault::Stopped(Stop::Memory));
    }
    super::opened::open_file(path)
        .map_err(disk)?
        .take(FILE_LIMIT)
        .read_to_end(&mut bytes)
        .map_err(disk)?;
    Ok(bytes)
}

/// Standard output, one JSON line at a time, from any thread.
#[derive(Clone)]
struct LineWriter(Arc<Mutex<BufWriter<Stdout>>>);

impl LineWriter {
    fn say(&self, said: &WorkerLine) -> io::Result<()> {
        let mut line = serde_json::to_vec(said)?;
        line.push(b'\n');
        let mut out = self.0.lock().map_err(|_| io::Error::other("poisoned"))?;
        out.write_all(&line)?;
        out.flush()
    }
}

struct Printer {
    out: LineWriter,
    left: Measure,
}

impl LineSink for Printer {
    fn head(&mut self, head: Head) -> Result<(), Halt> {
        self.out
            .say(&WorkerLine::Head(head))
            .map_err(|_| Halt::Unheard)
    }

    fn page(&mut self, page: RawPage) -> Result<(), Halt> {
        self.left.take(&page, Measure::USUAL)?;
        self.out
            .say(&WorkerLine::Page(page))
            .map_err(|_| Halt::Unheard)
    }
}
