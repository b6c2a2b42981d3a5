//! Styles of a Word document: which are headings, which are numbered, which strike out or hide.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::super::super::looks::{Looks, Signs, is_pale};
use super::super::super::raw::Halt;
use super::super::{XmlEvent, XmlWalk, attribute, is_heading_name, name};

/// A chain of styles, each based on the next, is followed no further than this.
const CHAIN: usize = 24;

/// The styles of a document.
#[derive(Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    /// The id of the style of paragraphs that name none.
    usual: Option<String>,
}

/// A style as the file defines it, without what it inherits.
#[derive(Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<String>,
    number: Numbered,
    looks: Looks,
}

/// List and level that a paragraph or a style asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Numbered {
    /// The list; "0" is none.
    pub(super) list: Option<String>,
    /// The level, counted from 0.
    pub(super) level: Option<usize>,
}

impl Numbered {
    /// Takes a property from an element; false if it is none of these.
    pub(super) fn take(&mut self, name: &str, start: &BytesStart<'_>) -> bool {
        match name {
            "numId" => self.list = attribute(start, "val"),
            "ilvl" => self.level = attribute(start, "val").and_then(|one| one.parse().ok()),
            _ => return false,
        }
        true
    }
}

/// A style with all it inherits.
#[derive(Default)]
pub(super) struct Resolved {
    pub(super) is_heading: bool,
    pub(super) number: Numbered,
    pub(super) looks: Looks,
    /// The ids of the style and those it is based on.
    pub(super) chain: Vec<String>,
}

impl Styles {
    /// Reads the part with the styles; what follows a break in it is not known.
    pub(super) fn read(xml: &str) -> Self {
        let mut styles = Self::default();
        let _ = styles.walk(xml);
        styles
    }

    fn walk(&mut self, xml: &str) -> Result<(), Halt> {
        let mut walk = XmlWalk::of(xml);
        let mut open: Option<(String, Style)> = None;
        loop {
            match walk.next()? {
                XmlEvent::Start(start) | XmlEvent::Empty(start) => match name(&start) {
                    "style" => {
                        let id = attribute(&start, "styleId").unwrap_or_default();
                        let is_on = attribute(&start, "default").is_some_and(|one| is_on(&one));
                        let of = attribute(&start, "type");
                        if is_on && of.as_deref() == Some("paragraph") {
                            self.usual = Some(id.clone());
                        }
                        open = Some((id, Style::default()));
                    }
                    // What a table's style does to its first row says nothing of the others.
                    "tblStylePr" | "docDefaults" | "latentStyles" => walk.skip_open()?,
                    other => {
                        if let Some((_, style)) = &mut open {
                            style.take(other, &start);
                        }
                    }
                },
                XmlEvent::End(name) if name == "style" => {
                    if let Some((id, style)) = open.take() {
                        self.by_id.insert(id, style);
                    }
                }
                XmlEvent::Done => return Ok(()),
                _ => {}
            }
        }
    }

    /// Returns a style with all it inherits; the usual one of paragraphs for `None`.
    pub(super) fn paragraph(&self, id: Option<&str>) -> Resolved {
        id.or(self.usual.as_deref())
            .map(|id| self.resolve(id))
            .unwrap_or_default()
    }

    /// Returns the looks that a style for letters sets.
    pub(super) fn letters(&self, id: &str) -> Looks {
        self.resolve(id).looks
    }

    fn resolve(&self, id: &str) -> Resolved {
        let mut out = Resolved::default();
        let mut outline = None;
        let mut next = Some(id);
        while let Some(id) = next {
            // A document without its styles still names them.
            let named = is_heading_name(id);
            let Some(style) = self.by_id.get(id) else {
                out.is_heading |= named;
                break;
            };
            out.is_heading |= is_heading_name(&style.name) || (style.name.is_empty() && named);
            outline = outline.or(style.outline.as_deref());
            out.looks = style.looks.under(out.looks);
            out.number.list = out.number.list.take().or_else(|| style.number.list.clone());
            out.number.level = out.number.level.or(style.number.level);
            out.chain.push(id.to_owned());
            next = style.based_on.as_deref();
            if out.chain.len() > CHAIN {
                break;
            }
        }
        match outline {
            // Running text that is based on a heading's style for its number.
            Some("9") => out.is_heading = false,
            Some(_) => out.is_heading = true,
            None => {}
        }
        out
    }
}

impl Style {
    fn take(&mut self, name: &str, start: &BytesStart<'_>) {
        if self.number.take(name, start) || take_looks(&mut self.looks, name, start) {
            return;
        }
        match name {
            "name" => self.name = attribute(start, "val").unwrap_or_default(),
            "basedOn" => self.based_on = attribute(start, "val"),
            "outlineLvl" => self.outline = attribute(start, "val"),
            _ => {}
        }
    }
}

/// Takes a property of letters from an element; false if it is none of these.
pub(super) fn take_looks(looks: &mut Looks, name: &str, start: &BytesStart<'_>) -> bool {
    let on = || Some(attribute(start, "val").is_none_or(|one| is_on(&one)));
    match name {
        "strike" | "dstrike" => looks.struck = on(),
        "vanish" => looks.hidden = on(),
        "color" => looks.pale = attribute(start, "val").map(|colour| is_pale(&colour)),
        "shd" => looks.shaded = Some(is_shaded(start)),
        "highlight" => {
            looks.shaded =
                attribute(start, "val").map(|colour| colour != "none" && colour != "white");
        }
        "rFonts" => {
            looks.signs = attribute(start, "ascii")
                .or_else(|| attribute(start, "hAnsi"))
                .map(|font| Signs::of_font(&font));
        }
        "vertAlign" => {
            looks.raised = attribute(start, "val").map(|one| one == "superscript");
        }
        _ => return false,
    }
    true
}

/// Returns true for a shading that is no paper.
pub(super) fn is_shaded(start: &BytesStart<'_>) -> bool {
    let fill = attribute(start, "fill").unwrap_or_default();
    let plain = fill.is_empty() || fill.eq_ignore_ascii_case("auto") || is_pale(&fill);
    let pattern = attribute(start, "val");
    !plain || !matches!(pattern.as_deref(), None | Some("clear" | "nil"))
}

/// Returns true unless a value switches a property off.
pub(super) fn is_on(value: &str) -> bool {
    !matches!(value, "0" | "false" | "off")
}
