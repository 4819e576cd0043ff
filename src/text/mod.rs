//! Text as medgloss sees it: folded for matching, classed by script, cut into sentences.
//!
//! Nothing here is ever shown to a reader; what is shown is the document's own text.

pub mod fold;
pub mod kana;
pub mod script;
pub mod spelling;
