//! Near misses, for a query that finds nothing: the only search that looks over the whole index.
//!
//! Kana, romaji and English are near by the letters that differ ([`readings`], [`english`]). Kanji are never dropped or added away: a
//! headword is near if one character stands in the place of another, if only kana or letters differ, if a part of it is written in kana, or if it holds the whole query
//! ([`headwords`]).

mod distance;
mod english;
mod headwords;
mod readings;

use crate::lookup::MatchKind;
use crate::lookup::kana::plain_kana;
use crate::lookup::query::{LONGEST, Query, Writing};
use crate::lookup::search::{Hit, Search};
use crate::lookup::standing;

/// A phrase of more words than this is no query.
const MOST_WORDS: usize = 6;

/// Near misses, best first.
pub(super) fn hits(search: &mut Search<'_>, asked: &Query) -> Vec<Hit> {
    if asked.folded.is_empty() || asked.pattern.is_some() || asked.len() > LONGEST {
        return Vec::new();
    }
    match asked.writing {
        Writing::Kana => readings::near_kana(search, &asked.kana(), MatchKind::Reading),
        Writing::Latin => {
            english::near(search, asked);
            if search.hits.is_empty() {
                match plain_kana(&asked.folded) {
                    Some(kana) => readings::near_kana(search, &kana, MatchKind::Romaji),
                    None => readings::near_letters(search, asked),
                }
            }
        }
        Writing::Japanese => headwords::near(search, asked),
    }
    if search.hits.is_empty() && asked.writing != Writing::Latin {
        headwords::words_of(search, asked);
    }
    let mut hits = std::mem::take(&mut search.hits);
    if hits.iter().any(|hit| hit.whole) {
        hits.retain(|hit| hit.whole);
    }
    hits.sort_by_cached_key(|hit| {
        let (layer, length) = search.view(hit).map_or((u8::MAX, 0), |view| {
            (standing(view.layer()), view.headword().chars().count())
        });
        (hit.rank, !hit.whole, layer, length, hit.lexicon, hit.entry)
    });
    hits
}

/// Ranks within one distance.
const RANKS: u32 = 64;

fn rank(distance: usize) -> u32 {
    u32::try_from(distance)
        .unwrap_or(u32::MAX / RANKS)
        .saturating_mul(RANKS)
}
