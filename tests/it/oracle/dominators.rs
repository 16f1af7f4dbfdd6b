//! Immediate dominators and retained sizes: by definition, and by simple Lengauer-Tarjan (`calculateDominatorsAndRetainedSizes`).
//!
//! Both give DevTools' answer for what the root does not reach: a node without any essential retainer hangs below the
//! root as if the root held it; what is still not reached (cycles) has the root as dominator and counts for nobody else.

use crate::plain::PlainHeap;

/// The immediate dominator of each node; the root names itself.
pub struct Tree {
    pub dominator: Vec<usize>,
}

impl Tree {
    /// Sums of sizes over subtrees, deepest nodes first.
    pub fn retained(&self, sizes: &[u64]) -> Vec<u64> {
        let count = self.dominator.len();
        let mut children = vec![Vec::new(); count];
        for node in 1..count {
            children[self.dominator[node]].push(node);
        }
        let mut order = vec![0];
        let mut next = 0;
        while next < order.len() {
            order.extend_from_slice(&children[order[next]]);
            next += 1;
        }
        assert_eq!(order.len(), count, "the dominators form one tree");
        let mut retained = sizes.to_vec();
        for &node in order.iter().skip(1).rev() {
            retained[self.dominator[node]] += retained[node];
        }
        retained
    }
}

/// The edges that count, and from the root to each orphan.
fn successors(heap: &PlainHeap, essential: &[bool]) -> Vec<Vec<usize>> {
    let mut successors = vec![Vec::new(); heap.nodes.len()];
    let mut retained = vec![false; heap.nodes.len()];
    for (edge, _) in heap.edges.iter().zip(essential).filter(|(_, essential)| **essential) {
        successors[edge.from].push(edge.to);
        retained[edge.to] = true;
    }
    let orphans = (1..heap.nodes.len()).filter(|&node| !retained[node]);
    successors[0].extend(orphans);
    successors
}

/// What can be reached from the root without stepping on `removed`.
fn reached(successors: &[Vec<usize>], removed: Option<usize>) -> Vec<bool> {
    let mut seen = vec![false; successors.len()];
    if removed == Some(0) {
        return seen;
    }
    seen[0] = true;
    let mut open = vec![0];
    while let Some(node) = open.pop() {
        for &to in &successors[node] {
            if Some(to) != removed && !std::mem::replace(&mut seen[to], true) {
                open.push(to);
            }
        }
    }
    seen
}

/// A node dominates what cannot be reached without it; of a node's dominators, the immediate one is dominated by all
/// the others.
pub fn by_definition(heap: &PlainHeap, essential: &[bool]) -> Tree {
    let successors = successors(heap, essential);
    let count = heap.nodes.len();
    let live = reached(&successors, None);
    let mut dominators: Vec<Vec<usize>> = vec![Vec::new(); count];
    for candidate in (0..count).filter(|&node| live[node]) {
        let without = reached(&successors, Some(candidate));
        for node in 0..count {
            if node != candidate && live[node] && !without[node] {
                dominators[node].push(candidate);
            }
        }
    }
    let dominator =
        (0..count).map(|node| dominators[node].iter().copied().max_by_key(|&d| dominators[d].len()).unwrap_or(0));
    Tree { dominator: dominator.collect() }
}

/// Retained sizes with no dominator tree at all: what cannot be reached once the node is gone.
pub fn retained_by_definition(heap: &PlainHeap, essential: &[bool], sizes: &[u64]) -> Vec<u64> {
    let successors = successors(heap, essential);
    let live = reached(&successors, None);
    (0..heap.nodes.len())
        .map(|node| {
            let without = reached(&successors, Some(node));
            let lost = |&other: &usize| node == 0 || other == node || (live[other] && live[node] && !without[other]);
            (0..heap.nodes.len()).filter(lost).map(|other| sizes[other]).sum()
        })
        .collect()
}

/// Lengauer, Tarjan: A Fast Algorithm for Finding Dominators in a Flowgraph (1979), the simple version: link without
/// balancing, path compression, everything iterative.
pub fn lengauer_tarjan(heap: &PlainHeap, essential: &[bool]) -> Tree {
    const NONE: usize = usize::MAX;
    let successors = successors(heap, essential);
    let count = heap.nodes.len();
    // Depth-first numbers; `vertex` is their inverse.
    let (mut number, mut parent, mut vertex) = (vec![NONE; count], vec![NONE; count], Vec::new());
    let mut stack = vec![(0usize, 0usize)];
    number[0] = 0;
    vertex.push(0);
    while let Some(top) = stack.last_mut() {
        let (node, next) = *top;
        top.1 += 1;
        match successors[node].get(next) {
            Some(&to) if number[to] == NONE => {
                number[to] = vertex.len();
                parent[to] = node;
                vertex.push(to);
                stack.push((to, 0));
            }
            Some(_) => {}
            None => {
                stack.pop();
            }
        }
    }
    let mut predecessors = vec![Vec::new(); count];
    for &node in &vertex {
        for &to in &successors[node] {
            predecessors[to].push(node);
        }
    }
    let mut semi = number;
    let (mut label, mut ancestor) = ((0..count).collect::<Vec<_>>(), vec![NONE; count]);
    let mut bucket = vec![Vec::new(); count];
    let mut dominator = vec![0; count];
    for &w in vertex.iter().skip(1).rev() {
        for &v in &predecessors[w] {
            let u = evaluate(v, &mut ancestor, &mut label, &semi);
            semi[w] = semi[w].min(semi[u]);
        }
        bucket[vertex[semi[w]]].push(w);
        ancestor[w] = parent[w];
        for v in std::mem::take(&mut bucket[parent[w]]) {
            let u = evaluate(v, &mut ancestor, &mut label, &semi);
            dominator[v] = if semi[u] < semi[v] { u } else { parent[w] };
        }
    }
    for &w in vertex.iter().skip(1) {
        if dominator[w] != vertex[semi[w]] {
            dominator[w] = dominator[dominator[w]];
        }
    }
    dominator[0] = 0;
    Tree { dominator }
}

/// The node with the least semidominator on the path from `v` to the root of its tree in the forest.
fn evaluate(v: usize, ancestor: &mut [usize], label: &mut [usize], semi: &[usize]) -> usize {
    const NONE: usize = usize::MAX;
    if ancestor[v] == NONE {
        return label[v];
    }
    let mut path = Vec::new();
    let mut node = v;
    while ancestor[ancestor[node]] != NONE {
        path.push(node);
        node = ancestor[node];
    }
    for node in path.into_iter().rev() {
        let above = ancestor[node];
        if semi[label[above]] < semi[label[node]] {
            label[node] = label[above];
        }
        ancestor[node] = ancestor[above];
    }
    label[v]
}
