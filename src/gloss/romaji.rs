//! Readings in Latin letters: Hepburn with macrons (ANSI Z39.11-1972, as libraries use it today), `n'` before a vowel.

use hashbrown::HashMap;
use std::sync::LazyLock;

/// One kana or two and their Latin letters; the pairs come first.
pub(crate) const SYLLABLES: &[(&str, &str)] = &[
    ("きゃ", "kya"),
    ("きゅ", "kyu"),
    ("きょ", "kyo"),
    ("しゃ", "sha"),
    ("しゅ", "shu"),
    ("しょ", "sho"),
    ("しぇ", "she"),
    ("ちゃ", "cha"),
    ("ちゅ", "chu"),
    ("ちょ", "cho"),
    ("ちぇ", "che"),
    ("にゃ", "nya"),
    ("にゅ", "nyu"),
    ("にょ", "nyo"),
    ("ひゃ", "hya"),
    ("ひゅ", "hyu"),
    ("ひょ", "hyo"),
    ("みゃ", "mya"),
    ("みゅ", "myu"),
    ("みょ", "myo"),
    ("りゃ", "rya"),
    ("りゅ", "ryu"),
    ("りょ", "ryo"),
    ("ぎゃ", "gya"),
    ("ぎゅ", "gyu"),
    ("ぎょ", "gyo"),
    ("じゃ", "ja"),
    ("じゅ", "ju"),
    ("じょ", "jo"),
    ("じぇ", "je"),
    ("ぢゃ", "ja"),
    ("ぢゅ", "ju"),
    ("ぢょ", "jo"),
    ("びゃ", "bya"),
    ("びゅ", "byu"),
    ("びょ", "byo"),
    ("ぴゃ", "pya"),
    ("ぴゅ", "pyu"),
    ("ぴょ", "pyo"),
    ("ふぁ", "fa"),
    ("ふぃ", "fi"),
    ("ふぇ", "fe"),
    ("ふぉ", "fo"),
    ("ふゅ", "fyu"),
    ("てぃ", "ti"),
    ("でぃ", "di"),
    ("でゅ", "dyu"),
    ("てゅ", "tyu"),
    ("とぅ", "tu"),
    ("どぅ", "du"),
    ("うぃ", "wi"),
    ("うぇ", "we"),
    ("うぉ", "wo"),
    ("つぁ", "tsa"),
    ("つぃ", "tsi"),
    ("つぇ", "tse"),
    ("つぉ", "tso"),
    ("ゔぁ", "va"),
    ("ゔぃ", "vi"),
    ("ゔぇ", "ve"),
    ("ゔぉ", "vo"),
    ("くぁ", "kwa"),
    ("いぇ", "ye"),
    ("あ", "a"),
    ("い", "i"),
    ("う", "u"),
    ("え", "e"),
    ("お", "o"),
    ("か", "ka"),
    ("き", "ki"),
    ("く", "ku"),
    ("け", "ke"),
    ("こ", "ko"),
    ("さ", "sa"),
    ("し", "shi"),
    ("す", "su"),
    ("せ", "se"),
    ("そ", "so"),
    ("た", "ta"),
    ("ち", "chi"),
    ("つ", "tsu"),
    ("て", "te"),
    ("と", "to"),
    ("な", "na"),
    ("に", "ni"),
    ("ぬ", "nu"),
    ("ね", "ne"),
    ("の", "no"),
    ("は", "ha"),
    ("ひ", "hi"),
    ("ふ", "fu"),
    ("へ", "he"),
    ("ほ", "ho"),
    ("ま", "ma"),
    ("み", "mi"),
    ("む", "mu"),
    ("め", "me"),
    ("も", "mo"),
    ("や", "ya"),
    ("ゆ", "yu"),
    ("よ", "yo"),
    ("ら", "ra"),
    ("り", "ri"),
    ("る", "ru"),
    ("れ", "re"),
    ("ろ", "ro"),
    ("わ", "wa"),
    ("ゐ", "i"),
    ("ゑ", "e"),
    ("を", "o"),
    ("が", "ga"),
    ("ぎ", "gi"),
    ("ぐ", "gu"),
    ("げ", "ge"),
    ("ご", "go"),
    ("ざ", "za"),
    ("じ", "ji"),
    ("ず", "zu"),
    ("ぜ", "ze"),
    ("ぞ", "zo"),
    ("だ", "da"),
    ("ぢ", "ji"),
    ("づ", "zu"),
    ("で", "de"),
    ("ど", "do"),
    ("ば", "ba"),
    ("び", "bi"),
    ("ぶ", "bu"),
    ("べ", "be"),
    ("ぼ", "bo"),
    ("ぱ", "pa"),
    ("ぴ", "pi"),
    ("ぷ", "pu"),
    ("ぺ", "pe"),
    ("ぽ", "po"),
    ("ゔ", "vu"),
    ("ぁ", "a"),
    ("ぃ", "i"),
    ("ぅ", "u"),
    ("ぇ", "e"),
    ("ぉ", "o"),
    ("ゃ", "ya"),
    ("ゅ", "yu"),
    ("ょ", "yo"),
    ("ゎ", "wa"),
];

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
    static BY_KANA: LazyLock<HashMap<&str, &str>> =
        LazyLock::new(|| SYLLABLES.iter().copied().collect());
    let mut ends = kana.char_indices().map(|(at, c)| at + c.len_utf8());
    let first = ends.next()?;
    let small = |c: char| matches!(c, 'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'ゃ' | 'ゅ' | 'ょ');
    let pair = ends.next().filter(|end| {
        kana.get(first..*end)
            .is_some_and(|kana| kana.starts_with(small))
    });
    pair.into_iter()
        .chain([first])
        .find_map(|end| Some((end, *BY_KANA.get(kana.get(..end)?)?)))
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
