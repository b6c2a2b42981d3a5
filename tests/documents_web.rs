//! Everything in a saved web page is read, or told: what is hidden, struck out, filled in, described.

use std::path::Path;

use scrutineer::documents::{ApartKind, Besides, PageState, Paper, ParagraphRole, read_trusted};

fn read(page: &str) -> Paper {
    read_trusted(format!("<html>{page}").into_bytes(), Path::new("x.html")).expect("it can be read")
}

fn texts(paper: &Paper, role: ParagraphRole) -> Vec<&str> {
    let all = paper.pages.iter().flat_map(|page| &page.paragraphs);
    all.filter(|one| one.role == role)
        .map(|one| one.text.as_str())
        .collect()
}

fn apart(paper: &Paper) -> Vec<(ApartKind, &str)> {
    let all = paper.pages.iter().flat_map(|page| &page.apart);
    all.map(|one| (one.kind, one.text.as_str())).collect()
}

#[test]
fn what_a_page_hides_or_strikes_out_is_kept_apart_and_its_neighbours_are_read() {
    let paper = read(
        "<p hidden>Draft<p>Shown <s>struck</s> text.<div style=\"color:red; Display : NONE\">secret \
         <div>inner</div> more</div><p style=\"visibility:hidden\">gone</p><p aria-hidden=true>Seen.</p>\
         <p style=\"display:block\">Block.</p><template><p>no</p></template><noscript><p>Scripts</p></noscript>\
         <p style=\"text-decoration: line-through\">old</p><ins>New.</ins><p hidden=until-found>Found.</p>",
    );
    assert_eq!(
        texts(&paper, ParagraphRole::Body),
        ["Shown text.", "Seen.", "Block.", "New.", "Found."]
    );
    let hidden: Vec<&str> = apart(&paper)
        .iter()
        .filter(|(kind, _)| *kind == ApartKind::Hidden)
        .map(|(_, text)| *text)
        .collect();
    assert_eq!(
        hidden,
        ["Draft", "secret", "inner", "more", "gone", "Scripts"]
    );
    let struck: Vec<&str> = apart(&paper)
        .iter()
        .filter(|(kind, _)| *kind == ApartKind::StruckOut)
        .map(|(_, text)| *text)
        .collect();
    assert_eq!(struck, ["struck", "old"]);
}

#[test]
fn the_sites_menu_is_furniture_and_the_papers_own_footer_is_text() {
    let paper = read(
        "<nav><ol><li>Home<li>News</ol></nav><div role=navigation>Services</div><main><h1>Decision</h1>\
         <article><footer>Signed by the leader</footer></article></main><footer>Contact us</footer>",
    );
    assert_eq!(
        texts(&paper, ParagraphRole::Header),
        ["Home", "News", "Services"]
    );
    assert_eq!(texts(&paper, ParagraphRole::Footer), ["Contact us"]);
    assert_eq!(texts(&paper, ParagraphRole::Heading), ["Decision"]);
    assert_eq!(texts(&paper, ParagraphRole::Body), ["Signed by the leader"]);
}

#[test]
fn forms_lists_and_pictures_of_a_page_are_read() {
    let paper = read(
        "<form><label><input type=checkbox checked>Yes</label> <label><input type=radio>No</label><br>\
         Impact: <select><option>Low<option selected>High<option>None</select> \
         Size: <select><option>Small<option>Large</select> Who: <select multiple><option>All</select> \
         Name: <input value=\"Jo Bloggs\"><input type=hidden value=token><input type=submit value=Send></form>\
         <ol type=a start=3><li>first<li value=9><p>ninth</p><p>more</p></ol><ul><li>point</ul>\
         <table><tr><th>Option<th>Saving<tr><td>A<td>&pound;1m</table>\
         <p>Figure <img src=a.png alt=\"Chart: 68% opposed\"><img src=b.png alt=\"\"><img src=c.png></p>\
         <details><summary>More</summary><p>Detail.</p></details>",
    );
    assert_eq!(
        texts(&paper, ParagraphRole::Body),
        [
            "[x] Yes [ ] No\nImpact: High Size: Small Who: Name: Jo Bloggs",
            "c. first",
            "i. ninth",
            "more",
            "point",
            "Option\tSaving",
            "A\t£1m",
            "Figure",
            "More",
            "Detail.",
        ]
    );
    assert_eq!(
        texts(&paper, ParagraphRole::Note),
        ["Description of a picture: Chart: 68% opposed"]
    );
    let numbers: Vec<&str> = paper.pages[0]
        .paragraphs
        .iter()
        .filter_map(|one| one.number.as_deref())
        .collect();
    assert_eq!(numbers, ["c", "i"]);
    assert!(paper.warnings().join("; ").contains("a picture in it"));
}

#[test]
fn pages_within_a_page_are_told_and_those_without_a_size_are_not() {
    let paper = read(
        "<p>Text.</p><iframe src=\"minutes.html\"></iframe><IFRAME SRC=count.html width=0></IFRAME>\
         <noscript><iframe src=tag.html></iframe></noscript><object data=\"eqia.pdf\"></object>\
         <iframe src=about:blank></iframe>",
    );
    assert_eq!(
        paper.besides,
        [Besides::Parts(vec![
            "minutes.html".into(),
            "eqia.pdf".into()
        ])]
    );
    assert!(read("<p>The word iframe is no frame.</p>").is_read_in_full());
}

#[test]
fn a_hostile_page_is_read_to_its_end() {
    let deep = "<div hidden>".repeat(100_000) + "x" + &"</div>".repeat(100_000) + "<p>after";
    let paper = read(&format!("<html>{deep}"));
    assert_eq!(texts(&paper, ParagraphRole::Body), ["after"]);
    let open = "<html><select><option>".to_owned() + &"<td><li><p hidden>".repeat(50_000);
    assert_eq!(read(&open).pages[0].state, PageState::Blank);
}
