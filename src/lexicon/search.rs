//! Searching the image for lookup: ranges of its sorted lists, and the fields of an entry that only a lookup shows.

use std::ops::Range;

use crate::lexicon::image::{FILE_FIELDS, Section, number};
use crate::lexicon::{EntryId, EntryView, LexemeId, Lexicon, partition};

impl<'a> Lexicon<'a> {
    /// The keys that begin with `prefix`.
    pub(crate) fn keys_beginning(&self, prefix: &str) -> Range<usize> {
        let first = partition(0, self.key_count(), |at| self.key(at) < prefix);
        let last = partition(first, self.key_count(), |at| {
            self.key(at).starts_with(prefix)
        });
        first..last
    }

    /// The keys that end with `suffix`, in the order of their characters read backwards.
    pub(crate) fn keys_ending(&self, suffix: &str) -> impl Iterator<Item = usize> + use<'a> {
        let wanted: Vec<char> = suffix.chars().rev().collect();
        let first = partition(0, self.key_count(), |at| {
            self.key(self.reversed_key(at))
                .chars()
                .rev()
                .lt(wanted.iter().copied())
        });
        let last = partition(first, self.key_count(), |at| {
            self.key(self.reversed_key(at)).ends_with(suffix)
        });
        let lexicon = self.clone();
        (first..last).map(move |at| lexicon.reversed_key(at))
    }

    /// The keys that hold `piece`, found by a walk over all of them. Keys are short and many: bytes are compared where the last one fits.
    pub(crate) fn keys_holding(&self, piece: &str) -> impl Iterator<Item = usize> + use<'a> {
        let lexicon = self.clone();
        let piece = piece.as_bytes().to_vec();
        (0..self.key_count()).filter(move |key| {
            let text = lexicon.key_bytes(*key);
            let Some((last, before)) = piece.split_last() else {
                return true;
            };
            let ends = text
                .iter()
                .enumerate()
                .skip(before.len())
                .filter(|(_, byte)| *byte == last);
            ends.into_iter()
                .any(|(end, _)| text.get(end - before.len()..end) == Some(before))
        })
    }

    /// All lexemes of a key given by its place.
    pub(crate) fn lexemes_at(&self, key: usize) -> impl Iterator<Item = LexemeId> + use<> {
        self.lexemes_of(u32::try_from(key).unwrap_or(u32::MAX))
    }

    /// Whether some reading begins so.
    pub(crate) fn has_reading(&self, prefix: &str) -> bool {
        self.readings_from(prefix)
            .next()
            .is_some_and(|(reading, _)| reading.starts_with(prefix))
    }

    /// The compared English words that begin with `prefix`, with their entries.
    pub(crate) fn english_beginning(
        &self,
        prefix: &str,
    ) -> impl Iterator<Item = (&'a str, Vec<EntryId>)> + use<'a> {
        let section = self.image.section(Section::English);
        let count = section.len() / 8;
        let lexicon = self.clone();
        let word = move |at: usize| lexicon.string(number(section, at * 8));
        let first = partition(0, count, |at| word(at) < prefix);
        let last = partition(first, count, |at| word(at).starts_with(prefix));
        let lexicon = self.clone();
        (first..last).map(move |at| {
            let ids = lexicon
                .numbers(number(section, at * 8 + 4))
                .map(EntryId)
                .collect();
            (lexicon.string(number(section, at * 8)), ids)
        })
    }
}

impl<'a> EntryView<'a> {
    /// English forms that are wrong.
    pub(crate) fn forbidden(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.texts.listed(self.field(16))
    }

    /// Codes of public vocabularies: (system, code).
    pub(crate) fn codes(&self) -> Vec<(&'a str, &'a str)> {
        let flat: Vec<&str> = self.texts.listed(self.field(17)).collect();
        flat.chunks_exact(2)
            .filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)))
            .collect()
    }

    /// Name, title, licence, attribution, path, layer, version and SHA-256 of the entry's file.
    pub(crate) fn file(&self) -> [&'a str; FILE_FIELDS] {
        self.texts.file(self.field(11) as usize)
    }
}
