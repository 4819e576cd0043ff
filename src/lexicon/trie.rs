//! A double array over folded characters, laid out to be used in place.
//!
//! Every character that occurs in a key has a code, frequent ones the small codes; code 0 ends a key. A unit is two 32-bit
//! numbers, `base` and `check` (the parent plus one; 0 for a free unit): the child of `s` by code `c` is unit `base(s) + c`, if its check
//! is `s + 1`. The unit that ends a key holds the key's number as its base; that there is one, the unit before it says in the highest bit
//! of its check, so that it need not be looked for elsewhere in memory. (J. Aoe, An efficient digital search algorithm by using a
//! double-array structure, IEEE Transactions on Software Engineering 15, 1989.)

use hashbrown::HashMap;

/// Codes of characters and units, as bytes for the image.
#[derive(Debug, Default)]
pub(crate) struct TrieBytes {
    pub(crate) codes: Vec<u8>,
    pub(crate) units: Vec<u8>,
}

/// In a check: a key ends here.
const ENDS_KEY: u32 = 1 << 31;

/// Code table: one 16-bit code for each character of the basic plane; others have none and no key holds them.
const CODE_TABLE: usize = 0x1_0000;

/// Builds the double array of `keys`, which must be sorted and without doubles; a key's number is its index.
#[expect(
    clippy::indexing_slicing,
    reason = "`order` holds the numbers of the keys"
)]
pub(crate) fn build(keys: &[Vec<char>]) -> TrieBytes {
    let codes = assign_codes(keys);
    let coded: Vec<Vec<u32>> = keys
        .iter()
        .map(|key| {
            key.iter()
                .map(|c| codes.get(c).copied().unwrap_or(0))
                .collect()
        })
        .collect();
    let mut order: Vec<usize> = (0..coded.len()).collect();
    order.sort_unstable_by(|a, b| coded[*a].cmp(&coded[*b]));
    let mut builder = Builder::new(codes.len());
    builder.place(&coded, &order);
    let mut table = vec![0u16; CODE_TABLE];
    for (character, code) in &codes {
        if let Some(slot) = table.get_mut(*character as usize) {
            *slot = u16::try_from(*code).unwrap_or(0);
        }
    }
    TrieBytes {
        codes: table.iter().flat_map(|code| code.to_le_bytes()).collect(),
        units: builder
            .units
            .iter()
            .flat_map(|(base, check)| base.to_le_bytes().into_iter().chain(check.to_le_bytes()))
            .collect(),
    }
}

fn assign_codes(keys: &[Vec<char>]) -> HashMap<char, u32> {
    let mut counts: HashMap<char, usize> = HashMap::new();
    for character in keys.iter().flatten() {
        *counts.entry(*character).or_default() += 1;
    }
    let mut by_count: Vec<(char, usize)> = counts.into_iter().collect();
    by_count.sort_unstable_by_key(|(character, count)| (usize::MAX - count, *character));
    by_count
        .into_iter()
        .zip(1..)
        .map(|((character, _), code)| (character, code))
        .collect()
}

struct Builder {
    units: Vec<(u32, u32)>,
    /// Next free unit after each unit; only free units' values are right.
    next_free: Vec<u32>,
    first_free: usize,
    alphabet: usize,
}

#[expect(
    clippy::indexing_slicing,
    reason = "units and keys are the builder's own, and it grows before it writes"
)]
impl Builder {
    fn new(alphabet: usize) -> Self {
        let mut builder = Self {
            units: Vec::new(),
            next_free: Vec::new(),
            first_free: 1,
            alphabet: alphabet + 1,
        };
        builder.grow(alphabet + 2);
        builder.units[0] = (0, u32::MAX);
        builder
    }

    fn grow(&mut self, len: usize) {
        while self.units.len() < len {
            self.units.push((0, 0));
            self.next_free
                .push(u32::try_from(self.units.len()).unwrap_or(u32::MAX));
        }
    }

    fn is_free(&self, at: usize) -> bool {
        self.units.get(at).is_none_or(|unit| unit.1 == 0)
    }

    /// The first free unit at or after `at`, with the path to it shortened.
    fn free_from(&mut self, at: usize) -> usize {
        let mut free = at;
        while !self.is_free(free) {
            let next = self.next_free[free] as usize;
            free = if next > free { next } else { free + 1 };
        }
        let mut walk = at;
        while walk < free && walk < self.next_free.len() {
            let next = self.next_free[walk] as usize;
            self.next_free[walk] = u32::try_from(free).unwrap_or(u32::MAX);
            walk = next.max(walk + 1);
        }
        free
    }

    /// A base at which all `codes` (ascending) find a free unit.
    fn find_base(&mut self, codes: &[u32]) -> usize {
        let smallest = codes.first().copied().unwrap_or(0) as usize;
        let mut tried = 0;
        let mut unit = self.free_from(self.first_free.max(smallest + 1));
        loop {
            let base = unit - smallest;
            if codes.iter().all(|code| self.is_free(base + *code as usize)) {
                // Where a crowded stretch has been searched in vain often enough, it is left behind.
                if tried > 64 && codes.len() > 1 {
                    self.first_free = self.first_free.max(unit.saturating_sub(self.alphabet));
                }
                return base;
            }
            tried += 1;
            unit = self.free_from(unit + 1);
        }
    }

