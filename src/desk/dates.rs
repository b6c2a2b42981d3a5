//! Dates and figures as a person types them.

use chrono::NaiveDate;

/// Months by the first three letters of their names.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Reads a day: 2003-04-03, 3 April 2003, 3/4/2003 (day first, as in Britain), 3.4.2003.
///
/// # Errors
/// A sentence that says how to write it.
pub fn day(text: &str) -> Result<NaiveDate, String> {
    let how = || {
        format!(
            "“{}” is not a date I can read. Write 3 April 2003, 3/4/2003 or 2003-04-03.",
            text.trim()
        )
    };
    let parts: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let [first, month, last] = parts.as_slice() else {
        return Err(how());
    };
    let month = if let Ok(number) = month.parse::<u32>() {
        number
    } else {
        let name: String = month.to_lowercase().chars().take(3).collect();
        let place = MONTHS.iter().position(|one| *one == name).ok_or_else(how)?;
        u32::try_from(place + 1).map_err(|_| how())?
    };
    let number = |part: &str| {
        part.trim_end_matches(|c: char| c.is_ascii_alphabetic())
            .parse::<u32>()
            .map_err(|_| how())
    };
    let (year, day) = if first.len() == 4 {
        (number(first)?, number(last)?)
    } else {
        (number(last)?, number(first)?)
    };
    if year < 1000 {
        return Err(format!(
            "“{}”: write the year with four figures.",
            text.trim()
        ));
    }
    i32::try_from(year)
        .ok()
        .and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
        .ok_or_else(|| format!("“{}” is a date that does not exist.", text.trim()))
}

/// Reads a figure: 127000, £127,000, 12.5 %, 1 200.
///
/// # Errors
/// A sentence that says how to write it.
pub fn figure(text: &str) -> Result<f64, String> {
    let digits: String = text
        .chars()
        .filter(|c| !matches!(c, '£' | ',' | '%' | ' ' | '\u{a0}'))
        .collect();
    digits
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite())
        .ok_or_else(|| {
            format!(
                "“{}” is not a number I can read. Write 127000 or 127,000.",
                text.trim()
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_write_it() {
        let april = NaiveDate::from_ymd_opt(2003, 4, 3).expect("a day");
        for text in [
            "2003-04-03",
            "3 April 2003",
            "3/4/2003",
            "3rd apr 2003",
            " 03.04.2003 ",
        ] {
            assert_eq!(day(text), Ok(april), "{text}");
        }
        assert!(
            day("31/2/2003")
                .expect_err("no such day")
                .contains("does not exist")
        );
        assert!(
            day("3 April 03")
                .expect_err("two figures")
                .contains("four figures")
        );
        assert!(day("soon").is_err());
    }

    #[test]
    fn a_figure_is_read_as_people_write_it() {
        assert_eq!(figure("£127,000"), Ok(127_000.0));
        assert_eq!(figure("12.5 %"), Ok(12.5));
        assert!(figure("a lot").is_err());
        assert!(figure("inf").is_err());
    }
}
