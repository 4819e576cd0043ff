//! Sentences as reports, charts and letters write them, each with what its gloss must say: `tests/cases/*.txt`.
//!
//! One case a line, `sentence ⇒ check; check`; `#` begins a comment line. The checks:
//! - `surface = gloss`: a segment, or a part of a compound, with exactly this text has this gloss
//! - `surface ~ words`: its gloss contains these words, whatever their case
//! - `surface : kind`
//! - `surface [low,high]`: the bounds of a quantity, `-` for an open one
//! - `surface !negation` (or `hedge`, `evidential`, `expectation`, `booster`): a mark of this type overlaps it
//! - `no !negation`: no such mark in the sentence
//! - `holder cue = who`: who is named as saying so, `-` for nobody
//! - `surface @ past mother`: when and whose a finding is, as far as the text says it, `-` where it says nothing
//! - `surface ? headword`: what an unknown text may have been, `-` for nothing
//! - `abbr FORM state`: `document`, `glossary` or `nowhere`, with ` early` where it is used before and ` twice` where it is defined otherwise
//! - `scope cue > text`, `scope cue < text`: the scope of the mark on the cue contains the text, or does not
//!
//! `known-failures.txt` holds cases that are right and do not pass yet; one that passes has to be moved to its topic.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use medgloss::gloss::{Gloss, Mark, MarkKind, Segment};
use medgloss::segment::quantity::Quantity;
use medgloss::{Document, Glossary};

/// What is promised of this collection.
const FEWEST_CASES: usize = 400;
const KNOWN_FAILURES: &str = "known-failures";

struct Case {
    place: String,
    sentence: String,
    checks: Vec<String>,
}

/// A sentence with its gloss.
struct Glossed {
    document: Document,
    gloss: Gloss,
}

