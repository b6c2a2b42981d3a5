//! The content as a whole: complete, sourced, plain, and tried by its own scenarios.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike as _;
use scrutineer::base::Word;
use scrutineer::checklist::{
    AuthorityKind, Checked, Executive, Force, InForce, Outcome, PaperFact, Place, QuestionKind,
    Standing, Territory, Topic, WordingPiece, shipped,
};

use crate::testkit::report_common::library;

#[test]
fn every_topic_has_a_core_question_and_they_make_a_twenty_minute_audit() {
    let library = library();
    for topic in Topic::ALL {
        assert!(library.lead(*topic).is_some(), "{topic}");
    }
    let core = library.core().count();
    assert!((19..=26).contains(&core), "{core}");
    for ix in library.core() {
        assert_eq!(library.question(ix).kind, QuestionKind::Judgement);
    }
}

#[test]
fn every_fact_that_papers_give_is_asked_for_or_known_to_be_asked_nowhere() {
    let library = library();
    let asked: BTreeSet<PaperFact> = library
        .questions()
        .filter_map(|(_, question)| question.offer)
        .collect();
    let not_asked: Vec<PaperFact> = PaperFact::ALL
        .iter()
        .copied()
        .filter(|fact| !asked.contains(fact))
        .collect();
    assert_eq!(
        not_asked,
        [
            // In the form of the document.
            PaperFact::ReportDated,
            // A meeting is not yet a commitment, and may be about anything.
            PaperFact::Meeting,
            // In the form of the review.
            PaperFact::DecisionTaken,
            // The questions ask when a contract is awarded, signed and ends.
            PaperFact::ContractStart,
            // The questions ask for a saving, a contract's value and a fee; the rest is judged.
            PaperFact::Cost,
            PaperFact::Budget,
            PaperFact::BidScore,
        ]
    );
}

/// A letter asks for these things: it goes to a clerk, who can hand over a paper, not a date or advice.
#[test]
fn what_would_prove_an_answer_is_a_thing_that_a_clerk_can_hand_over() {
    let library = library();
    let mut seen = 0;
    for (_, question) in library.questions() {
        for proof in &question.proved_by {
            seen += 1;
            let said = proof.to_lowercase();
            let bare = [
                "date ",
                "dates ",
                "planned date",
                "publication date",
                "number of",
                "value and",
            ];
            let is_bare = bare.iter().any(|start| said.starts_with(start));
            let asides = [
                "often",
                "usually",
                "moderngov",
                "to check",
                "obtained",
                "compared with",
            ];
            let is_aside = asides.iter().any(|word| said.contains(word));
            assert!(!is_bare && !is_aside, "{}: {proof}", question.id);
        }
    }
    assert!(seen > 400, "{seen}");
}

#[test]
fn questions_are_short_plain_and_asked_once() {
    let library = library();
    let mut asked = BTreeMap::new();
    for (_, question) in library.questions() {
        let words = question.ask.split_whitespace().count();
        assert!(words <= 35, "{}: {words} words", question.id);
        assert!(question.ask.ends_with('?'), "{}", question.id);
        for law in ["Act ", " SI ", "section ", "regulation "] {
            assert!(
                !question.ask.contains(law),
                "{} cites law: {}",
                question.id,
                question.ask
            );
        }
        // The same words in another order are the same question.
        let bag: BTreeSet<String> = question
            .ask
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() > 3)
            .map(str::to_owned)
            .collect();
        if let Some(other) = asked.insert(bag, question.id.clone()) {
            panic!("{} asks what {other} asks", question.id);
        }
        if question.kind == QuestionKind::Judgement {
            assert!(question.look_for.english.len() >= 3, "{}", question.id);
            for term in &question.look_for.english {
                assert!(term.chars().count() > 2, "{}: {term}", question.id);
            }
        }
    }
}

#[test]
fn a_core_question_can_be_looked_for_in_a_welsh_page() {
    for (_, question) in library().questions().filter(|(_, one)| one.core) {
        assert!(!question.look_for.welsh.is_empty(), "{}", question.id);
    }
}

#[test]
fn a_term_to_look_for_tells_questions_apart() {
    let library = library();
    let mut uses: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (_, question) in library.questions() {
        for term in &question.look_for.english {
            uses.entry(term).or_default().push(&question.id);
        }
    }
    for (term, questions) in uses {
        assert!(
            questions.len() <= 6,
            "“{term}” is looked for by {questions:?}"
        );
    }
}

