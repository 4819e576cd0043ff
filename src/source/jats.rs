//! JATS, the XML of scientific journals: titles, abstract, sections, lists, tables, captions, notes and references.
//!
//! Names of authors, licences and numbers of the journal are no text of the article and are left out.

use super::extract::{self, Passage};
use super::xml::{self, Doctype, Element, Handler};
use crate::error::Error;
use crate::source::{Block, BlockKind};

/// The text of a JATS article and its blocks. `path` is for messages.
///
/// # Errors
/// [`Error::Document`] where the text is no well-formed XML, or no article.
pub fn blocks(text: &str, path: &str) -> Result<(String, Vec<Block>), Error> {
    let mut article = Article::default();
    xml::read(text, path, Doctype::PassOver, &mut article)?;
    if !article.found {
        let message =
            "this XML holds no JATS article; other kinds of XML cannot be read".to_owned();
        return Err(Error::Document {
            path: path.to_owned(),
            message,
        });
    }
    article.flush();
    article.flush_label();
    Ok(extract::assemble(article.passages))
}

/// Elements whose text is no text of the article, or says again what stands beside it.
const LEFT_OUT: &[&str] = &[
    "journal-meta",
    "permissions",
    "processing-meta",
    "contrib-id",
    "alt-title",
    "alt-text",
    "long-desc",
    "tex-math",
    "annotation",
    "rt",
    "rp",
    "object-id",
    "self-uri",
];

/// Elements that begin and end a block and hold text of their own.
const TEXTS: &[&str] = &[
    "article-title",
    "subtitle",
    "trans-title",
    "trans-subtitle",
    "title",
    "p",
    "kwd",
    "term",
    "attrib",
    "verse-line",
    "disp-formula",
    "td",
    "th",
    "ref",
    "code",
    "preformat",
];

/// Elements that begin and end a block and hold others.
const GROUPS: &[&str] = &[
    "front",
    "body",
    "back",
    "abstract",
    "trans-abstract",
    "sec",
    "app",
    "ack",
    "list",
    "list-item",
    "def-list",
    "def-item",
    "def",
    "disp-quote",
    "boxed-text",
    "fig",
    "fig-group",
    "table-wrap",
    "table-wrap-foot",
    "caption",
    "table",
    "tr",
    "fn",
    "fn-group",
    "ref-list",
    "verse-group",
    "statement",
    "kwd-group",
    "supplementary-material",
    "media",
    "notes",
    "glossary",
];

/// What an open element means for the text in it.
#[derive(Clone, Debug)]
struct Level {
    shape: Block,
    /// Whether text is kept here.
    keeps: bool,
    /// Whether the element begins and ends a block.
    is_block: bool,
    in_reference: bool,
    /// Whether only elements tell the parts of a reference apart, with no signs between them.
    in_parts: bool,
    in_caption: bool,
    sections: usize,
    lists: usize,
}

