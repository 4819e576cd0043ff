//! Word documents: the text of `word/document.xml` and of the notes, without what was deleted and without readings.
//!
//! Word cuts a term into runs at every change of font or language, so the runs of a paragraph are joined before anything looks at
//! them. What was extracted is a text of its own; spans are spans of that text.

use std::collections::HashMap;

use super::extract::{self, Passage};
use super::package::Package;
use super::xml::{self, Doctype, Element, Handler};
use crate::error::Error;
use crate::source::{Block, BlockKind};

/// The text of a Word document and its blocks: the body, then footnotes and endnotes. `path` is for messages.
///
/// # Errors
/// [`Error::Document`] where the bytes are no Word document, or one that is encrypted, damaged or unreasonably large.
pub fn blocks(bytes: &[u8], path: &str) -> Result<(String, Vec<Block>), Error> {
    let mut package = Package::open(bytes, path)?;
    let main = package.main_part()?;
    let folder = main
        .rsplit_once('/')
        .map_or_else(String::new, |(folder, _)| format!("{folder}/"));
    let mut styles = Styles::default();
    if let Some(text) = package.part(&format!("{folder}styles.xml"))? {
        xml::read(&text, path, Doctype::Refuse, &mut styles)?;
    }
    let mut body = Body {
        styles,
        ..Body::default()
    };
    for (part, kind) in [
        (main, BlockKind::Paragraph),
        (format!("{folder}footnotes.xml"), BlockKind::Footnote),
        (format!("{folder}endnotes.xml"), BlockKind::Footnote),
    ] {
        if let Some(text) = package.part(&part)? {
            body.kind = Some(kind);
            xml::read(&text, path, Doctype::Refuse, &mut body)?;
        }
    }
    Ok(extract::assemble(body.passages))
}

/// What a paragraph's style says of it.
#[derive(Clone, Debug, Default)]
struct Style {
    parent: Option<String>,
    heading: Option<usize>,
    list: Option<usize>,
}

/// The styles of a document, by their identifiers.
#[derive(Debug, Default)]
struct Styles {
    styles: HashMap<String, Style>,
    id: String,
}

impl Styles {
    /// The style with what it takes from those it is based on.
    fn resolved(&self, id: &str) -> Style {
        let mut resolved = Style::default();
        let mut next = self.styles.get(id);
        for _ in 0..16 {
            let Some(style) = next else { break };
            resolved.heading = resolved.heading.or(style.heading);
            resolved.list = resolved.list.or(style.list);
            next = style
                .parent
                .as_ref()
                .and_then(|parent| self.styles.get(parent));
        }
        resolved
    }
}

impl Handler for Styles {
    fn open(&mut self, name: &str, element: &Element<'_>) {
        if name == "style" {
            self.id = element.attribute("styleId").unwrap_or_default();
            self.styles.insert(self.id.clone(), Style::default());
        }
        let Some(style) = self.styles.get_mut(&self.id) else {
            return;
        };
        match name {
            "basedOn" => style.parent = element.attribute("val"),
            "name" => {
                style.heading = element
                    .attribute("val")
                    .and_then(|name| heading_level(&name))
                    .or(style.heading);
            }
            "outlineLvl" => style.heading = outline_level(element),
            "numPr" => style.list = Some(1),
            "ilvl" => style.list = element.number("val").map(|level| level.saturating_add(1)),
            _ => {}
        }
    }
    fn close(&mut self, name: &str) {
        if name == "style" {
            self.id.clear();
        }
    }
    fn text(&mut self, _: &str) {}
}

/// Built-in styles have these names in the file whatever the language of Word.
fn heading_level(style: &str) -> Option<usize> {
    let name = style.to_ascii_lowercase();
    if name == "title" {
        return Some(1);
    }
    name.strip_prefix("heading ")
        .and_then(|level| level.parse().ok())
        .filter(|level| (1..=9).contains(level))
}

