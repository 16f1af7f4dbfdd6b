//! A column of byte sizes: four bytes a row, with the few sizes above 4 GiB beside it.
//!
//! Owns the encoding. V8's `self_size` has 48 bits and an ancestor of everything retains the whole heap, yet all but a
//! handful of sizes fit 32. (DevTools keeps them in a `Uint32Array` and wraps.) Sums saturate.

use crate::ids::{Bytes, Node};
use std::collections::BTreeMap;

/// Sizes by node.
#[derive(Clone, Debug, Default)]
pub struct Sizes {
    small: Vec<u32>,
    large: BTreeMap<u32, Bytes>,
}

impl Sizes {
    /// Marks a row whose size is in `large`.
    pub(crate) const LARGE: u32 = u32::MAX;

    /// A column of so many zeros.
    pub fn zeros(len: usize) -> Self {
        Self { small: vec![0; len], large: BTreeMap::new() }
    }

    /// An empty column with room for `len` rows, if memory allows; pushing past it grows the column.
    pub fn with_room(len: usize) -> Self {
        let mut small = Vec::new();
        let _ = small.try_reserve_exact(len);
        Self { small, large: BTreeMap::new() }
    }

    /// Appends a row.
    #[inline]
    pub fn push(&mut self, bytes: Bytes) {
        match u32::try_from(bytes) {
            Ok(small) if small != Self::LARGE => self.small.push(small),
            _ => {
                self.large.insert(self.small.len() as u32, bytes);
                self.small.push(Self::LARGE);
            }
        }
    }

    /// Appends rows, none of which is above 32 bits or all ones.
    pub(crate) fn extend(&mut self, more: impl Iterator<Item = u32>) {
        self.small.extend(more);
    }

    /// The size of a node.
    #[inline]
    pub fn get(&self, node: Node) -> Bytes {
        match self.small[node.index()] {
            Self::LARGE => self.large.get(&node.0).copied().unwrap_or(Bytes::from(Self::LARGE)),
            small => Bytes::from(small),
        }
    }

    /// Replaces the size of a node.
    #[inline]
    pub fn set(&mut self, node: Node, bytes: Bytes) {
        if self.small[node.index()] == Self::LARGE {
            self.large.remove(&node.0);
        }
        match u32::try_from(bytes) {
            Ok(small) if small != Self::LARGE => self.small[node.index()] = small,
            _ => {
                self.small[node.index()] = Self::LARGE;
                self.large.insert(node.0, bytes);
            }
        }
    }

    /// Adds to the size of a node.
    #[inline]
    pub fn add(&mut self, node: Node, bytes: Bytes) {
        self.set(node, self.get(node).saturating_add(bytes));
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.small.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.small.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_beyond_four_gib_are_kept() {
        let mut sizes = Sizes::default();
        for bytes in [0, 1, u64::from(u32::MAX) - 1, u64::from(u32::MAX), 1 << 40] {
            sizes.push(bytes);
            assert_eq!(sizes.get(Node(sizes.len() as u32 - 1)), bytes);
        }
        sizes.add(Node(1), u64::from(u32::MAX));
        assert_eq!(sizes.get(Node(1)), 1 << 32);
        sizes.set(Node(1), 7);
        assert_eq!(sizes.get(Node(1)), 7);
        sizes.add(Node(4), u64::MAX);
        assert_eq!(sizes.get(Node(4)), u64::MAX);
    }
}