impl Default for Level {
    fn default() -> Self {
        let shape = Block::new(BlockKind::Paragraph, Vec::new());
        Self {
            shape,
            keeps: false,
            is_block: false,
            in_reference: false,
            in_parts: false,
            in_caption: false,
            sections: 0,
            lists: 0,
        }
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Table {
    number: usize,
    rows: usize,
    column: usize,
}

#[derive(Default)]
struct Article {
    /// Whether an article was seen.
    found: bool,
    passages: Vec<Passage>,
    levels: Vec<Level>,
    tables: Vec<Table>,
    table_count: usize,
    /// The block that is being read.
    draft: String,
    shape: Option<Block>,
    /// A number or name that stands before the next block.
    label: String,
    raised: bool,
    /// Depth inside an element that is left out.
    skipped: usize,
}

impl Handler for Article {
    fn open(&mut self, name: &str, element: &Element<'_>) {
        self.found |= name == "article";
        if self.skipped > 0 || LEFT_OUT.contains(&name) {
            self.skipped += 1;
            return;
        }
        let mut level = Level {
            is_block: false,
            ..self.level()
        };
        if level.in_reference {
            level.in_parts |= matches!(name, "element-citation" | "nlm-citation");
        } else if name == "label" || TEXTS.contains(&name) {
            (level.is_block, level.keeps) = (true, true);
        } else if GROUPS.contains(&name) {
            (level.is_block, level.keeps) = (true, false);
        }
        if level.is_block {
            self.flush();
        }
        self.shape_level(&mut level, name, element);
        match name {
            "sup" => self.raised = true,
            "break" => self.draft.push('\n'),
            _ => {}
        }
        self.levels.push(level);
    }

    fn close(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        let Some(level) = self.levels.pop() else {
            return;
        };
        match name {
            "sup" => self.raised = false,
            "table" => {
                self.flush();
                self.tables.pop();
            }
            "label" if level.is_block => {
                self.label = extract::without_soft_breaks(std::mem::take(&mut self.draft).trim());
                self.shape = None;
            }
            _ => {}
        }
        if level.is_block {
            self.flush();
        } else if level.in_parts || (level.in_reference && name == "label") {
            extract::push_collapsed(&mut self.draft, " ");
        }
        if GROUPS.contains(&name) {
            self.flush_label();
        }
    }

    fn text(&mut self, text: &str) {
        let level = self.level();
        if self.skipped > 0 || !level.keeps {
            return;
        }
        let before = self.draft.chars().next_back();
        if !text.trim().is_empty()
            && std::mem::take(&mut self.raised)
            && before.is_some_and(|before| extract::needs_caret(before, text))
        {
            self.draft.push('^');
        }
        if self.shape.is_none() {
            self.shape = Some(level.shape);
        }
        extract::push_collapsed(&mut self.draft, text);
    }
}

impl Article {
    fn level(&self) -> Level {
        self.levels.last().cloned().unwrap_or_default()
    }

    fn shape_level(&mut self, level: &mut Level, name: &str, element: &Element<'_>) {
        if level.in_reference {
            return;
        }
        let heading = |level| Block {
            level,
            ..Block::new(BlockKind::Heading, Vec::new())
        };
        match name {
            "article-title" | "subtitle" | "trans-title" | "trans-subtitle" => {
                level.shape = heading(1);
            }
            "title" if !level.in_caption => level.shape = heading(level.sections + 1),
            "abstract" | "trans-abstract" | "sec" | "ack" | "app" | "ref-list" | "notes"
            | "glossary" => level.sections += 1,
            "list" => level.lists += 1,
            "list-item" | "def-item" => {
                level.shape = Block {
                    level: level.lists.max(1),
                    ..Block::new(BlockKind::ListItem, Vec::new())
                }
            }
            "disp-quote" => level.shape = Block::new(BlockKind::Quote, Vec::new()),
            "fn" => level.shape = Block::new(BlockKind::Footnote, Vec::new()),
            "code" => level.shape = Block::new(BlockKind::Code, Vec::new()),
            "caption" => level.in_caption = true,
            "ref" => level.in_reference = true,
            "table" => self.start_table(),
            "tr" => self.start_row(),
            "td" | "th" => level.shape = self.start_cell(element.number("colspan").unwrap_or(1)),
            _ => {}
        }
    }

    fn start_table(&mut self) {
        self.flush_label();
        self.table_count += 1;
        self.tables.push(Table {
            number: self.table_count,
            ..Table::default()
        });
    }

    fn start_row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.rows += 1;
            table.column = 0;
        }
    }

    fn start_cell(&mut self, columns: usize) -> Block {
        let Some(table) = self.tables.last_mut() else {
            return Block::new(BlockKind::Paragraph, Vec::new());
        };
        let cell = Block {
            table: table.number,
            row: table.rows.saturating_sub(1),
            column: table.column,
            ..Block::new(BlockKind::TableCell, Vec::new())
        };
        table.column += columns.clamp(1, 1000);
        cell
    }

    /// Ends the block that is being read.
    fn flush(&mut self) {
        let text = extract::without_soft_breaks(std::mem::take(&mut self.draft).trim());
        let shape = self.shape.take();
        let Some(shape) = shape.filter(|_| !text.is_empty()) else {
            return;
        };
        let label = std::mem::take(&mut self.label);
        let text = if label.is_empty() {
            text
        } else {
            format!("{label} {text}")
        };
        self.passages.push(Passage { shape, text });
    }

