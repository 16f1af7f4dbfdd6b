//! Detachedness and shallow sizes, by definition.

use super::essential::is_user_root;
use super::flood;
use crate::plain::{PlainHeap, PlainNode};

/// `propagateDOMState`: a native node with a known state keeps it; the attached state spreads over native nodes first,
/// then the detached one, over edges that are neither hidden nor weak. A node that is not native stops the spread.
///
/// In a file without the column the name says it (`detachedness()` of its node), and nothing spreads.
pub fn detachedness(heap: &PlainHeap) -> Vec<u64> {
    if heap.detached_by_name {
        let detached = |node: &PlainNode| node.is("native") && node.name.starts_with("Detached ");
        return heap.nodes.iter().map(|node| if detached(node) { 2 } else { 0 }).collect();
    }
    let mut state: Vec<u64> = heap.nodes.iter().map(|node| node.detachedness).collect();
    let known: Vec<bool> = state.iter().map(|state| *state != 0).collect();
    for spreading in [1, 2] {
        let seeds = (0..state.len()).filter(|&n| known[n] && state[n] == spreading && heap.nodes[n].is("native"));
        let taken: Vec<bool> = state.iter().map(|state| *state != 0).collect();
        let reached = flood(heap, seeds.collect::<Vec<_>>(), |e| {
            let edge = &heap.edges[e];
            let open = heap.nodes[edge.to].is("native") && !taken[edge.to];
            open && !edge.is("hidden") && !edge.is("weak")
        });
        for (state, reached) in state.iter_mut().zip(reached) {
            if reached && *state == 0 {
                *state = spreading;
            }
        }
    }
    state
}

/// Whether a size can be charged to an owner (`calculateShallowSizes`). A detached node has another name by then.
fn ownable(node: &PlainNode, state: u64) -> bool {
    let external = node.is("native") && &*node.name == "system / ExternalStringData" && state != 2;
    node.is("hidden") || node.is("array") || external
}

/// `calculateShallowSizes`: an ownable node from which, walking strong edges backwards through ownable nodes, exactly
/// one other node is met gives its size to that node, unless it is synthetic or the root. Nothing moves in a heap
/// without user roots.
pub fn shallow(heap: &PlainHeap) -> Vec<u64> {
    let raw: Vec<u64> = heap.nodes.iter().map(|node| node.size).collect();
    if !heap.edges.iter().any(|edge| edge.from == 0 && is_user_root(heap, edge.to)) {
        return raw;
    }
    let states = detachedness(heap);
    let ownable: Vec<bool> = heap.nodes.iter().zip(states).map(|(node, state)| ownable(node, state)).collect();
    // At most two owners are remembered: two are as good as many.
    let mut owners: Vec<Vec<usize>> = vec![Vec::new(); raw.len()];
    let strong: Vec<(usize, usize)> =
        heap.edges.iter().filter(|edge| !edge.is("weak")).map(|edge| (edge.from, edge.to)).collect();
    loop {
        let mut changed = false;
        for &(from, to) in &strong {
            if !ownable[to] {
                continue;
            }
            let new = if ownable[from] { owners[from].clone() } else { vec![from] };
            for owner in new {
                if owners[to].len() < 2 && !owners[to].contains(&owner) {
                    owners[to].push(owner);
                    changed = true;
                }
            }
        }
        if !changed {
            break;
        }
    }
    let mut sizes = raw.clone();
    for (node, owners) in owners.iter().enumerate() {
        if let [owner] = owners[..]
            && owner != 0
            && !heap.nodes[owner].is("synthetic")
        {
            sizes[owner] += raw[node];
            sizes[node] = 0;
        }
    }
    sizes
}
