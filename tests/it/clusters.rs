//! Object-cluster view, icicle and statistics on drawn heaps.

use crate::chance::Chance;
use crate::check::{ALL, Opened, id, opened_sketch};
use crate::sketch::Sketch;
use heapsky::ids::Bytes;
use heapsky::question::cluster::ClusterRow;
use heapsky::question::statistics::Origin;
use heapsky::question::{Children, Cluster, Icicle, Members, Page, Statistics};

fn drawn(text: &str) -> (Sketch, Opened) {
    let sketch = Sketch::draw(text);
    let opened = opened_sketch(&sketch);
    (sketch, opened)
}

/// `name retained`, or `class × count retained`.
fn words(row: &ClusterRow) -> String {
    match row {
        ClusterRow::One(child) => format!("{} {}", child.object.name, child.object.retained),
        ClusterRow::Many(alike) => {
            format!("{} × {} {}", alike.largest.object.class, alike.count, alike.retained)
        }
    }
}

/// A holder of seven listeners, one of which is heavy, and of two others.
fn listeners() -> (Sketch, Opened) {
    let many: String = (0..6).map(|n| format!("A -[{n}]-> l{n}=Listener({})\n", 10 + n)).collect();
    drawn(&format!(
        "root -> (GC roots) -> A(1)\n{many}A -[6]-> heavy=Listener(900)\nA -> .x: X(40)\nA -> .y: Y(5)\nA -> .z: y2=Y(4)"
    ))
}

#[test]
fn like_children_are_one_row_and_what_stands_out_is_its_own() {
    let (sketch, opened) = listeners();
    let of = Some(id(&sketch, "A"));
    let rows = opened.ask(Cluster { of, by_class: false, page: ALL }).unwrap();
    let said: Vec<String> = rows.rows.iter().map(words).collect();
    assert_eq!(said, ["Listener 900", "Listener × 6 75", "X 40", "Y 5", "Y 4"]);
    assert_eq!(rows.total, 5);
    let ClusterRow::Many(alike) = &rows.rows[1] else { panic!("{rows:?}") };
    assert_eq!((alike.largest.object.retained, alike.shallow), (15, 75));
    let members = opened.ask(Members { of, class: alike.class, by_class: false, page: ALL }).unwrap();
    let sizes: Vec<Bytes> = members.rows.iter().map(|row| row.object.retained).collect();
    assert_eq!(sizes, [15, 14, 13, 12, 11, 10]);
    assert!(members.rows[0].edge.is_some(), "the reference is named");
}

#[test]
fn functions_and_strings_of_one_name_are_called_by_it() {
    let many = |name: &str, other: &str| -> bool {
        let many: String =
            (0..6).map(|n| format!("A -[{n}]-> l{n}={}({})\n", if n == 3 { other } else { name }, 10 + n)).collect();
        let (sketch, opened) = drawn(&format!("root -> (GC roots) -> A(1)\n{many}"));
        let of = Some(id(&sketch, "A"));
        let rows = opened.ask(Cluster { of, by_class: false, page: ALL }).unwrap().rows;
        let [ClusterRow::Many(alike)] = &rows[..] else { panic!("{rows:?}") };
        alike.same_name
    };
    assert!(many("onError:closure", "onError:closure") && many("\"text\"", "\"text\""));
    assert!(!many("onError:closure", "onData:closure"));
    // Of objects the class is the name.
    assert!(!many("Listener", "Listener"));
}

#[test]
fn by_class_every_class_is_one_row() {
    let (sketch, opened) = listeners();
    let of = Some(id(&sketch, "A"));
    let rows = opened.ask(Cluster { of, by_class: true, page: ALL }).unwrap();
    assert_eq!(rows.rows.iter().map(words).collect::<Vec<_>>(), ["Listener × 7 975", "X × 1 40", "Y × 2 9"]);
    let ClusterRow::Many(alike) = &rows.rows[0] else { panic!("{rows:?}") };
    let page = Page { offset: 1, limit: 2 };
    let members = opened.ask(Members { of, class: alike.class, by_class: true, page }).unwrap();
    assert_eq!(members.rows.iter().map(|row| row.object.retained).collect::<Vec<_>>(), [15, 14]);
    assert_eq!(members.total, 7);
}

