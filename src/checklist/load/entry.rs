//! The first pass: one file, every entry of it, with names that are still texts.

use std::sync::OnceLock;

use super::super::condition::Condition;
use super::super::glossary::Term;
use super::super::holidays::{Holiday, HolidayYears};
use super::super::ids::{FileIx, SectionIx};
use super::super::model::{
    Challenge, ChoiceOption, Flag, InForce, Precedent, Question, QuestionKind, Requirement,
    SearchWords, Strength, Trap,
};
use super::super::nation::Territory;
use super::super::paper_fact::PaperFact;
use super::super::vocabulary::{
    About, Checked, FlagLevel, Force, Outcome, SourceClass, Standing, Topic, Unit,
};
use super::super::witness::Witness;
use super::CHECKLIST_FORMAT;
use super::condition::{RawCondition, need_condition, read_condition};
use super::deadline::{RawDeadline, read_deadline, read_holiday, read_years};
use super::id::{check_id, read_id};
use super::limb::names_limb;
use super::parts::{optional, read_all, read_executive, read_in_force};
use super::scenario::RawScenario;
use super::wording::{RawChallenge, RawWording, read_challenge, read_short, read_wording};
use crate::base::Text;
use crate::base::diagnostic::nearest;
use crate::base::reader::{At, Mistakes, Node, plain, word};
use crate::wording::Phrase;

#[derive(Default)]
pub(super) struct RawFile {
    pub(super) id: Text,
    pub(super) title: Text,
    pub(super) edition: Text,
    pub(super) source: Text,
    pub(super) sections: Vec<RawSection>,
    pub(super) ideas: Vec<RawIdea>,
    pub(super) questions: Vec<RawQuestion>,
    pub(super) merged: Vec<RawMerged>,
    pub(super) requirements: Vec<RawRequirement>,
    pub(super) flags: Vec<RawFlag>,
    pub(super) strengths: Vec<RawStrength>,
    pub(super) precedents: Vec<RawPrecedent>,
    pub(super) traps: Vec<RawTrap>,
    pub(super) scenarios: Vec<RawScenario>,
    pub(super) deadlines: Vec<RawDeadline>,
    pub(super) terms: Vec<RawTerm>,
    pub(super) witnesses: Vec<RawWitness>,
    pub(super) holidays: Vec<Holiday>,
    pub(super) holiday_years: Vec<HolidayYears>,
}

pub(super) struct RawSection {
    pub(super) id: At<Text>,
    pub(super) title: Text,
    pub(super) about: Option<Text>,
}

/// Words that mean the same thing, shared by the questions that name the idea.
pub(super) struct RawIdea {
    pub(super) id: At<Text>,
    pub(super) words: SearchWords,
}

/// A question's id that another question has taken over.
pub(super) struct RawMerged {
    pub(super) id: At<Text>,
    pub(super) into: At<Text>,
}

pub(super) struct RawQuestion {
    pub(super) id: At<Text>,
    pub(super) section: At<Text>,
    pub(super) look_for: Vec<At<Text>>,
    pub(super) applies_if: Option<RawCondition>,
    pub(super) challenge: Option<RawChallenge>,
    pub(super) built: Box<Question>,
}

pub(super) struct RawRequirement {
    pub(super) id: At<Text>,
    pub(super) questions: Vec<At<Text>>,
    pub(super) see_also: Vec<At<Text>>,
    pub(super) applies_if: Option<RawCondition>,
    pub(super) reply: Option<At<Text>>,
    pub(super) built: Box<Requirement>,
}

pub(super) struct RawFlag {
    pub(super) id: At<Text>,
    pub(super) when: RawCondition,
    pub(super) claims: Vec<At<Text>>,
    pub(super) heading: Option<RawWording>,
    pub(super) facts: Vec<At<Text>>,
    pub(super) challenge: RawChallenge,
    pub(super) requirements: Vec<At<Text>>,
    pub(super) precedents: Vec<At<Text>>,
    pub(super) built: Box<Flag>,
}

