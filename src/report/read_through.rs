//! The read-through: a paper read as the monitoring officer would read it, before it leaves.
//!
//! Each remark names the ground it is about and what would be said against it. Nothing here changes
//! a paper; what the user leaves out is recorded in the audit ([`Notice::left_out`]).
//!
//! [`Notice::left_out`]: crate::audit::Notice::left_out

use crate::audit::{Answer, QuoteState, Value};
use crate::base::word::words;
use crate::checklist::{Applies, QuestionIx, QuestionKind, RequirementIx, SourceClass, Status};
use crate::findings::{Because, LintRule, Support};
use crate::wording::{count, one_line};

use super::call_in::Parted;
use super::call_in::lint::{self, Weight};
use super::ground::{Ground, grounds, rests_on};
use super::kind::InConfidence;
use super::{Kind, Source, confidence, words};

words! {
    /// Objection that a reader of the other side would raise.
    pub enum Objection is "an objection" {
        /// A finding that nobody can look up; it is not in the paper.
        NotShown = "not-shown",
        /// A ground shown by one's own side only.
        OwnSideOnly = "own-side-only",
        /// A ground that something else in the paper speaks against.
        Contradicted = "contradicted",
        /// A remedy for something that has not happened.
        RemedyTooSoon = "remedy-too-soon",
        /// A ground that the council's own rule would refuse.
        RuleRefuses = "rule-refuses",
        /// Law that was not in force, or changed during the review.
        LawNotInForce = "law-not-in-force",
        /// A figure that differs between papers.
        FigureDiffers = "figure-differs",
        /// A quotation that is not found again in its paper.
        QuoteNotFound = "quote-not-found",
        /// A quotation whose ellipsis hides a “not” or the like.
        QuoteLeavesOut = "quote-leaves-out",
        /// A refusal whose words are not quoted.
        RefusalNotQuoted = "refusal-not-quoted",
        /// Something given in confidence that the paper leaves out.
        InConfidence = "in-confidence",
    }
}

impl Objection {
    /// Returns the objection in a few words, at most 18 letters.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NotShown => "not shown",
            Self::OwnSideOnly => "own side only",
            Self::Contradicted => "contradicted",
            Self::RemedyTooSoon => "remedy too soon",
            Self::RuleRefuses => "council’s rule",
            Self::LawNotInForce => "law at that time",
            Self::FigureDiffers => "figures differ",
            Self::QuoteNotFound => "quote not found",
            Self::QuoteLeavesOut => "quote leaves out",
            Self::RefusalNotQuoted => "refusal not quoted",
            Self::InConfidence => "in confidence",
        }
    }
}

/// One remark on a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The objection.
    pub objection: Objection,
    /// The id of the ground it is about: of its flag, or of its requirement.
    pub ground: Option<String>,
    /// The title of that ground.
    pub title: String,
    /// The question whose answer mends it, if one does.
    pub question: Option<QuestionIx>,
    /// Message: the objection, and what to do about it. Whole sentences.
    pub message: String,
}

/// Reads a paper through, ground by ground; empty for papers that stay in the house.
pub fn read_through(source: &Source<'_>, kind: Kind) -> Vec<Remark> {
    if !kind.reader().is_outside() {
        return Vec::new();
    }
    let mut found = RemarkList {
        source,
        list: Vec::new(),
    };
    let in_paper = match kind {
        Kind::CallIn => Parted::of(source).put,
        _ => grounds(source),
    };
    for ground in &in_paper {
        found.ground(ground);
    }
    found.not_shown();
    found.figures();
    found.refusals();
    found.traps();
    if kind == Kind::CallIn {
        found.council();
    }
    if kind.spec().in_confidence == InConfidence::Withheld {
        found.in_confidence(&in_paper);
    }
    found.list
}

struct RemarkList<'s, 'a> {
    source: &'s Source<'a>,
    list: Vec<Remark>,
}

impl Remark {
    /// Formats the remark in one paragraph.
    pub fn label(&self) -> String {
        if self.title.is_empty() {
            self.message.clone()
        } else {
            format!("“{}”: {}", self.title, self.message)
        }
    }
}

