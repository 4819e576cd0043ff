//! The README says what is so: its picture is the program's output, and its example entry loads.

use std::fs;
use std::path::Path;

use medgloss::glossary::Layer;
use medgloss::glossary::load::parse_glossary;
use medgloss::render::text::{TextOptions, render_text};
use medgloss::{Document, Glossary};

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
        .expect("the file is in the repository")
}

/// The fenced blocks of the README in a language.
fn blocks(language: &str) -> Vec<String> {
    let readme = read("README.md");
    let opened = format!("```{language}\n");
    readme
        .split(&opened)
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_picture_is_what_the_program_prints() {
    let document = Document::markdown(&read("examples/case-report.md"));
    let gloss = Glossary::shipped().gloss(&document);
    let mut out = Vec::new();
    let options = TextOptions {
        width: 96,
        ..TextOptions::default()
    };
    render_text(&mut out, &document, &gloss, &options).expect("writing to memory works");
    let said = String::from_utf8(out).expect("output is UTF-8");
    let picture = blocks("text").remove(0);
    assert!(
        said.contains(picture.trim_end()),
        "the README's picture is no longer what is printed"
    );
}

#[test]
fn the_example_entry_loads() {
    for entry in blocks("toml") {
        let text = format!("entries = [\n{entry}]\n[glossary]\nname = \"example\"\n");
        let file =
            parse_glossary("example.toml", &text, Layer::User).expect("the example is an entry");
        assert_eq!(file.entries.len(), 1);
    }
}

#[test]
fn its_commands_name_files_and_subcommands_that_exist() {
    let readme = read("README.md");
    assert!(readme.contains("cargo run --release -- gloss examples/case-report.md"));
    for name in ["gloss", "lookup", "batch", "terms", "glossary", "schema"] {
        assert!(
            readme.contains(&format!("medgloss {name}")),
            "{name} is not in the README"
        );
        let ran = std::process::Command::new(env!("CARGO_BIN_EXE_medgloss"))
            .args([name, "--help"])
            .output()
            .expect("the program starts");
        assert!(ran.status.success(), "medgloss {name} --help");
    }
}
