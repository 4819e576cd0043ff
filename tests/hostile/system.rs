//! 62–75: files, pipes, processes, the environment.
#![allow(
    clippy::print_stderr,
    reason = "a test that cannot run here says so loudly"
)]

use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::io::{Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::run::{Folder, glossed, open, outcome, wait, words};

const REPORT: &str = "黄疸は消失した。\n";

fn folder() -> Folder {
    Folder::with("a.txt", REPORT)
}

#[test]
fn h62_a_closed_pipe_ends_it_quietly() {
    let folder = Folder::with("a.txt", REPORT.repeat(3000));
    folder.write(
        "a.jsonl",
        "{\"id\":1,\"text\":\"黄疸は消失した。\"}\n".repeat(3000),
    );
    let runs: [&[&str]; 5] = [
        &["gloss", "a.txt"],
        &["gloss", "-f", "html", "a.txt"],
        &["batch", "a.jsonl"],
        &["lookup", "--limit", "100000", "*炎"],
        &["schema"],
    ];
    for arguments in runs {
        let mut child = folder
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut first = [0];
        let mut stdout = child.stdout.take().expect("a pipe");
        stdout.read_exact(&mut first).expect("a byte");
        drop(stdout);
        assert_eq!(wait(&mut child), Some(0), "{arguments:?}");
        let mut message = String::new();
        child
            .stderr
            .take()
            .expect("a pipe")
            .read_to_string(&mut message)
            .expect("text");
        assert_eq!(message, "", "{arguments:?}");
    }
}

/// On a file system of 64 KB, in a namespace of the test's own; the page does not fit, the old file stays.
#[test]
fn h63_a_full_disk_leaves_the_old_file() {
    let folder = Folder::with("a.txt", REPORT.repeat(2000));
    fs::create_dir(folder.path("small")).expect("a folder");
    let script = "mount -t tmpfs -o size=64k none small || exit 99
        echo old > small/gloss.html
        \"$1\" gloss -f html a.txt -o small/gloss.html --force
        echo \"status $?\"; cat small/gloss.html; ls -A small
        head -c 70000 /dev/zero > small/filler
        \"$1\" gloss -f html a.txt -o small/new.html
        echo \"status $?\"; ls -A small";
    let program = env!("CARGO_BIN_EXE_medgloss");
    let mut isolated = Command::new("unshare");
    isolated.args([
        "--user",
        "--map-root-user",
        "--mount",
        "sh",
        "-c",
        script,
        "sh",
        program,
    ]);
    let tried = isolated.current_dir(folder.path("")).output();
    match tried {
        Ok(run) if run.status.code() != Some(99) && !run.stdout.is_empty() => {
            let (out, message) = (
                String::from_utf8_lossy(&run.stdout),
                String::from_utf8_lossy(&run.stderr),
            );
            assert_eq!(
                out, "status 2\nold\ngloss.html\nstatus 2\nfiller\ngloss.html\n",
                "{message}"
            );
            assert!(
                message.matches("medgloss: small/").count() == 2
                    && message.contains("No space left"),
                "{message}"
            );
        }
        _ => eprintln!("NOT RUN: h63, the full disk: no file system may be mounted here"),
    }
    if Path::new("/dev/full").exists() {
        let full = File::options()
            .write(true)
            .open("/dev/full")
            .expect("a device");
        let mut command = folder.command(&["gloss", "a.txt"]);
        let run = command
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .expect("it runs");
        assert_eq!(run.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&run.stderr).contains("standard output: No space left"));
    }
}

#[test]
fn h64_a_document_is_never_its_own_output() {
    let folder = folder();
    fs::hard_link(folder.path("a.txt"), folder.path("hard")).expect("a link");
    symlink("a.txt", folder.path("soft")).expect("a link");
    fs::create_dir(folder.path("sub")).expect("a folder");
    for name in ["a.txt", "./a.txt", "sub/../a.txt", "hard", "soft"] {
        folder
            .run(&["gloss", "a.txt", "--force", "-o", name])
            .refused("is one of the documents");
        let mut redirected = folder.command(&["gloss", "--force", "-o", name]);
        outcome(redirected.stdin(open(folder.path("a.txt")))).refused("is one of the documents");
    }
    assert_eq!(folder.read("a.txt"), REPORT.as_bytes());
}

