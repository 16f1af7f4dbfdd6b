//! Which ways lead from one object to another? (gravity graph 引力图: only the ways between two pinned bodies)
//!
//! Takes two objects; gives a picture of the ways between them, in both directions, over references that a developer wrote
//! or meant; if there is no such way, a shortest way to each from the nearest object that holds both. Only if no third object
//! does but the roots, ways over all references that keep their target alive come before that. Guarantees: an object is
//! counted exactly if it is on a way that is at most [`DETOUR`] steps longer than the shortest and is nowhere twice; no more
//! than [`LIMIT`] are shown, those on the shortest ways first, ties in file order, and each that is shown is on such a way all of which is shown, but for the middle of a
//! way of more than [`LINE`] objects. Between those shown all references that are on such ways are there, one for each pair.
//! The search (`between/search.rs`) and the choice (`between/choice.rs`) are linear in the heap.

mod choice;
mod search;

use super::gravity::{Body, Link, Neighbourhood, Role};
use super::{ObjectRow, Refusal, Work, origins, rows};
use crate::analysis::Heap;
use crate::ids::{Edge, Node, ObjectId};
use crate::order::{self, Key};
use crate::snapshot::NodeKind;
use choice::{Leg, choose};
use search::{Search, Terrain, written};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// The request.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Between {
    pub from: ObjectId,
    pub to: ObjectId,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ways {
    /// The first body is where the first way begins, and no link to a body comes before one to what it hangs on.
    pub picture: Neighbourhood,
    pub told: Told,
}

/// What is said of the ways.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    pub from: ObjectId,
    pub to: ObjectId,
    /// Ways from `from` to `to`, and from `to` to `from`.
    pub there: Option<Found>,
    pub back: Option<Found>,
    /// A developer wrote or meant the references of these ways.
    pub is_written: bool,
    /// The nearest object that dominates both, or is one of them and dominates the other.
    pub holder: ObjectRow,
}

/// Ways in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// References on a shortest way.
    pub steps: u32,
    /// Objects on ways of at most [`DETOUR`] steps more, both ends among them.
    pub objects: u64,
    /// How many of them the picture has.
    pub shown: u64,
}

/// So many steps more than the shortest way may have are shown.
pub const DETOUR: u32 = 2;

/// Bodies of a picture.
pub const LIMIT: usize = 200;

/// Bodies of one way; of a longer one the middle is left out.
pub const LINE: usize = LIMIT / 2;

impl Between {
    /// The ways.
    pub async fn answer(&self, heap: &Heap, work: &Work) -> Result<Ways, Refusal> {
        let (from, to) = (rows::find(heap, self.from)?, rows::find(heap, self.to)?);
        let holder = holder(heap, from, to);
        let mut search = Search::new(heap);
        let bits = work.once("written", "", written(heap, work)).await;
        let terrains = [Some(&*bits), None].map(|written| Terrain { heap, written });
        let mut legs: [Option<Leg>; 2] = [None, None];
        let (mut arms, mut is_written) = (Vec::new(), true);
        if from != to {
            let is_held = heap.snapshot().kind(holder) != NodeKind::Synthetic && ![from, to].contains(&holder);
            for (terrain, share) in terrains.into_iter().zip([0.2, 0.5]).take(if is_held { 1 } else { 2 }) {
                for (leg, ends) in legs.iter_mut().zip([(from, to), (to, from)]) {
                    *leg = choose(&mut search, terrain, ends, DETOUR, work, share).await;
                }
                is_written = terrain.written.is_some();
                if legs.iter().any(Option::is_some) {
                    break;
                }
            }
        }
        if from != to && legs.iter().all(Option::is_none) {
            for end in [from, to].into_iter().filter(|end| *end != holder) {
                arms.push(arm(&mut search, terrains, (holder, end), work).await);
            }
        }
        let mut picture =
            Picture { heap, ends: [from, to], bodies: Vec::new(), links: Vec::new(), rows: HashMap::new() };
        let found = legs.each_ref().map(|leg| leg.as_ref().map(|leg| (leg.steps, leg.objects)));
        let mut shown = legs.map(|leg| leg.map(|leg| (terrains[usize::from(!is_written)], leg)));
        if let [Some((_, there)), Some((_, back))] = &mut shown
            && there.places.len() + back.places.len() > LIMIT
        {
            there.trim();
            back.trim();
        }
        let counts = shown.each_ref().map(|leg| leg.as_ref().map_or(0, |(_, leg)| leg.places.len() as u64));
        let told = |leg: usize| found[leg].map(|(steps, objects)| Found { steps, objects, shown: counts[leg] });
        let (there, back) = (told(0), told(1));
        picture.draw(shown.into_iter().flatten().collect(), arms, work).await;
        let Picture { mut bodies, links, .. } = picture;
        let scripts = origins::of_objects(heap, &mut bodies, work).await;
        let picture = Neighbourhood { bodies, links, scripts };
        let holder = rows::object(heap, holder);
        Ok(Ways { picture, told: Told { from: self.from, to: self.to, there, back, is_written, holder } })
    }
}

/// A way from the object that holds an end to it. No reference leads there in a cycle that no root reaches.
async fn arm<'a>(
    search: &mut Search,
    terrains: [Terrain<'a>; 2],
    ends: (Node, Node),
    work: &Work,
) -> (Terrain<'a>, Leg) {
    for terrain in terrains {
        if let Some(leg) = choose(search, terrain, ends, 0, work, 0.8).await {
            return (terrain, leg.line_only());
        }
    }
    (terrains[1], Leg::unlinked(ends))
}

