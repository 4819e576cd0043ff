//! What may stand beside a number: units, ranges, rates, bounds.

#![expect(
    clippy::indexing_slicing,
    reason = "places lie before the end of the sentence, which lies in the text"
)]

use crate::glossary::language::{Bound, Unit};
use crate::lexicon::LexemeKind;
use crate::segment::Segmenter;
use crate::segment::quantity::numeral::{self, Decimal, Number};
use crate::segment::quantity::starts::{Start, longest_word};
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
}

/// Words in front and behind, so many at the most.
const MOST_BOUNDS: usize = 3;

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
        if befores.is_empty() && !start.number {
            return Vec::new();
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

    fn with_afters(&self, core: Read) -> Read {
        let mut read = core;
        for _ in 0..MOST_BOUNDS {
            let Some((end, bound)) = self.bound(self.skip_space(read.end), LexemeKind::After)
            else {
                break;
            };
            let fits = bound.roles.is_empty()
                || bound.roles.contains(&read.role)
                || (read.role.is_empty() && bound.roles.iter().any(|role| role == "plain"));
            if !fits || (bound.effect == "band" && !self.band(&mut read)) {
                break;
            }
            read.end = end;
            if bound.effect != "band" {
                apply(bound, &mut read);
            }
        }
        read
    }

    /// 38℃台: the values that begin with what was read.
    fn band(&self, read: &mut Read) -> bool {
        let Some(low) = read
            .quantity
            .low
            .as_deref()
            .and_then(|low| low.parse::<i64>().ok())
        else {
            return false;
        };
        let (high, step) = match low {
            low if low % 100 == 0 && low > 0 && read.role != "temperature" => {
                (format!("{}", low + 99), low + 99)
            }
            low if low % 10 == 0 && low > 0 && read.role != "temperature" => {
                (format!("{}", low + 9), low + 9)
            }
            low => (format!("{low}.9"), low + 1),
        };
        let shown_low = if high.contains('.') {
            format!("{low}.0")
        } else {
            low.to_string()
        };
        let unit = read.quantity.unit.clone();
        read.quantity.english = format!("{shown_low}–{high} {unit}").trim_end().to_owned();
        read.quantity.high_inclusive = step.to_string() == high;
        read.quantity.high = Some(step.to_string());
        read.quantity.computed = Some(read.quantity.english.clone());
        true
    }

    fn expression(&self, at: usize) -> Option<Read> {
        let (length, english) = longest_word(&self.segmenter.tables.expressions, self.rest(at))?;
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

    fn rest(&self, at: usize) -> &[char] {
        self.text.folded.get(at..self.to).unwrap_or_default()
    }

    /// 図1, 症例 2: a name with its number.
    fn label(&self, at: usize) -> Option<Read> {
        let (length, english) = longest_word(&self.segmenter.tables.labels, self.rest(at))?;
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
        let quantity = Quantity {
            english,
            form: "label".to_owned(),
            ..Quantity::default()
        };
        Some(Read {
            quantity,
            end,
            kanji: false,
            role: "label".to_owned(),
        })
    }

    fn core(&self, at: usize) -> Option<Read> {
        if let Some(date) = self.date(at) {
            return Some(date);
        }
        let first = numeral::read(self.segmenter.tables, &self.text.folded, at, self.to)?;
        if let Some(several) = self.several_values(at, &first) {
            return Some(several);
        }
        if let Some(range) = self.range(&first) {
            return Some(range);
        }
        let (unit, end) = self.unit_phrase(first.end);
        if first.kanji && unit.is_none() && first.multiplier == 0 {
            return None;
        }
        let read = self.simple(&first, unit.as_ref(), end)?;
        Some(self.followed(read, &first, unit.as_ref()))
    }

    /// One number with its unit.
    fn simple(&self, number: &Number, unit: Option<&UnitPhrase<'g>>, end: usize) -> Option<Read> {
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
            quantity: exact(number, &shown_unit, english, &unit.role),
            end,
            kanji: number.kanji,
            role: unit.role.clone(),
        })
    }

    /// 60歳代: 60 to 69.
    fn decade(&self, number: &Number, value: Decimal, end: usize) -> Option<Read> {
        let low = value
            .as_whole()
            .filter(|low| low % 10 == 0 && (10..=110).contains(low))?;
        let high = low + 9;
        let tables = self.segmenter.tables;
        let english = tables
            .phrase("decade")
            .replace("{low}", &low.to_string())
            .replace("{high}", &high.to_string());
        let mut quantity = exact(number, tables.phrase("age_unit"), english.clone(), "age");
        quantity.high = Some(high.to_string());
        quantity.computed = Some(english);
        Some(Read {
            quantity,
            end,
            kanji: number.kanji,
            role: "age".to_owned(),
        })
    }

    /// 3〜4日, 30-150 nm, 2,3日, 1錠から2錠.
    fn range(&self, first: &Number) -> Option<Read> {
        let tables = self.segmenter.tables;
        let (first_unit, after_first) = self.unit_phrase(first.end);
        let (begin, or) = self
            .range_sign(self.skip_space(after_first))
            .map(|end| (end, false))
            .or_else(|| self.neighbours(first).map(|at| (at, true)))?;
        let second = numeral::read(tables, &self.text.folded, self.skip_space(begin), self.to)?;
        if or && !successive(first, &second) {
            return None;
        }
        let (second_unit, end) = self.unit_phrase(second.end);
        let same = |a: &UnitPhrase<'_>, b: &UnitPhrase<'_>| a.unit.form == b.unit.form;
        if first_unit
            .as_ref()
            .zip(second_unit.as_ref())
            .is_some_and(|(a, b)| !same(a, b))
            || (first_unit.is_some() && second_unit.is_none())
        {
            return None;
        }
        if first.kanji && second_unit.is_none() {
            return None;
        }
        if !or && second_unit.is_none() && self.text.folded.get(begin.wrapping_sub(1)) == Some(&'-')
        {
            return None;
        }
        let english = say::range(
            tables,
            &say::number(tables, first),
            &say::number(tables, &second),
            or,
        );
        let role = second_unit
            .as_ref()
            .map_or("plain", |phrase| phrase.unit.role.as_str())
            .to_owned();
        let english = second_unit.as_ref().map_or(english.clone(), |phrase| {
            format!(
                "{}{}",
                say::with_unit(tables, &english, phrase.unit, false),
                phrase.rate
            )
        });
        let unit = second_unit
            .as_ref()
            .map(|phrase| format!("{}{}", say::unit_word(phrase.unit, false), phrase.rate))
            .unwrap_or_default();
        let quantity = Quantity {
            low: first.value.map(|value| value.to_string()),
            high: second.value.map(|value| value.to_string()),
            low_inclusive: true,
            high_inclusive: true,
            unit,
            form: if or { "alternative" } else { "range" }.to_owned(),
            english,
            ..Quantity::default()
        };
        if role == "decade" {
            return None;
        }
        Some(Read {
            quantity,
            end,
            kanji: first.kanji,
            role,
        })
    }

    fn range_sign(&self, at: usize) -> Option<usize> {
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
    fn several_values(&self, at: usize, first: &Number) -> Option<Read> {
        let tables = self.segmenter.tables;
        let sign = *self
            .text
            .folded
            .get(first.end)
            .filter(|_| first.end < self.to)?;
        if first.kanji || !matches!(sign, '×' | 'x' | '*' | '/' | '±' | '-') {
            return None;
        }
        let mut values = vec![first.clone()];
        let mut end = first.end;
        while self.text.folded.get(end) == Some(&sign) && values.len() < 8 {
            let Some(next) = numeral::read(tables, &self.text.folded, end + 1, self.to)
                .filter(|next| !next.kanji)
            else {
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
        let sign_text = match sign {
            'x' | '*' | '×' => "×".to_owned(),
            '±' => " ± ".to_owned(),
            other => other.to_string(),
        };
        let said: Vec<String> = values
            .iter()
            .map(|value| say::number(tables, value))
            .collect();
        let joined = said.join(&sign_text);
        let english = unit.as_ref().map_or(joined.clone(), |phrase| {
            format!(
                "{}{}",
                say::with_unit(tables, &joined, phrase.unit, false),
                phrase.rate
            )
        });
        let unit_text = unit
            .as_ref()
            .map(|phrase| format!("{}{}", say::unit_word(phrase.unit, false), phrase.rate))
            .unwrap_or_default();
        let role = unit
            .as_ref()
            .map_or("plain", |phrase| phrase.unit.role.as_str())
            .to_owned();
        let text_of = |value: &Number| value.value.map(|value| value.to_string());
        let quantity = Quantity {
            low: values.first().and_then(text_of),
            high: values.get(1).and_then(text_of),
            low_inclusive: true,
            high_inclusive: true,
            unit: unit_text,
            form: if sign == '±' {
                "spread"
            } else if values.len() == 2 {
                "pair"
            } else {
                "series"
            }
            .to_owned(),
            english,
            ..Quantity::default()
        };
        let _ = at;
        Some(Read {
            quantity,
            end: after,
            kanji: false,
            role,
        })
    }

    /// What a second number adds: 1日3回, 3歳2か月, 30週2日, 1回2錠, 2時間30分.
    fn followed(&self, read: Read, first: &Number, unit: Option<&UnitPhrase<'g>>) -> Read {
        let Some(unit) = unit else { return read };
        let begin = self.skip_space(read.end);
        let begin = begin + usize::from(self.is_at(begin, "、") && unit.unit.role == "day");
        let Some(second) = numeral::read(self.segmenter.tables, &self.text.folded, begin, self.to)
        else {
            return read;
        };
        let (second_unit, end) = self.unit_phrase(second.end);
        let Some(second_unit) = second_unit else {
            return read;
        };
        let Some(next) = self
            .range(&second)
            .or_else(|| self.simple(&second, Some(&second_unit), end))
        else {
            return read;
        };
        let one = first.value.is_some_and(Decimal::is_one);
        let role = (unit.unit.role.as_str(), second_unit.unit.role.as_str());
        let joined = match role {
            ("day", "count" | "dose" | "measure" | "score") if one => {
                self.say_each("each_day_of", &next)
            }
            ("count", "dose" | "measure") if one => self.say_each("each_time_of", &next),
            ("age", "duration" | "month") => {
                format!("{} {}", read.quantity.english, next.quantity.english)
            }
            ("duration", "day" | "duration")
            | ("duration" | "clock", "clock-minute")
            | ("clock-minute", "duration")
            | ("year", "duration" | "month") => {
                format!("{} {}", read.quantity.english, next.quantity.english)
            }
            ("day", "duration") => return read,
            _ => return read,
        };
        if matches!(role, ("clock", "clock-minute")) {
            let minutes = second
                .value
                .map(|value| value.to_string())
                .unwrap_or_default();
            let english = format!(
                "{}:{minutes:0>2}",
                say::number(self.segmenter.tables, first)
            );
            let quantity = Quantity {
                english,
                ..read.quantity
            };
            return Read {
                quantity,
                end: next.end,
                ..read
            };
        }
        let mut quantity = if one && matches!(role.0, "day" | "count") {
            next.quantity
        } else {
            read.quantity
        };
        quantity.english = joined;
        Read {
            quantity,
            end: next.end,
            kanji: read.kanji,
            role: if role.0 == "day" {
                "rate".to_owned()
            } else {
                read.role
            },
        }
    }

    fn say_each(&self, phrase: &str, next: &Read) -> String {
        self.segmenter
            .tables
            .phrase(phrase)
            .replace("{}", &next.quantity.english)
    }

    /// The unit after a number, with what it is divided by: mg, mg/日, mg/kg/日.
    fn unit_phrase(&self, at: usize) -> (Option<UnitPhrase<'g>>, usize) {
        let begin = self.skip_space(at);
        let mut rate = String::new();
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
            rate.push_str(&count);
            rate.push_str(said_behind_stroke(divisor));
            end = after;
        }
        (Some(UnitPhrase { unit, rate }), end)
    }

    /// After the stroke of a rate: a unit, or a number with one (`/100mL`).
    fn divisor(&self, at: usize) -> Option<(&'g Unit, String, usize)> {
        let number = numeral::read(self.segmenter.tables, &self.text.folded, at, self.to)
            .filter(|number| !number.kanji);
        let begin = number.as_ref().map_or(at, |number| number.end);
        let (unit, end) = self.unit(self.skip_space(begin))?;
        let count = number
            .map(|number| format!("{} ", say::number(self.segmenter.tables, &number)))
            .unwrap_or_default();
        Some((unit, count, end))
    }

    /// The longest unit at a place.
    fn unit(&self, at: usize) -> Option<(&'g Unit, usize)> {
        let (end, place) = self.longest(at, LexemeKind::Unit)?;
        Some((self.segmenter.tables.units.get(place)?, end))
    }

    fn bound(&self, at: usize, kind: LexemeKind) -> Option<(usize, &'g Bound)> {
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
                let best = lexemes.max_by_key(|lexeme| {
                    shown.iter().copied().eq(lexicon.exact_form(lexeme).chars())
                });
                if let Some(lexeme) = best {
                    found = Some((at + len, lexicon.payload(&lexeme)));
                }
            },
        );
        found
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
        let count = word.chars().count();
        at + count <= self.to
            && word
                .chars()
                .eq(self.text.folded[at..at + count].iter().copied())
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
        let number = numeral::read(self.segmenter.tables, &self.text.folded, at, self.to)?;
        let value = number.value?.as_whole()?;
        Some((u32::try_from(value).ok()?, number.end))
    }
}

