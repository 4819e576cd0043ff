//! Whose a finding is, and when: what stands under family history, under past history, behind another person or a condition.
//!
//! 家族歴：母 糖尿病 is the mother's diabetes, 高血圧の既往 hypertension in the past, 発熱時 a fever that may come. Only the words and
//! headings that say so count; where they are silent, nothing is said. All words are data (`persons.toml`).

use crate::gloss::marks::Cues;
use crate::gloss::persons::{Persons, Role};
use crate::gloss::scope::Clauses;
use crate::gloss::word::Temporality;
use crate::gloss::{Segment, SegmentKind};
use crate::lexicon::tables::Tables;

/// Nobody looks farther than this for a finding or a verb, in segments.
const FARTHEST: usize = 40;

/// What a word says of the findings beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Setting {
    /// Nothing.
    #[default]
    Nothing,
    /// It names somebody.
    Person,
    /// 家族歴
    Family,
    /// 既往歴
    Past,
    /// A time long gone: 10年前, 小児期.
    LongAgo,
    /// 場合, 際.
    Condition,
    /// A finding and the time of it in one word: 発熱時.
    AtFinding,
}

/// Under which heading or label a text stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Under {
    /// Neither.
    #[default]
    Nothing,
    /// Family history.
    Family,
    /// Past history.
    Past,
}

/// What is said from one sentence to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Standing {
    /// By the heading.
    pub(crate) heading: Under,
    /// By the label of an earlier sentence of the block.
    pub(crate) label: Under,
}

impl Standing {
    /// What a heading puts what follows under.
    pub(crate) fn under(tables: &Tables, heading: &str) -> Self {
        let holds = |list: &str| {
            tables
                .list(list)
                .iter()
                .any(|word| heading.contains(word.as_str()))
        };
        let heading = match (holds("family_labels"), holds("past_labels")) {
            (true, false) => Under::Family,
            (false, true) => Under::Past,
            _ => Under::Nothing,
        };
        Self {
            heading,
            label: Under::Nothing,
        }
    }
}

/// Sets [`experiencer`](crate::gloss::Word::experiencer) and [`temporality`](crate::gloss::Word::temporality) in a sentence.
pub(crate) fn settle(
    cues: &Cues,
    tables: &Tables,
    segments: &mut [Segment],
    standing: &mut Standing,
) {
    let persons = cues.persons();
    let settings: Vec<Setting> = segments
        .iter()
        .map(|segment| setting_of(persons, tables, segment))
        .collect();
    let silent = settings.iter().all(|setting| *setting == Setting::Nothing);
    if silent && standing.heading == Under::Nothing && standing.label == Under::Nothing {
        return;
    }
    let clauses = Clauses::of(&cues.clause_lists, tables, segments);
    let reader = Reader {
        persons,
        tables,
        segments,
        settings: &settings,
        clauses: &clauses,
        last_past: segments.iter().rposition(has_been),
    };
    let said = reader.read(standing);
    for (segment, said) in segments.iter_mut().zip(said) {
        if said.whose.is_some() {
            segment.experiencer = said.whose;
        }
        if said.when.is_some() {
            segment.temporality = said.when;
        }
    }
}

fn setting_of(persons: &Persons, tables: &Tables, segment: &Segment) -> Setting {
    *segment.derived.setting.get_or_init(|| {
        let text = segment.text.as_str();
        let is = |list: &str| segment.is_one_of(tables, list);
        let ends = |list: &str| {
            tables
                .list(list)
                .iter()
                .any(|word| text.len() > word.len() && text.ends_with(word.as_str()))
        };
        if segment.kind == SegmentKind::Punctuation {
            Setting::Nothing
        } else if is("family_labels") {
            Setting::Family
        } else if is("past_labels") {
            Setting::Past
        } else if is("long_ago")
            || (segment.kind != SegmentKind::Function && ends("long_ago_endings"))
        {
            Setting::LongAgo
        } else if is("conditions") {
            Setting::Condition
        } else if matches!(segment.kind, SegmentKind::Term | SegmentKind::Compound)
            && ends("condition_endings")
            && !is("moments")
        {
            Setting::AtFinding
        } else if persons.named(segment).is_some() {
            Setting::Person
        } else {
            Setting::Nothing
        }
    })
}

/// What is said of one segment.
#[derive(Clone, Debug, Default)]
struct Said {
    whose: Option<String>,
    when: Option<Temporality>,
}

struct Reader<'s> {
    persons: &'s Persons,
    tables: &'s Tables,
    segments: &'s [Segment],
    settings: &'s [Setting],
    clauses: &'s Clauses,
    /// The last predicate in the past.
    last_past: Option<usize>,
}

/// Somebody who was named, and whether a finding has followed.
struct Named {
    english: String,
    met: bool,
}

