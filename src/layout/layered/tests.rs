//! The layered layout's promises: no overlap, parents above the middle, in order, as narrow as its slow twin, any input.
#![allow(clippy::unwrap_used)]

use super::*;
use std::collections::HashMap;

type Places = Vec<[f32; 2]>;

fn random(seed: u64) -> impl FnMut(u32) -> u32 {
    let mut state = seed;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % u64::from(below)) as u32
    }
}

/// Radii, parents and order of a forest whose bodies stand in no order. The larger `reach`, the more hang on few.
fn forest(count: u32, reach: u32, seed: u64) -> (Vec<f32>, Vec<Option<u32>>, Vec<u32>) {
    let mut random = random(seed);
    let mut names: Vec<u32> = (0..count).collect();
    (1..count).rev().for_each(|at| names.swap(at as usize, random(at + 1) as usize));
    let mut parents = vec![None; count as usize];
    for at in 1..count {
        let from = at.saturating_sub(1 + random(reach));
        parents[names[at as usize] as usize] = (random(30) > 0).then(|| names[from as usize]);
    }
    let radii = (0..count).map(|_| 2.0 + random(44) as f32).collect();
    let mut order: Vec<u32> = (0..count).collect();
    (1..count).rev().for_each(|at| order.swap(at as usize, random(at + 1) as usize));
    (radii, parents, order)
}

/// Compares those in the same cell of a grid or in two that touch; a cell is as large as the largest disc.
fn check_no_overlap(radii: &[f32], at: &Places) {
    assert_eq!(radii.len(), at.len());
    assert!(at.iter().flatten().all(|c| c.is_finite()));
    let side = 2.0 * radii.iter().fold(1.0f32, |largest, radius| largest.max(*radius));
    let cell = |body: usize| at[body].map(|c| (c / side).floor() as i64);
    let mut cells: HashMap<[i64; 2], Vec<usize>> = HashMap::new();
    (0..at.len()).for_each(|body| cells.entry(cell(body)).or_default().push(body));
    for a in 0..at.len() {
        let [column, row] = cell(a);
        let around = (0..9).filter_map(|near| cells.get(&[column + near % 3 - 1, row + near / 3 - 1]));
        for &b in around.flatten().filter(|b| **b > a) {
            let [dx, dy] = [0, 1].map(|axis| f64::from(at[a][axis]) - f64::from(at[b][axis]));
            let rims = f64::from(radii[a]) + f64::from(radii[b]);
            assert!(dx * dx + dy * dy > rims * rims, "{a} at {:?} and {b} at {:?}", at[a], at[b]);
        }
    }
}

/// Parents are above their children, in the middle of them if they stand in a row.
fn check_parents(parents: &[Option<u32>], order: &[u32], at: &Places) {
    let mut children: Vec<Vec<usize>> = vec![vec![]; at.len()];
    for &body in order {
        if let Some(parent) = parents[body as usize] {
            children[parent as usize].push(body as usize);
        }
    }
    for (parent, of) in children.iter().enumerate().filter(|(_, of)| !of.is_empty()) {
        assert!(of.iter().all(|child| at[*child][1] > at[parent][1]), "{parent} is above {of:?}");
        if of.iter().filter(|child| children[**child].is_empty()).count() <= ROW {
            assert!(of.windows(2).all(|pair| at[pair[0]][0] < at[pair[1]][0]), "{of:?} are in order");
            assert!(of.iter().all(|child| at[*child][1] == at[of[0]][1]), "{of:?} are one layer");
            let middle = (at[of[0]][0] + at[of[of.len() - 1]][0]) / 2.0;
            assert!((at[parent][0] - middle).abs() < 0.1, "{parent} at {:?}, middle {middle}", at[parent]);
        }
    }
}

#[test]
fn forests_stand_in_order_without_overlap() {
    for seed in 0..200 {
        let (radii, parents, order) = forest(3 + seed as u32 * 3, 1 + (seed as u32 * 7) % 90, seed);
        let at = layered(&radii, &parents, &order);
        check_no_overlap(&radii, &at);
        check_parents(&parents, &order, &at);
        assert_eq!(layered(&radii, &parents, &order), at, "the same in, the same out");
    }
}

