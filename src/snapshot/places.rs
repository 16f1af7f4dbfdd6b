//! Where things stand in the source: the section `locations`.
//!
//! Owns the places of functions and of objects' constructors. `parse/locations.rs` fills them. Memory: 8 bytes an object
//! that has a place, and 16 for each place once; nothing without the section.

use crate::ids::Node;

/// A place in a script, zero-based.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    pub script_id: u64,
    /// [`Place::UNKNOWN`] if the file says -1, in either of V8's ways to write it.
    pub line: u64,
    /// As `line`.
    pub column: u64,
    /// The node of the script, in files of V8 14.9 and newer.
    pub script: Option<Node>,
}

impl Place {
    /// V8 has -1 for a line or column that it does not know, and up to 8.4 wrote it as an unsigned number.
    pub const UNKNOWN: u64 = u32::MAX as u64;

    /// The line, counted from 0, if the file knows it.
    pub fn known_line(&self) -> Option<u64> {
        Some(self.line).filter(|line| *line != Self::UNKNOWN)
    }

    /// The column, counted from 0, if the file knows it.
    pub fn known_column(&self) -> Option<u64> {
        Some(self.column).filter(|column| *column != Self::UNKNOWN)
    }
}

/// A place as it is kept: all four are 32-bit numbers in V8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PlaceRow {
    pub script_id: u32,
    pub line: u32,
    pub column: u32,
    /// [`PlaceRow::NO_SCRIPT`] if the file names no node.
    pub script: u32,
}

impl PlaceRow {
    pub(crate) const NO_SCRIPT: u32 = u32::MAX;
}

/// Places of objects: which node, which place; places are stored once.
#[derive(Debug, Default)]
pub struct Locations {
    /// Sorted by node, one place a node.
    of: Vec<(Node, u32)>,
    places: Vec<PlaceRow>,
}

impl Locations {
    pub(crate) fn new(of: Vec<(Node, u32)>, places: Vec<PlaceRow>) -> Self {
        Self { of, places }
    }

    pub(super) fn get(&self, node: Node) -> Option<Place> {
        let row = self.of.binary_search_by_key(&node, |entry| entry.0).ok()?;
        Some(self.place(self.of[row].1))
    }

    /// Each node that has a place, in node order, with the place's row.
    pub fn iter(&self) -> impl Iterator<Item = (Node, u32)> + '_ {
        self.of.iter().copied()
    }

    /// All places by row.
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        (0..self.places.len() as u32).map(|row| self.place(row))
    }

    /// The place in this row.
    pub fn place(&self, row: u32) -> Place {
        let PlaceRow { script_id, line, column, script } = self.places[row as usize];
        let script = Some(script).filter(|script| *script != PlaceRow::NO_SCRIPT).map(Node);
        Place { script_id: u64::from(script_id), line: u64::from(line), column: u64::from(column), script }
    }
}
