//! Marks: cues of negation, hedging, evidence, expectation and boosting, with what they govern.
//!
//! The cues are data (`glossary/language/cues.toml`); here stand the rules: what a cue matches, and which cue gives way to which. What it
//! governs is found in `scope`, who says so in `holder`. Marks are cues of the language, not judgements.

#![expect(
    clippy::indexing_slicing,
    reason = "places are those of segments in which the cue was found"
)]

use hashbrown::{HashMap, HashSet};

use crate::gloss::holder::{Holder, holder_of};
use crate::gloss::persons::{Persons, Role};
use crate::gloss::scope::{self, Clauses};
use crate::gloss::{Mark, MarkKind, Segment, SegmentKind};
use crate::glossary::language::{Cue, Person};
use crate::lexicon::tables::Tables;
use crate::span::Span;
use crate::text::fold::FoldTable;
use crate::text::script::Script;

/// Cues by their first word, ready for matching.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cues {
    by_word: HashMap<String, Vec<CuePattern>>,
    general: Vec<Cue>,
    /// Cues for which the end of an entry is enough.
    endings: Vec<Cue>,
    persons: Persons,
    negative_names: HashSet<String>,
    /// Signs with which a cue of several signs begins.
    first_signs: Vec<char>,
    /// The lists by which clauses end.
    pub(crate) clause_lists: scope::Lists,
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

struct Found<'c> {
    first: usize,
    last: usize,
    span: Span,
    kind: MarkKind,
    english: String,
    length: usize,
    cue: &'c Cue,
}

