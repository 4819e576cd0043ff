//! The small tables of the language that the program needs whole: quantities, cues, English forms, lists of words.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use crate::glossary::language::{
    Bound, Era, Feature, Language, ParticleSense, PredicateSense, Shape, Unit, Words,
};
use crate::lexicon::lists::{Beginnings, ListId, ListIndex, ListSet, Named};
use crate::text::spelling::Spelling;

/// What an inflection says in English; see `english.toml`.
pub(crate) type FeatureTable = Named<String, Feature>;

/// Tables decoded once when a glossary is opened.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Tables {
    pub(crate) costs: BTreeMap<String, i32>,
    pub(crate) auxiliaries: BTreeMap<String, Vec<String>>,
    pub(crate) words: BTreeMap<String, Vec<String>>,
    pub(crate) features: FeatureTable,
    pub(crate) feature_names: Vec<String>,
    pub(crate) irregular_verbs: BTreeMap<String, (String, String)>,
    pub(crate) doubling: Vec<String>,
    /// Nouns of actions with their verbs, as the data has them: few glosses ask for one.
    nouns: String,
    pub(crate) adverbs: BTreeMap<String, String>,
    pub(crate) plurals: BTreeMap<String, String>,
    pub(crate) spelling: Spelling,
    pub(crate) digits: Named<char, u64>,
    pub(crate) powers: Named<char, u32>,
    pub(crate) scale: BTreeMap<u32, String>,
    pub(crate) vague: Beginnings,
    pub(crate) half: Vec<String>,
    pub(crate) infixes: Beginnings,
    pub(crate) weekdays: Beginnings,
    pub(crate) mask_letters: Vec<char>,
    pub(crate) units: Vec<Unit>,
    pub(crate) before: Vec<Bound>,
    pub(crate) after: Vec<Bound>,
    pub(crate) range: Vec<String>,
    pub(crate) grades: Beginnings,
    pub(crate) masks: Vec<char>,
    pub(crate) shapes: Vec<Shape>,
    pub(crate) joints: Vec<char>,
    pub(crate) eras: Vec<Era>,
    pub(crate) phrases: Named<String, String>,
    pub(crate) expressions: Beginnings,
    pub(crate) labels: Beginnings,
    pub(crate) scope: Named<String, Vec<String>>,
    pub(crate) lists: Named<String, Vec<String>>,
    pub(crate) particle_senses: Named<String, Vec<ParticleSense>>,
    pub(crate) predicate_senses: Named<String, Vec<PredicateSense>>,
    #[serde(skip)]
    index: OnceLock<ListIndex>,
    #[serde(skip)]
    verbs_of_nouns: OnceLock<BTreeMap<String, String>>,
    #[serde(skip)]
    second_senses: OnceLock<HashMap<String, String>>,
}

impl Tables {
    /// Takes from the language what the program needs whole. `feature_names` numbers the features.
    pub(crate) fn of(language: &Language, feature_names: Vec<String>) -> Self {
        let quantities = &language.quantities;
        let first = |text: &String| text.chars().next().unwrap_or('\0');
        let irregular = |name: &str| {
            language
                .irregular
                .get(name)
                .map(String::as_str)
                .unwrap_or_default()
        };
        Self {
            costs: language.costs.clone(),
            auxiliaries: language.auxiliaries.clone(),
            words: language
                .words
                .iter()
                .map(|(name, words)| (name.clone(), listed(words)))
                .collect(),
            features: language.features.clone().into(),
            feature_names,
            irregular_verbs: rows(irregular("verbs"))
                .filter_map(|row| {
                    Some((
                        row.first()?.clone(),
                        (row.get(1)?.clone(), row.get(2)?.clone()),
                    ))
                })
                .collect(),
            doubling: irregular("doubling")
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            nouns: irregular("nouns").to_owned(),
            adverbs: pairs(irregular("adverbs")),
            plurals: pairs(irregular("plurals")),
            spelling: language.spelling(),
            digits: quantities
                .digits
                .iter()
                .map(|(text, value)| (first(text), *value))
                .collect(),
            powers: quantities
                .powers
                .iter()
                .map(|(text, power)| (first(text), *power))
                .collect(),
            scale: quantities
                .scale
                .iter()
                .filter_map(|(power, word)| Some((power.parse().ok()?, word.clone())))
                .collect(),
            vague: quantities.vague.clone().into(),
            half: quantities.half.clone(),
            infixes: quantities.infixes.clone().into(),
            weekdays: quantities.weekdays.clone().into(),
            mask_letters: quantities.mask_letters.iter().map(first).collect(),
            units: quantities.units.clone(),
            before: quantities.before.clone(),
            after: quantities.after.clone(),
            range: quantities.range.clone(),
            grades: quantities.grades.clone().into(),
            masks: quantities.masks.iter().map(first).collect(),
            shapes: quantities.shapes.clone(),
            joints: quantities.joints.iter().map(first).collect(),
            eras: quantities.eras.clone(),
            phrases: quantities.phrases.clone().into(),
            expressions: quantities.expressions.clone().into(),
            labels: quantities.labels.clone().into(),
            scope: language.scope.clone().into(),
            lists: language.lists.clone().into(),
            particle_senses: particle_senses(language).into(),
            predicate_senses: predicate_senses(language).into(),
            index: OnceLock::new(),
            verbs_of_nouns: OnceLock::new(),
            second_senses: OnceLock::new(),
        }
    }

