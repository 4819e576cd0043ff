//! Plain text: lines.
//!
//! A report in plain text is headings, `key: value` lines, items and fragments, so every line is a block of its own. Only where
//! lines were broken for want of width, as in text copied from a PDF, are they joined again: there each line is about as wide as
//! the widest around it, and the first word of the next would not have fitted.

use std::collections::BTreeSet;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::source::{Block, BlockKind};
use crate::span::{Piece, PieceKind, Span};

/// Narrower lines, in columns, are taken for lines that were broken for want of width only in a column of print.
const NARROWEST_WRAP: usize = 40;
/// A column of print, as journals have two or three of on a page, is at least so wide; narrower lines are never joined.
const NARROWEST_COLUMN: usize = 24;
/// So many lines of one width make a column of print, if a word goes on from one to the next. Fewer may be choices, one a line.
const FEWEST_IN_COLUMN: usize = 3;
/// How many columns lines broken at the same width may differ by.
const NEARLY: usize = 4;
/// Words longer than this are broken anywhere.
const WIDEST_WORD: usize = 24;

/// The blocks of a plain text. Every letter and number stands in one of them.
///
/// ```
/// let blocks = medgloss::source::plain::blocks("【現病歴】\n・腹水あり\n");
/// assert_eq!(blocks.len(), 2);
/// ```
#[must_use]
pub fn blocks(text: &str) -> Vec<Block> {
    blocks_of_lines(text, &lines(text), &mut 0)
}

/// The blocks of some lines of a text; `tables` counts the tables of the document so far.
pub(super) fn blocks_of_lines(text: &str, lines: &[Span], tables: &mut usize) -> Vec<Block> {
    let lines: Vec<Line> = lines.iter().map(|whole| Line::new(text, *whole)).collect();
    let wraps = wrap_widths(text, &lines);
    let mut blocks: Vec<Block> = Vec::new();
    let mut row = 0;
    for (at, line) in lines.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| lines.get(before));
        match line.shape {
            Shape::Blank => {}
            Shape::Row => {
                let goes_on = before.is_some_and(|before| before.shape == Shape::Row);
                row = if goes_on { row + 1 } else { 0 };
                *tables += usize::from(!goes_on);
                blocks.extend(cells(text, line.whole, *tables, row));
            }
            Shape::Text if wraps.get(at).copied().unwrap_or(false) => {
                join(&mut blocks, line.content);
            }
            shape => blocks.push(single(shape, line.content)),
        }
    }
    blocks
}

fn single(shape: Shape, content: Span) -> Block {
    let kind = match shape {
        Shape::Heading => BlockKind::Heading,
        Shape::Item => BlockKind::ListItem,
        _ => BlockKind::Paragraph,
    };
    let level = usize::from(kind != BlockKind::Paragraph);
    Block {
        level,
        ..Block::new(kind, vec![Piece::verbatim(content.start, content.end)])
    }
}

fn join(blocks: &mut [Block], content: Span) {
    if let Some(block) = blocks.last_mut() {
        block.pieces.push(Piece::new(
            block.span.end,
            content.start,
            PieceKind::SoftBreak,
        ));
        block
            .pieces
            .push(Piece::verbatim(content.start, content.end));
        block.span.end = content.end;
    }
}

fn cells(text: &str, line: Span, table: usize, row: usize) -> impl Iterator<Item = Block> {
    let mut at = line.start;
    line.of(text)
        .split('\t')
        .enumerate()
        .filter_map(move |(column, cell)| {
            let content = trimmed(text, Span::new(at, at + cell.len()));
            at += cell.len() + 1;
            (!content.is_empty()).then(|| {
                let pieces = vec![Piece::verbatim(content.start, content.end)];
                Block {
                    table,
                    row,
                    column,
                    ..Block::new(BlockKind::TableCell, pieces)
                }
            })
        })
}

/// The lines of a text, without what ends them.
fn lines(text: &str) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, end) in line_ends(text) {
        let second_half = text.get(at..end) == Some("\n")
            && at == start
            && text.get(..at).is_some_and(|before| before.ends_with('\r'));
        if !second_half {
            lines.push(Span::new(start, at));
        }
        start = end;
    }
    lines.push(Span::new(start, text.len()));
    lines
}

