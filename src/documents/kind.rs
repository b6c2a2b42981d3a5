//! Detection of a file's kind by its contents, never by its name alone.

use std::path::Path;

use super::error::Fault;
use super::mail;
use super::ole;
use super::paper::PaperKind;

/// Detects the kind of a file; a fault if it is no document.
///
/// `bytes` is the whole file or its beginning; `name` only decides between the kinds of plain text.
pub(super) fn sniff(bytes: &[u8], name: &Path) -> Result<Sniffed, Fault> {
    let start = bytes.get(..bytes.len().min(4096)).unwrap_or(bytes);
    if bytes.is_empty() {
        return Err(Fault::Empty);
    }
    // An archive comes first: a paper in it that is not packed begins near its beginning.
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        return Ok(Sniffed::Zip);
    }
    // A PDF may begin with a little rubbish (a mail header, a byte order mark).
    if find(start.get(..1024).unwrap_or(start), b"%PDF-") {
        return Ok(Sniffed::Known(PaperKind::Pdf));
    }
    if start.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(ole::fault(bytes, &extension(name)));
    }
    for (magic, what) in STRANGERS {
        if start.starts_with(magic) {
            return Err(Fault::NotAPaper {
                what: (*what).to_owned(),
            });
        }
    }
    let extension = extension(name);
    let wide = start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]);
    let odd = start
        .iter()
        .filter(|byte| **byte < 32 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1A))
        .count();
    if !wide && (start.contains(&0) || odd * 50 > start.len()) {
        let what = match extension.as_str() {
            "pdf" => {
                return Err(Fault::Damaged {
                    what: PaperKind::Pdf.label().to_owned(),
                });
            }
            "docx" => {
                return Err(Fault::Damaged {
                    what: PaperKind::Docx.label().to_owned(),
                });
            }
            "odt" => {
                return Err(Fault::Damaged {
                    what: PaperKind::Odt.label().to_owned(),
                });
            }
            _ => "a file of an unknown kind",
        };
        return Err(Fault::NotAPaper {
            what: what.to_owned(),
        });
    }
    let text = String::from_utf8_lossy(start)
        .trim_start_matches('\u{FEFF}')
        .trim_start()
        .to_lowercase();
    if text.starts_with("{\\rtf") {
        return Ok(Sniffed::Known(PaperKind::Rtf));
    }
    if text.starts_with("<?xml") {
        let has = |one: &&(&str, &str, &str)| text.contains(one.0);
        if let Some((_, what, save_as)) = FLAT.iter().find(has) {
            return Err(Fault::OldFormat {
                what: (*what).to_owned(),
                save_as: (*save_as).to_owned(),
            });
        }
    }
    // The last line may be cut off.
    let whole = match text.rsplit_once('\n') {
        Some((whole, _)) if bytes.len() > start.len() => whole,
        _ => text.as_str(),
    };
    if mail::is_mail(whole, &extension) {
        mail::look_first(bytes)?;
        return Ok(Sniffed::Known(mail::kind_of(whole, &extension)));
    }
    let page = text.starts_with("<!doctype html")
        || text.starts_with("<html")
        || ((text.starts_with('<') || matches!(extension.as_str(), "htm" | "html" | "xhtml"))
            && (text.contains("<html") || text.contains("<body") || text.contains("<p")));
    Ok(Sniffed::Known(if page {
        PaperKind::Html
    } else if matches!(extension.as_str(), "md" | "markdown") {
        PaperKind::Markdown
    } else {
        PaperKind::Text
    }))
}

/// Result of looking at a file's beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sniffed {
    /// A kind of document.
    Known(PaperKind),
    /// A zip archive: its contents decide.
    Zip,
}

/// Marks of documents of office programs that were saved as XML, their kinds, and the kinds to save
/// them as.
const FLAT: [(&str, &str, &str); 5] = [
    (
        "<pkg:package",
        "a Word document saved as XML",
        "DOCX or PDF",
    ),
    (
        "progid=\"word.document\"",
        "a Word document saved as XML",
        "DOCX or PDF",
    ),
    (
        "progid=\"excel.sheet\"",
        "an Excel workbook saved as XML",
        "XLSX or PDF",
    ),
    (
        "opendocument.spreadsheet",
        "a spreadsheet saved as flat XML",
        "ODS or PDF",
    ),
    (
        "<office:document",
        "a document saved as flat XML",
        "ODT or PDF",
    ),
];

