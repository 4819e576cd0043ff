//! Numerals: digits of any width, kanji, and the two mixed (10万2,000), powers of ten, vague numbers (数十).

use crate::lexicon::tables::Tables;

/// A decimal number: `mantissa` divided by ten to the power of `decimals`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    pub(crate) mantissa: u128,
    pub(crate) decimals: u32,
}

impl Decimal {
    pub(crate) const fn whole(value: u128) -> Self {
        Self {
            mantissa: value,
            decimals: 0,
        }
    }

    /// Times ten to the power of `power`; `None` where that is too large to hold.
    pub(crate) fn times_power(self, power: u32) -> Option<Self> {
        if power <= self.decimals {
            return Some(
                Self {
                    mantissa: self.mantissa,
                    decimals: self.decimals - power,
                }
                .trimmed(),
            );
        }
        let factor = 10u128.checked_pow(power - self.decimals)?;
        Some(Self {
            mantissa: self.mantissa.checked_mul(factor)?,
            decimals: 0,
        })
    }

    fn trimmed(mut self) -> Self {
        while self.decimals > 0 && self.mantissa.is_multiple_of(10) {
            self.mantissa /= 10;
            self.decimals -= 1;
        }
        self
    }

    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        let decimals = self.decimals.max(other.decimals);
        let scale = |value: Self| {
            value
                .mantissa
                .checked_mul(10u128.checked_pow(decimals - value.decimals)?)
        };
        Some(Self {
            mantissa: scale(self)?.checked_add(scale(other)?)?,
            decimals,
        })
    }

    pub(crate) const fn is_whole(self) -> bool {
        self.decimals == 0
    }

    pub(crate) const fn is_one(self) -> bool {
        self.mantissa == 1 && self.decimals == 0
    }

    pub(crate) fn as_whole(self) -> Option<u128> {
        self.is_whole().then_some(self.mantissa)
    }

    /// As [`Display`](std::fmt::Display) writes it: most numbers are whole and small, and need no formatter.
    pub(crate) fn text(self) -> String {
        match u64::try_from(self.mantissa) {
            Ok(mantissa) if self.decimals == 0 => itoa::Buffer::new().format(mantissa).to_owned(),
            _ => self.to_string(),
        }
    }
}

impl std::fmt::Display for Decimal {
    /// Plain decimal notation, without separators: `12.5`, `10000000000000`.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.decimals == 0 {
            let mut digits = itoa::Buffer::new();
            return match u64::try_from(self.mantissa) {
                Ok(mantissa) => out.write_str(digits.format(mantissa)),
                Err(_) => write!(out, "{}", self.mantissa),
            };
        }
        let digits = format!(
            "{:0width$}",
            self.mantissa,
            width = self.decimals as usize + 1
        );
        let point = digits.len() - self.decimals as usize;
        match (digits.get(..point), digits.get(point..)) {
            (Some(whole), Some("")) => out.write_str(whole),
            (Some(whole), Some(fraction)) => write!(out, "{whole}.{fraction}"),
            _ => out.write_str(&digits),
        }
    }
}

/// A number as read from the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    /// `None` where it is vague.
    pub(crate) value: Option<Decimal>,
    /// How it is said where it is vague or a power; empty otherwise.
    pub(crate) said: String,
    /// The largest power of ten that a kanji multiplier said: 12 for 10兆.
    pub(crate) multiplier: u32,
    /// Written with separators between thousands.
    pub(crate) separated: bool,
    /// Written in kanji from its first character.
    pub(crate) kanji: bool,
    pub(crate) end: usize,
}

/// Numerals longer than this are identifiers.
pub(super) const LONGEST: usize = 40;

/// Reads the number that begins at `at` of the folded characters, before `to`.
pub(crate) fn read(tables: &Tables, text: &[char], at: usize, to: usize) -> Option<Number> {
    let to = to.min(at + LONGEST).min(text.len());
    if let Some(vague) = read_vague(tables, text, at, to) {
        return Some(vague);
    }
    let first = *text.get(at)?;
    let kanji = !first.is_ascii_digit();
    let (value, multiplier, end) = read_groups(tables, text, at, to)?;
    let separated = text
        .get(at..end)
        .is_some_and(|digits| digits.contains(&','));
    let number = Number {
        value: Some(value),
        said: String::new(),
        multiplier,
        separated,
        kanji,
        end,
    };
    Some(read_power(tables, text, &number, to).unwrap_or(number))
}

