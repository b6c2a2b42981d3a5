//! Merges the lists of an audit: documents, questions put, events, checklists.
//!
//! Things of two people are paired by what they are, not by their ids: a file by its digest, a
//! question by its words, an event by its day. Ids that two different things have are told apart.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Access, Audit, ChecklistStamp, CouncilQuestion, Document, Evidence, OwnEvent};
use super::{MergeNote, answers, field, one_sided};
use crate::base::digest::fold;
use crate::wording::say_day;

/// Joins two lists, each thing once.
///
/// The order of both is kept if they agree on the things that both have; else the things are sorted.
pub(super) fn interleaved<T: Clone>(one: &[T], other: &[T], key: impl Fn(&T) -> String) -> Vec<T> {
    let keyed = |list: &[T]| -> Vec<(String, T)> {
        let mut seen = BTreeSet::new();
        let pairs = list.iter().map(|thing| (key(thing), thing.clone()));
        pairs.filter(|(key, _)| seen.insert(key.clone())).collect()
    };
    let (one, other) = (keyed(one), keyed(other));
    let keys = |list: &[(String, T)]| -> BTreeSet<String> {
        list.iter().map(|(key, _)| key.clone()).collect()
    };
    let (in_one, in_other) = (keys(&one), keys(&other));
    let common_of_one = one.iter().filter(|(key, _)| in_other.contains(key));
    let common_of_other = other.iter().filter(|(key, _)| in_one.contains(key));
    let agree = common_of_one
        .map(|(key, _)| key)
        .eq(common_of_other.map(|(key, _)| key));
    if !agree {
        let all: BTreeMap<String, T> = one.into_iter().chain(other).collect();
        return all.into_values().collect();
    }
    let mut out = Vec::new();
    let (mut one, mut other) = (one.into_iter().peekable(), other.into_iter().peekable());
    loop {
        let from_one = match (one.peek(), other.peek()) {
            (None, None) => return out,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (Some((mine, _)), Some((theirs, _))) if mine == theirs => {
                other.next();
                true
            }
            (Some((mine, _)), Some((theirs, _))) => {
                match (in_other.contains(mine), in_one.contains(theirs)) {
                    (false, true) => true,
                    (true, false) => false,
                    _ => mine < theirs,
                }
            }
        };
        let next = if from_one { one.next() } else { other.next() };
        out.extend(next.map(|(_, thing)| thing));
    }
}

