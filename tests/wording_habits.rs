//! Habits of wording that a reader stumbles over, looked for in the texts of the program and of the
//! shipped checklists. The rules, with examples, are in `docs/style.md`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex_lite::Regex;
use scrutineer::base::Text;
use scrutineer::checklist::{Library, load, shipped};
use scrutineer::wording::core_audit;

/// The habits: a pattern, and the words to use instead.
const HABITS: &[(&str, &str)] = &[
    (r"\b([Ss]tands?|stood)\b", "is, are, was"),
    (r"\b[Nn]obody\b", "no one"),
    (r"(^|[.;:] )(Of )?[Ww]hom\b", "who"),
    (r"\bOn what date\b", "When did …?"),
    (r"\b[Mm]end(s|ed)?\b", "fix, correct"),
    (r"\b[Bb]eside\b|^Besides$", "next to, with, also"),
    (r"\bpapers tell\b", "the papers say"),
    (r"\bevening\b|twenty-minute", "the phrase of core_audit"),
    // Sentences without a verb.
    (
        r"(^|[.] )(Left out:|Of a |Of an )",
        "a sentence with a verb",
    ),
    (r"\bto be had:", "a sentence with a verb"),
    (
        r"(^|[.] )(No|None|Nothing) ([a-z]+ ){0,3}[a-z]+: (no|none|nothing) [a-z]+[.]",
        "a sentence with a verb",
    ),
];

/// Literals of the program that may keep a habit, each with its reason.
const ALLOWED: &[(&str, &str)] = &[
    ("beside", "a word of the checklist format (`about`)"),
    ("to-mend", "a word of the settings and the record"),
    ("mend-remark", "the name of an action"),
    ("whom", "a key of the audit file"),
    ("nobody", "a word that a quotation may not leave out"),
    ("{stands}\\n{words}", "a name in a template"),
    ("{stands}; {words}", "a name in a template"),
    ("{stood}", "a name in a template, within a sentence"),
];

/// Attributes whose texts no reader of the program sees.
const UNSEEN: &str = "reason = \"";

/// Returns every source file of the program that is not a test.
fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|one| one == "rs")
            && path.file_stem().is_some_and(|one| one != "tests")
        {
            out.push(path);
        }
    }
}