    pub(crate) fn cost(&self, name: &str) -> i32 {
        self.costs.get(name).copied().unwrap_or_default()
    }

    pub(crate) fn list(&self, name: &str) -> &[String] {
        self.lists.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// The number of a list, for [`Tables::lists_of`]; those of clauses (`[scope]`) have `scope.` before their name.
    #[inline]
    pub(crate) fn list_id(&self, name: &str) -> ListId {
        self.index().id(name)
    }

    /// The lists in which a word stands.
    pub(crate) fn lists_of(&self, word: &str) -> ListSet {
        self.index().of_word(word)
    }

    /// The English verb of an English noun of action.
    pub(crate) fn verb_of_noun(&self, noun: &str) -> Option<&String> {
        let verbs = self.verbs_of_nouns.get_or_init(|| pairs(&self.nouns));
        verbs.get(noun)
    }

    /// What the list of words with two senses gives a word.
    pub(crate) fn second_sense(&self, word: &str) -> Option<&str> {
        let senses = self.second_senses.get_or_init(|| {
            let rows = self.list("two_senses").iter();
            let mut senses = HashMap::new();
            for (form, both) in rows.filter_map(|row| row.split_once(" = ")) {
                senses
                    .entry(form.to_owned())
                    .or_insert_with(|| both.to_owned());
            }
            senses
        });
        senses.get(word).map(String::as_str)
    }

    fn index(&self) -> &ListIndex {
        self.index.get_or_init(|| {
            let scope = self.scope.iter();
            let scope = scope.map(|(name, words)| (format!("scope.{name}"), words));
            let lists = self.lists.iter();
            ListIndex::of(
                lists
                    .map(|(name, words)| (name.clone(), words))
                    .chain(scope),
            )
        })
    }

    /// A word of the program in English; its name where the data lacks it.
    pub(crate) fn phrase<'a>(&'a self, name: &'a str) -> &'a str {
        self.phrases.get(name).map_or(name, String::as_str)
    }
}

/// The words, with those of the lists that are named among them.
fn full(language: &Language, names: &[String]) -> Vec<String> {
    let words = names.iter().flat_map(|name| {
        match name
            .strip_prefix('@')
            .and_then(|name| language.lists.get(name))
        {
            Some(list) => list.as_slice(),
            None => std::slice::from_ref(name),
        }
    });
    words.cloned().collect()
}

/// The senses of each verb or adjective, in their order, with the lists that they name.
fn predicate_senses(language: &Language) -> BTreeMap<String, Vec<PredicateSense>> {
    let mut senses: BTreeMap<String, Vec<PredicateSense>> = BTreeMap::new();
    for sense in &language.predicate {
        let whole = PredicateSense {
            of: Vec::new(),
            means: full(language, &sense.means),
            without: full(language, &sense.without),
            ..sense.clone()
        };
        for word in full(language, &sense.of) {
            senses.entry(word).or_default().push(whole.clone());
        }
    }
    senses
}

/// The senses of each particle, in their order, with the lists that they name.
fn particle_senses(language: &Language) -> BTreeMap<String, Vec<ParticleSense>> {
    let full = |names: &[String]| full(language, names);
    let mut senses: BTreeMap<String, Vec<ParticleSense>> = BTreeMap::new();
    for sense in &language.sense {
        let whole = ParticleSense {
            of: Vec::new(),
            left: full(&sense.left),
            left_class: full(&sense.left_class),
            right: full(&sense.right),
            right_class: full(&sense.right_class),
            predicate: full(&sense.predicate),
            predicate_class: full(&sense.predicate_class),
            ..sense.clone()
        };
        for particle in full(&sense.of) {
            senses.entry(particle).or_default().push(whole.clone());
        }
    }
    senses
}

fn listed(words: &Words) -> Vec<String> {
    match words {
        Words::One(one) => vec![one.clone()],
        Words::Many(many) => many.clone(),
    }
}

/// Rows of words, divided by semicolons.
fn rows(text: &str) -> impl Iterator<Item = Vec<String>> + '_ {
    text.split(';')
        .map(|row| {
            row.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter(|row| !row.is_empty())
}

fn pairs(text: &str) -> BTreeMap<String, String> {
    rows(text)
        .filter_map(|row| Some((row.first()?.clone(), row.get(1..)?.join(" "))))
        .collect()
}
