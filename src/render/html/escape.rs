//! Text for HTML: escaped by context, with what a reader cannot see made visible and what turns the direction of writing kept apart.

use std::fmt::{self, Display, Formatter, Write};

use crate::render::visible::is_obeyed;
use crate::text::script::Script;

/// Text between tags.
pub(super) struct Text<'a>(pub(super) &'a str);

/// English text between tags; what stands in it of Japanese is marked as such.
pub(super) struct English<'a>(pub(super) &'a str);

impl Display for English<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let is_japanese = |c: char| Script::of(c).is_japanese();
        let mut rest = self.0;
        while let Some(from) = rest.find(is_japanese) {
            let (english, japanese) = rest.split_at(from);
            let to = japanese.find(|c| !is_japanese(c)).unwrap_or(japanese.len());
            let (japanese, behind) = japanese.split_at(to);
            write!(
                out,
                "{}<span lang=ja>{}</span>",
                Text(english),
                Text(japanese)
            )?;
            rest = behind;
        }
        write!(out, "{}", Text(rest))
    }
}

/// Text in a quoted attribute.
pub(super) struct Attr<'a>(pub(super) &'a str);

impl Display for Text<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let isolate = self.0.chars().any(is_right_to_left);
        if isolate {
            out.write_str("<bdi>")?;
        }
        for c in self.0.chars() {
            match c {
                '&' => out.write_str("&amp;")?,
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
                '\n' | '\t' => out.write_char(c)?,
                c if is_obeyed(c) => write!(out, "<span class=x>U+{:04X}</span>", c as u32)?,
                c => out.write_char(c)?,
            }
        }
        if isolate {
            out.write_str("</bdi>")
        } else {
            Ok(())
        }
    }
}

impl Display for Attr<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => out.write_str("&amp;")?,
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
                '"' => out.write_str("&quot;")?,
                '\'' => out.write_str("&#39;")?,
                '\n' | '\t' | '\r' => out.write_char(' ')?,
                c if is_obeyed(c) => write!(out, "[U+{:04X}]", c as u32)?,
                c => out.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// Letters of scripts that run from right to left (Hebrew to Arabic Extended, and their presentation forms).
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{0590}'..='\u{08ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::{Attr, English, Text};

    #[test]
    fn each_context_has_its_own_escapes() {
        assert_eq!(Text("<b> & \"q\"").to_string(), "&lt;b&gt; &amp; \"q\"");
        assert_eq!(
            Attr("\"' onclick=<x>\n").to_string(),
            "&quot;&#39; onclick=&lt;x&gt; "
        );
        assert_eq!(
            Text("a\u{202e}b\u{0}").to_string(),
            "a<span class=x>U+202E</span>b<span class=x>U+0000</span>"
        );
        assert_eq!(
            English("A [肝] <b>").to_string(),
            "A [<span lang=ja>肝</span>] &lt;b&gt;"
        );
        assert_eq!(Text("\u{05d0}").to_string(), "<bdi>\u{05d0}</bdi>");
    }
}
