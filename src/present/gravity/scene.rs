//! A neighbourhood made ready for layout: sizes of bodies, lengths of links, the spine, and who keeps their place.
//!
//! Takes the answer to [`Gravity`](crate::question::Gravity) and what stood where before; gives a [`Plan`] and the facts
//! the drawing needs by position. Guarantee: positions follow the answer's bodies; links to bodies that are not there
//! are left out.

use super::Point;
use crate::ids::{Bytes, ObjectId};
use crate::layout::{Plan, PlanLink};
use crate::order;
use crate::present::format::within;
use crate::question::gravity::{Body, Link, NEIGHBOURS, Neighbourhood, Opened, Role};
use std::collections::BTreeMap;

/// Radius of a body that holds as much as the largest one, in layout units.
const LARGEST: f64 = 46.0;
/// Radius of the smallest body: still a target for a finger at the usual zoom.
const SMALLEST: f64 = 9.0;
/// A '+n more' body needs room for its number.
const MORE: f64 = 16.0;
/// Room between two rims: a name of the edge fits on a spine link.
const SPINE_LENGTH: f32 = 84.0;
const LENGTH: f32 = 34.0;
/// Around a body that everybody looks at, so that its own name fits between it and its neighbours.
const WIDE_LENGTH: f32 = 62.0;

/// Between a neighbour that was opened and what it hangs on: its own neighbours need the room.
const OPENED_LENGTH: f32 = 76.0;

/// What a body is, from one answer to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    Object(ObjectId),
    /// The rest of this object's children.
    More(ObjectId),
}

/// As one number; V8's ids stay below 2^53.
impl From<Key> for u64 {
    fn from(key: Key) -> u64 {
        match key {
            Key::Object(id) => id.0 << 1,
            Key::More(id) => id.0 << 1 | 1,
        }
    }
}

impl From<u64> for Key {
    fn from(number: u64) -> Key {
        let id = ObjectId(number >> 1);
        if number & 1 == 0 { Key::Object(id) } else { Key::More(id) }
    }
}

impl Key {
    /// The key of a wire body.
    pub fn of(body: &Body) -> Self {
        match body {
            Body::Object { object, .. } => Key::Object(object.id),
            Body::More { of, .. } => Key::More(*of),
        }
    }
}

/// What opening a body would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// It dominates nothing more than the picture shows.
    Nothing,
    /// It would show some of so many objects that are not in the picture.
    Opens(u64),
    /// It would take what hangs on it away.
    Folds,
}

/// A drawable graph.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    pub bodies: Vec<Body>,
    pub links: Vec<Link>,
    /// Radius of each body in layout units; its area follows the retained size.
    pub radii: Vec<f64>,
    /// The body each one hangs on: its dominator.
    pub parents: Vec<Option<usize>>,
    /// From the root to the accumulation point.
    pub spine: Vec<usize>,
    /// Positions by label priority: the spine from its end, then by size.
    pub importance: Vec<usize>,
}

impl Scene {
    /// Makes an answer ready.
    pub fn new(neighbourhood: Neighbourhood) -> Self {
        let Neighbourhood { bodies, mut links } = neighbourhood;
        links.retain(|l| (l.from as usize) < bodies.len() && (l.to as usize) < bodies.len() && l.from != l.to);
        let largest = bodies.iter().map(weight).max().unwrap_or(0);
        let radii: Vec<f64> = bodies.iter().map(|body| radius(body, largest)).collect();
        let mut parents = vec![None; bodies.len()];
        for link in &links {
            parents[link.to as usize].get_or_insert(link.from as usize);
        }
        let spine = spine(&bodies, &links);
        let mut others: Vec<order::Key> = (0..bodies.len())
            .filter(|body| !spine.contains(body))
            .map(|body| (order::descending(weight(&bodies[body])), body as u64))
            .collect();
        order::sort(&mut others);
        let importance = spine.iter().rev().copied().chain(others.iter().map(|key| key.1 as usize)).collect();
        Self { bodies, links, radii, parents, spine, importance }
    }

