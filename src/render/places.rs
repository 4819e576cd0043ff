//! Lines and columns of many offsets, found in one pass over the document.

use crate::source::Document;
use crate::span::Place;

/// The places of the offsets that a page will name. However long a line is, the cost is one walk over the text.
#[derive(Clone, Debug, Default)]
pub struct Places {
    sorted: Vec<(usize, Place)>,
}

impl Places {
    /// Finds the places of these byte offsets of the document's text.
    #[must_use]
    pub fn new(document: &Document, offsets: impl IntoIterator<Item = usize>) -> Self {
        let mut offsets: Vec<usize> = offsets.into_iter().collect();
        offsets.sort_unstable();
        offsets.dedup();
        let mut sorted = Vec::with_capacity(offsets.len());
        let mut place = Place { line: 1, column: 1 };
        let mut characters = document.text.char_indices().peekable();
        for offset in offsets {
            while let Some((_, c)) = characters.next_if(|(at, _)| *at < offset) {
                let next_is_feed = characters.peek().is_some_and(|(_, next)| *next == '\n');
                if c == '\n' || (c == '\r' && !next_is_feed) {
                    place = Place {
                        line: place.line + 1,
                        column: 1,
                    };
                } else {
                    place.column += 1;
                }
            }
            sorted.push((offset, place));
        }
        Self { sorted }
    }

    /// The place of an offset that was asked for; the beginning of the document for any other.
    #[must_use]
    pub fn at(&self, offset: usize) -> Place {
        let found = self
            .sorted
            .binary_search_by_key(&offset, |(known, _)| *known);
        let place = found
            .ok()
            .and_then(|at| self.sorted.get(at))
            .map(|(_, place)| *place);
        place.unwrap_or(Place { line: 1, column: 1 })
    }

    /// A place as it is written on a page: `L12:3`.
    #[must_use]
    pub fn name(&self, offset: usize) -> String {
        let place = self.at(offset);
        format!("L{}:{}", place.line, place.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_agree_with_those_of_the_document() {
        let document = Document::plain("黄疸\r\n腹水\rむくみ\n\n熱なし");
        let offsets = || document.text.char_indices().map(|(at, _)| at);
        let places = Places::new(&document, offsets());
        for offset in offsets() {
            assert_eq!(places.at(offset), document.place(offset));
        }
        assert_eq!(places.name(8), "L2:1");
    }
}
