//! The form for a council's own rules on call-in.

use std::str::FromStr;

use chrono::NaiveDate;

use super::hand_over::{lines, lines_of, options};
use super::{put_day, text};
use crate::base::Word;
use crate::checklist::Counting;
use crate::desk::dates;
use crate::desk::overlay::{FieldError, FieldId, Form, FormField, Purpose};
use crate::report::Council;
use crate::report::council::file::parse_hour;

/// A text of the rules as the form has it: the field, its label, its help.
type TextField = (FieldId, &'static str, &'static str);

/// The fields of one line of text, in the order of [`texts`].
const TEXTS: [TextField; 13] = [
    (
        FieldId::WhoMay,
        "Who can call in",
        "Who can call a decision in: any five members of the council, the chair of the committee …",
    ),
    (
        FieldId::From,
        "Runs from",
        "publication of the decision, notice to members …",
    ),
    (FieldId::Form, "Form", "in writing on form CI1, by email …"),
    (FieldId::To, "To", "the monitoring officer …"),
    (
        FieldId::Excluded,
        "Cannot be called in",
        "Give the decisions: urgent ones, those within the budget …",
    ),
    (
        FieldId::Source,
        "Rule",
        "Constitution, part 4, rule 16, May 2026.",
    ),
    (
        FieldId::AlsoSigns,
        "Signs as well",
        "Who signs besides the members: a scrutiny chair, a seconder …",
    ),
    (
        FieldId::Decides,
        "Decides validity",
        "The officer who decides if a notice is valid: the chief executive …",
    ),
    (
        FieldId::Consults,
        "Consulting",
        "Who is consulted on that: the chair of the scrutiny committee …",
    ),
    (
        FieldId::Attends,
        "Must attend",
        "Who has to attend when it is heard: one signatory …",
    ),
    (
        FieldId::Urgent,
        "Urgent if",
        "When a decision is too urgent to be called in.",
    ),
    (
        FieldId::UrgentAgreedBy,
        "Urgency agreed by",
        "Who has to agree that it is urgent: the chair of the council …",
    ),
    (
        FieldId::Withdrawal,
        "Withdrawal",
        "How a notice is withdrawn: in writing, by all who signed …",
    ),
];

/// Returns the texts of the rules, in the order of [`TEXTS`].
const fn texts(council: &mut Council) -> [&mut String; 13] {
    [
        &mut council.who_may,
        &mut council.from,
        &mut council.form,
        &mut council.to,
        &mut council.excluded,
        &mut council.source,
        &mut council.also_signs,
        &mut council.decides,
        &mut council.consults,
        &mut council.attends,
        &mut council.urgent,
        &mut council.urgent_agreed_by,
        &mut council.withdrawal,
    ]
}

