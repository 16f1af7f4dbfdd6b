//! What leaks? (leak report 内存泄漏报表)
//!
//! Takes nothing; gives the sizes by kind and the suspects: single objects that dominate at least
//! [`SUSPECT_SHARE`] of the heap, each with the point where its memory piles up.
//!
//! Source: Eclipse MAT's Leak Suspects (`FindLeaksQuery`): top dominators over a share of the heap, then the walk to the
//! largest child while it keeps [`BIG_DROP`] of its parent. Adapted to V8: synthetic roots and the engine's own
//! containers are walked through, since everything hangs below one global object.

use super::{EdgeLabel, NodeKind, ObjectRow, Page, Refusal, rows};
use crate::analysis::Heap;
pub use crate::analysis::MemoryKind;
use crate::graph::Bits;
use crate::ids::{Bytes, ClassId, Node};
use crate::snapshot::{Lost, StringTable};
use serde::{Deserialize, Serialize};

/// An object below this share of the heap is no suspect (MAT's Leak Hunter uses the same 10 %).
pub const SUSPECT_SHARE: f64 = 0.10;

/// The accumulation walk goes on while the largest child keeps this share of its parent (MAT's `big_drop_ratio`).
pub const BIG_DROP: f64 = 0.7;

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeakReport {
    /// Largest first; empty when nothing reaches [`SUSPECT_SHARE`].
    pub suspects: Vec<Suspect>,
    /// The share of the heap below which nothing is called a suspect.
    pub suspect_share: f64,
    /// The accumulation walk's ratio.
    pub big_drop: f64,
    /// When there is no suspect: the largest single object and its share. The root itself never counts.
    pub largest: Option<ObjectRow>,
    pub kinds: Vec<KindSize>,
}

/// One object that holds much of the heap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suspect {
    pub object: ObjectRow,
    /// Retained size over the heap's total, 0 to 1.
    pub share: f64,
    /// Where the memory piles up; the suspect itself when its largest child is a big drop.
    pub accumulation: ObjectRow,
    /// How many objects the accumulation point immediately dominates, and the bytes they retain together.
    pub piled: u64,
    pub piled_bytes: Bytes,
    /// The class most of those objects have, and how many have it.
    pub piled_class: Option<PiledClass>,
    /// From the root to the suspect and on to the accumulation point: each a dominator of the next. The middle of a
    /// long path is left out (`path_skipped` hops after the first half).
    pub path: Vec<Hop>,
    pub path_skipped: u64,
    /// Class and edge names along the way, for searching the code: most telling first.
    pub keywords: Vec<String>,
}

/// The class that dominates a pile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PiledClass {
    pub class: String,
    pub count: u64,
    pub bytes: Bytes,
    /// For functions, the name if they all have one name.
    pub function: Option<String>,
}

/// One step of a dominator path.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hop {
    /// The direct reference from the hop before, if there is one.
    pub edge: Option<EdgeLabel>,
    pub object: ObjectRow,
}

/// Bytes by coarse kind; the sum is the heap's total.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KindSize {
    pub kind: MemoryKind,
    pub bytes: Bytes,
    /// Objects of this kind with a size of their own; 0 for [`MemoryKind::Extra`].
    pub count: u64,
}

/// Most hops of a path in one answer.
const PATH_LIMIT: usize = 40;

/// MAT gives up its walk after so many steps; a list that long is its own accumulation point.
const WALK_LIMIT: usize = 1000;

impl Report {
    /// The report.
    pub fn answer(&self, heap: &Heap) -> Result<LeakReport, Refusal> {
        // Without one reference nobody holds anything: a large object would be called a leak for its own size.
        let blind = heap.snapshot().cut().is_some_and(|cut| cut.lost == Lost::Nodes);
        let mut suspects = if blind { Vec::new() } else { top_objects(heap) };
        suspects.retain(|node| share(heap, *node) >= SUSPECT_SHARE);
        let largest = match suspects.is_empty() && !blind {
            true => largest(heap).map(|node| rows::object(heap, node)),
            false => None,
        };
        let parts = heap.statistics().parts().into_iter();
        Ok(LeakReport {
            suspects: suspects.into_iter().map(|node| suspect(heap, node)).collect(),
            suspect_share: SUSPECT_SHARE,
            big_drop: BIG_DROP,
            largest,
            kinds: parts.map(|(kind, part)| KindSize { kind, bytes: part.bytes, count: part.count }).collect(),
        })
    }
}

