//! Slow twins: DevTools' numbers by definition, from its rules and not from our code.
//!
//! Takes a [`PlainHeap`]; gives what every node's numbers should be. Each rule names the DevTools function it restates
//! (chrome-devtools-frontend 1.0.1705227, `HeapSnapshot.ts`). Stupid on purpose: sets and floods, nothing shared.

pub mod distance;
pub mod dominators;
pub mod essential;
pub mod sizes;

use crate::plain::PlainHeap;

/// Everything DevTools computes for each node, in file order.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbers {
    /// DevTools' encoding: 100,000,000 and more is reached from the synthetic root only, -5 not reached.
    pub distance: Vec<i64>,
    pub retained: Vec<u64>,
    pub dominator: Vec<usize>,
    pub shallow: Vec<u64>,
    pub detachedness: Vec<u64>,
}

/// Which way to find dominators.
#[derive(Clone, Copy)]
pub enum Way {
    /// Remove each node and see what cannot be reached: for small graphs.
    ByDefinition,
    /// Simple Lengauer-Tarjan: for real files.
    LengauerTarjan,
}

/// Every number of every node.
pub fn numbers(heap: &PlainHeap, way: Way) -> Numbers {
    let shallow = sizes::shallow(heap);
    let essential = essential::essential(heap);
    let tree = match way {
        Way::ByDefinition => dominators::by_definition(heap, &essential),
        Way::LengauerTarjan => dominators::lengauer_tarjan(heap, &essential),
    };
    Numbers {
        distance: distance::distances(heap),
        retained: tree.retained(&shallow),
        dominator: tree.dominator,
        shallow,
        detachedness: sizes::detachedness(heap),
    }
}

/// What is reached from `seeds` over the edges for which `follow` holds, seeds included.
pub fn flood(heap: &PlainHeap, seeds: impl IntoIterator<Item = usize>, follow: impl Fn(usize) -> bool) -> Vec<bool> {
    let out = heap.out();
    let mut reached = vec![false; heap.nodes.len()];
    let mut open: Vec<usize> = Vec::new();
    for seed in seeds {
        if !std::mem::replace(&mut reached[seed], true) {
            open.push(seed);
        }
    }
    while let Some(node) = open.pop() {
        for &edge in &out[node] {
            let to = heap.edges[edge].to;
            if follow(edge) && !std::mem::replace(&mut reached[to], true) {
                open.push(to);
            }
        }
    }
    reached
}
