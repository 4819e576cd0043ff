//! Who is named as saying so: from the words of the clause that name somebody, with the particle that makes them the speaker.
//!
//! 患者は…と訴えた: the patient. 前医で…と診断され: the previous physician. 山田ら［3］は…と報告した: 山田ら, as written. A patient says what
//! patients say and does not diagnose: 患者は…と診断された names nobody. The words are data (`glossary/language/persons.toml`).

use crate::gloss::persons::{Persons, Role};
use crate::gloss::{MarkKind, Segment, SegmentKind};
use crate::lexicon::tables::Tables;

/// Nobody is looked for farther from the cue than this, in segments.
const FARTHEST: usize = 40;
/// Brackets with references between a name and its particle are no longer than this: 山田ら［3, 4］は.
const LONGEST_REFERENCE: usize = 8;

/// Somebody who says so.
#[derive(Clone, Debug)]
pub(crate) struct Holder {
    pub(crate) name: String,
    /// What they are to the report; `None` for a name.
    pub(crate) role: Option<Role>,
}

impl Holder {
    /// Patients and their families.
    fn is_lay(&self) -> bool {
        matches!(
            self.role,
            Some(Role::Patient | Role::Relative | Role::Other)
        )
    }
}

/// Who says what the cue from `first` to `last` says, looked for back to `from`, where the clause begins.
pub(crate) fn holder_of(
    persons: &Persons,
    tables: &Tables,
    segments: &[Segment],
    from: usize,
    (first, last): (usize, usize),
    kind: MarkKind,
) -> Option<Holder> {
    if matches!(kind, MarkKind::Negation | MarkKind::Booster) {
        return None;
    }
    let mut speakers = Speakers {
        persons,
        tables,
        segments,
        passive: false,
        says: false,
        says_of_oneself: false,
    };
    for at in first..=last {
        speakers.says |= speakers.is_listed(at, "holder_verbs");
        speakers.says_of_oneself |= speakers.is_listed(at, "holder_own_verbs");
        speakers.passive |= segments
            .get(at)
            .is_some_and(|cue| cue.features.iter().any(|feature| feature == "passive"));
    }
    let from = from.max(first.saturating_sub(FARTHEST));
    speakers
        .right_before(first)
        .or_else(|| (from..first).rev().find_map(|at| speakers.speaker(at)))
}

/// What is known of a cue, and where its speaker is looked for.
struct Speakers<'s> {
    persons: &'s Persons,
    tables: &'s Tables,
    segments: &'s [Segment],
    passive: bool,
    /// Its verb is one of saying, finding, advising.
    says: bool,
    /// Its verb is one that a patient says of themselves.
    says_of_oneself: bool,
}

impl Speakers<'_> {
    fn is_one(&self, at: usize, list: &str) -> bool {
        let segment = self.segments.get(at);
        segment.is_some_and(|segment| segment.is_one_of(self.tables, list))
    }

    fn is_listed(&self, at: usize, list: &str) -> bool {
        let segment = self.segments.get(at);
        segment.is_some_and(|segment| segment.is_form_of(self.tables, list))
    }

    /// Right before the cue stand the source of 〜によると and the speaker of 〜の訴え.
    fn right_before(&self, cue: usize) -> Option<Holder> {
        let near = cue.checked_sub(1)?;
        let according = self.is_one(cue, "according_words");
        let place = match (self.is_one(near, "noun_particles"), according) {
            (true, _) => near.checked_sub(1)?,
            (false, true) => self.before_reference(near),
            (false, false) => return None,
        };
        self.named(place)
            .filter(|holder| according || self.may_say(holder))
    }

    /// A patient says what patients say.
    fn may_say(&self, holder: &Holder) -> bool {
        self.says_of_oneself || (self.says && !holder.is_lay())
    }

    /// The one named at `at`, if the particle behind makes them the speaker.
    fn speaker(&self, at: usize) -> Option<Holder> {
        let holder = self.named(at)?;
        let behind = self.behind_reference(at + 1);
        let is_place = matches!(holder.role, Some(Role::Place | Role::Source | Role::Own));
        if is_place && self.is_one(behind, "place_particles") {
            return Some(holder);
        }
        if holder.is_lay() && self.passive {
            let agent = self.says && self.is_one(behind, "agent_particles");
            return agent.then_some(holder);
        }
        let does = if self.passive {
            self.is_one(behind, "agent_particles") || self.is_one(behind, "told_particles")
        } else {
            self.is_one(behind, "speaker_particles")
        };
        (does && self.may_say(&holder)).then_some(holder)
    }

    /// Who stands at `at`: somebody by a word, somebody by a name with a title or others (ら) behind it.
    fn named(&self, at: usize) -> Option<Holder> {
        let segment = self.segments.get(at)?;
        if let Some(somebody) = self.persons.named(segment) {
            return Some(Holder {
                name: somebody.english.clone(),
                role: Some(somebody.role),
            });
        }
        let before = at.checked_sub(1).and_then(|at| self.segments.get(at));
        let is_name = |segment: &Segment| segment.kind == SegmentKind::Name;
        let is_author = |segment: &Segment| {
            is_name(segment)
                || segment.kind == SegmentKind::Latin
                    && segment.text.starts_with(char::is_uppercase)
        };
        let titled = segment.pos.as_deref() == Some("title");
        let name = match before {
            Some(before) if titled && is_name(before) => format!("{}{}", before.text, segment.text),
            Some(before) if self.is_one(at, "name_followers") && is_author(before) => {
                format!("{}{}", before.text, segment.text)
            }
            _ if is_name(segment) => segment.text.clone(),
            _ => return None,
        };
        Some(Holder { name, role: None })
    }

    /// The segment before a reference in brackets, if one ends at `at`.
    fn before_reference(&self, at: usize) -> usize {
        if !self.is_one(at, "closing_brackets") {
            return at;
        }
        let opens = (at.saturating_sub(LONGEST_REFERENCE)..at)
            .rev()
            .find(|at| self.is_one(*at, "opening_brackets"));
        opens.and_then(|open| open.checked_sub(1)).unwrap_or(at)
    }

    /// The segment behind a reference in brackets, if one begins at `at`.
    fn behind_reference(&self, at: usize) -> usize {
        if !self.is_one(at, "opening_brackets") {
            return at;
        }
        let closes = (at..at + LONGEST_REFERENCE).find(|at| self.is_one(*at, "closing_brackets"));
        closes.map_or(at, |close| close + 1)
    }
}