    fn place(&mut self, keys: &[Vec<u32>], order: &[usize]) {
        let mut work = vec![(0usize, order.len(), 0usize, 0usize)];
        let mut codes: Vec<u32> = Vec::new();
        let mut ranges: Vec<(u32, usize, usize)> = Vec::new();
        while let Some((low, high, depth, unit)) = work.pop() {
            ranges.clear();
            let mut at = low;
            while at < high {
                let code = keys[order[at]].get(depth).copied().unwrap_or(0);
                let begin = at;
                while at < high && keys[order[at]].get(depth).copied().unwrap_or(0) == code {
                    at += 1;
                }
                ranges.push((code, begin, at));
            }
            codes.clear();
            codes.extend(ranges.iter().map(|range| range.0));
            if codes.is_empty() {
                continue;
            }
            let base = self.find_base(&codes);
            self.grow(base + self.alphabet + 1);
            self.units[unit].0 = u32::try_from(base).unwrap_or(0);
            if codes.first() == Some(&0) {
                self.units[unit].1 |= ENDS_KEY;
            }
            for (code, begin, end) in &ranges {
                let child = base + *code as usize;
                self.units[child].1 = u32::try_from(unit + 1).unwrap_or(0);
                if *code == 0 {
                    self.units[child].0 = u32::try_from(order[*begin]).unwrap_or(0);
                } else {
                    work.push((*begin, *end, depth + 1, child));
                }
            }
        }
    }
}

/// The double array in place.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Trie<'a> {
    pub(crate) codes: &'a [[u8; 2]],
    pub(crate) units: &'a [[u8; 8]],
}

impl Trie<'_> {
    /// The code of a character; 0 where no key holds it.
    #[inline]
    pub(crate) fn code(&self, character: char) -> u16 {
        self.codes
            .get(character as usize)
            .map_or(0, |code| u16::from_le_bytes(*code))
    }

    #[inline]
    fn unit(&self, at: usize) -> (u32, u32) {
        self.units.get(at).map_or((0, 0), |unit| {
            let both = u64::from_le_bytes(*unit);
            #[expect(clippy::cast_possible_truncation, reason = "each half is a number")]
            let halves = (both as u32, (both >> 32) as u32);
            halves
        })
    }

    /// The number of a key.
    pub(crate) fn find(&self, key: &str) -> Option<u32> {
        let mut node = 0usize;
        let (mut base, mut check) = self.unit(0);
        for character in key.chars() {
            let code = self.code(character);
            let child = base as usize + usize::from(code);
            (base, check) = self.unit(child);
            if code == 0 || (check & !ENDS_KEY) as usize != node + 1 {
                return None;
            }
            node = child;
        }
        (node > 0 && check & ENDS_KEY != 0).then(|| self.unit(base as usize).0)
    }

    /// Calls `found` with (length, key number) for every key that `codes` begins with, shortest first.
    #[inline]
    pub(crate) fn prefixes(&self, codes: &[u16], mut found: impl FnMut(usize, u32)) {
        let mut node = 0usize;
        let mut base = self.unit(0).0 as usize;
        for (depth, code) in codes.iter().enumerate() {
            if *code == 0 {
                return;
            }
            let child = base + usize::from(*code);
            let (child_base, check) = self.unit(child);
            if (check & !ENDS_KEY) as usize != node + 1 {
                return;
            }
            node = child;
            base = child_base as usize;
            if check & ENDS_KEY != 0 {
                found(depth + 1, self.unit(base).0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prefixes_of(keys: &[&str], text: &str) -> Vec<(usize, u32)> {
        let keys: Vec<Vec<char>> = keys.iter().map(|key| key.chars().collect()).collect();
        let bytes = build(&keys);
        let trie = Trie {
            codes: bytes.codes.as_chunks().0,
            units: bytes.units.as_chunks().0,
        };
        let codes: Vec<u16> = text.chars().map(|c| trie.code(c)).collect();
        let mut found = Vec::new();
        trie.prefixes(&codes, |len, key| found.push((len, key)));
        found
    }

    #[test]
    fn every_key_that_the_text_begins_with_is_found() {
        let keys = ["肝", "肝硬変", "肝硬変症", "肺"];
        assert_eq!(prefixes_of(&keys, "肝硬変の"), [(1, 0), (3, 1)]);
        assert_eq!(prefixes_of(&keys, "の肝"), []);
        assert_eq!(prefixes_of(&[], "肝"), []);
    }

    #[test]
    fn a_key_is_found_whole() {
        let keys = ["肝", "肝硬変", "肝硬変症", "肺"];
        let coded: Vec<Vec<char>> = keys.iter().map(|key| key.chars().collect()).collect();
        let bytes = build(&coded);
        let trie = Trie {
            codes: bytes.codes.as_chunks().0,
            units: bytes.units.as_chunks().0,
        };
        for (key, number) in keys.iter().zip(0..) {
            assert_eq!(trie.find(key), Some(number));
        }
        for other in ["", "肝硬", "肝硬変症の", "胃"] {
            assert_eq!(trie.find(other), None);
        }
    }

    #[test]
    fn matches_agree_with_a_plain_scan() {
        let alphabet: Vec<char> = "肝硬変症性炎".chars().collect();
        let mut seed = 7u32;
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) as usize % below
        };
        let mut keys: Vec<String> = (0..400)
            .map(|_| {
                (0..=next(5))
                    .map(|_| alphabet[next(alphabet.len())])
                    .collect()
            })
            .collect();
        keys.sort();
        keys.dedup();
        let borrowed: Vec<&str> = keys.iter().map(String::as_str).collect();
        for _ in 0..200 {
            let text: String = (0..8).map(|_| alphabet[next(alphabet.len())]).collect();
            let naive: Vec<(usize, u32)> = (1..=8)
                .filter_map(|len| {
                    let prefix: String = text.chars().take(len).collect();
                    keys.iter()
                        .position(|key| *key == prefix)
                        .map(|at| (len, u32::try_from(at).unwrap_or(0)))
                })
                .collect();
            assert_eq!(prefixes_of(&borrowed, &text), naive, "{text}");
        }
    }
}