/// Levels are counted from 0 in the file; 9 is body text.
fn outline_level(element: &Element<'_>) -> Option<usize> {
    element
        .number("val")
        .filter(|level| *level < 9)
        .map(|level| level + 1)
}

/// A paragraph that is being read. Text boxes hold paragraphs inside a paragraph.
#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    heading: Option<usize>,
    /// Level in a list; `Some(None)` says that it is in none, whatever its style says.
    list: Option<Option<usize>>,
    style: Option<String>,
    in_run: bool,
    in_text: bool,
    /// Whether the text is raised.
    raised: bool,
}

/// A table that is being read.
#[derive(Debug, Default)]
struct Table {
    number: usize,
    rows: usize,
    column: usize,
    columns: usize,
    cell: String,
    passages: Vec<Passage>,
    /// Tables that stand in its cells: they come after it.
    after: Vec<Passage>,
}

/// The text of the body, or of the notes.
#[derive(Default)]
struct Body {
    styles: Styles,
    kind: Option<BlockKind>,
    passages: Vec<Passage>,
    paragraphs: Vec<Paragraph>,
    tables: Vec<Table>,
    table_count: usize,
    /// Depth inside an element that is left out.
    skipped: usize,
}

impl Handler for Body {
    fn open(&mut self, name: &str, element: &Element<'_>) {
        if self.skipped > 0 || is_left_out(name, element) {
            self.skipped += 1;
            return;
        }
        match name {
            "p" => self.paragraphs.push(Paragraph::default()),
            "tbl" => {
                self.table_count += 1;
                self.tables.push(Table {
                    number: self.table_count,
                    ..Table::default()
                });
            }
            _ => self.open_in_table(name, element),
        }
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.open(name, element);
        }
    }

    fn close(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "p" => self.close_paragraph(),
            "tc" => self.close_cell(),
            "tbl" => self.close_table(),
            _ => {}
        }
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.close(name);
        }
    }

    fn text(&mut self, text: &str) {
        let paragraph = self
            .paragraphs
            .last_mut()
            .filter(|paragraph| self.skipped == 0 && paragraph.in_text);
        if let Some(paragraph) = paragraph {
            paragraph.push(text);
        }
    }
}

/// Deleted and moved text, readings, field codes, former formats, second copies, and the rules above notes.
fn is_left_out(name: &str, element: &Element<'_>) -> bool {
    match name {
        "del" | "delText" | "delInstrText" | "moveFrom" | "rt" | "instrText" | "Fallback"
        | "pPrChange" | "rPrChange" | "tblPrChange" => true,
        "footnote" | "endnote" => element
            .attribute("type")
            .is_some_and(|kind| kind != "normal"),
        _ => false,
    }
}

impl Paragraph {
    fn open(&mut self, name: &str, element: &Element<'_>) {
        match name {
            "pStyle" => self.style = element.attribute("val"),
            "outlineLvl" => self.heading = outline_level(element),
            "numPr" => self.list = Some(Some(1)),
            "ilvl" => self.list = Some(element.number("val").map(|level| level.saturating_add(1))),
            "numId" if element.number("val") == Some(0) => self.list = Some(None),
            "r" => self.in_run = true,
            "vertAlign" => self.raised = element.attribute("val").as_deref() == Some("superscript"),
            "sup" => self.raised = true,
            "t" => self.in_text = true,
            "tab" | "ptab" if self.in_run => self.text.push('\t'),
            "br" | "cr" if self.in_run => self.text.push('\n'),
            "noBreakHyphen" => self.text.push('-'),
            "sym" => self.text.extend(symbol(element)),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "r" => (self.in_run, self.raised) = (false, false),
            "t" => self.in_text = false,
            "pPr" | "sup" => self.raised = false,
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        let before = self.text.chars().next_back();
        if std::mem::take(&mut self.raised)
            && before.is_some_and(|before| extract::needs_caret(before, text))
        {
            self.text.push('^');
        }
        self.text
            .extend(text.chars().map(|c| if c == '\n' { ' ' } else { c }));
    }
}

impl Body {
    fn open_in_table(&mut self, name: &str, element: &Element<'_>) {
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        match name {
            "tr" => {
                table.rows += 1;
                table.column = 0;
            }
            "tc" => {
                table.columns = 1;
                table.cell.clear();
            }
            "gridBefore" => table.column += element.number("val").unwrap_or(0).min(1000),
            "gridSpan" => table.columns = element.number("val").unwrap_or(1).clamp(1, 1000),
            _ => {}
        }
    }

