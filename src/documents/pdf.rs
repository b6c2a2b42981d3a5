//! PDF: pages and their lines, by the hayro crates and our own text device.
//!
//! The only files that name hayro are this one and those in `pdf/`: every 0.x release of it breaks
//! its API. It never panicked in 1,589 real files, but it has no bound on memory or time; so it
//! runs in the worker only (`worker`), or on files that tests made themselves.

mod accents;
mod annotations;
pub(super) mod bundle;
mod columns;
mod cover;
mod described;
mod device;
mod drawn;
mod labels;
mod letters;
mod lines;
mod objects;
mod spread;

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Condvar, Mutex, OnceLock};
use std::thread;

use hayro_interpret::util::TransformExt as _;
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, RenderContent, interpret_page,
};
use hayro_syntax::object::{Array, Dict, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::Page;
use hayro_syntax::xref::XRef;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use kurbo::Rect;

use self::device::TextDevice;
use super::error::{Fault, Stop};
use super::paper::{Besides, Paging, PaperKind};
use super::parallel::threads;
use super::raw::{Halt, Head, LineSink, RawPage};

/// The most threads that read one file.
const THREADS: usize = 4;
/// Number of pages that are worth a thread of their own, which reads the fonts again.
const PAGES_EACH: usize = 10;
/// Content of more bytes than this may take much memory: that of a usual page has a tenth of it.
const HEAVY: usize = 512 << 10;
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
    let pdf = Pdf::new(Arc::clone(bytes)).map_err(fault)?;
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
    let told = Told {
        is_cut_off: is_cut_off(bytes),
        described: OnceLock::new(),
        labels: labels::of(&pdf, pages),
    };
    if !described::may_be_any(&pdf) {
        told.describe_nothing();
        return read_all(bytes, &pdf, &told, sink);
    }
    thread::scope(|scope| {
        let builder = thread::Builder::new().stack_size(STACK);
        let describing = builder.spawn_scoped(scope, || told.describe(&pdf));
        if describing.is_err() {
            told.describe(&pdf);
        }
        let read = read_all(bytes, &pdf, &told, sink);
        match describing.map(thread::ScopedJoinHandle::join) {
            Ok(Err(_panic)) => read.and(Err(Stop::Broke.into())),
            _ => read,
        }
    })
}

/// Passes on all pages of a file that is opened.
fn read_all(
    bytes: &Arc<Vec<u8>>,
    pdf: &Pdf,
    told: &Told,
    sink: &mut dyn LineSink,
) -> Result<(), Halt> {
    let pages = pdf.pages().len();
    let mut next = read_from(pdf, told, 0, sink)?;
    while next < pages {
        let afresh = Pdf::new(Arc::clone(bytes)).map_err(fault)?;
        next = read_from(&afresh, told, next, sink)?;
    }
    if told.is_cut_off {
        return Err(Stop::Damaged.into());
    }
    Ok(())
}

/// Details of pages that a file gives outside them.
struct Told {
    /// True if the file ends before its end.
    is_cut_off: bool,
    /// The descriptions of pictures, by page: looked for while the first pages are read.
    described: OnceLock<HashMap<ObjectIdentifier, Vec<String>>>,
    /// The printed numbers.
    labels: Vec<Option<String>>,
}

impl Told {
    /// Says that no picture is described.
    fn describe_nothing(&self) {
        self.described.get_or_init(HashMap::new);
    }

    /// Looks for the descriptions of pictures, for which every page waits.
    fn describe(&self, pdf: &Pdf) {
        let _none_is_better_than_to_wait = NoneFound(&self.described);
        let _first = self.described.set(described::pictures(pdf));
    }

    /// Returns the descriptions of the pictures on a page, once they are known.
    fn described_on(&self, page: &Page<'_>) -> &[String] {
        let of_page = (page.raw().obj_id()).and_then(|page| self.described.wait().get(&page));
        of_page.map_or(&[], Vec::as_slice)
    }
}

/// Guard that says that nothing is described if nothing was said: looking for it panicked.
struct NoneFound<'t>(&'t OnceLock<HashMap<ObjectIdentifier, Vec<String>>>);

impl Drop for NoneFound<'_> {
    fn drop(&mut self) {
        self.0.get_or_init(HashMap::new);
    }
}

/// Number of bytes at the end of a file in which it says where its table of contents is.
const TAIL: usize = 64 * 1024;

