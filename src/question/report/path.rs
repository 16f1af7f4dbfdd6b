//! Who holds it? The way from the roots to an object, as a developer would write it.
//!
//! Takes an object; gives the references from a root to it, those of the program spelled in code notation
//! (`module client.js → exports._events.error`), those of the engine in between marked as hidden. The way is the cheapest,
//! not the shortest: a property costs little, an engine's slot more, a feedback vector or a stack slot so much that it is
//! taken only if nothing else holds the object (MAT and DevTools take the shortest, which often is a stack slot). Search:
//! Dijkstra from the object up its retainers, which are few for what piles up things, to the first module, global object
//! or root; bounded, and then the rest is the shortest way by distance.

use super::super::without::Without;
use super::super::{EdgeKind, EdgeLabel, EdgeName, NodeKind, ObjectRow, rows};
use super::furniture::{Furniture, Role, is_module, named, property};
use super::source::{ScopeOf, is_top, scope_of, short};
use crate::analysis::Heap;
use crate::ids::{Distance, Edge, Node, Text};
use crate::snapshot::Label;
use circle::{CIRCLES, meeting, straight};
use cost::{arrival_cost, step_cost};
use serde::{Deserialize, Serialize};
use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashMap};

mod circle;
mod cost;

/// One step of the way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hop {
    /// The reference from the hop before; none for the first.
    pub edge: Option<EdgeLabel>,
    pub object: ObjectRow,
    /// How code would write the step; nothing for the engine's own steps.
    pub piece: Option<Piece>,
}

/// A part of the code notation. Names are hostile text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    /// A file whose variables or exports hold what follows.
    Module(String),
    /// The global object.
    Global,
    /// One of the root's categories.
    Root(String),
    /// The captured variables of a function, by its name, or of a function without one.
    Scope(String),
    /// A function that holds its scope.
    Function(String),
    /// A captured variable.
    Variable(String),
    Property(String),
    Index(u64),
    /// A key or value of a Map, Set or WeakMap.
    Entry,
    /// An object that nothing named leads to: by its class.
    Object(String),
}

/// How Chrome calls the global handles by which its console keeps what was printed.
pub const CONSOLE: &str = "/ DevTools console";

/// Most hops of a way in one answer.
pub const PATH_LIMIT: usize = 60;

/// Nodes settled before the search gives up.
const BUDGET: usize = 20_000;
/// Retainers looked at of one node.
const RETAINERS: usize = 3_000;
/// References scanned to find one edge's name; a node with more is a store of elements.
const EDGES: usize = 20_000;

/// The way to a node.
pub struct Way {
    /// Nodes from the root down.
    pub nodes: Vec<Node>,
    /// The reference into each but the first.
    pub edges: Vec<Option<Edge>>,
    /// Where code notation begins.
    pub anchor: usize,
}

/// What a search goes around.
#[derive(Clone, Copy, Default)]
pub struct Terrain<'a> {
    /// References that are not there; all there are if nothing is said.
    pub without: Option<&'a Without>,
    /// References that cost more.
    pub tolls: &'a [Toll],
}

/// A reference that was gone over before, and those like it: from objects of the same class, by the same name, to the same
/// object.
pub struct Toll {
    pub source: Node,
    pub edge: Option<Edge>,
    pub target: Node,
    pub cost: u32,
}

