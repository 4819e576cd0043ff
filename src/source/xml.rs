//! XML as the document formats need it: elements and text, one after the other.
//!
//! Nothing outside the text is ever loaded. A document type declaration is refused or passed over, and only the five entities of
//! XML itself and character references are read.

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::error::Error;

/// Deeper documents are refused.
const DEEPEST: usize = 512;

/// What to do with a document type declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doctype {
    Refuse,
    PassOver,
}

/// The start of an element.
pub(super) struct Element<'e> {
    start: &'e BytesStart<'e>,
}

impl Element<'_> {
    /// The value of an attribute by its local name.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.start.attributes();
        let found = attributes
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().as_ref() == name)?;
        found
            .normalized_value(XmlVersion::Implicit1_0)
            .ok()
            .map(std::borrow::Cow::into_owned)
    }

    /// The value of an attribute that is a number.
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.attribute(name)?.trim().parse().ok()
    }
}

/// Takes what a document holds, in its order. Names are without their prefixes.
pub(super) trait Handler {
    /// An element begins; it will be closed.
    fn open(&mut self, name: &str, element: &Element<'_>);
    /// An element ends.
    fn close(&mut self, name: &str);
    /// Text.
    fn text(&mut self, text: &str);
}

/// Reads a document through `handler`. `path` is for messages.
pub(super) fn read(
    text: &str,
    path: &str,
    doctype: Doctype,
    handler: &mut impl Handler,
) -> Result<(), Error> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut depth = 0_usize;
    loop {
        let event = reader.read_event();
        let at = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
        match event {
            Err(problem) => return Err(broken(path, at, &problem.to_string())),
            Ok(Event::Start(start)) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(broken(
                        path,
                        at,
                        &format!("elements are nested deeper than {DEEPEST}"),
                    ));
                }
                handler.open(start.local_name().as_ref(), &Element { start: &start });
            }
            Ok(Event::End(end)) => {
                depth = depth.saturating_sub(1);
                handler.close(end.local_name().as_ref());
            }
            Ok(Event::Text(content)) => handler.text(&content.xml10_content()),
            Ok(Event::CData(content)) => handler.text(&content.xml10_content()),
            Ok(Event::GeneralRef(reference)) => {
                let character = character(&reference).ok_or_else(|| {
                    broken(
                        path,
                        at,
                        &format!("the entity `&{};` is not known", &*reference),
                    )
                })?;
                handler.text(character.encode_utf8(&mut [0; 4]));
            }
            Ok(Event::DocType(_)) if doctype == Doctype::Refuse => {
                return Err(broken(
                    path,
                    at,
                    "a document type declaration is not allowed here",
                ));
            }
            Ok(Event::Eof) if depth > 0 => {
                return Err(broken(
                    path,
                    at,
                    "the text ends before all elements are closed; the file may be cut off",
                ));
            }
            Ok(Event::Eof) => return Ok(()),
            Ok(
                Event::Empty(_)
                | Event::DocType(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_),
            ) => {}
        }
    }
}

fn character(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character);
    }
    match &**reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

fn broken(path: &str, at: usize, problem: &str) -> Error {
    Error::Document {
        path: path.to_owned(),
        message: format!("the XML cannot be read at byte {at}: {problem}"),
    }
}

/// The encoding that an XML declaration names.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(256)).unwrap_or_default());
    let (declaration, _) = head.strip_prefix("<?xml")?.split_once("?>")?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.get(1..)?.split(quote).next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Log(String);

    impl Handler for Log {
        fn open(&mut self, name: &str, element: &Element<'_>) {
            self.0 += &format!(
                "<{name}{}>",
                element
                    .attribute("val")
                    .map(|value| format!(" {value}"))
                    .unwrap_or_default()
            );
        }
        fn close(&mut self, name: &str) {
            self.0 += &format!("</{name}>");
        }
        fn text(&mut self, text: &str) {
            self.0 += text;
        }
    }

    fn log(text: &str, doctype: Doctype) -> Result<String, String> {
        let mut log = Log::default();
        read(text, "x", doctype, &mut log)
            .map(|()| log.0)
            .map_err(|problem| problem.to_string())
    }

    #[test]
    fn elements_text_and_the_five_entities_are_read() {
        let text = "<?xml version='1.0'?><w:p xmlns:w='u' w:val='a&amp;b'>肝&lt;&#x814e;<!-- x --><![CDATA[<i>]]><w:tab/></w:p>";
        assert_eq!(
            log(text, Doctype::Refuse),
            Ok("<p a&b>肝<腎<i><tab></tab></p>".to_owned())
        );
    }

    #[test]
    fn entities_and_declarations_are_never_expanded() {
        let bomb =
            "<!DOCTYPE a [<!ENTITY b 'ccc'><!ENTITY d SYSTEM 'file:///etc/passwd'>]><a>&b;</a>";
        assert!(
            log(bomb, Doctype::Refuse)
                .expect_err("refused")
                .contains("declaration")
        );
        assert!(
            log(bomb, Doctype::PassOver)
                .expect_err("refused")
                .contains("`&b;`")
        );
        assert_eq!(
            log(
                "<!DOCTYPE article PUBLIC 'p' 'http://x/y.dtd'><a>肝</a>",
                Doctype::PassOver
            ),
            Ok("<a>肝</a>".to_owned())
        );
    }

    #[test]
    fn broken_and_deep_documents_are_refused() {
        for text in [
            "<a>",
            "<a></b>",
            "<a>&</a>",
            "<a",
            &"<a>".repeat(100_000),
            &"<a b='".repeat(1000),
        ] {
            assert!(log(text, Doctype::Refuse).is_err());
        }
    }

    #[test]
    fn a_declaration_may_name_the_encoding() {
        assert_eq!(
            declared_encoding(b"<?xml version=\"1.0\" encoding = 'Shift_JIS' ?><a/>").as_deref(),
            Some("Shift_JIS")
        );
        assert_eq!(
            declared_encoding(b"<?xml version=\"1.0\"?><a encoding='x'/>"),
            None
        );
    }
}
