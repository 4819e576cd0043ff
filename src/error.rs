//! What can go wrong.
//!
//! An [`Error`] means that the work cannot go on; a [`Finding`] is a fault in glossary data, collected with all others. A word
//! of a report that the termbase does not know is neither: it is an unknown segment.

use std::fmt;

/// Why nothing could be done.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read or written: check the path and its permissions.
    File {
        /// The path as given.
        path: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The bytes are not text in any encoding that fits: `offset` is the first byte that cannot be read.
    Encoding {
        /// The path as given, or `-`.
        path: String,
        /// Byte offset in the file.
        offset: usize,
        /// What to do.
        help: String,
    },
    /// The document is of a kind that cannot be read as asked.
    Document {
        /// The path as given, or `-`.
        path: String,
        /// What is wrong and what to do.
        message: String,
    },
    /// A glossary could not be read as TOML of the expected shape.
    Glossary {
        /// The path as given.
        path: String,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What is wrong and what to do.
        message: String,
    },
    /// A compiled termbase is damaged or of another version: compile it again.
    Image {
        /// What does not fit.
        message: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, cause } => write!(out, "{path}: {cause}"),
            Self::Encoding { path, offset, help } => {
                write!(out, "{path}: byte {offset} is not valid text; {help}")
            }
            Self::Document { path, message } => write!(out, "{path}: {message}"),
            Self::Glossary {
                path,
                line,
                column,
                message,
            } => write!(out, "{path}:{line}:{column}: {message}"),
            Self::Image { message } => write!(out, "compiled termbase: {message}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::File { cause, .. } => Some(cause),
            _ => None,
        }
    }
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The entry does harm or can never be used.
    Error,
    /// The entry works but someone should look at it.
    Warning,
}

/// A fault in glossary data, with its place and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The glossary file.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// How grave.
    pub severity: Severity,
    /// The rule's name, such as `duplicate-headword`.
    pub rule: &'static str,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(
            out,
            "{}:{}:{}: {severity}[{}]: {}",
            self.path, self.line, self.column, self.rule, self.message
        )
    }
}