impl RemarkList<'_, '_> {
    fn add(
        &mut self,
        objection: Objection,
        ground: Option<&Ground<'_>>,
        question: Option<QuestionIx>,
        message: String,
    ) {
        let (id, title) = ground.map_or_else(
            || {
                let title = question.map(|ix| self.source.library.question(ix).short.to_string());
                (None, title.unwrap_or_default())
            },
            |ground| {
                (
                    Some(ground.id(self.source).to_owned()),
                    ground.short(self.source).to_owned(),
                )
            },
        );
        self.list.push(Remark {
            objection,
            ground: id,
            title,
            question,
            message,
        });
    }

    fn ground(&mut self, ground: &Ground<'_>) {
        let first = ground.questions.first().copied();
        if self.is_own_side_only(ground) {
            self.add(
                Objection::OwnSideOnly,
                Some(ground),
                first,
                "Everything under this ground comes from your own side. Add the council’s own \
                 paper, or the words of someone who is not party to it."
                    .to_owned(),
            );
        }
        self.contradictions(ground);
        self.quotations(ground);
        if ground.fired.is_some_and(|fired| fired.exchange.too_soon) {
            self.add(
                Objection::RemedyTooSoon,
                Some(ground),
                first,
                "The remedy asks to undo something that, by your own answers, has not happened. \
                 Correct the fact, or leave the ground out."
                    .to_owned(),
            );
        }
        self.law(ground);
    }

    fn answer(&self, ix: QuestionIx) -> Option<&Answer> {
        self.source.audit.answer_of(self.source.library, ix)
    }

    fn is_own_side_only(&self, ground: &Ground<'_>) -> bool {
        let mut sources = ground
            .answers(self.source)
            .flat_map(|(_, answer)| &answer.evidence)
            .filter(|one| !one.is_empty())
            .map(|one| one.source)
            .peekable();
        sources.peek().is_some()
            && sources.all(|one| matches!(one, Some(SourceClass::Own | SourceClass::Union)))
    }

    /// Adds what else in the paper speaks against a ground: a strength on the same matter, or an
    /// answer that says the duty was met.
    fn contradictions(&mut self, ground: &Ground<'_>) {
        let library = self.source.library;
        let strengths: Vec<String> = self
            .source
            .findings
            .strengths
            .iter()
            .filter(|held| ground.is_on_the_matter_of(self.source, held))
            .map(|held| format!("“{}”", library.strength(held.strength).title))
            .collect();
        let first = ground.questions.first().copied();
        if !strengths.is_empty() {
            self.add(
                Objection::Contradicted,
                Some(ground),
                first,
                format!(
                    "Your answers also praise the review for {}. The paper leaves the praise out; \
                     decide which of the two is right.",
                    crate::wording::list(&strengths)
                ),
            );
        }
        let met = ground.questions.iter().find_map(|ix| {
            let question = library.question(*ix);
            let mut decides = question.decides.iter();
            decides.find_map(|requirement| self.met_beside(*ix, *requirement))
        });
        if let Some(met) = met {
            self.add(
                Objection::Contradicted,
                Some(ground),
                Some(met),
                format!(
                    "Another answer on the same duty says that it was met: “{}”.",
                    one_line(&library.question(met).ask)
                ),
            );
        }
    }

    /// Returns a question, other than this one, that says the same duty was met, where this one
    /// says that nothing shows it.
    fn met_beside(&self, ix: QuestionIx, requirement: RequirementIx) -> Option<QuestionIx> {
        let findings = self.source.findings;
        if findings.answered(ix).status != Some(Status::NoEvidence) {
            return None;
        }
        let questions = &self.source.library.requirement(requirement).questions;
        questions
            .iter()
            .copied()
            .find(|other| *other != ix && findings.answered(*other).status == Some(Status::Met))
    }

