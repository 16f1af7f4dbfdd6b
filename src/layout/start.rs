//! What a layout starts from: a plan without nonsense, and a place for every body.
//!
//! Takes a [`Plan`]; gives finite radii and places, links between bodies that are there, and start positions that are
//! near their neighbours', so that few ticks are left to do. Deterministic: turning is multiplication by a constant.

use super::{ALONG, Plan, Vector, WORLD};
use std::collections::VecDeque;

/// cos and sin of the golden angle: successive turns never line up (Vogel 1979, how sunflowers pack seeds).
const GOLDEN: Vector = [-0.737_368_878_078_319_7, 0.675_490_294_261_523_8];
/// No disc is smaller or larger than this.
const RADIUS: std::ops::RangeInclusive<f64> = 1.0..=400.0;
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

/// A place for every body: where it was, or on the spine's line, or around the first neighbour that has a place.
pub fn place(clean: &Clean, seed: u64) -> Vec<Vector> {
    let count = clean.radii.len();
    let neighbours = neighbours(clean);
    let mut at: Vec<Option<Vector>> = clean.home.clone();
    let mut queue = VecDeque::new();
    // All angles start from one seeded direction; each hub goes on turning from there.
    let mut turn = vec![direction(seed); count];
    let mut out = vec![0u32; count];

    let length: f64 = clean.spine.iter().map(|&body| step_of(clean, body)).sum();
    let mut along = -length / 2.0;
    for &body in &clean.spine {
        let half = step_of(clean, body) / 2.0;
        at[body].get_or_insert(ALONG.map(|axis| axis * (along + half)));
        along += half * 2.0;
    }
    queue.extend((0..count).filter(|&body| at[body].is_some()));

    let mut lonely = 0u32;
    let mut spiral = direction(seed);
    for first in 0..count {
        spread(clean, &neighbours, &mut at, &mut queue, &mut turn, &mut out);
        if at[first].is_none() {
            // A piece of its own: the next place on a spiral around the middle.
            let far = 60.0 * f64::from(lonely).sqrt();
            at[first] = Some([spiral[0] * far, spiral[1] * far]);
            spiral = rotate(spiral);
            lonely += 1;
            queue.push_back(first);
        }
    }
    spread(clean, &neighbours, &mut at, &mut queue, &mut turn, &mut out);
    at.into_iter().map(|place| place.unwrap_or_default()).collect()
}

/// Breadth first: each body that has a place gives its neighbours one around it.
fn spread(
    clean: &Clean,
    neighbours: &Neighbours,
    at: &mut [Option<Vector>],
    queue: &mut VecDeque<usize>,
    turn: &mut [Vector],
    out: &mut [u32],
) {
    while let Some(body) = queue.pop_front() {
        let [x, y] = at[body].unwrap_or_default();
        for &(other, length) in neighbours.of(body) {
            if at[other].is_some() {
                continue;
            }
            turn[body] = rotate(turn[body]);
            out[body] += 1;
            // The more neighbours, the further out the next: a disc of seeds, not a ring that cannot hold them.
            let far = clean.radii[body] + clean.radii[other] + length + 3.0 * f64::from(out[body]).sqrt();
            at[other] = Some([x + turn[body][0] * far, y + turn[body][1] * far]);
            // A child goes on turning away from its parent's direction.
            turn[other] = rotate(turn[body]);
            queue.push_back(other);
        }
    }
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

fn clamp(value: f32, low: f64, high: f64) -> f64 {
    if value.is_finite() { f64::from(value).clamp(low, high) } else { low }
}

fn finite(point: [f32; 2]) -> Option<Vector> {
    point.iter().all(|c| c.is_finite()).then(|| point.map(|c| f64::from(c).clamp(-WORLD, WORLD)))
}
