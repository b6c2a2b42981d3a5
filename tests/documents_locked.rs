//! Locked PDFs, truly encrypted: those that anybody may read are read in full, those that need a
//! password are told, and one whose lock is broken never passes for an empty paper.

use crate::testkit::locked;
use crate::testkit::make;

use std::path::Path;

use locked::{LOCKS, Lock, aes_chain, hex, locked, md5, rc4};
use scrutineer::documents::{
    Fault, NotRead, Page, Paper, ReadError, Search, Shelf, Shelved, read_trusted,
};

/// Three pages of an agenda pack, and one in a font that tells its letters by a map: a stream of its
/// own that must be unlocked as well.
fn pages() -> Vec<make::Page> {
    let mut pages = make::pack(3, 5);
    let wide: Vec<u8> = "the recognised trade unions were not consulted"
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    let shown = hex(&wide);
    pages.push(make::Page::default().show("F3", 72.0, 700.0, 11.0, shown.as_bytes(), "Tj"));
    pages
}

fn lock(how: Lock, user: &str) -> Vec<u8> {
    let (pdf, root) = make::objects(&pages(), 4);
    locked(&pdf, root, how, user, "the owner's own")
}

fn read(bytes: Vec<u8>) -> Result<Paper, Fault> {
    read_trusted(bytes, Path::new("minutes.pdf"))
}

fn text(paper: &Paper) -> Vec<String> {
    paper.pages.iter().map(Page::text).collect()
}

fn shelf(paper: Paper, not_read: Vec<NotRead>) -> Shelf {
    let shelved = Shelved {
        id: "minutes".into(),
        title: "Minutes".into(),
        path: None,
        in_confidence: false,
        date: None,
        paper: paper.into(),
    };
    Shelf::new(vec![shelved], not_read)
}

/// The file with something else said of its lock.
fn with(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let at = (bytes.windows(from.len()))
        .rposition(|part| part == from.as_bytes())
        .unwrap_or_else(|| panic!("it says no {from}"));
    // Of the same length, so that every object stays in its place.
    assert_eq!(from.len(), to.len(), "{from}");
    [&bytes[..at], to.as_bytes(), &bytes[at + from.len()..]].concat()
}

#[test]
fn the_ciphers_give_what_their_standards_say() {
    assert_eq!(hex(&md5(b"")), "<D41D8CD98F00B204E9800998ECF8427E>");
    assert_eq!(
        hex(&md5(
            b"12345678901234567890123456789012345678901234567890123456789012345678901234567890"
        )),
        "<57EDF4A22BE3C955AC49DA2E2107B67A>"
    );
    assert_eq!(hex(&rc4(b"Key", b"Plaintext")), "<BBF316E8D940AF0AD3>");
    let (counted, block): (Vec<u8>, Vec<u8>) =
        ((0..32).collect(), (0..16).map(|n| n * 0x11).collect());
    let aes = |length: usize| hex(&aes_chain(&counted[..length], [0; 16], &block));
    assert_eq!(aes(16), "<69C4E0D86A7B0430D8CDB78070B4C55A>");
    assert_eq!(aes(32), "<8EA2B7CA516745BFEAFC49904B496089>");
}

#[test]
fn a_paper_that_only_its_owner_may_change_is_read_in_full_whatever_its_lock() {
    let plain = read(make::pdf(&pages())).unwrap();
    let open = text(&plain);
    assert!(open[3].contains("recognised trade unions"), "{open:?}");
    for how in LOCKS {
        let bytes = lock(how, "");
        for word in [&b"Tj"[..], b"begincmap", b"Adobe"] {
            let shown = bytes.windows(word.len()).any(|part| part == word);
            assert!(!shown, "{how:?} is not encrypted");
        }
        let paper = read(bytes).unwrap_or_else(|fault| panic!("{how:?}: {fault}"));
        assert!(paper.is_read_in_full(), "{how:?}: {:?}", paper.warnings());
        assert_eq!(text(&paper), open, "{how:?}");
        let found = shelf(paper, Vec::new()).search(&Search::any_of(["trade unions"]), 5);
        let on: Vec<Option<u32>> = found.passages.iter().map(|one| one.at.page).collect();
        assert_eq!(on, [Some(4)], "{how:?}");
    }
}

