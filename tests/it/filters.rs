//! The filters of DevTools' Summary: which objects they let through, and what the classes hold of those.
//!
//! `NAME.filters.json` of the recorded files has DevTools' numbers; `tests/fixtures/recorded/README.md` says what each field
//! means.

use crate::check::{Opened, id, opened, opened_sketch};
use crate::devtools::{Class, class_differences};
use crate::recorded;
use crate::sketch::Sketch;
use heapsky::ids::{Distance, ObjectId};
use heapsky::present::selecting;
use heapsky::present::text::Lang;
use heapsky::question::classes::{ClassOrder, ClassRow, GroupName};
use heapsky::question::filter::Filter;
use heapsky::question::instances::InstanceOrder;
use heapsky::question::totals::{Grouping, Selection};
use heapsky::question::work::at_once;
use heapsky::question::{Classes, Direction, Facts, Instances, Page, Refusal, Timeline, Work, texts};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// DevTools' numbers for one file.
#[derive(Deserialize)]
struct Filters {
    ids: (u64, u64),
    filters: BTreeMap<String, Vec<Class>>,
    /// First id, count, own bytes and retained bytes of each group of equal strings.
    duplicates: Vec<(u64, u64, u64, u64)>,
}

fn filter(name: &str, ids: (u64, u64)) -> Filter {
    match name {
        "objectsRetainedByDetachedDomNodes" => Filter::DetachedDom,
        "objectsRetainedByConsole" => Filter::Console,
        "objectsRetainedByEventHandlers" => Filter::EventHandlers,
        "objectsRetainedByContexts" => Filter::Contexts,
        "duplicatedStrings" => Filter::DuplicatedStrings,
        "ids" => Filter::Ids { over: ids.0, upto: ids.1 },
        other => panic!("no filter {other}"),
    }
}

/// All rows of a list, page by page.
fn rows(opened: &Opened, selection: Selection, grouping: Grouping, order: ClassOrder) -> Vec<ClassRow> {
    let mut rows = Vec::new();
    loop {
        let page = Page { offset: rows.len() as u32, limit: 400 };
        let (text, selection) = (String::new(), selection.clone());
        let question = Classes { text, selection, grouping, order, direction: Direction::Down, page };
        let list = opened.ask(question).expect("classes").classes;
        rows.extend(list.rows);
        if rows.len() as u64 == list.total {
            return rows;
        }
    }
}

/// A row as DevTools has it: with its whole name.
fn class(row: ClassRow) -> Class {
    assert!(matches!(row.name, GroupName::Class(_)), "{:?} is no class", row.name);
    let name = match row.key.strip_prefix(',') {
        Some(name) => name.to_owned(),
        None => row.key.splitn(4, ',').last().expect("a name").to_owned(),
    };
    let distance = match row.distance {
        Distance::FromRoot(steps) => i64::from(steps),
        Distance::FromSystem(steps) => 100_000_000 + i64::from(steps),
        Distance::Unreachable => -5,
    };
    Class { key: row.key, name, count: row.count, distance, shallow: row.shallow, retained: row.retained }
}

/// Every difference from DevTools, and how many classes and groups were compared.
fn differences(name: &str, opened: &Opened, theirs: &Filters) -> (Vec<String>, usize) {
    let (mut found, mut compared) = (Vec::new(), 0);
    for (filter_name, classes) in &theirs.filters {
        let filter = filter(filter_name, theirs.ids);
        let selection = Selection { filter, within: None };
        let ours: Vec<Class> =
            rows(opened, selection, Grouping::Class, ClassOrder::Retained).into_iter().map(class).collect();
        let different = class_differences(&ours, classes);
        found.extend(different.into_iter().map(|difference| format!("{name}, {filter_name}: {difference}")));
        compared += classes.len();
    }
    let heap = &opened.heap;
    let groups = at_once(texts::duplicates(heap, &Work::default()));
    let mut ours: Vec<(u64, u64, u64, u64)> = (0..groups.count())
        .map(|row| {
            let group = groups.group(row);
            let sum = |of: &dyn Fn(_) -> u64| group.iter().map(|node| of(*node)).sum::<u64>();
            let (shallow, retained) = (sum(&|node| heap.shallow(node)), sum(&|node| heap.retained(node)));
            (heap.snapshot().id(group[0]).0, group.len() as u64, shallow, retained)
        })
        .collect();
    ours.sort();
    if ours != theirs.duplicates {
        found.push(format!("{name}: {} groups of strings where DevTools has {}", ours.len(), theirs.duplicates.len()));
    }
    (found, compared + ours.len())
}

