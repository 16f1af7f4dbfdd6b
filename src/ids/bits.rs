//! One bit a row.
//!
//! Owns a fixed-length bit column. Rows past the end read as false.

/// A column of flags.
#[derive(Clone, Debug, Default)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// So many flags, all false.
    pub fn new(len: usize) -> Self {
        Self(vec![0; len.div_ceil(64)])
    }

    /// Rows there are room for.
    pub fn len(&self) -> usize {
        64 * self.0.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads a flag.
    #[inline]
    pub fn get(&self, row: usize) -> bool {
        self.0.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Sets a flag; returns whether it was false before.
    #[inline]
    pub fn set(&mut self, row: usize) -> bool {
        let word = &mut self.0[row / 64];
        let bit = 1 << (row % 64);
        let fresh = *word & bit == 0;
        *word |= bit;
        fresh
    }

    /// How many flags are set.
    pub fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// How many flags are set before each 64 rows, for [`Bits::rank`].
    pub fn ranks(&self) -> Vec<u32> {
        let mut before = 0;
        let rank = |word: &u64| {
            before += word.count_ones();
            before - word.count_ones()
        };
        self.0.iter().map(rank).collect()
    }

    /// Where a set row stands among the set ones. `ranks` are those of these flags as they are now.
    #[inline]
    pub fn rank(&self, row: usize, ranks: &[u32]) -> usize {
        let below = self.0[row / 64] & ((1 << (row % 64)) - 1);
        ranks[row / 64] as usize + below.count_ones() as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rank_is_how_many_stand_before() {
        let mut bits = Bits::new(300);
        let rows = [0, 1, 63, 64, 127, 128, 299];
        rows.iter().for_each(|row| assert!(bits.set(*row)));
        assert_eq!(bits.count(), rows.len());
        let ranks = bits.ranks();
        for (rank, row) in rows.into_iter().enumerate() {
            assert_eq!(bits.rank(row, &ranks), rank);
        }
    }
}
