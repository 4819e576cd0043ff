//! The program `medgloss`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
