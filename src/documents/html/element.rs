//! Elements of a web page: their attributes, which are blocks, and which end others.

use html5gum::StartTag;

/// The attributes of an element.
pub(super) struct Attributes<'t>(pub(super) &'t StartTag<()>);

impl Attributes<'_> {
    /// Returns an attribute's value; empty if it has none.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let found = self.0.attributes.iter();
        found
            .filter(|(key, _)| key.as_slice().eq_ignore_ascii_case(name.as_bytes()))
            .map(|(_, value)| String::from_utf8_lossy(value).into_owned())
            .next()
    }

    /// Returns true if there is such an attribute.
    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Returns true if an attribute has this value.
    pub(super) fn is(&self, name: &str, value: &str) -> bool {
        self.get(name)
            .is_some_and(|one| one.trim().eq_ignore_ascii_case(value))
    }

    /// Returns true if no reader of the page sees the element.
    ///
    /// One that is only hidden from a screen reader is seen; one that is hidden until it is searched
    /// for can be found.
    pub(super) fn is_hidden(&self) -> bool {
        (self.has("hidden") && !self.is("hidden", "until-found"))
            || self.style("display").as_deref() == Some("none")
            || matches!(
                self.style("visibility").as_deref(),
                Some("hidden" | "collapse")
            )
    }

    /// Returns true if a line is drawn through the element's text.
    pub(super) fn is_struck(&self) -> bool {
        ["text-decoration", "text-decoration-line"]
            .iter()
            .any(|name| {
                self.style(name)
                    .is_some_and(|one| one.contains("line-through"))
            })
    }

    /// Returns a property of the element's own style, in lower case.
    pub(super) fn style(&self, name: &str) -> Option<String> {
        let style = self.get("style")?.to_lowercase();
        style.split(';').rev().find_map(|one| {
            let (key, value) = one.split_once(':')?;
            let value = value.trim().trim_end_matches("!important").trim_end();
            (key.trim() == name).then(|| value.to_owned())
        })
    }
}

/// Returns true for an element that has no end.
pub(super) fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"area"
            | b"base"
            | b"br"
            | b"col"
            | b"embed"
            | b"frame"
            | b"hr"
            | b"img"
            | b"input"
            | b"link"
            | b"meta"
            | b"param"
            | b"source"
            | b"track"
            | b"wbr"
    )
}

pub(super) fn is_heading(name: &[u8]) -> bool {
    matches!(
        name,
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"title"
    )
}

/// Returns true for an element that begins on a line of its own.
pub(super) fn is_block(name: &[u8]) -> bool {
    matches!(
        name,
        b"p" | b"div"
            | b"ul"
            | b"ol"
            | b"li"
            | b"dl"
            | b"dt"
            | b"dd"
            | b"table"
            | b"tbody"
            | b"thead"
            | b"tfoot"
            | b"caption"
            | b"blockquote"
            | b"section"
            | b"article"
            | b"header"
            | b"footer"
            | b"main"
            | b"nav"
            | b"aside"
            | b"figure"
            | b"figcaption"
            | b"form"
            | b"fieldset"
            | b"legend"
            | b"address"
            | b"hr"
            | b"body"
            | b"head"
            | b"details"
            | b"summary"
            | b"dialog"
            | b"menu"
    ) || is_heading(name)
}

/// Returns the elements that an element ends where it begins, and those behind which it looks for
/// none; empty if it ends none.
pub(super) fn ends(name: &[u8]) -> (&'static [&'static [u8]], &'static [&'static [u8]]) {
    const NONE: &[&[u8]] = &[];
    const CELL: &[&[u8]] = &[b"table", b"td", b"th", b"caption", b"object", b"button"];
    match name {
        b"li" => (&[b"li"], &[b"ul", b"ol", b"menu", b"table", b"td", b"th"]),
        b"dt" | b"dd" => (&[b"dt", b"dd"], &[b"dl", b"table", b"td", b"th"]),
        b"td" | b"th" => (&[b"td", b"th"], &[b"table", b"tr"]),
        b"tr" => (&[b"tr"], &[b"table"]),
        b"thead" | b"tbody" | b"tfoot" => (&[b"thead", b"tbody", b"tfoot", b"tr"], &[b"table"]),
        b"option" | b"optgroup" => (&[b"option"], &[b"select"]),
        name if is_block(name) || name == b"pre" => (&[b"p"], CELL),
        _ => (NONE, NONE),
    }
}
