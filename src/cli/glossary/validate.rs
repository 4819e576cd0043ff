//! `medgloss glossary validate`.

use std::path::{Path, PathBuf};

use serde_json::json;

use medgloss::error::{Finding, Severity};
use medgloss::glossary::check::check;
use medgloss::glossary::language::Language;
use medgloss::glossary::load::parse_glossary;
use medgloss::glossary::{GlossaryFile, Layer};
use medgloss::render::visible::visible;
use medgloss::{Error, Glossary};

use super::ResultFormat;
use crate::cli::{GlossaryArguments, Status, files, termbases};

#[derive(clap::Args, Debug)]
pub(crate) struct ValidateArguments {
    /// Glossary files, or folders of such, with the folders in them; without any, what --glossary and the configuration name.
    #[arg(value_name = "FILE|DIR")]
    paths: Vec<PathBuf>,
    /// Warnings count as errors.
    #[arg(long)]
    strict: bool,
    /// How to write the findings.
    #[arg(long, short, value_enum, default_value = "text")]
    format: ResultFormat,
}

/// What was read, and what could not be.
#[derive(Default)]
struct Collected {
    /// Files of a tree like the repository's `glossary/`.
    ours: Vec<GlossaryFile>,
    /// A reader's own.
    own: Vec<GlossaryFile>,
    language: Language,
    findings: Vec<Finding>,
}

/// What a file holds, by where it lies.
enum Holds {
    Language,
    Entries(Layer),
}

pub(crate) fn run(
    options: &ValidateArguments,
    glossaries: &GlossaryArguments,
) -> Result<Status, Error> {
    let paths = if options.paths.is_empty() {
        termbases::own_paths(glossaries)
    } else {
        options.paths.clone()
    };
    if paths.is_empty() {
        let message =
            "nothing to validate; name a file or folder, or a glossary with --glossary".to_owned();
        return Err(Error::Document {
            path: "glossary validate".to_owned(),
            message,
        });
    }
    let mut collected = Collected::default();
    for path in toml_files(&paths)? {
        collected.read(&path)?;
    }
    let (files, entries) = collected.count();
    let findings = collected.findings()?;
    let errors = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .count();
    let warnings = findings.len() - errors;
    let summary =
        format!("{errors} errors and {warnings} warnings in {entries} entries of {files} files");
    files::to_stdout(|out| match options.format {
        ResultFormat::Text => {
            for finding in &findings {
                writeln!(out, "{}", visible(&finding.to_string()))?;
            }
            writeln!(out, "{summary}")
        }
        ResultFormat::Json => {
            let listed: Vec<_> = findings.iter().map(finding_json).collect();
            writeln!(
                out,
                "{}",
                json!({ "schema": 1, "findings": listed, "errors": errors, "warnings": warnings, "entries": entries, "files": files })
            )
        }
    })?;
    Ok(if errors > 0 || (options.strict && warnings > 0) {
        Status::Findings
    } else {
        Status::Done
    })
}

impl Collected {
    fn read(&mut self, path: &Path) -> Result<(), Error> {
        let shown = files::shown(path);
        let text = termbases::text_of(path, files::read_bytes(path)?)?;
        let result = match holds(path) {
            Holds::Language => self.language.read(&shown, &text),
            Holds::Entries(Layer::User) => {
                parse_glossary(&shown, &text, Layer::User).map(|file| self.own.push(file))
            }
            Holds::Entries(layer) => {
                parse_glossary(&shown, &text, layer).map(|file| self.ours.push(file))
            }
        };
        match result {
            Err(Error::Glossary {
                path,
                line,
                column,
                message,
            }) => {
                let rule = if message.starts_with("unknown field") {
                    "unknown-key"
                } else {
                    "syntax"
                };
                self.findings.push(Finding {
                    path,
                    line,
                    column,
                    severity: Severity::Error,
                    rule,
                    message,
                });
                Ok(())
            }
            other => other,
        }
    }

    fn count(&self) -> (usize, usize) {
        let files = self.ours.iter().chain(&self.own);
        files.fold((0, 0), |(files, entries), file| {
            (files + 1, entries + file.entries.len())
        })
    }

    /// All findings; examples of a tree are run with the program's own termbase, so after a change it must be built again.
    fn findings(mut self) -> Result<Vec<Finding>, Error> {
        let shipped = Glossary::language()?;
        let language = if self.language.parts.is_empty() {
            &shipped
        } else {
            &self.language
        };
        self.findings.extend(check(&self.ours, language));
        self.findings.extend(check(&self.own, language));
        let mut glossary = Glossary::shipped();
        self.findings.extend(glossary.check_examples(&self.ours));
        if !self.own.is_empty() {
            glossary.add(&self.own)?;
            self.findings.extend(glossary.check_examples(&self.own));
        }
        self.findings.sort();
        Ok(self.findings)
    }
}

/// In a tree with a `language` folder the folders say what a file holds; any other file is a reader's own.
fn holds(path: &Path) -> Holds {
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    let is_tree = folder.join("../language/connections.toml").is_file();
    let name = folder
        .file_name()
        .and_then(|name| name.to_str())
        .filter(|_| is_tree)
        .unwrap_or_default();
    match name {
        "medical" => Holds::Entries(Layer::Medical),
        "general" => Holds::Entries(Layer::General),
        "jmdict" => Holds::Entries(Layer::Fallback),
        "language" if path.ends_with("affixes.toml") => Holds::Entries(Layer::General),
        "language" => Holds::Language,
        _ => Holds::Entries(Layer::User),
    }
}

/// All TOML files of the paths, with those in folders below, each folder in the order of its names.
pub(super) fn toml_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            add_folder(path, &mut found)?;
        } else {
            found.push(path.clone());
        }
    }
    Ok(found)
}

fn add_folder(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Error> {
    let fail = |cause| Error::File {
        path: files::shown(folder),
        cause,
    };
    let mut folders = vec![folder.to_owned()];
    let mut here = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(fail)? {
            let entry = entry.map_err(fail)?;
            // A link to a folder is not followed: it may lead back.
            if entry.file_type().map_err(fail)?.is_dir() {
                folders.push(entry.path());
            } else if entry
                .path()
                .extension()
                .is_some_and(|extension| extension == "toml")
            {
                here.push(entry.path());
            }
        }
    }
    here.sort();
    found.extend(here);
    Ok(())
}

fn finding_json(finding: &Finding) -> serde_json::Value {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    json!({
        "path": finding.path, "line": finding.line, "column": finding.column,
        "severity": severity, "rule": finding.rule, "message": finding.message,
    })
}
