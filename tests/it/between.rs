//! Ways between two objects: on drawn heaps, and on random ones against the definition.

use crate::chance::{Chance, random_heap};
use crate::check::{Opened, id, opened, opened_sketch};
use crate::plain::{Label, PlainHeap};
use crate::sketch::Sketch;
use crate::written::file_of;
use heapsky::ids::ObjectId;
use heapsky::question::between::{Found, LIMIT, LINE, Ways};
use heapsky::question::gravity::{Body, Role};
use heapsky::question::{Between, EdgeName, ObjectRow, Refusal};
use std::collections::BTreeSet;
use std::sync::Arc;

mod twin;

fn ways(text: &str, from: &str, to: &str) -> Ways {
    let sketch = Sketch::draw(text);
    opened_sketch(&sketch).ask(Between { from: id(&sketch, from), to: id(&sketch, to) }).unwrap()
}

fn row(body: &Body) -> (&ObjectRow, Role) {
    match body {
        Body::Object { object, role, .. } => (object, *role),
        Body::More { .. } => panic!("{body:?}"),
    }
}

/// `A!` for an end, `A*` for what is on the lit way, `A` for others, `root` for the root.
fn bodies(ways: &Ways) -> String {
    let name = |body: &Body| {
        let (object, role) = row(body);
        let name = if object.name.is_empty() { "root" } else { &*object.name };
        let mark = match role {
            Role::End => "!",
            Role::Spine => "*",
            _ => "",
        };
        format!("{name}{mark}")
    };
    ways.picture.bodies.iter().map(name).collect::<Vec<_>>().join(" ")
}

/// `A.x>B`, a lit one `A.x=>B`, one without a reference `A?B`.
fn links(ways: &Ways) -> String {
    let name = |at: u32| row(&ways.picture.bodies[at as usize]).0.name.clone();
    let line = |link: &heapsky::question::gravity::Link| {
        let edge = match link.edge.as_ref().map(|edge| &edge.name) {
            Some(EdgeName::Name(name)) => format!(".{name}"),
            Some(EdgeName::Index(index)) => format!("[{index}]"),
            None => "?".to_owned(),
        };
        assert_eq!(link.edge.is_some(), link.at.is_some());
        format!("{}{edge}{}>{}", name(link.from), if link.spine { "=" } else { "" }, name(link.to))
    };
    ways.picture.links.iter().map(line).collect::<Vec<_>>().join(" ")
}

fn found(steps: u32, objects: u64) -> Option<Found> {
    Some(Found { steps, objects, shown: objects })
}

#[test]
fn the_shortest_way_is_lit_and_those_of_two_steps_more_are_there() {
    let ways = ways(
        "
        root -> (GC roots) -> A(1) -> .b: B(1) -> .z: Z(1)
        A -> .c: C(1) -> .d: D(1) -> .z: Z
        A -[1]-> E(1) -> .f: F(1) -> .g: G(1) -> .z: Z
        A -> .h: H(1) -> .i: I(1) -> .j: J(1) -> .k: K(1) -> .z: Z
        B -> .c: C
        B -> .back: A
        B -weak w-> Z
        A -> .nothing: N(1)
        ",
        "A",
        "Z",
    );
    assert_eq!((ways.told.there, ways.told.back, ways.told.is_written), (found(2, 8), None, true));
    assert_eq!(bodies(&ways), "A! B* C E Z! D F G");
    assert_eq!(links(&ways), "A.b=>B B.z=>Z A.c>C A[1]>E B.c>C C.d>D E.f>F D.z>Z F.g>G G.z>Z");
    assert_eq!(&*ways.told.holder.name, "A");
}

