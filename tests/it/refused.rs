//! The parser on files it must refuse, each with its reason and place.

use crate::chance::Chance;
use crate::check::{check_error, check_fault, columns_in_pieces, fault_text, section_of_cut, try_open};
use crate::damage::{brackets, replaced, small, with_number};
use crate::oracle::distance;
use crate::plain::PlainHeap;
use crate::written::file_of;
use heapsky::parse::{Fault, Needed, Section};

/// A cut does not move an error either.
#[test]
fn an_error_is_the_same_however_the_file_is_cut() {
    let heap = small();
    let file = file_of(&heap);
    let edges = heap.edges.len();
    for broken in [
        with_number(&file, "edges", 3 * (edges - 1) + 2, "15").0,
        with_number(&file, "edges", 5, "7000").0,
        with_number(&file, "nodes", 9, "-3").0,
        with_number(&file, "nodes", 23, "1.5").0,
        with_number(&file, "nodes", 30, "9007199254740993").0,
        replaced(&file, "\"edges\"", "edges"),
        replaced(&file, "\n\"strings\":[\"<dummy>\",", "\"strings\":[<dummy>,"),
    ] {
        let whole = columns_in_pieces([&broken[..]]).unwrap_err();
        for cut in 0..=broken.len() {
            assert_eq!(columns_in_pieces([&broken[..cut], &broken[cut..]]), Err(whole.clone()), "cut at {cut}");
        }
        assert_eq!(columns_in_pieces(broken.chunks(1)), Err(whole));
    }
}

#[test]
fn every_truncation_is_told_with_its_section_and_length() {
    let file = file_of(&small());
    for length in 1..file.len() {
        let error = columns_in_pieces([&file[..length]]).unwrap_err();
        assert!(matches!(error.fault, Fault::Truncated { .. }), "{length} bytes: {error}");
        assert_eq!((error.section, error.byte), (section_of_cut(&file, length), length as u64), "{error}");
    }
}

#[test]
fn a_truncation_tells_the_whole_rows() {
    let heap = small();
    let file = file_of(&heap);
    let sections = [("nodes", Section::Nodes, 7, heap.nodes.len()), ("edges", Section::Edges, 3, heap.edges.len())];
    for (key, section, width, promised) in sections {
        let (begin, end) = brackets(&file, key);
        for length in begin + 1..=end {
            let text = std::str::from_utf8(&file[begin + 1..length]).unwrap();
            // A number right at the cut may go on: it does not count.
            let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).count();
            let finished = numbers - usize::from(text.ends_with(|c: char| c.is_ascii_digit()));
            let (rows, expected) = ((finished / width) as u64, Some(promised as u64));
            let error = columns_in_pieces([&file[..length]]).unwrap_err();
            assert_eq!((error.section, error.fault), (section, Fault::Truncated { rows, expected }), "{length} bytes");
        }
    }
}

#[test]
fn a_reference_to_nowhere_is_told_with_its_row_and_byte() {
    let heap = small();
    let file = file_of(&heap);
    let limit = 7 * heap.nodes.len() as u64;
    let multiple = |value| Fault::NotMultiple { field: "to_node".into(), value, of: 7 };
    let range = |value| Fault::OutOfRange { field: "to_node".into(), value, limit };
    for row in 0..heap.edges.len() {
        for (text, fault) in [
            ("37", multiple(37)),
            ("1", multiple(1)),
            (&*limit.to_string(), range(limit)),
            ("7000000000", range(7_000_000_000)),
            ("9007199254740992", multiple(1 << 53)),
        ] {
            let (broken, byte) = with_number(&file, "edges", 3 * row + 2, text);
            check_error(&broken, Section::Edges, Some(row as u64), byte, &fault);
        }
    }
}

#[test]
fn numbers_that_are_none_are_told_with_their_byte() {
    let file = file_of(&small());
    let bad = |field: &str, value: &str| Fault::BadNumber { field: field.into(), value: value.into() };
    let (broken, byte) = with_number(&file, "nodes", 7 * 2 + 2, "-5");
    check_error(&broken, Section::Nodes, Some(2), byte, &bad("id", "-5"));
    let (broken, byte) = with_number(&file, "nodes", 7 * 3 + 3, "-1");
    check_error(&broken, Section::Nodes, Some(3), byte, &bad("self_size", "-1"));
    let (broken, byte) = with_number(&file, "edges", 3 * 4 + 2, "-7");
    check_error(&broken, Section::Edges, Some(4), byte, &bad("to_node", "-7"));
    for (text, ahead, found, needed) in [
        ("1.5", 1, b'.', Needed::CommaOrEnd),
        ("1e3", 1, b'e', Needed::CommaOrEnd),
        ("x", 0, b'x', Needed::Number),
        ("\"7\"", 0, b'"', Needed::Number),
        ("[7]", 0, b'[', Needed::Number),
        ("null", 0, b'n', Needed::Number),
        ("1 2", 2, b'2', Needed::CommaOrEnd),
        ("1,,2", 2, b',', Needed::Number),
        ("--1", 1, b'-', Needed::Number),
    ] {
        let (broken, byte) = with_number(&file, "nodes", 7 * 5 + 3, text);
        check_error(&broken, Section::Nodes, Some(5), byte + ahead, &Fault::Unexpected { found, needed });
    }
    for digits in ["9007199254740993", "18446744073709551616", "99999999999999999999999999999999999999999"] {
        let (broken, byte) = with_number(&file, "nodes", 7 * 5 + 3, digits);
        let error = columns_in_pieces([&broken[..]]).unwrap_err();
        assert!(matches!(error.fault, Fault::BadNumber { .. }), "{error}");
        assert!((byte..byte + digits.len() as u64).contains(&error.byte), "{error}: the number is at {byte}");
        assert_eq!((error.section, error.row), (Section::Nodes, Some(5)));
    }
}

