//! The parser on files it must read: written in every hand, cut anywhere, stretched, with parts it does not know.
//!
//! One small drawn heap that has some of everything is written in many ways; whatever the way, the columns must be the
//! drawing's. `refused.rs` has the files it must not read.

use crate::check::{check_columns, columns_in_pieces, warnings_of};
use crate::damage::{airy, replaced, small, with_number};
use crate::plain::{Label, read_with_serde};
use crate::recorded;
use crate::sketch::Sketch;
use crate::written::{EDGE_KINDS, Hand, NODE_KINDS, file_in, file_of};
use heapsky::parse::{Fault, Section};
use heapsky::snapshot::Warning;

#[test]
fn the_drawing_comes_back() {
    check_columns(&file_of(&small()), &small());
}

#[test]
fn serde_json_reads_what_the_drawing_wrote() {
    assert_eq!(read_with_serde(&file_of(&small())), small());
}

#[test]
fn a_recorded_file_has_the_columns_serde_json_finds() {
    for name in recorded::NAMES {
        let file = recorded::file(name);
        check_columns(&file, &read_with_serde(&file));
    }
}

#[test]
fn every_hand_gives_the_same_columns() {
    let heap = small();
    let mut reversed_nodes = NODE_KINDS.to_vec();
    reversed_nodes.reverse();
    let mut reversed_edges = EDGE_KINDS.to_vec();
    reversed_edges.reverse();
    let hands = [
        ("no line breaks, as V8 13.6", Hand { between_rows: "", ..Hand::default() }),
        ("CRLF", Hand { between_rows: "\r\n", ..Hand::default() }),
        (
            "fields in another order, unknown ones among them",
            Hand {
                node_fields: vec!["later", "edge_count", "detachedness", "id", "name", "self_size", "more", "type"],
                edge_fields: vec!["to_node", "later", "type", "name_or_index"],
                location_fields: vec!["object_index", "script_id", "script_object_index", "line", "column"],
                ..Hand::default()
            },
        ),
        (
            "kinds in another order, as Julia",
            Hand { node_kinds: reversed_nodes, edge_kinds: reversed_edges, ..Hand::default() },
        ),
        (
            "unknown keys",
            Hand {
                header_extra: r#","later":{"a":[1,{"b":"]}\""}]},"title":"t","uid":3"#,
                sections_extra: "\"later\":{\"a\":[1,{\"b\":\"]}\\\\\"}]},\"also\":null,\"n\":-1.5e3,\"s\":\"x\",\"scope\":[1,-2],",
                ..Hand::default()
            },
        ),
        ("no counts, as Hermes", Hand { counts: Some((0, 0)), ..Hand::default() }),
    ];
    for (what, hand) in hands {
        let file = file_in(&heap, &hand);
        assert_eq!(warnings_of(&file), [], "{what}");
        check_columns(&file, &heap);
        check_columns(&airy(&file), &heap);
    }
}

#[test]
fn the_file_may_be_cut_anywhere() {
    let heap = small();
    for file in [file_of(&heap), airy(&file_in(&heap, &Hand { between_rows: "", ..Hand::default() }))] {
        for cut in 0..=file.len() {
            assert_eq!(columns_in_pieces([&file[..cut], &file[cut..]]), Ok(heap.clone()), "cut at {cut}");
        }
        assert_eq!(columns_in_pieces(file.chunks(1)), Ok(heap.clone()), "byte by byte");
        for size in [2, 3, 7, 64] {
            assert_eq!(columns_in_pieces(file.chunks(size)), Ok(heap.clone()), "{size} bytes at a time");
        }
    }
}

#[test]
fn counts_in_the_header_are_hints() {
    let heap = small();
    for (nodes, edges) in [(1, 1), (4_000_000_000, 4_000_000_000), (1 << 53, 1 << 53)] {
        let file = file_in(&heap, &Hand { counts: Some((nodes, edges)), ..Hand::default() });
        check_columns(&file, &heap);
        let differs = |section: &str, header, found: usize| Warning::CountDiffers {
            section: section.into(),
            header,
            found: found as u64,
        };
        let expect = [differs("nodes", nodes, heap.nodes.len()), differs("edges", edges, heap.edges.len())];
        assert_eq!(warnings_of(&file), expect);
    }
}

#[test]
fn what_a_node_or_edge_is_may_be_unknown() {
    let mut heap = Sketch::draw("root -> A:novelty(8) -tunnel 5-> B(16)").heap;
    let mut hand = Hand::default();
    hand.node_kinds.push("novelty");
    hand.edge_kinds.push("tunnel");
    let declared = file_in(&heap, &hand);
    // Node 6 and 8 use a number past the end of their own list.
    let undeclared = replaced(&replaced(&declared, ",\"novelty\"", ""), ",\"tunnel\"", "");
    check_columns(&declared, &heap);
    heap.nodes[1].kind = "unknown#16".into();
    heap.edges.iter_mut().filter(|edge| edge.is("tunnel")).for_each(|edge| edge.kind = "unknown#7".into());
    check_columns(&undeclared, &heap);
}