#[test]
fn a_term_with_others_between_has_two_telling_words() {
    const JOINING: [&str; 16] = [
        "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the",
        "to", "with",
    ];
    let tells = |part: &str| {
        part.split(|c: char| !c.is_alphanumeric())
            .any(|word| !word.is_empty() && !JOINING.contains(&word))
    };
    for (_, question) in library().questions() {
        for term in &question.look_for.english {
            // With one telling word it would be found wherever that word stands.
            assert!(
                !term.contains('…') || term.split('…').filter(|part| tells(part)).count() > 1,
                "{}: {term}",
                question.id
            );
        }
    }
}

#[test]
fn the_code_is_whole_and_says_what_is_reconstructed() {
    let library = library();
    let (file, _) = library
        .files()
        .find(|(_, one)| one.id == "quality-employment-code")
        .expect("the Code");
    assert_eq!(
        library
            .questions()
            .filter(|(_, one)| one.file == file)
            .count(),
        48
    );
    let parts: Vec<_> = library
        .requirements()
        .filter(|(_, one)| one.force == Force::Code && one.file == file)
        .collect();
    assert_eq!(parts.len(), 12);
    let of = |standing: Standing| {
        parts
            .iter()
            .filter(|(_, one)| one.standing == standing)
            .count()
    };
    assert_eq!(of(Standing::NamedInSeed) + of(Standing::NamedInSource), 7);
    assert_eq!(of(Standing::Reconstructed), 5);
    for (_, part) in &parts {
        let reconstructed = part.standing == Standing::Reconstructed;
        assert_eq!(
            part.citation.contains("reconstructed"),
            reconstructed,
            "{}",
            part.citation
        );
        assert_eq!(part.is_doubtful(), reconstructed);
    }
}

#[test]
fn the_flags_of_the_pattern_book_are_there_and_each_is_tried_both_ways() {
    let library = library();
    let wanted = "no-union-involvement staff-left-out unions-too-late in-house-never-evaluated \
        options-narrowed options-scored-before-criteria performance-information-withheld \
        statutory-tests-missing scope-grew consultants-drove-the-outcome adviser-conflict \
        scrutiny-overridden scrutiny-denied-papers crude-benchmarking users-overruled \
        users-never-asked polling-for-involvement pre-empted decided-before-consulting \
        track-record-ignored quality-cut-for-savings savings-target-drove-the-review \
        business-over-represented partnership-in-name work-packaged-for-the-market \
        employment-effects-unknown employment-only-negative-indicators equality-not-assessed \
        sustainability-not-assessed no-action-plan challenge-not-asked objectives-only-savings \
        notice-too-short rejected-options-not-recorded background-papers-missing \
        two-tier-workforce pensions-not-settled decision-not-explained";
    for id in wanted.split_whitespace() {
        assert!(library.find_flag(id).is_some(), "no flag {id}");
    }
    for (ix, flag) in library.flags() {
        let fires = library
            .scenarios()
            .iter()
            .any(|one| one.fires.contains(&ix));
        let silent = library
            .scenarios()
            .iter()
            .any(|one| one.silent.contains(&ix));
        assert!(fires && silent, "{} is not tried both ways", flag.id);
        let texts = flag.challenge.texts();
        for what in ["ask", "follow_up", "they_will_say", "answer", "remedy"] {
            let there = texts.iter().any(|(key, _)| *key == what);
            assert!(there, "{} has no {what}", flag.id);
        }
    }
    for (ix, strength) in library.strengths() {
        let held = library
            .scenarios()
            .iter()
            .any(|one| one.strong.contains(&ix));
        let not = library
            .scenarios()
            .iter()
            .any(|one| one.not_strong.contains(&ix));
        assert!(held && not, "{} is not tried both ways", strength.id);
    }
}

#[test]
fn flags_carry_no_citation_of_their_own_so_that_place_and_date_decide_it() {
    let library = library();
    for (_, flag) in library.flags() {
        let texts = flag.challenge.texts().into_iter().map(|(_, text)| text);
        for text in texts.chain([flag.title.to_string()]) {
            for law in [
                " Act ",
                " SI ",
                "section 3",
                "article 6",
                " reg ",
                "[20",
                "Nash",
                "LGA",
            ] {
                assert!(!text.contains(law), "{}: {text}", flag.id);
            }
        }
    }
}

#[test]
fn precedents_are_lost_and_mixed_as_well_as_won() {
    let library = library();
    let of = |outcome: Outcome| {
        library
            .precedents()
            .filter(|(_, one)| one.outcome == outcome)
            .count()
    };
    assert!(library.precedents().len() >= 16);
    for outcome in Outcome::ALL {
        assert!(of(*outcome) >= 2, "{outcome}: {}", of(*outcome));
    }
    for id in [
        "nash-v-barnet-2013",
        "madden-v-bury-2002",
        "moseley-v-haringey-2014",
        "bedfordshire-2001",
    ] {
        assert!(library.precedents().any(|(_, one)| one.id == id), "{id}");
    }
    for (_, precedent) in library.precedents() {
        assert_ne!(precedent.checked, Checked::TextRead, "{}", precedent.id);
    }
}

