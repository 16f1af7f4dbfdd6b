//! The decoded file: frozen columns, what the file says, nothing derived.
//!
//! Owns every fact of a `.heapsnapshot` in columns indexed by [`Node`] and [`Edge`]. Comes from `parse`, which has
//! checked every reference: targets are nodes of this heap, the edges of a node are `edges(node)`, names may be missing
//! from the string table (counted in `warnings`) and then read as a visible stand-in. Format: V8's
//! `HeapSnapshotJSONSerializer` (src/profiler/heap-snapshot-generator.cc).

use crate::ids::{Bytes, Edge, Node, NodeMap, ObjectId, Starts, Text, Trace};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

mod damage;
mod edges;
mod header;
mod ids;
mod kinds;
mod names;
mod places;
mod samples;
mod scopes;
mod sizes;
mod strings;
mod traces;

pub use damage::{Cut, Lost, Warning};
pub(crate) use edges::{Edges, End};
pub use header::Header;
pub(crate) use ids::Ids;
pub use kinds::{EdgeKind, NodeKind};
pub(crate) use kinds::{UnknownKinds, code};
pub(crate) use names::Names;
pub(crate) use names::Sought;
pub(crate) use places::PlaceRow;
pub use places::{Locations, Place};
pub use samples::{Sample, Samples};
pub(crate) use scopes::ScopeRow;
pub use scopes::{ScopeUse, Scopes};
pub use sizes::Sizes;
pub use strings::StringTable;
pub(crate) use strings::{quoted, unescaped};
pub(crate) use traces::TraceTree;
pub use traces::{TraceFunction, Traces};

/// The name of an edge as the file has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    Name(Text),
    Index(u64),
}

/// Whether a DOM node hangs in its document, as far as the file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum Detachedness {
    Unknown,
    Attached,
    Detached,
}

/// A heap as its file tells it.
#[derive(Debug)]
pub struct Snapshot {
    pub(crate) root: Node,
    /// Whether the file has the column `detachedness`.
    pub(crate) has_detachedness: bool,
    /// Low six bits the kind, high two the detachedness.
    pub(crate) kinds: NodeMap<u8>,
    pub(crate) unknown_nodes: UnknownKinds,
    pub(crate) unknown_edges: UnknownKinds,
    pub(crate) names: NodeMap<Text>,
    pub(crate) ids: Ids,
    pub(crate) sizes: Sizes,
    /// Where each node's edges begin; one more row than nodes.
    pub(crate) first_edge: Starts,
    pub(crate) edges: Edges,
    pub(crate) strings: StringTable,
    pub(crate) locations: Locations,
    pub(crate) samples: Samples,
    pub(crate) traces: Traces,
    pub(crate) scopes: Scopes,
    pub(crate) header: Header,
    pub(crate) extra_native_bytes: Bytes,
    pub(crate) warnings: Vec<Warning>,
    pub(crate) cut: Option<Cut>,
}

impl Snapshot {
    pub(crate) const KIND_CODES: usize = 64;

    /// The node from which everything hangs.
    pub fn root(&self) -> Node {
        self.root
    }

    /// Number of nodes; at least 1.
    pub fn node_count(&self) -> usize {
        self.kinds.len()
    }

    /// Number of edges.
    pub fn edge_count(&self) -> usize {
        self.edges.len()
    }