#[test]
fn every_case_is_glossed_as_written() {
    let glossary = Glossary::shipped();
    let mut failures = String::new();
    let mut count = 0;
    for (topic, cases) in topics() {
        count += cases.len();
        for case in cases {
            let found = failures_of(&glossary, &case);
            if topic == KNOWN_FAILURES {
                if found.is_empty() {
                    report(&mut failures, &case, "now passes: move it");
                }
            } else {
                for failure in found {
                    report(&mut failures, &case, &failure);
                }
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} checks fail in {count} cases:\n{failures}",
        failures.lines().count()
    );
    assert!(
        count >= FEWEST_CASES,
        "only {count} cases, {FEWEST_CASES} are promised"
    );
}

fn report(failures: &mut String, case: &Case, what: &str) {
    writeln!(failures, "{}: {}: {what}", case.place, case.sentence).expect("writing to a string");
}

/// The cases by file, in order.
fn topics() -> Vec<(String, Vec<Case>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let listed = fs::read_dir(&folder).expect("tests/cases is in the repository");
    let mut paths: Vec<PathBuf> = listed
        .map(|file| file.expect("the folder can be read").path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    paths
        .into_iter()
        .map(|path| (stem(&path), cases_in(&path)))
        .collect()
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn cases_in(path: &Path) -> Vec<Case> {
    let text = fs::read_to_string(path).expect("a file of cases can be read");
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    lines
        .map(|(number, line)| case_of(format!("{}.txt:{}", stem(path), number + 1), line))
        .collect()
}

fn case_of(place: String, line: &str) -> Case {
    let Some((sentence, checks)) = line.split_once('⇒') else {
        panic!("{place}: no ⇒")
    };
    let checks: Vec<String> = checks
        .split(';')
        .map(|check| check.trim().to_owned())
        .filter(|check| !check.is_empty())
        .collect();
    assert!(!checks.is_empty(), "{place}: nothing is checked");
    Case {
        place,
        sentence: sentence.trim().to_owned(),
        checks,
    }
}

fn failures_of(glossary: &Glossary, case: &Case) -> Vec<String> {
    let document = Document::plain(&case.sentence);
    let gloss = glossary.gloss(&document);
    let glossed = Glossed { document, gloss };
    case.checks
        .iter()
        .filter_map(|check| {
            glossed
                .check(check)
                .err()
                .map(|why| format!("{check}  ({why})"))
        })
        .collect()
}

impl Glossed {
    fn check(&self, check: &str) -> Result<(), String> {
        if let Some(kind) = check.strip_prefix("no !") {
            return self.no_mark(mark_kind(kind));
        }
        if let Some(scope) = check.strip_prefix("scope ") {
            return self.scope(scope);
        }
        if let Some(holder) = check.strip_prefix("holder ") {
            return self.holder(holder);
        }
        if let Some(abbreviation) = check.strip_prefix("abbr ") {
            return self.abbreviation(abbreviation);
        }
        if let Some((surface, setting)) = check.split_once(" @ ") {
            return self.any(surface, |segment| setting_of(segment) == setting);
        }
        if let Some((surface, near)) = check.split_once(" ? ") {
            return self.any(surface, |segment| {
                segment
                    .suggestion
                    .as_ref()
                    .map_or("-", |suggestion| &suggestion.headword)
                    == near
            });
        }
        if let Some((surface, gloss)) = check.split_once(" = ") {
            return self.any(surface, |segment| segment.gloss.as_deref() == Some(gloss));
        }
        if let Some((surface, words)) = check.split_once(" ~ ") {
            let words = words.to_lowercase();
            return self.any(surface, |segment| {
                segment
                    .gloss
                    .as_ref()
                    .is_some_and(|gloss| gloss.to_lowercase().contains(&words))
            });
        }
        if let Some((surface, kind)) = check.split_once(" : ") {
            return self.any(surface, |segment| segment.kind.name() == kind);
        }
        if let Some((surface, kind)) = check.split_once(" !") {
            return self.mark(surface, mark_kind(kind));
        }
        let bounds = check
            .strip_suffix(']')
            .and_then(|check| check.rsplit_once(" ["));
        let Some((surface, (low, high))) =
            bounds.and_then(|(surface, bounds)| Some((surface, bounds.split_once(',')?)))
        else {
            panic!("not a check: {check}")
        };
        self.any(surface, |segment| {
            segment
                .quantity
                .as_ref()
                .is_some_and(|quantity| bounded(quantity, low, high))
        })
    }

    /// Whether one of the segments with this text fits; if none does, what they say.
    fn any(&self, surface: &str, fits: impl Fn(&Segment) -> bool) -> Result<(), String> {
        let mut found: Vec<&Segment> = Vec::new();
        for segment in self.gloss.segments() {
            with_this_text(segment, surface, &mut found);
        }
        if found.iter().any(|segment| fits(segment)) {
            return Ok(());
        }
        let said = if found.is_empty() {
            self.gloss.segments().map(shown).collect()
        } else {
            found.into_iter().map(shown).collect::<Vec<_>>()
        };
        Err(said.join(" | "))
    }

    fn mark(&self, surface: &str, kind: MarkKind) -> Result<(), String> {
        let text = &self.document.text;
        let mut places = text
            .match_indices(surface)
            .map(|(at, _)| at..at + surface.len());
        let overlaps = places.any(|place| {
            self.marks().any(|mark| {
                mark.kind == kind && mark.span.start < place.end && place.start < mark.span.end
            })
        });
        if overlaps {
            Ok(())
        } else {
            Err(self.shown_marks())
        }
    }

    fn no_mark(&self, kind: MarkKind) -> Result<(), String> {
        if self.marks().any(|mark| mark.kind == kind) {
            Err(self.shown_marks())
        } else {
            Ok(())
        }
    }

    fn scope(&self, check: &str) -> Result<(), String> {
        let (cue, text, inside) = match (check.split_once(" > "), check.split_once(" < ")) {
            (Some((cue, text)), _) => (cue, text, true),
            (None, Some((cue, text))) => (cue, text, false),
            (None, None) => panic!("not a check of a scope: {check}"),
        };
        let on_cue = |mark: &&Mark| {
            let said = mark.span.of(&self.document.text);
            said.contains(cue) || cue.contains(said)
        };
        let marks: Vec<&Mark> = self.marks().filter(on_cue).collect();
        if marks.is_empty() {
            return Err(format!("no mark on {cue}; {}", self.shown_marks()));
        }
        let contains = |mark: &&Mark| mark.scope.of(&self.document.text).contains(text);
        let right = if inside {
            marks.iter().any(contains)
        } else {
            !marks.iter().any(contains)
        };
        if right {
            Ok(())
        } else {
            Err(self.shown_marks())
        }
    }

    fn holder(&self, check: &str) -> Result<(), String> {
        let (cue, holder) = check.split_once(" = ").expect("holder cue = who");
        let on_cue = |mark: &&Mark| {
            let said = mark.span.of(&self.document.text);
            said.contains(cue) || cue.contains(said)
        };
        let is_named = |mark: &Mark| mark.holder.as_deref().unwrap_or("-") == holder;
        if self.marks().filter(on_cue).any(is_named) {
            Ok(())
        } else {
            Err(self.shown_marks())
        }
    }

    fn abbreviation(&self, check: &str) -> Result<(), String> {
        let states = self.gloss.abbreviations.iter().map(|abbreviation| {
            let early = abbreviation.used_before.map_or("", |_| " early");
            let twice = if abbreviation.other_definitions.is_empty() {
                ""
            } else {
                " twice"
            };
            format!(
                "{} {}{early}{twice}",
                abbreviation.form, abbreviation.defined
            )
        });
        let states: Vec<String> = states.collect();
        if states.iter().any(|state| state == check) {
            Ok(())
        } else {
            Err(states.join(" | "))
        }
    }

    fn marks(&self) -> impl Iterator<Item = &Mark> {
        self.gloss.sentences().flat_map(|sentence| &sentence.marks)
    }

    fn shown_marks(&self) -> String {
        let text = &self.document.text;
        let shown = |mark: &Mark| {
            format!(
                "{} {} in {} by {}",
                mark.kind.name(),
                mark.span.of(text),
                mark.scope.of(text),
                mark.holder.as_deref().unwrap_or("-")
            )
        };
        let marks: Vec<String> = self.marks().map(shown).collect();
        if marks.is_empty() {
            "no marks".to_owned()
        } else {
            marks.join(" | ")
        }
    }
}

fn with_this_text<'g>(segment: &'g Segment, surface: &str, found: &mut Vec<&'g Segment>) {
    if segment.text == surface {
        found.push(segment);
    }
    for part in &segment.parts {
        with_this_text(part, surface, found);
    }
}

/// `past mother`, or `-`.
fn setting_of(segment: &Segment) -> String {
    let when = segment.temporality.map(|when| when.name().to_owned());
    let said: Vec<String> = when
        .into_iter()
        .chain(segment.experiencer.clone())
        .collect();
    if said.is_empty() {
        "-".to_owned()
    } else {
        said.join(" ")
    }
}

fn bounded(quantity: &Quantity, low: &str, high: &str) -> bool {
    let is =
        |bound: &Option<String>, expected: &str| bound.as_deref().unwrap_or("-") == expected.trim();
    is(&quantity.low, low) && is(&quantity.high, high)
}

fn shown(segment: &Segment) -> String {
    let mut said = format!(
        "{}={} :{}",
        segment.text,
        segment.gloss.as_deref().unwrap_or("—"),
        segment.kind.name()
    );
    if setting_of(segment) != "-" {
        said.push_str(&format!(" @ {}", setting_of(segment)));
    }
    if let Some(quantity) = &segment.quantity {
        let bound = |bound: &Option<String>| bound.clone().unwrap_or_else(|| "-".to_owned());
        said.push_str(&format!(
            " [{},{}]",
            bound(&quantity.low),
            bound(&quantity.high)
        ));
    }
    said
}

fn mark_kind(name: &str) -> MarkKind {
    MarkKind::named(name).unwrap_or_else(|| panic!("no type of mark: {name}"))
}
