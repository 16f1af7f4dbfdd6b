//! The numbers by which the report decides, each with its name, its default and where it comes from.
//!
//! Owns the defaults. A request carries its own [`Constants`], so that a reader can move them; the report says which it
//! used. Guarantee: whatever comes is brought into range before it is used.

use crate::ids::Bytes;
use serde::{Deserialize, Serialize};

/// The default of [`Constants::suspect_share`], by which other views mark what is large.
pub const SUSPECT_SHARE: f64 = 0.10;

/// The adjustable numbers of the leak report.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Constants {
    /// What holds less than this share of the heap is no suspect. MAT's Leak Hunter has 0.10.
    pub suspect_share: f64,
    /// What holds fewer bytes is no suspect either, whatever its share: a small healthy process is mostly its own runtime,
    /// in which some table is always a tenth.
    pub suspect_bytes: Bytes,
    /// One object contains another's memory, and is named in its place, while the inner one keeps this share of the outer
    /// one. MAT's `big_drop_ratio`, 0.7.
    pub big_drop: f64,
    /// A pile is of one sort when this share of its objects is of one class; a group has one holder when this share of its
    /// members has it. MAT's ratio for common paths, 0.8.
    pub alike: f64,
    /// So many of one sort are a repetition and no accident.
    pub repeats: u64,
    /// A class that occurs so often on one way down is a chain: a linked list, or scopes that hold each other.
    pub chain: u64,
    /// Share times strength from which the verdict is "leaking".
    pub leaking: f64,
}

impl Default for Constants {
    fn default() -> Self {
        Self {
            suspect_share: SUSPECT_SHARE,
            suspect_bytes: 1 << 20,
            big_drop: 0.7,
            alike: 0.8,
            repeats: 50,
            chain: 20,
            leaking: 0.25,
        }
    }
}

impl Constants {
    /// Each number in a range that makes sense; what is no number becomes the default.
    pub fn in_range(self) -> Self {
        let default = Self::default();
        let share = |value: f64, default: f64, least: f64| match value.is_finite() {
            // Not `clamp`: it panics with its limits in words, which brings Rust's writing of floats into the download.
            true => value.max(least).min(1.0),
            false => default,
        };
        Self {
            // Below a thousandth the list of suspects would be the heap itself.
            suspect_share: share(self.suspect_share, default.suspect_share, 0.001),
            suspect_bytes: self.suspect_bytes,
            big_drop: share(self.big_drop, default.big_drop, 0.5),
            alike: share(self.alike, default.alike, 0.5),
            repeats: self.repeats.max(2),
            chain: self.chain.max(4),
            leaking: share(self.leaking, default.leaking, 0.0),
        }
    }
}
