//! Retainers and paths: which ways lead to an object, and what is freed when references are cut.

use crate::chance::{Chance, random_heap};
use crate::check::{Opened, id, opened, opened_sketch};
use crate::oracle::{self, Way, distance, essential, flood};
use crate::plain::PlainHeap;
use crate::recorded;
use crate::sketch::Sketch;
use crate::written::file_of;
use heapsky::ids::{Distance, Node};
use heapsky::present::naming;
use heapsky::question::paths::{Held, HeldWay, WAYS};
use heapsky::question::without::{Freed, frees};
use heapsky::question::{EdgeName, Ignored, Page, Paths, Refusal, Retainers};
use std::collections::BTreeSet;

/// What no root reaches any more when these edges are gone, by definition: reached first are the root and what nothing
/// refers to, and cycles that they do not reach are nobody's.
fn freed_by_definition(heap: &PlainHeap, shallow: &[u64], is_gone: impl Fn(usize) -> bool) -> Freed {
    let essential = essential::essential(heap);
    let orphan = |node: &usize| !heap.edges.iter().zip(&essential).any(|(edge, counts)| *counts && edge.to == *node);
    let seeds: Vec<usize> = (0..heap.nodes.len()).filter(|node| *node == 0 || orphan(node)).collect();
    let before = flood(heap, seeds.clone(), |edge| essential[edge]);
    let after = flood(heap, seeds, |edge| essential[edge] && !is_gone(edge));
    let lost = (0..heap.nodes.len()).filter(|node| before[*node] && !after[*node]);
    lost.fold(Freed::default(), |sum, node| Freed { objects: sum.objects + 1, bytes: sum.bytes + shallow[node] })
}

/// The object that alone keeps a backing store alive, by definition.
fn owner(heap: &PlainHeap, essential: &[bool], store: usize) -> Option<usize> {
    let node = &heap.nodes[store];
    let is_table = matches!(&*node.kind, "hidden" | "native") && node.name.starts_with("system / PropertyArray");
    let holders: BTreeSet<usize> = edges_into(heap, essential, store).map(|edge| heap.edges[edge].from).collect();
    let owner = holders.first().copied().filter(|_| holders.len() == 1 && (&*node.kind == "array" || is_table))?;
    (&*heap.nodes[owner].kind != "synthetic").then_some(owner)
}

fn edges_into<'a>(heap: &'a PlainHeap, essential: &'a [bool], to: usize) -> impl Iterator<Item = usize> + 'a {
    (0..heap.edges.len()).filter(move |edge| essential[*edge] && heap.edges[*edge].to == to)
}

/// The reference that V8 writes for the same slot a second time: the one at the same place between a backing store and the
/// target, or between its owner and the target.
fn twin(heap: &PlainHeap, essential: &[bool], edge: usize) -> Option<usize> {
    let ends = &heap.edges[edge];
    let into = || edges_into(heap, essential, ends.to);
    let place = into().filter(|other| heap.edges[*other].from == ends.from).position(|other| other == edge)?;
    let stores = into().map(|edge| heap.edges[edge].from).filter(|node| *node != ends.from);
    let store = stores.filter(|node| owner(heap, essential, *node) == Some(ends.from)).min();
    let other = store.or_else(|| owner(heap, essential, ends.from))?;
    into().filter(|edge| heap.edges[*edge].from == other).nth(place)
}

/// The object and place by which an edge is thought away.
fn reference(heap: &PlainHeap, edge: usize) -> Ignored {
    let from = heap.edges[edge].from;
    let at = heap.edges[..edge].iter().filter(|other| other.from == from).count() as u32;
    Ignored::Reference { from: id_of(heap, from), at }
}

fn id_of(heap: &PlainHeap, node: usize) -> heapsky::ids::ObjectId {
    heapsky::ids::ObjectId(heap.nodes[node].id)
}

#[test]
fn cutting_one_reference_frees_what_the_definition_says() {
    let (mut something, mut nothing, mut twins) = (0, 0, 0);
    for seed in 0..1000 {
        let heap = random_heap(seed, 14);
        let ours = opened(&file_of(&heap));
        let shallow = oracle::numbers(&heap, Way::LengauerTarjan).shallow;
        let essential = essential::essential(&heap);
        for (edge, ends) in heap.edges.iter().enumerate() {
            let Ignored::Reference { at, .. } = reference(&heap, edge) else { unreachable!() };
            let handle = ours.heap.snapshot().edges(Node(ends.from as u32)).nth(at as usize).expect("the edge");
            let twin = twin(&heap, &essential, edge);
            twins += usize::from(twin.is_some());
            let expect = freed_by_definition(&heap, &shallow, |other| other == edge || Some(other) == twin).bytes;
            match frees(&ours.heap, Node(ends.from as u32), handle) {
                Some(bytes) => assert_eq!(bytes, expect, "seed {seed}, edge {edge}: {ends:?}"),
                None => assert_eq!(ends.from, 0, "only the root's own are not decided"),
            }
            if expect > 0 { something += 1 } else { nothing += 1 }
        }
    }
    assert!(something > 500 && nothing > 500, "{something} cuts free something, {nothing} nothing");
    assert!(twins > 50, "{twins} references have a twin");
}

