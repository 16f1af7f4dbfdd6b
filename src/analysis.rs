//! Runs once, in order, and then everything about the heap is known.
//!
//! Owns the open [`Heap`]: the file's columns, the references in both directions, and what is derived from them. Takes
//! a [`Snapshot`]; reports each [`Stage`] as it begins. Each step is frozen before the next starts; nothing is computed
//! later, nothing is cached, so every question sees the same heap.

use crate::graph::{Gone, Graph, Known};
use crate::ids::{Bits, Bytes, Distance, Edge, Node, ObjectId};
use crate::snapshot::{Cut, Detachedness, NodeKind, Sizes, Snapshot};
use serde::{Deserialize, Serialize};

mod class;
mod detached;
mod distance;
mod dominators;
mod fingerprint;
mod footprint;
mod interfaces;
mod sizes;
mod statistics;

pub use class::{Class, Classes};
pub use distance::{Again, Distances};
pub use dominators::Dominators;
pub use footprint::footprint;
pub use statistics::{MemoryKind, Share, Statistics};

/// The named steps of opening a file, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Stage {
    /// Reading and parsing: header and node records.
    Nodes,
    /// Reading and parsing: edge records.
    Edges,
    /// Reading and parsing: the small sections between edges and strings.
    Other,
    /// Reading and parsing: the string table.
    Strings,
    /// Distances from the roots, and what belongs to the page.
    Distances,
    /// Which references keep their target alive, and turning all of them around.
    Retainers,
    /// Immediate dominators.
    Dominators,
    /// Charging backing stores to their owners (DevTools' shallow sizes), and summing up what each object retains.
    Sizes,
    /// Class names, totals by class and by kind.
    Classes,
    /// The suspects of the leak report.
    Report,
}

impl Stage {
    /// All stages in the order they run.
    pub const ALL: [Stage; 10] = [
        Stage::Nodes,
        Stage::Edges,
        Stage::Other,
        Stage::Strings,
        Stage::Distances,
        Stage::Retainers,
        Stage::Dominators,
        Stage::Sizes,
        Stage::Classes,
        Stage::Report,
    ];
}

/// The size of the heap in numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Sum of shallow sizes plus `extra_native_bytes`: DevTools' total.
    pub total: Bytes,
    pub nodes: u64,
    pub edges: u64,
    /// Children of `(GC roots)` and user roots: the objects from which the collector starts.
    pub gc_roots: u64,
    pub strings: u64,
    /// The root's id (1 in V8, 0 in Julia).
    pub root: ObjectId,
    /// Eight hex digits that name this file's content, for links.
    pub fingerprint: String,
    /// Where the file was cut off, if it was: then retained sizes and distances are estimates, or nothing at all.
    pub cut: Option<Cut>,
}

/// A heap with everything known about it.
#[derive(Debug)]
pub struct Heap {
    snapshot: Snapshot,
    graph: Graph,
    shallow: Sizes,
    detached: detached::Detached,
    dominators: Dominators,
    distances: Distances,
    classes: Classes,
    statistics: Statistics,
}

impl Heap {
    /// Runs the whole analysis. `begin` is told each stage as it begins.
    pub fn open(mut snapshot: Snapshot, begin: &mut dyn FnMut(Stage)) -> Self {
        begin(Stage::Distances);
        let known = Known::of(snapshot.strings());
        let (distances, page) = Distances::new(&snapshot, &known);
        begin(Stage::Retainers);
        let graph = Graph::new(&mut snapshot, known, page.as_ref());
        drop(page);
        begin(Stage::Dominators);
        let links = dominators::Links::find(&snapshot, &graph);
        begin(Stage::Sizes);
        let detached = detached::Detached::new(&snapshot);
        let shallow = sizes::shallow(&snapshot, &graph, &detached);
        let dominators = Dominators::new(links, &shallow);
        begin(Stage::Classes);
        let mut classes = Classes::new(&snapshot, graph.known(), &detached);
        classes.total(snapshot.root(), &shallow, &distances, &dominators);
        let statistics = Statistics::new(&snapshot, &graph, &shallow, &detached);
        begin(Stage::Report);
        Self { snapshot, graph, shallow, detached, dominators, distances, classes, statistics }
    }

