//! The leak report and the gravity graph on drawn heaps: what is a suspect, where it piles up, what is around it.

use crate::check::{Opened, id, opened_sketch};
use crate::recorded;
use crate::sketch::Sketch;
use heapsky::question::gravity::{Body, NEIGHBOURS, Neighbourhood, Opened as Unfolded, Role};
use heapsky::question::report::{Constants, LeakReport, Suspect};
use heapsky::question::{EdgeName, Gravity, Report};

/// The report on a drawn heap, of which every byte counts.
fn report(text: &str) -> LeakReport {
    let constants = Constants { suspect_bytes: 0, ..Constants::default() };
    opened_sketch(&Sketch::draw(text)).ask(Report { constants }).unwrap()
}

/// `suspect share% -> accumulation`, one each.
fn check_suspects(text: &str, expect: &[&str]) {
    let line = |suspect: &Suspect| {
        let point = suspect.accumulation.as_ref().map_or("nothing", |row| row.name.as_str());
        format!("{} {:.0}% -> {point}", suspect.object.name, 100.0 * suspect.share)
    };
    let found: Vec<String> = report(text).suspects.iter().map(line).collect();
    assert_eq!(found, expect, "{text}");
}

const LEAK: &str = "
    root -> (GC roots) -> Rest(398)
    root -shortcut g-> Window(1) -> .client: Client(1) -> ._events: Events(1)
    Events -> .error: List(2) -internal elements-> store=(elements):array(16)
    store -[0]-> f0=onError:closure(200)
    store -[1]-> f1=onError:closure(200)
    store -[2]-> f2=onError:closure(180)
    Window -> .other: Small(1)
";

#[test]
fn one_object_that_holds_most_is_the_suspect() {
    check_suspects(LEAK, &["Client 60% -> List", "Rest 40% -> Rest"]);
    let report = report(LEAK);
    let client = &report.suspects[0];
    assert_eq!((report.largest.is_none(), client.object.retained), (true, 600));
    let pile = client.pile.class.as_ref().unwrap();
    assert_eq!((client.pile.count, client.pile.bytes), (3, 580));
    assert_eq!((pile.class.as_str(), pile.count, pile.bytes), ("Function", 3, 580));
    let path: Vec<String> = client
        .path
        .iter()
        .map(|hop| match hop.edge.as_ref().map(|edge| &edge.name) {
            Some(EdgeName::Name(name)) => format!("{name} {}", hop.object.name),
            Some(EdgeName::Index(index)) => format!("[{index}] {}", hop.object.name),
            None => format!("- {}", hop.object.name),
        })
        .collect();
    assert_eq!(
        (path, client.path_skipped),
        (vec!["- ".into(), "g Window".into(), "client Client".into(), "_events Events".into(), "error List".into()], 0)
    );
    for word in ["client", "_events", "error", "Client"] {
        assert!(client.keywords.iter().any(|keyword| keyword == word), "{word} in {:?}", client.keywords);
    }
}

#[test]
fn the_walk_stops_where_the_largest_child_keeps_less_than_seven_tenths() {
    // 70 of 100 is enough, 69 is not.
    check_suspects("root -> (GC roots) -> A(0) -> .b: B(30) -> .c: C(70)\nroot -> (GC roots)", &["A 100% -> C"]);
    check_suspects("root -> (GC roots) -> A(0) -> .b: B(31) -> .c: C(69)", &["C 69% -> C", "B 31% -> B"]);
}

#[test]
fn nothing_above_a_tenth_is_no_suspect() {
    let lines: String = (0..20).map(|n| format!("(GC roots) -> A{n}({})\n", 50 + n)).collect();
    let report = report(&format!("root -> (GC roots)\n{lines}"));
    assert_eq!(report.suspects, []);
    assert_eq!(report.largest.unwrap().name, "A19");
    // Exactly a tenth is one.
    check_suspects("root -> (GC roots) -> A(10)\n(GC roots) -> s=Object(90)", &["Object 90% -> Object", "A 10% -> A"]);
    let lines: String = (0..11).map(|n| format!("(GC roots) -> A{n}(9)\n")).collect();
    check_suspects(&format!("root -> (GC roots)\n{lines}"), &[]);
}

#[test]
fn suspects_do_not_lie_below_each_other() {
    check_suspects(
        "
        root -> (GC roots) -> A(10) -> .b: B(300) -> .c: C(300)
        (GC roots) -> D(200) -> .e: E(190)
        ",
        &["B 30% -> B", "C 30% -> C", "D 20% -> D", "E 19% -> E"],
    );
}

