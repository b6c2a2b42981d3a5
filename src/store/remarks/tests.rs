//! Comments in texts, and the same texts with other contents.

use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use crate::audit::stamp::JournalStamp;
use crate::audit::{
    Answer, Audit, ChecklistStamp, CouncilQuestion, Document, Evidence, Request, Review,
};
use crate::base::{Digest, SourceText};
use crate::checklist::Status;

fn stamp() -> JournalStamp {
    JournalStamp {
        entries: 7,
        head: Digest::of_bytes(b"head"),
    }
}

fn written(audit: &Audit) -> String {
    audit.to_toml_stamped(&stamp())
}

fn read(text: &str) -> Audit {
    let read = Audit::read_stamped(&SourceText::new("a", text));
    let (audit, stamped) = read.unwrap_or_else(|why| panic!("{why:?}\n{text}"));
    assert_eq!(stamped, Some(stamp()), "{text}");
    audit
}

/// Inserts the comments of a text into an audit as it is rewritten.
///
/// The result reads as that audit, and inserting them once more changes nothing.
fn put(text: &str, audit: &Audit) -> (String, Vec<String>) {
    let (out, lost) = Remarks::of(text).put_into(written(audit));
    assert_eq!(read(&out), *audit, "{text}\n----\n{out}");
    assert_eq!(
        Remarks::of(&out).put_into(written(audit)),
        (out.clone(), Vec::new()),
        "{text}"
    );
    for one in &lost {
        let line = text.lines().nth(one.line - 1).unwrap_or_default();
        assert!(line.contains(&one.words), "{one:?}: {line}");
    }
    (out, lost.into_iter().map(|one| one.words).collect())
}

fn evidence(page: u32, quote: &str) -> Evidence {
    Evidence {
        page: Some(page),
        quote: Some(quote.to_owned()),
        ..Evidence::default()
    }
}

fn document(id: &str) -> Document {
    serde_json::from_value(serde_json::json!({ "id": id, "title": id })).expect("a document")
}

fn checklist(id: &str) -> ChecklistStamp {
    ChecklistStamp {
        id: id.to_owned(),
        edition: "1 # one".to_owned(),
        digest: Digest::of_bytes(id.as_bytes()),
    }
}

fn audit() -> Audit {
    let mut audit = Audit::new(Review::named("Leeds # City", "Parks"));
    audit.checklists = vec![checklist("law"), checklist("local")];
    let mut answer = Answer {
        status: Some(Status::Met),
        note: "One line\n# no remark\nand \"\"\" more # none\n".to_owned(),
        evidence: vec![evidence(1, "first"), evidence(2, "second")],
        ..Answer::default()
    };
    audit.answers.insert("a.b".to_owned(), answer.clone());
    answer.evidence.clear();
    answer.request = Some(Request {
        what: "all of it".to_owned(),
        ..Request::default()
    });
    audit.answers.insert("c".to_owned(), answer);
    audit.documents = vec![document("d1"), document("d2")];
    let mut put = CouncilQuestion::asked("put-1", "Why?");
    put.bears_on = vec!["a.b".to_owned(), "c".to_owned()];
    audit.puts = vec![put];
    audit.notice.signatories = vec!["Ann".to_owned(), "Bob".to_owned()];
    audit
}

/// Comments of every kind, in the file of [`audit`].
fn remarked() -> String {
    let mut text = format!("# The first line\n\n# right above\n{}", written(&audit()));
    for (line, with) in [
        ("format = 1\n", "format = 1 # tail of format\n"),
        (
            "checklists = [\n",
            "checklists = [ # tail of a bracket\n    # in the list\n",
        ),
        (
            "edition = \"1 # one\", digest",
            "edition = \"1 # one\", # in an entry\n  digest",
        ),
        (
            "]\n\n[review]",
            "  # before the bracket\n]# close\n# below the list\n\n# above a head\n[review]\t# tail of a head",
        ),
        (
            "service = \"Parks\"\n",
            "service = \"Parks\"\n\n# free between two keys\n\n",
        ),
        (
            "\n[answers.\"c\"]\n",
            "# below a piece of evidence\n\n\n# ---- c ----\n\n#\n[answers.\"c\"]\n",
        ),
        ("page = 2\n", "page = 2   # tail of a page\n"),
        (
            "bears_on = [\"a.b\", \"c\"]",
            "bears_on = [\"a.b\", # tail of an item\n  # above an item\n  \"c\"]",
        ),
        (
            "signatories = [\"Ann\", \"Bob\"]\n",
            "signatories = [ # tail of a list\n  \"Ann\", \"Bob\" # tail of the last item\n  ]\n",
        ),
        ("\n[journal]", "\n# above the journal\n[journal]"),
    ] {
        assert!(text.contains(line), "{line}\n{text}");
        text = text.replacen(line, with, 1);
    }
    text + "# the last line"
}

