//! Repulsion in O(n log n): a quadtree of charges, asked for all bodies of a leaf at once.
//!
//! Owns the tree, in arenas that are reused every tick. Takes places and charges (finite, charges positive); gives the push on
//! each body. The bodies are put in Morton order (Morton 1966), in which a cell of the quadtree is a run of bodies and its
//! cells come one after another: no pointers, no recursion. What pushes the bodies of one leaf is gathered once for all of
//! them (Barnes, J. Comp. Phys. 87, 1990: "A modified tree code"), as places relative to the leaf, so that 32 bits are
//! enough and four of them can be reckoned at a time; always the same four, so that every machine comes to the same bits.
//! The criterion is Barnes and Hut's (Nature 324, 1986).

use super::Vector;
use super::four::{Four, LANES};
use crate::order::{self, Key};

/// Cells seen under a smaller angle than this count as one charge (squared).
const THETA_SQUARED: f64 = 1.0;
/// So many bodies need no cells of their own.
const LEAF: usize = 16;
/// Bits of a place on each axis, which is also how deep the tree may be.
const BITS: u32 = 24;
/// Of more bodies on one spot each is pushed by so many only: they all push the same way.
const CROWD: usize = 256;
/// Nearer than this, the push no longer grows.
const SOFT: f32 = 4.0;

#[derive(Clone, Copy, Default)]
struct Cell {
    charge: f64,
    /// Centre of charge.
    at: Vector,
    /// Bounds of the bodies.
    low: Vector,
    high: Vector,
    /// Its bodies, in Morton order.
    first: u32,
    count: u32,
    /// The cell after all that are in this one. Of a leaf that is the next; while building, how many cells are directly in it.
    end: u32,
}

/// A quadtree over the bodies of one tick.
#[derive(Default)]
pub struct Tree {
    cells: Vec<Cell>,
    /// Morton code and number of each body, in order.
    keys: Vec<Key>,
    /// Ranges that are to become cells: first body, one past the last, bits of the code that still tell them apart.
    open: Vec<(usize, usize, u32)>,
    list: List,
}

/// What pushes the bodies of a leaf, relative to it.
#[derive(Default)]
struct List {
    /// Places on both axes and charges, [`LANES`] at a time; the last is filled up with charges that push nobody.
    rows: Vec<[[f32; LANES]; 3]>,
    len: usize,
}

impl Tree {
    /// Gives each body's push to `push`.
    pub fn push_all(&mut self, at: &[Vector], charge: &[f64], mut push: impl FnMut(usize, Vector)) {
        self.build(at, charge);
        for index in 0..self.cells.len() {
            let leaf = self.cells[index];
            if leaf.end as usize != index + 1 {
                continue;
            }
            let middle = [0, 1].map(|axis| f64::midpoint(leaf.low[axis], leaf.high[axis]));
            self.gather(&leaf, middle, at, charge);
            for row in leaf.first..leaf.first + leaf.count {
                let body = self.keys[row as usize].1 as usize;
                push(body, self.list.push_at([0, 1].map(|axis| (at[body][axis] - middle[axis]) as f32)));
            }
        }
    }

    fn build(&mut self, at: &[Vector], charge: &[f64]) {
        self.cells.clear();
        self.keys.clear();
        let Some(&first) = at.first() else { return };
        let (low, high) = at.iter().fold((first, first), |(low, high), p| (least(low, *p), most(high, *p)));
        let side = (high[0] - low[0]).max(high[1] - low[1]).max(1.0);
        let scale = f64::from((1u32 << BITS) - 1) / side;
        let code =
            |p: &Vector| spread(((p[0] - low[0]) * scale) as u32) | spread(((p[1] - low[1]) * scale) as u32) << 1;
        self.keys.extend(at.iter().map(code).zip(0..));
        order::sort(&mut self.keys);
        self.open.push((0, at.len(), 2 * BITS));
        while let Some((from, to, bits)) = self.open.pop() {
            let mut cell = Cell { first: from as u32, count: (to - from) as u32, ..Cell::default() };
            if to - from > LEAF && bits > 0 {
                // The two bits that tell the four quarters apart; pushed backwards, so that the first comes next.
                let (shift, mut end) = (bits - 2, to);
                while end > from {
                    let quarter = self.keys[end - 1].0 >> shift;
                    let begin = from + self.keys[from..end].partition_point(|key| key.0 >> shift < quarter);
                    self.open.push((begin, end, shift));
                    (cell.end, end) = (cell.end + 1, begin);
                }
            }
            self.cells.push(cell);
        }
        self.sum(at, charge);
    }