    /// A label that belongs to no text is a block of its own.
    fn flush_label(&mut self) {
        let text = std::mem::take(&mut self.label);
        if text.is_empty() {
            return;
        }
        self.passages.push(Passage {
            shape: Block::new(BlockKind::Paragraph, Vec::new()),
            text,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(xml: &str) -> Vec<String> {
        let (text, blocks) = blocks(xml, "x.xml").expect("reads");
        crate::source::tests::check(&text, &blocks);
        blocks
            .iter()
            .map(|block| {
                format!(
                    "{} {} {}",
                    block.kind.name(),
                    block.level,
                    block.span.of(&text).replace('\n', "⏎")
                )
            })
            .collect()
    }

    #[test]
    fn the_text_of_an_article_is_read_in_its_order() {
        let xml = "<?xml version='1.0' encoding='UTF-8'?><!DOCTYPE article PUBLIC '-//NLM//DTD JATS' 'JATS.dtd'>\n<article><front><journal-meta><p>誌</p></journal-meta>\
            <article-meta><title-group><article-title>門脈圧\n  亢進の<italic>一</italic>例</article-title></title-group><contrib-group><contrib><name><surname>山田</surname></name></contrib></contrib-group>\
            <abstract><title>要旨</title><p>腹水<xref>[1]</xref>あり。</p></abstract><kwd-group><kwd>脾腫</kwd></kwd-group></article-meta></front>\
            <body><sec><label>1.</label><title>症例</title><p>血小板10×10<sup>4</sup>/μL<list><list-item><label>・</label><p>一</p></list-item><list-item><p>二</p></list-item></list>後</p>\
            <sec><title>経過</title><disp-quote><p>引用</p></disp-quote></sec></sec></body>\
            <back><fn-group><fn><label>a</label><p>注</p></fn></fn-group><ref-list><title>文献</title><ref><label>1</label><mixed-citation>山田. <article-title>題</article-title>. 2001.</mixed-citation></ref>\
            <ref><element-citation><name><surname>佐藤</surname><given-names>A</given-names></name><year>2002</year></element-citation></ref></ref-list></back></article>";
        assert_eq!(
            shown(xml),
            [
                "heading 1 門脈圧亢進の一例",
                "heading 2 要旨",
                "paragraph 0 腹水[1]あり。",
                "paragraph 0 脾腫",
                "heading 2 1. 症例",
                "paragraph 0 血小板10×10^4/μL",
                "list-item 1 ・ 一",
                "list-item 1 二",
                "paragraph 0 後",
                "heading 3 経過",
                "quote 0 引用",
                "footnote 0 a 注",
                "heading 2 文献",
                "paragraph 0 1 山田. 題. 2001.",
                "paragraph 0 佐藤 A 2002",
            ]
        );
    }

    #[test]
    fn tables_and_figures_have_captions_and_cells() {
        let xml = "<article><body><table-wrap><label>表1</label><caption><title>検査値</title><p>入院時</p></caption>\
            <table><thead><tr><th>項目</th><th colspan='2'>値</th><th>注</th></tr></thead><tbody><tr><td><p>CRP</p></td><td>0.3<break/>高い</td></tr></tbody></table>\
            <table-wrap-foot><fn><p>脚注</p></fn></table-wrap-foot></table-wrap><fig><label>図1</label><graphic/></fig><p>本文</p></body></article>";
        let (text, blocks) = blocks(xml, "x.xml").expect("reads");
        let read: Vec<_> = blocks
            .iter()
            .map(|block| {
                (
                    block.kind.name(),
                    block.table,
                    block.row,
                    block.column,
                    block.span.of(&text),
                )
            })
            .collect();
        assert_eq!(
            read,
            [
                ("paragraph", 0, 0, 0, "表1 検査値"),
                ("paragraph", 0, 0, 0, "入院時"),
                ("table-cell", 1, 0, 0, "項目"),
                ("table-cell", 1, 0, 1, "値"),
                ("table-cell", 1, 0, 3, "注"),
                ("table-cell", 1, 1, 0, "CRP"),
                ("table-cell", 1, 1, 1, "0.3\n高い"),
                ("footnote", 0, 0, 0, "脚注"),
                ("paragraph", 0, 0, 0, "図1"),
                ("paragraph", 0, 0, 0, "本文"),
            ]
        );
    }

    #[test]
    fn other_xml_and_entities_are_refused() {
        assert!(
            blocks("<html><p>肝</p></html>", "x")
                .expect_err("refused")
                .to_string()
                .contains("no JATS article")
        );
        assert!(
            blocks("<article><p>&nbsp;</p></article>", "x")
                .expect_err("refused")
                .to_string()
                .contains("`&nbsp;`")
        );
    }
}
