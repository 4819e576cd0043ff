//! Quantities that are written in ways of their own: 22:45, 3:1, 3分の1, 半年, Stage IV, −1.5SD; and labels, which are none.

#![expect(
    clippy::indexing_slicing,
    reason = "places lie before the end of the sentence, which lies in the text"
)]

use crate::segment::quantity::numeral::{Decimal, Number};
use crate::segment::quantity::reader::{Read, Reader, UnitPhrase};
use crate::segment::quantity::{Quantity, say};
use crate::text::script::Script;

/// A bracket further off than this is not looked for.
const FARTHEST_BRACKET: usize = 40;

impl Reader<'_, '_> {
    pub(super) fn expression(&self, at: usize) -> Option<Read> {
        let (length, english) = self.segmenter.tables.expressions.longest(self.rest(at))?;
        let quantity = Quantity {
            english: english.to_owned(),
            form: "expression".to_owned(),
            ..Quantity::default()
        };
        Some(Read {
            quantity,
            end: at + length,
            kanji: false,
            role: "expression".to_owned(),
        })
    }

    /// 図1, 症例 2: a name with its number.
    pub(super) fn label(&self, at: usize) -> Option<Read> {
        let (length, english) = self.segmenter.tables.labels.longest(self.rest(at))?;
        let begin = self.skip_space(at + length);
        let (_, mut end) = self.bare_digits(begin)?;
        while self
            .text
            .folded
            .get(end)
            .is_some_and(|c| matches!(c, '-' | ',' | '.'))
            && self.bare_digits(end + 1).is_some()
        {
            end = self.bare_digits(end + 1)?.1;
        }
        let letter = self
            .text
            .folded
            .get(end)
            .is_some_and(char::is_ascii_lowercase)
            && !self
                .text
                .folded
                .get(end + 1)
                .is_some_and(char::is_ascii_alphanumeric);
        end += usize::from(letter && end < self.to);
        if self.unit(end).is_some() {
            return None;
        }
        let number: String = self.text.shown[begin..end].iter().collect();
        let english = self
            .segmenter
            .tables
            .phrase("label")
            .replace("{name}", english)
            .replace("{n}", &number);
        Some(label(english, end))
    }

    /// 報告されている2)。 and [3]: the number of a reference. Behind it the sentence ends or goes on.
    pub(super) fn reference(&self, at: usize) -> Option<Read> {
        let before = *self.text.folded.get(at.checked_sub(1)?)?;
        let (word, close) = if before == '[' {
            (*self.text.folded.get(at.checked_sub(2)?)?, ']')
        } else {
            (before, ')')
        };
        // Asked first: inside a long list every number would look through the rest of it.
        if !matches!(Script::of(word), Script::Hiragana | Script::Kanji) {
            return None;
        }
        let (_, mut end) = self.bare_digits(at)?;
        while let Some((_, next)) = self
            .char_at(end)
            .filter(|c| matches!(c, ',' | '-' | '〜'))
            .and_then(|_| self.bare_digits(end + 1))
        {
            end = next;
        }
        let goes_on = self.char_at(end + 1).is_none_or(|c| {
            matches!(c, '。' | '、' | ',' | '.') || Script::of(c) == Script::Hiragana
        });
        let is_open = close == ')' && self.is_open(at);
        if is_open || self.char_at(end) != Some(close) || !goes_on {
            return None;
        }
        let written: String = self.text.shown.get(at..end)?.iter().collect();
        Some(label(
            self.phrase("reference").replace("{n}", &written),
            end,
        ))
    }

    /// Whether a round bracket is open at a place, as far as a look back tells.
    fn is_open(&self, at: usize) -> bool {
        let from = at.saturating_sub(FARTHEST_BRACKET);
        let signs = self.text.folded.get(from..at).unwrap_or_default();
        signs.iter().rev().find(|c| matches!(c, '(' | ')')) == Some(&'(')
    }

    /// 22:45 is a time of day, 3:1 a ratio.
    pub(super) fn colon(&self, first: &Number) -> Option<Read> {
        if first.kanji || self.char_at(first.end) != Some(':') {
            return None;
        }
        let begin = first.end + 1;
        let second = self.numeral(begin)?;
        if second.kanji || self.char_at(second.end) == Some(':') {
            return None;
        }
        let whole = |number: &Number| number.value.and_then(Decimal::as_whole);
        let is_clock = second.end - begin == 2
            && whole(first).is_some_and(|hour| hour <= 24)
            && whole(&second).is_some_and(|minute| minute < 60);
        let low = first.value?.to_string();
        let values = vec![low.clone(), second.value?.to_string()];
        let written: String = self.text.shown.get(begin..second.end)?.iter().collect();
        let hour = say::number(self.segmenter.tables, first);
        let quantity = Quantity {
            high: if is_clock {
                Some(low.clone())
            } else {
                values.get(1).cloned()
            },
            low: Some(low),
            low_inclusive: true,
            high_inclusive: true,
            unit: if is_clock {
                self.phrase("clock_unit")
            } else {
                ""
            }
            .to_owned(),
            form: if is_clock { "clock" } else { "ratio" }.to_owned(),
            english: format!("{hour}:{written}"),
            values,
            ..Quantity::default()
        };
        Some(Read {
            quantity,
            end: second.end,
            kanji: false,
            role: if is_clock { "clock" } else { "ratio" }.to_owned(),
        })
    }

