//! What the program writes fits its own schema, and what has been altered does not.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

fn medgloss(arguments: &[&str], input: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_medgloss"));
    command
        .args(arguments)
        .env_remove("MEDGLOSS_GLOSSARY")
        .env("XDG_CONFIG_HOME", "/nowhere");
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child
        .stdin
        .take()
        .expect("an input")
        .write_all(input.as_bytes())
        .expect("it reads");
    String::from_utf8(child.wait_with_output().expect("it ends").stdout).expect("UTF-8")
}

fn schema() -> jsonschema::Validator {
    let schema: Value =
        serde_json::from_str(&medgloss(&["schema"], "")).expect("the schema is JSON");
    jsonschema::draft202012::new(&schema).expect("it is a schema")
}

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"))
        .collect()
}

const REPORT: &str = "# 症例\n\n72歳、男性。黄疸は認めなかった。ステロイド 40mg/日を投与した。HGF（肝細胞増殖因子）の関与が示唆された。\n\n| 項目 | 値 |\n|---|---|\n| AST | 32 |\n";

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

fn documents() -> Vec<Value> {
    let batch = "{\"id\": 1, \"text\": \"腹水を認める。\"}\n{\"id\": {\"a\": [2]}, \"text\": \"# 所見\", \"format\": \"markdown\"}\nnot JSON\n{\"id\": 4}\n";
    let mut documents = lines(&medgloss(&["gloss", "--format", "json", "-"], REPORT));
    documents.extend(lines(&medgloss(&["batch"], batch)));
    let queries = [
        "lookup",
        "--format",
        "json",
        "黄疸",
        "odan",
        "jaundice",
        "肝*",
        "認められた",
        "抗黄疸",
        "jaundise",
        "BT",
        "錠",
        "3日後",
        "炎",
        "zzzz",
        "",
    ];
    documents.extend(lines(&medgloss(&queries, "")));
    for ledger in LEDGERS {
        let arguments = ["gloss", "--format", "json", "--ledger", ledger, "-"];
        documents.extend(lines(&medgloss(&arguments, REPORT)));
    }
    documents
}

#[test]
fn everything_written_fits_the_schema() {
    let schema = schema();
    let documents = documents();
    assert_eq!(documents.len(), 1 + 4 + 13 + LEDGERS.len());
    for document in &documents {
        let faults: Vec<String> = schema
            .iter_errors(document)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{}\n{document}", faults.join("\n"));
    }
}

/// Ways to break a document, each by a pointer and what is put there; null takes the field away.
const BREAKS: &[(&str, &str)] = &[
    ("/schema", "2"),
    ("/notice", "\"a translation\""),
    ("/blocks", "null"),
    ("/blocks/0/start", "\"0\""),
    ("/blocks/0/sentences/0/segments/0/kind", "\"noun\""),
    ("/blocks/0/sentences/0/segments/0/origin", "null"),
    ("/blocks/0/sentences/0/segments/0/gloss", "7"),
    ("/blocks/0/sentences/0/segments/0/end", "-1"),
    ("/source/sha256", "\"abc\""),
    ("/entries", "{}"),
    ("/entries/0/match", "\"fuzzy\""),
    ("/entries/0/english", "\"jaundice\""),
    ("/entries/0/headword", "null"),
    ("/query", "null"),
    ("/error", "null"),
    ("/ledger", "\"gossip\""),
    ("/rows/0/sentence", "0"),
    ("/rows/0/clause", "null"),
    ("/rows/0/others", "{}"),
];

#[test]
fn what_is_altered_does_not_fit() {
    let schema = schema();
    let documents = documents();
    for (pointer, value) in BREAKS {
        let mut broken = 0;
        for document in documents
            .iter()
            .filter(|document| document.pointer(pointer).is_some())
        {
            let mut altered = document.clone();
            alter(
                &mut altered,
                pointer,
                serde_json::from_str(value).expect("JSON"),
            );
            assert!(
                !schema.is_valid(&altered),
                "{pointer} = {value} passes in {document}"
            );
            broken += 1;
        }
        assert!(broken > 0, "no document has {pointer}");
    }
    assert!(!schema.is_valid(&json!({})) && !schema.is_valid(&json!([])));
}

fn alter(document: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer has a slash");
    let parent = document.pointer_mut(parent).expect("the parent is there");
    match (parent, value) {
        (Value::Object(fields), Value::Null) => {
            fields.remove(key);
        }
        (Value::Object(fields), value) => {
            fields.insert(key.to_owned(), value);
        }
        (other, _) => panic!("{other} has no fields"),
    }
}
