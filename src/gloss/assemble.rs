//! From the best way through a sentence to segments: endings join their words, words get their English.

#![expect(
    clippy::indexing_slicing,
    reason = "places are those of steps just looked at in the same list"
)]

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use crate::gloss::abbreviations;
use crate::gloss::memo::{Known, Memo, Place};
use crate::gloss::place::Landmarks;
use crate::gloss::{Origin, Segment, SegmentKind, Word, context, particles, reading};
use crate::glossary::Layer;
use crate::lexicon::forms::changes;
use crate::lexicon::tables::Tables;
use crate::lexicon::{EntryView, Lexeme, LexemeId, LexemeKind, Lexicon};
use crate::segment::quantity::Quantity;
use crate::segment::{NodeKind, Path, Segmenter, Step};
use crate::source::Block;
use crate::span::Span;
use crate::termbase::Glossary;
use crate::text::fold::FoldedText;

/// More endings than this are no word: what they say would grow with each of them.
const MOST_ENDINGS: usize = 24;

/// What a draft can be in a compound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A noun that has not changed its form.
    Noun,
    Prefix,
    Suffix,
    Joint,
    /// An inflected する-noun or suffix: may only end a compound.
    Verbal,
    Title,
    Latin,
    /// Anything else: never part of a compound.
    Other,
}

/// A segment with what composing needs to know about it.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) segment: Segment,
    pub(crate) role: Role,
    /// Folded characters.
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) follows_name: bool,
    pub(crate) joins_nouns: bool,
    /// Where it stands in its clause.
    pub(crate) place: Place,
    /// Another entry may hold in this company.
    pub(crate) conditional: bool,
}

/// What assembling needs, for one block.
pub(crate) struct Assembler<'a, 'g> {
    pub(crate) glossary: &'g Glossary,
    pub(crate) segmenter: &'a Segmenter<'g>,
    pub(crate) text: &'a str,
    pub(crate) block: &'a Block,
    pub(crate) folded: &'a FoldedText,
    /// The folded heading of the section.
    pub(crate) section: &'a str,
    pub(crate) memo: &'a RefCell<Memo>,
    pub(crate) landmarks: &'a Landmarks,
}

