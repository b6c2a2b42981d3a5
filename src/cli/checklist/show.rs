//! `checklist show`: one entry of the checklists in full, in plain words.

use clap::Args;

use crate::base::Text;
use crate::base::Word as _;
use crate::base::diagnostic::nearest;
use crate::checklist::applicability::say_span;
use crate::checklist::{
    ChecklistFile, FileIx, Flag, Library, Precedent, Question, QuestionIx, QuestionKind,
    Requirement, Strength, Term, Wording,
};
use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::home::Home;
use crate::cli::page::{TextBuilder, count};
use crate::cli::shown;

/// Show one entry in full.
#[derive(Debug, Args)]
pub(in crate::cli) struct Show {
    /// The id of a checklist, a question, a requirement, a flag, a strength or a precedent; or a
    /// word of the glossary.
    id: String,
}

impl Show {
    pub(super) fn run(&self) -> Result<CommandOutput, Failure> {
        let library = Home::here()?.library()?;
        let mut entry = ShownEntry {
            library: &library,
            page: TextBuilder::new(),
        };
        // An id is unique among its kind only; the same may name a flag and a precedent.
        for (_, one) in library.files().filter(|(_, one)| one.id == self.id) {
            entry.checklist(one);
        }
        for (_, one) in library.questions().filter(|(_, one)| one.id == self.id) {
            entry.question(one);
        }
        for (_, one) in library.requirements().filter(|(_, one)| one.id == self.id) {
            entry.requirement(one);
        }
        for (_, one) in library.flags().filter(|(_, one)| one.id == self.id) {
            entry.flag(one);
        }
        for (_, one) in library.strengths().filter(|(_, one)| one.id == self.id) {
            entry.strength(one);
        }
        for (_, one) in library.precedents().filter(|(_, one)| one.id == self.id) {
            entry.precedent(one);
        }
        for (_, one) in library.terms() {
            let mut forms = one.forms();
            if one.id == self.id || forms.any(|form| form.to_lowercase() == self.id.to_lowercase())
            {
                entry.term(one);
            }
        }
        let text = entry.page.finish();
        if text.is_empty() {
            Err(unknown(&library, &self.id))
        } else {
            Ok(CommandOutput::done(text))
        }
    }
}

fn unknown(library: &Library, id: &str) -> Failure {
    let ids = library
        .questions()
        .map(|(_, one)| &one.id)
        .chain(library.requirements().map(|(_, one)| &one.id))
        .chain(library.flags().map(|(_, one)| &one.id))
        .chain(library.strengths().map(|(_, one)| &one.id))
        .chain(library.precedents().map(|(_, one)| &one.id))
        .chain(library.terms().map(|(_, one)| &one.id))
        .chain(library.files().map(|(_, one)| &one.id));
    let help = nearest(id, ids.map(Text::as_str)).map_or_else(
        || "scrutineer checklist list prints every id".to_owned(),
        |near| format!("did you mean “{near}”?"),
    );
    Failure::new(format!(
        "nothing in the checklists has the id “{id}”; {help}"
    ))
}

struct ShownEntry<'l> {
    library: &'l Library,
    page: TextBuilder,
}

