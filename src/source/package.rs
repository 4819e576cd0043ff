//! The ZIP archive that a Word document is: its parts, unpacked in memory under limits, never to a disk.

#![warn(
    clippy::arithmetic_side_effects,
    reason = "sizes and places are what an archive says of itself"
)]

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::decode::{binary_kind, decode};
use super::xml::{self, Doctype, Element, Handler};
use crate::error::Error;

/// Bytes that the parts of a document may have together, unpacked.
const LARGEST: u64 = 64 << 20;
/// How many times its packed size a part may have.
const RATIO: u64 = 200;
/// Small parts may be packed as tightly as they like.
const SMALL: u64 = 1 << 20;
const MOST_ENTRIES: usize = 10_000;

/// An open package.
pub(super) struct Package<'b> {
    path: &'b str,
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<'b> Package<'b> {
    /// Opens the archive; nothing is unpacked yet.
    pub(super) fn open(bytes: &'b [u8], path: &'b str) -> Result<Self, Error> {
        if !bytes.starts_with(b"PK") {
            let message = binary_kind(bytes).map_or_else(
                || {
                    "this is not a Word document (.docx); if it is text, read it with --from plain"
                        .to_owned()
                },
                |(kind, help)| format!("this is {kind}, not a Word document (.docx); {help}"),
            );
            return Err(refusal(path, &message));
        }
        if listed_entries(bytes).is_some_and(|entries| entries > MOST_ENTRIES) {
            return Err(refusal(
                path,
                &format!("the archive holds more than {MOST_ENTRIES} files"),
            ));
        }
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|problem| damaged(path, &problem.to_string()))?;
        if archive.len() > MOST_ENTRIES {
            return Err(refusal(
                path,
                &format!("the archive holds more than {MOST_ENTRIES} files"),
            ));
        }
        Ok(Self {
            path,
            archive,
            left: LARGEST,
        })
    }

    /// Name of the part that holds the text.
    pub(super) fn main_part(&mut self) -> Result<String, Error> {
        let mut relations = Relations::default();
        if let Some(text) = self.part("_rels/.rels")? {
            xml::read(&text, self.path, Doctype::Refuse, &mut relations)?;
        }
        let name = relations.main.map_or_else(
            || "word/document.xml".to_owned(),
            |target| target.trim_start_matches('/').to_owned(),
        );
        if self.archive.index_for_name(&name).is_some() && !is_other_office(&name) {
            return Ok(name);
        }
        Err(refusal(
            self.path,
            "this is a ZIP archive, but no Word document (.docx) is in it",
        ))
    }

    /// The text of a part; `None` where there is no such part.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, Error> {
        let Some(index) = self.archive.index_for_name(name) else {
            return Ok(None);
        };
        let raw = self
            .archive
            .by_index_raw(index)
            .map_err(|problem| damaged(self.path, &problem.to_string()))?;
        if raw.encrypted() {
            return Err(refusal(
                self.path,
                "the document is encrypted; save it without a password",
            ));
        }
        let limit = self
            .left
            .min(raw.compressed_size().saturating_mul(RATIO).max(SMALL));
        drop(raw);
        let file = self
            .archive
            .by_index(index)
            .map_err(|problem| damaged(self.path, &problem.to_string()))?;
        let mut bytes = Vec::new();
        let read = file
            .take(limit.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|problem| damaged(self.path, &problem.to_string()))?;
        let read = u64::try_from(read).unwrap_or(u64::MAX);
        if read > limit {
            let megabytes = LARGEST >> 20;
            return Err(refusal(
                self.path,
                &format!(
                    "`{name}` unpacks to more than {RATIO} times its size or the document to more than {megabytes} MB"
                ),
            ));
        }
        self.left = self.left.saturating_sub(read);
        let is_utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
        decode(&bytes, (!is_utf16).then_some("utf-8"), self.path).map(|decoded| Some(decoded.text))
    }
}

