//! What every fuzz target does with the bytes it is given, and what must hold afterwards.
//!
//! The targets under `fuzz_targets/` call these functions, and `tests/fuzz_cases.rs` calls them again with everything that was
//! ever found. Each takes any bytes and ends; whatever does not hold is a panic.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::sync::OnceLock;

use medgloss::batch::{Outcome, answer_line};
use medgloss::gloss::{Gloss, Glosser, Segment};
use medgloss::glossary::language::Language;
use medgloss::glossary::load::parse_glossary;
use medgloss::glossary::{GlossaryFile, Layer, check::check};
use medgloss::lexicon::compile::{Purpose, compile};
use medgloss::render::lookup::json::write_lookup;
use medgloss::render::lookup::{LookupText, write_text};
use medgloss::render::visible::visible;
use medgloss::render::{html, json, markdown, text, tsv};
use medgloss::source::Format;
use medgloss::{Document, Glossary};
use serde_json::value::RawValue;
use unicode_segmentation::UnicodeSegmentation;

/// A target: its name and what it does.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// All targets.
pub(crate) const TARGETS: &[Target] = &[
    ("plain", plain),
    ("markdown", markdown_text),
    ("html", html_page),
    ("docx", docx),
    ("jats", jats),
    ("encodings", encodings),
    ("batch_line", batch_line),
    ("glossary_toml", glossary_toml),
    ("image", image),
    ("query", query),
    ("gloss", gloss),
];

fn shipped() -> &'static Glossary {
    static SHIPPED: OnceLock<Glossary> = OnceLock::new();
    SHIPPED.get_or_init(Glossary::shipped)
}

fn language() -> &'static Language {
    static LANGUAGE: OnceLock<Language> = OnceLock::new();
    LANGUAGE.get_or_init(|| Glossary::language().expect("the program's own tables"))
}

/// Plain text.
pub(crate) fn plain(data: &[u8]) {
    holds(&Document::plain(&String::from_utf8_lossy(data)));
}

/// Markdown.
pub(crate) fn markdown_text(data: &[u8]) {
    holds(&Document::markdown(&String::from_utf8_lossy(data)));
}

/// A web page.
pub(crate) fn html_page(data: &[u8]) {
    read(data, Some(Format::Html), None);
}

/// A Word document: the bytes as they are, and as the text of one that is packed as it should be.
pub(crate) fn docx(data: &[u8]) {
    read(data, Some(Format::Docx), None);
    let body = [
        b"<w:document xmlns:w=\"w\"><w:body>".as_slice(),
        data,
        b"</w:body></w:document>",
    ]
    .concat();
    for part in [data, &body] {
        read(&packed(part), Some(Format::Docx), None);
    }
}

fn packed(part: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    archive
        .start_file("word/document.xml", stored)
        .expect("memory");
    archive.write_all(part).expect("memory");
    archive.finish().expect("memory").into_inner()
}

/// An article in XML.
pub(crate) fn jats(data: &[u8]) {
    read(data, Some(Format::Jats), None);
    let article = [b"<article><body>".as_slice(), data, b"</body></article>"].concat();
    read(&article, Some(Format::Jats), None);
}

/// Text in an encoding that is told from the bytes, or named; the first byte says which.
pub(crate) fn encodings(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else {
        return;
    };
    let names = [
        None,
        Some("utf-8"),
        Some("cp932"),
        Some("euc-jp"),
        Some("iso-2022-jp"),
        Some("utf-16le"),
        Some("utf-16be"),
        Some("utf-16"),
    ];
    let name = names[usize::from(*first) % names.len()];
    read(rest, None, name);
    read(rest, Some(Format::Plain), name);
}

