//! Three-way merge of an audit: for a file that was edited while its journal went on.
//!
//! It works answer by answer and document by document: if only one side changed a thing, that side
//! wins; if both did, the file wins, because a person wrote it last and by hand, and the thing is
//! named.

use crate::audit::Audit;

/// Merges the changes of both sides; also returns the names of the things both changed differently.
pub(super) fn reconcile(base: &Audit, file: &Audit, journal: &Audit) -> (Audit, Vec<String>) {
    let mut both = Vec::new();
    let mut out = journal.clone();
    if pick(
        &base.checklists,
        &file.checklists,
        &journal.checklists,
        "the checklists",
        &mut both,
    ) {
        out.checklists.clone_from(&file.checklists);
    }
    if pick(
        &base.review,
        &file.review,
        &journal.review,
        "the review’s profile",
        &mut both,
    ) {
        out.review = file.review.clone();
    }
    let mut ids: Vec<&String> = file.answers.keys().chain(base.answers.keys()).collect();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        let of = |audit: &Audit| audit.answers.get(id).cloned();
        let name = format!("the answer to {id}");
        if pick(&of(base), &of(file), &of(journal), &name, &mut both) {
            match of(file) {
                Some(answer) => out.answers.insert(id.clone(), answer),
                None => out.answers.remove(id),
            };
        }
    }
    out.documents = list(
        [&base.documents, &file.documents, &journal.documents],
        |document| &document.id,
        "the document",
        &mut both,
    );
    out.puts = list(
        [&base.puts, &file.puts, &journal.puts],
        |put| &put.id,
        "the question put",
        &mut both,
    );
    out.events = list(
        [&base.events, &file.events, &journal.events],
        |event| &event.id,
        "the event",
        &mut both,
    );
    if pick(
        &base.notice,
        &file.notice,
        &journal.notice,
        "the call-in notice",
        &mut both,
    ) {
        out.notice = file.notice.clone();
    }
    (out, both)
}

/// Merges a list of things with ids, given as base, file and journal.
fn list<T: Clone + PartialEq>(
    [base, file, journal]: [&Vec<T>; 3],
    id: fn(&T) -> &String,
    what: &str,
    both: &mut Vec<String>,
) -> Vec<T> {
    if file == base {
        return journal.clone();
    }
    let of = |list: &[T], wanted: &String| list.iter().find(|one| id(one) == wanted).cloned();
    // The order of the file is kept; things that only the journal added follow.
    let mut out: Vec<T> = Vec::new();
    for one in file {
        let wanted = id(one);
        let name = format!("{what} {wanted}");
        let (was, theirs) = (of(base, wanted), of(journal, wanted));
        if pick(&was, &Some(one.clone()), &theirs, &name, both) {
            out.push(one.clone());
        } else {
            out.extend(theirs);
        }
    }
    for one in journal {
        if of(file, id(one)).is_some() {
            continue;
        }
        // The file removed it; if the journal had changed it meanwhile, it stays.
        let was = of(base, id(one));
        if was.as_ref() != Some(one) {
            if was.is_some() {
                both.push(format!("{what} {}", id(one)));
            }
            out.push(one.clone());
        }
    }
    out
}

/// Returns true if the file's state of a thing is to be used.
fn pick<T: PartialEq>(base: &T, file: &T, journal: &T, name: &str, both: &mut Vec<String>) -> bool {
    if file == base || file == journal {
        return false;
    }
    if journal != base {
        both.push(name.to_owned());
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Answer, Document, Review};
    use crate::checklist::Status;

    fn answer(status: Status) -> Answer {
        Answer {
            status: Some(status),
            ..Answer::default()
        }
    }

    fn document(id: &str, title: &str) -> Document {
        Document::titled(id, title)
    }

    #[test]
    fn what_each_side_alone_changed_is_kept_and_what_both_changed_is_named() {
        let mut base = Audit::new(Review::named("A", "B"));
        for id in ["both", "file", "gone", "journal"] {
            base.answers.insert(id.to_owned(), answer(Status::Met));
        }
        base.documents = vec![document("one", "One"), document("two", "Two")];
        let (mut file, mut journal) = (base.clone(), base.clone());
        file.answers
            .insert("both".to_owned(), answer(Status::NotMet));
        file.answers
            .insert("file".to_owned(), answer(Status::Partly));
        file.answers.remove("gone");
        file.documents = vec![document("two", "Two"), document("three", "Three")];
        journal
            .answers
            .insert("both".to_owned(), answer(Status::Withheld));
        journal
            .answers
            .insert("journal".to_owned(), answer(Status::Partly));
        journal
            .answers
            .insert("new".to_owned(), answer(Status::Partly));
        journal.documents.push(document("four", "Four"));
        let (out, both) = reconcile(&base, &file, &journal);
        assert_eq!(both, ["the answer to both"]);
        let statuses: Vec<(&str, Option<Status>)> = out
            .answers
            .iter()
            .map(|(id, answer)| (id.as_str(), answer.status))
            .collect();
        assert_eq!(
            statuses,
            [
                ("both", Some(Status::NotMet)),
                ("file", Some(Status::Partly)),
                ("journal", Some(Status::Partly)),
                ("new", Some(Status::Partly)),
            ]
        );
        let ids: Vec<&str> = out.documents.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["two", "three", "four"]);
    }

    #[test]
    fn a_file_that_nobody_touched_changes_nothing() {
        let base = Audit::new(Review::named("A", "B"));
        let mut journal = base.clone();
        journal.answers.insert("q".to_owned(), answer(Status::Met));
        assert_eq!(reconcile(&base, &base, &journal), (journal, Vec::new()));
    }
}
