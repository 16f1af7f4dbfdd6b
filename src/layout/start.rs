//! What a layout starts from: a plan without nonsense, and a place for every body.
//!
//! Takes a [`Plan`]; gives finite radii and places, links between bodies that are there, and start positions that are
//! near their neighbours', so that few ticks are left to do. Deterministic: turning is multiplication by a constant.

use super::collide::GAP;
use super::{ALONG, Plan, Vector, WORLD};

/// cos and sin of the golden angle: successive turns never line up (Vogel 1979, how sunflowers pack seeds).
const GOLDEN: Vector = [-0.737_368_878_078_319_7, 0.675_490_294_261_523_8];
/// No disc is smaller or larger than this.
pub const RADIUS: std::ops::RangeInclusive<f64> = 1.0..=400.0;
/// No spring is longer than this.
const LENGTH: f64 = 4_000.0;

/// A plan whose numbers are numbers and whose bodies exist.
pub struct Clean {
    pub radii: Vec<f64>,
    pub links: Vec<(usize, usize, f64)>,
    pub home: Vec<Option<Vector>>,
    pub spine: Vec<usize>,
}

impl Clean {
    pub fn of(plan: &Plan) -> Self {
        let count = plan.radii.len();
        let radii = plan.radii.iter().map(|&r| clamp(r, *RADIUS.start(), *RADIUS.end())).collect();
        let links = plan.links.iter().map(|l| (l.from as usize, l.to as usize, clamp(l.length, 0.0, LENGTH)));
        let links = links.filter(|&(from, to, _)| from < count && to < count && from != to).collect();
        let mut home: Vec<Option<Vector>> = plan.placed.iter().take(count).map(|p| p.and_then(finite)).collect();
        home.resize(count, None);
        let mut seen = vec![false; count];
        let mut spine = Vec::new();
        for body in plan.spine.iter().map(|&body| body as usize) {
            if body < count && !std::mem::replace(&mut seen[body], true) {
                spine.push(body);
            }
        }
        Self { radii, links, home, spine }
    }
}

/// With more than so many around it a body's neighbours cannot all be at the wished length: they fill a disc, each at a
/// distance of its own.
const MANY: u32 = 40;
/// Discs do not fill a disc.
const LOOSE: f64 = 1.2;
/// Nobody.
const NONE: usize = usize::MAX;

/// A place for every body: where it was, or on the spine's line, or around the first neighbour that has a place. And for those
/// that stand around one with many: whom, and how far from it.
pub fn place(clean: &Clean, seed: u64) -> (Vec<Vector>, Vec<(usize, f64)>) {
    let count = clean.radii.len();
    let neighbours = neighbours(clean);
    let mut at: Vec<Option<Vector>> = clean.home.clone();
    let length: f64 = clean.spine.iter().map(|&body| step_of(clean, body)).sum();
    let mut along = -length / 2.0;
    for &body in &clean.spine {
        let half = step_of(clean, body) / 2.0;
        at[body].get_or_insert(ALONG.map(|axis| axis * (along + half)));
        along += half * 2.0;
    }
    let forest = Forest::grow(&neighbours, &at);
    let rooms = forest.rooms(clean);

    // All angles start from one seeded direction; each hub goes on turning from there.
    let mut turn = vec![direction(seed); count];
    let mut filled: Vec<f64> = clean.radii.iter().map(|radius| square(radius + GAP)).collect();
    let mut rests = vec![(NONE, 0.0); count];
    let (mut spiral, mut taken) = (direction(seed), 0.0f64);
    for &body in &forest.order {
        let (hub, room) = (forest.parent[body], rooms[body] * LOOSE);
        if at[body].is_some() {
            continue;
        }
        if hub == NONE {
            // A piece of its own: the next place on a spiral around the middle.
            let far = (taken + room / 2.0).sqrt() * f64::from(u8::from(taken > 0.0));
            at[body] = Some([spiral[0] * far, spiral[1] * far]);
            (spiral, taken) = (rotate(spiral), taken + room);
            continue;
        }
        turn[hub] = rotate(turn[hub]);
        // A disc of seeds, each with the room it needs for all that hangs on it, not a ring that cannot hold them.
        let wished = clean.radii[hub] + clean.radii[body] + forest.length[body];
        let far = (filled[hub] + room / 2.0).sqrt().max(wished);
        filled[hub] = filled[hub].max(square(wished - clean.radii[body])) + room;
        let [x, y] = at[hub].unwrap_or_default();
        at[body] = Some([x + turn[hub][0] * far, y + turn[hub][1] * far]);
        // A child goes on turning away from its parent's direction.
        turn[body] = rotate(turn[hub]);
        if forest.children[hub] > MANY {
            rests[body] = (hub, far);
        }
    }
    (at.into_iter().map(|place| place.unwrap_or_default()).collect(), rests)
}

