//! What a quantity is: a number with its unit, and what makes one of several numbers.

use crate::glossary::language::Bound;
use crate::lexicon::LexemeKind;
use crate::segment::quantity::bounds::{MOST_BOUNDS, apply};
use crate::segment::quantity::numeral::{self, Decimal, Number};
use crate::segment::quantity::reader::{Read, Reader, UnitPhrase};
use crate::segment::quantity::starts::Start;
use crate::segment::quantity::{Quantity, say};

impl<'g> Reader<'_, 'g> {
    /// The quantities that begin at `at`: the longest, and where the last bound may be a word of its own, the one without it.
    pub(crate) fn quantities(&self, at: usize, start: Start) -> Vec<Read> {
        if start.expression
            && let Some(read) = self.expression(at)
        {
            return vec![read];
        }
        let mut befores: Vec<&'g Bound> = Vec::new();
        let mut here = at;
        while start.before && befores.len() < MOST_BOUNDS {
            let Some((end, bound)) = self.bound(here, LexemeKind::Before) else {
                break;
            };
            befores.push(bound);
            here = self.skip_space(end);
        }
        if start.label
            && let Some(read) = self.label(at)
        {
            return vec![read];
        }
        if befores.is_empty()
            && start.special
            && let Some(read) = self.special(at)
        {
            return vec![read];
        }
        if befores.is_empty() && !start.number {
            return Vec::new();
        }
        if befores.is_empty()
            && let Some(read) = self.reference(at)
        {
            return vec![read];
        }
        let Some(core) = self.core(here) else {
            return Vec::new();
        };
        let fits = |bound: &&Bound| bound.roles.is_empty() || bound.roles.contains(&core.role);
        if !befores.iter().all(fits) {
            return Vec::new();
        }
        let mut read = self.with_afters(core);
        for bound in befores.iter().rev() {
            apply(bound, &mut read);
        }
        vec![read]
    }

    fn core(&self, at: usize) -> Option<Read> {
        if let Some(read) = self.date(at).or_else(|| self.half(at)) {
            return Some(read);
        }
        let first = numeral::read(self.segmenter.tables, &self.text.folded, at, self.to)?;
        let special = self
            .colon(&first)
            .or_else(|| self.fraction(&first))
            .or_else(|| self.several_values(&first))
            .or_else(|| self.range(&first));
        if special.is_some() {
            return special;
        }
        let (unit, end) = self.unit_phrase(first.end);
        if first.kanji && unit.is_none() && first.multiplier == 0 {
            return None;
        }
        if let Some(halved) = self.and_half(&first, unit.as_ref(), end) {
            return Some(halved);
        }
        let read = self.simple(&first, unit.as_ref(), end)?;
        Some(self.followed(read, &first, unit.as_ref()))
    }

    /// One number with its unit.
    pub(super) fn simple(
        &self,
        number: &Number,
        unit: Option<&UnitPhrase<'_>>,
        end: usize,
    ) -> Option<Read> {
        let tables = self.segmenter.tables;
        let said = say::number(tables, number);
        let one = number.value.is_some_and(Decimal::is_one);
        let Some(phrase) = unit else {
            return Some(Read {
                quantity: exact(number, "", said, "number"),
                end,
                kanji: number.kanji,
                role: "plain".to_owned(),
            });
        };
        let unit = phrase.unit;
        match (unit.role.as_str(), number.value) {
            ("decade", Some(value)) => return self.decade(number, value, end),
            ("tenth", Some(value)) => {
                let percent = value.times_power(1)?.to_string();
                let english = unit.say.replace("{tenfold}", &percent);
                let mut quantity = exact(number, "%", english, "percent");
                quantity.low = Some(percent.clone());
                quantity.high = Some(percent);
                quantity.computed = Some(tables.phrase("percent_of_ten").replace("{n}", &said));
                return Some(Read {
                    quantity,
                    end,
                    kanji: number.kanji,
                    role: "percent".to_owned(),
                });
            }
            _ => {}
        }
        let mut english = say::with_unit(tables, &said, unit, one);
        english.push_str(&phrase.rate);
        let shown_unit = format!("{}{}", say::unit_word(unit, one), phrase.rate);
        Some(Read {
            quantity: Quantity {
                values: if phrase.numbers.is_empty() {
                    Vec::new()
                } else {
                    let value = number.value.map(|value| value.to_string());
                    value.into_iter().chain(phrase.numbers.clone()).collect()
                },
                ..exact(number, &shown_unit, english, &unit.role)
            },
            end,
            // 数日 and 十数例 are never the beginning of another word.
            kanji: number.kanji && number.value.is_some(),
            role: unit.role.clone(),
        })
    }

    /// What begins with no number: Stage IV, III度, −1.5SD.
    fn special(&self, at: usize) -> Option<Read> {
        let read = self
            .grade(at)
            .or_else(|| self.roman_grade(at))
            .or_else(|| self.below_zero(at))
            .or_else(|| self.date(at))?;
        Some(self.with_afters(read))
    }

    /// 2年半: two and a half years. 3時半: half past three.
    fn and_half(&self, number: &Number, unit: Option<&UnitPhrase<'_>>, end: usize) -> Option<Read> {
        let tables = self.segmenter.tables;
        let half = self.half_word(end)?;
        let phrase = unit.filter(|phrase| phrase.rate.is_empty())?;
        let value = number.value.filter(|value| value.is_whole())?;
        let said = say::number(tables, number);
        let role = phrase.unit.role.as_str();
        let english = match role {
            "clock" => format!("{said}:30"),
            "year" | "month" | "day" | "duration" | "clock-minute" => say::with_unit(
                tables,
                &self.phrase("and_half").replace("{n}", &said),
                phrase.unit,
                false,
            ),
            _ => return None,
        };
        let mut quantity = exact(number, say::unit_word(phrase.unit, false), english, role);
        if role == "clock" {
            quantity.values = vec![said, "30".to_owned()];
        } else {
            let halved = Some(format!("{value}.5"));
            quantity.low.clone_from(&halved);
            quantity.high = halved;
        }
        Some(Read {
            quantity,
            end: end + half,
            kanji: false,
            role: role.to_owned(),
        })
    }

    /// 60歳代: 60 to 69.
    fn decade(&self, number: &Number, value: Decimal, end: usize) -> Option<Read> {
        let low = value.as_whole()?;
        self.ages(low, low, number.kanji, end)
    }

    /// From the first age to the last of the decade that begins with `last`.
    pub(super) fn ages(&self, low: u128, last: u128, kanji: bool, end: usize) -> Option<Read> {
        if !last.is_multiple_of(10) || !(10..=110).contains(&low) || last > 110 {
            return None;
        }
        let (low, high) = (low.to_string(), (last + 9).to_string());
        let english = self
            .phrase("decade")
            .replace("{low}", &low)
            .replace("{high}", &high);
        let quantity = Quantity {
            low: Some(low),
            high: Some(high),
            low_inclusive: true,
            high_inclusive: true,
            unit: self.phrase("age_unit").to_owned(),
            form: "age".to_owned(),
            computed: Some(english.clone()),
            english,
            ..Quantity::default()
        };
        Some(Read {
            quantity,
            end,
            kanji,
            role: "age".to_owned(),
        })
    }
}

pub(super) fn exact(number: &Number, unit: &str, english: String, form: &str) -> Quantity {
    let value = number.value.map(|value| value.to_string());
    Quantity {
        low: value.clone(),
        high: value,
        low_inclusive: number.value.is_some(),
        high_inclusive: number.value.is_some(),
        approximate: number.value.is_none(),
        unit: unit.to_owned(),
        form: form.to_owned(),
        english,
        ..Quantity::default()
    }
}
