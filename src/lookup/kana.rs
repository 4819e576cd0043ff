//! From romaji to the kana that it may stand for.
//!
//! Hepburn with and without macrons, wāpuro and kunrei are read at once: at each place all syllables that fit are tried, and only
//! beginnings that some reading of the termbase shares are followed. So `oudan`, `ōdan` and `odan` all lead to おうだん.

use std::cmp::Reverse;

use crate::gloss::romaji::read_syllables;

/// A macron, as a sound of its own after its vowel.
const LONG: char = '\u{304}';
/// More steps than this are no word.
const MOST_STEPS: usize = 20_000;

/// Kana of a reading and how freely the romaji was read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct KanaReading {
    /// Long vowels and apostrophes that the romaji leaves out.
    pub(super) left_out: u32,
    pub(super) kana: String,
}

/// All kana that `romaji` may stand for and for which `is_whole` holds, the nearest first. `is_begun` says whether anything begins so.
pub(super) fn kana_of(
    romaji: &str,
    is_begun: &dyn Fn(&str) -> bool,
    is_whole: &dyn Fn(&str) -> bool,
) -> Vec<KanaReading> {
    let sounds = sounds(romaji);
    let mut walk = Walk {
        marks_length: marks_length(&sounds),
        sounds,
        is_begun,
        is_whole,
        found: Vec::new(),
        steps: 0,
    };
    walk.from(0, String::new(), 0, false);
    walk.found.sort();
    walk.found.dedup_by(|a, b| a.kana == b.kana);
    walk.found
}

/// The kana that `romaji` stands for by the first syllable that fits at each place; `None` where it is no romaji.
pub(super) fn plain_kana(romaji: &str) -> Option<String> {
    let sounds = sounds(romaji);
    let (mut at, mut kana) = (0, String::new());
    while at < sounds.len() {
        let (used, text, _) = options(&sounds, at)
            .into_iter()
            .min_by_key(|(used, _, left_out)| (Reverse(*used), *left_out))?;
        kana.push_str(&text);
        at += used;
    }
    (!kana.is_empty()).then_some(kana)
}

/// Small letters, macrons and circumflexes as [`LONG`] after their vowel, spaces dropped.
fn sounds(romaji: &str) -> Vec<char> {
    let mut sounds = Vec::new();
    for character in romaji.chars().flat_map(char::to_lowercase) {
        let (letter, long) = match character {
            'ā' | 'â' => ('a', true),
            'ī' | 'î' => ('i', true),
            'ū' | 'û' => ('u', true),
            'ē' | 'ê' => ('e', true),
            'ō' | 'ô' => ('o', true),
            LONG | '\u{302}' | 'ー' => (LONG, false),
            '’' => ('\'', false),
            other => (other, false),
        };
        if !letter.is_whitespace() {
            sounds.push(letter);
        }
        if long {
            sounds.push(LONG);
        }
    }
    sounds
}

/// Whether whoever wrote it marks long vowels: then a vowel without a mark is short.
fn marks_length(sounds: &[char]) -> bool {
    sounds.contains(&LONG)
        || sounds.windows(2).any(|pair| {
            matches!(
                pair,
                ['o', 'u'] | ['o', 'o'] | ['u', 'u'] | ['a', 'a'] | ['i', 'i'] | ['e', 'e']
            )
        })
}

struct Walk<'w> {
    sounds: Vec<char>,
    marks_length: bool,
    is_begun: &'w dyn Fn(&str) -> bool,
    is_whole: &'w dyn Fn(&str) -> bool,
    found: Vec<KanaReading>,
    steps: usize,
}

impl Walk<'_> {
    fn from(&mut self, at: usize, kana: String, left_out: u32, lengthened: bool) {
        self.steps += 1;
        if self.steps > MOST_STEPS || (!kana.is_empty() && !(self.is_begun)(&kana)) {
            return;
        }
        if !self.marks_length && !lengthened && !kana.is_empty() {
            for long in lengthenings(self.sounds.get(at.wrapping_sub(1)).copied()) {
                self.from(at, format!("{kana}{long}"), left_out + 1, true);
            }
        }
        if at == self.sounds.len() {
            if (self.is_whole)(&kana) {
                self.found.push(KanaReading { left_out, kana });
            }
            return;
        }
        for (used, text, more) in options(&self.sounds, at) {
            self.from(
                at + used,
                format!("{kana}{text}"),
                left_out + more,
                text.is_empty(),
            );
        }
    }
}