#[test]
fn every_child_of_a_random_heap_is_in_one_row() {
    let mut folded = 0;
    for seed in 0..300 {
        let mut chance = Chance::new(seed);
        let opened = opened_sketch(&Sketch::draw(&crowd(&mut chance)));
        for by_class in [false, true] {
            let children = opened.ask(Children { of: None, page: ALL }).unwrap();
            let mut expect: Vec<u64> = children.rows.iter().map(|row| row.object.id.0).collect();
            let rows = opened.ask(Cluster { of: None, by_class, page: ALL }).unwrap();
            let mut found = Vec::new();
            let mut last = Bytes::MAX;
            for row in &rows.rows {
                let retained = match row {
                    ClusterRow::One(child) => {
                        found.push(child.object.id.0);
                        child.object.retained
                    }
                    ClusterRow::Many(alike) => {
                        let members =
                            opened.ask(Members { of: None, class: alike.class, by_class, page: ALL }).unwrap().rows;
                        assert_eq!(members.len() as u64, alike.count);
                        let sum: Bytes = members.iter().map(|row| row.object.retained).sum();
                        assert_eq!(sum, alike.retained);
                        assert_eq!(members[0].object.id, alike.largest.object.id);
                        found.extend(members.iter().map(|row| row.object.id.0));
                        folded += 1;
                        alike.retained
                    }
                };
                assert!(retained <= last, "largest first");
                last = retained;
            }
            expect.sort_unstable();
            found.sort_unstable();
            assert_eq!(found, expect, "seed {seed}");
        }
    }
    assert!(folded > 300, "{folded} rows were folded");
}

/// Objects of few classes below the root.
fn crowd(chance: &mut Chance) -> String {
    let class = |chance: &mut Chance| ["A", "B", "C"][chance.below(3)];
    let size = |chance: &mut Chance| if chance.below(9) == 0 { 500 } else { 1 + chance.below(9) };
    (0..5 + chance.below(20)).map(|n| format!("root -> n{n}={}({})\n", class(chance), size(chance))).collect()
}

#[test]
fn an_icicle_is_as_wide_as_what_is_retained() {
    let (sketch, opened) = drawn(
        "
        root -> (GC roots) -> A(10) -> .b: B(600) -> .c: C(300)
        A -> .d: D(89)
        A -> .tiny: T(1)
        ",
    );
    let picture = opened.ask(Icicle { of: Some(id(&sketch, "A")) }).unwrap();
    let said: Vec<_> = picture.slabs.iter().map(|slab| (slab.parent, slab.level, words(&slab.row))).collect();
    assert_eq!(
        said,
        [(None, 1, "B 900".to_owned()), (None, 1, "D 89".to_owned()), (Some(0), 2, "C 300".to_owned())],
        "what is narrower than two thousandths is left out"
    );
    assert_eq!((picture.top.retained, picture.cut), (1000, false));
}

#[test]
fn a_deep_heap_ends_the_icicle_and_it_says_so() {
    let chain: String = (0..60).map(|n| format!("n{n} -> .next: n{}(8)\n", n + 1)).collect();
    let (_, opened) = drawn(&format!("root -> n0(8)\n{chain}"));
    let picture = opened.ask(Icicle { of: None }).unwrap();
    assert!(picture.cut);
    assert_eq!(picture.slabs.last().map(|slab| slab.level), Some(heapsky::question::icicle::LEVELS));
}

#[test]
fn statistics_tell_source_text_engine_and_program_apart() {
    let (_, opened) = drawn(
        "
        root -> (GC roots) -> App(100) -> .name: n=\"text\"(20)
        (GC roots) -> s=app.js:code(7) -internal source-> t=\"function f(){}\"(300)
        (GC roots) -> m=\"system / Map\":hidden(60)
        (GC roots) -> store=\"\":array(40)
        App -internal elements-> list=\"\":array(50) -> .last: Other(5)
        list -> .first: inner=\"\":array(30)
        store -> .x: inner2=\"\":array(10)
        ",
    );
    let parts = opened.ask(Statistics).unwrap();
    let of = |wanted: Origin| parts.origins.iter().find(|part| part.origin == wanted).map(|part| part.bytes);
    assert_eq!(of(Origin::Source), Some(300));
    assert_eq!(of(Origin::Code), Some(7));
    assert_eq!(of(Origin::External), Some(0));
    let sum: Bytes = parts.origins.iter().map(|part| part.bytes).sum();
    assert_eq!(sum, parts.total);
    assert_eq!(parts.kinds.iter().map(|part| part.bytes).sum::<Bytes>(), parts.total);
    assert_eq!(parts.nodes.iter().map(|part| part.shallow).sum::<Bytes>(), parts.total);
    assert_eq!((of(Origin::App), of(Origin::Engine)), (Some(100 + 20 + 50 + 5 + 30), Some(60 + 40 + 10)));
}
