//! Examples and counter-examples of entries, run: an example must be glossed with its entry, a counter-example must not.

use std::collections::HashMap;

use crate::error::{Finding, Severity};
use crate::gloss::Segment;
use crate::glossary::{Entry, FileInfo, GlossaryFile};
use crate::source::Document;
use crate::termbase::Glossary;

impl Glossary {
    /// Findings for examples that do not hold. The files must be loaded: shipped with the program or added.
    ///
    /// ```
    /// use medgloss::{Glossary, glossary::{Layer, load::parse_glossary}};
    /// let text = r#"
    /// [glossary]
    /// name = "mine"
    /// [[entries]]
    /// headword = "黄疸"
    /// english = "jaundice"
    /// examples = ["黄疸あり"]
    /// counterexamples = ["眼球黄疸"]
    /// "#;
    /// let files = [parse_glossary("mine.toml", text, Layer::User).unwrap()];
    /// let mut glossary = Glossary::shipped();
    /// glossary.add(&files).unwrap();
    /// let findings = glossary.check_examples(&files);
    /// assert_eq!(findings.len(), 1);
    /// assert_eq!(findings[0].rule, "counterexample");
    /// ```
    #[must_use]
    pub fn check_examples(&self, files: &[GlossaryFile]) -> Vec<Finding> {
        let mut findings = Vec::new();
        for file in files {
            let mut homographs: HashMap<&str, u32> = HashMap::new();
            for entry in &file.entries {
                let number = homographs.entry(&entry.headword).or_insert(0);
                *number += 1;
                let reference = reference(&file.info, entry, *number);
                self.check_entry(&file.info, entry, &reference, &mut findings);
            }
        }
        findings.sort();
        findings
    }

    fn check_entry(
        &self,
        info: &FileInfo,
        entry: &Entry,
        reference: &str,
        findings: &mut Vec<Finding>,
    ) {
        let mut push = |rule: &'static str, message: String| {
            let (path, line, column) = (info.path.clone(), entry.line, entry.column);
            findings.push(Finding {
                path,
                line,
                column,
                severity: Severity::Error,
                rule,
                message,
            });
        };
        for text in &entry.examples {
            if !self.uses(text, reference) {
                push(
                    "example",
                    format!(
                        "`{text}` is not glossed with this entry but as {}",
                        self.told(text)
                    ),
                );
            }
        }
        for text in &entry.counterexamples {
            if self.uses(text, reference) {
                push(
                    "counterexample",
                    format!("`{text}` is glossed with this entry: {}", self.told(text)),
                );
            }
        }
    }

    fn uses(&self, text: &str, reference: &str) -> bool {
        self.gloss(&Document::plain(text))
            .segments()
            .any(|segment| is_of(segment, reference))
    }

    /// The gloss of a text in short: 眼球 "eyeball" | 黄染 "icterus".
    fn told(&self, text: &str) -> String {
        let gloss = self.gloss(&Document::plain(text));
        let told = gloss.segments().flat_map(|segment| {
            if segment.parts.is_empty() {
                std::slice::from_ref(segment)
            } else {
                &segment.parts
            }
        });
        told.map(|segment| {
            format!(
                "{} “{}”",
                segment.text,
                segment.gloss.as_deref().unwrap_or_default()
            )
        })
        .collect::<Vec<_>>()
        .join(" | ")
    }
}

fn is_of(segment: &Segment, reference: &str) -> bool {
    segment.entry.as_deref() == Some(reference)
        || segment.parts.iter().any(|part| is_of(part, reference))
}

/// As `EntryView::reference` writes it.
fn reference(info: &FileInfo, entry: &Entry, number: u32) -> String {
    match number {
        0 | 1 => format!("{}:{}", info.name, entry.headword),
        n => format!("{}:{}#{n}", info.name, entry.headword),
    }
}
