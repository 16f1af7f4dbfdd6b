//! How much memory a file may cost: a small multiple of its own length, whatever it says about itself.
//!
//! A program of its own, because its allocator counts: the tests here run one at a time.

#![allow(clippy::unwrap_used)]

use heapsky::analysis::Heap;
use heapsky::parse::{ParseError, Parser};
use heapsky::snapshot::Snapshot;
use peak_alloc::PeakAlloc;
use std::sync::{Mutex, MutexGuard, PoisonError};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Held by each test from its first line: what others make their files of would count.
fn alone() -> MutexGuard<'static, ()> {
    ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The parser's batch of numbers, and what an error or a heap of one object needs.
const BASE: usize = 200 << 10;

/// Bytes allocated at the most while the work was done, beyond those that were there.
fn peak<T>(work: impl FnOnce() -> T) -> (usize, T) {
    ALLOCATOR.reset_peak_usage();
    let before = ALLOCATOR.current_usage();
    let done = work();
    (ALLOCATOR.peak_usage().saturating_sub(before), done)
}

/// Parses in pieces, as the worker does, so that the pieces count for nothing.
fn parsed(file: &[u8], size: Option<u64>) -> Result<Snapshot, ParseError> {
    let mut parser = Parser::new(size);
    for piece in file.chunks(1 << 16) {
        parser.push(piece)?;
    }
    parser.salvage()
}

/// Reading the file takes at most so many bytes for each of its own, also when its length is not known.
fn check_parse(what: &str, file: &[u8], factor: usize) {
    let (known, _) = peak(|| parsed(file, Some(file.len() as u64)));
    assert!(known <= BASE + factor * file.len(), "{what}: {known} bytes for a file of {}", file.len());
    // Without a length a header is believed up to a million rows of each section.
    let (unknown, _) = peak(|| parsed(file, None));
    assert!(unknown <= (48 << 20) + factor * file.len(), "{what}: {unknown} bytes for a file of {}", file.len());
}

fn file(counts: &str, nodes: &str, edges: &str, more: &str, strings: &str) -> Vec<u8> {
    format!(
        r#"{{"snapshot":{{"meta":{{"node_fields":["type","name","id","self_size","edge_count"],
"node_types":[["synthetic","object"]],"edge_fields":["type","name_or_index","to_node"],
"edge_types":[["element","property"]],"location_fields":["object_index","script_id","line","column"],
"sample_fields":["timestamp_us","last_assigned_id"],
"trace_function_info_fields":["function_id","name","script_name","script_id","line","column"],
"trace_node_fields":["id","function_info_index","count","size","children"],
"scope_fields":["script_node_index","scope_id","depth","scope_context_vars_count","scope_uses_count"],
"scope_context_var_fields":["name"],"scope_use_fields":["declaring_scope_id","slot_index"]}},{counts}}},
"nodes":[{nodes}],"edges":[{edges}],{more}"strings":[{strings}]}}"#
    )
    .into_bytes()
}

fn with(more: &str) -> Vec<u8> {
    file("\"node_count\":1,\"edge_count\":0", "0,0,1,0,0", "", more, "\"\"")
}

const LONG: usize = 4 << 20;

#[test]
fn counts_that_lie_allocate_nothing() {
    let _alone = alone();
    for counts in [
        r#""node_count":4000000000,"edge_count":4000000000"#,
        r#""node_count":9007199254740992,"edge_count":9007199254740992,"trace_function_count":9007199254740992"#,
        r#""node_count":18446744073709551615,"edge_count":18446744073709551615"#,
        r#""node_count":0,"edge_count":0"#,
    ] {
        check_parse(counts, &file(counts, "0,0,1,0,0", "", "", "\"\""), 4);
    }
    for edges in ["1", "4294967295", "4294967296", "9007199254740992"] {
        check_parse(edges, &file("\"node_count\":1", &format!("0,0,1,0,{edges}"), "", "", "\"\""), 4);
    }
    let scopes = r#""scopes":[0,-2,0,4294967295,4294967295,0,5,4294967295,9007199254740992,1],"#;
    check_parse("counts of scopes", &with(scopes), 4);
}

#[test]
fn nesting_costs_no_more_than_its_brackets() {
    let _alone = alone();
    let (open, close) = ("[".repeat(LONG / 2), "]".repeat(LONG / 2));
    check_parse("an unknown section", &with(&format!("\"later\":{open}{close},")), 1);
    check_parse("a section that never ends", &with(&format!("\"later\":{open}")), 1);
    check_parse("a trace tree of brackets", &with(&format!("\"trace_tree\":{open}{close},")), 1);
    let deep = "[1,0,0,0,".repeat(LONG / 12) + "[]" + &"]".repeat(LONG / 12);
    check_parse("a trace tree", &with(&format!("\"trace_tree\":{deep},")), 8);
    let objects = "{\"a\":".repeat(LONG / 5);
    check_parse("objects without end", objects.as_bytes(), 1);
    check_parse("arrays without end", open.as_bytes(), 1);
}

