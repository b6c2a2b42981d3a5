//! Merges two people's audits of one review.
//!
//! With the state that both began from, each thing that only one of them changed is taken as it was
//! changed; without it, everything of both is united. Either way nothing of either is lost: answers
//! that differ stand side by side ([`super::disagreement`]), notes are joined under their authors' names,
//! evidence is united. The result is the same whichever of the two comes first.
//!
//! ```text
//!            base           the state both began from, if their journals have one in common
//!           /    \
//!         one    other      each with what its people did since
//!           \    /
//!           merged          documents paired first: evidence refers to them by id
//! ```

mod answers;
mod in_order;
mod lists;

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Audit, Document, MostGrounds, Notice, NoticeParts, Review};
use crate::base::Word;
use crate::base::digest::fold;

/// The state from which both audits are taken to have begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MergeBase {
    /// The state in a file that was named.
    Named,
    /// The last state that their journals have in common.
    Common,
    /// None is known: everything of both is united.
    Unknown,
}

/// A choice between two accounts that could not both be kept in their place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct MergeNote {
    /// The thing, as the subject of a sentence: “the day of the decision”.
    pub what: String,
    /// The account that is kept.
    pub kept: String,
    /// The account that is not.
    pub other: String,
}

/// Two audits merged into one.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The merged audit.
    pub audit: Audit,
    /// The choices that were made.
    pub notes: Vec<MergeNote>,
}

/// A merge of somebody else's audit into ours, before anything is recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct MergePlan {
    /// The kind of state both began from.
    pub base: MergeBase,
    /// That state, if it is known.
    pub state: Option<Audit>,
    /// Their audit, with the paths of its documents as ours has them.
    pub theirs: Audit,
    /// The merged audit.
    pub merged: Merged,
}

/// Reason why two audits cannot be merged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotMerged {
    /// They are of different reviews.
    #[error(
        "they are audits of two reviews: {one} and {other}. Merge only audits of one review; if a name \
         was mistyped, correct it in one of them first"
    )]
    OtherReview {
        /// The review of the one.
        one: String,
        /// The review of the other.
        other: String,
    },
}

/// Merges two audits of one review, given the state they both began from, if it is known.
///
/// # Errors
/// [`NotMerged::OtherReview`] if authority, service or nation differ.
pub fn merge(base: Option<&Audit>, one: &Audit, other: &Audit) -> Result<Merged, NotMerged> {
    same_review(base, &one.review, &other.review)?;
    if one == other {
        return Ok(Merged {
            audit: one.clone(),
            notes: Vec::new(),
        });
    }
    let (merged, gone) = united(base, one, other);
    if gone.is_empty() {
        return Ok(merged);
    }
    // The ids of documents that are gone are free for others.
    let without = |audit: &Audit| {
        let mut audit = audit.clone();
        audit.documents.retain(|paper| !gone.contains(paper));
        audit
    };
    let base = base.map(without);
    Ok(united(base.as_ref(), &without(one), &without(other)).0)
}

/// Merges two audits; also returns the documents that one removed, and no evidence names.
fn united(base: Option<&Audit>, one: &Audit, other: &Audit) -> (Merged, Vec<Document>) {
    let mut notes = Vec::new();
    let papers = lists::documents(base, one, other, &mut notes);
    let one = papers.renamed(one, |pair| &pair.one);
    let other = papers.renamed(other, |pair| &pair.other);
    let base = base.map(|base| papers.renamed(base, |pair| &pair.base));
    let base = base.as_ref();
    let mut audit = Audit::new(review(base, &one.review, &other.review, &mut notes));
    audit.checklists = lists::stamps(base, &one, &other);
    audit.answers = answers::merged(base, &one, &other);
    audit.puts = lists::puts(base, &one, &other);
    audit.events = lists::events(base, &one, &other);
    audit.notice = notice(base.map(|base| &base.notice), &one.notice, &other.notice);
    let (kept, gone) = papers.kept(&audit);
    audit.documents = kept;
    notes.sort();
    notes.dedup();
    (Merged { audit, notes }, gone)
}

