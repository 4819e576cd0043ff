//! Words to look at twice: composed by rule, or unknown.

use crate::gloss::ledger::row::{Row, Value};
use crate::gloss::ledger::survey::Survey;
use crate::gloss::ledger::terms::grouped;
use crate::gloss::{Origin, Segment, SegmentKind};

/// Compounds whose English was put together by rule.
pub(crate) fn composed(survey: &Survey<'_>) -> Vec<Row> {
    grouped(
        survey,
        |segment| segment.origin == Origin::Composed,
        |segment, count| vec![Value::of(Some(&parts(segment))), Value::Number(count)],
    )
}

/// Words about which nothing is known.
pub(crate) fn unknown(survey: &Survey<'_>) -> Vec<Row> {
    grouped(
        survey,
        |segment| segment.kind == SegmentKind::Unknown,
        |_, count| vec![Value::Number(count)],
    )
}

/// 肝 liver + 硬変 cirrhosis.
pub(crate) fn parts(segment: &Segment) -> String {
    let parts = segment.parts.iter().map(|part| {
        format!(
            "{} {}",
            part.text,
            part.gloss.as_deref().unwrap_or("[no entry]")
        )
    });
    parts.collect::<Vec<_>>().join(" + ")
}
