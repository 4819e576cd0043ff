//! An entry as the lookup shows it.

use crate::gloss::Segment;
use crate::gloss::romaji::romaji;
use crate::glossary::Layer;
use crate::lexicon::EntryView;
use crate::lookup::MatchKind;
use crate::lookup::search::{Hit, How, Search};
use crate::text::kana::{hiragana, is_kana};

/// An entry that was found, or a compound that is no entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The usual written form; the query itself where it is a compound.
    pub headword: String,
    /// Other spellings.
    pub variants: Vec<String>,
    /// Hiragana.
    pub reading: Option<String>,
    /// English, preferred first; `…` stands for the word that an affix leans on.
    pub english: Vec<String>,
    /// Part of speech.
    pub pos: String,
    /// Field.
    pub field: String,
    /// What kind of thing it names.
    pub class: Option<String>,
    /// A warning.
    pub note: Option<String>,
    /// Latin abbreviation in common use.
    pub abbreviation: Option<String>,
    /// The form before an English noun.
    pub modifier: Option<String>,
    /// English that is understood but should not be written any more.
    pub deprecated: Vec<String>,
    /// English that is wrong.
    pub forbidden: Vec<String>,
    /// When this sense holds: what must stand where, and one of which words.
    pub conditions: Vec<(&'static str, Vec<String>)>,
    /// Codes of public vocabularies: (system, code).
    pub codes: Vec<(String, String)>,
    /// Whether all senses count because none can be chosen.
    pub ambiguous: bool,
    /// Which glossary says so, and under which headword; `None` for a compound.
    pub entry: Option<String>,
    /// Whether a person wrote and reviewed it for this termbase: not the general dictionary.
    pub reviewed: bool,
    /// The file it comes from.
    pub source: Option<Source>,
    /// How it was found.
    pub kind: MatchKind,
    /// The parts of a compound.
    pub parts: Vec<Part>,
    /// How it was found, in words.
    pub why: String,
}

/// The file that an entry comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What it holds.
    pub title: String,
    /// SPDX licence expression.
    pub license: String,
    /// Whom to name.
    pub attribution: String,
    /// Its path.
    pub path: String,
}

/// A part of a compound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// As it stands in the query.
    pub text: String,
    /// The entry's own form.
    pub headword: Option<String>,
    /// Hiragana.
    pub reading: Option<String>,
    /// English, preferred first.
    pub english: Vec<String>,
    /// Which glossary says so.
    pub entry: Option<String>,
}

impl Found {
    /// The reading in Latin letters.
    #[must_use]
    pub fn romaji(&self) -> Option<String> {
        self.reading.as_deref().map(romaji)
    }

    /// A compound from its segment.
    pub(super) fn composed(query: &str, segment: &Segment) -> Self {
        let by_rule = segment.parts.is_empty();
        Self {
            headword: query.to_owned(),
            variants: Vec::new(),
            reading: segment.reading.clone(),
            english: segment
                .gloss
                .iter()
                .chain(&segment.alternatives)
                .cloned()
                .collect(),
            pos: if by_rule {
                segment.kind.name()
            } else {
                "compound"
            }
            .to_owned(),
            field: "composed".to_owned(),
            class: segment.class.clone(),
            note: segment.note.clone(),
            abbreviation: None,
            modifier: None,
            deprecated: Vec::new(),
            forbidden: Vec::new(),
            conditions: Vec::new(),
            codes: Vec::new(),
            ambiguous: false,
            entry: None,
            reviewed: false,
            source: None,
            kind: MatchKind::Compound,
            parts: segment.parts.iter().map(Part::of).collect(),
            why: if by_rule {
                "no entry; read by rule"
            } else {
                "no entry; composed from its parts"
            }
            .to_owned(),
        }
    }
}

impl Part {
    fn of(segment: &Segment) -> Self {
        Self {
            text: segment.text.clone(),
            headword: segment.headword.clone(),
            reading: segment.reading.clone(),
            english: segment
                .gloss
                .iter()
                .chain(&segment.alternatives)
                .cloned()
                .collect(),
            entry: segment.entry.clone(),
        }
    }
}

impl<'g> Search<'g> {
    /// A hit in full.
    pub(super) fn found(&self, hit: &Hit) -> Option<Found> {
        let view = self.view(hit)?;
        let mut found = of_entry(&view, hit.kind);
        if let How::Unit(unit) = hit.how {
            self.say_unit(unit, &mut found);
        }
        found.why = self.why(hit, &view);
        Some(found)
    }

