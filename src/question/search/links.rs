//! Which objects have, or are held under, a name.
//!
//! Takes names and the end of a reference that is meant; gives the objects at that end of the properties and captured
//! variables of such a name.

use super::share;
use crate::analysis::Heap;
use crate::ids::{Bits, Edge, Text, parts};
use crate::question::Work;
use crate::snapshot::{EdgeKind, Snapshot, Sought};
use std::ops::Range;

/// Which end of a reference is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Source,
    Target,
}

/// The objects at this end. `names`: rows of the string table.
pub async fn ends(heap: &Heap, names: &Bits, side: Side, work: &Work) -> Bits {
    let snapshot = heap.snapshot();
    let mut found = Bits::new(snapshot.node_count());
    let sought = Sought::new(names, snapshot.edges.names());
    for part in parts(snapshot.node_count()) {
        work.stride(0.4 + 0.3 * share(&part, snapshot.node_count())).await;
        note_ends(snapshot, &sought, part, side, &mut found);
    }
    found
}

/// Of the edges of these nodes.
#[inline(never)]
fn note_ends(snapshot: &Snapshot, sought: &Sought<'_>, nodes: Range<u32>, side: Side, found: &mut Bits) {
    let edges_of = |node: u32| snapshot.first_edge.range(node as usize);
    let edges = edges_of(nodes.start).start..edges_of(nodes.end - 1).end;
    let mut source = nodes.start;
    snapshot.edges.names().each(edges, sought, |edge| {
        let end = snapshot.edges.end(Edge(edge));
        if !matches!(end.kind(), EdgeKind::Property | EdgeKind::Context) {
            return;
        }
        if side == Side::Target {
            found.set(end.target().index());
            return;
        }
        // Edges come in order, but twice: those with a code, then those without.
        if edges_of(source).start > edge {
            source = nodes.start;
        }
        while edges_of(source).end <= edge {
            source += 1;
        }
        found.set(source as usize);
    });
}

/// The strings that are just this.
pub async fn exactly(heap: &Heap, name: &str, work: &Work) -> Bits {
    let strings = heap.snapshot().strings();
    let mut equal = Bits::new(strings.len());
    for part in parts(strings.len()) {
        work.stride(0.5).await;
        for text in part.map(Text) {
            let raw = strings.raw(text);
            let is_equal = raw == name.as_bytes() || memchr::memchr(b'\\', raw).is_some() && strings.get(text) == name;
            if is_equal {
                equal.set(text.index());
            }
        }
    }
    equal
}
