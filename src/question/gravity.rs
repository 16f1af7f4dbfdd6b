//! What is around this object? (gravity graph 引力图)
//!
//! Takes an object and what the user has opened or folded; gives bodies and links: the dominator path from the root
//! through the object to its accumulation point as the spine, the heaviest neighbours around it, and `+n more` bodies
//! for the rest. What retains no byte has no mass and is no body: V8's notes about an object (numbers and words of size 0,
//! since 14.9) among them. The order of bodies is fixed by the heap alone, so a layout seeded by it is the same on every machine.

use super::{Category, EdgeLabel, ObjectRow, Page, Refusal, Work, origins, rows};
use crate::analysis::Heap;
use crate::ids::{Bytes, Edge, Node, ObjectId};
use crate::order::{self, Key};
use crate::snapshot::EdgeKind;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// Neighbours shown around each body of the spine, and how many more each `+n more` opens.
pub const NEIGHBOURS: u32 = 8;

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gravity {
    /// `None` is what stands out: the first suspect of the report, or the root if there is none.
    pub focus: Option<ObjectId>,
    /// Bodies the user opened beyond the default, or folded.
    pub opened: Vec<Opened>,
}

/// A body the user opened or folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    pub id: ObjectId,
    /// Dominated children to show.
    pub children: u32,
    /// Objects that refer to it to show, nearest to the roots first, and objects that it refers to, heaviest first.
    pub holders: u32,
    pub held: u32,
}

/// The answer: a small graph.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Neighbourhood {
    pub bodies: Vec<Body>,
    pub links: Vec<Link>,
    /// Each script that a body has, once: its path or URL, or V8's number (`origins.rs`). Hostile text.
    pub scripts: Vec<String>,
}

/// Something with mass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Body {
    Object {
        object: ObjectRow,
        role: Role,
        /// Dominated children shown as bodies now.
        shown: u32,
        /// The row in `scripts`.
        script: Option<u32>,
    },
    /// The rest of an object's dominated children.
    More {
        /// Whose children.
        of: ObjectId,
        count: u64,
        bytes: Bytes,
        /// Category of the heaviest of them.
        category: Category,
    },
}

impl Body {
    /// The object it is, if it is one.
    pub fn object(&self) -> Option<ObjectId> {
        match self {
            Body::Object { object, .. } => Some(object.id),
            Body::More { .. } => None,
        }
    }
}

/// What a body is in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    Root,
    /// On the path from the root to the focus.
    Spine,
    Focus,
    /// Where the focus' memory piles up.
    Accumulation,
    Neighbour,
    /// One of the two that [`Between`](super::Between) is about.
    End,
}

/// A line between two bodies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// Positions in `bodies`.
    pub from: u32,
    pub to: u32,
    /// Named when it is a real reference; a mere dominance pair has none.
    pub edge: Option<Box<EdgeLabel>>,
    /// A reference that keeps nothing alive.
    pub is_weak: bool,
    /// Its place among the references of `from`, by which it can be thought away ([`Ignored`](super::Ignored)).
    pub at: Option<u32>,
    /// On the spine.
    pub spine: bool,
}

/// Children shown around the spine above the focus, and between focus and accumulation point.
const ASIDE: u32 = 2;

/// Dominators shown above the focus besides the root, and hops shown below it.
const SPINE_PART: usize = 6;

/// Bodies past this are no picture any more; what is left out is counted in `+n more`.
const BODY_LIMIT: usize = 2000;

