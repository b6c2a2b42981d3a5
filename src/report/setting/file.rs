//! Reads `settings.toml` into [`Settings`], reporting every mistake with its place.
//!
//! ```toml
//! [author]
//! name = "J. Secretary"
//! we = "the Anytown branch, with 412 members, for the staff of home care"
//! as = "union"
//! [house]
//! name = "Anytown Local Government Branch"
//! lines = ["12 High Street, Anytown", "branch@example.org"]
//! logo = "ALG"
//! footer = "Affiliated to nobody"
//! [sections]
//! submission = ["grounds", "strengths", "summary"]
//! ```
//!
//! What the file sets for the desk (`[desk]`, `[keys]`) is read there.

use toml_edit::{DocumentMut, Item, TomlError};

use crate::base::diagnostic::nearest;
use crate::base::reader::{At, Mistakes, Node, parse};
use crate::base::word::Word as _;
use crate::base::{Diagnostic, SourceText};

use super::super::Kind;
use super::super::author::Person;
use super::{Letterhead, Order, PaperSection, Settings};
use crate::wording::{clean, one_line};

/// Reads the settings.
///
/// # Errors
/// Every mistake with its place; nothing is then set.
pub fn read(source: &SourceText) -> Result<Settings, Vec<Diagnostic>> {
    let (settings, mistakes) = parse(source, |node, m| {
        // The desk reads its own part of the file.
        for other in ["desk", "keys"] {
            node.has(other);
        }
        Settings {
            house: house(node, m),
            order: order(node, m),
            ..author(node, m)
        }
    });
    if mistakes.is_empty() {
        Ok(settings)
    } else {
        Err(mistakes)
    }
}

/// The two texts that are kept of an author.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfAuthor {
    /// The name.
    Name,
    /// The body they write for, as the words after "We are".
    We,
}

impl OfAuthor {
    const fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::We => "we",
        }
    }
}

/// Returns the text of the settings with a text about the author in it.
///
/// Everything else stays as it is: comments, order and line ends.
///
/// # Errors
/// Every mistake with its place, if there are any.
pub fn with_author(
    source: &SourceText,
    which: OfAuthor,
    text_given: &str,
) -> Result<String, Vec<Diagnostic>> {
    read(source)?;
    with_text(source, ("author", which.key()), text_given)
}

/// Returns the text of the settings with what a person said of themselves in it.
///
/// What is empty stays as it is, and so does a letterhead that has a name.
///
/// # Errors
/// Every mistake with its place, if there are any.
pub fn with_person(source: &SourceText, person: &Person) -> Result<String, Vec<Diagnostic>> {
    let has_house = !read(source)?.house.name.is_empty();
    let capacity = person.capacity.map_or("", |one| one.word());
    let house = if has_house { "" } else { &person.house };
    let texts = [
        (("author", "name"), person.name.as_str()),
        (("author", "as"), capacity),
        (("author", "we"), &person.we),
        (("house", "name"), house),
    ];
    let mut text = source.text.to_string();
    for (place, given) in texts {
        if !given.is_empty() {
            text = with_text(
                &SourceText::new(source.name.to_string(), text),
                place,
                given,
            )?;
        }
    }
    Ok(text)
}

/// Returns the text of the settings with a text in one of their tables.
///
/// Everything else stays as it is: comments, order and line ends.
///
/// # Errors
/// If the file is not TOML, or the table is something else in it: the mistake with its place.
pub fn with_text(
    source: &SourceText,
    (table, key): (&str, &str),
    text_given: &str,
) -> Result<String, Vec<Diagnostic>> {
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let mut settings: DocumentMut = text.parse().map_err(|why: TomlError| {
        let span = why.span().unwrap_or_default();
        vec![source.mistake(
            "not-toml",
            &span,
            format!("this is not TOML: {}", why.message()),
        )]
    })?;
    let name = table;
    let table = settings.entry(name).or_insert_with(toml_edit::table);
    let Some(table) = table.as_table_like_mut() else {
        let says = format!("`{name}` is not a table; write it as [{name}]");
        return Err(vec![source.mistake("wrong-type", &(0..0), says)]);
    };
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            let decor = old.decor().clone();
            *old = text_given.into();
            *old.decor_mut() = decor;
        }
        None => {
            table.insert(key, toml_edit::value(text_given));
        }
    }
    let text = settings.to_string();
    Ok(if source.text.contains("\r\n") {
        text.replace("\r\n", "\n").replace('\n', "\r\n")
    } else {
        text
    })
}

fn author(node: &mut Node<'_>, m: &mut Mistakes) -> Settings {
    let Some(mut one) = node.node("author", "[author]", m) else {
        return Settings::default();
    };
    let name = one.text_or_empty("name", m).unwrap_or_default();
    let we = one.text_or_empty("we", m).unwrap_or_default();
    let capacity = one.word("as", m);
    one.finish(m);
    Settings {
        capacity,
        author: one_line(&clean(&name)),
        we: one_line(&clean(&we)),
        ..Settings::default()
    }
}

