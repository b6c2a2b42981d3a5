//! The rows of every picker.

use super::Desk;
use super::action::{ACTIONS, Action, Spec};
use super::looks::ThemeName;
use super::open::OpenAudit;
use super::overlay::{Item, Pick, Picker};
use super::own_keys::within;
use super::screen::KeyPlace;
use super::shelf::AuditOrigin;
use super::surveying::Surveying;
use super::walk::{Filter, WalkBy};
use crate::base::Word as _;
use crate::checklist::{Library, QuestionIx, QuestionKind, Status};
use crate::report::Kind;
use crate::wording::say_day;

/// Returns a search over everything of an open audit: questions, laws, flags, precedents,
/// documents, the user's notes.
pub fn everything(library: &Library, open: &OpenAudit) -> Picker {
    let mut items = Vec::new();
    for ix in library.walk() {
        let question = library.question(*ix);
        let answered = open.findings.answered(*ix);
        let mut words = question.look_for.english.join(" ");
        if let Some(answer) = open.audit().answer_of(library, *ix) {
            words.push(' ');
            words.push_str(&answer.note);
            words.push_str(answer.contested.as_deref().unwrap_or_default());
            for evidence in &answer.evidence {
                words.push(' ');
                words.push_str(evidence.quote.as_deref().unwrap_or_default());
            }
        }
        let detail = answered.status.map_or("", crate::checklist::Status::label);
        items.push(
            Item::new(
                "question",
                question.short.clone(),
                detail,
                Pick::Question(*ix),
            )
            .id(&question.id)
            .found_by(&question.ask)
            .found_by(&words),
        );
    }
    for (ix, requirement) in library.requirements() {
        let applies = open.findings.applies(ix);
        let detail = if applies.is_shown() {
            requirement.force.label()
        } else {
            "does not apply here"
        };
        items.push(
            Item::new(
                "law",
                format!(
                    "{}: {}",
                    requirement.cited(&open.findings.place),
                    requirement.title
                ),
                detail,
                Pick::Requirement(ix),
            )
            .id(&requirement.id)
            .found_by(&requirement.demands),
        );
    }
    for (ix, flag) in library.flags() {
        let detail = open
            .findings
            .fired(ix)
            .map_or("not fired", |fired| fired.level.label());
        items.push(
            Item::new("flag", flag.short.clone(), detail, Pick::Flag(ix))
                .id(&flag.id)
                .found_by(&flag.title),
        );
    }
    for (ix, strength) in library.strengths() {
        let held = open
            .findings
            .strengths
            .iter()
            .any(|held| held.strength == ix);
        let detail = if held { "holds" } else { "does not hold" };
        items.push(Item::new(
            "strength",
            strength.title.clone(),
            detail,
            Pick::Strength(ix),
        ));
    }
    for (row, document) in open.audit().documents.iter().enumerate() {
        let words = [&document.from, &document.note].map(|one| one.clone().unwrap_or_default());
        items.push(
            Item::new("document", document.title.clone(), "", Pick::Document(row))
                .id(&document.id)
                .found_by(&words.join(" ")),
        );
    }
    Picker {
        wait_for_words: true,
        preview: true,
        ..Picker::new("Search", items)
    }
}

/// Returns the audits behind the selected number of a survey, to open one.
pub fn audits_behind(desk: &Desk, surveying: &Surveying) -> Option<Picker> {
    let row = surveying.row()?;
    let items = surveying.survey.behind(row).map(|one| {
        let label = format!("{}: {}", one.row.council, one.row.service);
        let name = one.path.file_name().unwrap_or_default().to_string_lossy();
        let pick = Pick::AuditFile(one.path.clone());
        let mut item = Item::new("audit", label, one.row.verdict.short(), pick).found_by(&name);
        let archived = AuditOrigin::Archived(one.path.clone());
        if desk.shelf.all_rows().any(|row| row.origin == archived) {
            item.disabled_reason = Some("it is in the archive".into());
        }
        item
    });
    Some(Picker::new(row.label.clone(), items.collect()))
}

