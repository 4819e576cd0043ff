//! Fields as texts: empty, untrimmed, over-long, with control characters; headwords that match too much or nothing.

use super::{Checker, Place};
use crate::text::kana::is_kana;
use crate::text::script::Script;

/// Characters a headword or variant may have.
const LONGEST_HEADWORD: usize = 64;
/// Characters an English form or a reading may have.
const LONGEST_FORM: usize = 120;
/// Characters a note may have.
const LONGEST_NOTE: usize = 400;

/// Parts of speech whose headword may be one kana or a sign alone: they lean on other words or are signs.
const MAY_BE_SHORT: &[&str] = &[
    "prefix",
    "suffix",
    "suru-suffix",
    "na-suffix",
    "joint",
    "title",
    "symbol",
    "expression",
];

impl Checker<'_> {
    pub(super) fn check_texts(&mut self, place: Place<'_>) {
        self.check_headword(place);
        for (name, text, longest) in fields(place) {
            self.check_field(place, name, text, longest);
        }
        self.check_repeated(place);
    }

    fn check_headword(&mut self, place: Place<'_>) {
        let short = MAY_BE_SHORT.contains(&place.entry.pos.as_str());
        for spelling in place.spellings() {
            let folded = self.fold.fold(spelling.trim());
            let mut seen = folded.chars().filter(|c| *c != ' ').peekable();
            if seen.peek().is_none() {
                self.error(place, "blank-headword", "a headword or variant is blank, so nothing can match it; write the word or take it out".to_owned());
            } else if !short && seen.all(|c| Script::of(c) == Script::Punctuation) {
                let help = "give it `pos = \"symbol\"` if it is a sign with a meaning";
                self.error(
                    place,
                    "blank-headword",
                    format!("`{spelling}` is punctuation only; {help}"),
                );
            } else if !short && is_one_kana(&folded) {
                let help = "it would be found inside other words; write it in kanji or take it out";
                self.warning(
                    place,
                    "one-kana-headword",
                    format!("`{spelling}` is one kana: {help}"),
                );
            }
        }
    }

    fn check_field(&mut self, place: Place<'_>, name: &'static str, text: &str, longest: usize) {
        if text.trim().is_empty() {
            if name != "headword" && name != "variants" {
                self.error(
                    place,
                    "empty-field",
                    format!("`{name}` holds an empty text; write it or take it out"),
                );
            }
            return;
        }
        if text.trim() != text {
            self.warning(
                place,
                "untrimmed",
                format!(
                    "`{name}` has white space around `{}`; take it out",
                    text.trim()
                ),
            );
        }
        if text.chars().any(char::is_control) {
            self.error(
                place,
                "control-character",
                format!("`{name}` holds a tab, line break or other control character; take it out"),
            );
        }
        let count = text.chars().count();
        if count > longest {
            let start: String = text.chars().take(20).collect();
            self.error(
                place,
                "too-long",
                format!(
                    "`{name}` has {count} characters, more than {longest}: `{start}…`; shorten it"
                ),
            );
        }
    }

    fn check_repeated(&mut self, place: Place<'_>) {
        if place.entry.english.is_empty() {
            self.error(
                place,
                "empty-field",
                "`english` is empty; give at least one form".to_owned(),
            );
        }
        let spellings: Vec<&String> = place.spellings().collect();
        let english: Vec<&String> = place.entry.english.iter().collect();
        for (name, texts) in [("variants", spellings), ("english", english)] {
            let repeated = texts
                .iter()
                .enumerate()
                .find(|(at, text)| texts.iter().take(*at).any(|other| other == *text));
            if let Some((_, text)) = repeated.filter(|(_, text)| !text.trim().is_empty()) {
                self.warning(
                    place,
                    "repeated",
                    format!("`{text}` stands twice in `{name}`; take one out"),
                );
            }
        }
    }
}

/// All texts of an entry with their names and greatest lengths; optional fields only where they are given.
fn fields<'a>(place: Place<'a>) -> impl Iterator<Item = (&'static str, &'a str, usize)> {
    let entry = place.entry;
    let many = |name: &'static str, texts: &'a [String], longest: usize| {
        texts.iter().map(move |text| (name, text.as_str(), longest))
    };
    let one = |name: &'static str, text: &'a str, longest: usize| {
        std::iter::once((name, text, longest)).filter(|(_, text, _)| !text.is_empty())
    };
    std::iter::once(("headword", entry.headword.as_str(), LONGEST_HEADWORD))
        .chain(many("variants", &entry.variants, LONGEST_HEADWORD))
        .chain(many("english", &entry.english, LONGEST_FORM))
        .chain(many("deprecated", &entry.deprecated, LONGEST_FORM))
        .chain(many("forbidden", &entry.forbidden, LONGEST_FORM))
        .chain(many("examples", &entry.examples, LONGEST_NOTE))
        .chain(many(
            "counterexamples",
            &entry.counterexamples,
            LONGEST_NOTE,
        ))
        .chain(one("reading", &entry.reading, LONGEST_FORM))
        .chain(one("modifier", &entry.modifier, LONGEST_FORM))
        .chain(many("verb", &entry.verb, LONGEST_FORM))
        .chain(one("abbreviation", &entry.abbreviation, LONGEST_HEADWORD))
        .chain(one("field", &entry.field, LONGEST_HEADWORD))
        .chain(one("note", &entry.note, LONGEST_NOTE))
        .chain(
            entry
                .codes
                .iter()
                .map(|(_, code)| ("codes", code.as_str(), LONGEST_FORM)),
        )
}

fn is_one_kana(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(is_kana) && chars.next().is_none()
}
