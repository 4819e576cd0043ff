//! Lines and columns of many offsets, found in one pass over the document.

use std::ops::Range;

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
        let (mut place, mut from) = (Place { line: 1, column: 1 }, 0);
        for offset in offsets {
            place = moved(place, &document.text, from..offset);
            from = offset;
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

/// The place behind a stretch of the text that begins at `place`. A line ends at LF, and at CR without LF behind it.
fn moved(place: Place, text: &str, stretch: Range<usize>) -> Place {
    let (bytes, start) = (text.as_bytes(), stretch.start);
    let Some(between) = text.get(stretch) else {
        return place;
    };
    let count = |sign: u8| between.bytes().filter(|byte| *byte == sign).count();
    let returns = count(b'\r');
    let ends_line = |at: usize| match bytes.get(start + at) {
        Some(b'\n') => true,
        Some(b'\r') => bytes.get(start + at + 1) != Some(&b'\n'),
        _ => false,
    };
    let lone_returns = if returns > 0 {
        let places = between
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\r');
        places.filter(|(at, _)| ends_line(*at)).count()
    } else {
        0
    };
    let lines = count(b'\n') + lone_returns;
    let last = (lines > 0)
        .then(|| (0..between.len()).rev().find(|at| ends_line(*at)))
        .flatten();
    let characters = |from: usize| between.get(from..).map_or(0, |rest| rest.chars().count());
    Place {
        line: place.line + lines,
        column: last.map_or(place.column + characters(0), |last| {
            1 + characters(last + 1)
        }),
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