/// Spreadsheets and presentations are packages too.
fn is_other_office(main: &str) -> bool {
    main.starts_with("xl/") || main.starts_with("ppt/")
}

/// How many entries the archive says it has, read before anything is built from them.
fn listed_entries(bytes: &[u8]) -> Option<usize> {
    let tail = bytes.get(bytes.len().saturating_sub(65_557)..)?;
    let at = tail.windows(4).rposition(|four| four == b"PK\x05\x06")?;
    let (count, _) = tail.get(at..)?.get(10..)?.split_first_chunk()?;
    Some(usize::from(u16::from_le_bytes(*count)))
}

/// Where the package says its text is.
#[derive(Default)]
struct Relations {
    main: Option<String>,
}

impl Handler for Relations {
    fn open(&mut self, name: &str, element: &Element<'_>) {
        let is_main = name == "Relationship"
            && element
                .attribute("Type")
                .is_some_and(|kind| kind.ends_with("/officeDocument"));
        let is_inside = element.attribute("TargetMode").as_deref() != Some("External");
        if is_main && is_inside && self.main.is_none() {
            self.main = element.attribute("Target");
        }
    }
    fn close(&mut self, _: &str) {}
    fn text(&mut self, _: &str) {}
}

fn damaged(path: &str, problem: &str) -> Error {
    refusal(
        path,
        &format!("the Word document is damaged or of an unknown kind: {problem}"),
    )
}

fn refusal(path: &str, message: &str) -> Error {
    Error::Document {
        path: path.to_owned(),
        message: message.to_owned(),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// A ZIP archive of some files.
    pub(in crate::source) fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .expect("starts");
            writer.write_all(bytes).expect("writes");
        }
        writer.finish().expect("finishes").into_inner()
    }

    fn refused(bytes: &[u8], part: &str) -> String {
        let part = Package::open(bytes, "x.docx").and_then(|mut package| package.part(part));
        part.expect_err("refused").to_string()
    }

    #[test]
    fn bombs_are_not_unpacked() {
        let spaces = vec![b' '; 2 << 20];
        assert!(refused(&packed(&[("a", &spaces)]), "a").contains("200 times"));
        let parts = packed(&[("a", b"<a/>"), ("b", b"<b/>")]);
        let mut package = Package::open(&parts, "x.docx").expect("opens");
        package.left = 7;
        assert_eq!(package.part("a").expect("fits").as_deref(), Some("<a/>"));
        assert!(
            package
                .part("b")
                .expect_err("refused")
                .to_string()
                .contains("64 MB")
        );
        let names: Vec<String> = (0..=MOST_ENTRIES).map(|at| at.to_string()).collect();
        let files: Vec<(&str, &[u8])> = names
            .iter()
            .map(|name| (name.as_str(), b"".as_slice()))
            .collect();
        assert!(refused(&packed(&files), "1").contains("10000 files"));
    }

    #[test]
    fn what_is_no_word_document_is_named() {
        assert!(refused(b"%PDF-1.4", "a").contains("PDF"));
        assert!(refused(b"\xd0\xcf\x11\xe0", "a").contains("password"));
        assert!(refused("肝".as_bytes(), "a").contains("--from plain"));
        let mut cut = packed(&[("word/document.xml", b"<a/>")]);
        cut.truncate(40);
        assert!(refused(&cut, "a").contains("damaged"));
        let sheet = packed(&[("xl/workbook.xml", b"<a/>")]);
        assert!(
            Package::open(&sheet, "x")
                .and_then(|mut package| package.main_part())
                .expect_err("refused")
                .to_string()
                .contains("no Word document")
        );
    }

    #[test]
    fn encrypted_parts_are_refused() {
        let mut bytes = packed(&[("word/document.xml", b"<a/>")]);
        for (at, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
            let header = bytes
                .windows(4)
                .position(|four| four == at)
                .expect("a header");
            bytes[header + flags] |= 1;
        }
        assert!(refused(&bytes, "word/document.xml").contains("encrypted"));
    }
}