/// The object that stands first in the report.
pub(super) fn first_suspect(heap: &Heap) -> Option<Node> {
    top_objects(heap).first().copied()
}

/// Part of the heap's total that the object holds.
fn share(heap: &Heap, node: Node) -> f64 {
    heap.retained(node) as f64 / (heap.total().max(1)) as f64
}

/// The largest dominators that are objects of the program: from the root down, through what is only a way to them.
/// Largest first; none dominates another.
fn top_objects(heap: &Heap) -> Vec<Node> {
    let mut found = Vec::new();
    let globals = globals(heap);
    let mut ways = vec![heap.snapshot().root()];
    while let Some(way) = ways.pop() {
        for child in heap.dominators().children(way) {
            if share(heap, child) < SUSPECT_SHARE {
                continue;
            }
            match is_way(heap, &globals, child) {
                true => ways.push(child),
                false => found.push(child),
            }
        }
    }
    rows::largest(heap, found.into_iter(), Page::first(Page::MAX)).0
}

/// The largest single object of the program, whatever its share.
fn largest(heap: &Heap) -> Option<Node> {
    let mut best: Option<Node> = None;
    let globals = globals(heap);
    let mut ways = vec![heap.snapshot().root()];
    while let Some(way) = ways.pop() {
        for child in heap.dominators().children(way) {
            match is_way(heap, &globals, child) {
                true => ways.push(child),
                false if best.is_none_or(|best| heap.retained(child) > heap.retained(best)) => best = Some(child),
                false => {}
            }
        }
    }
    best
}

/// Whether a node is engine furniture through which everything is reached and which nobody would call a leak itself:
/// synthetic roots, V8's own structures, contexts, and the global objects, which the root names with its shortcuts.
fn is_way(heap: &Heap, globals: &Bits, node: Node) -> bool {
    let snapshot = heap.snapshot();
    match snapshot.kind(node) {
        NodeKind::Synthetic | NodeKind::Hidden | NodeKind::ObjectShape | NodeKind::Code => true,
        NodeKind::Object | NodeKind::Native if rows::is_system(heap, node) => true,
        NodeKind::Object => globals.get(node.index()) || has_global_name(heap, node),
        // A backing store that nobody owns is V8's own list; one with an owner is below that owner.
        NodeKind::Array => true,
        _ => false,
    }
}

/// What the root names with its shortcuts: the proxies of the global objects.
fn globals(heap: &Heap) -> Bits {
    let snapshot = heap.snapshot();
    let shortcuts =
        snapshot.edges(snapshot.root()).filter(|edge| snapshot.edge_kind(*edge) == super::EdgeKind::Shortcut);
    let mut globals = Bits::new(snapshot.node_count());
    shortcuts.for_each(|edge| {
        globals.set(snapshot.target(edge).index());
    });
    globals
}

/// The object behind a global proxy is called `global` (Node), `Window`…, since V8 14.6 `X (global)`, since 14.9
/// `X [JSGlobalObject]`.
fn has_global_name(heap: &Heap, node: Node) -> bool {
    let name = heap.snapshot().strings().cut(heap.snapshot().name(node), 120);
    matches!(name.as_str(), "global" | "globalThis" | "Window")
        || name.starts_with("Window / ")
        || name.contains("(global")
        || name.contains("[JSGlobal")
}

/// Parts of an object rather than objects of their own: where the walk must not stop.
fn is_internal(heap: &Heap, node: Node) -> bool {
    matches!(heap.snapshot().kind(node), NodeKind::Array | NodeKind::Hidden | NodeKind::Native | NodeKind::ObjectShape)
}

/// Where memory piles up.
pub(super) struct Pile {
    /// The last object of the program on the way down.
    pub point: Node,
    /// The node at which the walk ended: the point, or a part of it such as a Map's table.
    pub store: Node,
}

/// Follows the largest child while it keeps [`BIG_DROP`] of its parent.
pub(super) fn accumulation(heap: &Heap, from: Node) -> Pile {
    let mut pile = Pile { point: from, store: from };
    for _ in 0..WALK_LIMIT {
        let key = |child: &Node| (heap.retained(*child), std::cmp::Reverse(*child));
        let Some(child) = heap.dominators().children(pile.store).max_by_key(key) else { return pile };
        if (heap.retained(child) as f64) < BIG_DROP * heap.retained(pile.store) as f64 {
            return pile;
        }
        pile.store = child;
        if !is_internal(heap, child) {
            pile.point = child;
        }
    }
    Pile { point: from, store: from }
}

