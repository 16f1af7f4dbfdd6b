//! The whole heap as a sky of bodies: on drawn heaps, and on random ones against the definition.

use crate::chance::{Chance, random_heap};
use crate::check::{Opened, id, opened, opened_sketch};
use crate::property::check_shape;
use crate::sketch::Sketch;
use crate::written::file_of;
use heapsky::ids::{ClassId, Node, ObjectId};
use heapsky::question::sky::{OpenedGroup, Sky, SkyOf, Star, StarKind, Stars};
use heapsky::question::{Facts, Objects, Page, Report};
use std::collections::BTreeMap;

mod origins;
mod twin;

fn drawn(text: &str) -> (Sketch, Opened) {
    let sketch = Sketch::draw(text);
    let opened = opened_sketch(&sketch);
    (sketch, opened)
}

fn stars(heap: &Opened, of: SkyOf, limit: u32, groups: &[OpenedGroup]) -> Stars {
    heap.ask(Sky { of, limit, opened: groups.to_vec(), part: 0 }).unwrap()
}

fn class(stars: &Stars, body: &Star) -> String {
    stars.classes.iter().find(|class| class.class == body.class).unwrap().name.clone()
}

/// `name retained` of objects, `class × count retained` of groups and classes.
fn name(heap: &Opened, stars: &Stars, body: &Star) -> String {
    match body.kind {
        StarKind::Object { id } => {
            let snapshot = heap.heap.snapshot();
            let name = snapshot.text(snapshot.name(snapshot.find(id).unwrap())).into_owned();
            format!("{} {}", if name.is_empty() { "root" } else { &name }, body.retained)
        }
        _ => format!("{} × {} {}", class(stars, body), body.count, body.retained),
    }
}

fn names(heap: &Opened, stars: &Stars) -> Vec<String> {
    stars.bodies.iter().map(|body| name(heap, stars, body)).collect()
}

/// `from -> to count bytes`.
fn links(heap: &Opened, stars: &Stars) -> Vec<String> {
    let name = |at: u32| name(heap, stars, &stars.bodies[at as usize]).rsplit_once(' ').unwrap().0.to_owned();
    let line = |link: &heapsky::question::sky::StarLink| {
        let arrow = if link.is_weak { "-weak->" } else { "->" };
        format!("{} {arrow} {} {} {}", name(link.from), name(link.to), link.count, link.bytes)
    };
    stars.links.iter().map(line).collect()
}

/// A holder of seven listeners, one of which is heavy, and of three others.
fn listeners() -> (Sketch, Opened) {
    let many: String = (0..6).map(|n| format!("A -[{n}]-> l{n}=Listener({})\n", 10 + n)).collect();
    drawn(&format!(
        "root -> (GC roots) -> A(1)\n{many}A -[6]-> heavy=Listener(900)\nA -> .x: X(40)\nA -> .y: Y(5)\nA -> .z: y2=Y(4)
        A -> .nothing: Z(0)"
    ))
}

const TOP: [&str; 6] = ["root 1025", "(GC roots) 1025", "A 1025", "Listener 900", "Listener × 6 75", "X 40"];

#[test]
fn the_heaviest_are_bodies_and_like_ones_one_body_unless_they_stand_out() {
    let (_, heap) = listeners();
    for limit in 1..=6 {
        let stars = stars(&heap, SkyOf::Objects, limit, &[]);
        assert_eq!(names(&heap, &stars), TOP[..limit as usize]);
    }
    let stars = stars(&heap, SkyOf::Objects, 6, &[]);
    let parents: Vec<Option<u32>> = stars.bodies.iter().map(|body| body.parent).collect();
    assert_eq!(parents, [None, Some(0), Some(1), Some(2), Some(2), Some(2)]);
    let (a, group) = (&stars.bodies[2], &stars.bodies[4]);
    assert_eq!(
        (a.hidden, a.shallow, group.hidden, group.shallow),
        (2, 1, 0, 75),
        "two Ys; what retains nothing is no body"
    );
    let keys: Vec<&str> = stars.classes.iter().map(|class| class.key.as_str()).collect();
    assert_eq!(keys, [",(synthetic)", ",A", ",Listener", ",X"]);
}

