//! Descriptions of pictures, out of the structure of a tagged file.
//!
//! "Chart: 68% of respondents opposed closure" may be nowhere else in a paper.

use std::collections::HashMap;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Object, ObjectIdentifier, Stream};
use hayro_syntax::xref::XRef;
use memchr::memmem;

use super::objects::{items, name, string};

/// The most elements of a structure that are looked at.
const MOST: usize = 400_000;
/// The most bytes of streams of objects that are looked through.
const UNPACKED: usize = 64 * 1024 * 1024;
/// The bytes that each of them counts for at least.
const LEAST: usize = 16 * 1024;
/// Elements whose description says nothing that their text does not.
const TEXT: [&str; 8] = ["Link", "Form", "Table", "TR", "TH", "TD", "Annot", "Span"];

/// Returns the descriptions of the pictures on each page.
pub(super) fn pictures(pdf: &Pdf) -> HashMap<ObjectIdentifier, Vec<String>> {
    let mut out: HashMap<ObjectIdentifier, Vec<String>> = HashMap::new();
    let root = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let Some(root) = root.and_then(|root| root.get::<Dict<'_>>(b"StructTreeRoot".as_slice()))
    else {
        return out;
    };
    let mut left = MOST;
    let mut open: Vec<(Dict<'_>, Option<ObjectIdentifier>)> = vec![(root, None)];
    while let Some((element, page)) = open.pop() {
        let page = page_of(&element).or(page);
        if let Some(text) = string(&element, b"Alt")
            && let kind = name(&element, b"S").unwrap_or_default()
            && !TEXT.contains(&kind.as_str())
            && let Some(page) =
                page.or_else(|| below(&element, pdf.xref()).iter().find_map(page_of))
        {
            let texts = out.entry(page).or_default();
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        let mut kids = below(&element, pdf.xref());
        kids.reverse();
        let Some(less) = left.checked_sub(kids.len()) else {
            break;
        };
        left = less;
        open.extend(kids.into_iter().map(|kid| (kid, page)));
    }
    out
}

/// Returns true if the key of a description stands anywhere in a file, or if that cannot be told.
///
/// Most papers describe nothing, and to look for the key is ten times quicker than to go through their
/// structure. Where it is packed into streams of objects, these are looked through.
pub(super) fn may_be_any(pdf: &Pdf) -> bool {
    let bytes = pdf.data().as_ref();
    let mut left = UNPACKED;
    let mut packed = |at: usize| {
        let id = object_at(bytes, at)?;
        let stream = pdf.xref().get::<Stream<'_>>(id)?;
        let data = stream.decoded_data().ok()?;
        // A hostile file names one stream a million times.
        left = left.checked_sub(data.len().max(LEAST))?;
        Some(keys(&data, b"/Alt").next().is_some())
    };
    if keys(bytes, b"/Alt").next().is_some() {
        return true;
    }
    let mut streams = keys(bytes, b"/ObjStm").peekable();
    // A table that is a stream may speak of streams that do not say what they are.
    let unnamed = streams.peek().is_none() && keys(bytes, b"/XRef").next().is_some();
    unnamed || streams.any(|at| packed(at).unwrap_or(true))
}

/// Returns the places of a key, and not of one that only begins like it.
fn keys<'a>(bytes: &'a [u8], key: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    memmem::find_iter(bytes, key).filter(move |at| {
        let after = bytes.get(at + key.len());
        after.is_none_or(|byte| !byte.is_ascii_alphanumeric())
    })
}

/// Returns the object that a place in a file is in: "12 0 obj" is before it.
fn object_at(bytes: &[u8], at: usize) -> Option<ObjectIdentifier> {
    let before = bytes.get(..at)?;
    let before = before.get(..memmem::rfind(before, b" obj")?)?;
    let mut numbers = before.rsplit(|byte| !byte.is_ascii_digit());
    let mut number = || str::from_utf8(numbers.next()?).ok()?.parse::<u32>().ok();
    let generation = i32::try_from(number()?).ok()?;
    Some(ObjectIdentifier::new(number()?, generation))
}

fn page_of(element: &Dict<'_>) -> Option<ObjectIdentifier> {
    element.get_ref(b"Pg".as_slice()).map(Into::into)
}

/// Returns the elements below an element.
fn below<'a>(element: &Dict<'a>, xref: &'a XRef) -> Vec<Dict<'a>> {
    match element.get::<Object<'_>>(b"K".as_slice()) {
        Some(Object::Dict(one)) => vec![one],
        Some(Object::Array(all)) => items(&all, xref).filter_map(Object::into_dict).collect(),
        _ => Vec::new(),
    }
}
