//! The lattice and the best way through it.
//!
//! Nodes are added from left to right, only at places that a way reaches. What a node costs depends on the class of the node before
//! it alone, so for each place only the best node of each class is kept (A. Viterbi, IEEE Transactions on Information Theory 13, 1967). Of two
//! ways that cost the same, the one whose last node was added first wins: longer reviewed terms come before shorter ones.

#![expect(
    clippy::indexing_slicing,
    reason = "places lie between the ends of the sentence, for each of which there is room"
)]

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
    /// Places, counted from where the search begins.
    start: u32,
    end: u32,
    total: i32,
    previous: u32,
    /// The next node that ends where this one does.
    beside: u32,
    right: u8,
    kind: NodeKind,
}

const NONE: u32 = u32::MAX;

/// A node that ends where candidates are added now.
#[derive(Clone, Copy, Debug)]
struct Before {
    right: u8,
    total: i32,
    node: u32,
}

/// The cheapest node before candidates of one left class; it holds for one place of one search.
#[derive(Clone, Copy, Debug, Default)]
struct Best {
    round: u64,
    total: i32,
    node: u32,
}

/// What a search works on; kept from sentence to sentence, so that it is made once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Workspace {
    nodes: Vec<Node>,
    /// For each place, the first of the nodes that end there: the best of each class.
    ending: Vec<u32>,
    candidates: Vec<Candidate>,
    befores: Vec<Before>,
    /// By left class.
    best: Vec<Best>,
    round: u64,
}

impl Workspace {
    fn clear(&mut self, length: usize) {
        self.nodes.clear();
        self.ending.clear();
        self.ending.resize(length + 1, NONE);
        self.best.resize(CLASSES, Best::default());
    }
}

/// A class is a byte.
const CLASSES: usize = 1 << 8;

struct Lattice<'w, 's, 'g> {
    segmenter: &'s Segmenter<'g>,
    lexicon: &'s Lexicon<'g>,
    nodes: &'w mut Vec<Node>,
    ending: &'w mut [u32],
    befores: &'w mut Vec<Before>,
    best: &'w mut [Best],
    round: &'w mut u64,
    from: usize,
    /// The last place that a way reaches.
    farthest: u32,
}

