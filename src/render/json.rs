//! A gloss as JSON, to the letter of the contract (`medgloss schema`).

use std::io::{self, Write};

use crate::gloss::block_memo::{BlockGloss, Pattern};
use crate::gloss::settled::Settled;
use crate::gloss::summary::{Coverage, Summary, summarize};
use crate::gloss::{Abbreviation, Gloss, Mark, Segment, Sentence, Temporality, Word};
use crate::render::NOTICE;
use crate::render::line::{Fields, Line};
use crate::render::places::Places;
use crate::segment::quantity::Quantity;
use crate::source::{Block, BlockKind, Document};
use crate::span::{PieceKind, Span};

/// Version of the JSON.
pub const SCHEMA: u32 = 1;

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
    let sheet = Sheet {
        blocks: gloss
            .blocks
            .iter()
            .map(|block| SheetBlock {
                number: block.block,
                start: 0,
                sentences: &block.sentences,
                shared: None,
            })
            .collect(),
        abbreviations: gloss.abbreviations.iter().map(|found| (0, found)).collect(),
        summary: &summarize(document, gloss),
    };
    write_sheet(room, out, document, &sheet, id)
}

/// The same of a gloss of shared blocks.
pub(crate) fn write_settled_in(
    room: &mut Vec<u8>,
    out: &mut dyn Write,
    document: &Document,
    gloss: &Settled,
    id: Option<&serde_json::value::RawValue>,
) -> io::Result<()> {
    let blocks = gloss.blocks.iter().enumerate();
    let sheet = Sheet {
        blocks: blocks
            .map(|(number, (start, block))| SheetBlock {
                number,
                start: *start,
                sentences: &block.sentences,
                shared: Some(&**block).filter(|block| block.comes_again()),
            })
            .collect(),
        abbreviations: gloss.abbreviations(),
        summary: &gloss.summary,
    };
    write_sheet(room, out, document, &sheet, id)
}

/// What is written of a gloss.
struct Sheet<'g> {
    blocks: Vec<SheetBlock<'g>>,
    /// Each with the byte of the document from which its spans count.
    abbreviations: Vec<(usize, &'g Abbreviation)>,
    summary: &'g Summary,
}

struct SheetBlock<'g> {
    number: usize,
    /// The byte of the document from which its spans count.
    start: usize,
    sentences: &'g [Sentence],
    /// The block where it is written by its patterns.
    shared: Option<&'g BlockGloss>,
}

fn write_sheet(
    room: &mut Vec<u8>,
    out: &mut dyn Write,
    document: &Document,
    sheet: &Sheet<'_>,
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
    let starts = sheet.blocks.iter().flat_map(|block| {
        let sentences = block.sentences.iter();
        sentences.map(|sentence| sentence.span.start + block.start)
    });
    let mut numbering = Numbering {
        places: Places::new(document, starts),
        number: 0,
    };
    let mut divider = "";
    for glossed in &sheet.blocks {
        let Some(block) = document.blocks.get(glossed.number) else {
            continue;
        };
        line.push(divider);
        divider = ",";
        let ground = Ground {
            text: document.text.get(glossed.start..).unwrap_or_default(),
            start: glossed.start,
            is_plain: is_plain(block),
        };
        push_block(&mut line, block, &ground, glossed, &mut numbering)?;
    }
    line.push("]");
    push_summary(&mut line, sheet)?;
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

/// What the spans of a block are of.
#[derive(Clone, Copy)]
struct Ground<'d> {
    /// The document's text from the byte on from which they count.
    text: &'d str,
    start: usize,
    /// Every surface is the text of its word.
    is_plain: bool,
}

impl Ground<'_> {
    /// A span's first byte and the one behind its last, in the document.
    const fn in_document(&self, span: Span) -> Span {
        span.moved(self.start)
    }
}

