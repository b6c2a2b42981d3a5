//! The pictures of the README: real screens of the shipped example, drawn again and compared.
//!
//! `SCRUTINEER_PICTURES=write cargo test --test all pictures` writes them. A screen that has changed
//! fails here until its picture is that of today.

use std::path::PathBuf;
use std::{env, fs};

use ratatui::style::{Color, Modifier, Style};
use ratatui::{buffer::Buffer, layout::Rect};
use scrutineer::desk::Screen;
use scrutineer::desk::looks::ThemeName;
use scrutineer::view::theme::{Depth, Theme};

use crate::testkit::picture::svg;
use crate::testkit::script::{Script, text_of};

const SIZE: (u16, u16) = (100, 30);
const AGAIN: &str = "SCRUTINEER_PICTURES=write cargo test --test all pictures";

/// A picture: file name, title, what is seen in it, theme, and the way there.
struct Picture {
    name: &'static str,
    title: &'static str,
    seen: &'static str,
    theme: ThemeName,
    desk: fn() -> Script,
}

const PICTURES: &[Picture] = &[
    Picture {
        name: "library",
        title: "The library",
        seen: "The library at the first start: a list of six worked examples with authority, service, verdict and flags. \
               The bar is on Liverpool City Council, with serious grounds; below it are the keys that work here.",
        theme: ThemeName::Dark,
        desk: Script::new,
    },
    BOARD,
    Picture {
        name: "board-light",
        theme: ThemeName::Light,
        ..BOARD
    },
    Picture {
        name: "walk",
        title: "The walk",
        seen: "The walk: the questions by section on the left; on the right one question with its six answers. It is \
               answered “not met”, and a strip under it asks for the proof: document, page, the exact words.",
        theme: ThemeName::Dark,
        desk: proving,
    },
    Picture {
        name: "flags",
        title: "The flags",
        seen: "The flags: on the left five that undermine the decision, four departures and the gaps; on the right the new \
               one, with the answer behind it, what it rests on and what to ask the portfolio holder.",
        theme: ThemeName::Dark,
        desk: || {
            let mut script = proved();
            script.keys("Tab").keys(&"Down ".repeat(7));
            script
        },
    },
    Picture {
        name: "report",
        title: "The report",
        seen: "The preview of a submission to the scrutiny committee: its head with lines to fill in, a summary in numbered \
               paragraphs and the verdict, serious grounds for challenge.",
        theme: ThemeName::Dark,
        desk: || {
            let mut script = proved();
            script.keys("Tab Tab Tab Tab Tab");
            script
        },
    },
];

const BOARD: Picture = Picture {
    name: "board",
    title: "The case board",
    seen: "The case board of the Liverpool example: on the left what to do next and every section with its answers; on the \
           right the verdict, serious grounds for challenge, the answers by kind, the flags and the time limits.",
    theme: ThemeName::Dark,
    desk: || {
        let mut script = Script::new();
        script.keys("Enter");
        script
    },
};

/// A copy of the Liverpool example, with an answer given and its proof typed, as the README tells it.
fn proving() -> Script {
    let mut script = Script::new();
    script.keys("Enter Esc c /").typed("full list");
    script.keys("Enter n Tab");
    script.typed("There was no trade union involvement");
    script
}

/// The same with the proof kept.
fn proved() -> Script {
    let mut script = proving();
    script.keys("Enter");
    script
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/pictures")
}

#[expect(
    clippy::disallowed_methods,
    reason = "a picture of the project is no file of the user's"
)]
#[test]
fn the_pictures_are_those_of_today() {
    let write = env::var_os("SCRUTINEER_PICTURES").is_some_and(|what| what == "write");
    let mut old = Vec::new();
    for picture in PICTURES {
        let theme = Theme::new(Depth::True, false).chosen(picture.theme, None);
        let mut script = (picture.desk)();
        let cells = script.cells(SIZE.0, SIZE.1, &theme);
        assert!(text_of(&cells).contains("Liverpool"), "{}", text_of(&cells));
        let drawn = svg(&cells, picture.title, picture.seen);
        let path = folder().join(format!("{}.svg", picture.name));
        if write {
            fs::write(&path, &drawn).expect("it can be written");
        } else if fs::read_to_string(&path).ok().as_deref() != Some(drawn.as_str()) {
            old.push(picture.name);
        }
    }
    assert!(
        old.is_empty(),
        "not those of today: {old:?}. Make them again: {AGAIN}"
    );
}

