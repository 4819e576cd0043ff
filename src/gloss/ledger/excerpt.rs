//! Short stretches of the document with the English under them.

use crate::gloss::ledger::survey::{Numbered, one_line};
use crate::gloss::{Segment, SegmentKind};
use crate::source::Document;
use crate::span::Span;

/// A clause longer than this is cut on both sides; the cut is shown.
const LONGEST: usize = 48;
/// Signs at which a clause ends.
const BOUNDS: [char; 10] = ['、', '，', ',', '。', '．', '！', '？', '!', '?', '；'];

/// The glosses of a row of segments in the order of the Japanese; what is unknown stands in brackets as it is.
pub(crate) fn english_of(segments: &[Segment]) -> String {
    let mut english = String::new();
    for segment in segments
        .iter()
        .filter(|segment| segment.kind != SegmentKind::Punctuation)
    {
        if !english.is_empty() {
            english.push_str(" · ");
        }
        match &segment.gloss {
            Some(gloss) => english.push_str(gloss),
            None => {
                english.push('[');
                english.push_str(&segment.text);
                english.push(']');
            }
        }
    }
    one_line(&english)
}

/// The clause around `span`, up to the commas and stops beside it: Japanese and English.
pub(crate) fn clause_around(
    document: &Document,
    numbered: &Numbered<'_>,
    span: Span,
) -> (String, String) {
    let segments = &numbered.sentence.segments;
    let first = segments.partition_point(|segment| segment.span.end <= span.start);
    let last = segments.partition_point(|segment| segment.span.start < span.end);
    let begin = (0..first)
        .rev()
        .take(LONGEST / 2)
        .find(|at| segments.get(*at).is_some_and(ends_clause))
        .map_or_else(|| first.saturating_sub(LONGEST / 2), |at| at + 1);
    let end = (last..segments.len())
        .take(LONGEST / 2)
        .find(|at| segments.get(*at).is_some_and(ends_clause))
        .unwrap_or_else(|| segments.len().min(last + LONGEST / 2));
    excerpt(document, numbered, begin, end)
}

/// What lies under `span`: Japanese and English; a long one is cut at its beginning.
pub(crate) fn under(document: &Document, numbered: &Numbered<'_>, span: Span) -> (String, String) {
    let segments = &numbered.sentence.segments;
    let first = segments.partition_point(|segment| segment.span.end <= span.start);
    let last = segments.partition_point(|segment| segment.span.start < span.end);
    let begin = first.max(last.saturating_sub(LONGEST));
    let (japanese, english) = text_of(
        document,
        numbered,
        segments.get(begin..last).unwrap_or_default(),
    );
    if begin > first {
        (format!("… {japanese}"), format!("… {english}"))
    } else {
        (japanese, english)
    }
}

/// Segments `begin..end`; where a clause goes on, dots say so.
fn excerpt(
    document: &Document,
    numbered: &Numbered<'_>,
    begin: usize,
    end: usize,
) -> (String, String) {
    let segments = &numbered.sentence.segments;
    let (japanese, english) = text_of(
        document,
        numbered,
        segments.get(begin..end).unwrap_or_default(),
    );
    let goes_on = |at: usize| {
        segments
            .get(at)
            .is_some_and(|segment| !ends_clause(segment))
    };
    let before = if begin > 0 && goes_on(begin - 1) {
        "… "
    } else {
        ""
    };
    let after = if goes_on(end) { " …" } else { "" };
    (
        format!("{before}{japanese}{after}"),
        format!("{before}{english}{after}"),
    )
}

fn text_of(document: &Document, numbered: &Numbered<'_>, segments: &[Segment]) -> (String, String) {
    let (Some(first), Some(last)) = (segments.first(), segments.last()) else {
        return (String::new(), String::new());
    };
    let japanese = numbered
        .block
        .visible(&document.text, first.span.join(last.span));
    (one_line(&japanese), english_of(segments))
}

fn ends_clause(segment: &Segment) -> bool {
    segment.kind == SegmentKind::Punctuation && segment.text.contains(BOUNDS)
}