#[test]
fn a_way_that_comes_back_to_where_it_was_is_none() {
    // C is two steps aside, but only there and back; D and E are a way around.
    let text = "
        root -> A(1) -> .b: B(1) -> .z: Z(1)
        B -> .c: C(1) -> .b: B
        A -> .d: D(1) -> .a: A
        D -> .e: E(1) -> .b: B
        Z -> .z: Y(1) -> .back: Z
        Z -> .self: Z
    ";
    let ways = ways(text, "A", "Z");
    assert_eq!((ways.told.there, bodies(&ways)), (found(2, 5), "A! B* D Z! E".to_owned()));
    assert_eq!(links(&ways), "A.b=>B B.z=>Z A.d>D D.e>E E.b>B");
}

#[test]
fn both_directions_are_told_and_the_first_is_lit() {
    let ring = "root -> A(1) -> .b: B(1) -> .c: C(1) -> .d: D(1) -> .a: A";
    let there = ways(ring, "A", "B");
    assert_eq!((there.told.there, there.told.back), (found(1, 2), found(3, 4)));
    assert_eq!(links(&there), "A.b=>B B.c>C C.d>D D.a>A");
    let back = ways(ring, "B", "A");
    assert_eq!((bodies(&back), links(&back)), ("B! C* D* A!".to_owned(), "B.c=>C C.d=>D D.a=>A A.b>B".to_owned()));
    // Only from the second to the first: the way begins where it begins.
    let only = ways("root -> A(1) -> .b: B(1)", "B", "A");
    assert_eq!((only.told.there, only.told.back), (None, found(1, 2)));
    assert_eq!((bodies(&only), links(&only)), ("A! B!".to_owned(), "A.b=>B".to_owned()));
}

#[test]
fn what_a_developer_wrote_comes_before_what_the_engine_refers_to() {
    let text = "
        root -> A(1) -internal map-> M:hidden(1) -> .z: Z(1)
        A -> .__proto__: P(1) -> .z: Z
        A -> .constructor: P
        A -[7]-> L(1) -context x-> K(1) -> .z: Z
    ";
    let written = ways(text, "A", "Z");
    assert!(written.told.is_written);
    assert_eq!(links(&written), "A[7]=>L L.x=>K K.z=>Z");
    let engine = ways(&text.replace("A -[7]-> L(1)", "root -> L(1)"), "A", "Z");
    assert!(!engine.told.is_written);
    assert_eq!(links(&engine), "A.map=>M M.z=>Z A.__proto__>P P.z>Z");
    // Of several references to one object the one that says most.
    let many = ways("root -> A(1) -internal i-> B(1)\nA -[2]-> B\nA -> .b: B\nA -> .c: B", "A", "B");
    assert_eq!(links(&many), "A.b=>B");
}

#[test]
fn scopes_count_and_what_all_objects_share_does_not() {
    let scope = "
        root -> List(1) -[0]-> f:closure(1) -internal context-> Scope(1) -context client-> Client(1)
        f -internal shared-> i:code(1) -> .direct: Client
        Client -> .on: f
    ";
    let both = ways(scope, "f", "Client");
    assert!(both.told.is_written);
    assert_eq!((both.told.there, both.told.back), (found(2, 3), found(1, 2)));
    let shared = "
        root -> List(1) -[0]-> A(1) -> .__proto__: P(1) -internal map-> M:hidden(1) -> .last: B(1)
        List -[1]-> B -> .__proto__: P
    ";
    let apart = ways(shared, "A", "B");
    assert_eq!((apart.told.there, apart.told.back, &*apart.told.holder.name), (None, None, "List"));
    assert_eq!(links(&apart), "List[0]=>A List[1]=>B");
}

