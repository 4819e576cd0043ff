//! `medgloss terms`: the bilingual term list of a document.

use std::path::PathBuf;

use clap::ValueEnum;

use medgloss::render::terms::{TermsFormat, render_terms};
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

impl From<Format> for TermsFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Tsv => Self::Tsv,
            Format::Markdown => Self::Markdown,
            Format::Toml => Self::Toml,
        }
    }
}

#[derive(clap::Args, Debug)]
pub(crate) struct TermsArguments {
    /// A document; `-` or none: standard input.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// How to write the list.
    #[arg(long, short, value_enum, default_value = "tsv")]
    format: Format,
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
    files::to_stdout(|out| render_terms(out, &document, &gloss, glossary, options.format.into()))?;
    Ok(Status::Done)
}
