//! Time limits: a table reasoned by hand, laws that hold for every day, and mistakes in a rule.

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use proptest::prelude::*;
use scrutineer::base::{Diagnostic, SourceText, Word as _};
use scrutineer::checklist::deadline::Way;
use scrutineer::checklist::holidays::Holiday;
use scrutineer::checklist::{ChecklistText, Library, Territory, load, shipped};
use scrutineer::deadlines::{Counted, DeadlineAnswer, DeadlineCase, Given, answer, words};

use crate::testkit::clocks::{day, library};

/// Asks a rule; the settings are written `key=value`, with spaces between them.
fn ask(library: &Library, rule: &str, nation: &str, from: &str, set: &str) -> DeadlineAnswer {
    let rule = library.deadline(library.find_deadline(rule).expect(rule));
    let mut given = Given::default();
    for one in set.split_whitespace() {
        let (key, value) = one.split_once('=').expect(one);
        given.read(rule, key, value).expect(one);
    }
    let asked = DeadlineCase {
        nation: Territory::from_word(nation).expect(nation),
        kind: None,
        from: day(from),
        given,
    };
    answer(rule, library.holidays(), &asked).expect("the count stays within the calendar")
}

/// A row: rule, nation, from, settings, and the days of the readings in order, or the status.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

/// Each row was counted on a calendar by hand; the comment before it is the count.
#[rustfmt::skip]
const TABLE: &[Row] = &[
    // Good Friday 3 and Easter Monday 6 April drop out: 4 in March's week, 4 to 2 April, 4, 5, 3.
    ("foi-reply", "england", "2026-03-24", "", "2026-04-23"),
    // Scotland works on Easter Monday 21 April 2025, not on Good Friday 18 April and 5 May.
    ("foisa-reply", "scotland", "2025-04-14", "", "2025-05-14"),
    // The same days in Wales: Easter Monday is a holiday in three nations, so one day later.
    ("foi-reply", "wales", "2025-04-14", "", "2025-05-15"),
    // In 2020 the May holiday was Friday the 8th; Monday 4 May was worked. 25 May drops out.
    ("foi-reply", "northern-ireland", "2020-05-01", "", "2020-06-02"),
    // In 2022 the spring holiday moved from 30 May to 2 June, with 3 June after it.
    ("foi-reply", "england", "2022-05-27", "", "2022-06-28"),
    // The funeral of 19 September 2022 drops out.
    ("foi-reply", "wales", "2022-09-12", "", "2022-10-11"),
    // Christmas 2027 is a Saturday: 27 and 28 December; 3 January, and 4 January in Scotland.
    ("foi-reply", "england", "2027-12-20", "", "2028-01-21"),
    // 13 July for 12 July in Northern Ireland, 3 August in Scotland.
    ("foi-reply", "northern-ireland", "2026-07-06", "", "2026-08-05"),
    // St Andrew's Day is a holiday from 2007 only: 30 November 2006 counts.
    ("foi-reply", "england", "2006-11-27", "", "2006-12-27"),
    // 22, 25 and 29 April and 2 May 2011.
    ("foi-reply", "england", "2011-04-18", "", "2011-05-20"),
    // 4 January 2010 is doubtful in Scotland: a working day first, then a holiday.
    ("foi-reply", "england", "2009-12-21", "", "2010-01-21;2010-01-22"),
    // 3 and 4 February count; from the notice on the 5th to the fee on the 10th nothing does.
    ("foi-reply", "england", "2026-02-02", "fee_notice=2026-02-05 fee_paid=2026-02-10", "2026-03-06"),
    ("foi-reply", "england", "2026-02-02", "fee_notice=2026-02-05", "needs:fee_paid"),
    ("foi-reply", "england", "2026-02-02", "fee_paid=2026-02-05", "needs:fee_notice"),
    // The clock starts on 12 January: four weeks of five days, none a holiday.
    ("foi-reply", "wales", "2026-01-05", "clarified=2026-01-12", "2026-02-09"),
    ("foi-reply", "scotland", "2026-01-05", "", "not-in-territory"),
    ("foi-reply", "england", "2004-12-31", "", "not-in-force"),
    // Ten working days until 31 December 2030, and the list ends.
    ("foi-reply", "england", "2030-12-16", "", "no-holidays"),
    // 25 and 28 December and 1 January; with Scotland 4 January as well.
    ("foi-internal-review-request", "england", "2026-12-21", "", "2027-02-18;2027-02-19"),
    // 42 days on is Christmas Day, which moves nothing; so far ahead no holiday is asked for.
    ("foi-commissioner-complaint", "england", "2026-11-13", "", "2026-12-25"),
    ("foi-commissioner-complaint", "england", "2035-01-01", "", "2035-02-12"),
    // 28 days on is Easter Monday; Tuesday is open in every nation.
    ("foi-tribunal-appeal", "wales", "2026-03-09", "", "2026-04-07"),
    // 15 June 2026 in Scotland and 13 July in Northern Ireland drop out in England too.
    ("eir-reply", "england", "2026-06-01", "extended=true", "2026-07-29"),
    // In Scotland the 15 June alone.
    ("eir-scotland-reply", "scotland", "2026-06-01", "", "2026-06-30"),
    // The 20 days ran out on 6 April 2020, a day too soon for the 60.
    ("foisa-reply", "scotland", "2020-03-09", "answered=2020-04-15", "2020-04-06"),
    // They would have run out on the 7th: 60 days, without 10 April, 8 May and 25 May.
    ("foisa-reply", "scotland", "2020-03-10", "answered=2020-04-15", "2020-06-05"),
    // Answered a day too late for the 60.
    ("foisa-reply", "scotland", "2020-03-10", "answered=2020-05-27", "2020-04-07"),
    // No 30 February; its last day is a Sunday.
    ("subject-access", "england", "2027-01-30", "", "2027-03-01"),
    // A leap year has a 29 February, a Tuesday.
    ("subject-access", "scotland", "2028-01-31", "", "2028-02-29"),
    ("subject-access", "wales", "2026-09-30", "extended=yes", "2026-12-30"),
    // Before 15 August 2019 the guidance counted from the day after.
    ("subject-access", "england", "2019-05-13", "", "2019-06-13;2019-06-14"),
    // Wednesday 1 July is day 1: 3, 5, 5, 5, and two more.
    ("accounts-inspection-end", "wales", "2026-07-01", "", "2026-07-28"),
    // Back four whole weeks from Monday 31 August; 3 August is a Scottish holiday only.
    ("accounts-inspection-open-by", "northern-ireland", "2026-08-31", "", "2026-08-03"),
    ("accounts-inspection-notice-by", "northern-ireland", "2026-03-02", "", "2026-02-15;2026-02-16"),
    // 26, 22, 21, 20, 19 May are the five (25 May is a holiday), so the 18th; plainly the 21st.
    ("meeting-papers-by", "england", "2026-05-27", "", "2026-05-18;2026-05-21"),
    // 5 January, 31 and 30 December: 1 and 2 January are holidays in Scotland.
    ("meeting-papers-by", "scotland", "2026-01-06", "", "2025-12-29;2026-01-02"),
    // 14, 10, 9, 8, 7 July: the 13th is a holiday.
    ("meeting-papers-by", "northern-ireland", "2026-07-15", "", "2026-07-06;2026-07-09;2026-07-10"),
    // The third working day back would be in 1997.
    ("meeting-papers-by", "england", "1998-01-05", "", "no-holidays"),
    // Saturday: 27, 26, 25 July, and in plain days the same: one reading.
    ("executive-papers-by", "wales", "2001-07-28", "", "2001-07-24"),
    ("executive-papers-by", "wales", "2001-07-27", "", "not-in-force"),
    ("executive-papers-by", "scotland", "2010-07-27", "", "not-in-territory"),
    // 29 days back and on, over February.
    ("key-decision-notice-by", "england", "2026-03-29", "", "2026-02-28"),
    ("key-decision-earliest", "england", "2028-01-31", "", "2028-02-29"),
    ("private-meeting-first-notice-by", "northern-ireland", "2026-03-29", "", "2026-02-28;2026-03-01"),
    // 1, 2, 7, 8, 9 April, then the 10th; plainly the 6th. The later day asks more.
    ("general-exception-earliest", "england", "2026-03-31", "", "2026-04-10;2026-04-06"),
    // Three days end in a decision on 1 October 2002 or later, so five are counted, both ways.
    ("general-exception-earliest", "england", "2002-09-27", "", "2002-10-05;2002-10-03"),
    ("forward-plan-by", "england", "2008-03-15", "", "2008-02-29;2008-03-01"),
    ("forward-plan-by", "england", "2012-09-10", "", "not-in-force"),
    ("member-papers-after-decision", "england", "2027-12-31", "", "2028-01-01"),
    // The tenth day; the tenth working day without 3 and 6 April.
    ("scrutiny-papers", "england", "2026-04-01", "", "2026-04-11;2026-04-17"),
    // No 30 February: the last day of a leap February.
    ("scrutiny-response", "england", "2027-12-30", "", "2028-02-29"),
    // The May holiday on the 4th drops out: 5, 6, 7, 8, 11.
    ("call-in-window", "wales", "2026-05-01", "days=5 count=working", "2026-05-11"),
    // Friday the 1st is day 1.
    ("call-in-window", "wales", "2026-05-01", "days=5 count=working first=same-day", "2026-05-08"),
    // Shut on the 6th.
    ("call-in-window", "wales", "2026-05-01", "days=5 count=working closed=2026-05-06", "2026-05-12"),
    ("call-in-window", "wales", "2026-05-01", "days=5 count=calendar", "2026-05-06"),
    ("call-in-window", "wales", "2026-05-01", "days=5 count=clear", "2026-05-06;2026-05-11"),
    ("call-in-window", "wales", "2026-05-01", "days=5", "needs:count"),
    ("call-in-window", "wales", "2026-05-01", "count=working", "needs:days"),
    // West Lancashire: the Tuesday of the week after publication, whatever its day.
    ("call-in-window", "england", "2022-07-25", "weekday=tuesday weeks=1", "2022-08-02"),
    ("call-in-window", "england", "2022-07-31", "weekday=tuesday weeks=1", "2022-08-02"),
    ("call-in-window", "england", "2022-08-01", "weekday=tuesday weeks=1", "2022-08-09"),
    ("call-in-window", "england", "2022-07-25", "weekday=friday weeks=2", "2022-08-12"),
    ("call-in-window", "england", "2022-07-25", "weekday=tuesday", "needs:weeks"),
    // 31 December 1999 and 3 January 2000.
    ("call-in-window", "england", "1999-12-29", "days=3 count=working", "2000-01-05"),
    // 8 May 2023.
    ("call-in-window", "scotland", "2023-05-04", "days=2 count=working", "2023-05-09"),
    ("local-period", "scotland", "2026-08-31", "months=1", "2026-09-30"),
    ("local-period", "scotland", "2026-08-31", "months=1 first=same-day", "2026-09-30"),
    ("local-period", "scotland", "2026-08-31", "weeks=2", "2026-09-14"),
    ("local-period", "scotland", "2026-08-31", "weeks=2 first=same-day", "2026-09-13"),
    ("local-period", "scotland", "2026-08-31", "", "needs:days"),
    // 2030 has no 29 February: both readings end on the 28th.
    ("decision-record-kept-until", "england", "2024-02-29", "", "2030-02-28"),
    ("voluntary-funding-cut-earliest", "england", "2026-11-30", "", "2027-03-01;2027-02-28"),
    ("welsh-self-assessment-publication", "wales", "2028-02-02", "", "2028-02-29"),
    ("finance-officer-report-meeting", "england", "2028-02-10", "", "2028-03-01"),
    // No 31 February.
    ("auditor-report-meeting", "england", "2026-01-31", "", "2026-02-28"),
    // The last day of the year 2026-27, and the first of 2028-29, a leap February before it.
    ("council-tax-set-by", "england", "2027-03-31", "", "2026-03-10"),
    ("precept-issued-by", "wales", "2028-04-01", "", "2028-02-29"),
    // 14 March 2027 is a Sunday, which moves nothing; the 15th is a Monday.
    ("judicial-review-england-wales", "wales", "2026-12-15", "", "2027-03-14;2027-03-15"),
    // 3 April is Good Friday; the office opens on the 7th.
    ("judicial-review-england-wales", "england", "2026-01-03", "", "2026-04-02;2026-04-03;2026-04-07"),
    // 26 December is a Saturday, its holiday the 28th.
    ("judicial-review-planning", "england", "2026-11-14", "", "2026-12-25;2026-12-26;2026-12-29"),
    ("judicial-review-procurement", "england", "2026-01-01", "", "2026-01-30;2026-04-01"),
    ("judicial-review-procurement", "england", "2014-01-01", "", "2014-01-30"),
    // A day in 2031 cannot be known to be open.
    ("judicial-review-england-wales", "england", "2030-10-15", "", "no-holidays"),
    ("judicial-review-scotland", "scotland", "2024-11-29", "", "2025-02-28"),
    ("judicial-review-scotland", "scotland", "2015-09-23", "", "2015-12-22"),
    ("judicial-review-northern-ireland", "northern-ireland", "2027-11-29", "", "2028-02-28;2028-02-29"),
    // 27 March is day 1; 3 and 6 April drop out.
    ("standstill-procurement-act", "england", "2026-03-27", "", "2026-04-09"),
    ("standstill-procurement-act", "england", "2026-03-27", "begun=2025-02-23", "not-in-force"),
    // Six months from 20 September end before the thirty days.
    ("supplier-set-aside-procurement-act", "wales", "2026-03-15", "entered=2025-09-20", "2026-03-19"),
    ("supplier-set-aside-procurement-act", "wales", "2026-03-15", "", "needs:entered"),
    // The tenth day is Boxing Day; the fifteenth New Year's Eve.
    ("standstill-2015-regulations", "england", "2024-12-16", "", "2024-12-27"),
    ("standstill-2015-regulations", "england", "2024-12-16", "means=other", "2024-12-31"),
    ("supplier-claim-2015-regulations", "england", "2025-03-01", "", "needs:begun"),
    ("supplier-claim-2015-regulations", "england", "2025-03-01", "begun=2025-02-24", "not-in-force"),
    ("tupe-employee-liability", "wales", "2026-03-01", "", "2026-01-31;2026-02-01"),
    ("tupe-information", "northern-ireland", "2026-03-01", "", "no-number"),
    ("redundancy-consultation", "england", "2026-05-31", "number=20", "2026-04-30;2026-05-01"),
    ("redundancy-consultation", "england", "2026-05-31", "number=100", "2026-04-15;2026-04-16"),
    ("redundancy-consultation", "england", "2026-05-31", "number=19", "not-required"),
    ("redundancy-consultation", "england", "2026-05-31", "number=0", "not-required"),
    // For 100 or more the day of the proposal decides between 90 and 45.
    ("redundancy-consultation", "england", "2013-06-01", "number=100", "needs:proposed"),
    ("redundancy-consultation", "england", "2013-06-01", "number=99", "2013-05-01;2013-05-02"),
    // Six months are reported from 1 October 2026 on only; 30 April has no 31st.
    ("tupe-claim", "scotland", "2026-09-30", "", "2026-12-29"),
    ("tupe-claim", "scotland", "2026-10-31", "", "2027-01-30;2027-04-30"),
    // 9 June and 14 days is the 23rd, within a month of the certificate: until 15 July.
    ("tupe-claim", "england", "2026-03-10", "acas_from=2026-06-01 acas_to=2026-06-15", "2026-07-15"),
    // 9 June and 21 days is 30 June, long after a month from the certificate.
    ("tupe-claim", "england", "2026-03-10", "acas_from=2026-03-20 acas_to=2026-04-10", "2026-06-30"),
    // After the last day it adds nothing.
    ("tupe-claim", "england", "2026-03-10", "acas_from=2026-06-10 acas_to=2026-06-15", "2026-06-09"),
    ("tupe-claim", "england", "2026-03-10", "acas_to=2026-06-15", "needs:acas_from"),
    // The day before 1 March 2028.
    ("ombudsman", "england", "2027-03-01", "", "2028-02-29"),
    ("ombudsman", "northern-ireland", "2027-03-01", "", "needs:exhausted"),
    ("ombudsman", "northern-ireland", "2027-03-01", "exhausted=false", "2028-02-29;2028-03-01"),
    ("best-value-plan", "wales", "2000-05-01", "", "2000-06-29;2000-06-30"),
    ("best-value-plan", "wales", "2002-03-31", "kind=police", "2001-03-30"),
    ("best-value-plan", "england", "2002-03-31", "", "2001-03-30"),
    ("best-value-plan", "wales", "2006-05-01", "", "2006-10-30;2006-10-31"),
    ("best-value-plan", "wales", "2006-05-01", "kind=fire", "2006-06-29"),
    // 14 and 17 April and 1 May 2006.
    ("best-value-audit-statement", "wales", "2006-03-20", "", "2006-05-03"),
    // 1, 2, 3 September after the holiday on the 31st; plainly 29, 30, 31.
    ("inspector-notice-earliest", "england", "2026-08-28", "", "2026-09-04;2026-09-01"),
];

