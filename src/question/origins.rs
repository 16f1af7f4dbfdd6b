//! From which script do the bodies of a picture come?
//!
//! Takes bodies; gives each the script of its function or constructor, or, where it has none that the file would tell (plain
//! objects, arrays, strings), that of the nearest body or object above it in the dominator tree that has one: who holds it.
//! The scripts are found once for a heap (`scripts.rs`).

use super::Work;
use super::gravity::Body;
use super::scripts::Scripts;
use super::sky::Star;
use crate::analysis::Heap;
use crate::ids::Node;
use crate::order;

/// Dominators above an object that are asked; a chain may be millions long, and a picture has two thousand bodies.
const STEPS: usize = 1_000;

/// Gives the bodies around an object their scripts, and tells the scripts' names.
pub async fn of_objects(heap: &Heap, bodies: &mut [Body], work: &Work) -> Vec<String> {
    let scripts = Scripts::known(heap, work).await;
    let script = |body: &Body| match body {
        Body::Object { object, .. } => {
            let mut node = heap.find(object.id)?;
            for _ in 0..STEPS {
                let own = scripts.of(heap, node);
                if own.is_some() || node == heap.snapshot().root() {
                    return own;
                }
                node = heap.dominator(node);
            }
            None
        }
        Body::More { .. } => None,
    };
    let (names, rows) = told(&scripts, &bodies.iter().map(script).collect::<Vec<_>>());
    for (body, row) in bodies.iter_mut().zip(rows) {
        if let Body::Object { script, .. } = body {
            *script = row;
        }
    }
    names
}

/// The same for stars, each of which is its object here, a group its heaviest. Parents come before children.
pub async fn of_stars(heap: &Heap, bodies: &mut [Star], nodes: &[Node], work: &Work) -> Vec<String> {
    let scripts = Scripts::known(heap, work).await;
    let mut found: Vec<Option<usize>> = Vec::with_capacity(bodies.len());
    for (body, node) in bodies.iter().zip(nodes) {
        let above = || body.parent.and_then(|parent| found.get(parent as usize).copied().flatten());
        found.push(scripts.of(heap, *node).or_else(above));
    }
    let (names, rows) = told(&scripts, &found);
    bodies.iter_mut().zip(rows).for_each(|(body, row)| body.script = row);
    names
}

/// The names of the scripts that are there, each once, a number for one without a name; and the row of each.
fn told(scripts: &Scripts, found: &[Option<usize>]) -> (Vec<String>, Vec<Option<u32>>) {
    let there: Vec<u64> =
        order::tally(found.iter().flatten().map(|row| *row as u64)).into_iter().map(|(row, _)| row).collect();
    let name = |row: &u64| match scripts.name(*row as usize) {
        "" => format!("#{}", scripts.id(*row as usize)),
        name => name.to_owned(),
    };
    let row = |row: &Option<usize>| there.binary_search(&((*row)? as u64)).ok().map(|row| row as u32);
    (there.iter().map(name).collect(), found.iter().map(row).collect())
}
