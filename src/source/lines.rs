//! Lines that the Markdown standard reads as something else: tables with tabs for bars, and indented text.

use super::inline;
use crate::source::{Block, BlockKind};
use crate::span::{Piece, PieceKind, Span};

/// Whether lines with tabs make a table here: in an item one such line does not.
pub(super) fn are_rows(text: &str, pieces: &[Piece], kind: BlockKind) -> bool {
    let needed = if kind == BlockKind::Paragraph { 1 } else { 2 };
    lines(pieces)
        .filter(|line| has_tab(text, line))
        .take(needed)
        .count()
        == needed
}

/// Sets the lines with tabs as cells, and those without as blocks of `shape`.
pub(super) fn push_rows(
    text: &str,
    shape: Block,
    pieces: Vec<Piece>,
    blocks: &mut Vec<Block>,
    tables: &mut usize,
) {
    let mut prose: Vec<Piece> = Vec::new();
    let mut in_table = false;
    for line in lines(&pieces) {
        in_table = has_tab(text, line) || (in_table && tabs_before(text, line) > 0);
        if in_table {
            push_prose(text, &shape, &mut prose, blocks);
            push_row(text, line, blocks, tables);
        } else {
            prose.extend_from_slice(line);
        }
    }
    push_prose(text, &shape, &mut prose, blocks);
}

/// The lines, each with the break after it.
fn lines(pieces: &[Piece]) -> impl Iterator<Item = &[Piece]> {
    pieces.split_inclusive(is_break)
}

const fn is_break(piece: &Piece) -> bool {
    matches!(piece.kind, PieceKind::SoftBreak | PieceKind::HardBreak)
}

fn has_tab(text: &str, line: &[Piece]) -> bool {
    line.iter()
        .any(|piece| piece.kind == PieceKind::Verbatim && piece.span.of(text).contains('\t'))
}

/// Tabs in the margin, which the standard takes for indentation: empty cells.
fn tabs_before(text: &str, line: &[Piece]) -> usize {
    let before = line
        .first()
        .and_then(|first| text.get(..first.span.start))
        .unwrap_or_default();
    before
        .get(before.rfind(['\n', '\r']).map_or(0, |at| at + 1)..)
        .unwrap_or_default()
        .matches('\t')
        .count()
}

fn push_prose(text: &str, shape: &Block, prose: &mut Vec<Piece>, blocks: &mut Vec<Block>) {
    let pieces = inline::trimmed(text, std::mem::take(prose));
    if !pieces.is_empty() {
        blocks.push(shape.clone().with_pieces(pieces));
    }
}

fn push_row(text: &str, line: &[Piece], blocks: &mut Vec<Block>, tables: &mut usize) {
    let Some(first) = line.first() else { return };
    let mut cell = Block {
        column: tabs_before(text, line),
        ..next_row(text, first.span.start, blocks, tables)
    };
    let mut content: Vec<Piece> = Vec::new();
    for piece in line.iter().filter(|piece| !is_break(piece)) {
        if piece.kind != PieceKind::Verbatim {
            content.push(piece.clone());
            continue;
        }
        let mut start = piece.span.start;
        for (at, part) in piece.span.of(text).split('\t').enumerate() {
            if at > 0 {
                push_cell(text, &cell, &mut content, blocks);
                cell.column += 1;
            }
            content.push(Piece::verbatim(start, start + part.len()));
            start += part.len() + 1;
        }
    }
    push_cell(text, &cell, &mut content, blocks);
}

fn push_cell(text: &str, cell: &Block, content: &mut Vec<Piece>, blocks: &mut Vec<Block>) {
    let pieces = inline::trimmed(text, std::mem::take(content));
    if !pieces.is_empty() {
        blocks.push(cell.clone().with_pieces(pieces));
    }
}

/// A cell of the row that begins at `start`: in the table of the line before, or in a new one.
fn next_row(text: &str, start: usize, blocks: &[Block], tables: &mut usize) -> Block {
    let above = blocks
        .last()
        .filter(|last| last.kind == BlockKind::TableCell && last.table == *tables)
        .filter(|last| {
            let gap = Span::new(last.span.end, start).of(text);
            gap.chars()
                .all(|c| c.is_whitespace() || c == '>' || c == '*')
                && gap.matches('\n').count().max(gap.matches('\r').count()) == 1
        });
    let row = above.map_or(0, |above| above.row + 1);
    *tables += usize::from(above.is_none());
    Block {
        table: *tables,
        row,
        ..Block::new(BlockKind::TableCell, Vec::new())
    }
}