fn numbers(folder: &Path, name: &str) -> Filters {
    let bytes = recorded::unpacked(&folder.join(format!("{name}.filters.json")));
    serde_json::from_slice(&bytes).expect("DevTools' numbers")
}

/// DevTools cannot open Hermes' files as they are.
fn with_filters() -> impl Iterator<Item = &'static str> {
    recorded::NAMES.into_iter().filter(|name| !name.starts_with("hermes"))
}

/// The list looks all scripts up at once, the panel of an object its own.
#[test]
fn a_class_stands_where_the_panel_of_its_objects_says() {
    let mut told = 0;
    for name in recorded::NAMES {
        let opened = opened(&recorded::file(name));
        let heap = &opened.heap;
        let listed = rows(&opened, Selection::default(), Grouping::Class, ClassOrder::Retained);
        let mut places: BTreeMap<String, _> = listed.into_iter().map(|row| (row.key, row.place)).collect();
        for node in heap.snapshot().nodes() {
            let class = heap.class(node);
            let Some(place) = class.place.and_then(|_| places.remove(&class.key())) else { continue };
            let facts = opened.ask(Facts { of: heap.snapshot().id(node) }).expect("facts");
            assert_eq!(place, facts.location, "{name} {}", class.name);
            told += usize::from(place.is_some_and(|place| place.script.is_some()));
        }
    }
    assert!(told > 20, "{told} classes have a script");
}

#[test]
fn recorded_files_have_devtools_numbers_under_every_filter() {
    let mut compared = 0;
    for name in with_filters() {
        let theirs = numbers(&recorded::folder(), name);
        let (found, count) = differences(name, &opened(&recorded::file(name)), &theirs);
        assert_eq!(found.iter().take(8).cloned().collect::<Vec<_>>().join("\n"), "");
        compared += count;
    }
    assert!(compared > 900, "{compared} classes and groups");
}

#[test]
fn random_heaps_have_devtools_numbers_under_every_filter() {
    let text = |name: &str| String::from_utf8(recorded::unpacked(&recorded::folder().join(name))).expect("UTF-8");
    let (heaps, filters) = (text("random.jsonl"), text("random-filters.jsonl"));
    let mut compared = 0;
    for (at, (heap, theirs)) in heaps.lines().zip(filters.lines()).enumerate() {
        let heap: BTreeMap<String, String> = serde_json::from_str(heap).expect("a heap");
        let theirs: Filters = serde_json::from_str(theirs).expect("numbers");
        let (found, count) = differences(&format!("line {}", at + 1), &opened(heap["file"].as_bytes()), &theirs);
        assert_eq!(found.join("\n"), "");
        compared += count;
    }
    assert!(heaps.lines().count() == filters.lines().count() && compared > 1_000, "{compared} classes and groups");
}

/// Does nothing without `HEAPSKY_ORACLE`; see `recorded.rs`.
#[test]
fn other_recorded_files_have_devtools_numbers_under_every_filter() {
    let Some(folder) = std::env::var_os("HEAPSKY_ORACLE").map(PathBuf::from) else { return };
    let oracle = folder.join("oracle");
    for name in recorded::names(&folder) {
        if ["", ".gz"].iter().any(|packed| oracle.join(format!("{name}.filters.json{packed}")).exists()) {
            let opened = opened(&recorded::snapshot(&folder, &name));
            let (found, count) = differences(&name, &opened, &numbers(&oracle, &name));
            println!("{name:<40} {count:>6} classes and groups {:>4} differences", found.len());
            assert_eq!(found.iter().take(8).cloned().collect::<Vec<_>>().join("\n"), "");
        }
    }
}

