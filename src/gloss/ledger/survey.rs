//! A document with its sentences numbered: what every ledger is written from.

use std::cell::Cell;

use crate::gloss::ledger::excerpt::{clause_around, english_of, under};
use crate::gloss::ledger::heads::Heads;
use crate::gloss::ledger::row::{Row, Stand, Which};
use crate::gloss::ledger::{abbreviations, claims, quantities, spelling, terms, times, words};
use crate::gloss::{Gloss, Origin, Segment, Sentence};
use crate::lexicon::{EntryView, Lexicon};
use crate::source::{Block, BlockKind, Document};
use crate::span::{Place, Span};
use crate::termbase::Glossary;

/// A heading with what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Number of the heading's first sentence.
    pub sentence: usize,
    /// The heading.
    pub japanese: String,
    /// The English under it, in the order of the Japanese.
    pub english: String,
    /// Its depth in the document, from 1; no level is left out on the way down.
    pub depth: usize,
}

/// A sentence with its number.
#[derive(Clone, Debug)]
pub struct Numbered<'a> {
    /// From 1 over the whole document.
    pub number: usize,
    /// The sentence.
    pub sentence: &'a Sentence,
    /// The block it stands in.
    pub block: &'a Block,
    /// Place of its heading in [`Survey::sections`].
    pub section: Option<usize>,
    /// Where it begins.
    pub place: Place,
}

/// A document and its gloss, its sentences numbered and its headings listed.
#[derive(Debug)]
pub struct Survey<'a> {
    pub(crate) document: &'a Document,
    pub(crate) gloss: &'a Gloss,
    pub(crate) glossary: &'a Glossary,
    sentences: Vec<Numbered<'a>>,
    sections: Vec<Section>,
    lexicons: Vec<Lexicon<'a>>,
    heads: Heads,
    last_place: Cell<(usize, Place)>,
}

impl<'a> Survey<'a> {
    /// Numbers the sentences of a gloss.
    #[must_use]
    pub fn new(document: &'a Document, gloss: &'a Gloss, glossary: &'a Glossary) -> Self {
        let start = Cell::new((0, Place { line: 1, column: 1 }));
        let lexicons = glossary.lexicons();
        let heads = Heads::new(document, gloss);
        let mut survey = Self {
            document,
            gloss,
            glossary,
            sentences: Vec::new(),
            sections: Vec::new(),
            lexicons,
            heads,
            last_place: start,
        };
        let mut levels = Vec::new();
        for glossed in &gloss.blocks {
            let Some(block) = document.blocks.get(glossed.block) else {
                continue;
            };
            if block.kind == BlockKind::Heading && !glossed.sentences.is_empty() {
                survey.open_section(block, &glossed.sentences, &mut levels);
            }
            let section = survey.sections.len().checked_sub(1);
            for sentence in &glossed.sentences {
                let (number, place) = (
                    survey.sentences.len() + 1,
                    survey.place(sentence.span.start),
                );
                survey.sentences.push(Numbered {
                    number,
                    sentence,
                    block,
                    section,
                    place,
                });
            }
        }
        survey
    }

    fn open_section(&mut self, block: &Block, sentences: &[Sentence], levels: &mut Vec<usize>) {
        while levels.last().is_some_and(|above| *above >= block.level) {
            levels.pop();
        }
        levels.push(block.level);
        let english: Vec<String> = sentences
            .iter()
            .map(|sentence| english_of(&sentence.segments))
            .collect();
        let japanese = block
            .visible(&self.document.text, block.span)
            .trim()
            .to_owned();
        self.sections.push(Section {
            sentence: self.sentences.len() + 1,
            japanese,
            english: english.join(" · "),
            depth: levels.len(),
        });
    }

    /// The sentences, in order; sentence `n` is at place `n - 1`.
    #[must_use]
    pub fn sentences(&self) -> &[Numbered<'a>] {
        &self.sentences
    }

