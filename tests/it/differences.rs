//! Where we differ from DevTools on purpose. ARCHITECTURE.md has the table; each of its rows names a test.
//!
//! The tests here are those whose subject is the difference; the others stand where the thing itself is tested. What
//! DevTools does in each case was seen by running it (1.0.1705227) on the file of the test.

use crate::check::{ALL, check_classes, opened, opened_sketch, warnings_of};
use crate::damage::{replaced, with_number};
use crate::sketch::Sketch;
use crate::written::{Hand, file_in, file_of};
use heapsky::analysis::MemoryKind;
use heapsky::ids::Node;
use heapsky::question::search::Found;
use heapsky::question::{Report, Retainers, Search};
use std::path::Path;

/// DevTools: 705,032,704 bytes and ids below 2^32.
#[test]
fn sizes_and_ids_above_32_bits_are_kept() {
    let opened = opened_sketch(&Sketch::draw("root -> (GC roots) -> A(5000000000) @140266963149888 -> .b: B(16)"));
    let node = Node(2);
    assert_eq!(opened.heap.snapshot().id(node).0, 140_266_963_149_888);
    assert_eq!((opened.heap.shallow(node), opened.heap.retained(node)), (5_000_000_000, 5_000_000_016));
}

/// DevTools: no node fits into 0 and the load fails; of 2 nodes the third is lost unsaid; of 9 six are made up.
#[test]
fn wrong_header_counts_change_no_number() {
    let heap = Sketch::draw("root -> A(8) -> .b: B(16)").heap;
    let right = opened(&file_of(&heap)).numbers();
    for (counts, warnings) in [((0, 0), 0), ((2, 2), 1), ((9, 2), 1)] {
        let file = file_in(&heap, &Hand { counts: Some(counts), ..Hand::default() });
        assert_eq!(opened(&file).numbers(), right, "{counts:?}");
        assert_eq!(warnings_of(&file).len(), warnings, "{counts:?}");
    }
}

/// DevTools: `(undefined)`, all such kinds in one.
#[test]
fn a_kind_past_the_list_makes_a_class_of_its_number() {
    let mut hand = Hand::default();
    hand.node_kinds.extend(["first", "second"]);
    let heap = Sketch::draw("root -> A:first(8) -> .b: B:second(16)").heap;
    let names = |file: &[u8]| -> Vec<String> { opened(file).classes().into_iter().map(|class| class.name).collect() };
    let file = file_in(&heap, &hand);
    assert_eq!(names(&file), ["(first)", "(second)"]);
    assert_eq!(names(&replaced(&file, ",\"first\",\"second\"", "")), ["(unknown#16)", "(unknown#17)"]);
}

/// DevTools puts each into a queue of as many places as there are nodes: "BFS failed".
#[test]
fn more_edges_to_user_roots_than_nodes_are_no_failure() {
    let mut text = String::from("root -> A(8)\n");
    for n in 0..10 {
        text += &format!("root -[{n}]-> A\n");
    }
    let opened = opened_sketch(&Sketch::draw(&text));
    assert_eq!(opened.numbers().distance, [100_000_000, 1]);
}

/// DevTools keeps a row for each place in the string table and shows the last one: one object of 2 bytes.
#[test]
fn a_class_whose_name_stands_twice_in_the_file_is_one_row() {
    let sketch = "root -> (GC roots) -> a=Twice(1)\n(GC roots) -> b=Other(2)";
    check_classes(sketch, ",Twice 1 2 1 1\n,Other 1 2 2 2");
    let file = replaced(&file_of(&Sketch::draw(sketch).heap), "\"Other\"", "\"Twice\"");
    let classes = opened(&file).classes();
    assert_eq!(
        classes.iter().map(|class| (&*class.key, class.count, class.shallow)).collect::<Vec<_>>(),
        [(",Twice", 2, 3)]
    );
}

/// DevTools' retainers view leaves out what holds nothing.
#[test]
fn weak_retainers_are_listed_as_holding_nothing() {
    let sketch = Sketch::draw("root -> (GC roots) -> A(8) -> .b: B(16)\n(GC roots) -weak w-> B");
    let rows = opened_sketch(&sketch)
        .ask(Retainers { of: crate::check::id(&sketch, "B"), ignored: Vec::new(), page: ALL })
        .unwrap();
    let found: Vec<_> = rows.rows.iter().map(|row| (&*row.object.name, row.essential)).collect();
    assert_eq!(found, [("(GC roots)", false), ("A", true)]);
}

/// DevTools' search passes over them.
#[test]
fn objects_without_a_size_are_found() {
    let opened = opened_sketch(&Sketch::draw("root -> (GC roots) -> Nothing(0)"));
    let Found::Names(rows) = opened.ask(Search::first("nothing", ALL)).unwrap() else {
        panic!("a text was searched for");
    };
    assert_eq!(rows.total, 1);
}

/// DevTools fails at a node's name that is not there.
#[test]
fn a_name_past_the_string_table_is_a_stand_in() {
    let (file, _) = with_number(&file_of(&Sketch::draw("root -> A(8)").heap), "nodes", 7 + 1, "999");
    assert_eq!(opened(&file).classes()[0].name, "⟨no string 999⟩");
}

/// DevTools has one part for both, 'other'.
#[test]
fn other_objects_and_other_natives_are_apart() {
    let opened = opened_sketch(&Sketch::draw("root -> (GC roots) -> A(8) -> .n: N:native(16)"));
    let report = opened.ask(Report::default()).unwrap();
    let of = |kind| report.kinds.iter().find(|part| part.kind == kind).map(|part| part.bytes);
    assert_eq!((of(MemoryKind::OtherObjects), of(MemoryKind::OtherNative)), (Some(8), Some(16)));
}

/// The last cells of the rows below a heading, up to the next one.
fn last_cells<'a>(page: &'a str, heading: &str) -> Vec<&'a str> {
    let (_, rest) = page.split_once(&format!("\n## {heading}\n")).expect("the heading");
    let part = rest.split("\n## ").next().unwrap_or_default();
    let rows = part.lines().filter(|line| line.starts_with('|')).skip(2);
    rows.map(|row| row.trim_end_matches('|').rsplit('|').next().unwrap_or_default().trim()).collect()
}

#[test]
fn every_difference_names_a_test_that_is_there() {
    let house = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(house.join("ARCHITECTURE.md")).unwrap();
    let cells = last_cells(&page, "What differs from DevTools, deliberately");
    assert!(cells.len() > 10, "{cells:?}");
    for cell in cells {
        let named = cell.trim_matches('`').split_once("::");
        let (file, test) = named.unwrap_or_else(|| panic!("{cell:?} is no `file::test`"));
        let text = std::fs::read_to_string(house.join(format!("tests/it/{file}.rs"))).unwrap_or_default();
        assert!(text.contains(&format!("#[test]\nfn {test}() {{")), "tests/it/{file}.rs has no test {test}");
    }
}
