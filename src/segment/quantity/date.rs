//! Dates: by the common era, by Japanese eras, by month and day, with masked digits.

use crate::glossary::language::Era;
use crate::lexicon::tables::Tables;
use crate::segment::quantity::Quantity;
use crate::segment::quantity::numeral;
use crate::segment::quantity::reader::{Read, Reader};
use crate::text::script::Script;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// What stands for a digit that is kept back.
const MASK: char = 'X';

struct Parts {
    year: Option<String>,
    month: Option<String>,
    day: Option<String>,
    computed: Option<String>,
    end: usize,
}

impl Reader<'_, '_> {
    /// 2023年5月10日, 令和5年3月, R5.4.1, 5月10日, 20XX年X月.
    pub(super) fn date(&self, at: usize) -> Option<Read> {
        if !self.may_be_date(at) {
            return None;
        }
        let parts = self
            .era_date(at)
            .or_else(|| self.common_date(at))
            .or_else(|| self.slashed_date(at))?;
        let english = say(self.segmenter.tables, &parts);
        let low = parts.year.clone().or_else(|| parts.month.clone());
        let masked = low
            .as_ref()
            .is_none_or(|value| !value.bytes().all(|b| b.is_ascii_digit()));
        let bound = if masked { None } else { low };
        let (weekday, end) = self.weekday(&parts);
        let english = match weekday {
            Some(day) => format!("{english} ({day})"),
            None => english,
        };
        let quantity = Quantity {
            low_inclusive: bound.is_some(),
            high_inclusive: bound.is_some(),
            low: bound.clone(),
            high: bound,
            unit: if parts.year.is_some() {
                "year"
            } else {
                "month"
            }
            .to_owned(),
            computed: parts.computed,
            form: "date".to_owned(),
            english,
            ..Quantity::default()
        };
        Some(Read {
            quantity,
            end,
            kanji: false,
            role: "date".to_owned(),
        })
    }

    /// 5月10日（水）: the day of the week in brackets behind a day.
    fn weekday(&self, parts: &Parts) -> (Option<String>, usize) {
        let none = (None, parts.end);
        let begin = self.skip_space(parts.end);
        if parts.day.is_none() || self.char_at(begin) != Some('(') {
            return none;
        }
        let Some((length, day)) = self.segmenter.tables.weekdays.longest(self.rest(begin + 1))
        else {
            return none;
        };
        let close = begin + 1 + length;
        if self.char_at(close) == Some(')') {
            (Some(day.to_owned()), close + 1)
        } else {
            none
        }
    }

    /// What follows the digits of most numbers shows that they are no date: a letter, kana, a kanji that is none of a date's.
    fn may_be_date(&self, at: usize) -> bool {
        // No number is longer; in a run without end each place would look through the rest of it.
        let end = self.to.min(at + numeral::LONGEST);
        let rest = self.text.folded.get(at..end).unwrap_or_default();
        let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
        let Some(next) = rest.get(digits + usize::from(rest.get(digits) == Some(&' '))) else {
            return false;
        };
        let tables = self.segmenter.tables;
        if digits == 0 {
            return self.may_be_written_date(rest);
        }
        let is_mask = || tables.masks.contains(next);
        match Script::of(*next) {
            Script::Kanji => {
                self.begins_year_or_month(*next)
                    || tables.powers.contains_key(next)
                    || tables.digits.contains_key(next)
            }
            // 2023/5/10; of 2,023 all digits are still to be read.
            Script::Punctuation => {
                *next == ',' || digits >= 4 && matches!(next, '/' | '-' | '.') || is_mask()
            }
            Script::Letter | Script::Digit => is_mask(),
            Script::Hiragana | Script::Katakana | Script::Space => false,
        }
    }

