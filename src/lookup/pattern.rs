//! Patterns: `肝*`, `*炎`, `*硬変*`, over headwords, readings and English words.

use crate::lookup::MatchKind;
use crate::lookup::kana::plain_kana;
use crate::lookup::query::Writing;
use crate::lookup::search::{Hit, How, Search};

/// `肝*`, `*炎`, `*硬変*`, `肝*癌`: pieces that must stand in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    /// Before the first `*`; empty where the pattern begins with one.
    pub(super) start: String,
    /// After the last `*`; empty where the pattern ends with one.
    pub(super) end: String,
    /// Between two.
    pub(super) middle: Vec<String>,
}

impl Pattern {
    /// `None` where nothing or nothing else than `*` is asked.
    pub(super) fn new(folded: &str) -> Option<Self> {
        let (start, rest) = folded.split_once('*')?;
        let (middle, end) = rest.rsplit_once('*').unwrap_or(("", rest));
        let middle: Vec<String> = middle
            .split('*')
            .filter(|piece| !piece.is_empty())
            .map(str::to_owned)
            .collect();
        let is_empty = start.is_empty() && end.is_empty() && middle.is_empty();
        (!is_empty).then(|| Self {
            start: start.to_owned(),
            end: end.to_owned(),
            middle,
        })
    }

    /// The same pattern over changed pieces.
    pub(super) fn map(&self, change: impl Fn(&str) -> String) -> Self {
        Self {
            start: change(&self.start),
            end: change(&self.end),
            middle: self.middle.iter().map(|piece| change(piece)).collect(),
        }
    }

    /// Whether `text` has the pieces, in their order and without overlap.
    pub(super) fn fits(&self, text: &str) -> bool {
        let Some(rest) = text.strip_prefix(self.start.as_str()) else {
            return false;
        };
        let Some(mut rest) = rest.strip_suffix(self.end.as_str()) else {
            return false;
        };
        for piece in &self.middle {
            let Some((_, after)) = rest.split_once(piece.as_str()) else {
                return false;
            };
            rest = after;
        }
        true
    }
}

impl Search<'_> {
    /// Entries that a pattern fits.
    pub(super) fn pattern(&mut self, pattern: &Pattern, writing: Writing) {
        self.pattern_in_keys(pattern);
        match writing {
            Writing::Kana => self.pattern_in_readings(&pattern.map(crate::text::kana::hiragana)),
            Writing::Latin => {
                self.pattern_in_english(
                    &pattern.map(|piece| self.glossary.tables.spelling.american(piece)),
                );
                if let Some(kana) = kana_pattern(pattern) {
                    self.pattern_in_readings(&kana);
                }
            }
            Writing::Japanese => {}
        }
    }

    fn pattern_in_keys(&mut self, pattern: &Pattern) {
        for number in (0..self.lexicons.len()).rev() {
            let Some(lexicon) = self.lexicons.get(number).cloned() else {
                continue;
            };
            let keys: Vec<usize> = match (
                pattern.start.as_str(),
                pattern.end.as_str(),
                pattern.middle.as_slice(),
            ) {
                ("", "", [first, ..]) => lexicon.keys_holding(first).collect(),
                ("", end, _) => lexicon.keys_ending(end).collect(),
                (start, _, _) => lexicon.keys_beginning(start).collect(),
            };
            for key in keys
                .into_iter()
                .filter(|key| pattern.fits(lexicon.key(*key)))
            {
                self.add_headwords_at(number, &lexicon, key, pattern_kind(pattern), |key| {
                    How::Fits(key.to_owned())
                });
            }
        }
    }

    fn pattern_in_readings(&mut self, pattern: &Pattern) {
        for number in (0..self.lexicons.len()).rev() {
            let Some(lexicon) = self.lexicons.get(number).cloned() else {
                continue;
            };
            for (reading, entry) in lexicon
                .readings_from(&pattern.start)
                .take_while(|(reading, _)| reading.starts_with(&pattern.start))
            {
                if pattern.fits(reading) && self.is_shown(number, entry) {
                    let rank = u32::try_from(reading.chars().count()).unwrap_or(u32::MAX);
                    self.add(Hit {
                        lexicon: number,
                        entry,
                        kind: pattern_kind(pattern),
                        whole: false,
                        rank,
                        how: How::Fits(reading.to_owned()),
                    });
                }
            }
        }
    }

    fn pattern_in_english(&mut self, pattern: &Pattern) {
        for number in (0..self.lexicons.len()).rev() {
            let Some(lexicon) = self.lexicons.get(number).cloned() else {
                continue;
            };
            for (word, entries) in lexicon
                .english_beginning(&pattern.start)
                .filter(|(word, _)| pattern.fits(word))
            {
                for entry in entries {
                    if self.is_shown(number, entry) {
                        let rank = lexicon
                            .entry(entry)
                            .english()
                            .next()
                            .map_or(0, |form| form.split(' ').count());
                        let rank = u32::try_from(rank).unwrap_or(u32::MAX);
                        self.add(Hit {
                            lexicon: number,
                            entry,
                            kind: pattern_kind(pattern),
                            whole: false,
                            rank,
                            how: How::Fits(word.to_owned()),
                        });
                    }
                }
            }
        }
    }
}

/// The same pattern in kana; `None` where a piece is no romaji.
fn kana_pattern(pattern: &Pattern) -> Option<Pattern> {
    let kana = |piece: &String| {
        if piece.is_empty() {
            Some(String::new())
        } else {
            plain_kana(piece)
        }
    };
    let middle = pattern
        .middle
        .iter()
        .map(kana)
        .collect::<Option<Vec<_>>>()?;
    Some(Pattern {
        start: kana(&pattern.start)?,
        end: kana(&pattern.end)?,
        middle,
    })
}

const fn pattern_kind(pattern: &Pattern) -> MatchKind {
    match (
        pattern.start.is_empty(),
        pattern.end.is_empty(),
        pattern.middle.is_empty(),
    ) {
        (false, true, true) => MatchKind::Prefix,
        (true, false, true) => MatchKind::Suffix,
        _ => MatchKind::Contains,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_in_order() {
        let fits = |pattern: &str, text: &str| {
            Pattern::new(pattern).is_some_and(|pattern| pattern.fits(text))
        };
        assert!(fits("肝*", "肝硬変"));
        assert!(fits("*炎", "胃炎"));
        assert!(fits("*硬変*", "肝硬変症"));
        assert!(fits("肝*癌", "肝細胞癌"));
        assert!(!fits("肝*", "胃癌"));
        assert!(!fits("aa*aa", "aaa"));
        assert_eq!(Pattern::new("**"), None);
        assert_eq!(Pattern::new("肝"), None);
    }
}
