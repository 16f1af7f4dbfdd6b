//! The dominator tree and retained sizes.
//!
//! Owns Semi-NCA: L. Georgiadis, "Linear-Time Algorithms for Dominators and Related Problems", PhD thesis, Princeton,
//! 2005, section 2.3; semidominators as in Lengauer and Tarjan, TOPLAS 1 (1979), then each immediate dominator as the
//! nearest common ancestor of the parent and the semidominator. Everything is iterative: lists three million deep are
//! real. Takes the essential edges; gives the immediate dominator of each node, the tree in preorder, and sums.
//!
//! A node that the root does not reach is treated as DevTools does (`buildDominatorTree`): first, in file order, each
//! one without any essential retainer hangs below the root and is searched like the rest, so its edges count; what is
//! still left (cycles held by nothing) hangs below the root one by one, and its edges count for nobody.

use crate::graph::Graph;
use crate::ids::{Bits, Bytes, Edge, Node, NodeMap};
use crate::snapshot::{Sizes, Snapshot};
use std::ops::Range;

/// No number yet.
const NONE: u32 = u32::MAX;

/// The tree, frozen.
#[derive(Debug)]
pub struct Dominators {
    immediate: NodeMap<Node>,
    /// Nodes in preorder: a subtree is a range.
    order: Vec<Node>,
    /// Where each node stands in `order`.
    position: NodeMap<u32>,
    /// By position in `order`: where the subtree ends.
    end: Vec<u32>,
    retained: Sizes,
}

/// Depth-first numbers. Everything in `Numbering` and below is counted in them, not in nodes: 0 is the root.
struct Numbering {
    number: Vec<u32>,
    vertex: Vec<Node>,
    parent: Vec<u32>,
    /// Numbers from here on are cycles that nothing holds.
    cycles_from: u32,
}

impl Dominators {
    /// Builds the tree and sums `sizes` up in it.
    pub fn new(snapshot: &Snapshot, graph: &Graph, sizes: &Sizes) -> Self {
        let numbering = number(snapshot, graph);
        let idom = semi_nca(graph, &numbering);
        let (count, vertex) = (numbering.vertex.len(), &numbering.vertex);

        let mut retained = sizes.clone();
        let mut subtree = vec![1u32; count];
        for v in (1..count).rev() {
            let dominator = idom[v] as usize;
            retained.add(vertex[dominator], retained.get(vertex[v]));
            subtree[dominator] += subtree[v];
        }
        // Preorder without recursion: parents come before children, each takes the next free place of its parent.
        let mut place = vec![0u32; count];
        let mut free = vec![1u32; count];
        let mut order = vec![Node(0); count];
        let mut end = vec![0u32; count];
        for v in 0..count {
            if v > 0 {
                let dominator = idom[v] as usize;
                place[v] = free[dominator];
                free[dominator] += subtree[v];
                free[v] = place[v] + 1;
            }
            order[place[v] as usize] = vertex[v];
            end[place[v] as usize] = place[v] + subtree[v];
        }
        let mut immediate = vec![Node(0); count];
        let mut position = free;
        for v in 0..count {
            immediate[vertex[v].index()] = vertex[idom[v] as usize];
            position[vertex[v].index()] = place[v];
        }
        Self { immediate: NodeMap::new(immediate), order, position: NodeMap::new(position), end, retained }
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

    /// The nodes it immediately dominates, in depth-first order.
    pub fn children(&self, node: Node) -> impl Iterator<Item = Node> + '_ {
        let from = self.position[node];
        let end = self.end[from as usize];
        let mut next = from + 1;
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let child = self.order[next as usize];
                next = self.end[next as usize];
                child
            })
        })
    }

    /// All nodes, dominators before the dominated, with the end of each subtree as a position in this list.
    pub fn preorder(&self) -> impl Iterator<Item = (Node, u32)> + '_ {
        self.order.iter().copied().zip(self.end.iter().copied())
    }
}

/// Depth-first search over essential edges from the root, then from what it did not reach.
fn number(snapshot: &Snapshot, graph: &Graph) -> Numbering {
    let count = snapshot.node_count();
    let mut search = Search {
        snapshot,
        met: Bits::new(count),
        number: vec![NONE; count],
        vertex: Vec::with_capacity(count),
        parent: Vec::with_capacity(count),
        open: Vec::new(),
    };
    search.from(snapshot.root());
    for node in snapshot.nodes() {
        if search.number[node.index()] == NONE && !graph.retainers(node).any(|(_, essential)| essential) {
            search.from(node);
        }
    }
    let cycles_from = search.vertex.len() as u32;
    for node in snapshot.nodes() {
        if search.number[node.index()] == NONE {
            search.number[node.index()] = search.vertex.len() as u32;
            search.vertex.push(node);
            search.parent.push(0);
        }
    }
    Numbering { number: search.number, vertex: search.vertex, parent: search.parent, cycles_from }
}

struct Search<'a> {
    snapshot: &'a Snapshot,
    met: Bits,
    number: Vec<u32>,
    vertex: Vec<Node>,
    parent: Vec<u32>,
    /// What is open: a number, and its edges that were not looked at. As deep as the heap, but its end is always near.
    open: Vec<Open>,
}

struct Open {
    number: u32,
    next: u32,
    end: u32,
}

