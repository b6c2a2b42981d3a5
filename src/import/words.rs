//! Reads the statuses, days, figures and page numbers that people type.
//!
//! Anything that is not in the lists here is not understood, and never guessed.

use chrono::{Days, NaiveDate};

use super::book::{BookCell, BookSheet};
use crate::audit::Shows;
use crate::base::DateSpan;
use crate::base::{Word as _, digest};
use crate::checklist::{State, Status, Unit};
use crate::wording::clean;
use crate::wording::date::{self, NotADay};
use crate::wording::{PageSaid, page_said, read_when};

/// Returns a text as a sentence shows it: its beginning, clean.
pub(super) fn shown(text: &str) -> String {
    clean(text).trim().chars().take(60).collect()
}

/// Returns a text as it is compared: small letters, single spaces, plain hyphens and quotation
/// marks, no full stop.
pub(super) fn fold(text: &str) -> String {
    let text: String = clean(text)
        .to_lowercase()
        .chars()
        .map(|c| match c {
            '’' | '‘' => '\'',
            '“' | '”' => '"',
            '–' | '—' | '‑' => '-',
            c => c,
        })
        .filter(|c| *c != '\u{fe0f}')
        .collect();
    let text = digest::fold(&text);
    text.trim_end_matches(['.', '!']).trim_end().to_owned()
}

/// Returns the time that a paper tells of, as people write it.
pub(super) fn shows(text: &str) -> Option<Shows> {
    match fold(text).as_str() {
        "then" | "before" | "earlier" | "before the decision" => Some(Shows::Then),
        "later" | "after" | "afterwards" | "hindsight" | "after the decision" => Some(Shows::Later),
        _ => None,
    }
}

/// Reads a status as people write it.
///
/// `Some(None)` if the text is the same as a blank, `None` if it is not understood.
pub fn status(text: &str) -> Option<Option<Status>> {
    let said = fold(text).replace(['-', '_'], " ");
    let said = digest::fold(&said);
    if said.is_empty() {
        // A dash alone may be a blank or "does not arise".
        return clean(text).trim().is_empty().then_some(None);
    }
    let state = State::ALL
        .iter()
        .find(|state| state.spec().synonyms.contains(&said.as_str()))?;
    Some(
        Status::ALL
            .iter()
            .copied()
            .find(|one| one.state() == *state),
    )
}

/// Words after which the rest of a cell takes part of its status back.
const TAKES_BACK: [&str; 9] = [
    "but", "except", "although", "though", "however", "only", "unless", "if", "not",
];

/// Reads a status with a remark behind it: "n/a - no consultants", "Yes, see page 4".
///
/// `None` if there is no remark, or if it takes part of the status back ("Yes, but late").
pub(super) fn status_and_remark(text: &str) -> Option<(Status, String)> {
    let text = clean(text);
    [" - ", " – ", " — ", ": ", ", ", "; ", ". ", "\n"]
        .iter()
        .filter_map(|between| text.split_once(between))
        .find_map(|(head, rest)| {
            let first = fold(rest);
            let first = first.split([' ', ',']).next().unwrap_or_default();
            let whole = !TAKES_BACK.contains(&first) && !first.is_empty();
            let status = status(head).flatten().filter(|_| whole)?;
            Some((status, rest.trim().to_owned()))
        })
}

/// The reason why a day or a figure is not understood, as the head of a sentence without its stop.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotUnderstood {
    /// It is no day.
    #[error(transparent)]
    Day(#[from] NotADay),
    /// It is not written as a number.
    #[error("“{0}” is not a number that is understood; write 127000 or 127,000")]
    NotANumber(String),
    /// The question takes a status only.
    #[error("“{0}”: this question wants a status and no value")]
    WantsAStatus(String),
    /// It is none of the options of a choice.
    #[error("“{0}” is none of: {1}")]
    NoOption(String, String),
}

