//! A line of JSON on its way out: gathered in one buffer, given on in large pieces.

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
    pub(crate) fn string(&mut self, before: &str, text: &str) -> io::Result<()> {
        self.push(before);
        if text
            .bytes()
            .fold(false, |any, byte| any | must_be_escaped(byte))
        {
            serde_json::to_writer(&mut *self.bytes, text)?;
        } else {
            self.push("\"");
            self.push(text);
            self.push("\"");
        }
        Ok(())
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

/// What a string of JSON may not hold as it is (RFC 8259, 7).
const fn must_be_escaped(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}
