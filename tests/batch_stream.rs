//! `medgloss batch` as a stage of somebody's pipeline: one line in, one line out, in order, as it goes.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

fn started() -> Child {
    Command::new(env!("CARGO_BIN_EXE_medgloss"))
        .args(["batch", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}

/// What is answered to lines, and the exit status.
fn answers(lines: &str) -> (Vec<Value>, Option<i32>) {
    let mut child = started();
    let mut input = child.stdin.take().expect("it is piped");
    input
        .write_all(lines.as_bytes())
        .expect("the program reads");
    drop(input);
    let output = child.wait_with_output().expect("the program ends");
    let said = String::from_utf8(output.stdout).expect("answers are UTF-8");
    let answers = said
        .strip_suffix('\n')
        .expect("every answer ends its line")
        .split('\n')
        .map(|line| serde_json::from_str(line).expect("every answer is JSON"))
        .collect();
    (answers, output.status.code())
}

/// U+2028, U+2029, U+0085 and an escaped CR end lines for some readers, and none here.
#[test]
fn only_a_line_feed_ends_a_line() {
    let text = "黄疸\u{2028}腹水\u{2029}発熱\u{85}咳嗽\r血尿\n下痢";
    let plain = format!("{{\"id\": 1, \"text\": {}}}\n", Value::from(text));
    assert!(plain.contains('\u{2028}') && plain.contains('\u{85}') && plain.contains("\\r"));
    let carriage = plain
        .replace("\"id\": 1", "\"id\": 2")
        .replace('\n', "\r\n");
    let (answers, status) = answers(&(plain + &carriage + "{\"id\": 3, \"text\": \"黄疸\"}"));
    assert_eq!(status, Some(0));
    let ids: Vec<&Value> = answers.iter().map(|answer| &answer["id"]).collect();
    assert_eq!(ids, [1, 2, 3]);
    for answer in &answers[..2] {
        let surfaces: Vec<&str> = answer["blocks"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|block| block["sentences"].as_array().into_iter().flatten())
            .flat_map(|sentence| sentence["segments"].as_array().into_iter().flatten())
            .filter_map(|segment| segment["surface"].as_str())
            .collect();
        for word in ["黄疸", "腹水", "発熱", "咳嗽", "血尿", "下痢"] {
            assert!(surfaces.contains(&word), "{word} in {surfaces:?}");
        }
    }
}

/// A partner that waits for each answer before it asks again must get it.
#[test]
fn each_answer_comes_before_the_next_line_is_asked_for() {
    let mut child = started();
    let mut input = child.stdin.take().expect("it is piped");
    let mut output = BufReader::new(child.stdout.take().expect("it is piped"));
    for id in 0..3 {
        writeln!(input, "{{\"id\": {id}, \"text\": \"黄疸は消失した。\"}}").expect("it reads");
        input.flush().expect("it reads");
        let mut line = String::new();
        output.read_line(&mut line).expect("it answers");
        let answer: Value = serde_json::from_str(&line).expect("an answer is JSON");
        assert_eq!(answer["id"], id);
    }
    drop(input);
    assert!(child.wait().expect("it ends").success());
}

/// What fails answers in its place, the rest goes on, and the end says so.
#[test]
fn a_failed_document_stays_in_its_place_and_in_the_status() {
    let mut lines = String::new();
    for id in 0..200 {
        lines.push_str(&match id {
            50 => "{\"id\": 50}\n".to_owned(),
            51 => "no JSON\n".to_owned(),
            52 => "{\"id\": 52, \"text\": \"\\ud800\"}\n".to_owned(),
            _ => format!("{{\"id\": {id}, \"text\": \"腹水を認めない。\"}}\n"),
        });
    }
    let (answers, status) = answers(&lines);
    assert_eq!(status, Some(1));
    assert_eq!(answers.len(), 200);
    for (at, answer) in answers.iter().enumerate() {
        let failed = (50..53).contains(&at);
        assert_eq!(answer["error"].is_string(), failed, "{answer}");
        assert_eq!(answer["schema"].is_number(), !failed, "{answer}");
        if failed {
            assert_eq!(answer["line"], at + 1);
        } else {
            assert_eq!(answer["id"], at);
        }
    }
}
