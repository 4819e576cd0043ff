//! Kana and their Latin letters, as `glossary/language/romaji.toml` has them.

use serde::Deserialize;

/// Kana of one syllable, and its letters.
pub type Syllable = (String, String);

/// The file: rows of kana and letters, divided by semicolons.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Romaji {
    hepburn: String,
    others: String,
}

impl Romaji {
    /// The syllables in which readings are shown.
    #[must_use]
    pub fn hepburn(&self) -> Vec<Syllable> {
        rows(&self.hepburn)
    }

    /// Those of other systems, which queries may be written in.
    #[must_use]
    pub fn others(&self) -> Vec<Syllable> {
        rows(&self.others)
    }
}

fn rows(text: &str) -> Vec<Syllable> {
    text.split(';')
        .filter_map(|row| row.trim().split_once(' '))
        .map(|(kana, letters)| (kana.to_owned(), letters.trim().to_owned()))
        .collect()
}