#[test]
fn sections_must_fit_each_other() {
    let heap = small();
    let file = file_of(&heap);
    let (nodes, edges) = (heap.nodes.len() as u64, heap.edges.len() as u64);
    let fault = |file: &[u8], section, fault| check_fault(file, section, &fault);
    let (more, _) = with_number(&file, "nodes", 4, "9");
    let promised = edges + 9 - heap.edges.iter().filter(|edge| edge.from == 0).count() as u64;
    fault(&more, Section::Edges, Fault::EdgeCounts { promised, found: edges });
    let end = brackets(&file, "nodes").1;
    let half = [&file[..end], b",3,3", &file[end..]].concat();
    fault(&half, Section::Nodes, Fault::HalfRow { numbers: 7 * nodes + 2, fields: 7 });
    let end = brackets(&file, "edges").1;
    let half = [&file[..end], b",1", &file[end..]].concat();
    fault(&half, Section::Edges, Fault::HalfRow { numbers: 3 * edges + 1, fields: 3 });
    let none = file_of(&PlainHeap::default());
    fault(&none, Section::Nodes, Fault::NoNodes);
}

#[test]
fn what_cannot_be_missed_is_named() {
    let file = file_of(&small());
    for (old, what) in [
        ("\"id\"", "column \"id\" of snapshot.meta.node_fields"),
        ("\"self_size\"", "column \"self_size\" of snapshot.meta.node_fields"),
        ("\"edge_count\"", "column \"edge_count\" of snapshot.meta.node_fields"),
        ("\"to_node\"", "column \"to_node\" of snapshot.meta.edge_fields"),
        ("\"name_or_index\"", "column \"name_or_index\" of snapshot.meta.edge_fields"),
        ("\"meta\"", "snapshot.meta"),
    ] {
        let broken = replaced(&file, old, "\"other\"");
        check_fault(&broken, Section::Header, &Fault::Missing { what: what.into() });
    }
    for key in ["nodes", "edges", "strings"] {
        let broken = replaced(&file, &format!("\"{key}\":["), "\"other\":[");
        check_fault(&broken, Section::Top, &Fault::Missing { what: format!("section \"{key}\"") });
    }
}

#[test]
fn what_nobody_knows_is_shown() {
    let not_json = |found: &str| Fault::NotJson { found: found.into() };
    let keys = |keys: &[&str]| Fault::NotSnapshot { keys: keys.iter().map(|key| key.to_string()).collect() };
    for (file, fault) in [
        ("", Fault::Empty),
        (" \r\n\t", Fault::Empty),
        ("hello\nworld", not_json("hello")),
        ("\n\n  [1,2]", not_json("[1,2]")),
        ("\u{1f}\u{8b}rest", not_json("\u{FFFD}\u{8b}rest".replace('\u{8b}', "\u{FFFD}").as_str())),
        ("{}", keys(&[])),
        ("{\"a\":1,\"b\":[]}", keys(&["a", "b"])),
    ] {
        check_fault(file.as_bytes(), Section::Top, &fault);
    }
}

#[test]
fn errors_are_said_with_their_place() {
    let file = file_of(&small());
    let (broken, byte) = with_number(&file, "edges", 3 * 4 + 2, "37");
    assert_eq!(fault_text(&broken), format!("edges: row 4: to_node 37 is not a multiple of 7 (byte {byte})"));
    let (broken, byte) = with_number(&file, "nodes", 7 * 2 + 2, "-5");
    assert_eq!(fault_text(&broken), format!("nodes: row 2: id -5 is no whole number between 0 and 2^53 (byte {byte})"));
    let (begin, _) = brackets(&file, "nodes");
    assert_eq!(
        fault_text(&file[..begin + 12]),
        format!("nodes: the file ends after 0 rows, {} were promised (byte {})", small().nodes.len(), begin + 12)
    );
    assert_eq!(fault_text(b""), "file: the file is empty, a heap snapshot was needed (byte 0)");
    assert_eq!(fault_text(b"hello"), "file: found \"hello\", '{' was needed (byte 0)");
}

/// A second of what a fuzzer does for hours: damaged files end in an error or in a heap, never in a panic.
#[test]
fn damaged_files_never_panic() {
    let chance = &mut Chance::new(7);
    let file = file_of(&small());
    let (mut opened, mut refused) = (0, 0);
    for _ in 0..6000 {
        let mut damaged = file.clone();
        for _ in 0..=chance.below(3) {
            let at = chance.below(damaged.len());
            match chance.below(4) {
                0 => damaged[at] = chance.pick(b"0123456789,[]{}\":-. \n\\x\xff"),
                1 => drop(damaged.remove(at)),
                2 => damaged.insert(at, chance.pick(b"0123456789,[]{}\":-. \n\\x\xff")),
                _ => {
                    let end = (at + chance.below(40)).min(damaged.len());
                    let piece = damaged[at..end].to_vec();
                    damaged.splice(at..at, piece);
                }
            }
        }
        match try_open(&damaged) {
            Ok(heap) => {
                assert!(heap.numbers().distance.iter().all(|distance| *distance >= distance::NOT_REACHED));
                opened += 1;
            }
            Err(error) => {
                assert!(error.byte <= damaged.len() as u64, "{error} of {} bytes", damaged.len());
                refused += 1;
            }
        }
    }
    assert!(opened > 300 && refused > 300, "{opened} opened, {refused} refused: damage of both kinds");
}
