//! The lists of words of the language: which words a list holds, and in which lists a word stands.

use std::collections::BTreeMap;
use std::hash::Hash;

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

/// Values by name, found at once; written and read in the order of the names.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(
    from = "BTreeMap<K, V>",
    into = "BTreeMap<K, V>",
    bound(
        serialize = "K: Clone + Eq + Hash + Ord + Serialize, V: Clone + Serialize",
        deserialize = "K: Eq + Hash + Ord + Deserialize<'de>, V: Deserialize<'de>"
    )
)]
pub(crate) struct Named<K, V>(HashMap<K, V>);

impl<K, V> Default for Named<K, V> {
    fn default() -> Self {
        Self(HashMap::default())
    }
}

impl<K: Eq + Hash, V> Named<K, V> {
    #[inline]
    pub(crate) fn get<Q>(&self, name: &Q) -> Option<&V>
    where
        Q: Hash + hashbrown::Equivalent<K> + ?Sized,
    {
        self.0.get(name)
    }

    #[inline]
    pub(crate) fn contains_key<Q>(&self, name: &Q) -> bool
    where
        Q: Hash + hashbrown::Equivalent<K> + ?Sized,
    {
        self.0.contains_key(name)
    }

    /// The names, in no order.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &K> {
        self.0.keys()
    }

    /// Names and values, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter()
    }
}

impl<K: Eq + Hash, V> FromIterator<(K, V)> for Named<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(rows: I) -> Self {
        Self(rows.into_iter().collect())
    }
}

impl<K: Eq + Hash, V> From<BTreeMap<K, V>> for Named<K, V> {
    fn from(rows: BTreeMap<K, V>) -> Self {
        rows.into_iter().collect()
    }
}

impl<K: Eq + Hash + Ord, V> From<Named<K, V>> for BTreeMap<K, V> {
    fn from(named: Named<K, V>) -> Self {
        named.0.into_iter().collect()
    }
}

/// Phrases with what they stand for, found by the text that begins with them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "BTreeMap<String, String>", into = "BTreeMap<String, String>")]
pub(crate) struct Beginnings(HashMap<char, Vec<(String, String)>>);

impl Beginnings {
    pub(crate) fn keys(&self) -> impl Iterator<Item = &String> {
        self.0.values().flatten().map(|(phrase, _)| phrase)
    }

    /// The longest phrase with which the text begins: its length in characters and what it stands for.
    pub(crate) fn longest(&self, text: &[char]) -> Option<(usize, &str)> {
        let phrases = self.0.get(text.first()?)?;
        let fitting = phrases.iter().filter_map(|(phrase, english)| {
            let length = phrase.chars().count();
            let fits = phrase.chars().eq(text.get(..length)?.iter().copied());
            fits.then_some((length, english.as_str()))
        });
        fitting.max_by_key(|(length, _)| *length)
    }
}

impl From<BTreeMap<String, String>> for Beginnings {
    fn from(rows: BTreeMap<String, String>) -> Self {
        let mut beginnings = Self::default();
        for (phrase, english) in rows {
            if let Some(first) = phrase.chars().next() {
                let phrases = beginnings.0.entry(first).or_default();
                phrases.push((phrase, english));
            }
        }
        beginnings
    }
}

impl From<Beginnings> for BTreeMap<String, String> {
    fn from(beginnings: Beginnings) -> Self {
        beginnings.0.into_values().flatten().collect()
    }
}

/// A list's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ListId(u8);

impl Default for ListId {
    fn default() -> Self {
        NO_LIST
    }
}

/// The number of a list that there is not.
const NO_LIST: ListId = ListId(u8::MAX);

/// Lists in which a word stands, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ListSet([u64; 4]);

impl ListSet {
    fn insert(&mut self, list: ListId) {
        if let Some(bits) = self.0.get_mut(usize::from(list.0 / 64)) {
            *bits |= 1 << (list.0 % 64);
        }
    }

    /// Whether the word stands in no list.
    pub(crate) fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// Whether the word stands in the list.
    #[inline]
    pub(crate) fn has(&self, list: ListId) -> bool {
        self.0
            .get(usize::from(list.0 / 64))
            .is_some_and(|bits| bits >> (list.0 % 64) & 1 == 1)
    }

    /// The lists of both words.
    pub(crate) fn with(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| {
            let bits = |set: Self| set.0.get(at).copied().unwrap_or_default();
            bits(self) | bits(other)
        }))
    }
}

/// The lists of each word.
#[derive(Clone, Debug, Default)]
pub(crate) struct ListIndex {
    ids: HashMap<String, ListId>,
    of_word: HashMap<String, ListSet>,
}

impl ListIndex {
    /// Of lists with their names.
    pub(crate) fn of<'t>(lists: impl Iterator<Item = (String, &'t Vec<String>)>) -> Self {
        let mut index = Self::default();
        for (number, (name, words)) in lists.enumerate() {
            let id = u8::try_from(number).map_or(NO_LIST, ListId);
            index.ids.insert(name, id);
            for word in words {
                index
                    .of_word
                    .entry_ref(word.as_str())
                    .or_default()
                    .insert(id);
            }
        }
        index
    }

    #[inline]
    pub(crate) fn id(&self, name: &str) -> ListId {
        self.ids.get(name).copied().unwrap_or(NO_LIST)
    }

    pub(crate) fn of_word(&self, word: &str) -> ListSet {
        self.of_word.get(word).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stands_in_the_lists_that_hold_it() {
        let lists: Vec<(String, Vec<String>)> = (0..200)
            .map(|number| {
                let held = (0..200).filter(|word| word % (number + 1) == 0);
                (
                    format!("list {number}"),
                    held.map(|word| word.to_string()).collect(),
                )
            })
            .collect();
        let index = ListIndex::of(lists.iter().map(|(name, words)| (name.clone(), words)));
        for (name, words) in &lists {
            for word in (0..210).map(|word| word.to_string()) {
                assert_eq!(
                    index.of_word(&word).has(index.id(name)),
                    words.contains(&word),
                    "{word} in {name}"
                );
            }
        }
        assert!(!index.of_word("0").has(index.id("no list")));
    }
}
