//! Foreign text made safe to show, and its width on a terminal.
//!
//! What a document or a glossary holds is shown, never obeyed: control characters, terminal escapes and signs that turn the
//! direction of the text appear as `\u{1b}`; tabs and line ends appear as a space.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The text with everything that a terminal or a text engine would obey written out.
///
/// ```
/// use medgloss::render::visible::visible;
/// assert_eq!(visible("黄疸\u{1b}[2J"), "黄疸\\u{1b}[2J");
/// assert_eq!(visible("黄\n疸"), "黄 疸");
/// ```
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\t' | '\n' | '\r' => shown.push(' '),
            c if is_obeyed(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// Control characters, line and paragraph separators, direction marks, byte order marks, deprecated formatting, tags.
pub(crate) fn is_obeyed(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{feff}'
        )
        || matches!(c, '\u{2066}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}')
        || matches!(c, '\u{e0001}'..='\u{e007f}')
}

/// Columns that the text takes on a terminal.
pub(crate) fn columns(text: &str) -> usize {
    text.width()
}

/// The text broken into lines of at most `limit` columns, at spaces where it has them and never inside what a reader sees as
/// one character; a text without letters gives one empty line.
pub(crate) fn wrap(text: &str, limit: usize) -> Vec<String> {
    let limit = limit.max(2);
    let mut lines = vec![String::new()];
    let mut filled = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let wide = columns(word);
        if filled > 0 && filled + 1 + wide <= limit {
            append(&mut lines, " ");
            append(&mut lines, word);
            filled += 1 + wide;
            continue;
        }
        if filled > 0 {
            lines.push(String::new());
        }
        filled = 0;
        for grapheme in word.graphemes(true) {
            let wide = columns(grapheme);
            if filled > 0 && filled + wide > limit {
                lines.push(String::new());
                filled = 0;
            }
            append(&mut lines, grapheme);
            filled += wide;
        }
    }
    lines
}

fn append(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut() {
        line.push_str(text);
    }
}

/// The text, or as much of it as fits into `limit` columns with `…` after it.
pub(crate) fn cut(text: &str, limit: usize) -> Cow<'_, str> {
    if columns(text) <= limit {
        return Cow::Borrowed(text);
    }
    let mut kept = String::new();
    let mut filled = 1;
    for grapheme in text.graphemes(true) {
        filled += columns(grapheme);
        if filled > limit {
            break;
        }
        kept.push_str(grapheme);
    }
    Cow::Owned(kept + "…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_lose_nothing_but_spaces() {
        assert_eq!(wrap("was not observed", 8), ["was not", "observed"]);
        assert_eq!(wrap("肝硬変末期", 4), ["肝硬", "変末", "期"]);
        assert_eq!(wrap("か\u{3099}ん", 2), ["か\u{3099}", "ん"]);
        assert_eq!(wrap("", 10), [""]);
    }

    #[test]
    fn a_cut_text_says_so() {
        assert_eq!(cut("肝硬変", 6), "肝硬変");
        assert_eq!(cut("肝硬変末期", 6), "肝硬…");
    }

    #[test]
    fn nothing_is_obeyed() {
        assert_eq!(visible("a\u{202e}b\r\nc\u{9b}"), "a\\u{202e}b c\\u{9b}");
    }
}