    /// The headings, in order.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The rows of one ledger.
    #[must_use]
    pub fn rows(&self, which: Which) -> Vec<Row> {
        match which {
            Which::Claims => claims::rows(self),
            Which::Quantities => quantities::rows(self),
            Which::Times => times::rows(self),
            Which::Abbreviations => abbreviations::rows(self),
            Which::Terms => terms::rows(self),
            Which::Spelling => spelling::rows(self),
            Which::Composed => words::composed(self),
            Which::Unknown => words::unknown(self),
        }
    }

    /// Line and column of a byte. Places asked for one near the other cost only what lies between them.
    pub(crate) fn place(&self, offset: usize) -> Place {
        let (last, at) = self.last_place.get();
        let between = Span::new(last.min(offset), last.max(offset)).of(&self.document.text);
        let place = if between.contains(['\n', '\r']) {
            self.document.place(offset)
        } else {
            let characters = between.chars().count();
            let column = if offset >= last {
                at.column + characters
            } else {
                at.column.saturating_sub(characters).max(1)
            };
            Place {
                line: at.line,
                column,
            }
        };
        self.last_place.set((offset, place));
        place
    }

    /// What lies under `span`, of a cell with the heads of its row and column.
    pub(crate) fn clause_under(&self, numbered: &Numbered<'_>, span: Span) -> (String, String) {
        self.heads
            .before(numbered.block, under(self.document, numbered, span))
    }

    pub(crate) fn stand(&self, numbered: &Numbered<'_>, span: Span) -> Stand {
        Stand {
            sentence: numbered.number,
            place: self.place(span.start),
            span,
        }
    }

    /// A row about `segment` with the clause around it.
    pub(crate) fn row_of(&self, numbered: &Numbered<'a>, segment: &Segment) -> Row {
        let (clause, clause_gloss) = self.heads.before(
            numbered.block,
            clause_around(self.document, numbered, segment.span),
        );
        Row {
            stand: self.stand(numbered, segment.span),
            others: Vec::new(),
            section: numbered.section,
            text: one_line(&segment.text),
            gloss: segment.gloss.clone(),
            clause,
            clause_gloss,
            provenance: provenance(segment),
            fields: Vec::new(),
        }
    }

    /// The entry that a segment's English comes from, as it is written in its glossary.
    pub(crate) fn entry_of(&self, segment: &Segment) -> Option<EntryView<'a>> {
        let (reference, headword) = (segment.entry.as_deref()?, segment.headword.as_deref()?);
        let key = self.glossary.fold.fold(headword);
        self.lexicons.iter().rev().find_map(|lexicon| {
            let lexemes = lexicon.lexemes_of(lexicon.find_key(&key)?);
            lexemes
                .map(|id| lexicon.entry(lexicon.lexeme(id).entry))
                .find(|entry| entry.reference() == reference)
        })
    }

    /// The first English of the entry that a word has.
    pub(crate) fn english_for(&self, word: &str) -> Option<String> {
        let key = self.glossary.fold.fold(word);
        self.lexicons.iter().rev().find_map(|lexicon| {
            let id = lexicon.lexemes_of(lexicon.find_key(&key)?).next()?;
            lexicon
                .entry(lexicon.lexeme(id).entry)
                .english()
                .next()
                .map(str::to_owned)
        })
    }

    pub(crate) fn list(&self, name: &str) -> &'a [String] {
        self.glossary.tables.list(name)
    }
}

/// Where the English of a segment comes from: its entry, or how it was made.
pub(crate) fn provenance(segment: &Segment) -> String {
    match (&segment.entry, segment.origin) {
        (_, Origin::Document) => "document".to_owned(),
        (Some(entry), Origin::General) => format!("general dictionary {entry}"),
        (Some(entry), _) => format!("entry {entry}"),
        (None, origin) => origin.name().to_owned(),
    }
}

/// Text on one line: breaks and runs of white space become one space.
pub(crate) fn one_line(text: &str) -> String {
    if text.contains(['\n', '\r', '\t']) {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        text.to_owned()
    }
}
