//! Where a word stands in its clause, and what that changes in its English: at the end, before a noun, going on.

use hashbrown::HashSet;

use crate::gloss::assemble::Assembler;
use crate::gloss::inflect::{as_final, is_silent};
use crate::gloss::memo::Place;
use crate::lexicon::forms::changes;
use crate::lexicon::tables::Tables;
use crate::lexicon::{CHANGING, CONDITIONAL, EntryId, EntryView, Lexeme, LexemeKind, Lexicon};
use crate::segment::{NodeKind, Path, Step};
use crate::text::fold::FoldTable;

/// Entries that matter to where a word stands in its clause, each with the number of its lexicon.
#[derive(Debug)]
pub(crate) struct Landmarks {
    /// Verbs that say what becomes of something.
    result_verbs: HashSet<(u8, EntryId)>,
    /// Nouns that stand for a clause.
    clause_nouns: HashSet<(u8, EntryId)>,
    /// What the writers of a report do in it themselves.
    writer_verbs: HashSet<(u8, EntryId)>,
}

impl Landmarks {
    pub(crate) fn of(tables: &Tables, fold: &FoldTable<'_>, lexicons: &[Lexicon<'_>]) -> Self {
        let entries = |list: &str| {
            let mut found = HashSet::new();
            for (word, (layer, lexicon)) in tables
                .list(list)
                .iter()
                .flat_map(|word| std::iter::repeat(word).zip((0u8..).zip(lexicons)))
            {
                let key = lexicon.find_key(&fold.fold(word));
                let lexemes = key.into_iter().flat_map(|key| lexicon.lexemes_of(key));
                let entries = lexemes.map(|lexeme| lexicon.lexeme(lexeme).entry);
                found.extend(
                    entries
                        .filter(|entry| lexicon.entry(*entry).headword() == word)
                        .map(|entry| (layer, entry)),
                );
            }
            found
        };
        Self {
            result_verbs: entries("result_verbs"),
            clause_nouns: entries("clause_nouns"),
            writer_verbs: entries("writer_verbs"),
        }
    }

    /// Whether what a word says without endings may depend on its place: a noun says the same everywhere.
    pub(crate) fn may_depend_on_place(&self, layer: u8, lexeme: &Lexeme) -> bool {
        lexeme.flags & (CHANGING | CONDITIONAL) != 0
            || self.writer_verbs.contains(&(layer, lexeme.entry))
    }
}