    /// Adds quotations under a ground that are not found again in the paper they are taken from, or
    /// whose gap leaves out a word that may turn their meaning round.
    fn quotations(&mut self, ground: &Ground<'_>) {
        let Some(quotes) = self.source.quotes else {
            return;
        };
        for ix in &ground.questions {
            let states: Vec<QuoteState> = self.answer(*ix).map_or_else(Vec::new, |answer| {
                let evidence = answer.evidence.iter();
                evidence.filter_map(|one| quotes.of(one)).collect()
            });
            let left_out = states.iter().find_map(|state| match state {
                QuoteState::LeavesOut(word) => Some(*word),
                _ => None,
            });
            if let Some(word) = left_out {
                self.add(
                    Objection::QuoteLeavesOut,
                    Some(ground),
                    Some(*ix),
                    format!(
                        "A quotation under this ground leaves out “{word}” at its ellipsis, which \
                         may turn its meaning round. Quote the passage in full."
                    ),
                );
            }
            if states.contains(&QuoteState::Missing) {
                self.add(
                    Objection::QuoteNotFound,
                    Some(ground),
                    Some(*ix),
                    "A quotation under this ground is not found again in the paper it is taken \
                     from. Compare it word for word; until then the paper marks it as not found."
                        .to_owned(),
                );
            }
        }
    }

    fn law(&mut self, ground: &Ground<'_>) {
        let rests = rests_on(self.source, ground);
        let changed = rests
            .law
            .iter()
            .chain(&rests.guidance)
            .find(|ix| self.source.findings.applies(**ix).applies == Applies::Straddles);
        if let Some(ix) = changed {
            let citation = self.source.cite(*ix);
            self.add(
                Objection::LawNotInForce,
                Some(ground),
                ground.questions.first().copied(),
                format!(
                    "{citation} was not in force for the whole of the review. Say in the paper \
                     which day decides, and why."
                ),
            );
        }
    }

    fn not_shown(&mut self) {
        for fired in &self.source.findings.unproved {
            let library = self.source.library;
            let title = &library.flag(fired.flag).short;
            let missing = fired
                .because
                .iter()
                .filter_map(Because::question)
                .find(|ix| self.source.findings.answered(*ix).support != Support::Shown);
            self.list.push(Remark {
                objection: Objection::NotShown,
                ground: None,
                title: title.to_string(),
                question: missing,
                message: "This is not in the paper: no one can look it up yet. Name the document \
                          with the page or the words, or the person who says so."
                    .to_owned(),
            });
        }
        let loose = self.source.findings.not_met.iter().filter(|one| {
            one.is_breach()
                && one.support != Support::Shown
                && !self
                    .source
                    .findings
                    .all_fired()
                    .any(|fired| fired.rests_on.contains(&one.requirement))
        });
        for one in loose {
            let question = self
                .source
                .findings
                .standing(one.requirement)
                .through
                .first();
            self.list.push(Remark {
                objection: Objection::NotShown,
                ground: None,
                title: self
                    .source
                    .library
                    .requirement(one.requirement)
                    .title
                    .to_string(),
                question: question.copied(),
                message: "The duty is not claimed in the paper: what would show that it was not \
                          met cannot be looked up yet."
                    .to_owned(),
            });
        }
    }

    /// Adds figures whose quotations give another number than the answer, or than each other.
    fn figures(&mut self) {
        for ix in self.source.library.walk() {
            let question = self.source.library.question(*ix);
            let (QuestionKind::Figure(_), Some(answer)) = (&question.kind, self.answer(*ix)) else {
                continue;
            };
            let Some(Value::Number(value)) = answer.value else {
                continue;
            };
            let quoted: Vec<Vec<f64>> = answer
                .evidence
                .iter()
                .filter_map(|one| one.quote.as_deref())
                .map(numbers)
                .filter(|found| !found.is_empty())
                .collect();
            let same = |one: &f64| (one - value).abs() <= 0.005 * value.abs().max(1.0);
            if quoted.iter().any(|found| !found.iter().any(same)) {
                self.add(
                    Objection::FigureDiffers,
                    None,
                    Some(*ix),
                    format!(
                        "The figure entered is {}, and a quotation under it gives another. Say \
                         which paper says which.",
                        crate::wording::number(value)
                    ),
                );
            }
        }
    }

