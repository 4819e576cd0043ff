//! Marks: cues of negation, hedging, evidence, expectation and boosting, with what they govern.
//!
//! The cues are data (`glossary/language/cues.toml`); here stand the rules: what a cue matches, which cue gives way to which, and where
//! its scope begins. Marks are cues of the language, not judgements.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use crate::gloss::{Mark, MarkKind, Segment, SegmentKind};
use crate::glossary::language::Cue;
use crate::lexicon::tables::Tables;
use crate::span::Span;
use crate::text::fold::FoldTable;
use crate::text::script::Script;

/// Cues by their first word, ready for matching.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cues {
    by_word: HashMap<String, Vec<CuePattern>>,
    general: Vec<Cue>,
    negative_names: Vec<String>,
    /// Signs with which a cue of several signs begins.
    first_signs: Vec<char>,
}

#[derive(Clone, Debug)]
struct CuePattern {
    cue: Cue,
    words: Vec<String>,
}

/// What matching needs beside the cues, for one sentence.
struct Matcher<'t> {
    cues: &'t Cues,
    tables: &'t Tables,
    fold: &'t FoldTable<'static>,
}

struct Found {
    first: usize,
    last: usize,
    span: Span,
    kind: MarkKind,
    english: String,
    length: usize,
    instead: bool,
}

impl Cues {
    pub(crate) fn new(cues: &[Cue], tables: &Tables, fold: &FoldTable<'static>) -> Self {
        let folded = |text: &String| fold.fold(text);
        let shipped = cues;
        let mut cues = Self {
            negative_names: tables.list("names_not_negated").to_vec(),
            ..Self::default()
        };
        for cue in shipped {
            let words: Vec<String> = cue
                .word
                .split_whitespace()
                .map(|word| fold.fold(word))
                .collect();
            let mut cue = cue.clone();
            for company in [
                &mut cue.left,
                &mut cue.right,
                &mut cue.not_left,
                &mut cue.not_right,
            ] {
                *company = company.iter().map(folded).collect();
            }
            if let [word] = words.as_slice()
                && let Some(sign) = word.chars().next()
                && Script::of(sign) == Script::Punctuation
            {
                cues.first_signs.push(sign);
            }
            match words.first() {
                Some(first) => cues
                    .by_word
                    .entry(first.clone())
                    .or_default()
                    .push(CuePattern { cue, words }),
                None => cues.general.push(cue),
            }
        }
        cues
    }

    /// The marks of a sentence, in order.
    pub(crate) fn marks(
        &self,
        tables: &Tables,
        fold: &FoldTable<'static>,
        segments: &[Segment],
    ) -> Vec<Mark> {
        Matcher {
            cues: self,
            tables,
            fold,
        }
        .marks(segments)
    }
}

