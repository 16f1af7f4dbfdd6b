//! Each question on drawn heaps, asked as the page asks it: through the wire enums.

use crate::check::{ALL, Opened, id, opened, opened_sketch};
use crate::recorded;
use crate::sketch::Sketch;
use heapsky::ids::{Distance, Node, ObjectId};
use heapsky::present::text::root_category;
use heapsky::question::search::Found;
use heapsky::question::{
    Category, Children, Direction, EdgeKind, EdgeLabel, EdgeName, Edges, Facts, LinkOrder, LinkRow, NodeKind, Page,
    Refusal, Retainers, Rows, Search,
};

fn drawn(text: &str) -> (Sketch, Opened) {
    let sketch = Sketch::draw(text);
    let opened = opened_sketch(&sketch);
    (sketch, opened)
}

/// A reference in words: `.name`, `[3]`, `weak x`.
fn words(label: &EdgeLabel) -> String {
    match (&label.kind, &label.name) {
        (EdgeKind::Property, EdgeName::Name(name)) => format!(".{name}"),
        (EdgeKind::Element, EdgeName::Index(index)) => format!("[{index}]"),
        (kind, EdgeName::Name(name)) => format!("{kind:?} {name}").to_lowercase(),
        (kind, EdgeName::Index(index)) => format!("{kind:?} {index}").to_lowercase(),
    }
}

fn children(opened: &Opened, of: Option<ObjectId>, page: Page) -> (Vec<String>, u64) {
    let rows = opened.ask(Children { of, page }).unwrap();
    let row = |row: &heapsky::question::children::ChildRow| {
        let edge = row.edge.as_ref().map_or("-".into(), words);
        format!("{edge} {} {}", row.object.name, row.object.retained)
    };
    assert_eq!(rows.offset, page.offset);
    (rows.rows.iter().map(row).collect(), rows.total)
}

fn links(rows: &Rows<LinkRow>) -> Vec<String> {
    let row = |row: &LinkRow| {
        let holds = if row.essential { "" } else { " (holds nothing)" };
        format!("{} {}{holds}", words(&row.label), row.object.name)
    };
    rows.rows.iter().map(row).collect()
}

#[test]
fn children_come_by_retained_size_with_real_references_named() {
    let (sketch, opened) = drawn(
        "
        root -> (GC roots) -> A(1)
        A -> .small: S(2)
        A -[7]-> M(10)
        A -> .l: L(4) -> .both: B(100)
        M -> .both: B
        A -weak gone-> B
        A -context twin-> T(10)
        L -> .own: O(5)
        ",
    );
    let (rows, total) = children(&opened, Some(id(&sketch, "A")), ALL);
    // B is dominated by A, but A has only a weak edge to it. M and T are equal: file order.
    assert_eq!(rows, ["- B 100", "[7] M 10", "context twin T 10", ".l L 9", ".small S 2"]);
    assert_eq!(total, 5);
    assert_eq!(children(&opened, None, ALL), (vec!["[1] (GC roots) 132".into()], 1));
    assert_eq!(children(&opened, Some(id(&sketch, "O")), ALL), (vec![], 0));
}

#[test]
fn of_several_references_the_one_a_developer_wrote_is_named() {
    let (sketch, opened) = drawn(
        "
        root -> (GC roots) -> A(1)
        A -hidden 4-> B(2)
        A -internal slot-> B
        A -> .name: B
        A -> .later: B
        ",
    );
    assert_eq!(children(&opened, Some(id(&sketch, "A")), ALL).0, [".name B 2"]);
}

#[test]
fn every_page_of_children_is_a_part_of_the_whole_list() {
    let lines: String = (0..25).map(|n| format!("A -[{n}]-> B{n}({})\n", 10 + n % 4)).collect();
    let (sketch, opened) = drawn(&format!("root -> (GC roots) -> A(1)\n{lines}"));
    let of = Some(id(&sketch, "A"));
    let (whole, total) = children(&opened, of, ALL);
    assert_eq!((whole.len(), total), (25, 25));
    for limit in [1, 2, 7, 10, 25, 30] {
        for offset in [0, 1, 20, 24, 25, 26, 1000, u32::MAX] {
            let (part, total) = children(&opened, of, Page { offset, limit });
            let from = (offset as usize).min(25);
            assert_eq!(part, whole[from..(from + limit as usize).min(25)], "{limit} from {offset}");
            assert_eq!(total, 25);
        }
    }
    assert_eq!(children(&opened, of, Page { offset: 3, limit: 0 }), (vec![], 25));
}

