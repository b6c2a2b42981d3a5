//! Letters that the standard fonts lack, drawn with what they have.
//!
//! A letter with marks is its base letter with the accents of the same font over or under it: "ŵ" is "w"
//! and a circumflex. So it looks like the letters beside it in every reader, whatever font that puts in
//! place of Helvetica. A bar, a hook, an arrow or a box is drawn in lines.

use std::f32::consts::TAU;

use super::font::{Font, any_code_of, code_of, is_silent};

/// The letters of each mark: a letter, and the same with the mark.
///
/// The letter may have marks itself. What WinAnsi has is not here.
const MARKED: [(char, &str); 18] = [
    (
        '\u{300}',
        "ÜǛüǜNǸnǹĒḔēḕŌṐōṑWẀwẁÂẦâầĂẰăằÊỀêềÔỒôồƠỜơờƯỪưừYỲyỳ",
    ),
    (
        '\u{301}',
        "CĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzźÜǗüǘGǴgǵÅǺåǻÆǼæǽØǾøǿÇḈçḉĒḖēḗÏḮïḯKḰkḱMḾmḿÕṌõṍŌṒōṓPṔpṕŨṸũṹWẂwẃÂẤâấĂẮăắÊẾêếÔỐôốƠỚơớƯỨưứ",
    ),
    ('\u{302}', "CĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷZẐzẑẠẬạậẸỆẹệỌỘọộ"),
    ('\u{303}', "IĨiĩUŨuũVṼvṽÂẪâẫĂẴăẵEẼeẽÊỄêễÔỖôỗƠỠơỡƯỮưữYỸyỹ"),
    (
        '\u{304}',
        "AĀaāEĒeēIĪiīOŌoōUŪuūÜǕüǖÄǞäǟȦǠȧǡÆǢæǣǪǬǫǭÖȪöȫÕȬõȭȮȰȯȱYȲyȳGḠgḡḶḸḷḹṚṜṛṝ",
    ),
    ('\u{306}', "AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭȨḜȩḝẠẶạặ"),
    (
        '\u{307}',
        "CĊcċEĖeėGĠgġIİZŻzżAȦaȧOȮoȯBḂbḃDḊdḋFḞfḟHḢhḣMṀmṁNṄnṅPṖpṗRṘrṙSṠsṡŚṤśṥŠṦšṧṢṨṣṩTṪtṫWẆwẇXẊxẋYẎyẏ",
    ),
    ('\u{308}', "HḦhḧÕṎõṏŪṺūṻWẄwẅXẌxẍtẗ"),
    (
        '\u{309}',
        "AẢaảÂẨâẩĂẲăẳEẺeẻÊỂêểIỈiỉOỎoỏÔỔôổƠỞơởUỦuủƯỬưửYỶyỷ",
    ),
    ('\u{30A}', "UŮuůwẘyẙ"),
    ('\u{30B}', "OŐoőUŰuű"),
    (
        '\u{30C}',
        "CČcčDĎdďEĚeěLĽlľNŇnňRŘrřTŤtťAǍaǎIǏiǐOǑoǒUǓuǔÜǙüǚGǦgǧKǨkǩjǰHȞhȟ",
    ),
    ('\u{31B}', "OƠoơUƯuư"),
    (
        '\u{323}',
        "BḄbḅDḌdḍHḤhḥKḲkḳLḶlḷMṂmṃNṆnṇRṚrṛSṢsṣTṬtṭVṾvṿWẈwẉZẒzẓAẠaạEẸeẹIỊiịOỌoọƠỢơợUỤuụƯỰưựYỴyỵ",
    ),
    ('\u{326}', "SȘsșTȚtț"),
    ('\u{327}', "GĢgģKĶkķLĻlļNŅnņRŖrŗSŞsşTŢtţEȨeȩDḐdḑHḨhḩ"),
    ('\u{328}', "AĄaąEĘeęIĮiįUŲuųOǪoǫ"),
    ('\u{331}', "BḆbḇDḎdḏKḴkḵLḺlḻNṈnṉRṞrṟTṮtṯZẔzẕhẖ"),
];

/// Letters that look like one that the fonts have.
const ALIKE: [(char, char); 17] = [
    ('Đ', 'Ð'),
    ('Ɖ', 'Ð'),
    ('ʻ', '‘'),
    ('ʼ', '’'),
    ('‒', '–'),
    ('―', '—'),
    ('∙', '·'),
    ('⋅', '·'),
    ('●', '•'),
    ('∕', '⁄'),
    ('′', '\''),
    ('″', '"'),
    ('ˉ', '¯'),
    ('˗', '-'),
    ('\u{3BC}', '\u{B5}'),
    ('\u{212B}', 'Å'),
    ('\u{212A}', 'K'),
];