fn push_block(
    line: &mut Line<'_>,
    block: &Block,
    ground: &Ground<'_>,
    glossed: &SheetBlock<'_>,
    numbering: &mut Numbering,
) -> io::Result<()> {
    let made = |block: &BlockGloss| patterns_of(ground, &block.sentences);
    let patterns = glossed
        .shared
        .map(|block| &**block.patterns.get_or_init(|| made(block)));
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
    for (at, sentence) in glossed.sentences.iter().enumerate() {
        line.push(if at > 0 { "," } else { "" });
        push_head(line, ground.in_document(sentence.span), numbering);
        match patterns.and_then(|patterns| patterns.get(at)) {
            Some(pattern) => line.pattern(pattern, ground.start),
            None => push_sentence(line, ground, sentence),
        }
        line.spill()?;
    }
    line.push("]}");
    Ok(())
}

/// What is written of the sentences of a block, but for offsets.
fn patterns_of(ground: &Ground<'_>, sentences: &[Sentence]) -> Box<[Pattern]> {
    let ground = Ground {
        start: 0,
        ..*ground
    };
    let mut room = Vec::new();
    let of = |sentence: &Sentence| {
        let mut nowhere = io::sink();
        let mut line = Line::open(&mut nowhere, &mut room);
        push_sentence(&mut line, &ground, sentence);
        line.into_pattern()
    };
    sentences.iter().map(of).collect()
}

/// Numbers of sentences, with their lines and columns: as on a page.
struct Numbering {
    places: Places,
    number: usize,
}

/// The number of a sentence and its place.
fn push_head(line: &mut Line<'_>, span: Span, numbering: &mut Numbering) {
    numbering.number += 1;
    let place = numbering.places.at(span.start);
    line.number("{\"number\":", numbering.number);
    line.number(",\"line\":", place.line);
    line.number(",\"column\":", place.column);
    line.number(",\"start\":", span.start);
    line.number(",\"end\":", span.end);
}

/// What a sentence holds.
fn push_sentence(line: &mut Line<'_>, ground: &Ground<'_>, sentence: &Sentence) {
    line.push(",\"segments\":");
    push_segments(line, ground, &sentence.segments);
    push_marks(line, ground, &sentence.marks);
    line.push("}");
}

/// Whether the block's text is the document's own, so that every surface in it is the text of its word.
fn is_plain(block: &Block) -> bool {
    let [piece] = block.pieces.as_slice() else {
        return false;
    };
    piece.kind == PieceKind::Verbatim
}

fn push_segments(line: &mut Line<'_>, ground: &Ground<'_>, segments: &[Segment]) {
    let mut divider = "[{\"start\":";
    for segment in segments {
        let span = ground.in_document(segment.span);
        line.offset(divider, span.start);
        line.offset(",\"end\":", span.end);
        push_word(line, ground, segment);
        divider = "},{\"start\":";
    }
    line.push(if segments.is_empty() { "[]" } else { "}]" });
}

/// What is said of the word, which many segments share, is put into JSON once.
fn push_word(line: &mut Line<'_>, ground: &Ground<'_>, segment: &Segment) {
    let surface = || segment.span.of(ground.text);
    debug_assert!(!ground.is_plain || surface() == segment.text);
    let own;
    let word = if ground.is_plain || surface() == segment.text {
        let made = || word_json(segment, surface());
        segment.derived.json.get_or_init(made)
    } else {
        own = word_json(segment, surface());
        &own
    };
    let (fields, parts_at) = word;
    if segment.parts.is_empty() {
        return line.push(fields);
    }
    let (before, behind) = fields.split_at_checked(*parts_at).unwrap_or_default();
    line.push(before);
    line.push(",\"parts\":");
    push_segments(line, ground, &segment.parts);
    line.push(behind);
}

/// A word's fields, each with a comma before it, and the byte in front of which its parts stand.
fn word_json(word: &Word, surface: &str) -> (Box<str>, usize) {
    let mut fields = Fields::with_capacity(MOST_FIELDS);
    push_word_fields(&mut fields, word, surface);
    let parts_at = fields.json.len();
    push_other_fields(&mut fields, word);
    (fields.json.into_boxed_str(), parts_at)
}

/// The fields of most words are no longer than this, in bytes.
const MOST_FIELDS: usize = 512;

/// The fields before the parts.
fn push_word_fields(fields: &mut Fields, word: &Word, surface: &str) {
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
}

