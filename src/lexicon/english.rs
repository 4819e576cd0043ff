//! English words as they are compared: lower case, plural endings folded, British spelling folded to American.

/// The words of an English form for searching; bracketed parts count as words too.
pub(crate) fn words(form: &str) -> Vec<String> {
    form.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(fold_word)
        .collect()
}

/// One word in its compared form.
pub(crate) fn fold_word(word: &str) -> String {
    let mut word = word.to_lowercase();
    for (british, american) in BRITISH {
        if let Some(at) = word.find(british) {
            word.replace_range(at..at + british.len(), american);
        }
    }
    singular(&word)
}

/// Spelling rules, not words: the digraphs that American spelling writes with one letter, and the endings that it changes.
const BRITISH: &[(&str, &str)] = &[
    ("haem", "hem"),
    ("aemi", "emi"),
    ("oedem", "edem"),
    ("oesoph", "esoph"),
    ("paed", "ped"),
    ("gynaec", "gynec"),
    ("anaesth", "anesth"),
    ("orrhoea", "orrhea"),
    ("foet", "fet"),
    ("caec", "cec"),
    ("faec", "fec"),
    ("leukaem", "leukem"),
    ("ischaem", "ischem"),
    ("tumour", "tumor"),
    ("colour", "color"),
    ("fibre", "fiber"),
    ("centre", "center"),
    ("isation", "ization"),
];

fn singular(word: &str) -> String {
    let ends = |end: &str| word.ends_with(end);
    if word.len() > 4 && ends("ies") {
        return format!("{}y", word.trim_end_matches("ies"));
    }
    if word.len() > 3 && ends("s") && !ends("ss") && !ends("us") && !ends("is") {
        return word.strip_suffix('s').unwrap_or(word).to_owned();
    }
    word.to_owned()
}

/// Katakana as hiragana, all else as it is.
pub(crate) fn hiragana(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{30a1}'..='\u{30f6}' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_and_number_do_not_tell_words_apart() {
        assert_eq!(words("Anaemias (haemolytic)"), ["anemia", "hemolytic"]);
        assert_eq!(words("oesophageal varices"), ["esophageal", "varice"]);
        assert_eq!(fold_word("cirrhosis"), "cirrhosis");
    }
}
