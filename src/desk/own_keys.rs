//! The check of the user's own keys: every one works, and none is the key of two actions in a place.

use super::action::{ACTIONS, Action, Spec, spec, told_apart, usable};
use super::key::Key;
use super::keymap::Keymap;
use super::screen::KeyPlace;
use crate::base::reader::{At, Mistakes};

/// Keys that the settings give an action.
#[derive(Debug)]
pub(super) struct WantedKeys {
    /// The action, and the place of its name in the settings.
    pub(super) action: At<Action>,
    /// Its keys.
    pub(super) keys: Vec<Key>,
}

/// Returns the keymap of the keys wanted that can all be used; reports the others.
///
/// An action whose keys cannot be used keeps those that it ships with.
pub(super) fn checked(wanted: &[WantedKeys], m: &mut Mistakes) -> Keymap {
    let mut map = Keymap::default();
    for one in wanted {
        map.set(spec(one.action.value).name, one.keys.clone());
    }
    for one in wanted {
        let spec = spec(one.action.value);
        let typed = KeyPlace::ALL.iter().find(|(place, _)| {
            let works = |keys: Vec<Key>| usable(keys.into_iter(), *place).next().is_some();
            spec.place.meets(*place)
                && works(spec.shipped_keys().collect())
                && !works(keys_under(&map, spec))
        });
        if let Some((_, title)) = typed {
            map.unset(spec.name);
            m.add_with_help(
                "typed-key",
                &one.action.span,
                format!(
                    "“{}” would have no key {}: letters are typed there",
                    spec.name,
                    within(title)
                ),
                "choose a key that types no letter, as the help shows them",
            );
        }
    }
    // The last one written that clashes gives way, until none does.
    while let Some((one, other, key, title)) = clash(wanted, &map) {
        let name = spec(one.action.value).name;
        map.unset(name);
        m.add_with_help(
            "key-clash",
            &one.action.span,
            format!(
                "the key {key} of “{name}” is already the key of “{}” ({}) {}",
                other.name,
                other.help,
                within(title)
            ),
            format!(
                "choose another key, or give “{}” another one too",
                other.name
            ),
        );
    }
    map
}

/// Returns a place's title as it goes on within a sentence.
pub(super) fn within(title: &str) -> String {
    let mut letters = title.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// Returns the last of the wanted keys that clash, with the action, the key and the place of the
/// clash.
fn clash<'w>(
    wanted: &'w [WantedKeys],
    map: &Keymap,
) -> Option<(&'w WantedKeys, &'static Spec, Key, &'static str)> {
    wanted.iter().rev().find_map(|one| {
        let spec = spec(one.action.value);
        map.of(spec.name)?;
        KeyPlace::ALL.iter().find_map(|&(place, title)| {
            let meets = |other: &&Spec| other.place.meets(place) && other.action != spec.action;
            let keys: Vec<Key> = usable(keys_under(map, spec).into_iter(), place).collect();
            ACTIONS
                .iter()
                .filter(|_| spec.place.meets(place))
                .filter(meets)
                .filter(|other| !told_apart(spec, other))
                .find_map(|other| {
                    let mut shared = usable(keys_under(map, other).into_iter(), place);
                    let key = shared.find(|key| keys.contains(key))?;
                    Some((one, other, key, title))
                })
        })
    })
}

/// Returns the keys of an action under a keymap.
fn keys_under(map: &Keymap, spec: &Spec) -> Vec<Key> {
    let own = map.of(spec.name).map(<[Key]>::to_vec);
    own.unwrap_or_else(|| spec.shipped_keys().collect())
}
