//! Checks a call-in notice against the council's own rules before an officer does: the points that
//! would have it rejected, or may, and the rules not yet entered.

mod signed;

use chrono::NaiveDate;

use crate::audit::Value;
use crate::base::word::words;
use crate::checklist::{Executive, Stage, Territory};
use crate::deadlines::words::{AN_AID, all_steps};
use crate::findings::clocks::Running;
use crate::wording::{say_day, say_weekday};

use super::super::Source;
use super::super::council::Council;
use super::super::document::words_of;
use super::super::ground::Ground;
use super::super::limits::{call_in_window, on_readings};
use super::{Parted, chosen, day};
use crate::wording::{capital, count, one_line};
use signed::{judged, particulars, signatures};

pub(super) use signed::signatories;

words! {
    /// The gravity of a point, the gravest first.
    pub enum Weight is "a weight" {
        /// The notice would be rejected.
        Rejected = "rejected",
        /// It may be rejected.
        Unsure = "unsure",
        /// A rule has not been entered, so nothing can be said.
        Missing = "missing",
        /// Something to do, or to keep in mind, before it is sent.
        Mind = "mind",
    }
}

impl Weight {
    /// Returns the heading over the points of this weight.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Rejected => "What would have it rejected",
            Self::Unsure => "What may have it rejected",
            Self::Missing => "What has not been entered",
            Self::Mind => "To check before it is sent",
        }
    }
}

/// One point about a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Its gravity.
    pub weight: Weight,
    /// The rule's name, for tests and for machines: `too-few-signatories`.
    pub rule: &'static str,
    /// The problem, and what to do about it: whole sentences.
    pub message: String,
}

#[derive(Default)]
struct Points(Vec<Point>);

impl Points {
    fn add(&mut self, weight: Weight, rule: &'static str, message: impl Into<String>) {
        let message = message.into();
        self.0.push(Point {
            weight,
            rule,
            message,
        });
    }
}

/// Returns every point about the notice that would be built, the gravest first.
pub fn check(source: &Source<'_>) -> Vec<Point> {
    let grounds = Parted::of(source).put;
    let mut points = whole(source, &grounds);
    allowed(source, &grounds, &mut points);
    points.0.sort_by_key(|point| point.weight);
    points.0
}

/// Returns the points about the notice as a whole: all but the place of each ground.
pub(in crate::report) fn of_whole(source: &Source<'_>) -> Vec<Point> {
    whole(source, &Parted::of(source).put).0
}

fn whole(source: &Source<'_>, grounds: &[Ground<'_>]) -> Points {
    let mut points = Points::default();
    confirmed(&source.setting.council, &mut points);
    decision(source, &mut points);
    period(source, &mut points);
    signatures(source, &mut points);
    form(&source.setting.council, &mut points);
    particulars(source, &mut points);
    judged(&source.setting.council, &mut points);
    substance(source, grounds, &mut points);
    points
}

/// Checks that rules from a ready profile were compared with the constitution.
fn confirmed(council: &Council, points: &mut Points) {
    if let Some(warning) = council.warning() {
        points.add(Weight::Unsure, "unconfirmed", warning);
    }
}

/// Returns the weight of a point that breaks the council's rules: rules that are not confirmed may
/// be others today, and reject nothing for sure.
const fn broken(council: &Council) -> Weight {
    if council.is_unconfirmed() {
        Weight::Unsure
    } else {
        Weight::Rejected
    }
}