    /// The layout to ask for. `before` tells where bodies stood; whoever is new starts beside its parent.
    pub fn plan(&self, before: &BTreeMap<Key, Point>, seed: u64) -> Plan {
        let place = |body| before.get(&Key::of(body)).map(|at| at.map(|c| c as f32));
        // Only the links of the tree are springs: references across would pull clusters into each other.
        let is_looked_at = |body: u32| {
            let role = self.bodies.get(body as usize);
            matches!(role, Some(Body::Object { role: Role::Focus | Role::Accumulation, .. }))
        };
        let is_open =
            |body: u32| matches!(self.bodies.get(body as usize), Some(Body::Object { shown, .. }) if *shown > 0);
        let length = |l: &Link| match l {
            Link { spine: true, .. } => SPINE_LENGTH,
            l if is_open(l.to) => OPENED_LENGTH,
            l if is_looked_at(l.from) => WIDE_LENGTH,
            _ => LENGTH,
        };
        let link = |l: &Link| PlanLink { from: l.from, to: l.to, length: length(l) };
        Plan {
            radii: self.radii.iter().map(|r| *r as f32).collect(),
            links: self.links.iter().filter(|l| self.is_tree(l)).map(link).collect(),
            placed: self.bodies.iter().map(place).collect(),
            spine: self.spine.iter().map(|body| *body as u32).collect(),
            seed,
        }
    }

    /// Where the focus' memory piles up, when a way leads there: the end of the spine.
    pub fn accumulation(&self) -> Option<usize> {
        self.spine.last().copied().filter(|_| self.spine.len() > 1)
    }

    /// Whether a link is part of the tree: not a reference across.
    pub fn is_tree(&self, link: &Link) -> bool {
        self.parents.get(link.to as usize) == Some(&Some(link.from as usize))
    }

    /// Where each body stands, for the next plan.
    pub fn places(&self, at: &[Point]) -> BTreeMap<Key, Point> {
        let mut places = BTreeMap::new();
        // One by one: to collect them would sort them first, with a sort of its own to download.
        places.extend(self.bodies.iter().map(Key::of).zip(at.iter().copied()));
        places
    }

    /// Position of a body.
    pub fn find(&self, key: Key) -> Option<usize> {
        self.bodies.iter().position(|body| Key::of(body) == key)
    }

    /// What opening this body would do.
    pub fn fold(&self, body: usize) -> Fold {
        match self.bodies.get(body) {
            Some(Body::Object { object, shown: 0, .. }) => {
                let is_child = |(other, parent): (&Body, &Option<usize>)| {
                    *parent == Some(body) && matches!(other, Body::Object { .. })
                };
                let present = self.bodies.iter().zip(&self.parents).filter(|pair| is_child(*pair)).count() as u64;
                match object.dominated.saturating_sub(present) {
                    0 => Fold::Nothing,
                    hidden => Fold::Opens(hidden),
                }
            }
            Some(Body::Object { .. }) => Fold::Folds,
            Some(Body::More { count, .. }) => Fold::Opens(*count),
            None => Fold::Nothing,
        }
    }

    /// What to ask for after this body was opened or folded: an object with bodies around it folds, one without opens,
    /// '+n more' opens more in place. `None` when there is nothing to open.
    pub fn toggle(&self, key: Key, opened: &[Opened]) -> Option<Vec<Opened>> {
        let fold = self.fold(self.find(key)?);
        let (id, children) = match (key, fold) {
            (_, Fold::Nothing) => return None,
            (Key::More(id), _) => {
                let shown = match self.find(Key::Object(id)).and_then(|body| self.bodies.get(body)) {
                    Some(Body::Object { shown, .. }) => *shown,
                    _ => 0,
                };
                (id, shown.saturating_add(NEIGHBOURS))
            }
            (Key::Object(id), Fold::Opens(_)) => (id, NEIGHBOURS),
            (Key::Object(id), Fold::Folds) => (id, 0),
        };
        let mut next: Vec<Opened> = opened.iter().copied().filter(|o| o.id != id).collect();
        next.push(Opened { id, children });
        Some(next)
    }
}

/// What a body's size stands for.
fn weight(body: &Body) -> Bytes {
    match body {
        Body::Object { object, .. } => object.retained,
        Body::More { bytes, .. } => *bytes,
    }
}

fn radius(body: &Body, largest: Bytes) -> f64 {
    let share = weight(body) as f64 / largest.max(1) as f64;
    let least = if matches!(body, Body::More { .. }) { MORE } else { SMALLEST };
    within(LARGEST * share.sqrt(), least, LARGEST)
}

