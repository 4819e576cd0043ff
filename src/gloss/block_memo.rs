//! Blocks that have been glossed already: in an archive the same lines come again, from headings to whole stock phrases.
//!
//! A block's gloss follows from its text, the heading above it and what that heading says of whose and when; so the same key always
//! gives the same gloss, and a full memory gives the same as an empty one.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::gloss::whose::Standing;
use crate::gloss::{Mark, Segment, Sentence};
use crate::source::Block;
use crate::span::{PieceKind, Span};

/// Longer blocks (in bytes) are not remembered: they seldom come again.
const LONGEST_BLOCK: usize = 1 << 12;

/// With more text than this (in bytes) the memory is emptied, so that it does not grow with what passes through.
const MOST_TEXT: usize = 1 << 21;

/// What a block's gloss depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BlockKey<'d> {
    text: &'d str,
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
        (is_own && text.len() <= LONGEST_BLOCK).then_some(Self {
            text,
            section,
            standing,
        })
    }

    fn hash(&self, builder: &DefaultHashBuilder) -> u64 {
        builder.hash_one((self.text, self.section, self.standing))
    }
}

#[derive(Clone, Debug)]
struct Remembered {
    text: Box<str>,
    section: Box<str>,
    standing: Standing,
    /// Their spans count from the block's first byte.
    sentences: Vec<Sentence>,
}

impl Remembered {
    fn key(&self) -> BlockKey<'_> {
        BlockKey {
            text: &self.text,
            section: &self.section,
            standing: self.standing,
        }
    }

    fn is_of(&self, key: &BlockKey<'_>) -> bool {
        *self.text == *key.text && *self.section == *key.section && self.standing == key.standing
    }
}

/// What a gloss remembers from block to block and from document to document.
#[derive(Clone, Debug, Default)]
pub(crate) struct BlockMemo {
    blocks: HashTable<Remembered>,
    hasher: DefaultHashBuilder,
    /// Bytes of text that is remembered.
    remembered: usize,
}

impl BlockMemo {
    /// The sentences of a block with this key that begins at byte `start` of its document.
    pub(crate) fn recall(&self, key: &BlockKey<'_>, start: usize) -> Option<Vec<Sentence>> {
        let found = self
            .blocks
            .find(key.hash(&self.hasher), |known| known.is_of(key))?;
        Some(moved(&found.sentences, |offset| offset + start))
    }

    /// Remembers the sentences of a block that begins at byte `start` of its document.
    pub(crate) fn keep(&mut self, key: &BlockKey<'_>, start: usize, sentences: &[Sentence]) {
        if self.remembered > MOST_TEXT {
            self.blocks.clear();
            self.remembered = 0;
        }
        self.remembered += key.text.len();
        let remembered = Remembered {
            text: key.text.into(),
            section: key.section.into(),
            standing: key.standing,
            sentences: moved(sentences, |offset| offset.saturating_sub(start)),
        };
        let hasher = &self.hasher;
        self.blocks
            .insert_unique(key.hash(hasher), remembered, |other| {
                other.key().hash(hasher)
            });
    }
}

/// The same sentences at another place.
fn moved(sentences: &[Sentence], to: impl Fn(usize) -> usize + Copy) -> Vec<Sentence> {
    let span = |span: Span| Span::new(to(span.start), to(span.end));
    let mark = |mark: &Mark| Mark {
        span: span(mark.span),
        scope: span(mark.scope),
        ..mark.clone()
    };
    sentences
        .iter()
        .map(|sentence| Sentence {
            span: span(sentence.span),
            segments: moved_segments(&sentence.segments, to),
            marks: sentence.marks.iter().map(mark).collect(),
        })
        .collect()
}

fn moved_segments(segments: &[Segment], to: impl Fn(usize) -> usize + Copy) -> Vec<Segment> {
    segments
        .iter()
        .map(|segment| Segment {
            span: Span::new(to(segment.span.start), to(segment.span.end)),
            parts: moved_segments(&segment.parts, to),
            word: segment.word.clone(),
        })
        .collect()
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
