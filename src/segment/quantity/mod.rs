//! Quantities: a number with its unit, counter, date, age, dose, range or approximation, read whole.
//!
//! Words and units are data (`glossary/language/quantities.toml`); here stand the rules: how numerals are put together ([`numeral`]), what
//! may stand beside a number ([`grammar`], [`several`], [`followed`], [`bounds`], [`written`], [`date`]) and how it is said ([`say`]). No unit is converted and no noun is invented.

mod bounds;
mod date;
mod followed;
mod grammar;
pub(crate) mod numeral;
mod reader;
mod say;
mod several;
mod shaped;
pub(crate) mod shapes;
pub(crate) mod starts;
mod written;

use crate::lexicon::QUANTITY;
use crate::segment::lattice::Candidate;
use crate::segment::{NodeKind, Segmenter};
use crate::text::fold::FoldedText;

/// A quantity as read: bounds as decimal strings, and the English for all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quantity {
    /// Lower bound; `None` where it is open or the count is vague.
    pub low: Option<String>,
    /// Upper bound; `None` where it is open or the count is vague.
    pub high: Option<String>,
    /// Whether the lower bound itself is meant too.
    pub low_inclusive: bool,
    /// Whether the upper bound itself is meant too.
    pub high_inclusive: bool,
    /// About, around, nearly.
    pub approximate: bool,
    /// English unit; empty where the text gives none or a counter that English leaves out.
    pub unit: String,
    /// What was worked out and is not written: an era's year, an age band.
    pub computed: Option<String>,
    /// All its numbers in the order of the text, where low and high are not all of them: 38 and 3 of 38週3日; empty otherwise.
    pub values: Vec<String>,
    /// What kind it is: `measure`, `count`, `age`, `date`, `duration`, `pair`, `label`, …
    pub form: String,
    /// The English for the whole.
    pub english: String,
}

/// The quantity that begins at folded character `at`, if one does.
pub(crate) fn candidates(
    segmenter: &Segmenter<'_>,
    text: &FoldedText,
    codes: &[u16],
    at: usize,
    to: usize,
    quantities: &mut Vec<Quantity>,
    out: &mut Vec<Candidate>,
) {
    let first = text.folded.get(at);
    let Some(start) = first.and_then(|first| segmenter.quantity_starts.get(*first)) else {
        return;
    };
    if follows_latin(text, at) {
        return;
    }
    let reader = reader::Reader {
        segmenter,
        text,
        codes,
        to,
        numbers: reader::Numbers::default(),
    };
    for read in reader.quantities(at, start) {
        let number = u32::try_from(quantities.len()).unwrap_or(u32::MAX);
        // 第3|腰椎圧迫骨折: an ordinal without its unit is the beginning of a word (第3腰椎).
        let bare = read.role == "ordinal" && read.quantity.unit.is_empty() && read.end == at + 2;
        let cost = if read.kanji || bare {
            segmenter.costs.kanji_quantity
        } else {
            segmenter.costs.quantity
        };
        quantities.push(read.quantity);
        out.push(Candidate {
            end: read.end,
            left: QUANTITY,
            right: QUANTITY,
            cost,
            kind: NodeKind::Quantity(number),
        });
    }
}

/// A digit inside a Latin name is no number: CD4, IL-6.
fn follows_latin(text: &FoldedText, at: usize) -> bool {
    use crate::text::script::Script;
    if text.scripts.get(at) != Some(&Script::Digit) || !text.may_cut(at) {
        return !text.may_cut(at);
    }
    let before = |back: usize| {
        at.checked_sub(back)
            .and_then(|at| text.folded.get(at))
            .copied()
    };
    let letter = |c: Option<char>| c.is_some_and(|c| Script::of(c) == Script::Letter);
    letter(before(1)) || (matches!(before(1), Some('-' | '.')) && letter(before(2)))
}