/// Returns the form for a council's own rules on call-in.
pub fn council(council: &Council) -> Form {
    let mut copy = council.clone();
    let said: Vec<String> = texts(&mut copy).map(|text| text.clone()).into();
    let one = |key: FieldId| -> FormField {
        let mut all = TEXTS.into_iter().zip(&said);
        let found = all.find(|((one, ..), _)| *one == key);
        let ((_, label, help), said) = found.unwrap_or(((key, "", ""), &copy.name));
        text(key, label, help, said)
    };
    let mut counted = vec![(String::new(), "not given".to_owned())];
    counted.extend(
        Counting::ALL
            .iter()
            .map(|one| (one.word().to_owned(), format!("{} days", one.word()))),
    );
    let yes_no = || {
        [("", "not given"), ("yes", "yes"), ("no", "no")]
            .map(|(id, says)| (id.to_owned(), says.to_owned()))
            .to_vec()
    };
    let yes = |is: bool| if is { "yes" } else { "" };
    let reasons: Vec<String> = council.invalid.iter().map(ToString::to_string).collect();
    let mut fields = vec![
        text(
            FieldId::Name,
            "Council",
            "The council whose rules these are.",
            &council.name,
        ),
        one(FieldId::WhoMay),
        text(
            FieldId::Signatories,
            "How many sign",
            "Give a number, a share such as 15 %, or two: 9 or 2500 residents.",
            &said_or_empty(council.signatories),
        ),
        lines(
            FieldId::Grounds,
            "Grounds",
            "Give the grounds it allows, in its own words, one a line. Leave empty if it names none.",
            &council.grounds.join("\n"),
        ),
        text(
            FieldId::Days,
            "How many days",
            "Give a number, or the day on which it closes: Tuesday of the week after.",
            &said_or_empty(council.closes),
        ),
        options(
            FieldId::Counted,
            "Counted as",
            "← → : calendar, working or clear days, as the constitution says.",
            counted,
            council.counted.map_or("", Counting::word),
        ),
        one(FieldId::From),
        text(
            FieldId::Hour,
            "Closes at",
            "Give the hour on the last day: 17:00.",
            &council
                .hour
                .map(|hour| hour.format("%H:%M").to_string())
                .unwrap_or_default(),
        ),
        one(FieldId::Form),
        one(FieldId::To),
        options(
            FieldId::AlternativeNeeded,
            "Alternative needed?",
            "Must the notice propose an alternative?",
            yes_no(),
            match council.alternative_needed {
                None => "",
                Some(true) => "yes",
                Some(false) => "no",
            },
        ),
        options(
            FieldId::NoDeferral,
            "No deferral?",
            "Is putting the decision off not enough as that?",
            yes_no(),
            yes(council.no_deferral),
        ),
        one(FieldId::Excluded),
        one(FieldId::Source),
        text(
            FieldId::Members,
            "Members in all",
            "How many members the council has, if a share of them signs.",
            &said_or_empty(council.members),
        ),
        one(FieldId::AlsoSigns),
        one(FieldId::Decides),
        one(FieldId::Consults),
        lines(
            FieldId::Invalid,
            "Not valid if",
            "One a line: information, scrutinised, same issue within 6 months, frivolous, or its words.",
            &reasons.join("\n"),
        ),
        options(
            FieldId::Once,
            "Only once?",
            "Can a decision be called in only once?",
            yes_no(),
            yes(council.once),
        ),
        text(
            FieldId::PerMember,
            "Each member",
            "How many call-ins a member may sign in a council year.",
            &said_or_empty(council.per_member),
        ),
        one(FieldId::Attends),
        text(
            FieldId::HeardWithin,
            "Heard within",
            "The time within which it has to be heard: 15 working days.",
            &said_or_empty(council.heard_within),
        ),
        one(FieldId::Urgent),
        one(FieldId::UrgentAgreedBy),
        lines(
            FieldId::Outcomes,
            "Outcomes",
            "Give what may be decided on it, one a line: no action, refer it back …",
            &council.outcomes.join("\n"),
        ),
        one(FieldId::Withdrawal),
    ];
    if council.checked.is_some() {
        fields.push(text(
            FieldId::On,
            "Compared on",
            "When you compared these rules with the constitution. Leave empty if you have not.",
            &put_day(council.confirmed_on),
        ));
        fields.push(text(
            FieldId::Page,
            "On its page",
            "The page of the constitution on which you found them: part 4, page 212.",
            &council.confirmed_at,
        ));
    }
    let mut form = Form::new(
        "The council’s own rules on call-in",
        Purpose::Council(Box::new(council.clone())),
        fields,
    );
    form.about = council.warning();
    form
}

/// Returns a rule as it is written, or nothing.
fn said_or_empty(rule: Option<impl ToString>) -> String {
    rule.map(|rule| rule.to_string()).unwrap_or_default()
}

/// Reads the day on which a ready profile was confirmed, and the page.
fn confirmed(form: &Form) -> Result<(Option<NaiveDate>, String), FieldError> {
    let (typed, page) = (form.text(FieldId::On), form.text(FieldId::Page));
    if typed.is_empty() {
        return Ok((None, page));
    }
    let day = dates::day(&typed).map_err(|why| FieldError::new(FieldId::On, why))?;
    if page.is_empty() {
        let why = "On which page of the constitution did you find them?";
        return Err(FieldError::new(FieldId::Page, why));
    }
    Ok((Some(day), page))
}

/// Reads a rule that is written in words; `None` if its field is empty.
fn said<T: FromStr<Err = String>>(form: &Form, key: FieldId) -> Result<Option<T>, FieldError> {
    let typed = form.text(key);
    if typed.is_empty() {
        return Ok(None);
    }
    let read = typed.parse().map(Some);
    read.map_err(|why| FieldError::new(key, why))
}

fn number(form: &Form, key: FieldId) -> Result<Option<u32>, FieldError> {
    let typed = form.text(key);
    if typed.is_empty() {
        return Ok(None);
    }
    let number = typed.parse::<u32>().ok().filter(|number| *number > 0);
    number
        .map(Some)
        .ok_or_else(|| FieldError::new(key, format!("“{typed}” is not a whole number above 0.")))
}

