//! How much of the heap is what.
//!
//! Owns DevTools' statistics (`calculateStatistics`). Takes transferred sizes; gives bytes and counts by kind, whose
//! sum is the heap's total. JavaScript arrays are objects named `Array` with their `elements` store, if nobody else
//! holds it.

use super::detached::Detached;
use crate::graph::{Graph, Mark};
use crate::ids::{Bytes, Node, parts};
use crate::snapshot::{EdgeKind, Label, NodeKind, Sizes, Snapshot};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The kinds of memory, in the order in which the report lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MemoryKind {
    Code,
    Strings,
    JsArrays,
    TypedArrays,
    /// V8's own structures.
    System,
    OtherObjects,
    OtherNative,
    /// `extra_native_bytes` of the header.
    Extra,
}

/// Bytes and objects of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share {
    pub bytes: Bytes,
    pub count: u64,
}

/// The parts of the heap.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statistics {
    pub code: Share,
    pub strings: Share,
    pub js_arrays: Share,
    pub typed_arrays: Share,
    pub system: Share,
    pub other_objects: Share,
    pub other_native: Share,
    pub extra: Bytes,
}

impl Statistics {
    /// Adds everything up.
    pub fn new(snapshot: &Snapshot, graph: &Graph, sizes: &Sizes, detached: &Detached) -> Self {
        let mut statistics = Self { extra: snapshot.extra_native_bytes(), ..Self::default() };
        let mut stores: Bytes = 0;
        for part in parts(snapshot.node_count()) {
            statistics.add(snapshot, graph, sizes, detached, part, &mut stores);
        }
        // A store that is its array's alone is of kind array, so it was counted among the other objects.
        let stores = stores.min(statistics.other_objects.bytes);
        statistics.other_objects.bytes -= stores;
        statistics.js_arrays.bytes += stores;
        statistics
    }

    /// Adds these nodes up, and the stores of arrays beside.
    #[inline(never)]
    fn add(
        &mut self,
        snapshot: &Snapshot,
        graph: &Graph,
        sizes: &Sizes,
        detached: &Detached,
        part: Range<u32>,
        stores: &mut Bytes,
    ) {
        for node in part.map(Node) {
            let bytes = sizes.get(node);
            let mark = graph.known().mark(snapshot.name(node));
            let share = match snapshot.kind(node) {
                NodeKind::Code => &mut self.code,
                kind if kind.is_string() => &mut self.strings,
                NodeKind::Native if mark == Mark::JsArrayBufferData && !detached.renames(snapshot, node) => {
                    &mut self.typed_arrays
                }
                NodeKind::Native => &mut self.other_native,
                NodeKind::Hidden => &mut self.system,
                _ if mark == Mark::Array => {
                    *stores =
                        stores.saturating_add(elements(snapshot, graph, node).map_or(0, |store| sizes.get(store)));
                    &mut self.js_arrays
                }
                _ => &mut self.other_objects,
            };
            share.bytes = share.bytes.saturating_add(bytes);
            share.count += u64::from(bytes > 0);
        }
    }

    /// The parts in the order of [`MemoryKind`].
    pub fn parts(&self) -> [(MemoryKind, Share); 8] {
        [
            (MemoryKind::Code, self.code),
            (MemoryKind::Strings, self.strings),
            (MemoryKind::JsArrays, self.js_arrays),
            (MemoryKind::TypedArrays, self.typed_arrays),
            (MemoryKind::System, self.system),
            (MemoryKind::OtherObjects, self.other_objects),
            (MemoryKind::OtherNative, self.other_native),
            (MemoryKind::Extra, Share { bytes: self.extra, count: 0 }),
        ]
    }
}

/// The `elements` store of an array, when the array alone refers to it.
fn elements(snapshot: &Snapshot, graph: &Graph, node: Node) -> Option<Node> {
    let is_elements = |edge: &crate::ids::Edge| {
        snapshot.edge_kind(*edge) == EdgeKind::Internal
            && matches!(snapshot.label(*edge), Label::Name(text) if graph.known().mark(text) == Mark::Elements)
    };
    let store = snapshot.target(snapshot.edges(node).find(is_elements)?);
    (graph.retainer_count(store) == 1).then_some(store)
}
