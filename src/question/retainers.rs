//! Who refers to this object? (retainers 引用者)
//!
//! Takes an object, what is to be thought away, and a page; gives the references that point at it, nearest to the roots
//! first, ties in file order.

use super::without::{Ignored, Without};
use super::{LinkRow, Page, Refusal, Rows, Work, rows};
use crate::analysis::Heap;
use crate::ids::{Edge, Node, ObjectId};
use serde::{Deserialize, Serialize};

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Retainers {
    pub of: ObjectId,
    /// References that are thought away; the others are sorted by how far they are from the roots then.
    pub ignored: Vec<Ignored>,
    pub page: Page,
}

impl Retainers {
    /// The page of references that point here.
    pub async fn answer(&self, heap: &Heap, work: &Work) -> Result<Rows<LinkRow>, Refusal> {
        let node = rows::find(heap, self.of)?;
        let without = Without::new(heap, &self.ignored, work).await?;
        let gone = without.as_ref().map(|without| &without.gone).filter(|gone| !gone.is_empty());
        let rank = |source: Node| match &without {
            Some(without) => without.distances.rank(source),
            None => heap.distance_rank(source),
        };
        let mut edges = EdgesInto { heap, node, source: None, edges: Vec::new() };
        let mut is_left = |source: Node, nth: u32| match gone {
            Some(gone) => !edges.nth(source, nth).is_some_and(|edge| gone.has(edge, node)),
            None => true,
        };
        // A source with several edges to this node stands in the list as often; `nth` tells them apart.
        let mut last: Option<(Node, u32)> = None;
        let keys = heap.graph().retainers(node).filter_map(|(source, _)| {
            let nth = last.filter(|(last, _)| *last == source).map_or(0, |(_, nth)| nth + 1);
            last = Some((source, nth));
            let key = (u64::from(rank(source)), u64::from(source.0) << 32 | u64::from(nth));
            is_left(source, nth).then_some(key)
        });
        let (page, total) = rows::take_page(keys, self.page);
        let row = |key: u64| {
            let (source, nth) = (Node((key >> 32) as u32), key as u32);
            let edge = edges.nth(source, nth)?;
            let mut object = rows::object(heap, source);
            if let Some(without) = &without {
                object.distance = without.distances.get(source);
            }
            Some(LinkRow { label: rows::label(heap, edge), essential: heap.is_essential(edge), object })
        };
        Ok(Rows { rows: page.into_iter().filter_map(row).collect(), total: total as u64, offset: self.page.offset })
    }
}

/// The edges from one source into the node, kept from row to row: a source with a million of them is scanned once.
struct EdgesInto<'a> {
    heap: &'a Heap,
    node: Node,
    source: Option<Node>,
    edges: Vec<Edge>,
}

impl EdgesInto<'_> {
    fn nth(&mut self, source: Node, nth: u32) -> Option<Edge> {
        if self.source != Some(source) {
            let snapshot = self.heap.snapshot();
            self.edges = snapshot.edges(source).filter(|edge| snapshot.target(*edge) == self.node).collect();
            self.source = Some(source);
        }
        self.edges.get(nth as usize).copied()
    }
}
