//! The result as a reader takes it: terminal text, Markdown, TSV, JSON.
//!
//! Every format says what it is: a gloss, not a translation.

pub(crate) mod cells;
pub(crate) mod columns;
pub(crate) mod digest;
pub mod html;
pub mod json;
pub mod ledger;
pub(crate) mod line;
pub mod lookup;
pub mod markdown;
pub(crate) mod page;
pub mod places;
pub mod schema;
pub mod terms;
pub mod text;
pub mod tsv;
pub mod visible;

/// What every format says of itself.
pub const NOTICE: &str = "a gloss, not a translation";
