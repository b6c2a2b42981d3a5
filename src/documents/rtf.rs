//! Rich texts (RTF): control words in nested groups, read from the first byte to the last.
//!
//! Fonts, colours, pictures and field codes are passed over; footnotes and comments are read as
//! notes, headers and footers as such; what is struck out or hidden is kept apart.

use encoding_rs::{Encoding, WINDOWS_1252};

use super::looks::{Words, tick};
use super::numerals::Label;
use super::paper::{ApartKind, Besides, Paging, PaperKind};
use super::plain::{PART, clean};
use super::raw::{
    FOOTER, HEADER, HEADING, Halt, Head, LineSink, NOTE, RawLine, RawPage, STARTS, WHOLE,
};

/// Groups nested deeper than this are passed over.
const DEPTH: usize = 512;
/// A line longer than this, in bytes, fills its line: it is no heading.
const LONG: usize = 200;

/// Reads a rich text.
pub(super) fn read(bytes: &[u8], sink: &mut dyn LineSink) -> Result<(), Halt> {
    let mut reader = RtfReader::default();
    reader.state.uc = 1;
    reader.walk(bytes);
    let mut besides = Vec::new();
    if !reader.objects.is_empty() {
        besides.push(Besides::Attachments(reader.objects));
    }
    sink.head(Head {
        kind: PaperKind::Rtf,
        paging: Paging::None,
        declared: None,
        besides,
    })?;
    for page in reader.pages {
        sink.page(page)?;
    }
    sink.page(reader.page)
}

/// Destination of the text of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Target {
    #[default]
    Body,
    /// A header, a footer, a footnote, a comment: marks of its lines.
    Aside(u8),
    /// The number printed before the paragraph.
    Label,
    /// The author of the next comment.
    Author,
    /// The kind of an object within the text.
    Object,
    /// A form's field.
    Field,
    Nowhere,
}

/// Properties that a group inherits and may change.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a state of its own")]
struct State {
    target: Target,
    struck: bool,
    hidden: bool,
    deleted: bool,
    /// Number of letters that follow a Unicode letter for readers that do not know it.
    uc: usize,
    outline: bool,
}

#[derive(Default)]
struct RtfReader {
    state: State,
    groups: Vec<State>,
    /// Number of groups beyond the deepest that is kept.
    beyond: usize,
    charset: Option<&'static Encoding>,
    pages: Vec<RawPage>,
    page: RawPage,
    letters: usize,
    body: Words,
    aside: Words,
    label: String,
    author: String,
    object: String,
    objects: Vec<String>,
    /// Bytes of letters in the document's own encoding.
    pending: Vec<u8>,
    /// Number of letters still to be passed over.
    skip: usize,
    /// First half of a letter in two halves.
    half: Option<u16>,
    /// The form's field that is open: its kind, its value, its choices.
    field: (i32, Option<i32>, Vec<String>),
}

impl RtfReader {
    fn walk(&mut self, bytes: &[u8]) {
        let mut at = 0;
        while let Some(byte) = bytes.get(at).copied() {
            at += 1;
            match byte {
                b'{' => {
                    self.flush();
                    if self.groups.len() < DEPTH {
                        self.groups.push(self.state.clone());
                    } else {
                        self.beyond += 1;
                    }
                }
                b'}' => {
                    self.flush();
                    self.skip = 0;
                    if self.beyond > 0 {
                        self.beyond -= 1;
                    } else {
                        self.end_group();
                    }
                }
                b'\\' => at = self.control(bytes, at),
                b'\r' | b'\n' => {}
                byte => self.letter(byte),
            }
        }
        self.flush();
        self.end_paragraph();
    }

