//! Readings in Latin letters: Hepburn with macrons (ANSI Z39.11-1972, as libraries use it today), `n'` before a vowel.

use std::sync::LazyLock;

use hashbrown::HashMap;

use crate::glossary::romaji::{Romaji, Syllable};

/// The kana that begin a syllable, with their letters; data (`glossary/language/romaji.toml`), which the build has read before.
static SYLLABLES: LazyLock<Syllables> = LazyLock::new(|| {
    let text = include_str!("../../glossary/language/romaji.toml");
    let romaji: Romaji = toml::from_str(text).unwrap_or_default();
    let hepburn = romaji.hepburn();
    Syllables {
        by_kana: hepburn.iter().cloned().collect(),
        others: romaji.others(),
        hepburn,
    }
});

struct Syllables {
    hepburn: Vec<Syllable>,
    others: Vec<Syllable>,
    by_kana: HashMap<String, String>,
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
    let mut out = String::new();
    let mut rest = reading;
    let mut doubled = false;
    while let Some(first) = rest.chars().next() {
        let tail = rest.get(first.len_utf8()..).unwrap_or_default();
        match first {
            'っ' => doubled = true,
            'ん' => out.push('n'),
            'ー' => lengthen(&mut out),
            _ => {
                if let Some((bytes, latin)) = syllable(rest) {
                    push_syllable(&mut out, latin, doubled, is_nasal(reading, rest));
                    doubled = false;
                    rest = rest.get(bytes..).unwrap_or_default();
                    continue;
                }
                out.push(first);
            }
        }
        rest = tail;
    }
    out
}

/// The syllable with which the kana begin: its length in bytes and its letters.
fn syllable(kana: &str) -> Option<(usize, &'static str)> {
    let mut ends = kana.char_indices().map(|(at, c)| at + c.len_utf8());
    let first = ends.next()?;
    let small = |c: char| matches!(c, 'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'ゃ' | 'ゅ' | 'ょ');
    let pair = ends.next().filter(|end| {
        kana.get(first..*end)
            .is_some_and(|kana| kana.starts_with(small))
    });
    pair.into_iter()
        .chain([first])
        .find_map(|end| Some((end, SYLLABLES.by_kana.get(kana.get(..end)?)?.as_str())))
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

/// Whether the kana before `rest` is ん.
fn is_nasal(reading: &str, rest: &str) -> bool {
    reading
        .get(..reading.len() - rest.len())
        .is_some_and(|before| before.ends_with('ん'))
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
