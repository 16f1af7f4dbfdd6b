//! The sky of classes: those that retain most, and which of them holds which.
//!
//! Takes how many there may be; gives the rows of DevTools' Summary as bodies, and between them for every object that the
//! class of its immediate dominator holds it. A class does not hold itself, and what hangs on objects of the root's class
//! hangs there because several hold it, which says nothing. Guarantee: at most three holders of each class, those that
//! hold most bytes and at least one.

use super::super::{Category, Work, rows};
use super::homes::{Lists, NONE};
use super::tally::Tally;
use super::{Star, StarKind, StarLink};
use crate::analysis::Heap;
use crate::ids::{ClassId, Node};
use crate::order::{self, First};

/// Objects looked at between two pauses.
const PART: usize = 1 << 16;

/// The bodies, the largest first, with a member of each, and the links, sorted.
pub async fn sky(heap: &Heap, limit: usize, work: &Work) -> (Vec<Star>, Vec<Node>, Vec<StarLink>) {
    let mut first = First::new(limit);
    for (id, class) in heap.classes().iter().filter(|(_, class)| class.count > 0) {
        first.push((order::descending(class.retained), u64::from(id.0)));
    }
    let classes: Vec<ClassId> = first.sorted().into_iter().map(|(_, id)| ClassId(id as u32)).collect();
    let mut body_of = vec![NONE; heap.classes().len()];
    for (class, body) in classes.iter().zip(0..) {
        body_of[class.index()] = body;
    }
    let mut holders = Holders { heap, body_of, tally: Tally::new(classes.len()) };
    let lists = Lists::new(heap, classes.len(), |node| holders.body(node), work).await;
    let (mut bodies, mut nodes, mut links): (Vec<Star>, Vec<Node>, Vec<StarLink>) = Default::default();
    for (to, class) in (0..).zip(&classes) {
        let members = lists.of(to as usize);
        let first = members.iter().copied().find(|node| heap.shallow(*node) > 0);
        bodies.push(body(heap, *class, first));
        nodes.push(first.unwrap_or(heap.snapshot().root()));
        for part in members.chunks(PART) {
            work.stride(0.5 + 0.5 * f64::from(to) / classes.len() as f64).await;
            holders.count(to, part);
        }
        for counted in holders.tally.take(|counted| counted.bytes) {
            links.push(StarLink { from: counted.body, to, count: counted.count, bytes: counted.bytes, is_weak: false });
        }
    }
    let links = order::sorted(&links, &|link| u64::from(link.from) << 32 | u64::from(link.to));
    (bodies, nodes, links)
}

fn body(heap: &Heap, id: ClassId, first: Option<Node>) -> Star {
    let class = heap.classes().get(id);
    Star {
        kind: StarKind::Class,
        class: id.0,
        category: first.map_or(Category::Object, |node| rows::category(heap, node)),
        count: class.count,
        shallow: class.shallow,
        retained: class.retained,
        parent: None,
        hidden: 0,
        script: None,
        suspect: 0,
    }
}

struct Holders<'a> {
    heap: &'a Heap,
    /// The body of each class.
    body_of: Vec<u32>,
    tally: Tally,
}

impl Holders<'_> {
    #[inline]
    fn body(&self, node: Node) -> u32 {
        self.body_of[self.heap.classes().of(node).index()]
    }

    /// Counts who holds these members of a class.
    #[inline(never)]
    fn count(&mut self, to: u32, members: &[Node]) {
        let root = self.heap.classes().of(self.heap.snapshot().root());
        for node in members {
            let holder = self.heap.dominator(*node);
            let from = self.body(holder);
            if from != NONE && from != to && self.heap.classes().of(holder) != root {
                self.tally.add(from, self.heap.shallow(*node));
            }
        }
    }
}
