//! What holds for the numbers of any heap, whatever they are.
//!
//! Takes a heap, which of its edges are essential, and the numbers of its nodes; gives what is broken, in words.

use crate::chance::random_heap;
use crate::check::opened;
use crate::oracle::{Numbers, essential, flood};
use crate::plain::PlainHeap;
use crate::written::file_of;

/// Everything that does not hold.
///
/// Shallow sizes only move: their sum is the file's, and the root retains it. For each essential edge u→v, v's immediate
/// dominator is u or above u: otherwise there would be a way to v around it. The one exception is DevTools': a cycle that
/// nothing holds hangs below the root node by node, and its edges count for nobody; see [`unheld`].
pub fn broken(heap: &PlainHeap, essential: &[bool], numbers: &Numbers) -> Vec<String> {
    let mut broken = Vec::new();
    let raw: u64 = heap.nodes.iter().map(|node| node.size).sum();
    let shallow: u64 = numbers.shallow.iter().sum();
    if [shallow, numbers.retained[0]] != [raw, raw] {
        broken.push(format!("{raw} bytes in the file, {shallow} shallow, {} in the root", numbers.retained[0]));
    }
    let span = spans(&numbers.dominator);
    let unheld = unheld(heap, essential);
    let exempt = unheld.iter().filter(|unheld| **unheld).count();
    for (node, _) in unheld.iter().enumerate().filter(|(_, unheld)| **unheld) {
        if numbers.dominator[node] != 0 {
            broken.push(format!("n{node} is in a cycle that nothing holds and not below the root"));
        }
    }
    for (edge, _) in heap.edges.iter().zip(essential).filter(|(_, essential)| **essential) {
        let above = span[numbers.dominator[edge.to]];
        let below = span[edge.from];
        let holds = above.0 <= below.0 && below.1 <= above.1;
        if !holds && !unheld[edge.from] {
            broken.push(format!(
                "n{} -> n{}, whose dominator n{} is not above ({exempt} exempt)",
                edge.from, edge.to, numbers.dominator[edge.to]
            ));
        }
    }
    for (node, &dominator) in numbers.dominator.iter().enumerate().skip(1) {
        if numbers.retained[node] < numbers.shallow[node] || numbers.retained[dominator] < numbers.retained[node] {
            broken.push(format!("n{node} retains less than itself, or more than its dominator"));
        }
    }
    broken
}

/// The nodes that neither the root nor an orphan (a node without any essential retainer) leads to over essential edges.
fn unheld(heap: &PlainHeap, essential: &[bool]) -> Vec<bool> {
    let mut orphan = vec![true; heap.nodes.len()];
    for (edge, _) in heap.edges.iter().zip(essential).filter(|(_, essential)| **essential) {
        orphan[edge.to] = false;
    }
    let starts = (0..heap.nodes.len()).filter(|node| *node == 0 || orphan[*node]);
    flood(heap, starts, |edge| essential[edge]).into_iter().map(|held| !held).collect()
}

/// Where each node's subtree begins and ends in a walk down the tree: a is above b if a's span holds b's.
fn spans(dominator: &[usize]) -> Vec<(usize, usize)> {
    let mut children = vec![Vec::new(); dominator.len()];
    for (node, &above) in dominator.iter().enumerate().skip(1) {
        children[above].push(node);
    }
    let mut span = vec![(0, 0); dominator.len()];
    let mut clock = 0;
    let mut open = vec![(0, true)];
    while let Some((node, enters)) = open.pop() {
        if enters {
            span[node].0 = clock;
            clock += 1;
            open.push((node, false));
            open.extend(children[node].iter().map(|child| (*child, true)));
        } else {
            span[node].1 = clock;
        }
    }
    span
}

#[test]
fn random_heaps_keep_the_invariants() {
    let mut unheld_nodes = 0;
    for seed in 5000..5400 {
        let heap = random_heap(seed, 40);
        let essential = essential::essential(&heap);
        let numbers = opened(&file_of(&heap)).numbers();
        assert_eq!(broken(&heap, &essential, &numbers), Vec::<String>::new(), "seed {seed}");
        unheld_nodes += unheld(&heap, &essential).iter().filter(|unheld| **unheld).count();
    }
    assert!(unheld_nodes > 50, "the exception is tried on {unheld_nodes} nodes only");
}

/// A check that finds nothing wrong with wrong numbers would prove nothing.
#[test]
fn wrong_numbers_break_the_invariants() {
    let (mut wrong_dominator, mut wrong_size) = (0, 0);
    for seed in 5000..5100 {
        let heap = random_heap(seed, 40);
        let essential = essential::essential(&heap);
        let right = opened(&file_of(&heap)).numbers();
        let mut wrong = right.clone();
        wrong.shallow[0] += 8;
        wrong_size += usize::from(!broken(&heap, &essential, &wrong).is_empty());
        // A node with a dominator of its own that is moved below a leaf: some way to it must pass elsewhere.
        let leaf = (1..heap.nodes.len()).find(|node| !right.dominator.contains(node));
        let other = (1..heap.nodes.len()).rev().find(|node| {
            Some(*node) != leaf
                && right.dominator[*node] == 0
                && heap.edges.iter().any(|e| e.from == 0 && e.to == *node)
        });
        if let (Some(leaf), Some(other)) = (leaf, other)
            && right.dominator[leaf] != other
            && heap.edges.iter().zip(&essential).any(|(e, essential)| *essential && e.from == 0 && e.to == other)
            && spans(&right.dominator)[other].1 <= spans(&right.dominator)[leaf].0
        {
            let mut wrong = right.clone();
            wrong.dominator[other] = leaf;
            assert!(!broken(&heap, &essential, &wrong).is_empty(), "seed {seed}");
            wrong_dominator += 1;
        }
    }
    assert_eq!(wrong_size, 100);
    assert!(wrong_dominator > 10, "{wrong_dominator}");
}
