//! Which object did you mean? (search)
//!
//! Takes what the user typed: `@123` is an id and finds that object alone; else its terms (`query.rs`) must all hold. Plain
//! words are looked for in the names of all objects (constructor, function, string text) and of classes, ignoring ASCII case,
//! and find also what is held under just that name as a property or captured variable, so that a keyword of the report leads
//! to its object; and functions by where they stand (`standing.rs`). Gives matches in the wanted order, ties in file order;
//! what was found is kept for the next page.

use super::instances::InstanceOrder;
use super::pattern::{Needle, Pattern};
use super::rows::OnPage;
use super::{Direction, ObjectRow, Page, Refusal, Rows, Work, rows};
use crate::analysis::Heap;
use crate::ids::{Bits, Node, Text, parts};
use crate::snapshot::Snapshot;
use links::{Side, ends, exactly};
use query::{KindTerm, Query};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use words::Named;

mod links;
pub mod query;
mod standing;
mod words;

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Search {
    pub text: String,
    pub order: InstanceOrder,
    pub direction: Direction,
    pub page: Page,
}

impl Search {
    /// The first matches, what retains most first.
    pub fn first(text: &str, page: Page) -> Self {
        Self { text: text.to_owned(), order: InstanceOrder::Retained, direction: Direction::Down, page }
    }
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Found {
    /// The text was an id and the heap has it.
    Object(ObjectRow),
    /// The text was an id and the heap does not have it.
    NoSuchId,
    /// The objects for which all terms hold; maybe none.
    Names(Rows<ObjectRow>),
}

impl Search {
    /// The object with this id, or the objects for which the terms hold.
    pub async fn answer(&self, heap: &Heap, work: &Work) -> Result<Found, Refusal> {
        let query = Query::read(&self.text)?;
        if let Some(id) = query.id {
            let found = heap.find(id).map(|node| Found::Object(rows::object(heap, node)));
            return Ok(found.unwrap_or(Found::NoSuchId));
        }
        if query.is_empty() {
            return Ok(Found::Names(Rows { rows: Vec::new(), total: 0, offset: self.page.offset }));
        }
        let matches = work.once("search", &self.text, matches(heap, &query, work)).await;
        let mut page = OnPage::new(self.page);
        for part in parts(heap.node_count()) {
            work.stride(0.8 + 0.2 * share(&part, heap.node_count())).await;
            self.gather(heap, &matches, part, &mut page);
        }
        Ok(Found::Names(page.rows(|key| rows::object(heap, Node(key.1 as u32)))))
    }

