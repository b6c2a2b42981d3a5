//! Everything in a Word document and an OpenDocument text is read, or told: numbers, ticks, choices,
//! comments, descriptions, parts in other forms; what is struck out or hidden is kept apart.

use std::path::Path;

use crate::testkit::make::{docx, docx_with, odt_with, word_paragraph};
use scrutineer::documents::{ApartKind, Besides, Fault, Paper, ParagraphRole, read_trusted};

fn read(bytes: Vec<u8>, name: &str) -> Paper {
    read_trusted(bytes, Path::new(name)).expect("it can be read")
}

/// The texts of all pages, in order.
fn texts(paper: &Paper) -> Vec<&str> {
    let pages = paper.pages.iter().flat_map(|page| &page.paragraphs);
    pages.map(|one| one.text.as_str()).collect()
}

/// The numbers to cite the paragraphs by.
fn numbers(paper: &Paper) -> Vec<&str> {
    let pages = paper.pages.iter().flat_map(|page| &page.paragraphs);
    pages
        .map(|one| one.number.as_deref().unwrap_or(""))
        .collect()
}

fn apart(paper: &Paper) -> Vec<(ApartKind, &str)> {
    let pages = paper.pages.iter().flat_map(|page| &page.apart);
    pages.map(|one| (one.kind, one.text.as_str())).collect()
}

fn notes(paper: &Paper) -> Vec<&str> {
    let pages = paper.pages.iter().flat_map(|page| &page.paragraphs);
    pages
        .filter(|one| one.role == ParagraphRole::Note)
        .map(|one| one.text.as_str())
        .collect()
}

/// A paragraph of a Word document with properties.
fn styled(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn numbered(level: u32, list: u32, text: &str) -> String {
    styled(
        &format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>"),
        text,
    )
}

const LISTS: &str = r#"<w:numbering>
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Part"/><w:lvlText w:val="%1."/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl>
 <w:lvl w:ilvl="3"><w:start w:val="4"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%4)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>"#;

#[test]
fn a_word_documents_automatic_numbers_are_printed_and_cited() {
    let body = [
        numbered(0, 1, "Introduction"),
        numbered(1, 1, "The service is in-house."),
        numbered(1, 1, "It costs money."),
        numbered(0, 1, "Options"),
        numbered(1, 1, "Four were considered."),
        numbered(2, 1, "outsource it"),
        numbered(2, 1, "keep it"),
        numbered(3, 1, "with a van"),
        // A list of the same pattern begins anew once.
        numbered(0, 2, "Annex"),
        numbered(0, 2, "Annex two"),
        numbered(0, 3, "a point"),
        // No list, and a list that is not defined.
        numbered(0, 0, "plain"),
        numbered(0, 99, "plain too"),
    ]
    .concat();
    let paper = read(
        docx_with(&body, &[("numbering", "numbering.xml", LISTS)]),
        "x.docx",
    );
    assert_eq!(
        texts(&paper),
        [
            "1. Introduction",
            "1.1 The service is in-house.",
            "1.2 It costs money.",
            "2. Options",
            "2.1 Four were considered.",
            "(a) outsource it",
            "(b) keep it",
            "iv) with a van",
            "7. Annex",
            "8. Annex two",
            "• a point",
            "plain",
            "plain too",
        ]
    );
    assert_eq!(
        numbers(&paper),
        [
            "1", "1.1", "1.2", "2", "2.1", "(a)", "(b)", "iv)", "7", "8", "", "", ""
        ]
    );
}

#[test]
fn numbers_and_headings_come_from_styles_in_any_language() {
    let styles = r#"<w:styles>
<w:style w:type="paragraph" w:styleId="Part"><w:name w:val="Part"/><w:basedOn w:val="T1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Kop"><w:name w:val="Titre 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Out"><w:name w:val="House"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Body2"><w:name w:val="Numbered text"/><w:basedOn w:val="T1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>
</w:styles>"#;
    let body = [
        styled("<w:pStyle w:val=\"Part\"/>", "Introduction"),
        styled("<w:pStyle w:val=\"Kop\"/>", "Options"),
        styled("<w:pStyle w:val=\"Out\"/>", "Costs"),
        styled("<w:pStyle w:val=\"Body2\"/>", "Running text"),
        styled("<w:pStyle w:val=\"Loop\"/>", "Going round"),
        styled(
            "<w:pStyle w:val=\"Part\"/><w:pPrChange><w:pPr><w:numPr><w:numId w:val=\"0\"/></w:numPr></w:pPr></w:pPrChange>",
            "Changed",
        ),
    ]
    .concat();
    let parts = [
        ("numbering", "numbering.xml", LISTS),
        ("styles", "styles.xml", styles),
    ];
    let paper = read(docx_with(&body, &parts), "x.docx");
    let roles: Vec<(ParagraphRole, &str)> = paper.pages[0]
        .paragraphs
        .iter()
        .map(|one| (one.role, one.text.as_str()))
        .collect();
    assert_eq!(
        roles,
        [
            (ParagraphRole::Heading, "1. Introduction"),
            (ParagraphRole::Heading, "Options"),
            (ParagraphRole::Heading, "Costs"),
            (ParagraphRole::Body, "Running text"),
            (ParagraphRole::Body, "Going round"),
            (ParagraphRole::Heading, "2. Changed"),
        ]
    );
}

