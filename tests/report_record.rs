//! Nothing of an audit is lost on the way to paper, and nobody's text does any harm there.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so"
)]

mod report_common;

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, NaiveDate};
use report_common::{built, day, example, formats, found, kinds, library, meta, written};
use scrutineer::audit::{
    Absence, Access, Answer, Audit, Document as Paper, Evidence, Request, Review, Value,
};
use scrutineer::checklist::{
    Digest, Library, QuestionKind, SourceClass, Stage, Status, Territory, Word as _,
};
use scrutineer::report::{Format, Kind, SCHEMA, build, write};

/// Gives out texts that stand nowhere else.
struct Tokens {
    next: usize,
    given: Vec<String>,
}

impl Tokens {
    const fn new() -> Self {
        Self {
            next: 0,
            given: Vec::new(),
        }
    }

    fn word(&mut self, about: &str) -> String {
        self.next += 1;
        let token = format!("{about}Q{:05}Z", self.next);
        self.given.push(token.clone());
        token
    }

    /// A day nobody else has, at or before the decision.
    fn day(&mut self) -> NaiveDate {
        self.next += 1;
        day(1900, 1, 1)
            .checked_add_days(chrono::Days::new(u64::try_from(self.next).unwrap_or(0)))
            .unwrap_or_default()
    }
}

fn evidence(tokens: &mut Tokens) -> Evidence {
    Evidence {
        document: Some("paper".to_owned()),
        page: Some(70_000 + u32::try_from(tokens.next).unwrap_or(0)),
        printed_page: Some(tokens.word("printed")),
        paragraph: Some(tokens.word("paragraph")),
        locator: Some(tokens.word("locator")),
        quote: Some(tokens.word("quote")),
        date: Some(tokens.day()),
        source: Some(SourceClass::Inspector),
        absence: None,
    }
}

fn absence(tokens: &mut Tokens) -> Evidence {
    Evidence {
        absence: Some(Absence {
            documents: vec![tokens.word("searched"), tokens.word("searched")],
            pages: 90_001,
            words: vec![tokens.word("word"), tokens.word("word")],
            on: Some(tokens.day()),
            unread: vec![40_007],
        }),
        ..Evidence::default()
    }
}

fn full_answer(tokens: &mut Tokens, status: Option<Status>, value: Option<Value>) -> Answer {
    Answer {
        status,
        value,
        note: tokens.word("note"),
        contested: Some(tokens.word("contested")),
        request: Some(Request {
            what: tokens.word("what"),
            whom: tokens.word("whom"),
            on: Some(tokens.day()),
            reply: tokens.word("reply"),
        }),
        evidence: vec![evidence(tokens), absence(tokens)],
        asked: None,
        asked_text: None,
        by: tokens.word("by"),
        at: DateTime::from_timestamp(1_795_300_000 + i64::try_from(tokens.next).unwrap_or(0), 0),
    }
}

/// An audit in which every question is answered and every field filled with a text of its own.
fn filled(library: &Library) -> (Audit, Vec<String>) {
    let mut tokens = Tokens::new();
    let mut review = Review::named(tokens.word("authority"), tokens.word("service"));
    review.territory = Territory::England;
    review.stage = Stage::Decision;
    review.decided = Some(day(2005, 6, 7));
    review.date_note = Some(tokens.word("datenote"));
    review.note = Some(tokens.word("reviewnote"));
    let mut audit = Audit::new(review);
    audit.documents.push(Paper {
        id: "paper".to_owned(),
        title: tokens.word("title"),
        path: Some(tokens.word("path")),
        sha256: Some(tokens.word("sha")),
        pages: Some(80_003),
        date: Some(tokens.day()),
        from: Some(tokens.word("from")),
        access: Some(Access::InConfidence),
        url: Some(format!("https://example.org/{}", tokens.word("url"))),
        note: Some(tokens.word("papernote")),
    });
    let mut statuses = Status::ALL.iter().cycle();
    for ix in library.walk() {
        let question = library.question(*ix);
        let answer = match &question.kind {
            QuestionKind::Judgement => full_answer(&mut tokens, statuses.next().copied(), None),
            QuestionKind::Event => {
                let value = Value::Date(tokens.day());
                full_answer(&mut tokens, None, Some(value))
            }
            QuestionKind::Figure(_) => {
                tokens.next += 1;
                let value = 500_000.0 + f64::from(u32::try_from(tokens.next).unwrap_or(0));
                full_answer(&mut tokens, None, Some(Value::Number(value)))
            }
            QuestionKind::Choice(options) => {
                let option = options
                    .first()
                    .map(|one| one.id.clone())
                    .unwrap_or_default();
                full_answer(&mut tokens, None, Some(Value::Option(option)))
            }
        };
        audit.answers.insert(question.id.clone(), answer);
    }
    // One answered under an earlier wording, and one whose question is gone.
    let old = tokens.word("oldwording");
    if let Some(answer) = audit.answers.get_mut("users.consulted") {
        answer.asked = Some(Digest::of_text(&old));
        answer.asked_text = Some(old);
    }
    let gone = tokens.word("gone");
    let mut parked = full_answer(&mut tokens, Some(Status::NotMet), None);
    parked.asked_text = Some(tokens.word("gonewording"));
    audit.answers.insert(gone, parked);
    (audit, tokens.given)
}

