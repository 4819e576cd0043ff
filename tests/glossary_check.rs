//! Checking glossaries: one broken file a rule in `bad-glossaries/`, each with the finding it must give and no other.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use medgloss::Glossary;
use medgloss::error::{Finding, Severity};
use medgloss::glossary::check::check;
use medgloss::glossary::{GlossaryFile, Layer, load::parse_glossary};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad-glossaries")
}

fn medgloss(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_medgloss"));
    command
        .args(arguments)
        .env_remove("MEDGLOSS_GLOSSARY")
        .env("XDG_CONFIG_HOME", "/nowhere");
    command.output().expect("the program starts")
}

/// `7:12 error conflict` for every finding of a file, as the program gives them.
fn findings_of(path: &Path) -> Vec<String> {
    let output = medgloss(&[
        "glossary",
        "validate",
        "--format",
        "json",
        path.to_str().expect("UTF-8"),
    ]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let findings = json["findings"].as_array().expect("a list");
    findings
        .iter()
        .map(|f| {
            format!(
                "{}:{} {} {}",
                f["line"],
                f["column"],
                f["severity"].as_str().unwrap_or("?"),
                f["rule"].as_str().unwrap_or("?")
            )
        })
        .collect()
}

#[test]
fn every_broken_file_gives_the_finding_that_it_names_and_no_other() {
    let mut failures = Vec::new();
    let mut files = 0;
    for entry in std::fs::read_dir(folder()).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        let text = std::fs::read_to_string(&path).expect("UTF-8");
        let expected: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("# expect: "))
            .collect();
        let found = findings_of(&path);
        if found != expected {
            failures.push(format!(
                "{}: expected {expected:?}, found {found:?}",
                path.display()
            ));
        }
        files += 1;
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(files > 30, "{files} files");
}

fn read(path: &str, text: &str, layer: Layer) -> GlossaryFile {
    parse_glossary(
        path,
        &format!("{text}\n[glossary]\nname = \"{path}\""),
        layer,
    )
    .expect("it can be read")
}

fn rules(files: &[GlossaryFile]) -> Vec<(String, &'static str, Severity)> {
    let findings: Vec<Finding> = check(
        files,
        &Glossary::language().expect("the program's own language"),
    );
    findings
        .into_iter()
        .map(|finding| (finding.path, finding.rule, finding.severity))
        .collect()
}

#[test]
fn files_of_one_layer_are_checked_together_and_layers_against_each_other() {
    let jaundice =
        "entries = [{ headword = \"黄疸\", reading = \"おうだん\", english = \"jaundice\" }]";
    let yellow =
        "entries = [{ headword = \"黄疸\", reading = \"おうだん\", english = \"yellowness\" }]";
    let medical = || read("a.toml", jaundice, Layer::Medical);
    assert_eq!(
        rules(&[medical(), read("b.toml", jaundice, Layer::Medical)]),
        [("b.toml".to_owned(), "duplicate-headword", Severity::Warning)]
    );
    assert_eq!(
        rules(&[medical(), read("b.toml", yellow, Layer::Medical)]),
        [("b.toml".to_owned(), "conflict", Severity::Error)]
    );
    assert_eq!(
        rules(&[medical(), read("b.toml", yellow, Layer::General)]),
        [("b.toml".to_owned(), "shadowed", Severity::Warning)]
    );
    assert_eq!(
        rules(&[medical(), read("b.toml", yellow, Layer::Fallback)]),
        [("b.toml".to_owned(), "shadowed", Severity::Warning)]
    );
    assert!(
        rules(&[medical(), read("b.toml", yellow, Layer::User)]).is_empty(),
        "a reader's own entry may replace ours"
    );
}

#[test]
fn conditions_letter_case_and_ambiguity_keep_entries_apart() {
    let sound = r#"entries = [
  { headword = "消失", reading = "しょうしつ", english = "resolution", when = { left_class = ["symptom"] } },
  { headword = "消失", reading = "しょうしつ", english = "loss" },
  { headword = "PT", english = "prothrombin time", pos = "abbreviation", case_sensitive = true },
  { headword = "Pt", english = "patient", pos = "abbreviation", case_sensitive = true },
  { headword = "BT", english = ["body temperature", "brain tumor"], pos = "abbreviation", ambiguous = true },
  { headword = "BT", english = "bathing", pos = "abbreviation" },
  { headword = "(−)", english = "negative", pos = "symbol" },
  { headword = "3ヶ月", reading = "さんかげつ", english = "three months" },
]"#;
    assert_eq!(rules(&[read("sound.toml", sound, Layer::User)]), []);
}