#[test]
fn a_page_is_never_longer_than_the_limit() {
    let lines: String = (0..1500).map(|n| format!("A -[{n}]-> B{n}(1)\n")).collect();
    let (sketch, opened) = drawn(&format!("root -> (GC roots) -> A(1)\n{lines}"));
    let page = Page { offset: 0, limit: u32::MAX };
    let of = id(&sketch, "A");
    assert_eq!(children(&opened, Some(of), page).0.len(), Page::MAX as usize);
    assert_eq!(
        opened.ask(Edges { of: Some(of), order: LinkOrder::File, direction: Direction::Up, page }).unwrap().rows.len(),
        Page::MAX as usize
    );
    let Found::Names(found) = opened.ask(Search::first("b", page)).unwrap() else { panic!("names") };
    assert_eq!((found.rows.len(), found.total), (Page::MAX as usize, 1500));
    let last = opened
        .ask(Edges {
            of: Some(of),
            order: LinkOrder::File,
            direction: Direction::Up,
            page: Page { offset: 1450, limit: 100 },
        })
        .unwrap();
    assert_eq!((last.rows.len(), last.total, last.offset), (50, 1500, 1450));
}

#[test]
fn edges_come_in_file_order_and_say_which_hold_nothing() {
    let (sketch, opened) = drawn(
        "
        root -> (GC roots) -> A(1)
        A -> .b: B(2)
        A -weak w-> C(4)
        A -[3]-> B
        A -shortcut s-> C
        A -> .me: A
        ",
    );
    let edges = opened
        .ask(Edges { of: Some(id(&sketch, "A")), order: LinkOrder::File, direction: Direction::Up, page: ALL })
        .unwrap();
    let expect = [".b B", "weak w C (holds nothing)", "[3] B", "shortcut s C (holds nothing)", ".me A (holds nothing)"];
    assert_eq!((links(&edges), edges.total), (expect.map(String::from).to_vec(), 5));
    let part = opened
        .ask(Edges {
            of: Some(id(&sketch, "A")),
            order: LinkOrder::File,
            direction: Direction::Up,
            page: Page { offset: 3, limit: 10 },
        })
        .unwrap();
    assert_eq!((links(&part), part.total), (expect[3..].iter().map(|s| s.to_string()).collect(), 5));
    let of = Some(id(&sketch, "A"));
    let back =
        opened.ask(Edges { of, order: LinkOrder::File, direction: Direction::Down, page: Page::first(2) }).unwrap();
    assert_eq!(links(&back), [expect[4], expect[3]]);
}

#[test]
fn retainers_come_nearest_first_each_with_its_own_edge() {
    let (sketch, opened) = drawn(
        "
        Lost(1) -> .x: T(1)
        root -> (GC roots) -> A(1) -> .b: B(1) -> .deep: T
        A -> .first: T
        A -weak w-> T
        A -> .third: T
        (GC roots) -[9]-> T
        T -> .self: T
        ",
    );
    let of = id(&sketch, "T");
    let all = opened.ask(Retainers { of, ignored: Vec::new(), page: ALL }).unwrap();
    let expect = [
        "[9] (GC roots)",
        ".self T (holds nothing)",
        ".first A",
        "weak w A (holds nothing)",
        ".third A",
        ".deep B",
        ".x Lost",
    ];
    assert_eq!((links(&all), all.total), (expect.map(String::from).to_vec(), 7));
    for offset in 0..8 {
        for limit in 0..8 {
            let part = opened.ask(Retainers { of, ignored: Vec::new(), page: Page { offset, limit } }).unwrap();
            let from = (offset as usize).min(7);
            assert_eq!(links(&part), expect[from..(from + limit as usize).min(7)], "{limit} from {offset}");
        }
    }
}

