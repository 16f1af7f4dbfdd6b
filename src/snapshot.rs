//! The decoded file: frozen columns, what the file says, nothing derived.

use serde::{Deserialize, Serialize};

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
    /// A type this reader does not know; its name or number is in the snapshot's meta.
    Other,
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
