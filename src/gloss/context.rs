//! Sense by company: of entries with the same key, the one whose conditions its neighbours meet.

use crate::gloss::assemble::{Assembler, Draft};
use crate::lexicon::{EntryView, LexemeKind};

/// Exchanges entries whose neighbours ask for another sense.
pub(crate) fn choose(assembler: &Assembler<'_, '_>, drafts: &mut [Draft]) {
    for at in 0..drafts.len() {
        if !drafts[at].conditional {
            continue;
        }
        let Some(better) = better_sense(assembler, drafts, at) else {
            continue;
        };
        let mut alternatives = better.segment.alternatives.clone();
        let old = &drafts[at].segment;
        for form in old.gloss.iter().chain(&old.alternatives) {
            if !alternatives.contains(form)
                && Some(form) != better.segment.gloss.as_ref()
                && alternatives.len() < 5
            {
                alternatives.push(form.clone());
            }
        }
        drafts[at] = better;
        drafts[at].segment.alternatives = alternatives;
    }
}

fn better_sense(assembler: &Assembler<'_, '_>, drafts: &[Draft], at: usize) -> Option<Draft> {
    let draft = &drafts[at];
    draft.segment.entry.as_ref()?;
    let length = word_length(assembler, draft);
    let key: String = assembler
        .folded
        .folded
        .get(draft.from..draft.from + length)?
        .iter()
        .collect();
    for lexicon in assembler.segmenter.lexicons.iter().rev() {
        let Some(key) = lexicon.find_key(&key) else {
            continue;
        };
        let mut fallback = None;
        let mut current_fails = false;
        for id in lexicon.lexemes_of(key) {
            let lexeme = lexicon.lexeme(id);
            let affix = matches!(
                lexeme.kind,
                LexemeKind::Prefix | LexemeKind::Suffix | LexemeKind::Joint
            );
            // A word that has changed its form is no affix: 投与した beside a noun stays a verb.
            if !(lexeme.kind == LexemeKind::Word || affix && draft.segment.features.is_empty()) {
                continue;
            }
            let entry = lexicon.entry(lexeme.entry);
            let is_current = draft.segment.entry.as_deref() == Some(entry.reference().as_str());
            let when = entry.when();
            match (when, is_current) {
                (None, true) => return_if_conditional(assembler, drafts, at, lexicon, key)?,
                (Some(_), true) => current_fails = !holds(assembler, drafts, at, &entry),
                (None, false) => fallback = fallback.or(Some(lexeme)),
                (Some(_), false) => {}
            }
            if !is_current
                && entry.when().is_some()
                && holds(assembler, drafts, at, &entry)
                && same_shape(draft, &entry)
            {
                return Some(assembler.exchanged(draft, lexicon, &lexeme));
            }
        }
        if current_fails {
            let lexeme = fallback?;
            return Some(assembler.exchanged(draft, lexicon, &lexeme));
        }
        return None;
    }
    None
}

/// Goes on only where some entry of the key has conditions at all.
fn return_if_conditional(
    _: &Assembler<'_, '_>,
    _: &[Draft],
    _: usize,
    lexicon: &crate::lexicon::Lexicon<'_>,
    key: u32,
) -> Option<()> {
    lexicon
        .lexemes_of(key)
        .any(|id| lexicon.entry(lexicon.lexeme(id).entry).when().is_some())
        .then_some(())
}

/// A noun does not become a verb by its company.
fn same_shape(draft: &Draft, entry: &EntryView<'_>) -> bool {
    let changing = |pos: Option<&str>| pos.is_some_and(crate::gloss::assemble::changes);
    changing(draft.segment.pos.as_deref()) == changing(Some(entry.pos()))
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
    entry: &EntryView<'_>,
) -> bool {
    let Some([left, right, left_class, right_class, section]) = entry.when() else {
        return true;
    };
    let draft = &drafts[at];
    let before = &assembler.folded.folded[..draft.from];
    let after = &assembler.folded.folded[draft.to..];
    let ends = |word: &&str| {
        let word: Vec<char> = assembler.glossary.fold.fold(word).chars().collect();
        trimmed_end(before).ends_with(&word)
    };
    let begins = |word: &&str| {
        let word: Vec<char> = assembler.glossary.fold.fold(word).chars().collect();
        trimmed_start(after).starts_with(&word)
    };
    let class_of = |draft: Option<&Draft>| {
        draft
            .and_then(|draft| draft.segment.class.clone())
            .unwrap_or_default()
    };
    // Through the particle that joins two nouns: 有害事象の発現 is as 有害事象発現.
    let of = |at: &usize| {
        drafts.get(*at).is_some_and(|draft| {
            assembler
                .glossary
                .tables
                .list("noun_particles")
                .contains(&draft.segment.text)
        })
    };
    let before_at = at
        .checked_sub(1)
        .filter(|at| !of(at))
        .or_else(|| at.checked_sub(2));
    let after_at = Some(at + 1).filter(|at| !of(at)).unwrap_or(at + 2);
    let before_class = class_of(before_at.and_then(|at| drafts.get(at)));
    let after_class = class_of(drafts.get(after_at));
    (left.is_empty() || left.iter().any(ends))
        && (right.is_empty() || right.iter().any(begins))
        && (left_class.is_empty() || left_class.contains(&before_class.as_str()))
        && (right_class.is_empty() || right_class.contains(&after_class.as_str()))
        && (section.is_empty() || section.iter().any(|word| assembler.section.contains(word)))
}

fn trimmed_end(text: &[char]) -> &[char] {
    let end = text.iter().rposition(|c| *c != ' ').map_or(0, |at| at + 1);
    &text[..end]
}

fn trimmed_start(text: &[char]) -> &[char] {
    let start = text.iter().position(|c| *c != ' ').unwrap_or(text.len());
    &text[start..]
}
