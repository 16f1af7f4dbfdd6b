//! Columns that are packed: ids and edges.
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
    pub(crate) fn get(&self, node: Node) -> ObjectId {
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

    /// Appends rows whose ids fit; false, and nothing is stored, if the column is wide already.
    pub(crate) fn extend(&mut self, more: impl Iterator<Item = u32>) -> bool {
        match self {
            Ids::Narrow(ids) => {
                ids.extend(more);
                true
            }
            Ids::Wide(_) => false,
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

/// The edges, eight bytes each: four for kind and target, four for the name or index; the few larger values stand apart.
///
/// Nodes are counted in 28 bits (V8's own limit), kinds in three. That kind and target come with one load is worth more
/// than the column looks: a search over the heap reads nothing else. The highest bit is for the graph, which notes there
/// that an edge does not keep its target alive.
#[derive(Debug, Default)]
pub(crate) struct Edges {
    ends: Vec<u32>,
    names: Vec<u32>,
    large: Vec<(u32, u64)>,
    /// Which unknown kind the edges from this one on have, as far as they have an unknown kind.
    others: Vec<(u32, u8)>,
}

/// What one load tells of an edge.
#[derive(Clone, Copy)]
pub(crate) struct End(u32);

impl End {
    const KIND: u32 = 28;
    const NODE: u32 = (1 << Self::KIND) - 1;
    const NOT_ESSENTIAL: u32 = 1 << 31;

    #[inline]
    pub(crate) fn target(self) -> Node {
        Node(self.0 & Self::NODE)
    }

    #[inline]
    pub(crate) fn kind(self) -> EdgeKind {
        EdgeKind::ALL[(self.0 >> Self::KIND & 7) as usize]
    }

    /// Whether its kind is weak, by one comparison.
    #[inline]
    pub(crate) fn is_weak(self) -> bool {
        self.0 >> Self::KIND & 7 == EdgeKind::Weak as u32
    }

    #[inline]
    pub(crate) fn is_essential(self) -> bool {
        self.0 & Self::NOT_ESSENTIAL == 0
    }
}

impl Edges {
    /// Stands for a value in `large`.
    pub(crate) const LARGE: u32 = u32::MAX;

    pub(crate) fn with_room(len: usize) -> Self {
        let (mut ends, mut names) = (Vec::new(), Vec::new());
        // A failed reservation is no error yet: the file may be smaller than it says.
        let _ = ends.try_reserve_exact(len);
        let _ = names.try_reserve_exact(len);
        Self { ends, names, large: Vec::new(), others: Vec::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    pub(crate) fn push(&mut self, kind: EdgeKind, value: u64, target: Node) {
        let name = match u32::try_from(value) {
            Ok(name) if name != Self::LARGE => name,
            _ => {
                self.large.push((self.names.len() as u32, value));
                Self::LARGE
            }
        };
        self.names.push(name);
        self.ends.push((kind as u32) << End::KIND | target.0);
    }

    /// Appends an edge of an unknown kind, by the row of its word.
    pub(crate) fn push_other(&mut self, word: u8, value: u64, target: Node) {
        if self.others.last().is_none_or(|(_, last)| *last != word) {
            self.others.push((self.names.len() as u32, word));
        }
        self.push(EdgeKind::Other, value, target);
    }

    /// Appends many edges of known kinds and small values: code of the kind, value, target.
    pub(crate) fn extend(&mut self, edges: impl ExactSizeIterator<Item = (u32, u32, u32)> + Clone) {
        self.names.extend(edges.clone().map(|(_, name, _)| name));
        self.ends.extend(edges.map(|(kind, _, target)| kind << End::KIND | target));
    }

    /// The row of the word of an edge that is [`EdgeKind::Other`].
    pub(crate) fn other(&self, edge: Edge) -> u8 {
        let after = self.others.partition_point(|(first, _)| *first <= edge.0);
        after.checked_sub(1).map_or(u8::MAX, |row| self.others[row].1)
    }

    #[inline]
    pub(crate) fn end(&self, edge: Edge) -> End {
        End(self.ends[edge.index()])
    }

    /// Targets and kinds of consecutive edges.
    #[inline]
    pub(crate) fn ends(
        &self,
        edges: std::ops::Range<u32>,
    ) -> impl ExactSizeIterator<Item = End> + DoubleEndedIterator + '_ {
        self.ends[edges.start as usize..edges.end as usize].iter().map(|end| End(*end))
    }

    /// Notes which of these consecutive edges keep their targets alive, by end and name or index.
    #[inline]
    pub(crate) fn judge(&mut self, edges: std::ops::Range<u32>, mut essential: impl FnMut(End, u32) -> bool) {
        let range = edges.start as usize..edges.end as usize;
        for (end, name) in self.ends[range.clone()].iter_mut().zip(&self.names[range]) {
            if !essential(End(*end), *name) {
                *end |= End::NOT_ESSENTIAL;
            }
        }
    }

    /// The kind, and the name's row or the index.
    #[inline]
    pub(crate) fn parts(&self, edge: Edge) -> (EdgeKind, u64) {
        let name = self.names[edge.index()];
        let value = if name != Self::LARGE {
            u64::from(name)
        } else {
            let row = self.large.binary_search_by_key(&edge.0, |entry| entry.0);
            row.map_or(u64::from(name), |row| self.large[row].1)
        };
        (self.end(edge).kind(), value)
    }

    #[inline]
    pub(super) fn label(&self, edge: Edge) -> Label {
        let (kind, value) = self.parts(edge);
        match kind.is_named() {
            // A name past u32 cannot be in the table: it reads as missing.
            true => Label::Name(Text(u32::try_from(value).unwrap_or(u32::MAX))),
            false => Label::Index(value),
        }
    }
}
