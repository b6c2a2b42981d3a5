//! The forms of the report screen: the call-in notice, and questions put to the council. Those for a
//! council's own rules are in [`super::council`].

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::NaiveDate;

use super::{put_day, text};
use crate::audit::{CouncilQuestion, Notice, ReplyOutcome};
use crate::base::Word;
use crate::desk::action::keyed;
use crate::desk::dates;
use crate::desk::field::Field;
use crate::desk::overlay::{FieldEntry, FieldError, FieldId, Form, FormField, Purpose};
use crate::report::call_in::Proposed;
use crate::report::council::Invalid;
use crate::report::setting::Meeting;
use crate::report::{Council, Format, NoFormat, format_of};
use crate::wording::say_day;

pub(super) fn lines(
    key: FieldId,
    label: &'static str,
    help: &'static str,
    value: &str,
) -> FormField {
    FormField {
        key,
        label,
        help: help.into(),
        entry: FieldEntry::Text(Field::lines(value, super::UNFITTED)),
    }
}

pub(super) fn options(
    key: FieldId,
    label: &'static str,
    help: impl Into<std::borrow::Cow<'static, str>>,
    options: Vec<(String, String)>,
    now: &str,
) -> FormField {
    let at = options
        .iter()
        .position(|(id, _)| id == now)
        .unwrap_or_default();
    FormField {
        key,
        label,
        help: help.into(),
        entry: FieldEntry::Choice(options, at),
    }
}

/// Returns the form for the name of whoever hands reports over.
pub fn author() -> Form {
    let name = text(
        FieldId::Name,
        "Your name",
        keyed!(
            "As your papers should give it. You give it once. Press {keep} to go on without one.",
            keep = KeepForm
        ),
        "",
    );
    Form::new("Who hands it over?", Purpose::Author, vec![name])
}

/// Returns the field for the sender of a paper.
pub(super) fn sender(we: &str) -> FormField {
    text(
        FieldId::We,
        "We are",
        "Your body, how many members it has, and the people you speak for. It is kept for all your \
         papers.",
        we,
    )
}

/// Returns the form for the sender of a submission and the meeting it goes to.
pub fn meeting(we: &str, meeting: &Meeting) -> Form {
    let fields = vec![
        sender(we),
        text(
            FieldId::To,
            "To",
            "Name the committee: Overview and Scrutiny Committee.",
            &meeting.to,
        ),
        text(
            FieldId::MeetingWhen,
            "Meeting",
            "Name the meeting and its day: meeting of 3 December 2026.",
            &meeting.when,
        ),
        text(
            FieldId::AgendaItem,
            "Item",
            "Name the item of the agenda: item 7, housing repairs.",
            &meeting.item,
        ),
        lines(
            FieldId::Alternative,
            "Instead",
            "What you propose instead, in your own words.",
            &meeting.alternative,
        ),
    ];
    let mut form = Form::new(
        "Who sends it, and where does it go?",
        Purpose::Meeting,
        fields,
    );
    form.about = Some("What you leave empty is a line to fill in by hand.".to_owned());
    form
}

/// Returns the form for the sender of a right of reply and the day by which a reply is asked for.
pub fn reply_by(we: &str, by: Option<NaiveDate>) -> Form {
    let fields = vec![
        sender(we),
        text(
            FieldId::ReplyBy,
            "Reply by",
            "Give the day by which you ask for a reply: 18 December 2026.",
            &put_day(by),
        ),
    ];
    let mut form = Form::new(
        "Who sends it, and when should the council reply?",
        Purpose::Meeting,
        fields,
    );
    form.about = Some("What you leave empty is a line to fill in by hand.".to_owned());
    form
}