/// Reads the council's rules from a filled form; what it has no field for stays as it was.
///
/// # Errors
/// If something is missing or cannot be read: the field, and a message.
pub fn read_council(form: &Form, before: &Council) -> Result<Council, FieldError> {
    let name = form.text(FieldId::Name);
    if name.is_empty() {
        return Err(FieldError::new(FieldId::Name, "Which council?"));
    }
    let hour = form.text(FieldId::Hour);
    let hour = if hour.is_empty() {
        None
    } else {
        let read = parse_hour(&hour);
        Some(read.ok_or_else(|| {
            FieldError::new(
                FieldId::Hour,
                format!("“{hour}” is not an hour: write 17:00."),
            )
        })?)
    };
    let (confirmed_on, confirmed_at) = if before.checked.is_some() {
        confirmed(form)?
    } else {
        (before.confirmed_on, before.confirmed_at.clone())
    };
    let reasons = lines_of(form, FieldId::Invalid);
    let reasons = reasons.iter().map(|line| {
        let read = line.parse();
        read.map_err(|why: String| FieldError::new(FieldId::Invalid, why))
    });
    let mut council = Council {
        name,
        signatories: said(form, FieldId::Signatories)?,
        members: number(form, FieldId::Members)?,
        grounds: lines_of(form, FieldId::Grounds),
        closes: said(form, FieldId::Days)?,
        counted: Counting::from_word(&form.text(FieldId::Counted)),
        hour,
        alternative_needed: match form.text(FieldId::AlternativeNeeded).as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        no_deferral: form.text(FieldId::NoDeferral) == "yes",
        invalid: reasons.collect::<Result<_, _>>()?,
        once: form.text(FieldId::Once) == "yes",
        per_member: number(form, FieldId::PerMember)?,
        heard_within: said(form, FieldId::HeardWithin)?,
        outcomes: lines_of(form, FieldId::Outcomes),
        confirmed_on,
        confirmed_at,
        ..before.clone()
    };
    for ((key, ..), there) in TEXTS.into_iter().zip(texts(&mut council)) {
        *there = form.text(key);
    }
    Ok(council)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::Territory;
    use crate::desk::overlay::FieldEntry;
    use crate::report::council::ready;

    /// Types into a field.
    fn write(form: &mut Form, key: FieldId, said: &str) {
        let field = form.fields.iter_mut().find(|field| field.key == key);
        let Some(FieldEntry::Text(entry)) = field.map(|field| &mut field.entry) else {
            panic!("no text field {key:?}")
        };
        *entry = crate::desk::field::Field::line(said);
    }

    #[test]
    fn a_form_that_is_not_touched_changes_no_rule() {
        let mut all: Vec<Council> = ready::profiles().collect();
        all.extend(ready::of_nation(Territory::NorthernIreland));
        all.push(Council {
            name: "Anytown".to_owned(),
            once: true,
            no_deferral: true,
            outcomes: vec!["no action".to_owned(), "refer it back".to_owned()],
            ..Council::default()
        });
        for one in all {
            let form = council(&one);
            assert_eq!(read_council(&form, &one), Ok(one.clone()), "{}", one.name);
        }
    }

    #[test]
    fn each_rule_is_entered_in_words_and_a_mistake_is_told_at_its_field() {
        let before = Council {
            name: "Anytown".to_owned(),
            ..Council::default()
        };
        let mut form = council(&before);
        write(&mut form, FieldId::Days, "Tuesday of the week after");
        write(&mut form, FieldId::Signatories, "15 %");
        write(&mut form, FieldId::Members, "41");
        write(&mut form, FieldId::Invalid, "same issue within 6 months");
        write(&mut form, FieldId::HeardWithin, "15 working days");
        write(&mut form, FieldId::AlsoSigns, "a scrutiny chair");
        let read = read_council(&form, &before).expect("rules");
        assert_eq!(read.closes, "Tuesday of the week after".parse().ok());
        assert_eq!(read.needed(), Some(7));
        assert_eq!(
            read.invalid,
            ["same issue within 6 months".parse().expect("a reason")]
        );
        assert_eq!(read.heard_within, "15 working days".parse().ok());
        assert_eq!(read.also_signs, "a scrutiny chair");
        for (key, wrong) in [
            (FieldId::Days, "Tuesday"),
            (FieldId::Signatories, "some"),
            (FieldId::Members, "0"),
            (FieldId::Invalid, "informtion"),
            (FieldId::HeardWithin, "soon"),
            (FieldId::PerMember, "few"),
        ] {
            let mut form = council(&before);
            write(&mut form, key, wrong);
            let refused = read_council(&form, &before).expect_err("a mistake");
            assert_eq!(refused.field, key, "{refused}");
        }
    }
}
