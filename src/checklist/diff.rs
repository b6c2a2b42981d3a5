//! Differences between two editions of checklists, those first that ask a user to do something.
//!
//! Entries are compared as their files have them, key by key, by kind and id: the names in a condition
//! are compared as names, and an edition need not fit the other checklists of today to be compared.

use std::collections::BTreeMap;

use serde::Serialize;
use toml::{Table, Value};

use super::load::mistakes_of;
use super::text::ChecklistText;
use crate::base::Diagnostic;
use crate::base::digest::{Digest, fold};
use crate::wording::{DiffPart, say_diff, word_diff};

/// The kinds of entries that are compared, by their key in a file, each with its name for a reader.
const KINDS: [(&str, &str); 15] = [
    ("question", "question"),
    ("requirement", "requirement"),
    ("flag", "flag"),
    ("strength", "strength"),
    ("section", "section"),
    ("idea", "idea"),
    ("precedent", "precedent"),
    ("trap", "trap"),
    ("deadline", "time limit"),
    ("holiday", "holiday"),
    ("holiday_years", "years of holidays"),
    ("term", "word of the glossary"),
    ("witness", "witness"),
    ("merged", "merged question"),
    ("scenario", "scenario"),
];

/// The keys that are told before the others.
const FIRST: [&str; 11] = [
    "ask",
    "kind",
    "unit",
    "options",
    "force",
    "in_force",
    "applies_if",
    "when",
    "level",
    "citation",
    "demands",
];

/// One checklist of one edition, as its file has it.
#[derive(Debug, Clone)]
pub struct ChecklistEdition {
    /// Its id.
    pub id: String,
    /// Its edition.
    pub edition: String,
    /// The digest of its text.
    pub digest: Digest,
    table: Table,
}

impl ChecklistEdition {
    /// Reads checklists, each by itself: names of other checklists are not looked up.
    ///
    /// # Errors
    /// Every mistake of every file, in the order of files and lines.
    pub fn read(texts: &[ChecklistText]) -> Result<Vec<Self>, Vec<Diagnostic>> {
        let (mut editions, mut mistakes) = (Vec::new(), Vec::new());
        for ChecklistText { source, .. } in texts {
            let found = mistakes_of(source);
            if !found.is_empty() {
                mistakes.extend(found);
                continue;
            }
            match source.text.parse::<Table>() {
                Ok(table) => {
                    let text = |key: &str| table.get(key).and_then(Value::as_str);
                    editions.push(Self {
                        id: text("id").unwrap_or_default().to_owned(),
                        edition: text("edition").unwrap_or_default().to_owned(),
                        digest: Digest::of_text(&source.text),
                        table,
                    });
                }
                Err(why) => {
                    let span = why.span().unwrap_or(0..0);
                    mistakes.push(source.mistake("not-toml", &span, why.message()));
                }
            }
        }
        if mistakes.is_empty() {
            Ok(editions)
        } else {
            Err(mistakes)
        }
    }

    /// Returns the text of each of its questions, by the id.
    pub fn asks(&self) -> impl Iterator<Item = (&str, &str)> {
        entries(&self.table, "question").filter_map(|one| Some((text(one, "id")?, ask(one)?)))
    }
}

/// A group of differences: the consequence that they have for somebody with answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DiffGroup {
    /// Questions that want another form of answer.
    AnswerAgain,
    /// Questions in other words.
    Reworded,
    /// Questions that another one asks now.
    TakenIn,
    /// Questions that no one asks any more.
    NoLongerAsked,
    /// New questions.
    New,
    /// Requirements, flags and strengths.
    Law,
    /// Questions that ask the same with other guidance.
    Guidance,
    /// Everything else.
    Other,
}

impl DiffGroup {
    /// All groups, in the order of display.
    pub const ALL: [Self; 8] = [
        Self::AnswerAgain,
        Self::Reworded,
        Self::TakenIn,
        Self::NoLongerAsked,
        Self::New,
        Self::Law,
        Self::Guidance,
        Self::Other,
    ];