#[test]
fn findings_come_sorted_by_place_with_what_to_do() {
    let two = "entries = [\n{ headword = \"黄疸\", reading = \"オウダン\", english = \"jaundice \" },\n{ headword = \"、\", english = \"x\" }]";
    let findings = check(
        &[read("a.toml", two, Layer::User)],
        &Glossary::language().expect("the program's own language"),
    );
    let lines: Vec<usize> = findings.iter().map(|finding| finding.line).collect();
    assert_eq!(lines, [2, 2, 3]);
    let shown = findings[0].to_string();
    assert!(
        shown.starts_with("a.toml:2:14: ")
            && shown.contains("[reading-not-kana]")
            && shown.contains("write it in hiragana"),
        "{shown}"
    );
}

#[test]
fn errors_end_with_1_warnings_only_when_strict_and_unreadable_files_with_2() {
    let file = |name: &str| folder().join(name).to_str().expect("UTF-8").to_owned();
    assert_eq!(
        medgloss(&["glossary", "validate", &file("conflict.toml")])
            .status
            .code(),
        Some(1)
    );
    assert_eq!(
        medgloss(&["glossary", "validate", &file("untrimmed.toml")])
            .status
            .code(),
        Some(0)
    );
    assert_eq!(
        medgloss(&["glossary", "validate", "--strict", &file("untrimmed.toml")])
            .status
            .code(),
        Some(1)
    );
    assert_eq!(
        medgloss(&["glossary", "validate", "--glossary", &file("conflict.toml")])
            .status
            .code(),
        Some(1)
    );
    assert_eq!(
        medgloss(&["glossary", "validate", &file("no such file.toml")])
            .status
            .code(),
        Some(2)
    );
    assert_eq!(medgloss(&["glossary", "validate"]).status.code(), Some(2));
    let nested = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("nested.toml");
    std::fs::write(&nested, format!("a = {}", "[".repeat(100_000))).expect("it can be written");
    assert_eq!(
        medgloss(&["glossary", "validate", nested.to_str().expect("UTF-8")])
            .status
            .code(),
        Some(1)
    );
}

#[test]
fn what_we_ship_of_our_own_has_no_errors() {
    let glossary = Path::new(env!("CARGO_MANIFEST_DIR")).join("glossary");
    let paths = ["medical", "general", "language"]
        .map(|folder| glossary.join(folder).to_str().expect("UTF-8").to_owned());
    let output = medgloss(&["glossary", "validate", &paths[0], &paths[1], &paths[2]]);
    let text = String::from_utf8_lossy(&output.stdout);
    let errors: Vec<&str> = text
        .lines()
        .filter(|line| line.contains(": error["))
        .take(20)
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn an_image_is_compiled_and_loads_by_what_it_begins_with() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("to-compile");
    std::fs::create_dir_all(folder.join("below")).expect("a folder");
    let entry = |english: &str| {
        format!(
            "entries = [{{ headword = \"魑魅\", reading = \"ちみ\", english = \"{english}\" }}]\n[glossary]\nname = \"spirits\"\nlicense = \"CC0-1.0\""
        )
    };
    std::fs::write(folder.join("a.toml"), entry("mountain spirit")).expect("a file");
    std::fs::write(folder.join("below/b.toml"), entry("forest spirit")).expect("a file");
    let image = folder.join("own.image");
    let (folder, image) = (
        folder.to_str().expect("UTF-8"),
        image.to_str().expect("UTF-8"),
    );
    assert_eq!(
        medgloss(&["glossary", "compile", folder, "-o", image])
            .status
            .code(),
        Some(0)
    );
    let found = medgloss(&["lookup", "--glossary", image, "chimi"]);
    assert!(
        String::from_utf8_lossy(&found.stdout).starts_with("魑魅  ちみ chimi  forest spirit"),
        "{}",
        String::from_utf8_lossy(&found.stdout)
    );
    let report = PathBuf::from(folder).join("report.txt");
    std::fs::write(&report, "魑魅と黄疸を認めた。").expect("a file");
    let report = report.to_str().expect("UTF-8");
    let glossed = medgloss(&["gloss", "--glossary", image, "--format", "tsv", report]);
    let rows = String::from_utf8_lossy(&glossed.stdout);
    assert!(
        rows.contains("forest spirit") && rows.contains("jaundice"),
        "{rows}"
    );
    let list = medgloss(&["glossary", "list", "--only", image, "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&list.stdout).expect("JSON");
    assert_eq!(json["files"][0]["license"], "CC0-1.0");
    assert_eq!(json["files"][0]["layer"], "user");
    std::fs::write(image, b"MEDGLOSS\x01").expect("it can be cut short");
    let damaged = medgloss(&["lookup", "--glossary", image, "chimi"]);
    assert_eq!(damaged.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&damaged.stderr).contains("compile it again"));
}

#[test]
fn the_list_names_what_the_licences_ask_for() {
    let list = medgloss(&["glossary", "list"]);
    let text = String::from_utf8_lossy(&list.stdout);
    assert!(text.contains("CC0-1.0") && text.contains("hepatology"));
    if cfg!(feature = "jmdict") && text.contains("fallback  CC") {
        assert!(
            text.contains("EDRDG")
                || text.contains("Electronic Dictionary Research and Development Group"),
            "{text}"
        );
    }
}
