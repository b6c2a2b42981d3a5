//! The walk: the sections with their progress, one question with its answer, what it rests on.
//!
//! Three columns where there is room, two from 100 columns, one below that: then what the
//! question rests on stands under it, and the section is named in a line of its own.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::glyph;
use super::text::{self, Page};
use super::theme::{Role, Theme, of_level, of_state};
use super::{chrome, first_row};
use crate::audit::{Answer, Audit, Evidence, Value};
use crate::checklist::applicability::say_day;
use crate::checklist::{
    Question, QuestionIx, QuestionKind, RequirementIx, State, Status, Word as _,
};
use crate::desk::walk::Filter;
use crate::desk::{Action, Desk, Drawn, Hit, OpenAudit, action, layout, wrap};
use crate::findings::Because;

/// Draws the walk.
pub(super) fn draw(
    desk: &Desk,
    open: &OpenAudit,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame<'_>,
    drawn: &mut Drawn,
) {
    let buffer = frame.buffer_mut();
    let full = area.width + 2;
    let mut middle = area;
    if full >= layout::TWO_COLUMNS {
        let width = if full >= 180 { 48 } else { 36 };
        let list = Rect { width, ..area };
        sections(desk, open, theme, list, buffer, drawn);
        text::bar(
            theme,
            Rect {
                x: list.right(),
                width: 1,
                ..area
            },
            buffer,
        );
        middle.x = list.right() + 2;
        middle.width = area.width - width - 2;
    }
    let Some(ix) = open.walk.at() else {
        let mut page = Page::new(theme, middle.width);
        page.text(
            "No question is shown here. Press f to show others.",
            Role::Text,
        );
        page.draw(middle, buffer, 0);
        return;
    };
    let mut side = None;
    if full >= layout::THREE_COLUMNS {
        let width = if full >= 180 { 64 } else { 44 };
        let right = Rect {
            x: middle.right() - width,
            width,
            ..middle
        };
        text::bar(
            theme,
            Rect {
                x: right.x - 2,
                width: 1,
                ..middle
            },
            buffer,
        );
        middle.width -= width + 3;
        side = Some(right);
    }
    if full < layout::TWO_COLUMNS {
        place_line(
            open,
            theme,
            Rect {
                height: 1,
                ..middle
            },
            buffer,
        );
        middle.y += 1;
        middle.height = middle.height.saturating_sub(1);
    }
    drawn.page_rows = usize::from(middle.height);
    let mut page = Page::new(theme, middle.width);
    question(desk, open, ix, &mut page, theme);
    if let Some(right) = side {
        let mut beside = Page::new(theme, right.width);
        rests_on(desk, open, ix, &mut beside, theme);
        flags_so_far(desk, open, &mut beside, theme);
        drawn.scroll_max = beside.draw(right, buffer, open.scroll);
        page.draw(middle, buffer, 0);
    } else {
        rests_on(desk, open, ix, &mut page, theme);
        flags_so_far(desk, open, &mut page, theme);
        drawn.scroll_max = page.draw(middle, buffer, open.scroll);
    }
    frame.set_cursor_position((middle.x, middle.y));
}

/// Where one stands, in one line.
fn place_line(open: &OpenAudit, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let walk = &open.walk;
    let Some(group) = walk.groups.get(walk.group) else {
        return;
    };
    let (done, all) = progress(open, &group.questions);
    let bar = bar_of(theme, done, all, 10);
    let filter = filter_says(open);
    let says = format!(
        "{}/{} {}  {bar} {done}/{all}{filter}",
        walk.group + 1,
        walk.groups.len(),
        group.title
    );
    text::line(theme, &says, area, buffer, Role::Muted);
}

fn filter_says(open: &OpenAudit) -> String {
    match open.walk.filter {
        Filter::All => String::new(),
        other => format!("  [filter: {}]", other.word()),
    }
}

