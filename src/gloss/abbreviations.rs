//! Abbreviations: what the document says that they stand for, or what the glossary does.
//!
//! A document may define one twice and differently, use it before it says what it is, or never say it. All are listed, with their state;
//! how a definition is written is read in `definitions`.

use std::collections::BTreeMap;
use std::sync::Arc;

use hashbrown::{HashMap, HashSet};

use crate::gloss::definitions::{Definition, definitions_of};
use crate::gloss::word::Derived;
use crate::gloss::{Abbreviation, Gloss, Origin, Segment, SegmentKind, Sentence, Word};
use crate::lexicon::tables::Tables;
use crate::source::Document;
use crate::span::Span;

/// What the document says of every form, in its order.
type Definitions = BTreeMap<String, Vec<Definition>>;

/// Marks every abbreviation as defined by the document or by the glossary, and lists them.
pub(crate) fn resolve(tables: &Tables, document: &Document, gloss: &mut Gloss) {
    let mut definitions = Definitions::new();
    for sentence in gloss.sentences() {
        if !has_latin(&sentence.segments) {
            continue;
        }
        for (form, definition) in definitions_of(tables, &document.text, sentence) {
            let known = definitions.entry(form).or_default();
            if !known.iter().any(|other| other.says_the_same(&definition)) {
                known.push(definition);
            }
        }
    }
    let mut resolver = Resolver {
        definitions: &definitions,
        listed: BTreeMap::new(),
        defined: HashMap::new(),
    };
    for sentence in gloss
        .blocks
        .iter_mut()
        .flat_map(|block| &mut block.sentences)
    {
        if !has_latin(&sentence.segments) {
            continue;
        }
        let strange = undefined_forms(&sentence.segments, &definitions);
        for segment in &mut sentence.segments {
            resolver.mark(segment);
        }
        for (form, span) in strange {
            resolver
                .listed
                .entry(form.clone())
                .or_insert_with(|| Abbreviation::new(form, String::new(), "nowhere", span));
        }
    }
    let mut abbreviations: Vec<Abbreviation> = resolver.listed.into_values().collect();
    abbreviations.sort_by_key(|abbreviation| abbreviation.span);
    gloss.abbreviations = abbreviations;
}

/// The abbreviations of sentences that define none, in the order of their forms; spans are of `text`. None where the document has to say more:
/// where something is defined, or is still to be marked.
pub(crate) fn of_block(
    tables: &Tables,
    text: &str,
    sentences: &[Sentence],
) -> Option<Vec<Abbreviation>> {
    let nothing = Definitions::new();
    let mut listed = BTreeMap::new();
    for sentence in sentences {
        if !has_latin(&sentence.segments) {
            continue;
        }
        if !definitions_of(tables, text, sentence).is_empty()
            || !list_known(&sentence.segments, &mut listed)
        {
            return None;
        }
        for (form, span) in undefined_forms(&sentence.segments, &nothing) {
            listed
                .entry(form.clone())
                .or_insert_with(|| Abbreviation::new(form, String::new(), "nowhere", span));
        }
    }
    Some(listed.into_values().collect())
}

/// Lists what the glossary defines; false where some is not marked so.
fn list_known(segments: &[Segment], listed: &mut BTreeMap<String, Abbreviation>) -> bool {
    segments.iter().all(|segment| {
        if !list_known(&segment.parts, listed) {
            return false;
        }
        if segment.kind != SegmentKind::Abbreviation {
            return true;
        }
        let form = letters(segment);
        if !listed.contains_key(form) {
            let abbreviation = known_by_glossary(segment, form);
            listed.insert(form.to_owned(), abbreviation);
        }
        segment.defined.is_some()
    })
}

fn known_by_glossary(segment: &Segment, form: &str) -> Abbreviation {
    let english = long_form(segment, form);
    Abbreviation::new(form.to_owned(), english, "glossary", segment.span)
}

/// Of the abbreviations of texts that stand one after another, each with the byte at which it begins, those that are the first of their form,
/// in the order of their places.
pub(crate) fn firsts<'a>(
    texts: impl Iterator<Item = (usize, &'a [Abbreviation])>,
) -> Vec<(usize, &'a Abbreviation)> {
    let mut seen: HashSet<&str> = HashSet::new();
    let mut firsts: Vec<(usize, &Abbreviation)> = texts
        .flat_map(|(start, abbreviations)| std::iter::repeat(start).zip(abbreviations))
        .filter(|(_, abbreviation)| seen.insert(&abbreviation.form))
        .collect();
    firsts
        .sort_by_key(|(start, abbreviation)| (abbreviation.span.moved(*start), &abbreviation.form));
    firsts
}

