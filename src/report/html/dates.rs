//! Draws dated rows as an inline picture: one line for each row, so that no label can overlap another.
//!
//! A date is a dot or a diamond on the scale, a span of days a bar. The scale is of weeks, months or
//! years, by its length. Shapes tell events from time limits, so that it can be printed in black and
//! white, and the table that follows has the same in words.

use chrono::{Datelike as _, Days, Months, NaiveDate};

use super::super::document::Mark;
use super::super::text::put;
use super::escape;
use crate::wording::{count, say_day};

/// Width of the whole drawing.
const WIDE: i64 = 720;
/// The left and right ends of the scale.
const SCALE: (i64, i64) = (36, 288);
/// The left edge of the key under the rows.
const KEY: i64 = 10;
/// The left edge of the labels.
const LABEL: i64 = 310;
/// Most letters of a label: what is longer is cut, and is whole in the table.
const LETTERS: usize = 60;
/// Height of a row, and of the scale above the rows.
const LINE: i64 = 20;
const HEAD: i64 = 24;
/// Most rows of one drawing: more would not fit on a page.
const ROWS: usize = 40;
/// Least distance between the labels of the scale.
const APART: i64 = 62;

/// Returns the drawings of dated rows, each small enough for a page; nothing if there are none.
pub(super) fn draw(marks: &[Mark], caption: &str, number: usize) -> String {
    let mut out = String::new();
    let parts = marks.len().div_ceil(ROWS).max(1);
    // Parts of one length: no page has a single row.
    let rows = marks.len().div_ceil(parts).max(1);
    for (place, part) in marks.chunks(rows).enumerate() {
        let title = match parts {
            1 => caption.to_owned(),
            _ => format!("{caption} (part {} of {parts})", place + 1),
        };
        one(part, &title, &format!("t{number}-{place}"), &mut out);
    }
    out
}

fn one(marks: &[Mark], title: &str, id: &str, out: &mut String) {
    let days = || {
        marks
            .iter()
            .flat_map(|mark| [mark.when.first(), mark.when.last()])
            .flatten()
    };
    let (Some(first), Some(last)) = (days().min(), days().max()) else {
        return;
    };
    let scale = Scale::of(first, last);
    let rows = i64::try_from(marks.len()).unwrap_or_default();
    let bottom = HEAD + rows * LINE;
    let high = bottom + LINE + 4;
    let title = escape(title);
    let span = if first == last {
        format!("On {}", say_day(first))
    } else {
        format!("From {} to {}", say_day(first), say_day(last))
    };
    put!(
        out,
        "<figure class=\"dates\">\n<svg role=\"img\" aria-labelledby=\"{id}t {id}d\" viewBox=\"0 0 {WIDE} \
         {high}\" width=\"{WIDE}\" height=\"{high}\" xmlns=\"http://www.w3.org/2000/svg\">\n<title \
         id=\"{id}t\">{title}</title>\n<desc id=\"{id}d\">{span}: {}, one on each line, the earliest \
         first. The table that follows has the same in words.</desc>\n",
        count(marks.len(), "date", "dates")
    );
    for (day, label) in scale.ticks() {
        let x = scale.x(day);
        put!(
            out,
            "<line class=\"tick\" x1=\"{x}\" y1=\"{}\" x2=\"{x}\" y2=\"{bottom}\"/><text class=\"scale\" \
             x=\"{x}\" y=\"12\">{}</text>\n",
            HEAD - 6,
            escape(&label)
        );
    }
    for (place, mark) in (0_i64..).zip(marks) {
        let middle = HEAD + place * LINE + LINE / 2;
        shape(mark, &scale, middle, out);
        put!(
            out,
            "<text x=\"{LABEL}\" y=\"{}\">{}</text>\n",
            middle + 4,
            escape(&cut(&format!("{}: {}", mark.date, mark.label)))
        );
    }
    let base = bottom + 14;
    put!(
        out,
        "<circle cx=\"{}\" cy=\"{}\" r=\"4\"/><text x=\"{}\" y=\"{base}\">what happened</text><path \
         class=\"limit\" d=\"{}\"/><text x=\"{}\" y=\"{base}\">a time limit</text><rect x=\"{}\" y=\"{}\" \
         width=\"24\" height=\"6\"/><text x=\"{}\" y=\"{base}\">not known to the day, or more than one \
         reading</text>\n</svg>\n</figure>\n",
        KEY,
        base - 4,
        KEY + 10,
        diamond(KEY + 124, base - 4),
        KEY + 134,
        KEY + 234,
        base - 7,
        KEY + 266,
    );
}

