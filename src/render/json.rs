//! A gloss as JSON, to the letter of the contract (`medgloss schema`).

use std::io::{self, Write};

use serde::Serialize;

use crate::gloss::summary::{Summary, summarize};
use crate::gloss::{Gloss, Mark, Segment, Sentence};
use crate::render::NOTICE;
use crate::segment::quantity::Quantity;
use crate::source::{Block, BlockKind, Document};

/// Version of the JSON.
pub const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct GlossJson<'a> {
    schema: u32,
    notice: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a serde_json::value::RawValue>,
    source: SourceJson<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    blocks: Vec<BlockJson<'a>>,
    summary: SummaryJson<'a>,
}

#[derive(Serialize)]
struct SourceJson<'a> {
    path: Option<&'a str>,
    format: &'static str,
    encoding: &'a str,
    bom_bytes: usize,
    sha256: &'a str,
}

#[derive(Serialize)]
struct BlockJson<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    start: usize,
    end: usize,
    sentences: Vec<SentenceJson<'a>>,
}

#[derive(Serialize)]
struct SentenceJson<'a> {
    start: usize,
    end: usize,
    segments: Vec<SegmentJson<'a>>,
    marks: Vec<MarkJson<'a>>,
}

#[derive(Serialize)]
struct SegmentJson<'a> {
    start: usize,
    end: usize,
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<SegmentJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity: Option<QuantityJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    defined: Option<&'static str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    features: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
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
}

#[derive(Serialize)]
struct MarkJson<'a> {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: &'static str,
    english: &'a str,
    scope: SpanJson,
    holder: Option<&'a str>,
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
struct AbbreviationJson<'a> {
    form: &'a str,
    english: &'a str,
    japanese: Option<&'a str>,
    defined: &'static str,
    start: usize,
    end: usize,
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
    let summary = summarize(document, gloss);
    let json = GlossJson {
        schema: SCHEMA,
        notice: NOTICE,
        id,
        source: SourceJson {
            path: document.path.as_deref(),
            format: document.format.name(),
            encoding: &document.encoding,
            bom_bytes: document.bom_bytes,
            sha256: &document.sha256,
        },
        text: document.extracted.then_some(document.text.as_str()),
        blocks: gloss
            .blocks
            .iter()
            .filter_map(|block| {
                Some(block_json(
                    document,
                    document.blocks.get(block.block)?,
                    &block.sentences,
                ))
            })
            .collect(),
        summary: summary_json(gloss, &summary),
    };
    serde_json::to_writer(&mut *out, &json)?;
    out.write_all(b"\n")
}

fn block_json<'a>(
    document: &'a Document,
    block: &'a Block,
    sentences: &'a [Sentence],
) -> BlockJson<'a> {
    let cell = block.kind == BlockKind::TableCell;
    BlockJson {
        kind: block.kind.name(),
        level: (block.level > 0).then_some(block.level),
        table: cell.then_some(block.table),
        row: cell.then_some(block.row),
        column: cell.then_some(block.column),
        start: block.span.start,
        end: block.span.end,
        sentences: sentences
            .iter()
            .map(|sentence| SentenceJson {
                start: sentence.span.start,
                end: sentence.span.end,
                segments: sentence
                    .segments
                    .iter()
                    .map(|segment| segment_json(document, segment))
                    .collect(),
                marks: sentence.marks.iter().map(mark_json).collect(),
            })
            .collect(),
    }
}

fn segment_json<'a>(document: &'a Document, segment: &'a Segment) -> SegmentJson<'a> {
    SegmentJson {
        start: segment.span.start,
        end: segment.span.end,
        surface: segment.surface(document),
        text: &segment.text,
        kind: segment.kind.name(),
        origin: segment.origin.name(),
        headword: segment.headword.as_deref(),
        reading: segment.reading.as_deref(),
        romaji: segment.romaji(),
        gloss: segment.gloss.as_deref(),
        alternatives: &segment.alternatives,
        entry: segment.entry.as_deref(),
        parts: segment
            .parts
            .iter()
            .map(|part| segment_json(document, part))
            .collect(),
        quantity: segment.quantity.as_ref().map(quantity_json),
        defined: segment.defined,
        features: &segment.features,
        class: segment.class.as_deref(),
        note: segment.note.as_deref(),
    }
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
    }
}

fn mark_json(mark: &Mark) -> MarkJson<'_> {
    MarkJson {
        start: mark.span.start,
        end: mark.span.end,
        kind: mark.kind.name(),
        english: &mark.english,
        scope: SpanJson {
            start: mark.scope.start,
            end: mark.scope.end,
        },
        holder: mark.holder.as_deref(),
    }
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
            })
            .collect(),
        unknown: summary
            .unknown
            .iter()
            .map(|unknown| UnknownJson {
                text: &unknown.text,
                places: unknown
                    .spans
                    .iter()
                    .map(|span| SpanJson {
                        start: span.start,
                        end: span.end,
                    })
                    .collect(),
            })
            .collect(),
    }
}
