//! The stages of a gloss one by one, each with those before it: for measuring them (`benches/stages.rs`), and no part of what the
//! library promises.

use std::cell::RefCell;

use crate::gloss::assemble::Assembler;
use crate::gloss::compose::{Composer, Words};
use crate::gloss::memo::Memo;
use crate::gloss::place::Landmarks;
use crate::gloss::sentences;
use crate::segment::lattice::Workspace;
use crate::segment::{Path, Segmenter};
use crate::source::{Block, Document};
use crate::termbase::Glossary;
use crate::text::fold::FoldedText;

/// Runs the stages up to one of them, and counts what came out.
#[derive(Debug)]
pub struct Stages<'g> {
    glossary: &'g Glossary,
    segmenter: Segmenter<'g>,
    landmarks: Landmarks,
    memo: RefCell<Memo>,
    workspace: RefCell<Workspace>,
}

impl<'g> Stages<'g> {
    /// With the glossary's lexicons opened and nothing remembered.
    #[must_use]
    pub fn new(glossary: &'g Glossary) -> Self {
        Self {
            glossary,
            segmenter: Segmenter::new(
                glossary.lexicons(),
                glossary.uses_shipped(),
                &glossary.tables,
                glossary.quantity_starts(),
            ),
            landmarks: Landmarks::of(&glossary.tables, &glossary.fold, &glossary.lexicons()),
            memo: RefCell::default(),
            workspace: RefCell::default(),
        }
    }

    /// Folds: the number of folded characters.
    #[must_use]
    pub fn fold(&self, document: &Document) -> usize {
        let mut folded = FoldedText::default();
        let mut count = 0;
        for block in &document.blocks {
            self.fold_block(document, block, &mut folded);
            count += folded.len();
        }
        count
    }

    /// Folds and finds the candidates at every place, also at those that no way leads to: their number.
    #[must_use]
    pub fn candidates(&self, document: &Document) -> usize {
        self.each_sentence(document, |_, folded, codes, from, to| {
            let at_each = (from..to).map(|at| self.segmenter.candidates(folded, codes, at, to));
            at_each.map(|found| found.len()).sum()
        })
    }

    /// Folds, finds candidates and the best way through them: the number of steps.
    #[must_use]
    pub fn paths(&self, document: &Document) -> usize {
        self.each_path(document, |_, _, path| path.steps.len())
    }

    /// Folds, finds the best way, gives the words their English and composes compounds: the number of segments.
    #[must_use]
    pub fn words(&self, document: &Document) -> usize {
        let tables = &self.glossary.tables;
        self.each_path(document, |block, folded, path| {
            let assembler = Assembler {
                glossary: self.glossary,
                segmenter: &self.segmenter,
                text: &document.text,
                block,
                folded,
                section: "",
                memo: &self.memo,
                landmarks: &self.landmarks,
            };
            let composer = Composer {
                tables,
                folded,
                words: Words::of(tables),
                text: &document.text,
                block,
                memo: &self.memo,
            };
            composer.compose(assembler.drafts(path)).len()
        })
    }

    fn fold_block(&self, document: &Document, block: &Block, folded: &mut FoldedText) {
        self.glossary
            .fold
            .fold_pieces_into(&document.text, &block.pieces, folded);
    }

    fn each_path(
        &self,
        document: &Document,
        mut count: impl FnMut(&Block, &FoldedText, Path) -> usize,
    ) -> usize {
        self.each_sentence(document, |block, folded, codes, from, to| {
            let workspace = &mut self.workspace.borrow_mut();
            let path = self.segmenter.best_path(workspace, folded, codes, from, to);
            count(block, folded, path)
        })
    }

    fn each_sentence(
        &self,
        document: &Document,
        mut count: impl FnMut(&Block, &FoldedText, &[u16], usize, usize) -> usize,
    ) -> usize {
        let mut folded = FoldedText::default();
        let mut sum = 0;
        for block in &document.blocks {
            self.fold_block(document, block, &mut folded);
            let codes = self.segmenter.codes(&folded);
            for (from, to) in sentences::sentences(&folded) {
                sum += count(block, &folded, &codes, from, to);
            }
        }
        sum
    }
}