#[test]
fn remarks_of_every_kind_stand_where_they_stood() {
    let text = remarked();
    let (out, lost) = put(&text, &audit());
    assert_eq!(lost, Vec::<String>::new());
    assert_eq!(out, format!("{text}\n"));
}

#[test]
fn a_text_without_remarks_stays_as_it_is_written() {
    let text = written(&audit());
    assert_eq!(text.matches('#').count(), 7, "{text}");
    assert_eq!(Remarks::of(&text), Remarks::default());
    let remarks = Remarks::of(&text.replace("page = 1", "page   =  1"));
    assert_eq!(remarks.put_into(text.clone()), (text, Vec::new()));
}

#[test]
fn line_ends_of_another_system_and_its_mark_make_no_difference() {
    let mut plain = audit();
    for answer in plain.answers.values_mut() {
        answer.note.clear();
    }
    let text = remarked();
    let (text, _) = put(&text, &plain);
    let other = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(put(&other, &plain), (text, Vec::new()));
}

/// Returns the line that contains a text, and the next one.
fn around<'t>(text: &'t str, words: &str) -> (&'t str, &'t str) {
    let mut lines = text.lines().skip_while(|line| !line.contains(words));
    (
        lines.next().unwrap_or_default(),
        lines.next().unwrap_or_default(),
    )
}

#[test]
fn entries_are_found_again_by_what_they_are() {
    let mut audit = audit();
    let text = written(&audit)
        .replace("id = \"d2\"", "id = \"d2\" # the second")
        .replace("[answers.\"c\"]", "# of c\n[answers.\"c\"]")
        .replace("page = 2", "page = 2 # of two")
        .replace("page = 1", "page = 1 # of one")
        .replace("\"Ann\", ", "\"Ann\", # the chair\n")
        .replace("  { id = \"local\"", "# of local\n{ id = \"local\"");
    audit.documents.insert(0, document("d0"));
    audit.documents.swap(1, 2);
    audit.answers.insert("b".to_owned(), Answer::default());
    audit.notice.signatories.insert(0, "Zoe".to_owned());
    audit.checklists.rotate_left(1);
    let answer = audit.answers.get_mut("a.b").expect("an answer");
    answer.evidence.rotate_left(1);
    // The one that is changed in place.
    answer.evidence[1].quote = Some("other words".to_owned());
    answer.evidence.push(evidence(3, "third"));
    answer.status = Some(Status::NotMet);
    let (out, lost) = put(&text, &audit);
    assert_eq!(
        lost,
        ["# of one"],
        "two changed places: the words are another’s"
    );
    assert_eq!(around(&out, "# the second").0, "id = \"d2\" # the second");
    assert_eq!(around(&out, "# of c").1, "[answers.\"c\"]");
    assert_eq!(
        around(&out, "# of two"),
        ("page = 2 # of two", "quote = \"second\"")
    );
    assert!(
        around(&out, "# the chair")
            .0
            .ends_with("\"Zoe\", \"Ann\", # the chair"),
        "{out}"
    );
    assert!(around(&out, "# of local").1.contains("id = \"local\""));
    answer_of(&mut audit).evidence.truncate(1);
    answer_of(&mut audit).evidence[0].page = Some(9);
    let (out, _) = put(&out, &audit);
    assert!(
        !out.contains("# of two"),
        "of three pieces one is left, and is none of them"
    );
}

fn answer_of(audit: &mut Audit) -> &mut Answer {
    audit.answers.get_mut("a.b").expect("an answer")
}

#[test]
fn evidence_that_is_changed_keeps_its_remark() {
    let text = written(&audit()).replace("page = 1", "page = 1 # look again");
    let mut audit = audit();
    answer_of(&mut audit).evidence[0].quote = Some("other words".to_owned());
    answer_of(&mut audit).evidence.push(evidence(3, "third"));
    let (out, lost) = put(&text, &audit);
    assert_eq!(
        (around(&out, "# look").0, lost.len()),
        ("page = 1 # look again", 0)
    );
}

#[test]
fn a_remark_on_a_line_that_is_gone_goes_to_the_head_of_its_section() {
    let text = written(&audit())
        .replace("status = \"met\"", "# not sure\nstatus = \"met\" # ask Ann")
        .replace("bears_on = [", "bears_on = [ # which?\n");
    let mut audit = audit();
    for answer in audit.answers.values_mut() {
        answer.status = None;
    }
    audit.puts[0].bears_on.clear();
    let (out, lost) = put(&text, &audit);
    assert_eq!(lost, Vec::<String>::new());
    for head in ["[answers.\"a.b\"]\n", "[answers.\"c\"]\n"] {
        assert!(
            out.contains(&format!("{head}# not sure\n# ask Ann\n\nnote")),
            "{out}"
        );
    }
    assert!(out.contains("[[put]]\n# which?\n\nid"), "{out}");
}

