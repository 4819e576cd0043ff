//! Bytes to text: which encoding a file is in, and its text without loss.
//!
//! In this order: a byte order mark, the encoding asked for, ISO-2022-JP by its escape sequences, strict UTF-8, then Shift_JIS
//! (the Windows code page 932) or EUC-JP, whichever the bytes fit. Every byte must fit: nothing is ever replaced, and a file that
//! is no text at all is refused by the name of what it looks like.

use encoding_rs::{
    DecoderResult, EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE,
};

use crate::error::Error;

/// A file's text, and how it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// Name of the encoding, as the Encoding Standard gives it.
    pub encoding: String,
    /// Length of the byte order mark, in bytes of the file.
    pub bom_bytes: usize,
}

const ASK: &str =
    "name the encoding with --encoding (such as utf-8, shift_jis, euc-jp, iso-2022-jp, utf-16le)";

/// Names that people use and the Encoding Standard does not know.
const ALIASES: &[(&str, &str)] = &[
    ("cp932", "shift_jis"),
    ("ms-kanji", "shift_jis"),
    ("eucjp", "euc-jp"),
    ("cp51932", "euc-jp"),
    ("jis", "iso-2022-jp"),
    ("iso2022jp", "iso-2022-jp"),
    ("utf16", "utf-16"),
    ("utf_16", "utf-16"),
    ("utf16le", "utf-16le"),
    ("utf16be", "utf-16be"),
];

/// First bytes by which a file that is no plain text is known, what it is, and what to do.
const SIGNATURES: &[(&[u8], &str, &str)] = &[
    (
        b"%PDF-",
        "a PDF",
        "convert it with `pdftotext -enc UTF-8` first",
    ),
    (
        b"PK\x03\x04",
        "a ZIP archive (a Word .docx is one)",
        "a Word document is read with --from docx",
    ),
    (
        b"\xd0\xcf\x11\xe0",
        "an old Office file (.doc) or a password-protected one",
        "save it as .docx without a password",
    ),
    (b"\x1f\x8b", "gzip-compressed", "decompress it first"),
    (b"{\\rtf", "an RTF file", "save it as .docx or as text"),
    (b"\x89PNG", "a picture", "only text can be read"),
    (b"\xff\xd8\xff", "a picture", "only text can be read"),
    (b"BZh", "bzip2-compressed", "decompress it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (b"\x7fELF", "a program", "only text can be read"),
];

/// What a file looks like by its first bytes, with what to do about it; `None` where it may be text.
#[must_use]
pub fn binary_kind(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let body = bytes
        .strip_prefix(b"\xef\xbb\xbf".as_slice())
        .unwrap_or(bytes);
    SIGNATURES
        .iter()
        .find(|(signature, ..)| body.starts_with(signature))
        .map(|(_, kind, help)| (*kind, *help))
}

/// Decodes a file strictly.
///
/// `forced` is the encoding's name, where someone gave one; `path` is for messages.
///
/// # Errors
/// [`Error::Encoding`] with the offset of the first byte that does not fit; [`Error::Document`] where the file is no text, or the
/// name of the encoding is not known.
///
/// ```
/// use medgloss::source::decode::decode;
/// let decoded = decode(b"\x89\xa9\xe1\x74\x82\xa0\x82\xe8", None, "-")?;
/// assert_eq!((decoded.text.as_str(), decoded.encoding.as_str()), ("黄疸あり", "Shift_JIS"));
/// # Ok::<(), medgloss::Error>(())
/// ```
pub fn decode(bytes: &[u8], forced: Option<&str>, path: &str) -> Result<Decoded, Error> {
    let forced = forced.map(|label| named(label, path)).transpose()?;
    refuse_binary(bytes, forced, path)?;
    let marked = Encoding::for_bom(bytes)
        .filter(|(found, _)| forced.is_none_or(|forced| same_family(forced, found)));
    if let Some((encoding, bom_bytes)) = marked {
        return strictly(bytes, encoding, bom_bytes, path);
    }
    match forced {
        Some(encoding) => strictly(bytes, encoding, 0, path),
        None => detect(bytes, path),
    }
}

fn named(label: &str, path: &str) -> Result<&'static Encoding, Error> {
    let lower = label.trim().to_ascii_lowercase();
    let known = ALIASES
        .iter()
        .find(|(alias, _)| *alias == lower)
        .map_or(lower.as_str(), |(_, name)| name);
    Encoding::for_label_no_replacement(known.as_bytes()).ok_or_else(|| {
        document(
            path,
            format!("`{label}` is no encoding that is known; {ASK}"),
        )
    })
}

