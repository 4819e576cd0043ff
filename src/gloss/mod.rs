//! The gloss: the document's blocks, their sentences, and under every segment its English and where that comes from.

pub(crate) mod abbreviations;
pub(crate) mod assemble;
pub(crate) mod compose;
pub(crate) mod context;
pub mod english;
pub(crate) mod examples;
pub(crate) mod inflect;
pub mod ledger;
pub(crate) mod marks;
pub(crate) mod names;
pub(crate) mod reading;
pub mod romaji;
pub(crate) mod sentences;
pub mod summary;

use crate::segment::quantity::Quantity;
use crate::source::Document;
use crate::span::Span;

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

/// A piece of the document with its English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Its bytes in the document.
    pub span: Span,
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
    /// The parts of a compound.
    pub parts: Vec<Segment>,
    /// What a quantity says.
    pub quantity: Option<Quantity>,
    /// Where an abbreviation is defined: `document` or `glossary`.
    pub defined: Option<&'static str>,
    /// Features of an inflected form (`past`, `negative`, …), in the order of the word.
    pub features: Vec<String>,
    /// What kind of thing it names: `disease`, `drug`, …
    pub class: Option<String>,
    /// A warning of the entry.
    pub note: Option<String>,
    /// Part of speech of the entry.
    pub pos: Option<String>,
}

impl Segment {
    /// The document's own text under the segment.
    #[must_use]
    pub fn surface<'d>(&self, document: &'d Document) -> &'d str {
        self.span.of(&document.text)
    }

    /// The reading in Latin letters (Hepburn, long vowels with macrons).
    #[must_use]
    pub fn romaji(&self) -> Option<String> {
        let particle =
            self.pos.as_deref() == Some("particle") || self.pos.as_deref() == Some("copula");
        let say = if particle {
            romaji::of_particle
        } else {
            romaji::romaji
        };
        self.reading.as_deref().map(say)
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
    /// `document` or `glossary`.
    pub defined: &'static str,
    /// Where it is defined, or where it first stands.
    pub span: Span,
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

impl crate::Glossary {
    /// Glosses a document.
    ///
    /// The gloss tiles the text: joined with what stands between them, the segments' surfaces are the document, byte for byte.
    ///
    /// ```
    /// use medgloss::{Document, Glossary};
    /// let document = Document::plain("黄疸は消失した。");
    /// let gloss = Glossary::shipped().gloss(&document);
    /// assert_eq!(gloss.segments().next().unwrap().gloss.as_deref(), Some("jaundice"));
    /// ```
    #[must_use]
    pub fn gloss(&self, document: &Document) -> Gloss {
        let segmenter = crate::segment::Segmenter::new(
            self.lexicons(),
            self.uses_shipped(),
            &self.tables,
            &self.quantity_starts,
        );
        let mut gloss = Gloss::default();
        let mut section = String::new();
        for (number, block) in document.blocks.iter().enumerate() {
            let mut folded = self.fold.fold_pieces(&document.text, &block.pieces);
            forbid_cuts(&document.text, block, &mut folded);
            if block.kind == crate::source::BlockKind::Heading {
                section = folded.folded.iter().collect();
            }
            let sentences = if block.kind == crate::source::BlockKind::Code {
                Vec::new()
            } else {
                self.sentences_of(&segmenter, document, block, &folded, &section)
            };
            gloss.blocks.push(GlossedBlock {
                block: number,
                sentences,
            });
        }
        names::spread(&self.tables, &mut gloss);
        abbreviations::resolve(document, &mut gloss);
        gloss
    }

    fn sentences_of(
        &self,
        segmenter: &crate::segment::Segmenter<'_>,
        document: &Document,
        block: &crate::source::Block,
        folded: &crate::text::fold::FoldedText,
        section: &str,
    ) -> Vec<Sentence> {
        let codes = segmenter.codes(folded);
        let assembler = assemble::Assembler {
            glossary: self,
            segmenter,
            text: &document.text,
            block,
            folded,
            section,
        };
        let words = compose::Words {
            heads: self.tables.list("phrase_heads"),
            joints: self.tables.list("phrase_joints"),
        };
        let mut sentences = Vec::new();
        for (from, to) in sentences::sentences(folded) {
            let path = segmenter.best_path(folded, &codes, from, to);
            let drafts = assembler.drafts(path);
            let visible = |from: usize, to: usize| {
                let span = folded.span(from, to);
                (span, block.visible(&document.text, span).into_owned())
            };
            let drafts = names::join_persons(&self.tables, drafts);
            let mut segments = compose::compose(folded, words, drafts, visible);
            names::mark_institutions(&self.tables, &mut segments);
            let span = folded.span(from, to);
            let marks = self.cues.marks(&self.tables, &self.fold, &segments, span);
            sentences.push(Sentence {
                span,
                segments,
                marks,
            });
        }
        sentences
    }
}

/// No segment may begin inside what a reader sees as one character (UAX #29, extended grapheme clusters).
fn forbid_cuts(
    text: &str,
    block: &crate::source::Block,
    folded: &mut crate::text::fold::FoldedText,
) {
    use unicode_segmentation::UnicodeSegmentation;
    let source = block.span.of(text);
    if source.chars().all(is_simple) {
        return;
    }
    let mut starts = source
        .grapheme_indices(true)
        .map(|(at, _)| at + block.span.start)
        .peekable();
    for at in 0..folded.len() {
        let start = folded.span(at, at + 1).start;
        while starts.peek().is_some_and(|grapheme| *grapheme < start) {
            starts.next();
        }
        if starts.peek() != Some(&start) {
            folded.forbid_cut(at);
        }
    }
}

/// Characters that are a grapheme by themselves beside each other: ASCII but for CR, CJK punctuation, kana, common kanji, full-width forms.
fn is_simple(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{3000}'..='\u{3029}' | '\u{3030}'..='\u{3096}' | '\u{309b}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff9d}' | 'α'..='ω')
}