/// Follows the spine's links from the body no spine link leads to. Without any, the root or focus stands alone.
fn spine(bodies: &[Body], links: &[Link]) -> Vec<usize> {
    let next_of = |body: usize| links.iter().find(|l| l.spine && l.from as usize == body).map(|l| l.to as usize);
    let is_led_to = |body: usize| links.iter().any(|l| l.spine && l.to as usize == body);
    let starts = |body: &Body| matches!(body, Body::Object { role, .. } if *role != Role::Neighbour);
    let first = (0..bodies.len()).find(|&body| next_of(body).is_some() && !is_led_to(body));
    let mut at = first.or_else(|| bodies.iter().position(starts));
    let mut spine = Vec::new();
    while let Some(body) = at.filter(|body| !spine.contains(body)) {
        spine.push(body);
        at = next_of(body);
    }
    spine
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Distance;
    use crate::question::{Category, NodeKind, ObjectRow};

    fn object(id: u64, retained: Bytes, role: Role, shown: u32, dominated: u64) -> Body {
        let object = ObjectRow {
            id: ObjectId(id),
            name: format!("n{id}"),
            name_lost: false,
            class: "Thing".into(),
            kind: NodeKind::Object,
            category: Category::Object,
            shallow: 16,
            raw: 16,
            retained,
            distance: Distance::FromRoot(1),
            dominated,
        };
        Body::Object { object, role, shown }
    }

    fn link(from: u32, to: u32, spine: bool) -> Link {
        Link { from, to, edge: None, spine }
    }

    /// root 1 -> 2 -> 3 is the spine; 4 hangs on 2, and so do 40 more.
    fn scene() -> Scene {
        let bodies = vec![
            object(1, 10_000, Role::Root, 1, 1),
            object(2, 9_000, Role::Focus, 2, 42),
            object(3, 2_500, Role::Accumulation, 0, 90),
            object(4, 0, Role::Neighbour, 0, 0),
            Body::More { of: ObjectId(2), count: 40, bytes: 100, category: Category::String },
        ];
        let links = vec![link(1, 2, true), link(1, 3, false), link(0, 1, true), link(1, 4, false), link(0, 77, true)];
        Scene::new(Neighbourhood { bodies, links })
    }

    #[test]
    fn area_follows_retained_size_within_limits() {
        let radii = scene().radii;
        assert_eq!(radii, [LARGEST, LARGEST * 0.9f64.sqrt(), LARGEST / 2.0, SMALLEST, MORE]);
    }

    #[test]
    fn the_spine_is_in_order_and_first_to_be_named() {
        let scene = scene();
        assert_eq!(scene.spine, [0, 1, 2]);
        assert_eq!(scene.accumulation(), Some(2));
        assert_eq!(scene.importance, [2, 1, 0, 4, 3]);
        assert_eq!(scene.parents, [None, Some(0), Some(1), Some(1), Some(1)]);
        assert_eq!(scene.links.len(), 4, "the link to nowhere is left out");
    }

    #[test]
    fn a_ring_of_spine_links_ends() {
        let bodies = vec![object(1, 1, Role::Root, 0, 1), object(2, 1, Role::Spine, 0, 3)];
        let scene = Scene::new(Neighbourhood { bodies, links: vec![link(0, 1, true), link(1, 0, true)] });
        assert_eq!(scene.spine, [0, 1]);
        assert_eq!(scene.fold(0), Fold::Nothing, "the one it dominates is there");
        assert_eq!(scene.fold(1), Fold::Opens(2));
        assert!(Scene::new(Neighbourhood { bodies: vec![], links: vec![link(0, 0, true)] }).spine.is_empty());
    }

    #[test]
    fn who_stood_somewhere_keeps_the_place() {
        let scene = scene();
        let before = BTreeMap::from([(Key::Object(ObjectId(2)), [3.0, 4.0]), (Key::More(ObjectId(9)), [0.0, 0.0])]);
        let plan = scene.plan(&before, 5);
        assert_eq!(plan.placed, [None, Some([3.0, 4.0]), None, None, None]);
        assert_eq!(plan.spine, [0, 1, 2]);
        assert_eq!(plan.links[0].length, SPINE_LENGTH);
        assert_eq!(scene.places(&[[0.0; 2]; 5]).len(), 5);
    }

    #[test]
    fn opening_folding_and_showing_more() {
        let scene = scene();
        let id = |id| Key::Object(ObjectId(id));
        let opened = |id, children| Opened { id: ObjectId(id), children };
        assert_eq!(scene.toggle(id(3), &[]), Some(vec![opened(3, NEIGHBOURS)]));
        assert_eq!(scene.toggle(id(2), &[opened(7, 3)]), Some(vec![opened(7, 3), opened(2, 0)]));
        assert_eq!(scene.toggle(id(4), &[]), None, "it dominates nothing");
        let folds: Vec<Fold> = (0..6).map(|body| scene.fold(body)).collect();
        let of_2 = [Fold::Folds, Fold::Folds, Fold::Opens(90), Fold::Nothing, Fold::Opens(40), Fold::Nothing];
        assert_eq!(folds, of_2);
        assert_eq!(scene.toggle(id(99), &[]), None);
        let more = scene.toggle(Key::More(ObjectId(2)), &[opened(2, 2)]);
        assert_eq!(more, Some(vec![opened(2, 2 + NEIGHBOURS)]));
    }
}