impl Number {
    const fn unit_free(&self) -> bool {
        self.multiplier == 0 && self.said.is_empty()
    }
}

/// What is counted by time alone: 96/分.
fn is_time(role: &str) -> bool {
    matches!(role, "clock-minute" | "day" | "duration" | "year" | "clock")
}

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
};

fn said_behind_stroke(unit: &Unit) -> &str {
    [&unit.per, &unit.english]
        .into_iter()
        .find(|said| !said.is_empty())
        .unwrap_or(&unit.form)
}

struct UnitPhrase<'g> {
    unit: &'g Unit,
    rate: String,
}

fn successive(first: &Number, second: &Number) -> bool {
    let whole = |number: &Number| number.value.and_then(Decimal::as_whole);
    whole(first)
        .zip(whole(second))
        .is_some_and(|(a, b)| a < 10 && b == a + 1)
}

fn exact(number: &Number, unit: &str, english: String, form: &str) -> Quantity {
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
        computed: None,
    }
}

/// What a bound does to a quantity.
fn apply(bound: &Bound, read: &mut Read) {
    let quantity = &mut read.quantity;
    quantity.english = bound.say.replace("{}", &quantity.english);
    match bound.effect.as_str() {
        "approximate" => quantity.approximate = true,
        "at-least" | "from" => quantity.high = None,
        "at-most" | "until" => quantity.low = None,
        "more-than" => {
            quantity.high = None;
            quantity.low_inclusive = false;
        }
        "less-than" => {
            quantity.low = None;
            quantity.high_inclusive = false;
        }
        "ordinal" => read.role = "ordinal".to_owned(),
        _ => {}
    }
    if quantity.low.is_none() {
        quantity.low_inclusive = false;
    }
    if quantity.high.is_none() {
        quantity.high_inclusive = false;
    }
}
