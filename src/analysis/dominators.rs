//! The dominator tree and retained sizes.
//!
//! Owns the tree. Takes the essential edges and the objects' own sizes; gives each node's immediate dominator, the nodes
//! it dominates immediately, and sums. `dominators/number.rs` numbers the nodes by a depth-first search,
//! `dominators/semi_nca.rs` finds the dominators in those numbers; here they become a tree of nodes again. Everything is
//! iterative: lists three million deep are real.
//!
//! A node that the root does not reach is treated as DevTools does (`buildDominatorTree`): first, in file order, each
//! one without any essential retainer hangs below the root and is searched like the rest, so its edges count; what is
//! still left (cycles held by nothing) hangs below the root one by one, and its edges count for nobody.

use crate::graph::Graph;
use crate::ids::{Bits, Bytes, Node, Starts, add_up, parts};
use crate::snapshot::{Sizes, Snapshot};
use std::ops::Range;

mod number;
mod semi_nca;

/// Steps for one call of a search, for the reason of [`parts`].
const PART: usize = 1 << 16;

/// The tree, frozen: eight bytes a node and two for each that dominates another, which one of two does; and the sums.
#[derive(Debug)]
pub struct Dominators {
    immediate: Vec<u32>,
    /// The nodes that dominate others.
    inner: Bits,
    ranks: Vec<u32>,
    /// Where the children of each of those begin in `children`; one row more.
    first_child: Starts,
    children: Vec<Node>,
    retained: Sizes,
    steps: u64,
}

/// The immediate dominators, in depth-first numbers. Memory is at its highest while they are looked for, so nothing else
/// that is derived from them, and no sizes, are there yet.
pub struct Links {
    vertex: Vec<Node>,
    idom: Vec<u32>,
    /// The number of each node; it becomes the tree's column of dominators where it stands.
    number: Vec<u32>,
    steps: u64,
}

impl Links {
    /// Finds them.
    pub fn find(snapshot: &Snapshot, graph: &Graph) -> Self {
        if snapshot.edge_count() == 0 {
            // Nothing holds anything but the root: nothing to look for, and a file in light mode has no memory to spare.
            let others = snapshot.nodes().filter(|node| *node != snapshot.root());
            let vertex: Vec<Node> = std::iter::once(snapshot.root()).chain(others).collect();
            let mut number = vec![0; vertex.len()];
            for (at, node) in (0..).zip(&vertex) {
                number[node.index()] = at;
            }
            return Self { idom: vec![0; vertex.len()], vertex, number, steps: 0 };
        }
        semi_nca::dominators(graph, number::number(snapshot, graph))
    }
}

impl Dominators {
    /// Makes the tree and sums `sizes` up in it.
    pub fn new(links: Links, sizes: &Sizes) -> Self {
        let Links { vertex, idom, number: mut immediate, steps } = links;
        let count = vertex.len();
        let mut retained = sizes.clone();
        for part in parts(count).rev() {
            sum(&vertex, &idom, part, &mut retained);
        }
        for part in parts(count) {
            hang(&vertex, &idom, &mut immediate[part.start as usize..part.end as usize]);
        }
        let root = vertex[0];
        drop((vertex, idom));
        // First, because it fits exactly where one of the two was that just went.
        let mut children = vec![Node(0); count - 1];
        let mut inner = Bits::new(count);
        for part in parts(count) {
            note_inner(&immediate, root, part, &mut inner);
        }
        let ranks = inner.ranks();
        // Before what is needed for a while only, as in `Classes::new`: then what goes leaves one hole.
        let mut first_child = Starts::with_room(inner.count() + 1);
        // After counting, `next[d + 1]` is where d's children begin; filling moves it to where they end.
        let mut next = vec![0u32; inner.count() + 2];
        for part in parts(count) {
            count_children(&immediate, root, part, |node| inner.rank(node, &ranks), &mut next);
        }
        add_up(&mut next);
        for part in parts(count) {
            list(&immediate, root, part, |node| inner.rank(node, &ranks), &mut next, &mut children);
        }
        next.pop();
        first_child.append(&next);
        Self { immediate, inner, ranks, first_child, children, retained, steps }
    }

    /// The immediate dominator; the root's is the root.
    #[inline]
    pub fn immediate(&self, node: Node) -> Node {
        Node(self.immediate[node.index()])
    }

    /// The bytes that would be freed with the node: its own and those of all it dominates.
    #[inline]
    pub fn retained(&self, node: Node) -> Bytes {
        self.retained.get(node)
    }

    /// How many retainers and ancestors were looked at to find the tree: the one part of opening that no loop over nodes or
    /// edges bounds, so a test counts it. Never a time, so the same for the same heap.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// The nodes it immediately dominates, in file order.
    #[inline]
    pub fn children(&self, node: Node) -> &[Node] {
        let (from, to) = self.child_slots(node);
        &self.children[from as usize..to as usize]
    }

