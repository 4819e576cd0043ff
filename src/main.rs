//! The program `medgloss`.

#![warn(clippy::expect_used, clippy::indexing_slicing, clippy::string_slice)]
#![cfg_attr(
    test,
    allow(clippy::expect_used, clippy::indexing_slicing, clippy::string_slice)
)]

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
