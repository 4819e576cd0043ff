//! Claims: every cue by its own word, what it governs, who is named as saying so, and whether a reference stands in the sentence.

use crate::gloss::ledger::references::references;
use crate::gloss::ledger::row::{Row, Value};
use crate::gloss::ledger::survey::{Numbered, Survey, one_line, provenance};
use crate::gloss::{Mark, Sentence};

/// What is said of a sentence without a cue. It does not make the sentence certain.
pub(crate) const NO_CUE: &str = "no listed cue found";
/// What is said where nobody is named.
const NOT_NAMED: &str = "not named";

/// One row a mark; one row for each sentence that has none.
pub(crate) fn rows(survey: &Survey<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for numbered in survey.sentences() {
        let cited = references(survey, numbered.sentence).join(", ");
        if numbered.sentence.marks.is_empty() {
            rows.push(without_cue(survey, numbered, &cited));
        }
        for mark in &numbered.sentence.marks {
            rows.push(with_cue(survey, numbered, mark, &cited));
        }
    }
    rows
}

fn with_cue(survey: &Survey<'_>, numbered: &Numbered<'_>, mark: &Mark, cited: &str) -> Row {
    let (clause, clause_gloss) = survey.clause_under(numbered, mark.scope);
    Row {
        stand: survey.stand(numbered, mark.span),
        others: Vec::new(),
        section: numbered.section,
        text: one_line(&numbered.block.visible(&survey.document.text, mark.span)),
        gloss: Some(mark.english.clone()),
        clause,
        clause_gloss,
        provenance: said_by(numbered.sentence, mark),
        fields: vec![
            Value::of(Some(mark.kind.name())),
            Value::of(Some(mark.holder.as_deref().unwrap_or(NOT_NAMED))),
            Value::of(Some(cited)),
        ],
    }
}

fn without_cue(survey: &Survey<'_>, numbered: &Numbered<'_>, cited: &str) -> Row {
    let span = numbered.sentence.span;
    let (clause, clause_gloss) = survey.clause_under(numbered, span);
    Row {
        stand: survey.stand(numbered, span),
        others: Vec::new(),
        section: numbered.section,
        text: String::new(),
        gloss: None,
        clause,
        clause_gloss,
        provenance: "cue list".to_owned(),
        fields: vec![
            Value::of(Some(NO_CUE)),
            Value::Nothing,
            Value::of(Some(cited)),
        ],
    }
}

/// The cue list, and the entry that the cue's word comes from.
fn said_by(sentence: &Sentence, mark: &Mark) -> String {
    let after = sentence
        .segments
        .partition_point(|segment| segment.span.start < mark.span.end);
    let entry = after
        .checked_sub(1)
        .and_then(|last| sentence.segments.get(last))
        .map(provenance)
        .unwrap_or_default();
    format!("cue list; {entry}")
}
