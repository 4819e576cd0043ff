//! The running text of one block, gathered piece by piece while its markup is seen through.

use crate::span::{Piece, PieceKind, Span};

/// Pieces of a block that is being read.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pieces: Vec<Piece>,
    /// Stretches in which pairs of asterisks and underlines are markup that was not recognised.
    prose: Vec<Span>,
}

impl Draft {
    /// Source that is text as it stands.
    pub(super) fn verbatim(&mut self, span: Span) {
        match self.pieces.last_mut() {
            Some(last) if last.kind == PieceKind::Verbatim && last.span.end == span.start => {
                last.span.end = span.end;
            }
            _ => self.push(span, PieceKind::Verbatim),
        }
    }

    /// Running text that reads `shown`, in which stray marks of emphasis are no text.
    pub(super) fn prose(&mut self, text: &str, span: Span, shown: &str) {
        match self.prose.last_mut() {
            Some(last) if last.end == span.start => last.end = span.end,
            _ => self.prose.push(span),
        }
        self.aligned(text, span, shown);
    }

    /// Source that stands for `shown`.
    pub(super) fn replaced(&mut self, span: Span, shown: &str) {
        self.push(span, PieceKind::Replaced(shown.into()));
    }

    /// A line break inside running text.
    pub(super) fn soft_break(&mut self, span: Span) {
        self.push(span, PieceKind::SoftBreak);
    }

    /// A break that ends a sentence.
    pub(super) fn hard_break(&mut self, span: Span) {
        self.push(span, PieceKind::HardBreak);
    }

    /// Any piece; empty ones are dropped.
    pub(super) fn push(&mut self, span: Span, kind: PieceKind) {
        if !span.is_empty() {
            self.pieces.push(Piece { span, kind });
        }
    }

    /// Pieces that were read elsewhere.
    pub(super) fn extend(&mut self, pieces: Vec<Piece>) {
        self.pieces.extend(pieces);
    }

    /// The last character so far, white space included.
    pub(super) fn last_char(&self, text: &str) -> Option<char> {
        self.pieces
            .iter()
            .rev()
            .find_map(|piece| match &piece.kind {
                PieceKind::Verbatim => piece.span.of(text).chars().next_back(),
                PieceKind::Replaced(shown) => shown.chars().next_back(),
                PieceKind::SoftBreak | PieceKind::HardBreak => Some('\n'),
            })
    }

    /// Leaves out spaces at the end where a Latin letter, digit or hyphen stands before them.
    pub(super) fn drop_space_after_latin(&mut self, text: &str) {
        let Some((last, before)) = self
            .pieces
            .split_last_mut()
            .filter(|(last, _)| last.kind == PieceKind::Verbatim)
        else {
            return;
        };
        let kept = last.span.of(text).trim_end_matches(' ');
        let previous = before
            .last()
            .filter(|piece| piece.kind == PieceKind::Verbatim)
            .map_or("", |piece| piece.span.of(text));
        let letter = if kept.is_empty() { previous } else { kept }
            .chars()
            .next_back();
        if letter.is_some_and(|c| c.is_ascii_alphanumeric() || is_hyphen(c)) {
            last.span.end = last.span.start + kept.len();
            if last.span.is_empty() {
                self.pieces.pop();
            }
        }
    }

    /// Source that stands for `shown`: verbatim where the two agree, replaced where they do not.
    pub(super) fn aligned(&mut self, text: &str, span: Span, shown: &str) {
        let (mut at, mut source, mut shown) = (span.start, span.of(text), shown);
        while !source.is_empty() {
            let same = common_prefix(source, shown);
            self.verbatim(Span::new(at, at + same));
            (at, source, shown) = (at + same, rest(source, same), rest(shown, same));
            let (used, read) = match difference(source, shown) {
                Difference::None => return,
                Difference::Skipped(length) => (length, 0),
                Difference::Break => {
                    self.soft_break(Span::new(at, at + 1));
                    (1, 1)
                }
                Difference::Replaced(used, read) => {
                    self.replaced(
                        Span::new(at, at + used),
                        shown.get(..read).unwrap_or_default(),
                    );
                    (used, read)
                }
            };
            (at, source, shown) = (at + used, rest(source, used), rest(shown, read));
        }
    }

    /// The pieces as they are.
    pub(super) fn into_pieces(self) -> Vec<Piece> {
        self.pieces
    }

    /// The finished pieces: without stray marks, white space at the ends, and what is empty.
    pub(super) fn finish(self, text: &str) -> Vec<Piece> {
        let marks = stray_marks(text, &self.prose);
        trimmed(
            text,
            if marks.is_empty() {
                self.pieces
            } else {
                without(self.pieces, &marks)
            },
        )
    }
}

