//! What is wrong with a file that can be read all the same.
//!
//! Owns the oddities that are counted, and the account of a file that ends too early. Guarantee: a snapshot without a
//! [`Cut`] is whole, so what is derived from it is exact.

use serde::{Deserialize, Serialize};

/// Something odd in the file that did not stop us.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Warning {
    /// The header promised `header` rows, the section has `found`.
    CountDiffers { section: String, header: u64, found: u64 },
    /// So many nodes have an id that an earlier node has.
    SharedIds { count: u64 },
    /// So many names point past the end of the string table.
    MissingStrings { count: u64 },
    /// The file ends before its closing bracket, or in a section that no number needs.
    EndMissing,
    /// So many bytes after the end of the snapshot were ignored.
    TrailingBytes { count: u64 },
    /// So many rows of a section that the heap can do without name what is not there, or hold numbers that no such row
    /// has.
    BadRows { section: String, count: u64 },
    /// A section that the heap can do without could not be read, and nothing of it is kept.
    UnreadSection { section: String },
    /// So many keys stood in the file before; the first of each was read.
    RepeatedKeys { count: u64 },
    /// So many objects name an allocation trace that the file does not have.
    UnknownTraces { count: u64 },
}

/// How much of a cut-off file is lost, from the most to the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Lost {
    /// Cut among the nodes: kinds and own sizes of some objects are all there is.
    Nodes,
    /// Nothing is cut: the references were passed over on purpose, in light mode, because they would not fit.
    References,
    /// Cut among the edges: all objects, some references, so sizes held and distances are estimates; no names.
    Edges,
    /// Cut before the strings: every reference, no names, so no rule that goes by a name.
    Names,
    /// Cut among the strings: every reference, and the names that the file gave out first.
    LateNames,
}

impl Lost {
    /// Whether there is not one reference: then nothing can be said of who holds what.
    pub fn is_blind(self) -> bool {
        self <= Lost::References
    }
}

/// Where a file ends too early, and what that costs. Light mode is told in the same way: what is not there is not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    pub lost: Lost,
    /// Key of the section in which the file ends.
    pub section: String,
    /// Length of what there is, in (unpacked) bytes.
    pub byte: u64,
    /// Whole rows of that section that were read, and how many the header promised, if it did.
    pub rows: u64,
    pub expected: Option<u64>,
    /// Objects whose name is lost.
    pub nameless: u64,
    /// Objects that nothing refers to any more, held by the pseudo-root `(lost edges)`.
    pub unheld: u64,
}
