//! The program as a whole: a reader's own words, completions, manual pages, what goes to which stream.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use std::io::Write;

/// A folder of its own for each test.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn medgloss(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_medgloss"))
        .args(arguments)
        .env_remove("MEDGLOSS_GLOSSARY")
        .env("XDG_CONFIG_HOME", folder("no-config"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut pipe = child.stdin.take().expect("an input");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || pipe.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("it ends");
    // A program that reads nothing closes the pipe.
    let _ = writer.join().expect("no panic");
    output
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn glossary(name: &str, entries: &[(&str, &str)]) -> String {
    let rows: String = entries
        .iter()
        .map(|(headword, english)| {
            format!("  {{ headword = \"{headword}\", english = \"{english}\" }},\n")
        })
        .collect();
    let path = folder("own").join(format!("{name}.toml"));
    let text =
        format!("glossary.name = \"{name}\"\nglossary.version = \"2.1\"\nentries = [\n{rows}]\n");
    std::fs::write(&path, text).expect("a file");
    path.to_string_lossy().into_owned()
}

#[test]
fn later_glossaries_go_first_and_none_cuts_a_longer_word() {
    let first = glossary(
        "first",
        &[
            ("黄疸", "yellowness"),
            ("肝", "LIVER"),
            ("腹水", "belly water"),
        ],
    );
    let second = glossary("second", &[("黄疸", "gelb")]);
    let arguments = [
        "gloss",
        "--glossary",
        &first,
        "--glossary",
        &second,
        "--format",
        "json",
    ];
    let output = medgloss(&arguments, "黄疸と腹水と肝硬変。");
    let gloss: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let segments = gloss["blocks"][0]["sentences"][0]["segments"]
        .as_array()
        .expect("segments");
    let glosses: Vec<(&str, &str)> = segments
        .iter()
        .filter_map(|segment| Some((segment["text"].as_str()?, segment["gloss"].as_str()?)))
        .filter(|(text, _)| text.chars().count() > 1)
        .collect();
    assert_eq!(
        glosses,
        [
            ("黄疸", "gelb"),
            ("腹水", "belly water"),
            ("肝硬変", "cirrhosis")
        ]
    );
    let why = text(&medgloss(
        &["lookup", "--why", "--glossary", &first, "黄疸"],
        "",
    ));
    assert!(
        why.contains("first.toml") && why.contains("instead of hepatology:黄疸"),
        "{why}"
    );
}

#[test]
fn the_list_tells_the_state_of_every_termbase() {
    let own = glossary("listed", &[("黄疸", "yellowness")]);
    let list = text(&medgloss(&["glossary", "list", "--glossary", &own], ""));
    let line = list
        .lines()
        .find(|line| line.starts_with("listed"))
        .expect("it is listed");
    let sum = medgloss::glossary::fingerprint(&std::fs::read(&own).expect("the file"));
    assert!(
        line.contains("version 2.1") && line.contains(&sum[..12]),
        "{line}"
    );
    let files = list.lines().filter(|line| line.contains(".toml)")).count();
    let told = list
        .lines()
        .filter(|line| line.contains("SHA-256 "))
        .count();
    assert!(files > 20 && told >= files, "{list}");
    let only = text(&medgloss(&["glossary", "list", "--only", &own], ""));
    assert!(only.contains("1 entries in 1 files"), "{only}");
}

#[test]
fn the_term_list_of_a_document_loads_unchanged() {
    let report = "黄疸と腹水を認め、ヌメロポカと門脈血栓を疑った。肝硬変末期。\n";
    let list = medgloss(&["terms", "--format", "toml", "-"], report);
    let path = folder("own").join("list.toml");
    std::fs::write(&path, &list.stdout).expect("a file");
    let path = path.to_string_lossy();
    let checked = medgloss(&["glossary", "validate", &path], "");
    assert!(checked.status.success(), "{}", text(&checked));
    let glosses = |more: &[&str]| {
        let output = medgloss(&[&["gloss", "--format", "tsv"], more].concat(), report);
        let text = text(&output);
        let cell = |row: &str| row.split('\t').nth(12).map(str::to_owned);
        text.lines().filter_map(cell).collect::<Vec<_>>()
    };
    assert_eq!(glosses(&[]), glosses(&["--glossary", &path]));
}

#[test]
fn shells_and_man_know_every_option() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = text(&medgloss(&["completions", shell], ""));
        for word in ["ledger", "min-coverage", "spelling", "lookup", "compile"] {
            assert!(script.contains(word), "{shell} does not know {word}");
        }
    }
    assert!(text(&medgloss(&["man"], "")).starts_with(".ie"));
    let page = text(&medgloss(&["man", "gloss"], ""));
    assert!(page.contains("ledger") && page.contains(".TH"), "{page}");
    assert_eq!(medgloss(&["man", "nothing"], "").status.code(), Some(2));
}

#[test]
fn no_progress_is_told_where_nobody_looks() {
    let line = format!(
        "{{\"id\": 1, \"text\": \"{}\"}}\n",
        "腹水の増加を認めた。".repeat(400)
    );
    let output = medgloss(&["batch", "-"], &line.repeat(40));
    assert_eq!(text(&output).lines().count(), 40);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