/// Checks that the decision can be called in.
fn decision(source: &Source<'_>, points: &mut Points) {
    use Weight::{Mind, Rejected, Unsure};
    let review = &source.audit.review;
    let council = &source.setting.council;
    if !council.name.trim().is_empty() && !council.is_of(&review.authority) {
        points.add(
            Rejected,
            "other-council",
            format!(
                "The rules entered are those of {}, and the decision is {}’s.",
                one_line(&council.name),
                one_line(&review.authority)
            ),
        );
    }
    // Elsewhere call-in hangs on no executive: it is in standing orders.
    let by_executive = matches!(review.territory, Territory::England | Territory::Wales);
    match review.executive {
        _ if !by_executive => {}
        Executive::No => points.add(
            Rejected,
            "no-executive",
            "The council runs committees. Call-in is part of executive arrangements: check in the \
             constitution whether there is any here.",
        ),
        Executive::Unknown => points.add(
            Unsure,
            "executive-unknown",
            "It is not known whether the council has an executive. Without one there is usually \
             no call-in, so the notice names no Act until you say that there is one.",
        ),
        Executive::Yes => {}
    }
    if review.stage == Stage::Implemented {
        points.add(
            Rejected,
            "implemented",
            "The decision is recorded as carried out. Only one not yet carried out can be called in.",
        );
    }
    match chosen(source, "decided-by") {
        Some("council") => points.add(
            Rejected,
            "full-council",
            "The decision is recorded as full council’s, which scrutiny cannot call in.",
        ),
        None => points.add(
            Unsure,
            "who-decided",
            "Who took the decision is not recorded.",
        ),
        Some(_) => {}
    }
    if review.decided.is_none() {
        points.add(
            Rejected,
            "no-decision",
            "The day of the decision is not recorded: before a decision there is nothing to call in.",
        );
    }
    if let Some(day) = day(source, "call-in-received") {
        let on = say_day(day);
        if council.once {
            points.add(
                broken(council),
                "second",
                format!(
                    "A call-in was received on {on} already, and the council’s rules allow one for \
                     each decision."
                ),
            );
        } else {
            points.add(
                Unsure,
                "second",
                format!("A call-in was received on {on} already; a second is usually refused."),
            );
        }
    }
    let excluded = one_line(&council.excluded);
    if !excluded.is_empty() {
        let urgent = source
            .library
            .find_question("decision.urgency")
            .and_then(|ix| source.findings.answered(ix).status)
            .is_some_and(crate::checklist::Status::arises);
        let (weight, why) = if urgent {
            (
                Unsure,
                " A short cut for urgency is recorded for this decision.",
            )
        } else {
            (Mind, "")
        };
        points.add(
            weight,
            "excluded",
            format!("Check that the decision is none of those left out: {excluded}.{why}"),
        );
    }
}

/// Checks that the call-in period is open.
fn period(source: &Source<'_>, points: &mut Points) {
    use Weight::{Missing, Rejected, Unsure};
    let council = &source.setting.council;
    let today = source.meta.today;
    let decided = source.audit.review.decided;
    let window = call_in_window(source);
    if let Some(last) = day(source, "call-in-closes") {
        if let Some((_, answer)) = window
            .filter(Running::disagrees)
            .and_then(|one| one.counted)
        {
            points.add(
                Unsure,
                "closing-days-differ",
                format!(
                    "The day entered as the end of call-in is {}; counted by the council’s own rules, as \
                     entered, it is {}. Go by the day of the council’s notice once you have checked it, \
                     and send this by the earlier of the two if you can.",
                    say_weekday(last),
                    words_of(&on_readings(&answer))
                ),
            );
        }
        return closes(council, (last, Weight::Rejected), today, points);
    }
    let Some(period) = council.period() else {
        points.add(
            Missing,
            "period",
            "The call-in period has not been entered. It is in the council’s constitution and \
             differs from council to council.",
        );
        return how_old(decided, today, points);
    };
    if let Some(window) = window.as_ref().filter(|one| one.due().is_some()) {
        counted(source, window, points);
    } else if let Some(window) = window.filter(|one| one.started.is_none()) {
        let mut said = format!(
            "The period is {period}, and the day it runs from is not entered: enter it, or the day on \
             which call-in closes as the council’s notice gives it."
        );
        if let Some((_, day)) = window.no_sooner {
            said.push_str(&format!(" It cannot close before {}.", say_weekday(day)));
        }
        points.add(Missing, "no-first-day", said);
        how_old(decided, today, points);
    } else {
        points.add(
            Missing,
            "not-counted",
            format!(
                "The period is {period}. Its last day is not worked out here: count it, and \
                     enter it as the day on which call-in closes."
            ),
        );
        how_old(decided, today, points);
    }
    if council.hour.is_none() {
        points.add(
            Unsure,
            "hour",
            "The hour at which the period closes has not been entered; a notice after office hours \
             may count as the next day’s.",
        );
    }
    if decided.is_some_and(|day| day > today) {
        points.add(
            Rejected,
            "decision-to-come",
            "The day of the decision is still to come.",
        );
    }
}

