//! What a second number adds to a first: 1日3回, 3歳2か月, 30週2日, 1回2錠, 2時間30分, 6割5分.

use crate::segment::quantity::numeral::{Decimal, Number};
use crate::segment::quantity::reader::{Read, Reader, UnitPhrase};
use crate::segment::quantity::{Quantity, say};

impl Reader<'_, '_> {
    /// The quantity with what follows it, where the two are one.
    pub(super) fn followed(
        &self,
        read: Read,
        first: &Number,
        unit: Option<&UnitPhrase<'_>>,
    ) -> Read {
        let Some(unit) = unit else { return read };
        let begin = self.skip_space(read.end);
        let begin = begin + usize::from(self.is_at(begin, "、") && unit.unit.role == "day");
        let Some(second) = self.numeral(begin) else {
            return read;
        };
        let Some(next) = self.next(&second) else {
            return read;
        };
        let one = first.value.is_some_and(Decimal::is_one);
        match (read.role.as_str(), next.role.as_str()) {
            ("day", "count" | "dose" | "measure" | "score") if one => {
                self.each(&read, "each_day_of", next)
            }
            ("day", "duration") if one && next.quantity.unit == self.phrase("hours_unit") => {
                self.each(&read, "each_day_of", next)
            }
            ("count", "duration" | "clock-minute") if one && self.is_short(&next.quantity.unit) => {
                self.each(&read, "each_time_of", next)
            }
            ("count", "dose" | "measure") if one => self.each(&read, "each_time_of", next),
            ("clock", "clock-minute") => self.to_the_minute(read, first, &second, next.end),
            ("angle", "clock-minute") => self.tenth_of_degree(read, second.value, next.end),
            ("percent", "clock-minute") if unit.unit.role == "tenth" => self
                .of_hundred(&read, first, &second, next.end)
                .unwrap_or(read),
            ("age", "duration" | "month") => self.age_and_months(read, next),
            ("duration", "day" | "duration" | "clock-minute")
            | ("clock-minute", "duration")
            | ("year", "duration" | "month") => both(read, next),
            _ => read,
        }
    }

    /// The second number with its unit, or a range: 4〜6回.
    fn next(&self, second: &Number) -> Option<Read> {
        let behind = self.unit_phrase(second.end);
        let ranged = self.range(second, &behind);
        ranged
            .filter(|range| range.role != "plain")
            .or_else(|| self.simple(second, Some(behind.0.as_ref()?), behind.1))
    }

    /// 1日3回: three times a day.
    fn each(&self, read: &Read, phrase: &'static str, next: Read) -> Read {
        let mut quantity = next.quantity;
        quantity.english = self.phrase(phrase).replace("{}", &quantity.english);
        Read {
            quantity,
            end: next.end,
            kanji: read.kanji,
            role: if phrase == "each_day_of" {
                "rate".to_owned()
            } else {
                read.role.clone()
            },
        }
    }

    /// 10時30分: 10:30.
    fn to_the_minute(&self, read: Read, first: &Number, second: &Number, end: usize) -> Read {
        let minutes = second
            .value
            .map(|value| value.to_string())
            .unwrap_or_default();
        let hour = say::number(self.segmenter.tables, first);
        let quantity = Quantity {
            english: format!("{hour}:{minutes:0>2}"),
            values: vec![hour, minutes],
            ..read.quantity
        };
        Read {
            quantity,
            end,
            ..read
        }
    }

    /// 1歳10か月: 1 year 10 months old.
    fn age_and_months(&self, read: Read, next: Read) -> Read {
        let end = self.phrase("age_end");
        let mut read = read;
        if let Some(years) = read.quantity.english.strip_suffix(end) {
            read.quantity.english.truncate(years.len());
            let mut read = both(read, next);
            read.quantity.english.push_str(end);
            return read;
        }
        both(read, next)
    }

    /// Hours and minutes: 1回4時間, but not 週1回3週.
    fn is_short(&self, unit: &str) -> bool {
        [self.phrase("hours_unit"), self.phrase("minutes_unit")].contains(&unit)
    }

    /// 38度5分: 38.5°.
    fn tenth_of_degree(&self, read: Read, tenths: Option<Decimal>, end: usize) -> Read {
        let tenths = tenths.and_then(Decimal::as_whole).filter(|n| *n < 10);
        let (Some(tenths), Some(low)) = (tenths, read.quantity.low.clone()) else {
            return read;
        };
        let exact = format!("{low}.{tenths}");
        let quantity = Quantity {
            english: read.quantity.english.replacen(&low, &exact, 1),
            low: Some(exact.clone()),
            high: Some(exact),
            ..read.quantity
        };
        Read {
            quantity,
            end,
            ..read
        }
    }

    /// 6割5分: 65 percent.
    fn of_hundred(&self, read: &Read, first: &Number, second: &Number, end: usize) -> Option<Read> {
        let tens = first.value?.times_power(1)?;
        let ones = second.value.filter(|ones| ones.as_whole() < Some(10))?;
        let percent = tens.plus(ones)?.to_string();
        let computed = self
            .phrase("percent_of_hundred")
            .replace("{n}", &say::number(self.segmenter.tables, first))
            .replace("{m}", &say::number(self.segmenter.tables, second));
        let quantity = Quantity {
            english: format!("{percent}%"),
            low: Some(percent.clone()),
            high: Some(percent),
            computed: Some(computed),
            ..read.quantity.clone()
        };
        Some(Read {
            quantity,
            end,
            kanji: read.kanji,
            role: read.role.clone(),
        })
    }
}

/// 30週2日: both said, both numbers kept.
fn both(read: Read, next: Read) -> Read {
    let mut quantity = read.quantity;
    quantity.english = format!("{} {}", quantity.english, next.quantity.english);
    if quantity.values.is_empty() {
        quantity.values.extend(quantity.low.clone());
    }
    quantity.values.extend(next.quantity.low);
    Read {
        quantity,
        end: next.end,
        kanji: read.kanji,
        role: read.role,
    }
}
