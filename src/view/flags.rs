//! The flags: the findings, the gravest first, each with its reason and the remedy.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::first_row;
use super::glyph;
use super::text::{self, WrappedText};
use super::theme::{Role, Theme, of_level, of_state, of_verdict};
use crate::audit::Value;
use crate::checklist::condition::EventRef;
use crate::checklist::{QuestionIx, RequirementIx, State};
use crate::desk::action::keyed;
use crate::desk::open::FlagRow;
use crate::desk::{Desk, Drawn, Hit, OpenAudit, layout};
use crate::findings::{Because, Exchange, Fired, Level, Support};
use crate::report::words;
use crate::wording;
use crate::wording::say_when;

/// Draws the flags.
pub(super) fn draw(
    desk: &Desk,
    open: &OpenAudit,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame<'_>,
    drawn: &mut Drawn,
) {
    let buffer = frame.buffer_mut();
    let wide = area.width + 2 >= layout::TWO_COLUMNS;
    let (list, detail) = if wide {
        let width = (area.width * 2 / 5).clamp(36, 60);
        text::bar(
            theme,
            Rect {
                x: area.x + width,
                width: 1,
                ..area
            },
            buffer,
        );
        (
            Rect { width, ..area },
            Rect {
                x: area.x + width + 2,
                width: area.width - width - 2,
                ..area
            },
        )
    } else {
        let height = (area.height * 2 / 5).max(5);
        text::rule(
            theme,
            Rect {
                y: area.y + height,
                height: 1,
                ..area
            },
            buffer,
        );
        (
            Rect { height, ..area },
            Rect {
                y: area.y + height + 1,
                height: area.height - height - 1,
                ..area
            },
        )
    };
    let rows = open.flag_rows();
    rows_of(desk, open, theme, &rows, list, buffer, drawn);
    drawn.page_rows = usize::from(detail.height);
    let mut page = WrappedText::new(theme, detail.width);
    match rows.get(open.flag_row) {
        None => {
            page.text("Flags come from your answers", Role::Title);
            page.gap();
            page.text(
                &keyed!(
                    "Answer a few questions and come back: a flag shows where something was left \
                     out, with what to ask next. Press {back} to go to the questions.",
                    back = PreviousScreen
                ),
                Role::Text,
            );
            page.gap();
            verdict(open, &mut page, theme);
        }
        Some(FlagRow::Fired(at)) => {
            if let Some(one) = open.findings.fired.get(*at) {
                fired(desk, open, one, &mut page, theme);
            }
        }
        Some(FlagRow::Unproved(at)) => {
            if let Some(one) = open.findings.unproved.get(*at) {
                fired(desk, open, one, &mut page, theme);
            }
        }
        Some(FlagRow::UnprovedDuty(ix)) => {
            page.text(
                "A duty that would appear not to have been met",
                Role::Middling,
            );
            let through = open.findings.standing(*ix).through.iter().copied();
            to_be_proved(desk, open, through, &mut page);
            page.gap();
            super::instruments::requirement(desk, open, *ix, &mut page, theme);
        }
        Some(FlagRow::Breach(ix)) => {
            page.text("A duty that appears not to have been met", Role::Grave);
            page.gap();
            super::instruments::requirement(desk, open, *ix, &mut page, theme);
            let through = &open.findings.standing(*ix).through;
            let own = through.iter().find_map(|ix| open.findings.exchange(*ix));
            if let Some(own) = own {
                exchange(own, &mut page);
            }
        }
        Some(FlagRow::Strength(at)) => {
            if let Some(held) = open.findings.strengths.get(*at) {
                let strength = desk.library.strength(held.strength);
                page.text(&strength.title, Role::Title);
                page.text(
                    "A strength. Reports print strengths too, so that the audit is fair.",
                    Role::Muted,
                );
                because(desk, open, &held.because, &mut page, theme);
                precedents(desk, open, &strength.precedents, &mut page);
            }
        }
        Some(FlagRow::Gap(at)) => {
            if let Some(gap) = open.findings.gaps.get(*at) {
                let question = desk.library.question(gap.question);
                page.text(&question.ask, Role::Title);
                page.text(
                    &format!(
                        "{}: ask for it. This is not a finding of failure.",
                        gap.status.label()
                    ),
                    Role::Muted,
                );
                page.heading("What would show it");
                for one in &question.proved_by {
                    page.bullet(one, Role::Text);
                }
            }
        }
        Some(FlagRow::Lint(at)) => {
            if let Some((question, message)) = open.mistake(*at) {
                page.text("Fix before you send", Role::Title);
                page.gap();
                page.text(message, Role::Text);
                if let Some(ix) = question {
                    page.gap();
                    page.labelled("Question", &desk.library.question(ix).ask, Role::Text);
                }
                page.gap();
                page.text(
                    &keyed!(
                        "Press {go} to go to the question. This does not affect the verdict.",
                        go = GoToQuestion
                    ),
                    Role::Muted,
                );
            }
        }
    }
    drawn.scroll_max = page.draw(detail, buffer, open.scroll);
    frame.set_cursor_position((list.x.saturating_sub(1), list.y));
}