    /// What the file says.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The references.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The dominator tree.
    pub fn dominators(&self) -> &Dominators {
        &self.dominators
    }

    /// The classes.
    pub fn classes(&self) -> &Classes {
        &self.classes
    }

    /// The parts of the heap.
    pub fn statistics(&self) -> &Statistics {
        &self.statistics
    }

    /// Whether the edge keeps its target alive.
    #[inline]
    pub fn is_essential(&self, edge: Edge) -> bool {
        self.snapshot.is_essential(edge)
    }

    /// Number of nodes.
    pub fn node_count(&self) -> usize {
        self.snapshot.node_count()
    }

    /// The node with this id.
    pub fn find(&self, id: ObjectId) -> Option<Node> {
        self.snapshot.find(id)
    }

    /// The object's own bytes as in DevTools: with the backing stores it alone owns.
    #[inline]
    pub fn shallow(&self, node: Node) -> Bytes {
        self.shallow.get(node)
    }

    /// The bytes that would be freed with the object.
    #[inline]
    pub fn retained(&self, node: Node) -> Bytes {
        self.dominators.retained(node)
    }

    /// The immediate dominator; the root's is the root.
    #[inline]
    pub fn dominator(&self, node: Node) -> Node {
        self.dominators.immediate(node)
    }

    /// How far the object is from the roots.
    pub fn distance(&self, node: Node) -> Distance {
        self.distances.get(node)
    }

    /// Begins to look for the distances without some references.
    pub fn distances_without<'a>(&'a self, gone: &'a Gone) -> Again<'a> {
        Again::new(&self.snapshot, self.graph.known(), gone)
    }

    /// A number that sorts by distance: nearest first, unreachable last.
    pub fn distance_rank(&self, node: Node) -> u32 {
        self.distances.rank(node)
    }

    /// Whether the DOM node is in its document.
    pub fn detachedness(&self, node: Node) -> Detachedness {
        self.detached.get(node)
    }

    /// The class of an object.
    pub fn class(&self, node: Node) -> &Class {
        self.classes.get(self.classes.of(node))
    }

    /// Everything: the root's retained size and what the embedder holds off-heap. Shares are shares of this.
    pub fn total(&self) -> Bytes {
        self.retained(self.snapshot.root()).saturating_add(self.snapshot.extra_native_bytes())
    }

    /// The size of the heap in numbers.
    pub fn summary(&self) -> Summary {
        let snapshot = &self.snapshot;
        Summary {
            total: self.total(),
            nodes: snapshot.node_count() as u64,
            edges: snapshot.edge_count() as u64,
            gc_roots: self.gc_roots(),
            strings: snapshot.count_kinds(NodeKind::is_string),
            root: snapshot.id(snapshot.root()),
            fingerprint: fingerprint::fingerprint(snapshot),
            cut: snapshot.cut().cloned(),
        }
    }

    /// Objects the collector starts from: what the root and its categories (`(GC roots)`, `(Stack roots)` … down to
    /// the first real objects) refer to strongly, each counted once.
    fn gc_roots(&self) -> u64 {
        let snapshot = &self.snapshot;
        let mut seen = Bits::new(snapshot.node_count());
        let mut work = vec![snapshot.root()];
        seen.set(snapshot.root().index());
        let mut roots = 0;
        while let Some(node) = work.pop() {
            for edge in snapshot.edges(node) {
                let target = snapshot.target(edge);
                if !self.is_essential(edge) || !seen.set(target.index()) {
                    continue;
                }
                match snapshot.kind(target) {
                    // What only the cut made homeless is no root.
                    NodeKind::Synthetic if Some(target) == snapshot.lost_edges() => {}
                    NodeKind::Synthetic => work.push(target),
                    _ => roots += 1,
                }
            }
        }
        roots
    }
}
