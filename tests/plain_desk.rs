//! The plain face over the desk itself: every place is told in short lines, and everything that can be
//! done there can be asked for by a word or a number.

use std::collections::BTreeSet;

use scrutineer::desk::action::{ACTIONS, Spec, actions_for, word};
use scrutineer::desk::{Action, KeyPlace, Message};
use scrutineer::plain::{Face, MOST_WORDS, OF_A_READING, OF_THE_SCREEN, PlainTurn, actions};

use crate::testkit::chance::Chance;
use crate::testkit::script::Script;

/// A desk that is told in lines.
struct Told {
    script: Script,
    face: Face,
    /// The place and the actions that could be asked for, so far.
    seen: BTreeSet<(String, &'static str)>,
    /// Everything that was said.
    said: Vec<String>,
}

impl Told {
    fn new(script: Script) -> Self {
        let mut told = Self {
            script,
            face: Face::new(true),
            seen: BTreeSet::new(),
            said: Vec::new(),
        };
        told.hear();
        told
    }

    /// Hears what is said before the next answer, and checks it.
    fn hear(&mut self) {
        let says = self.face.prompt(&mut self.script.desk);
        let words = says.split_whitespace().count();
        assert!(words <= MOST_WORDS, "{words} words: {says}");
        let bad = |c: char| !c.is_ascii() || c.is_control();
        assert!(!says.chars().any(bad), "{says:?}");
        self.said.push(says);
        let title = KeyPlace::ALL
            .iter()
            .find(|(place, _)| *place == self.script.desk.place())
            .map_or("", |(_, title)| title);
        for spec in actions(&self.script.desk) {
            self.seen.insert((title.to_owned(), spec.name));
        }
    }

    /// Types a line, and hears what follows.
    fn types(&mut self, line: &str) -> &mut Self {
        match self.face.answer(&self.script.desk, line) {
            PlainTurn::Messages(messages) => {
                for message in messages {
                    self.script.message(message);
                }
            }
            PlainTurn::Said => {}
            PlainTurn::Quit => panic!("{line} ends it"),
        }
        self.hear();
        self
    }

    fn all(&mut self, lines: &[&str]) -> &mut Self {
        for line in lines {
            self.types(line);
        }
        self
    }

