//! `documents compare`: two registered papers, as a draft and the final report, with both pages.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use super::papers::{AuditDocuments, Read, left_out};
use crate::base::diagnostic::nearest;
use crate::cli::Now;
use crate::cli::arguments::counted;
use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::home::{Home, who};
use crate::cli::page::{TextBuilder, count};
use crate::documents::compare::{
    ChangeKind, ComparedParagraph, PaperChange, PaperComparison, Promise, compare_papers,
    lost_evidence,
};
use crate::documents::{Shelved, say_pages};
use crate::report::words;
use crate::session::Changing;
use crate::store::{self, RealDisk};
use crate::wording::{DiffPart, Fate, list, say_diff};

/// Compare a draft with the final paper: promises and paragraphs dropped, changed, moved or added.
///
/// Both papers are registered in the audit; documents list shows their ids. Promises of the draft that
/// the final no longer makes come first. Numbers of paragraphs, running heads, hyphens and quotation
/// marks do not count as changes. Nothing is changed in the audit, unless you take a lost passage as
/// evidence with --record.
#[derive(Debug, Args)]
pub(in crate::cli) struct Compare {
    /// The audit: its name in your library, or the path to its file.
    #[arg(value_name = "AUDIT")]
    audit: PathBuf,
    /// The id of the draft in the register.
    #[arg(value_name = "DRAFT")]
    draft: String,
    /// The id of the final paper in the register.
    #[arg(value_name = "FINAL")]
    last: String,
    /// Add a lost passage to this question as evidence: the words of the draft, and a proof that they
    /// are not in the final.
    #[arg(long, value_name = "QUESTION")]
    record: Option<String>,
    /// The number of the lost passage to record, as it is listed; needed if there are several.
    #[arg(long, value_name = "N", requires = "record", value_parser = counted::<usize>())]
    number: Option<usize>,
    /// List moved, split and joined paragraphs, and kept promises, as well.
    #[arg(long)]
    all: bool,
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
}

/// The comparison for a program.
#[derive(Debug, Serialize)]
struct CompareJson<'a> {
    draft: PaperJson<'a>,
    #[serde(rename = "final")]
    last: PaperJson<'a>,
    promises: Vec<PromiseJson<'a>>,
    changes: Vec<ChangeJson<'a>>,
    unchanged: usize,
    /// The passages that --record can take, by their numbers.
    lost: Vec<LostJson<'a>>,
}

#[derive(Debug, Serialize)]
struct PaperJson<'a> {
    document: &'a str,
    title: &'a str,
    unread: &'a [u32],
}

#[derive(Debug, Serialize)]
struct PromiseJson<'a> {
    fate: Fate,
    said: &'a str,
    draft: PlaceJson,
    #[serde(rename = "final")]
    last: Option<PlaceJson>,
    words: &'a [DiffPart],
}

#[derive(Debug, Serialize)]
struct ChangeJson<'a> {
    kind: ChangeKind,
    draft: Vec<PlaceJson>,
    #[serde(rename = "final")]
    last: Vec<PlaceJson>,
    words: &'a [DiffPart],
}

#[derive(Debug, Serialize)]
struct PlaceJson {
    page: Option<u32>,
    printed_page: Option<String>,
    cite: String,
    text: String,
}

#[derive(Debug, Serialize)]
struct LostJson<'a> {
    number: usize,
    said: &'a str,
}

/// Two papers that were read, with their comparison.
struct Compared<'a> {
    read: &'a Read,
    draft: &'a Shelved,
    last: &'a Shelved,
    all: PaperComparison,
}