impl Terrain<'_> {
    fn rank(&self, heap: &Heap, node: Node) -> u32 {
        self.without.map_or_else(|| heap.distance_rank(node), |without| without.distances.rank(node))
    }

    fn is_known(&self, heap: &Heap, node: Node) -> bool {
        let distance = self.without.map_or_else(|| heap.distance(node), |without| without.distances.get(node));
        distance != Distance::Unreachable
    }

    /// The reference from `source` to `target` that says most, if one is left. Nothing is known of one that stands among
    /// very many, unless some are not there.
    fn edge_between(&self, heap: &Heap, source: Node, target: Node) -> Option<Option<Edge>> {
        let Some(without) = self.without else { return Some(edge_between(heap, source, target)) };
        let snapshot = heap.snapshot();
        let left = snapshot.edges(source).filter(|edge| {
            snapshot.target(*edge) == target && heap.is_essential(*edge) && !without.gone.has(*edge, target)
        });
        left.min_by_key(|edge| (rows::rank(snapshot.edge_kind(*edge)), *edge)).map(Some)
    }

    fn toll(&self, heap: &Heap, source: Node, edge: Option<Edge>, target: Node) -> u32 {
        let is_like = |toll: &&Toll| {
            toll.target == target
                && (toll.source == source || are_alike(heap, (toll.source, toll.edge), (source, edge)))
        };
        self.tolls.iter().filter(is_like).map(|toll| toll.cost).sum()
    }
}

/// Whether two references to one object are from the same class by the same name, or both by some index.
pub fn are_alike(heap: &Heap, one: (Node, Option<Edge>), other: (Node, Option<Edge>)) -> bool {
    let name = |edge: Edge| name(heap, edge);
    heap.classes().of(one.0) == heap.classes().of(other.0) && one.1.map(name) == other.1.map(name)
}

/// What is alike of two references: kind and name, an index being like any other.
pub fn name(heap: &Heap, edge: Edge) -> (EdgeKind, Option<Text>) {
    match heap.snapshot().label(edge) {
        Label::Name(text) => (heap.snapshot().edge_kind(edge), Some(text)),
        Label::Index(_) => (heap.snapshot().edge_kind(edge), None),
    }
}

/// The best way to `target`. There must be one.
pub fn way(heap: &Heap, furniture: &Furniture, target: Node, terrain: Terrain) -> Way {
    // Where notation could begin, and which what it leads to holds: a function's scope that only the function keeps.
    let mut circles = Vec::new();
    let (up, edges, mut head) = loop {
        let (up, edges) = search(heap, furniture, target, terrain, &circles);
        let begin = up[up.len() - 1];
        let head = shortest(heap, begin, terrain);
        // An end that was excluded and came again is no beginning of a notation, and would come for ever.
        if circles.len() == CIRCLES || circles.contains(&begin) || meeting(&head[..head.len() - 1], &up).is_none() {
            break (up, edges, head);
        }
        circles.push(begin);
    };
    let anchor = head.len() - 1;
    let mut all: Vec<Option<Edge>> = vec![None];
    all.extend(head.windows(2).map(|pair| terrain.edge_between(heap, pair[0], pair[1]).flatten()));
    head.extend(up.iter().rev().skip(1));
    all.extend(edges.into_iter().rev());
    straight(Way { nodes: head, edges: all, anchor })
}

/// From the target up to an anchor: nodes, and the edge from each node after the first into the one before it.
/// `circles`: where it must not end.
fn search(
    heap: &Heap,
    furniture: &Furniture,
    target: Node,
    terrain: Terrain,
    circles: &[Node],
) -> (Vec<Node>, Vec<Option<Edge>>) {
    let mut best: HashMap<Node, (u32, Node, Option<Edge>)> = HashMap::from([(target, (0, target, None))]);
    let mut queue = BinaryHeap::from([Reverse((0u32, target))]);
    let mut settled = 0;
    let mut end = target;
    while let Some(Reverse((cost, node))) = queue.pop() {
        if best.get(&node).is_some_and(|known| known.0 < cost) {
            continue;
        }
        end = node;
        settled += 1;
        let onward = best.get(&node).and_then(|known| known.2);
        if (node != target && !circles.contains(&node) && is_anchor(heap, furniture, node, onward))
            || node == heap.snapshot().root()
            || settled > BUDGET
        {
            break;
        }
        let mut last = None;
        for (source, essential) in heap.graph().retainers(node).take(RETAINERS) {
            if !essential || last == Some(source) || source == node {
                continue;
            }
            last = Some(source);
            if terrain.without.is_some() && !terrain.is_known(heap, source) {
                continue;
            }
            let Some(edge) = terrain.edge_between(heap, source, node) else { continue };
            let toll = terrain.toll(heap, source, edge, node);
            let there = cost + step_cost(heap, source, edge) + arrival_cost(heap, source) + toll;
            if best.get(&source).is_none_or(|known| there < known.0) {
                best.insert(source, (there, node, edge));
                queue.push(Reverse((there, source)));
            }
        }
    }
    let mut nodes = vec![end];
    let mut edges = Vec::new();
    let mut at = end;
    while at != target {
        let Some((_, next, edge)) = best.get(&at).copied() else { break };
        edges.push(edge);
        nodes.push(next);
        at = next;
    }
    nodes.reverse();
    edges.reverse();
    (nodes, edges)
}

