//! The full audit record: everything recorded in the audit and everything that follows from it.
//!
//! Nothing is left out and nothing is smoothed: doubtful requirements are shown as such, hindsight
//! is marked, and answers that do not count are there with the reason. The document to put to a
//! council is another kind ([`super::submission`]).

mod answers;
mod found;
mod past;
mod requirements;

use std::collections::BTreeMap;

use crate::audit::{Answer, Value};

use crate::base::Word as _;

use crate::checklist::{Force, QuestionIx, QuestionKind, State};
use crate::findings::Answered;
use crate::wording::say_day;

use super::document::{
    Block, Chart, Fact, Part, Particulars, ReportDocument, Span, Spans, Tone, fact, link, strong,
    text,
};
use super::draft::{Draft, Slot};
use super::files::told;
use super::kind::{InConfidence, KindSpec, Layout, Reader};
use super::setting::PaperSection;
use super::{Kind, Source, call_in, words};
use crate::wording::say_when;
use crate::wording::{capital, count, one_line};

pub(super) use answers::disagreement;
pub(super) use past::PastChanges;

/// The row of the kind.
pub(super) const KIND: KindSpec = KindSpec {
    label: "Full audit record",
    build: |source| Ok(Record::of(source).document()),
    sections: &[
        PaperSection::Verdict,
        PaperSection::Findings,
        PaperSection::Strengths,
        PaperSection::Cases,
        PaperSection::Answers,
        PaperSection::Asked,
        PaperSection::Notice,
        PaperSection::Requirements,
        PaperSection::Open,
        PaperSection::Uncounted,
        PaperSection::Documents,
        PaperSection::Dates,
        PaperSection::Changes,
        PaperSection::ToMend,
        PaperSection::Made,
    ],
    reader: Reader::Own,
    in_confidence: InConfidence::SetOut,
    names_author: true,
    has_contents: true,
    layout: Layout::Usual,
    has_tables: true,
};

/// The full audit record, built as a document or passed on while it is built.
pub(super) struct Record<'a> {
    source: Source<'a>,
    past: PastChanges<'a>,
}

impl<'a> Record<'a> {
    /// Gathers the record of an audit.
    pub(super) fn of(source: &Source<'a>) -> Self {
        Self {
            source: *source,
            past: PastChanges::gather(source),
        }
    }

    /// Returns the whole record as a document.
    pub(super) fn document(&self) -> ReportDocument {
        let mut draft = Draft::default();
        self.compose(&mut draft);
        let document = draft.done(self.about(), &self.source.setting.settings.order);
        let sheets = if self.source.tables {
            super::sheets::of_record(&self.source, &self.past)
        } else {
            Vec::new()
        };
        ReportDocument { sheets, ..document }
    }

    /// Returns the record without its sections: title, profile, letterhead.
    pub(super) fn opening(&self) -> ReportDocument {
        let settings = &self.source.setting.settings;
        ReportDocument {
            author: self.source.meta.author.name.clone(),
            house: settings.house.clone(),
            ..Draft::default().done(self.about(), &settings.order)
        }
    }

    fn about(&self) -> Particulars {
        let review = &self.source.audit.review;
        Particulars {
            kind: Kind::Record,
            title: Kind::Record.label().to_owned(),
            subtitle: format!("{}: {}", review.authority, review.service),
            made: self.source.meta.today,
            meta: profile(&self.source),
            sheets: Vec::new(),
        }
    }