    fn say_unit(&self, unit: usize, found: &mut Found) {
        let Some(unit) = self.glossary.tables.units.get(unit) else {
            return;
        };
        found.headword = unit.form.clone();
        found.variants = unit.variants.clone();
        found.reading = some(&unit.reading);
        let english = if unit.english.is_empty() {
            unit.say.replace("{n}", "…")
        } else {
            unit.english.clone()
        };
        found.english = vec![english];
        found.pos = "unit".to_owned();
    }

    fn why(&self, hit: &Hit, view: &EntryView<'g>) -> String {
        let mut why = match (&hit.how, hit.kind) {
            (How::Written, MatchKind::Exact) if hit.rank > 0 => {
                "the headword, in other letter case".to_owned()
            }
            (How::Written, MatchKind::Exact) => "the headword".to_owned(),
            (How::Unit(_), _) => "a unit of quantities".to_owned(),
            (How::Written, _) => format!("another spelling of {}", view.headword()),
            (How::Form(features, english), _) => {
                why_form(view.headword(), features, english.as_deref())
            }
            (How::Read(kana), MatchKind::Romaji) => format!("Latin letters for the reading {kana}"),
            (How::Read(kana), _) => format!("the reading {kana}"),
            (How::English(form), _) if hit.whole => format!("the English form “{form}”"),
            (How::English(form), _) => format!("words of the English form “{form}”"),
            (How::Fits(text), _) => format!("{text} fits the pattern"),
            (How::Near(difference), _) => difference.clone(),
        };
        match view.layer() {
            Layer::User => {
                why.push_str(&format!("; from your own {}", view.file()[4]));
                let replaced = self.replaced_by(hit);
                if !replaced.is_empty() {
                    why.push_str(&format!(", instead of {}", replaced.join(", ")));
                }
            }
            Layer::Fallback => why.push_str("; general dictionary: nothing reviewed says more"),
            Layer::Medical | Layer::General => {}
        }
        why
    }
}

fn why_form(headword: &str, features: &[String], english: Option<&str>) -> String {
    let mut why = format!("a form of {headword}");
    if !features.is_empty() {
        why.push_str(&format!(" ({})", features.join(", ")));
    }
    if let Some(english) = english {
        why.push_str(&format!(": “{english}”"));
    }
    why
}

fn of_entry(view: &EntryView<'_>, kind: MatchKind) -> Found {
    let owned =
        |texts: &mut dyn Iterator<Item = &str>| texts.map(str::to_owned).collect::<Vec<_>>();
    let headword = view.headword();
    let reading =
        some(view.reading()).or_else(|| headword.chars().all(is_kana).then(|| hiragana(headword)));
    let [_, title, license, attribution, path, ..] = view.file().map(str::to_owned);
    Found {
        headword: headword.to_owned(),
        variants: owned(&mut view.variants()),
        reading,
        english: view.english().map(shown_template).collect(),
        pos: view.pos().to_owned(),
        field: view.field_name().to_owned(),
        class: some(view.class()),
        note: some(view.note()),
        abbreviation: some(view.abbreviation()),
        modifier: some(view.modifier()),
        deprecated: owned(&mut view.deprecated()),
        forbidden: owned(&mut view.forbidden()),
        conditions: conditions(view),
        codes: view
            .codes()
            .into_iter()
            .map(|(system, code)| (system.to_owned(), code.to_owned()))
            .collect(),
        ambiguous: view.is_ambiguous(),
        entry: Some(view.reference()),
        reviewed: view.layer() != Layer::Fallback,
        source: Some(Source {
            title,
            license,
            attribution,
            path,
        }),
        kind,
        parts: Vec::new(),
        why: String::new(),
    }
}

fn conditions(view: &EntryView<'_>) -> Vec<(&'static str, Vec<String>)> {
    let names = ["after", "before", "after a", "before a", "in the section"];
    let lists = view.when().unwrap_or_default();
    let named = names
        .into_iter()
        .zip(lists)
        .filter(|(_, words)| !words.is_empty());
    named
        .map(|(name, words)| (name, words.into_iter().map(str::to_owned).collect()))
        .collect()
}

/// An affix without its gaps' braces: "anti-…".
fn shown_template(form: &str) -> String {
    form.replace("{left}", "…")
        .replace("{right}", "…")
        .replace("{}", "…")
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
