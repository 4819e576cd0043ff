//! Composing compounds: a run of nouns, affixes and joints becomes one segment with its parts.
//!
//! Japanese puts the head last, and so do these glosses; templates of affixes and joints (`glossary/language/affixes.toml`) say where
//! English wants another order.

#![expect(
    clippy::indexing_slicing,
    reason = "places are those of parts just found in the same list"
)]

use std::cell::RefCell;
use std::sync::Arc;

use crate::gloss::assemble::{Draft, Role};
use crate::gloss::memo::Memo;
use crate::gloss::names::is_institution;
use crate::gloss::{Origin, Segment, SegmentKind, Word};
use crate::lexicon::lists::ListId;
use crate::lexicon::tables::Tables;
use crate::source::Block;
use crate::span::Span;
use crate::text::fold::FoldedText;
use crate::text::script::Script;

/// English words that decide where a modifier goes: before its head, or inside it.
#[derive(Clone, Copy)]
pub(crate) struct Words<'t> {
    /// First words of a gloss behind which modifiers go: after, during.
    pub(crate) heads: &'t [String],
    /// Words inside a gloss behind which they go: with.
    pub(crate) joints: &'t [String],
    /// Japanese words that say when and stand before a compound without being a part of it: 今回.
    pub(crate) alone: ListId,
    /// Japanese heads that are seen at a place, and the English for both.
    pub(crate) located: &'t [String],
    pub(crate) at_place: &'t str,
}

impl<'t> Words<'t> {
    /// The lists of the language that composing asks for.
    pub(crate) fn of(tables: &'t Tables) -> Self {
        Self {
            heads: tables.list("phrase_heads"),
            joints: tables.list("phrase_joints"),
            alone: tables.list_id("stand_alone"),
            located: tables.list("located_heads"),
            at_place: tables.phrase("at_place"),
        }
    }
}

/// More parts than this are no compound.
const MOST_PARTS: usize = 10;

/// What composing needs beside the drafts.
pub(crate) struct Composer<'a> {
    pub(crate) tables: &'a Tables,
    pub(crate) folded: &'a FoldedText,
    pub(crate) words: Words<'a>,
    pub(crate) text: &'a str,
    pub(crate) block: &'a Block,
    pub(crate) memo: &'a RefCell<Memo>,
}

impl Composer<'_> {
    /// Joins runs of nouns; all else passes as it is.
    pub(crate) fn compose(&self, drafts: Vec<Draft>) -> Vec<Segment> {
        let mut segments = Vec::with_capacity(drafts.len());
        let mut run: Vec<Draft> = Vec::new();
        let alone = |draft: &Draft| {
            let lists = draft.segment.lists(self.tables);
            lists.is_some_and(|[_, forms]| forms.has(self.words.alone))
        };
        for draft in drafts {
            if !run.is_empty()
                && (!joins(self.folded, &run, &draft, alone) || run.len() >= MOST_PARTS)
            {
                self.flush(&mut run, &mut segments);
            }
            if is_part(&draft) {
                let ends = draft.role == Role::Verbal;
                run.push(draft);
                if ends {
                    self.flush(&mut run, &mut segments);
                }
            } else {
                self.flush(&mut run, &mut segments);
                segments.push(draft.segment);
            }
        }
        self.flush(&mut run, &mut segments);
        segments
    }

    fn flush(&self, run: &mut Vec<Draft>, segments: &mut Vec<Segment>) {
        if run.len() < 2 {
            segments.extend(run.pop().map(|draft| draft.segment));
            return;
        }
        let is_compound = run.iter().any(|draft| draft.role != Role::Latin);
        if let (true, Some(first), Some(last)) = (is_compound, run.first(), run.last()) {
            let span = self.folded.span(first.from, last.to);
            let word = self.compound(run, span);
            let is_name = word.kind == SegmentKind::Name;
            let parts = run.drain(..).map(|draft| draft.segment);
            segments.push(Segment {
                span,
                parts: parts.filter(|_| !is_name).collect(),
                word,
            });
        } else {
            segments.extend(run.drain(..).map(|draft| draft.segment));
        }
    }

    /// The word of a compound, or the name that it is; the same words over the same text were put together once.
    fn compound(&self, parts: &[Draft], span: Span) -> Arc<Word> {
        let text = self.block.visible(self.text, span);
        if let Some(word) = self.memo.borrow().compound(parts, &text) {
            return Arc::clone(word);
        }
        // 国立…センター中央病院: an institution that has an entry, and a part of it.
        let of_known = parts
            .first()
            .is_some_and(|first| is_institution(self.tables, &first.segment.text, MOST_PARTS))
            && is_institution(self.tables, &text, MOST_PARTS);
        let word = if of_known {
            Word::name(text.into_owned(), &say(self.words, parts))
        } else if is_institution(self.tables, &text, parts.len()) {
            Word::name(text.into_owned(), self.tables.phrase("institution_name"))
        } else {
            compound_of(self.words, parts, text.into_owned())
        };
        let word = Arc::new(word);
        self.memo
            .borrow_mut()
            .keep_compound(parts, Arc::clone(&word));
        word
    }
}

