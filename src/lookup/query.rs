//! What is asked: the query made comparable, and what it is written in.

use crate::lookup::pattern::Pattern;
use crate::text::fold::FoldTable;
use crate::text::kana::{hiragana, is_kana};
use crate::text::script::Script;

/// Longer queries are searched as they are, but near misses are not looked for.
pub(super) const LONGEST: usize = 64;

/// What a query is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    /// Kana of either kind alone.
    Kana,
    /// With kanji.
    Japanese,
    /// English, romaji, a Latin name.
    Latin,
}

/// A query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Query {
    /// As asked, without white space around it.
    pub(super) shown: String,
    /// Folded as text is.
    pub(super) folded: String,
    /// The same with its case kept.
    pub(super) cased: String,
    pub(super) writing: Writing,
    /// Where it holds a `*`.
    pub(super) pattern: Option<Pattern>,
}

impl Query {
    pub(super) fn new(fold: &FoldTable<'_>, query: &str) -> Self {
        let shown = query.trim().to_owned();
        let folded = fold.fold(&shown).trim().to_owned();
        let cased = fold.fold_cased(&shown).trim().to_owned();
        let writing = writing(&folded);
        let pattern = Pattern::new(&folded);
        Self {
            shown,
            folded,
            cased,
            writing,
            pattern,
        }
    }

    /// The query in hiragana, as readings are indexed: letters only.
    pub(super) fn kana(&self) -> String {
        hiragana(&self.folded)
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect()
    }

    pub(super) fn len(&self) -> usize {
        self.folded.chars().count()
    }
}

fn writing(folded: &str) -> Writing {
    let bare = || folded.chars().filter(|c| !matches!(c, '*' | ' ' | '・'));
    if bare().all(is_kana) {
        Writing::Kana
    } else if bare().any(|c| Script::of(c).is_japanese()) {
        Writing::Japanese
    } else {
        Writing::Latin
    }
}
