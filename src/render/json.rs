//! A gloss as JSON, to the letter of the contract (`medgloss schema`).

use std::io::{self, Write};

use serde::Serialize;

use crate::gloss::summary::{Summary, summarize};
use crate::gloss::{Gloss, Mark, Segment, Sentence, Temporality, Word};
use crate::render::NOTICE;
use crate::render::line::Line;
use crate::render::places::Places;
use crate::segment::quantity::Quantity;
use crate::source::{Block, BlockKind, Document};
use crate::span::Span;

/// Version of the JSON.
pub const SCHEMA: u32 = 1;

/// A segment but for its place and its parts: the fields before the parts.
#[derive(Serialize)]
struct WordJson<'a> {
    surface: &'a str,
    text: &'a str,
    kind: &'static str,
    origin: &'static str,
    headword: Option<&'a str>,
    reading: Option<&'a str>,
    romaji: Option<String>,
    gloss: Option<&'a str>,
    alternatives: &'a [String],
    entry: Option<&'a str>,
}

/// The fields behind the parts.
#[derive(Serialize)]
struct RestJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity: Option<QuantityJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    defined: Option<&'static str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    features: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    experiencer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temporality: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<SuggestionJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct SuggestionJson<'a> {
    text: &'a str,
    headword: &'a str,
    gloss: &'a str,
}

#[derive(Serialize)]
struct QuantityJson<'a> {
    low: Option<&'a str>,
    high: Option<&'a str>,
    low_inclusive: bool,
    high_inclusive: bool,
    approximate: bool,
    unit: &'a str,
    computed: Option<&'a str>,
    form: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    values: &'a [String],
}

#[derive(Serialize)]
struct SpanJson {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct SummaryJson<'a> {
    sentences: usize,
    segments: usize,
    coverage: CoverageJson,
    marks: &'a std::collections::BTreeMap<&'static str, usize>,
    abbreviations: Vec<AbbreviationJson<'a>>,
    unknown: Vec<UnknownJson<'a>>,
}

#[derive(Serialize)]
struct CoverageJson {
    characters: usize,
    reviewed: usize,
    composed: usize,
    general: usize,
    names: usize,
    unknown: usize,
    percent: f64,
}

#[derive(Serialize)]
struct DefinitionJson<'a> {
    english: &'a str,
    japanese: &'a str,
    start: usize,
    end: usize,
}

const fn span_json(span: Span) -> SpanJson {
    SpanJson {
        start: span.start,
        end: span.end,
    }
}

#[derive(Serialize)]
struct AbbreviationJson<'a> {
    form: &'a str,
    english: &'a str,
    japanese: Option<&'a str>,
    defined: &'static str,
    start: usize,
    end: usize,
    used_before: Option<SpanJson>,
    other_definitions: Vec<DefinitionJson<'a>>,
}

#[derive(Serialize)]
struct UnknownJson<'a> {
    text: &'a str,
    places: Vec<SpanJson>,
}

/// Writes one gloss as one line of JSON. `id` is the raw JSON of a batch document's id.
///
/// # Errors
/// What the writer says.
pub fn write_gloss(
    out: &mut dyn Write,
    document: &Document,
    gloss: &Gloss,
    id: Option<&serde_json::value::RawValue>,
) -> io::Result<()> {
    write_gloss_in(&mut Vec::new(), out, document, gloss, id)
}

/// The same for many glosses one after another: what is written is gathered in `room`, and given on in large pieces.
///
/// # Errors
/// What the writer says.
pub fn write_gloss_in(
    room: &mut Vec<u8>,
    out: &mut dyn Write,
    document: &Document,
    gloss: &Gloss,
    id: Option<&serde_json::value::RawValue>,
) -> io::Result<()> {
    let mut line = Line::new(out, room);
    line.field("{", "schema", &SCHEMA)?;
    line.field(",", "notice", NOTICE)?;
    if let Some(id) = id {
        line.field(",", "id", id)?;
    }
    push_source(&mut line, document)?;
    if document.extracted {
        line.field(",", "text", document.text.as_str())?;
    }
    line.push(",\"blocks\":[");
    let starts = gloss.sentences().map(|sentence| sentence.span.start);
    let mut numbering = Numbering {
        places: Places::new(document, starts),
        number: 0,
    };
    let mut divider = "";
    for glossed in &gloss.blocks {
        let Some(block) = document.blocks.get(glossed.block) else {
            continue;
        };
        line.push(divider);
        divider = ",";
        push_block(
            &mut line,
            block,
            document,
            &glossed.sentences,
            &mut numbering,
        )?;
    }
    line.push("]");
    let summary = summarize(document, gloss);
    line.field(",", "summary", &summary_json(gloss, &summary))?;
    line.push("}\n");
    line.finish()
}

