//! The dominator tree, cut where its heaviest bodies end.
//!
//! Takes the heap, how many bodies there may be, and which groups do not follow the cut; gives bodies and to which of them
//! each object belongs. The root is a body. The children of a body are candidates with what they retain, like ones as a
//! group with what they retain together; the heaviest candidate becomes a body, until there are enough. A group opens
//! when the cut has come down to its mean member. Each child is looked at when its dominator becomes a body and once more
//! when its group opens, however many there are; what is kept of them is four bytes each.

use super::super::{Work, rows};
use super::homes::Homes;
use super::queue::{Candidate, Queue, What};
use super::siblings::{self, Sum};
use super::{OpenedGroup, Star, StarKind};
use crate::analysis::Heap;
use crate::ids::{ClassId, Node};
use crate::question::cluster::REPEATS;
use std::collections::HashMap;

/// Children looked at between two pauses.
const PART: usize = 1 << 16;

const NO_BODY: u32 = u32::MAX;

/// A class that comes again within so many levels is a chain: of list nodes, of closures that keep each other's scope.
const CHAIN: usize = 32;

/// The tree above the cut.
pub struct Tree<'a> {
    heap: &'a Heap,
    /// Parents before children.
    drafts: Vec<Draft>,
    groups: Vec<Group>,
    /// The members of all groups, each group's together.
    members: Vec<u32>,
    queue: Queue,
    limit: usize,
    /// How many more bodies there may be.
    left: usize,
    /// Drafts from here on are not expanded yet.
    fresh: usize,
    opened: HashMap<(Node, ClassId), u32>,
    census: Census,
}

/// A body while it is not sure that it stays.
struct Draft {
    what: Drawn,
    parent: u32,
    /// Children that retain something.
    children: u64,
    /// How often its class has come on the way to it, link of a chain by link.
    repeats: u32,
}

#[derive(Clone, Copy)]
enum Drawn {
    Object(Node),
    Group(u32),
}

/// Like children of one body.
struct Group {
    of: Node,
    parent: u32,
    class: ClassId,
    /// Where its members begin, and how many are no bodies.
    first: usize,
    len: usize,
    /// Whether it opens when the cut comes down to its members.
    opens: bool,
}

/// The children of one object by class. Kept between objects: a heap has more classes than most objects have children.
struct Census {
    count: Vec<u32>,
    /// Where the next member goes in [`Tree::members`].
    next: Vec<usize>,
    /// Classes that are there, as they come.
    there: Vec<ClassId>,
}

impl<'a> Tree<'a> {
    /// Cuts it.
    pub async fn cut(heap: &'a Heap, limit: usize, opened: &[OpenedGroup], work: &Work) -> Self {
        let key = |group: &OpenedGroup| Some(((heap.find(group.of)?, ClassId(group.class)), group.members));
        let classes = heap.classes().len();
        let mut tree = Tree {
            heap,
            drafts: Vec::new(),
            groups: Vec::new(),
            members: Vec::new(),
            queue: Queue::default(),
            limit,
            left: limit,
            fresh: 0,
            opened: opened.iter().filter_map(key).collect(),
            census: Census { count: vec![0; classes], next: vec![0; classes], there: Vec::new() },
        };
        tree.add(Drawn::Object(heap.snapshot().root()), NO_BODY);
        tree.expand_fresh(work).await;
        while tree.left > 0
            && let Some(Candidate { node, what, .. }) = tree.queue.pop()
        {
            match what {
                What::One { parent } => tree.add(Drawn::Object(node), parent),
                What::Group(row) => tree.add_group(row),
                What::Opening(row) => {
                    tree.show(row, tree.left);
                    // The group's own body is gone with its last member.
                    tree.left += usize::from(tree.groups[row as usize].len == 0);
                }
            }
            tree.expand_fresh(work).await;
        }
        tree
    }

    fn add(&mut self, what: Drawn, parent: u32) {
        let repeats = match what {
            Drawn::Object(node) => self.repeats(node, parent),
            Drawn::Group(_) => 0,
        };
        self.drafts.push(Draft { what, parent, children: 0, repeats });
        self.left -= 1;
    }

