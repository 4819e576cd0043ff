//! What every page for a person tells beside the words: of what it is a gloss, what a block is, where things stand.

use std::collections::BTreeMap;

use crate::gloss::summary::{Summary, summarize};
use crate::gloss::{Gloss, GlossedBlock, MarkKind, Segment, Sentence, Temporality};
use crate::render::cells::cells;
use crate::render::places::Places;
use crate::render::visible::{cut, visible};
use crate::source::{Block, BlockKind, Document};

/// What a reader must know of the order of the words.
pub(crate) const ORDER: &str = "The words stand in the order of the Japanese: the verb comes last, with its tense and its “not”.";
/// How much of the head of a row or column is repeated beside a cell, in columns.
const HEAD_WIDTH: usize = 36;

/// A document and its gloss with what is worked out for the page.
pub(crate) struct Page<'a> {
    pub(crate) document: &'a Document,
    pub(crate) gloss: &'a Gloss,
    pub(crate) summary: Summary,
    pub(crate) places: Places,
    /// The head of each row (column 0) and of each column (row 0), by table, row and column.
    heads: BTreeMap<(usize, usize, usize), String>,
}

impl<'a> Page<'a> {
    pub(crate) fn new(document: &'a Document, gloss: &'a Gloss) -> Self {
        let summary = summarize(document, gloss);
        let unknown = summary
            .unknown
            .iter()
            .flat_map(|unknown| unknown.spans.iter().map(|span| span.start));
        let noted = gloss
            .segments()
            .flat_map(noted)
            .map(|segment| segment.span.start);
        let offsets = document.blocks.iter().map(|block| block.span.start);
        let offsets = offsets.chain(gloss.sentences().map(|sentence| sentence.span.start));
        let offsets = offsets.chain(gloss.abbreviations.iter().flat_map(|abbreviation| {
            let others = abbreviation
                .other_definitions
                .iter()
                .map(|other| other.span);
            std::iter::once(abbreviation.span)
                .chain(abbreviation.used_before)
                .chain(others)
                .map(|span| span.start)
        }));
        let places = Places::new(document, offsets.chain(unknown).chain(noted));
        let heads = gloss
            .blocks
            .iter()
            .filter_map(|glossed| head(document.blocks.get(glossed.block)?, glossed));
        Self {
            document,
            gloss,
            places,
            heads: heads.collect(),
            summary,
        }
    }

    /// The document's path, or where its text came from.
    pub(crate) fn path(&self) -> String {
        self.document
            .path
            .as_deref()
            .map_or("standard input".into(), visible)
            .into_owned()
    }

    /// The blocks with their glosses.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = (&'a Block, &'a GlossedBlock)> {
        let (document, gloss) = (self.document, self.gloss);
        gloss
            .blocks
            .iter()
            .filter_map(|glossed| Some((document.blocks.get(glossed.block)?, glossed)))
    }

    /// What a block is, in words; nothing for a paragraph.
    pub(crate) fn label(&self, block: &Block) -> String {
        match block.kind {
            BlockKind::Paragraph => String::new(),
            BlockKind::Heading => format!("heading {}", block.level.max(1)),
            BlockKind::ListItem if block.level > 1 => format!("• list item, level {}", block.level),
            BlockKind::ListItem => "• list item".to_owned(),
            BlockKind::TableCell => self.cell_label(block),
            BlockKind::Code => "code, not glossed".to_owned(),
            BlockKind::Quote | BlockKind::Footnote => block.kind.name().to_owned(),
        }
    }

    fn cell_label(&self, block: &Block) -> String {
        let head = |row, column| {
            self.heads
                .get(&(block.table, row, column))
                .map(|head| format!(" ({head})"))
                .unwrap_or_default()
        };
        let row = if block.row > 0 && block.column > 0 {
            head(block.row, 0)
        } else {
            String::new()
        };
        let column = if block.row > 0 {
            head(0, block.column)
        } else {
            String::new()
        };
        format!(
            "table {} · row {}{row} · column {}{column}",
            block.table.max(1),
            block.row + 1,
            block.column + 1
        )
    }

    /// A sentence's marks in words, such as `negation: was not observed, without`, each kind and each word once.
    pub(crate) fn marks(&self, sentence: &Sentence) -> Vec<String> {
        let mut told: Vec<(MarkKind, Vec<String>)> = Vec::new();
        for mark in &sentence.marks {
            let holder = mark
                .holder
                .as_deref()
                .map(|holder| format!(" (by {})", visible(holder)))
                .unwrap_or_default();
            let english = format!("{}{holder}", visible(&mark.english));
            match told.iter_mut().find(|(kind, _)| *kind == mark.kind) {
                Some((_, words)) if words.contains(&english) => {}
                Some((_, words)) => words.push(english),
                None => told.push((mark.kind, vec![english])),
            }
        }
        told.into_iter()
            .map(|(kind, words)| format!("{}: {}", kind.name(), words.join(", ")))
            .collect()
    }
}

/// Whose findings stand in a sentence, where the text says that they are not the patient's, and when they were: `whose: mother`.
pub(crate) fn settings(sentence: &Sentence) -> Vec<String> {
    let mut whose: Vec<&str> = Vec::new();
    let mut when: Vec<&str> = Vec::new();
    for segment in &sentence.segments {
        let named = segment.experiencer.as_deref();
        whose.extend(named.filter(|named| !whose.contains(named)));
        let told = segment.temporality.map(Temporality::name);
        when.extend(told.filter(|told| !when.contains(told)));
    }
    [("whose", whose), ("when", when)]
        .into_iter()
        .filter(|(_, words)| !words.is_empty())
        .map(|(label, words)| format!("{label}: {}", words.join(", ")))
        .collect()
}

/// The segments with a note among a segment and its parts.
pub(crate) fn noted(segment: &Segment) -> Vec<&Segment> {
    let own = segment.note.iter().map(|_| segment);
    own.chain(segment.parts.iter().flat_map(noted)).collect()
}

fn head(block: &Block, glossed: &GlossedBlock) -> Option<((usize, usize, usize), String)> {
    let is_head = block.kind == BlockKind::TableCell && (block.row == 0 || block.column == 0);
    let cells: Vec<_> = glossed.sentences.first().filter(|_| is_head).map(cells)?;
    let japanese: String = cells.iter().map(|cell| cell.japanese.as_str()).collect();
    let english: Vec<&str> = cells.iter().map(|cell| cell.english.as_str()).collect();
    let english = english.join(" ");
    Some((
        (block.table, block.row, block.column),
        format!(
            "{} {}",
            cut(&japanese, HEAD_WIDTH),
            cut(&english, HEAD_WIDTH)
        ),
    ))
}
