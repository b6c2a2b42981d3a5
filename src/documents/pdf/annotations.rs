//! Annotations of a page: notes, values of a form, marks for redaction, attached files.
//!
//! Those with an appearance are drawn like the page itself. What remains is what a file holds
//! without drawing it, which every reader shows all the same.

use hayro_syntax::object::{Array, Dict, Object, Rect as PdfRect};
use hayro_syntax::page::Page;
use kurbo::{Affine, Point, Rect};

use super::drawn::{Drawn, Placed};
use super::objects::{dicts, name, string, text};

/// The most choices of a list, and areas of an annotation, that are read.
const MOST: usize = 20_000;
/// The most fields that a field may lie within.
const DEEP: usize = 32;
/// Flags of an annotation: not shown at all, or not on a screen.
const HIDDEN: i32 = 1 << 1 | 1 << 5;
/// Flags of a field: a button that sends or resets, one of several of which one is chosen, a
/// password.
const PUSH: i32 = 1 << 16;
const RADIO: i32 = 1 << 15;
const PASSWORD: i32 = 1 << 13;

/// All that the annotations of a page hold, in the measure of the page.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Areas marked for redaction.
    pub(super) redacted: Vec<Rect>,
    /// Areas struck out.
    pub(super) struck: Vec<Rect>,
    /// Boxes without an appearance.
    pub(super) boxes: Vec<AddedBox>,
    /// Areas of annotations that hide nothing, whatever they draw.
    pub(super) quiet: Vec<Rect>,
    /// Texts that are drawn in an area, if their appearance draws them.
    pub(super) drawn: Vec<(Rect, String)>,
    /// The texts of notes.
    pub(super) notes: Vec<String>,
    /// Texts of annotations that are hidden.
    pub(super) hidden: Vec<String>,
    /// The fields of a form.
    pub(super) fields: Vec<Field>,
}

/// A box that an annotation draws.
#[derive(Debug, Clone, Copy)]
pub(super) struct AddedBox {
    pub(super) rect: Rect,
    pub(super) is_pale: bool,
}

/// A field of a form, where it lies on a page.
#[derive(Debug)]
pub(super) struct Field {
    rect: Rect,
    /// Its name, where no label is printed next to it.
    label: Option<String>,
    value: Value,
}

impl Field {
    pub(super) fn middle(&self) -> Point {
        self.rect.center()
    }
}

#[derive(Debug)]
enum Value {
    Text(String),
    Ticked(bool),
}

/// Returns what the annotations of a page hold.
pub(super) fn of_page(page: &Page<'_>, to_page: Affine) -> Marks {
    let mut out = Marks::default();
    for annotation in dicts(page.raw(), b"Annots", page.xref()) {
        let Some(kind) = name(&annotation, b"Subtype") else {
            continue;
        };
        let rect = annotation.get::<PdfRect>(b"Rect".as_slice());
        let rect = rect.map(|rect| place(rect, to_page)).unwrap_or_default();
        let is_hidden = annotation.get::<i32>(b"F".as_slice()).unwrap_or(0) & HIDDEN != 0;
        let is_drawn = has_appearance(&annotation);
        match kind.as_str() {
            "Link" | "Popup" | "FileAttachment" => out.quiet.push(rect),
            "Widget" => {
                out.quiet.push(rect);
                if let Some(field) = field(&annotation, rect) {
                    if !is_hidden {
                        out.fields.push(field);
                    } else if let Value::Text(text) = field.value {
                        out.hidden.push(text);
                    }
                }
            }
            _ => {
                let areas = || areas(&annotation, rect, to_page);
                let colour = b"IC".as_slice();
                match kind.as_str() {
                    "Redact" if !is_hidden => out.redacted.extend(areas()),
                    "StrikeOut" if !is_hidden => out.struck.extend(areas()),
                    "Square" if !is_hidden && !is_drawn && annotation.contains_key(colour) => {
                        out.boxes.extend(added_box(&annotation, rect));
                    }
                    _ => {}
                }
                if matches!(
                    kind.as_str(),
                    "Text" | "Highlight" | "Underline" | "Squiggly" | "StrikeOut" | "Caret"
                ) {
                    out.quiet.extend(areas());
                    out.quiet.push(rect);
                }
                if let Some(note) = string(&annotation, b"Contents") {
                    if kind == "FreeText" && is_drawn && !is_hidden {
                        out.drawn.push((rect, note));
                    } else if is_hidden {
                        out.hidden.push(note);
                    } else if !out.notes.contains(&note) {
                        out.notes.push(note);
                    }
                }
            }
        }
    }
    out
}

