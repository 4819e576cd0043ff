//! The lookup: what the termbase says about a word, asked in kanji, kana, romaji or English.
//!
//! [`query`] makes the query comparable, [`search`], [`english`] and [`pattern`] find entries, [`kana`] reads romaji, [`phrase`] goes through the segmentation where the query is inflected or a compound, [`near`] looks over the whole index, and only where
//! nothing was found. What is found is ranked here and shown in full ([`found`]).

mod english;
pub mod found;
mod kana;
mod near;
mod pattern;
mod phrase;
mod query;
mod search;

pub use found::{Found, Part, Source};

use crate::glossary::Layer;
use crate::termbase::Glossary;
use query::{Query, Writing};
use search::{Hit, Search};

/// How many entries are shown of those that the query meets only in part.
pub const PARTIAL_LIMIT: usize = 20;
/// How many near misses are shown.
const NEAR_LIMIT: usize = 5;

/// How an entry was found, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchKind {
    /// The headword.
    Exact,
    /// Another spelling of the headword.
    Variant,
    /// The reading, asked in kana.
    Reading,
    /// The reading, asked in Latin letters.
    Romaji,
    /// An English form, or words of one.
    English,
    /// An inflected form of the headword.
    Inflected,
    /// No entry of its own: put together from its parts.
    Compound,
    /// `肝*`
    Prefix,
    /// `*炎`
    Suffix,
    /// `*硬変*`
    Contains,
}

impl MatchKind {
    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Variant => "variant",
            Self::Reading => "reading",
            Self::Romaji => "romaji",
            Self::English => "english",
            Self::Inflected => "inflected",
            Self::Compound => "compound",
            Self::Prefix => "prefix",
            Self::Suffix => "suffix",
            Self::Contains => "contains",
        }
    }
}

/// The answer to a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookupResult {
    /// The query as asked.
    pub query: String,
    /// The entries, best first.
    pub entries: Vec<Found>,
    /// How many there are, shown or not.
    pub total: usize,
    /// Near misses, best first; empty where something was found.
    pub suggestions: Vec<Found>,
}

impl LookupResult {
    /// Whether anything was found; near misses do not count.
    #[must_use]
    pub fn is_found(&self) -> bool {
        !self.entries.is_empty()
    }
}

impl Glossary {
    /// What the termbase says about a word: kanji, kana, romaji, English, or a pattern such as `肝*`.
    ///
    /// Best first: entries that the whole query meets before those that it meets in part, a reader's own before ours, reviewed ones before
    /// the general dictionary, and of these by [`MatchKind`]. Without a `limit`, all of the first kind and [`PARTIAL_LIMIT`] of the
    /// second are given.
    ///
    /// ```
    /// use medgloss::Glossary;
    /// use medgloss::lookup::MatchKind;
    /// let glossary = Glossary::shipped();
    /// for (query, kind) in [("黄疸", MatchKind::Exact), ("おうだん", MatchKind::Reading), ("odan", MatchKind::Romaji), ("jaundice", MatchKind::English)] {
    ///     let result = glossary.lookup(query, None);
    ///     let found = result.entries.iter().find(|found| found.headword == "黄疸").unwrap();
    ///     assert_eq!((found.kind, found.english[0].as_str()), (kind, "jaundice"));
    /// }
    /// ```
    #[must_use]
    pub fn lookup(&self, query: &str, limit: Option<usize>) -> LookupResult {
        let asked = Query::new(&self.fold, query);
        let mut search = Search::new(self);
        let mut composed = None;
        if !asked.folded.is_empty() {
            find(&mut search, &asked);
            if search.hits.is_empty() && asked.writing != Writing::Latin && asked.pattern.is_none()
            {
                composed = phrase::find(&mut search, &asked);
            }
        }
        let mut hits = std::mem::take(&mut search.hits);
        search.rank(&mut hits);
        let total = hits.len() + usize::from(composed.is_some());
        cut(&mut hits, limit);
        let mut entries: Vec<Found> = hits.iter().filter_map(|hit| search.found(hit)).collect();
        entries.extend(composed);
        let suggestions = if total == 0 {
            near_misses(&mut search, &asked, limit)
        } else {
            Vec::new()
        };
        LookupResult {
            query: query.to_owned(),
            entries,
            total,
            suggestions,
        }
    }
}

fn find(search: &mut Search<'_>, asked: &Query) {
    search.exact(&asked.folded, &asked.cased);
    match (&asked.pattern, asked.writing) {
        (Some(pattern), writing) if search.hits.is_empty() => search.pattern(pattern, writing),
        (_, Writing::Kana) => search.reading(&asked.kana()),
        (_, Writing::Latin) => {
            search.english(&asked.folded);
            search.romaji(&asked.folded);
        }
        (_, Writing::Japanese) => {}
    }
    if search.hits.is_empty() {
        search.loosely(asked);
    }
}

fn near_misses(search: &mut Search<'_>, asked: &Query, limit: Option<usize>) -> Vec<Found> {
    let mut hits = near::hits(search, asked);
    hits.truncate(limit.unwrap_or(NEAR_LIMIT));
    hits.iter().filter_map(|hit| search.found(hit)).collect()
}

/// What meets the whole query stays; of the rest, the best.
fn cut(hits: &mut Vec<Hit>, limit: Option<usize>) {
    let whole = hits.iter().filter(|hit| hit.whole).count();
    hits.truncate(limit.unwrap_or(whole.max(PARTIAL_LIMIT)));
}

/// The order of layers: a reader's own, reviewed, the general dictionary.
const fn standing(layer: Layer) -> u8 {
    match layer {
        Layer::User => 0,
        Layer::Medical | Layer::General => 1,
        Layer::Fallback => 2,
    }
}