/// Returns all filters, each with the number of questions it leaves.
pub fn filters(library: &Library, open: &OpenAudit) -> Picker {
    let items = Filter::ALL
        .iter()
        .map(|filter| {
            let walk = super::walk::Walk {
                filter: *filter,
                ..open.walk.clone()
            };
            let count = library
                .walk()
                .iter()
                .filter(|ix| walk.matches(library, open.audit(), &open.findings, **ix))
                .count();
            let mark = if *filter == open.walk.filter {
                ">"
            } else {
                " "
            };
            let label = match filter {
                Filter::Full => open.full_audit(library),
                _ => None,
            };
            Item::new(
                mark,
                label.unwrap_or_else(|| filter.label().to_owned()),
                format!("{count}"),
                Pick::Filter(*filter),
            )
        })
        .collect();
    Picker::new("Show which questions?", items)
}

/// Returns all orders of the walk.
pub fn orders(open: &OpenAudit) -> Picker {
    let mut items: Vec<Item> = WalkBy::ALL
        .iter()
        .map(|by| {
            let mark = if *by == open.walk.by { ">" } else { " " };
            Item::new(mark, by.label(open.findings.core), "", Pick::WalkBy(*by))
        })
        .collect();
    if open.read_only.is_none() && open.tour.is_none() {
        let label = "by what you have: the report, your memory, a day, nothing yet";
        items.push(Item::new(" ", label, "", Pick::Command(Action::Holding)));
    }
    Picker::new("Which order do you want to walk in?", items)
}

/// Returns the options of a choice.
pub fn options(library: &Library, ix: QuestionIx) -> Option<Picker> {
    let question = library.question(ix);
    let QuestionKind::Choice(options) = &question.kind else {
        return None;
    };
    let items = options
        .iter()
        .map(|option| {
            Item::new(
                " ",
                option.label.clone(),
                "",
                Pick::Option(ix, option.id.to_string()),
            )
        })
        .collect();
    Some(Picker::new(question.short.clone(), items))
}

/// Returns the evidence of a question, and a row for a new piece.
pub fn evidence(library: &Library, open: &OpenAudit, ix: QuestionIx) -> Picker {
    let mut items = vec![Item::new(
        "+",
        "a new piece of evidence",
        "",
        Pick::Evidence(ix, None),
    )];
    if let Some(answer) = open.audit().answer_of(library, ix) {
        for (place, one) in answer.evidence.iter().enumerate() {
            let title = one
                .document
                .as_deref()
                .map(|id| {
                    open.audit()
                        .document(id)
                        .map_or(id, |document| &document.title)
                })
                .or(one.locator.as_deref())
                .unwrap_or("no document named");
            let page = one
                .page
                .map(|page| format!(", page {page}"))
                .unwrap_or_default();
            let quote = one.quote.as_deref().unwrap_or_default();
            items.push(Item::new(
                (place + 1).to_string(),
                format!("{title}{page}"),
                super::wrap::cut(&crate::base::digest::fold(quote), 60, "…"),
                Pick::Evidence(ix, Some(place)),
            ));
        }
    }
    Picker::new(format!("Evidence: {}", library.question(ix).short), items)
}

/// The most rows of the help before anything is typed: two screens of a small terminal.
const HELP_ROWS: usize = 34;

/// Returns what can be done in the place in front, the most useful first, with its keys.
///
/// What is typed finds every key of every place, and what cannot be done just now with its reason.
pub fn help(desk: &Desk) -> Picker {
    let here = desk.place();
    let mark = |spec: &Spec, place| {
        let keys: Vec<String> = spec.keys_in(place).map(|key| key.to_string()).collect();
        if keys.is_empty() {
            format!(":{}", spec.name)
        } else {
            keys.join(" ")
        }
    };
    let row = |spec: &Spec, place, title: &str| {
        Item::new(
            mark(spec, place),
            spec.help,
            title,
            Pick::Command(spec.action),
        )
        .found_by(spec.name)
        .found_by(spec.short)
    };
    let is_answer = |spec: &Spec| {
        Status::ALL
            .iter()
            .any(|one| Action::of_status(*one) == spec.action)
    };
    // The help is open already.
    let mut ranked: Vec<_> = ACTIONS
        .iter()
        .filter(|spec| spec.place.meets(here) && spec.action != Action::Help)
        .map(|spec| {
            let mut item = row(spec, here, "");
            item.disabled_reason = desk.available(spec.action).err();
            let rank = match spec.rank(here) {
                _ if is_answer(spec) => 0,
                Some(rank) => u16::from(rank) + 1,
                None => u16::MAX,
            };
            ((item.disabled_reason.is_some(), rank), item)
        })
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    let mut items: Vec<Item> = ranked.into_iter().map(|(_, item)| item).collect();
    for (at, item) in items.iter_mut().enumerate() {
        item.only_found = at >= HELP_ROWS || item.disabled_reason.is_some();
    }
    for &(place, title) in KeyPlace::ALL.iter().filter(|(place, _)| !place.meets(here)) {
        let of_place = ACTIONS.iter().filter(|spec| spec.place.meets(place));
        for spec in of_place.filter(|spec| spec.keys_in(place).next().is_some()) {
            let mut item = row(spec, place, title);
            item.only_found = true;
            item.disabled_reason = Some(format!("this works {}", within(title)).into());
            items.push(item);
        }
    }
    Picker::new("Help: what you can do here; type to search all keys", items)
}

