//! A dated event that the user adds to the timeline, next to those the checklists ask for.

use serde::{Deserialize, Serialize};

use super::{Audit, Change, Evidence};
use crate::base::DateSpan;

/// A dated event of the user's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnEvent {
    /// Its id in this audit.
    pub id: String,
    /// The day, or the days between which it happened.
    pub when: DateSpan,
    /// The event, in the user's words.
    pub what: String,
    /// The places that show it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

impl Audit {
    /// Returns an event of the user's own, by its id.
    pub fn event(&self, id: &str) -> Option<&OwnEvent> {
        self.events.iter().find(|event| event.id == id)
    }

    /// Returns the change that records, alters or removes an event; none if it changes nothing.
    pub fn edit_event(&self, id: &str, after: Option<OwnEvent>) -> Option<Change> {
        let before = self.event(id).cloned();
        (before != after).then(|| Change::Event {
            id: id.to_owned(),
            before: before.map(Box::new),
            after: after.map(Box::new),
        })
    }

    /// Returns an id that no event has yet: `event-1`, `event-2`.
    pub fn free_event(&self) -> String {
        // One more id than there are events is tried, so one of them is free.
        (1..=self.events.len() + 1)
            .map(|number| format!("event-{number}"))
            .find(|id| self.event(id).is_none())
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Review;

    #[test]
    fn an_event_is_recorded_changed_and_taken_back() {
        let mut audit = Audit::new(Review::named("Anytown", "Home care"));
        let before = audit.clone();
        let event = OwnEvent {
            id: audit.free_event(),
            when: "2026-03".parse().expect("a date"),
            what: "The leader told the press that the service would go".into(),
            evidence: Vec::new(),
        };
        let added = audit
            .edit_event("event-1", Some(event.clone()))
            .expect("a change");
        audit.apply(&added).expect("it fits");
        assert_eq!(audit.event("event-1"), Some(&event));
        assert_eq!(audit.free_event(), "event-2");
        assert_eq!(audit.edit_event("event-1", Some(event)), None);
        audit.apply(&added.inverse()).expect("it fits");
        assert_eq!(audit, before);
    }
}
