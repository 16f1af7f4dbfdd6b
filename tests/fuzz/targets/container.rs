//! Packed bytes through the unpacker.

#![no_main]

use it::property;
use libfuzzer_sys::fuzz_target;

#[path = "../memory.rs"]
mod memory;

/// Buffers between four layers, and the bytes that came out, twice.
const BASE: usize = 24 << 20;

fuzz_target!(|input: &[u8]| memory::within(BASE, input.len(), || property::container(input)));