#[test]
fn the_middle_of_all_is_at_0() {
    let (radii, parents, order) = forest(500, 20, 9);
    let at = layered(&radii, &parents, &order);
    for axis in [0, 1] {
        let low = at.iter().zip(&radii).fold(f32::MAX, |low, (point, radius)| low.min(point[axis] - radius));
        let high = at.iter().zip(&radii).fold(f32::MIN, |high, (point, radius)| high.max(point[axis] + radius));
        assert!((low + high).abs() < 0.1, "{low} {high}");
    }
}

/// The slow twin: each branch as near to all on its left as their outlines allow. Gives left and right rim by depth.
fn outline(branches: &[tidy::Branch], at: usize, gap: f64) -> Vec<[f64; 2]> {
    let (mut all, mut places): (Vec<[f64; 2]>, Vec<f64>) = (vec![], vec![]);
    for child in branches[at].children.clone() {
        let own = outline(branches, child, gap);
        let by = all.iter().zip(&own).map(|(all, own)| all[1] + gap - own[0]).fold(f64::MIN, f64::max);
        let by = if all.is_empty() { 0.0 } else { by };
        for (depth, rims) in own.iter().map(|rims| rims.map(|rim| rim + by)).enumerate() {
            match all.get_mut(depth) {
                Some(all) => *all = [all[0].min(rims[0]), all[1].max(rims[1])],
                None => all.push(rims),
            }
        }
        places.push(by);
    }
    let middle = places.first().map_or(0.0, |first| (first + places[places.len() - 1]) / 2.0);
    let half = branches[at].half;
    std::iter::once([-half, half]).chain(all.into_iter().map(|rims| rims.map(|rim| rim - middle))).collect()
}

#[test]
fn it_is_as_narrow_as_the_slow_twin() {
    for seed in 0..300 {
        let (radii, parents, order) = forest(40 + seed as u32, 1 + (seed as u32 * 11) % 60, seed);
        let radii: Vec<f64> = radii.into_iter().map(f64::from).collect();
        let forest = Forest::of(&Family::of(radii.len(), &parents, &order), &radii);
        let xs = tidy::place(&forest.branches, BESIDE);
        let slow = outline(&forest.branches, 0, BESIDE);
        let mut fast = vec![[f64::MAX, f64::MIN]; slow.len()];
        for ((unit, branch), x) in forest.units.iter().zip(&forest.branches).zip(&xs) {
            let [low, high] = fast[unit.depth];
            fast[unit.depth] = [low.min(x - xs[0] - branch.half), high.max(x - xs[0] + branch.half)];
        }
        for (fast, slow) in fast.iter().flatten().zip(slow.iter().flatten()) {
            assert!((fast - slow).abs() < 1.0e-6, "seed {seed}: {fast} is not {slow}");
        }
    }
}

/// What is between two high branches is spread evenly, not left leaning on the first.
#[test]
fn low_branches_between_high_ones_are_spread() {
    // Under 0: 1, 2, 3, 4; under 1 and 4 six each, under 2 and 3 none.
    let parents = [None, Some(0), Some(0), Some(0), Some(0)].into_iter();
    let parents: Vec<_> = parents.chain([Some(1); 6]).chain([Some(4); 6]).collect();
    let at = layered(&[5.0; 17], &parents, &[]);
    let steps: Vec<f32> = [1, 2, 3].map(|body: usize| at[body + 1][0] - at[body][0]).into();
    assert!(steps.iter().all(|step| (step - steps[0]).abs() < 0.01), "{steps:?}");
    assert_eq!(at[0][0], 0.0);
}

