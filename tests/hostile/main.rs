//! Everything that is no report, and reports as they should not be: a test for each of the 75 inputs that `README.md` beside this
//! lists, with real files and real processes. Names begin with the number of the input.
#![cfg(unix)]

mod glossary;
mod markup;
mod run;
mod structured;
mod system;
mod text;
