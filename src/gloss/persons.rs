//! Words for persons, places and papers: who has a finding, and who says so. The words are data (`persons.toml`).

use hashbrown::HashMap;

use crate::gloss::{Segment, SegmentKind};
use crate::glossary::language::Person;
use crate::text::fold::FoldTable;

/// What somebody is to the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The patient, whom the report is about.
    Patient,
    /// A relative by blood or marriage.
    Relative,
    /// Somebody else who can have a finding: a donor, a newborn.
    Other,
    /// A doctor, a nurse, an ambulance crew.
    Clinician,
    /// Another hospital, a health check.
    Place,
    /// A letter, a guideline.
    Source,
    /// The authors.
    Own,
}

/// One of them.
#[derive(Clone, Debug)]
pub(crate) struct Somebody {
    pub(crate) english: String,
    pub(crate) role: Role,
}

/// All of them by their words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Persons(HashMap<String, Somebody>);

impl Persons {
    pub(crate) fn new(persons: &[Person], fold: &FoldTable<'static>) -> Self {
        let mut by_word = HashMap::new();
        for person in persons {
            let Some(role) = role_named(&person.role) else {
                continue;
            };
            for word in std::iter::once(&person.word).chain(&person.variants) {
                let somebody = Somebody {
                    english: person.english.clone(),
                    role,
                };
                by_word.insert(fold.fold(word), somebody.clone());
                by_word.insert(word.clone(), somebody);
            }
        }
        Self(by_word)
    }

    /// Who a segment names: by its whole text, or by the last part of a compound (患者 + 本人).
    pub(crate) fn named(&self, segment: &Segment) -> Option<&Somebody> {
        if matches!(
            segment.kind,
            SegmentKind::Punctuation | SegmentKind::Quantity | SegmentKind::Function
        ) {
            return None;
        }
        self.0.get(segment.text.as_str()).or_else(|| {
            segment
                .parts
                .last()
                .and_then(|part| self.0.get(part.text.as_str()))
        })
    }
}

fn role_named(name: &str) -> Option<Role> {
    Some(match name {
        "patient" => Role::Patient,
        "relative" => Role::Relative,
        "other" => Role::Other,
        "clinician" => Role::Clinician,
        "place" => Role::Place,
        "source" => Role::Source,
        "self" => Role::Own,
        _ => return None,
    })
}
