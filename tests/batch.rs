//! `medgloss batch` with real pipes: order, several jobs, answers as lines come, a reader that goes away.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};

fn batch(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_medgloss"))
        .arg("batch")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs")
}

/// What is answered to the lines, and the exit status.
fn answers(arguments: &[&str], lines: &str) -> (String, i32) {
    let mut child = batch(arguments);
    let mut input = child.stdin.take().expect("an input");
    let lines = lines.to_owned();
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let mut text = String::new();
    let mut output = child.stdout.take().expect("an output");
    output.read_to_string(&mut text).expect("text");
    writer.join().expect("no panic").expect("written");
    let status = child.wait().expect("it ends");
    (text, status.code().expect("no signal"))
}

/// Long and short documents by turns, and among them lines that cannot be read.
fn stream() -> String {
    let mut stream = String::new();
    for number in 0..60 {
        let text = "黄疸と腹水を認めた。\\n".repeat(1 + (number * 37) % 90);
        stream.push_str(&match number % 9 {
            4 => "no JSON\n".to_owned(),
            7 => "  \n".to_owned(),
            _ => format!("{{\"id\": {number}, \"text\": \"{text}\"}}\n"),
        });
    }
    stream
}

#[test]
fn several_jobs_answer_as_one_does() {
    let stream = stream();
    let (one, status) = answers(&[], &stream);
    assert_eq!(status, 1);
    assert_eq!(one.lines().count(), 60, "a blank line is answered too");
    for jobs in ["2", "5"] {
        assert_eq!(answers(&["--jobs", jobs], &stream), (one.clone(), 1));
    }
}

#[test]
fn a_line_is_answered_before_the_next_one_comes() {
    for jobs in ["1", "2"] {
        let mut child = batch(&["--jobs", jobs]);
        let mut input = child.stdin.take().expect("an input");
        let mut output = BufReader::new(child.stdout.take().expect("an output"));
        for number in 0..3 {
            writeln!(input, "{{\"id\": {number}, \"text\": \"黄疸あり\"}}").expect("written");
            let mut line = String::new();
            output.read_line(&mut line).expect("a line");
            assert!(line.contains(&format!("\"id\":{number},")), "{line}");
        }
        drop(input);
        assert!(child.wait().expect("it ends").success());
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let mut child = batch(&["--jobs", "2"]);
    drop(child.stdout.take());
    let mut input = child.stdin.take().expect("an input");
    let _ = input.write_all(stream().as_bytes());
    drop(input);
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}