    /// Returns the headings of the sections that the record has, in their order.
    pub(super) fn titles(&self) -> impl Iterator<Item = &'static str> {
        let order = self.source.setting.settings.order.of(Kind::Record);
        order
            .into_iter()
            .filter_map(|section| Some(self.section(section)?.0))
    }

    /// Returns the heading and the writer of a section, or `None` if the section would be empty.
    fn section(&self, section: PaperSection) -> Option<(&'static str, Write)> {
        use PaperSection as S;
        let findings = self.source.findings;
        let audit = self.source.audit;
        let (title, has, write): (_, _, Write) = match section {
            S::Verdict => ("Verdict", true, |record, draft| {
                verdict(&record.source, draft);
            }),
            S::Findings => ("What was found", true, |record, draft| {
                found::findings(&record.source, draft);
            }),
            S::Strengths => (
                "What was done well",
                !findings.strengths.is_empty(),
                |record, draft| found::strengths(&record.source, draft),
            ),
            S::Cases => (
                "The cases, won and lost",
                !found::all(&self.source).is_empty(),
                |record, draft| found::all_cases(&record.source, draft),
            ),
            S::Answers => ("The questions and their answers", true, |record, draft| {
                answers::questions(&record.source, &record.past, draft);
            }),
            S::Asked => (
                "The questions that were put",
                !audit.puts.is_empty(),
                |record, draft| super::tracked::of_record(&record.source, draft),
            ),
            S::Notice => (
                "The call-in notice",
                !audit.notice.is_empty(),
                |record, draft| notice(&record.source, draft),
            ),
            S::Requirements => ("Requirement by requirement", true, |record, draft| {
                requirements::requirements(&record.source, draft);
            }),
            S::Open => (
                "What is still open",
                !findings.core_open.is_empty() || !findings.unsettled.is_empty(),
                |record, draft| open(&record.source, draft),
            ),
            S::Uncounted => (
                "Kept and not counted",
                has_uncounted(&self.source),
                |record, draft| uncounted(&record.source, &record.past, draft),
            ),
            S::Documents => (
                "The documents",
                !audit.documents.is_empty(),
                |record, draft| documents(&record.source, draft),
            ),
            S::Dates => (
                "The dates in order",
                super::dated::has_any(&self.source),
                |record, draft| super::dated::for_us(&record.source, draft),
            ),
            S::ToMend => (
                "To fix in this audit before anyone relies on it",
                !findings.lint.is_empty(),
                |record, draft| lint(&record.source, draft),
            ),
            S::Changes => (
                "What else was changed",
                self.past.has_others(),
                |record, draft| record.past.of_others(draft),
            ),
            S::Made => ("How this record was made", true, |record, draft| {
                made(&record.source, &record.past, draft);
            }),
            // Sections of other kinds.
            S::Summary
            | S::Grounds
            | S::Standards
            | S::Contested
            | S::Gaps
            | S::Method
            | S::SignOff
            | S::Decision
            | S::Instead
            | S::Signatures
            | S::Guide
            | S::Questions
            | S::Others
            | S::Request
            | S::Schedule
            | S::Question
            | S::Topics
            | S::Limits
            | S::Requests
            | S::Effects
            | S::InPart
            | S::Sources
            | S::NotToSay
            | S::Notes
            | S::CheckSheet => return None,
        };
        has.then_some((title, write))
    }

    /// Adds the sections of the record in the order set, with a warning first if it names secrets.
    pub(super) fn compose(&self, draft: &mut Draft) {
        if self.past.tells_secrets() {
            draft.callout(Tone::Warning, "For your own files", |draft| {
                draft.say(SECRETS);
            });
            draft.cut(Slot::First);
        }
        if !super::private::passages(self.source.audit).is_empty() {
            draft.callout(Tone::Warning, "It has your private notes", |draft| {
                draft.say(PRIVATE);
            });
            draft.cut(Slot::First);
        }
        for section in self.source.setting.settings.order.of(Kind::Record) {
            let Some((title, write)) = self.section(section) else {
                continue;
            };
            draft.heading(1, title);
            write(self, draft);
            draft.cut(section);
        }
    }
}

/// A writer of one section of the record.
type Write = for<'a, 'r, 'd, 's> fn(&'a Record<'r>, &'d mut Draft<'s>);

/// The warning over a record of documents given in confidence; no setting removes it.
pub(super) const SECRETS: &str = "This record names papers that were given in confidence, who they \
                                  came from, and what they say. It is for your own files: do not \
                                  hand it on as it is.";

/// The warning over a record with private passages: whoever takes it back in needs them, and nobody else.
const PRIVATE: &str = "Passages marked “private:” are in this record, because it holds all of the \
                       audit. They are in no paper for others.";

/// Returns the review's profile, with the author and the day of the record.
fn profile(source: &Source<'_>) -> Vec<Fact> {
    let review = &source.audit.review;
    let mut facts = vec![
        fact("Authority", review.authority.clone()),
        fact("Kind of authority", words::authority_kind(review.kind)),
        fact("Nation", review.territory.label()),
        fact("Executive arrangements", words::executive(review.executive)),
        fact("Service reviewed", review.service.clone()),
        fact("Stage", review.stage.label()),
        fact(
            "Decided",
            review.decided.map_or_else(|| "not yet".to_owned(), say_day),
        ),
    ];
    if let Some(note) = &review.date_note {
        facts.push(fact("About the date", note.clone()));
    }
    if let Some(note) = &review.note {
        facts.push(fact("About the review", note.clone()));
    }
    let day = if source.findings.place.decided {
        "the decision"
    } else {
        "today"
    };
    facts.push(fact(
        "Law judged at",
        format!("{} ({day})", say_day(source.findings.place.judged)),
    ));
    facts.push(fact("Record made", say_day(source.meta.today)));
    if !source.meta.author.name.is_empty() {
        facts.push(fact("Made by", source.meta.author.name.clone()));
    }
    facts.push(fact(
        "Fingerprint of the audit",
        source
            .meta
            .head
            .clone()
            .unwrap_or_else(|| "none: this audit has no journal".to_owned()),
    ));
    facts
}

