//! Lines of JSON: one document in, one gloss out.
//!
//! `{"id": any, "text": "…", "format": "markdown"}` is answered by one line of [`render::json`](crate::render::json) with the same
//! `id`. A line that cannot be read is answered too, by an error in its place, so that line and answer always keep step.

use std::io::{self, Write};

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::gloss::Glosser;
use crate::gloss::glosser::Answer;
use crate::render::json::{write_gloss_in, write_settled_in};
use crate::source::{Document, Format};

/// What is told of a line that cannot be read: no more of it than this, since it is somebody's report.
const LONGEST_MESSAGE: usize = 120;

#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    text: String,
    #[serde(default)]
    format: Option<String>,
}

/// As much of a line as says whose it is, where the rest cannot be read.
#[derive(Deserialize)]
struct Owner<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
}

/// How a line was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// By its gloss.
    Glossed,
    /// By an error in its place.
    Failed,
}

/// Answers one line, with or without its line end: writes exactly one line. `number` is its line number, from 1; `room` is kept from
/// line to line to write in.
///
/// # Errors
/// What the writer says; that a line cannot be read is an [`Outcome`].
///
/// ```
/// use medgloss::batch::{Outcome, answer_line};
/// let glossary = medgloss::Glossary::shipped();
/// let mut out = Vec::new();
/// let answer = answer_line(&glossary.glosser(), b"{\"id\": 7, \"text\": 1}\n", 1, &mut Vec::new(), &mut out)?;
/// assert_eq!(answer, Outcome::Failed);
/// assert!(out.starts_with(b"{\"id\":7,\"line\":1,\"error\":"));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn answer_line(
    glosser: &Glosser<'_>,
    line: &[u8],
    number: usize,
    room: &mut Vec<u8>,
    out: &mut impl Write,
) -> io::Result<Outcome> {
    match read(line) {
        Ok((id, document)) => {
            let id = Some(id.unwrap_or(RawValue::NULL));
            match glosser.answer(&document) {
                Answer::Whole(gloss) => write_gloss_in(room, out, &document, &gloss, id)?,
                Answer::Settled(gloss) => write_settled_in(room, out, &document, &gloss, id)?,
            }
            Ok(Outcome::Glossed)
        }
        Err(message) => {
            let message = serde_json::to_string(&shortened(&message))?;
            let id = owner(line).map_or("null", RawValue::get);
            writeln!(out, "{{\"id\":{id},\"line\":{number},\"error\":{message}}}")?;
            Ok(Outcome::Failed)
        }
    }
}

fn read(line: &[u8]) -> Result<(Option<&RawValue>, Document), String> {
    let text = std::str::from_utf8(line)
        .map_err(|error| format!("byte {} is not UTF-8", error.valid_up_to()))?;
    let text = text
        .trim_start_matches('\u{feff}')
        .trim_end_matches(['\n', '\r']);
    if text.trim_ascii().is_empty() {
        return Err("the line is blank; a line holds one object with \"text\"".to_owned());
    }
    if !is_object(text) {
        return Err("the line is no object with \"text\"".to_owned());
    }
    let line: Line<'_> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if line.id.is_some_and(holds_half_a_character) {
        return Err("the id holds one half of a surrogate pair".to_owned());
    }
    let format = match line.format.as_deref() {
        None | Some("plain") => Format::Plain,
        Some("markdown") => Format::Markdown,
        Some(other) => {
            return Err(format!(
                "format `{other}` is not known; use `plain` or `markdown`"
            ));
        }
    };
    Ok((line.id, Document::of_string(line.text, format)))
}

/// The `id` of a line whose text cannot be read.
fn owner(line: &[u8]) -> Option<&RawValue> {
    let text = std::str::from_utf8(line)
        .ok()?
        .trim_start_matches('\u{feff}');
    if !is_object(text) {
        return None;
    }
    let owner: Owner<'_> = serde_json::from_str(text).ok()?;
    owner.id.filter(|id| !holds_half_a_character(id))
}

/// Whether a string in the JSON escapes one half of a surrogate pair without the other: many readers take a line that holds it for no JSON.
fn holds_half_a_character(json: &RawValue) -> bool {
    let mut rest = json.get();
    let mut high = false;
    while let Some((plain, escape)) = rest.split_once('\\') {
        let unit = code_unit(escape);
        let low = unit.is_some_and(|unit| (0xdc00..0xe000).contains(&unit));
        // A low half belongs right behind a high one, and nowhere else.
        if low != high || (low && !plain.is_empty()) {
            return true;
        }
        high = unit.is_some_and(|unit| (0xd800..0xdc00).contains(&unit));
        // The escaped character itself may be a backslash.
        let used = if unit.is_some() { 5 } else { 1 };
        rest = escape.get(used..).unwrap_or_default();
    }
    high
}

/// The number of an escape `uXXXX`.
fn code_unit(escape: &str) -> Option<u16> {
    u16::from_str_radix(escape.strip_prefix('u')?.get(..4)?, 16).ok()
}

/// An array would be read as a line too, its elements for the fields in their order.
fn is_object(line: &str) -> bool {
    line.trim_ascii_start().starts_with('{')
}

