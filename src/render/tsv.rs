//! A gloss as tab-separated values: one row a segment, for spreadsheets and for programs that read rows.
//!
//! Code, which is not glossed, has a row of kind `code`, so that every letter of the document stands in some row.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::gloss::{Gloss, Segment, Sentence};
use crate::render::places::Places;
use crate::render::visible::visible;
use crate::source::{BlockKind, Document};

/// How the rows are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct TsvOptions {
    /// Puts an apostrophe before a field that a spreadsheet would take for a formula. This alters the field.
    pub spreadsheet_safe: bool,
}

impl TsvOptions {
    /// A text as a field: tabs and line ends become a space, other control characters are written out as `\u{1b}`.
    pub(crate) fn field(self, text: &str) -> Cow<'_, str> {
        let shown = visible(text);
        if self.spreadsheet_safe && shown.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        {
            return Cow::Owned(format!("'{shown}"));
        }
        shown
    }
}

/// The columns, in order. `sentence` counts from 1 over the document; `start` and `end` are UTF-8 bytes of its decoded text.
pub const COLUMNS: [&str; 16] = [
    "document",
    "sha256",
    "sentence",
    "line",
    "column",
    "start",
    "end",
    "kind",
    "origin",
    "surface",
    "reading",
    "romaji",
    "gloss",
    "alternatives",
    "entry",
    "marks",
];

/// Writes the names of the columns.
///
/// # Errors
/// Whatever `out` answers to being written to.
pub fn render_tsv_header(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", COLUMNS.join("\t"))
}

/// Writes the rows of one document, without the names of the columns.
///
/// Tabs and line ends inside a field become a space, other control characters are written out as `\u{1b}`.
///
/// # Errors
/// Whatever `out` answers to being written to.
pub fn render_tsv(
    out: &mut dyn Write,
    document: &Document,
    gloss: &Gloss,
    options: &TsvOptions,
) -> io::Result<()> {
    let starts = gloss.segments().map(|segment| segment.span.start);
    let places = Places::new(
        document,
        starts.chain(document.blocks.iter().map(|block| block.span.start)),
    );
    let rows = Rows {
        document,
        places,
        options: *options,
    };
    let mut number = 0;
    for glossed in &gloss.blocks {
        if let Some(block) = document
            .blocks
            .get(glossed.block)
            .filter(|block| block.kind == BlockKind::Code)
        {
            rows.write(
                out,
                None,
                block.span,
                [
                    "code",
                    "",
                    block.span.of(&document.text),
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                ],
            )?;
        }
        for sentence in &glossed.sentences {
            number += 1;
            sentence
                .segments
                .iter()
                .try_for_each(|segment| rows.segment(out, number, sentence, segment))?;
        }
    }
    Ok(())
}

struct Rows<'a> {
    document: &'a Document,
    places: Places,
    options: TsvOptions,
}

impl Rows<'_> {
    fn segment(
        &self,
        out: &mut dyn Write,
        number: usize,
        sentence: &Sentence,
        segment: &Segment,
    ) -> io::Result<()> {
        let marks = sentence
            .marks
            .iter()
            .filter(|mark| mark.span.overlaps(segment.span));
        let marks: Vec<String> = marks
            .map(|mark| format!("{}: {}", mark.kind.name(), mark.english))
            .collect();
        let fields = [
            segment.kind.name(),
            segment.origin.name(),
            segment.surface(self.document),
            segment.reading.as_deref().unwrap_or_default(),
            &segment.romaji().unwrap_or_default(),
            segment.gloss.as_deref().unwrap_or_default(),
            &segment.alternatives.join("; "),
            segment.entry.as_deref().unwrap_or_default(),
            &marks.join("; "),
        ];
        self.write(out, Some(number), segment.span, fields)
    }

    fn write(
        &self,
        out: &mut dyn Write,
        number: Option<usize>,
        span: crate::span::Span,
        fields: [&str; 9],
    ) -> io::Result<()> {
        let place = self.places.at(span.start);
        let path = self
            .options
            .field(self.document.path.as_deref().unwrap_or("-"));
        let number = number.map(|number| number.to_string()).unwrap_or_default();
        write!(
            out,
            "{path}\t{}\t{number}\t{}\t{}\t{}\t{}",
            self.document.sha256, place.line, place.column, span.start, span.end
        )?;
        for field in fields {
            write!(out, "\t{}", self.options.field(field))?;
        }
        writeln!(out)
    }
}
