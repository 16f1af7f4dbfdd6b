//! What is left of a file that was cut off among its edges.
//!
//! Owns the repair of the columns. Takes whole rows; drops the promises of edges that are lost, and hangs what nothing
//! refers to any more below a pseudo-root, so that every object stays in the dominator tree and can be seen to be there
//! for want of better. Which objects had other holders nobody can know: sizes held are estimates from here on.

use super::columns::{EdgeColumns, NodeColumns};
use super::error::Fault;
use crate::ids::{Edge, Node, ObjectId};
use crate::snapshot::{EdgeKind, NodeKind, StringTable};

/// Makes each node's edges those that were read: all of the first nodes, some of one, none of the rest.
pub fn forget_lost_edges(nodes: &mut NodeColumns, found: usize) {
    let found = found as u32;
    nodes.first_edge = nodes.first_edge.iter().map(|first| first.min(found)).collect();
}

/// Appends the node `(lost edges)`, held by the root, and hangs below it each object that cannot be reached: those that
/// nothing refers to, and of each remaining cycle the first. Returns how many. Weak references hold nothing.
pub fn hold_unheld(nodes: &mut NodeColumns, edges: &mut EdgeColumns, root: usize) -> Result<u64, Fault> {
    let heads = heads(nodes, edges, root);
    if heads.is_empty() {
        return Ok(0);
    }
    if edges.len() as u64 + heads.len() as u64 + 1 > u64::from(u32::MAX) {
        return Err(Fault::TooLarge { rows: edges.len() as u64 + heads.len() as u64 });
    }
    let row = Node(nodes.len() as u32);
    // The last of the root's edges; all later ones move by one.
    let at = nodes.first_edge.get(root + 1);
    let kept = std::mem::replace(edges, EdgeColumns::with_room(edges.len() + heads.len() + 1, Some(nodes), 5));
    for edge in 0..=kept.len() as u32 {
        if edge == at {
            edges.edges.push(EdgeKind::Element, 1, row);
        }
        if (edge as usize) < kept.len() {
            let target = kept.edges.end(Edge(edge)).target();
            match kept.edges.parts(Edge(edge)) {
                (EdgeKind::Other, value) => edges.edges.push_other(kept.edges.other(Edge(edge)), value, target),
                (kind, value) => edges.edges.push(kind, value, target),
            }
        }
    }
    edges.unknown = kept.unknown;
    let moved = nodes.first_edge.iter().enumerate().map(|(row, first)| first + u32::from(row > root));
    nodes.first_edge = moved.collect();
    for (index, head) in heads.iter().enumerate() {
        edges.edges.push(EdgeKind::Element, index as u64 + 1, *head);
    }
    nodes.kinds.push(NodeKind::Synthetic as u8);
    nodes.names.push(StringTable::LOST_EDGES);
    nodes.sizes.push(0);
    nodes.first_edge.push(edges.len() as u32);
    let last = nodes.ids.iter().max().unwrap_or(ObjectId(0));
    nodes.ids.push(ObjectId(last.0 + 1));
    Ok(heads.len() as u64)
}

/// The first objects of what the root does not reach.
fn heads(nodes: &NodeColumns, edges: &EdgeColumns, root: usize) -> Vec<Node> {
    let strong = |node: Node| {
        edges.edges.ends(nodes.first_edge.range(node.index())).filter(|end| !end.is_weak()).map(|end| end.target())
    };
    let mut reached = vec![false; nodes.len()];
    let mut work = Vec::new();
    let mut reach = |from: Node, reached: &mut Vec<bool>| {
        if std::mem::replace(&mut reached[from.index()], true) {
            return false;
        }
        work.push(from);
        while let Some(node) = work.pop() {
            work.extend(strong(node).filter(|target| !std::mem::replace(&mut reached[target.index()], true)));
        }
        true
    };
    reach(Node(root as u32), &mut reached);
    let all = || (0..nodes.len() as u32).map(Node);
    let mut referred = vec![false; nodes.len()];
    for node in all().filter(|node| !reached[node.index()]) {
        for target in strong(node).filter(|target| *target != node) {
            referred[target.index()] = true;
        }
    }
    let mut heads: Vec<Node> = all().filter(|node| !reached[node.index()] && !referred[node.index()]).collect();
    heads.retain(|head| reach(*head, &mut reached));
    heads.extend(all().filter(|node| reach(*node, &mut reached)));
    heads
}
