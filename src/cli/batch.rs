//! `medgloss batch`: one line of JSON in, one line out, in order, as it goes.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::Deserialize;
use serde_json::value::RawValue;

use medgloss::gloss::Glosser;
use medgloss::source::Format;
use medgloss::{Document, Error, Glossary, render};

use super::ordered::{Answer, Ordered};
use super::progress::Progress;
use super::{Status, files};

#[derive(clap::Args, Debug)]
pub(crate) struct BatchArguments {
    /// JSON lines; `-` or none: standard input.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Gloss so many lines at once; the answers keep their order.
    #[arg(short, long, value_name = "N", default_value = "1")]
    jobs: NonZeroUsize,
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
    let lines = Mutex::new(Lines::open(&path).map_err(|cause| unreadable(&path, cause))?);
    let answers = Ordered::new(files::stdout_unbuffered());
    std::thread::scope(|scope| {
        for _ in 1..options.jobs.get() {
            scope.spawn(|| work(glossary, &lines, &answers));
        }
        work(glossary, &lines, &answers);
    });
    let lines = lines.into_inner().unwrap_or_else(PoisonError::into_inner);
    files::quiet_pipe(answers.finish())?;
    match lines.broken {
        Some(cause) => Err(unreadable(&path, cause)),
        None if lines.failed => Ok(Status::Findings),
        None => Ok(Status::Done),
    }
}

fn unreadable(path: &Path, cause: io::Error) -> Error {
    Error::File {
        path: files::shown(path),
        cause,
    }
}

/// Answers lines as long as there are any.
fn work<W: Write>(glossary: &Glossary, lines: &Mutex<Lines>, answers: &Ordered<W>) {
    let glosser = glossary.glosser();
    let lock = || lines.lock().unwrap_or_else(PoisonError::into_inner);
    let (mut line, mut gathered, mut room) = (Vec::new(), Vec::new(), Vec::new());
    while !answers.is_over() {
        let Some(place) = lock().next_into(&mut line) else {
            return;
        };
        let mut out = answers.answer(place.answer, &mut gathered);
        let failed = answer(&glosser, &line, place.line, &mut room, &mut out);
        out.finish();
        lock().done(failed);
    }
}

/// The lines to answer.
struct Lines {
    input: Box<dyn BufRead + Send>,
    read: usize,
    given: usize,
    progress: Progress,
    done: usize,
    /// Some line could not be read.
    failed: bool,
    /// Reading broke off.
    broken: Option<io::Error>,
}

/// Number of a line, from 1, and of its answer, from 0: white space is not answered.
struct Place {
    line: usize,
    answer: usize,
}

impl Lines {
    fn open(path: &Path) -> io::Result<Self> {
        let input: Box<dyn BufRead + Send> = if files::is_stream(path) {
            Box::new(BufReader::new(io::stdin()))
        } else {
            Box::new(BufReader::with_capacity(1 << 16, File::open(path)?))
        };
        Ok(Self {
            input,
            read: 0,
            given: 0,
            progress: Progress::new(),
            done: 0,
            failed: false,
            broken: None,
        })
    }

    /// A line is answered.
    fn done(&mut self, failed: bool) {
        self.failed |= failed;
        self.done += 1;
        self.progress.done(self.done);
    }

    /// The next line that is not blank.
    fn next_into(&mut self, line: &mut Vec<u8>) -> Option<Place> {
        loop {
            line.clear();
            match self.input.read_until(b'\n', line) {
                Ok(0) => return None,
                Ok(_) => {}
                Err(cause) => {
                    self.broken = Some(cause);
                    return None;
                }
            }
            self.read += 1;
            if !line.iter().all(u8::is_ascii_whitespace) {
                self.given += 1;
                return Some(Place {
                    line: self.read,
                    answer: self.given - 1,
                });
            }
        }
    }
}

/// What cannot be read in a line.
struct Unread {
    id: Option<String>,
    message: String,
}

/// Answers a line, and says whether it could not be read. What goes wrong in writing is kept where it is written.
fn answer<W: Write>(
    glosser: &Glosser<'_>,
    bytes: &[u8],
    number: usize,
    room: &mut Vec<u8>,
    out: &mut Answer<'_, W>,
) -> bool {
    let unread = match gloss(glosser, bytes, room, out) {
        Ok(()) => return false,
        Err(unread) => unread,
    };
    let message = serde_json::Value::from(unread.message);
    let id = unread.id.as_deref().unwrap_or("null");
    let answer = format!("{{\"id\":{id},\"line\":{number},\"error\":{message}}}\n");
    let _ = out.write_all(answer.as_bytes());
    true
}

fn gloss<W: Write>(
    glosser: &Glosser<'_>,
    bytes: &[u8],
    room: &mut Vec<u8>,
    out: &mut Answer<'_, W>,
) -> Result<(), Unread> {
    let fail = |message: String| Unread { id: None, message };
    let text = std::str::from_utf8(bytes)
        .map_err(|error| fail(format!("byte {} is not UTF-8", error.valid_up_to())))?;
    let line: Line<'_> = serde_json::from_str(text.trim_end_matches(['\n', '\r']))
        .map_err(|error| fail(error.to_string()))?;
    let format = match line.format.as_deref() {
        None | Some("plain") => Format::Plain,
        Some("markdown") => Format::Markdown,
        Some(other) => {
            return Err(Unread {
                id: line.id.map(|id| id.get().to_owned()),
                message: format!("format `{other}` is not known; use `plain` or `markdown`"),
            });
        }
    };
    let document = Document::of_text(&line.text, format);
    let gloss = glosser.gloss(&document);
    let id = line.id.unwrap_or(RawValue::NULL);
    let _ = render::json::write_gloss_in(room, out, &document, &gloss, Some(id));
    Ok(())
}
