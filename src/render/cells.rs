//! What stands in one column of an interlinear line: Japanese, romaji and English, with the signs that say how sure it is.
//!
//! Signs of writing (、 。 brackets) share the column of the word they belong to, so that the lines read as lines.

use crate::gloss::{MarkKind, Origin, Segment, SegmentKind, Sentence};
use crate::render::visible::visible;

/// A column of an interlinear line; all three are safe to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) japanese: String,
    pub(crate) romaji: String,
    pub(crate) english: String,
    pub(crate) tone: Tone,
}

/// What a colour may repeat; the signs say it first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    Marked,
    Unknown,
}

/// The signs and what they mean, in the order of a legend.
pub(crate) const LEGEND: [(&str, &str); 11] = [
    ("!", "after a gloss: a booster, the writer stresses it"),
    ("{N}", "after a gloss: negation (absent, not done, unable)"),
    (
        "{H}",
        "after a gloss: a hedge (possible, suggested, considered)",
    ),
    (
        "{R}",
        "after a gloss: evidential, somebody says so (reported, diagnosed, complained of)",
    ),
    (
        "{E}",
        "after a gloss: an expectation (should, is needed, is hoped)",
    ),
    (
        "~",
        "before a gloss: composed by rule from the entries of its parts",
    ),
    (
        "?",
        "before a gloss: from the general dictionary, not reviewed for medicine",
    ),
    (
        "[?]",
        "for a gloss: unknown, no entry; the Japanese stands as written",
    ),
    (
        "[name]",
        "for a gloss: a name, kept as written; other words in [ ] tell the role of what stands before",
    ),
    (
        "°",
        "after a gloss: an abbreviation that the document does not define; the English is the glossary's reading",
    ),
    (
        "–",
        "for a gloss: a sign or ending without English of its own",
    ),
];

/// The sign of a kind of mark.
pub(crate) const fn sign(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Booster => "!",
        MarkKind::Negation => "{N}",
        MarkKind::Hedge => "{H}",
        MarkKind::Evidential => "{R}",
        MarkKind::Expectation => "{E}",
    }
}

/// The columns of a sentence, in order.
pub(crate) fn cells(sentence: &Sentence) -> Vec<Cell> {
    let marks = marks_by_segment(sentence);
    let mut cells: Vec<Cell> = Vec::with_capacity(sentence.segments.len());
    let mut opening: Option<Cell> = None;
    let mut goes_on = false;
    for (segment, marks) in sentence.segments.iter().zip(&marks) {
        let mut cell = cell(segment, marks);
        // "limited, and" has its comma already.
        if std::mem::replace(&mut goes_on, segment.tail > 0) && cell.english == "," {
            cell.english.clear();
        }
        if is_sign(segment) {
            if opens(&segment.text) {
                opening = Some(opening.map_or(cell.clone(), |before| before.joined(cell)));
                continue;
            }
            if let Some(before) = cells.pop_if(|_| opening.is_none()) {
                cells.push(before.joined(cell));
                continue;
            }
        }
        if let Some(before) = opening.take() {
            cell = before.joined(cell);
        }
        cells.push(cell);
    }
    cells.extend(opening);
    cells
}

impl Cell {
    fn joined(self, after: Self) -> Self {
        let tone = if self.tone == Tone::Plain {
            after.tone
        } else {
            self.tone
        };
        Self {
            japanese: self.japanese + &after.japanese,
            romaji: self.romaji + &after.romaji,
            english: self.english + &after.english,
            tone,
        }
    }
}

fn cell(segment: &Segment, marks: &[MarkKind]) -> Cell {
    let mut english = if is_sign(segment) {
        western(&segment.text)
    } else {
        english(segment)
    };
    // The signs stand at the word, not behind the "and" of a clause that goes on.
    let signs: String = marks.iter().map(|kind| sign(*kind)).collect();
    let place = english.len().saturating_sub(segment.tail);
    if english.is_char_boundary(place) {
        english.insert_str(place, &signs);
    }
    let tone = match segment.kind {
        SegmentKind::Unknown => Tone::Unknown,
        _ if marks.is_empty() => Tone::Plain,
        _ => Tone::Marked,
    };
    Cell {
        japanese: visible(&segment.text).into_owned(),
        romaji: visible(&romaji(segment)).into_owned(),
        english,
        tone,
    }
}