    /// Charges, centres and bounds, from the last cell to the first: what is in a cell stands after it.
    fn sum(&mut self, at: &[Vector], charge: &[f64]) {
        for index in (0..self.cells.len()).rev() {
            let mut cell = self.cells[index];
            let inside = std::mem::replace(&mut cell.end, index as u32 + 1);
            (cell.low, cell.high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
            let mut add = |weight: f64, point: Vector, low: Vector, high: Vector| {
                cell.charge += weight;
                cell.at = [cell.at[0] + weight * point[0], cell.at[1] + weight * point[1]];
                (cell.low, cell.high) = (least(cell.low, low), most(cell.high, high));
            };
            if inside == 0 {
                for key in &self.keys[cell.first as usize..(cell.first + cell.count) as usize] {
                    let point = at[key.1 as usize];
                    add(charge[key.1 as usize], point, point, point);
                }
            }
            for _ in 0..inside {
                let child = self.cells[cell.end as usize];
                add(child.charge, child.at, child.low, child.high);
                cell.end = child.end;
            }
            cell.at = cell.at.map(|c| c / cell.charge);
            self.cells[index] = cell;
        }
    }

    /// Lists what pushes the bodies of this leaf: far cells as one charge each, and the bodies of near leaves.
    fn gather(&mut self, leaf: &Cell, middle: Vector, at: &[Vector], charge: &[f64]) {
        self.list.clear();
        let mut index = 0;
        while let Some(cell) = self.cells.get(index) {
            let gap = [0, 1]
                .map(|axis| greater(greater(leaf.low[axis] - cell.at[axis], cell.at[axis] - leaf.high[axis]), 0.0));
            let side = greater(cell.high[0] - cell.low[0], cell.high[1] - cell.low[1]);
            let is_leaf = cell.end as usize == index + 1;
            if side * side < THETA_SQUARED * (gap[0] * gap[0] + gap[1] * gap[1]) {
                self.list.add(cell.at, cell.charge, middle);
                index = cell.end as usize;
            } else if is_leaf {
                // The bodies of the leaf itself are among them: a body does not push itself, being at no distance.
                let crowd = (cell.count as usize).min(CROWD);
                for key in &self.keys[cell.first as usize..cell.first as usize + crowd] {
                    self.list.add(at[key.1 as usize], charge[key.1 as usize], middle);
                }
                index += 1;
            } else {
                index += 1;
            }
        }
    }
}

impl List {
    fn clear(&mut self) {
        self.rows.clear();
        self.len = 0;
    }

    fn add(&mut self, at: Vector, charge: f64, middle: Vector) {
        let lane = self.len % LANES;
        if lane == 0 {
            self.rows.push([[0.0; LANES]; 3]);
        }
        self.len += 1;
        if let Some([x, y, charges]) = self.rows.last_mut() {
            (x[lane], y[lane]) = ((at[0] - middle[0]) as f32, (at[1] - middle[1]) as f32);
            charges[lane] = charge as f32;
        }
    }

    /// Falls off with distance, not with its square: far clusters still feel each other. Bodies on one spot do not push each
    /// other; `collide.rs` parts them.
    fn push_at(&self, [x, y]: [f32; 2]) -> Vector {
        let (x, y, soft) = (Four::all(x), Four::all(y), Four::all(SOFT));
        let (mut sum_x, mut sum_y) = (Four::all(0.0), Four::all(0.0));
        for [of_x, of_y, charge] in &self.rows {
            let (dx, dy) = (x.minus(Four::of(*of_x)), y.minus(Four::of(*of_y)));
            let scale = Four::of(*charge).over(dx.times(dx).plus(dy.times(dy)).greater(soft));
            sum_x = sum_x.plus(dx.times(scale));
            sum_y = sum_y.plus(dy.times(scale));
        }
        [f64::from(sum_x.sum()), f64::from(sum_y.sum())]
    }
}

/// The bits of a number with a gap after each.
fn spread(number: u32) -> u64 {
    let mut n = u64::from(number);
    n = (n | n << 16) & 0x0000_ffff_0000_ffff;
    n = (n | n << 8) & 0x00ff_00ff_00ff_00ff;
    n = (n | n << 4) & 0x0f0f_0f0f_0f0f_0f0f;
    n = (n | n << 2) & 0x3333_3333_3333_3333;
    (n | n << 1) & 0x5555_5555_5555_5555
}

/// The lower corner of the two points' bounds.
pub fn least(a: Vector, b: Vector) -> Vector {
    [lesser(a[0], b[0]), lesser(a[1], b[1])]
}

/// The upper one.
pub fn most(a: Vector, b: Vector) -> Vector {
    [greater(a[0], b[0]), greater(a[1], b[1])]
}

/// The greater of two numbers that are none of them NaN. `f64::max`, which minds NaN, is a call of libm in WebAssembly
/// (rustc 1.95).
#[inline(always)]
fn greater<T: PartialOrd>(a: T, b: T) -> T {
    if a > b { a } else { b }
}

#[inline(always)]
fn lesser<T: PartialOrd>(a: T, b: T) -> T {
    if a < b { a } else { b }
}
