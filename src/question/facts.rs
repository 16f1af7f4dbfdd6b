//! What is this object? (object panel)
//!
//! Takes an id; gives the row every list shows plus what only the panel shows, and the chain of its dominators.

use super::contents::{self, Form};
use super::{NodeKind, ObjectRow, Refusal, code, rows};
use crate::analysis::Heap;
use crate::ids::{Node, ObjectId};
use crate::snapshot::Place;
use serde::{Deserialize, Serialize};

mod stack;
mod value;

pub use stack::{Allocation, Frame};
pub(super) use value::attribute;
pub use value::{Attribute, StringValue, TEXT_LIMIT};

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    pub of: ObjectId,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObjectFacts {
    pub object: ObjectRow,
    /// The key of its class.
    pub class: String,
    /// Number of outgoing references.
    pub edges: u64,
    /// Number of incoming references.
    pub retainers: u64,
    /// Where the constructor or function stands, zero-based, if the file says so.
    pub location: Option<Location>,
    /// The line of code at that place, if the file has it. Hostile text.
    pub code: Option<String>,
    /// What its [`Contents`](super::Contents) are.
    pub form: Form,
    /// The text of a string.
    pub text: Option<StringValue>,
    /// What V8 notes about it.
    pub attributes: Vec<Attribute>,
    /// Where it was made, if that was recorded.
    pub allocation: Option<Allocation>,
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
        let (location, code) = place(heap, node).unzip();
        Ok(ObjectFacts {
            object: rows::object(heap, node),
            class: heap.class(node).key(),
            edges: heap.snapshot().edges(node).len() as u64,
            retainers: heap.graph().retainer_count(node) as u64,
            location,
            code: code.flatten(),
            form: contents::form(heap, node),
            text: value::string(heap, node),
            attributes: value::attributes(heap, node),
            allocation: stack::allocation(heap, node),
            chain: chain.into_iter().map(|node| rows::object(heap, node)).collect(),
            chain_skipped,
        })
    }
}

/// The place of a function or constructor, and the line of code there if the file has it. The script's name stands at the
/// script's node: the location has it since V8 14.9; before, a function leads to it over its internal edges `shared` and
/// `script`.
pub(super) fn place(heap: &Heap, node: Node) -> Option<(Location, Option<String>)> {
    let snapshot = heap.snapshot();
    let place = snapshot.place(node)?;
    let own = (snapshot.kind(node) == NodeKind::Closure).then(|| script_of(heap, node)).flatten();
    let script = script_at(heap, place, own);
    let line = |script| code::line(heap, script, place.known_line()?, place.known_column());
    Some((located(place, script.and_then(|script| script_name(heap, script))), script.and_then(line)))
}

/// A place with its script's name.
pub(super) fn located(place: Place, script: Option<String>) -> Location {
    Location { script_id: place.script_id, script, line: place.known_line(), column: place.known_column() }
}

/// The node of a place's script.
fn script_at(heap: &Heap, place: Place, script: Option<Node>) -> Option<Node> {
    let of_function = || functions_of(heap, place.script_id).take(100).find_map(|function| script_of(heap, function));
    place.script.or(script).or_else(of_function)
}

/// The path or URL of the script in which an object's constructor or a function stands, if that very object tells.
pub(super) fn script_name_at(heap: &Heap, node: Node) -> Option<String> {
    let snapshot = heap.snapshot();
    let own = || (snapshot.kind(node) == NodeKind::Closure).then(|| script_of(heap, node)).flatten();
    snapshot.place(node)?.script.or_else(own).and_then(|script| script_name(heap, script))
}

/// The path or URL of a script's node. A script made at run time has none.
pub(super) fn script_name(heap: &Heap, script: Node) -> Option<String> {
    let snapshot = heap.snapshot();
    let name = snapshot.strings().cut(snapshot.name(script), super::NAME_LIMIT);
    let name = name.strip_prefix("system / Script / ").unwrap_or(&name);
    (snapshot.kind(script) == NodeKind::Code && !name.is_empty() && name != "system / Script").then(|| name.to_owned())
}

/// The node of the script in which a closure stands.
fn script_of(heap: &Heap, closure: Node) -> Option<Node> {
    script_of_shared(heap, rows::slot(heap, closure, "shared")?)
}

/// The node of the script of a shared function. Before V8 13 the slot was called `script_or_debug_info`.
pub(super) fn script_of_shared(heap: &Heap, shared: Node) -> Option<Node> {
    let script = ["script", "script_or_debug_info"].iter().find_map(|name| rows::slot(heap, shared, name))?;
    (heap.snapshot().kind(script) == NodeKind::Code).then_some(script)
}

/// The closures of a script.
fn functions_of(heap: &Heap, script_id: u64) -> impl Iterator<Item = Node> + '_ {
    let snapshot = heap.snapshot();
    let functions = snapshot.locations().iter().filter(move |(node, _)| snapshot.kind(*node) == NodeKind::Closure);
    functions.filter(move |(_, row)| snapshot.locations().place(*row).script_id == script_id).map(|(node, _)| node)
}
