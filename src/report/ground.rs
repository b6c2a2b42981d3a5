//! The grounds of a challenge: findings in order of strength, each with the answers that show it,
//! the requirements it rests on and the cases like it.
//!
//! The rules for what may be put to a council are here and nowhere else: a requirement that must be
//! checked first is never cited, our own reading is only arguable, and non-binding standards are
//! never listed as law.

use crate::audit::{Answer, Evidence};
use crate::checklist::condition::EventRef;
use crate::checklist::{
    Flag, Force, Library, PrecedentIx, QuestionIx, Requirement, RequirementIx, Status,
};
use crate::findings::{Because, Exchange, Fired, HeldStrength, Level, Support, precedents};

use super::draft::Draft;
use super::evidence::counting;
use super::{Source, remedy, words};
use crate::wording::{one_line, say_day, sentence};

/// A ground of a challenge.
pub(super) struct Ground<'a> {
    /// Its gravity.
    pub(super) level: Level,
    /// Its title.
    pub(super) title: String,
    /// The flag that fired, if it comes from one.
    pub(super) fired: Option<&'a Fired>,
    /// The answers that show it.
    pub(super) questions: Vec<QuestionIx>,
    /// The duties that appear not to have been met.
    pub(super) breaches: Vec<RequirementIx>,
}

impl<'a> Ground<'a> {
    /// Returns the flag behind it, if it comes from one.
    pub(super) fn flag<'l>(&self, source: &Source<'l>) -> Option<&'l Flag> {
        self.fired.map(|fired| source.library.flag(fired.flag))
    }

    /// Returns its level, where that says more than its title and the sentence over a list of grounds:
    /// most undermine the decision, and the title of a duty alone says what it is.
    pub(super) fn strength(&self) -> Option<Level> {
        let says_it = self.level == Level::Breach && self.fired.is_none();
        (self.level != Level::Undermines && !says_it).then_some(self.level)
    }

    /// Returns its title in the row of a list: the flag's, or that of the duty.
    pub(super) fn short<'g>(&'g self, source: &Source<'g>) -> &'g str {
        self.flag(source).map_or(&self.title, |flag| &flag.short)
    }

    /// Returns the exchange to expect over it: the flag's, or that of the question behind it.
    pub(super) fn exchange(&self, source: &Source<'a>) -> Option<&'a Exchange> {
        let of_question = |ix: &QuestionIx| source.findings.exchange(*ix);
        let of_flag = self.fired.map(|fired| &fired.exchange);
        of_flag.or_else(|| self.questions.iter().find_map(of_question))
    }

    /// Returns the facts printed with it that none of its answers is already.
    pub(super) fn facts(&self) -> impl Iterator<Item = QuestionIx> + '_ {
        let of_flag = self.fired.map_or(&[][..], |fired| &fired.facts);
        let told = |ix: &QuestionIx| self.questions.contains(ix);
        of_flag.iter().copied().filter(move |ix| !told(ix))
    }

    /// Returns the dates, figures and choices that make it true, each with something to look up.
    pub(super) fn values<'s>(
        &'s self,
        source: &'s Source<'_>,
    ) -> impl Iterator<Item = QuestionIx> + 's {
        self.questions.iter().copied().filter(|ix| {
            let answered = source.findings.answered(*ix);
            answered.value.is_some() && answered.support == Support::Shown
        })
    }

    /// Returns true if the day of the decision is among what makes it true.
    pub(super) fn is_by_decision(&self) -> bool {
        let is_it = |one: &Because| {
            matches!(
                one,
                Because::Event {
                    event: EventRef::Decided,
                    ..
                }
            )
        };
        self.fired
            .is_some_and(|fired| fired.because.iter().any(is_it))
    }

    /// Returns the remedy to ask for: that of its exchange, or what any point can be asked.
    pub(super) fn remedy(&self, source: &Source<'a>) -> String {
        let own = self.exchange(source).and_then(|one| one.remedy.as_deref());
        own.map(one_line)
            .filter(|remedy| !remedy.is_empty())
            .unwrap_or_else(|| remedy::of_level(source, self.level).to_owned())
    }

    /// Returns its stable key, whatever its position: the id of the flag, or of the first
    /// requirement.
    pub(super) fn id<'l>(&self, source: &Source<'l>) -> &'l str {
        let requirement = || {
            let first = self.breaches.first();
            first.map_or("", |ix| source.library.requirement(*ix).id.as_str())
        };
        self.flag(source)
            .map_or_else(requirement, |flag| flag.id.as_str())
    }

    /// Returns the answers that show it, with evidence or not.
    pub(super) fn answers<'s>(
        &'s self,
        source: &'s Source<'_>,
    ) -> impl Iterator<Item = (QuestionIx, &'s Answer)> + 's {
        self.questions.iter().filter_map(|ix| {
            source
                .audit
                .answer_of(source.library, *ix)
                .map(|answer| (*ix, answer))
        })
    }

    /// Returns the pieces of evidence that count and show it: those that may be set out, and those
    /// given in confidence.
    pub(super) fn evidence<'s>(
        &'s self,
        source: &'s Source<'_>,
    ) -> (Vec<&'s Evidence>, Vec<&'s Evidence>) {
        let answers = self.answers(source);
        let all = answers.flat_map(|(ix, answer)| counting(source, ix, answer));
        all.partition(|one| !words::is_confidential(source.audit, one))
    }

    /// Returns true if a strength is on the same matter: on one of its questions, or its topics.
    pub(super) fn is_on_the_matter_of(&self, source: &Source<'_>, held: &HeldStrength) -> bool {
        let topic = |ix: QuestionIx| source.library.question(ix).topic;
        let mut because = held.because.iter().filter_map(Because::question);
        because.any(|ix| self.questions.iter().any(|own| topic(*own) == topic(ix)))
    }

    /// Returns true if any of its answers has evidence, or a request for information.
    pub(super) fn has_evidence(&self, source: &Source<'_>) -> bool {
        self.answers(source).any(|(_, answer)| {
            answer.evidence.iter().any(|one| !one.is_empty())
                || answer
                    .request
                    .as_ref()
                    .is_some_and(|request| !request.is_empty())
        })
    }
}