#[test]
fn every_way_of_counting_gives_the_day_that_was_counted_by_hand() {
    let library = library();
    let mut wrong = Vec::new();
    for (rule, nation, from, set, expected) in TABLE {
        let answer = ask(library, rule, nation, from, set);
        let days: Vec<String> = answer
            .readings
            .iter()
            .map(|one| one.due.to_string())
            .collect();
        let found = if days.is_empty() {
            answer.status()
        } else {
            days.join(";")
        };
        if found != *expected {
            wrong.push(format!(
                "{rule} {nation} {from} {set}: {expected}, not {found}"
            ));
        }
    }
    assert!(TABLE.len() > 100);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_rule_is_reached_by_a_row_and_told_with_its_count() {
    let library = library();
    let known: Vec<&str> = TABLE.iter().map(|row| row.0).collect();
    let missing: Vec<&str> = library
        .deadlines()
        .map(|(_, rule)| rule.id.as_str())
        .filter(|id| !known.contains(id))
        .collect();
    // Their counts are those of rules in the table.
    assert!(missing.len() <= 14, "{missing:?}");
    for (rule, nation, from, set, _) in TABLE {
        let answer = ask(library, rule, nation, from, set);
        for reading in &answer.readings {
            assert!(!words::steps(reading).is_empty(), "{rule} {from}");
        }
    }
}

#[test]
fn the_count_names_each_day_it_leaves_out_and_the_nations_that_have_it() {
    let library = library();
    let answer = ask(library, "foi-reply", "england", "2026-12-02", "");
    let steps = words::all_steps(&answer, library.holidays());
    let expected = [
        "The count starts after Wednesday 2 December 2026: that day itself does not count.",
        "10 Saturdays and Sundays are left out.",
        "Friday 25 December 2026 is left out: Christmas Day, a holiday in every nation.",
        "Friday 1 January 2027 is left out: New Year's Day, a holiday in every nation.",
        "Monday 4 January 2027 is left out: New Year Holiday (substitute day), a holiday in Scotland only.",
        "20 working days end on Tuesday 5 January 2027.",
    ];
    for line in expected {
        assert!(steps.iter().any(|step| step == line), "{line}: {steps:#?}");
    }
    let later = ask(library, "foi-reply", "england", "2029-12-03", "");
    assert!(later.may_change);
    let told = words::all_steps(&later, library.holidays()).join(" ");
    assert!(told.contains("not proclaimed yet"), "{told}");
    assert!(!ask(library, "foi-reply", "england", "2028-02-03", "").may_change);
}

/// Settings that let every rule count.
fn settings(rule: &str) -> &'static str {
    match rule {
        "call-in-window" | "local-period" => "days=7 count=working",
        "redundancy-consultation" => "number=40",
        "supplier-set-aside-procurement-act" => "entered=2025-03-03",
        "ombudsman" => "exhausted=true",
        "standstill-2015-regulations" | "supplier-claim-2015-regulations" => "begun=2015-03-03",
        _ => "",
    }
}

