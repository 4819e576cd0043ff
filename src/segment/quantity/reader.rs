//! Reading pieces of a quantity from the text: units with what they are divided by, bounds, digits.

#![expect(
    clippy::indexing_slicing,
    reason = "places lie before the end of the sentence, which lies in the text"
)]

use std::cell::RefCell;

use crate::glossary::language::{Bound, Unit};
use crate::lexicon::{Lexeme, LexemeKind};
use crate::segment::Segmenter;
use crate::segment::quantity::numeral::{self, Number};
use crate::segment::quantity::{Quantity, say};
use crate::text::fold::FoldedText;
use crate::text::script::Script;

/// A quantity and where it ends.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    pub(crate) quantity: Quantity,
    pub(crate) end: usize,
    /// It begins with a kanji numeral.
    pub(crate) kanji: bool,
    /// The role of its unit.
    pub(crate) role: String,
}

pub(crate) struct Reader<'s, 'g> {
    pub(crate) segmenter: &'s Segmenter<'g>,
    pub(crate) text: &'s FoldedText,
    pub(crate) codes: &'s [u16],
    pub(crate) to: usize,
    pub(crate) numbers: Numbers,
}

/// The numbers that were read last, with their places: each rule asks for the same ones again.
#[derive(Debug, Default)]
pub(crate) struct Numbers(RefCell<[Option<KeptNumber>; 2]>);

/// A place, and the number there.
type KeptNumber = (usize, Option<Number>);

impl Numbers {
    fn get(&self, at: usize, read: impl FnOnce() -> Option<Number>) -> Option<Number> {
        let mut kept = self.0.borrow_mut();
        if let Some((_, number)) = kept.iter().flatten().find(|(place, _)| *place == at) {
            return number.clone();
        }
        let number = read();
        let [last, before] = &mut *kept;
        *before = last.replace((at, number.clone()));
        number
    }
}

/// A unit with its rate: mg, `/day`.
pub(super) struct UnitPhrase<'g> {
    pub(super) unit: &'g Unit,
    pub(super) rate: String,
    /// Numbers in the rate: 1.73 in `/1.73 m²`.
    pub(super) numbers: Vec<String>,
}

/// What unit stands behind a number, and where it ends: at the number's own end where there is none.
pub(super) type UnitBehind<'g> = (Option<UnitPhrase<'g>>, usize);

/// The unit of a bare number with a rate.
static NO_UNIT: Unit = Unit {
    form: String::new(),
    variants: Vec::new(),
    reading: String::new(),
    english: String::new(),
    plural: String::new(),
    role: String::new(),
    say: String::new(),
    per: String::new(),
    exact: false,
    most: 0,
    beyond: String::new(),
    signed: false,
};