impl Gravity {
    /// The bodies and links.
    pub async fn answer(&self, heap: &Heap, work: &Work) -> Result<Neighbourhood, Refusal> {
        let focus = match self.focus {
            Some(id) => rows::find(heap, id)?,
            None => super::report::first_suspect(heap).unwrap_or(heap.snapshot().root()),
        };
        let mut picture = Picture { heap, bodies: Vec::new(), links: Vec::new(), rows: HashMap::new() };
        let spine = spine(heap, focus);
        let accumulation = spine.last().copied().unwrap_or(focus);
        for (row, node) in spine.iter().enumerate() {
            let role = match *node {
                node if node == focus => Role::Focus,
                node if node == accumulation => Role::Accumulation,
                node if node == heap.snapshot().root() => Role::Root,
                _ => Role::Spine,
            };
            let above = row.checked_sub(1).map(|above| spine[above]);
            let edge = above.and_then(|above| rows::references(heap, above, &[*node])[0]);
            picture.add(*node, role, above.map(|above| (above, edge, true)));
        }
        // Children go around each body in the order of the bodies: first the spine's, then those of opened neighbours.
        let mut next = 0;
        while next < picture.bodies.len() {
            if let Body::Object { object, role, .. } = &picture.bodies[next] {
                let default = match role {
                    Role::Focus | Role::Accumulation => NEIGHBOURS,
                    Role::Spine | Role::Root => ASIDE,
                    Role::Neighbour | Role::End => 0,
                };
                let id = object.id;
                let opened = self.opened.iter().rev().find(|opened| opened.id == id);
                let (wanted, is_neighbour) =
                    (opened.map_or(default, |opened| opened.children), *role == Role::Neighbour);
                let show_rest = opened.map_or(!is_neighbour, |opened| opened.children > 0);
                if let Some(node) = heap.find(id) {
                    picture.surround(node, next, wanted, show_rest);
                    if let Some(opened) = opened {
                        picture.held(node, opened.held);
                        picture.holders(node, opened.holders);
                    }
                }
            }
            next += 1;
        }
        picture.cross_links();
        let Picture { mut bodies, links, .. } = picture;
        let scripts = origins::of_objects(heap, &mut bodies, work).await;
        Ok(Neighbourhood { bodies, links, scripts })
    }
}

/// The root, the last dominators above the focus, the focus, and the way to its accumulation point.
fn spine(heap: &Heap, focus: Node) -> Vec<Node> {
    let path = rows::path(heap, focus);
    let above = path.len().saturating_sub(1);
    let mut spine: Vec<Node> = path[..above.min(1)].to_vec();
    spine.extend(&path[above.saturating_sub(SPINE_PART).max(above.min(1))..]);
    // The root's largest child says nothing; its picture is the root and what is around it.
    if focus != heap.snapshot().root() {
        let point = super::report::accumulation(heap, focus);
        let path = rows::path(heap, point);
        let below = path.iter().position(|node| *node == focus).map_or(path.len(), |row| row + 1);
        let tail = &path[below..];
        spine.extend(&tail[tail.len().saturating_sub(SPINE_PART)..]);
    }
    spine
}

struct Picture<'a> {
    heap: &'a Heap,
    bodies: Vec<Body>,
    links: Vec<Link>,
    rows: HashMap<Node, u32>,
}

