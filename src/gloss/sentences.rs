//! Cutting a block's running text into sentences.

#![expect(
    clippy::indexing_slicing,
    reason = "places are those of the walk over the same text"
)]

use crate::text::fold::FoldedText;
use crate::text::script::Script;

/// Ranges of folded characters, one a sentence; together they hold all that is not white space at the edges.
pub(crate) fn sentences(text: &FoldedText) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while at < text.len() {
        if at > from && text.hard_break_before(at) {
            push(text, from, at, &mut found);
            from = at;
        }
        if ends(text, at) {
            let closed = after_closers(text, at + 1);
            // A mark that is written on the stop belongs to it.
            let end = (closed..text.len())
                .find(|end| text.may_cut(*end))
                .unwrap_or(text.len());
            push(text, from, end, &mut found);
            from = end;
            at = end;
            continue;
        }
        at += 1;
    }
    push(text, from, text.len(), &mut found);
    found
}

fn push(text: &FoldedText, from: usize, to: usize, found: &mut Vec<(usize, usize)>) {
    let space = |at: &usize| text.folded[*at] == ' ';
    let Some(first) = (from..to).find(|at| !space(at)) else {
        return;
    };
    let last = (first..to)
        .rev()
        .find(|at| !space(at))
        .map_or(to, |at| at + 1);
    found.push((first, last));
}

/// 。 and its like end a sentence; a point only after Japanese and not before a digit, since ５．２ is a number and S. aureus a name.
fn ends(text: &FoldedText, at: usize) -> bool {
    if text.scripts.get(at) != Some(&Script::Punctuation) {
        return false;
    }
    let next = text.folded.get(at + 1).copied();
    match text.folded[at] {
        '。' | '!' | '?' | '｡' => {
            next.is_none_or(|next| !closes(next))
                || next.is_some_and(closes) && ends_after_closer(text, at + 1)
        }
        '.' => {
            let before = at
                .checked_sub(1)
                .and_then(|before| text.folded.get(before))
                .map(|c| Script::of(*c));
            let japanese_before =
                before.is_some_and(|script| script.is_japanese() || script == Script::Punctuation);
            japanese_before
                && text.folded.get(at.wrapping_sub(1)) != Some(&'.')
                && next.is_none_or(|c| !c.is_ascii_digit() && c != '.')
        }
        _ => false,
    }
}

/// 「…。」と goes on, 「…。」 before a new sentence or the end does not.
fn ends_after_closer(text: &FoldedText, at: usize) -> bool {
    let end = after_closers(text, at);
    text.folded
        .get(end)
        .is_none_or(|c| !matches!(Script::of(*c), Script::Hiragana) && !matches!(c, '、' | ','))
}

fn after_closers(text: &FoldedText, at: usize) -> usize {
    (at..text.len())
        .find(|at| !closes(text.folded[*at]))
        .unwrap_or(text.len())
}

fn closes(sign: char) -> bool {
    matches!(sign, ')' | ']' | '」' | '』' | '】' | '”' | '"')
}
