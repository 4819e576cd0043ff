//! `medgloss lookup`.

use std::io::{self, BufRead, Write};

use clap::ValueEnum;

use medgloss::render::lookup::json::write_lookup;
use medgloss::render::lookup::{LookupText, write_text};
use medgloss::{Error, Glossary};

use super::{Status, files};

/// How to write the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LookupFormat {
    /// One line an entry.
    Text,
    /// One line of JSON a query.
    Json,
}

#[derive(clap::Args, Debug)]
pub(crate) struct LookupArguments {
    /// Kanji, kana, romaji or English; 肝*, *炎 and *硬変* find what begins, ends or holds; `-` reads queries from standard input, one a line.
    #[arg(value_name = "QUERY", required = true)]
    queries: Vec<String>,
    /// How to write the answers.
    #[arg(long, short, value_enum, default_value = "text")]
    format: LookupFormat,
    /// Show all that an entry says: spellings, abbreviation, other English, note, source.
    #[arg(long, short)]
    all: bool,
    /// Say how each entry was found, and what it stands instead of.
    #[arg(long, short)]
    why: bool,
    /// At most so many entries a query; without it, all that the whole query meets and 20 of those that it meets in part.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

pub(crate) fn run(options: &LookupArguments, glossary: &Glossary) -> Result<Status, Error> {
    let mut all_found = true;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let from_input = options.queries.iter().any(|query| query == "-");
    let show = LookupText {
        all: options.all,
        why: options.why,
        query: from_input || options.queries.len() > 1,
    };
    for query in &options.queries {
        let result = if query == "-" {
            answer_input(options, glossary, show, &mut out)?
        } else {
            answer(options, glossary, query, show, &mut out)
        };
        match result {
            Ok(found) => all_found &= found,
            Err(cause) => {
                files::quiet_pipe(Err(cause))?;
                break;
            }
        }
    }
    Ok(if all_found {
        Status::Done
    } else {
        Status::Findings
    })
}

/// Answers the lines of standard input as they come.
fn answer_input(
    options: &LookupArguments,
    glossary: &Glossary,
    show: LookupText,
    out: &mut dyn Write,
) -> Result<io::Result<bool>, Error> {
    let (mut input, mut line, mut all_found) = (io::stdin().lock(), Vec::new(), true);
    loop {
        line.clear();
        let read = input.read_until(b'\n', &mut line);
        if read.map_err(|cause| Error::File {
            path: "standard input".to_owned(),
            cause,
        })? == 0
        {
            return Ok(Ok(all_found));
        }
        let text = String::from_utf8_lossy(&line);
        let query = text.trim_start_matches('\u{feff}').trim();
        if query.is_empty() {
            continue;
        }
        match answer(options, glossary, query, show, out) {
            Ok(found) => all_found &= found,
            Err(cause) => return Ok(Err(cause)),
        }
    }
}

fn answer(
    options: &LookupArguments,
    glossary: &Glossary,
    query: &str,
    show: LookupText,
    out: &mut dyn Write,
) -> io::Result<bool> {
    let result = glossary.lookup(query, options.limit);
    match options.format {
        LookupFormat::Text => write_text(out, &result, show)?,
        LookupFormat::Json => write_lookup(out, &result)?,
    }
    out.flush()?;
    Ok(result.is_found())
}
