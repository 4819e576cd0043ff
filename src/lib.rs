//! medgloss sets English under every word of a Japanese medical document, and says where that English comes from.
//!
//! It is a gloss, not a translation: every word stays in place, what is composed or guessed is marked, what is unknown stays
//! visible, and nothing is lost.
//!
//! ```
//! use medgloss::{Glossary, Document};
//!
//! let glossary = Glossary::shipped();
//! let document = Document::plain("腹水は認めなかった。");
//! let gloss = glossary.gloss(&document);
//! let segments = gloss.segments().map(|segment| (segment.surface(&document), segment.gloss.as_deref())).collect::<Vec<_>>();
//! assert_eq!(segments[0], ("腹水", Some("ascites")));
//! assert_eq!(segments[2], ("認めなかった", Some("was not observed")));
//! ```
//!
//! # The way the data takes
//! ```text
//! glossary/*.toml ─► glossary (entries as written, checked) ─► lexicon (compiled: one image)
//!                                                                 │
//! bytes ─► source (decode, blocks) ─► text (folded view + map) ─► segment (candidates, best path) ─► gloss ─► render
//! ```
//! One direction, no way back. Spans are half-open ranges of UTF-8 bytes of the document as decoded, everywhere.

#![warn(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice
)]
#![cfg_attr(
    test,
    allow(clippy::expect_used, clippy::indexing_slicing, clippy::string_slice)
)]

pub mod batch;
pub mod error;
pub mod gloss;
pub mod glossary;
pub mod lexicon;
pub mod lookup;
pub mod render;
pub mod segment;
pub mod source;
pub mod span;
pub mod text;

mod termbase;

pub use error::Error;
pub use gloss::Gloss;
pub use source::Document;
pub use termbase::Glossary;
