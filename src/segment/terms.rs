//! Candidates from the lexicon: every key that the text begins with at a place.

use crate::lexicon::{CASE_SENSITIVE, FALLBACK, KATAKANA_END, KATAKANA_START, Lexeme, LexemeKind};
use crate::segment::lattice::Candidate;
use crate::segment::{NodeKind, Segmenter};
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
        let mut here: Vec<usize> = Vec::new();
        lexicon.prefixes(
            codes.get(at..end).unwrap_or_default(),
            &text.folded[at..end],
            |len, key| {
                let end = at + len;
                if end < to && inside_latin(text, end) {
                    return;
                }
                let broken = text_breaks(text, at, end);
                for id in lexicon.lexemes_of(key) {
                    let lexeme = lexicon.lexeme(id);
                    if lexeme.kind.is_quantity() || !case_fits(lexicon, &lexeme, text, at, len) {
                        continue;
                    }
                    if lexeme.kind.is_word()
                        && (hidden.contains(&len) || (number == 0 && !segmenter.use_shipped))
                    {
                        continue;
                    }
                    if broken && (lexeme.flags & FALLBACK != 0 || len < 3) {
                        continue;
                    }
                    let cost = lexeme.cost + edge_cost(segmenter, text, at, end, to, &lexeme);
                    let layer = u8::try_from(number).unwrap_or(u8::MAX);
                    out.push(Candidate {
                        end,
                        left: lexeme.left,
                        right: lexeme.right,
                        cost,
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

fn case_fits(
    lexicon: &crate::lexicon::Lexicon<'_>,
    lexeme: &Lexeme,
    text: &FoldedText,
    at: usize,
    len: usize,
) -> bool {
    lexeme.flags & CASE_SENSITIVE == 0
        || text.shown[at..at + len]
            .iter()
            .copied()
            .eq(lexicon.exact_form(lexeme).chars())
}

/// Whether a line of the source breaks inside.
fn text_breaks(text: &FoldedText, start: usize, end: usize) -> bool {
    (start + 1..end).any(|at| text.soft_break_before(at))
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

/// What it costs to cut a run of katakana, or a Latin name at its hyphen.
fn edge_cost(
    segmenter: &Segmenter<'_>,
    text: &FoldedText,
    start: usize,
    end: usize,
    to: usize,
    lexeme: &Lexeme,
) -> i32 {
    let script_is = |at: usize, script: Script| text.scripts.get(at) == Some(&script);
    let katakana = |at: usize| script_is(at, Script::Katakana);
    let known = lexeme.flags & FALLBACK == 0 && lexeme.kind == LexemeKind::Word && end - start >= 3;
    let split = if known {
        segmenter.costs.split_katakana_known
    } else {
        segmenter.costs.split_katakana
    };
    let mut cost = 0;
    if lexeme.flags & KATAKANA_START != 0 && start > 0 && katakana(start - 1) {
        cost += split;
    }
    if lexeme.flags & KATAKANA_END != 0 && end < to && katakana(end) {
        cost += split;
    }
    let hyphen = |at: usize| text.folded.get(at) == Some(&'-');
    let latin = |at: usize| text.scripts.get(at).is_some_and(|script| script.is_latin());
    if end + 1 < to && hyphen(end) && latin(end + 1) && latin(end - 1) {
        cost += segmenter.costs.split_latin;
    }
    if start >= 2 && hyphen(start - 1) && latin(start - 2) && latin(start) {
        cost += segmenter.costs.split_latin;
    }
    cost
}
