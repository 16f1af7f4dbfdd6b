//! The handles of a heap: which node, which edge, which string, which class, and how many bytes.
//!
//! Owns the number spaces. A handle is a row of one open heap: `u32`, `Copy`, printed with a letter (`n12`, `e7`), and
//! meaningless in another heap. The only identity that outlives a session is [`ObjectId`], V8's own id.

mod bits;
mod starts;

pub use bits::Bits;
use serde::{Deserialize, Serialize};
pub use starts::Starts;
use std::fmt;
use std::ops::Range;

macro_rules! handle {
    ($(#[$doc:meta])* $name:ident, $letter:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub u32);

        impl $name {
            /// The row as an index into a column.
            #[inline]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}{}", $letter, self.0)
            }
        }
    };
}

handle!(
    /// A row of the node columns: the object's position in the file (DevTools: the ordinal).
    Node,
    "n"
);
handle!(
    /// A row of the edge columns, in file order. The edges of one node are consecutive.
    Edge,
    "e"
);
handle!(
    /// An entry of the string table.
    Text,
    "t"
);
handle!(
    /// A row of the class table.
    ClassId,
    "c"
);
handle!(
    /// A row of the allocation tree: one call path on which objects were allocated.
    Trace,
    "a"
);
handle!(
    /// A row of the scope table: one block, function or script of the source.
    Scope,
    "s"
);

/// Rows in parts, for a loop over millions of them: the loop stands in a function of its own, which is called for each
/// part. Browsers compile WebAssembly quickly and badly first, and replace a function only when it is called again: one
/// long loop would run in its first code to its end. (The analysis of 1.1 GB took 0.63 of the time when its code was warm,
/// measured in Node 20 before loops were cut so.)
pub fn parts(rows: usize) -> impl DoubleEndedIterator<Item = Range<u32>> {
    const PART: u32 = 1 << 16;
    let rows = rows as u32;
    (0..rows.div_ceil(PART)).map(move |part| part * PART..rows.min((part + 1).saturating_mul(PART)))
}

/// Makes each number the sum of all up to it.
pub fn add_up(numbers: &mut [u32]) {
    let mut sum = 0;
    for part in parts(numbers.len()) {
        sum = add_up_from(sum, &mut numbers[part.start as usize..part.end as usize]);
    }
}

#[inline(never)]
fn add_up_from(mut sum: u32, numbers: &mut [u32]) -> u32 {
    for number in numbers {
        sum += *number;
        *number = sum;
    }
    sum
}

/// A column indexed by [`Node`]; frozen once built.
#[derive(Clone, Debug, Default)]
pub struct NodeMap<T>(Box<[T]>);

impl<T> NodeMap<T> {
    /// Freezes a finished column. Its length is the heap's node count.
    pub fn new(column: Vec<T>) -> Self {
        Self(column.into_boxed_slice())
    }

    /// The column as a slice in file order.
    pub fn as_slice(&self) -> &[T] {
        &self.0
    }

    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> std::ops::Index<Node> for NodeMap<T> {
    type Output = T;
    #[inline]
    fn index(&self, node: Node) -> &T {
        &self.0[node.index()]
    }
}

/// V8's id of an object, shown as `@123`: stable between snapshots of one process, and the only identity in a URL,
/// a report or a diff. Up to 2^53 (Julia writes 47-bit addresses).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Debug)]
#[serde(transparent)]
pub struct ObjectId(pub u64);

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "@{}", self.0)
    }
}

/// A size in bytes. Sums saturate: a hostile file may claim 2^53 bytes a node.
pub type Bytes = u64;

/// How far an object is from the roots, by DevTools' rule (two searches: first from user roots, then from the root).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Debug)]
pub enum Distance {
    /// Steps from a user root (a global object), 1 for the root itself.
    FromRoot(u32),
    /// Reached only from the engine's own roots, so many steps from the synthetic root.
    FromSystem(u32),
    /// No strong path from any root.
    Unreachable,
}
