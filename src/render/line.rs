//! A line of JSON on its way out: gathered in one buffer, given on in large pieces.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use crate::gloss::block_memo::Pattern;

/// As much is gathered before it is given on.
const LARGE: usize = 1 << 16;

pub(crate) struct Line<'w> {
    out: &'w mut dyn Write,
    bytes: &'w mut Vec<u8>,
    /// Where offsets are left open: bytes behind the last gap, and the offset.
    gaps: Option<Gaps>,
}

impl<'w> Line<'w> {
    /// `room` is emptied and worked in.
    pub(crate) fn new(out: &'w mut dyn Write, room: &'w mut Vec<u8>) -> Self {
        room.clear();
        Self {
            out,
            bytes: room,
            gaps: None,
        }
    }

    /// A line on which offsets are left open, for [`Line::into_pattern`]; nothing of it goes out.
    pub(crate) fn open(nowhere: &'w mut io::Sink, room: &'w mut Vec<u8>) -> Self {
        Self {
            gaps: Some(Gaps::default()),
            ..Self::new(nowhere, room)
        }
    }

    /// What was put on the line, to be put on others.
    pub(crate) fn into_pattern(self) -> Pattern {
        Pattern {
            text: self.bytes.as_slice().into(),
            gaps: self.gaps.unwrap_or_default().found.into_boxed_slice(),
        }
    }

    /// A pattern of a block that begins at byte `start`.
    pub(crate) fn pattern(&mut self, pattern: &Pattern, start: usize) {
        const LONGEST_NUMBER: usize = 20;
        self.bytes
            .reserve(pattern.text.len() + pattern.gaps.len() * LONGEST_NUMBER);
        let mut rest = &*pattern.text;
        for (before, offset) in &pattern.gaps {
            let (text, behind) = rest.split_at_checked(*before as usize).unwrap_or_default();
            rest = behind;
            self.bytes.extend_from_slice(text);
            let mut digits = itoa::Buffer::new();
            let offset = digits.format(*offset as usize + start);
            self.bytes.extend_from_slice(offset.as_bytes());
        }
        self.bytes.extend_from_slice(rest);
    }

    /// Text that is JSON already.
    #[inline]
    pub(crate) fn push(&mut self, json: &str) {
        self.bytes.extend_from_slice(json.as_bytes());
    }

    /// A number, with what stands before it.
    #[inline]
    pub(crate) fn number(&mut self, before: &str, number: usize) {
        self.push(before);
        self.push(itoa::Buffer::new().format(number));
    }

    /// An offset that changes with the place of its block, with what stands before it.
    #[inline]
    pub(crate) fn offset(&mut self, before: &str, offset: usize) {
        self.push(before);
        match &mut self.gaps {
            Some(gaps) => gaps.add(self.bytes.len(), offset),
            None => self.push(itoa::Buffer::new().format(offset)),
        }
    }

    /// A string as a value, with what stands before it.
    pub(crate) fn string(&mut self, before: &str, text: &str) {
        self.push(before);
        self.push("\"");
        self.push(&escaped(text));
        self.push("\"");
    }

    /// A field with its value; `before` is what divides it from what stands before.
    pub(crate) fn field<T: Serialize + ?Sized>(
        &mut self,
        before: &str,
        name: &str,
        value: &T,
    ) -> io::Result<()> {
        self.push(before);
        self.push("\"");
        self.push(name);
        self.push("\":");
        serde_json::to_writer(&mut *self.bytes, value)?;
        Ok(())
    }

    /// Gives on what is there, if it is much.
    pub(crate) fn spill(&mut self) -> io::Result<()> {
        if self.bytes.len() >= LARGE {
            self.out.write_all(self.bytes)?;
            self.bytes.clear();
        }
        Ok(())
    }

    pub(crate) fn finish(self) -> io::Result<()> {
        self.out.write_all(self.bytes)?;
        self.bytes.clear();
        Ok(())
    }
}

/// Offsets that are left open.
#[derive(Debug, Default)]
struct Gaps {
    found: Vec<(u32, u32)>,
    /// Bytes before the last of them.
    last: usize,
}

impl Gaps {
    /// A block that is remembered is short, and so is what is written of it.
    fn add(&mut self, at: usize, offset: usize) {
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        self.found.push((small(at - self.last), small(offset)));
        self.last = at;
    }
}

/// Fields of an object that are put together before they are written, each with a comma before it.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    pub(crate) json: String,
}

impl Fields {
    /// With room for so many bytes.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self {
            json: String::with_capacity(bytes),
        }
    }

    /// A field whose value is JSON already.
    pub(crate) fn value(&mut self, name: &str, json: &str) {
        self.name(name);
        self.json.push_str(json);
    }

    pub(crate) fn string(&mut self, name: &str, text: &str) {
        self.name(name);
        self.push_string(text);
    }

    /// A field that is `null` where there is nothing.
    pub(crate) fn string_or_null(&mut self, name: &str, text: Option<&str>) {
        match text {
            Some(text) => self.string(name, text),
            None => self.value(name, "null"),
        }
    }

    /// A field that is left out where there is nothing.
    pub(crate) fn string_if(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.string(name, text);
        }
    }

    pub(crate) fn strings(&mut self, name: &str, texts: &[String]) {
        self.name(name);
        self.json.push('[');
        for (at, text) in texts.iter().enumerate() {
            if at > 0 {
                self.json.push(',');
            }
            self.push_string(text);
        }
        self.json.push(']');
    }

    fn name(&mut self, name: &str) {
        self.json.push_str(",\"");
        self.json.push_str(name);
        self.json.push_str("\":");
    }

    fn push_string(&mut self, text: &str) {
        self.json.push('"');
        self.json.push_str(&escaped(text));
        self.json.push('"');
    }
}

/// A text as it stands inside a string of JSON.
fn escaped(text: &str) -> Cow<'_, str> {
    if !text
        .bytes()
        .fold(false, |any, byte| any | must_be_escaped(byte))
    {
        return Cow::Borrowed(text);
    }
    let quoted = serde_json::Value::from(text).to_string();
    let inside = quoted.get(1..quoted.len() - 1);
    Cow::Owned(inside.unwrap_or_default().to_owned())
}

/// What a string of JSON may not hold as it is (RFC 8259, 7).
const fn must_be_escaped(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_escaped_as_the_library_does() {
        let signs: String = ('\0'..='\u{ff}').chain("黄疸\u{2028}😀".chars()).collect();
        for text in [
            "",
            "黄疸",
            "a\"b",
            "\\",
            "\n\t\u{1}",
            "\u{7f}",
            signs.as_str(),
        ] {
            let quoted = serde_json::to_string(text).expect("JSON");
            assert_eq!(format!("\"{}\"", escaped(text)), quoted);
        }
    }
}
