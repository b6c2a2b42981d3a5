//! Passages of the council's documents for a question: the one displayed, or the silence.

use std::ops::Range;

use crate::audit::Answer;
use crate::checklist::{Library, QuestionKind};
use crate::desk::{Action, OpenAudit, action};
use crate::documents::{Passage, Silence, SweepOutcome};
use crate::view::glyph;
use crate::view::text::{self, WrappedText};
use crate::view::theme::{Role, Theme};
use crate::wording::{Said, count};

/// Adds the best passages for the question in front, `most` lines of the one displayed; or the
/// silence, with everything that must be known before it is relied on. Where no paper is there yet it
/// may say how to add one. Returns the lines of the passage displayed; where the papers are silent, with
/// those of the others that are as likely.
pub(super) fn passages(
    library: &Library,
    open: &OpenAudit,
    page: &mut WrappedText<'_>,
    theme: &Theme,
    most: usize,
    says_how_to_add: bool,
) -> Option<Range<usize>> {
    let papers = &open.papers;
    let Some(look) = &papers.look else {
        if papers.awaited {
            page.heading("In the papers");
            page.text("They are being read.", Role::Muted);
        } else if says_how_to_add && open.audit().documents.iter().all(|one| one.path.is_none()) {
            page.heading("In the papers");
            page.text("None is added yet, so nothing was looked for.", Role::Muted);
            let add = "adds the council’s report, to be searched for every question";
            hint(page, theme, &[(Action::AddPaperFromHere, add)]);
        }
        return None;
    };
    if !papers.offers.is_empty() {
        let lines = offered(library, open, page, theme, most);
        if lines.is_some() {
            return lines;
        }
    }
    let mut likeliest = None;
    let mut near = None;
    let mut others = false;
    let shown = look.passages().len();
    let at = papers.at.saturating_sub(papers.offers.len());
    match &look.outcome {
        SweepOutcome::Found { total, .. } => {
            page.heading(&format!("In the papers: {}", of(at, *total)));
        }
        SweepOutcome::Like(_) if shown > 0 => {
            page.heading(&format!(
                "In the papers, like the question: {}",
                of(at, shown)
            ));
        }
        SweepOutcome::Like(_) => {
            page.heading("In the papers");
            page.text("Nothing like this question was found.", Role::Muted);
        }
        SweepOutcome::Silent(silence) => {
            let told = papers.told_to_look == Some(look.question);
            let kind = &library.question(look.question).kind;
            silent(silence, at, told, kind, page, theme);
            near = Some(silence);
            likeliest = (!silence.to_check().is_empty()).then(|| page.height().saturating_sub(1));
            if told {
                // All together, those after the one in front too: that is what silence is recorded on.
                others = shown > 1;
                let all = look.passages().iter().enumerate();
                for (_, passage) in all.filter(|(other, _)| *other != at).take(LOOKED_AT - 1) {
                    passage_shown(passage, page, theme, EACH);
                }
            }
        }
    }
    let lines = papers.passage().map(|passage| {
        let start = page.height();
        passage_shown(passage, page, theme, most);
        let end = page.height();
        let answer = open.audit().answer_of(library, look.question);
        if answer.is_some_and(|answer| is_attached(answer, passage)) {
            page.text("Quoted already.", Role::Good);
        }
        let quotes = if others {
            "quotes the last"
        } else {
            "quotes it"
        };
        let mut keys = vec![
            (Action::QuotePassage, quotes),
            (Action::ReadPassage, "reads its page"),
        ];
        if papers.passages() > 1 {
            keys.insert(1, (Action::NextPassage, "shows the next"));
        }
        hint(page, theme, &keys);
        likeliest.unwrap_or(start)..end
    });
    if let Some(silence) = near {
        near_misses(silence, page);
    }
    lines
}

/// Adds what the papers say of the fact in front, and the sentence of the one displayed. Returns the
/// lines of that.
fn offered(
    library: &Library,
    open: &OpenAudit,
    page: &mut WrappedText<'_>,
    theme: &Theme,
    most: usize,
) -> Option<Range<usize>> {
    let papers = &open.papers;
    page.heading("The papers say");
    for (place, offer) in papers.offers.iter().enumerate() {
        let Some(first) = offer.passages.first() else {
            continue;
        };
        let more = match offer.places.saturating_sub(1) {
            0 => String::new(),
            more => format!(", and in {}", count(more, "more place", "more places")),
        };
        let (mark, role) = if place == papers.at {
            (glyph::folded(theme), Role::Found)
        } else {
            (" ", Role::Text)
        };
        let says = format!("{}: {}{more}", offer.label(), first.at.cite());
        page.item(mark, &says, role);
    }
    if papers.offers.len() > 1 {
        page.text(
            "They give more than one value: look at each.",
            Role::Caution,
        );
    }
    let (offer, passage) = (papers.offer()?, papers.passage()?);
    page.gap();
    let start = page.height();
    passage_shown(passage, page, theme, most);
    let end = page.height();
    let answer = papers
        .look
        .as_ref()
        .and_then(|look| open.audit().answer_of(library, look.question));
    if answer.is_some_and(|answer| is_attached(answer, passage)) {
        page.text("Quoted already.", Role::Good);
    }
    let mut keys = vec![
        (Action::QuotePassage, "only quotes it"),
        (Action::ReadPassage, "reads its page"),
    ];
    if papers.passages() > 1 {
        keys.insert(0, (Action::NextPassage, "shows the next"));
    }
    if !matches!(offer.said, Said::Month(..)) {
        keys.insert(0, (Action::TakeOffer, "answers with it and quotes it"));
    }
    hint(page, theme, &keys);
    Some(start..end)
}

