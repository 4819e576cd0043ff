//! Formulas of reports: one Greek letter, a sign, a power. `$\alpha$` reads α, `$10^{5}$` reads 10^5.
//!
//! A formula that is more than that is kept as it is written.

use super::inline::Draft;
use crate::span::{Piece, PieceKind, Span};

const GREEK: &str = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega";
const GREEK_LETTERS: &str = "αβγδεζηθικλμνξοπρστυφχψω";

const SYMBOLS: &[(&str, &str)] = &[
    ("varepsilon", "ε"),
    ("vartheta", "θ"),
    ("varkappa", "κ"),
    ("varpi", "π"),
    ("varrho", "ρ"),
    ("varsigma", "ς"),
    ("varphi", "φ"),
    ("times", "×"),
    ("div", "÷"),
    ("pm", "±"),
    ("mp", "∓"),
    ("cdot", "·"),
    ("ast", "*"),
    ("leq", "≤"),
    ("le", "≤"),
    ("leqq", "≦"),
    ("leqslant", "≤"),
    ("geq", "≥"),
    ("ge", "≥"),
    ("geqq", "≧"),
    ("geqslant", "≥"),
    ("lt", "<"),
    ("gt", ">"),
    ("ll", "≪"),
    ("gg", "≫"),
    ("neq", "≠"),
    ("ne", "≠"),
    ("approx", "≈"),
    ("simeq", "≃"),
    ("fallingdotseq", "≒"),
    ("sim", "~"),
    ("equiv", "≡"),
    ("rightarrow", "→"),
    ("to", "→"),
    ("longrightarrow", "→"),
    ("leftarrow", "←"),
    ("leftrightarrow", "↔"),
    ("Rightarrow", "⇒"),
    ("uparrow", "↑"),
    ("downarrow", "↓"),
    ("nearrow", "↗"),
    ("searrow", "↘"),
    ("infty", "∞"),
    ("circ", "°"),
    ("degree", "°"),
    ("prime", "′"),
    ("micro", "μ"),
    ("permil", "‰"),
    ("bullet", "•"),
    ("ldots", "…"),
    ("dots", "…"),
    ("cdots", "…"),
    ("%", "%"),
    ("&", "&"),
    ("#", "#"),
    ("_", "_"),
    ("$", "$"),
    ("{", "{"),
    ("}", "}"),
];

/// Commands that change the look only.
const LOOKS: &[&str] = &[
    "mathrm",
    "mathbf",
    "mathit",
    "mathsf",
    "mathtt",
    "mathcal",
    "boldsymbol",
    "bm",
    "rm",
    "bf",
    "it",
    "sf",
    "operatorname",
    "ce",
    "left",
    "right",
    "big",
    "Big",
    "displaystyle",
    "textstyle",
    "limits",
    "quad",
    "qquad",
    ",",
    ";",
    ":",
    "!",
    " ",
    "/",
];

/// Commands whose argument is words.
const WORDS: &[&str] = &[
    "text", "textrm", "textbf", "textit", "textsf", "mbox", "hbox",
];

/// The pieces of a formula with its dollar signs, `fence` bytes at either end.
pub(super) fn pieces(text: &str, span: Span, fence: usize) -> Vec<Piece> {
    let inside = Span::new(span.start + fence, span.end.saturating_sub(fence));
    let mut reader = Reader {
        text,
        at: inside.start,
        end: inside.end,
        draft: Draft::default(),
    };
    let understood = std::iter::from_fn(|| (reader.at < reader.end).then(|| reader.step()))
        .all(|step| step.is_some());
    if !understood {
        let mut raw = Draft::default();
        raw.verbatim(inside);
        return raw.finish(text);
    }
    let mut pieces = reader.draft.finish(text);
    // A letter that stands for the whole formula stands for its dollar signs too.
    if let Some(first) = pieces.first_mut().filter(|piece| is_replaced(piece)) {
        first.span.start = span.start;
    }
    if let Some(last) = pieces.last_mut().filter(|piece| is_replaced(piece)) {
        last.span.end = span.end;
    }
    pieces
}

