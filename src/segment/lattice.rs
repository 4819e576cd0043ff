//! The lattice and the best way through it.
//!
//! Nodes are added from left to right, only at places that a way reaches. What a node costs depends on the class of the node before
//! it alone, so for each place only the best node of each class is kept (A. Viterbi, IEEE Transactions on Information Theory 13, 1967). Of two
//! ways that cost the same, the one whose last node was added first wins: longer reviewed terms come before shorter ones.

use crate::lexicon::compile::NEVER;
use crate::lexicon::{BOUNDARY, Lexicon};
use crate::segment::quantity::Quantity;
use crate::segment::{NodeKind, Path, Segmenter, Step, latin, quantity, terms, unknown};
use crate::text::fold::FoldedText;

/// A candidate segment: folded characters from the place where it is asked for, up to `end`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub(crate) end: usize,
    pub(crate) left: u8,
    pub(crate) right: u8,
    pub(crate) cost: i32,
    pub(crate) kind: NodeKind,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    start: u32,
    end: u32,
    right: u8,
    total: i32,
    previous: u32,
    kind: NodeKind,
}

const NONE: u32 = u32::MAX;

/// What a search works on; kept from sentence to sentence, so that it is made once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Workspace {
    nodes: Vec<Node>,
    /// For each place, the nodes that end there: the best of each class.
    ending: Vec<Vec<u32>>,
    /// For each class on the right, the best way to the present place.
    ways: Vec<Way>,
    candidates: Vec<Candidate>,
}

/// The cheapest way to a place, for a class that follows there.
#[derive(Clone, Copy, Debug, Default)]
struct Way {
    /// The place plus one; 0 for none.
    asked_at: u32,
    best: Option<(i32, u32)>,
}

impl Workspace {
    fn clear(&mut self, length: usize) {
        self.nodes.clear();
        let used = self.ending.len().min(length + 1);
        for ending in &mut self.ending[..used] {
            ending.clear();
        }
        if self.ending.len() <= length {
            self.ending.resize(length + 1, Vec::new());
        }
        self.ways.clear();
        self.ways.resize(usize::from(u8::MAX) + 1, Way::default());
    }
}

struct Lattice<'w, 's, 'g> {
    segmenter: &'s Segmenter<'g>,
    lexicon: Option<&'s Lexicon<'g>>,
    nodes: &'w mut Vec<Node>,
    ending: &'w mut [Vec<u32>],
    ways: &'w mut [Way],
    from: usize,
}

impl Lattice<'_, '_, '_> {
    fn add(&mut self, start: usize, candidate: &Candidate) {
        let Some((total, previous)) = self.way_to(start, candidate.left) else {
            return;
        };
        let total = total + candidate.cost;
        self.insert(Node {
            start: u32::try_from(start).unwrap_or(NONE),
            end: u32::try_from(candidate.end).unwrap_or(NONE),
            right: candidate.right,
            total,
            previous,
            kind: candidate.kind,
        });
    }

    /// [`Self::best_before`], worked out once for a place and a class: nothing is added behind the place where candidates begin.
    fn way_to(&mut self, start: usize, left: u8) -> Option<(i32, u32)> {
        let asked_at = u32::try_from(start - self.from + 1).unwrap_or(NONE);
        if let Some(way) = self.ways.get(usize::from(left))
            && way.asked_at == asked_at
        {
            return way.best;
        }
        let best = self.best_before(start, left);
        if let Some(way) = self.ways.get_mut(usize::from(left)) {
            *way = Way { asked_at, best };
        }
        best
    }

    fn best_before(&self, start: usize, left: u8) -> Option<(i32, u32)> {
        let lexicon = self.lexicon?;
        let mut best: Option<(i32, u32)> = None;
        for at in &self.ending[start - self.from] {
            let node = &self.nodes[*at as usize];
            let connection = lexicon.connection(node.right, left);
            if connection == i32::from(NEVER) {
                continue;
            }
            let total = node.total + connection;
            if best.is_none_or(|(cost, _)| total < cost) {
                best = Some((total, *at));
            }
        }
        best
    }

    fn insert(&mut self, node: Node) {
        let at = u32::try_from(self.nodes.len()).unwrap_or(NONE);
        let ending = &mut self.ending[node.end as usize - self.from];
        for slot in ending.iter_mut() {
            let other = &self.nodes[*slot as usize];
            if other.right == node.right {
                if node.total < other.total {
                    *slot = at;
                    self.nodes.push(node);
                }
                return;
            }
        }
        ending.push(at);
        self.nodes.push(node);
    }

    /// White space is passed over: what stands before it keeps its class.
    fn pass_space(&mut self, at: usize) {
        for slot in 0..self.ending[at - self.from].len() {
            let previous = self.ending[at - self.from][slot];
            let before = self.nodes[previous as usize];
            let start = u32::try_from(at).unwrap_or(NONE);
            self.insert(Node {
                start,
                end: start + 1,
                right: before.right,
                total: before.total,
                previous,
                kind: NodeKind::Space,
            });
        }
    }

    fn finish(&self, to: usize) -> Vec<Step> {
        let Some((_, mut at)) = self
            .best_before(to, BOUNDARY)
            .or_else(|| self.any_ending(to))
        else {
            return Vec::new();
        };
        let mut steps = Vec::new();
        while at != NONE {
            let node = &self.nodes[at as usize];
            if node.previous != NONE {
                steps.push(Step {
                    start: node.start as usize,
                    end: node.end as usize,
                    kind: node.kind,
                });
            }
            at = node.previous;
        }
        steps.reverse();
        steps
    }

    /// Where no way may end by the rules, the cheapest that is there.
    fn any_ending(&self, to: usize) -> Option<(i32, u32)> {
        self.ending[to - self.from]
            .iter()
            .map(|at| (self.nodes[*at as usize].total, *at))
            .min()
    }
}

