//! What a Markdown parser must not be left alone with: hostile depth, a header of settings, references that look like links.

use super::plain;
use crate::source::{Block, BlockKind};
use crate::span::{Piece, Span};

/// Deeper lists and quotes than this are not read as Markdown: the parser looks at each of them on each line that follows.
const DEEPEST: usize = 64;

/// Whether a line opens so many lists and quotes at once.
pub(super) fn nests_too_deep(text: &str) -> bool {
    text.lines().any(is_too_deep)
}

fn is_too_deep(line: &str) -> bool {
    let is_rule = ['-', '*']
        .iter()
        .any(|sign| line.chars().all(|c| c == *sign || c.is_whitespace()));
    let mut rest = if is_rule { "" } else { line };
    let mut depth = 0;
    while depth <= DEEPEST {
        let inside = rest.trim_start_matches([' ', '\t']);
        let digits = inside.trim_start_matches(|c: char| c.is_ascii_digit());
        let after = inside.strip_prefix('>').or_else(|| {
            let marked = inside.strip_prefix(['-', '*', '+']).or_else(|| {
                digits
                    .strip_prefix(['.', ')'])
                    .filter(|_| digits.len() < inside.len())
            });
            marked.filter(|after| after.is_empty() || after.starts_with([' ', '\t']))
        });
        let Some(after) = after else { return false };
        depth += 1 + (rest.len() - inside.len()) / 4;
        rest = after;
    }
    true
}

/// Length of a header of `key: value` lines between `---` at the very start; 0 where there is none.
pub(super) fn front_matter(text: &str) -> usize {
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        at += line.len();
        let content = line.trim_end();
        match number {
            0 if content == "---" => {}
            0 => return 0,
            _ if matches!(content, "---" | "...") => return if number > 1 { at } else { 0 },
            _ if content.starts_with([' ', '\t', '#', '-']) => {}
            _ if content.split_once(':').is_some_and(|(key, value)| {
                is_key(key) && (value.is_empty() || value.starts_with(' '))
            }) => {}
            _ => return 0,
        }
    }
    0
}

fn is_key(key: &str) -> bool {
    !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"'))
}

/// Keeps, as paragraphs in their place, references that the standard takes for definitions of links and does not show.
///
/// `[1]: Author` is such a line. `stretch` is what was read as `blocks`; `markup` says where code and HTML stand in it.
pub(super) fn keep_references(text: &str, stretch: Span, markup: &[Span], blocks: &mut Vec<Block>) {
    let mut kept = Vec::new();
    let mut in_definition = false;
    let mut at = stretch.start;
    let mut markup = markup.iter().peekable();
    let ends = blocks
        .iter()
        .map(|block| block.span)
        .chain([Span::new(stretch.end, stretch.end)]);
    for block in ends {
        for line in lines_within(text, Span::new(at, block.start)) {
            while markup
                .next_if(|stretch| stretch.end <= line.start)
                .is_some()
            {}
            if markup
                .peek()
                .is_none_or(|stretch| line.end <= stretch.start)
            {
                let marker = reference_marker(line.of(text), &mut in_definition);
                kept.extend(marker.map(|marker| {
                    Block::new(
                        BlockKind::Paragraph,
                        vec![Piece::verbatim(line.start + marker, line.end)],
                    )
                }));
            }
        }
        at = at.max(block.end);
    }
    if !kept.is_empty() {
        blocks.append(&mut kept);
        blocks.sort_by_key(|block| block.span.start);
    }
}

fn lines_within(text: &str, stretch: Span) -> impl Iterator<Item = Span> {
    let mut start = stretch.start;
    stretch.of(text).split_inclusive('\n').map(move |line| {
        let whole = Span::new(start, start + line.len());
        start = whole.end;
        plain::trimmed(text, whole)
    })
}

/// Of a line that looks like a definition of a link, but leads to no address: the length of the markers before it.
///
/// `in_definition` says whether the line before was part of a definition; its address or title may stand on lines of their own.
fn reference_marker(line: &str, in_definition: &mut bool) -> Option<usize> {
    let definition = line.trim_start_matches(['>', '-', '*', '+', ' ', '\t']);
    let Some((label, target)) = definition
        .strip_prefix('[')
        .and_then(|inside| inside.split_once("]:"))
    else {
        *in_definition &= !line.is_empty();
        return (*in_definition && !leads_somewhere(line)).then_some(0);
    };
    *in_definition = !label.starts_with('^');
    (*in_definition && !target.trim().is_empty() && !leads_somewhere(target))
        .then_some(line.len() - definition.len())
}

fn leads_somewhere(target: &str) -> bool {
    let target = target.split_whitespace().next().unwrap_or_default();
    target.starts_with(['<', '#', '/', '.'])
        || target.contains("://")
        || (target.is_ascii() && target.contains(['.', '/', '@', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::markdown;

    fn shown(text: &str) -> Vec<(&'static str, &str)> {
        let blocks = markdown::blocks(text);
        crate::source::tests::check(text, &blocks);
        blocks
            .iter()
            .map(|block| (block.kind.name(), block.span.of(text)))
            .collect()
    }

    #[test]
    fn references_that_look_like_links_are_kept() {
        assert_eq!(
            shown("本文[1]。\n\n[1]: 山田\n[2]: http://a.b/c \"題\"\n[3]:\n  鈴木\n- [4]: 佐藤"),
            [
                ("paragraph", "本文[1]。"),
                ("paragraph", "[1]: 山田"),
                ("paragraph", "鈴木"),
                ("paragraph", "[4]: 佐藤"),
            ]
        );
    }

    #[test]
    fn a_header_of_settings_is_code_and_a_ruled_line_is_not() {
        assert_eq!(
            shown("---\ntitle: 題\ntags: [a]\n---\n本文"),
            [
                ("code", "---\ntitle: 題\ntags: [a]\n---"),
                ("paragraph", "本文")
            ]
        );
        assert_eq!(shown("---\n本文：続き\n---\n"), [("heading", "本文：続き")]);
        assert_eq!(front_matter("---\n---\n"), 0);
    }

    #[test]
    fn only_hostile_depth_is_refused() {
        assert!(
            nests_too_deep(&">".repeat(100))
                && nests_too_deep(&format!("肝\n{}a", "- ".repeat(100)))
                && nests_too_deep(&"1. ".repeat(100))
        );
        assert!(
            !nests_too_deep(&"* ".repeat(100))
                && !nests_too_deep(&"-".repeat(100))
                && !nests_too_deep(&format!("{}- a", " ".repeat(40)))
        );
    }
}