impl<'g> Assembler<'_, 'g> {
    /// Where the word that ends with step `last` stands in its clause.
    pub(super) fn place(&self, path: &Path, last: usize) -> Place {
        let following = path.steps.get(last + 1..).unwrap_or_default();
        let Some(next) = following.iter().find(|step| step.kind != NodeKind::Space) else {
            return Place::Final;
        };
        if next.kind == NodeKind::Punctuation {
            return if self.ends_clause(next) {
                Place::Final
            } else {
                Place::Inside
            };
        }
        let qualifies = path.steps.get(last).is_some_and(|step| {
            let ids = self.segmenter.class_ids;
            self.lexeme_of(step).is_some_and(|(_, lexeme)| {
                [
                    ids.verb_end,
                    ids.adjective_end,
                    ids.adnominal,
                    ids.obligation,
                ]
                .contains(&lexeme.right)
            })
        });
        if qualifies && self.is_qualified(path, next) {
            Place::BeforeNoun
        } else if self.says_result(next) {
            Place::Result
        } else {
            Place::Inside
        }
    }

    /// Whether a clause before the step says which one is meant: a noun, and none that stands for the clause itself (こと).
    fn is_qualified(&self, path: &Path, next: &Step) -> bool {
        match next.kind {
            NodeKind::Latin | NodeKind::Unknown => true,
            NodeKind::Quantity(number) => path
                .quantities
                .get(number as usize)
                .is_some_and(|quantity| quantity.form == "count"),
            NodeKind::Lexeme(layer, _) => self.lexeme_of(next).is_some_and(|(_, lexeme)| {
                let ids = self.segmenter.class_ids;
                let clause_nouns = &self.landmarks.clause_nouns;
                (lexeme.left == ids.noun || lexeme.left == ids.prefix)
                    && !clause_nouns.contains(&(layer, lexeme.entry))
            }),
            _ => false,
        }
    }

    /// Whether the step is a verb that says what becomes of something.
    fn says_result(&self, step: &Step) -> bool {
        let NodeKind::Lexeme(layer, _) = step.kind else {
            return false;
        };
        let verbs = &self.landmarks.result_verbs;
        self.lexeme_of(step)
            .is_some_and(|(_, lexeme)| verbs.contains(&(layer, lexeme.entry)))
    }

    pub(super) fn lexeme_of(&self, step: &Step) -> Option<(&Lexicon<'g>, Lexeme)> {
        let NodeKind::Lexeme(layer, id) = step.kind else {
            return None;
        };
        let lexicon = self.segmenter.lexicons.get(usize::from(layer))?;
        Some((lexicon, lexicon.lexeme(id)))
    }

    /// A sign that ends what was said: a full stop, a closing bracket, a slash; not a comma.
    fn ends_clause(&self, step: &Step) -> bool {
        self.folded
            .folded
            .get(step.start)
            .is_some_and(|sign| !matches!(sign, '、' | ',' | '(' | '「' | '・'))
    }

    pub(super) fn auxiliary(&self, step: &Step) -> Option<(&Lexicon<'g>, Lexeme)> {
        self.lexeme_of(step)
            .filter(|(_, lexeme)| lexeme.kind == LexemeKind::Auxiliary)
    }

    /// Changes the features of a word to what it says in its place.
    pub(super) fn put_in_place(
        &self,
        place: Place,
        entry: &EntryView<'_>,
        features: &mut Vec<String>,
    ) {
        let tables = &self.glossary.tables;
        let headword = entry.headword();
        match place {
            Place::Final => {
                *features = as_final(tables, features);
                let is_plain = features.iter().all(|name| is_silent(tables, name));
                if is_plain && has(tables, "writer_verbs", headword) {
                    features.push("writer".to_owned());
                }
            }
            Place::BeforeNoun if is_verb(entry, features) => {
                let feature = before_noun(tables, headword, features);
                features.push(feature.to_owned());
            }
            Place::BeforeNoun | Place::Inside | Place::Result => {}
        }
    }
}

/// Whether the word is a verb in its form: an adjective before a noun says no more than itself.
fn is_verb(entry: &EntryView<'_>, features: &[String]) -> bool {
    let has = |wanted: &str| features.iter().any(|name| name == wanted);
    // What is polite ends its sentence, whatever is quoted behind it.
    !has("polite") && (has("verbal") || changes(entry.pos()) && entry.pos() != "i-adjective")
}

fn has(tables: &Tables, list: &str, word: &str) -> bool {
    tables.lists_of(word).has(tables.list_id(list))
}

/// The features without those that say how the clause goes on; none where there are none.
pub(super) fn by_itself(tables: &Tables, features: &[String]) -> Option<Vec<String>> {
    let kept: Vec<String> = features
        .iter()
        .filter(|name| {
            let how = tables
                .features
                .get(*name)
                .map(|feature| feature.how.as_str());
            !matches!(how, Some("clause" | "passive-clause"))
        })
        .cloned()
        .collect();
    let kept = as_final(tables, &kept);
    (kept.len() < features.len()).then_some(kept)
}

/// The feature of a verb that qualifies a noun: who does what is done to patients is seldom named.
fn before_noun(tables: &Tables, headword: &str, features: &[String]) -> &'static str {
    let is_voiced = features.iter().any(|name| {
        tables.features.get(name).is_some_and(|feature| {
            let how = feature.how.as_str();
            !feature.weak && !matches!(how, "silent" | "past" | "negative" | "perfect" | "modal")
        })
    });
    if !is_voiced && has(tables, "done_verbs", headword) {
        "done"
    } else {
        "relative"
    }
}
