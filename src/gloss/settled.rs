//! Glosses that need no look at the whole document: each of its blocks says by itself all that there is to say.
//!
//! An abbreviation that the document defines, and a name that it uses again, change what is said elsewhere in it. Most documents of an
//! archive have neither; then their blocks are shared with the memory instead of copied, and what is told of the document is the sum of
//! what is told of its blocks.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::gloss::block_memo::{BlockGloss, start_of};
use crate::gloss::summary::{Counts, Summary};
use crate::gloss::{Abbreviation, abbreviations, names};
use crate::lexicon::tables::Tables;
use crate::source::Document;

/// What a block tells of itself; spans count from its first byte.
#[derive(Debug)]
pub(crate) struct Facts {
    summary: Summary,
    /// None where the document has to say more of them.
    abbreviations: Option<Vec<Abbreviation>>,
    /// Names that may come again.
    names: Vec<String>,
}

impl Facts {
    /// `text` begins with the block.
    fn of(tables: &Tables, text: &str, block: &BlockGloss) -> Self {
        let mut counts = Counts::default();
        let mut found = Vec::new();
        for sentence in &block.sentences {
            counts.add(text, sentence);
            let new = sentence
                .segments
                .iter()
                .filter(|segment| names::is_new(segment));
            found.extend(new.map(|name| name.text.clone()));
        }
        Self {
            summary: counts.finish(),
            abbreviations: abbreviations::of_block(tables, text, &block.sentences),
            names: found,
        }
    }
}

/// A gloss of blocks that are settled by themselves.
#[derive(Debug)]
pub(crate) struct Settled {
    /// One for each block of the document, with the byte from which its spans count.
    pub(crate) blocks: Vec<(usize, Arc<BlockGloss>)>,
    pub(crate) summary: Summary,
}

impl Settled {
    /// The abbreviations in the order in which they first stand, each with the byte from which its spans count.
    pub(crate) fn abbreviations(&self) -> Vec<(usize, &Abbreviation)> {
        abbreviations::firsts(self.blocks.iter().map(|(start, block)| {
            let facts = block.facts.get();
            let listed = facts.and_then(|facts| facts.abbreviations.as_deref());
            (*start, listed.unwrap_or_default())
        }))
    }
}

/// The blocks as one gloss; none where one of them changes what is said in another.
pub(crate) fn settled(
    tables: &Tables,
    document: &Document,
    blocks: &[Arc<BlockGloss>],
) -> Option<Settled> {
    let mut counts = Counts::default();
    let mut placed = Vec::with_capacity(blocks.len());
    let mut names = BTreeSet::new();
    for (block, gloss) in document.blocks.iter().zip(blocks) {
        let start = start_of(block).min(document.text.len());
        let text = || document.text.get(start..).unwrap_or_default();
        let facts = gloss.facts.get_or_init(|| Facts::of(tables, text(), gloss));
        counts.join(&facts.summary, start);
        facts.abbreviations.as_ref()?;
        names.extend(facts.names.iter().map(String::as_str));
        placed.push((start, Arc::clone(gloss)));
    }
    let summary = counts.finish();
    let comes_again = |name: &str| names.contains(name);
    if summary
        .unknown
        .iter()
        .any(|unknown| comes_again(&unknown.text))
    {
        return None;
    }
    Some(Settled {
        blocks: placed,
        summary,
    })
}
