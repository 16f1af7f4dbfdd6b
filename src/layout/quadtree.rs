//! Repulsion in O(n log n): a quadtree of charges.
//!
//! Owns the tree, an arena that is reused every tick. Takes places and charges (finite, charges positive); gives the push
//! on a body. No recursion: building walks down, summing walks the arena backwards (a child always stands after its
//! parent), asking uses a stack. Coincident bodies share a leaf at the depth cap. Barnes and Hut, Nature 324 (1986).

use super::Vector;

/// Cells seen under a smaller angle than this count as one charge (squared: 0.8²).
const THETA_SQUARED: f64 = 0.64;
/// Deeper than this, bodies share a leaf: a square of the world's size has then shrunk below a hundredth of a unit.
const DEPTH: u32 = 28;
/// Nearer than this, the push no longer grows.
const SOFT: f64 = 4.0;
/// No cell, no body.
const NONE: u32 = u32::MAX;

#[derive(Clone, Copy)]
struct Cell {
    children: [u32; 4],
    /// First body of a leaf; more follow through `Tree::next`.
    body: u32,
    charge: f64,
    /// Centre of charge (while building: sum of charge times place).
    at: Vector,
    /// Side of the square.
    side: f64,
}

impl Cell {
    const fn new(side: f64) -> Self {
        Self { children: [NONE; 4], body: NONE, charge: 0.0, at: [0.0; 2], side }
    }

    fn is_leaf(&self) -> bool {
        self.children == [NONE; 4]
    }
}

/// A quadtree over the bodies of one tick.
#[derive(Default)]
pub struct Tree {
    cells: Vec<Cell>,
    /// Per body: the next one in the same leaf.
    next: Vec<u32>,
    stack: Vec<u32>,
}

impl Tree {
    /// Builds the tree anew.
    pub fn build(&mut self, at: &[Vector], charge: &[f64]) {
        self.cells.clear();
        self.next.clear();
        self.next.resize(at.len(), NONE);
        let Some(&first) = at.first() else { return };
        let (low, high) = at.iter().fold((first, first), |(low, high), p| {
            ([low[0].min(p[0]), low[1].min(p[1])], [high[0].max(p[0]), high[1].max(p[1])])
        });
        let side = (high[0] - low[0]).max(high[1] - low[1]).max(1.0);
        self.cells.push(Cell::new(side));
        for body in 0..at.len() {
            self.insert(body as u32, at, low, side);
        }
        self.sum(at, charge);
    }

    fn insert(&mut self, body: u32, at: &[Vector], low: Vector, side: f64) {
        let mut corner = low;
        let mut half = side / 2.0;
        let mut cell = 0usize;
        for depth in 0.. {
            if self.cells[cell].is_leaf() {
                let there = self.cells[cell].body;
                if there == NONE || depth >= DEPTH {
                    self.next[body as usize] = there;
                    self.cells[cell].body = body;
                    return;
                }
                // Split: the one who lives here moves one level down, then we go on.
                let quarter = quarter(at[there as usize], corner, half);
                let child = self.grow(cell, quarter, half);
                self.cells[child].body = there;
                self.cells[cell].body = NONE;
            }
            let quarter = quarter(at[body as usize], corner, half);
            corner[0] += if quarter & 1 == 1 { half } else { 0.0 };
            corner[1] += if quarter & 2 == 2 { half } else { 0.0 };
            cell = match self.cells[cell].children[quarter] {
                NONE => self.grow(cell, quarter, half),
                child => child as usize,
            };
            half /= 2.0;
        }
    }

    fn grow(&mut self, parent: usize, quarter: usize, side: f64) -> usize {
        let child = self.cells.len();
        self.cells.push(Cell::new(side));
        self.cells[parent].children[quarter] = child as u32;
        child
    }

    fn sum(&mut self, at: &[Vector], charge: &[f64]) {
        for index in (0..self.cells.len()).rev() {
            let mut cell = self.cells[index];
            let mut body = cell.body;
            while body != NONE {
                let (weight, point) = (charge[body as usize], at[body as usize]);
                cell.charge += weight;
                cell.at = [cell.at[0] + weight * point[0], cell.at[1] + weight * point[1]];
                body = self.next[body as usize];
            }
            for child in cell.children.into_iter().filter(|&child| child != NONE) {
                let child = &self.cells[child as usize];
                cell.charge += child.charge;
                cell.at = [cell.at[0] + child.charge * child.at[0], cell.at[1] + child.charge * child.at[1]];
            }
            if cell.charge > 0.0 {
                cell.at = cell.at.map(|c| c / cell.charge);
            }
            self.cells[index] = cell;
        }
    }

    /// The push of all other bodies on this one.
    pub fn push(&mut self, body: usize, at: &[Vector], charge: &[f64]) -> Vector {
        let mut sum = [0.0; 2];
        let place = at[body];
        self.stack.clear();
        if !self.cells.is_empty() {
            self.stack.push(0);
        }
        while let Some(index) = self.stack.pop() {
            let cell = &self.cells[index as usize];
            let (dx, dy) = (place[0] - cell.at[0], place[1] - cell.at[1]);
            if !cell.is_leaf() {
                if cell.side * cell.side < THETA_SQUARED * (dx * dx + dy * dy) {
                    sum = add(sum, kernel(dx, dy, cell.charge, body, 0));
                } else {
                    self.stack.extend(cell.children.iter().rev().filter(|&&child| child != NONE));
                }
                continue;
            }
            let mut other = cell.body;
            while other != NONE {
                let o = other as usize;
                if o != body {
                    let [x, y] = at[o];
                    sum = add(sum, kernel(place[0] - x, place[1] - y, charge[o], body, o));
                }
                other = self.next[o];
            }
        }
        sum
    }
}

fn quarter(point: Vector, corner: Vector, half: f64) -> usize {
    usize::from(point[0] >= corner[0] + half) | usize::from(point[1] >= corner[1] + half) << 1
}

fn add(a: Vector, b: Vector) -> Vector {
    [a[0] + b[0], a[1] + b[1]]
}

/// Falls off with distance, not with its square: far clusters still feel each other. Bodies on one spot part to opposite
/// sides, by their numbers.
pub(super) fn kernel(dx: f64, dy: f64, charge: f64, body: usize, other: usize) -> Vector {
    let squared = dx * dx + dy * dy;
    if squared < 1.0e-12 {
        let away = if body < other { -1.0 } else { 1.0 };
        return [away * charge / SOFT, away * charge / SOFT * 0.5];
    }
    let scale = charge / squared.max(SOFT);
    [dx * scale, dy * scale]
}
