//! What speaks for a false alarm?
//!
//! Takes a case with its pattern; gives what the heap itself says against a leak. A snapshot of old V8 does not have small
//! numbers, so a limit is told by the name of its field, which stands among the descriptors of the object's shape.

use super::super::furniture::{named, slot};
use super::super::source;
use super::{Case, Doubt, Pattern, Shape};
use crate::ids::Node;
use crate::snapshot::Label;

/// Names of fields that limit a collection, in the popular cache packages and in common use. A stream's `highWaterMark` is
/// none: what is written beyond it is kept all the same.
const LIMITS: [&str; 13] = [
    "max",
    "maxSize",
    "maxsize",
    "max_size",
    "limit",
    "capacity",
    "maxEntries",
    "maxItems",
    "maxLength",
    "maxKeys",
    "maxAge",
    "ttl",
    "sizeLimit",
];

/// All doubts of a case.
pub fn doubts(case: &Case, pattern: Option<&Pattern>) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let collection =
        matches!(pattern, None | Some(Pattern::Collection { .. } | Pattern::Buffers { .. } | Pattern::Strings { .. }));
    if collection {
        let above = case.way.nodes.iter().rev().take(4).copied();
        let limit = above.chain([case.holder]).find_map(|node| limit(case, node));
        doubts.extend(limit.map(Doubt::Limit));
    }
    let unlike = matches!(pattern, None | Some(Pattern::Collection { shape: Shape::Object, .. }));
    if unlike && case.piled.alike < case.constants.alike {
        doubts.push(Doubt::Mixed);
    }
    let runtime =
        case.heap.class(case.holder).place.and_then(|_| source::of(case.heap, case.holder, source::SourceRole::Holder));
    if pattern.is_none() && runtime.and_then(|source| source.script).is_some_and(|script| source::is_runtime(&script)) {
        doubts.push(Doubt::Runtime);
    }
    doubts
}

/// The name of a field of the object that limits something.
fn limit(case: &Case, node: Node) -> Option<String> {
    let heap = case.heap;
    if ["Array", "Map", "Set"].iter().any(|name| named(heap, node, name.as_bytes())) {
        return None;
    }
    let snapshot = heap.snapshot();
    let of_property = snapshot.edges(node).take(64).find_map(|edge| match snapshot.label(edge) {
        Label::Name(text) => LIMITS.iter().find(|limit| snapshot.strings().raw(text) == limit.as_bytes()),
        Label::Index(_) => None,
    });
    let descriptors = slot(heap, node, "map").and_then(|map| slot(heap, map, "descriptors"));
    let of_shape = || {
        let descriptors = descriptors?;
        let mut names = snapshot.edges(descriptors).take(256).map(|edge| snapshot.name(snapshot.target(edge)));
        names.find_map(|name| LIMITS.iter().find(|limit| snapshot.strings().raw(name) == limit.as_bytes()))
    };
    of_property.or_else(of_shape).map(|name| (*name).to_owned())
}
