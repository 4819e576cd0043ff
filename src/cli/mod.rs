//! The command line: arguments, files, terminal, exit status. One file a subcommand.

mod batch;
mod files;
mod gloss;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use medgloss::{Error, Glossary};

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
    /// Gloss JSON lines {"id": …, "text": …} from a file or standard input, one line out for each line in.
    Batch(batch::BatchArguments),
}

/// Runs the program with the process's arguments.
pub(crate) fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { Status::Failed.into() } else { Status::Done.into() };
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
    match arguments.command {
        Command::Gloss(options) => gloss::run(&options, &load(&glossaries)?),
        Command::Batch(options) => batch::run(&options, &load(&glossaries)?),
    }
}

/// The termbases that the arguments name.
fn load(arguments: &GlossaryArguments) -> Result<Glossary, Error> {
    let mut glossary = Glossary::shipped();
    if !arguments.only.is_empty() {
        glossary.without_shipped();
    }
    for path in arguments.glossary.iter().chain(&arguments.only) {
        glossary.add(&files::read_glossaries(path)?)?;
    }
    Ok(glossary)
}
