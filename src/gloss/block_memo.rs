//! Blocks that have been glossed already: in an archive the same lines come again, from headings to whole stock phrases.
//!
//! A block's gloss follows from its text, the heading above it and what that heading says of whose and when; so the same key always
//! gives the same gloss, and a full memory gives the same as an empty one.

use std::hash::BuildHasher;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::gloss::settled::Facts;
use crate::gloss::whose::Standing;
use crate::gloss::{Segment, Sentence};
use crate::source::{Block, BlockKind};
use crate::span::{PieceKind, Span};

/// Longer blocks (in bytes) are not remembered: they seldom come again.
const LONGEST_BLOCK: usize = 1 << 12;

/// With more text than this (in bytes) the memory is emptied, so that it does not grow with what passes through.
const MOST_TEXT: usize = 1 << 21;

/// Of so much text (in bytes) that comes again what is written is remembered too: some forty times as much.
const MOST_AGAIN: usize = 1 << 19;

/// The gloss of a block by itself, wherever it stands: spans count from its first byte.
#[derive(Debug, Default)]
pub(crate) struct BlockGloss {
    pub(crate) sentences: Vec<Sentence>,
    /// A heading's folded text, and what it puts what follows under.
    pub(crate) heading: Option<(Box<str>, Standing)>,
    /// What the sentences tell of the block, once somebody has asked.
    pub(crate) facts: OnceLock<Facts>,
    /// What is written of each sentence wherever it stands: worth its room where the block comes again.
    pub(crate) patterns: OnceLock<Box<[Pattern]>>,
    comes_again: AtomicBool,
}

/// Text with gaps for offsets, which change with the place.
#[derive(Debug, Default)]
pub(crate) struct Pattern {
    /// UTF-8.
    pub(crate) text: Box<[u8]>,
    /// Bytes of the text before each gap, and the offset in its block that stands there.
    pub(crate) gaps: Box<[(u32, u32)]>,
}

impl BlockGloss {
    /// Of sentences whose spans count from `start` bytes before the block.
    pub(crate) fn new(
        mut sentences: Vec<Sentence>,
        start: usize,
        heading: Option<(Box<str>, Standing)>,
    ) -> Self {
        each_span(&mut sentences, |span| {
            *span = Span::new(
                span.start.saturating_sub(start),
                span.end.saturating_sub(start),
            );
        });
        Self {
            sentences,
            heading,
            ..Self::default()
        }
    }

    /// Whether its patterns are worth their room.
    pub(crate) fn comes_again(&self) -> bool {
        self.comes_again.load(Ordering::Relaxed)
    }

    /// The sentences as they stand in a document in which the block begins at byte `start`.
    pub(crate) fn placed(self: Arc<Self>, start: usize) -> Vec<Sentence> {
        let mut sentences = match Arc::try_unwrap(self) {
            Ok(own) => own.sentences,
            Err(shared) => shared.sentences.clone(),
        };
        each_span(&mut sentences, |span| *span = span.moved(start));
        sentences
    }
}

/// Where the spans of a block count from: its first byte.
pub(crate) fn start_of(block: &Block) -> usize {
    let first = block
        .pieces
        .first()
        .map_or(usize::MAX, |piece| piece.span.start);
    first.min(block.span.start)
}

fn each_span(sentences: &mut [Sentence], change: impl Fn(&mut Span) + Copy) {
    for sentence in sentences {
        change(&mut sentence.span);
        each_segment_span(&mut sentence.segments, change);
        for mark in &mut sentence.marks {
            change(&mut mark.span);
            change(&mut mark.scope);
        }
    }
}

fn each_segment_span(segments: &mut [Segment], change: impl Fn(&mut Span) + Copy) {
    for segment in segments {
        change(&mut segment.span);
        each_segment_span(&mut segment.parts, change);
    }
}

/// What a block's gloss depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct BlockKey<'d> {
    text: &'d str,
    is_heading: bool,
    section: &'d str,
    standing: Standing,
}

