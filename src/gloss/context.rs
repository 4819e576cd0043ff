//! Sense by company: of entries with the same key, the one whose conditions its neighbours meet.

#![expect(
    clippy::indexing_slicing,
    reason = "places are those of drafts in the same list, and of the text that they were cut from"
)]

use std::sync::OnceLock;

use crate::gloss::assemble::{Assembler, Draft};
use crate::gloss::memo::Known;
use crate::lexicon::forms::changes;
use crate::lexicon::{EntryView, Lexeme, LexemeId, LexemeKind, Lexicon};

/// What a word may mean in its company.
#[derive(Clone, Debug)]
pub(crate) struct Sense {
    /// Place of the lexicon among the segmenter's.
    lexicon: usize,
    lexeme: LexemeId,
    /// It is what the word means now.
    is_current: bool,
    /// It changes its form as the word does.
    same_shape: bool,
    conditions: Option<Conditions>,
    /// The word with this sense.
    known: OnceLock<Known>,
}

/// The company that a sense asks for, folded; what is empty asks for nothing.
#[derive(Clone, Debug)]
struct Conditions {
    left: Vec<Vec<char>>,
    right: Vec<Vec<char>>,
    left_class: Vec<String>,
    right_class: Vec<String>,
    section: Vec<String>,
}

/// Exchanges entries whose neighbours ask for another sense.
pub(crate) fn choose(assembler: &Assembler<'_, '_>, drafts: &mut [Draft]) {
    for at in 0..drafts.len() {
        let draft = &drafts[at];
        if !draft.conditional || draft.segment.entry.is_none() {
            continue;
        }
        let senses = draft
            .segment
            .derived
            .senses
            .get_or_init(|| senses_of(assembler, draft).unwrap_or_default().into());
        let Some(better) = better_sense(assembler, drafts, at, senses) else {
            continue;
        };
        let known = better
            .known
            .get_or_init(|| exchanged(assembler, draft, better));
        drafts[at] = known
            .clone()
            .draft(draft.segment.span, draft.from, draft.to);
    }
}

/// The word with another sense; what it meant so far stands behind.
fn exchanged(assembler: &Assembler<'_, '_>, draft: &Draft, sense: &Sense) -> Known {
    let lexicon = &assembler.segmenter.lexicons[sense.lexicon];
    let lexeme = lexicon.lexeme(sense.lexeme);
    let mut known = assembler.exchanged(draft, lexicon, &lexeme);
    let word = std::sync::Arc::make_mut(&mut known.word);
    if sense.conditions.is_some() {
        word.second_sense = None;
    }
    let old = &draft.segment;
    for form in old.gloss.iter().chain(&old.alternatives) {
        if !word.alternatives.contains(form)
            && Some(form) != word.gloss.as_ref()
            && word.alternatives.len() < 5
        {
            word.alternatives.push(form.clone());
        }
    }
    known
}

/// The entries with the word's key, of the last glossary that has the key; none where no entry asks for company.
fn senses_of(assembler: &Assembler<'_, '_>, draft: &Draft) -> Option<Vec<Sense>> {
    let written = written_key(assembler, draft)?;
    let find = |key: &str| {
        let lexicons = assembler.segmenter.lexicons.iter().enumerate().rev();
        lexicons
            .filter_map(|(number, lexicon)| Some((number, lexicon, lexicon.find_key(key)?)))
            .next()
    };
    // 受けた has no key of its own: the senses of an inflected word stand under its headword.
    let inflected = || {
        let has_changed = !draft.segment.features.is_empty();
        let headword = draft.segment.headword.as_deref().filter(|_| has_changed)?;
        find(&assembler.glossary.fold.fold(headword))
    };
    let (number, lexicon, key) = find(&written).or_else(inflected)?;
    let senses: Vec<Sense> = lexicon
        .lexemes_of(key)
        .filter(|id| may_take(draft, &lexicon.lexeme(*id)))
        .filter(|id| is_same_verb(draft, &lexicon.entry(lexicon.lexeme(*id).entry)))
        .map(|id| sense_of(assembler, draft, lexicon, number, id))
        .collect();
    senses
        .iter()
        .any(|sense| sense.conditions.is_some())
        .then_some(senses)
}

/// What changes its form has senses of its own word only: 強い is no form of 強いる there.
fn is_same_verb(draft: &Draft, entry: &EntryView<'_>) -> bool {
    let inflects = draft.segment.pos.as_deref().is_some_and(changes);
    !inflects || draft.segment.headword.as_deref() == Some(entry.headword())
}

