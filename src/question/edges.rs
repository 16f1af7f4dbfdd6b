//! What does this object refer to? (edges)
//!
//! Takes an object and a page; gives its outgoing references in file order, weak ones too, marked as not essential.

use super::{LinkRow, Page, Refusal, Rows, rows};
use crate::analysis::Heap;
use crate::ids::ObjectId;
use serde::{Deserialize, Serialize};

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edges {
    pub of: ObjectId,
    pub page: Page,
}

impl Edges {
    /// The page of references.
    pub fn answer(&self, heap: &Heap) -> Result<Rows<LinkRow>, Refusal> {
        let node = rows::find(heap, self.of)?;
        let edges = heap.snapshot().edges(node);
        let total = edges.len() as u64;
        let row = |edge| LinkRow {
            label: rows::label(heap, edge),
            essential: heap.is_essential(edge),
            object: rows::object(heap, heap.snapshot().target(edge)),
        };
        let page = edges.skip(self.page.offset as usize).take(self.page.limit.min(Page::MAX) as usize);
        Ok(Rows { rows: page.map(row).collect(), total, offset: self.page.offset })
    }
}
