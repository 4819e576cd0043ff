//! What stands behind a quantity and bounds it: 以上, 程度, 台, おき.

use crate::glossary::language::Bound;
use crate::lexicon::LexemeKind;
use crate::segment::quantity::reader::{Read, Reader};
use crate::segment::quantity::say;

/// Words in front and behind, so many at the most.
pub(super) const MOST_BOUNDS: usize = 3;

/// Degrees that are those of a body where nothing says of what they are: 40度台.
const BODY_HEAT: std::ops::RangeInclusive<i64> = 34..=42;

impl Reader<'_, '_> {
    /// The quantity with the words that bound it, and without the last of them where that may be the beginning of another word.
    pub(super) fn with_afters(&self, core: Read) -> (Read, Option<Read>) {
        let mut read = core;
        let mut shorter = None;
        for _ in 0..MOST_BOUNDS {
            let Some((end, bound)) = self.bound(self.skip_space(read.end), LexemeKind::After)
            else {
                break;
            };
            let fits = bound.roles.is_empty()
                || bound.roles.contains(&read.role)
                || (read.role.is_empty() && bound.roles.iter().any(|role| role == "plain"));
            let before = bound.loose.then(|| read.clone());
            let is_read = match bound.effect.as_str() {
                "band" => self.band(&mut read),
                "decade" => self.decade_of_years(&mut read),
                _ => true,
            };
            if !fits || !is_read {
                break;
            }
            shorter = before;
            read.end = end;
            match bound.effect.as_str() {
                "band" | "decade" => {}
                "interval" => self.interval(bound, &mut read),
                _ => self.apply(bound, &mut read),
            }
        }
        (read, shorter)
    }

    /// 第5日, 6コース目: day 5, course 6.
    fn ordinal(&self, read: &mut Read) -> bool {
        let units = &self.segmenter.tables.units;
        let unit = &read.quantity.unit;
        let one = units
            .iter()
            .find(|one| !unit.is_empty() && (one.plural == *unit || one.english == *unit));
        let counts = matches!(
            read.role.as_str(),
            "day" | "duration" | "year" | "count" | "dose"
        );
        let (Some(one), Some(low), Some(high)) = (one, &read.quantity.low, &read.quantity.high)
        else {
            return false;
        };
        if counts {
            let number = if low == high {
                low.clone()
            } else {
                say::range(self.segmenter.tables, low, high, false)
            };
            read.quantity.english = format!("{} {number}", one.english);
        }
        counts
    }

    /// What a bound does to a quantity.
    pub(super) fn apply(&self, bound: &Bound, read: &mut Read) {
        if bound.effect == "divided" && read.quantity.low.as_deref() == Some("1") {
            self.phrase("single_dose")
                .clone_into(&mut read.quantity.english);
            return;
        }
        if bound.effect == "ordinal" && self.ordinal(read) {
            "ordinal".clone_into(&mut read.role);
            return;
        }
        apply(bound, read);
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

    /// 2020年代, 昭和50年代: ten years.
    fn decade_of_years(&self, read: &mut Read) -> bool {
        let quantity = &mut read.quantity;
        let first = quantity
            .low
            .as_deref()
            .and_then(|low| low.parse::<u32>().ok())
            .filter(|_| quantity.english.bytes().all(|b| b.is_ascii_digit()));
        let Some(first) = first else { return false };
        let last = (first + 9).to_string();
        quantity.english = if first.is_multiple_of(10) {
            self.phrase("decade_of_years")
                .replace("{n}", &first.to_string())
        } else {
            self.phrase("years_from_to")
                .replace("{low}", &first.to_string())
                .replace("{high}", &last)
        };
        let span = format!("{first}–{last}");
        quantity.computed = Some(match &quantity.computed {
            Some(computed) => format!("{computed}; {span}"),
            None => span,
        });
        quantity.high = Some(last);
        true
    }

    /// 38℃台: the values that begin with what was read.
    pub(super) fn band(&self, read: &mut Read) -> bool {
        let Some(low) = read
            .quantity
            .low
            .as_deref()
            .and_then(|low| low.parse::<i64>().ok())
        else {
            return false;
        };
        let (high, step) = match low {
            low if read.role == "angle" && BODY_HEAT.contains(&low) => {
                (format!("{low}.9"), low + 1)
            }
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
        let space = if matches!(read.role.as_str(), "angle" | "percent") {
            ""
        } else {
            " "
        };
        read.quantity.english = format!("{shown_low}–{high}{space}{unit}")
            .trim_end()
            .to_owned();
        read.quantity.high_inclusive = step.to_string() == high;
        read.quantity.high = Some(step.to_string());
        read.quantity.computed = Some(read.quantity.english.clone());
        true
    }
}

fn apply(bound: &Bound, read: &mut Read) {
    let phrase = if read.role == "ordinal" && !bound.ordinal.is_empty() {
        &bound.ordinal
    } else {
        &bound.say
    };
    let quantity = &mut read.quantity;
    // 約20日程度 is about 20 days, and about once.
    let is_said = phrase.split_once("{}").is_some_and(|(before, after)| {
        bound.effect == "approximate"
            && quantity.approximate
            && quantity.english.starts_with(before)
            && quantity.english.ends_with(after)
    });
    if !is_said {
        quantity.english = phrase.replace("{}", &quantity.english);
    }
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
        "either" => {
            quantity.low = quantity.low.as_ref().map(|low| format!("-{low}"));
        }
        _ => {}
    }
    if quantity.form == "pair"
        && quantity.unit.is_empty()
        && (quantity.low.is_none() || quantity.high.is_none())
    {
        // 1/3以下: a fraction is bounded whole.
        (quantity.low, quantity.high) = (None, None);
    }
    if quantity.low.is_none() {
        quantity.low_inclusive = false;
    }
    if quantity.high.is_none() {
        quantity.high_inclusive = false;
    }
}
