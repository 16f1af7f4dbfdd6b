//! The value of an object: the text of a string, and what V8 notes about an object.
//!
//! Takes a node; gives texts cut to [`TEXT_LIMIT`] characters. Attributes are V8's metadata nodes (since 14.9): numbers called
//! `int` or `bool` and texts without a size, which stand for a number, a truth value or a word and are no objects of the program.

use crate::analysis::Heap;
use crate::ids::{Edge, Node, Text};
use crate::question::{EdgeKind, EdgeName, NAME_LIMIT, NodeKind, rows};
use crate::snapshot::Label;
use serde::{Deserialize, Serialize};

/// The text of a string.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StringValue {
    /// Hostile text.
    pub text: String,
    /// Whether that is all of it.
    pub is_whole: bool,
    /// Of a slice V8 does not say where it begins: the text is that of the string it is a part of.
    pub is_of_parent: bool,
}

/// What V8 notes about an object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribute {
    pub name: EdgeName,
    /// Hostile text.
    pub value: String,
}

/// A text longer than this is cut on the wire.
pub const TEXT_LIMIT: usize = 4000;
/// Most attributes of an object.
const ATTRIBUTES: usize = 40;

/// The text, if it is a string.
pub fn string(heap: &Heap, node: Node) -> Option<StringValue> {
    let snapshot = heap.snapshot();
    let kind = snapshot.kind(node);
    if !kind.is_string() || !snapshot.strings().has(snapshot.name(node)) {
        return None;
    }
    // A slice of a slice does not exist in V8; a forged one ends here.
    let parent = (kind == NodeKind::SlicedString).then(|| rows::slot(heap, node, "parent")).flatten();
    let whole = parent.unwrap_or(node);
    let (text, is_whole) = rows::text(heap, whole, TEXT_LIMIT);
    Some(StringValue { text, is_whole, is_of_parent: parent.is_some() })
}

/// What V8 notes about an object.
pub fn attributes(heap: &Heap, node: Node) -> Vec<Attribute> {
    let edges = heap.snapshot().edges(node).take(256);
    let attribute = |edge| {
        let (name, value) = attribute(heap, edge)?;
        let name = EdgeName::Name(heap.snapshot().strings().cut(name, NAME_LIMIT));
        Some(Attribute { name, value: rows::object_name(heap, value) })
    };
    edges.filter_map(attribute).take(ATTRIBUTES).collect()
}

/// Name and value of the attribute a reference stands for, if it is none to an object. Slots that are numbered are parts of
/// a table.
pub fn attribute(heap: &Heap, edge: Edge) -> Option<(Text, Node)> {
    let snapshot = heap.snapshot();
    let Label::Name(name) = snapshot.label(edge) else { return None };
    let target = snapshot.target(edge);
    let is_slot = snapshot.edge_kind(edge) == EdgeKind::Internal && snapshot.self_size(target) == 0;
    if !is_slot || snapshot.strings().raw(name).first().is_none_or(u8::is_ascii_digit) {
        return None;
    }
    match snapshot.kind(target) {
        NodeKind::Number => rows::slot(heap, target, "value").map(|value| (name, value)),
        NodeKind::String => Some((name, target)),
        _ => None,
    }
}
