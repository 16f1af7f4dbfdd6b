//! What part a node plays in the search for suspects.
//!
//! Owns the line between the program's own objects and the engine's furniture: synthetic roots, global objects and module
//! records, through which everything is reached and which nobody would call a leak, and the parts of which V8 builds an
//! object. Names are V8's and Node's own; each rule says whose.

pub use super::super::rows::{property, slot};
use super::super::{EdgeKind, NodeKind, rows};
use crate::analysis::Heap;
use crate::ids::{Bits, Node};

/// What a node is to the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A way to everything: a root, a global object, a module record.
    Hub,
    /// A part of the object above it, such as an array's elements; a hub where no object is above.
    Part,
    /// A context: the captured variables of a scope.
    Scope,
    /// Something a developer made.
    Object,
}

/// Tells roles; knows the heap's global objects.
pub struct Furniture<'a> {
    heap: &'a Heap,
    globals: Bits,
}

impl<'a> Furniture<'a> {
    /// Finds the global objects: what the root names with its shortcuts are their proxies.
    pub fn new(heap: &'a Heap) -> Self {
        let snapshot = heap.snapshot();
        let mut globals = Bits::new(snapshot.node_count());
        for edge in snapshot.edges(snapshot.root()) {
            if snapshot.edge_kind(edge) == EdgeKind::Shortcut {
                globals.set(snapshot.target(edge).index());
            }
        }
        Self { heap, globals }
    }

    /// The part the node plays.
    #[inline(never)]
    pub fn role(&self, node: Node) -> Role {
        match self.heap.snapshot().kind(node) {
            NodeKind::Synthetic => Role::Hub,
            NodeKind::Array | NodeKind::Hidden | NodeKind::ObjectShape | NodeKind::Code => Role::Part,
            NodeKind::Object | NodeKind::Native if self.is_global(node) => Role::Hub,
            NodeKind::Object if is_context(self.heap, node) => Role::Scope,
            NodeKind::Object | NodeKind::Native if rows::is_system(self.heap, node) => Role::Part,
            NodeKind::Native if is_container(self.heap, node) => Role::Part,
            // The bytes of an ArrayBuffer, which is what a developer knows.
            NodeKind::Native if named(self.heap, node, b"system / JSArrayBufferData") => Role::Part,
            NodeKind::Object if is_module(self.heap, node) => Role::Hub,
            _ => Role::Object,
        }
    }

    /// A global object or its proxy. It is called `global` (Node), `Window` …, since V8 14.6 `X (global)`, since 14.9
    /// `X [JSGlobalObject]`.
    pub fn is_global(&self, node: Node) -> bool {
        if self.globals.get(node.index()) {
            return true;
        }
        let raw = self.heap.snapshot().strings().raw(self.heap.snapshot().name(node));
        let within = |word: &[u8]| memchr::memmem::find(&raw[..raw.len().min(240)], word).is_some();
        matches!(raw, b"global" | b"globalThis" | b"Window")
            || raw.starts_with(b"Window / ")
            || (raw.last() == Some(&b')') && within(b"(global"))
            || within(b"[JSGlobal")
    }
}

/// Blink's vectors and hash tables with their backing stores, which stand between an object and what it has.
fn is_container(heap: &Heap, node: Node) -> bool {
    let raw = heap.snapshot().strings().raw(heap.snapshot().name(node));
    let containers: [&[u8]; 4] =
        [b"blink::HeapVector", b"blink::BasicHeapVector", b"blink::HeapHash", b"blink::BasicHeapHash"];
    containers.iter().any(|name| raw.starts_with(name))
}

/// Whether the node's name is this.
// Not inlined here and below: each is called from dozens of places, and none is hot.
#[inline(never)]
pub fn named(heap: &Heap, node: Node, name: &[u8]) -> bool {
    heap.snapshot().strings().raw(heap.snapshot().name(node)) == name
}

/// A function's captured variables: `system / Context`, since V8 14.9 `system / Context / scope @…`.
#[inline(never)]
pub fn is_context(heap: &Heap, node: Node) -> bool {
    let raw = heap.snapshot().strings().raw(heap.snapshot().name(node));
    heap.snapshot().kind(node) == NodeKind::Object
        && (raw == b"system / Context" || raw.starts_with(b"system / Context /"))
}

/// A record of Node's CommonJS loader (`lib/internal/modules/cjs/loader.js`): class `Module` with a file name and exports.
#[inline(never)]
pub fn is_module(heap: &Heap, node: Node) -> bool {
    named(heap, node, b"Module")
        && heap.snapshot().kind(node) == NodeKind::Object
        && property(heap, node, "exports").is_some()
        && property(heap, node, "filename").is_some()
}
