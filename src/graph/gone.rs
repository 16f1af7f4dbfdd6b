//! References that are thought away: what if this one were cut, what if nobody led to that object?
//!
//! Takes objects and references of a heap; says of each reference whether it is still there. An object is thought away by
//! its incoming references, as DevTools ignores a retainer (`ignoreNodeInRetainersView`).

use crate::ids::{Bits, Edge, Node};
use crate::snapshot::Snapshot;

/// What is thought away; nothing at first.
#[derive(Debug, Default)]
pub struct Gone {
    nodes: Bits,
    edges: Bits,
    count: usize,
}

impl Gone {
    /// Thinks away what leads to this object.
    pub fn node(&mut self, snapshot: &Snapshot, node: Node) {
        if self.nodes.is_empty() {
            self.nodes = Bits::new(snapshot.node_count());
        }
        self.count += usize::from(self.nodes.set(node.index()));
    }

    /// Thinks this reference away.
    pub fn edge(&mut self, snapshot: &Snapshot, edge: Edge) {
        if self.edges.is_empty() {
            self.edges = Bits::new(snapshot.edge_count());
        }
        self.count += usize::from(self.edges.set(edge.index()));
    }

    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whether this reference is, by itself or for its target.
    #[inline]
    pub fn has(&self, edge: Edge, target: Node) -> bool {
        self.edges.get(edge.index()) || self.nodes.get(target.index())
    }
}
