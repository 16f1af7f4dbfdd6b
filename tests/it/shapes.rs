//! Shapes that hurt: what is linear must stay linear, what is deep must not recurse.

use crate::check::{Opened, check_dominators, check_retained, opened};
use crate::oracle::{self, Way};
use crate::plain::{Label, PlainEdge, PlainHeap, PlainNode};
use crate::property::check_work;
use crate::written::file_of;
use heapsky::ids::{Distance, Node, ObjectId};
use heapsky::question::sky::SkyOf;
use heapsky::question::{
    Between, Children, Direction, Edges, Facts, Gravity, LinkOrder, Page, Report, Retainers, Search, Sky,
};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Far more than any of these needs, far less than a quadratic one would take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Nodes of one byte each, node 0 the root; `edges` as pairs.
fn heap(nodes: usize, edges: impl IntoIterator<Item = (usize, usize)>) -> PlainHeap {
    let (object, synthetic, property): (Arc<str>, Arc<str>, Arc<str>) =
        ("object".into(), "synthetic".into(), "property".into());
    let (name, next): (Arc<str>, Arc<str>) = ("Link".into(), "next".into());
    let node = |row: usize| PlainNode {
        kind: if row == 0 { synthetic.clone() } else { object.clone() },
        name: name.clone(),
        id: 2 * row as u64 + 1,
        size: u64::from(row > 0),
        detachedness: 0,
    };
    let edge = |(from, to)| PlainEdge { from, to, kind: property.clone(), label: Label::Name(next.clone()) };
    let mut heap = PlainHeap {
        nodes: (0..nodes).map(node).collect(),
        edges: edges.into_iter().map(edge).collect(),
        ..PlainHeap::default()
    };
    heap.sort_edges();
    heap
}

fn opened_in_time(heap: &PlainHeap) -> Opened {
    let file = file_of(heap);
    let start = Instant::now();
    let opened = opened(&file);
    assert!(start.elapsed() < PATIENCE, "opened in {:?}", start.elapsed());
    check_work(&opened.heap);
    let start = Instant::now();
    ask_everything(&opened);
    assert!(start.elapsed() < PATIENCE, "answered in {:?}", start.elapsed());
    opened
}

/// What a person would ask first: the report, the root, the first objects and the last.
pub fn ask_everything(opened: &Opened) {
    let page = Page::first(50);
    opened.ask(Report::default()).unwrap();
    opened.ask(Children { of: None, page }).unwrap();
    opened.ask(Gravity { focus: None, opened: Vec::new() }).unwrap();
    opened.ask(Search::first("link", page)).unwrap();
    for of in [SkyOf::Objects, SkyOf::Classes] {
        opened.ask(Sky { of, limit: 10_000, opened: Vec::new(), part: 0 }).unwrap();
    }
    let count = opened.heap.node_count() as u64;
    let ends = [1, count / 2, count - 1].map(|row| ObjectId(2 * row.min(count - 1) + 1));
    for (from, to) in [(ends[0], ends[2]), (ends[2], ends[1])] {
        opened.ask(Between { from, to }).unwrap();
    }
    for row in [0, 1, 2, count / 2, count - 1] {
        let of = ObjectId(2 * row.min(count - 1) + 1);
        opened.ask(Facts { of }).unwrap();
        opened.ask(Children { of: Some(of), page }).unwrap();
        opened.ask(Edges { of: Some(of), order: LinkOrder::File, direction: Direction::Up, page }).unwrap();
        opened.ask(Retainers { of, ignored: Vec::new(), page }).unwrap();
        opened.ask(Gravity { focus: Some(of), opened: Vec::new() }).unwrap();
    }
}

#[test]
fn a_chain_200_000_deep() {
    let count = 200_000;
    let chain = opened_in_time(&heap(count, (0..count - 1).map(|node| (node, node + 1))));
    for node in [1, 2, count / 2, count - 1] {
        let handle = Node(node as u32);
        assert_eq!(chain.heap.dominator(handle), Node(node as u32 - 1));
        assert_eq!(chain.heap.retained(handle), (count - node) as u64);
        assert_eq!(chain.heap.distance(handle), Distance::FromRoot(node as u32));
    }
}

#[test]
fn a_root_with_200_000_edges() {
    let count = 200_000;
    let wide = opened_in_time(&heap(count, (1..count).map(|node| (0, node))));
    assert!((1..count as u32).all(|node| wide.heap.distance(Node(node)) == Distance::FromRoot(1)));
}

