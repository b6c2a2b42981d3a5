//! Accents drawn separately over a letter, as by TeX, groff and old printer drivers.
//!
//! "Gˆwyr" is "Gŵyr": left separate they would split the word.

/// The accents as drawn alone, their combining characters, and the usual letters with them.
const ACCENTS: [(char, char, &str); 10] = [
    ('`', '\u{300}', "àèìòùẁỳÀÈÌÒÙẀỲ"),
    ('´', '\u{301}', "áéíóúẃýÁÉÍÓÚẂÝ"),
    ('ˆ', '\u{302}', "âêîôûŵŷÂÊÎÔÛŴŶ"),
    ('¨', '\u{308}', "äëïöüẅÿÄËÏÖÜẄŸ"),
    ('˜', '\u{303}', ""),
    ('¯', '\u{304}', ""),
    ('˘', '\u{306}', ""),
    ('˚', '\u{30A}', ""),
    ('ˇ', '\u{30C}', ""),
    ('¸', '\u{327}', ""),
];
/// The letters without accent, in the order of those above.
const PLAIN: &str = "aeiouwyAEIOUWY";
/// The backward step of a letter drawn under an accent, in units of its size.
///
/// A wide letter steps back the furthest.
const BACK: std::ops::Range<f64> = -1.1..-0.2;

/// Joins a letter and an accent drawn one over the other; returns true if it did.
///
/// Either may be the last character of the line.
pub(super) fn join(line: &mut String, meaning: &str, gap: f64) -> bool {
    if !BACK.contains(&gap) {
        return false;
    }
    let mut letters = meaning.chars();
    let (Some(next), None) = (letters.next(), letters.next()) else {
        return false;
    };
    let Some(last) = line.chars().next_back() else {
        return false;
    };
    let (letter, accent) = match (accent(last), accent(next)) {
        (Some(accent), None) => (next, accent),
        (None, Some(accent)) => (last, accent),
        _ => return false,
    };
    if !letter.is_alphabetic() {
        return false;
    }
    line.pop();
    // The i and the j lose their dot under an accent.
    let letter = match letter {
        'ı' => 'i',
        'ȷ' => 'j',
        letter => letter,
    };
    let (_, mark, whole) = accent;
    let place = PLAIN.chars().position(|plain| plain == letter);
    match place.and_then(|place| whole.chars().nth(place)) {
        Some(one) => line.push(one),
        None => line.extend([letter, *mark]),
    }
    true
}

/// Returns true if a line ends with an accent, so that a letter may step back under it.
pub(super) fn awaits_letter(line: &str) -> bool {
    line.chars()
        .next_back()
        .is_some_and(|last| accent(last).is_some())
}

fn accent(c: char) -> Option<&'static (char, char, &'static str)> {
    // Most letters are not accents, and only one accent is in ASCII.
    if c.is_ascii() && c != '`' {
        return None;
    }
    ACCENTS.iter().find(|one| one.0 == c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_accent_and_its_letter_are_one_in_either_order() {
        for (line, meaning, gap, joined) in [
            ("Gˆ", "w", -0.6, Some("Gŵ")),
            ("ˆ", "W", -0.9, Some("Ŵ")),
            ("caf´", "e", -0.45, Some("café")),
            ("na¨", "ı", -0.4, Some("naï")),
            ("garc", "¸", -0.45, Some("garc\u{327}")),
            ("Espan", "˜", -0.5, Some("Espan\u{303}")),
            ("`", "a", 0.0, None),
            ("quote ´", "t", 0.1, None),
            ("a", "e", -0.4, None),
            ("3", "ˆ", -0.5, None),
            ("¨", "ffi", -0.4, None),
        ] {
            let mut text = line.to_owned();
            let done = join(&mut text, meaning, gap);
            assert_eq!(done.then_some(text.as_str()), joined, "{line} {meaning}");
        }
    }
}