#[test]
fn columns_that_may_be_absent_may_be_absent() {
    let mut heap = small();
    let hand = Hand {
        node_fields: vec!["type", "name", "id", "self_size", "edge_count"],
        location_fields: Vec::new(),
        ..Hand::default()
    };
    let file = replaced(&file_in(&heap, &hand), "\"locations\":[", "\"nothing\":[");
    heap.nodes.iter_mut().for_each(|node| node.detachedness = 0);
    heap.places.clear();
    check_columns(&file, &heap);
}

#[test]
fn numbers_above_32_bits_are_kept() {
    let mut heap = small();
    heap.nodes[2].size = 5_000_000_000;
    heap.nodes[3].id = 140_266_963_149_888;
    heap.nodes[4].id = 1 << 53;
    heap.edges.iter_mut().find(|edge| edge.is("element")).unwrap().label = Label::Index(6_000_000_000);
    heap.extra_native_bytes = Some(7_000_000_000);
    check_columns(&file_of(&heap), &heap);
}

#[test]
fn a_name_that_is_not_there_does_not_stop_us() {
    let mut heap = Sketch::draw("root -> A(8) -> .b: B(16)").heap;
    let file = file_of(&heap);
    let (broken, _) = with_number(&file, "nodes", 7 + 1, "999");
    let (broken, _) = with_number(&broken, "edges", 3 + 1, "4294967296");
    assert_eq!(warnings_of(&broken), [Warning::MissingStrings { count: 2 }]);
    heap.nodes[1].name = "⟨no string 999⟩".into();
    heap.edges[1].label = Label::Name("⟨no string 4294967295⟩".into());
    check_columns(&broken, &heap);
}

#[test]
fn ids_that_are_shared_are_counted() {
    let mut heap = small();
    heap.nodes[3].id = heap.nodes[2].id;
    heap.nodes[5].id = heap.nodes[2].id;
    assert_eq!(warnings_of(&file_of(&heap)), [Warning::SharedIds { count: 2 }]);
    check_columns(&file_of(&heap), &heap);
}

#[test]
fn places_that_make_no_sense_are_counted() {
    let heap = small();
    let file = file_of(&heap);
    let good = |file: &[u8]| {
        let mut heap = heap.clone();
        heap.places.remove(0);
        check_columns(file, &heap);
        assert_eq!(warnings_of(file), [Warning::BadRows { section: "locations".into(), count: 1 }]);
    };
    good(&with_number(&file, "locations", 0, "7000").0);
    good(&with_number(&file, "locations", 0, "15").0);
    good(&with_number(&file, "locations", 2, "-2").0);
}

#[test]
fn what_follows_the_end_is_counted_and_a_byte_order_mark_is_no_harm() {
    let file = file_of(&small());
    assert_eq!(warnings_of(&[&file, &b"\n \r\n"[..]].concat()), []);
    assert_eq!(warnings_of(&[&file, &b"\n{\"a\":1}"[..]].concat()), [Warning::TrailingBytes { count: 7 }]);
    check_columns(&[&b"\xEF\xBB\xBF"[..], &file].concat(), &small());
}

#[test]
fn nesting_is_no_bomb() {
    let heap = small();
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let file = replaced(&file_of(&heap), "\"trace_tree\":[]", &format!("\"trace_tree\":{deep}"));
    check_columns(&file, &heap);
    let file = replaced(&file_of(&heap), "\n\"locations\"", &format!("\"later\":{deep},\"locations\""));
    check_columns(&file, &heap);
    let file = replaced(&file_of(&heap), "{\"meta\"", &format!("{{\"later\":{deep},\"meta\""));
    check_columns(&file, &heap);
    let file = replaced(&file_of(&heap), "\"node_types\":[", &format!("\"node_types\":[{deep},"));
    let error = columns_in_pieces([&file[..]]).unwrap_err();
    assert!(matches!(error.fault, Fault::BadHeader { .. }) && error.section == Section::Header, "{error}");
    let file = replaced(&file_of(&heap), "{\"meta\"", &format!("{{\"later\":\"{}\",\"meta\"", "x".repeat(2 << 20)));
    let error = columns_in_pieces([&file[..]]).unwrap_err();
    assert!(matches!(error.fault, Fault::BadHeader { .. }), "{error}");
}

#[test]
fn strings_may_hold_anything() {
    let mut heap = Sketch::draw("root -> A(8)").heap;
    let file = file_of(&heap);
    for (raw, text) in [
        (r"\u5806\u661F", "堆星"),
        (r"\uD83D\uDE00", "😀"),
        (r"\uD83D", "\u{FFFD}"),
        (r"\q", "\u{FFFD}"),
        (r"\/\b\f", "/\u{8}\u{c}"),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ("\u{202E}abc\u{2028}", "\u{202E}abc\u{2028}"),
        ("],\\\"nodes\\\":[", "],\"nodes\":["),
    ] {
        heap.nodes[1].name = text.into();
        check_columns(&replaced(&file, "\"A\"", &format!("\"{raw}\"")), &heap);
    }
    let broken = replaced(&file, "\"A\"", "\"");
    let at = broken.len() as u64;
    let error = columns_in_pieces([&broken[..]]).unwrap_err();
    assert_eq!((error.section, error.byte), (Section::Strings, at), "{error}");
}
