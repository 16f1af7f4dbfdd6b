//! Files of producers that no registry has, written as they write them: Julia and ArkTS.
//!
//! The other models of file are recorded (`recorded.rs`). Each file here is written by hand from the producer's own
//! serializer, opened by the real parser, and has the numbers DevTools gives for it.

use crate::check::{opened, warnings_of};
use crate::oracle::{self, Way};
use crate::plain::{PlainHeap, read_with_serde};
use heapsky::ids::{Node, ObjectId};
use heapsky::snapshot::NodeKind;

/// Distance, retained size, the dominator's row and shallow size of each node, as DevTools has them.
type Lines<'a> = &'a [(i64, u64, usize, u64)];

/// Our numbers, the twin's and DevTools' are the same.
fn check_lines(file: &[u8], devtools: Lines) {
    let heap: PlainHeap = read_with_serde(file);
    let ours = opened(file).numbers();
    assert_eq!(ours, oracle::numbers(&heap, Way::LengauerTarjan));
    let lines: Vec<_> = (0..heap.nodes.len())
        .map(|row| (ours.distance[row], ours.retained[row], ours.dominator[row], ours.shallow[row]))
        .collect();
    assert_eq!(lines, devtools);
}

/// What `Profile.take_heap_snapshot` of Julia 1.9 and newer writes (src/gc-heap-snapshot.cpp): enums of its own in an order
/// of its own, addresses as ids, a root with id 0 and a size, four sections, no `trace_function_count`, one record a line
/// with the comma in front, raw UTF-8, and element names like hashes.
const JULIA: &str = r#"{"snapshot":{"meta":{"node_fields":["type","name","id","self_size","edge_count","trace_node_id","detachedness"],"node_types":[["synthetic","object","string","array","symbol","native","jl_task_t"],"string", "number", "number", "number", "number", "number"],"edge_fields":["type","name_or_index","to_node"],"edge_types":[["internal","property","element","hidden"],"string_or_number","from_node"]},
"node_count":8,"edge_count":9},
"nodes":[0,0,0,1,2,0,0
,1,1,140266963149888,496,2,0,0
,6,2,140266963200016,400,1,0,0
,1,3,140266984136464,64,3,0,0
,3,4,140266984137104,4096,1,0,0
,2,5,140266984140016,24,0,0,0
,4,6,140266963999999,32,0,0,0
,5,7,140266990000000,8000000000,0,0,0
],
"edges":[0,8,7
,0,9,14
,1,10,21
,1,11,42
,0,12,21
,1,13,28
,1,14,35
,3,3,42
,2,140266963149900,35
],
"strings":["(internal root)",
"Main",
"Task",
"Dict{String, Any}",
"Array{Any, 1} – αβγ",
"clé",
"cache",
"<malloc>",
"GC roots",
"task",
"zwischenspeicher",
"name",
"scope",
"slots",
"keys"]}"#;

#[test]
fn a_snapshot_of_julia_opens() {
    let file = JULIA.as_bytes();
    assert_eq!(warnings_of(file), []);
    // DevTools says the same but for the file's 8,000,000,000 bytes, of which it keeps 32 bits.
    check_lines(
        file,
        &[
            (100_000_000, 8_000_005_113, 0, 1),
            (1, 496, 0, 496),
            (1, 400, 0, 400),
            (2, 4_184, 0, 4_160),
            (3, 0, 3, 0),
            (3, 24, 3, 24),
            (2, 32, 0, 32),
            (-5, 8_000_000_000, 0, 8_000_000_000),
        ],
    );
    let heap = opened(file).heap;
    let snapshot = heap.snapshot();
    assert_eq!((snapshot.id(Node(0)), snapshot.id(Node(3))), (ObjectId(0), ObjectId(140_266_984_136_464)));
    assert_eq!((snapshot.kind(Node(2)), snapshot.kind_name(Node(2))), (NodeKind::Other, "jl_task_t"));
    assert_eq!(snapshot.text(snapshot.name(Node(4))), "Array{Any, 1} – αβγ");
}

/// What ArkTS writes, the runtime of HarmonyOS (ecmascript/dfx/hprof): V8's format with a column `native_size`, the kind
/// `slicedstring` in one word, a kind `framework`, and a root whose shortcuts all have one name.
const ARK: &str = r#"{"snapshot":
{"meta":
{"node_fields":["type","name","id","self_size","edge_count","trace_node_id","detachedness","native_size"],
"node_types":[["hidden","array","string","object","code","closure","regexp","number","native","synthetic","concatenated string","slicedstring","symbol","bigint","framework"],"string","number","number","number","number","number"],
"edge_fields":["type","name_or_index","to_node"],
"edge_types":[["context","element","property","internal","hidden","shortcut","weak"],"string_or_number","node"],
"trace_function_info_fields":["function_id","name","script_name","script_id","line","column"],
"trace_node_fields":["id","function_info_index","count","size","children"],
"sample_fields":["timestamp_us","last_assigned_id"],
"location_fields":["object_index","script_id","line","column"]},
"node_count":7,
"edge_count":8,
"trace_function_count":0
},
"nodes":[9,1,1,0,2,0,0,0
,3,2,3,48,3,0,0,0
,8,3,5,48,1,0,0,4096
,1,4,7,120,1,0,0,0
,11,5,9,24,0,0,0,0
,14,6,11,64,1,0,0,0
,3,2,13,40,0,0,0,0
],
"edges":[5,7,8
,5,7,16
,2,8,24
,2,9,32
,6,10,40
,3,11,8
,1,0,48
,2,8,48
],
"trace_function_infos":[],
"trace_tree":[],
"samples":[],
"locations":[],
"strings":["<dummy>",
"SyntheticRoot",
"Index",
"ArkInternalConstantPool",
"TaggedArray[9]",
"切片",
"LinearLayout",
"-subroot-",
"children",
"title",
"view",
"HClass"]}"#;

#[test]
fn a_snapshot_of_arkts_opens() {
    let file = ARK.as_bytes();
    assert_eq!(warnings_of(file), []);
    check_lines(
        file,
        &[
            (100_000_000, 344, 0, 0),
            (1, 232, 0, 168),
            (1, 48, 0, 48),
            (2, 40, 1, 0),
            (2, 24, 1, 24),
            (-5, 64, 0, 64),
            (3, 40, 3, 40),
        ],
    );
    let opened = opened(file);
    let mut classes: Vec<_> =
        opened.classes().into_iter().map(|class| (class.key, class.count, class.retained)).collect();
    classes.sort();
    let devtools =
        [(",(framework)", 1, 64), (",(slicedstring)", 1, 24), (",ArkInternalConstantPool", 1, 48), (",Index", 2, 232)];
    assert_eq!(classes, devtools.map(|(key, count, retained)| (key.to_owned(), count, retained)));
    assert_eq!(opened.pie(), [48, 0, 0, 0, 0, 0]);
}
