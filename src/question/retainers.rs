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
        let mut last: Option<(Node, u32)> = None;
        let keys = heap.graph().retainers(node).map(|(source, _)| {
            let nth = last.filter(|(last, _)| *last == source).map_or(0, |(_, nth)| nth + 1);
            last = Some((source, nth));
            (u64::from(heap.distance_rank(source)), u64::from(source.0) << 32 | u64::from(nth))
        });
        let (page, total) = rows::take_page(keys, self.page);
        let mut edges = EdgesInto { heap, node, source: None, edges: Vec::new() };
        let row = |key: u64| {
            let (source, nth) = (Node((key >> 32) as u32), key as u32);
            let edge = edges.nth(source, nth)?;
            Some(LinkRow {
                label: rows::label(heap, edge),
                essential: heap.is_essential(edge),
                object: rows::object(heap, source),
            })
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