/// Draws the rows with the headings between them.
fn rows_of(
    desk: &Desk,
    open: &OpenAudit,
    theme: &Theme,
    rows: &[FlagRow],
    area: Rect,
    buffer: &mut Buffer,
    drawn: &mut Drawn,
) {
    enum Shown {
        Head(String, Role),
        Row(usize),
    }
    let findings = &open.findings;
    let mut shown = vec![Shown::Head(
        findings.verdict.label().to_owned(),
        of_verdict(findings.verdict.id),
    )];
    let mut last = None;
    for (at, row) in rows.iter().enumerate() {
        let head = match row {
            FlagRow::Fired(at) => findings.fired.get(*at).map_or("", |one| one.level.label()),
            FlagRow::Unproved(_) | FlagRow::UnprovedDuty(_) => {
                "to be proved: not in the verdict yet"
            }
            FlagRow::Breach(_) => "duties that appear not to have been met",
            FlagRow::Strength(_) => "strengths",
            FlagRow::Gap(_) => "gaps: ask for it",
            FlagRow::Lint(_) => "fix before you send",
        };
        if last != Some(head) {
            shown.push(Shown::Head(head.to_owned(), Role::Heading));
            last = Some(head);
        }
        shown.push(Shown::Row(at));
    }
    if rows.is_empty() {
        shown.push(Shown::Head(
            "No flag has fired so far.".to_owned(),
            Role::Muted,
        ));
    }
    let here = shown
        .iter()
        .position(|one| matches!(one, Shown::Row(at) if *at == open.flag_row))
        .unwrap_or_default();
    let height = usize::from(area.height);
    let from = first_row(here, height, shown.len());
    for (offset, one) in shown.iter().skip(from).take(height).enumerate() {
        let y = area.y + u16::try_from(offset).unwrap_or_default();
        let place = Rect {
            y,
            height: 1,
            ..area
        };
        match one {
            Shown::Head(says, role) => text::line(theme, says, place, buffer, *role),
            Shown::Row(at) => {
                let Some(row) = rows.get(*at) else { continue };
                let (mark, says, role) = row_of(desk, open, *row, theme);
                text::line(theme, &format!(" {mark} {says}"), place, buffer, role);
                if *at == open.flag_row {
                    buffer.set_style(place, theme.style(Role::Selection));
                }
                drawn
                    .hits
                    .push(((place.x, y, place.width, 1), Hit::Row(*at)));
            }
        }
    }
}