#[test]
fn many_without_children_are_a_block_below_their_parent() {
    // 0 has 400 leaves and, fourth in order, a child with a child.
    let parents: Vec<Option<u32>> = [None, Some(0), Some(1)].into_iter().chain([Some(0); 400]).collect();
    let mut random = random(5);
    let radii: Vec<f32> = (0..403).map(|_| 3.0 + random(20) as f32).collect();
    let at = layered(&radii, &parents, &[3, 4, 5, 1]);
    check_no_overlap(&radii, &at);
    let size = [0, 1].map(|axis| {
        let all = at[3..].iter().map(|point| point[axis]);
        all.clone().fold(f32::MIN, f32::max) - all.fold(f32::MAX, f32::min)
    });
    assert!(size[0] / size[1] < 1.5 && size[1] / size[0] < 1.5, "{size:?}");
    assert!(at[3..].iter().all(|point| point[0] < at[1][0]), "the block stands where its first body would");
    assert_eq!(at[3][1], at[1][1], "its first row is on the line of the layer");
    assert!(at[3..].iter().all(|point| point[1] < at[2][1]), "the next layer is below it");
}

#[test]
fn twelve_stand_in_a_row_and_thirteen_do_not() {
    let rows = |count: usize| {
        let at = layered(&vec![9.0; count + 1], &[&[None][..], &vec![Some(0); count]].concat(), &[]);
        let mut ys: Vec<f32> = at[1..].iter().map(|point| point[1]).collect();
        ys.dedup();
        ys.len()
    };
    assert_eq!([1, 12, 13, 16, 17, 10_000].map(rows), [1, 1, 4, 4, 5, 100]);
}

#[test]
fn a_hundred_thousand_are_laid_out_at_once() {
    const MANY: u32 = 100_000;
    let chain: Vec<Option<u32>> = (0..MANY).map(|body| body.checked_sub(1)).collect();
    let fan: Vec<Option<u32>> = (0..MANY).map(|body| (body > 0).then_some(0)).collect();
    let comb: Vec<Option<u32>> = (0..MANY).map(|body| body.checked_sub(1 + body % 2)).collect();
    let pairs: Vec<Option<u32>> = (0..MANY).map(|body| body.checked_sub(MANY / 2)).collect();
    let tree: Vec<Option<u32>> = (0..MANY).map(|body| body.checked_sub(1).map(|body| body / 3)).collect();
    for (name, parents) in
        [("chain", chain), ("fan", fan), ("sky", vec![]), ("comb", comb), ("pairs", pairs), ("tree", tree)]
    {
        for radii in [vec![9.0; MANY as usize], vec![400.0; MANY as usize]] {
            let start = std::time::Instant::now();
            let at = layered(&radii, &parents, &[]);
            let took = start.elapsed();
            assert!(took.as_millis() < 1_000, "{name}: {took:?}");
            check_no_overlap(&radii, &at);
        }
    }
}

#[test]
fn a_forged_parent_is_none() {
    let nan = f32::NAN;
    let radii = [nan, -4.0, f32::INFINITY, 1.0e30, 5.0, 6.0, 7.0, 8.0];
    // Not there, itself, a ring of three with one hanging on it, a ring of two.
    let parents = [Some(99), Some(1), Some(3), Some(4), Some(2), Some(3), Some(7), Some(6)];
    let at = layered(&radii, &parents, &[7, 7, u32::MAX, 3, 2]);
    let clean = [1.0, 1.0, 1.0, 400.0, 5.0, 6.0, 7.0, 8.0];
    check_no_overlap(&clean, &at);
    let is_root = |body: usize| at[body][1] == at[0][1];
    assert_eq!((0..8).filter(|body| is_root(*body)).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 6, 7]);
    assert!(at[5][1] > at[3][1]);
    let mut in_order = [7, 3, 2, 0, 1, 4, 6].windows(2);
    assert!(in_order.all(|pair| at[pair[0]][0] < at[pair[1]][0]), "{at:?}");
    for seed in 0..300 {
        let mut random = random(seed);
        let count = random(60);
        let radii: Vec<f32> = (0..count).map(|_| 1.0 + random(90) as f32).collect();
        let parents: Vec<Option<u32>> = (0..random(70)).map(|_| Some(random(count + 2))).collect();
        let order: Vec<u32> = (0..random(70)).map(|_| random(count + 3)).collect();
        check_no_overlap(&radii, &layered(&radii, &parents, &order));
    }
}

#[test]
fn nothing_and_one() {
    assert!(layered(&[], &[Some(0)], &[0]).is_empty());
    assert_eq!(layered(&[7.0], &[], &[]), [[0.0, 0.0]]);
}