/// The reading in Latin letters, with a blank between the parts of a compound where their readings are that of the whole.
fn romaji(segment: &Segment) -> String {
    let said = |part: &Segment| part.reading.clone().unwrap_or_else(|| part.text.clone());
    let parts: String = segment.parts.iter().map(said).collect();
    if segment.reading.as_ref() == Some(&parts) {
        let romaji = |part: &Segment| {
            if part.reading.is_some() {
                romaji(part)
            } else {
                part.text.clone()
            }
        };
        return segment
            .parts
            .iter()
            .map(romaji)
            .collect::<Vec<_>>()
            .join(" ");
    }
    segment.romaji().unwrap_or_default()
}

/// The gloss of a segment with the signs of its origin.
pub(crate) fn english(segment: &Segment) -> String {
    let near = segment
        .suggestion
        .as_ref()
        .map_or_else(String::new, |near| {
            let (headword, gloss) = (visible(&near.headword), visible(&near.gloss));
            format!(" (did you mean {headword}, {gloss}?)")
        });
    let Some(gloss) = &segment.gloss else {
        let absent = match segment.kind {
            SegmentKind::Unknown => "[?]",
            SegmentKind::Name => "[name]",
            _ => "–",
        };
        return format!("{absent}{near}");
    };
    let composed = if segment.origin == Origin::Composed {
        "~"
    } else {
        ""
    };
    let general = if any(segment, |part| part.origin == Origin::General) {
        "?"
    } else {
        ""
    };
    let undefined = if any(segment, |part| part.defined == Some("glossary")) {
        "°"
    } else {
        ""
    };
    let second =
        second_sense(segment).map_or_else(String::new, |senses| format!(" ({})", visible(senses)));
    let gloss = visible(gloss);
    let (said, tail) = gloss
        .split_at_checked(gloss.len().saturating_sub(segment.tail))
        .unwrap_or((&gloss, ""));
    format!("{composed}{general}{said}{undefined}{second}{near}{tail}")
}

/// The other sense of the segment or of its head, where its company has not decided.
fn second_sense(segment: &Segment) -> Option<&str> {
    let of_head = || segment.parts.last()?.second_sense.as_deref();
    segment.second_sense.as_deref().or_else(of_head)
}

/// Whether the claim holds of the segment or of any of its parts.
fn any(segment: &Segment, holds: fn(&Segment) -> bool) -> bool {
    holds(segment) || segment.parts.iter().any(|part| any(part, holds))
}

/// The kinds of the marks that end on each segment.
fn marks_by_segment(sentence: &Sentence) -> Vec<Vec<MarkKind>> {
    let mut marks = vec![Vec::new(); sentence.segments.len()];
    for mark in &sentence.marks {
        let after = sentence
            .segments
            .partition_point(|segment| segment.span.start < mark.span.end);
        let ended = after.checked_sub(1).and_then(|at| marks.get_mut(at));
        if let Some(kinds) = ended.filter(|kinds| !kinds.contains(&mark.kind)) {
            kinds.push(mark.kind);
        }
    }
    marks
}

/// Whether a segment is only a sign of writing: its gloss, if any, holds no word.
fn is_sign(segment: &Segment) -> bool {
    let says = |gloss: &String| gloss.chars().any(char::is_alphanumeric);
    segment.kind == SegmentKind::Punctuation && !segment.gloss.as_ref().is_some_and(says)
}

fn opens(sign: &str) -> bool {
    sign.chars().all(|c| {
        matches!(
            c,
            '(' | '['
                | '{'
                | '（'
                | '［'
                | '｛'
                | '「'
                | '『'
                | '【'
                | '〔'
                | '〈'
                | '《'
                | '＜'
                | '“'
                | '‘'
                | '｢'
        )
    })
}

/// A sign as it is written in English.
fn western(sign: &str) -> String {
    let western = |c| match c {
        '、' | '､' => ',',
        '。' | '｡' => '.',
        '・' | '･' => '·',
        '「' | '｢' => '“',
        '」' | '｣' => '”',
        '『' => '‘',
        '』' => '’',
        '〜' | '～' => '–',
        '！'..='｝' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    visible(sign).chars().map(western).collect()
}
