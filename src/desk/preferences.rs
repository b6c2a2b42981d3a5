//! The user's settings for the desk, read from `settings.toml`: theme, mouse, keys.
//!
//! ```toml
//! [desk]
//! theme = "light"
//! mouse = false
//! guide = false
//! [keys]
//! next-open = ["o", "F5"]
//! ```
//!
//! The rest of the file is about reports and is read by `report`. A mistake here keeps nobody from
//! their audits: what is right is used, and every mistake is told with its place.

use std::sync::Arc;

use super::action::{ACTIONS, named};
use super::key::Key;
use super::keymap::Keymap;
use super::looks::ThemeName;
use super::own_keys::{WantedKeys, checked};
use crate::base::diagnostic::nearest;
use crate::base::reader::{At, Mistakes, Node, Value, parse, texts_of};
use crate::base::{Diagnostic, SourceText, Text};

/// The user's settings for the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preferences {
    /// The theme.
    pub theme: ThemeName,
    /// True if mouse input is wanted.
    pub mouse: bool,
    /// True if the desk may ask who its user is, and what they hold for a new audit.
    pub guide: bool,
    /// The user's own keys.
    pub keymap: Arc<Keymap>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: ThemeName::Auto,
            mouse: true,
            guide: true,
            keymap: Arc::default(),
        }
    }
}

/// Reads the settings for the desk. Returns what is right, and every mistake.
pub fn read(source: &SourceText) -> (Preferences, Vec<Diagnostic>) {
    parse(source, |node, m| {
        // The reader of the reports' settings knows what these hold.
        for other in ["author", "house", "sections"] {
            node.has(other);
        }
        let mut preferences = Preferences::default();
        if let Some(mut desk) = node.node("desk", "[desk]", m) {
            preferences.theme = desk.word("theme", m).unwrap_or(preferences.theme);
            preferences.mouse = desk.flag_or("mouse", preferences.mouse, m);
            preferences.guide = desk.flag_or("guide", preferences.guide, m);
            desk.finish(m);
        }
        if let Some(keys) = node.node("keys", "[keys]", m) {
            let wanted = wanted(&keys, m);
            preferences.keymap = Arc::new(checked(&wanted, m));
        }
        preferences
    })
}

/// Returns a mistake as one sentence for a person.
pub fn sentence(mistake: &Diagnostic) -> String {
    let help = mistake.help.as_ref();
    let help = help.map_or_else(String::new, |help| format!("; {help}"));
    format!(
        "{}, line {}, column {}: {}{help}.",
        mistake.file, mistake.line, mistake.column, mistake.message
    )
}

