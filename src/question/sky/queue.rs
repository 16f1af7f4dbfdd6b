//! What may become a body next.
//!
//! Takes candidates in any order; gives the heaviest, of equal ones the first in file order. Guarantee: never many more are
//! kept than can still be taken, though millions may come: each one taken makes a body, so of a heap's children only the
//! heaviest matter.

use crate::ids::{Bytes, Node};
use crate::order::{self, First, Key};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A body that may be.
pub struct Candidate {
    pub weight: Bytes,
    /// The object, or a group's heaviest.
    pub node: Node,
    pub what: What,
}

/// What taking a candidate does.
#[derive(Clone, Copy)]
pub enum What {
    /// The object becomes a body below this one.
    One { parent: u32 },
    /// The group becomes a body.
    Group(u32),
    /// The group's members become bodies.
    Opening(u32),
}

/// Candidates, as keys: a node has 28 bits, a body or a group [`Candidate::BITS`] at most.
#[derive(Default)]
pub struct Queue(BinaryHeap<Reverse<Key>>);

/// So many more candidates than wanted are gathered before the superfluous ones go.
const SLACK: usize = 64;

impl Candidate {
    const BITS: u32 = 30;

    fn key(&self) -> Key {
        let (kind, row) = match self.what {
            What::One { parent } => (0, parent),
            What::Group(row) => (1, row),
            What::Opening(row) => (2, row),
        };
        let what = kind << Self::BITS | u64::from(row);
        (order::descending(self.weight), u64::from(self.node.0) << 32 | what)
    }

    fn of((weight, what): Key) -> Self {
        let row = what as u32 & ((1 << Self::BITS) - 1);
        let kind = match what as u32 >> Self::BITS {
            0 => What::One { parent: row },
            1 => What::Group(row),
            _ => What::Opening(row),
        };
        Self { weight: order::descending(weight), node: Node((what >> 32) as u32), what: kind }
    }
}

impl Queue {
    /// Takes a candidate into account, when so many can still be taken.
    pub fn push(&mut self, candidate: &Candidate, wanted: usize) {
        self.0.push(Reverse(candidate.key()));
        if self.0.len() > 2 * wanted + SLACK {
            self.drop_superfluous(wanted);
        }
    }

    /// Takes the heaviest out.
    pub fn pop(&mut self) -> Option<Candidate> {
        self.0.pop().map(|Reverse(key)| Candidate::of(key))
    }

    #[inline(never)]
    fn drop_superfluous(&mut self, wanted: usize) {
        let mut first = First::new(wanted);
        self.0.drain().for_each(|Reverse(key)| first.push(key));
        self.0.extend(first.sorted().into_iter().map(Reverse));
    }
}
