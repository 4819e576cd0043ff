//! A lookup's answer as JSON, to the letter of the contract (`medgloss schema`).

use std::io::{self, Write};

use serde::Serialize;

use crate::gloss::romaji::romaji;
use crate::lookup::{Found, LookupResult, Part};
use crate::render::json::SCHEMA;

#[derive(Serialize)]
struct LookupJson<'a> {
    schema: u32,
    query: &'a str,
    entries: Vec<FoundJson<'a>>,
    total: usize,
    suggestions: Vec<FoundJson<'a>>,
}

#[derive(Serialize)]
struct FoundJson<'a> {
    headword: &'a str,
    variants: &'a [String],
    reading: Option<&'a str>,
    romaji: Option<String>,
    english: &'a [String],
    pos: &'a str,
    field: &'a str,
    note: Option<&'a str>,
    entry: Option<&'a str>,
    #[serde(rename = "match")]
    kind: &'static str,
    why: &'a str,
    reviewed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    abbreviation: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modifier: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    deprecated: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    forbidden: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    conditions: Vec<ConditionJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    codes: Vec<CodeJson<'a>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    ambiguous: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<SourceJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<PartJson<'a>>,
}

#[derive(Serialize)]
struct ConditionJson<'a> {
    stands: &'static str,
    words: &'a [String],
}

#[derive(Serialize)]
struct CodeJson<'a> {
    system: &'a str,
    code: &'a str,
}

#[derive(Serialize)]
struct SourceJson<'a> {
    title: &'a str,
    license: &'a str,
    attribution: &'a str,
}

#[derive(Serialize)]
struct PartJson<'a> {
    text: &'a str,
    headword: Option<&'a str>,
    reading: Option<&'a str>,
    romaji: Option<String>,
    english: &'a [String],
    entry: Option<&'a str>,
}

/// Writes an answer as one line of JSON.
///
/// # Errors
/// What the writer says.
pub fn write_lookup(out: &mut dyn Write, result: &LookupResult) -> io::Result<()> {
    let json = LookupJson {
        schema: SCHEMA,
        query: &result.query,
        entries: result.entries.iter().map(found_json).collect(),
        total: result.total,
        suggestions: result.suggestions.iter().map(found_json).collect(),
    };
    serde_json::to_writer(&mut *out, &json)?;
    out.write_all(b"\n")
}

fn found_json(found: &Found) -> FoundJson<'_> {
    FoundJson {
        headword: &found.headword,
        variants: &found.variants,
        reading: found.reading.as_deref(),
        romaji: found.romaji(),
        english: &found.english,
        pos: &found.pos,
        field: &found.field,
        note: found.note.as_deref(),
        entry: found.entry.as_deref(),
        kind: found.kind.name(),
        why: &found.why,
        reviewed: found.reviewed,
        class: found.class.as_deref(),
        abbreviation: found.abbreviation.as_deref(),
        modifier: found.modifier.as_deref(),
        deprecated: &found.deprecated,
        forbidden: &found.forbidden,
        conditions: found
            .conditions
            .iter()
            .map(|(stands, words)| ConditionJson { stands, words })
            .collect(),
        codes: found
            .codes
            .iter()
            .map(|(system, code)| CodeJson { system, code })
            .collect(),
        ambiguous: found.ambiguous,
        source: found.source.as_ref().map(|source| SourceJson {
            title: &source.title,
            license: &source.license,
            attribution: &source.attribution,
        }),
        parts: found.parts.iter().map(part_json).collect(),
    }
}

fn part_json(part: &Part) -> PartJson<'_> {
    PartJson {
        text: &part.text,
        headword: part.headword.as_deref(),
        reading: part.reading.as_deref(),
        romaji: part.reading.as_deref().map(romaji),
        english: &part.english,
        entry: part.entry.as_deref(),
    }
}