#[test]
fn a_paper_that_needs_a_password_is_told_and_its_silence_is_not_counted() {
    for how in LOCKS {
        let fault = read(lock(how, "secret")).unwrap_err();
        assert_eq!(fault, Fault::NeedsPassword, "{how:?}");
        let told = ReadError {
            name: "minutes.pdf".into(),
            fault: fault.clone(),
        };
        assert_eq!(
            told.to_string(),
            "minutes.pdf is locked with a password; ask for a copy without one (and if it is \
             refused, record that it was refused)"
        );
        let locked_away = NotRead {
            id: "locked".into(),
            title: "Exempt minutes".into(),
            why: fault.to_string(),
        };
        let other = read(make::pdf_of_lines(&["nothing is said of it in this one"])).unwrap();
        let silence = shelf(other, vec![locked_away])
            .silence(["trade unions"])
            .unwrap();
        assert!(!silence.is_whole(), "{how:?}");
        assert!(
            silence
                .label()
                .contains("“Exempt minutes” was not searched: it is locked with a password"),
            "{}",
            silence.label()
        );
    }
}

#[test]
fn a_lock_of_another_maker_or_of_the_future_is_told() {
    for (how, from, to) in [
        (Lock::Aes128, "/Filter/Standard", "/Filter/Adobe.PK"),
        (Lock::Aes128, "/V 4/R 4", "/V 7/R 7"),
        (Lock::Rc4Of40, "/V 1/R 2", "/V 3/R 2"),
    ] {
        assert_eq!(
            read(with(&lock(how, ""), from, to)).unwrap_err(),
            Fault::UnknownLock,
            "{to}"
        );
    }
}

/// Either it is refused, or its text is read, or no page of it counts as read.
#[test]
fn a_broken_lock_never_makes_an_empty_paper() {
    let open = text(&read(make::pdf(&pages())).unwrap());
    let mut cases = vec![
        (Lock::Rc4Of40, "/Filter/Standard", "/Filtre/Standard"),
        (Lock::Rc4Of40, "/Encrypt ", "/Encroot "),
        (Lock::Rc4Of128, "/Length 128/O", "/Length 000/O"),
        (Lock::Rc4Of128, "/Length 128/O", "/Length 999/O"),
        (Lock::Rc4Of128, "/Length 128/O", "/Length -99/O"),
        (Lock::Rc4Of128, "/Length 128/O", "/Length 016/O"),
        (Lock::Rc4Of128, "/ID[<7369", "/ID[<7368"),
        (Lock::Rc4Of128, "/ID[", "/IX["),
        (Lock::Aes128, "/CFM/AESV2", "/CFM/AESV9"),
        (Lock::Aes128, "/StmF/StdCF", "/StmF/NoCFi"),
        (Lock::Aes128, "/StmF/StdCF", "/StmX/StdCF"),
        (Lock::Aes128, "/CF<<", "/CG<<"),
        (Lock::Aes256, "/CFM/AESV3", "/CFM/AESV2"),
        (Lock::Aes256, "/UE<", "/XE<"),
        (Lock::Aes256, "/R 6/", "/R 5/"),
        (Lock::Aes256, "/R 6/", "/R 9/"),
        (Lock::Aes256, "/StmF/StdCF", "/StmF/Ident"),
    ];
    for how in LOCKS {
        cases.extend([
            (how, "/P -3900", "/P null!"),
            (how, "/P -3900", "/P -3901"),
            (how, "/O<", "/Q<"),
            (how, "/U<", "/W<"),
            (how, "/U<", "/U["),
            (how, "/R ", "/S "),
            (how, "/V ", "/Z "),
        ]);
    }
    let files = LOCKS.map(|how| (how, lock(how, "")));
    for (how, from, to) in cases {
        let (_, bytes) = files.iter().find(|one| one.0 == how).unwrap();
        let Ok(paper) = read(with(bytes, from, to)) else {
            continue;
        };
        if text(&paper) != open {
            assert_eq!(
                paper.pages_unread().len(),
                4,
                "{how:?}, {to}: {:?} {:?}",
                paper.pages_unread(),
                text(&paper)
            );
        }
    }
    // The lock is not where it is said to be, or is something else.
    let (_, bytes) = &files[1];
    let told = String::from_utf8_lossy(bytes).into_owned();
    let number = told.split("/Encrypt ").nth(1).unwrap();
    let from = format!("/Encrypt {}", number.split_once('/').unwrap().0);
    for other in ["1 0 R", "99 0 R", "0 0 R", "null", "()"] {
        let to = format!("/Encrypt {other:<width$}", width = from.len() - 9);
        if let Ok(paper) = read(with(bytes, &from, &to)) {
            assert!(!paper.is_read_in_full(), "{to}: {:?}", text(&paper));
        }
    }
}

#[test]
fn a_lock_that_no_password_fits_is_told() {
    for how in LOCKS {
        let bytes = lock(how, "");
        let at = bytes.windows(3).rposition(|part| part == b"/U<").unwrap() + 3;
        let mut other = bytes.clone();
        other[at..at + 8].copy_from_slice(b"01234567");
        assert_eq!(read(other).unwrap_err(), Fault::NeedsPassword, "{how:?}");
    }
}
