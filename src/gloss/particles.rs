//! What a particle says in its company: と before "was diagnosed" is "as", between two nouns "and".
//!
//! The senses and what they ask for are data (`glossary/language/senses.toml`); what a particle says elsewhere stays among its alternatives.

#![expect(
    clippy::indexing_slicing,
    reason = "the place is one that a walk over the same drafts gives"
)]

use std::sync::Arc;

use crate::gloss::assemble::{Assembler, Draft, Role};
use crate::gloss::{SegmentKind, Word};
use crate::glossary::language::ParticleSense;
use crate::lexicon::forms::changes;

/// A predicate further off than this does not govern the particle.
const FARTHEST_PREDICATE: usize = 10;
/// So many other things a particle shows that it may say.
const MOST_ALTERNATIVES: usize = 5;

/// Gives every particle the sense that its neighbours ask for.
pub(crate) fn choose(assembler: &Assembler<'_, '_>, drafts: &mut [Draft]) {
    let all = &assembler.glossary.tables.particle_senses;
    for at in 0..drafts.len() {
        let word = &drafts[at].segment.word;
        if word.kind != SegmentKind::Function || word.pos.as_deref() != Some("particle") {
            continue;
        }
        let Some(senses) = word.headword.as_ref().and_then(|form| all.get(form)) else {
            continue;
        };
        let company = Company {
            drafts,
            at,
            before: assembler
                .folded
                .folded
                .get(..drafts[at].from)
                .unwrap_or_default(),
        };
        let Some(number) = senses.iter().position(|sense| company.has(sense)) else {
            continue;
        };
        let spoken = word.derived.spoken.get_or_init(|| {
            let spoken = senses.iter().map(|sense| Arc::new(saying(word, sense)));
            spoken.collect()
        });
        if let Some(spoken) = spoken.get(number).cloned() {
            drafts[at].segment.word = spoken;
        }
    }
}

/// The word with what it says in this sense; what it says elsewhere stands behind.
fn saying(word: &Word, sense: &ParticleSense) -> Word {
    let mut said = word.clone();
    said.derived = Default::default();
    let elsewhere = word.gloss.iter().chain(&word.alternatives);
    let mut alternatives: Vec<String> = Vec::new();
    for other in sense.alternatives.iter().chain(elsewhere) {
        if *other != sense.gloss && !alternatives.contains(other) {
            alternatives.push(other.clone());
        }
    }
    alternatives.truncate(MOST_ALTERNATIVES);
    said.gloss = Some(sense.gloss.clone()).filter(|gloss| !gloss.is_empty());
    said.alternatives = alternatives;
    said
}

/// A particle among its neighbours.
struct Company<'d> {
    drafts: &'d [Draft],
    at: usize,
    /// The folded text before it.
    before: &'d [char],
}

impl Company<'_> {
    fn has(&self, sense: &ParticleSense) -> bool {
        let left = self.at.checked_sub(1).and_then(|at| self.drafts.get(at));
        let right = self.drafts.get(self.at + 1);
        (sense.left.is_empty() || sense.left.iter().any(|word| ends_with(self.before, word)))
            && is_any(left, &sense.left_class)
            && has_any(right, &sense.right)
            && is_any(right, &sense.right_class)
            && (sense.predicate.is_empty() && sense.predicate_class.is_empty()
                || self.predicate().is_some_and(|predicate| {
                    has_any(Some(predicate), &sense.predicate)
                        && is_any(Some(predicate), &sense.predicate_class)
                }))
    }

    /// The next predicate of the clause.
    fn predicate(&self) -> Option<&Draft> {
        self.drafts
            .iter()
            .skip(self.at + 1)
            .take(FARTHEST_PREDICATE)
            .find(|draft| is_predicate(draft))
    }
}

fn ends_with(text: &[char], word: &str) -> bool {
    text.iter().rev().copied().eq_prefix(word.chars().rev())
}

trait EqPrefix: Iterator<Item = char> + Sized {
    /// Whether the characters begin with those of the other.
    fn eq_prefix(mut self, mut other: impl Iterator<Item = char>) -> bool {
        other.all(|wanted| self.next() == Some(wanted))
    }
}

impl<I: Iterator<Item = char>> EqPrefix for I {}

fn has_any(draft: Option<&Draft>, headwords: &[String]) -> bool {
    headwords.is_empty()
        || draft
            .and_then(|draft| draft.segment.headword.as_ref())
            .is_some_and(|headword| headwords.contains(headword))
}

fn is_any(draft: Option<&Draft>, classes: &[String]) -> bool {
    classes.is_empty() || classes.iter().any(|class| is(draft, class))
}

/// Whether the draft is of the class; the beginning and the end of a sentence are `boundary`, its end
/// and the signs that may end it `stop`.
fn is(draft: Option<&Draft>, class: &str) -> bool {
    let Some(draft) = draft else {
        return matches!(class, "boundary" | "stop");
    };
    let word = &draft.segment.word;
    match class {
        "predicate" => is_predicate(draft),
        "noun" => is_noun(draft),
        "stop" => word.kind == SegmentKind::Punctuation && !is_comma(&word.text),
        "comma" => is_comma(&word.text),
        _ => {
            word.class.as_deref() == Some(class)
                || word.pos.as_deref() == Some(class)
                || word.features.iter().any(|feature| feature == class)
                || word
                    .quantity
                    .as_ref()
                    .is_some_and(|quantity| quantity.form == class)
        }
    }
}

fn is_comma(sign: &str) -> bool {
    matches!(sign, "、" | "," | "，" | "・")
}

/// A verb, adjective or copula in any form but one that goes on.
fn is_predicate(draft: &Draft) -> bool {
    let word = &draft.segment.word;
    let pos = word.pos.as_deref().unwrap_or_default();
    (changes(pos)
        || matches!(pos, "copula" | "predicate")
        || word.features.iter().any(|feature| feature == "verbal"))
        && word.features.last().is_none_or(|last| last != "adverbial")
}

fn is_noun(draft: &Draft) -> bool {
    matches!(draft.role, Role::Noun | Role::Prefix | Role::Latin)
        || matches!(
            draft.segment.kind,
            SegmentKind::Quantity | SegmentKind::Unknown | SegmentKind::Name | SegmentKind::Latin
        )
}
