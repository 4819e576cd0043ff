//! Candidates from the lexicon: every key that the text begins with at a place.

#![expect(
    clippy::indexing_slicing,
    reason = "places are those that the lattice walks: before the end of the sentence, which lies in the text"
)]

use crate::lexicon::{
    CASE_SENSITIVE, FALLBACK, KATAKANA_END, KATAKANA_START, Lexeme, LexemeKind, Lexicon,
};
use crate::segment::lattice::Candidate;
use crate::segment::{Costs, NodeKind, Segmenter};
use crate::text::fold::FoldedText;
use crate::text::script::Script;

/// Words longer than this are no words.
const LONGEST: usize = 48;

/// Calls `add` with every candidate at a place.
#[inline]
pub(crate) fn candidates(
    segmenter: &Segmenter<'_>,
    text: &FoldedText,
    codes: &[u16],
    at: usize,
    to: usize,
    mut add: impl FnMut(&Candidate),
) {
    if inside_latin(text, at) {
        return;
    }
    let end = to.min(at + LONGEST);
    let codes = codes.get(at..end).unwrap_or_default();
    let characters = &text.folded[at..end];
    let start = Start::new(text, at);
    // From the reader's last glossary to the shipped termbase; a key that a reader's glossary holds hides ours.
    let mut hidden: Vec<usize> = Vec::new();
    let mut here: Vec<usize> = Vec::new();
    for (number, lexicon) in segmenter.lexicons.iter().enumerate().rev() {
        let layer = u8::try_from(number).unwrap_or(u8::MAX);
        let hides_words = number == 0 && !segmenter.use_shipped;
        lexicon.prefixes(codes, characters, |len, key| {
            let end = at + len;
            if end < to && inside_latin(text, end) {
                return;
            }
            let place = Place::new(text, &start, end, to);
            let is_hidden = hides_words || (!hidden.is_empty() && hidden.contains(&len));
            for (id, lexeme) in lexicon.numbered_lexemes_of(key) {
                let is_suffix = lexeme.left == segmenter.class_ids.suffix;
                let cuts = is_suffix && segmenter.is_uncut(text, at);
                if cuts || !place.takes(lexicon, &lexeme) || (is_hidden && lexeme.kind.is_word()) {
                    continue;
                }
                add(&Candidate {
                    end,
                    left: lexeme.left,
                    right: lexeme.right,
                    cost: lexeme.cost + place.edge_cost(&segmenter.costs, &lexeme),
                    kind: NodeKind::Lexeme(layer, id),
                });
                if number > 0 {
                    here.push(len);
                }
            }
        });
        if !here.is_empty() {
            hidden.append(&mut here);
        }
    }
}

/// What the text before a place says of all keys that begin there.
struct Start {
    at: usize,
    after_katakana: bool,
    /// A hyphen joins the place to a Latin letter before it.
    after_hyphen: bool,
}

impl Start {
    fn new(text: &FoldedText, at: usize) -> Self {
        let script = |at: usize| text.scripts.get(at).copied();
        let before = at.checked_sub(1).and_then(script);
        let latin = |script: Option<Script>| script.is_some_and(Script::is_latin);
        Self {
            at,
            after_katakana: before == Some(Script::Katakana),
            after_hyphen: before == Some(Script::Punctuation)
                && text.folded.get(at.wrapping_sub(1)) == Some(&'-')
                && latin(at.checked_sub(2).and_then(script))
                && latin(script(at)),
        }
    }
}

/// What the text around a key says of all its lexemes.
struct Place<'t> {
    text: &'t FoldedText,
    start: usize,
    end: usize,
    /// A line of the source breaks inside.
    breaks: bool,
    after_katakana: bool,
    before_katakana: bool,
    /// Hyphens that join it to Latin letters beside it.
    hyphens: i32,
}

impl<'t> Place<'t> {
    #[inline]
    fn new(text: &'t FoldedText, start: &Start, end: usize, to: usize) -> Self {
        let next = text.scripts.get(end).filter(|_| end < to).copied();
        let latin = |at: usize| text.scripts.get(at).is_some_and(|script| script.is_latin());
        let before_hyphen = next == Some(Script::Punctuation)
            && end + 1 < to
            && text.folded.get(end) == Some(&'-')
            && latin(end + 1)
            && latin(end - 1);
        Self {
            text,
            start: start.at,
            end,
            breaks: text_breaks(text, start.at, end),
            after_katakana: start.after_katakana,
            before_katakana: next == Some(Script::Katakana),
            hyphens: i32::from(before_hyphen) + i32::from(start.after_hyphen),
        }
    }

    /// Whether the lexeme may stand here.
    #[inline]
    fn takes(&self, lexicon: &Lexicon<'_>, lexeme: &Lexeme) -> bool {
        let is_broken = self.breaks && (lexeme.flags & FALLBACK != 0 || self.end - self.start < 3);
        !lexeme.kind.is_quantity()
            && !is_broken
            && (lexeme.flags & CASE_SENSITIVE == 0
                || self.text.shown[self.start..self.end]
                    .iter()
                    .copied()
                    .eq(lexicon.exact_form(lexeme).chars()))
    }

    /// What it costs to cut a run of katakana, or a Latin name at its hyphen.
    #[inline]
    fn edge_cost(&self, costs: &Costs, lexeme: &Lexeme) -> i32 {
        let cuts = i32::from(self.after_katakana && lexeme.flags & KATAKANA_START != 0)
            + i32::from(self.before_katakana && lexeme.flags & KATAKANA_END != 0);
        if cuts + self.hyphens == 0 {
            return 0;
        }
        let is_known = lexeme.flags & FALLBACK == 0
            && lexeme.kind == LexemeKind::Word
            && self.end - self.start >= 3;
        let split = if is_known {
            costs.split_katakana_known
        } else {
            costs.split_katakana
        };
        cuts * split + self.hyphens * costs.split_latin
    }
}

/// Whether a line of the source breaks inside.
#[inline]
fn text_breaks(text: &FoldedText, start: usize, end: usize) -> bool {
    text.has_soft_breaks() && (start + 1..end).any(|at| text.soft_break_before(at))
}

/// Whether a run of Latin letters or of digits goes on over the place: HGF is not in HGFR, nor IL-1 in IL-10.
#[inline]
fn inside_latin(text: &FoldedText, at: usize) -> bool {
    let Some(second) = text.scripts.get(at).filter(|script| script.is_latin()) else {
        return false;
    };
    let Some(before) = at.checked_sub(1) else {
        return false;
    };
    let Some(first) = text.scripts.get(before) else {
        return false;
    };
    match (first, second) {
        (Script::Letter, Script::Letter | Script::Digit) | (Script::Digit, Script::Letter) => {
            text.folded[before].is_ascii() == text.folded[at].is_ascii()
                || text.folded[at].is_ascii()
        }
        (Script::Digit, Script::Digit) => true,
        _ => false,
    }
}