    fn add_group(&mut self, row: u32) {
        let Group { parent, opens, .. } = self.groups[row as usize];
        self.add(Drawn::Group(row), parent);
        if opens && let Some(sum) = Sum::of(self.heap, self.members_of(row)) {
            let opening = Candidate { weight: sum.mean(), node: sum.heaviest, what: What::Opening(row) };
            self.queue.push(&opening, self.left);
        }
    }

    /// Makes bodies of a group's heaviest members.
    fn show(&mut self, row: u32, wanted: usize) {
        let Group { parent, first, len, .. } = self.groups[row as usize];
        let members = &mut self.members[first..first + len];
        let (shown, left) = siblings::take_heaviest(self.heap, members, wanted.min(self.left));
        self.groups[row as usize].len = left;
        shown.into_iter().for_each(|node| self.add(Drawn::Object(node), parent));
    }

    fn members_of(&self, row: u32) -> &[u32] {
        let Group { first, len, .. } = self.groups[row as usize];
        &self.members[first..first + len]
    }

    async fn expand_fresh(&mut self, work: &Work) {
        while let Some(Draft { what, .. }) = self.drafts.get(self.fresh) {
            if let Drawn::Object(node) = *what {
                self.expand(self.fresh as u32, node, work).await;
            }
            self.fresh += 1;
        }
    }

    /// Makes candidates of a body's children.
    async fn expand(&mut self, body: u32, node: Node, work: &Work) {
        let share = 0.3 * (1.0 - self.left as f64 / self.limit as f64);
        let children = self.heap.dominators().children(node);
        for part in children.chunks(PART) {
            work.stride(share).await;
            self.drafts[body as usize].children += self.count(part);
        }
        // With the last body there are no candidates any more.
        if self.left > 0 {
            self.make_room();
            for part in children.chunks(PART) {
                work.stride(share).await;
                self.seat(part, body);
            }
            for at in 0..self.census.there.len() {
                work.stride(share).await;
                self.gather(self.census.there[at], node, body);
            }
        }
        let Census { count, there, .. } = &mut self.census;
        there.drain(..).for_each(|class| count[class.index()] = 0);
    }

    /// Counts children by class, and those that count.
    #[inline(never)]
    fn count(&mut self, children: &[Node]) -> u64 {
        let Self { heap, census: Census { count, there, .. }, .. } = self;
        let mut sum = 0;
        for child in children.iter().filter(|child| heap.retained(**child) > 0) {
            let class = heap.classes().of(*child);
            let count = &mut count[class.index()];
            if *count == 0 {
                there.push(class);
            }
            *count += 1;
            sum += 1;
        }
        sum
    }

    /// Gives each class of many its place among the members.
    fn make_room(&mut self) {
        let mut end = self.members.len();
        let Census { count, next, there } = &mut self.census;
        for class in there.iter().map(|class| class.index()).filter(|class| u64::from(count[*class]) >= REPEATS) {
            next[class] = end;
            end += count[class] as usize;
        }
        self.members.resize(end, 0);
    }

    /// Puts children of a class of many among the members; the others are candidates by themselves.
    #[inline(never)]
    fn seat(&mut self, children: &[Node], body: u32) {
        for child in children.iter().copied().filter(|child| self.heap.retained(*child) > 0) {
            let class = self.heap.classes().of(child).index();
            if u64::from(self.census.count[class]) < REPEATS {
                self.offer(child, body);
                continue;
            }
            self.members[self.census.next[class]] = child.0;
            self.census.next[class] += 1;
        }
    }

    /// Makes a group of the children of a class of many, but for those that stand out.
    #[inline(never)]
    fn gather(&mut self, class: ClassId, of: Node, parent: u32) {
        let count = self.census.count[class.index()];
        if u64::from(count) < REPEATS {
            return;
        }
        let last = self.census.next[class.index()];
        let first = last - count as usize;
        let (outstanding, len) = siblings::take_outstanding(self.heap, &mut self.members[first..last]);
        outstanding.into_iter().for_each(|node| self.offer(node, parent));
        let Some(sum) = Sum::of(self.heap, &self.members[first..first + len]) else { return };
        let row = self.groups.len() as u32;
        let opened = self.opened.get(&(of, class)).copied();
        self.groups.push(Group { of, parent, class, first, len, opens: opened.is_none() });
        self.show(row, opened.unwrap_or_default() as usize);
        // With the weight of all: opening a group must not cost it its own body.
        if self.groups[row as usize].len > 0 {
            let group = Candidate { weight: sum.retained, node: sum.heaviest, what: What::Group(row) };
            self.queue.push(&group, self.left);
        }
    }