/// Refuses audits of two reviews.
fn same_review(base: Option<&Audit>, one: &Review, other: &Review) -> Result<(), NotMerged> {
    let key = |review: &Review| {
        (
            fold(&review.authority).to_lowercase(),
            fold(&review.service).to_lowercase(),
            review.territory,
        )
    };
    // A name that one of them corrected since is not another review.
    let began = |review: &Review| base.is_some_and(|base| key(&base.review) == key(review));
    if key(one) == key(other) || began(one) || began(other) {
        return Ok(());
    }
    let shown = |review: &Review| {
        format!(
            "{}, {} ({})",
            review.authority,
            review.service,
            review.territory.word()
        )
    };
    let (mut one, mut other) = (shown(one), shown(other));
    if other < one {
        std::mem::swap(&mut one, &mut other);
    }
    Err(NotMerged::OtherReview { one, other })
}

/// Returns the one that was changed, if only one was; `None` if both were, and differently.
fn one_sided<T: PartialEq + Clone>(base: Option<&T>, one: &T, other: &T) -> Option<T> {
    if one == other || base == Some(other) {
        Some(one.clone())
    } else if base == Some(one) {
        Some(other.clone())
    } else {
        None
    }
}

/// Merges a field that both may have filled; of two accounts the lesser is kept, and the choice noted.
#[expect(
    clippy::ref_option,
    reason = "fields of two audits are compared as they stand"
)]
fn field<T: PartialOrd + Clone>(
    base: Option<&Option<T>>,
    one: &Option<T>,
    other: &Option<T>,
    say: impl Fn(&T) -> String,
    what: impl FnOnce() -> String,
    notes: &mut Vec<MergeNote>,
) -> Option<T> {
    if let Some(taken) = one_sided(base, one, other) {
        return taken;
    }
    let (Some(one), Some(other)) = (one, other) else {
        return one.clone().or_else(|| other.clone());
    };
    let (kept, other) = if one <= other {
        (one, other)
    } else {
        (other, one)
    };
    notes.push(MergeNote {
        what: what(),
        kept: say(kept),
        other: say(other),
    });
    Some(kept.clone())
}

/// Merges a word of a vocabulary; of two, the first of the vocabulary is kept, and the choice noted.
fn word<T: Word + Ord>(
    base: Option<T>,
    one: T,
    other: T,
    what: &str,
    notes: &mut Vec<MergeNote>,
) -> T {
    let say = |word: &T| word.word().to_owned();
    field(
        base.map(Some).as_ref(),
        &Some(one),
        &Some(other),
        say,
        || what.to_owned(),
        notes,
    )
    .unwrap_or(one)
}

fn review(
    base: Option<&Audit>,
    one: &Review,
    other: &Review,
    notes: &mut Vec<MergeNote>,
) -> Review {
    let base = base.map(|base| &base.review);
    let mut name = |what: &str, of: fn(&Review) -> &String| {
        let wrap = |review: &Review| Some(of(review).clone());
        field(
            base.map(wrap).as_ref(),
            &wrap(one),
            &wrap(other),
            Clone::clone,
            || what.to_owned(),
            notes,
        )
        .unwrap_or_default()
    };
    let authority = name("the name of the authority", |review| &review.authority);
    let service = name("the name of the service", |review| &review.service);
    let text = |one: &Option<String>, other: &Option<String>, base: Option<&Option<String>>| {
        let plain = |text: &Option<String>| text.clone().unwrap_or_default();
        let base = base.map(plain);
        let joined = answers::texts(base.as_deref(), (&plain(one), ""), (&plain(other), ""));
        Some(joined).filter(|text| !text.is_empty())
    };
    let kind = word(
        base.map(|base| base.kind),
        one.kind,
        other.kind,
        "the kind of authority",
        notes,
    );
    let territory = word(
        base.map(|base| base.territory),
        one.territory,
        other.territory,
        "the nation",
        notes,
    );
    let executive = word(
        base.map(|base| base.executive),
        one.executive,
        other.executive,
        "the executive arrangements",
        notes,
    );
    let stage = word(
        base.map(|base| base.stage),
        one.stage,
        other.stage,
        "the stage of the review",
        notes,
    );
    Review {
        authority,
        kind,
        service,
        territory,
        executive,
        stage,
        decided: field(
            base.map(|base| &base.decided),
            &one.decided,
            &other.decided,
            |day| crate::wording::say_day(*day),
            || "the day of the decision".to_owned(),
            notes,
        ),
        date_note: text(
            &one.date_note,
            &other.date_note,
            base.map(|base| &base.date_note),
        ),
        note: text(&one.note, &other.note, base.map(|base| &base.note)),
    }
}

