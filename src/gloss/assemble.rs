//! From the best way through a sentence to segments: endings join their words, words get their English.

use crate::gloss::abbreviations;
use crate::gloss::inflect::{as_final, inflect};
use crate::gloss::{Origin, Segment, SegmentKind, context, reading};
use crate::glossary::Layer;
use crate::lexicon::{EntryView, Lexeme, LexemeId, LexemeKind, Lexicon};
use crate::segment::{NodeKind, Path, Segmenter, Step};
use crate::source::Block;
use crate::span::Span;
use crate::termbase::Glossary;
use crate::text::fold::FoldedText;

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
    /// The form before an English noun.
    pub(crate) modifier: String,
    /// Templates of an affix or joint, preferred first.
    pub(crate) templates: Vec<String>,
    /// Where the layer is the fallback.
    pub(crate) fallback: bool,
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
}

impl<'g> Assembler<'_, 'g> {
    /// The drafts of a sentence, in order; white space gives none.
    pub(crate) fn drafts(&self, path: Path) -> Vec<Draft> {
        let mut drafts: Vec<Draft> = Vec::new();
        let mut at = 0;
        while let Some(step) = path.steps.get(at) {
            let next = match step.kind {
                NodeKind::Space => at + 1,
                NodeKind::Lexeme(layer, id) => self.word(&path.steps, at, layer, id, &mut drafts),
                NodeKind::Unknown => self.unknown(&path.steps, at, &mut drafts),
                NodeKind::Quantity(number) => {
                    let quantity = path
                        .quantities
                        .get(number as usize)
                        .cloned()
                        .unwrap_or_default();
                    drafts.push(self.quantity(step, quantity));
                    at + 1
                }
                NodeKind::Latin => {
                    drafts.push(self.latin(step));
                    at + 1
                }
                NodeKind::Punctuation => {
                    drafts.push(self.draft(
                        step.start,
                        step.end,
                        SegmentKind::Punctuation,
                        Origin::Rule,
                    ));
                    at + 1
                }
            };
            at = next;
        }
        context::choose(self, &mut drafts);
        drafts
    }

    fn span(&self, from: usize, to: usize) -> Span {
        self.folded.span(from, to)
    }

    fn draft(&self, from: usize, to: usize, kind: SegmentKind, origin: Origin) -> Draft {
        let span = self.span(from, to);
        let segment = Segment {
            span,
            text: self.block.visible(self.text, span).into_owned(),
            kind,
            origin,
            headword: None,
            reading: None,
            gloss: None,
            alternatives: Vec::new(),
            entry: None,
            parts: Vec::new(),
            quantity: None,
            defined: None,
            features: Vec::new(),
            class: None,
            note: None,
            pos: None,
        };
        Draft {
            segment,
            role: Role::Other,
            from,
            to,
            modifier: String::new(),
            templates: Vec::new(),
            fallback: false,
            conditional: false,
        }
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
        drafts.push(self.draft(
            steps[at].start,
            steps[last].end,
            SegmentKind::Unknown,
            Origin::Guess,
        ));
        last + 1
    }

    fn quantity(&self, step: &Step, quantity: crate::segment::quantity::Quantity) -> Draft {
        let label = matches!(quantity.form.as_str(), "label" | "expression");
        let kind = if label {
            SegmentKind::Word
        } else {
            SegmentKind::Quantity
        };
        let mut draft = self.draft(step.start, step.end, kind, Origin::Rule);
        draft.segment.gloss = Some(quantity.english.clone());
        draft.segment.class = label.then(|| quantity.form.clone());
        draft.segment.quantity = (!label).then_some(quantity);
        draft
    }

    fn latin(&self, step: &Step) -> Draft {
        let mut draft = self.draft(step.start, step.end, SegmentKind::Latin, Origin::Rule);
        draft.segment.gloss = Some(
            self.folded
                .shown
                .get(step.start..step.end)
                .unwrap_or_default()
                .iter()
                .collect(),
        );
        draft.role = Role::Latin;
        draft
    }

    /// A word with the endings that follow it; returns the next step.
    fn word(
        &self,
        steps: &[Step],
        at: usize,
        layer: u8,
        id: LexemeId,
        drafts: &mut Vec<Draft>,
    ) -> usize {
        let Some(lexicon) = self.segmenter.lexicons.get(usize::from(layer)) else {
            return at + 1;
        };
        let lexeme = lexicon.lexeme(id);
        let mut features = self.features(lexicon, &lexeme);
        let mut last = at;
        while let Some((next_lexicon, next)) =
            steps.get(last + 1).and_then(|step| self.auxiliary(step))
        {
            features.extend(self.features(next_lexicon, &next));
            last += 1;
        }
        let (from, to) = (steps[at].start, steps[last].end);
        let goes_on = steps
            .get(last + 1..)
            .unwrap_or_default()
            .iter()
            .find(|step| step.kind != NodeKind::Space);
        if goes_on.is_none_or(|next| next.kind == NodeKind::Punctuation && self.ends_clause(next)) {
            features = as_final(&self.glossary.tables, &features);
        }
        let mut draft = self.of_lexeme(lexicon, &lexeme, from, to, features);
        if last > at {
            draft.segment.reading = self.reading_with_endings(
                &lexicon.entry(lexeme.entry),
                &lexeme,
                steps[at].start,
                steps[at].end,
                to,
            );
        }
        drafts.push(draft);
        last + 1
    }

    /// A sign that ends what was said: a full stop, a closing bracket, a slash; not a comma.
    fn ends_clause(&self, step: &Step) -> bool {
        self.folded
            .folded
            .get(step.start)
            .is_some_and(|sign| !matches!(sign, '、' | ',' | '(' | '「' | '・'))
    }

    fn features(&self, lexicon: &Lexicon<'g>, lexeme: &Lexeme) -> Vec<String> {
        let names = &self.glossary.tables.feature_names;
        lexicon
            .means(lexeme)
            .filter_map(|feature| names.get(feature))
            .cloned()
            .collect()
    }

    fn auxiliary(&self, step: &Step) -> Option<(&Lexicon<'g>, Lexeme)> {
        let NodeKind::Lexeme(layer, id) = step.kind else {
            return None;
        };
        let lexicon = self.segmenter.lexicons.get(usize::from(layer))?;
        let lexeme = lexicon.lexeme(id);
        (lexeme.kind == LexemeKind::Auxiliary).then_some((lexicon, lexeme))
    }

    pub(crate) fn of_lexeme(
        &self,
        lexicon: &Lexicon<'g>,
        lexeme: &Lexeme,
        from: usize,
        to: usize,
        features: Vec<String>,
    ) -> Draft {
        let entry = lexicon.entry(lexeme.entry);
        let mut draft = self.draft(
            from,
            to,
            kind_of(lexeme.kind, &entry),
            origin_of(entry.layer()),
        );
        draft.fallback = entry.layer() == Layer::Fallback;
        draft.conditional = lexeme.flags & crate::lexicon::CONDITIONAL != 0;
        let segment = &mut draft.segment;
        segment.headword = Some(entry.headword().to_owned());
        segment.pos = Some(entry.pos().to_owned());
        segment.class = Some(entry.class().to_owned()).filter(|class| !class.is_empty());
        segment.note = Some(entry.note().to_owned()).filter(|note| !note.is_empty());
        let is_language = matches!(
            lexeme.kind,
            LexemeKind::Particle | LexemeKind::Copula | LexemeKind::Auxiliary
        );
        segment.entry = Some(entry.reference());
        if is_language {
            segment.origin = Origin::Entry;
        }
        let forms: Vec<&str> = entry.english().collect();
        segment.alternatives = forms
            .iter()
            .skip(1)
            .map(|form| (*form).to_owned())
            .collect();
        segment.gloss = forms.first().map(|form| (*form).to_owned());
        segment.reading = self.reading(&entry, lexeme, from, to);
        draft.modifier = entry.modifier().to_owned();
        draft.role = role_of(lexeme.kind, &entry, &features);
        if matches!(
            lexeme.kind,
            LexemeKind::Prefix | LexemeKind::Suffix | LexemeKind::Joint
        ) {
            draft.templates = forms.iter().map(|form| (*form).to_owned()).collect();
            let mut alone = forms
                .iter()
                .map(|form| affix_alone(form))
                .filter(|form| !form.is_empty());
            draft.segment.gloss = alone
                .next()
                .or_else(|| Some(self.glossary.tables.phrase("bare_affix").to_owned()));
            draft.segment.alternatives = alone.collect();
        }
        self.say(&entry, lexeme, &mut draft, features);
        if draft.segment.kind == SegmentKind::Abbreviation {
            abbreviations::write_out(&mut draft.segment);
        }
        draft
    }

    /// Puts the inflected English under a word that has changed its form.
    fn say(
        &self,
        entry: &EntryView<'g>,
        lexeme: &Lexeme,
        draft: &mut Draft,
        features: Vec<String>,
    ) {
        let (tables, english) = (&self.glossary.tables, &self.glossary.english);
        let pos = entry.pos();
        let verbal = features.iter().any(|feature| feature == "verbal");
        let segment = &mut draft.segment;
        let base = segment.gloss.clone().unwrap_or_default();
        let says = |base: &str, is_adjective: bool| {
            inflect(tables, english, base, is_adjective, &features)
        };
        let base = if entry.modifier().is_empty()
            || !features.iter().any(|feature| feature == "attributive")
        {
            base
        } else {
            entry.modifier().to_owned()
        };
        if verbal {
            let passive = features.iter().any(|feature| feature == "passive");
            let phrase = if passive {
                "noun_verb_passive"
            } else {
                "noun_verb"
            };
            let verb = if entry.verb().is_empty() {
                tables.phrase(phrase).replace("{}", &base)
            } else {
                entry.verb().to_owned()
            };
            if segment.alternatives.len() < 4 && !base.is_empty() {
                segment.alternatives.insert(0, base);
            }
            segment.gloss = Some(says(&verb, false));
        } else if lexeme.kind == LexemeKind::Copula || changes(pos) {
            let is_adjective = pos == "i-adjective";
            segment.gloss = Some(says(&base, is_adjective));
            segment.alternatives = segment
                .alternatives
                .iter()
                .map(|other| says(other, is_adjective))
                .collect();
        } else if (pos == "na-adjective" || pos == "taru-adjective" || pos == "na-suffix")
            && features.iter().any(|feature| {
                feature == "adverbial" || feature == "attributive" || feature == "seeming"
            })
            && !features.is_empty()
        {
            segment.gloss = Some(says(&base, true));
            segment.alternatives = segment
                .alternatives
                .iter()
                .map(|other| says(other, true))
                .collect();
        }
        segment.features = features;
    }

    /// The reading of a word as it stands.
    fn reading(
        &self,
        entry: &EntryView<'g>,
        lexeme: &Lexeme,
        from: usize,
        to: usize,
    ) -> Option<String> {
        let shown: String = self
            .folded
            .shown
            .get(from..to)
            .unwrap_or_default()
            .iter()
            .collect();
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

/// What stands under an affix that leans on nothing: its template without the gap.
fn affix_alone(template: &str) -> String {
    let bare = template
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
    }
}
