//! Locations while they grow.
//!
//! Takes rows of `locations`; gives each object's place, and each place once. Many objects share a place (their
//! constructor's), so the places met last are looked up while reading and the rest are made one at the end: that takes
//! 24 bytes a row at most, half of what each would take in a hash map alone. A row that makes no sense is for the caller to
//! count; a missing place spoils no number but its own.

use crate::ids::Node;
use crate::order;
use crate::snapshot::{Locations, PlaceRow};

/// Rows so far.
#[derive(Default)]
pub struct LocationRows {
    of: Vec<(Node, u32)>,
    places: Vec<PlaceRow>,
    /// Rows of places met lately, by a hash of the place; empty without any.
    recent: Vec<u32>,
}

impl LocationRows {
    const RECENT_BITS: u32 = 12;

    /// Stores one record: object, script id, line, column, and the script's node where the file has it. None if it makes
    /// no sense.
    pub fn push(&mut self, cells: [i64; 4], script: Option<i64>, node_width: usize) -> Option<()> {
        let node = |at: i64| match at % node_width as i64 {
            0 => u32::try_from(at / node_width as i64).ok(),
            _ => None,
        };
        // V8 has -1 for 'unknown'; old versions write it as 4294967295.
        let line = |number: i64| if number == -1 { Some(u32::MAX) } else { u32::try_from(number).ok() };
        let [object, script_id, row, column] = cells;
        let place = PlaceRow {
            script_id: u32::try_from(script_id).ok()?,
            line: line(row)?,
            column: line(column)?,
            script: script.and_then(node).unwrap_or(PlaceRow::NO_SCRIPT),
        };
        let object = Node(node(object)?);
        let next = u32::try_from(self.places.len()).ok()?;
        self.recent.resize(1 << Self::RECENT_BITS, u32::MAX);
        // Knuth's multiplicative hash; a poor one would only cost memory.
        let mix = place.script_id.wrapping_mul(0x85eb_ca6b) ^ place.line.wrapping_mul(0xc2b2_ae35) ^ place.column;
        let slot = (mix.wrapping_mul(0x9e37_79b1) >> (32 - Self::RECENT_BITS)) as usize;
        let row = match self.places.get(self.recent[slot] as usize) {
            Some(known) if *known == place => self.recent[slot],
            _ => {
                self.places.push(place);
                self.recent[slot] = next;
                next
            }
        };
        self.of.push((object, row));
        Some(())
    }

    /// Makes equal places one, sorts by node and drops what points past the nodes; the second value is how many rows did.
    /// A node with two rows keeps the last, as in DevTools, whose map is overwritten.
    pub fn freeze(mut self, nodes: usize) -> (Locations, u64) {
        let before = self.of.len();
        self.of.retain(|(node, _)| node.index() < nodes);
        let bad = (before - self.of.len()) as u64;
        for place in self.places.iter_mut().filter(|place| place.script as usize >= nodes) {
            place.script = PlaceRow::NO_SCRIPT;
        }
        self.unite();
        if !self.of.is_sorted_by_key(|entry| entry.0) {
            let mut rows: Vec<u32> = (0..self.of.len() as u32).collect();
            order::reorder(&mut rows, &|row| u64::from(self.of[row as usize].0.0));
            self.of = rows.into_iter().map(|row| self.of[row as usize]).collect();
        }
        self.of.reverse();
        self.of.dedup_by_key(|entry| entry.0);
        self.of.reverse();
        self.of.shrink_to_fit();
        self.places.shrink_to_fit();
        (Locations::new(self.of, self.places), bad)
    }

    /// Each place once, in the order of the file.
    fn unite(&mut self) {
        let places = &self.places;
        let mut order: Vec<u32> = (0..places.len() as u32).collect();
        let pair = |high: u32, low: u32| u64::from(high) << 32 | u64::from(low);
        order::reorder(&mut order, &|row| pair(places[row as usize].column, places[row as usize].script));
        order::reorder(&mut order, &|row| pair(places[row as usize].script_id, places[row as usize].line));
        // First which row stands for each, then where that row moves to: it is never after those it stands for.
        let mut rows: Vec<u32> = vec![0; places.len()];
        for same in order.chunk_by(|a, b| places[*a as usize] == places[*b as usize]) {
            same.iter().for_each(|row| rows[*row as usize] = same[0]);
        }
        let mut kept = 0;
        for row in 0..rows.len() {
            if rows[row] as usize == row {
                self.places[kept] = self.places[row];
                rows[row] = kept as u32;
                kept += 1;
            } else {
                rows[row] = rows[rows[row] as usize];
            }
        }
        self.places.truncate(kept);
        for (_, row) in &mut self.of {
            *row = rows[*row as usize];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_stored_once_however_many_there_are() {
        let mut rows = LocationRows::default();
        // Far more places than are remembered, each four times.
        let count = 20_000;
        for at in 0..4 * count {
            let place = at * 7919 % count;
            assert_eq!(rows.push([7 * at, 1, place % 100, place / 100], Some(7 * (place % 3)), 7), Some(()));
        }
        let (locations, bad) = rows.freeze(4 * count as usize);
        let mut places: Vec<u32> = locations.iter().map(|(_, row)| row).collect();
        for (node, row) in locations.iter() {
            let (place, at) = (locations.place(row), i64::from(node.0) * 7919 % count);
            let script = Some(Node((at % 3) as u32));
            assert_eq!((place.line, place.column, place.script), (at as u64 % 100, at as u64 / 100, script));
        }
        places.sort();
        places.dedup();
        assert_eq!((places.len(), places.last(), bad), (20_000, Some(&19_999), 0));
    }
}