/// The reference that says most, or none where looking for it would take too long.
fn edge_between(heap: &Heap, source: Node, target: Node) -> Option<Edge> {
    match heap.snapshot().edges(source).len() > EDGES {
        true => None,
        false => rows::references(heap, source, &[target])[0],
    }
}

/// Where code notation can begin.
fn is_anchor(heap: &Heap, furniture: &Furniture, node: Node, onward: Option<Edge>) -> bool {
    let snapshot = heap.snapshot();
    match furniture.role(node) {
        Role::Hub => true,
        // The engine's own functions, such as a promise's `resolve`, have contexts too, but no variables in them.
        Role::Scope => is_top(heap, node) && onward.is_some_and(|edge| snapshot.edge_kind(edge) == EdgeKind::Context),
        _ => false,
    }
}

/// The shortest way from the root, by distance; by dominators where no distance is known.
fn shortest(heap: &Heap, node: Node, terrain: Terrain) -> Vec<Node> {
    let root = heap.snapshot().root();
    let mut way = vec![node];
    let mut at = node;
    while at != root {
        let rank = terrain.rank(heap, at);
        let known = terrain.is_known(heap, at);
        let is_left = |source: Node| terrain.without.is_none() || terrain.edge_between(heap, source, at).is_some();
        let nearer = heap.graph().retainers(at).take(RETAINERS).filter(|(source, essential)| {
            *essential && *source != at && terrain.rank(heap, *source) < rank && is_left(*source)
        });
        let next = match known {
            true => nearer.map(|(source, _)| source).min_by_key(|source| (terrain.rank(heap, *source), *source)),
            false => None,
        };
        at = next.unwrap_or_else(|| heap.dominator(at));
        way.push(at);
        // Only a list is so deep; its way is its dominators.
        if way.len() > 100_000 {
            return rows::path(heap, node);
        }
    }
    way.reverse();
    way
}

/// The hops of a way, and how many are left out in its middle.
pub fn hops(heap: &Heap, furniture: &Furniture, way: &Way) -> (Vec<Hop>, u64) {
    let pieces = pieces(heap, furniture, way);
    let (rows, skipped) = shown(way);
    let hop = |at: usize| Hop {
        edge: way.edges[at].map(|edge| rows::label(heap, edge)),
        object: rows::object(heap, way.nodes[at]),
        piece: pieces[at].clone(),
    };
    (rows.map(hop).collect(), skipped)
}

/// Which nodes of a way are shown, and how many are left out between them.
pub fn shown(way: &Way) -> (impl Iterator<Item = usize> + use<>, u64) {
    let (len, skipped) = (way.nodes.len(), way.nodes.len().saturating_sub(PATH_LIMIT));
    let gap = PATH_LIMIT / 2..PATH_LIMIT / 2 + skipped;
    ((0..len).filter(move |at| !gap.contains(at)), skipped as u64)
}

/// How code would write each step.
fn pieces(heap: &Heap, furniture: &Furniture, way: &Way) -> Vec<Option<Piece>> {
    let piece = |(at, node): (usize, &Node)| match at.cmp(&way.anchor) {
        Ordering::Less => None,
        Ordering::Equal => Some(first(heap, furniture, *node)),
        Ordering::Greater => next(heap, furniture, way, at),
    };
    let mut pieces: Vec<Option<Piece>> = way.nodes.iter().enumerate().map(piece).collect();
    // "scope of f" says all that the function before it would.
    for at in way.anchor + 1..pieces.len() {
        let named = matches!(pieces.get(at + 1), Some(Some(Piece::Scope(name))) if !name.is_empty());
        if named && matches!(pieces[at], Some(Piece::Function(_))) {
            pieces[at] = None;
        }
    }
    pieces
}

