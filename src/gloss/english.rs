//! English forms: verbs, adverbs. Irregular forms and auxiliaries are data (`glossary/language/english.toml`).

#![expect(
    clippy::indexing_slicing,
    reason = "rows have the forms that the tables ask for: arrays of fixed length, and forms are constants"
)]

use std::collections::{HashMap, HashSet};

use crate::lexicon::tables::Tables;

/// Makes English forms of the words that entries give in their base form.
#[derive(Clone, Debug, Default)]
pub struct English {
    irregular: HashMap<String, (String, String)>,
    doubling: HashSet<String>,
    adverbs: HashMap<String, String>,
    adverb_endings: Vec<String>,
    noun_endings: Vec<String>,
    adverb_adjectives: HashSet<String>,
    pub(crate) be: [String; 5],
    pub(crate) have: [String; 5],
    pub(crate) auxiliary_do: [String; 5],
}

const THIRD: usize = 1;
const PAST: usize = 2;
const PARTICIPLE: usize = 3;
const ING: usize = 4;

impl English {
    pub(crate) fn new(tables: &Tables) -> Self {
        let row = |name: &str| {
            std::array::from_fn(|at| {
                tables
                    .auxiliaries
                    .get(name)
                    .and_then(|row| row.get(at))
                    .cloned()
                    .unwrap_or_default()
            })
        };
        Self {
            irregular: tables.irregular_verbs.clone().into_iter().collect(),
            doubling: tables.doubling.iter().cloned().collect(),
            adverbs: tables.adverbs.clone().into_iter().collect(),
            adverb_endings: tables.list("adverb_endings").to_vec(),
            noun_endings: tables.list("noun_endings").to_vec(),
            adverb_adjectives: tables.list("adverb_adjectives").iter().cloned().collect(),
            be: row("be"),
            have: row("have"),
            auxiliary_do: row("do"),
        }
    }

    /// Inflects the verb of a verb phrase, its first word but for adverbs: "present with" to "presents with".
    fn head(&self, phrase: &str, form: usize, rule: impl Fn(&str) -> String) -> String {
        let is_adverb = |word: &&str| {
            word.strip_suffix(' ')
                .is_some_and(|word| word.ends_with("ly"))
        };
        let before = phrase
            .split_inclusive(' ')
            .take_while(is_adverb)
            .map(str::len)
            .sum();
        let (adverbs, phrase) = phrase.split_at_checked(before).unwrap_or(("", phrase));
        let (head, rest) = phrase
            .split_once(' ')
            .map_or((phrase, ""), |(head, rest)| (head, rest));
        let auxiliary = [&self.be, &self.have, &self.auxiliary_do]
            .into_iter()
            .find(|row| row[0] == head);
        let head = auxiliary.map_or_else(|| rule(head), |row| row[form].clone());
        match (adverbs, rest) {
            ("", "") => head,
            (_, "") => [adverbs, &head].concat(),
            _ => [adverbs, &head, " ", rest].concat(),
        }
    }

    /// Third person singular: shows.
    #[must_use]
    pub fn third(&self, phrase: &str) -> String {
        self.head(phrase, THIRD, |verb| {
            if verb.ends_with(['s', 'x', 'z', 'o']) || verb.ends_with("ch") || verb.ends_with("sh")
            {
                format!("{verb}es")
            } else if let Some(stem) = consonant_y(verb) {
                format!("{stem}ies")
            } else {
                format!("{verb}s")
            }
        })
    }

    /// Simple past: showed.
    #[must_use]
    pub fn past(&self, phrase: &str) -> String {
        self.head(phrase, PAST, |verb| {
            self.irregular
                .get(verb)
                .map_or_else(|| self.regular_past(verb), |forms| forms.0.clone())
        })
    }

    /// Past participle: shown.
    #[must_use]
    pub fn participle(&self, phrase: &str) -> String {
        self.head(phrase, PARTICIPLE, |verb| {
            self.irregular
                .get(verb)
                .map_or_else(|| self.regular_past(verb), |forms| forms.1.clone())
        })
    }

    /// The -ing form: showing.
    #[must_use]
    pub fn ing(&self, phrase: &str) -> String {
        self.head(phrase, ING, |verb| {
            if self.doubling.contains(verb) {
                let last = verb.chars().last().unwrap_or_default();
                format!("{verb}{last}ing")
            } else if let Some(stem) = verb.strip_suffix("ie") {
                format!("{stem}ying")
            } else if verb.len() > 2
                && verb.ends_with('e')
                && !verb.ends_with("ee")
                && !verb.ends_with("oe")
                && !verb.ends_with("ye")
            {
                format!("{}ing", verb.strip_suffix('e').unwrap_or(verb))
            } else {
                format!("{verb}ing")
            }
        })
    }

    fn regular_past(&self, verb: &str) -> String {
        if self.doubling.contains(verb) {
            let last = verb.chars().last().unwrap_or_default();
            format!("{verb}{last}ed")
        } else if verb.ends_with('e') {
            format!("{verb}d")
        } else if let Some(stem) = consonant_y(verb) {
            format!("{stem}ied")
        } else {
            format!("{verb}ed")
        }
    }

    /// The adverb of an adjective: markedly. An adjective of several words stays as it is, and so does what is not known to make one: a
    /// noun (abnormality), a participle (localized).
    #[must_use]
    pub fn adverb(&self, adjective: &str) -> String {
        if let Some(adverb) = self.adverbs.get(adjective) {
            return adverb.clone();
        }
        if adjective.contains([' ', '-']) || !self.makes_adverb(adjective) {
            return adjective.to_owned();
        }
        if adjective.ends_with("ic") {
            return format!("{adjective}ally");
        }
        if let Some(stem) = adjective
            .strip_suffix("le")
            .filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']))
        {
            return format!("{stem}ly");
        }
        if let Some(stem) = consonant_y(adjective) {
            return format!("{stem}ily");
        }
        if adjective.ends_with("ll") {
            return format!("{adjective}y");
        }
        format!("{adjective}ly")
    }

    fn makes_adverb(&self, adjective: &str) -> bool {
        let ends = |endings: &[String]| {
            endings
                .iter()
                .any(|ending| adjective.ends_with(ending.as_str()))
        };
        self.adverb_adjectives.contains(adjective)
            || ends(&self.adverb_endings) && !ends(&self.noun_endings)
    }

    pub(crate) fn is_be(&self, phrase: &str) -> bool {
        phrase.split(' ').next() == Some(self.be[0].as_str())
    }
}

/// The stem of a word in a consonant and y.
fn consonant_y(word: &str) -> Option<&str> {
    word.strip_suffix('y').filter(|stem| {
        stem.chars()
            .last()
            .is_some_and(|c| !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u'))
    })
}
