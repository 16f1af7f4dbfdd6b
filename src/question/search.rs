//! Which object did you mean? (search)
//!
//! Takes what the user typed: `@123` is an id and finds that object alone; anything else is looked for in the names of
//! all objects (constructor, function, string text), ignoring ASCII case, and finds also what is held under just that
//! name as a property or captured variable, so that a keyword of the report leads to its object. Gives matches by
//! retained size, largest first.

use super::{EdgeKind, ObjectRow, Page, Refusal, Rows, rows};
use crate::analysis::Heap;
use crate::graph::Bits;
use crate::ids::{Edge, Node, ObjectId, Text};
use crate::snapshot::Label;
use serde::{Deserialize, Serialize};

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Search {
    pub text: String,
    pub page: Page,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Found {
    /// The text was an id and the heap has it.
    Object(ObjectRow),
    /// The text was an id and the heap does not have it.
    NoSuchId,
    /// Objects whose name or class contains the text, or that are held under it; maybe none.
    Names(Rows<ObjectRow>),
}

impl Search {
    /// The object with this id, or the objects with this in their name or class.
    pub fn answer(&self, heap: &Heap) -> Result<Found, Refusal> {
        let text = self.text.trim();
        if let Some(Ok(id)) = text.strip_prefix('@').map(str::parse) {
            let found = heap.find(ObjectId(id)).map(|node| Found::Object(rows::object(heap, node)));
            return Ok(found.unwrap_or(Found::NoSuchId));
        }
        let needle = Needle::new(text);
        if needle.0.is_empty() {
            return Ok(Found::Names(Rows { rows: Vec::new(), total: 0, offset: self.page.offset }));
        }
        let snapshot = heap.snapshot();
        let names: Vec<Match> = (0..snapshot.strings().len() as u32)
            .map(|row| {
                let raw = snapshot.strings().raw(Text(row));
                // Only a string with an escape differs from its raw bytes.
                match memchr::memchr(b'\\', raw) {
                    None => needle.compare(raw),
                    Some(_) => needle.compare(snapshot.text(Text(row)).as_bytes()),
                }
            })
            .collect();
        let classes: Vec<Match> =
            heap.classes().iter().map(|(_, class)| needle.compare(class.name.as_bytes())).collect();
        let held = held_under(heap, &names);
        let matches = |node: &Node| {
            names.get(snapshot.name(*node).index()).is_some_and(|name| *name != Match::No)
                || classes[heap.classes().of(*node).index()] != Match::No
                || held.get(node.index())
        };
        let (page, total) = rows::largest(heap, snapshot.nodes().filter(matches), self.page);
        let rows = page.into_iter().map(|node| rows::object(heap, node)).collect();
        Ok(Found::Names(Rows { rows, total: total as u64, offset: self.page.offset }))
    }
}

/// Objects that somebody refers to by a property or variable of exactly this name.
fn held_under(heap: &Heap, names: &[Match]) -> Bits {
    let snapshot = heap.snapshot();
    let mut held = Bits::new(snapshot.node_count());
    if !names.contains(&Match::Equal) {
        return held;
    }
    for edge in (0..snapshot.edge_count() as u32).map(Edge) {
        if let EdgeKind::Property | EdgeKind::Context = snapshot.edge_kind(edge)
            && let Label::Name(text) = snapshot.label(edge)
            && names.get(text.index()) == Some(&Match::Equal)
        {
            held.set(snapshot.target(edge).index());
        }
    }
    held
}

/// How a name compares with what is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Match {
    No,
    Part,
    Equal,
}

/// What to look for, in ASCII lower case.
struct Needle(Vec<u8>);

impl Needle {
    fn new(text: &str) -> Self {
        Self(text.to_ascii_lowercase().into_bytes())
    }

    fn compare(&self, text: &[u8]) -> Match {
        match self.is_in(text) {
            true if text.len() == self.0.len() => Match::Equal,
            true => Match::Part,
            false => Match::No,
        }
    }

    fn is_in(&self, text: &[u8]) -> bool {
        let Some(&first) = self.0.first() else { return true };
        let upper = first.to_ascii_uppercase();
        memchr::memchr2_iter(first, upper, text)
            .any(|at| text.get(at..at + self.0.len()).is_some_and(|part| part.eq_ignore_ascii_case(&self.0)))
    }
}
