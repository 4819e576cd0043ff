//! The language itself as data: inflection, auxiliaries, particles, connections, quantities, cues, characters, English forms.
//!
//! Each file under `glossary/language/` has its own shape; all are merged into one [`Language`]. A reader's own glossary holds
//! entries only; the language is compiled into the program.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::glossary::load::located;
use crate::glossary::romaji::Romaji;
use crate::span::LineIndex;
use crate::text::spelling::Spelling;

/// One form of a paradigm: what is added to the stem.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Kana added to the stem.
    pub add: String,
    /// Class shown to what follows.
    pub right: String,
    /// Features of `english.toml`.
    #[serde(default)]
    pub means: Vec<String>,
    /// Added cost.
    #[serde(default)]
    pub cost: i32,
}

/// How the words of one part of speech change.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paradigm {
    /// Part of speech.
    pub pos: String,
    /// What the dictionary form ends in.
    pub ending: String,
    /// All forms.
    pub forms: Vec<Form>,
}

/// An ending or auxiliary that becomes one segment with the word before it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Auxiliary {
    /// Written form; the dictionary form where it changes.
    pub form: String,
    /// Other spellings.
    #[serde(default)]
    pub variants: Vec<String>,
    /// Paradigm it follows.
    pub pos: Option<String>,
    /// Class shown to what stands before.
    pub after: String,
    /// Class shown to what follows, where it does not change.
    pub right: Option<String>,
    /// Features it adds.
    #[serde(default)]
    pub means: Vec<String>,
    /// What it says as a verb where nobody knows the word before it.
    #[serde(default)]
    pub verb: String,
    /// Added cost.
    #[serde(default)]
    pub cost: i32,
}

/// A particle or compound particle.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Particle {
    /// Written form.
    pub form: String,
    /// Class to both sides.
    pub class: String,
    /// What stands under it.
    pub gloss: String,
    /// Other things it can say.
    #[serde(default)]
    pub alternatives: Vec<String>,
}

/// What particles say in certain company; all conditions that are given must hold, and of the senses of a particle the first that fits does.
///
/// Classes are those of entries (`disease`, `person`, …), forms of quantities (`duration`, `date`, …), features (`passive`, `past`, …), parts
/// of speech, and `predicate` and `noun` for what ends a clause and what may be counted or named. `@name` stands for a list of `lists.toml`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParticleSense {
    /// The particles.
    #[serde(default)]
    pub of: Vec<String>,
    /// Texts just before.
    #[serde(default)]
    pub left: Vec<String>,
    /// Classes of what stands before.
    #[serde(default)]
    pub left_class: Vec<String>,
    /// Dictionary forms of what follows at once.
    #[serde(default)]
    pub right: Vec<String>,
    /// Classes of what follows at once.
    #[serde(default)]
    pub right_class: Vec<String>,
    /// Dictionary forms of the next predicate.
    #[serde(default)]
    pub predicate: Vec<String>,
    /// Classes of the next predicate.
    #[serde(default)]
    pub predicate_class: Vec<String>,
    /// What it says then; nothing where empty.
    pub gloss: String,
    /// Other things it can say then.
    #[serde(default)]
    pub alternatives: Vec<String>,
}

/// What verbs and adjectives say in certain forms and places, where that is not their own English in that form: ない "there is no".
///
/// All conditions that are given must hold; of the senses of a word the first that fits does.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PredicateSense {
    /// Dictionary forms.
    pub of: Vec<String>,
    /// Features that the form has.
    pub means: Vec<String>,
    /// Features that it has not.
    pub without: Vec<String>,
    /// `final`, `before-noun` or `inside`; anywhere where empty.
    pub place: String,
    /// English verb phrases in base form, preferred first; its own where empty.
    pub english: Vec<String>,
    /// Features that are said as another one.
    pub say: BTreeMap<String, String>,
    /// Features that are said too.
    pub also: Vec<String>,
}

