//! One self-contained HTML page: the gloss, its ledgers and notes on every word, for a reader who knows no Japanese.
//!
//! The page opens from disk under a strict content security policy, asks for nothing from the network, and is whole without its script:
//! the script only adds toggles, cards beside the word, and movement by arrow keys. All text of the document and of glossaries goes
//! through [`escape`].

mod body;
mod card;
mod escape;
mod ledger;
mod page;
mod sentence;

use std::io::{self, Write};

use crate::gloss::Gloss;
use crate::gloss::ledger::Survey;
use crate::source::Document;
use crate::termbase::Glossary;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Writes the page of one document.
///
/// # Errors
/// What the writer says.
///
/// ```
/// use medgloss::render::html::render_html;
/// use medgloss::{Document, Glossary};
/// let (glossary, document) = (Glossary::shipped(), Document::plain("黄疸は消失した。"));
/// let mut page = Vec::new();
/// render_html(&mut page, &document, &glossary.gloss(&document), &glossary).unwrap();
/// let page = String::from_utf8(page).unwrap();
/// assert!(page.contains("a gloss, not a translation") && page.contains("jaundice"));
/// ```
pub fn render_html(
    out: &mut dyn Write,
    document: &Document,
    gloss: &Gloss,
    glossary: &Glossary,
) -> io::Result<()> {
    let survey = Survey::new(document, gloss, glossary);
    let files = glossary.files();
    let mut cards = card::Cards::new(&files);
    page::head(out, document)?;
    page::facts(out, document, gloss, &files)?;
    page::contents(out, &survey)?;
    page::look(out, &survey)?;
    body::article(out, &survey, &mut cards)?;
    ledger::ledgers(out, &survey)?;
    page::coverage(out, document, gloss)?;
    cards.notes(out)?;
    page::termbases(out, &files)?;
    page::foot(out)
}
