//! The two forms of the first minute: who the user is, and what they hold for a new audit.

use chrono::NaiveDate;

use super::{options_of, put_day, text};
use crate::base::Word as _;
use crate::desk::action::keyed;
use crate::desk::dates;
use crate::desk::held::Held;
use crate::desk::overlay::{FieldEntry, FieldError, FieldId, Form, FormField, Purpose};
use crate::report::{Capacity, Person, author};

/// Returns the form that asks who the user is.
///
/// A sender that was given before is shown as it is; a new one is made of the branch and its members.
pub fn who_you_are(name: &str, capacity: Option<Capacity>, we: &str) -> Form {
    let mut fields = vec![
        text(
            FieldId::Name,
            "Your name",
            "As your papers should give it. The history says who did what.",
            name,
        ),
        FormField {
            key: FieldId::Capacity,
            label: "You are",
            help: "Press ← → to choose. It decides which letter asks the council for papers."
                .into(),
            entry: options_of(capacity, "choose with ← →", |one: Capacity| {
                one.label().to_owned()
            }),
        },
    ];
    if we.is_empty() {
        fields.push(text(
            FieldId::Branch,
            "Your branch",
            "Only for a union: its name, such as Anytown Local Government Branch.",
            "",
        ));
        fields.push(text(
            FieldId::Members,
            "Its members",
            "Only for a union: how many members the branch has, such as 412.",
            "",
        ));
    } else {
        fields.push(super::hand_over::sender(we));
    }
    let mut form = Form::new("Who are you?", Purpose::WhoYouAre, fields);
    form.about = Some(keyed!(
        "You are asked once. {keep} saves it; {leave} leaves it for later.",
        keep = KeepForm,
        leave = LeaveForm
    ));
    form
}

/// Reads what the user said of themselves.
///
/// # Errors
/// If something cannot be read: the field, and a message.
pub fn read_person(form: &Form) -> Result<Person, FieldError> {
    let name = author::given(&form.text(FieldId::Name))
        .map_err(|why| FieldError::new(FieldId::Name, why))?;
    let branch = author::we_given(&form.text(FieldId::Branch));
    let members = form.text(FieldId::Members);
    let members = if members.is_empty() {
        None
    } else {
        let count = members.replace([',', ' '], "").parse::<u32>().ok();
        let says = || format!("“{members}” is not a number of members: write 412.");
        Some(count.ok_or_else(|| FieldError::new(FieldId::Members, says()))?)
    };
    let named = branch.strip_prefix("the ").unwrap_or(&branch);
    let we = match (named, members) {
        ("", Some(_)) => {
            return Err(FieldError::new(
                FieldId::Branch,
                "What is the branch called?",
            ));
        }
        ("", None) => author::we_given(&form.text(FieldId::We)),
        (branch, None) => format!("the {branch}"),
        (branch, Some(1)) => format!("the {branch}, with 1 member"),
        (branch, Some(count)) => format!("the {branch}, with {count} members"),
    };
    Ok(Person {
        name: name.unwrap_or_default(),
        capacity: Capacity::from_word(&form.text(FieldId::Capacity)),
        we,
        house: named.to_owned(),
    })
}

