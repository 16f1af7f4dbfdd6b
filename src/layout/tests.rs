//! The layout's promises: deterministic, settles, no overlap, no NaN, any plan; and a slow twin for the repulsion.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

fn plan(radii: Vec<f32>, links: &[(u32, u32)]) -> Plan {
    let links = links.iter().map(|&(from, to)| PlanLink { from, to, length: 30.0 }).collect();
    Plan { placed: vec![None; radii.len()], pinned: vec![], radii, links, spine: vec![], seed: 7 }
}

fn star(leaves: u32) -> Plan {
    let links: Vec<_> = (1..=leaves).map(|leaf| (0, leaf)).collect();
    let mut radii = vec![8.0; leaves as usize + 1];
    radii[0] = 40.0;
    plan(radii, &links)
}

/// A spine of `spine` bodies with `fan` leaves each: what the gravity view shows.
fn caterpillar(spine: u32, fan: u32) -> Plan {
    let mut radii = vec![30.0; spine as usize];
    let mut links: Vec<_> = (1..spine).map(|body| (body - 1, body)).collect();
    for body in 0..spine {
        for leaf in 0..fan {
            links.push((body, radii.len() as u32));
            radii.push(6.0 + leaf as f32);
        }
    }
    Plan { spine: (0..spine).collect(), ..plan(radii, &links) }
}

fn settled(plan: Plan) -> Simulation {
    let mut simulation = Simulation::new(plan);
    assert!(simulation.step(TICKS), "settles within {TICKS} ticks");
    simulation
}

fn overlaps(plan: &Plan, positions: &[f32]) -> usize {
    let point = |body: usize| (positions[body * 2], positions[body * 2 + 1]);
    let mut count = 0;
    for a in 0..plan.radii.len() {
        for b in a + 1..plan.radii.len() {
            let ((ax, ay), (bx, by)) = (point(a), point(b));
            count += usize::from((ax - bx).hypot(ay - by) < plan.radii[a] + plan.radii[b]);
        }
    }
    count
}

fn check_sound(plan: Plan) {
    let simulation = settled(plan.clone());
    assert!(simulation.positions().iter().all(|c| c.is_finite()));
    assert_eq!(overlaps(&plan, simulation.positions()), 0);
}

#[test]
fn batches_do_not_matter() {
    for plan in [star(60), caterpillar(6, 8)] {
        let mut whole = Simulation::new(plan.clone());
        let mut split = Simulation::new(plan);
        whole.step(100);
        for ticks in [1, 2, 30, 0, 7, 60] {
            split.step(ticks);
        }
        assert_eq!(whole.ticks(), split.ticks());
        let bits = |s: &Simulation| s.positions().iter().map(|c| c.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&whole), bits(&split));
    }
}

