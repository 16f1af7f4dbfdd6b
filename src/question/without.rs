//! What if some references were not there? (cut, ignore)
//!
//! Owns what can be thought away and what follows: how far each object is then from the roots, and what is freed. Freed is
//! what no root reaches any more over references that keep their target alive; what nothing reached before counts as
//! reached, as in the dominator tree (`analysis/dominators.rs`), so that for a single reference the answer agrees with
//! retained sizes. One reference is decided by dominators at once, any others by searching the heap again. With a reference
//! goes its twin in a backing store (`twins.rs`).

use super::twins::{owner, twin};
use super::{Refusal, Work, rows};
use crate::analysis::{Distances, Heap};
use crate::graph::Gone;
use crate::ids::{Bits, Bytes, ClassId, Edge, Node, ObjectId, parts};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::rc::Rc;

/// Something that is thought away.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Ignored {
    /// All that leads to an object.
    Object(ObjectId),
    /// The reference at this place among those of an object, counted from 0.
    Reference { from: ObjectId, at: u32 },
    /// All that leads to an object of this class, by its key.
    Class(String),
}

/// What is freed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freed {
    pub objects: u64,
    pub bytes: Bytes,
}

/// A heap without some references.
pub struct Without {
    pub gone: Gone,
    pub distances: Distances,
    pub freed: Freed,
}

impl Without {
    /// The heap without these; what is not in it is refused. Kept, because a reader pages and walks in it.
    pub async fn new(heap: &Heap, ignored: &[Ignored], work: &Work) -> Result<Option<Rc<Self>>, Refusal> {
        if ignored.is_empty() {
            return Ok(None);
        }
        let wanted: Result<Vec<Wanted>, Refusal> = ignored.iter().map(|one| Wanted::of(heap, one)).collect();
        let without = Self::find(heap, wanted?, work);
        Ok(Some(work.once("without", &format!("{ignored:?}"), without).await))
    }

    async fn find(heap: &Heap, wanted: Vec<Wanted>, work: &Work) -> Self {
        let mut gone = Gone::default();
        for one in wanted {
            one.think_away(heap, &mut gone, work).await;
        }
        let mut search = heap.distances_without(&gone);
        // Nobody knows how many steps there will be.
        while search.step() {
            work.stride(0.3).await;
        }
        let distances = search.finish();
        let freed = freed(heap, &gone, work).await;
        Self { gone, distances, freed }
    }
}

/// What is thought away, as this heap has it.
enum Wanted {
    Node(Node),
    /// With the object whose reference it is.
    Edge(Node, Edge),
    Class(ClassId),
}

impl Wanted {
    fn of(heap: &Heap, ignored: &Ignored) -> Result<Self, Refusal> {
        match ignored {
            Ignored::Object(id) => rows::find(heap, *id).map(Wanted::Node),
            Ignored::Reference { from, at } => {
                let source = rows::find(heap, *from)?;
                let edge = heap.snapshot().edges(source).nth(*at as usize);
                edge.map(|edge| Wanted::Edge(source, edge)).ok_or(Refusal::NoSuchReference { from: *from, at: *at })
            }
            Ignored::Class(key) => rows::class(heap, key).map(Wanted::Class),
        }
    }

    async fn think_away(self, heap: &Heap, gone: &mut Gone, work: &Work) {
        match self {
            Wanted::Node(node) => gone.node(heap.snapshot(), node),
            Wanted::Edge(source, edge) => {
                gone.edge(heap.snapshot(), edge);
                if let Some((_, twin)) = twin(heap, source, edge) {
                    gone.edge(heap.snapshot(), twin);
                }
            }
            Wanted::Class(class) => {
                for part in parts(heap.node_count()) {
                    work.stride(0.1).await;
                    let members = part.map(Node).filter(|node| heap.classes().of(*node) == class);
                    members.for_each(|node| gone.node(heap.snapshot(), node));
                }
            }
        }
    }
}

