//! The frame of the page: head, what was glossed with what, contents, where to look, coverage, termbases.

use std::io::{self, Write};

use sha2::{Digest, Sha256};

use super::escape::{Attr, English, Text};
use super::{SCRIPT, STYLE};
use crate::gloss::Gloss;
use crate::gloss::ledger::{LookWord, Survey, Which};
use crate::gloss::summary::{Coverage, summarize};
use crate::render::NOTICE;
use crate::source::Document;
use crate::termbase::LoadedFile;

/// The legend: how it looks, what it means.
const LEGEND: &str = include_str!("legend.html");

/// Doctype, policy, style; the hashes allow this style and this script and nothing else.
pub(super) fn head(out: &mut dyn Write, document: &Document) -> io::Result<()> {
    let name = document.path.as_deref().unwrap_or("standard input");
    writeln!(out, "<!doctype html>\n<html lang=en>\n<meta charset=utf-8>")?;
    writeln!(
        out,
        "<meta http-equiv=content-security-policy content=\"default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'\">",
        hash_of(STYLE),
        hash_of(SCRIPT)
    )?;
    writeln!(
        out,
        "<meta name=viewport content=\"width=device-width, initial-scale=1\">\n<meta name=color-scheme content=\"light dark\">"
    )?;
    writeln!(
        out,
        "<meta name=referrer content=no-referrer>\n<meta name=generator content=\"medgloss {}\">",
        env!("CARGO_PKG_VERSION")
    )?;
    writeln!(
        out,
        "<title>Gloss of {}</title>\n<style>{STYLE}</style>\n<body>",
        Text(&seen(name))
    )?;
    writeln!(out, "<a class=skip href=#text>Skip to the text</a>")?;
    writeln!(
        out,
        "<header>\n<h1>Gloss of {}</h1>\n<p class=notice><strong>This is {NOTICE}.</strong> Every word stands in the order of the Japanese with its English under it; nothing was left out, moved or smoothed. Each sentence opens with its end, because Japanese puts the verb, and with it “not”, last.</p>",
        English(name)
    )
}

/// A title holds text only: what [`Text`] would show in an element is left out.
fn seen(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).collect()
}

/// What was glossed, with what, and how much of it was found.
pub(super) fn facts(
    out: &mut dyn Write,
    document: &Document,
    gloss: &Gloss,
    files: &[LoadedFile],
) -> io::Result<()> {
    let summary = summarize(document, gloss);
    writeln!(out, "<dl class=facts>")?;
    let path = document.path.as_deref().unwrap_or("standard input");
    writeln!(
        out,
        "<div><dt>Document</dt><dd>{} ({}, {})</dd></div>",
        English(path),
        document.format.name(),
        Text(&document.encoding)
    )?;
    writeln!(
        out,
        "<div><dt>SHA-256</dt><dd class=hash>{}</dd></div>",
        document.sha256
    )?;
    writeln!(
        out,
        "<div><dt>Made with</dt><dd>medgloss {}, <a href=#termbases>{} termbases</a></dd></div>",
        env!("CARGO_PKG_VERSION"),
        files.len()
    )?;
    writeln!(
        out,
        "<div><dt>Size</dt><dd>{} sentences, {} words and signs</dd></div>",
        summary.sentences, summary.segments
    )?;
    let marks: Vec<String> = summary
        .marks
        .iter()
        .map(|(kind, count)| format!("{kind} {count}"))
        .collect();
    let marks = if marks.is_empty() {
        "no listed cue found".to_owned()
    } else {
        marks.join(", ")
    };
    writeln!(
        out,
        "<div><dt>Cues</dt><dd><a href=#claims>{marks}</a></dd></div>"
    )?;
    let (percent, unknown) = (summary.coverage.percent(), summary.unknown.len());
    writeln!(
        out,
        "<div><dt>Found</dt><dd><a href=#coverage>{percent:.1} % of the letters</a>, <a href=#unknown>{unknown} unknown {}</a>. Found is not the same as correct.</dd></div>",
        if unknown == 1 { "word" } else { "words" }
    )?;
    writeln!(
        out,
        "</dl>\n<div id=tools hidden>\n<span id=tools-label>Show</span>"
    )?;
    for (name, title, on) in [
        ("romaji", "Romaji", true),
        ("kana", "Kana", false),
        ("japanese", "Japanese", true),
        ("marks", "Marks", true),
    ] {
        writeln!(
            out,
            "<button type=button value={name} aria-pressed={on}>{title}</button>"
        )?;
    }
    writeln!(out, "</div>\n</header>\n<main>\n{LEGEND}")
}

/// The headings with links; and the parts of the page.
pub(super) fn contents(out: &mut dyn Write, survey: &Survey<'_>) -> io::Result<()> {
    writeln!(
        out,
        "<nav aria-labelledby=contents>\n<h2 id=contents>Contents</h2>\n<ul class=toc>"
    )?;
    writeln!(
        out,
        "<li><a href=#look>Where to look</a></li>\n<li><a href=#text>The text</a></li>"
    )?;
    for section in survey.sections() {
        let depth = section.depth.min(6);
        writeln!(
            out,
            "<li class=d{depth}><a href=#s{}>{} <span class=j lang=ja>{}</span></a></li>",
            section.sentence,
            English(&section.english),
            Text(&section.japanese)
        )?;
    }
    for which in Which::ALL {
        writeln!(
            out,
            "<li><a href=#{}>{}</a></li>",
            which.name(),
            which.title()
        )?;
    }
    writeln!(
        out,
        "<li><a href=#coverage>Coverage</a></li>\n<li><a href=#notes>Notes on words</a></li>\n<li><a href=#termbases>Termbases</a></li>\n</ul>\n</nav>"
    )
}

