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
}
