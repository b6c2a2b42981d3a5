//! E-mails (EML) and web pages saved as one file (MHT): decoded, each text once, attachments told.
//!
//! A mail is a tree of parts. Of alternatives one is read: the plain text, unless the web page says
//! far more. A mail within a mail is read where it lies. Nothing it points to is ever fetched.

mod mime;

use std::sync::Arc;

use self::mime::{Entity, charset};
use super::error::Fault;
use super::paper::{Besides, Paging, PaperKind};
use super::raw::{HEADING, Halt, Head, Inside, LineSink, RawLine, RawPage, STARTS, Within};
use crate::base::digest::fold;

/// The most parts of a mail that are looked at.
const PARTS: usize = 2_000;
/// Parts within parts are followed no deeper than this.
const DEPTH: usize = 12;

/// Reads a mail, or a web page saved as one file.
///
/// `within` reads its texts.
pub(super) fn read(
    bytes: &[u8],
    kind: PaperKind,
    within: &dyn Within,
    sink: &mut dyn LineSink,
) -> Result<(), Halt> {
    let mut mail = MailReader {
        kind,
        within,
        page: RawPage::default(),
        attached: Vec::new(),
        unread: Vec::new(),
        parts: 0,
    };
    mail.message(bytes, 0);
    let mut besides = Vec::new();
    if !mail.attached.is_empty() {
        besides.push(Besides::Attachments(mail.attached));
    }
    if !mail.unread.is_empty() {
        besides.push(Besides::Parts(mail.unread));
    }
    sink.head(Head {
        kind,
        paging: Paging::None,
        declared: None,
        besides,
    })?;
    sink.page(mail.page)
}

/// Returns true if a text begins with the headers of a mail.
///
/// A memo begins with "From:" and "To:" too: a mail also has a header that only programs write, or
/// the name of one.
pub(super) fn is_mail(start: &str, extension: &str) -> bool {
    const WRITTEN: [&str; 7] = ["from", "to", "cc", "date", "subject", "sender", "reply-to"];
    const BY_PROGRAMS: [&str; 8] = [
        "mime-version",
        "message-id",
        "received",
        "return-path",
        "content-type",
        "content-transfer-encoding",
        "x-mailer",
        "delivered-to",
    ];
    let named = matches!(extension, "eml" | "mht" | "mhtml");
    let (mut written, mut by_programs) = (0, 0);
    for line in start.lines() {
        if line.trim().is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else {
            // The separator of a mailbox comes before the headers.
            if written + by_programs == 0 && line.starts_with("from ") {
                continue;
            }
            return false;
        };
        if name.is_empty() || name.contains(char::is_whitespace) {
            return false;
        }
        written += usize::from(WRITTEN.contains(&name));
        by_programs += usize::from(BY_PROGRAMS.contains(&name));
    }
    written + by_programs > 0 && (named || (by_programs > 0 && written > 0))
}

/// Returns the kind of a text that begins with the headers of a mail.
pub(super) fn kind_of(start: &str, extension: &str) -> PaperKind {
    let headers = start.split("\n\n").next().unwrap_or_default();
    let headers = headers.split("\r\n\r\n").next().unwrap_or_default();
    let saved = headers.contains("snapshot-content-location") || headers.contains("<saved by");
    if saved || matches!(extension, "mht" | "mhtml") {
        PaperKind::Mht
    } else {
        PaperKind::Mail
    }
}

/// Checks that a file is one mail, and not a mailbox of many.
pub(super) fn look_first(bytes: &[u8]) -> Result<(), Fault> {
    let is_box = bytes.starts_with(b"From ")
        && bytes
            .windows(7)
            .any(|seven| seven == b"\n\nFrom " || seven == b"\r\nFrom ");
    if is_box {
        return Err(Fault::OldFormat {
            what: "a mailbox of many e-mails (mbox)".to_owned(),
            save_as: "EML, each e-mail as a file of its own".to_owned(),
        });
    }
    Ok(())
}

/// Returns the files attached to a mail, each with its name.
pub(super) fn files(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    let mut left = PARTS;
    gather(&Entity::of(bytes), 0, &mut left, &mut out);
    out
}

fn gather(entity: &Entity<'_>, depth: usize, left: &mut usize, out: &mut Vec<(String, Vec<u8>)>) {
    if depth > DEPTH || *left == 0 {
        return;
    }
    *left -= 1;
    let kind = entity.kind();
    if kind.starts_with("multipart/") {
        for part in entity.parts() {
            gather(&part, depth + 1, left, out);
        }
    } else if kind == "message/rfc822" {
        gather(&Entity::of(&entity.body()), depth + 1, left, out);
    } else if entity.is_attachment() || !matches!(kind.as_str(), "text/plain" | "text/html" | "") {
        out.push((entity.name_or_kind(), entity.body().into_owned()));
    }
}

struct MailReader<'w> {
    kind: PaperKind,
    within: &'w dyn Within,
    page: RawPage,
    attached: Vec<String>,
    unread: Vec<String>,
    parts: usize,
}