/// The cheapest way through the folded characters `from..to`.
pub(crate) fn best_path(
    segmenter: &Segmenter<'_>,
    workspace: &mut Workspace,
    text: &FoldedText,
    codes: &[u16],
    from: usize,
    to: usize,
) -> Path {
    let start = Node {
        start: 0,
        end: 0,
        right: BOUNDARY,
        total: 0,
        previous: NONE,
        kind: NodeKind::Space,
    };
    workspace.clear(to - from);
    workspace.nodes.push(start);
    let mut lattice = Lattice {
        segmenter,
        lexicon: segmenter.lexicons.first(),
        nodes: &mut workspace.nodes,
        ending: &mut workspace.ending[..=to - from],
        ways: &mut workspace.ways,
        from,
    };
    lattice.ending[0].push(0);
    let mut quantities: Vec<Quantity> = Vec::new();
    let candidates = &mut workspace.candidates;
    for at in from..to {
        if lattice.ending[at - from].is_empty() {
            continue;
        }
        // A mark that is written on a space makes one character with it, and takes it into its segment.
        if text.folded[at] == ' ' && (at + 1 == to || text.may_cut(at + 1)) {
            lattice.pass_space(at);
            continue;
        }
        candidates.clear();
        terms::candidates(segmenter, text, codes, at, to, candidates);
        quantity::candidates(segmenter, text, codes, at, to, &mut quantities, candidates);
        latin::candidates(segmenter, text, at, to, candidates);
        unknown::candidates(segmenter, text, at, to, candidates);
        for candidate in candidates.iter() {
            if candidate.end == to || text.may_cut(candidate.end) {
                lattice.add(at, candidate);
            }
        }
        if lattice.ending[at - from..]
            .iter()
            .skip(1)
            .all(Vec::is_empty)
        {
            // Nothing may follow by the rules: go on with what is unknown, so that nothing is lost.
            force(&mut lattice, text, at, to);
        }
    }
    let steps = lattice.finish(to);
    Path { steps, quantities }
}

/// A node that follows whatever is there.
fn force(lattice: &mut Lattice<'_, '_, '_>, text: &FoldedText, at: usize, to: usize) {
    let end = (at + 1..to).find(|end| text.may_cut(*end)).unwrap_or(to);
    if let Some((total, previous)) = lattice.any_ending(at) {
        let start = u32::try_from(at).unwrap_or(NONE);
        let end = u32::try_from(end).unwrap_or(NONE);
        let total = total + lattice.segmenter.costs.unknown_kanji;
        lattice.insert(Node {
            start,
            end,
            right: crate::lexicon::UNKNOWN,
            total,
            previous,
            kind: NodeKind::Unknown,
        });
    }
}