    fn refusals(&mut self) {
        for gap in &self.source.findings.gaps {
            let quoted = self.answer(gap.question).is_some_and(|answer| {
                answer
                    .request
                    .as_ref()
                    .is_some_and(|request| !request.reply.trim().is_empty())
                    || answer.evidence.iter().any(|one| one.quote.is_some())
            });
            if gap.status == Status::Withheld && !quoted {
                self.add(
                    Objection::RefusalNotQuoted,
                    None,
                    Some(gap.question),
                    "It is called withheld, and the refusal is not quoted. Write down the words of \
                     the reply, or that none came by which day."
                        .to_owned(),
                );
            }
        }
    }

    /// Adds the user's own mistakes that a checklist warns of: law cited that did not apply.
    fn traps(&mut self) {
        for lint in &self.source.findings.lint {
            if matches!(lint.rule, LintRule::Trap(_)) {
                self.add(
                    Objection::LawNotInForce,
                    None,
                    lint.question,
                    lint.message.to_string(),
                );
            }
        }
    }

    /// Adds what was given in confidence and is left out: the grounds that nothing else shows, and all of
    /// it in a sentence.
    fn in_confidence(&mut self, in_paper: &[Ground<'_>]) {
        let audit = self.source.audit;
        let open = confidence::for_the_other_side(audit);
        let is_same = open.answers == audit.answers
            && (&open.puts, &open.events) == (&audit.puts, &audit.events)
            && (&open.review, &open.notice) == (&audit.review, &audit.notice);
        if is_same {
            return;
        }
        for ground in in_paper {
            let (shown, held) = ground.evidence(self.source);
            if shown.is_empty() && !held.is_empty() {
                self.add(
                    Objection::InConfidence,
                    Some(ground),
                    ground.questions.first().copied(),
                    "Nothing but evidence given in confidence shows this. The paper says that there is \
                     some, and sets none of it out. Add proof that may be shown."
                        .to_owned(),
                );
            }
        }
        let held = audit
            .evidence()
            .filter(|one| words::is_confidential(audit, one))
            .count();
        let counted = match held {
            0 => String::new(),
            _ => format!(
                ": {} of the audit, the notes next to it, and every text that names or quotes its paper",
                count(held, "piece of evidence", "pieces of evidence")
            ),
        };
        self.list.push(Remark {
            objection: Objection::InConfidence,
            ground: None,
            title: "Given in confidence".to_owned(),
            question: None,
            message: format!(
                "This paper leaves out everything given in confidence{counted}. It can still be seen in \
                 your full record, and in the submission, which has a warning over it. Read this paper \
                 for what tells of it in other words."
            ),
        });
    }

    /// Adds each ground that the council's own rule would refuse, then what would have the notice
    /// refused as a whole.
    fn council(&mut self) {
        for ground in Parted::of(self.source).put {
            if let Some(message) = refusal(self.source, &ground) {
                let first = ground.questions.first().copied();
                self.add(Objection::RuleRefuses, Some(&ground), first, message);
            }
        }
        for point in lint::of_whole(self.source) {
            if point.weight == Weight::Rejected {
                self.list.push(Remark {
                    objection: Objection::RuleRefuses,
                    ground: None,
                    title: "The notice as a whole".to_owned(),
                    question: None,
                    message: point.message,
                });
            }
        }
    }
}

/// Returns the reason why the council's own rule would refuse a ground of a call-in, if it would.
///
/// A council whose rules name no grounds, or have not been entered, refuses none.
fn refusal(source: &Source<'_>, ground: &Ground<'_>) -> Option<String> {
    if source.setting.council.grounds.is_empty() || lint::falls_under(source, ground).is_some() {
        return None;
    }
    let said = source.audit.notice.under.get(ground.id(source));
    let why = said.map_or_else(
        || {
            "The council’s rules allow a call-in on listed grounds only, and this one has not been \
             put under any of them."
                .to_owned()
        },
        |said| {
            format!(
                "This ground is put under “{}”, which is not among the grounds that the council’s \
                 rules allow.",
                one_line(said)
            )
        },
    );
    Some(format!(
        "{why} Put it under one that they allow, or leave it out."
    ))
}

/// Returns the numbers in a text, with "k", "m" and "million" after them worked out.
fn numbers(text: &str) -> Vec<f64> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let tail = rest.get(at..).unwrap_or_default();
        let end = tail
            .find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.'))
            .unwrap_or(tail.len());
        let (digits, after) = tail.split_at(end);
        let plain = digits.replace(',', "");
        let unit = after.trim_start().to_lowercase();
        let times = if unit.starts_with("bn") || unit.starts_with("billion") {
            1e9
        } else if unit.starts_with("million") || is_letter_alone(&unit, 'm') {
            1e6
        } else if unit.starts_with("thousand") || is_letter_alone(&unit, 'k') {
            1e3
        } else {
            1.0
        };
        found.extend(
            plain
                .trim_end_matches('.')
                .parse::<f64>()
                .map(|n| n * times),
        );
        rest = after;
    }
    found
}

