//! How a document defines an abbreviation: 間葉系幹細胞（MSC）, （以下「MSC」という）, HGF（肝細胞増殖因子）, 間葉系幹細胞（mesenchymal stem cell:
//! MSC）, 間葉系幹細胞 mesenchymal stem cell: MSC, hepatocyte growth factor (HGF), MSC＝間葉系幹細胞.

use crate::gloss::abbreviations::{form_of, is_latin_form};
use crate::gloss::compose::without_brackets;
use crate::gloss::{Segment, SegmentKind, Sentence};
use crate::lexicon::tables::Tables;
use crate::span::Span;

/// Brackets that hold more than this many segments define nothing.
const LONGEST: usize = 16;
/// English words before a short form that may be its long form.
const MOST_WORDS: usize = 10;

/// What the document says that a form stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Its English: as the document writes it, or the gloss of its Japanese.
    pub english: String,
    /// The Japanese; empty where the document gives none.
    pub japanese: String,
    /// From the word to the short form, or the other way round.
    pub span: Span,
}

impl Definition {
    /// Whether two definitions differ only in the way they are written.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        let plain = |english: &str| {
            let folded = english.to_lowercase().replace('-', " ");
            folded.strip_suffix('s').unwrap_or(&folded).to_owned()
        };
        (!self.japanese.is_empty() && self.japanese == other.japanese)
            || plain(&self.english) == plain(&other.english)
    }
}

/// The definitions of a sentence, in order; its spans are of `text`.
pub(crate) fn definitions_of(
    tables: &Tables,
    text: &str,
    sentence: &Sentence,
) -> Vec<(String, Definition)> {
    let reader = Reader {
        tables,
        text,
        segments: &sentence.segments,
    };
    let places = 1..sentence.segments.len();
    places.filter_map(|at| reader.at_sign(at)).collect()
}

struct Reader<'s> {
    tables: &'s Tables,
    text: &'s str,
    segments: &'s [Segment],
}

/// What stands between two signs in brackets.
enum Group<'s> {
    Short(&'s Segment, String),
    English(String),
    Japanese(String, Span),
    Other,
}

impl<'s> Reader<'s> {
    fn at_sign(&self, at: usize) -> Option<(String, Definition)> {
        let sign = self.segments.get(at)?;
        if sign.kind != SegmentKind::Punctuation {
            return None;
        }
        match sign.text.chars().next()? {
            '(' | '（' | '〔' | '［' | '[' => self.in_brackets(at),
            ':' | '：' => self.behind_colon(at),
            '=' | '＝' => self.equal(at),
            _ => None,
        }
    }

    fn in_brackets(&self, open: usize) -> Option<(String, Definition)> {
        let end = self.segments.len().min(open + LONGEST);
        let close = (open + 1..end).find(|at| self.is_sign(*at, &[')', '）', '〕', '］', ']']))?;
        let inside: Vec<&Segment> = self
            .segments
            .get(open + 1..close)?
            .iter()
            .flat_map(|segment| self.flattened(segment))
            .collect();
        let groups: Vec<Group<'s>> = inside
            .split(|segment| segment.kind == SegmentKind::Punctuation)
            .filter(|group| !group.is_empty())
            .map(|group| self.group(group))
            .collect();
        let before = self.segments.get(open.checked_sub(1)?)?;
        self.forward(open, before, &groups)
            .or_else(|| self.backward(before, &groups))
    }

