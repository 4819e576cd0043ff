//! The bilingual term list of a document: for a translator to look through, to fill in, and to load again.

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::gloss::ledger::{Row, Survey, Which};
use crate::gloss::{Gloss, Origin, Segment, SegmentKind};
use crate::lexicon::EntryView;
use crate::render::NOTICE;
use crate::render::tsv::TsvOptions;
use crate::render::visible::{is_obeyed, visible};
use crate::source::Document;
use crate::termbase::Glossary;

/// How a term list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermsFormat {
    /// Tab-separated values with a head.
    Tsv(TsvOptions),
    /// A table in Markdown.
    Markdown,
    /// A glossary file: filled in, it loads with `--glossary`.
    Toml,
}

/// Writes the terms of a document with their English, count and first context; unknown words have an empty target.
///
/// # Errors
/// What the writer says.
pub fn render_terms(
    out: &mut dyn Write,
    document: &Document,
    gloss: &Gloss,
    glossary: &Glossary,
    format: TermsFormat,
) -> io::Result<()> {
    let survey = Survey::new(document, gloss, glossary);
    let mut rows = survey.rows(Which::Terms);
    rows.extend(survey.rows(Which::Unknown));
    rows.sort_by_key(|row| row.stand);
    match format {
        TermsFormat::Tsv(options) => tsv(out, &rows, options),
        TermsFormat::Markdown => markdown(out, document, &rows),
        TermsFormat::Toml => toml(out, document, &survey, &rows),
    }
}

fn tsv(out: &mut dyn Write, rows: &[Row], options: TsvOptions) -> io::Result<()> {
    out.write_all(b"source\ttarget\tcount\tsentence\tline:column\tcontext\tprovenance\n")?;
    for row in rows {
        let (place, target) = (row.stand.place, row.gloss.as_deref().unwrap_or_default());
        let (count, sentence) = (row.count(), row.stand.sentence);
        writeln!(
            out,
            "{}\t{}\t{count}\t{sentence}\t{}:{}\t{}\t{}",
            options.field(&row.text),
            options.field(target),
            place.line,
            place.column,
            options.field(&row.clause),
            options.field(&row.provenance)
        )?;
    }
    Ok(())
}

fn markdown(out: &mut dyn Write, document: &Document, rows: &[Row]) -> io::Result<()> {
    let path = document.path.as_deref().unwrap_or("-");
    writeln!(
        out,
        "Terms of {}, SHA-256 {}: {NOTICE}.\n",
        escaped(path),
        document.sha256
    )?;
    out.write_all(b"| Japanese | English | Count | First | Context | From |\n| --- | --- | ---: | --- | --- | --- |\n")?;
    for row in rows {
        let (place, target) = (row.stand.place, row.gloss.as_deref().unwrap_or_default());
        let first = format!("{} ({}:{})", row.stand.sentence, place.line, place.column);
        let (text, clause, from) = (
            escaped(&row.text),
            escaped(&row.clause),
            escaped(&row.provenance),
        );
        writeln!(
            out,
            "| {text} | {} | {} | {first} | {clause} | {from} |",
            escaped(target),
            row.count()
        )?;
    }
    Ok(())
}

/// Text in a cell of a Markdown table.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '#' => {
                shown.push('\\');
                shown.push(c);
            }
            _ => shown.push(c),
        }
    }
    shown
}

fn toml(
    out: &mut dyn Write,
    document: &Document,
    survey: &Survey<'_>,
    rows: &[Row],
) -> io::Result<()> {
    let name = document
        .path
        .as_deref()
        .and_then(|path| path.rsplit(['/', '\\']).next())
        .unwrap_or("document");
    writeln!(
        out,
        "# Terms of {}, SHA-256 {}.",
        visible(name),
        document.sha256
    )?;
    out.write_all(b"# Lines that begin with \"# {\" are not used: unknown words, whose English is to be filled in, and compounds whose English\n# was put together by rule, which is to be checked. Take the \"# \" away to use one. Load with: medgloss --glossary THIS-FILE\n")?;
    writeln!(
        out,
        "glossary.name = {}",
        quoted(&format!("terms of {}", name.replace(':', " ")))
    )?;
    writeln!(
        out,
        "glossary.title = {}",
        quoted(&format!("Terms of {name}"))
    )?;
    out.write_all(b"entries = [\n")?;
    let mut written = BTreeSet::new();
    for row in rows {
        let segment = segment_of(survey, row);
        let place = row.stand.place;
        let head = format!(
            "{} ×, first in sentence {} ({}:{})",
            row.count(),
            row.stand.sentence,
            place.line,
            place.column
        );
        writeln!(out, "  # {head}: {}", visible(&row.clause))?;
        let source = segment
            .filter(|segment| segment.origin != Origin::Document)
            .and_then(|segment| survey.entry_of(segment));
        let reviewed = segment.is_none_or(|segment| segment.origin != Origin::Composed)
            && source.as_ref().is_none_or(|entry| entry.when().is_none());
        let used = row.gloss.is_some() && reviewed && written.insert(&row.text);
        writeln!(
            out,
            "  {}{},",
            if used { "" } else { "# " },
            entry(row, segment, source.as_ref())
        )?;
    }
    out.write_all(b"]\n")
}

/// The segment that a row was made from.
fn segment_of<'a>(survey: &Survey<'a>, row: &Row) -> Option<&'a Segment> {
    let sentence = survey
        .sentences()
        .get(row.stand.sentence.checked_sub(1)?)?
        .sentence;
    let at = sentence
        .segments
        .partition_point(|segment| segment.span.start < row.stand.span.start);
    sentence.segments.get(at)
}

/// `{ headword = "…", reading = "…", english = […] }`, with all that the shipped entry says of its form.
fn entry(row: &Row, segment: Option<&Segment>, source: Option<&EntryView<'_>>) -> String {
    let mut fields = vec![format!("headword = {}", quoted(&row.text))];
    let mut field = |name: &str, value: &str| {
        if !value.is_empty() {
            fields.push(format!("{name} = {}", quoted(value)));
        }
    };
    match source {
        Some(entry) => {
            field("reading", entry.reading());
            field("pos", entry.pos());
            field("class", entry.class());
            field("modifier", entry.modifier());
            field("note", entry.note());
        }
        None if segment.is_some_and(|segment| segment.kind == SegmentKind::Abbreviation) => {
            field("pos", "abbreviation");
        }
        None => {}
    }
    let english: Vec<String> = match source {
        Some(entry) => entry.english().map(quoted).collect(),
        None => vec![quoted(row.gloss.as_deref().unwrap_or_default())],
    };
    fields.insert(1, format!("english = [{}]", english.join(", ")));
    let verbs: Vec<String> = source
        .into_iter()
        .flat_map(|entry| entry.verbs().map(quoted).collect::<Vec<_>>())
        .collect();
    if !verbs.is_empty() {
        fields.push(format!("verb = [{}]", verbs.join(", ")));
    }
    format!("{{ {} }}", fields.join(", "))
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() + 2);
    shown.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                shown.push('\\');
                shown.push(c);
            }
            c if is_obeyed(c) => shown.push_str(&format!("\\U{:08X}", c as u32)),
            c => shown.push(c),
        }
    }
    shown.push('"');
    shown
}
