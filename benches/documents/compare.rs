//! Words and terms of papers, ours against pdftotext's, by the program that made them.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use scrutineer::base::Text;
use scrutineer::checklist::Library;
use scrutineer::documents::{Page, Paper, PaperReader, Search, Shelf, read_trusted};

use crate::{ms, processor, row, shelved, timed};

/// How many phrases of each paper's own are looked for in it.
const OWN: usize = 61;

/// What was counted.
#[derive(Default, Clone)]
struct Tally {
    files: usize,
    pages: usize,
    /// Words that both have.
    shared: u64,
    theirs: u64,
    ours: u64,
    /// Phrases of the papers' own that pdftotext's text holds, and those that ours does not.
    own: usize,
    own_absent: usize,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.files += other.files;
        self.pages += other.pages;
        self.shared += other.shared;
        self.theirs += other.theirs;
        self.ours += other.ours;
        self.own += other.own;
        self.own_absent += other.own_absent;
    }

    fn recall(&self) -> f64 {
        self.shared as f64 / self.theirs.max(1) as f64
    }

    fn precision(&self) -> f64 {
        self.shared as f64 / self.ours.max(1) as f64
    }

    fn says(&self) -> String {
        format!(
            "{:>4} files {:>6} pages {:>8} words  recall {:.4}  precision {:.4}  own phrases absent {} of {}",
            self.files,
            self.pages,
            self.theirs,
            self.recall(),
            self.precision(),
            self.own_absent,
            self.own
        )
    }
}

/// The number of times that all papers are read for their time; the one in the middle counts.
const ROUNDS: usize = 5;

fn theirs(path: &Path) -> Output {
    let mut command = Command::new("pdftotext");
    command.arg(path).arg("-").output().unwrap()
}

/// The times of papers read one by one, and the processor time of all rounds.
fn times(paths: &[&Path], reader: &PaperReader) {
    let (mut our_times, mut their_times) = (Vec::new(), Vec::new());
    let (mut our_ticks, mut their_ticks) = (0, 0);
    for _ in 0..ROUNDS {
        let before = processor();
        let mut go_on = |_| ControlFlow::Continue(());
        let ours = || {
            for path in paths {
                drop(reader.read(path, &mut go_on));
            }
        };
        our_times.push(timed(ours).0);
        let between = processor();
        their_times.push(timed(|| paths.iter().for_each(|path| drop(theirs(path)))).0);
        our_ticks += between - before;
        their_ticks += processor() - between;
    }
    our_times.sort_unstable();
    their_times.sort_unstable();
    let (ours, theirs) = (our_times[ROUNDS / 2], their_times[ROUNDS / 2]);
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    let told = format!("(ours {:.0} ms, pdftotext {:.0} ms)", ms(ours), ms(theirs));
    row(
        "one by one, worker and all, wall, ours / theirs",
        &format!("{ratio:.2}"),
        &told,
    );
    #[expect(clippy::cast_precision_loss, reason = "a few thousand at most")]
    let ratio = our_ticks as f64 / their_ticks as f64;
    let told = format!("({our_ticks} and {their_ticks} hundredths of a second, {ROUNDS} rounds)");
    row("the same, processor", &format!("{ratio:.2}"), &told);
}

