//! A column of byte sizes: two bytes a row, with the few sizes that do not fit beside it.
//!
//! Owns the encoding. In a heap of millions of objects all but a few thousand are below 64 KB, and hold less than that
//! too; V8's `self_size` has 48 bits all the same, and an ancestor of everything retains the whole heap. A column with
//! more than one large row in [`OFTEN`] (a list holds all that is behind it) takes four bytes a row instead. (DevTools
//! keeps sizes in a `Uint32Array` and wraps.) Sums saturate.

use crate::ids::{Bytes, Node};
use std::collections::BTreeMap;

/// One large row in so many costs less beside the column than all rows in a wider one.
const OFTEN: usize = 64;

/// Sizes by node.
#[derive(Clone, Debug)]
pub struct Sizes {
    column: Column,
    large: BTreeMap<u32, Bytes>,
}

#[derive(Clone, Debug)]
enum Column {
    Short(Vec<u16>),
    Long(Vec<u32>),
}

/// So many large rows are never worth it.
const FEW: usize = 1 << 10;

/// Marks a row whose size is in `large`.
const SHORT: u16 = u16::MAX;
const LONG: u32 = u32::MAX;

impl Default for Sizes {
    fn default() -> Self {
        Self { column: Column::Short(Vec::new()), large: BTreeMap::new() }
    }
}

impl Sizes {
    /// An empty column with room for `len` rows, if memory allows; pushing past it grows the column.
    pub fn with_room(len: usize) -> Self {
        let mut short = Vec::new();
        let _ = short.try_reserve_exact(len);
        Self { column: Column::Short(short), large: BTreeMap::new() }
    }

    /// Appends a row.
    #[inline]
    pub fn push(&mut self, bytes: Bytes) {
        let fits = match &mut self.column {
            Column::Short(column) => fit(bytes, SHORT).map(|bytes| column.push(bytes)),
            Column::Long(column) => fit(bytes, LONG).map(|bytes| column.push(bytes)),
        };
        if fits.is_none() {
            self.push_large(bytes);
        }
    }

    #[cold]
    fn push_large(&mut self, bytes: Bytes) {
        self.large.insert(self.len() as u32, bytes);
        match &mut self.column {
            Column::Short(column) => column.push(SHORT),
            Column::Long(column) => column.push(LONG),
        }
        self.widen_if_often();
    }

    /// Appends rows.
    pub(crate) fn extend(&mut self, more: impl ExactSizeIterator<Item = u32> + Clone) {
        if let Column::Short(column) = &mut self.column
            && more.clone().all(|bytes| bytes < u32::from(SHORT))
        {
            column.extend(more.map(|bytes| bytes as u16));
        } else {
            more.for_each(|bytes| self.push(Bytes::from(bytes)));
        }
    }

    /// The size of a node.
    #[inline]
    pub fn get(&self, node: Node) -> Bytes {
        match &self.column {
            Column::Short(column) => match column[node.index()] {
                SHORT => self.large(node),
                bytes => Bytes::from(bytes),
            },
            Column::Long(column) => match column[node.index()] {
                LONG => self.large(node),
                bytes => Bytes::from(bytes),
            },
        }
    }

    #[cold]
    fn large(&self, node: Node) -> Bytes {
        self.large.get(&node.0).copied().unwrap_or(0)
    }

    /// Replaces the size of a node.
    #[inline]
    pub fn set(&mut self, node: Node, bytes: Bytes) {
        let (was_large, fits) = match &mut self.column {
            Column::Short(column) => replace(&mut column[node.index()], bytes, SHORT),
            Column::Long(column) => replace(&mut column[node.index()], bytes, LONG),
        };
        if was_large || !fits {
            self.set_large(node, bytes, fits);
        }
    }

    #[cold]
    fn set_large(&mut self, node: Node, bytes: Bytes, fits: bool) {
        match fits {
            true => drop(self.large.remove(&node.0)),
            false => {
                self.large.insert(node.0, bytes);
                self.widen_if_often();
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
        match &self.column {
            Column::Short(column) => column.len(),
            Column::Long(column) => column.len(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes four bytes a row once that is less.
    fn widen_if_often(&mut self) {
        let Column::Short(column) = &mut self.column else { return };
        if self.large.len() <= column.len() / OFTEN + FEW {
            return;
        }
        let mut long: Vec<u32> = Vec::new();
        // As much room as there was; without it growing step by step may still fit.
        let _ = long.try_reserve_exact(column.capacity());
        long.extend(column.iter().map(|bytes| if *bytes == SHORT { LONG } else { u32::from(*bytes) }));
        self.large.retain(|row, bytes| match fit(*bytes, LONG) {
            Some(bytes) => {
                long[*row as usize] = bytes;
                false
            }
            None => true,
        });
        self.column = Column::Long(long);
    }
}

/// The size in fewer bits, unless it does not fit or reads as the mark.
#[inline]
fn fit<T: TryFrom<Bytes> + PartialEq>(bytes: Bytes, mark: T) -> Option<T> {
    T::try_from(bytes).ok().filter(|bytes| *bytes != mark)
}

/// Stores a size, or the mark; says whether the mark stood there and whether the size fits.
#[inline]
fn replace<T: TryFrom<Bytes> + PartialEq + Copy>(slot: &mut T, bytes: Bytes, mark: T) -> (bool, bool) {
    let fitting = fit(bytes, mark);
    let was_large = std::mem::replace(slot, fitting.unwrap_or(mark)) == mark;
    (was_large, fitting.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: [Bytes; 9] = [0, 1, 65_534, 65_535, 65_536, (1 << 32) - 2, (1 << 32) - 1, 1 << 32, 1 << 40];

    #[test]
    fn sizes_of_any_width_are_kept() {
        let mut sizes = Sizes::default();
        let mut expect = Vec::new();
        // The column widens on the way.
        for round in 0..200 {
            for bytes in STEPS {
                sizes.push(bytes);
                expect.push(bytes);
            }
            for (row, bytes) in expect.iter().enumerate().filter(|_| round % 10 == 9) {
                assert_eq!(sizes.get(Node(row as u32)), *bytes, "round {round}, row {row}");
            }
        }
        assert!(matches!(sizes.column, Column::Long(_)));
        assert_eq!(sizes.large.len(), 600, "only what has no 32 bits stands beside the column");
        sizes.add(Node(1), (1 << 32) - 1);
        assert_eq!(sizes.get(Node(1)), 1 << 32);
        sizes.set(Node(1), 7);
        assert_eq!((sizes.get(Node(1)), sizes.large.len()), (7, 600));
        sizes.add(Node(8), u64::MAX);
        assert_eq!(sizes.get(Node(8)), u64::MAX);
    }

    #[test]
    fn few_large_sizes_leave_the_column_short() {
        let mut sizes = Sizes::with_room(20_000);
        sizes.extend((0..10_000).map(|row| if row % 500 == 0 { 1 << 20 } else { row % 50 }));
        sizes.extend((0..10_000).map(|row| row % 50));
        assert!(matches!(sizes.column, Column::Short(_)));
        assert_eq!(sizes.large.len(), 20);
        for row in 0..20_000 {
            let large = row < 10_000 && row % 500 == 0;
            assert_eq!(sizes.get(Node(row)), if large { 1 << 20 } else { Bytes::from(row % 50) });
        }
        sizes.set(Node(500), 3);
        assert_eq!((sizes.get(Node(500)), sizes.large.len()), (3, 19));
    }
}