fn push_source(line: &mut Line<'_>, document: &Document) -> io::Result<()> {
    match &document.path {
        Some(path) => line.string(",\"source\":{\"path\":", path)?,
        None => line.push(",\"source\":{\"path\":null"),
    }
    line.string(",\"format\":", document.format.name())?;
    line.string(",\"encoding\":", &document.encoding)?;
    line.number(",\"bom_bytes\":", document.bom_bytes);
    line.string(",\"sha256\":", &document.sha256)?;
    line.push("}");
    Ok(())
}

fn push_block(
    line: &mut Line<'_>,
    block: &Block,
    document: &Document,
    sentences: &[Sentence],
    numbering: &mut Numbering,
) -> io::Result<()> {
    line.string("{\"kind\":", block.kind.name())?;
    if block.level > 0 {
        line.number(",\"level\":", block.level);
    }
    if block.kind == BlockKind::TableCell {
        line.number(",\"table\":", block.table);
        line.number(",\"row\":", block.row);
        line.number(",\"column\":", block.column);
    }
    line.number(",\"start\":", block.span.start);
    line.number(",\"end\":", block.span.end);
    line.push(",\"sentences\":[");
    for (at, sentence) in sentences.iter().enumerate() {
        line.push(if at > 0 { "," } else { "" });
        push_sentence(line, document, sentence, numbering)?;
    }
    line.push("]}");
    Ok(())
}

/// Numbers of sentences, with their lines and columns: as on a page.
struct Numbering {
    places: Places,
    number: usize,
}

fn push_sentence(
    line: &mut Line<'_>,
    document: &Document,
    sentence: &Sentence,
    numbering: &mut Numbering,
) -> io::Result<()> {
    numbering.number += 1;
    let place = numbering.places.at(sentence.span.start);
    line.number("{\"number\":", numbering.number);
    line.number(",\"line\":", place.line);
    line.number(",\"column\":", place.column);
    line.number(",\"start\":", sentence.span.start);
    line.number(",\"end\":", sentence.span.end);
    line.push(",\"segments\":");
    push_segments(line, document, &sentence.segments)?;
    push_marks(line, &sentence.marks)?;
    line.push("}");
    line.spill()
}

fn push_segments(line: &mut Line<'_>, document: &Document, segments: &[Segment]) -> io::Result<()> {
    let mut divider = "[{\"start\":";
    for segment in segments {
        line.number(divider, segment.span.start);
        line.number(",\"end\":", segment.span.end);
        push_word(line, document, segment)?;
        divider = "},{\"start\":";
    }
    line.push(if segments.is_empty() { "[]" } else { "}]" });
    Ok(())
}

/// What is said of the word, which many segments share, is put into JSON once.
fn push_word(line: &mut Line<'_>, document: &Document, segment: &Segment) -> io::Result<()> {
    let surface = segment.surface(document);
    let is_plain = surface == segment.text;
    let [before, behind] = match segment.derived.json.get() {
        Some(json) if is_plain => json,
        None if is_plain => {
            let json = [word_json(segment, surface)?, rest_json(segment)?];
            segment.derived.json.get_or_init(|| json)
        }
        _ => &[word_json(segment, surface)?, rest_json(segment)?],
    };
    line.push(before);
    if !segment.parts.is_empty() {
        line.push(",\"parts\":");
        push_segments(line, document, &segment.parts)?;
    }
    line.push(behind);
    Ok(())
}