/// Another machine or compiler must come to these very bits; a change of the forces changes them, and only that.
#[test]
fn the_same_bits_everywhere() {
    let simulation = settled(caterpillar(4, 5));
    let hash = simulation.positions().iter().flat_map(|c| c.to_bits().to_le_bytes());
    let hash = hash.fold(0xcbf2_9ce4_8422_2325u64, |h, byte| (h ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    assert_eq!(hash, BITS, "{hash:#x}");
}

const BITS: u64 = 0xe96b_ee42_f5e9_95d0;

#[test]
fn small_graphs_settle_without_overlap() {
    check_sound(star(8));
    check_sound(star(60));
    check_sound(caterpillar(5, 8));
    check_sound(caterpillar(12, 9));
    check_sound(plan(vec![20.0; 30], &[]));
}

#[test]
fn a_star_with_500_leaves_has_no_overlap() {
    check_sound(star(500));
}

#[test]
fn the_spine_reads_along_its_line() {
    for (spine, fan) in [(5, 8), (12, 9), (3, 0)] {
        let simulation = settled(caterpillar(spine, fan));
        let xs: Vec<f32> = simulation.positions().chunks(2).take(spine as usize).map(|p| p[0]).collect();
        assert!(xs.windows(2).all(|pair| pair[0] < pair[1]), "{xs:?}");
        let off = |p: &[f32]| (f64::from(p[1]) * ALONG[0] - f64::from(p[0]) * ALONG[1]).abs();
        let off: Vec<f64> = simulation.positions().chunks(2).take(spine as usize).map(off).collect();
        assert!(off.iter().all(|&off| off < 60.0), "{off:?}");
    }
}

#[test]
fn bodies_on_one_spot_part() {
    let mut crowd = plan(vec![10.0; 40], &[(0, 1), (1, 2)]);
    crowd.placed = vec![Some([5.0, 5.0]); 40];
    check_sound(crowd);
}

/// With so many the forces are weaker, it cools faster, and discs are parted once a tick.
#[test]
fn many_bodies_settle_sooner_and_without_overlap() {
    let tree: Vec<_> = (1..6_000u32).map(|body| ((body - 1) / 7, body)).collect();
    let tree = plan((0..6_000u32).map(|body| 3.0 + (body % 5) as f32).collect(), &tree);
    for plan in [tree, star(3_000)] {
        let mut simulation = Simulation::new(plan.clone());
        let far = |positions: &[f32]| positions.iter().fold(0.0f32, |far, c| far.max(c.abs()));
        let start = far(simulation.positions());
        assert!(simulation.step(TICKS) && simulation.ticks() < TICKS, "{} ticks", simulation.ticks());
        assert_eq!(overlaps(&plan, simulation.positions()), 0);
        assert!(far(simulation.positions()) < 3.0 * start, "it stays about where it starts");
    }
}

#[test]
fn two_thousand_bodies_stay_finite_and_settle() {
    let tree: Vec<_> = (1..2_000u32).map(|body| ((body - 1) / 7, body)).collect();
    let simulation = settled(plan(vec![9.0; 2_000], &tree));
    assert!(simulation.positions().iter().all(|c| c.is_finite()));
    assert_eq!(simulation.positions().len(), 4_000);
}

#[test]
fn an_empty_graph_is_settled_at_once() {
    let mut simulation = Simulation::new(plan(vec![], &[]));
    assert!(simulation.step(10));
    assert_eq!((simulation.ticks(), simulation.positions().len()), (0, 0));
}

#[test]
fn one_body_stands_in_the_middle() {
    assert_eq!(settled(plan(vec![12.0], &[])).positions(), [0.0, 0.0]);
}

#[test]
fn a_hostile_plan_is_cleaned() {
    let nan = f32::NAN;
    let link = |from, to, length| PlanLink { from, to, length };
    let mut simulation = Simulation::new(Plan {
        radii: vec![nan, -4.0, f32::INFINITY, 1.0e30, 5.0],
        links: vec![link(0, 99, 3.0), link(u32::MAX, 0, 3.0), link(1, 1, 3.0), link(1, 2, nan), link(2, 3, -1.0e30)],
        placed: vec![Some([nan, 0.0]), Some([f32::MAX, f32::MIN]), None, None, None, Some([0.0, 0.0])],
        pinned: vec![0, 77],
        spine: vec![3, 3, 77, 1],
        seed: u64::MAX,
    });
    simulation.hold(Held { body: 50, at: [0.0, 0.0] });
    simulation.hold(Held { body: 1, at: [nan, 0.0] });
    simulation.hold(Held { body: 2, at: [f32::MAX, 1.0] });
    simulation.step(50);
    simulation.release();
    assert!(simulation.step(TICKS));
    assert!(simulation.positions().iter().all(|c| c.is_finite()));
}

#[test]
fn a_held_body_stays_under_the_pointer_and_near_there_after() {
    let mut simulation = settled(caterpillar(4, 6));
    let ticks = simulation.ticks();
    assert!(simulation.step(100), "settled costs nothing");
    assert_eq!(simulation.ticks(), ticks);

    let held = Held { body: 9, at: [400.0, -300.0] };
    simulation.hold(held);
    assert!(!simulation.step(1), "holding warms up");
    simulation.step(TICKS);
    assert_eq!(simulation.positions()[18..20], [400.0, -300.0]);
    simulation.hold(held);
    assert!(simulation.step(0), "holding still does not warm");
    simulation.release();
    simulation.step(TICKS);
    let (x, y) = (simulation.positions()[18], simulation.positions()[19]);
    assert!((x - 400.0).hypot(y + 300.0) < 12.0, "{x} {y}");
}

#[test]
fn known_bodies_keep_their_place_when_one_unfolds() {
    let before = settled(caterpillar(4, 6));
    let old = before.positions().len() / 2;
    let mut after = caterpillar(4, 6);
    after.placed = before.positions().chunks(2).map(|p| Some([p[0], p[1]])).collect();
    for _ in 0..8 {
        after.links.push(PlanLink { from: 10, to: after.radii.len() as u32, length: 30.0 });
        after.radii.push(9.0);
    }
    let simulation = settled(after.clone());
    assert_eq!(overlaps(&after, simulation.positions()), 0);
    let moved = |body: usize| {
        let (a, b) = (&before.positions()[body * 2..], &simulation.positions()[body * 2..]);
        (a[0] - b[0]).hypot(a[1] - b[1])
    };
    for body in (0..4).chain(11..old) {
        assert!(moved(body) < 120.0, "body {body} moved by {}", moved(body));
    }
}

/// The slow twin: the push of every other body, one by one.
#[test]
fn the_quadtree_pushes_like_every_pair() {
    let count = 300;
    let mut state = 1u64;
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64 / f64::from(1 << 24)
    };
    let at: Vec<Vector> = (0..count).map(|_| [random() * 900.0 - 450.0, random() * 600.0 - 300.0]).collect();
    let charge: Vec<f64> = (0..count).map(|_| 10.0 + random() * 90.0).collect();
    let mut fast = vec![[0.0; 2]; count];
    quadtree::Tree::default().push_all(&at, &charge, |body, push| fast[body] = push);
    let (mut error, mut size) = (0.0, 0.0);
    for body in 0..count {
        let mut slow = [0.0; 2];
        for other in (0..count).filter(|&other| other != body) {
            let (dx, dy) = (at[body][0] - at[other][0], at[body][1] - at[other][1]);
            let scale = charge[other] / (dx * dx + dy * dy).max(4.0);
            slow = [slow[0] + dx * scale, slow[1] + dy * scale];
        }
        error += (fast[body][0] - slow[0]).hypot(fast[body][1] - slow[1]);
        size += slow[0].hypot(slow[1]);
    }
    assert!(error / size < 0.03, "relative error {}", error / size);
    assert!(error / size > 1.0e-6, "the quadtree should save work by being inexact somewhere");
}