impl MailReader<'_> {
    /// Reads a mail with its headers.
    fn message(&mut self, bytes: &[u8], depth: usize) {
        let entity = Entity::of(bytes);
        let headers: &[&str] = if self.kind == PaperKind::Mht {
            &["Subject", "Date", "Snapshot-Content-Location"]
        } else {
            &["From", "To", "Cc", "Date", "Subject"]
        };
        for name in headers {
            let Some(value) = entity.header(name) else {
                continue;
            };
            let value = fold(&super::plain::clean(&mime::decoded(&value)));
            if value.is_empty() {
                continue;
            }
            let is_title = *name == "Subject";
            self.page.lines.push(RawLine {
                marks: STARTS | if is_title { HEADING } else { 0 },
                text: format!("{name}: {value}"),
                ..RawLine::default()
            });
        }
        self.part(&entity, depth);
    }

    /// Reads a part, or tells its name.
    fn part(&mut self, entity: &Entity<'_>, depth: usize) {
        self.parts += 1;
        let kind = entity.kind();
        if depth > DEPTH || self.parts > PARTS {
            self.tell_unread(entity);
            return;
        }
        let is_attached = entity.is_attachment();
        match kind.as_str() {
            "multipart/alternative" => self.alternative(entity, depth),
            // Its second part only vouches for the first.
            "multipart/signed" => {
                if let Some(first) = entity.parts().first() {
                    self.part(first, depth + 1);
                }
            }
            "multipart/encrypted" => self.unread.push("an encrypted text".to_owned()),
            many if many.starts_with("multipart/") => {
                let parts = entity.parts();
                if parts.is_empty() {
                    self.tell_unread(entity);
                }
                let related = many == "multipart/related";
                for part in &parts {
                    // A picture of a page is described by the page.
                    if !(related && part.is_shown_by_page()) {
                        self.part(part, depth + 1);
                    }
                }
            }
            "message/rfc822" => self.message(&entity.body(), depth + 1),
            "text/plain" | "text/html" | "" if !is_attached => match self.text(entity) {
                Some(inside) => self.take(inside),
                None => self.tell_unread(entity),
            },
            _ => self.attached.push(entity.name_or_kind()),
        }
    }

    /// Reads one of the forms of a text: the plain one, unless another says far more.
    fn alternative(&mut self, entity: &Entity<'_>, depth: usize) {
        let parts = entity.parts();
        let mut best: Option<MailReader> = None;
        for part in &parts {
            let mut form = MailReader {
                kind: self.kind,
                within: self.within,
                page: RawPage::default(),
                attached: Vec::new(),
                unread: Vec::new(),
                parts: self.parts,
            };
            form.part(part, depth + 1);
            self.parts = form.parts;
            // Files that only one of the forms has are told all the same.
            self.attached.append(&mut form.attached);
            let is_plain = part.kind() == "text/plain";
            let better = match &best {
                None => true,
                Some(best) if is_plain => 2 * form.letters() >= best.letters(),
                Some(best) => form.letters() > 2 * best.letters(),
            };
            if better && form.letters() > 0 {
                best = Some(form);
            }
        }
        if let Some(best) = best {
            self.unread.extend(best.unread);
            self.page.apart.extend(best.page.apart);
            self.page.images = self.page.images.saturating_add(best.page.images);
            self.page.lines.extend(best.page.lines);
        }
    }

    fn letters(&self) -> usize {
        let lines = self.page.lines.iter();
        lines
            .map(|line| line.text.chars().filter(|c| c.is_alphanumeric()).count())
            .sum()
    }

    /// Reads a text, by the reader of its kind.
    fn text(&mut self, entity: &Entity<'_>) -> Option<Inside> {
        let body = entity.body();
        let text = super::plain::decode(&body, charset(&entity.parameter("charset")));
        let is_page = entity.kind() == "text/html";
        let (text, name) = if is_page {
            (text, "part.html")
        } else {
            let (text, files) = mime::without_files(&entity.unflowed(&text));
            self.attached.extend(files);
            (text, "part.txt")
        };
        if text.trim().is_empty() {
            return Some(Inside::default());
        }
        let kind = if is_page {
            PaperKind::Html
        } else {
            PaperKind::Text
        };
        // The mark says that it is in UTF-8 now, whatever it says inside.
        let bytes = format!("\u{FEFF}{text}").into_bytes();
        self.within
            .read(Arc::new(bytes), std::path::Path::new(name), Some(kind))
    }

    fn take(&mut self, inside: Inside) {
        for besides in inside.besides {
            match besides {
                // What a page shows from the same mail is a part of its own.
                Besides::Parts(names) => self.unread.extend(
                    names
                        .into_iter()
                        .filter(|name| !name.to_lowercase().starts_with("cid:")),
                ),
                Besides::Attachments(names) => self.attached.extend(names),
                Besides::Portfolio | Besides::Form => {}
            }
        }
        self.page.apart.extend(inside.page.apart);
        self.page.images = self.page.images.saturating_add(inside.page.images);
        self.page.lines.extend(inside.page.lines);
    }

    fn tell_unread(&mut self, entity: &Entity<'_>) {
        self.unread.push(entity.name_or_kind());
    }
}