#[test]
fn traps_are_many_and_each_is_tried_both_ways() {
    let library = library();
    assert!(library.traps().len() >= 20);
    for (ix, trap) in library.traps() {
        let caught = library.scenarios().iter().any(|one| one.lint.contains(&ix));
        let free = library
            .scenarios()
            .iter()
            .any(|one| one.no_lint.contains(&ix));
        assert!(caught && free, "{} is not tried both ways", trap.id);
    }
}

#[test]
fn nothing_of_ours_says_unlawful() {
    // The one place where the word may stand is the trap that catches it in the user's own notes.
    for text in shipped::checklists() {
        for (number, line) in text.source.text.lines().enumerate() {
            let lower = line.to_lowercase();
            let ours =
                !lower.trim_start().starts_with(['#']) && !text.source.name.ends_with("traps.toml");
            if ours {
                for word in ["unlawful", "illegal"] {
                    assert!(
                        !lower.contains(word),
                        "{}:{}: {line}",
                        text.source.name,
                        number + 1
                    );
                }
            }
        }
    }
    let library = library();
    for (_, trap) in library.traps() {
        // A trap may name the word it warns of, between quotation marks.
        let bare = trap
            .message
            .replace("\"unlawful\"", "")
            .replace("“unlawful”", "");
        assert!(!bare.to_lowercase().contains("unlawful"), "{}", trap.id);
    }
}

#[test]
fn every_claim_has_a_source_and_doubtful_ones_cannot_be_breached() {
    let library = library();
    for (_, one) in library.requirements() {
        assert!(!one.source.is_empty() && !one.url.is_empty(), "{}", one.id);
        if one.is_doubtful() || one.our_reading {
            assert!(!one.can_be_breached(), "{}", one.id);
        }
        assert!(!one.questions.is_empty(), "{}", one.id);
    }
    // What the sources mark as unverified is unverified here.
    for id in [
        "circular-10-99-options-list",
        "pa-2023-part-5a",
        "lga-2000-9fe",
        "nia-1998-75",
    ] {
        let ix = library
            .find_requirement(id)
            .unwrap_or_else(|| panic!("{id}"));
        assert_eq!(library.requirement(ix).checked, Checked::Unverified, "{id}");
    }
    // Our own reading of a text is arguable.
    for id in [
        "function-decided-is-function-reviewed",
        "in-house-way-considered",
    ] {
        let ix = library
            .find_requirement(id)
            .unwrap_or_else(|| panic!("{id}"));
        assert!(library.requirement(ix).our_reading, "{id}");
    }
}