fn found(opened: &Opened, text: &str) -> Vec<String> {
    match opened.ask(Search::first(text, ALL)).unwrap() {
        Found::Names(rows) => {
            assert_eq!(rows.rows.len() as u64, rows.total);
            rows.rows.into_iter().map(|row| row.name).collect()
        }
        Found::Object(row) => vec![format!("object {}", row.name)],
        Found::NoSuchId => vec!["no such id".into()],
    }
}

#[test]
fn search_finds_by_id_and_by_text() {
    let (sketch, opened) = drawn(
        r#"
        root -> (GC roots) -> Widget(1) @4001
        Widget -> .a: big="a widget in a text"(100)
        Widget -> .b: f=makeWidget:closure(50)
        Widget -> .c: h="堆 \"quoted\" \\ WIDGET"(70)
        Widget -> .d: o=Other(7)
        Widget -> .e: Ünïcode(3)
        "#,
    );
    assert_eq!(found(&opened, "@4001"), ["object Widget"]);
    assert_eq!(found(&opened, &format!("  @{} ", sketch.id("o"))), ["object Other"]);
    assert_eq!(found(&opened, "@4003"), ["no such id"]);
    assert_eq!(found(&opened, "@99999999999999999999999"), [] as [&str; 0], "no id: a text, which nobody has");
    // By retained size.
    let all = ["Widget", "a widget in a text", "堆 \"quoted\" \\ WIDGET", "makeWidget"];
    assert_eq!(found(&opened, "widget"), all);
    assert_eq!(found(&opened, "WIDGET"), all);
    assert_eq!(found(&opened, "\"QUOTED\" \\"), [all[2]]);
    assert_eq!(found(&opened, "堆"), [all[2]]);
    assert_eq!(found(&opened, "nothing like it"), [] as [&str; 0]);
    // Only ASCII letters have no case here.
    assert_eq!(found(&opened, "Ünïcode"), ["Ünïcode"]);
    assert_eq!(found(&opened, ""), [] as [&str; 0]);
}

/// The keywords of the report are names of properties and variables: they must lead to what is held there.
#[test]
fn search_finds_what_is_held_under_a_name() {
    let (_, opened) = drawn(
        r#"
        root -> (GC roots) -> Module(1) -> .exports: Store(2) -> .history: Log(30)
        Store -context history-> Other(20)
        Store -internal history-> Inner(10)
        Store -> .historyOf: Later(5)
        "#,
    );
    assert_eq!(found(&opened, "History"), ["Log", "Other"]);
    assert_eq!(found(&opened, "histor"), [] as [&str; 0], "a part of a name says too little");
}

#[test]
fn facts_tell_what_the_panel_shows() {
    let (sketch, opened) = drawn(
        "
        root -shortcut g-> Window(4) -> .list: List(16) at 4:2:26
        List -internal elements-> store=(elements):array(100) -[0]-> Item(8)
        List -> .me: List
        Window -weak w-> List
        ",
    );
    let facts = opened.ask(Facts { of: id(&sketch, "List") }).unwrap();
    assert_eq!((facts.object.name.as_str(), facts.object.class.as_str()), ("List", "List"));
    assert_eq!((facts.object.shallow, facts.object.raw, facts.object.retained), (116, 16, 124));
    assert_eq!((facts.edges, facts.retainers, facts.object.dominated), (2, 3, 1));
    assert_eq!((facts.object.distance, facts.object.category), (Distance::FromRoot(2), Category::Object));
    let place = facts.location.unwrap();
    assert_eq!((place.script_id, place.line, place.column, place.script), (4, Some(2), Some(26), None));
    let chain: Vec<ObjectId> = facts.chain.iter().map(|row| row.id).collect();
    assert_eq!((chain, facts.chain_skipped), (vec![id(&sketch, "root"), id(&sketch, "Window")], 0));
    let item = opened.ask(Facts { of: id(&sketch, "Item") }).unwrap();
    let chain: Vec<&str> = item.chain.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(chain, ["", "Window", "List", "(elements)"]);
    assert_eq!(opened.ask(Facts { of: id(&sketch, "root") }).unwrap().chain, []);
}

