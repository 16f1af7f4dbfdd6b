//! The references of a heap, in both directions.
//!
//! Owns what the file does not have: which edges keep their target alive, and who refers to whom (retainers), as one
//! compressed column built by a counting sort. Takes a frozen [`Snapshot`]; is frozen itself. Guarantee: a node's
//! retainers come in file order of their edges; weak ones are there too, marked.

use crate::ids::{Edge, Node};
use crate::snapshot::Snapshot;
pub use bits::Bits;
pub use known::{Ephemeron, Known, Mark};

mod bits;
mod essential;
mod known;

/// High bit of a retainer: the edge is not essential. Node counts stay below 2^28.
const NOT_ESSENTIAL: u32 = 1 << 31;

/// References of a heap.
#[derive(Debug)]
pub struct Graph {
    known: Known,
    essential: Bits,
    /// Where each node's retainers begin; one more row than nodes.
    first_retainer: Vec<u32>,
    retainers: Vec<u32>,
}

impl Graph {
    /// Decides which edges are essential and turns all edges around.
    pub fn new(snapshot: &Snapshot) -> Self {
        let known = Known::of(snapshot.strings());
        let essential = essential::essential(snapshot, &known);
        // After counting, `first_retainer[t + 1]` is where t's retainers begin; filling moves it to where they end.
        let mut first_retainer = vec![0u32; snapshot.node_count() + 2];
        for target in &snapshot.targets {
            first_retainer[target.index() + 2] += 1;
        }
        for row in 2..first_retainer.len() {
            first_retainer[row] += first_retainer[row - 1];
        }
        let mut retainers = vec![0u32; snapshot.edge_count()];
        for node in snapshot.nodes() {
            for edge in snapshot.edges(node) {
                let slot = &mut first_retainer[snapshot.target(edge).index() + 1];
                let flag = if essential.get(edge.index()) { 0 } else { NOT_ESSENTIAL };
                retainers[*slot as usize] = node.0 | flag;
                *slot += 1;
            }
        }
        first_retainer.pop();
        Self { known, essential, first_retainer, retainers }
    }

    /// Names with a meaning.
    pub fn known(&self) -> &Known {
        &self.known
    }

    /// Whether the edge keeps its target alive.
    #[inline]
    pub fn is_essential(&self, edge: Edge) -> bool {
        self.essential.get(edge.index())
    }

    /// Number of edges that point at the node.
    pub fn retainer_count(&self, node: Node) -> usize {
        (self.first_retainer[node.index() + 1] - self.first_retainer[node.index()]) as usize
    }

    /// The sources of the edges that point at the node, and whether each edge is essential.
    #[inline]
    pub fn retainers(&self, node: Node) -> impl ExactSizeIterator<Item = (Node, bool)> + '_ {
        let range = self.first_retainer[node.index()] as usize..self.first_retainer[node.index() + 1] as usize;
        self.retainers[range].iter().map(|packed| (Node(packed & !NOT_ESSENTIAL), packed & NOT_ESSENTIAL == 0))
    }
}
