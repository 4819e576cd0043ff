//! A gloss for the terminal: Japanese, romaji and English stacked in columns, a legend and a summary at the end.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use crate::gloss::{Gloss, GlossedBlock};
use crate::render::NOTICE;
use crate::render::cells::{LEGEND, Tone, cells};
use crate::render::columns::{Level, StackLine, stacks, table};
use crate::render::digest::{CAUTION, digest};
use crate::render::page::{ORDER, Page, settings};
use crate::render::visible::{columns, visible, wrap};
use crate::source::{Block, BlockKind, Document};

/// How the text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextOptions {
    /// Columns of the page; fewer than 20 are taken as 20.
    pub width: usize,
    /// Whether colours repeat what the signs say.
    pub color: bool,
    /// Whether the reading stands in Latin letters between Japanese and English.
    pub romaji: bool,
}

impl Default for TextOptions {
    fn default() -> Self {
        Self {
            width: 100,
            color: false,
            romaji: true,
        }
    }
}

/// Sentences stand this far in from the labels.
const INDENT: usize = 2;

/// Writes a gloss as text, lines at most `options.width` columns wide.
///
/// Same document, same glossary, same options: same bytes. What the document holds is shown, never obeyed (see
/// [`visible`]).
///
/// # Errors
/// Whatever `out` answers to being written to.
///
/// ```
/// use medgloss::{Document, Glossary, render::text::{TextOptions, render_text}};
/// let document = Document::plain("黄疸は消失した。");
/// let mut out = Vec::new();
/// render_text(&mut out, &document, &Glossary::shipped().gloss(&document), &TextOptions::default()).unwrap();
/// assert!(String::from_utf8(out).unwrap().contains("jaundice"));
/// ```
pub fn render_text(
    out: &mut dyn Write,
    document: &Document,
    gloss: &Gloss,
    options: &TextOptions,
) -> io::Result<()> {
    let page = Page::new(document, gloss);
    let mut sheet = Sheet {
        out,
        options: TextOptions {
            width: options.width.max(20),
            ..*options
        },
    };
    sheet.header(&page)?;
    let mut number = 0;
    for (block, glossed) in page.blocks() {
        if block.kind == BlockKind::Code {
            sheet.code(&page, block)?;
        } else {
            sheet.block(&page, block, glossed, &mut number)?;
        }
    }
    sheet.legend()?;
    sheet.summary(&page)
}

struct Sheet<'w> {
    out: &'w mut dyn Write,
    options: TextOptions,
}

