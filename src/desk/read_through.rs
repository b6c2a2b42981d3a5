//! The read-through of a report before it is written: the remarks of the other side, and the grounds
//! left out.

use super::Desk;
use crate::audit::Audit;
use crate::base::Text;
use crate::checklist::{Library, QuestionIx};
use crate::report::NotBuilt;
use crate::report::read_through::{Remark, read_through};

/// One row of the read-through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadRow {
    /// A remark.
    Remark(Remark),
    /// A ground left out of all papers, with its id and title.
    LeftOut(String, String),
}

impl ReadRow {
    /// Returns the id of the ground it is about, if it is about one.
    pub fn ground(&self) -> Option<&str> {
        match self {
            Self::Remark(remark) => remark.ground.as_deref(),
            Self::LeftOut(id, _) => Some(id),
        }
    }

    /// Returns the question whose answer mends it, if one does.
    pub const fn question(&self) -> Option<QuestionIx> {
        match self {
            Self::Remark(remark) => remark.question,
            Self::LeftOut(..) => None,
        }
    }
}

/// The read-through in front.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadThrough {
    /// Its rows: the remarks, then the grounds left out.
    pub rows: Vec<ReadRow>,
    /// The index of the selected row.
    pub selected: usize,
}

impl ReadThrough {
    /// Returns the number of remarks.
    pub fn remarks(&self) -> usize {
        let mut remarks = self.rows.iter();
        remarks
            .by_ref()
            .filter(|row| matches!(row, ReadRow::Remark(_)))
            .count()
    }

    /// Returns the selected row.
    pub fn current(&self) -> Option<&ReadRow> {
        self.rows.get(self.selected)
    }
}

/// Returns the title of a ground in a row, by the id of its flag or requirement.
fn title(library: &Library, id: &str) -> String {
    let flag = library.find_flag(id).map(|ix| &library.flag(ix).short);
    let requirement = library
        .find_requirement(id)
        .map(|ix| &library.requirement(ix).title);
    flag.or(requirement).map_or(id, Text::as_str).to_owned()
}

fn left_out(library: &Library, audit: &Audit) -> Vec<ReadRow> {
    let ids = audit.notice.left_out.iter();
    ids.map(|id| ReadRow::LeftOut(id.clone(), title(library, id)))
        .collect()
}

impl Desk {
    /// Returns why the report in front cannot be built, if it cannot.
    pub fn not_built(&self) -> Option<&NotBuilt> {
        let preview = self.open.as_ref()?.paper.preview.as_ref();
        preview.and_then(|(_, built)| built.as_ref().err())
    }

    /// Reads the report in front through; one that cannot be built has nothing to remark on.
    pub fn read_through(&self) -> ReadThrough {
        let Some(open) = self.open.as_ref().filter(|_| self.not_built().is_none()) else {
            return ReadThrough::default();
        };
        let kind = open.paper.kind;
        let remarks = self
            .with_source(|source| read_through(source, kind))
            .unwrap_or_default();
        let mut rows: Vec<ReadRow> = remarks.into_iter().map(ReadRow::Remark).collect();
        rows.extend(left_out(&self.library, open.audit()));
        ReadThrough { rows, selected: 0 }
    }
}