/// Where what ends a line begins and ends (Unicode Standard, 5.8, newline guidelines).
fn line_ends(text: &str) -> impl Iterator<Item = (usize, usize)> {
    // First bytes of the signs; most others are turned away here, many at a time.
    const STRETCH: usize = 32;
    let may_begin = |byte: &u8| matches!(byte, b'\n'..=b'\r' | 0xc2 | 0xe2);
    let stretches = text.as_bytes().chunks(STRETCH).enumerate();
    let stretches =
        stretches.filter(move |(_, bytes)| bytes.iter().fold(false, |any, b| any | may_begin(b)));
    let bytes = stretches.flat_map(|(number, bytes)| bytes.iter().zip(number * STRETCH..));
    bytes.filter_map(move |(byte, at)| {
        if !may_begin(byte) {
            return None;
        }
        let sign = text.get(at..)?.chars().next()?;
        matches!(sign, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
            .then(|| (at, at + sign.len_utf8()))
    })
}

/// `span` without the white space at its ends.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let inside = span.of(text);
    let start = span.start + (inside.len() - inside.trim_start().len());
    Span::new(start, start + inside.trim().len())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Blank,
    Heading,
    /// Cells with tabs between them.
    Row,
    Item,
    Text,
}

#[derive(Clone, Copy, Debug)]
struct Line {
    /// The line with the white space around it.
    whole: Span,
    /// What of it is text.
    content: Span,
    shape: Shape,
}

impl Line {
    fn new(text: &str, whole: Span) -> Self {
        let content = trimmed(text, whole);
        let line = content.of(text);
        let (shape, marker) = if line.is_empty() {
            (Shape::Blank, 0)
        } else if let Some(marker) = heading_marker(line) {
            (Shape::Heading, marker)
        } else if let Some(marker) = item_marker(line) {
            (Shape::Item, marker)
        } else if line.contains('\t') {
            (Shape::Row, 0)
        } else {
            (Shape::Text, 0)
        };
        Self {
            whole,
            content: Span::new(content.start + marker, content.end),
            shape,
        }
    }

    /// Columns from the left margin to the end of the text.
    fn width(&self, text: &str) -> usize {
        width_of(Span::new(self.whole.start, self.content.end).of(text))
    }
}

/// Columns of a line: what kana, kanji and ASCII take is known, all else is asked for.
fn width_of(line: &str) -> usize {
    known_width(line.as_bytes()).unwrap_or_else(|| line.width_cjk())
}

/// The same of UTF-8 in which all takes a known width: by its first byte alone where that tells, as of most kanji.
fn known_width(mut line: &[u8]) -> Option<usize> {
    let mut width = 0;
    loop {
        (width, line) = match line {
            [] => return Some(width),
            [b' '..=b'~', rest @ ..] => (width + 1, rest),
            // U+5000..U+9FFF, U+4E00..U+4FFF
            [0xe5..=0xe9, _, _, rest @ ..] | [0xe4, 0xb8..=0xbf, _, rest @ ..] => (width + 2, rest),
            // U+3080..U+3096, U+309B..U+30FF, U+3000..U+3029, U+3041..U+307F
            [0xe3, 0x82, 0x80..=0x96 | 0x9b..=0xbf, rest @ ..]
            | [0xe3, 0x83, _, rest @ ..]
            | [0xe3, 0x80, 0x80..=0xa9, rest @ ..]
            | [0xe3, 0x81, 0x81..=0xbf, rest @ ..] => (width + 2, rest),
            // U+FF01..U+FF3F, U+FF40..U+FF60
            [0xef, 0xbc, 0x81..=0xbf, rest @ ..] | [0xef, 0xbd, 0x80..=0xa0, rest @ ..] => {
                (width + 2, rest)
            }
            _ => return None,
        }
    }
}

/// Length of the sign before a heading's text; `None` where the line is no heading.
fn heading_marker(line: &str) -> Option<usize> {
    const BRACKETS: [(char, char); 10] = [
        ('【', '】'),
        ('〈', '〉'),
        ('《', '》'),
        ('≪', '≫'),
        ('＜', '＞'),
        ('〔', '〕'),
        ('［', '］'),
        ('[', ']'),
        ('〖', '〗'),
        ('<', '>'),
    ];
    if line.starts_with(['#', '＃']) {
        let title = line.trim_start_matches(['#', '＃']);
        let marker = line.len() - title.trim_start().len();
        return (!title.trim().is_empty()).then_some(if title.starts_with(char::is_whitespace) {
            marker
        } else {
            0
        });
    }
    let first = line.chars().next()?;
    let (open, close) = BRACKETS.into_iter().find(|(open, _)| *open == first)?;
    let inside = line.strip_prefix(open)?.strip_suffix(close)?;
    (!inside.contains(close) && inside.chars().any(char::is_alphabetic)).then_some(0)
}

