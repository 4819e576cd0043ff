//! Kana: the two kinds as one, for comparing readings.

/// Katakana as hiragana, all else as it is.
///
/// ```
/// use medgloss::text::kana::hiragana;
/// assert_eq!(hiragana("オウダン"), "おうだん");
/// assert_eq!(hiragana("ステロイド投与"), "すてろいど投与");
/// ```
#[must_use]
pub fn hiragana(text: &str) -> String {
    text.chars().map(hiragana_of).collect()
}

/// One katakana as hiragana, any other character as it is.
#[must_use]
pub fn hiragana_of(character: char) -> char {
    // U+30A1..U+30F6 stand in the same order as U+3041..U+3096 (Unicode, Hiragana and Katakana).
    match character {
        '\u{30a1}'..='\u{30f6}' => char::from_u32(character as u32 - 0x60).unwrap_or(character),
        other => other,
    }
}

/// Whether a character is kana of either kind or the long mark.
#[must_use]
pub const fn is_kana(character: char) -> bool {
    matches!(character, '\u{3041}'..='\u{3096}' | '\u{309d}' | '\u{309e}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30fe}')
}
