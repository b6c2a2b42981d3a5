//! The papers that go into a bundle: written anew from the audit as it is in the bundle, so that none
//! of them holds more than that.

use std::sync::Arc;

use crate::audit::{Audit, Quotes};
use crate::base::Word as _;
use crate::checklist::Library;
use crate::findings::derive;
use crate::report::{Format, Kind, Meta, NotBuilt, Ready, ReportDocument, Setting, Source, build};

/// Everything that the papers of a bundle are built from, besides the audit.
#[derive(Debug, Clone)]
pub struct BundleOrder {
    /// The checklists.
    pub library: Arc<Library>,
    /// The setting of papers.
    pub setting: Arc<Setting>,
    /// The day and the author.
    pub meta: Meta,
    /// The kinds of paper.
    pub kinds: Vec<Kind>,
}

/// The papers written for a bundle, and those for which there is nothing to write.
#[derive(Debug, Default)]
pub struct BundlePapers {
    /// The name and the bytes of each.
    pub files: Vec<(String, Vec<u8>)>,
    /// A sentence for each that is left out.
    pub left_out: Vec<String>,
}

impl BundleOrder {
    /// The kinds of paper that a bundle has unless others are asked for.
    pub const USUAL: [Kind; 2] = [Kind::Submission, Kind::Record];

    /// Writes the papers from an audit as it is in the bundle.
    pub fn papers(&self, audit: &Audit, quotes: &Quotes) -> BundlePapers {
        let mut papers = BundlePapers::default();
        for kind in &self.kinds {
            let written = self.with_source(audit, quotes, |source| {
                let ready =
                    Ready::of(*kind, source, Format::Html).map_err(|why| why.to_string())?;
                let mut bytes = Vec::new();
                ready.write_to(&mut bytes).map_err(|why| why.to_string())?;
                Ok::<_, String>(bytes)
            });
            match written {
                Ok(bytes) => papers.files.push((format!("{}.html", kind.word()), bytes)),
                Err(why) => papers
                    .left_out
                    .push(format!("There is no {} in it: {why}", kind.label())),
            }
        }
        papers
    }

    /// Builds a paper from an audit as it is in the bundle.
    ///
    /// # Errors
    /// If there is nothing to hand over.
    pub fn document(
        &self,
        kind: Kind,
        audit: &Audit,
        quotes: &Quotes,
    ) -> Result<ReportDocument, NotBuilt> {
        self.with_source(audit, quotes, |source| build(kind, source))
            .map(ReportDocument::cleaned)
    }

    fn with_source<T>(
        &self,
        audit: &Audit,
        quotes: &Quotes,
        look: impl FnOnce(&Source<'_>) -> T,
    ) -> T {
        let findings = derive(&self.library, audit, self.meta.today);
        look(&Source {
            library: &self.library,
            audit,
            findings: &findings,
            meta: &self.meta,
            // It holds earlier words, which may be of a paper that is not in the bundle.
            history: None,
            setting: &self.setting,
            quotes: Some(quotes),
            tables: false,
        })
    }
}
