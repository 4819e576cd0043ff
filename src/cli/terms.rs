//! `medgloss terms`: the bilingual term list of a document.

use std::path::PathBuf;

use clap::ValueEnum;

use medgloss::render::terms::{TermsFormat, render_terms};
use medgloss::render::tsv::TsvOptions;
use medgloss::{Document, Error, Glossary};

use super::{Status, files};

/// How the list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tab-separated values with a head.
    Tsv,
    /// A table in Markdown.
    Markdown,
    /// A glossary file to fill in and load with --glossary.
    Toml,
}

#[derive(clap::Args, Debug)]
pub(crate) struct TermsArguments {
    /// A document; `-` or none: standard input.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// How to write the list.
    #[arg(long, short, value_enum, default_value = "tsv")]
    format: Format,
    /// Put an apostrophe before fields that a spreadsheet would take for formulas, for tsv. This alters them.
    #[arg(long)]
    spreadsheet_safe: bool,
}

impl TermsArguments {
    const fn terms_format(&self) -> TermsFormat {
        match self.format {
            Format::Tsv => TermsFormat::Tsv(TsvOptions {
                spreadsheet_safe: self.spreadsheet_safe,
            }),
            Format::Markdown => TermsFormat::Markdown,
            Format::Toml => TermsFormat::Toml,
        }
    }
}

/// Writes the list. `read` opens the document as `medgloss gloss` does.
pub(crate) fn run(
    options: &TermsArguments,
    glossary: &Glossary,
    read: impl Fn(&PathBuf) -> Result<Document, Error>,
) -> Result<Status, Error> {
    let path = options.file.clone().unwrap_or_else(|| PathBuf::from("-"));
    let document = read(&path)?;
    let gloss = glossary.gloss(&document);
    let format = options.terms_format();
    files::to_stdout(|out| render_terms(out, &document, &gloss, glossary, format))?;
    Ok(Status::Done)
}
