//! A gloss as a Markdown document: each sentence as one or more small tables with the Japanese as their heads, so that it reads the
//! same on GitHub, in an editor and in print.

use std::io::{self, Write};

use crate::gloss::{Gloss, GlossedBlock};
use crate::render::NOTICE;
use crate::render::cells::{Cell, LEGEND, Tone, cells};
use crate::render::digest::{CAUTION, DigestTable, digest};
use crate::render::page::{ORDER, Page, settings};
use crate::render::visible::{columns, visible};
use crate::source::{Block, BlockKind, Document};

/// How the Markdown is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkdownOptions {
    /// Whether the reading stands in Latin letters between Japanese and English.
    pub romaji: bool,
}

impl Default for MarkdownOptions {
    fn default() -> Self {
        Self { romaji: true }
    }
}

/// A table is at most this wide, in columns of its text: what a page of A4 or a screen of GitHub holds.
const TABLE_WIDTH: usize = 88;
/// What lies between two columns of a table.
const CELL_PADDING: usize = 3;
/// A gloss takes at most this much; the reader's program sets it on more lines.
const GLOSS_WIDTH: usize = 24;

/// Writes a gloss as Markdown (CommonMark with GitHub's tables). All text of the document and of the glossary is escaped.
///
/// # Errors
/// Whatever `out` answers to being written to.
pub fn render_markdown(
    out: &mut dyn Write,
    document: &Document,
    gloss: &Gloss,
    options: &MarkdownOptions,
) -> io::Result<()> {
    let page = Page::new(document, gloss);
    header(out, &page)?;
    let mut number = 0;
    for (block, glossed) in page.blocks() {
        if block.kind == BlockKind::Code {
            code(out, &page, block)?;
        } else {
            sentences(out, &page, block, glossed, &mut number, *options)?;
        }
    }
    legend(out)?;
    digest(&page).iter().try_for_each(|part| summary(out, part))
}

/// The text with every character escaped that Markdown could take for markup.
///
/// ```
/// use medgloss::render::markdown::escape;
/// assert_eq!(escape("a|b <i> [x](y)"), r"a\|b \<i\> \[x\](y)");
/// ```
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in visible(text).chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' | '#'
        ) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    let is_address = escaped.contains("://") || escaped.contains("www.");
    if is_address {
        escaped.replace("://", r"\://").replace("www.", r"www\.")
    } else {
        escaped
    }
}

fn header(out: &mut dyn Write, page: &Page<'_>) -> io::Result<()> {
    let document = page.document;
    writeln!(out, "# Gloss of {}\n", escape(&page.path()))?;
    writeln!(
        out,
        "**{NOTICE}** · medgloss {}\n",
        env!("CARGO_PKG_VERSION")
    )?;
    let encoding = escape(&document.encoding);
    writeln!(
        out,
        "{} · {encoding} · SHA-256 `{}`\n\n{ORDER}",
        document.format.name(),
        document.sha256
    )
}

fn sentences(
    out: &mut dyn Write,
    page: &Page<'_>,
    block: &Block,
    glossed: &GlossedBlock,
    number: &mut usize,
    options: MarkdownOptions,
) -> io::Result<()> {
    for (at, sentence) in glossed.sentences.iter().enumerate() {
        *number += 1;
        let cells = cells(sentence);
        let label = if at == 0 {
            page.label(block)
        } else {
            String::new()
        };
        if at == 0 && block.kind == BlockKind::Heading {
            heading(out, block, &cells)?;
        }
        write!(
            out,
            "\n**{}** s{number}",
            page.places.name(sentence.span.start)
        )?;
        for text in std::iter::once(label)
            .chain(page.marks(sentence))
            .chain(settings(sentence))
            .filter(|text| !text.is_empty())
        {
            write!(out, " · {}", escape(&text))?;
        }
        writeln!(out)?;
        chunks(&cells, options)
            .into_iter()
            .try_for_each(|chunk| table(out, chunk, options))?;
    }
    Ok(())
}

