//! Small papers: the values that are offered of them, and those that are not.

use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::audit::Document;
use crate::checklist::QuestionKind;
use crate::documents::read_trusted;

fn shelf(papers: &[&str]) -> Shelf {
    let shelved = |(number, text): (usize, &&str)| {
        let title = format!("Paper {number}");
        let entry = Document::titled(format!("p{number}"), title);
        let paper = read_trusted(text.as_bytes().to_vec(), Path::new("p.txt")).expect("a text");
        Shelved::new(&entry, Arc::new(paper))
    };
    Shelf::new(papers.iter().enumerate().map(shelved).collect(), Vec::new())
}

/// The values that are offered for a fact, the surest first.
fn offered(papers: &[&str], fact: PaperFact) -> Vec<String> {
    let shelf = shelf(papers);
    let of_fact = shelf.offers().iter().filter(|one| one.fact == fact);
    of_fact
        .map(|one| match one.fact.form() {
            FactForm::Date => one.said.plain(),
            _ => one.printed.clone(),
        })
        .collect()
}

fn one(text: &str, fact: PaperFact, want: &[&str]) {
    assert_eq!(offered(&[text], fact), want, "{fact}: {text}");
}

#[test]
fn each_kind_of_fact_is_known_by_its_words() {
    use PaperFact as F;
    for (text, fact, want) in [
        (
            "The survey was launched on 3 May 2025.",
            F::ConsultationOpened,
            "2025-05-03",
        ),
        (
            "There will be a 12-week consultation from 3 May 2025.",
            F::ConsultationOpened,
            "2025-05-03",
        ),
        (
            "Since 3 May 2025 the pools had been managed by Acme.",
            F::ContractStart,
            "2025-05-03",
        ),
        (
            "Pools operated by Acme will return to the council on 3 May 2025.",
            F::ContractEnd,
            "2025-05-03",
        ),
        (
            "On 3 May 2025 the Care Overview Group received a report.",
            F::CommitteeMeeting,
            "2025-05-03",
        ),
        (
            "On 3 May 2025 the council opened a consultation.",
            F::ConsultationOpened,
            "2025-05-03",
        ),
        (
            "Consultation ran from 3 to 24 May 2025.",
            F::ConsultationOpened,
            "2025-05-03",
        ),
        (
            "Consultation ran from 3 to 24 May 2025.",
            F::ConsultationClosed,
            "2025-05-24",
        ),
        (
            "Replies to the questionnaire: the deadline was noon on 24 May 2025.",
            F::ConsultationClosed,
            "2025-05-24T12:00",
        ),
        (
            "Notice of the decision was first published on 2 June 2025.",
            F::NoticePublished,
            "2025-06-02",
        ),
        (
            "In April 2025 each provider was given notice.",
            F::NoticeGiven,
            "2025-04",
        ),
        (
            "The Place Scrutiny Panel discussed it on 9 June 2025.",
            F::CommitteeMeeting,
            "2025-06-09",
        ),
        (
            "Debated at full council on 9 June 2025.",
            F::Meeting,
            "2025-06-09",
        ),
        (
            "Date of decision: 1 July 2025",
            F::DecisionTaken,
            "2025-07-01",
        ),
        (
            "It can be called in until 5pm on 17 July 2026.",
            F::CallInEnds,
            "2026-07-17T17:00",
        ),
        (
            "The standstill period ends at midnight on 14 April 2025.",
            F::StandstillEnds,
            "2025-04-14",
        ),
        (
            "The tender was advertised on 9 March 2025.",
            F::TenderAdvertised,
            "2025-03-09",
        ),
        (
            "The contract was awarded to Acme on 9 March 2025.",
            F::ContractAwarded,
            "2025-03-09",
        ),
        (
            "The contract was signed on 9 March 2025.",
            F::ContractSigned,
            "2025-03-09",
        ),
        (
            "The contract will start on 1 April 2025.",
            F::ContractStart,
            "2025-04-01",
        ),
        (
            "The grant comes to an end on 31 March 2025.",
            F::ContractEnd,
            "2025-03-31",
        ),
        (
            "Staff would transfer on 1 April 2025.",
            F::StaffTransfer,
            "2025-04-01",
        ),
        (
            "The equality impact assessment was completed on 4 June 2025.",
            F::EqualityAssessed,
            "2025-06-04",
        ),
        ("It would save £310,000 a year.", F::Saving, "£310,000"),
        (
            "The total contract value is £62.4m.",
            F::ContractValue,
            "£62.4m",
        ),
        ("Repairs would cost £85k.", F::Cost, "£85k"),
        ("The net budget is £1.9 million.", F::Budget, "£1.9 million"),
        (
            "The consultants were paid £47,500.",
            F::ConsultantsFee,
            "£47,500",
        ),
        (
            "A petition with over 3,217 signatures came in.",
            F::PetitionSignatures,
            "3,217",
        ),
        ("The change affects 64.5 FTE.", F::PostsAffected, "64.5"),
        ("There may be up to 8 redundancies.", F::Redundancies, "8"),
        ("The response rate was 7.4%.", F::ResponseRate, "7.4%"),
        ("Bidder A scored 82.5% in all.", F::BidScore, "82.5%"),
    ] {
        one(text, fact, &[want]);
    }
}

