//! Web pages: the text of their blocks, by a tokeniser that builds no tree.
//!
//! The open elements are kept in a list, as far as their ends can be known without one.

mod element;
mod walker;

use encoding_rs::Encoding;
use html5gum::{DefaultEmitter, Token, Tokenizer};

use self::element::Attributes;
use self::walker::HtmlWalker;
use super::paper::{Besides, Paging, PaperKind};
use super::plain::{PART, decode};
use super::raw::{Halt, Head, LineSink};

/// The most addresses of files shown within a page that are kept.
const FRAMES: usize = 100;

/// Reads a web page.
pub(super) fn read(bytes: &[u8], sink: &mut dyn LineSink) -> Result<(), Halt> {
    let text = decode(bytes, charset(bytes));
    // Only a page that may have some is gone through for them.
    let may_have = ["iframe", "frame", "object", "embed"]
        .iter()
        .flat_map(|name| [format!("<{name}"), format!("<{}", name.to_uppercase())])
        .any(|tag| text.contains(&tag));
    let frames = if may_have { frames(&text) } else { Vec::new() };
    let besides = (!frames.is_empty()).then_some(Besides::Parts(frames));
    sink.head(Head {
        kind: PaperKind::Html,
        paging: Paging::None,
        declared: None,
        besides: besides.into_iter().collect(),
    })?;
    let mut walker = HtmlWalker::default();
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(text.as_str(), emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => walker.start(&tag),
            Token::EndTag(tag) => walker.end(&tag.name),
            Token::String(text) => walker.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
        if walker.letters > PART {
            let part = walker.take();
            sink.page(part)?;
        }
    }
    walker.finish();
    let last = walker.take();
    if last.lines.is_empty() && last.apart.is_empty() && walker.any {
        Ok(())
    } else {
        sink.page(last)
    }
}

/// Returns the addresses of the files that a page shows within it: they are not part of it.
///
/// Not those without a size: they show nothing.
fn frames(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut hidden = 0_usize;
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let wanted = match &**tag.name {
                    b"iframe" | b"frame" | b"embed" => "src",
                    b"object" => "data",
                    b"noscript" | b"template" => {
                        hidden += 1;
                        continue;
                    }
                    _ => continue,
                };
                let about = Attributes(&tag);
                let from = about.get(wanted).unwrap_or_default();
                let has_size = ["width", "height"]
                    .iter()
                    .all(|side| !matches!(about.get(side).as_deref(), Some("0" | "1" | "0px")));
                let shown = hidden == 0 && has_size && !about.is_hidden();
                let from = from.trim();
                if shown && !from.is_empty() && !from.starts_with("about:") && out.len() < FRAMES {
                    out.push(from.to_owned());
                }
            }
            Token::EndTag(tag) if matches!(&**tag.name, b"noscript" | b"template") => {
                hidden = hidden.saturating_sub(1);
            }
            _ => {}
        }
    }
    out
}

/// Returns the encoding declared at the beginning of a page.
fn charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..bytes.len().min(2048)).unwrap_or(bytes);
    let start = String::from_utf8_lossy(start).to_lowercase();
    let at = start.find("charset=")?;
    let label: String = start
        .get(at + 8..)?
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))
        .collect();
    Encoding::for_label(label.as_bytes())
}
