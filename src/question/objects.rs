//! What are these objects?
//!
//! Takes ids; gives the rows of the objects that have them, in the order asked, at most [`Page::MAX`]. An id that the heap
//! does not have is passed over: who keeps a list of objects may have it from another file of the same program.

use super::{ObjectId, ObjectRow, Page, Refusal, rows};
use crate::analysis::Heap;
use serde::{Deserialize, Serialize};

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Objects {
    pub ids: Vec<ObjectId>,
}

impl Objects {
    /// The rows.
    pub fn answer(&self, heap: &Heap) -> Result<Vec<ObjectRow>, Refusal> {
        let nodes = self.ids.iter().filter_map(|id| heap.find(*id));
        Ok(nodes.take(Page::MAX as usize).map(|node| rows::object(heap, node)).collect())
    }
}
