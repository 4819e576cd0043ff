//! Readings: kana alone, and the kana of the headword in them, in order.

use super::{Checker, Place};
use crate::glossary::Layer;
use crate::text::kana::{hiragana_of, is_kana};
use crate::text::script::Script;

impl Checker<'_> {
    pub(super) fn check_reading(&mut self, place: Place<'_>) {
        let (headword, reading) = (place.entry.headword.trim(), place.entry.reading.trim());
        if reading.is_empty() {
            let has_kanji = headword.chars().any(|c| Script::of(c) == Script::Kanji);
            if has_kanji && place.info.layer != Layer::Fallback {
                self.warning(place, "no-reading", format!("`{headword}` has no reading, so it is shown without and not found by one; add it"));
            }
            return;
        }
        let has_latin = headword.chars().any(|c| Script::of(c).is_latin());
        let wrong = reading
            .chars()
            .find(|c| !may_stand(*c, has_latin) && (is_kana(*c) || !headword.contains(*c)));
        if let Some(wrong) = wrong {
            self.error(place, "reading-not-kana", format!("the reading `{reading}` holds `{wrong}`; write it in hiragana with ー for long marks"));
        } else if !fits(headword, reading) {
            let help = "its kana must stand in the reading, in order";
            self.error(
                place,
                "reading-mismatch",
                format!("the reading `{reading}` does not fit `{headword}`: {help}"),
            );
        }
    }
}

/// Hiragana and the long mark; Latin letters, digits and what joins them only where the headword has such. A sign that the headword
/// has may stand too.
fn may_stand(character: char, has_latin: bool) -> bool {
    let is_hiragana = is_kana(character) && (hiragana_of(character) == character);
    let joins = matches!(
        character,
        '-' | '.' | ',' | '/' | ' ' | '\'' | '(' | ')' | '+' | '&'
    );
    is_hiragana || (has_latin && (Script::of(character).is_latin() || joins))
}

/// What a character of a headword asks of the reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// This kana.
    Kana(char),
    /// One kana or more.
    Some,
    /// Nothing: signs may be read or not.
    Anything,
}

fn asked(character: char) -> Asked {
    match character {
        // Small ヶ and ヵ between a numeral and a counter are read か or が.
        'ヶ' | 'ヵ' => Asked::Some,
        _ if is_kana(character) => Asked::Kana(hiragana_of(character)),
        _ if Script::of(character) == Script::Punctuation
            || Script::of(character) == Script::Space =>
        {
            Asked::Anything
        }
        _ => Asked::Some,
    }
}

/// Whether the reading can be cut so that every kana of the headword stands in it in order and every run of other characters is read.
#[expect(
    clippy::indexing_slicing,
    reason = "both rows have a place more than the reading has characters"
)]
fn fits(headword: &str, reading: &str) -> bool {
    let mut pattern: Vec<Asked> = headword.chars().map(asked).collect();
    pattern.dedup_by(|a, b| a == b && !matches!(a, Asked::Kana(_)));
    let reading: Vec<char> = reading.chars().map(hiragana_of).collect();
    // `reached[n]`: the pattern so far can end after n characters.
    let mut reached = vec![false; reading.len() + 1];
    reached[0] = true;
    for asked in pattern {
        let mut next = vec![false; reading.len() + 1];
        match asked {
            Asked::Kana(kana) => {
                for (at, character) in reading.iter().enumerate() {
                    next[at + 1] = reached[at] && *character == kana;
                }
            }
            Asked::Some | Asked::Anything => {
                let mut open = false;
                for at in 0..=reading.len() {
                    next[at] = open || (asked == Asked::Anything && reached[at]);
                    open |= reached[at];
                }
            }
        }
        reached = next;
    }
    reached[reading.len()]
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn kana_of_the_headword_stand_in_the_reading() {
        assert!(fits("認める", "みとめる"));
        assert!(fits("すりガラス影", "すりがらすえい"));
        assert!(fits("CT検査", "CTけんさ"));
        assert!(fits("CT検査", "しーてぃーけんさ"));
        assert!(fits("3ヶ月", "さんかげつ"));
        assert!(fits("胃・十二指腸潰瘍", "いじゅうにしちょうかいよう"));
        assert!(!fits("認める", "みとめ"));
        assert!(!fits("ガス像", "かすぞう"));
        assert!(!fits("肝硬変", ""));
    }
}