fn word_json(word: &Word, surface: &str) -> serde_json::Result<String> {
    inner(&WordJson {
        surface,
        text: &word.text,
        kind: word.kind.name(),
        origin: word.origin.name(),
        headword: word.headword.as_deref(),
        reading: word.reading.as_deref(),
        romaji: word.romaji(),
        gloss: word.gloss.as_deref(),
        alternatives: &word.alternatives,
        entry: word.entry.as_deref(),
    })
}

fn rest_json(word: &Word) -> serde_json::Result<String> {
    inner(&RestJson {
        quantity: word.quantity.as_ref().map(quantity_json),
        defined: word.defined,
        features: &word.features,
        class: word.class.as_deref(),
        experiencer: word.experiencer.as_deref(),
        temporality: word.temporality.map(Temporality::name),
        suggestion: word.suggestion.as_deref().map(|suggestion| SuggestionJson {
            text: &suggestion.text,
            headword: &suggestion.headword,
            gloss: &suggestion.gloss,
        }),
        note: word.note.as_deref(),
    })
}

/// The fields of an object, each with a comma before it.
fn inner(object: &impl Serialize) -> serde_json::Result<String> {
    let json = serde_json::to_string(object)?;
    let fields = json.get(1..json.len() - 1).unwrap_or_default();
    Ok(if fields.is_empty() {
        String::new()
    } else {
        format!(",{fields}")
    })
}

fn quantity_json(quantity: &Quantity) -> QuantityJson<'_> {
    QuantityJson {
        low: quantity.low.as_deref(),
        high: quantity.high.as_deref(),
        low_inclusive: quantity.low_inclusive,
        high_inclusive: quantity.high_inclusive,
        approximate: quantity.approximate,
        unit: &quantity.unit,
        computed: quantity.computed.as_deref(),
        form: &quantity.form,
        values: &quantity.values,
    }
}

fn push_marks(line: &mut Line<'_>, marks: &[Mark]) -> io::Result<()> {
    line.push(",\"marks\":[");
    let mut divider = "{\"start\":";
    for mark in marks {
        line.number(divider, mark.span.start);
        line.number(",\"end\":", mark.span.end);
        line.string(",\"type\":", mark.kind.name())?;
        line.string(",\"english\":", &mark.english)?;
        line.number(",\"scope\":{\"start\":", mark.scope.start);
        line.number(",\"end\":", mark.scope.end);
        match &mark.holder {
            Some(holder) => line.string("},\"holder\":", holder)?,
            None => line.push("},\"holder\":null"),
        }
        divider = "},{\"start\":";
    }
    line.push(if marks.is_empty() { "]" } else { "}]" });
    Ok(())
}

fn summary_json<'a>(gloss: &'a Gloss, summary: &'a Summary) -> SummaryJson<'a> {
    let coverage = &summary.coverage;
    SummaryJson {
        sentences: summary.sentences,
        segments: summary.segments,
        coverage: CoverageJson {
            characters: coverage.characters,
            reviewed: coverage.reviewed,
            composed: coverage.composed,
            general: coverage.general,
            names: coverage.names,
            unknown: coverage.unknown,
            percent: (coverage.percent() * 100.0).round() / 100.0,
        },
        marks: &summary.marks,
        abbreviations: gloss
            .abbreviations
            .iter()
            .map(|abbreviation| AbbreviationJson {
                form: &abbreviation.form,
                english: &abbreviation.english,
                japanese: abbreviation.japanese.as_deref(),
                defined: abbreviation.defined,
                start: abbreviation.span.start,
                end: abbreviation.span.end,
                used_before: abbreviation.used_before.map(span_json),
                other_definitions: abbreviation
                    .other_definitions
                    .iter()
                    .map(|other| DefinitionJson {
                        english: &other.english,
                        japanese: &other.japanese,
                        start: other.span.start,
                        end: other.span.end,
                    })
                    .collect(),
            })
            .collect(),
        unknown: summary
            .unknown
            .iter()
            .map(|unknown| UnknownJson {
                text: &unknown.text,
                places: unknown.spans.iter().map(|span| span_json(*span)).collect(),
            })
            .collect(),
    }
}
