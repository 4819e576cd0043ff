//! What a gloss covers: characters by kind, unknown words with their places.

use std::collections::BTreeMap;

use crate::gloss::{Gloss, Origin, Segment, SegmentKind, Sentence};
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
    fn join(&mut self, other: &Self) {
        self.characters += other.characters;
        self.reviewed += other.reviewed;
        self.composed += other.composed;
        self.general += other.general;
        self.names += other.names;
        self.unknown += other.unknown;
    }

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
    let mut counts = Counts::default();
    for sentence in gloss.sentences() {
        counts.add(&document.text, sentence);
    }
    counts.finish()
}

/// A summary while it is made.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    summary: Summary,
    unknown: BTreeMap<String, Vec<Span>>,
}

impl Counts {
    /// Counts a sentence whose spans are of `text`.
    pub(crate) fn add(&mut self, text: &str, sentence: &Sentence) {
        self.summary.sentences += 1;
        for mark in &sentence.marks {
            *self.summary.marks.entry(mark.kind.name()).or_default() += 1;
        }
        for segment in &sentence.segments {
            self.summary.segments += 1;
            count(&mut self.summary.coverage, segment);
            if segment.kind == SegmentKind::Unknown {
                let surface = segment.span.of(text).to_owned();
                self.unknown.entry(surface).or_default().push(segment.span);
            }
        }
    }

    /// Counts what has been counted of a text that begins at byte `start`.
    pub(crate) fn join(&mut self, summary: &Summary, start: usize) {
        self.summary.sentences += summary.sentences;
        self.summary.segments += summary.segments;
        for (kind, count) in &summary.marks {
            *self.summary.marks.entry(kind).or_default() += count;
        }
        self.summary.coverage.join(&summary.coverage);
        for unknown in &summary.unknown {
            let spans = self.unknown.entry(unknown.text.clone()).or_default();
            spans.extend(unknown.spans.iter().map(|span| span.moved(start)));
        }
    }

    pub(crate) fn finish(mut self) -> Summary {
        let unknown = self.unknown.into_iter();
        let mut unknown: Vec<Unknown> = unknown
            .map(|(text, spans)| Unknown { text, spans })
            .collect();
        unknown.sort_by_key(|unknown| unknown.spans.first().copied());
        self.summary.unknown = unknown;
        self.summary
    }
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