/// Words and terms of papers, ours against pdftotext's.
pub(crate) fn compare(paths: &[PathBuf], library: &Library, what: &str) {
    let mut terms: Vec<&str> = library
        .questions()
        .flat_map(|(_, question)| question.look_for.english.iter().map(Text::as_str))
        // Words that may be parted are of one sentence: where those end, pdftotext does not say.
        .filter(|term| !term.contains('…'))
        .collect();
    terms.sort_unstable();
    terms.dedup();
    let reader = crate::reader();
    let (mut all, mut unread) = (Tally::default(), Vec::new());
    let (mut pairs, mut absent, mut possible) = (0, Vec::new(), 0);
    let mut producers: BTreeMap<String, Tally> = BTreeMap::new();
    let mut files: Vec<(&Path, Tally, Vec<String>)> = Vec::new();
    let mut read: Vec<&Path> = Vec::new();
    for path in paths {
        let out = theirs(path);
        let paper = reader.read(path, &mut |_| ControlFlow::Continue(()));
        let paper = match (out.status.success(), paper) {
            (true, Ok(paper)) => paper,
            (theirs, result) => {
                let ours = result.err().map_or_else(
                    || format!("{} was read", path.display()),
                    |error| error.to_string(),
                );
                let theirs = if theirs {
                    "pdftotext reads it"
                } else {
                    "pdftotext refuses it"
                };
                unread.push(format!("{theirs}; ours: {ours}"));
                continue;
            }
        };
        read.push(path);
        let text = String::from_utf8_lossy(&out.stdout).into_owned();
        let mut tally = count(&paper, &text);
        let own = own_phrases(&text);
        let their_paper = match read_trusted(text.into_bytes(), Path::new("x.txt")) {
            Ok(their_paper) => their_paper,
            Err(fault) => {
                let (name, pages) = (path.display(), paper.pages.len());
                let read = paper.pages_read();
                unread.push(format!(
                    "pdftotext's text of {name} {fault}; ours: {read} of {pages} pages read"
                ));
                continue;
            }
        };
        let not_read_in_full = !paper.is_read_in_full();
        let shelf = |paper: Paper| Shelf::new(vec![shelved(0, Arc::new(paper))], Vec::new());
        let (mine, their) = (shelf(paper), shelf(their_paper));
        let found = |shelf: &Shelf, term: &str| shelf.search(&Search::any_of([term]), 1).total > 0;
        for term in &terms {
            if found(&their, term) {
                pairs += 1;
                if !found(&mine, term) {
                    let silence = mine.silence([*term]);
                    let may_be = silence.is_some_and(|one| !one.possible.is_empty());
                    possible += usize::from(may_be);
                    let told = if may_be {
                        " (told as a possible mention)"
                    } else {
                        ""
                    };
                    let gaps = if not_read_in_full {
                        " (pages told as unread)"
                    } else {
                        ""
                    };
                    absent.push(format!("{term} in {}{told}{gaps}", path.display()));
                }
            }
        }
        tally.own = own.len();
        let mut lost = Vec::new();
        for phrase in own {
            if !found(&mine, &phrase) {
                tally.own_absent += 1;
                lost.push(phrase);
            }
        }
        all.add(&tally);
        producers.entry(producer(path)).or_default().add(&tally);
        files.push((path, tally, lost));
    }
    row(
        &format!("{what}: files, pages"),
        &format!("{}, {}", all.files, all.pages),
        "",
    );
    row("not read by both", &unread.len().to_string(), "");
    for one in &unread {
        println!("    {one}");
    }
    times(&read, &reader);
    row(
        "word recall against pdftotext",
        &format!("{:.4}", all.recall()),
        "at least 0.999",
    );
    row("word precision", &format!("{:.4}", all.precision()), "");
    row(
        &format!("{} terms: wrongly absent from a document", terms.len()),
        &format!("{} of {pairs}", absent.len()),
        &format!("none ({possible} of them told as a possible mention)"),
    );
    for one in absent.iter().take(40) {
        println!("    {one}");
    }
    row(
        &format!("{OWN} phrases of each paper's own: absent"),
        &format!("{} of {}", all.own_absent, all.own),
        "",
    );
    if paths.len() > 2 {
        println!("\nBy producer\n");
        let mut producers: Vec<_> = producers.into_iter().collect();
        producers.sort_by_key(|(_, tally)| std::cmp::Reverse(tally.pages));
        for (name, tally) in producers {
            println!("    {name:<34} {}", tally.says());
        }
        println!("\nThe worst\n");
        files.sort_by(|a, b| a.1.recall().total_cmp(&b.1.recall()));
        for (path, tally, lost) in files.iter().take(60) {
            println!("    {} {}", tally.says(), path.display());
            for phrase in lost.iter().take(3) {
                println!("        {phrase}");
            }
        }
    }
}

/// The program that made a file, without its version; empty where it is not told.
fn producer(path: &Path) -> String {
    let Ok(out) = Command::new("pdfinfo").arg(path).output() else {
        return String::new();
    };
    let told = String::from_utf8_lossy(&out.stdout).into_owned();
    let name = told
        .lines()
        .find_map(|line| line.strip_prefix("Producer:"))
        .unwrap_or_default();
    let name: Vec<&str> = name
        .split_whitespace()
        .take_while(|word| !word.starts_with(|c: char| c.is_ascii_digit() || c == '('))
        .take(4)
        .collect();
    name.join(" ")
}