    /// 以下MSC is one compound, and two words here.
    fn flattened(&self, segment: &'s Segment) -> Vec<&'s Segment> {
        let says = segment.parts.iter().any(|part| self.is_saying(part));
        if says {
            segment.parts.iter().collect()
        } else {
            vec![segment]
        }
    }

    /// 以下, と略す: they say that a definition follows, or that it was one.
    fn is_saying(&self, segment: &Segment) -> bool {
        segment.kind == SegmentKind::Function
            || self.tables.list("definition_words").iter().any(|word| {
                segment.text == *word || segment.headword.as_deref() == Some(word.as_str())
            })
    }

    fn group(&self, segments: &[&'s Segment]) -> Group<'s> {
        let told: Vec<&'s Segment> = segments
            .iter()
            .copied()
            .filter(|segment| !self.is_saying(segment))
            .collect();
        match told.as_slice() {
            [] => Group::Other,
            [one] if is_latin_form(one) && looks_short(&form_of(one), one) => {
                Group::Short(one, form_of(one))
            }
            words if words.iter().all(|word| is_latin_form(word)) => {
                let words: Vec<String> = words.iter().map(|word| form_of(word)).collect();
                Group::English(words.join(" "))
            }
            words if words.iter().all(|word| is_noun(word)) => {
                let english: Vec<String> = words
                    .iter()
                    .filter_map(|word| word.gloss.as_deref())
                    .map(without_brackets)
                    .collect();
                match (words.first(), words.last()) {
                    (Some(first), Some(last)) if !english.is_empty() => {
                        Group::Japanese(english.join(" "), first.span.join(last.span))
                    }
                    _ => Group::Other,
                }
            }
            _ => Group::Other,
        }
    }

    /// 間葉系幹細胞（MSC）, with its English before or behind the short form.
    fn forward(
        &self,
        open: usize,
        before: &Segment,
        groups: &[Group<'s>],
    ) -> Option<(String, Definition)> {
        let known = groups.iter().filter(|group| !matches!(group, Group::Other));
        if known.count() > 3 {
            return None;
        }
        let (short, form) = groups.iter().find_map(|group| match group {
            Group::Short(short, form) => Some((*short, form.clone())),
            _ => None,
        })?;
        let written = groups.iter().find_map(|group| match group {
            Group::English(english) if english.len() > form.len() + 2 => Some(english.clone()),
            _ => None,
        });
        if let Some((words, start, japanese)) = self.english_before(open, &form) {
            let span = start.join(short.span);
            let definition = Definition {
                english: words,
                japanese,
                span,
            };
            return Some((form, definition));
        }
        if !is_noun(before) {
            return None;
        }
        // 小胞（細胞外小胞、EV）: what stands nearer is what it is short for.
        let nearer = groups.iter().find_map(|group| match group {
            Group::Japanese(english, span) => Some((english.clone(), *span)),
            _ => None,
        });
        let (gloss, noun) = match nearer {
            Some(nearer) => nearer,
            None => (without_brackets(before.gloss.as_deref()?), before.span),
        };
        let english = written.unwrap_or(gloss);
        if !fits(&form, short, &english) {
            return None;
        }
        let definition = Definition {
            english,
            japanese: noun.of(self.text).to_owned(),
            span: noun.join(short.span),
        };
        Some((form, definition))
    }

    /// HGF（肝細胞増殖因子）, HGF (hepatocyte growth factor).
    fn backward(&self, before: &Segment, groups: &[Group<'s>]) -> Option<(String, Definition)> {
        let form = form_of(before);
        if !is_latin_form(before) || !looks_short(&form, before) {
            return None;
        }
        let english = groups.iter().find_map(|group| match group {
            Group::English(words) if spells(words, &form) => Some(words.clone()),
            _ => None,
        });
        let japanese = groups.iter().find_map(|group| match group {
            Group::Japanese(english, span) => Some((english.clone(), *span)),
            _ => None,
        });
        if english.is_none() && groups.len() > 2 {
            return None;
        }
        let span = japanese.as_ref().map(|(_, span)| *span);
        let definition = Definition {
            english: english.or(japanese.map(|(english, _)| english))?,
            japanese: self.text_of(span),
            span: span.map_or(before.span, |span| before.span.join(span)),
        };
        Some((form, definition))
    }

    /// 間葉系幹細胞 mesenchymal stem cell: MSC
    fn behind_colon(&self, at: usize) -> Option<(String, Definition)> {
        let short = self.segments.get(at + 1)?;
        let form = form_of(short);
        if !is_latin_form(short) || !looks_short(&form, short) {
            return None;
        }
        let (english, start, japanese) = self.english_before(at, &form)?;
        let definition = Definition {
            english,
            japanese,
            span: start.join(short.span),
        };
        Some((form, definition))
    }

    /// MSC＝間葉系幹細胞
    fn equal(&self, at: usize) -> Option<(String, Definition)> {
        let (short, noun) = (
            self.segments.get(at.checked_sub(1)?)?,
            self.segments.get(at + 1)?,
        );
        let form = form_of(short);
        if !is_latin_form(short) || !looks_short(&form, short) || !is_noun(noun) {
            return None;
        }
        let definition = Definition {
            english: without_brackets(noun.gloss.as_deref()?),
            japanese: noun.span.of(self.text).to_owned(),
            span: short.span.join(noun.span),
        };
        Some((form, definition))
    }

    /// The English words before `at` that spell the form, where they begin, and the Japanese right before them.
    fn english_before(&self, at: usize, form: &str) -> Option<(String, Span, String)> {
        let mut words: Vec<&Segment> = Vec::new();
        for before in (at.saturating_sub(MOST_WORDS)..at).rev() {
            let segment = self.segments.get(before)?;
            let tail = segment
                .parts
                .last()
                .filter(|part| part.kind == SegmentKind::Latin);
            let word = tail.unwrap_or(segment);
            if !is_latin_form(word) {
                return None;
            }
            words.insert(0, word);
            let english = words
                .iter()
                .map(|word| form_of(word))
                .collect::<Vec<_>>()
                .join(" ");
            if words.len() > 1 && spells(&english, form) {
                let japanese = self.japanese_before(before, tail.is_some());
                let start = japanese.map_or(word.span, |span| span.join(word.span));
                return Some((english, start, self.text_of(japanese)));
            }
            if tail.is_some() {
                return None;
            }
        }
        None
    }

    /// The noun before the English word at `at`, or the other parts of the compound that the word ends.
    fn japanese_before(&self, at: usize, in_compound: bool) -> Option<Span> {
        if in_compound {
            let parts = &self.segments.get(at)?.parts;
            let own = parts.get(..parts.len().checked_sub(1)?)?;
            return Some(own.first()?.span.join(own.last()?.span));
        }
        let noun = self.segments.get(at.checked_sub(1)?)?;
        is_noun(noun).then_some(noun.span)
    }

    fn text_of(&self, span: Option<Span>) -> String {
        span.map_or_else(String::new, |span| span.of(self.text).to_owned())
    }

    fn is_sign(&self, at: usize, signs: &[char]) -> bool {
        self.segments.get(at).is_some_and(|segment| {
            segment.kind == SegmentKind::Punctuation
                && segment
                    .text
                    .chars()
                    .next()
                    .is_some_and(|c| signs.contains(&c))
        })
    }
}

fn is_noun(segment: &Segment) -> bool {
    matches!(segment.kind, SegmentKind::Term | SegmentKind::Compound)
        || (segment.kind == SegmentKind::Word
            && segment
                .pos
                .as_deref()
                .is_some_and(|pos| pos.contains("noun"))
            && segment.features.is_empty())
}

/// Two to ten letters and digits, two of them capitals or digits; one capital is enough in up to six letters.
fn looks_short(form: &str, segment: &Segment) -> bool {
    let count = form.chars().count();
    let capitals = form
        .chars()
        .filter(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        .count();
    let letters = form.chars().any(|c| c.is_ascii_uppercase());
    let known = segment.kind != SegmentKind::Latin;
    letters
        && ((2..=10).contains(&count) && capitals >= 2
            || (2..=6).contains(&count) && (known || form.is_ascii()))
}

/// Whether the form can be short for the English: two capitals are believed, one only where its letters begin the words (T + reg).
fn fits(form: &str, segment: &Segment, english: &str) -> bool {
    let capitals = form
        .chars()
        .filter(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        .count();
    let english = english.to_lowercase();
    let words: Vec<&str> = english
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let form = form.to_lowercase();
    if words.contains(&form.as_str()) {
        return false;
    }
    capitals >= 2
        || segment.kind != SegmentKind::Latin
        || (words.len() > 1 && begins(&form, &words))
}

/// Whether the letters fall into beginnings of the words, in any order.
fn begins(letters: &str, words: &[&str]) -> bool {
    if letters.is_empty() {
        return true;
    }
    (1..=letters.len()).rev().any(|length| {
        let (Some(piece), Some(rest)) = (letters.get(..length), letters.get(length..)) else {
            return false;
        };
        let begun = words.iter().position(|word| word.starts_with(piece));
        begun.is_some_and(|at| {
            let mut others = words.to_vec();
            others.remove(at);
            begins(rest, &others)
        })
    })
}

/// Whether the capitals of the form stand in the words in their order, the first at the beginning.
fn spells(words: &str, form: &str) -> bool {
    let mut letters = form
        .chars()
        .filter(char::is_ascii_uppercase)
        .map(|c| c.to_ascii_lowercase())
        .peekable();
    let lower = words.to_lowercase();
    if letters.peek().copied() != lower.chars().next() || !lower.contains([' ', '-']) {
        return false;
    }
    for c in lower.chars() {
        if letters.peek() == Some(&c) {
            letters.next();
        }
    }
    letters.peek().is_none()
}