/// Lines of `batch`: one line out for each, JSON, the same again with the glosser that has seen it.
pub(crate) fn batch_line(data: &[u8]) {
    let (glosser, mut room) = (shipped().glosser(), Vec::new());
    for (at, line) in data.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let (mut out, mut again) = (Vec::new(), Vec::new());
        let answer = answer_line(&glosser, line, at + 1, &mut room, &mut out).expect("memory");
        answer_line(&glosser, line, at + 1, &mut room, &mut again).expect("memory");
        assert_eq!(out, again, "the same line, another answer");
        assert_eq!(out.iter().filter(|byte| **byte == b'\n').count(), 1);
        assert_eq!(out.last(), Some(&b'\n'));
        let fields: BTreeMap<String, Box<RawValue>> =
            serde_json::from_slice(&out).expect("an answer is JSON");
        for (name, value) in &fields {
            is_read(name, value.get());
        }
        assert_eq!(fields.contains_key("error"), answer == Outcome::Failed);
    }
}

/// A field of an answer is read by a strict reader; an id, sent back as it came, may hold numbers that are too large for it, or lie too deep.
fn is_read(name: &str, json: &str) {
    if let Err(error) = serde_json::from_str::<serde_json::Value>(json) {
        let reason = error.to_string();
        let may_be = ["number out of range", "recursion limit"];
        let known = may_be.iter().any(|known| reason.starts_with(known));
        assert!(name == "id" && known, "{name}: {reason}");
    }
}

/// A reader's glossary: checked, compiled, glossed and looked up with.
pub(crate) fn glossary_toml(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let Ok(file) = parse_glossary("own.toml", &text, Layer::User) else {
        return;
    };
    let headwords: Vec<String> = file
        .entries
        .iter()
        .flat_map(|entry| std::iter::once(&entry.headword).chain(&entry.variants))
        .take(8)
        .cloned()
        .collect();
    let _ = check(std::slice::from_ref(&file), language());
    let glossary = with(&[file]);
    holds_in(&glossary, &Document::plain(&headwords.concat()));
    for headword in &headwords {
        ask(&glossary, headword);
    }
}

fn with(files: &[GlossaryFile]) -> Glossary {
    let mut glossary = Glossary::shipped();
    let image = compile(language(), files, Purpose::Added);
    glossary
        .add_compiled(image)
        .expect("what was compiled just now");
    glossary
}

/// A compiled termbase with bytes changed: pairs of a place and a value, and a length.
pub(crate) fn image(data: &[u8]) {
    static WHOLE: OnceLock<Vec<u8>> = OnceLock::new();
    let whole = WHOLE.get_or_init(|| {
        let own = "glossary.name = \"own\"\nentries = [{ headword = \"黄疸\", reading = \"おうだん\", english = [\"jaundice\", \"icterus\"], variants = [\"黄だん\"] }, { headword = \"XYZ\", english = \"xyz\", case_sensitive = true }, { headword = \"来す\", english = \"to cause\", pos = \"godan\" }]";
        let file = parse_glossary("own.toml", own, Layer::User).expect("a glossary");
        compile(language(), &[file], Purpose::Added)
    });
    let mut image = whole.clone();
    for change in data.chunks_exact(4) {
        let at =
            usize::from(u16::from_le_bytes([change[0], change[1]])) | usize::from(change[2]) << 16;
        let length = image.len().max(1);
        if let Some(byte) = image.get_mut(at % length) {
            *byte = change[3];
        }
    }
    if let [cut] = data.chunks_exact(4).remainder() {
        image.truncate(image.len().saturating_sub(usize::from(*cut)));
    }
    let mut glossary = Glossary::shipped();
    if glossary.add_compiled(image).is_ok() {
        holds_in(
            &glossary,
            &Document::plain("黄疸と黄だんを来した。XYZは陰性。"),
        );
        for query in [
            "黄疸",
            "おうだん",
            "oudan",
            "icterus",
            "黄*",
            "*疸",
            "*だ*",
            "来した",
            "黄痘",
        ] {
            ask(&glossary, query);
        }
        assert!(!glossary.files().is_empty());
    }
}

/// A query of the lookup.
pub(crate) fn query(data: &[u8]) {
    ask(shipped(), &String::from_utf8_lossy(data));
}

