//! The elements of HTML, as far as a reader of text cares.

/// Elements that stand in the line, sorted.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "area", "audio", "b", "base", "basefont", "bdi", "bdo", "big", "br",
    "button", "canvas", "cite", "code", "data", "datalist", "del", "dfn", "em", "embed", "font",
    "i", "iframe", "img", "input", "ins", "kbd", "keygen", "label", "link", "map", "mark", "math",
    "meta", "meter", "nobr", "noscript", "object", "output", "param", "picture", "progress", "q",
    "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "script", "select", "slot", "small", "source",
    "span", "strike", "strong", "style", "sub", "sup", "svg", "template", "textarea", "time",
    "title", "track", "tt", "u", "var", "video", "wbr",
];

/// Elements that begin and end a block, sorted.
const BLOCK: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements whose text is not for readers, or is a reading of what stands before it.
const SILENT: &[&str] = &["rp", "rt", "script", "style", "template", "title"];

/// Whether it is an element of HTML at all.
pub(super) fn is_known(name: &str) -> bool {
    INLINE.binary_search(&name).is_ok() || is_block(name)
}

/// Whether it begins and ends a block.
pub(super) fn is_block(name: &str) -> bool {
    BLOCK.binary_search(&name).is_ok()
}

/// Whether its text is left out.
pub(super) fn is_silent(name: &str) -> bool {
    SILENT.contains(&name)
}

/// A tag as it stands in a text: `(name in small letters, whether it closes)`; `None` for comments and the like.
pub(super) fn parse_tag(tag: &str) -> Option<(String, bool)> {
    let inside = tag.strip_prefix('<')?;
    let (closes, inside) = inside
        .strip_prefix('/')
        .map_or((false, inside), |inside| (true, inside));
    let length = inside.len()
        - inside
            .trim_start_matches(|c: char| !c.is_whitespace() && c != '>' && c != '/')
            .len();
    let name = inside
        .get(..length)
        .filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))?;
    Some((name.to_ascii_lowercase(), closes))
}

/// Whether a tag is one capital letter, as the headings of a ward note are: `<S>`, `<O>`, `<A>`, `<P>`.
pub(super) fn is_letter(tag: &str) -> bool {
    let letter = tag
        .strip_prefix('<')
        .and_then(|tag| tag.strip_suffix('>'))
        .map(|tag| tag.trim_start_matches('/'));
    letter.is_some_and(|letter| {
        letter.len() == 1 && letter.starts_with(|c: char| c.is_ascii_uppercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        assert!(INLINE.is_sorted() && BLOCK.is_sorted());
        assert!(is_letter("<S>") && is_letter("</P>") && !is_letter("<s>") && !is_letter("<P a>"));
    }

    #[test]
    fn elements_are_told_from_signs_in_angle_brackets() {
        assert!(is_known("br") && is_known("h3") && is_block("td") && is_silent("rt"));
        assert!(!is_known("cd4") && !is_known("b i") && !is_known("") && !is_known("h"));
        assert_eq!(parse_tag("</SUP>"), Some(("sup".to_owned(), true)));
        assert_eq!(parse_tag("<br/>"), Some(("br".to_owned(), false)));
        assert_eq!(parse_tag("<!-- x -->"), None);
    }
}
