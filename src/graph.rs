//! The references of a heap, in both directions.
//!
//! Owns what the file does not have: which edges keep their target alive, and who refers to whom (retainers), as one
//! compressed column built by a counting sort. Takes a [`Snapshot`] and notes the verdict on each edge in the bit that
//! its column of ends has for that; both are frozen then. Guarantee: a node's retainers come in file order of their
//! edges; weak ones are there too, marked.

use crate::ids::{Bits, Node, parts};
use crate::snapshot::Snapshot;
pub use essential::is_page_root;
pub use gone::Gone;
pub use known::{Ephemeron, Known, Mark};
use std::ops::Range;

mod essential;
mod gone;
mod known;

/// High bit of a retainer: the edge is not essential. Node counts stay below 2^28.
const NOT_ESSENTIAL: u32 = 1 << 31;

/// References of a heap.
#[derive(Debug)]
pub struct Graph {
    known: Known,
    /// Where each node's retainers begin; one more row than nodes.
    first_retainer: Vec<u32>,
    retainers: Vec<u32>,
}

impl Graph {
    /// Decides which edges are essential and turns all edges around. `page`: the page's objects, if the file has them.
    pub fn new(snapshot: &mut Snapshot, known: Known, page: Option<&Bits>) -> Self {
        let nodes = snapshot.node_count();
        // After counting, `first_retainer[t + 1]` is where t's retainers begin; filling moves it to where they end.
        let mut first_retainer = vec![0u32; nodes + 2];
        let pairs = known.pairs(snapshot);
        for part in parts(nodes) {
            essential::judge(snapshot, &known, &pairs, page, part, &mut first_retainer);
        }
        for row in 2..first_retainer.len() {
            first_retainer[row] += first_retainer[row - 1];
        }
        let mut retainers = vec![0u32; snapshot.edge_count()];
        for part in parts(nodes) {
            turn(snapshot, part, &mut first_retainer, &mut retainers);
        }
        first_retainer.pop();
        Self { known, first_retainer, retainers }
    }

    /// Names with a meaning.
    pub fn known(&self) -> &Known {
        &self.known
    }

    /// Number of edges that point at the node.
    pub fn retainer_count(&self, node: Node) -> usize {
        (self.first_retainer[node.index() + 1] - self.first_retainer[node.index()]) as usize
    }

    /// Where the node's retainers stand among those of all nodes.
    pub fn retainer_slots(&self, node: Node) -> Range<usize> {
        self.first_retainer[node.index()] as usize..self.first_retainer[node.index() + 1] as usize
    }

    /// The sources of the edges that point at the node, and whether each edge is essential.
    #[inline]
    pub fn retainers(&self, node: Node) -> impl ExactSizeIterator<Item = (Node, bool)> + '_ {
        self.retainers[self.retainer_slots(node)]
            .iter()
            .map(|packed| (Node(packed & !NOT_ESSENTIAL), packed & NOT_ESSENTIAL == 0))
    }
}

/// Puts the edges of these nodes where their targets' retainers stand.
#[inline(never)]
fn turn(snapshot: &Snapshot, nodes: Range<u32>, next: &mut [u32], retainers: &mut [u32]) {
    for node in nodes.map(Node) {
        for end in snapshot.ends(node) {
            let slot = &mut next[end.target().index() + 1];
            let flag = if end.is_essential() { 0 } else { NOT_ESSENTIAL };
            retainers[*slot as usize] = node.0 | flag;
            *slot += 1;
        }
    }
}
