//! A name for a file's content.
//!
//! Owns the fingerprint that a link carries so that it can ask for the right file. Takes the ids, sizes and edge counts
//! of all nodes; gives eight hex digits (FNV-1a, 64 bits, folded: it must tell files apart, not resist an attacker).

use crate::ids::{Node, parts};
use crate::snapshot::Snapshot;
use std::ops::Range;

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// Eight hex digits.
pub fn fingerprint(snapshot: &Snapshot) -> String {
    let mut hash = mix(OFFSET, snapshot.edge_count() as u64);
    for part in parts(snapshot.node_count()) {
        hash = nodes(snapshot, part, hash);
    }
    format!("{:08x}", (hash >> 32 ^ hash) as u32)
}

fn mix(hash: u64, value: u64) -> u64 {
    (hash ^ value).wrapping_mul(PRIME)
}

#[inline(never)]
fn nodes(snapshot: &Snapshot, part: Range<u32>, hash: u64) -> u64 {
    let ids = snapshot.ids.range(part.clone());
    part.map(Node).zip(ids).fold(hash, |hash, (node, id)| {
        let values = [id.0, snapshot.self_size(node), snapshot.edges(node).len() as u64];
        values.into_iter().fold(hash, mix)
    })
}