/// A heading of the document gives a heading here, one level down, so that the outline stays.
fn heading(out: &mut dyn Write, block: &Block, cells: &[Cell]) -> io::Result<()> {
    let japanese: String = cells.iter().map(|cell| escape(&cell.japanese)).collect();
    let english: Vec<String> = cells.iter().map(|cell| escape(&cell.english)).collect();
    writeln!(
        out,
        "\n{} {japanese} — {}",
        "#".repeat((block.level.max(1) + 1).min(6)),
        english.join(" ")
    )
}

/// As many cells as fit side by side, and the rest after them.
fn chunks(cells: &[Cell], options: MarkdownOptions) -> Vec<&[Cell]> {
    let width = |cell: &Cell| {
        let romaji = if options.romaji {
            columns(&cell.romaji)
        } else {
            0
        };
        columns(&cell.japanese)
            .max(romaji)
            .max(columns(&cell.english).min(GLOSS_WIDTH))
            + CELL_PADDING
    };
    let mut chunks = Vec::new();
    let mut rest = cells;
    while let Some(first) = rest.first() {
        let mut filled = width(first);
        let more = rest.iter().skip(1).take_while(|cell| {
            filled += width(cell);
            filled <= TABLE_WIDTH
        });
        let (chunk, after) = rest.split_at(1 + more.count());
        chunks.push(chunk);
        rest = after;
    }
    chunks
}

fn table(out: &mut dyn Write, cells: &[Cell], options: MarkdownOptions) -> io::Result<()> {
    writeln!(out)?;
    row(out, cells.iter().map(|cell| escape(&cell.japanese)))?;
    row(out, cells.iter().map(|_| "---".to_owned()))?;
    if options.romaji && cells.iter().any(|cell| !cell.romaji.is_empty()) {
        row(out, cells.iter().map(|cell| escape(&cell.romaji)))?;
    }
    row(out, cells.iter().map(english))
}

fn english(cell: &Cell) -> String {
    let english = escape(&cell.english);
    if cell.tone == Tone::Marked {
        format!("**{english}**")
    } else {
        english
    }
}

fn row(out: &mut dyn Write, fields: impl Iterator<Item = String>) -> io::Result<()> {
    write!(out, "|")?;
    for field in fields {
        write!(out, " {field} |")?;
    }
    writeln!(out)
}

/// Code between fences longer than any in it.
fn code(out: &mut dyn Write, page: &Page<'_>, block: &Block) -> io::Result<()> {
    let text = block.span.of(&page.document.text);
    let longest = text
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    writeln!(
        out,
        "\n**{}** · {}\n\n{fence}",
        page.places.name(block.span.start),
        page.label(block)
    )?;
    for line in text.lines() {
        writeln!(out, "{}", visible(line))?;
    }
    writeln!(out, "{fence}")
}

fn legend(out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "\n---\n\n## Legend\n\nThis is {NOTICE}, and {CAUTION}. A sign stands beside a gloss and means:\n"
    )?;
    row(out, ["sign", "meaning"].map(str::to_owned).into_iter())?;
    row(out, ["---", "---"].map(str::to_owned).into_iter())?;
    for (sign, words) in LEGEND {
        row(out, [sign, words].map(escape).into_iter())?;
    }
    writeln!(
        out,
        "\n**L3:14** s2 over a sentence: it begins in line 3 of the document, at character 14, and is sentence 2."
    )
}

fn summary(out: &mut dyn Write, part: &DigestTable) -> io::Result<()> {
    writeln!(out, "\n## {}\n\n{}", part.title, escape(&part.lead))?;
    if part.rows.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    row(out, part.head.iter().map(|head| escape(head)))?;
    row(out, part.head.iter().map(|_| "---".to_owned()))?;
    part.rows
        .iter()
        .try_for_each(|fields| row(out, fields.iter().map(|field| escape(field))))
}
