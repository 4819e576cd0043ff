//! Reading what has one of the shapes of the data ([`super::shapes`]).

use crate::glossary::language::Shape;
use crate::segment::quantity::numeral::{self, Number};
use crate::segment::quantity::reader::{Read, Reader};
use crate::segment::quantity::shapes::{Piece, Row};
use crate::segment::quantity::{Quantity, say};
use crate::text::script::Script;

/// What was read for one piece: how it is said, and its value where it has one.
struct Part {
    said: String,
    value: Option<String>,
    /// The other end of a range.
    high: Option<String>,
}

impl Reader<'_, '_> {
    /// The longest shape that begins at a place.
    pub(super) fn shaped(&self, at: usize) -> Option<Read> {
        let shapes = &self.segmenter.quantity_starts.shapes;
        let first = self.char_at(at)?;
        let by_sign = shapes
            .beginning_with(first)
            .filter(|row| self.may_be(&row.pieces, at))
            .filter_map(|row| self.row(row, at));
        let number_end = self.number_end(at);
        let after = number_end.and_then(|end| {
            let behind = self.skip_space(end);
            Some((
                behind,
                self.char_at(behind)?,
                self.range_sign(end).is_some(),
            ))
        });
        let by_number = after.into_iter().flat_map(|(behind, sign, ranged)| {
            shapes
                .after_number(sign)
                .filter(move |row| {
                    let (first, others) = (row.pieces.first(), row.pieces.get(1..));
                    (ranged && first == Some(&Piece::Range))
                        || self.may_be(others.unwrap_or_default(), behind)
                })
                .filter_map(|row| self.row(row, at))
        });
        let mut best: Option<Read> = None;
        for read in by_sign.chain(by_number) {
            if best.as_ref().is_none_or(|best| read.end > best.end) {
                best = Some(read);
            }
        }
        best
    }

    /// Whether the text goes on as the pieces do, as far as they are signs: most rows are turned away here.
    fn may_be(&self, pieces: &[Piece], at: usize) -> bool {
        let mut here = at;
        for piece in pieces {
            match piece {
                Piece::Sign(sign) if self.char_at(here) == Some(*sign) => here += 1,
                Piece::Sign(_) => return false,
                Piece::Space => here = self.skip_space(here),
                _ => return true,
            }
        }
        true
    }

    /// Where the number at a place ends.
    fn number_end(&self, at: usize) -> Option<usize> {
        let first = self.char_at(at)?;
        if Script::of(first) != Script::Digit && !self.segmenter.tables.digits.contains_key(&first)
        {
            return None;
        }
        if Script::of(first) == Script::Digit && !self.may_have_shape(at) {
            return None;
        }
        Some(self.numeral(at)?.end)
    }

    /// Most numbers are followed by what begins no shape behind them.
    fn may_have_shape(&self, at: usize) -> bool {
        let rest = self.rest(at);
        let is_number = |c: &&char| c.is_ascii_digit() || matches!(c, '.' | ',');
        // In a list, 1,1,1,…, each number would look through the rest of it.
        let length = rest
            .iter()
            .take(numeral::LONGEST)
            .take_while(is_number)
            .count();
        let next = rest
            .get(length)
            .filter(|c| **c != ' ')
            .or(rest.get(length + 1));
        let tables = self.segmenter.tables;
        next.is_some_and(|next| {
            self.segmenter
                .quantity_starts
                .shapes
                .has_after_number(*next)
                || tables.powers.contains_key(next)
                || tables.digits.contains_key(next)
        })
    }

    fn row(&self, row: &Row, at: usize) -> Option<Read> {
        let shape = self.segmenter.tables.shapes.get(row.shape)?;
        // Most rows do not fit: what they would say is worked out only where one does.
        let end = self.pieces(row, at, None)?;
        if self.cuts_latin(end) || !self.stands_right(shape, at, end) {
            return None;
        }
        let mut parts = Vec::new();
        self.pieces(row, at, Some(&mut parts))?;
        let roman = row.pieces.contains(&Piece::Roman);
        let mut read = self.read(shape, &parts, roman, at, end);
        (read.role != "band" || self.band(&mut read)).then_some(read)
    }