impl Lattice<'_, '_, '_> {
    /// A place of the text as a place of the search.
    #[inline]
    fn place(&self, at: usize) -> u32 {
        u32::try_from(at - self.from).unwrap_or(NONE)
    }

    /// Whether some way leads to the place.
    fn is_reached(&self, at: usize) -> bool {
        self.ending[at - self.from] != NONE
    }

    /// The nodes that end at a place, in the order in which their classes came.
    #[inline]
    fn ending_at(&self, place: u32) -> impl Iterator<Item = (u32, &Node)> {
        let mut next = self.ending.get(place as usize).copied().unwrap_or(NONE);
        std::iter::from_fn(move || {
            let at = next;
            let node = self.nodes.get(at as usize)?;
            next = node.beside;
            Some((at, node))
        })
    }

    /// Candidates are added at this place from now on.
    fn begin(&mut self, at: usize) {
        *self.round += 1;
        self.befores.clear();
        let mut next = self.ending[at - self.from];
        while let Some(node) = self.nodes.get(next as usize) {
            self.befores.push(Before {
                right: node.right,
                total: node.total,
                node: next,
            });
            next = node.beside;
        }
    }

    /// Adds a candidate unless it ends inside what a reader sees as one character.
    #[inline]
    fn add_where_cut(&mut self, text: &FoldedText, at: usize, to: usize, candidate: &Candidate) {
        if candidate.end == to || text.may_cut(candidate.end) {
            self.add(at, candidate);
        }
    }

    #[inline]
    fn add(&mut self, at: usize, candidate: &Candidate) {
        let best = self.best_here(candidate.left);
        if best.node == NONE {
            return;
        }
        self.insert(Node {
            start: self.place(at),
            end: self.place(candidate.end),
            total: best.total + candidate.cost,
            previous: best.node,
            beside: NONE,
            right: candidate.right,
            kind: candidate.kind,
        });
    }

    /// What stands best before candidates of a left class; it is worked out for the first of them.
    #[inline]
    fn best_here(&mut self, left: u8) -> Best {
        let round = *self.round;
        let Some(best) = self.best.get_mut(usize::from(left)) else {
            return Best::default();
        };
        if best.round != round {
            *best = Best {
                round,
                total: i32::MAX,
                node: NONE,
            };
            for before in self.befores.iter() {
                let connection = self.lexicon.connection(before.right, left);
                let total = before.total + connection;
                if connection != i32::from(NEVER) && (total < best.total || best.node == NONE) {
                    best.total = total;
                    best.node = before.node;
                }
            }
        }
        *best
    }

    fn best_before(&mut self, at: usize, left: u8) -> Option<(i32, u32)> {
        self.begin(at);
        let best = self.best_here(left);
        (best.node != NONE).then_some((best.total, best.node))
    }

    /// Keeps the node if no better one of its class ends where it does. No way goes on from there yet, so a worse one may give up its place.
    #[inline]
    fn insert(&mut self, node: Node) {
        let new = u32::try_from(self.nodes.len()).unwrap_or(NONE);
        self.farthest = self.farthest.max(node.end);
        let Some(first) = self.ending.get_mut(node.end as usize) else {
            return;
        };
        let mut at = *first;
        if at == NONE {
            *first = new;
        }
        while let Some(other) = self.nodes.get_mut(at as usize) {
            if other.right == node.right {
                if node.total < other.total {
                    *other = Node {
                        beside: other.beside,
                        ..node
                    };
                }
                return;
            }
            at = other.beside;
            if at == NONE {
                other.beside = new;
            }
        }
        self.nodes.push(node);
    }

    /// White space is passed over: what stands before it keeps its class.
    fn pass_space(&mut self, at: usize) {
        let start = self.place(at);
        let mut next = self.ending[at - self.from];
        while let Some(before) = self.nodes.get(next as usize).copied() {
            self.insert(Node {
                start,
                end: start + 1,
                previous: next,
                beside: NONE,
                kind: NodeKind::Space,
                ..before
            });
            next = before.beside;
        }
    }

    fn finish(&mut self, to: usize) -> Vec<Step> {
        let Some((_, mut at)) = self
            .best_before(to, BOUNDARY)
            .or_else(|| self.any_ending(to))
        else {
            return Vec::new();
        };
        let mut steps = Vec::with_capacity((to - self.from) / 2 + 1);
        while let Some(node) = self.nodes.get(at as usize) {
            if node.previous != NONE {
                steps.push(Step {
                    start: self.from + node.start as usize,
                    end: self.from + node.end as usize,
                    kind: node.kind,
                });
            }
            at = node.previous;
        }
        steps.reverse();
        steps
    }

    /// Where no way may end by the rules, the cheapest that is there.
    fn any_ending(&self, at: usize) -> Option<(i32, u32)> {
        self.ending_at(self.place(at))
            .map(|(at, node)| (node.total, at))
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
    let Some(lexicon) = segmenter.lexicons.first() else {
        return Path::default();
    };
    workspace.clear(to - from);
    workspace.nodes.push(Node {
        start: 0,
        end: 0,
        total: 0,
        previous: NONE,
        beside: NONE,
        right: BOUNDARY,
        kind: NodeKind::Space,
    });
    workspace.ending[0] = 0;
    let mut lattice = Lattice {
        segmenter,
        lexicon,
        nodes: &mut workspace.nodes,
        ending: &mut workspace.ending,
        befores: &mut workspace.befores,
        best: &mut workspace.best,
        round: &mut workspace.round,
        from,
        farthest: 0,
    };
    let mut quantities: Vec<Quantity> = Vec::new();
    let candidates = &mut workspace.candidates;
    let mut katakana_run = 0;
    for at in from..to {
        if !lattice.is_reached(at) {
            continue;
        }
        // A mark that is written on a space makes one character with it, and takes it into its segment.
        if text.folded[at] == ' ' && (at + 1 == to || text.may_cut(at + 1)) {
            lattice.pass_space(at);
            continue;
        }
        lattice.begin(at);
        terms::candidates(segmenter, text, codes, at, to, |candidate| {
            lattice.add_where_cut(text, at, to, candidate);
        });
        candidates.clear();
        if segmenter.quantity_starts.get(text.folded[at]).is_some() {
            quantity::candidates(segmenter, text, codes, at, to, &mut quantities, candidates);
        }
        if text.scripts[at].is_japanese() {
            unknown::candidates(segmenter, text, at, to, &mut katakana_run, candidates);
        } else {
            latin::candidates(segmenter, text, at, to, candidates);
        }
        for candidate in candidates.iter() {
            lattice.add_where_cut(text, at, to, candidate);
        }
        if lattice.farthest <= lattice.place(at) {
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
        let total = total + lattice.segmenter.costs.unknown_kanji;
        lattice.insert(Node {
            start: lattice.place(at),
            end: lattice.place(end),
            total,
            previous,
            beside: NONE,
            right: crate::lexicon::UNKNOWN,
            kind: NodeKind::Unknown,
        });
    }
}