pub(super) const fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2013}' | '\u{2212}')
}

/// Length of the sign at either end of an emphasised stretch that is no markup: `5*10*3`, and `~`, which says "to" between numbers.
pub(super) fn kept_sign(text: &str, span: Span) -> usize {
    let source = span.of(text);
    let before = text
        .get(..span.start)
        .and_then(|before| before.chars().next_back());
    let mut inside = source.chars();
    match (inside.next(), inside.next()) {
        (Some('~'), Some(next)) if next != '~' => 1,
        (Some('*'), Some(next)) if next.is_numeric() && before.is_some_and(char::is_numeric) => 1,
        _ => 0,
    }
}

/// What stands between the backticks of a code span that reads `shown`: one space at either end belongs to the backticks.
pub(super) fn inside_backticks(text: &str, span: Span, shown: &str) -> Span {
    let source = span.of(text);
    let fence = source.len() - source.trim_start_matches('`').len();
    let inside = Span::new(span.start + fence, span.end.saturating_sub(fence));
    let content = inside.of(text);
    let is_padded = content.starts_with([' ', '\n'])
        && content.ends_with([' ', '\n'])
        && !content.trim().is_empty();
    if is_padded && content.len() > shown.len() {
        Span::new(inside.start + 1, inside.end - 1)
    } else {
        inside
    }
}

fn rest(text: &str, from: usize) -> &str {
    text.get(from..).unwrap_or_default()
}

/// Bytes that both begin with; it ends before a reference to an ampersand, which only seems to agree.
fn common_prefix(source: &str, shown: &str) -> usize {
    let agree = source
        .chars()
        .zip(shown.chars())
        .take_while(|(a, b)| a == b);
    let mut length = 0;
    for (c, _) in agree {
        if c == '&'
            && ["&amp", "&AMP", "&#"]
                .iter()
                .any(|reference| rest(source, length).starts_with(reference))
        {
            break;
        }
        length += c.len_utf8();
    }
    length
}

enum Difference {
    None,
    /// This many bytes are markup.
    Skipped(usize),
    /// A line break that reads as a space.
    Break,
    /// So many bytes of the source stand for so many bytes of what is shown.
    Replaced(usize, usize),
}

/// How two texts differ that do not begin alike.
fn difference(source: &str, shown: &str) -> Difference {
    let mut chars = source.chars();
    match (chars.next(), shown.chars().next()) {
        (None, _) | (_, None) => Difference::None,
        (Some('\r'), Some('\n')) if chars.as_str().starts_with('\n') => Difference::Skipped(1),
        (Some('\\'), Some(read)) if chars.as_str().starts_with(read) => Difference::Skipped(1),
        (Some('\n' | '\r'), Some(' ' | '\n')) => Difference::Break,
        (Some('&'), Some(read)) => reference(source, shown, read),
        _ => {
            let same = source
                .chars()
                .rev()
                .zip(shown.chars().rev())
                .take_while(|(a, b)| a == b)
                .map(|(a, _)| a.len_utf8())
                .sum::<usize>();
            Difference::Replaced(source.len() - same, shown.len() - same)
        }
    }
}

/// `source` begins with a character reference, `shown` with the one or two characters that it stands for.
fn reference(source: &str, shown: &str, first: char) -> Difference {
    let name = source
        .char_indices()
        .skip(1)
        .take(40)
        .find(|(_, c)| !c.is_ascii_alphanumeric() && *c != '#');
    let used = match name {
        Some((at, ';')) => at + 1,
        Some((at, _)) => at,
        None => source.len(),
    };
    let goes_on = |read: usize| {
        rest(source, used)
            .chars()
            .next()
            .is_none_or(|c| c == '&' || rest(shown, read).starts_with(c))
    };
    let one = first.len_utf8();
    let two = shown.chars().take(2).map(char::len_utf8).sum();
    let ends = rest(source, used).is_empty();
    let read = if ends {
        shown.len()
    } else if goes_on(one) || !goes_on(two) {
        one
    } else {
        two
    };
    Difference::Replaced(used, read)
}

/// Pairs of `**` or `__` that no parser took as emphasis.
fn stray_marks(text: &str, prose: &[Span]) -> Vec<Span> {
    let mut marks: [Vec<Span>; 2] = [Vec::new(), Vec::new()];
    for stretch in prose {
        let bytes = stretch.of(text).as_bytes();
        let escaped = stretch.start > 0 && text.as_bytes().get(stretch.start - 1) == Some(&b'\\');
        let mut at = 0;
        for run in bytes.chunk_by(|a, b| a == b) {
            let which = match run {
                [b'*', b'*'] | [b'*', b'*', b'*'] => Some(0),
                [b'_', b'_'] | [b'_', b'_', b'_'] => Some(1),
                _ => None,
            };
            if let Some(list) = which
                .filter(|_| at > 0 || !escaped)
                .and_then(|which| marks.get_mut(which))
            {
                list.push(Span::new(stretch.start + at, stretch.start + at + 2));
            }
            at += run.len();
        }
    }
    let mut pairs = Vec::new();
    for list in marks {
        pairs.extend(list.chunks_exact(2).flatten());
    }
    pairs.sort_unstable();
    pairs
}