impl Picture<'_> {
    /// Adds a body, and the line from the one above it.
    fn add(&mut self, node: Node, role: Role, above: Option<(Node, Option<Edge>, bool)>) {
        let row = self.bodies.len() as u32;
        self.bodies.push(Body::Object { object: rows::object(self.heap, node), role, shown: 0, script: None });
        self.rows.insert(node, row);
        if let Some((above, edge, spine)) = above
            && let Some(from) = self.rows.get(&above)
        {
            let at = edge.and_then(|edge| self.place(above, edge));
            let edge = edge.map(|edge| Box::new(rows::label(self.heap, edge)));
            self.links.push(Link { from: *from, to: row, edge, is_weak: false, at, spine });
        }
    }

    fn place(&self, source: Node, edge: Edge) -> Option<u32> {
        let first = self.heap.snapshot().edges(source).next()?;
        edge.0.checked_sub(first.0)
    }

    /// Puts the heaviest children around a body; those on the spine are there already. The rest become `+n more`.
    fn surround(&mut self, node: Node, row: usize, wanted: u32, show_rest: bool) {
        let heap = self.heap;
        let room = self.room();
        let (fresh, total) = rows::largest(heap, self.left(node), Page::first(wanted.min(room)));
        let edges = rows::references(heap, node, &fresh);
        for (child, edge) in fresh.iter().zip(edges) {
            self.add(*child, Role::Neighbour, Some((node, edge, false)));
        }
        let shown_now = fresh.len();
        if let Body::Object { shown, .. } = &mut self.bodies[row] {
            *shown = shown_now as u32;
        }
        let count = total - shown_now;
        if count == 0 || !show_rest {
            return;
        }
        let (bytes, heaviest) = self.left(node).fold((0u64, None), |(sum, best): (u64, Option<Node>), child| {
            let heavier = best.is_none_or(|best| heap.retained(child) > heap.retained(best));
            (sum.saturating_add(heap.retained(child)), if heavier { Some(child) } else { best })
        });
        let Some(heaviest) = heaviest else { return };
        let (from, to) = (row as u32, self.bodies.len() as u32);
        let category = rows::category(self.heap, heaviest);
        self.bodies.push(Body::More { of: self.heap.snapshot().id(node), count: count as u64, bytes, category });
        self.links.push(Link { from, to, edge: None, is_weak: false, at: None, spine: false });
    }

    /// Adds what an object refers to, heaviest first. What it refers to weakly gets its line with those across.
    fn held(&mut self, node: Node, wanted: u32) {
        let heap = self.heap;
        let edges = heap.snapshot().edges(node).take(CROSS_SCAN);
        let told = edges.filter(|edge| is_written(heap, *edge) || is_meant(heap, *edge) || is_weak(heap, *edge));
        let targets = told.map(|edge| heap.snapshot().target(edge));
        let fresh = once_each(targets.filter(|to| *to != node && !self.rows.contains_key(to)));
        let (fresh, _) = rows::largest(heap, fresh, Page::first(wanted.min(self.room())));
        let edges = rows::references(heap, node, &fresh);
        for (target, edge) in fresh.iter().zip(edges) {
            self.add(*target, Role::Neighbour, edge.map(|edge| (node, Some(edge), false)));
        }
    }

    /// Adds what refers to an object, nearest to the roots first, and then what refers to it weakly, whose lines come with
    /// those across.
    fn holders(&mut self, node: Node, wanted: u32) {
        let (heap, room) = (self.heap, self.room());
        let before = self.bodies.len();
        let is_fresh = |source: &Node| *source != node && !self.rows.contains_key(source);
        let sources = heap.graph().retainers(node).take(CROSS_SCAN).filter(|(_, essential)| *essential);
        let fresh = once_each(sources.map(|(source, _)| source).filter(is_fresh));
        let keys = fresh.map(|source| (u64::from(heap.distance_rank(source)), u64::from(source.0)));
        let (sources, _) = rows::take_page(keys, Page::first(wanted.min(room)));
        let Some(to) = self.rows.get(&node).copied() else { return };
        for source in sources.into_iter().map(|source| Node(source as u32)) {
            let from = self.bodies.len() as u32;
            self.add(source, Role::Neighbour, None);
            let edge = rows::references(heap, source, &[node])[0];
            let (label, at) =
                (edge.map(|edge| Box::new(rows::label(heap, edge))), edge.and_then(|edge| self.place(source, edge)));
            self.links.push(Link { from, to, edge: label, is_weak: false, at, spine: false });
        }
        let left = (wanted.min(room) as usize).saturating_sub(self.bodies.len() - before);
        let refers = |source: &Node| {
            let mut edges = heap.snapshot().edges(*source).take(CROSS_SCAN);
            edges.any(|edge| heap.snapshot().target(edge) == node && is_weak(heap, edge))
        };
        let others = heap.graph().retainers(node).take(CROSS_SCAN).filter(|(_, essential)| !essential);
        let fresh = others.map(|(source, _)| source).filter(|source| !self.rows.contains_key(source));
        let weak: Vec<Node> =
            once_each(fresh.filter(|source| rows::is_of_program(heap, *source)).take(WEAK)).filter(refers).collect();
        weak.into_iter().take(left).for_each(|source| self.add(source, Role::Neighbour, None));
    }

    fn room(&self) -> u32 {
        BODY_LIMIT.saturating_sub(self.bodies.len()) as u32
    }

    /// The children that have mass and are no bodies yet.
    fn left(&self, node: Node) -> impl Iterator<Item = Node> {
        let has_mass = |child: &Node| self.heap.retained(*child) > 0 && !self.rows.contains_key(child);
        self.heap.dominators().children(node).iter().copied().filter(has_mass)
    }

    /// References a developer wrote between bodies that are there anyway, beyond the tree: what makes it a graph. Weak ones
    /// too, where no other leads the same way.
    fn cross_links(&mut self) {
        let (heap, snapshot) = (self.heap, self.heap.snapshot());
        let mut nodes: Vec<Key> = self.rows.iter().map(|(node, row)| (u64::from(*row), u64::from(node.0))).collect();
        order::sort(&mut nodes);
        let mut linked: HashSet<(u32, u32)> = self.links.iter().map(|link| (link.from, link.to)).collect();
        let (mut weak, mut weakly) = (Vec::new(), HashSet::new());
        for (from, node) in nodes {
            let (from, node) = (from as u32, Node(node as u32));
            for edge in snapshot.edges(node).take(CROSS_SCAN) {
                let is_weak = is_weak(heap, edge);
                if !is_weak && !is_written(heap, edge) {
                    continue;
                }
                let Some(&to) = self.rows.get(&snapshot.target(edge)).filter(|to| **to != from) else { continue };
                if !is_weak && linked.insert((from, to)) {
                    self.cross(node, (from, to, edge), false);
                } else if is_weak && weakly.insert((from, to)) {
                    weak.push((node, (from, to, edge)));
                }
            }
        }
        for (node, link) in weak {
            if !linked.contains(&(link.0, link.1)) {
                self.cross(node, link, true);
            }
        }
    }

    fn cross(&mut self, source: Node, (from, to, edge): (u32, u32, Edge), is_weak: bool) {
        let (label, at) = (rows::label(self.heap, edge), self.place(source, edge));
        self.links.push(Link { from, to, edge: Some(Box::new(label)), is_weak, at, spine: false });
    }
}

