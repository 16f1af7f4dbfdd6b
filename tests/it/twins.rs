//! Our fast core against the slow twins, on seeded random heaps and on the recorded files.

use crate::chance::random_heap;
use crate::check::{difference, opened};
use crate::oracle::{self, Way, dominators, essential, sizes};
use crate::plain::PlainHeap;
use crate::written::file_of;

/// Opens the heap and compares every number of every node with the twin's.
fn check_against_twin(heap: &PlainHeap, way: Way, what: &str) {
    let ours = opened(&file_of(heap)).numbers();
    let twin = oracle::numbers(heap, way);
    if let Some(difference) = difference(heap, &ours, &twin) {
        let small = if heap.nodes.len() <= 12 { format!("\n{heap:#?}") } else { String::new() };
        panic!("{what}: {difference}{small}");
    }
}

#[test]
fn small_random_heaps_have_the_numbers_of_the_definitions() {
    for seed in 0..600 {
        check_against_twin(&random_heap(seed, 12), Way::ByDefinition, &format!("seed {seed}"));
    }
}

#[test]
fn middling_random_heaps_have_the_numbers_of_the_definitions() {
    for seed in 1000..1040 {
        check_against_twin(&random_heap(seed, 120), Way::ByDefinition, &format!("seed {seed}"));
    }
}

#[test]
fn large_random_heaps_have_the_numbers_of_lengauer_and_tarjan() {
    for seed in 2000..2006 {
        check_against_twin(&random_heap(seed, 20_000), Way::LengauerTarjan, &format!("seed {seed}"));
    }
}

/// The twins check each other: a wrong twin would bless a wrong core.
#[test]
fn the_twins_agree_with_each_other() {
    for seed in 3000..3300 {
        let heap = random_heap(seed, 30);
        let essential = essential::essential(&heap);
        let sizes = sizes::shallow(&heap);
        let slow = dominators::by_definition(&heap, &essential);
        let fast = dominators::lengauer_tarjan(&heap, &essential);
        assert_eq!(slow.dominator, fast.dominator, "seed {seed}");
        let retained = dominators::retained_by_definition(&heap, &essential, &sizes);
        assert_eq!(slow.retained(&sizes), retained, "seed {seed}");
    }
}

/// A generator that makes only easy heaps would prove nothing.
#[test]
fn random_heaps_are_hard() {
    let (mut weak, mut shortcut, mut itself, mut cliques, mut moved, mut halves, mut detached) = (0, 0, 0, 0, 0, 0, 0);
    for seed in 0..600 {
        let heap = random_heap(seed, 12);
        let numbers = oracle::numbers(&heap, Way::ByDefinition);
        weak += heap.edges.iter().filter(|edge| edge.is("weak")).count();
        shortcut += heap.edges.iter().filter(|edge| edge.is("shortcut") && edge.from != 0).count();
        itself += heap.edges.iter().filter(|edge| edge.from == edge.to).count();
        cliques += numbers.distance.iter().filter(|distance| **distance == oracle::distance::NOT_REACHED).count();
        moved += heap.nodes.iter().zip(&numbers.shallow).filter(|(node, shallow)| node.size > **shallow).count();
        halves += heap.edges.iter().filter(|edge| essential::ephemeron(edge).is_some()).count();
        detached +=
            heap.nodes.iter().zip(&numbers.detachedness).filter(|(node, state)| node.detachedness != **state).count();
    }
    for (what, count) in [
        ("weak edges", weak),
        ("shortcuts", shortcut),
        ("self edges", itself),
        ("unreached nodes", cliques),
        ("sizes that moved", moved),
        ("WeakMap halves", halves),
        ("states that spread", detached),
    ] {
        assert!(count > 50, "only {count} {what}");
    }
}
