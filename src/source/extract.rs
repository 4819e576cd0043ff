//! Text taken out of documents that are not text of their own: passages set under each other, and where they stand.

use super::inline;
use crate::source::{Block, BlockKind};
use crate::span::{Piece, PieceKind, Span};

/// A block's text before it has a place; a line feed in it is a break that ends a sentence.
#[derive(Clone, Debug)]
pub(super) struct Passage {
    /// What it is.
    pub(super) shape: Block,
    /// Its text.
    pub(super) text: String,
}

/// One text of many passages: cells of a row have a tab between them, all others a line break.
pub(super) fn assemble(passages: impl IntoIterator<Item = Passage>) -> (String, Vec<Block>) {
    let mut text = String::new();
    let mut blocks: Vec<Block> = Vec::new();
    for Passage {
        shape,
        text: passage,
    } in passages
    {
        if passage.trim().is_empty() {
            continue;
        }
        let same_row = blocks.last().is_some_and(|last| {
            shape.table > 0
                && (last.table, last.row) == (shape.table, shape.row)
                && last.column != shape.column
        });
        if !text.is_empty() {
            text.push(if same_row { '\t' } else { '\n' });
        }
        let start = text.len();
        text.push_str(&passage);
        let pieces = pieces(&text, Span::new(start, text.len()), shape.kind);
        blocks.push(shape.with_pieces(pieces));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    (text, blocks)
}

fn pieces(text: &str, span: Span, kind: BlockKind) -> Vec<Piece> {
    if kind == BlockKind::Code {
        return inline::trimmed(text, vec![Piece::verbatim(span.start, span.end)]);
    }
    let mut pieces = Vec::new();
    let mut start = span.start;
    for line in span.of(text).split_inclusive('\n') {
        let content = line.strip_suffix('\n').unwrap_or(line);
        pieces.push(Piece::verbatim(start, start + content.len()));
        pieces.push(Piece::new(
            start + content.len(),
            start + line.len(),
            PieceKind::HardBreak,
        ));
        start += line.len();
    }
    inline::trimmed(text, pieces)
}

/// The running text of a block, to be set elsewhere.
pub(super) fn passage(text: &str, block: Block) -> Passage {
    let mut passage = String::new();
    for piece in &block.pieces {
        match &piece.kind {
            PieceKind::Verbatim if block.kind == BlockKind::Code => {
                passage.push_str(piece.span.of(text));
            }
            PieceKind::Verbatim => passage.extend(
                piece
                    .span
                    .of(text)
                    .chars()
                    .map(|c| if c == '\n' { ' ' } else { c }),
            ),
            PieceKind::Replaced(shown) => passage.push_str(shown),
            PieceKind::SoftBreak => passage.push(SOFT),
            PieceKind::HardBreak => passage.push('\n'),
        }
    }
    Passage {
        shape: block,
        text: without_soft_breaks(&passage),
    }
}

/// Stands for a line break of the source until both its sides are known.
const SOFT: char = '\u{b}';

/// Adds running text as XML and HTML mean it: white space is one space, or a line break of the source.
pub(super) fn push_collapsed(passage: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '\n' | '\r' if passage.ends_with([' ', '\t']) => {
                passage.pop();
                passage.push(SOFT);
            }
            '\n' | '\r' | ' ' | '\t'
                if passage.is_empty() || passage.ends_with([' ', '\n', SOFT]) => {}
            '\n' | '\r' => passage.push(SOFT),
            '\t' => passage.push(' '),
            '\u{b}' | '\u{c}' => {}
            _ => passage.push(c),
        }
    }
}

/// The text with its line breaks read: nothing between two Japanese letters, a space elsewhere.
pub(super) fn without_soft_breaks(passage: &str) -> String {
    let mut read = String::with_capacity(passage.len());
    for (at, line) in passage.split(SOFT).enumerate() {
        let ends = [read.chars().next_back(), line.chars().next()];
        let spaced = ends.iter().all(|c| c.is_some_and(|c| !c.is_whitespace()))
            && !ends.into_iter().flatten().all(is_wide);
        if at > 0 && spaced {
            read.push(' ');
        }
        read.push_str(line);
    }
    read
}

const fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether raised text must keep its distance: 10 and a raised 5 are no 105.
pub(super) fn needs_caret(before: char, raised: &str) -> bool {
    let number = raised.trim_start_matches(['-', '+', '−', '－', '‐', '–']);
    before.is_numeric() && number.starts_with(char::is_numeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage_of(kind: BlockKind, text: &str) -> Passage {
        Passage {
            shape: Block::new(kind, Vec::new()),
            text: text.to_owned(),
        }
    }

    #[test]
    fn passages_are_set_under_each_other() {
        let cell = |column, text: &str| Passage {
            shape: Block {
                table: 1,
                column,
                ..Block::new(BlockKind::TableCell, Vec::new())
            },
            text: text.to_owned(),
        };
        let (text, blocks) = assemble([
            passage_of(BlockKind::Heading, "症例"),
            cell(0, "前"),
            cell(1, "後\n改善"),
            passage_of(BlockKind::Paragraph, " "),
        ]);
        assert_eq!(text, "症例\n前\t後\n改善\n");
        crate::source::tests::check(&text, &blocks);
        let pieces: Vec<_> = blocks
            .iter()
            .flat_map(|block| &block.pieces)
            .map(|piece| piece.span.of(&text))
            .collect();
        assert_eq!(pieces, ["症例", "前", "後", "\n", "改善"]);
    }

    #[test]
    fn line_breaks_of_the_source_are_nothing_between_japanese_letters() {
        let mut passage = String::new();
        for text in ["\n  門脈\n   圧の ", "\n上昇。IL-6\n", "and  TNF"] {
            push_collapsed(&mut passage, text);
        }
        assert_eq!(without_soft_breaks(&passage), "門脈圧の上昇。IL-6 and TNF");
    }

    #[test]
    fn a_power_is_no_digit() {
        assert!(needs_caret('0', "5") && needs_caret('0', "−3") && needs_caret('６', "12)"));
        assert!(!needs_caret('4', "+") && !needs_caret('m', "2"));
    }
}