#[test]
fn h65_what_is_there_is_replaced_only_by_force() {
    let folder = folder();
    folder.write("gloss.txt", "old");
    folder
        .run(&["gloss", "a.txt", "-o", "gloss.txt"])
        .refused("--force");
    assert_eq!(folder.read("gloss.txt"), b"old");
    folder
        .run(&["gloss", "a.txt", "-o", "gloss.txt", "--force"])
        .done();
    assert_ne!(folder.read("gloss.txt"), b"old");
}

#[test]
fn h66_what_cannot_be_written_is_refused_before_any_work() {
    let folder = folder();
    fs::create_dir(folder.path("sealed")).expect("a folder");
    fs::set_permissions(folder.path("sealed"), Permissions::from_mode(0o555)).expect("permissions");
    // The document is missing too; what is told is the output.
    for (name, reason) in [
        (".", "is a folder"),
        ("none/x", "does not exist"),
        ("a.txt/x", "a.txt/x"),
    ] {
        folder
            .run(&["gloss", "missing.txt", "-o", name])
            .refused(reason);
    }
    if File::create(folder.path("sealed/probe")).is_err() {
        folder
            .run(&["gloss", "missing.txt", "-o", "sealed/x"])
            .refused("sealed/x");
    } else {
        fs::remove_file(folder.path("sealed/probe")).expect("it was made just now");
        read_only_mount(&folder);
    }
    assert_eq!(folder.names(), ["a.txt", "sealed"]);
}

/// Nobody is kept out of a folder by its permissions who runs the tests as root: a file system that is read-only keeps them out.
fn read_only_mount(folder: &Folder) {
    let script = "mount -t tmpfs -o ro none sealed || exit 99; \"$1\" gloss missing.txt -o sealed/x; echo \"status $?\"";
    let mut isolated = Command::new("unshare");
    isolated.args([
        "--user",
        "--map-root-user",
        "--mount",
        "sh",
        "-c",
        script,
        "sh",
        env!("CARGO_BIN_EXE_medgloss"),
    ]);
    match isolated.current_dir(folder.path("")).output() {
        Ok(run) if run.stdout == b"status 2\n" => {
            let message = String::from_utf8_lossy(&run.stderr).into_owned();
            assert!(message.contains("sealed/x: Read-only"), "{message}");
        }
        Ok(run) if run.status.success() => panic!("{}", String::from_utf8_lossy(&run.stdout)),
        _ => eprintln!("NOT RUN: h66, the read-only folder: no file system may be mounted here"),
    }
}

/// Killed while it writes: the old file is there whole, or the new one. (What had been written stays beside it under a name
/// that begins with `.medgloss-`: a process that is killed can clean nothing up.)
#[test]
fn h67_a_kill_in_mid_write_leaves_the_old_file_or_the_new() {
    let folder = Folder::with("a.txt", REPORT.repeat(1500));
    let arguments = [
        "gloss",
        "-f",
        "html",
        "a.txt",
        "-o",
        "gloss.html",
        "--force",
    ];
    folder.run(&arguments).done();
    let new = folder.read("gloss.html");
    for _ in 0..20 {
        folder.write("gloss.html", "old");
        let mut child = folder.command(&arguments).spawn().expect("it starts");
        let caught = caught_writing(&folder, new.len());
        child.kill().expect("it is killed");
        let ended = wait(&mut child);
        let found = folder.read("gloss.html");
        assert!(found == b"old" || found == new, "{} bytes", found.len());
        if caught && ended.is_none() {
            assert_eq!(found, b"old");
            return;
        }
    }
    panic!("it was never caught while it wrote");
}

/// Waits until some, but not all, is written to the temporary file.
fn caught_writing(folder: &Folder, whole: usize) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(60) {
        for name in folder
            .names()
            .iter()
            .filter(|name| name.starts_with(".medgloss-"))
        {
            let length = fs::metadata(folder.path(name)).map_or(0, |file| file.len());
            if length > 0 {
                return length < whole as u64;
            }
        }
        if folder.read("gloss.html") != b"old" {
            return false;
        }
    }
    false
}

