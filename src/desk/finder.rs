//! The finder: one list of everything that can be done and everything that can be gone to.
//!
//! Before anything is typed it shows what can be done here, then the screens, the papers to write,
//! the audits and the commands of other screens; questions, laws, flags, notes and documents are
//! found by typing.

use super::action::{ACTIONS, Action, Spec};
use super::overlay::{Item, Pick, Picker};
use super::own_keys::within;
use super::screen::{KeyPlace, Screen};
use super::search::everything;
use super::shelf::{AuditOrigin, Content, LibraryRow};
use super::{Desk, OpenAudit};
use crate::base::Word as _;
use crate::base::digest::fold;
use crate::checklist::Library;
use crate::report::Kind;

/// Returns the finder over the screen in front.
pub fn finder(desk: &Desk) -> Picker {
    let (mut can, mut cannot) = (commands_here(desk), commands_elsewhere(desk));
    let elsewhere = take_out(&mut cannot, |item| item.disabled_reason.is_none());
    let mut items = take_out(&mut can, |item| item.disabled_reason.is_none());
    items.extend(screens(desk));
    if desk.open.is_some() {
        let paper = |kind: &Kind| Item::new("paper", kind.label(), "", Pick::Kind(*kind));
        items.extend(Kind::ALL.iter().map(paper));
    }
    items.extend(desk.shelf.all_rows().filter_map(|row| audit(desk, row)));
    items.extend(elsewhere);
    items.extend(can);
    items.extend(cannot);
    if let Some(open) = &desk.open {
        items.extend(notes(&desk.library, open));
        let mut found = everything(&desk.library, open).items;
        for item in &mut found {
            item.only_found = true;
        }
        items.extend(found);
    }
    Picker {
        preview: true,
        passages: desk.open.is_some().then(Vec::new),
        ..Picker::new("Find", items)
    }
}

/// Splits off the rows that pass a test, in their order.
fn take_out(items: &mut Vec<Item>, test: impl Fn(&Item) -> bool) -> Vec<Item> {
    let (out, rest) = std::mem::take(items).into_iter().partition(test);
    *items = rest;
    out
}

/// Returns true for a command that is worth finding: neither a step in a list nor the finder itself.
const fn is_found(spec: &Spec) -> bool {
    !matches!(
        spec.action,
        Action::Up
            | Action::Down
            | Action::PageUp
            | Action::PageDown
            | Action::PageOn
            | Action::First
            | Action::Last
            | Action::Palette
    )
}

fn command(spec: &Spec, place: KeyPlace, pick: Pick) -> Item {
    let keys: Vec<String> = spec.keys_in(place).map(|key| key.to_string()).collect();
    let mut item = Item::new("command", spec.help, "", pick)
        .id(spec.name)
        .found_by(spec.short);
    item.keys = keys.join(" ");
    item
}

/// Returns the commands of the screen in front, those of its footer first.
fn commands_here(desk: &Desk) -> Vec<Item> {
    let here = desk.place();
    let of_here = ACTIONS.iter().filter(|spec| spec.place.meets(here));
    let mut specs: Vec<&Spec> = of_here.filter(|spec| is_found(spec)).collect();
    specs.sort_by_key(|spec| spec.rank(here).map_or(u16::MAX, u16::from));
    let rows = specs.into_iter().map(|spec| {
        let mut item = command(spec, here, Pick::Command(spec.action));
        item.disabled_reason = desk.available(spec.action).err();
        item
    });
    rows.collect()
}

/// Returns the commands that do not work on the screen in front, each with where it does.
fn commands_elsewhere(desk: &Desk) -> Vec<Item> {
    let here = desk.place();
    let elsewhere = ACTIONS.iter().filter(|spec| !spec.place.meets(here));
    let rows = elsewhere.filter(|spec| is_found(spec)).filter_map(|spec| {
        let all = Screen::TABS.into_iter().chain([Screen::Library]);
        let mut screens = all.filter(|screen| spec.place.meets(screen.spec().place));
        let Some(screen) = screens.next() else {
            // It works over a screen only, in a box or a list: that is said, not done.
            let (place, title) = KeyPlace::ALL.iter().find(|(at, _)| spec.place.meets(*at))?;
            let mut item = command(spec, *place, Pick::Command(spec.action));
            item.disabled_reason = Some(format!("this works {}", within(title)).into());
            item.only_found = true;
            return Some(item);
        };
        let pick = Pick::Elsewhere(screen, spec.action);
        let mut item = command(spec, screen.spec().place, pick);
        screen.title().clone_into(&mut item.detail);
        item.disabled_reason = if screen != Screen::Library && desk.open.is_none() {
            item.only_found = true;
            Some("open an audit first".into())
        } else {
            desk.available(spec.action).err()
        };
        Some(item.found_by(screen.title()))
    });
    rows.collect()
}

/// Returns the screens that can be gone to.
fn screens(desk: &Desk) -> impl Iterator<Item = Item> + '_ {
    let tabs = Screen::TABS.into_iter().chain([Screen::Library]);
    tabs.filter(|screen| desk.open.is_some() && *screen != desk.screen)
        .map(|screen| {
            Item::new("screen", screen.title(), "", Pick::Screen(screen)).found_by(screen.short())
        })
}

/// Returns the row of an audit that is not open.
fn audit(desk: &Desk, row: &LibraryRow) -> Option<Item> {
    let open = desk.open.as_ref();
    let is_open = open.is_some_and(|open| match &row.origin {
        AuditOrigin::Mine(path) => open.path.as_ref() == Some(path),
        AuditOrigin::Archived(_) => false,
        AuditOrigin::Example(name) => open.path.is_none() && open.name == *name,
    });
    let mark = match row.origin {
        AuditOrigin::Mine(_) => "audit",
        AuditOrigin::Archived(_) => "archive",
        AuditOrigin::Example(_) => "example",
    };
    let (label, detail) = match &row.content {
        Content::Known(of) => (
            format!("{}: {}", of.authority, of.service),
            of.verdict.short(),
        ),
        Content::Awaited | Content::Unreadable(_) => (row.name.clone(), ""),
    };
    let mut item = Item::new(mark, label, detail, Pick::Audit(row.origin.clone()));
    item.only_found = matches!(row.origin, AuditOrigin::Archived(_));
    item.disabled_reason = match row.content {
        Content::Unreadable(_) => Some("it cannot be read".into()),
        _ if item.only_found => Some("it is in the archive".into()),
        _ => None,
    };
    (!is_open).then(|| item.id(&row.name))
}

/// Returns the notes on answers, each with its question.
fn notes<'a>(library: &'a Library, open: &'a OpenAudit) -> impl Iterator<Item = Item> + 'a {
    library.walk().iter().filter_map(|ix| {
        let answer = open.audit().answer_of(library, *ix)?;
        let note = fold(&answer.note);
        let label = super::wrap::cut(&note, 80, "…");
        let question = library.question(*ix).short.as_str();
        let mut item = Item::new("note", label, question, Pick::Question(*ix)).found_by(&note);
        item.only_found = true;
        (!note.is_empty()).then_some(item)
    })
}
