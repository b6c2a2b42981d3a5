//! A Word document taken apart: its parts, their elements, its text.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element.
#[derive(Debug, Default)]
pub struct Node {
    /// Its name with its prefix.
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub children: Vec<Node>,
    /// The text right in it.
    pub text: String,
}

impl Node {
    /// An attribute's value, or nothing.
    pub fn get(&self, attribute: &str) -> &str {
        self.attributes.get(attribute).map_or("", String::as_str)
    }

    /// The first child of a name.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The value of a child: `<w:pStyle w:val="…"/>`.
    pub fn val(&self, child: &str) -> &str {
        self.child(child).map_or("", |child| child.get("w:val"))
    }

    /// Every element of a name, in order, at any depth.
    pub fn all<'a>(&'a self, name: &str) -> Vec<&'a Self> {
        let mut found = Vec::new();
        self.walk(&mut |node| {
            if node.name == name {
                found.push(node);
            }
        });
        found
    }

    /// Visits the element and all in it.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        for child in &self.children {
            child.walk(visit);
        }
    }

    /// The text in it as a reader sees it: no field codes; a line for each paragraph.
    pub fn words(&self) -> String {
        let mut out = String::new();
        self.gather(&mut out);
        out
    }

    fn gather(&self, out: &mut String) {
        match self.name.as_str() {
            "w:t" => out.push_str(&self.text),
            "w:br" => out.push('\n'),
            "w:tab" if self.attributes.is_empty() => out.push(' '),
            _ => {
                for child in &self.children {
                    child.gather(out);
                }
                if self.name == "w:p" {
                    out.push('\n');
                }
            }
        }
    }
}

/// The parts of a package by name, each as its text.
pub fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip archive");
    let mut parts = BTreeMap::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).expect("a part");
        let mut text = String::new();
        file.read_to_string(&mut text).expect("UTF-8");
        let name = file.name().expect("a name").to_string();
        assert!(parts.insert(name.clone(), text).is_none(), "{name} twice");
    }
    parts
}

/// A part as a tree; anything that is not well-formed fails.
pub fn tree(xml: &str) -> Node {
    let mut reader = Reader::from_str(xml);
    let mut open: Vec<Node> = vec![Node::default()];
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(start) => open.push(node(&start)),
            Event::Empty(start) => {
                let node = node(&start);
                open.last_mut().expect("a parent").children.push(node);
            }
            Event::End(_) => {
                let node = open.pop().expect("an element");
                open.last_mut().expect("a parent").children.push(node);
            }
            Event::Text(text) => {
                open.last_mut().expect("a parent").text += &text.xml10_content();
            }
            Event::GeneralRef(name) => {
                let text = match name.resolve_char_ref() {
                    Ok(Some(c)) => c.to_string(),
                    _ => quick_xml::escape::resolve_predefined_entity(&name)
                        .expect("an entity XML knows")
                        .to_owned(),
                };
                open.last_mut().expect("a parent").text += &text;
            }
            Event::Decl(_) => {}
            Event::Eof => break,
            other => panic!("{other:?}"),
        }
    }
    let root = open.pop().expect("the root");
    assert!(open.is_empty(), "elements left open");
    let [root] = <[Node; 1]>::try_from(root.children).expect("one root");
    root
}

fn node(start: &BytesStart<'_>) -> Node {
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.expect("an attribute, and each once");
        let value = attribute
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .expect("a value");
        (attribute.key.into_inner().to_owned(), value.into_owned())
    });
    Node {
        name: start.name().into_inner().to_owned(),
        attributes: attributes.collect(),
        ..Node::default()
    }
}

/// What a reader sees: the text and the footnotes.
pub fn text(bytes: &[u8]) -> String {
    let parts = parts(bytes);
    ["word/document.xml", "word/footnotes.xml"]
        .map(|name| tree(&parts[name]).words())
        .concat()
}

/// Nothing in the file does anything: no field but our four kinds, nothing fetched, no link but to the
/// web, no part that is not ours.
pub fn inert(bytes: &[u8], at: &str) {
    for (name, xml) in parts(bytes) {
        assert!(!xml.contains("<!"), "{at}: {name} declares something");
        let root = tree(&xml);
        root.walk(&mut |node| match node.name.as_str() {
            "w:instrText" => {
                let code = node.text.trim();
                let ours = code.starts_with("PAGEREF _Toc") || code.starts_with("NOTEREF _RefNote");
                assert!(ours, "{at}: {code}");
            }
            "w:fldSimple" => {
                let code = node.get("w:instr").trim();
                assert!(["PAGE", "NUMPAGES"].contains(&code), "{at}: {code}");
            }
            "Relationship" if node.get("TargetMode") == "External" => {
                let target = node.get("Target");
                assert!(
                    target.starts_with("https://") || target.starts_with("http://"),
                    "{at}: {target}"
                );
                assert!(node.get("Type").ends_with("/hyperlink"), "{at}");
            }
            "w:object" | "w:pict" | "w:drawing" | "w:altChunk" | "w:subDoc" | "w:control" => {
                panic!("{at}: {}", node.name)
            }
            _ => {}
        });
    }
}