/// Draws the mark of a row: a dot, a diamond, or a bar from the first day to the last; a bar without
/// an end leads to the edge of the scale.
fn shape(mark: &Mark, scale: &Scale, middle: i64, out: &mut String) {
    let class = if mark.is_limit {
        " class=\"limit\""
    } else {
        ""
    };
    let (first, last) = (mark.when.first(), mark.when.last());
    if let (Some(first), Some(last)) = (first, last)
        && first == last
    {
        let x = scale.x(first);
        if mark.is_limit {
            put!(out, "<path{class} d=\"{}\"/>", diamond(x, middle));
        } else {
            put!(out, "<circle cx=\"{x}\" cy=\"{middle}\" r=\"4\"/>");
        }
        return;
    }
    let from = first.map_or(SCALE.0 - 8, |day| scale.x(day));
    let to = last.map_or(SCALE.1 + 8, |day| scale.x(day));
    put!(
        out,
        "<rect{class} x=\"{}\" y=\"{}\" width=\"{}\" height=\"6\"/>",
        from - 2,
        middle - 3,
        to - from + 4
    );
}

fn diamond(x: i64, y: i64) -> String {
    format!("M{} {y}L{x} {}L{} {y}L{x} {}Z", x - 6, y - 6, x + 6, y + 6)
}

/// Returns a label that fits its line.
fn cut(text: &str) -> String {
    if text.chars().count() <= LETTERS {
        return text.to_owned();
    }
    let head: String = text.chars().take(LETTERS - 1).collect();
    let whole = head
        .rsplit_once(' ')
        .map_or(head.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end_matches([' ', ',', ';']))
}

/// The unit of a scale.
#[derive(Clone, Copy)]
enum Unit {
    Week,
    Month,
    Year,
}

/// A scale of days.
struct Scale {
    first: NaiveDate,
    days: i64,
    unit: Unit,
}

impl Scale {
    fn of(first: NaiveDate, last: NaiveDate) -> Self {
        let days = (last - first).num_days();
        let unit = match days {
            ..=62 => Unit::Week,
            63..=1100 => Unit::Month,
            _ => Unit::Year,
        };
        Self {
            first,
            days: days.max(1),
            unit,
        }
    }

    /// Returns the place of a day.
    fn x(&self, day: NaiveDate) -> i64 {
        let (left, right) = SCALE;
        left + (day - self.first).num_days() * (right - left) / self.days
    }

    /// Returns the days that are named on the scale with their labels, far enough apart.
    fn ticks(&self) -> Vec<(NaiveDate, String)> {
        let last = self
            .first
            .checked_add_days(Days::new(self.days.unsigned_abs()));
        let mut ticks: Vec<(NaiveDate, String)> = Vec::new();
        let mut next = self.start();
        while let Some(day) = next.filter(|day| last.is_some_and(|last| *day <= last)) {
            let x = self.x(day);
            let room = ticks
                .last()
                .is_none_or(|(before, _)| x - self.x(*before) >= APART);
            if day >= self.first && room {
                let label = match self.unit {
                    Unit::Week => day.format("%-d %b"),
                    Unit::Month => day.format("%b %Y"),
                    Unit::Year => day.format("%Y"),
                };
                ticks.push((day, label.to_string()));
            }
            next = match self.unit {
                Unit::Week => day.checked_add_days(Days::new(7)),
                Unit::Month => day.checked_add_months(Months::new(1)),
                Unit::Year => day.checked_add_months(Months::new(12)),
            };
        }
        ticks
    }