#[test]
fn of_two_that_do_not_reach_each_other_the_nearest_holder_is_told() {
    let text = "
        root -> (GC roots) -> X(1) -> .p: P(1) -> .a: A(1)
        X -> .q: Q(1) -> .a: A
        P -internal slot-> B(1)
        Q -internal slot-> B
    ";
    let held = ways(text, "A", "B");
    assert_eq!((held.told.there, held.told.back, &*held.told.holder.name), (None, None, "X"));
    assert_eq!(bodies(&held), "X* P* A! B!");
    assert_eq!(links(&held), "X.p=>P P.a=>A P.slot=>B");
    // The root alone; and what no root reaches hangs on it without a reference.
    let roots = ways("root -> A(1)\nroot -> B(1)\nC(1) -> .d: D(1) -> .c: C", "A", "C");
    assert_eq!((bodies(&roots), &*roots.told.holder.name), ("root A! C!".to_owned(), ""));
    assert_eq!(links(&roots), "[1]=>A ?=>C");
    let root = ways("root -> A(1)\nC(1) -> .d: D(1) -> .c: C", "C", "root");
    assert_eq!((bodies(&root), links(&root)), ("root! C!".to_owned(), "?=>C".to_owned()));
}

#[test]
fn one_object_alone_and_unknown_ones() {
    let sketch = Sketch::draw("root -> A(1) -> .a: A");
    let heap = opened_sketch(&sketch);
    let (a, nobody) = (id(&sketch, "A"), ObjectId(99));
    let same = heap.ask(Between { from: a, to: a }).unwrap();
    assert_eq!(
        (same.told.there, same.told.back, bodies(&same), links(&same)),
        (None, None, "A!".to_owned(), String::new())
    );
    for (from, to) in [(a, nobody), (nobody, a), (nobody, nobody)] {
        assert_eq!(heap.ask(Between { from, to }), Err(Refusal::NoSuchObject(nobody)));
    }
}

#[test]
fn of_a_long_way_the_middle_is_left_out_and_of_many_ways_most() {
    let mut text = String::from("root -> n0(1)\n");
    (1..500).for_each(|n| text += &format!("n{} -> .next: n{n}(1)\n", n - 1));
    let long = ways(&text, "n0", "n499");
    assert_eq!(long.told.there, Some(Found { steps: 499, objects: 500, shown: LINE as u64 }));
    assert_eq!((long.picture.bodies.len(), long.picture.links.len()), (LINE, LINE - 1));
    let unnamed: Vec<_> = long.picture.links.iter().filter(|link| link.edge.is_none()).collect();
    assert_eq!(unnamed.len(), 1);
    assert_eq!(row(&long.picture.bodies[unnamed[0].to as usize]).0.name, format!("n{}", 500 - LINE / 2));

    let mut text = String::from("root -> A(1)\nA -> .d: D(1) -> .e: E(1) -> .z: Z(1)\n");
    (0..700).for_each(|n| text += &format!("A -> .m: m{n}(1) -> .z: Z\n"));
    let wide = ways(&text, "A", "Z");
    assert_eq!(wide.told.there, Some(Found { steps: 2, objects: 704, shown: LIMIT as u64 }));
    assert!(!bodies(&wide).contains('D'), "those on the shortest ways come first");
    // Both ways at once share the room.
    (0..700).for_each(|n| text += &format!("Z -> .m: k{n}(1) -> .a: A\n"));
    let both = ways(&text, "A", "Z");
    assert_eq!(both.told.there, Some(Found { steps: 2, objects: 704, shown: LIMIT as u64 / 2 }));
    assert_eq!(both.told.back, Some(Found { steps: 2, objects: 702, shown: LIMIT as u64 / 2 }));
    assert_eq!(both.picture.bodies.len(), LIMIT - 2);
}

/// What no object of a class has for itself is among the references.
fn heap_of(seed: u64, nodes: usize) -> PlainHeap {
    let mut heap = random_heap(seed, nodes);
    let mut chance = Chance::new(seed);
    for edge in heap.edges.iter_mut().filter(|edge| &*edge.kind == "property") {
        if chance.one_in(6) {
            edge.label = Label::Name(Arc::from(chance.pick(&["__proto__", "constructor"])));
        }
    }
    heap
}