fn bar_of(theme: &Theme, done: usize, all: usize, cells: usize) -> String {
    let full = if all == 0 { 0 } else { done * cells / all };
    format!(
        "{}{}",
        glyph::done(theme).repeat(full),
        glyph::undone(theme).repeat(cells - full)
    )
}

fn progress(open: &OpenAudit, questions: &[QuestionIx]) -> (usize, usize) {
    let done = questions
        .iter()
        .filter(|ix| !open.findings.answered(**ix).is_open())
        .count();
    (done, questions.len())
}

/// The list of sections, the one where one stands unfolded.
fn sections(
    desk: &Desk,
    open: &OpenAudit,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
    drawn: &mut Drawn,
) {
    let walk = &open.walk;
    let head = format!("by {}{}", walk.by.word(), filter_says(open));
    text::line(
        theme,
        &head,
        Rect { height: 1, ..area },
        buffer,
        Role::Muted,
    );
    let list = Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(1),
        ..area
    };
    let mut lines: Vec<(usize, Option<usize>)> = Vec::new();
    for (group, one) in walk.groups.iter().enumerate() {
        lines.push((group, None));
        if group == walk.group {
            lines.extend((0..one.questions.len()).map(|row| (group, Some(row))));
        }
    }
    let here = lines
        .iter()
        .position(|line| *line == (walk.group, Some(walk.row)))
        .unwrap_or_default();
    let rows = usize::from(list.height);
    let from = first_row(here, rows, lines.len());
    for (offset, (group, row)) in lines.iter().skip(from).take(rows).enumerate() {
        let y = list.y + u16::try_from(offset).unwrap_or_default();
        let place = Rect {
            y,
            height: 1,
            ..list
        };
        let Some(one) = walk.groups.get(*group) else {
            continue;
        };
        match row.and_then(|row| one.questions.get(row).map(|ix| (row, *ix))) {
            None => {
                let (done, all) = progress(open, &one.questions);
                let mark = if *group == walk.group {
                    glyph::unfolded(theme)
                } else {
                    glyph::folded(theme)
                };
                let count = format!("{done}/{all}");
                let width = u16::try_from(wrap::width(&count)).unwrap_or_default();
                let role = if *group == walk.group {
                    Role::Title
                } else {
                    Role::Text
                };
                let room = Rect {
                    width: place.width.saturating_sub(width + 1),
                    ..place
                };
                text::line(theme, &format!("{mark} {}", one.title), room, buffer, role);
                let role = if done == all { Role::Good } else { Role::Muted };
                buffer.set_string(place.right() - width, y, &count, theme.style(role));
                drawn
                    .hits
                    .push(((place.x, y, place.width, 1), Hit::WalkRow(*group, 0)));
            }
            Some((row, ix)) => {
                let question = desk.library.question(ix);
                let answered = open.findings.answered(ix);
                let state = state_of(open, ix);
                let dimmed = !walk.matches(&desk.library, open.audit(), &open.findings, ix);
                let mark = if answered.recheck {
                    "R"
                } else {
                    glyph::of_state(theme, state)
                };
                let core = if question.core {
                    glyph::core(theme)
                } else {
                    " "
                };
                let style = if dimmed { Role::Muted } else { of_state(state) };
                buffer.set_string(place.x + 1, y, mark, theme.style(style));
                buffer.set_string(place.x + 3, y, core, theme.style(Role::Key));
                let role = if dimmed { Role::Muted } else { Role::Text };
                let room = Rect {
                    x: place.x + 5,
                    width: place.width.saturating_sub(5),
                    ..place
                };
                let ask = if dimmed {
                    format!("({})", question.ask)
                } else {
                    question.ask.clone()
                };
                text::line(theme, &ask, room, buffer, role);
                if (*group, row) == (walk.group, walk.row) {
                    buffer.set_style(place, theme.style(Role::Selection));
                }
                drawn
                    .hits
                    .push(((place.x, y, place.width, 1), Hit::WalkRow(*group, row)));
            }
        }
    }
}