#[test]
fn a_long_chain_of_dominators_leaves_its_middle_out() {
    let lines: String = (1..100).map(|n| format!("N{} -> .next: N{n}(1)\n", n - 1)).collect();
    let (sketch, opened) = drawn(&format!("root -> (GC roots) -> N0(1)\n{lines}"));
    let facts = opened.ask(Facts { of: id(&sketch, "N99") }).unwrap();
    let names: Vec<&str> = facts.chain.iter().map(|row| row.name.as_str()).collect();
    // 101 dominators, 40 shown.
    assert_eq!((names.len(), facts.chain_skipped), (40, 61));
    assert_eq!((names[2], names[19], names[20], names[39]), ("N0", "N17", "N79", "N98"));
}

#[test]
fn a_functions_place_has_its_scripts_name() {
    let (sketch, opened) = drawn(
        r#"
        root -> (GC roots) -> f=run:closure(1) at 4:2:26
        f -internal shared-> s=run:code(1) -internal script-> "app.js":code(1)
        "#,
    );
    let place = opened.ask(Facts { of: id(&sketch, "f") }).unwrap().location.unwrap();
    assert_eq!(place.script.as_deref(), Some("app.js"));
}

/// V8 up to 8.4 writes a column it does not know as 4294967295.
#[test]
fn a_place_that_is_not_known_is_not_shown_as_a_number() {
    let (sketch, opened) = drawn("root -> (GC roots) -> f=run:closure(1) at 4:2:4294967295");
    let place = opened.ask(Facts { of: id(&sketch, "f") }).unwrap().location.unwrap();
    assert_eq!((place.line, place.column), (Some(2), None));
}

#[test]
fn an_id_the_heap_does_not_have_is_refused_by_every_question() {
    let (_, opened) = drawn("root -> (GC roots)");
    let of = ObjectId(4242);
    let refusal = Refusal::NoSuchObject(of);
    assert_eq!(opened.ask(Facts { of }).unwrap_err(), refusal);
    assert_eq!(
        opened.ask(Edges { of: Some(of), order: LinkOrder::File, direction: Direction::Up, page: ALL }).unwrap_err(),
        refusal
    );
    assert_eq!(opened.ask(Retainers { of, ignored: Vec::new(), page: ALL }).unwrap_err(), refusal);
    assert_eq!(opened.ask(Children { of: Some(of), page: ALL }).unwrap_err(), refusal);
    let gravity = heapsky::question::Gravity { focus: Some(of), opened: Vec::new() };
    assert_eq!(opened.ask(gravity).unwrap_err(), refusal);
}

#[test]
fn long_names_are_cut_and_ropes_are_read() {
    let long = "x".repeat(1000);
    let (sketch, opened) = drawn(&format!(
        r#"
        root -> (GC roots) -> l="{long}"(1)
        (GC roots) -> r=(concatenated-string):concatenated-string(1) -internal first-> "one "(1)
        r -internal second-> q=rope:concatenated-string(1) -internal first-> "two "(1)
        q -internal second-> "three"(1)
        (GC roots) -> c=cycle:concatenated-string(1) -internal first-> c
        c -internal second-> c
        "#
    ));
    let name = |handle: &str| opened.ask(Facts { of: id(&sketch, handle) }).unwrap().object.name;
    assert_eq!(name("l"), format!("{}…", "x".repeat(400)));
    assert_eq!(name("r"), "one two three");
    assert_eq!(name("c"), "…");
}

/// Whatever program wrote the file.
#[test]
fn every_group_of_roots_is_explained() {
    for name in recorded::NAMES {
        let opened = opened(&recorded::file(name));
        let snapshot = opened.heap.snapshot();
        let groups = (1..snapshot.node_count() as u32).map(Node);
        for node in groups.filter(|node| snapshot.kind(*node) == NodeKind::Synthetic) {
            let group = snapshot.text(snapshot.name(node));
            assert!(group.is_empty() || root_category(&group).is_some(), "{name}: {group}");
        }
    }
}
