//! What a row of a ledger holds.

use crate::span::{Place, Span};

/// The ledgers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Every cue of negation, hedging, evidence, expectation and boosting; sentences without any say so.
    Claims,
    /// Every number with its unit that is no time.
    Quantities,
    /// Every date, age, span of time and relative time, with its anchor.
    Times,
    /// Every abbreviation, and where it is defined.
    Abbreviations,
    /// Terms with their counts.
    Terms,
    /// What the document spells or states in several ways.
    Spelling,
    /// Compounds whose English was put together by rule.
    Composed,
    /// Words about which nothing is known.
    Unknown,
}

impl Which {
    /// All, in the order in which a reader meets them.
    pub const ALL: [Self; 8] = [
        Self::Claims,
        Self::Quantities,
        Self::Times,
        Self::Abbreviations,
        Self::Terms,
        Self::Spelling,
        Self::Composed,
        Self::Unknown,
    ];

    /// The name on the command line and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Claims => "claims",
            Self::Quantities => "quantities",
            Self::Times => "times",
            Self::Abbreviations => "abbreviations",
            Self::Terms => "terms",
            Self::Spelling => "spelling",
            Self::Composed => "composed",
            Self::Unknown => "unknown",
        }
    }

    /// The name for people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Claims => "Claims and their cues",
            Self::Quantities => "Quantities and doses",
            Self::Times => "Times",
            Self::Abbreviations => "Abbreviations",
            Self::Terms => "Terms",
            Self::Spelling => "Written in several ways",
            Self::Composed => "Composed words",
            Self::Unknown => "Unknown words",
        }
    }

    /// The names of [`Row::fields`], in their order.
    #[must_use]
    pub const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Claims => &["type", "holder", "reference"],
            Self::Quantities => &["low", "high", "unit", "approximate", "computed"],
            Self::Times => &["kind", "anchor", "computed"],
            Self::Abbreviations => &[
                "defined",
                "japanese",
                "used_before_defined",
                "defined_otherwise",
                "count",
            ],
            Self::Terms => &["kind", "reading", "alternatives", "count"],
            Self::Spelling => &["group", "count"],
            Self::Composed => &["parts", "count"],
            Self::Unknown => &["count"],
        }
    }
}

/// Where a row stands in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stand {
    /// Number of the sentence, from 1 over the whole document.
    pub sentence: usize,
    /// Line and column.
    pub place: Place,
    /// Bytes.
    pub span: Span,
}

/// A value of one ledger's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number.
    Number(usize),
    /// Yes or no.
    Flag(bool),
    /// Nothing is said.
    Nothing,
}

impl Value {
    /// A text; nothing where there is none.
    #[must_use]
    pub fn of(text: Option<&str>) -> Self {
        text.filter(|text| !text.is_empty())
            .map_or(Self::Nothing, |text| Self::Text(text.to_owned()))
    }
}

/// A row of a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where it stands, or first stands.
    pub stand: Stand,
    /// Where else it stands, in order.
    pub others: Vec<Stand>,
    /// Place of its section's heading in [`super::Survey::sections`].
    pub section: Option<usize>,
    /// The Japanese that the row is about; empty for a sentence without a cue.
    pub text: String,
    /// Its English; `None` where nothing is known.
    pub gloss: Option<String>,
    /// The Japanese clause around it; what a cue governs.
    pub clause: String,
    /// The English under that clause, word by word in the order of the Japanese.
    pub clause_gloss: String,
    /// Where the English comes from.
    pub provenance: String,
    /// The ledger's own values, named by [`Which::fields`].
    pub fields: Vec<Value>,
}

impl Row {
    /// How often it stands in the document.
    #[must_use]
    pub fn count(&self) -> usize {
        1 + self.others.len()
    }
}
