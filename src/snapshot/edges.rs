//! The edges, packed.
//!
//! Owns their encoding. `parse/columns.rs` fills them; the snapshot reads them by handle.

use super::names::Names;
use super::{EdgeKind, Label};
use crate::ids::{Edge, Node, Text};
use std::ops::Range;

/// The edges, six bytes each: four for kind and target, two for the name or index (see [`Names`]); the few values above
/// 32 bits stand apart.
///
/// Nodes are counted in 28 bits (V8's own limit), kinds in three. That kind and target come with one load is worth more
/// than the column looks: a search over the heap reads nothing else. The highest bit is for the graph, which notes there
/// that an edge does not keep its target alive.
#[derive(Debug, Default)]
pub(crate) struct Edges {
    ends: Vec<u32>,
    names: Names,
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

    /// A kind by its code, and a target.
    #[inline]
    pub(crate) fn of(kind: u8, target: u32) -> u32 {
        u32::from(kind) << Self::KIND | target
    }

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
    /// Room for `len` edges, of which `expected` are to come. No name is expected to be above `last_name`.
    pub(crate) fn with_room(len: usize, expected: usize, last_name: usize) -> Self {
        let mut ends = Vec::new();
        // A failed reservation is no error yet: the file may be smaller than it says.
        let _ = ends.try_reserve_exact(len);
        Self { ends, names: Names::with_room(len, expected, last_name), large: Vec::new(), others: Vec::new() }
    }

    /// Frees what only growing needs.
    pub(crate) fn freeze(&mut self) {
        self.names.freeze();
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    pub(crate) fn push(&mut self, kind: EdgeKind, value: u64, target: Node) {
        let name = match u32::try_from(value) {
            Ok(name) if name != Names::LARGE => name,
            _ => {
                self.large.push((self.ends.len() as u32, value));
                Names::LARGE
            }
        };
        self.names.push(kind.is_named(), name);
        self.ends.push((kind as u32) << End::KIND | target.0);
        self.widen_if_crowded();
    }

    #[inline]
    fn widen_if_crowded(&mut self) {
        let Self { ends, names, .. } = self;
        if names.is_crowded() {
            names.widen(|edge| End(ends[edge as usize]).kind().is_named());
        }
    }

    /// Appends an edge of an unknown kind, by the row of its word.
    pub(crate) fn push_other(&mut self, word: u8, value: u64, target: Node) {
        if self.others.last().is_none_or(|(_, last)| *last != word) {
            self.others.push((self.ends.len() as u32, word));
        }
        self.push(EdgeKind::Other, value, target);
    }

    /// Appends many edges of known kinds and values below [`Names::LARGE`], by their ends ([`End::of`]) and values.
    #[inline]
    pub(crate) fn extend(&mut self, ends: &[u32], values: impl ExactSizeIterator<Item = u32>) {
        self.names.extend(ends.iter().map(|end| End(*end).kind().is_named()).zip(values));
        self.ends.extend_from_slice(ends);
        self.widen_if_crowded();
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
    pub(crate) fn ends(&self, edges: Range<u32>) -> impl ExactSizeIterator<Item = End> + DoubleEndedIterator + '_ {
        self.ends[edges.start as usize..edges.end as usize].iter().map(|end| End(*end))
    }

    /// Notes which of these consecutive edges keep their targets alive, by row, end and the names of all.
    #[inline]
    pub(crate) fn judge(&mut self, edges: Range<u32>, mut essential: impl FnMut(u32, End, &Names) -> bool) {
        let Self { ends, names, .. } = self;
        for (edge, end) in edges.clone().zip(&mut ends[edges.start as usize..edges.end as usize]) {
            if !essential(edge, End(*end), names) {
                *end |= End::NOT_ESSENTIAL;
            }
        }
    }

    /// The names of all.
    pub(crate) fn names(&self) -> &Names {
        &self.names
    }

    /// The kind, and the name's row or the index.
    #[inline]
    pub(crate) fn parts(&self, edge: Edge) -> (EdgeKind, u64) {
        let kind = self.end(edge).kind();
        let name = self.names.get(kind.is_named(), edge.0);
        let value = if name != Names::LARGE {
            u64::from(name)
        } else {
            let row = self.large.binary_search_by_key(&edge.0, |entry| entry.0);
            row.map_or(u64::from(name), |row| self.large[row].1)
        };
        (kind, value)
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
