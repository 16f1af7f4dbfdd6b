//! How far each object is from the roots.
//!
//! Owns DevTools' rule (`calculateDistances`): a first search from the user roots, which have distance 1, then one from
//! the root for what is left, whose numbers start at 100,000,000. Some edges are not followed: weak ones; V8's maps of
//! sloppy functions out of a native context; keys of map descriptors; and of the two edges of an ephemeron the one met
//! first, so that its value is as far as the farther of key and table.

use super::sizes::is_user_root;
use crate::graph::{Graph, Mark};
use crate::ids::{Distance, Edge, Node, NodeMap};
use crate::snapshot::{EdgeKind, Label, NodeKind, Snapshot};
use std::collections::HashSet;

/// Added to distances that are counted from the root and not from a user root: DevTools' `baseSystemDistance`.
pub const SYSTEM: u32 = 100_000_000;
const UNREACHED: u32 = u32::MAX;

/// The column of distances.
#[derive(Debug)]
pub struct Distances(NodeMap<u32>);

impl Distances {
    /// Runs both searches.
    pub fn new(snapshot: &Snapshot, graph: &Graph) -> Self {
        let mut search = Search {
            snapshot,
            graph,
            steps: vec![UNREACHED; snapshot.node_count()],
            queue: Vec::with_capacity(snapshot.node_count()),
            done: 0,
            half_met: HashSet::new(),
        };
        let root = snapshot.root();
        for edge in snapshot.edges(root) {
            let target = snapshot.target(edge);
            if is_user_root(snapshot, graph.known(), target) {
                search.start(target, 1);
            }
        }
        let user_roots = !search.queue.is_empty();
        search.run();
        search.start(root, if user_roots { SYSTEM } else { 0 });
        search.run();
        Self(NodeMap::new(search.steps))
    }

    /// The distance of a node.
    pub fn get(&self, node: Node) -> Distance {
        Self::unpack(self.0[node])
    }

    /// The distance a rank stands for.
    pub(super) fn unpack(rank: u32) -> Distance {
        match rank {
            UNREACHED => Distance::Unreachable,
            steps if steps >= SYSTEM => Distance::FromSystem(steps - SYSTEM),
            steps => Distance::FromRoot(steps),
        }
    }

    /// For sorting: nearest first, system after user, unreachable last.
    pub fn rank(&self, node: Node) -> u32 {
        self.0[node]
    }
}

struct Search<'a> {
    snapshot: &'a Snapshot,
    graph: &'a Graph,
    steps: Vec<u32>,
    queue: Vec<Node>,
    done: usize,
    /// Ephemerons of which one edge was met.
    half_met: HashSet<u32>,
}

impl Search<'_> {
    /// A start, even if it is one already or was reached: an edge that names a global twice makes DevTools visit it
    /// twice, which its ephemerons notice.
    fn start(&mut self, node: Node, steps: u32) {
        self.steps[node.index()] = steps;
        self.queue.push(node);
    }

    fn run(&mut self) {
        while let Some(&node) = self.queue.get(self.done) {
            self.done += 1;
            let steps = self.steps[node.index()] + 1;
            let kind = self.snapshot.kind(node);
            let mark = match kind {
                NodeKind::Hidden | NodeKind::Array => self.graph.known().mark(self.snapshot.name(node)),
                _ => Mark::Nothing,
            };
            for edge in self.snapshot.edges(node) {
                let target = self.snapshot.target(edge);
                // In this order: an ephemeron to what is reached already is not met.
                if self.snapshot.edge_kind(edge) != EdgeKind::Weak
                    && self.steps[target.index()] == UNREACHED
                    && self.follows(kind, mark, edge)
                {
                    self.steps[target.index()] = steps;
                    self.queue.push(target);
                }
            }
        }
    }

    fn follows(&mut self, kind: NodeKind, mark: Mark, edge: Edge) -> bool {
        let label = self.snapshot.label(edge);
        let name = match label {
            Label::Name(text) => self.graph.known().mark(text),
            Label::Index(_) => Mark::Nothing,
        };
        match (kind, mark) {
            (NodeKind::Hidden, Mark::NativeContext) if name == Mark::SloppyFunctionMap => return false,
            (NodeKind::Array, Mark::MapDescriptors) => {
                let index = match label {
                    Label::Index(index) => Some(index),
                    Label::Name(text) => leading_number(self.snapshot.strings().raw(text)),
                };
                return index.is_none_or(|index| index < 2 || index % 3 != 1);
            }
            _ => {}
        }
        match label {
            Label::Name(text) if name == Mark::Ephemeron && self.snapshot.edge_kind(edge) == EdgeKind::Internal => {
                let Some(ephemeron) = self.graph.known().ephemeron(text) else { return true };
                let first = self.half_met.insert(ephemeron.pair);
                if !first {
                    self.half_met.remove(&ephemeron.pair);
                }
                !first
            }
            _ => true,
        }
    }
}

/// The number a slot's name begins with, as JavaScript's `parseInt` reads it.
fn leading_number(raw: &[u8]) -> Option<u64> {
    let digits = raw.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&raw[..digits]).ok()?.parse().ok()
}
