//! Limbs of an instrument, as a citation names them.

/// Returns true if a citation names a limb of its instrument: `s 5(1)`, `reg 13`, `article 6`.
pub(super) fn names_limb(citation: &str) -> bool {
    const LIMBS: [&str; 20] = [
        "s",
        "ss",
        "sec",
        "section",
        "sections",
        "art",
        "arts",
        "article",
        "articles",
        "reg",
        "regs",
        "regulation",
        "para",
        "paras",
        "paragraph",
        "rule",
        "sch",
        "schedule",
        "cl",
        "clause",
    ];
    let words: Vec<String> = citation
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let numbered = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    words.windows(2).any(|pair| match pair {
        [limb, number] => LIMBS.contains(&limb.as_str()) && numbered(number),
        _ => false,
    }) || words.iter().any(|word| {
        ["ss", "s", "reg", "art"]
            .iter()
            .any(|limb| word.strip_prefix(limb).is_some_and(numbered))
    })
}

#[cfg(test)]
mod tests {
    use super::names_limb;

    #[test]
    fn a_number_of_a_section_is_told_from_a_year() {
        for citation in [
            "SI 1999/3251 art 6(1)(b), under LGA 1999 s 5(1)",
            "Localism Act 2011, section 81",
            "SI 2015/102 regs 18-24",
            "s.149 of the Equality Act 2010",
            "Schedule 12A, para 10",
        ] {
            assert!(names_limb(citation), "{citation}");
        }
        for citation in [
            "Employment Rights (Northern Ireland) Order 1996",
            "Accounts and Audit (Wales) Regulations 2014, inspection period",
            "Act",
        ] {
            assert!(!names_limb(citation), "{citation}");
        }
    }
}
