//! What lies there? The objects that piled up below an accumulation point.
//!
//! Takes a candidate; gives how many objects, how many bytes, which class most of them have, and a few of them to look at
//! closely. An object's own parts are not what piled up in it: they are looked through.

use super::super::rows;
use super::furniture::{Furniture, Role, named};
use super::suspects::{Candidate, Form};
use crate::analysis::Heap;
use crate::ids::{Bytes, ClassId, Node};
use crate::snapshot::{NodeKind, StringTable};
use serde::{Deserialize, Serialize};

/// What piled up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pile {
    /// How many objects, and the bytes they hold together.
    pub count: u64,
    pub bytes: Bytes,
    /// The class with most bytes.
    pub class: Option<PiledClass>,
    /// The objects hold one another in turn; `count` is the number of links.
    pub is_chain: bool,
}

/// The class that most of a pile has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PiledClass {
    pub class: String,
    pub count: u64,
    pub bytes: Bytes,
    /// For functions, the name if they all have one name.
    pub function: Option<String>,
}

/// A pile with what only the report's own rules need.
pub struct Piled {
    pub pile: Pile,
    /// Some objects of the main class, in file order.
    pub samples: Vec<Node>,
    /// Part of the pile that is of the main class, by number.
    pub alike: f64,
}

/// Most objects looked at closely.
pub const SAMPLES: usize = 400;

/// What piled up at a candidate.
pub fn pile(heap: &Heap, furniture: &Furniture, candidate: &Candidate) -> Piled {
    match &candidate.form {
        Form::Pile => below(heap, furniture, candidate),
        Form::Chain { links, .. } => {
            let class = class(heap, heap.classes().of(candidate.store), *links, candidate.bytes, &[candidate.store]);
            let pile = Pile { count: *links, bytes: candidate.bytes, class: Some(class), is_chain: true };
            Piled { pile, samples: vec![candidate.store], alike: 1.0 }
        }
        Form::Group { members, count } => {
            let of = heap.classes().of(candidate.point);
            let class = class(heap, of, *count, candidate.bytes, members);
            let pile = Pile { count: *count, bytes: candidate.bytes, class: Some(class), is_chain: false };
            Piled { pile, samples: spread(members), alike: 1.0 }
        }
    }
}

/// What lies below a node, parts looked through.
fn below(heap: &Heap, furniture: &Furniture, candidate: &Candidate) -> Piled {
    let Candidate { store, apart, .. } = candidate;
    let is_apart = |node: &Node| !apart.is_empty() && apart.contains(node);
    let mut sums: Vec<(u64, Bytes)> = vec![(0, 0); heap.classes().len()];
    let (mut count, mut bytes) = (0, 0u64);
    each(heap, furniture, *store, |node| {
        if is_apart(&node) {
            return;
        }
        count += 1;
        bytes = bytes.saturating_add(heap.retained(node));
        let sum = &mut sums[heap.classes().of(node).index()];
        sum.0 += 1;
        sum.1 = sum.1.saturating_add(heap.retained(node));
    });
    let sums: Vec<(ClassId, (u64, Bytes))> =
        (0..).map(ClassId).zip(sums).filter(|(_, (count, _))| *count > 0).collect();
    // Keys count with what they lead to: beside objects all strings, beside strings the most frequent objects.
    let is_text = |class: ClassId| {
        heap.classes().get(class).name == "(string)" || heap.classes().get(class).name == "(concatenated string)"
    };
    let texts: u64 = sums.iter().filter(|(class, _)| is_text(*class)).map(|(_, (count, _))| count).sum();
    let objects = sums.iter().filter(|(class, _)| !is_text(*class)).map(|(_, (count, _))| *count).max().unwrap_or(0);
    // Where keys and values hold about as much, the values say what it is.
    let bytes_of =
        |text: bool| sums.iter().filter(|(class, _)| is_text(*class) == text).map(|(_, (_, bytes))| *bytes).max();
    let values = objects * 10 >= texts * 9 && bytes_of(false) >= bytes_of(true).map(|bytes| bytes / 2);
    let sums = sums.into_iter().filter(|(class, _)| !values || objects == 0 || !is_text(*class));
    let main = sums.max_by_key(|(class, (_, bytes))| (*bytes, std::cmp::Reverse(*class)));
    let Some((of, (main_count, main_bytes))) = main else {
        return Piled { pile: Pile { count, bytes, class: None, is_chain: false }, samples: Vec::new(), alike: 0.0 };
    };
    let beside = if is_text(of) { objects + texts - main_count } else { texts };
    let mut members = Vec::new();
    each(heap, furniture, *store, |node| {
        if heap.classes().of(node) == of && !is_apart(&node) {
            members.push(node);
        }
    });
    let class = class(heap, of, main_count, main_bytes, &members);
    let alike = (main_count + beside) as f64 / count as f64;
    Piled { pile: Pile { count, bytes, class: Some(class), is_chain: false }, samples: spread(&members), alike }
}

/// Calls for each object that the node holds directly or over its own parts.
pub fn each(heap: &Heap, furniture: &Furniture, store: Node, mut call: impl FnMut(Node)) {
    let mut parts = vec![store];
    while let Some(part) = parts.pop() {
        for child in heap.dominators().children(part).iter().copied() {
            match furniture.role(child) {
                // A list of a million parts is no object's own.
                Role::Part if is_store(heap, child) && parts.len() < 1000 => parts.push(child),
                Role::Part if is_furniture(heap, child) => {}
                _ => call(child),
            }
        }
    }
}

/// Parts in which objects lie: arrays of elements, properties and entries.
fn is_store(heap: &Heap, node: Node) -> bool {
    matches!(heap.snapshot().kind(node), NodeKind::Array)
        || named(heap, node, b"system / PropertyArray")
        || named(heap, node, b"system / PropertyCell")
        || named(heap, node, b"system / Cell")
}

/// Parts that nobody would count as piled up: shapes, code.
fn is_furniture(heap: &Heap, node: Node) -> bool {
    !matches!(heap.snapshot().kind(node), NodeKind::Native) || rows::is_system(heap, node)
}

fn class(heap: &Heap, of: ClassId, count: u64, bytes: Bytes, members: &[Node]) -> PiledClass {
    let class = rows::cut(heap.classes().get(of).name.clone());
    PiledClass { class, count, bytes, function: function_name(heap, members) }
}

/// The name of closures, if it is the same for all: a listener added again and again.
fn function_name(heap: &Heap, members: &[Node]) -> Option<String> {
    let snapshot = heap.snapshot();
    let first = members.first().filter(|node| snapshot.kind(**node) == NodeKind::Closure)?;
    let name = snapshot.name(*first);
    if members.iter().any(|node| snapshot.name(*node) != name) {
        return None;
    }
    Some(rows::object_name(heap, *first)).filter(|name| !name.is_empty() && name != StringTable::NAME_LOST)
}

/// At most [`SAMPLES`] of many, evenly from all of them.
fn spread(members: &[Node]) -> Vec<Node> {
    let step = members.len().div_ceil(SAMPLES).max(1);
    members.iter().copied().step_by(step).collect()
}
