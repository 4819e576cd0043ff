//! How far two words are apart, and how far they may be.

use std::ops::RangeInclusive;

/// How many letters may differ in a word of this length.
pub(super) const fn tolerance(length: usize) -> usize {
    match length {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    }
}

/// A word that near ones are looked for.
pub(super) struct Wanted {
    letters: Vec<char>,
    bytes: usize,
    bits: u64,
    most: usize,
}

impl Wanted {
    /// `most` letters may differ.
    pub(super) fn new(letters: Vec<char>, most: usize) -> Self {
        Self {
            bits: letters_in(letters.iter().copied()),
            bytes: letters.iter().map(|letter| letter.len_utf8()).sum(),
            letters,
            most,
        }
    }

    pub(super) fn letters(&self) -> &[char] {
        &self.letters
    }

    /// How many bytes a near word in this script may have: a letter of it more or less, so many times.
    pub(super) fn bytes(&self) -> RangeInclusive<usize> {
        let room = self.most * self.letters.iter().map(|c| c.len_utf8()).max().unwrap_or(1);
        self.bytes.saturating_sub(room)..=self.bytes + room
    }

    /// The distance of a word, if it is near.
    pub(super) fn distance(&self, text: &str) -> Option<usize> {
        // A letter exchanged changes two bits at most, one added or left out a single one.
        let differ = (self.bits ^ letters_in(text.chars())).count_ones() as usize;
        if differ > 2 * self.most {
            return None;
        }
        distance(&self.letters, text, self.most)
    }
}

/// Letters left out, added, exchanged or swapped with their neighbour (F. Damerau, Communications of the ACM 7, 1964), if no more than `most`.
fn distance(wanted: &[char], text: &str, most: usize) -> Option<usize> {
    let text: Vec<char> = text.chars().collect();
    if text.len().abs_diff(wanted.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=text.len()).collect();
    for (i, a) in wanted.iter().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(i + 1);
        for (j, b) in text.iter().enumerate() {
            let mut best = (row[j] + usize::from(a != b))
                .min(row[j + 1] + 1)
                .min(next[j] + 1);
            if i > 0 && j > 0 && *a == text[j - 1] && wanted[i - 1] == *b {
                best = best.min(before[j - 1] + 1);
            }
            next.push(best);
        }
        if next.iter().min().is_some_and(|least| *least > most) {
            return None;
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().filter(|distance| *distance <= most)
}

/// A bit for each letter, by its place in Unicode modulo 64: tells in no time that two words have little in common.
fn letters_in(text: impl Iterator<Item = char>) -> u64 {
    text.fold(0, |bits, letter| bits | 1 << (letter as u32 % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_counted() {
        let apart =
            |a: &str, b: &str, most: usize| Wanted::new(a.chars().collect(), most).distance(b);
        assert_eq!(apart("oudna", "oudan", 2), Some(1));
        assert_eq!(apart("jaundise", "jaundice", 2), Some(1));
        assert_eq!(apart("おうだん", "おうたん", 1), Some(1));
        assert_eq!(apart("おうだん", "かんえん", 2), None);
    }
}