pub(super) struct RawStrength {
    pub(super) id: At<Text>,
    pub(super) when: RawCondition,
    pub(super) claims: Vec<At<Text>>,
    pub(super) precedents: Vec<At<Text>>,
    pub(super) built: Strength,
}

pub(super) struct RawPrecedent {
    pub(super) id: At<Text>,
    pub(super) built: Box<Precedent>,
}

pub(super) struct RawTrap {
    pub(super) id: At<Text>,
    pub(super) when: Option<RawCondition>,
    pub(super) built: Box<Trap>,
}

pub(super) struct RawTerm {
    pub(super) id: At<Text>,
    pub(super) word: At<Text>,
    pub(super) built: Term,
}

pub(super) struct RawWitness {
    pub(super) id: At<Text>,
    pub(super) questions: Vec<At<Text>>,
    pub(super) built: Witness,
}

/// Reads all of a file but its scenarios.
pub(super) fn read_file(node: &mut Node<'_>, m: &mut Mistakes) -> RawFile {
    if node.has("format") {
        if let Some(format) = node.whole("format", m)
            && format != CHECKLIST_FORMAT
        {
            m.add_with_help(
                "newer-format",
                &(0..0),
                format!(
                    "this checklist has format {format}; this program reads {CHECKLIST_FORMAT}"
                ),
                "use the program that wrote it, or a newer one",
            );
        }
    } else {
        node.missing("format", m);
    }
    let id = node.need_text("id", m);
    check_id(&id, m);
    let mut raw = RawFile {
        id: id.value,
        title: node.need_text("title", m).value,
        edition: node.need_text("edition", m).value,
        source: node
            .text("source", m)
            .map(|at| at.value)
            .unwrap_or_default(),
        ..RawFile::default()
    };
    for mut one in node.nodes("section", "a [[section]]", m) {
        raw.sections.push(RawSection {
            id: read_id(&mut one, m),
            title: one.need_text("title", m).value,
            about: one.text("about", m).map(|at| at.value),
        });
        one.finish(m);
    }
    raw.ideas = read_all(node, "idea", "an [[idea]]", m, |one, m| RawIdea {
        id: read_id(one, m),
        words: SearchWords {
            english: plain(one.texts("words", m)),
            welsh: plain(one.texts("welsh", m)),
            never_alone: plain(one.texts("never_alone", m)),
            ..SearchWords::default()
        },
    });
    raw.questions = read_all(node, "question", "a [[question]]", m, read_question);
    raw.merged = read_all(node, "merged", "a [[merged]]", m, |one, m| RawMerged {
        id: read_id(one, m),
        into: one.need_text("into", m),
    });
    raw.requirements = read_all(
        node,
        "requirement",
        "a [[requirement]]",
        m,
        read_requirement,
    );
    raw.flags = read_all(node, "flag", "a [[flag]]", m, read_flag);
    raw.strengths = read_all(node, "strength", "a [[strength]]", m, read_strength);
    raw.precedents = read_all(node, "precedent", "a [[precedent]]", m, read_precedent);
    raw.traps = read_all(node, "trap", "a [[trap]]", m, read_trap);
    raw.deadlines = read_all(node, "deadline", "a [[deadline]]", m, read_deadline);
    raw.terms = read_all(node, "term", "a [[term]]", m, read_term);
    raw.witnesses = read_all(node, "witness", "a [[witness]]", m, read_witness);
    let holidays = read_all(node, "holiday", "a holiday", m, read_holiday);
    raw.holidays = holidays.into_iter().flatten().collect();
    let years = read_all(node, "holiday_years", "years of holidays", m, read_years);
    raw.holiday_years = years.into_iter().flatten().collect();
    raw
}

