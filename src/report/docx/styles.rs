//! The styles, from the file beside this one, made more compact for the briefing.

use super::super::Kind;
use super::super::kind::Layout;

const STYLES: &str = include_str!("styles.xml");

/// Changes to the styles for the briefing, which has two pages and no more: the style, the
/// attributes as they are, and their replacement.
const CLOSER: [(&str, &str, &str); 17] = [
    (
        "Normal",
        "/></w:style>",
        "/><w:pPr><w:spacing w:after=\"80\" w:line=\"257\" w:lineRule=\"auto\"/></w:pPr><w:rPr><w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/></w:rPr></w:style>",
    ),
    ("Title", "\"52\"", "\"40\""),
    ("Subtitle", "\"28\"", "\"22\""),
    ("Subtitle", "w:after=\"200\"", "w:after=\"120\""),
    ("Heading1", "\"34\"", "\"27\""),
    (
        "Heading1",
        "w:before=\"400\" w:after=\"120\"",
        "w:before=\"200\" w:after=\"60\"",
    ),
    ("Heading2", "\"27\"", "\"22\""),
    (
        "Heading2",
        "w:before=\"300\" w:after=\"80\"",
        "w:before=\"120\" w:after=\"40\"",
    ),
    (
        "Fact",
        "w:after=\"40\" w:line=\"264\"",
        "w:after=\"0\" w:line=\"252\"",
    ),
    ("Quote", "w:before=\"100\"", "w:before=\"40\""),
    ("QuoteSource", "w:after=\"180\"", "w:after=\"80\""),
    ("QuoteSource", "\"19\"", "\"18\""),
    ("Caption", "w:before=\"200\"", "w:before=\"80\""),
    ("ListBullet", "w:after=\"80\"", "w:after=\"40\""),
    ("CalloutHead", "\"25\"", "\"23\""),
    (
        "CalloutHead",
        "w:before=\"60\" w:after=\"60\"",
        "w:before=\"20\" w:after=\"20\"",
    ),
    (
        "CalloutText",
        "w:after=\"80\" w:line=\"264\"",
        "w:after=\"40\" w:line=\"252\"",
    ),
];

/// Returns the styles, each on a line of its own.
pub(super) fn write(kind: Kind) -> String {
    if kind.spec().layout != Layout::Close {
        return STYLES.to_owned();
    }
    let mut out = String::with_capacity(STYLES.len() + 512);
    for line in STYLES.lines() {
        let mut line = line.to_owned();
        for (style, is, becomes) in CLOSER {
            if line.contains(&format!("w:styleId=\"{style}\"")) {
                line = line.replace(is, becomes);
            }
        }
        out.push_str(&line);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::grids::GROUNDS;
    use super::*;

    /// Returns the values of an attribute in the styles.
    fn values<'a>(before: &str, length: usize) -> Vec<&'a str> {
        STYLES
            .match_indices(before)
            .filter_map(|(at, _)| STYLES.get(at + before.len()..at + before.len() + length))
            .collect()
    }

    /// A line of a spacer that does not fit, or a callout that a keep-next ties to what follows it, makes
    /// a page with nothing but its running head.
    #[test]
    fn no_spacer_and_no_callout_leaves_an_empty_page() {
        let style = |id: &str| {
            let (_, rest) = STYLES.split_once(&format!("w:styleId=\"{id}\"")).expect(id);
            rest.split_once("</w:style>").expect(id).0
        };
        let spacer = style("Spacer");
        assert!(
            spacer.contains("w:line=\"20\" w:lineRule=\"exact\""),
            "{spacer}"
        );
        assert!(spacer.contains("w:after=\"140\""), "{spacer}");
        let head = style("CalloutHead");
        assert!(!head.contains("w:keepNext"), "{head}");
    }

    /// Checks the contrast of every ink on every background, by the formula of WCAG 2.
    #[test]
    fn every_text_colour_has_the_contrast_of_level_aa() {
        fn light(hex: &str) -> f64 {
            let part = |at: usize| {
                let value = u8::from_str_radix(hex.get(at..at + 2).expect("a part"), 16);
                let value = f64::from(value.expect("hex")) / 255.0;
                if value <= 0.040_45 {
                    value / 12.92
                } else {
                    ((value + 0.055) / 1.055).powf(2.4)
                }
            };
            0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
        }
        let inks = values("<w:color w:val=\"", 6);
        let mut grounds = values("w:fill=\"", 6);
        grounds.extend(GROUNDS);
        grounds.push("FFFFFF");
        assert!(inks.len() > 8 && grounds.len() > 5, "{inks:?} {grounds:?}");
        for ink in &inks {
            for ground in &grounds {
                let (one, other) = (light(ink), light(ground));
                let ratio = (one.max(other) + 0.05) / (one.min(other) + 0.05);
                assert!(ratio >= 4.5, "{ink} on {ground}: {ratio}");
            }
        }
    }

    #[test]
    fn the_briefing_is_closer_in_every_place_it_names() {
        for (style, is, _) in CLOSER {
            let line = STYLES
                .lines()
                .find(|line| line.contains(&format!("w:styleId=\"{style}\"")))
                .expect(style);
            assert!(line.contains(is), "{style}: {is}");
        }
        assert_eq!(write(Kind::Record), STYLES);
        assert_ne!(write(Kind::Briefing), STYLES);
    }
}
