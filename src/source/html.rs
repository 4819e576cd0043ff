//! HTML: the text between the tags, cut at the elements that make blocks.
//!
//! Scripts, styles and the readings of ruby are no text. No tree is built: a tag opens or closes what it names, as far as that is
//! open, so that neither deep nor broken markup costs more than its length. The same reader serves the HTML inside Markdown.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as Place, Tokenizer};

use super::inline::Draft;
use super::{extract, tags};
use crate::source::{Block, BlockKind};
use crate::span::{PieceKind, Span};

/// The blocks of an HTML text, with their places in it.
#[must_use]
pub fn blocks(text: &str) -> Vec<Block> {
    read(
        text,
        &Context {
            strict: false,
            outside: Block::new(BlockKind::Paragraph, Vec::new()),
        },
        &mut 0,
    )
}

/// The text of an HTML document without its markup, and the blocks of that text.
#[must_use]
pub fn extracted(text: &str) -> (String, Vec<Block>) {
    extract::assemble(
        blocks(text)
            .into_iter()
            .map(|block| extract::passage(text, block)),
    )
}

/// The encoding that a page names, where its bytes are not UTF-8 and it is one that is known.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<String> {
    if std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(1024)).unwrap_or_default())
        .to_ascii_lowercase();
    let (_, value) = head.split_once("charset")?;
    let value = value
        .trim_start()
        .strip_prefix('=')?
        .trim_start()
        .trim_start_matches(['"', '\'']);
    let label = value
        .split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'))
        .next()?;
    encoding_rs::Encoding::for_label(label.as_bytes())
        .filter(|encoding| *encoding != encoding_rs::UTF_8)
        .map(|_| label.to_owned())
}

/// Where a stretch of HTML stands.
pub(super) struct Context {
    /// Whether a tag that HTML does not know is text: `<CD4>`.
    pub(super) strict: bool,
    /// What text is that stands in no element that says so.
    pub(super) outside: Block,
}

/// The blocks of a stretch of HTML; `tables` counts the tables of the document so far.
pub(super) fn read(text: &str, context: &Context, tables: &mut usize) -> Vec<Block> {
    let mut flow = Flow {
        text,
        context,
        tables,
        blocks: Vec::new(),
        draft: Draft::default(),
        frames: Vec::new(),
        open: [0; ROLES],
        tag: None,
        columns: 1,
        silent: None,
        power: None,
    };
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, place: Place<usize>| {
        flow.event(&event, Span::new(place.start, place.end));
        None::<Infallible>
    });
    emitter.naively_switch_states(true);
    for never in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(_) = never;
    }
    flow.flush();
    flow.blocks
}

/// What an open element means for the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Heading,
    List,
    Item,
    Quote,
    Lines,
    Table,
    Cell,
}

const ROLES: usize = 7;
/// Elements left open further down than this stay open.
const REACH: usize = 64;
/// No cell takes more columns, as browsers have it.
const WIDEST_CELL: usize = 1000;

fn role(name: &str) -> Option<Role> {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(Role::Heading),
        "ul" | "ol" | "menu" | "dir" => Some(Role::List),
        "li" => Some(Role::Item),
        "blockquote" => Some(Role::Quote),
        "pre" => Some(Role::Lines),
        "table" => Some(Role::Table),
        "td" | "th" => Some(Role::Cell),
        _ => None,
    }
}

/// An open element.
#[derive(Debug)]
struct Frame {
    role: Role,
    /// What text in it is; of a table, the cell that comes next, with its row counted from 1.
    block: Block,
}

/// A tag that is being read.
struct Tag {
    name: String,
    start: usize,
    /// Whether the attribute that is being read says how many columns the cell takes.
    spans_columns: bool,
}

struct Flow<'a> {
    text: &'a str,
    context: &'a Context,
    tables: &'a mut usize,
    blocks: Vec<Block>,
    draft: Draft,
    frames: Vec<Frame>,
    /// How many frames of each role are open.
    open: [usize; ROLES],
    tag: Option<Tag>,
    /// How many columns the cell takes whose tag was read last.
    columns: usize,
    /// The element whose text is left out.
    silent: Option<String>,
    /// The tag that raises what comes next.
    power: Option<Span>,
}

