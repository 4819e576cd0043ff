//! English words as they are compared: lower case, plurals and British spelling folded, accents dropped.
//!
//! The pairs of British and American letters and the irregular plurals are data (`glossary/language/english.toml`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What is known of English spelling.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spelling {
    /// British letters and their American form, in the order in which they are tried, by the first letter.
    british: BTreeMap<char, Vec<Pair>>,
    /// Plural to singular.
    plurals: BTreeMap<String, String>,
}

/// British letters and the American for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Pair {
    british: String,
    american: String,
    /// Only where a word begins.
    begins: bool,
    /// Only where a word ends, but for a plural s.
    ends: bool,
}

impl Pair {
    fn new(british: &str, american: String) -> Self {
        let bare = british.trim_start_matches('^').trim_end_matches('$');
        Self {
            british: bare.to_owned(),
            american,
            begins: british.starts_with('^'),
            ends: british.ends_with('$'),
        }
    }

    fn fits(&self, rest: &str, inside: bool) -> bool {
        let Some(after) = rest.strip_prefix(self.british.as_str()) else {
            return false;
        };
        let after = after.strip_prefix('s').unwrap_or(after);
        let misplaced =
            (self.begins && inside) || (self.ends && after.starts_with(char::is_alphabetic));
        !misplaced
    }
}

impl Spelling {
    /// From the rows of `[irregular]`: `british` holds pairs "British American", where `^` asks for the beginning of a word and `$` for its
    /// end, `plurals` pairs "singular plural", both divided by semicolons.
    ///
    /// ```
    /// use medgloss::text::spelling::Spelling;
    /// let spelling = Spelling::new("haem hem; aemi emi; ^oesoph esoph", "varix varices");
    /// assert_eq!(spelling.words("Anaemias (haemolytic)"), ["anemia", "hemolytic"]);
    /// assert_eq!(spelling.words("oesophageal varices"), ["esophageal", "varix"]);
    /// ```
    #[must_use]
    pub fn new(british: &str, plurals: &str) -> Self {
        let mut by_letter: BTreeMap<char, Vec<Pair>> = BTreeMap::new();
        for (from, to) in pairs(british) {
            let pair = Pair::new(&from, to);
            if let Some(first) = pair.british.chars().next() {
                by_letter.entry(first).or_default().push(pair);
            }
        }
        Self {
            british: by_letter,
            plurals: pairs(plurals)
                .map(|(singular, plural)| (plural, singular))
                .collect(),
        }
    }

    /// The words of an English form in their compared forms; bracketed parts count as words too, the possessive ending does not.
    #[must_use]
    pub fn words(&self, form: &str) -> Vec<String> {
        words_as_written(form)
            .map(|word| self.fold_word(word))
            .collect()
    }

    /// One word in its compared form.
    #[must_use]
    pub fn fold_word(&self, word: &str) -> String {
        let word: String = word
            .chars()
            .flat_map(char::to_lowercase)
            .map(without_accent)
            .collect();
        if let Some(singular) = self.plurals.get(&word) {
            return singular.clone();
        }
        singular(&self.american(&word))
    }

    /// Whether a form holds letters that American spelling writes otherwise; names, with a capital inside the form, keep their own spelling.
    #[must_use]
    pub fn is_british(&self, form: &str) -> bool {
        form.split_whitespace().enumerate().any(|(place, word)| {
            let is_name = place > 0 && word.starts_with(char::is_uppercase);
            let word = word.to_lowercase();
            !is_name && self.american(&word) != word
        })
    }

    /// The form in American spelling; expects lower case.
    #[must_use]
    pub fn american(&self, form: &str) -> String {
        let mut out = String::with_capacity(form.len());
        let (mut rest, mut inside) = (form, false);
        while let Some(first) = rest.chars().next() {
            let pair = self
                .british
                .get(&first)
                .and_then(|pairs| pairs.iter().find(|pair| pair.fits(rest, inside)));
            let len = match pair {
                Some(pair) => {
                    out.push_str(&pair.american);
                    pair.british.len()
                }
                None => {
                    out.push(first);
                    first.len_utf8()
                }
            };
            inside = rest
                .get(..len)
                .and_then(|used| used.chars().last())
                .is_some_and(char::is_alphabetic);
            rest = rest.get(len..).unwrap_or_default();
        }
        out
    }
}

fn pairs(text: &str) -> impl Iterator<Item = (String, String)> + '_ {
    text.split(';').filter_map(|row| {
        let mut words = row.split_whitespace();
        Some((words.next()?.to_owned(), words.next()?.to_owned()))
    })
}

/// The words of an English form as they are written, without possessive endings.
pub(crate) fn words_as_written(form: &str) -> impl Iterator<Item = &str> {
    form.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c))
        .map(|word| {
            let word = word.trim_matches(is_apostrophe);
            word.strip_suffix('s')
                .and_then(|stem| stem.strip_suffix(is_apostrophe))
                .unwrap_or(word)
        })
        .filter(|word| !word.is_empty())
}

const fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’')
}

/// Regular plurals, and those of inflammations; `ss`, `us` and `is` end singulars, and so does `ache`.
fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("itides") {
        return format!("{stem}itis");
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    let ends = |end: &str| word.ends_with(end);
    if ["sses", "xes", "shes"].into_iter().any(ends) || (ends("ches") && !ends("aches")) {
        return word.strip_suffix("es").unwrap_or(word).to_owned();
    }
    if word.len() > 3 && ends("s") && !ends("ss") && !ends("us") && !ends("is") {
        return word.strip_suffix('s').unwrap_or(word).to_owned();
    }
    word.to_owned()
}

/// Letters of Latin-1 with an accent, without it: names of diseases are written both ways.
const fn without_accent(character: char) -> char {
    match character {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' => 'o',
        'ù'..='ü' => 'u',
        'ý' | 'ÿ' => 'y',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::Spelling;

    fn spelling() -> Spelling {
        Spelling::new(
            "^oesoph esoph; haem hem; tumour tumor; metre$ meter",
            "varix varices; metastasis metastases",
        )
    }

    #[test]
    fn spelling_number_accents_and_possessives_do_not_tell_words_apart() {
        assert_eq!(
            spelling().words("Oesophageal tumours"),
            ["esophageal", "tumor"]
        );
        assert_eq!(
            spelling().words("Sjögren’s syndrome"),
            ["sjogren", "syndrome"]
        );
        assert_eq!(
            spelling().words("biopsies, metastases"),
            ["biopsy", "metastasis"]
        );
        assert_eq!(spelling().fold_word("cirrhosis"), "cirrhosis");
    }

    #[test]
    fn inflammations_have_a_plural_of_their_own() {
        let words = spelling().words("hepatitides, arthritides; gastritis");
        assert_eq!(words, ["hepatitis", "arthritis", "gastritis"]);
    }

    #[test]
    fn british_letters_are_known() {
        assert!(spelling().is_british("Haemangioma"));
        assert!(spelling().is_british("two metres"));
        for american in [
            "hemangioma",
            "gastroesophageal reflux",
            "pemetrexed",
            "Ministry of Haematology",
        ] {
            assert!(!spelling().is_british(american), "{american}");
        }
    }
}