fn compound_of(words: Words<'_>, parts: &[Draft], text: String) -> Word {
    let mut compound = Word::new(text, SegmentKind::Compound, Origin::Composed);
    compound.gloss = Some(say(words, parts));
    compound.reading = parts
        .iter()
        .map(|draft| part_reading(&draft.segment))
        .collect::<Option<String>>();
    if let Some(last) = parts.last() {
        compound.class = last.segment.class.clone();
        compound.features = last.segment.features.clone();
        let said = compound.gloss.as_deref().unwrap_or_default();
        compound.tail = tail_of(&last.segment, said);
    }
    compound
}

/// How many bytes at the end of what a compound says only tell that the clause goes on: those of its last part.
fn tail_of(last: &Word, said: &str) -> usize {
    let own = last.gloss.as_deref().unwrap_or_default();
    let tail = own.get(own.len().saturating_sub(last.tail)..);
    tail.filter(|tail| said.ends_with(tail)).map_or(0, str::len)
}

fn is_part(draft: &Draft) -> bool {
    !matches!(draft.role, Role::Other | Role::Title)
}

/// Whether the draft goes on with the run: side by side, or with one space where one side is Latin.
fn joins(
    text: &FoldedText,
    run: &[Draft],
    next: &Draft,
    stands_alone: impl Fn(&Draft) -> bool,
) -> bool {
    let Some(last) = run.last() else { return true };
    let latin = |at: usize| {
        text.folded
            .get(at)
            .is_some_and(|c| Script::of(*c).is_latin())
    };
    let both_latin = latin(last.to - 1) && latin(next.from);
    let side_by_side = last.to == next.from;
    let spaced = last.to + 1 == next.from && latin(last.to - 1) != latin(next.from);
    let verb_allowed = next.role != Role::Verbal
        || matches!(last.role, Role::Prefix)
        || !next.segment.templates.is_empty();
    (side_by_side || spaced)
        && !both_latin
        && verb_allowed
        && !(last.segment.kind == SegmentKind::Latin && next.segment.kind == SegmentKind::Latin)
        && (next.role == Role::Suffix || !stands_alone(last))
}

fn part_reading(part: &Segment) -> Option<String> {
    part.reading
        .clone()
        .or_else(|| part.text.is_ascii().then(|| part.text.clone()))
}

/// The English of a run.
pub(crate) fn say(words: Words<'_>, parts: &[Draft]) -> String {
    if let Some(joint) = parts.iter().position(|part| part.role == Role::Joint)
        && joint > 0
    {
        return say_joint(words, parts, joint);
    }
    if let Some(suffix) = parts.iter().rposition(is_suffix).filter(|at| *at > 0) {
        return say_suffix(words, parts, suffix);
    }
    if let Some(prefix) = parts
        .iter()
        .position(|part| part.role == Role::Prefix)
        .filter(|at| at + 1 < parts.len())
    {
        return say_prefix(words, parts, prefix);
    }
    let last = parts.len().saturating_sub(1);
    if let Some(found) = at_its_place(words, parts) {
        return found;
    }
    // 入院時所見: a modifier that is a phrase in English goes behind: finding on admission.
    let (phrases, modifiers): (Vec<String>, Vec<String>) = parts
        .iter()
        .take(last)
        .map(as_modifier)
        .filter(|word| !word.is_empty())
        .partition(|word| is_phrase(words, word));
    let said = before_head(
        words,
        &modifiers.join(" "),
        &parts.last().map(plain).unwrap_or_default(),
    );
    phrases
        .iter()
        .fold(said, |said, phrase| format!("{said} {phrase}"))
}

/// Whether English puts the words behind what they qualify: after admission, on imaging.
fn is_phrase(words: Words<'_>, said: &str) -> bool {
    said.split_once(' ')
        .is_some_and(|(first, _)| words.heads.iter().any(|head| head == first && head != "no"))
}

/// A finding at a place that has a name of several words: "nodular opacity in the right middle lobe".
fn at_its_place(words: Words<'_>, parts: &[Draft]) -> Option<String> {
    let (head, place) = parts.split_last()?;
    let is_located = head
        .segment
        .headword
        .as_ref()
        .is_some_and(|headword| words.located.contains(headword));
    let in_body = |part: &Draft| part.segment.class.as_deref() == Some("anatomy");
    // 両側 says which, not where: it has a form for before its noun.
    let is_place = place
        .last()
        .is_some_and(|last| last.segment.modifier.is_empty());
    if !is_located || !is_place || !place.iter().all(in_body) {
        return None;
    }
    let place = say(words, place);
    place.contains(' ').then(|| {
        words
            .at_place
            .replace("{head}", &plain(head))
            .replace("{place}", &place)
    })
}

