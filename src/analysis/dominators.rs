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
use crate::ids::{Bytes, Node, NodeMap, parts};
use crate::snapshot::{Sizes, Snapshot};
use std::ops::Range;

mod number;
mod semi_nca;

/// Steps for one call of a search, for the reason of [`parts`].
const PART: usize = 1 << 16;

/// The tree, frozen: twelve bytes a node, and the sums.
#[derive(Debug)]
pub struct Dominators {
    immediate: NodeMap<Node>,
    /// Where the children of each node begin in `children`; one more row than nodes.
    first_child: Vec<u32>,
    children: Vec<Node>,
    retained: Sizes,
    steps: u64,
}

/// The immediate dominators, in depth-first numbers. Memory is at its highest while they are looked for, so nothing else
/// that is derived from them, and no sizes, are there yet.
pub struct Links {
    vertex: Vec<Node>,
    idom: Vec<u32>,
    steps: u64,
}

impl Links {
    /// Finds them.
    pub fn find(snapshot: &Snapshot, graph: &Graph) -> Self {
        if snapshot.edge_count() == 0 {
            // Nothing holds anything but the root: nothing to look for, and a file in light mode has no memory to spare.
            let others = snapshot.nodes().filter(|node| *node != snapshot.root());
            let vertex = std::iter::once(snapshot.root()).chain(others).collect();
            return Self { vertex, idom: vec![0; snapshot.node_count()], steps: 0 };
        }
        let (vertex, idom, steps) = semi_nca::dominators(graph, number::number(snapshot, graph));
        Self { vertex, idom, steps }
    }
}

impl Dominators {
    /// Makes the tree and sums `sizes` up in it.
    pub fn new(links: Links, sizes: &Sizes) -> Self {
        let Links { vertex, idom, steps } = links;
        let count = vertex.len();
        let mut retained = sizes.clone();
        for part in parts(count).rev() {
            sum(&vertex, &idom, part, &mut retained);
        }
        let mut immediate = vec![vertex[0]; count];
        for part in parts(count) {
            hang(&vertex, &idom, part, &mut immediate);
        }
        let root = vertex[0];
        drop((vertex, idom));
        // After counting, `first_child[d + 1]` is where d's children begin; filling moves it to where they end.
        let mut first_child = vec![0u32; count + 2];
        for part in parts(count) {
            count_children(&immediate, root, part, &mut first_child);
        }
        for row in 2..first_child.len() {
            first_child[row] += first_child[row - 1];
        }
        let mut children = vec![Node(0); count - 1];
        for part in parts(count) {
            list(&immediate, root, part, &mut first_child, &mut children);
        }
        first_child.pop();
        Self { immediate: NodeMap::new(immediate), first_child, children, retained, steps }
    }

    /// The immediate dominator; the root's is the root.
    #[inline]
    pub fn immediate(&self, node: Node) -> Node {
        self.immediate[node]
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
        &self.children[self.first_child[node.index()] as usize..self.first_child[node.index() + 1] as usize]
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
        let (next, end) = (self.tree.first_child[node.index()], self.tree.first_child[node.index() + 1]);
        if next == end {
            (self.leave)(given);
        } else {
            self.open.push((next, end, given));
        }
    }

    #[inline(never)]
    fn advance(&mut self, steps: usize) {
        for _ in 0..steps {
            let Some((next, end, given)) = self.open.last_mut() else { return };
            if next == end {
                (self.leave)(*given);
                self.open.pop();
            } else {
                let child = self.tree.children[*next as usize];
                *next += 1;
                self.node(child);
            }
        }
    }
}

/// Adds what these hold to what their dominators hold, the last first.
#[inline(never)]
fn sum(vertex: &[Node], idom: &[u32], part: Range<u32>, retained: &mut Sizes) {
    // The root holds itself.
    for v in part.rev().map(|v| v as usize).filter(|v| *v > 0) {
        retained.add(vertex[idom[v] as usize], retained.get(vertex[v]));
    }
}

/// Notes the dominators of these.
#[inline(never)]
fn hang(vertex: &[Node], idom: &[u32], part: Range<u32>, immediate: &mut [Node]) {
    for v in part.map(|v| v as usize) {
        immediate[vertex[v].index()] = vertex[idom[v] as usize];
    }
}

/// Counts these nodes as children, at `counts[dominator + 2]`.
#[inline(never)]
fn count_children(immediate: &[Node], root: Node, part: Range<u32>, counts: &mut [u32]) {
    for node in part.map(Node).filter(|node| *node != root) {
        counts[immediate[node.index()].index() + 2] += 1;
    }
}

/// Lists these nodes among their dominators' children.
#[inline(never)]
fn list(immediate: &[Node], root: Node, part: Range<u32>, next: &mut [u32], children: &mut [Node]) {
    for node in part.map(Node).filter(|node| *node != root) {
        let slot = &mut next[immediate[node.index()].index() + 1];
        children[*slot as usize] = node;
        *slot += 1;
    }
}
