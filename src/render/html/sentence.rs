//! A sentence: its number, its end and its marks, then its words, stacked.

use std::io;

use super::body::Writer;
use super::escape::{Attr, English, Text};
use crate::gloss::ledger::{Numbered, second_sense};
use crate::gloss::{GlossedBlock, Mark, Origin, Segment, SegmentKind};
use crate::render::page::settings;
use crate::source::{Block, BlockKind};
use crate::span::Span;

impl<'a> Writer<'a, '_> {
    /// Every sentence of a block; `prose` where it is running text.
    pub(super) fn sentences(&mut self, glossed: &'a GlossedBlock, prose: bool) -> io::Result<()> {
        for _ in &glossed.sentences {
            let Some(numbered) = self.survey.sentences().get(self.next) else {
                break;
            };
            self.next += 1;
            let number = numbered.number;
            write!(self.out, "<span class=s id=s{number}>")?;
            self.opening(numbered, prose)?;
            write!(self.out, "<span class=i>")?;
            self.words(numbered)?;
            writeln!(self.out, "</span></span>")?;
        }
        Ok(())
    }

    /// Number, place, how the sentence ends, and its marks.
    fn opening(&mut self, numbered: &Numbered<'a>, prose: bool) -> io::Result<()> {
        let number = numbered.number;
        let marks = &numbered.sentence.marks;
        write!(
            self.out,
            "<span class=e><a class=n href=#s{number} aria-label=\"Sentence {number}\">{number}</a> <span class=l>{}:{}</span>",
            numbered.place.line, numbered.place.column
        )?;
        let in_cell = numbered.block.kind == BlockKind::TableCell;
        if let Some(end) = self
            .survey
            .end_of(numbered.sentence)
            .filter(|end| end.predicate || (prose && !in_cell))
        {
            let noun = if end.predicate {
                ""
            } else {
                " <i>(no verb)</i>"
            };
            write!(
                self.out,
                " <span class=end>ends: <b>{}</b>{noun}</span>",
                English(&end.english)
            )?;
        }
        for mark in marks {
            let holder = mark.holder.as_ref();
            let holder = holder.map_or_else(String::new, |holder| format!(" (by {holder})"));
            write!(
                self.out,
                " <a class=\"m {kind}\" href=#claims-{number}>{kind}: {}{}</a>",
                English(&mark.english),
                English(&holder),
                kind = mark.kind.name()
            )?;
        }
        for setting in settings(numbered.sentence) {
            write!(self.out, " <span class=o>{}</span>", Text(&setting))?;
        }
        if marks.is_empty() && prose && !in_cell {
            write!(self.out, " <span class=o>no listed cue</span>")?;
        }
        writeln!(self.out, "</span>")
    }

    /// The words, with signs set to the word they lean on.
    fn words(&mut self, numbered: &Numbered<'a>) -> io::Result<()> {
        let segments = &numbered.sentence.segments;
        let mut marks = numbered.sentence.marks.as_slice();
        let run = |from: usize, is: fn(&Segment) -> bool| {
            segments
                .iter()
                .skip(from)
                .position(|segment| !is(segment))
                .map_or(segments.len(), |length| from + length)
        };
        let signs = |from: usize, to: usize| {
            segments
                .get(from..to)
                .unwrap_or_default()
                .iter()
                .map(|segment| segment.text.as_str())
                .collect::<String>()
        };
        let mut at = 0;
        while at < segments.len() {
            let opened = run(at, is_opening);
            let Some(word) = segments
                .get(opened)
                .filter(|segment| segment.kind != SegmentKind::Punctuation)
            else {
                let end = run(opened, is_closing).max(at + 1);
                writeln!(
                    self.out,
                    "<span class=p lang=ja>{}</span>",
                    Text(&signs(at, end))
                )?;
                at = end;
                continue;
            };
            let closed = run(opened + 1, is_closing);
            while let Some(rest) = marks
                .split_first()
                .filter(|(mark, _)| mark.span.end <= word.span.start)
            {
                marks = rest.1;
            }
            let touching: Vec<&Mark> = marks
                .iter()
                .take_while(|mark| mark.span.start < word.span.end)
                .filter(|mark| mark.span.overlaps(word.span))
                .collect();
            self.word(
                numbered,
                word,
                &signs(at, opened),
                &signs(opened + 1, closed),
                &touching,
            )?;
            at = closed;
        }
        Ok(())
    }

    fn word(
        &mut self,
        numbered: &Numbered<'a>,
        segment: &'a Segment,
        before: &str,
        after: &str,
        marks: &[&Mark],
    ) -> io::Result<()> {
        let card = self.cards.number_of(segment, numbered.number);
        let kind = class_of(segment);
        let marked: String = marks
            .iter()
            .map(|mark| format!(" k-{}", mark.kind.name()))
            .collect();
        if kind.is_empty() && marked.is_empty() {
            write!(self.out, "<a class=w href=#c{card}>")?;
        } else {
            write!(self.out, "<a class=\"w{kind}{marked}\" href=#c{card}>")?;
        }
        self.japanese(numbered.block, segment, before, after)?;
        write!(self.out, "<span class=g lang=en>")?;
        match &segment.gloss {
            Some(gloss) => write!(self.out, "{}", English(gloss))?,
            None => write!(self.out, "no entry")?,
        }
        match (segment.origin, segment.defined) {
            (Origin::Composed, _) => write!(self.out, "<i class=v> composed</i>")?,
            (Origin::General, _) => write!(self.out, " <i class=d>dict.</i>")?,
            (_, Some("glossary")) => write!(self.out, "°<i class=v> not defined here</i>")?,
            _ => {}
        }
        if let Some(suggestion) = &segment.suggestion {
            let near = Text(&suggestion.headword);
            write!(
                self.out,
                " <i class=d>did you mean <span lang=ja>{near}</span> {}?</i>",
                Text(&suggestion.gloss)
            )?;
        }
        write!(self.out, "</span>")?;
        if let Some(senses) = second_sense(&self.senses, segment) {
            write!(
                self.out,
                "<small class=z lang=en>{}</small>",
                English(senses)
            )?;
        }
        for mark in marks
            .iter()
            .filter(|mark| mark.span.end <= segment.span.end)
        {
            write!(
                self.out,
                "<small class=\"m {kind}\">{kind}</small>",
                kind = mark.kind.name()
            )?;
        }
        writeln!(self.out, "</a>")
    }

    fn japanese(
        &mut self,
        block: &Block,
        segment: &Segment,
        before: &str,
        after: &str,
    ) -> io::Result<()> {
        write!(self.out, "<span class=j lang=ja>{}", Text(before))?;
        let parts = segment.parts.as_slice();
        let ordered = parts
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if a.span.end <= b.span.start));
        let inside = parts
            .iter()
            .all(|part| segment.span.start <= part.span.start && part.span.end <= segment.span.end);
        if parts.is_empty() || !ordered || !inside {
            self.with_reading(segment)?;
        } else {
            let visible = |from: usize, to: usize| {
                block
                    .visible(&self.survey.document.text, Span::new(from, to))
                    .into_owned()
            };
            let mut at = segment.span.start;
            for part in parts {
                write!(self.out, "{}", Text(&visible(at, part.span.start)))?;
                self.with_reading(part)?;
                at = part.span.end;
            }
            write!(self.out, "{}", Text(&visible(at, segment.span.end)))?;
        }
        write!(self.out, "{}</span>", Text(after))
    }

    /// The text with its reading over it; kana for the toggle.
    fn with_reading(&mut self, segment: &Segment) -> io::Result<()> {
        let (kana, romaji) = (
            segment.reading.as_deref().unwrap_or_default(),
            segment.romaji().unwrap_or_default(),
        );
        if romaji.is_empty() || kana.is_empty() {
            return write!(self.out, "{}", Text(&segment.text));
        }
        write!(
            self.out,
            "<ruby>{}<rp>(</rp><rt lang=ja-Latn",
            Text(&segment.text)
        )?;
        if kana != segment.text {
            write!(self.out, " data-k=\"{}\"", Attr(kana))?;
        }
        write!(self.out, ">{}</rt><rp>)</rp></ruby>", Text(&romaji))
    }
}

/// How a word looks by what it is: composed, unknown, particle, quantity, name.
fn class_of(segment: &Segment) -> &'static str {
    match (segment.kind, segment.origin) {
        (SegmentKind::Unknown, _) => " u",
        (_, Origin::Composed) => " c",
        (SegmentKind::Function, _) => " f",
        _ => "",
    }
}

fn is_opening(segment: &Segment) -> bool {
    segment.kind == SegmentKind::Punctuation
        && segment.text.chars().all(|c| {
            matches!(
                c,
                '(' | '（'
                    | '「'
                    | '『'
                    | '【'
                    | '［'
                    | '['
                    | '〔'
                    | '《'
                    | '〈'
                    | '“'
                    | '<'
                    | '＜'
            )
        })
}

fn is_closing(segment: &Segment) -> bool {
    segment.kind == SegmentKind::Punctuation && !is_opening(segment)
}