#[test]
fn a_group_opens_when_the_cut_comes_down_to_its_members() {
    let (_, heap) = listeners();
    let said = |limit| names(&heap, &stars(&heap, SkyOf::Objects, limit, &[]));
    let with = |more: &[&str]| -> Vec<String> { TOP.iter().chain(more).map(|name| (*name).to_owned()).collect() };
    // Its mean is 12: after X, before the Ys. What there is no room for stays behind.
    let mut partly = with(&["Listener 15", "Listener 14"]);
    partly[4] = "Listener × 4 46".to_owned();
    assert_eq!(said(8), partly);
    // Five members leave one behind, six leave none, and the group's own place is another's.
    let mut whole: Vec<String> = with(&["Listener 15", "Listener 14", "Listener 13", "Listener 12", "Listener 11"]);
    whole[4] = "Listener × 1 10".to_owned();
    assert_eq!(said(11), whole);
    whole.remove(4);
    whole.extend(["Listener 10", "Y 5"].map(str::to_owned));
    assert_eq!(said(12), whole);
    whole.push("Y 4".to_owned());
    assert_eq!(said(13), whole);
    assert_eq!(said(u32::MAX), whole);
}

#[test]
fn who_opens_or_gathers_a_group_is_obeyed() {
    let (sketch, heap) = listeners();
    let group = stars(&heap, SkyOf::Objects, 6, &[]).bodies[4].clone();
    let opened = |limit, members| {
        let group = OpenedGroup { of: id(&sketch, "A"), class: group.class, members };
        stars(&heap, SkyOf::Objects, limit, &[group])
    };
    let [root, roots, a, heavy, _, x] = TOP;
    let said = |limit, members| names(&heap, &opened(limit, members));
    assert_eq!(said(6, 2), [root, roots, a, "Listener 15", "Listener 14", heavy], "below the cut, and they count");
    assert_eq!(
        said(8, 2),
        [root, roots, a, "Listener 15", "Listener 14", heavy, "Listener × 4 46", x],
        "the rest has the place of all"
    );
    assert_eq!(opened(8, 2).bodies[2].hidden, 2);
    assert_eq!(said(4, 2), [root, roots, a, "Listener 15"], "no more than there is room for");
    assert_eq!(said(99, 0), [&TOP[..], &["Y 5", "Y 4"]].concat(), "gathered: it does not open");
    assert_eq!(said(99, 99).len(), 13);
    assert!(!said(99, 99).contains(&"Listener × 6 75".to_owned()), "all are shown");
    // A group that is not there, and an object that is not.
    let plain = stars(&heap, SkyOf::Objects, 9, &[]);
    let class = group.class;
    for other in [
        OpenedGroup { of: ObjectId(9999), class, members: 3 },
        OpenedGroup { of: id(&sketch, "root"), class, members: 3 },
        OpenedGroup { of: id(&sketch, "A"), class: 9999, members: 3 },
    ] {
        assert_eq!(stars(&heap, SkyOf::Objects, 9, &[other]), plain);
    }
}

#[test]
fn references_across_the_tree_are_counted_where_they_belong() {
    let (_, heap) = drawn(
        "
        root -> (GC roots) -> A(10) -> .list: L(20)
        (GC roots) -> B(30) -> .mine: M(5)
        B -[1]-> L
        M -context l-> L
        M -> .__proto__: P(4)
        A -> .__proto__: P
        A -> .constructor: P
        A -internal slot-> P
        A -weak gone-> B
        L -> .back: A
        L -> .root: (GC roots)
        ",
    );
    let stars = stars(&heap, SkyOf::Objects, 5, &[]);
    assert_eq!(names(&heap, &stars), ["root 69", "(GC roots) 69", "B 35", "L 20", "A 10"]);
    // M is no body: what it refers to, B does.
    let weak = "A -weak-> B 1 10";
    assert_eq!(links(&heap, &stars), ["B -> L 2 20", "L -> A 1 10", weak, "A -> L 1 10"]);
    let stars = self::stars(&heap, SkyOf::Objects, 9, &[]);
    assert_eq!(links(&heap, &stars), ["B -> L 1 20", "L -> A 1 10", weak, "A -> L 1 10", "M -> L 1 5"]);
}

