//! Cells of tables say little by themselves: "none" stands with the heads of its row and column, 発熱 / 投与後: なし.

use std::collections::HashMap;

use crate::gloss::Gloss;
use crate::gloss::ledger::excerpt::english_of;
use crate::gloss::ledger::survey::one_line;
use crate::source::{Block, BlockKind, Document};

/// A head longer than this is cut.
const LONGEST: usize = 60;

/// The first row and the first column of every table, Japanese and English, by table, row and column.
#[derive(Debug, Default)]
pub(crate) struct Heads(HashMap<(usize, usize, usize), (String, String)>);

impl Heads {
    pub(crate) fn new(document: &Document, gloss: &Gloss) -> Self {
        let mut heads = HashMap::new();
        for glossed in &gloss.blocks {
            let Some(block) = document
                .blocks
                .get(glossed.block)
                .filter(|block| block.kind == BlockKind::TableCell)
            else {
                continue;
            };
            if block.row > 0 && block.column > 0 {
                continue;
            }
            let english: Vec<String> = glossed
                .sentences
                .iter()
                .map(|sentence| english_of(&sentence.segments))
                .collect();
            let japanese = one_line(&block.visible(&document.text, block.span));
            heads.insert(
                (block.table, block.row, block.column),
                (shortened(&japanese), shortened(&english.join(" · "))),
            );
        }
        Self(heads)
    }

    /// Puts the heads of a cell before a clause of it; other clauses stay as they are.
    pub(crate) fn before(&self, block: &Block, clause: (String, String)) -> (String, String) {
        if block.kind != BlockKind::TableCell || block.row == 0 {
            return clause;
        }
        let row = self
            .0
            .get(&(block.table, block.row, 0))
            .filter(|_| block.column > 0);
        let column = self.0.get(&(block.table, 0, block.column));
        let join = |heads: Vec<&str>, text: &str| {
            if heads.is_empty() {
                text.to_owned()
            } else {
                format!("{}: {text}", heads.join(" / "))
            }
        };
        let japanese = row
            .iter()
            .chain(&column)
            .map(|(japanese, _)| japanese.as_str())
            .collect();
        let english = row
            .iter()
            .chain(&column)
            .map(|(_, english)| english.as_str())
            .collect();
        (join(japanese, &clause.0), join(english, &clause.1))
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        text.trim().to_owned()
    } else {
        text.chars().take(LONGEST).chain("…".chars()).collect()
    }
}
