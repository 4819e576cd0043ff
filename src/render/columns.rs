//! Laying out columns by display width: interlinear lines, and the small tables at the end of a page.

use crate::render::cells::{Cell, Tone};
use crate::render::visible::{columns, wrap};

/// Blank columns between two cells.
const GAP: usize = 2;
/// A gloss that is wider than this and than its Japanese is set on several lines.
const COMFORTABLE: usize = 32;

/// The lines of a stack, from above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    Japanese,
    Romaji,
    English,
}

/// A line of a stack: its fields from the left, each with the blanks that stand after it.
#[derive(Clone, Debug)]
pub(crate) struct StackLine {
    pub(crate) level: Level,
    pub(crate) fields: Vec<(String, Tone, usize)>,
}

struct Laid {
    width: usize,
    tone: Tone,
    levels: [Vec<String>; 3],
}

/// Sets cells side by side, each line at most `width` columns, and stacks the lines that belong together: one item of the
/// result is one stack.
pub(crate) fn stacks(cells: &[Cell], width: usize, romaji: bool) -> Vec<Vec<StackLine>> {
    let laid = cells.iter().map(|cell| lay(cell, width, romaji));
    let mut rows: Vec<Vec<Laid>> = Vec::new();
    let mut filled = 0;
    for cell in laid {
        match rows.last_mut() {
            Some(row) if filled + GAP + cell.width <= width => {
                filled += GAP + cell.width;
                row.push(cell);
            }
            _ => {
                filled = cell.width;
                rows.push(vec![cell]);
            }
        }
    }
    rows.iter().map(|row| stack(row)).collect()
}

fn lay(cell: &Cell, width: usize, romaji: bool) -> Laid {
    let romaji = if romaji { cell.romaji.as_str() } else { "" };
    let longest_word = |text: &str| text.split(' ').map(columns).max().unwrap_or_default();
    let wanted = [
        COMFORTABLE,
        columns(&cell.japanese),
        longest_word(romaji),
        longest_word(&cell.english),
    ];
    let limit = wanted.into_iter().max().unwrap_or(COMFORTABLE).min(width);
    let levels =
        [cell.japanese.as_str(), romaji, cell.english.as_str()].map(|text| wrap(text, limit));
    let width = levels
        .iter()
        .flatten()
        .map(|line| columns(line))
        .max()
        .unwrap_or_default();
    Laid {
        width,
        tone: cell.tone,
        levels,
    }
}

fn stack(row: &[Laid]) -> Vec<StackLine> {
    let mut lines = Vec::new();
    for (at, level) in [Level::Japanese, Level::Romaji, Level::English]
        .into_iter()
        .enumerate()
    {
        let of = |cell: &Laid, line: usize| {
            cell.levels
                .get(at)
                .and_then(|lines| lines.get(line))
                .cloned()
                .unwrap_or_default()
        };
        let height = row
            .iter()
            .filter_map(|cell| cell.levels.get(at))
            .map(Vec::len)
            .max()
            .unwrap_or_default();
        for line in 0..height {
            let texts: Vec<String> = row.iter().map(|cell| of(cell, line)).collect();
            let Some(last) = texts.iter().rposition(|text| !text.is_empty()) else {
                continue;
            };
            let blanks = |at: usize, cell: &Laid, text: &str| {
                if at == last {
                    0
                } else {
                    cell.width - columns(text) + GAP
                }
            };
            let fields = row.iter().zip(texts).enumerate().take(last + 1);
            let fields = fields
                .map(|(at, (cell, text))| (text.clone(), cell.tone, blanks(at, cell, &text)))
                .collect();
            lines.push(StackLine { level, fields });
        }
    }
    lines
}

/// The lines of a table at most `width` columns wide; long fields are set on several lines.
pub(crate) fn table(rows: &[Vec<String>], width: usize) -> Vec<String> {
    let count = rows.iter().map(Vec::len).max().unwrap_or_default();
    let widest = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|text| columns(text))
            .max()
            .unwrap_or_default()
    };
    let natural: Vec<usize> = (0..count).map(widest).collect();
    let widths = shared(
        &natural,
        width.saturating_sub(GAP * count.saturating_sub(1)),
    );
    rows.iter()
        .flat_map(|row| table_row(row, &widths))
        .collect()
}

/// Shares `width` out: narrow columns get what they want, the wide ones an equal part of the rest.
fn shared(natural: &[usize], width: usize) -> Vec<usize> {
    let mut narrow_first: Vec<usize> = natural.to_vec();
    narrow_first.sort_unstable();
    let (mut left, mut limit) = (width, width);
    for (given, wanted) in narrow_first.iter().enumerate() {
        limit = left / (natural.len() - given);
        if *wanted > limit {
            break;
        }
        left -= wanted;
        limit = width;
    }
    natural.iter().map(|wanted| (*wanted).min(limit)).collect()
}

fn table_row(row: &[String], widths: &[usize]) -> Vec<String> {
    let fields: Vec<Vec<String>> = row
        .iter()
        .zip(widths)
        .map(|(text, width)| wrap(text, *width))
        .collect();
    let height = fields.iter().map(Vec::len).max().unwrap_or_default();
    let mut lines = Vec::with_capacity(height);
    for at in 0..height {
        let mut line = String::new();
        for (field, width) in fields.iter().zip(widths) {
            let text = field.get(at).map(String::as_str).unwrap_or_default();
            line.push_str(text);
            line.extend(std::iter::repeat_n(
                ' ',
                width.saturating_sub(columns(text)) + GAP,
            ));
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrow_columns_keep_their_width() {
        assert_eq!(shared(&[10, 4, 6], 30), [10, 4, 6]);
        assert_eq!(shared(&[4, 40, 6], 30), [4, 20, 6]);
        assert_eq!(shared(&[4, 40, 60], 30), [4, 13, 13]);
    }

    #[test]
    fn a_cell_wider_than_the_line_is_set_on_several_lines() {
        let cell = Cell {
            japanese: "肝".repeat(15),
            romaji: String::new(),
            english: "liver".to_owned(),
            tone: Tone::Plain,
        };
        let stacks = stacks(&[cell], 20, true);
        let lines: Vec<&str> = stacks
            .iter()
            .flatten()
            .flat_map(|line| &line.fields)
            .map(|(text, _, _)| text.as_str())
            .collect();
        assert_eq!(lines, ["肝".repeat(10), "肝".repeat(5), "liver".to_owned()]);
    }
}
