//! Damage to a journal, in every form: told by everything that looks at an audit, never called
//! sound, and never mended in silence.

use crate::testkit::chance;
use crate::testkit::cli_home;
use crate::testkit::store_bench;

use std::path::Path;

use crate::testkit::memory_disk::MemoryDisk;
use chance::{Chance, figure};
use cli_home::Home;
use scrutineer::checklist::Status;
use scrutineer::store::{self, Chain, Damage, Proof};
use store_bench::*;

/// Lines with a line end each.
fn joined<'a>(lines: impl IntoIterator<Item = &'a &'a str>) -> String {
    lines
        .into_iter()
        .fold(String::new(), |text, line| text + line + "\n")
}

/// A journal with one byte changed, put in or taken out, or one line more or fewer.
fn altered(journal: &[u8], chance: &mut Chance) -> Vec<u8> {
    const BYTES: &[u8] = b"\n\r \t\0x09\"{}[],:\\\xff\xef";
    const STRANGE: [&[u8]; 4] = [b"\n", b"{}\n", b"what a nuisance\n", b"{\"prev\":1"];
    let below = |chance: &mut Chance, limit: usize| {
        usize::try_from(chance.below(limit as u64)).expect("below the limit")
    };
    let mut bytes = journal.to_vec();
    let at = below(chance, bytes.len());
    let byte = chance.pick(BYTES);
    let mut lines: Vec<&[u8]> = journal.split_inclusive(|byte| *byte == b'\n').collect();
    let line = below(chance, lines.len());
    let place = below(chance, lines.len() + 1);
    match chance.below(8) {
        0 => bytes[at] ^= 1 << chance.below(8),
        1 => bytes[at] = byte,
        2 => bytes.insert(at, byte),
        3 => drop(bytes.remove(at)),
        4 => drop(bytes.pop()),
        5 => {
            lines.remove(line);
            bytes = lines.concat();
        }
        6 => {
            lines.insert(place, lines[line]);
            bytes = lines.concat();
        }
        _ => {
            lines.insert(place, chance.pick(&STRANGE));
            bytes = lines.concat();
        }
    }
    bytes
}

/// An audit with changes, some of them taken back, on a disk in memory.
fn long_one() -> MemoryDisk {
    let disk = disk();
    let mut opened = create(&disk);
    for n in 0..6 {
        save(&mut opened, &format!("q{n}"), Status::NotMet);
    }
    let undone = opened.history.undo("Ann", at(20)).expect("undone").clone();
    append(&mut opened, &[undone]).expect("saved");
    save(&mut opened, "q9", Status::Met);
    snapshot(&mut opened);
    drop(opened);
    assert!(is_sound(&disk));
    disk
}

fn is_sound(disk: &MemoryDisk) -> bool {
    match store::verify(disk, Path::new(PATH)) {
        Ok(found) => found.is_sound(),
        Err(_) => false,
    }
}

#[test]
fn no_altered_journal_is_ever_called_sound() {
    let mut chance = Chance::new(20_261_128);
    let disks = [long_one(), {
        // One that has but its first line.
        let disk = disk();
        drop(create(&disk));
        assert!(is_sound(&disk));
        disk
    }];
    for n in 0..figure("SCRUTINEER_MUTATIONS", 1_000) {
        let disk = &disks[usize::from(n % 5 == 4)];
        let whole = disk.bytes(JOURNAL).expect("a journal");
        let bytes = altered(&whole, &mut chance);
        if bytes == whole {
            continue;
        }
        disk.put(JOURNAL, bytes.clone());
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!is_sound(disk), "{n}: {shown}");
        // Whatever can be read at all says the same of it.
        if let Ok(peeked) = store::peek(disk, Path::new(PATH)) {
            assert!(peeked.damaged && !peeked.notices.is_empty(), "{n}: {shown}");
            let past = store::history(disk, Path::new(PATH)).expect("it could be read before");
            let (_, says) = past.damage.expect("the same damage");
            assert!(says.contains("a.audit.journal"), "{says}");
        }
        assert_eq!(disk.bytes(JOURNAL), Some(bytes), "looking writes nothing");
        disk.put(JOURNAL, whole);
    }
}

