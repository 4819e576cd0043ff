//! Abbreviations that the document defines, in both orders: 間葉系幹細胞（MSC） and HGF（肝細胞増殖因子）.

use std::collections::BTreeMap;
use std::sync::Arc;

use hashbrown::HashMap;

use crate::gloss::compose::without_brackets;
use crate::gloss::word::Derived;
use crate::gloss::{Abbreviation, Definition, Gloss, Origin, Segment, SegmentKind, Sentence, Word};
use crate::source::Document;

/// Marks every abbreviation as defined by the document or by the glossary, and lists them.
pub(crate) fn resolve(document: &Document, gloss: &mut Gloss) {
    let mut definitions: BTreeMap<String, Vec<Definition>> = BTreeMap::new();
    for sentence in gloss.sentences() {
        for (form, definition) in definitions_of(document, sentence) {
            let known = definitions.entry(form).or_default();
            if known.iter().all(|known| differ(known, &definition)) {
                known.push(definition);
            }
        }
    }
    let mut resolver = Resolver {
        definitions: &definitions,
        listed: BTreeMap::new(),
        defined: HashMap::new(),
    };
    for block in &mut gloss.blocks {
        for segment in block
            .sentences
            .iter_mut()
            .flat_map(|sentence| &mut sentence.segments)
        {
            resolver.mark(segment);
        }
    }
    let mut abbreviations: Vec<Abbreviation> = resolver.listed.into_values().collect();
    abbreviations.sort_by_key(|abbreviation| abbreviation.span);
    gloss.abbreviations = abbreviations;
}

/// Whether two definitions say something else, both in Japanese and in English: spellings of one term are no difference.
fn differ(a: &Definition, b: &Definition) -> bool {
    a.japanese != b.japanese && !a.english.eq_ignore_ascii_case(&b.english)
}

/// What is known of the abbreviations of a document.
struct Resolver<'d> {
    definitions: &'d BTreeMap<String, Vec<Definition>>,
    listed: BTreeMap<String, Abbreviation>,
    /// Words, by their address, with what the document makes of them. Both are held, so that their addresses stay theirs.
    defined: HashMap<usize, [Arc<Word>; 2]>,
}

impl Resolver<'_> {
    fn mark(&mut self, segment: &mut Segment) {
        for part in &mut segment.parts {
            self.mark(part);
        }
        if !is_latin_form(segment) {
            return;
        }
        let form = letters(segment);
        let definitions = self.definitions.get(form);
        if let Some((definition, others)) = definitions.and_then(|all| all.split_first()) {
            if !self.listed.contains_key(form) {
                let abbreviation = Abbreviation {
                    form: form.to_owned(),
                    english: definition.english.clone(),
                    japanese: Some(definition.japanese.clone()),
                    defined: "document",
                    span: definition.span,
                    used_before: Some(segment.span)
                        .filter(|span| span.end <= definition.span.start),
                    other_definitions: others.to_vec(),
                };
                self.listed.insert(form.to_owned(), abbreviation);
            }
            let address = Arc::as_ptr(&segment.word).addr();
            let [_, defined] = self.defined.entry(address).or_insert_with(|| {
                [
                    Arc::clone(&segment.word),
                    Arc::new(defined(&segment.word, definition)),
                ]
            });
            segment.word = Arc::clone(defined);
        } else if segment.kind == SegmentKind::Abbreviation {
            if !self.listed.contains_key(form) {
                let abbreviation = Abbreviation {
                    form: form.to_owned(),
                    english: long_form(segment, form),
                    japanese: None,
                    defined: "glossary",
                    span: segment.span,
                    used_before: None,
                    other_definitions: Vec::new(),
                };
                self.listed.insert(form.to_owned(), abbreviation);
            }
            if segment.defined.is_none() {
                segment.defined = Some("glossary");
            }
        }
    }
}

/// The word with the English that the document gives it.
fn defined(word: &Word, definition: &Definition) -> Word {
    let form = letters(word);
    let mut defined = Word {
        derived: Derived::default(),
        ..word.clone()
    };
    defined
        .alternatives
        .retain(|alternative| *alternative != definition.english);
    if defined.kind != SegmentKind::Symbol {
        defined.kind = SegmentKind::Abbreviation;
    }
    defined.origin = Origin::Document;
    defined.defined = Some("document");
    defined.gloss = Some(format!("{form} ({})", definition.english));
    defined
}

/// The half-width form of a word in Latin script, made once.
fn letters(word: &Word) -> &str {
    word.derived.letters.get_or_init(|| form_of(word))
}

/// Up to three letters hold no whole word when the first is a capital: Hb, Na, Plt.
const SHORT: usize = 3;

/// Letters that stand for more than themselves: several capitals, or a short form that begins with one.
pub(crate) fn is_acronym(headword: &str) -> bool {
    let capitals = headword.bytes().filter(u8::is_ascii_uppercase).count();
    headword.bytes().all(|byte| byte.is_ascii_graphic())
        && (capitals >= 2
            || (headword.len() <= SHORT && headword.starts_with(|c: char| c.is_ascii_uppercase())))
}