/// Returns true if a file ends before its end.
///
/// The last thing a whole one says is where its table of contents is. A file that was written to be
/// shown while it is fetched says so near its beginning too, with the pages after it.
fn is_cut_off(bytes: &[u8]) -> bool {
    let tail = bytes
        .get(bytes.len().saturating_sub(TAIL)..)
        .unwrap_or(bytes);
    let mark = b"startxref";
    let last = (tail.windows(mark.len()).rposition(|one| one == mark)).map(|at| at + mark.len());
    let objects = |rest: &[u8]| rest.windows(4).any(|one| one == b" obj");
    last.is_none_or(|last| tail.get(last..).is_some_and(objects))
}

/// Reads from a page until the end, or until enough is held; returns the next page to read.
fn read_from(pdf: &Pdf, told: &Told, first: usize, sink: &mut dyn LineSink) -> Result<usize, Halt> {
    let left = pdf.pages().len().saturating_sub(first);
    // The system is asked only where it matters: it reads half a dozen files for its answer.
    let threads = match THREADS.min(left.div_ceil(PAGES_EACH)) {
        0 | 1 => 1,
        many => threads().min(many),
    };
    let turns = Turns::from(first);
    let (tell, heard) = channel();
    thread::scope(|scope| {
        let mut started = 0;
        for _ in 0..threads {
            let (turns, tell) = (&turns, tell.clone());
            let builder = thread::Builder::new().stack_size(STACK);
            let thread = builder.spawn_scoped(scope, move || read_some(pdf, told, turns, &tell));
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
            let Ok((number, page)) = heard.recv() else {
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

    /// Waits until all pages before one are passed on, or reading has stopped.
    fn wait_for(&self, page: usize) {
        let Ok(mut handed) = self.handed.lock() else {
            return;
        };
        while *handed < page {
            let Ok(moved) = self.moved.wait(handed) else {
                return;
            };
            handed = moved;
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
fn read_some(pdf: &Pdf, told: &Told, turns: &Turns, tell: &Sender<(usize, RawPage)>) {
    let _together = Together(turns);
    // One cache per thread and document, never shared between documents: its keys clash.
    let cache = InterpreterCache::new();
    let mut room = Vec::new();
    let pages = pdf.pages();
    while let Some(number) = turns.take(pages.len()) {
        let Some(page) = pages.get(number) else {
            return;
        };
        // Memory may run out over it: then the pages before it are safe.
        if content_length(page) > HEAVY {
            turns.wait_for(number);
        }
        let unpacked = page.page_stream().map_or(0, <[u8]>::len);
        turns.held.fetch_add(unpacked, Ordering::Relaxed);
        let device = drawn(pdf, page, &cache, std::mem::take(&mut room));
        let (mut raw, after) = device.finish(told.described_on(page));
        room = after;
        raw.broken = (told.is_cut_off && raw.lines.is_empty()) || is_broken(page);
        raw.label = told.labels.get(number).cloned().flatten();
        if tell.send((number, raw)).is_err() {
            return;
        }
    }
}

/// Returns the bytes of a page's content as it lies in the file, by what the file says.
fn content_length(page: &Page<'_>) -> usize {
    let length = |stream: &Stream<'_>| stream.dict().get::<u32>(b"Length".as_slice());
    let key = b"Contents".as_slice();
    let raw = page.raw();
    let all: u32 = match raw.get::<Stream<'_>>(key) {
        Some(one) => length(&one).unwrap_or(0),
        None => raw.get::<Array<'_>>(key).map_or(0, |parts| {
            let parts = parts.iter::<Stream<'_>>().take(PARTS);
            let lengths = parts.filter_map(|one| length(&one));
            lengths.fold(0, u32::saturating_add)
        }),
    };
    usize::try_from(all).unwrap_or(usize::MAX)
}

/// Returns the letters of a page as drawn, those that are hidden or apart marked so.
fn drawn_letters<'a>(
    pdf: &'a Pdf,
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
) -> Vec<drawn::Drawn> {
    drawn(pdf, page, cache, Vec::new()).letters()
}

/// Draws a page on our own device: its content, then the annotations over it.
fn drawn<'a>(
    pdf: &'a Pdf,
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    room: Vec<drawn::Drawn>,
) -> TextDevice {
    let (width, height) = page.render_dimensions();
    let (width, height) = (f64::from(width), f64::from(height));
    let to_page = page.initial_transform(true).to_kurbo();
    let marks = annotations::of_page(page, to_page);
    let mut device = TextDevice::new((width, height), marks, room);
    let draw = |content: RenderContent, device: &mut TextDevice| {
        let settings = InterpreterSettings {
            render_content: content,
            ..InterpreterSettings::default()
        };
        let frame = Rect::new(0.0, 0.0, width, height);
        let mut context = Context::new(to_page, frame, cache, pdf.xref(), settings);
        interpret_page(page, &mut context, device);
    };
    draw(RenderContent::PAGE, &mut device);
    if page.raw().contains_key(b"Annots".as_slice()) {
        device.annotate();
        draw(RenderContent::ANNOTATIONS, &mut device);
    }
    device
}

/// Returns true if a part of a page's content is missing, or cannot be unpacked.
fn is_broken(page: &Page<'_>) -> bool {
    let raw = page.raw();
    let key = b"Contents".as_slice();
    if !raw.contains_key(key) {
        return false;
    }
    let parts = raw.get::<Array<'_>>(key);
    let missing = parts.is_some_and(|parts| {
        parts.iter::<Stream<'_>>().count() < parts.raw_iter().take(PARTS).count()
    });
    missing || page.page_stream().is_none()
}

/// The most parts of a page's content that are counted.
const PARTS: usize = 10_000;

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
    let mut attached: Vec<String> = Vec::new();
    let files = names.and_then(|names| names.get::<Dict<'_>>(b"EmbeddedFiles".as_slice()));
    let has_files = files.is_some();
    if let Some(files) = files {
        add_file_names(files, pdf.xref(), &mut attached);
    }
    let with_it = objects::dicts(&catalog, b"AF", pdf.xref());
    let with_it = with_it.into_iter().map(Object::Dict);
    attached.extend(with_it.filter_map(|file| annotations::file_name(&file)));
    attached.dedup();
    for name in pdf.pages().iter().flat_map(annotations::attached) {
        if !attached.contains(&name) && attached.len() < FILES {
            attached.push(name);
        }
    }
    let mut out = Vec::new();
    if portfolio {
        out.push(Besides::Portfolio);
    } else if has_files || !attached.is_empty() {
        out.push(Besides::Attachments(attached));
    }
    if form.is_some_and(|form| is_unread(&form, &catalog)) {
        out.push(Besides::Form);
    }
    out
}

/// The most attached files that are named, and the most nodes of the tree of their names.
const FILES: usize = 1000;

/// Returns true if the contents of a form are not on its pages.
///
/// A form may be written in two ways at once; then its fields lie on its pages like any other's.
fn is_unread(form: &Dict<'_>, catalog: &Dict<'_>) -> bool {
    let fields = form.get::<Array<'_>>(b"Fields".as_slice());
    let on_pages = fields.is_some_and(|fields| fields.raw_iter().next().is_some());
    let made_anew = catalog.get::<bool>(b"NeedsRendering".as_slice()) == Some(true);
    form.contains_key(b"XFA".as_slice()) && (made_anew || !on_pages)
}

/// Adds the names of attached files from the tree of their names.
fn add_file_names<'a>(tree: Dict<'a>, xref: &'a XRef, names: &mut Vec<String>) {
    let mut open = vec![tree];
    let mut left = FILES;
    while let Some(node) = open.pop() {
        let Some(less) = left.checked_sub(1) else {
            return;
        };
        left = less;
        open.extend(objects::dicts(&node, b"Kids", xref));
        let Some(pairs) = node.get::<Array<'_>>(b"Names".as_slice()) else {
            continue;
        };
        let pairs: Vec<Object<'_>> = objects::items(&pairs, xref).take(2 * FILES).collect();
        for pair in pairs.chunks_exact(2) {
            let [key, file] = pair else { continue };
            let name = annotations::file_name(file).or_else(|| objects::text(key));
            names.extend(name.filter(|name| !names.contains(name)));
        }
    }
}

/// Returns the number of pages declared at the root of the page tree.
fn declared(pdf: &Pdf) -> Option<u32> {
    let root: ObjectIdentifier = pdf.xref().root_id();
    let catalog = pdf.xref().get::<Dict<'_>>(root)?;
    let tree = catalog.get::<Dict<'_>>(b"Pages".as_slice())?;
    let count = tree.get::<i32>(b"Count".as_slice())?;
    u32::try_from(count).ok()
}
