//! What leaks? (leak report 内存泄漏报表)
//!
//! Takes nothing; gives the sizes by kind and the suspects: single objects that dominate at least
//! [`SUSPECT_SHARE`] of the heap, each with the point where its memory piles up.
//!
//! Source: Eclipse MAT's Leak Suspects (`FindLeaksQuery`): top dominators over a share of the heap, then the walk to the
//! largest child while it keeps [`BIG_DROP`] of its parent. Adapted to V8: synthetic roots and the engine's own
//! containers are walked through, since everything hangs below one global object.

use super::{EdgeLabel, ObjectRow, Refusal};
use crate::analysis::Heap;
pub use crate::analysis::MemoryKind;
use crate::ids::Bytes;
use serde::{Deserialize, Serialize};

/// An object below this share of the heap is no suspect (MAT's Leak Hunter uses the same 10 %).
pub const SUSPECT_SHARE: f64 = 0.10;

/// The accumulation walk goes on while the largest child keeps this share of its parent (MAT's `big_drop_ratio`).
pub const BIG_DROP: f64 = 0.7;

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeakReport {
    /// Largest first; empty when nothing reaches [`SUSPECT_SHARE`].
    pub suspects: Vec<Suspect>,
    /// The share of the heap below which nothing is called a suspect.
    pub suspect_share: f64,
    /// The accumulation walk's ratio.
    pub big_drop: f64,
    /// When there is no suspect: the largest single object and its share. The root itself never counts.
    pub largest: Option<ObjectRow>,
    pub kinds: Vec<KindSize>,
}

/// One object that holds much of the heap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suspect {
    pub object: ObjectRow,
    /// Retained size over the heap's total, 0 to 1.
    pub share: f64,
    /// Where the memory piles up; the suspect itself when its largest child is a big drop.
    pub accumulation: ObjectRow,
    /// How many objects the accumulation point immediately dominates, and the bytes they retain together.
    pub piled: u64,
    pub piled_bytes: Bytes,
    /// The class most of those objects have, and how many have it.
    pub piled_class: Option<PiledClass>,
    /// From the root to the suspect and on to the accumulation point: each a dominator of the next. The middle of a
    /// long path is left out (`path_skipped` hops after the first half).
    pub path: Vec<Hop>,
    pub path_skipped: u64,
    /// Class and edge names along the way, for searching the code: most telling first.
    pub keywords: Vec<String>,
}

/// The class that dominates a pile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PiledClass {
    pub class: String,
    pub count: u64,
    pub bytes: Bytes,
}

/// One step of a dominator path.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hop {
    /// The direct reference from the hop before, if there is one.
    pub edge: Option<EdgeLabel>,
    pub object: ObjectRow,
}

/// Bytes by coarse kind; the sum is the heap's total.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KindSize {
    pub kind: MemoryKind,
    pub bytes: Bytes,
    /// Objects of this kind with a size of their own; 0 for [`MemoryKind::Extra`].
    pub count: u64,
}
