//! The layout in layers, from the top down: each body a layer below the one it hangs on.
//!
//! Takes radii, parents and the order of siblings; gives a place for each body, the middle of the picture at 0. Guarantees:
//! the same input gives the same bits on every machine (only `+ - * /` and `sqrt`); linear in time, no recursion; any input
//! is laid out, and a body whose parent is not there, is itself or is one of a ring counts as a root; every coordinate is
//! finite. Up to 100,000 bodies of any size no two discs overlap; beyond, an `f32` may not tell neighbours apart.
//!
//! A row of ten thousand discs shows nothing. So children without children are packed, when they are many, into a block
//! of rows below their parent, which is then one leaf of the tree, as wide as the block; the roots without children
//! likewise.

use super::start::{RADIUS, clamp};
use std::ops::Range;

#[cfg(test)]
mod tests;
mod tidy;

/// So many siblings without children of their own stand in a row; if there are more, all of them are a block.
pub const ROW: usize = 12;
/// Free space between neighbours in a layer: more than in a block, so that families can be told apart.
const BESIDE: f64 = 16.0;
/// Free space between the discs of a block; above what rounding to `f32` takes away 40 million from the middle.
const WITHIN: f64 = 8.0;
/// Free space between two layers: two lines of a label below a disc (28), the name of the edge on its line (14), and
/// some line above and below that, with its arrow.
const BETWEEN: f64 = 64.0;
/// A block is laid out again while it is so much higher than wide, or wider than high …
const LOPSIDED: f64 = 1.25;
/// … but not more often than this: with discs of very different sizes none may be square.
const TRIES: usize = 4;
/// Nobody.
const NONE: usize = usize::MAX;

/// Places bodies in layers by their depth below their parents, each parent above the middle of its children, no two discs
/// overlapping, neighbours in a layer in the order given, as narrow as a tidy tree; several roots stand side by side.
///
/// `order` says which siblings stand further left; those that are not in it come last, by position. More than [`ROW`]
/// siblings without children stand row by row in a block where the first of them would stand.
pub fn layered(radii: &[f32], parents: &[Option<u32>], order: &[u32]) -> Vec<[f32; 2]> {
    let radii: Vec<f64> = radii.iter().map(|&radius| clamp(radius, *RADIUS.start(), *RADIUS.end())).collect();
    let family = Family::of(radii.len(), parents, order);
    let forest = Forest::of(&family, &radii);
    let xs = tidy::place(&forest.branches, BESIDE);
    let lines = forest.lines();
    let mut at = vec![[0.0; 2]; radii.len()];
    for ((unit, x), line) in forest.units.iter().zip(xs).zip(lines) {
        for &(body, [right, down]) in forest.members.get(unit.members.clone()).unwrap_or_default() {
            at[body] = [x + right, line + down];
        }
    }
    centred(&at, &radii)
}

/// Moves the middle of all that is drawn to 0.
fn centred(at: &[[f64; 2]], radii: &[f64]) -> Vec<[f32; 2]> {
    let middle = [0, 1].map(|axis| {
        let rims = at.iter().zip(radii).map(|(point, radius)| (point[axis] - radius, point[axis] + radius));
        rims.reduce(|(low, high), rim| (low.min(rim.0), high.max(rim.1))).map_or(0.0, |(low, high)| (low + high) / 2.0)
    });
    at.iter().map(|[x, y]| [(x - middle[0]) as f32, (y - middle[1]) as f32]).collect()
}

/// Who hangs on whom. The roots hang on the sky, whose position is after that of the last body.
struct Family {
    starts: Vec<usize>,
    /// The children of each body in order, one body after the other.
    children: Vec<usize>,
}

impl Family {
    fn of(count: usize, parents: &[Option<u32>], order: &[u32]) -> Self {
        let sky = count;
        let parents = sound_parents(count, parents);
        let mut starts = vec![0; count + 2];
        parents.iter().for_each(|&parent| starts[parent + 1] += 1);
        for body in 0..=sky {
            starts[body + 1] += starts[body];
        }
        let (mut free, mut children) = (starts.clone(), vec![0; count]);
        let mut is_in = vec![false; count];
        // Who comes in order finds its place among its siblings; no sort is needed.
        for body in order.iter().map(|&body| body as usize).chain(0..count) {
            if body < count && !std::mem::replace(&mut is_in[body], true) {
                let place = &mut free[parents[body]];
                children[*place] = body;
                *place += 1;
            }
        }
        Self { starts, children }
    }

    fn children(&self, body: usize) -> &[usize] {
        &self.children[self.starts[body]..self.starts[body + 1]]
    }
}

/// The parent of each body, or the sky: also for a parent that is not there, is the body itself, or is one of a ring.
fn sound_parents(count: usize, parents: &[Option<u32>]) -> Vec<usize> {
    let sky = count;
    let wished = |body: usize| parents.get(body).copied().flatten().map(|parent| parent as usize);
    let mut sound: Vec<usize> =
        (0..count).map(|body| wished(body).filter(|&parent| parent < count && parent != body).unwrap_or(sky)).collect();
    // Which way up each body was met on first; who meets the own way again is in a ring.
    let mut met = vec![NONE; count];
    for first in 0..count {
        let mut body = first;
        while body != sky && met[body] == NONE {
            met[body] = first;
            body = sound[body];
        }
        if body != sky && met[body] == first {
            // Once around: behind the last one stands the sky that was put behind the first.
            while body != sky {
                body = std::mem::replace(&mut sound[body], sky);
            }
        }
    }
    sound
}

