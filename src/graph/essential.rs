//! Which references keep their target alive: the edges that count for dominators.
//!
//! Owns DevTools' rule (`computeIsEssentialEdge` in its heap_snapshot_worker/HeapSnapshot.ts). Takes a snapshot; gives
//! one bit per edge. Not essential: weak edges; edges to oneself; shortcuts, which are no slots, except the root's,
//! which stand for the global objects; the table's half of an ephemeron, whose value lives through its key; and
//! references from outside the page's objects into them, so that a debugger's handle does not own the page.

use super::bits::Bits;
use super::known::{Known, Mark};
use crate::ids::Node;
use crate::snapshot::{EdgeKind, Label, NodeKind, Snapshot};

/// One bit per edge.
pub fn essential(snapshot: &Snapshot, known: &Known) -> Bits {
    let page = page_objects(snapshot, known);
    let mut essential = Bits::new(snapshot.edge_count());
    for node in snapshot.nodes() {
        let is_root = node == snapshot.root();
        let outside = page.as_ref().filter(|page| !is_root && !page.get(node.index()));
        for edge in snapshot.edges(node) {
            let target = snapshot.target(edge);
            let keeps = match snapshot.edge_kind(edge) {
                _ if target == node => false,
                EdgeKind::Weak => false,
                EdgeKind::Shortcut => is_root,
                EdgeKind::Internal => match snapshot.label(edge) {
                    Label::Name(text) => known.ephemeron(text).is_none_or(|e| e.table != snapshot.id(node)),
                    Label::Index(_) => true,
                },
                _ => true,
            };
            if keeps && outside.is_none_or(|page| !page.get(target.index())) {
                essential.set(edge.index());
            }
        }
    }
    essential
}

/// Objects of the page: reached from the root's shortcuts (global objects) and document trees over edges that are not
/// weak. `None` when there is no such start, as in files of V8 14.9 and newer.
fn page_objects(snapshot: &Snapshot, known: &Known) -> Option<Bits> {
    let mut page = Bits::new(snapshot.node_count());
    let mut stack: Vec<Node> = Vec::new();
    for edge in snapshot.edges(snapshot.root()) {
        let target = snapshot.target(edge);
        let start = match snapshot.edge_kind(edge) {
            EdgeKind::Shortcut => true,
            EdgeKind::Element => {
                snapshot.kind(target) == NodeKind::Synthetic
                    && known.mark(snapshot.name(target)) == Mark::DocumentDomTrees
            }
            _ => false,
        };
        if start && page.set(target.index()) {
            stack.push(target);
        }
    }
    if stack.is_empty() {
        return None;
    }
    while let Some(node) = stack.pop() {
        for edge in snapshot.edges(node) {
            let target = snapshot.target(edge);
            if snapshot.edge_kind(edge) != EdgeKind::Weak && page.set(target.index()) {
                stack.push(target);
            }
        }
    }
    Some(page)
}