/// The raised and the lowered figures, and the fractions beyond halves and quarters.
const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ";
const LOWERED: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎";
const FIGURES: &str = "0123456789+−=()n";
const FRACTIONS: [(char, char, char); 12] = [
    ('⅓', '1', '3'),
    ('⅔', '2', '3'),
    ('⅕', '1', '5'),
    ('⅖', '2', '5'),
    ('⅗', '3', '5'),
    ('⅘', '4', '5'),
    ('⅙', '1', '6'),
    ('⅚', '5', '6'),
    ('⅛', '1', '8'),
    ('⅜', '3', '8'),
    ('⅝', '5', '8'),
    ('⅞', '7', '8'),
];

/// The height by which an accent over a capital or a tall letter is raised.
const TALL: f32 = 190.0;
/// The height by which an accent over another accent is raised.
const STACKED: f32 = 150.0;
/// The most marks that one letter may have.
const MARKS: usize = 4;

/// A part of a drawing, in thousandths of the size.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    /// A letter of the font by its code, with its scale each way, and its place.
    Letter(u8, (f32, f32), (f32, f32)),
    /// A filled area.
    Area(Vec<(f32, f32)>),
    /// A line of a width; true if it is closed.
    Line(f32, Vec<(f32, f32)>, bool),
}

/// A letter drawn, in thousandths of the size.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Drawing {
    pub(super) width: f32,
    pub(super) parts: Vec<Part>,
}

impl Drawing {
    fn of(code: u8, font: Font) -> Self {
        Self {
            width: font.width_of(code),
            parts: vec![Part::Letter(code, (1.0, 1.0), (0.0, 0.0))],
        }
    }
}

/// Returns the drawing of a cluster; true if it is no more than a stand-in.
pub(super) fn drawing(cluster: &str, font: Font) -> (Drawing, bool) {
    match drawn(cluster, font) {
        Some(drawing) => (drawing, false),
        None => (stand_in(), true),
    }
}

/// Returns a box with a question mark in it: it is not to be taken for a letter, nor for a box to tick.
fn stand_in() -> Drawing {
    let corners = vec![(70.0, -20.0), (570.0, -20.0), (570.0, 720.0), (70.0, 720.0)];
    Drawing {
        width: 640.0,
        parts: vec![
            Part::Line(40.0, corners, true),
            Part::Letter(b'?', (0.75, 0.75), (112.0, 80.0)),
        ],
    }
}

fn drawn(cluster: &str, font: Font) -> Option<Drawing> {
    let mut letters = cluster.chars().filter(|c| !is_silent(*c));
    let mut base = letters.next()?;
    if code_of(base).is_none() && !may_be_known(base) {
        return None;
    }
    let mut marks: Vec<char> = letters.collect();
    while code_of(base).is_none()
        && let Some((letter, mark)) = taken_apart(base)
    {
        marks.insert(0, mark);
        base = letter;
    }
    if marks.len() > MARKS {
        return None;
    }
    let dotless = base == 'i' && marks.iter().any(|mark| is_above(*mark));
    let letter = if dotless { 'ı' } else { base };
    let mut drawing = known(letter, font).or_else(|| special(letter, font))?;
    let mut raise = height(base);
    for mark in marks {
        let parts = marked(mark, base, drawing.width, raise, font)?;
        drawing.parts.extend(parts);
        drawing.width += widened(mark, base, font);
        if is_above(mark) {
            raise += STACKED;
        }
    }
    Some(drawing)
}

/// Returns true for a letter of the ranges that have letters known here.
///
/// A text in another script has only letters that are not, and is not to be slow for it.
const fn may_be_known(letter: char) -> bool {
    matches!(
        letter,
        '\u{100}'..='\u{2FF}'
            | '\u{3BC}'
            | '\u{1E00}'..='\u{1EFF}'
            | '\u{2000}'..='\u{27FF}'
            | '\u{FB01}'
            | '\u{FB02}'
    )
}