fn is_backward(answer: &DeadlineAnswer) -> bool {
    let mut steps = answer.readings.iter().flat_map(|one| &one.steps);
    steps.any(|step| match step {
        Counted::Ran(ran) => matches!(ran.way, Way::Before | Way::ClearBefore),
        _ => false,
    })
}

fn a_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..10_000).prop_map(|days| day("2001-08-01") + Days::new(days))
}

fn a_nation() -> impl Strategy<Value = Territory> {
    prop::sample::select(Territory::ALL)
}

/// The number of days of a month.
fn length(year: i32, month: u32) -> u32 {
    (28..=31)
        .rev()
        .find(|day| NaiveDate::from_ymd_opt(year, month, *day).is_some())
        .expect("a month")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// One more holiday leaves more time forwards, and asks for more time backwards.
    #[test]
    fn another_holiday_moves_a_day_away_from_its_event(
        from in a_day(),
        nation in a_nation(),
        near in -60_i64..90,
    ) {
        let library = library();
        let mut holidays = library.holidays().clone();
        holidays.add(Holiday {
            day: from + chrono::TimeDelta::days(near),
            name: "Another".into(),
            nations: vec![nation],
            doubtful: false,
            worked: false,
        });
        for (_, rule) in library.deadlines() {
            let mut given = Given::default();
            for one in settings(&rule.id).split_whitespace() {
                let (key, value) = one.split_once('=').expect(one);
                given.read(rule, key, value).expect(one);
            }
            let asked = DeadlineCase { nation, kind: None, from, given };
            let before = answer(rule, library.holidays(), &asked).expect("within the calendar");
            let after = answer(rule, &holidays, &asked).expect("within the calendar");
            prop_assert_eq!(before.due().is_some(), after.due().is_some());
            for (one, other) in [(before.due(), after.due()), (before.last(), after.last())] {
                if is_backward(&before) {
                    prop_assert!(other <= one, "{}: {one:?}, {other:?}", rule.id);
                } else {
                    prop_assert!(other >= one, "{}: {one:?}, {other:?}", rule.id);
                }
            }
        }
    }

    /// So many months on is the same date, or the last day of a shorter month, however long the way.
    #[test]
    fn months_clamp_and_never_drift(from in a_day(), months in 1_u32..200) {
        let library = library();
        let text = format!("months={months}");
        let due = ask(library, "local-period", "england", &from.to_string(), &text).due();
        let due = due.expect("a day");
        let total = from.year() * 12 + i32::try_from(from.month0() + months).expect("small");
        let (year, month) = (total / 12, u32::try_from(total % 12).expect("small") + 1);
        prop_assert_eq!((due.year(), due.month()), (year, month));
        prop_assert_eq!(due.day(), from.day().min(length(year, month)));
    }

    /// The working days after the event up to the last day are as many as were asked for.
    #[test]
    fn a_count_of_working_days_is_the_inverse_of_their_sum(
        from in a_day(),
        nation in a_nation(),
        days in 1_u32..120,
    ) {
        let library = library();
        let text = format!("days={days} count=working");
        let answer = ask(library, "call-in-window", nation.word(), &from.to_string(), &text);
        for reading in &answer.readings {
            let own = [nation];
            let worked = |day: NaiveDate| {
                let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
                let mut on_day = library.holidays().on(day, &own);
                let counts = reading.name.ends_with("/doubtful-day-worked");
                !weekend && on_day.all(|one| one.doubtful && counts)
            };
            let counted = from
                .iter_days()
                .skip(1)
                .take_while(|day| *day <= reading.due)
                .filter(|day| worked(*day));
            prop_assert_eq!(counted.count(), usize::try_from(days).expect("small"));
            prop_assert!(worked(reading.due));
        }
    }

    /// No day, however far away, is a panic.
    #[test]
    fn any_day_of_the_calendar_has_an_answer_or_a_reason(
        year in 1_i32..10_000,
        ordinal in 1_u32..366,
        nation in a_nation(),
    ) {
        let library = library();
        let from = NaiveDate::from_yo_opt(year, ordinal).expect("a day");
        for (_, rule) in library.deadlines() {
            let asked = DeadlineCase { nation, kind: None, from, given: Given::default() };
            let _ = answer(rule, library.holidays(), &asked);
        }
    }
}