    /// Returns the beginning of the week, month or year that the scale begins in.
    fn start(&self) -> Option<NaiveDate> {
        match self.unit {
            Unit::Week => {
                let past = u64::from(self.first.weekday().num_days_from_monday());
                self.first.checked_sub_days(Days::new(past))
            }
            Unit::Month => self.first.with_day(1),
            Unit::Year => NaiveDate::from_ymd_opt(self.first.year(), 1, 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::DateSpan;

    fn mark(when: &str, label: &str, is_limit: bool) -> Mark {
        Mark {
            when: when.parse().expect("a date"),
            date: when.to_owned(),
            label: label.to_owned(),
            is_limit,
        }
    }

    /// The value of an attribute of a tag.
    fn of(tag: &str, name: &str) -> i64 {
        let start = tag.find(&format!(" {name}=\"")).expect(tag) + name.len() + 3;
        let rest = tag.get(start..).expect("a value");
        rest.split('"')
            .next()
            .and_then(|text| text.parse().ok())
            .expect("a number")
    }

    /// Every text of a drawing: left, base line, and right edge if its letters are wide.
    fn texts(svg: &str) -> Vec<(i64, i64, i64)> {
        let parts = svg.split("<text").skip(1);
        parts
            .map(|part| {
                let (tag, rest) = part.split_once('>').expect("a tag");
                let words = rest.split("</text>").next().expect("words");
                let words = words.replace("&#39;", "'").replace("&amp;", "&");
                let wide = i64::try_from(words.chars().count()).expect("few") * 13 / 2;
                let middle = tag.contains("scale");
                let x = of(tag, "x") - if middle { wide / 2 } else { 0 };
                (x, of(tag, "y"), x + wide)
            })
            .collect()
    }

    /// Checks that no two texts overlap, and that nothing leaves the drawing.
    fn check(svg: &str) {
        for one in svg.split("<svg").skip(1) {
            let high = of(one, "height");
            let texts = texts(one);
            for (place, (left, base, right)) in texts.iter().enumerate() {
                assert!(
                    *left >= -24 && *right <= WIDE + 24 && *base <= high,
                    "{left} {base} {right}"
                );
                for (other, (from, line, to)) in texts.iter().enumerate() {
                    let apart = (base - line).abs() >= 14 || right < from || to < left;
                    assert!(
                        place == other || apart,
                        "{left}-{right} {base}, {from}-{to} {line}"
                    );
                }
            }
            for tag in one.split("<rect").skip(1) {
                let (x, wide) = (of(tag, "x"), of(tag, "width"));
                assert!(
                    wide > 0 && x >= 0 && x + wide <= LABEL || wide == 24,
                    "{x} {wide}"
                );
            }
            for tag in one.split("<circle").skip(1) {
                let x = of(tag, "cx");
                assert!(x == KEY || (SCALE.0..=SCALE.1).contains(&x), "{tag}");
            }
        }
    }

    #[test]
    fn one_date_long_spans_and_sixty_dates_are_drawn() {
        let one = draw(&[mark("2026-06-15", "The decision", false)], "Dates", 1);
        check(&one);
        assert!(one.contains("On 15 June 2026: 1 date"), "{one}");
        let long = draw(
            &[
                mark("1998", "Began", false),
                mark("../2001-03-10", "Heard of", false),
                mark("2026-03-10/..", "Since", false),
                mark("2026-06-01/2026-06-03", "Due", true),
            ],
            "Dates",
            1,
        );
        check(&long);
        assert_eq!(long.matches("<rect").count(), 5, "four spans and the key");
        let many: Vec<Mark> = (1..=60)
            .map(|day| {
                let when = format!("2026-{:02}-{:02}", day % 12 + 1, day % 28 + 1);
                mark(
                    &when,
                    "A label that is a good deal longer than its line has room for",
                    day % 2 == 0,
                )
            })
            .collect();
        let many = draw(&many, "Dates", 1);
        check(&many);
        assert_eq!(many.matches("<svg").count(), 2, "each fits on a page");
        assert!(many.contains("Dates (part 2 of 2)"));
        assert_eq!(draw(&[], "Dates", 1), "");
    }

    #[test]
    fn a_drawing_has_a_name_and_no_script_and_nobodys_text_becomes_markup() {
        let svg = draw(&[mark("2026-06", "<script>x</script>", true)], "A & B", 3);
        for expected in [
            "role=\"img\" aria-labelledby=\"t3-0t t3-0d\"",
            "<title id=\"t3-0t\">A &amp; B</title>",
            "<desc id=\"t3-0d\">",
            "&lt;script&gt;",
        ] {
            assert!(svg.contains(expected), "{expected}: {svg}");
        }
        assert!(!svg.contains("<script"));
    }

    proptest! {
        /// No label overlaps another, whatever the dates are.
        #[test]
        fn no_label_overlaps_another(
            dates in proptest::collection::vec((0_i64..12_000, 0_i64..900, any::<bool>(), 0_u8..4), 1..70),
            within in 1_i64..12_000,
        ) {
            let day = |days: i64| {
                let start = NaiveDate::from_ymd_opt(1998, 1, 1).expect("a day");
                start.checked_add_signed(chrono::TimeDelta::days(days))
            };
            let marks: Vec<Mark> = dates
                .into_iter()
                .map(|(first, long, is_limit, ends)| {
                    let first = first % within;
                    let (from, to) = (day(first), day(first + long % within));
                    let when = match ends {
                        0 => DateSpan::between(from, None),
                        1 => DateSpan::between(None, to),
                        2 => DateSpan::between(from, to),
                        _ => DateSpan::between(from, from),
                    };
                    let when = when.expect("a span");
                    Mark {
                        when,
                        date: crate::wording::say_when(when),
                        label: "Report made public, with a long label of many letters".to_owned(),
                        is_limit,
                    }
                })
                .collect();
            check(&draw(&marks, "Dates", 1));
        }
    }
}