#[test]
fn facts_are_known_by_their_words_in_welsh() {
    use PaperFact as F;
    for (text, fact, want) in [
        (
            "Cyfnod galw i mewn o dridiau a fydd yn dod i ben ddydd Llun, 17 Chwefror 2025 am 9.00am.",
            F::CallInEnds,
            "2025-02-17T09:00",
        ),
        (
            "Ymgynghoriad cyhoeddus: 3 Mai 2025 - 24 Mehefin 2025",
            F::ConsultationOpened,
            "2025-05-03",
        ),
        (
            "Ymgynghoriad cyhoeddus: 3 Mai 2025 - 24 Mehefin 2025",
            F::ConsultationClosed,
            "2025-06-24",
        ),
        (
            "Mae'r ymgynghoriad yn dod i ben ar y 24ain o Orffennaf 2025.",
            F::ConsultationClosed,
            "2025-07-24",
        ),
        (
            "Penderfyniad y Cabinet: 30ain Ionawr, 2025",
            F::DecisionTaken,
            "2025-01-30",
        ),
        (
            "Cyfarfod y Cabinet, 30ain Ionawr, 2025",
            F::Meeting,
            "2025-01-30",
        ),
        (
            "Pwyllgor Craffu Adfywio, 9 Rhagfyr 2025",
            F::CommitteeMeeting,
            "2025-12-09",
        ),
        (
            "Mae'r contract yn dod i ben ar 31 Mawrth 2025.",
            F::ContractEnd,
            "2025-03-31",
        ),
        (
            "Bydd gwasanaeth newydd pan ddaw'r contract i ben ar 31 Mawrth 2025.",
            F::ContractEnd,
            "2025-03-31",
        ),
        (
            "Byddai'r staff yn trosglwyddo ar 1 Ebrill 2025.",
            F::StaffTransfer,
            "2025-04-01",
        ),
        ("Arbedion o £310,000.", F::Saving, "£310,000"),
        ("Y gyllideb yw £1.9m.", F::Budget, "£1.9m"),
        (
            "Deiseb gyda 3,217 o lofnodwyr.",
            F::PetitionSignatures,
            "3,217",
        ),
    ] {
        one(text, fact, &[want]);
    }
    // "In consultation with" is a delegation, and no consultation of the public.
    for (text, fact) in [
        (
            "mewn ymgynghoriad â'r Arweinydd, 3 Mai 2025 - 24 Mai 2025",
            F::ConsultationOpened,
        ),
        (
            "Talwyd yr ymgynghorwyr o 3 Mai 2025 - 24 Mai 2025.",
            F::ConsultationOpened,
        ),
    ] {
        one(text, fact, &[]);
    }
}

#[test]
fn what_only_looks_like_a_fact_is_not_offered() {
    use PaperFact as F;
    for (text, fact) in [
        ("Lessons save parents £5 per hour.", F::Saving),
        ("The saving is a duty of the Care Act 2014.", F::Saving),
        ("The cabinet member wrote on 3 May 2025.", F::Meeting),
        (
            "The consultation closed on 31 February 2025.",
            F::ConsultationClosed,
        ),
        (
            "A notice period of six months from 3 May 2025 applies.",
            F::NoticeGiven,
        ),
        ("The centre opened on 3 May 2025.", F::ConsultationOpened),
        (
            "The panel returned to the pools operated by Acme on 3 May 2025.",
            F::ContractEnd,
        ),
        ("The pool closed on 3 May 2025.", F::ConsultationClosed),
        (
            "The consultation is about contracts that end on 31 March 2025.",
            F::ConsultationClosed,
        ),
        (
            "The report is 12 pages, and 3 May 2025 was a Saturday.",
            F::ReportDated,
        ),
    ] {
        one(text, fact, &[]);
    }
}

