//! What the steps of a way cost.
//!
//! Owns the numbers by which a developer's own references are preferred to the engine's ways to the same object.

use super::super::furniture::is_context;
use super::super::source::is_top;
use crate::analysis::Heap;
use crate::ids::{Edge, Node};
use crate::question::{EdgeKind, NodeKind, rows};
use crate::snapshot::Label;

/// What one reference costs. Sizes of the steps: a developer's own reference 10, the engine's way to the same object 14
/// to 25, what exists only for speed 80.
pub fn step_cost(heap: &Heap, source: Node, edge: Option<Edge>) -> u32 {
    let snapshot = heap.snapshot();
    let Some(edge) = edge else { return 14 };
    let name = match snapshot.label(edge) {
        Label::Name(text) => snapshot.text(text),
        Label::Index(_) => "".into(),
    };
    let by_edge = match (snapshot.edge_kind(edge), &*name) {
        // Every object has one; whoever holds the prototype holds nothing of the object's.
        (EdgeKind::Property, "__proto__" | "constructor" | "prototype") => 60,
        (EdgeKind::Property, name) if name.starts_with("<symbol") => 12,
        (EdgeKind::Property | EdgeKind::Context | EdgeKind::Element, _) => 10,
        (EdgeKind::Internal, "context" | "bound_function" | "bound_target_function" | "bound_this") => 12,
        (EdgeKind::Internal, "elements" | "properties" | "table" | "hash_table") => 13,
        (EdgeKind::Internal, "previous") => 18,
        (EdgeKind::Internal, name) if name.bytes().all(|byte| byte.is_ascii_digit()) => 14,
        (EdgeKind::Internal, "feedback_cell" | "feedback_vector" | "shared" | "code" | "map" | "scope_info") => 80,
        (EdgeKind::Internal, _) => 20,
        (EdgeKind::Shortcut, _) => 10,
        (EdgeKind::Hidden, _) => 22,
        (EdgeKind::Weak | EdgeKind::Other, _) => 40,
    };
    let by_source = match snapshot.kind(source) {
        NodeKind::Code | NodeKind::ObjectShape => 80,
        NodeKind::Synthetic => match rows::object_name(heap, source).as_str() {
            // What a running function or the debugger happens to have in hand.
            "(Stack roots)" | "(Handle scope)" | "(Micro tasks)" => 120,
            _ => 40,
        },
        _ => 0,
    };
    by_edge.max(by_source)
}

/// What it costs to begin there. Others' scopes often have an import of the object; the module that exports it owns it.
pub fn arrival_cost(heap: &Heap, source: Node) -> u32 {
    if is_context(heap, source) && is_top(heap, source) { 6 } else { 0 }
}