/// How a question stands, whatever its kind.
fn state_of(open: &OpenAudit, ix: QuestionIx) -> State {
    let answered = open.findings.answered(ix);
    if answered.value.is_some() {
        State::Met
    } else {
        State::from(answered.status)
    }
}

/// The question, its answer, and what was recorded with it.
fn question(desk: &Desk, open: &OpenAudit, ix: QuestionIx, page: &mut Page<'_>, theme: &Theme) {
    let question = desk.library.question(ix);
    let answered = open.findings.answered(ix);
    let answer = open.audit().answer(&question.id);
    let mut tags = vec![question.topic.title().to_owned()];
    if question.core {
        tags.push("core question".to_owned());
    }
    if let Some(force) = open.findings.bite(&desk.library, ix) {
        tags.push(format!("here a matter of {}", force.says()));
    }
    page.text(&tags.join(&format!(" {} ", glyph::dot(theme))), Role::Muted);
    page.gap();
    page.text(&question.ask, Role::Title);
    page.gap();
    if answered.recheck {
        recheck(question, answer, page, theme);
    }
    match &question.kind {
        QuestionKind::Judgement => judgement_keys(answered.status, answer, page, theme),
        kind => {
            let says = answer.and_then(|answer| answer.value.as_ref()).map_or_else(
                || "not entered yet".to_owned(),
                |value| say_value(kind, value),
            );
            page.labelled("Answer", &says, Role::Title);
            page.text("Press Enter to give or change it.", Role::Muted);
        }
    }
    if answered.hindsight {
        page.gap().text(
            "Everything under this answer is dated after the decision: hindsight. It is shown, and \
             does not decide the question.",
            Role::Caution,
        );
    }
    let wants: Vec<&str> = open
        .findings
        .lint
        .iter()
        .filter(|lint| {
            lint.question == Some(ix) && lint.rule != "hindsight-only" && lint.rule != "re-check"
        })
        .map(|lint| lint.says.as_str())
        .collect();
    if !wants.is_empty() {
        page.gap();
        for says in wants {
            page.item("!", says, Role::Caution);
        }
    }
    if let Some(answer) = answer {
        recorded(open.audit(), answer, page, theme);
    }
    if let Some(help) = &question.help {
        page.gap();
        page.text(help, Role::Muted);
    }
}

fn judgement_keys(
    status: Option<Status>,
    answer: Option<&Answer>,
    page: &mut Page<'_>,
    theme: &Theme,
) {
    const KEYS: [(Action, Status); 6] = [
        (Action::AnswerMet, Status::Met),
        (Action::AnswerPartly, Status::Partly),
        (Action::AnswerNotMet, Status::NotMet),
        (Action::AnswerNoEvidence, Status::NoEvidence),
        (Action::AnswerWithheld, Status::Withheld),
        (Action::AnswerNotApplicable, Status::NotApplicable),
    ];
    // The status as given is marked, even where hindsight keeps it from counting.
    let given = answer.and_then(|answer| answer.status).or(status);
    for pair in KEYS.chunks(3) {
        let mut spans = Vec::new();
        for (action, status) in pair {
            let key = action::spec(*action)
                .key()
                .map(|key| key.to_string())
                .unwrap_or_default();
            let state = State::from(Some(*status));
            let words = format!("{} {}", glyph::of_state(theme, state), status.says());
            let room = 16usize.saturating_sub(wrap::width(&words));
            spans.push(Span::styled(format!(" {key} "), theme.style(Role::Key)));
            if given == Some(*status) {
                spans.push(Span::styled(
                    format!("[{words}]"),
                    theme
                        .style(of_state(state))
                        .add_modifier(ratatui::style::Modifier::REVERSED),
                ));
            } else {
                spans.push(Span::styled(
                    format!(" {words} "),
                    theme.style(of_state(state)),
                ));
            }
            spans.push(Span::raw(" ".repeat(room)));
        }
        page.line(Line::from(spans));
    }
    if let Some(answer) = answer.filter(|one| one.status.is_some()) {
        let when = answer
            .at
            .map(|at| at.format(" on %-d %B %Y").to_string())
            .unwrap_or_default();
        if !answer.by.is_empty() {
            page.text(&format!("answered by {}{when}", answer.by), Role::Muted);
        }
    } else {
        page.text("not answered yet", Role::Muted);
    }
}

