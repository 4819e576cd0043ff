//! The cost of a document that repeats a pattern grows with its length and no faster: `tests/slope.toml`.
//!
//! Here eight times the length may take three times as long at each doubling, in processor time of this thread, which other programs
//! do not lengthen: enough to see what grows with the square. `benches/slope` counts instructions, and allows 2.3.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::Path;

use medgloss::source::Format;
use medgloss::{Document, Glossary, render};
use serde::Deserialize;

const SIZE: usize = 8_000;
const MOST: f64 = 3.0 * 3.0 * 3.0;
/// A measurement that another process disturbed is taken again.
const ATTEMPTS: usize = 4;

#[derive(Deserialize)]
struct Patterns {
    pattern: Vec<Pattern>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct Pattern {
    name: String,
    unit: String,
    end: String,
    opening: String,
    inside: String,
    closing: String,
}

impl Pattern {
    fn of_size(&self, size: usize) -> String {
        if self.unit.is_empty() {
            let count = size / (self.opening.len() + self.closing.len());
            return [
                &self.opening.repeat(count),
                &self.inside,
                &self.closing.repeat(count),
            ]
            .map(String::as_str)
            .concat();
        }
        let mut text = String::new();
        for number in 0.. {
            if text.len() >= size {
                break;
            }
            let letter = |power: u32| char::from(b'A' + (number / 26u32.pow(power) % 26) as u8);
            let letters: String = [2, 1, 0].map(letter).iter().collect();
            text.push_str(
                &self
                    .unit
                    .replace("{number}", &number.to_string())
                    .replace("{letters}", &letters),
            );
        }
        text + &self.end
    }
}

/// Nanoseconds that this thread has been on a processor.
fn processor_time() -> u64 {
    let said = fs::read_to_string("/proc/thread-self/schedstat").expect("Linux tells it");
    let first = said.split_whitespace().next().expect("three numbers");
    first.parse().expect("a number")
}

fn cost(glossary: &Glossary, text: &str, format: Format) -> f64 {
    let before = processor_time();
    let document = Document::of_text(text, format);
    let gloss = glossary.gloss(&document);
    let mut out = Vec::new();
    render::json::write_gloss(&mut out, &document, &gloss, None).expect("memory takes it");
    assert!(!out.is_empty());
    (processor_time() - before).max(1) as f64
}

#[test]
fn no_pattern_costs_more_than_its_length() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/slope.toml");
    let text = fs::read_to_string(path).expect("the patterns are in the repository");
    let patterns: Patterns = toml::from_str(&text).expect("the patterns are TOML");
    assert!(patterns.pattern.len() >= 30);
    let glossary = Glossary::shipped();
    cost(&glossary, "黄疸は消失した。", Format::Plain);
    let mut steep = Vec::new();
    for pattern in &patterns.pattern {
        let (short, long) = (pattern.of_size(SIZE), pattern.of_size(8 * SIZE));
        for format in [Format::Plain, Format::Markdown, Format::Html] {
            let growth = (0..ATTEMPTS)
                .map(|_| cost(&glossary, &long, format) / cost(&glossary, &short, format))
                .find(|growth| *growth <= MOST);
            if growth.is_none() {
                steep.push(format!("{} as {}", pattern.name, format.name()));
            }
        }
    }
    assert!(
        steep.is_empty(),
        "eight times the text costs more than {MOST} times as much: {steep:#?}"
    );
}