/// Keeps the letters of an abbreviation in Latin script in view and sets its long form in brackets behind them: ICU (intensive
/// care unit). Where its first English only repeats the letters, the next one is the long form.
pub(crate) fn write_out(word: &mut Word) {
    let form = form_of(word);
    if !form.is_ascii() {
        return;
    }
    let Some(first) = word.gloss.take() else {
        return;
    };
    let long = if first.eq_ignore_ascii_case(&form) {
        word.alternatives.first().cloned()
    } else {
        Some(first)
    };
    word.alternatives
        .retain(|other| !other.eq_ignore_ascii_case(&form) && long.as_ref() != Some(other));
    word.gloss = Some(match long {
        Some(long) => format!("{form} ({long})"),
        None => form,
    });
}

/// What stands in brackets behind the letters, or the whole gloss.
fn long_form(word: &Word, form: &str) -> String {
    let gloss = word.gloss.as_deref().unwrap_or_default();
    gloss
        .strip_prefix(form)
        .and_then(|rest| rest.strip_prefix(" (")?.strip_suffix(')'))
        .unwrap_or(gloss)
        .to_owned()
}

fn is_latin_form(segment: &Segment) -> bool {
    matches!(
        segment.kind,
        SegmentKind::Latin | SegmentKind::Abbreviation | SegmentKind::Symbol
    )
}

/// The half-width form of a segment in Latin script.
fn form_of(segment: &Word) -> String {
    segment
        .text
        .chars()
        .filter_map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0),
            '\u{3000}' => Some(' '),
            other => Some(other),
        })
        .collect()
}

fn definitions_of(document: &Document, sentence: &Sentence) -> Vec<(String, Definition)> {
    let segments = &sentence.segments;
    let mut found = Vec::new();
    for open in 1..segments.len() {
        if !is_sign(&segments[open], &['(', '（', '〔', '［', '[']) {
            continue;
        }
        let Some(close) = (open + 1..segments.len().min(open + 12))
            .find(|at| is_sign(&segments[*at], &[')', '）', '〕', '］', ']']))
        else {
            continue;
        };
        let inside = &segments[open + 1..close];
        let before = &segments[open - 1];
        if let Some(definition) =
            forward(document, before, inside).or_else(|| backward(document, before, inside))
        {
            found.push(definition);
        }
    }
    found
}

/// 間葉系幹細胞（MSC）, 肝細胞癌（hepatocellular carcinoma: HCC）, （以下，HCC）.
fn forward(
    document: &Document,
    before: &Segment,
    inside: &[Segment],
) -> Option<(String, Definition)> {
    let short = inside.iter().rev().find(|segment| is_latin_form(segment))?;
    let form = letters(short).to_owned();
    let others_fit = inside.iter().all(|segment| {
        is_latin_form(segment)
            || segment.kind == SegmentKind::Punctuation
            || segment.kind == SegmentKind::Function
            || segment.text.chars().count() <= 2
    });
    if !looks_short(&form) || !others_fit || before.gloss.is_none() || !is_noun(before) {
        return None;
    }
    let words: Vec<String> = inside
        .iter()
        .filter(|segment| is_latin_form(segment) && segment.span != short.span)
        .map(|segment| form_of(segment))
        .collect();
    let english = if words.len() > 1
        || words
            .first()
            .is_some_and(|word| word.len() > form.len() + 2)
    {
        words.join(" ")
    } else {
        without_brackets(before.gloss.as_deref()?)
    };
    let span = before.span.join(short.span);
    Some((
        form,
        Definition {
            english,
            japanese: before.span.of(&document.text).to_owned(),
            span,
        },
    ))
}

/// HGF（肝細胞増殖因子）.
fn backward(
    document: &Document,
    before: &Segment,
    inside: &[Segment],
) -> Option<(String, Definition)> {
    let form = letters(before).to_owned();
    let whole = !inside.is_empty() && inside.len() <= 3 && inside.iter().all(is_noun);
    if !is_latin_form(before) || !looks_short(&form) || !whole {
        return None;
    }
    let english: Vec<String> = inside
        .iter()
        .filter_map(|segment| segment.gloss.as_deref())
        .map(without_brackets)
        .collect();
    let (first, last) = (inside.first()?, inside.last()?);
    let japanese = first.span.join(last.span);
    let definition = Definition {
        english: english.join(" "),
        japanese: japanese.of(&document.text).to_owned(),
        span: before.span.join(last.span),
    };
    (!definition.english.is_empty()).then_some((form, definition))
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

fn is_sign(segment: &Segment, signs: &[char]) -> bool {
    segment.kind == SegmentKind::Punctuation
        && segment
            .text
            .chars()
            .next()
            .is_some_and(|c| signs.contains(&c))
}

/// Two to ten characters, two of them capitals or digits.
fn looks_short(form: &str) -> bool {
    let count = form.chars().count();
    let capitals = form
        .chars()
        .filter(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        .count();
    (2..=10).contains(&count) && capitals >= 2 && form.chars().any(|c| c.is_ascii_uppercase())
}
