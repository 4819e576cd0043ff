//! Finding entries by their English: all words of the query, in any order, whole forms first.

use crate::gloss::compose::without_brackets;
use crate::lexicon::{EntryId, EntryView, Lexicon};
use crate::lookup::MatchKind;
use crate::lookup::search::{Hit, How, Search};
use crate::text::script::Script;

impl<'g> Search<'g> {
    /// Entries with all words of the query in one English form; where there are none, without the query's bracketed parts.
    pub(super) fn english(&mut self, query: &str) {
        let spelling = &self.glossary.tables.spelling;
        let (words, bare) = (
            spelling.words(query),
            spelling.words(&without_brackets(query)),
        );
        let before = self.hits.len();
        self.english_words(&words);
        if self.hits.len() == before && bare != words {
            self.english_words(&bare);
        }
        if self.hits.len() == before {
            let telling: Vec<String> = words
                .iter()
                .filter(|word| !self.is_everywhere(word))
                .cloned()
                .collect();
            if telling.len() < words.len() {
                self.english_words(&telling);
            }
        }
    }

    /// Words such as "of" tell little: one entry in a hundred has them.
    fn is_everywhere(&self, word: &str) -> bool {
        let with: usize = self
            .lexicons
            .iter()
            .map(|lexicon| lexicon.english_word(word).len())
            .sum();
        let all: usize = self.lexicons.iter().map(Lexicon::entry_count).sum();
        with * 100 > all
    }

    pub(super) fn english_words(&mut self, words: &[String]) {
        for number in (0..self.lexicons.len()).rev() {
            let Some(lexicon) = self.lexicons.get(number).cloned() else {
                continue;
            };
            for entry in with_all_words(&lexicon, words) {
                let view = lexicon.entry(entry);
                let Some(fit) = self.english_fit(&view, words) else {
                    continue;
                };
                if self.is_shown(number, entry) {
                    let how = How::English(fit.form.to_owned());
                    self.add(Hit {
                        lexicon: number,
                        entry,
                        kind: MatchKind::English,
                        whole: fit.whole,
                        rank: fit.rank,
                        how,
                    });
                }
            }
        }
    }

    /// The form that fits best: a whole one before one with more words, the preferred one before the others.
    pub(super) fn english_fit(
        &self,
        view: &EntryView<'g>,
        words: &[String],
    ) -> Option<EnglishFit<'g>> {
        let spelling = &self.glossary.tables.spelling;
        let forms = view
            .english()
            .chain(view.verbs())
            .chain([view.abbreviation()])
            .chain(view.deprecated())
            .chain([view.modifier()]);
        // Who asks in English wants the Japanese before an abbreviation.
        let latin = usize::from(!view.headword().chars().any(|c| Script::of(c).is_japanese())) * 3;
        let fits = forms.enumerate().filter_map(|(place, form)| {
            let all = spelling.words(form);
            let whole = all == words || spelling.words(&without_brackets(form)) == words;
            let rank = u32::try_from(place + latin + 4 * all.len().saturating_sub(words.len()))
                .unwrap_or(u32::MAX);
            (whole || words.iter().all(|word| all.contains(word))).then_some(EnglishFit {
                whole,
                rank,
                form,
            })
        });
        fits.min_by_key(|fit| (!fit.whole, fit.rank))
    }
}

/// How an English form meets the words of a query.
pub(super) struct EnglishFit<'g> {
    /// Whether they are all of its words.
    pub(super) whole: bool,
    /// The smaller the better.
    pub(super) rank: u32,
    pub(super) form: &'g str,
}

/// Entries whose English has every one of the words, in the order of the termbase.
pub(super) fn with_all_words(lexicon: &Lexicon<'_>, words: &[String]) -> Vec<EntryId> {
    let mut lists: Vec<Vec<EntryId>> = words
        .iter()
        .map(|word| lexicon.english_word(word))
        .collect();
    lists.sort_by_key(Vec::len);
    let mut lists = lists.into_iter();
    let Some(mut common) = lists.next() else {
        return Vec::new();
    };
    for list in lists {
        common.retain(|entry| list.binary_search(entry).is_ok());
    }
    common
}