#[test]
fn a_verb_has_the_date_that_is_its_own() {
    let text = "The consultation opened on 3 May 2025 and closed on 24 May 2025.";
    one(text, PaperFact::ConsultationOpened, &["2025-05-03"]);
    one(text, PaperFact::ConsultationClosed, &["2025-05-24"]);
    let text = "On 3 May 2025 a consultation was launched, to last three weeks until 24 May 2025.";
    one(text, PaperFact::ConsultationOpened, &["2025-05-03"]);
    one(text, PaperFact::ConsultationClosed, &["2025-05-24"]);
    let text = "The contract that ends on 31 March 2025 was put to consultation between 3 and 24 May 2024.";
    one(text, PaperFact::ContractEnd, &["2025-03-31"]);
    one(text, PaperFact::ContractStart, &[]);
    let text = "The Health Panel considered it on 3 May 2025 and again on 4 June 2025.";
    one(
        text,
        PaperFact::CommitteeMeeting,
        &["2025-05-03", "2025-06-04"],
    );
}

#[test]
fn the_head_of_a_table_and_a_label_tell_what_a_value_is() {
    let table = "The table sets out what there is.\n\nProvider\tContract value\n\nAcme Care\t£12,000\nBeta Care\t£34,500\n";
    let offers = offered(&[table], PaperFact::ContractValue);
    assert_eq!(offers.len(), 2, "{offers:?}");
    one(
        "Contract end date:\n\n31 March 2025",
        PaperFact::ContractEnd,
        &["2025-03-31"],
    );
    one(
        "17/1/2025\n..........\nsigned\t\tdate",
        PaperFact::RecordSigned,
        &["2025-01-17"],
    );
    // A label of one line is not that of the next.
    let form = "Date of decision: 1 July 2025\n\nEffective from: 9 July 2025";
    one(form, PaperFact::DecisionTaken, &["2025-07-01"]);
}

#[test]
fn what_more_papers_say_comes_first_and_a_month_is_its_day() {
    let papers = [
        "The consultation closed on 24 May 2025.",
        "The consultation closed in May 2025.",
        "The consultation closed on 1 June 2025.",
    ];
    let shelf = shelf(&papers);
    let offers: Vec<&Offer> = shelf
        .offers()
        .iter()
        .filter(|one| one.fact == PaperFact::ConsultationClosed)
        .collect();
    assert_eq!(offers[0].said.plain(), "2025-05-24");
    assert_eq!((offers[0].papers, offers[0].places), (2, 2));
    assert_eq!(offers[0].passages[0].text, papers[0]);
    assert_eq!(offers[1].said.plain(), "2025-06-01");
    assert!(offers[0].strength > offers[1].strength);
}

#[test]
fn a_decision_of_another_number_and_of_years_ago_comes_last() {
    let record = "Record of decision 25/00042\n\nDate of decision: 1 July 2025\n\n\
        A decision (19/00011) was taken on 4 March 2019 about the same.";
    assert_eq!(
        offered(&[record], PaperFact::DecisionTaken)[0],
        "2025-07-01"
    );
    assert!(!offered(&[record], PaperFact::DecisionTaken).contains(&"2019-03-04".to_owned()));
}

#[test]
fn the_date_and_title_of_a_paper_are_those_of_its_front() {
    let of = |text: &str| {
        own_details(&read_trusted(text.as_bytes().to_vec(), Path::new("p.txt")).expect("a text"))
    };
    let own =
        of("Wexcombe Council\n\nTitle: The future of the pools\n\nDate: 6 January 2025\n\nText.");
    assert_eq!(own.title.as_deref(), Some("The future of the pools"));
    assert_eq!(
        own.date.map(|(day, _)| day),
        NaiveDate::from_ymd_opt(2025, 1, 6)
    );
    let own = of(
        "Report to Cabinet on 6 January 2025\n\nOn 3 May 2024 something else happened here, and it is told at length.",
    );
    assert_eq!(
        own.date.map(|(day, _)| day),
        NaiveDate::from_ymd_opt(2025, 1, 6)
    );
    let own = of("The vans were sold on 3 May 2024 to a firm that had asked for them before.");
    assert_eq!((own.title, own.date), (None, None));
}

#[test]
fn a_month_is_taken_as_a_month_and_never_as_a_day() {
    let shelf = shelf(&["The consultation closed in May 2025."]);
    let offer = &shelf.offers()[0];
    assert_eq!(offer.label(), "May 2025");
    let month = "2025-05".parse().expect("a date");
    assert_eq!(
        offer.value(&QuestionKind::Event),
        Some(crate::audit::Value::Date(month))
    );
}