    /// Of a number in kanji only the sign of a year or a month makes a date.
    fn may_be_written_date(&self, rest: &[char]) -> bool {
        let tables = self.segmenter.tables;
        let kanji = rest
            .iter()
            .take_while(|c| tables.digits.contains_key(*c) || tables.powers.contains_key(*c))
            .count();
        let behind = rest.get(kanji..).unwrap_or_default();
        if kanji == 0 {
            return rest.first().is_some_and(|first| self.begins_year(*first));
        }
        behind.iter().find(|c| **c != ' ').is_some_and(|next| {
            next.is_ascii_digit() || tables.masks.contains(next) || self.begins_year_or_month(*next)
        })
    }

    /// What a year may begin with that begins with no number: 令和, H, X.
    fn begins_year(&self, first: char) -> bool {
        let tables = self.segmenter.tables;
        tables.masks.contains(&first)
            || tables.eras.iter().any(|era| {
                let letter = era.letter.chars().flat_map(char::to_lowercase).next();
                era.form.starts_with(first) || letter == Some(first)
            })
    }

    fn begins_year_or_month(&self, sign: char) -> bool {
        let signs = [self.phrase("year_sign"), self.phrase("month_sign")];
        signs.iter().any(|word| word.starts_with(sign))
    }

    fn era_date(&self, at: usize) -> Option<Parts> {
        if self.text.folded.get(at)?.is_ascii_digit() {
            return None;
        }
        let tables = self.segmenter.tables;
        for era in &tables.eras {
            if self.is_at(at, &era.form) {
                let begin = at + era.form.chars().count();
                let (year, end) = self
                    .first_year(begin)
                    .or_else(|| self.plain_number(begin))?;
                let after = self.unit_sign(end, self.phrase("year_sign"))?;
                let common = era.first + i32::try_from(year).ok()? - 1;
                let (month, day, end) = self.month_and_day(after);
                let computed = format!("{} {year} = {common}", era.english);
                return Some(Parts {
                    year: Some(common.to_string()),
                    month,
                    day,
                    computed: Some(computed),
                    end,
                });
            }
            if self
                .text
                .shown
                .get(at)
                .is_some_and(|c| era.letter.starts_with(*c))
                && let Some(parts) = self
                    .lettered(at + 1, era)
                    .or_else(|| self.lettered_year(at + 1, era))
            {
                return Some(parts);
            }
        }
        None
    }

    fn begins_with_one(&self, at: usize, list: &str) -> bool {
        let words = self.segmenter.tables.list(list);
        words.iter().any(|word| self.is_at(at, word))
    }

    /// 元年, the first year.
    fn first_year(&self, at: usize) -> Option<(u32, usize)> {
        self.segmenter
            .tables
            .list("first_year")
            .iter()
            .find(|word| self.is_at(at, word))
            .map(|word| (1, at + word.chars().count()))
    }

    /// R5.4.1, R5/4/1 and H.30.4.1; H30/4 of the eras that are written so.
    fn lettered(&self, at: usize, era: &Era) -> Option<Parts> {
        let at = at + usize::from(self.char_at(at) == Some('.'));
        let (year, end) = self.bare_digits(at)?;
        let sign = self.char_at(end).filter(|c| matches!(c, '.' | '/' | '-'))?;
        let (month, end) = self.bare_digits(end + 1)?;
        let common = era.first + i32::try_from(year).ok()? - 1;
        let computed = Some(format!("{} {year} = {common}", era.english));
        let day = if self.char_at(end) == Some(sign) {
            self.bare_digits(end + 1)
        } else {
            None
        };
        let goes_on = |end: usize| self.char_at(end).is_some_and(|c| Script::of(c).is_latin());
        let (day, end) = match day {
            Some((day, end)) => (Some(day), end),
            None if era.short && year >= 10 && sign != '-' && !goes_on(end) => (None, end),
            None => return None,
        };
        let in_era = era.last == 0 || i64::from(year) <= i64::from(era.last);
        (in_era && valid(month, day.unwrap_or(1))).then(|| Parts {
            year: Some(common.to_string()),
            month: Some(month.to_string()),
            day: day.map(|day| day.to_string()),
            computed,
            end,
        })
    }

