//! Cards: what is known about a word. They stand at the end of the page as notes; the script shows them beside the word.

use std::collections::HashMap;
use std::io::{self, Write};

use super::escape::{English, Text};
use crate::gloss::{Origin, Segment, SegmentKind};
use crate::segment::quantity::Quantity;
use crate::termbase::LoadedFile;

/// The cards of a page, one for all segments of which the same is known.
pub(super) struct Cards<'a> {
    numbers: HashMap<u64, Vec<usize>>,
    cards: Vec<(&'a Segment, usize)>,
    files: HashMap<&'a str, usize>,
}

impl<'a> Cards<'a> {
    pub(super) fn new(files: &'a [LoadedFile]) -> Self {
        let files = files
            .iter()
            .enumerate()
            .map(|(number, file)| (file.name.as_str(), number))
            .collect();
        Self {
            numbers: HashMap::new(),
            cards: Vec::new(),
            files,
        }
    }

    /// The number of the segment's card, from 1; `sentence` is where a new one first stands.
    pub(super) fn number_of(&mut self, segment: &'a Segment, sentence: usize) -> usize {
        let same = self.numbers.entry(digest(segment)).or_default();
        let known = same.iter().find(|number| {
            self.cards
                .get(number.saturating_sub(1))
                .is_some_and(|(known, _)| alike(known, segment))
        });
        if let Some(number) = known {
            return *number;
        }
        self.cards.push((segment, sentence));
        same.push(self.cards.len());
        self.cards.len()
    }

    /// All cards, as notes.
    pub(super) fn notes(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(
            out,
            "<section aria-labelledby=notes>\n<h2 id=notes>Notes on words</h2>\n<p>In the order in which the words first stand.</p>\n<dl class=notes>"
        )?;
        for (number, (segment, sentence)) in self.cards.iter().enumerate() {
            self.card(out, number + 1, segment, *sentence)?;
        }
        writeln!(out, "</dl>\n</section>")
    }

    fn card(
        &self,
        out: &mut dyn Write,
        number: usize,
        segment: &Segment,
        sentence: usize,
    ) -> io::Result<()> {
        write!(
            out,
            "<div class=card id=c{number}><dt><b lang=ja>{}</b>",
            Text(&segment.text)
        )?;
        if let Some(reading) = segment
            .reading
            .as_deref()
            .filter(|reading| !reading.is_empty())
        {
            if reading != segment.text {
                write!(out, " <span lang=ja>{}</span>", Text(reading))?;
            }
            write!(
                out,
                " <i lang=ja-Latn>{}</i>",
                Text(&segment.romaji().unwrap_or_default())
            )?;
        }
        write!(
            out,
            "</dt><dd><b>{}</b>",
            English(segment.gloss.as_deref().unwrap_or("no entry"))
        )?;
        if !segment.alternatives.is_empty() {
            write!(out, "; also {}", English(&segment.alternatives.join("; ")))?;
        }
        write!(out, "</dd><dd class=from>")?;
        self.from(out, segment)?;
        write!(out, " <a href=#s{sentence}>First in {sentence}</a>.</dd>")?;
        self.details(out, segment)?;
        writeln!(out, "</div>")
    }

    /// Where the English comes from.
    fn from(&self, out: &mut dyn Write, segment: &Segment) -> io::Result<()> {
        match (segment.kind, segment.origin) {
            (SegmentKind::Unknown, _) => write!(out, "Unknown.")?,
            (_, Origin::Composed) => write!(out, "Composed by rule; not reviewed as a whole.")?,
            (_, Origin::Document) => write!(out, "Abbreviation; this document defines it.")?,
            (_, Origin::General) => write!(out, "General dictionary, not a reviewed entry:")?,
            (_, Origin::Entry) => write!(out, "Reviewed entry:")?,
            (_, Origin::Rule) => write!(out, "Read by rule.")?,
            (_, Origin::Guess) => write!(out, "A guess.")?,
        }
        if let Some(entry) = &segment.entry {
            write!(out, " ")?;
            self.entry(out, entry)?;
            write!(out, ".")?;
        }
        if segment.defined == Some("glossary") {
            write!(out, " Abbreviation; not defined in this document.")?;
        }
        if let (Some(headword), false) = (&segment.headword, segment.features.is_empty()) {
            write!(
                out,
                " A form of <span lang=ja>{}</span>: {}.",
                Text(headword),
                Text(&segment.features.join(", "))
            )?;
        }
        Ok(())
    }