const OWN: &str = r#"format = 1
id = "own"
title = "Own"
edition = "1"

[[deadline]]
id = "own-limit"
title = "Answer the branch"
event = "the letter is received"
who = "council"
citation = "Own agreement 3"
checked = "text-read"
source = "ours"
starts = ["decided"]
restart = "agreed"
[[deadline.in_force]]
territory = "england"
[[deadline.set]]
key = "agreed"
kind = "date"
about = "the day of the agreement"
[[deadline.count]]
when = ["agreed given"]
reading = [{ name = "rule", holidays = "any-part", count = ["10 working days after"] }]
[[deadline.count]]
reading = [{ name = "rule", count = ["5 clear days before"] }]
"#;

fn with_own(text: &str) -> Result<Library, Vec<Diagnostic>> {
    let mut texts = shipped::checklists();
    texts.push(ChecklistText {
        source: SourceText::new("own.toml", text),
        shipped: false,
    });
    load(&texts)
}

#[test]
fn a_users_own_rule_and_holiday_are_counted_like_ours() {
    let library = with_own(OWN).expect("a rule of our own");
    let answer = ask(&library, "own-limit", "england", "2026-12-14", "");
    assert_eq!(answer.due(), Some(day("2026-12-08")));
    let holiday =
        "[[holiday]]\ndate = 2026-12-16\nname = \"A day of mourning\"\nnations = [\"england\"]\n";
    let more = with_own(&format!("{OWN}\n{holiday}")).expect("a holiday of our own");
    let own = |library: &Library| {
        ask(
            library,
            "own-limit",
            "england",
            "2026-12-01",
            "agreed=2026-12-10",
        )
        .due()
    };
    // 25 and 28 December drop out; with 16 December it is a day more.
    assert_eq!(own(&library), Some(day("2026-12-24")));
    assert_eq!(own(&more), Some(day("2026-12-29")));
    let years = "[[holiday_years]]\nfrom = 2031-01-01\nuntil = 2031-12-31\n";
    let more = with_own(&format!("{OWN}\n{years}")).expect("another year");
    let far = ask(
        &more,
        "own-limit",
        "england",
        "2031-02-01",
        "agreed=2031-02-03",
    );
    assert_eq!(far.due(), Some(day("2031-02-17")));
}

