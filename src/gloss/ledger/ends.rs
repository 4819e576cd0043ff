//! How a sentence ends: Japanese puts the predicate last, and with it the tense and the "not".

use crate::gloss::ledger::survey::Survey;
use crate::gloss::{Segment, SegmentKind, Sentence};
use crate::lexicon::forms::changes;
use crate::text::script::Script;

/// こと, もの and their like are followed back no further than this.
const DEEPEST: usize = 3;

/// How a sentence ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The end in English.
    pub english: String,
    /// Whether it ends in a predicate; many sentences of reports end in a noun.
    pub predicate: bool,
}

impl Survey<'_> {
    /// How the sentence ends; `None` where nothing stands there but signs and particles.
    #[must_use]
    pub fn end_of(&self, sentence: &Sentence) -> Option<End> {
        let segments = &sentence.segments;
        let last = last_word(segments)?;
        let segment = segments.get(last)?;
        let predicate = is_predicate(segment);
        if predicate {
            let english = self.said(segments, last, 0)?;
            return Some(End { english, predicate });
        }
        let shown = || format!("[{}]", segment.text);
        let gloss = segment.gloss.clone().unwrap_or_else(shown);
        let closed = last
            .checked_sub(1)
            .filter(|before| segment.kind == SegmentKind::Function && ends_in(segments, *before))
            .and_then(|before| self.said(segments, before, 0));
        Some(closed.map_or_else(
            || End {
                english: gloss.clone(),
                predicate,
            },
            |closed| End {
                english: format!("{closed} · {gloss}"),
                predicate: true,
            },
        ))
    }

    /// Whether the English is "there is" or "there was no", which goes before its noun.
    fn says_there_is(&self, said: &str) -> bool {
        let there = self.glossary.tables.words.get("there");
        there
            .and_then(|forms| forms.first())
            .is_some_and(|there| said.split(' ').next() == Some(there))
    }

    /// What the predicate at `at` says; "is" says little without "difficult", "is present" without "possibility".
    fn said(&self, segments: &[Segment], at: usize, depth: usize) -> Option<String> {
        let segment = segments.get(at)?;
        let said = segment.gloss.clone().unwrap_or_default();
        let copula = segment.kind == SegmentKind::Function;
        let listed = |name: &str, segment: &Segment| {
            self.list(name)
                .iter()
                .any(|word| segment.headword.as_ref() == Some(word) || segment.text == *word)
        };
        if !copula && !listed("light_predicates", segment) {
            return Some(said);
        }
        let before = |from: usize| from.checked_sub(1).and_then(|at| segments.get(at));
        let particle = before(at)
            .filter(|segment| segment.kind == SegmentKind::Function && !is_predicate(segment));
        let place = at.checked_sub(if particle.is_some() { 2 } else { 1 });
        let Some((place, noun)) = place.and_then(|place| Some((place, segments.get(place)?)))
        else {
            return Some(said);
        };
        let gloss = noun.gloss.as_deref().unwrap_or_default();
        if listed("formal_nouns", noun) && depth < DEEPEST {
            let inner = place
                .checked_sub(1)
                .and_then(|inner| self.said(segments, inner, depth + 1));
            return Some(inner.map_or_else(
                || said.clone(),
                |inner| format!("{inner} · {gloss} · {said}"),
            ));
        }
        if particle.is_some_and(|particle| listed("quoting_particles", particle)) && depth < DEEPEST
        {
            let quoted = if is_predicate(noun) {
                self.said(segments, place, depth + 1)?
            } else {
                gloss.to_owned()
            };
            return Some(format!("{said}: {quoted}"));
        }
        if gloss.is_empty() || matches!(noun.kind, SegmentKind::Punctuation | SegmentKind::Function)
        {
            return Some(said);
        }
        let object = copula
            || self.says_there_is(&said)
            || particle.is_some_and(|particle| listed("object_particles", particle));
        Some(if object {
            format!("{said} {gloss}")
        } else {
            format!("{gloss}: {said}")
        })
    }
}

/// The last segment that says something: signs, particles, brackets with what is in them and reference numbers are passed over.
fn last_word(segments: &[Segment]) -> Option<usize> {
    let mut at = segments.len();
    let mut fallback = None;
    while let Some(last) = at.checked_sub(1) {
        let segment = segments.get(last)?;
        at = match segment.kind {
            SegmentKind::Punctuation if segment.text.contains([')', '）', ']', '］']) => {
                before_bracket(segments, last)
            }
            SegmentKind::Punctuation => last,
            SegmentKind::Function
                if !is_predicate(segment)
                    && !segment.text.chars().any(|c| Script::of(c) == Script::Kanji) =>
            {
                last
            }
            _ => return Some(last),
        };
        fallback = fallback.or_else(|| (segment.kind != SegmentKind::Punctuation).then_some(last));
    }
    fallback.or_else(|| {
        segments
            .iter()
            .rposition(|segment| segment.kind != SegmentKind::Punctuation)
    })
}

/// Where the bracket opens that closes at `close`; without an opener only a number before it is passed over: `1)`.
fn before_bracket(segments: &[Segment], close: usize) -> usize {
    let opens = |segment: &Segment| {
        segment.kind == SegmentKind::Punctuation && segment.text.contains(['(', '（', '[', '［'])
    };
    let opener = (close.saturating_sub(40)..close)
        .rev()
        .find(|at| segments.get(*at).is_some_and(opens));
    let number = || {
        close.checked_sub(1).filter(|before| {
            segments
                .get(*before)
                .is_some_and(|segment| segment.quantity.is_some())
        })
    };
    opener.or_else(number).unwrap_or(close)
}

/// Whether a predicate stands there, which a pattern behind it closes: 困難である|ことが多い.
fn ends_in(segments: &[Segment], at: usize) -> bool {
    segments.get(at).is_some_and(is_predicate)
}

fn is_predicate(segment: &Segment) -> bool {
    let changing = segment
        .pos
        .as_deref()
        .is_some_and(|pos| changes(pos) || pos == "copula");
    changing
        || segment
            .features
            .iter()
            .any(|feature| feature != "attributive" && feature != "adverbial")
}
