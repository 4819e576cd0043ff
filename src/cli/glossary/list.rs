//! `medgloss glossary list`.

use serde_json::json;

use medgloss::render::visible::visible;
use medgloss::{Error, Glossary};

use super::ResultFormat;
use crate::cli::{GlossaryArguments, Status, files, termbases};

#[derive(clap::Args, Debug)]
pub(crate) struct ListArguments {
    /// How to write the list.
    #[arg(long, short, value_enum, default_value = "text")]
    format: ResultFormat,
}

pub(crate) fn run(
    options: &ListArguments,
    glossaries: &GlossaryArguments,
) -> Result<Status, Error> {
    let glossary = termbases::load(glossaries)?;
    let text = match options.format {
        ResultFormat::Text => text(&glossary),
        ResultFormat::Json => json_line(&glossary),
    };
    files::to_stdout(|out| out.write_all(text.as_bytes()))?;
    Ok(Status::Done)
}

/// A line a file in columns, then whom the licences ask to name.
fn text(glossary: &Glossary) -> String {
    let loaded = glossary.files();
    let rows: Vec<[String; 6]> = loaded
        .iter()
        .map(|file| {
            [
                visible(&file.name).into_owned(),
                file.entries.to_string(),
                file.layer.clone(),
                or_dash(&file.license),
                or_dash(&file.state()),
                format!("{} ({})", or_dash(&file.title), visible(&file.path)),
            ]
        })
        .collect();
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|text| text.chars().count())
            .max()
            .unwrap_or(0)
    };
    let [name, entries, layer, license, state] = [0, 1, 2, 3, 4].map(width);
    let mut text = String::new();
    for [a, b, c, d, e, f] in &rows {
        text.push_str(&format!(
            "{a:name$}  {b:>entries$}  {c:layer$}  {d:license$}  {e:state$}  {f}\n"
        ));
    }
    let total: usize = loaded.iter().map(|file| file.entries).sum();
    text.push_str(&format!("{total} entries in {} files; files further down go first, the general dictionary (fallback) last\n", loaded.len()));
    let mut named: Vec<&str> = loaded
        .iter()
        .map(|file| file.attribution.as_str())
        .filter(|attribution| !attribution.is_empty())
        .collect();
    named.dedup();
    named
        .iter()
        .for_each(|attribution| text.push_str(&format!("{}\n", visible(attribution))));
    text
}

fn or_dash(text: &str) -> String {
    if text.is_empty() {
        "–".to_owned()
    } else {
        visible(text).into_owned()
    }
}

fn json_line(glossary: &Glossary) -> String {
    let files: Vec<_> = glossary
        .files()
        .into_iter()
        .map(|file| {
            json!({
                "name": file.name, "title": file.title, "license": file.license, "attribution": file.attribution,
                "path": file.path, "layer": file.layer, "version": file.version, "sha256": file.sha256, "entries": file.entries,
            })
        })
        .collect();
    format!("{}\n", json!({ "schema": 1, "files": files }))
}
