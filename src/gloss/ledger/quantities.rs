//! Quantities and doses: every number with its unit that does not tell a time.

use crate::gloss::Segment;
use crate::gloss::ledger::row::{Row, Value};
use crate::gloss::ledger::survey::{Numbered, Survey};
use crate::gloss::ledger::times::tells_time;
use crate::segment::quantity::Quantity;
use crate::source::BlockKind;

/// One row a quantity, in order; those inside compounds too.
pub(crate) fn rows(survey: &Survey<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for numbered in survey.sentences() {
        for_each_quantity(&numbered.sentence.segments, &mut |segment, quantity| {
            if !tells_time(quantity) && !numbers_heading(numbered, segment, quantity) {
                let mut row = survey.row_of(numbered, segment);
                row.fields = fields(quantity);
                rows.push(row);
            }
        });
    }
    rows
}

/// The number with which a heading or an item of a list begins counts nothing: 3. 治療経過.
fn numbers_heading(numbered: &Numbered<'_>, segment: &Segment, quantity: &Quantity) -> bool {
    let begins = segment.span.start == numbered.block.span.start;
    begins
        && quantity.form == "number"
        && matches!(
            numbered.block.kind,
            BlockKind::Heading | BlockKind::ListItem
        )
}

/// Calls `visit` for every quantity, also for those that are part of a compound.
pub(crate) fn for_each_quantity<'s>(
    segments: &'s [Segment],
    visit: &mut impl FnMut(&'s Segment, &'s Quantity),
) {
    for segment in segments {
        match &segment.quantity {
            Some(quantity) => visit(segment, quantity),
            None => segment.parts.iter().for_each(|part| {
                if let Some(quantity) = &part.quantity {
                    visit(part, quantity);
                }
            }),
        }
    }
}

fn fields(quantity: &Quantity) -> Vec<Value> {
    let bound = |bound: &Option<String>, inclusive: bool, sign: &str| {
        let open = !inclusive && bound.is_some() && quantity.low != quantity.high;
        bound.as_ref().map_or(Value::Nothing, |bound| {
            Value::Text(if open {
                format!("{sign} {bound}")
            } else {
                bound.clone()
            })
        })
    };
    vec![
        bound(&quantity.low, quantity.low_inclusive, "more than"),
        bound(&quantity.high, quantity.high_inclusive, "less than"),
        if quantity.unit.is_empty() {
            Value::Nothing
        } else {
            Value::Text(quantity.unit.clone())
        },
        Value::Flag(quantity.approximate),
        Value::of(quantity.computed.as_deref()),
    ]
}
