//! The search against a plain one: every way through a short text is walked, and no way may be cheaper than the one chosen; and
//! every key that stands in a text, found by looking for each headword at each place, is a candidate there.
//!
//! The glossary is a toy of its own, so that work on the shipped one never changes what is tested; particles and endings are ours.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use proptest::prelude::*;

use crate::Glossary;
use crate::glossary::{Layer, load::parse_glossary};
use crate::lexicon::BOUNDARY;
use crate::lexicon::compile::NEVER;
use crate::segment::lattice::{Candidate, Workspace};
use crate::segment::{NodeKind, Segmenter, Step, terms};
use crate::source::Document;
use crate::text::fold::FoldedText;

/// Words that begin alike, end alike, lie in one another and overlap.
const HEADWORDS: [&str; 31] = [
    "肝",
    "肝硬変",
    "肝硬",
    "硬変",
    "変化",
    "化学",
    "化学療法",
    "療法",
    "学療",
    "硬",
    "病変",
    "病",
    "病変部",
    "変部",
    "部",
    "腹部",
    "腹",
    "腹水",
    "水",
    "水腎症",
    "腎症",
    "症",
    "黄疸",
    "ウイルス",
    "ウイルス性",
    "性",
    "CT",
    "IL-6",
    "SpO2",
    "カテーテル",
    "モニター",
];

/// Spellings that follow from the headwords by rule.
const RESPELT: [&str; 2] = ["IL6", "モニタ"];

/// Short Latin headwords are found in their own case only.
const MIND_THEIR_CASE: [&str; 2] = ["CT", "SpO2"];

/// Letters of words of no sense: so many that nearly everywhere several ways go on, and what a word costs differs by script and length.
const LETTERS: [char; 6] = ['丙', '丁', 'く', 'ぬ', 'ゲ', 'ポ'];

/// Every fifth word of one to four letters, each with a part of speech.
fn senseless() -> impl Iterator<Item = (String, &'static str)> {
    let parts = ["noun", "suru-noun", "na-adjective", "adverb", "noun"];
    let lengths = (1..=4)
        .flat_map(|length| (0..LETTERS.len().pow(length)).map(move |number| (length, number)));
    let word = |(length, number): (u32, usize)| -> String {
        let letters =
            (0..length).map(|place| LETTERS[number / LETTERS.len().pow(place) % LETTERS.len()]);
        letters.collect()
    };
    lengths.step_by(5).map(word).zip(parts.into_iter().cycle())
}

fn glossary() -> &'static Glossary {
    static TOY: OnceLock<Glossary> = OnceLock::new();
    TOY.get_or_init(|| {
        let known = HEADWORDS
            .iter()
            .map(|headword| ((*headword).to_owned(), "noun"));
        let entries: String = known
            .chain(senseless())
            .map(|(headword, part)| {
                format!("{{ headword = \"{headword}\", english = \"x\", pos = \"{part}\" }},\n")
            })
            .collect();
        let text = format!("glossary.name = \"toy\"\nentries = [\n{entries}]\n");
        let file = parse_glossary("toy.toml", &text, Layer::User).expect("a glossary");
        let mut glossary = Glossary::shipped();
        glossary.without_shipped();
        glossary.add(&[file]).expect("it is compiled");
        glossary
    })
}

fn with_text<T>(
    text: &str,
    work: impl FnOnce(&Segmenter<'_>, &FoldedText, &[u16]) -> T,
) -> Option<T> {
    let glossary = glossary();
    let segmenter = Segmenter::new(
        glossary.lexicons(),
        false,
        &glossary.tables,
        glossary.quantity_starts(),
    );
    let document = Document::plain(text);
    let block = document.blocks.first()?;
    let folded = glossary.fold.fold_pieces(&document.text, &block.pieces);
    let codes = segmenter.codes(&folded);
    Some(work(&segmenter, &folded, &codes))
}

/// Walks ways through a text without any thought: no table of best ones, nothing is given up early.
struct Walk<'w> {
    segmenter: &'w Segmenter<'w>,
    text: &'w FoldedText,
    at_place: Vec<Vec<Candidate>>,
    /// Only ways of these steps, where given.
    steps: Option<&'w [Step]>,
}

impl Walk<'_> {
    /// The cost of the cheapest way from a place, after a word of that class; `None` where no way leads to the end.
    fn cheapest(&self, at: usize, class: u8) -> Option<i32> {
        let lexicon = self.segmenter.lexicons.first()?;
        let join = |left: u8| {
            Some(lexicon.connection(class, left)).filter(|cost| *cost != i32::from(NEVER))
        };
        if at == self.text.len() {
            return join(BOUNDARY);
        }
        if self.text.folded.get(at) == Some(&' ') && self.text.may_cut(at + 1) {
            return self.cheapest(at + 1, class);
        }
        let ways = self
            .at_place
            .get(at)?
            .iter()
            .filter(|candidate| self.takes(at, candidate));
        ways.filter_map(|way| Some(join(way.left)? + way.cost + self.cheapest(way.end, way.right)?))
            .min()
    }

    fn takes(&self, at: usize, candidate: &Candidate) -> bool {
        let same = |step: &Step| {
            let is_quantity = |kind| matches!(kind, NodeKind::Quantity(_));
            (step.start, step.end) == (at, candidate.end)
                && (step.kind == candidate.kind
                    || is_quantity(step.kind) && is_quantity(candidate.kind))
        };
        self.steps.is_none_or(|steps| steps.iter().any(same))
    }
}