fn ask(glossary: &Glossary, query: &str) {
    let result = glossary.lookup(query, Some(20));
    assert!(result.entries.len() <= 20 && result.entries.len() <= result.total);
    assert_eq!(result, glossary.lookup(query, Some(20)), "another answer");
    let show = LookupText {
        all: true,
        why: true,
        query: true,
    };
    let mut written = Vec::new();
    write_text(&mut written, &result, show).expect("memory");
    is_shown(&written);
    let mut line = Vec::new();
    write_lookup(&mut line, &result).expect("memory");
    serde_json::from_slice::<serde_json::Value>(&line).expect("an answer is JSON");
}

/// The whole gloss: the first byte chooses the format and how it is rendered.
pub(crate) fn gloss(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else {
        return;
    };
    let text = String::from_utf8_lossy(rest);
    let format = if first & 1 == 0 {
        Format::Plain
    } else {
        Format::Markdown
    };
    let document = Document::of_text(&text, format);
    holds(&document);
    let gloss = shipped().gloss(&document);
    if format == Format::Plain {
        is_tiled(&document, &gloss);
    }
    rendered(&document, &gloss);
}

fn read(data: &[u8], format: Option<Format>, encoding: Option<&str>) {
    if let Ok(document) = Document::read(data, None, format, encoding) {
        holds(&document);
    }
}

/// What must hold of every document and its gloss.
pub(crate) fn holds(document: &Document) {
    thread_local! {
        /// It has glossed every document before, and must not show it.
        static SEEN: Glosser<'static> = shipped().glosser();
    }
    holds_in(shipped(), document);
    let gloss = SEEN.with(|glosser| glosser.gloss(document));
    assert_eq!(gloss, shipped().gloss(document), "what it has seen shows");
}

fn holds_in(glossary: &Glossary, document: &Document) {
    blocks_lie_in_order(document);
    fold_goes_forward(glossary, document);
    let gloss = glossary.gloss(document);
    segments_lie_in_order(document, &gloss);
    cuts_keep_graphemes(document, &gloss);
    assert_eq!(gloss, glossary.gloss(document), "another gloss");
    let (mut out, mut again) = (Vec::new(), Vec::new());
    json::write_gloss(&mut out, document, &gloss, None).expect("memory");
    json::write_gloss(&mut again, document, &gloss, None).expect("memory");
    assert_eq!(out, again, "other bytes");
    serde_json::from_slice::<serde_json::Value>(&out).expect("a gloss is JSON");
}

/// Blocks and their pieces: one after the other, on character boundaries.
fn blocks_lie_in_order(document: &Document) {
    let mut at = 0;
    for block in &document.blocks {
        for piece in &block.pieces {
            let span = piece.span;
            assert!(at <= span.start && span.start < span.end, "{block:?}");
            assert!(document.text.get(span.start..span.end).is_some());
            at = span.end;
        }
    }
}

/// Each folded character stands for source that begins and ends no earlier than that of the character before it.
fn fold_goes_forward(glossary: &Glossary, document: &Document) {
    for block in &document.blocks {
        let folded = glossary
            .fold_table()
            .fold_pieces(&document.text, &block.pieces);
        assert_eq!(folded.folded.len(), folded.shown.len());
        let mut before = block.span.start..block.span.start;
        for at in 0..folded.len() {
            let span = folded.span(at, at + 1);
            assert!(before.start <= span.start && before.end <= span.end);
            assert!(span.start < span.end && span.end <= block.span.end);
            assert!(document.text.get(span.start..span.end).is_some());
            before = span.start..span.end;
        }
    }
}

/// Sentences, segments and parts: one after the other, none empty, marks inside their scopes.
fn segments_lie_in_order(document: &Document, gloss: &Gloss) {
    let mut at = 0;
    for sentence in gloss.sentences() {
        assert!(at <= sentence.span.start && sentence.span.end <= document.text.len());
        for segment in &sentence.segments {
            assert!(at <= segment.span.start && segment.span.end <= sentence.span.end);
            lies_well(document, segment);
            at = segment.span.end;
        }
        for mark in &sentence.marks {
            assert!(mark.scope.start <= mark.span.start && mark.span.end <= mark.scope.end);
            assert!(mark.span.start < mark.span.end);
            assert!(
                document
                    .text
                    .get(mark.scope.start..mark.scope.end)
                    .is_some()
            );
            assert!(document.text.get(mark.span.start..mark.span.end).is_some());
        }
        at = at.max(sentence.span.end);
    }
}

