//! Decisions about the papers that leave: the grounds left out of them, the signatories of a call-in
//! notice, and the ground of the constitution that each of its grounds falls under.
//!
//! They are identified by their words or ids, never by a number: the grounds of a notice change
//! places with every answer, and a council's list of grounds is amended.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Audit, Change};

/// The user's decisions about the papers that leave.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Notice {
    /// The members who sign it, with their names as they are to be printed.
    #[serde(default)]
    pub signatories: Vec<String>,
    /// The ground of the constitution, in its words, that each ground of the notice falls under.
    ///
    /// The key is the id of the flag or the requirement behind the ground of the notice.
    #[serde(default)]
    pub under: BTreeMap<String, String>,
    /// The grounds left out of papers, by the id of their flag or requirement.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub left_out: BTreeSet<String>,
}

impl Notice {
    /// Returns true if nothing was decided.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Audit {
    /// Returns the change that `edit` makes to the decisions about the notice; none if it changes
    /// nothing.
    pub fn edit_notice(&self, edit: impl FnOnce(&mut Notice)) -> Option<Change> {
        let mut after = self.notice.clone();
        edit(&mut after);
        (after != self.notice).then(|| Change::Notice {
            before: Box::new(self.notice.clone()),
            after: Box::new(after),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Review;

    #[test]
    fn what_is_decided_is_a_change_that_can_be_taken_back() {
        let mut audit = Audit::new(Review::named("Anytown", "Home care"));
        assert!(audit.edit_notice(|_| ()).is_none(), "nothing is no change");
        let change = audit
            .edit_notice(|notice| notice.signatories.push("Cllr Dee".to_owned()))
            .expect("a change");
        let before = audit.clone();
        audit.apply(&change).expect("it fits");
        assert_eq!(audit.notice.signatories, ["Cllr Dee"]);
        assert!(
            audit.apply(&change).is_err(),
            "another notice stands there now"
        );
        audit.apply(&change.inverse()).expect("it fits");
        assert_eq!(audit, before);
    }
}
