//! Shapes: ways of writing that charts have of their own, each a line of data: `{i}妊{i}産`, `pod{i}`, `{m}日に1回`.
//!
//! In a shape, which is written in folded characters, stand letters and signs as they are and, in braces, what is read:
//! `{i}` a whole number in digits, `{n}` a number in digits, `{k}` one in digits or kanji, `{m}` a number or a range of two, `{r}` a Roman number,
//! `{s}` a number with its sign, `{a}` one letter from a to d. `[…]` may be missing, `(…|…)` is one of several, a space may be missing.
//! A shape is spread into plain rows when the tables are opened, so that matching goes through a row once.

use hashbrown::HashMap;

use crate::glossary::language::Shape;

/// What one piece of a row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// This character.
    Sign(char),
    /// A space, or nothing.
    Space,
    Whole,
    Number,
    AnyNumber,
    Range,
    Roman,
    Signed,
    Letter,
}

/// One spelled-out row of a shape.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) pieces: Vec<Piece>,
    /// The shape's place in the tables.
    pub(crate) shape: usize,
}

/// All rows, by the characters with which they can be found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shapes {
    rows: Vec<Row>,
    /// By the first character.
    by_sign: HashMap<char, Vec<usize>>,
    /// Rows that begin with a number, by the character behind it.
    by_sign_after_number: HashMap<char, Vec<usize>>,
}

/// More spellings of one shape than this are a mistake.
const MOST_ROWS: usize = 64;

impl Shapes {
    /// Spreads the shapes; `ranges` are the signs between two ends.
    pub(crate) fn of(shapes: &[Shape], ranges: &[String]) -> Self {
        let mut all = Self::default();
        for (place, shape) in shapes.iter().enumerate() {
            for pieces in spread(&shape.form) {
                all.add(pieces, place, ranges);
            }
        }
        all
    }

    fn add(&mut self, pieces: Vec<Piece>, shape: usize, ranges: &[String]) {
        let number = self.rows.len();
        let mut file = |signs: &[char], after_number: bool| {
            let index = if after_number {
                &mut self.by_sign_after_number
            } else {
                &mut self.by_sign
            };
            for sign in signs {
                index.entry(*sign).or_default().push(number);
            }
        };
        let behind = pieces.iter().skip(1).find(|piece| **piece != Piece::Space);
        let next: Vec<char> = behind.map(|piece| begins(*piece)).unwrap_or_default();
        match pieces.first().copied() {
            // 1日3回: a digit of the shape's own is found as a number is.
            Some(Piece::Sign('0'..='9') | Piece::Whole | Piece::Number | Piece::AnyNumber) => {
                file(&next, true);
            }
            Some(Piece::Range) => {
                file(&next, true);
                let signs: Vec<char> = ranges
                    .iter()
                    .filter_map(|sign| sign.chars().next())
                    .collect();
                file(&signs, true);
            }
            Some(first) => file(&begins(first), false),
            None => return,
        }
        self.rows.push(Row { pieces, shape });
    }

    /// The characters that a shape may begin with, but for numbers.
    pub(crate) fn first_signs(&self) -> impl Iterator<Item = char> + '_ {
        self.by_sign.keys().copied()
    }

    /// The rows that begin with a character.
    pub(crate) fn beginning_with(&self, sign: char) -> impl Iterator<Item = &Row> {
        let rows = self.by_sign.get(&sign).map(Vec::as_slice);
        rows.unwrap_or_default()
            .iter()
            .filter_map(|row| self.rows.get(*row))
    }

    /// Whether some row begins with a number and goes on with a character.
    pub(crate) fn has_after_number(&self, sign: char) -> bool {
        self.by_sign_after_number.contains_key(&sign)
    }

    /// The rows that begin with a number and go on with a character.
    pub(crate) fn after_number(&self, sign: char) -> impl Iterator<Item = &Row> {
        let rows = self.by_sign_after_number.get(&sign).map(Vec::as_slice);
        rows.unwrap_or_default()
            .iter()
            .filter_map(|row| self.rows.get(*row))
    }
}

