//! Quotations of real papers looked up again: true ones, changed ones, labelled ones.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use scrutineer::audit::{Answer, Audit, Evidence, QuoteState, Quotes, Review};
use scrutineer::documents::{Paper, ParagraphRole, Shelf, Shelved, find_quotation, quotes};

use crate::chance::Chance;
use crate::changed::{Kind, changed};
use crate::{ms, read, row, timed};

const TRUE: usize = 2_000;
const CHANGED: usize = 10_000;

/// A word of a paper, and its page.
type Placed = (String, u32);

/// Looks quotations of papers up again, and prints how many of each kind are found.
pub(crate) fn measure(paths: &[PathBuf], labels: impl Iterator<Item = PathBuf>) {
    println!("\nQuotations of the papers given\n");
    let papers: Vec<(String, Paper)> = paths
        .iter()
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into(),
                read(path),
            )
        })
        .collect();
    let words: Vec<Vec<Placed>> = papers.iter().map(|(_, paper)| words_of(paper)).collect();
    let usable: Vec<usize> = (0..papers.len())
        .filter(|at| words[*at].len() > 200)
        .collect();
    let shelved = papers.iter().map(|(name, paper)| Shelved {
        id: name.clone(),
        title: name.clone(),
        path: None,
        in_confidence: false,
        date: None,
        paper: Arc::new(paper.clone()),
    });
    let shelf = Shelf::new(shelved.collect(), Vec::new());
    let mut chance = Chance::new(7);
    let texts: Vec<String> = words
        .iter()
        .map(|words| format!(" {} ", joined(words)))
        .collect();
    let draw = |chance: &mut Chance| {
        let at = chance.pick(&usable);
        let most = words[at].len() - 40;
        let start = usize::try_from(chance.below(most as u64)).unwrap();
        let many = 6 + usize::try_from(chance.below(30)).unwrap();
        (at, &words[at][start..start + many])
    };
    let mut honest = Quoting::default();
    let mut over_a_page = 0;
    for _ in 0..TRUE {
        let (at, stretch) = draw(&mut chance);
        over_a_page += usize::from(stretch[0].1 != stretch[stretch.len() - 1].1);
        honest.add(&papers[at].0, stretch[0].1, joined(stretch));
    }
    let mut other = Quoting::default();
    let (mut kinds, mut left_out) = (BTreeMap::new(), 0);
    while other.0.len() < CHANGED {
        let kind = Kind::ALL[other.0.len() % Kind::ALL.len()];
        let (at, stretch) = draw(&mut chance);
        let from: Vec<String> = stretch.iter().map(|(word, _)| word.clone()).collect();
        let pool: Vec<&str> = words[at]
            .iter()
            .take(400)
            .map(|(word, _)| word.as_str())
            .collect();
        let Some(to) = changed(&from, kind, &pool, &mut chance) else {
            continue;
        };
        let to = to.join(" ");
        if texts[at].contains(&format!(" {to} ")) {
            left_out += 1;
            continue;
        }
        other.add(&papers[at].0, stretch[0].1, to);
        *kinds.entry(kind).or_insert(0) += 1;
    }
    tell(
        "true ones",
        honest,
        &shelf,
        &format!("{over_a_page} over a page's end"),
    );
    let made = format!("{kinds:?}, {left_out} left out: they stand there");
    tell("changed ones", other, &shelf, &made);
    for path in labels {
        labelled(&path, &papers);
    }
}

/// The running words of a paper as printed, line ends and all, with the page of each.
fn words_of(paper: &Paper) -> Vec<Placed> {
    let mut out = Vec::new();
    for page in paper.pages.iter().filter(|page| page.state.is_read()) {
        for one in &page.paragraphs {
            if matches!(one.role, ParagraphRole::Body | ParagraphRole::Heading) {
                let quote = one.quote();
                let words = quote.split_whitespace();
                out.extend(words.map(|word| (word.to_owned(), page.number)));
            }
        }
    }
    out
}

fn joined(words: &[Placed]) -> String {
    let words: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
    words.join(" ")
}

#[derive(Default)]
struct Quoting(BTreeMap<String, Answer>);

impl Quoting {
    fn add(&mut self, document: &str, page: u32, words: String) {
        let evidence = Evidence {
            document: Some(document.to_owned()),
            page: Some(page),
            quote: Some(words),
            ..Evidence::default()
        };
        let answer = Answer {
            evidence: vec![evidence],
            ..Answer::default()
        };
        self.0.insert(format!("q{}", self.0.len()), answer);
    }
}

fn tell(what: &str, quoting: Quoting, shelf: &Shelf, about: &str) {
    let audit = Audit {
        answers: quoting.0,
        ..Audit::new(Review::named("A", "B"))
    };
    let (time, found): (Duration, Quotes) = timed(|| quotes(&audit, shelf, &Quotes::default()));
    let list = found.list(&audit);
    let mut states: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &list {
        *states.entry(one.state.word()).or_default() += 1;
    }
    row(
        &format!("{} {what}", list.len()),
        &format!("{:.0} ms", ms(time)),
        &format!("{states:?} ({about})"),
    );
    if std::env::var_os("SCRUTINEER_BENCH_TELL").is_some() {
        let is_odd = |state| (state == QuoteState::Missing) == (what == "true ones");
        for one in list.iter().filter(|one| is_odd(one.state)) {
            println!("    {:?}", one.quotation);
        }
    }
}

/// Looks the first words of labelled paragraphs up: a table with file, page and words.
fn labelled(path: &Path, papers: &[(String, Paper)]) {
    let text = std::fs::read_to_string(path).unwrap();
    let mut states: BTreeMap<String, usize> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, _, _, file, page, first] = fields.as_slice() else {
            continue;
        };
        let Some((name, paper)) = papers.iter().find(|(name, _)| name == file) else {
            continue;
        };
        let quotation = scrutineer::audit::Quotation {
            document: name.clone(),
            page: page.parse().ok(),
            printed_page: None,
            words: (*first).to_owned(),
        };
        let state = find_quotation(paper, &quotation);
        if state == QuoteState::Missing && std::env::var_os("SCRUTINEER_BENCH_TELL").is_some() {
            println!("    {quotation:?}");
        }
        *states.entry(state.word().to_owned()).or_default() += 1;
    }
    row("labelled ones", "", &format!("{states:?}"));
}