/// The words of a text, for looking many of them up.
fn words(text: &str) -> HashSet<&str> {
    text.split(|c: char| !c.is_alphanumeric()).collect()
}

/// Whether a token stands in a text; looked up first, searched for only when it is not a word.
fn stands(text: &str, words: &HashSet<&str>, token: &str) -> bool {
    words.contains(token) || text.contains(token)
}

#[test]
fn every_field_of_an_audit_stands_in_the_full_record_in_every_format() {
    let library = library();
    let (audit, tokens) = filled(&library);
    assert!(tokens.len() > 2_000, "{}", tokens.len());
    let document = built(Kind::Record, &library, &audit).expect("a record is always built");
    for format in formats() {
        let text = written(&document, *format);
        let words = words(&text);
        let lost: Vec<&String> = tokens
            .iter()
            .filter(|token| !stands(&text, &words, token))
            .collect();
        assert!(lost.is_empty(), "{format}: {} lost: {lost:?}", lost.len());
        for answer in audit.answers.values() {
            let mut days: Vec<NaiveDate> =
                answer.evidence.iter().filter_map(|one| one.date).collect();
            days.extend(answer.request.as_ref().and_then(|one| one.on));
            days.extend(
                answer
                    .evidence
                    .iter()
                    .filter_map(|one| one.absence.as_ref()?.on),
            );
            if let Some(Value::Date(day)) = answer.value {
                days.push(day);
            }
            for day in days {
                let said = day.format("%-d %B %Y").to_string();
                let plain = day.to_string();
                assert!(
                    text.contains(&said) || text.contains(&plain),
                    "{format}: {day}"
                );
            }
            for page in answer.evidence.iter().filter_map(|one| one.page) {
                assert!(
                    stands(&text, &words, &page.to_string()),
                    "{format}: page {page}"
                );
            }
        }
        for number in ["90001", "40007", "80003"] {
            assert!(text.contains(number), "{format}: {number}");
        }
        assert!(text.contains("A. Secretary") && text.contains("sha256:0123456789ab"));
    }
}

#[test]
fn what_belongs_in_a_submission_stands_in_it() {
    let library = library();
    let (audit, _) = filled(&library);
    let findings = found(&library, &audit);
    let document = built(Kind::Submission, &library, &audit).expect("there are grounds");
    for format in formats() {
        let text = written(&document, *format).replace("&#39;", "'");
        let words = words(&text);
        for fired in &findings.fired {
            assert!(text.contains("Ground 1"), "{format}");
            for ix in fired
                .because
                .iter()
                .filter_map(scrutineer::findings::Because::question)
            {
                let id = &library.question(ix).id;
                let answer = audit.answer(id).expect("every question is answered");
                let request = answer.request.clone().unwrap_or_default();
                let mut belongs = vec![
                    answer.note.clone(),
                    answer.contested.clone().unwrap_or_default(),
                    request.what,
                    request.whom,
                    request.reply,
                ];
                for one in &answer.evidence {
                    belongs.extend(one.quote.clone());
                    belongs.extend(one.printed_page.clone());
                    belongs.extend(one.paragraph.clone());
                    belongs.extend(one.locator.clone());
                    if let Some(absence) = &one.absence {
                        belongs.extend(absence.words.clone());
                        belongs.extend(absence.documents.clone());
                    }
                }
                for token in belongs {
                    assert!(stands(&text, &words, &token), "{format}: {id}: {token}");
                }
            }
        }
        for gap in &findings.gaps {
            let ask = &library.question(gap.question).ask;
            let start: Vec<&str> = ask.split_whitespace().take(3).collect();
            assert!(text.contains(&start.join(" ")), "{format}: {ask}");
        }
        // What is nobody else's business stays at home.
        assert!(!text.contains("pathQ"), "{format}: a path was handed over");
        assert!(text.contains("in confidence"), "{format}");
        assert!(text.contains(&audit.review.authority), "{format}");
    }
}

