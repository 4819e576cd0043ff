//! `medgloss glossary compile`.

use std::path::PathBuf;

use medgloss::glossary::load::parse_glossary;
use medgloss::glossary::{GlossaryFile, Layer};
use medgloss::lexicon::compile::{Purpose, compile};
use medgloss::{Error, Glossary};

use crate::cli::{Status, files, termbases};

use super::validate::toml_files;

#[derive(clap::Args, Debug)]
pub(crate) struct CompileArguments {
    /// Glossary files, or folders of such; of entries with the same headword the later goes first.
    #[arg(value_name = "FILE|DIR", required = true)]
    paths: Vec<PathBuf>,
    /// The image to write; load it with --glossary.
    #[arg(long, short, value_name = "IMAGE")]
    output: PathBuf,
}

pub(crate) fn run(options: &CompileArguments) -> Result<Status, Error> {
    let mut read: Vec<GlossaryFile> = Vec::new();
    for path in toml_files(&options.paths)? {
        let text = termbases::text_of(&path, files::read_bytes(&path)?)?;
        read.push(parse_glossary(&files::shown(&path), &text, Layer::User)?);
    }
    read.reverse();
    let image = compile(&Glossary::language()?, &read, Purpose::Added);
    write_whole(&options.output, &image)?;
    Ok(Status::Done)
}

/// The whole file or none: written beside its place, then moved there.
fn write_whole(path: &std::path::Path, bytes: &[u8]) -> Result<(), Error> {
    let fail = |cause| Error::File {
        path: files::shown(path),
        cause,
    };
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let moved = std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, path));
    moved.map_err(|cause| {
        // What could not be written may not be there to take away.
        let _ = std::fs::remove_file(&part);
        fail(cause)
    })
}