/// First bytes of files that are no documents.
const STRANGERS: &[(&[u8], &str)] = &[
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xFF\xD8\xFF", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"Rar!", "an archive (RAR)"),
    (b"7z\xBC\xAF", "an archive (7z)"),
    (b"\x1F\x8B", "a compressed file (gzip)"),
    (b"\x7FELF", "a program"),
    (b"MZ", "a program"),
    (b"ID3", "a sound recording"),
    (b"bplist00", "a web archive of Safari (.webarchive)"),
    (b"%!PS", "a PostScript file"),
];

fn find(text: &[u8], what: &[u8]) -> bool {
    text.windows(what.len()).any(|window| window == what)
}

/// Returns a name's extension in lower case.
pub(super) fn extension(name: &Path) -> String {
    name.extension()
        .map(|ending| ending.to_string_lossy().to_lowercase())
        .unwrap_or_default()
}

/// Returns the kind of document that an extension in small letters stands for.
pub(super) fn kind_named(extension: &str) -> Option<PaperKind> {
    Some(match extension {
        "pdf" => PaperKind::Pdf,
        "docx" | "docm" | "dotx" => PaperKind::Docx,
        "odt" | "ott" => PaperKind::Odt,
        "htm" | "html" | "xhtml" => PaperKind::Html,
        "md" | "markdown" => PaperKind::Markdown,
        "txt" | "text" => PaperKind::Text,
        "eml" => PaperKind::Mail,
        "xlsx" | "xlsm" | "xltx" => PaperKind::Xlsx,
        "ods" | "ots" => PaperKind::Ods,
        "pptx" | "pptm" | "ppsx" | "potx" => PaperKind::Pptx,
        "rtf" => PaperKind::Rtf,
        "mht" | "mhtml" => PaperKind::Mht,
        _ => return None,
    })
}

/// Returns a notice if a file's name and its contents disagree.
pub(super) fn mislabelled(kind: PaperKind, name: &Path) -> Option<String> {
    let extension = extension(name);
    let says = kind_named(&extension);
    if says.is_none() && extension != "doc" {
        return None;
    }
    (says != Some(kind)).then(|| {
        format!(
            "its name ends in .{} but it is {}, and was read as that",
            crate::wording::escaped(&extension),
            kind.label()
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_decide_and_a_wrong_name_is_told() {
        let known = |bytes: &[u8], name: &str| match sniff(bytes, Path::new(name)) {
            Ok(Sniffed::Known(kind)) => kind,
            other => panic!("{other:?}"),
        };
        assert_eq!(known(b"\xEF\xBB\xBF%PDF-1.4", "x.txt"), PaperKind::Pdf);
        assert_eq!(known(b"<!DOCTYPE html><p>x", "x.txt"), PaperKind::Html);
        assert_eq!(known(b"plain words", "x.md"), PaperKind::Markdown);
        let mail = b"From: a@b\nSubject: x\nMIME-Version: 1.0\n\nHello";
        assert_eq!(known(mail, "x.txt"), PaperKind::Mail);
        let memo = b"From: the Director\nTo: Cabinet\nSubject: Catering\n\nThe review";
        assert_eq!(known(memo, "x.txt"), PaperKind::Text);
        assert_eq!(known(memo, "x.eml"), PaperKind::Mail);
        assert_eq!(known(b"\xFF\xFEa\0b\0", "x.txt"), PaperKind::Text);
        assert_eq!(
            sniff(b"PK\x03\x04rest", Path::new("x.pdf")),
            Ok(Sniffed::Zip)
        );
        assert_eq!(
            sniff(b"PK\x03\x04 01.pdf %PDF-1.4", Path::new("x.zip")),
            Ok(Sniffed::Zip),
            "a paper that lies unpacked in an archive"
        );
        assert!(mislabelled(PaperKind::Docx, Path::new("report.pdf")).is_some());
        assert!(mislabelled(PaperKind::Pdf, Path::new("report.pdf")).is_none());
        assert!(mislabelled(PaperKind::Html, Path::new("report.doc")).is_some());
    }

    #[test]
    fn strangers_are_named() {
        let fault = |bytes: &[u8]| sniff(bytes, Path::new("x.pdf")).unwrap_err();
        assert_eq!(fault(b""), Fault::Empty);
        assert!(matches!(
            fault(&[0xD0, 0xCF, 0x11, 0xE0, 1]),
            Fault::OldFormat { .. }
        ));
        assert!(
            fault(b"\x89PNG....")
                .to_string()
                .starts_with("is a picture (PNG), not a paper")
        );
        assert!(matches!(fault(b"\0\0\0\x01rubbish"), Fault::Damaged { .. }));
    }
}