fn read_vague(tables: &Tables, text: &[char], at: usize, to: usize) -> Option<Number> {
    // A vague number is written in words; most numbers are not.
    if text.get(at)?.is_ascii_digit() {
        return None;
    }
    let (length, said) = tables.vague.longest(text.get(at..to)?)?;
    let end = at + length;
    Some(Number {
        value: None,
        said: said.to_owned(),
        multiplier: 0,
        separated: false,
        kanji: true,
        end,
    })
}

/// Groups of 万, 億, 兆, 京 added up: 10万2,000.
fn read_groups(
    tables: &Tables,
    text: &[char],
    at: usize,
    to: usize,
) -> Option<(Decimal, u32, usize)> {
    let mut total: Option<Decimal> = None;
    let (mut largest, mut last_power) = (0, u32::MAX);
    let mut here = at;
    while here < to {
        let Some((value, end)) = read_below_ten_thousand(tables, text, here, to) else {
            break;
        };
        let power = text
            .get(end)
            .filter(|_| end < to)
            .and_then(|c| tables.powers.get(c))
            .copied()
            .filter(|power| *power >= 4);
        match power {
            Some(power) if power < last_power => {
                total = add(total, value.times_power(power)?);
                largest = largest.max(power);
                last_power = power;
                here = end + 1;
            }
            _ => {
                // Digits after 万 belong to it only where they are fewer than its zeros.
                let fits = total.is_none()
                    || (last_power < u32::MAX && value.mantissa < 10u128.pow(last_power.min(20)));
                if fits {
                    total = add(total, value);
                    here = end;
                }
                break;
            }
        }
    }
    Some((total?, largest, here)).filter(|(_, _, end)| *end > at)
}

fn add(total: Option<Decimal>, value: Decimal) -> Option<Decimal> {
    match total {
        None => Some(value),
        Some(total) => total.plus(value),
    }
}

/// Digits, or kanji up to 千.
fn read_below_ten_thousand(
    tables: &Tables,
    text: &[char],
    at: usize,
    to: usize,
) -> Option<(Decimal, usize)> {
    if text.get(at)?.is_ascii_digit() {
        let (value, end) = read_digits(text, at, to)?;
        let small = text
            .get(end)
            .filter(|_| end < to)
            .and_then(|c| tables.powers.get(c))
            .copied()
            .filter(|power| *power == 2 || *power == 3);
        return match small {
            Some(power) => Some((value.times_power(power)?, end + 1)),
            None => Some((value, end)),
        };
    }
    read_kanji(tables, text, at, to)
}

/// Digits with a point, and with commas where they divide thousands.
fn read_digits(text: &[char], at: usize, to: usize) -> Option<(Decimal, usize)> {
    let digit = |at: usize| {
        text.get(at)
            .filter(|_| at < to)
            .and_then(|c| c.to_digit(10))
    };
    let (mut mantissa, mut end) = (0u128, at);
    let mut first = 0u64;
    // Up to 18 digits fit into 64 bits, where counting is quick.
    while let Some(value) = digit(end).filter(|_| end < at + 18) {
        first = first * 10 + u64::from(value);
        end += 1;
    }
    mantissa += u128::from(first);
    while let Some(value) = digit(end) {
        mantissa = mantissa.checked_mul(10)?.checked_add(u128::from(value))?;
        end += 1;
    }
    let group = |at: usize| {
        text.get(at) == Some(&',')
            && (1..=3).all(|next| digit(at + next).is_some())
            && digit(at + 4).is_none()
    };
    if end - at <= 3 {
        while group(end) {
            for next in 1..=3 {
                mantissa = mantissa
                    .checked_mul(10)?
                    .checked_add(u128::from(digit(end + next)?))?;
            }
            end += 4;
        }
    }
    let mut decimals = 0;
    if text.get(end) == Some(&'.') && digit(end + 1).is_some() {
        end += 1;
        while let Some(value) = digit(end) {
            mantissa = mantissa.checked_mul(10)?.checked_add(u128::from(value))?;
            decimals += 1;
            end += 1;
        }
    }
    Some((Decimal { mantissa, decimals }, end))
}

/// 二十三, 百五十, 二〇二三.
fn read_kanji(tables: &Tables, text: &[char], at: usize, to: usize) -> Option<(Decimal, usize)> {
    let (mut total, mut current, mut end, mut digits) = (0u128, None::<u128>, at, 0);
    while end < to {
        let character = text.get(end)?;
        if let Some(digit) = tables.digits.get(character) {
            current = Some(
                current
                    .unwrap_or(0)
                    .checked_mul(10)?
                    .checked_add(u128::from(*digit))?,
            );
            digits += 1;
        } else if let Some(power) = tables.powers.get(character).filter(|power| **power < 4) {
            total = total.checked_add(current.unwrap_or(1).checked_mul(10u128.pow(*power))?)?;
            current = None;
        } else {
            break;
        }
        end += 1;
    }
    let _ = digits;
    (end > at).then(|| (Decimal::whole(total + current.unwrap_or(0)), end))
}

