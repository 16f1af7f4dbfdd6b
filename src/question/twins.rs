//! The references that V8 writes twice.
//!
//! A property that is not in the object itself, or an element, stands in the file as a reference of the object and as a slot
//! of the backing store that the object owns; for a program it is one reference. So who cuts the one cuts the other. A
//! backing store is an array or one of V8's tables with one owner, and its slot is the twin of the reference with the same
//! place among those between the two ends. In the table of a global object each value has a cell of its own, and the cell's
//! reference is the twin.

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

/// The value of a property of a global object is in one (`PropertyCell` in V8's `objects/property-cell.h`).
const CELL: &[u8] = b"system / PropertyCell";

/// The object that owns a backing store, or the one that owns the store a cell is in: the only one that keeps it alive.
pub fn owner(heap: &Heap, store: Node) -> Option<Node> {
    match is_cell(heap, store) {
        true => owner_of_store(heap, holder(heap, store)?),
        false => owner_of_store(heap, store),
    }
}

fn owner_of_store(heap: &Heap, store: Node) -> Option<Node> {
    let snapshot = heap.snapshot();
    let is_store = match snapshot.kind(store) {
        NodeKind::Array => true,
        NodeKind::Hidden | NodeKind::Native => TABLES.contains(&snapshot.strings().raw(snapshot.name(store))),
        _ => false,
    };
    let owner = holder(heap, store).filter(|_| is_store)?;
    (snapshot.kind(owner) != NodeKind::Synthetic && owner != store).then_some(owner)
}

fn is_cell(heap: &Heap, node: Node) -> bool {
    let snapshot = heap.snapshot();
    matches!(snapshot.kind(node), NodeKind::Hidden | NodeKind::Native)
        && snapshot.strings().raw(snapshot.name(node)) == CELL
}

/// The one object that keeps another alive, if there is but one.
fn holder(heap: &Heap, of: Node) -> Option<Node> {
    let mut holders = heap.graph().retainers(of).filter(|(_, essential)| *essential);
    let (first, _) = holders.next()?;
    holders.all(|(other, _)| other == first).then_some(first)
}

/// The twin of a reference and whose it is, if it has one.
pub fn twin(heap: &Heap, source: Node, edge: Edge) -> Option<(Node, Edge)> {
    let target = heap.snapshot().target(edge);
    if !heap.is_essential(edge) {
        return None;
    }
    let place = between(heap, source, target).position(|other| other == edge)?;
    let holders = || heap.graph().retainers(target).filter(|(_, essential)| *essential).map(|(node, _)| node);
    let of = |owner_wanted: Node| {
        holders().filter(move |node| *node != owner_wanted && owner(heap, *node) == Some(owner_wanted))
    };
    if let Some(store) = of(source).next() {
        if !is_cell(heap, store) {
            return between(heap, store, target).nth(place).map(|edge| (store, edge));
        }
        // Two properties with the same value have two cells.
        let cell = of(source).nth(place)?;
        return between(heap, cell, target).next().map(|edge| (cell, edge));
    }
    let other = owner(heap, source)?;
    let place = if is_cell(heap, source) { of(other).position(|cell| cell == source)? } else { place };
    between(heap, other, target).nth(place).map(|edge| (other, edge))
}

/// The references between two objects that keep the second alive, in file order.
fn between(heap: &Heap, from: Node, to: Node) -> impl Iterator<Item = Edge> + '_ {
    let snapshot = heap.snapshot();
    snapshot.edges(from).filter(move |edge| snapshot.target(*edge) == to && heap.is_essential(*edge))
}
