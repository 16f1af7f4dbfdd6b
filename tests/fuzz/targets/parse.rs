//! Bytes, whole and in pieces, through the parser.

#![no_main]

use it::property;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

#[path = "../memory.rs"]
mod memory;
#[path = "../mutator.rs"]
mod mutator;

/// When the length is not known, a header's promise is believed up to a million rows.
const BASE: usize = 48 << 20;

fuzz_target!(|input: &[u8]| memory::within(BASE, input.len(), || property::parse(input)));
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutator::mutate(data, size, max_size, seed)
});
