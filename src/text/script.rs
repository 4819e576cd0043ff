//! Character classes by script, on folded characters.

/// What a folded character is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Script {
    /// White space.
    Space,
    /// Kanji, 々 and 〆.
    Kanji,
    /// Hiragana.
    Hiragana,
    /// Katakana and the long mark ー.
    Katakana,
    /// Latin, Greek, Cyrillic and other alphabetic letters.
    Letter,
    /// Decimal digits and other numbers (①, ², Ⅳ).
    Digit,
    /// Everything else: punctuation and symbols.
    Punctuation,
}

impl Script {
    /// The script of `character`.
    ///
    /// ```
    /// use medgloss::text::script::Script;
    /// assert_eq!(Script::of('肝'), Script::Kanji);
    /// assert_eq!(Script::of('ー'), Script::Katakana);
    /// ```
    #[must_use]
    #[inline]
    pub fn of(character: char) -> Self {
        match character {
            '\u{4e00}'..='\u{9fff}' => Self::Kanji,
            '\u{3041}'..='\u{3096}' => Self::Hiragana,
            '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' => Self::Katakana,
            'a'..='z' | 'A'..='Z' => Self::Letter,
            '0'..='9' => Self::Digit,
            other => Self::of_rarer(other),
        }
    }

    fn of_rarer(character: char) -> Self {
        match character {
            ' ' | '\t' | '\n' | '\r' | '\u{3000}' => Self::Space,
            '\u{21}'..='\u{7e}' | '\u{3001}'..='\u{3003}' => Self::Punctuation,
            '\u{309d}' | '\u{309e}' => Self::Hiragana,
            '\u{31f0}'..='\u{31ff}' => Self::Katakana,
            '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => {
                Self::Kanji
            }
            '\u{3005}'..='\u{3007}' => Self::Kanji,
            other if other.is_whitespace() => Self::Space,
            other if other.is_numeric() => Self::Digit,
            other if other.is_alphabetic() => Self::Letter,
            _ => Self::Punctuation,
        }
    }

    /// Kanji or kana.
    #[must_use]
    pub const fn is_japanese(self) -> bool {
        matches!(self, Self::Kanji | Self::Hiragana | Self::Katakana)
    }

    /// A letter or digit of a Latin run.
    #[must_use]
    pub const fn is_latin(self) -> bool {
        matches!(self, Self::Letter | Self::Digit)
    }
}