/// The lowest common ancestor in the dominator tree.
fn holder(heap: &Heap, from: Node, to: Node) -> Node {
    let [one, other] = [from, to].map(|node| rows::path(heap, node));
    let shared = one.iter().zip(&other).take_while(|(one, other)| one == other);
    shared.last().map_or(heap.snapshot().root(), |(node, _)| *node)
}

struct Picture<'a> {
    heap: &'a Heap,
    ends: [Node; 2],
    bodies: Vec<Body>,
    links: Vec<Link>,
    rows: HashMap<Node, u32>,
}

impl<'a> Picture<'a> {
    /// The legs with the ground they go over, the first of them lit; and the arms of a holder, all of them lit.
    async fn draw(&mut self, legs: Vec<(Terrain<'a>, Leg)>, arms: Vec<(Terrain<'a>, Leg)>, work: &Work) {
        let lit: &[(Terrain<'a>, Leg)] = if arms.is_empty() { &legs[..legs.len().min(1)] } else { &arms };
        for (_, leg) in legs.iter().chain(&arms) {
            let keys = leg
                .places
                .iter()
                .zip(0..)
                .map(|(place, row)| (u64::from(place.ahead) << 32 | u64::from(place.node.0), row));
            let mut keys: Vec<Key> = keys.collect();
            order::sort(&mut keys);
            keys.iter().for_each(|key| self.add(leg.places[key.1 as usize].node));
        }
        self.ends.into_iter().for_each(|end| self.add(end));
        let mut linked = HashSet::new();
        for (terrain, leg) in lit {
            for (pair, nth) in leg.line.windows(2).zip(1..) {
                let edge = if leg.gap == Some(nth) {
                    None
                } else {
                    best(*terrain, pair[0], 1, &|to| (to == pair[1]).then_some(0))[0]
                };
                self.link(pair[0], pair[1], edge, true, &mut linked);
            }
        }
        for (terrain, leg) in &legs {
            let rows: HashMap<Node, u32> = leg.places.iter().map(|place| place.node).zip(0..).collect();
            for place in &leg.places {
                work.stride(0.95).await;
                let wanted = |to| {
                    let row = *rows.get(&to)?;
                    place.leads_to(&leg.places[row as usize], leg.most).then_some(row as usize)
                };
                let edges = best(*terrain, place.node, leg.places.len(), &wanted);
                for (edge, to) in edges.into_iter().zip(&leg.places) {
                    if edge.is_some() {
                        self.link(place.node, to.node, edge, false, &mut linked);
                    }
                }
            }
        }
        self.sort_links();
    }

    fn add(&mut self, node: Node) {
        if self.rows.contains_key(&node) {
            return;
        }
        let role = match node {
            node if self.ends.contains(&node) => Role::End,
            node if node == self.heap.snapshot().root() => Role::Root,
            _ => Role::Neighbour,
        };
        self.rows.insert(node, self.bodies.len() as u32);
        self.bodies.push(Body::Object { object: rows::object(self.heap, node), role, shown: 0, script: None });
    }

    fn link(&mut self, from: Node, to: Node, edge: Option<Edge>, spine: bool, linked: &mut HashSet<(u32, u32)>) {
        let (Some(&row), Some(&to)) = (self.rows.get(&from), self.rows.get(&to)) else { return };
        for at in [row, to] {
            if let Some(Body::Object { role: role @ Role::Neighbour, .. }) =
                self.bodies.get_mut(at as usize).filter(|_| spine)
            {
                *role = Role::Spine;
            }
        }
        if linked.insert((row, to)) {
            let first = self.heap.snapshot().edges(from).next();
            let at = edge.zip(first).and_then(|(edge, first)| edge.0.checked_sub(first.0));
            let edge = edge.map(|edge| Box::new(rows::label(self.heap, edge)));
            self.links.push(Link { from: row, to, edge, is_weak: false, at, spine });
        }
    }

    /// The lit ones first, as they are; the others by their bodies.
    fn sort_links(&mut self) {
        let lit = self.links.iter().take_while(|link| link.spine).count();
        let mut keys: Vec<Key> = self.links[lit..]
            .iter()
            .map(|link| u64::from(link.from) << 32 | u64::from(link.to))
            .zip(lit as u64..)
            .collect();
        order::sort(&mut keys);
        let rest: Vec<Link> = keys.iter().map(|key| self.links[key.1 as usize].clone()).collect();
        self.links.truncate(lit);
        self.links.extend(rest);
    }
}

/// For each of so many wanted objects the reference that says most, the first of these.
fn best(terrain: Terrain<'_>, from: Node, count: usize, wanted: &dyn Fn(Node) -> Option<usize>) -> Vec<Option<Edge>> {
    let rank = |edge: Edge| rows::rank(terrain.heap.snapshot().edge_kind(edge));
    let mut best: Vec<Option<Edge>> = vec![None; count];
    terrain.references(from, &mut |edge, to| {
        if let Some(slot) = wanted(to).and_then(|row| best.get_mut(row))
            && slot.is_none_or(|old| rank(edge) < rank(old))
        {
            *slot = Some(edge);
        }
    });
    best
}
