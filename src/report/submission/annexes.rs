//! The annexes to the submission, which the paper names and a committee can ask for: the grounds it
//! has no room for, what we were not shown, the standards, the cases elsewhere, and the sources with
//! what each asks.

use crate::checklist::{QuestionIx, RequirementIx};

use super::super::document::{
    Particulars, ReportDocument, Spans, emphasis, fact, is_web, link, strong, text,
};
use super::super::draft::Draft;
use super::super::ground::{Ground, cases_of, departures, force, grounds, rests_on};
use super::super::kind::{InConfidence, KindSpec, Layout, Reader};
use super::super::official::official;
use super::super::setting::PaperSection;
use super::super::{Kind, NotBuilt, Source, words};
use super::authorities::not_put_as_law;
use super::{Submission, meta, parted, subtitle};
use crate::wording::{capital, one_line, sentence};

/// The row of the kind.
pub(in crate::report) const ANNEXES: KindSpec = KindSpec {
    label: "Annexes to the submission",
    build,
    sections: &[
        PaperSection::Grounds,
        PaperSection::Gaps,
        PaperSection::Standards,
        PaperSection::Cases,
        PaperSection::Sources,
        PaperSection::Made,
    ],
    reader: Reader::Council,
    in_confidence: InConfidence::SetOut,
    names_author: true,
    has_contents: true,
    layout: Layout::Close,
    has_tables: false,
};

/// An annex that there is something for.
pub(super) struct Annex {
    /// Its letter.
    pub(super) letter: char,
    /// Its title.
    pub(super) title: &'static str,
    /// Its section.
    pub(super) section: PaperSection,
}

/// Returns the annexes that there are, in the order set for them.
pub(super) fn of(source: &Source<'_>) -> Vec<Annex> {
    let grounds = grounds(source);
    let order = source.setting.settings.order.of(Kind::Annexes);
    let is_there = |section: &PaperSection| match section {
        PaperSection::Grounds => !parted(&grounds).1.is_empty(),
        PaperSection::Gaps => !missing(source, &grounds).is_empty(),
        PaperSection::Standards => !departures(source).is_empty(),
        PaperSection::Cases => !cases_of(source, &grounds).is_empty(),
        PaperSection::Sources => !sources(source, &grounds).is_empty(),
        _ => false,
    };
    let there = order.into_iter().filter(is_there);
    let titled = |(letter, section)| Annex {
        letter,
        title: title(section),
        section,
    };
    ('A'..='Z').zip(there).map(titled).collect()
}

const fn title(section: PaperSection) -> &'static str {
    match section {
        PaperSection::Grounds => "The further grounds in full",
        PaperSection::Gaps => "What we looked for and did not find",
        PaperSection::Standards => "The standards not followed",
        PaperSection::Cases => "The cases elsewhere",
        _ => "The sources, and what each asks",
    }
}