/// Both ways, with the file's order against the search's.
#[test]
fn a_doubly_linked_list_200_000_long() {
    let count = 200_000;
    let back = (2..count).map(|node| (node - 1, node));
    let list =
        opened_in_time(&heap(count, [(0, count - 1)].into_iter().chain(back).chain((2..count).map(|n| (n, n - 1)))));
    assert_eq!(list.heap.dominator(Node(1)), Node(2));
    assert_eq!(list.heap.retained(Node(count as u32 - 1)), count as u64 - 1);
}

#[test]
fn a_hub_with_300_000_edges_out_and_in() {
    let count = 300_000;
    let out = (2..count).map(|node| (1, node));
    let back = (2..count).map(|node| (node, 1));
    let hub = opened_in_time(&heap(count, [(0, 1)].into_iter().chain(out).chain(back)));
    assert_eq!(hub.heap.retained(Node(1)), count as u64 - 1);
    assert!((2..count as u32).all(|node| hub.heap.dominator(Node(node)) == Node(1)));
    assert_eq!(hub.heap.graph().retainer_count(Node(1)), count - 1);
}

#[test]
fn a_clique_of_400() {
    let count = 400;
    let all = (1..count).flat_map(|from| (1..count).map(move |to| (from, to)));
    let clique = opened_in_time(&heap(count, [(0, 1)].into_iter().chain(all)));
    assert_eq!(clique.heap.retained(Node(1)), count as u64 - 1);
    assert!((2..count as u32).all(|node| clique.heap.dominator(Node(node)) == Node(1)));
}

/// A ladder with rungs both ways: the shape on which path compression without balancing works hardest.
#[test]
fn a_ladder_of_100_000_rungs_has_the_twins_dominators() {
    let count = 100_000;
    let rails = (1..count - 2).map(|node| (node, node + 2));
    let rungs = (1..count - 1).map(|node| (node, node + 1));
    let back = (2..count).step_by(3).map(|node| (node, node - 1));
    let ladder = heap(count, [(0, 1), (0, 2)].into_iter().chain(rails).chain(rungs).chain(back));
    let twin = oracle::numbers(&ladder, Way::LengauerTarjan);
    assert_eq!(crate::check::difference(&ladder, &opened_in_time(&ladder).numbers(), &twin), None);
}

#[test]
fn cliques_that_nobody_reaches() {
    let count = 300;
    let islands = (1..count).flat_map(|node| {
        let island = (node - 1) / 10 * 10 + 1;
        (island..(island + 10).min(count)).map(move |to| (node, to))
    });
    let sea = opened_in_time(&heap(count, islands));
    for node in (1..count as u32).map(Node) {
        let numbers = (sea.heap.dominator(node), sea.heap.retained(node), sea.heap.distance(node));
        assert_eq!(numbers, (Node(0), 1, Distance::Unreachable));
    }
    assert_eq!(sea.total(), count as u64 - 1);
}

#[test]
fn fifty_thousand_orphans_and_fifty_thousand_self_loops() {
    let count = 100_001;
    let loops = (50_001..count).map(|node| (node, node));
    let lost = opened_in_time(&heap(count, loops));
    assert_eq!(lost.total(), count as u64 - 1);
    assert!((1..count as u32).all(|node| lost.heap.dominator(Node(node)) == Node(0)));
}

#[test]
fn a_thousand_parallel_edges() {
    let many = opened_in_time(&heap(3, [(0, 1)].into_iter().chain((0..1000).map(|_| (1, 2))).chain([(2, 2)])));
    assert_eq!(many.heap.retained(Node(1)), 2);
    assert_eq!(many.heap.graph().retainer_count(Node(2)), 1001);
}

#[test]
fn a_heap_of_a_root_alone() {
    let lone = opened_in_time(&heap(1, []));
    let root = Node(0);
    assert_eq!((lone.heap.dominator(root), lone.heap.retained(root), lone.total()), (root, 0, 0));
    check_dominators("root -> root", "root root");
    check_retained("A(5)", "root 5, A 5");
}

/// Each leaf hangs below the end of a long chain and is also held by the root: whoever looks for its dominator by
/// climbing the chain climbs all of it, for every leaf.
#[test]
fn leaves_below_a_chain_that_the_root_holds_too() {
    let (chain, leaves) = (100_000, 100_000);
    let links = (0..chain).map(|node| (node, node + 1));
    let below = (1..=leaves).map(|leaf| (chain, chain + leaf));
    let held = (1..=leaves).map(|leaf| (0, chain + leaf));
    // The chain is the root's first edge, so a depth-first search goes down it before it sees the leaves.
    let comb = opened_in_time(&heap(1 + chain + leaves, links.chain(below).chain(held)));
    assert!((1..=leaves).all(|leaf| comb.heap.dominator(Node((chain + leaf) as u32)) == Node(0)));
    assert_eq!(comb.heap.retained(Node(1)), chain as u64);
}
