//! A gloss as JSON, to the letter of the contract (`medgloss schema`).

use std::io::{self, Write};

use serde::Serialize;

use crate::gloss::summary::{Summary, summarize};
use crate::gloss::{Gloss, Mark, Segment, Sentence, Temporality, Word};
use crate::render::NOTICE;
use crate::render::line::{Fields, Line};
use crate::render::places::Places;
use crate::segment::quantity::Quantity;
use crate::source::{Block, BlockKind, Document};
use crate::span::{PieceKind, Span};

/// Version of the JSON.
pub const SCHEMA: u32 = 1;

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
    push_source(&mut line, document);
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

fn push_source(line: &mut Line<'_>, document: &Document) {
    match &document.path {
        Some(path) => line.string(",\"source\":{\"path\":", path),
        None => line.push(",\"source\":{\"path\":null"),
    }
    line.string(",\"format\":", document.format.name());
    line.string(",\"encoding\":", &document.encoding);
    line.number(",\"bom_bytes\":", document.bom_bytes);
    line.string(",\"sha256\":", &document.sha256);
    line.push("}");
}

fn push_block(
    line: &mut Line<'_>,
    block: &Block,
    document: &Document,
    sentences: &[Sentence],
    numbering: &mut Numbering,
) -> io::Result<()> {
    line.string("{\"kind\":", block.kind.name());
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
        push_sentence(line, document, sentence, is_plain(block), numbering)?;
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
    is_plain: bool,
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
    push_segments(line, document, &sentence.segments, is_plain);
    push_marks(line, &sentence.marks);
    line.push("}");
    line.spill()
}

/// Whether the block's text is the document's own, so that every surface in it is the text of its word.
fn is_plain(block: &Block) -> bool {
    let [piece] = block.pieces.as_slice() else {
        return false;
    };
    piece.kind == PieceKind::Verbatim
}

fn push_segments(line: &mut Line<'_>, document: &Document, segments: &[Segment], is_plain: bool) {
    let mut divider = "[{\"start\":";
    for segment in segments {
        line.number(divider, segment.span.start);
        line.number(",\"end\":", segment.span.end);
        push_word(line, document, segment, is_plain);
        divider = "},{\"start\":";
    }
    line.push(if segments.is_empty() { "[]" } else { "}]" });
}

/// What is said of the word, which many segments share, is put into JSON once.
fn push_word(line: &mut Line<'_>, document: &Document, segment: &Segment, is_plain: bool) {
    let surface = || segment.surface(document);
    debug_assert!(!is_plain || surface() == segment.text);
    let own;
    let [before, behind] = if is_plain || surface() == segment.text {
        let both = || [word_json(segment, surface()), rest_json(segment)];
        segment.derived.json.get_or_init(both)
    } else {
        own = [word_json(segment, surface()), rest_json(segment)];
        &own
    };
    line.push(before);
    if !segment.parts.is_empty() {
        line.push(",\"parts\":");
        push_segments(line, document, &segment.parts, is_plain);
    }
    line.push(behind);
}

/// The fields before the parts.
fn word_json(word: &Word, surface: &str) -> String {
    let mut fields = Fields::default();
    fields.string("surface", surface);
    fields.string("text", &word.text);
    fields.string("kind", word.kind.name());
    fields.string("origin", word.origin.name());
    fields.string_or_null("headword", word.headword.as_deref());
    fields.string_or_null("reading", word.reading.as_deref());
    fields.string_or_null("romaji", word.romaji().as_deref());
    fields.string_or_null("gloss", word.gloss.as_deref());
    fields.strings("alternatives", &word.alternatives);
    fields.string_or_null("entry", word.entry.as_deref());
    fields.json
}

/// The fields behind the parts; those that say nothing are left out.
fn rest_json(word: &Word) -> String {
    let mut fields = Fields::default();
    if let Some(quantity) = &word.quantity {
        fields.value("quantity", &quantity_json(quantity));
    }
    fields.string_if("defined", word.defined);
    if !word.features.is_empty() {
        fields.strings("features", &word.features);
    }
    fields.string_if("class", word.class.as_deref());
    fields.string_if("experiencer", word.experiencer.as_deref());
    fields.string_if("temporality", word.temporality.map(Temporality::name));
    if let Some(suggestion) = &word.suggestion {
        let mut inside = Fields::default();
        inside.string("text", &suggestion.text);
        inside.string("headword", &suggestion.headword);
        inside.string("gloss", &suggestion.gloss);
        fields.value("suggestion", &object(&inside));
    }
    fields.string_if("note", word.note.as_deref());
    fields.json
}

fn quantity_json(quantity: &Quantity) -> String {
    let flag = |is: bool| if is { "true" } else { "false" };
    let mut fields = Fields::default();
    fields.string_or_null("low", quantity.low.as_deref());
    fields.string_or_null("high", quantity.high.as_deref());
    fields.value("low_inclusive", flag(quantity.low_inclusive));
    fields.value("high_inclusive", flag(quantity.high_inclusive));
    fields.value("approximate", flag(quantity.approximate));
    fields.string("unit", &quantity.unit);
    fields.string_or_null("computed", quantity.computed.as_deref());
    fields.string("form", &quantity.form);
    if !quantity.values.is_empty() {
        fields.strings("values", &quantity.values);
    }
    object(&fields)
}

/// An object of these fields.
fn object(fields: &Fields) -> String {
    let inside = fields.json.strip_prefix(',').unwrap_or_default();
    format!("{{{inside}}}")
}

fn push_marks(line: &mut Line<'_>, marks: &[Mark]) {
    line.push(",\"marks\":[");
    let mut divider = "{\"start\":";
    for mark in marks {
        line.number(divider, mark.span.start);
        line.number(",\"end\":", mark.span.end);
        line.string(",\"type\":", mark.kind.name());
        line.string(",\"english\":", &mark.english);
        line.number(",\"scope\":{\"start\":", mark.scope.start);
        line.number(",\"end\":", mark.scope.end);
        match &mark.holder {
            Some(holder) => line.string("},\"holder\":", holder),
            None => line.push("},\"holder\":null"),
        }
        divider = "},{\"start\":";
    }
    line.push(if marks.is_empty() { "]" } else { "}]" });
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
