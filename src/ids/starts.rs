//! Where the entries of each row begin in a column of entries: two bytes a row.
//!
//! Owns the encoding. Such numbers only rise, and the entries of [`BLOCK`] neighbours are few: each block has its first
//! number in full, and of each row and of its end what is added to it. Rows behind a hub may be too far from their block's
//! first; they stand beside. A block has such rows only if it has 65,535 entries, so they never are many, whatever the
//! heap: one for a thousand entries at most.

use super::parts;
use std::ops::Range;

/// Rows to a full number. These numbers fit the second cache for a heap of 14 million nodes.
const BLOCK: usize = 64;

/// Marks a row that stands beside; all after it in its block do too.
const FAR: u16 = u16::MAX;

/// Numbers that rise from row to row.
#[derive(Debug, Default)]
pub struct Starts {
    rows: usize,
    bases: Vec<u32>,
    /// [`BLOCK`] rows and where the last of them ends, again and again: so a row and its end have one base.
    added: Vec<u16>,
    /// The last base, for whoever appends.
    base: u32,
    /// Places in `added` of rows too far from their base, in order.
    far: Vec<(u32, u32)>,
}

impl Starts {
    /// Room for so many rows, if memory allows; pushing past it grows the column.
    pub fn with_room(rows: usize) -> Self {
        let mut starts = Self::default();
        let blocks = rows.div_ceil(BLOCK);
        // A failed reservation is no error yet: the file may be smaller than it says.
        let _ = starts.bases.try_reserve_exact(blocks);
        let _ = starts.added.try_reserve_exact(rows.saturating_add(blocks));
        starts
    }

    /// All at once.
    pub fn new(starts: &[u32]) -> Self {
        let mut found = Self::with_room(starts.len());
        found.append(starts);
        found
    }

    /// Appends rows.
    pub fn append(&mut self, starts: &[u32]) {
        for part in parts(starts.len()) {
            self.part(&starts[part.start as usize..part.end as usize]);
        }
    }

    #[inline(never)]
    fn part(&mut self, starts: &[u32]) {
        self.extend(starts.iter().copied());
    }

    /// Appends rows.
    #[inline]
    pub fn extend(&mut self, mut starts: impl ExactSizeIterator<Item = u32>) {
        let begun = self.rows.next_multiple_of(BLOCK) - self.rows;
        starts.by_ref().take(begun).for_each(|start| self.push(start));
        while starts.len() >= BLOCK {
            let mut block = [0; BLOCK];
            block.iter_mut().zip(&mut starts).for_each(|(row, start)| *row = start);
            self.push_block(&block);
        }
        starts.for_each(|start| self.push(start));
    }

    /// Appends a whole block; before it are whole blocks alone.
    #[inline]
    fn push_block(&mut self, starts: &[u32; BLOCK]) {
        self.push(starts[0]);
        if starts[BLOCK - 1] - self.base < u32::from(FAR) {
            self.added.extend(starts[1..].iter().map(|start| (start - self.base) as u16));
            self.rows += BLOCK - 1;
        } else {
            starts[1..].iter().for_each(|start| self.push(*start));
        }
    }

    /// Appends a row: not less than the last.
    #[inline]
    pub fn push(&mut self, start: u32) {
        if self.rows.is_multiple_of(BLOCK) {
            if self.rows > 0 {
                self.add(start);
            }
            self.base = start;
            self.bases.push(start);
        }
        self.rows += 1;
        self.add(start);
    }

    #[inline]
    fn add(&mut self, start: u32) {
        let added = start - self.base;
        if added >= u32::from(FAR) {
            self.far.push((self.added.len() as u32, start));
        }
        self.added.push(added.min(u32::from(FAR)) as u16);
    }

    /// Where the row's entries begin.
    #[inline]
    pub fn get(&self, row: usize) -> u32 {
        let block = row / BLOCK;
        self.at(row + block, self.bases[block])
    }

    /// The row's entries: they end where the next row's begin.
    #[inline]
    pub fn range(&self, row: usize) -> Range<u32> {
        let block = row / BLOCK;
        let (at, base) = (row + block, self.bases[block]);
        match self.added[at..at + 2] {
            [from, to] if to != FAR => base + u32::from(from)..base + u32::from(to),
            _ => self.at(at, base)..self.at(at + 1, base),
        }
    }

    /// The entries of consecutive rows, with their rows: quicker than one by one.
    #[inline]
    pub fn ranges(&self, rows: Range<u32>) -> impl Iterator<Item = (u32, Range<u32>)> + '_ {
        let mut from = if rows.is_empty() { 0 } else { self.get(rows.start as usize) };
        rows.map(move |row| {
            let block = row as usize / BLOCK;
            let (at, base) = (row as usize + block + 1, self.bases[block]);
            let to = match self.added[at] {
                FAR => self.at(at, base),
                added => base + u32::from(added),
            };
            (row, std::mem::replace(&mut from, to)..to)
        })
    }

    /// How many entries the row has.
    #[inline]
    pub fn count(&self, row: usize) -> usize {
        let at = row + row / BLOCK;
        match self.added[at..at + 2] {
            [from, to] if to != FAR => usize::from(to - from),
            _ => self.range(row).len(),
        }
    }

    #[cold]
    fn at(&self, at: usize, base: u32) -> u32 {
        match self.added[at] {
            FAR => self.far.binary_search_by_key(&(at as u32), |entry| entry.0).map_or(0, |row| self.far[row].1),
            added => base + u32::from(added),
        }
    }

    /// All rows in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.rows).map(|row| self.get(row))
    }
}

impl FromIterator<u32> for Starts {
    fn from_iter<T: IntoIterator<Item = u32>>(starts: T) -> Self {
        let starts = starts.into_iter();
        let mut found = Self::with_room(starts.size_hint().0);
        starts.for_each(|start| found.push(start));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_behind_hubs_are_kept() {
        let counts = |row: u32| match row % 150 {
            0 => 70_000,
            7 => 65_534 - 6,
            90 => 65_535,
            _ => row % 4,
        };
        let starts: Vec<u32> = (0..3000).scan(0, |sum, row| Some(std::mem::replace(sum, *sum + counts(row)))).collect();
        let column: Starts = starts.iter().copied().collect();
        assert_eq!(column.iter().collect::<Vec<_>>(), starts);
        for (row, pair) in starts.windows(2).enumerate() {
            assert_eq!(column.range(row), pair[0]..pair[1]);
            assert_eq!(column.count(row), (pair[1] - pair[0]) as usize);
        }
        for rows in [0..2999, 100..333, 5..5] {
            let ranges = rows.clone().map(|row| (row, column.range(row as usize)));
            assert!(column.ranges(rows).eq(ranges));
        }
        for step in [1, 7, 64, 100, 3000] {
            let mut other = Starts::default();
            starts.chunks(step).for_each(|part| other.append(part));
            assert!(other.iter().eq(column.iter()) && other.far == column.far);
        }
        assert!(!column.far.is_empty() && column.far.len() < starts[2999] as usize / 1000);
        assert_eq!(column.count(0), 70_000);
        let last: Starts = [0, 0, u32::MAX, u32::MAX].into_iter().collect();
        assert_eq!(last.iter().collect::<Vec<_>>(), [0, 0, u32::MAX, u32::MAX]);
    }
}