fn taken_apart(letter: char) -> Option<(char, char)> {
    MARKED.iter().find_map(|(mark, pairs)| {
        let mut pairs = pairs.chars();
        while let (Some(base), Some(whole)) = (pairs.next(), pairs.next()) {
            if whole == letter {
                return Some((base, *mark));
            }
        }
        None
    })
}

const fn is_above(mark: char) -> bool {
    matches!(mark, '\u{300}'..='\u{304}' | '\u{306}'..='\u{30C}')
}

/// Returns the height by which an accent over a letter is raised.
fn height(base: char) -> f32 {
    let own = match base {
        'b' | 'd' | 'f' | 'h' | 'k' | 'l' | 'ł' | 'đ' | 'ħ' | 'ß' => TALL,
        'j' | 't' => 140.0,
        c if c.is_uppercase() || c.is_ascii_digit() => TALL,
        _ => 0.0,
    };
    let has_accent = matches!(base, 'À'..='Å' | 'È'..='Ï' | 'Ñ'..='Ö' | 'Ù'..='Ý' | 'à'..='å' | 'è'..='ï' | 'ñ'..='ö' | 'ù'..='ý' | 'ÿ' | 'Š' | 'š' | 'Ž' | 'ž' | 'Ÿ');
    if has_accent { own + STACKED } else { own }
}

/// Returns true if a caron beside a letter looks like an apostrophe.
const fn is_beside(mark: char, base: char) -> bool {
    mark == '\u{30C}' && matches!(base, 'd' | 't' | 'l' | 'L')
}

/// Returns the room that a mark takes beside its letter.
fn widened(mark: char, base: char, font: Font) -> f32 {
    match (mark, base) {
        ('\u{30C}', 'd' | 'l' | 't') if font == Font::Bold => 130.0,
        ('\u{30C}', 'd' | 'l' | 't') => 100.0,
        ('\u{31B}', _) => 50.0,
        _ => 0.0,
    }
}

/// Returns a mark at its place over, under or beside a letter of a width.
fn marked(mark: char, base: char, width: f32, raise: f32, font: Font) -> Option<Vec<Part>> {
    let bold = font == Font::Bold;
    let letter = |c: char, scale: f32, x: f32, y: f32| part_of(c, (scale, scale), (x, y));
    // The middle of the letter, but of an L that of its stem.
    let middle = if base == 'L' && is_above(mark) {
        150.0
    } else {
        width / 2.0
    };
    let over = |c: char| letter(c, 1.0, middle - 166.5, raise);
    let wide = |c: char| width_of(c, font);
    let small = base.is_lowercase();
    let part = match mark {
        '\u{30C}' if is_beside(mark, base) => {
            let x = match base {
                'L' => width - 250.0,
                't' => width - if bold { 100.0 } else { 80.0 },
                _ => width - if bold { 90.0 } else { 65.0 },
            };
            letter('’', 1.0, x, 10.0)
        }
        '\u{300}' => over('`'),
        '\u{301}' => over('´'),
        '\u{302}' => over('ˆ'),
        '\u{303}' => over('˜'),
        '\u{306}' => over('˘'),
        '\u{307}' => over('˙'),
        '\u{308}' => over('¨'),
        '\u{30A}' => over('˚'),
        '\u{30B}' => over('˝'),
        '\u{30C}' => over('ˇ'),
        // That of the fonts is too wide in some of them.
        '\u{304}' | '\u{331}' => {
            let half = (width / 2.0 - 20.0).clamp(110.0, 165.0);
            let thick = if bold { 100.0 } else { 68.0 };
            let low = if mark == '\u{304}' {
                596.0 + raise
            } else {
                -120.0 - thick
            };
            Some(bar([middle - half, low, 2.0 * half, thick]))
        }
        '\u{309}' => {
            let bend = [
                (-62.0, 730.0),
                (-30.0, 772.0),
                (35.0, 772.0),
                (60.0, 730.0),
                (45.0, 690.0),
                (5.0, 665.0),
                (0.0, 620.0),
            ];
            let bend = bend.map(|(x, y)| (middle + x, y + raise)).to_vec();
            Some(Part::Line(if bold { 70.0 } else { 50.0 }, bend, false))
        }
        '\u{31B}' => letter(
            '’',
            0.75,
            width - if bold { 150.0 } else { 120.0 },
            if small { 130.0 } else { 250.0 },
        ),
        '\u{323}' => {
            let aside = if base == 'y' { 90.0 } else { 0.0 };
            letter(
                '.',
                1.0,
                middle - wide('.') / 2.0 + aside,
                if bold { -225.0 } else { -195.0 },
            )
        }
        '\u{327}' if base == 'g' => letter('‘', 0.85, middle - 0.425 * wide('‘'), 190.0),
        '\u{326}' | '\u{327}' if mark == '\u{326}' || "GKkLlNnRr".contains(base) => letter(
            ',',
            0.8,
            middle - 0.4 * wide(','),
            if bold { -170.0 } else { -135.0 },
        ),
        '\u{327}' => letter('¸', 1.0, middle - 166.5, 0.0),
        '\u{328}' => {
            let x = match base {
                'E' => width - 270.0,
                'U' | 'O' => width / 2.0 - 70.0,
                'e' | 'o' => width / 2.0 - 75.0,
                'i' | 'I' | 'ı' => width / 2.0 - 125.0,
                'u' => width - 275.0,
                _ => width - 212.0,
            };
            letter('˛', 1.0, x, 0.0)
        }
        _ => None,
    };
    Some(vec![part?])
}