impl<'g> Assembler<'_, 'g> {
    /// The drafts of a sentence, in order; white space gives none.
    pub(crate) fn drafts(&self, mut path: Path) -> Vec<Draft> {
        let mut drafts: Vec<Draft> = Vec::with_capacity(path.steps.len());
        let mut at = 0;
        while let Some(step) = path.steps.get(at) {
            let next = match step.kind {
                NodeKind::Space => at + 1,
                NodeKind::Lexeme(layer, id) => self.word(&path, at, layer, id, &mut drafts),
                NodeKind::Unknown => self.unknown(&path.steps, at, &mut drafts),
                NodeKind::Quantity(number) => {
                    let quantity = path
                        .quantities
                        .get_mut(number as usize)
                        .map(std::mem::take)
                        .unwrap_or_default();
                    drafts.push(self.quantity(step, quantity));
                    at + 1
                }
                NodeKind::Latin | NodeKind::Punctuation => {
                    drafts.push(
                        self.known(std::slice::from_ref(step), Place::Inside, |text| {
                            self.sign_or_latin(step, text)
                        }),
                    );
                    at + 1
                }
            };
            at = next;
        }
        context::choose(self, &mut drafts);
        particles::choose(self, &mut drafts);
        drafts
    }

    fn span(&self, from: usize, to: usize) -> Span {
        self.folded.span(from, to)
    }

    /// A draft of steps that belong together: what is known of them is asked for once.
    fn known(&self, steps: &[Step], place: Place, make: impl Fn(String) -> Known) -> Draft {
        let from = steps.first().map_or(0, |step| step.start);
        let to = steps.last().map_or(from, |step| step.end);
        let span = self.span(from, to);
        let text = self.block.visible(self.text, span);
        let recalled = self.memo.borrow().recall(steps, place, &text).cloned();
        let known = recalled.unwrap_or_else(|| {
            let known = self.in_lists(make(text.into_owned()));
            self.memo.borrow_mut().keep(steps, place, known.clone());
            known
        });
        known.draft(span, from, to)
    }

    /// What the language's lists say of a word.
    fn in_lists(&self, mut known: Known) -> Known {
        let second = self.second_sense(&known.word);
        if second.is_some() {
            Arc::make_mut(&mut known.word).second_sense = second;
        }
        let has = |list: &str| known.word.is_one_of(&self.glossary.tables, list);
        known.follows_name = known.role == Role::Title || has("name_followers");
        known.joins_nouns = has("noun_particles");
        known
    }

    /// What the list of words with two senses gives this one.
    fn second_sense(&self, word: &Word) -> Option<String> {
        let tables = &self.glossary.tables;
        let of_headword = word.headword.as_ref();
        of_headword
            .and_then(|headword| tables.second_sense(headword))
            .or_else(|| tables.second_sense(&word.text))
            .map(str::to_owned)
    }

    /// Neighbouring unknown pieces are one unknown segment.
    fn unknown(&self, steps: &[Step], at: usize, drafts: &mut Vec<Draft>) -> usize {
        let mut last = at;
        while steps
            .get(last + 1)
            .is_some_and(|next| next.kind == NodeKind::Unknown && next.start == steps[last].end)
        {
            last += 1;
        }
        drafts.push(self.known(&steps[at..=last], Place::Inside, |text| {
            Known::of(
                Word::new(text, SegmentKind::Unknown, Origin::Guess),
                Role::Other,
            )
        }));
        last + 1
    }

    /// A quantity that was read before with the same text and the same meaning is the same word.
    fn quantity(&self, step: &Step, quantity: Quantity) -> Draft {
        let key = Step {
            kind: NodeKind::Quantity(0),
            ..*step
        };
        let label = matches!(quantity.form.as_str(), "label" | "expression");
        let means = |word: &Word| {
            if label {
                word.class.as_ref() == Some(&quantity.form)
                    && word.gloss.as_ref() == Some(&quantity.english)
            } else {
                word.quantity.as_deref() == Some(&quantity)
            }
        };
        let draft = self.known(&[key], Place::Inside, |text| {
            quantity_word(&self.glossary.tables, text, label, &quantity)
        });
        if means(&draft.segment) {
            return draft;
        }
        let text = draft.segment.text.clone();
        quantity_word(&self.glossary.tables, text, label, &quantity).draft(
            draft.segment.span,
            step.start,
            step.end,
        )
    }

    fn sign_or_latin(&self, step: &Step, text: String) -> Known {
        if step.kind == NodeKind::Punctuation {
            let sign = Word::new(text, SegmentKind::Punctuation, Origin::Rule);
            return Known::of(sign, Role::Other);
        }
        let beginnings = self.glossary.tables.list("symbol_beginnings");
        let is_symbol = beginnings
            .iter()
            .any(|word| text.starts_with(word.as_str()));
        let kind = if is_symbol {
            SegmentKind::Symbol
        } else {
            SegmentKind::Latin
        };
        let mut word = Word::new(text, kind, Origin::Rule);
        word.gloss = Some(self.shown(step.start, step.end));
        Known::of(word, Role::Latin)
    }

    /// The folded characters with their case kept.
    fn shown(&self, from: usize, to: usize) -> String {
        // Most characters take three bytes.
        let shown = self.folded.shown.get(from..to).unwrap_or_default();
        let mut text = String::with_capacity(shown.len() * 3);
        text.extend(shown);
        text
    }

    /// A word with the endings that follow it; returns the next step.
    fn word(
        &self,
        path: &Path,
        at: usize,
        layer: u8,
        id: LexemeId,
        drafts: &mut Vec<Draft>,
    ) -> usize {
        let Some(lexicon) = self.segmenter.lexicons.get(usize::from(layer)) else {
            return at + 1;
        };
        let steps = &path.steps;
        let mut last = at;
        while last - at < MOST_ENDINGS
            && steps
                .get(last + 1)
                .is_some_and(|step| self.auxiliary(step).is_some())
        {
            last += 1;
        }
        let lexeme = lexicon.lexeme(id);
        let place = if last > at || self.landmarks.may_depend_on_place(layer, &lexeme) {
            self.place(path, last)
        } else {
            Place::Inside
        };
        let steps = &steps[at..=last];
        drafts.push(self.known(steps, place, |text| {
            self.word_with_endings(lexicon, id, steps, place, text)
        }));
        last + 1
    }

    fn word_with_endings(
        &self,
        lexicon: &Lexicon<'g>,
        id: LexemeId,
        steps: &[Step],
        place: Place,
        text: String,
    ) -> Known {
        let lexeme = lexicon.lexeme(id);
        let mut features = self.features(lexicon, &lexeme);
        for (lexicon, ending) in steps.iter().skip(1).flat_map(|step| self.auxiliary(step)) {
            features.extend(self.features(lexicon, &ending));
        }
        self.put_in_place(place, &lexicon.entry(lexeme.entry), &mut features);
        let from = steps.first().map_or(0, |step| step.start);
        let middle = steps.first().map_or(from, |step| step.end);
        let to = steps.last().map_or(middle, |step| step.end);
        let mut known = self.of_lexeme(lexicon, &lexeme, from..to, text, features, place);
        if steps.len() > 1 {
            let entry = lexicon.entry(lexeme.entry);
            let reading = self.reading_with_endings(&entry, &lexeme, from, middle, to);
            Arc::make_mut(&mut known.word).reading = reading;
        }
        known
    }

    fn features(&self, lexicon: &Lexicon<'g>, lexeme: &Lexeme) -> Vec<String> {
        let names = &self.glossary.tables.feature_names;
        lexicon
            .means(lexeme)
            .filter_map(|feature| names.get(feature))
            .cloned()
            .collect()
    }

    /// The same text with another entry.
    pub(crate) fn exchanged(&self, draft: &Draft, lexicon: &Lexicon<'g>, lexeme: &Lexeme) -> Known {
        let text = draft.segment.text.clone();
        let features = draft.segment.features.clone();
        let place = draft.place;
        self.in_lists(self.of_lexeme(lexicon, lexeme, draft.from..draft.to, text, features, place))
    }

    fn of_lexeme(
        &self,
        lexicon: &Lexicon<'g>,
        lexeme: &Lexeme,
        at: Range<usize>,
        text: String,
        features: Vec<String>,
        place: Place,
    ) -> Known {
        let entry = lexicon.entry(lexeme.entry);
        let mut word = Word::new(text, kind_of(lexeme.kind, &entry), origin_of(entry.layer()));
        word.headword = Some(entry.headword().to_owned());
        word.pos = Some(entry.pos().to_owned());
        word.class = Some(entry.class().to_owned()).filter(|class| !class.is_empty());
        word.note = Some(entry.note().to_owned()).filter(|note| !note.is_empty());
        word.entry = Some(entry.reference());
        if matches!(
            lexeme.kind,
            LexemeKind::Particle | LexemeKind::Copula | LexemeKind::Auxiliary
        ) {
            word.origin = Origin::Entry;
        }
        let mut forms = entry.english().map(str::to_owned);
        word.gloss = forms.next();
        word.alternatives = forms.collect();
        if !entry.abbreviation().is_empty() {
            word.alternatives.push(entry.abbreviation().to_owned());
        }
        word.reading = self.reading(&entry, lexeme, at.start, at.end);
        word.modifier = entry.modifier().to_owned();
        let role = role_of(lexeme.kind, &entry, &features);
        if matches!(
            lexeme.kind,
            LexemeKind::Prefix | LexemeKind::Suffix | LexemeKind::Joint
        ) {
            self.take_templates(&entry, &mut word);
        }
        self.say(&entry, lexeme, &mut word, features, place);
        close_gaps(&mut word);
        if word.kind == SegmentKind::Abbreviation {
            abbreviations::write_out(&mut word);
            word.defined = Some("glossary");
        }
        Known {
            place,
            conditional: lexeme.flags & crate::lexicon::CONDITIONAL != 0,
            ..Known::of(word, role)
        }
    }

    /// The English of an affix are templates; alone it shows them without their gap.
    fn take_templates(&self, entry: &EntryView<'g>, word: &mut Word) {
        word.templates = entry.english().map(str::to_owned).collect();
        let mut alone = word
            .templates
            .iter()
            .map(|form| affix_alone(form))
            .filter(|form| !form.is_empty());
        word.gloss = alone
            .next()
            .or_else(|| Some(self.glossary.tables.phrase("bare_affix").to_owned()));
        word.alternatives = alone.collect();
    }

    /// The reading of a word as it stands.
    fn reading(
        &self,
        entry: &EntryView<'g>,
        lexeme: &Lexeme,
        from: usize,
        to: usize,
    ) -> Option<String> {
        let shown = self.shown(from, to);
        let variant = lexeme.flags & crate::lexicon::VARIANT != 0;
        reading::reading_of(
            &self.glossary.fold,
            entry.headword(),
            entry.reading(),
            &shown,
            variant,
            changes(entry.pos()),
        )
    }

    /// The reading of a word with its endings: said only where the endings are kana.
    fn reading_with_endings(
        &self,
        entry: &EntryView<'g>,
        lexeme: &Lexeme,
        from: usize,
        middle: usize,
        to: usize,
    ) -> Option<String> {
        let endings: String = self.folded.shown.get(middle..to)?.iter().collect();
        let endings = reading::of_kana(&endings)?;
        Some(self.reading(entry, lexeme, from, middle)? + &endings)
    }
}

