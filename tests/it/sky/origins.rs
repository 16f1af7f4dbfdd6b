//! From which scripts the bodies of a picture come: on a drawn heap, and on random ones against the definition.

use crate::check::{id, opened_sketch};
use crate::sketch::Sketch;
use heapsky::analysis::Heap;
use heapsky::ids::Node;
use heapsky::question::NodeKind;
use heapsky::question::gravity::{Body, Gravity};
use heapsky::question::sky::{Sky, SkyOf, StarKind, Stars};
use std::collections::BTreeMap;

/// Who has a place has its script; who has none has that of the nearest dominator with one.
fn script_id(heap: &Heap, node: Node) -> Option<u64> {
    let snapshot = heap.snapshot();
    let has_own = matches!(snapshot.kind(node), NodeKind::Object | NodeKind::Closure);
    match snapshot.place(node).filter(|_| has_own) {
        Some(place) => Some(place.script_id),
        None if node == snapshot.root() => None,
        None => script_id(heap, heap.dominator(node)),
    }
}

/// Bodies have the same script if and only if their objects have.
pub fn check(heap: &Heap, stars: &Stars, what: &str) {
    let mut rows: BTreeMap<u64, u32> = BTreeMap::new();
    for body in &stars.bodies {
        let node = match body.kind {
            StarKind::Object { id } => heap.find(id).unwrap(),
            StarKind::Group { .. } | StarKind::Class => continue,
        };
        let id = script_id(heap, node);
        assert_eq!(id.is_some(), body.script.is_some(), "{what}: {body:?}");
        if let (Some(id), Some(row)) = (id, body.script) {
            assert_eq!(*rows.entry(id).or_insert(row), row, "{what}: {body:?}");
            assert_eq!(stars.scripts[row as usize], format!("#{id}"), "no file that is drawn names its scripts");
        }
    }
}

const TEXT: &str = "
    root -> (GC roots) -> cache=Cache(10) at 7:1:1
    cache -> .list: list=Array(20) -> .a: a=Item(900) at 8:3:4
    list -> .b: b=Object(800)
    list -> .c: c=(number):number(700) at 9:1:1
    (GC roots) -> d=Loose(600)
";

#[test]
fn who_has_no_script_of_its_own_has_that_of_who_holds_it() {
    let sketch = Sketch::draw(TEXT);
    let heap = opened_sketch(&sketch);
    let stars = heap.ask(Sky { of: SkyOf::Objects, limit: 99, opened: Vec::new(), part: 0 }).unwrap();
    check(&heap.heap, &stars, "drawn");
    let of = |handle: &str| {
        let id = id(&sketch, handle);
        let body = stars.bodies.iter().find(|body| body.kind == StarKind::Object { id }).unwrap();
        body.script.map(|row| stars.scripts[row as usize].as_str())
    };
    assert_eq!(["cache", "list", "a", "b", "d"].map(of), [Some("#7"), Some("#7"), Some("#8"), Some("#7"), None]);
    assert_eq!(of("c"), Some("#7"), "what is no object and no function has no script, whatever the file says");
    let around = heap.ask(Gravity { focus: Some(id(&sketch, "list")), opened: Vec::new() }).unwrap();
    for body in &around.bodies {
        if let Body::Object { object, script, .. } = body {
            let node = heap.heap.find(object.id).unwrap();
            let expect = script_id(&heap.heap, node).map(|id| format!("#{id}"));
            assert_eq!(script.map(|row| around.scripts[row as usize].clone()), expect, "{object:?}");
        }
    }
}

#[test]
fn a_group_comes_from_the_script_of_its_members_or_of_who_holds_them() {
    let list = |name: &str, place: &str| -> String {
        (0..9).map(|n| format!("list -[{n}]-> {name}{n}={name}({}){place}\n", 50 + n)).collect()
    };
    let text =
        ["root -> (GC roots) -> list=Array(5) at 30:0:0\n", &list("Own", " at 8:0:0"), &list("Plain", "")].concat();
    let heap = opened_sketch(&Sketch::draw(&text));
    let stars = heap.ask(Sky { of: SkyOf::Objects, limit: 5, opened: Vec::new(), part: 0 }).unwrap();
    let told =
        |row: usize| (stars.bodies[row].count, stars.scripts[stars.bodies[row].script.unwrap() as usize].as_str());
    assert_eq!([3, 4].map(told), [(9, "#8"), (9, "#30")]);
}

#[test]
fn a_class_comes_from_the_script_of_its_first_object() {
    let heap = opened_sketch(&Sketch::draw(TEXT));
    let stars = heap.ask(Sky { of: SkyOf::Classes, limit: 99, opened: Vec::new(), part: 0 }).unwrap();
    let of = |name: &str| {
        let class = stars.classes.iter().find(|class| class.name == name).unwrap().class;
        let body = stars.bodies.iter().find(|body| body.class == class).unwrap();
        body.script.map(|row| stars.scripts[row as usize].as_str())
    };
    assert_eq!(["Cache", "Item", "Loose"].map(of), [Some("#7"), Some("#8"), None]);
}
