//! The command line: arguments, files, terminal, exit status. One file a subcommand.

mod batch;
mod completions;
mod files;
mod gloss;
mod glossary;
mod ledger;
mod lookup;
mod ordered;
mod output;
mod progress;
mod schema;
mod termbases;
mod terms;

use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use medgloss::Error;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Done.
    Done,
    /// Done, with findings, something not found, or documents that failed.
    Findings,
    /// Nothing could be done.
    Failed,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Done => 0,
            Status::Findings => 1,
            Status::Failed => 2,
        })
    }
}

/// Glosses Japanese medical documents: every word stays in place, with its English under it and where that English comes from.
#[derive(Parser, Debug)]
#[command(version, propagate_version = true, max_term_width = 100)]
struct Arguments {
    #[command(flatten)]
    glossaries: GlossaryArguments,
    #[command(subcommand)]
    command: Command,
}

/// Which termbases to use.
#[derive(clap::Args, Debug, Clone)]
pub(crate) struct GlossaryArguments {
    /// A glossary of your own (TOML file or folder); later ones go before earlier ones, all before ours.
    #[arg(long, global = true, value_name = "FILE|DIR")]
    glossary: Vec<PathBuf>,
    /// Leave the shipped entries out and use these only.
    #[arg(long, global = true, value_name = "FILE|DIR")]
    only: Vec<PathBuf>,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Gloss a document.
    Gloss(gloss::GlossArguments),
    /// List the terms of a document with their English, to look through, fill in and load again.
    Terms(terms::TermsArguments),
    /// Gloss JSON lines {"id": …, "text": …} from a file or standard input, one line out for each line in.
    Batch(batch::BatchArguments),
    /// Look up words: Japanese, romaji or English.
    Lookup(lookup::LookupArguments),
    /// Check, list and compile glossaries.
    #[command(subcommand)]
    Glossary(glossary::GlossaryCommand),
    /// The JSON Schema of all JSON that medgloss writes.
    Schema,
    /// Completions for a shell.
    Completions(completions::CompletionsArguments),
    /// The manual page.
    Man(completions::ManArguments),
}

/// Runs the program with the process's arguments.
pub(crate) fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() {
                Status::Failed.into()
            } else {
                Status::Done.into()
            };
        }
    };
    match dispatch(arguments) {
        Ok(status) => status.into(),
        Err(error) => {
            files::complain(&error);
            Status::Failed.into()
        }
    }
}

fn dispatch(arguments: Arguments) -> Result<Status, Error> {
    let glossaries = arguments.glossaries;
    // The memory of a termbase goes with the process: giving it back piece by piece takes longer than a lookup.
    let load = || termbases::load(&glossaries).map(ManuallyDrop::new);
    match arguments.command {
        Command::Gloss(options) => {
            gloss::run(&options, termbases::own_paths(&glossaries), &*load()?)
        }
        Command::Terms(options) => terms::run(&options, &*load()?, |path| gloss::read_simple(path)),
        Command::Batch(options) => batch::run(&options, &*load()?),
        Command::Lookup(options) => lookup::run(&options, &*load()?),
        Command::Glossary(command) => glossary::run(&command, &glossaries),
        Command::Schema => schema::run(),
        Command::Completions(options) => completions::run(&options, Arguments::command()),
        Command::Man(options) => completions::run_man(&options, Arguments::command()),
    }
}
