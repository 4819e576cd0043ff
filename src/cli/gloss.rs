//! `medgloss gloss`.

use std::path::PathBuf;

use clap::ValueEnum;

use medgloss::source::Format;
use medgloss::{Document, Error, Glossary, render};

use super::{Status, files};

/// The output formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// Japanese, romaji and English, stacked.
    Text,
    /// One line of JSON a document.
    Json,
}

#[derive(clap::Args, Debug)]
pub(crate) struct GlossArguments {
    /// Documents; `-` or none: standard input.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How to write the gloss.
    #[arg(long, short, value_enum, default_value = "text")]
    format: OutputFormat,
}

pub(crate) fn run(options: &GlossArguments, glossary: &Glossary) -> Result<Status, Error> {
    let paths = if options.files.is_empty() { vec![PathBuf::from("-")] } else { options.files.clone() };
    for path in &paths {
        let bytes = files::read_bytes(path)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let format = if path.extension().is_some_and(|extension| extension == "md") { Format::Markdown } else { Format::Plain };
        let document = Document::of_text(&text, format);
        let gloss = glossary.gloss(&document);
        files::to_stdout(|out| render::json::write_gloss(out, &document, &gloss, None))?;
    }
    Ok(Status::Done)
}