fn verdict(source: &Source<'_>, draft: &mut Draft) {
    let findings = source.findings;
    draft.callout(Tone::Verdict, findings.verdict.label(), |draft| {
        let mut because = findings.verdict.because.iter();
        if let Some(rule) = because.next() {
            draft.say(rule.clone());
        }
        draft.list(because.map(|one| vec![text(one.clone())]));
        let answered = findings.core - findings.core_open.len();
        draft.say(format!(
            "{answered} of {} core questions answered.",
            findings.core
        ));
    });
    let mut parts: BTreeMap<State, usize> = BTreeMap::new();
    for (ix, question) in source.library.questions() {
        if question.kind == QuestionKind::Judgement && findings.is_asked(source.library, ix) {
            let state = State::from(findings.answered(ix).status);
            *parts.entry(state).or_default() += 1;
        }
    }
    let parts = parts
        .into_iter()
        .map(|(state, number)| Part {
            label: state.label().to_owned(),
            symbol: state.spec().symbol.to_owned(),
            number,
        })
        .collect();
    let title = "Results of the questions asked of this review".to_owned();
    draft.blocks.push(Block::Chart {
        chart: Chart { title, parts },
    });
}

fn open(source: &Source<'_>, draft: &mut Draft) {
    let findings = source.findings;
    if !findings.core_open.is_empty() {
        draft.heading(2, "Core questions without an answer that counts");
        let items = findings.core_open.iter();
        draft.list(items.map(|ix| vec![text(source.library.question(*ix).short.clone())]));
    }
    if !findings.unsettled.is_empty() {
        draft.heading(2, "What more answers would settle");
        let items = findings.unsettled.iter().map(|one| {
            let asks: Vec<&str> = one
                .open
                .iter()
                .map(|ix| source.library.question(*ix).short.as_str())
                .collect();
            vec![
                strong(source.library.flag(one.flag).short.clone()),
                text(format!(": settled by {}.", asks.join("; "))),
            ]
        });
        draft.list(items);
    }
}

/// Returns the questions whose answers pass a test.
fn about<'a>(source: &Source<'a>, test: fn(&Answered) -> bool) -> impl Iterator<Item = Spans> {
    let (library, findings) = (source.library, source.findings);
    let counted = move |ix: &&'a QuestionIx| test(findings.answered(**ix));
    let questions = library.walk().iter().filter(counted);
    questions.map(|ix| vec![text(library.question(*ix).short.clone())])
}

const HINDSIGHT: fn(&Answered) -> bool = |one| one.hindsight;
const RECHECK: fn(&Answered) -> bool = |one| one.recheck;

fn has_uncounted(source: &Source<'_>) -> bool {
    !source.findings.orphaned.is_empty()
        || about(source, HINDSIGHT).next().is_some()
        || about(source, RECHECK).next().is_some()
}

/// Adds the answers kept and not counted: hindsight, re-worded questions, orphaned answers.
fn uncounted(source: &Source<'_>, past: &PastChanges<'_>, draft: &mut Draft) {
    if about(source, HINDSIGHT).next().is_some() {
        draft.heading(
            2,
            "Hindsight: answers that rest only on what came after the decision",
        );
        draft.list(about(source, HINDSIGHT));
    }
    if about(source, RECHECK).next().is_some() {
        draft.heading(
            2,
            "To be re-checked: answers that were given to other words",
        );
        draft.list(about(source, RECHECK));
    }
    let orphaned = &source.findings.orphaned;
    if !orphaned.is_empty() {
        draft.heading(2, "Answers to questions that no checklist asks any more");
        let past = past.of_parked();
        for id in orphaned {
            let Some(answer) = source.audit.answer(id) else {
                continue;
            };
            let asked = answer.asked_text.as_deref().unwrap_or(id);
            draft.heading(3, asked);
            let mut facts = vec![
                fact("Answer", parked_answer(answer)),
                fact("Question", id.clone()),
            ];
            facts.extend(answers::of_answer(source, id, answer));
            draft.facts(facts);
            super::evidence::of_answer(source, None, answer, draft);
            past.tell(id, draft);
        }
    }
}

/// Returns the recorded answer to a question that no checklist contains any more.
fn parked_answer(answer: &Answer) -> String {
    match (answer.status, &answer.value) {
        (Some(status), _) => status.label().to_owned(),
        (None, Some(Value::Date(when))) => say_when(*when),
        (None, Some(Value::Number(number))) => number.to_string(),
        (None, Some(Value::Option(option))) => option.clone(),
        (None, None) => "no answer yet".to_owned(),
    }
}

