//! The ledgers as tables; every row links to its sentence.

use std::io::{self, Write};

use super::escape::{English, Text};
use crate::gloss::ledger::{Row, Stand, Survey, Value, Which};

/// A row names no more further places than this; the rest is counted.
const MOST_PLACES: usize = 40;

/// All ledgers, each a section.
pub(super) fn ledgers(out: &mut dyn Write, survey: &Survey<'_>) -> io::Result<()> {
    for which in Which::ALL {
        let (name, rows) = (which.name(), survey.rows(which));
        writeln!(
            out,
            "<section class=\"ledger of-{name}\" aria-labelledby={name}>\n<h2 id={name}>{}</h2>\n<p>{}</p>",
            which.title(),
            about(which)
        )?;
        if matches!(which, Which::Terms | Which::Composed) {
            writeln!(
                out,
                "<p class=paper>Left out on paper; the notes on words hold the same.</p>"
            )?;
        }
        match which {
            Which::Claims => claims(out, survey, &rows)?,
            Which::Spelling => spelling(out, &rows)?,
            Which::Terms | Which::Composed | Which::Unknown => brief(out, survey, which, &rows)?,
            _ => table(out, survey, which, &rows)?,
        }
        writeln!(out, "</section>")?;
    }
    Ok(())
}

fn about(which: Which) -> &'static str {
    match which {
        Which::Claims => {
            "Every listed cue with what it governs and who is named as saying so. Cues are words, not judgements: a sentence without any is not thereby certain."
        }
        Which::Quantities => {
            "Every number with what it counts or measures. No unit is converted and none is supplied."
        }
        Which::Times => {
            "Every date, age, span and relative time, with the event from which the text tells it. Where no event stands beside it, the anchor is not stated; do not supply one."
        }
        Which::Abbreviations => {
            "Where each is defined, whether it is used before that, and what else the document defines it as. One that is not defined here has the glossary’s reading, which may not be the author’s."
        }
        Which::Terms => {
            "Medical terms, compounds, symbols, abbreviations and names, with how often they stand."
        }
        Which::Spelling => "Forms of one thing side by side, without judgement.",
        Which::Composed => {
            "The English of these compounds was put together by rule. Check it against the parts."
        }
        Which::Unknown => "Nothing is known about these; they stand in the text as they are.",
    }
}

fn claims(out: &mut dyn Write, survey: &Survey<'_>, rows: &[Row]) -> io::Result<()> {
    let (with, without): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| !row.text.is_empty());
    head(out, Which::Claims, with.is_empty())?;
    let (mut section, mut sentence) = (None, 0);
    for row in &with {
        section_row(out, survey, row, &mut section)?;
        let anchor = if row.stand.sentence == sentence {
            String::new()
        } else {
            format!(" id=claims-{}", row.stand.sentence)
        };
        sentence = row.stand.sentence;
        writeln!(out, "<tr role=row{anchor}>")?;
        place_cell(out, row)?;
        let kind = text(row, 0);
        writeln!(
            out,
            "<td role=cell lang=ja>{}</td><td role=cell><b>{}</b> <span class=\"m {kind}\">{kind}</span></td>",
            Text(&row.text),
            English(row.gloss.as_deref().unwrap_or_default())
        )?;
        let reference = match text(row, 2) {
            "" => "no reference in the sentence".to_owned(),
            cited => format!("reference: {}", English(cited)),
        };
        writeln!(
            out,
            "<td role=cell>governs <span lang=ja>{}</span> <span class=en>{}</span><br>holder: {}; {reference}</td></tr>",
            Text(&row.clause),
            English(&row.clause_gloss),
            English(text(row, 1))
        )?;
    }
    foot(out, with.is_empty())?;
    write!(
        out,
        "<p>No listed cue found in {} of {} sentences",
        without.len(),
        survey.sentences().len()
    )?;
    for (at, row) in without.iter().enumerate() {
        write!(
            out,
            "{}<a href=#s{n}>{n}</a>",
            if at == 0 { ": " } else { ", " },
            n = row.stand.sentence
        )?;
    }
    writeln!(out, ".</p>")
}

/// One row a group: its forms side by side.
fn spelling(out: &mut dyn Write, rows: &[Row]) -> io::Result<()> {
    if rows.is_empty() {
        return writeln!(out, "<p>None found.</p>");
    }
    writeln!(out, "<ul class=forms>")?;
    let mut rows = rows.iter().peekable();
    while let Some(row) = rows.next() {
        write!(
            out,
            "<li>{}: ",
            English(row.gloss.as_deref().unwrap_or_default())
        )?;
        form(out, row)?;
        while let Some(next) = rows.next_if(|next| next.fields.first() == row.fields.first()) {
            write!(out, " / ")?;
            form(out, next)?;
        }
        writeln!(out, "</li>")?;
    }
    writeln!(out, "</ul>")
}

fn form(out: &mut dyn Write, row: &Row) -> io::Result<()> {
    write!(out, "<b lang=ja>{}</b> ×{} (", Text(&row.text), row.count())?;
    places(
        out,
        std::iter::once(&row.stand).chain(&row.others),
        row.count(),
    )?;
    write!(out, ")")
}

