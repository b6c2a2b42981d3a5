//! Small grammar: lists, capitals, full stops.

/// Returns a list in words: "a", "a and b", "a, b and c".
pub fn list<T: AsRef<str>>(parts: &[T]) -> String {
    joined(parts, ", ", " and ")
}

/// Returns a choice in words: "a", "a or b", "a, b or c".
pub fn choice<T: AsRef<str>>(parts: &[T]) -> String {
    joined(parts, ", ", " or ")
}

/// Joins parts with one text between them, and another before the last.
pub fn joined<T: AsRef<str>>(parts: &[T], between: &str, before_last: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{}{before_last}{}", first.join(between), last.as_ref())
        }
    }
}

/// Returns a text with its first letter made a capital.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// Returns a text as a sentence: a capital, and a full stop unless it ends in a mark already.
pub fn sentence(text: &str) -> String {
    let text = capital(text.trim());
    match text.chars().next_back() {
        None | Some('.' | '!' | '?' | '…' | ':') => text,
        Some('”' | '"' | ')')
            if text
                .trim_end_matches(['”', '"', ')'])
                .ends_with(['.', '!', '?', '…']) =>
        {
            text
        }
        Some(_) => text + ".",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_once() {
        assert_eq!(sentence("it was not"), "It was not.");
        assert_eq!(sentence("Was it?"), "Was it?");
        assert_eq!(sentence("he said “no.”"), "He said “no.”");
        assert_eq!(sentence(""), "");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }
}
