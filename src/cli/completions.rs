//! `medgloss completions` and `medgloss man`: what the arguments say, for shells and for `man`.

use clap::Command;
use clap_complete::{Shell, generate};
use clap_mangen::Man;

use medgloss::Error;

use super::{Status, files};

#[derive(clap::Args, Debug)]
pub(crate) struct CompletionsArguments {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(clap::Args, Debug)]
pub(crate) struct ManArguments {
    /// A subcommand; without one, the page of the program.
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

pub(crate) fn run(options: &CompletionsArguments, mut program: Command) -> Result<Status, Error> {
    let mut script = Vec::new();
    generate(options.shell, &mut program, "medgloss", &mut script);
    files::to_stdout(|out| out.write_all(&script))?;
    Ok(Status::Done)
}

pub(crate) fn run_man(options: &ManArguments, mut program: Command) -> Result<Status, Error> {
    program.build();
    let command = match &options.command {
        None => program,
        Some(name) => program
            .find_subcommand(name)
            .cloned()
            .ok_or_else(|| Error::Document {
                path: "man".to_owned(),
                message: format!("there is no command `{name}`; see medgloss --help"),
            })?,
    };
    let man = Man::new(command);
    files::to_stdout(|out| man.render(out))?;
    Ok(Status::Done)
}
