//! `example`: the documented cases that come with the program, to look at and to learn from.

use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::{CommandOutput, Failure};
use super::home;
use super::page::TextBuilder;
use crate::checklist::shipped;

/// List the examples, or write one out as an audit file.
#[derive(Debug, Args)]
pub(super) struct Example {
    /// The example.
    name: Option<String>,
    /// Write its audit file here; - is standard output, as when this is left out.
    #[arg(short, long, value_name = "FILE", requires = "name")]
    output: Option<PathBuf>,
    /// Write over a file that is there.
    #[arg(long, requires = "output")]
    force: bool,
}

impl Example {
    pub(super) fn run(&self) -> Result<CommandOutput, Failure> {
        let Some(name) = &self.name else {
            return list();
        };
        let text = home::example_text(name)?;
        match self.output.as_deref() {
            None => Ok(CommandOutput::done(text)),
            Some(path) if path == Path::new("-") => Ok(CommandOutput::done(text)),
            Some(path) => home::write(path, text.as_bytes(), self.force),
        }
    }
}

fn list() -> Result<CommandOutput, Failure> {
    let mut page = TextBuilder::new();
    for (name, _) in shipped::examples() {
        let review = home::example(name)?.review;
        page.paragraph(0, name);
        page.paragraph(4, &format!("{}: {}", review.authority, review.service));
    }
    page.paragraph(0, "local-agreement");
    page.paragraph(
        4,
        "A checklist of your own: a branch's local agreement, to copy and change (no audit)",
    );
    page.gap();
    page.paragraph(
        0,
        "To see the result of one: scrutineer check --example NAME",
    );
    page.paragraph(0, "To have one as a file: scrutineer example NAME -o FILE");
    Ok(CommandOutput::done(page.finish()))
}
