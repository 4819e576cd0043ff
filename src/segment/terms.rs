//! Candidates from the lexicon: every key that the text begins with at a place.

use crate::lexicon::{
    CASE_SENSITIVE, FALLBACK, KATAKANA_END, KATAKANA_START, Lexeme, LexemeKind, Lexicon,
};
use crate::segment::lattice::Candidate;
use crate::segment::{Costs, NodeKind, Segmenter};
use crate::text::fold::FoldedText;
use crate::text::script::Script;

/// Words longer than this are no words.
const LONGEST: usize = 48;

pub(crate) fn candidates(
    segmenter: &Segmenter<'_>,
    text: &FoldedText,
    codes: &[u16],
    at: usize,
    to: usize,
    out: &mut Vec<Candidate>,
) {
    if inside_latin(text, at) {
        return;
    }
    let end = to.min(at + LONGEST);
    // From the reader's last glossary to the shipped termbase; a key that a reader's glossary holds hides ours.
    let mut hidden: Vec<usize> = Vec::new();
    for (number, lexicon) in segmenter.lexicons.iter().enumerate().rev() {
        let layer = u8::try_from(number).unwrap_or(u8::MAX);
        let hides_words = number == 0 && !segmenter.use_shipped;
        let mut here: Vec<usize> = Vec::new();
        lexicon.prefixes(
            codes.get(at..end).unwrap_or_default(),
            &text.folded[at..end],
            |len, key| {
                if at + len < to && inside_latin(text, at + len) {
                    return;
                }
                let place = Place::new(text, at, at + len, to);
                let is_hidden = hides_words || hidden.contains(&len);
                for (id, lexeme) in lexicon.numbered_lexemes_of(key) {
                    if !place.takes(lexicon, &lexeme) || (is_hidden && lexeme.kind.is_word()) {
                        continue;
                    }
                    out.push(Candidate {
                        end: place.end,
                        left: lexeme.left,
                        right: lexeme.right,
                        cost: lexeme.cost + place.edge_cost(&segmenter.costs, &lexeme),
                        kind: NodeKind::Lexeme(layer, id),
                    });
                    if number > 0 {
                        here.push(len);
                    }
                }
            },
        );
        hidden.extend(here);
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
    fn new(text: &'t FoldedText, start: usize, end: usize, to: usize) -> Self {
        let script_is = |at: usize, script: Script| text.scripts.get(at) == Some(&script);
        let hyphen = |at: usize| text.folded.get(at) == Some(&'-');
        let latin = |at: usize| text.scripts.get(at).is_some_and(|script| script.is_latin());
        let behind = end + 1 < to && hyphen(end) && latin(end + 1) && latin(end - 1);
        let before = start >= 2 && hyphen(start - 1) && latin(start - 2) && latin(start);
        Self {
            text,
            start,
            end,
            breaks: text_breaks(text, start, end),
            after_katakana: start > 0 && script_is(start - 1, Script::Katakana),
            before_katakana: end < to && script_is(end, Script::Katakana),
            hyphens: i32::from(behind) + i32::from(before),
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
fn text_breaks(text: &FoldedText, start: usize, end: usize) -> bool {
    text.has_soft_breaks() && (start + 1..end).any(|at| text.soft_break_before(at))
}

/// Whether a run of Latin letters or of digits goes on over the place: HGF is not in HGFR, nor IL-1 in IL-10.
fn inside_latin(text: &FoldedText, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else {
        return false;
    };
    let (Some(first), Some(second)) = (text.scripts.get(before), text.scripts.get(at)) else {
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