/// The ways to go on at a place: sounds used, kana, and what was left out.
fn options(sounds: &[char], at: usize) -> Vec<(usize, String, u32)> {
    let rest = sounds.get(at..).unwrap_or_default();
    let mut options: Vec<(usize, String, u32)> = Vec::new();
    let mut offer =
        |used: usize, kana: &str, left_out: u32| options.push((used, kana.to_owned(), left_out));
    for (kana, latin) in read_syllables() {
        if latin
            .chars()
            .zip(rest)
            .filter(|(wanted, sound)| wanted == *sound)
            .count()
            == latin.len()
        {
            offer(latin.len(), kana, 0);
        }
    }
    let before = at
        .checked_sub(1)
        .and_then(|before| sounds.get(before))
        .copied();
    match rest {
        [LONG, ..] => lengthenings(before)
            .iter()
            .for_each(|long| offer(1, long, 0)),
        ['-', ..] => lengthenings(before)
            .iter()
            .chain(&[""])
            .for_each(|long| offer(1, long, 0)),
        ['\'', ..] => offer(1, "", 0),
        ['n', '\'', ..] => offer(2, "ん", 0),
        ['n', next, ..] if is_vowel(*next) || *next == 'y' => offer(1, "ん", 1),
        ['n', 'n', ..] => {
            offer(1, "ん", 0);
            offer(2, "ん", 1);
        }
        ['n', ..] | ['m', 'b' | 'p' | 'm', ..] => offer(1, "ん", 0),
        ['t', 'c', 'h', ..] => offer(1, "っ", 0),
        [first, second, ..]
            if first == second && first.is_ascii_lowercase() && !is_vowel(*first) =>
        {
            offer(1, "っ", 0);
        }
        // ekusosoumu for えくそそーむ
        [vowel, ..]
            if before.is_some_and(|before| {
                before == *vowel || matches!((before, vowel), ('o', 'u') | ('e', 'i'))
            }) && is_vowel(*vowel) =>
        {
            offer(1, "ー", 0);
        }
        _ => {}
    }
    options
}

/// The kana by which a vowel is long.
fn lengthenings(vowel: Option<char>) -> &'static [&'static str] {
    match vowel {
        Some('a') => &["あ", "ー"],
        Some('i') => &["い", "ー"],
        Some('u') => &["う", "ー"],
        Some('e') => &["え", "い", "ー"],
        Some('o') => &["う", "お", "ー"],
        _ => &[],
    }
}

const fn is_vowel(sound: char) -> bool {
    matches!(sound, 'a' | 'i' | 'u' | 'e' | 'o')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(romaji: &str, readings: &[&str]) -> Vec<String> {
        let is_begun = |prefix: &str| readings.iter().any(|reading| reading.starts_with(prefix));
        let is_whole = |kana: &str| readings.contains(&kana);
        kana_of(romaji, &is_begun, &is_whole)
            .into_iter()
            .map(|reading| reading.kana)
            .collect()
    }

    #[test]
    fn every_way_to_write_a_long_vowel_leads_to_the_reading() {
        for romaji in [
            "oudan",
            "ōdan",
            "odan",
            "ôdan",
            "ŌDAN",
            "o\u{304}dan",
            "o-dan",
        ] {
            assert_eq!(
                read(romaji, &["おうだん", "おだく", "かん"]),
                ["おうだん"],
                "{romaji}"
            );
        }
        assert_eq!(read("ekusosōmu", &["えくそそーむ"]), ["えくそそーむ"]);
        assert_eq!(read("ekusosoumu", &["えくそそーむ"]), ["えくそそーむ"]);
        assert_eq!(read("seemen", &["せーめん"]), ["せーめん"]);
    }

    #[test]
    fn systems_are_read_at_once() {
        for (romaji, kana) in [
            ("sikkan", "しっかん"),
            ("tiryou", "ちりょう"),
            ("chiryō", "ちりょう"),
            ("tuuhuu", "つうふう"),
            ("syokudou", "しょくどう"),
            ("zyūsyō", "じゅうしょう"),
            ("meneki", "めんえき"),
            ("men'eki", "めんえき"),
            ("kennsa", "けんさ"),
            ("shimbun", "しんぶん"),
            ("ketchin", "けっちん"),
            ("hannō", "はんのう"),
            ("kekkan", "けっかん"),
        ] {
            assert_eq!(read(romaji, &[kana]), [kana], "{romaji}");
        }
    }

    #[test]
    fn a_marked_long_vowel_says_that_the_others_are_short() {
        assert_eq!(
            read("shoujo", &["しょうじょ", "しょうじょう"]),
            ["しょうじょ"]
        );
        assert_eq!(
            read("shojo", &["しょうじょ", "しょじょ"]),
            ["しょじょ", "しょうじょ"]
        );
    }

    #[test]
    fn english_is_no_romaji() {
        assert_eq!(plain_kana("cirrhosis"), None);
        assert_eq!(plain_kana("kanenn").as_deref(), Some("かねん"));
    }
}
