//! `report`: writes a report to hand over.

mod notice;

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::Args;

use super::Now;
use super::arguments::{Which, day, word};
use super::documents::LookedUp;
use super::failure::{CommandOutput, Exit, Failure};
use super::home::{self, Home};
use crate::base::Word as _;
use crate::findings::derive;
use crate::report::author;
use crate::report::call_in::lint::{self, Weight};
use crate::report::read_through::read_through;
use crate::report::setting::{Meeting, Settings};
use crate::report::{Format, Kind, Meta, NoFormat, Ready, Setting, Source, ending, format_of};
use crate::store::{Fill, Handed};
use crate::wording::{capital, choice, clean, count, say_day};

/// Write a paper to hand over.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub(super) struct ReportCommand {
    #[command(flatten)]
    which: Which,
    /// The kind of paper.
    #[arg(long, value_parser = word::<Kind>())]
    kind: Kind,
    #[arg(long, value_parser = word::<Format>(), help = format_help())]
    format: Option<Format>,
    /// Write it here; - is standard output, as when this is left out.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Ignore your settings.toml except for your name: no letterhead, every section in its usual
    /// place.
    #[arg(long)]
    without_settings: bool,
    /// For a blank checklist: include the answers, notes and papers as they are now, without
    /// anything held in confidence; otherwise it has the questions alone.
    #[arg(long)]
    with_answers: bool,
    /// Your name as your papers should give it; it is kept in settings.toml, so you give it only
    /// once.
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// For a submission: who you are, how many members you have and whom you speak for, as the
    /// words after “We are”; kept in settings.toml, so you give it only once.
    #[arg(long, value_name = "TEXT")]
    we: Option<String>,
    /// For a submission: the committee it goes to.
    #[arg(long, value_name = "BODY")]
    to: Option<String>,
    /// For a submission: the meeting and its day.
    #[arg(long, value_name = "MEETING")]
    meeting: Option<String>,
    /// For a submission: the item of the agenda.
    #[arg(long, value_name = "ITEM")]
    item: Option<String>,
    /// For a submission or a call-in: what you propose instead, in your own words.
    #[arg(long, value_name = "TEXT")]
    alternative: Option<String>,
    /// For the right of reply: the day by which you ask the council to reply.
    #[arg(long, value_name = "DATE", value_parser = day)]
    reply_by: Option<NaiveDate>,
    #[command(flatten)]
    notice: notice::Arguments,
    /// A ground to leave out of this paper, by the id of its flag or requirement; once for each.
    #[arg(long, value_name = "GROUND")]
    leave_out: Vec<String>,
    /// Write nothing, and end with 1, if the read-through has a remark on the paper.
    #[arg(long)]
    strict: bool,
    /// Write over a file that is there.
    #[arg(long, requires = "output")]
    force: bool,
}