impl<'g> Reader<'_, 'g> {
    /// The character at a place, before the end of what may be read.
    pub(super) fn char_at(&self, at: usize) -> Option<char> {
        self.text.folded.get(at).copied().filter(|_| at < self.to)
    }

    /// The number at a place.
    pub(super) fn numeral(&self, at: usize) -> Option<Number> {
        self.numbers.get(at, || {
            numeral::read(self.segmenter.tables, &self.text.folded, at, self.to)
        })
    }

    pub(super) fn phrase(&self, name: &'static str) -> &'g str {
        self.segmenter.tables.phrase(name)
    }

    pub(super) fn rest(&self, at: usize) -> &[char] {
        self.text.folded.get(at..self.to).unwrap_or_default()
    }

    /// The unit after a number, with what it is divided by: mg, mg/日, mg/kg/日.
    pub(super) fn unit_phrase(&self, at: usize) -> UnitBehind<'g> {
        let begin = self.skip_space(at);
        let (mut rate, mut numbers) = (String::new(), Vec::new());
        let bare = self.text.folded.get(begin) == Some(&'/')
            && self
                .divisor(begin + 1)
                .is_some_and(|(unit, _, _)| is_time(&unit.role));
        let (unit, mut end) = match self.unit(begin) {
            Some(found) => found,
            None if bare => (&NO_UNIT, begin),
            None => return (None, at),
        };
        while self.text.folded.get(end).is_some_and(|c| *c == '/') && end < self.to {
            let Some((divisor, count, after)) = self.divisor(end + 1) else {
                break;
            };
            rate.push('/');
            if count.is_empty() {
                rate.push_str(said_behind_stroke(divisor));
            } else if divisor.say.is_empty() || !divisor.per.is_empty() {
                rate.push_str(&count);
                rate.push(' ');
                let several = count != "1" && !divisor.plural.is_empty();
                rate.push_str(if several {
                    &divisor.plural
                } else {
                    said_behind_stroke(divisor)
                });
            } else {
                rate.push_str(&divisor.say.replace("{n}", &count));
            }
            if !count.is_empty() {
                numbers.push(count);
            }
            end = after;
        }
        let phrase = UnitPhrase {
            unit,
            rate,
            numbers,
        };
        (Some(phrase), end)
    }

    /// After the stroke of a rate: a unit, or a number with one (`/100mL`).
    fn divisor(&self, at: usize) -> Option<(&'g Unit, String, usize)> {
        let number = self.numeral(at).filter(|number| !number.kanji);
        let begin = number.as_ref().map_or(at, |number| number.end);
        let (unit, end) = self.unit(self.skip_space(begin))?;
        let count = number
            .map(|number| say::number(self.segmenter.tables, &number))
            .unwrap_or_default();
        Some((unit, count, end))
    }

    /// The longest unit at a place.
    pub(super) fn unit(&self, at: usize) -> Option<(&'g Unit, usize)> {
        let (end, place) = self.longest(at, LexemeKind::Unit)?;
        Some((self.segmenter.tables.units.get(place)?, end))
    }

    pub(super) fn bound(&self, at: usize, kind: LexemeKind) -> Option<(usize, &'g Bound)> {
        let (end, place) = self.longest(at, kind)?;
        let table = if kind == LexemeKind::Before {
            &self.segmenter.tables.before
        } else {
            &self.segmenter.tables.after
        };
        Some((end, table.get(place)?))
    }

    fn longest(&self, at: usize, kind: LexemeKind) -> Option<(usize, usize)> {
        let lexicon = self.segmenter.lexicons.first()?;
        let end = self.to.min(at + 12);
        let mut found = None;
        lexicon.prefixes(
            self.codes.get(at..end)?,
            &self.text.folded[at..end],
            |len, key| {
                if self.cuts_word(at + len) {
                    return;
                }
                let shown = &self.text.shown[at..at + len];
                let lexemes = lexicon
                    .lexemes_of(key)
                    .map(|id| lexicon.lexeme(id))
                    .filter(|lexeme| lexeme.kind == kind);
                let same =
                    |lexeme: &Lexeme| shown.iter().copied().eq(lexicon.exact_form(lexeme).chars());
                let best = lexemes
                    .filter(|lexeme| same(lexeme) || !self.is_exact(lexeme))
                    .max_by_key(same);
                if let Some(lexeme) = best {
                    found = Some((at + len, lexicon.payload(&lexeme)));
                }
            },
        );
        found
    }

    /// Whether it is a unit that is read only as it is written.
    fn is_exact(&self, lexeme: &Lexeme) -> bool {
        let Some(lexicon) = self.segmenter.lexicons.first() else {
            return false;
        };
        let units = &self.segmenter.tables.units;
        lexeme.kind == LexemeKind::Unit
            && units
                .get(lexicon.payload(lexeme))
                .is_some_and(|unit| unit.exact)
    }

    /// The unit itself, or the one that it has beyond its largest number: 120度 is no grade.
    pub(super) fn unit_of<'u>(&self, unit: &'u Unit, number: &Number) -> &'u Unit
    where
        'g: 'u,
    {
        let whole = number.value.and_then(numeral::Decimal::as_whole);
        let within = whole.is_some_and(|value| value <= u128::from(unit.most));
        if unit.most == 0 || within {
            return unit;
        }
        let units = &self.segmenter.tables.units;
        units
            .iter()
            .find(|other| other.form == unit.beyond)
            .unwrap_or(unit)
    }

    /// Whether a unit that ends here would be a piece of a Latin or katakana word.
    fn cuts_word(&self, end: usize) -> bool {
        let before = end
            .checked_sub(1)
            .and_then(|at| self.text.folded.get(at))
            .map(|c| Script::of(*c));
        let after = self
            .text
            .folded
            .get(end)
            .filter(|_| end < self.to)
            .map(|c| Script::of(*c));
        matches!(
            (before, after),
            (Some(Script::Letter), Some(Script::Letter))
                | (Some(Script::Katakana), Some(Script::Katakana))
        )
    }

    pub(super) fn skip_space(&self, at: usize) -> usize {
        at + usize::from(at < self.to && self.text.folded.get(at) == Some(&' ') && at + 1 < self.to)
    }

    pub(super) fn is_at(&self, at: usize, word: &str) -> bool {
        let mut rest = self.rest(at).iter();
        word.chars().all(|wanted| rest.next() == Some(&wanted))
    }

    pub(super) fn unit_sign(&self, at: usize, sign: &str) -> Option<usize> {
        let at = self.skip_space(at);
        self.is_at(at, sign).then(|| at + sign.chars().count())
    }

    pub(super) fn bare_digits(&self, at: usize) -> Option<(u32, usize)> {
        let mut value = 0u32;
        let mut end = at;
        while let Some(digit) = self
            .text
            .folded
            .get(end)
            .filter(|_| end < self.to)
            .and_then(|c| c.to_digit(10))
        {
            value = value.checked_mul(10)?.checked_add(digit)?;
            end += 1;
        }
        (end > at).then_some((value, end))
    }

    /// A whole number without separators, in digits or kanji.
    pub(super) fn plain_number(&self, at: usize) -> Option<(u32, usize)> {
        let at = self.skip_space(at);
        let number = self.numeral(at)?;
        let value = number.value?.as_whole()?;
        Some((u32::try_from(value).ok()?, number.end))
    }
}

/// What is counted by time alone: 96/分.
fn is_time(role: &str) -> bool {
    matches!(role, "clock-minute" | "day" | "duration" | "year" | "clock")
}

fn said_behind_stroke(unit: &Unit) -> &str {
    [&unit.per, &unit.english]
        .into_iter()
        .find(|said| !said.is_empty())
        .unwrap_or(&unit.form)
}
