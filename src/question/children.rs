//! Which objects does this one immediately dominate? (tree list 树状列表)
//!
//! Takes an object (or the root) and a page; gives the dominated children by retained size, largest first, ties in file
//! order. An edge is named only where the dominator also refers to the child directly, as AliNode's cluster view does.

use super::{EdgeLabel, ObjectRow, Page, Refusal, Rows, rows};
use crate::analysis::Heap;
use crate::ids::{Edge, Node, ObjectId};
use serde::{Deserialize, Serialize};

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Children {
    /// `None` is the root.
    pub of: Option<ObjectId>,
    pub page: Page,
}

/// A dominated child.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChildRow {
    /// The direct reference from dominator to child, if there is one.
    pub edge: Option<EdgeLabel>,
    pub object: ObjectRow,
}

impl Children {
    /// The page of children.
    pub fn answer(&self, heap: &Heap) -> Result<Rows<ChildRow>, Refusal> {
        let node = match self.of {
            Some(id) => rows::find(heap, id)?,
            None => heap.snapshot().root(),
        };
        let (children, total) = rows::heaviest(heap, node, self.page);
        let edges = rows::references(heap, node, &children);
        let row = |(child, edge): (Node, Option<Edge>)| ChildRow {
            edge: edge.map(|edge| rows::label(heap, edge)),
            object: rows::object(heap, child),
        };
        let rows = children.into_iter().zip(edges).map(row).collect();
        Ok(Rows { rows, total: total as u64, offset: self.page.offset })
    }
}
