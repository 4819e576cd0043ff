//! Saying numbers and quantities in English.

use crate::glossary::language::Unit;
use crate::lexicon::tables::Tables;
use crate::segment::quantity::numeral::{Decimal, Number};

/// The number for a reader: digits; from 億 upwards a word with a power of ten beside it, since one reader's billion is not another's.
pub(crate) fn number(tables: &Tables, number: &Number) -> String {
    let Some(value) = number.value else {
        return number.said.clone();
    };
    if !number.said.is_empty() {
        return number.said.clone();
    }
    if number.multiplier >= 8 {
        return scaled(tables, value);
    }
    if number.multiplier > 0 || number.separated {
        grouped(value)
    } else {
        value.text()
    }
}

/// `10 trillion (1×10^13)`.
fn scaled(tables: &Tables, value: Decimal) -> String {
    let digits = value.to_string();
    let whole = digits.split('.').next().unwrap_or_default().len();
    let power = u32::try_from(whole.saturating_sub(1)).unwrap_or(0);
    let Some((scale, word)) = tables.scale.range(..=power).next_back() else {
        return grouped(value);
    };
    let head = Decimal {
        mantissa: value.mantissa,
        decimals: value.decimals + scale,
    }
    .to_string();
    let significant = Decimal {
        mantissa: value.mantissa,
        decimals: value.decimals + power,
    }
    .to_string();
    format!(
        "{} {word} ({}×10^{power})",
        without_zeros(&head),
        without_zeros(&significant)
    )
}

fn without_zeros(digits: &str) -> &str {
    if digits.contains('.') {
        digits.trim_end_matches('0').trim_end_matches('.')
    } else {
        digits
    }
}

/// Digits with commas between thousands.
pub(crate) fn grouped(value: Decimal) -> String {
    let digits = value.to_string();
    let (whole, fraction) = digits
        .split_once('.')
        .map_or((digits.as_str(), None), |(whole, fraction)| {
            (whole, Some(fraction))
        });
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// The unit's English for this many.
pub(crate) fn unit_word(unit: &Unit, one: bool) -> &str {
    if one || unit.plural.is_empty() {
        &unit.english
    } else {
        &unit.plural
    }
}

/// Number and unit together; `one` chooses the singular.
pub(crate) fn with_unit(tables: &Tables, said: &str, unit: &Unit, one: bool) -> String {
    if !unit.say.is_empty() {
        let say = if unit.say.contains("{nth}") {
            &unit.say.replace("{nth}", &ordinal(tables, said))
        } else {
            &unit.say
        };
        return say
            .replace("{n}", said)
            .replace("{unit}", unit_word(unit, one));
    }
    let word = unit_word(unit, one);
    if word.is_empty() {
        said.to_owned()
    } else {
        [said, word].join(" ")
    }
}

/// 1st, 2nd, 3rd, 4th, 11th.
fn ordinal(tables: &Tables, said: &str) -> String {
    let mut ends = tables.phrase("ordinal_ends").split_whitespace();
    let others = ends.next().unwrap_or_default();
    let mut digits = said.bytes().rev();
    let (last, before) = (digits.next(), digits.next());
    let end = match last {
        Some(last @ b'1'..=b'3') if before != Some(b'1') => {
            ends.nth(usize::from(last - b'1')).unwrap_or(others)
        }
        _ => others,
    };
    format!("{said}{end}")
}

/// `{low} to {high}`.
pub(crate) fn range(tables: &Tables, low: &str, high: &str, or: bool) -> String {
    tables
        .phrase(if or { "or" } else { "range" })
        .replace("{low}", low)
        .replace("{high}", high)
}
