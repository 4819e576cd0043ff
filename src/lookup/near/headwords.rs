//! Headwords near to a query with kanji, also where the query writes a part of them in kana; and the words of a phrase.

use crate::gloss::SegmentKind;
use crate::lexicon::Lexicon;
use crate::lookup::near::distance::Wanted;
use crate::lookup::near::{MOST_WORDS, RANKS, rank};
use crate::lookup::query::Query;
use crate::lookup::search::{Hit, How, Search};
use crate::lookup::{MatchKind, phrase};
use crate::text::kana::{hiragana, is_kana};
use crate::text::script::Script;

/// A headword that holds the query may be longer by so many characters.
const LONGER_BY: usize = 4;

/// Headwords that share the first or the last character with the query; where there are none, all that hold it.
pub(super) fn near(search: &mut Search<'_>, asked: &Query) {
    half_in_kana(search, &asked.folded);
    let wanted = Wanted::new(asked.folded.chars().collect(), 2);
    let (first, last) = (
        asked.folded.chars().next(),
        asked.folded.chars().next_back(),
    );
    let (Some(first), Some(last)) = (first.map(String::from), last.map(String::from)) else {
        return;
    };
    for (number, lexicon) in search.lexicons.clone().iter().enumerate() {
        for key in lexicon
            .keys_beginning(&first)
            .chain(lexicon.keys_ending(&last))
        {
            add_near_headword(
                search,
                (number, lexicon),
                key,
                near_headword(&wanted, &asked.folded, lexicon.key(key)),
            );
        }
    }
    if search.hits.is_empty() {
        for (number, lexicon) in search.lexicons.clone().iter().enumerate() {
            for key in lexicon.keys_holding(&asked.folded) {
                add_near_headword(
                    search,
                    (number, lexicon),
                    key,
                    holding_headword(&wanted, &asked.folded, lexicon.key(key)),
                );
            }
        }
    }
}

/// 黄だん, がん腫: headwords that have the same kanji and are read so where the query has kana.
fn half_in_kana(search: &mut Search<'_>, query: &str) {
    let is_written =
        |text: &str, script: fn(char) -> bool| !text.is_empty() && text.chars().all(script);
    let is_kanji: fn(char) -> bool = |c| Script::of(c) == Script::Kanji;
    let divides = |c: char| is_kanji(c) != query.starts_with(is_kanji);
    let Some((left, right)) = query.find(divides).map(|at| query.split_at(at)) else {
        return;
    };
    let (kanji, kana, begins) = if is_kanji(left.chars().next().unwrap_or(' ')) {
        (left, hiragana(right), true)
    } else {
        (right, hiragana(left), false)
    };
    if !is_written(kanji, is_kanji) || !is_written(&kana, is_kana) || kana.chars().count() < 2 {
        return;
    }
    let most = query.chars().count();
    for (number, lexicon) in search.lexicons.clone().iter().enumerate() {
        let keys: Vec<usize> = if begins {
            lexicon.keys_beginning(kanji).collect()
        } else {
            lexicon.keys_ending(kanji).collect()
        };
        for key in keys {
            let text = lexicon.key(key);
            if !is_written(text, is_kanji) || text.chars().count() > most || text == kanji {
                continue;
            }
            let before = search.hits.len();
            let nearness = (rank(0), MatchKind::Variant, "the same in kanji and kana");
            add_near_headword(search, (number, lexicon), key, Some(nearness));
            let added = search.hits.split_off(before);
            let is_read_so = |hit: &Hit| {
                search.view(hit).is_some_and(|view| {
                    let reading = view.reading();
                    let sounds = if begins {
                        reading.ends_with(&kana)
                    } else {
                        reading.starts_with(&kana)
                    };
                    sounds && reading.len() > kana.len()
                })
            };
            let fitting: Vec<Hit> = added.into_iter().filter(is_read_so).collect();
            search.hits.extend(fitting);
        }
    }
}