#[test]
fn the_readme_shows_every_picture_and_says_what_is_seen() {
    let readme = fs::read_to_string(folder().join("../../README.md")).expect("it is there");
    let mut files: Vec<String> = fs::read_dir(folder())
        .expect("it is there")
        .map(|file| file.expect("a file").file_name().display().to_string())
        .collect();
    for picture in PICTURES {
        let file = format!("{}.svg", picture.name);
        assert!(readme.contains(&format!("docs/pictures/{file}")), "{file}");
        assert!(readme.contains(picture.seen), "{file}: {}", picture.seen);
        files.retain(|one| *one != file);
    }
    assert_eq!(files, Vec::<String>::new(), "pictures that no one makes");
}

#[test]
fn the_five_minutes_of_the_readme_end_with_a_submission() {
    let mut script = proved();
    let says = script.screen(SIZE.0, SIZE.1);
    assert!(
        says.contains("flag: Options judged without the unions"),
        "{says}"
    );
    script.keys("Tab");
    assert_eq!(script.desk.screen, Screen::Flags);
    script.keys("Tab Tab Tab Tab");
    assert_eq!(script.desk.screen, Screen::Report);
    script.keys("Enter");
    let says = script.screen(SIZE.0, SIZE.1);
    assert!(says.contains("8 remarks"), "{says}");
    script
        .keys("w")
        .typed("A. Secretary")
        .keys("Enter C-s Enter");
    let (path, bytes) = script.files.last().expect("it was written");
    assert!(path.extension().is_some_and(|one| one == "docx") && bytes.starts_with(b"PK"));
    let says = script.screen(SIZE.0, SIZE.1);
    assert!(says.contains("Press o to open it"), "{says}");
    script.keys("o Q");
    assert_eq!(script.opened.len(), 1);
    assert!(script.quit);
}

#[test]
fn a_picture_keeps_columns_styles_and_words() {
    let (red, white, black) = (
        Color::Rgb(255, 0, 0),
        Color::Rgb(255, 255, 255),
        Color::Rgb(0, 0, 0),
    );
    let mut cells = Buffer::empty(Rect::new(0, 0, 12, 3));
    let plain = Style::new().fg(white).bg(black);
    cells.set_style(cells.area, plain);
    cells.set_string(0, 0, "╭──a & b  c█", plain);
    cells.set_string(
        1,
        1,
        "on",
        plain
            .fg(red)
            .add_modifier(Modifier::REVERSED | Modifier::BOLD),
    );
    cells.set_string(4, 1, "✗ 漢<", plain.add_modifier(Modifier::UNDERLINED));
    // The second half of a wide letter is drawn in no style of its own.
    cells[(7, 1)].set_style(plain.add_modifier(Modifier::UNDERLINED));
    let drawn = svg(&cells, "T & t", "D");
    for part in [
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"136\" height=\"82\"",
        "<title id=\"title\">T &amp; t</title>",
        // Three cells after the corner: words are where their columns are, and as wide.
        "<text x=\"41\" y=\"27\" textLength=\"45\" lengthAdjust=\"spacingAndGlyphs\" fill=\"#ffffff\">a &amp; b</text>",
        "<text x=\"104\" y=\"27\" textLength=\"9\" lengthAdjust=\"spacingAndGlyphs\" fill=\"#ffffff\">c</text>",
        "<rect x=\"23\" y=\"32\" width=\"18\" height=\"18\" fill=\"#ff0000\"/>",
        "fill=\"#000000\" font-weight=\"bold\">on</text>",
        "<text x=\"54.5\" y=\"45\" text-anchor=\"middle\" fill=\"#ffffff\" text-decoration=\"underline\">✗</text>",
        "<text x=\"68\" y=\"45\" textLength=\"27\" lengthAdjust=\"spacingAndGlyphs\" fill=\"#ffffff\" \
         text-decoration=\"underline\">漢&lt;</text>",
        "M23 23.5H41",
        "<rect x=\"113\" y=\"16\" width=\"9\" height=\"14\" fill=\"#ffffff\" fill-opacity=\"1\"/>",
    ] {
        assert!(drawn.contains(part), "{part}\n{drawn}");
    }
    assert_eq!(drawn, svg(&cells, "T & t", "D"));
    assert!(!drawn.contains("href"), "it is whole by itself");
}
