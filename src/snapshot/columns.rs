//! Columns that are packed: ids and edge labels.
//!
//! Owns their encodings. `parse/columns.rs` fills them; the snapshot reads them by handle.

use super::{EdgeKind, Label};
use crate::ids::{Edge, Node, ObjectId, Text};

/// Object ids: four bytes a node unless one needs more (Julia's are addresses).
#[derive(Debug)]
pub(crate) enum Ids {
    Narrow(Vec<u32>),
    Wide(Vec<u64>),
}

impl Ids {
    #[inline]
    pub(super) fn get(&self, node: Node) -> ObjectId {
        ObjectId(match self {
            Ids::Narrow(ids) => u64::from(ids[node.index()]),
            Ids::Wide(ids) => ids[node.index()],
        })
    }

    /// Appends a row; the first id above 32 bits widens the column.
    #[inline]
    pub(crate) fn push(&mut self, id: ObjectId) {
        match (&mut *self, u32::try_from(id.0)) {
            (Ids::Narrow(ids), Ok(id)) => ids.push(id),
            (Ids::Narrow(ids), Err(_)) => {
                let mut wide: Vec<u64> = ids.iter().copied().map(u64::from).collect();
                wide.push(id.0);
                *self = Ids::Wide(wide);
            }
            (Ids::Wide(ids), _) => ids.push(id.0),
        }
    }

    /// All ids in file order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = ObjectId> + '_ {
        let len = match self {
            Ids::Narrow(ids) => ids.len(),
            Ids::Wide(ids) => ids.len(),
        };
        (0..len as u32).map(|row| self.get(Node(row)))
    }

    /// One scan of the column: no index is kept for a question that a click asks once.
    pub(super) fn find(&self, id: ObjectId) -> Option<Node> {
        let row = match self {
            Ids::Narrow(ids) => {
                let id = u32::try_from(id.0).ok()?;
                ids.iter().position(|other| *other == id)
            }
            Ids::Wide(ids) => ids.iter().position(|other| *other == id.0),
        };
        row.map(|row| Node(row as u32))
    }
}

/// Edge kinds and names, four bytes an edge: three bits of kind, 29 of name; the few larger values stand apart.
#[derive(Debug, Default)]
pub(crate) struct Labels {
    packed: Vec<u32>,
    large: Vec<(u32, u64)>,
    /// Which unknown kind the edges from this one on have, as far as they have an unknown kind.
    others: Vec<(u32, u8)>,
}

impl Labels {
    const LARGE: u32 = (1 << 29) - 1;

    pub(crate) fn with_room(len: usize) -> Self {
        let mut packed = Vec::new();
        let _ = packed.try_reserve_exact(len);
        Self { packed, large: Vec::new(), others: Vec::new() }
    }

    #[inline]
    pub(crate) fn push(&mut self, kind: EdgeKind, value: u64) {
        let low = if value < u64::from(Self::LARGE) {
            value as u32
        } else {
            self.large.push((self.packed.len() as u32, value));
            Self::LARGE
        };
        self.packed.push((kind as u32) << 29 | low);
    }

    /// Appends an edge of an unknown kind, by the row of its word.
    pub(crate) fn push_other(&mut self, word: u8, value: u64) {
        if self.others.last().is_none_or(|(_, last)| *last != word) {
            self.others.push((self.packed.len() as u32, word));
        }
        self.push(EdgeKind::Other, value);
    }

    /// The row of the word of an edge that is [`EdgeKind::Other`].
    pub(crate) fn other(&self, edge: Edge) -> u8 {
        let after = self.others.partition_point(|(first, _)| *first <= edge.0);
        after.checked_sub(1).map_or(u8::MAX, |row| self.others[row].1)
    }

    #[inline]
    pub(crate) fn kind(&self, edge: Edge) -> EdgeKind {
        EdgeKind::ALL[(self.packed[edge.index()] >> 29) as usize]
    }

    /// The kind, and the name's row or the index.
    #[inline]
    pub(crate) fn parts(&self, edge: Edge) -> (EdgeKind, u64) {
        let low = self.packed[edge.index()] & Self::LARGE;
        let value = if low != Self::LARGE {
            u64::from(low)
        } else {
            let row = self.large.binary_search_by_key(&edge.0, |entry| entry.0);
            row.map_or(u64::from(low), |row| self.large[row].1)
        };
        (self.kind(edge), value)
    }

    #[inline]
    pub(super) fn get(&self, edge: Edge) -> Label {
        let (kind, value) = self.parts(edge);
        match kind.is_named() {
            // A name past u32 cannot be in the table: it reads as missing.
            true => Label::Name(Text(u32::try_from(value).unwrap_or(u32::MAX))),
            false => Label::Index(value),
        }
    }
}
