//! How does retained memory divide, level by level? (icicle)
//!
//! Takes an object (or the root); gives slabs: the object, below it what it dominates, below those what they dominate, each
//! as wide as what it retains. Like children are one slab, as in the object-cluster view. Guarantee: at most [`LIMIT`] slabs
//! and [`LEVELS`] levels; a slab comes after the one it stands on; a slab narrower than [`LEAST`] of the whole is left
//! out. Brendan Gregg's flame graph upside down, over the dominator tree.

use super::cluster::{Cluster, ClusterRow};
use super::{ObjectRow, Page, Refusal, rows};
use crate::analysis::Heap;
use crate::ids::{Bytes, ObjectId};
use serde::{Deserialize, Serialize};

/// Most slabs of one picture.
pub const LIMIT: usize = 800;
/// Most levels of one picture.
pub const LEVELS: u32 = 24;
/// Narrower slabs could not be seen nor hit.
pub const LEAST: f64 = 0.002;

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Icicle {
    /// `None` is the root.
    pub of: Option<ObjectId>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slabs {
    /// What the picture is of.
    pub top: ObjectRow,
    /// Level by level, within a level from the left.
    pub slabs: Vec<Slab>,
    /// Slabs were left out because there would be too many or too many levels, not because they are narrow.
    pub cut: bool,
}

/// Part of what the slab above it holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slab {
    /// The slab on which it hangs, by its row; `None`: the top.
    pub parent: Option<u32>,
    /// 1 for what hangs on the top.
    pub level: u32,
    pub row: ClusterRow,
}

impl Slab {
    /// What it holds.
    pub fn retained(&self) -> Bytes {
        match &self.row {
            ClusterRow::One(child) => child.object.retained,
            ClusterRow::Many(alike) => alike.retained,
        }
    }
}

impl Icicle {
    /// The slabs.
    pub fn answer(&self, heap: &Heap) -> Result<Slabs, Refusal> {
        let node = match self.of {
            Some(id) => rows::find(heap, id)?,
            None => heap.snapshot().root(),
        };
        let top = rows::object(heap, node);
        let least = ((top.retained as f64 * LEAST).ceil() as Bytes).max(1);
        let mut picture = Slabs { top, slabs: Vec::new(), cut: false };
        picture.hang(heap, None, 1, picture.top.id, least)?;
        let mut at = 0;
        while let Some(slab) = picture.slabs.get(at) {
            let level = slab.level + 1;
            // The members of a folded slab differ in what they hold: there the picture ends.
            if let ClusterRow::One(child) = &slab.row
                && child.object.dominated > 0
                && child.object.retained >= least
            {
                let id = child.object.id;
                match level > LEVELS || picture.slabs.len() >= LIMIT {
                    true => picture.cut = true,
                    false => picture.hang(heap, Some(at as u32), level, id, least)?,
                }
            }
            at += 1;
        }
        Ok(picture)
    }
}

impl Slabs {
    /// Adds what hangs on one slab.
    fn hang(
        &mut self,
        heap: &Heap,
        parent: Option<u32>,
        level: u32,
        of: ObjectId,
        least: Bytes,
    ) -> Result<(), Refusal> {
        let room = LIMIT.saturating_sub(self.slabs.len()) as u32;
        let page = Page::first(room.min(Page::MAX));
        let rows = Cluster { of: Some(of), by_class: false, page }.answer(heap)?.rows;
        let slabs = rows.into_iter().map(|row| Slab { parent, level, row });
        let before = self.slabs.len();
        self.slabs.extend(slabs.filter(|slab| slab.retained() >= least));
        self.cut |= self.slabs.len() == before + room as usize;
        Ok(())
    }
}
