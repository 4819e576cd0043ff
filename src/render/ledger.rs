//! A ledger outside the page: as text for a terminal, as TSV for a spreadsheet, as JSON for a program.
//!
//! Every row carries the document and its hash, sentence, line:column, bytes, section, Japanese clause, gloss and provenance.

use std::io::{self, Write};

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::gloss::Gloss;
use crate::gloss::ledger::{Row, Stand, Survey, Value, Which};
use crate::render::NOTICE;
use crate::render::json::SCHEMA;
use crate::render::tsv::TsvOptions;
use crate::render::visible::visible;
use crate::source::Document;
use crate::termbase::Glossary;

/// How a ledger is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerFormat {
    /// For a person at a terminal.
    Text,
    /// Tab-separated values with a head; breaks and tabs in a cell become spaces.
    Tsv(TsvOptions),
    /// One line of JSON.
    Json,
}

/// Writes one ledger of a document.
///
/// # Errors
/// What the writer says.
///
/// ```
/// use medgloss::gloss::ledger::Which;
/// use medgloss::render::ledger::{LedgerFormat, render_ledger};
/// use medgloss::render::tsv::TsvOptions;
/// use medgloss::{Document, Glossary};
/// let (glossary, document) = (Glossary::shipped(), Document::plain("腹水あり。"));
/// let gloss = glossary.gloss(&document);
/// let mut out = Vec::new();
/// render_ledger(&mut out, &document, &gloss, &glossary, Which::Terms, LedgerFormat::Tsv(TsvOptions::default())).unwrap();
/// assert!(String::from_utf8(out).unwrap().contains("\t腹水\tascites\t"));
/// ```
pub fn render_ledger(
    out: &mut dyn Write,
    document: &Document,
    gloss: &Gloss,
    glossary: &Glossary,
    which: Which,
    format: LedgerFormat,
) -> io::Result<()> {
    let survey = Survey::new(document, gloss, glossary);
    let rows = survey.rows(which);
    let sheet = Sheet {
        survey: &survey,
        document,
        which,
    };
    match format {
        LedgerFormat::Text => sheet.text(out, &rows),
        LedgerFormat::Tsv(options) => sheet.tsv(out, &rows, options),
        LedgerFormat::Json => sheet.json(out, &rows),
    }
}

struct Sheet<'a> {
    survey: &'a Survey<'a>,
    document: &'a Document,
    which: Which,
}