    /// Returns the heading over the group.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::AnswerAgain => "Answer again: these questions want another kind of answer",
            Self::Reworded => "Check your answers: these questions were reworded",
            Self::TakenIn => "Check your answers: another question asks this now",
            Self::NoLongerAsked => "No longer asked: your answers are kept",
            Self::New => "New questions",
            Self::Law => {
                "Requirements, flags and strengths: your answers may lead to other findings"
            }
            Self::Guidance => "The same questions with other guidance: your answers carry over",
            Self::Other => "Other entries",
        }
    }
}

/// The way in which an entry differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryChange {
    /// Both have it, with differences.
    Changed,
    /// It has another id, and only that.
    Renamed,
    /// Another entry has taken it in.
    Merged,
    /// The later does not have it.
    Removed,
    /// The earlier does not have it.
    Added,
}

/// A part of an entry that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartDiff {
    /// Its key in the file.
    pub part: String,
    /// The earlier text; none if it was not there.
    pub was: Option<String>,
    /// The later text; none if it is not there.
    pub now: Option<String>,
    /// The two compared word by word.
    pub words: Vec<DiffPart>,
}

impl PartDiff {
    fn of(part: &str, was: Option<String>, now: Option<String>) -> Self {
        let words = match (&was, &now) {
            (Some(was), Some(now)) => word_diff(was, now),
            _ => Vec::new(),
        };
        Self {
            part: part.to_owned(),
            was,
            now,
            words,
        }
    }

    /// Formats the difference in one line.
    pub fn label(&self) -> String {
        match (&self.was, &self.now) {
            // Nothing but a mark, a capital or a sign differs.
            (Some(was), Some(now)) if self.words.iter().all(DiffPart::is_same) => {
                format!("[was: {was}; now: {now}]")
            }
            (Some(_), Some(_)) => say_diff(&self.words),
            (Some(was), None) => format!("[left out: {was}]"),
            (None, now) => format!("[new: {}]", now.as_deref().unwrap_or_default()),
        }
    }
}

/// An entry that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryDiff {
    /// The group it belongs to.
    pub group: DiffGroup,
    /// The way in which it differs.
    pub change: EntryChange,
    /// The name of its kind.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The question that asks it now, where it was merged or renamed.
    pub into: Option<String>,
    /// The parts that differ.
    pub parts: Vec<PartDiff>,
}

/// A checklist that one of the editions has, or both have in different texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EditionDiff {
    /// Its id.
    pub id: String,
    /// The earlier edition, if there is one.
    pub was: Option<String>,
    /// The later edition, if there is one.
    pub now: Option<String>,
}

impl EditionDiff {
    /// Formats it as part of a list.
    pub fn label(&self) -> String {
        let id = &self.id;
        match (&self.was, &self.now) {
            (Some(was), Some(now)) if was == now => format!("{id} (edition {now}, another text)"),
            (Some(was), Some(now)) => format!("{id} (edition {was} → {now})"),
            (Some(was), None) => format!("{id} (edition {was} → not here)"),
            (None, now) => format!("{id} (new: edition {})", now.as_deref().unwrap_or_default()),
        }
    }
}

/// The differences between two editions of checklists.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ChecklistDiff {
    /// The checklists that differ.
    pub checklists: Vec<EditionDiff>,
    /// The entries that differ, by group, then in the order of kinds and files.
    pub entries: Vec<EntryDiff>,
}

/// Finds the differences between two editions of checklists.
pub fn diff(before: &[ChecklistEdition], after: &[ChecklistEdition]) -> ChecklistDiff {
    let mut all = ChecklistDiff {
        checklists: checklists(before, after),
        entries: Vec::new(),
    };
    for kind in KINDS {
        let of = |editions| all_of(editions, kind.0);
        let (was, now) = (of(before), of(after));
        all.entries.extend(compared(kind, &was, &now, after));
    }
    all.entries
        .sort_by_key(|one| (one.group, one.group == DiffGroup::Law, one.change));
    all
}

