//! The termbase as the machine reads it: an image of fixed records, used in place.
//!
//! [`compile`] makes an image from glossary files and the language; [`Lexicon`] reads one. A key is a folded form; it leads to
//! lexemes, each an entry in one of its forms with the classes it shows to its neighbours, its cost and what its form means.

pub mod compile;
pub(crate) mod forms;
pub(crate) mod image;
pub(crate) mod lists;
pub(crate) mod search;
pub(crate) mod starts;
pub(crate) mod tables;
pub(crate) mod texts;
pub(crate) mod trie;

use std::borrow::Cow;
use std::ops::RangeInclusive;

use crate::error::Error;
use crate::glossary::Layer;
use crate::text::fold::FoldTable;
use image::{ENTRY_FIELDS, FILE_FIELDS, Image, LEXEME_FIELDS, Section, number, numbers};
use tables::Tables;
use texts::Texts;
use trie::Trie;

/// The form's case must be as in the text.
pub(crate) const CASE_SENSITIVE: u8 = 1;
pub(crate) const KATAKANA_START: u8 = 2;
pub(crate) const KATAKANA_END: u8 = 4;
/// The form is a variant of its entry's headword.
pub(crate) const VARIANT: u8 = 8;
/// The entry is of the fallback dictionary.
pub(crate) const FALLBACK: u8 = 16;
/// Some entry with the same key holds only in certain company.
pub(crate) const CONDITIONAL: u8 = 32;
/// The form is of a word that changes its form, or says more than the word: what it says may depend on its place.
pub(crate) const CHANGING: u8 = 64;

/// Classes that the program itself gives to what is no lexeme; their numbers are their places here.
pub(crate) const KNOWN_CLASSES: &[&str] = &["boundary", "unknown", "latin", "quantity", "copula"];
pub(crate) const BOUNDARY: u8 = 0;
pub(crate) const UNKNOWN: u8 = 1;
pub(crate) const LATIN: u8 = 2;
pub(crate) const QUANTITY: u8 = 3;

/// What a lexeme is in the grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum LexemeKind {
    /// A word or term.
    Word,
    Particle,
    /// An ending: one segment with what stands before.
    Auxiliary,
    Copula,
    Prefix,
    Suffix,
    /// Between two nouns: 由来.
    Joint,
    /// After a name: 教授.
    Title,
    Unit,
    /// A bound before a quantity: 約.
    Before,
    /// A bound after a quantity: 以上.
    After,
}

impl LexemeKind {
    fn of_class(left: &str) -> Self {
        match left {
            "prefix" => Self::Prefix,
            "suffix" => Self::Suffix,
            "joint" => Self::Joint,
            "title" => Self::Title,
            _ => Self::Word,
        }
    }

    fn from_byte(byte: u8) -> Self {
        match byte {
            1 => Self::Particle,
            2 => Self::Auxiliary,
            3 => Self::Copula,
            4 => Self::Prefix,
            5 => Self::Suffix,
            6 => Self::Joint,
            7 => Self::Title,
            8 => Self::Unit,
            9 => Self::Before,
            10 => Self::After,
            _ => Self::Word,
        }
    }

    /// Comes from an entry of a glossary file.
    pub(crate) const fn is_word(self) -> bool {
        matches!(
            self,
            Self::Word | Self::Prefix | Self::Suffix | Self::Joint | Self::Title
        )
    }

    /// Belongs to the grammar of quantities and is no segment by itself.
    pub(crate) const fn is_quantity(self) -> bool {
        matches!(self, Self::Unit | Self::Before | Self::After)
    }
}

/// An entry's number in its lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub(crate) u32);

/// A lexeme's number in its lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct LexemeId(pub(crate) u32);

/// A lexeme, read out of the image.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lexeme {
    pub(crate) entry: EntryId,
    pub(crate) left: u8,
    pub(crate) right: u8,
    pub(crate) kind: LexemeKind,
    pub(crate) flags: u8,
    pub(crate) cost: i32,
    means: u32,
    payload: u32,
}

