//! Looking words up.