#[test]
fn of_each_body_the_three_most_frequent_links_are_kept() {
    let many = |from: &str, to: &str, times: usize| -> String {
        (0..times).map(|n| format!("{from} -[{n}{}]-> {to}\n", to.len())).collect()
    };
    let tops = "root -> (GC roots) -> A(50)\n(GC roots) -> B(40)\n(GC roots) -> C(30)\n(GC roots) -> D(20)\n(GC roots) -> E(10)\n";
    let (_, heap) =
        drawn(&[tops, &many("A", "B", 1), &many("A", "C", 3), &many("A", "D", 1), &many("A", "E", 2)].concat());
    let stars = stars(&heap, SkyOf::Objects, 99, &[]);
    assert_eq!(links(&heap, &stars), ["A -> B 1 40", "A -> C 3 30", "A -> E 2 10"]);
}

#[test]
fn suspects_are_marked_on_the_lowest_body_that_has_them() {
    let mib = 1 << 20;
    let (sketch, heap) = drawn(&format!(
        "
        root -> (GC roots) -> Rest({})
        root -shortcut g-> Window(1) -> .client: Client(1) -> ._events: Events(1) -> .error: List({})
        Window -> .other: Other(1) -> .big: Big({})
        ",
        3 * mib,
        6 * mib,
        2 * mib
    ));
    let report = heap.ask(Report::default()).unwrap();
    assert!(report.suspects.len() >= 3, "{:?}", report.suspects);
    let window = heap.heap.find(id(&sketch, "Window")).unwrap();
    for limit in [1, 2, 3, 4, 5, 99] {
        let stars = stars(&heap, SkyOf::Objects, limit, &[]);
        let mut expect: BTreeMap<ObjectId, u32> = BTreeMap::new();
        for (suspect, number) in report.suspects.iter().zip(1..) {
            let mut node = heap.heap.find(suspect.object.id).unwrap();
            let id = |node| heap.heap.snapshot().id(node);
            while !stars.bodies.iter().any(|body| body.kind == StarKind::Object { id: id(node) }) {
                node = heap.heap.dominator(node);
            }
            expect.entry(id(node)).or_insert(number);
        }
        let marked = stars.bodies.iter().filter(|body| body.suspect > 0).map(|body| match body.kind {
            StarKind::Object { id } => (id, body.suspect),
            _ => panic!("{body:?}"),
        });
        assert_eq!(marked.collect::<BTreeMap<_, _>>(), expect, "{limit} bodies");
    }
    assert!(heap.heap.retained(window) > 8 * mib);
}

#[test]
fn classes_are_a_sky_of_their_own() {
    let (_, heap) = drawn(
        "
        root -> (GC roots) -> a1=A(10) -> .b: b1=B(5)
        (GC roots) -> a2=A(10) -> .b: b2=B(7)
        a2 -> .c: c1=C(3) -> .d: d1=D(1)
        a2 -> .next: a3=A(8)
        a1 -> .nothing: e1=E(0)
        b1 -> .c: c2=C(4)
        ",
    );
    let stars = stars(&heap, SkyOf::Classes, 99, &[]);
    assert_eq!(names(&heap, &stars), ["A × 3 48", "B × 2 16", "C × 2 8", "D × 1 1"]);
    assert_eq!(
        links(&heap, &stars),
        ["A × 3 -> B × 2 2 12", "A × 3 -> C × 2 1 3", "B × 2 -> C × 2 1 4", "C × 2 -> D × 1 1 1"]
    );
    let two = self::stars(&heap, SkyOf::Classes, 2, &[]);
    assert_eq!((names(&heap, &two), two.links), (names(&heap, &stars)[..2].to_vec(), stars.links[..1].to_vec()));
}