/// Reads the keys of every action that the table names, in the order of the file.
fn wanted(table: &Node<'_>, m: &mut Mistakes) -> Vec<WantedKeys> {
    let mut entries: Vec<(At<Text>, _)> = table.entries().collect();
    entries.sort_by_key(|(name, _)| name.span.start);
    let read = entries.into_iter().filter_map(|(name, value)| {
        let Some(action) = named(&name.value) else {
            let near = nearest(&name.value, ACTIONS.iter().map(|spec| spec.name));
            let help = near.map_or_else(
                || "`scrutineer man` has the name of every action next to its keys".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let says = format!("there is no action `{}`", name.value);
            m.add_with_help("unknown-action", &name.span, says, help);
            return None;
        };
        let keys = keys(&name.value, value, m)?;
        let action = At {
            value: action,
            span: name.span,
        };
        Some(WantedKeys { action, keys })
    });
    read.collect()
}

/// Reads one key, or a list of keys; `None` if any of them is none.
fn keys(name: &str, value: Value<'_>, m: &mut Mistakes) -> Option<Vec<Key>> {
    let texts = match value.text() {
        Some(text) => vec![At {
            value: text,
            span: value.span(),
        }],
        None => texts_of(name, value, m),
    };
    if value.items().is_some_and(|list| list.len() == 0) {
        let help = "write a key as the help shows it, or take the line out";
        let says = format!("`{name}` has no key");
        m.add_with_help("no-key", &value.span(), says, help);
    }
    let mut keys = Vec::new();
    for text in &texts {
        match Key::named(&text.value) {
            Some(key) => keys.push(key),
            None => m.add_with_help(
                "unknown-key-name",
                &text.span,
                format!("“{}” is not the name of a key", text.value),
                "write it as the help shows the keys there are",
            ),
        }
    }
    (keys.len() == texts.len() && !keys.is_empty()).then_some(keys)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::action::spec;

    fn of(text: &str) -> (Preferences, Vec<(&'static str, usize, usize)>) {
        let (preferences, mistakes) = read(&SourceText::new("settings.toml", text));
        let told = mistakes.iter().map(|one| (one.code, one.line, one.column));
        (preferences, told.collect())
    }

    /// Returns the keys of an action under some settings.
    fn keys_of(preferences: &Preferences, name: &str) -> Vec<String> {
        let _in_use = preferences.keymap.put_in_use();
        let keys = spec(named(name).expect(name)).keys();
        keys.map(|key| key.to_string()).collect()
    }

    #[test]
    fn nothing_set_is_the_program_as_shipped_with_the_mouse_on() {
        let (preferences, told) = of("[house]\nname = \"x\"\n");
        assert_eq!((preferences, told), (Preferences::default(), Vec::new()));
        assert!(Preferences::default().mouse);
    }

    #[test]
    fn theme_mouse_and_keys_are_read() {
        let (preferences, told) = of(
            "[desk]\ntheme = \"light\"\nmouse = false\n[keys]\nnext-open = [\"o\", \"F5\"]\nmet = \"M\"\n\
             keep-form = \"Ctrl-s\"\nmerge = \"F6\"\n",
        );
        assert_eq!(told, []);
        assert_eq!(preferences.theme, ThemeName::Light);
        assert!(!preferences.mouse);
        assert_eq!(keys_of(&preferences, "next-open"), ["o", "F5"]);
        assert_eq!(keys_of(&preferences, "met"), ["M"]);
        assert_eq!(keys_of(&preferences, "keep-form"), ["Ctrl-S"]);
        assert_eq!(keys_of(&preferences, "partly"), ["p", "2"], "as shipped");
        assert_eq!(
            spec(named("met").expect("met")).keys().count(),
            2,
            "no longer in use"
        );
    }

    #[test]
    fn two_keys_can_change_places() {
        let (preferences, told) = of("[keys]\nmet = \"p\"\npartly = \"m\"\n");
        assert_eq!(told, []);
        assert_eq!(keys_of(&preferences, "met"), ["p"]);
        assert_eq!(keys_of(&preferences, "partly"), ["m"]);
    }

    #[test]
    fn what_is_right_is_used_and_every_mistake_has_its_line() {
        let (preferences, told) = of(
            "[desk]\ntheme = \"lihgt\"\nmouse = false\n[keys]\nmte = \"g\"\nmet = \"Ctl-S\"\npartly = \"n\"\n\
             keep-form = \"s\"\nnote = \"F5\"\nundo = []\n",
        );
        assert_eq!(
            told,
            [
                ("unknown-word", 2, 9),
                ("unknown-action", 5, 1),
                ("unknown-key-name", 6, 7),
                ("no-key", 10, 8),
                ("typed-key", 8, 1),
                ("key-clash", 7, 1),
            ]
        );
        assert!(!preferences.mouse);
        assert_eq!(preferences.theme, ThemeName::Auto);
        for (name, keys) in [
            ("note", &["F5"][..]),
            ("met", &["m", "1"]),
            ("partly", &["p", "2"]),
            ("keep-form", &["Ctrl-S"]),
            ("undo", &["u", "Ctrl-Z"]),
        ] {
            assert_eq!(keys_of(&preferences, name), keys, "{name}");
        }
        let (_, mistakes) = read(&SourceText::new(
            "settings.toml",
            "[keys]\npartly = \"n\"\n",
        ));
        let says = sentence(mistakes.first().expect("a clash"));
        assert_eq!(
            says,
            "settings.toml, line 2, column 1: the key n of “partly” is already the key of “not-met” \
             (Answer: not met) in the walk; choose another key, or give “not-met” another one too."
        );
    }

    #[test]
    fn a_broken_file_is_read_as_far_as_it_goes() {
        let (preferences, told) = of("[desk]\ntheme = \"light\"\n[keys\nmet = \"M\"\n");
        assert_eq!(preferences.theme, ThemeName::Light);
        assert!(
            told.iter()
                .any(|(code, line, _)| (*code, *line) == ("not-toml", 3)),
            "{told:?}"
        );
    }

    #[test]
    fn every_key_is_read_as_it_is_shown() {
        for spec in ACTIONS {
            for key in spec.shipped_keys() {
                assert_eq!(Key::named(&key.to_string()), Some(key), "{}", spec.name);
            }
        }
        assert_eq!(Key::named("Ctrl-"), None);
        assert_eq!(Key::named("mm"), None);
    }
}