/// The characters that a piece may begin with; none for a number, which begins no second piece.
fn begins(piece: Piece) -> Vec<char> {
    match piece {
        Piece::Sign(sign) => vec![sign],
        Piece::Roman => ['i', 'v', 'x']
            .into_iter()
            .chain('Ⅰ'..='Ⅻ')
            .chain('ⅰ'..='ⅻ')
            .collect(),
        Piece::Signed => vec!['+', '-'],
        Piece::Letter => ('a'..='d').collect(),
        _ => Vec::new(),
    }
}

/// All rows that a shape stands for.
fn spread(form: &str) -> Vec<Vec<Piece>> {
    let characters: Vec<char> = form.chars().collect();
    let (rows, _) = alternatives(&characters, 0);
    rows
}

/// The rows of `…|…` up to a closing bracket or the end, and where that is.
fn alternatives(form: &[char], from: usize) -> (Vec<Vec<Piece>>, usize) {
    let mut all = Vec::new();
    let mut rows = vec![Vec::new()];
    let mut at = from;
    while let Some(sign) = form.get(at) {
        match sign {
            ')' | ']' => break,
            '|' => {
                all.append(&mut rows);
                rows = vec![Vec::new()];
                at += 1;
            }
            '[' | '(' => {
                let (mut inner, end) = alternatives(form, at + 1);
                if *sign == '[' {
                    inner.push(Vec::new());
                }
                rows = crossed(&rows, &inner);
                at = end + 1;
            }
            '{' => {
                let name = form.get(at + 1).copied().unwrap_or_default();
                rows.iter_mut().for_each(|row| row.extend(named(name)));
                at += 3;
            }
            '\\' => {
                let sign = form.get(at + 1).copied().unwrap_or_default();
                rows.iter_mut().for_each(|row| row.push(Piece::Sign(sign)));
                at += 2;
            }
            ' ' => {
                rows.iter_mut().for_each(|row| row.push(Piece::Space));
                at += 1;
            }
            sign => {
                rows.iter_mut().for_each(|row| row.push(Piece::Sign(*sign)));
                at += 1;
            }
        }
    }
    all.append(&mut rows);
    (all, at)
}

fn crossed(rows: &[Vec<Piece>], ends: &[Vec<Piece>]) -> Vec<Vec<Piece>> {
    rows.iter()
        .flat_map(|row| {
            ends.iter()
                .map(move |end| row.iter().chain(end).copied().collect())
        })
        .take(MOST_ROWS)
        .collect()
}

fn named(name: char) -> Option<Piece> {
    Some(match name {
        'i' => Piece::Whole,
        'n' => Piece::Number,
        'k' => Piece::AnyNumber,
        'm' => Piece::Range,
        'r' => Piece::Roman,
        's' => Piece::Signed,
        'a' => Piece::Letter,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_shape_is_spread_into_its_spellings() {
        let rows = spread("g[ ]{i}(p|q){i}");
        assert_eq!(rows.len(), 4);
        let first = rows.first().unwrap();
        assert_eq!(first.get(1), Some(&Piece::Space));
        assert_eq!(first.last(), Some(&Piece::Whole));
        assert_eq!(spread("\\(+\\)").first().unwrap().len(), 3);
    }

    #[test]
    fn a_shape_that_begins_with_a_number_is_found_by_what_follows_it() {
        let shape = Shape {
            form: "{i}妊{i}産".to_owned(),
            ..Shape::default()
        };
        let shapes = Shapes::of(&[shape], &[]);
        assert_eq!(shapes.after_number('妊').count(), 1);
        assert_eq!(shapes.after_number('産').count(), 0);
        assert_eq!(shapes.first_signs().count(), 0);
    }
}
