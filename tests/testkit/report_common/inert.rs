//! Whether a written document does nothing but be read: no script, no markup of anybody else's, no
//! formula, nothing that is not seen.

use scrutineer::base::Word as _;
use scrutineer::report::Format;

use super::{file_text, parts};

/// Checks a written document; `at` says which.
pub fn inert(format: Format, bytes: &[u8], at: &str) {
    let text = file_text(format, bytes);
    nothing_unseen(&text, at);
    match format.word() {
        "md" => inert_markdown(&text, at),
        "html" => inert_html(&text, at),
        "json" => inert_json(&text, at),
        "csv" => inert_csv(bytes, at),
        "docx" => super::word::inert(bytes, at),
        _ => inert_archive(bytes, at),
    }
}

/// A zip of XML: no macro, no formula, nothing fetched from elsewhere.
fn inert_archive(bytes: &[u8], at: &str) {
    for (name, text) in parts(bytes) {
        let lower = name.to_lowercase();
        assert!(
            !lower.contains("vba") && !lower.contains("embed"),
            "{at}: {name}"
        );
        for bad in [
            "<f>",
            "<f ",
            "<!ENTITY",
            "<!DOCTYPE",
            "w:instrText",
            "javascript:",
            "file:",
        ] {
            assert!(
                !text.contains(bad) || text.contains("&lt;"),
                "{at}: {name} has {bad}"
            );
        }
        if lower.contains(".rels") {
            for target in text.split("TargetMode=\"External\"").skip(1) {
                let rest = target.split('>').next().unwrap_or_default();
                assert!(!rest.contains("file:"), "{at}: {name}: {rest}");
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
        "div",
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
        "colgroup",
        "col",
        "label",
        "input",
        "textarea",
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
        "line",
        "path",
        "circle",
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
        // Between quotation marks are values: words that a reader sees, and no attributes.
        let parts: Vec<&str> = tag.split('"').collect();
        for (number, outside) in parts.iter().enumerate().step_by(2) {
            let value = parts.get(number + 1).copied().unwrap_or_default();
            for attribute in outside.split_whitespace() {
                let attribute = attribute.to_lowercase();
                assert!(
                    !attribute.starts_with("on") && attribute != "src=",
                    "{at}: <{tag}>"
                );
                let goes_somewhere = ["http://", "https://", "#"]
                    .iter()
                    .any(|good| value.starts_with(good));
                assert!(attribute != "href=" || goes_somewhere, "{at}: <{tag}>");
            }
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