fn same_family(forced: &'static Encoding, found: &'static Encoding) -> bool {
    forced == found || (is_utf16(forced) && is_utf16(found))
}

fn is_utf16(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

fn refuse_binary(bytes: &[u8], forced: Option<&'static Encoding>, path: &str) -> Result<(), Error> {
    if let Some((kind, help)) = binary_kind(bytes) {
        return Err(document(
            path,
            format!("this is {kind}, not plain text; {help}"),
        ));
    }
    let marked = Encoding::for_bom(bytes).is_some_and(|(found, _)| is_utf16(found));
    if marked || forced.is_some_and(is_utf16) {
        return Ok(());
    }
    let Some(at) = bytes.iter().position(|byte| *byte == 0) else {
        return Ok(());
    };
    let binary =
        format!("this is a binary file (byte {at} is NUL), not a document; only text can be read");
    // Japanese in UTF-16 is no UTF-8, and Latin text in it is all ASCII with NULs between.
    let is_japanese = std::str::from_utf8(bytes).is_ok_and(|text| !text.is_ascii());
    let message = match (is_japanese, nuls_at(bytes, 0), nuls_at(bytes, 1)) {
        (false, 0, _) => {
            "this looks like UTF-16 without a byte order mark; say --encoding utf-16le".to_owned()
        }
        (false, _, 0) => {
            "this looks like UTF-16 without a byte order mark; say --encoding utf-16be".to_owned()
        }
        _ => binary,
    };
    Err(document(path, message))
}

/// How many bytes are NUL at even places (0) or odd ones (1).
fn nuls_at(bytes: &[u8], first: usize) -> usize {
    let places = bytes.iter().skip(first).step_by(2);
    places.filter(|byte| **byte == 0).count()
}

/// Finds the encoding of bytes that say nothing of it themselves.
fn detect(bytes: &[u8], path: &str) -> Result<Decoded, Error> {
    if bytes.is_ascii() && has_jis_escape(bytes) {
        return strictly(bytes, ISO_2022_JP, 0, path);
    }
    let broken = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(decoded(text.to_owned(), UTF_8, 0)),
        Err(broken) => broken,
    };
    let utf8_until = broken.valid_up_to();
    let shift_jis = decode_whole(bytes, SHIFT_JIS);
    let euc = decode_whole(bytes, EUC_JP);
    if is_damaged_utf8(bytes, &broken) {
        return Err(undecodable(
            path,
            utf8_until,
            &format!(
                "the bytes before it are UTF-8: the file is damaged or cut off; otherwise {ASK}"
            ),
        ));
    }
    let found = match (shift_jis, euc) {
        (Ok(shift_jis), Ok(euc)) => {
            if votes_euc(bytes) {
                decoded(euc, EUC_JP, 0)
            } else {
                decoded(shift_jis, SHIFT_JIS, 0)
            }
        }
        (Ok(shift_jis), Err(_)) => decoded(shift_jis, SHIFT_JIS, 0),
        (Err(_), Ok(euc)) => decoded(euc, EUC_JP, 0),
        (Err(shift_jis), Err(euc)) => {
            return Err(undecodable(path, utf8_until.max(shift_jis).max(euc), ASK));
        }
    };
    if !reads_as_japanese(&found.text) {
        return Err(undecodable(
            path,
            utf8_until,
            &format!(
                "it might be {} or a Western encoding: {ASK}",
                found.encoding
            ),
        ));
    }
    Ok(found)
}