#[test]
fn h68_a_link_stays_a_link_and_permissions_stay() {
    let folder = folder();
    fs::create_dir(folder.path("elsewhere")).expect("a folder");
    folder.write("elsewhere/gloss.txt", "old");
    fs::set_permissions(
        folder.path("elsewhere/gloss.txt"),
        Permissions::from_mode(0o604),
    )
    .expect("permissions");
    symlink("elsewhere/gloss.txt", folder.path("link")).expect("a link");
    folder
        .run(&["gloss", "a.txt", "-o", "link", "--force"])
        .done();
    assert!(
        fs::symlink_metadata(folder.path("link"))
            .expect("a link")
            .is_symlink()
    );
    let mode = fs::metadata(folder.path("elsewhere/gloss.txt"))
        .expect("a file")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o604);
    assert!(String::from_utf8_lossy(&folder.read("elsewhere/gloss.txt")).contains("jaundice"));
}

#[test]
fn h69_inputs_without_a_size_are_read_to_their_end() {
    let folder = folder();
    let made = Command::new("mkfifo").arg(folder.path("fifo")).status();
    assert!(made.expect("mkfifo").success());
    let fifo = folder.path("fifo");
    let writer = thread::spawn(move || {
        let mut fifo = File::options().write(true).open(fifo).expect("a reader");
        for part in ["黄", "疸あ", "り\n"] {
            fifo.write_all(part.as_bytes()).expect("it is read");
            thread::sleep(Duration::from_millis(20));
        }
    });
    let read = folder.words("fifo");
    writer.join().expect("no panic");
    glossed(&read, "jaundice");
    let mut from_device = folder.command(&["gloss", "-f", "json", "/dev/stdin"]);
    let run = outcome(from_device.stdin(open(folder.path("a.txt"))));
    glossed(&words(&run.done().json()), "jaundice");
    if Path::new("/proc/self/status").exists() {
        assert!(folder.words("/proc/self/status").len() > 20);
    }
    let answers = folder.run(&["batch", "/dev/null"]).done();
    assert!(answers.out.is_empty());
}

#[test]
fn h70_names_that_are_no_text_or_look_like_options() {
    let folder = Folder::new();
    let names: [&[u8]; 4] = [
        b"a\xff.txt",
        b"-x.txt",
        "黄疸 \n\u{1b}[31m.txt".as_bytes(),
        b"--output",
    ];
    for name in names {
        let name = OsStr::from_bytes(name);
        folder.write(name, REPORT);
        let run = folder.run(&[
            OsStr::new("gloss"),
            OsStr::new("-f"),
            OsStr::new("json"),
            OsStr::new("--"),
            name,
        ]);
        glossed(&words(&run.done().json()), "jaundice");
        let page = folder
            .run(&[OsStr::new("gloss"), OsStr::new("--"), name])
            .done();
        assert!(!page.text().contains('\x1b'));
        fs::remove_file(folder.path(name)).expect("it was made just now");
        let missing = folder.run(&[OsStr::new("gloss"), OsStr::new("--"), name]);
        assert!(!missing.refused("os error 2").message.contains('\x1b'));
    }
    folder.write("a.txt", REPORT);
    let output = OsStr::from_bytes(b"out\xff.txt");
    folder
        .run(&[
            OsStr::new("gloss"),
            OsStr::new("a.txt"),
            OsStr::new("-o"),
            output,
        ])
        .done();
    assert!(folder.path(output).exists());
}

