//! The nation of a council by its name, so that nobody has to choose what the name says already.
//!
//! A guess fills a field that the user sees and can change; nothing else depends on it.

use crate::base::Word as _;
use crate::checklist::{Executive, Territory};
use crate::desk::overlay::{FieldEntry, FieldId, Form, Purpose};

/// The principal councils of Wales, by the words of their names, English and Welsh.
const WALES: [&str; 34] = [
    "anglesey",
    "ynys mon",
    "blaenau gwent",
    "bridgend",
    "caerphilly",
    "cardiff",
    "carmarthenshire",
    "ceredigion",
    "conwy",
    "denbighshire",
    "flintshire",
    "fflint",
    "gwynedd",
    "merthyr tydfil",
    "monmouthshire",
    "neath port talbot",
    "newport",
    "pembrokeshire",
    "powys",
    "rhondda cynon taf",
    "swansea",
    "torfaen",
    "vale of glamorgan",
    "wrexham",
    "abertawe",
    "bro morgannwg",
    "caerdydd",
    "casnewydd",
    "castell nedd port talbot",
    "sir benfro",
    "sir ddinbych",
    "sir fynwy",
    "sir gaerfyrddin",
    "wrecsam",
];

/// The councils of Scotland.
const SCOTLAND: [&str; 33] = [
    "aberdeen",
    "aberdeenshire",
    "angus",
    "argyll and bute",
    "clackmannanshire",
    "dumfries and galloway",
    "dundee",
    "east ayrshire",
    "east dunbartonshire",
    "east lothian",
    "east renfrewshire",
    "edinburgh",
    "eilean siar",
    "western isles",
    "falkirk",
    "fife",
    "glasgow",
    "highland",
    "inverclyde",
    "midlothian",
    "moray",
    "north ayrshire",
    "north lanarkshire",
    "orkney",
    "perth and kinross",
    "renfrewshire",
    "scottish borders",
    "shetland",
    "south ayrshire",
    "south lanarkshire",
    "stirling",
    "west dunbartonshire",
    "west lothian",
];

/// The councils of Northern Ireland.
const NORTHERN_IRELAND: [&str; 11] = [
    "antrim",
    "ards",
    "armagh",
    "belfast",
    "causeway coast",
    "derry",
    "strabane",
    "fermanagh",
    "lisburn",
    "mid ulster",
    "newry",
];

/// Names of England in which a word above stands as well.
const ENGLAND: [&str; 1] = ["newport pagnell"];

/// Returns the nation of a council and its executive arrangements, as far as its name says them.
///
/// A name that is not known is one in England: most are, and the field shows it.
pub(super) fn guess(authority: &str) -> (Territory, Executive) {
    let letters = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    let plain: String = authority
        .to_lowercase()
        .replace('ô', "o")
        .replace('&', " and ")
        .chars()
        .map(letters)
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let name = format!(" {} ", words.join(" "));
    let has = |list: &[&str]| list.iter().any(|one| name.contains(&format!(" {one} ")));
    let council = ["council", "cyngor", "comhairle"]
        .iter()
        .any(|word| name.contains(word));
    if !council || has(&ENGLAND) {
        (Territory::England, Executive::Unknown)
    } else if has(&WALES) {
        // All of them have a leader and a cabinet.
        (Territory::Wales, Executive::Yes)
    } else if has(&SCOTLAND) {
        (Territory::Scotland, Executive::Unknown)
    } else if has(&NORTHERN_IRELAND) {
        (Territory::NorthernIreland, Executive::Unknown)
    } else {
        (Territory::England, Executive::Unknown)
    }
}

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
    fn the_name_of_a_council_says_its_nation() {
        for (name, nation) in [
            ("Anytown Council", Territory::England),
            ("Cardiff Council", Territory::Wales),
            ("Cyngor Sir Ynys Môn", Territory::Wales),
            ("Vale of Glamorgan Council", Territory::Wales),
            ("Cyngor Abertawe", Territory::Wales),
            ("City of Edinburgh Council", Territory::Scotland),
            ("Comhairle nan Eilean Siar", Territory::Scotland),
            ("Argyll & Bute Council", Territory::Scotland),
            ("Belfast City Council", Territory::NorthernIreland),
            ("Newport Pagnell Town Council", Territory::England),
            ("Kent County Council", Territory::England),
            // No council, or only a part of a word.
            ("Highland Police", Territory::England),
            ("Fifehead Council", Territory::England),
        ] {
            assert_eq!(guess(name).0, nation, "{name}");
        }
        assert_eq!(guess("Powys County Council").1, Executive::Yes);
        assert_eq!(guess("Fife Council").1, Executive::Unknown);
    }

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
