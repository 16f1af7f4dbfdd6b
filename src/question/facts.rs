//! What is this object? (object panel)
//!
//! Takes an id; gives the row every list shows plus what only the panel shows, and the chain of its dominators.

use super::{ObjectRow, Refusal};
use crate::analysis::Heap;
use crate::ids::{Bytes, ObjectId};
use serde::{Deserialize, Serialize};

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    pub of: ObjectId,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObjectFacts {
    pub object: ObjectRow,
    /// `self_size` as the file has it, before backing stores are charged to their owners.
    pub raw_shallow: Bytes,
    /// Number of outgoing references.
    pub edges: u64,
    /// Number of incoming references.
    pub retainers: u64,
    /// Where the constructor or function stands, zero-based, if the file says so.
    pub location: Option<Location>,
    /// From the root down to the immediate dominator. When the chain is longer than [`CHAIN_LIMIT`], the middle is
    /// left out: `chain_skipped` rows are missing after the first half.
    pub chain: Vec<ObjectRow>,
    pub chain_skipped: u64,
}

/// A place in a script.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Location {
    pub script_id: u64,
    /// The script's name or URL, if the heap tells it.
    pub script: Option<String>,
    pub line: u64,
    pub column: u64,
}

/// Most dominators listed in one answer.
pub const CHAIN_LIMIT: usize = 40;
