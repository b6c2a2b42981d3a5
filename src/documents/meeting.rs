//! Papers that a saved page of a meeting links to: their titles, addresses and items, never fetched.
//!
//! Committee systems print a meeting as a web page with a link to each paper. ModernGov, the common
//! one, gives papers addresses such as `documents/s1234/Title.pdf` (one paper) and
//! `documents/g1234/Title.pdf` (the whole pack), and sets an item in paragraphs of one class: first its
//! number, then its title.

use chrono::NaiveDate;
use html5gum::{Token, Tokenizer};

use super::plain::{clean, decode};
use crate::base::digest::fold;
use crate::wording::{Said, mentions};

/// The most papers of a page.
const LINKS: usize = 500;
/// The longest title, in characters.
const TITLE: usize = 200;

/// A paper that a page links to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedPaper {
    /// The words of the link.
    pub title: String,
    /// Its address on the web.
    pub url: String,
    /// The item of the agenda under which it is linked: "5. Home care"; none for the whole pack.
    pub item: Option<String>,
}

/// The papers that a page links to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeetingPage {
    /// The title of the page.
    pub title: String,
    /// The day of the meeting, if its title gives one.
    pub day: Option<NaiveDate>,
    /// The papers, in their order, each once.
    pub papers: Vec<LinkedPaper>,
}

/// Reads the links to papers in a saved web page. Nothing is fetched.
pub fn linked_papers(page: &[u8]) -> MeetingPage {
    let text = decode(page, None);
    let mut meeting = MeetingPage::default();
    let mut base = saved_from(&text).unwrap_or_default();
    let mut link: Option<(String, String)> = None;
    let mut in_title = false;
    let mut item = AgendaItem::default();
    for token in Tokenizer::new(text.as_str()) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let of = |name: &str| {
                    tag.attributes
                        .iter()
                        .find(|(key, _)| key.as_slice() == name.as_bytes())
                        .map(|(_, value)| String::from_utf8_lossy(value).trim().to_owned())
                };
                if of("class").is_some_and(|class| is_of_item(&class)) {
                    item.open();
                }
                match &**tag.name {
                    b"title" => in_title = true,
                    b"base" => base = of("href").unwrap_or(base),
                    b"a" => {
                        meeting.take(link.take(), &item);
                        let url = of("href").and_then(|href| absolute(&base, &href));
                        link = url
                            .filter(|url| is_paper(url))
                            .map(|url| (url, String::new()));
                    }
                    _ => {}
                }
            }
            Token::EndTag(tag) => match &**tag.name {
                b"title" => in_title = false,
                b"a" => meeting.take(link.take(), &item),
                b"p" => item.is_open = false,
                _ => {}
            },
            Token::String(text) => {
                let text = String::from_utf8_lossy(&text);
                if item.is_open {
                    item.text.push_str(&text);
                }
                if let Some((_, words)) = &mut link {
                    words.push_str(&text);
                } else if in_title {
                    meeting.title.push_str(&text);
                }
            }
            _ => {}
        }
    }
    meeting.take(link, &item);
    meeting.title = fold(&clean(&meeting.title));
    meeting.day = mentions(&meeting.title)
        .into_iter()
        .find_map(|one| match one.said {
            Said::Day(day, _) => Some(day),
            _ => None,
        });
    meeting
}

/// The item of the agenda that is gone through.
#[derive(Default)]
struct AgendaItem {
    text: String,
    is_open: bool,
}

impl AgendaItem {
    /// Begins an item, or goes on with the title of one whose number was just read.
    fn open(&mut self) {
        if self.text.chars().any(char::is_alphabetic) {
            self.text.clear();
        }
        self.text.push(' ');
        self.is_open = true;
    }

    /// Returns the number and the title; `None` before the first item.
    fn told(&self) -> Option<String> {
        let text = without_size(&fold(&clean(&self.text)));
        let text: String = text.chars().take(TITLE).collect();
        text.chars().any(char::is_alphabetic).then_some(text)
    }
}

/// Returns true for the class of an item's number and of its title.
fn is_of_item(class: &str) -> bool {
    class.split_whitespace().any(|one| one == "mgAiTitleTxt")
}

/// Returns the words of a link without the kind and the size of the file: "PDF 214 KB".
fn without_size(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    match words.as_slice() {
        [before @ .., kind, size, "KB" | "MB"]
            if !before.is_empty()
                && matches!(*kind, "PDF" | "DOC" | "DOCX" | "XLSX" | "PPTX")
                && size.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            before.join(" ")
        }
        _ => text.to_owned(),
    }
}

impl MeetingPage {
    fn take(&mut self, link: Option<(String, String)>, item: &AgendaItem) {
        let Some((url, words)) = link else { return };
        let known = self.papers.iter().any(|one| one.url == url);
        let words = without_size(&fold(&clean(&words)));
        // "PDF 214 KB" says nothing of the paper.
        let says = words.split(' ').any(|word| {
            word.chars().filter(|c| c.is_alphabetic()).count() > 2
                && !matches!(word, "PDF" | "DOC" | "DOCX")
        });
        let title = if says { words } else { last_part(&url) };
        let title: String = title.chars().take(TITLE).collect();
        if !known && !title.is_empty() && self.papers.len() < LINKS {
            self.papers.push(LinkedPaper {
                title,
                url,
                item: item.told(),
            });
        }
    }
}

/// Returns the address that a browser writes into a page it saves.
fn saved_from(text: &str) -> Option<String> {
    let at = text.find("<!-- saved from url=(")?;
    let after = text.get(at..)?.split_once(')')?.1;
    let end = after.find([' ', '\n', '\r', '>'])?;
    after.get(..end).map(ToOwned::to_owned)
}

