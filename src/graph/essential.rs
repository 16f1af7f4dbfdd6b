//! Which references keep their target alive: the edges that count for dominators.
//!
//! Owns DevTools' rule (`computeIsEssentialEdge` in its heap_snapshot_worker/HeapSnapshot.ts). Takes a snapshot and the
//! page's objects; notes the verdict at each edge. Not essential: weak edges; edges to oneself; shortcuts, which are no
//! slots, except the root's, which stand for the global objects; the table's half of an ephemeron, whose value lives
//! through its key; and references from outside the page's objects into them, so that a debugger's handle does not own
//! the page. The page's objects are what [`is_page_root`] leads to over edges that are not weak; a file without such a
//! root, as since V8 14.9, has none, and nothing is outside.

use super::known::{Known, Mark};
use crate::ids::{Bits, Edge, Node, Text};
use crate::snapshot::{EdgeKind, NodeKind, Snapshot};
use std::ops::Range;

/// Whether an edge of the root leads to the page: its shortcuts do (global objects), and those to document trees.
pub fn is_page_root(snapshot: &Snapshot, known: &Known, edge: Edge) -> bool {
    let target = snapshot.target(edge);
    match snapshot.edge_kind(edge) {
        EdgeKind::Shortcut => true,
        EdgeKind::Element => {
            snapshot.kind(target) == NodeKind::Synthetic && known.mark(snapshot.name(target)) == Mark::DocumentDomTrees
        }
        _ => false,
    }
}

/// Judges the edges of these nodes (`pairs`: see [`Known::pairs`]), and counts for each node how many edges lead to it: at
/// `counts[node + 2]`.
#[inline(never)]
pub fn judge(
    snapshot: &mut Snapshot,
    known: &Known,
    pairs: &Bits,
    page: Option<&Bits>,
    nodes: Range<u32>,
    counts: &mut [u32],
) {
    let Snapshot { edges, first_edge, ids, root, .. } = snapshot;
    for (node, rows) in first_edge.ranges(nodes) {
        let node = Node(node);
        let closed = page.filter(|page| node != *root && !page.get(node.index()));
        // V8 writes an entry at its key and at its table; the table's own id in the name tells which this is.
        let is_tables_half = |name: u32| known.ephemeron(Text(name)).is_some_and(|pair| pair.table == ids.get(node));
        edges.judge(rows, |edge, end, names| {
            let target = end.target();
            counts[target.index() + 2] += 1;
            let keeps = match end.kind() {
                EdgeKind::Weak => false,
                EdgeKind::Shortcut => node == *root,
                EdgeKind::Internal => !names.candidate(edge, pairs).is_some_and(is_tables_half),
                _ => true,
            };
            keeps && target != node && closed.is_none_or(|page| !page.get(target.index()))
        });
    }
}
