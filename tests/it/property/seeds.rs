//! What a fuzzer starts from: a small file of every model and hand, and some that are broken or no snapshot at all.

use super::twin::written;
use crate::containers;
use crate::damage::{airy, full, newest, replaced, small};
use crate::packed::fixture;
use crate::sketch::Sketch;
use crate::written::{Hand, SECTIONS, file_in, file_of};

/// Named files, each a few kilobytes at most.
pub fn seeds() -> Vec<(String, Vec<u8>)> {
    let mut seeds: Vec<(String, Vec<u8>)> = Vec::new();
    let mut add = |name: &str, file: Vec<u8>| seeds.push((name.to_owned(), file));
    let node_20 = file_of(&small());
    add("node-20", node_20.clone());
    add("airy", airy(&node_20));
    add("node-20-in-bytes", [&node_20[..], b"\0\x01"].concat());
    let bare = bare_hand();
    add("chrome-149", replaced(&file_in(&modern(), &bare), "\"trace_function_count\":0", "\"extra_native_bytes\":99"));
    add("hermes", file_in(&small(), &Hand { counts: Some((0, 0)), between_rows: "", ..Hand::default() }));
    add("julia", file_in(&julia(), &julia_hand()));
    add("too-few-promised", file_in(&small(), &Hand { counts: Some((1, 1)), ..Hand::default() }));
    add("too-many-promised", file_in(&small(), &Hand { counts: Some((4_000_000_000, 1 << 53)), ..Hand::default() }));
    add("traced", traced(&node_20));
    add("scoped", scoped(&file_in(&modern(), &bare)));
    add("all-sections", file_in(&full(), &newest()));
    let mut sections = SECTIONS.to_vec();
    sections.sort();
    add("keys-sorted", file_in(&full(), &Hand { sections, ..newest() }));
    add("ropes-and-weak-maps", file_of(&Sketch::draw(ROPES).heap));
    add("plain-objects", file_of(&Sketch::draw(OBJECTS).heap));
    add("smallest", SMALLEST.as_bytes().to_vec());
    for (at, section) in ["snapshot", "nodes", "edges", "locations", "strings"].iter().enumerate() {
        let (begin, end) = crate::damage::brackets(&node_20, section);
        add(&format!("cut-in-{section}"), node_20[..begin + (end - begin) * (at + 1) / 7].to_vec());
    }
    add("cpuprofile", br#"{"nodes":[{"id":1}],"startTime":1,"endTime":2,"samples":[1],"timeDeltas":[0]}"#.to_vec());
    add("heapprofile", br#"{"head":{"callFrame":{},"selfSize":0,"id":1,"children":[]},"samples":[]}"#.to_vec());
    add("trace", br#"{"metadata":{},"traceEvents":[{"ph":"X"}]}"#.to_vec());
    add("page", b"<!doctype html><title>404</title>".to_vec());
    for seed in 0..8u64 {
        let mut chance = crate::chance::Chance::new(seed);
        let steering: Vec<u8> = (0..600).map(|_| chance.below(256) as u8).collect();
        add(&format!("random-{seed}"), written(&steering));
    }
    seeds
}

/// One of each container, written here and by real tools.
pub fn packed_seeds() -> Vec<(String, Vec<u8>)> {
    let mut seeds: Vec<(String, Vec<u8>)> =
        containers::each(SMALLEST.as_bytes()).into_iter().map(|(name, file)| (name.replace(' ', "-"), file)).collect();
    for name in [
        "bzip2.zip",
        "checked.zst",
        "deflated.zip",
        "described.zip",
        "frames.zst",
        "gnu.tar.gz",
        "locked.zip",
        "long.zst",
        "none.zip",
        "pax.tar.zst",
        "several.zip",
        "stored.zip",
        "streamed.zst",
        "v7.tar.gz",
        "window.zst",
        "zip64.zip",
    ] {
        seeds.push((name.to_owned(), fixture(name)));
    }
    seeds
}

/// The root leads to `(GC roots)` alone, V8's own structures are native, metadata has no size.
fn modern() -> crate::plain::PlainHeap {
    Sketch::draw(
        r#"
        root -> (GC roots) -> (Global handles) -> w="W [JSGlobalObject]":object(24) at 4:2:26
        w -> .list: Array(16) at 9:1:0
        Array -internal elements-> e=elements:array(400) -[0]-> "text"(40)
        Array -internal map-> m=map:native(72) -internal instance_type-> n=int:number
        n -internal value-> v="1057"
        e -weak-> m
        m -shortcut s-> w
        w -> .el: d=<div>:native(100) detached
        "#,
    )
    .heap
}

/// V8 14.9 and newer: no trace ids, a fifth location field in the middle, no line breaks.
fn bare_hand() -> Hand {
    Hand {
        node_fields: vec!["type", "name", "id", "self_size", "edge_count", "detachedness"],
        location_fields: vec!["object_index", "script_id", "script_object_index", "line", "column"],
        between_rows: "",
        ..Hand::default()
    }
}

fn julia() -> crate::plain::PlainHeap {
    let mut heap = Sketch::draw("root -internal 1-> Module(8) -property x-> a=Array(64) -[1]-> \"ü\"(9)").heap;
    for (row, node) in heap.nodes.iter_mut().enumerate().skip(1) {
        node.id = 140_266_963_149_888 + 16 * row as u64;
    }
    heap.nodes[0].id = 0;
    heap.nodes[0].size = 1;
    heap
}

fn julia_hand() -> Hand {
    Hand {
        node_kinds: vec!["synthetic", "object", "string", "array", "symbol", "native"],
        edge_kinds: vec!["internal", "property", "element", "hidden"],
        ..Hand::default()
    }
}

/// What allocation tracking adds.
fn traced(file: &[u8]) -> Vec<u8> {
    let file = replaced(file, "\"trace_function_infos\":[]", "\"trace_function_infos\":[0,1,0,0,0,0,7,2,3,4,5,6]");
    let file = replaced(&file, "\"trace_tree\":[]", "\"trace_tree\":[1,0,0,0,[2,1,5,80,[3,1,1,16,[]]]]");
    replaced(&file, "\"samples\":[]", "\"samples\":[0,3,50013,9,100020,21]")
}

/// What Chrome 156 adds.
fn scoped(file: &[u8]) -> Vec<u8> {
    let fields = "\"scope_fields\":[\"script_node_index\",\"scope_id\",\"depth\",\"scope_context_vars_count\",\
         \"scope_uses_count\"],\"scope_context_var_fields\":[\"name\"],\
         \"scope_use_fields\":[\"declaring_scope_id\",\"slot_index\"],\"location_fields\"";
    let file = replaced(file, "\"location_fields\"", fields);
    let sections =
        "\"scopes\":[18,-2,0,1,0,18,40,1,1,2],\"scope_context_vars\":[3,4],\"scope_uses\":[-2,0,40,0],\"strings\"";
    replaced(&file, "\"strings\"", sections)
}

/// Names by which rules go: ropes, WeakMap pairs, DOM trees, external strings.
const ROPES: &str = r#"
    root -> (GC roots) -> r=(concatenated-string):concatenated-string(32) -internal first-> "one "(8)
    r -internal second-> q=(sliced):sliced-string(20) -internal parent-> "two and more"(30)
    r -internal first-> r
    root -> (Document DOM trees) -> d=<div>:native(10) attached -> <p>:native(20)
    root -shortcut w-> Window(8) -> .m: WeakMap(16) @101 -internal table-> t=table:array(64) @201
    Window -> .k: Key(8) @301
    Key -internal "3 / part of key (Key @301) -> value (V @401) pair in WeakMap (table @201)"-> V(80) @401
    t -internal "4 / part of key (Key @301) -> value (V @401) pair in WeakMap (table @201)"-> V
    "outside"(24) -internal external-> x="system / ExternalStringData":native(500)
    n="system / NativeContext":hidden(8) -internal sloppy_function_map-> h="system / Map":hidden(8)
    Window -> .context: n
    f="(map descriptors)":array(30) -hidden 4-> h
"#;

/// Plain objects of two shapes, classes of one name.
const OBJECTS: &str = r#"
    root -> Window(24) -> .a: a={}(8) -> .x: "1"(8)
    a -> .y: "2"(8)
    Window -> .b: b=Object(8) -> .y: "2"
    b -> .x: "1"
    Window -> .c: c=Object(8) -> .z: "1"
    Window -> .e: e=Widget(8) at 1:2:3
    Window -> .f: f=Widget(8) at 1:2:4
"#;

/// The least that is a snapshot.
const SMALLEST: &str = r#"{"snapshot":{"meta":{
"node_fields":["type","name","id","self_size","edge_count"],"node_types":[["synthetic","object"]],
"edge_fields":["type","name_or_index","to_node"],"edge_types":[["element","property"]]},"node_count":2,"edge_count":1},
"nodes":[0,0,1,0,1,1,1,3,64,0],"edges":[1,2,5],"strings":["","Array","cache"]}"#;