/// A form of the copula.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Copula {
    /// Written form.
    pub form: String,
    /// Paradigm it follows.
    pub pos: Option<String>,
    /// Class shown to what follows, where it does not change.
    pub right: Option<String>,
    /// The English verb, base form.
    pub english: String,
    /// Features.
    #[serde(default)]
    pub means: Vec<String>,
    /// Added cost.
    #[serde(default)]
    pub cost: i32,
}

/// A rule about neighbours: classes or `@groups`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConnectionRule {
    /// Classes on the left; all where empty.
    #[serde(default)]
    pub left: Vec<String>,
    /// Classes on the right; all where empty.
    #[serde(default)]
    pub right: Vec<String>,
    /// The cost, or "never".
    pub cost: Cost,
}

/// A cost, or never.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Cost {
    /// Added to the way.
    Of(i32),
    /// The word "never".
    Never(String),
}

/// What a part of speech shows to its neighbours.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sides {
    /// To the left.
    pub left: String,
    /// To the right.
    pub right: String,
}

/// What an inflection says in English.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feature {
    /// The kind of change.
    pub how: String,
    /// The words.
    #[serde(default)]
    pub text: String,
    /// The words, where they differ for verbs.
    #[serde(default)]
    pub verb: String,
    /// The words, where the phrase is a state: be observed.
    #[serde(default)]
    pub state: String,
    /// Of a phrase that wraps another: what stands in its place and for "not" where that one is negative: no longer.
    #[serde(default)]
    pub negated: String,
    /// Gives way to any other final feature.
    #[serde(default)]
    pub weak: bool,
    /// Holds the negation itself.
    #[serde(default)]
    pub positive: bool,
}

/// A unit or counter.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Written form.
    pub form: String,
    /// Other spellings.
    #[serde(default)]
    pub variants: Vec<String>,
    /// Hiragana of a counter.
    #[serde(default)]
    pub reading: String,
    /// English, singular; empty for a counter that English leaves out.
    #[serde(default)]
    pub english: String,
    /// Plural, where it is not the singular.
    #[serde(default)]
    pub plural: String,
    /// What it counts: `measure`, `count`, `age`, `decade`, `year`, `month`, `day`, `clock`, `duration`, `percent`, `tenth`, `ordinal`, `label`.
    pub role: String,
    /// The whole phrase, with `{n}` for the number; where it is not "number unit".
    #[serde(default)]
    pub say: String,
    /// English behind the stroke of a rate, where it is not the singular: 80 mL/時 is 80 mL/hour, not o'clock.
    #[serde(default)]
    pub per: String,
    /// Read only with these very capital and small letters: bp is no BP.
    #[serde(default)]
    pub exact: bool,
    /// What is counted goes no further; a larger number, or one with decimals, has the unit `beyond`.
    #[serde(default)]
    pub most: u32,
    /// Form of the unit of larger numbers.
    #[serde(default)]
    pub beyond: String,
    /// A stroke before the number is a minus, even right behind a word: 身長-2.0SD.
    #[serde(default)]
    pub signed: bool,
}

/// A word before or after a quantity that bounds it or changes what it says.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bound {
    /// Written form.
    pub form: String,
    /// Other spellings.
    #[serde(default)]
    pub variants: Vec<String>,
    /// `approximate`, `at-least`, `at-most`, `more-than`, `less-than`, `from`, `until`, `before`, `after`, `each`, `plain`, `band`.
    pub effect: String,
    /// The phrase with `{}` for the quantity.
    pub say: String,
    /// Roles of units it goes with; all where empty.
    #[serde(default)]
    pub roles: Vec<String>,
    /// The phrase where the quantity is an ordinal, if that is another.
    #[serde(default)]
    pub ordinal: String,
    /// It may also begin another word: 大 in 3cm大腿.
    #[serde(default)]
    pub loose: bool,
}

