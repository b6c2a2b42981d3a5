//! E-mails and pages saved as one file: decoded, each text once, attachments told.

use std::path::Path;

use scrutineer::documents::{Besides, Paper, PaperKind, read_trusted};

fn read(text: &str, name: &str) -> Paper {
    read_trusted(text.as_bytes().to_vec(), Path::new(name)).expect("it can be read")
}

fn texts(paper: &Paper) -> Vec<&str> {
    let all = paper.pages.iter().flat_map(|page| &page.paragraphs);
    all.map(|one| one.text.as_str()).collect()
}

const HEADERS: &str = "From: =?utf-8?q?Si=C3=A2n?= <s@council.gov.uk>\r\nTo: branch@union.org\r\n\
    Date: Fri, 17 Jan 2025 10:00:00 +0000\r\nSubject: Catering\r\n review\r\nMIME-Version: 1.0\r\n";

#[test]
fn a_mail_is_decoded_once_and_its_attachments_are_told_by_name() {
    let mail = format!(
        "{HEADERS}Content-Type: multipart/mixed; boundary=\"a\"\r\n\r\npreamble\r\n--a\r\n\
         Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
         It isn=E2=80=99=\r\nt negotiable =E2=80=93 =C2=A31m must be saved.\r\n--b\r\n\
         Content-Type: text/html; charset=utf-8\r\n\r\n<p>It isn&rsquo;t negotiable</p>\r\n--b--\r\n--a\r\n\
         Content-Type: application/pdf; name=\"x.pdf\"\r\n\
         Content-Disposition: attachment; filename*=utf-8''options%20p%C3%A2r.pdf\r\n\
         Content-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQK\r\n--a\r\nContent-Type: message/rfc822\r\n\r\n\
         From: b@c\r\nSubject: Earlier\r\n\r\nThe unions were asked.\r\n--a--\r\nepilogue"
    );
    let paper = read(&mail, "mail.eml");
    assert_eq!(paper.kind, PaperKind::Mail);
    assert_eq!(
        texts(&paper),
        [
            "From: Siân <s@council.gov.uk>",
            "To: branch@union.org",
            "Date: Fri, 17 Jan 2025 10:00:00 +0000",
            "Subject: Catering review",
            "It isn’t negotiable – £1m must be saved.",
            "From: b@c",
            "Subject: Earlier",
            "The unions were asked.",
        ]
    );
    assert_eq!(
        paper.besides,
        [Besides::Attachments(vec!["options pâr.pdf".to_owned()])]
    );
    assert!(!paper.is_read_in_full());
}

#[test]
fn the_fuller_form_is_read_where_the_plain_one_says_next_to_nothing() {
    let mail = format!(
        "{HEADERS}Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n\
         See it as a page.\n--b\nContent-Type: multipart/related; boundary=c\n\n--c\nContent-Type: text/html; \
         charset=windows-1252\nContent-Transfer-Encoding: base64\n\n\
         PHA+VGhlIGZlZSB3YXMgozEyNywwMDAgaW4gYWxsLCBhbmQgdGhlIHVuaW9ucyB3ZXJlIG5vdCBhc2tlZC48L3A+PGltZyBhbHQ9Q2hhcnQ+\n\
         --c\nContent-Type: image/png; name=chart.png\n\nx\n--c--\n--b--\n"
    );
    let paper = read(&mail, "x.txt");
    let all = texts(&paper);
    assert_eq!(
        all[4..],
        [
            "The fee was £127,000 in all, and the unions were not asked.",
            "Description of a picture: Chart"
        ]
    );
    assert_eq!(paper.besides, []);
}

#[test]
fn a_page_saved_as_one_file_is_read_and_its_pictures_are_no_attachments() {
    let page = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://x.gov.uk/d\r\nSubject: Decision\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"x\"\r\n\r\n--x\r\n\
        Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        <html><body><nav>Home</nav><p>The saving is =C2=A31m.</p><iframe src=3D\"cid:f@b\"></iframe></body></html>\r\n\
        --x\r\nContent-Type: text/html\r\nContent-ID: <f@b>\r\n\r\n<p>In the frame.</p>\r\n\
        --x\r\nContent-Type: image/png\r\nContent-Location: a.png\r\n\r\nx\r\n--x\r\nContent-Type: text/css\r\n\r\np{}\r\n--x--";
    let paper = read(page, "decision.mht");
    assert_eq!(paper.kind, PaperKind::Mht);
    let all = texts(&paper);
    assert!(all.contains(&"The saving is £1m."), "{all:?}");
    assert!(all.contains(&"In the frame."), "{all:?}");
    assert_eq!(paper.besides, []);
}

#[test]
fn a_memo_is_no_mail_and_a_mailbox_is_refused() {
    let memo = "From: the Director\nTo: Cabinet\nSubject: Catering\n\nThe review was late.";
    assert_eq!(read(memo, "memo.txt").kind, PaperKind::Text);
    let all = "From a@b Fri Jan 17\nFrom: a@b\nMIME-Version: 1.0\n\none\n\nFrom b@c Sat\nFrom: b@c\n\ntwo";
    let fault = read_trusted(all.as_bytes().to_vec(), Path::new("x.eml")).unwrap_err();
    assert!(fault.to_string().contains("mailbox of many"), "{fault}");
}

#[test]
fn a_hostile_mail_ends_and_what_is_too_deep_is_told() {
    let mut deep = String::from(HEADERS);
    for at in 0..200 {
        deep.push_str(&format!(
            "Content-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n"
        ));
    }
    deep.push_str("\nThe text.\n");
    let paper = read(&deep, "x.eml");
    assert!(matches!(paper.besides.as_slice(), [Besides::Parts(_)]));
    let many = format!(
        "{HEADERS}Content-Type: multipart/mixed; boundary=b\n\n{}",
        "--b\n\nx\n".repeat(20_000)
    );
    assert!(texts(&read(&many, "x.eml")).len() < 3_000);
    for cut in (0..deep.len()).step_by(97) {
        let _ = read_trusted(deep.as_bytes()[..cut].to_vec(), Path::new("x.eml"));
    }
}
