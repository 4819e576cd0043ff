//! Several numbers that are one quantity: 3〜4日, 2,3日, 15×10mm, 120/80mmHg, 6-4-4-0単位.

use crate::segment::quantity::numeral::{Decimal, Number};
use crate::segment::quantity::reader::{Read, Reader, UnitBehind, UnitPhrase};
use crate::segment::quantity::{Quantity, say};

/// More numbers than this are a table.
const MOST_VALUES: usize = 8;

impl Reader<'_, '_> {
    /// 3〜4日, 30-150 nm, 2,3日, 1錠から2錠.
    pub(super) fn range(&self, first: &Number, behind: &UnitBehind<'_>) -> Option<Read> {
        let tables = self.segmenter.tables;
        let (first_unit, after_first) = behind;
        let (begin, or) = self
            .range_sign(self.skip_space(*after_first))
            .map(|end| (end, false))
            .or_else(|| self.neighbours(first).map(|at| (at, true)))?;
        let second = self.numeral(self.skip_space(begin))?;
        if or && !successive(first, &second) {
            return None;
        }
        let (unit, end) = self.unit_phrase(second.end);
        if !units_agree(first_unit.as_ref(), unit.as_ref()) || first.kanji && unit.is_none() {
            return None;
        }
        let hyphen = self.text.folded.get(begin.wrapping_sub(1)) == Some(&'-');
        if !or && unit.is_none() && hyphen {
            return None;
        }
        let role = role_of(unit.as_ref());
        if role == "decade" {
            return self.decades(first, &second, end);
        }
        let said = |number: &Number| {
            let said = say::number(tables, number);
            match &unit {
                Some(phrase) if role == "clock" => {
                    say::with_unit(tables, &said, phrase.unit, false)
                }
                _ => said,
            }
        };
        if role == "tenth" {
            return self.tenths(first, &second, or, end);
        }
        let both = say::range(tables, &said(first), &said(&second), or);
        let quantity = Quantity {
            low: text_of(first),
            high: text_of(&second),
            low_inclusive: true,
            high_inclusive: true,
            unit: unit_text(unit.as_ref()),
            form: if or { "alternative" } else { "range" }.to_owned(),
            english: if role == "clock" {
                both
            } else {
                self.joined(both, unit.as_ref())
            },
            ..Quantity::default()
        };
        Some(Read {
            quantity,
            end,
            kanji: first.kanji,
            role,
        })
    }

    /// 7,8割: 70 or 80%.
    fn tenths(&self, first: &Number, second: &Number, or: bool, end: usize) -> Option<Read> {
        let low = first.value?.times_power(1)?.to_string();
        let high = second.value?.times_power(1)?.to_string();
        let tables = self.segmenter.tables;
        let said = |number: &Number| say::number(tables, number);
        let tenths = say::range(tables, &said(first), &said(second), or);
        let quantity = Quantity {
            english: format!("{}%", say::range(tables, &low, &high, or)),
            low: Some(low),
            high: Some(high),
            low_inclusive: true,
            high_inclusive: true,
            unit: "%".to_owned(),
            computed: Some(self.phrase("percent_of_ten").replace("{n}", &tenths)),
            form: "percent".to_owned(),
            ..Quantity::default()
        };
        Some(Read {
            quantity,
            end,
            kanji: first.kanji,
            role: "percent".to_owned(),
        })
    }

    /// 50〜60代: aged 50 to 69.
    fn decades(&self, first: &Number, second: &Number, end: usize) -> Option<Read> {
        let low = first.value.and_then(Decimal::as_whole)?;
        let last = second.value.and_then(Decimal::as_whole)?;
        (low < last && low % 10 == 0)
            .then(|| self.ages(low, last, first.kanji, end))
            .flatten()
    }

    fn joined(&self, said: String, unit: Option<&UnitPhrase<'_>>) -> String {
        unit.map_or_else(
            || said.clone(),
            |phrase| {
                let counted = say::with_unit(self.segmenter.tables, &said, phrase.unit, false);
                format!("{counted}{}", phrase.rate)
            },
        )
    }

    pub(super) fn range_sign(&self, at: usize) -> Option<usize> {
        let sign = self
            .segmenter
            .tables
            .range
            .iter()
            .find(|sign| self.is_at(at, sign))?;
        Some(at + sign.chars().count())
    }

    /// Two neighbouring numbers with a comma or nothing between: 2,3日, 二、三日.
    fn neighbours(&self, first: &Number) -> Option<usize> {
        let sign = *self
            .text
            .folded
            .get(first.end)
            .filter(|_| first.end < self.to)?;
        (first.unit_free() && matches!(sign, ',' | '、' | '・')).then_some(first.end + 1)
    }

