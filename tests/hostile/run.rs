//! The program, run in a folder of its own, with what it answered. A run that takes too long fails its test.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// Nothing here takes so long, unless it takes for ever.
const TOO_LONG: Duration = Duration::from_secs(100);

/// A folder for one test.
pub(crate) struct Folder(TempDir);

/// How a run ended.
pub(crate) struct Outcome {
    pub(crate) status: Option<i32>,
    pub(crate) out: Vec<u8>,
    pub(crate) message: String,
}

/// A segment as JSON tells it.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) surface: String,
    pub(crate) text: String,
    pub(crate) kind: String,
    pub(crate) gloss: Option<String>,
}

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// A folder with one file in it.
    pub(crate) fn with(name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let folder = Self::new();
        folder.write(name, bytes);
        folder
    }

    pub(crate) fn path(&self, name: impl AsRef<OsStr>) -> PathBuf {
        self.0.path().join(name.as_ref())
    }

    pub(crate) fn write(&self, name: impl AsRef<OsStr>, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).expect("a file is written");
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).expect("a file is read")
    }

    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into()
            })
            .collect();
        names.sort();
        names
    }

    /// The program, to be run in this folder, without any configuration of whoever runs the test.
    pub(crate) fn command<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_medgloss"));
        command
            .args(arguments)
            .current_dir(self.0.path())
            .env_remove("MEDGLOSS_GLOSSARY")
            .env("XDG_CONFIG_HOME", self.0.path().join("no-configuration"))
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Outcome {
        outcome(&mut self.command(arguments))
    }

    /// Runs with standard input from a file of these bytes.
    pub(crate) fn feed<A: AsRef<OsStr>>(
        &self,
        arguments: &[A],
        input: impl AsRef<[u8]>,
    ) -> Outcome {
        let mut file = tempfile::tempfile().expect("a temporary file");
        file.write_all(input.as_ref()).expect("it is written");
        std::io::Seek::rewind(&mut file).expect("it begins anew");
        outcome(self.command(arguments).stdin(file))
    }

    /// The gloss of a file as JSON.
    pub(crate) fn json(&self, name: &str) -> Value {
        self.run(&["gloss", "--format", "json", "--", name])
            .done()
            .json()
    }

    /// The words of a file.
    pub(crate) fn words(&self, name: &str) -> Vec<Word> {
        words(&self.json(name))
    }
}

/// Runs a command to its end, both streams read as they come.
pub(crate) fn outcome(command: &mut Command) -> Outcome {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = child.spawn().expect("the program starts");
    let out = read_all(child.stdout.take().expect("a pipe"));
    let message = read_all(child.stderr.take().expect("a pipe"));
    let status = wait(&mut child);
    Outcome {
        status,
        out: out.join().expect("no panic"),
        message: String::from_utf8_lossy(&message.join().expect("no panic")).into_owned(),
    }
}

fn read_all(mut pipe: impl Read + Send + 'static) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).expect("a pipe is read");
        bytes
    })
}

/// The exit status of a process; `None` if a signal ended it.
pub(crate) fn wait(child: &mut Child) -> Option<i32> {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("a process") {
            return status.code();
        }
        if begun.elapsed() > TOO_LONG {
            child.kill().expect("it can be ended");
            panic!("it takes longer than {TOO_LONG:?}");
        }
        std::thread::sleep(Duration::from_millis(3));
    }
}

impl Outcome {
    /// It must have gone well, and silently.
    #[track_caller]
    pub(crate) fn done(self) -> Self {
        assert_eq!((self.status, self.message.as_str()), (Some(0), ""));
        self
    }

    /// It must have refused: status 2, one message that holds `reason`, no panic, nothing on standard output.
    #[track_caller]
    pub(crate) fn refused(self, reason: &str) -> Self {
        assert_eq!(self.status, Some(2), "{}", self.message);
        assert!(self.out.is_empty(), "{}", self.text());
        assert_eq!(self.message.lines().count(), 1, "{}", self.message);
        assert!(self.message.contains(reason), "{}", self.message);
        self
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.out).expect("the output is UTF-8")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.out).expect("one JSON document")
    }

    pub(crate) fn lines(&self) -> Vec<Value> {
        let lines = self.text().split_terminator('\n');
        lines
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect()
    }
}

/// The words of a gloss in JSON, in order.
pub(crate) fn words(gloss: &Value) -> Vec<Word> {
    let list = |value: &Value, key: &str| value[key].as_array().cloned().unwrap_or_default();
    let sentences = list(gloss, "blocks")
        .into_iter()
        .flat_map(|block| list(&block, "sentences"));
    let segments = sentences.flat_map(|sentence| list(&sentence, "segments"));
    segments.map(|segment| word(&segment)).collect()
}

fn word(segment: &Value) -> Word {
    let number =
        |key: &str| usize::try_from(segment[key].as_u64().expect("a number")).expect("fits");
    let text = |key: &str| segment[key].as_str().map(str::to_owned);
    Word {
        start: number("start"),
        end: number("end"),
        surface: text("surface").expect("a surface"),
        text: text("text").expect("a text"),
        kind: text("kind").expect("a kind"),
        gloss: text("gloss"),
    }
}

/// The word with that gloss.
#[track_caller]
pub(crate) fn glossed<'w>(words: &'w [Word], gloss: &str) -> &'w Word {
    let found = words
        .iter()
        .find(|word| word.gloss.as_deref() == Some(gloss));
    found.unwrap_or_else(|| panic!("no word says {gloss:?}: {words:?}"))
}

/// Every word is the text at its place, byte for byte.
#[track_caller]
pub(crate) fn places_are_right(text: &str, words: &[Word]) {
    assert!(!words.is_empty());
    for word in words {
        assert_eq!(text.get(word.start..word.end), Some(word.surface.as_str()));
    }
}

/// A file that is read to its end.
pub(crate) fn open(path: PathBuf) -> File {
    File::open(path).expect("a file opens")
}
