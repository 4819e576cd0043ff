//! The JSON Schema of all JSON that medgloss writes (draft 2020-12). Fields may be added, so unknown ones pass; those of the contract are
//! required and typed.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::gloss::ledger::Which;
use crate::render::NOTICE;
use crate::render::json::SCHEMA;

/// Writes the schema.
///
/// # Errors
/// What the writer says.
pub fn write(out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &schema())?;
    out.write_all(b"\n")
}

/// The schema: a document is a gloss, a line of batch, a line of batch that failed, a lookup, or a ledger.
///
/// ```
/// let schema = medgloss::render::schema::schema();
/// assert!(schema["$defs"]["gloss"]["required"].as_array().unwrap().contains(&"blocks".into()));
/// ```
#[must_use]
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "medgloss",
        "description": "a gloss, a line of batch, a line of batch that could not be read, a lookup, or a ledger",
        "oneOf": [
            { "$ref": "#/$defs/gloss" },
            { "$ref": "#/$defs/batch-line" },
            { "$ref": "#/$defs/batch-error" },
            { "$ref": "#/$defs/lookup" },
            { "$ref": "#/$defs/ledger" }
        ],
        "$defs": {
            "gloss": gloss(false),
            "batch-line": gloss(true),
            "batch-error": batch_error(),
            "lookup": lookup(),
            "ledger": ledger(),
            "stand": stand(),
            "source": source(),
            "block": block(),
            "sentence": sentence(),
            "segment": segment(),
            "quantity": quantity(),
            "mark": mark(),
            "summary": summary(),
            "found": found(),
            "part": part(),
            "offset": { "type": "integer", "minimum": 0, "description": "UTF-8 bytes of the decoded document" },
            "span": object(&json!({ "start": offset(), "end": offset() }), &["start", "end"]),
            "text-or-null": { "type": ["string", "null"] },
            "texts": { "type": "array", "items": { "type": "string" } }
        }
    })
}

/// A ledger is one of [`Which::ALL`]; each has fields of its own in its rows.
fn ledger() -> Value {
    let kinds: Vec<Value> = Which::ALL.into_iter().map(ledger_of).collect();
    json!({ "oneOf": kinds })
}

fn ledger_of(which: Which) -> Value {
    let mut row = object(
        &json!({
            "sentence": from_one(),
            "line": from_one(),
            "column": from_one(),
            "start": offset(),
            "end": offset(),
            "section": text_or_null(),
            "section_gloss": text_or_null(),
            "text": text(),
            "gloss": text_or_null(),
            "clause": text(),
            "clause_gloss": text(),
            "provenance": text(),
            "others": list("stand")
        }),
        &[
            "sentence",
            "line",
            "column",
            "start",
            "end",
            "section",
            "section_gloss",
            "text",
            "gloss",
            "clause",
            "clause_gloss",
            "provenance",
            "others",
        ],
    );
    for name in which.fields() {
        if let Some(properties) = row.get_mut("properties").and_then(Value::as_object_mut) {
            let kinds = json!({ "type": ["string", "integer", "boolean", "null"] });
            properties.insert((*name).to_owned(), kinds);
        }
        if let Some(required) = row.get_mut("required").and_then(Value::as_array_mut) {
            required.push(json!(name));
        }
    }
    object(
        &json!({
            "schema": { "const": SCHEMA },
            "notice": { "const": NOTICE },
            "source": object(
                &json!({ "path": text_or_null(), "sha256": sha256() }),
                &["path", "sha256"],
            ),
            "ledger": { "const": which.name() },
            "rows": { "type": "array", "items": row }
        }),
        &["schema", "notice", "source", "ledger", "rows"],
    )
}

fn sha256() -> Value {
    json!({ "type": "string", "pattern": "^[0-9a-f]{64}$" })
}

/// Where a row stands as well.
fn stand() -> Value {
    let place = json!({ "type": "integer", "minimum": 1 });
    object(
        &json!({ "sentence": place, "line": place, "column": place, "start": offset(), "end": offset() }),
        &["sentence", "line", "column", "start", "end"],
    )
}