/// The pieces without the bytes of `marks`, which are in order.
fn without(pieces: Vec<Piece>, marks: &[Span]) -> Vec<Piece> {
    let mut marks = marks.iter().peekable();
    let mut kept = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let mut start = piece.span.start;
        while let Some(mark) = marks.next_if(|mark| mark.start < piece.span.end) {
            if piece.kind == PieceKind::Verbatim && mark.start >= start {
                kept.push(Piece::verbatim(start, mark.start));
                start = mark.end.min(piece.span.end);
            }
        }
        kept.push(Piece {
            span: Span::new(start, piece.span.end),
            kind: piece.kind,
        });
    }
    kept
}

/// The pieces without breaks and white space at their ends.
pub(super) fn trimmed(text: &str, mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.retain(|piece| !piece.span.is_empty());
    while let Some(last) = pieces.last_mut() {
        if last.kind == PieceKind::Verbatim {
            last.span.end = last.span.start + last.span.of(text).trim_end().len();
        }
        if !is_blank(last) {
            break;
        }
        pieces.pop();
    }
    let blank = pieces
        .iter()
        .take_while(|piece| {
            is_blank(piece)
                || (piece.kind == PieceKind::Verbatim && piece.span.of(text).trim().is_empty())
        })
        .count();
    pieces.drain(..blank);
    if let Some(first) = pieces
        .first_mut()
        .filter(|first| first.kind == PieceKind::Verbatim)
    {
        first.span.start = first.span.end - first.span.of(text).trim_start().len();
    }
    pieces
}

fn is_blank(piece: &Piece) -> bool {
    match &piece.kind {
        PieceKind::Verbatim => piece.span.is_empty(),
        PieceKind::Replaced(shown) => shown.trim().is_empty(),
        PieceKind::SoftBreak | PieceKind::HardBreak => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str, shown: &str) -> String {
        let mut draft = Draft::default();
        draft.prose(source, Span::new(0, source.len()), shown);
        draft
            .finish(source)
            .iter()
            .map(|piece| match &piece.kind {
                PieceKind::Verbatim => format!("{}|", piece.span.of(source)),
                PieceKind::Replaced(shown) => format!("{}→{shown}|", piece.span.of(source)),
                PieceKind::SoftBreak => "⏎|".to_owned(),
                PieceKind::HardBreak => "⏎⏎|".to_owned(),
            })
            .collect()
    }

    #[test]
    fn only_what_differs_is_replaced() {
        assert_eq!(read("肝&amp;腎", "肝&腎"), "肝|&amp;→&|腎|");
        assert_eq!(read("&amp;", "&"), "&amp;→&|");
        assert_eq!(
            read("&alpha;&beta;型 &lt; 5", "αβ型 < 5"),
            "&alpha;→α|&beta;→β|型 |&lt;→<| 5|"
        );
        assert_eq!(read("a&ngE;b", "a≧\u{338}b"), "a|&ngE;→≧\u{338}|b|");
        assert_eq!(read("x\\|y", "x|y"), "x|y|".replace("x|y", "x||y"));
        assert_eq!(read("a\r\nb", "a\nb"), "a|\nb|");
        assert_eq!(read("a\nb", "a b"), "a|⏎|b|");
        assert_eq!(read("a\u{0}b", "a\u{fffd}b"), "a|\u{0}→\u{fffd}|b|");
    }

    #[test]
    fn pairs_of_marks_are_no_text_and_a_lone_mark_is() {
        assert_eq!(read("**「腹水」**は", "**「腹水」**は"), "「腹水」|は|");
        assert_eq!(read("P<0.01**", "P<0.01**"), "P<0.01**|");
        assert_eq!(read("__a__ と ____年", "__a__ と ____年"), "a| と ____年|");
    }

    #[test]
    fn white_space_at_the_ends_is_left_out() {
        assert_eq!(read("\u{3000} 浮腫 ", "\u{3000} 浮腫 "), "浮腫|");
        assert_eq!(read("&nbsp;浮腫&nbsp;", "\u{a0}浮腫\u{a0}"), "浮腫|");
        assert_eq!(read(" \u{3000}", " \u{3000}"), "");
    }
}
