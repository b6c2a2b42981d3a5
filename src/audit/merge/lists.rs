//! Merges the lists of an audit: documents, questions put, events, checklists.
//!
//! Things of two people are paired by what they are, not by their ids: a file by its digest, a
//! question by its words, an event by its day. Ids that two different things have are told apart.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Access, Audit, ChecklistStamp, CouncilQuestion, Document, Evidence, OwnEvent};
use super::in_order::interleaved;
use super::{MergeNote, answers, field, one_sided};
use crate::base::digest::fold;
use crate::wording::say_day;

/// Gives each thing the id it wants, with a number behind it if another thing has it already.
///
/// Given the wished ids with the contents, so that the result depends on no order.
fn free_ids<'a>(wished: impl Iterator<Item = &'a WishedId>) -> Vec<String> {
    let mut order: Vec<(&WishedId, usize)> = wished.zip(0..).collect();
    order.sort();
    let all: BTreeSet<&String> = order.iter().map(|((id, _), _)| id).collect();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut ids = Vec::new();
    for ((id, _), at) in &order {
        let mut free = id.clone();
        let mut number = 2;
        while taken.contains(&free) || (free != *id && all.contains(&free)) {
            free = format!("{id}-{number}");
            number += 1;
        }
        taken.insert(free.clone());
        ids.push((*at, free));
    }
    ids.sort();
    ids.into_iter().map(|(_, id)| id).collect()
}

/// A document of the merged audit, with its id in each of the audits that have it.
#[derive(Debug)]
pub(super) struct Paired {
    /// Its id in the state both began from.
    pub(super) base: Option<String>,
    /// Its id in the one.
    pub(super) one: Option<String>,
    /// Its id in the other.
    pub(super) other: Option<String>,
    merged: Document,
    /// The document as it was, if one of them removed it and the other left it alone.
    removed: Option<Document>,
}

/// The documents of both audits.
#[derive(Debug)]
pub(super) struct Papers(Vec<Paired>);

impl Papers {
    /// Returns an audit in which documents have the ids of the merged one.
    pub(super) fn renamed(&self, audit: &Audit, id: fn(&Paired) -> &Option<String>) -> Audit {
        // An entry before may have become two: it is the one that has its id, if there is such.
        let mut names: BTreeMap<&str, &str> = BTreeMap::new();
        for pair in &self.0 {
            if let Some(old) = id(pair).as_deref() {
                let new = pair.merged.id.as_str();
                let known = names.entry(old).or_insert(new);
                if *known != old && (new == old || new < *known) {
                    *known = new;
                }
            }
        }
        names.retain(|old, new| old != new);
        let mut audit = audit.clone();
        if names.is_empty() {
            return audit;
        }
        let rename = |id: &mut String| {
            if let Some(new) = names.get(id.as_str()) {
                (*new).clone_into(id);
            }
        };
        let of_answers = audit.answers.values_mut().map(|one| &mut one.evidence);
        let of_events = audit.events.iter_mut().map(|one| &mut one.evidence);
        for piece in of_answers.chain(of_events).flatten() {
            if let Some(id) = &mut piece.document {
                rename(id);
            }
            if let Some(absence) = &mut piece.absence {
                absence.documents.iter_mut().for_each(rename);
            }
        }
        audit
    }

    /// Returns the documents that stay, and those that one of them removed and no evidence names, as
    /// they were.
    pub(super) fn kept(self, audit: &Audit) -> (Vec<Document>, Vec<Document>) {
        let mut named: BTreeSet<&str> = BTreeSet::new();
        for piece in audit.evidence() {
            named.extend(piece.document.as_deref());
            named.extend(
                (piece.absence.iter()).flat_map(|one| one.documents.iter().map(String::as_str)),
            );
        }
        let (mut kept, mut gone) = (Vec::new(), Vec::new());
        for pair in self.0 {
            match pair.removed {
                Some(was) if !named.contains(pair.merged.id.as_str()) => gone.push(was),
                _ => kept.push(pair.merged),
            }
        }
        (kept, gone)
    }
}