#[test]
fn the_kinds_of_memory_add_up() {
    let (mut sketch, text) = (Sketch::draw(LEAK), "LEAK");
    sketch.heap.extra_native_bytes = Some(77);
    let opened = opened_sketch(&sketch);
    let report = opened.ask(Report::default()).unwrap();
    assert_eq!(report.kinds.iter().map(|kind| kind.bytes).sum::<u64>(), opened.total(), "{text}");
    for name in recorded::NAMES {
        let opened = crate::check::opened(&recorded::file(name));
        let report = opened.ask(Report::default()).unwrap();
        assert_eq!(report.kinds.iter().map(|kind| kind.bytes).sum::<u64>(), opened.total(), "{name}");
    }
}

#[test]
fn a_heap_without_bytes_has_a_report() {
    let empty = report("root -> (GC roots) -> A(0)");
    assert_eq!(empty.suspects, []);
}

fn gravity(opened: &Opened, sketch: &Sketch, focus: &str, unfolded: &[(&str, u32)]) -> Neighbourhood {
    let entry = |(handle, children): &(&str, u32)| Unfolded {
        id: id(sketch, handle),
        children: *children,
        holders: 0,
        held: 0,
    };
    let unfolded = unfolded.iter().map(entry);
    let picture = opened.ask(Gravity { focus: Some(id(sketch, focus)), opened: unfolded.collect() }).unwrap();
    let bodies = picture.bodies.len() as u32;
    for link in &picture.links {
        assert!(link.from < bodies && link.to < bodies && link.from != link.to, "{link:?} of {bodies} bodies");
    }
    picture
}

/// Names of the bodies with this role, in order.
fn role(picture: &Neighbourhood, wanted: Role) -> Vec<&str> {
    let name = |body: &'_ Body| match body {
        Body::Object { role, .. } => *role == wanted,
        Body::More { .. } => false,
    };
    let named = picture.bodies.iter().filter(|body| name(body));
    named.map(|body| if let Body::Object { object, .. } = body { object.name.as_str() } else { "" }).collect()
}

/// The `+n more` of an object: count and bytes.
fn more(picture: &Neighbourhood, sketch: &Sketch, handle: &str) -> Option<(u64, u64)> {
    picture.bodies.iter().find_map(|body| match body {
        Body::More { of, count, bytes, .. } if *of == id(sketch, handle) => Some((*count, *bytes)),
        _ => None,
    })
}

