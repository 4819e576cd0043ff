//! Reading and writing files for the command line.

use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

use medgloss::Error;
use medgloss::render::visible::visible;

/// Says what went wrong, on standard error; control characters are made visible.
pub(crate) fn complain(error: &Error) {
    say(&error.to_string());
}

/// A message to the person, on standard error; control characters are made visible.
#[allow(clippy::print_stderr)]
pub(crate) fn say(message: &str) {
    let lines: Vec<_> = message.lines().map(visible).collect();
    eprintln!("medgloss: {}", lines.join("\n"));
}

/// A path as it is told to people, in one line.
pub(crate) fn shown(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

/// Whether the path stands for standard input or output.
pub(crate) fn is_stream(path: &Path) -> bool {
    path == Path::new("-")
}

/// All bytes of a file, or of standard input for `-`.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let result = if is_stream(path) {
        io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        fs::File::open(path)
            .and_then(|mut file| file.read_to_end(&mut bytes))
            .map(|_| ())
    };
    result.map_err(|cause| Error::File {
        path: shown(path),
        cause,
    })?;
    Ok(bytes)
}

/// Writes to standard output; a reader that has gone away is no error.
pub(crate) fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    quiet_pipe(write(&mut out).and_then(|()| out.flush()))
}

/// Standard output for pieces that are large already: nothing is held back, and no end of line is looked for.
pub(crate) fn stdout_unbuffered() -> Box<dyn Write + Send> {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;
        if let Ok(stdout) = io::stdout().as_fd().try_clone_to_owned() {
            return Box::new(fs::File::from(stdout));
        }
    }
    Box::new(io::stdout())
}

/// A closed pipe ends quietly.
pub(crate) fn quiet_pipe(result: io::Result<()>) -> Result<(), Error> {
    match result {
        Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(cause) => Err(Error::File {
            path: "standard output".to_owned(),
            cause,
        }),
        Ok(()) => Ok(()),
    }
}