    /// 15×10mm, 120/80mmHg, 5.2±0.3, 8-6-6-0単位.
    pub(super) fn several_values(&self, first: &Number) -> Option<Read> {
        let sign = self.sign_between(first.end).map(|(sign, _)| sign)?;
        if first.kanji || !matches!(sign, '×' | 'x' | '*' | '/' | '±' | '-') {
            return None;
        }
        let mut values = vec![first.clone()];
        let mut end = first.end;
        while let Some((_, begin)) = self.sign_between(end).filter(|(next, _)| *next == sign)
            && values.len() < MOST_VALUES
        {
            let next = self.numeral(begin);
            let Some(next) = next.filter(|next| !next.kanji) else {
                break;
            };
            end = next.end;
            values.push(next);
        }
        let (unit, after) = self.unit_phrase(end);
        let slash_of_nothing = sign == '/' && unit.is_none() && values.len() != 2;
        let hyphens = sign == '-' && (values.len() < 3 || unit.is_none());
        if values.len() < 2 || slash_of_nothing || hyphens {
            return None;
        }
        Some(self.several(&values, sign, unit.as_ref(), after))
    }

    /// 3.2cm×2.8cm: each side with its unit.
    pub(super) fn sides(&self, first: &Number, behind: &UnitBehind<'_>) -> Option<Read> {
        let (unit, end) = behind;
        let mut end = *end;
        let is_length =
            |phrase: &&UnitPhrase<'_>| phrase.unit.role == "measure" && phrase.rate.is_empty();
        let unit = unit.as_ref().filter(is_length)?;
        let mut values = vec![first.clone()];
        while let Some((_, begin)) = self
            .sign_between(end)
            .filter(|(sign, _)| matches!(sign, '×' | 'x' | '*'))
            && values.len() < MOST_VALUES
        {
            let next = self.numeral(begin);
            let Some(next) = next.filter(|next| !next.kanji) else {
                break;
            };
            let (same, after) = self.unit_phrase(next.end);
            if !same.is_some_and(|same| same.unit.form == unit.unit.form && same.rate.is_empty()) {
                break;
            }
            end = after;
            values.push(next);
        }
        (values.len() > 1).then(|| self.several(&values, '×', Some(unit), end))
    }

    /// The sign at a place and where the number behind it begins: around × and ± there may be spaces.
    fn sign_between(&self, at: usize) -> Option<(char, usize)> {
        let place = self.skip_space(at);
        let sign = self.char_at(place)?;
        let spaced = matches!(sign, '×' | 'x' | '*' | '±');
        if place > at && !spaced {
            return None;
        }
        let begin = self.skip_space(place + 1);
        // Spaces stand on both sides or on none: 15 × 10, but 3× 5日.
        let even = (place > at) == (begin > place + 1);
        even.then_some((sign, begin))
    }

    /// Several numbers as one quantity.
    fn several(
        &self,
        values: &[Number],
        sign: char,
        unit: Option<&UnitPhrase<'_>>,
        end: usize,
    ) -> Read {
        let tables = self.segmenter.tables;
        let sign_text = match sign {
            'x' | '*' | '×' => "×".to_owned(),
            '±' => " ± ".to_owned(),
            other => other.to_string(),
        };
        let said: Vec<String> = values
            .iter()
            .map(|value| say::number(tables, value))
            .collect();
        // 6-4-4-0: one for each time of the day, and no bounds.
        let bound = |at: usize| values.get(at).filter(|_| sign != '-').and_then(text_of);
        let form = match (sign, values.len()) {
            ('±', _) => "spread",
            (_, 2) => "pair",
            _ => "series",
        };
        let quantity = Quantity {
            low: bound(0),
            high: bound(1),
            low_inclusive: sign != '-',
            high_inclusive: sign != '-',
            unit: unit_text(unit),
            form: form.to_owned(),
            english: self.joined(said.join(&sign_text), unit),
            values: values.iter().filter_map(text_of).collect(),
            ..Quantity::default()
        };
        Read {
            quantity,
            end,
            kanji: false,
            role: role_of(unit),
        }
    }
}

fn units_agree(first: Option<&UnitPhrase<'_>>, second: Option<&UnitPhrase<'_>>) -> bool {
    match (first, second) {
        (Some(first), Some(second)) => first.unit.form == second.unit.form,
        (Some(_), None) => false,
        _ => true,
    }
}

fn text_of(number: &Number) -> Option<String> {
    number.value.map(Decimal::text)
}

fn unit_text(unit: Option<&UnitPhrase<'_>>) -> String {
    unit.map(|phrase| format!("{}{}", say::unit_word(phrase.unit, false), phrase.rate))
        .unwrap_or_default()
}

fn role_of(unit: Option<&UnitPhrase<'_>>) -> String {
    unit.map_or("plain", |phrase| phrase.unit.role.as_str())
        .to_owned()
}

fn successive(first: &Number, second: &Number) -> bool {
    let whole = |number: &Number| number.value.and_then(Decimal::as_whole);
    whole(first)
        .zip(whole(second))
        .is_some_and(|(a, b)| a < 10 && b == a + 1)
}

impl Number {
    const fn unit_free(&self) -> bool {
        self.multiplier == 0 && self.said.is_empty()
    }
}