fn checklists(before: &[ChecklistEdition], after: &[ChecklistEdition]) -> Vec<EditionDiff> {
    let mut all = Vec::new();
    for one in before {
        let other = after.iter().find(|other| other.id == one.id);
        if other.is_none_or(|other| other.digest != one.digest) {
            all.push(EditionDiff {
                id: one.id.clone(),
                was: Some(one.edition.clone()),
                now: other.map(|other| other.edition.clone()),
            });
        }
    }
    let is_new = |one: &&ChecklistEdition| before.iter().all(|other| other.id != one.id);
    all.extend(after.iter().filter(is_new).map(|one| EditionDiff {
        id: one.id.clone(),
        was: None,
        now: Some(one.edition.clone()),
    }));
    all
}

/// The entries of one kind, by id, in the order of files and lines.
type Entries<'a> = Vec<(String, &'a Table)>;

fn all_of<'a>(editions: &'a [ChecklistEdition], key: &'a str) -> Entries<'a> {
    let all = editions.iter().flat_map(|one| entries(&one.table, key));
    all.map(|one| (name_of(one), one)).collect()
}

fn find<'a>(all: &Entries<'a>, id: &str) -> Option<&'a Table> {
    let found = all.iter().find(|(one, _)| one == id);
    found.map(|(_, entry)| *entry)
}

/// Compares the entries of one kind.
fn compared(
    (key, kind): (&str, &'static str),
    before: &Entries<'_>,
    after: &Entries<'_>,
    editions: &[ChecklistEdition],
) -> Vec<EntryDiff> {
    let is_question = key == "question";
    let taken_in: BTreeMap<String, String> = if is_question {
        let merged = all_of(editions, "merged").into_iter();
        merged
            .filter_map(|(id, one)| Some((id, text(one, "into")?.to_owned())))
            .collect()
    } else {
        BTreeMap::new()
    };
    let mut found = Vec::new();
    let mut renamed = Vec::new();
    for (id, was) in before {
        let entry = |group, change, into, parts| EntryDiff {
            group,
            change,
            kind,
            id: id.clone(),
            title: title_of(was, id),
            into,
            parts,
        };
        if let Some(now) = find(after, id) {
            let parts = parts(was, now);
            if !parts.is_empty() {
                let group = if is_question && wants_another_form(was, now) {
                    DiffGroup::AnswerAgain
                } else {
                    group_of(key, &parts)
                };
                let title = title_of(now, id);
                let changed = entry(group, EntryChange::Changed, None, parts);
                found.push(EntryDiff { title, ..changed });
            }
        } else if let Some((into, now)) = taken_in
            .get(id)
            .and_then(|into| Some((into, find(after, into)?)))
        {
            let alone = taken_in.values().filter(|one| *one == into).count() == 1;
            let change = if alone && find(before, into).is_none() {
                renamed.push(into.clone());
                EntryChange::Renamed
            } else {
                EntryChange::Merged
            };
            let parts = Vec::from_iter(part("ask", was, now));
            found.push(entry(DiffGroup::TakenIn, change, Some(into.clone()), parts));
        } else {
            let parts = ask(was).map(|was| PartDiff::of("ask", Some(fold(was)), None));
            let group = match key {
                "question" => DiffGroup::NoLongerAsked,
                _ => group_of(key, &[]),
            };
            let parts = parts.into_iter().filter(|_| is_question).collect();
            found.push(entry(group, EntryChange::Removed, None, parts));
        }
    }
    for (id, now) in after {
        if find(before, id).is_some() || renamed.contains(id) {
            continue;
        }
        let parts = ask(now).map(|now| PartDiff::of("ask", None, Some(fold(now))));
        found.push(EntryDiff {
            group: match key {
                "question" => DiffGroup::New,
                _ => group_of(key, &[]),
            },
            change: EntryChange::Added,
            kind,
            id: id.clone(),
            title: title_of(now, id),
            into: None,
            parts: parts.into_iter().filter(|_| is_question).collect(),
        });
    }
    found
}

/// Returns the group of an entry in which some parts differ.
fn group_of(key: &str, parts: &[PartDiff]) -> DiffGroup {
    match key {
        "question" if parts.iter().any(|one| one.part == "ask") => DiffGroup::Reworded,
        "question" => DiffGroup::Guidance,
        "requirement" | "flag" | "strength" => DiffGroup::Law,
        _ => DiffGroup::Other,
    }
}

/// Returns true if an answer to a question may not fit it any more: another kind, another unit, or an
/// option that is gone.
fn wants_another_form(was: &Table, now: &Table) -> bool {
    let options = |entry: &Table| -> Vec<String> {
        let all = entries(entry, "options");
        all.map(name_of).collect()
    };
    let kept = options(now);
    kind_of(was) != kind_of(now)
        || text(was, "unit") != text(now, "unit")
        || options(was).iter().any(|one| !kept.contains(one))
}

/// Returns the kind of a question; one that does not say it is a judgement.
fn kind_of(question: &Table) -> &str {
    text(question, "kind").unwrap_or("judgement")
}

/// Returns the parts in which two entries differ, the most telling first.
fn parts(was: &Table, now: &Table) -> Vec<PartDiff> {
    let others = was
        .keys()
        .chain(now.keys().filter(|key| !was.contains_key(*key)));
    let mut keys: Vec<&String> = others.collect();
    let place = |key: &str| FIRST.iter().position(|first| *first == key);
    keys.sort_by_key(|key| (place(key).unwrap_or(FIRST.len()), *key));
    keys.iter().filter_map(|key| part(key, was, now)).collect()
}

/// Returns one part of two entries, if it differs.
fn part(key: &str, was: &Table, now: &Table) -> Option<PartDiff> {
    if key == "kind" && kind_of(was) == kind_of(now) {
        return None;
    }
    let said = |table: &Table| table.get(key).map(said);
    let (was, now) = (said(was), said(now));
    (was != now).then(|| PartDiff::of(key, was, now))
}

/// Formats a value: a text and a list of texts as such, anything else as a file has it.
fn said(value: &Value) -> String {
    match value {
        Value::String(text) => fold(text),
        Value::Array(all) => {
            let all: Vec<String> = all.iter().map(said).collect();
            all.join("; ")
        }
        // The braces would stick to the last word of a table.
        Value::Table(table) => {
            let text = fold(&Value::Table(table.clone()).to_string());
            let inner = text.strip_prefix('{').and_then(|one| one.strip_suffix('}'));
            inner.unwrap_or(&text).trim().to_owned()
        }
        other => fold(&other.to_string()),
    }
}

fn entries<'a>(table: &'a Table, key: &str) -> impl Iterator<Item = &'a Table> + use<'a> {
    let all = table.get(key).and_then(Value::as_array);
    all.into_iter().flatten().filter_map(Value::as_table)
}

