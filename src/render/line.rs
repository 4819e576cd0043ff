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
