//! What must be true of any bytes whatever: never a panic, the same answer however the file is cut, numbers that fit.
//!
//! Each property takes the bytes a fuzzer made and panics when it does not hold. `tests/fuzz` runs them for hours,
//! `fuzzed.rs` on the kept corpus in every test run.

mod bytes;
mod invariants;
mod packed;
mod questions;
mod sections;
mod seeds;
mod sky;
mod twin;

pub use bytes::{mutated, open, parse};
pub use invariants::{check_invariants, check_steps, check_work};
pub use packed::container;
pub use seeds::{packed_seeds, seeds};
pub use sky::check_shape;
pub use twin::structured;