/// Length of the sign before an item's text, 0 where it is a number; `None` where the line is no item.
fn item_marker(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    let rest = line.get(first.len_utf8()..)?;
    let marker = match first {
        '・' | '･' | '•' | '●' | '■' | '◆' | '▪' | '‣' if !rest.starts_with(first) => {
            line.len() - rest.trim_start().len()
        }
        '-' | '*' if rest.starts_with([' ', '\u{3000}']) => line.len() - rest.trim_start().len(),
        '\u{2460}'..='\u{2473}' => 0,
        _ if is_numbered(line) => 0,
        _ => return None,
    };
    let single_cell = !line
        .get(marker..)?
        .split_once('\t')
        .is_some_and(|(before, after)| after.contains('\t') || !is_number(before));
    (single_cell && rest.chars().any(|c| !c.is_whitespace())).then_some(marker)
}

/// `1. text`, `２）text`; not `1.5 mg`.
fn is_numbered(line: &str) -> bool {
    let rest = line.trim_start_matches(is_digit);
    let digits = line.len() - rest.len();
    let text = rest.strip_prefix(['.', '．', ')', '）']);
    (1..=9).contains(&digits)
        && text.is_some_and(|text| text.chars().next().is_some_and(|c| !is_digit(c)))
}

fn is_number(marker: &str) -> bool {
    marker
        .trim_end_matches(['.', '．', ')', '）'])
        .chars()
        .all(|c| is_digit(c) || matches!(c, '\u{2460}'..='\u{2473}'))
}

const fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

/// For each line, whether it goes on from the line before.
fn wrap_widths(text: &str, lines: &[Line]) -> Vec<bool> {
    let stretches = stretches(text, lines);
    let known: BTreeSet<usize> = stretches
        .iter()
        .filter(|stretch| stretch.is_wrapped())
        .map(|stretch| stretch.widest)
        .collect();
    let mut joined = vec![false; lines.len()];
    for stretch in stretches {
        let near = stretch.widest.saturating_sub(NEARLY)..=stretch.widest + NEARLY;
        if stretch.is_wrapped() || known.range(near).next().is_some() {
            for at in stretch.breaks {
                if let Some(joined) = joined.get_mut(at + 1) {
                    *joined = true;
                }
            }
        }
    }
    joined
}

/// Lines of text that follow each other.
#[derive(Debug, Default)]
struct Stretch {
    widest: usize,
    /// Lines that end in no sentence end and are not the last.
    open: usize,
    /// Those of them after which a line may have been broken for want of width.
    breaks: Vec<usize>,
    /// Whether two such lines, each about as wide as the widest, follow each other.
    even: bool,
    /// Whether one of them goes on inside a word.
    inside_word: bool,
}

impl Stretch {
    fn is_wrapped(&self) -> bool {
        if self.widest < NARROWEST_WRAP {
            let column = self.breaks.len() == self.open && self.open >= FEWEST_IN_COLUMN;
            return column && self.inside_word;
        }
        self.even && self.breaks.len() * 2 > self.open
    }
}

fn stretches(text: &str, lines: &[Line]) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let rest = lines.get(at..).unwrap_or_default();
        let length = rest
            .iter()
            .take_while(|line| matches!(line.shape, Shape::Text | Shape::Item))
            .count();
        if length > 1 {
            stretches.extend(stretch(text, at, rest.get(..length).unwrap_or_default()));
        }
        at += length.max(1);
    }
    stretches
}

fn stretch(text: &str, from: usize, lines: &[Line]) -> Option<Stretch> {
    let (_, inner) = lines.split_last()?;
    if inner
        .iter()
        .all(|line| ends_sentence(line.content.of(text)))
    {
        return None;
    }
    let widths: Vec<usize> = lines.iter().map(|line| line.width(text)).collect();
    let widest = widths
        .iter()
        .copied()
        .max()
        .filter(|widest| *widest >= NARROWEST_COLUMN)?;
    let mut stretch = Stretch {
        widest,
        ..Stretch::default()
    };
    for (at, (pair, widths)) in lines.windows(2).zip(widths.windows(2)).enumerate() {
        let ([line, next], [width, next_width]) = (pair, widths) else {
            continue;
        };
        if ends_sentence(line.content.of(text)) {
            continue;
        }
        stretch.open += 1;
        let missing = widest - width;
        let wide = *width >= NARROWEST_WRAP || (widest < NARROWEST_WRAP && missing <= NEARLY);
        if wide
            && next.shape == Shape::Text
            && missing < first_word_width(next.content.of(text)) + 2
        {
            stretch.breaks.push(from + at);
            stretch.even |= missing <= NEARLY && next_width + NEARLY >= widest;
            stretch.inside_word |= next.content.of(text).starts_with(continues_word);
        }
    }
    Some(stretch)
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches([
        '」', '』', '）', ')', '］', ']', '】', '〕', '〉', '》', '”', '"', '’', '\'',
    ])
    .ends_with(['。', '．', '.', '!', '?', '！', '？', '｡'])
}