#[test]
fn a_large_sky_comes_in_parts() {
    let many: String = (0..45_000).map(|n| format!("A -[{n}]-> l{n}=K{}({})\n", n % 30_000, 10 + n % 7)).collect();
    let (_, heap) = drawn(&format!("root -> (GC roots) -> A(1)\n{many}l7 -> .a: l40000\nl44000 -> .b: l8"));
    let ask = |part| heap.ask(Sky { of: SkyOf::Objects, limit: 100_000, opened: Vec::new(), part }).unwrap();
    let mut whole = ask(0);
    assert_eq!((whole.parts, whole.bodies.len()), (3, 20_000));
    let after = ask(3);
    assert_eq!((after.parts, after.bodies.len(), after.links.len(), after.classes.len()), (3, 0, 0, 0));
    assert_eq!(ask(u32::MAX).bodies, []);
    let parts = [ask(2), ask(1)];
    assert!(parts.iter().all(|part| part.classes.is_empty() && part.scripts.is_empty()));
    let first = |part: u32| part * 20_000..(part + 1) * 20_000;
    for (part, stars) in [(0, &whole), (2, &parts[0]), (1, &parts[1])] {
        assert!(stars.links.iter().all(|link| first(part).contains(&link.from)));
    }
    parts.into_iter().rev().for_each(|part| whole.extend(part));
    whole.parts = 1;
    check_shape(&Sky { of: SkyOf::Objects, limit: 100_000, opened: Vec::new(), part: 0 }.into(), &whole);
    assert_eq!((whole.bodies.len(), whole.links.len()), (45_003, 2));
}

#[test]
fn objects_are_told_by_their_ids() {
    let (sketch, heap) = listeners();
    let ids = ["X", "A", "X"].map(|handle| id(&sketch, handle));
    let rows = heap.ask(Objects { ids: [&ids[..], &[ObjectId(9999)], &ids[..1]].concat() }).unwrap();
    let expect = [ids[0], ids[1], ids[2], ids[0]].map(|of| heap.ask(Facts { of }).unwrap().object);
    assert_eq!(rows, expect);
    let rows = heap.ask(Objects { ids: vec![ids[0]; 2 * Page::MAX as usize] }).unwrap();
    assert_eq!(rows.len(), Page::MAX as usize);
}

/// A tree of few classes with some references across: hubs with many like children, now and then a heavy one. Wide ones have
/// far more children that stand alone than bodies are asked for.
fn forest(chance: &mut Chance) -> String {
    let wide = chance.one_in(8);
    let class = |chance: &mut Chance, n: usize| match wide {
        true => format!("K{}", n % 98),
        false => chance.pick(&["A", "A", "B", "C"]).to_owned(),
    };
    let count = if wide { 250 } else { 5 + chance.below(120) };
    let mut text = String::from("root -> (GC roots)\n(GC roots) -> n0=A(3)\n");
    for n in 1..count {
        let parent = if wide || chance.one_in(2) { n / if wide { 99 } else { 16 } } else { chance.below(n) };
        let size = chance.pick(&[0, 1, 1, 2, 2, 3, 5, 8, 40, 300]);
        let parent = if chance.one_in(9) { "(GC roots)".to_owned() } else { format!("n{parent}") };
        let class = class(chance, n);
        // A class is of one place; now and then an object is of another with the same name.
        let place = match &*class {
            "B" => " at 2:1:1",
            _ if chance.one_in(12) => " at 3:4:5",
            _ => "",
        };
        text += &format!("{parent} -> .p{n}: n{n}={class}({size}){place}\n");
    }
    for _ in 0..chance.below(count) {
        let arrow =
            chance.pick(&["-> .a:", "-> .__proto__:", "-> .constructor:", "-[3]->", "-context c->", "->", "-weak->"]);
        text += &format!("n{} {arrow} n{}\n", chance.below(count), chance.below(count));
    }
    text
}

