//! The termbase as people write it: entries in TOML, with the files and places they came from.
//!
//! The TOML shapes are private to [`load`]; what comes out is checked by [`check`] and compiled by the lexicon. The same code
//! reads the shipped glossary when medgloss is built and a reader's own glossary when it runs.

pub mod check;
pub mod language;
pub mod load;
pub mod romaji;

use sha2::{Digest, Sha256};

/// How a termbase stands to the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Reviewed medical terms.
    Medical,
    /// Reviewed general vocabulary and the language itself.
    General,
    /// The fallback dictionary: used only where the reviewed files are silent.
    Fallback,
    /// A reader's own.
    User,
}

/// Where a glossary came from and under which terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileInfo {
    /// Short name, the one before the colon in `hepatology:黄疸`.
    pub name: String,
    /// What it holds, for people.
    pub title: String,
    /// SPDX licence expression.
    pub license: String,
    /// Whom to name, where the licence asks for it.
    pub attribution: String,
    /// Path as given when loading.
    pub path: String,
    /// How it stands to the others.
    pub layer: Layer,
    /// Its version, where its author gives one.
    pub version: String,
    /// SHA-256 of the file in hexadecimal: tells two states of it apart where no version does.
    pub sha256: String,
}

/// SHA-256 in hexadecimal.
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// When a sense holds: what must stand beside it. Every condition given must be met; one of its words is enough.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// Texts, one of which the sentence must show just before.
    pub left: Vec<String>,
    /// Texts, one of which the sentence must show just after.
    pub right: Vec<String>,
    /// Classes (`disease`, `cell`, …), one of which the segment just before must have.
    pub left_class: Vec<String>,
    /// Classes, one of which the segment just after must have.
    pub right_class: Vec<String>,
    /// Texts, one of which must stand in the section's heading.
    pub section: Vec<String>,
}

impl When {
    /// Whether nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}

/// One entry of a glossary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The usual written form.
    pub headword: String,
    /// Other spellings of the same word.
    pub variants: Vec<String>,
    /// Hiragana; empty for headwords in Latin script.
    pub reading: String,
    /// English forms, preferred first.
    pub english: Vec<String>,
    /// English forms that are understood but should not be written any more.
    pub deprecated: Vec<String>,
    /// English forms that are wrong.
    pub forbidden: Vec<String>,
    /// Part of speech, one of the names in `connections.toml`.
    pub pos: String,
    /// What kind of thing it names (`disease`, `drug`, …); empty where nothing is said.
    pub class: String,
    /// The form it takes before an English noun: hepatic for liver.
    pub modifier: String,
    /// For nouns with する: English verbs, base form, preferred first.
    pub verb: Vec<String>,
    /// Latin abbreviation in common use.
    pub abbreviation: String,
    /// Field, where it is not the file's.
    pub field: String,
    /// A warning for the reader.
    pub note: String,
    /// Whether the entry asks for upper and lower case as written; [`Entry::minds_case`] also counts short Latin headwords.
    pub case_sensitive: bool,
    /// Whether all senses must be shown because none can be chosen.
    pub ambiguous: bool,
    /// When this sense holds.
    pub when: When,
    /// Codes of public vocabularies: (system, code).
    pub codes: Vec<(String, String)>,
    /// Sentences in which the headword must be found with this entry.
    pub examples: Vec<String>,
    /// Sentences in which this entry must not be used.
    pub counterexamples: Vec<String>,
    /// Line in its file, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Entry {
    /// Letters up to which a Latin headword with a capital is read in its own case only.
    const SHORT: usize = 5;

    /// Whether upper and lower case must be as written: where the entry says so, and in short Latin headwords with a capital. Mg is
    /// magnesium and mg a unit; Ht is the hematocrit and HT hypertension; EGFR is a receptor and eGFR a filtration rate.
    pub fn minds_case(&self) -> bool {
        let letters = &self.headword;
        let is_short = letters.len() <= Self::SHORT
            && letters.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && letters.bytes().any(|byte| byte.is_ascii_uppercase());
        self.case_sensitive || is_short
    }
}

/// A glossary file.
#[derive(Clone, Debug)]
pub struct GlossaryFile {
    /// Where it came from.
    pub info: FileInfo,
    /// Its entries, in the order of the file.
    pub entries: Vec<Entry>,
}
