//! Makes the browser compile the hot code well before a file comes.
//!
//! Browsers compile WebAssembly quickly and badly first, and a function well only when it was called often. While the
//! landing page waits, a small made-up heap is opened some times, one short step after the other, and thrown away; the
//! order to open a file stops it. Measured in Node 20: 30 MB open in 70 ms instead of 150, 215 MB in 690 instead of 780.

use crate::strides::rest;
use heapsky::analysis::Heap;
use heapsky::parse::Parser;
use heapsky::question::Report;
use std::cell::Cell;
use std::rc::Rc;

/// Nodes of the made-up heap: a step of it takes about ten milliseconds in the first, slow code.
const NODES: u32 = 20_000;

/// Times it is opened: after that nothing gets faster.
const ROUNDS: u32 = 10;

/// Opens the made-up heap until that is of no more use, or `stop` says so.
pub async fn up(stop: Rc<Cell<bool>>) {
    let file = file();
    for _ in 0..ROUNDS {
        let mut parser = Parser::new(Some(file.len() as u64));
        for piece in file.as_bytes().chunks(1 << 18) {
            if rest().await.is_err() || stop.get() || parser.push(piece).is_err() {
                return;
            }
        }
        let Ok(snapshot) = parser.finish() else { return };
        if rest().await.is_err() || stop.get() {
            return;
        }
        let _ = Report::default().answer(&Heap::open(snapshot, &mut |_| ()));
    }
}

/// A heap with something of everything that is frequent: objects with properties, arrays with their elements, strings,
/// shapes that all refer to, functions with a place.
fn file() -> String {
    let mut random = 1u32;
    let mut below = |limit: u32| {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (random >> 8) % limit.max(1)
    };
    let (mut nodes, mut edges, mut places, mut count) = (String::new(), String::new(), String::new(), 0u32);
    for node in 0..NODES {
        let separator = if node == 0 { "" } else { "\n," };
        // hidden, array, string, object, closure, number, object shape; the root is synthetic.
        let kind = if node == 0 { 9 } else { [0, 1, 2, 2, 3, 3, 3, 5, 7, 14][below(10) as usize] };
        let degree = if node == 0 { 8 } else { below(5) + u32::from(node + 1 < NODES) };
        let size = 8 * below(20);
        nodes += &format!("{separator}{kind},{},{},{size},{degree},0,0", below(400), 2 * node + 1);
        if kind == 5 {
            places +=
                &format!("{}{},{},{},{}", if places.is_empty() { "" } else { "," }, 7 * node, below(9), below(99), 4);
        }
        for edge in 0..degree {
            // The first goes on, so that all are reached; others go near, as in real heaps, or to a shape.
            let to = match edge {
                0 if node > 0 => node + 1,
                1 => below(40),
                _ => (node + below(200)).min(NODES - 1),
            };
            let kind = if node == 0 { 5 } else { [2, 2, 1, 3, 3, 0, 6][below(7) as usize] };
            edges += &format!("{}{kind},{},{}", if count == 0 { "" } else { "\n," }, below(300), 7 * to.max(1));
            count += 1;
        }
    }
    let strings: Vec<String> = (0..400).map(|row| format!("\"a name \\\"{row}\\\"\"")).collect();
    format!(
        r#"{{"snapshot":{{"meta":{{"node_fields":["type","name","id","self_size","edge_count","trace_node_id","detachedness"],
"node_types":[["hidden","array","string","object","code","closure","regexp","number","native","synthetic","concatenated string","sliced string","symbol","bigint","object shape"]],
"edge_fields":["type","name_or_index","to_node"],"edge_types":[["context","element","property","internal","hidden","shortcut","weak"]],
"location_fields":["object_index","script_id","line","column"]}},"node_count":{NODES},"edge_count":{count}}},
"nodes":[{nodes}],"edges":[{edges}],"locations":[{places}],"strings":[{}]}}"#,
        strings.join(",\n")
    )
}
