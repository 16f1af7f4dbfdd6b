//! Distances, as a plain breadth-first search (`calculateDistances`).

use super::essential::{ephemeron, is_user_root};
use crate::plain::{Label, PlainEdge, PlainHeap};
use std::collections::{HashSet, VecDeque};

/// DevTools' mark for what no search reaches.
pub const NOT_REACHED: i64 = -5;
/// Where distances from the synthetic root begin when there are user roots.
pub const SYSTEM: i64 = 100_000_000;

/// From the user roots first, then from the root.
pub fn distances(heap: &PlainHeap) -> Vec<i64> {
    let out = heap.out();
    let mut distance = vec![NOT_REACHED; heap.nodes.len()];
    let mut half_seen = HashSet::new();
    let mut open = VecDeque::new();
    for &edge in &out[0] {
        let to = heap.edges[edge].to;
        // A user root with two edges is visited twice, so both halves of a WeakMap entry may be met there.
        if is_user_root(heap, to) {
            distance[to] = 1;
            open.push_back(to);
        }
    }
    let root_distance = if open.is_empty() { 0 } else { SYSTEM };
    for round in [1, 2] {
        if round == 2 {
            distance[0] = root_distance;
            open.push_back(0);
        }
        while let Some(node) = open.pop_front() {
            for &edge in &out[node] {
                let edge = &heap.edges[edge];
                if edge.is("weak") || distance[edge.to] != NOT_REACHED || !follows(heap, edge, &mut half_seen) {
                    continue;
                }
                distance[edge.to] = distance[node] + 1;
                open.push_back(edge.to);
            }
        }
    }
    distance
}

/// DevTools' filter: leaves out a function's prototype map, the descriptors' third columns and the nearer half of a
/// WeakMap entry.
fn follows(heap: &PlainHeap, edge: &PlainEdge, half_seen: &mut HashSet<String>) -> bool {
    let from = &heap.nodes[edge.from];
    if from.is("hidden") && edge.name() == Some("sloppy_function_map") && &*from.name == "system / NativeContext" {
        return false;
    }
    if from.is("array") && &*from.name == "(map descriptors)" {
        let column = match &edge.label {
            Label::Index(index) => Some(*index),
            // JavaScript's parseInt: leading digits count, the rest does not.
            Label::Name(name) => name
                .split(|c: char| !c.is_ascii_digit())
                .next()
                .filter(|digits| !digits.is_empty())
                .map(|d| d.parse().unwrap()),
        };
        return !column.is_some_and(|column| column >= 2 && column % 3 == 1);
    }
    if edge.is("internal")
        && let Some(half) = ephemeron(edge)
        && !half_seen.remove(half.pair)
    {
        half_seen.insert(half.pair.to_owned());
        return false;
    }
    true
}