/// Reads a day as people write it, by the rules of [`date`].
///
/// # Errors
/// If it is not understood: the message says what to write.
pub fn day(text: &str) -> Result<NaiveDate, NotUnderstood> {
    Ok(date::day(text)?)
}

/// Returns a date of a table that has the month first, if there is one.
///
/// It makes every date of the table doubtful that could have either first.
pub(super) fn month_first<'s>(sheets: &[&'s BookSheet]) -> Option<&'s str> {
    let rows = sheets.iter().flat_map(|sheet| &sheet.rows);
    let cells = rows.flat_map(|row| &row.cells);
    date::month_first(cells.filter_map(|(_, cell)| match cell {
        BookCell::Text(text) => Some(text.as_str()),
        _ => None,
    }))
}

/// Returns the date in a cell, which may not be known to the day.
///
/// With a date of the same table that has the month first, a text that could have either is refused.
pub(super) fn span_in(cell: &BookCell, doubt: Option<&str>) -> Result<DateSpan, NotUnderstood> {
    match (cell, day_in(cell, doubt)) {
        (_, Ok(day)) => Ok(DateSpan::exact(day)),
        (
            BookCell::Text(text),
            Err(NotUnderstood::Day(NotADay::NotWritten(_) | NotADay::YearAlone(_))),
        ) => Ok(read_when(text)?),
        (_, Err(why)) => Err(why),
    }
}

/// Returns the day in a cell: a date, a text, or a spreadsheet's serial number.
///
/// With a date of the same table that has the month first, a text that could have either is refused.
pub(super) fn day_in(cell: &BookCell, doubt: Option<&str>) -> Result<NaiveDate, NotUnderstood> {
    match (cell, doubt) {
        (BookCell::Text(text), Some(wrong)) if date::is_open_to_both(text) => {
            return Err(NotADay::Doubtful(text.trim().to_owned(), wrong.trim().to_owned()).into());
        }
        _ => {}
    }
    match cell {
        BookCell::Day(day) => Ok(*day),
        BookCell::Text(text) => day(text),
        BookCell::Truth(_) => Err(NotADay::NotWritten(cell.text()).into()),
        BookCell::Number(number) => serial(*number),
    }
}

/// Returns the day of a spreadsheet's serial number, counted from 1900.
///
/// A number that may be a year is not taken for a day.
fn serial(number: f64) -> Result<NaiveDate, NotUnderstood> {
    let not_a_day = || NotUnderstood::from(NotADay::NotWritten(number.to_string()));
    if number.fract() == 0.0 && (1_000.0..=2_200.0).contains(&number) {
        return Err(NotADay::YearAlone(number.to_string()).into());
    }
    if number.fract() == 0.0 && (10_000_101.0..=99_991_231.0).contains(&number) {
        return day(&number.to_string());
    }
    if !(61.0..2_958_466.0).contains(&number) {
        return Err(not_a_day());
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 61 and 2,958,466"
    )]
    let days = number.floor() as u64;
    NaiveDate::from_ymd_opt(1899, 12, 30)
        .and_then(|first| first.checked_add_days(Days::new(days)))
        .ok_or_else(not_a_day)
}

/// Returns the factor that a word or letter behind a number stands for.
fn factor(word: &str) -> Option<f64> {
    Some(match word {
        "k" | "thousand" => 1e3,
        "m" | "mn" | "mil" | "million" => 1e6,
        "bn" | "billion" => 1e9,
        _ => return None,
    })
}

