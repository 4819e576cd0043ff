//! What is said of a word: everything about a segment but its place.
//!
//! A report says the same words again and again. What is worked out for one place is kept in a [`Word`] and shared by all segments that say
//! the same; a segment that is changed later gets a copy of its own.

use std::sync::{Arc, OnceLock};

use crate::gloss::context::Sense;
use crate::gloss::whose::Setting;
use crate::gloss::{Origin, Segment, SegmentKind};
use crate::lexicon::lists::ListSet;
use crate::lexicon::tables::Tables;
use crate::segment::quantity::Quantity;
use crate::span::Span;

/// When a finding was, or would be, there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Temporality {
    /// In the past history.
    Past,
    /// Only if it comes about: 発熱時.
    Conditional,
}

impl Temporality {
    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Past => "past",
            Self::Conditional => "conditional",
        }
    }
}

/// A reviewed entry that differs from the text by characters that scanners take for each other. Never taken, only offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The text that would be read otherwise; it may reach into the words beside.
    pub text: String,
    /// The entry's headword.
    pub headword: String,
    /// Its English.
    pub gloss: String,
}

/// A segment's text and its English, without its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The surface without markup.
    pub text: String,
    /// What it is.
    pub kind: SegmentKind,
    /// How sure the gloss is.
    pub origin: Origin,
    /// The entry's own form, or the dictionary form of an inflected word.
    pub headword: Option<String>,
    /// Hiragana.
    pub reading: Option<String>,
    /// The English to read first.
    pub gloss: Option<String>,
    /// Other English that the entry gives.
    pub alternatives: Vec<String>,
    /// Which glossary says so, and under which headword.
    pub entry: Option<String>,
    /// What a quantity says.
    pub quantity: Option<Box<Quantity>>,
    /// Where an abbreviation is defined: `document` or `glossary`.
    pub defined: Option<&'static str>,
    /// Features of an inflected form (`past`, `negative`, …), in the order of the word.
    pub features: Vec<String>,
    /// What kind of thing it names: `disease`, `drug`, …
    pub class: Option<String>,
    /// Who has the finding, where the text says that it is not the patient: `mother`, `donor`, `family`.
    pub experiencer: Option<String>,
    /// When, where it is not part of the present illness.
    pub temporality: Option<Temporality>,
    /// A reviewed entry that an unknown text would be with one letter read otherwise.
    pub suggestion: Option<Box<Suggestion>>,
    /// A warning of the entry.
    pub note: Option<String>,
    /// Part of speech of the entry.
    pub pos: Option<String>,
    /// What the word says by itself, where its gloss says how its clause goes on: "was observed" of "that was observed".
    pub(crate) alone: Option<String>,
    /// How many bytes at the end of the gloss say only that the clause goes on: ", and".
    pub(crate) tail: usize,
    /// Another sense that must stand beside the gloss, as long as its company has not decided between them.
    pub(crate) second_sense: Option<String>,
    /// The form before an English noun.
    pub(crate) modifier: String,
    /// Templates of an affix or joint, preferred first.
    pub(crate) templates: Vec<String>,
    pub(crate) derived: Derived,
}

/// What follows from a word and is worked out once, where it is first asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Derived {
    /// Dictionary form and text, folded, where they do not stand so.
    pub(crate) folded: OnceLock<Option<Box<[String; 2]>>>,
    /// The text in half-width letters.
    pub(crate) letters: OnceLock<Box<str>>,
    /// Letters and numbers of the text.
    pub(crate) characters: OnceLock<usize>,
    /// Its fields as JSON, and the byte in front of which its parts stand.
    pub(crate) json: OnceLock<(Box<str>, usize)>,
    /// The other senses that it may take in other company.
    pub(crate) senses: OnceLock<Box<[Sense]>>,
    /// A particle in each of its senses.
    pub(crate) spoken: OnceLock<Box<[Arc<Word>]>>,
    /// Whether some cue begins with it.
    pub(crate) is_cue: OnceLock<bool>,
    /// The language's lists in which the text stands, and those in which the text or the dictionary form does; most words stand in none.
    pub(crate) lists: OnceLock<Option<Box<[ListSet; 2]>>>,
    /// What it says of whose and when the findings beside it are.
    pub(crate) setting: OnceLock<Setting>,
}

/// What is derived says nothing new.
impl PartialEq for Derived {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Derived {}

impl Word {
    /// A word of which nothing but its kind is known.
    pub(crate) fn new(text: String, kind: SegmentKind, origin: Origin) -> Self {
        Self {
            text,
            kind,
            origin,
            headword: None,
            reading: None,
            gloss: None,
            alternatives: Vec::new(),
            entry: None,
            quantity: None,
            defined: None,
            features: Vec::new(),
            class: None,
            experiencer: None,
            temporality: None,
            suggestion: None,
            note: None,
            pos: None,
            alone: None,
            tail: 0,
            second_sense: None,
            modifier: String::new(),
            templates: Vec::new(),
            derived: Derived::default(),
        }
    }

    /// A name, kept as written.
    pub(crate) fn name(text: String, gloss: &str) -> Self {
        Self {
            gloss: Some(gloss.to_owned()),
            ..Self::new(text, SegmentKind::Name, Origin::Rule)
        }
    }

    /// Letters and numbers of the text.
    pub(crate) fn characters(&self) -> usize {
        *self
            .derived
            .characters
            .get_or_init(|| self.text.chars().filter(|c| c.is_alphanumeric()).count())
    }

    /// Whether the text stands in a list of the language.
    pub(crate) fn is_one_of(&self, tables: &Tables, list: &str) -> bool {
        let lists = self.lists(tables);
        lists.is_some_and(|[text, _]| text.has(tables.list_id(list)))
    }

    /// Whether the text or the dictionary form stands in a list of the language.
    pub(crate) fn is_form_of(&self, tables: &Tables, list: &str) -> bool {
        let lists = self.lists(tables);
        lists.is_some_and(|[_, forms]| forms.has(tables.list_id(list)))
    }

    /// The lists of the text, and those of the text and the dictionary form; none where there are none.
    pub(crate) fn lists(&self, tables: &Tables) -> Option<&[ListSet; 2]> {
        let lists = self.derived.lists.get_or_init(|| {
            let text = tables.lists_of(&self.text);
            let headword = self
                .headword
                .as_ref()
                .filter(|headword| **headword != self.text);
            let forms = headword.map_or(text, |headword| text.with(tables.lists_of(headword)));
            (!forms.is_empty()).then(|| Box::new([text, forms]))
        });
        lists.as_deref()
    }

    /// The reading in Latin letters (Hepburn, long vowels with macrons).
    #[must_use]
    pub fn romaji(&self) -> Option<String> {
        use crate::gloss::romaji;
        let particle =
            self.pos.as_deref() == Some("particle") || self.pos.as_deref() == Some("copula");
        let say = if particle {
            romaji::of_particle
        } else {
            romaji::romaji
        };
        self.reading.as_deref().map(say)
    }

    pub(crate) fn at(self, span: Span) -> Segment {
        Segment {
            span,
            parts: Vec::new(),
            word: Arc::new(self),
        }
    }
}

impl std::ops::Deref for Segment {
    type Target = Word;

    fn deref(&self) -> &Word {
        &self.word
    }
}

/// A change is the segment's own: what it shared with others is copied, and what was derived is forgotten.
impl std::ops::DerefMut for Segment {
    fn deref_mut(&mut self) -> &mut Word {
        let word = Arc::make_mut(&mut self.word);
        word.derived = Derived::default();
        word
    }
}