impl<'d> BlockKey<'d> {
    /// None where the block's running text is not the document's own, as with markup inside it, or is long.
    pub(crate) fn of(
        document_text: &'d str,
        block: &Block,
        section: &'d str,
        standing: Standing,
    ) -> Option<Self> {
        let [piece] = block.pieces.as_slice() else {
            return None;
        };
        let is_own = piece.kind == PieceKind::Verbatim && piece.span == block.span;
        let text = block.span.of(document_text);
        let is_heading = block.kind == BlockKind::Heading;
        // What a heading says does not depend on the one before it.
        let (section, standing) = if is_heading {
            ("", Standing::default())
        } else {
            (section, standing)
        };
        (is_own && text.len() <= LONGEST_BLOCK).then_some(Self {
            text,
            is_heading,
            section,
            standing,
        })
    }
}

#[derive(Clone, Debug)]
struct Remembered {
    text: Box<str>,
    is_heading: bool,
    section: Box<str>,
    standing: Standing,
    gloss: Arc<BlockGloss>,
}

impl Remembered {
    fn key(&self) -> BlockKey<'_> {
        BlockKey {
            text: &self.text,
            is_heading: self.is_heading,
            section: &self.section,
            standing: self.standing,
        }
    }
}

/// What a gloss remembers from block to block and from document to document.
#[derive(Clone, Debug, Default)]
pub(crate) struct BlockMemo {
    blocks: HashTable<Remembered>,
    hasher: DefaultHashBuilder,
    /// Bytes of text that is remembered.
    remembered: usize,
    /// Bytes of text that came again.
    again: usize,
}

impl BlockMemo {
    /// The gloss of a block with this key.
    pub(crate) fn recall(&mut self, key: &BlockKey<'_>) -> Option<Arc<BlockGloss>> {
        let hash = self.hasher.hash_one(key);
        let found = self.blocks.find(hash, |known| known.key() == *key)?;
        if self.again < MOST_AGAIN && !found.gloss.comes_again() {
            self.again += key.text.len();
            found.gloss.comes_again.store(true, Ordering::Relaxed);
        }
        Some(Arc::clone(&found.gloss))
    }

    pub(crate) fn keep(&mut self, key: &BlockKey<'_>, gloss: Arc<BlockGloss>) {
        if self.remembered > MOST_TEXT {
            self.blocks.clear();
            (self.remembered, self.again) = (0, 0);
        }
        self.remembered += key.text.len();
        let remembered = Remembered {
            text: key.text.into(),
            is_heading: key.is_heading,
            section: key.section.into(),
            standing: key.standing,
            gloss,
        };
        let hasher = &self.hasher;
        self.blocks
            .insert_unique(hasher.hash_one(key), remembered, |other| {
                hasher.hash_one(other.key())
            });
    }
}

#[cfg(test)]
mod tests {
    use crate::{Document, Glossary};

    #[test]
    fn a_line_that_comes_again_is_glossed_as_if_it_were_new() {
        let glossary = Glossary::shipped();
        let glosser = glossary.glosser();
        let texts = [
            "発熱はなく、非小細胞肺癌を認めた。\n家族歴\n糖尿病あり。\n",
            "# 家族歴\n糖尿病あり。\n# 現病歴\n糖尿病あり。\n発熱はなく、非小細胞肺癌を認めた。",
            "【既往歴】\n糖尿病あり。\n発熱はなく、非小細胞肺癌を認めた。",
            "【既往歴】\n\n糖尿病あり。\n発熱はなく、非小細胞肺癌を認めた。",
        ];
        for text in texts.iter().chain(texts.iter().rev()) {
            for document in [Document::plain(text), Document::markdown(text)] {
                assert_eq!(
                    glosser.gloss(&document),
                    glossary.gloss(&document),
                    "{text}"
                );
            }
        }
    }
}
