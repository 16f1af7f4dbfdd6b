//! To which body each object belongs, and which objects belong to each body.
//!
//! Takes the bodies of some objects; gives for every object its lowest body: its own, or that of its dominator. Four bytes a
//! node, and as many again where objects are listed by body. The root must have a body.

use super::super::Work;
use crate::analysis::Heap;
use crate::ids::{Node, parts};
use std::ops::Range;

/// The body of each object.
pub struct Homes(Vec<u32>);

/// No body.
pub const NONE: u32 = u32::MAX;

impl Homes {
    /// Nobody has a body yet.
    pub fn new(nodes: usize) -> Self {
        Self(vec![NONE; nodes])
    }

    /// Gives an object a body.
    pub fn set(&mut self, node: Node, body: u32) {
        self.0[node.index()] = body;
    }

    /// The body to which an object belongs.
    #[inline]
    pub fn of(&self, node: Node) -> u32 {
        self.0[node.index()]
    }

    /// Gives all that have none the body of their dominator.
    pub async fn fill(&mut self, heap: &Heap, work: &Work) {
        for part in parts(self.0.len()) {
            work.stride(0.3 + 0.1 * f64::from(part.start) / self.0.len() as f64).await;
            self.fill_part(heap, part);
        }
    }

    #[inline(never)]
    fn fill_part(&mut self, heap: &Heap, part: Range<u32>) {
        let root = heap.snapshot().root();
        for node in part.map(Node) {
            let mut above = node;
            while self.of(above) == NONE && above != root {
                above = heap.dominator(above);
            }
            let body = self.of(above);
            // Whoever comes by here again does not climb any more.
            let mut at = node;
            while at != above {
                self.set(at, body);
                at = heap.dominator(at);
            }
        }
    }
}

/// Objects by body.
pub struct Lists {
    /// Where the objects of each body begin; one more row than bodies.
    first: Vec<u32>,
    nodes: Vec<Node>,
}

impl Lists {
    /// Lists the objects by what `body` gives for each: below `bodies`, or [`NONE`].
    pub async fn new(heap: &Heap, bodies: usize, body: impl Fn(Node) -> u32, work: &Work) -> Self {
        // After counting, `first[body + 1]` is where the body's objects begin; filling moves it to where they end.
        let mut first = vec![0u32; bodies + 2];
        for part in parts(heap.node_count()) {
            work.stride(0.4).await;
            count(part, &body, &mut first);
        }
        for row in 2..first.len() {
            first[row] += first[row - 1];
        }
        let mut nodes = vec![Node(0); first[bodies + 1] as usize];
        for part in parts(heap.node_count()) {
            work.stride(0.45).await;
            list(part, &body, &mut first, &mut nodes);
        }
        first.pop();
        Self { first, nodes }
    }

    /// The objects of a body, in file order.
    pub fn of(&self, body: usize) -> &[Node] {
        &self.nodes[self.first[body] as usize..self.first[body + 1] as usize]
    }
}

#[inline(never)]
fn count(part: Range<u32>, body: &impl Fn(Node) -> u32, first: &mut [u32]) {
    for body in part.map(|row| body(Node(row))).filter(|body| *body != NONE) {
        first[body as usize + 2] += 1;
    }
}

#[inline(never)]
fn list(part: Range<u32>, body: &impl Fn(Node) -> u32, first: &mut [u32], nodes: &mut [Node]) {
    for node in part.map(Node) {
        let body = body(node);
        if body != NONE {
            let slot = &mut first[body as usize + 1];
            nodes[*slot as usize] = node;
            *slot += 1;
        }
    }
}
