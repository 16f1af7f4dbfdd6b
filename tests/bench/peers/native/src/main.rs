//! Opens a snapshot with the crate v8-heap-parser: `heapsky-bench-peer FILE` prints one JSON line.
//!
//! Dominators and retained sizes of all nodes; the reading of the file is timed too, as it is with the others.

use std::error::Error;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: heapsky-bench-peer FILE")?;
    let start = Instant::now();
    let bytes = std::fs::read(path)?;
    let graph = v8_heap_parser::decode_slice(&bytes).map_err(|error| format!("{error:?}"))?;
    let parsed = start.elapsed().as_secs_f64() * 1000.0;
    drop(bytes);
    let total = graph.retained_size(graph.root_index);
    let ready = start.elapsed().as_secs_f64() * 1000.0;
    let nodes = graph.nodes().len();
    println!("{{\"parseMs\":{parsed:.1},\"readyMs\":{ready:.1},\"nodes\":{nodes},\"heapBytes\":{total}}}");
    Ok(())
}
