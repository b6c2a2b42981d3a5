//! Every key of the registry does something in every place where the help lists it.
//!
//! Journeys lead through the places. Wherever an action is available whose key has not yet been seen
//! to do something there, its key is pressed on a copy of the desk; the desk goes on as it was.

use std::collections::BTreeSet;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use scrutineer::desk::action::{ACTIONS, actions_for};
use scrutineer::desk::papers::ReadingProgress;
use scrutineer::desk::{Code, Desk, EffectOutcome, Key, KeyPlace, Message, Queue};
use scrutineer::view;
use scrutineer::view::theme::{Depth, Theme};

use crate::testkit::script::Script;
use crate::{
    desk_adding, desk_comparing, desk_documents, desk_edition, desk_hand_over, desk_import,
    desk_many, desk_proof, desk_settled, desk_survey, desk_two_people,
};

/// A size at which the shortest list is longer than the screen.
const SMALL: (u16, u16) = (50, 12);

/// Actions whose key can do nothing in a place, each with the reason.
const STILL: &[(&str, &str, &str)] = &[(
    "copy",
    "On a page of a document",
    "an example, the one audit that is copied there, has no files of its papers",
)];

/// What was found so far: for each place and action the key, and whether it did something there.
#[derive(Default)]
struct Pressed {
    /// The pairs of a place and an action that were seen to do something.
    done: BTreeSet<(&'static str, &'static str)>,
    /// Those that were pressed while unavailable.
    refused: BTreeSet<(&'static str, &'static str)>,
    /// Those of them that said nothing.
    silent: BTreeSet<(&'static str, &'static str)>,
}

fn title_of(place: KeyPlace) -> &'static str {
    let found = KeyPlace::ALL.iter().find(|(one, _)| *one == place);
    found.map_or("", |(_, title)| title)
}

fn drawn(desk: &Desk) -> Buffer {
    let theme = Theme::new(Depth::Many, false);
    let mut terminal =
        Terminal::new(TestBackend::new(desk.size.0, desk.size.1)).expect("a terminal");
    terminal
        .draw(|frame| {
            view::draw(desk, &theme, frame);
        })
        .expect("it draws");
    terminal.backend().buffer().clone()
}

/// Returns the actions that the help of a place lists with a key of their own, each with that key.
fn listed(place: KeyPlace) -> impl Iterator<Item = (&'static str, Key)> {
    let here = ACTIONS.iter().filter(move |spec| spec.place.meets(place));
    here.filter_map(move |spec| Some((spec.name, spec.keys_in(place).next()?)))
}

impl Pressed {
    /// Tries the keys of the place in front that have not been seen to do something yet.
    fn look(&mut self, script: &mut Script) {
        let place = script.desk.place();
        let title = title_of(place);
        let mut before = None;
        for (name, key) in listed(place) {
            if self.done.contains(&(title, name)) {
                continue;
            }
            let available = |name: &str| {
                let action = scrutineer::desk::action::named(name).expect("registered");
                script.desk.available(action).is_ok()
            };
            let first = actions_for(key, place).find(|one| script.desk.available(*one).is_ok());
            let is_first =
                first.is_some_and(|one| scrutineer::desk::action::spec(one).name == name);
            // Unavailable, with nothing else under its key: it has to say why.
            let refuses = first.is_none() && !available(name);
            if !is_first && (!refuses || self.refused.contains(&(title, name))) {
                continue;
            }
            let before = before.get_or_insert_with(|| {
                script.screen(script.desk.size.0, script.desk.size.1);
                drawn(&script.desk)
            });
            let mut desk = script.desk.clone();
            let effects = desk.update(Message::Key(key), script.now);
            let differs = !effects.is_empty() || drawn(&desk) != *before;
            if is_first && differs {
                self.done.insert((title, name));
            }
            // Where a text is typed, an arrow moves within it, as far as there is a text.
            let arrow = matches!(key.code, Code::Up | Code::Down | Code::Left | Code::Right);
            if refuses && !(arrow && place.meets(KeyPlace::BOX)) {
                self.refused.insert((title, name));
                if desk.toast.is_none() && !differs {
                    self.silent.insert((title, name));
                }
            }
        }
    }

    /// Goes a journey at a size: keys, and texts to type as `"with_lines_for_spaces`.
    fn goes(&mut self, from: &Script, size: (u16, u16), keys: &str) {
        let mut script = from.clone();
        script.screen(size.0, size.1);
        self.look(&mut script);
        for key in keys.split_whitespace() {
            match key.strip_prefix('"') {
                Some(text) => script.typed(&text.replace('_', " ")),
                None => script.keys(key),
            };
            self.look(&mut script);
        }
    }
}