pub(super) fn read_question(node: &mut Node<'_>, m: &mut Mistakes) -> RawQuestion {
    let id = read_id(node, m);
    let section = node.need_text("section", m);
    let topic = node
        .need_word::<Topic>("topic", m)
        .unwrap_or(Topic::Challenge);
    let core = node.flag("core", m);
    let lead = node.flag("lead", m);
    let full = node.flag("full", m);
    if core && full {
        m.add_with_help(
            "impossible-depth",
            &id.span,
            "a question cannot be `core` and for the full audit only",
            "leave out `core` or `full`",
        );
    }
    let kind_word: Option<At<Text>> = node.text("kind", m);
    let unit = node.word::<Unit>("unit", m);
    let options: Vec<ChoiceOption> = node
        .nodes("options", "an option of a choice", m)
        .into_iter()
        .map(|mut one| {
            let option = ChoiceOption {
                id: one.need_text("id", m).value,
                label: one.need_text("label", m).value,
            };
            one.finish(m);
            option
        })
        .collect();
    let kind = match kind_word
        .as_ref()
        .map_or("judgement", |word| word.value.as_str())
    {
        "judgement" => QuestionKind::Judgement,
        "event" => QuestionKind::Event,
        "figure" => {
            if unit.is_none() && !node.has("unit") {
                node.missing("unit", m);
            }
            QuestionKind::Figure(unit.unwrap_or(Unit::Pounds))
        }
        "choice" => {
            if options.is_empty() {
                node.missing("options", m);
            }
            QuestionKind::Choice(options)
        }
        other => {
            let kinds = ["judgement", "event", "figure", "choice"];
            let span = kind_word
                .as_ref()
                .map_or(node.span.clone(), |word| word.span.clone());
            let near = nearest(other, kinds).map(|near| format!("did you mean \"{near}\"? "));
            m.add_with_help(
                "unknown-word",
                &span,
                format!("\"{other}\" is not a kind of question"),
                format!(
                    "{}It may be: {}",
                    near.unwrap_or_default(),
                    kinds.join(", ")
                ),
            );
            QuestionKind::Judgement
        }
    };
    let offer = read_offer(node, &kind, m);
    let ask: Text = node.need_text("ask", m).value;
    let judgement = kind == QuestionKind::Judgement;
    for key in ["look_for", "proved_by", "usual_failure"] {
        if judgement && !node.has(key) {
            node.missing(key, m);
        }
    }
    let in_force = read_all(
        node,
        "in_force",
        "a [[question.in_force]]",
        m,
        read_in_force,
    );
    let built = Question {
        id: id.value.clone(),
        file: FileIx(0),
        section: SectionIx(0),
        topic,
        core,
        lead,
        full,
        kind,
        digest: OnceLock::new(),
        short: read_short(node, &ask, m),
        ask,
        help: optional(node, "help", m),
        look_for: SearchWords {
            english: Vec::new(),
            welsh: plain(node.texts("look_for_welsh", m)),
            never_alone: plain(node.texts("never_alone", m)),
            ..SearchWords::default()
        },
        proved_by: plain(node.texts("proved_by", m)),
        usual_failure: optional(node, "usual_failure", m),
        challenge: None,
        in_force,
        applies_if: None,
        offer,
        after_decision: node.flag("after_decision", m),
        in_time: node.flag("in_time", m),
        decides: Vec::new(),
        beside: Vec::new(),
    };
    RawQuestion {
        id,
        section,
        look_for: node.texts("look_for", m),
        applies_if: node
            .node("applies_if", "a condition", m)
            .map(|one| read_condition(one, m)),
        challenge: node
            .node("challenge", "a [question.challenge]", m)
            .map(|mut one| {
                let challenge = read_challenge(&mut one, m);
                one.finish(m);
                challenge
            }),
        built: Box::new(built),
    }
}

