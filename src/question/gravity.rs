//! What is around this object? (gravity graph 引力图)
//!
//! Takes an object and what the user has opened or folded; gives bodies and links: the dominator path from the root
//! through the object to its accumulation point as the spine, the heaviest neighbours around it, and `+n more` bodies
//! for the rest. The order of bodies is fixed by the heap alone, so a layout seeded by it is the same on every machine.

use super::{Category, EdgeLabel, ObjectRow, Refusal};
use crate::analysis::Heap;
use crate::ids::{Bytes, ObjectId};
use serde::{Deserialize, Serialize};

/// Neighbours shown around each body of the spine, and how many more each `+n more` opens.
pub const NEIGHBOURS: u32 = 8;

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gravity {
    /// `None` is the root.
    pub focus: Option<ObjectId>,
    /// Bodies the user opened beyond the default, each with how many dominated children to show (0 = folded).
    pub opened: Vec<Opened>,
}

/// A body the user opened or folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    pub id: ObjectId,
    pub children: u32,
}

/// The answer: a small graph.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Neighbourhood {
    pub bodies: Vec<Body>,
    pub links: Vec<Link>,
}

/// Something with mass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Body {
    Object {
        object: ObjectRow,
        role: Role,
        /// Dominated children shown as bodies now.
        shown: u32,
    },
    /// The rest of an object's dominated children.
    More {
        /// Whose children.
        of: ObjectId,
        count: u64,
        bytes: Bytes,
        /// Category of the heaviest of them.
        category: Category,
    },
}

/// What a body is in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    Root,
    /// On the path from the root to the focus.
    Spine,
    Focus,
    /// Where the focus' memory piles up.
    Accumulation,
    Neighbour,
}

/// A line between two bodies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// Positions in `bodies`.
    pub from: u32,
    pub to: u32,
    /// Named when it is a real reference; a mere dominance pair has none.
    pub edge: Option<EdgeLabel>,
    /// On the spine.
    pub spine: bool,
}