/// Reads the day by which a reply is asked for; it has to be after today.
pub fn read_reply_by(form: &Form, today: NaiveDate) -> Result<Option<NaiveDate>, FieldError> {
    let typed = form.text(FieldId::ReplyBy);
    if typed.is_empty() {
        return Ok(None);
    }
    let mistyped = |why: String| FieldError::new(FieldId::ReplyBy, why);
    let by = dates::day(&typed).map_err(|why| mistyped(why.to_string()))?;
    if by <= today {
        return Err(mistyped(format!(
            "{} is not after today; give the council time to reply.",
            say_day(by)
        )));
    }
    Ok(Some(by))
}

/// Reads the meeting from a filled form.
pub fn read_meeting(form: &Form) -> Meeting {
    Meeting {
        to: form.text(FieldId::To),
        when: form.text(FieldId::MeetingWhen),
        item: form.text(FieldId::AgendaItem),
        alternative: form.text(FieldId::Alternative),
    }
}

/// Returns the file to write, its name ending as its format does.
///
/// The ending of another format is replaced, and figures may be part of the name.
///
/// # Errors
/// If no report is written with such an ending.
pub fn with_extension(typed: &str, format: Format) -> Result<PathBuf, NoFormat> {
    let path = PathBuf::from(typed);
    Ok(match format_of(&path, Some(format))? {
        Some(same) if same == format => path,
        Some(_) => path.with_extension(format.word()),
        None => format!("{typed}.{format}").into(),
    })
}

/// The labels of the fields for the grounds of a notice: their number is bounded by the form.
const UNDER: [&str; 9] = [
    "Ground 1", "Ground 2", "Ground 3", "Ground 4", "Ground 5", "Ground 6", "Ground 7", "Ground 8",
    "Ground 9",
];

/// The id of the option that keeps a ground which the council's rules no longer list.
const STAYS: &str = "stays";

/// The id of the option for a ground that scrutiny discussed before the decision.
const HEARD: &str = "heard";

/// Returns the council's ground that a ground of ours is like: the only one there is, or the one that
/// shares most of its longer words; none if two share as many.
///
/// It is put before the user, who says if it is right.
fn suggested(ours: &str, allowed: &[String]) -> Option<usize> {
    if allowed.len() == 1 {
        return Some(0);
    }
    let stems = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !c.is_alphabetic());
        let long = words.filter(|word| word.chars().count() >= LONG);
        long.map(|word| word.to_lowercase().chars().take(LONG).collect())
            .collect()
    };
    let mine = stems(ours);
    let shared: Vec<usize> = allowed
        .iter()
        .map(|words| stems(words).intersection(&mine).count())
        .collect();
    let most = shared.iter().copied().max().filter(|most| *most > 0)?;
    let mut best = shared.iter().enumerate().filter(|(_, one)| **one == most);
    match (best.next(), best.next()) {
        (Some((at, _)), None) => Some(at),
        _ => None,
    }
}

/// Letters of a longer word, and of its beginning that is compared: "consulted" is like "consultation".
const LONG: usize = 7;

/// Returns true if the notice asks about each of its grounds.
fn places_grounds(council: &Council) -> bool {
    !council.grounds.is_empty() || council.invalid.contains(&Invalid::Scrutinised)
}

/// The fields for the parts of a notice that only the user can write, in the order of
/// [`NoticeParts::texts`](crate::audit::NoticeParts::texts).
const PARTS: [(FieldId, &str, &str); 7] = [
    (
        FieldId::Title,
        "Decision",
        "Give the title of the decision, as its record has it.",
    ),
    (
        FieldId::Minute,
        "Minute number",
        "Give the number of the minute or of the decision.",
    ),
    (
        FieldId::Hour,
        "Published at",
        "Give the hour at which the decision was published: 10:00. Its day is among the dates.",
    ),
    (
        FieldId::Wording,
        "Wording",
        "Give the wording of the decision, as its record has it.",
    ),
    (
        FieldId::Consequence,
        "Consequence",
        "What follows for people if it is carried out? One or two sentences.",
    ),
    (
        FieldId::Instead,
        "Instead",
        "Give the decision you want in its place.",
    ),
    (
        FieldId::AlsoSigns,
        "Also signs",
        "Give the chair or the seconder who signs as well, if the rules ask for one.",
    ),
];