#[test]
fn ticks_and_choices_of_a_word_form_are_read() {
    let field = |data: &str, shown: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData>{data}</w:ffData></w:fldChar></w:r>\
             <w:r><w:instrText>FORM</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/>\
             </w:r><w:r><w:t>{shown}</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    let text = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let control = |on: u8| {
        format!(
            "<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val=\"{on}\"/></w14:checkbox></w:sdtPr>\
             <w:sdtContent><w:r><w:t>\u{2610}</w:t></w:r></w:sdtContent></w:sdt>"
        )
    };
    let sign =
        |font: &str, code: &str| format!("<w:r><w:sym w:font=\"{font}\" w:char=\"{code}\"/></w:r>");
    let choice = "<w:ddList><w:result w:val=\"1\"/><w:listEntry w:val=\"Low\"/>\
                  <w:listEntry w:val=\"High\"/></w:ddList>";
    let lines = [
        [
            text("EqIA: Yes "),
            field(
                "<w:checkBox><w:default w:val=\"0\"/><w:checked/></w:checkBox>",
                "",
            ),
            text(" No "),
            field(
                "<w:checkBox><w:default w:val=\"1\"/><w:checked w:val=\"0\"/></w:checkBox>",
                "",
            ),
        ],
        [
            text("Impact: "),
            field(choice, ""),
            text("; again: "),
            field(choice, "Medium"),
        ],
        [text("Staff "), control(1), text(" users "), control(0)],
        [
            sign("Wingdings", "F0FE"),
            text(" Yes "),
            sign("Wingdings 2", "F0A3"),
            text(" No"),
        ],
        [
            sign("Wingdings", "F04A"),
            text("a smile is no tick"),
            field("<w:textInput/>", ", but words are "),
            text("words"),
        ],
    ];
    let body: Vec<String> = lines
        .iter()
        .map(|runs| format!("<w:p>{}</w:p>", runs.concat()))
        .collect();
    let body = body.concat();
    let paper = read(docx(&body, &[]), "x.docx");
    assert_eq!(
        texts(&paper),
        [
            "EqIA: Yes [x] No [ ]",
            "Impact: High; again: Medium",
            "Staff [x] users [ ]",
            "[x] Yes [ ] No",
            "a smile is no tick, but words are words",
        ]
    );
}