impl Lexeme {
    #[inline]
    fn of_record(record: &[u8; LEXEME_FIELDS * 4]) -> Self {
        let [entry, grammar, cost, means, payload] = Self::fields(record);
        let [left, right, kind, flags] = grammar;
        Self {
            entry: EntryId(u32::from_le_bytes(entry)),
            left,
            right,
            kind: LexemeKind::from_byte(kind),
            flags,
            cost: i32::from_le_bytes(cost),
            means: u32::from_le_bytes(means),
            payload: u32::from_le_bytes(payload),
        }
    }

    /// The record's numbers as they lie there: a walk reads many of them.
    #[inline]
    fn fields(record: &[u8; LEXEME_FIELDS * 4]) -> [[u8; 4]; LEXEME_FIELDS] {
        match record.as_chunks::<4>().0 {
            [entry, grammar, cost, means, payload] => [*entry, *grammar, *cost, *means, *payload],
            _ => [[0; 4]; LEXEME_FIELDS],
        }
    }
}

/// A compiled termbase.
#[derive(Clone, Debug)]
pub(crate) struct Lexicon<'a> {
    image: Image<'a>,
    texts: Texts<'a>,
    trie: Trie<'a>,
    matrix: &'a [[u8; 2]],
    postings: &'a [[u8; 4]],
    lexemes: &'a [[u8; LEXEME_FIELDS * 4]],
    classes: usize,
}