    /// Where the pieces end that begin at a place; what is read goes into `parts`.
    fn pieces(&self, row: &Row, at: usize, mut parts: Option<&mut Vec<Part>>) -> Option<usize> {
        let mut here = at;
        for piece in &row.pieces {
            here = self.piece(*piece, here, parts.as_deref_mut())?;
        }
        Some(here)
    }

    /// Where a piece ends that begins at a place.
    fn piece(&self, piece: Piece, at: usize, parts: Option<&mut Vec<Part>>) -> Option<usize> {
        let here = self.char_at(at);
        match piece {
            Piece::Sign(sign) => (here? == sign).then_some(at + 1),
            Piece::Space => Some(at + usize::from(here == Some(' '))),
            Piece::Letter => {
                let end = at + 1;
                let is_letter = matches!(here?, 'a'..='d');
                keep(parts, || Part {
                    said: self.written(at, end),
                    value: None,
                    high: None,
                });
                is_letter.then_some(end)
            }
            Piece::Roman => {
                let (value, end) = self.roman(at)?;
                keep(parts, || Part {
                    said: self.written(at, end),
                    value: Some(value.to_string()),
                    high: None,
                });
                Some(end)
            }
            Piece::Signed => {
                let sign = here.filter(|c| matches!(c, '+' | '-'))?;
                let number = self.numeral(at + 1).filter(|number| !number.kanji)?;
                keep(parts, || {
                    let part = self.part(&number);
                    if sign == '-' {
                        Part {
                            said: format!("−{}", part.said),
                            value: part.value.map(|value| format!("-{value}")),
                            high: None,
                        }
                    } else {
                        Part {
                            said: format!("+{}", part.said),
                            ..part
                        }
                    }
                });
                Some(number.end)
            }
            Piece::Whole => {
                let (value, end) = self.bare_digits(at)?;
                keep(parts, || Part {
                    said: self.written(at, end),
                    value: Some(value.to_string()),
                    high: None,
                });
                Some(end)
            }
            Piece::Number | Piece::AnyNumber => {
                let kanji = piece == Piece::AnyNumber;
                let number = self.numeral(at).filter(|number| kanji || !number.kanji)?;
                keep(parts, || self.part(&number));
                Some(number.end)
            }
            Piece::Range => self.number_or_range(at, parts),
        }
    }

    fn number_or_range(&self, at: usize, parts: Option<&mut Vec<Part>>) -> Option<usize> {
        let low = self.numeral(at)?;
        let sign = self.range_sign(low.end);
        let high = sign.and_then(|sign| self.numeral(sign));
        let Some(high) = high else {
            keep(parts, || self.part(&low));
            return Some(low.end);
        };
        let tables = self.segmenter.tables;
        keep(parts, || Part {
            said: say::range(
                tables,
                &say::number(tables, &low),
                &say::number(tables, &high),
                false,
            ),
            high: high.value.map(|value| value.to_string()),
            ..self.part(&low)
        });
        Some(high.end)
    }

    fn part(&self, number: &Number) -> Part {
        Part {
            said: say::number(self.segmenter.tables, number),
            value: number.value.map(|value| value.to_string()),
            high: None,
        }
    }

    /// Whether a Latin word or a number goes on over the end.
    fn cuts_latin(&self, end: usize) -> bool {
        let latin = |at: usize| {
            self.char_at(at)
                .is_some_and(|c| c.is_ascii_alphanumeric() || Script::of(c) == Script::Letter)
        };
        latin(end)
            && end
                .checked_sub(1)
                .is_some_and(|last| latin(last) || self.char_at(last) == Some('+'))
    }