/// Returns the string literals of a source text before its unit tests, without comments.
fn literals(text: &str) -> Vec<String> {
    let text = text.split("\nmod tests {").next().unwrap_or_default();
    let comment = Regex::new(r"(?m)^\s*//.*$").expect("a pattern");
    let broken = Regex::new(r"\\\n\s*").expect("a pattern");
    let literal = Regex::new(r#"(reason = )?"((?:[^"\\]|\\.)*)""#).expect("a pattern");
    let text = comment.replace_all(text, "");
    let text = text.replace("'\"'", "' '").replace("'\\\"'", "'  '");
    let text = broken.replace_all(&text, "");
    literal
        .captures_iter(&text)
        .filter(|one| !one[0].starts_with(UNSEEN))
        .map(|one| one[2].to_owned())
        .collect()
}

/// Returns the habits that a text has, each with the words to use instead.
fn habits(text: &str) -> Vec<String> {
    HABITS
        .iter()
        .filter(|(pattern, _)| Regex::new(pattern).expect("a pattern").is_match(text))
        .map(|(_, instead)| format!("{text}\n      ({instead})"))
        .collect()
}

/// Words that are verbs in the sentences here, or make one: a rough sieve, not a grammar.
const VERBS: &str = "is are was were be been am has have had do does did can could may might must \
    shall should will would need needs cannot say says said give gives gave take takes took make \
    makes made see saw come comes came go goes went get gets got keep keeps kept let lets put puts \
    set read press type open opens add choose use uses try ask asks find found record look check \
    tell tells leave left write means meant hold holds held show shows run runs ends begins began \
    rests applies depends counts enter save saves send fill quote tick start compare widen closes \
    lacks helps praises matches catches fixes becomes lead leads answer change point begin close \
    cite name count list judge follow prove fetch drop rank sum split skip build shut buy bought \
    know known knew think thought pay paid sell sold spend spent cost costs lose lost win won \
    hear heard fall falls fell rise rose lie lies sit sits meet met rule rules work works want wants \
    bring brings brought seek seeks sought apply turn turns stay stays believe hide hides grow draw \
    speak wait end call explains covers cover bound binds bind include includes publish publishes \
    agree agrees arrive arrives cites bear bears concern concerns consults chose chooses claims \
    date deal encourages governs involve involves lay laid names name require requires report \
    reports serves settle share treat treats withdrew present address issue belongs appear appears \
    calls draws plans reviews relies builds earns announces recommends mentions awards sees advise \
    examines disappears adopts signs refuses lists lacks lack act compares comes reads adds opens \
    sends signs states sums speaks speak rejects receives learns lets decides decide differ differs \
    owns own stops stop matters matter happen happens helps help exist exists remain remains \
    judges prices values wins pays buys sells spends loses knows thinks wants needs undermines departs \
    ticks leaves rest belong drafts obliges accept answers carries acts criticises changes";

/// Returns the sentences of a text, of three words or more, that have no verb.
///
/// A sentence ends with a full stop; a list's line, a label or a heading is none.
fn verbless(text: &str) -> Vec<String> {
    let verbs: BTreeSet<&str> = VERBS.split_whitespace().collect();
    let end = Regex::new(r"[.!]( |$)").expect("a pattern");
    let word = Regex::new(r"[A-Za-z’']+").expect("a pattern");
    let mut out = Vec::new();
    let mut from = 0;
    for stop in end.find_iter(text) {
        let sentence = text[from..stop.start()].trim();
        from = stop.end();
        let words: Vec<String> = word
            .find_iter(sentence)
            .map(|one| one.as_str().to_lowercase())
            .collect();
        let is_verb = |word: &String| {
            verbs.contains(word.as_str())
                || ["ed", "n't", "n’t", "'s", "’s", "'re", "’re"]
                    .iter()
                    .any(|end| word.ends_with(end))
        };
        // “Partly: some of them” is a label and its text.
        let labelled = sentence.starts_with("Partly:") || sentence.starts_with("Met:");
        // A sentence that begins within a template, or in small letters, has its verb elsewhere.
        let whole = sentence.starts_with(|c: char| c.is_uppercase());
        if whole
            && !labelled
            && words.len() > 2
            && !sentence.contains('{')
            && !words.iter().any(is_verb)
        {
            out.push(sentence.to_owned());
        }
    }
    out
}

/// Names of the code that no reader should meet: `snake_case`, `CamelCase`, `Type::part`.
const CODE_NAMES: &str = r"\b([a-z]+_[a-z_]+|[A-Z][a-z]+[A-Z][a-z]+\w*|\w+::\w+)\b";

/// Names of other people's that are written like those.
const OTHERS_NAMES: &str =
    r"\b(LibreOffice|OpenDocument|PowerPoint|ModernGov|PostScript|McHattie|FuturePlaces)\b";

/// Returns every text of the checklists that a person reads.
fn texts(library: &Library) -> Vec<String> {
    let mut out: Vec<Text> = Vec::new();
    for (_, section) in library.sections() {
        out.push(section.title.clone());
        out.extend(section.about.clone());
    }
    for (_, one) in library.questions() {
        out.extend([one.short.clone(), one.ask.clone()]);
        out.extend(
            [one.help.clone(), one.usual_failure.clone()]
                .into_iter()
                .flatten(),
        );
        out.extend(one.proved_by.clone());
    }
    for (_, one) in library.requirements() {
        out.extend([one.title.clone(), one.demands.clone()]);
        out.extend(one.caution.clone());
    }
    for (_, one) in library.flags() {
        out.extend([one.title.clone(), one.short.clone()]);
        out.extend(one.advice.clone());
        let asked = &one.challenge;
        let parts = [&asked.follow_up, &asked.they_will_say, &asked.answer];
        out.extend(parts.into_iter().flatten().cloned());
    }
    for (_, one) in library.strengths() {
        out.push(one.title.clone());
    }
    // A precedent's ground is a phrase, not a sentence.
    for (_, one) in library.precedents() {
        out.extend([&one.title, &one.facts, &one.lesson].map(Clone::clone));
        out.extend(
            [&one.contested, &one.hindsight]
                .into_iter()
                .flatten()
                .cloned(),
        );
    }
    for (_, one) in library.traps() {
        out.push(one.message.clone());
    }
    for (_, one) in library.deadlines() {
        out.extend([one.title.clone(), one.event.clone()]);
        out.extend(
            [&one.note, &one.hour, &one.checked_note]
                .into_iter()
                .flatten()
                .cloned(),
        );
        out.extend(one.set.iter().map(|setting| setting.about.clone()));
        let readings = one
            .counts
            .iter()
            .filter_map(|count| count.readings.as_ref().ok());
        out.extend(
            readings
                .flatten()
                .filter_map(|reading| reading.label.clone()),
        );
    }
    out.into_iter().map(String::from).collect()
}

#[test]
fn the_program_speaks_plainly() {
    let mut paths = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut paths,
    );
    let mut seen = 0;
    let mut found = Vec::new();
    for path in paths {
        for text in literals(&fs::read_to_string(&path).expect("a text")) {
            seen += 1;
            let allowed = |(literal, _): &(&str, &str)| {
                text == *literal || (literal.starts_with('{') && text.contains(literal))
            };
            if ALLOWED.iter().any(allowed) {
                continue;
            }
            for habit in habits(&text) {
                found.push(format!("{}: {habit}", path.display()));
            }
        }
    }
    assert!(seen > 3000, "hardly a text was read: {seen}");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_checklists_speak_plainly() {
    let library = load(&shipped::checklists()).expect("the shipped checklists load");
    let texts = texts(&library);
    assert!(
        texts.len() > 1000,
        "hardly a text was read: {}",
        texts.len()
    );
    let found: Vec<String> = texts.iter().flat_map(|text| habits(text)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Texts without a verb that are no sentences, each with its reason.
const NO_SENTENCES: &[(&str, &str)] = &[(
    "Holder, portfolio holder for care",
    "a name after an initial: Cllr A. Holder",
)];

/// Words that a first reader of the program stumbled over, each with the better ones that took their
/// place. They may not come back.
const REPLACED: &[(&str, &str)] = &[
    (
        "audits one council review",
        "Check a council’s service review and write the challenge",
    ),
    (r"\bnothing to save\b", "all saved"),
    (r"Ctrl-S keep|\btake it$|\} keep\b", "save, cancel, choose"),
    ("here a matter of", "statutory guidance applies here"),
    ("Nothing that applies here", "No rule in force decides this"),
    (r"\bstands there (once|twice|\{)", "near miss: “stage” once"),
    (
        "with this as proof$|answers no evidence,",
        "and keep this search as proof",
    ),
    (r"no file in the register", "no file added yet"),
    (
        r"\bRecorded: no evidence|silent in \{",
        "No evidence recorded: 3 documents, 3 pages searched",
    ),
    (r"\bSwept: ", "11 questions have passages"),
    (
        r"^(first sweep|one not given|take out|take as it is|take in|asked\?)$",
        "sort by papers, missing paper, remove, accept file, import, questions asked",
    ),
    (
        r"\bin part \{|1 pages|pages with text$",
        "partly read, 1 page read, text on all pages",
    ),
    ("I say below where", "not in the list (type it below)"),
    ("^(Who says so|not said)$", "Whose words, not given"),
    ("^Whom you have", "Who gave it to you"),
    (
        "The day (it bears|of the decision: )",
        "Date on the document, e.g. 9 July 2026",
    ),
    ("Came of it", "Outcome"),
    ("Which question was put", "Which question did you ask?"),
    (
        "Accept the file as it is",
        "Accept the changed or moved file",
    ),
    ("by yardstick|letter by letter", "one law or code at a time"),
    ("print or mail", "print or email"),
    (
        "no proper bounds",
        "The consultants’ role was not properly limited",
    ),
    (r"in your own record$", "Fix before you send"),
    ("^not here$", "not in force here"),
    (
        "No open question is left",
        "Every question shown is answered",
    ),
    (
        "[Tt]hrown away|what stood there",
        "Your earlier note is unchanged",
    ),
    (
        r"[Ss]ilence on this page",
        "This page could not be searched",
    ),
    (
        r"Too small\.|All is safe",
        "Window too small (needs 40 x 12). Your work is saved",
    ),
    (
        r"^(Who may|Not these|Alternative\?|Where it stands)$",
        "Who can call in, Cannot be called in, Alternative needed?",
    ),
];

/// Literals that are something else, each with its reason.
const NOT_REPLACED: &[(&str, &str)] = &[];

#[test]
fn the_words_that_were_replaced_do_not_come_back() {
    let mut paths = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut paths,
    );
    let library = load(&shipped::checklists()).expect("the shipped checklists load");
    let patterns: Vec<(Regex, &str)> = REPLACED
        .iter()
        .map(|(pattern, instead)| (Regex::new(pattern).expect("a pattern"), *instead))
        .collect();
    let program = paths
        .iter()
        .flat_map(|path| literals(&fs::read_to_string(path).expect("a text")));
    let mut found = Vec::new();
    for text in program.chain(texts(&library)) {
        for (pattern, instead) in &patterns {
            let other = NOT_REPLACED.iter().any(|(allowed, _)| text == *allowed);
            if !other && pattern.is_match(&text) {
                found.push(format!("{text}\n      ({instead})"));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_sentence_has_a_verb() {
    let mut paths = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut paths,
    );
    let library = load(&shipped::checklists()).expect("the shipped checklists load");
    let program = paths
        .iter()
        .flat_map(|path| literals(&fs::read_to_string(path).expect("a text")));
    let found: Vec<String> = program
        .chain(texts(&library))
        .flat_map(|text| verbless(&text))
        .filter(|text| NO_SENTENCES.iter().all(|(allowed, _)| text != allowed))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_sentence_without_a_verb_is_seen() {
    for text in ["The exact words.", "It is here. The page, as a number."] {
        assert_eq!(verbless(text).len(), 1, "{text}");
    }
    for text in [
        "Enter the page.",
        "It’s the page.",
        "The page",
        "of the page.",
    ] {
        assert!(verbless(text).is_empty(), "{text}");
    }
}

/// Texts with such a name that are for the author of a checklist, or parts of a file's format.
const KEYS: &[(&str, &str)] = &[
    (
        "at_least",
        "a key of a condition, told to the author of a checklist",
    ),
    (
        "days_before",
        "a key of a condition, told to the author of a checklist",
    ),
    (" = [{}]", "a line of an audit file"),
    ("<", "XML"),
];

/// A sentence is a text with a space and three words or more: keys and patterns are none.
#[test]
fn no_sentence_shows_a_name_of_the_code() {
    let mut paths = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut paths,
    );
    let name = Regex::new(CODE_NAMES).expect("a pattern");
    let others = Regex::new(OTHERS_NAMES).expect("a pattern");
    // A key in backticks is told to the author of a file.
    let slot = Regex::new(r"\{[^}]*\}|`[^`]*`").expect("a pattern");
    let library = load(&shipped::checklists()).expect("the shipped checklists load");
    let program = paths
        .iter()
        .flat_map(|path| literals(&fs::read_to_string(path).expect("a text")));
    let found: Vec<String> = program
        .chain(texts(&library))
        .filter(|text| text.split_whitespace().count() > 2)
        .filter(|text| name.is_match(&others.replace_all(&slot.replace_all(text, ""), "")))
        .filter(|text| KEYS.iter().all(|(key, _)| !text.contains(key)))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_habit_is_seen_where_there_is_one() {
    for text in [
        "It stands there.",
        "Nobody said so.",
        "Whom you have it from",
        "On what date did it open?",
        "To mend in this audit",
        "The file lies beside it.",
        "No paper to be had: no evidence.",
        "The day. Left out: today.",
    ] {
        assert!(!habits(text).is_empty(), "{text}");
    }
    for text in ["It is there.", "The standard is set.", "Who gave it to you"] {
        assert!(habits(text).is_empty(), "{text}");
    }
}

/// The number of core questions is the library's, so the README cannot go stale.
#[test]
fn the_readme_promises_the_core_audit_that_there_is() {
    let library = load(&shipped::checklists()).expect("the shipped checklists load");
    let readme = include_str!("../README.md");
    let flat = readme.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains(&core_audit(library.core().count())),
        "{}",
        library.core().count()
    );
}
