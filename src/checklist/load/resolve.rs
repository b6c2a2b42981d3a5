//! The second pass: gives every entry its index and resolves every name to one.

use std::collections::HashMap;

use super::super::glossary::Term;
use super::super::holidays::Holidays;
use super::super::ids::{
    FileIx, FlagIx, PrecedentIx, RequirementIx, SectionIx, StrengthIx, TrapIx,
};
use super::super::library::Library;
use super::super::model::{
    ChecklistFile, Flag, MergedQuestion, Precedent, Question, QuestionKind, Requirement, Scenario,
    ScenarioValue, Section, Strength, Trap,
};
use super::super::witness::Witness;
use super::ReadChecklist;
use super::deadline::resolve_deadline;
use super::names::{Names, Resolver};
use super::scenario::RawScenario;
use crate::base::Text;
use crate::base::reader::{At, Mistakes};

/// Makes the library of checklists that were read. Returns it with the mistakes of each file.
pub(super) fn resolve(read: Vec<ReadChecklist>) -> (Library, Vec<Mistakes>) {
    let mut mistakes = Vec::new();
    let mut raws = Vec::new();
    for one in read {
        mistakes.push(one.mistakes);
        raws.push((one.raw, one.name, one.shipped, one.digest));
    }
    let mut names = Resolver {
        sections: Names::new("a section"),
        questions: Names::new("a question"),
        requirements: Names::new("a requirement"),
        flags: Names::new("a flag"),
        strengths: Names::new("a strength"),
        precedents: Names::new("a precedent"),
        traps: Names::new("a trap"),
        deadlines: Names::new("a time limit"),
        ideas: HashMap::new(),
        kinds: Vec::new(),
        asks: Vec::new(),
        decided_by: Vec::new(),
    };
    let mut files = Names::new("a checklist");
    let mut scenarios = Names::new("a scenario");
    let mut ideas = Names::new("an idea");
    let mut merged = Names::new("a merged question");
    let mut terms = Names::new("a word of the glossary");
    let mut witnesses = Names::new("a witness");
    for ((raw, ..), m) in raws.iter().zip(&mut mistakes) {
        files.add(
            &At {
                value: raw.id.clone(),
                span: 0..0,
            },
            m,
        );
        raw.sections
            .iter()
            .for_each(|one| names.sections.add(&one.id, m));
        for one in &raw.ideas {
            ideas.add(&one.id, m);
            names.ideas.insert(one.id.value.clone(), one.words.clone());
        }
        raw.merged.iter().for_each(|one| merged.add(&one.id, m));
        raw.terms.iter().for_each(|one| terms.add(&one.id, m));
        raw.witnesses
            .iter()
            .for_each(|one| witnesses.add(&one.id, m));
        raw.questions.iter().for_each(|one| {
            if one.id.value == "decided" {
                m.add(
                    "duplicate-id",
                    &one.id.span,
                    "\"decided\" is the review's own date",
                );
            }
            names.questions.add(&one.id, m);
        });
        names
            .kinds
            .extend(raw.questions.iter().map(|one| one.built.kind.clone()));
        names
            .asks
            .extend(raw.questions.iter().map(|one| one.built.ask.clone()));
        raw.requirements
            .iter()
            .for_each(|one| names.requirements.add(&one.id, m));
        names.decided_by.extend(raw.requirements.iter().map(|one| {
            let ids = one.questions.iter();
            ids.map(|id| id.value.clone()).collect()
        }));
        raw.flags.iter().for_each(|one| names.flags.add(&one.id, m));
        raw.strengths
            .iter()
            .for_each(|one| names.strengths.add(&one.id, m));
        raw.precedents
            .iter()
            .for_each(|one| names.precedents.add(&one.id, m));
        raw.traps.iter().for_each(|one| names.traps.add(&one.id, m));
        raw.scenarios
            .iter()
            .for_each(|one| scenarios.add(&one.id, m));
        raw.deadlines
            .iter()
            .for_each(|one| names.deadlines.add(&one.id, m));
    }
    let mut library = Library::default();
    let (mut holidays, mut holiday_years) = (Vec::new(), Vec::new());
    let (mut shipped_holidays, mut shipped_years) = (Vec::new(), Vec::new());
    let mut own = raws.iter().filter(|(_, _, shipped, _)| !shipped);
    let own_holidays =
        own.any(|(raw, ..)| !raw.holidays.is_empty() || !raw.holiday_years.is_empty());
    for (place, (one, m)) in raws.into_iter().zip(&mut mistakes).enumerate() {
        let (raw, name, shipped, digest) = one;
        let file = FileIx(place);
        library.files.push(ChecklistFile {
            id: raw.id,
            title: raw.title,
            edition: raw.edition,
            source: raw.source,
            digest,
            name: (&*name).into(),
            shipped,
        });
        library
            .sections
            .extend(raw.sections.into_iter().map(|one| Section {
                id: one.id.value,
                title: one.title,
                about: one.about,
                questions: Vec::new(),
            }));
        for one in raw.questions {
            let section = names
                .sections
                .find(&one.section, m)
                .map_or(SectionIx(0), SectionIx);
            let look_for = names.words(one.look_for, one.built.look_for, m);
            let applies_if = one
                .applies_if
                .map(|raw| names.facts_only(&raw, "question", m));
            let challenge = one.challenge.map(|raw| names.challenge(raw, m));
            library.questions.push(Box::new(Question {
                file,
                section,
                look_for,
                challenge,
                applies_if,
                ..*one.built
            }));
        }
        for one in raw.merged {
            if names.questions.places.contains_key(&one.id.value) {
                m.add_with_help(
                    "still-asked",
                    &one.id.span,
                    format!("\"{}\" is still a question of its own", one.id.value),
                    "take the question out, or the [[merged]] entry",
                );
            }
            if let Some(into) = names.question(&one.into, m) {
                library.merged.push(MergedQuestion {
                    id: one.id.value,
                    into,
                });
            }
        }
        for one in raw.requirements {
            let questions = names.questions(&one.questions, m);
            let see_also = names.questions(&one.see_also, m);
            let applies_if = one
                .applies_if
                .map(|raw| names.facts_only(&raw, "requirement", m));
            let reply = one.reply.as_ref();
            library.requirements.push(Box::new(Requirement {
                file,
                questions,
                see_also,
                applies_if,
                reply: reply.and_then(|id| names.deadline(id, m)),
                ..*one.built
            }));
        }
        for one in raw.precedents {
            library
                .precedents
                .push(Box::new(Precedent { file, ..*one.built }));
        }
        let precedents = |ids: &[At<Text>], m: &mut Mistakes| {
            ids.iter()
                .filter_map(|id| names.precedents.find(id, m).map(PrecedentIx))
                .collect::<Vec<_>>()
        };
        for one in raw.flags {
            let when = names.condition(&one.when, m);
            let claims = names.claims(one.claims, &when, m);
            let heading = one.heading.map(|raw| names.wording(raw, m));
            let facts = one.facts.iter().filter_map(|id| names.fact_of(id, m));
            let facts = facts.collect();
            let challenge = names.challenge(one.challenge, m);
            let requirements = one
                .requirements
                .iter()
                .filter_map(|id| names.requirements.find(id, m).map(RequirementIx))
                .collect();
            let precedents = precedents(&one.precedents, m);
            library.flags.push(Box::new(Flag {
                file,
                heading,
                facts,
                when,
                claims,
                requirements,
                precedents,
                challenge,
                ..*one.built
            }));
        }
        for one in raw.strengths {
            let when = names.condition(&one.when, m);
            let claims = names.claims(one.claims, &when, m);
            let precedents = precedents(&one.precedents, m);
            library.strengths.push(Strength {
                file,
                when,
                claims,
                precedents,
                ..one.built
            });
        }
        for one in raw.traps {
            let when = one.when.map(|raw| names.condition(&raw, m));
            library.traps.push(Box::new(Trap {
                file,
                when,
                ..*one.built
            }));
        }
        for one in raw.scenarios {
            let scenario = resolve_scenario(&names, one, file, m);
            library.scenarios.push(scenario);
        }
        for one in raw.terms {
            let twin = library
                .terms
                .iter()
                .find(|other| one.built.is_twin_of(other));
            if let Some(twin) = twin {
                m.add_with_help(
                    "duplicate-word",
                    &one.word.span,
                    format!(
                        "\"{}\" is explained already, as \"{}\"",
                        one.word.value, twin.id
                    ),
                    "explain a word once for each nation",
                );
            }
            library.terms.push(Term { file, ..one.built });
        }
        for one in raw.witnesses {
            let ids = one.questions.iter();
            let questions = ids.filter_map(|id| names.question(id, m)).collect();
            library.witnesses.push(Witness {
                file,
                questions,
                ..one.built
            });
        }
        for one in raw.deadlines {
            let deadline = resolve_deadline(one, file, &names, m);
            library.deadlines.push(Box::new(deadline));
        }
        if shipped && own_holidays {
            shipped_holidays.extend(raw.holidays.iter().cloned());
            shipped_years.extend(raw.holiday_years.iter().copied());
        }
        holidays.extend(raw.holidays);
        holiday_years.extend(raw.holiday_years);
    }
    library.holidays = Holidays::new(holidays, holiday_years);
    let shipped = own_holidays.then(|| Holidays::new(shipped_holidays, shipped_years));
    library.shipped_holidays = shipped.filter(|shipped| *shipped != library.holidays);
    library.by_id = names.questions.places;
    library.requirement_by_id = names.requirements.places;
    library.link();
    (library, mistakes)
}

