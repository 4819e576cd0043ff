//! Times: every date, age, span of time and relative time, with the anchor that the text gives.
//!
//! The anchor is what stands in the time itself (投与後4時間以内), right before it (入院 3日目, 発症から 2日後), or nothing; then the row says
//! "anchor not stated", since a reader must not supply it.

use crate::gloss::ledger::row::{Row, Value};
use crate::gloss::ledger::survey::{Numbered, Survey};
use crate::gloss::{Segment, SegmentKind};
use crate::segment::quantity::Quantity;

const NOT_STATED: &str = "anchor not stated";
/// Kinds of quantity that tell a time.
const FORMS: [&str; 12] = [
    "date",
    "age",
    "duration",
    "day",
    "month",
    "year",
    "clock",
    "clock-minute",
    "era-decade",
    "time",
    "decade",
    "week",
];
/// English words that make the unit of a quantity one of time.
const UNITS: [&str; 8] = [
    "second", "minute", "hour", "day", "week", "month", "year", "night",
];
/// English words behind which a quantity names its anchor.
const ANCHORED: [&str; 7] = [
    " after ",
    " before ",
    " since ",
    " until ",
    " during ",
    " of illness",
    " from ",
];

/// Whether a quantity tells a time.
pub(crate) fn tells_time(quantity: &Quantity) -> bool {
    let ordinal = matches!(quantity.form.as_str(), "ordinal" | "count")
        && UNITS.iter().any(|unit| quantity.english.contains(unit));
    let unit = quantity
        .unit
        .split(' ')
        .next()
        .unwrap_or_default()
        .trim_end_matches('s');
    FORMS.contains(&quantity.form.as_str()) || ordinal || UNITS.contains(&unit)
}

/// One row a time, in order.
pub(crate) fn rows(survey: &Survey<'_>) -> Vec<Row> {
    let words = TimeWords::new(survey);
    let mut rows = Vec::new();
    for numbered in survey.sentences() {
        for at in 0..numbered.sentence.segments.len() {
            rows.extend(row_at(survey, &words, numbered, at));
        }
    }
    rows
}

struct TimeWords<'a> {
    links: &'a [String],
    suffixes: &'a [String],
    events: &'a [String],
    relative: &'a [String],
}

impl<'a> TimeWords<'a> {
    fn new(survey: &Survey<'a>) -> Self {
        Self {
            links: survey.list("time_links"),
            suffixes: survey.list("time_suffixes"),
            events: survey.list("time_events"),
            relative: survey.list("relative_times"),
        }
    }

    fn is_event(&self, segment: &Segment) -> bool {
        let noun = segment.features.is_empty() && segment.pos.as_deref() == Some("suru-noun");
        noun || self.events.contains(&segment.text) || self.is_event_time(segment)
    }

    /// 投与後, 入院時: an event with a suffix of time.
    fn is_event_time(&self, segment: &Segment) -> bool {
        let last = segment
            .parts
            .last()
            .is_some_and(|last| self.suffixes.contains(&last.text));
        last && segment
            .parts
            .iter()
            .rev()
            .skip(1)
            .any(|part| part.quantity.is_none() && self.is_event(part))
    }

    fn is_relative(&self, segment: &Segment) -> bool {
        let listed = |text: &String| self.relative.contains(text);
        listed(&segment.text) || segment.headword.as_ref().is_some_and(listed)
    }
}

fn row_at<'a>(
    survey: &Survey<'a>,
    words: &TimeWords<'_>,
    numbered: &Numbered<'a>,
    at: usize,
) -> Option<Row> {
    let segments = &numbered.sentence.segments;
    let segment = segments.get(at)?;
    let time_part = |part: &&Segment| part.quantity.as_deref().is_some_and(tells_time);
    let quantity = segment
        .quantity
        .as_ref()
        .or_else(|| segment.parts.iter().find(time_part)?.quantity.as_ref());
    let (kind, anchor) = match quantity.filter(|quantity| tells_time(quantity)) {
        Some(quantity) => (
            kind_of(quantity),
            anchor_of_quantity(words, segments, at, segment, quantity),
        ),
        None if words.is_event_time(segment) => ("relative", segment.gloss.clone()),
        None if words.is_relative(segment) => ("relative", event_before(words, segments, at)),
        None => return None,
    };
    let mut row = survey.row_of(numbered, segment);
    let anchor = anchor.unwrap_or_else(|| NOT_STATED.to_owned());
    let computed = quantity.and_then(|quantity| quantity.computed.as_deref());
    row.fields = vec![
        Value::of(Some(kind)),
        Value::Text(anchor),
        Value::of(computed),
    ];
    Some(row)
}

fn kind_of(quantity: &Quantity) -> &'static str {
    match quantity.form.as_str() {
        "date" | "year" | "era-decade" => "date",
        "age" | "decade" => "age",
        "clock" | "clock-minute" => "clock time",
        "ordinal" => "day or week by number",
        _ => "span of time",
    }
}

/// Dates and ages stand for themselves.
fn anchor_of_quantity(
    words: &TimeWords<'_>,
    segments: &[Segment],
    at: usize,
    segment: &Segment,
    quantity: &Quantity,
) -> Option<String> {
    let absolute = match kind_of(quantity) {
        "date" => Some("a date"),
        "age" => Some("an age"),
        "clock time" => Some("the clock"),
        _ => None,
    };
    absolute
        .map(str::to_owned)
        .or_else(|| said_inside(words, segment, quantity))
        .or_else(|| event_before(words, segments, at))
}

/// 投与後4時間以内, 術後3日目: the event stands in the quantity or in the compound that holds it.
fn said_inside(words: &TimeWords<'_>, segment: &Segment, quantity: &Quantity) -> Option<String> {
    let before: String = segment
        .text
        .chars()
        .take_while(|c| !c.is_numeric())
        .collect();
    let event = words
        .events
        .iter()
        .any(|event| before.contains(event.as_str()));
    let part = segment.parts.iter().find(|part| words.is_event(part));
    let english = segment.gloss.as_deref().unwrap_or(&quantity.english);
    if !event && part.is_none() {
        return None;
    }
    let tail = ANCHORED
        .iter()
        .filter_map(|word| english.find(word))
        .min()
        .and_then(|from| english.get(from..));
    Some(tail.unwrap_or(english).trim().to_owned())
}

/// The event right before, with or without a particle between.
fn event_before(words: &TimeWords<'_>, segments: &[Segment], at: usize) -> Option<String> {
    let mut before = segments.get(at.checked_sub(1)?)?;
    if before.kind == SegmentKind::Function && words.links.contains(&before.text) {
        before = segments.get(at.checked_sub(2)?)?;
    }
    words
        .is_event(before)
        .then(|| before.gloss.clone())
        .flatten()
}