fn lies_well(document: &Document, segment: &Segment) {
    let span = segment.span;
    assert!(span.start < span.end, "an empty segment at {}", span.start);
    assert_eq!(
        document.text.get(span.start..span.end),
        Some(segment.surface(document))
    );
    assert!(segment.gloss.as_ref().is_none_or(|gloss| !gloss.is_empty()));
    let mut at = span.start;
    for part in &segment.parts {
        assert!(at <= part.span.start && part.span.end <= span.end);
        lies_well(document, part);
        at = part.span.end;
    }
}

/// No cut inside what a reader sees as one character, as far as it stands in one block.
fn cuts_keep_graphemes(document: &Document, gloss: &Gloss) {
    for block in &gloss.blocks {
        let span = document.blocks[block.block].span;
        let source = &document.text[span.start..span.end];
        let bounds: std::collections::BTreeSet<usize> = source
            .grapheme_indices(true)
            .map(|(at, _)| at + span.start)
            .collect();
        for segment in block.sentences.iter().flat_map(|s| &s.segments) {
            assert!(
                bounds.contains(&segment.span.start),
                "byte {} of {:?} is inside a grapheme",
                segment.span.start,
                document.text
            );
        }
    }
}

/// Of a plain text every letter and number stands in a segment, and what lies between segments is white space or signs.
pub(crate) fn is_tiled(document: &Document, gloss: &Gloss) {
    let mut covered = vec![false; document.text.len()];
    for segment in gloss.segments() {
        covered[segment.span.start..segment.span.end].fill(true);
    }
    for (at, c) in document.text.char_indices() {
        assert!(
            covered[at] || !c.is_alphanumeric(),
            "{c:?} at byte {at} of {:?} is in no segment",
            document.text
        );
    }
}

/// The gloss in every other format: written twice alike, and nothing in it that a terminal obeys.
fn rendered(document: &Document, gloss: &Gloss) {
    type Renderer = fn(&mut Vec<u8>, &Document, &Gloss);
    let renderers: [Renderer; 4] = [
        |out, document, gloss| {
            text::render_text(out, document, gloss, &text::TextOptions::default()).expect("memory");
        },
        |out, document, gloss| {
            let options = markdown::MarkdownOptions::default();
            markdown::render_markdown(out, document, gloss, &options).expect("memory");
        },
        |out, document, gloss| {
            html::render_html(out, document, gloss, shipped()).expect("memory");
        },
        |out, document, gloss| {
            let options = tsv::TsvOptions::default();
            tsv::render_tsv(out, document, gloss, &options).expect("memory");
        },
    ];
    for (number, render) in renderers.into_iter().enumerate() {
        let (mut out, mut again) = (Vec::new(), Vec::new());
        render(&mut out, document, gloss);
        render(&mut again, document, gloss);
        assert_eq!(out, again, "other bytes");
        match number {
            0 | 1 => is_shown(&out),
            2 => assert!(std::str::from_utf8(&out).is_ok()),
            _ => {
                let rows = std::str::from_utf8(&out).expect("UTF-8").lines();
                for row in rows {
                    assert_eq!(row.matches('\t').count() + 1, tsv::COLUMNS.len(), "{row:?}");
                }
            }
        }
    }
}

/// Every line of the text is already as it is shown: no control characters, no escapes, no turned direction.
fn is_shown(out: &[u8]) {
    let text = std::str::from_utf8(out).expect("UTF-8");
    for line in text.split('\n') {
        assert_eq!(visible(line), line, "a line that a terminal obeys");
    }
}