/// Reads a figure with the unit that its question asks for: 214 posts, £3 million a year, 5%.
///
/// A percentage is no answer where pounds or people are asked for.
pub(super) fn figure_in(text: &str, unit: Unit) -> Result<f64, NotUnderstood> {
    let said = fold(text);
    let is_percent = unit == Unit::Percent;
    if said.contains('%') && !is_percent {
        return Err(NotUnderstood::NotANumber(shown(text)));
    }
    let words: &[&str] = match unit {
        Unit::Pounds => &["pounds", "gbp"],
        Unit::PoundsAYear => &[
            "£ a year",
            "a year",
            "per year",
            "per annum",
            "pa",
            "p.a",
            "annually",
            "/year",
        ],
        Unit::Percent => &["per cent", "percent", "pct"],
        Unit::People => &["people", "persons"],
        Unit::Posts => &["posts", "post", "fte", "jobs"],
        Unit::Days => &["days", "day"],
        Unit::Services => &["services", "service"],
        Unit::Signatures => &["signatures", "signature"],
        Unit::Members => &["members", "member", "councillors"],
        Unit::Bidders => &["bidders", "bidder"],
    };
    let bare = words.iter().find_map(|word| {
        let rest = said.strip_suffix(word)?;
        rest.ends_with(|c: char| !c.is_alphabetic()).then_some(rest)
    });
    figure(bare.unwrap_or(&said)).or_else(|_| figure(text))
}

