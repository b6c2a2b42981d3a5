//! Merges answers: judgement, texts, request and evidence, each by itself.

use std::collections::BTreeMap;

use super::super::disagreement::{Agreement, Disagreement, Version};
use super::super::{Answer, Audit, Evidence, Request};
use super::in_order::interleaved;
use super::one_sided;
use crate::base::digest::fold;

/// Merges the answers of two audits.
pub(super) fn merged(base: Option<&Audit>, one: &Audit, other: &Audit) -> BTreeMap<String, Answer> {
    let mut all = BTreeMap::new();
    for id in one.answers.keys().chain(other.answers.keys()) {
        if all.contains_key(id) {
            continue;
        }
        let of = |audit: &Audit| audit.answers.get(id).cloned();
        let (mine, theirs) = (of(one), of(other));
        // Not the whole answer of one side, if only that was changed: the evidence is united with the
        // same care in every case, so that a second merge finds nothing to do.
        let chosen = if mine == theirs {
            mine.unwrap_or_default()
        } else {
            let base = base.map(|base| of(base).unwrap_or_default());
            let (mine, theirs) = (mine.unwrap_or_default(), theirs.unwrap_or_default());
            answer(base.as_ref(), &mine, &theirs)
        };
        if !chosen.is_empty() {
            all.insert(id.clone(), chosen);
        }
    }
    all
}

/// Merges two answers to one question.
fn answer(base: Option<&Answer>, one: &Answer, other: &Answer) -> Answer {
    let mut merged = judgement(base, one, other);
    let text = |of: fn(&Answer) -> &str| {
        texts(
            base.map(of),
            (of(one), one.by.as_str()),
            (of(other), other.by.as_str()),
        )
    };
    merged.note = text(|answer| &answer.note);
    let contested = text(|answer| answer.contested.as_deref().unwrap_or_default());
    merged.contested = Some(contested).filter(|text| !text.is_empty());
    merged.request = one_sided(base.map(|base| &base.request), &one.request, &other.request)
        .unwrap_or_else(|| match (&one.request, &other.request) {
            (Some(one), Some(other)) => Some(request(one, other)),
            (one, other) => one.clone().or_else(|| other.clone()),
        });
    merged.evidence = evidence(
        base.map(|base| base.evidence.as_slice()),
        &one.evidence,
        &other.evidence,
    );
    merged
}

/// The part of an answer that says what is the case, and who says so.
fn head(answer: &Answer) -> Answer {
    Answer {
        status: answer.status,
        value: answer.value.clone(),
        asked: answer.asked.clone(),
        asked_text: answer.asked_text.clone(),
        by: answer.by.clone(),
        at: answer.at,
        disagreement: answer.disagreement.clone(),
        ..Answer::default()
    }
}

/// Merges what two answers say is the case: the same is one answer, what differs stands side by side.
fn judgement(base: Option<&Answer>, one: &Answer, other: &Answer) -> Answer {
    let (one, other) = (head(one), head(other));
    if let Some(taken) = one_sided(base.map(head).as_ref(), &one, &other) {
        return taken;
    }
    let says_nothing = |answer: &Answer| {
        answer.status.is_none() && answer.value.is_none() && answer.disagreement.is_none()
    };
    // An answer that was taken back on one side, and changed on the other, is kept.
    if says_nothing(&one) && !says_nothing(&other) {
        return other;
    }
    if says_nothing(&other) && !says_nothing(&one) {
        return one;
    }
    let (first, second) = if earlier(&one, &other) {
        (one, other)
    } else {
        (other, one)
    };
    if first.disagreement.is_none()
        && second.disagreement.is_none()
        && first.version().says_the_same(&second.version())
    {
        // Given to other words, the later one counts: it may be the earlier that was confirmed.
        let is_one = first.asked.is_none() || second.asked.is_none() || first.asked == second.asked;
        return if is_one { first } else { second };
    }
    differing(first, second)
}

/// Returns true if the first answer comes before the second: by moment, author, then content.
fn earlier(one: &Answer, other: &Answer) -> bool {
    let key = |answer: &Answer| (answer.at.is_none(), answer.at, answer.by.clone());
    let whole = |answer: &Answer| format!("{answer:?}");
    (key(one), whole(one)) <= (key(other), whole(other))
}

/// Returns the versions that an answer holds: those it was made from, and its own if it is agreed or
/// the only one.
fn versions(answer: &Answer) -> Vec<Version> {
    let mut all = answer
        .disagreement
        .as_ref()
        .map(|disagreement| disagreement.versions.clone())
        .unwrap_or_default();
    let own = answer.version();
    let is_new = !all.iter().any(|version| version.says_the_same(&own));
    if answer.disputed().is_none() && is_new {
        all.push(own);
    }
    all
}

