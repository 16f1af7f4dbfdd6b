//! Puts rows in order: the one sort of both programs.
//!
//! Takes pairs of numbers: what to sort by, and what decides ties, which is mostly the row itself and is read back from
//! there. Guarantee: ascending order, so that the largest comes first of keys that are [`descending`]. Each sort of
//! another type would be 3 to 20 KB of code of its own to download; this one type serves all.

/// What to sort by, and what decides ties.
pub type Key = (u64, u64);

/// The key that sorts the largest first.
pub const fn descending(number: u64) -> u64 {
    u64::MAX - number
}

/// Puts keys in order.
// Not inlined, or there would be a copy for each use.
#[inline(never)]
pub fn sort(keys: &mut [Key]) {
    keys.sort_unstable();
}

/// The first keys of a list that is too long to be kept: never many more than are wanted.
pub struct First {
    wanted: usize,
    keys: Vec<Key>,
}

/// So many more keys than wanted are gathered before the superfluous ones go; one pass over all goes on it.
const SLACK: usize = 4096;

impl First {
    /// Will keep so many.
    pub fn new(wanted: usize) -> Self {
        Self { wanted, keys: Vec::new() }
    }

    /// Takes a key into account.
    pub fn push(&mut self, key: Key) {
        self.keys.push(key);
        if self.keys.len() > self.wanted.saturating_mul(2).saturating_add(SLACK) {
            self.drop_superfluous();
        }
    }

    /// The keys in order.
    pub fn sorted(mut self) -> Vec<Key> {
        self.drop_superfluous();
        sort(&mut self.keys);
        self.keys
    }

    #[inline(never)]
    fn drop_superfluous(&mut self) {
        if self.keys.len() > self.wanted {
            self.keys.select_nth_unstable(self.wanted);
            self.keys.truncate(self.wanted);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_are_those_of_the_whole_list_in_order() {
        let keys: Vec<Key> = (0..30_000u64).map(|row| (descending(row * 7919 % 10_007), row)).collect();
        let mut all = keys.clone();
        all.sort();
        for wanted in [0, 1, 50, 5_000, 29_999, 30_000, usize::MAX] {
            let mut first = First::new(wanted);
            keys.iter().for_each(|key| first.push(*key));
            assert!(first.sorted() == all[..wanted.min(all.len())], "the first {wanted}");
        }
    }
}
