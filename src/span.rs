//! Byte ranges and places.
//!
//! Every span in medgloss is a half-open range of UTF-8 bytes of the document as decoded. Lines and columns are worked out
//! only where a person is told a place.

/// A half-open range of UTF-8 bytes: `start..end`.
///
/// ```
/// use medgloss::span::Span;
/// let span = Span::new(0, 6);
/// assert_eq!(span.of("黄疸あり"), "黄疸");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from `start` up to, not including, `end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Number of bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether the span holds no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// The same span of a text that has `start` bytes more before it.
    #[must_use]
    pub const fn moved(self, start: usize) -> Self {
        Self::new(self.start + start, self.end + start)
    }

    /// The text under the span; empty where the span does not fit the text.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// Whether the two share a byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// How a stretch of a document's source stands in its running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// The source is the text, character for character.
    Verbatim,
    /// The source stands for this text: a character reference, a formula of one letter.
    Replaced(Box<str>),
    /// A line break inside running text; a word may run over it.
    SoftBreak,
    /// A break that ends a sentence.
    HardBreak,
}

/// A visible stretch of a document; what lies between two pieces is markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The source bytes.
    pub span: Span,
    /// What they are in the running text.
    pub kind: PieceKind,
}

impl Piece {
    /// A piece whose source is its text.
    #[must_use]
    pub const fn verbatim(start: usize, end: usize) -> Self {
        Self {
            span: Span::new(start, end),
            kind: PieceKind::Verbatim,
        }
    }

    /// A piece of another kind.
    #[must_use]
    pub const fn new(start: usize, end: usize, kind: PieceKind) -> Self {
        Self {
            span: Span::new(start, end),
            kind,
        }
    }
}

/// A place for a person: both count from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Where the lines of a text begin, to turn byte offsets into places.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Indexes the lines of `text`; a line ends at `\n`, `\r\n` or a lone `\r`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            let lone_return = *byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
            if *byte == b'\n' || lone_return {
                starts.push(at + 1);
            }
        }
        Self { starts }
    }

    /// The place of byte `offset` of the same `text`.
    #[must_use]
    pub fn place(&self, text: &str, offset: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        let column = Span::new(start, offset).of(text).chars().count() + 1;
        Place { line, column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_and_every_kind_of_line_end() {
        let text = "黄疸\r\n腹水\r浮腫\n";
        let lines = LineIndex::new(text);
        assert_eq!(lines.place(text, 3), Place { line: 1, column: 2 });
        assert_eq!(lines.place(text, 8), Place { line: 2, column: 1 });
        assert_eq!(lines.place(text, 15), Place { line: 3, column: 1 });
    }
}