/// The lines of an indented block, which the parser gives in stretches, with their margins.
pub(super) fn indented(text: &str, stretches: &[Span]) -> Vec<Span> {
    let mut lines: Vec<Span> = Vec::new();
    let mut goes_on = false;
    for stretch in stretches {
        let mut start = stretch.start;
        for part in stretch.of(text).split_inclusive('\n') {
            let end = start + part.trim_end_matches(['\r', '\n']).len();
            match lines.last_mut() {
                Some(last) if goes_on => last.end = if end > start { end } else { last.end },
                _ => lines.push(Span::new(start, end)),
            }
            start += part.len();
            goes_on = !part.ends_with('\n');
        }
    }
    lines
        .into_iter()
        .map(|line| with_margin(text, line))
        .collect()
}

/// An indented line with the white space that indents it: a tab there may be an empty cell.
fn with_margin(text: &str, line: Span) -> Span {
    let margin = text.get(..line.start).map_or(0, |before| {
        before.len() - before.trim_end_matches([' ', '\t']).len()
    });
    Span::new(line.start - margin, line.end)
}

/// Lines of a text set together, without the signs of quotation that stand between them.
pub(super) struct Joined {
    /// The lines.
    pub(super) text: String,
    /// Where each begins here and in the source.
    starts: Vec<(usize, usize)>,
}

impl Joined {
    /// Sets `lines` of `text` together.
    pub(super) fn new(text: &str, lines: &[Span]) -> Self {
        let mut joined = Self {
            text: String::new(),
            starts: Vec::with_capacity(lines.len()),
        };
        for line in lines {
            joined.starts.push((joined.text.len(), line.start));
            joined.text.push_str(line.of(text));
        }
        joined
    }

    /// A piece of these lines as a piece of the source.
    pub(super) fn in_source(&self, piece: &Piece) -> Piece {
        let source = |offset: usize| {
            let line = self
                .starts
                .partition_point(|(start, _)| *start <= offset)
                .saturating_sub(1);
            self.starts
                .get(line)
                .map_or(offset, |(joined, source)| source + (offset - joined))
        };
        Piece {
            span: Span::new(source(piece.span.start), source(piece.span.end - 1) + 1),
            kind: piece.kind.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_make_whole_lines() {
        let text = "    a\n\tb\tc\r\n\n    d";
        let stretches = [
            Span::new(4, 6),
            Span::new(7, 10),
            Span::new(11, 13),
            Span::new(17, 18),
        ];
        let lines: Vec<&str> = indented(text, &stretches)
            .iter()
            .map(|line| line.of(text))
            .collect();
        assert_eq!(lines, ["    a", "\tb\tc", "", "    d"]);
    }

    #[test]
    fn rows_stand_between_prose() {
        let text = "表\nA\tB\n\t2\n以上";
        let soft = |at| Piece::new(at, at + 1, PieceKind::SoftBreak);
        let pieces = vec![
            Piece::verbatim(0, 3),
            soft(3),
            Piece::verbatim(4, 7),
            soft(7),
            Piece::verbatim(9, 10),
            soft(10),
            Piece::verbatim(11, 17),
        ];
        assert!(
            are_rows(text, &pieces, BlockKind::Paragraph)
                && !are_rows(text, &pieces, BlockKind::ListItem)
        );
        let (mut blocks, mut tables) = (Vec::new(), 0);
        push_rows(
            text,
            Block::new(BlockKind::Paragraph, Vec::new()),
            pieces,
            &mut blocks,
            &mut tables,
        );
        let read: Vec<_> = blocks
            .iter()
            .map(|block| (block.span.of(text), block.table, block.row, block.column))
            .collect();
        assert_eq!(
            read,
            [
                ("表", 0, 0, 0),
                ("A", 1, 0, 0),
                ("B", 1, 0, 1),
                ("2", 1, 1, 1),
                ("以上", 0, 0, 0)
            ]
        );
    }
}
