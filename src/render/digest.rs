//! The end of a page: what the gloss covers, what is unknown, abbreviations, marks, notes. Tables of plain words, which each format
//! sets in its own way.

use crate::gloss::Abbreviation;
use crate::gloss::summary::Coverage;
use crate::render::page::{Page, noted};
use crate::render::visible::visible;

/// Said beside every figure of coverage.
pub(crate) const CAUTION: &str = "found is not the same as correct";

/// A small table with a title and a sentence that says how to read it.
pub(crate) struct DigestTable {
    pub(crate) title: &'static str,
    pub(crate) lead: String,
    pub(crate) head: Vec<&'static str>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// The tables at the end of a page, in order; a table may have no rows, its lead then says so.
pub(crate) fn digest(page: &Page<'_>) -> Vec<DigestTable> {
    vec![
        coverage(page),
        unknown(page),
        abbreviations(page),
        marks(page),
        notes(page),
    ]
}

fn coverage(page: &Page<'_>) -> DigestTable {
    let coverage = &page.summary.coverage;
    let row =
        |what: &str, count: usize| vec![what.to_owned(), count.to_string(), share(count, coverage)];
    let found = coverage.characters - coverage.unknown;
    let lead = format!(
        "{} of the {} letters and numbers stand over English or are names, in {} sentences; {CAUTION}.",
        share(found, coverage),
        coverage.characters,
        page.summary.sentences,
    );
    let rows = vec![
        row(
            "reviewed entries, numbers, symbols, Latin text",
            coverage.reviewed,
        ),
        row("composed by rule from reviewed entries", coverage.composed),
        row("general dictionary", coverage.general),
        row("names", coverage.names),
        row("unknown", coverage.unknown),
    ];
    DigestTable {
        title: "Coverage",
        lead,
        head: vec!["what stands under the Japanese", "letters", "share"],
        rows,
    }
}

/// A share in percent, cut rather than rounded: what is not whole never shows as 100 %.
fn share(count: usize, coverage: &Coverage) -> String {
    let of = coverage.characters.max(1);
    let tenths = if coverage.characters == 0 {
        0
    } else {
        count * 1000 / of
    };
    format!("{}.{} %", tenths / 10, tenths % 10)
}

fn unknown(page: &Page<'_>) -> DigestTable {
    let place = |span: &crate::span::Span| page.places.name(span.start);
    let rows: Vec<Vec<String>> = page
        .summary
        .unknown
        .iter()
        .map(|unknown| {
            vec![
                visible(&unknown.text).into_owned(),
                unknown
                    .spans
                    .iter()
                    .map(place)
                    .collect::<Vec<_>>()
                    .join(" "),
            ]
        })
        .collect();
    let lead = if rows.is_empty() {
        "None."
    } else {
        "No entry was found for these; they stand in the text as written."
    };
    DigestTable {
        title: "Unknown words",
        lead: lead.to_owned(),
        head: vec!["Japanese", "line:column"],
        rows,
    }
}

/// Who says what an abbreviation stands for; and whether the document uses it before that or says otherwise elsewhere.
fn whose_reading(page: &Page<'_>, abbreviation: &Abbreviation) -> String {
    let mut said = match (&abbreviation.japanese, abbreviation.defined) {
        (Some(japanese), _) => format!("defined in the document: {}", visible(japanese)),
        (None, "document") => "defined in the document".to_owned(),
        (None, "glossary") => "not defined in the document: the glossary's reading".to_owned(),
        (None, _) => "not defined in the document, and in no glossary".to_owned(),
    };
    if let Some(first) = abbreviation.used_before {
        said.push_str(&format!(
            "; used before, at {}",
            page.places.name(first.start)
        ));
    }
    for other in &abbreviation.other_definitions {
        said.push_str(&format!(
            "; defined otherwise at {}: {} {}",
            page.places.name(other.span.start),
            visible(&other.japanese),
            visible(&other.english)
        ));
    }
    said
}

fn abbreviations(page: &Page<'_>) -> DigestTable {
    let row = |abbreviation: &Abbreviation| {
        let texts = [
            visible(&abbreviation.form).into_owned(),
            visible(&abbreviation.english).into_owned(),
        ];
        texts
            .into_iter()
            .chain([
                page.places.name(abbreviation.span.start),
                whose_reading(page, abbreviation),
            ])
            .collect()
    };
    let rows: Vec<Vec<String>> = page.gloss.abbreviations.iter().map(row).collect();
    let lead = if rows.is_empty() {
        "None."
    } else {
        "Each with the place where it is defined or first stands."
    };
    DigestTable {
        title: "Abbreviations",
        lead: lead.to_owned(),
        head: vec!["form", "English", "line:column", "whose reading"],
        rows,
    }
}

fn marks(page: &Page<'_>) -> DigestTable {
    let rows: Vec<Vec<String>> = page
        .summary
        .marks
        .iter()
        .map(|(kind, count)| vec![(*kind).to_owned(), count.to_string()])
        .collect();
    let lead = if rows.is_empty() {
        "No listed cue was found; that makes no sentence certain."
    } else {
        "Cues of the language, not judgements; a sentence without one is not therefore certain."
    };
    DigestTable {
        title: "Marks",
        lead: lead.to_owned(),
        head: vec!["kind", "count"],
        rows,
    }
}

fn notes(page: &Page<'_>) -> DigestTable {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for segment in page.gloss.segments().flat_map(noted) {
        let word = segment.headword.as_deref().unwrap_or(&segment.text);
        let note = segment.note.as_deref().unwrap_or_default();
        if seen.insert((word, note)) {
            rows.push(vec![
                visible(word).into_owned(),
                page.places.name(segment.span.start),
                visible(note).into_owned(),
            ]);
        }
    }
    let lead = if rows.is_empty() {
        "None."
    } else {
        "What the glossary warns of, once a word, where it first stands."
    };
    DigestTable {
        title: "Notes",
        lead: lead.to_owned(),
        head: vec!["Japanese", "line:column", "note"],
        rows,
    }
}