/// Builds the annexes.
///
/// # Errors
/// If there is nothing for any of them.
fn build(source: &Source<'_>) -> Result<ReportDocument, NotBuilt> {
    let annexes = of(source);
    let order = &source.setting.settings.order;
    let sections = order.of(Kind::Annexes);
    if annexes.is_empty() && sections.len() > 1 {
        return Err(NotBuilt(
            "There is nothing for an annex yet: no ground, no standard and no gap has been found. \
             Answer more questions first."
                .to_owned(),
        ));
    }
    let mut submission = Submission {
        source,
        draft: Draft::default(),
        told: Vec::new(),
    };
    let grounds = grounds(source);
    for annex in annexes {
        let draft = &mut submission.draft;
        draft.heading(1, format!("Annex {}. {}", annex.letter, annex.title));
        match annex.section {
            PaperSection::Grounds => submission.further_in_full(&grounds),
            PaperSection::Gaps => gaps(source, &missing(source, &grounds), draft),
            PaperSection::Standards => {
                let list = departures(source);
                draft.say(format!(
                    "{} The standards are named so that the committee can see how far the review was \
                     from what was advised or agreed, or is commonly done.",
                    not_put_as_law(source, &list)
                ));
                let items = submission.by_instrument(&list, usize::MAX);
                submission.draft.list(items);
            }
            PaperSection::Cases => cases(source, &grounds, draft),
            _ => {
                let rows = sources(source, &grounds);
                draft.table(
                    "The law and standards that the grounds name",
                    &[
                        "Source",
                        "What it asks",
                        "What it is, and how it was checked",
                    ],
                    rows.into_iter().map(SourceRow::in_full).collect(),
                );
            }
        }
        submission.draft.cut(annex.section);
    }
    submission.confidence();
    submission
        .draft
        .say("These annexes belong to our submission. They are an aid, not legal advice.");
    if let Some(head) = &source.meta.head {
        submission
            .draft
            .facts(vec![fact("Fingerprint of the audit", head.clone())]);
    }
    submission.draft.cut(PaperSection::Made);
    let about = Particulars {
        kind: Kind::Annexes,
        title: Kind::Annexes.label().to_owned(),
        subtitle: subtitle(source),
        made: source.meta.today,
        meta: meta(source),
        sheets: Vec::new(),
    };
    Ok(submission.draft.done(about, order))
}

impl Submission<'_> {
    /// Adds the grounds that the submission only names; what it shows itself is referred to.
    fn further_in_full(&mut self, grounds: &[Ground<'_>]) {
        let (in_full, further) = parted(grounds);
        for (place, ground) in in_full.iter().enumerate() {
            let new = |ix: &QuestionIx| !self.told.iter().any(|(told, _)| told == ix);
            let told: Vec<QuestionIx> = ground.questions.iter().copied().filter(new).collect();
            self.told.extend(told.into_iter().map(|ix| (ix, place + 1)));
        }
        for (place, ground) in further.iter().enumerate() {
            self.ground(in_full.len() + place + 1, ground);
        }
    }
}

/// Returns the questions that nothing was found for and that no ground shows.
fn missing(source: &Source<'_>, grounds: &[Ground<'_>]) -> Vec<QuestionIx> {
    let gaps = source.findings.gaps.iter();
    gaps.filter(|gap| !gap.status.is_refusal())
        .map(|gap| gap.question)
        .filter(|ix| !grounds.iter().any(|one| one.questions.contains(ix)))
        .collect()
}

fn gaps(source: &Source<'_>, missing: &[QuestionIx], draft: &mut Draft<'_>) {
    let rows = missing.iter().map(|ix| gap(source, *ix, missing)).collect();
    draft.table(
        "What we looked for and did not find, and what would show it",
        &["We looked for", "What would show it"],
        rows,
    );
}

/// Returns the row of a question without evidence.
///
/// The question, its note if no other has the same, the places searched, and the documents that
/// would show it.
fn gap(source: &Source<'_>, ix: QuestionIx, all: &[QuestionIx]) -> Vec<Spans> {
    let question = source.library.question(ix);
    let mut spans = vec![text(one_line(&question.ask))];
    let note = |ix: QuestionIx| {
        let answer = source.audit.answer_of(source.library, ix);
        answer
            .map(|answer| one_line(&answer.note))
            .unwrap_or_default()
    };
    let own = note(ix);
    let same = all.iter().filter(|other| note(**other) == own).count();
    if !own.is_empty() && same == 1 {
        spans.push(text(format!(" {}", sentence(&own))));
    }
    if let Some(answer) = source.audit.answer_of(source.library, ix) {
        if source.findings.answered(ix).hindsight {
            spans.push(text(
                " What we have is later than the decision, and does not settle it.",
            ));
        }
        for absence in answer
            .evidence
            .iter()
            .filter_map(|one| one.absence.as_ref())
        {
            spans.push(text(format!(" {}", words::absence(source.audit, absence))));
        }
    }
    let proofs: Vec<String> = question
        .proved_by
        .iter()
        .take(2)
        .map(|one| one_line(one))
        .collect();
    vec![spans, vec![text(capital(&proofs.join("; ")))]]
}