/// `×10^13`, `×10⁵`, `×10の5乗`, or the number itself as base: `10⁵`.
fn read_power(tables: &Tables, text: &[char], number: &Number, to: usize) -> Option<Number> {
    let base = number.value?;
    let times = |c: char| matches!(c, '×' | 'x' | '*' | '✕' | '・');
    let mut at = number.end;
    if base == Decimal::whole(10)
        && let Some((exponent, end)) = read_exponent(tables, text, at, to)
    {
        return power_of_ten(Decimal::whole(1), exponent, String::new(), end);
    }
    at += usize::from(text.get(at) == Some(&' '));
    if !text.get(at).is_some_and(|c| times(*c)) {
        return None;
    }
    at += 1;
    at += usize::from(text.get(at) == Some(&' '));
    if text.get(at..at + 2) != Some(&['1', '0']) {
        return None;
    }
    let (exponent, end) =
        read_exponent(tables, text, at + 2, to).or_else(|| read_stroke(text, at + 2, to))?;
    power_of_ten(base, exponent, format!("{base}×"), end)
}

fn power_of_ten(base: Decimal, exponent: i32, said: String, end: usize) -> Option<Number> {
    let power = exponent.unsigned_abs();
    let value = if exponent < 0 {
        Decimal {
            mantissa: base.mantissa,
            decimals: base.decimals.checked_add(power)?,
        }
    } else {
        base.times_power(power)?
    };
    Some(Number {
        value: Some(value),
        said: format!("{said}10^{exponent}"),
        multiplier: 0,
        separated: false,
        kanji: false,
        end,
    })
}

/// `×10-3`: behind a base the stroke can only be a minus.
fn read_stroke(text: &[char], at: usize, to: usize) -> Option<(i32, usize)> {
    let digit = text.get(at + 1).filter(|_| at + 1 < to)?.to_digit(10)?;
    let goes_on = text.get(at + 2).is_some_and(char::is_ascii_digit);
    (text.get(at) == Some(&'-') && !goes_on).then_some((-i32::try_from(digit).ok()?, at + 2))
}

/// `^13`, `^-3`, superscript digits, or in words: `の13乗`.
fn read_exponent(tables: &Tables, text: &[char], at: usize, to: usize) -> Option<(i32, usize)> {
    const SUPERSCRIPTS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    if let Some(found) = read_power_in_words(tables, text, at, to) {
        return Some(found);
    }
    let caret = text.get(at) == Some(&'^');
    let begin = at + usize::from(caret);
    let minus = if caret { '-' } else { '⁻' };
    let negative = text.get(begin) == Some(&minus);
    let (mut value, mut end) = (0i32, begin + usize::from(negative));
    let first = end;
    while end < to && end < first + 2 {
        let character = *text.get(end)?;
        let digit = if caret {
            character.to_digit(10).and_then(|d| i32::try_from(d).ok())
        } else {
            SUPERSCRIPTS
                .iter()
                .position(|s| *s == character)
                .and_then(|d| i32::try_from(d).ok())
        };
        let Some(digit) = digit else { break };
        value = value * 10 + digit;
        end += 1;
    }
    (end > first).then_some((if negative { -value } else { value }, end))
}

/// `の5乗`, the words being data.
fn read_power_in_words(
    tables: &Tables,
    text: &[char],
    at: usize,
    to: usize,
) -> Option<(i32, usize)> {
    let word = |name: &str, at: usize| {
        let word = tables.phrases.get(name)?;
        let length = word.chars().count();
        let fits = at + length <= to && word.chars().eq(text.get(at..at + length)?.iter().copied());
        fits.then_some(at + length)
    };
    let begin = word("power_before", at)?;
    let minus = text.get(begin) == Some(&'-');
    let (value, end) = read_digits(text, begin + usize::from(minus), to)
        .or_else(|| read_kanji(tables, text, begin, to))?;
    let power = i32::try_from(value.as_whole()?)
        .ok()
        .filter(|power| *power < 100)?;
    Some((
        if minus { -power } else { power },
        word("power_after", end)?,
    ))
}