/// Returns true if a passage is quoted under an answer.
fn is_attached(answer: &Answer, passage: &Passage) -> bool {
    let quote = passage.evidence(None);
    answer.evidence.iter().any(|one| {
        (&one.document, one.page, &one.quote) == (&quote.document, quote.page, &quote.quote)
    })
}

/// Formats the number of the passage displayed and of all.
fn of(at: usize, total: usize) -> String {
    if total == 1 {
        "1 passage".to_owned()
    } else {
        format!("passage {} of {total}", at + 1)
    }
}

fn silent(
    silence: &Silence,
    at: usize,
    told: bool,
    kind: &QuestionKind,
    page: &mut WrappedText<'_>,
    theme: &Theme,
) {
    page.heading("In the papers: not one mention");
    for says in silence.not_searched() {
        page.text(&says, Role::Caution);
    }
    let words: Vec<String> = silence
        .words
        .iter()
        .take(4)
        .map(|word| format!("“{word}”"))
        .collect();
    let more = match silence.words.len().saturating_sub(4) {
        0 => String::new(),
        1 => " and 1 more".to_owned(),
        more => format!(" and {more} more"),
    };
    let documents = count(silence.searched.len(), "document", "documents");
    page.text(
        &format!(
            "of {}{more} in {documents}, {}.",
            words.join(", "),
            count(silence.pages_read() as usize, "page", "pages"),
        ),
        Role::Text,
    );
    // Silence answers a judgement alone: nothing else can be “no evidence”.
    if *kind == QuestionKind::Judgement {
        hint(
            page,
            theme,
            &[(
                Action::RecordSilence,
                if told || silence.to_check().is_empty() {
                    "answers “no evidence” and keeps this search as proof"
                } else {
                    "shows the likeliest paragraphs; pressed again, it records the silence"
                },
            )],
        );
    }
    let shown = silence.to_check().len();
    if shown > 0 {
        page.gap();
        let says = if silence.possible.is_empty() {
            "No mention, but the likeliest"
        } else {
            "Possible mention: check it first"
        };
        page.text(&format!("{says}: {}", of(at, shown)), Role::Caution);
    }
}

/// Adds the single words of the list that stand somewhere: noise for the most part, so they come last.
fn near_misses(silence: &Silence, page: &mut WrappedText<'_>) {
    if !silence.loose.is_empty() {
        page.gap();
    }
    for one in silence.loose.iter().take(3) {
        let contexts: Vec<String> = one.contexts.iter().map(|c| format!("“{c}”")).collect();
        page.text(
            &format!(
                "near miss: “{}” {} ({}).",
                one.word,
                match one.times {
                    1 => "once".to_owned(),
                    times => format!("{times} times"),
                },
                contexts.join(", ")
            ),
            Role::Muted,
        );
    }
}

/// Number of lines of each of the likeliest paragraphs, where all are shown together.
const EACH: usize = 3;
/// Number of paragraphs that are shown together before silence is recorded.
const LOOKED_AT: usize = 3;

fn passage_shown(passage: &Passage, page: &mut WrappedText<'_>, theme: &Theme, most: usize) {
    page.text(&passage.at.cite(), Role::Muted);
    page.marked(
        (glyph::bar(theme), glyph::bar(theme)),
        &passage.text,
        &passage.marks,
        (Role::Text, Role::Found),
        most,
    );
    if let Some(also) = passage.also.first() {
        let more = match passage.also.len() {
            1 => String::new(),
            many => format!(", and {}", count(many - 1, "more place", "more places")),
        };
        page.text(
            &format!(
                "It is also in {}{more}, word for word or nearly so.",
                also.cite()
            ),
            Role::Muted,
        );
    }
}

/// Adds the keys for the passage displayed, in one line.
fn hint(page: &mut WrappedText<'_>, theme: &Theme, keys: &[(Action, &str)]) {
    use ratatui::text::Span;
    let parts = keys.iter().filter_map(|(action, says)| {
        let key = action::spec(*action).key()?;
        let key = Span::styled(text::shown(theme, &key.to_string()), theme.style(Role::Key));
        let says = Span::styled(format!(" {says}   "), theme.style(Role::Muted));
        Some((*action, vec![key, says]))
    });
    page.actions(parts.collect());
}
