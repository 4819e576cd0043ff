//! The termbase as one block of bytes: sections of fixed records, used in place.
//!
//! All numbers are little-endian. Every access is checked: a damaged image gives empty answers, never a panic. The header holds a
//! magic number, the version of the layout and the place of each section.

use crate::error::Error;

pub(crate) const MAGIC: &[u8; 8] = b"MEDGLOSS";
pub(crate) const VERSION: u32 = 6;

/// The sections, in the order of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Section {
    /// UTF-8 of all strings, one after another.
    Arena,
    /// Offsets into the arena, one more than there are strings.
    Strings,
    /// Lists of numbers: a count, then as many numbers.
    Lists,
    /// Entries, [`ENTRY_FIELDS`] numbers each.
    Entries,
    /// Lexemes, [`LEXEME_FIELDS`] numbers each.
    Lexemes,
    /// First lexeme of each key, one more than there are keys.
    Postings,
    /// The string of each key, sorted by its characters.
    Keys,
    /// Keys in the order of their characters read backwards.
    Reversed,
    /// Codes of the trie.
    TrieCodes,
    /// Units of the trie.
    TrieUnits,
    /// Keys by their first characters, in an image without a trie.
    Starts,
    /// Costs of neighbours, 16 bits each, left class by right class.
    Matrix,
    /// Strings of the class names.
    Classes,
    /// Files, [`FILE_FIELDS`] strings each.
    Files,
    /// Pages of the fold table.
    Fold,
    /// (string of the reading, entry), sorted by reading.
    Readings,
    /// (string of the English word, list of entries), sorted by word.
    English,
    /// Small tables of the language, and behind them its cues.
    Tables,
}

pub(crate) const SECTIONS: usize = 18;
pub(crate) const ENTRY_FIELDS: usize = 20;
pub(crate) const LEXEME_FIELDS: usize = 5;
/// Name, title, licence, attribution, path, layer, version and SHA-256.
pub(crate) const FILE_FIELDS: usize = 8;

/// Puts sections together.
pub(crate) fn assemble(sections: Vec<Vec<u8>>) -> Vec<u8> {
    let header = 8 + 4 + SECTIONS * 8;
    let mut image =
        Vec::with_capacity(header + sections.iter().map(Vec::len).sum::<usize>() + SECTIONS * 8);
    image.extend_from_slice(MAGIC);
    image.extend_from_slice(&VERSION.to_le_bytes());
    let mut at = header;
    for section in &sections {
        image.extend_from_slice(&u32::try_from(at).unwrap_or(0).to_le_bytes());
        image.extend_from_slice(&u32::try_from(section.len()).unwrap_or(0).to_le_bytes());
        at += section.len().next_multiple_of(8);
    }
    for section in &sections {
        image.extend_from_slice(section);
        image.resize(
            image.len() + (section.len().next_multiple_of(8) - section.len()),
            0,
        );
    }
    image
}

/// A view of an image.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Image<'a> {
    sections: [&'a [u8]; SECTIONS],
}

impl<'a> Image<'a> {
    /// Looks at the header only.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Error> {
        let damaged = |what: &str| Error::Image {
            message: format!("{what}; compile it again with this version of medgloss"),
        };
        if bytes.get(..8) != Some(MAGIC.as_slice()) {
            return Err(damaged("this is not a compiled termbase"));
        }
        if number(bytes, 8) != VERSION {
            return Err(damaged("it was made by another version"));
        }
        let mut sections = [[].as_slice(); SECTIONS];
        for (index, section) in sections.iter_mut().enumerate() {
            let start = number(bytes, 12 + index * 8) as usize;
            let length = number(bytes, 16 + index * 8) as usize;
            *section = start
                .checked_add(length)
                .and_then(|end| bytes.get(start..end))
                .ok_or_else(|| damaged("it is cut short"))?;
        }
        Ok(Self { sections })
    }

    #[inline]
    #[expect(
        clippy::indexing_slicing,
        reason = "there is a place for each kind of section"
    )]
    pub(crate) const fn section(&self, section: Section) -> &'a [u8] {
        self.sections[section as usize]
    }
}

/// The 32-bit number at byte `at`; 0 past the end.
#[inline]
pub(crate) fn number(bytes: &[u8], at: usize) -> u32 {
    bytes
        .get(at..)
        .and_then(<[u8]>::first_chunk)
        .map_or(0, |number| u32::from_le_bytes(*number))
}

/// `N` numbers from byte `at` on; 0 past the end.
#[inline]
pub(crate) fn numbers<const N: usize>(bytes: &[u8], at: usize) -> [u32; N] {
    let mut numbers = [0; N];
    let (found, _) = bytes.get(at..at + N * 4).unwrap_or_default().as_chunks();
    for (number, bytes) in numbers.iter_mut().zip(found) {
        *number = u32::from_le_bytes(*bytes);
    }
    numbers
}

/// Numbers as bytes.
pub(crate) fn bytes_of(numbers: &[u32]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|number| number.to_le_bytes())
        .collect()
}
