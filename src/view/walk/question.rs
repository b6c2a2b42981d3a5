//! One question of the walk: its text, its answer with the keys that give it, its record.

use ratatui::text::Span;

use crate::audit::{Answer, Audit, QuoteState, Quotes};
use crate::base::Word as _;
use crate::checklist::{Question, QuestionIx, QuestionKind, State, Status};
use crate::desk::action::keyed;
use crate::desk::{Action, Desk, OpenAudit, action, wrap};
use crate::findings::LintRule;
use crate::findings::two_people::version_in_words;
use crate::report::words;
use crate::view::glyph;
use crate::view::text::WrappedText;
use crate::view::theme::{Role, Theme, of_state};
use crate::wording::say_day;

/// Adds the question, its answer, and the answer's record.
pub(super) fn question(
    desk: &Desk,
    open: &OpenAudit,
    ix: QuestionIx,
    page: &mut WrappedText<'_>,
    theme: &Theme,
) {
    let question = desk.library.question(ix);
    let answered = open.findings.answered(ix);
    let answer = open.audit().answer_of(&desk.library, ix);
    let mut tags = vec![question.topic.title().to_owned()];
    if question.core {
        tags.push("core question".to_owned());
    }
    if let Some(force) = open.findings.bite(&desk.library, ix) {
        tags.push(format!("{} applies here", force.label()));
    }
    if open.walk.marks.contains(&ix) {
        tags.insert(0, format!("{} marked", glyph::marked(theme)));
    }
    page.text(&tags.join(&format!(" {} ", glyph::dot(theme))), Role::Muted);
    page.gap();
    page.text(&question.ask, Role::Title);
    page.gap();
    if let Some(versions) = answer.and_then(Answer::disputed) {
        page.text(
            &keyed!(
                "People answered this differently, and none of these answers counts. Press \
                 {agree} to agree on one.",
                agree = Agree
            ),
            Role::Caution,
        );
        for (number, version) in (1..).zip(versions) {
            let says = version_in_words(&desk.library, &question.id, version);
            page.item(&format!("{number}."), &says, Role::Text);
        }
        page.gap();
    }
    if answered.recheck {
        let carried = open.audit().carried(&desk.library, ix);
        recheck(question, answer, carried.map(|(id, _)| id), page);
    }
    if question.kind == QuestionKind::Judgement {
        judgement_keys(answered.status, answer, page, theme);
    } else {
        let says = answer.and_then(|answer| answer.value.as_ref()).map_or_else(
            || "not entered yet".to_owned(),
            |value| words::value(question, value),
        );
        page.labelled("Answer", &says, Role::Title);
        if desk.available(Action::EnterValue).is_ok() {
            page.text(
                &keyed!("Press {enter} to give or change it.", enter = EnterValue),
                Role::Muted,
            );
        }
    }
    if answered.hindsight && !answered.unsettled {
        page.gap().text(
            "Everything under this answer is dated after the decision: hindsight. It is shown, and \
             does not decide the question.",
            Role::Caution,
        );
    }
    if answered.unsettled {
        page.gap().text(
            &keyed!(
                "A paper here is later than the decision, and proves nothing until you say which \
                 time it is about: press {settle}.",
                settle = Settle
            ),
            Role::Caution,
        );
    }
    let wants: Vec<&str> = open
        .findings
        .lint_of(&desk.library, ix)
        .filter(|lint| !matches!(lint.rule, LintRule::HindsightOnly | LintRule::ReCheck))
        .map(|lint| &*lint.message)
        .collect();
    if !wants.is_empty() {
        page.gap();
        for says in wants {
            page.item("!", says, Role::Caution);
        }
    }
    if let Some(answer) = answer {
        let quotes = open.papers.quotes.as_deref();
        recorded(
            desk,
            open.audit(),
            (&question.id, answer),
            quotes,
            page,
            theme,
        );
    }
    for (id, before) in open.audit().answered_before(&desk.library, ix) {
        let asked = before.asked_text.as_deref().unwrap_or(id);
        page.gap();
        page.labelled(
            "Also answered before, as",
            &format!("“{asked}”"),
            Role::Muted,
        );
        let says = words::recorded(question, before);
        page.labelled("Your answer then", &says, Role::Muted);
        let quotes = open.papers.quotes.as_deref();
        recorded(desk, open.audit(), (id, before), quotes, page, theme);
    }
    if let Some(help) = &question.help {
        page.gap();
        page.text(help, Role::Muted);
    }
}

/// The columns around the key and the words of an answer: spaces, or brackets.
const CHROME: usize = 4;