/// ESC $ @, ESC $ B or ESC ( I: a change to kanji or half-width kana.
fn has_jis_escape(bytes: &[u8]) -> bool {
    bytes
        .windows(3)
        .any(|three| matches!(three, b"\x1b$@" | b"\x1b$B" | b"\x1b(I"))
}

/// Whether so much of the bytes is Japanese in UTF-8 that another encoding could only fit by chance.
fn is_damaged_utf8(bytes: &[u8], broken: &std::str::Utf8Error) -> bool {
    let valid = bytes
        .get(..broken.valid_up_to())
        .and_then(|valid| std::str::from_utf8(valid).ok())
        .unwrap_or_default();
    let wide = valid.chars().filter(|c| *c >= '\u{800}').take(4).count();
    wide >= 4 || (wide >= 1 && broken.error_len().is_none())
}

fn votes_euc(bytes: &[u8]) -> bool {
    shift_or_euc::Detector::new(false).feed(bytes, true) == Some(EUC_JP)
}

/// Whether two Japanese letters stand side by side: Western text read as Japanese has stray ones only.
fn reads_as_japanese(text: &str) -> bool {
    let mut before = false;
    text.chars().any(|c| {
        let japanese = matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}');
        std::mem::replace(&mut before, japanese) && japanese
    })
}

fn strictly(
    bytes: &[u8],
    encoding: &'static Encoding,
    bom_bytes: usize,
    path: &str,
) -> Result<Decoded, Error> {
    let body = bytes.get(bom_bytes..).unwrap_or_default();
    match decode_whole(body, encoding) {
        Ok(text) => Ok(decoded(text, encoding, bom_bytes)),
        Err(offset) => Err(undecodable(
            path,
            bom_bytes + offset,
            &format!("it was read as {}: {ASK}", encoding.name()),
        )),
    }
}

/// The whole text, or the offset of the first byte that does not fit.
fn decode_whole(bytes: &[u8], encoding: &'static Encoding) -> Result<String, usize> {
    if encoding == UTF_8 {
        return std::str::from_utf8(bytes)
            .map(str::to_owned)
            .map_err(|broken| broken.valid_up_to());
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2);
    let mut at = 0;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        at += read;
        match result {
            DecoderResult::InputEmpty => return Ok(text),
            DecoderResult::OutputFull => text.reserve(rest.len().max(64)),
            DecoderResult::Malformed(bad, after) => {
                return Err(at.saturating_sub(usize::from(bad) + usize::from(after)));
            }
        }
    }
}

fn decoded(text: String, encoding: &'static Encoding, bom_bytes: usize) -> Decoded {
    Decoded {
        text,
        encoding: encoding.name().to_owned(),
        bom_bytes,
    }
}

fn undecodable(path: &str, offset: usize, help: &str) -> Error {
    Error::Encoding {
        path: path.to_owned(),
        offset,
        help: help.to_owned(),
    }
}

