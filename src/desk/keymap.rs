//! The user's own keys.
//!
//! The registry of actions has the keys that the program ships with. A [`Keymap`] replaces those of
//! some actions, and is in use for a thread while a message is handled or a picture is drawn: so
//! every sentence, footer and list that names a key names the user's, and none is handed the map.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::key::Key;

thread_local! {
    static IN_USE: RefCell<Option<Arc<Keymap>>> = const { RefCell::new(None) };
}

/// The user's own keys, by the name of the action.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keymap {
    own: BTreeMap<&'static str, Vec<Key>>,
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

    /// Returns the user's own keys of an action.
    pub(super) fn of(&self, action: &str) -> Option<&[Key]> {
        self.own.get(action).map(Vec::as_slice)
    }

    /// Gives an action keys of its own.
    pub(super) fn set(&mut self, action: &'static str, keys: Vec<Key>) {
        self.own.insert(action, keys);
    }

    /// Leaves an action the keys that it ships with.
    pub(super) fn unset(&mut self, action: &str) {
        self.own.remove(action);
    }
}

/// Returns the user's own keys of an action, if the keymap in use has any.
pub(super) fn own(action: &str) -> Option<Vec<Key>> {
    IN_USE.with(|map| Some(map.borrow().as_ref()?.of(action)?.to_vec()))
}