/// Whether a line that begins so goes on from the one before: words of reports begin with kanji, katakana or Latin letters.
fn continues_word(first: char) -> bool {
    matches!(
        first,
        'ぁ'..='ん' | 'ー' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ'
    )
}

/// Columns of what cannot be broken at the start of a line: a Latin word or one character, and the signs that stick to it.
fn first_word_width(line: &str) -> usize {
    let body = line.trim_start_matches([
        '（', '(', '「', '『', '［', '[', '“', '〔', '【', '〈', '《',
    ]);
    let latin = body.len()
        - body
            .trim_start_matches(|c: char| c.is_ascii_graphic())
            .len();
    let word = if latin > 0 {
        latin
    } else {
        body.chars().next().map_or(0, char::len_utf8)
    };
    let after = body.get(word..).unwrap_or_default();
    let stuck = after.len()
        - after
            .trim_start_matches([
                '。', '、', '，', '．', '）', ')', '」', '』', '］', '〕', '】', '〉', '》', '・',
                '：', 'ー', 'っ', 'ゃ', 'ゅ', 'ょ', 'ッ', 'ャ', 'ュ', 'ョ', '々',
            ])
            .len();
    let unit = line
        .get(..line.len() - after.len() + stuck)
        .unwrap_or_default();
    unit.chars()
        .map(|c| c.width_cjk().unwrap_or(0))
        .sum::<usize>()
        .min(WIDEST_WORD)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> Vec<(&'static str, String)> {
        let show = |piece: &Piece| {
            if piece.kind == PieceKind::SoftBreak {
                "⏎".to_owned()
            } else {
                piece.span.of(text).to_owned()
            }
        };
        blocks(text)
            .iter()
            .map(|block| (block.kind.name(), block.pieces.iter().map(show).collect()))
            .collect()
    }

    #[test]
    fn widths_are_those_of_unicode() {
        for c in ('\u{20}'..='\u{ffff}').filter(|c| !c.is_control()) {
            let line = c.to_string();
            assert_eq!(width_of(&line), line.width_cjk(), "{c:?}");
        }
    }

    fn one(line: &str) -> (&'static str, String) {
        shown(line).into_iter().next().unwrap_or_default()
    }

    #[test]
    fn every_line_is_a_block_whatever_ends_it() {
        let text =
            "肝臓は腫大\r\n脾臓は正常\r胸水なし\u{2028}腹水なし\u{85}浮腫なし\n\n　発疹なし　\n";
        let lines: Vec<String> = shown(text).into_iter().map(|(_, line)| line).collect();
        assert_eq!(
            lines,
            [
                "肝臓は腫大",
                "脾臓は正常",
                "胸水なし",
                "腹水なし",
                "浮腫なし",
                "発疹なし"
            ]
        );
        assert!(blocks(" \u{3000}\n\t\n").is_empty());
    }

    #[test]
    fn headings_and_items_are_known_by_their_signs() {
        assert_eq!(one("【身体所見】"), ("heading", "【身体所見】".to_owned()));
        assert_eq!(one("# 検査"), ("heading", "検査".to_owned()));
        assert_eq!(one("#1 肝硬変"), ("heading", "#1 肝硬変".to_owned()));
        assert_eq!(
            one("【既往歴】なし【家族歴】"),
            ("paragraph", "【既往歴】なし【家族歴】".to_owned())
        );
        assert_eq!(one("・浮腫"), ("list-item", "浮腫".to_owned()));
        assert_eq!(one("- 発熱"), ("list-item", "発熱".to_owned()));
        assert_eq!(one("-5℃で保存"), ("paragraph", "-5℃で保存".to_owned()));
        assert_eq!(one("2. 経過"), ("list-item", "2. 経過".to_owned()));
        assert_eq!(one("３）経過"), ("list-item", "３）経過".to_owned()));
        assert_eq!(one("1.\t経過"), ("list-item", "1.\t経過".to_owned()));
        assert_eq!(one("1.5mgを投与"), ("paragraph", "1.5mgを投与".to_owned()));
        assert_eq!(one("・・・"), ("paragraph", "・・・".to_owned()));
    }

    #[test]
    fn lines_with_tabs_are_rows() {
        let blocks = blocks("経過表\n項目\t前\t後\n\t-\t低下\nCRP\t\t0.3\n\nA\tB\n");
        let cells: Vec<_> = blocks
            .iter()
            .skip(1)
            .map(|cell| (cell.table, cell.row, cell.column))
            .collect();
        assert_eq!(
            cells,
            [
                (1, 0, 0),
                (1, 0, 1),
                (1, 0, 2),
                (1, 1, 1),
                (1, 1, 2),
                (1, 2, 0),
                (1, 2, 2),
                (2, 0, 0),
                (2, 0, 1)
            ]
        );
    }

    #[test]
    fn lines_broken_for_want_of_width_are_joined() {
        let text = "患者は七十歳の男性で、半年前から労作時の息切れを自覚し、近医を受診\n\
                    したところ胸部X線写真で両側の胸水を指摘されたため、精査目的に当院\n\
                    へ紹介され入院となった。\n\
                    入院後は安静と塩分制限を行い、利尿薬の点滴静注を開始したところ、胸\n水は消失した。\n";
        let blocks = shown(text);
        assert_eq!(blocks.len(), 2, "{blocks:?}");
        assert!(blocks.iter().all(|(_, block)| block.contains('⏎')));
    }

    #[test]
    fn the_lines_of_a_narrow_column_are_joined() {
        let text = "架空例\n\n非小細胞肺癌に対する免疫チェ\nックポイント阻害薬の投与中に\n重篤な肝障害を来した症例を経\n\
                    験したので報告する。ステロイ\nドパルス療法により肝機能は速\nやかに改善したが、再投与の安\n全性は確立されていない。\n\n\
                    経過は良好であり外来で観察を\n続けている。\n";
        let blocks = shown(text);
        assert_eq!(blocks.len(), 3, "{blocks:?}");
        assert!(blocks[1].1.contains("チェ⏎ック") && blocks[2].1.contains("を⏎続"));
    }

    #[test]
    fn choices_one_a_line_do_not_grow_together() {
        for text in [
            "正しいのはどれか。\n右冠動脈近位部の完全閉塞\n左冠動脈前下行枝の狭窄\n大動脈弁の高度な石灰化\n僧帽弁後尖の逸脱と逆流\n三尖弁輪の拡大による逆流",
            "肝硬変でみられないのはどれか。\n女性化乳房\n手掌紅斑\nくも状血管腫\n腹壁静脈怒張\n眼球突出",
            "もっとも適切なのはどれか。\n肺炎球菌による市中肺炎に対して抗菌薬の点滴静注を直ちに開始する\n安静\n\
             心不全に対して利尿薬と血管拡張薬を併用しながら酸素を投与する\n帰宅させて一週間後に外来を受診させる",
        ] {
            assert_eq!(shown(text).len(), text.lines().count(), "{:?}", shown(text));
        }
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test measures time")]
    fn a_long_line_and_many_lines_take_linear_time() {
        let began = std::time::Instant::now();
        assert_eq!(blocks(&"腹水".repeat(100_000)).len(), 1);
        assert_eq!(blocks(&"腹水\n".repeat(100_000)).len(), 100_000);
        assert_eq!(
            blocks(&"腹水の増加を認め利尿薬の投与を開始したが改善を認めず穿刺\n".repeat(30_000))
                .len(),
            1
        );
        assert!(began.elapsed().as_secs() < 60);
    }

    proptest! {
        #[test]
        fn all_letters_and_numbers_stand_in_pieces(text in "([ァ-ヶ一-龠a-c0-3①ｱﾞ\u{3099}\u{fe0f}#＃【】・*.)\\-、。 \u{3000}]|\t|\n|\r\n|\r|\u{2028}|腹水の増加を認めたため利尿薬の投与を開始した\n){0,60}") {
            let blocks = blocks(&text);
            crate::source::tests::check(&text, &blocks);
            let mut covered = vec![false; text.len()];
            for piece in blocks.iter().flat_map(|block| &block.pieces) {
                covered[piece.span.start..piece.span.end].fill(piece.kind == PieceKind::Verbatim);
            }
            for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
                prop_assert!(covered[at], "{c:?} at {at}");
            }
        }
    }
}