/// Asks for skies of several sizes, with groups opened that are there, and compares all with the twin. Gives how many bodies
/// were groups, and how many links there were.
fn check_against_twin(heap: &Opened, chance: &mut Chance, what: &str) -> (usize, usize) {
    let (mut groups, mut links) = (0, 0);
    let mut open: Vec<OpenedGroup> = Vec::new();
    let category = |node| heap.ask(Objects { ids: vec![heap.heap.snapshot().id(node)] }).unwrap()[0].category;
    let categories: Vec<_> = heap.heap.snapshot().nodes().map(category).collect();
    for limit in [0, 1, 4, 9, 20, 40, 400] {
        let sky = Sky { of: SkyOf::Objects, limit, opened: open.clone(), part: 0 };
        let found = heap.ask(sky.clone()).unwrap();
        check_shape(&sky.clone().into(), &found);
        let (bodies, expected_links) = twin::sky(&heap.heap, &sky, &|node: Node| categories[node.index()]);
        let plain = |body: &Star| Star { script: None, ..body.clone() };
        assert_eq!(found.bodies.iter().map(plain).collect::<Vec<_>>(), bodies, "{what}: {limit} bodies, {open:?}");
        origins::check(&heap.heap, &found, what);
        assert_eq!(found.links, expected_links, "{what}: {limit} bodies, {open:?}");
        assert_eq!(heap.ask(sky).unwrap(), found, "{what}: the same again");
        for body in &found.bodies {
            if let StarKind::Group { of } = body.kind
                && chance.one_in(3)
            {
                open.push(OpenedGroup { of, class: body.class, members: chance.below(9) as u32 });
            }
        }
        groups += found.bodies.iter().filter(|body| body.count > 1).count();
        links += found.links.len();
        check_classes(heap, limit, what);
    }
    (groups, links)
}

/// The sky of classes by its definition.
fn check_classes(heap: &Opened, limit: u32, what: &str) {
    let sky = Sky { of: SkyOf::Classes, limit, opened: Vec::new(), part: 0 };
    let found = heap.ask(sky.clone()).unwrap();
    check_shape(&sky.into(), &found);
    let heap = &heap.heap;
    let mut classes: Vec<_> = heap.classes().iter().filter(|(_, class)| class.count > 0).collect();
    classes.sort_by_key(|(_, class)| std::cmp::Reverse(class.retained));
    classes.truncate(limit.max(1) as usize);
    let expect: Vec<_> = classes.iter().map(|(id, class)| (id.0, class.count, class.shallow, class.retained)).collect();
    let bodies: Vec<_> =
        found.bodies.iter().map(|body| (body.class, body.count, body.shallow, body.retained)).collect();
    assert_eq!(bodies, expect, "{what}");
    let place = |class: ClassId| classes.iter().position(|(id, _)| *id == class);
    let mut sums: BTreeMap<(usize, usize), (u64, u64)> = BTreeMap::new();
    for node in heap.snapshot().nodes() {
        let (holder, class) = (heap.classes().of(heap.dominator(node)), heap.classes().of(node));
        if holder != class
            && holder != heap.classes().of(heap.snapshot().root())
            && let (Some(from), Some(to)) = (place(holder), place(class))
        {
            let sum = sums.entry((to, from)).or_default();
            *sum = (sum.0 + 1, sum.1 + heap.shallow(node));
        }
    }
    let mut expect = Vec::new();
    for to in 0..classes.len() {
        let mut holders: Vec<_> = sums.iter().filter(|((other, _), sum)| *other == to && sum.1 > 0).collect();
        holders.sort_by_key(|(_, sum)| std::cmp::Reverse(sum.1));
        expect.extend(holders.into_iter().take(3).map(|((to, from), sum)| (*from, *to, sum.0, sum.1)));
    }
    expect.sort_unstable();
    let links = found.links.iter().map(|link| (link.from as usize, link.to as usize, link.count, link.bytes));
    assert_eq!(links.collect::<Vec<_>>(), expect, "{what}");
}

#[test]
fn random_heaps_have_the_sky_of_the_definition() {
    let (mut groups, mut links) = (0, 0);
    for seed in 0..150 {
        let mut chance = Chance::new(seed);
        let heap = opened_sketch(&Sketch::draw(&forest(&mut chance)));
        let (more_groups, more_links) = check_against_twin(&heap, &mut chance, &format!("forest {seed}"));
        (groups, links) = (groups + more_groups, links + more_links);
    }
    assert!(groups > 300 && links > 1000, "{groups} groups, {links} links");
    for seed in 0..150 {
        let heap = opened(&file_of(&random_heap(seed, 60)));
        check_against_twin(&heap, &mut Chance::new(seed), &format!("random heap {seed}"));
    }
}
