//! Fields of a page that is filled in on the screen, before it is saved or printed.

use super::escape;
use crate::report::text::put;

/// Writes options of which one can be chosen.
pub(super) fn options(name: &str, options: &[String], out: &mut String) {
    let name = escape(name);
    out.push_str("<span class=\"options\" role=\"radiogroup\" aria-label=\"Answer\">");
    for option in options {
        let option = escape(option);
        put!(
            out,
            "<label><input type=\"radio\" name=\"{name}\" value=\"{option}\"> {option}</label>"
        );
    }
    out.push_str("</span>");
}

/// Writes a field of one line or more, with what the paper shows as its hint.
pub(super) fn room(label: &str, printed: &str, lines: usize, out: &mut String) {
    let (label, hint) = (escape(label), escape(printed));
    if lines > 1 {
        put!(
            out,
            "<textarea rows=\"{lines}\" aria-label=\"{label}\"></textarea>"
        );
    } else {
        put!(
            out,
            "<input type=\"text\" aria-label=\"{label}\" placeholder=\"{hint}\">"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_has_a_label_and_nothing_in_it_becomes_markup() {
        let mut out = String::new();
        options("q\"1", &["met".to_owned(), "<b>".to_owned()], &mut out);
        room("Note on \"q\"", "", 3, &mut out);
        room("Date", "…/…", 1, &mut out);
        assert_eq!(
            out.matches("<input type=\"radio\" name=\"q&quot;1\"")
                .count(),
            2,
            "{out}"
        );
        assert!(!out.contains("<b>") && !out.contains("checked"), "{out}");
        assert_eq!(out.matches("aria-label=").count(), 3, "{out}");
        assert!(out.contains("<textarea rows=\"3\""), "{out}");
    }
}