#[test]
fn the_decision_of_a_paper_on_a_call_in_is_the_one_called_in() {
    use PaperFact as F;
    for text in [
        "Call-in of the Cabinet decision on pools\n\nThe Panel considered the decision of the Cabinet made on 3 May 2025.",
        "Three members wish to call in the decision made by Cabinet on 3 May 2025.",
        "A requisition of two members is about a decision of Cabinet dated 3 May 2025.",
    ] {
        one(text, F::DecisionTaken, &["2025-05-03"]);
        one(text, F::CommitteeMeeting, &[]);
        one(text, F::CallInEnds, &[]);
    }
    let meets = "Call-in of a decision of Cabinet, Scrutiny Management Board, 3 May 2025.";
    one(meets, F::DecisionTaken, &[]);
    one(meets, F::CommitteeMeeting, &["2025-05-03"]);
    let long = "Call-in of a decision of the Executive Member for Adult Social Care and Public Health taken on 3 May 2025.";
    one(long, F::DecisionTaken, &["2025-05-03"]);
    let by = "The decision called in had been taken by the Cabinet on 3 May 2025.";
    one(by, F::CallInEnds, &[]);
    let ends = "The decision can be called in by 5pm on 12 May 2025.";
    one(ends, F::CallInEnds, &["2025-05-12T17:00"]);
    // In any other paper it is an earlier one.
    let report = "The decision made by Cabinet on 3 May 2024 was to keep the pools.";
    one(report, F::DecisionTaken, &[]);
}

#[test]
fn the_day_a_cabinet_resolved_is_that_of_its_minutes() {
    use PaperFact as F;
    let minutes =
        |head: &str, end: &str| format!("{head}\n\nMinutes:\n\nA report was read.\n\n{end}");
    for head in [
        "Meeting: 03/05/2025 - Cabinet (Item 4)",
        "Meeting of Cabinet, Saturday, 3rd May, 2025 (Item 4.)",
        "Cabinet Minutes: 3rd May 2025",
    ] {
        let resolved = minutes(head, "RESOLVED: that the pools be kept.");
        one(&resolved, F::DecisionTaken, &["2025-05-03"]);
        one(
            &minutes(head, "The report was noted."),
            F::DecisionTaken,
            &[],
        );
    }
    let panel = minutes(
        "Meeting: 03/05/2025 - Scrutiny Panel",
        "RESOLVED: to ask the Cabinet.",
    );
    one(&panel, F::DecisionTaken, &[]);
    let form = "Date: 3 May 2025\nDecision maker: Cabinet\nSubject: Pools\nDecision: That the pools be kept.";
    one(form, F::DecisionTaken, &["2025-05-03"]);
    let report = "Date: 3 May 2025\nDecision maker: Cabinet\nSubject: Pools";
    one(report, F::DecisionTaken, &[]);
    let page = "Issue - decisions\n\nPools\n\n03/05/2025 - Pools\n\n(i) that the pools be kept.";
    one(page, F::DecisionTaken, &["2025-05-03"]);
}

#[test]
fn a_paper_bears_the_date_at_its_top_and_none_of_a_table_or_of_earlier_minutes() {
    use PaperFact as F;
    for text in [
        "EXECUTIVE - 3RD MAY 2025\n\nPools",
        "Statement on the pools of Wexcombe 3 May 2025\n\nText.",
        "Meeting of the Panel held on 03/05/2025\n\nPools\n\nSeptember 2025\n\nDone",
    ] {
        assert_eq!(offered(&[text], F::ReportDated)[0], "2025-05-03", "{text}");
    }
    one(
        "New contract for the pools from 3 May 2025\n\nText.",
        F::ReportDated,
        &[],
    );
    let approved = "To approve the minutes of the meeting of the Committee held on 3 May 2025.";
    for fact in [F::ReportDated, F::CommitteeMeeting, F::Meeting] {
        one(approved, fact, &[]);
    }
}

#[test]
fn a_cut_of_the_budget_is_a_saving_and_no_budget() {
    use PaperFact as F;
    for text in [
        "It was agreed to reduce the library budget by £300k.",
        "The £300k reduction in the library service budget is large.",
        "The targeted budget savings of £300k are large.",
        "A plan to save £300k had been agreed as part of the budget process.",
    ] {
        one(text, F::Saving, &["£300k"]);
        one(text, F::Budget, &[]);
    }
    let cost = "Existing budgets will cover the cost of this work, which may well come to as much as £30,000.";
    one(cost, F::Budget, &[]);
    one(cost, F::Cost, &["£30,000"]);
    let other =
        "It saves at least £400,000 a year, with a cut in both the revenue costs and others.";
    one(other, F::Cost, &[]);
    one("Savings of £1.2m over three years.", F::Saving, &[]);
    one(
        "Savings of £1.2m a year, over and above others.",
        F::Saving,
        &["£1.2m"],
    );
}