fn row_of(
    desk: &Desk,
    open: &OpenAudit,
    row: FlagRow,
    theme: &Theme,
) -> (&'static str, String, Role) {
    let library = &desk.library;
    let findings = &open.findings;
    match row {
        FlagRow::Fired(at) => findings.fired.get(at).map(|one| {
            let contested = if one.contested { " (contested)" } else { "" };
            (
                glyph::of_level(theme, one.level),
                format!("{}{contested}", library.flag(one.flag).short),
                of_level(one.level),
            )
        }),
        FlagRow::Unproved(at) => findings.unproved.get(at).map(|one| {
            let questions = one.because.iter().filter_map(Because::question);
            (
                glyph::of_level(theme, one.if_proved),
                format!(
                    "{}{}",
                    library.flag(one.flag).short,
                    missing(open, questions)
                ),
                Role::Muted,
            )
        }),
        FlagRow::UnprovedDuty(ix) => {
            let through = findings.standing(ix).through.iter().copied();
            let title = &library.requirement(ix).title;
            Some((
                glyph::of_level(theme, Level::Breach),
                format!("{title}{}", missing(open, through)),
                Role::Muted,
            ))
        }
        FlagRow::Breach(ix) => Some((
            glyph::of_level(theme, Level::Breach),
            library.requirement(ix).title.to_string(),
            Role::Grave,
        )),
        FlagRow::Strength(at) => findings.strengths.get(at).map(|held| {
            (
                glyph::strength(theme),
                library.strength(held.strength).title.to_string(),
                Role::Good,
            )
        }),
        FlagRow::Gap(at) => findings.gaps.get(at).map(|gap| {
            let state = State::from(Some(gap.status));
            (
                glyph::of_state(theme, state),
                library.question(gap.question).short.to_string(),
                of_state(state),
            )
        }),
        FlagRow::Lint(at) => open.mistake(at).map(|(question, message)| {
            // The same mistake in two answers is told apart by the question.
            let says = question.map_or_else(
                || message.to_owned(),
                |ix| format!("{}: {message}", library.question(ix).short),
            );
            ("!", says, Role::Caution)
        }),
    }
    .unwrap_or(("", String::new(), Role::Muted))
}

fn verdict(open: &OpenAudit, page: &mut WrappedText<'_>, _theme: &Theme) {
    let verdict = &open.findings.verdict;
    page.text(verdict.label(), of_verdict(verdict.id));
    page.gap();
    for because in &verdict.because {
        page.text(because, Role::Text);
    }
}

/// Adds the exchange to expect over a point.
fn exchange(exchange: &Exchange, page: &mut WrappedText<'_>) {
    if !exchange.ask.is_empty() {
        page.heading("Ask the portfolio holder");
        for ask in &exchange.ask {
            page.bullet(ask, Role::Text);
        }
        if let Some(follow) = &exchange.follow_up {
            page.labelled("If evaded", follow, Role::Text);
        }
    }
    if let Some(they) = &exchange.they_will_say {
        page.heading("They will say");
        page.text(they, Role::Text);
        if let Some(answer) = &exchange.answer {
            page.labelled("Answer", answer, Role::Text);
        }
    }
    if let Some(remedy) = &exchange.remedy {
        page.heading("What to ask for");
        page.text(remedy, Role::Text);
    }
}

pub(super) fn fired(
    desk: &Desk,
    open: &OpenAudit,
    one: &Fired,
    page: &mut WrappedText<'_>,
    theme: &Theme,
) {
    let flag = desk.library.flag(one.flag);
    page.text(&one.heading, Role::Title);
    page.item(
        glyph::of_level(theme, one.level),
        one.level.label(),
        of_level(one.level),
    );
    if one.support != Support::Shown && one.level != Level::Gap {
        if one.if_proved != one.level {
            let says = format!("If proved: {}.", one.if_proved.label());
            page.text(&says, Role::Middling);
        }
        let questions = one.because.iter().filter_map(Because::question);
        to_be_proved(desk, open, questions, page);
    }
    if one.contested {
        page.text(
            "Contested: both sides are kept and will be printed.",
            Role::Middling,
        );
    }
    because(desk, open, &one.because, page, theme);
    page.heading("Rests on");
    if one.rests_on.is_empty() {
        page.text(
            "No law, guidance or agreement in force here: it is a finding of fact.",
            Role::Muted,
        );
    }
    for ix in &one.rests_on {
        rests_on(desk, open, *ix, one.breaches.contains(ix), page);
    }
    exchange(&one.exchange, page);
    if let Some(advice) = &flag.advice {
        page.heading("Take care");
        page.text(advice, Role::Caution);
    }
    precedents(desk, open, &flag.precedents, page);
    page.gap();
    page.text(
        &format!(
            "Source of this pattern: {} ({})",
            flag.source,
            flag.checked.label()
        ),
        Role::Muted,
    );
}

/// Formats the number of answers that are not shown yet: " (2 proofs missing)".
fn missing(open: &OpenAudit, questions: impl Iterator<Item = QuestionIx>) -> String {
    let count = wording::count(
        open.unproved(questions).count(),
        "proof missing",
        "proofs missing",
    );
    format!(" ({count})")
}

