//! What a gloss covers: characters by kind, unknown words with their places.

use std::collections::BTreeMap;

use crate::gloss::{Gloss, Origin, Segment, SegmentKind};
use crate::source::Document;
use crate::span::Span;

/// Letters and numbers of the document, by what stands under them. Found is not the same as correct.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// All letters and numbers in segments.
    pub characters: usize,
    /// Under reviewed entries, numbers, symbols, abbreviations and Latin text.
    pub reviewed: usize,
    /// Under compounds built by rule.
    pub composed: usize,
    /// Under entries of the general dictionary.
    pub general: usize,
    /// In names.
    pub names: usize,
    /// Unknown.
    pub unknown: usize,
}

impl Coverage {
    /// Share of the characters that have English or are names, in percent.
    #[must_use]
    #[allow(clippy::cast_precision_loss)]
    pub fn percent(&self) -> f64 {
        if self.characters == 0 {
            100.0
        } else {
            100.0 * (self.characters - self.unknown) as f64 / self.characters as f64
        }
    }
}

/// An unknown text with its places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// As written.
    pub text: String,
    /// Where it stands.
    pub spans: Vec<Span>,
}

/// Counts of a gloss.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Sentences.
    pub sentences: usize,
    /// Segments.
    pub segments: usize,
    /// Marks by kind.
    pub marks: BTreeMap<&'static str, usize>,
    /// Coverage.
    pub coverage: Coverage,
    /// Unknown texts, in the order in which they first stand.
    pub unknown: Vec<Unknown>,
}

/// Counts what a gloss holds.
#[must_use]
pub fn summarize(document: &Document, gloss: &Gloss) -> Summary {
    let mut summary = Summary::default();
    let mut unknown: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for sentence in gloss.sentences() {
        summary.sentences += 1;
        for mark in &sentence.marks {
            *summary.marks.entry(mark.kind.name()).or_default() += 1;
        }
        for segment in &sentence.segments {
            summary.segments += 1;
            count(&mut summary.coverage, segment);
            if segment.kind == SegmentKind::Unknown {
                unknown
                    .entry(segment.surface(document).to_owned())
                    .or_default()
                    .push(segment.span);
            }
        }
    }
    let mut unknown: Vec<Unknown> = unknown
        .into_iter()
        .map(|(text, spans)| Unknown { text, spans })
        .collect();
    unknown.sort_by_key(|unknown| unknown.spans.first().copied());
    summary.unknown = unknown;
    summary
}

fn count(coverage: &mut Coverage, segment: &Segment) {
    let characters = segment.characters();
    coverage.characters += characters;
    let place = match (segment.kind, segment.origin) {
        (SegmentKind::Unknown, _) => &mut coverage.unknown,
        (SegmentKind::Name, _) => &mut coverage.names,
        (SegmentKind::Compound, _) if uses_general(segment) => &mut coverage.general,
        (SegmentKind::Compound, _) => &mut coverage.composed,
        (_, Origin::General) => &mut coverage.general,
        _ => &mut coverage.reviewed,
    };
    *place += characters;
}

/// Whether a compound leans on the general dictionary.
fn uses_general(segment: &Segment) -> bool {
    segment
        .parts
        .iter()
        .any(|part| part.origin == Origin::General || uses_general(part))
}
