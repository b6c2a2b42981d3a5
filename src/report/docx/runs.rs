//! Writes running text as runs; its references to notes are written in `notes`.

use super::super::document::{Span, words_of};
use super::links::HyperlinkList;
use super::xml::{XmlWriter, run};

/// Writes running text without references to notes.
pub(super) fn plain(content: &[Span], links: &mut HyperlinkList, out: &mut XmlWriter) {
    for span in content {
        match span {
            Span::Text { text } => run(text, None, out),
            Span::Strong { text } => run(text, Some("Strong"), out),
            Span::Emphasis { text } => run(text, Some("Emphasis"), out),
            Span::Link { text, url } => match links.id(url) {
                Some(id) => {
                    out.open("w:hyperlink", &[("r:id", &id), ("w:history", &1)]);
                    run(text, Some("Hyperlink"), out);
                    out.close();
                }
                None => run(&words_of(std::slice::from_ref(span)), None, out),
            },
            Span::Options { .. } | Span::Room { .. } => {
                run(&words_of(std::slice::from_ref(span)), None, out);
            }
            Span::Note { .. } => {}
        }
    }
}