#[test]
fn evidence_later_than_the_decision_is_marked_wherever_it_is_shown() {
    let library = library();
    let mut audit = example("liverpool-ict-2000");
    for answer in audit.answers.values_mut() {
        for one in &mut answer.evidence {
            one.date = Some(day(2011, 1, 1));
        }
    }
    let record = built(Kind::Record, &library, &audit).expect("built");
    let text = written(&record, Format::Markdown);
    assert!(text.contains("later than the decision: hindsight"));
    assert!(text.contains("counts as no evidence"));
    assert!(text.contains("Hindsight: answers that rest only on what came after"));
    let submission = built(Kind::Submission, &library, &audit).expect("there are gaps");
    let text = written(&submission, Format::Markdown);
    assert!(
        !text.contains("The in-house option was never evaluated on equal terms"),
        "hindsight made a ground of what came before the decision"
    );
}

/// Texts that would do harm where they were read as markup.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "</title></style><img src=x onerror=alert(1)>",
    "](javascript:alert(1))",
    "[click](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "# heading",
    "a | b | c",
    "`code` ```fence```",
    "=HYPERLINK(\"https://evil.example\")",
    "@SUM(A1:A9)",
    "+1-1",
    "\u{1b}[31mred\u{1b}]0;title\u{7}",
    "safe\u{202e}gnp.exe\u{202c}\u{2066}x\u{2069}",
    "line\r\nline\rline\n\n# not a heading\n- not a list\n> not a quote\n---\n===",
    "&lt;b&gt; &#60; \u{0}\u{8}\u{9b}31m",
    "\" onload=\"x' onload='y",
    "--> <!-- ]]> <![CDATA[",
    "*bold* _em_ ~~gone~~ $x$ ^1^ [^1]: note",
    "    indented\n\tcode",
    "javascript:alert(1)",
];

/// An audit in which every text is hostile, each field with the next of the texts.
fn hostile(library: &Library, first: usize) -> Audit {
    let mut texts = HOSTILE
        .iter()
        .cycle()
        .skip(first)
        .map(|text| (*text).to_owned());
    let mut text = || texts.next().unwrap_or_default();
    let mut audit = example("liverpool-ict-2000");
    let review = &mut audit.review;
    review.authority = text();
    review.service = text();
    review.date_note = Some(text());
    review.note = Some(text());
    for paper in &mut audit.documents {
        paper.title = text();
        paper.path = Some(text());
        paper.from = Some(text());
        paper.url = Some(text());
        paper.note = Some(text());
        paper.access = Some(Access::Refused);
    }
    let mut answers: BTreeMap<String, Answer> = BTreeMap::new();
    for ix in library.walk() {
        let question = library.question(*ix);
        let mut answer = audit.answer(&question.id).cloned().unwrap_or_default();
        if question.kind == QuestionKind::Judgement && answer.status.is_none() {
            answer.status = Some(Status::Withheld);
        }
        answer.note = text();
        answer.contested = Some(text());
        answer.by = text();
        answer.request = Some(Request {
            what: text(),
            whom: text(),
            on: None,
            reply: text(),
        });
        answer.evidence = vec![Evidence {
            document: Some(text()),
            page: None,
            printed_page: Some(text()),
            paragraph: Some(text()),
            locator: Some(text()),
            quote: Some(text()),
            date: None,
            source: Some(SourceClass::Press),
            absence: Some(Absence {
                documents: vec![text()],
                pages: 1,
                words: vec![text()],
                on: None,
                unread: Vec::new(),
            }),
        }];
        answers.insert(question.id.clone(), answer);
    }
    let mut parked = answers.values().next().cloned().unwrap_or_default();
    parked.asked_text = Some(text());
    answers.insert(text(), parked);
    audit.answers = answers;
    audit
}

#[test]
fn hostile_text_does_no_harm_in_any_kind_and_format() {
    let library = library();
    // Steps that share no factor with the number of texts: each field meets several of them.
    for first in [0, 7, 13] {
        let audit = hostile(&library, first);
        let mut meta = meta();
        meta.who = HOSTILE.get(first).copied().unwrap_or_default().to_owned();
        meta.head = Some(meta.who.clone());
        let findings = found(&library, &audit);
        for kind in kinds() {
            let document = build(*kind, &library, &audit, &findings, &meta)
                .unwrap_or_else(|why| panic!("{kind}: {why}"));
            for format in formats() {
                let out = written(&document, *format);
                let at = format!("{kind} {format} from {first}");
                nothing_unseen(&out, &at);
                match format {
                    Format::Markdown => inert_markdown(&out, &at),
                    Format::Html => inert_html(&out, &at),
                    Format::Json => inert_json(&out, &at),
                    Format::Csv => inert_csv(&write(&document, *format), &at),
                    Format::Xlsx => inert_xlsx(write(&document, *format), &at),
                }
            }
        }
    }
}

