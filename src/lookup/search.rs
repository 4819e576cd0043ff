//! Finding entries by headword and spelling, by reading and by romaji. Each goes straight to its place in a sorted index.

use std::cmp::Reverse;
use std::collections::HashSet;

use crate::glossary::Layer;
use crate::lexicon::{EntryId, EntryView, Lexeme, LexemeKind, Lexicon};
use crate::lookup::MatchKind;
use crate::lookup::kana::{KanaReading, kana_of};
use crate::lookup::query::{Query, Writing};
use crate::lookup::standing;
use crate::termbase::Glossary;

/// How an entry was found, with what `--why` tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// Written so.
    Written,
    /// A form with these features, and what it says in English.
    Form(Vec<String>, Option<String>),
    /// Read so.
    Read(String),
    /// An English form.
    English(String),
    /// A word or reading that fits a pattern.
    Fits(String),
    /// A unit: its place in the tables.
    Unit(usize),
    /// A near miss: what differs.
    Near(String),
}

/// An entry that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) lexicon: usize,
    pub(super) entry: EntryId,
    pub(super) kind: MatchKind,
    /// Whether the whole query meets a whole form.
    pub(super) whole: bool,
    /// Of the same kind, the smaller is the better.
    pub(super) rank: u32,
    pub(super) how: How,
}

/// A search through all termbases of a glossary.
pub(super) struct Search<'g> {
    pub(super) glossary: &'g Glossary,
    /// The one that goes first last; number 0 is ours.
    pub(super) lexicons: Vec<Lexicon<'g>>,
    pub(super) hits: Vec<Hit>,
    seen: HashSet<(usize, EntryId)>,
}

impl<'g> Search<'g> {
    pub(super) fn new(glossary: &'g Glossary) -> Self {
        Self {
            glossary,
            lexicons: glossary.lexicons(),
            hits: Vec::new(),
            seen: HashSet::new(),
        }
    }

    /// The first way in which an entry is found is the one that is told.
    pub(super) fn add(&mut self, hit: Hit) {
        if self.seen.insert((hit.lexicon, hit.entry)) {
            self.hits.push(hit);
        }
    }