impl Search<'_> {
    fn from(&mut self, start: Node) {
        self.visit(start, 0);
        while !self.open.is_empty() {
            self.advance(STEPS);
        }
    }

    /// Goes on for so many steps. A call of its own: browsers replace a function's first, slow code only when it is
    /// called again.
    #[inline(never)]
    fn advance(&mut self, steps: usize) {
        for _ in 0..steps {
            let Some(at) = self.open.last_mut() else { return };
            let (number, from) = (at.number, at.next);
            let mut ends = self.snapshot.edges.ends(from..at.end);
            let fresh = ends.position(|end| end.is_essential() && !self.met.get(end.target().index()));
            match fresh {
                Some(skipped) => {
                    let edge = from + skipped as u32;
                    at.next = edge + 1;
                    let target = self.snapshot.edges.end(Edge(edge)).target();
                    self.visit(target, number);
                }
                None => {
                    self.open.pop();
                }
            }
        }
    }

    #[inline]
    fn visit(&mut self, node: Node, parent: u32) {
        let number = self.vertex.len() as u32;
        self.met.set(node.index());
        self.number[node.index()] = number;
        self.vertex.push(node);
        self.parent.push(parent);
        let (next, end) = (self.snapshot.first_edge[node.index()], self.snapshot.first_edge[node.index() + 1]);
        if next < end {
            self.open.push(Open { number, next, end });
        }
    }
}

/// Steps of the search for one call.
const STEPS: usize = 1 << 16;

/// Immediate dominators by depth-first number; `idom[v] < v`, and 0 for the root.
fn semi_nca(graph: &Graph, numbering: &Numbering) -> Vec<u32> {
    let Numbering { parent, cycles_from, .. } = numbering;
    let count = *cycles_from as usize;
    let mut semi: Vec<u32> = (0..count as u32).collect();
    // label[v]: the number with the least semi on the compressed path from v up to the last linked ancestor.
    let mut label = semi.clone();
    let mut ancestor = parent[..count].to_vec();
    let mut from = count as u32;
    while from > 1 {
        let to = from.saturating_sub(PART).max(1);
        semidominators(graph, numbering, to..from, &mut semi, &mut label, &mut ancestor);
        from = to;
    }
    climb(parent, &semi, ancestor, label)
}

/// Numbers for one call.
const PART: u32 = 1 << 16;

/// The semidominators of these numbers, the last first. All above them are known.
#[inline(never)]
fn semidominators(
    graph: &Graph,
    numbering: &Numbering,
    numbers: Range<u32>,
    semi: &mut [u32],
    label: &mut [u32],
    ancestor: &mut [u32],
) {
    let Numbering { number, vertex, parent, cycles_from } = numbering;
    let mut path: Vec<u32> = Vec::new();
    for w in numbers.rev() {
        let mut least = parent[w as usize];
        let retainers = graph.retainers(vertex[w as usize]);
        // One retainer is the parent, or nobody that counts.
        if retainers.len() > 1 {
            for (retainer, essential) in retainers {
                let v = number[retainer.index()];
                if !essential || v >= *cycles_from {
                    continue;
                }
                // Numbers up to w are not linked yet: such a retainer stands for itself.
                let candidate =
                    if v <= w { v } else { semi[eval(v, w, semi, label, ancestor, &mut path) as usize] };
                least = least.min(candidate);
                // Nothing is above the root.
                if least == 0 {
                    break;
                }
            }
        }
        semi[w as usize] = least;
    }
}

/// Each immediate dominator: the nearest ancestor of the parent in the dominator tree that is not below the
/// semidominator. Climbing step by step is quadratic when a long list hangs above many objects that the root holds too,
/// so each number also has a jump far up: E. W. Myers, "An applicative random-access stack", Information Processing
/// Letters 17 (1983), finds an ancestor in O(log n) with two words a number. Those are the arrays of the search before.
fn climb(parent: &[u32], semi: &[u32], mut jump: Vec<u32>, mut depth: Vec<u32>) -> Vec<u32> {
    // The cycles' parents are 0 already.
    let mut idom = parent.to_vec();
    jump[0] = 0;
    depth[0] = 0;
    for w in 1..semi.len() {
        let mut dominator = idom[w];
        while dominator > semi[w] {
            let far = jump[dominator as usize];
            dominator = if far > semi[w] { far } else { idom[dominator as usize] };
        }
        idom[w] = dominator;
        let far = jump[dominator as usize];
        let farther = jump[far as usize];
        // Two jumps of the same length above make one of twice that length and one.
        let same = depth[dominator as usize] - depth[far as usize] == depth[far as usize] - depth[farther as usize];
        jump[w] = if same { farther } else { dominator };
        depth[w] = depth[dominator as usize] + 1;
    }
    idom
}

/// Compresses the path from `v` to the first ancestor at or below `last` and returns `v`'s label.
fn eval(v: u32, last: u32, semi: &[u32], label: &mut [u32], ancestor: &mut [u32], path: &mut Vec<u32>) -> u32 {
    let mut top = v;
    while ancestor[top as usize] > last {
        path.push(top);
        top = ancestor[top as usize];
    }
    while let Some(below) = path.pop() {
        if semi[label[top as usize] as usize] < semi[label[below as usize] as usize] {
            label[below as usize] = label[top as usize];
        }
        ancestor[below as usize] = ancestor[top as usize];
        top = below;
    }
    label[v as usize]
}
