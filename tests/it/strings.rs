//! Strings: each, repeated, alike; and what a search finds by its terms.

use crate::chance::random_heap;
use crate::check::{Opened, id, opened, opened_sketch};
use crate::plain::PlainHeap;
use crate::recorded;
use crate::sketch::Sketch;
use crate::written::file_of;
use heapsky::ids::ObjectId;
use heapsky::question::search::Found;
use heapsky::question::strings::{PREFIX, StringList, StringOrder, StringView};
use heapsky::question::{Direction, Page, Refusal, Search, StringGroup, Strings};
use std::collections::HashMap;

const PAGE: Page = Page::first(1000);

fn list(opened: &Opened, view: StringView, text: &str, order: StringOrder) -> StringList {
    let text = text.to_owned();
    opened.ask(Strings { view, text, order, direction: Direction::Down, page: PAGE }).expect("strings")
}

const DRAWN: &str = r#"
    root -> Array(8)
    Array -[0]-> a1="session-1001-open"(40) @11
    Array -[1]-> a2="session-1001-open"(48) @13
    Array -[2]-> b="session-2002-shut"(40) @15
    Array -[3]-> c="lonely"(24) @17
    Array -[4]-> rope:concatenated-string(32) @19 -internal first-> "session-10"(8) @21
    rope -internal second-> "01-open"(8) @23
    Array -[5]-> part:sliced-string(32) @25 -internal parent-> a1
"#;

#[test]
fn equal_strings_are_one_row_with_what_they_waste() {
    let sketch = Sketch::draw(DRAWN);
    let opened = opened_sketch(&sketch);
    let found = list(&opened, StringView::Duplicated, "", StringOrder::Wasted);
    assert_eq!(found.rows.total, 1);
    let row = &found.rows.rows[0];
    assert_eq!((row.count, row.shallow, row.wasted), (3, 120, 72), "two and the rope; all but the largest are wasted");
    assert_eq!(row.sample.id, id(&sketch, "a2"), "the largest stands for them");
    assert_eq!((found.count, found.shallow, found.wasted), (3, 120, 72));
    let group = StringGroup { view: StringView::Duplicated, of: row.sample.id, page: PAGE };
    let members: Vec<ObjectId> = opened.ask(group).expect("members").rows.iter().map(|row| row.id).collect();
    assert_eq!(members, ["a2", "rope", "a1"].map(|handle| id(&sketch, handle)), "by what they retain");
}

#[test]
fn strings_that_begin_alike_are_a_family_whatever_their_digits() {
    let sketch = Sketch::draw(DRAWN);
    let opened = opened_sketch(&sketch);
    let found = list(&opened, StringView::Families, "", StringOrder::Count);
    let rows: Vec<_> = found.rows.rows.iter().map(|row| (row.prefix.as_deref(), row.count)).collect();
    assert_eq!(rows, [(Some("session-####-open"), 3)], "that of two others is no family, it ends otherwise");
    assert_eq!(found.wasted, 0);
    // One that nobody is like has itself alone behind it.
    let alone = StringGroup { view: StringView::Families, of: id(&sketch, "c"), page: PAGE };
    assert_eq!(opened.ask(alone).expect("one").total, 1);
}

#[test]
fn each_string_is_found_by_its_text() {
    let sketch = Sketch::draw(DRAWN);
    let opened = opened_sketch(&sketch);
    let each = |text: &str| list(&opened, StringView::Each, text, StringOrder::Shallow).rows.total;
    assert_eq!(each(""), 8);
    assert_eq!(each("SESSION-1001"), 3, "the rope too");
    assert_eq!(each("/^session-\\d+-shut$/"), 1);
    let bad = Strings {
        view: StringView::Each,
        text: "/[/".into(),
        order: StringOrder::Count,
        direction: Direction::Up,
        page: PAGE,
    };
    assert!(matches!(opened.ask(bad), Err(Refusal::BadPattern(_))));
}