    /// A chain of a hundred thousand links, each of which holds the rest, would leave room for nothing else: each further
    /// link counts for less.
    fn offer(&mut self, node: Node, parent: u32) {
        let often = u64::from(self.repeats(node, parent)) + 1;
        let weight = self.heap.retained(node) / often.saturating_mul(often);
        let candidate = Candidate { weight, node, what: What::One { parent } };
        self.queue.push(&candidate, self.left);
    }

    /// How often an object's class comes on the way to it, as long as it comes again soon.
    fn repeats(&self, node: Node, parent: u32) -> u32 {
        let class = self.heap.classes().of(node);
        let mut at = parent;
        for _ in 0..CHAIN {
            let Some(above) = self.drafts.get(at as usize) else { break };
            if matches!(above.what, Drawn::Object(other) if self.heap.classes().of(other) == class) {
                return above.repeats.saturating_add(1);
            }
            at = above.parent;
        }
        0
    }

    /// The drafts that stay, as rows.
    fn kept(&self) -> impl Iterator<Item = &Draft> {
        let stays = |draft: &&Draft| match draft.what {
            Drawn::Object(_) => true,
            Drawn::Group(row) => self.groups[row as usize].len > 0,
        };
        self.drafts.iter().filter(stays)
    }

    /// The bodies, in the order in which they were taken, and the object that each is, of a group the heaviest.
    pub fn bodies(&self) -> (Vec<Star>, Vec<Node>) {
        // Where each draft stands now; those that did not stay have no children.
        let mut place = vec![NO_BODY; self.drafts.len()];
        let (mut bodies, mut nodes): (Vec<Star>, Vec<Node>) = Default::default();
        for (at, draft) in self.drafts.iter().enumerate() {
            let parent = place.get(draft.parent as usize).copied();
            let Some((body, node)) = self.body(draft, parent) else { continue };
            if let Some(parent) = parent.and_then(|parent| bodies.get_mut(parent as usize)) {
                parent.hidden = parent.hidden.saturating_sub(body.count);
            }
            place[at] = bodies.len() as u32;
            bodies.push(body);
            nodes.push(node);
        }
        (bodies, nodes)
    }

    fn body(&self, draft: &Draft, parent: Option<u32>) -> Option<(Star, Node)> {
        let (heap, id) = (self.heap, |node| self.heap.snapshot().id(node));
        let (kind, class, sum, hidden) = match draft.what {
            Drawn::Object(node) => {
                let (shallow, retained) = (heap.shallow(node), heap.retained(node));
                let sum = Sum { count: 1, shallow, retained, heaviest: node };
                (StarKind::Object { id: id(node) }, heap.classes().of(node), sum, draft.children)
            }
            Drawn::Group(row) => {
                let Group { of, class, .. } = self.groups[row as usize];
                (StarKind::Group { of: id(of) }, class, Sum::of(heap, self.members_of(row))?, 0)
            }
        };
        let Sum { count, shallow, retained, heaviest } = sum;
        let category = rows::category(heap, heaviest);
        let class = class.0;
        let star = Star { kind, class, category, count, shallow, retained, parent, hidden, script: None, suspect: 0 };
        Some((star, heaviest))
    }

    /// To which body each object belongs.
    pub async fn homes(self, work: &Work) -> Homes {
        let mut homes = Homes::new(self.heap.node_count());
        for (draft, body) in self.kept().zip(0..) {
            match draft.what {
                Drawn::Object(node) => homes.set(node, body),
                Drawn::Group(row) => self.members_of(row).iter().for_each(|member| homes.set(Node(*member), body)),
            }
        }
        let heap = self.heap;
        drop(self);
        homes.fill(heap, work).await;
        homes
    }
}