#[test]
fn the_ways_of_random_heaps_are_those_of_the_definition() {
    let (mut told, mut held) = (0, 0);
    for seed in 0..500 {
        let heap = heap_of(seed, if seed % 5 == 0 { 40 } else { 14 });
        let opened = opened(&file_of(&heap));
        let twin = twin::Twin::new(&heap);
        let mut chance = Chance::new(seed);
        for _ in 0..12 {
            let [from, to] = [0; 2].map(|_| chance.below(heap.nodes.len()));
            let ends = [from, to].map(|node| ObjectId(heap.nodes[node].id));
            let ways = opened.ask(Between { from: ends[0], to: ends[1] }).unwrap();
            twin.check(&heap, &opened, (from, to), &ways, &format!("seed {seed}, n{from} to n{to}"));
            told += usize::from(ways.told.there.is_some());
            held += usize::from(ways.told.there.is_none() && ways.told.back.is_none());
        }
    }
    assert!(told > 500 && held > 500, "{told} with a way, {held} without");
}

#[test]
fn what_is_shown_of_many_ways_is_whole_ways() {
    let mut cut = 0;
    for seed in 0..60 {
        let mut chance = Chance::new(seed);
        // Layers of objects that refer to the next layer, and now and then aside or back.
        let (depth, width) = (2 + chance.below(12), 20 + chance.below(80));
        let mut text = String::from("root -> A(1)\n");
        let node = |layer: usize, n: usize| match layer {
            0 => "A".to_owned(),
            layer if layer == depth => "Z(1)".to_owned(),
            _ => format!("l{layer}n{n}(1)"),
        };
        let name = |text: String| text.trim_end_matches("(1)").to_owned();
        let mut known = BTreeSet::from(["A".to_owned()]);
        for layer in 0..depth {
            for n in 0..if layer == 0 { 2 * width } else { width } {
                let next = if chance.one_in(9) { layer.max(1) } else { layer + 1 };
                let (from, to) = (name(node(layer, n)), node(next.min(depth), chance.below(width)));
                if known.contains(&from) && from != name(to.clone()) {
                    let to = if known.insert(name(to.clone())) { to } else { name(to) };
                    text += &format!("{from} -> .x: {to}\n");
                }
            }
        }
        if !known.contains("Z") {
            continue;
        }
        let ways = ways(&text, "A", "Z");
        let found = ways.told.there.unwrap();
        cut += usize::from(found.shown < found.objects);
        assert!(ways.picture.bodies.len() <= LIMIT, "seed {seed}");
        twin::check_whole(&ways, found.steps + 2, &format!("seed {seed}"));
    }
    assert!(cut > 5, "{cut} were cut");
}

/// A hub of so many, and a way through each.
#[test]
fn hubs_and_long_ways_take_no_longer_than_the_heap_is_large() {
    let heap = |heap: &Opened, from, to| heap.ask(Between { from: ObjectId(from), to: ObjectId(to) }).unwrap();
    let mut text = String::from("root -> A(1)\nA -> .o: O(1) -> .n: N(1)\n");
    (0..20_000).for_each(|n| {
        text += &format!("A -[{n}]-> m{n}(1) -> .z: Z(1)\nm{n} -> .back: A\nZ -[{n}]-> m{n}\n")
            .replace("Z(1)", if n == 0 { "Z(1)" } else { "Z" })
    });
    let sketch = Sketch::draw(&text);
    let opened = opened_sketch(&sketch);
    let start = std::time::Instant::now();
    let ways = heap(&opened, sketch.id("A"), sketch.id("Z"));
    assert_eq!(ways.told.there, Some(Found { steps: 2, objects: 20_002, shown: LIMIT as u64 / 2 }));
    assert_eq!(ways.told.back, Some(Found { steps: 2, objects: 20_002, shown: LIMIT as u64 / 2 }));
    let aside = heap(&opened, sketch.id("N"), sketch.id("Z"));
    assert_eq!((aside.told.there, aside.told.holder.name.as_str()), (None, "A"));
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}