    fn close_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else {
            return;
        };
        if let Some(table) = self.tables.last_mut() {
            if !table.cell.is_empty() {
                table.cell.push('\n');
            }
            table.cell.push_str(&paragraph.text);
            return;
        }
        let shape = self.shape(&paragraph);
        self.passages.push(Passage {
            shape,
            text: paragraph.text,
        });
    }

    fn shape(&self, paragraph: &Paragraph) -> Block {
        let kind = self.kind.unwrap_or(BlockKind::Paragraph);
        if kind == BlockKind::Footnote {
            return Block::new(kind, Vec::new());
        }
        let style = paragraph
            .style
            .as_ref()
            .map(|id| self.styles.resolved(id))
            .unwrap_or_default();
        let (kind, level) = match (
            paragraph.heading.or(style.heading),
            paragraph.list.unwrap_or(style.list),
        ) {
            (Some(level), _) => (BlockKind::Heading, level),
            (None, Some(level)) => (BlockKind::ListItem, level),
            (None, None) => (kind, 0),
        };
        Block {
            level,
            ..Block::new(kind, Vec::new())
        }
    }

    fn close_cell(&mut self) {
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        let shape = Block {
            table: table.number,
            row: table.rows.saturating_sub(1),
            column: table.column,
            ..Block::new(BlockKind::TableCell, Vec::new())
        };
        table.passages.push(Passage {
            shape,
            text: std::mem::take(&mut table.cell),
        });
        table.column += table.columns;
    }

    fn close_table(&mut self) {
        let Some(mut table) = self.tables.pop() else {
            return;
        };
        table.passages.append(&mut table.after);
        let outer = self
            .tables
            .last_mut()
            .map_or(&mut self.passages, |outer| &mut outer.after);
        outer.append(&mut table.passages);
    }
}

