//! English forms: no Japanese in them, American spelling first, nothing that the entry itself calls wrong.

use super::{Checker, Place};
use crate::text::script::Script;

/// Keys of an entry that have ended up inside a text.
const KEYS: &[&str] = &[
    "english:",
    "verb:",
    "note:",
    "class:",
    "modifier:",
    "reading:",
    "variants:",
];

impl Checker<'_> {
    pub(super) fn check_english(&mut self, place: Place<'_>) {
        let entry = place.entry;
        let forms = entry
            .english
            .iter()
            .chain(&entry.deprecated)
            .chain(&entry.forbidden)
            .chain(&entry.verb)
            .chain([&entry.modifier]);
        for form in forms {
            if form.chars().any(is_japanese) {
                self.error(
                    place,
                    "japanese-in-english",
                    format!("`{form}` holds Japanese characters; write English only"),
                );
            }
            if KEYS.iter().any(|key| form.contains(key)) {
                self.error(
                    place,
                    "key-in-english",
                    format!("`{form}` holds the name of a key; give it a field of its own"),
                );
            }
        }
        self.check_spelling(place);
        for form in entry
            .english
            .iter()
            .filter(|form| entry.forbidden.contains(form))
        {
            self.error(
                place,
                "forbidden-form",
                format!("`{form}` is listed as wrong and as English of the same entry; keep one"),
            );
        }
    }

    fn check_spelling(&mut self, place: Place<'_>) {
        let entry = place.entry;
        for (name, form) in [
            ("english", entry.english.first()),
            ("verb", entry.verb.first()),
            ("modifier", Some(&entry.modifier)),
        ] {
            if let Some(form) = form.filter(|form| self.spelling.is_british(form)) {
                let american = self.spelling.american(&form.to_lowercase());
                self.warning(
                    place,
                    "british-first",
                    format!("`{name}` begins with the British `{form}`; put `{american}` first"),
                );
            }
        }
    }
}

/// Kanji, kana and full-width forms; the middle dot and brackets of Japanese too.
fn is_japanese(character: char) -> bool {
    Script::of(character).is_japanese()
        || matches!(character, '\u{3001}'..='\u{301f}' | '\u{30fb}' | '\u{ff01}'..='\u{ffef}')
}
