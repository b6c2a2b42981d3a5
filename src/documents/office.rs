//! Word and OpenDocument texts: XML in a zip archive, read by two small walkers of our own.
//!
//! Bounds hold: on the number of parts, on the size of a part as declared *and* as it unpacks
//! (declared sizes can be false), on the depth of the XML, on the text. Nothing outside the archive is ever opened: external entities are not resolved.

mod blocks;
mod docx;
mod odt;
mod pptx;
mod sheets;

use std::io::{Cursor, Read as _};
use std::path::Path;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::error::{Fault, Stop};
use super::kind::extension;
use super::paper::PaperKind;
use super::plain::{clean, decode};
use super::raw::{Halt, LineSink, RawPage, Within};

/// The most that one part may unpack to, in bytes.
const PART_BYTES: u64 = 64 * 1024 * 1024;
/// The most parts an archive may have.
const PARTS: usize = 20_000;
/// The deepest that XML may be nested.
const DEPTH: usize = 512;
/// The most text that is read, in bytes.
const TEXT: usize = 32 * 1024 * 1024;

/// An opened archive.
struct Archive<'w> {
    zip: ZipArchive<Cursor<Bytes>>,
    /// Set once a part was cut off.
    damaged: bool,
    /// Reader of the parts that are papers by themselves.
    within: &'w dyn Within,
}

/// The bytes of a file, shared.
struct Bytes(Arc<Vec<u8>>);

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl<'w> Archive<'w> {
    fn open(bytes: Arc<Vec<u8>>, within: &'w dyn Within) -> Result<Self, Halt> {
        let zip = ZipArchive::new(Cursor::new(Bytes(bytes))).map_err(|_| Fault::Damaged {
            what: "a Word document, an ODT or a zip archive".to_owned(),
        })?;
        if zip.len() > PARTS {
            return Err(Stop::Bomb {
                what: format!("more than {PARTS} parts"),
            }
            .into());
        }
        Ok(Self {
            zip,
            damaged: false,
            within,
        })
    }

    /// Returns the paths of the parts that are asked for.
    fn paths_that(&self, wanted: impl Fn(&str) -> bool) -> Vec<String> {
        let parts = self.zip.file_names().flatten();
        parts
            .filter(|name| wanted(name) && !name.ends_with('/'))
            .map(|name| name.to_string())
            .collect()
    }

    /// Returns a part that is a paper by itself, as one page; `None` if it cannot be read in full.
    fn page_of(&mut self, name: &str) -> Option<RawPage> {
        let bytes = self.bytes(name).ok().flatten()?;
        let inside = self.within.read(Arc::new(bytes), Path::new(name), None)?;
        inside.besides.is_empty().then_some(inside.page)
    }

    /// Returns the text of a part; `None` if there is none of that name.
    fn part(&mut self, name: &str) -> Result<Option<String>, Halt> {
        let bytes = self.bytes(name)?;
        Ok(bytes.map(|bytes| decode(&bytes, Some(encoding_rs::UTF_8))))
    }

    /// Returns the bytes of a part; `None` if there is none of that name.
    fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Halt> {
        let too_large = || Stop::Bomb {
            what: format!("a part larger than {} MB", PART_BYTES >> 20),
        };
        let Some(place) = self.zip.index_for_name(name) else {
            return Ok(None);
        };
        let Ok(part) = self.zip.by_index(place) else {
            return Err(Stop::Damaged.into());
        };
        if part.size() > PART_BYTES {
            return Err(too_large().into());
        }
        let mut bytes = Vec::new();
        let read = part.take(PART_BYTES + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > PART_BYTES {
            return Err(too_large().into());
        }
        // A damaged part is read as far as it goes, and reported.
        self.damaged |= read.is_err();
        Ok(Some(bytes))
    }
}

/// Returns the last part of a path in an archive.
fn file_name(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned()
}

impl Archive<'_> {
    /// Returns the kind that was read, or an error if a part was cut off.
    fn whole(&self, kind: PaperKind) -> Result<PaperKind, Halt> {
        if self.damaged {
            Err(Stop::Damaged.into())
        } else {
            Ok(kind)
        }
    }
}

/// Reads the contents of a zip archive, if it is a document.
///
/// `within` reads the parts that are papers by themselves.
pub(super) fn read(
    bytes: Arc<Vec<u8>>,
    within: &dyn Within,
    sink: &mut dyn LineSink,
) -> Result<PaperKind, Halt> {
    let mut archive = Archive::open(Arc::clone(&bytes), within)?;
    if let Some(kind) = archive.part("mimetype")? {
        let kind = kind.trim();
        if kind.starts_with("application/vnd.oasis.opendocument.text") {
            odt::read(&mut archive, sink)?;
            return archive.whole(PaperKind::Odt);
        }
        if kind.starts_with("application/vnd.oasis.opendocument.spreadsheet") {
            sheets::read_ods(&mut archive, sink)?;
            return archive.whole(PaperKind::Ods);
        }
        let what = if kind.contains("presentation") {
            "an OpenDocument presentation (ODP)"
        } else if kind.contains("epub") {
            "an e-book"
        } else {
            "an archive"
        };
        return Err(stranger(what));
    }
    if let Some(relations) = archive.part("_rels/.rels")? {
        let main = docx::targets(&relations, "", "/officeDocument")?;
        let Some(main) = main.first() else {
            return Err(stranger("an archive"));
        };
        let kind = if extension(Path::new(main)) == "bin" {
            return Err(Fault::OldFormat {
                what: "a binary Excel workbook (.xlsb)".to_owned(),
                save_as: "XLSX or PDF".to_owned(),
            }
            .into());
        } else if main.starts_with("xl/") {
            sheets::read_xlsx(bytes, &mut archive, main, sink)?;
            PaperKind::Xlsx
        } else if main.starts_with("ppt/") {
            pptx::read(&mut archive, main, sink)?;
            PaperKind::Pptx
        } else if main.starts_with("visio/") {
            return Err(stranger("a drawing"));
        } else {
            docx::read(&mut archive, main, sink)?;
            PaperKind::Docx
        };
        return archive.whole(kind);
    }
    if !archive
        .paths_that(|path| extension(Path::new(path)) == "iwa")
        .is_empty()
    {
        return Err(stranger("a Pages, Numbers or Keynote file"));
    }
    Err(Fault::Archive.into())
}

