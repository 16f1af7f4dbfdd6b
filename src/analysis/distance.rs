//! How far each object is from the roots.
//!
//! Owns DevTools' rule (`calculateDistances`): a first search from the user roots, which have distance 1, then one from
//! the root for what is left, whose numbers start at 100,000,000. Some edges are not followed: weak ones; V8's maps of
//! sloppy functions out of a native context; keys of map descriptors; and of the two edges of an ephemeron the one met
//! first, so that its value is as far as the farther of key and table.
//!
//! The first search is almost the one that finds the page's objects (`graph/essential.rs`), so it gives those too, and
//! the heap is searched once for both. Whether a node was met is one bit: of a heap of 14 million nodes these fit the
//! second cache, and most edges lead to what was met.

use super::sizes::is_user_root;
use crate::graph::{Gone, Known, Mark, is_page_root};
use crate::ids::{Bits, Distance, Edge, Node};
use crate::snapshot::{EdgeKind, Label, NodeKind, Snapshot};
use std::collections::HashSet;

/// Added to distances that are counted from the root and not from a user root: DevTools' `baseSystemDistance`.
pub const SYSTEM: u32 = 100_000_000;
const UNREACHED: u32 = u32::MAX;

/// The column of distances: two bytes a node, or four in a heap with a list of more than 32,000 objects.
#[derive(Debug)]
pub struct Distances(Column);

#[derive(Debug)]
enum Column {
    Narrow(Vec<u16>),
    Wide(Vec<u32>),
}

/// The high bit of a narrow distance is for those from the root; all ones is for those not reached.
const NARROW_SYSTEM: u16 = 1 << 15;
const NARROW_UNREACHED: u16 = u16::MAX;

impl Column {
    /// Stores a distance as DevTools has it.
    fn set(&mut self, node: Node, rank: u32) {
        match self {
            Column::Narrow(column) => match narrow(rank) {
                Some(short) => column[node.index()] = short,
                None => {
                    let mut wide: Vec<u32> = column.iter().map(|short| widen(*short)).collect();
                    wide[node.index()] = rank;
                    *self = Column::Wide(wide);
                }
            },
            Column::Wide(column) => column[node.index()] = rank,
        }
    }
}

fn narrow(rank: u32) -> Option<u16> {
    let (steps, flag) = if rank >= SYSTEM { (rank - SYSTEM, NARROW_SYSTEM) } else { (rank, 0) };
    u16::try_from(steps).ok().filter(|steps| *steps < NARROW_SYSTEM - 1).map(|steps| steps | flag)
}

fn widen(short: u16) -> u32 {
    match short {
        NARROW_UNREACHED => UNREACHED,
        far if far & NARROW_SYSTEM != 0 => SYSTEM + u32::from(far & !NARROW_SYSTEM),
        near => u32::from(near),
    }
}

impl Distances {
    /// Runs both searches. The second value is the page's objects, unless the file has no root of a page.
    pub fn new(snapshot: &Snapshot, known: &Known) -> (Self, Option<Bits>) {
        let nothing = Gone::default();
        let mut search = Search::new(snapshot, known, &nothing);
        let user_roots = search.start_at_user_roots();
        while search.step() {}
        let is_start = |edge: &Edge| is_user_root(snapshot, known, snapshot.target(*edge));
        let mut edges = snapshot.edges(snapshot.root());
        let page = match edges.all(|edge| is_start(&edge) == is_page_root(snapshot, known, edge)) {
            true => user_roots.then(|| search.with_withheld()),
            false => page_objects(snapshot, known),
        };
        search.start_at_root(user_roots);
        while search.step() {}
        (Self(search.steps), page)
    }

    /// The distance of a node.
    pub fn get(&self, node: Node) -> Distance {
        Self::unpack(self.rank(node))
    }

    /// The distance a rank stands for.
    pub fn unpack(rank: u32) -> Distance {
        match rank {
            UNREACHED => Distance::Unreachable,
            steps if steps >= SYSTEM => Distance::FromSystem(steps - SYSTEM),
            steps => Distance::FromRoot(steps),
        }
    }

    /// For sorting: nearest first, system after user, unreachable last.
    #[inline]
    pub fn rank(&self, node: Node) -> u32 {
        match &self.0 {
            Column::Narrow(column) => widen(column[node.index()]),
            Column::Wide(column) => column[node.index()],
        }
    }
}

