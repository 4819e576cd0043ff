//! Temporary.
use crate::source::{Block, BlockKind};
use crate::span::Piece;
/// Lines.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut at = 0;
    let mut out = Vec::new();
    for line in text.split_inclusive('\n') {
        let t = line.trim();
        if !t.is_empty() { let s = at + line.find(t).unwrap_or(0); out.push(Block::new(BlockKind::Paragraph, vec![Piece::verbatim(s, s + t.len())])); }
        at += line.len();
    }
    out
}