pub(super) fn read_requirement(node: &mut Node<'_>, m: &mut Mistakes) -> RawRequirement {
    let id = read_id(node, m);
    let questions = node.texts("questions", m);
    if questions.is_empty() {
        node.missing("questions", m);
    }
    let executive = read_executive(node, m);
    let reading: Option<At<Text>> = node.text("reading", m);
    if let Some(reading) = &reading
        && reading.value != "ours"
    {
        m.add_with_help(
            "unknown-word",
            &reading.span,
            format!("\"{}\" is not a reading", reading.value),
            "it may be: ours",
        );
    }
    let in_force: Vec<InForce> = read_all(
        node,
        "in_force",
        "a [[requirement.in_force]]",
        m,
        read_in_force,
    );
    if node.lacks("in_force") {
        node.missing("in_force", m);
    }
    let applies_if = node
        .node("applies_if", "a condition", m)
        .map(|one| read_condition(one, m));
    let mut built = Requirement {
        id: id.value.clone(),
        file: FileIx(0),
        instrument: node.need_text("instrument", m).value,
        letter: optional(node, "letter", m),
        title: node.need_text("title", m).value,
        citation: node.need_text("citation", m).value,
        force: node.need_word("force", m).unwrap_or(Force::GoodPractice),
        demands: node.need_text("demands", m).value,
        checked: node.need_word("checked", m).unwrap_or(Checked::Unverified),
        url: node.need_text("url", m).value,
        source: node.need_text("source", m).value,
        questions: Vec::new(),
        see_also: Vec::new(),
        standing: node.word("status", m).unwrap_or(Standing::Plain),
        our_reading: reading.is_some(),
        about: node.word("about", m).unwrap_or(About::Review),
        whole: node.flag("whole", m),
        executive,
        applies_if: None,
        caution: optional(node, "caution", m),
        reply: None,
        in_force,
    };
    // A breach names its limb: a citation of the whole instrument makes none.
    built.whole |= built.force == Force::Must && !names_limb(&built.citation);
    let see_also = node.texts("see_also", m);
    RawRequirement {
        id,
        questions,
        see_also,
        applies_if,
        reply: node.text("reply", m),
        built: Box::new(built),
    }
}

pub(super) fn read_flag(node: &mut Node<'_>, m: &mut Mistakes) -> RawFlag {
    let id = read_id(node, m);
    let when = need_condition(node, m);
    let title: Text = node.need_text("title", m).value;
    let built = Flag {
        id: id.value.clone(),
        file: FileIx(0),
        short: read_short(node, &title, m),
        title,
        heading: None,
        facts: Vec::new(),
        level: node.need_word("level", m).unwrap_or(FlagLevel::Gap),
        when: Condition::All(Vec::new()),
        claims: Vec::new(),
        requirements: Vec::new(),
        precedents: Vec::new(),
        challenge: Challenge::default(),
        advice: optional(node, "advice", m),
        refused_as: node.word("refused_as", m),
        source: node.need_text("source", m).value,
        checked: node.need_word("checked", m).unwrap_or(Checked::Unverified),
    };
    let requirements = node.texts("requirements", m);
    let precedents = node.texts("precedents", m);
    RawFlag {
        id,
        when,
        claims: node.texts("claims", m),
        heading: read_wording(node, "heading", m),
        facts: node.texts("facts", m),
        challenge: read_challenge(node, m),
        requirements,
        precedents,
        built: Box::new(built),
    }
}

pub(super) fn read_strength(node: &mut Node<'_>, m: &mut Mistakes) -> RawStrength {
    let id = read_id(node, m);
    let when = need_condition(node, m);
    let built = Strength {
        id: id.value.clone(),
        file: FileIx(0),
        title: node.need_text("title", m).value,
        when: Condition::All(Vec::new()),
        claims: Vec::new(),
        precedents: Vec::new(),
        source: node.need_text("source", m).value,
    };
    let precedents = node.texts("precedents", m);
    RawStrength {
        id,
        when,
        claims: node.texts("claims", m),
        precedents,
        built,
    }
}

