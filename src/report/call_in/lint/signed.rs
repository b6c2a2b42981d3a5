//! Checks of what a notice says of itself: who signs it, the particulars of the decision, and who will
//! judge it.

use crate::audit::Signatory;
use crate::report::Source;
use crate::report::call_in::day;
use crate::report::council::{Council, Invalid};
use crate::wording::{capital, choice, count, list, one_line};

use super::{Points, Weight, broken};

/// Returns the signatories, each once.
pub(in crate::report::call_in) fn signatories<'s>(source: &Source<'s>) -> Vec<Signatory<'s>> {
    let mut found: Vec<Signatory<'s>> = Vec::new();
    let folded = |one: &Signatory<'_>| one_line(one.name).to_lowercase();
    for line in &source.audit.notice.signatories {
        let one = Signatory::of(line);
        if !folded(&one).is_empty() && !found.iter().any(|other| folded(other) == folded(&one)) {
            found.push(one);
        }
    }
    found
}

/// Checks that enough members sign, and whoever has to sign besides them.
pub(super) fn signatures(source: &Source<'_>, points: &mut Points) {
    use Weight::{Mind, Missing, Unsure};
    let council = &source.setting.council;
    if council.who_may.trim().is_empty() {
        points.add(
            Missing,
            "who-may",
            "Who may call in has not been entered. Look it up in the constitution.",
        );
    }
    let signatories = signatories(source);
    let entered = signatories.len();
    if entered < source.audit.notice.signatories.len() {
        points.add(
            Mind,
            "named-twice",
            "A signatory was named twice, or without a name; each counts once.",
        );
    }
    let unconfirmed: Vec<&str> = signatories
        .iter()
        .filter(|one| one.address.is_empty() || one.confirmed.is_empty())
        .map(|one| one.name)
        .collect();
    if !unconfirmed.is_empty() {
        points.add(
            Mind,
            "not-confirmed",
            format!(
                "The address, or the day of an email that confirms the signature, is missing for {}. \
                 Some councils ask for both.",
                list(&unconfirmed)
            ),
        );
    }
    let also = one_line(&council.also_signs);
    if !also.is_empty() && source.audit.notice.parts.also_signed.trim().is_empty() {
        points.add(
            Unsure,
            "also-signs",
            format!(
                "Besides the signatures, the rules ask for that of {also}. No name is entered."
            ),
        );
    }
    if let Some(most) = council.per_member {
        points.add(
            Mind,
            "per-member",
            format!(
                "A member may sign {} in a council year: ask each who signs.",
                count(
                    usize::try_from(most).unwrap_or(usize::MAX),
                    "call-in",
                    "call-ins"
                )
            ),
        );
    }
    if let (Some(rule), None) = (council.signatories, council.needed()) {
        points.add(
            Missing,
            "members",
            format!(
                "The rules ask for {}. Enter how many members the council has.",
                rule.said(None)
            ),
        );
        return;
    }
    let Some(needed) = council.needed() else {
        points.add(
            Missing,
            "signatories",
            "How many members have to sign has not been entered.",
        );
        return;
    };
    let needed = usize::try_from(needed).unwrap_or(usize::MAX);
    let sign = capital(&count(needed, "signature is", "signatures are"));
    if entered == 0 {
        points.add(
            Unsure,
            "no-signatories",
            format!(
                "{sign} needed, each by a member entitled to call in, before the period closes. No \
                 name has been entered."
            ),
        );
    } else if entered < needed {
        points.add(
            broken(council),
            "too-few-signatories",
            format!(
                "{sign} needed, and {} entered.",
                count(entered, "name is", "names are")
            ),
        );
    } else {
        points.add(
            Mind,
            "entitled",
            "Each who signs has to be entitled to call in: some constitutions leave out members of \
             the executive, or ask that they come from more than one group.",
        );
    }
}

/// Checks the parts of the notice that only the user can write.
pub(super) fn particulars(source: &Source<'_>, points: &mut Points) {
    let parts = &source.audit.notice.parts;
    let mut missing: Vec<&str> = parts
        .texts()
        .into_iter()
        .filter(|(key, _, said)| {
            ["title", "minute", "published_at", "wording"].contains(key) && said.trim().is_empty()
        })
        .map(|(_, name, _)| name)
        .collect();
    if day(source, "decision-recorded").is_none() {
        missing.push("day of publication");
    }
    if !missing.is_empty() {
        points.add(
            Weight::Missing,
            "particulars",
            format!(
                "The notice has gaps to fill in from the record of the decision: {}.",
                list(&missing)
            ),
        );
    }
    if parts.consequence.trim().is_empty() {
        points.add(
            Weight::Mind,
            "consequence",
            "The notice does not say what follows for people if the decision is carried out. One or \
             two sentences in your own words are enough.",
        );
    }
    if parts.spoken_to.is_empty() {
        points.add(
            Weight::Mind,
            "spoken-to",
            "No one is entered as spoken to first. Some councils ask if the group leader, the member \
             responsible and the local member were; the notice has room for them.",
        );
    }
}

/// Adds what becomes of a notice under the council's rules: who judges it and when it is heard.
pub(super) fn judged(council: &Council, points: &mut Points) {
    if let Some(validity) = council.validity() {
        points.add(
            Weight::Mind,
            "validity",
            format!("The notice is judged valid or not by this officer: {validity}."),
        );
    }
    if !council.invalid.is_empty() {
        let reasons: Vec<String> = council.invalid.iter().map(Invalid::said).collect();
        points.add(
            Weight::Mind,
            "invalid",
            format!("The notice is not valid if {}.", choice(&reasons)),
        );
    }
    if let Some(within) = council.heard_within {
        points.add(
            Weight::Mind,
            "heard",
            format!("A valid call-in has to be heard within {within}: note the day."),
        );
    }
    let attends = one_line(&council.attends);
    if !attends.is_empty() {
        points.add(
            Weight::Mind,
            "attends",
            format!("When it is heard, this person has to attend: {attends}."),
        );
    }
}
