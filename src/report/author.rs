//! Who hands a paper over: the name they gave, and the names a machine knows them by, which no
//! paper prints.

use super::text::{clean, one_line};

/// The person at the machine.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Author {
    /// The name they gave for their papers; empty until they give one.
    pub name: String,
    /// The names the machine knows them by.
    pub logins: Vec<String>,
}

/// Stands for the person at the machine who gave no name.
const UNNAMED: &str = "the author";
/// The most characters of a name.
const LONGEST: usize = 200;

impl Author {
    /// The name that new entries of the history carry: the one that was given, else the login.
    pub fn signs(&self) -> &str {
        let login = self.logins.first().map_or("", String::as_str);
        if self.name.is_empty() {
            login
        } else {
            &self.name
        }
    }

    /// Who did something, as a paper says it; empty where only a login of somebody else's is known.
    ///
    /// Entries made under a login of this machine are the author's. Names that people gave stand as
    /// they are, also where an import joined several.
    pub fn prints(&self, by: &str) -> String {
        let by = one_line(by);
        if by == self.name || self.is_own(&by) {
            return self.print_one(&by).to_owned();
        }
        let people = by.split(", ").map(|one| self.print_one(one));
        let people: Vec<&str> = people.filter(|one| !one.is_empty()).collect();
        people.join(", ")
    }

    fn print_one<'a>(&'a self, by: &'a str) -> &'a str {
        if by == self.name {
            by
        } else if self.is_own(by) {
            if self.name.is_empty() {
                UNNAMED
            } else {
                &self.name
            }
        } else if is_login(by) {
            ""
        } else {
            by
        }
    }

    fn is_own(&self, by: &str) -> bool {
        let by = by.to_lowercase();
        self.logins
            .iter()
            .any(|one| one_line(one).to_lowercase() == by)
    }
}

/// Whether a name is one that a machine gives: a single word without a capital, or with what a
/// person's name does not have.
fn is_login(name: &str) -> bool {
    let machine = |c: char| c.is_numeric() || matches!(c, '\\' | '/' | '@' | '_');
    let small = name.chars().any(char::is_lowercase) && !name.chars().any(char::is_uppercase);
    !name.contains(char::is_whitespace) && (small || name.contains(machine))
}

/// A name as it was typed, made fit to stand in a paper; none where nothing was typed.
///
/// # Errors
/// Why it cannot be taken, in a sentence.
pub fn given(typed: &str) -> Result<Option<String>, String> {
    let name = one_line(&clean(typed));
    if name.chars().count() > LONGEST {
        return Err(format!(
            "A name has no more than {LONGEST} characters; this has {}.",
            name.chars().count()
        ));
    }
    Ok((!name.is_empty()).then_some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn author(name: &str) -> Author {
        Author {
            name: name.to_owned(),
            logins: vec!["jsmith2".to_owned(), "Jane Smith".to_owned()],
        }
    }

    #[test]
    fn a_login_of_this_machine_is_printed_as_the_name_that_was_given() {
        for by in ["jsmith2", "JSmith2", " jsmith2 ", "Jane Smith"] {
            assert_eq!(author("J. Secretary").prints(by), "J. Secretary", "{by}");
            assert_eq!(author("").prints(by), "the author", "{by}");
        }
        assert_eq!(author("").signs(), "jsmith2");
        assert_eq!(author("J. Secretary").signs(), "J. Secretary");
        assert_eq!(Author::default().signs(), "");
        assert_eq!(Author::default().prints(""), "");
    }

    #[test]
    fn names_that_people_gave_stand_and_logins_of_others_do_not() {
        for name in [
            "Ann Other",
            "J. Secretary",
            "Jane",
            "UNISON",
            "O’Brien",
            "李明",
        ] {
            assert_eq!(author("").prints(name), name);
        }
        for login in [
            "root",
            "ann.other",
            "a-other",
            "jürgen",
            "AOTHER1",
            "TOWNHALL\\AOther",
            "AOther@town.example",
            "1234",
        ] {
            assert_eq!(author("J. Secretary").prints(login), "", "{login}");
        }
        assert_eq!(
            author("J. Secretary").prints("Ann, jsmith2, bob"),
            "Ann, J. Secretary",
            "an import joined them"
        );
        // Whoever wants to be called as the machine calls them is.
        assert_eq!(author("jsmith2").prints("jsmith2"), "jsmith2");
        assert_eq!(author("Smith, J.").prints("Smith, J."), "Smith, J.");
    }

    #[test]
    fn a_name_is_taken_as_it_was_typed_but_for_what_no_paper_can_hold() {
        assert_eq!(
            given("  J.\u{202e}  Secretary\n"),
            Ok(Some("J. Secretary".to_owned()))
        );
        assert_eq!(given(" \t "), Ok(None));
        assert!(given(&"x".repeat(201)).is_err());
    }
}