    /// H30年5月, R元年.
    fn lettered_year(&self, at: usize, era: &Era) -> Option<Parts> {
        let (year, end) = self.first_year(at).or_else(|| self.bare_digits(at))?;
        let after = self.unit_sign(end, self.phrase("year_sign"))?;
        let common = era.first + i32::try_from(year).ok()? - 1;
        let (month, day, end) = self.month_and_day(after);
        Some(Parts {
            year: Some(common.to_string()),
            month,
            day,
            computed: Some(format!("{} {year} = {common}", era.english)),
            end,
        })
    }

    fn common_date(&self, at: usize) -> Option<Parts> {
        if let Some((year, end)) = self.masked(at).or_else(|| self.year_digits(at))
            && let Some(after) = self.unit_sign(end, self.phrase("year_sign"))
        {
            let masked = year.starts_with(MASK);
            let (month, day, end) = if year.contains(MASK) || !self.starts_with_digit(at) {
                self.masked_month_and_day(after)
            } else {
                self.month_and_day(after)
            };
            // X年前 is a span of years, X年春 a year.
            let names_year = masked && !self.begins_with_one(after, "year_spans");
            let is_long = year.chars().count() == 4 || year.contains(MASK) && !masked;
            let is_year = is_long || month.is_some() || names_year;
            return is_year.then_some(Parts {
                year: Some(year),
                month,
                day,
                computed: None,
                end,
            });
        }
        let (month, day, end) = self.month_and_day(at);
        (month.is_some() && end > at).then_some(Parts {
            year: None,
            month,
            day,
            computed: None,
            end,
        })
    }

    /// 2023/5/10 and 2023-05-10.
    fn slashed_date(&self, at: usize) -> Option<Parts> {
        let (year, end) = self.bare_digits(at)?;
        let sign = *self.text.folded.get(end).filter(|_| end < self.to)?;
        if !(1868..=2200).contains(&year) || !matches!(sign, '/' | '-' | '.') {
            return None;
        }
        let (month, end) = self.bare_digits(end + 1)?;
        if *self.text.folded.get(end).filter(|_| end < self.to)? != sign {
            return None;
        }
        let (day, end) = self.bare_digits(end + 1)?;
        valid(month, day).then(|| Parts {
            year: Some(year.to_string()),
            month: Some(month.to_string()),
            day: Some(day.to_string()),
            computed: None,
            end,
        })
    }

    fn month_and_day(&self, at: usize) -> (Option<String>, Option<String>, usize) {
        let at = self.skip_space(at);
        let Some((month, end)) = self
            .masked(at)
            .or_else(|| self.plain_number(at).map(|(n, end)| (n.to_string(), end)))
        else {
            return (None, None, at);
        };
        let in_year =
            month.parse::<u32>().is_ok_and(|n| (1..=12).contains(&n)) || month.contains(MASK);
        let Some(after) = self
            .unit_sign(end, self.phrase("month_sign"))
            .filter(|_| in_year)
        else {
            return (None, None, at);
        };
        let begin = self.skip_space(after);
        let day = self.masked(begin).or_else(|| {
            self.plain_number(begin)
                .map(|(n, end)| (n.to_string(), end))
        });
        let in_month = |day: &str| {
            day.parse::<u32>().is_ok_and(|n| (1..=31).contains(&n)) || day.contains(MASK)
        };
        match day.and_then(|(day, end)| {
            Some((
                self.unit_sign(end, self.phrase("day_sign"))
                    .filter(|_| in_month(&day))?,
                day,
            ))
        }) {
            Some((end, day)) if !self.is_at(end, self.phrase("span_sign")) => {
                (Some(month), Some(day), end)
            }
            _ => (Some(month), None, after),
        }
    }