/// Returns a rank if two documents are taken for one, the surest first; `None` if they are two.
fn likeness(in_base: bool, one: &Document, other: &Document) -> Option<u8> {
    let same_id = one.id == other.id;
    if one.sha256.is_some() && other.sha256.is_some() {
        return (one.sha256 == other.sha256).then_some(u8::from(!same_id));
    }
    let same_title = fold(&one.title).eq_ignore_ascii_case(&fold(&other.title));
    if same_id && (in_base || same_title) {
        return Some(2);
    }
    // Under an id that an earlier merge told apart from the other by a number.
    (same_title && stem(&one.id) == stem(&other.id)).then_some(3)
}

/// Returns an id without the number that [`free_ids`] puts behind it.
fn stem(id: &str) -> &str {
    match id.rsplit_once('-') {
        Some((stem, number)) if number.bytes().all(|c| c.is_ascii_digit()) => stem,
        _ => id,
    }
}

/// Pairs the things of two lists, the surest pairs first: the place in the other list, by the place in
/// the one.
///
/// Among pairs that are as sure, the order depends on what the things are, not on which list is which.
fn partners<T: std::fmt::Debug>(
    one: &[T],
    other: &[T],
    rank: impl Fn(&T, &T) -> Option<u8>,
) -> BTreeMap<usize, usize> {
    let mut candidates: Vec<(u8, [String; 2], usize, usize)> = Vec::new();
    for (at, mine) in one.iter().enumerate() {
        for (place, theirs) in other.iter().enumerate() {
            if let Some(rank) = rank(mine, theirs) {
                let mut keys = [mine, theirs].map(|thing| format!("{thing:?}"));
                keys.sort();
                candidates.push((rank, keys, at, place));
            }
        }
    }
    candidates.sort();
    let mut partner_of = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for (_, _, at, place) in candidates {
        if !partner_of.contains_key(&at) && taken.insert(place) {
            partner_of.insert(at, place);
        }
    }
    partner_of
}

/// Two entries of one document, or the one entry that there is; with the key it is sorted by.
type Pair<'a> = (WishedId, Option<&'a Document>, Option<&'a Document>);

/// The id that a thing wants, and its contents.
type WishedId = (String, String);

