//! Ids of entries, and the characters they may have.

use crate::base::Text;
use crate::base::reader::{At, Mistakes, Node};

pub(super) fn check_id(id: &At<Text>, m: &mut Mistakes) {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
    if !id.value.is_empty() && !id.value.chars().all(good) {
        m.add_with_help(
            "bad-id",
            &id.span,
            format!("\"{}\" cannot be an id", id.value),
            "an id has small letters, digits, hyphens and dots only",
        );
    }
}

pub(super) fn read_id(node: &mut Node<'_>, m: &mut Mistakes) -> At<Text> {
    let id = node.need_text("id", m);
    check_id(&id, m);
    id
}
