//! Ways that meet themselves.
//!
//! Where notation can begin is found going up from the object, and the way there from the roots by distance. The two may meet:
//! a function's scope is kept by the function alone, and so is a fine beginning of the way to the function, but holds nothing.

use super::Way;
use crate::ids::Node;
use crate::order::{self, Key};

/// So many beginnings may turn out to be held by what they lead to.
pub const CIRCLES: usize = 4;

/// Where the first node of the second list that is in the first stands, in both.
pub fn meeting(one: &[Node], other: &[Node]) -> Option<(usize, usize)> {
    let mut places: Vec<Key> = one.iter().map(|node| u64::from(node.0)).zip(0..).collect();
    order::sort(&mut places);
    other.iter().enumerate().find_map(|(at, node)| {
        let row = places.binary_search_by_key(&u64::from(node.0), |key| key.0).ok()?;
        Some((places[row].1 as usize, at))
    })
}

/// Without the round it makes, if it does.
pub fn straight(mut way: Way) -> Way {
    let after: Vec<Node> = way.nodes[way.anchor + 1..].iter().rev().copied().collect();
    if let Some((first, back)) = meeting(&way.nodes[..way.anchor], &after) {
        let last = way.nodes.len() - 1 - back;
        way.nodes.drain(first + 1..=last);
        way.edges.drain(first + 1..=last);
        way.anchor = first;
    }
    way
}