fn text<'a>(entry: &'a Table, key: &str) -> Option<&'a str> {
    entry.get(key).and_then(Value::as_str)
}

fn ask(entry: &Table) -> Option<&str> {
    text(entry, "ask")
}

/// Returns the id of an entry; of one without, everything it says.
fn name_of(entry: &Table) -> String {
    let whole = || fold(&Value::Table(entry.clone()).to_string());
    text(entry, "id").map_or_else(whole, ToOwned::to_owned)
}

/// Returns the title of an entry; its id where it has none.
fn title_of(entry: &Table, id: &str) -> String {
    let keys = ["short", "title", "word", "ask", "name"];
    let title = keys.iter().find_map(|key| text(entry, key));
    fold(title.unwrap_or(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::SourceText;

    const HEAD: &str = "format = 1\nid = \"t\"\ntitle = \"T\"\nedition = ";

    fn edition(number: &str, body: &str) -> Vec<ChecklistEdition> {
        let text = ChecklistText {
            source: SourceText::new("t.toml", format!("{HEAD}\"{number}\"\n{body}")),
            shipped: false,
        };
        ChecklistEdition::read(&[text]).unwrap_or_else(|why| panic!("{}", why[0]))
    }

    fn question(id: &str, ask: &str, more: &str) -> String {
        format!(
            "[[question]]\nid = \"{id}\"\nsection = \"s\"\ntopic = \"users\"\nask = \"{ask}\"\n\
             look_for = [\"w\"]\nproved_by = [\"p\"]\nusual_failure = \"u\"\n{more}\n"
        )
    }

    #[test]
    fn each_difference_is_in_the_group_of_what_it_asks_of_a_user() {
        let before = edition(
            "1",
            &[
                question("same", "Was it so?", ""),
                question("guided", "Was it so?", "help = \"Look at page 3.\""),
                question("reworded", "Were users asked?", ""),
                question("kind", "When was it?", ""),
                question("gone", "Was it ever so?", ""),
                question("one", "Was the one so?", ""),
                question("two", "Was the other so?", ""),
                question("old-name", "Was it named so?", ""),
            ]
            .concat(),
        );
        let after = edition(
            "2",
            &[
                question("same", "Was  it so?", ""),
                question("guided", "Was it so?", "help = \"Look at page 4.\""),
                question("reworded", "Were all users asked?", ""),
                question("kind", "When was it?", "kind = \"event\""),
                question("both", "Were both so?", ""),
                question("new-name", "Was it named so?", ""),
                question("new", "Is it new?", ""),
                "[[merged]]\nid = \"one\"\ninto = \"both\"\n".to_owned(),
                "[[merged]]\nid = \"two\"\ninto = \"both\"\n".to_owned(),
                "[[merged]]\nid = \"old-name\"\ninto = \"new-name\"\n".to_owned(),
            ]
            .concat(),
        );
        let all = diff(&before, &after);
        let told: Vec<_> = (all.entries.iter())
            .filter(|one| one.kind == "question")
            .map(|one| (one.group, one.change, one.id.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (DiffGroup::AnswerAgain, EntryChange::Changed, "kind"),
                (DiffGroup::Reworded, EntryChange::Changed, "reworded"),
                (DiffGroup::TakenIn, EntryChange::Renamed, "old-name"),
                (DiffGroup::TakenIn, EntryChange::Merged, "one"),
                (DiffGroup::TakenIn, EntryChange::Merged, "two"),
                (DiffGroup::NoLongerAsked, EntryChange::Removed, "gone"),
                (DiffGroup::New, EntryChange::Added, "both"),
                (DiffGroup::New, EntryChange::Added, "new"),
                (DiffGroup::Guidance, EntryChange::Changed, "guided"),
            ]
        );
        let words = |id: &str| {
            let one = all.entries.iter().find(|one| one.id == id).expect("told");
            one.parts[0].label()
        };
        assert_eq!(words("reworded"), "Were [new: all] users asked?");
        assert_eq!(words("kind"), "[new: event]");
        assert_eq!(words("one"), "[was: Was the one; now: Were both] so?");
        assert_eq!(all.checklists[0].label(), "t (edition 1 → 2)");
        assert!(diff(&after, &after).entries.is_empty());
    }

    #[test]
    fn a_condition_and_days_in_force_are_compared_as_they_are_written() {
        let flag = |when: &str| {
            format!(
                "[[flag]]\nid = \"f\"\ntitle = \"F\"\nlevel = \"gap\"\nsource = \"S\"\n\
                 checked = \"secondary\"\nwhen = {{ question = \"{when}\", is = [\"not-met\"] }}\n\
                 they_will_say = \"It was.\"\n"
            )
        };
        let (before, after) = (edition("1", &flag("asked")), edition("1", &flag("told")));
        let all = diff(&before, &after);
        let [one] = all.entries.as_slice() else {
            panic!("{all:?}")
        };
        assert_eq!((one.group, one.kind), (DiffGroup::Law, "flag"));
        assert_eq!(one.parts.len(), 1);
        let says = one.parts[0].label();
        assert!(
            says.ends_with("question = [was: \"asked\"; now: \"told\"]"),
            "{says}"
        );
        assert_eq!(all.checklists[0].label(), "t (edition 1, another text)");
    }

    #[test]
    fn a_mistake_is_told_with_its_place_and_a_mark_that_changed_is_not_lost() {
        let text = ChecklistText {
            source: SourceText::new("t.toml", format!("{HEAD}\"1\"\n[[question]]\nid = 3\n")),
            shipped: false,
        };
        let mistakes = ChecklistEdition::read(&[text]).expect_err("mistakes");
        assert!(mistakes.iter().all(|one| &*one.file == "t.toml"));
        assert!(mistakes.iter().any(|one| one.line == 6), "{mistakes:?}");
        let part = PartDiff::of("after", Some("-5".to_owned()), Some("5".to_owned()));
        assert_eq!(part.label(), "[was: -5; now: 5]");
    }
}