impl Matcher<'_> {
    fn marks(&self, segments: &[Segment]) -> Vec<Mark> {
        let mut found: Vec<Found> = Vec::new();
        for (at, segment) in segments.iter().enumerate() {
            if self.may_begin(segment) {
                self.find_at(segments, at, &mut found);
            }
        }
        let mut clause = None;
        choose(found)
            .into_iter()
            .map(|found| Mark {
                span: found.span,
                kind: found.kind,
                english: found.english,
                scope: Span::new(
                    self.scope_start(segments, found.first, &mut clause),
                    found.span.end.max(segments[found.last].span.end),
                ),
                holder: None,
            })
            .collect()
    }

    /// Whether a cue can begin with the segment, or lie in it. A compound's word is always of the same parts.
    fn may_begin(&self, segment: &Segment) -> bool {
        *segment.derived.is_cue.get_or_init(|| {
            let forms = self.forms(segment);
            !segment.features.is_empty()
                || forms
                    .iter()
                    .any(|form| self.cues.by_word.contains_key(form))
                || forms[1].starts_with(&*self.cues.first_signs)
                || segment.parts.iter().any(|part| self.may_begin(part))
        })
    }

    /// Dictionary form and text, folded.
    fn forms<'s>(&self, segment: &'s Segment) -> &'s [String; 2] {
        segment.derived.folded.get_or_init(|| {
            let text = self.fold.fold(&segment.text);
            let headword = segment.headword.as_ref().map_or_else(
                || text.clone(),
                |headword| {
                    if headword.is_ascii() {
                        headword.to_ascii_lowercase()
                    } else {
                        headword.clone()
                    }
                },
            );
            [headword, text]
        })
    }

    fn find_at(&self, segments: &[Segment], at: usize, found: &mut Vec<Found>) {
        let segment = &segments[at];
        for form in dedup(self.forms(segment)) {
            for pattern in self.cues.by_word.get(form).into_iter().flatten() {
                self.match_pattern(segments, at, pattern, found);
            }
        }
        self.match_signs(segments, at, found);
        if segment.features.is_empty() && segment.parts.is_empty() {
            return;
        }
        for cue in &self.cues.general {
            if features_fit(cue, segment)
                && !self.cues.negative_names.contains(&self.forms(segment)[0])
            {
                self.push(segments, at, at, segment.span, cue, 0, found);
            }
        }
        self.match_parts(segments, at, found);
    }

    fn match_pattern(
        &self,
        segments: &[Segment],
        at: usize,
        pattern: &CuePattern,
        found: &mut Vec<Found>,
    ) {
        let last = at + pattern.words.len() - 1;
        if last >= segments.len()
            || !pattern
                .words
                .iter()
                .enumerate()
                .all(|(step, word)| self.forms(&segments[at + step]).contains(word))
        {
            return;
        }
        if features_fit(&pattern.cue, &segments[last])
            && self.company_fits(&pattern.cue, segments, at, last)
        {
            let span = segments[at].span.join(segments[last].span);
            self.push(
                segments,
                at,
                last,
                span,
                &pattern.cue,
                pattern.words.len(),
                found,
            );
        }
    }

    /// `(-)`: a cue written with signs only, over several segments.
    fn match_signs(&self, segments: &[Segment], at: usize, found: &mut Vec<Found>) {
        if segments[at].kind != SegmentKind::Punctuation {
            return;
        }
        let mut joined = self.forms(&segments[at])[1].clone();
        for last in at + 1..segments.len().min(at + 4) {
            joined.push_str(&self.forms(&segments[last])[1]);
            for pattern in self
                .cues
                .by_word
                .get(&joined)
                .into_iter()
                .flatten()
                .filter(|pattern| pattern.words.len() == 1)
            {
                let span = segments[at].span.join(segments[last].span);
                self.push(segments, at, last, span, &pattern.cue, last - at + 1, found);
            }
        }
    }

    /// A cue that ends a compound: 転移疑い.
    fn match_parts(&self, segments: &[Segment], at: usize, found: &mut Vec<Found>) {
        for part in &segments[at].parts {
            for form in dedup(self.forms(part)) {
                for pattern in self
                    .cues
                    .by_word
                    .get(form)
                    .into_iter()
                    .flatten()
                    .filter(|pattern| pattern.words.len() == 1)
                {
                    let company = pattern.cue.left.is_empty() && pattern.cue.right.is_empty();
                    if company
                        && features_fit(&pattern.cue, part)
                        && self.company_fits(&pattern.cue, segments, at, at)
                    {
                        self.push_with(part, segments, at, at, part.span, &pattern.cue, 1, found);
                    }
                }
            }
        }
    }

    fn company_fits(&self, cue: &Cue, segments: &[Segment], first: usize, last: usize) -> bool {
        let text = |at: usize| {
            segments
                .get(at)
                .map_or("", |segment| self.forms(segment)[1].as_str())
        };
        let before = first.checked_sub(1).map_or("", text);
        let after = text(last + 1);
        let ends = |word: &String| before.ends_with(word.as_str());
        let begins = |word: &String| after.starts_with(word.as_str());
        (cue.left.is_empty() || cue.left.iter().any(ends))
            && !cue.not_left.iter().any(ends)
            && (cue.right.is_empty() || cue.right.iter().any(begins))
            && !cue.not_right.iter().any(begins)
    }

    #[allow(clippy::too_many_arguments)]
    fn push(
        &self,
        segments: &[Segment],
        first: usize,
        last: usize,
        span: Span,
        cue: &Cue,
        length: usize,
        found: &mut Vec<Found>,
    ) {
        self.push_with(
            &segments[last],
            segments,
            first,
            last,
            span,
            cue,
            length,
            found,
        );
    }

    #[allow(clippy::too_many_arguments)]
    fn push_with(
        &self,
        said_by: &Segment,
        _: &[Segment],
        first: usize,
        last: usize,
        span: Span,
        cue: &Cue,
        length: usize,
        found: &mut Vec<Found>,
    ) {
        let Some(kind) = MarkKind::named(&cue.kind) else {
            return;
        };
        let english = if cue.english.is_empty() {
            said_by.gloss.clone().unwrap_or_default()
        } else {
            cue.english.clone()
        };
        found.push(Found {
            first,
            last,
            span,
            kind,
            english,
            length,
            instead: cue.instead,
        });
    }

    /// The scope begins after the last clause that has its own predicate: a continuing form, or a conjunction of clauses.
    ///
    /// What an earlier cue of the sentence was told serves the later ones, so that many cues in one sentence cost no more than its length.
    fn scope_start(&self, segments: &[Segment], cue: usize, before: &mut Option<Clause>) -> usize {
        let known = before.filter(|clause| clause.cue <= cue);
        // The segment just before the earlier cue could not yet end a clause for it.
        let down_to = known.map_or(0, |clause| clause.cue.saturating_sub(1));
        let from = (down_to..cue)
            .rev()
            .find(|at| self.ends_clause(segments, *at, cue))
            .map_or_else(|| known.map_or(0, |clause| clause.from), |at| at + 1);
        let from = (from..cue)
            .find(|at| segments[*at].kind != SegmentKind::Punctuation)
            .unwrap_or(cue);
        *before = Some(Clause { cue, from });
        segments[from].span.start
    }

    fn ends_clause(&self, segments: &[Segment], at: usize, cue: usize) -> bool {
        let ends = |name: &str| {
            self.tables
                .scope
                .get(name)
                .map(Vec::as_slice)
                .unwrap_or_default()
        };
        let segment = &segments[at];
        let is_word =
            segment.kind == SegmentKind::Function && ends("words").contains(&segment.text);
        let after_predicate = at
            .checked_sub(1)
            .and_then(|before| segments.get(before))
            .is_some_and(is_predicate);
        let conjunction = is_word && (after_predicate || segment.text.chars().count() > 1);
        let continuing = at + 1 < cue
            && segment
                .features
                .last()
                .is_some_and(|last| ends("features").contains(last));
        conjunction || continuing
    }
}

