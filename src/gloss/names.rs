//! Names of persons and institutions: kept whole and as written, never glossed word by word.
//!
//! A person's name is seen by what follows it (教授, ら), an institution's by how it begins and ends; the words are data
//! (`glossary/language/lists.toml`, entries with part of speech `title`). A name seen once is known through the document.

use std::collections::BTreeSet;

use crate::gloss::assemble::{Draft, Role};
use crate::gloss::{Gloss, Segment, SegmentKind, Word};
use crate::lexicon::tables::Tables;
use crate::text::script::Script;

/// A family name and a given name hold no more characters than this.
const LONGEST_PERSON: usize = 6;

/// Joins drafts that are a person's name.
pub(crate) fn join_persons(tables: &Tables, drafts: Vec<Draft>) -> Vec<Draft> {
    if !drafts.iter().any(|draft| draft.follows_name) {
        return drafts;
    }
    let mut joined: Vec<Draft> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        if draft.follows_name {
            join_before(tables, &mut joined, draft.from);
        }
        joined.push(draft);
    }
    joined
}

/// The pieces of kanji that end at `to` become one name, if one of them is no word of two characters or more.
fn join_before(tables: &Tables, drafts: &mut Vec<Draft>, to: usize) {
    let mut first = drafts.len();
    let (mut end, mut characters) = (to, 0);
    let mut strange = false;
    while let Some(before) = first.checked_sub(1).and_then(|at| drafts.get(at)) {
        let length = before.to - before.from;
        let kanji = before
            .segment
            .text
            .chars()
            .all(|c| Script::of(c) == Script::Kanji);
        if before.to != end
            || !kanji
            || length > 4
            || characters + length > LONGEST_PERSON
            || !may_be_named(before)
        {
            break;
        }
        strange |= before.segment.kind == SegmentKind::Unknown || length == 1;
        characters += length;
        end = before.from;
        first -= 1;
    }
    if !strange || characters < 2 {
        return;
    }
    let parts: Vec<Draft> = drafts.drain(first..).collect();
    let (Some(head), Some(last)) = (parts.first(), parts.last()) else {
        return;
    };
    let mut name = head.clone();
    name.to = last.to;
    let text = parts
        .iter()
        .map(|part| part.segment.text.as_str())
        .collect();
    name.segment = Word::name(text, tables.phrase("person_name"))
        .at(head.segment.span.join(last.segment.span));
    name.role = Role::Other;
    drafts.push(name);
}

/// Particles, endings and inflected words are no part of a name.
fn may_be_named(draft: &Draft) -> bool {
    matches!(draft.role, Role::Noun | Role::Prefix | Role::Suffix)
        || draft.segment.kind == SegmentKind::Unknown
}

/// Whether a compound of so many parts begins and ends as institutions do.
pub(crate) fn is_institution(tables: &Tables, text: &str, parts: usize) -> bool {
    if parts < 3 {
        return false;
    }
    let has = |list: &str, fits: &dyn Fn(&str) -> bool| {
        tables.list(list).iter().any(|word| fits(word.as_str()))
    };
    // 帝都大学第一病院: a name before 大学, but not 当大学病院.
    let named = |middle: &str| {
        let before = text.split_once(middle).map_or("", |(before, _)| before);
        !before.is_empty() && !has("institution_pointers", &|pointer| before.ends_with(pointer))
    };
    let begins = has("institution_heads", &|head| text.starts_with(head));
    let is_named = || has("institution_middles", &named);
    begins && has("institution_tails", &|tail| text.ends_with(tail))
        || has("named_institution_tails", &|tail| text.ends_with(tail)) && is_named()
}

/// Whether it is a name that no glossary knows, and long enough to be known again.
pub(crate) fn is_new(segment: &Segment) -> bool {
    segment.kind == SegmentKind::Name && segment.entry.is_none() && segment.text.chars().count() > 2
}

/// A name that was seen once is known wherever it stands alone in the document.
pub(crate) fn spread(tables: &Tables, gloss: &mut Gloss) {
    let names: BTreeSet<String> = gloss
        .segments()
        .filter(|segment| is_new(segment))
        .map(|segment| segment.text.clone())
        .collect();
    if names.is_empty() {
        return;
    }
    for segment in gloss
        .blocks
        .iter_mut()
        .flat_map(|block| &mut block.sentences)
        .flat_map(|sentence| &mut sentence.segments)
    {
        if segment.kind == SegmentKind::Unknown && names.contains(&segment.text) {
            *segment =
                Word::name(segment.text.clone(), tables.phrase("person_name")).at(segment.span);
        }
    }
}
