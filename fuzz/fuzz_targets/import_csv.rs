//! Any bytes as a table to import: read or turned away, planned, applied, taken back; nothing that
//! stood is lost, and a second import of the same brings nothing new.
#![no_main]

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use libfuzzer_sys::fuzz_target;
use scrutineer::audit::Audit;
use scrutineer::base::SourceText;
use scrutineer::checklist::{Library, load, shipped};
use scrutineer::import::{Decision, Decisions, ImportSetting, plan, read_text};

static LIBRARY: LazyLock<Library> =
    LazyLock::new(|| load(&shipped::checklists()).expect("the shipped checklists load"));
static MINE: LazyLock<Audit> = LazyLock::new(|| {
    let (name, text) = shipped::examples()[0];
    Audit::read(&SourceText::new(name, text)).expect("an example")
});

fuzz_target!(|bytes: &[u8]| {
    let Ok(book) = read_text(bytes) else {
        return;
    };
    let setting = ImportSetting {
        who: "somebody",
        at: DateTime::<Utc>::from_timestamp(1_800_000_000, 0).expect("a moment"),
        sheet: None,
    };
    let mine = &*MINE;
    let Ok(first) = plan(&LIBRARY, mine, &book, setting) else {
        return;
    };
    for decision in [Decision::KeepMine, Decision::KeepBoth, Decision::TakeTheirs] {
        let decisions = Decisions::all(decision);
        let Some(change) = first.change(&decisions) else {
            continue;
        };
        let mut after = mine.clone();
        after.apply(&change).expect("it fits");
        for (id, answer) in &mine.answers {
            let now = &after.answers[id];
            assert!(now.evidence.starts_with(&answer.evidence));
            assert!(now.status.is_some() || answer.status.is_none());
            assert!(now.value.is_some() || answer.value.is_none());
            if decision != Decision::TakeTheirs {
                assert!(now.note.contains(answer.note.trim()));
                assert!(answer.status.is_none() || now.status == answer.status);
            }
        }
        let again = plan(&LIBRARY, &after, &book, setting).expect("the same table");
        assert_eq!(again.change(&decisions), None);
        let mut back = after;
        back.apply(&change.inverse()).expect("it goes back");
        assert_eq!(&back, mine);
    }
});