/// Pairs the documents of two audits, and merges each pair.
pub(super) fn documents(
    base: Option<&Audit>,
    one: &Audit,
    other: &Audit,
    notes: &mut Vec<MergeNote>,
) -> Papers {
    let was = |id: &str| base.and_then(|base| base.document(id));
    let partner_of = partners(&one.documents, &other.documents, |mine, theirs| {
        likeness(was(&theirs.id).is_some(), mine, theirs)
    });
    let paired = |mine: Option<&'_ Document>, theirs: Option<&'_ Document>| -> WishedId {
        let both = || [mine, theirs].into_iter().flatten();
        let id = both().map(|paper| paper.id.clone()).min();
        let tells = both().map(|paper| (paper.sha256.clone(), fold(&paper.title)));
        (id.unwrap_or_default(), format!("{:?}", tells.min()))
    };
    let mine: Vec<Pair<'_>> = (one.documents.iter().enumerate())
        .map(|(at, paper)| {
            let partner = partner_of.get(&at).and_then(|at| other.documents.get(*at));
            (paired(Some(paper), partner), Some(paper), partner)
        })
        .collect();
    let theirs: Vec<Pair<'_>> = (other.documents.iter().enumerate())
        .map(|(place, paper)| {
            let partner = partner_of.iter().find(|(_, there)| **there == place);
            let partner = partner.and_then(|(at, _)| one.documents.get(*at));
            (paired(partner, Some(paper)), partner, Some(paper))
        })
        .collect();
    let pairs = interleaved(&mine, &theirs, |(wished, ..)| wished.clone());
    let ids = free_ids(pairs.iter().map(|(wished, ..)| wished));
    let papers_before = base.map_or(&[][..], |base| base.documents.as_slice());
    let mut papers = Vec::new();
    for ((_, mine, theirs), id) in pairs.into_iter().zip(ids) {
        let both = || [mine, theirs].into_iter().flatten();
        let file = both().find_map(|paper| paper.sha256.as_ref());
        let same_file = papers_before
            .iter()
            .find(|was| file.is_some() && was.sha256.as_ref() == file);
        let like = papers_before.iter().filter(|was| {
            both().any(|paper| paper.id == was.id && likeness(true, was, paper).is_some())
        });
        let like = same_file.or_else(|| like.min_by_key(|was| &was.id));
        // Of a pair, only the entry of the same file says which side changed a field: if a file came
        // to an entry without one, a second merge would find another state before.
        let before = match (mine, theirs, file) {
            (Some(_), Some(_), Some(_)) => same_file,
            (Some(mine), Some(theirs), None) if mine.id == theirs.id => {
                was(&mine.id).filter(|was| was.sha256.is_none())
            }
            (Some(_), Some(_), None) => None,
            _ => like,
        };
        let (merged, removed) = match (mine, theirs) {
            (Some(mine), Some(theirs)) => (document(before, mine, theirs, notes), None),
            (Some(paper), None) | (None, Some(paper)) => {
                (paper.clone(), before.filter(|was| *was == paper).cloned())
            }
            (None, None) => continue,
        };
        papers.push(Paired {
            base: like.map(|paper| paper.id.clone()),
            one: mine.map(|paper| paper.id.clone()),
            other: theirs.map(|paper| paper.id.clone()),
            merged: Document { id, ..merged },
            removed,
        });
    }
    Papers(papers)
}

/// The lesser of two texts.
trait Lesser {
    /// Returns the lesser of this text and another.
    fn lesser<'a>(&'a self, other: &'a Self) -> &'a Self;
}

impl Lesser for String {
    fn lesser<'a>(&'a self, other: &'a Self) -> &'a Self {
        if self <= other { self } else { other }
    }
}

/// Merges two entries of one document. What was given in confidence to either stays in confidence.
fn document(
    base: Option<&Document>,
    one: &Document,
    other: &Document,
    notes: &mut Vec<MergeNote>,
) -> Document {
    let (first, second) = if one.title <= other.title {
        (&one.title, &other.title)
    } else {
        (&other.title, &one.title)
    };
    let what = |field: &str| format!("the {field} of “{first}”");
    let mut text = |name: &str, of: fn(&Document) -> &Option<String>| {
        field(
            base.map(of),
            of(one),
            of(other),
            Clone::clone,
            || what(name),
            notes,
        )
    };
    let path = text("file", |paper| &paper.path);
    let from = text("author", |paper| &paper.from);
    let url = text("address", |paper| &paper.url);
    // A digest that one of them knows is never taken away.
    let known = one.sha256.as_ref().or(other.sha256.as_ref());
    let sha256 = text("digest", |paper| &paper.sha256).or_else(|| known.cloned());
    let title = one_sided(base.map(|base| &base.title), &one.title, &other.title);
    if title.is_none() {
        notes.push(MergeNote {
            what: what("title"),
            kept: first.clone(),
            other: second.clone(),
        });
    }
    let mut day = |name: &str, of: fn(&Document) -> &Option<chrono::NaiveDate>| {
        field(
            base.map(of),
            of(one),
            of(other),
            |day| say_day(*day),
            || what(name),
            notes,
        )
    };
    let date = day("date", |paper| &paper.date);
    let access_on = day("day it was given", |paper| &paper.access_on);
    let pages = field(
        base.map(|base| &base.pages),
        &one.pages,
        &other.pages,
        u32::to_string,
        || what("number of pages"),
        notes,
    );
    let in_confidence = [one, other].iter().any(|paper| paper.is_in_confidence());
    let access = field(
        base.map(|base| &base.access),
        &one.access,
        &other.access,
        ToString::to_string,
        || what("way it was given"),
        notes,
    );
    let note = answers::texts(
        base.map(|base| base.note.as_deref().unwrap_or_default()),
        (one.note.as_deref().unwrap_or_default(), ""),
        (other.note.as_deref().unwrap_or_default(), ""),
    );
    Document {
        id: String::new(),
        title: title.unwrap_or_else(|| first.clone()),
        path,
        sha256,
        pages,
        date,
        from,
        access: if in_confidence {
            Some(Access::InConfidence)
        } else {
            access
        },
        access_on,
        url,
        note: Some(note).filter(|note| !note.is_empty()),
    }
}

