//! Who holds it, and what if they did not? (retainers and paths)
//!
//! Takes an object and what is to be thought away; gives the really different ways from the roots to it, in code notation,
//! the one a developer would name first at the top, and for each reference what cutting it frees. The ways are those of
//! the leak report (`report/path.rs`), one after the other: what was gone over before, and what is like it, costs more
//! each time, and a way without a reference that is new is the end of the list. So of ten thousand listeners that hold one
//! scope one is shown, with how many there are, and then the next thing that holds it.

use super::report::Hop;
use super::report::furniture::Furniture;
use super::report::path::{self, Terrain, Toll, Way};
use super::twins::twin;
use super::without::{Freed, Ignored, Without, frees};
use super::{ObjectRow, Refusal, Work, rows};
use crate::analysis::Heap;
use crate::ids::{Bytes, Distance, Edge, Node, ObjectId};
use serde::{Deserialize, Serialize};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Paths {
    pub of: ObjectId,
    pub ignored: Vec<Ignored>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Held {
    pub object: ObjectRow,
    /// Without what is thought away.
    pub distance: Distance,
    /// None where no root reaches the object.
    pub ways: Vec<HeldWay>,
    /// There may be more ways than these.
    pub is_cut: bool,
    /// What is freed by what is thought away, if anything is.
    pub freed: Option<Freed>,
}

/// One way from a root to the object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeldWay {
    pub steps: Vec<Step>,
    /// Steps left out after the first half.
    pub skipped: u64,
}

/// One step of a way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    pub hop: Hop,
    /// The reference into this step, as it can be thought away: whose it is, and its place there.
    pub reference: Option<(ObjectId, u32)>,
    /// What cutting it frees: nothing where others hold the object too, not known for the root's own references.
    pub frees: Option<Bytes>,
    /// The key of the step's class, for thinking all of it away.
    pub class: Option<String>,
    /// How many objects of the source's class hold this step's object, the source itself included.
    pub alike: u64,
}

/// Most ways of an answer.
pub const WAYS: usize = 10;
/// What going over a reference once more costs: more than any detour that a developer would take.
const TOLL: u32 = 150;
/// Searches for one more way, each with dearer tolls than the last.
const ATTEMPTS: u32 = 3;

impl Paths {
    /// The ways to the object.
    pub async fn answer(&self, heap: &Heap, work: &Work) -> Result<Held, Refusal> {
        let target = rows::find(heap, self.of)?;
        let without = Without::new(heap, &self.ignored, work).await?;
        let distance = without.as_ref().map_or(heap.distance(target), |without| without.distances.get(target));
        let furniture = Furniture::new(heap);
        let (mut ways, mut tolls, mut shapes): (Vec<HeldWay>, Vec<Toll>, Vec<u64>) = Default::default();
        let mut attempts = 0;
        while distance != Distance::Unreachable && ways.len() < WAYS && attempts < ATTEMPTS {
            work.stride(0.5).await;
            let terrain = Terrain { without: without.as_deref(), tolls: &tolls };
            let way = path::way(heap, &furniture, target, terrain);
            let shape = shape(heap, &way);
            if ways.is_empty() || is_new(heap, &way, &shape, &tolls, &shapes) {
                ways.push(held_way(heap, &furniture, &way));
                attempts = 0;
            } else {
                attempts += 1;
            }
            let cost = TOLL << (2 * attempts);
            for (source, edge, target) in references(&way) {
                tolls.push(Toll { source, edge, target, cost });
                // A property and its slot in the backing store are one reference.
                let other = edge.and_then(|edge| twin(heap, source, edge));
                tolls.extend(other.map(|(source, edge)| Toll { source, edge: Some(edge), target, cost }));
            }
            shapes.extend(shape);
        }
        Ok(Held {
            object: rows::object(heap, target),
            distance,
            is_cut: ways.len() == WAYS,
            ways,
            freed: without.map(|without| without.freed),
        })
    }
}

/// The references of a way below where code notation begins, which is what can be gone around; the last first.
fn references(way: &Way) -> impl Iterator<Item = (Node, Option<Edge>, Node)> + '_ {
    let steps = way.nodes.windows(2).zip(&way.edges[1..]).map(|(pair, edge)| (pair[0], *edge, pair[1]));
    steps.skip(way.anchor.min(way.nodes.len().saturating_sub(2))).rev()
}

/// For each of these references, a number for the classes and names from it down to the object: equal where two ways come
/// to the object alike.
fn shape(heap: &Heap, way: &Way) -> Vec<u64> {
    let mut shape = Vec::new();
    let mut hasher = DefaultHasher::new();
    for (source, edge, _) in references(way) {
        (heap.classes().of(source), edge.map(|edge| path::name(heap, edge))).hash(&mut hasher);
        shape.push(hasher.finish());
    }
    shape
}

/// Whether the way goes over a reference that is unlike all that were gone over.
fn is_new(heap: &Heap, way: &Way, shape: &[u64], tolls: &[Toll], shapes: &[u64]) -> bool {
    let is_known = |((source, edge, target), shape): ((Node, Option<Edge>, Node), &u64)| {
        let mut same = tolls.iter().filter(|toll| toll.target == target);
        shapes.contains(shape)
            || same.any(|toll| toll.source == source || path::are_alike(heap, (toll.source, toll.edge), (source, edge)))
    };
    !references(way).zip(shape).all(is_known)
}

fn held_way(heap: &Heap, furniture: &Furniture, way: &Way) -> HeldWay {
    let (hops, skipped) = path::hops(heap, furniture, way);
    let (shown, _) = path::shown(way);
    let steps = hops.into_iter().zip(shown).map(|(hop, at)| step(heap, way, hop, at));
    HeldWay { steps: steps.collect(), skipped }
}

fn step(heap: &Heap, way: &Way, hop: Hop, at: usize) -> Step {
    let Some(source) = at.checked_sub(1).map(|above| way.nodes[above]) else {
        return Step { hop, reference: None, frees: None, class: None, alike: 0 };
    };
    let (node, edge) = (way.nodes[at], way.edges[at]);
    let snapshot = heap.snapshot();
    let first = snapshot.edges(source).next();
    let place = edge.zip(first).map(|(edge, first)| (snapshot.id(source), edge.0 - first.0));
    let class = heap.classes().of(source);
    let mut last = None;
    let alike = heap.graph().retainers(node).filter(|(retainer, essential)| {
        let is_next = last != Some(*retainer);
        last = Some(*retainer);
        *essential && is_next && heap.classes().of(*retainer) == class
    });
    Step {
        hop,
        reference: place,
        frees: edge.and_then(|edge| frees(heap, source, edge)),
        class: Some(heap.class(node).key()),
        alike: alike.count() as u64,
    }
}