/// The distances in a heap without some references, as DevTools has them in its view of retainers once one is ignored;
/// found in steps, for whoever cannot stop so long.
pub struct Again<'a> {
    search: Search<'a>,
    user_roots: bool,
    is_second: bool,
}

impl<'a> Again<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, known: &'a Known, gone: &'a Gone) -> Self {
        let mut search = Search::new(snapshot, known, gone);
        let user_roots = search.start_at_user_roots();
        Self { search, user_roots, is_second: false }
    }

    /// Does a part of the work; false when all is done.
    pub fn step(&mut self) -> bool {
        if self.search.step() {
            return true;
        }
        let goes_on = !self.is_second;
        if goes_on {
            self.search.start_at_root(self.user_roots);
            self.is_second = true;
        }
        goes_on
    }

    /// What was found.
    pub fn finish(self) -> Distances {
        Distances(self.search.steps)
    }
}

struct Search<'a> {
    snapshot: &'a Snapshot,
    known: &'a Known,
    gone: &'a Gone,
    met: Bits,
    steps: Column,
    /// The nodes of the last distance, in the order in which they were met, and how many of them were looked at.
    front: Vec<Node>,
    looked_at: usize,
    /// Those of this distance.
    next: Vec<Node>,
    distance: u32,
    /// Ephemerons of which one edge was met.
    half_met: HashSet<u32>,
    /// Where edges led that were not followed.
    withheld: Vec<Node>,
    /// See [`Known::pairs`].
    pairs: Bits,
}

impl<'a> Search<'a> {
    fn new(snapshot: &'a Snapshot, known: &'a Known, gone: &'a Gone) -> Self {
        Search {
            snapshot,
            known,
            gone,
            met: Bits::new(snapshot.node_count()),
            steps: Column::Narrow(vec![NARROW_UNREACHED; snapshot.node_count()]),
            front: Vec::new(),
            looked_at: 0,
            next: Vec::new(),
            distance: 0,
            half_met: HashSet::new(),
            withheld: Vec::new(),
            pairs: known.pairs(snapshot),
        }
    }

    /// Whether there are any.
    fn start_at_user_roots(&mut self) -> bool {
        let (snapshot, known) = (self.snapshot, self.known);
        for edge in snapshot.edges(snapshot.root()) {
            let target = snapshot.target(edge);
            if is_user_root(snapshot, known, target) && !self.gone.has(edge, target) {
                self.start(target, 1);
            }
        }
        self.begin(1);
        !self.next.is_empty()
    }

    fn start_at_root(&mut self, user_roots: bool) {
        let from = if user_roots { SYSTEM } else { 0 };
        self.start(self.snapshot.root(), from);
        self.begin(from);
    }

    /// A start, even if it is one already or was reached: an edge that names a global twice makes DevTools visit it
    /// twice, which its ephemerons notice.
    fn start(&mut self, node: Node, steps: u32) {
        self.met.set(node.index());
        self.steps.set(node, steps);
        self.next.push(node);
    }

    fn begin(&mut self, distance: u32) {
        self.front.clear();
        self.looked_at = 0;
        self.distance = distance;
    }

    /// Looks at some nodes more; false when there are none.
    fn step(&mut self) -> bool {
        if self.looked_at == self.front.len() {
            std::mem::swap(&mut self.front, &mut self.next);
            self.next.clear();
            self.looked_at = 0;
            self.distance += 1;
        }
        let (front, mut next) = (std::mem::take(&mut self.front), std::mem::take(&mut self.next));
        let end = front.len().min(self.looked_at + PART);
        self.advance(&front[self.looked_at..end], self.distance, &mut next);
        self.looked_at = end;
        (self.front, self.next) = (front, next);
        !self.front.is_empty()
    }

