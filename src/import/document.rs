//! Documents that a spreadsheet names: those in the register, and those to be added to it.

use std::collections::HashSet;
use std::path::Path;

use super::book::BookSheet;
use super::words::{day_in, fold};
use crate::audit::{Access, Audit, Document};
use crate::base::Word as _;
use crate::base::digest;
use crate::documents::free_id;

/// The register of documents, with those that the import will add.
#[derive(Debug)]
pub(super) struct ImportRegister<'a> {
    audit: &'a Audit,
    /// Ids of documents that evidence cites, whether the register has an entry for them or not.
    loose: HashSet<&'a str>,
    /// The documents to be registered.
    pub(super) new: Vec<Document>,
    /// The documents that the file has a list of, with all it says of them.
    offered: Vec<Document>,
}

impl<'a> ImportRegister<'a> {
    pub(super) fn of(audit: &'a Audit) -> Self {
        let loose = audit
            .answers
            .values()
            .flat_map(|answer| &answer.evidence)
            .filter_map(|evidence| evidence.document.as_deref())
            .collect();
        Self {
            audit,
            loose,
            new: Vec::new(),
            offered: Vec::new(),
        }
    }

    /// Takes note of the documents that a sheet of ours lists; registers all of them if the sheet is
    /// of a full record.
    pub(super) fn told(&mut self, sheet: &BookSheet, register: bool) {
        let Some((head, rows)) = sheet.rows.split_first() else {
            return;
        };
        let column = |name: &[&str]| {
            let mut cells = head.cells.iter();
            let found = cells.find(|(_, cell)| name.contains(&fold(&cell.text()).as_str()));
            found.map(|(at, _)| *at)
        };
        let columns = [
            column(&["title", "document"]),
            column(&["id"]),
            column(&["from"]),
            column(&["url"]),
            column(&["note"]),
        ];
        let (dated, pages) = (column(&["dated"]), column(&["pages"]));
        let (access, access_on) = (column(&["access"]), column(&["access on"]));
        for row in rows {
            let cell = |at: Option<u16>| at.and_then(|at| row.cell(at));
            let [title, id, from, url, note] = columns.map(|at| {
                cell(at)
                    .map(super::book::BookCell::text)
                    .filter(|text| !text.is_empty())
            });
            let (Some(title), Some(id)) = (title, id) else {
                continue;
            };
            let day = |at| cell(at).and_then(|cell| day_in(cell, None).ok());
            let document = Document {
                from,
                url,
                note,
                date: day(dated),
                pages: cell(pages).and_then(super::words::page),
                access: cell(access).and_then(|cell| Access::from_word(&cell.text())),
                access_on: day(access_on),
                ..Document::titled(id, title)
            };
            self.offered.push(document.clone());
            if register {
                self.enter(&document.id);
            }
        }
    }

    /// Returns the id of a document that is known by its id, its title or the name of its file.
    pub(super) fn find(&self, name: &str) -> Option<String> {
        let documents = || self.audit.documents.iter().chain(&self.new);
        let folded = fold(name);
        let file = |document: &&Document| {
            let path = document.path.as_deref().map(Path::new);
            let parts = [
                path.and_then(Path::file_name),
                path.and_then(Path::file_stem),
            ];
            parts
                .into_iter()
                .flatten()
                .any(|part| fold(&part.to_string_lossy()) == folded)
        };
        let exact = documents().find(|document| document.id == name);
        let found = exact
            .or_else(|| documents().find(|document| fold(&document.title) == folded))
            .or_else(|| documents().find(|document| fold(&document.id) == folded))
            .or_else(|| documents().find(file));
        found
            .map(|document| document.id.clone())
            .or_else(|| self.loose.contains(name).then(|| name.to_owned()))
    }

    /// Returns the title of a document, or its id if it has no entry.
    pub(super) fn title<'d>(&'d self, id: &'d str) -> &'d str {
        let mut all = self.audit.documents.iter().chain(&self.new);
        all.find(|document| document.id == id)
            .map_or(id, |document| document.title.as_str())
    }

    /// Returns the id of a document, registering it by its title alone if it is not known.
    pub(super) fn enter(&mut self, name: &str) -> String {
        if let Some(known) = self.find(name) {
            return known;
        }
        let mut taken = self.audit.documents.clone();
        taken.extend(self.new.iter().cloned());
        // An id that evidence cites without an entry is taken too.
        let cited = self.loose.iter();
        taken.extend(cited.map(|id| Document::titled((*id).to_owned(), String::new())));
        let id = free_id(name, &taken);
        let folded = fold(name);
        let offered = self.offered.iter().find(|one| one.id == name);
        let offered =
            offered.or_else(|| self.offered.iter().find(|one| fold(&one.title) == folded));
        let document = match offered {
            // What is listed is known by its title, whatever it is called here.
            Some(offered) => {
                if let Some(known) = self.find(&offered.title) {
                    return known;
                }
                let id = if taken.iter().any(|one| one.id == offered.id) {
                    id
                } else {
                    offered.id.clone()
                };
                Document {
                    id,
                    ..offered.clone()
                }
            }
            None => Document::titled(id, digest::fold(name)),
        };
        let id = document.id.clone();
        self.new.push(document);
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Answer, Evidence, Review};

    #[test]
    fn a_new_document_gets_an_id_that_neither_an_entry_nor_evidence_has() {
        let mut audit = Audit::new(Review::named("Anytown", "Home care"));
        audit.documents = vec![Document::titled("report-2", "Another one")];
        let cites = |id: &str| Evidence {
            document: Some(id.to_owned()),
            ..Evidence::default()
        };
        let answer = Answer {
            evidence: vec![cites("report"), cites("report-3")],
            ..Answer::default()
        };
        audit.answers.insert("any".to_owned(), answer);
        let mut register = ImportRegister::of(&audit);
        assert_eq!(register.enter("Report!"), "report-4");
        assert_eq!(register.enter("Report?"), "report-5");
        assert_eq!(register.enter("Report!"), "report-4", "it is known now");
    }
}
