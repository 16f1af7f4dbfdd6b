//! The tables behind Map, Set and WeakMap.
//!
//! V8's `OrderedHashTable` (src/objects/ordered-hash-table.h) is an array of three numbers, the heads of its buckets, and two
//! entries for each bucket: key, value and chain for a Map, key and chain for a Set. The file numbers the slots of the array,
//! and its size tells how many buckets there are, a power of two; measured on Node 8 to 26 and Chromium 156, no table was
//! another size. Of a WeakMap the file tells each pair in the name of a reference, at its table and at its key.

use super::{ContentKey, List, STRIDE, entry, slot_number};
use crate::analysis::Heap;
use crate::ids::{Bytes, Edge, Node, ObjectId};
use crate::question::{EdgeKind, Work, rows};
use crate::snapshot::Label;
use serde::{Deserialize, Serialize};

/// What an object's contents are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    Fields,
    Elements,
    Map,
    Set,
    WeakMap,
    /// Captured variables, and a function's own properties.
    Variables,
}

/// The table of an object.
pub struct Table {
    node: Node,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    /// Slots before the first entry, and slots of an entry.
    Ordered {
        head: u64,
        width: u64,
    },
    Weak,
}

impl Table {
    /// The table of a Map, Set, WeakMap, or an iterator of one.
    pub fn of(heap: &Heap, object: Node) -> Option<Self> {
        let node = rows::slot(heap, object, "table")?;
        let size = heap.snapshot().self_size(node);
        let kind = ordered(size).or_else(|| {
            let is_pair = |edge| pair(heap, node, edge).is_some();
            heap.snapshot().edges(node).take(64).any(is_pair).then_some(Kind::Weak)
        })?;
        Some(Self { node, kind })
    }

    /// Whose table it is.
    pub fn form(&self) -> Form {
        match self.kind {
            Kind::Ordered { width: 3, .. } => Form::Map,
            Kind::Ordered { .. } => Form::Set,
            Kind::Weak => Form::WeakMap,
        }
    }

    /// Puts the entries into the list.
    pub async fn list(&self, heap: &Heap, list: &mut List<'_>, work: &Work) {
        let snapshot = heap.snapshot();
        let mut edges = snapshot.edges(self.node);
        let mut open: Option<Slots> = None;
        while edges.len() > 0 {
            work.stride(0.3).await;
            for edge in edges.by_ref().take(STRIDE) {
                match self.kind {
                    Kind::Weak => {
                        if let Some((key, value)) = pair(heap, self.node, edge) {
                            list.push(|heap| entry(heap, ContentKey::Object(rows::object(heap, key)), Some(value)));
                        }
                    }
                    Kind::Ordered { head, width } => {
                        let place = slot_number(heap, edge).and_then(|slot| slot.checked_sub(head));
                        let Some((row, column)) = place.map(|place| (place / width, place % width)) else { continue };
                        if open.as_ref().is_some_and(|slots| slots.row != row) {
                            self.put(open.take(), list);
                        }
                        let slots = open.get_or_insert(Slots { row, key: None, value: None });
                        match (column, width) {
                            (0, _) => slots.key = Some(snapshot.target(edge)),
                            (1, 3) => slots.value = Some(snapshot.target(edge)),
                            _ => {}
                        }
                    }
                }
            }
        }
        self.put(open, list);
    }

    fn put(&self, slots: Option<Slots>, list: &mut List<'_>) {
        let Some(Slots { key, value, .. }) = slots else { return };
        list.push(|heap| match (self.form(), key) {
            (Form::Set, value) => entry(heap, ContentKey::None, value),
            (_, Some(key)) => entry(heap, ContentKey::Object(rows::object(heap, key)), value),
            (_, None) => entry(heap, ContentKey::NotTold, value),
        });
    }
}

/// The slots of one entry.
struct Slots {
    row: u64,
    key: Option<Node>,
    value: Option<Node>,
}

/// Whether an array of this size is a table of a Map or a Set. It has two words of its own; with the three numbers and for
/// each bucket the head and two entries that is 5 + 7 words a bucket for a Map, 5 + 5 for a Set, of 8 bytes or, in builds with
/// compressed pointers, 4. No size is both.
fn ordered(size: Bytes) -> Option<Kind> {
    let kinds = [(8, 3), (4, 3), (8, 2), (4, 2)];
    kinds.into_iter().find_map(|(word, width)| {
        let rest = size.checked_sub(word * 5)?;
        let bucket = word * (1 + 2 * width);
        let buckets = rest / bucket;
        let fits = rest % bucket == 0 && buckets.is_power_of_two();
        fits.then_some(Kind::Ordered { head: 3 + buckets, width })
    })
}

/// Key and value of a WeakMap's pair, which a reference of its table is named after. A name holds what a program chose, so
/// the key is believed only if it has a reference of the same name, but for the number before it, to the same value.
fn pair(heap: &Heap, table: Node, edge: Edge) -> Option<(Node, Node)> {
    let snapshot = heap.snapshot();
    let Label::Name(text) = snapshot.label(edge) else { return None };
    let raw = snapshot.strings().raw(text);
    let is_pair = snapshot.edge_kind(edge) == EdgeKind::Internal && raw.ends_with(b")");
    let name = is_pair.then(|| snapshot.text(text))?;
    let said = unnumbered(&name)?;
    let (before, _) = said.rsplit_once(" pair in WeakMap (table @")?;
    let value = snapshot.target(edge);
    // The value's name may hold anything too: each place where it could begin is tried.
    let mut keys = before.match_indices(") -> value (").filter_map(|(end, _)| {
        let digits = before[..end].rsplit_once('@')?.1;
        let key = snapshot.find(ObjectId(digits.parse().ok()?))?;
        let mut edges = snapshot.edges(key).take(1 << 16);
        let is_same = |edge: Edge| match snapshot.label(edge) {
            Label::Name(other) => snapshot.target(edge) == value && unnumbered(&snapshot.text(other)) == Some(said),
            Label::Index(_) => false,
        };
        (key != table && edges.any(is_same)).then_some(key)
    });
    keys.next().map(|key| (key, value))
}

/// The name of a pair's reference without the number of its slot.
fn unnumbered(name: &str) -> Option<&str> {
    let rest = name.trim_start_matches(|char: char| char.is_ascii_digit());
    rest.starts_with(" / part of key (").then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_told_by_its_size() {
        let told = |size| match ordered(size) {
            Some(Kind::Ordered { head, width }) => Some((head, width)),
            _ => None,
        };
        // Measured: `new Map` of five entries and `new Set` of four in Node 20, a Map of Chromium 156.
        assert_eq!(told(264), Some((7, 3)));
        assert_eq!(told(200), Some((7, 2)));
        assert_eq!(told(20 + 28 * 2), Some((5, 3)));
        assert_eq!(told(104), None);
        for buckets in (0..30).map(|power| 1u64 << power) {
            for (word, width) in [(8, 3), (4, 3), (8, 2), (4, 2)] {
                assert_eq!(told(word * (5 + buckets * (1 + 2 * width))), Some((3 + buckets, width)));
            }
        }
        assert_eq!(told(0), None);
        assert_eq!(told(u64::MAX), None);
    }
}