impl ShownEntry<'_> {
    fn head(&mut self, what: &str, id: &str, title: &str) {
        self.page.heading(&format!("{what} {id}"));
        self.page.paragraph(0, title);
        self.page.gap();
    }

    fn part(&mut self, label: &str, text: &str) {
        self.page.hanging(2, &format!("{label}: "), text);
    }

    fn some(&mut self, label: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.part(label, text);
        }
    }

    fn list(&mut self, label: &str, texts: &[impl AsRef<str>]) {
        match texts {
            [] => {}
            [one] => self.part(label, one.as_ref()),
            many => {
                self.page.paragraph(2, &format!("{label}:"));
                for one in many {
                    self.page.item(4, one.as_ref());
                }
            }
        }
    }

    fn file(&mut self, ix: FileIx) {
        let file = self.library.file(ix);
        let own = if file.shipped { "" } else { ", your own" };
        self.part(
            "checklist",
            &format!("{} (edition {}{own})", file.id, file.edition),
        );
    }

    fn asks(&self, questions: &[QuestionIx]) -> Vec<String> {
        questions
            .iter()
            .map(|ix| self.library.question(*ix))
            .map(|question| format!("{} [{}]", question.short, question.id))
            .collect()
    }

    fn checklist(&mut self, file: &ChecklistFile) {
        self.head("Checklist", &file.id, &file.title);
        self.part("edition", &file.edition);
        self.part("file", &file.name);
        self.part(
            "comes with the program",
            if file.shipped { "yes" } else { "no, your own" },
        );
        self.part("digest", file.digest().as_str());
        self.part("source", &file.source);
        let here = |ix: FileIx| self.library.file(ix).id == file.id;
        let holds = [
            count(
                self.library
                    .questions()
                    .filter(|(_, one)| here(one.file))
                    .count(),
                "question",
                "questions",
            ),
            count(
                self.library
                    .requirements()
                    .filter(|(_, one)| here(one.file))
                    .count(),
                "requirement",
                "requirements",
            ),
            count(
                self.library
                    .flags()
                    .filter(|(_, one)| here(one.file))
                    .count(),
                "flag",
                "flags",
            ),
            count(
                self.library
                    .precedents()
                    .filter(|(_, one)| here(one.file))
                    .count(),
                "precedent",
                "precedents",
            ),
        ];
        self.part("holds", &holds.join(", "));
    }

    fn question(&mut self, question: &Question) {
        self.head("Question", &question.id, &question.ask);
        let core = if question.core { "core " } else { "" };
        self.part("kind", &format!("{core}{}", question.kind.word()));
        match &question.kind {
            QuestionKind::Figure(unit) => self.part("unit", unit.word()),
            QuestionKind::Choice(options) => {
                let options: Vec<String> = options
                    .iter()
                    .map(|one| format!("{}: {}", one.id, one.label))
                    .collect();
                self.list("options", &options);
            }
            QuestionKind::Judgement | QuestionKind::Event => {}
        }
        self.part("topic", question.topic.title());
        let section = self.library.section(question.section);
        self.part("section", &section.title);
        self.some("help", question.help.as_deref());
        self.part("look for", &question.look_for.english.join(", "));
        self.list("proved by", &question.proved_by);
        self.some("usual failure", question.usual_failure.as_deref());
        if question.after_decision {
            self.part("evidence", "what is dated after the decision may decide it");
        }
        for (label, list) in [
            ("decides", &question.decides),
            ("goes with", &question.beside),
        ] {
            let requirements: Vec<String> = list
                .iter()
                .map(|ix| self.library.requirement(*ix))
                .map(|one| format!("{} [{}]", shown::cite(one, None), one.id))
                .collect();
            self.list(label, &requirements);
        }
        self.part("digest of its text", question.digest().as_str());
        self.file(question.file);
    }

    fn requirement(&mut self, requirement: &Requirement) {
        self.head("Requirement", &requirement.id, &requirement.title);
        self.part("citation", &requirement.citation);
        self.part("force", requirement.force.label());
        self.part("demands", &requirement.demands);
        let remarks = shown::standing(requirement);
        self.part("checked", requirement.checked.label());
        self.list("note", &remarks);
        self.some("caution", requirement.caution.as_deref());
        let reply = requirement
            .reply
            .map(|ix| self.library.deadline(ix).id.as_str());
        self.some("time limit for a reply", reply);
        let spans: Vec<String> = requirement
            .in_force
            .iter()
            .map(|span| {
                let places: Vec<&str> = span.territories.iter().map(|one| one.label()).collect();
                let kinds: Vec<&str> = span.authorities.iter().map(|one| one.word()).collect();
                let whom = if kinds.is_empty() {
                    String::new()
                } else {
                    format!(", {} only", kinds.join(", "))
                };
                let cited = span
                    .citation
                    .as_deref()
                    .map_or_else(String::new, |one| format!(", cited as {one}"));
                format!("{}{whom}: {}{cited}", places.join(", "), say_span(span))
            })
            .collect();
        self.list("in force", &spans);
        match requirement.executive {
            Some(true) => self.part("binds", "councils with executive arrangements"),
            Some(false) => self.part("binds", "councils without executive arrangements"),
            None => {}
        }
        if requirement.applies_if.is_some() {
            self.part(
                "applies",
                "only where its own condition holds; a check says whether",
            );
        }
        let decided = self.asks(&requirement.questions);
        self.list("decided by", &decided);
        let beside = self.asks(&requirement.see_also);
        self.list("see also", &beside);
        self.part("instrument", &requirement.instrument);
        self.part("read it at", &requirement.url);
        self.part("source", &requirement.source);
        self.file(requirement.file);
    }

    fn flag(&mut self, flag: &Flag) {
        self.head("Flag", &flag.id, &flag.title);
        self.part("level", flag.level.word());
        let mut questions = Vec::new();
        flag.when.walk(&mut |condition| {
            use crate::checklist::Condition as Of;
            if let Of::Question(ix, _) | Of::Choice(ix, _) | Of::Figure(ix, ..) = condition
                && !questions.contains(ix)
            {
                questions.push(*ix);
            }
        });
        let asks = self.asks(&questions);
        self.list("looks at", &asks);
        let asks: Vec<String> = flag.challenge.ask.iter().map(Wording::plain).collect();
        self.list("ask", &asks);
        self.some("if that is evaded", flag.challenge.follow_up.as_deref());
        self.some("they will say", flag.challenge.they_will_say.as_deref());
        self.some("answer", flag.challenge.answer.as_deref());
        for remedy in &flag.challenge.remedies {
            self.some("ask the council to", Some(&remedy.wording.plain()));
        }
        let rests_on: Vec<String> = flag
            .requirements
            .iter()
            .map(|ix| self.library.requirement(*ix))
            .map(|one| format!("{} [{}]", shown::cite(one, None), one.id))
            .collect();
        self.list("rests on", &rests_on);
        let cases: Vec<String> = flag
            .precedents
            .iter()
            .map(|ix| self.library.precedent(*ix))
            .map(|one| format!("{} ({}, {}) [{}]", one.title, one.year, one.outcome, one.id))
            .collect();
        self.list("cases like it", &cases);
        self.part("checked", flag.checked.label());
        self.part("source", &flag.source);
        self.file(flag.file);
    }

    fn strength(&mut self, strength: &Strength) {
        self.head("Strength", &strength.id, &strength.title);
        self.part("source", &strength.source);
        self.file(strength.file);
    }

    fn precedent(&mut self, precedent: &Precedent) {
        self.head("Precedent", &precedent.id, &precedent.title);
        let place = precedent.territory.label();
        self.part("where and when", &format!("{place}, {}", precedent.year));
        if precedent.court {
            self.part("court", "a court gave judgment");
        }
        self.some("citation", precedent.citation.as_deref());
        self.part("facts", &precedent.facts);
        self.part("ground", &precedent.ground);
        self.part("outcome", precedent.outcome.word());
        self.part("lesson", &precedent.lesson);
        self.some("contested", precedent.contested.as_deref());
        self.some("known only later", precedent.hindsight.as_deref());
        self.part("checked", precedent.checked.label());
        self.part("who says so", precedent.grade.word());
        self.part("source", &precedent.source);
        self.some("read it at", precedent.url.as_deref());
        self.file(precedent.file);
    }

    fn term(&mut self, term: &Term) {
        self.head("Word", &term.id, &term.word);
        self.part("means", &term.meaning);
        if !term.also.is_empty() {
            self.part("also", &term.also.join("; "));
        }
        self.some("where", term.place().as_deref());
        self.part("checked", term.checked.label());
        self.part("source", &term.source);
        self.file(term.file);
    }
}
