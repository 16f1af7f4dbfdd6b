//! Which DOM nodes are out of their document.
//!
//! Owns DevTools' spread (`propagateDOMState`): the embedder says it of some nodes; a child of an attached node is
//! attached, a child of a detached one is detached, through native nodes only, since every way from JavaScript into the
//! embedder ends at a node that knows its own state. Files without the column carry it in the name: `Detached …`.

use crate::ids::{Bits, Node, parts};
use crate::snapshot::{Detachedness, EdgeKind, NodeKind, Snapshot};
use std::ops::Range;

/// The state of each node, in two bits; nothing is stored for a heap in which no node has one.
#[derive(Debug, Default)]
pub struct Detached {
    attached: Bits,
    detached: Bits,
    /// The file's names do not say it yet.
    renames: bool,
}

impl Detached {
    /// Spreads the file's states.
    pub fn new(snapshot: &Snapshot) -> Self {
        let state = |node| snapshot.detachedness(node);
        let named = |node| {
            snapshot.kind(node) == NodeKind::Native
                && snapshot.strings().raw(snapshot.name(node)).starts_with(b"Detached ")
        };
        if !snapshot.has_detachedness {
            if !parts(snapshot.node_count()).any(|part| any(part, named)) {
                return Self::default();
            }
            let mut detached = Bits::new(snapshot.node_count());
            for node in snapshot.nodes().filter(|node| named(*node)) {
                detached.set(node.index());
            }
            return Self { detached, ..Self::default() };
        }
        if !parts(snapshot.node_count()).any(|part| any(part, |node| state(node) != Detachedness::Unknown)) {
            return Self::default();
        }
        let mut spread = Spread::new(snapshot);
        for part in parts(snapshot.node_count()) {
            spread.start(part);
        }
        while let Some(node) = spread.attached.pop() {
            spread.children(node, Detachedness::Attached);
        }
        while let Some(node) = spread.detached.pop() {
            spread.children(node, Detachedness::Detached);
        }
        Self { renames: true, ..spread.states }
    }

    /// The state of a node.
    pub fn get(&self, node: Node) -> Detachedness {
        if self.detached.get(node.index()) {
            Detachedness::Detached
        } else if self.attached.get(node.index()) {
            Detachedness::Attached
        } else {
            Detachedness::Unknown
        }
    }

    fn set(&mut self, node: Node, state: Detachedness) {
        match state {
            Detachedness::Attached => self.attached.set(node.index()),
            Detachedness::Detached => self.detached.set(node.index()),
            Detachedness::Unknown => false,
        };
    }

    /// Whether DevTools puts `Detached ` before the node's name: rules that go by a name then see another one.
    pub fn renames(&self, snapshot: &Snapshot, node: Node) -> bool {
        self.renames && snapshot.kind(node) == NodeKind::Native && self.get(node) == Detachedness::Detached
    }
}

/// Whether one of these nodes is such.
#[inline(never)]
fn any(part: Range<u32>, is: impl Fn(Node) -> bool) -> bool {
    part.map(Node).any(is)
}

struct Spread<'a> {
    snapshot: &'a Snapshot,
    states: Detached,
    /// Those whose state is settled: the file's own, and then the first to be reached by.
    seen: Bits,
    attached: Vec<Node>,
    detached: Vec<Node>,
}

impl<'a> Spread<'a> {
    fn new(snapshot: &'a Snapshot) -> Self {
        let bits = || Bits::new(snapshot.node_count());
        let states = Detached { attached: bits(), detached: bits(), renames: false };
        Self { snapshot, states, seen: bits(), attached: Vec::new(), detached: Vec::new() }
    }

    /// Takes the file's states of these nodes.
    #[inline(never)]
    fn start(&mut self, part: Range<u32>) {
        for node in part.map(Node) {
            let state = self.snapshot.detachedness(node);
            if state != Detachedness::Unknown {
                self.states.set(node, state);
                self.reach(node, state);
            }
        }
    }

    fn reach(&mut self, node: Node, state: Detachedness) {
        if !self.seen.set(node.index()) || self.snapshot.kind(node) != NodeKind::Native {
            return;
        }
        self.states.set(node, state);
        match state {
            Detachedness::Attached => self.attached.push(node),
            Detachedness::Detached => self.detached.push(node),
            Detachedness::Unknown => {}
        }
    }

    fn children(&mut self, node: Node, state: Detachedness) {
        for edge in self.snapshot.edges(node) {
            if !matches!(self.snapshot.edge_kind(edge), EdgeKind::Hidden | EdgeKind::Weak) {
                self.reach(self.snapshot.target(edge), state);
            }
        }
    }
}