#[test]
fn a_global_property_is_cut_with_its_cell() {
    let sketch = Sketch::draw(
        "
        root -> (GC roots) -> global(8) -internal properties-> table=(object-properties):array(16)
        global -> .cache: Cache(100) -> .big: Big(900)
        global -> .first: Shared(50)
        global -> .second: Shared
        table -internal 1-> c1=\"system / PropertyCell\":hidden(4) -internal value-> Cache
        table -internal 2-> c2=\"system / PropertyCell\":hidden(4) -internal value-> Shared
        table -internal 3-> c3=\"system / PropertyCell\":hidden(4) -internal value-> Shared
        code:code(4) -weak 1-> c1
        (GC roots) -> code
        ",
    );
    let ours = opened_sketch(&sketch);
    let cut = |from: &str, at: u32, of: &str| {
        let ignored = vec![Ignored::Reference { from: id(&sketch, from), at }];
        let held: Held = ours.ask(Paths { of: id(&sketch, of), ignored }).unwrap();
        let node = ours.heap.find(id(&sketch, from)).unwrap();
        let edge = ours.heap.snapshot().edges(node).nth(at as usize).unwrap();
        let freed = held.freed.unwrap();
        assert_eq!(frees(&ours.heap, node, edge), Some(freed.bytes), "{from} {at}");
        freed.bytes
    };
    assert_eq!(cut("global", 1, "Cache"), 1000, "the property");
    assert_eq!(cut("c1", 0, "Cache"), 1000, "or the cell");
    assert_eq!([cut("global", 2, "Shared"), cut("global", 3, "Shared"), cut("c2", 0, "Shared")], [0; 3], "two hold it");
    let both = [2, 3].map(|at| Ignored::Reference { from: id(&sketch, "global"), at });
    let held: Held = ours.ask(Paths { of: id(&sketch, "Shared"), ignored: both.to_vec() }).unwrap();
    assert_eq!(held.freed.unwrap().bytes, 50, "each has its cell");
}

#[test]
fn cutting_many_frees_what_the_definition_says_and_moves_the_rest_away() {
    let (mut something, mut farther) = (0, 0);
    for seed in 0..400 {
        let heap = random_heap(seed, 16);
        let ours = opened(&file_of(&heap));
        let numbers = oracle::numbers(&heap, Way::LengauerTarjan);
        let chance = &mut Chance::new(seed);
        let (mut ignored, mut gone) = (Vec::new(), vec![false; heap.edges.len()]);
        let essential = essential::essential(&heap);
        for _ in 0..chance.below(4) + 1 {
            if heap.edges.is_empty() || chance.one_in(3) {
                let node = chance.below(heap.nodes.len());
                ignored.push(Ignored::Object(id_of(&heap, node)));
                heap.edges.iter().zip(&mut gone).for_each(|(edge, gone)| *gone |= edge.to == node);
            } else {
                let edge = chance.below(heap.edges.len());
                ignored.push(reference(&heap, edge));
                gone[edge] = true;
                if let Some(twin) = twin(&heap, &essential, edge) {
                    gone[twin] = true;
                }
            }
        }
        let expect = freed_by_definition(&heap, &numbers.shallow, |edge| gone[edge]);
        let mut rest = heap.clone();
        rest.edges = rest.edges.into_iter().zip(&gone).filter(|(_, gone)| !**gone).map(|(edge, _)| edge).collect();
        let distances = distance::distances(&rest);
        for (node, far) in distances.iter().enumerate() {
            let held: Held = ours.ask(Paths { of: id_of(&heap, node), ignored: ignored.clone() }).unwrap();
            assert_eq!(held.freed, Some(expect), "seed {seed}: {ignored:?}");
            let distance = match held.distance {
                Distance::FromRoot(steps) => i64::from(steps),
                Distance::FromSystem(steps) => 100_000_000 + i64::from(steps),
                Distance::Unreachable => -5,
            };
            assert_eq!(distance, *far, "seed {seed}, node {node}: {ignored:?}");
            farther += usize::from(distance != numbers.distance[node]);
            check_ways(&ours, &held, node, |edge| gone[edge], &heap);
        }
        something += usize::from(expect.objects > 0);
    }
    assert!(something > 100 && farther > 100, "{something} free something, {farther} are farther");
}

