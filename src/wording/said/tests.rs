//! Every form of a date and a sum, and what is none.

use super::*;

/// The values of a text, as a program writes them.
fn said(text: &str) -> Vec<String> {
    let found = mentions(text).into_iter();
    found
        .filter(|one| !matches!(one.said, Said::Number(_)))
        .map(|one| one.said.plain())
        .collect()
}

#[test]
fn every_way_of_writing_a_date_is_one_day() {
    for text in [
        "on 17 January 2025",
        "on the 17th January 2025",
        "17th of January, 2025",
        "Friday 17 January 2025",
        "Fri 17th Jan 2025",
        "17 JANUARY 2025",
        "January 17, 2025",
        "17/01/2025",
        "17/1/25",
        "17.01.2025",
        "17-01-2025",
        "2025-01-17",
        "17\u{a0}January\n2025",
    ] {
        assert_eq!(said(text), ["2025-01-17"], "{text}");
    }
    assert_eq!(said("in July 2024 or (Sept 2024)"), ["2024-07", "2024-09"]);
    assert_eq!(said("10/21/2024"), ["2024-10-21"]);
}

#[test]
fn what_is_no_date_is_none() {
    for text in [
        "31 February 2024",
        "30/02/2024",
        "decision 24/00093",
        "the year 2024/25",
        "version 1.2.24",
        "192.168.10.2020.1",
        "the Care Act 2014",
        "they may 2024 times march 12 2",
        "17 July",
        "45 June 2024x",
        "17/01/2025/4",
        "1 January 0000",
    ] {
        let dates = said(text);
        assert!(dates.is_empty(), "{text}: {dates:?}");
    }
}

#[test]
fn a_first_date_takes_the_year_of_the_one_it_is_joined_with() {
    for text in [
        "from 30 July to 22 September 2024",
        "between 30 July and 22 September 2024",
        "between 30 July 2024 and Sunday 22nd September 2024",
        "30 July – 22 September 2024",
        "Tuesday 30 July until 22 September 2024",
    ] {
        let found = mentions(text);
        let values: Vec<_> = found
            .iter()
            .map(|one| (one.said.plain(), one.end))
            .collect();
        let want = [
            ("2024-07-30".to_owned(), Some(SpanEnd::First)),
            ("2024-09-22".to_owned(), Some(SpanEnd::Last)),
        ];
        assert_eq!(values, want, "{text}");
    }
    assert_eq!(said("from 3 to 24 June 2025"), ["2025-06-03", "2025-06-24"]);
    assert_eq!(said("3-24 June 2025"), ["2025-06-03", "2025-06-24"]);
    let apart = mentions("met on 3 June 2025 and 4 July 2025");
    assert!(apart.iter().all(|one| one.end.is_none()));
    assert!(!apart[0].is_listed && apart[1].is_listed);
    assert!(!mentions("met on 3 June 2025 but not on 4 July 2025")[1].is_listed);
}

#[test]
fn a_day_without_its_year_is_told_only_near_another() {
    let near = |text: &str, day: Option<&str>| -> Vec<String> {
        let days: Vec<NaiveDate> = day.iter().map(|day| day.parse().expect("a day")).collect();
        let found = mentions_near(text, &days).into_iter();
        let dates = found.filter(|one| one.said.month().is_some());
        dates.map(|one| one.said.plain()).collect()
    };
    let paper = Some("2021-07-29");
    assert_eq!(near("met on Wednesday 28 July", paper), ["2021-07-28"]);
    assert_eq!(
        near("met at 5pm on 28th of July", paper),
        ["2021-07-28T17:00"]
    );
    assert_eq!(
        near("on 3 May and then closed on 24 June 2025", None),
        ["2025-05-03", "2025-06-24"]
    );
    assert_eq!(
        near("opened 4 November 2024, closed 28 January", None),
        ["2024-11-04", "2025-01-28"]
    );
    for (text, paper) in [
        ("met on 28 July", None),
        ("met on Saturday 28 July", paper),
        ("met on 28 January", paper),
        ("by 28 July each year", paper),
        ("on 14 July 22", paper),
        ("on 28 july", paper),
    ] {
        assert!(near(text, paper).is_empty(), "{text}");
    }
    assert_eq!(said("met on 28 July"), [""; 0]);
}

#[test]
fn the_hour_is_told_with_its_day() {
    for text in [
        "by 5pm on 17 July 2026",
        "by 5.00 pm on Friday 17 July 2026",
        "17:00 on 17 July 2026",
        "17:00 hours on the 17 July 2026",
        "17 July 2026 at 5pm",
        "17 July 2026, 5:00pm",
        "Friday 17th July 2026 5.00 p.m.",
        "5 p.m. on 17 July 2026",
    ] {
        assert_eq!(said(text), ["2026-07-17T17:00"], "{text}");
    }
    assert_eq!(said("noon on 17 July 2026"), ["2026-07-17T12:00"]);
    assert_eq!(said("12 noon on 17 July 2026"), ["2026-07-17T12:00"]);
    assert_eq!(said("item 5 on 17 July 2026"), ["2026-07-17"]);
    let whole = mentions("by 5pm on Friday 17 July 2026.");
    assert_eq!(whole.last().map(|one| one.range.clone()), Some(3..29));
}

#[test]
fn sums_are_told_in_pounds_however_they_are_written() {
    for (text, pounds) in [
        ("£426,429.60", "426429.6"),
        ("£426k", "426000"),
        ("£ 7.3m", "7300000"),
        ("£7.3 million", "7300000"),
        ("£1.2bn", "1200000000"),
        ("£41,000 a year", "41000"),
        ("£5.", "5"),
    ] {
        assert_eq!(said(text), [pounds], "{text}");
    }
    for text in ["£", "£x", "£12monkeys", "£1234567890123456789"] {
        assert_eq!(said(text), [""; 0], "{text}");
    }
}

#[test]
fn a_sum_for_each_of_something_is_marked() {
    let each = |text: &str| mentions(text)[0].each;
    for text in [
        "£5 per hour",
        "£1.40/hour",
        "£5 an hour",
        "£20 per person",
        "£9 each",
    ] {
        assert!(each(text), "{text}");
    }
    for text in [
        "£5k per annum",
        "£5k per year",
        "£5k a year",
        "£9k/year",
        "£9k",
        "£9k a quarter",
    ] {
        assert!(!each(text), "{text}");
    }
}

#[test]
fn values_agree_as_far_as_they_say() {
    let of = |text: &str| mentions(text)[0].said;
    assert!(of("July 2024").agrees(of("30 July 2024")));
    assert!(!of("July 2024").agrees(of("1 August 2024")));
    assert!(of("£426k").agrees(of("£426,429.60")));
    assert!(!of("£426k").agrees(of("£41k")));
    assert!(!of("£426,429").agrees(of("£426,500")));
    assert!(!of("12%").agrees(of("£12")));
    assert_eq!(of("12.5 per cent"), Said::Percent(12.5));
    assert_eq!(of("over 6,000 signatures"), Said::Number(6000.0));
}

#[test]
fn a_text_of_a_million_digits_is_gone_through_once() {
    for text in [
        "7".repeat(1_000_000),
        "7,".repeat(100_000),
        "7/".repeat(100_000),
        "£7 ".repeat(100_000),
        "777,777,".repeat(30_000),
        "1 July to ".repeat(30_000),
        "noon ".repeat(50_000),
    ] {
        let many = mentions(&text).len();
        assert!(many <= 200_000, "{many}");
    }
}