fn quantity_word(tables: &Tables, text: String, label: bool, quantity: &Quantity) -> Known {
    let kind = if label {
        SegmentKind::Word
    } else {
        SegmentKind::Quantity
    };
    let mut word = Word::new(text, kind, Origin::Rule);
    word.gloss = Some(quantity.english.clone());
    word.alternatives = rewordings(tables, &quantity.english);
    word.class = label.then(|| quantity.form.clone());
    word.quantity = (!label).then(|| Box::new(quantity.clone()));
    Known::of(word, Role::Other)
}

/// Other ways to say a quantity: 3 months before, 3 months ago.
fn rewordings(tables: &Tables, english: &str) -> Vec<String> {
    let rows = tables.list("quantity_rewordings").iter();
    rows.filter_map(|row| {
        let (said, other) = row.split_once(" = ")?;
        let (before, after) = said.split_once("{}")?;
        let inside = english.strip_prefix(before)?.strip_suffix(after)?;
        Some(other.replace("{}", inside))
    })
    .collect()
}

fn kind_of(kind: LexemeKind, entry: &EntryView<'_>) -> SegmentKind {
    match kind {
        LexemeKind::Particle | LexemeKind::Copula | LexemeKind::Auxiliary => {
            return SegmentKind::Function;
        }
        LexemeKind::Prefix | LexemeKind::Suffix | LexemeKind::Joint => return SegmentKind::Word,
        _ => {}
    }
    match (entry.pos(), entry.layer()) {
        ("symbol", _) => SegmentKind::Symbol,
        ("abbreviation", _) => SegmentKind::Abbreviation,
        ("name", _) => SegmentKind::Name,
        ("conjunction", _) => SegmentKind::Function,
        (_, Layer::Medical | Layer::User) if abbreviations::is_acronym(entry.headword()) => {
            SegmentKind::Abbreviation
        }
        (_, Layer::Medical | Layer::User) => SegmentKind::Term,
        _ => SegmentKind::Word,
    }
}

