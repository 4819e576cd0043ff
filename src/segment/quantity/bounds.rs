//! What stands behind a quantity and bounds it: 以上, 程度, 台, おき.

use crate::glossary::language::Bound;
use crate::lexicon::LexemeKind;
use crate::segment::quantity::reader::{Read, Reader};

/// Words in front and behind, so many at the most.
pub(super) const MOST_BOUNDS: usize = 3;

impl Reader<'_, '_> {
    pub(super) fn with_afters(&self, core: Read) -> Read {
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
            match bound.effect.as_str() {
                "band" => {}
                "interval" => self.interval(bound, &mut read),
                _ => apply(bound, &mut read),
            }
        }
        read
    }

    /// 1日おき: every other day. 3日おき is read in two ways, and says so.
    fn interval(&self, bound: &Bound, read: &mut Read) {
        let single = read.quantity.low == read.quantity.high;
        let count = read
            .quantity
            .low
            .as_deref()
            .filter(|_| single)
            .and_then(|low| low.parse::<u32>().ok());
        let english = match count {
            Some(1) => self
                .phrase("every_other")
                .replace("{unit}", &read.quantity.unit),
            Some(days) if read.role == "day" => self
                .phrase("interval_days")
                .replace("{}", &read.quantity.english)
                .replace("{n}", &days.to_string())
                .replace("{m}", &(days + 1).to_string()),
            _ => bound.say.replace("{}", &read.quantity.english),
        };
        read.quantity.english = english;
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
}

/// What a bound does to a quantity.
pub(super) fn apply(bound: &Bound, read: &mut Read) {
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