/// What no root reaches any more.
pub async fn freed(heap: &Heap, gone: &Gone, work: &Work) -> Freed {
    // The same whatever is thought away.
    let nothing = Gone::default();
    let before = work.once("held", "", held(heap, &nothing, work, 0.4)).await;
    let after = held(heap, gone, work, 0.7).await;
    let mut freed = Freed::default();
    for part in parts(heap.node_count()) {
        work.stride(0.95).await;
        add(heap, part, &before, &after, &mut freed);
    }
    freed
}

#[inline(never)]
fn add(heap: &Heap, part: Range<u32>, before: &Bits, after: &Bits, freed: &mut Freed) {
    for node in part.map(Node).filter(|node| before.get(node.index()) && !after.get(node.index())) {
        freed.objects += 1;
        freed.bytes = freed.bytes.saturating_add(heap.shallow(node));
    }
}

/// What the root and the nodes that nothing refers to reach. Cycles that nothing reaches are not in it.
async fn held(heap: &Heap, gone: &Gone, work: &Work, share: f64) -> Bits {
    let snapshot = heap.snapshot();
    let mut held = Bits::new(snapshot.node_count());
    let mut open = vec![snapshot.root()];
    held.set(snapshot.root().index());
    for part in parts(snapshot.node_count()) {
        work.stride(share).await;
        let orphans = part.map(Node).filter(|node| heap.graph().retainers(*node).all(|(_, essential)| !essential));
        open.extend(orphans.filter(|node| held.set(node.index())));
    }
    while !open.is_empty() {
        work.stride(share + 0.1).await;
        flood(heap, gone, &mut held, &mut open);
    }
    held
}

/// Goes on for a while.
#[inline(never)]
fn flood(heap: &Heap, gone: &Gone, held: &mut Bits, open: &mut Vec<Node>) {
    let snapshot = heap.snapshot();
    for _ in 0..1 << 16 {
        let Some(node) = open.pop() else { return };
        for (edge, end) in snapshot.edges(node).zip(snapshot.ends(node)) {
            let target = end.target();
            if end.is_essential() && !held.get(target.index()) && !gone.has(edge, target) {
                held.set(target.index());
                open.push(target);
            }
        }
    }
}

/// What is freed when this one reference is cut, with its twin: all its target retains if every way to the target goes over
/// it, and else nothing. Every way does if its source dominates the target immediately, refers to it once, and whoever else
/// does is held by it; of a backing store and its owner the owner counts, if both refer to the target. `None` for the root's own references, which
/// nobody can cut, and which this does not decide.
pub fn frees(heap: &Heap, source: Node, edge: Edge) -> Option<Bytes> {
    let snapshot = heap.snapshot();
    let (root, target) = (snapshot.root(), snapshot.target(edge));
    if source == root {
        return None;
    }
    let dominator = heap.dominator(target);
    let is_its = dominator == source || owner(heap, source) == Some(dominator);
    if !heap.is_essential(edge) || !is_its {
        return Some(0);
    }
    // Which nodes are known to be below the target.
    let mut below = Bits::new(snapshot.node_count());
    below.set(target.index());
    let (mut direct, mut slots) = (0, 0);
    for (retainer, _) in heap.graph().retainers(target).filter(|(_, essential)| *essential) {
        if retainer == dominator {
            direct += 1;
        } else if owner(heap, retainer) == Some(dominator) {
            slots += 1;
        } else if comes_from(heap, retainer, dominator, &mut below) {
            return Some(0);
        }
    }
    Some(if direct == 1 && slots <= 1 { heap.retained(target) } else { 0 })
}

/// Whether the source is met on the way up from the node before something below the target. Neither is met above a cycle
/// that no root reaches, whose references count for nobody.
fn comes_from(heap: &Heap, node: Node, source: Node, below: &mut Bits) -> bool {
    let root = heap.snapshot().root();
    let mut path = Vec::new();
    let mut at = node;
    while at != source && at != root && !below.get(at.index()) {
        path.push(at);
        at = heap.dominator(at);
    }
    if below.get(at.index()) {
        path.into_iter().for_each(|node| {
            below.set(node.index());
        });
    }
    at == source
}
