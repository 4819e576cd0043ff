//! Candidates for what nobody knows: shown as unknown, never dropped.

#![expect(
    clippy::indexing_slicing,
    reason = "places are those that the lattice walks: before the end of the sentence, which lies in the text"
)]

use crate::lexicon::UNKNOWN;
use crate::segment::lattice::Candidate;
use crate::segment::{NodeKind, Segmenter};
use crate::text::fold::FoldedText;
use crate::text::script::Script;

/// One unknown kanji or hiragana, a whole run of katakana, or any one other character.
///
/// `run` is where the last run of katakana ends that was seen in the search: every place inside it asks for the same end.
pub(crate) fn candidates(
    segmenter: &Segmenter<'_>,
    text: &FoldedText,
    at: usize,
    to: usize,
    run: &mut usize,
    out: &mut Vec<Candidate>,
) {
    let costs = &segmenter.costs;
    let script = text.scripts[at];
    let start = if at > 0 && text.scripts[at - 1] == script {
        0
    } else {
        costs.unknown_start
    };
    let (end, cost) = match script {
        Script::Kanji => (at + 1, costs.unknown_kanji + start),
        Script::Hiragana => (at + 1, costs.unknown_hiragana + start),
        Script::Katakana => {
            if *run <= at {
                *run = run_end(text, at, to, script);
            }
            let cost = costs.unknown_katakana + start + inside_run(segmenter, text, at);
            (*run, cost)
        }
        Script::Letter | Script::Digit | Script::Punctuation | Script::Space => return,
    };
    let end = (end..to).find(|end| text.may_cut(*end)).unwrap_or(to);
    out.push(Candidate {
        end,
        left: UNKNOWN,
        right: UNKNOWN,
        cost,
        kind: NodeKind::Unknown,
    });
}

fn inside_run(segmenter: &Segmenter<'_>, text: &FoldedText, at: usize) -> i32 {
    let inside = at > 0 && text.scripts[at - 1] == Script::Katakana;
    if inside {
        segmenter.costs.split_katakana
    } else {
        0
    }
}

fn run_end(text: &FoldedText, at: usize, to: usize, script: Script) -> usize {
    (at..to)
        .find(|end| text.scripts[*end] != script)
        .unwrap_or(to)
}
