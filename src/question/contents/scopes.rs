//! The captured variables of a function.
//!
//! A closure's slot `context` leads to the scope in which it was made, and `previous` from scope to scope outwards; each
//! variable that some function there captures is a reference of kind context. All of a scope's variables live as long as
//! any closure made in it.

use super::{List, is_context};
use crate::analysis::Heap;
use crate::ids::Node;
use crate::question::{EdgeKind, rows};

/// Scopes followed: programs nest a dozen deep, a forged file may go in a circle.
const MOST: u32 = 64;

/// Puts the variables into the list, the innermost first.
pub fn list(heap: &Heap, closure: Node, list: &mut List) {
    let snapshot = heap.snapshot();
    let mut scope = rows::slot(heap, closure, "context");
    let mut out = 0;
    while let Some(context) = scope.filter(|_| out < MOST) {
        if !is_context(&heap.class(context).name) {
            break;
        }
        let variables = snapshot.edges(context).filter(|edge| snapshot.edge_kind(*edge) == EdgeKind::Context);
        variables.for_each(|edge| list.edge(edge, out));
        scope = rows::slot(heap, context, "previous");
        out += 1;
    }
}