    fn last(&self) -> &str {
        self.said.last().expect("said")
    }
}

/// A desk on an audit with a paper, told in lines.
fn with_papers() -> Told {
    let mut script = Script::new();
    script.paper(
        "/papers/draft.txt",
        "The in-house service was not scored.\n\nUnions told.",
    );
    script.paper(
        "/papers/final.txt",
        "The service was scored.\n\nUnions were told in May.",
    );
    let mut told = Told::new(script);
    told.all(&[
        "new audit",
        "Anytown Council",
        "Home care",
        "save",
        "documents",
    ]);
    told.all(&["add a paper", "/papers/draft.txt", "1"]);
    told
}

#[test]
fn every_available_action_can_be_asked_for_by_its_word_in_every_place_that_is_reached() {
    let mut seen = BTreeSet::new();
    // Each begins among the documents.
    for journey in [
        "about it|fields|3|back",
        "add a paper|/papers/|list|3",
        "add a paper|/papers/final.txt|1|compare|1|next|quote both",
        "read it|next|mark|quote under|next|back|words|back|go to page|1",
        "read first|back",
        "search papers|scored|1|next",
        "search papers|nowhere-at-all|back",
        "missing paper|A title|skip|save",
        "walk|search|in-house-equal|1|met|note|one|two|.|evidence|1|skip|2|back|back",
        "walk|why|more|back|filter|open|walk by|the core audit|next section|choices|more",
        "walk|search|challenge.asked|1|withheld|asked for|All of it|Legal|skip|skip|no evidence|back",
        "walk|search|challenge.asked|1|not met|next|flags|list|1|next|more|go to question",
        "walk|search|challenge.asked|1|no evidence|undo|redo|not met|clear|next|previous",
        "laws|list|2|next section|previous section",
        "timeline|list|1|add an event|3 May 2027|Told|skip|skip|save|last|remove",
        "report|which paper|submission|more|call-in rules|back",
        "walk|search|in-house-equal|1|not met|next|report|which paper|members|read-through|next|leave out",
        "walk|mark|mark all|unmark all|search|challenge.asked|1|mark|all marked|met|back|all marked|met|do it",
        "walk|search|challenge.asked|1|not met|changes|2|go there|changes|1|back|back|back|forward|places|1",
        "commands|undo",
        "back|back|survey|the audits|back|next section|previous section|back",
        "the review|skip|skip|skip|wales|save|undo|redo|where|help|more|help undo|again|back|list|sort",
        "import|back|merge|back|next screen|previous screen|back|2|report|write|back",
    ] {
        let mut told = with_papers();
        for line in journey.split('|') {
            told.types(line);
        }
        seen.append(&mut told.seen);
    }

    let exempt = |action: Action| OF_THE_SCREEN.contains(&action) || OF_A_READING.contains(&action);
    // Whatever the desk has in front, every available action with a key there is among the choices.
    let reached: BTreeSet<&str> = seen.iter().map(|(_, name)| *name).collect();
    let places: BTreeSet<&str> = seen.iter().map(|(place, _)| place.as_str()).collect();
    assert!(places.len() >= 14, "{places:?}");
    let left: Vec<&str> = ACTIONS
        .iter()
        .filter(|spec| !exempt(spec.action) && !reached.contains(spec.name))
        .map(|spec| spec.name)
        .collect();
    // These need what no short journey has: another person's audit, a spreadsheet, a later paper, an
    // example's papers. Each has a word and a key in its place (`plain::answer`, unit tests).
    let needs_more = [
        "agree",
        "confirm",
        "settle",
        "take-offer",
        "previous-passage",
        "next-passage",
        "join-file",
        "take-file",
        "stop-reading",
        "merge-now",
        "leave-merge",
        "take-in",
        "keep-mine",
        "take-theirs",
        "keep-both",
        "all-mine",
        "all-theirs",
        "leave-import",
        "shows-then",
        "shows-later",
        "settle-later",
        "leave-reply",
        "notice",
        "leave-found",
        "leave-out",
        "add-found",
        "record-silence",
        "record-found",
        "open-written",
        "open-folder",
        "with-answers",
        "take-lost",
        "compare",
        "copy",
        "take-own",
        "fetch-back",
        "merge-copy",
        "rename",
        "archive",
        "third-step",
        "edition",
        "agree-edition",
        "leave-edition",
    ];
    let missed: Vec<&&str> = left
        .iter()
        .filter(|name| !needs_more.contains(name))
        .collect();
    assert!(missed.is_empty(), "{missed:?} of {places:?}");
}

#[test]
fn a_word_makes_the_message_of_its_key_wherever_one_is() {
    let mut told = with_papers();
    for to in ["documents", "walk", "flags", "laws", "timeline", "report"] {
        told.types(to);
        let available: Vec<&Spec> = actions(&told.script.desk);
        assert!(available.len() > 8, "{to}");
        for spec in available {
            let turn = told.face.answer(&told.script.desk, &word(spec));
            match (turn, spec.action) {
                (PlainTurn::Said, Action::Help) | (PlainTurn::Quit, Action::Quit) => {}
                (PlainTurn::Messages(messages), action) => {
                    let [Message::Key(key)] = messages.as_slice() else {
                        panic!("{to}: {} makes {messages:?}", spec.name);
                    };
                    let meant = actions_for(*key, told.script.desk.place())
                        .find(|one| told.script.desk.available(*one).is_ok());
                    assert_eq!(meant, Some(action), "{to}: {}", spec.name);
                }
                (turn, _) => panic!("{to}: {} makes {turn:?}", spec.name),
            }
        }
        // Forgets the messages that were not sent.
        told.hear();
    }
}

#[test]
fn whatever_is_chosen_every_prompt_is_short_and_clean() {
    for seed in 0..4 {
        let mut chance = Chance::new(seed);
        let mut told = with_papers();
        for _ in 0..60 {
            let available = actions(&told.script.desk);
            let number = (1 + chance.below(9)).to_string();
            let words: Vec<String> = available
                .iter()
                .filter(|spec| {
                    !matches!(
                        spec.action,
                        Action::Quit | Action::OpenWritten | Action::OpenFolder
                    )
                })
                .map(|spec| word(spec))
                .collect();
            let line = match chance.below(8) {
                0 => number.as_str(),
                1 => "more",
                2 => "3 May 2026",
                3 => chance.pick(&[
                    "where", "again", "undo", "choices", "fields", "skip", "next", ".",
                ]),
                _ if words.is_empty() => "back",
                _ => words[usize::try_from(chance.below(words.len() as u64)).expect("small")]
                    .as_str(),
            };
            let line = line.to_owned();
            told.types(&line);
        }
    }
}

#[test]
fn one_is_told_where_one_is_when_it_changes_and_what_follows_from_an_answer() {
    let mut told = with_papers();
    told.types("walk");
    assert!(
        told.last().starts_with("Walk, The front page"),
        "{}",
        told.last()
    );
    told.all(&["search", "options.in-house-equal", "1"]);
    assert!(
        told.last().starts_with("Options and in-house. "),
        "{}",
        told.last()
    );
    told.types("not met");
    assert!(
        told.last()
            .contains("flag to be proved: In-house not judged"),
        "{}",
        told.last()
    );
    told.types("where");
    assert!(told.last().starts_with("Audit "), "{}", told.last());
    assert!(told.last().contains("Verdict: "), "{}", told.last());
    told.all(&["next", "again"]);
    assert!(
        !told.last().starts_with("Options and in-house"),
        "{}",
        told.last()
    );
    // Sentences name words to type, not keys.
    assert!(told.said.iter().any(|says| says.contains("type \"undo\"")));
    assert!(!told.said.iter().any(|says| says.contains("ress \"")));
}

#[test]
fn the_first_minute_is_told_in_lines_who_you_are_the_tour_and_what_you_have() {
    let mut told = Told::new(Script::first_start());
    assert!(told.last().contains("Who are you?"), "{}", told.last());
    told.all(&["Sam Secretary", "2", "Anytown branch", "412"]);
    assert_eq!(told.script.author, "Sam Secretary");
    assert_eq!(told.script.we, "the Anytown branch, with 412 members");
    for (line, says) in [
        ("tour", "Read the question."),
        ("not met", "Now prove it."),
        ("quote it", "Your answer raised a flag."),
        ("cancel", "until you are on Flags"),
        ("flags", "This is the flag"),
        ("walk", "asked for these figures and was refused"),
        ("withheld", "It is recorded."),
        ("undo", "Last of all, the paper"),
        ("report", "This is your submission"),
        ("write file", "That was the tour"),
    ] {
        told.types(line);
        assert!(told.last().contains(says), "{line}: {}", told.last());
    }
    told.types("tour");
    assert!(told.script.desk.open.is_none() && told.script.disk.is_empty());
    told.all(&["new audit", "Anytown Council", "Home care", "save"]);
    assert!(
        told.last().contains("What do you have to begin with?"),
        "{}",
        told.last()
    );
    told.all(&["yes, I have it", "save"]);
    assert_eq!(
        told.script.open().held,
        [scrutineer::desk::held::Held::Report]
    );
}