#[test]
fn a_sum_of_a_table_in_thousands_is_not_offered_as_pounds() {
    let table = |head: &str| {
        format!(
            "The table sets out what there is.\n\nProvider\tContract value{head}\n\nAcme Care\t£12,000\nBeta Care\t£1.2m\n"
        )
    };
    let offers = |head: &str| offered(&[&table(head)], PaperFact::ContractValue);
    assert_eq!(offers("").len(), 2);
    assert_eq!(offers(" (£000s)"), ["£1.2m"]);
    assert_eq!(offers(" (£'000)"), ["£1.2m"]);
}

#[test]
fn signatures_are_of_a_petition_and_a_number_of_a_heading_counts_nothing() {
    use PaperFact as F;
    let text = "A 2,000 signature petition came in, and an 800 signature petition on the annexe.";
    let mut both = offered(&[text], F::PetitionSignatures);
    both.sort();
    assert_eq!(both, ["2,000", "800"]);
    one(
        "A 700-strong petition came in.",
        F::PetitionSignatures,
        &["700"],
    );
    for text in [
        "7.2 Signatures",
        "7.2 Signatories",
        "The call-in had 5 signatories.",
    ] {
        one(text, F::PetitionSignatures, &[]);
    }
}

#[test]
fn a_day_without_its_year_is_in_the_year_of_the_dates_round_it() {
    use PaperFact as F;
    let span = "The consultation opens on 3 May and will come to its end on 24 May 2025.";
    one(span, F::ConsultationOpened, &["2025-05-03"]);
    let after = "The survey was launched on 3 May 2025. It closed on 24 May.";
    one(after, F::ConsultationClosed, &["2025-05-24"]);
    let own = "Date: 6 January 2025\n\nThe consultation closed on 15 December.";
    one(own, F::ConsultationClosed, &["2024-12-15"]);
    let label = |text: &str| {
        let shelf = shelf(&[text]);
        let closed = |one: &&Offer| one.fact == F::ConsultationClosed;
        shelf.offers().iter().find(closed).map(Offer::label)
    };
    let from_elsewhere = "15 December 2024 (its sentence gives no year)";
    assert_eq!(label(own).as_deref(), Some(from_elsewhere));
    assert_eq!(label(span).as_deref(), Some("24 May 2025"));
    assert_eq!(
        label("The consultation closed on 17/1/25.").as_deref(),
        Some("17 January 2025")
    );
    // The sentence before it leads to another year than the paper.
    let two = "Date: 6 January 2025\n\nA contract began on 3 October 2021. The consultation closed on 15 December.";
    one(two, F::ConsultationClosed, &[]);
    one(
        "The consultation closed on 15 December.",
        F::ConsultationClosed,
        &[],
    );
}

#[test]
fn a_week_is_no_day_and_a_date_that_may_have_its_month_first_is_not_offered() {
    use PaperFact as F;
    one(
        "The consultation opened w/e 5 May 2025.",
        F::ConsultationOpened,
        &[],
    );
    one(
        "The consultation opened week commencing: 5 May 2025.",
        F::ConsultationOpened,
        &[],
    );
    let closed = "The consultation closed on 3/4/2025.";
    one(closed, F::ConsultationClosed, &["2025-04-03"]);
    let mail = format!("Sent: 1/28/2025 4:12 PM\n\n{closed}");
    one(&mail, F::ConsultationClosed, &[]);
    let numbered = format!("Paragraph 1.20.2025 says more.\n\n{closed}");
    one(&numbered, F::ConsultationClosed, &["2025-04-03"]);
}

#[test]
fn a_hostile_text_is_gone_through_once() {
    let digits = format!("The saving is £{} a year.", "7".repeat(1_000_000));
    assert_eq!(offered(&[&digits], PaperFact::Saving), [""; 0]);
    let many =
        "The consultation opened and closed and contract ended on 1 May 2025, ".repeat(5_000);
    let shelf = shelf(&[&many]);
    assert!(
        shelf
            .offers()
            .iter()
            .all(|one| one.passages.len() <= PLACES)
    );
}