impl Compare {
    pub(in crate::cli) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        if self.draft == self.last {
            return Err(Failure::usage(
                "a paper cannot be compared with itself; name the draft, then the final",
            ));
        }
        let home = Home::here()?;
        let mut papers = AuditDocuments::of(&home, &self.audit)?;
        let path = papers.path.clone();
        for id in [&self.draft, &self.last] {
            if papers.audit.document(id).is_none() {
                return Err(Failure::new(format!(
                    "no document with the id “{id}” is registered; documents list shows the ids"
                )));
            }
        }
        let two = [&self.draft, &self.last];
        papers
            .audit
            .documents
            .retain(|one| two.iter().any(|id| **id == one.id));
        let read = papers.read()?;
        let paper = |id: &str| {
            read.shelf.paper(id).ok_or_else(|| {
                let why = read.shelf.not_read().iter().find(|one| one.id == id);
                Failure::new(format!(
                    "the two papers were not compared: {}",
                    why.map(left_out).unwrap_or_default()
                ))
            })
        };
        let (draft, last) = (paper(&self.draft)?, paper(&self.last)?);
        let compared = Compared {
            all: compare_papers(&draft.paper, &last.paper, draft.date),
            draft,
            last,
            read: &read,
        };
        if let Some(question) = &self.record {
            return self.record(&home, &compared, &path, question, now);
        }
        let said = if self.json {
            compared.json()?
        } else {
            CommandOutput::done(compared.words(self.all))
        };
        Ok(said.notes(&read.notices).exit(read.exit))
    }

    /// Records a lost passage under a question, with its proof.
    fn record(
        &self,
        home: &Home,
        compared: &Compared<'_>,
        path: &Path,
        question: &str,
        now: Now,
    ) -> Result<CommandOutput, Failure> {
        let library = home.library()?;
        let Some(ix) = library.find_question(question) else {
            let ids = library.questions().map(|(_, one)| one.id.as_str());
            let near = nearest(question, ids);
            let help = near.map_or_else(
                || "checklist list shows them".to_owned(),
                |near| format!("did you mean “{near}”?"),
            );
            return Err(Failure::usage(format!(
                "there is no question “{question}”; {help}"
            )));
        };
        let lost = compared.all.lost();
        let one = match (self.number, lost.as_slice()) {
            (_, []) => {
                return Err(Failure::new(
                    "nothing was recorded: the final has dropped no passage of the draft",
                ));
            }
            (None, [one]) => one,
            (None, all) => {
                return Err(Failure::usage(format!(
                    "there are {} lost passages; say which with --number N, as listed without --record",
                    all.len()
                )));
            }
            (Some(number), all) => number
                .checked_sub(1)
                .and_then(|at| all.get(at))
                .ok_or_else(|| {
                    let passages = count(all.len(), "lost passage", "lost passages");
                    Failure::usage(format!("there is no number {number}: there are {passages}"))
                })?,
        };
        let evidence = lost_evidence(
            &compared.read.shelf,
            &self.draft,
            &self.last,
            one,
            Some(now.today),
        )
        .map_err(|why| Failure::new(format!("nothing was recorded: {why}")))?;
        let nothing = "nothing was recorded";
        let mut changing = Changing::open(Arc::new(RealDisk), path, who(), now.moment)
            .map_err(|why| Failure::unchanged(nothing, why))?;
        let change = changing.audit().edit_answer_of(&library, ix, |answer| {
            let fresh: Vec<_> = evidence
                .iter()
                .filter(|one| !answer.evidence.contains(one))
                .cloned()
                .collect();
            answer.evidence.extend(fresh);
        });
        let mut page = TextBuilder::new();
        let short = &library.question(ix).short;
        if let Some(change) = change {
            changing
                .record(change)
                .map_err(|why| Failure::new(format!("{nothing}: {why}")))?;
            page.heading(&format!("Recorded as evidence under “{short}”"));
        } else {
            page.heading(&format!("Already recorded under “{short}”"));
        }
        for one in &evidence {
            page.item(2, &words::evidence(changing.audit(), one));
        }
        page.paragraph(
            0,
            "The answer itself was left as it is: decide it yourself.",
        );
        let notices = changing
            .save()
            .map_err(|why| Failure::unsaved("the evidence", why))?;
        Ok(CommandOutput::done(page.finish()).notes(store::sentences(&notices)))
    }
}

