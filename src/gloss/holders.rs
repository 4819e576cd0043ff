//! Who is named as saying so: 山田らは報告した, WHO は推奨している, 患者は訴えた, 本人によると.
//!
//! Only a name that the sentence itself puts beside the cue is given: the subject of a verb of saying, the agent of a passive one, what stands
//! before "according to". A patient says what patients say (訴える) and does not diagnose. Where nobody is named the holder stays open; a
//! reader must not be told who, if the text does not tell. The words are data (`glossary/language/ledger.toml`).

use crate::gloss::{Mark, MarkKind, Segment, SegmentKind};
use crate::lexicon::tables::Tables;
use crate::span::Span;

/// Brackets with references between a name and its particle are no longer than this: 山田ら［3, 4］は.
const LONGEST_REFERENCE: usize = 8;

/// Names the holders of the marks of a sentence.
pub(crate) fn name_holders(tables: &Tables, segments: &[Segment], marks: &mut [Mark]) {
    let says_so = |kind| {
        matches!(
            kind,
            MarkKind::Evidential | MarkKind::Hedge | MarkKind::Expectation
        )
    };
    if !marks.iter().any(|mark| says_so(mark.kind)) {
        return;
    }
    let words = Words::new(tables);
    for mark in marks.iter_mut().filter(|mark| says_so(mark.kind)) {
        mark.holder = words.holder(segments, mark.span);
    }
}

struct Words<'t> {
    authors: &'t [String],
    patients: &'t [String],
    followers: &'t [String],
    verbs: &'t [String],
    own_verbs: &'t [String],
    subject: &'t [String],
    agent: &'t [String],
    according: &'t [String],
}

/// A person or an institution that a sentence names, and whether it is the patient or the family.
struct Named {
    name: String,
    patient: bool,
}

impl<'t> Words<'t> {
    fn new(tables: &'t Tables) -> Self {
        Self {
            authors: tables.list("holder_authors"),
            patients: tables.list("holder_patients"),
            followers: tables.list("name_followers"),
            verbs: tables.list("holder_verbs"),
            own_verbs: tables.list("holder_own_verbs"),
            subject: tables.list("holder_subject_particles"),
            agent: tables.list("holder_agent_particles"),
            according: tables.list("holder_according"),
        }
    }

    fn holder(&self, segments: &[Segment], cue: Span) -> Option<String> {
        let first = segments.partition_point(|segment| segment.span.end <= cue.start);
        let last = segments.partition_point(|segment| segment.span.start < cue.end);
        let cue = segments.get(first..last)?;
        if cue.iter().any(|segment| is_listed(self.according, segment)) {
            return Some(self.named_before(segments, first)?.name);
        }
        let own = cue.iter().any(|segment| is_listed(self.own_verbs, segment));
        if !own && !cue.iter().any(|segment| is_listed(self.verbs, segment)) {
            return None;
        }
        let passive = cue
            .iter()
            .any(|segment| segment.features.iter().any(|feature| feature == "passive"));
        let particles = if passive { self.agent } else { self.subject };
        let named = (0..first)
            .rev()
            .filter(|at| {
                segments
                    .get(*at)
                    .is_some_and(|segment| particles.contains(&segment.text))
            })
            .find_map(|at| self.named_before(segments, at))?;
        (own || !named.patient).then_some(named.name)
    }

    /// Who is named right before the segment at `at`, references passed over.
    fn named_before(&self, segments: &[Segment], at: usize) -> Option<Named> {
        let last = before_reference(segments, at.checked_sub(1)?);
        let segment = segments.get(last)?;
        let before = last.checked_sub(1).and_then(|at| segments.get(at));
        let joined = |before: &Segment| Named {
            name: format!("{}{}", before.text, segment.text),
            patient: false,
        };
        if self.followers.contains(&segment.text) {
            let is_author = |before: &&Segment| {
                matches!(before.kind, SegmentKind::Name | SegmentKind::Latin)
                    || is_listed(self.authors, before)
            };
            return before.filter(is_author).map(joined);
        }
        if segment.pos.as_deref() == Some("title") {
            return before
                .filter(|before| before.kind == SegmentKind::Name)
                .map(joined);
        }
        let head = segment.parts.last().unwrap_or(segment);
        let patient = is_listed(self.patients, head) || is_listed(self.patients, segment);
        let author = is_listed(self.authors, head) || is_listed(self.authors, segment);
        let name = match (&segment.gloss, segment.kind) {
            (_, SegmentKind::Name) => segment.text.clone(),
            (Some(gloss), _) if patient || author => gloss.clone(),
            _ => return None,
        };
        Some(Named { name, patient })
    }
}

/// The segment before a reference in brackets, if one ends at `at`.
fn before_reference(segments: &[Segment], at: usize) -> usize {
    let sign = |at: usize, signs: [char; 4]| {
        segments.get(at).is_some_and(|segment| {
            segment.kind == SegmentKind::Punctuation && segment.text.starts_with(signs)
        })
    };
    if !sign(at, [')', '）', ']', '］']) {
        return at;
    }
    let opens = (at.saturating_sub(LONGEST_REFERENCE)..at)
        .rev()
        .find(|at| sign(*at, ['(', '（', '[', '［']));
    opens.and_then(|open| open.checked_sub(1)).unwrap_or(at)
}

fn is_listed(words: &[String], segment: &Segment) -> bool {
    words.contains(&segment.text)
        || segment
            .headword
            .as_ref()
            .is_some_and(|headword| words.contains(headword))
}