impl Sheet<'_> {
    fn section(&self, row: &Row) -> (&str, &str) {
        let section = row
            .section
            .and_then(|section| self.survey.sections().get(section));
        section.map_or(("", ""), |section| {
            (section.japanese.as_str(), section.english.as_str())
        })
    }

    fn named(&self) -> &str {
        self.document.path.as_deref().unwrap_or("-")
    }

    fn text(&self, out: &mut dyn Write, rows: &[Row]) -> io::Result<()> {
        writeln!(
            out,
            "{} of {} · {NOTICE}",
            self.which.title(),
            visible(self.named())
        )?;
        writeln!(
            out,
            "SHA-256 {} · medgloss {}",
            self.document.sha256,
            env!("CARGO_PKG_VERSION")
        )?;
        let mut section = None;
        for row in rows {
            if row.section != section {
                section = row.section;
                let (japanese, english) = self.section(row);
                writeln!(out, "\n== {} ({})", visible(japanese), visible(english))?;
            }
            self.text_row(out, row)?;
        }
        if rows.is_empty() {
            writeln!(out, "none found")?;
        }
        Ok(())
    }

    fn text_row(&self, out: &mut dyn Write, row: &Row) -> io::Result<()> {
        let place = format!(
            "{} {}:{}",
            row.stand.sentence, row.stand.place.line, row.stand.place.column
        );
        let subject = if row.text.is_empty() {
            &row.clause
        } else {
            &row.text
        };
        let gloss = row.gloss.as_deref().unwrap_or(if row.text.is_empty() {
            &row.clause_gloss
        } else {
            "no entry"
        });
        write!(out, "{place:>12}  {}  {}", visible(subject), visible(gloss))?;
        for (name, value) in self.which.fields().iter().zip(&row.fields) {
            match value {
                Value::Nothing | Value::Flag(false) => {}
                Value::Flag(true) => write!(out, " · {name}")?,
                Value::Text(text) => write!(out, " · {name}: {}", visible(text))?,
                Value::Number(number) => write!(out, " · {name}: {number}")?,
            }
        }
        if row.text != row.clause && !row.text.is_empty() && !row.clause.is_empty() {
            write!(
                out,
                "\n{:>12}  {}\n{:>12}  {}",
                "",
                visible(&row.clause),
                "",
                visible(&row.clause_gloss)
            )?;
        }
        if !row.others.is_empty() {
            let others: Vec<String> = row
                .others
                .iter()
                .map(|stand| stand.sentence.to_string())
                .collect();
            write!(out, "\n{:>12}  also in sentences {}", "", others.join(", "))?;
        }
        writeln!(out)
    }

    fn tsv(&self, out: &mut dyn Write, rows: &[Row], options: TsvOptions) -> io::Result<()> {
        out.write_all(b"document\tsha256\tsentence\tline:column\tstart\tend\tsection\tsection_gloss\ttext\tgloss\tclause\tclause_gloss\tprovenance")?;
        for name in self.which.fields() {
            write!(out, "\t{name}")?;
        }
        out.write_all(b"\talso_in_sentences\n")?;
        for row in rows {
            let (japanese, english) = self.section(row);
            let Stand {
                sentence,
                place,
                span,
            } = row.stand;
            write!(
                out,
                "{}\t{}\t{sentence}\t{}:{}\t{}\t{}",
                options.field(self.named()),
                self.document.sha256,
                place.line,
                place.column,
                span.start,
                span.end
            )?;
            let texts = [
                japanese,
                english,
                &row.text,
                row.gloss.as_deref().unwrap_or_default(),
                &row.clause,
                &row.clause_gloss,
                &row.provenance,
            ];
            for text in texts {
                write!(out, "\t{}", options.field(text))?;
            }
            for value in &row.fields {
                match value {
                    Value::Text(text) => write!(out, "\t{}", options.field(text))?,
                    Value::Number(number) => write!(out, "\t{number}")?,
                    Value::Flag(flag) => write!(out, "\t{}", if *flag { "yes" } else { "no" })?,
                    Value::Nothing => write!(out, "\t")?,
                }
            }
            let others: Vec<String> = row
                .others
                .iter()
                .map(|stand| stand.sentence.to_string())
                .collect();
            writeln!(out, "\t{}", others.join(" "))?;
        }
        Ok(())
    }

    fn json(&self, out: &mut dyn Write, rows: &[Row]) -> io::Result<()> {
        let rows = rows
            .iter()
            .map(|row| RowJson { row, sheet: self })
            .collect();
        let source = SourceJson {
            path: self.document.path.as_deref(),
            sha256: &self.document.sha256,
        };
        let json = LedgerJson {
            schema: SCHEMA,
            notice: NOTICE,
            source,
            ledger: self.which.name(),
            rows,
        };
        serde_json::to_writer(&mut *out, &json)?;
        out.write_all(b"\n")
    }
}

#[derive(Serialize)]
struct LedgerJson<'a> {
    schema: u32,
    notice: &'static str,
    source: SourceJson<'a>,
    ledger: &'static str,
    rows: Vec<RowJson<'a>>,
}

#[derive(Serialize)]
struct SourceJson<'a> {
    path: Option<&'a str>,
    sha256: &'a str,
}

struct RowJson<'a> {
    row: &'a Row,
    sheet: &'a Sheet<'a>,
}

#[derive(Serialize)]
struct StandJson {
    sentence: usize,
    line: usize,
    column: usize,
    start: usize,
    end: usize,
}

impl StandJson {
    const fn of(stand: &Stand) -> Self {
        Self {
            sentence: stand.sentence,
            line: stand.place.line,
            column: stand.place.column,
            start: stand.span.start,
            end: stand.span.end,
        }
    }
}

impl Serialize for RowJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (row, mut map) = (self.row, serializer.serialize_map(None)?);
        let (section, section_gloss) = self.sheet.section(row);
        let stand = StandJson::of(&row.stand);
        map.serialize_entry("sentence", &stand.sentence)?;
        map.serialize_entry("line", &stand.line)?;
        map.serialize_entry("column", &stand.column)?;
        map.serialize_entry("start", &stand.start)?;
        map.serialize_entry("end", &stand.end)?;
        map.serialize_entry("section", &row.section.map(|_| section))?;
        map.serialize_entry("section_gloss", &row.section.map(|_| section_gloss))?;
        map.serialize_entry("text", &row.text)?;
        map.serialize_entry("gloss", &row.gloss)?;
        map.serialize_entry("clause", &row.clause)?;
        map.serialize_entry("clause_gloss", &row.clause_gloss)?;
        map.serialize_entry("provenance", &row.provenance)?;
        for (name, value) in self.sheet.which.fields().iter().zip(&row.fields) {
            match value {
                Value::Text(text) => map.serialize_entry(name, text)?,
                Value::Number(number) => map.serialize_entry(name, number)?,
                Value::Flag(flag) => map.serialize_entry(name, flag)?,
                Value::Nothing => map.serialize_entry(name, &None::<&str>)?,
            }
        }
        map.serialize_entry(
            "others",
            &row.others.iter().map(StandJson::of).collect::<Vec<_>>(),
        )?;
        map.end()
    }
}