/// The same by maps from texts.
fn groups_by_definition(heap: &PlainHeap, opened: &Opened) -> Vec<(u64, u64)> {
    let mut by_text: HashMap<&str, Vec<u64>> = HashMap::new();
    for node in heap.nodes.iter().filter(|node| &*node.kind == "string") {
        let shallow = opened.heap.shallow(opened.heap.find(ObjectId(node.id)).expect("the node"));
        if shallow > 0 {
            by_text.entry(&node.name).or_default().push(shallow);
        }
    }
    let groups = by_text.into_values().filter(|group| group.len() > 1);
    let mut groups: Vec<_> = groups.map(|group| (group.len() as u64, group.iter().sum())).collect();
    groups.sort();
    groups
}

#[test]
fn repeated_strings_of_random_heaps_are_those_of_the_definition() {
    let mut found = 0;
    for seed in 0..300 {
        let mut heap = random_heap(seed, 40);
        // No ropes: their text is a matter of its own.
        heap.nodes
            .iter_mut()
            .filter(|node| &*node.kind == "concatenated string")
            .for_each(|node| node.kind = "string".into());
        let opened = opened(&file_of(&heap));
        let rows = list(&opened, StringView::Duplicated, "", StringOrder::Count).rows.rows;
        let mut ours: Vec<(u64, u64)> = rows.iter().map(|row| (row.count, row.shallow)).collect();
        ours.sort();
        assert_eq!(ours, groups_by_definition(&heap, &opened), "seed {seed}");
        found += ours.len();
    }
    assert!(found > 60, "{found} groups");
}

#[test]
fn a_real_file_has_families_and_no_row_is_longer_than_its_prefix() {
    let opened = opened(&recorded::file("node-20.20.2"));
    let found = list(&opened, StringView::Families, "", StringOrder::Shallow);
    assert!(found.rows.total > 50);
    for row in &found.rows.rows {
        let prefix = row.prefix.as_ref().expect("a prefix");
        assert!(prefix.chars().count() <= PREFIX && !prefix.contains(|c: char| c.is_ascii_digit()), "{prefix}");
        let group = StringGroup { view: StringView::Families, of: row.sample.id, page: Page::first(1) };
        assert_eq!(opened.ask(group).expect("a family").total, row.count, "{prefix}");
    }
}

/// The handles of what a search finds.
fn search(text: &str, sketch: &Sketch) -> Vec<String> {
    match opened_sketch(sketch).ask(Search::first(text, PAGE)).expect("an answer") {
        Found::Names(rows) => {
            let handles = rows.rows.iter().map(|row| {
                let at = sketch.heap.nodes.iter().position(|node| node.id == row.id.0).expect("the node");
                sketch.handle(at).to_owned()
            });
            handles.collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn terms_of_a_search_must_all_hold() {
    let sketch = Sketch::draw(
        r#"root -> Window(24) -> .cache: Map(100) -> .size: "big"(2000)
           Window -> .pool: Pool(64) -> .cache: Socket(3000) -> .text: "socket text"(40)
           Window -> .f: run:closure(64) -context cache-> Set(50)"#,
    );
    let check = |text: &str, handles: &[&str]| assert_eq!(search(text, &sketch), handles, "{text}");
    check("class:socket", &["Socket"]);
    check("socket", &["Socket", "socket text"]);
    check("socket kind:string", &["socket text"]);
    check("kind:closure", &["run"]);
    check("size:>1kb", &["Socket", "big"]);
    check("size:>1kb kind:object", &["Socket"]);
    check("retained:2k..2.5k", &["Map", "big"]);
    check("prop:cache", &["Window", "Pool", "run"]);
    check("held:cache", &["Socket", "Map", "Set"]);
    check("held:cache size:<100", &["Set"]);
    check("/^(Map|Set)$/", &["Map", "Set"]);
    check("/^s/i kind:object", &["Socket", "Set"]);
    check("class:Map held:pool", &[]);
    // As before: a word alone also finds what is held under it.
    check("pool", &["Pool"]);
    check("\"kind:closure\"", &[]);
}

#[test]
fn terms_that_cannot_be_read_are_refused() {
    let opened = opened_sketch(&Sketch::draw("root -> A(8)"));
    let refusal = |text: &str| opened.ask(Search::first(text, PAGE)).unwrap_err();
    assert_eq!(refusal("size:many"), Refusal::BadTerm("size:many".into()));
    assert!(matches!(refusal("class:/(/"), Refusal::BadPattern(_)));
}
