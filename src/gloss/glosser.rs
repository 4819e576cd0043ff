//! Glossing documents one after another.

use std::cell::RefCell;
use std::sync::Arc;

use crate::Glossary;
use crate::gloss::block_memo::{BlockGloss, BlockKey, BlockMemo, start_of};
use crate::gloss::marks::Cues;
use crate::gloss::memo::Memo;
use crate::gloss::place::Landmarks;
use crate::gloss::settled::{Settled, settled};
use crate::gloss::whose::Standing;
use crate::gloss::{
    Gloss, GlossedBlock, Segment, Sentence, abbreviations, assemble, compose, misread, names,
    sentences, whose,
};
use crate::segment::Segmenter;
use crate::segment::lattice::Workspace;
use crate::source::{Block, BlockKind, Document};
use crate::span::Span;
use crate::text::fold::FoldedText;

/// Glosses documents with a glossary, and remembers the words it has worked out: for many documents one after another.
///
/// What it remembers changes no gloss, and is bounded.
#[derive(Debug)]
pub struct Glosser<'g> {
    glossary: &'g Glossary,
    segmenter: Segmenter<'g>,
    landmarks: Landmarks,
    /// `None` where marks are not asked for.
    cues: Option<&'g Cues>,
    memo: RefCell<Memo>,
    blocks: RefCell<BlockMemo>,
    workspace: RefCell<Workspace>,
    folded: RefCell<FoldedText>,
    codes: RefCell<Vec<u16>>,
    misread: RefCell<Option<misread::Reader>>,
}

/// A gloss in the form in which it is least work.
#[derive(Debug)]
pub(crate) enum Answer {
    Whole(Gloss),
    Settled(Settled),
}

impl Glossary {
    /// Glosses a document.
    ///
    /// The gloss tiles the text: joined with what stands between them, the segments' surfaces are the document, byte for byte.
    ///
    /// ```
    /// use medgloss::{Document, Glossary};
    /// let document = Document::plain("黄疸は消失した。");
    /// let gloss = Glossary::shipped().gloss(&document);
    /// assert_eq!(gloss.segments().next().unwrap().gloss.as_deref(), Some("jaundice"));
    /// ```
    #[must_use]
    pub fn gloss(&self, document: &Document) -> Gloss {
        self.glosser().gloss(document)
    }

    /// For glossing several documents.
    ///
    /// ```
    /// use medgloss::{Document, Glossary};
    /// let glossary = Glossary::shipped();
    /// let glosser = glossary.glosser();
    /// for text in ["黄疸あり", "黄疸なし"] {
    ///     let gloss = glosser.gloss(&Document::plain(text));
    ///     assert_eq!(gloss.segments().count(), 2);
    /// }
    /// ```
    #[must_use]
    pub fn glosser(&self) -> Glosser<'_> {
        self.glosser_with(Some(self.cues()))
    }

    /// Glosses a text without looking for marks, which saves reading the cues: for a query.
    pub(crate) fn gloss_words(&self, document: &Document) -> Gloss {
        self.glosser_with(None).gloss(document)
    }

    fn glosser_with<'g>(&'g self, cues: Option<&'g Cues>) -> Glosser<'g> {
        let lexicons = self.lexicons();
        Glosser {
            glossary: self,
            cues,
            landmarks: Landmarks::of(&self.tables, &self.fold, &lexicons),
            segmenter: Segmenter::new(
                lexicons,
                self.uses_shipped(),
                &self.tables,
                self.quantity_starts(),
            ),
            memo: RefCell::default(),
            blocks: RefCell::default(),
            workspace: RefCell::default(),
            folded: RefCell::default(),
            codes: RefCell::default(),
            misread: RefCell::default(),
        }
    }
}