/// A reference that a developer wrote and that keeps its target alive.
fn is_written(heap: &Heap, edge: Edge) -> bool {
    rows::rank(heap.snapshot().edge_kind(edge)) < 2 && heap.is_essential(edge)
}

/// One that V8 wrote for what a developer did: the scope of a closure, the table of a Map.
fn is_meant(heap: &Heap, edge: Edge) -> bool {
    let snapshot = heap.snapshot();
    snapshot.edge_kind(edge) == EdgeKind::Internal
        && heap.is_essential(edge)
        && rows::is_of_program(heap, snapshot.target(edge))
}

fn is_weak(heap: &Heap, edge: Edge) -> bool {
    heap.snapshot().edge_kind(edge) == EdgeKind::Weak
}

/// Each of some objects once, in file order.
fn once_each(nodes: impl Iterator<Item = Node>) -> impl Iterator<Item = Node> {
    let mut keys: Vec<Key> = nodes.map(|node| (u64::from(node.0), 0)).collect();
    order::sort(&mut keys);
    keys.dedup();
    keys.into_iter().map(|key| Node(key.0 as u32))
}

/// Objects that may refer to another weakly whose references are looked at.
const WEAK: usize = 64;

/// Edges of one body looked at for links to other bodies; a hub with millions would hold up the picture.
const CROSS_SCAN: usize = 100_000;
