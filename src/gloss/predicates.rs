//! What verbs and adjectives say in their form and place: ない "there is no", 同居している "lives with".
//!
//! Where a form or a place asks for other English than the entry's own, the data says so (`glossary/language/predicates.toml`).

use crate::gloss::Word;
use crate::gloss::assemble::Assembler;
use crate::gloss::inflect::inflect;
use crate::gloss::memo::Place;
use crate::gloss::place::by_itself;
use crate::glossary::language::PredicateSense;
use crate::lexicon::forms::changes;
use crate::lexicon::{EntryView, Lexeme, LexemeKind};

/// So many other things a word shows that it may say.
const MOST_ALTERNATIVES: usize = 6;

/// The English of an entry that changes with its form.
struct Forms {
    /// Verb phrases in base form, or adjectives.
    bases: Vec<String>,
    are_adjectives: bool,
    /// Nouns, which stay as they are: of 投与した the administration.
    nouns: Vec<String>,
}

impl<'g> Assembler<'_, 'g> {
    /// Puts the inflected English under a word that has changed its form.
    pub(super) fn say(
        &self,
        entry: &EntryView<'g>,
        lexeme: &Lexeme,
        word: &mut Word,
        features: Vec<String>,
        place: Place,
    ) {
        if let Some(forms) = self.forms(entry, lexeme, word, &features) {
            let sense = self.sense_of_form(entry, &features, place);
            self.say_forms(forms, sense, word, &features, place);
        }
        word.features = features;
    }

    fn say_forms(
        &self,
        forms: Forms,
        sense: Option<&PredicateSense>,
        word: &mut Word,
        features: &[String],
        place: Place,
    ) {
        let (tables, english) = (&self.glossary.tables, &self.glossary.english);
        // 白目が透明に。 at the end leaves なる out.
        let becomes =
            |name: &String| matches!(place, Place::Result | Place::Final) && name == "adverbial";
        let own: Vec<String> = features
            .iter()
            .filter(|name| !becomes(name))
            .cloned()
            .collect();
        let spoken = sense.map_or_else(|| own.clone(), |sense| said_as(sense, &own));
        let others = sense.filter(|sense| !sense.english.is_empty());
        let alone = by_itself(tables, &spoken);
        let mut said: Vec<String> = Vec::new();
        let mut add = |text: String| {
            if !said.contains(&text) && said.len() <= MOST_ALTERNATIVES {
                said.push(text);
            }
        };
        for base in others.map(|sense| &sense.english).into_iter().flatten() {
            add(inflect(tables, english, base, false, &spoken));
        }
        let how = if others.is_some() { &own } else { &spoken };
        for base in &forms.bases {
            add(inflect(tables, english, base, forms.are_adjectives, how));
        }
        forms.nouns.into_iter().for_each(add);
        let is_verb = !forms.are_adjectives || others.is_some();
        let first = others
            .and_then(|sense| sense.english.first())
            .or(forms.bases.first());
        word.alone = first
            .zip(alone)
            .filter(|_| is_verb)
            .map(|(base, features)| inflect(tables, english, base, false, &features));
        let mut said = said.into_iter();
        word.gloss = said.next();
        let going_on = tables
            .features
            .get("continuative")
            .map(|feature| &feature.text);
        word.tail = going_on
            .and_then(|text| text.rsplit_once('}'))
            .map(|(_, tail)| tail)
            .filter(|tail| {
                word.gloss
                    .as_ref()
                    .is_some_and(|gloss| gloss.ends_with(tail))
            })
            .map_or(0, str::len);
        word.alternatives = said.collect();
    }

    /// What of the word's English changes with its form; none where nothing does.
    fn forms(
        &self,
        entry: &EntryView<'g>,
        lexeme: &Lexeme,
        word: &Word,
        features: &[String],
    ) -> Option<Forms> {
        let has = |name: &str| features.iter().any(|feature| feature == name);
        let pos = entry.pos();
        let first = if !entry.modifier().is_empty() && has("attributive") {
            Some(entry.modifier().to_owned())
        } else {
            word.gloss.clone()
        };
        if has("verbal") {
            let phrase = if has("passive") {
                "noun_verb_passive"
            } else {
                "noun_verb"
            };
            let first = first.unwrap_or_default();
            let mut bases: Vec<String> = entry.verbs().map(str::to_owned).collect();
            if bases.is_empty() {
                let tables = &self.glossary.tables;
                let verb = tables.verb_of_noun(&first).cloned();
                bases.push(verb.unwrap_or_else(|| tables.phrase(phrase).replace("{}", &first)));
            }
            let nouns = std::iter::once(first).chain(word.alternatives.iter().cloned());
            return Some(Forms {
                bases,
                are_adjectives: false,
                nouns: nouns.filter(|noun| !noun.is_empty()).collect(),
            });
        }
        let is_adjective = matches!(pos, "na-adjective" | "taru-adjective" | "na-suffix")
            && ["adverbial", "attributive", "seeming"].into_iter().any(has);
        (lexeme.kind == LexemeKind::Copula || changes(pos) || is_adjective).then(|| Forms {
            bases: first
                .into_iter()
                .chain(word.alternatives.iter().cloned())
                .collect(),
            are_adjectives: is_adjective || pos == "i-adjective",
            nouns: Vec::new(),
        })
    }

    /// The sense that the form and the place ask for.
    fn sense_of_form(
        &self,
        entry: &EntryView<'g>,
        features: &[String],
        place: Place,
    ) -> Option<&'g PredicateSense> {
        let senses = self
            .glossary
            .tables
            .predicate_senses
            .get(entry.headword())?;
        // An entry for certain company says there what it says.
        let has_company = entry.when().is_some();
        senses.iter().find(|sense| {
            sense.means.iter().all(|name| features.contains(name))
                && !sense.without.iter().any(|name| features.contains(name))
                && (sense.place.is_empty() || sense.place == place.name())
                && (sense.english.is_empty() || !has_company)
        })
    }
}

/// The features as the sense says them.
fn said_as(sense: &PredicateSense, features: &[String]) -> Vec<String> {
    features
        .iter()
        .map(|name| sense.say.get(name).unwrap_or(name))
        .chain(&sense.also)
        .cloned()
        .collect()
}