/// Returns the names of the files that the annotations of a page attach.
pub(super) fn attached(page: &Page<'_>) -> Vec<String> {
    dicts(page.raw(), b"Annots", page.xref())
        .into_iter()
        .filter(|one| name(one, b"Subtype").as_deref() == Some("FileAttachment"))
        .map(|one| {
            let file = one.get::<Object<'_>>(b"FS".as_slice());
            (file.and_then(|file| file_name(&file)))
                .or_else(|| string(&one, b"Contents"))
                .unwrap_or_else(|| "a file without a name".to_owned())
        })
        .collect()
}

/// Returns the name of a file from its specification.
pub(super) fn file_name(file: &Object<'_>) -> Option<String> {
    match file {
        Object::Dict(file) => [b"UF".as_slice(), b"F", b"Unix", b"DOS", b"Mac"]
            .iter()
            .find_map(|key| string(file, key)),
        other => text(other),
    }
}

fn place(rect: PdfRect, to_page: Affine) -> Rect {
    to_page.transform_rect_bbox(Rect::new(rect.x0, rect.y0, rect.x1, rect.y1))
}

fn has_appearance(annotation: &Dict<'_>) -> bool {
    (annotation.get::<Dict<'_>>(b"AP".as_slice()))
        .is_some_and(|appearance| appearance.contains_key(b"N".as_slice()))
}

/// Returns the areas that an annotation marks: its four-cornered ones, or the whole of it.
fn areas(annotation: &Dict<'_>, whole: Rect, to_page: Affine) -> Vec<Rect> {
    let numbers: Vec<f64> = (annotation.get::<Array<'_>>(b"QuadPoints".as_slice()))
        .map(|points| points.iter::<f64>().take(8 * MOST).collect())
        .unwrap_or_default();
    let areas: Vec<Rect> = (numbers.chunks_exact(8))
        .map(|corners| {
            let across = || corners.iter().step_by(2).copied();
            let up = || corners.iter().skip(1).step_by(2).copied();
            let least = |all: &mut dyn Iterator<Item = f64>| all.fold(f64::MAX, f64::min);
            let most = |all: &mut dyn Iterator<Item = f64>| all.fold(f64::MIN, f64::max);
            to_page.transform_rect_bbox(Rect::new(
                least(&mut across()),
                least(&mut up()),
                most(&mut across()),
                most(&mut up()),
            ))
        })
        .filter(Rect::is_finite)
        .collect();
    if areas.is_empty() { vec![whole] } else { areas }
}

/// Returns the box that a square draws; `None` if it lets what is under it shine through.
fn added_box(annotation: &Dict<'_>, rect: Rect) -> Option<AddedBox> {
    let opacity = annotation.get::<f64>(b"CA".as_slice()).unwrap_or(1.0);
    let colour: Vec<f64> = (annotation.get::<Array<'_>>(b"IC".as_slice())?.iter::<f64>()).collect();
    let is_pale = match colour.as_slice() {
        [] => return None,
        [_, _, _, _] => colour.iter().all(|part| *part < 0.05),
        parts => parts.iter().all(|part| *part > 0.95),
    };
    (opacity > 0.98).then_some(AddedBox { rect, is_pale })
}

/// Returns the field of a form whose place on the page is an annotation.
fn field(widget: &Dict<'_>, rect: Rect) -> Option<Field> {
    let kind = inherited(widget, b"FT")?;
    let kind = text(&kind)?;
    let flags = match inherited(widget, b"Ff") {
        Some(Object::Number(flags)) => i32::try_from(flags.as_i64()).unwrap_or(0),
        _ => 0,
    };
    let value = match kind.as_str() {
        "Tx" if flags & PASSWORD != 0 => return None,
        "Tx" => Value::Text(text(&inherited(widget, b"V")?)?),
        "Ch" => Value::Text(chosen(widget)?),
        "Btn" if flags & PUSH != 0 => return None,
        "Btn" => Value::Ticked(is_ticked(widget)),
        _ => return None,
    };
    let label = (inherited(widget, b"TU").and_then(|label| text(&label)))
        .or_else(|| string(widget, b"T"))
        .or_else(|| inherited(widget, b"T").and_then(|label| text(&label)));
    // One of several is named by what choosing it says.
    let label = if flags & RADIO == 0 {
        label
    } else {
        match (label, on_state(widget)) {
            (Some(label), Some(state)) => Some(format!("{label}: {state}")),
            (label, state) => label.or(state),
        }
    };
    Some(Field { rect, label, value })
}

/// Returns an entry of a field, or of the field that it lies within.
fn inherited<'a>(field: &Dict<'a>, key: &[u8]) -> Option<Object<'a>> {
    let mut field = field.clone();
    for _ in 0..DEEP {
        if let Some(found) = field.get::<Object<'_>>(key) {
            return Some(found);
        }
        field = field.get::<Dict<'_>>(b"Parent".as_slice())?;
    }
    None
}

