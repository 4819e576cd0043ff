//! How far two words are apart, and how far they may be.

use std::ops::RangeInclusive;

use crate::lookup::query::LONGEST;

/// Letters of the longest word that is compared.
const ROW: usize = LONGEST + 8;

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
            bits: letters_of(letters.iter().collect::<String>().as_bytes()),
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

    /// The distance of a word, if it is near; given as bytes, since most words are told apart before they are read.
    pub(super) fn distance(&self, text: &[u8]) -> Option<usize> {
        // A letter exchanged changes two bits at most, one added or left out a single one.
        let differ = (self.bits ^ letters_of(text)).count_ones() as usize;
        if differ > 2 * self.most {
            return None;
        }
        distance(&self.letters, std::str::from_utf8(text).ok()?, self.most)
    }
}

/// Letters left out, added, exchanged or swapped with their neighbour (F. Damerau, Communications of the ACM 7, 1964), if no more than `most`.
/// Only the ways that stay within `most` letters of the diagonal are looked at.
#[expect(
    clippy::indexing_slicing,
    reason = "each row has a place more than a word may have letters, and longer ones were sent away"
)]
fn distance(wanted: &[char], text: &str, most: usize) -> Option<usize> {
    const FAR: u8 = u8::MAX / 2;
    let mut letters = ['\0'; ROW];
    let mut length = 0;
    for letter in text.chars() {
        *letters.get_mut(length)? = letter;
        length += 1;
    }
    let text = letters.get(..length)?;
    if wanted.len() >= ROW || length >= ROW || length.abs_diff(wanted.len()) > most {
        return None;
    }
    let (mut before, mut row, mut next) = ([FAR; ROW], [FAR; ROW], [FAR; ROW]);
    for (place, count) in (0..=most.min(length)).zip(0_u8..) {
        row[place] = count;
    }
    for (i, a) in wanted.iter().enumerate() {
        let (low, high) = ((i + 1).saturating_sub(most), length.min(i + 1 + most));
        let mut least = FAR;
        for j in low..=high {
            let mut best = row[j].saturating_add(1);
            if let Some(left) = j.checked_sub(1) {
                let beside = if left >= low { next[left] } else { FAR };
                best = best
                    .min(beside + 1)
                    .min(row[left] + u8::from(*a != text[left]));
                let swapped =
                    i > 0 && left > 0 && *a == text[left - 1] && wanted[i - 1] == text[left];
                if swapped {
                    best = best.min(before[left - 1] + 1);
                }
            }
            next[j] = best.min(FAR);
            least = least.min(next[j]);
        }
        // What lies beside the stretch was left from earlier rows.
        if let Some(beside) = low.checked_sub(1) {
            next[beside] = FAR;
        }
        if high + 1 < ROW {
            next[high + 1] = FAR;
        }
        if usize::from(least) > most {
            return None;
        }
        (before, row, next) = (row, next, before);
    }
    Some(usize::from(row[length])).filter(|distance| *distance <= most)
}

/// A bit for each letter, by the last six bits of its last byte, which are those of its number in Unicode: tells in no time that two words
/// have little in common.
fn letters_of(text: &[u8]) -> u64 {
    let (mut bits, mut letter) = (0, 0);
    for byte in text {
        let begins_letter = byte & 0b1100_0000 != 0b1000_0000;
        if begins_letter {
            bits |= letter;
        }
        letter = 1 << (byte & 0b11_1111);
    }
    bits | letter
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_are_counted() {
        let apart = |a: &str, b: &str, most: usize| {
            Wanted::new(a.chars().collect(), most).distance(b.as_bytes())
        };
        assert_eq!(apart("oudna", "oudan", 2), Some(1));
        assert_eq!(apart("jaundise", "jaundice", 2), Some(1));
        assert_eq!(apart("おうだん", "おうたん", 1), Some(1));
        assert_eq!(apart("おうだん", "かんえん", 2), None);
    }

    /// Every way to change one text into the other, tried.
    fn plain(a: &[char], b: &[char]) -> usize {
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                let mut best = if i == 0 || j == 0 {
                    i.max(j)
                } else {
                    usize::MAX
                };
                if i > 0 && j > 0 {
                    let exchanged = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    best = exchanged.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        best = best.min(table[i - 2][j - 2] + 1);
                    }
                }
                table[i][j] = best;
            }
        }
        table[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn the_short_way_agrees_with_the_plain_one(a in "[aiuかん疸é]{0,9}", b in "[aiuかん疸é]{0,9}", most in 0_usize..4) {
            let [left, right]: [Vec<char>; 2] = [&a, &b].map(|text| text.chars().collect());
            let far = plain(&left, &right);
            prop_assert_eq!(Wanted::new(left, most).distance(b.as_bytes()), (far <= most).then_some(far));
        }
    }
}
