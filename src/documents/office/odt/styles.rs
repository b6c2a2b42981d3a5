//! Styles of an OpenDocument text: which are headings, which are numbered, which strike out or hide.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::super::super::looks::{Looks, Signs, is_pale};
use super::super::super::raw::Halt;
use super::super::{XmlEvent, XmlWalk, attribute, is_heading_name, name};
use super::lists::{Level, ListStyle};

/// A chain of styles, each based on the next, is followed no further than this.
const CHAIN: usize = 24;

/// The styles of a document.
#[derive(Default)]
pub(super) struct Styles {
    /// By family and name.
    by_name: HashMap<(String, String), Style>,
    pub(super) lists: HashMap<String, ListStyle>,
    /// Numbers of headings that are in no list.
    pub(super) outline: ListStyle,
    /// True if the pages themselves have a colour.
    pub(super) on_colour: bool,
}

#[derive(Default)]
struct Style {
    shown_name: Option<String>,
    parent: Option<String>,
    outline: Option<String>,
    list: Option<String>,
    looks: Looks,
}

/// A style with all it inherits.
#[derive(Default)]
pub(super) struct Resolved {
    pub(super) is_heading: bool,
    /// The list style; empty for none.
    pub(super) list: Option<String>,
    pub(super) looks: Looks,
}

impl Styles {
    /// Reads the styles of a part; what follows a break in it is not known.
    pub(super) fn read(&mut self, xml: &str) {
        let _ = self.walk(xml);
    }

    fn walk(&mut self, xml: &str) -> Result<(), Halt> {
        let mut walk = XmlWalk::of(xml);
        let mut open: Option<((String, String), Style)> = None;
        let mut list: Option<(String, ListStyle)> = None;
        loop {
            match walk.next()? {
                XmlEvent::Start(start) | XmlEvent::Empty(start) => {
                    let of = |wanted| attribute(&start, wanted);
                    match name(&start) {
                        "body" => {
                            self.by_name.extend(open.take());
                            return Ok(());
                        }
                        "style" => {
                            self.by_name.extend(open.take());
                            let key = (
                                of("family").unwrap_or_default(),
                                of("name").unwrap_or_default(),
                            );
                            let style = Style {
                                shown_name: of("display-name"),
                                parent: of("parent-style-name"),
                                outline: of("default-outline-level"),
                                list: of("list-style-name"),
                                looks: Looks::default(),
                            };
                            open = Some((key, style));
                        }
                        "default-style" => self.by_name.extend(open.take()),
                        "list-style" => {
                            list = Some((of("name").unwrap_or_default(), ListStyle::default()));
                        }
                        "outline-style" => list = Some((String::new(), ListStyle::default())),
                        "page-layout-properties" => self.on_colour |= is_coloured(&start),
                        found => {
                            if let Some((_, list)) = &mut list {
                                Level::take(list, found, &start);
                            } else if let Some((_, style)) = &mut open {
                                take_looks(&mut style.looks, found, &start);
                            }
                        }
                    }
                }
                XmlEvent::End(name) => match name.as_str() {
                    "style" => self.by_name.extend(open.take()),
                    "list-style" => self.lists.extend(list.take()),
                    "outline-style" => {
                        if let Some((_, levels)) = list.take() {
                            self.outline = levels;
                        }
                    }
                    _ => {}
                },
                XmlEvent::Done => {
                    self.by_name.extend(open.take());
                    return Ok(());
                }
                XmlEvent::Text(_) => {}
            }
        }
    }

    /// Returns a style of a family with all it inherits.
    pub(super) fn resolve(&self, family: &str, name: Option<String>) -> Resolved {
        let mut out = Resolved::default();
        let mut outline = None;
        let mut next = name;
        let mut left = CHAIN;
        while let Some(name) = next.take().filter(|_| left > 0) {
            left -= 1;
            out.is_heading |= is_heading_name(&name);
            let Some(style) = self.by_name.get(&(family.to_owned(), name)) else {
                break;
            };
            let shown = style.shown_name.as_deref().unwrap_or_default();
            out.is_heading |= is_heading_name(shown);
            outline = outline.or(style.outline.as_deref());
            out.list = out.list.or_else(|| style.list.clone());
            out.looks = style.looks.under(out.looks);
            next.clone_from(&style.parent);
        }
        match outline {
            // Running text that is based on a heading's style for its number.
            Some("" | "0") => out.is_heading = false,
            Some(_) => out.is_heading = true,
            None => {}
        }
        out
    }
}

/// Takes the properties of letters and of what is behind them from an element.
fn take_looks(looks: &mut Looks, name: &str, start: &BytesStart<'_>) {
    let of = |wanted| attribute(start, wanted);
    match name {
        "text-properties" => {
            let line = of("text-line-through-style").or_else(|| of("text-line-through-type"));
            looks.struck = line.map(|line| line != "none").or(looks.struck);
            looks.hidden = of("display").map(|one| one == "none").or(looks.hidden);
            let pale = of("color").map(|colour| is_pale(&colour));
            looks.pale = match of("use-window-font-color").as_deref() {
                Some("true") => Some(false),
                _ => pale.or(looks.pale),
            };
            let font = of("font-name").or_else(|| of("font-family"));
            looks.signs = font.map(|font| Signs::of_font(&font)).or(looks.signs);
            let position = of("text-position");
            looks.raised = position
                .map(|one| one.starts_with("super"))
                .or(looks.raised);
        }
        "paragraph-properties"
        | "table-cell-properties"
        | "table-row-properties"
        | "table-properties"
        | "graphic-properties" => {}
        _ => return,
    }
    if of("background-color").is_some() || of("fill").is_some() {
        looks.shaded = Some(is_coloured(start));
    }
}

/// Returns true for a background that is no paper.
fn is_coloured(start: &BytesStart<'_>) -> bool {
    let colour = attribute(start, "background-color");
    let colour = colour.is_some_and(|colour| colour != "transparent" && !is_pale(&colour));
    let fill = attribute(start, "fill").is_some_and(|fill| fill != "none");
    colour || fill
}
