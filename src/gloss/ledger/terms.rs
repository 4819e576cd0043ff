//! Terms with their counts: what a termbase of this document would hold.

use std::collections::HashMap;

use crate::gloss::ledger::row::{Row, Value};
use crate::gloss::ledger::survey::{Numbered, Survey, one_line};
use crate::gloss::{Segment, SegmentKind};

/// One row a term, symbol, compound, abbreviation or name, in the order in which they first stand.
pub(crate) fn rows(survey: &Survey<'_>) -> Vec<Row> {
    let kinds = [
        SegmentKind::Term,
        SegmentKind::Compound,
        SegmentKind::Symbol,
        SegmentKind::Abbreviation,
        SegmentKind::Name,
    ];
    grouped(
        survey,
        |segment| kinds.contains(&segment.kind),
        |segment, count| {
            vec![
                Value::of(Some(segment.kind.name())),
                Value::of(
                    segment
                        .reading
                        .as_deref()
                        .filter(|_| segment.features.is_empty()),
                ),
                Value::of(Some(&segment.alternatives.join("; "))),
                Value::Number(count),
            ]
        },
    )
}

/// Segments of one kind, those of one entry or one text together; the first is shown.
pub(crate) fn grouped(
    survey: &Survey<'_>,
    wanted: impl Fn(&Segment) -> bool,
    fields: impl Fn(&Segment, usize) -> Vec<Value>,
) -> Vec<Row> {
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut groups: Vec<(&Numbered<'_>, &Segment, Row)> = Vec::new();
    for numbered in survey.sentences() {
        for segment in numbered
            .sentence
            .segments
            .iter()
            .filter(|segment| wanted(segment))
        {
            let key = segment
                .entry
                .clone()
                .unwrap_or_else(|| survey.glossary.fold.fold(&text_of(segment)));
            match numbers.get(&key).and_then(|number| groups.get_mut(*number)) {
                Some((_, shown, row)) => {
                    row.others.push(survey.stand(numbered, segment.span));
                    if !shown.features.is_empty() && segment.features.is_empty() {
                        *shown = segment;
                    }
                }
                None => {
                    numbers.insert(key, groups.len());
                    groups.push((numbered, segment, survey.row_of(numbered, segment)));
                }
            }
        }
    }
    let finished = groups.into_iter().map(|(_, shown, mut row)| {
        row.text = text_of(shown);
        row.gloss = base_gloss(survey, shown);
        row.fields = fields(shown, row.count());
        row
    });
    finished.collect()
}

/// The text on one line; of an inflected word its dictionary form.
pub(crate) fn text_of(segment: &Segment) -> String {
    match &segment.headword {
        Some(headword) if !segment.features.is_empty() => headword.clone(),
        _ => one_line(&segment.text),
    }
}

/// The gloss; of an inflected word the English of its entry.
fn base_gloss(survey: &Survey<'_>, segment: &Segment) -> Option<String> {
    let of_entry = || {
        survey
            .entry_of(segment)?
            .english()
            .next()
            .map(str::to_owned)
    };
    if segment.features.is_empty() {
        segment.gloss.clone()
    } else {
        of_entry().or_else(|| segment.gloss.clone())
    }
}
