//! Compiles the shipped glossary into the image that the program embeds, with the code that compiles a reader's own.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

#[allow(dead_code, unreachable_pub, missing_docs)]
#[path = "src/error.rs"]
mod error;
#[allow(dead_code, unreachable_pub, missing_docs)]
#[path = "src/glossary/mod.rs"]
mod glossary;
#[allow(dead_code, unreachable_pub, missing_docs)]
#[path = "src/lexicon/mod.rs"]
mod lexicon;
#[allow(dead_code, unreachable_pub, missing_docs)]
#[path = "src/span.rs"]
mod span;
#[allow(dead_code, unreachable_pub, missing_docs)]
#[path = "src/text/mod.rs"]
mod text;

use glossary::Layer;
use glossary::language::Language;
use glossary::load::parse_glossary;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=glossary");
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let mut language = Language::default();
    let mut language_texts = Vec::new();
    let mut files = Vec::new();
    for path in toml_files(Path::new("glossary"))? {
        let text = fs::read_to_string(&path)?;
        let shown = path.to_string_lossy().replace('\\', "/");
        let folder = path
            .parent()
            .and_then(Path::file_name)
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        let layer = match folder {
            "medical" => Layer::Medical,
            "general" => Layer::General,
            "jmdict" => Layer::Fallback,
            _ if shown.ends_with("affixes.toml") => Layer::General,
            _ => {
                language.read(&shown, &text)?;
                language_texts.push((shown, text));
                continue;
            }
        };
        if layer == Layer::Fallback && std::env::var_os("CARGO_FEATURE_JMDICT").is_none() {
            continue;
        }
        files.push(parse_glossary(&shown, &text, layer)?);
    }
    let texts: String = language_texts
        .iter()
        .map(|(_, text)| text.as_str())
        .collect();
    language.sha256 = glossary::fingerprint(texts.as_bytes());
    fs::write(
        out.join("glossary.image"),
        lexicon::compile::compile(&language, &files, lexicon::compile::Purpose::Shipped),
    )?;
    fs::write(
        out.join("language.texts"),
        postcard::to_stdvec(&language_texts)?,
    )?;
    Ok(())
}

/// All TOML files below a folder, in a fixed order.
fn toml_files(folder: &Path) -> Result<Vec<PathBuf>, std::io::Error> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "toml")
            {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
