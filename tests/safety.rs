//! Whatever stands in a report or in a reader's glossary, no output of any command obeys it.

use std::fs;
use std::process::{Command, Stdio};

use pulldown_cmark::{Event, Options, Parser, Tag};
use tempfile::TempDir;

/// What a terminal, a browser, a Markdown reader or a spreadsheet would obey, each with a sign that tells it again.
const HOSTILE: &str = "=1+1\u{1b}[31m\u{1b}]8;;http://x\u{7}\u{202e}\u{2066}\u{9b}2J\u{7f}\t|`*_[a](javascript:b)<script>alert(1)</script><!--&lt;\"' onload=c\u{2028}";

/// A string of TOML or JSON.
fn quoted(text: &str) -> String {
    serde_json::to_string(text)
        .expect("a string")
        .replace('\u{7f}', "\\u007f")
}

/// A report with `HOSTILE` in its heading, text, table, list, quotation, footnote, code and definitions, and a glossary with it in every field.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let line = HOSTILE.replace(['\t', '|'], " ");
    let report = format!(
        "# 症例{line}\n\n黄疸{HOSTILE}腹水は認めなかった。HGF（肝細胞増殖因子{line}）は5 mg{line}投与後に示唆された。ゾゲムリン{line}\n\n- 発熱{line}\n\n> 咳{line}\n\n| 項目{line} | 値 |\n|---|---|\n| {line} | 3.2 mg/dL{line} |\n\n```\n{line}\n```\n"
    );
    fs::write(folder.path().join("report.md"), &report).expect("a report");
    fs::write(folder.path().join("report.txt"), &report).expect("a report");
    let field = quoted(HOSTILE);
    let own = format!(
        "entries = [\n{{ headword = \"黄疸\", variants = [{field}], reading = {field}, english = [{field}, {field}], deprecated = [{field}], field = {field}, note = {field}, class = \"disease\", abbreviation = {field}, codes = {{ x = {field} }}, examples = [{field}] }},\n{{ headword = {}, english = {field} }},\n{{ headword = \"腹水\", english = \"=cmd()\" }},\n]\n[glossary]\nname = {field}\ntitle = {field}\nlicense = {field}\nattribution = {field}\n",
        quoted(&format!("ゾゲムリン{HOSTILE}"))
    );
    fs::write(folder.path().join("own.toml"), own).expect("a glossary");
    folder
}

/// What a command writes, to both streams.
fn run(folder: &TempDir, arguments: &[&str]) -> (String, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_medgloss"))
        .args(["--glossary", "own.toml"])
        .args(arguments)
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .output()
        .expect("the program starts");
    assert!(
        run.status.code().is_some_and(|status| status < 2),
        "{arguments:?}: {run:?}"
    );
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (text(run.stdout), text(run.stderr))
}