pub(super) fn resolve_scenario(
    names: &Resolver,
    raw: RawScenario,
    file: FileIx,
    m: &mut Mistakes,
) -> Scenario {
    let mut built = Scenario { file, ..raw.built };
    for (id, status) in raw.answers {
        built.answers.extend(
            names
                .question_of(&id, "judgement", m)
                .map(|ix| (ix, status)),
        );
    }
    for (id, value) in raw.values {
        let kind = match value.value {
            ScenarioValue::Date(_) => "event",
            ScenarioValue::Number(_) => "figure",
            ScenarioValue::Option(_) => "choice",
        };
        let Some(ix) = names.question_of(&id, kind, m) else {
            continue;
        };
        if let (ScenarioValue::Option(option), Some(QuestionKind::Choice(known))) =
            (&value.value, names.kinds.get(ix.0))
            && !known.iter().any(|one| one.id == *option)
        {
            m.add(
                "unknown-id",
                &value.span,
                format!("\"{option}\" is not an option of \"{}\"", id.value),
            );
        }
        built.values.push((ix, value.value));
    }
    for (id, note) in raw.notes {
        built
            .notes
            .extend(names.question(&id, m).map(|ix| (ix, note)));
    }
    // A name in `fires` or `silent` may be a flag's or a strength's.
    let pattern = |id: &At<Text>, m: &mut Mistakes| -> (Option<FlagIx>, Option<StrengthIx>) {
        if let Some(place) = names.strengths.places.get(&id.value) {
            return (None, Some(StrengthIx(*place)));
        }
        (names.flags.find(id, m).map(FlagIx), None)
    };
    for id in &raw.fires {
        let (flag, strength) = pattern(id, m);
        built.fires.extend(flag);
        built.strong.extend(strength);
    }
    for id in &raw.silent {
        let (flag, strength) = pattern(id, m);
        built.silent.extend(flag);
        built.not_strong.extend(strength);
    }
    for (id, level) in raw.levels {
        let words = ["breach", "undermines", "departure", "gap"];
        if !words.contains(&level.value.as_str()) {
            m.add_with_help(
                "unknown-word",
                &level.span,
                format!("\"{}\" is not a level", level.value),
                format!("it may be: {}", words.join(", ")),
            );
        }
        built
            .levels
            .extend(names.flags.find(&id, m).map(|ix| (FlagIx(ix), level.value)));
    }
    let traps = |ids: &[At<Text>], m: &mut Mistakes| {
        ids.iter()
            .filter_map(|id| names.traps.find(id, m).map(TrapIx))
            .collect::<Vec<_>>()
    };
    built.lint = traps(&raw.lint, m);
    built.no_lint = traps(&raw.no_lint, m);
    let requirements = |ids: &[At<Text>], m: &mut Mistakes| {
        ids.iter()
            .filter_map(|id| names.requirements.find(id, m).map(RequirementIx))
            .collect::<Vec<_>>()
    };
    built.applies = requirements(&raw.applies, m);
    built.not_applies = requirements(&raw.not_applies, m);
    built
}