#[test]
fn with_a_section_that_is_gone_its_remarks_lose_their_place() {
    let text = remarked();
    let mut audit = audit();
    audit.answers.remove("c");
    answer_of(&mut audit).evidence.pop();
    audit.notice.signatories.pop();
    audit.puts.clear();
    let (out, lost) = put(&text, &audit);
    assert_eq!(
        lost,
        [
            "# tail of a page",
            "# below a piece of evidence",
            "# ---- c ----",
            "#",
            "# tail of an item",
            "# above an item",
            "# tail of the last item"
        ]
    );
    assert!(out.contains("# tail of a list"));
    assert!(out.ends_with("# the last line\n"));
}

#[test]
fn a_file_that_was_written_otherwise_keeps_its_remarks_at_its_entries() {
    let text = "review = { service = \"Parks\" } # parks\n\
        # all of them\n[answers] # and more\n'a.b' = { status = \"met\" } # of a.b\n\
        # of c\nc.note = '''# none''' # its note\n\
        [journal]\n# about the journal\nhead = 1\n";
    let (out, lost) = put(text, &audit());
    assert_eq!(lost, Vec::<String>::new());
    assert_eq!(around(&out, "# parks").0, "[review] # parks");
    assert_eq!(around(&out, "# all").1, "# and more");
    assert_eq!(around(&out, "# and more").1, "[answers.\"a.b\"] # of a.b");
    assert!(around(&out, "# of c").1.starts_with("note = "), "{out}");
    assert!(around(&out, "# about").1.starts_with("head = "), "{out}");
}

#[test]
fn a_file_that_would_be_too_large_is_written_without_them() {
    let large = format!(
        "# {}\n",
        "x".repeat(usize::try_from(AUDIT_BYTES).expect("fits"))
    );
    let text = format!("{large}{}# two\n", written(&audit()));
    let (out, lost) = Remarks::of(&text).put_into(written(&audit()));
    assert_eq!(out, written(&audit()));
    assert_eq!((lost.len(), lost[1].line), (2, text.lines().count()));
    let told = label(&lost, "a", "b");
    assert!(told.contains("xx…”; line") && told.len() < 400, "{told}");
}

