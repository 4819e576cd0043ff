//! Misread text: scanned reports hold 疾 for 痰, 一 for ー, 0 for O. Nothing is guessed: an unknown text that is a reviewed entry but for one
//! such character gets a suggestion, which stands beside it and takes no part in the gloss.
//!
//! Which characters are taken for each other is data (`confusable` in `lists.toml`). Only unknown texts are looked at, with the words right
//! beside them, so the cost is bounded.

use hashbrown::HashMap;

use crate::gloss::word::Suggestion;
use crate::gloss::{Segment, SegmentKind};
use crate::glossary::Layer;
use crate::lexicon::Lexicon;
use crate::text::fold::FoldTable;
use crate::text::script::Script;

/// Longer texts than this are not looked at, in characters.
const LONGEST: usize = 16;
/// Words beside an unknown one that may belong to it.
const BESIDE: usize = 2;
/// What is remembered is forgotten when it is this much.
const MOST: usize = 1 << 12;

/// Finds suggestions, and remembers what it has found.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    others: HashMap<char, Vec<char>>,
    known: HashMap<String, Option<Suggestion>>,
}

impl Reader {
    /// `groups` are characters that are taken for each other.
    pub(crate) fn new(groups: &[String], fold: &FoldTable<'static>) -> Self {
        let mut others: HashMap<char, Vec<char>> = HashMap::new();
        for group in groups {
            let folded = fold.fold(group);
            for c in folded.chars() {
                others
                    .entry(c)
                    .or_default()
                    .extend(folded.chars().filter(|other| *other != c));
            }
        }
        Self {
            others,
            known: HashMap::new(),
        }
    }

    /// Gives the unknown segments of a sentence their suggestions.
    pub(crate) fn suggest(
        &mut self,
        lexicons: &[Lexicon<'_>],
        fold: &FoldTable<'static>,
        segments: &mut [Segment],
    ) {
        for at in 0..segments.len() {
            if !segments.get(at).is_some_and(may_be_misread) {
                continue;
            }
            let suggestion = windows(segments, at)
                .into_iter()
                .find_map(|text| self.suggestion(lexicons, fold, &text));
            if let (Some(suggestion), Some(segment)) = (suggestion, segments.get_mut(at)) {
                segment.suggestion = Some(Box::new(suggestion));
            }
        }
    }

    fn suggestion(
        &mut self,
        lexicons: &[Lexicon<'_>],
        fold: &FoldTable<'static>,
        text: &str,
    ) -> Option<Suggestion> {
        if let Some(known) = self.known.get(text) {
            return known.clone();
        }
        let chars: Vec<char> = fold.fold(text).chars().collect();
        let found = (chars.len() > 1 && chars.len() <= LONGEST)
            .then(|| self.near(lexicons, &chars))
            .flatten()
            .map(|(headword, gloss)| Suggestion {
                text: text.to_owned(),
                headword,
                gloss,
            });
        if self.known.len() >= MOST {
            self.known.clear();
        }
        self.known.insert(text.to_owned(), found.clone());
        found
    }

    /// The reviewed entry that the text is with one character changed.
    fn near(&self, lexicons: &[Lexicon<'_>], chars: &[char]) -> Option<(String, String)> {
        for (at, c) in chars.iter().enumerate() {
            for other in self.others.get(c).into_iter().flatten() {
                let beside = [at.checked_sub(1), Some(at + 1)];
                let fits = beside
                    .into_iter()
                    .flatten()
                    .filter_map(|near| chars.get(near))
                    .any(|near| alike(*near, *other));
                if !fits {
                    continue;
                }
                let key: String = chars
                    .iter()
                    .enumerate()
                    .map(|(place, c)| if place == at { other } else { c })
                    .collect();
                if let Some(entry) = lexicons
                    .iter()
                    .rev()
                    .find_map(|lexicon| reviewed(lexicon, &key))
                {
                    return Some(entry);
                }
            }
        }
        None
    }
}

/// Katakana stands beside katakana, kanji beside kanji, letters and digits beside each other.
fn alike(a: char, b: char) -> bool {
    let latin = |c: char| c.is_ascii_alphanumeric();
    Script::of(a) == Script::of(b) || (latin(a) && latin(b))
}

/// Nothing is known of it, or it is a mixture of letters and digits that is no entry.
pub(crate) fn may_be_misread(segment: &Segment) -> bool {
    match segment.kind {
        SegmentKind::Unknown => true,
        SegmentKind::Latin => {
            let text = segment.text.as_str();
            let later = text.chars().skip(1).any(char::is_uppercase);
            text.len() > 2 && (later || text.contains(|c: char| c.is_ascii_digit()))
        }
        _ => false,
    }
}

/// The texts around an unknown segment that could be one word, longest first.
fn windows(segments: &[Segment], at: usize) -> Vec<String> {
    let beside = if segments
        .get(at)
        .is_some_and(|segment| segment.kind == SegmentKind::Unknown)
    {
        BESIDE
    } else {
        0
    };
    let joined = |left: usize, right: usize| {
        let (Some(left), Some(right)) = (segments.get(left), segments.get(right)) else {
            return false;
        };
        left.span.end == right.span.start && is_word(left) && is_word(right)
    };
    let first = (at.saturating_sub(beside)..at)
        .rev()
        .take_while(|before| joined(*before, before + 1))
        .last()
        .unwrap_or(at);
    let last = (at + 1..=at + beside)
        .take_while(|next| joined(next - 1, *next))
        .last()
        .unwrap_or(at);
    let mut found: Vec<String> = (first..=at)
        .flat_map(|from| (at..=last).map(move |to| (from, to)))
        .filter_map(|(from, to)| {
            let text: String = segments
                .get(from..=to)?
                .iter()
                .map(|segment| segment.text.as_str())
                .collect();
            (text.chars().count() <= LONGEST).then_some(text)
        })
        .collect();
    found.sort_by_key(|text| std::cmp::Reverse(text.len()));
    found
}

fn is_word(segment: &Segment) -> bool {
    !matches!(
        segment.kind,
        SegmentKind::Punctuation | SegmentKind::Function
    )
}

/// Headword and English of a reviewed entry with this key.
fn reviewed(lexicon: &Lexicon<'_>, key: &str) -> Option<(String, String)> {
    let place = lexicon.find_key(key)?;
    lexicon.lexemes_of(place).find_map(|id| {
        let lexeme = lexicon.lexeme(id);
        if !lexeme.kind.is_word() {
            return None;
        }
        let entry = lexicon.entry(lexeme.entry);
        let gloss = entry.english().next()?.to_owned();
        (entry.layer() != Layer::Fallback).then(|| (entry.headword().to_owned(), gloss))
    })
}
