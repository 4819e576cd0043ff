//! Abbreviations: defined where, used before that, defined again as something else; or not defined here and then the glossary's reading.

use std::collections::{BTreeMap, BTreeSet};

use crate::gloss::ledger::row::{Row, Stand, Value};
use crate::gloss::ledger::survey::{Survey, one_line};
use crate::gloss::ledger::terms::text_of;
use crate::gloss::{Abbreviation, Segment};

/// One row an abbreviation, in the order in which they first stand.
pub(crate) fn rows(survey: &Survey<'_>) -> Vec<Row> {
    let forms: BTreeSet<String> = survey
        .gloss
        .abbreviations
        .iter()
        .map(|abbreviation| half_width(&abbreviation.form))
        .collect();
    let mut places: BTreeMap<String, (Row, Vec<Stand>)> = BTreeMap::new();
    for numbered in survey.sentences() {
        for segment in numbered.sentence.segments.iter().flat_map(with_parts) {
            if forms.contains(&half_width(&text_of(segment))) {
                let stand = survey.stand(numbered, segment.span);
                places
                    .entry(half_width(&text_of(segment)))
                    .or_insert_with(|| (survey.row_of(numbered, segment), Vec::new()))
                    .1
                    .push(stand);
            }
        }
    }
    let listed = survey
        .gloss
        .abbreviations
        .iter()
        .filter_map(|abbreviation| {
            let (mut row, stands) = places.remove(&half_width(&abbreviation.form))?;
            let defined = state(survey, abbreviation);
            row.text = one_line(&abbreviation.form);
            row.gloss = Some(abbreviation.english.clone()).filter(|english| !english.is_empty());
            row.fields = vec![
                Value::Text(defined),
                Value::of(abbreviation.japanese.as_deref()),
                Value::Flag(abbreviation.used_before.is_some()),
                Value::of(Some(&otherwise(survey, abbreviation))),
                Value::Number(stands.len()),
            ];
            row.others = stands.into_iter().skip(1).collect();
            Some(row)
        });
    listed.collect()
}

/// Where it is defined.
fn state(survey: &Survey<'_>, abbreviation: &Abbreviation) -> String {
    match abbreviation.defined {
        "document" => {
            let at = survey.place(abbreviation.span.start);
            format!("here, {}:{}", at.line, at.column)
        }
        "glossary" => "not defined here; the glossary's reading".to_owned(),
        _ => "not defined here, and in no glossary".to_owned(),
    }
}

/// What the document defines it as elsewhere: `multiple sclerosis (多発性硬化症), 9:4`.
fn otherwise(survey: &Survey<'_>, abbreviation: &Abbreviation) -> String {
    let said = abbreviation.other_definitions.iter().map(|other| {
        let at = survey.place(other.span.start);
        let japanese = one_line(&other.japanese);
        format!("{} ({japanese}), {}:{}", other.english, at.line, at.column)
    });
    said.collect::<Vec<_>>().join("; ")
}

/// A segment, or its parts where it is a compound.
pub(crate) fn with_parts(segment: &Segment) -> Box<dyn Iterator<Item = &Segment> + '_> {
    if segment.parts.is_empty() {
        Box::new(std::iter::once(segment))
    } else {
        Box::new(segment.parts.iter().flat_map(with_parts))
    }
}

/// Full-width letters, digits and signs at their plain width.
pub(crate) fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| {
            if matches!(c, '\u{ff01}'..='\u{ff5e}') {
                char::from_u32(c as u32 - 0xfee0).unwrap_or(c)
            } else {
                c
            }
        })
        .collect()
}
