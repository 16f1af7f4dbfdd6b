//! Who holds the objects of a class: the holders of all of them, step by step, like ones as one.

use crate::chance::random_heap;
use crate::check::{ALL, Opened, opened, opened_sketch};
use crate::oracle::essential;
use crate::plain::{Label, PlainHeap};
use crate::sketch::Sketch;
use crate::written::file_of;
use heapsky::ids::Node;
use heapsky::question::merged::{MergedRow, Via, ViaName};
use heapsky::question::{Merged, Page, Refusal};
use std::collections::{BTreeMap, BTreeSet};

fn rows(opened: &Opened, class: &str, above: &[Via]) -> Vec<MergedRow> {
    let rows = opened.ask(Merged { class: class.to_owned(), above: above.to_vec(), page: ALL }).unwrap();
    assert_eq!(rows.total, rows.rows.len() as u64);
    rows.rows
}

fn words(row: &MergedRow) -> String {
    let name = match &row.via.name {
        ViaName::Name(name) => format!(".{name}"),
        ViaName::Many => "[…]".to_owned(),
    };
    format!("{}{name}: {} by {}", row.largest.class, row.objects, row.holders)
}

fn key(opened: &Opened, name: &str) -> String {
    let heap = &opened.heap;
    let class = heap.classes().iter().find(|(_, class)| class.name == name);
    class.unwrap_or_else(|| panic!("no class {name}")).1.key()
}

#[test]
fn like_holders_are_one_row_and_open_into_theirs() {
    let mut text = String::from(
        "
        root -> Window(8) -> .bus: Bus(8) -> .list: Handlers(8)
        Window -> .cache: Cache(8)
        ",
    );
    for at in 0..20 {
        text.push_str(&format!("Handlers -[{at}]-> h{at}=Handler(8) -> .job: j{at}=Job(16)\n"));
    }
    text.push_str("Cache -> .last: j20=Job(16)\nCache -> .last: j0\nj21=Job(16)\n");
    let opened = opened_sketch(&Sketch::draw(&text));
    let job = key(&opened, "Job");
    let first = rows(&opened, &job, &[]);
    // The cache is nearer to one of the listeners' jobs, and no root reaches the last.
    assert_eq!(first.iter().map(words).collect::<Vec<_>>(), ["Handler.job: 19 by 19", "Cache.last: 2 by 1"]);
    let second = rows(&opened, &job, &[first[0].via.clone()]);
    assert_eq!(second.iter().map(words).collect::<Vec<_>>(), ["Handlers[…]: 19 by 1"]);
    let third = rows(&opened, &job, &[first[0].via.clone(), second[0].via.clone()]);
    assert_eq!(third.iter().map(words).collect::<Vec<_>>(), ["Bus.list: 19 by 1"]);
    let none = Via { class: "nobody".to_owned(), name: ViaName::Many };
    assert_eq!(rows(&opened, &job, &[none]), []);
    let refused = opened.ask(Merged { class: "nobody".to_owned(), above: Vec::new(), page: Page::first(3) });
    assert_eq!(refused.unwrap_err(), Refusal::NoSuchClass("nobody".to_owned()));
}

#[test]
fn a_dictionary_is_one_row_however_many_names_it_has() {
    let mut text = String::from("root -> Table(8)\n");
    for at in 0..30 {
        text.push_str(&format!("Table -> .k{at}: j{at}=Job(16)\n"));
    }
    let opened = opened_sketch(&Sketch::draw(&text));
    let rows = rows(&opened, &key(&opened, "Job"), &[]);
    assert_eq!(rows.iter().map(words).collect::<Vec<_>>(), ["Table[…]: 30 by 1"]);
}

/// Members, holders, where each member goes on, and what all of them retain.
type Expected = (u64, BTreeSet<usize>, Vec<(usize, u64)>, u64);

