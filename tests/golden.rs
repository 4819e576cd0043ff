//! The whole gloss of the sample, held against its golden file, so that no change alters it unseen.
//!
//! After a change that is meant, look at the difference and accept it with `MEDGLOSS_ACCEPT=1 cargo test --test golden`.

use std::fs;
use std::path::Path;

use medgloss::{Document, Glossary};

#[test]
fn the_sample_is_glossed_as_before() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("examples/case-report.md"))
        .expect("the sample is in the repository");
    let document = Document::markdown(&text);
    let gloss = Glossary::shipped().gloss(&document);
    let mut said = String::new();
    for sentence in gloss.sentences() {
        let place = document.place(sentence.span.start);
        said.push_str(&format!("L{}:{}\n", place.line, place.column));
        for segment in &sentence.segments {
            let english = segment.gloss.as_deref().unwrap_or("—");
            let kind = segment.kind.name();
            said.push_str(&format!(
                "  {}\t{english}\t{kind} {}\n",
                segment.text,
                segment.origin.name()
            ));
        }
        for mark in &sentence.marks {
            said.push_str(&format!(
                "  ! {} {}: {}\n",
                mark.kind.name(),
                mark.span.of(&document.text),
                mark.english
            ));
        }
    }
    let golden = root.join("tests/golden/case-report.txt");
    if std::env::var_os("MEDGLOSS_ACCEPT").is_some() {
        fs::create_dir_all(golden.parent().expect("a folder")).expect("the folder can be made");
        fs::write(&golden, &said).expect("the golden file can be written");
    }
    let accepted =
        fs::read_to_string(&golden).expect("tests/golden/case-report.txt is in the repository");
    let difference: Vec<(usize, &str, &str)> = accepted
        .lines()
        .zip(said.lines())
        .enumerate()
        .filter(|(_, (old, new))| old != new)
        .map(|(number, (old, new))| (number + 1, old, new))
        .take(10)
        .collect();
    assert!(
        accepted == said,
        "the gloss of the sample has changed (line, accepted, now): {difference:#?}"
    );
}