/// Compares the window that the council's own rules give with today, and says how it was counted.
fn counted(source: &Source<'_>, window: &Running, points: &mut Points) {
    let council = &source.setting.council;
    let today = source.meta.today;
    let (Some(due), Some(last), Some((asked, answer))) =
        (window.due(), window.last(), &window.counted)
    else {
        return;
    };
    if due < today && !window.closed {
        points.add(
            Weight::Unsure,
            "may-be-closed",
            format!(
                "The period may have closed. Its last day is {}.",
                words_of(&on_readings(answer))
            ),
        );
    } else {
        let day = if last < today { last } else { due };
        closes(council, (day, broken(council)), today, points);
    }
    let readings = if due == last {
        String::new()
    } else {
        format!(
            " The days can be counted in more than one way, so keep to the first: {}.",
            words_of(&on_readings(answer))
        )
    };
    let steps = all_steps(answer, source.library.holidays()).join(" ");
    points.add(
        Weight::Mind,
        "counted",
        format!(
            "The last day is counted from {}: compare that with the rule. {steps}{readings} The law \
             gives no number: it is the council’s own. {AN_AID}",
            say_day(asked.from)
        ),
    );
}

/// Compares a known last day with today: the day, and the weight of its being over.
fn closes(
    council: &Council,
    (last, over): (NaiveDate, Weight),
    today: NaiveDate,
    points: &mut Points,
) {
    let at = council
        .hour
        .map(|hour| format!(" at {}", hour.format("%H:%M")))
        .unwrap_or_default();
    if last < today {
        points.add(
            over,
            "closed",
            format!(
                "The period closed on {}{at}, before the day of this notice.",
                say_day(last)
            ),
        );
        return;
    }
    let left = usize::try_from((last - today).num_days()).unwrap_or(usize::MAX);
    let (weight, rule, how) = match left {
        0 => (Weight::Unsure, "closing", ", which is today".to_owned()),
        1 => (Weight::Unsure, "closing", ", which is tomorrow".to_owned()),
        _ => (
            Weight::Mind,
            "open",
            format!(", in {}", count(left, "day", "days")),
        ),
    };
    points.add(
        weight,
        rule,
        format!("The period closes on {}{at}{how}.", say_day(last)),
    );
}

fn how_old(decided: Option<NaiveDate>, today: NaiveDate, points: &mut Points) {
    let days = decided.map_or(0, |day| (today - day).num_days());
    if days > 0 {
        points.add(
            Weight::Mind,
            "age",
            format!(
                "The decision is {} old today.",
                count(usize::try_from(days).unwrap_or(usize::MAX), "day", "days")
            ),
        );
    }
}

fn form(council: &Council, points: &mut Points) {
    let missing = [
        (
            "form",
            &council.form,
            "The form the notice must have has not been entered.",
        ),
        (
            "to",
            &council.to,
            "Who the notice has to reach has not been entered.",
        ),
        (
            "source",
            &council.source,
            "The rule of the constitution has not been entered: a notice should name it.",
        ),
    ];
    for (rule, entered, message) in missing {
        if entered.trim().is_empty() {
            points.add(Weight::Missing, rule, message);
        }
    }
    if !council.form.trim().is_empty() {
        points.add(
            Weight::Mind,
            "in-form",
            format!(
                "The form asked for: {}. Copy this notice into the council’s own form if there is \
                 one.",
                one_line(&council.form)
            ),
        );
    }
}

