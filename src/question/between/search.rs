//! The search for ways from one object to another, from both of its ends at once.
//!
//! Takes the two ends and which references count; gives how far the objects on short ways are from either end. Each side
//! goes breadth first, a whole level at a time, the smaller side next, until they meet: `shortest` steps. What is on a
//! way of at most `most` steps is then known to one side at least, once their depths together are `most`; the other side
//! goes on among those alone. Guarantees: an object's references are looked at once or twice by each side, however many
//! ways there are; an object with `ahead + behind <= most` has both numbers right, and no other seems to be one.

use super::super::{Work, rows};
use crate::analysis::Heap;
use crate::ids::{Bits, Edge, Node, parts};
use crate::snapshot::{EdgeKind, End};
use std::ops::Range;

/// No row, or not reached.
pub const NONE: u32 = u32::MAX;

/// References looked at between two pauses.
const STRETCH: i64 = 1 << 16;

/// Which references count: of those that keep their target alive all, or those that a developer wrote or meant.
#[derive(Clone, Copy)]
pub struct Terrain<'a> {
    pub heap: &'a Heap,
    /// Of each retainer of the heap, whether its reference counts.
    pub written: Option<&'a Bits>,
}

impl Terrain<'_> {
    /// The references of an object.
    pub fn references(&self, node: Node, take: &mut dyn FnMut(Edge, Node)) {
        let (heap, snapshot) = (self.heap, self.heap.snapshot());
        for (edge, end) in snapshot.edges(node).zip(snapshot.ends(node)) {
            if end.is_essential() && (self.written.is_none() || is_written(heap, edge, end)) {
                take(edge, end.target());
            }
        }
    }

    /// What an object refers to, or what refers to it.
    fn around(&self, node: Node, is_back: bool, take: &mut dyn FnMut(Node)) {
        if !is_back {
            return self.references(node, &mut |_, target| take(target));
        }
        let graph = self.heap.graph();
        for (slot, (source, is_essential)) in graph.retainer_slots(node).zip(graph.retainers(node)) {
            if is_essential && self.written.is_none_or(|written| written.get(slot)) {
                take(source);
            }
        }
    }
}

/// Of an essential reference, whether a developer wrote it, or V8 for what one wrote: the scope of a closure, the table of a
/// Map, a backing store. What every object of a class has, its class does.
fn is_written(heap: &Heap, edge: Edge, end: End) -> bool {
    match end.kind() {
        EdgeKind::Property => !rows::is_of_class(heap, edge),
        EdgeKind::Internal => rows::is_of_program(heap, end.target()),
        kind => rows::rank(kind) < 2,
    }
}

/// The written references as retainers: one pass over the heap, so that no hub is searched for each that it refers to.
pub async fn written(heap: &Heap, work: &Work) -> Bits {
    let nodes = heap.node_count();
    let mut next: Vec<u32> = Vec::with_capacity(nodes);
    next.extend((0..nodes as u32).map(|node| heap.graph().retainer_slots(Node(node)).start as u32));
    let mut written = Bits::new(heap.snapshot().edge_count());
    for part in parts(nodes) {
        work.stride(0.2 * f64::from(part.start) / nodes as f64).await;
        turn(heap, part, &mut next, &mut written);
    }
    written
}

/// As `Graph` does, so that the slots are the same.
#[inline(never)]
fn turn(heap: &Heap, part: Range<u32>, next: &mut [u32], written: &mut Bits) {
    let snapshot = heap.snapshot();
    for node in part.map(Node) {
        for (edge, end) in snapshot.edges(node).zip(snapshot.ends(node)) {
            let slot = &mut next[end.target().index()];
            if end.is_essential() && is_written(heap, edge, end) {
                written.set(*slot as usize);
            }
            *slot += 1;
        }
    }
}

/// What one end has reached.
struct Side {
    is_back: bool,
    /// How many steps each object is away.
    steps: Vec<u32>,
    reached: Vec<Node>,
    /// The first of those whose neighbours were not looked at yet.
    next: usize,
    depth: u32,
}

impl Side {
    fn begin(&mut self, end: Node) {
        self.reached.drain(..).for_each(|node| self.steps[node.index()] = NONE);
        self.steps[end.index()] = 0;
        self.reached.push(end);
        (self.next, self.depth) = (0, 0);
    }

    /// How many objects the next level begins with.
    fn open(&self) -> usize {
        self.reached.len() - self.next
    }

    /// One level further; among what the other side knows to be on a way of at most so many steps, if there is one.
    async fn widen(&mut self, terrain: Terrain<'_>, among: Option<(&Side, u32)>, work: &Work, share: f64) {
        let end = self.reached.len();
        while self.next < end {
            work.stride(share + 0.1 * end as f64 / self.steps.len() as f64).await;
            self.stretch(terrain, among, end);
        }
        self.depth += 1;
    }