/// Returns the form for a notice: its signatories, the council's ground for each of its own, and what
/// only the user can write.
pub fn notice(notice: &Notice, council: &Council, grounds: &[Proposed]) -> Form {
    let mut fields = vec![lines(
        FieldId::Signatories,
        "Signed by",
        "One member a line: name; ward; address; day of the email that confirms it.",
        &notice.signatories.join("\n"),
    )];
    let allowed = &council.grounds;
    if places_grounds(council) {
        let mut choices = vec![(String::new(), "not given".to_owned())];
        choices.extend(
            allowed
                .iter()
                .enumerate()
                .map(|(at, words)| ((at + 1).to_string(), format!("{}: {words}", at + 1))),
        );
        if council.invalid.contains(&Invalid::Scrutinised) {
            let says = "discussed by scrutiny before the decision: not in the notice".to_owned();
            choices.push((HEARD.to_owned(), says));
        }
        for (place, (label, ground)) in UNDER.iter().zip(grounds).enumerate() {
            let said = notice.under.get(&ground.id);
            let at = said.and_then(|said| allowed.iter().position(|words| words == said));
            let mut choices = choices.clone();
            let like = suggested(&ground.title, allowed).filter(|_| said.is_none());
            let now = match (at, said) {
                _ if notice.heard.contains(&ground.id) => HEARD.to_owned(),
                (Some(at), _) => (at + 1).to_string(),
                (None, Some(said)) => {
                    // The council's rules were amended since: the recorded ground must not be lost.
                    choices.push((STAYS.to_owned(), format!("{said} (no longer in the rules)")));
                    STAYS.to_owned()
                }
                (None, None) => like.map_or_else(String::new, |at| (at + 1).to_string()),
            };
            let is_suggested = like.is_some_and(|at| now == (at + 1).to_string());
            // Eight rows that differ in a number alone tell nothing.
            for (_, says) in &mut choices {
                *says = format!("{says} · {}", ground.title);
            }
            fields.push(options(
                FieldId::Under(place),
                label,
                if is_suggested {
                    format!(
                        "“{}” is put under this one by its words. Check it; choose another with ← →.",
                        ground.title
                    )
                } else {
                    format!(
                        "Choose with ← → which of the council’s grounds “{}” falls under.",
                        ground.title
                    )
                },
                choices,
                &now,
            ));
        }
    }
    let parts = &notice.parts;
    for ((key, label, help), (.., said)) in PARTS.into_iter().zip(parts.texts()) {
        let is_long = matches!(
            key,
            FieldId::Wording | FieldId::Consequence | FieldId::Instead
        );
        fields.push(if is_long {
            lines(key, label, help, said)
        } else {
            text(key, label, help, said)
        });
    }
    fields.push(lines(
        FieldId::SpokenTo,
        "Spoken to first",
        "Name one person a line: cabinet member: Cllr Dee, 3 June 2026. Room is left for the others.",
        &parts.spoken_to.join("\n"),
    ));
    fields.push(text(
        FieldId::Most,
        "Most grounds",
        "Give a number, or all. A notice has four at most if you leave this empty.",
        &notice.most.map(|most| most.to_string()).unwrap_or_default(),
    ));
    Form::new("The call-in notice", Purpose::Notice, fields)
}