/// Returns a field that is answered with no or yes.
fn yes(
    key: FieldId,
    label: &'static str,
    (says_yes, help): (&str, &'static str),
    now: bool,
) -> FormField {
    let options = [("no", "no"), ("yes", says_yes)];
    let options = options.map(|(id, says)| (id.to_owned(), says.to_owned()));
    FormField {
        key,
        label,
        help: help.into(),
        entry: FieldEntry::Choice(options.to_vec(), usize::from(now)),
    }
}

/// Returns the form that asks what the user holds for an audit; a day that is past is not soon.
pub fn holding(held: &[Held], decided: Option<NaiveDate>, today: NaiveDate) -> Form {
    let holds = |one: Held| held.contains(&one);
    let day = put_day(decided.filter(|day| *day >= today));
    let fields = vec![
        yes(
            FieldId::HasReport,
            "The report",
            (
                "yes, I have it",
                "Have you the council’s report, or another of its papers, as a file?",
            ),
            holds(Held::Report),
        ),
        yes(
            FieldId::WasThere,
            "The meeting",
            (
                "yes, I was there, or know somebody who was",
                "Were you at the meeting? What you saw and heard is evidence.",
            ),
            holds(Held::Meeting),
        ),
        text(
            FieldId::Decided,
            "A day soon",
            "If you know the day of the decision, give it: 9 July 2026. Else leave it empty.",
            &day,
        ),
        yes(
            FieldId::HasNothing,
            "Nothing yet",
            (
                "yes, I have nothing yet",
                "Do you have no papers at all? Then the first thing is to ask for them.",
            ),
            holds(Held::Nothing),
        ),
    ];
    let mut form = Form::new("What do you have to begin with?", Purpose::Holding, fields);
    form.about = Some(keyed!(
        "It sets what comes first, and can be changed later. {leave} skips it.",
        leave = LeaveForm
    ));
    form
}

/// Reads what the user holds, and the day of the decision.
///
/// # Errors
/// If the day cannot be read: the field, and a message.
pub fn read_holding(
    form: &Form,
    today: NaiveDate,
) -> Result<(Vec<Held>, Option<NaiveDate>), FieldError> {
    let typed = form.text(FieldId::Decided);
    let day = if typed.is_empty() {
        None
    } else {
        Some(dates::day(&typed).map_err(|why| FieldError::new(FieldId::Decided, why))?)
    };
    let says_yes = |key: FieldId| form.text(key) == "yes";
    let all = [
        (says_yes(FieldId::HasReport), Held::Report),
        (says_yes(FieldId::WasThere), Held::Meeting),
        (day.is_some_and(|day| day >= today), Held::Day),
        (says_yes(FieldId::HasNothing), Held::Nothing),
    ];
    let held = all.into_iter().filter_map(|(yes, one)| yes.then_some(one));
    Ok((held.collect(), day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::field::Field;

    fn typed(form: &mut Form, key: FieldId, words: &str) {
        form.go_to(key);
        if let Some(field) = form.focused() {
            field.entry = FieldEntry::Text(Field::line(words));
        }
    }

    fn person(branch: &str, members: &str) -> Result<Person, FieldError> {
        let mut form = who_you_are("", None, "");
        typed(&mut form, FieldId::Name, " J. Secretary ");
        typed(&mut form, FieldId::Branch, branch);
        typed(&mut form, FieldId::Members, members);
        read_person(&form)
    }

    #[test]
    fn a_branch_with_its_members_is_the_sender_and_heads_the_papers() {
        let one = person("the Anytown branch", "1,412").expect("read");
        assert_eq!(one.name, "J. Secretary");
        assert_eq!(one.we, "the Anytown branch, with 1412 members");
        assert_eq!(one.house, "Anytown branch");
        assert_eq!(one.capacity, None);
        assert_eq!(person("", "").expect("read").we, "");
        assert_eq!(
            person("Anytown branch", "").expect("read").we,
            "the Anytown branch"
        );
    }

    #[test]
    fn members_without_a_branch_and_no_number_are_told_at_their_field() {
        let field = |branch: &str, members: &str| person(branch, members).expect_err("told").field;
        assert_eq!(field("", "412"), FieldId::Branch);
        assert_eq!(field("Anytown branch", "many"), FieldId::Members);
        assert_eq!(field("Anytown branch", "-3"), FieldId::Members);
    }

    #[test]
    fn a_sender_given_before_is_shown_and_kept() {
        let form = who_you_are("J. S.", Some(Capacity::Union), "the Anytown branch");
        let one = read_person(&form).expect("read");
        assert_eq!(one.we, "the Anytown branch");
        assert_eq!(one.capacity, Some(Capacity::Union));
        assert_eq!(one.house, "");
    }

    #[test]
    fn several_things_can_be_held_and_a_day_that_is_past_is_not_soon() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let mut form = holding(&[Held::Report, Held::Nothing], None, today);
        assert_eq!(
            read_holding(&form, today),
            Ok((vec![Held::Report, Held::Nothing], None))
        );
        typed(&mut form, FieldId::Decided, "30 November 2026");
        let (held, day) = read_holding(&form, today).expect("read");
        assert_eq!(held, [Held::Report, Held::Day, Held::Nothing]);
        assert_eq!(day, NaiveDate::from_ymd_opt(2026, 11, 30));
        typed(&mut form, FieldId::Decided, "9 July 2026");
        let (held, _) = read_holding(&form, today).expect("read");
        assert_eq!(held, [Held::Report, Held::Nothing]);
        typed(&mut form, FieldId::Decided, "soonish");
        assert!(read_holding(&form, today).is_err());
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let past = holding(&[], day("2026-07-09"), today);
        assert_eq!(past.text(FieldId::Decided), "");
        let soon = holding(&[], day("2026-11-30"), today);
        assert_eq!(soon.text(FieldId::Decided), "30 November 2026");
    }
}
