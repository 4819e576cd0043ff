//! The result as a reader takes it: terminal text, JSON.
//!
//! Every format says what it is: a gloss, not a translation.

pub mod json;

/// What every format says of itself.
pub const NOTICE: &str = "a gloss, not a translation";