/// Who hangs on whom: breadth first from the bodies that have a place, then from whoever was not reached.
struct Forest {
    /// Parents before their children.
    order: Vec<usize>,
    parent: Vec<usize>,
    /// Wished length of the link to the parent.
    length: Vec<f64>,
    children: Vec<u32>,
}

impl Forest {
    fn grow(neighbours: &Neighbours, at: &[Option<Vector>]) -> Self {
        let count = at.len();
        let mut forest = Self {
            order: Vec::with_capacity(count),
            parent: vec![NONE; count],
            length: vec![0.0; count],
            children: vec![0; count],
        };
        let mut is_in: Vec<bool> = at.iter().map(Option::is_some).collect();
        forest.order.extend((0..count).filter(|&body| is_in[body]));
        let mut next = 0;
        for first in 0..=count {
            while let Some(&body) = forest.order.get(next) {
                next += 1;
                for &(other, length) in neighbours.of(body) {
                    if !std::mem::replace(&mut is_in[other], true) {
                        (forest.parent[other], forest.length[other]) = (body, length);
                        forest.children[body] += 1;
                        forest.order.push(other);
                    }
                }
            }
            if first < count && !std::mem::replace(&mut is_in[first], true) {
                forest.order.push(first);
            }
        }
        forest
    }

    /// The square of the radius of a disc as large as a body and all that hangs on it together. What discs waste between
    /// them is added where they are placed, once: from level to level it would grow without end.
    fn rooms(&self, clean: &Clean) -> Vec<f64> {
        let mut rooms: Vec<f64> = clean.radii.iter().map(|radius| square(radius + GAP)).collect();
        for &body in self.order.iter().rev() {
            if let Some(of_parent) = rooms.get(self.parent[body]).copied() {
                rooms[self.parent[body]] = of_parent + rooms[body];
            }
        }
        rooms
    }
}

fn square(number: f64) -> f64 {
    number * number
}

/// Room a spine body takes on the line.
fn step_of(clean: &Clean, body: usize) -> f64 {
    2.0 * clean.radii[body] + 60.0
}

/// Links of each body, both ways, in plan order.
struct Neighbours {
    start: Vec<usize>,
    links: Vec<(usize, f64)>,
}

impl Neighbours {
    fn of(&self, body: usize) -> &[(usize, f64)] {
        &self.links[self.start[body]..self.start[body + 1]]
    }
}

fn neighbours(clean: &Clean) -> Neighbours {
    let mut start = vec![0usize; clean.radii.len() + 1];
    for &(from, to, _) in &clean.links {
        start[from + 1] += 1;
        start[to + 1] += 1;
    }
    for body in 1..start.len() {
        start[body] += start[body - 1];
    }
    let mut free = start.clone();
    let mut links = vec![(0, 0.0); clean.links.len() * 2];
    for &(from, to, length) in &clean.links {
        for (body, other) in [(from, to), (to, from)] {
            links[free[body]] = (other, length);
            free[body] += 1;
        }
    }
    Neighbours { start, links }
}

fn rotate([x, y]: Vector) -> Vector {
    let [c, s] = GOLDEN;
    [x * c - y * s, x * s + y * c]
}

/// A unit vector out of a seed (SplitMix64, Steele et al. 2014), without sine and cosine.
fn direction(seed: u64) -> Vector {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^= z >> 31;
    let x = ((z & 0xffff) as f64 + 0.5) / 32_768.0 - 1.0;
    let y = (((z >> 16) & 0xffff) as f64 + 0.5) / 32_768.0 - 1.0;
    let length = (x * x + y * y).sqrt();
    [x / length, y / length]
}

pub fn clamp(value: f32, low: f64, high: f64) -> f64 {
    if value.is_finite() { f64::from(value).clamp(low, high) } else { low }
}

fn finite(point: [f32; 2]) -> Option<Vector> {
    point.iter().all(|c| c.is_finite()).then(|| point.map(|c| f64::from(c).clamp(-WORLD, WORLD)))
}
