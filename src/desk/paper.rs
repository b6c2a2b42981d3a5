//! The report to be handed over: built from the open audit, for preview and for writing.

use std::sync::Arc;

use super::bundle::BundleOrder;
use super::{Desk, OpenAudit};
use crate::audit::{History, Quotes};
use crate::base::Digest;
use crate::checklist::Library;
use crate::findings::Findings;
use crate::report::{
    Format, Kind, Meta, NotBuilt, NotReady, Ready, ReportDocument, Setting, Source, build,
};

/// Everything that a report is built from, shared with the open audit, so that it can be built on
/// another thread.
#[derive(Debug, Clone)]
pub struct ReportOrder {
    /// The kind of report.
    pub kind: Kind,
    /// The file format.
    pub format: Format,
    library: Arc<Library>,
    history: Arc<History>,
    findings: Arc<Findings>,
    setting: Arc<Setting>,
    quotes: Option<Arc<Quotes>>,
    meta: Meta,
}

impl ReportOrder {
    /// Builds the report and passes it to a closure.
    ///
    /// # Errors
    /// If it cannot be built or is not written in the format.
    pub fn ready<T>(&self, then: impl FnOnce(&Ready<'_>) -> T) -> Result<T, NotReady> {
        let source = Source {
            library: &self.library,
            audit: self.history.audit(),
            findings: &self.findings,
            meta: &self.meta,
            history: Some(&self.history),
            setting: &self.setting,
            quotes: self.quotes.as_deref(),
            tables: self.format.has_tables(),
        };
        Ready::of(self.kind, &source, self.format).map(|ready| then(&ready))
    }
}

/// The versions of the input a preview was built from; it is stale once one of them changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MadeOf {
    kind: Kind,
    seq: u64,
    setting: u64,
    head: bool,
    papers: Option<u64>,
}

impl Desk {
    fn meta(&self, open: &OpenAudit) -> Meta {
        Meta {
            today: self.today,
            head: open.head.as_ref().map(Digest::to_string),
            author: self.author.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    /// Passes the input of a report to a closure; `None` if no audit is open.
    pub fn with_source<T>(&self, look: impl FnOnce(&Source<'_>) -> T) -> Option<T> {
        let open = self.open.as_ref()?;
        let meta = self.meta(open);
        Some(look(&Source {
            library: &self.library,
            audit: open.audit(),
            findings: &open.findings,
            meta: &meta,
            history: Some(&open.history),
            setting: &open.setting,
            quotes: open.papers.quotes.as_deref(),
            tables: false,
        }))
    }

    /// Builds a report as a document.
    ///
    /// # Errors
    /// If it cannot be built.
    pub fn paper(&self, kind: Kind) -> Result<ReportDocument, NotBuilt> {
        self.with_source(|source| build(kind, source))
            .unwrap_or_else(|| Err(NotBuilt("no audit is open".to_owned())))
    }

    /// Returns the order for the papers of a bundle, to be built elsewhere.
    pub(super) fn bundle_order(&self, open: &OpenAudit) -> BundleOrder {
        BundleOrder {
            library: Arc::clone(&self.library),
            setting: Arc::clone(&open.setting),
            meta: self.meta(open),
            kinds: BundleOrder::USUAL.to_vec(),
        }
    }

    /// Returns the order for a report, to be built elsewhere; `None` if no audit is open.
    pub(super) fn order(&self, kind: Kind, format: Format) -> Option<ReportOrder> {
        let open = self.open.as_ref()?;
        Some(ReportOrder {
            kind,
            format,
            library: Arc::clone(&self.library),
            history: Arc::clone(&open.history),
            findings: Arc::clone(&open.findings),
            setting: Arc::clone(&open.setting),
            quotes: open.papers.quotes.clone(),
            meta: self.meta(open),
        })
    }

    /// Rebuilds the preview if its input has changed.
    pub(super) fn keep_preview(&mut self) {
        let Some(open) = &self.open else { return };
        let of = MadeOf {
            kind: open.paper.kind,
            seq: open.history.last_seq(),
            setting: open.setting_count,
            head: open.head.is_some(),
            papers: open.papers.quotes.as_ref().map(|_| open.papers.readings),
        };
        if open
            .paper
            .preview
            .as_ref()
            .is_some_and(|(made, _)| *made == of)
        {
            return;
        }
        let document = self.paper(of.kind).map(ReportDocument::cleaned);
        if let Some(open) = &mut self.open {
            open.paper.preview = Some((of, document));
        }
        let remarks = self.read_through().remarks();
        if let Some(open) = &mut self.open {
            open.paper.remarks = remarks;
        }
    }
}
