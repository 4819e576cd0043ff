//! A line of JSON on its way out: gathered in one buffer, given on in large pieces.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

/// As much is gathered before it is given on.
const LARGE: usize = 1 << 16;

pub(crate) struct Line<'w> {
    out: &'w mut dyn Write,
    bytes: &'w mut Vec<u8>,
}

impl<'w> Line<'w> {
    /// `room` is emptied and worked in.
    pub(crate) fn new(out: &'w mut dyn Write, room: &'w mut Vec<u8>) -> Self {
        room.clear();
        Self { out, bytes: room }
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

/// Fields of an object that are put together before they are written, each with a comma before it.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    pub(crate) json: String,
}

impl Fields {
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