fn nothing_unseen(out: &str, at: &str) {
    let bad = out.trim_start_matches('\u{feff}').chars().find(|c| {
        (c.is_control() && !matches!(c, '\n' | '\r'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
    });
    assert_eq!(bad, None, "{at}");
}

/// Whether the character at a place has an odd number of backslashes before it.
fn escaped(out: &str, at: usize) -> bool {
    let before = out.get(..at).unwrap_or_default();
    (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
}

fn inert_markdown(out: &str, at: &str) {
    for (place, mark) in out.match_indices(['<', '`', '[']) {
        let ours = match mark {
            // `](<https://…>)` is our own link, `[…](<` its text, `[^1]` our own note.
            "<" => {
                out.get(..place)
                    .is_some_and(|before| before.ends_with("]("))
                    && out
                        .get(place..)
                        .is_some_and(|rest| rest.starts_with("<http"))
            }
            "[" => true,
            _ => false,
        };
        assert!(ours || escaped(out, place), "{at}: {mark} at {place}");
    }
    for (place, _) in out.match_indices("](") {
        let rest = out.get(place..).unwrap_or_default();
        assert!(
            escaped(out, place) || rest.starts_with("](<http"),
            "{at}: a link that is not ours at {place}"
        );
    }
    for line in out.lines() {
        let plain = line.trim_start_matches(['>', ' ']);
        assert!(
            !line.starts_with("    ") || plain.is_empty(),
            "{at}: an indented line: {line}"
        );
        assert!(
            !plain.starts_with("not a") && !plain.starts_with("# not") && !plain.starts_with("==="),
            "{at}: {line}"
        );
    }
    // A table row has as many cells as its head.
    let mut head = 0;
    for line in out.lines() {
        let bars = line
            .match_indices('|')
            .filter(|(place, _)| !escaped(line, *place))
            .count();
        if line.starts_with('|') {
            if head == 0 {
                head = bars;
            }
            assert_eq!(bars, head, "{at}: {line}");
        } else {
            head = 0;
        }
    }
}

fn inert_html(out: &str, at: &str) {
    const TAGS: &[&str] = &[
        "!doctype",
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "main",
        "footer",
        "nav",
        "section",
        "figure",
        "figcaption",
        "blockquote",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "strong",
        "em",
        "a",
        "sup",
        "br",
        "hr",
        "span",
        "svg",
        "text",
        "rect",
        "desc",
    ];
    for (place, _) in out.match_indices('<') {
        let inside = out.get(place + 1..).unwrap_or_default();
        let tag = inside.split('>').next().unwrap_or_default();
        let name = tag
            .trim_start_matches('/')
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_lowercase();
        assert!(TAGS.contains(&name.as_str()), "{at}: <{tag}>");
        for attribute in tag.split_whitespace().skip(1) {
            let attribute = attribute.to_lowercase();
            assert!(!attribute.starts_with("on"), "{at}: <{tag}>");
            if let Some(target) = attribute.strip_prefix("href=\"") {
                assert!(
                    ["http://", "https://", "#"]
                        .iter()
                        .any(|good| target.starts_with(good)),
                    "{at}: <{tag}>"
                );
            }
            assert!(!attribute.starts_with("src="), "{at}: <{tag}>");
        }
    }
    assert_eq!(out.matches("<style>").count(), 1, "{at}");
    assert!(!out.contains("@import") && !out.contains("url("), "{at}");
}

fn inert_json(out: &str, at: &str) {
    assert!(!out.contains('<') && !out.contains('>'), "{at}");
    let _: serde_json::Value =
        serde_json::from_str(out).unwrap_or_else(|why| panic!("{at}: {why}"));
}

fn inert_xlsx(bytes: Vec<u8>, at: &str) {
    use std::io::Read as _;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a workbook");
    for place in 0..archive.len() {
        let mut part = archive.by_index(place).expect("a part");
        let mut text = String::new();
        part.read_to_string(&mut text).expect("UTF-8");
        for live in ["<f>", "<f ", "<hyperlink", "externalLink", "ddeLink"] {
            assert!(!text.contains(live), "{at}: {live}");
        }
    }
}

fn inert_csv(bytes: &[u8], at: &str) {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes);
    for row in reader.records() {
        let row = row.unwrap_or_else(|why| panic!("{at}: {why}"));
        for cell in &row {
            if cell.parse::<f64>().is_err() {
                let start = cell.trim_start().chars().next();
                assert!(
                    !matches!(
                        start,
                        Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
                    ),
                    "{at}: {cell:?}"
                );
            }
        }
    }
}

#[test]
fn a_page_needs_nothing_else_and_tells_its_tables_and_charts() {
    let library = library();
    let document = built(Kind::Record, &library, &example("liverpool-ict-2000")).expect("built");
    let page = written(&document, Format::Html);
    for needed in [
        "<html lang=\"en-GB\">",
        "<th scope=\"col\">",
        "<th scope=\"row\">",
        "<caption>",
        "<svg role=\"img\"",
        "<desc id=",
        "@page { size: A4",
        "default-src 'none'",
    ] {
        assert!(page.contains(needed), "{needed}");
    }
    assert!(!page.contains("<script"));
    let opened = page.matches("<section").count();
    assert_eq!(opened, page.matches("</section>").count());
    // The levels of headings go down by one at a time.
    let mut before = 1;
    for (place, _) in page.match_indices("<h") {
        let level = page
            .get(place + 2..place + 3)
            .and_then(|digit| digit.parse::<u32>().ok());
        if let Some(level) = level {
            assert!(level <= before + 1, "h{before} is followed by h{level}");
            before = level;
        }
    }
}

#[test]
fn every_json_report_keeps_to_the_schema() {
    let library = library();
    let schema: serde_json::Value = serde_json::from_str(SCHEMA).expect("the schema is JSON");
    for name in ["liverpool-ict-2000", "newcastle"] {
        let audit = example(name);
        for kind in kinds() {
            let Ok(document) = built(*kind, &library, &audit) else {
                continue;
            };
            let json = written(&document, Format::Json);
            let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
            if let Err(why) = keeps(&schema, &schema, &value, "$") {
                panic!("{name}, {kind}: {why}");
            }
        }
    }
    let wrong = serde_json::json!({"format": "scrutineer-report"});
    assert!(keeps(&schema, &schema, &wrong, "$").is_err());
}

/// Whether a value keeps to the part of JSON Schema that ours uses.
fn keeps(
    root: &serde_json::Value,
    schema: &serde_json::Value,
    value: &serde_json::Value,
    at: &str,
) -> Result<(), String> {
    use serde_json::Value as Json;
    if let Some(path) = schema.get("$ref").and_then(Json::as_str) {
        let target = root
            .pointer(path.trim_start_matches('#'))
            .ok_or_else(|| format!("{path} leads nowhere"))?;
        return keeps(root, target, value, at);
    }
    if let Some(list) = schema.get("oneOf").and_then(Json::as_array) {
        let fits = list
            .iter()
            .filter(|one| keeps(root, one, value, at).is_ok())
            .count();
        return if fits == 1 {
            Ok(())
        } else {
            Err(format!("{at} fits {fits} of oneOf: {value}"))
        };
    }
    if let Some(wanted) = schema.get("const")
        && wanted != value
    {
        return Err(format!("{at} is {value}, not {wanted}"));
    }
    if let Some(list) = schema.get("enum").and_then(Json::as_array)
        && !list.contains(value)
    {
        return Err(format!("{at} is {value}"));
    }
    if let Some(kind) = schema.get("type") {
        let is = |kind: &str| match kind {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "integer" => value.is_u64() || value.is_i64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "null" => value.is_null(),
            _ => false,
        };
        let fits = match kind {
            Json::String(kind) => is(kind),
            Json::Array(kinds) => kinds.iter().filter_map(Json::as_str).any(is),
            _ => false,
        };
        if !fits {
            return Err(format!("{at} is no {kind}: {value}"));
        }
    }
    for name in schema
        .get("required")
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
    {
        let name = name.as_str().unwrap_or_default();
        if value.get(name).is_none() {
            return Err(format!("{at} lacks {name}"));
        }
    }
    let properties = schema.get("properties").and_then(Json::as_object);
    if let (Some(properties), Some(object)) = (properties, value.as_object()) {
        for (name, inside) in object {
            match properties.get(name) {
                Some(schema) => keeps(root, schema, inside, &format!("{at}.{name}"))?,
                None if schema.get("additionalProperties") == Some(&Json::Bool(false)) => {
                    return Err(format!("{at} has {name} besides"));
                }
                None => {}
            }
        }
    }
    if let (Some(items), Some(list)) = (schema.get("items"), value.as_array()) {
        for (place, inside) in list.iter().enumerate() {
            keeps(root, items, inside, &format!("{at}[{place}]"))?;
        }
    }
    Ok(())
}