/// Returns the themes, with the bar on the one in use.
pub fn themes(now: ThemeName) -> Picker {
    let row = |theme: &ThemeName| Item::new("", theme.word(), theme.about(), Pick::Theme(*theme));
    let mut picker = Picker::new("Theme", ThemeName::ALL.iter().map(row).collect());
    picker.selected = ThemeName::ALL
        .iter()
        .position(|one| *one == now)
        .unwrap_or_default();
    picker
}

/// Returns the kinds of report, the shortest first: it is what most people read.
///
/// The bar begins on the kind in front.
pub fn kinds(now: Kind) -> Picker {
    let others = Kind::ALL.iter().filter(|kind| **kind != Kind::Briefing);
    let items = std::iter::once((&Kind::Briefing, "two pages"))
        .chain(others.map(|kind| (kind, "")))
        .map(|(kind, note)| Item::new("", kind.label(), note, Pick::Kind(*kind)))
        .collect::<Vec<_>>();
    let here = items.iter().position(|item| item.pick == Pick::Kind(now));
    Picker {
        selected: here.unwrap_or_default(),
        ..Picker::new("Which paper?", items)
    }
}

/// Returns the file formats of a kind of report.
pub fn formats(kind: Kind) -> Picker {
    let items = kind
        .formats()
        .map(|format| Item::new("", format.label(), "", Pick::Format(format)))
        .collect();
    Picker::new("Which format do you want?", items)
}

/// Returns the pages to read first, each with the open questions that lead to it.
pub fn pages_to_read(library: &Library, open: &OpenAudit) -> Picker {
    let items = open.pages_to_read(library).into_iter().map(|page| {
        let titles = page.questions.iter();
        let titles: Vec<&str> = titles
            .map(|ix| library.question(*ix).short.as_str())
            .collect();
        let (document, at) = (page.place.at.document.clone(), &page.place);
        Item::new(
            format!("{:>3}", page.questions.len()),
            page.cite(),
            titles.join("; "),
            Pick::Page(document, at.page, at.paragraph),
        )
    });
    Picker::new("Read first: pages by open questions", items.collect())
}

/// Returns the papers that were read and that one can be compared with.
pub fn papers_to_compare(open: &OpenAudit, id: &str) -> Picker {
    let register = open.papers.register.as_ref();
    let papers = register.map_or(&[][..], |one| one.shelf.papers());
    let title = papers.iter().find(|one| one.id == id);
    let title = title.map_or("", |one| one.title.as_str());
    let items = papers.iter().filter(|one| one.id != id).map(|one| {
        let day = one.date.map(say_day).unwrap_or_default();
        let pick = Pick::Compare(id.to_owned(), one.id.clone());
        Item::new("", one.title.clone(), day, pick)
    });
    Picker::new(format!("Compare with: {title}"), items.collect())
}

/// Returns the files that a document of which only the title is known can be joined with.
pub fn files_for(open: &OpenAudit, id: &str) -> Picker {
    let documents = &open.audit().documents;
    let title = documents.iter().find(|one| one.id == id);
    let mut items: Vec<Item> = documents
        .iter()
        .filter(|one| one.id != id && one.path.is_some())
        .map(|one| {
            let pick = Pick::Join(id.to_owned(), Some(one.id.clone()));
            Item::new(
                "",
                one.title.clone(),
                one.path.clone().unwrap_or_default(),
                pick,
            )
        })
        .collect();
    let pick = Pick::Join(id.to_owned(), None);
    items.push(Item::new("+", "a file from your folders", "", pick));
    let title = title.map_or("", |one| one.title.as_str());
    Picker::new(format!("The file of: {title}"), items)
}