/// Puts differing answers side by side, unless one of them is an agreement that knew the other.
fn differing(first: Answer, second: Answer) -> Answer {
    let (of_first, of_second) = (versions(&first), versions(&second));
    let all = Disagreement::of(of_first.iter().chain(&of_second).cloned());
    let agreed =
        |answer: &Answer| -> Option<Agreement> { answer.disagreement.as_ref()?.agreed.clone() };
    let knew = |those: &[Version], these: &[Version]| {
        these
            .iter()
            .all(|version| those.iter().any(|one| one.says_the_same(version)))
    };
    let keeps = match (agreed(&first), agreed(&second)) {
        (Some(_), Some(_)) => first.version().says_the_same(&second.version()),
        (Some(_), None) => knew(&of_first, &of_second),
        (None, Some(_)) => {
            if knew(&of_second, &of_first) {
                return with(second, all);
            }
            false
        }
        (None, None) => false,
    };
    if keeps {
        return with(first, all);
    }
    Answer {
        status: None,
        value: None,
        // Each version keeps the wording it was given to.
        asked: None,
        asked_text: None,
        by: String::new(),
        at: None,
        disagreement: Some(all),
        ..first
    }
}

/// Returns an agreed answer with every version there was.
fn with(answer: Answer, all: Disagreement) -> Answer {
    let agreed = answer
        .disagreement
        .as_ref()
        .and_then(|disagreement| disagreement.agreed.clone());
    Answer {
        disagreement: Some(Disagreement { agreed, ..all }),
        ..answer
    }
}

/// Joins two texts, each paragraph once, under their authors' names where these differ.
pub(super) fn texts(base: Option<&str>, one: (&str, &str), other: (&str, &str)) -> String {
    let own = |text: &str| text.to_owned();
    if let Some(taken) = one_sided(base.map(own).as_ref(), &own(one.0), &own(other.0)) {
        return taken;
    }
    if one.0.trim().is_empty() || other.0.trim().is_empty() {
        return format!("{}{}", one.0, other.0);
    }
    let (first, second) = if (one.1, one.0) <= (other.1, other.0) {
        (one, other)
    } else {
        (other, one)
    };
    let holds = |whole: &str, (part, by): (&str, &str)| {
        let there: Vec<String> = paragraphs(whole).map(fold).collect();
        paragraphs(part).all(|paragraph| {
            there.contains(&fold(paragraph)) || there.contains(&fold(&signed(paragraph, by)))
        })
    };
    if holds(first.0, second) {
        return first.0.to_owned();
    }
    if holds(second.0, first) {
        return second.0.to_owned();
    }
    let (head, tail) = if first.1 == second.1 {
        (first.0.trim().to_owned(), second.0.trim().to_owned())
    } else {
        (
            signed(first.0.trim(), first.1),
            signed(second.0.trim(), second.1),
        )
    };
    let there: Vec<String> = paragraphs(&head).map(fold).collect();
    let rest = paragraphs(&tail).filter(|paragraph| !there.contains(&fold(paragraph)));
    let mut all = vec![head.clone()];
    all.extend(rest.map(str::to_owned));
    all.join("\n\n")
}

fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
}

/// Puts an author's name before a text, unless one stands there already or none is known.
fn signed(text: &str, by: &str) -> String {
    if by.is_empty() || text.starts_with(&format!("{by}: ")) {
        text.to_owned()
    } else {
        format!("{by}: {text}")
    }
}

/// Unites two requests: both texts where they differ, and the earlier day.
fn request(one: &Request, other: &Request) -> Request {
    let both = |of: fn(&Request) -> &str| texts(None, (of(one), ""), (of(other), ""));
    let (first, later) = match (one.on, other.on) {
        (Some(one), Some(other)) if one != other => (Some(one.min(other)), Some(one.max(other))),
        (one, other) => (one.or(other), None),
    };
    let mut what = both(|request| &request.what);
    if let Some(later) = later {
        let again = format!("(also asked for on {})", crate::wording::say_day(later));
        if !what.contains(&again) {
            what = format!("{what} {again}");
        }
    }
    Request {
        what,
        whom: both(|request| &request.whom),
        on: first,
        reply: both(|request| &request.reply),
    }
}

/// Unites pieces of evidence: each once, the fuller of two that say the same, without those that one
/// side took out and the other left as they were.
pub(super) fn evidence(
    base: Option<&[Evidence]>,
    one: &[Evidence],
    other: &[Evidence],
) -> Vec<Evidence> {
    if one == other {
        return one.to_vec();
    }
    let all = if base == Some(one) {
        other.to_vec()
    } else if base == Some(other) {
        one.to_vec()
    } else {
        let taken_out = |piece: &Evidence| {
            base.is_some_and(|base| base.contains(piece))
                && !(one.contains(piece) && other.contains(piece))
        };
        let mut all = interleaved(one, other, |piece| format!("{piece:?}"));
        all.retain(|piece| !taken_out(piece));
        all
    };
    let is_told = |at: usize, piece: &Evidence| {
        all.iter().enumerate().any(|(place, fuller)| {
            place != at && fuller.contains(piece) && (place < at || !piece.contains(fuller))
        })
    };
    let kept = all
        .iter()
        .enumerate()
        .filter(|(at, piece)| !is_told(*at, piece));
    kept.map(|(_, piece)| piece.clone()).collect()
}