/// Returns the grounds that the user has not left out, the strongest first.
pub(super) fn grounds<'a>(source: &Source<'a>) -> Vec<Ground<'a>> {
    let mut found = all_grounds(source);
    found.retain(|one| !source.audit.notice.left_out.contains(one.id(source)));
    found
}

/// Returns all grounds, the strongest first: probable breaches, findings that undermine the
/// decision, departures.
pub(super) fn all_grounds<'a>(source: &Source<'a>) -> Vec<Ground<'a>> {
    let mut found: Vec<Ground<'a>> = source
        .findings
        .fired
        .iter()
        .filter(|fired| fired.level != Level::Gap)
        .map(|fired| {
            let mut questions = Vec::new();
            for ix in fired.because.iter().filter_map(Because::question) {
                if !questions.contains(&ix) {
                    questions.push(ix);
                }
            }
            Ground {
                level: fired.level,
                title: fired.heading.clone(),
                fired: Some(fired),
                questions,
                breaches: fired.breaches.clone(),
            }
        })
        .collect();
    for ix in loose(source, &source.findings.breaches) {
        let through = &source.findings.standing(ix).through;
        let through: Vec<QuestionIx> = through
            .iter()
            .copied()
            .filter(|ix| source.findings.answered(*ix).support == Support::Shown)
            .collect();
        let same = found
            .iter_mut()
            .find(|one| one.fired.is_none() && one.questions == through);
        if let Some(ground) = same {
            ground.breaches.push(ix);
        } else {
            let requirement = source.library.requirement(ix);
            found.push(Ground {
                level: Level::Breach,
                title: format!(
                    "A duty appears not to have been met: {}",
                    lower(&requirement.title)
                ),
                fired: None,
                questions: through,
                breaches: vec![ix],
            });
        }
    }
    found.sort_by_key(|ground| (ground.level, !ground.has_evidence(source)));
    found
}

