//! "Where to look": sentences that hold a listed word of a topic. A topic without any is said to have none; that proves nothing.

use crate::gloss::ledger::survey::{Numbered, Survey};

/// A word that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookWord {
    /// As listed.
    pub japanese: String,
    /// What its entry says, where it has one.
    pub english: Option<String>,
}

/// A topic with the sentences that hold one of its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The topic, in English.
    pub topic: String,
    /// The words looked for.
    pub words: Vec<LookWord>,
    /// Numbers of sentences, in order, with the place in `words` of the first word found there.
    pub found: Vec<(usize, usize)>,
}

impl Survey<'_> {
    /// The topics in the order of their list.
    #[must_use]
    pub fn look(&self) -> Vec<Look> {
        let fold = &self.glossary.fold;
        let text = |numbered: &Numbered<'_>| {
            fold.fold(
                &numbered
                    .block
                    .visible(&self.document.text, numbered.sentence.span),
            )
        };
        let texts: Vec<(usize, String)> = self
            .sentences()
            .iter()
            .map(|numbered| (numbered.number, text(numbered)))
            .collect();
        let topics = self.list("look").iter().map(|name| {
            let words = self.list(&format!("look_{name}"));
            let keys: Vec<String> = words.iter().map(|word| fold.fold(word)).collect();
            let first = |text: &str| keys.iter().position(|key| holds(text, key));
            let found = texts
                .iter()
                .filter_map(|(number, text)| Some((*number, first(text)?)))
                .collect();
            let words = words
                .iter()
                .map(|word| LookWord {
                    japanese: word.clone(),
                    english: self.english_for(word),
                })
                .collect();
            Look {
                topic: name.replace('_', " "),
                words,
                found,
            }
        });
        topics.collect()
    }
}

/// Whether the text holds the word; a word in Latin letters must stand by itself: AST is not in ASTHMA.
fn holds(text: &str, word: &str) -> bool {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (
            text.get(..at).unwrap_or_default(),
            text.get(at + word.len()..).unwrap_or_default(),
        );
        let joined = |inner: Option<char>, outer: Option<char>| latin(inner) && latin(outer);
        !joined(word.chars().next(), before.chars().next_back())
            && !joined(word.chars().next_back(), after.chars().next())
    })
}