impl Compared<'_> {
    fn place(&self, paper: &Shelved, at: &ComparedParagraph) -> PlaceJson {
        let passage = self.read.shelf.passage_at(&paper.id, at.page, at.paragraph);
        let locus = passage.map(|one| one.at);
        PlaceJson {
            page: locus.as_ref().and_then(|one| one.page),
            printed_page: locus.as_ref().and_then(|one| one.printed.clone()),
            cite: locus.map(|one| one.cite()).unwrap_or_default(),
            text: at.text.clone(),
        }
    }

    fn json(&self) -> Result<CommandOutput, Failure> {
        let paper = |one, unread| {
            let one: &Shelved = one;
            PaperJson {
                document: &one.id,
                title: &one.title,
                unread,
            }
        };
        let lost = self.all.lost();
        CommandOutput::json(&CompareJson {
            draft: paper(self.draft, &self.all.unread.0),
            last: paper(self.last, &self.all.unread.1),
            promises: self
                .all
                .promises
                .iter()
                .map(|one| PromiseJson {
                    fate: one.fate,
                    said: &one.said,
                    draft: self.place(self.draft, &one.before),
                    last: one.after.as_ref().map(|at| self.place(self.last, at)),
                    words: &one.words,
                })
                .collect(),
            changes: self
                .all
                .changes
                .iter()
                .map(|one| ChangeJson {
                    kind: one.kind,
                    draft: self.places(self.draft, &one.before),
                    last: self.places(self.last, &one.after),
                    words: &one.words,
                })
                .collect(),
            unchanged: self.all.unchanged,
            lost: lost
                .iter()
                .zip(1..)
                .map(|(one, number)| LostJson {
                    number,
                    said: &one.said,
                })
                .collect(),
        })
    }

    fn places(&self, paper: &Shelved, all: &[ComparedParagraph]) -> Vec<PlaceJson> {
        all.iter().map(|at| self.place(paper, at)).collect()
    }

    fn words(&self, everything: bool) -> String {
        let mut page = TextBuilder::new();
        page.heading(&format!(
            "“{}” compared with “{}”",
            self.draft.title, self.last.title
        ));
        let mut counts: Vec<String> = Vec::new();
        for fate in Fate::ALL {
            let number = self.all.with_fate(fate).count();
            if number > 0 {
                counts.push(format!("{number} {}", fate.in_short()));
            }
        }
        if counts.is_empty() {
            page.paragraph(
                2,
                "No sentence of the draft promises anything, as far as its words show.",
            );
        } else {
            page.paragraph(2, &format!("Promises of the draft: {}.", list(&counts)));
        }
        let kinds = ChangeKind::ALL.iter().filter_map(|kind| {
            let number = self.all.count(*kind);
            (number > 0).then(|| format!("{number} {}", kind.label()))
        });
        let mut kinds: Vec<String> = kinds.collect();
        kinds.push(format!("{} unchanged", self.all.unchanged));
        page.paragraph(2, &format!("Paragraphs: {}.", list(&kinds)));
        for (paper, unread) in [
            (self.draft, &self.all.unread.0),
            (self.last, &self.all.unread.1),
        ] {
            if !unread.is_empty() {
                page.hanging(
                    2,
                    "! ",
                    &format!(
                        "{} of “{}” could not be read: what is said there is not compared, and \
                         something that seems to be dropped or added may be there.",
                        capital_pages(unread),
                        paper.title
                    ),
                );
            }
        }
        let lost = self.all.lost();
        let mut numbers = 1..;
        for fate in Fate::ALL {
            if fate == Fate::Kept && !everything {
                continue;
            }
            let these: Vec<&Promise> = self.all.with_fate(fate).collect();
            if these.is_empty() {
                continue;
            }
            page.heading(&format!("{} ({})", fate.heading(), these.len()));
            for one in these {
                let label = if matches!(fate, Fate::Dropped | Fate::Withdrawn) {
                    numbers.next().map(|number| format!("{number}. "))
                } else {
                    None
                };
                self.promise(&mut page, label.as_deref().unwrap_or("- "), one);
            }
        }
        for kind in ChangeKind::ALL {
            // A paragraph that only changed its place is told if it is asked for.
            let is_place = matches!(
                kind,
                ChangeKind::Moved | ChangeKind::Split | ChangeKind::Joined
            );
            let is_told = |one: &&PaperChange| everything || !is_place || !one.words.is_empty();
            let these: Vec<&PaperChange> = self.all.of_kind(kind).filter(is_told).collect();
            if these.is_empty() {
                continue;
            }
            page.heading(&format!("{} ({})", kind.heading(), these.len()));
            for one in these {
                let label = if kind == ChangeKind::Dropped {
                    numbers.next().map(|number| format!("{number}. "))
                } else {
                    None
                };
                self.change(&mut page, label.as_deref().unwrap_or("- "), one);
            }
        }
        page.gap();
        if !lost.is_empty() {
            page.paragraph(
                0,
                "To record a numbered passage as evidence, add: --record QUESTION --number N",
            );
        }
        if !everything {
            page.paragraph(0, "--all lists kept promises and moved paragraphs as well.");
        }
        page.finish()
    }

    fn promise(&self, page: &mut TextBuilder, label: &str, one: &Promise) {
        let said = if one.words.is_empty() {
            one.said.clone()
        } else {
            say_diff(&one.words)
        };
        page.hanging(2, label, &format!("“{said}”"));
        let draft = self.place(self.draft, &one.before).cite;
        let place = match &one.after {
            Some(at) => format!("{draft}; {}", self.place(self.last, at).cite),
            None => draft,
        };
        page.paragraph(5, &place);
    }

    fn change(&self, page: &mut TextBuilder, label: &str, one: &PaperChange) {
        let texts = |all: &[ComparedParagraph]| {
            let texts: Vec<&str> = all.iter().map(|at| at.text.as_str()).collect();
            texts.join(" / ")
        };
        let said = match (one.words.is_empty(), one.before.is_empty()) {
            (false, _) => say_diff(&one.words),
            (true, true) => texts(&one.after),
            (true, false) => texts(&one.before),
        };
        page.hanging(2, label, &said);
        let places = (one.before.iter().map(|at| self.place(self.draft, at)))
            .chain(one.after.iter().map(|at| self.place(self.last, at)));
        let mut cites: Vec<String> = places.map(|one| one.cite).collect();
        cites.dedup();
        page.paragraph(5, &cites.join("; "));
    }
}

/// Returns "Page 3" or "Pages 3 and 5", at the beginning of a sentence.
fn capital_pages(pages: &[u32]) -> String {
    let word = if pages.len() == 1 { "Page" } else { "Pages" };
    format!("{word} {}", say_pages(pages))
}
