//! From bytes to a [`Document`]: decoded text and its blocks.
//!
//! A block is a stretch of running text: a heading, a paragraph, a list item, a table cell. It says where its text stands in the
//! document ([`Piece`]s); what lies between the pieces is markup. One file a format.

pub mod decode;
pub mod docx;
pub mod html;
pub mod jats;
pub mod markdown;
pub mod plain;

mod extract;
mod format;
mod guards;
mod inline;
mod lines;
mod package;
mod tags;
mod tex;
mod xml;

use std::sync::OnceLock;

use sha2::{Digest, Sha256};

pub use format::Format;

use crate::error::Error;
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
        let pieces: Vec<Piece> = pieces
            .into_iter()
            .filter(|piece| !piece.span.is_empty())
            .collect();
        let span = Span::new(
            pieces.first().map_or(0, |piece| piece.span.start),
            pieces.last().map_or(0, |piece| piece.span.end),
        );
        Self {
            kind,
            span,
            pieces,
            level: 0,
            table: 0,
            row: 0,
            column: 0,
        }
    }

    /// The same block with other text.
    #[must_use]
    pub(crate) fn with_pieces(self, pieces: Vec<Piece>) -> Self {
        let Self {
            level,
            table,
            row,
            column,
            ..
        } = self;
        Self {
            level,
            table,
            row,
            column,
            ..Self::new(self.kind, pieces)
        }
    }

    /// The running text under `span`, without markup.
    #[must_use]
    pub fn visible<'t>(&self, text: &'t str, span: Span) -> std::borrow::Cow<'t, str> {
        let first = self
            .pieces
            .partition_point(|piece| piece.span.end <= span.start);
        if let Some(piece) = self.pieces.get(first)
            && piece.kind == PieceKind::Verbatim
            && piece.span.start <= span.start
            && span.end <= piece.span.end
        {
            return std::borrow::Cow::Borrowed(span.of(text));
        }
        let mut visible = String::new();
        for piece in self
            .pieces
            .iter()
            .skip(first)
            .take_while(|piece| piece.span.start < span.end)
        {
            match &piece.kind {
                PieceKind::Verbatim => {
                    visible.push_str(
                        Span::new(
                            piece.span.start.max(span.start),
                            piece.span.end.min(span.end),
                        )
                        .of(text),
                    );
                }
                PieceKind::Replaced(shown) => visible.push_str(shown),
                PieceKind::SoftBreak | PieceKind::HardBreak => {}
            }
        }
        std::borrow::Cow::Owned(visible)
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
    lines: OnceLock<LineIndex>,
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

    /// A document of decoded text, as Markdown or as plain text. Formats whose text must be extracted go through
    /// [`Document::read`]; here they are taken for plain text.
    #[must_use]
    pub fn of_text(text: &str, format: Format) -> Self {
        Self::of_string(text.to_owned(), format)
    }

    /// The same of a text that is the document's from now on.
    pub(crate) fn of_string(mut text: String, format: Format) -> Self {
        let sha256 = hex(&Sha256::digest(text.as_bytes()));
        let bom_bytes = text.len()
            - text
                .trim_start_matches('\u{feff}')
                .len()
                .max(text.len().saturating_sub(3));
        let format = if format == Format::Markdown {
            format
        } else {
            Format::Plain
        };
        text.drain(..bom_bytes);
        Self {
            bom_bytes,
            sha256,
            ..Self::assemble(text, format)
        }
    }

    /// A document as it is stored.
    ///
    /// The format is the one given, else what the name tells, else what the bytes tell. Text is decoded as `encoding` says, or as
    /// its bytes tell. Of Word documents, web pages and journal articles the text is extracted, and spans are spans of that text.
    ///
    /// # Errors
    /// [`Error::Encoding`] where bytes do not fit any encoding, [`Error::Document`] where the document is not of that format.
    ///
    /// ```
    /// let document = medgloss::Document::read("# 症例\n".as_bytes(), Some("report.md"), None, None)?;
    /// assert_eq!(document.format.name(), "markdown");
    /// # Ok::<(), medgloss::Error>(())
    /// ```
    pub fn read(
        bytes: &[u8],
        path: Option<&str>,
        format: Option<Format>,
        encoding: Option<&str>,
    ) -> Result<Self, Error> {
        let shown = path.unwrap_or("-");
        let format = format
            .or_else(|| path.and_then(Format::of_name))
            .or_else(|| Format::of_bytes(bytes));
        let document = if format == Some(Format::Docx) {
            Self::of_extracted(docx::blocks(bytes, shown)?, Format::Docx)
        } else {
            let declared = match format {
                Some(Format::Html) => html::declared_encoding(bytes),
                Some(Format::Jats) => xml::declared_encoding(bytes),
                _ => None,
            };
            let decoded = decode::decode(bytes, encoding.or(declared.as_deref()), shown)?;
            let format = format.unwrap_or_else(|| Format::of_text(&decoded.text));
            let document = match format {
                Format::Html => Self::of_extracted(html::extracted(&decoded.text), format),
                Format::Jats => Self::of_extracted(jats::blocks(&decoded.text, shown)?, format),
                _ => Self::assemble(decoded.text, format),
            };
            Self {
                encoding: decoded.encoding,
                bom_bytes: decoded.bom_bytes,
                ..document
            }
        };
        Ok(Self {
            path: path.map(str::to_owned),
            sha256: hex(&Sha256::digest(bytes)),
            ..document
        })
    }

    fn assemble(text: String, format: Format) -> Self {
        let blocks = if format == Format::Markdown {
            markdown::blocks(&text)
        } else {
            plain::blocks(&text)
        };
        Self::of_blocks(text, blocks, format)
    }

    fn of_extracted((text, blocks): (String, Vec<Block>), format: Format) -> Self {
        Self {
            extracted: true,
            ..Self::of_blocks(text, blocks, format)
        }
    }

    fn of_blocks(text: String, blocks: Vec<Block>, format: Format) -> Self {
        Self {
            text,
            path: None,
            format,
            encoding: "UTF-8".to_owned(),
            bom_bytes: 0,
            sha256: String::new(),
            blocks,
            extracted: false,
            lines: OnceLock::new(),
        }
    }

    /// Line and column of a byte offset.
    #[must_use]
    pub fn place(&self, offset: usize) -> Place {
        self.lines
            .get_or_init(|| LineIndex::new(&self.text))
            .place(&self.text, offset)
    }
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|half| DIGITS.get(usize::from(half)))
        .map(|digit| char::from(*digit))
        .collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// What holds of the blocks of every format.
    pub(crate) fn check(text: &str, blocks: &[Block]) {
        let mut last = 0;
        for block in blocks {
            let (first, end) = (
                block.pieces.first().expect("a piece"),
                block.pieces.last().expect("a piece"),
            );
            assert_eq!(block.span, Span::new(first.span.start, end.span.end));
            for piece in &block.pieces {
                assert!(
                    last <= piece.span.start && piece.span.start < piece.span.end,
                    "{block:?} after {last}"
                );
                assert!(
                    text.get(piece.span.start..piece.span.end).is_some(),
                    "{piece:?}"
                );
                last = piece.span.end;
            }
        }
    }

    fn read(bytes: &[u8], path: Option<&str>) -> Document {
        let document = Document::read(bytes, path, None, None).expect("reads");
        check(&document.text, &document.blocks);
        document
    }

    #[test]
    fn the_format_is_told_by_name_or_content() {
        let docx = package::tests::packed(&[(
            "word/document.xml",
            "<w:p><w:r><w:t>腹水</w:t></w:r></w:p>".as_bytes(),
        )]);
        let article = "<?xml version='1.0'?><article><body><p>腹水</p></body></article>";
        for (bytes, path, format, extracted) in [
            ("腹水".as_bytes(), None, Format::Plain, false),
            ("# 所見\n腹水".as_bytes(), None, Format::Markdown, false),
            (
                "# 所見\n腹水".as_bytes(),
                Some("a.txt"),
                Format::Plain,
                false,
            ),
            (
                "<!doctype html><p>腹水".as_bytes(),
                None,
                Format::Html,
                true,
            ),
            (article.as_bytes(), Some("a.xml"), Format::Jats, true),
            (&docx, None, Format::Docx, true),
        ] {
            let document = read(bytes, path);
            assert_eq!(
                (
                    document.format,
                    document.extracted,
                    document.path.as_deref()
                ),
                (format, extracted, path)
            );
            assert_eq!(
                document
                    .blocks
                    .last()
                    .map(|block| block.span.of(&document.text)),
                Some("腹水")
            );
            assert_eq!(document.sha256, hex(&Sha256::digest(bytes)));
        }
    }

    #[test]
    fn the_encoding_may_be_declared() {
        let page = encoding_rs::EUC_JP
            .encode("<html><meta charset=EUC-JP><p>腹水</p>")
            .0
            .into_owned();
        assert_eq!(
            (
                read(&page, None).text.as_str(),
                read(&page, None).encoding.as_str()
            ),
            ("腹水\n", "EUC-JP")
        );
        let article = encoding_rs::SHIFT_JIS
            .encode("<?xml version='1.0' encoding='UTF-8'?><article><p>腹水</p></article>")
            .0
            .into_owned();
        assert!(matches!(
            Document::read(&article, None, None, None),
            Err(Error::Encoding { .. })
        ));
        assert_eq!(
            Document::read(&article, None, None, Some("cp932"))
                .expect("reads")
                .text,
            "腹水\n"
        );
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        let document = read("\u{feff}腹水\n".as_bytes(), Some("a.txt"));
        assert_eq!((document.text.as_str(), document.bom_bytes), ("腹水\n", 3));
        assert_eq!(
            (
                Document::plain("\u{feff}腹水").text.as_str(),
                Document::plain("\u{feff}腹水").bom_bytes
            ),
            ("腹水", 3)
        );
    }
}