#[test]
fn each_mistake_in_a_rule_is_told_with_its_line_and_the_nearest_right_word() {
    for (from, to, code, line, help) in [
        (
            "10 working days after",
            "10 working days afer",
            "unknown-count",
            24,
            "did you mean \"10 working days after\"?",
        ),
        (
            "10 working days after",
            "ten fortnights",
            "unknown-count",
            24,
            "20 working days after",
        ),
        (
            "10 working days after",
            "0 working days after",
            "unknown-count",
            24,
            "working days after",
        ),
        (
            "any-part",
            "any-parts",
            "unknown-word",
            24,
            "did you mean \"any-part\"?",
        ),
        (
            "starts = [\"decided\"]",
            "starts = [\"transfer-dat\"]",
            "unknown-id",
            14,
            "did you mean \"transfer-date\"?",
        ),
        (
            "starts = [\"decided\"]",
            "starts = [\"redundancies-proposed\"]",
            "wrong-kind",
            14,
            "name a event",
        ),
        (
            "citation = \"Own agreement 3\"\n",
            "",
            "missing-key",
            6,
            "citation = …",
        ),
        (
            "checked = \"text-read\"",
            "checked = \"read\"",
            "unknown-word",
            12,
            "text-read",
        ),
        (
            "restart = \"agreed\"",
            "restart = \"agred\"",
            "unknown-id",
            15,
            "did you mean \"agreed\"?",
        ),
        (
            "agreed given",
            "agreed is given now",
            "unknown-condition",
            23,
            "clarified given",
        ),
        (
            "agreed given",
            "agred given",
            "unknown-id",
            23,
            "did you mean \"agreed\"?",
        ),
        (
            "kind = \"date\"",
            "kind = \"dat\"",
            "unknown-word",
            20,
            "did you mean \"date\"?",
        ),
        (
            "who = \"council\"",
            "who = \"councl\"",
            "unknown-word",
            10,
            "did you mean \"council\"?",
        ),
        (
            "source = \"ours\"",
            "source = \"ours\"\nowner = \"us\"",
            "unknown-key",
            14,
            "the keys",
        ),
        (
            "id = \"own-limit\"",
            "id = \"foi-reply\"",
            "duplicate-id",
            7,
            "only once",
        ),
    ] {
        assert!(OWN.contains(from), "{from}");
        let found = with_own(&OWN.replacen(from, to, 1)).expect_err(to);
        let hit = found.iter().find(|one| one.code == code);
        let hit = hit.unwrap_or_else(|| panic!("{to}: no {code} in {found:#?}"));
        assert_eq!(hit.line, line, "{to}: {hit}");
        let shown = hit.to_string();
        assert!(shown.starts_with(&format!("own.toml:{line}:")), "{shown}");
        assert!(shown.contains(help), "{to}: {shown}");
    }
}
