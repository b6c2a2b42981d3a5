//! `settings.toml`: text to [`Settings`], every mistake with its place.
//!
//! ```toml
//! [house]
//! name = "Anytown Local Government Branch"
//! lines = ["12 High Street, Anytown", "branch@example.org"]
//! logo = "ALG"
//! footer = "Affiliated to nobody"
//! [sections]
//! submission = ["grounds", "strengths", "summary"]
//! ```

use crate::checklist::diagnostic::nearest;
use crate::checklist::reader::{At, Mistakes, Node, parse};
use crate::checklist::word::Word as _;
use crate::checklist::{Diagnostic, SourceText};

use super::super::Kind;
use super::{House, Order, Settings, sections};

/// Reads the settings.
///
/// # Errors
/// Every mistake with its place; nothing is then set.
pub fn read(source: &SourceText) -> Result<Settings, Vec<Diagnostic>> {
    let (settings, mistakes) = parse(source, |node, m| Settings {
        house: house(node, m),
        order: order(node, m),
    });
    if mistakes.is_empty() {
        Ok(settings)
    } else {
        Err(mistakes)
    }
}

fn house(node: &mut Node<'_, '_>, m: &mut Mistakes) -> House {
    let Some(mut one) = node.node("house", "[house]", m) else {
        return House::default();
    };
    let house = House {
        logo: one.text_or_empty("logo", m).unwrap_or_default(),
        name: one.text_or_empty("name", m).unwrap_or_default(),
        lines: one
            .texts("lines", m)
            .into_iter()
            .map(|at| at.value)
            .collect(),
        footer: one.text_or_empty("footer", m).unwrap_or_default(),
    };
    one.finish(m);
    house
}

fn order(node: &mut Node<'_, '_>, m: &mut Mistakes) -> Order {
    let mut order = Order::default();
    let Some(mut one) = node.node("sections", "[sections]", m) else {
        return order;
    };
    for kind in Kind::ALL {
        if !one.has(kind.word()) {
            continue;
        }
        let texts = one.texts(kind.word(), m);
        let mut names: Vec<&str> = Vec::new();
        for text in &texts {
            name(*kind, text, &names, m);
            names.push(&text.value);
        }
        order.set(*kind, &names);
    }
    one.finish(m);
    order
}

/// Says what is wrong with the name of a section.
fn name(kind: Kind, text: &At<String>, before: &[&str], m: &mut Mistakes) {
    let known: Vec<&str> = sections(kind).iter().map(|section| section.name).collect();
    if !known.contains(&text.value.as_str()) {
        let all = known.join(", ");
        let help = match nearest(&text.value, known.iter().copied()) {
            Some(near) => format!("did you mean \"{near}\"? It may be: {all}"),
            None => format!("it may be: {all}"),
        };
        m.add_with_help(
            "unknown-section",
            &text.span,
            format!("a {kind} has no section \"{}\"", text.value),
            help,
        );
    } else if before.contains(&text.value.as_str()) {
        m.add_with_help(
            "duplicate-section",
            &text.span,
            format!("\"{}\" is named twice", text.value),
            "a section stands once; take one of them out",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> SourceText {
        SourceText::new("settings.toml", text)
    }

    #[test]
    fn settings_are_read() {
        let settings = read(&source(
            "[house]\nname = \"A Branch\"\nlines = [\"1 High Street\"]\nlogo = \"AB\\nCD\"\n\
             [sections]\nsubmission = [\"grounds\", \"method\"]\nblank = []\n",
        ))
        .expect("no mistakes");
        let head: Vec<&str> = settings.house.head().collect();
        assert_eq!(head, ["AB", "CD", "A Branch", "1 High Street"]);
        assert_eq!(settings.order.of(Kind::Submission), ["grounds", "method"]);
        assert!(settings.order.of(Kind::Blank).is_empty());
        assert_eq!(read(&source("")), Ok(Settings::default()));
    }

    #[test]
    fn a_mistake_is_told_with_its_place_and_the_nearest_name() {
        let mistakes = read(&source(
            "[hous]\nname = \"x\"\n[sections]\nsubmission = [\n  \"grounds\",\n  \"strenghts\",\n  \
             \"grounds\",\n]\nsubmision = []\n",
        ))
        .expect_err("mistakes");
        let told: Vec<(&str, usize, usize)> = mistakes
            .iter()
            .map(|one| (one.code, one.line, one.column))
            .collect();
        assert_eq!(
            told,
            [
                ("unknown-section", 6, 3),
                ("duplicate-section", 7, 3),
                ("unknown-key", 9, 1),
                ("unknown-key", 1, 2),
            ]
        );
        let help = |at: usize| {
            mistakes
                .get(at)
                .and_then(|one| one.help.clone())
                .unwrap_or_default()
        };
        assert!(
            help(0).starts_with("did you mean \"strengths\"?"),
            "{}",
            help(0)
        );
        assert_eq!(help(2), "did you mean `submission`?");
        assert_eq!(help(3), "did you mean `house`?");
    }
}