impl Cues {
    pub(crate) fn new(
        cues: &[Cue],
        persons: &[Person],
        tables: &Tables,
        fold: &FoldTable<'static>,
    ) -> Self {
        let folded = |text: &String| fold.fold(text);
        let shipped = cues;
        let mut cues = Self {
            negative_names: tables.list("names_not_negated").iter().cloned().collect(),
            persons: Persons::new(persons, fold),
            clause_lists: scope::Lists::of(tables),
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
            if cue.ending {
                let mut ending = cue.clone();
                ending.word = words.concat();
                cues.endings.push(ending);
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

    pub(crate) fn persons(&self) -> &Persons {
        &self.persons
    }

    /// A name that holds a negation and is none: 不整脈.
    fn is_negative_name(&self, word: &str) -> bool {
        self.negative_names.contains(word)
    }

    /// The marks of a sentence, in order.
    pub(crate) fn marks(
        &self,
        tables: &Tables,
        fold: &FoldTable<'static>,
        segments: &[Segment],
        sentence: Span,
    ) -> Vec<Mark> {
        Matcher {
            cues: self,
            tables,
            fold,
        }
        .marks(segments, sentence)
    }
}

impl<'t> Matcher<'t> {
    fn marks(&self, segments: &[Segment], sentence: Span) -> Vec<Mark> {
        let mut found: Vec<Found<'t>> = Vec::new();
        for (at, segment) in segments.iter().enumerate() {
            if self.may_begin(segment) {
                self.find_at(segments, at, &mut found);
            }
        }
        if found.is_empty() {
            return Vec::new();
        }
        let clauses = Clauses::of(&self.cues.clause_lists, self.tables, segments);
        let marks = choose(found)
            .into_iter()
            .filter_map(|found| self.mark(segments, &clauses, sentence, found));
        marks.collect()
    }

    fn mark(
        &self,
        segments: &[Segment],
        clauses: &Clauses,
        sentence: Span,
        found: Found<'_>,
    ) -> Option<Mark> {
        let first = clauses.first(segments, found.first);
        let spoken = || {
            let place = (found.first, found.last);
            holder_of(
                &self.cues.persons,
                self.tables,
                segments,
                first,
                place,
                found.kind,
            )
        };
        let holder = if found.cue.holder.is_empty() {
            spoken()
        } else {
            Some(Holder {
                name: found.cue.holder.clone(),
                role: None,
            })
        };
        let somebody_else = |holder: &Holder| holder.role != Some(Role::Own);
        if found.cue.named && !holder.as_ref().is_some_and(somebody_else) {
            return None;
        }
        Some(Mark {
            span: found.span,
            kind: found.kind,
            scope: scope_of(segments, clauses, first, sentence, &found),
            english: found.english,
            holder: holder.map(|holder| holder.name),
        })
    }

    /// Whether a cue can begin with the segment, or lie in it. A compound's word is always of the same parts.
    fn may_begin(&self, segment: &Segment) -> bool {
        *segment.derived.is_cue.get_or_init(|| {
            let forms = self.forms(segment);
            !segment.features.is_empty()
                || dedup(forms).any(|form| self.cues.by_word.contains_key(form))
                || forms[1].starts_with(&*self.cues.first_signs)
                || self.ending_of(segment).is_some()
                || segment.parts.iter().any(|part| self.may_begin(part))
        })
    }

    /// Dictionary form and text, folded. Most stand so already.
    fn forms<'s>(&self, segment: &'s Segment) -> [&'s str; 2] {
        let headword = segment.headword.as_deref();
        let folded = segment.derived.folded.get_or_init(|| {
            let has_capitals =
                |word: &str| word.is_ascii() && word.bytes().any(|byte| byte.is_ascii_uppercase());
            if self.fold.is_folded_text(&segment.text) && !headword.is_some_and(has_capitals) {
                return None;
            }
            let text = self.fold.fold(&segment.text);
            let headword = match headword {
                Some(headword) if headword.is_ascii() => headword.to_ascii_lowercase(),
                Some(headword) => headword.to_owned(),
                None => text.clone(),
            };
            Some(Box::new([headword, text]))
        });
        match folded {
            Some(forms) => [&forms[0], &forms[1]],
            None => [headword.unwrap_or(&segment.text), &segment.text],
        }
    }

    /// 切除不能, whole, by the cue that it ends in.
    fn ending_of(&self, segment: &Segment) -> Option<&'t Cue> {
        let ends = |cue: &&Cue| {
            segment.text.len() > cue.word.len()
                && self.forms(segment)[1].ends_with(cue.word.as_str())
        };
        let cue = self.cues.endings.iter().find(ends)?;
        let named = self.cues.is_negative_name(self.forms(segment)[0]);
        (segment.entry.is_some() && !named).then_some(cue)
    }

    fn find_at(&self, segments: &[Segment], at: usize, found: &mut Vec<Found<'t>>) {
        let segment = &segments[at];
        for form in dedup(self.forms(segment)) {
            for pattern in self.cues.by_word.get(form).into_iter().flatten() {
                self.match_pattern(segments, at, pattern, found);
            }
        }
        self.match_signs(segments, at, found);
        if let Some(cue) = self.ending_of(segment) {
            let gloss = Cue {
                english: String::new(),
                ..cue.clone()
            };
            let english = english_of(&gloss, segment);
            found.extend(self.found((at, at), segment.span, cue, 1, english));
        }
        if segment.features.is_empty() && segment.parts.is_empty() {
            return;
        }
        for cue in &self.cues.general {
            if features_fit(cue, segment)
                && self.company_fits(cue, segments, at, at)
                && !self.cues.is_negative_name(self.forms(segment)[0])
            {
                let english = english_of(cue, segment);
                found.extend(self.found((at, at), segment.span, cue, 0, english));
            }
        }
        self.match_parts(segments, at, found);
    }

    fn match_pattern(
        &self,
        segments: &[Segment],
        at: usize,
        pattern: &'t CuePattern,
        found: &mut Vec<Found<'t>>,
    ) {
        let last = at + pattern.words.len() - 1;
        if last >= segments.len()
            || !pattern
                .words
                .iter()
                .enumerate()
                .all(|(step, word)| self.forms(&segments[at + step]).contains(&word.as_str()))
        {
            return;
        }
        if features_fit(&pattern.cue, &segments[last])
            && self.company_fits(&pattern.cue, segments, at, last)
        {
            let span = segments[at].span.join(segments[last].span);
            let english = english_of(&pattern.cue, &segments[last]);
            let length = pattern.words.len();
            found.extend(self.found((at, last), span, &pattern.cue, length, english));
        }
    }

    /// `(-)`: a cue written with signs only, over several segments.
    fn match_signs(&self, segments: &[Segment], at: usize, found: &mut Vec<Found<'t>>) {
        if segments[at].kind != SegmentKind::Punctuation {
            return;
        }
        let mut joined = self.forms(&segments[at])[1].to_owned();
        for last in at + 1..segments.len().min(at + 4) {
            joined.push_str(self.forms(&segments[last])[1]);
            for pattern in self
                .cues
                .by_word
                .get(&joined)
                .into_iter()
                .flatten()
                .filter(|pattern| pattern.words.len() == 1)
            {
                let span = segments[at].span.join(segments[last].span);
                let english = english_of(&pattern.cue, &segments[last]);
                let length = last - at + 1;
                found.extend(self.found((at, last), span, &pattern.cue, length, english));
            }
        }
    }

    /// A cue that ends a compound: 転移疑い.
    fn match_parts(&self, segments: &[Segment], at: usize, found: &mut Vec<Found<'t>>) {
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
                        let english = english_of(&pattern.cue, part);
                        found.extend(self.found((at, at), part.span, &pattern.cue, 1, english));
                    }
                }
            }
        }
    }

    fn company_fits(&self, cue: &Cue, segments: &[Segment], first: usize, last: usize) -> bool {
        let text = |at: usize| {
            segments
                .get(at)
                .map_or("", |segment| self.forms(segment)[1])
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

    fn found(
        &self,
        (first, last): (usize, usize),
        span: Span,
        cue: &'t Cue,
        length: usize,
        english: String,
    ) -> Option<Found<'t>> {
        Some(Found {
            first,
            last,
            span,
            kind: MarkKind::named(&cue.kind)?,
            english,
            length,
            cue,
        })
    }
}