fn notice(base: Option<&Notice>, one: &Notice, other: &Notice) -> Notice {
    if let Some(taken) = one_sided(base, one, other) {
        return taken;
    }
    let gone = |in_base: bool, in_one: bool, in_other: bool| in_base && !(in_one && in_other);
    let was = |found: &dyn Fn(&Notice) -> bool| base.is_some_and(found);
    let names = in_order::interleaved(&one.signatories, &other.signatories, Clone::clone);
    let signatories = names.into_iter().filter(|name| {
        let has = |notice: &Notice| notice.signatories.contains(name);
        !gone(was(&has), has(one), has(other))
    });
    let left_out = one.left_out.union(&other.left_out).filter(|id| {
        let has = |notice: &Notice| notice.left_out.contains(*id);
        !gone(was(&has), has(one), has(other))
    });
    let mut under: BTreeMap<String, String> = BTreeMap::new();
    for id in one.under.keys().chain(other.under.keys()) {
        let of = |notice: &Notice| notice.under.get(id).cloned();
        let (mine, theirs) = (of(one), of(other));
        let chosen = one_sided(base.map(of).as_ref(), &mine, &theirs)
            .unwrap_or_else(|| mine.into_iter().chain(theirs).min());
        if let Some(words) = chosen {
            under.insert(id.clone(), words);
        }
    }
    let heard = one.heard.union(&other.heard).filter(|id| {
        let has = |notice: &Notice| notice.heard.contains(*id);
        !gone(was(&has), has(one), has(other))
    });
    let most =
        one_sided(base.map(|base| &base.most), &one.most, &other.most).unwrap_or_else(|| {
            match (one.most, other.most) {
                (Some(MostGrounds::UpTo(one)), Some(MostGrounds::UpTo(other))) => {
                    Some(MostGrounds::UpTo(one.max(other)))
                }
                (Some(_), Some(_)) => Some(MostGrounds::All),
                (one, other) => one.or(other),
            }
        });
    Notice {
        signatories: signatories.collect(),
        left_out: left_out.cloned().collect(),
        heard: heard.cloned().collect(),
        most,
        under,
        parts: notice_parts(base.map(|base| &base.parts), &one.parts, &other.parts),
    }
}

/// Merges the parts of a notice that its user writes: both texts where they differ.
fn notice_parts(base: Option<&NoticeParts>, one: &NoticeParts, other: &NoticeParts) -> NoticeParts {
    let mut merged = NoticeParts {
        spoken_to: in_order::interleaved(&one.spoken_to, &other.spoken_to, Clone::clone),
        ..NoticeParts::default()
    };
    let before = base.map(NoticeParts::texts);
    let sides = one.texts().into_iter().zip(other.texts());
    for (at, (text, ((.., mine), (.., theirs)))) in
        merged.texts_mut().into_iter().zip(sides).enumerate()
    {
        let before = before.as_ref().and_then(|texts| texts.get(at));
        let before = before.map(|(.., said)| said.as_str());
        *text = answers::texts(before, (mine, ""), (theirs, ""));
    }
    merged
}
