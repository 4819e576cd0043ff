//! The reading of a word as it stands in the text. Readings are shown, so nothing is said where it could be wrong.

use crate::text::fold::FoldTable;
use crate::text::kana::hiragana;
use crate::text::script::Script;

/// Kana as hiragana; `None` where a character is no kana.
pub(crate) fn of_kana(text: &str) -> Option<String> {
    text.chars()
        .all(|c| matches!(Script::of(c), Script::Hiragana | Script::Katakana))
        .then(|| hiragana(text))
}

/// The reading of `shown`, a form of the word that the entry lists as `headword` and reads as `reading`.
pub(crate) fn reading_of(
    fold: &FoldTable<'_>,
    headword: &str,
    reading: &str,
    shown: &str,
    variant: bool,
    changes: bool,
) -> Option<String> {
    if let Some(kana) = of_kana(shown) {
        return Some(kana);
    }
    if reading.is_empty() {
        return None;
    }
    if shown == headword {
        return Some(reading.to_owned());
    }
    if changes {
        return inflected(headword, reading, shown, variant);
    }
    (!variant || same_reading(fold, headword, reading, shown)).then(|| reading.to_owned())
}

/// The kana that headword and text end in are exchanged: 認める, みとめる and 認められ give みとめられ. Of a variant that writes more of its
/// word in kana (行なった for 行う) what the stem already holds is not said twice.
fn inflected(headword: &str, reading: &str, shown: &str, variant: bool) -> Option<String> {
    let stem = reading.strip_suffix(kana_tail(headword).as_str())?;
    let tail = kana_tail(shown);
    // Of a headword in kana alone it is not known which kana a variant writes as kanji: 有った is not read った.
    if stem.is_empty() && tail.len() < shown.len() {
        return None;
    }
    let doubled = (1..=tail.chars().count())
        .rev()
        .find(|count| variant && stem.ends_with(&tail.chars().take(*count).collect::<String>()));
    Some(stem.to_owned() + &tail.chars().skip(doubled.unwrap_or(0)).collect::<String>())
}

fn kana_tail(text: &str) -> String {
    let count = text
        .chars()
        .rev()
        .take_while(|c| Script::of(*c) == Script::Hiragana)
        .count();
    text.chars().skip(text.chars().count() - count).collect()
}

/// Whether a variant is surely read as its headword: the same characters but for their form (頚 and 頸); or the same word with kana for
/// kanji, all of which the reading holds in order.
fn same_reading(fold: &FoldTable<'_>, headword: &str, reading: &str, variant: &str) -> bool {
    if fold.fold(headword) == fold.fold(variant) {
        return true;
    }
    let latin = |text: &str| {
        text.chars()
            .filter(|c| c.is_ascii_alphanumeric())
            .collect::<String>()
            .to_lowercase()
    };
    if latin(headword) != latin(variant) {
        return false;
    }
    let kanji = |text: &str| {
        text.chars()
            .filter(|c| Script::of(*c) == Script::Kanji)
            .collect::<Vec<_>>()
    };
    let kana = |text: &str| {
        text.chars()
            .filter(|c| matches!(Script::of(*c), Script::Hiragana | Script::Katakana))
            .count()
    };
    let fewer_kanji =
        kanji(variant).len() < kanji(headword).len() && kana(variant) > kana(headword);
    let written_out = fewer_kanji && kanji(variant).iter().all(|c| headword.contains(*c));
    let same_kanji = kanji(variant) == kanji(headword);
    (written_out || same_kanji) && holds_kana(reading, variant)
}

/// Whether the kana of `text` stand in `reading` in their order.
fn holds_kana(reading: &str, text: &str) -> bool {
    let mut rest = reading;
    for kana in hiragana(text)
        .split(|c| Script::of(c) != Script::Hiragana && c != 'ー')
        .filter(|kana| !kana.is_empty())
    {
        let Some(at) = rest.find(kana) else {
            return false;
        };
        rest = rest.get(at + kana.len()..).unwrap_or_default();
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(
        headword: &str,
        reading: &str,
        shown: &str,
        variant: bool,
        changes: bool,
    ) -> Option<String> {
        let glossary = crate::Glossary::shipped();
        reading_of(
            glossary.fold_table(),
            headword,
            reading,
            shown,
            variant,
            changes,
        )
    }

    #[test]
    fn an_inflected_word_is_read_with_its_endings() {
        assert_eq!(
            read("認める", "みとめる", "認められ", false, true).as_deref(),
            Some("みとめられ")
        );
        assert_eq!(
            read("行う", "おこなう", "行なっ", true, true).as_deref(),
            Some("おこなっ")
        );
        assert_eq!(
            read("ガス", "がす", "ガス", false, false).as_deref(),
            Some("がす")
        );
    }

    #[test]
    fn kanji_for_a_headword_in_kana_are_not_left_out_of_the_reading() {
        assert_eq!(read("ある", "ある", "有った", true, true), None);
        assert_eq!(
            read("ある", "ある", "あった", false, true).as_deref(),
            Some("あった")
        );
    }

    #[test]
    fn a_variant_of_other_sound_is_not_read_as_its_headword() {
        assert_eq!(
            read("頸部", "けいぶ", "頚部", true, false).as_deref(),
            Some("けいぶ")
        );
        assert_eq!(
            read("胆嚢", "たんのう", "胆のう", true, false).as_deref(),
            Some("たんのう")
        );
        assert_eq!(
            read(
                "常染色体優性遺伝",
                "じょうせんしょくたいゆうせいいでん",
                "常染色体顕性遺伝",
                true,
                false
            ),
            None
        );
        assert_eq!(
            read("肝硬変", "かんこうへん", "肝硬変症", true, false),
            None
        );
        assert_eq!(
            read(
                "腹部超音波検査",
                "ふくぶちょうおんぱけんさ",
                "腹部エコー",
                true,
                false
            ),
            None
        );
    }
}
