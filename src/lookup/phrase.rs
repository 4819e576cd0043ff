//! Queries that are no headword: inflected forms and compounds, by the same segmentation as a document.

use crate::gloss::{Segment, SegmentKind};
use crate::lexicon::LexemeKind;
use crate::lookup::MatchKind;
use crate::lookup::found::Found;
use crate::lookup::query::Query;
use crate::lookup::search::{Hit, How, Search};
use crate::segment::lattice::Workspace;
use crate::segment::{NodeKind, Path, Segmenter};
use crate::source::Document;
use crate::span::Piece;

/// Adds the entries that the query is a form of; gives the compound that it is, where it is one segment.
pub(super) fn find(search: &mut Search<'_>, asked: &Query) -> Option<Found> {
    let segments = segments(search, asked);
    let [segment] = segments.as_slice() else {
        return None;
    };
    if segment.entry.is_some() {
        inflected(search, asked, segment);
        return None;
    }
    let by_rule = segment.kind == SegmentKind::Quantity || segment.quantity.is_some();
    let known = !segment.parts.is_empty()
        && segment
            .parts
            .iter()
            .all(|part| part.kind != SegmentKind::Unknown);
    (segment.gloss.is_some() && (by_rule || known)).then(|| Found::composed(&asked.shown, segment))
}

/// The segments of the query.
pub(super) fn segments(search: &Search<'_>, asked: &Query) -> Vec<Segment> {
    let gloss = search.glossary.gloss_words(&Document::plain(&asked.shown));
    gloss.segments().cloned().collect()
}

/// The word that the best way begins with, and all others of the same key that take the same endings.
fn inflected(search: &mut Search<'_>, asked: &Query, segment: &Segment) {
    let glossary = search.glossary;
    let segmenter = Segmenter::new(
        search.lexicons.clone(),
        glossary.uses_shipped(),
        &glossary.tables,
        glossary.quantity_starts(),
    );
    let text = glossary
        .fold
        .fold_pieces(&asked.shown, &[Piece::verbatim(0, asked.shown.len())]);
    let codes = segmenter.codes(&text);
    let path = segmenter.best_path(&mut Workspace::default(), &text, &codes, 0, text.len());
    let Some(first) = path.steps.first() else {
        return;
    };
    let NodeKind::Lexeme(number, id) = first.kind else {
        return;
    };
    let number = usize::from(number);
    let Some(lexicon) = search.lexicons.get(number).cloned() else {
        return;
    };
    let chosen = lexicon.lexeme(id);
    let key: String = text
        .folded
        .get(first.start..first.end)
        .unwrap_or_default()
        .iter()
        .collect();
    let endings = ending_features(search, &path);
    for id in lexicon
        .find_key(&key)
        .into_iter()
        .flat_map(|key| lexicon.lexemes_of(key))
    {
        let lexeme = lexicon.lexeme(id);
        if lexeme.right != chosen.right
            || lexeme.left != chosen.left
            || lexeme.kind != chosen.kind
            || !search.is_shown(number, lexeme.entry)
        {
            continue;
        }
        let mut features = search.features(&lexicon, &lexeme);
        features.extend(endings.iter().cloned());
        let is_chosen =
            segment.entry.as_deref() == Some(lexicon.entry(lexeme.entry).reference().as_str());
        let english = segment.gloss.clone().filter(|_| is_chosen);
        let how = How::Form(features, english);
        search.add(Hit {
            lexicon: number,
            entry: lexeme.entry,
            kind: MatchKind::Inflected,
            whole: true,
            rank: u32::from(!is_chosen),
            how,
        });
    }
}

/// What the endings after the first word say.
fn ending_features(search: &Search<'_>, path: &Path) -> Vec<String> {
    let mut features = Vec::new();
    for step in path.steps.iter().skip(1) {
        let NodeKind::Lexeme(number, id) = step.kind else {
            continue;
        };
        let Some(lexicon) = search.lexicons.get(usize::from(number)) else {
            continue;
        };
        let lexeme = lexicon.lexeme(id);
        if lexeme.kind == LexemeKind::Auxiliary {
            features.extend(search.features(lexicon, &lexeme));
        }
    }
    features
}
