//! Parts that several kinds of entry have: a list of tables, a text that may be left out, the place and
//! time in force, the executive.

use super::super::model::InForce;
use super::super::nation::Territory;
use super::super::vocabulary::{AuthorityKind, Executive};
use crate::base::Text;
use crate::base::reader::{At, Mistakes, Node, tight, word};

pub(super) fn read_all<T>(
    node: &mut Node<'_>,
    key: &'static str,
    what: &'static str,
    m: &mut Mistakes,
    read: impl Fn(&mut Node<'_>, &mut Mistakes) -> T,
) -> Vec<T> {
    let nodes = node.nodes(key, what, m).into_iter();
    tight(nodes.map(|mut one| {
        let value = read(&mut one, m);
        one.finish(m);
        value
    }))
}

pub(super) fn optional(node: &mut Node<'_>, key: &'static str, m: &mut Mistakes) -> Option<Text> {
    node.text(key, m).map(|at| at.value)
}

/// Reads the executive that a requirement is for: “unknown” is a word of an audit, and says nothing.
pub(super) fn read_executive(node: &mut Node<'_>, m: &mut Mistakes) -> Option<bool> {
    let text: At<Text> = node.text("executive", m)?;
    match word(&text, m)? {
        Executive::Yes => Some(true),
        Executive::No => Some(false),
        Executive::Unknown => {
            m.add_with_help(
                "unknown-word",
                &text.span,
                "nothing can be limited to councils whose executive is unknown",
                "write \"yes\" or \"no\", or leave \"executive\" out: it is then for both",
            );
            None
        }
    }
}

pub(super) fn read_in_force(node: &mut Node<'_>, m: &mut Mistakes) -> InForce {
    let mut territories: Vec<Territory> = node.words("territories", m);
    territories.extend(node.word::<Territory>("territory", m));
    if !node.has("territory") && node.lacks("territories") {
        node.missing("territory", m);
    }
    let span = InForce {
        territories,
        authorities: node.words::<AuthorityKind>("authorities", m),
        from: node.day("from", m),
        until: node.day("until", m),
        citation: node.text("citation", m).map(|citation| citation.value),
        checked: None,
        checked_note: None,
        of_executive: false,
    };
    if let (Some(from), Some(until)) = (span.from, span.until)
        && until < from
    {
        m.add_with_help(
            "impossible-range",
            &node.span,
            format!("it ends on {until}, before it begins on {from}"),
            "`until` is the last day in force; swap or correct the dates",
        );
    }
    span
}