impl<'a> Lexicon<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Error> {
        let image = Image::open(bytes)?;
        let trie = Trie {
            codes: image.section(Section::TrieCodes).as_chunks().0,
            units: image.section(Section::TrieUnits).as_chunks().0,
        };
        let classes = image.section(Section::Classes).len() / 4;
        Ok(Self {
            matrix: image.section(Section::Matrix).as_chunks().0,
            postings: image.section(Section::Postings).as_chunks().0,
            lexemes: image.section(Section::Lexemes).as_chunks().0,
            texts: Texts::of(&image),
            image,
            trie,
            classes,
        })
    }

    /// The language tables, the fold table and the cues that were compiled in; the cues are still to be decoded.
    pub(crate) fn language(&self) -> Result<(Tables, FoldTable<'a>, &'a [u8]), Error> {
        type Stored = (Tables, Vec<String>, Vec<(char, char, char)>);
        let ((tables, texts, marked), cues): (Stored, &[u8]) =
            postcard::take_from_bytes(self.image.section(Section::Tables)).map_err(|cause| {
                Error::Image {
                    message: format!("language tables: {cause}; compile it again"),
                }
            })?;
        let texts = texts.into_iter().map(Cow::Owned).collect();
        Ok((
            tables,
            FoldTable::from_parts(self.image.section(Section::Fold), texts, marked),
            cues,
        ))
    }

    #[inline]
    pub(crate) fn code(&self, character: char) -> u16 {
        self.trie.code(character)
    }

    /// Calls `found` with (length, key) for every key that begins the text, shortest first. `codes` are of the shipped lexicon's
    /// [`Lexicon::code`]; a reader's lexicon has no trie and goes by the text.
    #[inline]
    pub(crate) fn prefixes(&self, codes: &[u16], text: &[char], mut found: impl FnMut(usize, u32)) {
        if self.trie.units.is_empty() {
            return self.prefixes_by_start(text, found);
        }
        self.trie.prefixes(codes, &mut found);
    }

    /// The same by the first two characters, and from there by narrowing a range of the sorted keys.
    fn prefixes_by_start(&self, text: &[char], mut found: impl FnMut(usize, u32)) {
        let table = self.image.section(Section::Starts);
        let Some((first, rest)) = text.split_first() else {
            return;
        };
        let Some((low, high)) = starts::range(table, *first, None) else {
            return;
        };
        if low < high {
            found(1, u32::try_from(low).unwrap_or(0));
        }
        let Some((second, rest)) = rest.split_first() else {
            return;
        };
        let Some((mut low, mut high)) = starts::range(table, *first, Some(*second)) else {
            return;
        };
        let mut bytes = first.len_utf8() + second.len_utf8();
        let mut length = 2;
        let mut rest = rest.iter();
        loop {
            if self.key_bytes(low).len() == bytes {
                found(length, u32::try_from(low).unwrap_or(0));
                low += 1;
            }
            let Some(next) = rest.next() else {
                return;
            };
            // UTF-8 keeps the order of the characters.
            let mut encoded = [0; 4];
            let wanted = next.encode_utf8(&mut encoded).as_bytes();
            let here = |key: usize| {
                let rest = self.key_bytes(key).get(bytes..).unwrap_or_default();
                rest.get(..wanted.len()).unwrap_or(rest)
            };
            low = partition(low, high, |key| here(key) < wanted);
            high = partition(low, high, |key| here(key) <= wanted);
            if low >= high {
                return;
            }
            bytes += wanted.len();
            length += 1;
        }
    }

    #[inline]
    fn key_bytes(&self, key: usize) -> &'a [u8] {
        self.string_bytes(number(self.image.section(Section::Keys), key * 4))
    }

    pub(crate) fn key_count(&self) -> usize {
        self.image.section(Section::Keys).len() / 4
    }

    /// The folded form of a key.
    pub(crate) fn key(&self, key: usize) -> &'a str {
        self.string(number(self.image.section(Section::Keys), key * 4))
    }

    /// The key at a place in the order of reversed keys.
    pub(crate) fn reversed_key(&self, at: usize) -> usize {
        number(self.image.section(Section::Reversed), at * 4) as usize
    }

    pub(crate) fn find_key(&self, key: &str) -> Option<u32> {
        // The trie has no codes beyond the basic plane.
        if !self.trie.units.is_empty() && key.chars().all(|c| c <= '\u{ffff}') {
            return self.trie.find(key);
        }
        let at = partition(0, self.key_count(), |at| {
            self.key(at).chars().lt(key.chars())
        });
        (at < self.key_count() && self.key(at) == key).then(|| u32::try_from(at).unwrap_or(0))
    }

    #[inline]
    pub(crate) fn lexemes_of(&self, key: u32) -> impl Iterator<Item = LexemeId> + use<> {
        self.range_of(key).map(LexemeId)
    }

    fn range_of(&self, key: u32) -> std::ops::Range<u32> {
        let posting = |key: usize| self.postings.get(key).map(|b| u32::from_le_bytes(*b));
        posting(key as usize).unwrap_or_default()..posting(key as usize + 1).unwrap_or_default()
    }

    /// The lexemes of a key with their numbers.
    #[inline]
    pub(crate) fn numbered_lexemes_of(
        &self,
        key: u32,
    ) -> impl Iterator<Item = (LexemeId, Lexeme)> + use<'a> {
        let range = self.range_of(key);
        self.lexemes
            .get(range.start as usize..range.end as usize)
            .unwrap_or_default()
            .iter()
            .zip(range.start..)
            .map(|(record, id)| (LexemeId(id), Lexeme::of_record(record)))
    }

    #[inline]
    pub(crate) fn lexeme(&self, id: LexemeId) -> Lexeme {
        Lexeme::of_record(
            self.lexemes
                .get(id.0 as usize)
                .unwrap_or(&[0; LEXEME_FIELDS * 4]),
        )
    }

    /// Features of a lexeme's form, as places in `Tables::feature_names`.
    pub(crate) fn means(&self, lexeme: &Lexeme) -> impl Iterator<Item = usize> + use<'a> {
        let means = if lexeme.kind.is_quantity() {
            0
        } else {
            lexeme.means
        };
        self.numbers(means).map(|feature| feature as usize)
    }

    /// The form as written, of a lexeme whose case counts.
    pub(crate) fn exact_form(&self, lexeme: &Lexeme) -> &'a str {
        self.string(if lexeme.kind.is_quantity() {
            lexeme.means
        } else {
            lexeme.payload
        })
    }

    /// The place in its table of a unit or bound.
    pub(crate) fn payload(&self, lexeme: &Lexeme) -> usize {
        lexeme.payload as usize
    }

    #[inline]
    pub(crate) fn connection(&self, left: u8, right: u8) -> i32 {
        let at = usize::from(left) * self.classes + usize::from(right);
        self.matrix
            .get(at)
            .map_or(0, |cost| i32::from(i16::from_le_bytes(*cost)))
    }

    pub(crate) fn class_name(&self, class: u8) -> &'a str {
        self.string(number(
            self.image.section(Section::Classes),
            usize::from(class) * 4,
        ))
    }

    pub(crate) fn class_named(&self, name: &str) -> Option<u8> {
        (0..self.classes).find_map(|class| {
            u8::try_from(class)
                .ok()
                .filter(|class| self.class_name(*class) == name)
        })
    }

    fn string(&self, id: u32) -> &'a str {
        self.texts.string(id)
    }

    #[inline]
    fn string_bytes(&self, id: u32) -> &'a [u8] {
        self.texts.string_bytes(id)
    }

    fn numbers(&self, list: u32) -> impl Iterator<Item = u32> + use<'a> {
        self.texts.numbers(list)
    }

    pub(crate) fn entry_count(&self) -> usize {
        self.image.section(Section::Entries).len() / (ENTRY_FIELDS * 4)
    }

    pub(crate) fn entry(&self, id: EntryId) -> EntryView<'a> {
        let first = id.0 as usize * ENTRY_FIELDS * 4;
        let entries = self.image.section(Section::Entries);
        EntryView {
            texts: self.texts,
            record: entries
                .get(first..first + ENTRY_FIELDS * 4)
                .unwrap_or_default(),
        }
    }

    pub(crate) fn file_count(&self) -> usize {
        self.texts.file_count()
    }

    /// Name, title, licence, attribution, path, layer, version and SHA-256 of a file.
    pub(crate) fn file(&self, file: usize) -> [&'a str; FILE_FIELDS] {
        self.texts.file(file)
    }

    /// Entries whose reading begins with `reading`, or comes after it, with their readings.
    pub(crate) fn readings_from(
        &self,
        reading: &str,
    ) -> impl Iterator<Item = (&'a str, EntryId)> + use<'a> {
        let section = self.image.section(Section::Readings);
        let count = section.len() / 8;
        let lexicon = self.clone();
        let first = partition(0, count, |at| {
            self.string(number(section, at * 8)) < reading
        });
        (first..count).map(move |at| {
            (
                lexicon.string(number(section, at * 8)),
                EntryId(number(section, at * 8 + 4)),
            )
        })
    }

    /// Entries whose reading has so many bytes, with their readings as bytes.
    pub(crate) fn readings_of_length(
        &self,
        bytes: RangeInclusive<usize>,
    ) -> impl Iterator<Item = (&'a [u8], EntryId)> + use<'a> {
        let lexicon = self.clone();
        let (rows, _) = self.image.section(Section::Readings).as_chunks::<8>();
        rows.iter().filter_map(move |row| {
            let [reading, entry] = numbers(row, 0);
            let reading = lexicon.string_bytes(reading);
            bytes
                .contains(&reading.len())
                .then_some((reading, EntryId(entry)))
        })
    }

    /// Entries whose English has the word (in its compared form).
    pub(crate) fn english_word(&self, word: &str) -> Vec<EntryId> {
        let section = self.image.section(Section::English);
        let count = section.len() / 8;
        let at = partition(0, count, |at| self.string(number(section, at * 8)) < word);
        if at < count && self.string(number(section, at * 8)) == word {
            return self
                .numbers(number(section, at * 8 + 4))
                .map(EntryId)
                .collect();
        }
        Vec::new()
    }

    /// The compared English words with so many bytes, as bytes.
    pub(crate) fn english_words_of_length(
        &self,
        bytes: RangeInclusive<usize>,
    ) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let lexicon = self.clone();
        let (rows, _) = self.image.section(Section::English).as_chunks::<8>();
        rows.iter().filter_map(move |row| {
            let [word] = numbers(row, 0);
            let word = lexicon.string_bytes(word);
            bytes.contains(&word.len()).then_some(word)
        })
    }
}

