//! What an inflected word says: features of the form, applied in the order of the word, to English verb phrases.

#![expect(
    clippy::indexing_slicing,
    reason = "rows of forms are arrays of fixed length, and a tense is 1 or 2"
)]

use crate::gloss::english::English;
use crate::lexicon::tables::Tables;

/// A verb phrase while features are applied to it.
#[derive(Clone, Debug)]
struct Phrase {
    /// What stands before the verb and does not change: the "there" of "there be".
    lead: String,
    /// Base form: "administer", "be observed".
    base: String,
    modal: Option<String>,
    negative: bool,
    past: bool,
    perfect: bool,
    /// Stands before the verb, behind be and have: "no longer ".
    adverb: String,
    /// An adjective to which nothing has happened yet.
    adjective: Option<String>,
}

/// The features of a form at the end of a sentence: a continuing form there is an end (発熱あり。).
pub(crate) fn as_final(tables: &Tables, features: &[String]) -> Vec<String> {
    let weak = |name: &String| {
        tables
            .features
            .get(name)
            .is_some_and(|feature| feature.weak)
    };
    let end = features
        .iter()
        .rposition(|name| !weak(name))
        .map_or(0, |at| at + 1);
    features.get(..end).unwrap_or_default().to_vec()
}

/// The English of a word whose base form is `base` and whose form means `features`; an adjective's base is the adjective.
pub(crate) fn inflect(
    tables: &Tables,
    english: &English,
    base: &str,
    is_adjective: bool,
    features: &[String],
) -> String {
    let be = &english.be[0];
    let there = word(tables, "there", 0);
    let (lead, base) = match base.strip_prefix(there) {
        Some(rest) if rest.starts_with(' ') => (format!("{there} "), rest.trim_start()),
        _ => (String::new(), base),
    };
    let is_adjective = is_adjective && lead.is_empty();
    let mut phrase = Phrase {
        lead,
        base: if is_adjective && !english.is_be(base) {
            format!("{be} {base}")
        } else {
            base.to_owned()
        },
        modal: None,
        negative: false,
        past: false,
        perfect: false,
        adverb: String::new(),
        adjective: is_adjective.then(|| {
            base.strip_prefix(&format!("{be} "))
                .unwrap_or(base)
                .to_owned()
        }),
    };
    // What is a state already needs no perfect: 誤っている is wrong, not has been wrong.
    let state = english.is_be(base) || is_adjective;
    let mut last_word = None;
    let mut clause = None;
    let mut wrapped = false;
    for (at, name) in features.iter().enumerate() {
        let Some(feature) = tables.features.get(name) else {
            continue;
        };
        let is_last = features
            .get(at + 1..)
            .is_none_or(|rest| rest.iter().all(|name| is_silent(tables, name)));
        match feature.how.as_str() {
            "passive" => phrase.make_passive(english),
            "past" => phrase.past = true,
            "negative" => phrase.negative = !phrase.negative,
            "perfect" => phrase.perfect = !state,
            "modal" => phrase.modal = Some(feature.text.clone()),
            // 〜なくなってきた, 〜ようになってきた: it is said once.
            "wrap" if !feature.negated.is_empty() && (wrapped || phrase.is_no_longer()) => {}
            "wrap" if phrase.negative && !feature.negated.is_empty() => {
                phrase.negative = false;
                phrase.adverb = format!("{} ", feature.negated);
            }
            "wrap" => {
                phrase.bind_modal(tables);
                phrase.wrap(english, &feature.text, &feature.verb);
                wrapped |= !feature.negated.is_empty();
            }
            "adverb" if is_last && phrase.negative && !phrase.has_tense() => {
                last_word = tables
                    .features
                    .get("continuative")
                    .map(|going_on| phrase.fill(tables, english, &going_on.text));
            }
            "adverb" if is_last && phrase.is_bare() => {
                last_word = phrase
                    .adjective
                    .as_deref()
                    .map(|adjective| english.adverb(adjective));
            }
            "final" if !feature.weak || is_last => {
                if feature.positive {
                    phrase.negative = false;
                }
                let of_state = !feature.state.is_empty() && english.is_be(&phrase.base);
                let text = if of_state {
                    &feature.state
                } else {
                    &feature.text
                };
                last_word = Some(phrase.fill(tables, english, text));
            }
            "clause" => clause = Some(&feature.text),
            "passive-clause" => {
                phrase.make_passive(english);
                clause = Some(&feature.text);
            }
            _ => {}
        }
    }
    match (last_word, &phrase.adjective) {
        (Some(word), _) => word,
        (None, Some(adjective)) if phrase.is_bare() => adjective.clone(),
        _ => {
            let finite = phrase.finite(tables, english);
            clause.map_or_else(|| finite.clone(), |text| text.replace("{finite}", &finite))
        }
    }
}