impl Glosser<'_> {
    /// Glosses a document, as [`Glossary::gloss`] does.
    #[must_use]
    pub fn gloss(&self, document: &Document) -> Gloss {
        self.whole(document, self.blocks_of(document))
    }

    /// The gloss in the form in which it is least work.
    pub(crate) fn answer(&self, document: &Document) -> Answer {
        let blocks = self.blocks_of(document);
        match settled(&self.glossary.tables, document, &blocks) {
            Some(settled) => Answer::Settled(settled),
            None => Answer::Whole(self.whole(document, blocks)),
        }
    }

    /// Puts the glosses of the blocks together, and lets them say what follows from each other.
    fn whole(&self, document: &Document, blocks: Vec<Arc<BlockGloss>>) -> Gloss {
        let placed = document.blocks.iter().zip(blocks).enumerate();
        let mut gloss = Gloss {
            blocks: placed
                .map(|(number, (block, gloss))| GlossedBlock {
                    block: number,
                    sentences: gloss.placed(start_of(block)),
                })
                .collect(),
            ..Gloss::default()
        };
        names::spread(&self.glossary.tables, &mut gloss);
        abbreviations::resolve(&self.glossary.tables, document, &mut gloss);
        gloss
    }

    /// The gloss of each block by itself, under its heading.
    fn blocks_of(&self, document: &Document) -> Vec<Arc<BlockGloss>> {
        let mut folded = self.folded.take();
        let mut heading: Option<Arc<BlockGloss>> = None;
        let mut blocks = Vec::with_capacity(document.blocks.len());
        for block in &document.blocks {
            let above = heading.as_ref().and_then(|block| block.heading.as_ref());
            let (section, standing) = above
                .map_or(("", Standing::default()), |(text, standing)| {
                    (text, *standing)
                });
            let gloss = if block.kind == BlockKind::Code {
                Arc::default()
            } else {
                self.recalled_or_new(document, block, &mut folded, section, standing)
            };
            if gloss.heading.is_some() {
                heading = Some(Arc::clone(&gloss));
            }
            blocks.push(gloss);
        }
        self.folded.replace(folded);
        blocks
    }

    fn fold_block(&self, document: &Document, block: &Block, folded: &mut FoldedText) {
        self.glossary
            .fold
            .fold_pieces_into(&document.text, &block.pieces, folded);
        forbid_cuts(&document.text, block, folded);
    }

    /// The gloss of a block; of one that has come before, what was said of it then.
    fn recalled_or_new(
        &self,
        document: &Document,
        block: &Block,
        folded: &mut FoldedText,
        section: &str,
        standing: Standing,
    ) -> Arc<BlockGloss> {
        let key = BlockKey::of(&document.text, block, section, standing);
        if let Some(known) = key.and_then(|key| self.blocks.borrow_mut().recall(&key)) {
            return known;
        }
        self.fold_block(document, block, folded);
        let gloss = if block.kind == BlockKind::Heading {
            let text: String = folded.folded.iter().collect();
            let under = Standing::under(&self.glossary.tables, &text);
            let sentences = self.sentences_of(document, block, folded, &text, under);
            BlockGloss::new(sentences, start_of(block), Some((text.into(), under)))
        } else {
            let sentences = self.sentences_of(document, block, folded, section, standing);
            BlockGloss::new(sentences, start_of(block), None)
        };
        let gloss = Arc::new(gloss);
        if let Some(key) = key {
            self.blocks.borrow_mut().keep(&key, Arc::clone(&gloss));
        }
        gloss
    }

    fn sentences_of(
        &self,
        document: &Document,
        block: &Block,
        folded: &FoldedText,
        section: &str,
        mut standing: Standing,
    ) -> Vec<Sentence> {
        let tables = &self.glossary.tables;
        let mut codes = self.codes.borrow_mut();
        self.segmenter.codes_into(folded, &mut codes);
        let assembler = assemble::Assembler {
            glossary: self.glossary,
            segmenter: &self.segmenter,
            text: &document.text,
            block,
            folded,
            section,
            memo: &self.memo,
            landmarks: &self.landmarks,
        };
        let composer = compose::Composer {
            tables,
            folded,
            words: compose::Words::of(tables),
            text: &document.text,
            block,
            memo: &self.memo,
        };
        let mut sentences = Vec::new();
        for (from, to) in sentences::sentences(folded) {
            let path = self.segmenter.best_path(
                &mut self.workspace.borrow_mut(),
                folded,
                &codes,
                from,
                to,
            );
            let drafts = assembler.drafts(path);
            let drafts = names::join_persons(tables, drafts);
            let mut segments = composer.compose(drafts);
            self.suggest(&mut segments);
            let span = folded.span(from, to);
            let marks = self.cues.map_or_else(Vec::new, |cues| {
                let marks = cues.marks(tables, &self.glossary.fold, &segments, span);
                whose::settle(cues, tables, &mut segments, &mut standing);
                marks
            });
            sentences.push(Sentence {
                span,
                segments,
                marks,
            });
        }
        sentences
    }
}

impl Glosser<'_> {
    /// Offers what unknown texts may have been.
    fn suggest(&self, segments: &mut [Segment]) {
        if !segments.iter().any(misread::may_be_misread) {
            return;
        }
        let (tables, fold) = (&self.glossary.tables, &self.glossary.fold);
        self.misread
            .borrow_mut()
            .get_or_insert_with(|| misread::Reader::new(tables.list("confusable"), fold))
            .suggest(&self.segmenter.lexicons, fold, segments);
    }
}

/// No segment may begin inside what a reader sees as one character (UAX #29, extended grapheme clusters).
fn forbid_cuts(text: &str, block: &Block, folded: &mut FoldedText) {
    let source = block.span.of(text);
    // Between two plain characters there is always a cut; so only stretches of others are looked at, with a plain one on either side.
    let mut characters = source.char_indices();
    let mut plain = 0;
    while let Some((at, character)) = characters.next() {
        if is_simple(character) {
            plain = at;
            continue;
        }
        let next = characters.find(|(_, character)| is_simple(*character));
        let end = next.map_or(source.len(), |(at, character)| at + character.len_utf8());
        let stretch = Span::new(block.span.start + plain, block.span.start + end);
        forbid_cuts_in(stretch.of(text), stretch, folded);
        plain = next.map_or(end, |(at, _)| at);
    }
}

fn forbid_cuts_in(source: &str, stretch: Span, folded: &mut FoldedText) {
    use unicode_segmentation::UnicodeSegmentation;
    let mut starts = source
        .grapheme_indices(true)
        .map(|(at, _)| at + stretch.start)
        .peekable();
    for at in folded.first_from(stretch.start)..folded.len() {
        let start = folded.span(at, at + 1).start;
        if start >= stretch.end {
            break;
        }
        while starts.peek().is_some_and(|grapheme| *grapheme < start) {
            starts.next();
        }
        if starts.peek() != Some(&start) {
            folded.forbid_cut(at);
        }
    }
}

/// Characters that are a grapheme by themselves beside each other: ASCII but for CR, CJK punctuation, kana, common kanji, full-width forms.
fn is_simple(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{3000}'..='\u{3029}' | '\u{3030}'..='\u{3096}' | '\u{309b}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff9d}' | 'α'..='ω')
}