fn is_letter_alone(text: &str, letter: char) -> bool {
    let mut chars = text.chars();
    chars.next() == Some(letter) && !chars.next().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::audit::{Audit, Document, Evidence, Review};
    use crate::checklist::{Library, load, shipped};
    use crate::findings::derive;
    use crate::report::{Author, Meta, Setting};

    /// Returns the remarks on the call-in notice of an audit with two grounds.
    fn refused(
        library: &Library,
        audit: &Audit,
        allowed: &[&str],
    ) -> Vec<(Option<String>, String)> {
        let mut setting = Setting::default();
        setting.council.grounds = allowed.iter().map(|words| (*words).to_owned()).collect();
        let today = NaiveDate::from_ymd_opt(2026, 10, 20).expect("a day");
        let source = Source {
            library,
            audit,
            findings: &derive(library, audit, today),
            meta: &Meta {
                today,
                head: None,
                author: Author::default(),
                version: String::new(),
            },
            history: None,
            setting: &setting,
            quotes: None,
            tables: true,
        };
        read_through(&source, Kind::CallIn)
            .into_iter()
            .filter(|one| one.objection == Objection::RuleRefuses && one.ground.is_some())
            .map(|one| (one.ground, one.message))
            .collect()
    }

    #[test]
    fn each_ground_that_the_councils_rule_would_refuse_has_a_remark_of_its_own() {
        let library = load(&shipped::checklists()).expect("the shipped checklists load");
        let mut audit = Audit::new(Review::named("Calderbrook", "Housing repairs"));
        audit
            .documents
            .push(Document::titled("report", "The report"));
        for id in ["scope.kept", "pre-emption.nothing-first"] {
            let answer = Answer {
                status: Some(Status::NotMet),
                evidence: vec![Evidence {
                    document: Some("report".to_owned()),
                    page: Some(4),
                    ..Evidence::default()
                }],
                ..Answer::default()
            };
            audit.answers.insert(id.to_owned(), answer);
        }
        let allowed = ["Proportionality", "Openness"];
        // No grounds in the rules: no ground is refused.
        assert_eq!(refused(&library, &audit, &[]), []);
        let loose = refused(&library, &audit, &allowed);
        assert!(loose.len() >= 2, "{loose:?}");
        let ids: Vec<String> = loose.iter().filter_map(|(id, _)| id.clone()).collect();
        for (id, message) in &loose {
            assert!(message.contains("not been put under"), "{id:?}: {message}");
        }
        // Placed in the rule's words: not refused; under words that it does not list: refused.
        let under = &mut audit.notice.under;
        under.insert(ids[0].clone(), " Openness\n".to_owned());
        under.insert(ids[1].clone(), "Good taste".to_owned());
        let found = refused(&library, &audit, &allowed);
        assert_eq!(found.len(), loose.len() - 1);
        let (_, message) = found
            .iter()
            .find(|(id, _)| id.as_ref() == Some(&ids[1]))
            .expect("it is refused");
        assert!(message.contains("“Good taste”"), "{message}");
        // Left out of the papers: no remark.
        audit.notice.left_out.insert(ids[1].clone());
        assert_eq!(refused(&library, &audit, &allowed).len(), loose.len() - 2);
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, expected) in [
            ("a fee of £127,000 a year", vec![127_000.0]),
            ("£1.2m over 3 years", vec![1_200_000.0, 3.0]),
            ("£3 million", vec![3_000_000.0]),
            ("250k.", vec![250_000.0]),
            ("14 members", vec![14.0]),
            ("none", vec![]),
        ] {
            assert_eq!(numbers(text), expected, "{text}");
        }
    }
}
