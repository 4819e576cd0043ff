//! The ledgers: what a reviewer goes through a document for, row by row, each with its place.
//!
//! A [`Survey`] numbers the sentences of a document; its [`Survey::rows`] gives one ledger of it. Everything here is plain data worked
//! out from the document, its gloss and the word lists of `glossary/language/ledger.toml`; how it looks is the business of `render`.
//!
//! ```
//! use medgloss::gloss::ledger::{Survey, Which};
//! use medgloss::{Document, Glossary};
//! let (glossary, document) = (Glossary::shipped(), Document::plain("腹水あり。\n黄疸あり。腹水は減少。"));
//! let gloss = glossary.gloss(&document);
//! let survey = Survey::new(&document, &gloss, &glossary);
//! let rows = survey.rows(Which::Terms);
//! let ascites = rows.iter().find(|row| row.text == "腹水").unwrap();
//! assert_eq!((ascites.stand.sentence, ascites.others.len()), (1, 1));
//! ```

mod abbreviations;
mod claims;
mod ends;
mod excerpt;
mod heads;
mod look;
mod quantities;
mod references;
mod row;
mod senses;
mod spelling;
mod survey;
mod terms;
mod times;
mod words;

pub use ends::End;
pub use look::{Look, LookWord};
pub use row::{Row, Stand, Value, Which};
pub(crate) use senses::second_sense;
pub use survey::{Numbered, Section, Survey};