const fn origin_of(layer: Layer) -> Origin {
    match layer {
        Layer::Fallback => Origin::General,
        _ => Origin::Entry,
    }
}

fn role_of(kind: LexemeKind, entry: &EntryView<'_>, features: &[String]) -> Role {
    let verbal = features.iter().any(|feature| feature == "verbal");
    match kind {
        LexemeKind::Prefix => Role::Prefix,
        LexemeKind::Suffix if features.is_empty() => Role::Suffix,
        LexemeKind::Joint => Role::Joint,
        LexemeKind::Title => Role::Title,
        LexemeKind::Suffix | LexemeKind::Word if verbal || !features.is_empty() => Role::Verbal,
        LexemeKind::Word => match entry.pos() {
            "noun" | "suru-noun" | "na-adjective" | "no-adjective" | "symbol" | "abbreviation"
            | "taru-adjective" | "numeral" => Role::Noun,
            _ => Role::Other,
        },
        _ => Role::Other,
    }
}

/// A verb of an affix says its form with a gap, 化していない "has not become {}": in a compound that is its template, alone it has none.
fn close_gaps(word: &mut Word) {
    let has_gap = |said: &String| said.contains("{}");
    if let Some(template) = word.gloss.take_if(|gloss| has_gap(gloss)) {
        word.gloss = Some(affix_alone(&template));
        word.templates.insert(0, template);
    }
    for said in word.alone.iter_mut().chain(&mut word.alternatives) {
        if has_gap(said) {
            *said = affix_alone(said);
        }
    }
}

/// What stands under an affix that leans on nothing: its template without the gap.
fn affix_alone(template: &str) -> String {
    let bare = template
        .replace(" {}", "")
        .replace("{}", "")
        .replace("{left}", "")
        .replace("{right}", "");
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_affix_alone_shows_its_words() {
        assert_eq!(affix_alone("anti-{}"), "anti-");
        assert_eq!(affix_alone("{left}-derived {right}"), "-derived");
        assert_eq!(affix_alone("after {}"), "after");
        assert_eq!(affix_alone("becoming {}, and"), "becoming, and");
    }
}