/// Adds the cases, the closest first, each with what happened and its source.
fn cases(source: &Source<'_>, grounds: &[Ground<'_>], draft: &mut Draft<'_>) {
    draft.say(
        "What happened elsewhere proves nothing about this review. It shows what such a point has \
         led to, won or lost.",
    );
    for ix in cases_of(source, grounds) {
        let one = source.library.precedent(ix);
        draft.heading(2, words::precedent(one));
        draft.say(one_line(&one.facts));
        let mut from = vec![emphasis(format!(
            "Source: {}; {}.",
            words::source_class(one.grade),
            one.checked.label()
        ))];
        let url = one.url.as_deref().map(str::trim);
        let url = url.filter(|url| {
            // A judgment is cited from where it is published.
            is_web(url) && (!one.court || official(url).is_some())
        });
        if let Some(url) = url {
            from.push(text(" "));
            from.push(link(url, url));
        }
        draft.paragraph(from);
    }
}

/// A source that a ground names, in the cells of a table.
pub(in crate::report) struct SourceRow {
    /// The requirement.
    pub(in crate::report) ix: RequirementIx,
    name: Spans,
    asks: Spans,
    standing: String,
}

impl SourceRow {
    fn of(source: &Source<'_>, ix: RequirementIx) -> Self {
        let requirement = source.library.requirement(ix);
        let citation = one_line(source.cite(ix));
        let url = requirement.url.trim();
        let force = if requirement.our_reading {
            "our reading of a duty"
        } else {
            force(source.library, requirement)
        };
        Self {
            ix,
            name: vec![match official(url) {
                Some(url) => link(citation, url),
                None => strong(citation),
            }],
            asks: vec![text(sentence(&one_line(&requirement.demands)))],
            standing: format!(
                "{}; {}. {}.",
                capital(force),
                words::dates(requirement, &source.findings.place),
                capital(requirement.checked.label()),
            ),
        }
    }

    /// Returns all cells.
    fn in_full(self) -> Vec<Spans> {
        vec![self.name, self.asks, vec![text(self.standing)]]
    }
}

/// Returns the sources in the cells of a short table: the law by its citation, and what binds nobody
/// by its instrument.
pub(super) fn in_brief(source: &Source<'_>, grounds: &[Ground<'_>]) -> Vec<Vec<Spans>> {
    let mut rows: Vec<Vec<Spans>> = Vec::new();
    for row in sources(source, grounds) {
        let requirement = source.library.requirement(row.ix);
        let name = if requirement.force.is_law() || requirement.our_reading {
            row.name
        } else {
            vec![strong(one_line(&requirement.instrument))]
        };
        let row = vec![name, vec![text(row.standing)]];
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    rows
}

/// Returns the sources that the grounds rest on, each once: the law, guidance, standards, and our own
/// readings.
pub(in crate::report) fn sources(source: &Source<'_>, grounds: &[Ground<'_>]) -> Vec<SourceRow> {
    let mut found: Vec<RequirementIx> = Vec::new();
    let mut known: Vec<(&str, &str)> = Vec::new();
    for ground in grounds {
        let rests = rests_on(source, ground);
        let all = [rests.law, rests.guidance, rests.arguable, rests.standards];
        for ix in all.into_iter().flatten() {
            let requirement = source.library.requirement(ix);
            let key = (source.cite(ix), requirement.demands.as_str());
            if !found.contains(&ix) && !known.contains(&key) {
                found.push(ix);
                known.push(key);
            }
        }
    }
    found
        .into_iter()
        .map(|ix| SourceRow::of(source, ix))
        .collect()
}