/// Merges the stamps of checklists, each by itself: of two that both are new, the later edition.
///
/// A stamp says no more than which texts were agreed to; each answer keeps the wording it was given to.
pub(super) fn stamps(base: Option<&Audit>, one: &Audit, other: &Audit) -> Vec<ChecklistStamp> {
    let ids = interleaved(&one.checklists, &other.checklists, |stamp| stamp.id.clone());
    let key = |stamp: &ChecklistStamp| (stamp.edition.clone(), stamp.digest.to_string());
    let chosen = ids.into_iter().filter_map(|ChecklistStamp { id, .. }| {
        let of = |audit: &Audit| {
            let mut stamps = audit.checklists.iter();
            stamps.find(|stamp| stamp.id == id).cloned()
        };
        let (mine, theirs) = (of(one), of(other));
        one_sided(base.map(of).as_ref(), &mine, &theirs)
            .unwrap_or_else(|| mine.into_iter().chain(theirs).max_by_key(key))
    });
    chosen.collect()
}

/// Merges two lists of things with ids.
///
/// `merge` makes one of two, or says that they are two things; an id that two things have is told apart.
fn things<T: Clone + PartialEq + std::fmt::Debug>(
    (base, one, other): (Option<&[T]>, &[T], &[T]),
    id: fn(&T) -> &String,
    with_id: fn(T, String) -> T,
    merge: impl Fn(Option<&T>, &T, &T) -> Option<T>,
) -> Vec<T> {
    if let Some(taken) = one_sided(
        base.map(<[T]>::to_vec).as_ref(),
        &one.to_vec(),
        &other.to_vec(),
    ) {
        return taken;
    }
    let was = |wanted: &str| base.and_then(|base| base.iter().find(|one| id(one) == wanted));
    let nameless = |thing: &T| with_id(thing.clone(), String::new());
    let keyed = |id: &String, thing: T| ((id.clone(), format!("{thing:?}")), thing);
    let removed = |thing: &T| was(id(thing)) == Some(thing);
    let partner_of = partners(one, other, |mine, theirs| {
        let same_id = id(mine) == id(theirs);
        let before = was(id(mine)).filter(|_| same_id);
        // What somebody wrote since is sooner the one of two like it than what stood there before.
        let rank = match (same_id, removed(mine) || removed(theirs)) {
            (true, _) => 0,
            (false, false) => 1,
            (false, true) => 2,
        };
        merge(before, mine, theirs).map(|_| rank)
    });
    let mut merged_of_other: BTreeMap<usize, (WishedId, T)> = BTreeMap::new();
    let mut mine: Vec<(WishedId, T)> = Vec::new();
    for (at, thing) in one.iter().enumerate() {
        let Some((place, theirs)) =
            (partner_of.get(&at)).and_then(|at| Some((*at, other.get(*at)?)))
        else {
            mine.extend((!removed(thing)).then(|| keyed(id(thing), nameless(thing))));
            continue;
        };
        let before = was(id(thing)).filter(|_| id(thing) == id(theirs));
        if let Some(merged) = merge(before, thing, theirs) {
            let entry = keyed(id(thing).lesser(id(theirs)), merged);
            merged_of_other.insert(place, entry.clone());
            mine.push(entry);
        }
    }
    let mut theirs: Vec<(WishedId, T)> = Vec::new();
    for (place, thing) in other.iter().enumerate() {
        let left = || (!removed(thing)).then(|| keyed(id(thing), nameless(thing)));
        theirs.extend(merged_of_other.remove(&place).or_else(left));
    }
    let all = interleaved(&mine, &theirs, |(wished, _)| wished.clone());
    let ids = free_ids(all.iter().map(|(wished, _)| wished));
    let named = all.into_iter().zip(ids);
    named.map(|((_, thing), id)| with_id(thing, id)).collect()
}