/// A character that is given by its place in a font; of the Symbol font it is known what letter that is.
fn symbol(element: &Element<'_>) -> Option<char> {
    const LETTERS: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    const SMALL_LETTERS: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    const SIGNS: &[(u32, char)] = &[
        (0xa3, '≤'),
        (0xa5, '∞'),
        (0xad, '↑'),
        (0xae, '→'),
        (0xaf, '↓'),
        (0xb0, '°'),
        (0xb1, '±'),
        (0xb3, '≥'),
        (0xb4, '×'),
        (0xb7, '•'),
        (0xb8, '÷'),
        (0xb9, '≠'),
        (0xbb, '≈'),
        (0x2b, '+'),
        (0x2d, '−'),
        (0x3c, '<'),
        (0x3e, '>'),
    ];
    let code = u32::from_str_radix(&element.attribute("char")?, 16).ok()?;
    let place = code & 0xff;
    let letter = match (element.attribute("font").as_deref(), place) {
        (Some("Symbol"), 0x41..=0x5a) => LETTERS.chars().nth(usize::try_from(place - 0x41).ok()?),
        (Some("Symbol"), 0x61..=0x7a) => SMALL_LETTERS
            .chars()
            .nth(usize::try_from(place - 0x61).ok()?),
        (Some("Symbol"), _) => SIGNS
            .iter()
            .find(|(sign, _)| *sign == place)
            .map(|(_, c)| *c),
        _ => None,
    };
    letter.or_else(|| char::from_u32(code))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::package::tests::packed;

    const START: &str = "<w:document xmlns:w='w' xmlns:m='m' xmlns:mc='mc'><w:body>";
    const END: &str = "</w:body></w:document>";

    fn read(files: &[(&str, &str)]) -> (String, Vec<Block>) {
        let files: Vec<(&str, &[u8])> = files
            .iter()
            .map(|(name, text)| (*name, text.as_bytes()))
            .collect();
        let (text, blocks) = blocks(&packed(&files), "x.docx").expect("reads");
        crate::source::tests::check(&text, &blocks);
        (text, blocks)
    }

    fn shown(body: &str) -> Vec<String> {
        let (text, blocks) = read(&[("word/document.xml", &format!("{START}{body}{END}"))]);
        blocks
            .iter()
            .map(|block| {
                format!(
                    "{} {}",
                    block.kind.name(),
                    block.span.of(&text).replace('\n', "⏎")
                )
            })
            .collect()
    }

    #[test]
    fn runs_are_joined_and_what_is_deleted_is_left_out() {
        let body = "<w:p><w:pPr><w:tabs><w:tab/></w:tabs><w:rPr><w:vertAlign w:val='superscript'/></w:rPr></w:pPr>\
            <w:r><w:t>門脈</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space='preserve'>圧 </w:t></w:r>\
            <w:del><w:r><w:delText>誤</w:delText></w:r></w:del><w:ins><w:r><w:t>亢進</w:t></w:r></w:ins><w:r><w:tab/><w:t>&lt;5</w:t><w:br/><w:t>次</w:t></w:r>\
            <w:r><w:fldChar/><w:instrText>PAGE</w:instrText></w:r>\
            <w:r><w:ruby><w:rt><w:r><w:t>だん</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>疸</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p><w:p/>";
        assert_eq!(shown(body), ["paragraph 門脈圧 亢進\t<5⏎次疸"]);
    }

    #[test]
    fn powers_and_symbols_are_kept() {
        let body = "<w:p><w:r><w:t>10</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>5</w:t></w:r><w:r><w:t>個 TNF</w:t></w:r>\
            <w:r><w:sym w:font='Symbol' w:char='F061'/></w:r><m:oMath><m:sSup><m:e><m:r><m:t>2</m:t></m:r></m:e><m:sup><m:r><m:t>8</m:t></m:r></m:sup></m:sSup></m:oMath></w:p>";
        assert_eq!(shown(body), ["paragraph 10^5個 TNFα2^8"]);
    }

    #[test]
    fn styles_tell_headings_and_lists() {
        let styles = "<w:styles xmlns:w='w'><w:style w:styleId='1'><w:name w:val='heading 2'/></w:style><w:style w:styleId='a'><w:basedOn w:val='1'/></w:style>\
            <w:style w:styleId='b'><w:pPr><w:numPr><w:ilvl w:val='1'/></w:numPr></w:pPr></w:style><w:style w:styleId='c'><w:basedOn w:val='c'/></w:style></w:styles>";
        let paragraph = |properties: &str| {
            format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>肝</w:t></w:r></w:p>")
        };
        let body: String = [
            "<w:pStyle w:val='a'/>",
            "<w:outlineLvl w:val='0'/>",
            "<w:pStyle w:val='b'/>",
            "<w:pStyle w:val='b'/><w:numPr><w:numId w:val='0'/></w:numPr>",
            "<w:numPr><w:ilvl w:val='2'/><w:numId w:val='5'/></w:numPr>",
            "<w:pStyle w:val='c'/>",
        ]
        .map(paragraph)
        .concat();
        let (_, blocks) = read(&[
            ("word/document.xml", &format!("{START}{body}{END}")),
            ("word/styles.xml", styles),
        ]);
        let kinds: Vec<_> = blocks
            .iter()
            .map(|block| (block.kind.name(), block.level))
            .collect();
        assert_eq!(
            kinds,
            [
                ("heading", 2),
                ("heading", 1),
                ("list-item", 2),
                ("paragraph", 0),
                ("list-item", 3),
                ("paragraph", 0)
            ]
        );
    }

    #[test]
    fn tables_have_rows_and_columns_and_inner_ones_come_after() {
        let cell = |content: &str| {
            format!(
                "<w:tc><w:tcPr>{}</w:tcPr>{content}</w:tc>",
                if content.contains(">b<") {
                    "<w:gridSpan w:val='2'/>"
                } else {
                    ""
                }
            )
        };
        let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
        let inner = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell(&paragraph("内")));
        let body = format!(
            "<w:tbl><w:tr>{}{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>{}",
            cell(&(paragraph("a") + &inner + &paragraph("続"))),
            cell(&paragraph("b")),
            cell(&paragraph("c")),
            cell("<w:p/>"),
            cell(&paragraph("d")),
            paragraph("後"),
        );
        let (text, blocks) = read(&[("word/document.xml", &format!("{START}{body}{END}"))]);
        let cells: Vec<_> = blocks
            .iter()
            .map(|block| (block.table, block.row, block.column, block.span.of(&text)))
            .collect();
        assert_eq!(
            cells,
            [
                (1, 0, 0, "a\n続"),
                (1, 0, 1, "b"),
                (1, 0, 3, "c"),
                (1, 1, 1, "d"),
                (2, 0, 0, "内"),
                (0, 0, 0, "後")
            ]
        );
        assert_eq!(text, "a\n続\tb\tc\nd\n内\n後\n");
    }

    #[test]
    fn notes_come_last_and_text_boxes_are_read_once() {
        let body = "<w:p><w:r><w:t>本</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>箱</w:t></w:r></w:p></w:txbxContent></mc:Choice>\
            <mc:Fallback><w:p><w:r><w:t>箱</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>文</w:t></w:r></w:p>";
        let notes = "<w:footnotes xmlns:w='w'><w:footnote w:type='separator'><w:p><w:r><w:t>線</w:t></w:r></w:p></w:footnote>\
            <w:footnote w:id='1'><w:p><w:r><w:t>注</w:t></w:r></w:p></w:footnote></w:footnotes>";
        let rels = "<Relationships><Relationship Type='x/officeDocument' Target='/doc/d.xml'/></Relationships>";
        let files = [
            ("_rels/.rels", rels),
            ("doc/d.xml", &format!("{START}{body}{END}")),
            ("doc/footnotes.xml", notes),
        ];
        let (text, blocks) = read(&files);
        let read: Vec<_> = blocks
            .iter()
            .map(|block| (block.kind.name(), block.span.of(&text)))
            .collect();
        assert_eq!(
            read,
            [
                ("paragraph", "箱"),
                ("paragraph", "本文"),
                ("footnote", "注")
            ]
        );
    }

    proptest! {
        #[test]
        fn damaged_files_do_no_harm(changes in proptest::collection::vec((0_usize..300, any::<u8>()), 1..4)) {
            let mut bytes = packed(&[("word/document.xml", format!("{START}<w:p><w:r><w:t>肝</w:t></w:r></w:p>{END}").as_bytes())]);
            for (at, byte) in changes {
                let at = at % bytes.len();
                bytes[at] = byte;
            }
            if let Ok((text, blocks)) = blocks(&bytes, "x.docx") {
                crate::source::tests::check(&text, &blocks);
            }
        }
    }

    #[test]
    fn declarations_are_refused() {
        let body = format!(
            "<!DOCTYPE x [<!ENTITY a 'b'>]>{START}<w:p><w:r><w:t>&a;</w:t></w:r></w:p>{END}"
        );
        let problem = blocks(&packed(&[("word/document.xml", body.as_bytes())]), "x.docx")
            .expect_err("refused");
        assert!(problem.to_string().contains("declaration"));
    }
}