    /// Reads what follows a backslash, and returns where the text goes on.
    fn control(&mut self, bytes: &[u8], at: usize) -> usize {
        let Some(first) = bytes.get(at).copied() else {
            return at;
        };
        if !first.is_ascii_alphabetic() {
            match first {
                b'\'' => {
                    let digits = bytes.get(at + 1..at + 3);
                    let digits = digits.and_then(|two| std::str::from_utf8(two).ok());
                    if let Some(byte) = digits.and_then(|two| u8::from_str_radix(two, 16).ok()) {
                        self.letter(byte);
                    }
                    return at + 3;
                }
                b'\\' | b'{' | b'}' => self.letter(first),
                b'~' => self.text(" "),
                b'_' => self.text("-"),
                b'\r' | b'\n' => self.word("par", None),
                // What follows may be passed over by those who do not know it.
                b'*' => self.state.target = Target::Nowhere,
                _ => {}
            }
            return at + 1;
        }
        let is_letter = |byte: &u8| byte.is_ascii_alphabetic();
        let rest = bytes.get(at..).unwrap_or_default();
        let length = rest
            .iter()
            .take(40)
            .take_while(|byte| is_letter(byte))
            .count();
        let word = std::str::from_utf8(rest.get(..length).unwrap_or_default()).unwrap_or("");
        let rest = rest.get(length..).unwrap_or_default();
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits = rest
            .iter()
            .skip(sign)
            .take(10)
            .take_while(|one| one.is_ascii_digit())
            .count();
        let number = std::str::from_utf8(rest.get(..sign + digits).unwrap_or_default())
            .ok()
            .and_then(|text| text.parse::<i32>().ok());
        let used = if digits > 0 { sign + digits } else { 0 };
        let mut end = at + length + used;
        if bytes.get(end) == Some(&b' ') {
            end += 1;
        }
        self.flush_before(word);
        // Bytes of a picture follow, whatever they look like.
        if word == "bin" {
            return end.saturating_add(usize::try_from(number.unwrap_or(0)).unwrap_or(0));
        }
        self.word(word, number);
        end
    }

    fn flush_before(&mut self, word: &str) {
        if word != "u" {
            self.skip = 0;
        }
        self.flush();
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        let on = number != Some(0);
        match word {
            "par" | "sect" | "page" | "row" | "nestrow" => self.end_paragraph(),
            "line" => self.text("\n"),
            "tab" | "cell" | "nestcell" => self.text("\t"),
            "emdash" => self.text("—"),
            "endash" => self.text("–"),
            "lquote" => self.text("‘"),
            "rquote" => self.text("’"),
            "ldblquote" => self.text("“"),
            "rdblquote" => self.text("”"),
            "bullet" => self.text("•"),
            "pard" => self.state.outline = false,
            "plain" => {
                self.state.struck = false;
                self.state.hidden = false;
                self.state.deleted = false;
            }
            "strike" | "striked" => self.state.struck = on,
            "v" => self.state.hidden = on,
            "deleted" => self.state.deleted = on,
            "outlinelevel" => self.state.outline = number.is_some_and(|level| level < 9),
            "uc" => self.state.uc = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(8),
            "u" => self.unicode(number.unwrap_or(0)),
            "ansicpg" => {
                let label = format!("windows-{}", number.unwrap_or(1252));
                self.charset = Encoding::for_label(label.as_bytes());
            }
            "mac" => self.charset = Some(encoding_rs::MACINTOSH),
            "fonttbl" | "colortbl" | "stylesheet" | "info" | "pict" | "fldinst" | "listtable"
            | "revtbl" | "template" | "themedata" | "datastore" | "xmlnstbl" | "rsidtbl"
            | "objdata" | "nonshppict" | "atnid" | "atndate" | "atnref" | "bkmkstart"
            | "bkmkend" | "tc" | "xe" => {
                if word == "pict" && self.state.target != Target::Nowhere {
                    self.page.images = self.page.images.saturating_add(1);
                }
                self.state.target = Target::Nowhere;
            }
            "header" | "headerl" | "headerr" | "headerf" => {
                self.state.target = Target::Aside(HEADER);
            }
            "footer" | "footerl" | "footerr" | "footerf" => {
                self.state.target = Target::Aside(FOOTER);
            }
            // These come behind the mark to pass over what is not known.
            "footnote" | "annotation" => self.state.target = Target::Aside(NOTE),
            "shptxt" | "shppict" | "fldrslt" | "result" => self.state.target = self.outer(),
            "listtext" | "pntext" => self.state.target = Target::Label,
            "atnauthor" => self.state.target = Target::Author,
            "objclass" => self.state.target = Target::Object,
            "formfield" => {
                self.state.target = Target::Field;
                self.field = (0, None, Vec::new());
            }
            "ffl" => self.state.target = Target::Field,
            "fftype" => self.field.0 = number.unwrap_or(0),
            "ffres" if number != Some(25) => self.field.1 = number,
            "ffdefres" => self.field.1 = self.field.1.or(number),
            _ => {}
        }
    }

    /// Returns where the text around the open group goes.
    fn outer(&self) -> Target {
        let shown = self.groups.iter().rev().map(|one| one.target);
        shown
            .into_iter()
            .find(|target| *target != Target::Nowhere)
            .unwrap_or_default()
    }