fn bar([x, y, width, height]: [f32; 4]) -> Part {
    Part::Area(vec![
        (x, y),
        (x + width, y),
        (x + width, y + height),
        (x, y + height),
    ])
}

/// Returns the drawing of a letter of the fonts, by its code.
fn known(letter: char, font: Font) -> Option<Drawing> {
    any_code_of(letter).map(|code| Drawing::of(code, font))
}

/// Returns a letter of the fonts as a part, at a scale each way and a place.
fn part_of(letter: char, scale: (f32, f32), place: (f32, f32)) -> Option<Part> {
    any_code_of(letter).map(|code| Part::Letter(code, scale, place))
}

fn width_of(letter: char, font: Font) -> f32 {
    any_code_of(letter).map_or(0.0, |code| font.width_of(code))
}

/// Returns the thickness of a bar across a letter.
const fn thin(font: Font) -> f32 {
    match font {
        Font::Bold => 80.0,
        Font::Plain | Font::Italic => 55.0,
    }
}

/// Returns the drawing of a letter or sign that is none with marks.
fn special(letter: char, font: Font) -> Option<Drawing> {
    if let Some((_, like)) = ALIKE.iter().find(|(one, _)| *one == letter) {
        return known(*like, font);
    }
    figure(letter, font)
        .or_else(|| altered(letter, font))
        .or_else(|| sign(letter, font))
        .or_else(|| shape(letter))
}

/// Returns the drawing of a raised or lowered figure, or a fraction.
fn figure(letter: char, font: Font) -> Option<Drawing> {
    const SMALL: (f32, f32) = (0.6, 0.6);
    for (row, y) in [(RAISED, 280.0), (LOWERED, -140.0)] {
        let mut figures = row.chars().zip(FIGURES.chars());
        if let Some((_, figure)) = figures.find(|(one, _)| *one == letter) {
            return scaled(figure, SMALL, y, font);
        }
    }
    let (_, over, under) = FRACTIONS.iter().find(|(one, ..)| *one == letter)?;
    Some(Drawing {
        width: 834.0,
        parts: vec![
            part_of(*over, SMALL, (0.0, 280.0))?,
            part_of('⁄', (1.0, 1.0), (333.0, 0.0))?,
            part_of(*under, SMALL, (490.0, 0.0))?,
        ],
    })
}

/// Returns the drawing of a letter of the fonts at a scale each way, at a height.
fn scaled(letter: char, (wide, high): (f32, f32), y: f32, font: Font) -> Option<Drawing> {
    Some(Drawing {
        width: width_of(letter, font) * wide,
        parts: vec![part_of(letter, (wide, high), (0.0, y))?],
    })
}

