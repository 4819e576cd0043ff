//! From an entry to the keys under which the text is searched: spellings, then inflected forms.

use hashbrown::HashSet;

use crate::glossary::Entry;
use crate::glossary::language::Language;
use crate::text::script::Script;

/// A form of a word as it may stand in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WordForm {
    pub(crate) text: String,
    pub(crate) right: String,
    pub(crate) means: Vec<String>,
    pub(crate) cost: i32,
    /// Not the headword's own spelling.
    pub(crate) variant: bool,
}

/// Whether words of this part of speech change their form.
pub(crate) fn changes(pos: &str) -> bool {
    matches!(
        pos,
        "ichidan"
            | "godan"
            | "godan-iku"
            | "godan-aru"
            | "suru"
            | "zuru"
            | "kuru"
            | "i-adjective"
            | "masu"
            | "negative"
    )
}

/// All forms of an entry, its headword's first.
pub(crate) fn forms_of(
    entry: &Entry,
    language: &Language,
    respellings: &Respellings<'_>,
) -> Vec<WordForm> {
    let mut forms = Vec::new();
    for (index, spelling) in spellings(entry, respellings).iter().enumerate() {
        for mut form in inflected(spelling, &entry.pos, language) {
            form.variant = index > 0;
            if !forms.iter().any(|other: &WordForm| {
                other.text == form.text && other.right == form.right && other.means == form.means
            }) {
                forms.push(form);
            }
        }
    }
    forms
}

/// The forms of one spelling by the paradigms of its part of speech; the spelling itself where the word does not change.
pub(crate) fn inflected(spelling: &str, pos: &str, language: &Language) -> Vec<WordForm> {
    let changing: Vec<_> = language
        .paradigm
        .iter()
        .filter(|paradigm| paradigm.pos == pos)
        .collect();
    if changing.is_empty() {
        let right = language
            .parts
            .get(pos)
            .map_or("noun", |sides| sides.right.as_str())
            .to_owned();
        return vec![WordForm {
            text: spelling.to_owned(),
            right,
            means: Vec::new(),
            cost: 0,
            variant: false,
        }];
    }
    let fitting = changing
        .iter()
        .find_map(|paradigm| Some((*paradigm, spelling.strip_suffix(paradigm.ending.as_str())?)));
    let Some((paradigm, stem)) = fitting else {
        return Vec::new();
    };
    paradigm
        .forms
        .iter()
        .map(|form| WordForm {
            text: format!("{stem}{}", form.add),
            right: form.right.clone(),
            means: form.means.clone(),
            cost: form.cost,
            variant: false,
        })
        .filter(|form| !form.text.is_empty())
        .collect()
}

/// The headword, its variants, and the spellings that follow from them by rule.
fn spellings(entry: &Entry, respellings: &Respellings<'_>) -> Vec<String> {
    let mut all: Vec<String> = Vec::with_capacity(1 + entry.variants.len());
    for spelling in std::iter::once(&entry.headword).chain(&entry.variants) {
        push_new(&mut all, spelling.clone());
    }
    for index in 0..all.len() {
        let spelling = all.get(index).cloned().unwrap_or_default();
        for respelled in respellings.of_spelling(&spelling) {
            push_new(&mut all, respelled);
        }
    }
    for index in 0..all.len() {
        let spelling = all.get(index).cloned().unwrap_or_default();
        if let Some(joined) = without_latin_hyphens(&spelling) {
            push_new(&mut all, joined);
        }
        if let Some(short) = without_final_long_mark(&spelling) {
            push_new(&mut all, short);
        }
    }
    all
}

fn push_new(all: &mut Vec<String>, spelling: String) {
    if !spelling.is_empty() && !all.contains(&spelling) {
        all.push(spelling);
    }
}

/// 蛋白 for タンパク and the like: the lists named `spelling…` in the language files hold parts of words that are written in several ways.
#[derive(Clone, Debug)]
pub(crate) struct Respellings<'l> {
    lists: Vec<&'l [String]>,
    /// Characters with which one of the ways begins.
    begins: HashSet<char>,
}

impl<'l> Respellings<'l> {
    pub(crate) fn of(language: &'l Language) -> Self {
        let lists: Vec<&[String]> = language
            .lists
            .iter()
            .filter(|(name, _)| name.starts_with("spelling"))
            .map(|(_, ways)| ways.as_slice())
            .collect();
        let ways = lists.iter().copied().flatten();
        Self {
            begins: ways.filter_map(|way| way.chars().next()).collect(),
            lists,
        }
    }

    fn of_spelling(&self, spelling: &str) -> Vec<String> {
        if !spelling.contains(|c| self.begins.contains(&c)) {
            return Vec::new();
        }
        let mut all = Vec::new();
        for ways in &self.lists {
            let Some(written) = ways.iter().find(|way| spelling.contains(way.as_str())) else {
                continue;
            };
            all.extend(
                ways.iter()
                    .filter(|way| *way != written)
                    .map(|way| spelling.replace(written.as_str(), way)),
            );
        }
        all
    }
}

/// `TNFα` for `TNF-α`, `IL6` for `IL-6`.
fn without_latin_hyphens(spelling: &str) -> Option<String> {
    let chars: Vec<char> = spelling.chars().collect();
    let latin = |at: usize| chars.get(at).is_some_and(|c| Script::of(*c).is_latin());
    let joined: String = chars
        .iter()
        .enumerate()
        .filter(|(at, c)| !(**c == '-' && at.checked_sub(1).is_some_and(latin) && latin(at + 1)))
        .map(|(_, c)| *c)
        .collect();
    (joined != spelling && joined.chars().count() >= 3).then_some(joined)
}

/// コンピュータ for コンピューター: the long mark at the end of longer katakana words comes and goes (JIS Z 8301).
fn without_final_long_mark(spelling: &str) -> Option<String> {
    let short = spelling.strip_suffix('ー')?;
    let katakana = short
        .chars()
        .rev()
        .take_while(|c| Script::of(*c) == Script::Katakana)
        .count();
    (katakana >= 3).then(|| short.to_owned())
}