#[test]
fn long_things_cost_no_more_than_themselves() {
    let _alone = alone();
    let long = "x".repeat(LONG);
    check_parse("a key", &with(&format!("\"{long}\":1,")), 1);
    check_parse("many keys", &with(&"\"later\":1,".repeat(LONG / 10)), 1);
    check_parse("an unknown string", &with(&format!("\"later\":\"{long}\",")), 1);
    check_parse("a string of the table", &file("\"node_count\":1", "0,0,1,0,0", "", "", &format!("\"{long}\"")), 2);
    check_parse("a header", &file(&format!("\"node_count\":1,\"title\":\"{long}\""), "", "", "", ""), 2);
    check_parse("a line of something else", long.as_bytes(), 1);
    check_parse("a number", &file("\"node_count\":1", &"1".repeat(LONG), "", "", ""), 1);
    check_parse("white space", &file("\"node_count\":1", &" ".repeat(LONG), "", "", ""), 1);
    check_parse("empty strings", &file("\"node_count\":1", "0,0,1,0,0", "", "", &"\"\",".repeat(LONG / 3)), 6);
    let types = "\"t\",".repeat(200_000);
    let header = format!(r#"{{"snapshot":{{"meta":{{"node_types":[[{types}"t"]]}}}},"nodes":[0]}}"#);
    check_parse("many kinds", header.as_bytes(), 24);
}

/// Two bytes a number are the shortest that a file can write; a column entry has four bytes or eight.
#[test]
fn sections_full_of_the_shortest_rows_cost_a_small_multiple() {
    let _alone = alone();
    let rows = |row: &str| row.repeat(LONG / row.len()).trim_end_matches(',').to_owned();
    check_parse("nodes", &file("\"node_count\":0", &rows("1,0,1,0,0,"), "", "", "\"\""), 4);
    let edges = rows("1,0,0,");
    let degree = edges.split(',').count() / 3;
    check_parse("edges", &file("\"node_count\":0", &format!("0,0,1,0,{degree}"), &edges, "", "\"\""), 4);
    check_parse("locations", &with(&format!("\"locations\":[{}],", rows("0,0,0,0,"))), 3);
    check_parse("samples", &with(&format!("\"samples\":[{}],", rows("0,0,"))), 10);
    check_parse("functions", &with(&format!("\"trace_function_infos\":[{}],", rows("0,0,0,0,0,0,"))), 10);
    check_parse("stacks", &with(&format!("\"trace_tree\":[1,0,0,0,[{}]],", rows("1,0,0,0,[],"))), 6);
    check_parse("scopes", &with(&format!("\"scopes\":[{}],", rows("0,0,0,0,0,"))), 8);
    check_parse("variables", &with(&format!("\"scope_context_vars\":[{}],", rows("0,"))), 4);
    check_parse("uses", &with(&format!("\"scope_uses\":[{}],", rows("0,0,"))), 8);
    // Sections before the header wait as they are.
    let early = format!("{{\"nodes\":[{}],\"edges\":[{edges}]}}", rows("1,0,1,0,0,"));
    check_parse("sections without a header", early.as_bytes(), 3);
}

/// From the bytes to an open heap: a chain, which has most of everything for its length.
#[test]
fn an_open_heap_costs_a_small_multiple() {
    let _alone = alone();
    let count = 100_000;
    let nodes: Vec<String> = (0..count).map(|row| format!("1,0,{},1,{}", row + 1, u8::from(row + 1 < count))).collect();
    let edges: Vec<String> = (1..count).map(|row| format!("1,0,{}", 5 * row)).collect();
    let file = file("\"node_count\":100000", &nodes.join(","), &edges.join(","), "", "\"\"");
    let (bytes, heap) = peak(|| Heap::open(parsed(&file, Some(file.len() as u64)).unwrap(), &mut |_| ()));
    assert_eq!(heap.total(), count);
    assert!(bytes <= BASE + 6 * file.len(), "{bytes} bytes for a file of {}", file.len());
}

/// What the estimate says before a file is read is no less than what opening it takes, and not twice as much: real heaps,
/// one of each large producer. Bytes for each node and edge are the estimate's own constants.
#[test]
fn opening_takes_what_the_estimate_says() {
    let _alone = alone();
    for name in ["node-20.20.2", "chromium-156", "bun-1.4.5"] {
        let path = format!("{}/tests/fixtures/recorded/{name}.heapsnapshot.gz", env!("CARGO_MANIFEST_DIR"));
        let mut file = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap()), &mut file)
            .unwrap();
        let size = file.len() as u64;
        let (bytes, heap) = peak(|| Heap::open(parsed(&file, Some(size)).unwrap(), &mut |_| ()));
        let (nodes, edges) = (heap.node_count() as u64, heap.snapshot().edge_count() as u64);
        let estimate = heapsky::analysis::footprint(nodes, edges, size, false);
        // Tables that hardly grow with the heap: names and shapes of classes, codes of edges, lists met lately.
        let least = estimate as usize + (2 << 20);
        println!("{name}: {bytes} bytes, estimated {estimate}");
        assert!(bytes <= least, "{name}: {bytes} bytes, estimated {estimate}");
        assert!(2 * bytes >= estimate as usize, "{name}: {bytes} bytes, estimated {estimate}");
    }
}