    /// 3分の1: one third. A third has no decimals that end, so it has no value.
    pub(super) fn fraction(&self, below: &Number) -> Option<Read> {
        let sign = self.phrase("fraction_sign");
        if sign.is_empty() || !self.is_at(below.end, sign) {
            return None;
        }
        let begin = below.end + sign.chars().count();
        let above = self.numeral(begin)?;
        let values = vec![above.value?.to_string(), below.value?.to_string()];
        let written = values.join("/");
        let english = self
            .segmenter
            .tables
            .phrases
            .get(&written)
            .map_or_else(|| written.clone(), |words| format!("{words} ({written})"));
        let quantity = Quantity {
            form: "fraction".to_owned(),
            english,
            values,
            ..Quantity::default()
        };
        Some(Read {
            quantity,
            end: above.end,
            kanji: below.kanji,
            role: "fraction".to_owned(),
        })
    }

    /// 半年, 半錠: half of one.
    pub(super) fn half(&self, at: usize) -> Option<Read> {
        let half = self.half_word(at)?;
        let (unit, end) = self.unit(at + half)?;
        if !matches!(
            unit.role.as_str(),
            "year" | "month" | "day" | "duration" | "dose"
        ) {
            return None;
        }
        let english = self.phrase("half").replace("{unit}", &unit.english);
        let quantity = Quantity {
            low: Some("0.5".to_owned()),
            high: Some("0.5".to_owned()),
            low_inclusive: true,
            high_inclusive: true,
            unit: unit.english.clone(),
            form: unit.role.clone(),
            english,
            ..Quantity::default()
        };
        Some(Read {
            quantity,
            end,
            kanji: false,
            role: unit.role.clone(),
        })
    }

    /// The length of a word for a half at a place.
    pub(super) fn half_word(&self, at: usize) -> Option<usize> {
        let halves = &self.segmenter.tables.half;
        let word = halves.iter().find(|word| self.is_at(at, word))?;
        Some(word.chars().count())
    }

    /// −1.5SD, +500mL: with a sign only where a unit follows, since a stroke is many things.
    pub(super) fn signed(&self, at: usize) -> Option<Read> {
        let sign = self.char_at(at).filter(|c| matches!(c, '-' | '+'))?;
        let number = self.numeral(at + 1)?;
        let (unit, end) = self.unit_phrase(number.end);
        let unit = unit.filter(|phrase| {
            matches!(
                phrase.unit.role.as_str(),
                "measure" | "temperature" | "percent" | "angle" | "grade"
            )
        })?;
        if number.kanji || !self.may_bear_sign(at, &unit) {
            return None;
        }
        let mut read = self.simple(&number, Some(&unit), end)?;
        let quantity = &mut read.quantity;
        if sign == '+' {
            quantity.english.insert(0, '+');
            return Some(read);
        }
        for bound in [&mut quantity.low, &mut quantity.high]
            .into_iter()
            .flatten()
        {
            bound.insert(0, '-');
        }
        quantity.english.insert(0, '−');
        Some(read)
    }