const fn is_replaced(piece: &Piece) -> bool {
    matches!(piece.kind, PieceKind::Replaced(_))
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    end: usize,
    draft: Draft,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        Span::new(self.at, self.end).of(self.text)
    }

    /// Reads on by one sign; `None` where the formula is not understood.
    fn step(&mut self) -> Option<()> {
        let first = self.rest().chars().next()?;
        let length = first.len_utf8();
        match first {
            '\\' => return self.command(),
            '^' => return self.superscript(),
            '_' => return self.subscript(),
            '{' | '}' | '~' => {}
            c if c.is_whitespace() => {}
            _ => self.draft.verbatim(Span::new(self.at, self.at + length)),
        }
        self.at += length;
        Some(())
    }

    fn command(&mut self) -> Option<()> {
        let name = command_name(self.rest())?;
        let whole = Span::new(self.at, self.at + 1 + name.len());
        if WORDS.contains(&name) {
            let words = simple_group(self.text.get(whole.end..self.end)?)?;
            self.draft
                .verbatim(Span::new(whole.end + 1, whole.end + 1 + words.len()));
            self.at = whole.end + words.len() + 2;
            return Some(());
        }
        if !LOOKS.contains(&name) {
            self.draft.replaced(whole, &symbol(name)?);
        }
        self.at = whole.end;
        Some(())
    }

    /// Charges and plus signs lose the caret (Ca2+, CD4+); powers keep it.
    fn superscript(&mut self) -> Option<()> {
        let after = self.rest().get(1..)?;
        for degree in ["{\\circ}", "\\circ", "{\\degree}", "\\degree"] {
            if after.starts_with(degree) {
                let end = self.at + 1 + degree.len();
                self.draft.replaced(Span::new(self.at, end), "°");
                self.at = end;
                return Some(());
            }
        }
        let (content, length) = argument(after)?;
        let end = self.at + 1 + length;
        if content.ends_with(['+', '-', '−']) {
            self.draft.replaced(Span::new(self.at, end), content);
        } else {
            self.draft.verbatim(Span::new(self.at, self.at + 1));
            if length == content.len() {
                self.draft.verbatim(Span::new(self.at + 1, end));
            } else {
                self.draft.replaced(Span::new(self.at + 1, end), content);
            }
        }
        self.at = end;
        Some(())
    }

    fn subscript(&mut self) -> Option<()> {
        let (content, length) = argument(self.rest().get(1..)?)?;
        let end = self.at + 1 + length;
        self.draft.replaced(Span::new(self.at, end), content);
        self.at = end;
        Some(())
    }
}

/// The name after a backslash: letters, or one sign.
fn command_name(rest: &str) -> Option<&str> {
    let after = rest.strip_prefix('\\')?;
    let letters = after.len()
        - after
            .trim_start_matches(|c: char| c.is_ascii_alphabetic())
            .len();
    let length = if letters > 0 {
        letters
    } else {
        after.chars().next()?.len_utf8()
    };
    after.get(..length)
}

fn symbol(name: &str) -> Option<String> {
    if let Some((_, symbol)) = SYMBOLS.iter().find(|(known, _)| *known == name) {
        return Some((*symbol).to_owned());
    }
    let mut small = name.to_owned();
    small.get_mut(..1)?.make_ascii_lowercase();
    let (_, letter) = GREEK
        .split(' ')
        .zip(GREEK_LETTERS.chars())
        .find(|(known, _)| *known == small)?;
    Some(if small == name {
        letter.to_string()
    } else {
        letter.to_uppercase().collect()
    })
}

/// The argument of a superscript or subscript, and its length with braces.
fn argument(after: &str) -> Option<(&str, usize)> {
    if after.starts_with('{') {
        return simple_group(after).map(|content| (content.trim(), content.len() + 2));
    }
    let first = after
        .chars()
        .next()
        .filter(|c| !matches!(c, '\\' | '}' | '^' | '_') && !c.is_whitespace())?;
    after
        .get(..first.len_utf8())
        .map(|content| (content, first.len_utf8()))
}

/// What stands in braces, where it holds no command.
fn simple_group(rest: &str) -> Option<&str> {
    let (content, _) = rest.strip_prefix('{')?.split_once('}')?;
    (!content.trim().is_empty() && !content.contains(['\\', '{', '^', '_'])).then_some(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(formula: &str) -> String {
        let text = format!("x{formula}x");
        pieces(&text, Span::new(1, text.len() - 1), 1)
            .iter()
            .map(|piece| match &piece.kind {
                PieceKind::Replaced(shown) => shown.to_string(),
                _ => piece.span.of(&text).to_owned(),
            })
            .collect()
    }

    #[test]
    fn letters_and_signs_are_read() {
        assert_eq!(read(r"$\alpha$"), "α");
        assert_eq!(read(r"$\Delta$"), "Δ");
        assert_eq!(read(r"$ \geq 5 \times 10^{5} $"), "≥5×10^5");
        assert_eq!(read(r"$10^5$"), "10^5");
        assert_eq!(read(r"$37^{\circ}\mathrm{C}$"), "37°C");
        assert_eq!(read(r"$\mathrm{Ca}^{2+}$"), "Ca2+");
        assert_eq!(read(r"$SpO_2 \text{ and } PaCO_{2}$"), "SpO2 and PaCO2");
        assert_eq!(read(r"$5\,\mu g \pm 3\%$"), "5μg±3%");
    }

    #[test]
    fn other_formulas_are_kept() {
        assert_eq!(read(r"$\frac{a}{b}$"), r"\frac{a}{b}");
        assert_eq!(read(r"$x^{y^2}$"), r"x^{y^2}");
        assert_eq!(read(r"$\$"), r"\");
        assert_eq!(read("$体温$"), "体温");
        assert_eq!(read("$a^$"), "a^");
    }

    #[test]
    fn a_letter_stands_for_its_dollar_signs_too() {
        assert_eq!(
            pieces(r"$\beta$", Span::new(0, 7), 1),
            [Piece::new(0, 7, PieceKind::Replaced("β".into()))]
        );
    }
}
