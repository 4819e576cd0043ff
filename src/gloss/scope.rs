//! The clauses of a sentence: what a cue governs runs over the clause that the cue stands in.
//!
//! A clause ends at a predicate in its continuing form (〜を認め、〜なく、), at the copula で behind an adjective (清明で), at a conjunction
//! of clauses (〜たが, 〜ものの, 〜一方) and, in notes without verbs, at each あり and なし. Commas between nouns never end one, nor does the
//! case particle が. What stands in brackets or quotation marks has clauses of its own. The words are data (`[scope]` in `lists.toml`).

use crate::gloss::{Segment, SegmentKind};
use crate::lexicon::lists::ListId;
use crate::lexicon::tables::Tables;

/// A label of a note (`家族歴：`) is no longer than this, in segments.
const LONGEST_LABEL: usize = 4;

/// For every segment of a sentence, the first and the last of its clause.
#[derive(Debug)]
pub(crate) struct Clauses {
    first: Vec<usize>,
    last: Vec<usize>,
}

impl Clauses {
    /// Finds the clauses, in one walk each way.
    pub(crate) fn of(lists: &Lists, tables: &Tables, segments: &[Segment]) -> Self {
        let reader = Reader {
            tables,
            segments,
            lists,
        };
        let ends = reader.ends();
        Self {
            first: reader.firsts(&ends),
            last: reader.lasts(&ends),
        }
    }

    /// The first segment of the clause of which `at` is a part. A continuing form right before it belongs to it: 認めて|いない.
    pub(crate) fn first(&self, segments: &[Segment], at: usize) -> usize {
        let first = self.first.get(at).copied().unwrap_or(at);
        let before = at.checked_sub(1);
        let joined = before
            .and_then(|before| segments.get(before))
            .is_some_and(|before| before.kind != SegmentKind::Punctuation);
        let first = match before {
            Some(before) if first == at && joined => {
                self.first.get(before).copied().unwrap_or(first)
            }
            _ => first,
        };
        (first..=at)
            .find(|at| {
                segments
                    .get(*at)
                    .is_some_and(|segment| segment.kind != SegmentKind::Punctuation)
            })
            .unwrap_or(at)
    }

    /// The last segment of the clause of which `at` is a part.
    pub(crate) fn last(&self, segments: &[Segment], at: usize) -> usize {
        let last = self.last.get(at).copied().unwrap_or(at).max(at);
        (at..=last)
            .rev()
            .find(|at| {
                segments
                    .get(*at)
                    .is_some_and(|segment| segment.kind != SegmentKind::Punctuation)
            })
            .unwrap_or(at)
    }
}

/// The lists of `[scope]` that single words are looked up in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lists {
    always: ListId,
    words: ListId,
    with_comma: ListId,
    copulas: ListId,
    topics: ListId,
    signs: ListId,
    labels: ListId,
    walls: ListId,
    opening: ListId,
    closing: ListId,
}

impl Lists {
    pub(crate) fn of(tables: &Tables) -> Self {
        Self {
            always: tables.list_id("scope.always"),
            words: tables.list_id("scope.words"),
            with_comma: tables.list_id("scope.with_comma"),
            copulas: tables.list_id("scope.copulas"),
            topics: tables.list_id("scope.topics"),
            signs: tables.list_id("scope.signs"),
            labels: tables.list_id("scope.labels"),
            walls: tables.list_id("scope.walls"),
            opening: tables.list_id("scope.opening"),
            closing: tables.list_id("scope.closing"),
        }
    }
}

struct Reader<'s> {
    tables: &'s Tables,
    segments: &'s [Segment],
    lists: &'s Lists,
}