    fn unicode(&mut self, number: i32) {
        let unit = u16::try_from(number.rem_euclid(0x1_0000)).unwrap_or(0);
        let first = self.half.take();
        let text = match (first, unit) {
            (_, 0xD800..=0xDBFF) => {
                self.half = Some(unit);
                String::new()
            }
            (Some(first), 0xDC00..=0xDFFF) => String::from_utf16_lossy(&[first, unit]),
            // A box of a font of signs.
            (_, 0xF0FE | 0xF0FD | 0xF078) => tick(true).to_owned(),
            (_, 0xF0A8 | 0xF06F) => tick(false).to_owned(),
            _ => String::from_utf16_lossy(&[unit]),
        };
        self.text(&text);
        self.skip = self.state.uc;
    }

    fn letter(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        self.pending.push(byte);
    }

    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.pending);
        let encoding = self.charset.unwrap_or(WINDOWS_1252);
        let text = encoding.decode_without_bom_handling(&bytes).0.into_owned();
        self.text(&text);
    }

    fn text(&mut self, text: &str) {
        let text = clean(text);
        let apart = if self.state.hidden {
            Some(ApartKind::Hidden)
        } else if self.state.struck {
            Some(ApartKind::StruckOut)
        } else {
            None
        };
        match self.state.target {
            // A tracked deletion is gone.
            _ if self.state.deleted => {}
            Target::Body => self.body.push(&text, apart),
            Target::Aside(_) => self.aside.push(&text, apart),
            Target::Label => self.label.push_str(&text),
            Target::Author => self.author.push_str(&text),
            Target::Object => self.object.push_str(&text),
            Target::Field => {
                if !text.trim().is_empty() {
                    self.field.2.push(text.trim().to_owned());
                }
            }
            Target::Nowhere => {}
        }
    }

    fn end_group(&mut self) {
        let ended = std::mem::take(&mut self.state);
        self.state = self.groups.pop().unwrap_or_else(|| State {
            uc: 1,
            ..State::default()
        });
        if ended.target == self.state.target {
            return;
        }
        match ended.target {
            Target::Aside(marks) => self.end_aside(marks),
            Target::Object => {
                let class = std::mem::take(&mut self.object);
                if !class.trim().is_empty() {
                    self.objects.push(class.trim().to_owned());
                }
            }
            Target::Field => {
                let (kind, value, choices) = std::mem::take(&mut self.field);
                let value = value.unwrap_or(0);
                // A box, a choice; a text has a result of its own.
                let words = match kind {
                    1 => tick(value == 1).to_owned(),
                    2 => usize::try_from(value)
                        .ok()
                        .and_then(|at| choices.get(at).cloned())
                        .unwrap_or_default(),
                    _ => String::new(),
                };
                match self.outer() {
                    Target::Aside(_) => self.aside.push(&words, None),
                    _ => self.body.push(&words, None),
                }
            }
            _ => {}
        }
    }

    fn end_aside(&mut self, marks: u8) {
        let mut words = std::mem::take(&mut self.aside);
        self.page.apart.extend(words.take_apart());
        let mut text = words.text.trim().to_owned();
        let author = std::mem::take(&mut self.author);
        if !author.trim().is_empty() && !text.is_empty() {
            text = format!("Comment by {}: {text}", author.trim());
        }
        self.put(&text, marks, "");
    }

    fn end_paragraph(&mut self) {
        if let Target::Aside(_) = self.state.target {
            self.aside.push("\n", None);
            return;
        }
        if self.state.target != Target::Body {
            return;
        }
        let mut words = std::mem::take(&mut self.body);
        self.page.apart.extend(words.take_apart());
        let label = std::mem::take(&mut self.label);
        let label = Label::number(&label).map(|label| {
            if label.is_bullet {
                Label::bullet(&label.printed)
            } else {
                label
            }
        });
        let text = words.text.trim();
        if text.is_empty() {
            return;
        }
        let heading = self.state.outline && text.len() <= LONG;
        let marks = if heading { HEADING } else { 0 };
        match label {
            Some(label) => {
                let number = label.cited().to_owned();
                self.put(&format!("{} {text}", label.printed), marks, &number);
            }
            None => self.put(text, marks, ""),
        }
        if self.letters > PART {
            self.letters = 0;
            self.pages.push(std::mem::take(&mut self.page));
        }
    }

    fn put(&mut self, text: &str, marks: u8, number: &str) {
        let mut marks = marks | STARTS;
        let mut number = number.to_owned();
        for line in text
            .split('\n')
            .map(str::trim)
            .filter(|line| !line.is_empty())
        {
            self.letters += line.len();
            let whole = if line.len() > LONG { WHOLE } else { 0 };
            self.page.lines.push(RawLine {
                marks: marks | whole,
                number: std::mem::take(&mut number),
                text: line.to_owned(),
                ..RawLine::default()
            });
            marks &= !STARTS;
        }
    }
}
