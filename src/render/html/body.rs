//! The text: blocks as what they are, sentences numbered, words stacked.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::card::Cards;
use super::escape::Text;
use crate::gloss::GlossedBlock;
use crate::gloss::ledger::Survey;
use crate::source::{Block, BlockKind};

/// Lists are nested no deeper than this; deeper items stand at this depth.
const DEEPEST_LIST: usize = 8;

/// Writes the text of the document.
pub(super) fn article<'a>(
    out: &mut dyn Write,
    survey: &Survey<'a>,
    cards: &mut Cards<'a>,
) -> io::Result<()> {
    writeln!(
        out,
        "<article aria-labelledby=text>\n<h2 id=text>The text</h2>"
    )?;
    let mut writer = Writer {
        out,
        survey,
        cards,
        senses: survey.second_senses(),
        next: 0,
        lists: 0,
        table: None,
        section: 0,
    };
    let blocks = &survey.gloss.blocks;
    for (at, glossed) in blocks.iter().enumerate() {
        let Some(block) = survey.document.blocks.get(glossed.block) else {
            continue;
        };
        let before = at
            .checked_sub(1)
            .and_then(|at| survey.document.blocks.get(blocks.get(at)?.block));
        writer.block(glossed, block, before)?;
    }
    writer.close_lists(0)?;
    writer.close_table()?;
    writeln!(out, "</article>")
}

/// Writes blocks, and by `sentence.rs` what stands in them.
pub(super) struct Writer<'a, 'w> {
    pub(super) out: &'w mut dyn Write,
    pub(super) survey: &'w Survey<'a>,
    pub(super) cards: &'w mut Cards<'a>,
    pub(super) senses: BTreeMap<&'a str, &'a str>,
    /// Sentences written so far.
    pub(super) next: usize,
    /// Lists that are open.
    lists: usize,
    /// The open table: its number, row and next column.
    table: Option<(usize, usize, usize)>,
    /// Headings written so far.
    section: usize,
}

impl<'a> Writer<'a, '_> {
    fn block(
        &mut self,
        glossed: &'a GlossedBlock,
        block: &'a Block,
        before: Option<&Block>,
    ) -> io::Result<()> {
        if block.kind != BlockKind::ListItem {
            self.close_lists(0)?;
        }
        if block.kind != BlockKind::TableCell {
            self.close_table()?;
        }
        match block.kind {
            BlockKind::Heading => self.heading(glossed),
            BlockKind::ListItem => self.item(glossed, block, before),
            BlockKind::TableCell => self.cell(glossed, block),
            BlockKind::Quote => self.wrapped("<blockquote class=b>", glossed, "</blockquote>"),
            BlockKind::Footnote => self.wrapped("<p class=\"b fn\">", glossed, "</p>"),
            BlockKind::Paragraph => self.wrapped("<p class=b>", glossed, "</p>"),
            BlockKind::Code => {
                let text = block.visible(&self.survey.document.text, block.span);
                writeln!(self.out, "<pre class=b lang=ja>{}</pre>", Text(&text))
            }
        }
    }

    fn wrapped(&mut self, open: &str, glossed: &'a GlossedBlock, close: &str) -> io::Result<()> {
        writeln!(self.out, "{open}")?;
        self.sentences(glossed, true)?;
        writeln!(self.out, "{close}")
    }

    fn heading(&mut self, glossed: &'a GlossedBlock) -> io::Result<()> {
        if glossed.sentences.is_empty() {
            return Ok(());
        }
        let depth = self
            .survey
            .sections()
            .get(self.section)
            .map_or(1, |section| section.depth);
        self.section += 1;
        let level = (depth + 2).min(6);
        writeln!(self.out, "<h{level} class=b>")?;
        self.sentences(glossed, false)?;
        writeln!(self.out, "</h{level}>")
    }

    fn item(
        &mut self,
        glossed: &'a GlossedBlock,
        block: &Block,
        before: Option<&Block>,
    ) -> io::Result<()> {
        let level = block.level.clamp(1, DEEPEST_LIST);
        self.close_lists(level)?;
        if self.lists == level {
            writeln!(self.out, "</li>")?;
        }
        while self.lists < level {
            self.lists += 1;
            writeln!(
                self.out,
                "<ul class=ul>{}",
                if self.lists < level {
                    "<li class=b>"
                } else {
                    ""
                }
            )?;
        }
        let from = before.map_or(0, |before| before.span.end);
        let gap = self
            .survey
            .document
            .text
            .get(from..block.span.start)
            .unwrap_or_default();
        write!(self.out, "<li class=b>")?;
        if let Some(marker) = marker(gap) {
            write!(self.out, "<span class=k>{}</span> ", Text(marker))?;
        }
        self.sentences(glossed, true)
    }

    fn close_lists(&mut self, level: usize) -> io::Result<()> {
        while self.lists > level {
            self.lists -= 1;
            writeln!(self.out, "</li></ul>")?;
        }
        Ok(())
    }

    fn cell(&mut self, glossed: &'a GlossedBlock, block: &Block) -> io::Result<()> {
        if self
            .table
            .is_some_and(|(table, row, _)| table != block.table || row > block.row)
        {
            self.close_table()?;
        }
        let (mut row, mut column) = match self.table {
            Some((_, row, column)) => (row, column),
            None => {
                writeln!(
                    self.out,
                    "<div class=t role=region aria-label=\"Table {}\" tabindex=0><table class=doc><tr>",
                    block.table
                )?;
                (block.row, 0)
            }
        };
        if block.row > row {
            writeln!(self.out, "</tr><tr>")?;
            (row, column) = (block.row, 0);
        }
        while column < block.column {
            writeln!(self.out, "<td></td>")?;
            column += 1;
        }
        self.table = Some((block.table, row, column + 1));
        let (open, close) = if block.row == 0 {
            ("<th scope=col>", "</th>")
        } else {
            ("<td>", "</td>")
        };
        self.wrapped(open, glossed, close)
    }

    fn close_table(&mut self) -> io::Result<()> {
        if self.table.take().is_some() {
            writeln!(self.out, "</tr></table></div>")
        } else {
            Ok(())
        }
    }
}

/// The bullet or number of a list item, as written: what stands last in the gap before its text.
fn marker(gap: &str) -> Option<&str> {
    let line = gap
        .rsplit('\n')
        .next()
        .unwrap_or(gap)
        .trim_start_matches([' ', '\t', '>']);
    let marker = line.split_whitespace().next()?.trim_end_matches('*');
    let numbered = marker.strip_suffix(['.', ')']).is_some_and(|digits| {
        !digits.is_empty() && digits.len() < 10 && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    match marker {
        _ if numbered => Some(marker),
        "-" | "+" | "•" | "・" => Some("•"),
        _ if line.starts_with(['-', '*', '+']) => Some("•"),
        _ => None,
    }
}