    /// All nodes in file order.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = Node> + use<> {
        (0..self.node_count() as u32).map(Node)
    }

    /// What kind of object it is.
    #[inline]
    pub fn kind(&self, node: Node) -> NodeKind {
        code::kind(self.kinds[node] & 63)
    }

    /// The file's own word for what kind of object it is, also when this reader knows none for it: `my type`, or
    /// `unknown#12` for a number past the end of the file's list.
    pub fn kind_name(&self, node: Node) -> &str {
        code::word(&self.unknown_nodes, self.kinds[node] & 63)
    }

    /// How many nodes have a kind of which this is true.
    pub(crate) fn count_kinds(&self, is: impl Fn(NodeKind) -> bool) -> u64 {
        let mut counts = [0u64; Self::KIND_CODES];
        for part in self.kinds.as_slice().chunks(1 << 16) {
            count(part, &mut counts);
        }
        (0..).zip(counts).filter(|(code, _)| is(code::kind(*code))).map(|(_, count)| count).sum()
    }

    /// A number below [`Snapshot::KIND_CODES`] that is the same for all nodes of one [`Snapshot::kind_name`].
    #[inline]
    pub(crate) fn kind_code(&self, node: Node) -> usize {
        usize::from(self.kinds[node] & 63)
    }

    /// The file's word on whether a DOM node is detached.
    #[inline]
    pub fn detachedness(&self, node: Node) -> Detachedness {
        match self.kinds[node] >> 6 {
            1 => Detachedness::Attached,
            2 => Detachedness::Detached,
            _ => Detachedness::Unknown,
        }
    }

    /// The node's own name: constructor, function name, string text, V8's tag.
    #[inline]
    pub fn name(&self, node: Node) -> Text {
        self.names[node]
    }

    /// V8's id.
    #[inline]
    pub fn id(&self, node: Node) -> ObjectId {
        self.ids.get(node)
    }

    /// The first node with this id.
    pub fn find(&self, id: ObjectId) -> Option<Node> {
        self.ids.find(id)
    }

    /// The object's own bytes as the file has them.
    #[inline]
    pub fn self_size(&self, node: Node) -> Bytes {
        self.sizes.get(node)
    }

    /// The references out of a node, in file order.
    #[inline]
    pub fn edges(&self, node: Node) -> impl DoubleEndedIterator<Item = Edge> + ExactSizeIterator + use<> {
        self.first_edge.range(node.index()).map(Edge)
    }

    /// Where a reference points.
    #[inline]
    pub fn target(&self, edge: Edge) -> Node {
        self.edges.end(edge).target()
    }

    /// What kind of reference it is.
    #[inline]
    pub fn edge_kind(&self, edge: Edge) -> EdgeKind {
        self.edges.end(edge).kind()
    }

    /// The file's own word for what kind of reference it is.
    pub fn edge_kind_name(&self, edge: Edge) -> &str {
        match self.edge_kind(edge) {
            EdgeKind::Other => self.unknown_edges.word(self.edges.other(edge)),
            known => known.name(),
        }
    }

    /// Targets and kinds of the references out of a node, in file order: for searches over the whole heap.
    #[inline]
    pub(crate) fn ends(&self, node: Node) -> impl ExactSizeIterator<Item = End> + DoubleEndedIterator + '_ {
        self.edges.ends(self.first_edge.range(node.index()))
    }

    /// Whether the reference keeps its target alive, as the graph has noted (`graph/essential.rs`).
    #[inline]
    pub(crate) fn is_essential(&self, edge: Edge) -> bool {
        self.edges.end(edge).is_essential()
    }

    /// Its name or index.
    #[inline]
    pub fn label(&self, edge: Edge) -> Label {
        self.edges.label(edge)
    }

    /// The string table.
    pub fn strings(&self) -> &StringTable {
        &self.strings
    }

    /// The characters of a string.
    pub fn text(&self, text: Text) -> Cow<'_, str> {
        self.strings.get(text)
    }

    /// Where the object's constructor, or the function itself, stands in the source.
    pub fn place(&self, node: Node) -> Option<Place> {
        self.locations.get(node)
    }

    /// All objects that have a place, by node.
    pub fn locations(&self) -> &Locations {
        &self.locations
    }

    /// What an allocation timeline took down while it ran; empty in an ordinary snapshot.
    pub fn samples(&self) -> &Samples {
        &self.samples
    }

    /// The sample during which the object was allocated, as a row of [`Snapshot::samples`]: only JavaScript objects
    /// (odd ids) tell, and only those allocated while samples were taken.
    pub fn sample_of(&self, node: Node) -> Option<usize> {
        self.samples.holding(self.id(node))
    }

    /// The call paths on which objects were allocated; empty unless allocations were tracked.
    pub fn traces(&self) -> &Traces {
        &self.traces
    }

    /// The call path on which the object was allocated.
    pub fn trace(&self, node: Node) -> Option<Trace> {
        self.traces.of(node)
    }

    /// The scopes of the scripts: what each declares and uses; empty before Chrome 156.
    pub fn scopes(&self) -> &Scopes {
        &self.scopes
    }

    /// What the header says beside the schema.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Off-heap bytes the embedder reports (`extra_native_bytes`); part of the heap's total.
    pub fn extra_native_bytes(&self) -> Bytes {
        self.extra_native_bytes
    }

    /// Where the file was cut off, if it was: then nothing derived from it is exact.
    pub fn cut(&self) -> Option<&Cut> {
        self.cut.as_ref()
    }

    /// The pseudo-root that holds what a cut-off file has no holder for any more.
    pub fn lost_edges(&self) -> Option<Node> {
        let last = Node(self.node_count() as u32 - 1);
        self.cut.as_ref().filter(|cut| cut.unheld > 0).map(|_| last)
    }

    /// What was odd.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }
}

/// Counts codes of kinds. A function of its own for the reason of [`crate::ids::parts`].
#[inline(never)]
fn count(kinds: &[u8], counts: &mut [u64; Snapshot::KIND_CODES]) {
    for kind in kinds {
        counts[usize::from(kind & 63)] += 1;
    }
}