/// The ids of all objects that a filter lets through and that have a size.
fn through(opened: &Opened, filter: Filter) -> Vec<ObjectId> {
    let selection = Selection { filter, within: None };
    let mut ids = Vec::new();
    for row in rows(opened, selection.clone(), Grouping::Class, ClassOrder::Name) {
        let (class, selection) = (row.key, selection.clone());
        let (order, direction, page) = (InstanceOrder::Id, Direction::Up, Page::first(100));
        let list = opened.ask(Instances { class, selection, order, direction, page }).expect("objects");
        assert_eq!(list.total, row.count);
        ids.extend(list.rows.iter().map(|row| row.id));
    }
    ids.sort();
    ids
}

fn check(sketch: &str, filter: Filter, handles: &[&str]) {
    let mut sketch = Sketch::draw(sketch);
    // A drawing's names have no blanks.
    for node in sketch.heap.nodes.iter_mut().filter(|node| &*node.name == "CONTEXT") {
        node.name = "system / Context".into();
    }
    let mut expect: Vec<ObjectId> = handles.iter().map(|handle| id(&sketch, handle)).collect();
    expect.sort();
    assert_eq!(through(&opened_sketch(&sketch), filter), expect, "{filter:?}");
}

#[test]
fn what_only_a_detached_node_holds_is_retained_by_it() {
    check(
        "root -> Window(8) -> .x: <div>:native(16) detached -> .own: A(8)
         <div> -> .both: B(8)
         Window -> .y: B",
        Filter::DetachedDom,
        &["<div>", "A"],
    );
}

#[test]
fn what_only_the_console_holds_is_retained_by_it() {
    let sketch = r#"
        root -> "(Global handles)":synthetic -internal "5 / DevTools console"-> A(8) -> .x: B(8)
        (Global handles) -internal "6 / something else"-> C(8)
        root -> Window(8) -internal "7 / DevTools console"-> D(8)
    "#;
    check(&sketch.replace("\"(Global handles)\":synthetic", "(Global handles)"), Filter::Console, &["A", "B"]);
}

#[test]
fn what_only_event_handlers_hold_is_retained_by_them() {
    check(
        "root -> Window(8) -> .a: l1=V8EventListener:native(8) -internal 1-> f:closure(8) -internal code-> c1=Code:code(8)
         f -context x-> Held(24)
         Window -> .b: l2=V8EventListener:native(8) -internal 1-> Wrapper(8) -> .g: g:closure(8) -internal code-> c2=Code:code(8)
         Window -> .c: l3=V8EventListener:native(8) -internal 1-> Odd(8)",
        Filter::EventHandlers,
        &["f", "c1", "Held", "g", "c2", "Odd"],
    );
}

#[test]
fn what_only_captured_variables_hold_is_retained_by_contexts() {
    check(
        "root -> Window(8) -> .f: f:closure(8) -internal context-> scope=CONTEXT(16) -context x-> A(8)
         scope -context y-> B(8)
         Window -> .b: B",
        Filter::Contexts,
        &["scope", "A"],
    );
}

#[test]
fn equal_strings_are_found_however_they_are_made() {
    check(
        r#"root -> Array(8)
           Array -[0]-> s1="hello world"(24)
           Array -[1]-> s2="hello world"(24)
           Array -[2]-> s3="other"(24)
           Array -[3]-> rope:concatenated-string(32) -internal first-> h="hello "(16)
           rope -internal second-> w="world"(16)
           Array -[4]-> flat:concatenated-string(32) -internal first-> s3
           flat -internal second-> e=""(16)
           Array -[5]-> z1="nothing"(0)
           Array -[6]-> z2="nothing"(0)"#,
        Filter::DuplicatedStrings,
        &["s1", "s2", "rope"],
    );
}

#[test]
fn cut_off_strings_are_told_apart_by_length_and_hash() {
    let string = |handle: &str, length: &str, hash: &str| {
        format!(
            "Array -[1]-> {handle}=\"long\"(24) -internal truncated-> t{handle}=bool:number(0) -internal value-> \"true\"(0)
             {handle} -internal length-> l{handle}=int:number(0) -internal value-> v{handle}=\"{length}\"(0)
             {handle} -internal hash-> h{handle}=int:number(0) -internal value-> w{handle}=\"{hash}\"(0)\n"
        )
    };
    let sketch = [
        "root -> Array(8)\n".to_owned(),
        string("a", "5000", "17"),
        string("b", "5000", "17").replace("\"true\"(0)", "\"true\""),
        string("c", "5001", "17").replace("\"true\"(0)", "\"true\""),
        string("d", "5000", "18").replace("\"true\"(0)", "\"true\""),
        "Array -[9]-> e=\"long\"(24)\n".to_owned(),
    ];
    check(&sketch.concat(), Filter::DuplicatedStrings, &["a", "b"]);
}

