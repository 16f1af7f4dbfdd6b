//! Where in the code should one look?
//!
//! Takes a case with what was found in it; gives the places, the most telling first: what is kept again and again, then the scopes
//! and files on the way, then the classes. Each place once; the runtime's own only if there is no other.

use super::super::super::{NodeKind, rows};
use super::super::furniture::{is_context, is_module, property};
use super::super::source::{self, Source, SourceRole};
use super::super::suspects::Form;
use super::Case;
use super::functions::{functions, most_frequent};
use super::modules::{self, Loaded};
use super::traits::Traits;
use crate::ids::Node;

/// Most places of one suspect.
const PLACES: usize = 6;

/// The places of a case.
pub fn places(case: &Case, traits: &Traits, files: &[Loaded]) -> Vec<Source> {
    let heap = case.heap;
    let mut places: Vec<Source> = Vec::new();
    let mut add = |place: Option<Source>| {
        if let Some(place) = place {
            let same =
                |other: &Source| (&other.script, other.line, other.column) == (&place.script, place.line, place.column);
            if !places.iter().any(same) {
                places.push(place);
            }
        }
    };
    let whole = |role, file: String| {
        let name = source::short(&file);
        Source::of_file(role, name, file)
    };
    for file in modules::names(case, files).into_iter().take(PLACES / 2) {
        add(Some(whole(SourceRole::Kept, file)));
    }
    add(traits.waiting.and_then(|node| source::of(heap, node, SourceRole::Kept)));
    let (same, function) = most_frequent(case, &functions(case));
    if same >= 0.5 {
        add(function.and_then(|node| source::of(heap, node, SourceRole::Kept)));
    }
    let nearest: Vec<Node> = case.way.nodes[case.way.anchor..].iter().rev().copied().collect();
    for node in nearest {
        if is_module(heap, node) {
            let file = property(heap, node, "filename").map(|file| rows::object_name(heap, file));
            add(file.map(|file| whole(SourceRole::Module, file)));
        } else if is_context(heap, node) {
            add(source::of_scope(&source::scope_of(heap, node)));
        } else if heap.snapshot().kind(node) == NodeKind::Closure {
            add(source::of(heap, node, SourceRole::Scope));
        }
    }
    // The holder of a group is one of its members.
    let is_group = matches!(case.candidate.form, Form::Group { .. });
    if heap.class(case.holder).place.is_some() && !is_group {
        add(source::of(heap, case.holder, SourceRole::Holder));
    }
    if let Some(sample) = case.piled.samples.first().filter(|sample| heap.class(**sample).place.is_some()) {
        add(source::of(heap, *sample, SourceRole::Class));
    }
    let is_own = |place: &Source| !place.script.as_deref().is_some_and(source::is_runtime);
    if places.iter().any(is_own) {
        places.retain(is_own);
    }
    places.truncate(PLACES);
    places
}