#[test]
fn every_entry_of_the_law_notes_is_a_requirement_or_has_its_reason_in_a_comment() {
    let ranges: [(&str, &[std::ops::RangeInclusive<u32>], bool); 18] = [
        ("GD", &[1..=6], false),
        ("CH", &[1..=3], false),
        ("CO", &[1..=4], false),
        ("CP", &[1..=1], false),
        ("CN", &[1..=2], false),
        ("CS", &[1..=4], false),
        ("WF", &[1..=11], false),
        ("OP", &[1..=7], false),
        ("IN", &[1..=13], false),
        ("OU", &[1..=4], false),
        ("AU", &[1..=6], false),
        ("T", &[1..=6], false),
        (
            "ENG",
            &[1..=17, 20..=21, 30..=37, 40..=42, 50..=54, 60..=62],
            true,
        ),
        ("GB", &[1..=8], true),
        ("WAL", &[1..=9], true),
        ("SCO", &[1..=10], true),
        ("NI", &[1..=3], true),
        // The pamphlet itself is a source: its yardsticks are not lost.
        ("WF", &[3..=3], false),
    ];
    let all: String = shipped::checklists()
        .iter()
        .map(|text| text.source.text.to_string())
        .collect::<Vec<_>>()
        .join("\n");
    let named = |code: &str| {
        all.match_indices(code).any(|(at, _)| {
            let before = all[..at].chars().next_back();
            let after = all[at + code.len()..].chars().next();
            !before.is_some_and(|c| c.is_ascii_alphanumeric())
                && !after.is_some_and(|c| c.is_ascii_digit())
        })
    };
    // Ranges such as "GB-01..GB-08" or "ENG-53, 54" in a comment count for their ends only.
    let mut missing = Vec::new();
    for (prefix, numbers, padded) in ranges {
        for number in numbers.iter().cloned().flatten() {
            let code = if padded {
                format!("{prefix}-{number:02}")
            } else {
                format!("{prefix}-{number}")
            };
            if !named(&code) {
                missing.push(code);
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn what_a_paper_says_to_the_council_is_no_advice_to_the_challenger() {
    let library = library();
    let mut advice = 0;
    for (_, flag) in library.flags() {
        for (_, text) in flag.challenge.texts() {
            for aside in [
                "Do not ",
                "do not say",
                "Take advice",
                "before you call",
                "yourself",
            ] {
                assert!(!text.contains(aside), "{}: {text}", flag.id);
            }
        }
        advice += usize::from(flag.advice.is_some());
    }
    assert!(
        advice >= 3,
        "advice stands where only the challenger sees it"
    );
    for (_, case) in library.precedents() {
        let texts = [&case.facts, &case.ground]
            .into_iter()
            .chain(&case.contested)
            .chain(&case.hindsight);
        for text in texts {
            assert!(
                !text.contains("do not say") && !text.contains("do not cite"),
                "{}",
                case.id
            );
        }
    }
}

#[test]
fn every_duty_has_a_defence_and_an_answer_of_its_own() {
    let library = library();
    for (ix, question) in library.questions() {
        let is_duty = question
            .decides
            .iter()
            .any(|one| library.requirement(*one).can_be_breached());
        let by_flag = library.flags().any(|(_, flag)| flag.when.asks(ix));
        if !is_duty || by_flag {
            continue;
        }
        let own = question.challenge.as_ref();
        assert!(
            own.is_some_and(|own| {
                let whole = own.they_will_say.is_some() && own.answer.is_some();
                whole && !own.ask.is_empty() && !own.remedies.is_empty()
            }),
            "{}",
            question.id
        );
    }
}

#[test]
fn a_flag_that_undermines_tests_a_core_question() {
    let library = library();
    let core: Vec<_> = library.core().collect();
    let wrong: Vec<&str> = library
        .flags()
        .filter(|(_, flag)| flag.level == scrutineer::checklist::FlagLevel::Undermines)
        .filter(|(_, flag)| !core.iter().any(|ix| flag.when.asks(*ix)))
        .map(|(_, flag)| flag.id.as_str())
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// What the instruments of one nation alone are known by.
const OF_ONE_NATION: [(Territory, &[&str]); 3] = [
    (
        Territory::Wales,
        &["(W.", "WSI ", "Wales", "Welsh", "2000/1271"],
    ),
    (Territory::Scotland, &["SSI ", "(Scotland)", "(S)A", "SPSO"]),
    (
        Territory::NorthernIreland,
        &["(NI)", "SR 20", "(Northern Ireland)"],
    ),
];

#[test]
fn a_citation_is_of_the_nation_it_is_printed_for() {
    let library = library();
    let mut cited: Vec<(String, Territory, String)> = Vec::new();
    let mut add = |id: &str, spans: &[InForce], common: &str| {
        for span in spans {
            let citation = span.citation.as_deref().unwrap_or(common);
            for nation in &span.territories {
                cited.push((id.to_owned(), *nation, citation.to_owned()));
            }
        }
    };
    for (_, one) in library.requirements() {
        add(&one.id, &one.in_force, &one.citation);
    }
    for (_, one) in library.deadlines() {
        add(&one.id, &one.in_force, &one.citation);
    }
    let wrong: Vec<_> = cited
        .iter()
        .filter(|(_, nation, citation)| {
            OF_ONE_NATION
                .iter()
                .any(|(of, names)| of != nation && names.iter().any(|name| citation.contains(name)))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Returns the years that a citation names, and not the parts of other numbers.
fn years_of(citation: &str) -> impl Iterator<Item = i32> {
    citation
        .split(|c: char| !c.is_ascii_digit() && c != '/')
        .filter_map(|number| number.split('/').next()?.parse().ok())
        .filter(|year| (1985..=2030).contains(year))
}

#[test]
fn no_citation_names_a_text_of_a_later_year_than_its_first_day() {
    // Each says in its own words why: a judgment on the same words, and a rule that goes by the day of the transfer.
    let told = ["consult-while-formative-to-2013", "tupe-2006-11-28-days"];
    let library = library();
    let mut late = Vec::new();
    let mut add = |id: &str, spans: &[InForce], common: &str| {
        for span in spans {
            let citation = span.citation.as_deref().unwrap_or(common);
            let Some(first) = span.from else { continue };
            if years_of(citation).any(|year| year > first.year()) && !told.contains(&id) {
                late.push(format!("{id}, from {first}: {citation}"));
            }
        }
    };
    for (_, one) in library.requirements() {
        add(&one.id, &one.in_force, &one.citation);
    }
    for (_, one) in library.deadlines() {
        add(&one.id, &one.in_force, &one.citation);
    }
    assert!(late.is_empty(), "{late:#?}");
    // An amendment is named as soon as it is there.
    for (id, day, named) in [
        ("lga-1999-3-4", "2008-03-31", "LGA 1999 s 3(4)"),
        ("lga-1999-3-4", "2008-04-01", "LGPIHA 2007 s 137"),
        ("si-1999-3251-6-1-f", "2003-04-02", "as made"),
        ("si-1999-3251-6-1-f", "2003-04-03", "SI 2003/662"),
        // A review that reached over the day on which it began, or ended, is told of the text of then.
        ("si-1999-3251-6-1-f", "2000-03-31", "as made"),
        ("si-1999-3251-6-1-f", "2008-04-01", "SI 2003/662"),
        ("bv-guidance-2011-notice", "2015-03-31", "September 2011)"),
        (
            "bv-guidance-2011-notice",
            "2015-04-01",
            "revised March 2015",
        ),
    ] {
        let one = library.requirement(library.find_requirement(id).expect(id));
        let place = Place {
            territory: Territory::England,
            kind: AuthorityKind::Council,
            executive: Executive::Yes,
            judged: day.parse().expect("a day"),
            decided: true,
            first: None,
            last: None,
        };
        let cited = one.cited(&place);
        assert!(cited.contains(named), "{id} {day}: {cited}");
    }
}

#[test]
fn the_day_of_a_meeting_decides_which_rules_on_its_papers_are_cited() {
    let library = library();
    let ix = library.find_deadline("executive-papers-by").expect("there");
    let rule = library.deadline(ix);
    let cited = |nation, day: &str| rule.law(nation, None, day.parse().expect("a day")).citation;
    assert_eq!(
        cited(Territory::England, "2012-09-09"),
        "SI 2000/3272 regs 9-11, SI 2002/716 reg 14"
    );
    assert_eq!(
        cited(Territory::England, "2012-09-10"),
        "SI 2012/2089 reg 7"
    );
    assert!(cited(Territory::Wales, "2003-05-01").starts_with("SI 2001/2290 (W.178)"));
}

#[test]
fn a_word_of_the_glossary_that_counts_days_says_of_which_year_that_is() {
    const NUMBERS: [&str; 9] = [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    let is_number = |word: &str| word.parse::<u32>().is_ok() || NUMBERS.contains(&word);
    let is_year = |word: &str| {
        word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && is_number(word)
    };
    let mut counted = 0;
    for (_, term) in library().terms() {
        let meaning = term.meaning.as_str();
        let words: Vec<&str> = meaning
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        // "28 days", "eight working days", "five clear days".
        let counts = (words.windows(3)).any(|near| {
            let days = near
                .iter()
                .position(|word| *word == "day" || *word == "days");
            days.is_some_and(|days| near[..days].iter().any(|word| is_number(word)))
        });
        if counts {
            counted += 1;
            assert!(words.iter().any(|word| is_year(word)), "{meaning}");
        }
    }
    assert!(counted >= 7, "{counted}");
}

/// The papers are written before and after the decision, and a remedy that comes too late is none.
#[test]
fn a_remedy_for_the_time_before_the_decision_has_another_for_the_time_after() {
    let library = library();
    let of_questions = library
        .questions()
        .filter_map(|(_, one)| Some((&one.id, one.challenge.as_ref()?)));
    let of_flags = library.flags().map(|(_, one)| (&one.id, &one.challenge));
    let early = [
        "before the decision",
        "before a decision",
        "before a choice",
        "before the choice",
        "before any choice",
        "before signing",
        "before offers are judged",
        "before the contract",
        "before the case is approved",
        "before the options are compared",
        "before the system is bought",
        "before the review is closed",
    ];
    let mut seen = 0;
    for (id, challenge) in of_questions.chain(of_flags) {
        let text = |one: &scrutineer::checklist::Remedy| {
            let pieces = one.wording.pieces.iter().map(|piece| match piece {
                WordingPiece::Text(text) => text.to_string(),
                WordingPiece::Fact(_) => String::new(),
            });
            pieces.collect::<String>()
        };
        let last = challenge.remedies.last().map(text).unwrap_or_default();
        if early.iter().any(|words| last.contains(words)) {
            seen += 1;
            assert!(challenge.remedies.len() > 1, "{id}: {last}");
        }
    }
    assert!(seen > 30, "{seen}");
}