fn text() -> impl Strategy<Value = String> {
    let piece = select(vec![
        "a",
        " ",
        "\n",
        "#",
        "# none",
        "\n# none\n",
        "\"",
        "\"\"\"",
        "'",
        "'''",
        "\\",
        "=",
        "[",
        "]",
        "\r\n",
        "é",
    ]);
    vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn filled() -> impl Strategy<Value = String> {
    text().prop_map(|text| format!("{text}x"))
}

fn any_audit() -> impl Strategy<Value = Audit> {
    let piece = (option::of(1_u32..4), option::of(text()));
    let evidence = vec(piece, 0..4).prop_map(|all| {
        let one = |(page, quote)| Evidence {
            page,
            quote,
            ..Evidence::default()
        };
        all.into_iter().map(one).collect()
    });
    let status = option::of(select(vec![Status::Met, Status::NotMet]));
    let request = option::of(text());
    let answer =
        (status, text(), request, evidence).prop_map(|(status, note, what, evidence)| Answer {
            status,
            note,
            request: what.map(|what| Request {
                what,
                ..Request::default()
            }),
            evidence,
            ..Answer::default()
        });
    let id = select(vec!["a", "b.c", "d#", "e\"f", "g"]);
    let answers = btree_map(id.prop_map(str::to_owned), answer, 0..4);
    let some = |ids: &[&'static str]| subsequence(ids.to_vec(), 0..=ids.len());
    let puts = btree_map(select(vec!["p", "q#"]), vec(filled(), 0..3), 0..2);
    let signatories = vec(filled(), 0..3);
    (
        filled(),
        answers,
        some(&["x", "y#", "z"]),
        some(&["l", "m#"]),
        puts,
        signatories,
    )
        .prop_map(
            |(service, answers, documents, checklists, puts, signatories)| {
                let mut audit = Audit::new(Review::named("Leeds", service));
                audit.answers = answers;
                audit.documents = documents.into_iter().map(document).collect();
                audit.checklists = checklists.into_iter().map(checklist).collect();
                audit.puts = puts
                    .into_iter()
                    .map(|(id, bears_on)| CouncilQuestion {
                        bears_on,
                        ..CouncilQuestion::asked(id, "?")
                    })
                    .collect();
                audit.notice.signatories = signatories;
                audit
            },
        )
}

/// Adds comments to a written text; also returns their number.
///
/// They are at some of the ends and some of the beginnings of its lines, wherever no string over
/// several lines is in the way.
fn with_remarks(written: &str, places: &[u8]) -> (String, usize) {
    let (mut out, mut count, mut in_text) = (String::new(), 0, false);
    let mut places = places.iter().cycle();
    let mut next = |free: bool| places.next().filter(|_| free).map_or(0, |place| *place);
    let mut remark = |out: &mut String, before: &str, end: &str| {
        out.push_str(&format!("{before}#<{count}>{end}"));
        count += 1;
    };
    for line in written.lines() {
        let place = next(!in_text);
        if place & 1 != 0 {
            out.push_str(if place & 2 != 0 { "\n" } else { "" });
            remark(&mut out, if place & 4 != 0 { "  " } else { "" }, "\n");
            out.push_str(if place & 8 != 0 { "\n" } else { "" });
        }
        if place & 0x30 == 0x30 {
            remark(&mut out, "", " \"\"\"\n");
        }
        out.push_str(line);
        in_text = if in_text {
            !ends_text(line)
        } else {
            line.ends_with("= \"\"\"")
        };
        if next(!in_text) & 3 == 3 && !line.is_empty() {
            remark(&mut out, " ", "");
        }
        out.push('\n');
    }
    remark(&mut out, "\n", "");
    (out, count)
}

/// Returns true if a text over several lines ends with this line: three quotation marks that are not
/// escaped, and up to two before them that are its own.
fn ends_text(line: &str) -> bool {
    let before = line.trim_end_matches('"');
    let backslashes = before.len() - before.trim_end_matches('\\').len();
    line.len() - before.len() - backslashes % 2 >= 3
}

#[test]
fn a_text_ends_at_three_quotation_marks_of_which_none_is_escaped() {
    for end in [
        "\"\"\"",
        "a\"\"\"",
        "a\"\"\"\"\"",
        "\\\\\"\"\"",
        "\"\"\\\"\"\"\"",
    ] {
        assert!(ends_text(end), "{end}");
    }
    for inside in ["", "a", "\"\"", "\"\"\\\"", "\"\"\\\"\"\"", "\\\\\\\"\"\""] {
        assert!(!ends_text(inside), "{inside}");
    }
}

fn found(text: &str) -> Vec<usize> {
    let numbers = text.split("#<").skip(1);
    numbers
        .map(|at| {
            at.split('>')
                .next()
                .and_then(|n| n.parse().ok())
                .expect("a number")
        })
        .collect()
}

fn unspaced(text: &str) -> Vec<&str> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn remarks_anywhere_stay_line_for_line(audit in any_audit(), places in vec(any::<u8>(), 1..40)) {
        let (text, count) = with_remarks(&written(&audit), &places);
        prop_assert_eq!(read(&text), audit.clone());
        let (out, lost) = put(&text, &audit);
        prop_assert_eq!(lost, Vec::<String>::new());
        prop_assert_eq!(unspaced(&out), unspaced(&text));
        prop_assert_eq!(found(&out), (0..count).collect::<Vec<_>>());
    }

    #[test]
    fn what_is_added_elsewhere_moves_no_remark(
        audit in any_audit(),
        more in any_audit(),
        places in vec(any::<u8>(), 1..40),
    ) {
        let (text, count) = with_remarks(&written(&audit), &places);
        let mut after = audit;
        after.review.note = Some("a\n# note".to_owned());
        let there: BTreeMap<String, Answer> = std::mem::take(&mut after.answers);
        after.answers = more.answers.into_iter().chain(there).collect();
        for document in more.documents {
            if after.document(&document.id).is_none() {
                after.documents.push(document);
            }
        }
        let (out, lost) = put(&text, &after);
        prop_assert_eq!(lost, Vec::<String>::new());
        prop_assert_eq!(found(&out), (0..count).collect::<Vec<_>>());
    }

    #[test]
    fn no_remark_is_ever_dropped_in_silence(
        before in any_audit(),
        after in any_audit(),
        places in vec(any::<u8>(), 1..40),
    ) {
        let (text, count) = with_remarks(&written(&before), &places);
        let (out, lost) = put(&text, &after);
        let mut all = found(&out);
        all.extend(found(&lost.concat()));
        all.sort_unstable();
        prop_assert_eq!(all, (0..count).collect::<Vec<_>>());
    }
}