impl ReportCommand {
    pub(super) fn run(&self, now: Now) -> Result<ExitCode, Failure> {
        if self.with_answers && self.kind != Kind::Blank {
            return Err(Failure::usage(
                "--with-answers works only for the blank checklist: use --kind blank, or leave it \
                 out",
            ));
        }
        if self.kind != Kind::Submission && self.is_for_a_meeting() {
            return Err(Failure::usage(
                "--to, --meeting, --item and --alternative work only for a submission (and \
                 --alternative for a call-in): use --kind submission, or leave them out",
            ));
        }
        if let Some(by) = self.reply_by {
            if self.kind != Kind::RightOfReply {
                return Err(Failure::usage(
                    "--reply-by works only for the right of reply: use --kind right-of-reply, or leave \
                     it out",
                ));
            }
            if by <= now.today {
                return Err(Failure::usage(format!(
                    "--reply-by {by}: that day is not after today, {}; give the council time to reply",
                    say_day(now.today)
                )));
            }
        }
        let format = self.format()?;
        self.kind
            .check(format)
            .map_err(|why| Failure::usage(why.to_string()))?;
        let home = Home::here()?;
        let library = home.library()?;
        let wanted = home.audit(&self.which)?;
        let mut notes = wanted.notices;
        notes.extend(self.keep_author(&home)?);
        notes.extend(self.keep_we(&home)?);
        let findings = derive(&library, &wanted.audit, now.today);
        let meta = Meta {
            today: now.today,
            head: wanted.head.map(|head| head.to_string()),
            author: home::author(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let settings = if self.without_settings {
            Settings::default()
        } else {
            home.settings()?
        };
        // Only a call-in is checked against the council's rules: mistakes there stop nothing else.
        let council = match self.kind {
            Kind::CallIn | Kind::Crib => home.council(&wanted.audit.review.authority)?,
            _ => None,
        };
        let setting = Setting {
            settings,
            council: council.unwrap_or_default(),
            meeting: self.meeting(),
            with_answers: self.with_answers,
            reply_by: self.reply_by,
        };
        // A blank checklist puts no quotation to anybody, and an example has no papers.
        let folder = wanted.folder;
        let quoted_from = folder.as_ref().filter(|_| self.kind != Kind::Blank);
        let looked_up = match quoted_from {
            Some(folder) => LookedUp::of(&wanted.audit, folder)?,
            None => LookedUp::default(),
        };
        if !looked_up.has_files && quoted_from.is_some() {
            notes.push(
                "The quotations were not looked up again: no paper that they are taken from is \
                 registered with its file"
                    .to_owned(),
            );
        }
        notes.extend(looked_up.notices);
        let source = Source {
            library: &library,
            audit: &wanted.audit,
            findings: &findings,
            meta: &meta,
            history: wanted.history.as_ref(),
            setting: &setting,
            quotes: looked_up.has_files.then_some(&looked_up.quotes),
            tables: format.has_tables(),
        };
        let audit = self.notice.applied(self, &source)?;
        let source = Source {
            audit: &audit,
            ..source
        };
        let remarks = read_through(&source, self.kind);
        let listed: Vec<String> = remarks
            .iter()
            .map(|one| format!("Read-through ({}): {}", one.objection, one.label()))
            .collect();
        if self.strict && !remarks.is_empty() {
            return Err(Failure {
                exit: Exit::Found,
                text: listed.join("\n") + "\n",
                ..Failure::new(format!(
                    "nothing was written: the read-through has {}, and --strict was given",
                    count(remarks.len(), "remark", "remarks")
                ))
            });
        }
        notes.extend(listed);
        let paper =
            Ready::of(self.kind, &source, format).map_err(|why| Failure::new(why.to_string()))?;
        if meta.author.name.is_empty() && setting.names_author(self.kind) {
            notes.push(
                "No name is known, so the paper does not say who it is from; use --author NAME to \
                 give yours, which is kept"
                    .to_owned(),
            );
        }
        if matches!(self.kind, Kind::Submission | Kind::RightOfReply)
            && setting.settings.we.is_empty()
        {
            notes.push(
                "The paper does not say who “we” are; use --we TEXT for the words after “We are”: \
                 who you are, how many members you have, whom you speak for"
                    .to_owned(),
            );
        }
        if self.kind == Kind::RightOfReply && self.reply_by.is_none() {
            notes.push(
                "The letter leaves a line for the day by which you ask for a reply; use --reply-by DATE \
                 to name it"
                    .to_owned(),
            );
        }
        if self.kind == Kind::CallIn {
            let points = lint::check(&source);
            let (rejected, open): (Vec<_>, Vec<_>) = points
                .into_iter()
                .filter(|point| point.weight != Weight::Mind)
                .partition(|point| point.weight == Weight::Rejected);
            notes.extend(
                rejected
                    .iter()
                    .map(|point| format!("As it is, it would be rejected: {}", point.message)),
            );
            if !open.is_empty() {
                notes.push(format!(
                    "{} on the check sheet, which is in your crib: --kind crib",
                    capital(&count(open.len(), "more point is", "more points are"))
                ));
            }
        }
        let path = self.output.as_deref();
        Ok(match path.filter(|path| *path != Path::new("-")) {
            None if !format.is_text() && std::io::stdout().is_terminal() => {
                return Err(Failure::new(format!(
                    "a {format} file is not text that a terminal can show; nothing was written. Give \
                     the file to write: -o FILE.{format}"
                )));
            }
            None => {
                let said = CommandOutput::done("")
                    .notes(notes)
                    .on_damaged(wanted.damaged);
                super::print_with(&said, &|out| paper.write_to(out))
            }
            Some(path) => {
                let fill: &mut Fill<'_> = &mut |file| paper.write_to(file);
                let said =
                    home::write_with(path, Handed::Paper, folder.as_deref(), fill, self.force)?;
                notes.extend(said.notes.iter().cloned());
                super::print(&said.notes(notes).on_damaged(wanted.damaged))
            }
        })
    }
}

impl ReportCommand {
    /// Returns the format: the one asked for, else the one that the name of the file ends with.
    ///
    /// A name must not promise another kind of file than is written: no program opens Markdown that
    /// is called paper.pdf.
    fn format(&self) -> Result<Format, Failure> {
        let by_name = match self.output.as_deref() {
            Some(path) => format_of(path, self.format).map_err(|why| match why {
                NoFormat::Pdf => Failure::usage(format!(
                    "{why}; for one PDF with the papers: scrutineer bundle --pdf"
                )),
                NoFormat::Unknown(..) => Failure::usage(why.to_string()),
            })?,
            None => None,
        };
        match (self.format, by_name) {
            (Some(asked), Some(named)) if asked != named => Err(Failure::usage(format!(
                "--format {asked} and a name that ends in .{} do not agree; nothing was written. Give \
                 a name that ends in .{asked}, or leave --format out",
                self.output.as_deref().and_then(ending).unwrap_or_default()
            ))),
            (asked, named) => Ok(named.or(asked).unwrap_or(Format::Markdown)),
        }
    }

    /// Stores the name that was given here, if one was. Returns a note about it.
    fn keep_author(&self, home: &Home) -> Result<Option<String>, Failure> {
        let Some(typed) = &self.author else {
            return Ok(None);
        };
        match author::given(typed).map_err(|why| Failure::usage(why.to_string()))? {
            Some(name) => home.keep_author(&name).map(Some),
            None => Err(Failure::usage("--author is empty; write your name")),
        }
    }

    /// Stores whom the user writes for, if that was given here. Returns a note about it.
    fn keep_we(&self, home: &Home) -> Result<Option<String>, Failure> {
        let Some(typed) = &self.we else {
            return Ok(None);
        };
        let we = author::we_given(typed);
        if we.is_empty() {
            return Err(Failure::usage(
                "--we is empty; write the words after “We are”",
            ));
        }
        home.keep_we(&we).map(Some)
    }

    /// Returns the meeting that was named here.
    fn meeting(&self) -> Meeting {
        let given =
            |text: &Option<String>| text.as_deref().map(clean).unwrap_or_default().into_owned();
        Meeting {
            to: given(&self.to),
            when: given(&self.meeting),
            item: given(&self.item),
            alternative: given(&self.alternative),
        }
    }

    /// Returns true if anything about a meeting was given.
    fn is_for_a_meeting(&self) -> bool {
        let mut meeting = self.meeting();
        if self.kind == Kind::CallIn {
            meeting.alternative.clear();
        }
        meeting != Meeting::default()
    }
}

/// Returns the help on formats, with the kinds that a spreadsheet suits.
fn format_help() -> String {
    let (sheets, all): (Vec<Format>, Vec<Format>) =
        (Format::ALL.iter()).partition(|format| Kind::ALL.iter().any(|kind| !kind.has(**format)));
    let kinds = Kind::ALL
        .iter()
        .filter(|kind| sheets.iter().all(|format| kind.has(*format)));
    let words =
        |formats: &[Format]| -> Vec<&str> { formats.iter().map(|one| one.word()).collect() };
    let kinds: Vec<&str> = kinds.map(|kind| kind.word()).collect();
    format!(
        "The file format; without it, the one that the name of the file ends with (.txt is md, .htm is \
         html), or md if it has no ending. There is {} \
         for every kind, {} only for the kinds with tables ({})",
        choice(&words(&all)),
        choice(&words(&sheets)),
        kinds.join(", ")
    )
}
