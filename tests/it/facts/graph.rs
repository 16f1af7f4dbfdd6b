//! The facts about roots, references and shapes: the analysis's as much as the parser's.

use crate::check::{check_columns, check_distances, check_dominators, check_retained, opened};
use crate::damage::replaced;
use crate::plain::{Label, PlainEdge};
use crate::sketch::Sketch;
use crate::written::{Hand, file_in, file_of};
use heapsky::ids::{Distance, Node};
use heapsky::parse::{Fault, read};

#[test]
fn fact_14_new_files_have_no_user_roots() {
    let text = "root -> (GC roots) -> A(8) -> .store: s=elements:array(100)\nA -> .meta: \"1\"";
    check_distances(text, "root 0\n(GC roots) 1\nA 2");
    check_retained(text, "root 108\nA 108");
    // No hidden nodes, metadata of no size: nothing is left over and nothing fails.
    let opened = opened(&file_of(&Sketch::draw(text).heap));
    assert_eq!(opened.total(), 108);
    assert_eq!(opened.classes().iter().map(|class| class.count).sum::<u64>(), 2);
}

#[test]
fn fact_15_the_root_is_the_first_node_unless_the_header_says_otherwise() {
    let mut heap = Sketch::draw("root -> A(8)").heap;
    (heap.nodes[0].id, heap.nodes[0].size) = (0, 1);
    let file = file_of(&heap);
    check_columns(&file, &heap);
    let opened = opened(&file);
    assert_eq!((opened.heap.snapshot().root(), opened.total()), (Node(0), 9));
    let with_root = |index: u64| {
        read(&file_in(
            &heap,
            &Hand {
                header_extra: match index {
                    7 => ",\"root_index\":7",
                    8 => ",\"root_index\":8",
                    _ => ",\"root_index\":14",
                },
                ..Hand::default()
            },
        ))
    };
    assert_eq!(with_root(7).unwrap().root(), Node(1));
    assert_eq!(with_root(8).unwrap_err().fault, Fault::NotMultiple { field: "root_index".into(), value: 8, of: 7 });
    assert!(matches!(with_root(14).unwrap_err().fault, Fault::OutOfRange { .. }));
}

#[test]
fn fact_16_weak_edges_self_edges_and_shortcuts_hold_nothing() {
    let text = "
        root -> (GC roots) -> A(8) -> .b: B(16)
        (GC roots) -weak-> B
        (GC roots) -> C(4) -shortcut s-> B
        B -> .own: B
    ";
    check_retained(text, "A 24\nB 16\nC 4");
    check_dominators(text, "B A\nC (GC roots)");
    // Only the root's shortcuts mark what belongs to the page.
    check_distances("root -shortcut w-> Window(8) -> .a: A(8)", "Window 1\nA 2");
}

#[test]
fn fact_17_a_weak_map_holds_its_values_through_the_key() {
    let label = "part of key (K @7) -> value (V @9) pair in WeakMap (table @5)";
    let text = format!(
        r#"
        root -> (GC roots) -> t=table:array(100) @5
        (GC roots) -> Key(8) @7
        Key -internal "3 / {label}"-> Value(16) @9
        t -internal "2 / {label}"-> Value
        "#
    );
    check_retained(&text, "t 100\nKey 24\nValue 16");
    check_dominators(&text, "Value Key");
}

#[test]
fn fact_18_references_may_stand_twice_and_objects_alone() {
    let text = "
        root -> (GC roots) -> Array(16) -[0]-> A(8)
        Array -[0]-> A
        Array -internal elements-> e=(elements):array(32) -internal 0-> A
        Alone(64) -> .b: B(1)
    ";
    let heap = Sketch::draw(text).heap;
    check_columns(&file_of(&heap), &heap);
    check_retained(text, "Array 56\nA 8\ne 32\nAlone 65");
    check_distances(text, "Alone unreachable\nB unreachable");
}

#[test]
fn fact_19_depth_is_unbounded() {
    let mut heap = Sketch::draw("root -> A(8)").heap;
    let deep = 200_000;
    for node in 2..deep {
        heap.nodes.push(heap.nodes[1].clone());
        heap.nodes[node].id = 2 * node as u64 + 1;
        let (kind, label) = ("property".into(), Label::Name("next".into()));
        heap.edges.push(PlainEdge { from: node - 1, to: node, kind, label });
    }
    // A call path as deep, from the leaf to the root.
    let tree = format!("{}{}", "1,0,2,3,[".repeat(deep), "]".repeat(deep));
    let file = replaced(&file_of(&heap), "\"trace_tree\":[", &format!("\"trace_tree\":[{tree}"));
    let file = replaced(&file, "\"trace_function_infos\":[", "\"trace_function_infos\":[0,1,1,0,0,0");
    let opened = opened(&file);
    assert_eq!(opened.heap.retained(Node(1)), 8 * (deep as u64 - 1));
    assert_eq!(opened.heap.distance(Node(deep as u32 - 1)), Distance::FromRoot(deep as u32 - 1));
    let traces = opened.heap.snapshot().traces();
    let leaf = traces.iter().last().unwrap();
    assert_eq!((traces.frames(leaf).count(), traces.functions().len()), (deep, 1));
}

#[test]
fn fact_20_a_hub_may_have_a_million_references() {
    let mut heap = Sketch::draw("root -> Hub(8)").heap;
    for node in 2..300_000 {
        heap.nodes.push(heap.nodes[1].clone());
        heap.nodes[node].id = 2 * node as u64 + 1;
        for (from, to) in [(1, node), (node, 1)] {
            heap.edges.push(PlainEdge { from, to, kind: "element".into(), label: Label::Index(node as u64) });
        }
    }
    heap.sort_edges();
    let opened = opened(&file_of(&heap));
    assert_eq!(opened.heap.retained(Node(1)), 8 * (heap.nodes.len() as u64 - 1));
}

#[test]
fn fact_21_objects_of_no_size_are_there_but_in_no_class() {
    let text = "root -> (GC roots) -> A(8) -> .meta: Meta:number";
    let opened = opened(&file_of(&Sketch::draw(text).heap));
    assert_eq!(opened.classes().iter().map(|class| class.name.clone()).collect::<Vec<_>>(), ["A"]);
    assert_eq!((opened.heap.node_count(), opened.heap.retained(Node(3))), (4, 0));
}
