//! Passages of the council's documents for a question: the one displayed, or the silence.

use crate::audit::Answer;
use crate::checklist::Library;
use crate::desk::{Action, OpenAudit, action};
use crate::documents::{Passage, Silence, SweepOutcome, say_pages};
use crate::view::glyph;
use crate::view::text::WrappedText;
use crate::view::theme::{Role, Theme};
use crate::wording::count;

/// Adds the best passages for the question in front, `most` lines of the one displayed; or the
/// silence, with everything that must be known before it is relied on.
pub(super) fn passages(
    library: &Library,
    open: &OpenAudit,
    page: &mut WrappedText<'_>,
    theme: &Theme,
    most: usize,
) {
    let papers = &open.papers;
    let Some(look) = &papers.look else {
        if papers.awaited {
            page.heading("In the papers");
            page.text("They are being read.", Role::Muted);
        }
        return;
    };
    let shown = look.passages().len();
    match &look.outcome {
        SweepOutcome::Found { total, .. } => {
            page.heading(&format!("In the papers: {}", of(papers.at, *total)));
        }
        SweepOutcome::Like(_) if shown > 0 => {
            page.heading(&format!(
                "In the papers, like the question: {}",
                of(papers.at, shown)
            ));
        }
        SweepOutcome::Like(_) => {
            page.heading("In the papers");
            page.text("Nothing like this question was found.", Role::Muted);
        }
        SweepOutcome::Silent(silence) => silent(silence, papers.at, page, theme),
    }
    if let Some(passage) = papers.passage() {
        passage_shown(passage, page, theme, most);
        let attached = |answer: &Answer| {
            let quote = passage.evidence(None);
            answer.evidence.iter().any(|one| {
                (&one.document, one.page, &one.quote) == (&quote.document, quote.page, &quote.quote)
            })
        };
        let answer = open.audit().answer_of(library, look.question);
        if answer.is_some_and(attached) {
            page.text("Quoted already.", Role::Good);
        }
        let mut keys = vec![
            (Action::QuotePassage, "quotes it"),
            (Action::ReadPassage, "reads its page"),
        ];
        if shown > 1 {
            keys.insert(1, (Action::NextPassage, "shows the next"));
        }
        hint(page, theme, &keys);
    }
}

/// Formats the number of the passage displayed and of all.
fn of(at: usize, total: usize) -> String {
    if total == 1 {
        "1 passage".to_owned()
    } else {
        format!("passage {} of {total}", at + 1)
    }
}

fn silent(silence: &Silence, at: usize, page: &mut WrappedText<'_>, theme: &Theme) {
    page.heading("In the papers: not one mention");
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
    for one in &silence.searched {
        if !one.unread.is_empty() {
            let what = if one.without_pages { "part" } else { "page" };
            page.text(
                &format!(
                    "Not read: {what} {} of {}, no text there.",
                    say_pages(&one.unread),
                    one.title
                ),
                Role::Caution,
            );
        }
        for what in &one.left_out {
            page.text(&format!("Not all of {}: {what}.", one.title), Role::Caution);
        }
    }
    for one in &silence.not_searched {
        page.text(
            &format!(
                "Not searched: {}, which {}.",
                one.title,
                one.why.trim_end_matches('.')
            ),
            Role::Caution,
        );
    }
    hint(
        page,
        theme,
        &[(
            Action::RecordSilence,
            "answers “no evidence” and keeps this search as proof",
        )],
    );
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
    if !silence.possible.is_empty() {
        page.gap();
        page.text(
            &format!(
                "Possible mention, please look first: {}",
                of(at, silence.possible.len())
            ),
            Role::Caution,
        );
    }
}

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
            many => format!(", and {} more places", many - 1),
        };
        page.text(
            &format!("The same words are in {}{more}.", also.cite()),
            Role::Muted,
        );
    }
}

/// Adds the keys for the passage displayed, in one line.
fn hint(page: &mut WrappedText<'_>, theme: &Theme, keys: &[(Action, &str)]) {
    use ratatui::text::{Line, Span};
    let mut spans = Vec::new();
    for (action, says) in keys {
        let Some(key) = action::spec(*action).key() else {
            continue;
        };
        spans.push(Span::styled(key.to_string(), theme.style(Role::Key)));
        spans.push(Span::styled(
            format!(" {says}   "),
            theme.style(Role::Muted),
        ));
    }
    page.line(Line::from(spans));
}
