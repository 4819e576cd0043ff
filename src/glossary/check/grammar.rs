//! Names that the grammar must know: part of speech, class, conditions; endings of words that change; templates of affixes.

use super::{Checker, Place};

/// What an entry can name; conditions and marks ask for these.
const CLASSES: &[&str] = &[
    "disease",
    "symptom",
    "anatomy",
    "drug",
    "procedure",
    "test",
    "organism",
    "substance",
    "cell",
    "person",
    "device",
    "statistic",
    "document",
    "concept",
    "time",
    "place",
    "modifier",
    "institution",
];

impl Checker<'_> {
    pub(super) fn check_grammar(&mut self, place: Place<'_>) {
        self.check_pos(place);
        self.check_ending(place);
        self.check_template(place);
        self.check_conditions(place);
        if !place.entry.class.is_empty() {
            self.check_class(place, &place.entry.class);
        }
    }

    fn check_pos(&mut self, place: Place<'_>) {
        let pos = &place.entry.pos;
        let known = self
            .language
            .parts
            .keys()
            .chain(self.language.paradigm.iter().map(|paradigm| &paradigm.pos));
        let known: Vec<&str> = known.map(String::as_str).collect();
        if !known.contains(&pos.as_str()) {
            let near = nearest(pos, &known);
            self.error(
                place,
                "unknown-pos",
                format!("`{pos}` is no part of speech{near}; they are listed in connections.toml"),
            );
        }
    }

    fn check_class(&mut self, place: Place<'_>, class: &str) {
        if !CLASSES.contains(&class) {
            let near = nearest(class, CLASSES);
            self.error(
                place,
                "unknown-class",
                format!(
                    "`{class}` is no class{near}; there are {}",
                    CLASSES.join(", ")
                ),
            );
        }
    }

    /// A word that changes must end as its paradigm says, or no form of it is ever found.
    fn check_ending(&mut self, place: Place<'_>) {
        let paradigms = self
            .language
            .paradigm
            .iter()
            .filter(|paradigm| paradigm.pos == place.entry.pos);
        let endings: Vec<&str> = paradigms.map(|paradigm| paradigm.ending.as_str()).collect();
        if endings.is_empty() {
            return;
        }
        for spelling in place.spellings() {
            if !endings.iter().any(|ending| spelling.ends_with(ending)) {
                let pos = &place.entry.pos;
                let message = format!(
                    "`{spelling}` is never found: a word of `{pos}` ends in {}; give the dictionary form",
                    endings.join(", ")
                );
                self.error(place, "wrong-ending", message);
            }
        }
    }

    /// Affixes say with gaps where the word goes that they lean on; other words have none.
    fn check_template(&mut self, place: Place<'_>) {
        let gap = match place.entry.pos.as_str() {
            "prefix" | "suffix" | "suru-suffix" | "na-suffix" => Some("{}"),
            "joint" => Some("{left}"),
            _ => None,
        };
        for form in &place.entry.english {
            match gap {
                Some(gap) if !form.contains(gap) => {
                    self.error(place, "template", format!("`{form}` has no `{gap}`, so the word that it leans on would be lost; add the gap"));
                }
                None if form.contains(['{', '}']) => {
                    self.error(
                        place,
                        "template",
                        format!(
                            "`{form}` has a gap, but `{}` is no affix; take it out",
                            place.entry.pos
                        ),
                    );
                }
                _ => {}
            }
        }
    }

    fn check_conditions(&mut self, place: Place<'_>) {
        let when = &place.entry.when;
        let lists = [
            ("left", &when.left),
            ("right", &when.right),
            ("left_class", &when.left_class),
            ("right_class", &when.right_class),
            ("section", &when.section),
        ];
        for (name, words) in lists {
            if words
                .iter()
                .any(|word| self.fold.fold(word.trim()).trim().is_empty())
            {
                self.error(place, "empty-condition", format!("`when.{name}` holds an empty text, which always holds; write it or take it out"));
            }
            if name.ends_with("class") {
                words
                    .iter()
                    .filter(|word| !word.is_empty())
                    .for_each(|class| self.check_class(place, class));
            }
        }
    }
}

/// "; did you mean …?" for a name that is nearly one of the known.
fn nearest(name: &str, known: &[&str]) -> String {
    let near = known
        .iter()
        .min_by_key(|known| crate::glossary::load::edit_distance(name, known));
    let near = near.filter(|known| crate::glossary::load::edit_distance(name, known) <= 2);
    near.map(|known| format!(", did you mean `{known}`?"))
        .unwrap_or_default()
}