    #[inline(never)]
    fn gather(&self, heap: &Heap, matches: &Bits, part: Range<u32>, page: &mut OnPage) {
        let found = matches.ones(part).map(Node);
        found.for_each(|node| page.push((self.direction.of(self.order.number(heap, node)), u64::from(node.0))));
    }
}

/// The nodes for which all terms hold.
async fn matches(heap: &Heap, query: &Query, work: &Work) -> Bits {
    let snapshot = heap.snapshot();
    let strings = snapshot.strings().len();
    let is_in = |name: &str| query.classes.iter().all(|pattern| pattern.is_in(name));
    let mut terms = Terms {
        heap,
        query,
        expressions: Vec::new(),
        classes: heap.classes().iter().map(|(_, class)| is_in(&class.name)).collect(),
        links: Vec::new(),
    };
    let worded = if query.words.is_empty() { None } else { Some(having(heap, &query.words, work).await) };
    for pattern in &query.expressions {
        let mut matching = Bits::new(strings);
        for part in parts(strings) {
            for part in pattern.pieces(part) {
                work.stride(0.4 * share(&part, strings)).await;
                match_all(snapshot, pattern, part, &mut matching);
            }
        }
        terms.expressions.push(matching);
    }
    for (name, side) in query
        .properties
        .iter()
        .map(|name| (name, Side::Source))
        .chain(query.held.iter().map(|name| (name, Side::Target)))
    {
        let named = exactly(heap, name, work).await;
        terms.links.push(ends(heap, &named, side, work).await);
    }
    match worded {
        Some(worded) if terms.are_none() => worded,
        worded => {
            let mut found = Bits::new(heap.node_count());
            for part in parts(heap.node_count()) {
                work.stride(0.7 + 0.1 * share(&part, heap.node_count())).await;
                terms.note(part, worded.as_ref(), &mut found);
            }
            found
        }
    }
}

/// The nodes that the words name: by their own name, their class's, where a function stands, or under what they are held.
async fn having(heap: &Heap, words: &str, work: &Work) -> Bits {
    let needle = Needle::new(words);
    let named = Named::find(heap.snapshot().strings(), &needle, work).await;
    let mut found = standing::standing(heap, words, work).await;
    if named.is.count() > 0 {
        found.unite(&ends(heap, &named.is, Side::Target, work).await);
    }
    let classes: Vec<bool> =
        heap.classes().iter().map(|(_, class)| needle.find(class.name.as_bytes()).is_some()).collect();
    for part in parts(heap.node_count()) {
        work.stride(0.7 + 0.1 * share(&part, heap.node_count())).await;
        note_named(heap, &named.has, &classes, part, &mut found);
    }
    found
}

/// Which of these nodes, or their classes, have a name with the words.
#[inline(never)]
fn note_named(heap: &Heap, names: &Bits, classes: &[bool], part: Range<u32>, found: &mut Bits) {
    let snapshot = heap.snapshot();
    for word in part.start / 64..part.end.div_ceil(64) {
        let rows = 64 * word..part.end.min(64 * word + 64);
        let flag = |node: Node| names.get(snapshot.name(node).index()) || classes[heap.classes().of(node).index()];
        let flags = rows.rev().fold(0, |flags, row| flags << 1 | u64::from(flag(Node(row))));
        found.set_word(word as usize, flags);
    }
}

/// What the terms but for the words say of strings and classes, looked up for each node.
struct Terms<'a> {
    heap: &'a Heap,
    query: &'a Query,
    /// Which strings match, for each expression.
    expressions: Vec<Bits>,
    /// Of which classes all terms about classes hold.
    classes: Vec<bool>,
    /// Which objects have, or are held under, each of the names asked for.
    links: Vec<Bits>,
}

impl Terms<'_> {
    /// Whether nothing but words is asked.
    fn are_none(&self) -> bool {
        let query = self.query;
        let lists =
            [self.expressions.len(), query.classes.len(), self.links.len(), query.sizes.len(), query.kinds.len()];
        lists == [0; 5]
    }

    /// Notes those of a part for which all terms hold. `worded`: those that the words name, if there are any.
    #[inline(never)]
    fn note(&self, part: Range<u32>, worded: Option<&Bits>, found: &mut Bits) {
        for node in part.map(Node) {
            if worded.is_none_or(|worded| worded.get(node.index())) && self.hold(node) {
                found.set(node.index());
            }
        }
    }

    fn hold(&self, node: Node) -> bool {
        let (heap, query) = (self.heap, self.query);
        let snapshot = heap.snapshot();
        let name = snapshot.name(node).index();
        let is_kind = |kind: &KindTerm| match kind {
            KindTerm::Category(category) => rows::category(heap, node) == *category,
            KindTerm::Node(kind) => snapshot.kind(node) == *kind,
        };
        self.classes[heap.classes().of(node).index()]
            && self.expressions.iter().all(|matching| matching.get(name))
            && self.links.iter().all(|link| link.get(node.index()))
            && query.sizes.iter().all(|size| {
                let bytes = if size.is_retained { heap.retained(node) } else { heap.shallow(node) };
                (size.least..=size.most).contains(&bytes)
            })
            && query.kinds.iter().all(is_kind)
    }
}

/// Which strings match the expression.
#[inline(never)]
fn match_all(snapshot: &Snapshot, pattern: &Pattern, part: Range<u32>, matching: &mut Bits) {
    for text in part.map(Text) {
        if pattern.is_in(&snapshot.text(text)) {
            matching.set(text.index());
        }
    }
}

/// How much of a loop is done where this part of it begins.
fn share(part: &Range<u32>, rows: usize) -> f64 {
    f64::from(part.start) / rows.max(1) as f64
}