/// Returns the lines of a field that are not empty.
pub(super) fn lines_of(form: &Form, key: FieldId) -> Vec<String> {
    let text = form.text(key);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

/// Writes the fields of a filled form into a notice.
///
/// # Errors
/// If the number of grounds cannot be read: the field, and a message.
pub fn read_notice(
    form: &Form,
    council: &Council,
    grounds: &[Proposed],
    notice: &mut Notice,
) -> Result<(), FieldError> {
    let most = form.text(FieldId::Most);
    notice.most = if most.is_empty() {
        None
    } else {
        let read = most.parse();
        Some(read.map_err(|why: String| FieldError::new(FieldId::Most, why))?)
    };
    notice.signatories = lines_of(form, FieldId::Signatories);
    for ((key, ..), there) in PARTS.into_iter().zip(notice.parts.texts_mut()) {
        *there = form.text(key);
    }
    notice.parts.spoken_to = lines_of(form, FieldId::SpokenTo);
    if !places_grounds(council) {
        // The form showed no fields for the grounds.
        return Ok(());
    }
    for (place, (_, ground)) in UNDER.iter().zip(grounds).enumerate() {
        let chosen = form.text(FieldId::Under(place));
        if chosen == HEARD {
            notice.heard.insert(ground.id.clone());
            continue;
        }
        notice.heard.remove(&ground.id);
        if chosen == STAYS {
            continue;
        }
        let at = chosen.parse::<usize>().ok();
        let words = at.and_then(|at| council.grounds.get(at.checked_sub(1)?));
        match words {
            Some(words) => notice.under.insert(ground.id.clone(), words.clone()),
            None => notice.under.remove(&ground.id),
        };
    }
    Ok(())
}

/// Returns the form for a council question and its reply.
pub fn put(put: CouncilQuestion) -> Form {
    let outcomes = ReplyOutcome::ALL
        .iter()
        .map(|one| (one.word().to_owned(), one.label().to_owned()))
        .collect();
    let fields = vec![
        lines(
            FieldId::Ask,
            "Question",
            "Give the question, word for word.",
            &put.ask,
        ),
        text(
            FieldId::To,
            "Asked of",
            "Give the name, then the post: Cllr A. Holder, portfolio holder for care.",
            &put.to,
        ),
        text(
            FieldId::Place,
            "Where",
            "Give the meeting or the letter.",
            &put.place,
        ),
        text(
            FieldId::On,
            "Asked on",
            "Give the day: 3 December 2026.",
            &put_day(put.on),
        ),
        options(
            FieldId::Outcome,
            "Outcome",
            "← → : answered, refused, or not answered: each becomes evidence.",
            outcomes,
            put.outcome.word(),
        ),
        lines(
            FieldId::Reply,
            "Answer",
            "What was said, word for word: the answer, the refusal, or what was said instead.",
            &put.reply,
        ),
        text(
            FieldId::By,
            "Said by",
            "Give the name, then the post, if someone else replied.",
            &put.replied_by,
        ),
        text(
            FieldId::Replied,
            "Said on",
            "Give the date of the answer. Leave empty if it was the day you asked.",
            &put_day(put.replied),
        ),
        text(
            FieldId::Promised,
            "Promised by",
            "Date by which a written answer was promised.",
            &put_day(put.promised),
        ),
    ];
    let title = match put.ask.trim() {
        "" => "A question put".to_owned(),
        ask => format!("Question put: {ask}"),
    };
    Form::new(title, Purpose::Put(Box::new(put)), fields)
}

/// Reads a council question from a filled form.
///
/// # Errors
/// If something is missing or cannot be read: the field, and a message.
pub fn read_put(form: &Form, before: &CouncilQuestion) -> Result<CouncilQuestion, FieldError> {
    let ask = form.text(FieldId::Ask);
    if ask.is_empty() {
        return Err(FieldError::new(FieldId::Ask, "What was asked?"));
    }
    let day = |key: FieldId| {
        let typed = form.text(key);
        if typed.is_empty() {
            Ok(None)
        } else {
            dates::day(&typed)
                .map(Some)
                .map_err(|why| FieldError::new(key, why))
        }
    };
    let outcome = ReplyOutcome::from_word(&form.text(FieldId::Outcome)).unwrap_or(before.outcome);
    let reply = form.text(FieldId::Reply);
    if outcome.needs_words() && reply.is_empty() {
        let why = if outcome == ReplyOutcome::Refused {
            "How was it refused? Give the words: a refusal is quoted."
        } else {
            "What was the answer? If there was none, choose “not answered” above."
        };
        return Err(FieldError::new(FieldId::Reply, why));
    }
    Ok(CouncilQuestion {
        id: before.id.clone(),
        ask,
        to: form.text(FieldId::To),
        place: form.text(FieldId::Place),
        on: day(FieldId::On)?,
        outcome,
        reply,
        replied_by: form.text(FieldId::By),
        replied: day(FieldId::Replied)?,
        promised: day(FieldId::Promised)?,
        bears_on: before.bears_on.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{MostGrounds, NoticeParts};

    #[test]
    fn a_ground_is_suggested_by_its_words_and_never_between_two() {
        let allowed = ["Proportionality", "Due consultation", "Openness"].map(str::to_owned);
        let of = |ours: &str| suggested(ours, &allowed);
        assert_eq!(
            of("The council did not consult the service's users"),
            Some(1)
        );
        assert_eq!(of("Those consulted lacked facts"), Some(1));
        assert_eq!(of("The record gives no reasons"), None);
        let two = ["Due consultation", "Consultation in time"].map(str::to_owned);
        assert_eq!(suggested("Those consulted lacked facts", &two), None);
        assert_eq!(suggested("Anything", &two[..1]), Some(0));
    }

    #[test]
    fn a_notice_comes_back_from_its_form_as_it_went_in() {
        let council = Council {
            grounds: vec!["Proportionality".to_owned(), "Openness".to_owned()],
            invalid: vec![Invalid::Scrutinised],
            ..Council::default()
        };
        let grounds = ["scope-grew", "users-never-asked"].map(|id| Proposed {
            id: id.to_owned(),
            title: id.to_owned(),
        });
        let said = |text: &str| text.to_owned();
        let full = Notice {
            signatories: vec![said("Cllr Dee; Northfield; 1 High Street; 3 June 2026")],
            under: [(said("scope-grew"), said("Openness"))].into(),
            heard: [said("users-never-asked")].into(),
            most: Some(MostGrounds::All),
            parts: NoticeParts {
                title: said("Home care"),
                minute: said("31/26"),
                published_at: said("10:00"),
                wording: said("That it be let."),
                consequence: said("Carers change."),
                instead: said("Keep it."),
                also_signed: said("Cllr Eff"),
                spoken_to: vec![said("group leader: Cllr Gee")],
            },
            ..Notice::default()
        };
        let form = notice(&full, &council, &grounds);
        let mut read = full.clone();
        read_notice(&form, &council, &grounds, &mut read).expect("it can be read");
        assert_eq!(read, full);
        let mut empty = Notice::default();
        read_notice(&form, &council, &grounds, &mut empty).expect("it can be read");
        assert_eq!(empty, full, "the form holds all of it");
        // A council whose rules refuse nothing that scrutiny discussed is not asked about it.
        let plain = Council {
            invalid: Vec::new(),
            ..council
        };
        let form = notice(&Notice::default(), &plain, &grounds);
        let offers = |field: &FormField| match &field.entry {
            FieldEntry::Choice(options, _) => options.iter().any(|(id, _)| id == HEARD),
            FieldEntry::Text(_) | FieldEntry::Paper(_) => false,
        };
        assert!(!form.fields.iter().any(offers));
    }

    #[test]
    fn a_file_is_named_as_its_format_and_keeps_the_rest_of_its_name() {
        for (typed, named) in [
            ("paper", "paper.docx"),
            ("paper.docx", "paper.docx"),
            ("paper.DOCX", "paper.DOCX"),
            ("paper.md", "paper.docx"),
            ("to clerk 3.12", "to clerk 3.12.docx"),
            ("~/a.b/paper", "~/a.b/paper.docx"),
        ] {
            let path = with_extension(typed, Format::Docx);
            assert_eq!(path, Ok(PathBuf::from(named)));
        }
        let text = with_extension("paper.txt", Format::Markdown);
        assert_eq!(text, Ok(PathBuf::from("paper.txt")));
        for refused in ["paper.pdf", "paper.PDF", "paper.odt"] {
            assert!(
                with_extension(refused, Format::Markdown).is_err(),
                "{refused}"
            );
        }
    }
}