/// What stands in a layer as one thing: a body, or a block of them.
struct Unit {
    /// Its bodies, in [`Forest::members`].
    members: Range<usize>,
    depth: usize,
    /// How far it reaches above the layer's line, and below it.
    rise: f64,
    fall: f64,
}

/// All units, breadth first from the sky.
struct Forest {
    units: Vec<Unit>,
    /// The same ones as a tree.
    branches: Vec<tidy::Branch>,
    /// Each body, by its unit, and where it stands from the middle of its unit's first row.
    members: Vec<(usize, [f64; 2])>,
}

impl Forest {
    fn of(family: &Family, radii: &[f64]) -> Self {
        let sky = Unit { members: 0..0, depth: 0, rise: 0.0, fall: 0.0 };
        let stem = tidy::Branch { parent: NONE, children: 0..0, half: 0.0 };
        let mut forest = Self { units: vec![sky], branches: vec![stem], members: Vec::new() };
        // Whose children hang on a unit; on a block, nobody's.
        let mut heads = vec![radii.len()];
        let mut next = 0;
        while let Some(&head) = heads.get(next) {
            let first = heads.len();
            let children = if head == NONE { &[] } else { family.children(head) };
            let is_leaf = |child: &&usize| family.children(**child).is_empty();
            let leaves = children.iter().filter(is_leaf).count();
            let mut is_packed = false;
            for child in children {
                if leaves <= ROW || !is_leaf(&child) {
                    forest.push(next, &[*child], radii);
                    heads.push(*child);
                } else if !std::mem::replace(&mut is_packed, true) {
                    let leaves: Vec<usize> = children.iter().filter(is_leaf).copied().collect();
                    forest.push(next, &leaves, radii);
                    heads.push(NONE);
                }
            }
            forest.branches[next].children = first..heads.len();
            next += 1;
        }
        forest
    }

    /// One body or a block, below a unit that is there.
    fn push(&mut self, parent: usize, bodies: &[usize], radii: &[f64]) {
        let first = self.members.len();
        let [half, rise, fall] = block(bodies, radii, &mut self.members);
        self.units.push(Unit { members: first..self.members.len(), depth: self.units[parent].depth + 1, rise, fall });
        self.branches.push(tidy::Branch { parent, children: 0..0, half });
    }

    /// The line each unit stands on: a layer is as high as its highest unit.
    fn lines(&self) -> Vec<f64> {
        let depths = self.units.last().map_or(0, |unit| unit.depth + 1);
        let mut layers = vec![(0.0f64, 0.0f64); depths];
        for unit in &self.units {
            let (rise, fall) = layers[unit.depth];
            layers[unit.depth] = (rise.max(unit.rise), fall.max(unit.fall));
        }
        let mut bottom = 0.0;
        for (rise, fall) in &mut layers {
            // From here on a layer's rise is its line.
            *rise += bottom + BETWEEN;
            bottom = *rise + *fall;
        }
        self.units.iter().map(|unit| layers[unit.depth].0).collect()
    }
}

/// Bodies in rows, each row centred, about as wide in all as high. Adds each with its place from the middle of the first
/// row; gives half the width, and how far up and down the block reaches from there.
fn block(bodies: &[usize], radii: &[f64], out: &mut Vec<(usize, [f64; 2])>) -> [f64; 3] {
    let cells = bodies.iter().map(|&body| 2.0 * radii[body] + WITHIN);
    let (area, widths) = cells.fold((0.0f64, 0.0), |(area, widths), cell| (area + cell * cell, widths + cell));
    // Half a disc more: rather one row less than a last row of one.
    let mut room = area.sqrt() + widths / 2.0 / bodies.len().max(1) as f64;
    let mut rows = Vec::new();
    let mut size = [0.0f64; 2];
    for _ in 0..TRIES {
        rows = fill(bodies, radii, room);
        let height = rows.iter().map(|row| 2.0 * row.radius + WITHIN).sum::<f64>() - WITHIN;
        size = [rows.iter().fold(0.0, |width, row| row.width.max(width)), height];
        if size[0] <= size[1] * LOPSIDED && size[1] <= size[0] * LOPSIDED {
            break;
        }
        room = (size[0] * size[1]).sqrt();
    }
    let rise = rows.first().map_or(0.0, |row| row.radius);
    let (mut down, mut bodies) = (-rise, bodies.iter());
    for row in &rows {
        let mut right = -row.width / 2.0;
        for &body in bodies.by_ref().take(row.count) {
            out.push((body, [right + radii[body], down + row.radius]));
            right += 2.0 * radii[body] + WITHIN;
        }
        down += 2.0 * row.radius + WITHIN;
    }
    [size[0] / 2.0, rise, size[1] - rise]
}

/// A row of a block.
struct Row {
    count: usize,
    width: f64,
    /// Of its largest disc.
    radius: f64,
}

/// Bodies one after the other in rows at most so wide.
fn fill(bodies: &[usize], radii: &[f64], room: f64) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for radius in bodies.iter().map(|&body| radii[body]) {
        match rows.last_mut() {
            Some(row) if row.width + WITHIN + 2.0 * radius <= room => {
                row.count += 1;
                row.width += WITHIN + 2.0 * radius;
                row.radius = row.radius.max(radius);
            }
            _ => rows.push(Row { count: 1, width: 2.0 * radius, radius }),
        }
    }
    rows
}
