//! Which of an object's children of one class are told as one.
//!
//! Takes lists of nodes, as rows; gives the heaviest of them, those that stand out from the rest, and what the rest is
//! together. The lists are changed in place: what is taken leaves, the others keep their order.

use super::super::cluster::REPEATS;
use crate::analysis::Heap;
use crate::ids::{Bytes, Node};
use crate::order::{self, First, Key};

/// A member that retains so many times what the remaining ones do on average stands alone.
const TIMES_MEAN: u128 = 4;

/// Heavy members are looked at in batches: few stand out of thousands.
const BATCH: usize = 16;

/// Several objects together.
#[derive(Clone, Copy)]
pub struct Sum {
    pub count: u64,
    pub shallow: Bytes,
    pub retained: Bytes,
    /// The one that retains most, of equals the first.
    pub heaviest: Node,
}

impl Sum {
    /// What these are together; nothing if there is none.
    pub fn of(heap: &Heap, members: &[u32]) -> Option<Self> {
        let mut members = members.iter().map(|row| Node(*row));
        let first = members.next()?;
        let mut sum = Self { count: 1, shallow: heap.shallow(first), retained: heap.retained(first), heaviest: first };
        for node in members {
            sum.count += 1;
            sum.shallow = sum.shallow.saturating_add(heap.shallow(node));
            sum.retained = sum.retained.saturating_add(heap.retained(node));
            if key(heap, node) < key(heap, sum.heaviest) {
                sum.heaviest = node;
            }
        }
        Some(sum)
    }

    /// What a member retains on average.
    pub fn mean(&self) -> Bytes {
        self.retained / self.count.max(1)
    }
}

/// Sorts the heaviest first, equals in file order.
fn key(heap: &Heap, node: Node) -> Key {
    (order::descending(heap.retained(node)), u64::from(node.0))
}

/// The heaviest of these, in order.
fn heaviest(heap: &Heap, members: &[u32], wanted: usize) -> Vec<Key> {
    let mut first = First::new(wanted);
    members.iter().for_each(|row| first.push(key(heap, Node(*row))));
    first.sorted()
}

/// Moves the heaviest out of the list, in order; the others are now its first so many.
pub fn take_heaviest(heap: &Heap, members: &mut [u32], wanted: usize) -> (Vec<Node>, usize) {
    let taken = heaviest(heap, members, wanted);
    take(heap, members, taken)
}

/// Moves those out of the list that stand out: each of them retains [`TIMES_MEAN`] the mean of all that are lighter. Where
/// what remains is no repetition, nothing remains.
pub fn take_outstanding(heap: &Heap, members: &mut [u32]) -> (Vec<Node>, usize) {
    let sum: u128 = members.iter().map(|row| u128::from(heap.retained(Node(*row)))).sum();
    let mut wanted = BATCH;
    loop {
        let mut top = heaviest(heap, members, wanted);
        let (mut others, mut count, mut outstanding) = (sum, members.len() as u128, 0);
        for (weight, _) in &top {
            let retained = u128::from(order::descending(*weight));
            (others, count) = (others - retained, count - 1);
            if count == 0 || retained * count < TIMES_MEAN * others {
                break;
            }
            outstanding += 1;
        }
        let is_whole = top.len() == members.len();
        let remaining = members.len() - outstanding;
        if (remaining as u64) < REPEATS {
            // So few remain only after nearly all have been looked at.
            let all = if is_whole { top } else { heaviest(heap, members, members.len()) };
            return take(heap, members, all);
        }
        if outstanding < top.len() || is_whole {
            top.truncate(outstanding);
            return take(heap, members, top);
        }
        wanted *= BATCH;
    }
}

/// Moves the first of the list's order out of it.
fn take(heap: &Heap, members: &mut [u32], taken: Vec<Key>) -> (Vec<Node>, usize) {
    let mut left = 0;
    match taken.last() {
        None => left = members.len(),
        Some(last) => {
            for at in 0..members.len() {
                let row = members[at];
                if key(heap, Node(row)) > *last {
                    members[left] = row;
                    left += 1;
                }
            }
        }
    }
    (taken.into_iter().map(|(_, row)| Node(row as u32)).collect(), left)
}