/// A word that has changed its form is no affix: 投与した beside a noun stays a verb.
fn may_take(draft: &Draft, lexeme: &Lexeme) -> bool {
    match lexeme.kind {
        LexemeKind::Word => true,
        LexemeKind::Prefix | LexemeKind::Suffix | LexemeKind::Joint => {
            draft.segment.features.is_empty()
        }
        _ => false,
    }
}

fn sense_of(
    assembler: &Assembler<'_, '_>,
    draft: &Draft,
    lexicon: &Lexicon<'_>,
    number: usize,
    lexeme: LexemeId,
) -> Sense {
    let entry = lexicon.entry(lexicon.lexeme(lexeme).entry);
    Sense {
        lexicon: number,
        lexeme,
        is_current: draft.segment.entry.as_deref() == Some(entry.reference().as_str()),
        same_shape: draft.segment.pos.as_deref().is_some_and(changes) == changes(entry.pos()),
        conditions: conditions_of(assembler, &entry),
        known: OnceLock::new(),
    }
}

fn conditions_of(assembler: &Assembler<'_, '_>, entry: &EntryView<'_>) -> Option<Conditions> {
    let [left, right, left_class, right_class, section] = entry.when()?;
    let folded = |words: Vec<&str>| {
        let fold = |word: &str| assembler.glossary.fold.fold(word).chars().collect();
        words.into_iter().map(fold).collect()
    };
    let owned = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect();
    Some(Conditions {
        left: folded(left),
        right: folded(right),
        left_class: owned(left_class),
        right_class: owned(right_class),
        section: owned(section),
    })
}

/// The sense that the company asks for, where it is not the word's own.
fn better_sense<'s>(
    assembler: &Assembler<'_, '_>,
    drafts: &[Draft],
    at: usize,
    senses: &'s [Sense],
) -> Option<&'s Sense> {
    let mut unconditional = None;
    let mut current_fails = false;
    for sense in senses {
        match (&sense.conditions, sense.is_current) {
            (None, true) => {}
            (None, false) => unconditional = unconditional.or(Some(sense)),
            (Some(conditions), true) => current_fails = !holds(assembler, drafts, at, conditions),
            (Some(conditions), false) => {
                if sense.same_shape && holds(assembler, drafts, at, conditions) {
                    return Some(sense);
                }
            }
        }
    }
    unconditional.filter(|_| current_fails)
}

/// The word itself as the document writes it, folded, without the endings that joined it.
fn written_key(assembler: &Assembler<'_, '_>, draft: &Draft) -> Option<String> {
    let end = draft.from + word_length(assembler, draft);
    let written = assembler.folded.folded.get(draft.from..end)?;
    Some(written.iter().collect())
}

/// The characters of the word itself, without the endings that joined it.
fn word_length(assembler: &Assembler<'_, '_>, draft: &Draft) -> usize {
    let headword = draft.segment.headword.as_deref().unwrap_or_default();
    let folded = assembler.glossary.fold.fold(headword).chars().count();
    folded.min(draft.to - draft.from)
}

fn holds(
    assembler: &Assembler<'_, '_>,
    drafts: &[Draft],
    at: usize,
    conditions: &Conditions,
) -> bool {
    let draft = &drafts[at];
    let folded = &assembler.folded.folded;
    let before = trimmed_end(&folded[..draft.from]);
    let after = trimmed_start(&folded[draft.to..]);
    // Through the particle that joins two nouns: 有害事象の発現 is as 有害事象発現.
    let of = |at: usize| drafts.get(at).is_some_and(|draft| draft.joins_nouns);
    let before_at = at
        .checked_sub(1)
        .filter(|at| !of(*at))
        .or_else(|| at.checked_sub(2));
    let after_at = if of(at + 1) { at + 2 } else { at + 1 };
    let class_at = |at: Option<usize>| {
        at.and_then(|at| drafts.get(at)?.segment.class.as_deref())
            .unwrap_or_default()
    };
    let named = |classes: &[String], at: Option<usize>| {
        let class = class_at(at);
        classes.is_empty() || classes.iter().any(|wanted| wanted == class)
    };
    let Conditions { left, right, .. } = conditions;
    (left.is_empty() || left.iter().any(|word| before.ends_with(word)))
        && (right.is_empty() || right.iter().any(|word| after.starts_with(word)))
        && named(&conditions.left_class, before_at)
        && named(&conditions.right_class, Some(after_at))
        && (conditions.section.is_empty()
            || conditions
                .section
                .iter()
                .any(|word| assembler.section.contains(word.as_str())))
}

fn trimmed_end(text: &[char]) -> &[char] {
    let end = text.iter().rposition(|c| *c != ' ').map_or(0, |at| at + 1);
    &text[..end]
}

fn trimmed_start(text: &[char]) -> &[char] {
    let start = text.iter().position(|c| *c != ' ').unwrap_or(text.len());
    &text[start..]
}