/// Topics that a reviewer asks for first.
pub(super) fn look(out: &mut dyn Write, survey: &Survey<'_>) -> io::Result<()> {
    writeln!(
        out,
        "<section aria-labelledby=look>\n<h2 id=look>Where to look</h2>\n<p>Sentences that hold a listed word of the topic. That no listed word occurs does not prove that nothing is said.</p>\n<dl class=look>"
    )?;
    for look in survey.look() {
        writeln!(out, "<div><dt>{}</dt><dd>", Text(&look.topic))?;
        if look.found.is_empty() {
            write!(out, "none of the listed cues occurs")?;
        }
        for (at, (number, word)) in look.found.iter().enumerate() {
            write!(
                out,
                "{}<a href=#s{number}>{number}</a> ",
                if at > 0 { ", " } else { "" }
            )?;
            look_word(out, look.words.get(*word))?;
        }
        write!(
            out,
            "\n<details><summary>the {} words looked for</summary>",
            look.words.len()
        )?;
        for (at, word) in look.words.iter().enumerate() {
            write!(out, "{}", if at > 0 { ", " } else { "" })?;
            look_word(out, Some(word))?;
        }
        writeln!(out, "</details></dd></div>")?;
    }
    writeln!(out, "</dl>\n</section>")
}

fn look_word(out: &mut dyn Write, word: Option<&LookWord>) -> io::Result<()> {
    let Some(word) = word else { return Ok(()) };
    write!(out, "<span class=j lang=ja>{}</span>", Text(&word.japanese))?;
    match word
        .english
        .as_deref()
        .filter(|english| *english != word.japanese)
    {
        Some(english) => write!(out, " <span class=en>{}</span>", English(english)),
        None => Ok(()),
    }
}

/// Letters by what stands under them.
pub(super) fn coverage(out: &mut dyn Write, document: &Document, gloss: &Gloss) -> io::Result<()> {
    let coverage = summarize(document, gloss).coverage;
    writeln!(
        out,
        "<section aria-labelledby=coverage>\n<h2 id=coverage>Coverage</h2>\n<p>Letters and digits of the text by what stands under them. Found is not the same as correct.</p>"
    )?;
    writeln!(
        out,
        "<table class=sums><thead><tr><th scope=col>Under<th scope=col>Letters<th scope=col>Share<tbody>"
    )?;
    let rows = [
        ("reviewed entries, numbers, Latin text", coverage.reviewed),
        ("compounds composed by rule", coverage.composed),
        ("the general dictionary", coverage.general),
        ("names", coverage.names),
        ("nothing: unknown", coverage.unknown),
    ];
    for (name, letters) in rows {
        writeln!(
            out,
            "<tr><th scope=row>{name}<td>{letters}<td>{:.1} %",
            share(&coverage, letters)
        )?;
    }
    writeln!(out, "</table>\n</section>")
}

#[allow(clippy::cast_precision_loss)]
fn share(coverage: &Coverage, letters: usize) -> f64 {
    100.0 * letters as f64 / coverage.characters.max(1) as f64
}

/// The termbases with their licences and whom to name.
pub(super) fn termbases(out: &mut dyn Write, files: &[LoadedFile]) -> io::Result<()> {
    writeln!(
        out,
        "<section aria-labelledby=termbases>\n<h2 id=termbases>Termbases</h2>\n<ul class=bases>"
    )?;
    for (number, file) in files.iter().enumerate() {
        let title = if file.title.is_empty() {
            &file.name
        } else {
            &file.title
        };
        write!(
            out,
            "<li id=t{number}><b>{}</b> {} ({}, {} entries",
            Text(&file.name),
            English(title),
            layer(&file.layer),
            file.entries
        )?;
        for said in [&file.state(), &file.license] {
            if !said.is_empty() {
                write!(out, ", {}", Text(said))?;
            }
        }
        if !file.attribution.is_empty() {
            write!(out, ", {}", Text(&file.attribution))?;
        }
        writeln!(out, ")</li>")?;
    }
    writeln!(out, "</ul>\n</section>")
}

fn layer(name: &str) -> &str {
    match name {
        "medical" | "general" => "reviewed",
        "fallback" => "general dictionary",
        _ => "the reader's own",
    }
}

/// Where the card stands, and the script.
pub(super) fn foot(out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "</main>\n<footer><p>medgloss {}: {NOTICE}.</p></footer>",
        Attr(env!("CARGO_PKG_VERSION"))
    )?;
    writeln!(
        out,
        "<div id=card role=note hidden></div>\n<script>{SCRIPT}</script>\n</body>\n</html>"
    )
}

/// `sha256-…` of an inline style or script.
fn hash_of(text: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(text.as_bytes())))
}

/// Base 64 (RFC 4648).
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let sign = SIGNS
                .get((group >> (18 - 6 * place) & 63) as usize)
                .copied()
                .unwrap_or(b'=');
            text.push(if place <= chunk.len() {
                char::from(sign)
            } else {
                '='
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn base64_pads() {
        assert_eq!(
            [b"f".as_slice(), b"fo", b"foo", b"foob"].map(super::base64),
            ["Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]
        );
    }
}