/// Returns the ground of the constitution that a ground of the notice falls under: its number from
/// 1, and its words.
///
/// `None` if the notice names none, or the council's rules do not list it (any more).
pub(in crate::report) fn falls_under<'s>(
    source: &'s Source<'_>,
    ground: &Ground<'_>,
) -> Option<(usize, &'s str)> {
    let said = one_line(source.audit.notice.under.get(ground.id(source))?);
    let allowed = &source.setting.council.grounds;
    let at = allowed.iter().position(|words| one_line(words) == said)?;
    Some((at + 1, allowed.get(at)?))
}

/// Checks that each ground is among those that the constitution allows.
fn allowed(source: &Source<'_>, grounds: &[Ground<'_>], points: &mut Points) {
    let allowed = source.setting.council.grounds.len();
    if allowed == 0 {
        points.add(
            Weight::Missing,
            "grounds",
            "The grounds that the constitution allows have not been entered. A notice on other \
             grounds can be rejected.",
        );
    }
    let under = &source.audit.notice.under;
    for (place, ground) in grounds.iter().enumerate() {
        if let Some(said) = under.get(ground.id(source))
            && allowed > 0
            && falls_under(source, ground).is_none()
        {
            points.add(
                broken(&source.setting.council),
                "ground-not-allowed",
                format!(
                    "Ground {} is put under “{}”, which is not among the {} that the constitution \
                     allows.",
                    place + 1,
                    one_line(said),
                    count(allowed, "ground", "grounds")
                ),
            );
        }
    }
    let loose: Vec<String> = (1..)
        .zip(grounds)
        .filter(|(_, ground)| allowed > 0 && !under.contains_key(ground.id(source)))
        .map(|(number, _): (usize, _)| number.to_string())
        .collect();
    if !loose.is_empty() {
        points.add(
            Weight::Unsure,
            "ground-not-placed",
            format!(
                "Of the grounds of this notice, {} not been put under one that the constitution \
                 allows: {}. A ground that falls under none is best left out.",
                if loose.len() == 1 {
                    "one has"
                } else {
                    "some have"
                },
                loose.join(", ")
            ),
        );
    }
}

/// Checks that the grounds have the remedy and the evidence they need.
fn substance(source: &Source<'_>, grounds: &[Ground<'_>], points: &mut Points) {
    let without =
        |what: &dyn Fn(&Ground<'_>) -> bool| grounds.iter().filter(|ground| !what(ground)).count();
    match source.setting.council.alternative_needed {
        Some(true) if source.audit.notice.parts.instead.trim().is_empty() => {
            let bare = without(&|ground| {
                ground
                    .exchange(source)
                    .and_then(|exchange| exchange.remedy.as_deref())
                    .is_some_and(|remedy| !remedy.trim().is_empty())
            });
            if bare > 0 {
                points.add(
                    broken(&source.setting.council),
                    "no-alternative",
                    format!(
                        "The notice must say what should be done instead; {} no proposal yet.",
                        count(bare, "ground has", "grounds have")
                    ),
                );
            }
        }
        Some(_) => {}
        None => points.add(
            Weight::Missing,
            "alternative",
            "Whether the notice has to say what should be done instead has not been entered.",
        ),
    }
    let council = &source.setting.council;
    if council.no_deferral && source.audit.notice.parts.instead.trim().is_empty() {
        points.add(
            broken(council),
            "no-deferral",
            "The council does not accept putting the decision off as what should be done instead. \
             Enter the decision you want in its place: the notice has a gap for it.",
        );
    }
    let bare = without(&|ground| ground.has_evidence(source));
    if bare > 0 {
        points.add(
            Weight::Mind,
            "no-evidence",
            format!(
                "{} no evidence under it yet.",
                capital(&count(bare, "ground has", "grounds have"))
            ),
        );
    }
}

/// Returns the option or the day recorded for a question, for the notice and its check.
pub(super) fn recorded<'s>(source: &Source<'s>, id: &str) -> Option<&'s Value> {
    let ix = source.library.find_question(id)?;
    source.findings.answered(ix).value.as_ref()
}
