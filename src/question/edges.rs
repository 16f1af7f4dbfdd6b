//! What does this object refer to? (edges)
//!
//! Takes an object (or the root), an order and a page; gives its outgoing references, weak ones too, marked as not
//! essential. Ties stand in file order.

use super::{Direction, LinkRow, Page, Refusal, Rows, rows};
use crate::analysis::Heap;
use crate::ids::{Edge, ObjectId};
use serde::{Deserialize, Serialize};

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edges {
    /// `None` is the root.
    pub of: Option<ObjectId>,
    pub order: LinkOrder,
    pub direction: Direction,
    pub page: Page,
}

/// In which order references come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkOrder {
    /// As the file has them: properties as the program made them.
    File,
    Retained,
    Shallow,
    /// From the roots.
    Distance,
}

impl Edges {
    /// The page of references.
    pub fn answer(&self, heap: &Heap) -> Result<Rows<LinkRow>, Refusal> {
        let snapshot = heap.snapshot();
        let node = match self.of {
            Some(id) => rows::find(heap, id)?,
            None => snapshot.root(),
        };
        let edges = snapshot.edges(node);
        let total = edges.len() as u64;
        let (from, limit) = (self.page.offset as usize, self.page.limit.min(Page::MAX) as usize);
        let page: Vec<Edge> = match (self.order, self.direction) {
            (LinkOrder::File, Direction::Up) => edges.skip(from).take(limit).collect(),
            (LinkOrder::File, Direction::Down) => edges.rev().skip(from).take(limit).collect(),
            (order, direction) => {
                let key = |edge: Edge| {
                    let target = snapshot.target(edge);
                    let number = match order {
                        LinkOrder::Shallow => heap.shallow(target),
                        LinkOrder::Distance => u64::from(heap.distance_rank(target)),
                        LinkOrder::File | LinkOrder::Retained => heap.retained(target),
                    };
                    (direction.of(number), u64::from(edge.0))
                };
                rows::take_page(edges.map(key), self.page).0.into_iter().map(|row| Edge(row as u32)).collect()
            }
        };
        let row = |edge| LinkRow {
            label: rows::label(heap, edge),
            essential: heap.is_essential(edge),
            object: rows::object(heap, snapshot.target(edge)),
        };
        Ok(Rows { rows: page.into_iter().map(row).collect(), total, offset: self.page.offset })
    }
}