    /// A stroke behind a letter or a number joins the two; behind a Japanese word it is a minus where it is written as one, or where
    /// the unit often stands below zero.
    fn may_bear_sign(&self, at: usize, unit: &UnitPhrase<'_>) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|at| self.text.folded.get(at)) else {
            return true;
        };
        let is_minus = matches!(self.text.shown.get(at), Some('−' | '－'));
        match Script::of(*before) {
            Script::Kanji | Script::Hiragana => is_minus || unit.unit.signed,
            Script::Katakana => unit.unit.signed,
            Script::Letter | Script::Digit => false,
            Script::Punctuation | Script::Space => !matches!(before, ')' | '-'),
        }
    }

    /// Stage IV, Grade 3, グレード2: the word and its number, which may be Roman and may bear a letter.
    pub(super) fn grade(&self, at: usize) -> Option<Read> {
        let (length, english) = self.segmenter.tables.grades.longest(self.rest(at))?;
        let begin = self.skip_space(at + length);
        let (value, end) = self.bare_digits(begin).or_else(|| self.roman(begin))?;
        let letter = self.char_at(end).is_some_and(|c| matches!(c, 'a'..='d'));
        let mut end = end + usize::from(letter);
        // Stage IA1
        if letter && let Some((1..=3, after)) = self.bare_digits(end) {
            end = after;
        }
        let next = self.char_at(end);
        let goes_on = next.is_some_and(|c| Script::of(c).is_latin() || matches!(c, '.' | '+'));
        if goes_on || self.unit(end).is_some() {
            return None;
        }
        let written = self.written(begin, end);
        let is_roman = self.char_at(begin).is_some_and(|c| !c.is_ascii_digit());
        let bound = (!letter).then(|| value.to_string());
        let quantity = Quantity {
            low: bound.clone(),
            high: bound,
            low_inclusive: !letter,
            high_inclusive: !letter,
            computed: (is_roman && !letter).then(|| format!("{written} = {value}")),
            form: "grade".to_owned(),
            english: format!("{english} {written}"),
            ..Quantity::default()
        };
        Some(self.graded_further(Read {
            quantity,
            end,
            kanji: false,
            role: "grade".to_owned(),
        }))
    }

    /// Grade 3〜4, グレード3/6: the other end, or what it is a grade of.
    fn graded_further(&self, read: Read) -> Read {
        let stroke = self.char_at(read.end) == Some('/');
        let begin = if stroke {
            Some(read.end + 1)
        } else {
            self.range_sign(read.end)
        };
        let second = begin.and_then(|at| {
            let (value, end) = self.bare_digits(at).or_else(|| self.roman(at))?;
            let next = self.char_at(end);
            let goes_on =
                next.is_some_and(|c| Script::of(c).is_latin()) || self.unit(end).is_some();
            (!goes_on).then_some((at, value, end))
        });
        let (Some((at, value, end)), Some(low)) = (second, read.quantity.low.clone()) else {
            return read;
        };
        let second = self.written(at, end);
        let english = if stroke {
            format!("{}/{second}", read.quantity.english)
        } else {
            say::range(
                self.segmenter.tables,
                &read.quantity.english,
                &second,
                false,
            )
        };
        let high = if stroke {
            low.clone()
        } else {
            value.to_string()
        };
        let quantity = Quantity {
            values: vec![low, value.to_string()],
            high: Some(high),
            english,
            computed: None,
            ..read.quantity
        };
        Read {
            quantity,
            end,
            ..read
        }
    }

    /// III度, Ⅳ期: a Roman number with a unit that grades.
    pub(super) fn roman_grade(&self, at: usize) -> Option<Read> {
        let (value, after) = self.roman(at)?;
        let letter = self.char_at(after).is_some_and(|c| matches!(c, 'a'..='d'));
        let mut after = after + usize::from(letter);
        // IB1期
        if letter && let Some((1..=3, end)) = self.bare_digits(after) {
            after = end;
        }
        let (unit, end) = self.unit(after)?;
        if !matches!(unit.role.as_str(), "grade" | "stage") {
            return None;
        }
        let written = self.written(at, after);
        let bound = (!letter).then(|| value.to_string());
        let quantity = Quantity {
            low: bound.clone(),
            high: bound,
            low_inclusive: !letter,
            high_inclusive: !letter,
            computed: (!letter).then(|| format!("{written} = {value}")),
            unit: unit.english.clone(),
            form: "grade".to_owned(),
            english: unit.say.replace("{n}", &written),
            ..Quantity::default()
        };
        Some(Read {
            quantity,
            end,
            kanji: false,
            role: "grade".to_owned(),
        })
    }

    /// A Roman number up to twelve, in capitals of its own or of the Latin alphabet.
    pub(super) fn roman(&self, at: usize) -> Option<(u32, usize)> {
        let shown = self.text.shown.get(at..self.to)?;
        if let Some(sign @ 'Ⅰ'..='Ⅻ') = shown.first() {
            return Some((u32::from(*sign) - u32::from('Ⅰ') + 1, at + 1));
        }
        let length = shown
            .iter()
            .take_while(|c| matches!(c, 'I' | 'V' | 'X'))
            .count();
        let written: String = shown.get(..length)?.iter().collect();
        let value = [
            "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
        ]
        .iter()
        .position(|roman| *roman == written)?;
        Some((u32::try_from(value).ok()? + 1, at + length))
    }
}

/// A number that names a thing: no quantity.
fn label(english: String, end: usize) -> Read {
    Read {
        quantity: Quantity {
            english,
            form: "label".to_owned(),
            ..Quantity::default()
        },
        end,
        kanji: false,
        role: "label".to_owned(),
    }
}
