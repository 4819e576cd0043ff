//! `medgloss batch`: one line of JSON in, one line out, in order, as it goes.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::PathBuf;

use serde::Deserialize;
use serde_json::value::RawValue;

use medgloss::gloss::Glosser;
use medgloss::source::Format;
use medgloss::{Document, Error, Glossary, render};

use super::progress::Progress;
use super::{Status, files};

#[derive(clap::Args, Debug)]
pub(crate) struct BatchArguments {
    /// JSON lines; `-` or none: standard input.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    text: String,
    #[serde(default)]
    format: Option<String>,
}

pub(crate) fn run(options: &BatchArguments, glossary: &Glossary) -> Result<Status, Error> {
    let path = options.file.clone().unwrap_or_else(|| PathBuf::from("-"));
    let mut input: Box<dyn BufRead> = if path.as_os_str() == "-" {
        Box::new(BufReader::new(io::stdin()))
    } else {
        Box::new(BufReader::new(File::open(&path).map_err(|cause| {
            Error::File {
                path: files::shown(&path),
                cause,
            }
        })?))
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let glosser = glossary.glosser();
    let mut progress = Progress::new();
    let (mut line, mut number, mut failed) = (Vec::new(), 0usize, false);
    loop {
        line.clear();
        let read = input
            .read_until(b'\n', &mut line)
            .map_err(|cause| Error::File {
                path: files::shown(&path),
                cause,
            })?;
        if read == 0 {
            break;
        }
        number += 1;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let written = match answer(&glosser, &line, &mut out) {
            Ok(()) => Ok(()),
            Err(LineError::Write(cause)) => Err(cause),
            Err(LineError::Read { id, message }) => {
                failed = true;
                write_error(&mut out, id.as_deref(), number, &message)
            }
        };
        progress.done(number);
        if let Err(cause) = written.and_then(|()| out.flush()) {
            files::quiet_pipe(Err(cause))?;
            return Ok(Status::Done);
        }
    }
    Ok(if failed {
        Status::Findings
    } else {
        Status::Done
    })
}

enum LineError {
    Read { id: Option<String>, message: String },
    Write(io::Error),
}

fn answer(glosser: &Glosser<'_>, bytes: &[u8], out: &mut dyn Write) -> Result<(), LineError> {
    let fail = |message: String| LineError::Read { id: None, message };
    let text = std::str::from_utf8(bytes)
        .map_err(|error| fail(format!("byte {} is not UTF-8", error.valid_up_to())))?;
    let line: Line<'_> = serde_json::from_str(text.trim_end_matches(['\n', '\r']))
        .map_err(|error| fail(error.to_string()))?;
    let format = match line.format.as_deref() {
        None | Some("plain") => Format::Plain,
        Some("markdown") => Format::Markdown,
        Some(other) => {
            let id = line.id.map(|id| id.get().to_owned());
            return Err(LineError::Read {
                id,
                message: format!("format `{other}` is not known; use `plain` or `markdown`"),
            });
        }
    };
    let document = Document::of_text(&line.text, format);
    let gloss = glosser.gloss(&document);
    render::json::write_gloss(
        out,
        &document,
        &gloss,
        Some(line.id.unwrap_or(RawValue::NULL)),
    )
    .map_err(LineError::Write)
}

fn write_error(
    out: &mut dyn Write,
    id: Option<&str>,
    number: usize,
    message: &str,
) -> io::Result<()> {
    let message = serde_json::to_string(message)?;
    writeln!(
        out,
        "{{\"id\":{},\"line\":{number},\"error\":{message}}}",
        id.unwrap_or("null")
    )
}
