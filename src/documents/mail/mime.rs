//! Parts of a mail: their headers, their encodings, the parts within them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use encoding_rs::Encoding;

use super::super::plain::decode;

/// The most headers of a part that are kept.
const HEADERS: usize = 500;
/// The most parts within one part.
const PARTS: usize = 1_000;

/// A part of a mail.
pub(super) struct Entity<'m> {
    /// The headers, names in lower case.
    headers: Vec<(String, String)>,
    raw: &'m [u8],
    parameters: BTreeMap<String, String>,
}

impl<'m> Entity<'m> {
    pub(super) fn of(bytes: &'m [u8]) -> Self {
        let mut headers: Vec<(String, String)> = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let end = rest.iter().position(|byte| *byte == b'\n');
            let (line, after) = match end {
                Some(end) => rest.split_at(end + 1),
                None => (rest, &[][..]),
            };
            rest = after;
            let line = decode(line, None);
            let line = line.trim_end_matches(['\r', '\n']);
            if line.is_empty() {
                break;
            }
            if line.starts_with([' ', '\t']) {
                if let Some((_, value)) = headers.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim_start());
                }
            } else if let Some((name, value)) = line.split_once(':')
                && headers.len() < HEADERS
            {
                headers.push((name.trim().to_lowercase(), value.trim().to_owned()));
            }
        }
        let mut entity = Self {
            headers,
            raw: rest,
            parameters: BTreeMap::new(),
        };
        for name in ["content-disposition", "content-type"] {
            let header = entity.header(name).unwrap_or_default();
            entity.parameters.extend(parameters(&header));
        }
        entity
    }

    pub(super) fn header(&self, name: &str) -> Option<String> {
        let name = name.to_lowercase();
        let found = self.headers.iter().find(|(one, _)| *one == name);
        found.map(|(_, value)| value.clone())
    }

    /// Returns the kind, in lower case: "text/plain"; empty if it is not said.
    pub(super) fn kind(&self) -> String {
        let kind = self.header("content-type").unwrap_or_default();
        kind.split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_lowercase()
    }

    /// Returns a parameter of the kind or the disposition; empty if there is none.
    pub(super) fn parameter(&self, name: &str) -> String {
        self.parameters.get(name).cloned().unwrap_or_default()
    }

    pub(super) fn is_attachment(&self) -> bool {
        let disposition = self.header("content-disposition").unwrap_or_default();
        disposition.trim().to_lowercase().starts_with("attachment")
            || !self.parameter("filename").is_empty()
    }

    /// Returns true for a picture, a font or a style that a page shows.
    pub(super) fn is_shown_by_page(&self) -> bool {
        let kind = self.kind();
        let disposition = self.header("content-disposition").unwrap_or_default();
        !disposition.to_lowercase().starts_with("attachment")
            && (["image/", "font/", "video/", "audio/"]
                .iter()
                .any(|of| kind.starts_with(of))
                || kind.contains("css")
                || kind.contains("javascript")
                || kind.contains("font"))
    }

    /// Returns the name to tell a part by.
    pub(super) fn name_or_kind(&self) -> String {
        for name in ["filename", "name"] {
            let name = decoded(&self.parameter(name));
            if !name.trim().is_empty() {
                return name.trim().to_owned();
            }
        }
        match self.kind().as_str() {
            "" => "a part without a name".to_owned(),
            kind => format!("a part without a name ({kind})"),
        }
    }

    /// Returns the contents, their encoding undone.
    pub(super) fn body(&self) -> Cow<'m, [u8]> {
        let encoding = self.header("content-transfer-encoding").unwrap_or_default();
        match encoding.trim().to_lowercase().as_str() {
            "base64" => Cow::Owned(from_base64(self.raw)),
            "quoted-printable" => Cow::Owned(from_quoted(self.raw)),
            _ => Cow::Borrowed(self.raw),
        }
    }

    /// Returns the parts within it; empty if it has no boundary between them.
    pub(super) fn parts(&self) -> Vec<Entity<'m>> {
        let boundary = self.parameter("boundary");
        if boundary.is_empty() {
            return Vec::new();
        }
        let mark = format!("--{boundary}").into_bytes();
        let mut out = Vec::new();
        let mut begun: Option<usize> = None;
        let mut at = 0;
        for line in self.raw.split_inclusive(|byte| *byte == b'\n') {
            let bare = line.trim_ascii_end();
            let rest = bare.strip_prefix(mark.as_slice());
            if matches!(rest, Some(b"" | b"--")) {
                if let Some(from) = begun.take()
                    && let Some(part) = self.raw.get(from..at)
                {
                    out.push(Entity::of(part));
                }
                if rest == Some(b"--") || out.len() >= PARTS {
                    return out;
                }
                begun = Some(at + line.len());
            }
            at += line.len();
        }
        // A mail that was cut off is read as far as it goes.
        if let Some(part) = begun.and_then(|from| self.raw.get(from..)) {
            out.push(Entity::of(part));
        }
        out
    }

    /// Returns a text with the lines joined that were broken for sending only.
    pub(super) fn unflowed(&self, text: &str) -> String {
        if !self.parameter("format").eq_ignore_ascii_case("flowed") {
            return text.to_owned();
        }
        let joined = self.parameter("delsp").eq_ignore_ascii_case("yes");
        let mut out = String::with_capacity(text.len());
        for line in text.lines() {
            let line = line.strip_prefix(' ').unwrap_or(line);
            // "-- " is the line before a signature.
            if line.ends_with(' ') && line != "-- " {
                out.push_str(if joined { line.trim_end() } else { line });
            } else {
                out.push_str(line);
                out.push('\n');
            }
        }
        out
    }
}