/// A way of writing that charts have of their own, with what it says; see the segmenter's `shapes`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    /// The shape in folded characters: `{i}妊{i}産`.
    pub form: String,
    /// What it says, with `{1}` for the first thing that is read and `{0}` for the whole as written.
    pub say: String,
    /// What it says where the last number is 1, if that is another phrase.
    #[serde(default)]
    pub one: String,
    /// The role; `label` makes it no quantity.
    #[serde(default)]
    pub role: String,
    /// English unit of its bounds.
    #[serde(default)]
    pub unit: String,
    /// Which of several numbers bound it: `first`, `last`, `pair` or `none`, which is meant where nothing is said.
    #[serde(default)]
    pub bounds: String,
    /// Words of which one stands before it, a sign or a space between at the most.
    #[serde(default)]
    pub behind: Vec<String>,
    /// Words of which one follows it.
    #[serde(default)]
    pub ahead: Vec<String>,
}

/// An era of the Japanese calendar.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Era {
    /// Written form.
    pub form: String,
    /// Its letter.
    pub letter: String,
    /// English.
    pub english: String,
    /// The year of the common era that is its first.
    pub first: i32,
    /// Its last year number; 0 where it goes on.
    #[serde(default)]
    pub last: i32,
    /// Whether its letter with a year of two digits and a month is a date: H30/4.
    #[serde(default)]
    pub short: bool,
}

/// Numerals and the grammar of quantities.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Quantities {
    /// Kanji digits: character to value.
    pub digits: BTreeMap<String, u64>,
    /// Multipliers: character to power of ten.
    pub powers: BTreeMap<String, u32>,
    /// English for powers of ten from the thousand up.
    pub scale: BTreeMap<String, String>,
    /// Words for a vague number (数, 十数): phrase.
    pub vague: BTreeMap<String, String>,
    /// Words that stand for a half: 半.
    pub half: Vec<String>,
    /// Words between a number and its unit that leave it open: 余, 数.
    pub infixes: BTreeMap<String, String>,
    /// Days of the week as they stand in brackets behind a date.
    pub weekdays: BTreeMap<String, String>,
    /// Letters that stand for a month or a day behind a masked year: X年Y月Z日.
    pub mask_letters: Vec<String>,
    /// Units and counters.
    pub units: Vec<Unit>,
    /// Words before a quantity.
    pub before: Vec<Bound>,
    /// Words after a quantity.
    pub after: Vec<Bound>,
    /// Words that grade with a number: Stage, Grade.
    pub grades: BTreeMap<String, String>,
    /// Characters that stand for digits that are kept back: 20XX年.
    pub masks: Vec<String>,
    /// Ways of writing that charts have of their own.
    pub shapes: Vec<Shape>,
    /// Signs that may stand between a shape and the word that it asks for.
    pub joints: Vec<String>,
    /// Signs between the ends of a range.
    pub range: Vec<String>,
    /// Eras.
    pub eras: Vec<Era>,
    /// Words for phrases of the program: see `quantities.toml`.
    pub phrases: BTreeMap<String, String>,
    /// Whole expressions of number and time with their English: 隔日, 毎食後.
    pub expressions: BTreeMap<String, String>,
    /// Words that make a following or preceding number a label: 図, 症例, 文献.
    pub labels: BTreeMap<String, String>,
}

/// A cue of negation, hedging and so on.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cue {
    /// `negation`, `hedge`, `evidential`, `expectation` or `booster`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Dictionary form of the cue, or the forms of several segments in a row, separated by spaces.
    #[serde(default)]
    pub word: String,
    /// What the cue says; where empty, its gloss in the document.
    #[serde(default)]
    pub english: String,
    /// Features that its form must have.
    #[serde(default)]
    pub means: Vec<String>,
    /// Features that its form must not have.
    #[serde(default)]
    pub without: Vec<String>,
    /// Texts, one of which must stand just before.
    #[serde(default)]
    pub left: Vec<String>,
    /// Texts, none of which may stand just before.
    #[serde(default)]
    pub not_left: Vec<String>,
    /// Texts, one of which must stand just after.
    #[serde(default)]
    pub right: Vec<String>,
    /// Texts, none of which may stand just after.
    #[serde(default)]
    pub not_right: Vec<String>,
    /// Takes the place of the marks that its segments would bear by themselves.
    #[serde(default)]
    pub instead: bool,
    /// Only right behind a negation, with which it makes one mark: 〜ない とは言えない.
    #[serde(default)]
    pub doubles: bool,
    /// The end of an entry is enough: 切除不能 for 不能.
    #[serde(default)]
    pub ending: bool,
    /// What it governs: up to the cue where empty; `clause`, the whole clause; `after`, what follows it in the clause; `sentence`, what
    /// follows it.
    #[serde(default)]
    pub governs: String,
    /// Who says so, where the cue itself names them.
    #[serde(default)]
    pub holder: String,
    /// Counts only where somebody else than the authors is named as saying so.
    #[serde(default)]
    pub named: bool,
}