fn recheck(question: &Question, answer: Option<&Answer>, page: &mut Page<'_>, theme: &Theme) {
    page.text(
        "RE-CHECK: the question was re-worded since it was answered. Until you confirm it (k) or \
         answer again, the old answer does not count.",
        Role::Caution,
    );
    if let Some(old) = answer.and_then(|answer| answer.asked_text.as_deref()) {
        page.labelled("It was", &marked(old, &question.ask, "-"), Role::Muted);
        page.labelled("It is now", &marked(&question.ask, old, "+"), Role::Text);
    }
    if let Some(status) = answer.and_then(|answer| answer.status) {
        page.labelled(
            "Your answer then",
            status.says(),
            of_state(State::from(Some(status))),
        );
    }
    let _ = theme;
    page.gap();
}

/// A text with the words that the other lacks set between marks.
fn marked(text: &str, other: &str, mark: &str) -> String {
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

/// A value as a reader says it.
pub(super) fn say_value(kind: &QuestionKind, value: &Value) -> String {
    match (kind, value) {
        (_, Value::Date(day)) => say_day(*day),
        (QuestionKind::Figure(unit), Value::Number(number)) => {
            format!("{} {}", say_number(*number), unit.word())
        }
        (_, Value::Number(number)) => say_number(*number),
        (QuestionKind::Choice(options), Value::Option(id)) => options
            .iter()
            .find(|option| option.id == *id)
            .map_or_else(|| id.clone(), |option| option.label.clone()),
        (_, Value::Option(id)) => id.clone(),
    }
}

/// A number with commas between thousands.
pub(super) fn say_number(number: f64) -> String {
    let text = format!("{number}");
    let (whole, rest) = text
        .split_once('.')
        .map_or((text.as_str(), String::new()), |(a, b)| {
            (a, format!(".{b}"))
        });
    let (sign, digits) = whole
        .strip_prefix('-')
        .map_or(("", whole), |digits| ("-", digits));
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    format!("{sign}{out}{rest}")
}

/// What was recorded with an answer.
fn recorded(audit: &Audit, answer: &Answer, page: &mut Page<'_>, theme: &Theme) {
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
                &say_evidence(audit, evidence),
                Role::Text,
            );
            if let Some(quote) = &evidence.quote {
                page.item("  ", &format!("“{}”", quote.trim()), Role::Muted);
            }
        }
    }
}

/// Where evidence is, in words.
pub(super) fn say_evidence(audit: &Audit, evidence: &Evidence) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(id) = &evidence.document {
        parts.push(
            audit
                .document(id)
                .map_or_else(|| id.clone(), |one| one.title.clone()),
        );
    }
    if let Some(page) = evidence.page {
        parts.push(format!("page {page}"));
    }
    if let Some(printed) = &evidence.printed_page {
        parts.push(format!("printed {printed}"));
    }
    if let Some(paragraph) = &evidence.paragraph {
        parts.push(format!("paragraph {paragraph}"));
    }
    parts.extend(evidence.locator.clone());
    parts.extend(evidence.date.map(say_day));
    parts.extend(evidence.source.map(|source| format!("({})", source.word())));
    if let Some(absence) = &evidence.absence {
        parts.push(format!(
            "proof of absence: {} searched in {} pages of {}",
            absence.words.join(", "),
            absence.pages,
            absence.documents.join(", ")
        ));
    }
    if parts.is_empty() {
        "a quote, with no place named".to_owned()
    } else {
        parts.join(", ")
    }
}

