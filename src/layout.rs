//! Force layout of a graph of up to a hundred thousand bodies (Barnes-Hut), seeded.
//!
//! Owns positions. Takes a [`Plan`]; gives coordinates after any number of ticks. Guarantee: the same plan, the same
//! ticks and the same holds give the same coordinates, bit for bit, on every machine (only `+ - * /` and `sqrt` in
//! `f64`, fixed order, no clock, no libm); it settles within [`TICKS`] ticks of its last warming and then costs nothing;
//! no plan makes it panic and no coordinate is ever NaN.
//!
//! Forces, in the manner of d3-force: repulsion by quadtree (Barnes and Hut 1986), springs with a rest length, a weak
//! pull to the centre, all scaled by a heat that cools; discs are kept apart by moving them, at full strength, so that a
//! settled picture has no overlap. The spine is straightened along a falling diagonal: it reads from the top left to the
//! bottom right, fills a view that is about as high as wide, and leaves each body a line of its own for its label.

use serde::{Deserialize, Serialize};

mod collide;
mod four;
pub mod layered;
mod quadtree;
mod start;
#[cfg(test)]
mod tests;

/// A graph to lay out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Drawn radius of each body, in layout units.
    pub radii: Vec<f32>,
    /// Pairs of positions in `radii`, with the wished length between their rims.
    pub links: Vec<PlanLink>,
    /// Where bodies stood before, for those that did: after unfolding one, the others keep their place.
    pub placed: Vec<Option<[f32; 2]>>,
    /// Bodies of those that stay where they stood, whatever pulls.
    pub pinned: Vec<u32>,
    /// Bodies that should stand on a line from the top left to the bottom right, in this order.
    pub spine: Vec<u32>,
    /// Distinguishes layouts of the same shape; comes from the focus' id.
    pub seed: u64,
}

/// A spring.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanLink {
    pub from: u32,
    pub to: u32,
    pub length: f32,
}

/// A body kept at a point by the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Held {
    pub body: u32,
    pub at: [f32; 2],
}

/// A layout that was never touched settles within so many ticks.
pub const TICKS: u32 = 260;

/// Heat below which nothing visible moves any more.
const COLD: f64 = 0.001;
/// Heat lost per tick: 0.974^260 is about [`COLD`].
const COOLING: f64 = 0.026_3;
/// Heat of a start where most bodies already have their place.
const WARM: f64 = 0.35;
/// Heat while a body is dragged.
const TOUCHED: f64 = 0.22;
/// Share of the speed that is left after a tick.
const GLIDE: f64 = 0.6;
/// How far a body may move in one tick; keeps a hostile plan from flying apart.
const LEAP: f64 = 120.0;
/// No coordinate leaves this square.
const WORLD: f64 = 1.0e6;
/// Pull to the middle of the picture.
const CENTRE: f64 = 0.012;
/// Direction of the spine's line, a unit vector.
const ALONG: Vector = [0.8, 0.6];
/// Charge in the middle of each spine link, where there is no body: it keeps neighbours off the line.
const LINE_CHARGE: f64 = 70.0;
/// Pull of the spine to its line.
const STRAIGHTEN: f64 = 0.25;
/// Pull of a body to the place the user knows it at.
const HOME: f64 = 0.25;
/// The same where a new body hangs on it: it may make way for what came.
const LOOSE_HOME: f64 = 0.03;
/// The same where the user put a body.
const DROPPED_HOME: f64 = 0.9;
/// Rounds of disc separation per tick.
const ROUNDS: usize = 3;
/// Up to so many bodies a picture is laid out with all care; with more the forces are weaker, so that it does not fly apart,
/// and it cools faster: it starts nearer to its end.
const MANY: f64 = 2_000.0;
/// How much faster at most.
const HASTE: f64 = 5.0;

/// A body's place or speed.
type Vector = [f64; 2];

struct Spring {
    from: usize,
    to: usize,
    /// Wished distance of the two centres.
    rest: f64,
    /// Share of the error corrected per tick at full heat: weak between two hubs, so that clusters drift apart.
    stiffness: f64,
    /// Share of that correction that `to` takes; the body with fewer links moves more.
    bias: f64,
}

/// A layout in progress.
pub struct Simulation {
    radii: Vec<f64>,
    charge: Vec<f64>,
    springs: Vec<Spring>,
    spine: Vec<usize>,
    home: Vec<Option<Vector>>,
    /// How strongly each body is pulled home.
    pull: Vec<f64>,
    /// Which bodies the user has pinned to their place.
    is_pinned: Vec<bool>,
    /// Those, and the one that is held.
    is_fixed: Vec<bool>,
    at: Vec<Vector>,
    speed: Vec<Vector>,
    heat: f64,
    /// How much faster than usual it cools.
    haste: f64,
    held: Option<(usize, Vector)>,
    ticks: u32,
    tree: quadtree::Tree,
    /// What repels: the bodies, then the middles of the spine's links.
    field: Vec<Vector>,
    grids: collide::Grids,
    out: Vec<f32>,
}