#[test]
fn what_a_word_document_strikes_out_or_hides_is_kept_apart() {
    let run = |looks: &str, text: &str| {
        format!("<w:r><w:rPr>{looks}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
    };
    let styles = r#"<w:styles><w:style w:type="character" w:styleId="Gone"><w:name w:val="Gone"/><w:rPr><w:dstrike/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Officer"><w:name w:val="Officer"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"#;
    let white = "<w:color w:val=\"FFFFFF\"/>";
    let body = [
        format!(
            "<w:p>{}{}{}</w:p>",
            run("", "The contract will be "),
            run("<w:strike/>", "let to Acme Ltd"),
            run("<w:strike w:val=\"false\"/>", " delivered by the council.")
        ),
        format!(
            "<w:p>{}{}{}</w:p>",
            run("<w:rStyle w:val=\"Gone\"/>", "not this"),
            run("<w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange>", "but this"),
            run("<w:webHidden/>", " and this")
        ),
        format!("<w:p>{}{}</w:p>", run("", "Public."), run("<w:vanish/>", "Secret.")),
        styled("<w:pStyle w:val=\"Officer\"/>", "Officers only."),
        format!("<w:p>{}{}</w:p>", run(white, "Pale."), run("", "Dark.")),
        format!(
            "<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val=\"clear\" w:fill=\"003366\"/></w:tcPr><w:p>{}</w:p></w:tc></w:tr></w:tbl>",
            run(white, "White on blue")
        ),
    ]
    .concat();
    let paper = read(
        docx_with(&body, &[("styles", "styles.xml", styles)]),
        "x.docx",
    );
    assert_eq!(
        texts(&paper),
        [
            "The contract will be delivered by the council.",
            "but this and this",
            "Public.",
            "Dark.",
            "White on blue",
        ]
    );
    assert_eq!(
        apart(&paper),
        [
            (ApartKind::StruckOut, "let to Acme Ltd"),
            (ApartKind::StruckOut, "not this"),
            (ApartKind::Hidden, "Secret."),
            (ApartKind::Hidden, "Officers only."),
            (ApartKind::White, "Pale."),
        ]
    );
}

#[test]
fn tracked_changes_join_paragraphs_and_moved_text_is_read_once() {
    let body = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space=\"preserve\">First half, </w:t></w:r></w:p>\
        <w:p><w:r><w:t>second half.</w:t></w:r><w:ins><w:r><w:t> Put in.</w:t></w:r></w:ins></w:p>\
        <w:p><w:moveFrom><w:r><w:t>Moved.</w:t></w:r></w:moveFrom></w:p>\
        <w:p><w:moveTo><w:r><w:t>Moved.</w:t></w:r></w:moveTo></w:p>\
        <w:p><w:pPr><w:rPr><w:ins/></w:rPr></w:pPr><w:r><w:t>New.</w:t></w:r></w:p>\
        <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>The last.</w:t></w:r></w:p>";
    let paper = read(docx(body, &[]), "x.docx");
    assert_eq!(
        texts(&paper),
        [
            "First half, second half. Put in.",
            "Moved.",
            "New.",
            "The last."
        ]
    );
}

#[test]
fn comments_descriptions_and_charts_of_a_word_document_are_notes() {
    let body = "<w:p><w:r><w:drawing><wp:docPr descr=\"Chart: 68% opposed\"/><a:blip/></w:drawing></w:r>\
        <w:r><w:t>Figure 1</w:t></w:r><w:r><w:drawing><wp:docPr name=\"Logo\"/><a:blip/></w:drawing></w:r></w:p>";
    let comments = format!(
        "<w:comments><w:comment w:author=\"Jo Bloggs\">{}</w:comment></w:comments>",
        word_paragraph("Is this true?")
    );
    let chart = "<c:chart><c:ser><c:tx><c:v>Savings</c:v></c:tx><c:cat><c:v>Option A</c:v></c:cat></c:ser></c:chart>";
    let parts = [
        ("comments", "comments.xml", comments.as_str()),
        ("chart", "charts/chart1.xml", chart),
    ];
    let paper = read(docx_with(body, &parts), "x.docx");
    assert_eq!(
        notes(&paper),
        [
            "Description of a picture: Chart: 68% opposed",
            "Comment by Jo Bloggs: Is this true?",
            "Savings\tOption A",
        ]
    );
    let told = paper.warnings().join("; ");
    assert!(
        told.contains("a picture in it has no description"),
        "{told}"
    );
}

#[test]
fn parts_in_other_forms_are_read_where_they_stand_or_told_by_name() {
    let page = "<html><body><p>The unions were consulted on 3 May.</p></body></html>";
    let picture = "\u{89}PNG no paper at all\0\0\0\0";
    let body = format!(
        "{}<w:altChunk r:id=\"r0\"/>{}<w:altChunk r:id=\"r1\"/>",
        word_paragraph("Before."),
        word_paragraph("After.")
    );
    let parts = [
        ("aFChunk", "afchunk1.htm", page),
        ("aFChunk", "afchunk2.dat", picture),
        ("package", "embeddings/Costs.xlsx", "PK"),
    ];
    let paper = read(docx_with(&body, &parts), "x.docx");
    assert_eq!(
        texts(&paper),
        ["Before.", "The unions were consulted on 3 May.", "After."]
    );
    assert_eq!(
        paper.besides,
        [
            Besides::Attachments(vec!["Costs.xlsx".to_owned()]),
            Besides::Parts(vec!["afchunk2.dat".to_owned()]),
        ]
    );
    assert!(!paper.is_read_in_full());
    // A document in it that holds a part in another form again is read, and no deeper than is allowed.
    let mut inner = docx(&word_paragraph("Innermost."), &[]);
    for _ in 0..6 {
        let relations =
            br#"<Relationships><Relationship Id="r0" Type="x/aFChunk" Target="in.docx"/></Relationships>"#;
        inner = docx(
            "<w:altChunk r:id=\"r0\"/>",
            &[
                ("word/_rels/document.xml.rels", relations),
                ("word/in.docx", &inner),
            ],
        );
    }
    let paper = read(inner, "x.docx");
    assert_eq!(paper.besides, [Besides::Parts(vec!["in.docx".to_owned()])]);
}

/// A list style of an OpenDocument text: "1.", "1.1", "(a)".
const LEVELS: &str = r#"<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/>
<text:list-level-style-number text:level="3" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/></text:list-style>
<text:list-style style:name="B"><text:list-level-style-bullet text:level="1" text:bullet-char="&#xF0B7;"/></text:list-style>
<text:list-style style:name="P"><text:list-level-style-number text:level="1" style:num-format="I" style:num-list-format="Part %1%:"/></text:list-style>"#;

#[test]
fn an_opendocument_texts_automatic_numbers_are_printed_and_cited() {
    let body = r#"<text:h text:outline-level="1">Introduction</text:h><text:h text:outline-level="2" text:is-list-header="true">Aside</text:h>
<text:list xml:id="a" text:style-name="L"><text:list-item><text:p>One</text:p><text:list><text:list-item><text:p>Sub</text:p><text:p>more of it</text:p></text:list-item></text:list></text:list-item>
<text:list-header><text:p>Between</text:p></text:list-header></text:list>
<text:p>Text.</text:p>
<text:list text:continue-list="a" text:style-name="L"><text:list-item><text:p>Two</text:p></text:list-item></text:list>
<text:list text:style-name="L"><text:list-item text:start-value="9"><text:p>Nine</text:p></text:list-item></text:list>
<text:list text:style-name="L"><text:list-item><text:list><text:list-item><text:list><text:list-item><text:p>Deep</text:p></text:list-item></text:list></text:list-item></text:list></text:list-item></text:list>
<text:list><text:list-item><text:p text:style-name="Point">By its style</text:p></text:list-item></text:list>
<text:list text:style-name="P"><text:list-item><text:p>Pattern</text:p></text:list-item></text:list>
<text:h text:outline-level="1">Options</text:h>"#;
    let own = format!(
        "{LEVELS}<style:style style:name=\"Point\" style:family=\"paragraph\" style:list-style-name=\"B\"/>\
         <text:outline-style><text:outline-level-style text:level=\"1\" style:num-format=\"A\" style:num-suffix=\")\"/></text:outline-style>"
    );
    let paper = read(odt_with(body, &own, "", &[]), "x.odt");
    assert_eq!(
        texts(&paper),
        [
            "A) Introduction",
            "Aside",
            "1. One",
            "1.1 Sub",
            "more of it",
            "Between",
            "Text.",
            "2. Two",
            "9. Nine",
            "(a) Deep",
            "• By its style",
            "Part I: Pattern",
            "B) Options",
        ]
    );
    assert_eq!(
        numbers(&paper),
        [
            "A)", "", "1", "1.1", "", "", "", "2", "9", "(a)", "", "Part I", "B)"
        ]
    );
}

#[test]
fn what_an_opendocument_text_strikes_out_or_hides_is_kept_apart() {
    let own = r##"<style:style style:name="S" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="N" style:family="text"><style:text-properties style:text-line-through-style="none"/></style:style>
<style:style style:name="H" style:family="paragraph"><style:text-properties text:display="none"/></style:style>
<style:style style:name="W" style:family="text"><style:text-properties fo:color="#ffffff"/></style:style>
<style:style style:name="C" style:family="table-cell"><style:table-cell-properties fo:background-color="#003366"/></style:style>
<style:style style:name="K" style:family="paragraph" style:parent-style-name="Heading_20_2"/>"##;
    let body = r#"<text:p>It will be <text:span text:style-name="S">sold <text:span text:style-name="N">not</text:span> off</text:span> kept.</text:p>
<text:p text:style-name="H">Officers only.</text:p>
<text:section text:display="none"><text:p>A hidden part.</text:p></text:section>
<text:p><text:span text:style-name="W">Pale.</text:span>Dark.</text:p>
<text:p text:style-name="K">Costs</text:p>
<table:table><table:table-row><table:table-cell table:style-name="C"><text:p><text:span text:style-name="W">White on blue</text:span></text:p></table:table-cell></table:table-row></table:table>"#;
    let paper = read(odt_with(body, own, "", &[]), "x.odt");
    assert_eq!(
        texts(&paper),
        ["It will be not kept.", "Dark.", "Costs", "White on blue"]
    );
    assert_eq!(paper.pages[0].paragraphs[2].role, ParagraphRole::Heading);
    assert_eq!(
        apart(&paper),
        [
            (ApartKind::StruckOut, "sold"),
            (ApartKind::StruckOut, "off"),
            (ApartKind::Hidden, "Officers only."),
            (ApartKind::Hidden, "A hidden part."),
            (ApartKind::White, "Pale."),
        ]
    );
}

#[test]
fn comments_forms_and_objects_of_an_opendocument_text_are_read_or_told() {
    let body = r#"<office:forms><form:form><form:checkbox form:id="c1" form:label="Staff" form:current-state="checked"/><form:radio form:id="c2" form:label="Users"/>
<form:listbox form:id="c3"><form:option form:label="Low"/><form:option form:label="High" form:current-selected="true"/></form:listbox></form:form></office:forms>
<text:p>Who: <draw:control draw:control="c1"/>, <draw:control draw:control="c2"/>, impact <draw:control draw:control="c3"/>
<office:annotation><dc:creator>Jo Bloggs</dc:creator><dc:date>2025-01-01</dc:date><text:p>Is this true?</text:p></office:annotation></text:p>
<text:p><field:fieldmark field:type="x.FORMCHECKBOX"><field:param field:name="Checkbox_Checked" field:value="true"/></field:fieldmark> Yes
<loext:content-control loext:checkbox="true" loext:checked="false">☐</loext:content-control> No</text:p>
<text:p><draw:frame><draw:image/><svg:desc>Chart: 68% opposed</svg:desc></draw:frame><draw:frame><draw:image/></draw:frame>Figure 1</text:p>"#;
    let chart = b"<office:document-content><office:body><chart:title><text:p>Savings</text:p></chart:title></office:body></office:document-content>";
    let more: [(&str, &[u8]); 2] = [("Object 1/content.xml", chart), ("Object 2", b"\xD0\xCF")];
    let paper = read(odt_with(body, "", "", &more), "x.odt");
    let all = texts(&paper);
    assert_eq!(all[0], "Who: [x] Staff, [ ] Users, impact High");
    assert_eq!(all[1], "[x] Yes [ ] No");
    assert_eq!(all[2], "Figure 1");
    assert_eq!(
        notes(&paper),
        [
            "Comment by Jo Bloggs: Is this true?",
            "Description of a picture: Chart: 68% opposed",
            "Savings",
        ]
    );
    assert_eq!(
        paper.besides,
        [Besides::Attachments(vec!["Object 2".to_owned()])]
    );
    let told = paper.warnings().join("; ");
    assert!(
        told.contains("a picture in it has no description"),
        "{told}"
    );
}

#[test]
fn hostile_lists_and_styles_end() {
    let list = r#"<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="4294967295"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%%1%9%"/></w:lvl>
<w:lvl w:ilvl="99"><w:lvlText w:val="x"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="nowhere"/></w:num></w:numbering>"#;
    let body = [
        numbered(0, 1, "one"),
        numbered(0, 1, "two"),
        numbered(4_000_000, 1, "three"),
        numbered(0, 2, "four"),
        "<w:p><w:r><w:fldChar w:fldCharType=\"end\"/><w:fldChar w:fldCharType=\"begin\"/><w:t>five</w:t></w:r></w:p>".to_owned(),
    ]
    .concat();
    let paper = read(
        docx_with(&body, &[("numbering", "numbering.xml", list)]),
        "x.docx",
    );
    assert_eq!(
        texts(&paper),
        [
            "%42949672951% one",
            "%42949672951% two",
            "three",
            "four",
            "five"
        ]
    );
    let deep = "<text:list text:style-name=\"L\"><text:list-item>".repeat(120)
        + "<text:p>deep</text:p>"
        + &"</text:list-item></text:list>".repeat(120);
    let paper = read(odt_with(&deep, LEVELS, "", &[]), "x.odt");
    assert_eq!(texts(&paper), ["deep"]);
}

#[test]
fn an_archive_of_papers_that_are_not_packed_is_no_pdf() {
    use std::io::Write as _;
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for name in ["01 report.pdf", "02 EqIA.pdf"] {
        out.start_file(name, stored).unwrap();
        out.write_all(&crate::testkit::make::pdf_of_lines(&["some text"]))
            .unwrap();
    }
    let bytes = out.finish().unwrap().into_inner();
    let fault = read_trusted(bytes, Path::new("papers.zip")).unwrap_err();
    assert!(fault.to_string().contains("zip archive"), "{fault}");
    let flat =
        b"<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument>";
    let fault = read_trusted(flat.to_vec(), Path::new("x.xml")).unwrap_err();
    assert!(matches!(fault, Fault::OldFormat { .. }), "{fault}");
}
