//! Replays what fuzzing found, and what it began with: every file under `fuzz/cases` and `fuzz/seeds`.

#[path = "../fuzz/bodies.rs"]
mod bodies;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// The files of a target, in the order of their names; a target without a folder has none.
fn files(kind: &str, target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz")
        .join(kind)
        .join(target);
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    files
}

fn failures(kind: &str) -> Vec<PathBuf> {
    let mut failed = Vec::new();
    for (target, body) in bodies::TARGETS {
        for file in files(kind, target) {
            let data = fs::read(&file).expect("a case is read");
            if catch_unwind(AssertUnwindSafe(|| body(&data))).is_err() {
                failed.push(file);
            }
        }
    }
    failed
}

#[test]
fn what_was_found_once_stays_mended() {
    assert_eq!(failures("cases"), Vec::<PathBuf>::new());
}

#[test]
fn what_fuzzing_begins_with_holds() {
    assert!(
        bodies::TARGETS
            .iter()
            .all(|(target, _)| !files("seeds", target).is_empty()),
        "every target has something to begin with"
    );
    assert_eq!(failures("seeds"), Vec::<PathBuf>::new());
}
