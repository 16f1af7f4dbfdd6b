//! Light mode: a snapshot without its references, for files that would not fit.
//!
//! What is there must be as in the whole heap; what is not must not pass for something.

use crate::recorded;
use heapsky::analysis::{Heap, footprint};
use heapsky::ids::Node;
use heapsky::parse::Parser;
use heapsky::question::work::at_once;
use heapsky::question::{
    Children, Direction, Edges, Facts, Gravity, LinkOrder, Page, Report, Retainers, Search, answer,
};
use heapsky::snapshot::{Lost, NodeKind, Snapshot};
use std::collections::BTreeMap;

/// Reads a file in pieces of so many bytes, without its references.
fn light(file: &[u8], piece: usize) -> Snapshot {
    let mut parser = Parser::new(Some(file.len() as u64)).light();
    file.chunks(piece).for_each(|piece| parser.push(piece).unwrap());
    parser.salvage().unwrap()
}

fn opened(snapshot: Snapshot) -> Heap {
    Heap::open(snapshot, &mut |_| ())
}

#[test]
fn objects_names_and_own_sizes_are_those_of_the_whole_heap() {
    for name in recorded::NAMES {
        let file = recorded::file(name);
        let whole = opened(heapsky::parse::read(&file).unwrap());
        let light = opened(light(&file, 1 << 16));
        let cut = light.snapshot().cut().unwrap();
        assert_eq!((cut.lost, cut.expected), (Lost::References, Some(whole.snapshot().edge_count() as u64)), "{name}");
        assert_eq!((light.node_count(), light.snapshot().edge_count()), (whole.node_count(), 0), "{name}");
        for node in whole.snapshot().nodes() {
            let (a, b) = (whole.snapshot(), light.snapshot());
            assert_eq!(a.text(a.name(node)), b.text(b.name(node)), "{name} {node:?}");
            assert_eq!((a.kind(node), a.id(node)), (b.kind(node), b.id(node)), "{name} {node:?}");
            assert_eq!(
                (a.self_size(node), a.self_size(node)),
                (b.self_size(node), light.shallow(node)),
                "{name} {node:?}"
            );
            assert_eq!(light.dominator(node), light.snapshot().root(), "{name} {node:?}");
        }
        assert_eq!(light.total(), whole.total(), "{name}");
        // 0.4 to 1.1 in these files.
        crate::property::check_steps(&whole, 2);
        assert_eq!(light.summary().cut.as_ref(), Some(cut), "{name}");
        // Classes that do not go by references are the same: plain objects are named by their properties, and what is
        // below an element out of its document is out of it too.
        let counts = |heap: &Heap| {
            let mut counts = BTreeMap::new();
            for node in heap.snapshot().nodes().filter(|node| heap.snapshot().self_size(*node) > 0) {
                let class = &heap.class(node).name;
                if !class.starts_with('{') && class != "Object" && heap.snapshot().kind(node) != NodeKind::Native {
                    *counts.entry(class.clone()).or_insert(0) += 1;
                }
            }
            counts
        };
        assert_eq!(counts(&light), counts(&whole), "{name}");
    }
}

#[test]
fn every_question_has_an_answer() {
    let heap = opened(light(&recorded::file("node-20.20.2"), 1 << 16));
    let of = heap.snapshot().id(Node(40));
    let page = Page::first(10);
    assert_eq!(Report::default().answer(&heap).unwrap().suspects, []);
    assert_eq!(
        Edges { of: Some(of), order: LinkOrder::File, direction: Direction::Up, page }.answer(&heap).unwrap().total,
        0
    );
    answer(&heap, &Retainers { of, ignored: Vec::new(), page }.into()).unwrap();
    let children = Children { of: None, page }.answer(&heap).unwrap();
    assert_eq!(children.total, heap.node_count() as u64 - 1);
    assert!(children.rows.iter().all(|row| row.edge.is_none()));
    Facts { of }.answer(&heap).unwrap();
    at_once(Gravity { focus: Some(of), opened: Vec::new() }.answer(&heap, &heapsky::question::Work::default()))
        .unwrap();
    answer(&heap, &Search::first("Module", page).into()).unwrap();
}

#[test]
fn the_pieces_make_no_difference() {
    let file = recorded::file("hermes-0.5.0");
    let whole = format!("{:?}", light(&file, file.len()));
    for piece in [1, 7, 64, 1000] {
        assert_eq!(format!("{:?}", light(&file, piece)), whole, "{piece}");
    }
}

#[test]
fn a_file_that_ends_early_is_light_too_or_cut() {
    let file = recorded::file("node-20.20.2");
    let text = String::from_utf8_lossy(&file);
    let at = |key: &str| text.find(key).unwrap();
    let lost = |end: usize| light(&file[..end], 1 << 16).cut().map(|cut| cut.lost);
    assert_eq!(lost(at("\"nodes\":") + 5000), Some(Lost::Nodes));
    assert_eq!(lost(at("\"edges\":") + 5000), Some(Lost::Edges));
    assert_eq!(lost(file.len() - 2), Some(Lost::References));
}

#[test]
fn what_the_header_promises_is_believed_as_far_as_the_file_can_hold_it() {
    let promised = |text: &str, size: u64| {
        let mut parser = Parser::new(Some(size));
        parser.push(text.as_bytes()).unwrap();
        parser.promised()
    };
    let header = |counts: &str| {
        format!(
            r#"{{"snapshot":{{"meta":{{"node_fields":["type","name","id","self_size","edge_count"],"node_types":[["object"]],
"edge_fields":["type","name_or_index","to_node"],"edge_types":[["element"]]}},{counts}}},"nodes":["#
        )
    };
    let counts = header("\"node_count\":53000000,\"edge_count\":163000000");
    assert_eq!(promised(&counts, 4_400_000_000), Some((53_000_000, 163_000_000)));
    assert_eq!(promised(&counts, 1000), Some((100, 166)), "two bytes a number");
    assert_eq!(promised(&header("\"node_count\":0,\"edge_count\":0"), 8200), Some((100, 300)), "Hermes counts nothing");
    assert_eq!(promised("{\"snapshot\":{", 8200), None);
    // More than 4 GiB whole, less without references; what is as large as a memory of WebAssembly itself never fits.
    assert!(footprint(53_000_000, 163_000_000, 4_400_000_000, false) > 4 << 30);
    assert!(footprint(53_000_000, 163_000_000, 4_400_000_000, true) < 3 << 30);
    assert!(footprint(13_864_539, 42_664_556, 1_125_640_806, false) < 1_250_000_000);
}
