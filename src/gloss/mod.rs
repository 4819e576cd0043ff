//! The gloss: the document's blocks, their sentences, and under every segment its English and where that comes from.

pub(crate) mod abbreviations;
pub(crate) mod assemble;
pub(crate) mod block_memo;
pub(crate) mod compose;
pub(crate) mod context;
pub(crate) mod definitions;
pub mod english;
pub(crate) mod examples;
pub mod glosser;
pub(crate) mod holder;
pub(crate) mod inflect;
pub mod ledger;
pub(crate) mod marks;
pub(crate) mod memo;
pub(crate) mod misread;
pub(crate) mod names;
pub(crate) mod particles;
pub(crate) mod persons;
pub(crate) mod place;
pub(crate) mod predicates;
pub(crate) mod reading;
pub mod romaji;
pub(crate) mod scope;
pub(crate) mod sentences;
pub(crate) mod settled;
#[doc(hidden)]
pub mod stages;
pub mod summary;
pub(crate) mod whose;
pub(crate) mod word;

use std::sync::Arc;

use crate::source::Document;
use crate::span::Span;

pub use definitions::Definition;
pub use glosser::Glosser;
pub use word::{Suggestion, Temporality, Word};

/// What a segment is; see `CONTRACT.md` for what each name promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SegmentKind {
    /// An entry of a medical glossary.
    Term,
    /// Built from several by a rule, with its parts.
    Compound,
    /// A gene, protein, microRNA, cell marker.
    Symbol,
    /// An abbreviation that the glossary or the document defines.
    Abbreviation,
    /// A number with its unit, counter, date, age, dose, range or approximation.
    Quantity,
    /// A person, institution, journal or place.
    Name,
    /// General vocabulary.
    Word,
    /// Particle, copula, auxiliary, conjunction.
    Function,
    /// Text already in Latin script.
    Latin,
    /// Signs.
    Punctuation,
    /// Nothing is known.
    Unknown,
}

impl SegmentKind {
    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Term => "term",
            Self::Compound => "compound",
            Self::Symbol => "symbol",
            Self::Abbreviation => "abbreviation",
            Self::Quantity => "quantity",
            Self::Name => "name",
            Self::Word => "word",
            Self::Function => "function",
            Self::Latin => "latin",
            Self::Punctuation => "punctuation",
            Self::Unknown => "unknown",
        }
    }
}

/// How sure a gloss is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// A reviewed entry.
    Entry,
    /// Built from several entries by a rule.
    Composed,
    /// The general dictionary.
    General,
    /// The document itself says so.
    Document,
    /// Read by a rule: numbers, Latin text, signs.
    Rule,
    /// Nothing better was found.
    Guess,
}

impl Origin {
    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Composed => "composed",
            Self::General => "general",
            Self::Document => "document",
            Self::Rule => "rule",
            Self::Guess => "guess",
        }
    }
}

/// A piece of the document with its English: a place, and the [`Word`] that stands there.
///
/// The word's fields are read as the segment's own: `segment.gloss`, `segment.kind`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Its bytes in the document.
    pub span: Span,
    /// The parts of a compound.
    pub parts: Vec<Segment>,
    pub(crate) word: Arc<Word>,
}

impl Segment {
    /// The document's own text under the segment.
    #[must_use]
    pub fn surface<'d>(&self, document: &'d Document) -> &'d str {
        self.span.of(&document.text)
    }
}

/// The kinds of mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MarkKind {
    /// Absent, not done, unable.
    Negation,
    /// Possible, suggested, considered.
    Hedge,
    /// Reported, said, diagnosed, complained of: somebody says so.
    Evidential,
    /// Should, is needed, is hoped.
    Expectation,
    /// Dramatic, marked, extremely.
    Booster,
}

impl MarkKind {
    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Negation => "negation",
            Self::Hedge => "hedge",
            Self::Evidential => "evidential",
            Self::Expectation => "expectation",
            Self::Booster => "booster",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [
            Self::Negation,
            Self::Hedge,
            Self::Evidential,
            Self::Expectation,
            Self::Booster,
        ]
        .into_iter()
        .find(|kind| kind.name() == name)
    }
}

/// A cue of the language that a reviewer must not miss. It is no judgement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The cue.
    pub span: Span,
    /// Its kind.
    pub kind: MarkKind,
    /// What it says.
    pub english: String,
    /// What it governs.
    pub scope: Span,
    /// Who is named as saying so.
    pub holder: Option<String>,
}

/// A sentence of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its bytes in the document.
    pub span: Span,
    /// Its segments, in order.
    pub segments: Vec<Segment>,
    /// Its marks, in order.
    pub marks: Vec<Mark>,
}

/// A block with its sentences; code has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlossedBlock {
    /// Place of the block in [`Document::blocks`].
    pub block: usize,
    /// Its sentences, in order.
    pub sentences: Vec<Sentence>,
}

/// An abbreviation that stands in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abbreviation {
    /// As written.
    pub form: String,
    /// Its English.
    pub english: String,
    /// The Japanese that defines it, where the document does.
    pub japanese: Option<String>,
    /// `document`, `glossary`, or `nowhere`: neither says what it is.
    pub defined: &'static str,
    /// Where it is defined, or where it first stands.
    pub span: Span,
    /// Where it stands first, if that is before its definition.
    pub used_before: Option<Span>,
    /// Where the document defines it again as something else.
    pub other_definitions: Vec<Definition>,
}

/// The gloss of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gloss {
    /// The blocks, in order.
    pub blocks: Vec<GlossedBlock>,
    /// The abbreviations, in the order in which they first stand.
    pub abbreviations: Vec<Abbreviation>,
}

impl Gloss {
    /// All segments, in order.
    pub fn segments(&self) -> impl Iterator<Item = &Segment> {
        self.sentences().flat_map(|sentence| &sentence.segments)
    }

    /// All sentences, in order.
    pub fn sentences(&self) -> impl Iterator<Item = &Sentence> {
        self.blocks.iter().flat_map(|block| &block.sentences)
    }
}
