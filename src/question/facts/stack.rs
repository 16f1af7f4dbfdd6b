//! Where and when an object was made, of a recording with allocation stacks.
//!
//! Takes a node; gives the frames of its stack, innermost first, and the moment of the timeline. Most snapshots have neither.

use super::Location;
use crate::analysis::Heap;
use crate::ids::Node;
use crate::question::NAME_LIMIT;
use crate::snapshot::TraceFunction;
use serde::{Deserialize, Serialize};

/// How an object came to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Allocation {
    /// Innermost first; of a very deep stack the innermost [`FRAMES`].
    pub stack: Vec<Frame>,
    /// Microseconds since the recording began.
    pub micros: Option<u64>,
}

/// A function that was running.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// Empty if it had none. Hostile text.
    pub function: String,
    pub place: Option<Location>,
}

/// V8 keeps 64.
const FRAMES: usize = 64;

/// How the object came to be, as far as that was recorded.
pub fn allocation(heap: &Heap, node: Node) -> Option<Allocation> {
    let snapshot = heap.snapshot();
    let traces = snapshot.traces();
    let path = snapshot.trace(node).into_iter().flat_map(|trace| traces.frames(trace));
    let functions = path.filter_map(|trace| traces.function(trace));
    let stack: Vec<Frame> = functions.take(FRAMES).map(|function| frame(heap, function)).collect();
    let micros = snapshot.sample_of(node).map(|row| snapshot.samples().rows()[row].timestamp_us);
    // The outermost is V8's own root, which has no place.
    (!stack.is_empty() || micros.is_some()).then_some(Allocation { stack, micros })
}

fn frame(heap: &Heap, function: &TraceFunction) -> Frame {
    let strings = heap.snapshot().strings();
    let script = strings.cut(function.script_name, NAME_LIMIT);
    let place = (function.script_id != 0 || !script.is_empty()).then(|| Location {
        script_id: function.script_id,
        script: Some(script).filter(|name| !name.is_empty()),
        // This section counts from 1, with 0 for what is not known.
        line: function.line.checked_sub(1),
        column: function.column.checked_sub(1),
    });
    Frame { function: strings.cut(function.name, NAME_LIMIT), place }
}
