//! Force layout of a small graph (Barnes-Hut), seeded.
//!
//! Owns positions. Takes a [`Plan`]; gives coordinates after any number of ticks. Guarantee: the same plan and the same
//! ticks give the same coordinates, bit for bit, on every machine; it settles and then costs nothing.

use serde::{Deserialize, Serialize};

/// A graph to lay out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Drawn radius of each body, in layout units.
    pub radii: Vec<f32>,
    /// Pairs of positions in `radii`, with the wished length between their rims.
    pub links: Vec<PlanLink>,
    /// Where bodies stood before, for those that did: after unfolding one, the others keep their place.
    pub placed: Vec<Option<[f32; 2]>>,
    /// Distinguishes layouts of the same shape; comes from the focus' id.
    pub seed: u64,
}

/// A spring.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanLink {
    pub from: u32,
    pub to: u32,
    pub length: f32,
}

/// A body kept at a point by the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Held {
    pub body: u32,
    pub at: [f32; 2],
}
