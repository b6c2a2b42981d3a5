//! Part of the submission: the authorities for each ground, as put to the committee.
//!
//! The rules for what may be cited at all are in [`crate::report::ground`]; here each authority
//! gets its label: the law under its own, guidance, standards that bind nobody, and our own reading
//! as arguable.

use crate::checklist::{Applies, Force, Requirement, RequirementIx, State};
use crate::wording::say_day;

use super::super::document::{Span, Spans, link, strong, text};
use super::super::ground::{Ground, RestsOn, force, is_from_law, lower, rests_on};
use super::super::official::official;
use super::super::text::put;
use super::super::{Source, words};
use super::Submission;
use crate::wording::{capital, list as list_of, one_line, sentence};

impl Submission<'_> {
    pub(super) fn rests_on(&mut self, ground: &Ground<'_>) {
        let rests = rests_on(self.source, ground);
        if rests.is_empty() {
            self.draft
                .labelled("Basis", "the facts alone; no law is relied on here.");
            return;
        }
        let RestsOn {
            law,
            guidance,
            standards,
            arguable,
        } = &rests;
        let breaches = ground.breaches.as_slice();
        self.authorities("Law", law, breaches);
        self.authorities(
            "Statutory guidance, to be followed unless there is good reason",
            guidance,
            &[],
        );
        self.standards(standards);
        self.authorities(
            "Arguable: our own reading, on which we know of no case",
            arguable,
            &[],
        );
    }

    fn authorities(&mut self, label: &str, list: &[RequirementIx], breaches: &[RequirementIx]) {
        if list.is_empty() {
            return;
        }
        self.draft.label(label);
        let items: Vec<Spans> = list
            .iter()
            .map(|ix| self.authority(*ix, breaches.contains(ix)))
            .collect();
        self.draft.list(items);
    }

    /// Returns a requirement with its citation, title and state; how it was checked is in the table
    /// of sources.
    fn authority(&mut self, ix: RequirementIx, breach: bool) -> Spans {
        let source = self.source;
        let requirement = source.library.requirement(ix);
        let applies = source.findings.applies(ix);
        let standing = source.findings.standing(ix);
        let mut how = match (breach, standing.state) {
            (true, _) => "This appears not to have been met.".to_owned(),
            (false, _) if requirement.whole => {
                "This is the duty as a whole: no single limb of it is named here, so that no \
                 breach of it is claimed."
                    .to_owned()
            }
            (false, State::NotMet) if !requirement.is_of_review() => {
                "This duty is outside the review: it appears not to have been met, and the \
                 decision does not depend on it."
                    .to_owned()
            }
            (false, State::NotMet) if requirement.force.is_law() && !requirement.our_reading => {
                "If it applies, it appears not to have been met.".to_owned()
            }
            (false, State::NotMet) => "On our reading this was not followed.".to_owned(),
            (false, State::Partly) => "This appears to have been met only in part.".to_owned(),
            (false, _) => "Whether this was met has not been shown.".to_owned(),
        };
        if applies.applies == Applies::Straddles {
            put!(
                how,
                " The law changed during the review, and the day that decides is {}.",
                say_day(source.findings.place.judged)
            );
        }
        let note = self.note_of(ix);
        vec![
            strong(source.cite(ix)),
            text(format!(
                ": {} {how}",
                sentence(&one_line(&requirement.title))
            )),
            note,
        ]
    }

    /// Returns a reference to the note on a requirement: its demands, and a link to its text.
    fn note_of(&mut self, ix: RequirementIx) -> Span {
        let requirement = self.source.library.requirement(ix);
        let mut note: Spans = vec![text(format!(
            "{}: {}",
            self.source.cite(ix),
            sentence(&one_line(&requirement.demands))
        ))];
        if let Some(url) = official(&requirement.url) {
            note.push(text(" "));
            note.push(link(url, url));
        }
        self.draft.note(note)
    }

    /// Adds the standards that bind nobody, instrument by instrument: briefly, and never as law.
    fn standards(&mut self, list: &[RequirementIx]) {
        if list.is_empty() {
            return;
        }
        let items = self.by_instrument(list, 2);
        self.draft.label("Standards (not put as law)");
        self.draft.list(items);
    }

    /// Returns requirements grouped by instrument and force, at most so many named in each
    /// group; the annex names all.
    pub(super) fn by_instrument(&mut self, list: &[RequirementIx], most: usize) -> Vec<Spans> {
        let library = self.source.library;
        let mut heads: Vec<(&str, &str, Vec<RequirementIx>)> = Vec::new();
        for ix in list {
            let requirement = library.requirement(*ix);
            let (name, force) = (requirement.instrument.as_str(), force(library, requirement));
            match heads
                .iter_mut()
                .find(|(one, other, _)| *one == name && *other == force)
            {
                Some((_, _, entries)) => entries.push(*ix),
                None => heads.push((name, force, vec![*ix])),
            }
        }
        let mut items = Vec::new();
        for (name, force, entries) in heads {
            let titles: Vec<String> = entries
                .iter()
                .take(most)
                .map(|ix| self.point(*ix))
                .collect();
            let mut said = format!(" ({force}): {}", titles.join("; "));
            said.push('.');
            let mut captions: Vec<&str> = Vec::new();
            for ix in &entries {
                let caption = words::caption(library.requirement(*ix));
                captions.extend(caption.filter(|caption| !captions.contains(caption)));
            }
            if !captions.is_empty() {
                put!(said, " ({}.)", capital(&captions.join("; ")));
            }
            items.push(vec![strong(name), text(said)]);
        }
        items
    }

    /// Returns a standard as a point in a list; a part of the Code is named by its number too.
    fn point(&self, ix: RequirementIx) -> String {
        let requirement = self.source.library.requirement(ix);
        let title = lower(&one_line(&requirement.title));
        match &requirement.letter {
            Some(letter) if requirement.force == Force::Code => format!("{letter}, {title}"),
            _ => title,
        }
    }
}

/// Returns the texts that some requirements of a list are taken from, each once.
pub(super) fn instruments<'l>(
    source: &Source<'l>,
    list: &[RequirementIx],
    is_wanted: impl Fn(&Requirement) -> bool,
) -> Vec<&'l str> {
    let mut found: Vec<&str> = Vec::new();
    for ix in list {
        let requirement = source.library.requirement(*ix);
        let name = requirement.instrument.as_str();
        if is_wanted(requirement) && !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

/// Returns the sentences over standards that no breach of a law is claimed through.
///
/// A law among the texts that they are taken from is called one.
pub(super) fn not_put_as_law(source: &Source<'_>, list: &[RequirementIx]) -> String {
    let law = instruments(source, list, |one| is_from_law(source.library, one));
    let mut said = "No breach of the law is claimed on these points.".to_owned();
    if !law.is_empty() {
        let one = law.len() == 1;
        put!(
            said,
            " {} {} law; what is named of {} here is guidance, or a yardstick for this review.",
            list_of(&law),
            if one { "is" } else { "are" },
            if one { "it" } else { "them" },
        );
    }
    said
}