/// Returns the encoding of letters with a name.
pub(super) fn charset(name: &str) -> Option<&'static Encoding> {
    Encoding::for_label(name.trim().as_bytes())
}

/// Returns the parameters of a header, names in lower case: `; name=value; name*0*=utf-8''value`.
fn parameters(header: &str) -> BTreeMap<String, String> {
    let mut plain = BTreeMap::new();
    let mut pieces: BTreeMap<String, BTreeMap<u32, (String, bool)>> = BTreeMap::new();
    let mut rest = header.split_once(';').map_or("", |(_, rest)| rest);
    while let Some((name, after)) = rest.split_once('=') {
        let name = name.trim_matches([' ', ';', '\t']).to_lowercase();
        let after = after.trim_start();
        let (value, next) = if let Some(quoted) = after.strip_prefix('"') {
            until_quote(quoted)
        } else {
            let end = after.find(';').unwrap_or(after.len());
            let (value, next) = after.split_at(end);
            (value.trim().to_owned(), next)
        };
        rest = next.trim_start_matches([' ', ';', '\t']);
        match name.split_once('*') {
            None => {
                plain.insert(name, value);
            }
            Some((name, order)) => {
                let encoded = order.is_empty() || order.ends_with('*');
                let order = order.trim_end_matches('*').parse().unwrap_or(0);
                let of_name = pieces.entry(name.to_owned()).or_default();
                of_name.insert(order, (value, encoded));
            }
        }
    }
    for (name, pieces) in pieces {
        let mut bytes = Vec::new();
        let mut label = String::new();
        for (order, (value, encoded)) in pieces {
            let mut value = value.as_str();
            if order == 0
                && encoded
                && let Some((set, other)) = value.split_once('\'')
            {
                set.clone_into(&mut label);
                value = other.split_once('\'').map_or(other, |(_, text)| text);
            }
            if encoded {
                bytes.extend(from_hex_marks(value.as_bytes(), b'%'));
            } else {
                bytes.extend(value.bytes());
            }
        }
        plain.insert(name, decode(&bytes, charset(&label)));
    }
    plain
}

/// Splits a quoted value from what follows it.
fn until_quote(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (value, text.get(at + 1..).unwrap_or_default()),
            '\\' => value.extend(chars.next().map(|(_, c)| c)),
            c => value.push(c),
        }
    }
    (value, "")
}

/// Returns a header with its encoded words as text: `=?utf-8?q?caf=C3=A9?=`.
pub(super) fn decoded(header: &str) -> String {
    let mut out = String::new();
    let mut rest = header;
    let mut after_word = false;
    while let Some((before, after)) = rest.split_once("=?") {
        let mut fields = after.splitn(3, '?');
        let (set, how, more) = (fields.next(), fields.next(), fields.next());
        let found = more.and_then(|more| more.split_once("?="));
        let (Some(set), Some(how), Some((text, next))) = (set, how, found) else {
            out.push_str(before);
            out.push_str("=?");
            rest = after;
            after_word = false;
            continue;
        };
        // White space between two encoded words is not part of the text.
        if !(after_word && before.trim().is_empty()) {
            out.push_str(before);
        }
        let bytes = match how {
            "b" | "B" => from_base64(text.as_bytes()),
            _ => from_hex_marks(text.replace('_', " ").as_bytes(), b'='),
        };
        let set = set.split('*').next().unwrap_or_default();
        out.push_str(&decode(&bytes, charset(set)));
        rest = next;
        after_word = true;
    }
    out.push_str(rest);
    out
}