/// Returns the strengths that no ground is on the same matter as: the only ones a paper praises.
pub(super) fn strengths<'a>(source: &Source<'a>) -> Vec<&'a HeldStrength> {
    let grounds = grounds(source);
    let held = source.findings.strengths.iter();
    held.filter(|held| {
        !grounds
            .iter()
            .any(|one| one.is_on_the_matter_of(source, held))
    })
    .collect()
}

/// Adds the facts that make a ground true or belong to it, each in a line with the place that shows
/// it.
///
/// A quotation does not take their place: it may not say the day or the figure.
pub(super) fn put_facts(source: &Source<'_>, ground: &Ground<'_>, draft: &mut Draft) {
    for ix in ground.values(source).chain(ground.facts()) {
        let question = source.library.question(ix);
        let Some(value) = &source.findings.answered(ix).value else {
            continue;
        };
        let answer = source.audit.answer(&question.id).into_iter();
        let evidence = answer.flat_map(|answer| counting(source, ix, answer));
        let (held, open): (Vec<&Evidence>, Vec<&Evidence>) =
            evidence.partition(|one| words::is_confidential(source.audit, one));
        if open.is_empty() && !held.is_empty() {
            // The value alone would tell what the paper says.
            draft.labelled(&question.short, words::NOT_SET_OUT);
            continue;
        }
        let place = open
            .into_iter()
            .map(|one| words::place(source.audit, one))
            .find(|place| !place.is_empty());
        let value = words::value(question, value);
        let words = place.map_or_else(|| value.clone(), |place| format!("{value} ({place})"));
        draft.labelled(&question.short, sentence(&words));
    }
    if let Some(day) = source
        .audit
        .review
        .decided
        .filter(|_| ground.is_by_decision())
    {
        draft.labelled("Decision taken", sentence(&say_day(day)));
    }
}

/// Returns a heading made fit for the middle of a sentence.
///
/// It keeps its capital if the second letter is one too, as in an abbreviation.
pub(super) fn lower(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next();
    let second_is_capital = chars.clone().next().is_some_and(char::is_uppercase);
    match first {
        Some(first) if !second_is_capital => first.to_lowercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}

/// Returns standards other than law that were not followed, may be cited, and are in no ground.
pub(super) fn departures(source: &Source<'_>) -> Vec<RequirementIx> {
    loose(source, &source.findings.departures)
        .into_iter()
        .filter(|ix| {
            let requirement = source.library.requirement(*ix);
            !requirement.is_doubtful() && !requirement.our_reading
        })
        .collect()
}

/// Returns the questions behind those standards that no ground has, in walking order.
pub(super) fn questions_of_departures(source: &Source<'_>) -> Vec<QuestionIx> {
    let grounds = all_grounds(source);
    let in_ground = |ix: &QuestionIx| grounds.iter().any(|one| one.questions.contains(ix));
    let through = departures(source)
        .into_iter()
        .flat_map(|ix| source.findings.standing(ix).through.iter().copied())
        .filter(|ix| source.findings.answered(*ix).support == Support::Shown)
        .filter(|ix| !in_ground(ix))
        .collect::<Vec<_>>();
    let walk = source.library.walk().iter().copied();
    walk.filter(|ix| through.contains(ix)).collect()
}

/// Returns true if the text that a standard is taken from is itself law.
///
/// What it binds the council to is used as a yardstick for one review then, or it is the guidance
/// under it: it must not be called anything but law.
pub(super) fn is_from_law(library: &Library, standard: &Requirement) -> bool {
    let name = standard.instrument.as_str();
    let mut all = library.requirements();
    !standard.force.is_law()
        && (name.contains(" Act ")
            || all.any(|(_, one)| one.force.is_law() && one.instrument.as_str() == name))
}

/// Returns the force of a requirement in words; a yardstick taken from a law is called one.
pub(super) fn force(library: &Library, requirement: &Requirement) -> &'static str {
    if requirement.force == Force::GoodPractice && is_from_law(library, requirement) {
        "law, used here only as a yardstick"
    } else {
        words::force(requirement)
    }
}