/// Control characters but for line ends and tabs, line separators, and what turns the direction of writing.
fn is_obeyed(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

const LEDGERS: [&str; 8] = [
    "claims",
    "quantities",
    "times",
    "abbreviations",
    "terms",
    "spelling",
    "composed",
    "unknown",
];

#[test]
fn nothing_for_people_holds_what_a_terminal_obeys() {
    let folder = folder();
    let mut runs: Vec<Vec<&str>> = Vec::new();
    for file in ["report.md", "report.txt"] {
        for format in ["text", "markdown", "html", "tsv"] {
            runs.push(vec!["gloss", "--format", format, file]);
        }
        for format in ["tsv", "markdown", "toml"] {
            runs.push(vec!["terms", "--format", format, file]);
        }
        for ledger in LEDGERS {
            runs.push(vec!["gloss", "--ledger", ledger, file]);
            runs.push(vec!["gloss", "--ledger", ledger, "--format", "tsv", file]);
        }
    }
    runs.push(vec![
        "lookup",
        "--all",
        "--why",
        "黄疸",
        "ゾゲムリン*",
        "腹水",
        HOSTILE,
    ]);
    runs.push(vec!["glossary", "list"]);
    runs.push(vec!["glossary", "validate", "own.toml"]);
    runs.push(vec!["gloss", "--min-coverage", "100", "report.md"]);
    for arguments in runs {
        let (out, message) = run(&folder, &arguments);
        assert!(!out.is_empty(), "{arguments:?}");
        for (stream, text) in [("output", &out), ("messages", &message)] {
            let found = text.find(is_obeyed);
            let around = found.map(|at| text[at..].chars().take(30).collect::<String>());
            assert_eq!(around, None, "{stream} of {arguments:?}");
        }
    }
}

/// JSON says everything as it is, by escapes where that is needed, one line a document.
#[test]
fn json_is_json() {
    let folder = folder();
    for arguments in [
        vec!["gloss", "--format", "json", "report.md"],
        vec![
            "gloss",
            "--format",
            "json",
            "--ledger",
            "claims",
            "report.md",
        ],
        vec!["lookup", "--format", "json", "黄疸"],
        vec!["glossary", "list", "--format", "json"],
        vec!["glossary", "validate", "--format", "json", "own.toml"],
    ] {
        let (out, _) = run(&folder, &arguments);
        assert_eq!(
            out.matches('\n').count(),
            out.split_terminator('\n').count()
        );
        for line in out.split_terminator('\n') {
            assert!(
                serde_json::from_str::<serde_json::Value>(line).is_ok(),
                "{arguments:?}: {line}"
            );
        }
    }
}

#[test]
fn markdown_for_readers_holds_no_link_markup_or_broken_table() {
    let folder = folder();
    for arguments in [
        ["gloss", "--format", "markdown", "report.md"],
        ["terms", "--format", "markdown", "report.md"],
    ] {
        let (out, _) = run(&folder, &arguments);
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_MATH;
        let (mut columns, mut cells) = (0, 0);
        for event in Parser::new_ext(&out, options) {
            match event {
                Event::Start(Tag::Table(alignments)) => columns = alignments.len(),
                Event::Start(Tag::TableHead | Tag::TableRow) => cells = 0,
                Event::Start(Tag::TableCell) => cells += 1,
                Event::End(
                    pulldown_cmark::TagEnd::TableHead | pulldown_cmark::TagEnd::TableRow,
                ) => assert_eq!(cells, columns),
                Event::Html(_)
                | Event::InlineHtml(_)
                | Event::InlineMath(_)
                | Event::DisplayMath(_)
                | Event::FootnoteReference(_)
                | Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                    panic!("{arguments:?}: {event:?}")
                }
                _ => {}
            }
        }
    }
}

#[test]
fn sheets_keep_their_columns_and_safe_ones_hold_no_formula() {
    let folder = folder();
    let mut runs = vec![vec!["gloss", "--format", "tsv"], vec!["terms"]];
    runs.extend(LEDGERS.map(|ledger| vec!["gloss", "--format", "tsv", "--ledger", ledger]));
    for mut arguments in runs {
        arguments.extend(["--spreadsheet-safe", "report.md"]);
        let (out, _) = run(&folder, &arguments);
        let widths: Vec<usize> = out.lines().map(|row| row.split('\t').count()).collect();
        assert!(
            widths.iter().all(|width| *width == widths[0] && *width > 3),
            "{arguments:?}: {out}"
        );
        let formula = out
            .split(['\t', '\n'])
            .find(|cell| cell.starts_with(['=', '+', '@']));
        assert_eq!(formula, None, "{arguments:?}");
    }
}

/// The list of terms as a glossary: it loads, whatever stood in the report.
#[test]
fn a_term_list_loads_again() {
    let folder = folder();
    let (out, _) = run(&folder, &["terms", "--format", "toml", "report.md"]);
    let filled = out
        .replace("english = [\"\"]", "english = [\"x\"]")
        .replace("english = \"\"", "english = \"x\"");
    let loaded = medgloss::glossary::load::parse_glossary(
        "terms.toml",
        &filled,
        medgloss::glossary::Layer::User,
    );
    assert!(loaded.is_ok(), "{:?}\n{filled}", loaded.err());
}
