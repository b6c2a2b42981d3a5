//! Texts that name facts of the audit, and the exchanges made of them: both passes.
//!
//! `ask`, `remedy` and `heading` may hold a fact in braces, and then say what to print where it is
//! missing: `{ text = "You decided on {in-principle-decision}. …", without = "…" }`.

use super::super::model::{
    Challenge, FactRef, QuestionKind, Remedy, SHORT_TITLE, Wording, WordingPiece,
};
use super::condition::{RawCondition, read_condition};
use super::names::Resolver;
use crate::base::Text;
use crate::base::diagnostic::nearest;
use crate::base::reader::{At, Mistakes, Node, tight, wrong_type};

/// A text as written.
pub(super) struct RawWording {
    text: At<Text>,
    without: Option<Text>,
}

/// An exchange as written.
#[derive(Default)]
pub(super) struct RawChallenge {
    ask: Vec<RawWording>,
    follow_up: Option<Text>,
    they_will_say: Option<Text>,
    answer: Option<Text>,
    remedies: Vec<(Option<RawCondition>, RawWording)>,
}

/// Reads the title for a row of a table; where there is none, the longer text is cut.
pub(super) fn read_short(node: &mut Node<'_>, long: &Text, m: &mut Mistakes) -> Text {
    let Some(short): Option<At<Text>> = node.text("short", m) else {
        return cut(long);
    };
    let length = short.value.chars().count();
    if length > SHORT_TITLE {
        m.add_with_help(
            "too-long",
            &short.span,
            format!("`short` has {length} characters"),
            format!("it is for the row of a table: at most {SHORT_TITLE}"),
        );
    }
    short.value
}

