//! What is in this object, as its program sees it? (object panel)
//!
//! Takes an object, which part of it, and a page; gives the entries of a Map or WeakMap, the values of a Set, the captured
//! variables of a function, then the references a program wrote itself; or, as the other part, what V8 keeps beside them. Each
//! reference of the object is in one of the two, but for V8's notes about it, which [`Facts`](super::Facts) has as attributes.
//! Small numbers, `true`, `false`, `null` and `undefined` are not in the file of most versions: a value or key that is not
//! there was one of these.

use super::{ContentRow, EdgeKind, NodeKind, Page, Refusal, Rows, Work, rows};
use crate::analysis::Heap;
use crate::ids::{Edge, Node, ObjectId};
use crate::snapshot::Label;
use serde::{Deserialize, Serialize};

mod scopes;
mod table;

pub use table::Form;
use table::Table;

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contents {
    pub of: ObjectId,
    pub part: Part,
    pub page: Page,
}

/// Which part of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// What the program put there.
    Own,
    /// V8's own slots, and the prototype.
    Engine,
}

/// What leads to a value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ContentKey {
    /// A reference: a property, an index, a variable; of a variable, how many functions further out it was declared.
    Edge { label: super::EdgeLabel, out: u32 },
    /// The key of a Map's or WeakMap's entry.
    Object(super::ObjectRow),
    /// The key is not in the file.
    NotTold,
    /// The values of a Set have none.
    None,
}

impl Contents {
    /// The page of what is in the object.
    pub async fn answer(&self, heap: &Heap, work: &Work) -> Result<Rows<ContentRow>, Refusal> {
        let node = rows::find(heap, self.of)?;
        let mut list = List { heap, page: self.page, rows: Vec::new(), total: 0 };
        let snapshot = heap.snapshot();
        if self.part == Part::Own {
            match Table::of(heap, node) {
                Some(table) => table.list(heap, &mut list, work).await,
                None if snapshot.kind(node) == NodeKind::Closure => scopes::list(heap, node, &mut list),
                None => {}
            }
        }
        let mut edges = snapshot.edges(node);
        while edges.len() > 0 {
            work.stride(0.5).await;
            let is_asked = |edge: &Edge| part_of(heap, *edge) == Some(self.part);
            edges.by_ref().take(STRIDE).filter(is_asked).for_each(|edge| list.edge(edge, 0));
        }
        Ok(Rows { rows: list.rows, total: list.total, offset: self.page.offset })
    }
}

/// What an object's contents are.
pub fn form(heap: &Heap, node: Node) -> Form {
    if let Some(table) = Table::of(heap, node) {
        return table.form();
    }
    match (heap.class(node).name.as_str(), heap.snapshot().kind(node)) {
        (_, NodeKind::Closure) => Form::Variables,
        (name, _) if is_context(name) => Form::Variables,
        ("Array", _) => Form::Elements,
        _ => Form::Fields,
    }
}

/// References gone through between two rests.
const STRIDE: usize = 1 << 16;

/// Whether a node of this name holds captured variables.
fn is_context(name: &str) -> bool {
    name == "system / Context" || name.starts_with("system / Context / ")
}

/// A page that is filled while everything is gone through.
struct List<'a> {
    heap: &'a Heap,
    page: Page,
    rows: Vec<ContentRow>,
    total: u64,
}

impl List<'_> {
    /// Counts a row, and makes it if it is on the page.
    fn push(&mut self, row: impl FnOnce(&Heap) -> ContentRow) {
        let from = u64::from(self.page.offset);
        let limit = u64::from(self.page.limit.min(Page::MAX));
        if (from..from + limit).contains(&self.total) {
            self.rows.push(row(self.heap));
        }
        self.total += 1;
    }

    fn edge(&mut self, edge: Edge, out: u32) {
        self.push(|heap| ContentRow {
            key: ContentKey::Edge { label: rows::label(heap, edge), out },
            holds: heap.is_essential(edge),
            value: Some(rows::object(heap, heap.snapshot().target(edge))),
        });
    }
}

/// What a program can name although V8 keeps it in a slot of its own: parts of strings, what a bound function binds, the
/// bytes of a buffer, what a WeakRef points at.
const KNOWN_SLOTS: [&[u8]; 8] =
    [b"first", b"second", b"parent", b"bound_this", b"bound_function", b"buffer", b"backing_store", b"target"];

/// To which part a reference belongs; to none if it is an attribute.
fn part_of(heap: &Heap, edge: Edge) -> Option<Part> {
    let snapshot = heap.snapshot();
    let named = |names: &[&[u8]]| match snapshot.label(edge) {
        Label::Name(text) => names.contains(&snapshot.strings().raw(text)),
        Label::Index(_) => false,
    };
    match snapshot.edge_kind(edge) {
        EdgeKind::Property if named(&[b"__proto__"]) => Some(Part::Engine),
        EdgeKind::Property | EdgeKind::Element | EdgeKind::Context | EdgeKind::Shortcut => Some(Part::Own),
        EdgeKind::Internal | EdgeKind::Weak if named(&KNOWN_SLOTS) => Some(Part::Own),
        EdgeKind::Internal if super::facts::attribute(heap, edge).is_some() => None,
        EdgeKind::Internal | EdgeKind::Weak | EdgeKind::Hidden | EdgeKind::Other => Some(Part::Engine),
    }
}

/// The number by which V8 names a slot of a table.
fn slot_number(heap: &Heap, edge: Edge) -> Option<u64> {
    match heap.snapshot().label(edge) {
        Label::Index(index) => Some(index),
        Label::Name(text) => {
            let raw = heap.snapshot().strings().raw(text);
            let is_number = !raw.is_empty() && raw.len() <= 10 && raw.iter().all(u8::is_ascii_digit);
            is_number.then(|| std::str::from_utf8(raw).ok()).flatten()?.parse().ok()
        }
    }
}

/// A value with the node that is its key.
fn entry(heap: &Heap, key: ContentKey, value: Option<Node>) -> ContentRow {
    ContentRow { key, holds: true, value: value.map(|node| rows::object(heap, node)) }
}