/// Adds what is missing before a finding counts.
fn to_be_proved(
    desk: &Desk,
    open: &OpenAudit,
    questions: impl Iterator<Item = QuestionIx>,
    page: &mut WrappedText<'_>,
) {
    page.heading("To be proved first");
    for ix in open.unproved(questions) {
        let short = &desk.library.question(ix).short;
        let support = open.findings.answered(ix).support;
        page.bullet(&format!("{short} ({})", support.label()), Role::Caution);
    }
    page.text(
        &keyed!("Press {go} to go to the first of them.", go = GoToQuestion),
        Role::Muted,
    );
}

fn rests_on(
    desk: &Desk,
    open: &OpenAudit,
    ix: RequirementIx,
    breached: bool,
    page: &mut WrappedText<'_>,
) {
    let requirement = desk.library.requirement(ix);
    let role = if breached { Role::Grave } else { Role::Text };
    page.bullet(
        &format!(
            "{}: {}",
            requirement.force.label(),
            requirement.cited(&open.findings.place)
        ),
        role,
    );
    if breached {
        page.item(" ", "appears not to have been met", Role::Grave);
    }
    if let Some(says) = requirement.care() {
        page.item(" ", says, Role::Caution);
    }
}

/// Adds the answers a finding rests on.
fn because(
    desk: &Desk,
    open: &OpenAudit,
    list: &[Because],
    page: &mut WrappedText<'_>,
    theme: &Theme,
) {
    page.heading("Because");
    let library = &desk.library;
    for one in list {
        match one {
            Because::Question { question, state } => {
                let asked = library.question(*question);
                page.item(
                    glyph::of_state(theme, *state),
                    &format!("{} {} {}", asked.short, glyph::dash(theme), state.label()),
                    of_state(*state),
                );
                let note = open
                    .audit()
                    .answer_of(library, *question)
                    .map(|answer| answer.note.trim().to_owned());
                if let Some(note) = note.filter(|note| !note.is_empty()) {
                    page.item(" ", &note, Role::Muted);
                }
            }
            Because::Requirement { requirement, state } => {
                let requirement = library.requirement(*requirement);
                page.bullet(
                    &format!(
                        "{} {} {}",
                        requirement.cited(&open.findings.place),
                        glyph::dash(theme),
                        state.label()
                    ),
                    Role::Text,
                );
            }
            Because::Event { event, when } => {
                let name = match event {
                    EventRef::Decided => "the decision".to_owned(),
                    EventRef::Question(ix) => library.question(*ix).short.to_string(),
                };
                page.bullet(
                    &format!("{name} {} {}", glyph::dash(theme), say_when(*when)),
                    Role::Text,
                );
            }
            Because::Figure { question, value } => {
                let asked = library.question(*question);
                let says = words::value(asked, &Value::Number(*value));
                page.bullet(
                    &format!("{} {} {says}", asked.short, glyph::dash(theme)),
                    Role::Text,
                );
            }
            Because::Choice { question, option } => {
                let asked = library.question(*question);
                page.bullet(
                    &format!("{} {} {option}", asked.short, glyph::dash(theme)),
                    Role::Text,
                );
            }
        }
    }
}

fn precedents(
    desk: &Desk,
    open: &OpenAudit,
    list: &[crate::checklist::PrecedentIx],
    page: &mut WrappedText<'_>,
) {
    let territory = open.findings.place.territory;
    let usable = crate::findings::precedents::usable(&desk.library, territory, list);
    if usable.is_empty() {
        return;
    }
    page.heading("Cases like it");
    for ix in usable {
        let case = desk.library.precedent(ix);
        page.bullet(
            &format!(
                "{}, {}: {} for those who challenged",
                case.title, case.year, case.outcome
            ),
            Role::Text,
        );
        page.item(" ", &case.lesson, Role::Muted);
        if let Some(contested) = &case.contested {
            page.item(" ", &format!("Contested: {contested}"), Role::Muted);
        }
        page.item(
            " ",
            &format!(
                "Source: {} ({}, {})",
                case.source,
                case.grade,
                case.checked.label()
            ),
            Role::Muted,
        );
    }
}