fn document(path: &str, message: String) -> Error {
    Error::Document {
        path: path.to_owned(),
        message,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
        encoding.encode(text).0.into_owned()
    }

    fn read(bytes: &[u8]) -> (String, String, usize) {
        let decoded = decode(bytes, None, "x").expect("decodes");
        (decoded.text, decoded.encoding, decoded.bom_bytes)
    }

    fn failed_at(bytes: &[u8], forced: Option<&str>) -> usize {
        match decode(bytes, forced, "x") {
            Err(Error::Encoding { offset, .. }) => offset,
            other => panic!("{other:?}"),
        }
    }

    fn refusal(bytes: &[u8]) -> String {
        decode(bytes, None, "x.txt")
            .expect_err("refused")
            .to_string()
    }

    const TEXT: &str = "表の①に示す胸水あり。ソセゴン㈱ 5㎎\r\n";

    #[test]
    fn every_japanese_encoding_is_found() {
        for (encoding, bytes) in [
            (UTF_8, TEXT.as_bytes().to_vec()),
            (SHIFT_JIS, encoded(TEXT, SHIFT_JIS)),
            (EUC_JP, encoded("表に示す胸水あり", EUC_JP)),
            (ISO_2022_JP, encoded("表に示す胸水あり", ISO_2022_JP)),
        ] {
            let (text, name, bom) = read(&bytes);
            assert_eq!((name.as_str(), bom), (encoding.name(), 0));
            assert!(TEXT.starts_with(&text) || text == "表に示す胸水あり");
        }
    }

    #[test]
    fn a_byte_order_mark_decides_and_is_no_text() {
        assert_eq!(
            read("\u{feff}腹水".as_bytes()),
            ("腹水".to_owned(), "UTF-8".to_owned(), 3)
        );
        let little: Vec<u8> = "\u{feff}腹水 a"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(
            read(&little),
            ("腹水 a".to_owned(), "UTF-16LE".to_owned(), 2)
        );
        let big: Vec<u8> = "\u{feff}腹水 a"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(read(&big), ("腹水 a".to_owned(), "UTF-16BE".to_owned(), 2));
        assert_eq!(
            read(b"\xef\xbb\xbf"),
            (String::new(), "UTF-8".to_owned(), 3)
        );
        assert_eq!(read(b""), (String::new(), "UTF-8".to_owned(), 0));
    }

    #[test]
    fn the_first_bad_byte_is_told_and_nothing_is_dropped() {
        assert_eq!(failed_at(b"\xe8\x82\x9d\xe8\x87\x93\xe7\x97", None), 6);
        assert_eq!(
            failed_at(&["肝硬変の経過".as_bytes(), b"\xffa"].concat(), None),
            18
        );
        let mut cut = encoded("肝臓", SHIFT_JIS);
        cut.pop();
        assert_eq!(failed_at(&cut, Some("cp932")), 2);
        assert_eq!(failed_at(b"ab\x80\xff\xff", None), 3);
        assert_eq!(failed_at(b"\xff\xfea\x00b", None), 4);
    }

    #[test]
    fn western_text_is_not_taken_for_japanese() {
        assert_eq!(failed_at(b"Sj\xf6gren's syndrome, 37\xb0C", None), 2);
        assert_eq!(failed_at(b"Beh\xe7et's disease", None), 3);
        assert_eq!(
            decode(b"Beh\xe7et", Some("windows-1252"), "x")
                .expect("decodes")
                .text,
            "Behçet"
        );
    }

    #[test]
    fn files_that_are_no_text_are_named() {
        assert!(refusal(b"%PDF-1.7\n").contains("PDF"));
        assert!(refusal(b"PK\x03\x04\x14\x00").contains("--from docx"));
        assert!(refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").contains(".doc"));
        assert!(refusal(b"\x1f\x8b\x08").contains("gzip"));
        assert!(refusal(b"a\x00\x00b").contains("binary"));
        assert!(refusal(b"M\x00R\x00I\x00").contains("utf-16le"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(prop_oneof![any::<u8>(), 0x80..=0xff_u8, Just(0x1b), Just(b'$')], 0..40), text in "[ァ-ヶ一-龠a-z、。]{0,20}") {
            if let Err(Error::Encoding { offset, .. }) = decode(&bytes, None, "x") {
                prop_assert!(offset < bytes.len());
            }
            for label in ["utf-8", "cp932", "euc-jp", "utf-16le"] {
                if let Err(Error::Encoding { offset, .. }) = decode(&bytes, Some(label), "x") {
                    prop_assert!(offset < bytes.len(), "{label} {offset}");
                }
            }
            prop_assert_eq!(decode(text.as_bytes(), None, "x").expect("decodes").text, text);
        }
    }

    #[test]
    fn a_forced_encoding_is_obeyed() {
        assert_eq!(
            decode(b"M\x00R\x00", Some("UTF-16LE"), "x")
                .expect("decodes")
                .text,
            "MR"
        );
        assert_eq!(failed_at("腹水".as_bytes(), Some("iso-2022-jp")), 0);
        assert!(
            decode(b"a", Some("klingon"), "x")
                .expect_err("unknown")
                .to_string()
                .contains("`klingon`")
        );
    }
}
