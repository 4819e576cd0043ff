//! Strings and lists of an image, by their numbers.

use crate::lexicon::image::{FILE_FIELDS, Image, Section, number, numbers};

/// The sections that hold strings and lists: small enough to go with every entry.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Texts<'a> {
    arena: &'a [u8],
    strings: &'a [u8],
    lists: &'a [u8],
    files: &'a [u8],
}

impl<'a> Texts<'a> {
    pub(crate) const fn of(image: &Image<'a>) -> Self {
        Self {
            arena: image.section(Section::Arena),
            strings: image.section(Section::Strings),
            lists: image.section(Section::Lists),
            files: image.section(Section::Files),
        }
    }

    pub(crate) fn string(self, id: u32) -> &'a str {
        std::str::from_utf8(self.string_bytes(id)).unwrap_or_default()
    }

    /// A string that is not yet known to be UTF-8: a walk over many looks at its bytes first.
    #[inline]
    pub(crate) fn string_bytes(self, id: u32) -> &'a [u8] {
        let [start, end] = numbers(self.strings, id as usize * 4);
        self.arena
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }

    /// The numbers of a list.
    pub(crate) fn numbers(self, list: u32) -> impl Iterator<Item = u32> + use<'a> {
        let count = number(self.lists, list as usize * 4) as usize;
        let first = (list as usize + 1) * 4;
        let last = (first + count * 4).min(self.lists.len());
        self.lists
            .get(first..last)
            .unwrap_or_default()
            .as_chunks()
            .0
            .iter()
            .map(|number| u32::from_le_bytes(*number))
    }

    /// The strings of a list.
    pub(crate) fn listed(self, list: u32) -> impl Iterator<Item = &'a str> + use<'a> {
        self.numbers(list).map(move |id| self.string(id))
    }

    pub(crate) const fn file_count(self) -> usize {
        self.files.len() / (4 * FILE_FIELDS)
    }

    /// Name, title, licence, attribution, path, layer, version and SHA-256 of a file.
    pub(crate) fn file(self, file: usize) -> [&'a str; FILE_FIELDS] {
        std::array::from_fn(|field| {
            self.string(number(self.files, (file * FILE_FIELDS + field) * 4))
        })
    }

    /// The name alone of a file.
    pub(crate) fn file_name(self, file: usize) -> &'a str {
        self.string(number(self.files, file * FILE_FIELDS * 4))
    }
}