/// Returns an address of the web as a whole; `None` for one of another kind.
fn absolute(base: &str, href: &str) -> Option<String> {
    let is_web = |url: &str| {
        let lower = url.to_ascii_lowercase();
        lower.starts_with("http://") || lower.starts_with("https://")
    };
    let href = href.split('#').next().unwrap_or_default().trim();
    if is_web(href) {
        return Some(href.to_owned());
    }
    if href.is_empty() || href.contains(':') || !is_web(base) {
        return None;
    }
    let scheme = base.find("://")? + 3;
    let host_end = base
        .get(scheme..)?
        .find('/')
        .map_or(base.len(), |at| scheme + at);
    if let Some(rest) = href.strip_prefix("//") {
        return Some(format!("{}{rest}", base.get(..scheme)?));
    }
    let host = base.get(..host_end)?;
    if href.starts_with('/') {
        return Some(format!("{host}{href}"));
    }
    let path = base.split('?').next().unwrap_or(base);
    let folder = path
        .get(host_end..)?
        .rsplit_once('/')
        .map_or("", |(folder, _)| folder);
    Some(format!("{host}{folder}/{href}"))
}

/// Returns true for an address of a paper, by its form.
fn is_paper(url: &str) -> bool {
    let path = url.split('?').next().unwrap_or(url).to_lowercase();
    let numbered = path.split("/documents/").nth(1).is_some_and(|rest| {
        let mut chars = rest.chars();
        matches!(chars.next(), Some('s' | 'g' | 'b' | 'd'))
            && chars.next().is_some_and(|c| c.is_ascii_digit())
    });
    let ends = [".pdf", ".docx", ".doc", ".odt", ".xlsx", ".pptx", ".rtf"];
    numbered || ends.iter().any(|end| path.ends_with(end))
}

/// Returns the last part of an address as words.
fn last_part(url: &str) -> String {
    let path = url.split('?').next().unwrap_or(url);
    let last = path.rsplit('/').next().unwrap_or_default();
    fold(&clean(&last.replace("%20", " ").replace(['_', '+'], " ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_papers_of_a_meeting_are_found_each_once_and_other_links_are_not() {
        let page = br#"<!-- saved from url=(0061)https://democracy.x.gov.uk/ieListDocuments.aspx?CId=115&MId=9 -->
<html><head><title>Agenda for Cabinet on Thursday, 30 January 2025</title></head>
<a href="mgMemberIndex.aspx">Councillors</a> <a href="mailto:a@b.pdf">Mail</a> <a href="javascript:x.pdf">x</a>
<a href="documents/s1234/Home%20care.pdf?txtonly=1">Home care: report</a> <a href="documents/s1234/Home%20care.pdf?txtonly=1"><img> PDF 214 KB</a>
<a href="/documents/g99/Public reports pack.pdf">PDF 3 MB</a>
<a href="https://elsewhere.gov.uk/guide.DOCX#top">Guide</a></html>"#;
        let meeting = linked_papers(page);
        assert_eq!(
            meeting.title,
            "Agenda for Cabinet on Thursday, 30 January 2025"
        );
        let found: Vec<(&str, &str)> = meeting
            .papers
            .iter()
            .map(|one| (one.title.as_str(), one.url.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                (
                    "Home care: report",
                    "https://democracy.x.gov.uk/documents/s1234/Home%20care.pdf?txtonly=1"
                ),
                (
                    "Public reports pack.pdf",
                    "https://democracy.x.gov.uk/documents/g99/Public reports pack.pdf"
                ),
                ("Guide", "https://elsewhere.gov.uk/guide.DOCX"),
            ]
        );
        // A page whose own address is not known has no whole addresses to give.
        assert!(
            linked_papers(b"<a href=documents/s1/x.pdf>x</a>")
                .papers
                .is_empty()
        );
    }

    #[test]
    fn each_paper_comes_with_its_item_and_the_meeting_with_its_day() {
        let page = br#"<html><title>Agenda for Cabinet on Thursday, 30th January, 2025, 10.00 am</title>
<a href="https://x.gov.uk/documents/g9/Pack.pdf">Public reports pack PDF 3 MB</a><table id="mgItemTable">
<tr><td class="mgItemNumberCell"><p class="mgAiTitleTxt" >4.</p></td><td><p class="mgAiTitleTxt">Apologies</p></td></tr>
<tr><td><p class="mgAiTitleTxt">5.</p></td><td><p class="mgAiTitleTxt"><a class="mgAiTitleLnk"
 href="https://x.gov.uk/documents/s1/Home.pdf">Home care PDF 154 KB</a></p><div>To consider it.</div>
<ul><li><a href="https://x.gov.uk/documents/s2/EqIA.pdf">Equality impact assessment PDF 90 KB</a></ul></table>"#;
        let meeting = linked_papers(page);
        assert_eq!(meeting.day, NaiveDate::from_ymd_opt(2025, 1, 30));
        let found: Vec<(&str, Option<&str>)> = meeting
            .papers
            .iter()
            .map(|one| (one.title.as_str(), one.item.as_deref()))
            .collect();
        assert_eq!(
            found,
            [
                ("Public reports pack", None),
                ("Home care", Some("5. Home care")),
                ("Equality impact assessment", Some("5. Home care")),
            ]
        );
        assert_eq!(linked_papers(b"<title>Cabinet</title>").day, None);
    }

    #[test]
    fn a_page_of_links_without_end_is_bounded() {
        let many: Vec<String> = (0..3_000)
            .map(|at| format!("<a href=https://x/{at}.pdf>Paper {at}"))
            .collect();
        let many = many.concat();
        assert_eq!(linked_papers(many.as_bytes()).papers.len(), LINKS);
    }
}
