//! What is this object? (object panel)
//!
//! Takes an id; gives the row every list shows plus what only the panel shows, and the chain of its dominators.

use super::{EdgeKind, NodeKind, ObjectRow, Refusal, rows};
use crate::analysis::Heap;
use crate::ids::{Edge, Node, ObjectId};
use crate::snapshot::Label;
use serde::{Deserialize, Serialize};

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    pub of: ObjectId,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObjectFacts {
    pub object: ObjectRow,
    /// Number of outgoing references.
    pub edges: u64,
    /// Number of incoming references.
    pub retainers: u64,
    /// Where the constructor or function stands, zero-based, if the file says so.
    pub location: Option<Location>,
    /// From the root down to the immediate dominator. When the chain is longer than [`CHAIN_LIMIT`], the middle is
    /// left out: `chain_skipped` rows are missing after the first half.
    pub chain: Vec<ObjectRow>,
    pub chain_skipped: u64,
}

/// A place in a script; line and column are counted from 0, and missing where V8 did not know them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Location {
    pub script_id: u64,
    /// The script's name or URL, if the heap tells it.
    pub script: Option<String>,
    pub line: Option<u64>,
    pub column: Option<u64>,
}

/// Most dominators listed in one answer.
pub const CHAIN_LIMIT: usize = 40;

impl Facts {
    /// What the panel shows.
    pub fn answer(&self, heap: &Heap) -> Result<ObjectFacts, Refusal> {
        let node = rows::find(heap, self.of)?;
        let mut chain = rows::path(heap, node);
        chain.pop();
        let (chain, chain_skipped) = rows::ends(chain, CHAIN_LIMIT);
        Ok(ObjectFacts {
            object: rows::object(heap, node),
            edges: heap.snapshot().edges(node).len() as u64,
            retainers: heap.graph().retainer_count(node) as u64,
            location: location(heap, node),
            chain: chain.into_iter().map(|node| rows::object(heap, node)).collect(),
            chain_skipped,
        })
    }
}

/// The place of a function or constructor. The script's name stands at the script's node: the location has it since
/// V8 14.9; before, a function leads to it over its internal edges `shared` and `script`.
fn location(heap: &Heap, node: Node) -> Option<Location> {
    let snapshot = heap.snapshot();
    let place = snapshot.place(node)?;
    let follow = |from: Node, name: &str| {
        let mut edges = snapshot.edges(from).filter(|edge| snapshot.edge_kind(*edge) == EdgeKind::Internal);
        let named = |edge: &Edge| matches!(snapshot.label(*edge), Label::Name(text) if snapshot.text(text) == name);
        edges.find(named).map(|edge| snapshot.target(edge))
    };
    let script = match snapshot.kind(node) {
        _ if place.script.is_some() => place.script,
        NodeKind::Closure => follow(node, "shared").and_then(|shared| follow(shared, "script")),
        _ => None,
    };
    let name = script.map(|script| snapshot.strings().cut(snapshot.name(script), super::NAME_LIMIT));
    let script = name.map(|name| name.trim_start_matches("system / Script / ").to_owned());
    let script = script.filter(|name| !name.is_empty() && name != "system / Script");
    Some(Location { script_id: place.script_id, script, line: place.known_line(), column: place.known_column() })
}
