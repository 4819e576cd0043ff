//! How far a long run is, told on a terminal and nowhere else: a log or a pipe holds no progress.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// Nothing is told before this, and not more often.
const PAUSE: Duration = Duration::from_millis(500);

/// A line on standard error that counts documents.
pub(super) struct Progress {
    /// When the next count may be shown; `None` where nobody is looking.
    next: Option<Instant>,
    shown: bool,
}

impl Progress {
    /// Shown where standard error is a terminal and the results go somewhere else, so that the two do not mix.
    pub(super) fn new() -> Self {
        let seen = io::stderr().is_terminal() && !io::stdout().is_terminal();
        Self {
            next: seen.then(|| Instant::now() + PAUSE),
            shown: false,
        }
    }

    /// Tells how many documents are done, if it is time.
    pub(super) fn done(&mut self, documents: usize) {
        let Some(next) = self.next else { return };
        let now = Instant::now();
        if now < next {
            return;
        }
        self.next = Some(now + PAUSE);
        self.shown = true;
        // What cannot be shown is not worth ending a run for.
        let _ = write!(io::stderr(), "\r{documents} documents");
        let _ = io::stderr().flush();
    }
}

impl Drop for Progress {
    /// Clears the line: `\r`, and erase to its end (ECMA-48, EL).
    fn drop(&mut self) {
        if self.shown {
            let _ = write!(io::stderr(), "\r\u{1b}[K");
        }
    }
}