/// A word for somebody, or something, that can be said to have a finding or to report one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Written form.
    pub word: String,
    /// Other words for the same.
    #[serde(default)]
    pub variants: Vec<String>,
    /// How they are named in English.
    pub english: String,
    /// `patient`, `relative`, `other` (a donor, a child), `clinician`, `place` (another hospital), `source` (a letter) or `self` (the
    /// authors).
    pub role: String,
}

/// How characters are folded.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Characters {
    halfwidth: Pair,
    voicing: Voicing,
    ignored: Ranges,
    signs: BTreeMap<String, String>,
    kanji: Kanji,
    expansions: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Pair {
    from: String,
    to: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Voicing {
    voiced_marks: String,
    half_voiced_marks: String,
    voiced: String,
    half_voiced: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Ranges {
    ranges: Vec<(String, String)>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Kanji {
    variants: String,
    compatibility: String,
}

impl Characters {
    /// The fold table that these say.
    #[must_use]
    pub fn fold_table(&self) -> crate::text::fold::FoldTable<'static> {
        let mut pairs: Vec<(char, Option<char>)> = Vec::new();
        for (start, end) in &self.ignored.ranges {
            let code = |text: &str| u32::from_str_radix(text, 16).unwrap_or(0);
            pairs.extend(
                (code(start)..=code(end))
                    .filter_map(char::from_u32)
                    .map(|c| (c, None)),
            );
        }
        // U+FF01..U+FF5E are the ASCII signs, letters and digits at full width (Unicode, Halfwidth and Fullwidth Forms).
        for code in 0xff01u32..=0xff5e {
            if let (Some(wide), Some(narrow)) =
                (char::from_u32(code), char::from_u32(code - 0xfee0))
            {
                pairs.push((wide, Some(narrow)));
            }
        }
        pairs.push(('\u{3000}', Some(' ')));
        pairs.push(('\u{a0}', Some(' ')));
        pairs.extend(
            self.halfwidth
                .from
                .chars()
                .zip(self.halfwidth.to.chars().map(Some)),
        );
        for (to, from) in &self.signs {
            pairs.extend(from.chars().map(|c| (c, to.chars().next())));
        }
        for text in [&self.kanji.compatibility, &self.kanji.variants] {
            pairs.extend(text.split_whitespace().filter_map(|pair| {
                let mut chars = pair.chars();
                Some((chars.next()?, Some(chars.next()?)))
            }));
        }
        let expansions: Vec<(char, String)> = self
            .expansions
            .iter()
            .filter_map(|(from, to)| Some((from.chars().next()?, to.clone())))
            .collect();
        crate::text::fold::FoldTable::build(&pairs, &expansions, &self.marked())
    }

    fn marked(&self) -> Vec<(char, char, char)> {
        let mut marked = Vec::new();
        for (marks, pairs) in [
            (&self.voicing.voiced_marks, &self.voicing.voiced),
            (&self.voicing.half_voiced_marks, &self.voicing.half_voiced),
        ] {
            for pair in pairs.split_whitespace() {
                let mut chars = pair.chars();
                if let (Some(base), Some(composed)) = (chars.next(), chars.next()) {
                    marked.extend(marks.chars().map(|mark| (base, mark, composed)));
                }
            }
        }
        marked
    }
}

/// All that is said about the language, merged from the files of `glossary/language/`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Language {
    /// SHA-256 of its files one after another, where somebody has worked it out.
    #[serde(skip)]
    pub sha256: String,
    /// Paradigms, in the order of their file.
    pub paradigm: Vec<Paradigm>,
    /// Endings and auxiliaries.
    pub auxiliary: Vec<Auxiliary>,
    /// Particles.
    pub particles: Vec<Particle>,
    /// What particles say in certain company.
    pub sense: Vec<ParticleSense>,
    /// What verbs and adjectives say in certain forms and places.
    pub predicate: Vec<PredicateSense>,
    /// What joins a noun and becomes one segment with it.
    pub attached: Vec<Auxiliary>,
    /// Forms of the copula.
    pub copula: Vec<Copula>,
    /// Named costs.
    pub costs: BTreeMap<String, i32>,
    /// Sides of the parts of speech.
    pub parts: BTreeMap<String, Sides>,
    /// Groups of classes.
    pub groups: BTreeMap<String, Vec<String>>,
    /// Rules about neighbours; the last that fits holds.
    pub rule: Vec<ConnectionRule>,
    /// The cost of neighbours about which no rule speaks.
    pub default: BTreeMap<String, i32>,
    /// English be, have, do.
    pub auxiliaries: BTreeMap<String, Vec<String>>,
    /// English words of the program.
    pub words: BTreeMap<String, Words>,
    /// What inflections say.
    pub features: BTreeMap<String, Feature>,
    /// English irregular forms.
    pub irregular: BTreeMap<String, String>,
    /// Numbers.
    pub quantities: Quantities,
    /// Cues.
    pub cues: Vec<Cue>,
    /// Words for persons, places and papers that say something.
    pub persons: Vec<Person>,
    /// Words at which a clause ends or a sentence turns.
    pub scope: BTreeMap<String, Vec<String>>,
    /// Other small tables of words: names, references, headings.
    pub lists: BTreeMap<String, Vec<String>>,
    /// Characters.
    pub characters: Characters,
}

/// One word or several.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Words {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl Language {
    /// Reads one file of `glossary/language/` and adds what it says. `characters.toml` and `quantities.toml` are whole tables of
    /// their own.
    ///
    /// # Errors
    /// [`Error::Glossary`] with its place.
    pub fn read(&mut self, path: &str, text: &str) -> Result<(), Error> {
        let lines = LineIndex::new(text);
        let fail = |error: toml::de::Error| located(path, text, &lines, &error);
        if path.ends_with("characters.toml") {
            self.characters = toml::from_str(text).map_err(fail)?;
        } else if path.ends_with("quantities.toml") {
            self.quantities = toml::from_str(text).map_err(fail)?;
        } else if path.ends_with("romaji.toml") {
            // It is read where it is used; here it only has to be well formed.
            toml::from_str::<Romaji>(text).map_err(fail)?;
        } else {
            self.merge(toml::from_str(text).map_err(fail)?);
        }
        Ok(())
    }

    /// How English words are compared, by the irregular plurals and British spellings of `english.toml`.
    #[must_use]
    pub fn spelling(&self) -> Spelling {
        let irregular = |name: &str| {
            self.irregular
                .get(name)
                .map(String::as_str)
                .unwrap_or_default()
        };
        Spelling::new(irregular("british"), irregular("plurals"))
    }

    fn merge(&mut self, other: Self) {
        self.paradigm.extend(other.paradigm);
        self.auxiliary.extend(other.auxiliary);
        self.particles.extend(other.particles);
        self.sense.extend(other.sense);
        self.predicate.extend(other.predicate);
        self.attached.extend(other.attached);
        self.copula.extend(other.copula);
        self.costs.extend(other.costs);
        self.parts.extend(other.parts);
        self.groups.extend(other.groups);
        self.rule.extend(other.rule);
        self.default.extend(other.default);
        self.auxiliaries.extend(other.auxiliaries);
        self.words.extend(other.words);
        self.features.extend(other.features);
        self.irregular.extend(other.irregular);
        self.cues.extend(other.cues);
        self.persons.extend(other.persons);
        self.scope.extend(other.scope);
        self.lists.extend(other.lists);
    }
}
