//! The place of a council in the form for a new audit, by its name: nobody has to choose what the name says
//! already.

use crate::base::Word as _;
use crate::checklist::council_place::guess;
use crate::checklist::{Executive, Territory};
use crate::desk::overlay::{FieldEntry, FieldId, Form, Purpose};

impl Form {
    /// Returns what the authority's name says of its place, in the form for a new audit.
    pub(super) fn guess(&self) -> Option<(Territory, Executive)> {
        (self.purpose == Purpose::NewAudit).then(|| guess(&self.text(FieldId::Authority)))
    }

    /// Fills in what the authority's name says now, where the user has not chosen otherwise.
    pub(super) fn guess_again(&mut self, before: Option<(Territory, Executive)>) {
        let (Some(before), Some(now)) = (before, self.guess()) else {
            return;
        };
        self.choose_instead(FieldId::Territory, before.0.word(), now.0.word());
        self.choose_instead(FieldId::Executive, before.1.word(), now.1.word());
    }

    /// Chooses another option of a field, if the one that was guessed before is still chosen.
    fn choose_instead(&mut self, key: FieldId, before: &str, now: &str) {
        let field = self.fields.iter_mut().find(|field| field.key == key);
        if let Some(FieldEntry::Choice(options, at)) = field.map(|field| &mut field.entry)
            && options.get(*at).is_some_and(|(id, _)| id == before)
        {
            *at = options.iter().position(|(id, _)| id == now).unwrap_or(*at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guess_never_replaces_a_choice() {
        let mut form = crate::desk::forms::new_audit();
        let named = |form: &mut Form, name: &str| {
            let before = form.guess();
            form.go_to(FieldId::Authority);
            if let Some(field) = form.focused() {
                field.entry = FieldEntry::Text(crate::desk::field::Field::line(name));
            }
            form.guess_again(before);
            form.text(FieldId::Territory)
        };
        assert_eq!(named(&mut form, "Fife Council"), "scotland");
        assert_eq!(named(&mut form, "Anytown Council"), "england");
        form.choose_instead(FieldId::Territory, "england", "wales");
        assert_eq!(named(&mut form, "Fife Council"), "wales");
    }
}