/// Where the clause of a cue begins.
#[derive(Clone, Copy, Debug)]
struct Clause {
    cue: usize,
    from: usize,
}

fn is_predicate(segment: &Segment) -> bool {
    !segment.features.is_empty()
        || segment
            .pos
            .as_deref()
            .is_some_and(crate::gloss::assemble::changes)
}

fn dedup(forms: &[String; 2]) -> impl Iterator<Item = &String> {
    let second = (forms[0] != forms[1]).then_some(&forms[1]);
    std::iter::once(&forms[0]).chain(second)
}

fn features_fit(cue: &Cue, segment: &Segment) -> bool {
    let has = |name: &String| segment.features.contains(name);
    cue.means.iter().all(has) && !cue.without.iter().any(has)
}

/// A longer cue stands before a shorter one inside it; one that says so takes the place of all others that it touches.
fn choose(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|found| {
        (
            std::cmp::Reverse(found.instead),
            std::cmp::Reverse(found.length),
            found.span,
        )
    });
    let mut chosen: Vec<Found> = Vec::new();
    let (mut taken, mut taken_whole) = (BTreeMap::new(), Taken::default());
    for candidate in found {
        let of_kind: &mut Taken = taken.entry(candidate.kind).or_default();
        if of_kind.touches(candidate.span) || taken_whole.touches(candidate.span) {
            continue;
        }
        of_kind.take(candidate.span);
        if candidate.instead {
            taken_whole.take(candidate.span);
        }
        chosen.push(candidate);
    }
    chosen.sort_by_key(|found| (found.span, found.kind));
    chosen
}

/// Spans that do not overlap, by where they start.
#[derive(Default)]
struct Taken(BTreeMap<usize, usize>);

impl Taken {
    fn touches(&self, span: Span) -> bool {
        self.0
            .range(..span.end)
            .next_back()
            .is_some_and(|(_, end)| *end > span.start)
    }

    fn take(&mut self, span: Span) {
        self.0.insert(span.start, span.end);
    }
}