    /// Meets what these nodes lead to. A call of its own for every so many nodes: browsers replace a function's first,
    /// slow code only when it is called again.
    #[inline(never)]
    fn advance(&mut self, front: &[Node], steps: u32, next: &mut Vec<Node>) {
        let snapshot = self.snapshot;
        for &node in front {
            let special = matches!(snapshot.kind(node), NodeKind::Hidden | NodeKind::Array);
            let mark = if special { self.known.mark(snapshot.name(node)) } else { Mark::Nothing };
            let plain = !matches!(mark, Mark::NativeContext | Mark::MapDescriptors);
            for (edge, end) in snapshot.edges(node).zip(snapshot.ends(node)) {
                let target = end.target();
                // In this order: an ephemeron to what is reached already is not met.
                if end.is_weak() || self.met.get(target.index()) {
                    continue;
                }
                if !self.gone.is_empty() && self.gone.has(edge, target) {
                    continue;
                }
                let odd = !plain
                    || end.kind() == EdgeKind::Internal
                        && snapshot.edges.names().candidate(edge.0, &self.pairs).is_some();
                if !odd || self.follows(snapshot.kind(node), mark, edge) {
                    self.met.set(target.index());
                    self.steps.set(target, steps);
                    next.push(target);
                } else {
                    self.withheld.push(target);
                }
            }
        }
    }

    fn follows(&mut self, kind: NodeKind, mark: Mark, edge: Edge) -> bool {
        let label = self.snapshot.label(edge);
        let name = match label {
            Label::Name(text) => self.known.mark(text),
            Label::Index(_) => Mark::Nothing,
        };
        match (kind, mark) {
            (NodeKind::Hidden, Mark::NativeContext) if name == Mark::SloppyFunctionMap => return false,
            (NodeKind::Array, Mark::MapDescriptors) => {
                let index = match label {
                    Label::Index(index) => Some(index),
                    Label::Name(text) => leading_number(self.snapshot.strings().raw(text)),
                };
                return index.is_none_or(|index| index < 2 || index % 3 != 1);
            }
            _ => {}
        }
        match label {
            Label::Name(text) if name == Mark::Ephemeron && self.snapshot.edge_kind(edge) == EdgeKind::Internal => {
                let Some(ephemeron) = self.known.ephemeron(text) else { return true };
                let first = self.half_met.insert(ephemeron.pair);
                if !first {
                    self.half_met.remove(&ephemeron.pair);
                }
                !first
            }
            _ => true,
        }
    }

    /// What was met, and what would have been if no edge but the weak ones had been passed over.
    fn with_withheld(&mut self) -> Bits {
        let mut page = self.met.clone();
        let mut work = std::mem::take(&mut self.withheld);
        work.retain(|node| page.set(node.index()));
        flood(self.snapshot, &mut page, work);
        page
    }
}

/// Nodes for one call.
const PART: usize = 1 << 16;

/// Objects of the page when its roots are not the user roots, by a search of its own.
fn page_objects(snapshot: &Snapshot, known: &Known) -> Option<Bits> {
    let mut page = Bits::new(snapshot.node_count());
    let roots = snapshot.edges(snapshot.root()).filter(|edge| is_page_root(snapshot, known, *edge));
    let work: Vec<Node> = roots.map(|edge| snapshot.target(edge)).filter(|target| page.set(target.index())).collect();
    if work.is_empty() {
        return None;
    }
    flood(snapshot, &mut page, work);
    Some(page)
}

/// Adds what these nodes, which are in it, lead to over edges that are not weak.
fn flood(snapshot: &Snapshot, page: &mut Bits, mut work: Vec<Node>) {
    while let Some(node) = work.pop() {
        for end in snapshot.ends(node) {
            if !end.is_weak() && page.set(end.target().index()) {
                work.push(end.target());
            }
        }
    }
}

/// The number a slot's name begins with, as JavaScript's `parseInt` reads it.
fn leading_number(raw: &[u8]) -> Option<u64> {
    let digits = raw.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&raw[..digits]).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_of_a_long_list_widen_the_column() {
        let mut column = Column::Narrow(vec![NARROW_UNREACHED; 6]);
        let ranks = [0, 32_766, SYSTEM, SYSTEM + 32_766, UNREACHED];
        for (row, rank) in ranks.into_iter().enumerate().filter(|(_, rank)| *rank != UNREACHED) {
            column.set(Node(row as u32), rank);
        }
        assert!(matches!(column, Column::Narrow(_)));
        let check = |column: Column, ranks: &[u32]| {
            let distances = Distances(column);
            for (row, rank) in ranks.iter().enumerate() {
                assert_eq!(distances.rank(Node(row as u32)), *rank);
            }
            distances.0
        };
        let mut column = check(column, &ranks);
        column.set(Node(5), 32_767);
        assert!(matches!(column, Column::Wide(_)));
        check(column, &[0, 32_766, SYSTEM, SYSTEM + 32_766, UNREACHED, 32_767]);
    }
}
