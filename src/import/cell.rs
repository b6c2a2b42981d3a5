//! Reads one cell as what its question asks for, and says what it is not.

use super::book::BookCell;
use super::words::{self, NotUnderstood, fold, shown, span_in};
use crate::audit::Value;
use crate::base::Word as _;
use crate::checklist::{ChoiceOption, Question, QuestionKind, Status};
use crate::wording::{choice, clean};

/// Returns a cell's text, fit to be kept: no control characters, no white space at its ends.
pub(super) fn text_of(cell: &BookCell) -> String {
    clean(&cell.text()).trim().to_owned()
}

/// Returns true if a text is a status's own name, and not a yes, a no or a tick.
pub(super) fn is_named(status: Status, text: &str) -> bool {
    let text = fold(text);
    [status.word(), status.label(), status.spec().in_form]
        .iter()
        .any(|name| fold(name) == text)
}

/// Returns the sentence about a status in the place of a date, a figure or an option.
pub(super) fn status_of_a_fact(question: &Question, text: &str) -> String {
    let shown = shown(text);
    format!(
        "“{shown}” is a status, and this question asks for {}; give that, or leave the cell empty",
        question.kind.asks_for()
    )
}

/// Returns the sentence about a text that is no page.
pub(super) fn not_a_page(cell: &BookCell) -> String {
    let shown = shown(&cell.text());
    format!(
        "“{shown}” is not a page; write a whole number from 1, or where to look in words, such as \
         para 3.2"
    )
}

/// Returns the sentence about a text that is no status.
pub(super) fn not_a_status(text: &str) -> String {
    const COLOURS: [&str; 6] = ["red", "amber", "green", "yellow", "r", "g"];
    let shown = shown(text);
    let known: Vec<&str> = Status::ALL.iter().map(|one| one.spec().in_form).collect();
    let known = choice(&known);
    if COLOURS.contains(&fold(text).as_str()) {
        return format!(
            "“{shown}” is a colour, and does not say what was found; write {known} in its place"
        );
    }
    format!("“{shown}” is not a status; write {known}, and the rest under Note")
}

/// Returns the text of one of a value's options that a cell means, in the words people use for it.
fn option_of<'q>(options: &'q [ChoiceOption], text: &str) -> Option<&'q ChoiceOption> {
    let bare = |text: &str| -> String {
        let text = fold(text);
        let rest = ["the ", "a ", "an "]
            .iter()
            .find_map(|word| text.strip_prefix(word));
        rest.unwrap_or(&text).to_owned()
    };
    let text = bare(text);
    let exact = options
        .iter()
        .find(|option| bare(&option.label) == text || bare(&option.id) == text);
    let by_sense = || {
        let wanted = match words::status(&text)?? {
            Status::Met => "yes",
            Status::NotMet => "no",
            _ => return None,
        };
        options.iter().find(|option| fold(&option.id) == wanted)
    };
    // A single word of a label, if it is that of no other option.
    let by_word = || {
        let has = |option: &&ChoiceOption| {
            text.len() > 3
                && fold(&option.label)
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|word| word == text)
        };
        let mut found = options.iter().filter(has);
        found.next().filter(|_| found.next().is_none())
    };
    exact.or_else(by_sense).or_else(by_word)
}

/// Returns the value in a cell, read by the kind of its question.
pub(super) fn value_in(
    question: &Question,
    cell: &BookCell,
    doubt: Option<&str>,
) -> Result<Value, NotUnderstood> {
    let shown = || shown(&cell.text());
    match &question.kind {
        QuestionKind::Judgement => Err(NotUnderstood::WantsAStatus(shown())),
        QuestionKind::Event => span_in(cell, doubt).map(Value::Date),
        QuestionKind::Figure(unit) => match cell {
            BookCell::Number(number) => Ok(Value::Number(*number)),
            BookCell::Text(text) => words::figure_in(text, *unit).map(Value::Number),
            BookCell::Day(_) | BookCell::Truth(_) => Err(NotUnderstood::NotANumber(shown())),
        },
        QuestionKind::Choice(options) => option_of(options, &cell.text())
            .map(|option| Value::Option(option.id.to_string()))
            .ok_or_else(|| {
                let labels: Vec<&str> =
                    options.iter().map(|option| option.label.as_str()).collect();
                NotUnderstood::NoOption(shown(), labels.join("; "))
            }),
    }
}