/// Modifiers before their head. Where the head's English is a phrase, what stands before the Japanese word qualifies its first part: 末期 with
/// "patient with cirrhosis" is "patient with end-stage cirrhosis".
fn before_head(words: Words<'_>, modifiers: &str, head: &str) -> String {
    if modifiers.is_empty() || head.is_empty() {
        return format!("{modifiers}{head}");
    }
    let beginning = words.heads.iter().find_map(|first| {
        let rest = head.strip_prefix(first.as_str())?.strip_prefix(' ')?;
        Some((first, rest))
    });
    if let Some((first, rest)) = beginning {
        return format!("{first} {modifiers} {rest}");
    }
    for joint in words.joints {
        let joint = format!(" {joint} ");
        if let Some((first, rest)) = head.split_once(joint.as_str()) {
            return format!("{first}{joint}{modifiers} {rest}");
        }
    }
    joined_once(modifiers, head)
}

/// Modifiers and their head; words that end the one and begin the other are said once: "arteriovenous" + "arteriovenous shunt".
fn joined_once(modifiers: &str, head: &str) -> String {
    let before: Vec<&str> = modifiers.split_whitespace().collect();
    let after: Vec<&str> = head.split_whitespace().collect();
    let same = (1..=before.len().min(after.len()))
        .rev()
        .find(|count| {
            before
                .iter()
                .rev()
                .take(*count)
                .rev()
                .eq(after.iter().take(*count))
        })
        .unwrap_or(0);
    let words = before.iter().chain(after.iter().skip(same));
    words.copied().collect::<Vec<_>>().join(" ")
}

fn is_suffix(part: &Draft) -> bool {
    part.role == Role::Suffix || (part.role == Role::Verbal && !part.segment.templates.is_empty())
}

fn say_joint(words: Words<'_>, parts: &[Draft], joint: usize) -> String {
    let template = parts[joint]
        .segment
        .templates
        .first()
        .map_or("{left} {right}", String::as_str);
    let right = if joint + 1 < parts.len() {
        say(words, &parts[joint + 1..])
    } else {
        String::new()
    };
    tidy(
        &template
            .replace("{left}", &say(words, &parts[..joint]))
            .replace("{right}", &right),
    )
}

/// A suffix takes all that stands before it; where more follows, a form that can stand before a noun is looked for.
fn say_suffix(words: Words<'_>, parts: &[Draft], at: usize) -> String {
    let templates = &parts[at].segment.templates;
    let first = templates.first().map_or("{}", String::as_str);
    let left = match parts[..at].split_last() {
        // 浮腫性: what only makes an adjective takes the word as one.
        Some((last, before)) if first == "{}" && !last.segment.modifier.is_empty() => {
            let before: Vec<String> = before.iter().map(as_modifier).collect();
            tidy(&format!("{} {}", before.join(" "), as_modifier(last)))
        }
        _ => say(words, &parts[..at]),
    };
    if parts[at].role == Role::Verbal {
        return first.replace("{}", &left);
    }
    if at + 1 == parts.len() {
        return first.replace("{}", &left);
    }
    let right = say(words, &parts[at + 1..]);
    if first.starts_with("{}") {
        return format!("{} {right}", first.replace("{}", &left));
    }
    // A hyphen joins one word: post-treatment CT, but infection after knee replacement.
    let hyphenated = templates
        .iter()
        .find(|template| template.contains("-{}"))
        .filter(|_| !left.contains(' '));
    match hyphenated {
        Some(hyphenated) => format!("{} {right}", hyphenated.replace("{}", &left)),
        None => format!("{right} {}", first.replace("{}", &left)),
    }
}

/// A hyphened prefix takes the next part, another all that follows.
fn say_prefix(words: Words<'_>, parts: &[Draft], at: usize) -> String {
    let template = parts[at]
        .segment
        .templates
        .first()
        .map_or("{}", String::as_str);
    let before = parts[..at]
        .iter()
        .map(as_modifier)
        .collect::<Vec<_>>()
        .join(" ");
    let said = if template.contains("-{}") {
        let next = template.replace(
            "{}",
            &as_modifier_or_plain(&parts[at + 1..=at + 1], parts.len() > at + 2),
        );
        let rest = if parts.len() > at + 2 {
            say(words, &parts[at + 2..])
        } else {
            String::new()
        };
        format!("{next} {rest}")
    } else {
        template.replace("{}", &say(words, &parts[at + 1..]))
    };
    tidy(&format!("{before} {said}"))
}

fn as_modifier_or_plain(parts: &[Draft], modifier: bool) -> String {
    parts
        .first()
        .map(|part| {
            if modifier {
                as_modifier(part)
            } else {
                plain(part)
            }
        })
        .unwrap_or_default()
}

fn as_modifier(part: &Draft) -> String {
    if part.segment.modifier.is_empty() {
        let said = plain(part);
        // 誘発皮疹: a joint with nothing on its left leaves no hyphen.
        match said.strip_prefix('-') {
            Some(said) => said.to_owned(),
            None => said,
        }
    } else {
        part.segment.modifier.clone()
    }
}

/// The gloss without its bracketed notes.
fn plain(part: &Draft) -> String {
    without_brackets(part.segment.gloss.as_deref().unwrap_or(&part.segment.text))
}

/// Text outside round brackets.
pub(crate) fn without_brackets(text: &str) -> String {
    let mut depth = 0usize;
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            other if depth == 0 => out.push(other),
            _ => {}
        }
    }
    tidy(&out)
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