#[test]
fn each_kind_of_damage_is_named_and_points_at_its_line() {
    let disk = long_one();
    let whole = text(&disk, JOURNAL);
    let lines: Vec<&str> = whole.lines().collect();
    let without = |gone: usize| {
        let kept = lines.iter().enumerate().filter(|(n, _)| *n != gone);
        joined(kept.map(|(_, line)| line))
    };
    let cases: [(&str, Option<usize>, String); 9] = [
        ("empty", None, String::new()),
        ("unreadable", Some(1), format!("X{whole}")),
        ("broken", Some(5), whole.replace("\"q2\"", "\"qX\"")),
        ("broken", Some(3), without(2)),
        ("broken", Some(10), format!("{whole}{}\n", lines[3])),
        ("short", Some(9), without(8)),
        ("replaced", Some(9), whole.replace("\"q9\"", "\"qX\"")),
        ("foreign", Some(10), format!("{whole}more of it")),
        ("reformed", None, format!("{whole}\n")),
    ];
    for (word, line, journal) in cases {
        disk.put(JOURNAL, journal.clone());
        let found = store::verify(&disk, Path::new(PATH)).expect("it can be read");
        let Chain::Damaged { damage, path } = &found.chain else {
            panic!("{word}: {:?}", found.chain);
        };
        assert_eq!((damage.word(), damage.line()), (word, line), "{journal}");
        assert!(damage.label(path).ends_with('.'), "{word}");
    }
    disk.take(JOURNAL);
    let found = store::verify(&disk, Path::new(PATH)).expect("it can be read");
    match found.chain {
        Chain::Damaged {
            damage: Damage::Missing(stamp),
            ..
        } => assert_eq!(stamp.entries, 8),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_history_says_which_steps_are_proved_and_which_are_not() {
    let disk = long_one();
    let whole = text(&disk, JOURNAL);
    let unproved = |journal: &str| {
        disk.put(JOURNAL, journal);
        let past = store::history(&disk, Path::new(PATH)).expect("it can be read");
        let of = |proof| {
            let steps = past.steps.iter().filter(|step| step.proof == proof);
            steps.map(|step| step.seq).collect::<Vec<u64>>()
        };
        (of(Proof::Proved), of(Proof::Unproved))
    };
    // The altered one is in doubt; those behind it are what the readable file was written from.
    let (proved, doubtful) = unproved(&whole.replace("\"q2\"", "\"qX\""));
    assert_eq!((proved, doubtful), (vec![1, 2, 4, 5, 6, 7, 8], vec![3]));
    // A line taken out: nobody vouches for the one before it.
    let lines: Vec<&str> = whole.lines().collect();
    let gone = joined(lines.iter().filter(|line| !line.contains("\"seq\":3,")));
    let (proved, doubtful) = unproved(&gone);
    assert_eq!((proved, doubtful), (vec![1, 4, 5, 6, 7, 8], vec![2]));
    // Two places: what lies between them has nobody either.
    let twice = whole
        .replace("\"q1\"", "\"qX\"")
        .replace("\"q4\"", "\"qY\"");
    let (proved, doubtful) = unproved(&twice);
    assert_eq!((proved, doubtful), (vec![1, 6, 7, 8], vec![2, 3, 4, 5]));
    // The end is missing: the last one left is in doubt.
    let short = joined(&lines[..6]);
    assert_eq!(unproved(&short), (vec![1, 2, 3, 4], vec![5]));
    // Something was put behind it: the file vouches for all there is.
    let (proved, doubtful) = unproved(&format!("{whole}what a nuisance\n"));
    assert_eq!((proved.len(), doubtful.len()), (8, 0));
    assert_eq!(unproved(&whole).1, Vec::<u64>::new());
}

#[test]
fn line_ends_of_another_program_are_read_told_and_put_right_with_the_next_change() {
    let disk = long_one();
    let whole = text(&disk, JOURNAL);
    let file = text(&disk, PATH);
    let before = open(&disk).history;
    let crlf = whole.replace('\n', "\r\n");
    for (journal, thorough) in [
        (crlf.clone(), true),
        (format!("\u{feff}{whole}"), true),
        (format!("\u{feff}{crlf}"), true),
        (crlf.trim_end().to_owned(), true),
        (format!("{whole}\n\n"), false),
        (format!("{crlf}\r\n"), false),
        (whole.replacen('\n', "\r\n", 1), false),
        (whole.replacen('\n', "\n\n", 1), false),
    ] {
        for audit in [
            file.clone(),
            format!("\u{feff}{}", file.replace('\n', "\r\n")),
        ] {
            disk.put(JOURNAL, journal.clone());
            disk.put(PATH, audit);
            let mut opened = open(&disk);
            assert!(opened.read_only.is_none(), "{journal:?}");
            assert_eq!(opened.history, before, "{journal:?}");
            assert!(told(
                &opened.notices,
                "The words of every line are unchanged"
            ));
            assert_eq!(is_sound(&disk), thorough, "{journal:?}");
            assert_eq!(text(&disk, JOURNAL), journal, "looking writes nothing");
            save(&mut opened, "next", Status::Met);
            let writer = opened.writer.as_mut().expect("a writer");
            assert!(told(&writer.take_notices(), "put right"));
            snapshot(&mut opened);
            drop(opened);
            let after = text(&disk, JOURNAL);
            assert!(after.starts_with(&whole) && after.ends_with("}\n"));
            assert_eq!(after.lines().count(), whole.lines().count() + 1);
            assert!(is_sound(&disk), "{journal:?}");
            assert!(open(&disk).notices.is_empty());
        }
    }
    // Somebody else's journal in the meantime is kept beside, as ever.
    disk.put(JOURNAL, crlf.clone());
    disk.put(PATH, file);
    let mut opened = open(&disk);
    disk.put(JOURNAL, format!("{crlf}theirs\r\n"));
    save(&mut opened, "next", Status::Met);
    assert_eq!(
        text(&disk, "/audits/a.audit.journal.theirs-1"),
        format!("{crlf}theirs\r\n")
    );
}

#[test]
fn a_history_that_began_with_a_file_from_elsewhere_says_so() {
    let disk = long_one();
    disk.take(JOURNAL);
    let mut opened = open(&disk);
    assert!(told(&opened.notices, "8 changes"), "{:?}", opened.notices);
    save(&mut opened, "next", Status::Met);
    snapshot(&mut opened);
    drop(opened);
    let found = store::verify(&disk, Path::new(PATH)).expect("it can be read");
    assert!(found.is_sound(), "{found:?}");
    assert_eq!(found.before.map(|stamp| stamp.entries), Some(8));
    let past = store::history(&disk, Path::new(PATH)).expect("it can be read");
    assert_eq!(past.before.map(|stamp| stamp.entries), Some(8));
}

/// Every command that reads one audit ends with 3 and says why, through the real program.
#[test]
fn every_command_that_reads_an_audit_tells_of_a_damaged_journal() {
    let home = Home::new();
    home.stdout(&["new", "--authority", "A", "--service", "S", "--name", "r"]);
    for n in 0..5 {
        home.stdout(&[
            "ask",
            "put",
            "r",
            "--question",
            &format!("q{n}"),
            "--to",
            "x",
        ]);
    }
    let journal = home.path("audits/r.audit.journal");
    let whole = std::fs::read_to_string(&journal).expect("a journal");
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    let damaged: [(&str, Option<String>, usize); 6] = [
        ("missing", None, 0),
        ("empty", Some(String::new()), 0),
        ("unreadable", Some(format!("x{whole}")), 0),
        ("broken", Some(whole.replace("q3", "qX")), 5),
        (
            "broken",
            Some([&lines[..2], &lines[3..]].concat().concat()),
            4,
        ),
        ("short", Some(lines[..4].concat()), 3),
    ];
    for (word, text, steps) in damaged {
        match text {
            Some(text) => drop(home.write("audits/r.audit.journal", text)),
            None => std::fs::remove_file(&journal).expect("removed"),
        }
        let (history, code) = home.json(&["history", "r", "--json"]);
        assert_eq!(code, 3, "{word}");
        assert_eq!(history["journal"]["sound"], false, "{word}");
        assert_eq!(history["journal"]["damage"], word);
        assert!(
            history["journal"]["says"]
                .as_str()
                .is_some_and(|says| says.contains("r.audit.journal"))
        );
        assert_eq!(
            history["steps"].as_array().map(Vec::len),
            Some(steps),
            "{word}"
        );
        let (words, code) = home.stdout(&["history", "r"]);
        assert_eq!(code, 3, "{word}");
        assert!(words.starts_with("The journal is damaged"), "{words}");
        assert!(!words.contains("Nothing was done"), "{words}");
        let (verified, code) = home.json(&["verify", "r", "--json"]);
        assert_eq!(
            (&verified["sound"], &verified["chain"], code),
            (&false.into(), &word.into(), 3)
        );
        let (words, _) = home.stdout(&["verify", "r"]);
        assert!(words.starts_with("Not sound"), "{words}");
        for arguments in [
            vec!["check", "r"],
            vec!["check", "r", "--json"],
            vec!["ask", "list", "r"],
            vec!["documents", "list", "r"],
            vec!["report", "r", "--kind", "record"],
        ] {
            let told = home.fails(3, &arguments);
            assert!(told.contains("journal"), "{arguments:?}: {told}");
        }
        let (list, _) = home.json(&["list", "--json"]);
        let rows = list.as_array().expect("rows");
        let row = rows.iter().find(|row| row["name"] == "r").expect("listed");
        assert!(
            row["notices"][0]
                .as_str()
                .is_some_and(|says| says.contains("journal")),
            "{row}"
        );
    }
}
