//! Shallow sizes as in Chrome DevTools: backing stores are charged to their owner.
//!
//! Owns DevTools' transfer (`calculateShallowSizes`). Takes the file's self sizes; gives new ones with the same sum. An
//! internal object (hidden, a backing store, the text of an external string) that exactly one object leads to gives its
//! bytes to that object and keeps none, so that an Array's size includes its elements. Files without user roots were
//! taken with internals exposed, or by V8 14.9 or newer: there nothing moves. Nor does it in what is left of a file that
//! was cut off: a second owner may be among what is lost, and the file's own sizes are exact.

use super::detached::Detached;
use crate::graph::{Known, Mark};
use crate::ids::{Node, parts};
use crate::snapshot::{NodeKind, Sizes, Snapshot};
use std::ops::Range;

/// Not led to yet.
const NOBODY: u32 = u32::MAX;
/// Led to from two objects or more.
const SEVERAL: u32 = u32::MAX - 1;

/// The file's sizes with every backing store's moved to its single owner.
pub fn shallow(snapshot: &Snapshot, known: &Known, detached: &Detached) -> Sizes {
    let mut sizes = snapshot.sizes.clone();
    let root = snapshot.root();
    if snapshot.cut().is_some()
        || !snapshot.edges(root).any(|edge| is_user_root(snapshot, known, snapshot.target(edge)))
    {
        return sizes;
    }
    let mut owner: Vec<u32> = Vec::with_capacity(snapshot.node_count());
    for part in parts(snapshot.node_count()) {
        own(snapshot, known, detached, part, &mut owner);
    }
    // First what each object leads to itself, in file order; then on through what is owned, which is little.
    let mut work: Vec<Node> = Vec::new();
    for part in parts(snapshot.node_count()) {
        spread_from(snapshot, part, &mut owner, &mut work);
    }
    while let Some(node) = work.pop() {
        spread(snapshot, &mut owner, node, &mut work);
    }
    for part in parts(snapshot.node_count()) {
        give(snapshot, part, &owner, &mut sizes);
    }
    sizes
}

/// Each node is its own owner, but those that may have another have none yet.
#[inline(never)]
fn own(snapshot: &Snapshot, known: &Known, detached: &Detached, part: Range<u32>, owner: &mut Vec<u32>) {
    owner.extend(part.map(|row| if ownable(snapshot, known, detached, Node(row)) { NOBODY } else { row }));
}

/// Gives what these objects lead to its owner.
#[inline(never)]
fn spread_from(snapshot: &Snapshot, part: Range<u32>, owner: &mut [u32], work: &mut Vec<Node>) {
    for node in part.map(Node) {
        if owner[node.index()] == node.0 {
            spread(snapshot, owner, node, work);
        }
    }
}

/// Moves the bytes of what is owned.
#[inline(never)]
fn give(snapshot: &Snapshot, part: Range<u32>, owner: &[u32], sizes: &mut Sizes) {
    for node in part.map(Node) {
        let owner = owner[node.index()];
        if owner == NOBODY || owner == SEVERAL || owner == node.0 {
            continue;
        }
        let owner = Node(owner);
        if snapshot.kind(owner) != NodeKind::Synthetic && owner != snapshot.root() {
            sizes.add(owner, sizes.get(node));
            sizes.set(node, 0);
        }
    }
}

/// Gives what a node leads to its owner; whatever has changed is `work` again.
#[inline]
fn spread(snapshot: &Snapshot, owner: &mut [u32], node: Node, work: &mut Vec<Node>) {
    let mine = owner[node.index()];
    for end in snapshot.ends(node).filter(|end| !end.is_weak()) {
        let target = end.target();
        let theirs = owner[target.index()];
        if theirs == NOBODY {
            owner[target.index()] = mine;
            work.push(target);
        } else if theirs != target.0 && theirs != mine && theirs != SEVERAL {
            owner[target.index()] = SEVERAL;
            work.push(target);
        }
    }
}

/// Whether a child of the root stands for the program and not for the engine: any real object, and the document trees.
pub fn is_user_root(snapshot: &Snapshot, known: &Known, node: Node) -> bool {
    snapshot.kind(node) != NodeKind::Synthetic || known.mark(snapshot.name(node)) == Mark::DocumentDomTrees
}

/// Whether the node may be charged to another. A detached one has another name by then.
fn ownable(snapshot: &Snapshot, known: &Known, detached: &Detached, node: Node) -> bool {
    match snapshot.kind(node) {
        NodeKind::Hidden | NodeKind::Array => true,
        NodeKind::Native => {
            known.mark(snapshot.name(node)) == Mark::ExternalStringData && !detached.renames(snapshot, node)
        }
        _ => false,
    }
}