impl Reader<'_> {
    fn listed(&self, list: ListId, segment: &Segment) -> bool {
        let lists = segment.lists(self.tables);
        lists.is_some_and(|[text, _]| text.has(list))
    }

    fn words(&self, name: &str) -> &[String] {
        self.tables
            .scope
            .get(name)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// Whether a clause ends with each segment.
    fn ends(&self) -> Vec<bool> {
        let (mut topic, mut labelled) = (false, false);
        let mut ends = Vec::with_capacity(self.segments.len());
        for (at, segment) in self.segments.iter().enumerate() {
            labelled |= self.is_sign(at, self.lists.labels);
            topic |=
                segment.kind == SegmentKind::Function && self.listed(self.lists.topics, segment);
            let end = self.ends_by_form(at)
                || self.ends_by_word(at)
                || self.ends_by_copula(at, topic)
                || self.ends_by_note(at, labelled)
                || self.is_sign(at, self.lists.walls);
            topic &= !end;
            ends.push(end);
        }
        ends
    }

    /// 認め、 投与して 高く、 なく、
    fn ends_by_form(&self, at: usize) -> bool {
        let Some(segment) = self.segments.get(at) else {
            return false;
        };
        let Some(last) = segment.features.last() else {
            return false;
        };
        let adjective = segment.pos.as_deref() == Some("i-adjective")
            || segment.features.iter().any(|feature| feature == "negative");
        self.words("features").contains(last)
            || (adjective && self.words("adverbs").contains(last) && self.breaks_after(at))
    }

    /// A conjunction; one that may be a particle only behind a predicate.
    fn ends_by_word(&self, at: usize) -> bool {
        let Some(segment) = self.segments.get(at) else {
            return false;
        };
        let after_predicate = at.checked_sub(1).is_some_and(|at| self.is_predicate(at));
        self.listed(self.lists.always, segment)
            || (after_predicate && self.listed(self.lists.words, segment))
            || (after_predicate
                && self.listed(self.lists.with_comma, segment)
                && self.breaks_after(at))
    }

    /// 清明で behind an adjective; behind another noun only where the clause has a topic and a comma follows: CRPは高値で、
    fn ends_by_copula(&self, at: usize, topic: bool) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|at| self.segments.get(at)) else {
            return false;
        };
        let is_copula = self
            .segments
            .get(at)
            .is_some_and(|segment| self.listed(self.lists.copulas, segment));
        is_copula
            && (is_adjective(before)
                || (topic
                    && before.kind != SegmentKind::Function
                    && before.kind != SegmentKind::Punctuation
                    && before.class.as_deref() != Some("place")
                    && before.class.as_deref() != Some("test")
                    && self.breaks_after(at)))
    }

    /// 発熱あり、 黄疸(-)、 抗体陰性、 and, in a line with a label, 平坦、
    fn ends_by_note(&self, at: usize, labelled: bool) -> bool {
        let Some(segment) = self.segments.get(at) else {
            return false;
        };
        if !self.breaks_after(at) {
            return false;
        }
        let said = |word: &String| segment.text.ends_with(word.as_str());
        let signed = segment.kind == SegmentKind::Punctuation
            && self.closes(at)
            && at.checked_sub(2).is_some_and(|opened| {
                self.opens(opened)
                    && self
                        .segments
                        .get(opened + 1)
                        .is_some_and(|sign| self.listed(self.lists.signs, sign))
            });
        signed
            || (segment.kind != SegmentKind::Punctuation && self.words("notes").iter().any(said))
            || (labelled && is_adjective(segment))
    }

    fn is_predicate(&self, at: usize) -> bool {
        self.segments.get(at).is_some_and(is_predicate)
    }

    /// A sign or a gap follows, or nothing.
    fn breaks_after(&self, at: usize) -> bool {
        match (self.segments.get(at), self.segments.get(at + 1)) {
            (Some(segment), Some(next)) => {
                next.span.start > segment.span.end
                    || (next.kind == SegmentKind::Punctuation && !self.opens(at + 1))
            }
            _ => true,
        }
    }

    fn is_sign(&self, at: usize, list: ListId) -> bool {
        self.segments.get(at).is_some_and(|segment| {
            segment.kind == SegmentKind::Punctuation && self.listed(list, segment)
        })
    }

    fn opens(&self, at: usize) -> bool {
        self.is_sign(at, self.lists.opening)
    }

    fn closes(&self, at: usize) -> bool {
        self.is_sign(at, self.lists.closing)
    }

    fn firsts(&self, ends: &[bool]) -> Vec<usize> {
        let mut firsts = Vec::with_capacity(ends.len());
        let (mut first, mut outside) = (0, Vec::new());
        for (at, end) in ends.iter().enumerate() {
            if self.is_sign(at, self.lists.labels) {
                first = first.max(self.label_start(at, first));
            }
            firsts.push(first.min(at));
            if self.opens(at) {
                outside.push(first);
                first = at + 1;
            } else if self.closes(at) {
                first = outside.pop().unwrap_or(first);
            }
            if *end {
                first = at + 1;
            }
        }
        firsts
    }

    fn lasts(&self, ends: &[bool]) -> Vec<usize> {
        let mut lasts = vec![0; ends.len()];
        let (mut last, mut outside) = (ends.len().saturating_sub(1), Vec::new());
        for (at, end) in ends.iter().enumerate().rev() {
            if *end {
                last = at;
            }
            if self.closes(at) {
                outside.push(last);
                last = at.saturating_sub(1);
            } else if self.opens(at) {
                last = outside.pop().unwrap_or(last);
            }
            if let Some(place) = lasts.get_mut(at) {
                *place = last;
            }
        }
        lasts
    }

    /// Where the label begins that ends with the colon at `at`: behind the sign before it.
    fn label_start(&self, at: usize, first: usize) -> usize {
        (first.max(at.saturating_sub(LONGEST_LABEL))..at)
            .rev()
            .find(|before| {
                self.segments
                    .get(*before)
                    .is_some_and(|segment| segment.kind == SegmentKind::Punctuation)
            })
            .map_or(first, |sign| sign + 1)
    }
}

fn is_adjective(segment: &Segment) -> bool {
    segment.pos.as_deref() == Some("na-adjective") && segment.features.is_empty()
}

pub(crate) fn is_predicate(segment: &Segment) -> bool {
    !segment.features.is_empty()
        || segment
            .pos
            .as_deref()
            .is_some_and(crate::lexicon::forms::changes)
}
