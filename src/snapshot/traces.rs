//! Where objects were allocated: the sections `trace_function_infos` and `trace_tree`, and the nodes' `trace_node_id`.
//!
//! Owns the functions and the tree of call paths, flat. A row of the tree is one path from the root to a function; its
//! count and size are all allocations ever made with exactly that path, dead objects too, those of longer paths not.
//! Guarantee: a row's parent stands before it, so a walk to the root ends; nothing recurses. Memory: nothing if
//! allocations were not tracked, for then every `trace_node_id` is 0.

use crate::ids::{Bytes, Node, Text, Trace};
use crate::order;

/// A function on a call path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TraceFunction {
    pub function_id: u64,
    pub name: Text,
    pub script_name: Text,
    /// 0 for functions of the engine.
    pub script_id: u64,
    /// Counted from 1, unlike everywhere else in the file; 0 if unknown.
    pub line: u64,
    /// As `line`.
    pub column: u64,
}

/// All call paths.
#[derive(Debug, Default)]
pub struct Traces {
    pub(crate) functions: Vec<TraceFunction>,
    pub(crate) tree: TraceTree,
    /// Rows of the tree, by the file's id.
    by_id: Vec<Trace>,
    /// The file's id by node; empty if no node has one.
    ids_of_nodes: Vec<u32>,
}

/// The tree's columns.
#[derive(Debug, Default)]
pub(crate) struct TraceTree {
    pub ids: Vec<u32>,
    /// Rows of the functions.
    pub functions: Vec<u32>,
    pub counts: Vec<u64>,
    pub sizes: Vec<Bytes>,
    /// [`TraceTree::NO_PARENT`] for a root.
    pub parents: Vec<u32>,
}

impl TraceTree {
    pub(crate) const NO_PARENT: u32 = u32::MAX;
}

impl Traces {
    pub(crate) fn new(functions: Vec<TraceFunction>, tree: TraceTree, ids_of_nodes: Vec<u32>) -> Self {
        let mut by_id: Vec<u32> = (0..tree.ids.len() as u32).collect();
        // Of two rows with one id the first is found.
        order::reorder(&mut by_id, &|row| u64::from(tree.ids[row as usize]));
        let by_id = by_id.into_iter().map(Trace).collect();
        Self { functions, tree, by_id, ids_of_nodes }
    }

    /// Number of call paths.
    pub fn len(&self) -> usize {
        self.tree.ids.len()
    }

    /// Whether allocations were not tracked.
    pub fn is_empty(&self) -> bool {
        self.tree.ids.is_empty()
    }

    /// All call paths, each after the one it extends.
    pub fn iter(&self) -> impl Iterator<Item = Trace> + use<> {
        (0..self.len() as u32).map(Trace)
    }

    /// All functions in file order.
    pub fn functions(&self) -> &[TraceFunction] {
        &self.functions
    }

    /// The file's id of a call path.
    pub fn id(&self, trace: Trace) -> u64 {
        u64::from(self.tree.ids[trace.index()])
    }

    /// The call path with this id.
    pub fn find(&self, id: u64) -> Option<Trace> {
        let row = self.by_id.partition_point(|trace| self.id(*trace) < id);
        self.by_id.get(row).copied().filter(|trace| self.id(*trace) == id)
    }

    /// The call path without its last function.
    pub fn parent(&self, trace: Trace) -> Option<Trace> {
        Some(self.tree.parents[trace.index()]).filter(|parent| *parent != TraceTree::NO_PARENT).map(Trace)
    }

    /// The last function of a call path: the one that allocated. None if the file's list does not have it.
    pub fn function(&self, trace: Trace) -> Option<&TraceFunction> {
        self.functions.get(self.tree.functions[trace.index()] as usize)
    }

    /// How often objects were allocated on exactly this path, dead ones too.
    pub fn count(&self, trace: Trace) -> u64 {
        self.tree.counts[trace.index()]
    }

    /// Bytes ever allocated on exactly this path.
    pub fn size(&self, trace: Trace) -> Bytes {
        self.tree.sizes[trace.index()]
    }

    /// The call path and those it extends, up to the root: the frames of a stack, innermost first.
    pub fn frames(&self, trace: Trace) -> impl Iterator<Item = Trace> + '_ {
        std::iter::successors(Some(trace), |trace| self.parent(*trace))
    }

    /// The call path on which a node was allocated.
    pub(super) fn of(&self, node: Node) -> Option<Trace> {
        self.ids_of_nodes.get(node.index()).filter(|id| **id != 0).and_then(|id| self.find(u64::from(*id)))
    }

    /// How many nodes name a call path that is not there.
    pub(crate) fn lost(&self) -> u64 {
        self.ids_of_nodes.iter().filter(|id| **id != 0 && self.find(u64::from(**id)).is_none()).count() as u64
    }

    /// How many call paths end in a function that is not there.
    pub(crate) fn without_function(&self) -> u64 {
        self.iter().filter(|trace| self.function(*trace).is_none()).count() as u64
    }
}
