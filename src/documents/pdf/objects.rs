//! Objects of a file outside the content of its pages: names, notes, values of a form.

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, String as PdfString};
use hayro_syntax::xref::XRef;

/// The letters of PDFDocEncoding from 0x80, where they differ from Latin 1.
const DOC: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\u{FFFD}€";
/// The most objects of an array that are read.
const ITEMS: usize = 20_000;
/// The longest string that is read, in bytes.
const LONGEST: usize = 1 << 20;

/// Returns the objects of an array; one that is missing does not end it.
pub(super) fn items<'a>(array: &Array<'a>, xref: &'a XRef) -> impl Iterator<Item = Object<'a>> {
    array.raw_iter().filter_map(move |item| match item {
        MaybeRef::Ref(reference) => xref.get::<Object<'_>>(reference.into()),
        MaybeRef::NotRef(object) => Some(object),
    })
}

/// Returns the dictionaries of an array under a key of a dictionary.
pub(super) fn dicts<'a>(dict: &Dict<'a>, key: &[u8], xref: &'a XRef) -> Vec<Dict<'a>> {
    let array = dict.get::<Array<'_>>(key);
    let all = array.map(|array| {
        items(&array, xref)
            .filter_map(Object::into_dict)
            .take(ITEMS)
            .collect()
    });
    all.unwrap_or_default()
}

/// Decodes a string, on one line, without control characters.
pub(super) fn decode(bytes: &[u8]) -> String {
    let plain: String = (decode_as_is(bytes).chars())
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Decodes a string with its spaces and whatever it holds.
pub(super) fn decode_as_is(bytes: &[u8]) -> String {
    let bytes = bytes.get(..LONGEST).unwrap_or(bytes);
    let units = |rest: &[u8], unit: fn([u8; 2]) -> u16| -> String {
        let units: Vec<u16> = (rest.chunks_exact(2))
            .filter_map(|pair| <[u8; 2]>::try_from(pair).ok())
            .map(unit)
            .collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xFE, 0xFF, rest @ ..] => units(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => units(rest, u16::from_le_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| letter(*byte)).collect(),
    }
}

fn letter(byte: u8) -> char {
    let special = (byte.checked_sub(0x80)).and_then(|place| DOC.chars().nth(usize::from(place)));
    special.unwrap_or(char::from(byte))
}

/// Returns the text of a string or a name, if it is one and not empty.
pub(super) fn text(object: &Object<'_>) -> Option<String> {
    let text = match object {
        Object::String(string) => decode(string.as_bytes()),
        Object::Name(name) => decode(name),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// Returns the text of a dictionary's string.
pub(super) fn string(dict: &Dict<'_>, key: &[u8]) -> Option<String> {
    let string = dict.get::<PdfString<'_>>(key)?;
    let text = decode(string.as_bytes());
    (!text.is_empty()).then_some(text)
}

/// Returns the text of a dictionary's name.
pub(super) fn name(dict: &Dict<'_>, key: &[u8]) -> Option<String> {
    dict.get::<Name<'_>>(key).map(|name| decode(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_decoded_from_each_of_their_encodings() {
        assert_eq!(decode(b"\xFE\xFF\x00G\x01\x75\x00y\x00r"), "Gŵyr");
        assert_eq!(decode(b"\xFF\xFEG\x00\x75\x01"), "Gŵ");
        assert_eq!(decode(b"\xEF\xBB\xBFG\xC5\xB5yr"), "Gŵyr");
        assert_eq!(
            decode(b"the council\x90s\r\n fee:\t\xA35 \x85 \xA0"),
            "the council’s fee: £5 – €"
        );
    }
}