/// Adds the answers that can be given, each with its key, and who gave the one that is marked.
pub(super) fn judgement_keys(
    status: Option<Status>,
    answer: Option<&Answer>,
    page: &mut WrappedText<'_>,
    theme: &Theme,
) {
    // The status as given is marked, even if hindsight keeps it from counting.
    let given = answer.and_then(|answer| answer.status).or(status);
    let key_and_words = |status: Status| {
        let key = action::spec(Action::of_status(status)).key();
        let key = key.map(|key| key.to_string()).unwrap_or_default();
        let words = format!(
            "{} {}",
            glyph::of_state(theme, status.state()),
            status.label()
        );
        let width = wrap::width(&key) + wrap::width(&words) + CHROME;
        (key, words, width)
    };
    // As many to a line as the page has room for: no answer is cut off.
    let fits = |per_line: usize| {
        let widest = |at| {
            let column = Status::ALL.iter().skip(at).step_by(per_line);
            column.map(|one| key_and_words(*one).2).max()
        };
        let widths: Vec<usize> = (0..per_line).filter_map(widest).collect();
        (widths.iter().sum::<usize>() <= page.columns()).then_some(widths)
    };
    let widths = [3, 2].into_iter().find_map(fits).unwrap_or_else(|| vec![0]);
    for line in Status::ALL.chunks(widths.len()) {
        let mut parts = Vec::new();
        for (status, width) in line.iter().zip(&widths) {
            let mut spans = Vec::new();
            let (key, words, own_width) = key_and_words(*status);
            let style = theme.style(of_state(status.state()));
            spans.push(Span::styled(format!(" {key} "), theme.style(Role::Key)));
            if given == Some(*status) {
                spans.push(Span::styled(
                    format!("[{words}]"),
                    style.add_modifier(ratatui::style::Modifier::REVERSED),
                ));
            } else {
                spans.push(Span::styled(format!(" {words} "), style));
            }
            spans.push(Span::raw(" ".repeat(width.saturating_sub(own_width))));
            parts.push((Action::of_status(*status), spans));
        }
        page.actions(parts);
    }
    if let Some(answer) = answer.filter(|one| one.status.is_some()) {
        let when = answer
            .at
            .map(|at| format!(" on {}", say_day(at.date_naive())))
            .unwrap_or_default();
        if !answer.by.is_empty() {
            page.text(&format!("answered by {}{when}", answer.by), Role::Muted);
        }
    } else {
        page.text("not answered yet", Role::Muted);
    }
}

/// Adds the notice of an answer to be checked again, with the words that changed.
///
/// `carried` is the id that a carried answer was given under.
pub(super) fn recheck(
    question: &Question,
    answer: Option<&Answer>,
    carried: Option<&str>,
    page: &mut WrappedText<'_>,
) {
    let says = if carried.is_some() {
        keyed!(
            "RE-CHECK: this question now also asks what you answered under other words. Until you \
             confirm it ({confirm}) or answer again, the old answer does not count.",
            confirm = ConfirmAnswer
        )
    } else {
        keyed!(
            "RE-CHECK: the question was re-worded since it was answered. Until you confirm it \
             ({confirm}) or answer again, the old answer does not count.",
            confirm = ConfirmAnswer
        )
    };
    page.text(&says, Role::Caution);
    let old = answer.and_then(|answer| answer.asked_text.as_deref());
    if let Some(old) = old.or(carried) {
        page.labelled("It was", &marked(old, &question.ask, "-"), Role::Muted);
        page.labelled("It is now", &marked(&question.ask, old, "+"), Role::Text);
    }
    if let Some(status) = answer.and_then(|answer| answer.status) {
        page.labelled(
            "Your answer then",
            status.label(),
            of_state(State::from(Some(status))),
        );
    }
    page.gap();
}

/// Returns a text with the words that the other lacks set between marks.
pub(super) fn marked(text: &str, other: &str, mark: &str) -> String {
    let others: Vec<&str> = other.split_whitespace().collect();
    let mut out: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        if others.contains(&word) {
            out.push(word.to_owned());
        } else {
            out.push(format!("{mark}{word}{mark}"));
        }
    }
    out.join(" ")
}

/// Adds the record of an answer: note, contest, evidence, request.
pub(super) fn recorded(
    desk: &Desk,
    audit: &Audit,
    (id, answer): (&str, &Answer),
    quotes: Option<&Quotes>,
    page: &mut WrappedText<'_>,
    theme: &Theme,
) {
    if !answer.note.trim().is_empty() {
        page.gap();
        page.labelled("Note", answer.note.trim_end(), Role::Text);
    }
    if let Some(other) = &answer.contested {
        page.gap();
        page.labelled(
            "CONTESTED, the other side says",
            other.trim_end(),
            Role::Middling,
        );
    }
    if let Some(agreed) = answer
        .disagreement
        .as_ref()
        .and_then(|one| one.agreed.as_ref())
    {
        page.gap();
        page.labelled("Agreed, because", &agreed.why, Role::Text);
        for version in answer.disagreement.iter().flat_map(|one| &one.versions) {
            page.item(
                "-",
                &version_in_words(&desk.library, id, version),
                Role::Muted,
            );
        }
    }
    if let Some(request) = &answer.request {
        page.gap();
        let on = request.on.map_or_else(|| "no date".to_owned(), say_day);
        page.labelled(
            "Asked for",
            &format!(
                "{} {} of {} {} {on}",
                request.what,
                glyph::dot(theme),
                request.whom,
                glyph::dot(theme)
            ),
            Role::Text,
        );
        page.labelled("Reply", &request.reply, Role::Text);
    }
    if !answer.evidence.is_empty() {
        page.gap();
        for (at, evidence) in answer.evidence.iter().enumerate() {
            page.item(
                &format!("Evidence {}", at + 1),
                &words::origin(audit, evidence),
                Role::Text,
            );
            if let Some(shows) = evidence.shows {
                page.item("  ", shows.label(), Role::Muted);
            }
            if let Some(quote) = &evidence.quote {
                page.item("  ", &format!("“{}”", quote.trim()), Role::Muted);
            }
            if let Some(looked_up) = quotes.and_then(|quotes| quotes.of(evidence)) {
                let state = match looked_up {
                    QuoteState::Found => State::Met,
                    QuoteState::FoundOn(_) | QuoteState::LeavesOut(_) => State::Partly,
                    QuoteState::Missing => State::NotMet,
                    QuoteState::Unread => State::Unanswered,
                };
                let mark = glyph::of_state(theme, state);
                let says = format!("{mark} {}", looked_up.label());
                page.item("  ", &says, of_state(state));
            }
        }
    }
}