fn house(node: &mut Node<'_>, m: &mut Mistakes) -> Letterhead {
    let Some(mut one) = node.node("house", "[house]", m) else {
        return Letterhead::default();
    };
    let house = Letterhead {
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

fn order(node: &mut Node<'_>, m: &mut Mistakes) -> Order {
    let mut order = Order::default();
    let Some(mut one) = node.node("sections", "[sections]", m) else {
        return order;
    };
    for kind in Kind::ALL {
        if !one.has(kind.word()) {
            continue;
        }
        let texts = one.texts(kind.word(), m);
        let mut wanted = Vec::new();
        for text in &texts {
            wanted.extend(section(*kind, text, &wanted, m));
        }
        order.set(*kind, &wanted);
    }
    one.finish(m);
    order
}

/// Returns the section of a kind with a name; reports an unknown or repeated one.
fn section(
    kind: Kind,
    text: &At<String>,
    before: &[PaperSection],
    m: &mut Mistakes,
) -> Option<PaperSection> {
    let found = PaperSection::from_word(&text.value).filter(|one| kind.sections().contains(one));
    if found.is_none() {
        let known: Vec<&str> = kind.sections().iter().map(|one| one.word()).collect();
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
    } else if found.is_some_and(|one| before.contains(&one)) {
        m.add_with_help(
            "duplicate-section",
            &text.span,
            format!("\"{}\" is named twice", text.value),
            "name a section only once; remove one of them",
        );
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::author::Capacity;

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
        assert_eq!(
            settings.order.of(Kind::Submission),
            [PaperSection::Grounds, PaperSection::Method]
        );
        assert!(settings.order.of(Kind::Blank).is_empty());
        assert_eq!(read(&source("")), Ok(Settings::default()));
    }

    #[test]
    fn a_name_is_put_in_and_everything_else_stays_as_it_is_written() {
        let kept = |text: &str| {
            with_author(&source(text), OfAuthor::Name, "J. \"S\" Ó").expect("no mistakes")
        };
        let line = "name = 'J. \"S\" Ó'";
        for (before, after) in [
            ("", format!("[author]\n{line}\n")),
            (
                "# mine\n[house] # here\nname   = \"A\" # so\n# the end\n",
                format!(
                    "# mine\n[house] # here\nname   = \"A\" # so\n\n[author]\n{line}\n# the end\n"
                ),
            ),
            (
                "[author]\n# asked for\nname = \"Old\" # once\n\n[house]\nname = \"A\"\n",
                format!("[author]\n# asked for\n{line} # once\n\n[house]\nname = \"A\"\n"),
            ),
            (
                "author = { name = \"Old\" } # x\n",
                format!("author = {{ {line} }} # x\n"),
            ),
            ("author.name = \"Old\"\n", format!("author.{line}\n")),
            (
                "[house]\r\nname = \"A\"\r\n",
                format!("[house]\r\nname = \"A\"\r\n\r\n[author]\r\n{line}\r\n"),
            ),
        ] {
            assert_eq!(kept(before), after, "{before}");
            let settings = read(&source(&after)).expect("no mistakes");
            assert_eq!(settings.author, "J. \"S\" Ó", "{after}");
            assert_eq!(settings.house, read(&source(before)).expect("read").house);
        }
        for wrong in ["author = \"Old\"\n", "[author]\nnmae = \"Old\"\n"] {
            assert!(with_author(&source(wrong), OfAuthor::Name, "New").is_err());
        }
        let both = with_author(
            &source("[author]\nname = \"A\"\n"),
            OfAuthor::We,
            "a branch with 412 members",
        )
        .expect("no mistakes");
        let settings = read(&source(&both)).expect("no mistakes");
        assert_eq!(settings.author, "A", "{both}");
        assert_eq!(settings.we, "a branch with 412 members", "{both}");
    }

    #[test]
    fn what_a_person_says_of_themselves_is_kept_and_comments_stay() {
        let person = Person {
            name: "J. Secretary".to_owned(),
            capacity: Some(Capacity::Union),
            we: "the Anytown branch, with 412 members".to_owned(),
            house: "Anytown branch".to_owned(),
        };
        let text = with_person(&source("# mine\n[desk] # the theme\n"), &person).expect("kept");
        assert!(text.starts_with("# mine\n[desk] # the theme\n"), "{text}");
        let settings = read(&source(&text)).expect("no mistakes");
        assert_eq!(settings.author, "J. Secretary");
        assert_eq!(settings.capacity, Some(Capacity::Union));
        assert_eq!(settings.we, "the Anytown branch, with 412 members");
        assert_eq!(settings.house.name, "Anytown branch");
        // Said again in part: the rest stays, and a letterhead is never replaced.
        let again = Person {
            capacity: Some(Capacity::Councillor),
            house: "Another".to_owned(),
            ..Person::default()
        };
        let text = with_person(&source(&text), &again).expect("kept");
        let settings = read(&source(&text)).expect("no mistakes");
        assert_eq!(settings.author, "J. Secretary");
        assert_eq!(settings.capacity, Some(Capacity::Councillor));
        assert_eq!(settings.house.name, "Anytown branch");
        let wrong = read(&source("[author]\nas = \"unoin\"\n")).expect_err("no such word");
        assert!(wrong.iter().any(|one| one.line == 2), "{wrong:?}");
        assert!(with_person(&source("[author]\nnmae = \"x\"\n"), &person).is_err());
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