/// What the cue says; where the list leaves that open, what stands under it.
fn english_of(cue: &Cue, said_by: &Segment) -> String {
    if cue.english.is_empty() {
        said_by
            .alone
            .as_ref()
            .or(said_by.gloss.as_ref())
            .cloned()
            .unwrap_or_default()
    } else {
        cue.english.clone()
    }
}

/// What a cue governs: its clause up to itself; adverbs and boosters the whole clause; 〜によると what follows.
fn scope_of(
    segments: &[Segment],
    clauses: &Clauses,
    first: usize,
    sentence: Span,
    found: &Found<'_>,
) -> Span {
    let end_of = |at: usize| {
        segments
            .get(at)
            .map_or(found.span.end, |segment| segment.span.end)
    };
    let start = segments
        .get(first)
        .map_or(sentence.start, |segment| segment.span.start);
    let cue_end = found.span.end.max(end_of(found.last));
    let clause_end = || end_of(clauses.last(segments, found.last)).max(cue_end);
    match (found.cue.governs.as_str(), found.kind) {
        ("after", _) => Span::new(found.span.start, clause_end()),
        ("sentence", _) => Span::new(found.span.start, sentence.end.max(cue_end)),
        ("clause", _) | (_, MarkKind::Booster) => Span::new(start, clause_end()),
        _ => Span::new(start.min(found.span.start), cue_end),
    }
}

fn dedup([first, second]: [&str; 2]) -> impl Iterator<Item = &str> {
    std::iter::once(first).chain((first != second).then_some(second))
}

fn features_fit(cue: &Cue, segment: &Segment) -> bool {
    let has = |name: &String| segment.features.contains(name);
    cue.means.iter().all(has) && !cue.without.iter().any(has)
}

/// A longer cue stands before a shorter one inside it; one that says so takes the place of all others that it touches; one that doubles
/// a negation becomes one mark with it, and is none without.
fn choose(mut found: Vec<Found<'_>>) -> Vec<Found<'_>> {
    found.sort_by_key(|found| {
        (
            std::cmp::Reverse(found.cue.instead || found.cue.doubles),
            std::cmp::Reverse(found.length),
            found.span,
        )
    });
    double(&mut found);
    let mut chosen: Vec<Found<'_>> = Vec::new();
    let mut over: HashMap<usize, Vec<usize>> = HashMap::new();
    for candidate in found {
        let takes_all = |found: &Found<'_>| found.cue.instead || found.cue.doubles;
        let mut others = (candidate.first..=candidate.last)
            .filter_map(|at| over.get(&at))
            .flatten()
            .filter_map(|place| chosen.get(*place));
        let beaten = others.any(|other| {
            other.span.overlaps(candidate.span)
                && (takes_all(other) || other.kind == candidate.kind)
        });
        if !beaten {
            for at in candidate.first..=candidate.last {
                over.entry(at).or_default().push(chosen.len());
            }
            chosen.push(candidate);
        }
    }
    chosen.sort_by_key(|found| (found.span, found.kind));
    chosen
}

/// Joins the cues that double a negation with the one right before them.
fn double(found: &mut Vec<Found<'_>>) {
    if !found.iter().any(|found| found.cue.doubles) {
        return;
    }
    let denied: HashMap<usize, (usize, Span)> = found
        .iter()
        .filter(|found| found.kind == MarkKind::Negation && !found.cue.doubles)
        .map(|found| (found.last, (found.first, found.span)))
        .collect();
    found.retain_mut(|found| {
        if !found.cue.doubles {
            return true;
        }
        let before = found.first.checked_sub(1).and_then(|at| denied.get(&at));
        let Some((first, span)) = before else {
            return false;
        };
        found.first = *first;
        found.span = found.span.join(*span);
        true
    });
}