/// Rows with the clause they stand in.
fn table(out: &mut dyn Write, survey: &Survey<'_>, which: Which, rows: &[Row]) -> io::Result<()> {
    head(out, which, rows.is_empty())?;
    let mut section = None;
    for row in rows {
        section_row(out, survey, row, &mut section)?;
        writeln!(out, "<tr role=row>")?;
        place_cell(out, row)?;
        writeln!(
            out,
            "<td role=cell lang=ja>{}</td><td role=cell><b>{}</b></td><td role=cell>",
            Text(&row.text),
            English(row.gloss.as_deref().unwrap_or("no entry"))
        )?;
        values(out, which, row)?;
        if !row.others.is_empty() {
            write!(out, "also in ")?;
            places(out, row.others.iter(), row.others.len())?;
            write!(out, "; ")?;
        }
        writeln!(
            out,
            "in <span lang=ja>{}</span> <span class=en>{}</span></td></tr>",
            Text(&row.clause),
            English(&row.clause_gloss)
        )?;
    }
    foot(out, rows.is_empty())
}

/// Words with all their places.
fn brief(out: &mut dyn Write, survey: &Survey<'_>, which: Which, rows: &[Row]) -> io::Result<()> {
    head(out, which, rows.is_empty())?;
    let mut section = None;
    for row in rows {
        section_row(out, survey, row, &mut section)?;
        let extra = match which {
            Which::Composed => format!("<span class=en>{}</span>", English(text(row, 0))),
            _ => English(text(row, 0)).to_string(),
        };
        write!(out, "<tr role=row><td role=cell>")?;
        places(
            out,
            std::iter::once(&row.stand).chain(&row.others),
            row.count(),
        )?;
        writeln!(
            out,
            "</td><td role=cell lang=ja>{}</td><td role=cell><b>{}</b></td><td role=cell>×{} {extra}</td></tr>",
            Text(&row.text),
            English(row.gloss.as_deref().unwrap_or("no entry")),
            row.count()
        )?;
    }
    foot(out, rows.is_empty())
}

fn head(out: &mut dyn Write, which: Which, empty: bool) -> io::Result<()> {
    if empty {
        return writeln!(out, "<p>None found.</p>");
    }
    writeln!(
        out,
        "<div class=t role=region aria-label=\"Table: {}\" tabindex=0><table class=rows role=table>",
        which.title()
    )?;
    write!(out, "<thead role=rowgroup><tr role=row>")?;
    let last = match which {
        Which::Composed => "Count and parts",
        Which::Terms => "Count and kind",
        Which::Unknown => "Count",
        _ => "Details",
    };
    for name in ["Sentence", "Japanese", "English", last] {
        write!(out, "<th role=columnheader scope=col>{name}</th>")?;
    }
    writeln!(out, "</tr></thead><tbody role=rowgroup>")
}

fn foot(out: &mut dyn Write, empty: bool) -> io::Result<()> {
    if empty {
        Ok(())
    } else {
        writeln!(out, "</tbody></table></div>")
    }
}

fn section_row(
    out: &mut dyn Write,
    survey: &Survey<'_>,
    row: &Row,
    last: &mut Option<usize>,
) -> io::Result<()> {
    if row.section == *last {
        return Ok(());
    }
    *last = row.section;
    let Some(section) = row
        .section
        .and_then(|section| survey.sections().get(section))
    else {
        return Ok(());
    };
    writeln!(
        out,
        "<tr role=row class=sec><th role=rowheader scope=rowgroup colspan=4><a href=#s{}>{} <span lang=ja>{}</span></a></th></tr>",
        section.sentence,
        English(&section.english),
        Text(&section.japanese)
    )
}

fn place_cell(out: &mut dyn Write, row: &Row) -> io::Result<()> {
    let (number, place) = (row.stand.sentence, row.stand.place);
    writeln!(
        out,
        "<td role=cell><a class=n href=#s{number}>{number}</a> <span class=l>{}:{}</span></td>",
        place.line, place.column
    )
}

/// The ledger's own values, each with its name.
fn values(out: &mut dyn Write, which: Which, row: &Row) -> io::Result<()> {
    let same = which == Which::Quantities && row.fields.first() == row.fields.get(1);
    for (name, value) in which
        .fields()
        .iter()
        .zip(&row.fields)
        .skip(usize::from(same))
    {
        let name = if same && *name == "high" {
            "value"
        } else {
            name
        };
        let japanese = matches!(name, "reading" | "japanese" | "parts");
        match value {
            Value::Text(text) if japanese => {
                write!(
                    out,
                    "{}: <span lang=ja>{}</span>; ",
                    spoken(name),
                    Text(text)
                )?;
            }
            Value::Text(text) => write!(out, "{}: {}; ", spoken(name), English(text))?,
            Value::Number(number) => write!(out, "{}: {number}; ", spoken(name))?,
            Value::Flag(true) => write!(out, "<strong>{}</strong>; ", spoken(name))?,
            Value::Flag(false) | Value::Nothing => {}
        }
    }
    Ok(())
}

/// The name of a value as a person writes it.
fn spoken(name: &str) -> String {
    match name {
        "japanese" => "Japanese".to_owned(),
        name => name.replace('_', " "),
    }
}

fn places<'r>(
    out: &mut dyn Write,
    stands: impl Iterator<Item = &'r Stand>,
    count: usize,
) -> io::Result<()> {
    for (at, stand) in stands.take(MOST_PLACES).enumerate() {
        write!(
            out,
            "{}<a href=#s{n}>{n}</a>",
            if at > 0 { ", " } else { "" },
            n = stand.sentence
        )?;
    }
    if count > MOST_PLACES {
        write!(out, " and {} more", count - MOST_PLACES)
    } else {
        Ok(())
    }
}

fn text(row: &Row, field: usize) -> &str {
    match row.fields.get(field) {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}
