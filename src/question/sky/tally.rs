//! What one body has to do with each of the others.
//!
//! Counts and adds up bytes by body, gives those that stand first, and is empty again for the next body. No hashing: a row
//! for each body, and a list of the rows in use.

use crate::ids::Bytes;
use crate::order::{self, First};

/// Links kept of each body; more would be a tangle.
const KEPT: usize = 3;

/// Counts by body.
pub struct Tally {
    rows: Vec<(u64, Bytes)>,
    there: Vec<u32>,
}

/// What was counted for one body.
#[derive(Clone, Copy)]
pub struct Counted {
    pub body: u32,
    pub count: u64,
    pub bytes: Bytes,
}

impl Tally {
    /// For so many bodies.
    pub fn new(bodies: usize) -> Self {
        Self { rows: vec![(0, 0); bodies], there: Vec::new() }
    }

    /// Counts one for a body.
    #[inline]
    pub fn add(&mut self, body: u32, bytes: Bytes) {
        let (count, sum) = &mut self.rows[body as usize];
        if *count == 0 {
            self.there.push(body);
        }
        *count += 1;
        *sum = sum.saturating_add(bytes);
    }

    /// Whether anything was counted for a body.
    pub fn has(&self, body: u32) -> bool {
        self.rows[body as usize].0 > 0
    }

    /// The [`KEPT`] with the highest number, of equals the first bodies; those with the number 0 are left out.
    pub fn take(&mut self, number: impl Fn(&Counted) -> u64) -> impl Iterator<Item = Counted> {
        let mut first = First::new(KEPT);
        let counted = |rows: &[(u64, Bytes)], body: u32| {
            let (count, bytes) = rows[body as usize];
            Counted { body, count, bytes }
        };
        for body in &self.there {
            let number = number(&counted(&self.rows, *body));
            if number > 0 {
                first.push((order::descending(number), u64::from(*body)));
            }
        }
        let first = if self.there.is_empty() { Vec::new() } else { first.sorted() };
        let taken: Vec<Counted> = first.into_iter().map(|(_, body)| counted(&self.rows, body as u32)).collect();
        self.there.drain(..).for_each(|body| self.rows[body as usize] = (0, 0));
        taken.into_iter()
    }
}