/// Returns what is chosen in a list, as it is shown.
fn chosen(widget: &Dict<'_>) -> Option<String> {
    let values = match inherited(widget, b"V")? {
        Object::Array(values) => values
            .iter::<Object<'_>>()
            .filter_map(|one| text(&one))
            .collect(),
        one => vec![text(&one)?],
    };
    let options: Vec<(String, String)> = match inherited(widget, b"Opt") {
        Some(Object::Array(options)) => (options.iter::<Array<'_>>().take(MOST))
            .filter_map(|option| {
                let mut pair = option.iter::<Object<'_>>();
                Some((text(&pair.next()?)?, text(&pair.next()?)?))
            })
            .collect(),
        _ => Vec::new(),
    };
    let shown: Vec<String> = (values.into_iter())
        .map(|value| {
            let option = options.iter().find(|(exported, _)| *exported == value);
            option.map_or(value, |(_, shown)| shown.clone())
        })
        .collect();
    (!shown.is_empty()).then(|| shown.join(", "))
}

/// Returns true if a box is ticked, or one of several chosen.
fn is_ticked(widget: &Dict<'_>) -> bool {
    let value = || inherited(widget, b"V").and_then(|value| text(&value));
    match name(widget, b"AS") {
        Some(state) => state != "Off",
        None => value().is_some_and(|value| {
            value != "Off" && on_state(widget).is_none_or(|state| state == value)
        }),
    }
}

/// Returns the name of the state in which a box is ticked.
fn on_state(widget: &Dict<'_>) -> Option<String> {
    let appearance = widget.get::<Dict<'_>>(b"AP".as_slice())?;
    let states = appearance.get::<Dict<'_>>(b"N".as_slice())?;
    (states.keys().map(|key| super::objects::decode(&key))).find(|key| key != "Off")
}

/// Puts the values of fields among the letters of a page, each after the label printed before it.
///
/// Those that are drawn already are left.
pub(super) fn put_fields(fields: &[Field], letters: &mut Vec<Drawn>) -> PutIn {
    let mut unplaced = Vec::new();
    let mut put: Vec<Near> = Vec::new();
    if fields.is_empty() {
        return PutIn::default();
    }
    for field in fields {
        let within = |letter: &Drawn| field.rect.contains(letter.above(0.25));
        let value = match &field.value {
            Value::Text(value) => {
                if is_drawn(value, field.rect, letters) {
                    continue;
                }
                value.clone()
            }
            Value::Ticked(on) => {
                for letter in letters.iter_mut() {
                    letter.gone |= letter.annotating && within(letter);
                }
                (if *on { "[x]" } else { "[ ]" }).to_owned()
            }
        };
        let is_tick = matches!(field.value, Value::Ticked(_));
        match neighbour(field.rect, letters, is_tick) {
            Some((at, is_before, placed)) => put.push(Near {
                at,
                is_before,
                letter: Drawn::put_in(value, placed),
            }),
            None => unplaced.push(match (&field.label, is_tick) {
                (Some(label), false) => format!("{label}: {value}"),
                (Some(label), true) => format!("{value} {label}"),
                (None, _) => value,
            }),
        }
    }
    put.sort_by_key(|one| (one.at, one.is_before, as_order(one.letter.placed.start.x)));
    let places = put.iter().map(|one| one.at).collect();
    let mut all = Vec::with_capacity(letters.len() + put.len());
    let mut put = put.into_iter().peekable();
    for (at, letter) in std::mem::take(letters).into_iter().enumerate() {
        while let Some(one) = put.next_if(|one| one.at <= at) {
            all.push(one.letter);
        }
        all.push(letter);
    }
    all.extend(put.map(|one| one.letter));
    *letters = all;
    PutIn { places, unplaced }
}

/// Values put among the letters of a page.
#[derive(Debug, Default)]
pub(super) struct PutIn {
    /// The places before which they were put, in order.
    pub(super) places: Vec<usize>,
    /// Values with nothing printed next to them, with their names.
    pub(super) unplaced: Vec<String>,
}

/// Returns true if a text is drawn in an area, or is nothing to be drawn.
pub(super) fn is_drawn(text: &str, area: Rect, letters: &[Drawn]) -> bool {
    let area = area.inflate(3.0, 3.0);
    let drawn: String = (letters.iter())
        .filter(|letter| area.contains(letter.above(0.25)))
        .map(Drawn::letters)
        .collect();
    let plain: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    plain.is_empty() || drawn.contains(&plain)
}

/// Converts a distance to a number that can be sorted by.
#[expect(
    clippy::cast_possible_truncation,
    reason = "what is no number becomes 0"
)]
const fn as_order(x: f64) -> i64 {
    (x * 100.0) as i64
}

