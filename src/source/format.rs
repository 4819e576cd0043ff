//! Which format a file is in: by what someone says, by its name, or by how it begins.

/// The format a document was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Plain,
    /// Markdown (CommonMark with tables, footnotes and formulas).
    Markdown,
    /// A web page.
    Html,
    /// A Word document.
    Docx,
    /// An article of a scientific journal, in XML.
    Jats,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 5] = [
        Self::Plain,
        Self::Markdown,
        Self::Html,
        Self::Docx,
        Self::Jats,
    ];

    /// The name in JSON and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Jats => "jats",
        }
    }

    /// The format of that name.
    ///
    /// ```
    /// use medgloss::source::Format;
    /// assert_eq!(Format::named("markdown"), Some(Format::Markdown));
    /// ```
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The format that a file name tells.
    #[must_use]
    pub fn of_name(path: &str) -> Option<Self> {
        let (_, extension) = path
            .rsplit_once(['/', '\\'])
            .map_or(path, |(_, name)| name)
            .rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Self::Plain),
            "md" | "markdown" | "mdown" | "mkd" => Some(Self::Markdown),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "docx" | "docm" => Some(Self::Docx),
            "xml" | "nxml" | "jats" => Some(Self::Jats),
            _ => None,
        }
    }

    /// The format that the first bytes tell, where it is not plain text or Markdown.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"PK\x03\x04") {
            return Some(Self::Docx);
        }
        let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096)).unwrap_or_default())
            .to_ascii_lowercase();
        let mut rest = head.trim_start_matches('\u{feff}').trim_start();
        while let Some(after) = after_prologue(rest) {
            rest = after.trim_start();
        }
        let begins = |tag: &str| {
            rest.strip_prefix(tag)
                .is_some_and(|after| after.starts_with(|c: char| c.is_whitespace() || c == '>'))
        };
        if begins("<!doctype html") || begins("<html") {
            Some(Self::Html)
        } else if begins("<!doctype article") || begins("<article") {
            Some(Self::Jats)
        } else {
            None
        }
    }

    /// Markdown, where lines begin as only Markdown's do; plain text otherwise.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        if text.lines().any(is_markdown) {
            Self::Markdown
        } else {
            Self::Plain
        }
    }
}

/// What stands after an XML declaration or a comment.
fn after_prologue(text: &str) -> Option<&str> {
    let (open, close) = if text.starts_with("<?xml") {
        ("<?xml", "?>")
    } else {
        ("<!--", "-->")
    };
    text.strip_prefix(open)?
        .split_once(close)
        .map(|(_, after)| after)
}

/// A heading, a bar, an item, a fence. `#1` is a problem on a list of problems, not a heading.
fn is_markdown(line: &str) -> bool {
    let title = line.trim_start_matches('#');
    let is_heading = (1..=6).contains(&(line.len() - title.len())) && title.starts_with(' ');
    is_heading || line.starts_with('|') || line.starts_with("- ") || line.starts_with("```")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_beginnings_tell_the_format() {
        assert_eq!(Format::of_name("a.b/Report.MD"), Some(Format::Markdown));
        assert_eq!(Format::of_name("a.md/report"), None);
        assert_eq!(Format::of_bytes(b"PK\x03\x04"), Some(Format::Docx));
        assert_eq!(
            Format::of_bytes(b"\xef\xbb\xbf <!-- x -->\n<!DOCTYPE HTML><html>"),
            Some(Format::Html)
        );
        assert_eq!(
            Format::of_bytes(b"<?xml version='1.0'?><!DOCTYPE article PUBLIC"),
            Some(Format::Jats)
        );
        assert_eq!(Format::of_bytes(b"<articles>"), None);
        assert_eq!(Format::of_text("症例\n- 発熱\n"), Format::Markdown);
        assert_eq!(
            Format::of_text("症例\n#1 肝硬変\n-発熱\n・咳\n"),
            Format::Plain
        );
        assert!(
            Format::ALL
                .into_iter()
                .all(|format| Format::named(format.name()) == Some(format))
        );
    }
}
