//! Markdown: CommonMark with tables, footnotes, strikethrough, task lists and formulas.
//!
//! The parser gives every event with its place in the source, so that nothing is ever rendered and read back: text becomes
//! verbatim pieces, markup is what lies between them. Indented code holds Japanese in reports and is read as lines of text; lines
//! with tabs are a table, as they are when a table was copied from a word processor.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::inline::{Draft, is_hyphen};
use super::{extract, guards, html, inline, lines, plain, tags, tex};
use crate::source::{Block, BlockKind};
use crate::span::{Piece, PieceKind, Span};

/// The blocks of a Markdown text. One that nests deeper than any writer would is read as plain text.
///
/// ```
/// let blocks = medgloss::source::markdown::blocks("# 症例\n\n- TNF $\\alpha$ 抑制\n");
/// assert_eq!(blocks.len(), 2);
/// ```
#[must_use]
pub fn blocks(text: &str) -> Vec<Block> {
    if guards::nests_too_deep(text) {
        return plain::blocks(text);
    }
    let mut reader = Reader::new(text, false);
    let start = guards::front_matter(text);
    if start > 0 {
        reader.blocks.push(Block::new(
            BlockKind::Code,
            vec![Piece::verbatim(
                0,
                text.get(..start).unwrap_or_default().trim_end().len(),
            )],
        ));
    }
    let rest = Span::new(start, text.len());
    reader.run(rest);
    guards::keep_references(text, rest, &reader.markup, &mut reader.blocks);
    reader.blocks
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Code {
    Fenced,
    Indented,
}

struct Reader<'t> {
    text: &'t str,
    /// Whether this reads a line on behalf of another reader.
    nested: bool,
    blocks: Vec<Block>,
    /// The block that is being read.
    open: Option<(Block, Draft)>,
    /// What text is in each container that is open.
    containers: Vec<Block>,
    /// Lists that are open.
    lists: usize,
    tables: usize,
    /// The cell that comes next.
    cell: Block,
    code: Option<Code>,
    /// Lines of an indented block, or of one of HTML.
    lines: Vec<Span>,
    /// The inline element of HTML whose text is left out.
    silent: Option<String>,
    /// The raising tag that was read last.
    power: Option<Span>,
    /// Where the last formula ended.
    formula_end: usize,
    /// Stretches that hold no text by intention.
    markup: Vec<Span>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, nested: bool) -> Self {
        Self {
            text,
            nested,
            blocks: Vec::new(),
            open: None,
            containers: Vec::new(),
            lists: 0,
            tables: 0,
            cell: Block::new(BlockKind::TableCell, Vec::new()),
            code: None,
            lines: Vec::new(),
            silent: None,
            power: None,
            formula_end: usize::MAX,
            markup: Vec::new(),
        }
    }

    fn run(&mut self, stretch: Span) {
        for (event, range) in Parser::new_ext(stretch.of(self.text), options()).into_offset_iter() {
            self.event(
                event,
                Span::new(stretch.start + range.start, stretch.start + range.end),
            );
        }
        self.close();
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(&tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(_) if self.code == Some(Code::Indented) => self.lines.push(span),
            Event::Text(_) if self.code == Some(Code::Fenced) => self.draft().verbatim(span),
            Event::Html(_) => self.lines.push(span),
            Event::InlineHtml(_) => self.tag(span),
            _ if self.silent.is_some() => {}
            Event::Text(shown) => self.prose(span, &shown),
            Event::Code(shown) => self.code_span(span, &shown),
            Event::InlineMath(_) => self.formula(span, 1),
            Event::DisplayMath(_) => self.formula(span, 2),
            Event::SoftBreak => self.draft().soft_break(span),
            Event::HardBreak => self.draft().hard_break(span),
            Event::Rule => self.close(),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {
                let sign = inline::kept_sign(self.text, span);
                self.draft()
                    .verbatim(Span::new(span.start, span.start + sign));
                return;
            }
            Tag::Link { .. } | Tag::Image { .. } | Tag::Superscript | Tag::Subscript => return,
            _ => self.close(),
        }
        match tag {
            Tag::Paragraph => self.open(self.shape()),
            Tag::Heading { level, .. } => self.open(Block {
                level: *level as usize,
                ..Block::new(BlockKind::Heading, Vec::new())
            }),
            Tag::BlockQuote(_) => self
                .containers
                .push(Block::new(BlockKind::Quote, Vec::new())),
            Tag::FootnoteDefinition(_) => self
                .containers
                .push(Block::new(BlockKind::Footnote, Vec::new())),
            Tag::List(_) => self.lists += 1,
            Tag::Item => self.containers.push(Block {
                level: self.lists,
                ..Block::new(BlockKind::ListItem, Vec::new())
            }),
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => {
                self.code = Some(Code::Fenced);
                self.open(Block::new(BlockKind::Code, Vec::new()));
                self.markup.push(span);
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => self.code = Some(Code::Indented),
            Tag::HtmlBlock => self.markup.push(span),
            Tag::Table(_) => {
                self.tables += 1;
                self.cell = Block {
                    table: self.tables,
                    ..Block::new(BlockKind::TableCell, Vec::new())
                };
            }
            Tag::TableCell => self.open(self.cell.clone()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                let sign = inline::kept_sign(self.text, span);
                self.draft().verbatim(Span::new(span.end - sign, span.end));
                return;
            }
            TagEnd::Link | TagEnd::Image | TagEnd::Superscript | TagEnd::Subscript => return,
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => self.end_html(),
            _ => self.close(),
        }
        match tag {
            TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition | TagEnd::Item => {
                self.containers.pop();
            }
            TagEnd::List(_) => self.lists = self.lists.saturating_sub(1),
            TagEnd::TableCell => {
                self.cell.column += 1;
                self.cell.span = span;
            }
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(span),
            _ => {}
        }
    }

    /// Cells beyond the columns of the table are no cells to the standard, but they are text.
    fn end_row(&mut self, row: Span) {
        let mut start = self.cell.span.end.max(row.start);
        let rest = Span::new(start, row.end).of(self.text);
        for cell in rest.split_inclusive('|') {
            let content = Span::new(start, start + cell.trim_end_matches('|').len());
            if !content.of(self.text).trim().is_empty() {
                let pieces = self.pieces_of_line(content);
                self.push(self.cell.clone(), pieces);
                self.cell.column += 1;
            }
            start += cell.len();
        }
        self.cell = Block {
            row: self.cell.row + 1,
            column: 0,
            ..self.cell.clone()
        };
    }

    fn end_code(&mut self) {
        let code = self.code.take();
        let stretches = std::mem::take(&mut self.lines);
        if code != Some(Code::Indented) {
            return self.close();
        }
        for block in plain::blocks_of_lines(
            self.text,
            &lines::indented(self.text, &stretches),
            &mut self.tables,
        ) {
            let pieces = block.pieces.iter().flat_map(|piece| match piece.kind {
                PieceKind::Verbatim if !self.nested => self.pieces_of_line(piece.span),
                _ => vec![piece.clone()],
            });
            let pieces = inline::trimmed(self.text, pieces.collect());
            self.push(
                if block.kind == BlockKind::Paragraph {
                    self.shape()
                } else {
                    block
                },
                pieces,
            );
        }
    }

    /// The pieces of one line that no parser has seen yet.
    fn pieces_of_line(&self, line: Span) -> Vec<Piece> {
        let line = plain::trimmed(self.text, line);
        let mut reader = Reader::new(self.text, true);
        reader.run(line);
        guards::keep_references(self.text, line, &reader.markup, &mut reader.blocks);
        reader
            .blocks
            .into_iter()
            .flat_map(|block| block.pieces)
            .collect()
    }

    fn end_html(&mut self) {
        let html = lines::Joined::new(self.text, &std::mem::take(&mut self.lines));
        let context = html::Context {
            strict: true,
            outside: self.shape(),
        };
        for block in html::read(&html.text, &context, &mut self.tables) {
            let pieces = block
                .pieces
                .iter()
                .map(|piece| html.in_source(piece))
                .flat_map(|piece| match piece.kind {
                    // Converters leave formulas in the cells of their tables.
                    PieceKind::Verbatim
                        if !self.nested
                            && piece.span.of(self.text).matches('$').nth(1).is_some() =>
                    {
                        self.pieces_of_line(piece.span)
                    }
                    _ => vec![piece],
                });
            let pieces = pieces.collect();
            self.blocks.push(block.with_pieces(pieces));
        }
    }

    fn prose(&mut self, mut span: Span, shown: &str) {
        let mut shown = shown;
        if span.start == self.formula_end {
            let kept = shown.trim_start_matches(' ');
            if kept.starts_with('/') || kept.starts_with(is_hyphen) {
                span.start += shown.len() - kept.len();
                shown = kept;
            }
        }
        let text = self.text;
        self.raise(shown);
        self.draft().prose(text, span, shown);
    }

    fn code_span(&mut self, span: Span, shown: &str) {
        let inside = inline::inside_backticks(self.text, span, shown);
        let text = self.text;
        self.draft().aligned(text, inside, shown);
    }

    fn formula(&mut self, span: Span, fence: usize) {
        let text = self.text;
        let pieces = tex::pieces(text, span, fence);
        let draft = self.draft();
        draft.drop_space_after_latin(text);
        draft.extend(pieces);
        self.formula_end = span.end;
    }

    /// An inline tag of HTML.
    fn tag(&mut self, span: Span) {
        let Some((name, closes)) = tags::parse_tag(span.of(self.text)) else {
            return;
        };
        if let Some(silent) = &self.silent
            && ((closes && (*silent == name || name == "ruby"))
                || (!closes && matches!(name.as_str(), "rb" | "rt" | "rp")))
        {
            self.silent = None;
        }
        if self.silent.is_some() {
            return;
        }
        self.power = (name == "sup" && !closes).then_some(span);
        if !tags::is_known(&name) || tags::is_letter(span.of(self.text)) {
            self.draft().verbatim(span);
        } else if name == "br" {
            self.draft().hard_break(span);
        } else if !closes && tags::is_silent(&name) {
            self.silent = Some(name);
        }
    }

    /// After a tag that raises text: 10 and a raised 5 are no 105.
    fn raise(&mut self, shown: &str) {
        let text = self.text;
        if let Some(tag) = self.power.take()
            && self
                .draft()
                .last_char(text)
                .is_some_and(|before| extract::needs_caret(before, shown))
        {
            self.draft().replaced(tag, "^");
        }
    }

    /// What text is in the innermost container.
    fn shape(&self) -> Block {
        self.containers
            .last()
            .cloned()
            .unwrap_or_else(|| Block::new(BlockKind::Paragraph, Vec::new()))
    }

    fn open(&mut self, shape: Block) {
        self.open = Some((shape, Draft::default()));
    }

    fn draft(&mut self) -> &mut Draft {
        let shape = self.shape();
        &mut self.open.get_or_insert_with(|| (shape, Draft::default())).1
    }

    fn close(&mut self) {
        self.silent = None;
        self.power = None;
        if let Some((shape, draft)) = self.open.take() {
            let pieces = draft.finish(self.text);
            self.push(shape, pieces);
        }
    }

    fn push(&mut self, shape: Block, pieces: Vec<Piece>) {
        let may_be_rows = !matches!(
            shape.kind,
            BlockKind::Code | BlockKind::Heading | BlockKind::TableCell
        );
        if pieces.is_empty() {
        } else if may_be_rows && lines::are_rows(self.text, &pieces, shape.kind) {
            lines::push_rows(self.text, shape, pieces, &mut self.blocks, &mut self.tables);
        } else {
            self.blocks.push(shape.with_pieces(pieces));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn show(text: &str, block: &Block) -> String {
        block
            .pieces
            .iter()
            .map(|piece| match &piece.kind {
                PieceKind::Verbatim => piece.span.of(text).to_owned(),
                PieceKind::Replaced(shown) => shown.to_string(),
                PieceKind::SoftBreak => "⏎".to_owned(),
                PieceKind::HardBreak => "⏎⏎".to_owned(),
            })
            .collect()
    }

    fn shown(text: &str) -> Vec<String> {
        let blocks = blocks(text);
        crate::source::tests::check(text, &blocks);
        blocks
            .iter()
            .map(|block| format!("{} {}", block.kind.name(), show(text, block)))
            .collect()
    }

    fn cells(text: &str) -> Vec<(usize, usize, usize, String)> {
        let blocks = blocks(text);
        crate::source::tests::check(text, &blocks);
        let cells = blocks
            .iter()
            .filter(|block| block.kind == BlockKind::TableCell);
        cells
            .map(|block| (block.table, block.row, block.column, show(text, block)))
            .collect()
    }

    fn cell(table: usize, row: usize, column: usize, text: &str) -> (usize, usize, usize, String) {
        (table, row, column, text.to_owned())
    }

    #[test]
    fn markup_is_seen_through() {
        assert_eq!(
            shown("**門**脈`圧`の[亢進](http://a.b \"題\")と![脾腫](c)"),
            ["paragraph 門脈圧の亢進と脾腫"]
        );
        assert_eq!(
            shown("A &lt; B &alpha;\\*型~~誤~~"),
            ["paragraph A < B α*型誤"]
        );
        assert_eq!(
            shown("は**「浮腫」**が`` `x` ``[^1]\n\n[^1]: 注。"),
            ["paragraph は「浮腫」が`x`", "footnote 注。"]
        );
        assert_eq!(
            shown("一  \n二\n三\\\n四<br>五"),
            ["paragraph 一⏎⏎二⏎三⏎⏎四⏎⏎五"]
        );
        assert_eq!(
            shown("p<0.05、<CD4>陽性、<b>太</b>字、10<sup>5</sup>、<ruby>疸<rt>だん</rt></ruby>"),
            ["paragraph p<0.05、<CD4>陽性、太字、10^5、疸"]
        );
    }

    #[test]
    fn signs_between_numbers_are_no_emphasis() {
        assert_eq!(
            shown("5*10*3cmと3~5日、約~7日"),
            ["paragraph 5*10*3cmと3~5日、約~7日"]
        );
    }

    #[test]
    fn formulas_join_the_word_they_belong_to() {
        assert_eq!(
            shown("IFN $\\gamma$ 産生とTGF- $\\beta$ /Smadと型 $\\alpha$ と $10^{5}$ 個"),
            ["paragraph IFNγ 産生とTGF-β/Smadと型 α と 10^5 個"]
        );
        assert_eq!(
            shown("**IL-1** $\\beta$ -誘導、$$\\frac{a}{b}$$"),
            ["paragraph IL-1β-誘導、\\frac{a}{b}"]
        );
    }

    #[test]
    fn containers_say_what_their_text_is() {
        let text =
            "## 経過\n\n1. 一\n   - 二\n\n     三\n   > 四\n\n> 五\n>\n> - 六\n- [x] 七\n- \n";
        let blocks = blocks(text);
        let read: Vec<_> = blocks
            .iter()
            .map(|block| (block.kind.name(), block.level, show(text, block)))
            .collect();
        let expected = [
            ("heading", 2, "経過"),
            ("list-item", 1, "一"),
            ("list-item", 2, "二"),
            ("list-item", 2, "三"),
            ("quote", 0, "四"),
            ("quote", 0, "五"),
            ("list-item", 1, "六"),
            ("list-item", 1, "七"),
        ];
        assert_eq!(
            read,
            expected.map(|(kind, level, text)| (kind, level, text.to_owned()))
        );
    }

    #[test]
    fn fenced_code_is_code_and_indented_code_is_text() {
        assert_eq!(
            shown("```r\nx <- 1\n\ny\n```\n後"),
            ["code x <- 1\n\ny", "paragraph 後"]
        );
        assert_eq!(shown("前\n\n~~~\n腹水\n"), ["paragraph 前", "code 腹水"]);
        assert_eq!(
            shown("前\n\n    - **TNF** $\\alpha$ 高値\n    腹水。\n\n> 引\n>\n>     二\n>     三"),
            [
                "paragraph 前",
                "list-item TNFα 高値",
                "paragraph 腹水。",
                "quote 引",
                "quote 二",
                "quote 三",
            ]
        );
        assert_eq!(shown("-     [1]: 山田\n"), ["list-item [1]: 山田"]);
    }

    #[test]
    fn tables_have_rows_and_columns() {
        assert_eq!(
            cells(
                "| 項目 | 値 |\n|---|---|\n| `a\\|b` \\| | | 余り | **余**分 |\n\n| 次 |\n|---|\n"
            ),
            [
                cell(1, 0, 0, "項目"),
                cell(1, 0, 1, "値"),
                cell(1, 1, 0, "a|b |"),
                cell(1, 1, 2, "余り"),
                cell(1, 1, 3, "余分"),
                cell(2, 0, 0, "次"),
            ]
        );
    }

    #[test]
    fn lines_with_tabs_are_tables() {
        let expected = [
            cell(1, 0, 0, "項目"),
            cell(1, 0, 1, "前"),
            cell(1, 1, 1, "高α値"),
            cell(1, 2, 0, "CRP"),
            cell(1, 2, 2, "0.3"),
        ];
        assert_eq!(
            cells("表\n項目\t前\n\t**高** $\\alpha$値\nCRP\t\t0.3\n以上"),
            expected.clone().map(|(table, row, column, text)| (
                table,
                row,
                column,
                if row == 1 {
                    "高 α値".to_owned()
                } else {
                    text
                }
            ))
        );
        assert_eq!(
            cells("\t前\t後\nCRP\t高\t低\n"),
            [
                cell(1, 0, 1, "前"),
                cell(1, 0, 2, "後"),
                cell(1, 1, 0, "CRP"),
                cell(1, 1, 1, "高"),
                cell(1, 1, 2, "低")
            ]
        );
        assert_eq!(shown("- 製剤：\t点滴"), ["list-item 製剤：\t点滴"]);
        assert_eq!(
            shown("表\nA\tB\n以上"),
            [
                "paragraph 表",
                "table-cell A",
                "table-cell B",
                "paragraph 以上"
            ]
        );
    }

    #[test]
    fn html_is_read_as_html() {
        let text = "<table><tr><td>肝</td><td>10<sup>4</sup></td></tr></table>\n\n> <p>門\n> 脈</p>\n> <!-- 秘 -->\n\n<script>\n秘\n</script>\n\n<CD4>\n陽性\n";
        assert_eq!(
            shown(text),
            [
                "table-cell 肝",
                "table-cell 10^4",
                "quote 門⏎脈",
                "paragraph <CD4>⏎陽性"
            ]
        );
        assert_eq!(
            shown("<table><tr><td>TNF $\\alpha$ 高値</td></tr></table>\n\n<S>\n頭痛\n\n<O> 発熱"),
            [
                "table-cell TNFα 高値",
                "paragraph <S>⏎頭痛",
                "paragraph <O> 発熱"
            ]
        );
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test measures time")]
    fn deep_and_broken_markup_takes_linear_time() {
        let began = std::time::Instant::now();
        for part in [
            ">",
            "- ",
            "1. ",
            "> - ",
            "[",
            "![",
            "**",
            "*a_ ",
            "`",
            "$",
            "<!-- ",
            "<a ",
            "a\tb\n",
            "|a",
            "[^1]: ",
            "**「a」**は",
            "    a\n",
            "&amp;",
            "\\",
            "[1]: a\n",
        ] {
            for tail in ["", "\nb"] {
                let text = part.repeat(20_000) + &tail.repeat(20_000);
                crate::source::tests::check(&text, &blocks(&text));
            }
        }
        assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
    }

    proptest! {
        #[test]
        fn nothing_japanese_is_lost(text in "(肝|腹水|Ａ|a|1| |　|\\*|\\*\\*|_|__|~|~~|「|」|、|\\$|`|\\||\\||\n|\r\n|\n\n|\n- |\n1\\. |\n> |\n    |\n# |\t|\n---\n|\\|---\\|---\\|\n|\\\\|&amp;|<br>|\\^|\\\\alpha|\n\\[1\\]: ){0,50}") {
            // What stands beside a fence names the language of the code.
            prop_assume!(!text.contains("~~~") && !text.contains("```"));
            let blocks = blocks(&text);
            crate::source::tests::check(&text, &blocks);
            let pieces: Vec<&Piece> = blocks.iter().flat_map(|block| &block.pieces).collect();
            for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, '肝' | '腹' | '水' | 'Ａ')) {
                let piece = pieces.get(pieces.partition_point(|piece| piece.span.end <= at));
                prop_assert!(piece.is_some_and(|piece| piece.span.start <= at), "{c} at {at} in {text:?}: {blocks:?}");
            }
        }
    }
}