    fn starts_with_digit(&self, at: usize) -> bool {
        self.char_at(at).is_some_and(|c| c.is_ascii_digit())
    }

    /// Y月Z日 behind a masked year, or a month and a day.
    fn masked_month_and_day(&self, at: usize) -> (Option<String>, Option<String>, usize) {
        let letters = &self.segmenter.tables.mask_letters;
        let letter = |at: usize, sign: &str| {
            let letter = self.char_at(at).filter(|c| letters.contains(c))?;
            let end = self
                .is_at(at + 1, sign)
                .then(|| at + 1 + sign.chars().count())?;
            Some((letter.to_uppercase().to_string(), end))
        };
        let (month_sign, day_sign) = (self.phrase("month_sign"), self.phrase("day_sign"));
        let (month, day, end) = match letter(at, month_sign) {
            Some((month, end)) => (Some(month), None, end),
            None => self.month_and_day(at),
        };
        if day.is_some() || month.is_none() {
            return (month, day, end);
        }
        if let Some((day, end)) = letter(end, day_sign) {
            return (month, Some(day), end);
        }
        let number = self.plain_number(end).and_then(|(day, after)| {
            let after = self.unit_sign(after, day_sign)?;
            ((1..=31).contains(&day)).then(|| (day.to_string(), after))
        });
        match number {
            Some((day, end)) => (month, Some(day), end),
            None => (month, None, end),
        }
    }

    /// 20XX, X.
    fn masked(&self, at: usize) -> Option<(String, usize)> {
        let masks = &self.segmenter.tables.masks;
        let mask = |c: char| masks.contains(&c);
        let window = self.text.folded.get(at..self.to.min(at + 4))?;
        let length = window
            .iter()
            .position(|c| !c.is_ascii_digit() && !mask(*c))
            .unwrap_or(window.len());
        let written = window.get(..length).unwrap_or(window);
        if !written.iter().any(|c| mask(*c)) {
            return None;
        }
        let said: String = written
            .iter()
            .map(|c| if mask(*c) { MASK } else { *c })
            .collect();
        let end = at + length;
        let (offset, end) = self.years_from_masked(end).unwrap_or((String::new(), end));
        Some((said + &offset, end))
    }

    /// X+3年: so many years after or before the one that is masked.
    fn years_from_masked(&self, at: usize) -> Option<(String, usize)> {
        let sign = match self.char_at(at)? {
            '+' => '+',
            '-' => '−',
            _ => return None,
        };
        let (years, end) = self.bare_digits(at + 1)?;
        self.is_at(end, self.phrase("year_sign"))
            .then(|| (format!("{sign}{years}"), end))
    }

    fn year_digits(&self, at: usize) -> Option<(String, usize)> {
        let (value, end) = self.plain_number(at)?;
        Some((value.to_string(), end))
    }
}

fn valid(month: u32, day: u32) -> bool {
    (1..=12).contains(&month) && (1..=31).contains(&day)
}

fn say(tables: &Tables, parts: &Parts) -> String {
    let month = parts.month.as_deref().map(|month| {
        let name = month
            .parse::<usize>()
            .ok()
            .and_then(|n| MONTHS.get(n.wrapping_sub(1)));
        name.map_or_else(
            || tables.phrase("masked_month").replace("{n}", month),
            |name| tables.phrase(name).to_owned(),
        )
    });
    let year = parts.year.as_deref().map(|year| {
        if year.starts_with(MASK) && !year.ends_with(MASK) || year.len() == 1 {
            tables.phrase("masked_year").replace("{n}", year)
        } else {
            year.to_owned()
        }
    });
    let day = parts.day.as_deref().map(|day| {
        if day.bytes().all(|b| b.is_ascii_digit()) {
            day.to_owned()
        } else {
            tables.phrase("masked_day").replace("{n}", day)
        }
    });
    let pieces = [day, month, year];
    pieces.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
