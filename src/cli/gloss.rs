//! `medgloss gloss`.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;

use medgloss::gloss::summary::summarize;
use medgloss::render::ledger::LedgerFormat;
use medgloss::render::markdown::{MarkdownOptions, render_markdown};
use medgloss::render::text::{TextOptions, render_text};
use medgloss::render::tsv::{TsvOptions, render_tsv, render_tsv_header};
use medgloss::source::Format;
use medgloss::{Document, Error, Gloss, Glossary, render};

use super::ledger::LedgerKind;
use super::output::Output;
use super::{Status, files};

/// The output formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// Japanese, romaji and English, stacked in columns.
    Text,
    /// A page of its own: one file, no network.
    Html,
    /// A Markdown document with small tables.
    Markdown,
    /// One line of JSON a document.
    Json,
    /// Tab-separated values, one row a word.
    Tsv,
}

/// The formats of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputFormat {
    /// Plain text.
    Plain,
    /// Markdown, with tables, footnotes and formulas.
    Markdown,
    /// HTML.
    Html,
    /// A Word document.
    Docx,
    /// JATS XML, as J-STAGE delivers it.
    Jats,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal that shows them.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(clap::Args, Debug)]
pub(crate) struct GlossArguments {
    /// Documents; `-` or none: standard input.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How to write the gloss.
    #[arg(long, short, value_enum, default_value = "text")]
    format: OutputFormat,
    /// One ledger in place of the gloss; as text, tsv or json.
    #[arg(long, value_enum, value_name = "LEDGER")]
    ledger: Option<LedgerKind>,
    /// What the documents are written in; otherwise told from their names and contents.
    #[arg(long, value_enum, value_name = "FORMAT")]
    from: Option<InputFormat>,
    /// The encoding of the documents, such as shift_jis; otherwise told from their bytes.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Columns of the page, for text [default: those of the terminal, else 100].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(20..=1000))]
    width: Option<u16>,
    /// Whether colours repeat what the signs say, for text.
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN")]
    color: Color,
    /// Leave the readings in Latin letters out, for text and markdown.
    #[arg(long)]
    no_romaji: bool,
    /// Write to this file, whole or not at all; through a symbolic link, and keeping the file's permissions.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the output file if it is there already.
    #[arg(long, requires = "output")]
    force: bool,
    /// End with status 1 where less than this share of the letters is covered.
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    min_coverage: Option<f64>,
    /// Put an apostrophe before fields that a spreadsheet would take for formulas, for tsv. This alters them.
    #[arg(long)]
    spreadsheet_safe: bool,
}

fn percent(text: &str) -> Result<f64, String> {
    let percent = text
        .trim_end_matches('%')
        .trim()
        .parse()
        .ok()
        .filter(|percent| (0.0..=100.0).contains(percent));
    percent.ok_or_else(|| "give a number from 0 to 100".to_owned())
}

/// `glossaries` are the paths that `glossary` was read from: they are not written over.
pub(crate) fn run(
    options: &GlossArguments,
    glossaries: Vec<PathBuf>,
    glossary: &Glossary,
) -> Result<Status, Error> {
    let paths = if options.files.is_empty() {
        vec![PathBuf::from("-")]
    } else {
        options.files.clone()
    };
    let output = options
        .output
        .as_deref()
        .filter(|output| !files::is_stream(output));
    let output = output
        .map(|output| {
            let inputs = [paths.clone(), glossaries].concat();
            Output::new(output, &inputs, options.force)
        })
        .transpose()?;
    let documents = paths
        .iter()
        .map(|path| read(path, options))
        .collect::<Result<Vec<_>, _>>()?;
    let mut run = Run {
        options,
        glossary,
        color: false,
        below: Vec::new(),
    };
    match output {
        Some(output) => {
            run.color = options.format == OutputFormat::Text && options.color == Color::Always;
            output.write_whole(|out| run.write(out, &documents))?;
        }
        None => run.write_stdout(&documents)?,
    }
    for message in &run.below {
        files::say(message);
    }
    Ok(if run.below.is_empty() {
        Status::Done
    } else {
        Status::Findings
    })
}

/// Reads a document as the options say.
fn read(path: &Path, options: &GlossArguments) -> Result<Document, Error> {
    read_as(
        path,
        options.from.map(format_of),
        options.encoding.as_deref(),
    )
}