impl Reader<'_> {
    fn read(&self, standing: &mut Standing) -> Vec<Said> {
        let mut said = vec![Said::default(); self.segments.len()];
        let mut under = self.under_at_start(standing);
        let mut named: Option<Named> = None;
        let mut long_ago: Option<usize> = None;
        for (at, segment) in self.segments.iter().enumerate() {
            match self.setting(at) {
                Setting::Family | Setting::Past if self.is_label(at) => {
                    under = if self.setting(at) == Setting::Family {
                        Under::Family
                    } else {
                        Under::Past
                    };
                    named = None;
                }
                Setting::Past => self.history_of(at, &mut said),
                Setting::LongAgo if self.is_past_moment(at) => long_ago = Some(self.last(at)),
                Setting::Condition => self.condition(at, &mut said),
                Setting::AtFinding if self.may_come(at) => {
                    self.say_when(&mut said, at, Temporality::Conditional);
                }
                Setting::Person => self.person(at, under, &mut named, &mut said),
                _ if under != Under::Nothing && self.is_other_label(at) => {
                    under = standing.heading;
                    named = None;
                }
                _ if is_finding(segment) => {
                    if under == Under::Past || long_ago.is_some_and(|last| at <= last) {
                        self.say_when(&mut said, at, Temporality::Past);
                    }
                    self.say_whose(&mut said, at, under, &mut named);
                }
                _ => {}
            }
            if under != Under::Family && self.last(at) == at {
                named = None;
            }
        }
        standing.label = if under == standing.heading {
            Under::Nothing
        } else {
            under
        };
        said
    }

    /// A label holds for the sentences behind it as long as they are notes without verbs.
    fn under_at_start(&self, standing: &Standing) -> Under {
        let verbs = self.segments.iter().any(|segment| {
            segment.features.iter().any(|feature| feature != "stem")
                && !self.is_listed(segment, "note_predicates")
        });
        if standing.label == Under::Nothing || verbs {
            standing.heading
        } else {
            standing.label
        }
    }

    fn setting(&self, at: usize) -> Setting {
        self.settings.get(at).copied().unwrap_or_default()
    }

    fn text(&self, at: usize) -> &str {
        self.segments
            .get(at)
            .map_or("", |segment| segment.text.as_str())
    }

    fn is_one(&self, at: usize, list: &str) -> bool {
        let segment = self.segments.get(at);
        segment.is_some_and(|segment| segment.is_one_of(self.tables, list))
    }

    fn is_listed(&self, segment: &Segment, list: &str) -> bool {
        segment.is_form_of(self.tables, list)
    }

    fn first(&self, at: usize) -> usize {
        let first = self.clauses.first(self.segments, at);
        first.max(at.saturating_sub(FARTHEST))
    }

    fn last(&self, at: usize) -> usize {
        self.clauses.last(self.segments, at)
    }

    fn is_sign(&self, at: usize) -> bool {
        self.segments
            .get(at)
            .is_none_or(|segment| segment.kind == SegmentKind::Punctuation)
    }

    fn gap_after(&self, at: usize) -> bool {
        match (self.segments.get(at), self.segments.get(at + 1)) {
            (Some(segment), Some(next)) => next.span.start > segment.span.end,
            _ => true,
        }
    }

    fn begins(&self, at: usize) -> bool {
        at.checked_sub(1)
            .is_none_or(|before| self.is_sign(before) || self.gap_after(before))
    }

    /// 家族歴： 【既往歴】 既往歴に
    fn is_label(&self, at: usize) -> bool {
        self.begins(at)
            && (self.gap_after(at)
                || self.is_sign(at + 1)
                || self.is_one(at + 1, "label_particles"))
    }

    /// A label that is neither: アレルギー歴：
    fn is_other_label(&self, at: usize) -> bool {
        self.begins(at)
            && !self.is_sign(at)
            && self.is_one(at + 1, "label_signs")
            && self.setting(at + 2) != Setting::Person
    }

    /// 高血圧、糖尿病の既往: the findings before it.
    fn history_of(&self, at: usize, said: &mut [Said]) {
        let joined = at
            .checked_sub(1)
            .is_some_and(|before| self.is_one(before, "noun_particles"));
        if joined {
            self.all_before(at, Temporality::Past, said);
        }
    }

    fn all_before(&self, at: usize, when: Temporality, said: &mut [Said]) {
        let first = self.first(at);
        for before in (first..at).rev() {
            let Some(segment) = self.segments.get(before) else {
                break;
            };
            if self.setting(before) != Setting::Nothing {
                break;
            } else if is_finding(segment) {
                self.say_when(said, before, when);
            } else if segment.kind != SegmentKind::Punctuation
                && !self.is_one(before, "joining_particles")
                && segment.kind != SegmentKind::Quantity
            {
                break;
            }
        }
    }

    /// 10年前に, but not 10年前から.
    fn is_past_moment(&self, at: usize) -> bool {
        let behind = at + 1 + usize::from(self.is_one(at + 1, "age_words"));
        !self.is_one(behind, "since_particles") && self.counts_as_past(at)
    }

    /// An age counts only where a word says that it is a time: 20歳時に.
    fn counts_as_past(&self, at: usize) -> bool {
        let is_age = self
            .tables
            .list("age_endings")
            .iter()
            .any(|word| self.text(at).ends_with(word.as_str()));
        !is_age || self.is_one(at + 1, "age_words")
    }

    /// 腹痛の場合は, unless what follows tells what has been.
    fn condition(&self, at: usize, said: &mut [Said]) {
        if self.has_been(at) {
            return;
        }
        for before in (self.first(at)..at).rev() {
            if self.segments.get(before).is_some_and(is_finding) {
                self.say_when(said, before, Temporality::Conditional);
            }
        }
    }

    /// 発熱時 with は, or with a drug to be taken then; not 発熱時は39℃であった.
    fn may_come(&self, at: usize) -> bool {
        let told = self.is_one(at + 1, "condition_particles");
        let taken = self
            .segments
            .iter()
            .skip(at + 1)
            .take(FARTHEST)
            .any(|segment| self.is_listed(segment, "as_needed"));
        (told || taken) && !self.has_been(at)
    }

    /// Whether a predicate behind `at` is in the past.
    fn has_been(&self, at: usize) -> bool {
        self.last_past.is_some_and(|last| last > at)
    }

    fn person(&self, at: usize, under: Under, named: &mut Option<Named>, said: &mut [Said]) {
        let Some(somebody) = self
            .segments
            .get(at)
            .and_then(|segment| self.persons.named(segment))
        else {
            return;
        };
        let bracketed = self.is_one(at + 1, "closing_brackets")
            && at
                .checked_sub(1)
                .is_some_and(|before| self.is_one(before, "opening_brackets"));
        let finding = at.checked_sub(2);
        if let (true, Under::Family, Some(finding)) = (bracketed, under, finding) {
            if self.segments.get(finding).is_some_and(is_finding)
                && let Some(said) = said.get_mut(finding)
            {
                said.whose = Some(somebody.english.clone());
            }
            return;
        }
        if !matches!(somebody.role, Role::Relative | Role::Other) {
            if somebody.role == Role::Patient {
                *named = None;
            }
        } else if under == Under::Family || self.has_finding(at) {
            let english = somebody.english.clone();
            match named {
                Some(earlier) if !earlier.met && under == Under::Family => {
                    earlier.english = format!("{}, {english}", earlier.english);
                }
                _ => {
                    *named = Some(Named {
                        english,
                        met: false,
                    });
                }
            }
        }
    }

    /// 父が胃癌, 父：胃癌, 夫の発熱; but not 母が腹痛に気付き: she only saw it.
    fn has_finding(&self, at: usize) -> bool {
        let particle = self.is_one(at + 1, "experiencer_particles")
            || self.is_one(at + 1, "label_signs")
            || (self.gap_after(at) && self.segments.get(at + 1).is_some_and(is_finding))
            || (self.is_one(at + 1, "noun_particles")
                && self.segments.get(at + 2).is_some_and(is_finding));
        let last = self.last(at).min(at + FARTHEST);
        let only_saw = (at..=last)
            .filter_map(|at| self.segments.get(at))
            .any(|segment| self.is_listed(segment, "observer_words"));
        particle && !only_saw
    }

    fn say_when(&self, said: &mut [Said], at: usize, when: Temporality) {
        if let Some(said) = said.get_mut(at) {
            said.when.get_or_insert(when);
        }
    }

    fn say_whose(&self, said: &mut [Said], at: usize, under: Under, named: &mut Option<Named>) {
        let whose = match (named, under) {
            (Some(named), _) => {
                named.met = true;
                Some(named.english.clone())
            }
            (None, Under::Family) => self.tables.list("family").first().cloned(),
            (None, _) => None,
        };
        if let (Some(said), Some(whose)) = (said.get_mut(at), whose) {
            said.whose.get_or_insert(whose);
        }
    }
}

fn has_been(segment: &Segment) -> bool {
    let tells = |feature: &String| feature == "past" || feature == "progressive";
    segment.features.iter().any(tells)
}

/// A disease, a symptom, an operation, a drug.
fn is_finding(segment: &Segment) -> bool {
    let class = segment
        .class
        .as_deref()
        .or_else(|| segment.parts.last().and_then(|part| part.class.as_deref()));
    matches!(
        segment.kind,
        SegmentKind::Term | SegmentKind::Compound | SegmentKind::Abbreviation
    ) && matches!(class, Some("disease" | "symptom" | "procedure" | "drug"))
}
