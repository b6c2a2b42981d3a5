//! PDF: pages and their lines, by the hayro crates and our own text device.
//!
//! The only files that name hayro are this one and `pdf/device.rs`: every 0.x release of it breaks
//! its API. It never panicked in 1,589 real files, but it has no bound on memory or time; so it
//! runs in the worker only (`worker`), or on files that tests made themselves.

mod device;

use std::sync::Arc;

use hayro_interpret::util::TransformExt as _;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};
use hayro_syntax::object::{Dict, ObjectIdentifier};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use kurbo::Rect;

use self::device::TextDevice;
use super::error::Fault;
use super::paper::{Kind, Paging};
use super::raw::{Halt, Head, Sink};

/// Reads the pages of a PDF.
pub(super) fn read(bytes: Arc<Vec<u8>>, sink: &mut dyn Sink) -> Result<(), Halt> {
    let pdf = Pdf::new(bytes).map_err(fault)?;
    let pages = pdf.pages();
    let declared = declared(&pdf);
    sink.head(Head { kind: Kind::Pdf, paging: Paging::Real, declared })?;
    if pages.is_empty() {
        return Err(Fault::NoPages.into());
    }
    // One cache a document, never shared between documents: its keys clash.
    let cache = InterpreterCache::new();
    let settings = InterpreterSettings::default();
    for page in pages.iter() {
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width), f64::from(height));
        let mut context = Context::new(
            page.initial_transform(true).to_kurbo(),
            Rect::new(0.0, 0.0, width, height),
            &cache,
            pdf.xref(),
            settings.clone(),
        );
        let mut device = TextDevice::new(width, height);
        interpret_page(page, &mut context, &mut device);
        sink.page(device.finish())?;
    }
    Ok(())
}

fn fault(error: LoadPdfError) -> Fault {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Fault::NeedsPassword,
        LoadPdfError::Decryption(_) => Fault::UnknownLock,
        LoadPdfError::Invalid => Fault::Damaged { what: Kind::Pdf.says().to_owned() },
    }
}

/// How many pages the root of the page tree says there are.
fn declared(pdf: &Pdf) -> Option<u32> {
    let root: ObjectIdentifier = pdf.xref().root_id();
    let catalog = pdf.xref().get::<Dict<'_>>(root)?;
    let tree = catalog.get::<Dict<'_>>(b"Pages".as_slice())?;
    let count = tree.get::<i32>(b"Count".as_slice())?;
    u32::try_from(count).ok()
}