type Nearness = (u32, MatchKind, &'static str);

fn add_near_headword<'g>(
    search: &mut Search<'g>,
    (number, lexicon): (usize, &Lexicon<'g>),
    key: usize,
    nearness: Option<Nearness>,
) {
    let Some((rank, kind, difference)) = nearness else {
        return;
    };
    let before = search.hits.len();
    search.add_headwords_at(number, lexicon, key, kind, |_| {
        How::Near(difference.to_owned())
    });
    search
        .hits
        .iter_mut()
        .skip(before)
        .for_each(|hit| hit.rank = rank);
}

fn holding_headword(wanted: &Wanted, query: &str, key: &str) -> Option<Nearness> {
    if !key.contains(query) {
        return None;
    }
    let longer = key.chars().count().saturating_sub(wanted.letters().len());
    let rank = rank(1) + u32::try_from(longer).unwrap_or(RANKS);
    (longer > 0 && longer <= LONGER_BY).then_some((
        rank,
        MatchKind::Contains,
        "holds the whole query",
    ))
}

fn near_headword(wanted: &Wanted, query: &str, key: &str) -> Option<Nearness> {
    if key.len() > query.len() && key.contains(query) {
        return holding_headword(wanted, query, key);
    }
    wanted.distance(key.as_bytes())?;
    let wanted = wanted.letters();
    let key: Vec<char> = key.chars().collect();
    let fixed = |text: &[char]| {
        text.iter()
            .copied()
            .filter(|c| matches!(Script::of(*c), Script::Kanji | Script::Digit))
            .collect::<Vec<_>>()
    };
    if fixed(wanted) == fixed(&key) {
        return Some((rank(1), MatchKind::Variant, "only kana or letters differ"));
    }
    let mut differing = wanted.iter().zip(&key).filter(|(a, b)| a != b);
    let (Some((a, b)), None, true) = (
        differing.next(),
        differing.next(),
        wanted.len() == key.len(),
    ) else {
        return None;
    };
    let likeness = likeness(*a, *b)?;
    (wanted.len() > 2 || likeness < RANKS / 2).then_some((
        rank(1) + likeness,
        MatchKind::Variant,
        "one character differs",
    ))
}

/// How far apart two kanji stand in Unicode, which sorts by radical and then by strokes: 疸 and 疽 are neighbours. `None` where one is no kanji.
fn likeness(a: char, b: char) -> Option<u32> {
    let both = Script::of(a) == Script::Kanji && Script::of(b) == Script::Kanji;
    both.then(|| ((a as u32).abs_diff(b as u32) / 16).min(RANKS - 1))
}

/// The words of a phrase, where all are known: none is dropped.
pub(super) fn words_of(search: &mut Search<'_>, asked: &Query) {
    let segments = phrase::segments(search, asked);
    let content: Vec<_> = segments
        .iter()
        .filter(|segment| {
            !matches!(
                segment.kind,
                SegmentKind::Function | SegmentKind::Punctuation
            )
        })
        .collect();
    if segments.len() < 2
        || content.len() > MOST_WORDS
        || content
            .iter()
            .any(|segment| segment.kind == SegmentKind::Unknown)
    {
        return;
    }
    for (place, segment) in content.into_iter().enumerate() {
        let parts = if segment.parts.is_empty() {
            std::slice::from_ref(segment)
        } else {
            segment.parts.as_slice()
        };
        for headword in parts.iter().filter_map(|part| part.headword.as_deref()) {
            let key = search.glossary.fold.fold(headword);
            let before = search.hits.len();
            search.exact(&key, headword);
            search.hits.truncate(before + 1);
            for hit in search.hits.iter_mut().skip(before) {
                hit.how = How::Near(format!("a word of the query, there {}", segment.text));
                hit.kind = MatchKind::Contains;
                hit.rank = u32::try_from(place).unwrap_or(u32::MAX);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kanji_is_exchanged_but_never_dropped() {
        let near = |query: &str, key: &str| {
            near_headword(&Wanted::new(query.chars().collect(), 2), query, key)
                .map(|(_, kind, _)| kind)
        };
        assert_eq!(near("黄疽", "黄疸"), Some(MatchKind::Variant));
        assert_eq!(
            near("代償性肝硬変", "非代償性肝硬変"),
            Some(MatchKind::Contains)
        );
        assert_eq!(near("非代償性肝硬変", "代償性肝硬変"), None);
        assert_eq!(near("引起す", "引き起こす"), Some(MatchKind::Variant));
    }
}
