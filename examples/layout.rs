//! Lays out the heaviest objects of a snapshot and says how long each tick took: what `cargo xtask bench --layout` compares
//! with other layouts, on this machine and as WebAssembly.
//!
//! `layout FILE COUNT` prints two lines of JSON: the graph (radii, links), and what came of it (milliseconds of the start and
//! of each tick until it settled, positions). The graph is the top of the dominator tree, the heaviest COUNT objects, each
//! linked to its dominator; the same file gives the same graph everywhere.

use heapsky::analysis::Heap;
use heapsky::ids::Node;
use heapsky::layout::{Plan, PlanLink, Simulation};
use heapsky::parse::Parser;
use serde_json::json;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::error::Error;
use std::time::Instant;

/// As in the page: a body's area follows its retained size.
const LARGEST: f64 = 46.0;
const SMALLEST: f64 = 3.0;
const LENGTH: f32 = 34.0;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [path, count] = &args[..] else { return Err("usage: layout FILE COUNT".into()) };
    let file = std::fs::read(path)?;
    let mut parser = Parser::new(Some(file.len() as u64));
    parser.push(&file)?;
    drop(file);
    let heap = Heap::open(parser.finish()?, &mut |_| ());
    let plan = plan(&heap, count.parse()?);
    drop(heap);
    let links: Vec<(u32, u32, f32)> = plan.links.iter().map(|link| (link.from, link.to, link.length)).collect();
    println!("{}", json!({ "radii": plan.radii, "links": links }));

    let clock = Instant::now();
    let mut simulation = Simulation::new(plan);
    let start = ms(clock);
    let mut ticks = Vec::new();
    loop {
        let clock = Instant::now();
        let settled = simulation.step(1);
        ticks.push(ms(clock));
        if settled {
            break;
        }
    }
    println!("{}", json!({ "startMs": start, "ticksMs": ticks, "positions": simulation.positions() }));
    Ok(())
}

fn ms(clock: Instant) -> f64 {
    clock.elapsed().as_secs_f64() * 1e3
}

/// The heaviest objects, each after its dominator.
fn plan(heap: &Heap, count: usize) -> Plan {
    let root = heap.snapshot().root();
    let mut open = BinaryHeap::from([(heap.retained(root), Reverse(root.0), 0u32)]);
    let (mut radii, mut links) = (Vec::new(), Vec::new());
    while let Some((retained, Reverse(node), parent)) = open.pop() {
        if radii.len() == count {
            break;
        }
        let row = radii.len() as u32;
        let share = retained as f64 / heap.total().max(1) as f64;
        radii.push((LARGEST * share.sqrt()).max(SMALLEST) as f32);
        if row > 0 {
            links.push(PlanLink { from: parent, to: row, length: LENGTH });
        }
        let children = heap.dominators().children(Node(node)).iter();
        open.extend(children.map(|child| (heap.retained(*child), Reverse(child.0), row)));
    }
    Plan { placed: vec![None; radii.len()], pinned: vec![], radii, links, spine: Vec::new(), seed: 1 }
}
