//! `medgloss glossary`: what is loaded, whether it is sound, and compiling it.

mod compile;
mod list;
mod validate;

use clap::{Subcommand, ValueEnum};

use medgloss::Error;

use super::{GlossaryArguments, Status};

/// How to write the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ResultFormat {
    /// For people.
    Text,
    /// One JSON document.
    Json,
}

#[derive(Subcommand, Debug)]
pub(crate) enum GlossaryCommand {
    /// Check glossary files; ends with 1 where there are errors.
    Validate(validate::ValidateArguments),
    /// Say what is loaded, from where, and under which licence.
    List(list::ListArguments),
    /// Make an image of glossary files, which then loads at once.
    Compile(compile::CompileArguments),
}

pub(crate) fn run(
    command: &GlossaryCommand,
    glossaries: &GlossaryArguments,
) -> Result<Status, Error> {
    match command {
        GlossaryCommand::Validate(options) => validate::run(options, glossaries),
        GlossaryCommand::List(options) => list::run(options, glossaries),
        GlossaryCommand::Compile(options) => compile::run(options),
    }
}