/// A value put next to printed letters.
struct Near {
    /// Its place among the letters.
    at: usize,
    /// True if it belongs to those after it, not to those before.
    is_before: bool,
    letter: Drawn,
}

/// Returns the place for a value next to the printed letters nearest to its field.
///
/// Among the letters, true if it belongs to those after it, and on the page.
fn neighbour(rect: Rect, letters: &[Drawn], is_tick: bool) -> Option<(usize, bool, Placed)> {
    let level = |letter: &Drawn| {
        let y = letter.above(0.25).y;
        let shown = letter.is_kept() && !letter.is_space && letter.placed.along.x > 0.99;
        shown && (rect.y0 - 2.0..rect.y1 + 2.0).contains(&y)
    };
    let mut left: Option<(f64, usize)> = None;
    let mut right: Option<(f64, usize)> = None;
    for (at, letter) in letters.iter().enumerate().filter(|(_, one)| level(one)) {
        let to_left = rect.x0 - letter.placed.end.x;
        let to_right = letter.placed.start.x - rect.x1;
        if to_left > -4.0 && left.is_none_or(|(least, _)| to_left < least) {
            left = Some((to_left, at));
        } else if to_right > -4.0 && right.is_none_or(|(least, _)| to_right < least) {
            right = Some((to_right, at));
        }
    }
    // The words of a box to tick stand close after it.
    let close = right.filter(|(gap, _)| {
        is_tick && *gap < 20.0 && left.is_none_or(|(of_left, _)| *gap <= of_left)
    });
    let (at, by) = match (close, left, right) {
        (Some((_, right)), _, _) => (right, right),
        (None, Some((_, left)), _) => (left + 1, left),
        (None, None, Some((gap, right))) if is_tick && gap < 60.0 => (right, right),
        _ => return None,
    };
    // Spaces up to the next words may lie under the field.
    let under = |letter: &&Drawn| letter.is_space && letter.placed.start.x > rect.x0;
    let spaces = letters.get(..at).unwrap_or_default().iter().rev();
    let spaces = spaces.take_while(under).count();
    let is_before = at == by;
    let at = at - spaces;
    let mut placed = letters.get(by)?.placed;
    placed.start.x = rect.x0;
    placed.end.x = rect.x1;
    placed.end.y = placed.start.y;
    Some((at, is_before, placed))
}
