//! The user's own keys.
//!
//! The registry of actions has the keys that the program ships with. A [`Keymap`] replaces those of
//! some actions, and is in use for a thread while a message is handled or a picture is drawn: so
//! every sentence, footer and list that names a key names the user's, and none is handed the map.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::action::{ACTIONS, Action, Spec, told_apart, usable};
use super::key::Key;
use super::screen::KeyPlace;
use crate::base::reader::{At, Mistakes};

thread_local! {
    static IN_USE: RefCell<Option<Arc<Keymap>>> = const { RefCell::new(None) };
}

/// The user's own keys, by action.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keymap {
    own: BTreeMap<Action, Vec<Key>>,
}

/// A guard that ends the use of a keymap.
#[derive(Debug)]
pub struct InUse(Option<Arc<Keymap>>);

impl Drop for InUse {
    fn drop(&mut self) {
        let before = self.0.take();
        IN_USE.with(|map| *map.borrow_mut() = before);
    }
}

impl Keymap {
    /// Puts the keymap in use on this thread, until the guard is dropped.
    #[must_use]
    pub fn put_in_use(self: &Arc<Self>) -> InUse {
        InUse(IN_USE.with(|map| map.borrow_mut().replace(Arc::clone(self))))
    }

    /// Returns the keys of an action under this keymap.
    fn keys(&self, spec: &Spec) -> Vec<Key> {
        let own = self.own.get(&spec.action).cloned();
        own.unwrap_or_else(|| spec.shipped_keys().collect())
    }
}

/// Returns the user's own keys of an action, if the keymap in use has any.
pub(super) fn own(action: Action) -> Option<Vec<Key>> {
    IN_USE.with(|map| map.borrow().as_ref()?.own.get(&action).cloned())
}

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
        map.own.insert(one.action.value, one.keys.clone());
    }
    for one in wanted {
        let spec = super::action::spec(one.action.value);
        let typed = KeyPlace::ALL.iter().find(|(place, _)| {
            let works = |keys: Vec<Key>| usable(keys.into_iter(), *place).next().is_some();
            spec.place.meets(*place)
                && works(spec.shipped_keys().collect())
                && !works(map.keys(spec))
        });
        if let Some((_, title)) = typed {
            map.own.remove(&spec.action);
            m.add_with_help(
                "typed-key",
                &one.action.span,
                format!(
                    "“{}” would have no key {}: letters are typed there",
                    spec.name,
                    within(title)
                ),
                "choose a key such as Ctrl-S, F5 or Enter",
            );
        }
    }
    // The last one written that clashes gives way, until none does.
    while let Some((one, other, key, title)) = clash(wanted, &map) {
        map.own.remove(&one.action.value);
        let name = super::action::spec(one.action.value).name;
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
        map.own.get(&one.action.value)?;
        let spec = super::action::spec(one.action.value);
        KeyPlace::ALL.iter().find_map(|&(place, title)| {
            let meets = |other: &&Spec| other.place.meets(place) && other.action != spec.action;
            let keys: Vec<Key> = usable(map.keys(spec).into_iter(), place).collect();
            ACTIONS
                .iter()
                .filter(|_| spec.place.meets(place))
                .filter(meets)
                .filter(|other| !told_apart(spec, other))
                .find_map(|other| {
                    let shared = usable(map.keys(other).into_iter(), place);
                    let key = { shared }.find(|key| keys.contains(key))?;
                    Some((one, other, key, title))
                })
        })
    })
}
