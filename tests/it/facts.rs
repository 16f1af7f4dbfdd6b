//! The facts of the format that must not be got wrong, one test each, through the real parser.
//!
//! What V8 of every age and other producers write, on the smallest heap that shows it. `parsing.rs`, `refused.rs`,
//! `rules.rs` and `shapes.rs` go into depth; a fact that they test has one short test here all the same, so that the
//! list is whole. `facts/graph.rs` has 14 to 21, which the analysis must know too.

use crate::check::{check_columns, opened, warnings_of};
use crate::damage::{full, newest, replaced, small, with_number};
use crate::plain::{Label, read_with_serde};
use crate::recorded;
use crate::sketch::Sketch;
use crate::written::{Hand, file_in, file_of};
use heapsky::ids::{Node, ObjectId};
use heapsky::parse::{Fault, Section, read};
use heapsky::snapshot::{NodeKind, Place, Snapshot, Warning};

mod graph;

fn snapshot(file: &[u8]) -> Snapshot {
    read(file).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn fact_01_columns_are_found_by_name() {
    let heap = full();
    for location_fields in [
        vec!["object_index", "script_id", "line", "column"],
        vec!["object_index", "script_id", "script_object_index", "line", "column"],
        vec!["column", "line", "later", "script_object_index", "script_id", "object_index"],
    ] {
        let mut heap = heap.clone();
        if !location_fields.contains(&"script_object_index") {
            heap.places[0].script_node = None;
        }
        let hand = Hand {
            node_fields: vec!["id", "trace_node_id", "edge_count", "type", "name", "detachedness", "self_size"],
            edge_fields: vec!["to_node", "name_or_index", "type"],
            location_fields,
            ..Hand::default()
        };
        check_columns(&file_in(&heap, &hand), &heap);
    }
}

#[test]
fn fact_02_offsets_count_numbers_and_not_rows() {
    let file = file_of(&small());
    let offset = |text: &str| read(&with_number(&file, "edges", 2, text).0).map(|_| ()).map_err(|error| error.fault);
    assert_eq!(offset("14"), Ok(()));
    assert_eq!(offset("15"), Err(Fault::NotMultiple { field: "to_node".into(), value: 15, of: 7 }));
    let end = 7 * small().nodes.len() as u64;
    assert_eq!(offset(&end.to_string()), Err(Fault::OutOfRange { field: "to_node".into(), value: end, limit: end }));
    // Places and scopes with a bad offset cost themselves and nothing else.
    let bad = |section: &str, count| vec![Warning::BadRows { section: section.into(), count }];
    let file = file_of(&full());
    assert_eq!(warnings_of(&with_number(&file, "locations", 0, "15").0), bad("locations", 1));
    assert_eq!(warnings_of(&with_number(&file, "scopes", 20, &end.to_string()).0), bad("scopes", 1));
}

#[test]
fn fact_03_a_name_is_a_string_or_a_number_by_the_kind_of_edge() {
    let heap = Sketch::draw(
        r#"
        root -> A(8)
        A -[5]-> B(8)
        A -hidden 6-> B
        A -context c-> B
        A -> .p: B
        A -internal i-> B
        A -shortcut s-> B
        A -weak w-> B
        "#,
    )
    .heap;
    check_columns(&file_of(&heap), &heap);
    // A number far past the strings is no missing string.
    let mut heap = heap;
    for edge in heap.edges.iter_mut().filter(|edge| edge.is("element") || edge.is("hidden")) {
        edge.label = Label::Index(4_000_000_000);
    }
    assert_eq!(warnings_of(&file_of(&heap)), []);
    check_columns(&file_of(&heap), &heap);
}

#[test]
fn fact_04_the_types_may_be_longer_than_the_fields() {
    let heap = small();
    let file = file_of(&heap);
    let longer = replaced(&file, "\"number\"],\"sample_fields\"", "\"number\",\"number\",[\"x\"],7],\"sample_fields\"");
    check_columns(&longer, &heap);
}

#[test]
fn fact_05_a_type_past_the_list_has_its_number_for_a_name() {
    let heap = Sketch::draw("root -> (GC roots) -> A:symbol(8)").heap;
    let symbols = file_of(&heap);
    let file = replaced(&symbols, ",\"symbol\",\"bigint\",\"object shape\",\"wasm object\"", "");
    let snapshot = snapshot(&file);
    assert_eq!((snapshot.kind(Node(2)), snapshot.kind_name(Node(2))), (NodeKind::Other, "unknown#12"));
    assert_eq!(snapshot.warnings(), []);
    // Node 8 writes its symbols so.
    let file = recorded::file("node-8.17.0.timeline");
    let snapshot = read(&file).unwrap();
    let other = snapshot.nodes().filter(|node| snapshot.kind(*node) == NodeKind::Other);
    let names: Vec<_> = other.map(|node| snapshot.kind_name(node)).collect();
    assert!(names.len() > 20 && names.iter().all(|name| *name == "unknown#12"), "{} symbols", names.len());
}

#[test]
fn fact_06_kinds_are_known_by_name() {
    let heap = Sketch::draw("root -> A(8) -hidden 3-> \"text\"(40)\nA -> .b: B:array(8)").heap;
    // Julia's enums.
    let hand = Hand {
        node_kinds: vec!["synthetic", "object", "string", "array", "symbol", "native", "jl_task_t"],
        edge_kinds: vec!["internal", "property", "element", "hidden"],
        ..Hand::default()
    };
    check_columns(&file_in(&heap, &hand), &heap);
    // A word of its own stays readable.
    let mut heap = heap;
    heap.nodes[1].kind = "jl_task_t".into();
    check_columns(&file_in(&heap, &hand), &heap);
    assert_eq!(snapshot(&file_in(&heap, &hand)).kind(Node(1)), NodeKind::Other);
}

#[test]
fn fact_07_header_counts_are_hints() {
    let heap = small();
    // Hermes writes 0; others might lie.
    for counts in [(0, 0), (1, 2), (4_000_000_000, 4_000_000_000)] {
        let file = file_in(&heap, &Hand { counts: Some(counts), ..Hand::default() });
        check_columns(&file, &heap);
        assert_eq!(warnings_of(&file).len(), if counts == (0, 0) { 0 } else { 2 });
    }
    for count in ["-1", "1.5", "null", "\"many\"", "[3]", "1e400"] {
        let file = replaced(&file_of(&heap), "\"edge_count\":", &format!("\"edge_count\":{count},\"other_count\":"));
        match read(&file) {
            Ok(snapshot) => assert_eq!((snapshot.edge_count(), snapshot.warnings()), (heap.edges.len(), &[][..])),
            Err(error) => assert_eq!((error.section, count), (Section::Header, "1e400"), "{error}"),
        }
    }
}

#[test]
fn fact_08_numbers_may_exceed_32_bits() {
    let mut heap = Sketch::draw("root -> Buffer(5000000000) @140266963149888 -> Small(1) @4155606850").heap;
    heap.extra_native_bytes = Some(1 << 40);
    check_columns(&file_of(&heap), &heap);
    let opened = opened(&file_of(&heap));
    assert_eq!(opened.total(), 5_000_000_001 + (1 << 40));
    assert_eq!(opened.heap.snapshot().find(ObjectId(140_266_963_149_888)), Some(Node(1)));
}

#[test]
fn fact_09_scopes_have_negative_numbers_and_old_places_minus_one() {
    let heap = full();
    let file = file_in(&heap, &newest());
    let ids: Vec<i64> = heap.extras.scopes.iter().map(|scope| scope.id).collect();
    assert_eq!(ids, [-2, 20, 27, 30, -1]);
    check_columns(&file, &heap);
    let snapshot = snapshot(&file);
    let scopes = snapshot.scopes();
    let used = scopes.iter().flat_map(|scope| scopes.uses(scope).iter().map(move |used| (scope, *used)));
    let name = |text| snapshot.text(text).into_owned();
    let names: Vec<_> = used.map(|(scope, used)| scopes.used_variable(scope, used).map(name)).collect();
    assert_eq!(names.iter().flatten().collect::<Vec<_>>(), ["kept", "Widget", "this", "a"]);
    // Line or column -1, as a signed and as an unsigned number.
    let file = file_of(&small());
    for column in ["-1", "4294967295"] {
        let file = with_number(&file, "locations", 3, column).0;
        let snapshot = read(&file).unwrap();
        let place = Place { script_id: 4, line: 2, column: Place::UNKNOWN, script: None };
        assert_eq!((snapshot.place(Node(2)), snapshot.warnings()), (Some(place), &[][..]));
        assert_eq!((place.known_line(), place.known_column()), (Some(2), None));
    }
}

#[test]
fn fact_10_line_breaks_mean_nothing() {
    let heap = full();
    for between_rows in ["", "\n", "\r\n", " \t"] {
        check_columns(&file_in(&heap, &Hand { between_rows, ..newest() }), &heap);
    }
}

#[test]
fn fact_11_text_may_be_ascii_utf_8_or_neither() {
    let mut heap = Sketch::draw("root -> A(8)").heap;
    let file = file_of(&heap);
    for (raw, text) in [
        (&b"\\u5806"[..], "堆"),
        ("堆".as_bytes(), "堆"),
        (b"\x7f", "\u{7f}"),
        (b"a\xffb", "a\u{FFFD}b"),
        (b"\xe5\xa0", "\u{FFFD}"),
    ] {
        heap.nodes[1].name = text.into();
        let at = file.windows(3).position(|window| window == b"\"A\"").unwrap() + 1;
        check_columns(&[&file[..at], raw, &file[at + 1..]].concat(), &heap);
    }
}

#[test]
fn fact_12_text_that_v8_lost_is_shown_as_it_stands() {
    let mut heap = Sketch::draw("root -> A(8)").heap;
    let file = file_of(&heap);
    // 😀 comes as the low half of its code point; our reading does not guess it back.
    for (raw, text) in
        [(r"\uF600", "\u{F600}"), ("???", "???"), (r"a b", "a b"), (&"x".repeat(1024), &"x".repeat(1024))]
    {
        heap.nodes[1].name = text.into();
        check_columns(&replaced(&file, "\"A\"", &format!("\"{raw}\"")), &heap);
    }
}

#[test]
fn fact_13_ids_may_be_even_large_or_shared() {
    let heap = Sketch::draw("root -> A(8) @4155606850 -> B(8) @2\nA -> C(8) @2").heap;
    let file = file_of(&heap);
    check_columns(&file, &heap);
    assert_eq!(warnings_of(&file), [Warning::SharedIds { count: 1 }]);
    let snapshot = snapshot(&file);
    assert_eq!((snapshot.find(ObjectId(2)), snapshot.find(ObjectId(4_155_606_850))), (Some(Node(2)), Some(Node(1))));
}

#[test]
fn fact_22_names_are_hostile_text() {
    let mut heap = Sketch::draw("root -> A(8) -> .b: B(8)").heap;
    for name in [
        "<img src=x onerror=alert(1)>",
        "\"],\"nodes\":[9,9,9",
        "\u{202E}\u{2066}\u{2028}\n\r\0",
        "\\u0041\\",
        "}]}",
        &"long ".repeat(200_000),
    ] {
        heap.nodes[1].name = name.into();
        heap.edges[1].label = Label::Name(name.into());
        check_columns(&file_of(&heap), &heap);
    }
}

#[test]
fn fact_23_extra_native_bytes_are_part_of_the_total() {
    let mut heap = Sketch::draw("root -> A(8)").heap;
    for (bytes, total) in [(None, 8), (Some(0), 8), (Some(24), 32)] {
        heap.extra_native_bytes = bytes;
        let opened = opened(&file_of(&heap));
        assert_eq!(opened.total(), total);
        assert_eq!(opened.heap.snapshot().header().extra_native_bytes, bytes);
    }
}

#[test]
fn fact_24_sections_may_be_missing_or_new() {
    let heap = small();
    let mut bare = heap.clone();
    bare.places.clear();
    let julia = Hand { sections: vec!["snapshot", "nodes", "edges", "strings"], ..Hand::default() };
    check_columns(&file_in(&bare, &julia), &bare);
    assert_eq!(warnings_of(&file_in(&bare, &julia)), []);
    let later = Hand {
        sections: vec!["snapshot", "later", "nodes", "edges", "still later", "locations", "strings", "last"],
        header_extra: ",\"later\":[{}],\"title\":\"Snapshot 3\",\"uid\":3",
        ..Hand::default()
    };
    let file = [file_in(&heap, &later), b"\n".to_vec()].concat();
    check_columns(&file, &heap);
    let snapshot = snapshot(&file);
    let header = snapshot.header();
    assert_eq!((header.title.as_deref(), header.uid, header.trace_function_count), (Some("Snapshot 3"), Some(3), 0));
}

/// What a cut leaves of this is tested in `salvage.rs`.
#[test]
fn fact_25_strings_come_last_and_in_order_of_first_use() {
    for name in recorded::NAMES {
        let file = recorded::file(name);
        let snapshot = read(&file).unwrap();
        let mut highest = 0;
        let mut jumps = 0;
        for node in snapshot.nodes() {
            let text = snapshot.name(node).0;
            jumps += u32::from(text > highest + 1);
            highest = highest.max(text);
        }
        // V8 numbers a name when it first writes it; other producers need not.
        if name.starts_with("node") || name.starts_with("chromium") {
            assert_eq!(jumps, 0, "{name}");
        }
    }
    let heap = small();
    assert_eq!(read_with_serde(&file_of(&heap)), heap);
}
