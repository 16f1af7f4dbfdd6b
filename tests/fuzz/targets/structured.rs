//! Bytes that steer a writer of good snapshots: past the syntax, against the slow twins.

#![no_main]

use it::property;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| property::structured(input));