pub(super) fn read_precedent(node: &mut Node<'_>, m: &mut Mistakes) -> RawPrecedent {
    let id = read_id(node, m);
    let number = node.whole("year", m);
    if number.is_none() && !node.has("year") {
        node.missing("year", m);
    }
    let year = number
        .and_then(|year| i32::try_from(year).ok())
        .filter(|year| (1..=9999).contains(year));
    if let (Some(number), None) = (number, year) {
        m.add(
            "impossible-range",
            &node.span,
            format!("`year` cannot be {number}"),
        );
    }
    let built = Precedent {
        id: id.value.clone(),
        file: FileIx(0),
        title: node.need_text("title", m).value,
        // Without a year the mistake is reported, and nothing is loaded.
        year: year.unwrap_or_default(),
        territory: node.need_word("territory", m).unwrap_or(Territory::England),
        court: node.flag("court", m),
        citation: optional(node, "citation", m),
        facts: node.need_text("facts", m).value,
        ground: node.need_text("ground", m).value,
        outcome: node.need_word("outcome", m).unwrap_or(Outcome::Lost),
        lesson: node.need_text("lesson", m).value,
        source: node.need_text("source", m).value,
        grade: node.need_word("grade", m).unwrap_or(SourceClass::Press),
        checked: node.need_word("checked", m).unwrap_or(Checked::Unverified),
        url: optional(node, "url", m),
        contested: optional(node, "contested", m),
        hindsight: optional(node, "hindsight", m),
    };
    RawPrecedent {
        id,
        built: Box::new(built),
    }
}

/// Reads the kind of date or figure that papers give as the answer to a question.
fn read_offer(node: &mut Node<'_>, kind: &QuestionKind, m: &mut Mistakes) -> Option<PaperFact> {
    let written: At<Text> = node.text("offer", m)?;
    let offer = word::<PaperFact>(&written, m)?;
    if !kind.is_answered_by(offer) {
        m.add_with_help(
            "offer-does-not-fit",
            &written.span,
            format!("\"{offer}\" cannot be the answer to this kind of question"),
            "a day answers an event; a sum, a number or a percentage answers a figure in that unit",
        );
        return None;
    }
    Some(offer)
}

pub(super) fn read_trap(node: &mut Node<'_>, m: &mut Mistakes) -> RawTrap {
    let id = read_id(node, m);
    let when = node
        .node("when", "a condition", m)
        .map(|one| read_condition(one, m));
    let cites: Vec<At<Text>> = node.texts("cites", m);
    let built = Trap {
        id: id.value.clone(),
        file: FileIx(0),
        when: None,
        cites: cites.iter().map(|one| Phrase::new(&one.value)).collect(),
        message: node.need_text("says", m).value,
        source: node.need_text("source", m).value,
    };
    if when.is_none() && built.cites.is_empty() {
        m.add_with_help(
            "empty-trap",
            &node.span,
            "a [[trap]] needs `when` or `cites`",
            "say where it is a mistake, or which words give it away",
        );
    }
    RawTrap {
        id,
        when,
        built: Box::new(built),
    }
}

fn read_term(node: &mut Node<'_>, m: &mut Mistakes) -> RawTerm {
    let id = read_id(node, m);
    let word: At<Text> = node.need_text("word", m);
    let built = Term {
        id: id.value.clone(),
        file: FileIx(0),
        word: word.value.clone(),
        also: plain(node.texts("also", m)),
        meaning: node.need_text("meaning", m).value,
        nations: node.words("nations", m),
        source: node.need_text("source", m).value,
        checked: node.need_word("checked", m).unwrap_or(Checked::Unverified),
    };
    RawTerm { id, word, built }
}

fn read_witness(node: &mut Node<'_>, m: &mut Mistakes) -> RawWitness {
    let id = read_id(node, m);
    if !node.has("topics") {
        node.missing("topics", m);
    }
    let built = Witness {
        id: id.value.clone(),
        file: FileIx(0),
        office: node.need_text("office", m).value,
        about: node.need_text("about", m).value,
        ask: node.need_text("ask", m).value,
        topics: node.words("topics", m),
        questions: Vec::new(),
        source: node.need_text("source", m).value,
    };
    RawWitness {
        id,
        questions: node.texts("questions", m),
        built,
    }
}