/// A message without the middle of it, where it quotes a whole report.
fn shortened(message: &str) -> String {
    let length = message.chars().count();
    if length <= LONGEST_MESSAGE {
        return message.to_owned();
    }
    let half = LONGEST_MESSAGE / 2;
    let head: String = message.chars().take(half).collect();
    let tail: String = message.chars().skip(length - half).collect();
    format!("{head} … {tail}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Glossary;

    fn answered(line: &[u8]) -> (Outcome, String) {
        let glossary = Glossary::shipped();
        let mut out = Vec::new();
        let answer =
            answer_line(&glossary.glosser(), line, 3, &mut Vec::new(), &mut out).expect("memory");
        (answer, String::from_utf8(out).expect("UTF-8"))
    }

    #[test]
    fn whose_line_it_was_is_said_where_it_can_be_told() {
        for (line, id) in [
            (r#"{"id": "a", "text": 1}"#, "\"a\""),
            (r#"{"id": {"b": [2]}, "text": "\ud800"}"#, "{\"b\": [2]}"),
            (
                r#"{"text": "黄疸", "format": "pdf", "id": 9007199254740993}"#,
                "9007199254740993",
            ),
            (r#"{"id": 1, "text": "黄疸", "text": "腹水"}"#, "1"),
            (r#"["黄疸"]"#, "null"),
            (r#"["a", "黄疸", null]"#, "null"),
            ("", "null"),
            // Sent back, such an id would make a line that is no JSON to many readers.
            (r#"{"id": "a\ud83dw", "text": "黄疸"}"#, "null"),
            (r#"{"id": ["\udc00"], "text": "黄疸"}"#, "null"),
            (r#"{"id": {"\ud83d\ud83d\udc00": 1}, "text": 1}"#, "null"),
        ] {
            let (answer, text) = answered(line.as_bytes());
            assert_eq!(answer, Outcome::Failed, "{line}");
            assert!(
                text.starts_with(&format!("{{\"id\":{id},\"line\":3,\"error\":")),
                "{text}"
            );
            assert_eq!(text.matches('\n').count(), 1, "{text}");
        }
    }

    /// Blocks that are shared with the memory, and blocks that come again, are written as those of a document alone.
    #[test]
    fn a_line_is_answered_as_its_document_is_glossed_alone() {
        let glossary = Glossary::shipped();
        let glosser = glossary.glosser();
        let texts = [
            "【家族歴】\n母が糖尿病。\n【現病歴】\n発熱はなく、腹水を認めた。\n",
            "発熱はなく、腹水を認めた。",
            "MSCを投与した。\n間葉系幹細胞（MSC）を培養した。\nMSCは2×10^6個。",
            "MSCを投与した。\nCTとMRIを施行。ZQXは陰性。",
            "ZQXは陰性。\nCTとMRIを施行。ZQXは陰性。\n\tMRI\t異常なし",
            "鈴鹿野教授が診察した。\n鈴鹿野は転院した。",
            "鈴鹿野は転院した。\n蘂蘂を認めた。蘂蘂は消えた。",
            "e\u{301}は\n  か\u{3099}ん\u{3000}あり\r\n",
            "",
        ];
        let mut settled = 0;
        for text in texts
            .iter()
            .chain(&texts)
            .chain(&texts)
            .chain(texts.iter().rev())
        {
            for (document, format) in [
                (Document::plain(text), "plain"),
                (Document::markdown(text), "markdown"),
            ] {
                let line = serde_json::json!({"text": text, "format": format}).to_string();
                let (mut out, mut alone) = (Vec::new(), Vec::new());
                answer_line(&glosser, line.as_bytes(), 1, &mut Vec::new(), &mut out)
                    .expect("memory");
                let gloss = glossary.gloss(&document);
                let id = Some(RawValue::NULL);
                write_gloss_in(&mut Vec::new(), &mut alone, &document, &gloss, id).expect("memory");
                assert_eq!(
                    String::from_utf8_lossy(&out),
                    String::from_utf8_lossy(&alone),
                    "{text}"
                );
                settled += usize::from(matches!(glosser.answer(&document), Answer::Settled(_)));
            }
        }
        // Both ways were gone: a document that defines an abbreviation, or names somebody again, is not settled.
        assert!((24..=64).contains(&settled), "{settled}");
    }

    #[test]
    fn an_id_of_whole_characters_comes_back_as_it_was() {
        for id in [
            r#""\ud83d\udc69""#,
            r#""\\ud83d""#,
            r#""a\"\u9ec4\uE000""#,
            "1e999",
        ] {
            let (answer, text) = answered(format!(r#"{{"id":{id},"text":"黄疸"}}"#).as_bytes());
            assert_eq!(answer, Outcome::Glossed, "{text}");
            assert!(text.contains(&format!("\"id\":{id},")), "{text}");
        }
    }

    #[test]
    fn a_report_is_not_quoted_in_a_message() {
        let line = serde_json::to_string(&"黄疸と腹水。".repeat(100)).expect("JSON");
        let (_, text) = answered(line.as_bytes());
        assert!(text.len() < 600, "{text}");
    }
}
