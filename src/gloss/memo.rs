//! Words that have been worked out already: of the words of a report, nine in ten have stood there before.
//!
//! What is remembered depends on its key alone, so that the same document gives the same gloss with a full memory and with an empty one.

use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::gloss::assemble::{Draft, Role};
use crate::gloss::{Segment, Word};
use crate::segment::{NodeKind, Step};
use crate::span::Span;

/// With more words than this the memory is emptied, so that it does not grow with what passes through.
const MOST_WORDS: usize = 1 << 16;

/// Longer texts (in bytes) are not remembered: they do not come again, and a stream of them would fill the memory.
const LONGEST_TEXT: usize = 256;

/// Where a word stands in its clause, as far as that changes what it says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    #[default]
    Inside,
    /// Before what ends the clause.
    Final,
    /// Before the noun that it qualifies.
    BeforeNoun,
    /// Before a verb that says what becomes of something: 透明になる.
    Result,
}

impl Place {
    /// The name in the data.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Inside => "inside",
            Self::Final => "final",
            Self::BeforeNoun => "before-noun",
            Self::Result => "result",
        }
    }
}

/// A word and what composing needs to know about it.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) word: Arc<Word>,
    pub(crate) role: Role,
    /// What stands before it may be a person's name.
    pub(crate) follows_name: bool,
    /// It is a particle that joins two nouns.
    pub(crate) joins_nouns: bool,
    /// Where it stands in its clause.
    pub(crate) place: Place,
    /// Another entry may hold in other company.
    pub(crate) conditional: bool,
}

impl Known {
    /// A word of no entry.
    pub(crate) fn of(word: Word, role: Role) -> Self {
        Self {
            word: Arc::new(word),
            role,
            follows_name: false,
            joins_nouns: false,
            place: Place::Inside,
            conditional: false,
        }
    }

    /// The word at a place; `from` and `to` are folded characters.
    pub(crate) fn draft(self, span: Span, from: usize, to: usize) -> Draft {
        Draft {
            segment: Segment {
                span,
                parts: Vec::new(),
                word: self.word,
            },
            role: self.role,
            from,
            to,
            follows_name: self.follows_name,
            joins_nouns: self.joins_nouns,
            place: self.place,
            conditional: self.conditional,
        }
    }
}

#[derive(Clone, Debug)]
struct Remembered {
    /// Most words are one step.
    first: NodeKind,
    others: Box<[NodeKind]>,
    place: Place,
    known: Known,
}

/// A compound of these very words. It holds them, so that their addresses stay theirs.
#[derive(Clone, Debug)]
struct Composed {
    parts: Box<[Arc<Word>]>,
    word: Arc<Word>,
}

/// What a gloss remembers from word to word and from document to document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memo {
    words: HashTable<Remembered>,
    compounds: HashTable<Composed>,
    hasher: DefaultHashBuilder,
}

impl Memo {
    /// The word of these steps over this text; `place` is where it stands in its clause.
    pub(crate) fn recall(&self, steps: &[Step], place: Place, text: &str) -> Option<&Known> {
        let (first, others) = steps.split_first()?;
        let is_same = |known: &Remembered| {
            known.place == place
                && known.first == first.kind
                && known.others.len() == others.len()
                && known.others.iter().eq(others.iter().map(|step| &step.kind))
                && known.known.word.text == text
        };
        let hash = self.hash(steps.iter().map(|step| step.kind), place, text);
        self.words
            .find(hash, is_same)
            .map(|remembered| &remembered.known)
    }

    pub(crate) fn keep(&mut self, steps: &[Step], place: Place, known: Known) {
        if known.word.text.len() > LONGEST_TEXT {
            return;
        }
        if self.words.len() >= MOST_WORDS {
            self.words.clear();
        }
        let Some((first, others)) = steps.split_first() else {
            return;
        };
        let kinds = steps.iter().map(|step| step.kind);
        let hash = self.hash(kinds, place, &known.word.text);
        let remembered = Remembered {
            first: first.kind,
            others: others.iter().map(|step| step.kind).collect(),
            place,
            known,
        };
        let hasher = &self.hasher;
        self.words.insert_unique(hash, remembered, |other| {
            let kinds = std::iter::once(other.first).chain(other.others.iter().copied());
            hash_of(hasher, kinds, other.place, &other.known.word.text)
        });
    }

    /// The compound of these words over this text.
    pub(crate) fn compound(&self, parts: &[Draft], text: &str) -> Option<&Arc<Word>> {
        let words = || parts.iter().map(|part| &part.segment.word);
        self.compounds
            .find(hash_of_parts(&self.hasher, words()), |known| {
                known.word.text == text
                    && known.parts.len() == parts.len()
                    && known
                        .parts
                        .iter()
                        .zip(words())
                        .all(|(known, word)| Arc::ptr_eq(known, word))
            })
            .map(|known| &known.word)
    }

    pub(crate) fn keep_compound(&mut self, parts: &[Draft], word: Arc<Word>) {
        if word.text.len() > LONGEST_TEXT {
            return;
        }
        if self.compounds.len() >= MOST_WORDS {
            self.compounds.clear();
        }
        let parts: Box<[_]> = parts
            .iter()
            .map(|part| Arc::clone(&part.segment.word))
            .collect();
        let hasher = &self.hasher;
        let hash = hash_of_parts(hasher, parts.iter());
        self.compounds
            .insert_unique(hash, Composed { parts, word }, |other| {
                hash_of_parts(hasher, other.parts.iter())
            });
    }

    fn hash(&self, kinds: impl Iterator<Item = NodeKind>, place: Place, text: &str) -> u64 {
        hash_of(&self.hasher, kinds, place, text)
    }
}

/// Lexemes hold for few texts, so those are hashed only of what is none.
fn hash_of(
    builder: &DefaultHashBuilder,
    kinds: impl Iterator<Item = NodeKind>,
    place: Place,
    text: &str,
) -> u64 {
    let mut hasher = builder.build_hasher();
    hasher.write_u8(place as u8);
    for kind in kinds {
        match kind {
            NodeKind::Lexeme(layer, id) => {
                hasher.write_u64(u64::from(layer) << 32 | u64::from(id.0));
            }
            _ => hasher.write(text.as_bytes()),
        }
    }
    hasher.finish()
}

fn hash_of_parts<'w>(
    builder: &DefaultHashBuilder,
    parts: impl Iterator<Item = &'w Arc<Word>>,
) -> u64 {
    let mut hasher = builder.build_hasher();
    for part in parts {
        hasher.write_usize(Arc::as_ptr(part).addr());
    }
    hasher.finish()
}
