//! From bytes to a [`Document`]: decoded text and its blocks.
//!
//! A block is a stretch of running text: a heading, a paragraph, a list item, a table cell. It says where its text stands in the
//! document ([`Piece`]s); what lies between the pieces is markup. One file a format.

pub mod decode;
pub mod markdown;
pub mod plain;

use sha2::{Digest, Sha256};

use crate::span::{LineIndex, Piece, PieceKind, Place, Span};

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A heading; its `level` counts from 1.
    Heading,
    /// Running text.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A cell of a table; `row` and `column` count from 0, row 0 is the head where the table has one.
    TableCell,
    /// A quotation.
    Quote,
    /// A footnote.
    Footnote,
    /// Program code: kept, not glossed.
    Code,
}

impl BlockKind {
    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::ListItem => "list-item",
            Self::TableCell => "table-cell",
            Self::Quote => "quote",
            Self::Footnote => "footnote",
            Self::Code => "code",
        }
    }
}

/// A stretch of running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands: from its first piece to its last.
    pub span: Span,
    /// Its text, in order.
    pub pieces: Vec<Piece>,
    /// Level of a heading, depth of a list item; from 1. 0 where it does not apply.
    pub level: usize,
    /// Number of the table in the document, from 1; 0 outside tables.
    pub table: usize,
    /// Row of a table cell, from 0.
    pub row: usize,
    /// Column of a table cell, from 0.
    pub column: usize,
}

impl Block {
    /// A block of these pieces; empty pieces are dropped, and a block of none has no place in a document.
    #[must_use]
    pub fn new(kind: BlockKind, pieces: Vec<Piece>) -> Self {
        let pieces: Vec<Piece> = pieces.into_iter().filter(|piece| !piece.span.is_empty()).collect();
        let span = Span::new(pieces.first().map_or(0, |piece| piece.span.start), pieces.last().map_or(0, |piece| piece.span.end));
        Self { kind, span, pieces, level: 0, table: 0, row: 0, column: 0 }
    }

    /// The running text under `span`, without markup.
    #[must_use]
    pub fn visible<'t>(&self, text: &'t str, span: Span) -> std::borrow::Cow<'t, str> {
        let first = self.pieces.partition_point(|piece| piece.span.end <= span.start);
        if let Some(piece) = self.pieces.get(first) {
            if piece.kind == PieceKind::Verbatim && piece.span.start <= span.start && span.end <= piece.span.end {
                return std::borrow::Cow::Borrowed(span.of(text));
            }
        }
        let mut visible = String::new();
        for piece in self.pieces.iter().skip(first).take_while(|piece| piece.span.start < span.end) {
            match &piece.kind {
                PieceKind::Verbatim => {
                    visible.push_str(Span::new(piece.span.start.max(span.start), piece.span.end.min(span.end)).of(text));
                }
                PieceKind::Replaced(shown) => visible.push_str(shown),
                PieceKind::SoftBreak | PieceKind::HardBreak => {}
            }
        }
        std::borrow::Cow::Owned(visible)
    }
}

/// The format a document was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Plain,
    /// Markdown (CommonMark with tables, footnotes and formulas).
    Markdown,
}

impl Format {
    /// The name in JSON and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Markdown => "markdown",
        }
    }
}

/// A document: its decoded text, and where its running text stands.
#[derive(Clone, Debug)]
pub struct Document {
    /// The text as decoded, without a byte order mark.
    pub text: String,
    /// The path as given; `None` for standard input and texts without a file.
    pub path: Option<String>,
    /// How it was read.
    pub format: Format,
    /// Name of the encoding it was decoded from.
    pub encoding: String,
    /// Length of the byte order mark, in bytes of the file.
    pub bom_bytes: usize,
    /// SHA-256 of the bytes as read, in hexadecimal.
    pub sha256: String,
    /// The blocks, in the order of the text; they do not overlap.
    pub blocks: Vec<Block>,
    /// Whether `text` is what was extracted rather than the file itself.
    pub extracted: bool,
    lines: LineIndex,
}

impl Document {
    /// A document of plain text.
    ///
    /// ```
    /// let document = medgloss::Document::plain("黄疸あり。\n腹水なし。\n");
    /// assert_eq!(document.blocks.len(), 2);
    /// ```
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self::of_text(text, Format::Plain)
    }

    /// A document of Markdown.
    ///
    /// ```
    /// let document = medgloss::Document::markdown("# 症例\n\n**黄疸**あり。\n");
    /// assert_eq!(document.blocks.len(), 2);
    /// ```
    #[must_use]
    pub fn markdown(text: &str) -> Self {
        Self::of_text(text, Format::Markdown)
    }

    /// A document of decoded text in the given format.
    #[must_use]
    pub fn of_text(text: &str, format: Format) -> Self {
        let bom_bytes = text.len() - text.trim_start_matches('\u{feff}').len().max(text.len().saturating_sub(3));
        let sha256 = hex(&Sha256::digest(text.as_bytes()));
        Self::assemble(text.get(bom_bytes..).unwrap_or(text).to_owned(), format, "UTF-8", bom_bytes, sha256)
    }

    pub(crate) fn assemble(text: String, format: Format, encoding: &str, bom_bytes: usize, sha256: String) -> Self {
        let blocks = match format {
            Format::Plain => plain::blocks(&text),
            Format::Markdown => markdown::blocks(&text),
        };
        let lines = LineIndex::new(&text);
        Self { text, path: None, format, encoding: encoding.to_owned(), bom_bytes, sha256, blocks, extracted: false, lines }
    }

    /// Line and column of a byte offset.
    #[must_use]
    pub fn place(&self, offset: usize) -> Place {
        self.lines.place(&self.text, offset)
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
