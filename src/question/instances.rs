//! Which objects are of this class?
//!
//! Takes a class by its key, which objects count, an order and a page; gives its members that have a size of their own, as DevTools counts
//! them. Guarantee: ties stand in file order.

use super::rows::OnPage;
use super::totals::{Selected, Selection};
use super::{Direction, ObjectRow, Page, Refusal, Rows, Work, rows};
use crate::analysis::Heap;
use crate::ids::{ClassId, Node, parts};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Instances {
    /// As a class row has it.
    pub class: String,
    /// Which of them count.
    pub selection: Selection,
    pub order: InstanceOrder,
    pub direction: Direction,
    pub page: Page,
}

/// By what objects are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InstanceOrder {
    Retained,
    Shallow,
    Distance,
    /// V8 numbers objects as they are made, more or less.
    Id,
}

impl Instances {
    /// The page of objects.
    pub async fn answer(&self, heap: &Heap, work: &Work) -> Result<Rows<ObjectRow>, Refusal> {
        let class = rows::class(heap, &self.class)?;
        let selected = Selected::find(heap, &self.selection, work).await;
        let mut page = OnPage::new(self.page);
        for part in parts(heap.node_count()) {
            work.stride(0.8).await;
            self.gather(heap, class, &selected, part, &mut page);
        }
        Ok(page.rows(|key| rows::object(heap, Node(key.1 as u32))))
    }

    /// Takes the members among these nodes into account.
    #[inline(never)]
    fn gather(&self, heap: &Heap, class: ClassId, selected: &Selected, part: Range<u32>, page: &mut OnPage) {
        let is_member = |node: &Node| heap.classes().of(*node) == class && heap.shallow(*node) > 0;
        let members = part.map(Node).filter(|node| is_member(node) && selected.has(heap, *node));
        members.for_each(|node| page.push((self.direction.of(self.order.number(heap, node)), u64::from(node.0))));
    }
}

impl InstanceOrder {
    /// The number by which an object is sorted.
    pub(super) fn number(self, heap: &Heap, node: Node) -> u64 {
        match self {
            InstanceOrder::Retained => heap.retained(node),
            InstanceOrder::Shallow => heap.shallow(node),
            InstanceOrder::Distance => u64::from(heap.distance_rank(node)),
            InstanceOrder::Id => heap.snapshot().id(node).0,
        }
    }
}