impl Simulation {
    /// Takes any plan: links to bodies that are not there, and numbers that are no numbers, are dropped.
    pub fn new(plan: Plan) -> Self {
        let clean = start::Clean::of(&plan);
        let (at, rests) = start::place(&clean, plan.seed);
        let count = clean.radii.len();
        let known = clean.home.iter().filter(|home| home.is_some()).count();
        let mut simulation = Self {
            charge: charges(&clean),
            pull: pulls(&clean),
            springs: springs(&clean, &rests),
            grids: collide::Grids::new(&clean.radii),
            radii: clean.radii,
            spine: clean.spine,
            home: clean.home,
            is_pinned: vec![false; count],
            is_fixed: vec![false; count],
            speed: vec![[0.0; 2]; count],
            out: vec![0.0; count * 2],
            at,
            // With most bodies in place only the new ones have to find theirs.
            heat: if count == 0 {
                0.0
            } else if known * 2 > count {
                WARM
            } else {
                1.0
            },
            haste: (1.0 + (count as f64 - MANY) / 8_000.0).clamp(1.0, HASTE),
            held: None,
            ticks: 0,
            tree: quadtree::Tree::default(),
            field: Vec::new(),
        };
        for body in plan.pinned {
            // Only who has a place can be pinned to it.
            if simulation.home.get(body as usize).is_some_and(Option::is_some) {
                simulation.pin(body, true);
            }
        }
        simulation.publish();
        simulation
    }

    /// Pins a body to where it is, or lets it go. A body that is not there is ignored.
    pub fn pin(&mut self, body: u32, is_pinned: bool) {
        let body = body as usize;
        if let Some(pinned) = self.is_pinned.get_mut(body) {
            *pinned = is_pinned;
            self.is_fixed[body] = is_pinned || self.held.is_some_and(|(held, _)| held == body);
            self.speed[body] = [0.0; 2];
            if !is_pinned {
                self.home[body] = None;
                self.heat = self.heat.max(TOUCHED);
            }
        }
    }

    /// Keeps a body at a point and, when that is a new point, warms the layout up. Bodies that are not there and points
    /// that are no points are ignored.
    pub fn hold(&mut self, held: Held) {
        let body = held.body as usize;
        if body >= self.at.len() || !held.at.iter().all(|c| c.is_finite()) {
            return;
        }
        let point = held.at.map(|c| f64::from(c).clamp(-WORLD, WORLD));
        if self.held != Some((body, point)) {
            self.release();
            self.held = Some((body, point));
            self.is_fixed[body] = true;
            self.heat = self.heat.max(TOUCHED);
        }
    }

    /// Lets the held body go. It stays about where it was put: the user chose that place.
    pub fn release(&mut self) {
        if let Some((body, point)) = self.held.take() {
            self.home[body] = Some(point);
            self.pull[body] = DROPPED_HOME;
            self.is_fixed[body] = self.is_pinned[body];
        }
    }

    /// Advances, at most until settled. `true` when there is nothing more to do.
    pub fn step(&mut self, ticks: u32) -> bool {
        for _ in 0..ticks {
            if self.settled() {
                break;
            }
            self.tick();
        }
        self.publish();
        self.settled()
    }

    /// Ticks made so far.
    pub fn ticks(&self) -> u32 {
        self.ticks
    }

    /// x0, y0, x1, y1 …
    pub fn positions(&self) -> &[f32] {
        &self.out
    }

    fn settled(&self) -> bool {
        self.heat < COLD
    }

    fn tick(&mut self) {
        self.ticks = self.ticks.saturating_add(1);
        self.field.clear();
        self.field.extend_from_slice(&self.at);
        for pair in self.spine.windows(2) {
            let ([ax, ay], [bx, by]) = (self.at[pair[0]], self.at[pair[1]]);
            self.field.push([(ax + bx) / 2.0, (ay + by) / 2.0]);
        }
        let (speed, heat) = (&mut self.speed, self.heat);
        self.tree.push_all(&self.field, &self.charge, |body, push| {
            // The middles of the spine's links push, and stay where they are.
            if let Some(speed) = speed.get_mut(body) {
                *speed = [speed[0] + push[0] * heat, speed[1] + push[1] * heat];
            }
        });
        self.pull_springs();
        self.straighten();
        for body in 0..self.at.len() {
            let [x, y] = self.at[body];
            match self.home[body] {
                Some([hx, hy]) => self.nudge(body, [hx - x, hy - y], self.pull[body] * self.heat),
                None => self.nudge(body, [-x, -y], CENTRE * self.heat),
            }
        }
        self.advance();
        let rounds = if self.at.len() as f64 > MANY { 1 } else { ROUNDS };
        self.grids.separate(&mut self.at, &self.radii, &self.is_fixed, rounds);
        for point in &mut self.at {
            *point = point.map(|c| if c.is_finite() { c.clamp(-WORLD, WORLD) } else { 0.0 });
        }
        self.heat *= 1.0 - COOLING * self.haste;
    }

