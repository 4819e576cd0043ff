//! Entries that stand in each other's way: duplicates, conflicts, variants that are another's headword, entries behind better ones.

use std::collections::HashMap;

use super::{Checker, Place};
use crate::glossary::{Entry, GlossaryFile, Layer};

/// Where two entries are found by the same text in the same company.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    layer: Layer,
    headword: String,
    pos: String,
    when: String,
}

type Headwords<'a> = HashMap<(Layer, String), Place<'a>>;

impl Checker<'_> {
    pub(super) fn check_collisions(&mut self, files: &[GlossaryFile]) {
        let mut first: HashMap<Key, Place<'_>> = HashMap::new();
        let mut headwords: Headwords<'_> = HashMap::new();
        for place in places(files) {
            let folded = self.folded(place.entry, &place.entry.headword);
            if folded.is_empty() {
                continue;
            }
            headwords
                .entry((place.info.layer, folded.clone()))
                .or_insert(place);
            let when = format!("{:?}", place.entry.when);
            let key = Key {
                layer: place.info.layer,
                headword: folded,
                pos: place.entry.pos.clone(),
                when,
            };
            match first.get(&key) {
                Some(other) => self.compare(*other, place),
                None => {
                    first.insert(key, place);
                }
            }
        }
        for place in places(files) {
            self.check_variants(place, &headwords);
            self.check_shadow(place, &headwords);
        }
    }

    /// As the lexicon keys it; where case counts, with its case.
    fn folded(&self, entry: &Entry, text: &str) -> String {
        if entry.minds_case() {
            self.fold.fold_cased(text.trim())
        } else {
            self.fold.fold(text.trim())
        }
    }

    fn compare(&mut self, first: Place<'_>, second: Place<'_>) {
        let (a, b) = (first.entry, second.entry);
        let (headword, other) = (&b.headword, first.shown());
        if a.english.first() == b.english.first() {
            self.warning(
                second,
                "duplicate-headword",
                format!(
                    "`{headword}` is there already, at {other}, with the same English; take one out"
                ),
            );
        } else if a.ambiguous || b.ambiguous {
            // Both are shown, and that none can be chosen is said.
        } else {
            let (mine, theirs) = (shown_english(b), shown_english(a));
            let message = format!(
                "`{headword}` says {mine} here and {theirs} at {other}: only the first is used"
            );
            if a.reading != b.reading {
                self.warning(second, "conflict", format!("{message}, whatever the reading; say with `when` where each holds, or mark it `ambiguous`"));
            } else {
                self.error(second, "conflict", format!("{message}; make it one entry, say with `when` where each holds, or mark it `ambiguous`"));
            }
        }
    }

    fn check_variants(&mut self, place: Place<'_>, headwords: &Headwords<'_>) {
        let own = self.folded(place.entry, &place.entry.headword);
        for variant in &place.entry.variants {
            let folded = self.folded(place.entry, variant);
            let Some(other) = headwords
                .get(&(place.info.layer, folded.clone()))
                .filter(|_| folded != own && !folded.is_empty())
            else {
                continue;
            };
            let where_it_stands = other.shown();
            let message = if other.entry.english.first() == place.entry.english.first() {
                format!(
                    "`{variant}` is also the headword of an entry with the same English at {where_it_stands}; take one out"
                )
            } else {
                let english = shown_english(other.entry);
                format!(
                    "`{variant}` is the headword of another entry, {english}, at {where_it_stands}, which goes first; take the variant out"
                )
            };
            self.warning(place, "variant-is-headword", message);
        }
    }

    /// Whether a better layer has the same headword: the general dictionary is silent behind it, our general words lose against it.
    fn check_shadow(&mut self, place: Place<'_>, headwords: &Headwords<'_>) {
        let better: &[Layer] = match place.info.layer {
            Layer::Fallback => &[Layer::Medical, Layer::General],
            Layer::General => &[Layer::Medical],
            Layer::Medical | Layer::User => &[],
        };
        let folded = self.folded(place.entry, &place.entry.headword);
        for layer in better {
            let Some(other) = headwords.get(&(*layer, folded.clone())) else {
                continue;
            };
            let same_shape =
                other.entry.pos == place.entry.pos && other.entry.when == place.entry.when;
            if place.info.layer == Layer::Fallback || same_shape {
                let message = format!(
                    "`{}` is never used behind the entry at {}; take it out",
                    place.entry.headword,
                    other.shown()
                );
                self.warning(place, "shadowed", message);
                return;
            }
        }
    }
}

fn places(files: &[GlossaryFile]) -> impl Iterator<Item = Place<'_>> {
    files.iter().flat_map(|file| {
        file.entries.iter().map(|entry| Place {
            info: &file.info,
            entry,
        })
    })
}

fn shown_english(entry: &Entry) -> String {
    format!("“{}”", entry.english.first().map_or("", String::as_str))
}