impl Flow<'_> {
    fn event(&mut self, event: &CallbackEvent<'_>, span: Span) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.columns = 1;
                self.tag = Some(Tag {
                    name: String::from_utf8_lossy(name).into_owned(),
                    start: span.start,
                    spans_columns: false,
                });
            }
            CallbackEvent::AttributeName { name } => {
                if let Some(tag) = &mut self.tag {
                    tag.spans_columns = *name == b"colspan";
                }
            }
            CallbackEvent::AttributeValue { value } => {
                if self.tag.as_ref().is_some_and(|tag| tag.spans_columns) {
                    self.columns = String::from_utf8_lossy(value)
                        .trim()
                        .parse()
                        .unwrap_or(1)
                        .clamp(1, WIDEST_CELL);
                }
            }
            CallbackEvent::CloseStartTag { .. } => {
                if let Some(tag) = self.tag.take() {
                    self.start(&tag.name, Span::new(tag.start, span.end));
                }
            }
            CallbackEvent::EndTag { name } => self.end(&String::from_utf8_lossy(name), span),
            CallbackEvent::String { value } => self.string(&String::from_utf8_lossy(value), span),
            CallbackEvent::Comment { .. }
            | CallbackEvent::Doctype { .. }
            | CallbackEvent::Error(_) => {}
        }
    }

    fn start(&mut self, name: &str, span: Span) {
        if self.silent.is_some() && !self.ends_silence(name) {
            return;
        }
        self.silent = None;
        if self.is_text(name, span) {
            self.draft.verbatim(span);
        } else if tags::is_silent(name) {
            self.silent = Some(name.to_owned());
        } else if tags::is_block(name) {
            self.flush();
            self.start_block(name);
        } else if name == "br" {
            self.draft.hard_break(span);
        } else if name == "code" {
            self.start_code();
        } else if name == "sup" {
            self.power = Some(span);
        }
    }

    /// Whether a tag is no tag but text in angle brackets.
    fn is_text(&self, name: &str, span: Span) -> bool {
        self.context.strict && (!tags::is_known(name) || tags::is_letter(span.of(self.text)))
    }

    /// A reading is ended by what comes after it, a script by its own end only.
    fn ends_silence(&self, name: &str) -> bool {
        matches!(self.silent.as_deref(), Some("rt" | "rp"))
            && (matches!(name, "rt" | "rp" | "rb") || tags::is_block(name))
    }

    fn start_block(&mut self, name: &str) {
        let level = name
            .strip_prefix('h')
            .and_then(|level| level.parse().ok())
            .unwrap_or(1);
        match role(name) {
            Some(role @ (Role::Heading | Role::Quote | Role::Lines)) => {
                let kind = match role {
                    Role::Heading => Some(BlockKind::Heading),
                    Role::Quote => Some(BlockKind::Quote),
                    _ => None,
                };
                let block = kind.map_or_else(
                    || self.shape(),
                    |kind| Block {
                        level: if role == Role::Heading { level } else { 0 },
                        ..Block::new(kind, Vec::new())
                    },
                );
                self.push(role, block);
            }
            Some(Role::List) => self.push(Role::List, self.shape()),
            Some(Role::Item) => {
                self.back_to(Role::List, Role::Item);
                let level = self.count(Role::List).max(1);
                self.push(
                    Role::Item,
                    Block {
                        level,
                        ..Block::new(BlockKind::ListItem, Vec::new())
                    },
                );
            }
            Some(Role::Table) => {
                *self.tables += 1;
                self.push(
                    Role::Table,
                    Block {
                        table: *self.tables,
                        ..Block::new(BlockKind::TableCell, Vec::new())
                    },
                );
            }
            Some(Role::Cell) => self.start_cell(),
            None if name == "tr" => {
                self.back_to(Role::Table, Role::Cell);
                if let Some(frame) = self
                    .frames
                    .last_mut()
                    .filter(|frame| frame.role == Role::Table)
                {
                    frame.block.row += 1;
                    frame.block.column = 0;
                }
            }
            None => {}
        }
    }

    fn start_cell(&mut self) {
        self.back_to(Role::Table, Role::Cell);
        let Some(frame) = self
            .frames
            .last_mut()
            .filter(|frame| frame.role == Role::Table)
        else {
            return;
        };
        frame.block.row = frame.block.row.max(1);
        let cell = Block {
            row: frame.block.row - 1,
            ..frame.block.clone()
        };
        frame.block.column += self.columns;
        self.push(Role::Cell, cell);
    }

    /// In lines kept as they are, code is code.
    fn start_code(&mut self) {
        if let Some(frame) = self
            .frames
            .last_mut()
            .filter(|frame| frame.role == Role::Lines)
        {
            frame.block = Block::new(BlockKind::Code, Vec::new());
        }
    }

    fn end(&mut self, name: &str, span: Span) {
        if let Some(silent) = &self.silent {
            let ends = silent == name
                || (matches!(silent.as_str(), "rt" | "rp")
                    && (name == "ruby" || tags::is_block(name)));
            if !ends {
                return;
            }
            self.silent = None;
        }
        if name == "sup" {
            self.power = None;
        }
        if self.is_text(name, span) {
            self.draft.verbatim(span);
        } else if tags::is_block(name) {
            self.flush();
            if let Some(role) = role(name).filter(|role| self.count(*role) > 0) {
                while self.pop().is_some_and(|closed| closed != role) {}
            }
        }
    }

    fn string(&mut self, shown: &str, span: Span) {
        if self.silent.is_some() {
            return;
        }
        if let Some(tag) = self.power.take()
            && self
                .draft
                .last_char(self.text)
                .is_some_and(|before| extract::needs_caret(before, shown))
        {
            self.draft.replaced(tag, "^");
        }
        let kind = self.shape().kind;
        let keeps_lines = self
            .frames
            .last()
            .is_some_and(|frame| frame.role == Role::Lines);
        let mut read = Draft::default();
        read.aligned(self.text, span, shown);
        for piece in read.into_pieces() {
            match piece.kind {
                PieceKind::Verbatim if kind == BlockKind::Code => self.draft.verbatim(piece.span),
                PieceKind::Verbatim if keeps_lines => self.lines(piece.span),
                PieceKind::Verbatim => self.collapse(piece.span),
                kind => self.draft.push(piece.span, kind),
            }
        }
    }

    /// Lines that stand as they are written: each is a block.
    fn lines(&mut self, span: Span) {
        let mut start = span.start;
        for line in span.of(self.text).split_inclusive(['\n', '\r']) {
            let text = line.trim_end_matches(['\n', '\r']);
            self.draft.verbatim(Span::new(start, start + text.len()));
            if text.len() < line.len() {
                self.flush();
            }
            start += line.len();
        }
    }

    /// Running text: white space is one space, or a line break.
    fn collapse(&mut self, span: Span) {
        let text = span.of(self.text);
        let mut start = 0;
        let is_space = |c: char| c.is_ascii_whitespace();
        while let Some(found) = text.get(start..).and_then(|rest| rest.find(is_space)) {
            let space = start + found;
            let rest = text.get(space..).unwrap_or_default();
            let end = space + rest.len() - rest.trim_start_matches(is_space).len();
            self.draft
                .verbatim(Span::new(span.start + start, span.start + space));
            let breaks = text
                .get(space..end)
                .is_some_and(|space| space.contains(['\n', '\r']));
            if breaks {
                self.draft
                    .soft_break(Span::new(span.start + space, span.start + end));
            } else {
                self.draft
                    .verbatim(Span::new(span.start + space, span.start + space + 1));
            }
            start = end;
        }
        self.draft.verbatim(Span::new(span.start + start, span.end));
    }

    /// What text is here.
    fn shape(&self) -> Block {
        self.frames
            .last()
            .filter(|frame| frame.role != Role::Table)
            .map_or_else(|| self.context.outside.clone(), |frame| frame.block.clone())
    }

    fn flush(&mut self) {
        let pieces = std::mem::take(&mut self.draft).finish(self.text);
        if !pieces.is_empty() {
            self.blocks.push(self.shape().with_pieces(pieces));
        }
    }

    fn count(&self, role: Role) -> usize {
        self.open.get(role as usize).copied().unwrap_or_default()
    }

    fn push(&mut self, role: Role, block: Block) {
        if let Some(open) = self.open.get_mut(role as usize) {
            *open += 1;
        }
        self.frames.push(Frame { role, block });
    }

    fn pop(&mut self) -> Option<Role> {
        let role = self.frames.pop()?.role;
        if let Some(open) = self.open.get_mut(role as usize) {
            *open = open.saturating_sub(1);
        }
        Some(role)
    }

    /// Closes what was left open since the last `outer`, an `inner` among it.
    fn back_to(&mut self, outer: Role, inner: Role) {
        let found = self
            .frames
            .iter()
            .rev()
            .take(REACH)
            .position(|frame| frame.role == outer || frame.role == inner);
        if let Some(above) = found {
            for _ in 0..above {
                self.pop();
            }
            if self.frames.last().is_some_and(|frame| frame.role == inner) {
                self.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(html: &str) -> Vec<String> {
        let (text, blocks) = extracted(html);
        crate::source::tests::check(html, &super::blocks(html));
        crate::source::tests::check(&text, &blocks);
        blocks
            .iter()
            .map(|block| format!("{} {}", block.kind.name(), block.visible(&text, block.span)))
            .collect()
    }

    #[test]
    fn text_is_cut_at_blocks_and_scripts_are_left_out() {
        let page = "<!DOCTYPE html><html><head><title>題</title><style>p{}</style><script>if (a<b) '</p>'</script></head>\n\
            <body><h2>症例</h2><p>門脈\n  圧の<b>上昇</b>&amp;腹水<br>浮腫</p><!-- 秘 -->\n本文<div>次</div>\
            <ruby>疸<rp>(</rp><rt>だん</rt><rp>)</rp></ruby>あり</body></html>";
        assert_eq!(
            shown(page),
            [
                "heading 症例",
                "paragraph 門脈圧の上昇&腹水浮腫",
                "paragraph 本文",
                "paragraph 次",
                "paragraph 疸あり"
            ]
        );
    }

    #[test]
    fn lists_quotes_and_lines_are_told_apart() {
        let (text, blocks) = extracted(
            "<ul><li>一<ul><li><p>二</p></ul><li>三</ul><blockquote>四</blockquote><pre>五\n六</pre><pre><code>x\ny</code></pre>",
        );
        let read: Vec<_> = blocks
            .iter()
            .map(|block| (block.kind.name(), block.level, block.span.of(&text)))
            .collect();
        assert_eq!(
            read,
            [
                ("list-item", 1, "一"),
                ("list-item", 2, "二"),
                ("list-item", 1, "三"),
                ("quote", 0, "四"),
                ("paragraph", 0, "五"),
                ("paragraph", 0, "六"),
                ("code", 0, "x\ny"),
            ]
        );
    }

    #[test]
    fn cells_know_their_row_and_column_with_or_without_end_tags() {
        for page in [
            "<table><caption>表</caption><tr><th>a<th colspan='2'>b<th>c<tr><td>d<td>e<table><td>f</table><td>g</table>",
            "<table><caption>表</caption><thead><tr><th>a</th><th colspan=2>b</th><th>c</th></tr></thead>\
             <tbody><tr><td>d</td><td>e<table><tr><td>f</td></tr></table></td><td>g</td></tr></tbody></table>",
        ] {
            let cells: Vec<_> = blocks(page)
                .into_iter()
                .skip(1)
                .map(|cell| {
                    (
                        cell.table,
                        cell.row,
                        cell.column,
                        cell.span.of(page).to_owned(),
                    )
                })
                .collect();
            let expected = [
                (1, 0, 0, "a"),
                (1, 0, 1, "b"),
                (1, 0, 3, "c"),
                (1, 1, 0, "d"),
                (1, 1, 1, "e"),
                (2, 0, 0, "f"),
                (1, 1, 2, "g"),
            ];
            assert_eq!(
                cells,
                expected.map(|(table, row, column, text)| (table, row, column, text.to_owned()))
            );
        }
    }

    #[test]
    fn powers_keep_their_distance() {
        assert_eq!(
            shown("血小板10×10<sup>4</sup>/μL、CD4<sup>+</sup>"),
            ["paragraph 血小板10×10^4/μL、CD4+"]
        );
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test measures time")]
    fn broken_and_deep_markup_takes_linear_time() {
        let began = std::time::Instant::now();
        for part in [
            "<div>",
            "<ul><li>",
            "<table><td>",
            "<blockquote>肝",
            "</ul></li>",
            "<a b=c ",
            "<!-- ",
            "<ruby><rt>",
            "<ul>肝",
            "&amp",
            "<sup>5",
        ] {
            let page = part.repeat(20_000);
            crate::source::tests::check(&page, &blocks(&page));
        }
        let page = format!(
            "<ul>{}{}",
            "<blockquote>".repeat(20_000),
            "<li></li>".repeat(20_000)
        );
        assert!(blocks(&page).is_empty());
        assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
    }

    proptest! {
        #[test]
        fn pieces_are_in_order(page in "(肝|a|5|&amp;|&alpha;|&lt|\r\n|\n|\r| |\u{0}|<b>|</b>|<p>|<li>|<ul>|</ul>|<td>|<tr>|<table>|</table>|<sup>|<br>|<pre>|</pre>|<code>|<rt>|<script>|</script>|<!--|-->|<|>|\\]\\]>|<!\\[CDATA\\[){0,40}") {
            shown(&page);
        }
    }
}
