//! Reading and writing files for the command line.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use medgloss::Error;
use medgloss::glossary::load::parse_glossary;
use medgloss::glossary::{GlossaryFile, Layer};

/// Says what went wrong, on standard error, in one line; control characters are made visible.
#[allow(clippy::print_stderr)]
pub(crate) fn complain(error: &Error) {
    let message: String = error.to_string().chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect();
    eprintln!("medgloss: {message}");
}

/// A path as it is told to people.
pub(crate) fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// All bytes of a file, or of standard input for `-`.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let result = if path == Path::new("-") {
        io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        fs::File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)).map(|_| ())
    };
    result.map_err(|cause| Error::File { path: shown(path), cause })?;
    Ok(bytes)
}

/// The glossaries of a file, or of all TOML files of a folder in the order of their names.
pub(crate) fn read_glossaries(path: &Path) -> Result<Vec<GlossaryFile>, Error> {
    let paths = if path.is_dir() { toml_files(path)? } else { vec![path.to_owned()] };
    paths
        .iter()
        .map(|path| {
            let bytes = read_bytes(path)?;
            let text = String::from_utf8(bytes).map_err(|error| Error::Encoding {
                path: shown(path),
                offset: error.utf8_error().valid_up_to(),
                help: "a glossary is written in UTF-8".to_owned(),
            })?;
            parse_glossary(&shown(path), &text, Layer::User)
        })
        .collect()
}

fn toml_files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let fail = |cause| Error::File { path: shown(folder), cause };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Writes to standard output; a reader that has gone away is no error.
pub(crate) fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    quiet_pipe(write(&mut out).and_then(|()| out.flush()))
}

/// A closed pipe ends quietly.
pub(crate) fn quiet_pipe(result: io::Result<()>) -> Result<(), Error> {
    match result {
        Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(cause) => Err(Error::File { path: "standard output".to_owned(), cause }),
        Ok(()) => Ok(()),
    }
}
