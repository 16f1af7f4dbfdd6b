//! Which edges keep their target alive, by definition (`isEssentialEdge`).

use super::flood;
use crate::plain::{PlainEdge, PlainHeap};

/// One truth value per edge.
pub fn essential(heap: &PlainHeap) -> Vec<bool> {
    let page = page_objects(heap);
    heap.edges
        .iter()
        .map(|edge| {
            let table_holds_value =
                edge.is("internal") && ephemeron(edge).is_some_and(|pair| pair.table == heap.nodes[edge.from].id);
            let convenience = edge.is("shortcut") && edge.from != 0;
            let into_the_page = edge.from != 0 && page[edge.to] && !page[edge.from];
            !table_holds_value && !edge.is("weak") && edge.from != edge.to && !convenience && !into_the_page
        })
        .collect()
}

/// `markPageOwnedNodes`: what can be reached from the root's shortcuts and from its DOM trees without weak edges.
fn page_objects(heap: &PlainHeap) -> Vec<bool> {
    let seeds: Vec<usize> = heap
        .edges
        .iter()
        .filter(|edge| edge.from == 0)
        .filter(|edge| edge.is("shortcut") || (edge.is("element") && is_document_trees(heap, edge.to)))
        .map(|edge| edge.to)
        .collect();
    flood(heap, seeds, |edge| !heap.edges[edge].is("weak"))
}

/// The synthetic parent of DOM trees.
fn is_document_trees(heap: &PlainHeap, node: usize) -> bool {
    heap.nodes[node].is("synthetic") && &*heap.nodes[node].name == "(Document DOM trees)"
}

/// `isUserRoot`, for a node the root has an edge to.
pub fn is_user_root(heap: &PlainHeap, node: usize) -> bool {
    !heap.nodes[node].is("synthetic") || is_document_trees(heap, node)
}

/// One half of a WeakMap entry.
pub struct Ephemeron<'a> {
    /// The text after the slot number: both halves have the same.
    pub pair: &'a str,
    /// Id of the table.
    pub table: u64,
}

/// Reads `N / part of key (K @1) -> value (V @2) pair in WeakMap (table @3)`.
pub fn ephemeron(edge: &PlainEdge) -> Option<Ephemeron<'_>> {
    let name = edge.name()?;
    let pair = name.trim_start_matches(|c: char| c.is_ascii_digit());
    if pair.len() == name.len() {
        return None;
    }
    let inner = pair.strip_prefix(" / part of key (")?.strip_suffix(')')?;
    let (entry, table) = inner.rsplit_once(" pair in WeakMap (table @")?;
    let closed = entry.strip_suffix(')')?;
    let names = closed
        .match_indices(") -> value (")
        .any(|(at, joint)| ends_with_id(&closed[..at]) && ends_with_id(&closed[at + joint.len()..]));
    let line = !closed.contains(['\n', '\r', '\u{2028}', '\u{2029}']);
    let table = Some(table).filter(|table| all_digits(table))?.parse().ok()?;
    (names && line).then_some(Ephemeron { pair, table })
}

fn ends_with_id(text: &str) -> bool {
    text.rsplit_once(" @").is_some_and(|(_, id)| all_digits(id))
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
