//! Checking glossary files: findings with their places and remedies.
//!
//! Everything that reading a file alone can tell is found here, one file a kind of fault; whether examples hold is found by glossing them
//! (`Glossary::check_examples`).
//!
//! ```
//! use medgloss::glossary::{Layer, check::check, load::parse_glossary};
//! let text = "glossary.name = \"mine\"\nentries = [{ headword = \"黄疸\", reading = \"オウダン\", english = \"jaundice\" }]";
//! let file = parse_glossary("mine.toml", text, Layer::User).unwrap();
//! let findings = check(&[file], &medgloss::Glossary::language().unwrap());
//! assert_eq!(findings[0].rule, "reading-not-kana");
//! ```

mod collisions;
mod english;
mod grammar;
mod reading;
mod texts;

use crate::error::{Finding, Severity};
use crate::glossary::language::Language;
use crate::glossary::{Entry, FileInfo, GlossaryFile};
use crate::text::fold::FoldTable;
use crate::text::spelling::Spelling;

/// What checking needs to know of the language.
struct Checker<'l> {
    language: &'l Language,
    fold: FoldTable<'static>,
    spelling: Spelling,
    findings: Vec<Finding>,
}

/// The findings of all files, sorted by place.
#[must_use]
pub fn check(files: &[GlossaryFile], language: &Language) -> Vec<Finding> {
    let fold = language.characters.fold_table();
    let mut checker = Checker {
        language,
        fold,
        spelling: language.spelling(),
        findings: Vec::new(),
    };
    for file in files {
        if file.entries.is_empty() {
            checker.findings.push(empty_glossary(&file.info));
        }
        for entry in &file.entries {
            let place = Place {
                info: &file.info,
                entry,
            };
            checker.check_texts(place);
            checker.check_grammar(place);
            checker.check_reading(place);
            checker.check_english(place);
        }
    }
    checker.check_collisions(files);
    checker.findings.sort();
    checker.findings.dedup();
    checker.findings
}

fn empty_glossary(info: &FileInfo) -> Finding {
    let message = "the file holds no entries; add some or leave it out".to_owned();
    Finding {
        path: info.path.clone(),
        line: 1,
        column: 1,
        severity: Severity::Warning,
        rule: "empty-glossary",
        message,
    }
}

/// An entry and the file it stands in.
#[derive(Clone, Copy)]
struct Place<'a> {
    info: &'a FileInfo,
    entry: &'a Entry,
}

impl<'a> Place<'a> {
    /// All spellings, the headword first.
    fn spellings(self) -> impl Iterator<Item = &'a String> {
        std::iter::once(&self.entry.headword).chain(&self.entry.variants)
    }

    /// `hepatology.toml:12`
    fn shown(self) -> String {
        format!("{}:{}", self.info.path, self.entry.line)
    }
}

impl Checker<'_> {
    fn error(&mut self, place: Place<'_>, rule: &'static str, message: String) {
        self.push(place, Severity::Error, rule, message);
    }

    fn warning(&mut self, place: Place<'_>, rule: &'static str, message: String) {
        self.push(place, Severity::Warning, rule, message);
    }

    fn push(&mut self, place: Place<'_>, severity: Severity, rule: &'static str, message: String) {
        let (path, line, column) = (
            place.info.path.clone(),
            place.entry.line,
            place.entry.column,
        );
        self.findings.push(Finding {
            path,
            line,
            column,
            severity,
            rule,
            message,
        });
    }
}