#[test]
fn the_spine_leads_from_the_root_through_the_focus_to_the_pile() {
    let sketch = Sketch::draw(LEAK);
    let opened = opened_sketch(&sketch);
    let picture = gravity(&opened, &sketch, "Client", &[]);
    assert_eq!(role(&picture, Role::Root), [""]);
    assert_eq!(role(&picture, Role::Focus), ["Client"]);
    assert_eq!(role(&picture, Role::Accumulation), ["List"]);
    assert_eq!(role(&picture, Role::Spine), ["Window", "Events"]);
    let spine: Vec<String> = picture
        .links
        .iter()
        .filter(|link| link.spine)
        .map(|link| match link.edge.as_ref().map(|edge| &edge.name) {
            Some(EdgeName::Name(name)) => name.clone(),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(spine, ["g", "client", "_events", "error"]);
    // Whatever is the focus, each body stands once and is linked to the rest.
    for focus in ["root", "Window", "Client", "Events", "List", "store", "f1", "Rest"] {
        let picture = gravity(&opened, &sketch, focus, &[]);
        assert_eq!(role(&picture, Role::Focus).len(), 1, "{focus}");
        let mut ids: Vec<_> = picture
            .bodies
            .iter()
            .filter_map(|body| match body {
                Body::Object { object, .. } => Some(object.id),
                Body::More { .. } => None,
            })
            .collect();
        ids.sort();
        assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{focus}");
        let linked = (1..picture.bodies.len() as u32)
            .all(|body| picture.links.iter().any(|link| link.to == body || link.from == body));
        assert!(linked, "{focus}: {:?}", picture.links);
    }
}

fn crowd() -> Sketch {
    let lines: String = (0..30).map(|n| format!("Hub -[{n}]-> B{n}({})\n", 100 + n)).collect();
    Sketch::draw(&format!("root -> (GC roots) -> Hub(1)\n{lines}B29 -> .x: X(5)\nB29 -> .y: Y(6)"))
}

#[test]
fn the_heaviest_neighbours_are_shown_and_the_rest_is_counted() {
    let sketch = crowd();
    let opened = opened_sketch(&sketch);
    let picture = gravity(&opened, &sketch, "Hub", &[]);
    let names = role(&picture, Role::Neighbour);
    let expect: Vec<String> = (30 - NEIGHBOURS..30).rev().map(|n| format!("B{n}")).collect();
    assert_eq!(names, expect);
    let rest: u64 = (0..30 - u64::from(NEIGHBOURS)).map(|n| 100 + n).sum();
    assert_eq!(more(&picture, &sketch, "Hub"), Some((30 - u64::from(NEIGHBOURS), rest)));
}

#[test]
fn a_child_on_the_spine_takes_nobodys_place() {
    let lines: String = (0..20).map(|n| format!("Hub -[{n}]-> B{n}({})\n", 10 + n)).collect();
    let sketch = Sketch::draw(&format!("root -> (GC roots) -> Hub(1)\nHub -> .heavy: Heavy(9000)\n{lines}"));
    let picture = gravity(&opened_sketch(&sketch), &sketch, "Hub", &[]);
    assert_eq!(role(&picture, Role::Accumulation), ["Heavy"]);
    assert_eq!(role(&picture, Role::Neighbour).len(), NEIGHBOURS as usize);
    assert_eq!(more(&picture, &sketch, "Hub").map(|(count, _)| count), Some(20 - u64::from(NEIGHBOURS)));
}

#[test]
fn weak_references_are_lines_of_their_own() {
    let text = "
        root -> (GC roots) -> X(1) -> .a: A(10) -> .own: B(20)
        (GC roots) -> C(30)
        C -weak target-> A
        A -weak again-> B
    ";
    let sketch = Sketch::draw(text);
    let opened = opened_sketch(&sketch);
    let weak = |picture: &Neighbourhood| -> Vec<(String, String)> {
        let name = |row: u32| match &picture.bodies[row as usize] {
            Body::Object { object, .. } => object.name.clone(),
            Body::More { .. } => "more".into(),
        };
        let links = picture.links.iter().filter(|link| link.is_weak);
        links.map(|link| (name(link.from), name(link.to))).collect()
    };
    let pair = ("C".to_owned(), "A".to_owned());
    assert_eq!(weak(&gravity(&opened, &sketch, "X", &[])), std::slice::from_ref(&pair));
    let of = id(&sketch, "C");
    let ask = |held| {
        let entry = Unfolded { id: of, children: 0, holders: 0, held };
        opened.ask(Gravity { focus: Some(of), opened: vec![entry] }).unwrap()
    };
    assert_eq!(weak(&ask(0)), []);
    assert_eq!(weak(&ask(1)), std::slice::from_ref(&pair), "what it refers to weakly comes too");
    let of = id(&sketch, "A");
    let entry = Unfolded { id: of, children: 0, holders: 8, held: 0 };
    let picture = opened.ask(Gravity { focus: Some(id(&sketch, "B")), opened: vec![entry] }).unwrap();
    assert_eq!(weak(&picture), [pair], "and what refers to it weakly");
}

#[test]
fn who_refers_to_an_object_and_what_it_refers_to_come_on_demand() {
    let text = "
        root -> (GC roots) -> A(10) -> .b: B(20) -> .own: O(3)
        (GC roots) -> C(500) -> .deep: D(400) -> .b: B
        D -weak gone-> B
        B -> .far: F(1)
        D -> .far: F
        B -hidden 3-> A
    ";
    let sketch = Sketch::draw(text);
    let opened = opened_sketch(&sketch);
    let picture = |holders, held| {
        let of = id(&sketch, "B");
        let entry = Unfolded { id: of, children: 0, holders, held };
        opened.ask(Gravity { focus: Some(of), opened: vec![entry] }).unwrap()
    };
    let lines = |picture: &Neighbourhood| -> Vec<String> {
        let name = |row: u32| match &picture.bodies[row as usize] {
            Body::Object { object, .. } => object.name.clone(),
            Body::More { .. } => "more".into(),
        };
        let line = |link: &heapsky::question::gravity::Link| {
            let edge = link.edge.as_ref().map(|edge| &edge.name);
            format!("{} {edge:?} {}", name(link.from), name(link.to))
        };
        picture.links.iter().filter(|link| link.edge.is_some()).map(line).collect()
    };
    let none = picture(0, 0);
    let names =
        |picture: &Neighbourhood| role(picture, Role::Neighbour).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let alone = names(&none);
    assert!(!alone.contains(&"D".to_owned()) && !alone.contains(&"F".to_owned()), "{alone:?}");
    // Both roots lead to B, so neither dominates it; those that keep it are A and D, and the nearer is first.
    let up = picture(8, 0);
    let new: Vec<String> = names(&up).into_iter().filter(|name| !alone.contains(name)).collect();
    assert!(new.contains(&"D".to_owned()), "{new:?}");
    assert!(lines(&up).contains(&"D Some(Name(\"b\")) B".to_owned()), "{:?}", lines(&up));
    let one = names(&picture(1, 0)).len();
    assert!(one <= alone.len() + 1);
    let down = picture(0, 8);
    let new: Vec<String> = names(&down).into_iter().filter(|name| !alone.contains(name)).collect();
    assert_eq!(new, ["O", "F"], "what a developer wrote, the heavier first, and not A by a hidden slot");
    assert!(lines(&down).contains(&"B Some(Name(\"far\")) F".to_owned()), "{:?}", lines(&down));
}

#[test]
fn bodies_open_and_fold() {
    let sketch = crowd();
    let opened = opened_sketch(&sketch);
    let all = gravity(&opened, &sketch, "Hub", &[("Hub", 100)]);
    assert_eq!((role(&all, Role::Neighbour).len(), more(&all, &sketch, "Hub")), (30, None));
    let folded = gravity(&opened, &sketch, "Hub", &[("Hub", 0)]);
    assert_eq!((role(&folded, Role::Neighbour).len(), more(&folded, &sketch, "Hub")), (0, None));
    let unfolded = gravity(&opened, &sketch, "Hub", &[("B29", 1)]);
    assert_eq!(more(&unfolded, &sketch, "B29"), Some((1, 5)));
    assert!(role(&unfolded, Role::Neighbour).contains(&"Y"));
    // The last word counts.
    let twice = gravity(&opened, &sketch, "Hub", &[("Hub", 100), ("Hub", 2)]);
    assert_eq!(role(&twice, Role::Neighbour).len(), 2);
}

/// What V8 notes about an object since 14.9: a number without a size, and its text.
#[test]
fn what_has_no_mass_is_no_body() {
    let sketch = Sketch::draw(
        r#"root -> (GC roots) -> Hub(1) -> .a: A(24)
           Hub -internal length-> n=int:number(0) -internal value-> "7"(0)
           Hub -internal state-> "open"(0)"#,
    );
    let opened = opened_sketch(&sketch);
    for unfolded in [None, Some(("Hub", 1)), Some(("Hub", 100))] {
        let picture = gravity(&opened, &sketch, "Hub", unfolded.as_slice());
        let names: Vec<&str> = [Role::Accumulation, Role::Neighbour].iter().flat_map(|r| role(&picture, *r)).collect();
        assert_eq!((names, more(&picture, &sketch, "Hub")), (vec!["A"], None), "{unfolded:?}");
    }
}

/// Without a wish the picture is of what stands out, and of the root only when nothing does.
#[test]
fn the_picture_of_a_heap_starts_at_its_first_suspect() {
    for (text, focus) in [
        ("root -> (GC roots) -> Big(900) -> .a: A(1)\n(GC roots) -> Small(50)", "Big"),
        ("root -> (GC roots) -> A(0)", ""),
    ] {
        let opened = opened_sketch(&Sketch::draw(text));
        let picture = opened.ask(Gravity { focus: None, opened: Vec::new() }).unwrap();
        assert_eq!(role(&picture, Role::Focus), [focus], "{text}");
    }
}

#[test]
fn the_same_question_gives_the_same_picture() {
    for name in recorded::NAMES {
        let file = recorded::file(name);
        let (first, second) = (crate::check::opened(&file), crate::check::opened(&file));
        let suspect = first.ask(Report::default()).unwrap().suspects.first().map(|suspect| suspect.object.id);
        for focus in [None, suspect] {
            let ask = |opened: &Opened| opened.ask(Gravity { focus, opened: Vec::new() }).unwrap();
            let picture = ask(&first);
            assert!(picture.bodies.len() > 3 && picture.bodies.len() < 200, "{} bodies", picture.bodies.len());
            assert_eq!(picture, ask(&second), "{name}");
        }
    }
}
