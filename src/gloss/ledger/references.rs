//! Whether a sentence points to a source: a number in square brackets, `1)`, raised digits, or a word such as "et al.".

use crate::gloss::ledger::survey::{Survey, one_line};
use crate::gloss::{Segment, SegmentKind, Sentence};

/// References hold no more segments than this.
const LONGEST: usize = 12;

/// The references of a sentence as they are written, in order.
pub(crate) fn references(survey: &Survey<'_>, sentence: &Sentence) -> Vec<String> {
    let segments = &sentence.segments;
    let words = survey.list("reference_words");
    let (mut found, mut open, mut at) = (Vec::new(), 0usize, 0usize);
    while let Some(segment) = segments.get(at) {
        if let Some(length) = bracketed(segments, at) {
            found.push(written(survey, segments, at, at + length));
            at += length;
            continue;
        }
        match sign(segment) {
            Some('(' | '（') => open += 1,
            Some(')' | '）') if open > 0 => open -= 1,
            Some(')' | '）') if at > 0 && segments.get(at - 1).is_some_and(is_number) => {
                found.push(written(survey, segments, at - 1, at + 1));
            }
            _ if is_raised(&segment.text) || names_source(segment, words) => {
                found.push(one_line(&segment.text));
            }
            _ => {}
        }
        at += 1;
    }
    found.dedup();
    found
}

/// `[3]`, `［1, 4–6］`: how many segments it takes.
fn bracketed(segments: &[Segment], at: usize) -> Option<usize> {
    if !matches!(sign(segments.get(at)?), Some('[' | '［' | '〔')) {
        return None;
    }
    let rest = segments.get(at + 1..)?;
    let close = rest
        .iter()
        .take(LONGEST)
        .position(|segment| matches!(sign(segment), Some(']' | '］' | '〕')))?;
    let inside = rest.get(..close)?;
    let fits = inside
        .iter()
        .all(|segment| is_number(segment) || segment.kind == SegmentKind::Punctuation)
        && inside.iter().any(is_number);
    fits.then_some(close + 2)
}

fn written(survey: &Survey<'_>, segments: &[Segment], from: usize, to: usize) -> String {
    let slice = segments.get(from..to).unwrap_or_default();
    let (Some(first), Some(last)) = (slice.first(), slice.last()) else {
        return String::new();
    };
    one_line(first.span.join(last.span).of(&survey.document.text))
}

fn sign(segment: &Segment) -> Option<char> {
    if segment.kind == SegmentKind::Punctuation {
        segment.text.chars().next()
    } else {
        None
    }
}

fn is_number(segment: &Segment) -> bool {
    segment.text.chars().any(char::is_numeric)
        && segment.text.chars().all(|c| {
            c.is_numeric() || matches!(c, '-' | '–' | '−' | '～' | '〜' | ',' | '，' | '、' | ' ')
        })
}

fn is_raised(text: &str) -> bool {
    let raised = |c: char| matches!(c, '⁰' | '¹' | '²' | '³' | '⁴'..='⁹');
    text.chars().any(raised)
        && text
            .chars()
            .all(|c| raised(c) || matches!(c, '⁾' | '⁽' | ',' | '-' | ')'))
}

fn names_source(segment: &Segment, words: &[String]) -> bool {
    let label = segment.class.as_deref() == Some("label");
    words.iter().any(|word| {
        segment.text == *word
            || segment.headword.as_ref() == Some(word)
            || (label && segment.text.starts_with(word.as_str()))
    }) || ["http://", "https://", "doi:"]
        .iter()
        .any(|start| segment.text.starts_with(start))
}
