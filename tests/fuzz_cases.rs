//! Replays what fuzzing found, and what it began with: every file under `fuzz/cases` and `fuzz/seeds`. Then a short run without a fuzzer:
//! what it began with, changed at random in the same way each time. `MEDGLOSS_FUZZ_SECONDS=60` goes on for so long with each target.

#[path = "../fuzz/bodies.rs"]
mod bodies;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

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

/// A row of numbers that looks like chance and is always the same (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from(mixed >> 33).unwrap_or(0) % end.max(1)
    }
}

/// The words of the fuzzer's dictionary: `"\xe9\xbb\x84"`, one a line.
fn words() -> Vec<Vec<u8>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/reports.dict");
    let text = fs::read_to_string(file).expect("the dictionary");
    let quoted = text.lines().filter(|line| line.starts_with('"'));
    quoted
        .map(|line| unescaped(line.trim_matches('"')))
        .collect()
}

fn unescaped(text: &str) -> Vec<u8> {
    let mut pieces = text.split("\\x");
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let (code, rest) = piece.split_at(2);
        bytes.push(u8::from_str_radix(code, 16).expect("two digits"));
        bytes.extend(rest.as_bytes());
    }
    bytes
}

/// One to six changes: a byte, a word put in, a stretch taken out, written twice or moved, another seed joined.
fn changed(seeds: &[Vec<u8>], words: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut data = seeds[chance.below(seeds.len())].clone();
    for _ in 0..=chance.below(6) {
        let at = chance.below(data.len() + 1);
        let end = (at + chance.below(24)).min(data.len());
        match chance.below(6) {
            0 if at < data.len() => data[at] = u8::try_from(chance.below(256)).unwrap_or(0),
            1 => drop(data.drain(at..end)),
            2 => {
                let twice = data[at..end].to_vec();
                drop(data.splice(at..at, twice));
            }
            3 => {
                let moved: Vec<u8> = data.drain(at..end).collect();
                let to = chance.below(data.len() + 1);
                drop(data.splice(to..to, moved));
            }
            4 => {
                let other = &seeds[chance.below(seeds.len())];
                let from = chance.below(other.len() + 1);
                drop(data.splice(at.., other[from..].iter().copied()));
            }
            _ => drop(data.splice(at..at, words[chance.below(words.len())].iter().copied())),
        }
    }
    data.truncate(1500);
    data
}

#[test]
#[allow(clippy::print_stdout, reason = "how much was tried")]
fn what_is_changed_at_random_holds() {
    let seconds = std::env::var("MEDGLOSS_FUZZ_SECONDS")
        .ok()
        .and_then(|text| text.parse().ok());
    let asked = std::env::var("MEDGLOSS_FUZZ_TARGET").ok();
    let words = words();
    let mut failed = Vec::new();
    for (target, body) in bodies::TARGETS {
        if asked.as_deref().is_some_and(|asked| asked != *target) {
            continue;
        }
        let seeds: Vec<Vec<u8>> = files("seeds", target)
            .iter()
            .map(|file| fs::read(file).expect("a seed is read"))
            .collect();
        let mut chance = Chance(1);
        let (begun, mut runs) = (Instant::now(), 0);
        while seconds.map_or(runs < 25, |seconds| {
            begun.elapsed() < Duration::from_secs(seconds)
        }) {
            let data = changed(&seeds, &words, &mut chance);
            runs += 1;
            if catch_unwind(AssertUnwindSafe(|| body(&data))).is_err() {
                let name = std::env::temp_dir().join(format!("medgloss-{target}-{runs}"));
                fs::write(&name, &data).expect("what was found is kept");
                failed.push(name);
            }
        }
        println!("{target}: {runs} runs in {:.0?}", begun.elapsed());
    }
    assert_eq!(failed, Vec::<PathBuf>::new(), "kept in these files");
}
