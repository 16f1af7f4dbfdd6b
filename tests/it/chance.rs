//! Seeded chance for the tests: the same seed, the same heap, on every machine. SplitMix64 (Steele, Lea, Flood 2014).

use crate::plain::{Label, PlainEdge, PlainHeap, PlainNode};
use std::sync::Arc;

pub struct Chance {
    seed: u64,
    /// A fuzzer's bytes, last first; they decide instead of the seed, and after them everything is 0.
    bytes: Option<Vec<u8>>,
}

impl Chance {
    pub fn new(seed: u64) -> Self {
        Chance { seed, bytes: None }
    }

    /// Chance that a fuzzer steers: two bytes for each decision.
    pub fn steered(bytes: &[u8]) -> Self {
        Chance { seed: 0, bytes: Some(bytes.iter().rev().copied().collect()) }
    }

    pub fn next(&mut self) -> u64 {
        if let Some(bytes) = &mut self.bytes {
            let mut byte = || u64::from(bytes.pop().unwrap_or_default());
            return byte() + 256 * byte();
        }
        self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.seed;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    pub fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// A heap in which everything that has a rule of its own is likely: weak, self and parallel edges, shortcuts, WeakMap
/// pairs, cliques nobody reaches, ownable backing stores, DOM nodes with a state, user roots or none.
pub fn random_heap(seed: u64, most_nodes: usize) -> PlainHeap {
    heap_by(&mut Chance::new(seed), most_nodes)
}

/// The same, decided by any chance.
pub fn heap_by(chance: &mut Chance, most_nodes: usize) -> PlainHeap {
    let count = 1 + chance.below(most_nodes);
    let mut heap = PlainHeap::default();
    let mut node = |kind: &str, name: &str, size: u64, detachedness: u64| {
        let id = 2 * heap.nodes.len() as u64 + 1;
        heap.nodes.push(PlainNode { kind: Arc::from(kind), name: Arc::from(name), id, size, detachedness });
    };
    node("synthetic", "", 0, 0);
    for number in 1..count {
        let size = if chance.one_in(5) { 0 } else { 8 * (1 + chance.below(40)) as u64 };
        let kinds: &[(&str, &str)] = &[
            ("object", "Object"),
            ("object", "Widget"),
            ("array", "(object elements)"),
            ("array", "(object properties)"),
            ("array", ""),
            ("array", "(map descriptors)"),
            ("hidden", "system / Map"),
            ("hidden", "system / NativeContext"),
            ("native", "system / ExternalStringData"),
            ("native", "<div>"),
            ("native", "<div>"),
            ("native", "<p>"),
            ("native", "<p>"),
            ("string", "text"),
            ("closure", "run"),
            ("code", "(code)"),
            ("synthetic", "(GC roots)"),
            ("synthetic", "(Document DOM trees)"),
        ];
        let (kind, name) = if number == 1 { ("synthetic", "(GC roots)") } else { chance.pick(kinds) };
        let detachedness = if name.starts_with('<') && chance.one_in(2) { chance.below(3) as u64 } else { 0 };
        node(kind, name, size, detachedness);
    }
    // About half the heaps have a root that leads to synthetic nodes only, as V8 15 writes them.
    let user_roots = chance.one_in(2);
    if user_roots && count > 2 {
        let to = 2 + chance.below(count - 2);
        heap.edges.push(PlainEdge { from: 0, to, kind: Arc::from("element"), label: Label::Index(1) });
    }
    // Every other backing store has one owner, as they mostly have.
    let mut owned = vec![false; count];
    for (to, owned) in owned.iter_mut().enumerate().skip(2) {
        *owned = heap.nodes[to].is("array") && chance.one_in(2);
        if *owned {
            let label = Label::Name(Arc::from("elements"));
            heap.edges.push(PlainEdge { from: 1 + chance.below(count - 1), to, kind: Arc::from("internal"), label });
        }
    }
    // DOM nodes lead to DOM nodes.
    let natives: Vec<usize> = (2..count).filter(|&node| heap.nodes[node].name.starts_with('<')).collect();
    for &from in natives.iter().filter(|_| natives.len() > 1) {
        let to = chance.pick(&natives);
        heap.edges.push(PlainEdge { from, to, kind: Arc::from("element"), label: Label::Index(2) });
    }
    let density = 1 + chance.below(3);
    for _ in 0..count * density {
        let from = if chance.one_in(5) { 0 } else { chance.below(count) };
        let to = if chance.one_in(12) { from } else { chance.below(count) };
        // Only strings refer to their external data; ARCHITECTURE.md tells what would differ below a detached node.
        if heap.nodes[from].is("native") && &*heap.nodes[to].name == "system / ExternalStringData" {
            continue;
        }
        // No producer refers back to the root, and DevTools' distances would then depend on it.
        if to == 0 || owned[to] || (from == 0 && !user_roots && !heap.nodes[to].is("synthetic")) {
            continue;
        }
        let kind = chance.pick(&[
            "context", "element", "element", "property", "property", "internal", "internal", "hidden", "shortcut",
            "weak",
        ]);
        let label = match kind {
            "element" | "hidden" => Label::Index(chance.below(6) as u64),
            _ => Label::Name(Arc::from(chance.pick(&["a", "b", "4", "elements", "sloppy_function_map"]))),
        };
        let times = if chance.one_in(8) { 2 } else { 1 };
        for _ in 0..times {
            heap.edges.push(PlainEdge { from, to, kind: Arc::from(kind), label: label.clone() });
        }
    }
    for slot in 0..chance.below(1 + count / 4) {
        let (table, key, value) = (chance.below(count), chance.below(count), 1 + chance.below(count.max(2) - 1));
        if value >= count || [table, key].contains(&0) || heap.nodes[value].name.ends_with("ExternalStringData") {
            continue;
        }
        let id = |position: usize| 2 * position + 1;
        for (from, number) in [(key, slot + 7), (table, slot)] {
            let name = format!(
                "{number} / part of key (K @{}) -> value (V @{}) pair in WeakMap (table @{})",
                id(key),
                id(value),
                id(table)
            );
            let label = Label::Name(Arc::from(name));
            heap.edges.push(PlainEdge { from, to: value, kind: Arc::from("internal"), label });
        }
    }
    heap.sort_edges();
    heap
}