/// What is known of the abbreviations of a document.
struct Resolver<'d> {
    definitions: &'d Definitions,
    listed: BTreeMap<String, Abbreviation>,
    /// Words, by their address and the number of the definition, with what the document makes of them. Both are held, so that their
    /// addresses stay theirs.
    defined: HashMap<(usize, usize), [Arc<Word>; 2]>,
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
        if let Some((all, (number, definition))) =
            definitions.and_then(|all| Some((all, in_force(all, segment.span)?)))
        {
            if !self.listed.contains_key(form) {
                let abbreviation = defined_here(form.to_owned(), all, segment.span);
                self.listed.insert(form.to_owned(), abbreviation);
            }
            let address = Arc::as_ptr(&segment.word).addr();
            let [_, defined] = self.defined.entry((address, number)).or_insert_with(|| {
                [
                    Arc::clone(&segment.word),
                    Arc::new(defined(&segment.word, definition)),
                ]
            });
            segment.word = Arc::clone(defined);
        } else if segment.kind == SegmentKind::Abbreviation {
            if !self.listed.contains_key(form) {
                let abbreviation = known_by_glossary(segment, form);
                self.listed.insert(form.to_owned(), abbreviation);
            }
            if segment.defined.is_none() {
                segment.defined = Some("glossary");
            }
        }
    }
}

/// The last definition before the place, with its number; of one that is used before it is defined, the first.
fn in_force(all: &[Definition], place: Span) -> Option<(usize, &Definition)> {
    let number = all
        .iter()
        .rposition(|definition| definition.span.start <= place.start)
        .unwrap_or(0);
    Some((number, all.get(number)?))
}

/// `first` is where it first stands.
fn defined_here(form: String, all: &[Definition], first: Span) -> Abbreviation {
    let mut others = all.iter().cloned();
    let Some(own) = others.next() else {
        return Abbreviation::new(form, String::new(), "nowhere", first);
    };
    let used_before = (first.end <= own.span.start).then_some(first);
    Abbreviation {
        japanese: Some(own.japanese.clone()).filter(|japanese| !japanese.is_empty()),
        used_before,
        other_definitions: others.collect(),
        ..Abbreviation::new(form, own.english, "document", own.span)
    }
}

impl Abbreviation {
    fn new(form: String, english: String, defined: &'static str, span: Span) -> Self {
        Self {
            form,
            english,
            japanese: None,
            defined,
            span,
            used_before: None,
            other_definitions: Vec::new(),
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
    word.derived.letters.get_or_init(|| form_of(word).into())
}

/// Letters that look like an abbreviation and that neither the document nor the glossary explains. Running English text holds none.
fn undefined_forms(segments: &[Segment], definitions: &Definitions) -> Vec<(String, Span)> {
    let is_latin = |at: Option<usize>| {
        at.and_then(|at| segments.get(at))
            .is_some_and(|segment| segment.kind == SegmentKind::Latin)
    };
    let mut found = Vec::new();
    for (at, segment) in segments.iter().enumerate() {
        let in_english = is_latin(at.checked_sub(1)) || is_latin(Some(at + 1));
        for word in std::iter::once(segment).chain(&segment.parts) {
            if word.kind != SegmentKind::Latin || in_english {
                continue;
            }
            let form = form_of(word);
            if looks_undefined(&form) && !definitions.contains_key(&form) {
                found.push((form, word.span));
            }
        }
    }
    found
}

/// Two to six letters and digits, two of them capitals, and no Roman numeral.
fn looks_undefined(form: &str) -> bool {
    let capitals = form.bytes().filter(u8::is_ascii_uppercase).count();
    (2..=6).contains(&form.len())
        && form.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && capitals >= 2
        && !form.bytes().all(|byte| b"IVXLCDM".contains(&byte))
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
        Some(long) => {
            word.alternatives.insert(0, long.clone());
            format!("{form} ({long})")
        }
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

/// Whether any of the segments or their parts is in Latin script: without one, nothing is abbreviated.
fn has_latin(segments: &[Segment]) -> bool {
    let mut segments = segments.iter();
    segments.any(|segment| is_latin_form(segment) || has_latin(&segment.parts))
}

pub(crate) fn is_latin_form(segment: &Segment) -> bool {
    matches!(
        segment.kind,
        SegmentKind::Latin | SegmentKind::Abbreviation | SegmentKind::Symbol
    )
}

/// The half-width form of a segment in Latin script.
pub(crate) fn form_of(segment: &Word) -> String {
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
