//! Words whose second sense turns good into bad: both senses stand in the line.

use std::collections::BTreeMap;

use crate::gloss::Segment;
use crate::gloss::ledger::survey::Survey;

impl<'a> Survey<'a> {
    /// The words with their senses, from the list `second_senses`.
    #[must_use]
    pub fn second_senses(&self) -> BTreeMap<&'a str, &'a str> {
        self.list("second_senses")
            .iter()
            .filter_map(|row| row.split_once(" = "))
            .collect()
    }
}

/// What must stand in the line beside the gloss, if the segment is or holds such a word.
#[must_use]
pub(crate) fn second_sense<'a>(
    senses: &BTreeMap<&'a str, &'a str>,
    segment: &Segment,
) -> Option<&'a str> {
    let of = |segment: &Segment| {
        let headword = segment
            .headword
            .as_deref()
            .and_then(|word| senses.get(word));
        headword
            .or_else(|| senses.get(segment.text.as_str()))
            .copied()
    };
    of(segment).or_else(|| segment.parts.last().and_then(of))
}
