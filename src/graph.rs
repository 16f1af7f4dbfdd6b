//! The references of a heap, in both directions.
//!
//! Owns what the file does not have: which edges keep their target alive, and who refers to whom (retainers), as one
//! compressed column built by a counting sort. Takes a [`Snapshot`] and notes the verdict on each edge in the bit that
//! its column of ends has for that; both are frozen then. Guarantee: a node's retainers come in file order of their
//! edges; weak ones are there too, marked.

use crate::ids::{Bits, Node, Starts, add_up, parts};
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
    first_retainer: Starts,
    retainers: Vec<u32>,
}

impl Graph {
    /// Decides which edges are essential and turns all edges around. `page`: the page's objects, if the file has them.
    pub fn new(snapshot: &mut Snapshot, known: Known, page: Option<&Bits>) -> Self {
        let nodes = snapshot.node_count();
        // After counting, `next[t + 1]` is where t's retainers begin; filling moves it to where they end.
        let mut next = vec![0u32; nodes + 2];
        let pairs = known.pairs(snapshot);
        for part in parts(nodes) {
            essential::judge(snapshot, &known, &pairs, page, part, &mut next);
        }
        add_up(&mut next);
        let mut retainers = vec![0u32; snapshot.edge_count()];
        for part in parts(nodes) {
            turn(snapshot, part, &mut next, &mut retainers);
        }
        next.pop();
        Self { known, first_retainer: Starts::new(&next), retainers }
    }

    /// Names with a meaning.
    pub fn known(&self) -> &Known {
        &self.known
    }

    /// Number of edges that point at the node.
    pub fn retainer_count(&self, node: Node) -> usize {
        self.first_retainer.count(node.index())
    }

    /// Where the node's retainers stand among those of all nodes.
    pub fn retainer_slots(&self, node: Node) -> Range<usize> {
        let Range { start, end } = self.first_retainer.range(node.index());
        start as usize..end as usize
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
    for (node, edges) in snapshot.first_edge.ranges(nodes) {
        for end in snapshot.edges.ends(edges) {
            let slot = &mut next[end.target().index() + 1];
            let flag = if end.is_essential() { 0 } else { NOT_ESSENTIAL };
            retainers[*slot as usize] = node | flag;
            *slot += 1;
        }
    }
}