/// How little a kind of reference says to a developer.
fn rank(kind: &str) -> u8 {
    match kind {
        "property" | "context" => 0,
        "element" => 1,
        "internal" => 2,
        _ => 3,
    }
}

/// By definition: the holder of a node, and by which name it refers.
fn holder(heap: &PlainHeap, essential: &[bool], ours: &Opened, node: usize) -> Option<(usize, ViaName)> {
    let far = |node: usize| ours.heap.distance_rank(Node(node as u32));
    let into = || heap.edges.iter().zip(essential).filter(|(edge, counts)| **counts && edge.to == node);
    let from = into().map(|(edge, _)| edge.from).min_by_key(|from| (far(*from), *from))?;
    if far(from) >= far(node) {
        return None;
    }
    let (edge, _) = into().filter(|(edge, _)| edge.from == from).min_by_key(|(edge, _)| rank(&edge.kind))?;
    let name = match &edge.label {
        Label::Name(name) if &*edge.kind == "internal" && name.bytes().all(|byte| byte.is_ascii_digit()) => {
            ViaName::Many
        }
        Label::Name(name) => ViaName::Name(name.to_string()),
        Label::Index(_) => ViaName::Many,
    };
    Some((from, name))
}

#[test]
fn counts_are_those_of_walking_up_from_each_object() {
    let (mut compared, mut deep) = (0, 0);
    for seed in 0..1000 {
        let heap = random_heap(seed, 16);
        let ours = opened(&file_of(&heap));
        let essential = essential::essential(&heap);
        let key = |node: usize| ours.heap.class(Node(node as u32)).key();
        for (_, class) in ours.heap.classes().iter() {
            let is_member = |node: &usize| key(*node) == class.key() && ours.heap.shallow(Node(*node as u32)) > 0;
            // Where each member has come to, level by level.
            let at = (0..heap.nodes.len()).filter(is_member);
            // What a member retains that another holds counts with that one.
            let is_below = |node: usize| {
                let mut above = Node(node as u32);
                let mut next =
                    || (above != ours.heap.snapshot().root()).then(|| (above = ours.heap.dominator(above), above).1);
                std::iter::from_fn(&mut next).any(|node| is_member(&node.index()))
            };
            let bytes = |node: usize| if is_below(node) { 0 } else { ours.heap.retained(Node(node as u32)) };
            let mut at: Vec<(usize, u64)> = at.map(|node| (node, bytes(node))).collect();
            let mut above = Vec::new();
            loop {
                let mut expect: BTreeMap<(String, String), Expected> = BTreeMap::new();
                for (node, bytes) in &at {
                    let Some((from, name)) = holder(&heap, &essential, &ours, *node) else { continue };
                    let row = expect.entry((key(from), format!("{name:?}"))).or_default();
                    row.0 += 1;
                    row.1.insert(from);
                    row.2.push((from, *bytes));
                    row.3 += bytes;
                }
                let given = rows(&ours, &class.key(), &above);
                let name = |row: &MergedRow| (row.via.class.clone(), format!("{:?}", row.via.name));
                let told: BTreeMap<(String, String), (u64, u64, u64)> =
                    given.iter().map(|row| (name(row), (row.objects, row.holders, row.bytes))).collect();
                let expected: BTreeMap<(String, String), (u64, u64, u64)> =
                    expect.iter().map(|(key, row)| (key.clone(), (row.0, row.1.len() as u64, row.3))).collect();
                assert_eq!(told, expected, "seed {seed}, class {}, above {above:?}", class.key());
                assert!(given.windows(2).all(|pair| pair[0].objects >= pair[1].objects));
                compared += given.len();
                let Some(first) = given.first() else { break };
                let via = first.via.clone();
                at = expect[&(via.class.clone(), format!("{:?}", via.name))].2.clone();
                above.push(via);
                deep = deep.max(above.len());
            }
        }
    }
    assert!(compared > 2000 && deep > 3, "{compared} rows, {deep} levels");
}