/// Adds the decisions about the call-in notice.
fn notice(source: &Source<'_>, draft: &mut Draft) {
    let notice = &source.audit.notice;
    if !notice.signatories.is_empty() {
        draft.label("Signed by");
        let names = notice.signatories.iter();
        draft.list(names.map(|name| vec![text(one_line(name))]));
    }
    let texts = notice.parts.texts();
    let mut facts: Vec<Fact> = texts
        .into_iter()
        .filter(|(.., said)| !said.trim().is_empty())
        .map(|(_, name, said)| fact(&capital(name), said.clone()))
        .collect();
    facts.extend(
        notice
            .most
            .map(|most| fact("Most grounds", most.to_string())),
    );
    draft.facts(facts);
    if !notice.parts.spoken_to.is_empty() {
        draft.label("Spoken to before it");
        let lines = notice.parts.spoken_to.iter();
        draft.list(lines.map(|line| vec![text(one_line(line))]));
    }
    if !notice.heard.is_empty() {
        draft.label("Grounds that scrutiny discussed before the decision");
        draft.list(notice.heard.iter().map(|id| {
            vec![
                strong(call_in::title_of(source.library, id)),
                text(format!(" ({id})")),
            ]
        }));
    }
    if !notice.under.is_empty() {
        draft.label("Grounds of the constitution that its grounds fall under");
        draft.list(notice.under.iter().map(|(id, words)| {
            vec![
                strong(call_in::title_of(source.library, id)),
                text(format!(" ({id}): “{}”", one_line(words))),
            ]
        }));
    }
}

fn documents(source: &Source<'_>, draft: &mut Draft) {
    for document in source.audit.documents.iter().map(told) {
        draft.heading(2, &document.title);
        let mut facts = vec![fact("Called", document.id.clone())];
        let mut add = |label: &str, value: Option<String>| {
            if let Some(value) = value {
                facts.push(fact(label, value));
            }
        };
        add("From", document.from.clone());
        add("Dated", document.date.map(say_day));
        add("Access", words::came(&document));
        add("Pages", document.pages.map(|pages| pages.to_string()));
        add("Note", document.note.clone());
        add("File", document.path.clone());
        add("SHA-256", document.sha256.clone());
        if let Some(url) = &document.url {
            let value: Span = link(url.clone(), url.clone());
            facts.push(Fact {
                label: "Published at".to_owned(),
                value: vec![value],
            });
        }
        draft.facts(facts);
    }
}

fn lint(source: &Source<'_>, draft: &mut Draft) {
    let items = source.findings.lint.iter().map(|lint| {
        let mut spans = Vec::new();
        if let Some(ix) = lint.question {
            spans.push(strong(format!("{}: ", source.library.question(ix).id)));
        }
        spans.push(text(one_line(&lint.message)));
        spans
    });
    draft.list(items);
}

fn made(source: &Source<'_>, past: &PastChanges<'_>, draft: &mut Draft) {
    draft.say(
        "This record helps you check a review. It is not legal advice: take some, in good time, \
         before a claim.",
    );
    let by_force = |force: Force| {
        source
            .library
            .requirements()
            .filter(|(ix, one)| one.force == force && source.findings.applies(*ix).is_shown())
            .count()
    };
    let counts: Vec<String> = Force::ALL
        .iter()
        .filter(|force| by_force(**force) > 0)
        .map(|force| format!("{}: {}", force.label(), by_force(*force)))
        .collect();
    draft.facts(vec![
        fact("Program", format!("Scrutineer {}", source.meta.version)),
        fact("Requirements that apply", counts.join("; ")),
        fact("Core questions", source.findings.core.to_string()),
        fact(
            "Documents",
            count(source.audit.documents.len(), "document", "documents"),
        ),
        fact("History", past.label()),
    ]);
    let rows = source.library.files().map(|(_, file)| {
        let stamp = source
            .audit
            .checklists
            .iter()
            .find(|stamp| stamp.id == file.id);
        let made_with = match stamp {
            None => "not recorded".to_owned(),
            Some(stamp) if stamp.digest == *file.digest() => "the same".to_owned(),
            Some(stamp) => format!("{} ({})", stamp.edition, stamp.digest.short()),
        };
        vec![
            vec![text(file.title.clone())],
            vec![text(file.edition.clone())],
            vec![text(file.digest().short())],
            vec![text(made_with)],
        ]
    });
    draft.table(
        "The checklists this record was made with",
        &["Checklist", "Edition", "Digest", "The audit was begun with"],
        rows.collect(),
    );
}
