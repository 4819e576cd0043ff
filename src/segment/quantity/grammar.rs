//! What a quantity is: a number with its unit, and what makes one of several numbers.

use crate::glossary::language::Bound;
use crate::lexicon::LexemeKind;
use crate::segment::quantity::bounds::MOST_BOUNDS;
use crate::segment::quantity::numeral::{Decimal, Number};
use crate::segment::quantity::reader::{Read, Reader, UnitPhrase};
use crate::segment::quantity::starts::Start;
use crate::segment::quantity::{Quantity, say};
use crate::text::script::Script;

impl<'g> Reader<'_, 'g> {
    /// The quantities that begin at `at`: the longest, and where the last bound may be a word of its own, the one without it.
    pub(crate) fn quantities(&self, at: usize, start: Start) -> Vec<Read> {
        if start.expression
            && let Some(read) = self.expression(at)
        {
            let shaped = start.special.then(|| self.shaped(at)).flatten();
            return vec![
                shaped
                    .filter(|shaped| shaped.end > read.end)
                    .unwrap_or(read),
            ];
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
            && start.number
            && let Some(read) = self.reference(at)
        {
            return vec![read];
        }
        let whole = start.special.then(|| self.special(at, befores.is_empty()));
        let counted = if start.number || !befores.is_empty() {
            self.counted(here, &befores)
        } else {
            Vec::new()
        };
        let longest = counted.first().map_or(at, |read| read.end);
        match whole.flatten() {
            Some(whole) if whole.end >= longest => vec![whole],
            _ => counted,
        }
    }

    /// A quantity behind words that bound it; and where the last word behind it may begin another, the one without that word.
    fn counted(&self, at: usize, befores: &[&'g Bound]) -> Vec<Read> {
        let Some(mut core) = self.core(at) else {
            return Vec::new();
        };
        let mut befores = befores;
        if let Some((last, rest)) = befores.split_last()
            && last.effect == "ordinal"
        {
            self.apply(last, &mut core);
            befores = rest;
        }
        let fits = |bound: &&Bound| bound.roles.is_empty() || bound.roles.contains(&core.role);
        if !befores.iter().all(fits) {
            return Vec::new();
        }
        // 術後3日以降: from 3 days after surgery on, so what says from when stands inside.
        let inside = |bound: &Bound| {
            !bound.roles.is_empty() && matches!(bound.effect.as_str(), "plain" | "after" | "before")
        };
        while let Some((last, rest)) = befores.split_last()
            && inside(last)
        {
            self.apply(last, &mut core);
            befores = rest;
        }
        let (read, shorter) = self.with_afters(core);
        let bounded = |mut read: Read| {
            for bound in befores.iter().rev() {
                self.apply(bound, &mut read);
            }
            read
        };
        let mut reads: Vec<Read> = std::iter::once(read).chain(shorter).map(bounded).collect();
        if let Some(spanned) = reads.first().and_then(|read| self.spanned(read)) {
            reads = vec![spanned];
        }
        reads
    }

    /// 生後6か月〜1歳, 4月1日〜4月7日, 9:00〜17:00: two quantities of a kind as the ends of one.
    fn spanned(&self, first: &Read) -> Option<Read> {
        let kind = kind_of_span(&first.role)?;
        let sign = self.skip_space(first.end);
        let is_sign = self
            .char_at(sign)
            .is_some_and(|c| c != '-' && Script::of(c) == Script::Punctuation);
        let begin = self.range_sign(sign).filter(|_| is_sign)?;
        let core = self.core(self.skip_space(begin))?;
        let (second, _) = self.with_afters(core);
        if kind_of_span(&second.role) != Some(kind) {
            return None;
        }
        let tables = self.segmenter.tables;
        let (one, other) = (&first.quantity, &second.quantity);
        let same = one.unit == other.unit;
        let values = [one, other]
            .into_iter()
            .flat_map(|end| {
                if end.values.is_empty() {
                    end.low.iter().cloned().collect()
                } else {
                    end.values.clone()
                }
            })
            .collect();
        let quantity = Quantity {
            low: one.low.clone().filter(|_| same),
            high: other.high.clone().filter(|_| same),
            low_inclusive: same && one.low_inclusive,
            high_inclusive: same && other.high_inclusive,
            approximate: one.approximate || other.approximate,
            unit: if same {
                one.unit.clone()
            } else {
                String::new()
            },
            computed: one.computed.clone().or_else(|| other.computed.clone()),
            values,
            form: "range".to_owned(),
            english: say::range(tables, &one.english, &other.english, false),
        };
        Some(Read {
            quantity,
            end: second.end,
            kanji: first.kanji,
            role: first.role.clone(),
        })
    }

    fn core(&self, at: usize) -> Option<Read> {
        let plain = self.plain(at).or_else(|| self.roman_grade(at));
        longer(self.shaped(at), plain)
    }

    /// A number with what makes it a quantity.
    fn plain(&self, at: usize) -> Option<Read> {
        if let Some(read) = self.date(at).or_else(|| self.half(at)) {
            return Some(read);
        }
        let first = self.numeral(at)?;
        let behind = self.unit_phrase(first.end);
        let special = self
            .colon(&first)
            .or_else(|| self.fraction(&first))
            .or_else(|| self.several_values(&first))
            .or_else(|| self.sides(&first, &behind))
            .or_else(|| self.range(&first, &behind));
        if special.is_some() {
            return special;
        }
        let (unit, end) = behind;
        if unit.is_none()
            && let Some(read) = self.open_count(&first)
        {
            return Some(read);
        }
        if first.kanji && unit.is_none() && first.multiplier == 0 {
            return None;
        }
        if let Some(halved) = self.and_half(&first, unit.as_ref(), end) {
            return Some(halved);
        }
        let read = self.simple(&first, unit.as_ref(), end)?;
        Some(self.followed(read, &first, unit.as_ref()))
    }

    /// 10余年, 20数例: a little more than the number.
    fn open_count(&self, number: &Number) -> Option<Read> {
        let tables = self.segmenter.tables;
        let (length, phrase) = tables.infixes.longest(self.rest(number.end))?;
        let (unit, end) = self.unit_phrase(number.end + length);
        let said = phrase.replace("{n}", &say::number(tables, number));
        let number = Number {
            said,
            ..number.clone()
        };
        let mut read = self.simple(&number, Some(&unit?), end)?;
        read.quantity.approximate = true;
        Some(read)
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
        let unit = self.unit_of(phrase.unit, number);
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
        let shown_unit = [say::unit_word(unit, one), &phrase.rate].concat();
        Some(Read {
            quantity: Quantity {
                values: if phrase.numbers.is_empty() {
                    Vec::new()
                } else {
                    let value = number.value.map(Decimal::text);
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

    /// What begins with no number: Stage IV, III度, −1.5SD; where a word that bounds begins there too, only what has a shape.
    fn special(&self, at: usize, alone: bool) -> Option<Read> {
        let masks = &self.segmenter.tables.masks;
        let is_mask = self.char_at(at).is_some_and(|first| masks.contains(&first));
        let plain = || {
            self.grade(at)
                .or_else(|| self.roman_grade(at))
                .or_else(|| self.signed(at))
                .or_else(|| is_mask.then(|| self.date(at)).flatten())
        };
        let plain = if alone { plain() } else { None };
        let (read, _) = self.with_afters(longer(self.shaped(at), plain)?);
        Some(read)
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
            "year" | "month" | "day" | "duration" | "clock-minute" | "age" => say::with_unit(
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

/// What may be the two ends of one range.
fn kind_of_span(role: &str) -> Option<&'static str> {
    match role {
        "age" | "duration" | "year" | "day" => Some("time"),
        "date" | "month" => Some("date"),
        "clock" => Some("clock"),
        "measure" => Some("measure"),
        "score" | "percent" | "temperature" => Some("score"),
        _ => None,
    }
}

/// The longer of two, and the shape where they are equally long.
fn longer(shaped: Option<Read>, plain: Option<Read>) -> Option<Read> {
    match (shaped, plain) {
        (Some(shaped), Some(plain)) if plain.end > shaped.end => Some(plain),
        (Some(shaped), _) => Some(shaped),
        (None, plain) => plain,
    }
}

pub(super) fn exact(number: &Number, unit: &str, english: String, form: &str) -> Quantity {
    let value = number.value.map(Decimal::text);
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