/// Whether the feature says nothing in English.
pub(crate) fn is_silent(tables: &Tables, name: &str) -> bool {
    tables
        .features
        .get(name)
        .is_none_or(|feature| feature.how == "silent")
}

impl Phrase {
    const fn has_tense(&self) -> bool {
        self.past || self.perfect || self.modal.is_some()
    }

    /// Whether no feature has changed it.
    const fn is_bare(&self) -> bool {
        !self.negative
            && !self.past
            && !self.perfect
            && self.modal.is_none()
            && self.adverb.is_empty()
    }

    fn make_passive(&mut self, english: &English) {
        if !english.is_be(&self.base) {
            self.base = format!("{} {}", english.be[0], english.participle(&self.base));
        }
        self.adjective = None;
    }

    /// Whether the phrase says already that it is so no longer.
    const fn is_no_longer(&self) -> bool {
        !self.adverb.is_empty()
    }

    /// A modal cannot stand behind another verb: 歩けるようになる is "begin to be able to walk".
    fn bind_modal(&mut self, tables: &Tables) {
        let Some(modal) = self.modal.take() else {
            return;
        };
        match tables.words.get(&modal).and_then(|forms| forms.get(4)) {
            Some(bound) => self.base = format!("{bound} {}", self.base),
            None => self.modal = Some(modal),
        }
    }

    /// The text becomes the phrase: what was negative inside stays so.
    fn wrap(&mut self, english: &English, text: &str, for_verbs: &str) {
        let text = if self.adjective.is_none() && !for_verbs.is_empty() {
            for_verbs
        } else {
            text
        };
        let adjective = self.adjective.take();
        self.base = filled(text, |name| match name {
            "base" => Some(self.base.clone()),
            "ing" => Some(english.ing(&self.base)),
            "participle" => Some(english.participle(&self.base)),
            "adjective" => Some(adjective.clone().unwrap_or_else(|| self.base.clone())),
            _ => None,
        });
    }

    /// The phrase of a clause that goes on: "observed", "not showing", "has been limited"; its tense comes with the last clause.
    fn continuing(&self, tables: &Tables, english: &English) -> String {
        let is_be = english.is_be(&self.base);
        let bare = match self.base.split_once(' ') {
            Some((_, state)) if is_be && self.lead.is_empty() => state.to_owned(),
            _ if is_be || !self.lead.is_empty() => return self.finite(tables, english),
            _ => english.ing(&self.base),
        };
        if self.has_tense() {
            self.finite(tables, english)
        } else if self.negative {
            format!("{} {bare}", word(tables, "not", 0))
        } else {
            format!("{}{bare}", self.adverb)
        }
    }

