//! The nation of a council by its name, so that nobody has to choose what the name says already.
//!
//! It is a guess: it fills what the user is shown and can change, and nothing else depends on it.

use super::nation::Territory;
use super::vocabulary::Executive;

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

/// Other words in the names of councils.
const BESIDE: [&str; 30] = [
    "and",
    "banbridge",
    "bro",
    "borough",
    "castlereagh",
    "city",
    "comhairle",
    "council",
    "county",
    "craigavon",
    "cyngor",
    "dinas",
    "district",
    "down",
    "east",
    "glens",
    "islands",
    "mid",
    "mourne",
    "na",
    "nan",
    "newtownabbey",
    "north",
    "of",
    "omagh",
    "siar",
    "sir",
    "the",
    "unitary",
    "a",
];

/// Names of England in which a word above stands as well.
const ENGLAND: [&str; 1] = ["newport pagnell"];

/// Returns the nation of a council and its executive arrangements, as far as its name says them.
///
/// A name that is not known is one in England: most are, and the user is shown it.
pub fn guess(authority: &str) -> (Territory, Executive) {
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
    let council = ["council", "cyngor", "comhairle"]
        .iter()
        .any(|word| name.contains(word));
    // Without that word, nothing but a council's name may stand there: "Highland", and no "Highland Police".
    let has = |list: &[&str]| {
        let known = list.iter().filter(|one| name.contains(&format!(" {one} ")));
        let known: Vec<&str> = known.flat_map(|one| one.split(' ')).collect();
        let is_all = || (words.iter()).all(|word| known.contains(word) || BESIDE.contains(word));
        !known.is_empty() && (council || is_all())
    };
    if ENGLAND.iter().any(|one| name.contains(one)) {
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
            ("Wrexham", Territory::Wales),
            ("Bro Morgannwg", Territory::Wales),
            ("Highland", Territory::Scotland),
            ("Glasgow City", Territory::Scotland),
            ("Derry City and Strabane", Territory::NorthernIreland),
            ("Mid Ulster", Territory::NorthernIreland),
            ("Down Hatherley Parish Council", Territory::England),
            // No council, or only a part of a word.
            ("Highland Police", Territory::England),
            ("Fifehead Council", Territory::England),
        ] {
            assert_eq!(guess(name).0, nation, "{name}");
        }
        assert_eq!(guess("Powys County Council").1, Executive::Yes);
        assert_eq!(guess("Fife Council").1, Executive::Unknown);
    }
}