/// The cost of the cheapest way there is, and of the way that was chosen; `None` where the rules allow no way at all.
fn costs(text: &str) -> Option<(i32, Option<i32>)> {
    with_text(text, |segmenter, folded, codes| {
        let at_place = (0..folded.len())
            .map(|at| segmenter.candidates(folded, codes, at, folded.len()))
            .collect();
        let path = segmenter.best_path(&mut Workspace::default(), folded, codes, 0, folded.len());
        let mut walk = Walk {
            segmenter,
            text: folded,
            at_place,
            steps: None,
        };
        let cheapest = walk.cheapest(0, BOUNDARY)?;
        walk.steps = Some(&path.steps);
        Some((cheapest, walk.cheapest(0, BOUNDARY)))
    })?
}

/// Where a key of the toy glossary stands in the text, found by looking.
fn naive(text: &FoldedText) -> BTreeSet<(usize, usize)> {
    let fold = glossary().fold_table();
    let parted = |at: usize| {
        let latin = |at: Option<usize>| {
            at.and_then(|at| text.folded.get(at))
                .is_some_and(char::is_ascii_alphanumeric)
        };
        !(latin(at.checked_sub(1)) && latin(Some(at)))
    };
    let mut found = BTreeSet::new();
    let known = HEADWORDS.into_iter().chain(RESPELT).map(str::to_owned);
    for spelling in known.chain(senseless().map(|(word, _)| word)) {
        let key: Vec<char> = fold.fold(&spelling).chars().collect();
        let minds_case = MIND_THEIR_CASE.contains(&spelling.as_str());
        for at in 0..text.len() {
            let stands = text.folded.get(at..at + key.len()) == Some(key.as_slice());
            let shown = text.shown.iter().skip(at).take(key.len());
            let as_written = spelling.chars().eq(shown.copied());
            if stands && parted(at) && parted(at + key.len()) && (as_written || !minds_case) {
                found.insert((at, at + key.len()));
            }
        }
    }
    found
}

fn matched(
    segmenter: &Segmenter<'_>,
    text: &FoldedText,
    codes: &[u16],
) -> BTreeSet<(usize, usize)> {
    let mut found = BTreeSet::new();
    for at in 0..text.len() {
        let mut here = Vec::new();
        terms::candidates(segmenter, text, codes, at, text.len(), |candidate| {
            here.push(*candidate);
        });
        let ours = here
            .iter()
            .filter(|candidate| matches!(candidate.kind, NodeKind::Lexeme(1, _)));
        found.extend(ours.map(|candidate| (at, candidate.end)));
    }
    found
}

/// A short text of pieces of the headwords, of what stands between words, and of what nobody knows.
fn short(longest: usize) -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "肝",
        "硬",
        "変",
        "化",
        "学",
        "療",
        "法",
        "病",
        "部",
        "腹",
        "水",
        "腎",
        "症",
        "肝硬変",
        "化学療法",
        "病変",
        "黄疸",
        "ウイルス",
        "性",
        "CT",
        "ct",
        "ＣＴ",
        "IL-6",
        "il",
        "6",
        "-",
        "SpO2",
        "カテ",
        "テル",
        "ｶﾃｰﾃﾙ",
        "モニタ",
        "ー",
        "は",
        "を",
        "の",
        "た",
        "認め",
        "なかっ",
        "し",
        "、",
        "。",
        "5",
        "mg",
        " ",
        "　",
        "龘",
        "カ\u{3099}",
    ]);
    let letter = prop::sample::select(LETTERS.map(String::from).to_vec());
    let piece = prop_oneof![2 => letter, 1 => piece.prop_map(str::to_owned)];
    prop::collection::vec(piece, 1..longest).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5000))]

    #[test]
    fn no_way_is_cheaper_than_the_one_chosen(text in short(10)) {
        if let Some((cheapest, chosen)) = costs(&text) {
            prop_assert_eq!(chosen, Some(cheapest), "{}", text);
        }
    }

    #[test]
    fn a_key_is_found_wherever_it_stands(text in short(20)) {
        let sets = with_text(&text, |segmenter, folded, codes| (matched(segmenter, folded, codes), naive(folded)));
        if let Some((matched, naive)) = sets {
            prop_assert_eq!(matched, naive, "{}", text);
        }
    }
}

/// The tests above compare something: most texts have a way, and headwords stand in them.
#[test]
fn there_is_something_to_compare() {
    for text in [
        "肝硬変化学療法",
        "腹水は認めなかった。",
        "病変部の水腎症",
        "CTでIL-6 を",
    ] {
        assert!(costs(text).is_some(), "{text}");
    }
    let found = with_text("肝硬変化学療法", |_, folded, _| naive(folded).len());
    assert_eq!(found, Some(10));
}