#[test]
fn what_no_root_reaches_is_unreachable() {
    check("root -> Window(8)\n Lost(8) -> .x: B(8) -> .y: Lost", Filter::Unreachable, &["Lost", "B"]);
    check("root -> A(8) @3\n A -> .b: B(8) @5\n B -> .c: C(8) @9", Filter::Ids { over: 3, upto: 8 }, &["B"]);
}

#[test]
fn a_pattern_that_cannot_be_read_is_refused() {
    let opened = opened_sketch(&Sketch::draw("root -> A(8)"));
    let ask = |text: &str| {
        let (selection, grouping) = Default::default();
        let (order, direction, page) = (ClassOrder::Name, Direction::Up, Page::first(9));
        opened.ask(Classes { text: text.into(), selection, grouping, order, direction, page })
    };
    assert!(matches!(ask("/(/"), Err(Refusal::BadPattern(_))));
    assert_eq!(ask("/^A$/").expect("classes").classes.total, 1);
    assert_eq!(ask("/^B$/").expect("classes").classes.total, 0);
}

#[test]
fn groups_hold_what_their_members_hold_and_open_into_classes() {
    let opened = opened(&recorded::file("node-20.20.2"));
    let all = |grouping| rows(&opened, Selection::default(), grouping, ClassOrder::Retained);
    let shallow =
        |rows: &[ClassRow]| rows.iter().map(|row| (row.count, row.shallow)).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    let classes = all(Grouping::Class);
    for grouping in [Grouping::Script, Grouping::Package, Grouping::Kind] {
        let groups = all(grouping);
        assert_eq!(shallow(&groups), shallow(&classes), "{grouping:?}: each object is in one group");
        for group in groups.iter().take(12) {
            let within = Some((grouping, group.key.clone()));
            let inside = rows(&opened, Selection { within, ..Selection::default() }, Grouping::Class, ClassOrder::Name);
            assert_eq!(shallow(&inside), (group.count, group.shallow), "{:?}", group.name);
            let row = &inside[0];
            let selection = Selection { within: Some((grouping, group.key.clone())), ..Selection::default() };
            let (order, direction) = (InstanceOrder::Retained, Direction::Up);
            let question = Instances { class: row.key.clone(), selection, order, direction, page: Page::first(1) };
            let objects = opened.ask(question).expect("objects");
            assert_eq!((objects.total, objects.rows[0].retained), (row.count, row.smallest));
        }
    }
    let names: Vec<String> = all(Grouping::Package).iter().map(|row| selecting::group(&row.name, Lang::En)).collect();
    assert!(names.iter().any(|name| name == "Node.js itself"), "{names:?}");
    let scripts = all(Grouping::Script);
    let is_named = |row: &&ClassRow| matches!(&row.name, GroupName::Script(Ok(name)) if name.starts_with("node:"));
    assert!(scripts.iter().filter(is_named).count() > 20);
}

#[test]
fn a_timeline_has_moments_and_their_objects() {
    let opened = opened(&recorded::file("node-8.17.0.timeline"));
    let moments = opened.ask(Timeline).expect("moments").moments;
    assert!(moments.len() > 2 && moments.is_sorted_by_key(|moment| (moment.micros, moment.last_id)));
    let count = |filter| {
        let rows = rows(&opened, Selection { filter, within: None }, Grouping::Class, ClassOrder::Count);
        rows.iter().map(|row| row.count).sum::<u64>()
    };
    let edges: Vec<u64> =
        [0].into_iter().chain(moments.iter().map(|moment| moment.last_id)).chain([u64::MAX]).collect();
    let spans = edges.windows(2).map(|pair| count(Filter::Ids { over: pair[0], upto: pair[1] })).sum::<u64>();
    assert_eq!(spans, count(Filter::All));
}