    /// Goes on for a while.
    #[inline(never)]
    fn stretch(&mut self, terrain: Terrain<'_>, among: Option<(&Side, u32)>, end: usize) {
        let is_among = |node: Node, step: u32| among.is_none_or(|(other, most)| other.of(node) <= most - step);
        let mut left = STRETCH;
        while self.next < end && left > 0 {
            let node = self.reached[self.next];
            self.next += 1;
            left -= 1;
            if !is_among(node, self.depth) {
                continue;
            }
            let (steps, reached, step) = (&mut self.steps, &mut self.reached, self.depth + 1);
            terrain.around(node, self.is_back, &mut |near| {
                left -= 1;
                if steps[near.index()] == NONE && is_among(near, step) {
                    steps[near.index()] = step;
                    reached.push(near);
                }
            });
        }
    }

    fn of(&self, node: Node) -> u32 {
        self.steps[node.index()]
    }
}

/// An object on a way.
#[derive(Clone, Copy)]
pub struct Place {
    pub node: Node,
    /// Steps from the beginning, and to the end.
    pub ahead: u32,
    pub behind: u32,
    /// The rows of the first two that refer to it and are a step nearer to the beginning, and of the first two that it
    /// refers to and that are a step nearer to the end.
    pub before: [u32; 2],
    pub after: [u32; 2],
}

impl Place {
    /// From where and to where a way leads through it that is nowhere twice, if there is one. A way of two steps more
    /// than the shortest can be twice at one object alone: at the one before and after this one.
    pub fn through(&self) -> Option<(u32, u32)> {
        let ([before, other], [after, another]) = (self.before, self.after);
        match () {
            () if before != after => Some((before, after)),
            () if another != NONE => Some((before, another)),
            () if other != NONE => Some((other, after)),
            () => None,
        }
    }

    /// Whether a reference from here to there is on a way that is nowhere twice.
    pub fn leads_to(&self, other: &Place, most: u32) -> bool {
        self.node != other.node
            && self.ahead + 1 + other.behind <= most
            && other.after != [self.node.0, NONE]
            && self.before != [other.node.0, NONE]
    }
}

/// Both sides; their lists serve one search after the other.
pub struct Search {
    ahead: Side,
    behind: Side,
}

impl Search {
    pub fn new(heap: &Heap) -> Self {
        let side =
            |is_back| Side { is_back, steps: vec![NONE; heap.node_count()], reached: Vec::new(), next: 0, depth: 0 };
        Self { ahead: side(false), behind: side(true) }
    }

    /// The steps of a shortest way from one object to another one; what is on ways of so many steps more is known to both
    /// sides then.
    pub async fn explore(
        &mut self,
        terrain: Terrain<'_>,
        ends: (Node, Node),
        detour: u32,
        work: &Work,
        share: f64,
    ) -> Option<u32> {
        let Self { ahead, behind } = self;
        ahead.begin(ends.0);
        behind.begin(ends.1);
        let mut steps = None;
        loop {
            let most = steps.map_or(NONE, |steps| steps + detour);
            let is_known = ahead.depth + behind.depth >= most;
            let is_behind_next = match is_known {
                true => behind.depth < most && behind.open() > 0,
                false => behind.open() < ahead.open(),
            };
            let (side, other) = if is_behind_next { (&mut *behind, &*ahead) } else { (&mut *ahead, &*behind) };
            if side.open() == 0 && (is_known || steps.is_none()) || is_known && side.depth >= most {
                return steps;
            }
            let before = side.reached.len();
            side.widen(terrain, is_known.then_some((other, most)), work, share).await;
            if steps.is_none() && side.reached[before..].iter().any(|node| other.of(*node) != NONE) {
                steps = Some(side.depth + other.depth);
            }
        }
    }

    /// All that may be on ways of at most so many steps, in no order.
    pub fn within(&self, most: u32) -> impl Iterator<Item = Node> + '_ {
        let is_near = move |node: &Node| self.sum(*node).is_some_and(|sum| sum <= most);
        self.ahead.reached.iter().copied().filter(is_near)
    }

    /// The steps of a shortest way through an object.
    pub fn sum(&self, node: Node) -> Option<u32> {
        self.ahead.of(node).checked_add(self.behind.of(node))
    }

    /// An object that is on a short way, and its neighbours on it.
    pub fn place(&self, terrain: Terrain<'_>, node: Node) -> Place {
        let [before, after] = [(&self.ahead, true), (&self.behind, false)].map(|(side, is_back)| {
            let mut first = [NONE; 2];
            let wanted = side.of(node).wrapping_sub(1);
            terrain.around(node, is_back, &mut |near| {
                if wanted != NONE && side.of(near) == wanted {
                    note(&mut first, near.0);
                }
            });
            first
        });
        Place { node, ahead: self.ahead.of(node), behind: self.behind.of(node), before, after }
    }
}

/// Keeps the two least of some rows.
fn note(first: &mut [u32; 2], row: u32) {
    let [least, next] = *first;
    if row < least {
        *first = [row, least];
    } else if row > least && row < next {
        first[1] = row;
    }
}