    fn fill(&self, tables: &Tables, english: &English, text: &str) -> String {
        let not = |form: String| {
            if self.negative {
                format!("{} {form}", word(tables, "not", 0))
            } else if self.adverb.is_empty() {
                form
            } else {
                format!("{}{form}", self.adverb)
            }
        };
        let lead = &self.lead;
        filled(text, |name| match name {
            "base" => Some(format!("{lead}{}", not(self.base.clone()))),
            "ing" => Some(format!("{lead}{}", not(english.ing(&self.base)))),
            "participle" => Some(not(english.participle(&self.base))),
            "adjective" => Some(not(self
                .adjective
                .clone()
                .unwrap_or_else(|| self.base.clone()))),
            "going on" => Some(self.continuing(tables, english)),
            "finite" => Some(self.finite(tables, english)),
            _ => None,
        })
    }

    fn finite(&self, tables: &Tables, english: &English) -> String {
        let verb = self.verb(tables, english);
        if self.lead.is_empty() {
            verb
        } else {
            self.lead.clone() + &verb
        }
    }

    fn verb(&self, tables: &Tables, english: &English) -> String {
        let not = word(tables, "not", 0);
        if let Some(modal) = &self.modal {
            let form = usize::from(self.past) + 2 * usize::from(self.negative);
            return format!("{} {}{}", word(tables, modal, form), self.adverb, self.base);
        }
        let tense = if self.past { 2 } else { 1 };
        if self.perfect {
            let have = &english.have[tense];
            let participle = english.participle(&self.base);
            return if self.negative {
                format!("{have} {not} {participle}")
            } else {
                format!("{have} {}{participle}", self.adverb)
            };
        }
        if self.negative && english.is_be(&self.base) {
            let rest = self.base.split_once(' ').map_or("", |(_, rest)| rest);
            return format!("{} {not} {rest}", english.be[tense])
                .trim_end()
                .to_owned();
        }
        if self.negative {
            return format!("{} {not} {}", english.auxiliary_do[tense], self.base);
        }
        let verb = if self.past {
            english.past(&self.base)
        } else {
            english.third(&self.base)
        };
        match verb.split_once(' ') {
            None if english.is_be(&self.base) => {
                format!("{verb} {}", self.adverb).trim_end().to_owned()
            }
            Some((be, state)) if english.is_be(&self.base) => {
                format!("{be} {}{state}", self.adverb)
            }
            _ if self.adverb.is_empty() => verb,
            _ => format!("{}{verb}", self.adverb),
        }
    }
}

/// The text with each `{name}` that has a form replaced by it; only forms that it names are made.
fn filled(text: &str, form: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        out.push_str(before);
        let named = behind.split_once('}');
        match named.and_then(|(name, after)| Some((form(name)?, after))) {
            Some((form, after)) => {
                out.push_str(&form);
                rest = after;
            }
            None => {
                out.push('{');
                rest = behind;
            }
        }
    }
    out + rest
}

fn word<'t>(tables: &'t Tables, name: &'t str, form: usize) -> &'t str {
    tables
        .words
        .get(name)
        .and_then(|forms| forms.get(form).or_else(|| forms.first()))
        .map_or(name, String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Glossary;

    /// Whatever follows a negation, it is said: alone, before each other feature, and before each two.
    #[test]
    fn a_negation_is_never_lost() {
        let glossary = Glossary::shipped();
        let (tables, english) = (&glossary.tables, &glossary.english);
        let others: Vec<&String> = tables
            .features
            .iter()
            .filter(|(name, feature)| !feature.positive && *name != "negative")
            .map(|(name, _)| name)
            .collect();
        let mut lost = Vec::new();
        for first in &others {
            for second in &others {
                let features = ["continuative", "negative", first, second].map(str::to_owned);
                for (base, is_adjective) in
                    [("come out", false), ("be closed", false), ("large", true)]
                {
                    let said = inflect(tables, english, base, is_adjective, &features);
                    let denies = ["not", "no", "without", "cannot", "unable", "unless"];
                    if !said.split(' ').any(|word| denies.contains(&word)) {
                        lost.push(format!("{features:?}: {said}"));
                    }
                }
            }
        }
        assert!(
            lost.is_empty(),
            "{} of {}: {lost:#?}",
            lost.len(),
            others.len()
        );
    }
}