fn object(properties: &Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": properties, "required": required })
}

fn offset() -> Value {
    json!({ "$ref": "#/$defs/offset" })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn text_or_null() -> Value {
    json!({ "$ref": "#/$defs/text-or-null" })
}

fn texts() -> Value {
    json!({ "$ref": "#/$defs/texts" })
}

fn list(of: &str) -> Value {
    json!({ "type": "array", "items": { "$ref": format!("#/$defs/{of}") } })
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn gloss(in_batch: bool) -> Value {
    let mut required = vec!["schema", "notice", "source", "blocks", "summary"];
    let mut properties = json!({
        "schema": { "const": SCHEMA },
        "notice": { "const": NOTICE },
        "id": in_batch,
        "source": { "$ref": "#/$defs/source" },
        "text": { "type": "string", "description": "what was extracted, where the document is not text of its own" },
        "blocks": list("block"),
        "summary": { "$ref": "#/$defs/summary" }
    });
    if in_batch {
        required.push("id");
    } else if let Some(properties) = properties.as_object_mut() {
        properties.insert("error".to_owned(), json!(false));
    }
    object(&properties, &required)
}

fn batch_error() -> Value {
    object(
        &json!({ "id": true, "line": from_one(), "error": text(), "schema": false }),
        &["id", "error"],
    )
}

fn source() -> Value {
    object(
        &json!({
            "path": text_or_null(),
            "format": text(),
            "encoding": text(),
            "bom_bytes": count(),
            "sha256": sha256()
        }),
        &["path", "format", "encoding", "bom_bytes", "sha256"],
    )
}

fn block() -> Value {
    object(
        &json!({
            "kind": { "type": "string", "description": "heading, paragraph, list-item, table-cell, code and more" },
            "level": { "type": "integer", "minimum": 1 },
            "table": count(), "row": count(), "column": count(),
            "start": offset(), "end": offset(),
            "sentences": list("sentence")
        }),
        &["kind", "start", "end", "sentences"],
    )
}

fn sentence() -> Value {
    object(
        &json!({
            "number": from_one(), "line": from_one(), "column": from_one(),
            "start": offset(), "end": offset(),
            "segments": list("segment"), "marks": list("mark")
        }),
        &[
            "number", "line", "column", "start", "end", "segments", "marks",
        ],
    )
}

fn segment() -> Value {
    object(
        &json!({
            "start": offset(), "end": offset(),
            "surface": text(), "text": text(),
            "kind": { "enum": ["term", "compound", "symbol", "abbreviation", "quantity", "name", "word", "function", "latin", "punctuation", "unknown"] },
            "origin": { "enum": ["entry", "composed", "general", "document", "rule", "guess"] },
            "headword": text_or_null(), "reading": text_or_null(), "romaji": text_or_null(), "gloss": text_or_null(),
            "alternatives": texts(),
            "entry": text_or_null(),
            "parts": list("segment"),
            "quantity": { "$ref": "#/$defs/quantity" },
            "defined": { "enum": ["document", "glossary"] },
            "features": texts(),
            "class": text(),
            "experiencer": { "type": "string", "description": "who has the finding, where the text says that it is not the patient: mother, donor, family" },
            "temporality": { "enum": ["past", "conditional"] },
            "suggestion": object(
                &json!({ "text": text(), "headword": text(), "gloss": text() }),
                &["text", "headword", "gloss"],
            ),
            "note": text()
        }),
        &[
            "start",
            "end",
            "surface",
            "text",
            "kind",
            "origin",
            "headword",
            "reading",
            "romaji",
            "gloss",
            "alternatives",
            "entry",
        ],
    )
}

fn quantity() -> Value {
    let number = json!({ "type": ["string", "null"], "pattern": "^[-+]?[0-9]+([.][0-9]+)?$" });
    object(
        &json!({
            "low": number, "high": number,
            "low_inclusive": { "type": "boolean" }, "high_inclusive": { "type": "boolean" }, "approximate": { "type": "boolean" },
            "unit": text_or_null(),
            "computed": { "type": ["string", "boolean", "null"] },
            "form": { "type": "string", "description": "measure, count, age, date, duration, range, pair, spread, series, clock, ratio, fraction, grade, …; of a pair (120/80, 15×10 mm) and a ratio, low and high are the first two numbers in the order of the text" },
            "values": {
                "type": "array", "items": { "type": "string" },
                "description": "all numbers in the order of the text, where low and high are not all of them or have none: 38 and 3 of 38 weeks 3 days"
            }
        }),
        &[
            "low",
            "high",
            "low_inclusive",
            "high_inclusive",
            "approximate",
            "unit",
            "computed",
        ],
    )
}

fn mark() -> Value {
    object(
        &json!({
            "start": offset(), "end": offset(),
            "type": { "enum": ["negation", "hedge", "evidential", "expectation", "booster"] },
            "english": text(),
            "scope": { "$ref": "#/$defs/span" },
            "holder": text_or_null()
        }),
        &["start", "end", "type", "english", "scope", "holder"],
    )
}

/// The number of a sentence, a line or a column.
fn from_one() -> Value {
    json!({ "type": "integer", "minimum": 1 })
}

fn summary() -> Value {
    let coverage = json!({ "type": "object", "properties": { "percent": { "type": "number", "minimum": 0, "maximum": 100 } }, "additionalProperties": { "type": "number" } });
    object(
        &json!({
            "sentences": count(), "segments": count(), "coverage": coverage,
            "marks": { "type": "object", "additionalProperties": count() },
            "abbreviations": { "type": "array", "items": abbreviation() }
        }),
        &[],
    )
}

fn abbreviation() -> Value {
    let definition = object(
        &json!({ "english": text(), "japanese": text(), "start": offset(), "end": offset() }),
        &["english", "japanese", "start", "end"],
    );
    object(
        &json!({
            "form": text(), "english": text(), "japanese": text_or_null(),
            "defined": { "enum": ["document", "glossary", "nowhere"] },
            "start": offset(), "end": offset(),
            "used_before": { "oneOf": [{ "type": "null" }, { "$ref": "#/$defs/span" }], "description": "where it stands before it is defined" },
            "other_definitions": { "type": "array", "items": definition, "description": "where the document defines it as something else" }
        }),
        &[
            "form",
            "english",
            "japanese",
            "defined",
            "start",
            "end",
            "used_before",
            "other_definitions",
        ],
    )
}

fn lookup() -> Value {
    object(
        &json!({ "schema": { "const": SCHEMA }, "query": text(), "entries": list("found"), "total": count(), "suggestions": list("found"), "blocks": false }),
        &["schema", "query", "entries"],
    )
}

fn found() -> Value {
    object(
        &json!({
            "headword": text(), "variants": texts(),
            "reading": text_or_null(), "romaji": text_or_null(),
            "english": texts(),
            "pos": text(), "field": text(), "note": text_or_null(), "entry": text_or_null(),
            "match": { "enum": ["exact", "variant", "reading", "romaji", "english", "prefix", "suffix", "contains", "inflected", "compound"] },
            "why": text(),
            "reviewed": { "type": "boolean" }, "ambiguous": { "type": "boolean" },
            "class": text(), "abbreviation": text(), "modifier": text(),
            "deprecated": texts(), "forbidden": texts(),
            "conditions": { "type": "array", "items": object(&json!({ "stands": text(), "words": texts() }), &["stands", "words"]) },
            "codes": { "type": "array", "items": object(&json!({ "system": text(), "code": text() }), &["system", "code"]) },
            "source": object(&json!({ "title": text(), "license": text(), "attribution": text() }), &["title", "license", "attribution"]),
            "parts": list("part")
        }),
        &[
            "headword", "variants", "reading", "romaji", "english", "pos", "field", "note",
            "entry", "match",
        ],
    )
}

fn part() -> Value {
    object(
        &json!({ "text": text(), "headword": text_or_null(), "reading": text_or_null(), "romaji": text_or_null(), "english": texts(), "entry": text_or_null() }),
        &["text", "headword", "reading", "romaji", "english", "entry"],
    )
}