    /// Where they stand in `children`.
    #[inline]
    fn child_slots(&self, node: Node) -> (u32, u32) {
        if !self.inner.get(node.index()) {
            return (0, 0);
        }
        let Range { start, end } = self.first_child.range(self.inner.rank(node.index(), &self.ranks));
        (start, end)
    }

    /// Goes through the whole tree, dominators before the dominated. What `enter` gives for a node comes back to `leave`
    /// when all below it was entered.
    pub fn walk(&self, root: Node, enter: impl FnMut(Node) -> u32, leave: impl FnMut(u32)) {
        let mut walk = self.walking(root, enter, leave);
        while walk.step() {}
    }

    /// The same in steps, for whoever cannot stop so long.
    pub fn walking<Enter: FnMut(Node) -> u32, Leave: FnMut(u32)>(
        &self,
        root: Node,
        enter: Enter,
        leave: Leave,
    ) -> Walk<'_, Enter, Leave> {
        let mut walk = Walk { tree: self, open: Vec::new(), enter, leave };
        walk.node(root);
        walk
    }
}

/// A walk through the tree that is under way.
pub struct Walk<'a, Enter, Leave> {
    tree: &'a Dominators,
    /// The children still to come, and what `enter` gave.
    open: Vec<(u32, u32, u32)>,
    enter: Enter,
    leave: Leave,
}

impl<Enter: FnMut(Node) -> u32, Leave: FnMut(u32)> Walk<'_, Enter, Leave> {
    /// Goes on for a while; false when done.
    pub fn step(&mut self) -> bool {
        self.advance(PART);
        !self.open.is_empty()
    }

    #[inline]
    fn node(&mut self, node: Node) {
        let given = (self.enter)(node);
        let (next, end) = self.tree.child_slots(node);
        if next == end {
            (self.leave)(given);
        } else {
            self.open.push((next, end, given));
        }
    }

    #[inline(never)]
    fn advance(&mut self, mut steps: usize) {
        let tree = self.tree;
        while let Some((next, end, given)) = self.open.last_mut().filter(|_| steps > 0) {
            if next == end {
                (self.leave)(*given);
                self.open.pop();
                steps -= 1;
                continue;
            }
            let from = *next as usize;
            let children = &tree.children[from..(*end as usize).min(from + steps)];
            // Most dominate nothing and stand side by side: without the stack in between they are fetched together.
            let inner = children.iter().zip(1..).find_map(|(child, used)| {
                if tree.inner.get(child.index()) {
                    return Some((*child, used));
                }
                let given = (self.enter)(*child);
                (self.leave)(given);
                None
            });
            let used = inner.map_or(children.len(), |(_, used)| used);
            (*next, steps) = (*next + used as u32, steps - used);
            if let Some((child, _)) = inner {
                self.node(child);
            }
        }
    }
}

/// Adds what these hold to what their dominators hold, the last first. What one dominates stands side by side in part, and
/// is added at once: a hub's sum is large, and large sums are slow to change.
#[inline(never)]
fn sum(vertex: &[Node], idom: &[u32], part: Range<u32>, retained: &mut Sizes) {
    let (mut above, mut held) = (0, 0);
    for v in part.rev() {
        if v == above || idom[v as usize] != above {
            retained.add(vertex[above as usize], held);
            (above, held) = (idom[v as usize], 0);
        }
        // The root holds itself.
        if v > 0 {
            held = held.saturating_add(retained.get(vertex[v as usize]));
        }
    }
    retained.add(vertex[above as usize], held);
}

/// Makes numbers of nodes their dominators.
#[inline(never)]
fn hang(vertex: &[Node], idom: &[u32], numbers: &mut [u32]) {
    for number in numbers {
        *number = vertex[idom[*number as usize] as usize].0;
    }
}

/// Notes who dominates these.
#[inline(never)]
fn note_inner(immediate: &[u32], root: Node, part: Range<u32>, inner: &mut Bits) {
    for node in part.filter(|node| *node != root.0) {
        inner.set(immediate[node as usize] as usize);
    }
}

/// Counts these nodes as children, at `counts[rank of the dominator + 2]`.
#[inline(never)]
fn count_children(immediate: &[u32], root: Node, part: Range<u32>, rank: impl Fn(usize) -> usize, counts: &mut [u32]) {
    for node in part.filter(|node| *node != root.0) {
        counts[rank(immediate[node as usize] as usize) + 2] += 1;
    }
}

/// Lists these nodes among their dominators' children.
#[inline(never)]
fn list(
    immediate: &[u32],
    root: Node,
    part: Range<u32>,
    rank: impl Fn(usize) -> usize,
    next: &mut [u32],
    children: &mut [Node],
) {
    for node in part.filter(|node| *node != root.0) {
        let slot = &mut next[rank(immediate[node as usize] as usize) + 1];
        children[*slot as usize] = Node(node);
        *slot += 1;
    }
}
