//! A lookup's answer: as text here, one line an entry; as JSON in [`json`].

pub mod json;

use std::io::{self, Write};

use crate::lookup::{Found, LookupResult, MatchKind};
use crate::render::visible::visible;

/// What the text shows besides the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LookupText {
    /// Spellings, other English, conditions, note and source.
    pub all: bool,
    /// How each entry was found.
    pub why: bool,
    /// The query before its answer: where there are several.
    pub query: bool,
}

/// Writes an answer as text: `黄疸  おうだん ōdan  jaundice; icterus  [hepatology]`.
///
/// # Errors
/// What the writer says.
///
/// ```
/// use medgloss::{Glossary, render::lookup::{LookupText, write_text}};
/// let mut text = Vec::new();
/// write_text(&mut text, &Glossary::shipped().lookup("黄疸", None), LookupText::default()).unwrap();
/// assert!(String::from_utf8(text).unwrap().starts_with("黄疸  おうだん ōdan  jaundice"));
/// ```
pub fn write_text(out: &mut dyn Write, result: &LookupResult, show: LookupText) -> io::Result<()> {
    if show.query {
        writeln!(out, "{}:", visible(&result.query))?;
    }
    let homophones = result
        .entries
        .iter()
        .filter(|found| is_by_sound(found))
        .count()
        > 1;
    for found in &result.entries {
        let warns = found.ambiguous || (homophones && is_by_sound(found));
        write_found(out, found, show, warns)?;
    }
    if result.total > result.entries.len() {
        writeln!(
            out,
            "… {} more (--limit {})",
            result.total - result.entries.len(),
            result.total
        )?;
    }
    if !result.is_found() {
        writeln!(out, "nothing found for {}", visible(&result.query))?;
        if !result.suggestions.is_empty() {
            writeln!(out, "did you mean")?;
        }
        for found in &result.suggestions {
            write!(out, "  ")?;
            write_found(
                out,
                found,
                LookupText { why: true, ..show },
                found.ambiguous,
            )?;
        }
    }
    Ok(())
}

fn is_by_sound(found: &Found) -> bool {
    matches!(found.kind, MatchKind::Reading | MatchKind::Romaji)
}

/// One line, and what is asked for besides. Where `warns`, the line carries the entry's note: it tells words of one sound or one
/// abbreviation apart.
fn write_found(
    out: &mut dyn Write,
    found: &Found,
    show: LookupText,
    warns: bool,
) -> io::Result<()> {
    let reading = [found.reading.clone(), found.romaji()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    let origin = if !found.reviewed && found.entry.is_some() {
        "general dictionary"
    } else {
        found.field.as_str()
    };
    let english = found.english.join("; ");
    let columns = [found.headword.as_str(), &reading, &english].map(visible);
    let line = columns
        .iter()
        .filter(|column| !column.is_empty())
        .map(AsRef::as_ref)
        .collect::<Vec<_>>()
        .join("  ");
    let warning = if found.ambiguous {
        "  (several readings; none is chosen)"
    } else {
        ""
    };
    let note = found.note.as_deref().filter(|_| warns && !show.all);
    let note = note.map(|note| format!("  ({})", visible(note)));
    writeln!(
        out,
        "{line}  [{}]{warning}{}",
        visible(origin),
        note.unwrap_or_default()
    )?;
    for part in &found.parts {
        let english = part.english.first().map_or("", String::as_str);
        writeln!(out, "    {}  {}", visible(&part.text), visible(english))?;
    }
    if show.all {
        write_details(out, found)?;
    }
    if show.why {
        writeln!(
            out,
            "    why: {} ({})",
            visible(&found.why),
            found.kind.name()
        )?;
    }
    Ok(())
}

fn write_details(out: &mut dyn Write, found: &Found) -> io::Result<()> {
    let conditions: Vec<String> = found
        .conditions
        .iter()
        .map(|(where_it_stands, words)| format!("{where_it_stands} {}", words.join(", ")))
        .collect();
    let codes: Vec<String> = found
        .codes
        .iter()
        .map(|(system, code)| format!("{system} {code}"))
        .collect();
    let rows = [
        ("spellings", found.variants.join(", ")),
        (
            "abbreviation",
            found.abbreviation.clone().unwrap_or_default(),
        ),
        ("before a noun", found.modifier.clone().unwrap_or_default()),
        ("no longer written", found.deprecated.join("; ")),
        ("wrong", found.forbidden.join("; ")),
        ("this sense", conditions.join("; ")),
        ("note", found.note.clone().unwrap_or_default()),
        (
            "kind",
            [Some(found.pos.clone()), found.class.clone()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(", "),
        ),
        ("codes", codes.join("; ")),
        ("entry", found.entry.clone().unwrap_or_default()),
        ("source", source(found)),
    ];
    for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        writeln!(out, "    {name}: {}", visible(value))?;
    }
    Ok(())
}

fn source(found: &Found) -> String {
    let Some(source) = &found.source else {
        return String::new();
    };
    let fields = [source.title.as_str(), &source.license, &source.attribution];
    fields
        .into_iter()
        .filter(|field| !field.is_empty())
        .collect::<Vec<_>>()
        .join("; ")
}
