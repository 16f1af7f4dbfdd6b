//! A name for a file's content.
//!
//! Owns the fingerprint that a link carries so that it can ask for the right file. Takes the ids, sizes and edge counts
//! of all nodes; gives eight hex digits (FNV-1a, 64 bits, folded: it must tell files apart, not resist an attacker).

use crate::snapshot::Snapshot;

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// Eight hex digits.
pub fn fingerprint(snapshot: &Snapshot) -> String {
    let mut hash = OFFSET;
    let mut mix = |value: u64| hash = (hash ^ value).wrapping_mul(PRIME);
    mix(snapshot.edge_count() as u64);
    for node in snapshot.nodes() {
        mix(snapshot.id(node).0);
        mix(snapshot.self_size(node));
        mix(snapshot.edges(node).len() as u64);
    }
    format!("{:08x}", (hash >> 32 ^ hash) as u32)
}
