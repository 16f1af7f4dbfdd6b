//! Bytes through the parser and the analysis to the answer of every question.

#![no_main]

use it::property;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

#[path = "../memory.rs"]
mod memory;
#[path = "../mutator.rs"]
mod mutator;

/// The parser's batch, and what any heap costs.
const BASE: usize = 2 << 20;

fuzz_target!(|input: &[u8]| memory::within(BASE, input.len(), || property::open(input)));
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutator::mutate(data, size, max_size, seed)
});