/// Undoes marks of two hexadecimal digits: `=C3`, `%C3`.
fn from_hex_marks(text: &[u8], mark: u8) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        let digits = text
            .get(at + 1..at + 3)
            .and_then(|two| std::str::from_utf8(two).ok());
        match digits.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(value) if *byte == mark => {
                out.push(value);
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    out
}

fn from_quoted(text: &[u8]) -> Vec<u8> {
    let mut joined = Vec::with_capacity(text.len());
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let bare = line.trim_ascii_end();
        match bare.strip_suffix(b"=") {
            // The line goes on.
            Some(bare) => joined.extend(bare),
            None if bare.len() < line.len() => {
                joined.extend(bare);
                joined.push(b'\n');
            }
            None => joined.extend(line),
        }
    }
    from_hex_marks(&joined, b'=')
}

fn from_base64(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            // After the padding another text may begin.
            b'=' => {
                (bits, count) = (0, 0);
                continue;
            }
            _ => continue,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from((bits >> count) & 0xFF).unwrap_or(0));
        }
    }
    out
}

/// Returns a text without the files that were written into it the old way (uuencode), and their names.
pub(super) fn without_files(text: &str) -> (String, Vec<String>) {
    let mut out = String::with_capacity(text.len());
    let mut files = Vec::new();
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let name = line.trim_end().strip_prefix("begin ").and_then(|rest| {
            let (mode, name) = rest.split_once(' ')?;
            let is_mode = mode.len() == 3 && mode.bytes().all(|byte| byte.is_ascii_digit());
            (is_mode && !name.is_empty()).then_some(name)
        });
        // A full line of such a file begins with "M".
        let is_file = lines
            .peek()
            .is_some_and(|next| next.starts_with('M') && next.trim_end().len() == 61);
        match name {
            Some(name) if is_file => {
                files.push(name.to_owned());
                for line in lines.by_ref() {
                    if line.trim_end() == "end" {
                        break;
                    }
                }
            }
            _ => out.push_str(line),
        }
    }
    (out, files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_and_names_are_decoded_whatever_their_form() {
        assert_eq!(
            decoded("=?utf-8?q?caf=C3=A9_menu?= =?UTF-8?B?IOKCrDU=?= plain"),
            "café menu €5 plain"
        );
        assert_eq!(decoded("=?broken"), "=?broken");
        let of = |header: &str| parameters(header).get("filename").cloned();
        assert_eq!(
            of("attachment; filename=\"a \\\"b\\\".pdf\"; size=3").as_deref(),
            Some("a \"b\".pdf")
        );
        assert_eq!(
            of("attachment; filename*=utf-8''caf%C3%A9.pdf").as_deref(),
            Some("café.pdf")
        );
        assert_eq!(
            of("x; filename*0*=iso-8859-1'en'caf%E9; filename*1=\" menu.pdf\"").as_deref(),
            Some("café menu.pdf")
        );
    }

    #[test]
    fn encodings_are_undone() {
        assert_eq!(
            from_quoted(b"isn=E2=80=99=\r\nt so=\n\n=ZZ"),
            "isn’t so\n=ZZ".as_bytes()
        );
        assert_eq!(from_base64(b"VGhl\r\nIHR1\n IQ=="), b"The tu!");
    }

    #[test]
    fn parts_end_where_the_mail_was_cut_off_and_an_open_file_is_named() {
        let mail =
            Entity::of(b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\none\n--x\n\ntwo");
        let parts = mail.parts();
        assert_eq!(parts.len(), 2);
        assert_eq!(&*parts[1].body(), b"two");
        let file = format!("Hello\nbegin 644 a.pdf\nM{}\n`\nend\nBye\n", "x".repeat(60));
        assert_eq!(
            without_files(&file),
            ("Hello\nBye\n".to_owned(), vec!["a.pdf".to_owned()])
        );
        assert!(without_files("begin 644 reasons\nto doubt\n").1.is_empty());
    }
}