/// The beginning of the notation.
fn first(heap: &Heap, furniture: &Furniture, node: Node) -> Piece {
    let snapshot = heap.snapshot();
    if is_module(heap, node) {
        let file = property(heap, node, "filename").map(|file| rows::object_name(heap, file)).unwrap_or_default();
        return Piece::Module(short(&file));
    }
    match furniture.role(node) {
        Role::Scope => scope_piece(&scope_of(heap, node)),
        Role::Hub if snapshot.kind(node) != NodeKind::Synthetic => Piece::Global,
        Role::Hub => Piece::Root(rows::object_name(heap, node)),
        _ => Piece::Object(rows::cut(heap.class(node).name.clone())),
    }
}

fn scope_piece(scope: &ScopeOf) -> Piece {
    match (&scope.script, scope.is_top && scope.function.is_empty()) {
        (Some(script), true) => Piece::Module(short(script)),
        _ => Piece::Scope(scope.function.clone()),
    }
}

/// The step into the node at `at`.
fn next(heap: &Heap, furniture: &Furniture, way: &Way, at: usize) -> Option<Piece> {
    let snapshot = heap.snapshot();
    let (above, node) = (way.nodes[at - 1], way.nodes[at]);
    let from_store = snapshot.kind(above) == NodeKind::Array || furniture.role(above) == Role::Part;
    if let Some(edge) = way.edges[at] {
        let name = match snapshot.label(edge) {
            Label::Name(text) => Ok(snapshot.strings().cut(text, super::super::NAME_LIMIT)),
            Label::Index(index) => Err(index),
        };
        match (snapshot.edge_kind(edge), name) {
            (EdgeKind::Context, Ok(name)) => return Some(Piece::Variable(name)),
            (EdgeKind::Property, Ok(name)) => return Some(Piece::Property(name)),
            // Blink numbers the slots of its own objects.
            (EdgeKind::Element, Err(index)) if snapshot.kind(above) != NodeKind::Native => {
                return Some(Piece::Index(index));
            }
            (_, Ok(name)) if name.ends_with(CONSOLE) => {
                return Some(Piece::Root(CONSOLE.trim_start_matches("/ ").to_owned()));
            }
            _ => {}
        }
    }
    match furniture.role(node) {
        Role::Part => None,
        Role::Scope => Some(scope_piece(&scope_of(heap, node))),
        Role::Hub => Some(first(heap, furniture, node)),
        Role::Object if from_store && is_entry(heap, way, at) => Some(Piece::Entry),
        Role::Object if snapshot.kind(node) == NodeKind::Closure => {
            Some(Piece::Function(rows::object_name(heap, node)))
        }
        Role::Object => Some(Piece::Object(rows::cut(heap.class(node).name.clone()))),
    }
}

/// Whether the parts just above the node are a collection's table.
fn is_entry(heap: &Heap, way: &Way, at: usize) -> bool {
    let collections: [&[u8]; 4] = [b"Map", b"Set", b"WeakMap", b"WeakSet"];
    let above = way.nodes[..at].iter().rev().take(3);
    above.into_iter().any(|node| collections.iter().any(|name| named(heap, *node, name)))
}

/// The edge names of the last developer's steps, nearest last.
pub fn last_names(hops: &[Hop]) -> Vec<String> {
    let name = |hop: &Hop| match hop.edge.as_ref().map(|edge| (&edge.kind, &edge.name)) {
        Some((EdgeKind::Property | EdgeKind::Context, EdgeName::Name(name))) => Some(name.clone()),
        _ => None,
    };
    hops.iter().filter_map(name).collect()
}
