//! Cutting a sentence into words: every candidate at every place a way can reach, and the cheapest way through.
//!
//! Candidates come from the lexicon ([`terms`]), the grammar of quantities ([`quantity`]), runs of Latin script and signs
//! ([`latin`]), and from what nobody knows ([`unknown`]). The costs are data: `glossary/language/connections.toml`.

#[cfg(test)]
mod differential;
pub(crate) mod latin;
pub(crate) mod lattice;
pub mod quantity;
pub(crate) mod terms;
pub(crate) mod unknown;

use crate::lexicon::tables::Tables;
use crate::lexicon::{LexemeId, Lexicon};
use crate::segment::quantity::Quantity;
use crate::segment::quantity::starts::Starts;
use crate::text::fold::FoldedText;

/// What a node of the lattice stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NodeKind {
    /// A lexeme of the lexicon with this number.
    Lexeme(u8, LexemeId),
    /// A quantity: its place in the sentence's list.
    Quantity(u32),
    Latin,
    Unknown,
    Punctuation,
    Space,
}

/// A piece of the best way: folded characters `start..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: NodeKind,
}

/// Costs that the program looks up while it searches, read from the tables once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Costs {
    pub(crate) unknown_kanji: i32,
    pub(crate) unknown_katakana: i32,
    pub(crate) unknown_hiragana: i32,
    pub(crate) unknown_start: i32,
    pub(crate) latin: i32,
    pub(crate) quantity: i32,
    pub(crate) kanji_quantity: i32,
    pub(crate) punctuation: i32,
    pub(crate) split_katakana: i32,
    pub(crate) split_katakana_known: i32,
    pub(crate) split_latin: i32,
}

impl Costs {
    pub(crate) fn of(tables: &Tables) -> Self {
        Self {
            unknown_kanji: tables.cost("unknown_kanji"),
            unknown_katakana: tables.cost("unknown_katakana"),
            unknown_hiragana: tables.cost("unknown_hiragana"),
            unknown_start: tables.cost("unknown_start"),
            latin: tables.cost("latin"),
            quantity: tables.cost("quantity"),
            kanji_quantity: tables.cost("kanji_quantity"),
            punctuation: tables.cost("punctuation"),
            split_katakana: tables.cost("split_katakana"),
            split_katakana_known: tables.cost("split_katakana_known"),
            split_latin: tables.cost("split_latin"),
        }
    }
}

/// What segmentation needs to know.
#[derive(Debug)]
pub(crate) struct Segmenter<'g> {
    pub(crate) lexicons: Vec<Lexicon<'g>>,
    pub(crate) use_shipped: bool,
    pub(crate) tables: &'g Tables,
    pub(crate) costs: Costs,
    pub(crate) class_ids: ClassIds,
    pub(crate) quantity_starts: &'g Starts,
    /// Two characters that are one word, between which no suffix begins: 症状.
    uncut: Vec<[char; 2]>,
}

/// Classes that candidates of no lexeme show.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClassIds {
    pub(crate) noun: u8,
    pub(crate) prefix: u8,
    pub(crate) suffix: u8,
    /// A verb in a form that can end a clause or stand before a noun.
    pub(crate) verb_end: u8,
    /// The same of an adjective.
    pub(crate) adjective_end: u8,
    /// What stands before a noun only.
    pub(crate) adnominal: u8,
    /// A verb that says what should be done.
    pub(crate) obligation: u8,
}

/// The best way through a sentence, with the quantities that stand on it.
#[derive(Debug, Default)]
pub(crate) struct Path {
    pub(crate) steps: Vec<Step>,
    pub(crate) quantities: Vec<Quantity>,
}

impl<'g> Segmenter<'g> {
    pub(crate) fn new(
        lexicons: Vec<Lexicon<'g>>,
        use_shipped: bool,
        tables: &'g Tables,
        quantity_starts: &'g Starts,
    ) -> Self {
        let class = |name: &str| {
            lexicons
                .first()
                .and_then(|lexicon| lexicon.class_named(name))
                .unwrap_or_default()
        };
        let class_ids = ClassIds {
            noun: class("noun"),
            prefix: class("prefix"),
            suffix: class("suffix"),
            verb_end: class("verb-end"),
            adjective_end: class("adjective-end"),
            adnominal: class("adnominal"),
            obligation: class("beki"),
        };
        Self {
            lexicons,
            use_shipped,
            tables,
            costs: Costs::of(tables),
            class_ids,
            quantity_starts,
            uncut: tables
                .list("uncut")
                .iter()
                .filter_map(|pair| {
                    let mut pair = pair.chars();
                    Some([pair.next()?, pair.next()?])
                })
                .collect(),
        }
    }

    /// Whether a suffix that begins here would cut a word in two.
    pub(crate) fn is_uncut(&self, text: &FoldedText, at: usize) -> bool {
        let pair = at
            .checked_sub(1)
            .and_then(|from| text.folded.get(from..=at));
        pair.is_some_and(|pair| self.uncut.iter().any(|uncut| uncut == pair))
    }

    /// The cheapest way through the folded characters `from..to`.
    pub(crate) fn best_path(
        &self,
        workspace: &mut lattice::Workspace,
        text: &FoldedText,
        codes: &[u16],
        from: usize,
        to: usize,
    ) -> Path {
        lattice::best_path(self, workspace, text, codes, from, to)
    }

    /// All candidates at a place of a text that ends at `to`, as the search asks for them there: for what measures or tests the search.
    pub(crate) fn candidates(
        &self,
        text: &FoldedText,
        codes: &[u16],
        at: usize,
        to: usize,
    ) -> Vec<lattice::Candidate> {
        let (mut quantities, mut found) = (Vec::new(), Vec::new());
        terms::candidates(self, text, codes, at, to, |candidate| {
            found.push(*candidate);
        });
        quantity::candidates(self, text, codes, at, to, &mut quantities, &mut found);
        latin::candidates(self, text, at, to, &mut found);
        unknown::candidates(self, text, at, to, &mut 0, &mut found);
        found.retain(|candidate| candidate.end == to || text.may_cut(candidate.end));
        found
    }

    /// Codes of the folded characters in the shipped lexicon's trie.
    pub(crate) fn codes(&self, text: &FoldedText) -> Vec<u16> {
        let mut codes = Vec::new();
        self.codes_into(text, &mut codes);
        codes
    }

    /// The same, put into the room of others.
    pub(crate) fn codes_into(&self, text: &FoldedText, codes: &mut Vec<u16>) {
        codes.clear();
        if let Some(lexicon) = self.lexicons.first() {
            codes.extend(text.folded.iter().map(|c| lexicon.code(*c)));
        }
    }
}