/// Every way begins at the root, ends at the object, and each of its references is there.
fn check_ways(ours: &Opened, held: &Held, node: usize, is_gone: impl Fn(usize) -> bool, heap: &PlainHeap) {
    assert_eq!(held.ways.is_empty(), held.distance == Distance::Unreachable);
    assert!(held.ways.len() <= WAYS);
    for way in &held.ways {
        let ids: Vec<_> = way.steps.iter().map(|step| step.hop.object.id).collect();
        assert_eq!(ids.first(), Some(&ours.heap.snapshot().id(Node(0))));
        assert_eq!(ids.last(), Some(&id_of(heap, node)));
        for (pair, step) in ids.windows(2).zip(&way.steps[1..]) {
            let Some((from, at)) = step.reference else { continue };
            assert_eq!(from, pair[0]);
            let source = ours.heap.find(from).expect("the source");
            let edge = ours.heap.snapshot().edges(source).nth(at as usize).expect("the reference");
            assert_eq!(ours.heap.snapshot().id(ours.heap.snapshot().target(edge)), pair[1]);
            assert!(!is_gone(edge.index()), "a way goes over what is gone");
        }
    }
}

/// The names of the references of a way from below the first `skip` steps.
fn names(way: &HeldWay, skip: usize) -> Vec<String> {
    way.steps.iter().skip(skip).filter_map(|step| step.hop.edge.as_ref()).map(naming::edge).collect()
}

const LISTENERS: &str = r#"
    root -> Window(24)
    Window -> .bus: Emitter(40) -> .handlers: Array(32)
    Array -[0]-> a:closure(64) -context self-> state=State(1000)
    Array -[1]-> b:closure(64) -context self-> state
    Array -[2]-> c:closure(64) -context self-> state
    Window -> .cache: Map(16) -> .last: state
    state -> .big: Buffer(5000)
"#;

#[test]
fn like_ways_are_one_and_other_ways_come_after() {
    let sketch = Sketch::draw(LISTENERS);
    let ours = opened_sketch(&sketch);
    let held = ours.ask(Paths { of: id(&sketch, "state"), ignored: Vec::new() }).unwrap();
    assert!(!held.is_cut && held.freed.is_none());
    let ways: Vec<_> = held.ways.iter().map(|way| names(way, 2)).collect();
    assert_eq!(ways, [vec![".cache", ".last"], vec![".bus", ".handlers", "[0]", "self"]]);
    let last = held.ways[1].steps.last().expect("a step");
    assert_eq!((last.alike, last.frees), (3, Some(0)), "three closures hold it, and cutting one frees nothing");
    let of_map = &held.ways[0].steps[2];
    assert_eq!((of_map.alike, of_map.frees), (1, Some(16)), "the map alone goes");
}

/// V8 writes a property outside the object twice, the second time as a slot of the backing store.
#[test]
fn the_slot_of_a_property_is_no_other_way() {
    let sketch = Sketch::draw(
        "root -> Window(24) -> .bus: Bus(40) -> .error: List=Array(32)
         Bus -internal properties-> store=(properties):array(64) -internal 5-> List
         Window -> .log: Log(8) -> .lines: List",
    );
    let held = opened_sketch(&sketch).ask(Paths { of: id(&sketch, "List"), ignored: Vec::new() }).unwrap();
    let ways: Vec<_> = held.ways.iter().map(|way| names(way, 2)).collect();
    assert_eq!(ways, [vec![".bus", ".error"], vec![".log", ".lines"]]);
}

