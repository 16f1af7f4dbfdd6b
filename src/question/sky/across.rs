//! References between bodies, beyond the tree: what makes it a graph.
//!
//! Takes the bodies and to which of them each object belongs; gives how many references a developer wrote from what belongs
//! to one body to what belongs to another. Left out are those along the tree, those of the root and of V8's synthetic
//! objects, to which nearly everything leads, and those to prototypes and constructors, which every object of a class has.
//! Weak references of other objects than V8's own are told where no other leads the same way.
//! Guarantee: at most three from each body and twice as many as bodies in all, those that count most, and of weak ones half
//! as many; one body is counted after the other, so that memory does not grow with the pairs.

use super::super::{Category, Work, rows};
use super::homes::{Homes, Lists, NONE};
use super::tally::Tally;
use super::{Star, StarLink};
use crate::analysis::Heap;
use crate::ids::Node;
use crate::order::{self, First, Key};
use crate::snapshot::EdgeKind;

/// Links in all, for each body.
const EACH: usize = 2;

/// Objects looked at between two pauses.
const PART: usize = 1 << 16;

/// The links, sorted.
pub async fn links(heap: &Heap, bodies: &[Star], homes: &Homes, work: &Work) -> Vec<StarLink> {
    let is_linked = |body: &Star| body.parent.is_some() && body.category != Category::Synthetic;
    let parents = bodies.iter().map(|body| body.parent.filter(|_| is_linked(body)).unwrap_or(NONE)).collect();
    let mut pairs = Pairs { heap, homes, parents, tally: Tally::new(bodies.len()), weak: Tally::new(bodies.len()) };
    let lists = Lists::new(heap, bodies.len(), |node| pairs.home(node), work).await;
    let mut first = First::new(EACH * bodies.len());
    let mut weak = First::new(bodies.len());
    for from in 0..bodies.len() as u32 {
        for part in lists.of(from as usize).chunks(PART) {
            work.stride(0.5 + 0.5 * f64::from(from) / bodies.len() as f64).await;
            pairs.count(from, part);
        }
        let Pairs { tally, weak: weakly, .. } = &mut pairs;
        for counted in weakly.take(|counted| if tally.has(counted.body) { 0 } else { counted.count }) {
            weak.push((order::descending(counted.count), pair(from, counted.body)));
        }
        for counted in pairs.tally.take(|counted| counted.count) {
            first.push((order::descending(counted.count), pair(from, counted.body)));
        }
    }
    let link = |is_weak: bool| {
        move |(count, pair): Key| {
            let (from, to) = ((pair >> 32) as u32, pair as u32);
            let bytes = bodies[from as usize].retained.min(bodies[to as usize].retained);
            StarLink { from, to, count: order::descending(count), bytes, is_weak }
        }
    };
    let links: Vec<StarLink> =
        first.sorted().into_iter().map(link(false)).chain(weak.sorted().into_iter().map(link(true))).collect();
    order::sorted(&links, &|link| pair(link.from, link.to))
}

/// Two bodies as a number that sorts like them.
fn pair(from: u32, to: u32) -> u64 {
    u64::from(from) << 32 | u64::from(to)
}

struct Pairs<'a> {
    heap: &'a Heap,
    homes: &'a Homes,
    /// The body above each; none for those that are not linked.
    parents: Vec<u32>,
    tally: Tally,
    weak: Tally,
}

impl Pairs<'_> {
    /// The body to which an object belongs, if it is one that is linked.
    #[inline]
    fn home(&self, node: Node) -> u32 {
        let body = self.homes.of(node);
        self.parents.get(body as usize).filter(|parent| **parent != NONE).map_or(NONE, |_| body)
    }

    /// Counts the references of objects that belong to `from`.
    #[inline(never)]
    fn count(&mut self, from: u32, nodes: &[Node]) {
        let snapshot = self.heap.snapshot();
        let above = self.parents[from as usize];
        for node in nodes {
            for (edge, end) in snapshot.edges(*node).zip(snapshot.ends(*node)) {
                if !end.is_weak() && (!end.is_essential() || rows::rank(end.kind()) >= 2) {
                    continue;
                }
                let to = self.home(end.target());
                if to == NONE || to == from || to == above || self.parents[to as usize] == from {
                    continue;
                }
                if end.is_weak() {
                    // V8's notes about code refer weakly to nearly everything.
                    if rows::is_of_program(self.heap, *node) && !rows::is_system(self.heap, *node) {
                        self.weak.add(to, 0);
                    }
                } else if end.kind() != EdgeKind::Property || !rows::is_of_class(self.heap, edge) {
                    self.tally.add(to, 0);
                }
            }
        }
    }
}
