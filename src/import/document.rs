//! The documents that a spreadsheet names: those of the register, and those to be registered.

use std::collections::HashSet;
use std::path::Path;

use super::words::fold;
use crate::audit::{Audit, Document};

/// The longest id that is made of a title, in letters.
const LONGEST: usize = 40;

/// The register with what is to be added to it.
#[derive(Debug)]
pub(super) struct Register<'a> {
    audit: &'a Audit,
    /// Ids that evidence names and no entry has.
    loose: HashSet<&'a str>,
    /// The documents to be registered.
    pub(super) new: Vec<Document>,
}

impl<'a> Register<'a> {
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

    /// The id of a document that is known by its id, its title, or its file's name.
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

    /// The title of a document, or its id where it has no entry.
    pub(super) fn title<'d>(&'d self, id: &'d str) -> &'d str {
        let mut all = self.audit.documents.iter().chain(&self.new);
        all.find(|document| document.id == id)
            .map_or(id, |document| document.title.as_str())
    }

    /// The id of a document, which is registered by its title alone if it is not known.
    pub(super) fn enter(&mut self, name: &str) -> String {
        if let Some(known) = self.find(name) {
            return known;
        }
        let base = slug(name);
        let taken = |id: &str| {
            let mut all = self.audit.documents.iter().chain(&self.new);
            all.any(|document| document.id == id) || self.loose.contains(id)
        };
        let mut id = base.clone();
        let mut number = 2_u32;
        while taken(&id) {
            id = format!("{base}-{number}");
            number += 1;
        }
        self.new.push(Document {
            id: id.clone(),
            title: name.split_whitespace().collect::<Vec<_>>().join(" "),
            path: None,
            sha256: None,
            pages: None,
            date: None,
            from: None,
            access: None,
            url: None,
            note: None,
        });
        id
    }
}

/// A title as an id: small letters, digits and hyphens.
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.to_lowercase().chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= LONGEST {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() {
        "paper".to_owned()
    } else {
        slug.to_owned()
    }
}