#[test]
fn h71_of_two_runs_to_one_output_one_whole_file_stays() {
    let folder = Folder::with("a.txt", REPORT.repeat(60));
    folder.write("b.txt", "腹水なし\n".repeat(60));
    let page = |name: &str| folder.run(&["gloss", "-f", "html", name]).done().out;
    let pages = [page("a.txt"), page("b.txt")];
    for _ in 0..3 {
        let start = |name: &str| {
            let mut command =
                folder.command(&["gloss", "-f", "html", name, "-o", "gloss.html", "--force"]);
            command.stderr(Stdio::piped()).spawn().expect("it starts")
        };
        let mut runs = [start("a.txt"), start("b.txt")];
        let ended = runs.each_mut().map(wait);
        // Where neither found a file, the second one finds the first one's, and refuses to replace what it did not see.
        assert!(ended.contains(&Some(0)), "{ended:?}");
        assert!(pages.contains(&folder.read("gloss.html")));
    }
    assert_eq!(folder.names(), ["a.txt", "b.txt", "gloss.html"]);
}

#[test]
fn h72_output_is_utf_8_whatever_the_environment_says() {
    let folder = folder();
    let wanted = folder.run(&["gloss", "-f", "tsv", "a.txt"]).done().out;
    for (name, value) in [
        ("LC_ALL", "C"),
        ("LANG", "ja_JP.SJIS"),
        ("TZ", "Nowhere/Odd"),
        ("COLUMNS", "x"),
        ("HOME", "/nonexistent"),
    ] {
        let mut command = folder.command(&["gloss", "-f", "tsv", "a.txt"]);
        assert_eq!(
            outcome(command.env(name, value)).done().out,
            wanted,
            "{name}"
        );
    }
    let mut bare = folder.command(&["gloss", "-f", "tsv", "a.txt"]);
    assert_eq!(outcome(bare.env_clear()).done().out, wanted);
}

#[test]
fn h73_any_number_of_jobs_gives_the_same_bytes() {
    let folder = Folder::new();
    let lines = "{\"id\":1,\"text\":\"黄疸なし\"}\nx\n\n{\"text\":\"腹水\"}\n".repeat(30);
    let answers = |jobs: &str| folder.feed(&["batch", "--jobs", jobs], &lines);
    let one = answers("1");
    assert_eq!((one.status, one.lines().len()), (Some(1), 120));
    for jobs in ["2", "10000"] {
        let many = answers(jobs);
        assert_eq!((many.status, many.message.as_str()), (Some(1), ""));
        assert_eq!(many.out, one.out);
    }
    assert_eq!(answers("0").status, Some(2));
}

/// Nor do folder, time and hash order reach a reader: the same bytes from another process, in another environment.
#[test]
fn h74_the_same_input_gives_the_same_bytes() {
    let folder = Folder::with("a.md", "# 経過\n\n黄疸と腹水（ふくすい）を認め、MRI（磁気共鳴画像）を施行した。HGF（肝細胞増殖因子）は5 mg/日。\n".repeat(20));
    for format in ["text", "html", "markdown", "json", "tsv"] {
        let page = |epoch: &str| {
            let mut command = folder.command(&["gloss", "-f", format, "a.md"]);
            outcome(
                command
                    .env("SOURCE_DATE_EPOCH", epoch)
                    .env("TZ", "Asia/Tokyo"),
            )
            .done()
            .out
        };
        assert_eq!(page("0"), page("1700000000"), "{format}");
    }
}

/// A report is confidential: no message quotes it.
#[test]
fn h75_messages_do_not_quote_a_report() {
    let secret = "極秘患者";
    let folder = Folder::with("a.txt", [secret.as_bytes(), b"\xff"].concat());
    folder.write("a.xml", format!("<article><p>{secret}&x;</article>"));
    folder.write("a.docx", format!("PK{secret}"));
    for name in ["a.txt", "a.xml", "a.docx"] {
        let run = folder.run(&["gloss", name]);
        assert_eq!(run.status, Some(2));
        assert!(!run.message.contains(secret), "{}", run.message);
    }
    let lines = format!(
        "\"{0}{0}{0}{0}\"\n{{\"text\":[\"{0}\"]}}\n",
        secret.repeat(20)
    );
    let run = folder.feed(&["batch"], lines);
    assert_eq!((run.status, run.message.as_str()), (Some(1), ""));
    assert!(run.lines().iter().all(|line| {
        line["error"]
            .as_str()
            .is_some_and(|error| error.chars().count() < 160)
    }));
}
