//! `--ledger` of `medgloss gloss`: one ledger in place of the gloss.

use clap::ValueEnum;

use medgloss::gloss::ledger::Which;

/// The ledgers by their names on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LedgerKind {
    /// Cues of negation, hedging, evidence, expectation and boosting; sentences without any.
    Claims,
    /// Numbers with their units.
    Quantities,
    /// Dates, ages, spans of time and relative times, with their anchors.
    Times,
    /// Abbreviations, and where they are defined.
    Abbreviations,
    /// Terms with counts.
    Terms,
    /// What the document spells or states in several ways.
    Spelling,
    /// Compounds put together by rule.
    Composed,
    /// Unknown words.
    Unknown,
}

impl From<LedgerKind> for Which {
    fn from(kind: LedgerKind) -> Self {
        match kind {
            LedgerKind::Claims => Self::Claims,
            LedgerKind::Quantities => Self::Quantities,
            LedgerKind::Times => Self::Times,
            LedgerKind::Abbreviations => Self::Abbreviations,
            LedgerKind::Terms => Self::Terms,
            LedgerKind::Spelling => Self::Spelling,
            LedgerKind::Composed => Self::Composed,
            LedgerKind::Unknown => Self::Unknown,
        }
    }
}