/// The words of a paper and of pdftotext's text.
fn count(paper: &Paper, text: &str) -> Tally {
    let mine: Vec<String> = paper.pages.iter().map(Page::text).collect();
    let (mine, their) = (
        words(&mine.join("\n\n")),
        words(&text.replace('\u{C}', "\n\n")),
    );
    let mut tally = Tally {
        files: 1,
        pages: paper.pages.len(),
        ours: mine.values().map(|times| u64::from(*times)).sum(),
        ..Tally::default()
    };
    for (word, times) in &their {
        tally.shared += u64::from(*times.min(mine.get(word).unwrap_or(&0)));
        tally.theirs += u64::from(*times);
    }
    tally
}

/// Phrases of two words out of the middle of lines, spread over the whole text.
fn own_phrases(text: &str) -> Vec<String> {
    let phrases: Vec<String> = text
        .lines()
        .filter_map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let plain =
                |word: &&str| word.len() > 2 && word.bytes().all(|b| b.is_ascii_lowercase());
            let middle = words.get(words.len() / 2..words.len() / 2 + 2)?;
            (words.len() > 5 && middle.iter().all(plain)).then(|| middle.join(" "))
        })
        .collect();
    let step = (phrases.len() / OWN).max(1);
    phrases.into_iter().step_by(step).take(OWN).collect()
}

/// The words of a text, with how often each stands in it. A word broken by a hyphen at a line's end
/// is one word, as pdftotext has it.
fn words(text: &str) -> HashMap<String, u32> {
    let mut joined = String::with_capacity(text.len());
    let mut lines = text.split('\n').peekable();
    while let Some(line) = lines.next() {
        let next_is_small = lines
            .peek()
            .is_some_and(|next| next.starts_with(char::is_lowercase));
        match line.strip_suffix('-') {
            Some(head) if next_is_small => joined.push_str(head),
            _ => {
                joined.push_str(line);
                joined.push('\n');
            }
        }
    }
    let mut out = HashMap::new();
    let (mut word, mut was_raised) = (String::new(), false);
    // pdftotext keeps letters that are drawn as one, we split them.
    for (one, letters) in [
        ('ﬀ', "ff"),
        ('ﬁ', "fi"),
        ('ﬂ', "fl"),
        ('ﬃ', "ffi"),
        ('ﬄ', "ffl"),
    ] {
        joined = joined.replace(one, letters);
    }
    let marks = '\u{300}'..='\u{36F}';
    let letters = joined.to_lowercase();
    let letters = letters.chars().filter(|c| !marks.contains(c));
    for c in letters.map(without_accent).chain([' ']) {
        // We raise a note's mark, pdftotext puts it to its word: letters and digits are two words.
        let (c, raised) = match c {
            '¹' => ('1', true),
            '²' => ('2', true),
            '³' => ('3', true),
            '⁰' | '⁴'..='⁹' => (char::from_digit(u32::from(c) - 0x2070, 10).unwrap(), true),
            c => (c, false),
        };
        let is_digit = |word: &str| word.ends_with(|c: char| c.is_ascii_digit());
        let parts = raised != was_raised || is_digit(&word) != c.is_ascii_digit();
        if (parts || !c.is_ascii_alphanumeric()) && !word.is_empty() {
            *out.entry(std::mem::take(&mut word)).or_default() += 1;
        }
        was_raised = raised;
        if c.is_ascii_alphanumeric() {
            word.push(c);
        }
    }
    out
}

/// A letter without its accent: pdftotext tells the accents that TeX draws as marks of their own.
fn without_accent(letter: char) -> char {
    for (plain, accented) in [
        ('a', "àáâãäåāăą"),
        ('c', "çćĉċč"),
        ('e', "èéêëēĕėęě"),
        ('i', "ìíîïĩīĭįı"),
        ('n', "ñńņň"),
        ('o', "òóôõöōŏő"),
        ('s', "śŝşšș"),
        ('u', "ùúûüũūŭůűų"),
        ('w', "ŵẁẃẅ"),
        ('y', "ýÿŷỳ"),
        ('z', "źżž"),
    ] {
        if !letter.is_ascii() && accented.contains(letter) {
            return plain;
        }
    }
    letter
}
