//! One bit a row.
//!
//! Owns a fixed-length bit column. Rows past the end read as false.

use std::ops::Range;

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

    /// Sets those of 64 flags that are ones in `flags`: row 64 × `word` is its lowest.
    #[inline]
    pub fn set_word(&mut self, word: usize, flags: u64) {
        self.0[word] |= flags;
    }

    /// Sets what is set in the other, as far as both reach.
    pub fn unite(&mut self, other: &Bits) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word |= other);
    }

    /// The set rows of a part, in order.
    pub fn ones(&self, part: Range<u32>) -> impl Iterator<Item = u32> + '_ {
        let (start, end) = (part.start as usize, (part.end as usize).min(self.len()));
        (start / 64..end.div_ceil(64)).flat_map(move |at| {
            let mut word = self.0[at];
            if at == start / 64 {
                word &= u64::MAX << (start % 64);
            }
            if at == end / 64 {
                word &= (1 << (end % 64)) - 1;
            }
            std::iter::from_fn(move || {
                let row = (word != 0).then(|| 64 * at as u32 + word.trailing_zeros());
                word &= word.wrapping_sub(1);
                row
            })
        })
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
    fn ones_are_the_set_rows_of_a_part() {
        let mut bits = Bits::new(200);
        let rows = [0, 1, 63, 64, 127, 128, 199];
        rows.iter().for_each(|row| assert!(bits.set(*row as usize)));
        for start in 0..=200u32 {
            for end in (start..=200).chain([255, 256, 300]) {
                let wanted: Vec<u32> = rows.into_iter().filter(|row| (start..end).contains(row)).collect();
                assert_eq!(bits.ones(start..end).collect::<Vec<_>>(), wanted, "{start}..{end}");
            }
        }
        bits.set_word(1, 1 << 5);
        assert!(bits.get(69) && bits.get(64));
        let mut other = Bits::new(100);
        other.set(70);
        bits.unite(&other);
        assert_eq!(bits.ones(64..100).collect::<Vec<_>>(), [64, 69, 70]);
    }

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