    /// Whether the words stand beside it that the shape asks for.
    fn stands_right(&self, shape: &Shape, at: usize, end: usize) -> bool {
        let ahead = self.skip_space(end);
        (shape.ahead.is_empty() || shape.ahead.iter().any(|word| self.is_at(ahead, word)))
            && (shape.behind.is_empty() || self.is_behind(&shape.behind, at))
    }

    /// Whether one of the words ends before a place, with a space or a sign between at the most.
    fn is_behind(&self, words: &[String], at: usize) -> bool {
        let joints = &self.segmenter.tables.joints;
        let text = &self.text.folded;
        let mut end = at;
        while end > 0
            && at - end < 3
            && text
                .get(end - 1)
                .is_some_and(|c| *c == ' ' || joints.contains(c))
        {
            end -= 1;
        }
        let Some(before) = text.get(..end) else {
            return false;
        };
        words.iter().any(|word| {
            let length = word.chars().count();
            let Some(start) = end.checked_sub(length) else {
                return false;
            };
            let same = before
                .get(start..)
                .is_some_and(|tail| word.chars().eq(tail.iter().copied()));
            let letter = |at: usize| text.get(at).is_some_and(char::is_ascii_alphanumeric);
            let inside = letter(start) && start.checked_sub(1).is_some_and(letter);
            same && !inside
        })
    }

    /// The text in half-width characters.
    pub(super) fn written(&self, from: usize, to: usize) -> String {
        let shown = self.text.shown.get(from..to).unwrap_or_default();
        shown.iter().map(|c| half_width(*c)).collect()
    }

    fn read(&self, shape: &Shape, parts: &[Part], roman: bool, at: usize, end: usize) -> Read {
        let single = parts
            .last()
            .is_some_and(|part| part.high.is_none() && part.value.as_deref() == Some("1"));
        let say = if single && !shape.one.is_empty() {
            &shape.one
        } else {
            &shape.say
        };
        let mut english = say.replace("{0}", &self.written(at, end));
        for (number, part) in parts.iter().enumerate() {
            english = english.replace(&format!("{{{}}}", number + 1), &part.said);
        }
        let values: Vec<String> = parts
            .iter()
            .flat_map(|part| part.value.iter().chain(&part.high).cloned())
            .collect();
        let role = if shape.role.is_empty() {
            "shape"
        } else {
            &shape.role
        };
        let ranged = matches!(parts, [Part { high: Some(_), .. }]);
        let which = if ranged { "pair" } else { &shape.bounds };
        let (low, high) = bounds(which, &values);
        let computed = (roman && values.len() == 1)
            .then(|| Some(format!("{} = {}", parts.first()?.said, values.first()?)))
            .flatten();
        let quantity = if role == "label" {
            Quantity::default()
        } else {
            Quantity {
                low_inclusive: low.is_some(),
                high_inclusive: high.is_some(),
                low,
                high,
                unit: shape.unit.clone(),
                computed,
                values: if values.len() > 1 && !ranged {
                    values
                } else {
                    Vec::new()
                },
                ..Quantity::default()
            }
        };
        Read {
            quantity: Quantity {
                english,
                form: role.to_owned(),
                ..quantity
            },
            end,
            kanji: false,
            role: role.to_owned(),
        }
    }
}

/// Puts a part to the others where they are asked for.
fn keep(parts: Option<&mut Vec<Part>>, part: impl FnOnce() -> Part) {
    if let Some(parts) = parts {
        parts.push(part());
    }
}

/// Which of the numbers bound the quantity, as the shape says; the only one does.
fn bounds(which: &str, values: &[String]) -> (Option<String>, Option<String>) {
    let (first, last) = (values.first().cloned(), values.last().cloned());
    match (which, values.len()) {
        ("none", _) => (None, None),
        ("first", _) | ("", 1) => (first.clone(), first),
        ("last", _) => (last.clone(), last),
        ("pair", 2) => (first, last),
        _ => (None, None),
    }
}

fn half_width(character: char) -> char {
    match character {
        '！'..='～' => char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character),
        '　' => ' ',
        other => other,
    }
}
