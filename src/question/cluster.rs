//! What does this object dominate, with like children told as one? (object-cluster view 对象簇视图)
//!
//! Takes an object (or the root) and a page; gives its dominated children by retained size, largest first. Children of one
//! class that are [`REPEATS`] or more become one row with their number and sum, but for those that stand out: a child
//! that holds [`STANDS_OUT`] of its dominator and several times what the others do is a row of its own. [`Members`] lists
//! what is in such a row. Guarantee: each child is in exactly one row, and the rows' sizes add up to the children's. The
//! idea of a folded row is AliNode's ("重复 n 次, 占据 X"), where it appears when pointed at.

use super::children::ChildRow;
use super::{EdgeLabel, NodeKind, ObjectRow, Page, Refusal, Rows, rows};
use crate::analysis::Heap;
use crate::ids::{Bytes, ClassId, Edge, Node, ObjectId};
use crate::order::{self, Key};
use serde::{Deserialize, Serialize};

/// So many children of one class are a repetition.
pub const REPEATS: u64 = 5;

/// A child that holds this share of its dominator …
const STANDS_OUT: f64 = 0.1;
/// … and so many times what its class does on average is no repetition.
const TIMES_AVERAGE: u64 = 4;

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cluster {
    /// `None` is the root.
    pub of: Option<ObjectId>,
    /// One row for each class, however few its members are and whatever each holds.
    pub by_class: bool,
    pub page: Page,
}

/// The children behind one folded row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Members {
    pub of: Option<ObjectId>,
    /// As the folded row named it.
    pub class: u32,
    /// As in the question whose row is opened.
    pub by_class: bool,
    pub page: Page,
}

/// A row of the view.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ClusterRow {
    One(ChildRow),
    Many(Alike),
}

/// Several children of one class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alike {
    /// Names the class in [`Members`]; means nothing in another heap.
    pub class: u32,
    pub count: u64,
    pub shallow: Bytes,
    pub raw: Bytes,
    pub retained: Bytes,
    /// The one that retains most, and the reference to it.
    pub largest: ChildRow,
    /// All are functions, or strings, with the name of the largest.
    pub same_name: bool,
}

impl Cluster {
    /// The page of rows.
    pub fn answer(&self, heap: &Heap) -> Result<Rows<ClusterRow>, Refusal> {
        let node = subject(heap, self.of)?;
        let folds = Folds::new(heap, node, self.by_class);
        let singles = heap.dominators().children(node).iter().filter(|child| !folds.hides(heap, **child));
        let singles = singles.map(|child| (heap.retained(*child), u64::from(child.0)));
        // A fold's number stands above all nodes'.
        let many = folds.many.iter().zip(FOLD..).map(|(fold, at)| (fold.retained, at));
        let keys = singles.chain(many).map(|(retained, at)| (order::descending(retained), at));
        let (page, total) = rows::take_page(keys, self.page);
        let fold = |key: u64| key.checked_sub(FOLD).and_then(|at| folds.many.get(at as usize));
        let nodes: Vec<Node> =
            page.iter().map(|key| fold(*key).map_or(Node(*key as u32), |fold| fold.largest)).collect();
        let children = child_rows(heap, node, &nodes);
        let row = |(key, child): (u64, ChildRow)| match fold(key) {
            None => ClusterRow::One(child),
            Some(fold) => ClusterRow::Many(Alike {
                class: fold.class.0,
                count: fold.count,
                shallow: fold.shallow,
                raw: fold.raw,
                retained: fold.retained,
                largest: child,
                same_name: fold.same_name,
            }),
        };
        let rows = page.into_iter().zip(children).map(row).collect();
        Ok(Rows { rows, total: total as u64, offset: self.page.offset })
    }
}

impl Members {
    /// The page of children, largest first.
    pub fn answer(&self, heap: &Heap) -> Result<Rows<ChildRow>, Refusal> {
        let node = subject(heap, self.of)?;
        let folds = Folds::new(heap, node, self.by_class);
        let class = ClassId(self.class);
        let children = heap.dominators().children(node).iter().copied();
        let members = children.filter(|child| heap.classes().of(*child) == class && folds.hides(heap, *child));
        let (members, total) = rows::largest(heap, members, self.page);
        Ok(Rows { rows: child_rows(heap, node, &members), total: total as u64, offset: self.page.offset })
    }
}

