//! The decoded file: frozen columns, what the file says, nothing derived.
//!
//! Owns every fact of a `.heapsnapshot` in columns indexed by [`Node`] and [`Edge`]. Comes from `parse`, which has
//! checked every reference: targets are nodes of this heap, the edges of a node are `edges(node)`, names may be missing
//! from the string table (counted in `warnings`) and then read as a visible stand-in. Format: V8's
//! `HeapSnapshotJSONSerializer` (src/profiler/heap-snapshot-generator.cc).

use crate::ids::{Bytes, Edge, Node, NodeMap, ObjectId, Text};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

mod columns;
mod damage;
mod sizes;
mod strings;

pub use columns::Locations;
pub(crate) use columns::{Ids, Labels};
pub use damage::{Cut, Lost, Warning};
pub use sizes::Sizes;
pub use strings::StringTable;

/// What kind of heap object a node is, resolved by name from the file's `meta.node_types`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum NodeKind {
    Hidden,
    Array,
    String,
    Object,
    Code,
    Closure,
    Regexp,
    Number,
    Native,
    Synthetic,
    ConcatenatedString,
    SlicedString,
    Symbol,
    Bigint,
    ObjectShape,
    WasmObject,
    /// A type this reader does not know.
    Other,
}

impl NodeKind {
    const ALL: [NodeKind; 17] = [
        NodeKind::Hidden,
        NodeKind::Array,
        NodeKind::String,
        NodeKind::Object,
        NodeKind::Code,
        NodeKind::Closure,
        NodeKind::Regexp,
        NodeKind::Number,
        NodeKind::Native,
        NodeKind::Synthetic,
        NodeKind::ConcatenatedString,
        NodeKind::SlicedString,
        NodeKind::Symbol,
        NodeKind::Bigint,
        NodeKind::ObjectShape,
        NodeKind::WasmObject,
        NodeKind::Other,
    ];

    /// Flat, concatenated and sliced strings.
    pub fn is_string(self) -> bool {
        matches!(self, NodeKind::String | NodeKind::ConcatenatedString | NodeKind::SlicedString)
    }

    /// V8's own word, used in class names such as `(sliced string)`.
    pub fn name(self) -> &'static str {
        match self {
            NodeKind::Hidden => "hidden",
            NodeKind::Array => "array",
            NodeKind::String => "string",
            NodeKind::Object => "object",
            NodeKind::Code => "code",
            NodeKind::Closure => "closure",
            NodeKind::Regexp => "regexp",
            NodeKind::Number => "number",
            NodeKind::Native => "native",
            NodeKind::Synthetic => "synthetic",
            NodeKind::ConcatenatedString => "concatenated string",
            NodeKind::SlicedString => "sliced string",
            NodeKind::Symbol => "symbol",
            NodeKind::Bigint => "bigint",
            NodeKind::ObjectShape => "object shape",
            NodeKind::WasmObject => "wasm object",
            NodeKind::Other => "other",
        }
    }
}

/// What kind of reference an edge is, resolved by name from the file's `meta.edge_types`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum EdgeKind {
    /// A variable captured by a closure's context.
    Context,
    /// An array-like index.
    Element,
    /// A JavaScript property.
    Property,
    /// A slot of V8's own structure, by name.
    Internal,
    /// A slot of V8's own structure, by number.
    Hidden,
    /// A convenience reference, no slot: keeps nothing alive.
    Shortcut,
    /// A weak slot: keeps nothing alive.
    Weak,
    /// A type this reader does not know; treated as a numbered strong slot.
    Other,
}

impl EdgeKind {
    const ALL: [EdgeKind; 8] = [
        EdgeKind::Context,
        EdgeKind::Element,
        EdgeKind::Property,
        EdgeKind::Internal,
        EdgeKind::Hidden,
        EdgeKind::Shortcut,
        EdgeKind::Weak,
        EdgeKind::Other,
    ];

    /// Whether `name_or_index` is a string; otherwise it is a plain number and must never index the strings.
    pub fn is_named(self) -> bool {
        !matches!(self, EdgeKind::Element | EdgeKind::Hidden | EdgeKind::Other)
    }
}

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

/// A place in a script, zero-based.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    pub script_id: u64,
    pub line: u64,
    pub column: u64,
    /// The node of the script, in files of V8 14.9 and newer.
    pub script: Option<Node>,
}

/// A heap as its file tells it.
#[derive(Debug)]
pub struct Snapshot {
    pub(crate) root: Node,
    /// Whether the file has the column `detachedness`.
    pub(crate) has_detachedness: bool,
    /// Low six bits the kind, high two the detachedness.
    pub(crate) kinds: NodeMap<u8>,
    pub(crate) names: NodeMap<Text>,
    pub(crate) ids: Ids,
    pub(crate) sizes: Sizes,
    /// Where each node's edges begin; one more row than nodes.
    pub(crate) first_edge: Vec<u32>,
    pub(crate) labels: Labels,
    pub(crate) targets: Vec<Node>,
    pub(crate) strings: StringTable,
    pub(crate) locations: Locations,
    pub(crate) extra_native_bytes: Bytes,
    pub(crate) warnings: Vec<Warning>,
    pub(crate) cut: Option<Cut>,
}

impl Snapshot {
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
        self.targets.len()
    }

    /// All nodes in file order.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = Node> + use<> {
        (0..self.node_count() as u32).map(Node)
    }

    /// What kind of object it is.
    #[inline]
    pub fn kind(&self, node: Node) -> NodeKind {
        NodeKind::ALL[usize::from(self.kinds[node] & 63).min(NodeKind::ALL.len() - 1)]
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
        (self.first_edge[node.index()]..self.first_edge[node.index() + 1]).map(Edge)
    }

    /// Where a reference points.
    #[inline]
    pub fn target(&self, edge: Edge) -> Node {
        self.targets[edge.index()]
    }

    /// What kind of reference it is.
    #[inline]
    pub fn edge_kind(&self, edge: Edge) -> EdgeKind {
        self.labels.kind(edge)
    }

    /// Its name or index.
    #[inline]
    pub fn label(&self, edge: Edge) -> Label {
        self.labels.get(edge)
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