/// Returns the drawing of a letter that is one of the fonts with a bar, a hook or a sign, or turned.
fn altered(letter: char, font: Font) -> Option<Drawing> {
    let bold = font == Font::Bold;
    let thin = thin(font);
    let width = |c: char| width_of(c, font);
    let adding = |c: char, part: Part| {
        let mut drawing = known(c, font)?;
        drawing.parts.push(part);
        Some(drawing)
    };
    match letter {
        'đ' => adding(
            'd',
            bar([width('d') * 0.46, 575.0, width('d') * 0.54, thin]),
        ),
        'ħ' => adding('h', bar([-10.0, 575.0, width('h') * 0.56, thin])),
        'Ħ' => adding('H', bar([5.0, 505.0, width('H') - 10.0, thin])),
        'ŧ' => adding('t', bar([15.0, 270.0, width('t') - 25.0, thin])),
        'Ŧ' => adding('T', bar([130.0, 320.0, width('T') - 260.0, thin])),
        'ŋ' | 'Ŋ' => {
            let (like, x) = match (letter, bold) {
                ('ŋ', false) => ('n', 447.0),
                ('ŋ', true) => ('n', 480.0),
                (_, false) => ('N', 598.0),
                (_, true) => ('N', 586.0),
            };
            let bend = [
                (0.0, 40.0),
                (0.0, -90.0),
                (-20.0, -140.0),
                (-65.0, -165.0),
                (-130.0, -165.0),
            ];
            let bend = bend.map(|(by, y)| (x + by, y)).to_vec();
            let stem = if bold { 137.0 } else { 88.0 };
            adding(like, Part::Line(stem, bend, false))
        }
        'ə' | 'Ə' => {
            let (scale, high) = if letter == 'ə' {
                (1.0, 528.0)
            } else {
                (1.3, 690.0)
            };
            let wide = width('e') * scale;
            let turned = Part::Letter(b'e', (-scale, -scale), (wide, high));
            Some(Drawing {
                width: wide,
                parts: vec![turned],
            })
        }
        'ẞ' => scaled('ß', (1.15, 1.0), 0.0, font),
        '⁊' => scaled('7', (1.0, 1.0), -180.0, font),
        'ŉ' => adding('n', part_of('’', (0.7, 1.0), (-120.0, 0.0))?),
        'ŀ' => {
            let dot = part_of('·', (1.0, 1.0), (width('l') - 70.0, 30.0))?;
            let mut drawing = adding('l', dot)?;
            drawing.width += width('·') - 100.0;
            Some(drawing)
        }
        'Ŀ' => adding('L', part_of('·', (1.0, 1.0), (width('L') * 0.45, 60.0))?),
        _ => None,
    }
}

/// Returns the drawing of a sign of arithmetic.
fn sign(letter: char, font: Font) -> Option<Drawing> {
    let thin = thin(font);
    let at = |c: char, y: f32| part_of(c, (1.0, 1.0), (0.0, y));
    let low = bar([45.0, 10.0, 494.0, thin]);
    let parts = match letter {
        '≥' => vec![at('>', 100.0)?, low],
        '≤' => vec![at('<', 100.0)?, low],
        '≠' => vec![
            at('=', 0.0)?,
            Part::Line(thin, vec![(180.0, 20.0), (404.0, 490.0)], false),
        ],
        '≈' => vec![at('~', 100.0)?, at('~', -80.0)?],
        _ => return None,
    };
    Some(Drawing {
        width: 584.0,
        parts,
    })
}

/// Returns the drawing of an arrow, a tick, a box or another shape.
fn shape(letter: char) -> Option<Drawing> {
    let (width, parts) = match letter {
        '→' | '←' | '↑' | '↓' | '⇒' | '➔' | '➜' | '➢' => (1000.0, arrow(letter)),
        '✓' | '✔' => (780.0, vec![Part::Line(90.0, TICK.to_vec(), false)]),
        '✗' | '✘' | '☓' => (780.0, cross(90.0)),
        '☐' | '□' | '☑' | '☒' => {
            let mut parts = vec![Part::Line(50.0, BOX.to_vec(), true)];
            match letter {
                '☑' => parts.push(Part::Line(70.0, TICK.to_vec(), false)),
                '☒' => parts.extend(cross(60.0)),
                _ => {}
            }
            (780.0, parts)
        }
        '■' | '▪' => {
            let side = if letter == '■' { 600.0 } else { 300.0 };
            let square = bar([50.0, 300.0 - side / 2.0, side, side]);
            (side + 100.0, vec![square])
        }
        '○' | '◦' => {
            let (radius, middle) = if letter == '○' {
                (290.0, 350.0)
            } else {
                (120.0, 175.0)
            };
            let ring = (0_u8..24).map(|step| {
                let (y, x) = (f32::from(step) * TAU / 24.0).sin_cos();
                (middle + radius * x, 300.0 + radius * y)
            });
            (2.0 * middle, vec![Part::Line(45.0, ring.collect(), true)])
        }
        _ => return None,
    };
    Some(Drawing { width, parts })
}

