//! Composing compounds: a run of nouns, affixes and joints becomes one segment with its parts.
//!
//! Japanese puts the head last, and so do these glosses; templates of affixes and joints (`glossary/language/affixes.toml`) say where
//! English wants another order.

use crate::gloss::assemble::{Draft, Role};
use crate::gloss::{Origin, Segment, SegmentKind, Word};
use crate::text::fold::FoldedText;
use crate::text::script::Script;

/// English words that decide where a modifier goes: before its head, or inside it.
#[derive(Clone, Copy)]
pub(crate) struct Words<'t> {
    /// First words of a gloss behind which modifiers go: after, during.
    pub(crate) heads: &'t [String],
    /// Words inside a gloss behind which they go: with.
    pub(crate) joints: &'t [String],
}

/// More parts than this are no compound.
const MOST_PARTS: usize = 10;

/// Joins runs of nouns; all else passes as it is. `words` are English words inside a gloss behind which a modifier of the whole belongs.
pub(crate) fn compose(
    text: &FoldedText,
    words: Words<'_>,
    drafts: Vec<Draft>,
    visible: impl Fn(usize, usize) -> (crate::span::Span, String),
) -> Vec<Segment> {
    let mut segments = Vec::with_capacity(drafts.len());
    let mut run: Vec<Draft> = Vec::new();
    for draft in drafts {
        if !run.is_empty() && (!joins(text, &run, &draft) || run.len() >= MOST_PARTS) {
            flush(words, &mut run, &mut segments, &visible);
        }
        let ends = draft.role == Role::Verbal;
        if is_part(&draft) {
            run.push(draft);
            if ends {
                flush(words, &mut run, &mut segments, &visible);
            }
        } else {
            flush(words, &mut run, &mut segments, &visible);
            segments.push(draft.segment);
        }
    }
    flush(words, &mut run, &mut segments, &visible);
    segments
}

fn is_part(draft: &Draft) -> bool {
    !matches!(draft.role, Role::Other | Role::Title)
}

/// Whether the draft goes on with the run: side by side, or with one space where one side is Latin.
fn joins(text: &FoldedText, run: &[Draft], next: &Draft) -> bool {
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
}

fn flush(
    words: Words<'_>,
    run: &mut Vec<Draft>,
    segments: &mut Vec<Segment>,
    visible: &impl Fn(usize, usize) -> (crate::span::Span, String),
) {
    let drafts = std::mem::take(run);
    let japanese = drafts
        .iter()
        .filter(|draft| draft.role != Role::Latin)
        .count();
    if drafts.len() < 2 || japanese == 0 {
        segments.extend(drafts.into_iter().map(|draft| draft.segment));
        return;
    }
    let (Some(first), Some(last)) = (drafts.first(), drafts.last()) else {
        return;
    };
    let (span, text) = visible(first.from, last.to);
    let gloss = say(words, &drafts);
    let reading = drafts
        .iter()
        .map(|draft| part_reading(&draft.segment))
        .collect::<Option<Vec<_>>>()
        .map(|parts| parts.concat());
    let mut compound = Word::new(text, SegmentKind::Compound, Origin::Composed);
    compound.reading = reading;
    compound.gloss = Some(gloss);
    compound.class = last.segment.class.clone();
    compound.features = last.segment.features.clone();
    let mut compound = compound.at(span);
    compound.parts = drafts.into_iter().map(|draft| draft.segment).collect();
    segments.push(compound);
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
    let modifiers: Vec<String> = parts
        .iter()
        .take(last)
        .map(as_modifier)
        .filter(|word| !word.is_empty())
        .collect();
    before_head(
        words,
        &modifiers.join(" "),
        &parts.last().map(plain).unwrap_or_default(),
    )
}

/// Modifiers before their head. Where the head's English is a phrase, what stands before the Japanese word qualifies its first part: 末期 with
/// "patient with cirrhosis" is "patient with end-stage cirrhosis".
fn before_head(words: Words<'_>, modifiers: &str, head: &str) -> String {
    if modifiers.is_empty() || head.is_empty() {
        return format!("{modifiers}{head}");
    }
    if let Some((first, rest)) = head
        .split_once(' ')
        .filter(|(first, _)| words.heads.iter().any(|head| head == first))
    {
        return format!("{first} {modifiers} {rest}");
    }
    for joint in words.joints {
        let joint = format!(" {joint} ");
        if let Some((first, rest)) = head.split_once(joint.as_str()) {
            return format!("{first}{joint}{modifiers} {rest}");
        }
    }
    format!("{modifiers} {head}")
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
    let left = say(words, &parts[..at]);
    let templates = &parts[at].segment.templates;
    let first = templates.first().map_or("{}", String::as_str);
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
    match templates.iter().find(|template| template.contains("-{}")) {
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
        plain(part)
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
