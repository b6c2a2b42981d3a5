//! `man`: the manual page, made from the texts of the help and the desk's own list of keys.

use std::fmt::Write as _;

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, italic, roman};

use super::failure::{CommandOutput, Failure};
use super::home::Home;
use super::{Cli, ENVIRONMENT, EXIT_CODES};
use crate::desk::KeyPlace;
use crate::desk::action::ACTIONS;

/// Returns the manual page in roff.
pub(super) fn run() -> Result<CommandOutput, Failure> {
    let (preferences, notes) = Home::here()?.preferences();
    let _keys = preferences.keymap.put_in_use();
    let mut command = Cli::command();
    command.build();
    let mut out = Vec::new();
    render(&command, &mut out)
        .map_err(|why| Failure::new(format!("the manual page could not be made: {why}")))?;
    Ok(CommandOutput::done(String::from_utf8_lossy(&out)).notes(notes))
}

fn render(command: &Command, out: &mut Vec<u8>) -> std::io::Result<()> {
    let man = Man::new(command.clone());
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    let mut page = Roff::new();
    page.control("SH", ["COMMANDS"]);
    commands(&mut page, command, "scrutineer");
    page.control("SH", ["KEYS OF THE DESK"]);
    keys(&mut page);
    listing(&mut page, "ENVIRONMENT", ENVIRONMENT);
    listing(&mut page, "EXIT STATUS", EXIT_CODES);
    page.to_writer(out)
}

/// Adds every command that does something, with its arguments.
fn commands(page: &mut Roff, command: &Command, path: &str) {
    for one in command
        .get_subcommands()
        .filter(|one| one.get_name() != "help")
    {
        let path = format!("{path} {}", one.get_name());
        if one.has_subcommands() {
            commands(page, one, &path);
            continue;
        }
        let mut usage = path;
        for argument in one
            .get_arguments()
            .filter(|argument| argument.is_positional())
        {
            // An AUDIT may be left out only for an --example: its group is required.
            let needed = argument.is_required_set() || argument.get_id() == "audit";
            let (open, close) = if needed { ("", "") } else { ("[", "]") };
            // Writing to a String cannot fail.
            let _ = write!(usage, " {open}{}{close}", said(argument));
        }
        page.control("SS", [usage.as_str()]);
        if let Some(about) = one.get_long_about().or_else(|| one.get_about()) {
            page.text([roman(about.to_string())]);
        }
        for argument in one.get_arguments() {
            if argument.is_global_set() || matches!(argument.get_id().as_str(), "help" | "version")
            {
                continue;
            }
            page.control("TP", []);
            let mut name = Vec::new();
            if let Some(short) = argument.get_short() {
                name.push(bold(format!("-{short}")));
                name.push(roman(", "));
            }
            if let Some(long) = argument.get_long() {
                name.push(bold(format!("--{long}")));
                if argument.get_action().takes_values() {
                    name.push(roman(" "));
                }
            }
            if argument.is_positional() || argument.get_action().takes_values() {
                name.push(italic(said(argument)));
            }
            page.text(name);
            let help = argument.get_long_help().or_else(|| argument.get_help());
            let mut help = help.map(ToString::to_string).unwrap_or_default();
            let values: Vec<String> = argument
                .get_possible_values()
                .iter()
                .map(|value| value.get_name().to_owned())
                .collect();
            if !values.is_empty() && argument.get_action().takes_values() {
                if !help.ends_with('.') {
                    help.push('.');
                }
                // Writing to a String cannot fail.
                let _ = write!(help, " One of: {}.", values.join(", "));
            }
            page.text([roman(help)]);
        }
    }
}

/// Returns the placeholder of an argument's value.
fn said(argument: &clap::Arg) -> String {
    let names = argument.get_value_names().unwrap_or_default();
    let names: Vec<&str> = names.iter().map(clap::builder::Str::as_str).collect();
    if names.is_empty() {
        argument.get_id().as_str().to_uppercase()
    } else {
        names.join(" ")
    }
}

fn keys(page: &mut Roff) {
    for &(place, title) in KeyPlace::ALL {
        page.control("SS", [title]);
        for spec in ACTIONS.iter().filter(|spec| spec.place.meets(place)) {
            let keys: Vec<String> = spec.keys_in(place).map(|key| key.to_string()).collect();
            if keys.is_empty() {
                continue;
            }
            page.control("TP", []);
            // The name is the one to give it other keys by.
            page.text([bold(keys.join(", ")), roman("  "), italic(spec.name)]);
            page.text([roman(spec.help)]);
        }
    }
}

/// Adds a list of the help: a heading line, then lines of a word and its meaning.
fn listing(page: &mut Roff, heading: &str, list: &str) {
    page.control("SH", [heading]);
    for line in list.lines().skip(1) {
        let (word, means) = line.trim().split_once(' ').unwrap_or((line, ""));
        page.control("TP", []);
        page.text([bold(word)]);
        page.text([roman(means.trim())]);
    }
}
