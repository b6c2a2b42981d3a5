//! PDF: pages and their lines, by the hayro crates and our own text device.
//!
//! The only files that name hayro are this one and those in `pdf/`: every 0.x release of it breaks
//! its API. It never panicked in 1,589 real files, but it has no bound on memory or time; so it
//! runs in the worker only (`worker`), or on files that tests made themselves.

mod accents;
mod device;
mod letters;

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use hayro_interpret::util::TransformExt as _;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};
use hayro_syntax::object::{Dict, ObjectIdentifier};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use kurbo::Rect;

use self::device::TextDevice;
use super::error::{Fault, Stop};
use super::paper::{Besides, Paging, PaperKind};
use super::raw::{Halt, Head, LineSink, RawPage};

/// The most threads that read one file.
const THREADS: usize = 4;
/// Number of pages that a thread may be ahead of the awaited page.
///
/// They are kept in memory until then.
const AHEAD: usize = 64;
/// Each thread's stack, in bytes: content nests deep.
const STACK: usize = 64 * 1024 * 1024;

/// Bytes of unpacked content held before the file is opened afresh.
///
/// Unpacked content is kept until then.
const HELD: usize = 16 * 1024 * 1024;

/// Reads the pages of a PDF, on a few threads, and passes them on in order.
pub(super) fn read(bytes: &Arc<Vec<u8>>, sink: &mut dyn LineSink) -> Result<(), Halt> {
    let mut pdf = Pdf::new(Arc::clone(bytes)).map_err(fault)?;
    let declared = declared(&pdf);
    let besides = besides(&pdf);
    sink.head(Head {
        kind: PaperKind::Pdf,
        paging: Paging::Real,
        declared,
        besides,
    })?;
    let pages = pdf.pages().len();
    if pages == 0 {
        return Err(Fault::NoPages.into());
    }
    let mut next = 0;
    loop {
        next = read_from(&pdf, next, sink)?;
        if next >= pages {
            return Ok(());
        }
        pdf = Pdf::new(Arc::clone(bytes)).map_err(fault)?;
    }
}

/// Reads from a page until the end, or until enough is held; returns the next page to read.
fn read_from(pdf: &Pdf, first: usize, sink: &mut dyn LineSink) -> Result<usize, Halt> {
    let left = pdf.pages().len().saturating_sub(first);
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = threads.min(THREADS).min(left.div_ceil(4)).max(1);
    let turns = Turns::from(first);
    let (tell, told) = channel();
    thread::scope(|scope| {
        let mut started = 0;
        for _ in 0..threads {
            let (turns, tell) = (&turns, tell.clone());
            let builder = thread::Builder::new().stack_size(STACK);
            let thread = builder.spawn_scoped(scope, move || read_some(pdf, turns, &tell));
            started += usize::from(thread.is_ok());
        }
        if started == 0 {
            return Err(Stop::Memory.into());
        }
        drop(tell);
        let mut early: BTreeMap<usize, RawPage> = BTreeMap::new();
        let mut next = first;
        let mut result = Ok(());
        while result.is_ok() {
            // The channel closes when all pages are read, or enough is held, or a thread panicked.
            let Ok((number, page)) = told.recv() else {
                break;
            };
            early.insert(number, page);
            while let Some(page) = early.remove(&next) {
                result = sink.page(page);
                if result.is_err() {
                    break;
                }
                next += 1;
            }
            turns.reached(next);
        }
        turns.stop();
        result?;
        // A thread that panicked leaves its page out, and no later page can be passed on.
        let broke = !early.is_empty() || next == first;
        if broke {
            Err(Stop::Broke.into())
        } else {
            Ok(next)
        }
    })
}

/// The next page to read, and the limit on reading ahead.
struct Turns {
    /// The next page to read.
    next: AtomicUsize,
    /// Bytes of content unpacked so far.
    held: AtomicUsize,
    /// Pages passed on; `usize::MAX` once reading has stopped.
    handed: Mutex<usize>,
    moved: Condvar,
}

