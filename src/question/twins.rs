//! The references that V8 writes twice.
//!
//! A property that is not in the object itself, or an element, stands in the file as a reference of the object and as a slot
//! of the backing store that the object owns; for a program it is one reference. So who cuts the one cuts the other. A
//! backing store is an array or one of V8's tables with one owner, and its slot is the twin of the reference with the same
//! place among those between the two ends.

use crate::analysis::Heap;
use crate::ids::{Edge, Node};
use crate::snapshot::NodeKind;

/// V8's tables that are no arrays by kind.
const TABLES: [&[u8]; 7] = [
    b"system / PropertyArray",
    b"system / NameDictionary",
    b"system / NumberDictionary",
    b"system / GlobalDictionary",
    b"system / SwissNameDictionary",
    b"system / OrderedHashMap",
    b"system / OrderedHashSet",
];

/// The object that owns a backing store: the only one that keeps it alive.
pub fn owner(heap: &Heap, store: Node) -> Option<Node> {
    let snapshot = heap.snapshot();
    let is_store = match snapshot.kind(store) {
        NodeKind::Array => true,
        NodeKind::Hidden | NodeKind::Native => TABLES.contains(&snapshot.strings().raw(snapshot.name(store))),
        _ => false,
    };
    let mut holders = heap.graph().retainers(store).filter(|(_, essential)| is_store && *essential);
    let (owner, _) = holders.next()?;
    let is_object = snapshot.kind(owner) != NodeKind::Synthetic && owner != store;
    (is_object && holders.all(|(other, _)| other == owner)).then_some(owner)
}

/// The twin of a reference and whose it is, if it has one.
pub fn twin(heap: &Heap, source: Node, edge: Edge) -> Option<(Node, Edge)> {
    let target = heap.snapshot().target(edge);
    if !heap.is_essential(edge) {
        return None;
    }
    let place = between(heap, source, target).position(|other| other == edge)?;
    let mut holders = heap.graph().retainers(target).filter(|(_, essential)| *essential).map(|(node, _)| node);
    let store = holders.find(|node| *node != source && owner(heap, *node) == Some(source));
    let other = store.or_else(|| owner(heap, source))?;
    between(heap, other, target).nth(place).map(|edge| (other, edge))
}

/// The references between two objects that keep the second alive, in file order.
fn between(heap: &Heap, from: Node, to: Node) -> impl Iterator<Item = Edge> + '_ {
    let snapshot = heap.snapshot();
    snapshot.edges(from).filter(move |edge| snapshot.target(*edge) == to && heap.is_essential(*edge))
}