/// Returns the requirements of a list that no fired flag rests on.
fn loose(source: &Source<'_>, list: &[RequirementIx]) -> Vec<RequirementIx> {
    let told = |ix: &RequirementIx| {
        source
            .findings
            .fired
            .iter()
            .any(|fired| fired.rests_on.contains(ix) || fired.breaches.contains(ix))
    };
    list.iter().copied().filter(|ix| !told(ix)).collect()
}

/// The requirements that a ground rests on, by their force. None of them is doubtful.
#[derive(Debug, Default)]
pub(super) struct RestsOn {
    /// Duties and judgments.
    pub(super) law: Vec<RequirementIx>,
    /// Statutory guidance.
    pub(super) guidance: Vec<RequirementIx>,
    /// Agreements, the Code, good practice.
    pub(super) standards: Vec<RequirementIx>,
    /// Our own reading of a text.
    pub(super) arguable: Vec<RequirementIx>,
}

impl RestsOn {
    /// Returns true if it rests on no requirement.
    pub(super) const fn is_empty(&self) -> bool {
        self.law.is_empty()
            && self.guidance.is_empty()
            && self.standards.is_empty()
            && self.arguable.is_empty()
    }
}

/// Returns the requirements that a ground rests on and that may be cited for it.
pub(super) fn rests_on(source: &Source<'_>, ground: &Ground<'_>) -> RestsOn {
    let mut found = RestsOn::default();
    let rests = ground
        .fired
        .map(|fired| fired.rests_on.as_slice())
        .unwrap_or_default();
    let mut seen: Vec<RequirementIx> = Vec::new();
    for ix in ground.breaches.iter().chain(rests) {
        let requirement = source.library.requirement(*ix);
        let bears = source.findings.standing(*ix).state.is_against();
        if requirement.is_doubtful() || !bears || seen.contains(ix) {
            continue;
        }
        seen.push(*ix);
        let list = match requirement.force {
            _ if requirement.our_reading => &mut found.arguable,
            Force::Must | Force::CaseLaw => &mut found.law,
            Force::HaveRegard => &mut found.guidance,
            Force::Agreement | Force::Code | Force::GoodPractice => &mut found.standards,
        };
        list.push(*ix);
    }
    found
}

/// Returns the cases like a ground that may be cited at this place, but never the audited review
/// itself.
pub(super) fn cases(source: &Source<'_>, ground: &Ground<'_>) -> Vec<PrecedentIx> {
    let Some(flag) = ground.flag(source) else {
        return Vec::new();
    };
    let review = &source.audit.review;
    precedents::usable(source.library, review.territory, &flag.precedents)
        .into_iter()
        .filter(|ix| !precedents::is_of(source.library.precedent(*ix), review))
        .collect()
}

/// Returns the cases like the grounds, the closest first: those like most grounds, then those like
/// the strongest.
pub(super) fn cases_of(source: &Source<'_>, grounds: &[Ground<'_>]) -> Vec<PrecedentIx> {
    let mut found: Vec<(PrecedentIx, usize)> = Vec::new();
    for ix in grounds.iter().flat_map(|ground| cases(source, ground)) {
        match found.iter_mut().find(|(one, _)| *one == ix) {
            Some((_, times)) => *times += 1,
            None => found.push((ix, 1)),
        }
    }
    found.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    found.into_iter().map(|(ix, _)| ix).collect()
}

/// Returns the questions whose answer is shown and met in part, in walking order.
pub(super) fn in_part(source: &Source<'_>) -> Vec<QuestionIx> {
    let walk = source.library.walk().iter().copied();
    walk.filter(|ix| {
        let answered = source.findings.answered(*ix);
        answered.status == Some(Status::Partly) && answered.support == Support::Shown
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_inside_a_sentence_keeps_its_names() {
        assert_eq!(lower("Consult users"), "consult users");
        assert_eq!(lower("NJC agreement"), "NJC agreement");
    }
}