#[test]
fn what_is_thought_away_is_gone_from_ways_and_retainers() {
    let sketch = Sketch::draw(LISTENERS);
    let ours = opened_sketch(&sketch);
    let of = id(&sketch, "state");
    let closures: Vec<Ignored> = ["a", "b", "c"].map(|handle| Ignored::Object(id(&sketch, handle))).into();
    let held = ours.ask(Paths { of, ignored: closures.clone() }).unwrap();
    assert_eq!(held.ways.iter().map(|way| names(way, 2)).collect::<Vec<_>>(), [vec![".cache", ".last"]]);
    assert_eq!(held.freed, Some(Freed { objects: 3, bytes: 192 }));
    let page = Page::first(50);
    let retainers = |ignored: &[Ignored]| ours.ask(Retainers { of, ignored: ignored.to_vec(), page }).unwrap();
    assert_eq!(retainers(&[]).total, 4);
    // What leads to the closures is gone, and so are they: what is left of them is unreachable, and says so.
    let left = retainers(&closures);
    let far = left.rows.iter().filter(|row| row.object.distance == Distance::Unreachable).count();
    assert_eq!((left.total, far), (4, 3));

    let mut all = closures;
    let map = ours.heap.find(id(&sketch, "Map")).expect("the map");
    let at = ours
        .heap
        .snapshot()
        .edges(map)
        .position(|edge| ours.heap.snapshot().id(ours.heap.snapshot().target(edge)) == of);
    all.push(Ignored::Reference { from: id(&sketch, "Map"), at: at.expect("the reference") as u32 });
    let held = ours.ask(Paths { of, ignored: all.clone() }).unwrap();
    assert_eq!((held.ways.len(), held.distance), (0, Distance::Unreachable));
    assert_eq!(held.freed, Some(Freed { objects: 5, bytes: 192 + 6000 }));
    let names = retainers(&all).rows.into_iter().map(|row| row.label.name);
    assert!(names.into_iter().all(|name| name == EdgeName::Name("self".into())), "the cut reference is not listed");

    let class = ours.heap.class(ours.heap.find(id(&sketch, "a")).expect("a closure")).key();
    let held = ours.ask(Paths { of, ignored: vec![Ignored::Class(class)] }).unwrap();
    assert_eq!(held.ways.len(), 1);
}

#[test]
fn what_is_not_there_cannot_be_thought_away() {
    let sketch = Sketch::draw(LISTENERS);
    let ours = opened_sketch(&sketch);
    let of = id(&sketch, "state");
    let refused = |one: Ignored| ours.ask(Paths { of, ignored: vec![one] }).unwrap_err();
    let nobody = heapsky::ids::ObjectId(77_777);
    assert_eq!(refused(Ignored::Object(nobody)), Refusal::NoSuchObject(nobody));
    assert_eq!(refused(Ignored::Reference { from: of, at: 9 }), Refusal::NoSuchReference { from: of, at: 9 });
    assert_eq!(refused(Ignored::Class(",Nobody".into())), Refusal::NoSuchClass(",Nobody".into()));
}

/// A list so long that nobody could climb it once per step.
#[test]
fn the_way_to_the_end_of_a_long_list_leaves_out_its_middle() {
    let mut text = String::from("root -> Window(24) -> .head: n0=Item(8)\n");
    for at in 1..30_000 {
        text.push_str(&format!("n{} -> .next: n{at}=Item(8)\n", at - 1));
    }
    let sketch = Sketch::draw(&text);
    let ours = opened_sketch(&sketch);
    let held = ours.ask(Paths { of: id(&sketch, "n29999"), ignored: Vec::new() }).unwrap();
    assert_eq!(held.ways.len(), 1);
    assert!(held.ways[0].skipped > 29_000);
    assert!(held.ways[0].steps.iter().skip(2).all(|step| step.frees.is_some_and(|bytes| bytes > 0)));
}

#[test]
fn who_cuts_a_property_cuts_its_slot_in_the_backing_store() {
    let sketch = Sketch::draw(
        "
        root -> Window(8) -> .bus: Bus(8) -> .events: Events(8)
        Events -> .error: List(100) -[0]-> Job(1000)
        Events -internal properties-> store:array(40) -internal 7-> List
        ",
    );
    let opened = opened_sketch(&sketch);
    let held: Held = opened.ask(Paths { of: id(&sketch, "List"), ignored: Vec::new() }).unwrap();
    let last = held.ways[0].steps.last().unwrap();
    assert_eq!(last.frees, Some(1100));
    let (from, at) = last.reference.unwrap();
    let ignored = vec![Ignored::Reference { from, at }];
    let without: Held = opened.ask(Paths { of: id(&sketch, "List"), ignored }).unwrap();
    assert_eq!(without.freed, Some(Freed { objects: 2, bytes: 1100 }));
    assert_eq!(without.distance, Distance::Unreachable);
}

/// A module's variable that the engine's way to the module goes through: what is met again is gone to at once.
#[test]
fn no_way_goes_in_a_circle() {
    for name in ["node-20.20.2", "chromium-156-console"] {
        let ours = opened(&recorded::file(name));
        let snapshot = ours.heap.snapshot();
        let nodes = (0..snapshot.node_count() as u32).step_by(97).map(Node);
        for of in nodes.map(|node| snapshot.id(node)) {
            for way in ours.ask(Paths { of, ignored: Vec::new() }).unwrap().ways {
                let mut ids: Vec<_> = way.steps.iter().map(|step| step.hop.object.id).collect();
                ids.sort();
                assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{name} {of}: {ids:?}");
            }
        }
    }
}