fn arrow(letter: char) -> Vec<Part> {
    // Round the middle of the letter.
    let turn = |(x, y): (f32, f32)| match letter {
        '←' => (500.0 - x, 260.0 - y),
        '↑' => (500.0 - y, 300.0 + x),
        '↓' => (500.0 + y, 300.0 - x),
        _ => (500.0 + x, 260.0 + y),
    };
    let shaft = [
        (-420.0, -30.0),
        (200.0, -30.0),
        (200.0, 30.0),
        (-420.0, 30.0),
    ];
    let head = [(160.0, 190.0), (420.0, 0.0), (160.0, -190.0)];
    vec![
        Part::Area(shaft.map(turn).to_vec()),
        Part::Area(head.map(turn).to_vec()),
    ]
}

fn cross(width: f32) -> Vec<Part> {
    CROSS
        .map(|line| Part::Line(width, line.to_vec(), false))
        .to_vec()
}

/// A tick, a cross and a box to tick.
const TICK: [(f32, f32); 3] = [(160.0, 330.0), (330.0, 140.0), (640.0, 600.0)];
const CROSS: [[(f32, f32); 2]; 2] = [
    [(200.0, 160.0), (580.0, 540.0)],
    [(200.0, 540.0), (580.0, 160.0)],
];
const BOX: [(f32, f32); 4] = [(90.0, 50.0), (690.0, 50.0), (690.0, 650.0), (90.0, 650.0)];

#[cfg(test)]
mod tests {
    use super::*;

    /// The letters of Welsh and of the Irish, Gaelic and European names in council papers.
    const NAMES: &str = "âêîôûŵŷÂÊÎÔÛŴŶ àèìòùẁỳÀÈÌÒÙẀỲ áéíóúẃýÁÉÍÓÚẂÝ äëïöüẅÿÄËÏÖÜẄŸ \
        ḃċḋḟġṁṗṡṫḂĊḊḞĠṀṖṠṪ⁊ ąćęłńóśźżĄĆĘŁŃÓŚŹŻ ăâîșțşţĂÂÎȘȚŞŢ çğıöşüÇĞİÖŞÜ čďěňřšťůžČĎĚŇŘŠŤŮŽ \
        ĺľŕĹĽŔ őűŐŰ đĐ āēģīķļņūĀĒĢĪĶĻŅŪ ėįųĖĮŲ ħĦ ŋŧŊŦ æøåðþÆØÅÐÞ ßẞ ñãõÑÃÕ əƏ ŀĿ ọẹṣịụṅỌẸṢ";

    #[test]
    fn every_letter_of_a_name_is_printed_with_a_width_of_its_own() {
        for letter in NAMES.chars().filter(|c| !c.is_whitespace()) {
            let text = letter.to_string();
            for font in Font::ALL {
                let width = font.width(&text, 1000.0);
                assert!(width > 200.0, "{letter}: {width}");
                if code_of(letter).is_none() {
                    assert!(drawn(&text, font).is_some(), "{letter}");
                }
            }
        }
    }

    #[test]
    fn no_letter_that_the_fonts_have_is_taken_apart() {
        for (mark, pairs) in MARKED {
            let pairs: Vec<char> = pairs.chars().collect();
            assert!(pairs.len().is_multiple_of(2), "{mark:?}");
            for whole in pairs.iter().skip(1).step_by(2) {
                assert_eq!(code_of(*whole), None, "{whole}");
                assert!(drawn(&whole.to_string(), Font::Plain).is_some(), "{whole}");
            }
        }
    }

    #[test]
    fn no_sign_known_is_out_of_the_ranges() {
        let alike = ALIKE.iter().map(|one| one.0);
        let signs = alike.chain("≥≤≠≈→✓✗☐☑☒■▪○◦ﬁﬂ−⁄ıŁł⁊⅓₂⁶".chars());
        for sign in signs {
            assert!(drawn(&sign.to_string(), Font::Plain).is_some(), "{sign}");
        }
    }

    #[test]
    fn a_letter_is_drawn_alike_however_its_marks_are_written() {
        for (one, other) in [
            ("ŵ", "w\u{302}"),
            ("ẹ\u{301}", "e\u{323}\u{301}"),
            ("ẃ", "w\u{301}"),
        ] {
            assert_eq!(drawn(one, Font::Bold), drawn(other, Font::Bold));
        }
        let ring = drawn("ŵ", Font::Plain).map(|one| one.parts.len());
        assert_eq!(ring, Some(2));
        assert!(drawing("水", Font::Plain).1 && drawing("\u{302}", Font::Plain).1);
    }
}