/// Reads a figure as people write it: 127000, £127,000, 12.5 %, 1 200, £1.2m, £3 million.
///
/// # Errors
/// If it is not understood: the message says what to write.
pub fn figure(text: &str) -> Result<f64, NotUnderstood> {
    let folded = fold(text);
    let word = folded.trim_start_matches(|c: char| !c.is_alphabetic());
    if let Some(factor) = factor(word) {
        let number = figure(folded.strip_suffix(word).unwrap_or_default())?;
        // 1.2 million is 1,200,000, and not what the two as fractions of two multiply to.
        return Ok((number * factor * 1e3).round() / 1e3);
    }
    let how = || NotUnderstood::NotANumber(shown(text));
    let digits: String = clean(text)
        .chars()
        .map(|c| if c == '−' { '-' } else { c })
        .filter(|c| !c.is_whitespace() && !matches!(c, '£' | '%'))
        .collect();
    // A comma parts thousands, and is no decimal point: 12,5 is not guessed at.
    let (whole, part) = digits.split_once('.').unwrap_or((&digits, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let fits = groups.iter().skip(1).all(|group| group.len() == 3)
        && (groups.len() == 1
            || groups
                .first()
                .is_some_and(|first| (1..=3).contains(&first.trim_start_matches('-').len())));
    let plain = part.bytes().all(|byte| byte.is_ascii_digit())
        && whole
            .bytes()
            .enumerate()
            .all(|(at, byte)| byte.is_ascii_digit() || byte == b',' || (at == 0 && byte == b'-'));
    if !fits || !plain {
        return Err(how());
    }
    digits
        .replace(',', "")
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite())
        .ok_or_else(how)
}

/// Reads the number of a page: 14, p. 14, page 14.
pub(super) fn page(cell: &BookCell) -> Option<u32> {
    match page_said(&fold(&cell.text())) {
        PageSaid::Number(page) => Some(page),
        PageSaid::Place(_) | PageSaid::NoPage => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_understood_as_people_write_it() {
        for (text, expected) in [
            ("Not met", Status::NotMet),
            ("NOT-MET", Status::NotMet),
            ("NO", Status::NotMet),
            ("✗", Status::NotMet),
            ("n/a", Status::NotApplicable),
            ("N.A.", Status::NotApplicable),
            ("partly met", Status::Partly),
            (" Yes. ", Status::Met),
            ("✔\u{fe0f}", Status::Met),
            ("no_evidence", Status::NoEvidence),
            ("Refused", Status::Withheld),
        ] {
            assert_eq!(status(text), Some(Some(expected)), "{text}");
        }
        for word in Status::ALL {
            assert_eq!(status(word.word()), Some(Some(*word)));
            assert_eq!(status(word.label()), Some(Some(*word)));
        }
        for open in ["", " ", "TBC", "don’t know", "Unanswered"] {
            assert_eq!(status(open), Some(None), "{open}");
        }
        for strange in [
            "maybe",
            "?",
            "-",
            "–",
            "x",
            "1",
            "=cmd|' /C calc'!A0",
            "not met, but",
        ] {
            assert_eq!(status(strange), None, "{strange}");
        }
    }

    #[test]
    fn a_day_is_read_as_people_and_spreadsheets_write_it() {
        let april = NaiveDate::from_ymd_opt(2003, 4, 3).expect("a day");
        for text in [
            "2003-04-03",
            "2003-04-03T00:00:00Z",
            "2003-04-03 09:30",
            "3/4/2003",
            "03.04.2003",
            "3 April 2003",
            "Thursday, 3rd Apr 2003",
            "20030403",
            "03/04/2003 00:00:00",
        ] {
            assert_eq!(day(text), Ok(april), "{text}");
        }
        for number in [37_714.0, 37_714.5, 20_030_403.0] {
            assert_eq!(
                day_in(&BookCell::Number(number), None),
                Ok(april),
                "{number}"
            );
        }
        for wrong in [
            "",
            "4/13/2003",
            "3/4/203",
            "2003",
            "April 2003",
            "31/2/2003",
        ] {
            assert!(day(wrong).is_err(), "{wrong}");
        }
        for wrong in [2003.0, 12.0, -1.0, f64::NAN, 1e300] {
            assert!(day_in(&BookCell::Number(wrong), None).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_figure_is_read_and_a_decimal_comma_is_not_guessed_at() {
        for (text, expected) in [
            ("127000", 127_000.0),
            ("£127,000", 127_000.0),
            ("£1,270.50", 1_270.5),
            ("12.5 %", 12.5),
            ("−3", -3.0),
            ("1 200", 1_200.0),
            ("£1.2m", 1_200_000.0),
            ("£3 million", 3_000_000.0),
            ("250k", 250_000.0),
        ] {
            assert_eq!(figure(text), Ok(expected), "{text}");
        }
        for wrong in ["12,5", "1,2,3", "about 40", "", "-", "1e9", "inf", "0x10"] {
            assert!(figure(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_figure_may_have_the_unit_that_is_asked_for_and_no_other() {
        for (text, unit, expected) in [
            ("214 posts", Unit::Posts, 214.0),
            ("£1.2m a year", Unit::PoundsAYear, 1_200_000.0),
            ("£3 million", Unit::Pounds, 3_000_000.0),
            ("5%", Unit::Percent, 5.0),
            ("12.5 per cent", Unit::Percent, 12.5),
        ] {
            assert_eq!(figure_in(text, unit), Ok(expected), "{text}");
        }
        for (text, unit) in [("5%", Unit::Pounds), ("214 posts", Unit::People)] {
            assert!(figure_in(text, unit).is_err(), "{text}");
        }
    }

    #[test]
    fn a_status_may_have_a_remark_that_takes_nothing_of_it_back() {
        let read = |text: &str| status_and_remark(text);
        assert_eq!(
            read("n/a - no consultants"),
            Some((Status::NotApplicable, "no consultants".to_owned()))
        );
        assert_eq!(
            read("No: a survey of 2018, p 27"),
            Some((Status::NotMet, "a survey of 2018, p 27".to_owned()))
        );
        assert_eq!(
            read("Refused; it is exempt"),
            Some((Status::Withheld, "it is exempt".to_owned()))
        );
        for text in ["Yes, but late", "Yes", "Red", "Yes, ", "TBC: ask Sam"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_page_is_one_number() {
        let page = |text: &str| page(&BookCell::Text(text.to_owned()));
        assert_eq!(page("p. 14"), Some(14));
        assert_eq!(page("Page 14"), Some(14));
        assert_eq!(page("212"), Some(212));
        assert_eq!(page("14-15"), None);
        assert_eq!(page("0"), None);
        assert_eq!(super::page(&BookCell::Number(212.0)), Some(212));
    }
}
