//! Groups: many of one class, or functions of one place, that only a root dominates because several hold each of them.
//!
//! Takes a hub with what it holds; gives a [`Candidate`] for each sort that holds enough together, and the object that
//! nearly all members have in common as a holder.

use super::super::{Page, rows};
use super::Constants;
use super::furniture::{Furniture, Role, is_module, slot};
use super::suspects::{Candidate, Form};
use crate::analysis::Heap;
use crate::ids::{Bytes, ClassId, Node};
use crate::order;
use crate::snapshot::NodeKind;

/// Classes of which the light children of a hub are so many or so large that they hold `floor` together.
pub fn groups(heap: &Heap, furniture: &Furniture, hub: Node, floor: Bytes) -> Vec<Candidate> {
    let children = || heap.dominators().children(hub).iter().copied().filter(|child| heap.retained(*child) < floor);
    let mut sums: Vec<(u64, Bytes)> = vec![(0, 0); heap.classes().len()];
    for child in children() {
        let sum = &mut sums[heap.classes().of(child).index()];
        sum.0 += 1;
        sum.1 = sum.1.saturating_add(heap.retained(child));
    }
    let large = (0..).map(ClassId).zip(sums).filter(|(_, (_, bytes))| *bytes >= floor);
    let groups = large.flat_map(|(class, (count, bytes))| {
        if children().find(|child| heap.classes().of(*child) == class).is_some_and(|node| is_closure(heap, node)) {
            return functions(heap, children().filter(|child| is_closure(heap, *child)), floor);
        }
        let of_class = children().filter(|child| heap.classes().of(*child) == class);
        let (members, _) = rows::largest(heap, of_class, Page::first(Page::MAX));
        let Some(point) = members.first().copied() else { return Vec::new() };
        // Strings, code and V8's own are what a heap is made of, and told as that.
        let told = (furniture.role(point) == Role::Object && !heap.snapshot().kind(point).is_string())
            || is_module(heap, point);
        match told {
            true => vec![group(point, bytes, members, count)],
            false => Vec::new(),
        }
    });
    groups.collect()
}

fn group(point: Node, bytes: Bytes, members: Vec<Node>, count: u64) -> Candidate {
    Candidate { point, store: point, bytes, apart: Vec::new(), form: Form::Group { members, count } }
}

fn is_closure(heap: &Heap, node: Node) -> bool {
    heap.snapshot().kind(node) == NodeKind::Closure
}

/// All functions are of one class; those made at the same place of the source belong together.
fn functions(heap: &Heap, closures: impl Iterator<Item = Node>, floor: Bytes) -> Vec<Candidate> {
    let shared = |node: Node| slot(heap, node, "shared").unwrap_or(node);
    let mut keys: Vec<order::Key> = closures.map(|node| (u64::from(shared(node).0), u64::from(node.0))).collect();
    order::sort(&mut keys);
    let groups = keys.chunk_by(|a, b| a.0 == b.0).filter_map(|same| {
        let nodes = same.iter().map(|key| Node(key.1 as u32));
        let bytes = nodes.clone().fold(0u64, |sum, node| sum.saturating_add(heap.retained(node)));
        (bytes >= floor).then(|| {
            let (members, count) = rows::largest(heap, nodes, Page::first(Page::MAX));
            group(members[0], bytes, members, count as u64)
        })
    });
    groups.collect()
}

/// The object that holds nearly all of a group, if there is one: looked for among the retainers of its members.
pub fn common_holder(heap: &Heap, furniture: &Furniture, members: &[Node], constants: &Constants) -> Option<Node> {
    let mut holders: Vec<u64> = Vec::new();
    for member in members {
        let sources = heap.graph().retainers(*member).take(64).filter(|(_, essential)| *essential);
        let of_one = sources.filter_map(|(source, _)| owner(heap, furniture, source));
        let of_one = order::tally(of_one.map(|holder| u64::from(holder.0)));
        holders.extend(of_one.into_iter().map(|(holder, _)| holder));
    }
    let most = order::tally(holders.into_iter()).into_iter();
    let most = most.max_by_key(|(node, count)| (*count, std::cmp::Reverse(*node)));
    let enough = constants.alike * members.len() as f64;
    most.filter(|(_, count)| *count as f64 >= enough && members.len() > 1).map(|(node, _)| Node(node as u32))
}

/// The object a part belongs to: up the dominators, as V8 gives each object its own parts.
fn owner(heap: &Heap, furniture: &Furniture, part: Node) -> Option<Node> {
    let mut at = part;
    for _ in 0..8 {
        match furniture.role(at) {
            Role::Part => at = heap.dominator(at),
            Role::Hub => return None,
            Role::Scope | Role::Object => return Some(at),
        }
    }
    None
}