impl Turns {
    fn from(first: usize) -> Self {
        Self {
            next: AtomicUsize::new(first),
            held: AtomicUsize::new(0),
            handed: Mutex::new(first),
            moved: Condvar::new(),
        }
    }

    /// Takes the next page to read, once it is not too far ahead.
    ///
    /// `None` at the end, or if enough is held. The thread that takes a page reads it, so no page
    /// is left out in between.
    fn take(&self, pages: usize) -> Option<usize> {
        let mut handed = self.handed.lock().ok()?;
        loop {
            let page = self.next.load(Ordering::Relaxed);
            let full = self.held.load(Ordering::Relaxed) > HELD;
            if *handed == usize::MAX || page >= pages || full {
                return None;
            }
            if page < handed.saturating_add(AHEAD) {
                self.next.store(page + 1, Ordering::Relaxed);
                return Some(page);
            }
            handed = self.moved.wait(handed).ok()?;
        }
    }

    fn reached(&self, pages: usize) {
        if let Ok(mut handed) = self.handed.lock() {
            // Once stopped, stopped.
            if *handed != usize::MAX {
                *handed = pages;
            }
        }
        self.moved.notify_all();
    }

    fn stop(&self) {
        self.reached(usize::MAX);
    }
}

/// Guard that stops all threads when one of them panics.
///
/// Otherwise they would wait for its page for ever.
struct Together<'t>(&'t Turns);

impl Drop for Together<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.stop();
        }
    }
}

/// Reads pages until none is left.
fn read_some(pdf: &Pdf, turns: &Turns, tell: &Sender<(usize, RawPage)>) {
    let _together = Together(turns);
    // One cache per thread and document, never shared between documents: its keys clash.
    let cache = InterpreterCache::new();
    let settings = InterpreterSettings::default();
    let pages = pdf.pages();
    while let Some(number) = turns.take(pages.len()) {
        let Some(page) = pages.get(number) else {
            return;
        };
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width), f64::from(height));
        let mut context = Context::new(
            page.initial_transform(true).to_kurbo(),
            Rect::new(0.0, 0.0, width, height),
            &cache,
            pdf.xref(),
            settings.clone(),
        );
        let unpacked = page.page_stream().map_or(0, <[u8]>::len);
        turns.held.fetch_add(unpacked, Ordering::Relaxed);
        let mut device = TextDevice::new(width, height);
        interpret_page(page, &mut context, &mut device);
        if tell.send((number, device.finish())).is_err() {
            return;
        }
    }
}

fn fault(error: LoadPdfError) -> Fault {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Fault::NeedsPassword,
        LoadPdfError::Decryption(_) => Fault::UnknownLock,
        LoadPdfError::Invalid => Fault::Damaged {
            what: PaperKind::Pdf.label().to_owned(),
        },
    }
}

/// Returns the contents of the file besides its pages.
fn besides(pdf: &Pdf) -> Vec<Besides> {
    let Some(catalog) = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()) else {
        return Vec::new();
    };
    let form = catalog.get::<Dict<'_>>(b"AcroForm".as_slice());
    let names = catalog.get::<Dict<'_>>(b"Names".as_slice());
    let portfolio = catalog.contains_key(b"Collection".as_slice());
    let has_form = form.is_some_and(|form| form.contains_key(b"XFA".as_slice()));
    let attached = names.is_some_and(|names| names.contains_key(b"EmbeddedFiles".as_slice()));
    let mut out = Vec::new();
    if portfolio {
        out.push(Besides::Portfolio);
    } else if attached {
        out.push(Besides::Attachments(Vec::new()));
    }
    if has_form {
        out.push(Besides::Form);
    }
    out
}

/// Returns the number of pages declared at the root of the page tree.
fn declared(pdf: &Pdf) -> Option<u32> {
    let root: ObjectIdentifier = pdf.xref().root_id();
    let catalog = pdf.xref().get::<Dict<'_>>(root)?;
    let tree = catalog.get::<Dict<'_>>(b"Pages".as_slice())?;
    let count = tree.get::<i32>(b"Count".as_slice())?;
    u32::try_from(count).ok()
}