/// A paper of several pages, each with more than one paragraph.
fn pages() -> String {
    let page = |n: u8| {
        format!(
            "{n}.1 The in-house service was not scored on page {n}.\n\n{n}.2 The unions were told in \
             May.\n\n{n}.3 The fee was £46,500."
        )
    };
    (1..9).map(page).collect::<Vec<_>>().join("\u{C}")
}

/// A desk among the documents of a new audit, with two papers.
fn among_papers() -> Script {
    let mut script = Script::on_new_audit();
    script.paper("/papers/first.txt", &pages());
    script.paper(
        "/papers/second.txt",
        &pages().replace("not scored", "scored"),
    );
    script.keys("Tab Tab Tab a Enter a Down Enter");
    assert_eq!(script.audit().documents.len(), 2);
    script
}

/// Once around the screens.
const ROUND: &str = "Tab Tab Tab Tab Tab Tab Tab";

#[test]
fn every_key_does_something_wherever_the_help_lists_it_or_says_why_not() {
    let mut pressed = Pressed::default();
    let wide = (120, 30);
    // The library, and the boxes over it.
    let copies = ["/audits/a.audit (1).toml", "/audits/a.audit (2).toml"];
    let library = desk_edition::with_copies(&copies);
    pressed.goes(
        &library,
        wide,
        "Down Down Home x v s n \"Anytown Tab \"Care Tab Tab Right Tab Esc Esc Z Esc Esc / \"e Down Esc \
         Esc ? \"a Down Esc r \"x Esc Esc M",
    );
    pressed.goes(&library, SMALL, "F2 Down End / Down Down Down");
    // The screens of a filled audit, and of an example.
    let filled = desk_hand_over::liverpool();
    pressed.goes(
        &filled,
        wide,
        "Down Down PageDown b Down Esc b \"call Enter i Esc b \"blank Enter e",
    );
    pressed.goes(
        &filled,
        wide,
        "r Down Down Space Space Home Down w \"x Esc Esc f Esc w w C-s C-s Esc Esc Esc",
    );
    pressed.goes(&filled, SMALL, "r Down Down");
    pressed.goes(
        &filled,
        wide,
        "Tab Down Down Tab Down Right PageDown Space Down Space T p Down Esc T n Enter u",
    );
    pressed.goes(
        &filled,
        wide,
        "Tab Tab Space Tab Down Down PageDown Space Esc J Down Tab Tab Down Right Down",
    );
    pressed.goes(
        &filled,
        SMALL,
        "Tab Tab Tab Down Down PageDown Tab Right Right Down Down PageDown Tab Tab Down",
    );
    pressed.goes(
        &filled,
        wide,
        "BackTab Down Down a \"May_2025 Tab \"Told C-s s Home Down",
    );
    let mut example = Script::new();
    example.keys("Enter");
    pressed.goes(&example, wide, ROUND);
    // After a change was undone, a text thrown away and a jump made, once around.
    let mut undone = Script::on_new_audit();
    undone.keys("n Esc n Esc u t x C-x / u n i o n Enter Esc");
    pressed.goes(&undone, wide, ROUND);
    // Gone to and come back from by other ways than once around.
    let mut gone = among_papers();
    gone.keys("Up Enter");
    pressed.goes(
        &gone,
        wide,
        "Space Enter Enter u / \"union Enter t \"x C-x Esc : \"timeline Enter / \"union Enter Esc : \
         \"report Enter / \"union Enter Esc : \"laws Enter / \"union Enter Esc : \"flags Enter / \"union \
         Enter Esc : \"documents Enter / \"union Enter Esc",
    );
    pressed.goes(
        &filled,
        wide,
        "Tab Tab Tab / \"union Enter Esc Tab / \"union Enter Esc",
    );
    let mut past = Script::on_new_audit();
    past.keys("n Esc o p Esc o e Esc");
    pressed.goes(&past, SMALL, "H Down Down Enter Down Down");
    // The papers.
    let papers = among_papers();
    pressed.goes(
        &papers,
        wide,
        "Up i C-t C-u \"Final Tab Left Esc Esc Esc n \"A_title C-s j Esc x",
    );
    pressed.goes(
        &papers,
        wide,
        "f Down Esc v Down g Esc Esc R S Down . , q g Esc s s",
    );
    pressed.goes(
        &papers,
        wide,
        "d \"scored Down Enter Esc Esc d \"wholly_unheard_of C-s",
    );
    pressed.goes(&papers, SMALL, "d \"the Down Down");
    let mut page = papers.clone();
    page.keys("Up Enter");
    pressed.goes(
        &page,
        wide,
        "Right Down Space Down Space Enter \"hous Down Space Home Esc Esc C q g \"2 Esc Esc G Down",
    );
    pressed.goes(&page, SMALL, "Down Down Space Enter Down Down Space");
    pressed.goes(
        &papers,
        wide,
        "BackTab BackTab BackTab n BackTab Right Esc Esc Tab Tab Tab Tab d Esc Tab d Esc Tab d",
    );
    let mut changed = papers.clone();
    changed
        .paper("/papers/first.txt", "Another.")
        .keys("R Home");
    pressed.goes(&changed, wide, "");
    let mut reading = papers.clone();
    reading.papers_come = false;
    reading.keys("R");
    let progress = ReadingProgress {
        title: "First".to_owned(),
        paper: (1, 2),
        pages: 1,
        of: None,
    };
    let progress = EffectOutcome::Progress(Queue::Register, progress);
    reading.message(Message::Outcome(progress));
    pressed.goes(&reading, wide, "BackTab BackTab BackTab");
    let mut adding = Script::on_new_audit();
    adding.paper("/papers/first.txt", &pages());
    adding.papers_come = false;
    pressed.goes(&adding, wide, "Tab Tab Tab a Enter");
    pressed.goes(&papers, wide, "a Down Tab");
    let (_folder, pack) = desk_adding::pack();
    pressed.goes(&desk_adding::looking_at(&pack), SMALL, "Down Space Up");
    pressed.goes(&desk_comparing::comparing(), SMALL, "v Down Down Up");
    // One question: its proof, its note, what was asked for, and what the papers offer.
    let proof = desk_proof::with_paper();
    pressed.goes(
        &proof,
        wide,
        "n 1 Tab Left Tab \"words C-z Esc Esc Z Esc x u Enter Esc",
    );
    pressed.goes(
        &proof,
        wide,
        "t \"some_words Up Home C-x Z C-z Esc Esc v Right Tab Esc Esc r Esc c \"no Esc Esc",
    );
    pressed.goes(
        &desk_documents::with_wexcombe(),
        wide,
        "Home i Esc Down i Esc / \"consultation-closed Enter . .",
    );
    let mut later = desk_settled::with_paper();
    desk_settled::decided(&mut later, "9 July 2026");
    later
        .keys("Tab Tab Tab i Tab Tab")
        .typed("25 November 2026");
    later
        .keys("C-s /")
        .typed("options.in-house-equal")
        .keys("Enter n");
    pressed.goes(&later, wide, "1 Enter Esc Up");
    let marked = desk_many::with_marks();
    pressed.goes(&marked, wide, "T n p Home Esc Tab Tab");
    pressed.goes(&marked, SMALL, "T n Down Down");
    let mut asked = proof.clone();
    asked
        .keys("n 1 Enter BackTab BackTab a Enter Tab")
        .typed("Cllr Holder");
    asked.keys("Tab Tab Tab Right Tab").typed("It was done.");
    pressed.goes(&asked, wide, "C-s");
    // Other people's audits and sheets, and other checklists.
    let mut counted = desk_survey::library();
    counted.keys("y");
    pressed.goes(&counted, SMALL, "Down Down Right Down");
    let merging = desk_two_people::looking();
    pressed.goes(&merging, SMALL, "Down Down");
    pressed.goes(&merging, wide, "Enter / \"options.ways-considered Enter A");
    pressed.goes(&desk_import::looking(), SMALL, "Down t m b M T");
    let mut edition = desk_edition::changed();
    edition.paper("/papers/first.txt", &pages()).keys("Enter");
    pressed.goes(
        &edition,
        wide,
        &format!("{ROUND} Tab Down Down Tab Tab Tab a Enter Enter"),
    );
    pressed.goes(&edition, SMALL, "E Down Down Enter Tab Down Down");
    let found = report(&pressed);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Returns the keys that were seen to do nothing where they are listed.
fn report(pressed: &Pressed) -> Vec<String> {
    let mut found = Vec::new();
    for &(place, title) in KeyPlace::ALL {
        for (name, key) in listed(place) {
            let still = STILL
                .iter()
                .any(|(one, at, _)| (*one, *at) == (name, title));
            if still == pressed.done.contains(&(title, name)) {
                found.push(format!("{title}: {key} {name}"));
            }
        }
    }
    for (title, name) in &pressed.silent {
        found.push(format!("{title}: {name} does not say why not"));
    }
    found
}
