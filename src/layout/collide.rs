//! Keeps discs apart.
//!
//! Owns a grid for each size of discs, filled anew each tick. Takes places and radii; moves overlapping discs along the line of
//! their centres until they just clear each other, the smaller one more. One round settles a pair; a crowd needs several.
//! Each disc is looked for among those of its own size and larger ones only, in cells as large as these (Ericson, Real-Time
//! Collision Detection, 2005, 7.2): a few giants do not make the cells of a hundred thousand dwarfs large.

use super::Vector;
use super::quadtree::{least, most};
use super::start::RADIUS;

/// Free space between two rims.
pub const GAP: f64 = 5.0;
/// The largest radius of the smallest size; each next size is twice as large.
const FIRST: f64 = 4.0;
/// Sizes of discs: the last goes up to 512.
const SIZES: usize = 8;
/// Cells of a grid for each of its discs at most; then the cells grow.
const CELLS: f64 = 2.0;

const _: () = assert!(FIRST * ((1 << (SIZES - 1)) as f64) >= *RADIUS.end());

/// The grids of some discs.
pub struct Grids {
    sizes: [Grid; SIZES],
}

/// The discs of about one size, by the cell their centre is in.
#[derive(Default)]
struct Grid {
    /// All of them.
    members: Vec<u32>,
    low: Vector,
    side: f64,
    columns: usize,
    rows: usize,
    /// Where the discs of each cell begin in `discs`, and one more.
    starts: Vec<u32>,
    discs: Vec<u32>,
}

impl Grids {
    /// For discs of these radii.
    pub fn new(radii: &[f64]) -> Self {
        let mut sizes: [Grid; SIZES] = Default::default();
        for (body, radius) in radii.iter().enumerate() {
            sizes[size(*radius)].members.push(body as u32);
        }
        Self { sizes }
    }

    /// So many rounds. A body that is fixed is never moved.
    pub fn separate(&mut self, at: &mut [Vector], radii: &[f64], is_fixed: &[bool], rounds: usize) {
        for (size, grid) in self.sizes.iter_mut().enumerate() {
            grid.fill(at, FIRST * (1u32 << size) as f64);
        }
        for _ in 0..rounds {
            for (size, grid) in self.sizes.iter().enumerate() {
                // Cell by cell: neighbours are near in memory too.
                for body in &grid.discs {
                    self.part_from_others(*body as usize, size, at, radii, is_fixed);
                }
            }
        }
    }

    fn part_from_others(&self, body: usize, size: usize, at: &mut [Vector], radii: &[f64], is_fixed: &[bool]) {
        for (larger, grid) in self.sizes.iter().enumerate().skip(size) {
            if grid.discs.is_empty() {
                continue;
            }
            let [column, row] = grid.cell(at[body]);
            for row in row.saturating_sub(1)..(row + 2).min(grid.rows) {
                // The cells of a row stand one after another, and so do their discs.
                let (from, to) = (column.saturating_sub(1), (column + 2).min(grid.columns));
                let (from, to) = (grid.starts[row * grid.columns + from], grid.starts[row * grid.columns + to]);
                for other in &grid.discs[from as usize..to as usize] {
                    let other = *other as usize;
                    // Two of one size meet twice.
                    if larger > size || body < other {
                        part(at, radii, body.min(other), body.max(other), is_fixed);
                    }
                }
            }
        }
    }
}

impl Grid {
    /// Puts the members, whose radius is at most this, where they are now.
    fn fill(&mut self, at: &[Vector], radius: f64) {
        let Some(first) = self.members.first() else { return };
        let start = (at[*first as usize], at[*first as usize]);
        let (low, high) = self.members.iter().fold(start, |(low, high), disc| {
            let p = at[*disc as usize];
            (least(low, p), most(high, p))
        });
        let (width, height) = (high[0] - low[0], high[1] - low[1]);
        // Two discs that touch are in the same cell or in two that do; a smaller one that touches a larger one is no farther.
        let wished = 2.0 * radius + GAP;
        // Discs far apart must not make a grid of a million empty cells.
        let most = CELLS * self.members.len() as f64 + 64.0;
        self.side = wished.max((width * height / most).sqrt()).max(width.max(height) / most);
        self.low = low;
        (self.columns, self.rows) = ((width / self.side) as usize + 1, (height / self.side) as usize + 1);
        self.starts.clear();
        self.starts.resize(self.columns * self.rows + 1, 0);
        for row in 0..self.members.len() {
            let cell = self.index(at[self.members[row] as usize]);
            self.starts[cell] += 1;
        }
        for cell in 1..self.starts.len() {
            self.starts[cell] += self.starts[cell - 1];
        }
        self.discs.resize(self.members.len(), 0);
        // From the ends of the cells to their starts, and backwards, so that a cell's discs stand in their order.
        for row in (0..self.members.len()).rev() {
            let disc = self.members[row];
            let cell = self.index(at[disc as usize]);
            self.starts[cell] -= 1;
            self.discs[self.starts[cell] as usize] = disc;
        }
    }

    /// Column and row of a point, which may be outside.
    fn cell(&self, point: Vector) -> [usize; 2] {
        let cell = |axis: usize, count: usize| (((point[axis] - self.low[axis]) / self.side) as usize).min(count - 1);
        [cell(0, self.columns), cell(1, self.rows)]
    }

    fn index(&self, point: Vector) -> usize {
        let [column, row] = self.cell(point);
        row * self.columns + column
    }
}

/// The size a radius belongs to.
fn size(radius: f64) -> usize {
    (0..SIZES - 1).find(|size| radius <= FIRST * (1u32 << size) as f64).unwrap_or(SIZES - 1)
}

fn part(at: &mut [Vector], radii: &[f64], a: usize, b: usize, is_fixed: &[bool]) {
    let wished = radii[a] + radii[b] + GAP;
    let (mut dx, mut dy) = (at[b][0] - at[a][0], at[b][1] - at[a][1]);
    let squared = dx * dx + dy * dy;
    if squared >= wished * wished {
        return;
    }
    let mut distance = squared.sqrt();
    if distance < 1.0e-6 {
        // On one spot: part in a direction of their own, so that a crowd on one spot does not stay on one line.
        (dx, dy) = (1.0 + (b % 7) as f64, 1.0 + (a % 5) as f64 - (b % 3) as f64);
        distance = (dx * dx + dy * dy).sqrt();
    }
    let lack = (wished - squared.sqrt()) / distance;
    let (heavy_a, heavy_b) = (radii[a] * radii[a], radii[b] * radii[b]);
    let share_b = match (is_fixed[a], is_fixed[b]) {
        (true, true) => return,
        (true, false) => 1.0,
        (false, true) => 0.0,
        (false, false) => heavy_a / (heavy_a + heavy_b),
    };
    at[b] = [at[b][0] + dx * lack * share_b, at[b][1] + dy * lack * share_b];
    at[a] = [at[a][0] - dx * lack * (1.0 - share_b), at[a][1] - dy * lack * (1.0 - share_b)];
}
