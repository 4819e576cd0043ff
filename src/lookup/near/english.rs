//! Entries near to English words.

use std::cmp::Reverse;

use crate::lookup::MatchKind;
use crate::lookup::english::with_all_words;
use crate::lookup::near::distance::{Wanted, tolerance};
use crate::lookup::near::{MOST_WORDS, RANKS, rank};
use crate::lookup::query::Query;
use crate::lookup::search::{Hit, How, Search};

/// Of an unknown English word, as many known ones are tried.
const WORDS_TRIED: usize = 4;

/// Unknown words are exchanged for known ones; where all are known but in no entry together, entries with most of them.
pub(super) fn near(search: &mut Search<'_>, asked: &Query) {
    let words = search.glossary.tables.spelling.words(&asked.folded);
    if words.is_empty() || words.len() > MOST_WORDS {
        return;
    }
    let mut ways: Vec<(usize, Vec<String>)> = vec![(0, Vec::new())];
    for word in asked
        .folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let near = near_words(search, word);
        ways = ways
            .iter()
            .flat_map(|(total, way)| {
                near.iter()
                    .map(move |(distance, word)| (total + distance, joined(way, word)))
            })
            .collect();
        ways.sort();
        ways.truncate(WORDS_TRIED * WORDS_TRIED);
    }
    for (distance, way) in &ways {
        add_near_english(
            search,
            way,
            rank(*distance),
            &format!("“{}” is near “{}”", way.join(" "), asked.shown),
        );
    }
    if search.hits.is_empty() && words.len() > 2 {
        most_words(search, &words);
    }
}

/// Entries with all words but one: the commonest is left out first.
fn most_words(search: &mut Search<'_>, words: &[String]) {
    let mut by_use: Vec<(usize, &String)> = words
        .iter()
        .map(|word| {
            (
                search
                    .lexicons
                    .iter()
                    .map(|lexicon| lexicon.english_word(word).len())
                    .sum(),
                word,
            )
        })
        .collect();
    by_use.sort_by(|a, b| b.cmp(a));
    for (place, (_, left_out)) in by_use.into_iter().enumerate() {
        let rest: Vec<String> = words
            .iter()
            .filter(|word| *word != left_out)
            .cloned()
            .collect();
        add_near_english(
            search,
            &rest,
            rank(3 + place),
            &format!("most words of the query, without “{left_out}”"),
        );
    }
}

fn joined(way: &[String], word: &str) -> Vec<String> {
    way.iter().cloned().chain([word.to_owned()]).collect()
}

fn add_near_english(search: &mut Search<'_>, words: &[String], rank: u32, difference: &str) {
    for (number, lexicon) in search.lexicons.clone().iter().enumerate() {
        for entry in with_all_words(lexicon, words) {
            let Some(fit) = search.english_fit(&lexicon.entry(entry), words) else {
                continue;
            };
            if search.is_shown(number, entry) {
                let how = How::Near(difference.to_owned());
                let rank = rank.saturating_add(fit.rank.min(RANKS - 1));
                search.add(Hit {
                    lexicon: number,
                    entry,
                    kind: MatchKind::English,
                    whole: fit.whole,
                    rank,
                    how,
                });
            }
        }
    }
}

/// The word itself where it is known, else the nearest known ones, the most used first. What looks like a plural may be none: hepatits.
fn near_words(search: &Search<'_>, word: &str) -> Vec<(usize, String)> {
    let spelling = &search.glossary.tables.spelling;
    let known = spelling.fold_word(word);
    if search
        .lexicons
        .iter()
        .any(|lexicon| !lexicon.english_word(&known).is_empty())
    {
        return vec![(0, known)];
    }
    if word.chars().any(|c| c.is_ascii_digit()) {
        return Vec::new();
    }
    let spelt: Vec<char> = spelling.american(&word.to_lowercase()).chars().collect();
    let most = tolerance(spelt.len());
    let wanted = [spelt, known.chars().collect()].map(|letters| Wanted::new(letters, most));
    let [spelt, known_as] = wanted.each_ref().map(Wanted::bytes);
    let bytes = *spelt.start().min(known_as.start())..=*spelt.end().max(known_as.end());
    let first = usize::from(!search.glossary.uses_shipped());
    let mut near: Vec<(usize, Reverse<usize>, String)> = Vec::new();
    for lexicon in search.lexicons.iter().skip(first) {
        for other in lexicon.english_words_of_length(bytes.clone()) {
            let nearest = wanted
                .iter()
                .filter_map(|wanted| wanted.distance(other))
                .min();
            let other = std::str::from_utf8(other).unwrap_or_default();
            near.extend(nearest.map(|distance| {
                let uses = lexicon.english_word(other).len();
                (distance, Reverse(uses), other.to_owned())
            }));
        }
    }
    near.sort();
    near.dedup_by(|a, b| a.2 == b.2);
    near.truncate(WORDS_TRIED);
    near.into_iter()
        .map(|(distance, _, word)| (distance, word))
        .collect()
}
