//! Removes local paths from reports: the name of a file is printed, but not its folders, which give
//! away the login and more.

use crate::audit::{Audit, Change, Document};

/// Returns the name at the end of a path of any system: Unix, Windows, a share, a `file:` address.
///
/// `None` if it ends in no name.
pub(super) fn file_name(path: &str) -> Option<String> {
    let path = path.trim();
    let plain;
    let path = match address(path) {
        Some(rest) => {
            let rest = rest.split(['?', '#']).next().unwrap_or_default();
            plain = decoded(rest);
            plain.as_str()
        }
        None => path,
    };
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut chars = name.chars();
    let name = match (chars.next(), chars.next()) {
        (Some(drive), Some(':' | '|')) if drive.is_ascii_alphabetic() => chars.as_str(),
        _ => name,
    };
    let name = name.trim();
    (!name.is_empty() && !name.starts_with('~') && !matches!(name, "." | ".."))
        .then(|| name.to_owned())
}

/// Returns a document as a report prints it: the file's name for its path, and no address that is
/// only valid on this machine.
pub(super) fn told(document: &Document) -> Document {
    let url = document.url.clone().filter(|url| !is_local(url));
    let local = document.url.as_deref().filter(|_| url.is_none());
    let path = document.path.as_deref().or(local).and_then(file_name);
    Document {
        path,
        url,
        ..document.clone()
    }
}

/// Returns a change as a report prints it, with [`told`] applied to every document in it.
pub(super) fn told_change(change: &Change) -> Change {
    let of = |document: &Document| Box::new(told(document));
    let all = |audit: &Audit| {
        Box::new(Audit {
            documents: audit.documents.iter().map(told).collect(),
            ..audit.clone()
        })
    };
    match change {
        Change::Document { id, before, after } => Change::Document {
            id: id.clone(),
            before: before.as_deref().map(of),
            after: after.as_deref().map(of),
        },
        Change::Whole { before, after } => Change::Whole {
            before: all(before),
            after: all(after),
        },
        Change::Together(changes) => Change::Together(changes.iter().map(told_change).collect()),
        other => other.clone(),
    }
}

/// Returns the part after `file:`, if an address begins with that.
fn address(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_at_checked("file:".len())?;
    scheme.eq_ignore_ascii_case("file:").then_some(rest)
}

/// Returns true if an address leads to a machine or a local network rather than to the web.
fn is_local(url: &str) -> bool {
    let url = url.trim();
    let mut chars = url.chars();
    let drive = chars.next().is_some_and(|c| c.is_ascii_alphabetic())
        && chars.next() == Some(':')
        && matches!(chars.next(), Some('/' | '\\') | None);
    let elsewhere = url.split_once("://").is_some_and(|(scheme, _)| {
        !["http", "https", "ftp"].contains(&scheme.to_lowercase().as_str())
    });
    drive || elsewhere || address(url).is_some() || url.starts_with(['/', '\\', '~'])
}

/// Decodes per cent signs (`%41`), or returns the text as it is if that gives no valid text.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = |at: usize| {
            after
                .get(at)
                .and_then(|byte| char::from(*byte).to_digit(16))
        };
        if let (b'%', Some(high), Some(low)) = (first, hex(0), hex(1)) {
            bytes.extend(u8::try_from(high * 16 + low));
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_path_of_any_system_only_the_name_is_left() {
        for path in [
            "/home/jsmith2/Private papers/p 1.txt",
            "papers/p 1.txt",
            "p 1.txt",
            "C:\\Users\\jsmith2\\p 1.txt",
            "c:p 1.txt",
            "\\\\TOWNHALL\\jsmith2$\\p 1.txt",
            "C:/Users/jsmith2\\p 1.txt",
            "file:///home/jsmith2/p%201.txt",
            "FILE://localhost/C|/jsmith2/p%201.txt?x=/home#y",
            "file:///C%3A%5CUsers%5Cjsmith2%5Cp%201.txt",
            "~/p 1.txt",
        ] {
            assert_eq!(file_name(path).as_deref(), Some("p 1.txt"), "{path}");
        }
        for folder in [
            "",
            "/",
            "/home/jsmith2/",
            "C:\\",
            "..",
            "~jsmith2",
            "file:///",
        ] {
            assert_eq!(file_name(folder), None, "{folder}");
        }
        assert_eq!(file_name("file:%ff/%zz%4").as_deref(), Some("%zz%4"));
    }

    #[test]
    fn an_address_on_the_web_stays_and_one_into_the_machine_is_a_file() {
        let with = |path: Option<&str>, url: &str| {
            let document = Document {
                path: path.map(str::to_owned),
                url: Some(url.to_owned()),
                ..Document::titled("p", "P")
            };
            let told = told(&document);
            (told.path, told.url)
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            with(Some("/a/b.pdf"), "https://town.example/a/b.pdf"),
            (some("b.pdf"), some("https://town.example/a/b.pdf"))
        );
        for local in [
            "file:///a/b.pdf",
            "C:\\a\\b.pdf",
            "\\\\a\\b.pdf",
            "/a/b.pdf",
            "smb://a@townhall/b.pdf",
        ] {
            assert_eq!(with(None, local), (some("b.pdf"), None), "{local}");
        }
        assert_eq!(with(Some("/x/c.pdf"), "/a/b.pdf"), (some("c.pdf"), None));
    }
}