    pub(super) fn view(&self, hit: &Hit) -> Option<EntryView<'g>> {
        self.lexicons
            .get(hit.lexicon)
            .map(|lexicon| lexicon.entry(hit.entry))
    }

    /// Best first.
    pub(super) fn rank(&self, hits: &mut [Hit]) {
        hits.sort_by_cached_key(|hit| {
            let (layer, length) = self.view(hit).map_or((Layer::Fallback, 0), |view| {
                (view.layer(), view.headword().chars().count())
            });
            (
                !hit.whole,
                standing(layer),
                hit.kind,
                hit.rank,
                Reverse(hit.lexicon),
                layer,
                length,
                hit.entry,
            )
        });
    }

    fn key_of(&self, view: &EntryView<'g>) -> String {
        self.glossary.fold.fold(view.headword().trim())
    }

    /// Whether an entry of a termbase may be shown: neither left out nor replaced nor silent behind a reviewed one.
    pub(super) fn is_shown(&self, number: usize, id: EntryId) -> bool {
        if number == 0 && !self.glossary.uses_shipped() {
            return false;
        }
        let Some(lexicon) = self.lexicons.get(number) else {
            return false;
        };
        let view = lexicon.entry(id);
        let key = self.key_of(&view);
        if self.is_replaced(number, &key) {
            return false;
        }
        view.layer() != Layer::Fallback
            || lexicon.find_key(&key).is_some_and(|key| {
                lexicon
                    .lexemes_of(key)
                    .any(|lexeme| lexicon.lexeme(lexeme).entry == id)
            })
    }

    /// Whether a termbase that goes first has words of its own under the key.
    fn is_replaced(&self, number: usize, key: &str) -> bool {
        self.lexicons
            .iter()
            .skip(number + 1)
            .any(|later| words_at(later, key).next().is_some())
    }

    /// Entries that this one of a reader's own stands instead of.
    pub(super) fn replaced_by(&self, hit: &Hit) -> Vec<String> {
        let Some(key) = self.view(hit).map(|view| self.key_of(&view)) else {
            return Vec::new();
        };
        let first = usize::from(!self.glossary.uses_shipped());
        let mut replaced: Vec<String> = Vec::new();
        for lexicon in self.lexicons.iter().take(hit.lexicon).skip(first) {
            for lexeme in words_at(lexicon, &key) {
                let reference = lexicon.entry(lexeme.entry).reference();
                if !replaced.contains(&reference) {
                    replaced.push(reference);
                }
            }
        }
        replaced
    }

    /// Entries with this key: headwords, spellings, forms.
    pub(super) fn exact(&mut self, key: &str, cased: &str) {
        let mut units = Vec::new();
        for number in (0..self.lexicons.len()).rev() {
            let Some(lexicon) = self.lexicons.get(number).cloned() else {
                continue;
            };
            let Some(place) = lexicon.find_key(key) else {
                continue;
            };
            let replaced = self.is_replaced(number, key);
            for id in lexicon.lexemes_of(place) {
                let lexeme = lexicon.lexeme(id);
                if lexeme.kind == LexemeKind::Unit {
                    units.push((number, lexeme.entry, lexicon.payload(&lexeme)));
                }
                let is_word = lexeme.kind.is_word();
                if lexeme.kind.is_quantity()
                    || (is_word && (replaced || !self.is_shown(number, lexeme.entry)))
                {
                    continue;
                }
                let hit = self.exact_hit(number, &lexicon, &lexeme, key, cased);
                self.add(hit);
            }
        }
        if self.hits.is_empty() {
            for (lexicon, entry, unit) in units {
                self.add(Hit {
                    lexicon,
                    entry,
                    kind: MatchKind::Exact,
                    whole: true,
                    rank: 0,
                    how: How::Unit(unit),
                });
            }
        }
    }

    fn exact_hit(
        &self,
        number: usize,
        lexicon: &Lexicon<'g>,
        lexeme: &Lexeme,
        key: &str,
        cased: &str,
    ) -> Hit {
        let view = lexicon.entry(lexeme.entry);
        let fold = &self.glossary.fold;
        let other_case = fold.fold_cased(view.headword()) != cased;
        let mut hit = Hit {
            lexicon: number,
            entry: lexeme.entry,
            kind: MatchKind::Exact,
            whole: true,
            rank: u32::from(other_case),
            how: How::Written,
        };
        if self.key_of(&view) == key {
            return hit;
        }
        let is_variant = view
            .variants()
            .any(|variant| fold.fold(variant.trim()) == key);
        hit.rank = 0;
        hit.kind = if is_variant || !crate::lexicon::forms::changes(view.pos()) {
            MatchKind::Variant
        } else {
            MatchKind::Inflected
        };
        if hit.kind == MatchKind::Inflected {
            hit.how = How::Form(self.features(lexicon, lexeme), None);
        }
        hit
    }

    /// What a form says, as far as English says it.
    pub(super) fn features(&self, lexicon: &Lexicon<'g>, lexeme: &Lexeme) -> Vec<String> {
        let tables = &self.glossary.tables;
        let told = |name: &&String| {
            tables
                .features
                .get(*name)
                .is_none_or(|feature| feature.how != "silent" && !feature.weak)
        };
        lexicon
            .means(lexeme)
            .filter_map(|feature| tables.feature_names.get(feature))
            .filter(told)
            .cloned()
            .collect()
    }

    /// Entries that a key belongs to as a headword or listed spelling, not as a form.
    pub(super) fn add_headwords_at(
        &mut self,
        number: usize,
        lexicon: &Lexicon<'g>,
        key: usize,
        kind: MatchKind,
        how: impl Fn(&str) -> How,
    ) {
        let text = lexicon.key(key);
        for id in lexicon.lexemes_at(key) {
            let lexeme = lexicon.lexeme(id);
            if !lexeme.kind.is_word() {
                continue;
            }
            let view = lexicon.entry(lexeme.entry);
            let fold = &self.glossary.fold;
            let is_listed = self.key_of(&view) == text
                || view
                    .variants()
                    .any(|variant| fold.fold(variant.trim()) == text);
            if is_listed && self.is_shown(number, lexeme.entry) {
                let rank = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
                self.add(Hit {
                    lexicon: number,
                    entry: lexeme.entry,
                    kind,
                    whole: false,
                    rank,
                    how: how(text),
                });
            }
        }
    }

    /// Entries read so, in hiragana.
    pub(super) fn reading(&mut self, kana: &str) {
        self.read(kana, MatchKind::Reading, 0);
    }

    fn read(&mut self, kana: &str, kind: MatchKind, rank: u32) {
        for number in (0..self.lexicons.len()).rev() {
            let Some(lexicon) = self.lexicons.get(number).cloned() else {
                continue;
            };
            for (_, entry) in lexicon
                .readings_from(kana)
                .take_while(|(reading, _)| *reading == kana)
            {
                if self.is_shown(number, entry) {
                    self.add(Hit {
                        lexicon: number,
                        entry,
                        kind,
                        whole: true,
                        rank,
                        how: How::Read(kana.to_owned()),
                    });
                }
            }
        }
    }

    /// Entries whose reading the Latin letters may stand for.
    pub(super) fn romaji(&mut self, romaji: &str) {
        for reading in self.kana_of(romaji) {
            self.read(&reading.kana, MatchKind::Romaji, reading.left_out);
        }
    }

    fn kana_of(&self, romaji: &str) -> Vec<KanaReading> {
        let is_begun = |prefix: &str| {
            self.lexicons
                .iter()
                .any(|lexicon| lexicon.has_reading(prefix))
        };
        let is_whole = |kana: &str| {
            self.lexicons.iter().any(|lexicon| {
                lexicon
                    .readings_from(kana)
                    .next()
                    .is_some_and(|(reading, _)| reading == kana)
            })
        };
        kana_of(romaji, &is_begun, &is_whole)
    }

    /// More freely than text is folded: without spaces, hyphens and middle dots; long vowels and the kana of the same sound alike.
    pub(super) fn loosely(&mut self, asked: &Query) {
        let joined: String = asked
            .folded
            .chars()
            .filter(|c| !matches!(c, ' ' | '-' | '・'))
            .collect();
        if joined != asked.folded && !joined.is_empty() {
            self.exact(&joined, &joined);
        }
        if asked.writing == Writing::Kana && self.hits.is_empty() {
            for reading in self.kana_of(&crate::gloss::romaji::romaji(&asked.kana())) {
                self.read(&reading.kana, MatchKind::Reading, reading.left_out + 1);
            }
        }
    }
}

/// The lexemes of a key that are words of entries.
fn words_at<'g>(lexicon: &Lexicon<'g>, key: &str) -> impl Iterator<Item = Lexeme> + use<'g> {
    let lexicon = lexicon.clone();
    lexicon.find_key(key).into_iter().flat_map(move |key| {
        let lexicon = lexicon.clone();
        lexicon
            .lexemes_of(key)
            .map(move |id| lexicon.lexeme(id))
            .filter(|lexeme| lexeme.kind.is_word())
    })
}
