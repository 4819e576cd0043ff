//! Candidates in Latin script, and signs.

#![expect(
    clippy::indexing_slicing,
    reason = "places are those that the lattice walks: before the end of the sentence, which lies in the text"
)]

use crate::lexicon::{BOUNDARY, LATIN};
use crate::segment::lattice::Candidate;
use crate::segment::{NodeKind, Segmenter};
use crate::text::fold::FoldedText;
use crate::text::script::Script;

/// A whole run of Latin letters and digits with the hyphens, points and apostrophes inside it; or one sign.
pub(crate) fn candidates(
    segmenter: &Segmenter<'_>,
    text: &FoldedText,
    at: usize,
    to: usize,
    out: &mut Vec<Candidate>,
) {
    let first = text.folded[at];
    match text.scripts[at] {
        Script::Letter | Script::Digit => {
            let end = run_end(text, at, to);
            let end = (end..to).find(|end| text.may_cut(*end)).unwrap_or(to);
            out.push(Candidate {
                end,
                left: LATIN,
                right: LATIN,
                cost: segmenter.costs.latin,
                kind: NodeKind::Latin,
            });
        }
        Script::Punctuation => {
            let right = if closes(first) {
                segmenter.class_ids.noun
            } else {
                BOUNDARY
            };
            let cost = segmenter.costs.punctuation;
            let end = (at + 1..to).find(|end| text.may_cut(*end)).unwrap_or(to);
            out.push(Candidate {
                end,
                left: BOUNDARY,
                right,
                cost,
                kind: NodeKind::Punctuation,
            });
        }
        _ => {}
    }
}

/// The end of the Latin run that begins at `at`.
pub(crate) fn run_end(text: &FoldedText, at: usize, to: usize) -> usize {
    let latin = |at: usize| at < to && text.scripts[at].is_latin();
    let mut end = at + 1;
    while end < to {
        let joins =
            matches!(text.folded[end], '-' | '.' | '\'' | '_') && latin(end + 1) && latin(end - 1);
        if !latin(end) && !joins {
            break;
        }
        end += 1;
    }
    end
}

/// A closing bracket or quotation mark: what follows it follows the words inside.
fn closes(sign: char) -> bool {
    matches!(
        sign,
        ')' | ']' | '}' | '」' | '』' | '】' | '〉' | '》' | '〕' | '”' | '’' | '"' | '%'
    )
}