/// What a question rests on here, what proves it, how it usually fails, and cases like it.
fn rests_on(desk: &Desk, open: &OpenAudit, ix: QuestionIx, page: &mut Page<'_>, theme: &Theme) {
    let library = &desk.library;
    let question = library.question(ix);
    let shown: Vec<RequirementIx> = open.findings.rests_on(library, ix).collect();
    if question.kind == QuestionKind::Judgement {
        page.heading("Rests on");
        if shown.is_empty() {
            page.text(
                "Nothing that applies here. It is asked for the flags.",
                Role::Muted,
            );
        }
    }
    let mut ordered = shown;
    ordered.sort_by_key(|ix| {
        let one = library.requirement(*ix);
        (
            !open.findings.applies(*ix).in_force,
            one.is_doubtful(),
            one.force,
        )
    });
    for ix in ordered.iter().take(6) {
        let requirement = library.requirement(*ix);
        let applies = open.findings.applies(*ix);
        let role = if requirement.force.is_law() && applies.in_force && !requirement.is_doubtful() {
            Role::Text
        } else {
            Role::Muted
        };
        page.bullet(
            &format!("{}: {}", requirement.force.says(), requirement.citation),
            role,
        );
        if requirement.is_doubtful() {
            let says = requirement
                .standing
                .caption()
                .unwrap_or(requirement.checked.says());
            page.item(" ", says, Role::Caution);
        } else if requirement.our_reading {
            page.item(
                " ",
                "arguable: our own reading, no case found",
                Role::Caution,
            );
        }
        if !applies.in_force {
            page.item(" ", &applies.why, Role::Caution);
        }
    }
    if ordered.len() > 6 {
        page.text(
            &format!("and {} more: y shows them", ordered.len() - 6),
            Role::Muted,
        );
    }
    if !question.proved_by.is_empty() {
        page.heading("What proves it");
        for one in &question.proved_by {
            page.bullet(one, Role::Text);
        }
    }
    if let Some(failure) = &question.usual_failure {
        page.heading("Usual failure");
        page.text(failure, Role::Text);
    }
    let mut cases = Vec::new();
    for (_, flag) in library.flags() {
        let mut asks = false;
        flag.when.walk(&mut |one| {
            asks |= matches!(one, crate::checklist::Condition::Question(asked, _) if *asked == ix);
        });
        if asks {
            for precedent in crate::findings::precedents::usable(
                library,
                open.findings.place.territory,
                &flag.precedents,
            ) {
                if !cases.contains(&precedent) {
                    cases.push(precedent);
                }
            }
        }
    }
    if !cases.is_empty() {
        page.heading("Cases like it");
        for case in cases.iter().take(4) {
            let case = library.precedent(*case);
            page.bullet(
                &format!("{} ({}): {}", case.title, case.year, case.outcome),
                Role::Text,
            );
        }
    }
    let _ = theme;
}

/// The flags so far, the newest first marked.
fn flags_so_far(desk: &Desk, open: &OpenAudit, page: &mut Page<'_>, theme: &Theme) {
    if open.findings.fired.is_empty() {
        return;
    }
    page.heading(&format!("Flags so far ({})", open.findings.fired.len()));
    let here = open.walk.at();
    for fired in open.findings.fired.iter().take(12) {
        let flag = desk.library.flag(fired.flag);
        let new = if open.newest == Some(fired.flag) {
            "NEW: "
        } else {
            ""
        };
        let mine = here.is_some_and(|ix| {
            fired
                .because
                .iter()
                .filter_map(Because::question)
                .any(|one| one == ix)
        });
        let this = if mine { " (this question)" } else { "" };
        page.item(
            glyph::of_level(theme, fired.level),
            &format!("{new}{}{this}", flag.title),
            of_level(fired.level),
        );
    }
    let more = open.findings.fired.len().saturating_sub(12);
    if more > 0 {
        page.text(&format!("and {more} more: Tab shows them"), Role::Muted);
    }
    let _ = chrome::inset;
}
