//! Official addresses of law: the only ones that a paper for the other side prints with a citation.
//!
//! A blog or a council's copy may be where the program's authors read a text; a reader who checks a
//! citation needs the text itself. Where it was read stands in the user's own papers.

use super::document::is_web;

/// Hosts that publish legislation, judgments and guidance officially; their subdomains count too.
const HOSTS: [&str; 9] = [
    "legislation.gov.uk",
    "www.gov.uk",
    "assets.publishing.service.gov.uk",
    "nationalarchives.gov.uk",
    "bailii.org",
    "supremecourt.uk",
    "parliament.uk",
    "gov.wales",
    "gov.scot",
];

/// Returns an address if it is official.
pub(super) fn official(url: &str) -> Option<&str> {
    let url = url.trim();
    let (_, rest) = url.split_once("://").filter(|_| is_web(url))?;
    let host = rest.split(['/', '?', '#', ':']).next()?.to_lowercase();
    let is_known = |known: &&str| {
        host.strip_suffix(*known)
            .is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    HOSTS.iter().any(is_known).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_official_only_on_a_host_that_publishes_law() {
        for url in [
            "https://www.legislation.gov.uk/ukpga/1999/27/section/3",
            "http://legislation.gov.uk/x",
            "https://caselaw.nationalarchives.gov.uk/ewca/civ/2013/1004",
            "http://www.bailii.org/ew/cases",
            "https://www.gov.uk/government/publications",
            "https://www.gov.wales/guide",
        ] {
            assert_eq!(official(url), Some(url));
        }
        for url in [
            "https://runnymede.gov.uk/performance/best-value-duty/6",
            "https://www.bindmans.com/legislation.gov.uk",
            "https://notlegislation.gov.uk/x",
            "https://legislation.gov.uk.example/x",
            "https://user@evil.example/legislation.gov.uk",
            "legislation.gov.uk/x",
            "",
        ] {
            assert_eq!(official(url), None, "{url}");
        }
    }
}
