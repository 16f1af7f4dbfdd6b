//! Heaps that a fuzzer steers, past the syntax: drawn, written in some hand, opened, and compared with the slow twins.

use super::{check_invariants, questions};
use crate::chance::{Chance, heap_by};
use crate::check::{check_columns, difference, opened};
use crate::oracle::{self, Way};
use crate::written::{EDGE_KINDS, Hand, NODE_KINDS, file_in};

/// More than this and the definition takes too long.
const MOST_NODES: usize = 48;

/// The file written from what the bytes decide has that heap's columns and the twins' numbers.
pub fn structured(input: &[u8]) {
    let chance = &mut Chance::steered(input);
    let hand = hand(chance);
    let heap = heap_by(chance, MOST_NODES);
    let file = file_in(&heap, &hand);
    check_columns(&file, &heap);
    let opened = opened(&file);
    check_invariants(&opened.heap);
    // By definition where there is time for it; Lengauer and Tarjan always.
    let twin = oracle::numbers(&heap, Way::LengauerTarjan);
    assert_eq!(difference(&heap, &opened.numbers(), &twin), None);
    if heap.nodes.len() <= 16 {
        assert_eq!(oracle::numbers(&heap, Way::ByDefinition), twin, "the twins differ");
    }
    questions::ask(&opened.heap, chance);
}

/// Any producer's way of writing the same heap.
fn hand(chance: &mut Chance) -> Hand {
    let mut hand = Hand { between_rows: chance.pick(&["\n", "", "\r\n", " \t"]), ..Hand::default() };
    if chance.one_in(3) {
        hand.node_fields.rotate_left(chance.below(7));
        hand.edge_fields.rotate_left(chance.below(3));
        hand.location_fields = vec!["object_index", "script_id", "script_object_index", "line", "column"];
    }
    if chance.one_in(3) {
        hand.node_kinds.rotate_left(chance.below(NODE_KINDS.len()));
        hand.edge_kinds.rotate_left(chance.below(EDGE_KINDS.len()));
    }
    if chance.one_in(3) {
        hand.counts = Some((chance.next(), chance.next() << chance.below(40)));
    }
    hand
}

/// A file alone, for the properties that take bytes.
pub fn written(input: &[u8]) -> Vec<u8> {
    let chance = &mut Chance::steered(input);
    let hand = hand(chance);
    file_in(&heap_by(chance, 9), &hand)
}