fn suspect(heap: &Heap, node: Node) -> Suspect {
    let Pile { point, store } = accumulation(heap, node);
    let (piled_class, piled, piled_bytes) = pile(heap, store);
    let (nodes, path_skipped) = rows::ends(rows::path(heap, point), PATH_LIMIT);
    let mut hops: Vec<Hop> = Vec::with_capacity(nodes.len());
    for (row, below) in nodes.iter().enumerate() {
        let above = row.checked_sub(1).map(|above| nodes[above]);
        let edge = above.and_then(|above| rows::references(heap, above, &[*below])[0]);
        hops.push(Hop { edge: edge.map(|edge| rows::label(heap, edge)), object: rows::object(heap, *below) });
    }
    let from = nodes.iter().position(|other| *other == node).unwrap_or(0);
    let keywords = keywords(&hops[from..], piled_class.as_ref());
    Suspect {
        object: rows::object(heap, node),
        share: share(heap, node),
        accumulation: rows::object(heap, point),
        piled,
        piled_bytes,
        piled_class,
        path: hops,
        path_skipped,
        keywords,
    }
}

/// What lies there: the class with most bytes, how many objects, how many bytes.
fn pile(heap: &Heap, store: Node) -> (Option<PiledClass>, u64, Bytes) {
    // By class.
    let mut classes: Vec<(u64, Bytes)> = vec![(0, 0); heap.classes().iter().count()];
    let (mut piled, mut bytes) = (0, 0u64);
    for child in heap.dominators().children(store) {
        // An object's own backing store and shape are not what piled up in it.
        if is_internal(heap, child) {
            continue;
        }
        piled += 1;
        bytes = bytes.saturating_add(heap.retained(child));
        let entry = &mut classes[heap.classes().of(child).index()];
        entry.0 += 1;
        entry.1 = entry.1.saturating_add(heap.retained(child));
    }
    let classes = (0..).map(ClassId).zip(classes).filter(|(_, (count, _))| *count > 0);
    let largest = classes.max_by_key(|(class, (_, bytes))| (*bytes, std::cmp::Reverse(*class)));
    let class = largest.map(|(class, (count, bytes))| {
        let function = function_name(heap, store, class);
        let class = rows::cut(heap.classes().get(class).name.clone());
        PiledClass { class, count, bytes, function }
    });
    (class, piled, bytes)
}

/// The name of the closures of a pile, if it is the same for all: a listener added again and again.
fn function_name(heap: &Heap, store: Node, class: ClassId) -> Option<String> {
    let snapshot = heap.snapshot();
    let mut members = heap.dominators().children(store).filter(|child| heap.classes().of(*child) == class);
    let first = members.next().filter(|node| snapshot.kind(*node) == NodeKind::Closure)?;
    let name = snapshot.name(first);
    if !members.all(|node| snapshot.name(node) == name) {
        return None;
    }
    Some(snapshot.strings().cut(name, super::NAME_LIMIT))
        .filter(|name| !name.is_empty() && name != StringTable::NAME_LOST)
}

/// Words to look for in the code: classes and the names a developer gave on the way from the suspect down.
fn keywords(hops: &[Hop], piled: Option<&PiledClass>) -> Vec<String> {
    use super::{EdgeKind, EdgeName};
    let mut words: Vec<String> = Vec::new();
    let mut add = |word: &str| {
        let everywhere = matches!(word, "Object" | "Array" | "Map" | "Set" | "Function" | "Promise");
        let telling = !word.is_empty()
            && word != StringTable::NAME_LOST
            && !everywhere
            && !word.starts_with('(')
            && !word.starts_with("system / ");
        if telling && words.len() < 12 && !words.iter().any(|other| other == word) {
            words.push(word.to_owned());
        }
    };
    for hop in hops {
        if let Some(EdgeLabel { kind: EdgeKind::Property | EdgeKind::Context, name: EdgeName::Name(name) }) = &hop.edge
        {
            add(name);
        }
    }
    for hop in hops {
        if matches!(hop.object.kind, NodeKind::Closure) {
            add(&hop.object.name);
        }
        if !hop.object.kind.is_string() {
            add(&hop.object.class);
        }
    }
    if let Some(piled) = piled {
        add(piled.function.as_ref().unwrap_or(&piled.class));
    }
    words
}