/// The fields behind the parts; those that say nothing are left out.
fn push_other_fields(fields: &mut Fields, word: &Word) {
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

fn push_marks(line: &mut Line<'_>, ground: &Ground<'_>, marks: &[Mark]) {
    line.push(",\"marks\":[");
    let mut divider = "{\"start\":";
    for mark in marks {
        let (span, scope) = (
            ground.in_document(mark.span),
            ground.in_document(mark.scope),
        );
        line.offset(divider, span.start);
        line.offset(",\"end\":", span.end);
        line.string(",\"type\":", mark.kind.name());
        line.string(",\"english\":", &mark.english);
        line.offset(",\"scope\":{\"start\":", scope.start);
        line.offset(",\"end\":", scope.end);
        match &mark.holder {
            Some(holder) => line.string("},\"holder\":", holder),
            None => line.push("},\"holder\":null"),
        }
        divider = "},{\"start\":";
    }
    line.push(if marks.is_empty() { "]" } else { "}]" });
}

fn push_summary(line: &mut Line<'_>, sheet: &Sheet<'_>) -> io::Result<()> {
    let summary = sheet.summary;
    line.number(",\"summary\":{\"sentences\":", summary.sentences);
    line.number(",\"segments\":", summary.segments);
    push_coverage(line, &summary.coverage)?;
    line.push(",\"marks\":{");
    for (at, (kind, count)) in summary.marks.iter().enumerate() {
        line.string(if at > 0 { "," } else { "" }, kind);
        line.number(":", *count);
    }
    line.push("},\"abbreviations\":[");
    for (at, (start, abbreviation)) in sheet.abbreviations.iter().enumerate() {
        line.push(if at > 0 { "," } else { "" });
        push_abbreviation(line, abbreviation, *start);
    }
    line.push("],\"unknown\":[");
    for (at, unknown) in summary.unknown.iter().enumerate() {
        line.push(if at > 0 { "," } else { "" });
        line.string("{\"text\":", &unknown.text);
        line.push(",\"places\":[");
        for (at, span) in unknown.spans.iter().enumerate() {
            push_span(line, if at > 0 { "," } else { "" }, *span);
        }
        line.push("]}");
    }
    line.push("]}");
    Ok(())
}

fn push_coverage(line: &mut Line<'_>, coverage: &Coverage) -> io::Result<()> {
    line.number(",\"coverage\":{\"characters\":", coverage.characters);
    line.number(",\"reviewed\":", coverage.reviewed);
    line.number(",\"composed\":", coverage.composed);
    line.number(",\"general\":", coverage.general);
    line.number(",\"names\":", coverage.names);
    line.number(",\"unknown\":", coverage.unknown);
    let percent = (coverage.percent() * 100.0).round() / 100.0;
    line.field(",", "percent", &percent)?;
    line.push("}");
    Ok(())
}

/// Its spans count from byte `start` of the document.
fn push_abbreviation(line: &mut Line<'_>, abbreviation: &Abbreviation, start: usize) {
    line.string("{\"form\":", &abbreviation.form);
    line.string(",\"english\":", &abbreviation.english);
    match &abbreviation.japanese {
        Some(japanese) => line.string(",\"japanese\":", japanese),
        None => line.push(",\"japanese\":null"),
    }
    line.string(",\"defined\":", abbreviation.defined);
    let span = abbreviation.span.moved(start);
    line.number(",\"start\":", span.start);
    line.number(",\"end\":", span.end);
    match abbreviation.used_before {
        Some(span) => push_span(line, ",\"used_before\":", span.moved(start)),
        None => line.push(",\"used_before\":null"),
    }
    line.push(",\"other_definitions\":[");
    for (at, other) in abbreviation.other_definitions.iter().enumerate() {
        line.push(if at > 0 { "," } else { "" });
        line.string("{\"english\":", &other.english);
        line.string(",\"japanese\":", &other.japanese);
        let span = other.span.moved(start);
        line.number(",\"start\":", span.start);
        line.number(",\"end\":", span.end);
        line.push("}");
    }
    line.push("]}");
}

fn push_span(line: &mut Line<'_>, before: &str, span: Span) {
    line.push(before);
    line.number("{\"start\":", span.start);
    line.number(",\"end\":", span.end);
    line.push("}");
}
