//! A checklist of arbitrary bytes beside a small good one: it is loaded or every mistake is told,
//! and from a library that was loaded everything can be derived.
//!
//! What is not UTF-8 is refused by the store before it comes here.

#![no_main]

use std::sync::LazyLock;

use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;
use scrutineer::audit::{Audit, Review};
use scrutineer::base::SourceText;
use scrutineer::checklist::{ChecklistText, load};
use scrutineer::findings::{derive, scenario};

static TINY: LazyLock<ChecklistText> = LazyLock::new(|| {
    let tiny = ChecklistText {
        source: SourceText::new("tiny.toml", include_str!("../tiny.toml")),
        shipped: true,
    };
    if let Err(mistakes) = load(std::slice::from_ref(&tiny)) {
        let all: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        panic!("the good checklist is not one:\n{}", all.join("\n\n"));
    }
    tiny
});

fuzz_target!(|bytes: &[u8]| {
    let tiny = TINY.clone();
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let own = ChecklistText {
        source: SourceText::new("own.toml", text),
        shipped: false,
    };
    match load(&[tiny, own]) {
        Ok(library) => {
            let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
            derive(&library, &Audit::new(Review::named("A", "B")), today);
            for one in library.scenarios() {
                scenario::run(&library, one, today);
            }
        }
        Err(mistakes) => {
            assert!(!mistakes.is_empty(), "refused without a mistake");
            for mistake in &mistakes {
                assert!(mistake.line >= 1 && mistake.column >= 1);
                assert!(mistake.to_string().contains(&mistake.message));
            }
        }
    }
});
