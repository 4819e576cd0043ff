//! What the stages of a gloss cost, on a text made of the repository's own sample and cases: `cargo bench`.
//!
//! At the end stand the costs as ratios within the same run: each against a plain walk through the characters of the same bytes.

#![allow(clippy::print_stdout)]

use std::fs;
use std::hint::black_box;
use std::io;
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};
use medgloss::gloss::stages::Stages;
use medgloss::render::html::render_html;
use medgloss::render::text::{TextOptions, render_text};
use medgloss::source::Format;
use medgloss::{Document, Gloss, Glossary, render};

const SENTENCES_A_DOCUMENT: usize = 20;
const TEXT_SIZE: usize = 200_000;

/// The sentences of the sample and of the cases.
fn sentences() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &Path| fs::read_to_string(path).expect("the file is in the repository");
    let mut sentences: Vec<String> = read(&root.join("examples/case-report.md"))
        .lines()
        .flat_map(|line| line.split_inclusive('。'))
        .map(str::to_owned)
        .collect();
    let mut topics: Vec<_> = fs::read_dir(root.join("tests/cases"))
        .expect("the cases are in the repository")
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    topics.sort();
    for topic in topics {
        sentences.extend(
            read(&topic)
                .lines()
                .filter(|line| !line.starts_with('#'))
                .filter_map(|line| Some(line.split_once('⇒')?.0.trim().to_owned())),
        );
    }
    sentences.retain(|sentence| sentence.chars().count() > 3);
    sentences
}

/// Documents of sentences in an order that differs each time through.
fn documents() -> Vec<Document> {
    let sentences = sentences();
    let (mut documents, mut text, mut length, mut state) = (Vec::new(), String::new(), 0, 1u64);
    for number in 1.. {
        // The generator of D. Knuth's MMIX.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let at = usize::try_from(state >> 33).expect("31 bits") % sentences.len();
        text.push_str(&sentences[at]);
        text.push('\n');
        if number % SENTENCES_A_DOCUMENT == 0 {
            length += text.len();
            documents.push(Document::of_text(&text, Format::Plain));
            text.clear();
            if length > TEXT_SIZE {
                break;
            }
        }
    }
    documents
}

/// A document with its gloss, for the stages behind it.
struct Glossed {
    document: Document,
    gloss: Gloss,
}

/// A stage: its name, and what it does with one document.
type Stage<'a> = (&'static str, Box<dyn Fn(&Glossed) -> usize + 'a>);

fn stages(glossary: &Glossary) -> Vec<Stage<'_>> {
    let stages = Rc::new(Stages::new(glossary));
    let (folding, candidates, paths, words) =
        (stages.clone(), stages.clone(), stages.clone(), stages);
    let glosser = glossary.glosser();
    vec![
        ("walk", Box::new(walk)),
        (
            "read",
            Box::new(|glossed| {
                Document::of_text(&glossed.document.text, Format::Plain)
                    .blocks
                    .len()
            }),
        ),
        (
            "fold",
            Box::new(move |glossed| folding.fold(&glossed.document)),
        ),
        (
            "fold, candidates at every place",
            Box::new(move |glossed| candidates.candidates(&glossed.document)),
        ),
        (
            "fold, candidates, path",
            Box::new(move |glossed| paths.paths(&glossed.document)),
        ),
        (
            "fold, candidates, path, compose",
            Box::new(move |glossed| words.words(&glossed.document)),
        ),
        (
            "whole gloss",
            Box::new(move |glossed| glosser.gloss(&glossed.document).blocks.len()),
        ),
        (
            "render JSON",
            Box::new(|Glossed { document, gloss }| {
                usize::from(
                    render::json::write_gloss(&mut io::sink(), document, gloss, None).is_ok(),
                )
            }),
        ),
        (
            "render text",
            Box::new(|Glossed { document, gloss }| {
                let options = TextOptions::default();
                usize::from(render_text(&mut io::sink(), document, gloss, &options).is_ok())
            }),
        ),
        (
            "render the page",
            Box::new(move |Glossed { document, gloss }| {
                usize::from(render_html(&mut io::sink(), document, gloss, glossary).is_ok())
            }),
        ),
    ]
}

/// The least that any work on a text costs.
fn walk(glossed: &Glossed) -> usize {
    let text = std::str::from_utf8(black_box(glossed.document.text.as_bytes()));
    text.map_or(0, |text| text.chars().filter(|c| *c > '\u{3000}').count())
}

fn all(stage: &Stage<'_>, documents: &[Glossed]) -> usize {
    documents.iter().map(|document| stage.1(document)).sum()
}

fn main() {
    let glossary = Glossary::shipped();
    let documents = documents();
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    let glossed = |document| Glossed {
        gloss: glossary.gloss(&document),
        document,
    };
    let documents: Vec<Glossed> = documents.into_iter().map(glossed).collect();
    let stages = stages(&glossary);
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .sample_size(10)
        .configure_from_args();
    let mut group = criterion.benchmark_group("gloss");
    group.throughput(Throughput::Bytes(bytes as u64));
    for stage in &stages {
        group.bench_function(stage.0, |bencher| {
            bencher.iter(|| black_box(all(stage, &documents)));
        });
    }
    group.finish();
    let mut group = criterion.benchmark_group("lookup");
    for query in [
        "黄疸",
        "おうだん",
        "oudan",
        "jaundice",
        "肝*",
        "*炎",
        "jaundise",
    ] {
        group.bench_function(query, |bencher| {
            bencher.iter(|| black_box(glossary.lookup(query, Some(20)).entries.len()));
        });
    }
    group.finish();
    criterion.final_summary();
    ratios(&stages, &documents, bytes);
}

/// Each stage against the walk, the best of several rounds in turn.
fn ratios(stages: &[Stage<'_>], documents: &[Glossed], bytes: usize) {
    let mut best = vec![Duration::MAX; stages.len()];
    for _ in 0..10 {
        for (stage, best) in stages.iter().zip(&mut best) {
            let start = Instant::now();
            black_box(all(stage, documents));
            *best = (*best).min(start.elapsed());
        }
    }
    println!(
        "stage                                       ns a byte   times a walk through the characters"
    );
    for (stage, time) in stages.iter().zip(&best) {
        let each = time.as_secs_f64() * 1e9 / bytes as f64;
        let times = time.as_secs_f64() / best[0].as_secs_f64();
        println!("{:<44}{each:>9.2}{times:>12.1}", stage.0);
    }
}
