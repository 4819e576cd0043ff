//! Readings in Latin letters: Hepburn with macrons (ANSI Z39.11-1972, as libraries use it today), `n'` before a vowel.

use std::iter::Peekable;
use std::str::Chars;
use std::sync::LazyLock;

use hashbrown::HashMap;

use crate::glossary::romaji::{Romaji, Syllable};

/// The kana that begin a syllable, with their letters; data (`glossary/language/romaji.toml`), which the build has read before.
static SYLLABLES: LazyLock<Syllables> = LazyLock::new(|| {
    let text = include_str!("../../glossary/language/romaji.toml");
    let romaji: Romaji = toml::from_str(text).unwrap_or_default();
    let hepburn = romaji.hepburn();
    let (mut of_one, mut of_two) = (HashMap::new(), HashMap::new());
    for (kana, latin) in &hepburn {
        let mut kana = kana.chars();
        match (kana.next(), kana.next()) {
            (Some(first), None) => of_one.insert(first, latin.clone()),
            (Some(first), Some(second)) => of_two.insert([first, second], latin.clone()),
            _ => None,
        };
    }
    Syllables {
        of_one,
        of_two,
        others: romaji.others(),
        hepburn,
    }
});

struct Syllables {
    hepburn: Vec<Syllable>,
    others: Vec<Syllable>,
    /// Syllables of one kana, and of one with a small one.
    of_one: HashMap<char, String>,
    of_two: HashMap<[char; 2], String>,
}

/// Kana and letters in which readings are shown.
pub(crate) fn shown_syllables() -> &'static [Syllable] {
    &SYLLABLES.hepburn
}

/// Kana and letters that queries may be written in: those shown, and those of other systems behind them.
pub(crate) fn read_syllables() -> impl Iterator<Item = &'static Syllable> {
    SYLLABLES.hepburn.iter().chain(&SYLLABLES.others)
}

/// Hiragana in Latin letters; what is no kana stays as it is.
///
/// ```
/// use medgloss::gloss::romaji::romaji;
/// assert_eq!(romaji("おうだん"), "ōdan");
/// assert_eq!(romaji("めんえき"), "men'eki");
/// ```
#[must_use]
pub fn romaji(reading: &str) -> String {
    let mut out = String::with_capacity(reading.len());
    let mut kana = reading.chars().peekable();
    let (mut doubled, mut after_nasal) = (false, false);
    while let Some(first) = kana.next() {
        match first {
            'っ' => doubled = true,
            'ん' => out.push('n'),
            'ー' => lengthen(&mut out),
            _ => match syllable(first, &mut kana) {
                Some(latin) => {
                    push_syllable(&mut out, latin, doubled, after_nasal);
                    doubled = false;
                }
                None => out.push(first),
            },
        }
        after_nasal = first == 'ん';
    }
    out
}

/// The letters of the syllable that begins with `first`; a small kana that belongs to it is taken from the kana behind.
fn syllable(first: char, behind: &mut Peekable<Chars<'_>>) -> Option<&'static str> {
    let small = |c: &char| matches!(c, 'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'ゃ' | 'ゅ' | 'ょ');
    let syllables: &'static Syllables = &SYLLABLES;
    let of_two = behind
        .peek()
        .filter(|second| small(second))
        .and_then(|second| syllables.of_two.get(&[first, *second]));
    if of_two.is_some() {
        behind.next();
    }
    of_two
        .or_else(|| syllables.of_one.get(&first))
        .map(String::as_str)
}

/// The same for a particle, in which は and へ are spelled as of old and said wa and e.
#[must_use]
pub fn of_particle(reading: &str) -> String {
    let said: String = match reading.strip_suffix('は') {
        Some(stem) if !stem.ends_with('ん') => format!("{stem}わ"),
        _ => reading.to_owned(),
    };
    romaji(&said.replace('へ', "え"))
}

fn push_syllable(out: &mut String, latin: &str, doubled: bool, after_nasal: bool) {
    let vowel = latin.starts_with(['a', 'i', 'u', 'e', 'o', 'y']);
    if after_nasal && vowel {
        out.push('\'');
    }
    if doubled {
        out.push(if latin.starts_with("ch") {
            't'
        } else {
            latin.chars().next().unwrap_or_default()
        });
    }
    let long = match (out.chars().last(), latin) {
        (Some('o'), "u" | "o") | (Some('u'), "u") | (Some('a'), "a") | (Some('e'), "e") => {
            !doubled && !after_nasal
        }
        _ => false,
    };
    if long {
        lengthen(out);
    } else {
        out.push_str(latin);
    }
}

fn lengthen(out: &mut String) {
    let long = match out.pop() {
        Some('a') => 'ā',
        Some('i') => 'ī',
        Some('u') => 'ū',
        Some('e') => 'ē',
        Some('o') => 'ō',
        Some(other) => other,
        None => 'ー',
    };
    out.push(long);
}

#[cfg(test)]
mod tests {
    use super::romaji;

    #[test]
    fn readings_follow_hepburn() {
        for (kana, latin) in [
            ("えくそそーむ", "ekusosōmu"),
            ("しょうれい", "shōrei"),
            ("こうくう", "kōkū"),
            ("はっけつびょう", "hakketsubyō"),
            ("けっちん", "ketchin"),
            ("せんいか", "sen'ika"),
            ("ばいあす", "baiasu"),
        ] {
            assert_eq!(romaji(kana), latin);
        }
    }
}
