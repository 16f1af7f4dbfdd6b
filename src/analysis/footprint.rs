//! How much memory a heap will take, before it is read.
//!
//! Owns the estimate. Takes what the header promises and the file's length; gives bytes, for a worker to compare with
//! what it may have. Memory is at its highest while dominators are looked for, or once all is there, and no step before or
//! behind takes more. Measured as WebAssembly: 1.00 GB for 14.6 million nodes and 44.9 million edges in a file of 1.18 GB,
//! for which this says 1.21 GB; the rest is for heaps less kind (more objects with several holders, longer lists).

use crate::ids::Bytes;

/// Columns of the file and of what is derived, and what the search for dominators needs for a while.
const NODE: u64 = 42;

/// Both directions of a reference, its kind and its name.
const EDGE: u64 = 10;

/// What a node costs without any reference.
const LONE_NODE: u64 = 43;

/// What the rows of a node and of an edge take in the file: the rest are strings, which are kept as they are.
const NODE_ROW: u64 = 25;
const EDGE_ROW: u64 = 15;

/// The most an open heap of so many nodes and edges takes, from a file of so many bytes; without references if `light`.
pub fn footprint(nodes: u64, edges: u64, file: Bytes, light: bool) -> Bytes {
    let rows = NODE_ROW.saturating_mul(nodes).saturating_add(EDGE_ROW.saturating_mul(edges));
    let strings = file.saturating_sub(rows);
    let heap = match light {
        false => NODE.saturating_mul(nodes).saturating_add(EDGE.saturating_mul(edges)),
        true => LONE_NODE.saturating_mul(nodes),
    };
    heap.saturating_add(strings)
}
