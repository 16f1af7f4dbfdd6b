//! Shallow sizes as in Chrome DevTools: backing stores are charged to their owner.
//!
//! Owns DevTools' transfer (`calculateShallowSizes`). Takes the file's self sizes; gives new ones with the same sum. An
//! internal object (hidden, a backing store, the text of an external string) that exactly one object leads to gives its
//! bytes to that object and keeps none, so that an Array's size includes its elements. Files without user roots were
//! taken with internals exposed, or by V8 14.9 or newer: there nothing moves. Nor does it in what is left of a file that
//! was cut off: a second owner may be among what is lost, and the file's own sizes are exact.

use super::detached::Detached;
use crate::graph::{Graph, Known, Mark};
use crate::ids::{Bits, Node, parts};
use crate::snapshot::{End, NodeKind, Sizes, Snapshot};
use std::ops::Range;

/// Not led to yet.
const NOBODY: u32 = u32::MAX;
/// Led to from two objects or more.
const SEVERAL: u32 = u32::MAX - 1;

/// The file's sizes with every backing store's moved to its single owner.
pub fn shallow(snapshot: &Snapshot, graph: &Graph, detached: &Detached) -> Sizes {
    let known = graph.known();
    let mut sizes = snapshot.sizes.clone();
    let root = snapshot.root();
    if snapshot.cut().is_some()
        || !snapshot.edges(root).any(|edge| is_user_root(snapshot, known, snapshot.target(edge)))
    {
        return sizes;
    }
    let mut marks = Bits::new(snapshot.node_count());
    for part in parts(snapshot.node_count()) {
        mark(snapshot, known, detached, part, &mut marks);
    }
    let mut owned = Owned::new(marks);
    // First who leads to each itself, then on through what is owned, which is little. In which order makes no difference.
    let mut work: Vec<Node> = Vec::new();
    let mut doubtful = Bits::new(snapshot.node_count());
    for part in parts(snapshot.node_count()) {
        owned.gather(graph, part, &mut doubtful, &mut work);
    }
    for part in parts(snapshot.node_count()) {
        for node in doubtful.ones(part).map(Node) {
            owned.spread(snapshot.ends(node), node.0, &mut work);
        }
    }
    while let Some(node) = work.pop() {
        let mine = *owned.owner(node);
        owned.spread(snapshot.ends(node), mine, &mut work);
    }
    for part in parts(snapshot.node_count()) {
        owned.give(snapshot, part, &mut sizes);
    }
    sizes
}

/// Notes which of these may have an owner.
#[inline(never)]
fn mark(snapshot: &Snapshot, known: &Known, detached: &Detached, part: Range<u32>, marks: &mut Bits) {
    for node in part.map(Node).filter(|node| ownable(snapshot, known, detached, *node)) {
        marks.set(node.index());
    }
}

/// Whose bytes go to whom.
struct Owned {
    /// Those that may have an owner. A bit: it is asked for each reference, and few lead to one of these.
    ownable: Bits,
    ranks: Vec<u32>,
    /// The owner of each of them, in their order.
    owners: Vec<u32>,
}

impl Owned {
    fn new(ownable: Bits) -> Self {
        Self { owners: vec![NOBODY; ownable.count()], ranks: ownable.ranks(), ownable }
    }

    /// Of one that may have one.
    #[inline]
    fn owner(&mut self, node: Node) -> &mut u32 {
        &mut self.owners[self.ownable.rank(node.index(), &self.ranks)]
    }

    /// Looks who leads to each of these without being owned. Of an edge that is not essential the retainers do not say
    /// whether it is weak, which alone counts here: whoever has such an edge is `doubtful`. That is one of few, and fewer
    /// objects have an owner than have references.
    #[inline(never)]
    fn gather(&mut self, graph: &Graph, part: Range<u32>, doubtful: &mut Bits, work: &mut Vec<Node>) {
        // Row by row: they may be nearly all.
        for node in part.map(Node) {
            if !self.ownable.get(node.index()) {
                continue;
            }
            let mut owner = NOBODY;
            for (source, is_essential) in graph.retainers(node).filter(|(node, _)| !self.ownable.get(node.index())) {
                match owner {
                    _ if !is_essential => _ = doubtful.set(source.index()),
                    NOBODY => owner = source.0,
                    other if other != source.0 => owner = SEVERAL,
                    _ => {}
                }
            }
            if owner != NOBODY {
                *self.owner(node) = owner;
                work.push(node);
            }
        }
    }

    /// Gives what a node's references lead to `mine`; whatever has changed is `work` again.
    #[inline]
    fn spread(&mut self, ends: impl Iterator<Item = End>, mine: u32, work: &mut Vec<Node>) {
        for end in ends.filter(|end| !end.is_weak()) {
            let target = end.target();
            if !self.ownable.get(target.index()) {
                continue;
            }
            let theirs = self.owner(target);
            if *theirs == NOBODY {
                *theirs = mine;
                work.push(target);
            } else if *theirs != mine && *theirs != SEVERAL {
                *theirs = SEVERAL;
                work.push(target);
            }
        }
    }

    /// Moves the bytes of what is owned.
    #[inline(never)]
    fn give(&mut self, snapshot: &Snapshot, part: Range<u32>, sizes: &mut Sizes) {
        for node in part.map(Node) {
            if !self.ownable.get(node.index()) {
                continue;
            }
            let owner = *self.owner(node);
            if owner == NOBODY || owner == SEVERAL {
                continue;
            }
            let owner = Node(owner);
            if snapshot.kind(owner) != NodeKind::Synthetic && owner != snapshot.root() {
                sizes.add(owner, sizes.get(node));
                sizes.set(node, 0);
            }
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
