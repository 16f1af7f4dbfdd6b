//! The search by a text against its definition: every name looked at by itself, every reference by its words.

use crate::chance::{Chance, random_heap};
use crate::check::{Opened, opened};
use crate::recorded::{self, NAMES};
use crate::written::file_of;
use heapsky::analysis::Heap;
use heapsky::ids::{Node, ObjectId};
use heapsky::question::search::Found;
use heapsky::question::{Page, Search};
use heapsky::snapshot::{EdgeKind, Label};
use std::collections::BTreeSet;

/// The objects that have a property or captured variable of this name, or are held under it, or have a text in their own
/// name or their class's.
fn wanted(heap: &Heap, text: &str, how: How) -> BTreeSet<ObjectId> {
    let snapshot = heap.snapshot();
    let small = text.to_ascii_lowercase();
    let has = |name: &str| name.to_ascii_lowercase().contains(&small);
    let mut found = BTreeSet::new();
    for node in snapshot.nodes() {
        if how == How::Words && (has(&snapshot.text(snapshot.name(node))) || has(&heap.class(node).name)) {
            found.insert(snapshot.id(node));
        }
        for edge in snapshot.edges(node) {
            let Label::Name(name) = snapshot.label(edge) else { continue };
            let is = match how {
                How::Words => snapshot.text(name).to_ascii_lowercase() == small,
                How::Has | How::Held => snapshot.text(name) == text,
            };
            if is && matches!(snapshot.edge_kind(edge), EdgeKind::Property | EdgeKind::Context) {
                found.insert(snapshot.id(if how == How::Has { node } else { snapshot.target(edge) }));
            }
        }
    }
    found
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum How {
    Words,
    Has,
    Held,
}

fn found(opened: &Opened, text: &str) -> BTreeSet<ObjectId> {
    let mut ids = BTreeSet::new();
    loop {
        let page = Page { offset: ids.len() as u32, limit: Page::MAX };
        let Found::Names(rows) = opened.ask(Search::first(text, page)).unwrap() else { panic!("{text} was no text") };
        ids.extend(rows.rows.iter().map(|row| row.id));
        if rows.rows.is_empty() || ids.len() as u64 >= rows.total {
            assert_eq!(ids.len() as u64, rows.total, "{text}");
            return ids;
        }
    }
}

/// A part of some name, or of the name of some reference; one that the box takes for words alone.
fn words(heap: &Heap, chance: &mut Chance) -> Option<String> {
    let snapshot = heap.snapshot();
    let node = Node(chance.below(heap.node_count()) as u32);
    let mut names = vec![snapshot.name(node)];
    names.extend(snapshot.edges(node).filter_map(|edge| match snapshot.label(edge) {
        Label::Name(name) => Some(name),
        Label::Index(_) => None,
    }));
    let text = snapshot.text(chance.pick(&names)).into_owned();
    let whole = chance.below(2) == 0;
    let text: String =
        if whole { text } else { text.chars().skip(chance.below(4)).take(1 + chance.below(6)).collect() };
    let is_plain =
        text.trim() == text && !text.is_empty() && text.len() < 60 && !text.contains(['/', '.', '\\', ':', '"', '@']);
    (is_plain && !text.chars().any(char::is_whitespace)).then_some(text)
}

/// Gives how many objects all searches found together.
fn compare(opened: &Opened, seed: u64, times: usize) -> usize {
    let mut chance = Chance::new(seed);
    let mut count = 0;
    for _ in 0..times {
        let Some(text) = words(&opened.heap, &mut chance) else { continue };
        for (how, typed) in
            [(How::Words, text.clone()), (How::Has, format!("prop:{text}")), (How::Held, format!("held:{text}"))]
        {
            let (found, wanted) = (found(opened, &typed), wanted(&opened.heap, &text, how));
            assert!(found == wanted, "{typed}, seed {seed}: {} found, {} wanted", found.len(), wanted.len());
            count += found.len();
        }
    }
    count
}

#[test]
fn random_heaps_are_searched_as_the_definition_says() {
    let count: usize = (0..300).map(|seed| compare(&opened(&file_of(&random_heap(seed, 60))), seed, 4)).sum();
    assert!(count > 2000, "{count}");
}

#[test]
fn recorded_heaps_are_searched_as_the_definition_says() {
    for name in NAMES {
        let count = compare(&opened(&recorded::file(name)), 7, 24);
        assert!(count > 100, "{name}: {count}");
    }
}