/// Reads a document whose format and encoding are told from its name and content.
pub(super) fn read_simple(path: &Path) -> Result<Document, Error> {
    read_as(path, None, None)
}

fn read_as(path: &Path, format: Option<Format>, encoding: Option<&str>) -> Result<Document, Error> {
    let bytes = files::read_bytes(path)?;
    let name = (!files::is_stream(path)).then(|| path.to_string_lossy().into_owned());
    let mut document = Document::read(&bytes, name.as_deref(), format, encoding)?;
    document.path = name;
    Ok(document)
}

const fn format_of(asked: InputFormat) -> Format {
    match asked {
        InputFormat::Plain => Format::Plain,
        InputFormat::Markdown => Format::Markdown,
        InputFormat::Html => Format::Html,
        InputFormat::Docx => Format::Docx,
        InputFormat::Jats => Format::Jats,
    }
}

struct Run<'a> {
    options: &'a GlossArguments,
    glossary: &'a Glossary,
    color: bool,
    /// What to tell of documents below `--min-coverage`.
    below: Vec<String>,
}

impl Run<'_> {
    fn write_stdout(&mut self, documents: &[Document]) -> Result<(), Error> {
        let stdout = io::stdout();
        let choice = match self.options.color {
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
            Color::Auto => AutoStream::choice(&stdout),
        };
        if self.options.format != OutputFormat::Text || choice == ColorChoice::Never {
            return files::to_stdout(|out| self.write(out, documents));
        }
        self.color = true;
        let mut out = io::BufWriter::new(AutoStream::new(stdout.lock(), choice));
        files::quiet_pipe(self.write(&mut out, documents).and_then(|()| out.flush()))
    }

    fn write(&mut self, out: &mut dyn Write, documents: &[Document]) -> io::Result<()> {
        if self.options.format == OutputFormat::Tsv && self.options.ledger.is_none() {
            render_tsv_header(out)?;
        }
        for (at, document) in documents.iter().enumerate() {
            if at > 0
                && matches!(
                    self.options.format,
                    OutputFormat::Text | OutputFormat::Markdown
                )
            {
                writeln!(out)?;
            }
            let gloss = self.glossary.gloss(document);
            self.check_coverage(document, &gloss);
            self.render(out, document, &gloss)?;
        }
        Ok(())
    }

    fn render(&self, out: &mut dyn Write, document: &Document, gloss: &Gloss) -> io::Result<()> {
        if let Some(kind) = self.options.ledger {
            let format = match self.options.format {
                OutputFormat::Tsv => LedgerFormat::Tsv(self.tsv()),
                OutputFormat::Json => LedgerFormat::Json,
                _ => LedgerFormat::Text,
            };
            return render::ledger::render_ledger(
                out,
                document,
                gloss,
                self.glossary,
                kind.into(),
                format,
            );
        }
        let romaji = !self.options.no_romaji;
        match self.options.format {
            OutputFormat::Text => render_text(
                out,
                document,
                gloss,
                &TextOptions {
                    width: self.width(),
                    color: self.color,
                    romaji,
                },
            ),
            OutputFormat::Markdown => {
                render_markdown(out, document, gloss, &MarkdownOptions { romaji })
            }
            OutputFormat::Html => render::html::render_html(out, document, gloss, self.glossary),
            OutputFormat::Json => render::json::write_gloss(out, document, gloss, None),
            OutputFormat::Tsv => render_tsv(out, document, gloss, &self.tsv()),
        }
    }

    const fn tsv(&self) -> TsvOptions {
        TsvOptions {
            spreadsheet_safe: self.options.spreadsheet_safe,
        }
    }

    fn width(&self) -> usize {
        let terminal = || {
            let is_seen = self.options.output.is_none() && io::stdout().is_terminal();
            is_seen
                .then(terminal_size::terminal_size)
                .flatten()
                .map(|(width, _)| width.0)
        };
        self.options
            .width
            .or_else(terminal)
            .map_or(TextOptions::default().width, usize::from)
    }

    fn check_coverage(&mut self, document: &Document, gloss: &Gloss) {
        let Some(wanted) = self.options.min_coverage else {
            return;
        };
        let found = summarize(document, gloss).coverage.percent();
        if found < wanted {
            let path = document
                .path
                .as_deref()
                .map_or("standard input".into(), |path| {
                    files::shown(Path::new(path))
                });
            self.below.push(format!(
                "{path}: coverage is {found:.3} %, less than {wanted} %"
            ));
        }
    }
}
