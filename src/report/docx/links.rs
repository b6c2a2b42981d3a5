//! Hyperlinks of a part: its relations to web addresses, each once.
//!
//! A word processor may refuse a whole file for one invalid address, so only an address beyond
//! doubt becomes a link; the rest is printed as plain text.

use super::super::document::is_web;
use super::super::text::put;
use super::DOCUMENT;
use super::xml::XmlWriter;

/// Longest address that is made a link, in bytes: as long as common programs accept.
const LONGEST: usize = 2_000;

/// The web addresses that a part links to.
#[derive(Debug, Default)]
pub(super) struct HyperlinkList {
    pub(super) targets: Vec<String>,
}

impl HyperlinkList {
    /// Returns the id of the relation to an address, or `None` if the address is not fit for a
    /// link.
    pub(super) fn id(&mut self, url: &str) -> Option<String> {
        let target = address(url)?;
        let place = self
            .targets
            .iter()
            .position(|one| *one == target)
            .unwrap_or_else(|| {
                self.targets.push(target);
                self.targets.len() - 1
            });
        Some(format!("web{}", place + 1))
    }

    /// Writes the relations, as elements of a relations part.
    pub(super) fn relations(&self, out: &mut XmlWriter) {
        let kind = format!("{DOCUMENT}/hyperlink");
        for (place, target) in self.targets.iter().enumerate() {
            out.empty(
                "Relationship",
                &[
                    ("Id", &format!("web{}", place + 1)),
                    ("Type", &kind),
                    ("Target", target),
                    ("TargetMode", &"External"),
                ],
            );
        }
    }
}

/// Returns an address as RFC 3986 writes it, or `None` unless it is http or https with a plain
/// host.
fn address(url: &str) -> Option<String> {
    let url = url.trim();
    if !is_web(url) || url.len() > LONGEST {
        return None;
    }
    let (scheme, rest) = url.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at_checked(end)?;
    if !is_host(host) {
        return None;
    }
    let mut out = format!("{}://{host}", scheme.to_ascii_lowercase());
    let mut fragment = false;
    let mut bytes = path.bytes().peekable();
    while let Some(byte) = bytes.next() {
        let plain = match byte {
            b'#' => !std::mem::replace(&mut fragment, true),
            // A per cent sign is kept only before two hexadecimal digits.
            b'%' => {
                let mut ahead = bytes.clone();
                ahead.next().is_some_and(|one| one.is_ascii_hexdigit())
                    && ahead.next().is_some_and(|one| one.is_ascii_hexdigit())
            }
            byte => byte.is_ascii_alphanumeric() || b"-._~/?:@!$&'()*+,;=".contains(&byte),
        };
        if plain {
            out.push(char::from(byte));
        } else {
            put!(out, "%{byte:02X}");
        }
    }
    Some(out)
}

/// Returns true for a name of letters, digits, hyphens and dots, with or without a port.
///
/// A host with a user before it shows one place and leads to another, so it is refused.
fn is_host(host: &str) -> bool {
    let (name, port) = host.split_once(':').unwrap_or((host, "80"));
    let labels = name.split('.').all(|label| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    labels && name.len() <= 253 && port.parse::<u16>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_written_as_the_standard_has_it() {
        for (given, wanted) in [
            (
                "https://www.legislation.gov.uk/ukpga/1999/27/section/3",
                "https://www.legislation.gov.uk/ukpga/1999/27/section/3",
            ),
            (
                "HTTP://a.example:8080?q=1#x#y",
                "http://a.example:8080?q=1#x%23y",
            ),
            (
                "https://a.example/x_(y)\"<z>{}|\\^`[1]",
                "https://a.example/x_(y)%22%3Cz%3E%7B%7D%7C%5C%5E%60%5B1%5D",
            ),
            (
                "https://a.example/50%25/100%/%zz",
                "https://a.example/50%25/100%25/%25zz",
            ),
            ("https://a.example/ŵ", "https://a.example/%C5%B5"),
        ] {
            assert_eq!(address(given).as_deref(), Some(wanted));
        }
    }

    #[test]
    fn what_is_no_plain_address_is_no_link() {
        let long = format!("https://a.example/{}", "x".repeat(LONGEST));
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "mailto:a@b.example",
            "\\\\server\\share",
            "https://",
            "https:///x",
            "https://[::1/x",
            "https://council.example@evil.example/",
            "https://a..example/",
            "https://a.example:x/",
            "https://a.example:99999/",
            "https://ex\u{e4}mple/",
            "http://a.example/a b",
            long.as_str(),
        ] {
            assert_eq!(address(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_same_place_is_one_relation() {
        let mut links = HyperlinkList::default();
        assert_eq!(links.id("https://a.example/").as_deref(), Some("web1"));
        assert_eq!(links.id("https://b.example/").as_deref(), Some("web2"));
        assert_eq!(links.id("https://a.example/").as_deref(), Some("web1"));
        assert_eq!(links.targets.len(), 2);
    }
}
