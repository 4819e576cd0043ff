//! Reading glossary files.
//!
//! ```toml
//! [glossary]
//! name = "hepatology"
//! title = "Liver, biliary tract and pancreas"
//! license = "CC0-1.0"
//! version = "3"
//!
//! [[entries]]
//! headword = "黄疸"
//! reading = "おうだん"
//! english = ["jaundice", "icterus"]
//! class = "disease"
//! ```
//! or, one entry a line, before `[glossary]`:
//! ```toml
//! entries = [
//!   { headword = "黄疸", reading = "おうだん", english = ["jaundice", "icterus"], class = "disease" },
//! ]
//! ```

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::error::Error;
use crate::glossary::{Entry, FileInfo, GlossaryFile, Layer, When, fingerprint};
use crate::span::LineIndex;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    glossary: RawHeader,
    #[serde(default)]
    entries: Vec<RawEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHeader {
    name: Option<String>,
    #[serde(default)]
    title: String,
    #[serde(default)]
    license: String,
    #[serde(default)]
    attribution: String,
    #[serde(default)]
    version: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl Default for OneOrMany {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl OneOrMany {
    fn into_vec(self) -> Vec<String> {
        match self {
            Self::One(one) => vec![one],
            Self::Many(many) => many,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntry {
    headword: Spanned<String>,
    #[serde(default)]
    variants: Vec<String>,
    #[serde(default)]
    reading: String,
    english: OneOrMany,
    #[serde(default)]
    deprecated: Vec<String>,
    #[serde(default)]
    forbidden: Vec<String>,
    #[serde(default)]
    pos: Option<String>,
    #[serde(default)]
    class: String,
    #[serde(default)]
    modifier: String,
    #[serde(default)]
    verb: OneOrMany,
    #[serde(default)]
    abbreviation: String,
    #[serde(default)]
    field: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    case_sensitive: bool,
    #[serde(default)]
    ambiguous: bool,
    #[serde(default)]
    when: RawWhen,
    #[serde(default)]
    codes: BTreeMap<String, String>,
    #[serde(default)]
    examples: Vec<String>,
    #[serde(default)]
    counterexamples: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RawWhen {
    left: Vec<String>,
    right: Vec<String>,
    left_class: Vec<String>,
    right_class: Vec<String>,
    section: Vec<String>,
}

/// Reads one glossary file's text. `path` is for messages, `layer` says how it stands to others.
///
/// # Errors
/// [`Error::Glossary`] with line and column where the text is not TOML or not of the expected shape.
///
/// ```
/// use medgloss::glossary::{Layer, load::parse_glossary};
/// let text = "glossary.name = \"mine\"\nentries = [{ headword = \"黄疸\", english = \"jaundice\" }]";
/// let file = parse_glossary("mine.toml", text, Layer::User).unwrap();
/// assert_eq!(file.entries[0].english, ["jaundice"]);
/// assert!(parse_glossary("mine.toml", "entries = [{ headwort = 1 }]", Layer::User).is_err());
/// ```
pub fn parse_glossary(path: &str, text: &str, layer: Layer) -> Result<GlossaryFile, Error> {
    let lines = LineIndex::new(text);
    let raw: RawFile = toml::from_str(text).map_err(|error| located(path, text, &lines, &error))?;
    let stem = path
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or(path)
        .trim_end_matches(".toml");
    let info = FileInfo {
        name: raw.glossary.name.unwrap_or_else(|| stem.to_owned()),
        title: raw.glossary.title,
        license: raw.glossary.license,
        attribution: raw.glossary.attribution,
        path: path.to_owned(),
        layer,
        version: raw.glossary.version,
        sha256: fingerprint(text.as_bytes()),
    };
    let entries = raw
        .entries
        .into_iter()
        .map(|entry| into_entry(entry, text, &lines))
        .collect();
    Ok(GlossaryFile { info, entries })
}

fn into_entry(raw: RawEntry, text: &str, lines: &LineIndex) -> Entry {
    let place = lines.place(text, raw.headword.span().start);
    let verb = raw.verb.into_vec();
    let pos = raw
        .pos
        .unwrap_or_else(|| if verb.is_empty() { "noun" } else { "suru-noun" }.to_owned());
    Entry {
        headword: raw.headword.into_inner(),
        variants: raw.variants,
        reading: raw.reading,
        english: raw.english.into_vec(),
        deprecated: raw.deprecated,
        forbidden: raw.forbidden,
        pos,
        class: raw.class,
        modifier: raw.modifier,
        verb,
        abbreviation: raw.abbreviation,
        field: raw.field,
        note: raw.note,
        case_sensitive: raw.case_sensitive,
        ambiguous: raw.ambiguous,
        when: When {
            left: raw.when.left,
            right: raw.when.right,
            left_class: raw.when.left_class,
            right_class: raw.when.right_class,
            section: raw.when.section,
        },
        codes: raw.codes.into_iter().collect(),
        examples: raw.examples,
        counterexamples: raw.counterexamples,
        line: place.line,
        column: place.column,
    }
}

/// A TOML error with its place in the file, and the nearest key where one was misspelt.
pub(crate) fn located(path: &str, text: &str, lines: &LineIndex, error: &toml::de::Error) -> Error {
    let place = lines.place(text, error.span().map_or(0, |span| span.start));
    let mut message = error.message().trim().to_owned();
    if let Some(near) = nearest_key(&message) {
        message.push_str(&near);
    }
    Error::Glossary {
        path: path.to_owned(),
        line: place.line,
        column: place.column,
        message,
    }
}

/// For "unknown field `a`, expected one of `b`, `c`": which of them was probably meant.
fn nearest_key(message: &str) -> Option<String> {
    let mut quoted = message
        .strip_prefix("unknown field")?
        .split('`')
        .skip(1)
        .step_by(2);
    let wrong = quoted.next()?;
    let near = quoted.min_by_key(|name| edit_distance(wrong, name))?;
    (edit_distance(wrong, near) <= 2).then(|| format!("; did you mean `{near}`?"))
}

/// Levenshtein distance in characters.
#[expect(
    clippy::indexing_slicing,
    reason = "the row has a place more than `b` has characters"
)]
pub(crate) fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_key_is_named_with_its_place() {
        let text =
            "[glossary]\nname = \"x\"\n[[entries]]\nheadword = \"黄疸\"\nenglsh = \"jaundice\"\n";
        let error = parse_glossary("x.toml", text, Layer::User)
            .map(|_| ())
            .expect_err("an unknown key is an error")
            .to_string();
        assert!(error.starts_with("x.toml:5:1:"), "{error}");
        assert!(error.contains("did you mean `english`"), "{error}");
    }
}
