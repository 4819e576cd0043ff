//! `medgloss batch`: one line of JSON in, one line out, in order, as it goes.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::mem::ManuallyDrop;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use medgloss::batch::{Outcome, answer_line};
use medgloss::{Error, Glossary};

use super::ordered::Ordered;
use super::progress::Progress;
use super::{Status, files};

/// More than these are of no use, and a system may refuse to start them.
const MOST_JOBS: usize = 64;

#[derive(clap::Args, Debug)]
pub(crate) struct BatchArguments {
    /// JSON lines; `-` or none: standard input.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Gloss so many lines at once; the answers keep their order.
    #[arg(short, long, value_name = "N", default_value = "1")]
    jobs: NonZeroUsize,
}

pub(crate) fn run(options: &BatchArguments, glossary: &Glossary) -> Result<Status, Error> {
    let path = options.file.clone().unwrap_or_else(|| PathBuf::from("-"));
    let lines = Mutex::new(Lines::open(&path).map_err(|cause| unreadable(&path, cause))?);
    let answers = Ordered::new(files::stdout_unbuffered());
    std::thread::scope(|scope| {
        for _ in 1..options.jobs.get().min(MOST_JOBS) {
            scope.spawn(|| work(glossary, &lines, &answers));
        }
        work(glossary, &lines, &answers);
    });
    let lines = lines.into_inner().unwrap_or_else(PoisonError::into_inner);
    let written = answers.finish();
    let went_away = written.is_err();
    files::quiet_pipe(written)?;
    match lines.broken {
        // Whoever went away did not ask what became of the rest: how many lines were read by then is chance.
        _ if went_away => Ok(Status::Done),
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
    // What it remembers goes with the process.
    let glosser = ManuallyDrop::new(glossary.glosser());
    let lock = || lines.lock().unwrap_or_else(PoisonError::into_inner);
    let (mut line, mut gathered, mut room) = (Vec::new(), Vec::new(), Vec::new());
    while !answers.is_over() {
        let Some(number) = lock().next_into(&mut line) else {
            return;
        };
        let mut out = answers.answer(number - 1, &mut gathered);
        // What goes wrong in writing is kept where it is written.
        let outcome = answer_line(&glosser, &line, number, &mut room, &mut out);
        out.finish();
        lock().done(outcome.is_ok_and(|outcome| outcome == Outcome::Failed));
    }
}

/// The lines to answer.
struct Lines {
    input: Box<dyn BufRead + Send>,
    read: usize,
    progress: Progress,
    done: usize,
    /// Some line could not be read.
    failed: bool,
    /// Reading broke off.
    broken: Option<io::Error>,
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

    /// Reads the next line, and gives its number, from 1.
    fn next_into(&mut self, line: &mut Vec<u8>) -> Option<usize> {
        line.clear();
        match self.input.read_until(b'\n', line) {
            Ok(0) => return None,
            Ok(_) => self.read += 1,
            Err(cause) => {
                self.broken = Some(cause);
                return None;
            }
        }
        Some(self.read)
    }
}