/// Returns the fault for a file of a kind that is not read.
fn stranger(what: &str) -> Halt {
    Fault::NotAPaper {
        what: what.to_owned(),
    }
    .into()
}

/// Walks XML, event by event, within the bound on depth.
struct XmlWalk<'x> {
    reader: Reader<&'x [u8]>,
    depth: usize,
    /// True if the last event was the start of an element with content.
    is_open: bool,
}

/// An event of the walk.
enum XmlEvent<'x> {
    /// The start of an element.
    Start(BytesStart<'x>),
    /// An element without content.
    Empty(BytesStart<'x>),
    /// The end of an element; its name without its prefix.
    End(String),
    /// Text.
    Text(String),
    /// The end of the XML.
    Done,
}

impl<'x> XmlWalk<'x> {
    fn of(xml: &'x str) -> Self {
        let mut reader = Reader::from_str(xml.trim_start_matches('\u{FEFF}'));
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        Self {
            reader,
            depth: 0,
            is_open: false,
        }
    }

    fn next(&mut self) -> Result<XmlEvent<'x>, Halt> {
        loop {
            let event = self
                .reader
                .read_event()
                .map_err(|_| Halt::Stop(Stop::Damaged))?;
            self.is_open = matches!(event, Event::Start(_));
            return Ok(match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEPTH {
                        return Err(Stop::Bomb {
                            what: format!("more than {DEPTH} levels deep"),
                        }
                        .into());
                    }
                    XmlEvent::Start(start)
                }
                Event::Empty(start) => XmlEvent::Empty(start),
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    XmlEvent::End(end.local_name().into_inner().to_owned())
                }
                Event::Text(text) => XmlEvent::Text(clean(&text.xml10_content())),
                Event::CData(text) => XmlEvent::Text(clean(&text.xml10_content())),
                // Entities are reported apart from the text around them: without this, "&" would
                // vanish.
                Event::GeneralRef(name) => {
                    let resolved = match name.resolve_char_ref() {
                        Ok(Some(c)) => clean(&c.to_string()),
                        _ => quick_xml::escape::resolve_predefined_entity(&name)
                            .unwrap_or_default()
                            .to_owned(),
                    };
                    XmlEvent::Text(resolved)
                }
                // Elements left open: the end is missing.
                Event::Eof if self.depth > 0 => return Err(Stop::Damaged.into()),
                Event::Eof => XmlEvent::Done,
                _ => continue,
            });
        }
    }

    /// Skips to the end of the element that was just reported, if it has not ended with it.
    fn skip_open(&mut self) -> Result<(), Halt> {
        if self.is_open { self.skip() } else { Ok(()) }
    }

    /// Skips to the end of the element that just began.
    fn skip(&mut self) -> Result<(), Halt> {
        let outer = self.depth;
        while self.depth >= outer {
            if matches!(self.next()?, XmlEvent::Done) {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// Returns true for the name of a style for headings, as the programs write it in many languages.
fn is_heading_name(name: &str) -> bool {
    const NAMES: [&str; 17] = [
        "heading",
        "title",
        "subtitle",
        "pennawd",
        "teitl",
        "überschrift",
        "berschrift",
        "titre",
        "título",
        "titulo",
        "ttulo",
        "titolo",
        "kop",
        "rubrik",
        "overskrift",
        "nagłówek",
        "otsikko",
    ];
    // "Heading_20_1" is how an OpenDocument text writes "Heading 1".
    let name = name.replace("_20_", " ").to_lowercase();
    let name = name.trim_start_matches("toc ");
    let bare = name.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '_' | '-'));
    NAMES.contains(&bare) || bare == "contents heading"
}

/// Returns an element's name without its prefix.
fn name<'s>(start: &'s BytesStart<'_>) -> &'s str {
    let name = start.name().into_inner();
    name.rsplit(':').next().unwrap_or(name)
}

/// Returns an attribute's value by its name without a prefix.
fn attribute(start: &BytesStart<'_>, wanted: &str) -> Option<String> {
    start
        .attributes()
        .with_checks(false)
        .flatten()
        .find_map(|attribute| {
            let key = attribute.key.into_inner();
            (key.rsplit(':').next() == Some(wanted)).then(|| {
                attribute
                    .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                    .map_or_else(
                        |_| attribute.value.clone().into_owned(),
                        std::borrow::Cow::into_owned,
                    )
            })
        })
}
