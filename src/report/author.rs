//! The author of a report: the name they gave, and the names a machine knows them by, which no
//! report prints.

use crate::base::word::words;
use crate::wording::{clean, one_line};

words! {
    /// The capacity in which a person asks and writes.
    pub enum Capacity is "a capacity" {
        /// For a trade union.
        Union = "union",
        /// As a councillor.
        Councillor = "councillor",
        /// As a resident or a user of the service.
        Resident = "resident",
        /// In any other.
        Other = "other",
    }
}

impl Capacity {
    /// Returns the capacity in words, for a list to choose from.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Union => "a union branch secretary or rep",
            Self::Councillor => "a councillor",
            Self::Resident => "a resident, or someone who uses the service",
            Self::Other => "someone else",
        }
    }
}

/// A person as they introduce themselves once; what is empty leaves the settings as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The capacity in which they write.
    pub capacity: Option<Capacity>,
    /// The body they write for, as the words after "We are".
    pub we: String,
    /// The name of that body, for the head of their papers.
    pub house: String,
}

/// The person at the machine, as author of reports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Author {
    /// The name they gave for their reports; empty until they give one.
    pub name: String,
    /// Login names on this machine.
    pub logins: Vec<String>,
}

/// Printed for an author who gave no name.
const UNNAMED: &str = "the author";
/// Longest name, in characters.
const LONGEST: usize = 200;

/// A name that is longer than a report prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("A name has no more than {LONGEST} characters; this has {length}.")]
pub struct NameTooLong {
    /// Its length, in characters.
    pub length: usize,
}

impl Author {
    /// Returns the name that new entries of the history carry: the one that was given, else the
    /// login.
    pub fn signs(&self) -> &str {
        let login = self.logins.first().map_or("", String::as_str);
        if self.name.is_empty() {
            login
        } else {
            &self.name
        }
    }

    /// Returns a recorded name as a report prints it; empty if it is only somebody else's login.
    ///
    /// Entries made under a login of this machine are the author's. Names that people gave are kept
    /// as they are, also where an import joined several.
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

/// Returns true if a name looks like a login: one word without a capital, or with a digit or a
/// character that no person's name has.
fn is_login(name: &str) -> bool {
    let machine = |c: char| c.is_numeric() || matches!(c, '\\' | '/' | '@' | '_');
    let small = name.chars().any(char::is_lowercase) && !name.chars().any(char::is_uppercase);
    !name.contains(char::is_whitespace) && (small || name.contains(machine))
}

/// Returns a typed name made fit for a report, or `None` if nothing was typed.
///
/// # Errors
/// If it is longer than a report prints.
pub fn given(typed: &str) -> Result<Option<String>, NameTooLong> {
    let name = one_line(&clean(typed));
    let length = name.chars().count();
    if length > LONGEST {
        return Err(NameTooLong { length });
    }
    Ok((!name.is_empty()).then_some(name))
}

/// Returns typed words on who the author writes for, as they follow "We are"; empty if nothing was
/// typed.
pub fn we_given(typed: &str) -> String {
    let we = one_line(&clean(typed));
    let we = we.strip_prefix("We are ").unwrap_or(&we);
    we.trim_end_matches('.').to_owned()
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
        // An author who wants to be called by the login is.
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
