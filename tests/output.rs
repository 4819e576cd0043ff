//! `medgloss gloss` with real files: where its output goes, what it refuses, how it ends.
#![cfg(unix)]

use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// Invented.
const REPORT: &str = "黄疸は消失した。\n";

/// A folder with `report.txt` in it.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("report.txt"), REPORT).expect("a report");
    folder
}

fn gloss(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_medgloss"))
        .arg("gloss")
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("the program runs")
}

fn status(output: &Output) -> i32 {
    output.status.code().expect("no signal")
}

fn message(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

#[test]
fn a_new_file_is_written_whole_and_nothing_else() {
    let folder = folder();
    let done = gloss(folder.path(), &["report.txt", "-o", "gloss.txt"]);
    assert_eq!((status(&done), message(&done)), (0, String::new()));
    assert!(done.stdout.is_empty());
    let page = fs::read_to_string(folder.path().join("gloss.txt")).expect("a page");
    assert!(page.contains("jaundice") && page.contains("report.txt"));
    assert_eq!(
        page.as_bytes(),
        gloss(folder.path(), &["report.txt"]).stdout
    );
    assert_eq!(names(folder.path()), ["gloss.txt", "report.txt"]);
    let made_by_us = File::create(folder.path().join("other"))
        .expect("a file")
        .metadata()
        .expect("metadata")
        .permissions()
        .mode();
    let made_by_it = fs::metadata(folder.path().join("gloss.txt"))
        .expect("metadata")
        .permissions()
        .mode();
    assert_eq!(made_by_us, made_by_it);
}

#[test]
fn what_is_there_is_replaced_only_by_force_and_keeps_its_permissions() {
    let folder = folder();
    let old = folder.path().join("gloss.txt");
    fs::write(&old, "old").expect("an old file");
    fs::set_permissions(&old, fs::Permissions::from_mode(0o640)).expect("permissions");
    let refused = gloss(folder.path(), &["report.txt", "-o", "gloss.txt"]);
    assert_eq!(status(&refused), 2);
    assert!(
        message(&refused).contains("--force"),
        "{}",
        message(&refused)
    );
    assert_eq!(fs::read_to_string(&old).expect("the old file"), "old");
    assert_eq!(
        status(&gloss(
            folder.path(),
            &["report.txt", "-o", "gloss.txt", "--force"]
        )),
        0
    );
    assert!(
        fs::read_to_string(&old)
            .expect("the new file")
            .contains("jaundice")
    );
    assert_eq!(
        fs::metadata(&old).expect("metadata").permissions().mode() & 0o777,
        0o640
    );
    assert_eq!(names(folder.path()), ["gloss.txt", "report.txt"]);
}

#[test]
fn a_symbolic_link_stays_and_its_file_is_replaced() {
    let folder = folder();
    fs::create_dir(folder.path().join("elsewhere")).expect("a folder");
    fs::write(folder.path().join("elsewhere/gloss.txt"), "old").expect("an old file");
    symlink("elsewhere/gloss.txt", folder.path().join("link")).expect("a link");
    assert_eq!(
        status(&gloss(
            folder.path(),
            &["report.txt", "-o", "link", "--force"]
        )),
        0
    );
    assert!(
        fs::symlink_metadata(folder.path().join("link"))
            .expect("a link")
            .is_symlink()
    );
    assert!(
        fs::read_to_string(folder.path().join("elsewhere/gloss.txt"))
            .expect("a page")
            .contains("jaundice")
    );
    symlink("nowhere", folder.path().join("loose")).expect("a link");
    assert_eq!(
        status(&gloss(
            folder.path(),
            &["report.txt", "-o", "loose", "--force"]
        )),
        2
    );
}

#[test]
fn a_document_is_never_written_over() {
    let folder = folder();
    fs::hard_link(folder.path().join("report.txt"), folder.path().join("hard")).expect("a link");
    symlink("report.txt", folder.path().join("soft")).expect("a link");
    for name in ["report.txt", "./report.txt", "hard", "soft"] {
        let refused = gloss(folder.path(), &["report.txt", "-o", name, "--force"]);
        assert_eq!(status(&refused), 2, "{name}");
        assert!(
            message(&refused).contains("one of the documents"),
            "{}",
            message(&refused)
        );
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_medgloss"));
    command
        .args(["gloss", "-o", "hard", "--force"])
        .current_dir(folder.path());
    let refused = command
        .stdin(File::open(folder.path().join("report.txt")).expect("a report"))
        .output()
        .expect("the program runs");
    assert_eq!(status(&refused), 2, "standard input is a document too");
    assert_eq!(
        fs::read_to_string(folder.path().join("report.txt")).expect("the report"),
        REPORT
    );
}

#[test]
fn a_glossary_is_not_written_over() {
    let folder = folder();
    let own =
        "glossary.name = \"mine\"\nentries = [{ headword = \"黄疸\", english = \"yellowness\" }]\n";
    fs::write(folder.path().join("mine.toml"), own).expect("a glossary");
    let arguments = [
        "--glossary",
        "mine.toml",
        "report.txt",
        "-o",
        "mine.toml",
        "--force",
    ];
    let refused = gloss(folder.path(), &arguments);
    assert_eq!(status(&refused), 2);
    assert!(
        message(&refused).contains("documents or glossaries"),
        "{}",
        message(&refused)
    );
    let kept = fs::read_to_string(folder.path().join("mine.toml")).expect("the glossary");
    assert_eq!(kept, own);
}

#[test]
fn what_cannot_be_written_is_said_before_any_work() {
    let folder = folder();
    fs::create_dir(folder.path().join("sealed")).expect("a folder");
    fs::set_permissions(
        folder.path().join("sealed"),
        fs::Permissions::from_mode(0o555),
    )
    .expect("permissions");
    let sealed = File::create(folder.path().join("sealed/probe")).is_err();
    let mut refused = vec![
        (".", "folder"),
        ("missing/gloss.txt", "does not exist"),
        ("..", "folder"),
        ("/dev/null", "plain file"),
    ];
    if sealed {
        refused.push(("sealed/gloss.txt", "sealed/gloss.txt"));
    }
    for (name, reason) in refused {
        // The document cannot be read either: what is said is about the output, so it was looked at first.
        let done = gloss(
            folder.path(),
            &["no-such-document.txt", "-o", name, "--force"],
        );
        assert_eq!(status(&done), 2, "{name}");
        assert!(
            message(&done).contains(reason),
            "{name}: {}",
            message(&done)
        );
    }
    assert_eq!(names(folder.path()), ["report.txt", "sealed"]);
}

#[test]
fn a_document_that_cannot_be_read_leaves_no_output() {
    let folder = folder();
    fs::write(folder.path().join("bad.txt"), b"\x81\xff\xfe\x00\xff").expect("a file");
    for document in ["bad.txt", "missing.txt", "."] {
        let failed = gloss(
            folder.path(),
            &[
                "report.txt",
                document,
                "-o",
                "gloss.txt",
                "--format",
                "json",
            ],
        );
        assert_eq!(status(&failed), 2, "{document}");
        assert!(message(&failed).contains(document), "{}", message(&failed));
        let failed = gloss(folder.path(), &["report.txt", document, "--format", "json"]);
        assert_eq!((status(&failed), failed.stdout.len()), (2, 0), "{document}");
    }
    assert_eq!(names(folder.path()), ["bad.txt", "report.txt"]);
}

#[test]
fn a_document_in_another_encoding_is_read_and_says_so() {
    let folder = folder();
    let shift_jis = b"\x89\xa9\xe1\x74\x82\xa0\x82\xe8\x81\x42\n";
    fs::write(folder.path().join("old.txt"), shift_jis).expect("a file");
    for arguments in [vec!["old.txt"], vec!["old.txt", "--encoding", "shift_jis"]] {
        let page = String::from_utf8(gloss(folder.path(), &arguments).stdout).expect("text");
        assert!(
            page.contains("jaundice") && page.contains("Shift_JIS"),
            "{page}"
        );
    }
    assert_eq!(
        status(&gloss(folder.path(), &["old.txt", "--encoding", "utf-8"])),
        2
    );
    assert_eq!(
        status(&gloss(folder.path(), &["old.txt", "--encoding", "klingon"])),
        2
    );
}

#[test]
fn several_documents_follow_one_another() {
    let folder = folder();
    fs::write(folder.path().join("second.txt"), "腹水なし\n").expect("a file");
    let out = |format: &str| {
        String::from_utf8(gloss(folder.path(), &["report.txt", "second.txt", "-f", format]).stdout)
            .expect("text")
    };
    assert_eq!(out("json").lines().count(), 2);
    assert_eq!(
        out("tsv")
            .lines()
            .filter(|line| line.starts_with("document\t"))
            .count(),
        1
    );
    for format in ["text", "markdown"] {
        let page = out(format);
        let (first, second) = (
            page.find("report.txt").expect("the first"),
            page.find("second.txt").expect("the second"),
        );
        assert!(first < second);
    }
}

#[test]
fn coverage_below_the_mark_ends_with_status_1() {
    let folder = folder();
    fs::write(folder.path().join("unknown.txt"), "ゾゲムリンあり\n").expect("a file");
    let below = gloss(
        folder.path(),
        &["unknown.txt", "--min-coverage", "98", "-o", "gloss.txt"],
    );
    assert_eq!(status(&below), 1);
    assert!(
        message(&below).contains("unknown.txt: coverage"),
        "{}",
        message(&below)
    );
    assert!(
        folder.path().join("gloss.txt").exists(),
        "the gloss is written all the same"
    );
    assert_eq!(
        status(&gloss(
            folder.path(),
            &["report.txt", "--min-coverage", "98"]
        )),
        0
    );
    for bad in ["101", "-1", "NaN", "much"] {
        assert_eq!(
            status(&gloss(
                folder.path(),
                &["report.txt", &format!("--min-coverage={bad}")]
            )),
            2,
            "{bad}"
        );
    }
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let folder = folder();
    let mut command = Command::new(env!("CARGO_BIN_EXE_medgloss"));
    command
        .args(["gloss", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .current_dir(folder.path());
    let mut running = command.spawn().expect("the program runs");
    let mut first = [0];
    let mut stdin = running.stdin.take().expect("a pipe");
    let writer = std::thread::spawn(move || stdin.write_all(REPORT.repeat(5000).as_bytes()));
    running
        .stdout
        .take()
        .expect("a pipe")
        .read_exact(&mut first)
        .expect("a byte");
    writer.join().expect("no panic").expect("all was read");
    let done = running.wait_with_output().expect("it ends");
    assert_eq!((status(&done), message(&done)), (0, String::new()));
}

#[test]
fn colour_is_for_terminals_or_on_request() {
    let folder = folder();
    let colored = |arguments: &[&str]| gloss(folder.path(), arguments).stdout.contains(&0x1b);
    assert!(!colored(&["report.txt"]));
    assert!(!colored(&["report.txt", "--color", "never"]));
    assert!(colored(&["report.txt", "--color", "always"]));
    assert_eq!(
        status(&gloss(folder.path(), &["report.txt", "--width", "10"])),
        2
    );
}
