//! Which DOM nodes are out of their document.
//!
//! Owns DevTools' spread (`propagateDOMState`): the embedder says it of some nodes; a child of an attached node is
//! attached, a child of a detached one is detached, through native nodes only, since every way from JavaScript into the
//! embedder ends at a node that knows its own state. Files without the column carry it in the name: `Detached …`.

use crate::ids::{Node, NodeMap, parts};
use crate::snapshot::{Detachedness, EdgeKind, NodeKind, Snapshot};
use std::ops::Range;

/// The state of each node; nothing is stored for a heap in which no node has one.
#[derive(Debug)]
pub struct Detached {
    states: Option<NodeMap<u8>>,
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
                return Self { states: None, renames: false };
            }
            let column =
                snapshot.nodes().map(|node| if named(node) { Detachedness::Detached } else { state(node) } as u8);
            return Self { states: Some(NodeMap::new(column.collect())), renames: false };
        }
        if !parts(snapshot.node_count()).any(|part| any(part, |node| state(node) != Detachedness::Unknown)) {
            return Self { states: None, renames: false };
        }
        let mut spread = Spread {
            snapshot,
            states: snapshot.nodes().map(|node| state(node) as u8).collect(),
            seen: vec![false; snapshot.node_count()],
            attached: Vec::new(),
            detached: Vec::new(),
        };
        for node in snapshot.nodes() {
            if state(node) != Detachedness::Unknown {
                spread.reach(node, state(node));
            }
        }
        while let Some(node) = spread.attached.pop() {
            spread.children(node, Detachedness::Attached);
        }
        while let Some(node) = spread.detached.pop() {
            if spread.states[node.index()] == Detachedness::Detached as u8 {
                spread.children(node, Detachedness::Detached);
            }
        }
        Self { states: Some(NodeMap::new(spread.states)), renames: true }
    }

    /// The state of a node.
    pub fn get(&self, node: Node) -> Detachedness {
        match self.states.as_ref().map(|states| states[node]) {
            Some(1) => Detachedness::Attached,
            Some(2) => Detachedness::Detached,
            _ => Detachedness::Unknown,
        }
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
    states: Vec<u8>,
    seen: Vec<bool>,
    attached: Vec<Node>,
    detached: Vec<Node>,
}

impl Spread<'_> {
    fn reach(&mut self, node: Node, state: Detachedness) {
        if std::mem::replace(&mut self.seen[node.index()], true) || self.snapshot.kind(node) != NodeKind::Native {
            return;
        }
        self.states[node.index()] = state as u8;
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
