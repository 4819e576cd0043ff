//! Readings near to kana or to Latin letters.

use std::collections::BTreeSet;

use crate::gloss::romaji::{romaji, shown_syllables};
use crate::lookup::MatchKind;
use crate::lookup::near::distance::{Wanted, tolerance};
use crate::lookup::near::{RANKS, rank};
use crate::lookup::query::Query;
use crate::lookup::search::{Hit, How, Search};

/// Readings near to kana; the nearest where only voicing differs.
pub(super) fn near_kana(search: &mut Search<'_>, kana: &str, kind: MatchKind) {
    let wanted: Vec<char> = kana.chars().collect();
    let most = tolerance(wanted.len());
    let wanted = Wanted::new(wanted, most);
    let base = search.glossary.fold.unvoiced(kana);
    for (number, lexicon) in search.lexicons.clone().iter().enumerate() {
        for (reading, entry) in lexicon.readings_of_length(wanted.bytes()) {
            if let Some(distance) = wanted
                .distance(reading)
                .filter(|_| search.is_shown(number, entry))
            {
                let reading = std::str::from_utf8(reading).unwrap_or_default();
                let how = How::Near(format!("the reading {reading} is near {kana}"));
                let nearer = if search.glossary.fold.unvoiced(reading) == base {
                    RANKS / 2
                } else {
                    0
                };
                search.add(Hit {
                    lexicon: number,
                    entry,
                    kind,
                    whole: true,
                    rank: rank(distance) - nearer,
                    how,
                });
            }
        }
    }
}

/// Where the letters are no romaji as they stand: `oudna`.
pub(super) fn near_letters(search: &mut Search<'_>, asked: &Query) {
    let wanted = plain_letters(&asked.folded);
    let (Some(first), most) = (wanted.first().copied(), tolerance(asked.len())) else {
        return;
    };
    if !asked
        .folded
        .chars()
        .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | ' '))
    {
        return;
    }
    let begins: BTreeSet<&str> = shown_syllables()
        .iter()
        .filter(|(_, latin)| latin.starts_with(first))
        .filter_map(|(kana, _)| kana.get(..kana.chars().next()?.len_utf8()))
        .collect();
    // A kana is one to three letters, and three bytes.
    let bytes = wanted.len().saturating_sub(most)..=(wanted.len() + most) * 3 + 2;
    let near = Wanted::new(wanted, most);
    for (number, lexicon) in search.lexicons.clone().iter().enumerate() {
        for (reading, entry) in lexicon.readings_of_length(bytes.clone()) {
            if !begins
                .iter()
                .any(|kana| reading.starts_with(kana.as_bytes()))
            {
                continue;
            }
            let reading = std::str::from_utf8(reading).unwrap_or_default();
            let letters: String = plain_letters(&romaji(reading)).into_iter().collect();
            if let Some(distance) = near
                .distance(letters.as_bytes())
                .filter(|_| search.is_shown(number, entry))
            {
                let how = How::Near(format!("the reading {reading} is near “{}”", asked.shown));
                search.add(Hit {
                    lexicon: number,
                    entry,
                    kind: MatchKind::Romaji,
                    whole: true,
                    rank: rank(distance),
                    how,
                });
            }
        }
    }
}

/// Letters without macrons, apostrophes and hyphens, and long vowels as short ones.
fn plain_letters(romaji: &str) -> Vec<char> {
    let mut letters: Vec<char> = Vec::with_capacity(romaji.len());
    for letter in romaji.chars().filter(|c| c.is_alphabetic()) {
        let letter = match letter {
            'ā' | 'â' => 'a',
            'ī' | 'î' => 'i',
            'ū' | 'û' => 'u',
            'ē' | 'ê' => 'e',
            'ō' | 'ô' => 'o',
            other => other,
        };
        let lengthens = matches!(
            (letters.last(), letter),
            (Some('o'), 'u' | 'o')
                | (Some('u'), 'u')
                | (Some('a'), 'a')
                | (Some('i'), 'i')
                | (Some('e'), 'e')
        );
        if !lengthens {
            letters.push(letter);
        }
    }
    letters
}
