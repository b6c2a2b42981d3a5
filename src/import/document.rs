//! Documents that a spreadsheet names: those in the register, and those to be added to it.

use std::collections::HashSet;
use std::path::Path;

use super::words::fold;
use crate::audit::{Audit, Document};
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
        let title = digest::fold(name);
        self.new.push(Document::titled(id.clone(), title));
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