/// Cuts a text at a word, so that it fits the row of a table.
fn cut(long: &Text) -> Text {
    if long.chars().count() <= SHORT_TITLE {
        return long.clone();
    }
    let mut out = String::new();
    for word in long.split_whitespace() {
        if out.chars().count() + word.chars().count() + 2 > SHORT_TITLE {
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out.push('…');
    out.into()
}

/// Reads the keys of an exchange: `ask`, `follow_up`, `they_will_say`, `answer`, `remedy`.
pub(super) fn read_challenge(node: &mut Node<'_>, m: &mut Mistakes) -> RawChallenge {
    let text = |node: &mut Node<'_>, key: &'static str, m: &mut Mistakes| {
        node.text(key, m).map(|at| at.value)
    };
    RawChallenge {
        ask: read_list(node, "ask", m)
            .into_iter()
            .map(|(_, wording)| wording)
            .collect(),
        follow_up: text(node, "follow_up", m),
        they_will_say: text(node, "they_will_say", m),
        answer: text(node, "answer", m),
        remedies: read_list(node, "remedy", m),
    }
}

/// Reads one text, with or without a form for when a fact is missing.
pub(super) fn read_wording(
    node: &mut Node<'_>,
    key: &'static str,
    m: &mut Mistakes,
) -> Option<RawWording> {
    let value = node.any(key);
    if let Some(list) = value.filter(|value| value.items().is_some()) {
        node.has(key);
        wrong_type(m, key, "one text, or { text = …, without = … }", list);
        return None;
    }
    read_list(node, key, m).pop().map(|(_, wording)| wording)
}

/// Reads a text, a table, or a list of either.
fn read_list(
    node: &mut Node<'_>,
    key: &'static str,
    m: &mut Mistakes,
) -> Vec<(Option<RawCondition>, RawWording)> {
    if !node.has(key) {
        return Vec::new();
    }
    let Some(value) = node.any(key) else {
        return Vec::new();
    };
    let items = match value.items() {
        Some(items) => items.collect(),
        None => vec![value],
    };
    let mut found = Vec::new();
    for item in items {
        if let Some(text) = item.text() {
            if item.is_blank() {
                m.add("empty-text", &item.span(), format!("`{key}` is empty"));
            }
            let text = At {
                value: text,
                span: item.span(),
            };
            found.push((
                None,
                RawWording {
                    text,
                    without: None,
                },
            ));
        } else if let Some(table) = item.as_table() {
            let mut one = Node::new(table, item.span(), "a text with facts");
            let wording = RawWording {
                text: one.need_text("text", m),
                without: one.text("without", m).map(|at| at.value),
            };
            let when = if key == "remedy" {
                one.node("when", "a condition", m)
                    .map(|one| read_condition(one, m))
            } else {
                None
            };
            one.finish(m);
            found.push((when, wording));
        } else {
            wrong_type(
                m,
                key,
                "a text in quotes, or { text = …, without = … }",
                item,
            );
        }
    }
    found
}

impl Resolver {
    /// Resolves the facts that a text names.
    pub(super) fn wording(&self, raw: RawWording, m: &mut Mistakes) -> Wording {
        let mut pieces = Vec::new();
        let mut may_miss = false;
        let all = &raw.text.value;
        if !all.has_brace() {
            return Wording {
                pieces: vec![WordingPiece::Text(all.clone())],
                without: raw.without,
            };
        }
        let (mut at, mut rest) = (0, all.as_str());
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                m.add_with_help(
                    "broken-slot",
                    &raw.text.span,
                    "a brace is opened and not closed",
                    "write {id-of-a-fact}",
                );
                break;
            };
            if !before.is_empty() {
                pieces.push(WordingPiece::Text(all.part(at, at + before.len())));
            }
            if let Some(fact) = self.fact(name, &raw.text, m) {
                may_miss |= !matches!(fact, FactRef::Authority | FactRef::Service);
                pieces.push(WordingPiece::Fact(fact));
            }
            at = all.len() - after.len();
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(WordingPiece::Text(all.part(at, all.len())));
        }
        if may_miss && raw.without.is_none() {
            m.add_with_help(
                "no-form-without",
                &raw.text.span,
                "the text names a fact that may be missing",
                "write { text = \"…\", without = \"…\" } with the text for when it is",
            );
        }
        Wording {
            pieces,
            without: raw.without,
        }
    }

    /// Resolves the name of a fact in braces.
    fn fact(&self, name: &str, text: &At<Text>, m: &mut Mistakes) -> Option<FactRef> {
        match name {
            "authority" => return Some(FactRef::Authority),
            "service" => return Some(FactRef::Service),
            "decided" => return Some(FactRef::Decided),
            _ => {}
        }
        let is_fact = |ix: usize| {
            self.kinds
                .get(ix)
                .is_some_and(|kind| *kind != QuestionKind::Judgement)
        };
        let found = self.questions.places.get(name).copied();
        if let Some(ix) = found.filter(|ix| is_fact(*ix)) {
            return Some(FactRef::Question(crate::checklist::QuestionIx(ix)));
        }
        let facts = self.questions.places.iter();
        let facts = facts
            .filter(|(_, ix)| is_fact(**ix))
            .map(|(id, _)| id.as_str());
        let near = nearest(name, facts.chain(["authority", "service", "decided"]));
        m.add_with_help(
            "unknown-slot",
            &text.span,
            format!("\"{{{name}}}\" names no date, figure or choice"),
            near.map_or_else(
                || "name an event, a figure, a choice, authority, service or decided".to_owned(),
                |near| format!("did you mean {{{near}}}?"),
            ),
        );
        None
    }

    /// Resolves an exchange.
    pub(super) fn challenge(&self, raw: RawChallenge, m: &mut Mistakes) -> Challenge {
        Challenge {
            ask: tight(raw.ask.into_iter().map(|one| self.wording(one, m))),
            follow_up: raw.follow_up,
            they_will_say: raw.they_will_say,
            answer: raw.answer,
            remedies: tight(raw.remedies.into_iter().map(|(when, wording)| Remedy {
                when: when.map(|raw| self.condition(&raw, m)),
                wording: self.wording(wording, m),
            })),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::base::diagnostic::SourceText;
    use crate::checklist::{ChecklistText, Library, load};

    const QUESTIONS: &str = r#"
format = 1
id = "q"
title = "Q"
edition = "1"

[[section]]
id = "s"
title = "S"

[[question]]
id = "asked"
section = "s"
topic = "users"
ask = "Were the people who use the service asked before anything was settled?"
look_for = ["@asking", "survey"]
proved_by = ["a paper"]
usual_failure = "No one asks."

[[question]]
id = "opened"
section = "s"
topic = "users"
kind = "event"
ask = "When did consultation open?"

[[idea]]
id = "asking"
words = ["engagement", "Survey"]
welsh = ["ymgynghoriad"]
never_alone = ["petition"]
"#;

    fn read(more: &str) -> Result<Library, Vec<(&'static str, usize, String)>> {
        let text = ChecklistText {
            source: SourceText::new("q.toml", format!("{QUESTIONS}{more}")),
            shipped: false,
        };
        load(&[text]).map_err(|all| {
            let all = all.into_iter();
            all.map(|one| (one.code, one.line, one.help.unwrap_or_default()))
                .collect()
        })
    }

    fn flag(lines: &str) -> String {
        format!(
            "[[flag]]\nid = \"f\"\ntitle = \"T\"\nlevel = \"gap\"\nsource = \"S\"\nchecked = \"secondary\"\n\
             when = {{ question = \"asked\", is = [\"not-met\"] }}\n{lines}\n"
        )
    }

    fn code(more: &str) -> &'static str {
        let mistakes = read(more).expect_err("a mistake");
        assert_eq!(mistakes.len(), 1, "{mistakes:?}");
        mistakes.first().expect("one").0
    }

    #[test]
    fn a_question_without_a_short_title_has_the_start_of_its_words() {
        let library = read("").expect("a checklist");
        let (_, question) = library.questions().next().expect("one");
        assert_eq!(question.short, "Were the people who use the service…");
        assert!(question.short.chars().count() <= super::SHORT_TITLE);
    }

    #[test]
    fn an_idea_gives_its_words_to_the_questions_that_name_it() {
        let library = read("").expect("a checklist");
        let (_, question) = library.questions().next().expect("one");
        // Its own come where it puts them, nothing twice, and a word with two meanings is marked.
        let words = &question.look_for;
        assert_eq!(words.english, ["engagement", "Survey", "petition"]);
        assert_eq!(words.welsh, ["ymgynghoriad"]);
        assert_eq!(words.never_alone, ["petition"]);
        assert_eq!(
            code("[[idea]]\nid = \"asking\"\nwords = [\"x\"]\n"),
            "duplicate-id"
        );
    }

    #[test]
    fn a_slot_names_a_fact_and_has_a_form_for_when_it_is_missing() {
        let fine =
            flag("ask = [{ text = \"{authority} opened on {opened}\", without = \"When?\" }]");
        assert!(read(&fine).is_ok());
        assert!(
            read(&flag(
                "heading = \"{authority} did not ask about {service}\""
            ))
            .is_ok()
        );
        let unknown = read(&flag(
            "heading = { text = \"It was {opend}\", without = \"It was not\" }",
        ));
        let unknown = unknown.expect_err("no such fact");
        assert_eq!(unknown[0].0, "unknown-slot");
        assert_eq!(unknown[0].2, "did you mean {opened}?");
        assert_eq!(
            code(&flag("ask = [\"Why on {opened}?\"]")),
            "no-form-without"
        );
        assert_eq!(
            code(&flag("remedy = \"Ask {authority again\"")),
            "broken-slot"
        );
        // A judgement is no fact.
        let judged = flag("heading = { text = \"{asked}\", without = \"x\" }");
        assert_eq!(code(&judged), "unknown-slot");
        assert_eq!(code(&flag("facts = [\"asked\"]")), "wrong-kind");
    }

    #[test]
    fn a_merged_question_has_a_target_and_is_asked_no_longer() {
        let good = read("[[merged]]\nid = \"old\"\ninto = \"asked\"\n").expect("a checklist");
        assert_eq!(good.merged()[0].id, "old");
        assert_eq!(
            code("[[merged]]\nid = \"old\"\ninto = \"askd\"\n"),
            "unknown-id"
        );
        assert_eq!(code("[[merged]]\nid = \"old\"\n"), "missing-key");
        assert_eq!(
            code("[[merged]]\nid = \"opened\"\ninto = \"asked\"\n"),
            "still-asked"
        );
    }

    #[test]
    fn a_short_title_is_short_and_a_core_question_is_not_for_the_full_audit_only() {
        let long = flag("short = \"A title that is far too long for the row of a table\"");
        assert_eq!(code(&long), "too-long");
        let both = "[[question]]\nid = \"two\"\nsection = \"s\"\ntopic = \"users\"\nask = \"Two?\"\n\
                    core = true\nfull = true\nkind = \"event\"\n";
        assert_eq!(code(both), "impossible-depth");
    }
}