/// Merges the questions that were put: one question with two different replies stays two entries.
pub(super) fn puts(base: Option<&Audit>, one: &Audit, other: &Audit) -> Vec<CouncilQuestion> {
    let lists = (
        base.map(|base| base.puts.as_slice()),
        one.puts.as_slice(),
        other.puts.as_slice(),
    );
    things(
        lists,
        |put| &put.id,
        |put, id| CouncilQuestion { id, ..put },
        |base, one, other| {
            if !one.is(&other.ask) {
                return None;
            }
            // What stood under this id may have been another question, with a reply of its own.
            let base = base.filter(|base| base.is(&one.ask));
            let text = |of: fn(&CouncilQuestion) -> &String| {
                let (mine, theirs) = (of(one), of(other));
                one_sided(base.map(of), mine, theirs).or_else(|| {
                    (mine.is_empty() || theirs.is_empty()).then(|| format!("{mine}{theirs}"))
                })
            };
            let day = |of: fn(&CouncilQuestion) -> &Option<chrono::NaiveDate>| {
                let (mine, theirs) = (of(one), of(other));
                one_sided(base.map(of), mine, theirs)
                    .or_else(|| (mine.is_none() || theirs.is_none()).then(|| mine.or(*theirs)))
            };
            // A reply is one account: its outcome, words, author and days go together.
            let reply = |put: &CouncilQuestion| CouncilQuestion {
                outcome: put.outcome,
                reply: put.reply.clone(),
                replied_by: put.replied_by.clone(),
                replied: put.replied,
                promised: put.promised,
                ..CouncilQuestion::asked("", "")
            };
            let (of_one, of_other) = (reply(one), reply(other));
            let open = CouncilQuestion::asked("", "");
            let replied =
                one_sided(base.map(reply).as_ref(), &of_one, &of_other).or_else(|| {
                    let known = if of_one == open { &of_other } else { &of_one };
                    (of_one == open || of_other == open).then(|| known.clone())
                })?;
            Some(CouncilQuestion {
                id: String::new(),
                ask: one.ask.lesser(&other.ask).clone(),
                to: text(|put| &put.to)?,
                place: text(|put| &put.place)?,
                on: day(|put| &put.on)?,
                bears_on: interleaved(&one.bears_on, &other.bears_on, Clone::clone),
                ..replied
            })
        },
    )
}

/// Merges the users' own events: the same event of the same day is one, with the evidence of both.
pub(super) fn events(base: Option<&Audit>, one: &Audit, other: &Audit) -> Vec<OwnEvent> {
    let lists = (
        base.map(|base| base.events.as_slice()),
        one.events.as_slice(),
        other.events.as_slice(),
    );
    things(
        lists,
        |event| &event.id,
        |event, id| OwnEvent { id, ..event },
        |base, one, other| {
            let same = one.when == other.when && fold(&one.what) == fold(&other.what);
            if !same {
                return None;
            }
            let before = base.map(|base| base.evidence.as_slice());
            let evidence: Vec<Evidence> = answers::evidence(before, &one.evidence, &other.evidence);
            Some(OwnEvent {
                id: String::new(),
                when: one.when,
                what: one.what.lesser(&other.what).clone(),
                evidence,
            })
        },
    )
}