    fn nudge(&mut self, body: usize, by: Vector, scale: f64) {
        self.speed[body][0] += by[0] * scale;
        self.speed[body][1] += by[1] * scale;
    }

    fn pull_springs(&mut self) {
        for index in 0..self.springs.len() {
            let Spring { from, to, rest, stiffness, bias } = self.springs[index];
            // Where the two will be after this tick, as d3-force does: it calms the oscillation.
            let dx = self.at[to][0] + self.speed[to][0] - self.at[from][0] - self.speed[from][0];
            let dy = self.at[to][1] + self.speed[to][1] - self.at[from][1] - self.speed[from][1];
            let distance = (dx * dx + dy * dy).sqrt();
            if distance < 1.0e-6 {
                continue;
            }
            let error = (distance - rest) / distance * stiffness * self.heat;
            self.nudge(to, [dx, dy], -error * bias);
            self.nudge(from, [dx, dy], error * (1.0 - bias));
        }
    }

    /// Draws the spine to its line and keeps it in order. Bodies the user has put somewhere are left there.
    fn straighten(&mut self) {
        let [cos, sin] = ALONG;
        for index in 0..self.spine.len() {
            let body = self.spine[index];
            if self.home[body].is_some() {
                continue;
            }
            let [x, y] = self.at[body];
            let off = y * cos - x * sin;
            self.nudge(body, [off * sin, -off * cos], STRAIGHTEN * self.heat);
            let Some(&next) = self.spine.get(index + 1).filter(|&&next| self.home[next].is_none()) else { continue };
            let [next_x, next_y] = self.at[next];
            let ahead = (next_x - x) * cos + (next_y - y) * sin;
            let lack = self.radii[body] + self.radii[next] - ahead;
            if lack > 0.0 {
                self.nudge(body, ALONG, -lack * STRAIGHTEN * self.heat);
                self.nudge(next, ALONG, lack * STRAIGHTEN * self.heat);
            }
        }
    }

    fn advance(&mut self) {
        for ((point, speed), is_fixed) in self.at.iter_mut().zip(&mut self.speed).zip(&self.is_fixed) {
            if *is_fixed {
                *speed = [0.0; 2];
                continue;
            }
            for axis in 0..2 {
                let moved = speed[axis] * GLIDE;
                speed[axis] = if moved.is_finite() { moved.clamp(-LEAP, LEAP) } else { 0.0 };
                point[axis] += speed[axis];
            }
        }
        if let Some((body, point)) = self.held {
            self.at[body] = point;
        }
    }

    fn publish(&mut self) {
        for (pair, point) in self.out.chunks_exact_mut(2).zip(&self.at) {
            pair[0] = point[0] as f32;
            pair[1] = point[1] as f32;
        }
    }
}

/// Large bodies need more room around them.
fn charges(clean: &start::Clean) -> Vec<f64> {
    let lines = clean.spine.len().saturating_sub(1);
    // The field of all grows with their number, the room they need only with its root.
    let scale = (MANY / clean.radii.len().max(1) as f64).min(1.0);
    let bodies = clean.radii.iter().map(|radius| (26.0 + 2.2 * radius) * scale);
    bodies.chain(std::iter::repeat_n(LINE_CHARGE, lines)).collect()
}

fn pulls(clean: &start::Clean) -> Vec<f64> {
    let mut pulls = vec![HOME; clean.radii.len()];
    for &(from, to, _) in &clean.links {
        for (body, other) in [(from, to), (to, from)] {
            if clean.home[other].is_none() {
                pulls[body] = LOOSE_HOME;
            }
        }
    }
    pulls
}

/// `rests`: how far from the body it hangs on each body started, where that has many around it.
fn springs(clean: &start::Clean, rests: &[(usize, f64)]) -> Vec<Spring> {
    let mut degree = vec![0u32; clean.radii.len()];
    for &(from, to, _) in &clean.links {
        degree[from] += 1;
        degree[to] += 1;
    }
    let spring = |&(from, to, length): &(usize, usize, f64)| {
        let (a, b) = (f64::from(degree[from]), f64::from(degree[to]));
        let around = |body: usize, hub: usize| if rests[body].0 == hub { rests[body].1 } else { 0.0 };
        Spring {
            from,
            to,
            rest: (clean.radii[from] + clean.radii[to] + length).max(around(to, from)).max(around(from, to)),
            stiffness: 1.0 / a.min(b),
            bias: a / (a + b),
        }
    };
    clean.links.iter().map(spring).collect()
}