fn subject(heap: &Heap, of: Option<ObjectId>) -> Result<Node, Refusal> {
    match of {
        Some(id) => rows::find(heap, id),
        None => Ok(heap.snapshot().root()),
    }
}

fn child_rows(heap: &Heap, of: Node, children: &[Node]) -> Vec<ChildRow> {
    let label = |edge: Option<Edge>| -> Option<EdgeLabel> { edge.map(|edge| rows::label(heap, edge)) };
    let edges = rows::references(heap, of, children).into_iter().map(label);
    let objects = children.iter().map(|child| -> ObjectRow { rows::object(heap, *child) });
    edges.zip(objects).map(|(edge, object)| ChildRow { edge, object }).collect()
}

/// Whether the name says more than the class.
fn is_named(heap: &Heap, node: Node) -> bool {
    let kind = heap.snapshot().kind(node);
    kind == NodeKind::Closure || kind == NodeKind::String
}

/// Above every node's number.
const FOLD: u64 = 1 << 40;

/// Which children of a node are told as one.
struct Folds {
    many: Vec<Fold>,
    /// Where the class stands in `many`, by class.
    at: Vec<u32>,
    /// What a child must retain to stand alone, beside being several times the average of its class.
    stands_out: Bytes,
}

/// The children of one class that are told as one.
struct Fold {
    class: ClassId,
    count: u64,
    shallow: Bytes,
    raw: Bytes,
    retained: Bytes,
    largest: Node,
    same_name: bool,
    /// What a member retains on average, standing out or not.
    average: Bytes,
}

impl Folds {
    fn new(heap: &Heap, node: Node, by_class: bool) -> Self {
        let children = heap.dominators().children(node);
        let mut sums: Vec<Key> = vec![(0, 0); heap.classes().len()];
        for child in children {
            let (count, retained) = &mut sums[heap.classes().of(*child).index()];
            *count += 1;
            *retained = retained.saturating_add(heap.retained(*child));
        }
        let least = if by_class { 1 } else { REPEATS };
        let mut folds = Self {
            many: Vec::new(),
            at: vec![u32::MAX; sums.len()],
            stands_out: match by_class {
                true => Bytes::MAX,
                false => ((heap.retained(node) as f64 * STANDS_OUT) as Bytes).max(1),
            },
        };
        for (row, (count, retained)) in sums.into_iter().enumerate().filter(|(_, sum)| sum.0 >= least) {
            folds.at[row] = folds.many.len() as u32;
            folds.many.push(Fold {
                class: ClassId(row as u32),
                count: 0,
                shallow: 0,
                raw: 0,
                retained: 0,
                largest: node,
                same_name: false,
                average: retained / count,
            });
        }
        for child in children {
            let Some(at) = folds.fold_of(heap, *child) else { continue };
            let fold = &mut folds.many[at];
            fold.count += 1;
            fold.shallow = fold.shallow.saturating_add(heap.shallow(*child));
            fold.raw = fold.raw.saturating_add(heap.snapshot().self_size(*child));
            fold.retained = fold.retained.saturating_add(heap.retained(*child));
            fold.same_name = match fold.count {
                1 => is_named(heap, *child),
                _ => fold.same_name && heap.snapshot().name(*child) == heap.snapshot().name(fold.largest),
            };
            if fold.count == 1 || heap.retained(*child) > heap.retained(fold.largest) {
                fold.largest = *child;
            }
        }
        folds
    }

    /// The fold this child is in.
    fn fold_of(&self, heap: &Heap, child: Node) -> Option<usize> {
        let at = self.at[heap.classes().of(child).index()] as usize;
        let fold = self.many.get(at)?;
        let retained = heap.retained(child);
        let stands_out = retained >= self.stands_out && retained / TIMES_AVERAGE >= fold.average;
        (!stands_out).then_some(at)
    }

    /// Whether a child is behind a folded row.
    fn hides(&self, heap: &Heap, child: Node) -> bool {
        self.fold_of(heap, child).is_some()
    }
}
