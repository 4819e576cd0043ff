//! Keys by their first two characters: how a reader's termbase is matched.
//!
//! A hash table in the image, quick to build: each slot holds two characters and the range of the sorted keys that begin with them; a
//! second character of 0 stands for keys of one character, and its range is empty where there are only longer ones. What lies behind
//! the second character is found by narrowing the range.

use crate::lexicon::image::numbers;

/// Numbers of a slot: two characters, the first key, the key behind the last.
const FIELDS: usize = 4;

/// The table of `keys`, which are sorted; a key's number is its index.
pub(crate) fn build(keys: &[Vec<char>]) -> Vec<u32> {
    let mut groups: Vec<[u32; FIELDS]> = Vec::new();
    for (number, key) in (0u32..).zip(keys) {
        let Some(first) = key.first().map(|c| *c as u32) else {
            continue;
        };
        let second = key.get(1).map_or(0, |c| *c as u32);
        let is_new = groups.last().is_none_or(|group| group[0] != first);
        if is_new && second != 0 {
            groups.push([first, 0, number, number]);
        }
        match groups.last_mut() {
            Some(group) if !is_new && group[1] == second => group[3] = number + 1,
            _ => groups.push([first, second, number, number + 1]),
        }
    }
    let slots = (groups.len() * 2).next_power_of_two();
    let mut table = vec![[0; FIELDS]; slots];
    for group in groups {
        let home = slot_of(group[0], group[1], slots);
        // Half of the slots stay free.
        let free = (0..slots)
            .map(|step| (home + step) & (slots - 1))
            .find(|at| table.get(*at).is_some_and(|slot| slot[0] == 0));
        if let Some(slot) = free.and_then(|at| table.get_mut(at)) {
            *slot = group;
        }
    }
    table.into_flattened()
}

fn slot_of(first: u32, second: u32, slots: usize) -> usize {
    // Multiplicative hashing, D. Knuth, The Art of Computer Programming 3, 6.4.
    let mixed = (u64::from(first) << 21 ^ u64::from(second)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    usize::try_from(mixed >> 40).unwrap_or(0) & (slots - 1)
}

/// The range of the keys that begin with the two characters; `None` where no key does.
pub(crate) fn range(table: &[u8], first: char, second: Option<char>) -> Option<(usize, usize)> {
    let slots = table.len() / (FIELDS * 4);
    if !slots.is_power_of_two() {
        return None;
    }
    let (first, second) = (first as u32, second.map_or(0, |c| c as u32));
    let mut at = slot_of(first, second, slots);
    for _ in 0..slots {
        let [one, two, low, high] = numbers(table, at * FIELDS * 4);
        if (one, two) == (first, second) {
            return Some((low as usize, high as usize));
        }
        if one == 0 {
            return None;
        }
        at = (at + 1) & (slots - 1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_lies_in_the_range_of_its_first_characters() {
        let words = ["肝", "肝硬", "肝硬変", "肝臓", "肺", "胃癌", "胃癌術"];
        let mut keys: Vec<Vec<char>> = words.iter().map(|word| word.chars().collect()).collect();
        keys.sort();
        let table = crate::lexicon::image::bytes_of(&build(&keys));
        let held = |first, second| -> Option<Vec<String>> {
            let (low, high) = range(&table, first, second)?;
            Some(
                keys[low..high]
                    .iter()
                    .map(|key| key.iter().collect())
                    .collect(),
            )
        };
        assert_eq!(held('肝', None).as_deref(), Some(&["肝".to_owned()][..]));
        assert_eq!(
            held('肝', Some('硬')),
            Some(vec!["肝硬".to_owned(), "肝硬変".to_owned()])
        );
        assert_eq!(held('胃', None), Some(Vec::new()));
        assert_eq!(held('腎', None), None);
        assert_eq!(held('肺', Some('炎')), None);
    }
}
