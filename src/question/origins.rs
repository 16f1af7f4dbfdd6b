//! From which script do the bodies of a picture come?
//!
//! Takes bodies; gives each the script of its function or constructor, or, where it has none that the file would tell (plain
//! objects, arrays, strings), that of the nearest body or object above it in the dominator tree that has one: who holds it.
//! One pass over the file's places, whatever the number of bodies.

use super::facts;
use super::gravity::Body;
use super::sky::Star;
use crate::analysis::Heap;
use crate::ids::Node;
use crate::order;
use crate::snapshot::NodeKind;

/// Functions of a script that are asked for its name before its number stands for it.
const ASKED: usize = 100;

/// Dominators above an object that are asked; a chain may be millions long, and a picture has two thousand bodies.
const STEPS: usize = 1_000;

/// Gives the bodies around an object their scripts, and tells the scripts' names.
pub fn of_objects(heap: &Heap, bodies: &mut [Body]) -> Vec<String> {
    let id = |body: &Body| match body {
        Body::Object { object, .. } => {
            let mut node = heap.find(object.id)?;
            for _ in 0..STEPS {
                let own = script_id(heap, node);
                if own.is_some() || node == heap.snapshot().root() {
                    return own;
                }
                node = heap.dominator(node);
            }
            None
        }
        Body::More { .. } => None,
    };
    let ids: Vec<Option<u64>> = bodies.iter().map(id).collect();
    let (names, rows) = named(heap, &ids);
    for (body, row) in bodies.iter_mut().zip(rows) {
        if let Body::Object { script, .. } = body {
            *script = row;
        }
    }
    names
}

/// The same for stars, each of which is its object here, a group its heaviest. Parents come before children.
pub fn of_stars(heap: &Heap, bodies: &mut [Star], nodes: &[Node]) -> Vec<String> {
    let mut ids: Vec<Option<u64>> = Vec::with_capacity(bodies.len());
    for (body, node) in bodies.iter().zip(nodes) {
        let above = || body.parent.and_then(|parent| ids.get(parent as usize).copied().flatten());
        ids.push(script_id(heap, *node).or_else(above));
    }
    let (names, rows) = named(heap, &ids);
    bodies.iter_mut().zip(rows).for_each(|(body, row)| body.script = row);
    names
}

/// V8's number of the script from which an object itself comes.
fn script_id(heap: &Heap, node: Node) -> Option<u64> {
    let kind = heap.snapshot().kind(node);
    let has_place = kind == NodeKind::Object || kind == NodeKind::Closure;
    Some(has_place.then(|| heap.snapshot().place(node)).flatten()?.script_id)
}

/// The names of these scripts, each once, and the row of each.
fn named(heap: &Heap, ids: &[Option<u64>]) -> (Vec<String>, Vec<Option<u32>>) {
    let wanted: Vec<u64> = order::tally(ids.iter().flatten().copied()).into_iter().map(|(id, _)| id).collect();
    let mut tellers: Vec<Vec<Node>> = vec![Vec::new(); wanted.len()];
    let locations = heap.snapshot().locations();
    for (node, place) in locations.iter() {
        if let Ok(row) = wanted.binary_search(&locations.place(place).script_id)
            && tellers[row].len() < ASKED
        {
            tellers[row].push(node);
        }
    }
    let name = |(tellers, id): (&Vec<Node>, &u64)| {
        let told = tellers.iter().find_map(|node| facts::script_name_at(heap, *node));
        told.unwrap_or_else(|| format!("#{id}"))
    };
    let names = tellers.iter().zip(&wanted).map(name).collect();
    let row = |id: &Option<u64>| wanted.binary_search(&(*id)?).ok().map(|row| row as u32);
    (names, ids.iter().map(row).collect())
}
