//! Who refers to this object? (retainers 引用者)
//!
//! Takes an object and a page; gives the references that point at it, nearest to the roots first, ties in file order.

use super::{LinkRow, Page, Refusal, Rows, rows};
use crate::analysis::Heap;
use crate::ids::{Edge, Node, ObjectId};
use serde::{Deserialize, Serialize};

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Retainers {
    pub of: ObjectId,
    pub page: Page,
}

impl Retainers {
    /// The page of references that point here.
    pub fn answer(&self, heap: &Heap) -> Result<Rows<LinkRow>, Refusal> {
        let node = rows::find(heap, self.of)?;
        // A source with several edges to this node stands in the list as often; `nth` tells them apart.
        let mut list: Vec<(Node, u32)> = Vec::with_capacity(heap.graph().retainer_count(node));
        for (source, _) in heap.graph().retainers(node) {
            let nth = list.last().filter(|(last, _)| *last == source).map_or(0, |(_, nth)| nth + 1);
            list.push((source, nth));
        }
        let total = list.len() as u64;
        let page = rows::take_page(&mut list, self.page, |entry| (heap.distance_rank(entry.0), *entry));
        let mut edges = EdgesInto { heap, node, source: None, edges: Vec::new() };
        let row = |(source, nth): (Node, u32)| {
            let edge = edges.nth(source, nth)?;
            Some(LinkRow {
                label: rows::label(heap, edge),
                essential: heap.is_essential(edge),
                object: rows::object(heap, source),
            })
        };
        Ok(Rows { rows: page.into_iter().filter_map(row).collect(), total, offset: self.page.offset })
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
