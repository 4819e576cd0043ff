//! What the document spells or states in several ways, side by side and without judgement.
//!
//! Together stand forms of one entry (エクソソーム, エキソソーム), Latin text that differs in case, width or hyphens (BM-MSC, BM-MSc), and
//! statements of one number with one unit (10兆個, 10兆個相当).

use std::collections::HashMap;

use crate::gloss::ledger::abbreviations::{half_width, with_parts};
use crate::gloss::ledger::row::{Row, Value};
use crate::gloss::ledger::survey::Survey;
use crate::gloss::{Segment, SegmentKind};
use crate::lexicon::forms::changes;
use crate::text::script::Script;

/// One row a form; the rows of one group follow each other.
pub(crate) fn rows(survey: &Survey<'_>) -> Vec<Row> {
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut known: HashMap<(usize, String), usize> = HashMap::new();
    let mut groups: Vec<Vec<(String, Row)>> = Vec::new();
    for numbered in survey.sentences() {
        for segment in numbered.sentence.segments.iter().flat_map(with_parts) {
            let Some(key) = key_of(segment) else { continue };
            let number = *numbers.entry(key).or_insert(groups.len());
            if number == groups.len() {
                groups.push(Vec::new());
            }
            let Some(forms) = groups.get_mut(number) else {
                continue;
            };
            let form: String = segment.text.split_whitespace().collect();
            let at = *known.entry((number, form.clone())).or_insert(forms.len());
            match forms.get_mut(at) {
                Some((_, row)) => row.others.push(survey.stand(numbered, segment.span)),
                None => forms.push((form, survey.row_of(numbered, segment))),
            }
        }
    }
    let several = groups
        .into_iter()
        .filter_map(|forms| alike(survey, forms))
        .filter(|forms| forms.len() > 1);
    several
        .enumerate()
        .flat_map(|(group, forms)| numbered_rows(group + 1, forms))
        .collect()
}

fn numbered_rows(group: usize, forms: Vec<Row>) -> impl Iterator<Item = Row> {
    forms.into_iter().map(move |mut row| {
        row.fields = vec![Value::Number(group), Value::Number(row.count())];
        row
    })
}

/// What forms of one thing have in common.
fn key_of(segment: &Segment) -> Option<String> {
    if let Some(quantity) = &segment.quantity {
        let value = quantity.low.as_ref().or(quantity.high.as_ref())?;
        let high = quantity.high.as_ref().unwrap_or(value);
        return (quantity.form != "number").then(|| {
            format!(
                "quantity {value} {high} {} {}",
                quantity.unit, quantity.form
            )
        });
    }
    let still = segment.features.is_empty() && !segment.pos.as_deref().is_some_and(changes);
    if matches!(
        segment.kind,
        SegmentKind::Function | SegmentKind::Punctuation | SegmentKind::Unknown
    ) || !still
    {
        return None;
    }
    let letters: String = half_width(&segment.text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    let latin = segment.text.chars().all(|c| !Script::of(c).is_japanese())
        && letters.chars().any(char::is_alphabetic);
    match latin {
        true if letters.chars().count() < 2 => None,
        true => Some(format!("latin {letters}")),
        false => segment
            .entry
            .as_ref()
            .filter(|_| segment.text.chars().count() > 1)
            .map(|entry| format!("entry {entry}")),
    }
}

/// Of numbers, only forms that one of them is part of: 10兆個 and 10兆個相当, but not 2個 and 2回.
fn alike(survey: &Survey<'_>, forms: Vec<(String, Row)>) -> Option<Vec<Row>> {
    let fold =
        |text: &str| -> String { survey.glossary.fold.fold(text).split_whitespace().collect() };
    let bare = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c == '.');
    let is_number = forms
        .iter()
        .all(|(form, row)| row.provenance == "rule" && form.chars().any(char::is_numeric));
    if is_number {
        let core = forms
            .iter()
            .map(|(form, _)| fold(form))
            .filter(|form| !bare(form))
            .min_by_key(|form| form.chars().count())?;
        return Some(
            forms
                .into_iter()
                .filter(|(form, _)| fold(form).contains(&core))
                .map(|(_, row)| row)
                .collect(),
        );
    }
    Some(forms.into_iter().map(|(_, row)| row).collect())
}