impl Sheet<'_> {
    fn header(&mut self, page: &Page<'_>) -> io::Result<()> {
        let document = page.document;
        let hash = document.sha256.get(..12).unwrap_or(&document.sha256);
        let source = format!(
            "{} · {} · {} · SHA-256 {hash}",
            page.path(),
            document.format.name(),
            visible(&document.encoding)
        );
        self.lines(
            Style::new().bold(),
            0,
            &format!("{NOTICE} · medgloss {}", env!("CARGO_PKG_VERSION")),
        )?;
        self.lines(Style::new(), 0, &source)?;
        self.lines(Style::new(), 0, ORDER)
    }

    fn block(
        &mut self,
        page: &Page<'_>,
        block: &Block,
        glossed: &GlossedBlock,
        number: &mut usize,
    ) -> io::Result<()> {
        let mut label = page.label(block);
        for sentence in &glossed.sentences {
            *number += 1;
            let place = format!("{} s{number}", page.places.name(sentence.span.start));
            self.label(
                &place,
                &std::mem::take(&mut label),
                &[page.marks(sentence), settings(sentence)].concat(),
                block.kind,
            )?;
            let width = self.options.width - INDENT;
            for (at, stack) in stacks(&cells(sentence), width, self.options.romaji)
                .iter()
                .enumerate()
            {
                if at > 0 {
                    writeln!(self.out)?;
                }
                self.stack(stack)?;
            }
        }
        Ok(())
    }

    /// The line over a sentence: its place, what its block is, its marks in words.
    fn label(
        &mut self,
        place: &str,
        label: &str,
        marks: &[String],
        kind: BlockKind,
    ) -> io::Result<()> {
        writeln!(self.out)?;
        let mut line = String::from(place);
        for text in std::iter::once(label)
            .chain(marks.iter().map(String::as_str))
            .filter(|text| !text.is_empty())
        {
            line.push_str(" · ");
            line.push_str(text);
        }
        let rule = kind == BlockKind::Heading && !label.is_empty();
        let free = self.options.width.saturating_sub(columns(&line) + 1);
        if rule && free > 0 {
            line = format!("{line} {}", "─".repeat(free));
        }
        let style = AnsiColor::Cyan.on_default();
        self.lines(
            if marks.is_empty() && !rule {
                style
            } else {
                style.bold()
            },
            0,
            &line,
        )
    }

    fn stack(&mut self, lines: &[StackLine]) -> io::Result<()> {
        for line in lines {
            write!(self.out, "{:INDENT$}", "")?;
            for (text, tone, blanks) in &line.fields {
                let style = self.style(style_of(line.level, *tone));
                write!(self.out, "{style}{text}{style:#}{:blanks$}", "")?;
            }
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn code(&mut self, page: &Page<'_>, block: &Block) -> io::Result<()> {
        self.label(
            &page.places.name(block.span.start),
            &page.label(block),
            &[],
            block.kind,
        )?;
        for line in block.span.of(&page.document.text).lines() {
            writeln!(self.out, "{:INDENT$}{}", "", visible(line).trim_end())?;
        }
        Ok(())
    }

    fn legend(&mut self) -> io::Result<()> {
        self.title("Legend")?;
        self.lines(
            Style::new(),
            INDENT,
            &format!("This is {NOTICE}, and {CAUTION}. A sign stands beside a gloss and means:"),
        )?;
        let rows: Vec<Vec<String>> = LEGEND
            .iter()
            .map(|(sign, words)| vec![(*sign).to_owned(), (*words).to_owned()])
            .collect();
        self.rows(&rows)?;
        let places = "L3:14 s2 over a sentence: it begins in line 3 of the document, at character 14, and is sentence 2.";
        self.lines(Style::new(), INDENT, places)
    }

    fn summary(&mut self, page: &Page<'_>) -> io::Result<()> {
        for part in digest(page) {
            self.title(part.title)?;
            self.lines(Style::new(), INDENT, &part.lead)?;
            self.rows(&part.rows)?;
        }
        Ok(())
    }

    fn title(&mut self, title: &str) -> io::Result<()> {
        writeln!(self.out)?;
        self.lines(Style::new().bold(), 0, title)
    }

    fn rows(&mut self, rows: &[Vec<String>]) -> io::Result<()> {
        for line in table(rows, self.options.width - 2 * INDENT) {
            writeln!(self.out, "{:1$}{line}", "", 2 * INDENT)?;
        }
        Ok(())
    }

    /// A text over as many lines as it takes.
    fn lines(&mut self, style: Style, indent: usize, text: &str) -> io::Result<()> {
        let style = self.style(style);
        for line in wrap_label(text, self.options.width - indent) {
            writeln!(self.out, "{:indent$}{style}{line}{style:#}", "")?;
        }
        Ok(())
    }

    fn style(&self, style: Style) -> Style {
        if self.options.color {
            style
        } else {
            Style::new()
        }
    }
}

/// A wrapped text whose later lines stand further in.
fn wrap_label(text: &str, width: usize) -> Vec<String> {
    if columns(text) <= width {
        return vec![text.to_owned()];
    }
    let indent = 2 * INDENT;
    let lines = wrap(text, width - indent).into_iter().enumerate();
    lines
        .map(|(at, line)| {
            if at == 0 {
                line
            } else {
                format!("{:indent$}{line}", "")
            }
        })
        .collect()
}

fn style_of(level: Level, tone: Tone) -> Style {
    match (level, tone) {
        (Level::Romaji, _) => Style::new().dimmed(),
        (_, Tone::Unknown) => AnsiColor::Red.on_default(),
        (Level::English, Tone::Marked) => AnsiColor::Yellow.on_default().bold(),
        (Level::Japanese, _) => Style::new().bold(),
        (Level::English, Tone::Plain) => Style::new(),
    }
}