    /// `hepatology:黄疸`, its glossary linked.
    fn entry(&self, out: &mut dyn Write, entry: &str) -> io::Result<()> {
        let (name, headword) = entry.split_once(':').unwrap_or(("", entry));
        match self.files.get(name) {
            Some(number) => write!(
                out,
                "<a href=#t{number}>{}</a>:<span lang=ja>{}</span>",
                Text(name),
                Text(headword)
            ),
            None => write!(out, "<span lang=ja>{}</span>", Text(entry)),
        }
    }

    fn details(&self, out: &mut dyn Write, segment: &Segment) -> io::Result<()> {
        if !segment.parts.is_empty() {
            write!(out, "<dd>Parts: ")?;
            for (at, part) in segment.parts.iter().enumerate() {
                let gloss = part.gloss.as_deref().unwrap_or("no entry");
                write!(
                    out,
                    "{}<span lang=ja>{}</span> {}",
                    if at > 0 { " + " } else { "" },
                    Text(&part.text),
                    English(gloss)
                )?;
                if let Some(entry) = &part.entry {
                    write!(out, " <small>")?;
                    self.entry(out, entry)?;
                    write!(out, "</small>")?;
                }
            }
            write!(out, "</dd>")?;
        }
        if let Some(quantity) = &segment.quantity {
            write!(out, "<dd>{}</dd>", English(&said(quantity)))?;
        }
        if let Some(whose) = &segment.experiencer {
            write!(out, "<dd>Whose: {}.</dd>", Text(whose))?;
        }
        if let Some(when) = segment.temporality {
            write!(out, "<dd>When: {}.</dd>", when.name())?;
        }
        if let Some(near) = &segment.suggestion {
            write!(
                out,
                "<dd>Did you mean <span lang=ja>{}</span>, {}? Not taken: the text is <span lang=ja>{}</span>.</dd>",
                Text(&near.headword),
                Text(&near.gloss),
                Text(&near.text)
            )?;
        }
        if let Some(note) = &segment.note {
            write!(out, "<dd>Note: {}</dd>", English(note))?;
        }
        Ok(())
    }
}

/// The bounds of a quantity in words, and what was worked out.
fn said(quantity: &Quantity) -> String {
    let mut said = Vec::new();
    match (&quantity.low, &quantity.high) {
        (Some(low), Some(high)) if low == high => said.push(format!("value {low}")),
        (low, high) => {
            let bound = |inclusive: bool, with: &str, without: &str| {
                if inclusive {
                    with.to_owned()
                } else {
                    without.to_owned()
                }
            };
            said.extend(low.iter().map(|low| {
                format!(
                    "{} {low}",
                    bound(quantity.low_inclusive, "at least", "more than")
                )
            }));
            said.extend(high.iter().map(|high| {
                format!(
                    "{} {high}",
                    bound(quantity.high_inclusive, "at most", "less than")
                )
            }));
        }
    }
    said.push(if quantity.unit.is_empty() {
        "unit not stated in English".to_owned()
    } else {
        format!("unit {}", quantity.unit)
    });
    if quantity.approximate {
        said.push("approximate".to_owned());
    }
    said.extend(
        quantity
            .computed
            .iter()
            .map(|computed| format!("worked out: {computed}")),
    );
    said.join("; ")
}

/// Whether the same is to be said of both.
fn alike(a: &Segment, b: &Segment) -> bool {
    a.text == b.text
        && a.gloss == b.gloss
        && a.entry == b.entry
        && a.origin == b.origin
        && a.reading == b.reading
        && a.alternatives == b.alternatives
        && a.quantity == b.quantity
        && a.features == b.features
        && a.defined == b.defined
        && a.experiencer == b.experiencer
        && a.temporality == b.temporality
        && a.suggestion == b.suggestion
        && a.parts.len() == b.parts.len()
        && a.parts.iter().zip(&b.parts).all(|(a, b)| alike(a, b))
}

fn digest(segment: &Segment) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    (
        &segment.text,
        &segment.gloss,
        &segment.entry,
        &segment.reading,
    )
        .hash(&mut hasher);
    hasher.finish()
}