/// The first place in `low..high` where `before` does not hold.
fn partition(mut low: usize, mut high: usize, before: impl Fn(usize) -> bool) -> usize {
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// An entry, read out of the image field by field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EntryView<'a> {
    texts: Texts<'a>,
    record: &'a [u8],
}

impl<'a> EntryView<'a> {
    fn field(&self, field: usize) -> u32 {
        number(self.record, field * 4)
    }

    fn text(&self, field: usize) -> &'a str {
        self.texts.string(self.field(field))
    }

    pub(crate) fn headword(&self) -> &'a str {
        self.text(0)
    }
    pub(crate) fn reading(&self) -> &'a str {
        self.text(1)
    }
    pub(crate) fn english(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.texts.listed(self.field(2))
    }
    pub(crate) fn variants(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.texts.listed(self.field(3))
    }
    pub(crate) fn pos(&self) -> &'a str {
        self.text(4)
    }
    pub(crate) fn class(&self) -> &'a str {
        self.text(5)
    }
    pub(crate) fn modifier(&self) -> &'a str {
        self.text(6)
    }
    pub(crate) fn verbs(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.texts.listed(self.field(7))
    }
    pub(crate) fn abbreviation(&self) -> &'a str {
        self.text(8)
    }
    pub(crate) fn note(&self) -> &'a str {
        self.text(10)
    }
    pub(crate) fn deprecated(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.texts.listed(self.field(15))
    }

    /// Short name of the entry's file.
    pub(crate) fn file_name(&self) -> &'a str {
        self.texts.file_name(self.field(11) as usize)
    }

    pub(crate) fn field_name(&self) -> &'a str {
        let own = self.text(9);
        if own.is_empty() {
            self.file_name()
        } else {
            own
        }
    }

    pub(crate) fn is_ambiguous(&self) -> bool {
        self.field(12) & 1 != 0
    }

    pub(crate) fn layer(&self) -> Layer {
        match self.field(18) {
            0 => Layer::Medical,
            1 => Layer::General,
            2 => Layer::Fallback,
            _ => Layer::User,
        }
    }

    /// Conditions of this sense, or `None` where it always holds: left, right, left class, right class, section.
    pub(crate) fn when(&self) -> Option<[Vec<&'a str>; 5]> {
        let list = self.field(13);
        if list == 0 {
            return None;
        }
        let lists: Vec<u32> = self.texts.numbers(list).collect();
        Some(std::array::from_fn(|at| {
            lists
                .get(at)
                .map(|list| self.texts.listed(*list).collect())
                .unwrap_or_default()
        }))
    }

    /// `hepatology:黄疸`, with `#2` and so on for homographs of one file.
    pub(crate) fn reference(&self) -> String {
        match self.field(14) {
            0 | 1 => [self.file_name(), ":", self.headword()].concat(),
            n => format!("{}:{}#{n}", self.file_name(), self.headword()),
        }
    }
}

impl Lexicon<'_> {
    /// Number of entries of each file.
    pub(crate) fn entries_by_file(&self) -> Vec<usize> {
        let mut counts = vec![0; self.file_count()];
        for at in 0..self.entry_count() {
            let view = self.entry(EntryId(u32::try_from(at).unwrap_or(0)));
            if let Some(count) = counts.get_mut(view.field(11) as usize) {
                *count += 1;
            }
        }
        counts
    }
}