/// Gives each thing the id it wants, with a number behind it if another thing has it already.
///
/// Given the wished ids with the contents as keys, so that the result depends on no order.
fn free_ids(wished: &[(String, String)]) -> Vec<String> {
    let mut order: Vec<usize> = (0..wished.len()).collect();
    order.sort_by_key(|at| wished.get(*at));
    let all: BTreeSet<&String> = wished.iter().map(|(id, _)| id).collect();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut ids = vec![String::new(); wished.len()];
    for at in order {
        let Some((id, _)) = wished.get(at) else {
            continue;
        };
        let mut free = id.clone();
        let mut number = 2;
        while taken.contains(&free) || (free != *id && all.contains(&free)) {
            free = format!("{id}-{number}");
            number += 1;
        }
        taken.insert(free.clone());
        if let Some(place) = ids.get_mut(at) {
            *place = free;
        }
    }
    ids
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
        let names: BTreeMap<&str, &str> = (self.0.iter())
            .filter_map(|pair| Some((id(pair).as_deref()?, pair.merged.id.as_str())))
            .filter(|(old, new)| old != new)
            .collect();
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
        let of_answers = audit.answers.values().flat_map(|one| &one.evidence);
        let of_events = audit.events.iter().flat_map(|one| &one.evidence);
        let mut named: BTreeSet<&str> = BTreeSet::new();
        for piece in of_answers.chain(of_events) {
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

/// A way in which two documents are taken for one, the surest first.
#[derive(Debug, Clone, Copy)]
enum Likeness {
    /// The same file under the same id.
    FileAndId,
    /// The same file.
    File,
    /// The same title under the same id, or an id that both began with; one has no file.
    Id,
    /// The same title under an id that was told apart from the other by a number; one has no file.
    Numbered,
}

impl Likeness {
    const ALL: [Self; 4] = [Self::FileAndId, Self::File, Self::Id, Self::Numbered];

    fn holds(self, in_base: bool, one: &Document, other: &Document) -> bool {
        let same_file = one.sha256.is_some() && one.sha256 == other.sha256;
        let one_lacks_it = one.sha256.is_none() || other.sha256.is_none();
        let same_title = fold(&one.title).eq_ignore_ascii_case(&fold(&other.title));
        match self {
            Self::FileAndId => same_file && one.id == other.id,
            Self::File => same_file,
            Self::Id => one.id == other.id && one_lacks_it && (in_base || same_title),
            Self::Numbered => stem(&one.id) == stem(&other.id) && one_lacks_it && same_title,
        }
    }
}

/// Returns an id without the number that [`free_ids`] puts behind it.
fn stem(id: &str) -> &str {
    match id.rsplit_once('-') {
        Some((stem, number)) if number.bytes().all(|c| c.is_ascii_digit()) => stem,
        _ => id,
    }
}

/// Pairs the documents of two audits, and merges each pair.
pub(super) fn documents(
    base: Option<&Audit>,
    one: &Audit,
    other: &Audit,
    notes: &mut Vec<MergeNote>,
) -> Papers {
    let was = |id: &str| base.and_then(|base| base.document(id));
    // Partner of each document of the other, by its id: under the same id first, then by the file.
    let mut partners: BTreeMap<&str, &Document> = BTreeMap::new();
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    for likeness in Likeness::ALL {
        let mut theirs: Vec<&Document> = other.documents.iter().collect();
        let mut mine: Vec<&Document> = one.documents.iter().collect();
        theirs.sort_by_key(|paper| &paper.id);
        mine.sort_by_key(|paper| &paper.id);
        for paper in theirs {
            if partners.contains_key(paper.id.as_str()) {
                continue;
            }
            let found = mine.iter().find(|mine| {
                !taken.contains(mine.id.as_str())
                    && likeness.holds(was(&paper.id).is_some(), mine, paper)
            });
            if let Some(found) = found {
                partners.insert(&paper.id, found);
                taken.insert(&found.id);
            }
        }
    }
    let paper_of_one: BTreeMap<&str, &Document> = (partners.iter())
        .filter_map(|(id, mine)| Some((mine.id.as_str(), other.document(id)?)))
        .collect();
    // Both lists with each pair under one key: that of the lesser of its two ids, and its contents.
    let key = |paper: &Document, partner: Option<&&Document>| {
        let id = partner.map_or(&paper.id, |partner| partner.id.lesser(&paper.id));
        let tells = |paper: &Document| (paper.sha256.clone(), fold(&paper.title));
        let content = match partner {
            Some(partner) => tells(paper).min(tells(partner)),
            None => tells(paper),
        };
        format!("{id}\u{0}{content:?}")
    };
    let mine: Vec<(String, Option<&Document>, Option<&Document>)> = (one.documents.iter())
        .map(|paper| {
            let partner = paper_of_one.get(paper.id.as_str());
            (key(paper, partner), Some(paper), partner.copied())
        })
        .collect();
    let theirs: Vec<(String, Option<&Document>, Option<&Document>)> = (other.documents.iter())
        .map(|paper| {
            let partner = partners.get(paper.id.as_str());
            (key(paper, partner), partner.copied(), Some(paper))
        })
        .collect();
    let pairs = interleaved(&mine, &theirs, |(key, ..)| key.clone());
    let wished: Vec<(String, String)> = pairs
        .iter()
        .map(|(key, ..)| {
            let (id, content) = key.split_once('\u{0}').unwrap_or((key, ""));
            (id.to_owned(), content.to_owned())
        })
        .collect();
    let ids = free_ids(&wished);
    let mut papers = Vec::new();
    for ((_, mine, theirs), id) in pairs.into_iter().zip(ids) {
        let before = [mine, theirs].into_iter().flatten().find_map(|paper| {
            let is_it = |before: &&Document| {
                let mut all = Likeness::ALL.into_iter();
                all.any(|likeness| likeness.holds(true, before, paper))
            };
            was(&paper.id).filter(is_it)
        });
        let (merged, removed) = match (mine, theirs) {
            (Some(mine), Some(theirs)) => (document(before, mine, theirs, notes), None),
            (Some(paper), None) | (None, Some(paper)) => {
                (paper.clone(), before.filter(|was| *was == paper).cloned())
            }
            (None, None) => continue,
        };
        papers.push(Paired {
            base: before.map(|paper| paper.id.clone()),
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
    let sha256 = text("digest", |paper| &paper.sha256);
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
    let in_confidence = [one, other]
        .iter()
        .any(|paper| paper.access == Some(Access::InConfidence));
    let access = field(
        base.map(|base| &base.access),
        &one.access,
        &other.access,
        |access| access.to_string(),
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

/// Merges the stamps of checklists: of two editions, the later.
pub(super) fn stamps(base: Option<&Audit>, one: &Audit, other: &Audit) -> Vec<ChecklistStamp> {
    let base = base.map(|base| &base.checklists);
    if let Some(taken) = one_sided(base, &one.checklists, &other.checklists) {
        return taken;
    }
    let ids = interleaved(&one.checklists, &other.checklists, |stamp| stamp.id.clone());
    let latest = ids.into_iter().map(|stamp| {
        let of = |audit: &Audit| {
            audit
                .checklists
                .iter()
                .find(|one| one.id == stamp.id)
                .cloned()
        };
        let key = |stamp: &ChecklistStamp| (stamp.edition.clone(), stamp.digest.to_string());
        let both = of(one).into_iter().chain(of(other));
        both.max_by_key(key).unwrap_or(stamp)
    });
    latest.collect()
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
    let bare = |thing: &T| with_id(thing.clone(), String::new());
    let keyed = |thing: &T| (id(thing).clone(), format!("{:?}", bare(thing)), bare(thing));
    // Pairs under one id first, then the others in an order that does not depend on which is which.
    let mut candidates: Vec<(bool, [String; 2], usize, usize)> = Vec::new();
    for (at, thing) in one.iter().enumerate() {
        for (place, theirs) in other.iter().enumerate() {
            let same_id = id(thing) == id(theirs);
            let before = was(id(thing)).filter(|_| same_id);
            if merge(before, thing, theirs).is_some() {
                let mut keys = [thing, theirs].map(|thing| format!("{thing:?}"));
                keys.sort();
                candidates.push((!same_id, keys, at, place));
            }
        }
    }
    candidates.sort();
    let mut partner_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    for (_, _, at, place) in candidates {
        if !partner_of.contains_key(&at) && taken.insert(place) {
            partner_of.insert(at, place);
        }
    }
    let mut mine: Vec<(String, String, T)> = Vec::new();
    let mut theirs: Vec<(String, String, T)> = Vec::new();
    let removed = |thing: &T| was(id(thing)) == Some(thing);
    let mut merged_of_other: BTreeMap<usize, (String, String, T)> = BTreeMap::new();
    for (at, thing) in one.iter().enumerate() {
        let partner = partner_of
            .get(&at)
            .and_then(|at| Some((*at, other.get(*at)?)));
        match partner {
            Some((place, partner)) => {
                let wished = id(thing).lesser(id(partner)).clone();
                let before = was(id(thing)).filter(|_| id(thing) == id(partner));
                if let Some(merged) = merge(before, thing, partner) {
                    let entry = (wished, format!("{:?}", bare(&merged)), bare(&merged));
                    merged_of_other.insert(place, entry.clone());
                    mine.push(entry);
                }
            }
            None if removed(thing) => {}
            None => mine.push(keyed(thing)),
        }
    }
    for (at, thing) in other.iter().enumerate() {
        match merged_of_other.remove(&at) {
            Some(entry) => theirs.push(entry),
            None if removed(thing) => {}
            None => theirs.push(keyed(thing)),
        }
    }
    let all = interleaved(&mine, &theirs, |(id, content, _)| {
        format!("{id}\u{0}{content}")
    });
    let wished: Vec<(String, String)> = all
        .iter()
        .map(|(id, content, _)| (id.clone(), content.clone()))
        .collect();
    let ids = free_ids(&wished);
    let named = all.into_iter().zip(ids);
    named
        .map(|((_, _, thing), id)| with_id(thing, id))
        .collect()
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
            if !one.is(&other.ask) {
                return None;
            }
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
